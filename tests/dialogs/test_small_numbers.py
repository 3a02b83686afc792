"""Small numbers: left out where they could point somebody out, and never to be worked out from what is left."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.small_numbers import FEW, Left, left_out

F, K = Left.FEW, Left.KEPT


@pytest.mark.parametrize(
    ("counts", "sensitive", "left"),
    [
        # Nothing is sensitive, or nothing is small.
        ([3, 12], [False, False], [None, None]),
        ([5, 12], [True, True], [None, None]),
        # The total minus the rest would give the small one back, so the nearest goes with it.
        ([3, 12, 30], [True, False, False], [F, K, None]),
        ([3, 12, 30], [True, True, True], [F, K, None]),
        # Two small ones hide each other.
        ([3, 2, 30], [True, True, True], [F, F, None]),
        # Two that must both be four hide nothing.
        ([4, 4, 30], [True, True, True], [F, F, K]),
        # A zero is small too: nobody chose it, so everybody chose something else.
        ([0, 9, 30], [True, True, True], [F, K, None]),
    ],
)
def test_what_is_left_out(counts, sensitive, left):
    assert left_out(counts, sensitive, total=sum(counts)) == left


@pytest.mark.parametrize("counts", [[3], [1, 2], [4, 0], [1, 1, 1, 1]])
def test_where_nothing_helps_the_whole_table_is_left_out(counts):
    assert left_out(counts, [True] * len(counts), total=sum(counts)) is None


def test_several_choices_each_do_not_add_up_and_need_no_company():
    assert left_out([3, 12], [True, True], total=14, adds_up=False) == [F, None]


def test_but_somebody_must_have_chosen_what_the_others_have_not():
    # Ten people, six of whom chose the first: the other four can only have chosen the second.
    assert left_out([6, 4], [True, True], total=10, adds_up=False) == [K, F]


def _fits(candidate, counts, sensitive, left, total, adds_up):
    """Whether other figures would give the same table."""
    for i, value in enumerate(candidate):
        if left[i] is None and value != counts[i]:
            return False
        if left[i] is F and not (value < FEW and (value or 0 in counts)):
            return False
        if left[i] is K and (value < FEW if sensitive[i] else not value and 0 not in counts):
            return False
    return sum(candidate) == total if adds_up else sum(candidate) >= total


tables = st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=4)


@given(tables, st.booleans(), st.data())
def test_no_figure_that_is_left_out_can_be_worked_out(rows, adds_up, data):
    counts, sensitive = [count for count, _is in rows], [is_sensitive for _count, is_sensitive in rows]
    least = max(counts)
    total = sum(counts) if adds_up else data.draw(st.integers(least, max(least, sum(counts))))
    left = left_out(counts, sensitive, total=total, adds_up=adds_up)
    if left is None:
        return
    hidden = [i for i, why in enumerate(left) if why]
    ranges = [range(total + 1) if left[i] else [counts[i]] for i in range(len(counts))]
    if total > 20:
        ranges = [range(min(total, 25) + 1) if left[i] else [counts[i]] for i in range(len(counts))]
    possible = [each for each in product(*ranges) if _fits(each, counts, sensitive, left, total, adds_up)]
    for i in hidden:
        assert len({each[i] for each in possible}) > 1
    assert all(left[i] for i, count in enumerate(counts) if sensitive[i] and count < FEW)
