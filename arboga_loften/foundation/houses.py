"""The houses of the street: one per focus area, one window per activity. Pure drawing data; templates/components draws it.

Coordinates are in the view box 180 × 212, with the ground at the bottom. Colours and shapes mean nothing, only the windows do.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

KINDS = ("lit", "half", "empty", "crossed")
MOST_WINDOWS = 60
PANE_W, PANE_H, GAP, MARGIN = 20.0, 26.0, 8.0, 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float

    def overlaps(self, other, margin=0.0):
        return (
            self.x < other.x + other.w + margin
            and other.x < self.x + self.w + margin
            and self.y < other.y + other.h + margin
            and other.y < self.y + self.h + margin
        )


@dataclass(frozen=True, slots=True)
class Pane:
    """A window: its box and how it is drawn."""

    box: Box
    kind: str

    @property
    def half(self):
        """The lower half, which is lit in an activity that is under way."""
        box = self.box
        return Box(box.x, box.y + box.h / 2, box.w, box.h / 2)

    @property
    def outer(self):
        """A lit window is drawn over its own frame."""
        box = self.box
        return Box(box.x - 1, box.y - 1, box.w + 2, box.h + 2)

    @property
    def bars(self):
        box = self.box
        return f"M{box.x + box.w / 2:.1f} {box.y:.1f}v{box.h:.1f}M{box.x:.1f} {box.y + box.h / 2:.1f}h{box.w:.1f}"

    @property
    def cross(self):
        box = self.box
        return (
            f"M{box.x:.1f} {box.y:.1f}l{box.w:.1f} {box.h:.1f}M{box.x + box.w:.1f} {box.y:.1f}l-{box.w:.1f} {box.h:.1f}"
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of house: its paths in the order that they are drawn, the wall, the door and perhaps a window in the gable."""

    paths: tuple[tuple[str, str], ...]
    wall: Box
    door: Box | None = None
    gable: Box | None = None


@dataclass(frozen=True, slots=True)
class House:
    """A house with its windows. `per_window` is more than 1 where a window stands for several activities."""

    number: int
    shape: Shape
    panes: tuple[Pane, ...]
    per_window: int = 1

    @property
    def door_path(self):
        door = self.shape.door
        return f"M{door.x:.0f} 212v-{door.h:.0f}h{door.w:.0f}v{door.h:.0f}" if door else ""


SHAPES = (
    Shape(
        paths=(
            ("roof", "M120 50h14v34h-14z"),
            ("roof", "M6 118L90 52L174 118z"),
            ("wall", "M16 116h148v96h-148z"),
            ("wall", "M22 118L90 64L158 118z"),
            ("trim", "M17 118V212M163 118V212"),
        ),
        wall=Box(16, 118, 148, 94),
        gable=Box(80, 84, PANE_W, PANE_H),
    ),
    Shape(
        paths=(
            ("roof", "M112 34h14v24h-14z"),
            ("wall", "M30 90h120v122h-120z"),
            ("roof", "M20 92L38 52H142L160 92z"),
            ("trim", "M31 92V212M149 92V212"),
        ),
        wall=Box(30, 92, 120, 120),
        door=Box(80, 168, 20, 44),
    ),
    Shape(
        paths=(
            ("roof", "M12 104L90 46L168 104z"),
            ("wall", "M22 102h136v110h-136z"),
            ("wall", "M28 104L90 58L152 104z"),
            ("trim", "M23 104V212M157 104V212"),
        ),
        wall=Box(22, 104, 136, 108),
        door=Box(96, 170, 22, 42),
        gable=Box(80, 74, PANE_W, PANE_H),
    ),
    Shape(
        paths=(
            ("roof", "M106 4h12v24h-12z"),
            ("wall", "M40 64h100v148h-100z"),
            ("roof", "M30 66L52 34L90 8L128 34L150 66z"),
            ("trim", "M41 66V212M139 66V212"),
        ),
        wall=Box(40, 66, 100, 146),
        door=Box(80, 168, 20, 44),
    ),
    Shape(
        paths=(
            ("roof", "M76 80V52L90 26L104 52V80z"),
            ("roof", "M88.5 12h3v20h-3z"),
            ("wall", "M8 126h164v86h-164z"),
            ("roof", "M0 128L22 78H158L180 128z"),
            ("trim", "M9 128V212M171 128V212"),
        ),
        wall=Box(8, 128, 164, 84),
        door=Box(80, 166, 20, 46),
        gable=Box(80, 94, PANE_W, PANE_H),
    ),
)


