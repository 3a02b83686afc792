"""What a party is asked for, and on which days: every rule with dates, without a database."""

from datetime import date, timedelta

import pytest

from actionplan.progress import Facts, Said, judge
from actionplan.reminders.asks import Kind, Part, asks_of
from actionplan.status import Status
from arboga_loften.foundation.workdays import is_workday

PART = 12


def day(text):
    return date.fromisoformat(text)


def part(on, *, status=None, said_on=None, news_on=None, next_update_on=None, others=(), **words):
    """A party's part as judged on a day. Days are written as text."""
    said = Said(
        organisation="Kommunen",
        commitment=PART,
        status=status,
        on=said_on and day(said_on),
        news_on=day(news_on or said_on) if news_on or said_on else None,
        next_update_on=next_update_on and day(next_update_on),
    )
    facts = {"starts_on": "2024-01-08", "due_on": "2024-12-31", "year_ends_on": "2024-12-31", **words.pop("facts", {})}
    facts = {name: day(value) if name.endswith("_on") else value for name, value in facts.items()}
    return Part(said=said, progress=judge(Facts(said=(said, *others), **facts), day(on)), **words)


def asked(on, **words):
    """What the owner is asked for on a day: the kinds with their steps."""
    found = {}
    for ask in asks_of(part(on, **words), day(on)):
        step = ask.step()
        if step is not None:
            found[ask.kind] = step
    return found


def days_asked(kind, start, end, **words):
    """The working days between two days when a new step of an ask is reached."""
    found, before, at = {}, None, day(start)
    while at <= day(end):
        if is_workday(at):
            key = next(
                (a.key(a.step()) for a in asks_of(part(str(at), **words), at) if a.kind is kind and a.step()), None
            )
            if key and key != before:
                found[str(at)] = int(key.rpartition(":")[2])
            before = key or before
        at += timedelta(days=1)
    return found


FRESH = {"status": Status.ONGOING, "said_on": "2024-09-20"}


def test_before_it_is_due_it_is_told_ten_working_days_before_and_three():
    facts = {"due_on": "2024-10-31"}
    assert days_asked(Kind.DUE, "2024-10-01", "2024-10-31", facts=facts, **FRESH) == {
        "2024-10-17": -10,
        "2024-10-28": -3,
    }


@pytest.mark.parametrize(
    ("days", "told"),
    [(5, ["2024-10-24", "2024-10-28"]), (3, ["2024-10-28"]), (1, ["2024-10-28", "2024-10-30"]), (0, ["2024-10-28"])],
)
def test_the_plan_says_how_long_before(days, told):
    words = {"facts": {"due_on": "2024-10-31"}, "remind_before_days": days, **FRESH}
    assert list(days_asked(Kind.DUE, "2024-10-01", "2024-10-30", **words)) == told


def test_late_is_told_on_the_first_working_day_after_and_then_every_fifth():
    facts = {"due_on": "2024-10-11"}  # a Friday
    told = days_asked(Kind.LATE, "2024-10-01", "2024-11-08", facts=facts, **FRESH)
    assert told == {"2024-10-14": 1, "2024-10-21": 6, "2024-10-28": 11, "2024-11-04": 16}


def test_late_over_christmas_counts_no_holiday():
    words = {"facts": {"due_on": "2024-12-20", "year_ends_on": "2025-12-31"}, "status": Status.ONGOING}
    told = days_asked(Kind.LATE, "2024-12-18", "2025-01-10", said_on="2024-12-10", **words)
    assert told == {"2024-12-23": 1, "2025-01-07": 6}


def test_an_answer_begins_anew():
    """Said on the 15th that it drags on: the next time is five working days after that, not the day after."""
    words = {"facts": {"due_on": "2024-10-11"}, "status": Status.ONGOING, "said_on": "2024-10-15"}
    assert days_asked(Kind.LATE, "2024-10-15", "2024-11-01", **words) == {"2024-10-22": 5, "2024-10-29": 10}


def test_something_done_is_an_answer_too():
    words = {"facts": {"due_on": "2024-10-11", "last_done_on": "2024-10-15"}, **FRESH}
    assert list(days_asked(Kind.LATE, "2024-10-15", "2024-10-25", **words)) == ["2024-10-22"]


def test_stale_is_told_on_the_first_day_and_then_every_tenth():
    words = {"status": Status.ONGOING, "said_on": "2024-06-03"}  # 90 days later is 1 September, a Sunday
    told = days_asked(Kind.STALE, "2024-08-26", "2024-10-04", **words)
    assert told == {"2024-09-02": 1, "2024-09-16": 11, "2024-09-30": 21}


def test_to_confirm_is_no_news():
    words = {"status": Status.ONGOING, "said_on": "2024-09-02", "news_on": "2024-06-03"}
    assert Kind.STALE in asked("2024-09-16", **words)


def test_of_two_only_the_silent_one_is_asked_for_news():
    other = Said(
        organisation="Polisen", commitment=13, status=Status.ONGOING, on=day("2024-06-03"), news_on=day("2024-06-03")
    )
    assert Kind.STALE not in asked("2024-09-16", status=Status.ONGOING, said_on="2024-09-10", others=[other])


