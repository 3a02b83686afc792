"""What a file leaves open is asked about, row by row; and what somebody hid or struck out isn't read behind their back."""

from datetime import date

import pytest

from actionplan.planfile.reading import read
from tests.actionplan.planfile import files
from tests.actionplan.planfile.files import documented, merge, saved, tracked, word_table, workbook

HEADING = ["Aktivitet", "Vem lovar", "Klart senast"]


def excel(*rows, answers=None, **more):
    return read("plan.xlsx", workbook(*rows, **more), year=2024, answers=answers)


def word(document, answers=None):
    return read("plan.docx", saved(document), year=2024, answers=answers)


def titles(plan):
    return [activity.title for activity in plan.activities]


def only_question(plan):
    (question,) = plan.questions
    return question


# --- Times ---
def test_a_time_that_nobody_can_read_is_asked_about_with_its_row_its_heading_and_its_words():
    question = only_question(excel(HEADING, ["Fotpatrull", "Polisen", "när vi hinner"]))
    assert question.text == "Rad 2: under ”Klart senast” står ”när vi hinner”. Vilken dag ska det vara klart?"
    assert (question.key, question.field, question.kind, question.suggestion) == (
        "s1r2.due_on",
        "due_on",
        "date",
        "2024-12-31",
    )


def test_the_answer_is_the_day_and_an_empty_one_is_none():
    rows = [HEADING, ["Fotpatrull", "Polisen", "när vi hinner"]]
    assert excel(*rows, answers={"s1r2.due_on": "2024-05-01"}).activities[0].due_on == date(2024, 5, 1)
    assert excel(*rows, answers={"s1r2.due_on": ""}).activities[0].due_on is None
    assert only_question(excel(*rows, answers={"s1r2.due_on": "snart"}))


def test_a_day_before_the_year_of_the_plan_is_asked_about():
    assert "före 2024" in only_question(excel(HEADING, ["Fotpatrull", "Polisen", "2019-05-01"])).text


def test_an_end_before_its_beginning_is_asked_about():
    rows = [["Aktivitet", "Start", "Slut"], ["Fotpatrull", "2024-09-01", "2024-03-01"]]
    question = only_question(excel(*rows))
    assert question.text == "Rad 2: det ska vara klart 2024-03-01 men börjar 2024-09-01. Vilken dag ska det vara klart?"
    (activity,) = excel(*rows, answers={question.key: "2024-10-01"}).activities
    assert (activity.starts_on, activity.due_on) == (date(2024, 9, 1), date(2024, 10, 1))


# --- Formulas ---
def test_a_formula_is_asked_about_by_its_cell_and_never_run():
    rows = [HEADING, ["Fotpatrull", '=HYPERLINK("http://exempel.se")', "Q2"]]
    question = only_question(excel(*rows))
    assert question.text == "Rad 2: cellen B2 innehåller en formel. Skriv det som ska stå där."
    assert excel(*rows, answers={question.key: "Polisen"}).activities[0].parties == ("police",)


def test_a_cell_where_excel_shows_a_fault_is_asked_about():
    def change(book):
        book.active["B2"] = "#REF!"
        book.active["B2"].data_type = "e"

    assert "cellen B2 visar ett fel" in only_question(excel(HEADING, ["Fotpatrull", "", "Q2"], change=change)).text


# --- Hidden and struck ---
def test_hidden_rows_and_struck_activities_are_left_until_somebody_says_yes():
    data = files.with_hidden_and_struck()
    plan = read("plan.xlsx", data, year=2024)
    assert titles(plan) == ["Synlig", "Belysning"]
    assert [question.text for question in plan.questions] == [
        "Dolda rader i Excel: 3. Ska de läsas in?",
        "Rad 4: ”Överstruken” är överstruket. Ska aktiviteten vara med ändå?",
    ]
    answers = {question.key: "ja" for question in plan.questions}
    assert titles(read("plan.xlsx", data, year=2024, answers=answers)) == ["Synlig", "Dold", "Överstruken", "Belysning"]
    answers = {question.key: "nej" for question in plan.questions}
    assert titles(read("plan.xlsx", data, year=2024, answers=answers)) == ["Synlig", "Belysning"]


