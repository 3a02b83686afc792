"""When something is to be done, as plans say it: a day, a month, a quarter, a season, a range or "löpande".

The habit of Swedish municipalities is followed: våren and hösten are the halves of the year, as vårterminen (to 30 June)
and höstterminen (from 1 July) are, and sommaren is June to August. What has no bounds that all agree on, such as
vintern, is asked about.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from arboga_loften.foundation.letters import folded

MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
MONTH = (
    r"(?P<month>jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|jun(?:i)?|jul(?:i)?|aug(?:usti)?|sep(?:t(?:ember)?)?"
    r"|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
YEAR = r"(?:[ ,/’'-]*(?P<year>20\d\d|(?<=[-’' ])[2-4]\d(?!\d)))?"
ORDINALS = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "1:a": 1, "2:a": 2, "3:e": 3, "4:e": 4}
NTH = r"(?:första|andra|tredje|fjärde|1:a|2:a|3:e|4:e)"
RECURRING = re.compile(
    r"\b(löpande|kontinuerligt|fortlöpande|pågående|tillsvidare|tills vidare|återkommande|regelbundet|årligen|årsvis"
    r"|månadsvis|månatligen|veckovis|kvartalsvis|dagligen|varje (år|månad|vecka|kvartal|termin|dag)"
    r"|varannan (vecka|månad)|(en|två|tre|fyra|\d+) (gång|gånger|ggr)(/| per | i | om )\w+|vid behov)\b"
)
WHOLE_YEAR = re.compile(
    r"\b(under (hela )?(året|avtalsperioden|perioden)|hela året|helår(et)?|året runt|under (hela )?20\d\d|i år|årets slut)\b"
)
LAST = re.compile(
    r"\b(senast|före|innan|klar|klart|färdigt|till och med|t\.?o\.?m\.?|deadline|fram till|slut(et)? (av|på))"
)
FIRST = re.compile(r"\b(från( och med)?|fr\.?o\.?m\.?|start(ar)?|börjar|med start|efter)\b")
DONE = re.compile(r"\A(klart?|färdigt?|genomförd?t?|avslutad|utförd|ja|x|✓|✔)[.!]?\Z")
FILLERS = re.compile(
    r"\b(senast|före|innan|klart?|färdigt?|till och med|t\.?o\.?m\.?|deadline|fram till|till|och|samt|under|i|den|av|på|från"
    r"|och med|fr\.?o\.?m\.?|startar|start|börjar|med|slutet|början|mitten|slut|ca|cirka|omkring|preliminärt|prel|hela|vid"
    r"|period(en)?|år(et)?|kl|utgången|utgång|eller|mellan|ska|vara|sista|kvartal(et)?|genomförs|pågår|löpande"
    r"|mån(dag)?|tis(dag)?|ons(dag)?|tors(dag)?|fre(dag)?|lör(dag)?|sön(dag)?)\b\.?"
)


@dataclass(frozen=True)
class When:
    """`is_sure` is whether the words can be read in no other way; else the days are a suggestion."""

    starts_on: date | None = None
    due_on: date | None = None
    is_recurring: bool = False
    is_done: bool = False
    is_sure: bool = True


@dataclass(frozen=True)
class Span:
    first: date
    last: date
    place: tuple[int, int]
    has_year: bool


def year_bounds(year):
    return date(year, 1, 1), date(year, 12, 31)


def when(value, year) -> When | None:
    """When the words of a cell mean in the plan of a year; None where the cell is empty."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return When(due_on=value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(int(value)) if float(value).is_integer() else str(value)
    if value is None or not str(value).strip():
        return None
    text = _plain(str(value))
    if not text:
        return When(is_sure=False)
    if DONE.match(text):
        return When(is_done=True, is_sure=False)
    found = spans(text, year)
    if RECURRING.search(text):
        return _recurring(text, found, year)
    if WHOLE_YEAR.search(text) and not any(span.first.month != 1 or span.last.month != 12 for span in found):
        return _whole_year(text, found, year)
    return _bounded(text, found)


def _plain(text):
    text = re.sub(r"\s+", " ", folded(text)).strip(" .;:*•-–")
    return text.replace("—", "–").replace("−", "–")


