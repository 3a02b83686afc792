"""How a status shows itself: a tone and an icon beside its word, so that colour never carries it alone."""

from typing import NamedTuple

from django.utils.functional import Promise


class Sign(NamedTuple):
    """Tone (CSS class `chip--tone` or `flag--tone`), icon (name in the sprite) and, where no choice carries it, a label."""

    tone: str
    icon: str
    label: str | Promise = ""
