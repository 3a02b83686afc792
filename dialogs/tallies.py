"""A dialogue in figures: one count across every channel, by theme, place, channel and question.

Everything that came in counts, also what isn't shown; none of its words are told here. Small numbers in sensitive
subjects are left out (`small_numbers`), and so is what would give them away.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from arboga_loften.foundation.bars import draw_bars
from arboga_loften.foundation.letters import swedish
from arboga_loften.foundation.templatetags.look import number
from dialogs.models import SCALE, Channel, Place, Question, Reply, Submission, Theme, Viewpoint
from dialogs.small_numbers import FEW, Left, left_out

# Percentages of fewer than this tell less than they seem to, and a mean of fewer than five still less.
ENOUGH_FOR_SHARES = 20
MOST_BARS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of a table, or why it is left out. `is_record` where its label stays Swedish."""

    key: object
    label: str
    count: int
    is_record: bool = True
    left: Left | None = None

    @property
    def words(self):
        return {None: number(self.count), Left.FEW: _("färre än 5"), Left.KEPT: _("visas inte")}[self.left]

    @property
    def shown(self):
        """The figure, or None where it is left out."""
        return None if self.left else self.count


@dataclass(frozen=True)
class Table:
    """Figures of one kind, with what they are counted of. `rows` is None where the figures are too small to be shown at all."""

    key: tuple
    heading: str
    unit: str
    total: int
    rows: Sequence[Row] | None
    is_record: bool = False
    ends: tuple[str, str] = ("", "")

    @property
    def mean(self):
        """Of a scale, where enough have replied and nothing is left out: with the mean, what is left out could be worked out."""
        if not any(self.ends) or not self.rows or self.has_left_out or self.total < FEW:
            return None
        return round(sum(row.key * row.count for row in self.rows) / self.total, 1)

    def share(self, row):
        """In words: of how many, and in percent where they are enough for that."""
        if row.left:
            return row.words
        of = _("%(count)s av %(total)s") % {"count": number(row.count), "total": number(self.total)}
        return f"{of} ({round(100 * row.count / self.total)}\u00a0%)" if self.total >= ENOUGH_FOR_SHARES else of

    @property
    def has_left_out(self):
        return any(row.left for row in self.rows or ())

    @property
    def has_kept(self):
        return any(row.left is Left.KEPT for row in self.rows or ())

    @property
    def row_heading(self):
        return _("Alternativ") if self.key[0] == "question" else self.heading


def table(key, heading, unit, rows, *, total, sensitive, adds_up=True, in_order=False, **more):
    """A table whose small numbers are left out as need be. `sensitive(row)` says of which rows they may not be shown.

    What is left out comes last and by name, since its place among the others would tell how much it is.
    """
    rows = list(rows)
    left = left_out([row.count for row in rows], [sensitive(row) for row in rows], total=total, adds_up=adds_up)
    if left is None:
        return Table(key, heading, unit, total, None, **more)
    rows = [Row(row.key, row.label, row.count, row.is_record, why) for row, why in zip(rows, left, strict=True)]
    if not in_order:
        rows.sort(key=lambda row: (bool(row.left), 0 if row.left else -row.count, swedish(row.label)))
    return Table(key, heading, unit, total, rows, **more)


# --- What is counted ---
def written_down(dialogue, on=None):
    """The viewpoints that we wrote down ourselves, without anything that came in; those that can be read."""
    return Viewpoint.objects.visible(on).filter(dialogue=dialogue, submissions__isnull=True)


class Voices:
    """How many voices a dialogue has heard, by theme, place and channel. One whose number isn't known counts as one."""

    def __init__(self, dialogue, on=None, *, by_channel_alone=False):
        self.total = self.unknown = 0
        self.by_theme, self.by_place, self.by_channel = Counter(), Counter(), Counter()
        self.sensitive_themes = set()
        if not by_channel_alone:
            self.sensitive_themes |= set(Theme.objects.filter(is_sensitive=True).values_list("pk", flat=True))
        for theme, place, channel, voices, unknown in _grouped(dialogue, on, by_channel_alone):
            # Where something sensitive was isn't told, not even by counting it.
            place = None if theme in self.sensitive_themes else place
            self.total += voices + unknown
            self.unknown += unknown
            self.by_theme[theme] += voices + unknown
            self.by_place[place] += voices + unknown
            self.by_channel[channel] += voices + unknown

    @property
    def has_sensitive(self):
        return any(theme in self.sensitive_themes for theme in self.by_theme)


