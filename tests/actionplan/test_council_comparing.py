"""Two reports side by side, and one activity through all of them: told by the frozen contents alone."""

from datetime import date

import pytest

from actionplan import followup, questions
from actionplan.council import comparing, reviewing
from actionplan.council.freezing import adopt, publish, take_down
from actionplan.models import CouncilMeeting, CouncilReport
from actionplan.status import Status
from arboga_loften.accounts.models import User
from tests.factories import make_activity, make_area, make_meeting, make_plan, make_promise

pytestmark = pytest.mark.django_db

PAGE = "/uppfoljning/jamfor/"
APRIL, JULY = date(2024, 4, 18), date(2024, 7, 18)


@pytest.fixture
def samordnare():
    return User.objects.create_user("samordnare", function="samordnaren")


@pytest.fixture
def area():
    return make_area(title="Trafiken")


def hold(samordnare, period=None, *, meeting=None, published=True, **fields):
    """A report that has been adopted, as a rule published too."""
    report = adopt(meeting or make_meeting(period=period, **fields), by=samordnare)
    return publish(report) if published else report


def say(activity, on, **fields):
    words = {"status": Status.ONGOING, "note": "Det rullar på.", **fields}
    followup.report(activity.commitments.get(), on=on, recorded_on=on, **words)


def words_of(client, path=PAGE, **choice):
    response = client.get(path, choice)
    assert response.status_code == 200
    return response.content.decode()


def periods_of(activity):
    return f"/uppfoljning/aktivitet/{activity.pk}/"


def compared():
    return comparing.compare(*comparing.in_order())


# --- Two reports ---
def test_what_has_changed_is_told_from_what_to_what(client, samordnare, area):
    activity = make_activity(area, title="Mäta farten", target_value=4, target_unit="mätningar")
    say(activity, APRIL)
    hold(samordnare, 1)
    say(activity, JULY, status=Status.COMPLETED, note="Klart.", evidence="Protokoll")
    followup.add_occurrence(activity, on=JULY, count=3, recorded_on=JULY)
    followup.move_due_date(activity, new_due_on=date(2025, 1, 31), reason="Snön kom.", on=JULY, recorded_on=JULY)
    followup.change_target(
        activity, new_value=3, new_unit="mätningar", reason="En är trasig.", on=JULY, recorded_on=JULY
    )
    second = make_meeting(period=2)
    reviewing.review(second, activity, by=samordnare, verdict="more", note="Vad visade de?", at_meeting=True)
    hold(samordnare, meeting=second)
    (row,) = compared().areas[0].changed
    told = {change.heading: (change.before, change.after) for change in row.changes}
    assert told["Kommunen säger"] == ("Pågår", "Genomförd")
    assert told["Räknas som"] == ("På gång", "Klart")
    assert told["Utfall"] == ("0", "3")
    assert told["Slutdatum"] == ("31 december 2024", "31 januari 2025")
    assert told["Mål"] == ("minst 4 mätningar", "minst 3 mätningar")
    assert told["Rådets bedömning"] == ("ingen", "Komplettera")
    page = words_of(client)
    assert "1 aktivitet har ändrats." in page
    assert "Från <span>första kvartalet 2024</span> till <span>andra kvartalet 2024</span>" in page
    for words in ("Pågår", "Genomförd", "31 januari 2025", "Komplettera", "3 av minst 3"):
        assert words in page


def test_each_activity_is_changed_alike_new_or_gone(client, samordnare, area):
    changed, _alike, gone = (make_activity(area, title=title) for title in ("Ändras", "Densamma", "Försvinner"))
    hold(samordnare, 1)
    say(changed, JULY)
    gone.unpublish()
    gone.save()
    make_activity(area, number=9, title="Ny")
    hold(samordnare, 2)
    (each,) = compared().areas
    assert [row.after.title for row in each.changed] == ["Ändras"]
    assert [[told.title for told in rows] for rows in (each.alike, each.new, each.gone)] == [
        ["Densamma"],
        ["Ny"],
        ["Försvinner"],
    ]
    words = "1 aktivitet har ändrats, 1 är som den var, 1 är ny och 1 är inte längre med."
    assert words in words_of(client)


def test_the_figures_say_how_many_more_or_fewer(samordnare, area):
    activity = make_activity(area, title="Mäta farten")
    hold(samordnare, 1)
    say(activity, JULY)
    make_activity(area)
    hold(samordnare, 2)
    told = {figure.label: (figure.before, figure.after, figure.difference) for figure in compared().figures}
    assert told["På gång"] == (0, 1, "+1")
    assert told["Inte börjat"] == (1, 1, "")
    assert [(figure.label, figure.difference) for figure in compared().sums][1] == ("Totalt", "+1")


