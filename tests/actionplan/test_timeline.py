"""The year as a picture: every bar, dot and line stands where its day is."""

import itertools
from datetime import date

import pytest

from actionplan import followup, timeline
from actionplan.board import tally
from actionplan.models import Activity
from actionplan.status import Status
from tests.factories import make_activity, make_area

pytestmark = pytest.mark.django_db

TODAY = date(2024, 10, 15)
MONTH = (timeline.WIDTH - timeline.LEFT) / 12


def drawn(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), today=TODAY):
    activities = Activity.objects.judged(today)
    groups = [("Trafik", tally(activities), activities)]
    return timeline.draw(groups, starts_on=starts_on, ends_on=ends_on, today=today)


def test_a_year_has_twelve_equally_wide_months():
    axis = timeline.Axis(date(2024, 1, 1), date(2024, 12, 31))
    assert [month.name for month in axis.lines()][:3] == ["jan", "feb", "mar"]
    assert axis.x(date(2024, 1, 1)) == timeline.LEFT
    assert axis.x(date(2024, 3, 1)) == pytest.approx(timeline.LEFT + 2 * MONTH)
    assert axis.end(date(2024, 12, 31)) == pytest.approx(timeline.WIDTH)


@pytest.mark.parametrize(("first", "last"), [((2024, 1), (2024, 6)), ((2023, 7), (2025, 6)), ((2020, 1), (2033, 12))])
def test_a_promise_may_last_for_half_a_year_or_for_many(first, last):
    lines = list(timeline.Axis(date(*first, 1), date(*last, 28)).lines())
    named = [line for line in lines if line.name]
    assert all(b.name_x - a.name_x >= timeline.NARROWEST_MONTH - 0.01 for a, b in itertools.pairwise(named))
    assert all(timeline.LEFT <= line.name_x <= timeline.WIDTH for line in named)
    if first[0] != last[0]:
        assert str(last[0]) in {line.name for line in named}


def test_the_bar_goes_from_the_first_day_to_the_end_of_the_last():
    make_activity(starts_on=date(2024, 2, 1), due_on=date(2024, 3, 31))
    (row,) = drawn().rows
    assert row.x == pytest.approx(timeline.LEFT + MONTH)
    assert row.width == pytest.approx(2 * MONTH)
    assert row.span == "none"


def test_one_dot_is_one_dated_occurrence():
    activity = make_activity(target_value=4, target_unit="tillfällen")
    for day in (date(2024, 3, 1), date(2024, 9, 1)):
        followup.add_occurrence(activity, on=day)
    wrong = followup.add_occurrence(activity, on=date(2024, 5, 1))
    followup.withdraw_occurrence(wrong, reason="Det blev inte av.")
    (row,) = drawn().rows
    assert row.dots == pytest.approx((timeline.LEFT + 2 * MONTH, timeline.LEFT + 8 * MONTH))
    assert row.undotted is None


def test_what_is_counted_in_large_numbers_is_told_in_figures_instead_of_dots():
    activity = make_activity(target_value=400, target_unit="hem")
    followup.add_occurrence(activity, on=date(2024, 3, 1), count=412)
    (row,) = drawn().rows
    assert row.dots == ()
    assert row.undotted.text == "412 hem"
    assert row.undotted.is_within


def test_a_moved_deadline_is_drawn_from_the_old_to_the_new():
    activity = make_activity(due_on=date(2024, 9, 30))
    followup.move_due_date(activity, new_due_on=date(2024, 11, 30), reason="Sjukdom.")
    picture = drawn()
    (row,) = picture.rows
    assert row.moved_from == pytest.approx(timeline.LEFT + 9 * MONTH)
    assert row.moved.startswith(f"M{row.moved_from:.1f}")
    assert picture.has_moved


@pytest.mark.parametrize(
    ("status", "span"), [(Status.ONGOING, "go"), (Status.PAUSED, "stop"), (Status.COMPLETED, "done")]
)
def test_the_bar_shows_what_the_activity_counts_as(status, span):
    activity = make_activity()
    followup.report(activity.commitments.get(), status=status, note="Så är det.", evidence="Protokoll 4")
    assert drawn().rows[0].span == span


def test_today_stands_in_the_year_and_its_label_within_the_picture():
    make_activity()
    assert drawn().today.x == pytest.approx(timeline.LEFT + (9 + 14 / 31) * MONTH)
    late = drawn(today=date(2024, 12, 31)).today
    assert late.tag_x + late.tag_width <= timeline.WIDTH
    assert drawn(today=date(2026, 1, 1)).today is None


def test_the_picture_is_as_wide_as_the_longest_activity_needs():
    make_activity(starts_on=date(2023, 11, 1), due_on=date(2025, 2, 28))
    (row,) = drawn().rows
    assert row.x == pytest.approx(timeline.LEFT)
    assert row.x + row.width == pytest.approx(timeline.WIDTH)


def test_rows_never_overlap_and_the_picture_holds_them_all():
    area = make_area()
    for n in range(1, 31):
        make_activity(area, number=n)
    picture = drawn()
    tops = [row.y for row in picture.rows]
    assert all(b - a >= timeline.ROW for a, b in itertools.pairwise(tops))
    assert tops[-1] + timeline.ROW / 2 < picture.height


def test_a_long_title_is_cut_between_words():
    assert timeline.cut("Vi går runt i hela staden", 15) == "Vi går runt i …"
    assert timeline.cut("Kort", 15) == "Kort"


def test_the_dots_take_one_query_however_many_activities(django_assert_num_queries):
    area = make_area()
    for n in (1, 2, 3):
        followup.add_occurrence(make_activity(area, number=n), on=date(2024, 3, 1))
    activities = Activity.objects.judged(TODAY)
    with django_assert_num_queries(1):
        timeline.draw(
            [("", tally(activities), activities)], starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), today=TODAY
        )
