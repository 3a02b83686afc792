"""Somebody who can be pointed out: a name beside an accusation, and the door where somebody lives."""

import re
from bisect import bisect_left

from . import words as known
from .first_names import ALSO_WORDS, FIRST_NAMES
from .phrases import any_of, pattern

INTRODUCED_BY = set(known.INTRODUCED_BY)
REACH = 12  # words between a name and what it is accused of
LONGEST_NAME = 4
SURNAME_ENDINGS = tuple(known.SURNAME_ENDINGS)

BLOWS = {"slå", "slår", "slog", "slagit", "slås"}
HARMLESS_BLOW = re.compile(
    r"\s(?:på (?:lamp|ljus|belys|stort|ström|tv|motor|musik|trumm)\w*"
    r"|(?:ett slag|av|upp|igen|vakt|fast|vad|larm|sig ner|sig ned|rekord|ihjäl sig|till (?:mot|hårdare))\b)"
)

GRAVE = pattern(known.DEEDS, known.LABELS, known.CRIMES)
LESSER = pattern(known.LESSER)

STREET = (
    r"(?:[^\W\d_]{2,30}(?:gatan|vägen|gränden?|stigen|backen|torget|allén|leden|gården|planen?)"
    r"|[^\W\d_]{2,30}s (?:gata|väg|gränd|plan|torg))"
)
HOUSE = (
    r"(?:nr\.? ?|nummer )?\d{1,3}(?!\d)(?: ?[a-h](?!\w))?(?![.:,]\d|\w| ?(?:"
    + "|".join(map(re.escape, known.UNITS))
    + r")(?!\w))"
)
FLAT = r"(?:lgh|lägenhet|läg|apartment|flat)\.? ?(?:nr\.? ?|nummer )?\d{4}(?!\d)"
STREET_AND_HOUSE = re.compile(rf"(?<!\w){STREET},? {{0,2}}{HOUSE}(?:,? ?{FLAT})?")
ONLY_FLAT = re.compile(rf"(?<!\w){FLAT}")
HOUSE_ON_STREET = re.compile(
    rf"(?<!\w)(?:i|på|från|hos|in|at|from|mittemot|huset|porten|port|uppgång|grannen)(?: i| på)? "
    rf"(?:nr\.? ?|nummer |number |no\.? ?)\d{{1,3}}(?!\d)(?: ?[a-h](?!\w))?(?: (?:på|on|at|i) {STREET})?"
)
LIVES = re.compile(
    r"(?<!\w)(?:bor|bodde|bott|boende|hyr|hyrde|hemma hos|hos|adress\w{0,10}|bostad\w{0,10}|lives?|living)(?!\w)"
)
RESIDENT = re.compile(rf"(?<!\w){any_of(known.SOMEBODY_CERTAIN)}(?!\w)")


def accusations(reading):
    """Where somebody is said to have done wrong, as places in order. What a crowd does is nobody's in particular."""
    found = [place for place in reading.find(GRAVE) if not is_harmless_blow(reading, place)]
    found += [place for place in reading.find(LESSER) if not is_of_a_crowd(reading, place)]
    return sorted(found, key=lambda place: place.first)


def is_harmless_blow(reading, place):
    """ "slår på lampan", "slår vakt om": the word is the same, and nobody is hit."""
    return reading.low[place.start : place.end] in BLOWS and bool(HARMLESS_BLOW.match(reading.low, place.end))


def is_of_a_crowd(reading, place):
    before = [word.low for word in reading.words[max(0, place.first - 4) : place.first]]
    for number in (-1, -2, -3):
        if len(before) >= -number and before[number] in known.CROWD:
            return not (len(before) > -number and before[number - 1] in known.TOGETHER)
    return False


def is_near(reading, number, accusations):
    """Whether a word stands near one of these accusations: within reach, in the same or the next sentence."""
    after = bisect_left(accusations, number, key=lambda place: place.first)
    return any(
        abs(number - (place.last if place.last < number else place.first)) <= REACH
        and abs(reading.sentence_of(number) - reading.sentence_of(place.first)) <= 1
        for place in accusations[max(0, after - 1) : after + 1]
    )


def without_s(low):
    return low[:-1] if low.endswith("s") and len(low) > 2 else low


def is_place_or_body(word):
    """A place, an authority, a company, a day: with a capital letter, but nobody."""
    for low in (word.low, without_s(word.low)):
        if low in known.PLACES or low in known.ORGANISATIONS or low in known.CALENDAR:
            return True
        if any(
            low == ending or (low.endswith(ending) and len(low) > len(ending) + 1) for ending in known.PLACE_ENDINGS
        ):
            return True
    return False


def is_ordinary(word):
    return word.low in known.ORDINARY or is_place_or_body(word)


