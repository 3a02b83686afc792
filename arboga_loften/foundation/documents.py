"""A document's content, told once in words; `document_files` makes it a tagged PDF and a Word file, `sheets` a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Paragraphs."""

    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Items:
    """A list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows under a heading; `widths` are the columns' shares of the page."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclass(frozen=True)
class Part:
    """A heading and what stands under it."""

    heading: str
    blocks: Sequence[Words | Items | Table]
    level: int = 1


@dataclass(frozen=True)
class Document:
    """What is handed out on paper or to a registry: told once, whatever file it becomes."""

    title: str
    lead: str
    author: str
    parts: Sequence[Part]
    landscape: bool = False  # for wide tables: the page lies down, and their text is smaller

    def words(self):
        """Everything that it says, in order: the same whatever file it becomes."""
        yield from (self.title, self.lead)
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
        case Table():
            yield from (block.caption, *block.head)
            for row in block.rows:
                yield from row
