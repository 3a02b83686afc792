"""The packet for a meeting: built from what was reported, truthful about what changed, and without anybody's words or name."""

import json
from datetime import date
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actionplan import followup, questions
from actionplan.council import freezing, packet, reviewing
from actionplan.models import CouncilMeeting, Occurrence
from actionplan.periods import Period, periods_of
from actionplan.status import Status
from arboga_loften.accounts.models import User
from dialogs.models import Decision
from focusareas.models import IndicatorValue
from tests.factories import (
    make_activity,
    make_area,
    make_indicator,
    make_meeting,
    make_plan,
    make_promise,
    make_viewpoint,
    organisation,
)

APRIL, JULY = date(2024, 4, 20), date(2024, 7, 20)


@pytest.fixture
def coordinator(db):
    return User.objects.create(
        username="samordnaren-berit", function="Säkerhetssamordnare", organisation=organisation()
    )


@pytest.fixture
def activity(db):
    return make_activity(title="Kvällsvandring", target_value=4, target_unit="vandringar", starts_on=date(2024, 2, 1))


def news(content, *kinds):
    return [each for each in content["news"] if each["kind"] in kinds]


def done(activity, day, **what):
    return followup.add_occurrence(activity, on=day, recorded_on=day, **what)


def said(activity, status, day, **words):
    return followup.report(activity.commitments.first(), status=status, on=day, recorded_on=day, **words)


# --- The periods ---
@pytest.mark.parametrize(
    ("rhythm", "keys", "label"),
    [
        ("quarter", ["2024-q1", "2024-q2", "2024-q3", "2024-q4"], "första kvartalet 2024"),
        ("tertial", ["2024-t1", "2024-t2", "2024-t3"], "första tertialet 2024"),
        ("half_year", ["2024-h1", "2024-h2"], "första halvåret 2024"),
        ("year", ["2024"], "hela 2024"),
    ],
)
def test_a_year_is_divided_by_the_plans_rhythm(rhythm, keys, label):
    periods = list(periods_of(2024, rhythm))
    assert [period.key for period in periods] == keys
    assert periods[0].label == label
    assert (periods[0].starts_on, periods[-1].ends_on) == (date(2024, 1, 1), date(2024, 12, 31))
    for before, after in pairwise(periods):
        assert (after.starts_on - before.ends_on).days == 1


def test_days_of_its_own_are_called_by_their_days():
    assert Period("2024-var", date(2024, 3, 1), date(2024, 5, 15)).label == "1 mars 2024 – 15 maj 2024"


def test_the_meeting_is_proposed_on_a_thursday_some_weeks_after_the_period():
    for rhythm in ("quarter", "tertial", "half_year", "year"):
        for period in periods_of(2024, rhythm):
            assert period.meets_on.weekday() == 3
            assert 15 <= (period.meets_on - period.ends_on).days <= 21


# --- What it tells ---
def test_the_figures_are_those_of_the_meetings_day(activity):
    for day in (date(2024, 2, 10), date(2024, 4, 3), date(2024, 6, 1)):
        done(activity, day)
    meeting = make_meeting(period=1)
    (told,) = packet.build(meeting)["activities"]
    assert (told["outcome"], told["done_in_period"]) == (2, 1)
    assert [row["on"] for row in told["done"]] == ["2024-02-10"]
    assert packet.build(meeting)["day"] == "2024-04-18"


def test_before_the_meeting_the_figures_are_todays(activity):
    assert packet.build(make_meeting(period=3))["day"] == "2024-10-15"


def test_what_was_written_after_the_meeting_isnt_in_it(activity):
    followup.add_occurrence(activity, on=date(2024, 3, 1))  # told in October
    assert packet.build(make_meeting(period=1))["activities"][0]["outcome"] == 0


def test_its_words_are_those_of_the_meetings_day(activity):
    followup.change_goal(activity, new_goal="Vi är ute två gånger.")  # in October
    told = packet.build(make_meeting(period=1))["activities"][0]
    assert told["goal"] == "Vi är ute minst fyra gånger."
    assert packet.build(make_meeting(period=3))["activities"][0]["goal"] == "Vi är ute två gånger."


