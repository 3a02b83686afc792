"""The houses of the street hold any number of windows, and every window is where a window can be."""

from collections import Counter

import pytest

from arboga_loften.foundation.houses import KINDS, MOST_WINDOWS, SHAPES, draw_house, in_rows


@pytest.mark.parametrize("number", range(1, len(SHAPES) + 1))
@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 8, 12, 17, 24, 40, 59, 60])
def test_each_activity_has_a_window_of_its_own_that_overlaps_nothing(number, count):
    house = draw_house(number, ["lit"] * count)
    boxes = [pane.box for pane in house.panes]
    assert len(boxes) == count
    assert house.per_window == 1
    wall, door, gable = house.shape.wall, house.shape.door, house.shape.gable
    for i, box in enumerate(boxes):
        if box is not gable:
            assert wall.x < box.x < box.x + box.w < wall.x + wall.w
            assert wall.y < box.y < box.y + box.h < wall.y + wall.h
        assert door is None or not box.overlaps(door)
        assert not any(box.overlaps(other) for other in boxes[i + 1 :])


def test_windows_are_drawn_as_what_they_stand_for():
    kinds = ["lit", "half", "half", "empty", "crossed"]
    assert [pane.kind for pane in draw_house(3, kinds).panes] == kinds


@pytest.mark.parametrize("count", [61, 100, 400, 10_000])
def test_with_very_many_activities_a_window_stands_for_several_and_says_so(count):
    kinds = ["lit"] * (count // 2) + ["half"] * (count - count // 2)
    house = draw_house(1, kinds)
    drawn = Counter(pane.kind for pane in house.panes)
    assert house.per_window > 1
    assert sum(drawn.values()) <= MOST_WINDOWS
    assert abs(drawn["lit"] - drawn["half"]) <= 1


def test_there_are_houses_for_any_number_of_focus_areas():
    assert {draw_house(number, KINDS).number for number in range(1, 13)} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("count", "rows"), [(0, []), (1, [1]), (5, [5]), (6, [3, 3]), (7, [4, 3]), (11, [4, 4, 3]), (12, [4, 4, 4])]
)
def test_houses_stand_in_even_rows_of_at_most_five(count, rows):
    assert [len(row) for row in in_rows(list(range(count)))] == rows