def _recurring(text, found, year):
    first, last = year_bounds(year)
    if not found:
        return When(first, last, is_recurring=True)
    rest = _rest(RECURRING.sub(" ", text), [])
    bounded = _bounded(RECURRING.sub(lambda match: " " * len(match[0]), text), found)
    starts_on = bounded.starts_on or first
    return When(starts_on, bounded.due_on or last, is_recurring=True, is_sure=bounded.is_sure or not rest)


def _whole_year(text, found, year):
    first, last = (found[0].first, found[-1].last) if found else year_bounds(year)
    if "årets slut" in text:
        first = None
    rest = WHOLE_YEAR.sub(lambda match: " " * len(match[0]), text)
    return When(first, last, is_sure=not _rest(rest, found))


def _bounded(text, found):
    """The days between the first and the last that are named."""
    if not found:
        return When(is_sure=False)
    first, last = min(span.first for span in found), max(span.last for span in found)
    is_sure = not _rest(text, found) and list(found) == sorted(found, key=lambda span: span.first)
    if len(found) == 2 and not is_sure and found[1].last < found[0].first:
        # ”okt–feb” goes on into the next year.
        return When(found[0].first, _a_year_later(found[1].last), is_sure=False)
    if len(found) == 1:
        lead = text[: found[0].place[0]]
        if re.search(r"\b(före|innan)\b", lead) and first != last:
            return When(None, first - timedelta(days=1), is_sure=False)
        if re.search(r"\befter\b", lead):
            return When(last + timedelta(days=1), None, is_sure=False)
        if FIRST.search(lead) and not LAST.search(lead):
            return When(first, None, is_sure=False)
        if LAST.search(lead) or first == last:
            return When(None, last, is_sure=is_sure)
        if re.search(r"\bbörjan av|mitten av\b", lead):
            return When(first, last, is_sure=False)
    return When(first, last, is_sure=is_sure)


def _a_year_later(day):
    return day.replace(year=day.year + 1, day=min(day.day, monthrange(day.year + 1, day.month)[1]))


def _rest(text, found):
    """The words that say something else than a time."""
    for span in found:
        text = text[: span.place[0]] + " " * (span.place[1] - span.place[0]) + text[span.place[1] :]
    return re.sub(r"[\W_]+", " ", FILLERS.sub(" ", text)).strip()


# --- What names a time ---
@lru_cache(maxsize=4096)
def spans(text, year):
    """The times that a text names, in its order. Of two without a year the second is not before the first."""
    found, taken = [], []
    for pattern, read in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            try:
                first, last = read(match, year)
            except (ValueError, TypeError):
                continue
            taken.append(match.span())
            found.append(Span(first, last, match.span(), bool(match.groupdict().get("year"))))
    found.sort(key=lambda span: span.place)
    return tuple(_with_year(span, found) for span in found)


def _with_year(span, found):
    """A year that stands once, after the last of them, counts for all: ”mars–maj 2025”."""
    with_year = [other for other in found if other.has_year]
    if span.has_year or len(with_year) != 1 or with_year[0] is not found[-1]:
        return span
    year = with_year[0].first.year
    last = min(span.last.day, monthrange(year, span.last.month)[1])
    first = min(span.first.day, monthrange(year, span.first.month)[1])
    return Span(span.first.replace(year=year, day=first), span.last.replace(year=year, day=last), span.place, True)


def _year(match, year):
    said = match.groupdict().get("year")
    return year if not said else int(said) if len(said) == 4 else 2000 + int(said)


def _months(year, first, last):
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _day(match, year):
    month = match.groupdict().get("m")
    number = int(month) if month else _month_number(match["month"])
    day = date(_year(match, year), number, int(match["day"]))
    return day, day


def _days(match, year):
    number = _month_number(match["month"])
    return date(_year(match, year), number, int(match["day"])), date(_year(match, year), number, int(match["last"]))


def _month_number(name):
    return MONTHS.index(name[:3]) + 1


def _month(match, year):
    number = _month_number(match["month"])
    return _months(_year(match, year), number, number)


def _numbered_month(match, year):
    return _months(int(match["year"]), int(match["m"]), int(match["m"]))


