"""A file becomes a plan, or precise questions about it."""

import re

from django.utils.translation import gettext as _

from actionplan.planfile import tables
from actionplan.planfile.activities import activities_of
from actionplan.planfile.asking import Asking
from actionplan.planfile.layout import Layout
from actionplan.planfile.model import Plan, PlannedArea, Question
from arboga_loften.foundation.spreadsheets import Unreadable

YEARS = re.compile(r"(?<![\d-])(20[1-9]\d)(?:[–-](20[1-9]\d|[2-9]\d))?(?![\d-])")


def read(name, data, *, year, answers=None) -> Plan:
    """Read a file with a plan for a year, with the answers that are given so far.

    Raises foundation.spreadsheets.Unreadable, in words that say what to do.
    """
    file = tables.read(name, data)
    asking = Asking(answers)
    layout = Layout(file, asking)
    found = layout.walk()
    if not layout.has_headings and not asking.open:
        raise tables.no_table(file.has_pictures)
    stated = _stated_year([*layout.titles, *(table.name for table in file.tables)], year)
    faults = _faults_of_year(stated, year, asking)
    areas = [_area(area, asking, year) for area in found]
    areas = [area for area in areas if area.activities or area.title]
    if not any(area.activities for area in areas) and not asking.asked:
        raise Unreadable(_("Under rubrikerna finns inga aktiviteter."))
    return Plan(
        areas=tuple(areas),
        faults=tuple(faults),
        questions=tuple(asking.open),
        ignored=tuple(dict.fromkeys(layout.ignored)),
        year=stated,
    )


def _area(area, asking, year):
    activities = [activity for record in area.records for activity in activities_of(record, asking=asking, year=year)]
    texts = {name: "\n".join(area.texts.get(what, [])) for name, what in TEXTS.items()}
    # A heading with nothing under it was no area, unless it says that it is one.
    is_kept = activities or area.says_so or area.number
    return PlannedArea(
        number=area.number,
        title=area.title if is_kept else "",
        activities=tuple(activities),
        row=area.row,
        where=area.where,
        **texts,
    )


TEXTS = {"problem": "problem", "cause": "cause", "goal": "area_goal"}


def _stated_year(titles, year):
    """The year that the file itself says it is for: the asked one where it is among those, else the only one."""
    found = set()
    for title in titles:
        for first, last in YEARS.findall(title):
            last = int(last) if len(last) == 4 else int(first[:2] + last) if last else int(first)
            found |= set(range(int(first), min(last, int(first) + 10) + 1))
    if year in found:
        return year
    return found.pop() if len(found) == 1 else None


def _faults_of_year(stated, year, asking):
    if stated in {None, year}:
        return []
    question = Question(
        key="year",
        where=_("Filen"),
        text=_("Filen säger %(stated)s, men du läser in den till %(year)s. Ska den läsas in till %(year)s?")
        % {"stated": stated, "year": year},
        field="year",
        kind="yes",
        suggestion="nej",
    )
    if asking.ask(question) == "nej":
        return [_("Filen gäller %(stated)s. Välj medborgarlöftet för det året.") % {"stated": stated}]
    return []
