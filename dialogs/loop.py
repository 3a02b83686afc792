"""Is the loop closed? How many of those who spoke have been answered, how soon, and who still waits, told in the open."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from arboga_loften.foundation import clock
from arboga_loften.foundation.letters import swedish
from dialogs.models import Answer, Channel, Dialogue, Submission, Theme, Viewpoint
from dialogs.small_numbers import left_out


@dataclass
class Figures:
    """The loop of some viewpoints: how many, how many answered, after how many days, and how many wait past the promised day."""

    label: str = ""
    url: str = ""
    is_record: bool = True
    is_example: bool = False
    said: int = 0
    answered: int = 0
    promised: int = 0
    overdue: int = 0
    days: Counter = field(default_factory=Counter)

    def add(self, count, *, is_answered, days, is_promised, is_overdue):
        self.said += count
        self.answered += count * is_answered
        self.promised += count * is_promised
        self.overdue += count * is_overdue
        if days is not None:
            self.days[days] += count

    def join(self, other):
        self.said += other.said
        self.answered += other.answered
        self.promised += other.promised
        self.overdue += other.overdue
        self.days += other.days

    @property
    def waiting(self):
        return self.said - self.answered

    @property
    def unpromised(self):
        return self.said - self.promised

    @property
    def dated(self):
        """Of how many answered we know both days."""
        return self.days.total()

    @property
    def undated(self):
        return self.answered - self.dated

    @property
    def half_within(self):
        """Half of them, or more, were answered within this many days; None where no two days are known."""
        passed = 0
        for days in sorted(self.days):
            passed += self.days[days]
            if 2 * passed >= self.dated:
                return days
        return None


@dataclass(frozen=True)
class Loop:
    """The figures of everything, and the same by dialogue, theme and channel. `themes` is empty where they would be too small."""

    everything: Figures
    dialogues: list
    themes: list
    channels: list


def loop(on=None):
    """Four queries, however many have spoken."""
    day = on or clock.today()
    dialogues = Dialogue.objects.visible(day).in_bulk()
    everything = Figures()
    by_dialogue, by_theme, by_channel = (defaultdict(Figures) for _each in range(3))
    for dialogue, theme, channel, received, answered, came_in, count in _grouped(day):
        promised = dialogues[dialogue].answer_promised_on
        facts = {
            "is_answered": answered is not None,
            "days": _days(dialogues[dialogue], received, answered, came_in),
            "is_promised": promised is not None,
            "is_overdue": bool(promised and promised < day and answered is None),
        }
        for figures in (everything, by_dialogue[dialogue], by_theme[theme], by_channel[channel]):
            figures.add(count, **facts)
    return Loop(
        everything,
        _named_dialogues(by_dialogue, dialogues),
        _named_themes(by_theme, everything),
        _named_channels(by_channel),
    )


def _grouped(day):
    """Everything that came in, shown or not, and what we wrote down ourselves where it is shown, by its days."""
    given = Answer.objects.given(day).filter(viewpoint=OuterRef("pk")).order_by("answered_on")
    rows = Viewpoint.objects.to_answer(day).annotate(
        first_answered_on=Subquery(given.values("answered_on")[:1]),
        came_in=Exists(Submission.objects.filter(viewpoints=OuterRef("pk"))),
    )
    kinds = ("dialogue_id", "theme_id", "channel", "received_on", "first_answered_on", "came_in")
    return rows.order_by().values_list(*kinds).annotate(Count("pk"))


def _days(dialogue, received, answered, came_in):
    """The days from when it came in, or None where one of them isn't known.

    What we wrote down from a dialogue of "Oktober 2021" bears that month's last day, which says nothing of when it was said.
    """
    if answered is None or answered < received:
        return None
    is_a_guess = dialogue.when_text and not came_in and received == (dialogue.ends_on or dialogue.starts_on)
    return None if is_a_guess else (answered - received).days


# --- By what ---
def _named_dialogues(found, dialogues):
    rows = sorted(found.items(), key=lambda item: (dialogues[item[0]].starts_on, item[0]), reverse=True)
    for pk, figures in rows:
        figures.label, figures.url = dialogues[pk].title, dialogues[pk].get_absolute_url()
        figures.is_example = dialogues[pk].is_example
    return [figures for _pk, figures in rows]


def _named_themes(found, everything):
    """By name. The themes that may not be told one by one are told together, since their sum points nobody out."""
    themes = Theme.objects.in_bulk([pk for pk in found if pk])
    keys = sorted(found, key=lambda pk: swedish(themes[pk].name) if pk else "\uffff")
    left = left_out(
        [found[key].said for key in keys],
        [bool(key) and themes[key].is_sensitive for key in keys],
        total=everything.said,
    )
    if left is None:
        return []
    together = Figures(label=_("Teman som vi inte visar var för sig"), is_record=False)
    rows = []
    for key, why in zip(keys, left, strict=True):
        figures = found[key]
        figures.label, figures.is_record = (themes[key].name, True) if key else (_("Inget tema angivet"), False)
        if why:
            together.join(figures)
        else:
            rows.append(figures)
    return [*rows, *([together] if together.said else [])]


def _named_channels(found):
    for channel, figures in found.items():
        figures.label, figures.is_record = str(Channel(channel).label), False
    return sorted(found.values(), key=lambda figures: -figures.said)