def _part_of(months):
    """Quarters, tertials or halves: so many months each, by number or by ordinal, one or from one to another."""

    def read(match, year):
        said = next(value for name, value in match.groupdict().items() if name.startswith("n") and value)
        first = ORDINALS.get(said) or int(said)
        last = int(match.groupdict().get("last") or first)
        return _months(_year(match, year), (first - 1) * months + 1, last * months)

    return read


def _week(match, year):
    first = date.fromisocalendar(_year(match, year), int(match["n"]), 1)
    last = date.fromisocalendar(_year(match, year), int(match["last"] or match["n"]), 7)
    return first, last


SEASONS = {"vår": (1, 6), "vt": (1, 6), "som": (6, 8), "hös": (7, 12), "ht": (7, 12)}


def _season(match, year):
    return _months(_year(match, year), *SEASONS[match["season"][:3].strip()])


def _named_day(match, year):
    days = {
        "valborg": (4, 30),
        "nationaldagen": (6, 6),
        "lucia": (12, 13),
        "nyårsafton": (12, 31),
        "julafton": (12, 24),
    }
    day = date(_year(match, year), *days[match["name"]])
    return day, day


def _whole(match, year):
    return year_bounds(int(match["year"]))


TO = r"(?: ?(?:–|-|och|/|till) ?"
PATTERNS = [
    (re.compile(r"(?<!\d)(?P<year>20\d\d)[-./](?P<m>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)"), _day),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)"), _day),
    (re.compile(r"(?<!\d)(?P<year>[2-4]\d)(?P<m>[01]\d)(?P<day>[0-3]\d)(?!\d)"), _day),
    (re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.](?P<m>\d{1,2})[-/. ]+(?P<year>20\d\d|[2-4]\d)(?![\d/])"), _day),
    (re.compile(r"(?<![\d/])(?P<day>\d{1,2})/(?P<m>\d{1,2})(?![\d/])"), _day),
    (re.compile(r"(?<!\d)(?P<day>\d{1,2})\.? ?(?:–|-|och|till) ?(?P<last>\d{1,2})\.? " + MONTH + YEAR), _days),
    (re.compile(r"(?<!\d)(?P<day>\d{1,2})(?::e|:a|\.)? " + MONTH + YEAR), _day),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<m>\d{2})(?![\d-])"), _numbered_month),
    (re.compile(r"\bv(?:ecka|\.)? ?(?P<n>\d{1,2})(?: ?(?:–|-|till) ?(?P<last>\d{1,2}))?(?![\d/])" + YEAR), _week),
    (
        re.compile(
            rf"\b(?:[qk] ?(?P<n1>[1-4])|kv(?:artal(?:et|en)?)?\.? ?(?P<n2>[1-4]))\b{TO}(?:[qk] ?)?(?P<last>[1-4])\b(?!\d))?{YEAR}"
            rf"|\b(?P<n3>{NTH}) kvartalet"
        ),
        _part_of(3),
    ),
    (
        re.compile(
            rf"\bt(?:ertial)? ?(?P<n1>[1-3])\b{TO}(?:t ?)?(?P<last>[1-3])\b(?!\d))?{YEAR}|\b(?P<n2>{NTH}) tertialet"
        ),
        _part_of(4),
    ),
    (re.compile(rf"\bh(?:alvår)? ?(?P<n1>[12])\b{YEAR}|\b(?P<n2>{NTH}) halvåret"), _part_of(6)),
    (
        re.compile(
            r"\b(?P<season>vår(?:en|terminen|termin)?|sommar(?:en)?|höst(?:en|terminen|termin)?|vt|ht)(?= |\b|\d|-)"
            r"(?:[ ,/’'-]*(?P<year>20\d\d|[2-4]\d(?!\d)))?"
        ),
        _season,
    ),
    (re.compile(r"\b(?P<name>valborg|nationaldagen|lucia|nyårsafton|julafton)" + YEAR), _named_day),
    (re.compile(r"(?<!\w)" + MONTH + YEAR), _month),
    (re.compile(r"(?<!\d)(?P<year>20\d\d)(?!\d)"), _whole),
]
