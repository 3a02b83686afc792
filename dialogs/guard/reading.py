"""A text as the eye reads it.

A number can be written with full-width digits, with an invisible character in the middle or with a hyphen that isn't the
keyboard's. The eye sees the same number, so the guard must too, and still point at the right place in what was written.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .hits import Hit

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
SENTENCE_ENDS = re.compile(r"[.!?…\n]")
OPENS = re.compile(r"[.!?…\n:;\"”“«»•*]|(?:^|\s)-\s")
MOST_MARKS = 4  # on one letter; a tower of them takes long to put in order


@lru_cache(maxsize=4096)
def seen(cluster):
    """One character, with the marks above and below it, as it looks: "" when it can't be seen at all."""
    first = cluster[0]
    if first in "\n\r\u2028\u2029\x85":
        return "\n"
    if (digit := unicodedata.decimal(first, None)) is not None:
        return str(digit)
    category = unicodedata.category(first)
    if category == "Zs" or first == "\t":
        return " "
    if category == "Pd" or first == "\u2212":
        return "-"
    if category in {"Cc", "Cf"} or 0xFE00 <= ord(first) <= 0xFE0F:
        return ""
    return "".join("-" if unicodedata.category(c) == "Pd" else c for c in unicodedata.normalize("NFKC", cluster))


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    low: str
    sentence: int
    opens: bool  # it begins a sentence or a quote, so its capital letter says nothing

    @property
    def is_capitalised(self):
        return self.text[0].isupper() and self.text[1:2].islower()


@dataclass(frozen=True, slots=True)
class Place:
    """Something found: from character to character, from word to word."""

    start: int
    end: int
    first: int
    last: int


class Reading:
    def __init__(self, written):
        self.written = written
        if written.isascii() and written.isprintable():
            self.plain, self.starts, self.ends = written, range(len(written)), range(1, len(written) + 1)
        else:
            self.plain, self.starts, self.ends = self._seen()
        low = self.plain.lower()
        # A few capital letters have a small form of two characters, which would move every place after them.
        self.low = low if len(low) == len(self.plain) else "".join(c.lower()[0] for c in self.plain)

    def _seen(self):
        written, plain, starts, ends = self.written, [], [], []
        at, length = 0, len(self.written)
        while at < length:
            after = at + 1
            while after < length and unicodedata.combining(written[after]):
                after += 1
            characters = seen(written[at : min(after, at + 1 + MOST_MARKS)])
            plain.append(characters)
            starts.extend([at] * len(characters))
            ends.extend([after] * len(characters))
            at = after
        return "".join(plain), starts, ends

    @cached_property
    def words(self):
        found, sentence, before = [], 0, 0
        for match in WORD.finditer(self.plain):
            between = self.plain[before : match.start()]
            sentence += bool(SENTENCE_ENDS.search(between))
            opens = not found or bool(OPENS.search(between))
            found.append(Word(*match.span(), match.group(), self.low[match.start() : match.end()], sentence, opens))
            before = match.end()
        return found

    @cached_property
    def _word_starts(self):
        return [word.start for word in self.words]

    @cached_property
    def _word_ends(self):
        return [word.end for word in self.words]

    def place(self, start, end):
        """The place of these characters, counted in words too; between two words it takes the next one's number."""
        first = bisect_right(self._word_ends, start)
        return Place(start, end, first, max(first, bisect_left(self._word_starts, end) - 1))

    def find(self, pattern):
        return [self.place(*match.span()) for match in pattern.finditer(self.low)]

    def sentence_of(self, number):
        return self.words[min(number, len(self.words) - 1)].sentence if self.words else 0

    def hit(self, kind, start, end):
        start, end = self.starts[start], self.ends[end - 1]
        return Hit(kind, start, end, self.written[start:end])
