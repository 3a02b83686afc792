"""What the piles on the admin's front page are made of."""

from dataclasses import dataclass

MOST_ROWS = 15


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, why, and where it is done."""

    title: str
    url: str
    reasons: tuple[str, ...]
    flags: tuple = ()
    label: str = ""
    parties: tuple = ()
    is_example: bool = False
    report_url: str = ""


@dataclass(frozen=True, slots=True)
class Pile:
    """Tasks of one kind under a heading, the first of them, and where the rest are."""

    heading: str
    tasks: tuple[Task, ...]
    total: int
    url: str = ""

    @property
    def left(self):
        return self.total - len(self.tasks)


def pile(heading, tasks, url):
    return Pile(heading, tuple(tasks[:MOST_ROWS]), len(tasks), url)
