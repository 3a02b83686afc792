"""What should go to the police and not to a dialogue: something criminal that is happening, or that somebody did.

A worry about a place, a wish, or "det säljs droger i centrum" is what the dialogue is for and passes. What counts here is
that somebody can be pointed out, that somebody has been harmed, or that it is happening now.
"""

from bisect import bisect_left

from . import words as known
from .hits import Kind
from .people import is_harmless_blow
from .phrases import pattern

DEEDS = pattern(known.DEEDS)
LABELS = pattern(known.LABELS)
SOMEBODY = pattern(known.SOMEBODY_CERTAIN, known.SOMEBODY_BY_PHRASE)
THEY = pattern(known.THEY)
DWELLING = pattern(known.DWELLING)
HAPPENED = pattern(known.HAPPENED)
RIGHT_NOW = pattern(known.RIGHT_NOW)
ACTS_RIGHT_NOW = pattern(known.ACTS_RIGHT_NOW, known.DEEDS)
WITNESSED = pattern(known.WITNESSED)
THINGS_WITNESSED = pattern(known.THINGS_WITNESSED, known.DEEDS)
HARMED = pattern(known.HARMED)
SUFFERED = pattern(known.SUFFERED)
BECAME = set(known.BECAME)
CLOSE_TO_ME = set(known.CLOSE_TO_ME)
IS = {"är", "var", "is", "was"}
SOMETHING_ELSE = {"det", "de", "dom", "vi", "there", "it", "they"}  # "grannen säger att det är kriminella här"


class Telling:
    """One reading, and the ways in which it may tell of a crime. Each gives (start, end) of what tells it."""

    def __init__(self, reading, people, doors):
        self.reading, self.doors = reading, doors
        self.deeds = self.find(DEEDS)
        self.somebody = sorted(reading.find(SOMEBODY) + people, key=lambda place: place.first)

    def find(self, pattern):
        return [place for place in self.reading.find(pattern) if not is_harmless_blow(self.reading, place)]

    def hits(self):
        for tell in (
            self.happens_now,
            self.was_seen,
            self.somebody_does,
            self.behind_a_door,
            self.is_called,
            self.has_happened,
            self.harmed,
        ):
            for start, end in tell():
                yield self.reading.hit(Kind.CRIME, start, end)

    def pairs(self, firsts, seconds, reach):
        """Each first with the seconds that follow it in the same sentence, with at most `reach` words in between."""
        for first in firsts:
            sentence = self.reading.sentence_of(first.last)
            after = bisect_left(seconds, first.last + 1, key=lambda place: place.first)
            for second in seconds[after : after + 3]:
                if second.first - first.last - 1 > reach or self.reading.sentence_of(second.first) != sentence:
                    break
                yield first, second

    def between(self, first, last):
        return {word.low for word in self.reading.words[first:last]}

    def is_not_so(self, first, last):
        return bool(self.between(max(0, first - 2), last) & known.NOT_SO)

    def happens_now(self):
        now, acts = self.find(RIGHT_NOW), self.find(ACTS_RIGHT_NOW)
        for first, second in [*self.pairs(now, acts, 8), *self.pairs(acts, now, 8)]:
            if not self.between(first.first, second.last + 1) & (known.COUNTED_CRIMES | known.NOT_SO):
                yield first.start, second.end

    def was_seen(self):
        ignored = known.READ_OF | known.COUNTED_CRIMES | known.NOT_SO
        for first, second in self.pairs(self.reading.find(WITNESSED), self.find(THINGS_WITNESSED), 12):
            if not self.between(first.first, second.last + 1) & ignored:
                yield first.start, second.end

    def somebody_does(self):
        for first, second in self.pairs(self.somebody, self.deeds, 4):
            if not self.is_not_so(first.first, second.first):
                yield first.start, second.end

    def behind_a_door(self):
        """ "de säljer knark från lägenheten", or anything criminal at a house number."""
        dwellings = self.reading.find(DWELLING)
        for first, second in self.pairs(self.reading.find(THEY), self.deeds, 3):
            for _deed, dwelling in self.pairs([second], dwellings, 6):
                if not self.is_not_so(first.first, dwelling.first):
                    yield first.start, dwelling.end

        for first, second in [*self.pairs(self.doors, self.deeds, 6), *self.pairs(self.deeds, self.doors, 6)]:
            if not self.is_not_so(first.first, second.first):
                yield first.start, second.end

    def is_called(self):
        """ "han är en langare": what somebody is said to be."""
        for first, second in self.pairs(self.somebody, self.reading.find(LABELS), 4):
            words = self.between(first.last + 1, second.first)
            if words & IS and not words & SOMETHING_ELSE and not self.is_not_so(first.first, second.first):
                yield first.start, second.end

    def has_happened(self):
        happened = self.reading.find(HAPPENED)
        for first, second in [
            *self.pairs(self.reading.find(THEY), happened, 2),
            *self.pairs(self.somebody, happened, 4),
        ]:
            if not self.is_not_so(first.first, second.first):
                yield first.start, second.end

    def harmed(self):
        words = self.reading.words
        for place in self.reading.find(HARMED):
            start = max(0, place.first - 6)
            before = [word.low for word in words[start : place.first] if word.sentence == words[place.first].sentence]
            became = next((n for n in range(len(before) - 1, -1, -1) if before[n] in BECAME), None)
            if became is None or len(before) - became > 4 or known.NOT_SO & set(before):
                continue
            who = next((n for n, low in enumerate(before) if low in CLOSE_TO_ME), None)
            if who is not None and not {"många", "flera", "alla"} & set(before):
                yield words[place.first - len(before) + who].start, place.end
        for place in self.reading.find(SUFFERED):
            words_around = self.between(max(0, place.first - 3), place.first)
            if not (words_around & known.NOT_SO):
                yield place.start, place.end
