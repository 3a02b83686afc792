"""What a file with a plan turns out to hold. Nothing here is written anywhere; somebody sees it first and says yes."""

from dataclasses import dataclass, field
from datetime import date

MUNICIPALITY, POLICE = "municipality", "police"


@dataclass(frozen=True)
class Question:
    """What the file leaves open, in words that say what stands there and what is needed.

    `key` is the same each time that the same file is read, so an answer finds its question. An answer is a string:
    one of the `choices` ("choice"), a day as 2024-10-15 ("date"), digits ("number"), words ("text"), "ja" or "nej"
    ("yes"). An empty answer to "date", "number" or "text" means that there is none.
    """

    key: str
    where: str
    text: str
    field: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""


@dataclass(frozen=True)
class PlannedActivity:
    """A row of the plan. `row` is the number that the program shows beside it, `where` the words for it.

    `parties` are "municipality", "police" or an organisation's name as written. `responsible` is a function, never a
    name that we know of; where the file has one for each party, `responsible_of` tells them apart.
    """

    row: int
    where: str
    title: str
    number: str = ""
    goal: str = ""
    summary: str = ""
    parties: tuple[str, ...] = ()
    responsible: str = ""
    responsible_of: dict[str, str] = field(default_factory=dict)
    participants: tuple[str, ...] = ()
    target_group: str = ""
    places: tuple[str, ...] = ()
    kind: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    is_recurring: bool = False
    target_value: int | None = None
    target_unit: str = ""
    target_unit_one: str = ""
    indicator: str = ""
    status: str | None = None
    result: str = ""
    comment: str = ""

    def responsible_for(self, party):
        """The function that answers for a party's part."""
        return self.responsible_of.get(party, self.responsible)


@dataclass(frozen=True)
class PlannedArea:
    """A focus area with its activities, in the file's order."""

    number: int | None
    title: str
    problem: str = ""
    cause: str = ""
    goal: str = ""
    activities: tuple[PlannedActivity, ...] = ()
    row: int = 0
    where: str = ""


@dataclass(frozen=True)
class Plan:
    """What a file holds. `faults` stop it; `questions` wait for answers; `ignored` are columns that nobody understood."""

    areas: tuple[PlannedArea, ...] = ()
    faults: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    ignored: tuple[str, ...] = ()
    year: int | None = None

    @property
    def activities(self):
        return tuple(activity for area in self.areas for activity in area.activities)

    @property
    def is_clear(self):
        """Nothing stops it and nothing is left to ask."""
        return not self.faults and not self.questions
