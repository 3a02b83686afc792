"""Numbers and addresses that lead to one person: personnummer, telephone, e-mail, number plate."""

import re
from datetime import date
from itertools import chain

from .hits import Kind
from .words import ABBREVIATIONS, NO_PLATE, TOP_DOMAINS, UNITS

# Two digits at a time, with what people put between them. The look-ahead lets every place be a beginning, and the two
# patterns let "180101-0008 12 år" be read both as a year with its century and without.
DAY = r"(\d\d)([ ./-]?)(\d\d)([ ./-]?)(\d\d) {0,2}[-+./]? {0,2}"
TEN_DIGITS = re.compile(rf"(?<!\d)(?=((){DAY}(\d\d ?\d\d)(?!\d)))")
TWELVE_DIGITS = re.compile(rf"(?<!\d)(?=((18|19|20){DAY}(\d{{4}})(?!\d)))")
SPELLED_OUT = re.compile(r"(?<!\d)(?<!\d )(?=((?:\d[ .-]){9}(?:\d[ .-]\d[ .-])?\d(?!\d| \d)))")

SWEDISH_PHONE = re.compile(r"(?<![\d+])(?<!\d[-./:,])\(?0(?:\)?[ ./-]{0,3}\(?\d){7,9}(?!\d)")
FOREIGN_PHONE = re.compile(r"(?<![\d+])(?<!\d[-./:,])(?:\+|\(\+|00) ?[1-9](?:\)?[ ./-]{0,3}\(?\d){7,13}(?!\d)")
COUNTED = re.compile(rf" ?(?:{'|'.join(UNITS)})\b", re.IGNORECASE)

AT = re.compile(r" ?[(\[{<] ?(?:at|snabel-? ?a|@) ?[)\]}>] ?| (?:at|snabel-?a) | ?@ ?", re.IGNORECASE)
DOMAIN = re.compile(
    r"[^\W_][\w-]{0,62}"
    r"(?:(?P<dot>\.| ?[(\[{] ?(?:dot|punkt|\.) ?[)\]}] ?| (?:dot|punkt) | ?\. ?)(?P<end>[^\W\d_][\w-]{1,62})){1,4}",
    re.IGNORECASE,
)
LOCAL_PART = 64

PLATE_LETTERS = "A-HJ-PR-UW-Z"
PLATE = re.compile(rf"(?<!\w)([{PLATE_LETTERS}]{{3}})([ -]?)\d\d[\d{PLATE_LETTERS}](?!\w|[.,:]\d)")
CLOSED_PLATE = re.compile(rf"(?<!\w)([{PLATE_LETTERS}]{{3}})\d\d[\d{PLATE_LETTERS}](?!\w|[.,:]\d)", re.IGNORECASE)
NAMED_PLATE = re.compile(
    rf"\b(?:reg|plate|skylt\w{{0,6}}|registrering\w{{0,9}})(?:[ .:-]{{0,2}}(?:nr|nummer|number|skylt))?[ .:-]{{1,3}}(?:är )?"
    rf"([{PLATE_LETTERS}]{{3}} ?\d\d[\d{PLATE_LETTERS}])(?!\w)",
    re.IGNORECASE,
)


def is_a_day(century, year, month, day):
    """Whether the day exists, in this century or, when none is told, in any that can be meant."""
    for full in [int(century + year)] if century else [1900 + int(year), 2000 + int(year)]:
        try:
            date(full, int(month), int(day) - 60 if int(day) > 60 else int(day))
        except ValueError:
            continue
        return True
    return False


def has_right_checksum(ten_digits):
    """Luhn's sum over the ten digits, as on every personnummer and samordningsnummer."""
    total = 0
    for place, digit in enumerate(ten_digits):
        total += sum(divmod(int(digit) * (2 - place % 2), 10))
    return total % 10 == 0


def personal_numbers(reading):
    for match in chain(TEN_DIGITS.finditer(reading.plain), TWELVE_DIGITS.finditer(reading.plain)):
        whole, century, year, sign, month, other_sign, day, last = match.groups()
        if sign != other_sign and (century or year[0] == "0"):
            continue  # 0702-12 34 56 is a telephone
        if is_a_day(century, year, month, day) and has_right_checksum(year + month + day + last.replace(" ", "")):
            yield reading.hit(Kind.PERSONAL_NUMBER, match.start(), match.start() + len(whole))
    for match in SPELLED_OUT.finditer(reading.plain):
        digits = re.sub(r"\D", "", match[1])
        century, ten = digits[:-10], digits[-10:]
        is_day = century in {"", "18", "19", "20"} and is_a_day(century, ten[:2], ten[2:4], ten[4:6])
        if is_day and has_right_checksum(ten):
            yield reading.hit(Kind.PERSONAL_NUMBER, match.start(), match.start() + len(match[1]))


def looks_like_a_phone(number, before):
    """Opening hours, dates and sums also begin with a nought; their groups give them away."""
    groups = re.findall(r"\d+", number)
    digits = "".join(groups)
    if len(groups) == 1 or all(len(group) == 1 for group in groups):
        return digits[1] != "0"
    area = groups[0]
    if digits[1] == "0" or not (area == "08" or 3 <= len(area) <= 8) or (area == "08" and number.count("-") > 1):
        return False
    if "." in number and len(digits) < 9:
        return False
    is_end_of_a_sum = re.search(r"\d ?$", before) and all(len(group) == 3 for group in groups)
    return not is_end_of_a_sum


def phones(reading):
    for match in SWEDISH_PHONE.finditer(reading.plain):
        before = reading.plain[max(0, match.start() - 3) : match.start()]
        if looks_like_a_phone(match.group(), before) and not COUNTED.match(reading.plain, match.end()):
            yield reading.hit(Kind.PHONE, *match.span())
    for match in FOREIGN_PHONE.finditer(reading.plain):
        yield reading.hit(Kind.PHONE, *match.span())


def emails(reading):
    """From each @, or what stands for it, outwards: never more than an address can be long."""
    text = reading.plain
    for at in AT.finditer(text):
        start = at.start()
        while start > max(0, at.start() - LOCAL_PART) and (text[start - 1].isalnum() or text[start - 1] in "._+%-"):
            start -= 1
        domain = DOMAIN.match(text, at.end())
        if start == at.start() or not domain:
            continue
        is_bare_word = at.group().strip().lower() == "at"  # "look at arboga.se" is no address
        if is_bare_word and not re.search(r"dot|punkt", domain["dot"], re.IGNORECASE):
            continue
        end = domain.end()
        if domain["dot"] != "." and domain["end"].lower() not in TOP_DOMAINS:
            closed = re.match(r"[\w-]+(?:\.[\w-]+)+", domain.group())
            if not closed:
                continue
            end = domain.start() + closed.end()
        yield reading.hit(Kind.EMAIL, start, end)


def plates(reading):
    for match in PLATE.finditer(reading.plain):
        letters, between = match.groups()
        if letters.lower() not in NO_PLATE and not (between and letters in ABBREVIATIONS):
            yield reading.hit(Kind.PLATE, *match.span())
    for match in CLOSED_PLATE.finditer(reading.plain):
        if match[1].lower() not in NO_PLATE:
            yield reading.hit(Kind.PLATE, *match.span())
    for match in NAMED_PLATE.finditer(reading.plain):
        yield reading.hit(Kind.PLATE, *match.span(1))
