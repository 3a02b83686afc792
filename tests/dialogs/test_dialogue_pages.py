"""The dialogues: when we meet, what was said, what came out of it and what it led to."""

from datetime import date

import pytest

from dialogs.models import Decision
from tests.factories import (
    make_activity,
    make_area,
    make_dialogue,
    make_finding,
    make_place,
    make_report,
    make_section,
    make_source,
    make_viewpoint,
)

pytestmark = pytest.mark.django_db


def words_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


# --- The list ---
def test_the_next_dialogue_comes_first_with_its_date(client):
    make_dialogue(title="Dialogen i maj", starts_on=date(2022, 5, 6))
    make_dialogue(title="Dialogen i november", starts_on=date(2024, 11, 7), time_text="15–18", places=[make_place()])
    page = words_of(client, "/dialoger/")
    assert "Nästa dialog är den 7 november." in page
    assert page.index("Dialogen i november") < page.index("Dialogen i maj")
    assert "15–18" in page
    assert "Nytorget" in page


def test_a_dialogue_of_today_and_one_that_goes_on_can_still_be_joined(client):
    make_dialogue(title="I dag", starts_on=date(2024, 10, 15))
    make_dialogue(title="Hela hösten", starts_on=date(2024, 9, 1), ends_on=date(2024, 12, 15))
    make_dialogue(title="I går", starts_on=date(2024, 10, 14))
    context = client.get("/dialoger/").context
    assert [dialogue.title for dialogue in context["ahead"]] == ["Hela hösten", "I dag"]
    assert [dialogue.title for _year, rows in context["held"] for dialogue in rows] == ["I går"]


def test_past_dialogues_stand_year_by_year(client):
    for year in (2021, 2023, 2022):
        make_dialogue(starts_on=date(year, 5, 6))
    assert [year for year, _rows in client.get("/dialoger/").context["held"]] == [2023, 2022, 2021]


def test_a_dialogue_without_a_next_one_says_so(client):
    make_dialogue()
    assert "Ingen ny dialog har en dag än." in words_of(client, "/dialoger/")


@pytest.mark.parametrize(
    ("answered", "waiting", "told"),
    [
        (0, 0, "Inga synpunkter är publicerade härifrån."),
        (1, 0, "1 synpunkt, och den har fått svar."),
        (2, 0, "2 synpunkter. Alla har fått svar."),
        (0, 2, "2 synpunkter. Alla väntar på svar."),
        (2, 1, "3 synpunkter. 2 har fått svar."),
    ],
)
def test_each_dialogue_tells_how_much_was_said_and_answered(client, answered, waiting, told):
    dialogue = make_dialogue()
    for _ in range(answered):
        make_viewpoint(dialogue=dialogue, answer=Decision.DONE)
    for _ in range(waiting):
        make_viewpoint(dialogue=dialogue)
    make_viewpoint(dialogue=dialogue, answer=Decision.DONE, published=False)
    assert told in words_of(client, "/dialoger/")
    assert told in words_of(client, dialogue.get_absolute_url())


def test_a_draft_of_a_dialogue_is_not_in_the_list_and_not_found(client):
    draft = make_dialogue(title="Ett utkast", published=False)
    later = make_dialogue(title="Visas senare", publish_on=date(2024, 11, 1), starts_on=date(2024, 12, 1))
    page = words_of(client, "/dialoger/")
    assert "Ett utkast" not in page
    assert "Visas senare" not in page
    for hidden in (draft, later):
        assert client.get(hidden.get_absolute_url()).status_code == 404


def test_an_unknown_dialogue_is_not_found(client):
    assert client.get("/dialoger/finns-inte/").status_code == 404


def test_the_list_takes_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    make_dialogue(places=[make_place()])
    make_dialogue(starts_on=date(2024, 11, 7))
    with django_assert_num_queries(9):
        client.get("/dialoger/")
    for _ in range(3):
        make_viewpoint(dialogue=make_dialogue(places=[make_place()]), answer=Decision.DONE)
        make_dialogue(starts_on=date(2024, 11, 8))
    with django_assert_num_queries(9):
        client.get("/dialoger/")


# --- One dialogue ---
def test_a_dialogue_tells_when_where_and_who(client):
    dialogue = make_dialogue(
        starts_on=date(2022, 5, 6),
        places=[make_place("Nytorget")],
        head_count=1,
        target_group="Alla",
        summary="Vi stod där.",
    )
    page = words_of(client, dialogue.get_absolute_url())
    for words in ("6 maj 2022", "Nytorget", "Kommunen", "polisen", "1 person", "Alla", "Vi stod där."):
        assert words in page


def test_what_is_not_known_is_said_not_to_be_known(client):
    page = words_of(client, make_dialogue(when_text="Oktober 2021").get_absolute_url())
    assert "Oktober 2021" in page
    assert "Platsen är inte känd" in page
    assert "Vi vet inte" in page
    assert "Inga enskilda synpunkter är publicerade." in page


