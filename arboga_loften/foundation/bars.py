"""Bar charts: label, bar and figure, one under the other. Pure drawing data; templates/components/bars.html draws it.

Widths are in percent and heights in em, so that a chart fills a phone as well as a wide screen, its text keeps its size,
and it grows with the reader's text.
"""

from dataclasses import dataclass
from textwrap import wrap

LINE, BAR, GAP = 1.4, 1.1, 0.9
LONGEST_LINE = 36
# The figure stands after its bar, so the longest bar leaves room for it.
LONGEST_BAR = 58


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label, and where it stands."""

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and the figure after it; no bar is drawn where there is no figure."""

    y: float
    width: float
    words: str
    is_earlier: bool

    @property
    def words_y(self):
        return self.y + 0.9


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its bar, and the bar of an earlier time under it where one is compared with."""

    lines: tuple
    bars: tuple
    is_record: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart: its rows and its height."""

    rows: tuple
    height: float


def draw_bars(rows):
    """A chart of (label, figures, is_record), the figures being (value or None, words), at most two: now and earlier."""
    rows = list(rows)
    longest = max((value or 0 for _label, figures, _is_record in rows for value, _words in figures), default=0) or 1
    drawn, y = [], 0.0
    for label, figures, is_record in rows:
        lines = []
        for text in wrap(label, LONGEST_LINE) or [""]:
            lines.append(Line(text, round(y + 1, 2)))
            y += LINE
        bars = []
        for place, (value, words) in enumerate(figures):
            bars.append(Bar(round(y, 2), round(LONGEST_BAR * (value or 0) / longest, 2), words, place == 1))
            y += BAR + 0.2
        drawn.append(Row(tuple(lines), tuple(bars), is_record))
        y += GAP
    return Bars(tuple(drawn), round(max(y - GAP, 0), 2))
