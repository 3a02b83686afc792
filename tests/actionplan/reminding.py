"""People who answer for something, and what a day's run makes of it."""

from datetime import date, timedelta

from django.contrib.auth.models import Permission
from django.core import mail

from actionplan import followup
from actionplan.models import Activity, Commitment, FollowUp
from actionplan.reminders import sending
from actionplan.status import Status
from arboga_loften.accounts.models import User
from arboga_loften.foundation import outbox
from arboga_loften.foundation.publishing import Publication
from tests.factories import make_activity, make_area, make_plan, organisation

LONG_AGO = date(2024, 9, 20)


def make_person(name, kind="municipality", **fields):
    """Somebody with an address and no log-in."""
    words = {"email": f"{name}@exempel.se", "organisation": organisation(kind) if kind else None, **fields}
    user = User(username=name, **words)
    user.set_unusable_password()
    user.save()
    return user


def make_coordinator(name="samordnaren", **fields):
    """Somebody who speaks for all."""
    user = make_person(name, **fields)
    user.user_permissions.add(Permission.objects.get(codename="speak_for_all"))
    return user


def make_part(owner=None, *, kind="municipality", status=Status.ONGOING, said_on=LONG_AGO, **activity):
    """One party's part of an activity of its own, by default late since Friday 11 October, with somebody who answers for it."""
    fields = {"due_on": date(2024, 10, 11), "commitments": [kind], **activity}
    part = make_activity(**fields).commitments.get(organisation__kind=kind)
    if owner:
        own(part, owner)
    if status:
        followup.report(part, status=status, on=said_on, recorded_on=said_on)
    return part


def own(part, owner):
    part.owner = owner
    part.save()
    return part


def run(day=None):
    """One day's run, and what leaves: {address: letter}."""
    sending.remind(date.fromisoformat(day) if day else None)
    mail.outbox.clear()
    outbox.deliver()
    letters = {letter.to[0]: letter for letter in mail.outbox}
    assert len(letters) == len(mail.outbox), "någon fick två brev"
    return letters


def addresses(day=None):
    return sorted(address.partition("@")[0] for address in run(day))


def make_parts(owners, count):
    """Many parts at once, late since 11 October, shared out among the owners; followed up twenty times each."""
    area, first = make_area(), Activity.objects.count() + 1
    make_plan(area.promise)
    shown = {"publication": Publication.PUBLISHED, "publish_on": LONG_AGO, "first_published_on": LONG_AGO}
    days = {"starts_on": date(2024, 1, 8), "due_on": date(2024, 10, 11)}
    made = Activity.objects.bulk_create(
        Activity(focus_area=area, number=n, slug=f"sak-{n}", title=f"Sak {n}", goal="Vi gör det.", **days, **shown)
        for n in range(first, first + count)
    )
    parts = Commitment.objects.bulk_create(
        Commitment(activity=activity, organisation=organisation(), owner=owners[n % len(owners)])
        for n, activity in enumerate(made)
    )
    said_on = [LONG_AGO - timedelta(days=n) for n in range(20)]
    FollowUp.objects.bulk_create(
        (FollowUp(commitment=part, status=Status.ONGOING, on=on, recorded_on=on) for part in parts for on in said_on),
        batch_size=500,
    )
    return parts
