"""A QR code as one path of an SVG, drawn in place: no picture to fetch, and nothing that the security policy would stop."""

from dataclasses import dataclass

import segno

QUIET = 4  # the empty border that a camera needs, in modules


@dataclass(frozen=True, slots=True)
class Code:
    """`size` modules wide, its border counted; `path` holds one stroke, a module thick, per row of dark modules."""

    size: int
    path: str


def draw(text: str) -> Code:
    """The code of an address; with enough redundancy to be read from a creased sheet of paper."""
    code = segno.make(text, error="m", micro=False)
    rows = (_runs(list(row)) for row in code.matrix)
    path = "".join(f"M{x + QUIET} {y + QUIET}.5h{length}" for y, row in enumerate(rows) for x, length in row)
    return Code(size=code.symbol_size(border=QUIET)[0], path=path)


def _runs(row):
    """Where dark modules stand side by side in a row: (the first one's place, how many)."""
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None
