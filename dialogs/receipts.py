"""The code that opens a receipt: how somebody without an account sees what became of what they said.

The code is made from the form's key with a secret of the site, so that the same form sent again (a lost connection)
gives the same code, although the database holds only digests. It has 80 bits: nobody guesses it.
"""

import re
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.crypto import salted_hmac

from arboga_loften.foundation import clock
from dialogs.models import Answer, Finding, Review, Submission, Viewpoint, with_activities

CODE = re.compile(r"[A-Z2-7]{16}\Z")
LONGEST_TYPED = 100
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


def read(typed: str) -> str | None:
    """The code in what somebody typed, however it is spaced and cased; None where it can't be one."""
    code = re.sub(r"[\s.\u2010-\u2015-]", "", typed[:LONGEST_TYPED]).upper().translate(MISREAD)
    return code if CODE.match(code) else None


def submission_with(typed: str) -> Submission | None:
    """The submission that a typed code opens."""
    code = read(typed)
    if code is None:
        return None
    return Submission.objects.select_related("dialogue", "theme", "place").filter(code_digest=digest(code)).first()


@dataclass(frozen=True)
class Receipt:
    """Where a submission stands: its viewpoints, each with its `given` answers, the `public_findings` that cite
    it, the public activities that it or they led to (`led_to`), and whether all of those are done (`is_done`)."""

    submission: Submission
    viewpoints: tuple

    @property
    def is_read(self):
        """Somebody has begun to look at it."""
        return any(viewpoint.review != Review.RECEIVED for viewpoint in self.viewpoints)

    @property
    def is_answered(self):
        """Every part of it has an answer; where it held only choices, there is nothing to answer."""
        parts = [viewpoint for viewpoint in self.viewpoints if viewpoint.review != Review.DISCARDED]
        return bool(self.viewpoints) and all(viewpoint.given for viewpoint in parts)

    @property
    def is_discarded(self):
        """None of it counts as a viewpoint, so no answer will come."""
        return bool(self.viewpoints) and all(viewpoint.review == Review.DISCARDED for viewpoint in self.viewpoints)

    @property
    def answered(self):
        """How many of its parts have an answer."""
        return sum(bool(viewpoint.given) for viewpoint in self.viewpoints)

    @property
    def is_overdue(self):
        """The day that an answer was promised by has gone, and there is none."""
        promised = self.submission.dialogue.answer_promised_on
        return bool(promised and promised < clock.today() and self.viewpoints and not self.is_answered)

    @property
    def days_overdue(self):
        return (clock.today() - self.submission.dialogue.answer_promised_on).days

    @property
    def led_to(self):
        """The activities that it led to, each once."""
        found = {activity.pk: activity for viewpoint in self.viewpoints for activity in viewpoint.led_to}
        return list(found.values())

    @property
    def is_done(self):
        """All that it led to counts as done."""
        return bool(self.led_to) and all(activity.progress.is_done for activity in self.led_to)

    @property
    def is_closed(self):
        """Nothing more will be told: all is answered, and what it led to has had its last word or its year has ended.

        What held only choices is closed with its dialogue.
        """
        if not self.viewpoints:
            return self.submission.dialogue.answered_on is not None
        judged = [activity.progress for activity in self.led_to]
        return self.is_answered and all(progress.is_closed or progress.has_ended for progress in judged)


def receipt_of(submission, on=None) -> Receipt:
    """Gathers it in as many queries however much it became; findings and activities only as far as they are public."""
    return receipts_of([submission], on)[0]


def receipts_of(submissions, on=None) -> list[Receipt]:
    """Several receipts, in as many queries as one."""
    day = on or clock.today()
    links = Viewpoint.submissions.through.objects.filter(submission__in=submissions)
    became = list(links.order_by("viewpoint").values_list("submission", "viewpoint"))
    viewpoints = {row.pk: row for row in _viewpoints({viewpoint for _submission, viewpoint in became}, day)}
    theirs = {submission.pk: [] for submission in submissions}
    for submission, viewpoint in became:
        if viewpoint in viewpoints:  # one that was merged is followed where it went
            theirs[submission].append(viewpoints[viewpoint])
    return [Receipt(submission, tuple(theirs[submission.pk])) for submission in submissions]


def _viewpoints(pks, day):
    answers = Answer.objects.given(day).select_related("organisation", "forwarded_to").order_by("-answered_on", "-pk")
    findings = Finding.objects.visible(day).select_related("dialogue").order_by("pk")
    rows = (
        Viewpoint.objects.filter(pk__in=pks)
        .exclude(review=Review.MERGED)
        .annotate(said_by=Count("submissions", distinct=True))
        .select_related("dialogue", "theme", "place")
        .prefetch_related(
            Prefetch("answers", queryset=answers, to_attr="given"),
            Prefetch("findings", queryset=findings, to_attr="public_findings"),
        )
    )
    viewpoints = with_activities(rows, day)
    with_activities([finding for viewpoint in viewpoints for finding in viewpoint.public_findings], day)
    for viewpoint in viewpoints:
        reached = [*viewpoint.led_to, *(activity for each in viewpoint.public_findings for activity in each.led_to)]
        viewpoint.led_to = list({activity.pk: activity for activity in reached}.values())
        viewpoint.is_done = bool(reached) and all(activity.progress.is_done for activity in reached)
    return viewpoints