def test_what_is_done_to_the_plan_afterwards_changes_nothing(client, samordnare, area):
    activity = make_activity(area, title="Mäta farten")
    hold(samordnare, 1)
    say(activity, JULY)
    report = hold(samordnare, 2)
    paths = (PAGE, periods_of(activity))
    before = [words_of(client, path).split("<main", 1)[1] for path in paths]
    say(activity, date(2024, 10, 1), status=Status.CANCELLED, note="Vi slutade.")
    for row in (activity, report.meeting, activity.focus_area, activity.focus_area.promise.plan):
        row.unpublish()
        row.save()
    after = [words_of(client, path).split("<main", 1)[1] for path in paths]
    assert after[0] == before[0]
    assert "Vi slutade." not in after[1]
    assert "Aktiviteten finns inte i planen längre." in after[1]


def test_reports_of_two_years_are_compared_in_figures_and_lead_on_to_the_years(client, samordnare, area):
    plan = make_plan(make_promise(2023))
    make_activity(make_area(plan.promise, title="Förra årets", slug=area.slug), title="Gammal")
    make_activity(area, title="Ny")
    hold(samordnare, meeting=make_meeting(plan, 4))
    hold(samordnare, 1)
    page = words_of(client)
    assert "Rapporterna gäller olika års löften." in page
    assert 'href="/handlingsplan/jamfor/?fran=2023&amp;till=2024"' in page
    assert "Gammal" not in page
    assert len(compared().areas) == 1, "the same focus area, by the last part of its address"


def test_whether_the_goal_is_met_stands_beside_the_status(client, samordnare, area):
    activity = make_activity(area, title="Mäta farten")
    hold(samordnare, 1)
    last = make_meeting(period=2, is_final=True)
    reviewing.review(last, activity, by=samordnare, verdict="approved", fulfilment="not_met", at_meeting=True)
    reviewing.summarise(last, area, fulfilment="partly_met", fulfilment_note="Farten sjönk på en gata.")
    hold(samordnare, meeting=last)
    page = words_of(client)
    assert "Är löftet uppfyllt?" in page
    assert "Inte uppfyllt" in page
    assert "Delvis uppfyllt" in page
    assert "Inte uppfyllt" in words_of(client, periods_of(activity))
    assert "årets slutrapport" in words_of(client, periods_of(activity))


# --- Which two ---
def test_fewer_than_two_reports_is_said_kindly(client, samordnare, area):
    assert "Det finns inte två rapporter att jämföra än." in words_of(client)
    hold(samordnare, 1)
    hold(samordnare, 2, published=False)
    page = words_of(client, fran="2024-q1", till="2024-q2")
    assert "Det finns inte två rapporter att jämföra än." in page
    assert "andra kvartalet" not in page


@pytest.mark.parametrize(
    ("first", "second", "pair", "note"),
    [
        ("", "", ("2024-q2", "2024-q3"), ""),
        ("2024-q1", "2024-q3", ("2024-q1", "2024-q3"), ""),
        ("2024-q3", "2024-q1", ("2024-q1", "2024-q3"), ""),
        ("2024-q1", "", ("2024-q1", "2024-q2"), ""),
        ("2024-q3", "", ("2024-q2", "2024-q3"), ""),
        ("", "2024-q2", ("2024-q1", "2024-q2"), ""),
        ("", "2024-q1", ("2024-q1", "2024-q2"), ""),
        (
            "2024-q2",
            "2024-q2",
            ("2024-q1", "2024-q2"),
            "Välj två olika perioder. Här är den du valde bredvid en annan.",
        ),
        ("2019-q9", "", ("2024-q2", "2024-q3"), "Vi hittar ingen publicerad rapport för ”2019-q9”."),
        ("2019-q9", "2024-q2", ("2024-q1", "2024-q2"), "Vi hittar ingen publicerad rapport för ”2019-q9”."),
    ],
)
def test_a_choice_that_is_missing_or_wrong_gets_the_nearest_pair(first, second, pair, note):
    keys = ("2024-q1", "2024-q2", "2024-q3")
    reports = [CouncilReport(pk=pk, meeting=CouncilMeeting(key=key)) for pk, key in enumerate(keys, 1)]
    *chosen, notes = comparing.choose(reports, first, second)
    assert tuple(report.meeting.key for report in chosen) == pair
    assert notes == ([note] if note else [])