def test_what_was_done_in_an_earlier_period_and_told_late_is_in_the_next_packet(activity, coordinator):
    freezing.adopt(make_meeting(period=1), by=coordinator)
    followup.add_occurrence(activity, on=date(2024, 3, 28), recorded_on=date(2024, 4, 25))
    done(activity, date(2024, 5, 2))
    (told,) = packet.build(make_meeting(period=2))["activities"]
    assert [(row["on"], row["is_late"]) for row in told["done"]] == [("2024-03-28", True), ("2024-05-02", False)]
    assert told["done_in_period"] == 2


def test_what_is_written_later_the_same_day_is_in_the_next_packet(activity, coordinator, freeze_day):
    first, part = make_meeting(period=1), activity.commitments.first()
    freeze_day("2024-04-18")
    words = {"text": "Hur många?", "answer_by": date(2024, 5, 10), "by": coordinator}
    early, late = (reviewing.ask_for_more(first, part, **words, on=date(2024, 4, 18)) for _each in range(2))
    questions.answer(early, text="Fjorton.", by=coordinator)
    followup.move_due_date(activity, new_due_on=date(2024, 11, 30), reason="Före mötet.")
    freezing.adopt(first, by=coordinator)
    followup.move_due_date(activity, new_due_on=date(2024, 10, 31), reason="Efter mötet.")
    questions.answer(late, text="Femton.", by=coordinator)
    freeze_day("2024-10-15")
    content = packet.build(make_meeting(period=2))
    assert [each["reason"] for each in news(content, "moved")] == ["Efter mötet."]
    assert "Femton." in [each["answer"] for each in content["questions"]]


def test_a_meeting_that_was_booked_and_never_held_is_not_the_one_before(activity):
    make_meeting(period=1, published=False)
    content = packet.build(make_meeting(period=2))
    assert (content["news"], content["since"]) == (None, None)


def test_a_correction_with_later_figures_does_not_turn_the_comparison_round(activity, coordinator):
    first = make_meeting(period=1)
    freezing.adopt(first, by=coordinator)
    done(activity, date(2024, 5, 2))
    freezing.adopt(first, by=coordinator, correction="Nya siffror.", on=date(2024, 10, 15))
    content = packet.build(make_meeting(period=2))
    assert content["since"] == "2024-04-18"
    assert [(each["before"], each["after"]) for each in news(content, "outcome")] == [("0", "1")]


def test_a_withdrawn_occurrence_isnt_counted(activity):
    wrong = done(activity, date(2024, 3, 1))
    followup.withdraw_occurrence(wrong, reason="Fel dag.", recorded_on=date(2024, 3, 2))
    (told,) = packet.build(make_meeting(period=1))["activities"]
    assert (told["outcome"], told["done"]) == (0, [])


def test_drafts_are_not_in_the_packet(activity):
    make_activity(activity.focus_area, title="Hemlig", published=False)
    make_area(activity.focus_area.promise, title="Hemligt område", published=False)
    assert "Heml" not in json.dumps(packet.build(make_meeting()))


def test_what_needs_a_decision_comes_the_gravest_first(activity):
    late = make_activity(title="Sen", due_on=date(2024, 9, 1))
    content = packet.build(make_meeting())
    assert [need["activity"] for need in content["needs"]] == [late.pk, activity.pk]
    assert "1 september" in " ".join(content["needs"][0]["why"])


# --- What changed since ---
def test_the_first_packet_doesnt_say_that_something_changed(activity):
    content = packet.build(make_meeting(period=1))
    assert (content["news"], content["since"]) == (None, None)


