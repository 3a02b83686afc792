"""Så svarar vi: how many are answered, how soon, and who waits longer than was promised."""

from datetime import date, timedelta

import pytest

from dialogs.loop import loop
from dialogs.models import Channel, Review
from tests.factories import make_dialogue, make_submission, make_theme, make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db


def page_of(client):
    response = client.get("/sa-svarar-vi/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def said(dialogue, *, after=None, received_on=date(2024, 3, 1), **fields):
    answer = {"answered_on": received_on + timedelta(days=after)} if after is not None else None
    return make_viewpoint(dialogue=dialogue, received_on=received_on, answer=answer, **fields)


def test_the_three_things_are_told_first_in_words(client):
    dialogue = make_dialogue(answer_promised_on=date(2024, 4, 30))
    for after in (2, 9, 30):
        said(dialogue, after=after)
    said(dialogue)
    page = page_of(client)
    assert "3 av 4 synpunkter har fått svar. Hälften fick svar inom 9 dagar." in page
    assert "1 väntar längre än vi lovade." in page


@pytest.mark.parametrize(
    ("days", "half"), [([], None), ([4], 4), ([1, 9], 1), ([1, 2, 9], 2), ([0, 0, 5], 0), ([1, 1, 8, 9], 1)]
)
def test_half_is_half_or_more(days, half):
    dialogue = make_dialogue()
    for after in days:
        said(dialogue, after=after)
    assert loop().everything.half_within == half


def test_the_first_answer_counts_and_not_the_latest():
    viewpoint = said(make_dialogue(), after=3)
    viewpoint.answers.create(
        decision="done", text="Nu.", answered_on=date(2024, 9, 1), organisation=viewpoint.answers.get().organisation
    )
    assert loop().everything.half_within == 3


def test_what_is_not_shown_counts_too_but_no_draft_of_ours_and_nothing_merged():
    dialogue = open_dialogue()
    hidden = {"published": False, "submissions": [make_submission(dialogue=dialogue)]}
    unread = said(dialogue, review=Review.RECEIVED, **hidden)
    said(dialogue, review=Review.WITHHELD, withheld_reason="Namn.", **hidden)
    said(dialogue, published=False)
    said(dialogue, review=Review.MERGED, merged_into=unread, **hidden)
    said(make_dialogue(published=False))
    assert loop().everything.said == 2


def test_where_a_day_is_not_known_no_days_are_counted_and_it_is_told(client):
    dialogue = make_dialogue(when_text="Våren 2024", starts_on=date(2024, 3, 1), ends_on=date(2024, 5, 31))
    said(dialogue, after=10, received_on=date(2024, 5, 31))
    assert loop().everything.half_within is None
    page = page_of(client)
    assert "För 1 svar vet vi inte båda dagarna, och det är inte med där." in page
    assert "vi vet inte dagarna" in page
    assert "Hälften fick svar inom 10" not in page


def test_where_no_day_was_promised_nobody_is_said_to_be_in_time(client):
    said(make_dialogue())
    page = page_of(client)
    assert "För 1 synpunkt lovades ingen dag." in page
    assert "ingen dag lovad" in page
    assert "Ingen väntar längre" not in page


def test_a_promise_that_holds_still_is_told(client):
    said(open_dialogue(), received_on=date(2024, 10, 2))
    assert "Ingen väntar längre än vi lovade." in page_of(client)


def test_it_is_told_by_dialogue_theme_and_channel():
    old, new = make_dialogue(title="Då", starts_on=date(2022, 5, 6)), make_dialogue(title="Nu")
    said(old, after=1, theme=make_theme("Ljus"), channel=Channel.MEETING)
    said(new, theme=make_theme("Fart"), channel=Channel.PHONE)
    found = loop()
    assert [(row.label, row.said, row.answered) for row in found.dialogues] == [("Nu", 1, 0), ("Då", 1, 1)]
    assert [(row.label, row.answered) for row in found.themes] == [("Fart", 0), ("Ljus", 1)]
    assert {row.label for row in found.channels} == {"I samtal", "På telefon"}


def test_small_sensitive_themes_are_told_together_with_another():
    dialogue = make_dialogue()
    said(dialogue, theme=make_theme("Våld", is_sensitive=True), after=1)
    for name, count in (("Ljus", 2), ("Fart", 4)):
        for _each in range(count):
            said(dialogue, theme=make_theme(name))
    assert [(row.label, row.said) for row in loop().themes] == [("Fart", 4), ("Teman som vi inte visar var för sig", 3)]


def test_where_nobody_has_spoken_the_page_says_so(client):
    assert "Ingen synpunkt har kommit in än." in page_of(client)


def test_the_number_of_queries_does_not_grow(queries_of):
    said(make_dialogue(), after=1, theme=make_theme("Ljus"))
    with_one = queries_of("/sa-svarar-vi/")
    for name in ("Fart", "Buller"):
        said(make_dialogue(), after=3, theme=make_theme(name))
    assert queries_of("/sa-svarar-vi/") == with_one