def test_what_is_typed_in_the_address_is_only_shown_again(client, samordnare, area):
    hold(samordnare, 1)
    hold(samordnare, 2)
    page = words_of(client, fran="<b>2019", till="2024-q2")
    assert "Vi hittar ingen publicerad rapport för ”&lt;b&gt;2019”." in page
    assert '<option value="2024-q1" selected>Första kvartalet 2024</option>' in page


def test_the_newest_public_version_of_each_meeting_counts(client, samordnare, area):
    make_activity(area, title="Mäta farten")
    hold(samordnare, 1)
    first = hold(samordnare, 2)
    make_activity(area, title="Glömdes bort", publish_on=JULY)
    corrected = adopt(first.meeting, by=samordnare, correction="En aktivitet var glömd.")
    assert "Glömdes bort" not in words_of(client)
    publish(corrected)
    assert "Glömdes bort" in words_of(client)
    take_down(corrected, reason="Fel igen.")
    assert "Glömdes bort" not in words_of(client)


# --- One activity through all periods ---
def test_an_activity_is_followed_through_the_periods_with_what_the_council_asked(client, samordnare, area):
    activity = make_activity(area, title="Mäta farten")
    say(activity, APRIL, note="Vi väntar på mätaren.")
    first = make_meeting(period=1)
    part = activity.commitments.get()
    reviewing.review(first, activity, by=samordnare, verdict="more", note="När kommer den?", at_meeting=True)
    asked = reviewing.ask_for_more(
        first, part, text="När kommer mätaren?", answer_by=date(2024, 5, 31), by=samordnare, on=APRIL
    )
    reviewing.decide(first, text="Rådet vill se en mätning.", activity=activity)
    hold(samordnare, meeting=first)
    questions.answer(asked, text="Den kom i maj.", by=samordnare, on=date(2024, 5, 20))
    say(activity, JULY, note="Två mätningar är gjorda.")
    hold(samordnare, 2)
    page = words_of(client, periods_of(activity))
    order = [
        "Första kvartalet 2024",
        "Vi väntar på mätaren.",
        "När kommer den?",
        "När kommer mätaren?",
        "Rådet vill se en mätning.",
        "Andra kvartalet 2024",
        "Två mätningar är gjorda.",
        "Den kom i maj.",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_an_activity_that_no_public_report_tells_of_has_no_such_page(client, samordnare, area):
    activity = make_activity(area, title="Mäta farten")
    hold(samordnare, 1, published=False)
    for pk in (activity.pk, activity.pk + 1000, 9999999999):
        assert client.get(f"/uppfoljning/aktivitet/{pk}/").status_code == 404
    assert periods_of(activity) not in words_of(client, activity.get_absolute_url())


def test_the_activity_leads_on_to_its_periods_when_there_are_any(client, samordnare, area):
    activity = make_activity(area)
    hold(samordnare, 1)
    assert periods_of(activity) in words_of(client, activity.get_absolute_url())


def test_an_activity_whose_number_begins_alike_is_another(client, samordnare, area):
    activity = make_activity(area)
    hold(samordnare, 1)
    assert client.get(f"/uppfoljning/aktivitet/{activity.pk}0/").status_code == 404


def test_the_year_before_is_told_of_where_the_link_is_public(client, samordnare, area):
    plan = make_plan(make_promise(2023))
    old = make_activity(make_area(plan.promise), title="Fartmätning")
    new = make_activity(area, title="Mäta farten", predecessor=old)
    hold(samordnare, meeting=make_meeting(plan, 4))
    hold(samordnare, 1)
    page = words_of(client, periods_of(new))
    assert page.index("Fjärde kvartalet 2023") < page.index("Första kvartalet 2024")
    assert "Den hette då" in page
    old.unpublish()
    old.save()
    assert "Fjärde kvartalet 2023" not in words_of(client, periods_of(new))
    assert "Fjärde kvartalet 2023" in words_of(client, periods_of(old)), "the public report still tells of it"


# --- Queries ---
def test_the_pages_take_as_many_queries_for_many_rows(queries_of, samordnare, area):
    activity = make_activity(area)
    hold(samordnare, 1)
    hold(samordnare, 2)
    few, through = queries_of(PAGE), queries_of(periods_of(activity))
    for _each in range(4):
        say(make_activity(area), JULY)
    hold(samordnare, 3, on=date(2024, 10, 10))
    assert queries_of(PAGE) == few
    assert queries_of(periods_of(activity)) == through
