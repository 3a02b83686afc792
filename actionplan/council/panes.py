"""The report's chart: a row of panes per focus area, one for each activity. Pure drawing data; the template draws it.

The view box is 420 wide. A pane is lit, half, empty or crossed, as the windows of the houses are.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from actionplan.status import Stage

WIDTH, PANE_H, LINE_H = 420, 28, 40
FEW, MOST_IN_A_ROW = 5, 12
# How many small panes leave room for the words after them, also at the size that a phone shows them.
LEAVE_ROOM = 8


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane: its kind, and where it stands."""

    kind: str
    x: int
    y: int
    w: int
    h: int = PANE_H

    @property
    def middle(self):
        return self.y + self.h // 2

    @property
    def cross(self):
        return f"M{self.x + 7} {self.y + 5}L{self.x + self.w - 7} {self.y + 23}m0 -18L{self.x + 7} {self.y + 23}"


@dataclass(frozen=True, slots=True)
class Row:
    """A focus area's panes under its name, and where the words of how many are done stand."""

    name: str
    name_y: int
    done: int
    total: int
    words_x: int
    words_y: int
    panes: tuple[Pane, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A row for each focus area, and how high they are together."""

    rows: tuple[Row, ...]
    height: int


def pane_of(code):
    """How an activity that counts as a stage is drawn; a stage that nobody knows any more is an empty pane."""
    try:
        return Stage(code).pane
    except ValueError:
        return Stage.NOT_BEGUN.pane


def draw(areas: Iterable[tuple[str, int, list[str]]]) -> Chart:
    """The chart of some focus areas: (name, how many are done, a kind for each activity)."""
    rows, y = [], 0
    for name, done, kinds in areas:
        step = 54 if len(kinds) <= FEW else WIDTH // MOST_IN_A_ROW
        top = y + 29
        panes = tuple(
            Pane(
                kind,
                1 + (place % MOST_IN_A_ROW) * step,
                top + (place // MOST_IN_A_ROW) * LINE_H,
                step - _gap(len(kinds)),
            )
            for place, kind in enumerate(kinds)
        )
        lines = max(1, -(-len(kinds) // MOST_IN_A_ROW))
        in_last = len(kinds) - (lines - 1) * MOST_IN_A_ROW
        fits = in_last <= LEAVE_ROOM
        words_x = in_last * step + 8 if fits and kinds else 0
        words_y = top + (lines - 1) * LINE_H + (19 if fits else LINE_H + 8)
        rows.append(Row(name, y + 19, done, len(kinds), words_x, words_y, panes))
        y = words_y + 22
    return Chart(tuple(rows), y)


def _gap(count):
    return 8 if count <= FEW else 6
