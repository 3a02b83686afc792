"""What it takes to get a meeting of the council ready: the packet, each of its files, and the adoption as a whole."""

import statistics
import time
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.council import freezing, packet, papers
from actionplan.models import ActionPlan, CouncilMeeting
from arboga_loften.accounts.models import User
from arboga_loften.portal.benchmark import rows

ROUNDS = 3
PACKET, ADOPTION = "rådets underlag, 8 uppföljningar per del", "… antas: innehåll, kedja och filer"
FILES = {"pdf": "… som PDF", "docx": "… som Word", "xlsx": "… som Excel"}
DEEDS = [PACKET, *FILES.values(), ADOPTION]


def fill(activities):
    """A plan with this many activities and two meetings, the first with its report adopted. Returns the second."""
    rows.fill(activities)
    plan = ActionPlan.objects.select_related("promise").get(promise__slug="2024")
    first = _meeting(plan, "2024-q2", date(2024, 4, 1), date(2024, 6, 30), date(2024, 7, 18))
    freezing.adopt(first, by=_coordinator())
    return _meeting(plan, "2024-q3", date(2024, 7, 1), date(2024, 9, 30), date(2024, 10, 15))


def _meeting(plan, key, first, last, on):
    return CouncilMeeting.objects.create(plan=plan, key=key, period_from=first, period_to=last, on=on, **rows.SHOWN)


def _coordinator():
    return User.objects.get_or_create(username="samordnare", defaults={"function": "Säkerhetssamordnare"})[0]


def measure(meeting):
    """By deed: milliseconds (median), queries, kilobytes of what became of it."""
    content, *figures = _timed(lambda: packet.build(meeting))
    found = {PACKET: (*figures, len(freezing.canonical(content).encode()) / 1000)}
    for kind, name in FILES.items():
        data, *figures = _timed(lambda kind=kind: papers.file_of(content, kind))
        found[name] = (*figures, len(data) / 1000)
    report, *figures = _timed(lambda: freezing.adopt(meeting, by=_coordinator()), rounds=1)
    found[ADOPTION] = (*figures, sum(len(file.data) for file in report.files.all()) / 1000)
    return found


def _timed(deed, rounds=ROUNDS):
    """What a deed gives, how long it takes (median), and how many queries it asks."""
    times = []
    for _round in range(rounds):
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            given = deed()
            times.append((time.perf_counter() - start) * 1000)
    return given, statistics.median(times), len(queries)