def test_a_hidden_sheet_with_a_plan_is_asked_about():
    def change(book):
        hidden = book.create_sheet("Gammal")
        hidden.append(HEADING)
        hidden.append(["Fotpatrull", "Polisen", "Q1"])
        hidden.sheet_state = "hidden"

    plan = excel(HEADING, ["Belysning", "Kommunen", "Q2"], change=change)
    assert titles(plan) == ["Belysning"]
    assert only_question(plan).text == "Bladet ”Gammal” är dolt. Ska det läsas in?"


def test_a_day_that_is_struck_out_and_replaced_in_word_is_asked_about():
    document = documented(title="Handlingsplan 2024")
    table = word_table(document, HEADING, ["Fotpatrull", "Polisen", ""])
    paragraph = table.cell(1, 2).paragraphs[0]
    paragraph.add_run("2024-03-01").font.strike = True
    paragraph.add_run(" 2024-06-01")
    plan = word(document)
    assert only_question(plan).kind == "yes"
    assert plan.activities[0].due_on == date(2024, 6, 1)


def test_what_was_deleted_with_tracked_changes_is_not_read():
    plan = read("plan.docx", files.with_tracked_changes(), year=2024)
    assert titles(plan) == ["Fotpatrull i parken"]
    assert plan.is_clear


def test_a_word_that_was_put_into_a_heading_is_read():
    document = documented(title="Handlingsplan 2024")
    table = word_table(document, ["", "Vem lovar"], ["Fotpatrull", "Polisen"])
    tracked(table.cell(0, 0).paragraphs[0], "ins", "Aktivitet")
    assert titles(word(document)) == ["Fotpatrull"]


# --- Several in one cell ---
def test_points_in_a_cell_are_activities_of_their_own_and_part_the_row_with_them():
    plan = excel(HEADING, ["• Fotpatrull\n• Krogtillsyn", "Polisen\nKommunen", "Q2"])
    told = [(each.title, each.parties, each.due_on) for each in plan.activities]
    assert told == [
        ("Fotpatrull", ("police",), date(2024, 6, 30)),
        ("Krogtillsyn", ("municipality",), date(2024, 6, 30)),
    ]


def test_lines_in_a_cell_may_be_several_activities_and_are_asked_about():
    rows = [HEADING, ["Fotpatrull i centrum\nKrogtillsyn på lördagar", "Polisen", "Q2"]]
    plan = excel(*rows)
    question = only_question(plan)
    assert [value for value, _label in question.choices] == ["en", "flera"]
    assert titles(plan) == ["Fotpatrull i centrum"]
    assert titles(excel(*rows, answers={question.key: "flera"})) == ["Fotpatrull i centrum", "Krogtillsyn på lördagar"]
    assert "Krogtillsyn" in excel(*rows, answers={question.key: "en"}).activities[0].goal


# --- Rows ---
def test_a_row_without_an_activity_is_asked_about():
    rows = [HEADING, ["Fotpatrull", "Polisen", "Q2"], ["", "Kommunen", ""]]
    question = only_question(excel(*rows))
    assert question.text.startswith("Rad 3 har ingen aktivitet. Där står: ”Kommunen”.")
    assert excel(*rows, answers={question.key: "ovan"}).activities[0].parties == ("municipality", "police")
    assert excel(*rows, answers={question.key: "hoppa"}).activities[0].parties == ("police",)


def test_a_lone_text_may_be_an_area_or_an_activity():
    rows = [HEADING, ["Centrum"], ["Fotpatrull", "Polisen", "Q2"]]
    question = only_question(excel(*rows))
    assert [area.title for area in excel(*rows, answers={question.key: "area"}).areas] == ["Centrum"]
    assert titles(excel(*rows, answers={question.key: "activity"})) == ["Centrum", "Fotpatrull"]


def test_an_activity_that_is_merged_down_has_a_row_for_each_party():
    plan = excel(
        ["Aktivitet", "Vem lovar", "Ansvarig"],
        ["Krogtillsyn", "Polisen", None],
        [None, "Kommunen", None],
        merged=["A2:A3"],
    )
    assert [(each.title, each.parties) for each in plan.activities] == [("Krogtillsyn", ("municipality", "police"))]


def test_two_headings_and_what_nobody_knows():
    plan = excel(
        ["Budget", "Vem lovar", "Aktivitet"],
        [1000, "K", "Belysning"],
        ["Budget", "Vem lovar", "Aktivitet"],
        [1, "P", "Patrull"],
    )
    assert titles(plan) == ["Belysning", "Patrull"]
    assert plan.ignored == ("Budget",)


