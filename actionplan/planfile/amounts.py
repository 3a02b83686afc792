"""How much is promised: "minst 4 ggr/år", "två dialoger", "en gång i veckan" – a number and what is counted."""

import re
from dataclasses import dataclass

from arboga_loften.foundation.letters import folded

NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "noll",
            "en|ett",
            "två",
            "tre",
            "fyra",
            "fem",
            "sex",
            "sju",
            "åtta",
            "nio",
            "tio",
            "elva",
            "tolv",
            "tretton",
            "fjorton",
            "femton",
            "sexton",
            "sjutton",
            "arton|aderton",
            "nitton",
            "tjugo",
        ]
    )
    for word in words.split("|")
} | {"trettio": 30, "fyrtio": 40, "femtio": 50, "hundra": 100}
# Those that count by themselves; "en" and "ett" are mostly articles and count only after "minst" or before "gång".
COUNTING = "|".join(sorted((word for word in NUMBERS if word not in {"noll", "en", "ett"}), key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}(?:[ \u00a0]\d{{3}})+|\d{{1,6}}|{COUNTING}|en|ett)"

# In plural → in singular. The last part of a compound is enough: trafikkontroller, skolbesök.
SINGULARS = {
    "tillfällen": "tillfälle",
    "gånger": "tillfälle",
    "dialoger": "dialog",
    "vandringar": "vandring",
    "kontroller": "kontroll",
    "möten": "möte",
    "besök": "besök",
    "träffar": "träff",
    "insatser": "insats",
    "utbildningar": "utbildning",
    "föreläsningar": "föreläsning",
    "aktiviteter": "aktivitet",
    "kampanjer": "kampanj",
    "mätningar": "mätning",
    "enkäter": "enkät",
    "kvällar": "kväll",
    "dagar": "dag",
    "veckor": "vecka",
    "timmar": "timme",
    "platser": "plats",
    "skolor": "skola",
    "klasser": "klass",
    "butiker": "butik",
    "hem": "hem",
    "hushåll": "hushåll",
    "brev": "brev",
    "vykort": "vykort",
    "utskick": "utskick",
    "informationstillfällen": "informationstillfälle",
    "samtal": "samtal",
    "pass": "pass",
    "tillsyner": "tillsyn",
    "granskningar": "granskning",
    "genomsökningar": "genomsökning",
    "sök": "sök",
    "ronder": "rond",
    "rapporter": "rapport",
    "artiklar": "artikel",
    "inlägg": "inlägg",
    "deltagare": "deltagare",
    "personer": "person",
    "elever": "elev",
    "invånare": "invånare",
    "seniorer": "senior",
    "föreningar": "förening",
    "företag": "företag",
    "ställen": "ställe",
    "uppföljningar": "uppföljning",
    "lägesbilder": "lägesbild",
    "övningar": "övning",
    "workshops": "workshop",
    "workshoppar": "workshop",
    "seminarier": "seminarium",
    "evenemang": "evenemang",
    "arrangemang": "arrangemang",
    "fältningar": "fältning",
    "patruller": "patrull",
    "fotpatruller": "fotpatrull",
    "avstämningar": "avstämning",
    "svar": "svar",
    "åtgärder": "åtgärd",
    "nattvandringar": "nattvandring",
    "paket": "paket",
    "test": "test",
    "razzior": "razzia",
    "temakvällar": "temakväll",
    "konferenser": "konferens",
    "nyhetsbrev": "nyhetsbrev",
}
BY_LENGTH = tuple(sorted(SINGULARS, key=len, reverse=True))
PLURALS = {one: many for many, one in SINGULARS.items() if many != "gånger"}
ONES_BY_LENGTH = tuple(sorted(PLURALS, key=len, reverse=True))
TIMES = ("tillfällen", "tillfälle")

