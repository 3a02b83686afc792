"""A promise of any size: many activities in one plan, each followed up for three quarters, in every state, by its owner."""

from datetime import date, timedelta

from django.db import transaction

from actionplan.models import ActionPlan, Activity, Commitment, FollowUp, Occurrence
from actionplan.status import Status
from arboga_loften.accounts.models import Organisation, User
from arboga_loften.foundation.publishing import Publication
from arboga_loften.portal.record.load import load
from focusareas.models import FocusArea, Promise

FOLLOW_UPS_EACH = 8
OCCURRENCES_EACH = 6
PUBLISHED = date(2024, 1, 15)
SHOWN = {"publication": Publication.PUBLISHED, "publish_on": PUBLISHED, "first_published_on": PUBLISHED}


@transaction.atomic
def fill(activities, follow_ups=FOLLOW_UPS_EACH, people=12):
    """Load the real record and give the promise of 2024 a plan with this many activities, all in that one plan.

    `follow_ups` is how many each party has told of its part; `people` is how many owners share the parts.
    """
    load(with_examples=False)
    promise = Promise.objects.get(slug="2024")
    ActionPlan.objects.create(promise=promise, title="Handlingsplan 2024", **SHOWN)
    areas = list(FocusArea.objects.filter(promise=promise))
    parties = list(Organisation.objects.order_by("order")[:2])
    owners = User.objects.bulk_create(
        User(username=f"ansvarig-{n}", email=f"ansvarig-{n}@exempel.invalid", organisation=parties[n % 2])
        for n in range(people)
    )
    made = Activity.objects.bulk_create(_activity(areas, i) for i in range(activities))
    commitments = Commitment.objects.bulk_create(
        Commitment(
            activity=activity, organisation=party, responsible="Säkerhetssamordnaren", owner=owners[i % len(owners)]
        )
        for i, activity in enumerate(made)
        for party in (parties if i % 3 == 0 else parties[i % 2 : i % 2 + 1])
    )
    FollowUp.objects.bulk_create(
        (
            _follow_up(commitment, i, n, follow_ups)
            for i, commitment in enumerate(commitments)
            for n in range(follow_ups)
        ),
        batch_size=2000,
    )
    Occurrence.objects.bulk_create(
        (_occurrence(activity, n) for activity in made for n in range(OCCURRENCES_EACH)), batch_size=2000
    )
    return made[0]


def _activity(areas, i):
    return Activity(
        focus_area=areas[i % len(areas)],
        number=i // len(areas) + 1,
        slug=f"aktivitet-{i}",
        title=f"Trygghetsvandring nummer {i + 1} i området",
        summary="Vi går tillsammans när det är mörkt och skriver ner vad som behöver lagas.",
        goal="Minst åtta vandringar under året.",
        target_value=8,
        target_unit="vandringar",
        starts_on=date(2024, 2, 1),
        due_on=date(2024, 8, 1) + timedelta(days=i % 150),
        **SHOWN,
    )


def _follow_up(commitment, i, n, follow_ups):
    day = date(2024, 2, 10) + timedelta(days=30 * FOLLOW_UPS_EACH * n // follow_ups)
    last = n == follow_ups - 1
    status = list(Status)[i % len(Status)] if last else Status.ONGOING
    return FollowUp(commitment=commitment, status=status, on=day, recorded_on=day, note="Det går som vi har tänkt oss.")


def _occurrence(activity, n):
    day = date(2024, 2, 20) + timedelta(days=35 * n)
    return Occurrence(
        activity=activity, on=day, recorded_on=day, note="Vi gick en runda och hittade tre mörka ställen."
    )
