"""A dialogue in figures: one count across every channel, small numbers left out, and compared only with what can be compared."""

from datetime import date

import pytest

from dialogs import pins, tallies
from dialogs.models import Choice, Question, Reply
from tests.factories import make_dialogue, make_place, make_submission, make_theme, make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db


def page_of(client, dialogue, **query):
    response = client.get(f"{dialogue.get_absolute_url()}siffror/", query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def figures(dialogue, key):
    """{label: words} of a table, or None where its figures aren't shown."""
    table = next(table for table in tallies.of_dialogue(dialogue).tables if table.key[: len(key)] == key)
    return None if table.rows is None else {row.label: row.words for row in table.rows}


def came_in(dialogue, count, **fields):
    return [make_submission(dialogue=dialogue, **fields) for _each in range(count)]


def ask(dialogue, kind, number=1, choices=(), **fields):
    ends = {"low_label": "Otrygg", "high_label": "Trygg"} if kind == "scale" else {}
    question = Question.objects.create(
        dialogue=dialogue, number=number, kind=kind, text=f"Fråga {number}", **ends, **fields
    )
    for place, label in enumerate(choices, start=1):
        Choice.objects.create(question=question, number=place, label=label)
    return question


def reply(submission, question, *values):
    for value in values:
        words = {"choice": question.choices.get(label=value)} if question.has_choices else {"number": value}
        Reply.objects.create(submission=submission, question=question, **words)


@pytest.fixture
def sensitive():
    return make_theme("Våld i nära relationer", is_sensitive=True)


# --- What is counted ---
def test_one_count_across_every_channel_shown_or_not(client):
    dialogue = open_dialogue(head_count=64)
    came_in(dialogue, 2)
    came_in(dialogue, 1, channel="square", voices=7, may_show=False)
    make_viewpoint(dialogue=dialogue, channel="meeting", voices=3)
    make_viewpoint(dialogue=dialogue, channel="meeting", voices=None)
    make_viewpoint(dialogue=dialogue, channel="meeting", voices=50, published=False)
    assert figures(dialogue, ("channel",)) == {"På stan": "7", "I samtal": "4", "På webben": "2"}
    page = page_of(client, dialogue)
    assert "Vi har hört 13 röster. 64 personer var där." in page
    assert "För 1 synpunkt vet vi inte hur många som sa samma sak. Den räknas som en röst." in page
    assert "13" in " ".join(client.get(dialogue.get_absolute_url()).content.decode().split())


def test_a_viewpoint_that_came_in_is_not_counted_twice():
    dialogue = open_dialogue()
    (submission,) = came_in(dialogue, 1, theme=make_theme("Trafik"))
    make_viewpoint(dialogue=dialogue, submissions=[submission], theme=make_theme("Trafik"), voices=1)
    make_viewpoint(dialogue=dialogue, submissions=[submission], theme=make_theme("Ljus"), voices=1)
    assert figures(dialogue, ("theme",)) == {"Trafik": "1"}


def test_a_theme_that_the_writer_left_out_is_the_moderators():
    dialogue = open_dialogue()
    (submission,) = came_in(dialogue, 1)
    make_viewpoint(dialogue=dialogue, submissions=[submission], theme=make_theme("Ljus"))
    assert figures(dialogue, ("theme",)) == {"Ljus": "1"}


def test_rubbish_is_left_out_and_told(client):
    dialogue = open_dialogue()
    came_in(dialogue, 1)
    came_in(dialogue, 1, is_counted=False, suspicions=["honeypot"])
    assert tallies.of_dialogue(dialogue).voices.total == 1
    assert "1 inskickat formulär räknas inte: det ser ut som skräp, eller kom in av misstag." in page_of(
        client, dialogue
    )


def test_no_word_of_what_came_in_is_told(client):
    dialogue = open_dialogue()
    question = ask(dialogue, "text")
    (submission,) = came_in(dialogue, 1, text="Kalle stör.", place_words="Hos Kalle", collector="Fältare")
    Reply.objects.create(submission=submission, question=question, text="Kalle igen.")
    page = page_of(client, dialogue)
    assert "Kalle" not in page
    assert "1 har svarat på frågorna." in page


# --- Questions ---
def test_choices_and_scales_are_counted_and_the_mean_told(client):
    dialogue = open_dialogue()
    one, scale = ask(dialogue, "several", 1, ["Ljus", "Fart", "Fler ute"]), ask(dialogue, "scale", 2)
    for submission, value in zip(came_in(dialogue, 5), (1, 2, 2, 4, 5), strict=True):
        reply(submission, one, "Ljus", *(["Fart"] if value > 2 else []))
        reply(submission, scale, value)
    assert figures(dialogue, ("question", "several")) == {"Ljus": "5", "Fart": "2", "Fler ute": "0"}
    assert figures(dialogue, ("question", "scale"))["1 – Otrygg"] == "1"
    page = page_of(client, dialogue)
    assert "5 svar på frågan. I snitt 2,8 på skalan 1–5." in page
    assert '<svg class="bars"' in page
    assert "Ljus: 5. Fart: 2. Fler ute: 0" in page
    assert "2 av 5" in page


# --- Sensitive subjects ---
def test_a_small_number_in_a_sensitive_theme_can_not_be_read_or_worked_out(sensitive):
    dialogue = open_dialogue()
    came_in(dialogue, 3, theme=sensitive)
    came_in(dialogue, 6, theme=make_theme("Ljus"))
    came_in(dialogue, 9, theme=make_theme("Trafik"))
    assert figures(dialogue, ("theme",)) == {
        "Trafik": "9",
        "Ljus": "visas inte",
        "Våld i nära relationer": "färre än 5",
    }


def test_where_something_sensitive_was_is_not_counted_by_place(sensitive):
    dialogue, tunnel = open_dialogue(), make_place("Tunneln")
    came_in(dialogue, 6, theme=sensitive, place=tunnel)
    came_in(dialogue, 2, theme=make_theme("Ljus"), place=tunnel)
    assert figures(dialogue, ("place",)) == {"Ingen plats, eller en plats som vi inte visar": "6", "Tunneln": "2"}


def test_in_a_dialogue_about_something_sensitive_no_small_number_is_told(client, sensitive):
    dialogue = open_dialogue()
    dialogue.themes.set([sensitive])
    scale = ask(dialogue, "scale")
    for submission, value in zip(came_in(dialogue, 12), [1] * 7 + [3] * 3 + [5] * 2, strict=True):
        reply(submission, scale, value)
    assert figures(dialogue, ("question",)) == {
        "1 – Otrygg": "7",
        "2": "färre än 5",
        "3": "färre än 5",
        "4": "färre än 5",
        "5 – Trygg": "färre än 5",
    }
    page = page_of(client, dialogue)
    assert "I snitt" not in page
    assert "Tal under 5 visas inte." in page


def test_of_fewer_than_five_in_all_nothing_is_told(client, sensitive):
    dialogue = open_dialogue()
    dialogue.themes.set([sensitive])
    came_in(dialogue, 3, theme=sensitive)
    assert figures(dialogue, ("channel",)) is None
    assert "Vi har hört färre än 5 röster." in page_of(client, dialogue)
    assert "Talen är så små att vi inte visar dem" in client.get(dialogue.get_absolute_url()).content.decode()


# --- Beside an earlier dialogue ---
def test_dialogues_of_different_size_are_compared_in_shares_and_it_says_so(client):
    earlier = open_dialogue(title="Förra året", starts_on=date(2024, 3, 1))
    dialogue = open_dialogue()
    came_in(earlier, 30, theme=make_theme("Ljus"))
    came_in(earlier, 10, theme=make_theme("Fart"))
    came_in(dialogue, 4, theme=make_theme("Ljus"))
    page = page_of(client, dialogue, jamfor=earlier.slug)
    assert "Staplarna visar därför andelar, inte antal." in page
    assert "30 av 40 (75 %)" in page
    assert "4 av 4" in page
    assert "4 av 4 (" not in page
    assert "fanns inte med" in page


def test_only_an_earlier_dialogue_can_be_compared_with(client):
    later = make_dialogue(starts_on=date(2024, 9, 1))
    page = page_of(client, make_dialogue(starts_on=date(2024, 3, 1)), jamfor=later.slug)
    assert "Vi känner inte igen dialogen att jämföra med." in page


def test_the_figures_take_the_same_number_of_queries_for_one_and_for_many(queries_of):
    def filled(count):
        dialogue = open_dialogue()
        question = ask(dialogue, "one", choices=["Ja", "Nej"])
        for submission in came_in(dialogue, count, theme=make_theme("Ljus"), shape=[[59.4, 15.8]]):
            reply(submission, question, "Ja")
            make_viewpoint(dialogue=dialogue, submissions=[submission], place=make_place("Torget"))
        return f"{dialogue.get_absolute_url()}siffror/"

    assert queries_of(filled(1)) == queries_of(filled(3))


# --- Where it was ---
def test_a_point_is_told_to_the_block_and_never_as_it_was_set(client):
    dialogue = open_dialogue()
    (submission,) = came_in(dialogue, 1, shape=[[59.39417, 15.83826]])
    make_viewpoint(dialogue=dialogue, submissions=[submission], text="Lampan är trasig.")
    (pin,) = pins.of_dialogue(dialogue)
    assert pin.mark.shape != [[59.39417, 15.83826]]
    page = page_of(client, dialogue)
    assert "59.39417" not in page
    assert "1 plats i ord" in page
    assert "Lampan är trasig." in page


def test_something_sensitive_is_on_the_map_only_where_five_have_spoken_and_only_roughly(sensitive):
    dialogue = open_dialogue()
    for n, submission in enumerate(came_in(dialogue, 5, theme=sensitive)):
        submission.shape = [[59.394 + n / 10000, 15.838]]
        submission.save()
        make_viewpoint(dialogue=dialogue, submissions=[submission], theme=sensitive)
        assert len(list(pins.of_dialogue(dialogue))) == (1 if n == 4 else 0)
    (pin,) = pins.of_dialogue(dialogue)
    assert pin.mark.label == "Våld i nära relationer: 5 synpunkter, ungefär här"


def test_what_is_not_shown_is_not_on_the_map():
    dialogue = open_dialogue()
    (one, other) = came_in(dialogue, 2, shape=[[59.39, 15.83]])
    make_viewpoint(dialogue=dialogue, submissions=[one], published=False)
    other.may_show = False
    other.save()
    assert list(pins.of_dialogue(dialogue)) == []