def test_labelled_rows_under_an_area_tell_about_it():
    document = documented(title="Handlingsplan 2024")
    table = word_table(
        document, HEADING, ["Fokusområde 1: Trafik", "", ""], ["Orsak: Breda vägar.", "", ""], ["Mätning", "K", "Q2"]
    )
    for row in (1, 2):
        merge(table, (row, 0), (row, 2))
    (area,) = word(document).areas
    assert (area.number, area.title, area.cause, len(area.activities)) == (1, "Trafik", "Breda vägar.", 1)


def test_a_table_that_goes_on_over_the_page_keeps_its_headings():
    document = documented(title="Handlingsplan 2024")
    word_table(document, HEADING, ["Fotpatrull", "P", "Q1"])
    document.add_paragraph("")
    word_table(document, ["Mätning", "K", "Q2"])
    assert titles(word(document)) == ["Fotpatrull", "Mätning"]


def test_a_list_of_signatures_is_no_plan_but_is_told_of():
    document = documented(title="Handlingsplan 2024")
    word_table(document, HEADING, ["Fotpatrull", "P", "Q1"])
    word_table(document, ["Ort och datum", "Underskrift"], ["Exempelköping", ""])
    plan = word(document)
    assert titles(plan) == ["Fotpatrull"]
    assert plan.ignored == ("Tabell 2",)


def test_csv_is_read_as_excel_writes_it():
    data = "Aktivitet;Vem lovar;Klart senast\r\nFotpatrull;Polisen;30/9\r\n".encode("cp1252")
    (activity,) = read("plan.csv", data, year=2024).activities
    assert (activity.title, activity.due_on) == ("Fotpatrull", date(2024, 9, 30))


# --- Who answers, and how it goes ---
@pytest.mark.parametrize(
    ("who", "parties", "responsible"),
    [
        ("Kommunpolis", ("police",), "Kommunpolis"),
        ("Säkerhetssamordnare", ("municipality",), "Säkerhetssamordnare"),
        ("Polisen", ("police",), ""),
        ("Polisen, fritidschef", ("police",), "fritidschef"),
        ("Ordförande", (), "Ordförande"),
    ],
)
def test_who_answers_says_who_promises_where_it_is_clear(who, parties, responsible):
    (activity,) = excel(["Aktivitet", "Ansvarig"], ["Fotpatrull", who]).activities
    assert (activity.parties, activity.responsible) == (parties, responsible)


def test_a_column_for_each_party_may_hold_its_own_function():
    plan = excel(["Aktivitet", "Ansvarig polis", "Ansvarig kommun"], ["Krogtillsyn", "Kommunpolis", "Handläggare"])
    (activity,) = plan.activities
    assert activity.parties == ("municipality", "police")
    assert activity.responsible_of == {"municipality": "Handläggare", "police": "Kommunpolis"}


def test_done_may_be_a_cross_or_a_day():
    plan = excel(["Aktivitet", "Klart"], ["Fotpatrull", "x"], ["Mätning", "2024-05-01"], ["Dialog", "Nej"])
    assert [(each.status, each.due_on) for each in plan.activities] == [
        ("completed", None),
        (None, date(2024, 5, 1)),
        (None, None),
    ]


def test_late_is_no_status_and_is_asked_about():
    rows = [["Aktivitet", "Status"], ["Fotpatrull", "Försenad"]]
    question = only_question(excel(*rows))
    assert (question.field, question.kind, question.suggestion) == ("status", "choice", "ongoing")
    assert excel(*rows, answers={question.key: "paused"}).activities[0].status == "paused"
    assert excel(*rows, answers={question.key: ""}).activities[0].status is None


def test_what_a_status_says_more_is_kept():
    (activity,) = excel(["Aktivitet", "Status"], ["Fotpatrull", "Pågår, två gjorda"]).activities
    assert (activity.status, activity.comment) == ("ongoing", "Pågår, två gjorda")


