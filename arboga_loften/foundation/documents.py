"""A document's content, told once in words; `document_files` makes it a tagged PDF and a Word file, `sheets` a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Words:
    """Paragraphs."""

    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Items:
    """A list. Where the order says something it is numbered, and an item's first line, if it has more, stands out."""

    items: Sequence[str]
    is_numbered: bool = False


@dataclass(frozen=True)
class Facts:
    """Names with what they are, one to a line: (name, value)."""

    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Figures:
    """A few large figures beside each other, each with what it counts: (figure, words)."""

    figures: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Picture:
    """A drawing, with what it shows in words for those who don't see it. `width` in mm."""

    svg: str
    alt: str
    caption: str
    width: int


@dataclass(frozen=True)
class Table:
    """Rows under a heading; `widths` are the columns' shares of the page, `numeric` those that stand to the right."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numeric: Sequence[int] = ()

    @property
    def is_dense(self):
        """Many columns on a page that stands up: their text is smaller."""
        return len(self.head) > 6


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    blocks: Sequence[Words | Items | Facts | Figures | Picture | Table]
    level: int = 1


@dataclass(frozen=True)
class Document:
    """What is handed out on paper or to a registry: told once, whatever file it becomes.

    `dated` is when it was made, which its files say too: with it given, the same words always become the same bytes.
    """

    title: str
    lead: str
    author: str
    parts: Sequence[Part]
    landscape: bool = False  # for wide tables: the page lies down, and their text is smaller
    facts: Sequence[tuple[str, str]] = ()  # what it is, before anything else: (name, value)
    mark: str = ""  # stands at the top of every page: that it is a draft
    dated: datetime | None = None

    def words(self):
        """Everything that it says, in order: the same whatever file it becomes."""
        yield from (self.title, self.lead)
        for fact in self.facts:
            yield from fact
        for part in self.parts:
            yield part.heading
            for block in part.blocks:
                yield from _words_of(block)


def _words_of(block):
    match block:
        case Words():
            yield from block.paragraphs
        case Items():
            yield from block.items
        case Facts(facts=pairs) | Figures(figures=pairs):
            for pair in pairs:
                yield from pair
        case Picture():
            yield block.caption
        case Table():
            yield from (block.caption, *block.head)
            for row in block.rows:
                yield from row
