"""Small numbers that could point somebody out: which of a table's figures are left out, so that none can be worked out.

To leave out a small figure isn't enough: the total minus the rest gives it back. So another figure goes with it, and if
that still leaves only one possible answer, the next; and where nothing helps, the whole table.
"""

from enum import Enum

FEW = 5


class Left(Enum):
    """Why a figure is left out: it is under five, or it would give another away."""

    FEW = "few"
    KEPT = "kept"


def left_out(counts, sensitive, *, total, adds_up=True):
    """For each figure of a table None, or why it is left out. Gives None for the whole table where it can't be shown.

    `sensitive` says which figures may not be shown when they are small. `adds_up`: the figures sum to the total; else
    each of the `total` people stands in one of them or more.
    """
    left = {i: Left.FEW for i, count in enumerate(counts) if sensitive[i] and count < FEW}
    if left and total < FEW:
        return None
    others = iter(sorted((i for i in range(len(counts)) if i not in left), key=lambda i: counts[i]))
    while left and _gives_one_away(counts, sensitive, left, total, adds_up):
        nearest = next(others, None)
        if nearest is None:
            return None
        left[nearest] = Left.KEPT
    return [left.get(i) for i in range(len(counts))]


def _gives_one_away(counts, sensitive, left, total, adds_up):
    """Whether somebody who reads the rest of the table knows one of the figures left out."""
    hidden = total - sum(count for i, count in enumerate(counts) if i not in left)
    ranges = [_range(sensitive[i], why, 0 if 0 in counts else 1, total) for i, why in left.items()]
    lowest, highest = sum(low for low, _high in ranges), sum(high for _low, high in ranges)
    for low, high in ranges:
        least = max(low, hidden - (highest - high))
        most = min(high, hidden - (lowest - low)) if adds_up else high
        if least >= most:
            return True
    return False


def _range(is_sensitive, why, least, total):
    """What the table itself tells of a figure that it leaves out: "färre än 5", or only that it is there."""
    if why is Left.FEW:
        return least, min(FEW - 1, total)
    return (FEW if is_sensitive else least), total
