"""The rules of honest status, one table per rule. Each case is a sentence that a resident could check."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from actionplan.progress import Facts, Said, expected_by, judge
from actionplan.status import Flag, Stage, Status

TODAY = date(2024, 10, 15)
MUNICIPALITY = SimpleNamespace(called="Kommunen")
POLICE = SimpleNamespace(called="Polisen")


def facts(*statuses, **given):
    """Facts of an activity from February to November; one status per committing party, None for silence."""
    parties = [MUNICIPALITY, POLICE]
    news = given.pop("last_news_on", TODAY - timedelta(days=5))
    news = news if isinstance(news, list) else [news] * len(statuses)
    said = tuple(Said(parties[i], status=status, news_on=news[i]) for i, status in enumerate(statuses))
    defaults = {
        "starts_on": date(2024, 2, 1),
        "due_on": date(2024, 11, 30),
        "first_due_on": date(2024, 11, 30),
        "year_ends_on": date(2024, 12, 31),
    }
    return Facts(**(defaults | {"said": said} | given))


def flags(*statuses, on=TODAY, **given):
    return judge(facts(*statuses, **given), on).flags


def words(*statuses, on=TODAY, **given):
    return " ".join(reason.text for reason in judge(facts(*statuses, **given), on).reasons)


@pytest.mark.parametrize(
    ("said", "given", "stage"),
    [
        pytest.param([None], {}, Stage.NOT_BEGUN, id="nothing said is not begun"),
        pytest.param([], {}, Stage.NOT_BEGUN, id="nobody has committed"),
        pytest.param([Status.PLANNED], {}, Stage.NOT_BEGUN, id="planned is not begun"),
        pytest.param([Status.ONGOING], {}, Stage.UNDERWAY, id="ongoing is under way"),
        pytest.param([Status.RECURRING], {}, Stage.UNDERWAY, id="recurring is under way"),
        pytest.param([Status.PARTLY_COMPLETED], {}, Stage.UNDERWAY, id="partly is never done"),
        pytest.param([Status.PAUSED], {}, Stage.HALTED, id="paused is halted"),
        pytest.param([Status.CANCELLED], {}, Stage.HALTED, id="cancelled is halted"),
        pytest.param([Status.CARRIED_OVER], {}, Stage.HALTED, id="carried over is halted"),
        pytest.param([Status.COMPLETED], {"target": 4, "outcome": 4}, Stage.DONE, id="done when the target is reached"),
        pytest.param([Status.COMPLETED], {"target": 4, "outcome": 5}, Stage.DONE, id="done when it is exceeded"),
        pytest.param([Status.COMPLETED], {"target": 4, "outcome": 3}, Stage.UNDERWAY, id="not done below the target"),
        pytest.param(
            [Status.COMPLETED],
            {"target": 4, "outcome": 3, "has_evidence": True},
            Stage.UNDERWAY,
            id="a link doesn't replace a target",
        ),
        pytest.param([Status.COMPLETED], {"has_evidence": True}, Stage.DONE, id="without target, evidence is enough"),
        pytest.param([Status.COMPLETED], {}, Stage.UNDERWAY, id="a word alone is not enough"),
        pytest.param(
            [Status.ONGOING], {"target": 4, "outcome": 4}, Stage.UNDERWAY, id="reached but not said to be done"
        ),
        pytest.param(
            [Status.COMPLETED, Status.ONGOING],
            {"target": 4, "outcome": 4},
            Stage.UNDERWAY,
            id="one party can't finish a joint activity",
        ),
        pytest.param(
            [Status.COMPLETED, None], {"target": 4, "outcome": 4}, Stage.UNDERWAY, id="nor when the other is silent"
        ),
        pytest.param([Status.COMPLETED, Status.COMPLETED], {"has_evidence": True}, Stage.DONE, id="both say done"),
        pytest.param([Status.PAUSED, Status.ONGOING], {}, Stage.UNDERWAY, id="one paused, one ongoing"),
        pytest.param([Status.CANCELLED, Status.PAUSED], {}, Stage.HALTED, id="both halted in different ways"),
        pytest.param([Status.NOT_STARTED, None], {}, Stage.NOT_BEGUN, id="neither has begun"),
        pytest.param([None], {"target": 4, "outcome": 3}, Stage.UNDERWAY, id="done in part, though nobody has said so"),
        pytest.param([Status.PLANNED], {"outcome": 1}, Stage.UNDERWAY, id="what has been done has begun"),
    ],
)
def test_what_an_activity_counts_as(said, given, stage):
    assert judge(facts(*said, **given), TODAY).stage is stage


@pytest.mark.parametrize(
    ("said", "given", "late"),
    [
        pytest.param([Status.ONGOING], {"due_on": TODAY}, False, id="the due day itself is not late"),
        pytest.param([Status.ONGOING], {"due_on": TODAY - timedelta(days=1)}, True, id="late the day after"),
        pytest.param([None], {"due_on": TODAY - timedelta(days=1)}, True, id="late though nothing is said"),
        pytest.param([Status.NOT_STARTED], {"due_on": TODAY - timedelta(days=1)}, True, id="not begun is late"),
        pytest.param(
            [Status.PAUSED], {"due_on": TODAY - timedelta(days=1)}, True, id="a pause doesn't stop the calendar"
        ),
        pytest.param([Status.CANCELLED], {"due_on": TODAY - timedelta(days=1)}, False, id="cancelled is not late"),
        pytest.param(
            [Status.CARRIED_OVER], {"due_on": TODAY - timedelta(days=1)}, False, id="carried over is not late"
        ),
        pytest.param(
            [Status.PARTLY_COMPLETED], {"due_on": TODAY - timedelta(days=1)}, False, id="partly is a last word"
        ),
        pytest.param(
            [Status.COMPLETED],
            {"due_on": TODAY - timedelta(days=1), "target": 1, "outcome": 1},
            False,
            id="done is not late",
        ),
        pytest.param(
            [Status.COMPLETED],
            {"due_on": TODAY - timedelta(days=1), "target": 4, "outcome": 3},
            True,
            id="saying done doesn't take the delay away",
        ),
        pytest.param(
            [Status.COMPLETED, Status.ONGOING],
            {"due_on": TODAY - timedelta(days=1), "has_evidence": True},
            True,
            id="one party is late",
        ),
    ],
)
def test_late_is_counted_from_the_due_date(said, given, late):
    assert (Flag.LATE in flags(*said, **given)) is late


@pytest.mark.parametrize(
    ("said", "given", "stale"),
    [
        pytest.param([Status.ONGOING], {"last_news_on": TODAY - timedelta(days=90)}, False, id="90 days is the limit"),
        pytest.param([Status.ONGOING], {"last_news_on": TODAY - timedelta(days=91)}, True, id="91 days is too long"),
        pytest.param([None], {"last_news_on": None, "starts_on": TODAY - timedelta(days=91)}, True, id="never a word"),
        pytest.param([None], {"last_news_on": None, "starts_on": TODAY - timedelta(days=9)}, False, id="just begun"),
        pytest.param([None], {"last_news_on": None, "starts_on": TODAY + timedelta(days=9)}, False, id="not begun yet"),
        pytest.param(
            [Status.ONGOING],
            {"last_news_on": TODAY - timedelta(days=31), "stale_after_days": 30},
            True,
            id="the plan sets the limit",
        ),
        pytest.param(
            [Status.COMPLETED],
            {"last_news_on": TODAY - timedelta(days=200), "has_evidence": True},
            False,
            id="what is finished needs no news",
        ),
        pytest.param([Status.PAUSED], {"last_news_on": TODAY - timedelta(days=91)}, True, id="a pause needs news too"),
        pytest.param(
            [Status.ONGOING, Status.ONGOING],
            {"last_news_on": [TODAY, TODAY - timedelta(days=91)]},
            True,
            id="one party's word doesn't cover another's silence",
        ),
        pytest.param(
            [Status.ONGOING, None],
            {"last_news_on": [TODAY, None]},
            True,
            id="nor that of one that has never said anything",
        ),
        pytest.param(
            [Status.ONGOING, Status.ONGOING],
            {"last_news_on": [TODAY, TODAY - timedelta(days=91)], "last_done_on": TODAY - timedelta(days=10)},
            False,
            id="what is done is news for everybody",
        ),
        pytest.param(
            [Status.ONGOING, Status.COMPLETED],
            {"last_news_on": [TODAY, TODAY - timedelta(days=200)]},
            False,
            id="a party that has said its last word owes no news",
        ),
    ],
)
def test_stale_is_counted_from_the_last_real_news(said, given, stale):
    assert (Flag.STALE in flags(*said, **given)) is stale


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 1, 1), 0),
        (date(2024, 2, 1), 0),
        (date(2024, 6, 30), 4),
        (date(2024, 11, 29), 9),
        (date(2024, 11, 30), 10),
        (date(2025, 6, 1), 10),
    ],
)
def test_an_even_pace_is_counted_in_whole_occurrences(day, expected):
    assert expected_by(facts(target=10, unit="tillfällen"), day) == expected


@pytest.mark.parametrize(
    ("said", "given", "behind"),
    [
        pytest.param([Status.ONGOING], {"target": 10, "outcome": 8}, False, id="at the pace"),
        pytest.param([Status.ONGOING], {"target": 10, "outcome": 7}, True, id="one below the pace"),
        pytest.param([Status.ONGOING], {"target": 10, "outcome": 7, "booked": 3}, False, id="the rest is booked"),
        pytest.param([Status.ONGOING], {"target": 10, "outcome": 7, "booked": 2}, True, id="too little is booked"),
        pytest.param([Status.ONGOING], {"outcome": 0}, False, id="without a target there is no pace"),
        pytest.param(
            [Status.ONGOING],
            {"target": 10, "outcome": 7, "due_on": TODAY - timedelta(days=1)},
            False,
            id="past the due date it is late instead",
        ),
        pytest.param([Status.CANCELLED], {"target": 10}, False, id="what is cancelled has no pace"),
        pytest.param([Status.PAUSED], {"target": 10}, True, id="what is paused still has one"),
    ],
)
def test_behind_is_counted_from_an_even_pace(said, given, behind):
    assert (Flag.BEHIND in flags(*said, unit="tillfällen" if "target" in given else "", **given)) is behind


def test_done_without_what_the_goal_asks_for_is_flagged_and_said_why():
    progress = judge(facts(Status.COMPLETED, target=4, unit="tillfällen", outcome=3), TODAY)
    assert progress.flags == (Flag.NO_EVIDENCE,)
    assert progress.facts.said[0].sign is Status.COMPLETED, "what was said stays as it was said"
    assert "3 av minst 4 tillfällen" in words(Status.COMPLETED, target=4, unit="tillfällen", outcome=3)
    assert "räknas den inte som klar" in words(Status.COMPLETED, target=4, unit="tillfällen", outcome=3)


def test_what_goes_well_is_said_to_be_on_track():
    assert flags(Status.ONGOING) == (Flag.ON_TRACK,)
    assert judge(facts(Status.ONGOING), TODAY).warnings == ()


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.CANCELLED, Status.PARTLY_COMPLETED])
def test_nothing_that_is_closed_is_said_to_be_on_track(status):
    assert Flag.ON_TRACK not in flags(status, has_evidence=True)


def test_an_activity_that_begins_later_is_not_flagged_at_all():
    assert flags(Status.PLANNED, starts_on=date(2024, 11, 1), target=1, unit="enkät") == ()
    assert "Börjar först" in words(Status.PLANNED, starts_on=date(2024, 11, 1))


def test_when_the_year_is_over_what_was_left_is_said_to_be_unfinished():
    after = date(2026, 11, 23)
    assert flags(Status.ONGOING, on=after) == (Flag.UNFINISHED,)
    assert flags(Status.COMPLETED, on=after, has_evidence=True) == ()
    assert flags(Status.CANCELLED, on=after) == ()
    assert flags(Status.COMPLETED, on=after) == (Flag.UNFINISHED, Flag.NO_EVIDENCE)
    assert judge(facts(Status.ONGOING), after).stage_label == "Delvis klart eller inte avslutat"


def test_a_moved_deadline_still_tells_what_was_first_promised():
    told = words(Status.ONGOING, first_due_on=date(2024, 9, 30))
    assert "Räknat mot det första slutdatumet, 30 september, skulle aktiviteten vara försenad." in told


def test_parties_that_say_different_things_are_told_apart():
    told = words(Status.ONGOING, None)
    assert "Polisen har inte sagt något än." in told
    assert "Parterna har kommit olika långt" in told
    assert judge(facts(Status.ONGOING, None), TODAY).said_alike is None
    assert judge(facts(Status.ONGOING, Status.ONGOING), TODAY).said_alike is Status.ONGOING


def test_news_of_one_party_does_not_make_the_other_ones_look_new_or_its_own_look_old():
    news = [TODAY - timedelta(days=41), TODAY - timedelta(days=5)]
    told = words(Status.ONGOING, Status.ONGOING, last_news_on=news)
    assert "Kommunen berättade något nytt senast för 41 dagar sedan. Gränsen är 90 dagar." in told
    assert "Det senaste är" not in told
    assert "Det senaste är från i dag." in words(Status.ONGOING, last_news_on=TODAY)


@pytest.mark.parametrize(("days", "told"), [(1, "Det är 1 dag sedan."), (15, "Det är 15 dagar sedan.")])
def test_how_late_is_told_in_days(days, told):
    assert told in words(Status.ONGOING, due_on=TODAY - timedelta(days=days))
