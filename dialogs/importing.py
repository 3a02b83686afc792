"""Viewpoints from a spreadsheet: read, shown, and taken in all or none when somebody has said yes.

A row's key is what stands in it, so the same file twice brings nothing new, and a file that has grown brings only what
was added. Two rows that say the same are two viewpoints.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock, spreadsheets
from arboga_loften.foundation.letters import folded
from dialogs import intake, receipts
from dialogs.models import Channel, Place, Question, Submission, Theme
from dialogs.registering import CHANNELS, LONGEST_TEXT, MOST_VOICES, questions_of, replies_to

LONGEST_PLACE = 200
LONGEST_COLLECTOR = 120
MOST_NAMED = 8
EARLIEST = date(2000, 1, 1)
YES, NO = {"ja", "j", "x", "1", "sant", "true", "yes"}, {"nej", "n", "0", "falskt", "false", "no"}
DAYS = [
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\Z"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\Z"),
    re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[ /.](?P<y>\d{4})\Z"),
]

# What a column may be called → what it is.
HEADINGS = {
    "synpunkt": "text",
    "synpunkter": "text",
    "text": "text",
    "tema": "theme",
    "plats": "place",
    "kanal": "channel",
    "hur den kom in": "channel",
    "antal röster": "voices",
    "röster": "voices",
    "antal": "voices",
    "datum": "day",
    "dag": "day",
    "kom in": "day",
    "insamlad av": "collector",
    "får visas": "may_show",
}


class Fault(ValueError):
    """What is wrong with a cell, and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be taken in: its number in the file, its key, what it says, and whether it is in already."""

    number: int
    key: str
    what: dict
    answers: list
    is_known: bool = False

    @property
    def said(self):
        return self.what["text"]

    @property
    def theme(self):
        return str(self.what.get("theme") or "")

    @property
    def where(self):
        return str(self.what.get("place") or self.what.get("place_words") or "")

    @property
    def day(self):
        return self.what["received_on"]

    @property
    def voices(self):
        return self.what["voices"]

    @property
    def replies(self):
        return [reply for question, value in self.answers for reply in replies_to(question, value)]


@dataclass(frozen=True)
class Reading:
    """What a file holds: the `lines` that can be read, the `faults` in words, and the `ignored` columns."""

    lines: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    ignored: list = field(default_factory=list)

    @cached_property
    def new(self):
        return [line for line in self.lines if not line.is_known]

    @property
    def known(self):
        return len(self.lines) - len(self.new)

    @property
    def voices(self):
        return sum(line.voices for line in self.new)

    @property
    def hidden(self):
        """How many won't be shown since their writers don't want it."""
        return sum(not line.what["may_show"] for line in self.new)

    @property
    def may_write(self):
        return bool(self.new) and not self.faults


def headings_of(dialogue):
    """The headings that a file for this dialogue may have, each in the words that we would choose."""
    fixed = ["Synpunkt", "Tema", "Plats", "Kanal", "Antal röster", "Datum", "Insamlad av", "Får visas"]
    return [*fixed, *(question.text for question in questions_of(dialogue))]


# --- To read ---
def read(name, data, *, dialogue, channel=Channel.PAPER, day=None) -> Reading:
    """Read a file for a dialogue and write nothing. `channel` and `day` are for rows that don't say.

    Raises spreadsheets.Unreadable, or intake.DialogueClosed.
    """
    day = day or clock.today()
    intake.refuse_closed(dialogue, Channel.PAPER, day)
    heading, *rows = spreadsheets.read(name, data)
    reader = _Reader(dialogue, heading, channel, day)
    if not rows:
        raise spreadsheets.Unreadable(_("Under rubrikerna finns inga rader."))
    lines, faults, seen = [], [], Counter()
    for row in rows:
        what, answers, wrong = reader.line(row)
        faults += [_("Rad %(number)s: %(fault)s") % {"number": row.number, "fault": fault} for fault in wrong]
        if not wrong:
            digest = reader.digest(row)
            seen[digest] += 1
            lines.append(Line(row.number, _key(dialogue, digest, seen[digest]), what, answers))
    return Reading(_marked(lines), faults, reader.ignored)


def _key(dialogue, digest, occurrence):
    return f"import:{dialogue.pk}:{digest}:{occurrence}"


def _marked(lines):
    """Each with whether it is in already."""
    digests = {line.number: receipts.digest(line.key) for line in lines}
    known = set(Submission.objects.filter(key_digest__in=digests.values()).values_list("key_digest", flat=True))
    return [Line(line.number, line.key, line.what, line.answers, digests[line.number] in known) for line in lines]


class _Reader:
    """Reads rows under a heading, with what the dialogue knows."""

    def __init__(self, dialogue, heading, channel, day):
        self.defaults = {"channel": channel, "day": day}
        self.questions = questions_of(dialogue)
        self.themes = _by_name(dialogue.themes.all() or Theme.objects.all())
        self.places = _by_name(Place.objects.all())
        self.columns, self.ignored = self._columns(heading)

    def _columns(self, heading):
        """What each column is, by its place; and the headings of those that nobody knows."""
        asked = {_plain(question.text): question for question in self.questions}
        columns, ignored = {}, []
        for place, cell in enumerate(heading.cells):
            name = _plain(cell)
            what = asked.get(name) or HEADINGS.get(name)
            if not name:
                continue
            if what is None:
                ignored.append(str(cell))
            elif what in columns.values():
                raise spreadsheets.Unreadable(
                    _("Rubriken ”%(name)s” finns två gånger. Ta bort den ena kolumnen.") % {"name": cell}
                )
            else:
                columns[place] = what
        if not any(what == "text" or isinstance(what, Question) for what in columns.values()):
            raise spreadsheets.Unreadable(
                _("Första raden behöver ha rubriker, och en av dem ska vara ”Synpunkt” eller en av dialogens frågor.")
            )
        return columns, ignored

    def _cells(self, row):
        for place, what in self.columns.items():
            yield what, row.cells[place] if place < len(row.cells) else None

    def digest(self, row):
        """The same for rows that say the same, however the columns stand."""
        said = {what.text if isinstance(what, Question) else what: _words(cell) for what, cell in self._cells(row)}
        filled = {name: words for name, words in said.items() if words}
        return sha256(json.dumps(filled, sort_keys=True).encode()).hexdigest()

    def line(self, row):
        """(what `register` wants, [(question, value)], faults)."""
        what = {
            "text": "",
            "channel": self.defaults["channel"],
            "received_on": self.defaults["day"],
            "voices": 1,
            "may_show": True,
        }
        answers, faults = [], []
        for name, cell in self._cells(row):
            try:
                if isinstance(cell, spreadsheets.Formula | spreadsheets.Broken):
                    raise Fault(_("en cell innehåller en formel. Klistra in värdet i stället."))
                if isinstance(name, Question):
                    answers.append((name, self._answer(name, cell)))
                else:
                    what |= getattr(self, f"_{name}")(cell)
            except Fault as fault:
                faults.append(str(fault))
        if not faults and not what["text"] and not any(replies_to(*answer) for answer in answers):
            faults.append(_("raden har ingen synpunkt och inget svar på en fråga. Fyll i den eller ta bort den."))
        return what, answers, faults

    # --- One cell of each kind ---
    def _text(self, cell):
        return {"text": _long(cell, LONGEST_TEXT)}

    def _theme(self, cell):
        return {"theme": self._named(self.themes, cell, _("temat"))}

    def _place(self, cell):
        """A place of the register, or the words as they stand."""
        found = self.places.get(_plain(cell))
        return {"place": found} if found else {"place_words": _long(cell, LONGEST_PLACE)}

    def _channel(self, cell):
        if not _words(cell):
            return {}
        names = {name: value for value, label in CHANNELS for name in (value, _plain(label), _plain(label).split()[-1])}
        if _plain(cell) not in names:
            raise Fault(_not_found(_("kanalen"), cell, [str(label) for _value, label in CHANNELS]))
        return {"channel": names[_plain(cell)]}

    def _voices(self, cell):
        if not _words(cell):
            return {}
        number = _number(cell)
        if number is None or not 1 <= number <= MOST_VOICES:
            raise Fault(_("antal röster är ”%(cell)s”. Skriv ett heltal, minst 1.") % {"cell": _short(cell)})
        return {"voices": number}

    def _day(self, cell):
        if not _words(cell):
            return {}
        day = read_day(cell)
        if day is None or day < EARLIEST:
            raise Fault(
                _("datumet ”%(cell)s” går inte att läsa. Skriv det så här: 2024-10-15.") % {"cell": _short(cell)}
            )
        if day > clock.today():
            raise Fault(_("datumet %(day)s ligger i framtiden. Rätta det.") % {"day": day})
        return {"received_on": day}

    def _collector(self, cell):
        return {"collector": _long(cell, LONGEST_COLLECTOR)}

    def _may_show(self, cell):
        """An empty cell in a column that asks is no yes."""
        word = _plain(_words(cell))
        if word and word not in YES | NO:
            raise Fault(_("”får visas” är ”%(cell)s”. Skriv ja eller nej.") % {"cell": _short(cell)})
        return {"may_show": word in YES}

    # --- Replies ---
    def _answer(self, question, cell):
        if not _words(cell):
            return None
        match question.kind:
            case Question.Kind.ONE:
                return self._choice(question, cell)
            case Question.Kind.SEVERAL:
                return self._choices(question, _words(cell))
            case Question.Kind.SCALE:
                number = _number(cell)
                if number not in range(1, 6):
                    raise Fault(_("”%(question)s” ska ha ett tal från 1 till 5.") % {"question": question})
                return number
            case Question.Kind.PLACE:
                return self._named(self.places, cell, _("platsen"))
        return _long(cell, LONGEST_TEXT)

    def _choice(self, question, cell):
        labels = {_plain(choice.label): choice for choice in question.choices.all()}
        return self._named(labels, cell, _("svaret på ”%(question)s”,") % {"question": question})

    def _choices(self, question, words):
        """Several, parted by semicolon or new line; by comma where no alternative is written so."""
        known = {_plain(choice.label) for choice in question.choices.all()}
        parts = [words] if _plain(words) in known else re.split(r"[;|\n]", words)
        if len(parts) == 1 and _plain(words) not in known:
            parts = words.split(",")
        found = [self._choice(question, part) for part in parts if part.strip()]
        return list(dict.fromkeys(found))

    def _named(self, known, cell, what):
        if not _words(cell):
            return None
        found = known.get(_plain(cell))
        if found is None:
            raise Fault(_not_found(what, cell, [str(row) for row in known.values()]))
        return found


# --- To write ---
def write(reading, *, dialogue, by):
    """Take in what is new, all or nothing. Returns how many. Raises ValidationError, with nothing written."""
    if reading.faults:
        raise ValidationError(_("Filen har fel som behöver rättas först. Inget är inläst."))
    try:
        return intake.receive_many(
            [(line.key, line.replies, line.what) for line in reading.new], dialogue=dialogue, by=by
        )
    except IntegrityError as fault:
        raise ValidationError(_("Någon annan läste in samma rader just nu. Inget är inläst. Börja om.")) from fault


# --- Cells ---
def _by_name(rows):
    return {_plain(row.name): row for row in rows}


def _plain(cell):
    """A heading or a name as it is compared: in one case, without what people add at its ends."""
    return " ".join(folded(_words(cell)).strip(" :*?.").split())


def _words(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return str(cell.date())
    return str(cell).strip()


def _short(cell):
    words = _words(cell)
    return words if len(words) <= 40 else f"{words[:39]}…"


def _long(cell, most):
    words = _words(cell)
    if len(words) > most:
        raise Fault(_("texten är %(n)s tecken. Den får vara högst %(most)s.") % {"n": len(words), "most": most})
    return words


def _number(cell):
    words = _words(cell)
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 9 else None


def read_day(cell):
    """The day in a cell, in the ways that people write it, or None."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in DAYS:
        if found := pattern.match(_words(cell)):
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _not_found(what, cell, names):
    shown = ", ".join(sorted(names)[:MOST_NAMED])
    words = _("%(what)s ”%(cell)s” finns inte. Skriv något av: %(names)s")
    return words % {"what": what, "cell": _short(cell), "names": shown + (" …" if len(names) > MOST_NAMED else ".")}