def _grouped(dialogue, on, by_channel_alone):
    """(theme, place, channel, voices, how many of unknown number): two queries, however many have spoken.

    What the writer didn't say of theme and place, a moderator may have.
    """
    read = Viewpoint.objects.filter(submissions=OuterRef("pk")).order_by("pk")
    nothing = Value(None, output_field=BigIntegerField())
    came_in = Submission.objects.filter(dialogue=dialogue, is_counted=True).order_by()
    ours = written_down(dialogue, on).order_by()
    if by_channel_alone:
        came_in, ours = (rows.annotate(subject=nothing, site=nothing) for rows in (came_in, ours))
    else:
        came_in = came_in.annotate(
            subject=Coalesce("theme_id", Subquery(read.values("theme_id")[:1]), output_field=BigIntegerField()),
            site=Coalesce("place_id", Subquery(read.values("place_id")[:1]), output_field=BigIntegerField()),
        )
        ours = ours.annotate(subject=F("theme_id"), site=F("place_id"))
    for *what, voices in came_in.values_list("subject", "site", "channel").annotate(Sum("voices")):
        yield *what, voices, 0
    unknown = Count("pk", filter=Q(voices__isnull=True))
    counted = ours.values_list("subject", "site", "channel").annotate(Sum("voices", default=0), without=unknown)
    for *what, voices, without in counted:
        yield *what, voices, without


# --- The tables ---
@dataclass(frozen=True)
class Tallies:
    """All the figures of a dialogue."""

    voices: Voices
    is_sensitive: bool
    not_counted: int
    replied: int
    tables: Sequence[Table]

    @property
    def voices_words(self):
        return self._words(self.voices.total)

    @property
    def replied_words(self):
        """How many have replied to the questions, or nothing where nothing is asked."""
        return self._words(self.replied) if any(table.key[0] == "question" for table in self.tables) else ""

    def _words(self, count):
        return _("färre än 5") if self.is_sensitive and count < FEW else number(count)


def is_sensitive(dialogue):
    """Whether a dialogue is about something where a small number may point somebody out."""
    return any(theme.is_sensitive for theme in dialogue.themes.all())


def of_dialogue(dialogue, on=None):
    """Every figure of a dialogue, in the same number of queries however many have spoken."""
    voices, careful = Voices(dialogue, on), is_sensitive(dialogue)
    replies = Reply.objects.filter(question__dialogue=dialogue, submission__is_counted=True).order_by()
    replied = replies.aggregate(count=Count("submission", distinct=True))["count"]
    tables = [*_of_voices(voices, careful), *_of_questions(dialogue, replies, careful)]
    not_counted = Submission.objects.filter(dialogue=dialogue, is_counted=False).count()
    return Tallies(voices, careful, not_counted, replied, tables)


def by_channel(voices, careful):
    rows = [Row(key, str(Channel(key).label), count, is_record=False) for key, count in voices.by_channel.items()]
    return table(
        ("channel",), _("Hur det kom in"), _("röster"), rows, total=voices.total, sensitive=lambda row: careful
    )


def _of_voices(voices, careful):
    themes, places = Theme.objects.in_bulk(voices.by_theme), Place.objects.in_bulk(voices.by_place)
    nowhere = _("Ingen plats, eller en plats som vi inte visar") if voices.has_sensitive else _("Ingen plats angiven")
    if any(voices.by_theme):
        yield table(
            ("theme",),
            _("Tema"),
            _("röster"),
            _rows(voices.by_theme, themes, _("Inget tema angivet")),
            total=voices.total,
            sensitive=lambda row: careful or row.key in voices.sensitive_themes,
        )
    if any(voices.by_place):
        yield table(
            ("place",),
            _("Plats"),
            _("röster"),
            _rows(voices.by_place, places, nowhere),
            total=voices.total,
            # Its voices without a place may all be of one sensitive theme.
            sensitive=lambda row: careful or (row.key is None and voices.has_sensitive),
        )
    yield by_channel(voices, careful)


def _rows(counter, known, otherwise):
    for key, count in counter.items():
        yield Row(key, known[key].name, count) if key else Row(None, otherwise, count, is_record=False)


