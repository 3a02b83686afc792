"""Where it was, on a map: the places that what is shown speaks of, none of them closer than it may be told."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from arboga_loften.foundation.mapping import Mark, coarsened
from dialogs.models import Submission, Viewpoint
from dialogs.small_numbers import FEW

MOST = 300
# A point that a resident has set may be their own gate, so it is told to the block and not to the door.
ORDINARY_KM, SENSITIVE_KM = 0.1, 1


@dataclass(frozen=True, slots=True)
class Pin:
    """A mark on the map, and the same in words. `is_record` where its words stay Swedish."""

    mark: Mark
    place: str = ""
    is_record: bool = True


def of_dialogue(dialogue, on=None):
    """The pins of what is shown in a dialogue. Of sensitive subjects only squares of a kilometre with five or more in them."""
    shapes = Submission.objects.filter(dialogue=dialogue, shape__isnull=False, may_show=True)
    pointed_at = Viewpoint.submissions.through.objects.filter(submission__in=shapes).values("viewpoint")
    viewpoints = (
        dialogue.viewpoints.visible(on)
        .filter(shows_on_map=True)
        .filter(Q(place__latitude__isnull=False) | Q(pk__in=pointed_at))
        .select_related("dialogue", "theme", "place")
        .prefetch_related(Prefetch("submissions", queryset=shapes, to_attr="shaped"))
        .order_by("-pk")[:MOST]
    )
    squares = defaultdict(Counter)
    for viewpoint in viewpoints:
        shape = _shape(viewpoint)
        if viewpoint.theme and viewpoint.theme.is_sensitive:
            (square,) = coarsened(shape, SENSITIVE_KM)
            squares[viewpoint.theme][tuple(square)] += 1
        else:
            near = _to_the_block(shape) if viewpoint.shaped else shape
            label = Truncator(viewpoint.text).words(10)
            yield Pin(Mark(label, near, viewpoint.get_absolute_url()), viewpoint.place.name if viewpoint.place else "")
    yield from _rough(squares)


def _to_the_block(shape):
    """Each point of a shape, moved to the middle of its block: a line may begin at a gate too."""
    near = [square for point in shape for square in coarsened([point], ORDINARY_KM)]
    return [point for point, before in zip(near, [None, *near], strict=False) if point != before]


def _shape(viewpoint):
    if viewpoint.shaped:
        return viewpoint.shaped[0].shape
    return [[float(viewpoint.place.latitude), float(viewpoint.place.longitude)]]


def _rough(squares):
    for theme, counts in squares.items():
        for square, count in counts.items():
            if count >= FEW:
                words = _("%(theme)s: %(count)s synpunkter, ungefär här") % {"theme": theme.name, "count": count}
                yield Pin(Mark(words, [list(square)]), is_record=False)
