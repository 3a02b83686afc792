"""Fifty people send ten viewpoints each while the server is killed: every acknowledged one must be there exactly once.

Each goes the way that a browser goes: the form, the preview, and the sending, with the same form again until the server
has said that it has come in. The server is the same as in production, with all its processes killed by SIGKILL.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.faults.people import Crowd
from tests.postgres import Server as Postgres
from tests.postgres import find_binaries

ROOT = Path(__file__).resolve().parents[2]
DAY = "2024-10-15"
# What is counted, and the width of its column.
COLUMNS = {
    "skickade": 9,
    "bekräftade": 12,
    "sparade": 9,
    "förlorade": 11,
    "dubbla": 8,
    "kvitton": 9,
    "omförsök": 10,
    "dödad": 7,
    "5xx": 5,
    "sek": 8,
    "per sek": 9,
}
PATH = "/dialoger/exempel-tyck-till-hosten-2024/tyck-till/"


class Site:
    """The site on a database of its own, started and killed at will."""

    def __init__(self, database, folder):
        self.port = _free_port()
        self.process = None
        self.env = os.environ | {
            "DATABASE_URL": database,
            "DEMO": "1",
            "DEMO_DAY": DAY,
            "SECURE": "0",
            "DEBUG": "0",
            "SECRET_KEY": "only-for-this-trial-" * 3,
            "ALLOWED_HOSTS": "127.0.0.1",
            "STATIC_ROOT": str(folder / "static"),
            "INSIDE_ROOT": str(folder / "inside"),
            "EMAIL_URL": "consolemail://",
            "LOG_LEVEL": "ERROR",
            "TRUSTED_PROXIES": "1",  # each client says who it is, as a proxy would
        }

    def manage(self, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"manage.py {arguments[0]} gick inte:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "arboga_loften.wsgi", f"--bind=127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*command, "--workers=2", "--threads=4", "--log-level=critical"],
            cwd=ROOT,
            env=self.env,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self):
        """SIGKILL to every process of it, in the middle of whatever they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def try_on(name, database, folder, people, each):
    site = Site(database, folder)
    site.manage("migrate", "--verbosity=0")
    site.manage("load_record")
    site.manage("collectstatic", "--noinput", "--verbosity=0")
    site.start()
    crowd = Crowd(site.port, PATH, people, each)
    began = time.monotonic()
    crowd.start()
    kills = 0
    for share in (0.25, 0.55):
        crowd.wait_until(share)
        site.kill()
        kills += 1
        time.sleep(0.5)
        site.start()
    crowd.join()
    seconds = time.monotonic() - began
    site.kill()
    kept = Counter(site.manage("shell", "--no-imports", "--command", KEPT).split("\n"))
    kept.pop("", None)
    return report(name, crowd, kept, kills, seconds)


KEPT = """
from dialogs.models import Submission
for text in Submission.objects.filter(text__startswith="Prov ").values_list("text", flat=True):
    print(text.split(":")[0])
"""


def report(name, crowd, kept, kills, seconds):
    """Print a row and say whether it held."""
    acknowledged = set(crowd.acknowledged)
    lost = sorted(acknowledged - set(kept))
    doubled = sorted(text for text, times in kept.items() if times > 1)
    codes = len(set(crowd.acknowledged.values()))
    faults = {status: count for status, count in crowd.statuses.items() if status >= 500}
    figures = (
        crowd.wanted,
        len(acknowledged),
        sum(kept.values()),
        len(lost),
        len(doubled),
        codes,
        crowd.again,
        kills,
        sum(faults.values()),
        f"{seconds:.1f}",
        f"{crowd.wanted / seconds:.1f}",
    )
    print(f"{name:12}" + "".join(f"{figure:>{width}}" for figure, width in zip(figures, COLUMNS.values(), strict=True)))
    if crowd.odd:
        print(f"{'':12}Oväntat: {crowd.odd.most_common(3)}")
    return not lost and not doubled and not faults and len(acknowledged) == crowd.wanted == codes == sum(kept.values())


def _free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def main():
    parser = argparse.ArgumentParser(prog="python3 run.py faults")
    parser.add_argument("--people", type=int, default=50, help="hur många som skickar samtidigt")
    parser.add_argument("--each", type=int, default=10, help="hur många synpunkter var och en skickar")
    chosen = parser.parse_args()
    print(f"{chosen.people} personer skickar {chosen.each} synpunkter var, och servern dödas (SIGKILL) mitt i.\n")
    print(f"{'':12}" + "".join(f"{head:>{width}}" for head, width in COLUMNS.items()))
    folder = Path(tempfile.mkdtemp(prefix="arboga-faults-"))
    postgres = Postgres(find_binaries())
    try:
        held = [try_on("SQLite", f"sqlite:///{folder / 'faults.sqlite3'}", folder, chosen.people, chosen.each)]
        # The server comes with one database; the tests make theirs themselves.
        address = f"{postgres.start().rpartition('/')[0]}/postgres"
        held += [try_on("PostgreSQL", address, folder, chosen.people, chosen.each)]
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    if not all(held):
        sys.exit("\nDet höll inte.")
    print("\nAllt som servern bekräftade finns, en gång var.")


if __name__ == "__main__":
    main()
