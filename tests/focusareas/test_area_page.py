"""A focus area: the thread from what people said to what has happened, with every gap told."""

from datetime import date
from decimal import Decimal

import pytest

from actionplan import followup
from actionplan.status import Status
from dialogs.models import Decision
from focusareas.models import IndicatorValue
from tests.factories import (
    make_activity,
    make_area,
    make_finding,
    make_indicator,
    make_promise,
    make_source,
    make_viewpoint,
)

pytestmark = pytest.mark.django_db


def words_of(client, area, prefix=""):
    response = client.get(prefix + area.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def test_the_thread_runs_from_the_voice_to_the_result(client):
    viewpoint = make_viewpoint(text="Bilarna kör fort.", answer=Decision.LEADS_TO_ACTIVITY)
    finding = make_finding(title="Trafiken är otrygg", viewpoints=[viewpoint])
    area = make_area(title="Trafiken", findings=[finding])
    activity = make_activity(area, title="Mäta farten")
    followup.report(activity.commitments.get(), status=Status.COMPLETED, evidence="Protokoll")
    page = words_of(client, area)
    links = ["Bilarna kör fort.", "Trafiken är otrygg", "Vi lovade", "1 aktivitet", "1 klar"]
    start = page.index("Från det ni sa")
    places = [page.index(words, start) for words in links]
    assert places == sorted(places)


def test_every_gap_in_the_thread_is_told(client):
    page = words_of(client, make_area(make_promise(2022), problem=""))
    for words in (
        "Ingen synpunkt är kopplad hit.",
        "Inget som kom fram i en dialog är kopplat hit.",
        "Vi vet inte vilka aktiviteter som lovades.",
        "Det vet vi inte.",
        "Källorna beskriver inte problemet närmare.",
        "Ingen orsaksanalys är publicerad.",
        "Vi har inga mätningar att visa än.",
    ):
        assert words in page


def test_the_problem_its_cause_and_the_easy_words_stand_there(client):
    area = make_area(
        problem="Farten är hög.",
        cause="Vägen är rak.",
        outcome_goal="Lägre fart.",
        measurable="20 kontroller",
        easy_text="Kör sakta.",
    )
    page = words_of(client, area)
    for words in (
        "Farten är hög.",
        "Vägen är rak.",
        "Lägre fart.",
        "20 kontroller",
        "Kort för barn och unga",
        "Kör sakta.",
    ):
        assert words in page


def test_what_people_said_stands_with_the_answer_the_findings_voices_first(client):
    named = make_viewpoint(text="Nämnd av en aktivitet.")
    cited = make_viewpoint(
        text="Citerad av ett fynd.", answer={"decision": Decision.DECLINED, "text": "Nej, inte i år."}
    )
    area = make_area(findings=[make_finding(viewpoints=[cited])])
    make_activity(area, viewpoints=[named, cited])
    context = client.get(area.get_absolute_url()).context
    assert context["viewpoints"] == [cited, named]
    assert "Nej, inte i år." in words_of(client, area)


def test_only_some_of_many_voices_are_shown_and_the_rest_are_counted(client):
    voices = [make_viewpoint() for _ in range(8)]
    area = make_area(findings=[make_finding(viewpoints=voices)])
    assert "2 synpunkter till" in words_of(client, area)


def test_the_latest_that_happened_stands_with_its_day(client):
    activity = make_activity(is_example=True)
    followup.add_occurrence(activity, on=date(2024, 10, 3), note="Två kontroller.")
    page = words_of(client, activity.focus_area)
    assert "Två kontroller." in page
    assert '<time datetime="2024-10-03">3 oktober</time>' in page
    assert "Exempeldata" in page


def test_the_same_question_of_other_years_can_be_reached(client):
    before = make_area(make_promise(2023), title="Lägre fart")
    area = make_area(predecessor=before)
    make_area(make_promise(2025), title="Framtidens fart", predecessor=area, publish_on=date(2025, 1, 1))
    page = words_of(client, area)
    assert before.get_absolute_url() in page
    assert "Framtidens fart" not in page
    assert area.get_absolute_url() in words_of(client, before)


def test_an_ended_year_tells_how_it_went(client, freeze_day):
    activity = make_activity()
    freeze_day("2025-02-01")
    assert "Året är slut. Så här blev det:" in words_of(client, activity.focus_area)


def test_nothing_hidden_shows_through_a_focus_area(client):
    hidden = make_viewpoint(text="Hemlig synpunkt", published=False)
    behind_draft = make_viewpoint(text="Hemligt kopplad")
    finding = make_finding(viewpoints=[hidden, make_viewpoint()])
    draft = make_finding(title="Hemligt fynd", viewpoints=[behind_draft], published=False)
    area = make_area(
        make_promise(),
        findings=[finding, draft],
        predecessor=make_area(make_promise(2023), title="Hemligt förra", published=False),
    )
    activity = make_activity(area, title="Hemlig aktivitet", viewpoints=[behind_draft])
    followup.add_occurrence(activity, note="Hemlig händelse", on=date(2024, 10, 1))
    activity.unpublish()
    activity.save()
    assert "emlig" not in words_of(client, area)


def test_a_focus_area_takes_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    area = make_area(predecessor=make_area(make_promise(2023)), sources=[make_source()])

    def add():
        viewpoint = make_viewpoint(answer={"sources": [make_source()]}, sources=[make_source()])
        area.findings.add(make_finding(viewpoints=[viewpoint]))
        activity = make_activity(area, viewpoints=[viewpoint], commitments=["municipality", "police"])
        followup.add_occurrence(activity)

    add()
    with django_assert_num_queries(19):
        client.get(area.get_absolute_url())
    add()
    add()
    with django_assert_num_queries(19):
        client.get(area.get_absolute_url())


def test_in_english_the_record_is_marked_as_swedish(client):
    area = make_area()
    assert '<h1 lang="sv">' in words_of(client, area, prefix="/en")


def test_its_place_among_the_others_is_told_only_where_all_are_public(client):
    promise = make_promise()
    areas = [make_area(promise, number=number, published=number != 2) for number in (1, 2, 3)]
    assert "Fokusområde 3 av" not in words_of(client, areas[2])
    areas[1].publish()
    areas[1].save()
    assert "Fokusområde 3 av 3" in words_of(client, areas[2])


# --- What is measured ---
def measure(indicator, year, value, **fields):
    words = {"period": str(year), "source": "Trafikmätning 2024", **fields}
    return IndicatorValue.objects.create(indicator=indicator, on=date(year, 12, 31), value=value, **words)


def test_figures_stand_with_where_they_are_measured_and_what_they_do_not_say(client):
    area = make_area()
    speed = make_indicator(area, name="Medelfart", caveat="Bara en vecka mättes.", better="lower")
    measure(speed, 2022, Decimal("47.50"))
    measure(speed, 2023, Decimal("44.00"), is_preliminary=True)
    page = client.get(area.get_absolute_url()).content.decode()
    for words in (
        "Anmält och mätt",
        "Medelfart",
        "Infarten",
        "Lägre är bättre",
        "47,5 <span>km/tim</span>",
        "44 <span>km/tim</span>",
        "preliminärt",
        "Trafikmätning 2024",
        "Bara en vecka mättes.",
    ):
        assert words in page
    assert "Vi har inga mätningar att visa än." not in page
    assert "Upplevt" not in page


def test_what_is_felt_stands_apart_from_what_is_reported(client):
    area = make_area()
    for kind, name in (("experienced", "Otrygga ute sent"), ("reported", "Anmälda inbrott")):
        measure(make_indicator(area, kind=kind, name=name), 2023, 12)
    page = client.get(area.get_absolute_url()).content.decode()
    places = [page.index(words) for words in ("Anmält och mätt", "Anmälda inbrott", ">Upplevt<", "Otrygga ute sent")]
    assert places == sorted(places)


def test_a_figure_that_is_not_known_is_no_nought_and_a_corrected_one_takes_its_place(client):
    area = make_area()
    row = make_indicator(area)
    measure(row, 2022, None, note="Mätaren var trasig")
    measure(row, 2023, 31)
    measure(row, 2023, 29)
    page = client.get(area.get_absolute_url()).content.decode()
    assert "Vi vet inte" in page
    assert "Mätaren var trasig" in page
    assert "29 <span>" in page
    assert "31 <span>" not in page


def test_figures_that_are_drafts_or_without_values_are_not_shown(client):
    area = make_area()
    measure(make_indicator(area, name="Hemligt mått", published=False), 2023, 12)
    make_indicator(area, name="Tomt mått")
    page = client.get(area.get_absolute_url()).content.decode()
    assert "Vi har inga mätningar att visa än." in page
    assert "Hemligt mått" not in page
    assert "Tomt mått" not in page


def test_the_page_takes_as_many_queries_for_many_figures(queries_of):
    area = make_area()
    measure(make_indicator(area), 2023, 12)
    few = queries_of(area.get_absolute_url())
    for value in range(3):
        measure(make_indicator(area), 2023, value)
    assert queries_of(area.get_absolute_url()) == few
