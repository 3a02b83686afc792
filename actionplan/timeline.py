"""The geometry of the year as a timeline: months across, one row per activity. The template only draws."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from actionplan.models import Occurrence
from actionplan.status import Stage
from arboga_loften.foundation.templatetags.look import month_short

WIDTH = 1020.0
LEFT = 372.0  # where the titles end and the months begin
TOP = 42.0
ROW, GROUP_GAP, HEADING = 30.0, 10.0, 34.0
BAR, TAG = 16.0, 112.0
NARROWEST_MONTH = 36.0  # a month's name needs this much
MOST_LETTERS = 46
MOST_DOTS = 40
LETTER = 7.4  # the width of an average letter, to judge whether words fit

SPANS = {Stage.DONE: "done", Stage.UNDERWAY: "go", Stage.NOT_BEGUN: "none", Stage.HALTED: "stop"}


@dataclass(frozen=True, slots=True)
class Month:
    """A line down the chart, with the month's name or, where the chart spans years, the year's number in January."""

    x: float
    name: str = ""
    name_x: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    anchor: str = "start"
    is_within: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One activity: its number and title, its span, a dot per dated occurrence, and its moved deadline."""

    activity: object
    title: str
    y: float
    x: float
    width: float
    span: str
    dots: tuple[float, ...] = ()
    moved_from: float | None = None
    undotted: Label | None = None

    @property
    def text_y(self):
        return self.y + 5

    @property
    def bar_y(self):
        return self.y - BAR / 2

    @property
    def line_y(self):
        return self.y + ROW / 2 - 0.5

    @property
    def moved(self):
        """From the old deadline to the new, with an arrow's head where there is room for it."""
        length = self.x + self.width - self.moved_from - 20
        back = f"M{self.moved_from:.1f} {self.y - 12:.1f}v24"
        if length < 8:
            return back
        return f"{back}M{self.moved_from + 8:.1f} {self.y:.1f}h{length:.1f}m-6 -5l6 5l-6 5"


@dataclass(frozen=True, slots=True)
class Today:
    x: float
    tag_x: float
    text_x: float
    tag_width: float


@dataclass(frozen=True, slots=True)
class Timeline:
    months: tuple[Month, ...]
    headings: tuple[Label, ...]
    rows: tuple[Row, ...]
    height: float
    today: Today | None
    width: float = WIDTH
    top: float = TOP
    left: float = LEFT
    bar: float = BAR

    @property
    def bottom(self):
        return self.height - 8

    @property
    def has_undotted(self):
        return any(row.undotted for row in self.rows)

    @property
    def has_moved(self):
        return any(row.moved_from is not None for row in self.rows)


class Axis:
    """From day to place. Every month is as wide as every other, so that the year reads evenly."""

    def __init__(self, first, last):
        self.first = first.replace(day=1)
        self.months = (last.year - first.year) * 12 + last.month - first.month + 1
        self.month = (WIDTH - LEFT) / self.months

    def x(self, day):
        """Where a day begins, kept within the chart."""
        whole = (day.year - self.first.year) * 12 + day.month - self.first.month
        part = (day.day - 1) / monthrange(day.year, day.month)[1]
        return min(max(LEFT + (whole + part) * self.month, LEFT), WIDTH)

    def end(self, day):
        """Where a day ends."""
        return min(max(self.x(day) + self.month / monthrange(day.year, day.month)[1], LEFT), WIDTH)

    def holds(self, day):
        return 0 <= (day.year - self.first.year) * 12 + day.month - self.first.month < self.months

    def lines(self):
        """A line per month, or per second, third, sixth or twelfth where they stand close."""
        step = next((step for step in (1, 2, 3, 6) if step * self.month >= NARROWEST_MONTH), 12)
        many_years = self.first.month + self.months > 13
        for n in range(0, self.months, step):
            year, month = divmod(self.first.year * 12 + self.first.month - 1 + n, 12)
            name = str(year) if many_years and month < step else month_short(date(year, month + 1, 1))
            x = LEFT + n * self.month
            yield Month(x, name, x + min(step, self.months - n) * self.month / 2)
        yield Month(WIDTH)


def draw(groups, *, starts_on, ends_on, today):
    """Lay out groups of judged activities (heading, tally, activities) between two days, or as far as they reach."""
    groups = list(groups)
    activities = [activity for group in groups for activity in group[2]]
    axis = Axis(
        min([starts_on, *(activity.starts_on for activity in activities)]),
        max([ends_on, *(activity.progress.facts.due_on for activity in activities)]),
    )
    dots = _dotted_days(activities, today)
    y, headings, rows = TOP + 30, [], []
    for heading, _tally, members in groups:
        if heading:
            headings.append(Label(0, y + 24, cut(str(heading), 110)))
            y += HEADING
        for activity in members:
            rows.append(_row(activity, y + ROW / 2, axis, dots.get(activity.pk)))
            y += ROW
        y += GROUP_GAP
    return Timeline(
        months=tuple(axis.lines()),
        headings=tuple(headings),
        rows=tuple(rows),
        height=y - GROUP_GAP + 10,
        today=_today(axis, today) if axis.holds(today) else None,
    )


def _dotted_days(activities, day):
    """By activity: the days of its occurrences, or nothing where one of them counts for several. One query."""
    few = [activity.pk for activity in activities if 0 < activity.progress.facts.outcome <= MOST_DOTS]
    found = defaultdict(list)
    for activity, on, count in (
        Occurrence.objects.standing(day)
        .filter(activity__in=few)
        .order_by("on", "pk")
        .values_list("activity", "on", "count")
    ):
        found[activity].append((on, count))
    return {pk: [on for on, _count in days] for pk, days in found.items() if all(count == 1 for _on, count in days)}


def _row(activity, y, axis, days):
    facts = activity.progress.facts
    x, end = axis.x(activity.starts_on), axis.end(facts.due_on)
    moved = facts.first_due_on if facts.first_due_on and facts.first_due_on < facts.due_on else None
    return Row(
        activity=activity,
        title=cut(activity.title, MOST_LETTERS),
        y=y,
        x=x,
        width=max(end - x, 3.0),
        span=SPANS[activity.progress.stage],
        dots=tuple(axis.x(day) for day in days or ()),
        moved_from=axis.end(moved) if moved else None,
        undotted=_undotted(facts, x, end, y + 5) if facts.outcome and not days else None,
    )


def _undotted(facts, x, end, y):
    """How much is done, in words: in the bar where it fits, else beside it."""
    text = f"{facts.outcome} {facts.unit or _('tillfällen')}"
    room = len(text) * LETTER + 12
    if end - x > room:
        return Label(x + 8, y, text, is_within=True)
    return Label(end + 6, y, text) if WIDTH - end > room else Label(x - 6, y, text, "end")


def _today(axis, day):
    x = axis.x(day)
    middle = min(max(x, LEFT + TAG / 2), WIDTH - TAG / 2)
    return Today(x, middle - TAG / 2, middle, TAG)


def cut(text, most):
    """A text short enough for its place, cut between words."""
    if len(text) <= most:
        return text
    whole = text[: most - 1]
    return f"{whole.rsplit(' ', 1)[0] if ' ' in whole[most // 2 :] else whole} …"