def test_a_coming_dialogue_welcomes_and_does_not_count_heads(client):
    dialogue = make_dialogue(starts_on=date(2024, 11, 7), venue_access="Plan mark.")
    page = words_of(client, dialogue.get_absolute_url())
    assert "Välkommen!" in page
    assert "Plan mark." in page
    assert "Hur många kom" not in page


def test_a_voice_can_be_followed_from_may_2022_to_its_answer(client):
    dialogue = make_dialogue(starts_on=date(2022, 5, 6))
    viewpoint = make_viewpoint(
        dialogue=dialogue,
        text="Vi vill ha bättre ljus.",
        answer={"decision": Decision.CONTINUOUS, "text": "Ljuset är förstärkt."},
    )
    page = words_of(client, viewpoint.get_absolute_url().split("#")[0])
    assert f'id="{viewpoint.get_absolute_url().split("#")[1]}"' in page
    assert "Vi vill ha bättre ljus." in page
    assert "Ljuset är förstärkt." in page
    assert "Arbetas med löpande" in page


def test_a_finding_tells_what_it_rests_on_and_what_it_led_to(client):
    viewpoint = make_viewpoint(text="Bilarna kör fort.")
    finding = make_finding(title="Trafiken är otrygg", viewpoints=[viewpoint])
    area = make_area(title="Trafiksäkerhet", findings=[finding])
    make_activity(area, title="Mäta farten", findings=[finding], is_example=True)
    make_section(make_report(), heading="Det ni upplever", kind="experienced", findings=[finding])
    page = words_of(client, finding.get_absolute_url().split("#")[0])
    assert f'id="fynd-{finding.slug}"' in page
    assert f'href="#synpunkt-{viewpoint.reference}"' in page
    for words in ("Trafiken är otrygg", "Trafik\u00adsäkerhet, 2024", "Mäta farten", "Det ni upplever", "Exempeldata"):
        assert words in page


def test_voices_that_no_finding_cites_are_told(client):
    cited = make_viewpoint(text="Citerad.")
    make_viewpoint(text="Inte citerad.", dialogue=cited.dialogue)
    make_finding(viewpoints=[cited])
    assert [v.text for v in client.get(cited.dialogue.get_absolute_url()).context["uncited"]] == ["Inte citerad."]
    assert "1 synpunkt finns inte med ovan" in words_of(client, cited.dialogue.get_absolute_url())


def test_nothing_hidden_shows_through_a_dialogue(client):
    dialogue = make_dialogue()
    shown = make_viewpoint(dialogue=dialogue)
    hidden = make_viewpoint(dialogue=dialogue, text="Hemlig synpunkt", published=False)
    finding = make_finding(dialogue=dialogue, viewpoints=[shown, hidden])
    make_finding(dialogue=dialogue, title="Hemligt fynd", viewpoints=[shown], published=False)
    make_area(title="Hemligt område", findings=[finding], published=False)
    make_activity(title="Hemlig aktivitet", findings=[finding], viewpoints=[shown], published=False)
    make_section(make_report(published=False), heading="Hemlig del", findings=[finding])
    assert "emlig" not in words_of(client, dialogue.get_absolute_url())


def test_an_activity_of_an_unpublished_plan_does_not_show_through_a_voice(client):
    viewpoint = make_viewpoint()
    activity = make_activity(title="Hemlig aktivitet", viewpoints=[viewpoint])
    plan = activity.focus_area.promise.plan
    plan.unpublish()
    plan.save()
    assert "Hemlig aktivitet" not in words_of(client, viewpoint.dialogue.get_absolute_url())


def test_a_dialogue_takes_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    dialogue = make_dialogue(places=[make_place()], sources=[make_source()])
    report = make_report()

    def add():
        viewpoint = make_viewpoint(dialogue=dialogue, answer=Decision.DONE, sources=[make_source()])
        finding = make_finding(viewpoints=[viewpoint], sources=[make_source()])
        make_activity(make_area(findings=[finding]), viewpoints=[viewpoint], findings=[finding])
        make_section(report, findings=[finding])

    add()
    with django_assert_num_queries(36):
        client.get(dialogue.get_absolute_url())
    add()
    add()
    with django_assert_num_queries(36):
        client.get(dialogue.get_absolute_url())


def test_a_finding_can_cite_many_other_dialogues_in_the_same_number_of_queries(queries_of):
    dialogue = make_dialogue()
    make_finding(dialogue=dialogue, viewpoints=[make_viewpoint()])
    with_one = queries_of(dialogue.get_absolute_url())
    make_finding(dialogue=dialogue, viewpoints=[make_viewpoint() for _ in range(3)])
    assert queries_of(dialogue.get_absolute_url()) == with_one


def test_in_english_the_record_is_marked_as_swedish(client):
    dialogue = make_dialogue(title="Trygghetsdialog på Nytorget")
    assert '<h1 lang="sv">' in words_of(client, f"/en{dialogue.get_absolute_url()}")


def test_a_dialogue_that_goes_on_is_not_told_as_held(client):
    dialogue = make_dialogue(starts_on=date(2024, 10, 15))
    assert "Vi vet att dialogen hölls" not in words_of(client, dialogue.get_absolute_url())
