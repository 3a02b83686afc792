"""Which row of a file is which row of the database: by its title, by its number, or by asking.

A plan that has got a new row in its middle has other numbers than before. A number alone is therefore never enough to
let a row be another one: what parties have said of one activity must not come to stand under another.
"""

import re

from django.utils.translation import gettext as _

from actionplan.planfile.asking import IS_A_SLIP, MAY_BE_SAME, closest, likeness, plainly
from actionplan.planfile.model import Question

NEW = "ny"
LABEL = re.compile(r"(?:(\d{1,4})[.:])?(\d{1,4})\.?\Z")


def own_number(text, area_number):
    """The number of an activity within its focus area, of "1.2" or "2"; None where there is none that can be used."""
    found = LABEL.match(text.strip())
    if not found or (found[1] and int(found[1]) != area_number) or not 1 <= int(found[2]) <= 9999:
        return None
    return int(found[2])


class Pairing:
    """Pairs what is planned with rows, each at most once. `known` holds the names that each row goes by."""

    def __init__(self, rows, *, names, asking):
        self.left = {row.pk: row for row in rows}
        self.names = {row.pk: [plainly(name) for name in names(row) if name] for row in rows}
        self.asking = asking

    def by_title(self, title, among=None):
        """The only row of that name, if there is one."""
        wanted = plainly(title)
        found = [row for row in self._among(among) if wanted in self.names[row.pk]]
        return self._take(found[0]) if len(found) == 1 else None

    def by_number(self, title, number, among=None):
        """The row of that number, where its title is the same but for a slip of the pen."""
        row = self._numbered(number, among)
        is_same = row is not None and likeness(title, row.title) >= IS_A_SLIP
        return self._take(row) if is_same else None

    def by_asking(self, title, number, *, where, field, among=None, words, label):
        """The row that somebody says it is, None where it is new or nothing is like it."""
        numbered = self._numbered(number, among)
        elsewhere = [row for row in self.left.values() if plainly(title) in self.names[row.pk]]
        found = [*([numbered] if numbered else []), *self._like(title, among), *elsewhere]
        candidates = list({row.pk: row for row in found}.values())
        if not candidates:
            return None
        best = max(candidates, key=lambda row: likeness(title, row.title))
        question = Question(
            key=f"samma:{where}:{field}",
            where=where,
            text=words % {"where": where, "title": title},
            field=field,
            kind="choice",
            choices=(*((str(row.pk), label(row)) for row in candidates), (NEW, _("Nej, det är något nytt"))),
            suggestion=str(best.pk) if likeness(title, best.title) >= MAY_BE_SAME else NEW,
        )
        answer = self.asking.ask(question)
        return None if answer in (None, NEW) else self._take(self.left[int(answer)])

    def _among(self, among):
        return [row for row in self.left.values() if among is None or row.pk in among]

    def _numbered(self, number, among):
        return next((row for row in self._among(among) if row.number == number), None) if number else None

    def _like(self, title, among):
        rows = {name: row for row in self._among(among) for name in self.names[row.pk]}
        return [rows[name] for name in closest(title, list(rows))]

    def _take(self, row):
        return self.left.pop(row.pk)


def free_number(wanted, taken):
    """The number that was wanted where nobody has it, else the next after all."""
    number = wanted if wanted and wanted not in taken else max(taken, default=0) + 1
    taken.add(number)
    return number
