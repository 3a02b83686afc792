"""What the file says of an activity becomes an activity, with a question for each thing that can't be read for sure."""

import re

from django.utils.translation import gettext as _

from actionplan.planfile import amounts, values
from actionplan.planfile.asking import as_day
from actionplan.planfile.headings import AIM, DONE, FOLLOWED, GOAL, MARKS, TITLE, WHEN, WHO
from actionplan.planfile.layout import PARTIES_OF_SIDE
from actionplan.planfile.model import MUNICIPALITY, POLICE, PlannedActivity, Question
from actionplan.planfile.times import when as read_when
from actionplan.planfile.times import year_bounds
from actionplan.status import Status
from arboga_loften.foundation.letters import folded
from arboga_loften.foundation.spreadsheets import Broken, Formula

ONE, SEVERAL = "en", "flera"
NO_FUNCTION = re.compile(r"bolag|bostäder|\bab\b|förening|stiftelse", re.IGNORECASE)
SHORTEST_ACTIVITY = 12


def activities_of(record, *, asking, year):
    """The activities that a record tells, in order. None where somebody has struck it out and it is to be left."""
    return _Reader(record, asking, year).activities()


class _Reader:
    """Reads one record, with what to ask and the year that it is for."""

    def __init__(self, record, asking, year):
        self.record, self.asking, self.year = record, asking, year

    def activities(self):
        if self._is_left_out():
            return []
        texts = {what: self._text(what) for what in self.record.cells}
        if TITLE not in texts:
            return self._side_by_side(texts)
        return self._several(texts, texts[TITLE])

    # --- The words of the cells ---
    def _is_left_out(self):
        """A row whose activity is struck out is asked about, and left until somebody says that it counts."""
        cells = self.record.cells.get(TITLE, [])
        if not cells or any(cell.kept != "" for cell in cells):
            return False
        words = _("%(where)s: ”%(cell)s” är överstruket. Ska aktiviteten vara med ändå?")
        answer = self._ask("struck", "row", words, kind="yes", cell=values.short(cells[0].text), suggestion="nej")
        return answer != "ja"

    def _text(self, what):
        said = [self._of_cell(what, place, cell) for place, cell in enumerate(self.record.cells[what])]
        return "\n".join(dict.fromkeys(text for text in said if text))

    def _of_cell(self, what, place, cell):
        if isinstance(cell.value, Formula | Broken):
            words = (
                _("%(where)s: cellen %(address)s innehåller en formel. Skriv det som ska stå där.")
                if isinstance(cell.value, Formula)
                else _("%(where)s: cellen %(address)s visar ett fel, %(cell)s. Skriv det som ska stå där.")
            )
            return self._ask(f"{what}.{place}.formula", what, words, cell=cell.text, address=cell.address) or ""
        if cell.kept is None or self.record.cells.get(TITLE, [cell])[0].kept == "":
            return cell.text
        words = _("%(where)s: en del av ”%(cell)s” är överstruken. Ska den delen vara med?")
        answer = self._ask(f"{what}.{place}.struck", what, words, kind="yes", cell=cell.text, suggestion="nej")
        return cell.text if answer == "ja" else cell.kept

    def _ask(self, key, about, words, *, part="", kind="text", choices=(), suggestion="", **more):
        question = Question(
            key=f"{self.record.key}{part}.{key}",
            where=self.record.where,
            text=words % {"where": self.record.where, **more},
            field=about,
            kind=kind,
            choices=choices,
            suggestion=suggestion,
        )
        return self.asking.ask(question)

    # --- Several in one ---
    def _side_by_side(self, texts):
        """A column for each party, with what it does in each cell."""
        rest = {what: text for what, text in texts.items() if what not in MARKS}
        found = []
        for what in filter(MARKS.get, self.record.cells):
            if texts.get(what) and not values.is_nothing(texts[what]):
                parties = PARTIES_OF_SIDE[what]
                found += self._several(rest, texts[what], mark=f".{what[3:]}", parties=parties)
        return found

    def _several(self, texts, text, mark="", parties=()):
        """A cell with several points tells several activities; what else stands in the row is parted as they are."""
        before, items = values.bullets(text)
        parts = items or values.lines(text)
        is_list = len(items) > 1 and not before
        if not is_list and not self._are_several(before, items, parts, mark):
            parts = [values.unbulleted(text)]
        several = len(parts) > 1
        return [
            activity
            for place, part in enumerate(parts)
            if (
                activity := self._one(
                    _shared(texts, place, len(parts)), part, f"{mark}.{place + 1}" if several else mark, parties
                )
            )
        ]

    def _are_several(self, before, items, parts, mark):
        if len(parts) < 2:
            return False
        if not items and not all(len(part) >= SHORTEST_ACTIVITY and _begins(part) for part in parts):
            return False
        if not items and max(map(len, parts[1:])) > values.LONGEST_TITLE:
            return False
        words = _("%(where)s: i cellen står ”%(cell)s” och %(n)s rader till. Är det en aktivitet eller flera?")
        choices = ((ONE, _("En aktivitet")), (SEVERAL, _("En aktivitet för varje rad")))
        first = values.short(before or parts[0])
        n = len(parts) if before and items else len(parts) - 1
        answer = self._ask(
            "several", "title", words, part=mark, kind="choice", choices=choices, suggestion=ONE, cell=first, n=n
        )
        return answer == SEVERAL

    # --- One ---
    def _one(self, texts, text, part, parties):
        number, words = values.numbered(text)
        if own := texts.get("number", "").strip(" ."):
            # A number that isn't the row's own belongs to the title.
            number, words = own, words if number == own else text.strip()
        by_tail, words = ((), words) if texts.get("parties") else values.tail_parties(words)
        if not words:
            return None
        who = self._who(texts, parties or by_tail)
        when = self._when(texts, part)
        days = (when["due_on"] - when["starts_on"]).days if when["due_on"] and when["starts_on"] else None
        aims = texts.get(AIM, "")
        target = self._target(texts, words, days, part)
        goal, summary = texts.get(GOAL, ""), [texts.get("summary", ""), *who.pop("told")]
        if aims and not goal and amounts.target(aims):
            goal = _with_aim(words, aims)
        elif aims and amounts.target(aims) is None:
            summary.append(_("Mål: %(aim)s") % {"aim": aims})
        in_words = texts.get("target", "")  # ”fler”, ”bättre”: no number, and still what was meant
        if not values.is_nothing(in_words) and not re.search(r"\d", in_words) and amounts.target(in_words) is None:
            summary.append(_("Mål: %(aim)s") % {"aim": in_words})
        title = values.short(words)
        told = self._told(texts, part)
        return PlannedActivity(
            row=self.record.row,
            where=self.record.where,
            title=title,
            number=number,
            goal=goal or words,
            summary="\n".join(filter(None, summary)),
            participants=values.split(texts.get("participants", "")),
            target_group=" ".join(texts.get("target_group", "").split()),
            places=values.split(texts.get("places", "")),
            kind=self._kind(texts.get("kind", "")),
            indicator=texts.get("indicator", ""),
            **who,
            **when,
            **target,
            **told,
        )

    def _who(self, texts, parties):
        """Who promises and who answers for it, from the columns, then the part that the row stands in."""
        told, own = [], {}
        said = list(values.senders(texts["parties"])) if texts.get("parties") else []
        responsible = "" if values.is_nothing(texts.get("responsible", "")) else texts["responsible"]
        for what, sides in PARTIES_OF_SIDE.items():
            text = texts.get(what, "")
            if values.is_nothing(text) or TITLE not in texts:
                continue
            said += sides
            if not values.is_mark(text) and len(sides) == 1:
                own[sides[0]] = text
        for party, what in ((MUNICIPALITY, "responsible_municipality"), (POLICE, "responsible_police")):
            if not values.is_nothing(texts.get(what, "")):
                own[party] = texts[what]
        # A file may have both ”Vem” and ”Ansvarig”: one may name the parties and the other their functions.
        who = "" if values.is_nothing(texts.get(WHO, "")) else texts[WHO]
        is_by_party = values.by_party(who)
        lines = [who] if is_by_party else who.split("\n")
        for text in (*lines, responsible):
            own |= {party: function for party, function in values.by_party(text).items() if function}
        if rest := "\n".join(line for line in lines if not values.by_party(line)):
            named, responsible = _parted(rest, responsible)
            parties = parties or named
        if values.by_party(responsible):
            responsible = ""
        said, functions = _organisations(said)
        responsible = responsible or ", ".join(functions)
        found = said or parties or self.record.parties or tuple(own) or values.parties_of_function(responsible)
        for party, text in list(own.items()):
            if len(text) > values.LONGEST_TITLE:
                told.append(f"{_('Polisen') if party == POLICE else _('Kommunen')}: {own.pop(party)}")
        return {
            "parties": tuple(dict.fromkeys(found)),
            "responsible": " ".join(responsible.split()),
            "responsible_of": {party: " ".join(text.split()) for party, text in own.items()},
            "told": told,
        }

    # --- When ---
    def _when(self, texts, part):
        starts_on = due_on = None
        is_recurring, is_sure, asked_of = False, True, ""
        for what in (WHEN, DONE, "due_on", "starts_on"):
            text = texts.get(what, "")
            cells = self.record.cells.get(what, [])
            found = read_when(cells[0].value if len(cells) == 1 and cells[0].text == text else text, self.year)
            if found is None or found.is_done or (what == DONE and not found.due_on):
                continue
            is_recurring = is_recurring or found.is_recurring
            if what == "starts_on":
                starts_on = found.starts_on or found.due_on or starts_on
                if not found.is_sure and not found.is_recurring:
                    starts_on = self._day("starts_on", what, text, starts_on, part)
            else:
                starts_on = starts_on or (found.starts_on if what == WHEN else None)
                due_on = found.due_on or due_on
                if not found.is_sure:
                    is_sure, asked_of = False, what
        if not is_sure:
            due_on = self._day("due_on", asked_of, texts[asked_of], due_on, part)
        return {**self._in_order(starts_on, due_on, part), "is_recurring": is_recurring}

    def _day(self, name, what, text, found, part):
        words = {
            "starts_on": _("%(where)s: under ”%(heading)s” står ”%(cell)s”. Vilken dag börjar det?"),
            "due_on": _("%(where)s: under ”%(heading)s” står ”%(cell)s”. Vilken dag ska det vara klart?"),
        }
        first, last = year_bounds(self.year)
        likely = found or (first if name == "starts_on" else last)
        answer = self._ask(
            name,
            name,
            words[name],
            part=part,
            kind="date",
            suggestion=likely.isoformat(),
            heading=self._heading(what),
            cell=values.short(text),
        )
        return found if answer is None else as_day(answer)

    def _in_order(self, starts_on, due_on, part):
        """A day before the year of the plan, or an end before its beginning, is most often a slip of the pen."""
        first, last = year_bounds(self.year)
        words = ""
        if due_on and due_on < first:
            words = _("%(where)s: det ska vara klart %(due)s, alltså före %(year)s. Vilken dag ska det vara?")
        elif due_on and starts_on and due_on < starts_on:
            words = _("%(where)s: det ska vara klart %(due)s men börjar %(start)s. Vilken dag ska det vara klart?")
        if words:
            suggestion = max(filter(None, (last, starts_on))).isoformat()
            answer = self._ask(
                "due_on_order",
                "due_on",
                words,
                part=part,
                kind="date",
                suggestion=suggestion,
                due=due_on,
                start=starts_on,
                year=self.year,
            )
            due_on = as_day(answer) if answer else None
        if starts_on and due_on and due_on < starts_on:
            starts_on = None
        return {"starts_on": starts_on, "due_on": due_on}

    # --- How much ---
    def _target(self, texts, title, days, part):
        unit = (
            amounts.units(values.split(texts.get("unit", "").replace("/", " "))[0]) if texts.get("unit") else ("", "")
        )
        for what in ("target", AIM, "indicator", TITLE, GOAL, WHEN):
            text = title if what == TITLE else texts.get(what, "")
            read = amounts.target if what in {"target", AIM} else amounts.promised
            found = read(text, days=days) if text else None
            if found:
                return self._counted(found, unit, what, text, title, part)
            if what == "target" and re.search(r"\d", text) and not values.is_nothing(text):
                value = self._number(what, text, None, part)
                return {"target_value": value, "target_unit": unit[0], "target_unit_one": unit[1]} if value else {}
        return {}

    def _counted(self, found, unit, what, text, title, part):
        value = found.value if found.is_sure else self._number(what, text, found, part)
        many, one = unit if unit[0] else (found.unit, found.unit_one)
        if not many:
            many, one = amounts.counted_in(title)
        return {"target_value": value, "target_unit": many, "target_unit_one": one} if value else {}

    def _number(self, what, text, found, part):
        more = {"heading": self._heading(what), "cell": values.short(text)}
        if found and found.is_derived:
            words = _("%(where)s: ”%(cell)s” blir %(n)s under den tiden, om vi räknar. Hur många ska det minst bli?")
            more["n"] = found.value
        elif found:
            words = _("%(where)s: ”%(cell)s” kan läsas på flera sätt. Hur många ska det minst bli?")
        else:
            words = _("%(where)s: under ”%(heading)s” står ”%(cell)s”. Hur många ska det minst bli?")
        suggestion = str(found.value) if found else ""
        answer = self._ask(
            "target_value", "target_value", words, part=part, kind="number", suggestion=suggestion, **more
        )
        return int(answer) if answer else None

    def _heading(self, what):
        return self.record.names.get(what, "")

    # --- How it goes ---
    def _told(self, texts, part):
        """How it goes, what came out and what else is said."""
        result, comment, status = [texts.get("result", "")], [texts.get("comment", "")], None
        followed, done = texts.get(FOLLOWED, ""), texts.get(DONE, "")
        if followed:
            is_when = (found := read_when(followed, self.year)) and (found.is_sure or amounts.rhythm(followed))
            (comment if is_when else result).append(
                _("Uppföljning: %(text)s") % {"text": followed} if is_when else followed
            )
        result = "\n".join(filter(None, result))
        if texts.get("status"):
            begun, more = values.status_and_more(texts["status"])
            status = begun or self._status(texts["status"], "status", part)
            if more and not values.by_party(texts["status"]):
                comment.insert(0, texts["status"])
        elif done and not values.is_nothing(done):
            found = read_when(done, self.year)
            status = str(Status.COMPLETED) if values.is_mark(done) else values.status(done)
            if status is None and not found.due_on:
                status = self._status(done, DONE, part)
        elif any((found := read_when(texts.get(what, ""), self.year)) and found.is_done for what in (WHEN, "due_on")):
            status = str(Status.COMPLETED)
        elif said := values.status(result.rpartition("\n")[2]):
            # The last that the follow-up says is how it goes.
            result, status = result.rpartition("\n")[0], said
        return {
            "status": status,
            "result": result,
            "comment": "\n".join(filter(None, comment)),
        }

    def _status(self, text, what, part):
        if values.is_nothing(text) and folded(text).strip() != "nej":
            return None
        said = set(map(values.status, values.by_party(text).values())) or {values.status(text)}
        if len(said) == 1 and (found := said.pop()):
            return found
        return (
            self._ask(
                "status",
                "status",
                _("%(where)s: under ”%(heading)s” står ”%(cell)s”. Hur går det?"),
                part=part,
                kind="choice",
                choices=(*((value, str(label)) for value, label in Status.choices), ("", _("Det säger filen inte"))),
                suggestion=values.likely_status(text),
                heading=self._heading(what),
                cell=values.short(text),
            )
            or None
        )

    def _kind(self, text):
        return values.kind(text) if text else ""


