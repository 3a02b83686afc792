"""One letter to each person with everything that stands: to whom, in which words, and never twice."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actionplan import followup, questions
from actionplan.models import Reminded, Report
from actionplan.reminders import sending
from actionplan.reminders.digest import digests
from actionplan.reporting import links, reports
from actionplan.status import Status
from arboga_loften.accounts.models import Reminders, User
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.outbox import Letter
from arboga_loften.foundation.publishing import Publication
from tests.actionplan.reminding import addresses, make_coordinator, make_part, make_parts, make_person, own, run
from tests.factories import make_activity, make_area, make_plan, make_promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_person("anna")


# --- The letter ---
def test_the_letter_says_what_waits_and_why_with_a_link_to_report_by(anna):
    part = make_part(anna, title="Laga & tända lampor")
    (letter,) = run().values()
    assert letter.subject == "En sak väntar på dig: den är försenad"
    assert "1.1 Laga & tända lampor\nSkulle vara klar 11 oktober." in letter.body
    link = next(line for line in letter.body.splitlines() if "/rapportera/lank/" in line)
    assert links.read(link.rstrip("/").rpartition("/")[2])[0] == part
    assert "/paminnelser/" in letter.body
    assert "Arboga kommun och polisen" in letter.body


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (["2024-10-11", "2024-10-11"], "2 saker väntar på dig: 2 är försenade"),
        (["2024-10-11", "2024-10-18"], "2 saker väntar på dig: en är försenad"),
        (["2024-10-16", "2024-10-18"], "2 saker väntar på dig: 2 ska snart vara klara"),
        (["2024-10-18"], "En sak väntar på dig: den ska snart vara klar"),
    ],
)
def test_the_subject_tells_how_many_and_the_gravest(anna, days, subject):
    for due in days:
        make_part(anna, due_on=date.fromisoformat(due))
    (letter,) = run().values()
    assert letter.subject == subject


def test_what_is_new_stands_first_and_what_stood_before_is_told_again(anna):
    make_part(anna, title="Gammal sak")
    run()
    make_part(anna, title="Ny sak", due_on=date(2024, 10, 15))
    (letter,) = run("2024-10-16").values()
    assert letter.body.index("NYTT") < letter.body.index("Ny sak") < letter.body.index("VÄNTAR SEDAN TIDIGARE")
    assert letter.body.index("VÄNTAR SEDAN TIDIGARE") < letter.body.index("Gammal sak")


def test_no_letter_goes_for_what_is_known_alone(anna):
    make_part(anna)
    assert addresses() == ["anna"]
    assert addresses("2024-10-16") == []


def test_several_reasons_for_one_activity_stand_together(anna):
    part = make_part(anna, title="Vandring", said_on=date(2024, 6, 3))
    questions.ask(part, text="Varför dröjer det?", answer_by=date(2024, 10, 17), by=make_person("radet"))
    (letter,) = run().values()
    assert letter.subject.startswith("En sak väntar")
    assert letter.body.count("Vandring") == letter.body.count("/rapportera/lank/") == 1
    assert "Rådet har ställt en fråga. Svara senast 17 oktober.\nInget nytt har hörts sedan 3 juni." in letter.body


def test_a_letter_tells_nothing_of_others(anna):
    bo = make_person("bo", first_name="Bo", last_name="Berg", chief=make_person("eva"), deputy=anna)
    part = make_part(bo, due_on=date(2024, 10, 1), title="Bos sak")
    questions.ask(part, text="Hemlig fråga?", answer_by=date(2024, 10, 15), by=make_person("radet"))
    run("2024-10-02")
    letter = run()["anna@exempel.se"]
    assert "Bos sak" in letter.body
    for secret in ("Bo Berg", "bo@exempel.se", "eva", "radet", "Hemlig fråga"):
        assert secret not in letter.body


def test_four_hundred_things_make_one_letter_that_can_be_read(anna):
    make_parts([anna], 400)
    (letter,) = run().values()
    assert letter.subject == "400 saker väntar på dig: 400 är försenade"
    assert letter.body.count("/rapportera/lank/") == 20
    assert "… och 380 till." in letter.body
    assert Reminded.objects.count() == 400
    assert addresses("2024-10-16") == []


# --- When ---
@pytest.mark.parametrize("day", ["2024-10-12", "2024-10-13", "2024-12-24", "2024-12-26", "2024-06-21", "2024-11-02"])
def test_nobody_is_reminded_on_a_day_off(anna, day):
    make_part(anna, due_on=date(2024, 1, 31))
    assert addresses(day) == []
    assert not Reminded.objects.exists()


def test_run_every_day_each_step_comes_once(anna):
    make_part(anna)
    got = [day for day in range(14, 31) if addresses(f"2024-10-{day}")]
    assert got == [14, 21, 28]


def test_a_missed_run_is_made_up_for_once(anna):
    """Nobody ran from the 14th to the 23rd: one letter, not two; and then the usual days again."""
    make_part(anna)
    got = [day for day in range(24, 31) if addresses(f"2024-10-{day}")]
    assert got == [24, 28]


def test_run_twice_the_same_day_is_run_once(anna):
    make_part(anna)
    assert addresses() == ["anna"]
    assert addresses() == []
    assert sending.remind() == 0
    assert Reminded.objects.count() == Letter.objects.count() == 1


def test_there_is_one_letter_a_day_and_what_comes_after_it_goes_the_next(anna):
    make_part(anna)
    run()
    make_part(anna, title="Nytt efter brevet")
    assert addresses() == []
    (letter,) = run("2024-10-16").values()
    assert "Nytt efter brevet" in letter.body


def test_an_answer_ends_it_and_silence_after_the_answer_begins_it_anew(anna, freeze_day):
    part = make_part(anna)
    run()
    followup.report(part, status=Status.ONGOING, note="Snart.", by=anna)
    assert [day for day in range(16, 31) if addresses(f"2024-10-{day}")] == [22, 29]
    freeze_day("2024-10-30")
    followup.report(part, status=Status.COMPLETED, by=anna)
    assert [day for day in range(1, 20) if addresses(f"2024-11-{day:02}")] == []


def test_a_report_that_waits_to_be_confirmed_ends_it_too(anna):
    part = make_part(anna)
    row = reports.send(part, kind=Report.Kind.STATUS, by=anna, key="k", status=Status.ONGOING, note="Snart.", on=None)
    assert addresses() == []
    reports.send_back(row, reason="Skriv mer.", by=make_coordinator())
    assert addresses("2024-10-16") == ["anna"]
    (letter,) = run("2024-10-18").values()
    assert "Rapporten kom tillbaka 15 oktober och behöver skrivas om." in letter.body


def test_a_question_that_is_answered_is_asked_no_more(anna):
    part = make_part(anna, due_on=date(2024, 12, 31))
    asker = make_person("radet")
    question = questions.ask(part, text="Varför?", answer_by=date(2024, 10, 18), by=asker)
    (letter,) = run().values()
    assert letter.subject == "En sak väntar på dig: en fråga från rådet"
    questions.answer(question, text="Därför.", by=anna)
    assert addresses("2024-10-21") == []


@pytest.mark.parametrize("change", [{"publication": Publication.UNPUBLISHED}, {"publish_on": date(2024, 11, 1)}])
def test_what_is_not_public_is_not_reminded_of(anna, change):
    part = make_part(anna)
    activity = part.activity
    for name, value in change.items():
        setattr(activity, name, value)
    activity.save()
    assert addresses() == []


def test_a_year_that_is_over_is_left_in_peace(anna):
    old = make_promise(2023)
    make_part(anna, area=make_area(old), due_on=date(2023, 10, 1), said_on=date(2023, 3, 1))
    assert addresses() == []


def test_but_a_question_from_its_last_meeting_is_reminded_of_until_it_is_answered(anna, freeze_day):
    part = make_part(anna)
    freeze_day("2025-01-16")
    asked = questions.ask(part, text="Vad lärde ni er?", answer_by=date(2025, 2, 3), by=anna)
    assert run("2025-01-20") == {}
    letter = run("2025-01-29")["anna@exempel.se"]
    assert letter.subject == "En sak väntar på dig: en fråga från rådet"
    assert "Försenad" not in letter.body
    assert links.is_theirs(part, anna)
    questions.answer(asked, text="Att börja tidigare.", by=anna)
    assert run("2025-02-10") == {}
    assert not links.is_theirs(part, anna)


def test_each_plan_has_its_own_days(anna):
    make_part(anna, area=make_area(make_promise(2024)), due_on=date(2024, 11, 5), title="I år")
    following = make_promise(2025, publish_on=date(2024, 10, 1))
    make_plan(following, remind_before_days=40, title="Nästa år")
    area = make_area(following)
    make_part(
        anna,
        area=area,
        starts_on=date(2024, 10, 1),
        due_on=date(2024, 11, 29),
        title="Nästa",
        said_on=date(2024, 10, 2),
    )
    (letter,) = run().values()
    assert "Nästa" in letter.body
    assert "I år" not in letter.body


# --- To whom ---
def test_each_party_of_a_joint_activity_is_asked_for_its_own_part(anna):
    bo = make_person("bo", "police")
    activity = make_activity(commitments=["municipality", "police"], due_on=date(2024, 10, 11))
    for kind, owner in (("municipality", anna), ("police", bo)):
        own(activity.commitments.get(organisation__kind=kind), owner)
    followup.report(activity.commitments.get(owner=bo), status=Status.COMPLETED)
    (letter,) = run().values()
    assert letter.to == ["anna@exempel.se"]
    assert "1.1 Aktivitet 1 (Kommunen)\n" in letter.body


def test_deputy_and_then_chief_get_it_when_nobody_answers(anna):
    anna.deputy, anna.chief = make_person("bo"), make_person("eva")
    anna.save()
    make_part(anna)
    got = {day: addresses(f"2024-10-{day}") for day in (*range(14, 19), *range(21, 26), 28)}
    assert {day: names for day, names in got.items() if names} == {
        14: ["anna"],
        18: ["bo"],
        21: ["anna"],
        25: ["bo", "eva"],
        28: ["anna"],
    }


def test_the_plan_says_after_how_many_days(anna):
    anna.deputy, anna.chief = make_person("bo"), make_person("eva")
    anna.save()
    make_plan(deputy_after_days=1, chief_after_days=2)
    make_part(anna)
    assert addresses("2024-10-14") == ["anna"], "nobody is passed over"
    letter = run("2024-10-15")["eva@exempel.se"]
    assert "Det har väntat i 2 arbetsdagar. Därför kommer det också till dig som är chef." in letter.body


def test_however_late_the_deputy_and_the_chief_hear_of_nothing_before_the_owner_has(anna):
    anna.deputy, anna.chief = make_person("bo"), make_person("eva")
    anna.save()
    make_part(anna, due_on=date(2024, 5, 31))
    assert addresses("2024-10-14") == ["anna"], "the first letter that ever goes"
    assert addresses("2024-10-17") == []
    assert "bo" in addresses("2024-10-18")
    assert "eva" in addresses("2024-10-25")


def test_an_answer_calls_the_deputy_off(anna, freeze_day):
    anna.deputy = make_person("bo")
    anna.save()
    part = make_part(anna)
    run("2024-10-14")
    freeze_day("2024-10-17")
    followup.report(part, status=Status.ONGOING, by=anna)
    assert addresses("2024-10-18") == []


def test_the_deputy_who_owns_something_too_gets_one_letter_with_both(anna):
    bo = make_person("bo")
    anna.deputy, bo.deputy = bo, anna  # each other's
    anna.save()
    bo.save()
    make_part(anna, title="Annas sak", due_on=date(2024, 10, 1))
    make_part(bo, title="Bos sak", due_on=date(2024, 10, 1))
    run("2024-10-02")
    letters = run()
    assert sorted(letters) == ["anna@exempel.se", "bo@exempel.se"]
    for letter in letters.values():
        assert letter.subject == "2 saker väntar på dig: 2 är försenade"
        assert letter.body.count("Därför kommer det också till dig som är ersättare.") == 1


def test_one_who_is_both_deputy_and_chief_is_asked_once(anna):
    anna.deputy = anna.chief = make_person("bo")
    anna.save()
    make_part(anna, due_on=date(2024, 9, 27))
    run("2024-09-30")
    letter = run()["bo@exempel.se"]
    assert letter.body.count("Aktivitet 1") == 1


def test_a_new_owner_is_told_at_once_and_the_old_one_no_more(anna):
    part = make_part(anna)
    assert addresses("2024-10-14") == ["anna"]
    own(part, make_person("bo"))
    assert [(day, addresses(f"2024-10-{day}")) for day in (15, 16, 21)] == [(15, ["bo"]), (16, []), (21, ["bo"])]


@pytest.mark.parametrize(
    "owner",
    [
        None,
        {"email": ""},
        {"is_active": False},
        {"is_demo": True},
        {"kind": "association", "reminders": Reminders.NONE},
    ],
)
def test_where_nobody_can_be_reached_it_goes_to_those_who_speak_for_all(owner):
    make_coordinator()
    make_coordinator("utan-adress", email="")
    make_part(make_person("anna", **owner) if owner else None)
    (letter,) = run().values()
    assert letter.to == ["samordnaren@exempel.se"]
    assert "Ingen som ansvarar kan nås med mejl." in letter.body
    assert "/rapportera/lank/" not in letter.body


def test_a_letter_that_also_leads_to_the_admin_does_not_say_that_no_log_in_is_needed(anna):
    anna.chief = make_coordinator()
    anna.save()
    make_part(anna)
    make_part(None)
    run("2024-10-14")
    body = run("2024-10-25")["samordnaren@exempel.se"].body
    assert "/rapportera/lank/" in body
    assert "/admin/" in body
    assert "utan inloggning" not in body


def test_the_deputy_of_somebody_who_left_is_asked_after_the_same_days():
    make_coordinator()
    make_part(make_person("anna", is_active=False, deputy=make_person("bo")))
    assert addresses("2024-10-14") == ["samordnaren"]
    assert addresses("2024-10-18") == ["bo"]


def test_a_chain_of_people_who_have_left_ends_with_those_who_speak_for_all():
    make_coordinator()
    gone = [make_person(name, is_active=False) for name in ("bo", "eva")]
    make_part(make_person("anna", deputy=gone[0], chief=gone[1]))
    got = {day: addresses(f"2024-10-{day}") for day in (14, 18, 21, 25)}
    assert got == {14: ["anna"], 18: [], 21: ["anna"], 25: ["samordnaren"]}


def test_where_nobody_speaks_for_all_those_who_look_after_the_site_do():
    make_person("rot", None, is_superuser=True)
    make_part(None)
    assert addresses() == ["rot"]


def test_where_there_is_nobody_at_all_nothing_breaks():
    make_part(None)
    assert addresses() == []


# --- What they want ---
def test_who_wants_only_what_is_late_is_not_told_ahead():
    make_part(make_person("anna", reminders=Reminders.LATE), due_on=date(2024, 10, 18))
    assert addresses() == []
    assert addresses("2024-10-21") == ["anna"]


@pytest.mark.parametrize(("kind", "told"), [("municipality", ["anna"]), ("police", ["anna"]), (None, ["anna"])])
def test_nobody_who_works_for_the_parties_is_left_out_of_what_is_late(kind, told):
    anna = make_person("anna", kind)
    User.objects.filter(pk=anna.pk).update(reminders=Reminders.NONE)  # before they came to work here
    make_part(anna, title="Sen")
    make_part(anna, title="Snart", due_on=date(2024, 10, 18))
    assert addresses() == told
    assert Reminded.objects.get().ask.startswith("late:")


# --- How much it takes ---
def questions_of_a_run(people):
    with CaptureQueriesContext(connection) as asked:
        assert sending.remind() == people
    with CaptureQueriesContext(connection) as again:
        assert sending.remind() == 0
    Reminded.objects.all().delete()
    Letter.objects.all().delete()
    return len(asked), len(again)


@pytest.mark.parametrize("people", [1, 3])
def test_the_questions_to_the_database_grow_with_people_and_not_with_activities(people):
    owners = [make_person(f"nr{n}") for n in range(people)]
    make_parts(owners, 20)
    few = questions_of_a_run(people)
    make_parts(owners, 170)  # SQLite writes at most 199 rows of one person in one question
    assert questions_of_a_run(people) == few
    assert few[0] <= 14 + 9 * people
    assert few[1] <= 14


def test_the_words_are_made_without_a_question(anna, django_assert_num_queries):
    for _each in range(5):
        make_part(anna)
    municipality = Municipality.objects.current()
    (digest,) = digests(date(2024, 10, 15))
    with django_assert_num_queries(0):
        digest.written(municipality)


def test_all_of_it_is_swedish_whoever_runs_it(anna):
    make_part(anna)
    with translation.override("en"):
        (letter,) = run().values()
    assert letter.subject == "En sak väntar på dig: den är försenad"
    assert "Skulle vara klar" in letter.body
