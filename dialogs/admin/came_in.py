"""What came in, as those who may see the originals read it: untouched, with what the guard found marked where it stands."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from arboga_loften.foundation import mapping
from dialogs import guard
from dialogs.models import Submission, Suspicion


@dataclass(frozen=True)
class Piece:
    """A part of a text, with what the guard calls it where it ends."""

    text: str
    is_found: bool = False
    kinds: str = ""


def marked(text):
    """A text in pieces, so that what the guard found can be seen where it stands."""
    hits = guard.look(text)
    edges = sorted({0, len(text), *(edge for hit in hits for edge in (hit.start, hit.end))})
    pieces = []
    for start, end in pairwise(edges):
        over = [hit for hit in hits if hit.start <= start and hit.end >= end]
        ending = dict.fromkeys(str(hit.kind.label) for hit in over if hit.end == end)
        pieces.append(Piece(text[start:end], bool(over), ", ".join(ending)))
    return pieces


@dataclass(frozen=True)
class Origin:
    """A submission as a moderator reads it: its text, its replies, and why somebody should look twice."""

    submission: Submission
    pieces: list
    replies: list
    found: list
    suspicions: list
    on_map: str

    @staticmethod
    def rows(submissions):
        """With all that is read of them."""
        found = submissions.select_related("theme", "place", "registered_by", "dialogue")
        return found.prefetch_related("replies__question", "replies__choice", "replies__place").order_by(
            "received_at", "pk"
        )

    @classmethod
    def of(cls, submission):
        return cls(
            submission,
            marked(submission.text),
            [(reply.question.text, marked(reply.shown)) for reply in submission.replies.all()],
            *reasons(submission),
            shape_in_words(submission.shape),
        )


def reasons(submission):
    """Why somebody should look twice, in words: what the guard found, and why it may be rubbish."""
    found = [guard.Kind(kind).label for kind in submission.found if kind in guard.Kind]
    return found, [Suspicion(each).label for each in submission.suspicions if each in Suspicion]


def shape_in_words(shape):
    if not shape:
        return ""
    first, last = (", ".join(f"{number:.5f}" for number in point) for point in (shape[0], shape[-1]))
    if mapping.is_line(shape):
        words = _("En sträcka med %(count)s punkter, från %(first)s till %(last)s")
        return words % {"count": len(shape), "first": first, "last": last}
    return _("En punkt: %(first)s") % {"first": first}