def draw_house(number: int, kinds: Sequence[str]) -> House:
    """The house of a focus area (`number` from 1), with a window for each of `kinds`, in order."""
    shape = SHAPES[(number - 1) % len(SHAPES)]
    kinds, per_window = _scaled(kinds)
    return House(
        number=(number - 1) % len(SHAPES) + 1,
        shape=shape,
        panes=tuple(Pane(box, kind) for box, kind in zip(_boxes(shape, len(kinds)), kinds, strict=True)),
        per_window=per_window,
    )


def _scaled(kinds):
    """As many windows as there are activities, up to a limit; above it each stands for several, by largest remainder."""
    if len(kinds) <= MOST_WINDOWS:
        return list(kinds), 1
    per_window = ceil(len(kinds) / MOST_WINDOWS)
    windows = ceil(len(kinds) / per_window)
    counts = Counter(kinds)
    shares = {kind: counts[kind] * windows / len(kinds) for kind in KINDS}
    whole = {kind: int(share) for kind, share in shares.items()}
    by_remainder = sorted(KINDS, key=lambda kind: shares[kind] - whole[kind], reverse=True)
    for kind in by_remainder[: windows - sum(whole.values())]:
        whole[kind] += 1
    return [kind for kind in KINDS for _ in range(whole[kind])], per_window


def _boxes(shape, count):
    """Where `count` windows go: one in the gable if there is one, the rest in rows on the wall, clear of the door."""
    boxes = [shape.gable] if shape.gable and count else []
    rest = count - len(boxes)
    if rest:
        boxes += _rows(shape, rest)
    return boxes


def _rows(shape, count):
    """The largest windows that fit, in the number of rows that suits the wall's proportions best."""
    wall = shape.wall
    field = Box(wall.x + MARGIN, wall.y + MARGIN, wall.w - 2 * MARGIN, wall.h - 2 * MARGIN)
    for step in range(20):
        scale = 1 - step * 0.045
        fitting = [boxes for rows in range(1, 13) if (boxes := _grid(shape, field, count, rows, scale))]
        if fitting:
            best = min(fitting, key=lambda found: abs(log(found[0] * found[0] * field.w / (count * field.h))))
            return best[1]
    raise ValueError(f"{count} fönster får inte plats.")


def _grid(shape, field, count, rows, scale):
    """(rows, boxes) with `count` windows of a scale in so many rows, or None where they don't fit."""
    w, h, gap = PANE_W * scale, PANE_H * scale, GAP * scale
    if rows * h + (rows - 1) * gap > field.h:
        return None
    space = (field.h - rows * h) / (rows + 1)
    tops = [field.y + space + row * (h + space) for row in range(rows)]
    wings = [_wings(shape, field, top, h) for top in tops]
    room = [[int((right - left + gap) // (w + gap)) for left, right in row] for row in wings]
    shares = _shared(count, [sum(row) for row in room])
    if shares is None:
        return None
    boxes = []
    for top, row, capacities, share in zip(tops, wings, room, shares, strict=True):
        for (left, right), windows in zip(row, _shared(share, capacities), strict=True):
            gap_here = (right - left - windows * w) / (windows + 1)
            boxes += [Box(left + gap_here + i * (w + gap_here), top, w, h) for i in range(windows)]
    return rows, boxes


def _wings(shape, field, top, height):
    """The stretches of a row that are free: the whole wall, or both sides of the door."""
    door = shape.door
    if door is None or top + height + 4 <= door.y:
        return [(field.x, field.x + field.w)]
    return [(field.x, door.x - 4), (door.x + door.w + 4, field.x + field.w)]


def _shared(count, capacities):
    """`count` shared out as evenly as the capacities allow, or None where they are too small."""
    if sum(capacities) < count:
        return None
    shares = [0] * len(capacities)
    for _ in range(count):
        free = [i for i, capacity in enumerate(capacities) if shares[i] < capacity]
        shares[min(free, key=lambda i: (shares[i], i))] += 1
    return shares


def in_rows(items: Sequence, most=5) -> list[Sequence]:
    """Houses in rows of about the same length, at most five in each, so that the river follows every row."""
    rows = ceil(len(items) / most)
    shares = _shared(len(items), [most] * rows)
    out, start = [], 0
    for share in shares or []:
        out.append(items[start : start + share])
        start += share
    return out
