"""What the words in a cell mean: who promises, how it goes, what kind it is, and which of several things are meant."""

import re
from functools import lru_cache

from actionplan.planfile.model import MUNICIPALITY, POLICE
from actionplan.status import Status
from arboga_loften.foundation.letters import folded

BOTH = (MUNICIPALITY, POLICE)
LONGEST_TITLE = 160
LONGEST_ABBREVIATION = 5


# --- Who ---
# Words of a party that stand for themselves, also in the genitive.
PARTY_WORDS = [
    (
        re.compile(
            r"\b(?:kommun(?:en)?s? (?:och|samt|&|/|\+) ?polis(?:en)?s?|polis(?:en)?s? (?:och|samt|&) kommun(?:en)?s?)\b"
        ),
        BOTH,
    ),
    (
        re.compile(
            r"\b(?:gemensam\w*|båda(?: parter)?|tillsammans|samtliga parter|polis/kommun|kommun/polis|k/p|p/k|k\+p|p\+k)(?!\w)"
        ),
        BOTH,
    ),
    (re.compile(r"\b(?:lokal)?polis(?:en|ens|myndigheten|myndighetens|området|områdets)?s?\b"), (POLICE,)),
    (re.compile(r"\b(?:[a-zåäö]{3,20} )?kommun(?:en|ens)?s?\b"), (MUNICIPALITY,)),
    (re.compile(r"(?<!\w)p(?!\w)"), (POLICE,)),
    (re.compile(r"(?<!\w)k(?!\w)"), (MUNICIPALITY,)),
]
# What else a heading over one party's part may say.
SECTION_FILLERS = re.compile(
    r"\b(del|delar|aktivitet(er|erna)?|åtgärd(er|erna)?|löfte(n|t|na)?|lovar|vi|ska|uppföljning|detta|det här|har|genomfört|gjort"
    r"|genomförts|i|samverkan|åtagande(n|t)?|insats(er|erna)?|ansvar(ar)?|för|av|och|som|tillsammans|ansvarsområde|arbete"
    r"|lokala?|arbetar|med|så|parter|medborgarlöfte(n|t)?|resultat|den|de|en)\b|[^\w]"
)
BY_FUNCTION = [
    (re.compile(r"polis|lokalpolisområde|\blpo\b"), POLICE),
    (
        re.compile(
            r"kommun|förvaltning|socialtjänst|socialchef|skol|rektor|fritid|kultur|samordnare|säkerhet|trygghet|gatu|teknisk"
            r"|teknik|miljö|samhällsbygg|räddning|vård|omsorg|hemtjänst|elevhälsa|kurator|fältare|bibliotek|folkhälso|stadsbygg"
        ),
        MUNICIPALITY,
    ),
]
POLICE_FUNCTIONS = {"kommunpolis", "kommunpolisen", "områdespolis", "områdespolisen", "lokalpolisområdeschef"}


@lru_cache(maxsize=4096)
def parties(text):
    """The parties that a text names and nothing more, or () where it says something else too."""
    found, rest = _parties_in(text)
    return found if found and not re.sub(r"\W|\b(och|samt|i|samverkan|eller|med)\b", "", rest) else ()


def _parties_in(text):
    words, found = folded(text), []
    for pattern, which in PARTY_WORDS:
        if pattern.search(words):
            found += which
            words = pattern.sub(" ", words)
    return tuple(party for party in BOTH if party in found), words


@lru_cache(maxsize=4096)
def section_parties(text):
    """The parties whose part a heading begins: ”Polisens del”, ”Polis och kommun i samverkan”. () for other headings."""
    if len(text) > 90:
        return ()
    words = re.sub(r"\b20\d\d\b", " ", text)
    if re.fullmatch(r"\W*(vi lovar tillsammans|i samverkan|samverkan|gemensamt)\W*", folded(words)):
        return BOTH
    found, rest = _parties_in(words)
    return found if found and not SECTION_FILLERS.sub("", rest) else ()


@lru_cache(maxsize=4096)
def senders(text):
    """Every party in a cell for them: municipality, police, or an organisation's name as it is written."""
    if found := parties(text):
        return found
    named = []
    for part in split(text):
        pieces = re.split(r" och | samt ", part)
        if any(parties(piece) for piece in pieces):
            named += [name for piece in pieces for name in (parties(piece) or (piece,))]
        else:
            named += [POLICE] if folded(part) in POLICE_FUNCTIONS else [part]
    return tuple(dict.fromkeys(named))