def _with_aim(words, aim):
    """The promise in words, where the goal is a number by itself: ”Fotpatrull på torget: minst 12 tillfällen”."""
    if len(aim) > 60 or aim.rstrip().endswith(".") or amounts.number(aim) is not None:
        return aim if amounts.number(aim) is None else words
    return f"{values.short(words)}: {aim[:1].lower()}{aim[1:]}"


def _begins(text):
    """It begins as a sentence does."""
    return text[:1].isupper() or text[:1].isdigit()


def _shared(texts, place, many):
    """What the row says of one of several: its own line where the cell has as many, else all of it."""
    if many == 1:
        return texts
    shared = {}
    for what, text in texts.items():
        before, items = values.bullets(text)
        lines = items if items and not before else values.lines(text)
        shared[what] = lines[place] if len(lines) == many else text
    return shared


def _parted(text, responsible):
    """(the parties that are named, who else is): ”Polisen, fritidschefen”."""
    if named := values.parties(text):
        return named, responsible
    senders = values.senders(text)
    named = tuple(party for party in senders if party in (MUNICIPALITY, POLICE))
    is_split = bool(named) and not any(folded(name) in values.POLICE_FUNCTIONS for name in values.split(text))
    if not is_split:
        return (), responsible or text
    return named, responsible or ", ".join(name for name in senders if name not in named)


def _organisations(said):
    """(the parties and organisations, the functions among them): a function of the municipality is no organisation."""
    found, functions = [], []
    for name in said:
        which = () if name in (MUNICIPALITY, POLICE) or NO_FUNCTION.search(name) else values.parties_of_function(name)
        if which:
            functions.append(name)
        found += which or (name,)
    return tuple(dict.fromkeys(found)), functions