# A span of time → how many of it a year has, and its days.
PERIODS = {
    "år": (1, 365),
    "halvår": (2, 182),
    "termin": (2, 182),
    "tertial": (3, 122),
    "kvartal": (4, 91),
    "månad": (12, 30),
    "vecka": (52, 7),
    "dag": (365, 1),
}
PERIOD = r"(?P<period>halvår|år|termin|tertial|kvartal|månad|mån|veck|dag)\w*"
EACH = re.compile(rf"(?:/ ?|\b(?:per|i|om|varje|under|och) (?:varje )?)(?:kalender|verksamhets)?{PERIOD}")
RHYTHMS = [
    (re.compile(r"\bvarannan vecka\b"), "vecka", 2),
    (re.compile(r"\bvarannan månad\b"), "månad", 2),
    (re.compile(r"\b(?:varje|en gång i|en gång per) vecka|\bveckovis|\bveckovisa?\b"), "vecka", 1),
    (re.compile(r"\bvarje månad|\bmånadsvis|\bmånatlig\w*"), "månad", 1),
    (re.compile(r"\bvarje kvartal|\bkvartalsvis"), "kvartal", 1),
    (re.compile(r"\bvarje termin|\bterminsvis"), "termin", 1),
    (re.compile(r"\bvarje tertial|\btertialvis"), "tertial", 1),
    (re.compile(r"\bvarje halvår|\bhalvårsvis"), "halvår", 1),
    (re.compile(r"\bvarje dag|\bdagligen"), "dag", 1),
    (re.compile(r"\bvarje år|\bårligen|\bårsvis"), "år", 1),
]
AMOUNT = re.compile(
    rf"(?P<how>\b(?:minst|åtminstone|lägst|ca|cirka|omkring|ungefär|upp till|högst|max(?:imalt)?|minimum)\b\.? ?|≥ ?)?"
    rf"(?<![\w,./-])(?P<number>{NUMBER})(?:\b|(?<=\d))"
    rf"(?: ?(?:–|-|till|eller) ?(?P<upper>{NUMBER})\b)?"
    r"(?P<percent> ?(?:%|procent)| ?(?:kr|kronor|tkr|mkr)\b)?"
    r"(?: ?(?:st|stycken)\b\.?)?"
    r"(?P<words>(?: ?[a-zåäöé-]+){0,3})"
)
VAGUE = ("ca", "cirka", "omkring", "ungefär", "upp till", "högst", "max")
OCCASIONS = re.compile(r"^ ?(?:ggr|gånger|gång|tillfällen|tillfälle|x)\b")
BINDING = (
    "på i med för vid under per av till och som där om från mot hos enligt inom varje vardera eller samt kring utanför"
    " ska har görs genomförs hålls är kommer"
)
STOP = frozenset(BINDING.split())
IN_BRACKETS = re.compile(rf"\((?:\d+|{COUNTING}|en|ett|st)\)")


@dataclass(frozen=True)
class Target:
    """`value` of `unit`. `is_sure` is whether the words say just that; `is_derived` whether it was multiplied."""

    value: int | None = None
    unit: str = ""
    unit_one: str = ""
    is_sure: bool = True
    is_derived: bool = False


def number(words):
    """”4”, ”1 000”, ”fyra” as a number; None for anything else."""
    words = re.sub(r"[ \u00a0]", "", folded(str(words)))
    if words.isdecimal() and words.isascii() and len(words) < 8:
        return int(words)
    return NUMBERS.get(words)


def units(words):
    """(plural, singular) of what is counted, as it is written; the singular is the plural where nobody knows it."""
    words = " ".join(words.split()).strip(" .,;:")
    if not words:
        return "", ""
    last = words.rpartition(" ")[2]
    before = words[: len(words) - len(last)]
    if last in {"gånger", "ggr", "gång", "ggr."}:
        return TIMES
    for many in BY_LENGTH if is_counted(last) else ():
        if folded(last).endswith(many):
            stem = last[: len(last) - len(many)]
            return words, (before + stem + SINGULARS[many]) if not before else words
    for one in ONES_BY_LENGTH:
        if folded(last).endswith(one):
            return before + last[: len(last) - len(one)] + PLURALS[one], words
    return words, words


