"""Where a dialogue is between its invitation and its last answer, as steps with their days."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arboga_loften.foundation.signs import Sign
from dialogs.models import Phase

ORDER = [Phase.ANNOUNCED, Phase.OPEN, Phase.CLOSED, Phase.ANSWERED]
# What each state of a step looks like on the thread.
KNOTS = {"done": "occurrence", "now": "voice", "next": "planned"}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, whether it is done, now or next, and its days as far as they are known."""

    name: str
    state: str
    day: date | None = None
    until: date | None = None
    is_latest: bool = False
    moved_from: date | None = None
    in_words: str = ""

    @property
    def knot(self):
        return KNOTS[self.state]


def steps(dialogue):
    """The way of a dialogue. None where nothing more is known than that it was held: then nothing is claimed of its answers."""
    phase = dialogue.phase
    promised = dialogue.answer_promised_on
    if not promised and phase in {Phase.OPEN, Phase.CLOSED}:
        return []
    now = ORDER.index(phase)
    states = [
        "done" if i < now or phase == Phase.ANSWERED else "now" if i == now else "next" for i in range(len(ORDER))
    ]
    found = [
        Step(_("Inbjudan"), states[0]),
        _speaking(dialogue, states[1]),
    ]
    if promised:
        moved_from = dialogue.answer_first_promised_on if dialogue.promise_was_moved else None
        found.append(Step(_("Vi läser och svarar"), states[2], day=promised, is_latest=True, moved_from=moved_from))
    if promised or dialogue.answered_on:
        found.append(Step(_("Alla har fått svar"), states[3], day=dialogue.answered_on))
    return found


def _speaking(dialogue, state):
    if dialogue.opens_on:
        return Step(_("Ni tycker till"), state, day=dialogue.opens_on, until=dialogue.closes_on)
    if dialogue.when_text:
        return Step(_("Vi ses"), state, in_words=dialogue.when_text)
    until = dialogue.ends_on if dialogue.ends_on != dialogue.starts_on else None
    return Step(_("Vi ses"), state, day=dialogue.starts_on, until=until)


OPEN = Sign("go", "voice", gettext_lazy("Öppen"))
ONGOING = Sign("go", "half", gettext_lazy("Pågår nu"))
ANNOUNCED = Sign("planned", "cal", gettext_lazy("Inbjudan"))
AWAITING = Sign("none", "ring", gettext_lazy("Väntar på svar"))
HELD = Sign("none", "ring", gettext_lazy("Har hållits"))
ANSWERED = Sign("done", "check", gettext_lazy("Besvarad"))


def sign(dialogue):
    """The phase as a chip. Of a dialogue that promised no day and isn't closed as answered we know only that it was held."""
    phase = dialogue.phase
    if phase == Phase.ANNOUNCED:
        return ANNOUNCED
    if phase == Phase.OPEN:
        return OPEN if dialogue.takes_viewpoints else ONGOING
    if phase == Phase.ANSWERED:
        return ANSWERED
    return AWAITING if dialogue.answer_promised_on else HELD
