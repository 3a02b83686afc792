"""Each layout of a real municipality becomes exactly the activities that stand in it, and exactly these questions."""

from datetime import date

import pytest

from actionplan.planfile.reading import read
from tests.actionplan.planfile import files

YEAR = 2024
WORD = {"kungsor", "skara", "kungalv", "kungsbacka", "hjo", "krokom", "ovanaker"}
M, P = "municipality", "police"
WHOLE_YEAR = (date(2024, 1, 1), date(2024, 12, 31))
NO_TIME = (None, None)
NO_TARGET = (None, "")


def plan_of(layout, answers=None, year=YEAR):
    ending = "docx" if layout in WORD else "xlsx"
    return read(f"{layout}.{ending}", getattr(files, layout)(), year=year, answers=answers)


def told(plan):
    """Area → its activities: title, who, when, how much. What is asked about shows what the suggestion would make."""
    return {
        area.title: [
            (each.title, each.parties, (each.starts_on, each.due_on), (each.target_value, each.target_unit))
            for each in area.activities
        ]
        for area in plan.areas
    }


def spring(first, last):
    return date(2024, *first), date(2024, *last)


LAYOUTS = {
    "kungsor": {
        "Trygga torg": [
            ("Fotpatrull på torget", (P,), WHOLE_YEAR, (12, "tillfällen")),
            ("Trygghetsvandring", (M,), spring((4, 1), (6, 30)), (2, "vandringar")),
        ],
        "Lugn trafik": [("Hastighetskontroller vid skolor", (P,), spring((7, 1), (12, 31)), (26, "tillfällen"))],
    },
    "skara": {
        "Centrum": [
            ("Nattvandra med volontärer", (P,), NO_TIME, (3, "tillfällen")),
            ("Krogtillsyn", (M, P), NO_TIME, (4, "tillfällen")),
        ],
        "Skolan": [("Föräldramöte om droger", (M,), NO_TIME, (4, "tillfällen"))],
    },
    "kungalv": {
        "": [
            ("Minst 20 trafikkontroller där invånare har pekat", (P,), NO_TIME, (20, "trafikkontroller")),
            ("Två insatser mot mopeder", (P,), NO_TIME, (2, "insatser")),
            ("Mäta hastighet på fem platser", (M,), NO_TIME, (5, "platser")),
        ]
    },
    "kungsbacka": {
        "Trygghet i trafik": [
            ("Minst en trafikkontroll i veckan", (P,), NO_TIME, (52, "trafikkontroller")),
            ("Mäta trafikflöden", (M,), NO_TIME, NO_TARGET),
        ]
    },
    "hjo": {
        "Trafik": [
            ("Flygande besiktning av A-traktorer", (P,), NO_TIME, NO_TARGET),
            ("Kontroll av cykelbelysning", (P,), NO_TIME, NO_TARGET),
            ("Trafikutbildning i årskurs 5", (M,), NO_TIME, NO_TARGET),
        ],
        "Centrum": [("Polisbuss på torget en gång i veckan", (P,), NO_TIME, (52, "tillfällen"))],
    },
    "strangnas": {
        "": [
            ("Trafikkontroller", (P,), NO_TIME, (300, "kontroller")),
            ("Mopedinsats", (P,), NO_TIME, (1, "insatser")),
            ("Trygghetsvandringar vid stationen", (M,), NO_TIME, (4, "trygghetsvandringar")),
        ]
    },
    "trosa": {
        "Trafik": [
            ("Se över hastighetsgränser", (M,), spring((1, 1), (8, 31)), NO_TARGET),
            ("Fartkontroller", (P,), spring((3, 1), (11, 30)), NO_TARGET),
        ],
        "Dialog": [("Trafikråd med invånare", (P, M), WHOLE_YEAR, NO_TARGET)],
    },
    "vasteras": {
        "Unga i riskzon": [
            ("Sociala insatsgrupper", (M,), (None, date(2024, 6, 30)), NO_TARGET),
            ("Kameror vid skolan", (M,), (None, date(2024, 12, 31)), NO_TARGET),
        ],
        "Trygga centrum": [("Belysning i parken", (M,), (None, date(2024, 9, 30)), NO_TARGET)],
    },
    "krokom": {
        "Narkotika": [
            ("Skolbesök för högstadiets föräldrar", (M, P), NO_TIME, (4, "besök")),
            ("Rådgivande samtal", (M,), NO_TIME, (5, "samtal")),
        ]
    },
    "ovanaker": {
        "": [
            ("Besök på fritidsgårdar", (P,), WHOLE_YEAR, (6, "besök")),
            ("Temakväll för föräldrar", (M,), (None, date(2024, 10, 15)), (1, "temakvällar")),
            ("Närvaro på föräldramöten", (M, P), WHOLE_YEAR, (2, "tillfällen")),
        ]
    },
    "superset": {
        "Bedrägerier": [
            ("Träffar om bedrägerier", (M, P), spring((2, 1), (11, 30)), (6, "träffar")),
            ("Utbildning för hemtjänsten", (M,), WHOLE_YEAR, (1, "utbildningar")),
        ]
    },
    "own": {
        "Dialoger": [("Trygghetsdialog", (M, P), WHOLE_YEAR, (4, "dialoger"))],
        "Trafik": [("Cykelkampanj", (M,), spring((9, 1), (10, 31)), NO_TARGET)],
    },
}
QUESTIONS = {
    "kungsor": [("t2r2.target_value", "Tabell 2, rad 2", "26")],
    "skara": [("t3r3.target_value", "Tabell 3, rad 3", "4")],
    "kungsbacka": [("t1r2.target_value", "Tabell 1, rad 2", "52")],
    "hjo": [("t1r5.police.target_value", "Tabell 1, rad 5", "52")],
    "vasteras": [("s2r3.status", "Bladet ”Unga i riskzon”, rad 3", "ongoing")],
    "krokom": [("t1r1.target_value", "Tabell 1, rad 1", "4"), ("t2r1.target_value", "Tabell 2, rad 1", "5")],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_exactly_its_activities(layout):
    plan = plan_of(layout)
    assert told(plan) == LAYOUTS[layout]
    assert plan.faults == ()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_exactly_its_questions(layout):
    asked = [(question.key, question.where, question.suggestion) for question in plan_of(layout).questions]
    assert asked == QUESTIONS.get(layout, [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_column_is_lost_without_a_word(layout):
    assert plan_of(layout).ignored == (("Bladet ”Om planen”",) if layout == "vasteras" else ())


@pytest.mark.parametrize("layout", QUESTIONS)
def test_an_answered_question_is_gone_and_its_answer_is_in_the_plan(layout):
    asked = plan_of(layout).questions
    plan = plan_of(layout, answers={question.key: question.suggestion for question in asked})
    assert plan.is_clear
    values = {str(value) for activity in plan.activities for value in (activity.target_value, activity.status)}
    assert {question.suggestion for question in asked} <= values


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_file_reads_the_same_twice(layout):
    assert plan_of(layout) == plan_of(layout)


# --- What each layout says besides ---
def test_a_description_and_its_causes_stand_with_their_area():
    area = plan_of("kungsor").areas[0]
    assert (area.number, area.problem, area.cause) == (
        1,
        "Många undviker torget på kvällen.",
        "Belysningen är svag och få rör sig där.",
    )


def test_a_number_as_goal_is_told_with_what_it_counts():
    assert plan_of("kungsor").activities[0].goal == "Fotpatrull på torget: minst 12 tillfällen"


def test_a_promise_that_is_merged_over_its_activities_counts_for_each():
    assert {each.goal for each in plan_of("kungsbacka").activities} == {"Vi minskar hastigheten vid skolorna"}


def test_results_come_along():
    assert [each.result for each in plan_of("kungalv").activities] == ["40 genomförda.", "Tre insatser.", ""]
    assert [each.number for each in plan_of("kungalv").activities] == ["1", "2", "3"]


def test_a_follow_up_that_only_says_how_it_goes_is_a_status():
    assert [each.status for each in plan_of("trosa").activities] == ["ongoing", None, None]


def test_every_column_of_the_superset_is_read():
    area = plan_of("superset").areas[0]
    first, second = area.activities
    assert (area.number, area.problem, area.cause, area.goal) == (
        *(1, "Äldre blir lurade.", "Brotten sker på telefon.", "Färre blir lurade."),
    )
    assert (first.responsible, first.participants, first.target_group, first.places, first.kind) == (
        *("Kommunpolis", ("Föreningen Exempel", "Biblioteket"), "Äldre", ("Biblioteket", "Torget"), "social"),
    )
    assert (first.indicator, first.result, first.status, first.comment) == (
        *("Antal deltagare", "Två träffar hittills.", "ongoing", "Ett möte flyttades."),
    )
    assert (first.row, first.where, second.status, second.target_unit_one) == (3, "Rad 3", "completed", "utbildning")


def test_our_own_file_comes_back_as_it_went():
    first, second = plan_of("own").activities
    assert (first.number, first.goal) == ("1.1", "Vi ordnar minst fyra dialoger.")
    assert first.responsible_for(M) == "Säkerhetssamordnare"
    assert first.responsible_for(P) == "Kommunpolis"
    assert (first.places, first.participants, first.status) == (("Torget", "Parken"), ("Biblioteket",), "ongoing")
    assert second.status == "not_started"


def test_a_plan_for_another_year_is_asked_about_and_stopped_by_a_no():
    plan = plan_of("kungsor", year=2025)
    assert plan.year == 2024
    question = plan.questions[0]
    assert (question.key, question.kind) == ("year", "yes")
    assert plan_of("kungsor", {"year": "nej"}, year=2025).faults == (
        "Filen gäller 2024. Välj medborgarlöftet för det året.",
    )
    assert not plan_of("kungsor", {"year": "ja"}, year=2025).faults