def test_one_who_never_said_anything_is_stale_from_the_beginning():
    assert asked("2024-04-08") == {Kind.STALE: 1}  # 90 days after 8 January is the 7th


def test_a_question_is_told_three_working_days_before_the_day_after_and_then_every_third():
    questions = [(45, day("2024-10-11"))]
    told = days_asked(Kind.QUESTION, "2024-10-01", "2024-10-23", questions=questions, **FRESH)
    assert told == {"2024-10-08": -3, "2024-10-14": 1, "2024-10-17": 4, "2024-10-22": 7}


def test_a_promised_day_that_passed_is_told_the_next_working_day_and_then_every_fifth():
    words = {**FRESH, "next_update_on": "2024-10-04"}
    told = days_asked(Kind.PROMISED, "2024-10-01", "2024-10-21", **words)
    assert told == {"2024-10-07": 1, "2024-10-14": 6, "2024-10-21": 11}


def test_what_was_done_on_the_promised_day_keeps_the_promise():
    words = {**FRESH, "next_update_on": "2024-10-04", "facts": {"last_done_on": "2024-10-04"}}
    assert asked("2024-10-08", **words) == {}


def test_what_came_back_is_told_after_three_working_days_and_then_every_third():
    words = {**FRESH, "returned": [(7, day("2024-10-11"))]}
    told = days_asked(Kind.RETURNED, "2024-10-11", "2024-10-22", **words)
    assert told == {"2024-10-16": 3, "2024-10-21": 6}


def test_what_came_back_and_was_told_otherwise_is_not_asked_for():
    words = {"status": Status.ONGOING, "said_on": "2024-10-14", "returned": [(7, day("2024-10-11"))]}
    assert asked("2024-10-21", **words) == {}


LATE_AND_PROMISED = {"facts": {"due_on": "2024-10-04"}, "next_update_on": "2024-10-04", "said_on": "2024-09-02"}


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (Status.ONGOING, {Kind.LATE, Kind.PROMISED}),
        (Status.NOT_STARTED, {Kind.LATE, Kind.PROMISED}),
        (Status.PAUSED, {Kind.PROMISED}),
        (Status.COMPLETED, set()),
        (Status.PARTLY_COMPLETED, set()),
        (Status.CANCELLED, set()),
        (Status.CARRIED_OVER, set()),
    ],
)
def test_who_has_said_the_last_word_is_asked_no_more_and_who_paused_only_for_what_was_promised(status, kinds):
    assert set(asked("2024-10-08", status=status, **LATE_AND_PROMISED)) == kinds


def test_what_is_done_is_not_soon_due():
    words = {"facts": {"due_on": "2024-10-16", "target": 2, "outcome": 2}, "said_on": "2024-10-01"}
    assert asked("2024-10-15", status=Status.COMPLETED, **words) == {}


def test_the_council_may_still_ask_of_what_is_over():
    assert set(
        asked("2024-10-15", status=Status.CANCELLED, said_on="2024-09-02", questions=[(45, day("2024-10-11"))])
    ) == {Kind.QUESTION}


def test_whoever_has_sent_something_that_waits_to_be_confirmed_is_left_alone():
    words = {"status": Status.ONGOING, "report_waits": True, "returned": [(7, day("2024-10-01"))], **LATE_AND_PROMISED}
    assert asked("2024-10-15", **words) == {}
    assert set(asked("2024-10-15", questions=[(45, day("2024-10-11"))], **words)) == {Kind.QUESTION}


def test_a_missed_week_is_made_up_for_once():
    """Only the latest step counts, so that three missed times give one letter."""
    assert asked("2024-10-25", facts={"due_on": "2024-10-04"}, **FRESH)[Kind.LATE] == 11


def test_the_same_day_judged_twice_is_the_same_ask_and_a_moved_deadline_another():
    def key(due):
        (ask,) = asks_of(part("2024-10-15", facts={"due_on": due}, **FRESH), day("2024-10-15"))
        return ask.key(ask.step())

    assert key("2024-10-11") == key("2024-10-11") == "late:12:2024-10-11:1"
    assert key("2024-10-14") == "late:12:2024-10-14:1"


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (0, {"2024-10-14": 1, "2024-10-21": 6, "2024-10-28": 11}),
        (5, {"2024-10-18": 5, "2024-10-25": 10}),
        (10, {"2024-10-25": 10}),
    ],
)
def test_deputy_and_chief_come_in_when_nobody_has_answered_for_some_working_days(wait, told):
    found, before, at = {}, None, day("2024-10-11")
    while at <= day("2024-10-30"):
        if is_workday(at):
            (ask, *_rest) = asks_of(part(str(at), facts={"due_on": "2024-10-11"}, **FRESH), at)
            if ask.kind is Kind.LATE and (step := ask.step(wait)) not in (None, before):
                found[str(at)] = before = step
        at += timedelta(days=1)
    assert found == told


def test_nobody_but_the_owner_is_asked_ahead_of_time():
    (ask,) = asks_of(part("2024-10-28", facts={"due_on": "2024-10-31"}, **FRESH), day("2024-10-28"))
    assert (ask.kind, ask.step(), ask.step(5)) == (Kind.DUE, -3, None)
