"""The guard: what somebody writes is read for what shouldn't be public, before it is sent and before it is shown.

It looks for what leads to a person (personnummer, telephone, e-mail, number plate, a home), for names beside accusations, and
for crimes that belong with the police. It runs here, sends nothing anywhere, keeps nothing, and decides nothing: it points
and advises, and people judge. It is a little too careful with personnummer and rather lets a complaint about the traffic pass.
"""

from bisect import bisect_right

from .crimes import Telling
from .hits import Hit, Kind
from .numbers import emails, personal_numbers, phones, plates
from .people import accusations, accused_names, homes, names
from .reading import Reading

__all__ = ["HIDDEN", "Hit", "Kind", "hidden", "kinds", "look"]

HIDDEN = "[…]"


def look(text: str) -> list[Hit]:
    """Everything found, in order of place; of the same kind, no two overlap."""
    reading = Reading(text)
    numbers = joined(text, personal_numbers(reading))
    found = [*numbers, *(hit for hit in phones(reading) if not is_within(hit, numbers))]
    found += [*emails(reading), *plates(reading)]
    accused_of = accusations(reading)
    people, doors = names(reading, accused_of), homes(reading)
    accused = accused_names(reading, people, accused_of)
    found += [reading.hit(Kind.ACCUSED_NAME, place.start, place.end) for place in accused]
    found += [reading.hit(Kind.HOME, place.start, place.end) for place in doors]
    found += Telling(reading, people, doors).hits()
    return joined(text, found)


def kinds(text: str) -> set[Kind]:
    return {hit.kind for hit in look(text)}


def hidden(text: str, hits=None, keep=()) -> str:
    """The text with what was found blotted out, for a moderator to begin from.

    A crime isn't blotted out: the words that tell of it are the text. `keep` holds kinds, or hits, to leave as they are.
    """
    hits = look(text) if hits is None else hits
    covered = [hit for hit in hits if hit.kind != Kind.CRIME and hit.kind not in keep and hit not in keep]
    parts, at = [], 0
    for hit in sorted(covered, key=lambda hit: (hit.start, hit.end)):
        if hit.start >= at:
            parts += [text[at : hit.start], HIDDEN]
        at = max(at, hit.end)
    return "".join([*parts, text[at:]])


def is_within(hit, others):
    """Whether one of the others, which come in order and don't overlap, holds this hit."""
    at = bisect_right(others, hit.start, key=lambda other: other.start)
    return at > 0 and hit.end <= others[at - 1].end


def joined(text, hits):
    """In order, with those of the same kind that overlap made into one."""
    latest, found = {}, []
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        before = latest.get(hit.kind)
        if before and hit.start < before[1]:
            before[1] = max(before[1], hit.end)
            continue
        latest[hit.kind] = [hit.start, hit.end, hit.kind]
        found.append(latest[hit.kind])
    return [Hit(kind, start, end, text[start:end]) for start, end, kind in found]