def parties_of_function(text):
    """The parties that a function clearly belongs to; () where it could be anybody's."""
    words = folded(text)
    found = {
        party
        for pattern, party in BY_FUNCTION
        if pattern.search(re.sub(r"kommunpolis\w*|lokalpolis\w*", "polis", words))
    }
    return tuple(party for party in BOTH if party in found)


def by_party(text):
    """”Kommunen: fritidschef; Polisen: kommunpolis” → each party's own, or {} where the text isn't so."""
    pieces = [piece.strip() for piece in re.split(r"[;\n]|, (?=[A-ZÅÄÖ][a-zåäö]+(?:en)?:)", text) if piece.strip(" •")]
    found = {}
    for piece in pieces:
        name, colon, said = piece.strip("• ").partition(":")
        which = parties(name)
        if not colon or len(which) != 1:
            return {}
        found[which[0]] = said.strip()
    return found


# --- How it goes ---
STATUSES = {
    Status.NOT_STARTED: "ej påbörjad|inte påbörjad|inte börjat|ej startad|ej påbörjat|inte startad|ej start|ej igångsatt",
    Status.PLANNED: "planerad|planeras|planerat|planering|inplanerad|bokad|uppstart",
    Status.ONGOING: "pågår|pågående|påbörjad|påbörjat|startad|igång|under arbete|pågår enligt plan|enligt plan|i fas|på gång",
    Status.RECURRING: "löpande|kontinuerligt|återkommande|löpande arbete",
    Status.COMPLETED: "klar|klart|genomförd|genomfört|genomförda|avslutad|avslutat|utförd|utfört|färdig|färdigt|uppfylld|uppfyllt"
    "|uppnått|uppnådd|ja|x|✓|✔|☑|helt uppfyllt|slutförd|slutfört|gjort|100 %|100%",
    Status.PARTLY_COMPLETED: "delvis|delvis genomförd|delvis genomfört|delvis klar|delvis klart|delvis uppfyllt|delvis uppnått",
    Status.PAUSED: "pausad|vilande|pausat|vilar|på paus|avvaktar",
    Status.CANCELLED: "avbruten|avbrutet|inställd|inställt|utgår|utgått|struken|avslutad i förtid|genomförs inte|lades ner",
    Status.CARRIED_OVER: "flyttad till nästa år|överförd|överförs|överförd till nästa år|flyttas till nästa år|nästa år|flyttad",
}
STATUS_OF = {word: status for status, words in STATUSES.items() for word in words.split("|")}
# What is said of an activity that we compute, or that stands for different things in different plans.
UNSURE_STATUS = {
    "försenad": Status.ONGOING,
    "försenat": Status.ONGOING,
    "ej genomförd": Status.CANCELLED,
    "ej genomfört": Status.CANCELLED,
    "inte genomförd": Status.CANCELLED,
    "ej uppfyllt": Status.NOT_STARTED,
    "nej": Status.NOT_STARTED,
    "ej klar": Status.ONGOING,
    "ej klart": Status.ONGOING,
    "grön": Status.ONGOING,
    "grönt": Status.ONGOING,
    "gul": Status.ONGOING,
    "gult": Status.ONGOING,
    "röd": Status.NOT_STARTED,
    "rött": Status.NOT_STARTED,
}


def status(text):
    """The status that a cell states, or None."""
    found = STATUS_OF.get(_bare(text))
    return str(found) if found else None


def status_and_more(text):
    """(the status that a text begins with, whether it says more): ”Pågår, två träffar hittills”."""
    first = re.split(r"[,.;:\n(]| [–-] ", text.strip(), maxsplit=1)[0]
    return status(text) or status(first), status(text) is None and len(text.split()) > 1


def likely_status(text):
    """What an unsure word most often means, as a suggestion; "" where nothing does."""
    words = _bare(text)
    likely = next((value for word, value in UNSURE_STATUS.items() if words.startswith(word)), None)
    # The longest word first: "delvis genomförd" also begins as no other.
    longest = sorted(STATUS_OF, key=len, reverse=True)
    return str(likely or next((STATUS_OF[word] for word in longest if len(word) > 3 and words.startswith(word)), ""))


KINDS = {"social": r"social\w*|s", "situational": r"situation\w*|sit"}


def kind(text):
    """Social or situational; "" where neither or both."""
    words = _bare(text)
    found = [
        name
        for name, pattern in KINDS.items()
        if re.fullmatch(rf"(?:{pattern})(?: (?:åtgärd|insats|prevention)\w*)?", words)
    ]
    return found[0] if found else ""


