"""The report's panes as a picture of its own (SVG), for the files; the pages draw theirs in the template."""

from actionplan.council import panes
from actionplan.status import Stage

# The colours that print.css has: paper is always light.
LOOKS = {
    "lit": 'fill="#1c5a46" stroke="#1c5a46" stroke-width="2"',
    "half": 'fill="#e6f0f3" stroke="#0b4a5c" stroke-width="2"',
    "empty": 'fill="none" stroke="#555555" stroke-width="2" stroke-dasharray="4 3"',
    "crossed": 'fill="#f0f0ec" stroke="#333333" stroke-width="2"',
}
IN_ORDER = [stage.pane for stage in Stage]
MANY = 36


def svg_of(kinds):
    """A row of panes, as many as there are activities, alike beside each other."""
    (row,) = panes.draw([("", 0, sorted(kinds, key=IN_ORDER.index))]).rows
    top = min(pane.y for pane in row.panes) - 1
    height = max(pane.y + pane.h for pane in row.panes) + 1 - top
    width = max(pane.x + pane.w for pane in row.panes) + 1
    drawn = "".join(_pane(pane) for pane in row.panes)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {top} {width} {height}">{drawn}</svg>'


def _pane(pane):
    box = f'x="{pane.x}" width="{pane.w}"'
    drawn = f'<rect {box} y="{pane.y}" height="{pane.h}" {LOOKS[pane.kind]}/>'
    if pane.kind == "half":
        drawn += f'<rect {box} y="{pane.middle}" height="{pane.h // 2}" fill="#0b4a5c"/>'
    if pane.kind == "crossed":
        drawn += f'<path d="{pane.cross}" stroke="#333333" stroke-width="2" fill="none"/>'
    return drawn


def width_of(kinds):
    """How wide the picture is on the page, in mm: a pane has the same size in all, smaller where there are many."""
    in_a_row = min(len(kinds), panes.MOST_IN_A_ROW)
    step = 12 if len(kinds) <= MANY else 6
    return in_a_row * step