def test_it_says_what_changed_since_the_meeting_before(activity, coordinator):
    said(activity, Status.PLANNED, date(2024, 2, 1))
    first = make_meeting(period=1)
    freezing.adopt(first, by=coordinator)
    said(activity, Status.ONGOING, date(2024, 5, 1), note="Nu är vi ute.")
    done(activity, date(2024, 5, 2))
    followup.move_due_date(
        activity, new_due_on=date(2025, 1, 31), reason="Mörkret kommer sent.", on=APRIL, recorded_on=APRIL
    )
    changed = {"new_value": 3, "new_unit": "vandringar", "reason": "En ställdes in."}
    followup.change_target(activity, **changed, on=JULY, recorded_on=JULY)  # after the second meeting
    new = make_activity(title="Ny", publish_on=date(2024, 6, 1))

    content = packet.build(make_meeting(period=2))
    assert (content["since"], content["since_report"]) == ("2024-04-18", "2024-q1")
    (status,) = news(content, "status")
    assert (status["before"], status["after"], status["reason"]) == ("Planerad", "Pågår", "Nu är vi ute.")
    (outcome,) = news(content, "outcome")
    assert (outcome["before"], outcome["after"]) == ("0", "1")
    (moved,) = news(content, "moved")
    assert (moved["after"], moved["reason"]) == ("31 januari 2025", "Mörkret kommer sent.")
    assert news(content, "target") == []
    assert [each["activity"] for each in news(content, "new")] == [new.pk]


def test_without_a_report_the_state_on_the_meeting_before_counts(activity):
    make_meeting(period=1)
    done(activity, date(2024, 4, 10))
    done(activity, date(2024, 5, 10))
    (outcome,) = news(packet.build(make_meeting(period=2)), "outcome")
    assert (outcome["before"], outcome["after"]) == ("1", "2")


def test_what_the_council_knew_is_what_it_adopted_even_if_it_was_corrected_underneath(activity, coordinator):
    wrong = done(activity, date(2024, 3, 1))
    freezing.adopt(make_meeting(period=1), by=coordinator)
    followup.withdraw_occurrence(wrong, reason="Fel dag.", recorded_on=date(2024, 5, 2))
    (outcome,) = news(packet.build(make_meeting(period=2)), "outcome")
    assert (outcome["before"], outcome["after"]) == ("1", "0")


def test_an_activity_that_was_taken_down_is_told_as_gone(activity, coordinator):
    make_activity(title="Kvar")
    freezing.adopt(make_meeting(period=1), by=coordinator)
    activity.unpublish()
    activity.save()
    assert [each["activity"] for each in news(packet.build(make_meeting(period=2)), "gone")] == [activity.pk]


def test_a_flag_that_came_and_one_that_went_are_told(coordinator):
    caught_up = make_activity(target_value=12, target_unit="vandringar")
    make_activity(title="Sen", due_on=date(2024, 6, 1))
    freezing.adopt(make_meeting(period=1), by=coordinator)
    done(caught_up, date(2024, 7, 1), count=12)
    content = packet.build(make_meeting(period=2))
    assert (caught_up.pk, "Efter plan") in [(each["activity"], each["before"]) for each in news(content, "flag_gone")]
    assert ("Sen", "Försenad") in [(each["title"], each["after"]) for each in news(content, "flag")]


# --- Questions come back ---
def test_a_question_from_the_meeting_comes_back_at_the_next_with_its_answer(activity, coordinator):
    first, part = make_meeting(period=1), activity.commitments.first()
    asked = reviewing.ask_for_more(
        first, part, text="Hur många kom?", answer_by=date(2024, 5, 10), by=coordinator, on=first.on
    )
    assert packet.build(first)["activities"][0]["questions"][0]["answered_on"] is None
    questions.answer(asked, text="Fjorton kom.", by=coordinator, on=date(2024, 5, 6))
    (back,) = packet.build(make_meeting(period=2))["questions"]
    assert (back["text"], back["answer"], back["answered_on"]) == ("Hur många kom?", "Fjorton kom.", "2024-05-06")
    # What was answered isn't told a third time.
    assert packet.build(make_meeting(period=3))["questions"] == []


def test_a_question_without_an_answer_comes_back_until_it_has_one(activity, coordinator):
    first, part = make_meeting(period=1), activity.commitments.first()
    words = {"text": "Hur många kom?", "answer_by": date(2024, 5, 10), "by": coordinator}
    reviewing.ask_for_more(first, part, **words, on=first.on)
    make_meeting(period=2)
    assert [each["answer"] for each in packet.build(make_meeting(period=3))["questions"]] == [""]