def is_counted(word):
    """A word for something that plans count."""
    return folded(word).endswith(BY_LENGTH)


def counted_in(title):
    """(plural, singular) of what a title is about, where plans count such: ”Besök på fritidsgårdar”. ("", "") else."""
    words = folded(title).split()
    found = next((word.strip(".,:;") for word in words[:3] if is_counted(word.strip(".,:;"))), "")
    if not found and words and words[0].endswith(ONES_BY_LENGTH):
        found = words[0]
    return units(found)


def rhythm(text):
    """How often, where only that is said: (times in a year, the rhythm's own words). None where nothing is said."""
    for pattern, period, every in RHYTHMS:
        if match := pattern.search(folded(text)):
            return PERIODS[period][0] // every, match[0]
    return None


def target(text, *, days=None) -> Target | None:
    """What a cell for the goal says; None where it is empty or counts nothing. `days` is how long the activity lasts."""
    words = _plain(text)
    found = [match for match in AMOUNT.finditer(words) if _counts(match, words)]
    if not found:
        said = rhythm(words)
        return Target(said[0], *TIMES, is_sure=said[0] == 1, is_derived=said[0] != 1) if said else None
    match = found[0]
    if match["percent"]:
        return None
    value = number(match["number"])
    times, is_derived = _times(words[match.end("number") :], days)
    unit, unit_one = _unit(match)
    is_vague = bool(match["upper"]) or (match["how"] or "").strip(" .").startswith(VAGUE)
    others = [other for other in found[1:] if not other["percent"]]
    return Target(
        value * times,
        unit,
        unit_one,
        is_sure=not is_vague and not others and not is_derived,
        is_derived=is_derived,
    )


def promised(text, *, days=None) -> Target | None:
    """The number in a sentence about what is to be done, where it is clearly a count: ”minst två trygghetsvandringar”."""
    words = _plain(text)
    found = [
        match
        for match in AMOUNT.finditer(words)
        if not match["percent"] and _counts(match, words) and (_unit(match)[0] and _names_a_count(match))
    ]
    if not found:
        return None
    return target(words[found[0].start() :], days=days)


def _plain(text):
    return re.sub(r"\s+", " ", IN_BRACKETS.sub(" ", folded(str(text)))).strip(" .;")


def _names_a_count(match):
    return OCCASIONS.match(match["words"]) or is_counted(_unit(match)[0])


def _counts(match, words):
    """Not the number in ”årskurs 7”, ”för 5:e gången” or ”kl 12”, nor "en" as an article."""
    rest = words[match.end("number") :]
    each = EACH.match(rest.lstrip())
    if match["number"] in {"en", "ett"} and not (match["how"] or each or OCCASIONS.match(match["words"])):
        return False
    if rest.startswith((":", "/", "-å")) and not each:
        return False
    lead = words[: match.start()].rstrip(" .")
    return not lead.endswith(("årskurs", "åk", "klass", "kl", "klockan", "vecka", "kvartal", "år", "§", "nr", "väg"))


def _unit(match):
    """What is counted: up to three words after the number, to the first that only binds; the last alone if it is known."""
    if OCCASIONS.match(match["words"]):
        return TIMES
    kept = []
    for word in match["words"].split():
        if word in STOP:
            break
        kept.append(word)
        if is_counted(word):
            return units(word)
    return units(kept[0]) if len(kept) == 1 else units(" ".join(kept[:2])) if kept else ("", "")


def _times(rest, days):
    """(how many times over, whether that is our own reckoning)."""
    match = EACH.search(rest)
    if not match:
        return 1, False
    name = {"mån": "månad", "veck": "vecka"}.get(match["period"], match["period"])
    a_year, length = PERIODS[name]
    if a_year == 1:
        return 1, False
    if days and days < 330:
        return max(1, round(days / length)), True
    return a_year, True
