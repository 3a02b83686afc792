"""The code that opens a receipt: how somebody without an account sees what became of what they said.

The code is made from the form's key with a secret of the site, so that the same form sent again (a lost connection)
gives the same code, although the database holds only digests. It has 80 bits: nobody guesses it.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.crypto import salted_hmac

from arboga_loften.foundation import clock
from dialogs.models import Answer, Review, Submission, with_activities

CODE = re.compile(r"[A-Z2-7]{16}\Z")
# Digits that the code never has, read as the letters that they are taken for.
MISREAD = str.maketrans("018", "OIB")


def digest(secret: str) -> str:
    """What the database keeps of a key or a code."""
    return sha256(secret.encode()).hexdigest()


def code_for(key: str) -> str:
    """The code of the submission that a form with this key becomes: sixteen letters and digits."""
    return b32encode(salted_hmac("dialogs.receipts", key, algorithm="sha256").digest()[:10]).decode()


def in_groups(code: str) -> str:
    """As it is shown and read aloud: ABCD-EFGH-IJKL-MNOP."""
    return "-".join(code[i : i + 4] for i in range(0, 16, 4))


def url_of(code: str) -> str:
    return reverse("dialogs:receipt", args=[in_groups(code)])


def submission_with(typed: str) -> Submission | None:
    """The submission that a typed code opens, however it is spaced and cased."""
    code = re.sub(r"[\s–-]", "", typed).upper().translate(MISREAD)
    if not CODE.match(code):
        return None
    return Submission.objects.select_related("dialogue", "theme", "place").filter(code_digest=digest(code)).first()


@dataclass(frozen=True)
class Receipt:
    """Where a submission stands: its viewpoints, each with `given` answers and the activities that it led to."""

    submission: Submission
    viewpoints: tuple

    @property
    def is_read(self):
        """Somebody has begun to look at it."""
        return any(viewpoint.review != Review.RECEIVED for viewpoint in self.viewpoints)

    @property
    def is_answered(self):
        """Every part of it has an answer; where it held only choices, there is nothing to answer."""
        return bool(self.viewpoints) and all(viewpoint.given for viewpoint in self.viewpoints)

    @property
    def led_to(self):
        """The activities that it led to, each once."""
        found = {activity.pk: activity for viewpoint in self.viewpoints for activity in viewpoint.led_to}
        return list(found.values())

    @property
    def is_done(self):
        return self.is_answered and all(activity.progress.is_closed for activity in self.led_to)


def receipt_of(submission, on=None) -> Receipt:
    """Gathers it in as many queries however much it became; activities only as far as they are public."""
    day = on or clock.today()
    answers = Answer.objects.given(day).select_related("organisation", "forwarded_to").order_by("-answered_on", "-pk")
    rows = (
        submission.viewpoints.exclude(review=Review.MERGED)
        .select_related("dialogue", "theme", "place")
        .prefetch_related(Prefetch("answers", queryset=answers, to_attr="given"))
        .order_by("pk")
    )
    return Receipt(submission, tuple(with_activities(rows, day)))
