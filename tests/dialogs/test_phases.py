"""A dialogue's way from invitation to answer, told as it is: nothing is claimed that nobody has said."""

from datetime import date, time

import pytest

from dialogs import phases
from dialogs.models import Decision, Occasion, Review
from tests.factories import make_dialogue, make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db


def words_of(client, dialogue):
    response = client.get(dialogue.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def states(dialogue):
    return [(step.name, step.state) for step in phases.steps(dialogue)]


def test_an_invitation_says_when_where_and_how_to_get_in(client):
    dialogue = make_dialogue(
        starts_on=date(2024, 11, 7),
        start_time=time(15),
        end_time=time(18),
        target_group="Alla",
        venue_access="Plan mark.",
    )
    page = words_of(client, dialogue)
    for words in (
        "Inbjudan",
        "Välkommen!",
        "7 november",
        "15.00–18.00",
        "Alla",
        "Plan mark.",
        "Lägg till i din kalender",
    ):
        assert words in page
    assert states(dialogue) == [("Inbjudan", "now"), ("Vi ses", "next")]


def test_while_it_is_open_the_way_to_the_form_and_the_days_are_there(client):
    dialogue = open_dialogue()
    page = words_of(client, dialogue)
    assert f'href="{dialogue.get_absolute_url()}tyck-till/"' in page
    assert "till och med 31 oktober" in page
    assert [state for _name, state in states(dialogue)] == ["done", "now", "next", "next"]


def test_when_it_has_closed_the_promised_day_stands_and_a_moved_one_is_told(client, freeze_day):
    dialogue = open_dialogue()
    dialogue.answer_promised_on = date(2024, 12, 15)
    dialogue.save()
    freeze_day("2024-11-05")
    page = words_of(client, dialogue)
    assert "tyck-till" not in page.split("<main")[1].split("</main>")[0]
    assert "Alla får svar senast den 15 december. Det är flyttat från den 30 november." in page
    assert "Flyttat från 30 november" in page


def test_a_promise_that_was_not_kept_is_told_with_how_many_wait(client, freeze_day):
    dialogue = open_dialogue()
    make_viewpoint(dialogue=dialogue)
    make_viewpoint(dialogue=dialogue, published=False, review=Review.RECEIVED)
    make_viewpoint(dialogue=dialogue, answer=Decision.DONE)
    freeze_day("2024-12-02")
    page = words_of(client, dialogue)
    assert "Vi lovade svar senast den 30 november. 2 synpunkter väntar fortfarande." in page
    assert "1 synpunkt till har kommit in. Vi läser den innan den visas." in page


def test_an_answered_dialogue_has_come_all_the_way(client):
    dialogue = make_dialogue(answer_promised_on=date(2024, 5, 1), answered_on=date(2024, 4, 20))
    assert {state for _name, state in states(dialogue)} == {"done"}
    assert "Besvarad" in words_of(client, dialogue)


@pytest.mark.parametrize("fields", [{}, {"when_text": "Oktober 2021"}, {"starts_on": date(2024, 10, 15)}])
def test_of_a_dialogue_that_promised_nothing_nothing_is_claimed(client, fields):
    dialogue = make_dialogue(**fields)
    assert phases.steps(dialogue) == []
    page = words_of(client, dialogue)
    assert "Väntar på svar" not in page
    assert "Alla har fått svar" not in page


def test_the_days_of_a_dialogue_stand_in_order(client):
    dialogue = make_dialogue(kind="walk", starts_on=date(2024, 4, 9), ends_on=date(2024, 9, 24))
    Occasion.objects.create(dialogue=dialogue, kind="again", on=date(2024, 9, 24), where="Resecentrum")
    Occasion.objects.create(dialogue=dialogue, kind="walk", on=date(2024, 4, 9), start_time=time(20))
    page = words_of(client, dialogue)
    assert page.index("Vandring") < page.index("klockan <span") < page.index("Återvandring")


def test_the_open_ones_come_first_in_the_list_and_only_once(client, freeze_day):
    dialogue = open_dialogue(title="Öppen nu")
    make_dialogue(title="Kommer sedan", starts_on=date(2024, 11, 7))
    context = client.get("/dialoger/").context
    assert [row.title for row in context["open_now"]] == ["Öppen nu"]
    assert [row.title for row in context["ahead"]] == ["Kommer sedan"]
    assert f'href="{dialogue.get_absolute_url()}tyck-till/"' in client.get("/dialoger/").content.decode()


def test_a_long_dialogue_has_pages_and_a_voice_has_an_address_that_leads_to_its_own(client, queries_of):
    dialogue = make_dialogue(summary="Så här var det.")
    viewpoints = [make_viewpoint(dialogue=dialogue, text=f"Det är mörkt vid stolpe {n}.") for n in range(31)]
    first = words_of(client, dialogue)
    assert first.count('class="pair__said"') == 30
    assert "Här är 1–30 av 31." in first
    path, _hash = viewpoints[30].get_absolute_url().split("#")
    second = client.get(path).content.decode()
    assert f'id="synpunkt-{viewpoints[30].reference}"' in second
    assert second.count('class="pair__said"') == 1
    assert "Så här var det." not in second.split("<main")[1]
    assert client.get(f"{dialogue.get_absolute_url()}?sida=3").status_code == 404
    assert client.get(f"{dialogue.get_absolute_url()}?synpunkt=finns-inte").status_code == 200