# --- A whole plan as somebody wrote it ---
def test_a_plan_with_all_at_once_is_read_as_it_was_meant():
    document = documented(title="Bilaga 1. Handlingsplan för medborgarlöfte 2024")
    document.add_heading("Bakgrund", 1)
    document.add_paragraph("Vi har lovat tillsammans. Det gäller 2024.")
    document.add_heading("Gemensamma lägesbilder och åtgärder", 1)
    document.add_paragraph("Problembild: Vi saknar en gemensam bild.")
    document.add_paragraph("Mål: Alla vet vad som händer.")
    heading = ["Åtgärd", "Ansvarig", "Tid", "Uppföljning"]
    document.add_heading("Kommunens del", 2)
    word_table(document, heading, ["Utbildning i EST", "Personalchef", "hösten", "Kvartalsvis"])
    document.add_heading("Polisens del", 2)
    word_table(document, heading, ["Lämna lägesbild till rådet, minst 4 ggr/år", "Kommunpolis", "Q1–Q4", "T1, T2"])
    document.add_heading("Ungdomar i riskzon", 1)
    word_table(
        document,
        ["Nr", "Aktivitet", "Polis", "Kommun", "När"],
        ["4.1", "Fältning", "X", "X", "Löpande"],
        ["4.2", "Föräldravandring", "", "X", "Skolavslutningen"],
        ["", "", "", "", ""],
    )
    plan = word(document)
    first, second = plan.areas
    assert (first.title, first.problem, first.goal) == (
        *("Gemensamma lägesbilder och åtgärder", "Vi saknar en gemensam bild.", "Alla vet vad som händer."),
    )
    assert [(each.title, each.parties, each.comment) for each in first.activities] == [
        ("Utbildning i EST", ("municipality",), "Uppföljning: Kvartalsvis"),
        ("Lämna lägesbild till rådet, minst 4 ggr/år", ("police",), "Uppföljning: T1, T2"),
    ]
    assert (first.activities[1].target_value, first.activities[1].target_unit) == (4, "tillfällen")
    assert [(each.number, each.title, each.parties) for each in second.activities] == [
        ("4.1", "Fältning", ("police", "municipality")),
        ("4.2", "Föräldravandring", ("municipality",)),
    ]
    assert only_question(plan).where == "Tabell 3, rad 3"


def test_capitals_for_the_look_of_it_become_a_sentence():
    rows = [["FOKUSOMRÅDE 1 - TRAFIK"], ["Aktivitet", "Start", "Klart"], ["Mätning", "jan", "maj"]]
    rows += [
        ["Summa", None, 5],
        ["FOKUSOMRÅDE 2 - CENTRUM"],
        ["Aktivitet", "Start", "Klart"],
        ["Patrull", "maj", "sept"],
    ]
    plan = excel(["Handlingsplan trygghet 2024"], [], *rows)
    told = [(area.number, area.title, [each.title for each in area.activities]) for area in plan.areas]
    assert told == [(1, "Trafik", ["Mätning"]), (2, "Centrum", ["Patrull"])]


def test_what_a_title_or_a_name_holds_is_not_parted_where_the_file_has_a_column_for_it():
    heading = ["Nr", "Aktivitet", "Vem lovar", "Plats"]
    (activity,) = excel(
        heading, ["2.1", "24 Timmars dialog (Polisen)", "Kommunen", "Kvarn, Bro och Damm; Torget"]
    ).activities
    assert (activity.number, activity.title) == ("2.1", "24 Timmars dialog (Polisen)")
    assert (activity.parties, activity.places) == (("municipality",), ("Kvarn, Bro och Damm", "Torget"))


def test_who_promises_and_which_functions_answer_may_stand_in_columns_of_their_own():
    plan = excel(
        ("Aktivitet", "Vem", "Ansvarig"),
        ("Vuxna på stan", "Polisen och kommunen", "Kommunen: fältsamordnare; Polisen: kommunpolis"),
    )
    (activity,) = plan.activities
    assert set(activity.parties) == {"police", "municipality"}
    assert activity.responsible_of == {"municipality": "fältsamordnare", "police": "kommunpolis"}


# --- What nobody knows yet ---
def test_a_question_mark_is_nobodys_function_and_a_target_in_words_is_kept():
    heading = ["Aktivitet", "Ansvar", "Målvärde", "Klart senast"]
    (lights,) = excel(heading, ["Bättre belysning i parken", "?", "fler lampor", "december"]).activities
    assert (lights.responsible, lights.target_value) == ("", None)
    assert lights.summary == "Mål: fler lampor"
