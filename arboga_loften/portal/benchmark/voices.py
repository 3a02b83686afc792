"""A dialogue of any size: many voices that came in by the form, most of them shown and answered, with a question and findings."""

from datetime import date, timedelta

from django.db import transaction

from arboga_loften.accounts.models import Organisation
from arboga_loften.foundation.letters import folded
from arboga_loften.foundation.publishing import Publication
from arboga_loften.portal.record.load import load
from dialogs.models import (
    Answer,
    Channel,
    Choice,
    Decision,
    Dialogue,
    Finding,
    Place,
    Question,
    Reply,
    Review,
    Submission,
    Theme,
    Viewpoint,
)

FIRST_DAY = date(2024, 3, 1)
SHOWN = {"publication": Publication.PUBLISHED, "publish_on": FIRST_DAY, "first_published_on": FIRST_DAY}
TEXT = "Det är mörkt mellan stationen och parkeringen, särskilt när sista tåget har gått. Laga lamporna, tack."
ANSWER = "Två lampor är lagade och en buske är nedklippt. Tre nya stolpar kommer före jul."
FINDINGS = 5


@transaction.atomic
def fill(voices):
    """Load the real record and give it one more dialogue, with this many voices. One in ten isn't read yet. Returns it."""
    load(with_examples=False)
    dialogue = Dialogue.objects.create(
        slug="matning",
        title="Tyck till om din väg hem",
        kind=Dialogue.Kind.DIGITAL,
        starts_on=FIRST_DAY,
        ends_on=FIRST_DAY + timedelta(days=200),
        opens_on=FIRST_DAY,
        closes_on=FIRST_DAY + timedelta(days=200),
        answer_promised_on=FIRST_DAY + timedelta(days=210),
        **SHOWN,
    )
    themes, places = list(Theme.objects.order_by("pk")), list(Place.objects.order_by("pk"))
    submissions = Submission.objects.bulk_create(
        (_submission(dialogue, themes, places, i) for i in range(voices)), batch_size=500
    )
    viewpoints = Viewpoint.objects.bulk_create(
        (_viewpoint(submission, i) for i, submission in enumerate(submissions)), batch_size=500
    )
    links = Viewpoint.submissions.through
    links.objects.bulk_create(
        (links(viewpoint=one, submission=other) for one, other in zip(viewpoints, submissions, strict=True)),
        batch_size=2000,
    )
    _answer(viewpoints)
    _reply(dialogue, submissions)
    _find(dialogue, viewpoints)
    return dialogue


def _submission(dialogue, themes, places, i):
    return Submission(
        dialogue=dialogue,
        key_digest=f"{i:064}",
        channel=(Channel.WEB, Channel.WEB, Channel.PAPER, Channel.PHONE)[i % 4],
        received_on=FIRST_DAY + timedelta(days=i % 200),
        text=f"{TEXT} ({i})",
        theme=themes[i % len(themes)],
        place=places[i % len(places)] if i % 3 else None,
    )


def _viewpoint(submission, i):
    is_read = i % 10 != 0
    return Viewpoint(
        dialogue_id=submission.dialogue_id,
        reference=f"m-{i}",
        text=submission.text,
        words=folded(f"m-{i} {submission.text}"),
        review=Review.APPROVED if is_read else Review.RECEIVED,
        received_on=submission.received_on,
        theme_id=submission.theme_id,
        place_id=submission.place_id,
        channel=submission.channel,
        voices=1,
        **(SHOWN if is_read else {}),
    )


def _answer(viewpoints):
    organisation, decisions = Organisation.objects.order_by("order").first(), list(Decision)
    Answer.objects.bulk_create(
        (
            Answer(
                viewpoint=viewpoint,
                decision=decisions[i % len(decisions)],
                text=ANSWER,
                words=folded(ANSWER),
                answered_on=viewpoint.received_on + timedelta(days=i % 40),
                organisation=organisation,
                forwarded_to=organisation if decisions[i % len(decisions)] == Decision.FORWARDED else None,
                **SHOWN,
            )
            for i, viewpoint in enumerate(viewpoints)
            if i % 5
        ),
        batch_size=500,
    )


def _reply(dialogue, submissions):
    question = Question.objects.create(
        dialogue=dialogue, number=1, kind=Question.Kind.SEVERAL, text="Vad skulle göra mest skillnad?"
    )
    choices = [Choice.objects.create(question=question, number=n, label=f"Alternativ {n}") for n in range(1, 6)]
    Reply.objects.bulk_create(
        (Reply(submission=each, question=question, choice=choices[i % 5]) for i, each in enumerate(submissions)),
        batch_size=2000,
    )


def _find(dialogue, viewpoints):
    """Findings that rest on half of what was said between them."""
    findings = Finding.objects.bulk_create(
        Finding(dialogue=dialogue, slug=f"fynd-{n}", title=f"Det som kom fram {n}", text=TEXT, **SHOWN)
        for n in range(FINDINGS)
    )
    cites = Finding.viewpoints.through
    cites.objects.bulk_create(
        (cites(finding=findings[i % FINDINGS], viewpoint=viewpoint) for i, viewpoint in enumerate(viewpoints[::2])),
        batch_size=2000,
    )
