"""A run that is stopped in the middle, by a fault or by the power: run again, nobody gets two letters and nobody is forgotten."""

import os
import signal
import subprocess
import sys
from collections import Counter
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from actionplan.models import Reminded
from actionplan.reminders import sending
from arboga_loften.foundation import outbox
from arboga_loften.foundation.outbox import Letter
from tests.actionplan.reminding import make_parts, make_person

PEOPLE = 12

# A run that kills itself, in the middle of the work with the fifth person.
KILLED = """
import os, signal
import django
django.setup()
from actionplan.models import Reminded
from actionplan.reminders import sending
from arboga_loften.foundation import outbox

def dies_at_the_fifth(deed, after):
    count = 0
    def dying(*args, **words):
        nonlocal count
        count += 1
        if count == 5:
            if after:
                deed(*args, **words)
            os.kill(os.getpid(), signal.SIGKILL)
        return deed(*args, **words)
    return dying

point = {point!r}
if point == "before the letter":
    outbox.queue = dies_at_the_fifth(outbox.queue, after=False)
elif point == "between the letter and what it told":
    outbox.queue = dies_at_the_fifth(outbox.queue, after=True)
elif point == "before it is kept":
    manager = type(Reminded.objects)
    manager.bulk_create = dies_at_the_fifth(manager.bulk_create, after=True)
elif point == "between two people":
    sending._write = dies_at_the_fifth(sending._write, after=True)
sending.remind()
"""


@pytest.fixture
def owners(transactional_db):
    owners = [make_person(f"nr{n}") for n in range(PEOPLE)]
    make_parts(owners, PEOPLE * 3)
    return owners


def everybody_got_one(owners):
    letters = Counter(letter.to[0] for letter in mail.outbox)
    return letters == {owner.email: 1 for owner in owners}


def database_address():
    """The tests' own database, for another process."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{given['NAME']}"


@pytest.mark.parametrize(
    "point",
    [
        "before the letter",
        "between the letter and what it told",
        "before it is kept",
        "between two people",
    ],
)
def test_killed_by_the_power_and_run_again(owners, point):
    env = os.environ | {
        "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "arboga_loften.settings",
        "DEBUG": "0",
        "DEMO": "1",
        "DEMO_DAY": "2024-10-15",
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "localhost",
    }
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED.replace("{point!r}", repr(point))],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    kept = 5 if point == "between two people" else 4
    assert Letter.objects.count() == Reminded.objects.values("user").distinct().count() == kept
    assert sending.remind() == PEOPLE - kept
    assert sending.remind() == 0
    outbox.deliver()
    assert everybody_got_one(owners)
    assert Reminded.objects.count() == PEOPLE * 3


def test_stopped_by_a_fault_and_run_again(owners, monkeypatch):
    """A fault with one person leaves nothing half done of that person."""
    manager, written = type(Reminded.objects), []

    def breaks(self, *args, **words):
        written.append(1)
        if len(written) == 5:
            raise RuntimeError("slut på plats")
        return bulk_create(self, *args, **words)

    bulk_create = manager.bulk_create
    monkeypatch.setattr(manager, "bulk_create", breaks)
    with pytest.raises(RuntimeError):
        sending.remind()
    assert Letter.objects.count() == 4
    assert sending.remind() == PEOPLE - 4
    outbox.deliver()
    assert everybody_got_one(owners)


def test_two_who_run_at_once_write_one_letter_each(owners):
    barrier, written = Barrier(3), []

    def work():
        barrier.wait()
        try:
            written.append(sending.remind())
        finally:
            connection.close()

    threads = [Thread(target=work) for _each in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(written) == PEOPLE
    outbox.deliver()
    assert everybody_got_one(owners)
    assert Reminded.objects.count() == PEOPLE * 3