def begins_a_place(reading, number):
    """ "Kalles kiosk", "Karl Johans gata": named after somebody, but a place."""
    followers = reading.words[number + 1 : number + 3]
    sentence = reading.words[number].sentence
    return any(word.low in known.PLACE_WORDS and word.sentence == sentence for word in followers)


def is_first_name(reading, number, accused):
    word = reading.words[number]
    first = word.low.split("-")[0]
    name = next((low for low in (first, without_s(first)) if low in FIRST_NAMES), None)
    if name is None or name == "han" or begins_a_place(reading, number):
        return False
    return is_meant_as_a_name(reading, number, name, accused) if name in ALSO_WORDS else len(name) > 2


def is_meant_as_a_name(reading, number, name, accused):
    """Whether "Björn" is somebody and not an animal. At the beginning of a sentence the next word must tell."""
    word, following = reading.words[number], follows_closely(reading, number)
    if not word.is_capitalised or reading.plain[word.end : word.end + 2].strip()[:1].isdigit():  # "Max 30"
        return False
    if number and reading.words[number - 1].low in known.BESIDE:
        return False
    if not word.opens:
        return True
    if following is None:
        return False
    return (
        (following.is_capitalised and not is_ordinary(following))
        or number + 1 in accused
        or (following.low in known.AFTER_A_NAME and name not in known.OFTEN_FIRST)
    )


def is_introduced(reading, number):
    """ "min granne X", "han heter X": the word before says that this is somebody."""
    if not number:
        return False
    before, word = reading.words[number - 1], reading.words[number]
    return (
        before.low in INTRODUCED_BY
        and before.sentence == word.sentence
        and word.is_capitalised
        and not is_ordinary(word)
    )


def is_surname(word):
    return word.text[0].isupper() and without_s(word.low).endswith(SURNAME_ENDINGS) and len(word.low) > 6


def follows_closely(reading, number):
    """The next word, if it is written right after and can be a part of the same name."""
    if number + 1 >= len(reading.words):
        return None
    word, following = reading.words[number], reading.words[number + 1]
    return following if reading.plain[word.end : following.start] == " " else None


def names(reading, accusations):
    """Every name of a person, as places in order, whether accused of something or not."""
    found, free_from = [], 0
    accused = {place.first for place in accusations}
    shouting = mostly_capitals(reading)
    for number, word in enumerate(reading.words):
        if number < free_from:
            continue
        following = follows_closely(reading, number)
        is_name = (
            is_first_name(reading, number, accused)
            or is_introduced(reading, number)
            or (is_surname(word) and not is_ordinary(word))
            or (
                word.sentence not in shouting
                and word.is_capitalised
                and following is not None
                and following.is_capitalised
                and not is_ordinary(word)
                and not is_ordinary(following)
                and not begins_a_place(reading, number)
            )
        )
        if not is_name:
            continue
        last = number
        while last - number < LONGEST_NAME and (following := follows_closely(reading, last)):
            if not following.text[0].isupper() or is_ordinary(following):
                break
            if len(following.text) > 1 and not following.is_capitalised and not is_surname(following):
                break
            last += 1
        found.append(reading.place(word.start, reading.words[last].end))
        free_from = last + 1
    return found


def mostly_capitals(reading):
    """The sentences Where Every Word Begins Like This."""
    total, capitals = {}, {}
    for word in reading.words:
        total[word.sentence] = total.get(word.sentence, 0) + 1
        capitals[word.sentence] = capitals.get(word.sentence, 0) + word.is_capitalised
    return {sentence for sentence, count in total.items() if count > 4 and capitals[sentence] * 2 > count}


def accused_names(reading, people, accused):
    return [
        place for place in people if is_near(reading, place.first, accused) or is_near(reading, place.last, accused)
    ]


def follows(reading, place, others, reach):
    """Whether one of the others stands before this place in the same sentence, with fewer than `reach` words between."""
    at = bisect_left(others, place.first, key=lambda other: other.first)
    if not at or place.first - others[at - 1].last > reach:
        return False
    return reading.sentence_of(others[at - 1].first) == reading.sentence_of(place.first)


def homes(reading):
    """Where somebody lives, as places: a house number beside who lives there, or beside something criminal."""
    grave, lives, residents = reading.find(GRAVE), reading.find(LIVES), reading.find(RESIDENT)
    found = reading.find(ONLY_FLAT)
    found += [
        place
        for place in reading.find(STREET_AND_HOUSE)
        if follows(reading, place, lives, 6)
        or follows(reading, place, residents, 2)
        or ONLY_FLAT.search(reading.low, place.start, place.end)
        or is_near(reading, place.first, grave)
    ]
    found += [place for place in reading.find(HOUSE_ON_STREET) if is_near(reading, place.first, grave)]
    return sorted(found, key=lambda place: place.first)
