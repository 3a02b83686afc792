"""Prints how long each public page takes, with how many queries and bytes, beside an empty Django view."""

import statistics
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from arboga_loften.portal.benchmark.rows import fill
from arboga_loften.portal.benchmark.weight import first_visit

SIZES = [60, 1_000, 10_000]
EMPTY = "/tom-vy/"
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


class Command(BaseCommand):
    help = "Mäter varje publik sida i en egen, tillfällig databas och skriver en tabell."

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="antal aktiviteter i planen")
        parser.add_argument("--rounds", type=int, default=7, help="varv per sida; medianen visas")

    def handle(self, *, sizes, rounds, **options):
        if connection.vendor != "sqlite":
            raise CommandError("Mätningen gör en egen SQLite-fil. Kör den utan DATABASE_URL.")
        with override_settings(
            ROOT_URLCONF="arboga_loften.portal.benchmark.urls",
            ALLOWED_HOSTS=["testserver"],
            DEMO_DAY="2024-10-15",
            SECURE_SSL_REDIRECT=False,
        ):
            measured = {size: self.measure(size, rounds) for size in sizes}
        self.table(measured, sizes, rounds)
        first_visit(self.stdout)

    def measure(self, size, rounds):
        """By page: milliseconds (median), queries, kilobytes of HTML as sent (gzip)."""
        with tempfile.TemporaryDirectory() as folder:
            connection.close()
            connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
            self.stderr.write(f"Fyller en databas med {size} aktiviteter …")
            call_command("migrate", verbosity=0)
            activity = fill(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            pages = [EMPTY, *(page.format(activity=activity.get_absolute_url()) for page in PAGES)]
            figures = [self.page(page, rounds) for page in pages]
            connection.close()
        return dict(zip([EMPTY, *PAGES], figures, strict=True))

    def page(self, address, rounds):
        client = Client(headers={"accept-encoding": "gzip"})
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

    def table(self, measured, sizes, rounds):
        kind = "DEBUG" if settings.DEBUG else "drift"
        self.stdout.write(
            f"\nMedian av {rounds} varv i en process, SQLite, {kind}. ms = hela svaret, q = databasfrågor, "
            "kB = sidans HTML som den skickas (gzip).\n\n"
        )
        head = "".join(f"{f'{size:,}'.replace(',', ' '):>12} akt.        " for size in sizes)
        self.stdout.write(f"{'':54}{head}")
        self.stdout.write(f"{'sida':54}" + f"{'ms':>9}{'q':>5}{'kB':>8}  " * len(sizes))
        for page in [EMPTY, *PAGES]:
            row = "".join("{:>9.1f}{:>5}{:>8.1f}  ".format(*measured[size][page]) for size in sizes)
            self.stdout.write(f"{page.format(activity='/handlingsplan/<aktivitet>/'):54}{row}")