def _of_questions(dialogue, replies, careful):
    """A table per question. Replies in words are only counted."""
    questions = list(Question.objects.filter(dialogue=dialogue).prefetch_related("choices").order_by("number"))
    replied = dict(replies.values_list("question").annotate(Count("submission", distinct=True)))
    counts = defaultdict(Counter)
    for question, choice, value, place, count in replies.values_list("question", "choice", "number", "place").annotate(
        Count("pk")
    ):
        counts[question][choice or value or place] += count
    pointed_at = [question.pk for question in questions if question.kind == Question.Kind.PLACE]
    places = Place.objects.in_bulk({place for question in pointed_at for place in counts[question] if place})
    for question in questions:
        rows = list(_replies(question, counts[question.pk], places))
        yield table(
            ("question", question.kind, question.text),
            question.text,
            _("svar på frågan"),
            rows,
            total=replied.get(question.pk, 0),
            sensitive=lambda row: careful,
            adds_up=question.kind != Question.Kind.SEVERAL,
            in_order=question.kind != Question.Kind.PLACE,
            is_record=True,
            ends=(question.low_label, question.high_label),
        )


def _replies(question, counts, places):
    if question.has_choices:
        for choice in question.choices.all():
            yield Row(choice.label, choice.label, counts[choice.pk])
    elif question.kind == Question.Kind.SCALE:
        ends = {SCALE[0]: question.low_label, SCALE[-1]: question.high_label}
        for value in SCALE:
            yield Row(value, f"{value} – {ends[value]}" if value in ends else str(value), counts[value])
    elif question.kind == Question.Kind.PLACE:
        for place, name in places.items():
            if counts[place]:
                yield Row(place, name.name, counts[place])


# --- Beside an earlier dialogue ---
@dataclass(frozen=True)
class Compared:
    """A table beside the same table of an earlier dialogue, where that one has it. `name` is its own on the page."""

    name: str
    now: Table
    earlier: Table | None

    @cached_property
    def lines(self):
        """Each row beside the same row earlier, and last what was only there earlier."""
        before = {row.key: row for row in self.earlier.rows} if self.has_earlier else {}
        pairs = [(row, before.pop(row.key, None)) for row in self.now.rows or ()]
        return [Line(self, now, earlier) for now, earlier in [*pairs, *((None, row) for row in before.values())]]

    @property
    def has_earlier(self):
        return bool(self.earlier and self.earlier.rows)

    @property
    def in_shares(self):
        """Counts of different numbers of people can't be laid beside each other; shares can."""
        return self.has_earlier and self.earlier.total != self.now.total

    @cached_property
    def chart(self):
        return draw_bars((line.label, line.figures, line.is_record) for line in self.lines[:MOST_BARS])

    @property
    def desc(self):
        """The chart in words."""
        return ". ".join(f"{line.label}: {', '.join(words for _value, words in line.figures)}" for line in self.lines)


@dataclass(frozen=True, slots=True)
class Line:
    """A row now and the same row earlier; either may be missing."""

    compared: Compared
    now: Row | None
    earlier: Row | None

    @property
    def label(self):
        return (self.now or self.earlier).label

    @property
    def is_record(self):
        return (self.now or self.earlier).is_record

    @property
    def figures(self):
        """(value, words) for each bar: one, or two where something is compared with."""
        return [self._figure(table, row) for table, row in self._sides]

    @property
    def shares(self):
        """The same in words for the table: of how many."""
        return [table.share(row) if row else _("fanns inte med") for table, row in self._sides]

    @property
    def _sides(self):
        both = [(self.compared.now, self.now), (self.compared.earlier, self.earlier)]
        return both if self.compared.has_earlier else both[:1]

    def _figure(self, table, row):
        if row is None:
            return None, _("fanns inte med")
        if not self.compared.in_shares:
            return row.shown, row.words
        return None if row.left or not table.total else row.count / table.total, table.share(row)


def compared(tallies, earlier=None):
    """Each table, beside the earlier dialogue's where there is one."""
    before = {table.key: table for table in earlier.tables} if earlier else {}
    return [
        Compared(f"tal-{place}", table, before.get(table.key)) for place, table in enumerate(tallies.tables, start=1)
    ]