def test_a_question_from_the_years_last_meeting_comes_back_in_the_new_year(activity, coordinator, freeze_day):
    freeze_day("2025-05-01")
    last, part = make_meeting(period=4), activity.commitments.first()
    words = {"text": "Vad lärde ni er?", "answer_by": date(2025, 2, 3), "by": coordinator}
    reviewing.ask_for_more(last, part, **words, on=last.on)
    next_year = make_plan(make_promise(2025))
    (back,) = packet.build(make_meeting(next_year, period=1))["questions"]
    assert (back["text"], back["title"]) == ("Vad lärde ni er?", activity.title)


def test_a_question_that_wasnt_asked_at_a_meeting_stays_inside(activity, coordinator):
    part = activity.commitments.first()
    questions.ask(part, text="Bara mellan oss?", answer_by=date(2024, 11, 1), by=coordinator)
    assert "mellan oss" not in json.dumps(packet.build(make_meeting()))


# --- Voices, measures, and what isn't told ---
def test_what_people_said_is_counted_and_never_copied(activity):
    answer = {"decision": Decision.DONE, "text": "Lampan i hörnet är lagad.", "answered_on": date(2024, 9, 1)}
    make_viewpoint(text="Det är mörkt i hörnet.", received_on=date(2024, 8, 1), answer=answer)
    make_viewpoint(text="Mörkt i hörnet igen.", received_on=date(2024, 8, 2))
    make_viewpoint(text="Hörnet som ingen får läsa.", received_on=date(2024, 8, 2), published=False)
    make_meeting(period=2)
    content = packet.build(make_meeting(period=3))
    assert [content["voices"][name] for name in ("received", "answered", "waiting")] == [2, 1, 1]
    assert "hörnet" not in json.dumps(content)


def test_a_measure_tells_its_latest_value_and_whether_it_is_new(activity, coordinator):
    make_meeting(period=2)
    indicator = make_indicator(activity.focus_area, name="Medelfart")
    for on, value in ((date(2023, 12, 31), "48.50"), (date(2024, 8, 31), "44.00")):
        row = IndicatorValue(indicator=indicator, on=on, period=str(on.year), value=value, source="Egen mätning")
        row.recorded_on = on
        row.save()
    (told,) = packet.build(make_meeting(period=3))["indicators"]
    assert [(each["value"], each["is_new"]) for each in told["values"]] == [("48,5", False), ("44", True)]


def test_no_log_in_name_and_no_early_view_of_a_member_is_in_it(activity, coordinator):
    meeting = make_meeting(period=3, seats=["Kommunchef"])
    reviewing.review(meeting, activity, by=coordinator, verdict="remark", note="Tycker jag själv.")
    reviewing.review(meeting, activity, by=coordinator, verdict="more", note="Sade rådet.", at_meeting=True)
    told = json.dumps(packet.build(meeting), ensure_ascii=False)
    assert "Sade rådet." in told
    assert "Kommunchef" in told
    assert "Tycker jag själv" not in told
    assert "berit" not in told


# --- However much there is ---
def test_it_asks_the_database_as_often_for_many_as_for_few(activity, coordinator):
    freezing.adopt(make_meeting(period=1), by=coordinator)
    meeting = make_meeting(period=2)

    def count():
        with CaptureQueriesContext(connection) as queries:
            packet.build(CouncilMeeting.objects.select_related("plan__promise").get(pk=meeting.pk))
        return len(queries)

    def grow(number):
        for _each in range(number):
            row = make_activity(commitments=("municipality", "police"))
            for part in row.commitments.all():
                for day in (date(2024, 5, 2), date(2024, 6, 2)):
                    followup.report(part, status=Status.ONGOING, on=day, recorded_on=day)
            Occurrence.objects.create(activity=row, on=date(2024, 5, 3), recorded_on=date(2024, 5, 3), note="Ute.")
            make_viewpoint(received_on=date(2024, 5, 5), answer=Decision.DONE)

    grow(2)
    count()
    few = count()
    grow(8)
    assert count() == few


def test_a_plan_without_activities_says_so(db):
    content = packet.build(make_meeting(make_plan()))
    assert content["lead"] == "Planen har inga aktiviteter än."
    assert content["activities"] == []


def test_its_words_are_swedish_whatever_language_is_on(activity):
    with translation.override("en"):
        content = packet.build(make_meeting())
    assert content["meeting"]["title"] == "Uppföljning tredje kvartalet 2024"