def is_mark(text):
    """A cross or a yes in a column that asks."""
    return _bare(text) in {"x", "xx", "ja", "✓", "✔", "☒", "☑", "●", "1", "j", "√"}


def is_nothing(text):
    """A dash, a no or a question mark, where nothing is meant or nobody knows yet."""
    return _bare(text).strip("?") in {"", "-", "–", "nej", "ingen", "inga", "0", "☐", "saknas", "n/a", "ej aktuellt"}


def _bare(text):
    return re.sub(r"\s+", " ", folded(text)).strip(" .!:;*")


# --- Several things in one cell ---
BULLET = re.compile(r"^\s*(?:[•●▪◦‣*·○■➢►]|[-–—](?=\s)|(?:\d{1,2}[.)]|[a-h]\))(?=\s))\s*")


def lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def bullets(text):
    """(what stands before the first bullet, the bullets). A bullet goes on over lines that have none."""
    before, found = [], []
    for line in lines(text):
        if BULLET.match(line):
            found.append(BULLET.sub("", line))
        elif found:
            found[-1] += "\n" + line
        else:
            before.append(line)
    return "\n".join(before), [item for item in found if item.strip()]


def unbulleted(text):
    """Without the sign of a list of one point; a number is kept, since it may be the activity's own."""
    return re.sub(r"^\s*(?:[•●▪◦‣*·○■➢►]|[-–—](?=\s))\s*", "", text)


def split(text):
    """The names in a cell, each on a line of its own or parted by a semicolon; where there is none, a comma or a slash."""
    pattern = r"[\n;]" if ";" in text else r"[\n,]| / |(?<=\w)/(?=[A-ZÅÄÖ])"
    parts = [BULLET.sub("", part).strip(" .•") for part in re.split(pattern, text)]
    return tuple(dict.fromkeys(part for part in parts if part and not is_nothing(part)))


NUMBERED = re.compile(
    r"^\s*(?:(?:aktivitet|åtgärd|insats|löfte|punkt|nr)\s*)?(?P<number>\d{1,2}(?:\.\d{1,2})*)\s*(?:[.:)]|[–-](?=\s)|(?=\s+[A-ZÅÄÖ]))\s*(?=\S)",
    re.IGNORECASE,
)


def numbered(text):
    """(the number that a text begins with, the rest): ”1.2 Trygghetsvandring”, ”Löfte 3: Fotpatrull”."""
    match = NUMBERED.match(text)
    if not match or re.match(r"\d{1,2} [a-zåäö]", text.strip()):
        return "", text.strip()
    return match["number"], text[match.end() :].strip()


def tail_parties(text):
    """(the parties in brackets at the end, the text without them): ”Fotpatrull i centrum (Polis)”."""
    match = re.search(r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*([.]?)\s*$", text)
    found = parties(match[1]) if match else ()
    return (found, text[: match.start()] + match[2]) if found else ((), text)


def short(text):
    """The title of an activity that is told at length: its first line or sentence, to a whole word."""
    first = lines(text)[0] if lines(text) else ""
    if len(first) > LONGEST_TITLE:
        first = re.split(r"(?<=[.!?]) (?=[A-ZÅÄÖ])", first)[0]
    if len(first) > LONGEST_TITLE:
        first = first[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
    return first.rstrip(" ") if first.endswith(("…", "!", "?")) else first.rstrip(" .:;")


AREA = re.compile(
    r"^\s*(?:(?:(?:prioriterat |fokus|insats|mål|utvecklings|problem)område|område|fokus|tema|prioritering)"
    r"\s*(?P<numbered>\d{1,2})?\s*[:.–-]\s*"
    r"|(?:fokusområde|område|prioritering|tema)\s+(?P<alone>\d{1,2})(?!\d)\s*"
    r"|(?:fokusområdet?|prioriterat område)\s+|(?P<number>\d{1,2})\s*[.:)]\s*)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def area(text):
    """(number, title, whether it says itself that it is an area): ”Fokusområde 2: Trafik”, ”2. Trafik”, ”Trafik”."""
    first = re.sub(r"\s+", " ", text).strip()
    if first.isupper() and len(first) > LONGEST_ABBREVIATION:
        # In capitals for the look of it; a title of ours is written as a sentence.
        match = AREA.match(first)
        first = first[: match.end()] + first[match.end() :].capitalize() if match else first.capitalize()
    match = AREA.match(first)
    if not match:
        return None, first.rstrip(" :"), False
    number = match["numbered"] or match["alone"] or match["number"]
    title = first[match.end() :].strip(" :–-") or first.rstrip(" :")
    return int(number) if number else None, title, match["number"] is None
