"""Prints how long each page takes, with how many queries and bytes, beside an empty Django view; and the reminders."""

import statistics
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from actionplan.reminders.sending import remind
from arboga_loften.accounts.models import User
from arboga_loften.portal.benchmark import council, rows, voices
from arboga_loften.portal.benchmark.weight import first_visit

SIZES = [60, 1_000, 10_000]
VOICES = [100, 1_000, 10_000]
FOLLOWED = [20, 2_000]
COUNCIL = [60, 500]
FOLLOW_UPS = 20
EMPTY = "/tom-vy/"
# Where officials work, measured by how many activities there are with twenty follow-ups each.
WORK = [
    "/admin/",
    "/admin/actionplan/activity/",
    "/admin/actionplan/activity/?kontroll=any",
    "/rapportera/",
    "/uppfoljning/",
]
REMINDERS = "påminnelserna, ett helt varv"
# Pages that are measured by how much has been said.
SAID = [
    "/ni-sa-vi-gjorde/",
    "/ni-sa-vi-gjorde/?besked=atgardat&tema=trafik",
    "/ni-sa-vi-gjorde/?q=lagade",
    "/dialoger/",
    "/dialoger/matning/",
    "/dialoger/matning/?sida=3",
    "/dialoger/matning/siffror/",
    "/sa-svarar-vi/",
    "/admin/dialogs/viewpoint/",
]
PAGES = [
    "/",
    "/lofte/",
    "/lofte/2024/",
    "/lofte/2024/trafiksakerhet/",
    "/handlingsplan/",
    "/handlingsplan/?lage=underway&vem=polisen&q=vandring",
    "/handlingsplan/?vy=tidslinje",
    "{activity}",
    "/uppfoljning/",
    "/uppfoljning/?datum=2024-09-01",
    "/dialoger/",
    "/dialoger/trygghetsdialog-nytorget-2022-05-06/",
    "/ni-sa-vi-gjorde/",
    "/lagesbild/2024/",
    "/om/",
]


def followed_up(size):
    return rows.fill(size, follow_ups=FOLLOW_UPS)


class Command(BaseCommand):
    help = "Mäter varje publik sida i en egen, tillfällig databas och skriver en tabell."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="antal aktiviteter i planen")
        parser.add_argument("--voices", type=int, nargs="*", default=VOICES, help="antal röster i en dialog")
        parser.add_argument(
            "--followed", type=int, nargs="*", default=FOLLOWED, help="antal aktiviteter med 20 uppföljningar var"
        )
        parser.add_argument(
            "--council",
            type=int,
            nargs="*",
            default=COUNCIL,
            help="antal aktiviteter med 8 uppföljningar i rådets underlag",
        )
        parser.add_argument("--rounds", type=int, default=7, help="varv per sida; medianen visas")

    def handle(self, *, sizes, rounds, **options):
        heard = options["voices"]
        if connection.vendor != "sqlite":
            raise CommandError("Mätningen gör en egen SQLite-fil. Kör den utan DATABASE_URL.")
        with override_settings(
            ROOT_URLCONF="arboga_loften.portal.benchmark.urls",
            ALLOWED_HOSTS=["testserver"],
            DEMO_DAY="2024-10-15",
            SECURE_SSL_REDIRECT=False,
            TWO_STEPS=False,  # how one logs in is no part of what is measured
        ):
            measured = {size: self.measure(size, rounds, PAGES, rows.fill, "aktiviteter") for size in sizes}
            followed = {
                size: self.measure(size, rounds, WORK, followed_up, "uppföljda aktiviteter", last=REMINDERS)
                for size in options["followed"]
            }
            said = {size: self.measure(size, rounds, SAID, voices.fill, "röster") for size in heard}
            met = {size: self.packet(size) for size in options["council"]}
        self.table(measured, PAGES, rounds, "akt.")
        self.table(followed, [*WORK, REMINDERS], rounds, "uppf.")
        self.table(said, SAID, rounds, "röster")
        self.table(met, council.DEEDS, council.ROUNDS, "akt.", "innehållet eller filerna")
        if sizes:
            first_visit(self.stdout)

    def measure(self, size, rounds, addresses, fill, of_what, last=None):
        """By page: milliseconds (median), queries, kilobytes of HTML as sent (gzip). `last` measures the reminders too."""
        with self.filled(size, fill, of_what) as filled:
            pages = [EMPTY, *(page.format(activity=filled.get_absolute_url()) for page in addresses)]
            official = User.objects.create_superuser("matare", password="bara-for-matningen")
            figures = [self.page(page, rounds, official) for page in pages]
            if last:
                figures.append(self.reminders())
        return dict(zip([EMPTY, *addresses, *([last] if last else [])], figures, strict=True))

    @contextmanager
    def filled(self, size, fill, of_what):
        """A database of its own with so many of something in it."""
        with tempfile.TemporaryDirectory() as folder:
            connection.close()
            connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
            self.stderr.write(f"Fyller en databas med {size} {of_what} …")
            call_command("migrate", verbosity=0)
            filled = fill(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            yield filled
            connection.close()

    def packet(self, size):
        """The council's packet, its files and its adoption, at the second meeting of a plan."""
        with self.filled(size, council.fill, "aktiviteter i rådets underlag") as meeting:
            return {EMPTY: self.page(EMPTY, council.ROUNDS, None), **council.measure(meeting)}

    def reminders(self):
        """One pass for everybody, written to the outbox and not sent."""
        with CaptureQueriesContext(connection) as queries:
            start = time.perf_counter()
            remind()
            spent = (time.perf_counter() - start) * 1000
        return spent, len(queries), 0.0

    def page(self, address, rounds, official):
        client = Client(headers={"accept-encoding": "gzip"})
        if address.startswith(("/admin/", "/rapportera/")):
            client.force_login(official)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        if response.status_code != 200:
            raise CommandError(f"{address} svarade {response.status_code}")
        asked = len(queries)  # now: the next request empties the log
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - start) * 1000)
        return statistics.median(times), asked, len(response.content) / 1000

    def table(self, measured, pages, rounds, of_what, weighed="sidans HTML som den skickas (gzip)"):
        if not measured:
            return
        kind = "DEBUG" if settings.DEBUG else "drift"
        self.stdout.write(
            f"\nMedian av {rounds} varv i en process, SQLite, {kind}. ms = hela svaret, q = databasfrågor, "
            f"kB = {weighed}.\n\n"
        )
        head = "".join(f"{f'{size:,} {of_what}'.replace(',', ' '):>20}    " for size in measured)
        self.stdout.write(f"{'':54}{head}")
        self.stdout.write(f"{'sida':54}" + f"{'ms':>9}{'q':>5}{'kB':>8}  " * len(measured))
        for page in [EMPTY, *pages]:
            row = "".join("{:>9.1f}{:>5}{:>8.1f}  ".format(*figures[page]) for figures in measured.values())
            self.stdout.write(f"{page.format(activity='/handlingsplan/<aktivitet>/'):54}{row}")
