#!/usr/bin/env python3
"""Arbogalöften: allt som behövs för att se, pröva och mäta webbplatsen, med bara Python.

Only the standard library is used here, since this file is what makes everything else available.
"""

import argparse
import datetime
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
OLDEST_PYTHON = (3, 11)
OLDEST_PIP = (22, 3)  # the first that can install into another environment
SYSTEM_CERTIFICATES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
DEMO_DAY = "2024-10-15"
NO_TESTS_FOUND = 5  # pytest's exit code


# --- The deeds ----------------------------------------------------------------------------------
def demo(arguments):
    """Visa webbplatsen med Arbogas riktiga löften på din egen dator."""
    parser = Parser("demo", demo)
    parser.add_argument("--port", type=port_number, default=8000, metavar="N", help="porten på 127.0.0.1 (8000)")
    parser.add_argument(
        "--date", type=day, default=day(DEMO_DAY), metavar="DAG", help=f"visa som om det var den dagen ({DEMO_DAY})"
    )
    parser.add_argument("--fresh", action="store_true", help="börja om med en tom databas")
    chosen = parser.parse_args(arguments)

    address = f"http://127.0.0.1:{chosen.port}/"
    refuse_taken_port(chosen.port)
    make_environment()
    database = VAR / f"demo-{chosen.date}.sqlite3"
    if chosen.fresh:
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
    env = demo_environment(database, chosen.date, SITE_URL=address.rstrip("/"))

    manage("Ställer i ordning databasen", "migrate", "--verbosity=0", env=env)
    loaded = manage("Läser in löften och dialoger", "load_record", env=env)
    logins = manage("Gör i ordning inloggningar", "create_demo_users", env=env)
    manage("Samlar stilmallar och bilder", "collectstatic", "--noinput", "--verbosity=0", env=env)
    say("Startar webbplatsen")
    server = serve(chosen.port, env)
    with ended_with_us(server):
        wait_until_answering(server, address + "halsa/")
        print(f"\n{loaded.splitlines()[-1]}\n\n{logins}\n\n  Webbplatsen: {address}\n  Logga in:    {address}admin/")
        print(f"  Dagen är {chosen.date}. Avsluta med Ctrl-C.\n", flush=True)
        server.wait()
    if server.returncode:
        stop("Webbplatsen stannade oväntat. Det som hände står ovanför.")
    print("\nWebbplatsen är stängd. Det du ändrade ligger kvar till nästa gång.")


def test(arguments):
    """Kör alla tester, först på SQLite och sedan på en riktig PostgreSQL. Tar emot pytests egna val."""
    make_environment(dev=True)
    env = test_environment()
    say("Testar på SQLite")
    sqlite, sqlite_says = pytest("--db=sqlite", *arguments, env=env)
    say("Testar på PostgreSQL (utom webbläsaren, som redan har gått igenom sidorna)")
    postgres, postgres_says = pytest("--db=postgres", "-m", "not browser", *arguments, env=env)
    if postgres == NO_TESTS_FOUND and sqlite == 0:
        postgres = 0  # only browser tests were chosen
    print(f"\nSQLite:     {sqlite_says}\nPostgreSQL: {postgres_says}")
    if sqlite or postgres:
        sys.exit(1)


def lint(arguments):
    """Granska koden: form, riktningen på importer, migrationer och översättningar."""
    Parser("lint", lint).parse_args(arguments)
    make_environment(dev=True)
    env = test_environment()
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    translations = "tests/test_translations.py"
    checks = {
        "ruff check": [tool("ruff"), "check", "."],
        "ruff format": [tool("ruff"), "format", "--check", "."],
        "djade": [tool("djade"), "--target-version=5.2", "--check", *templates],
        "importernas riktning": [tool("lint-imports"), "--no-logo"],
        "migrationer": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
        "översättningar": [PYTHON, "-m", "pytest", "-q", translations],
    }
    if not (ROOT / translations).exists():
        del checks["översättningar"]
    failed = [name for name, command in checks.items() if not check(name, command, env)]
    if failed:
        stop("Granskningen hittade fel: " + ", ".join(failed) + ".")
    print("Granskningen hittade inga fel.")


def bench(arguments):
    """Mät hur snabb varje sida är, med 60, 1 000 och 10 000 aktiviteter."""
    make_environment()
    env = demo_environment(VAR / "bench.sqlite3", DEMO_DAY)
    manage("Samlar stilmallar och bilder", "collectstatic", "--noinput", "--verbosity=0", env=env)
    say("Mäter")
    sys.exit(subprocess.call([PYTHON, "manage.py", "bench", *arguments], cwd=ROOT, env=env))


def faults(arguments):
    """Pröva vad som händer när servern dödas mitt i att folk tycker till, på SQLite och PostgreSQL."""
    make_environment(dev=True)
    say("Prövar")
    sys.exit(subprocess.call([PYTHON, "-m", "tests.faults", *arguments], cwd=ROOT, env=plain_environment()))


def translations(arguments):
    """Samla nya ord till översättningarna i locale/, och gör dem klara att använda."""
    Parser("translations", translations).parse_args(arguments)
    if not shutil.which("msgfmt"):
        stop("gettext saknas. Installera det (på Debian: apt install gettext) och försök igen.")
    make_environment(dev=True)
    env = test_environment()
    apart = [f"--ignore={folder}" for folder in (".venv", "var", "tests")]
    manage("Samlar ord", "makemessages", "--locale=en", "--no-wrap", "--add-location=file", *apart, env=env)
    manage("Gör klart", "compilemessages", "--ignore=.venv", env=env)
    print("Fyll i det som är tomt i locale/en/LC_MESSAGES/django.po och kör det här igen.")


# A new deed is a function above with a docstring, and its name here.
DEEDS = {deed.__name__: deed for deed in (demo, test, lint, bench, faults, translations)}


# --- The environment ----------------------------------------------------------------------------
def make_environment(dev=False):
    """Make .venv what uv.lock says; quick when it already is."""
    say("Hämtar det som behövs" + ("" if PYTHON.exists() else " (första gången: ungefär en halv minut)"))
    if not os.access(ROOT, os.W_OK):
        stop(f"Det går inte att skriva i mappen {ROOT}. Kopiera projektet till en mapp som är din.")
    uv = shutil.which("uv") or own_uv()
    # The demo leaves what the tests need, so that one can be run after the other without fetching anything again.
    wanted = ["--group=dev"] if dev else ["--no-dev", "--inexact"]
    python = [] if PYTHON.exists() else ["--python", sys.executable]
    env = plain_environment(UV_PROJECT_ENVIRONMENT=str(VENV), UV_PYTHON_DOWNLOADS="never")
    if any(Path(store).exists() for store in SYSTEM_CERTIFICATES):
        # As pip does: the network of a municipality may have a certificate of its own. The older uv knew the other name.
        env.setdefault("UV_SYSTEM_CERTS", "true")
        env.setdefault("UV_NATIVE_TLS", "true")
    quiet([uv, "sync", "--frozen", *wanted, *python], env, "Det gick inte att hämta beroendena. Finns det nätverk?")


def own_uv():
    """The uv in .venv, put there by pip the first time. A fresh Debian refuses `pip install` and has no ensurepip."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        refuse_bad_pip()
        env = plain_environment()
        quiet([sys.executable, "-m", "venv", "--without-pip", VENV], env, "Det gick inte att skapa mappen .venv.")
        quiet(
            [sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "uv"],
            env,
            "Det gick inte att hämta uv. Finns det nätverk?",
        )
    return str(uv)


def refuse_bad_pip():
    asked = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, text=True)
    found = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    if not found:
        stop("pip saknas. Installera det (på Debian: apt install python3-pip), eller uv, och försök igen.")
    if (int(found[1]), int(found[2])) < OLDEST_PIP:
        stop(f"pip {found[1]}.{found[2]} är för gammalt. Minst 22.3 behövs: python3 -m pip install --upgrade pip")


def refuse_old_python():
    if os.name != "posix":
        stop("Programmet är gjort för Linux och macOS. På Windows: kör det i WSL.")
    if sys.version_info < OLDEST_PYTHON:
        stop("Python {}.{} är för gammalt. Minst 3.11 behövs (Debian 12 har det).".format(*sys.version_info[:2]))


def plain_environment(**more):
    """The caller's environment, without what would lead uv or Django to another project."""
    led_astray = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in led_astray} | more


def demo_environment(database, on, **more):
    """Settings of the demonstration. They go before those of a .env file, so no real mail or database is touched."""
    VAR.mkdir(exist_ok=True)
    return plain_environment(
        DEMO="1",
        DEMO_DAY=str(on),
        DEBUG="0",
        SECURE="0",
        SECRET_KEY=demo_key(),
        ALLOWED_HOSTS="127.0.0.1,localhost",
        DATABASE_URL="sqlite:///" + urllib.parse.quote(str(database)),
        STATIC_ROOT=str(VAR / "static"),
        EMAIL_URL="consolemail://",
        LOG_LEVEL="WARNING",
        **more,
    )


def test_environment():
    """Settings of the tests, whatever a .env file says: never a real database."""
    return plain_environment(
        DEBUG="0",
        DEMO="0",
        SECURE="0",
        SECRET_KEY="only-for-tests",
        DATABASE_URL="sqlite:///" + urllib.parse.quote(str(VAR / "test.sqlite3")),
        EMAIL_URL="consolemail://",
    )


def demo_key():
    """A secret key made once for this computer, which nobody else may read."""
    file = VAR / "demo-key"
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(48))
    return file.read_text()


# --- Running things -----------------------------------------------------------------------------
def tool(name):
    return VENV / "bin" / name


def manage(doing, *arguments, env):
    say(doing)
    return quiet([PYTHON, "manage.py", *arguments], env, f"Det gick inte: manage.py {arguments[0]}.")


def quiet(command, env, failure):
    """Run it, give back what it said, and show that only when it fails."""
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout[-4000:].rstrip(), file=sys.stderr)
        stop(failure)
    return done.stdout.rstrip()


def check(name, command, env):
    """One check of the lint: a line when it is clean, everything it said when it is not."""
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    say(f"{name}: {'fel' if done.returncode else 'rent'}")
    if done.returncode:
        print(done.stdout.rstrip(), flush=True)
    return not done.returncode


def pytest(*arguments, env):
    """Run pytest on all cores, show it as it goes, and give back its exit code and its closing line."""
    colour = "--color=yes" if sys.stdout.isatty() else "--color=auto"
    command = [PYTHON, "-m", "pytest", "-p", "tests.postgres", "-n", "auto", colour, *arguments]
    closing = "pytest sa ingenting"
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as run:
        for line in run.stdout:
            print(line, end="", flush=True)
            closing = line.strip() or closing
    return run.returncode, closing


def serve(port, env):
    """Start the same server as in production."""
    command = [PYTHON, "-m", "gunicorn", "arboga_loften.wsgi", f"--bind=127.0.0.1:{port}"]
    return subprocess.Popen([*command, "--workers=2", "--threads=4", "--log-level=warning"], cwd=ROOT, env=env)


class ended_with_us:
    """Ctrl-C, a polite kill or a fault here also ends the server, without a traceback."""

    def __init__(self, process):
        self.process = process

    def __enter__(self):
        signal.signal(signal.SIGTERM, signal.default_int_handler)

    def __exit__(self, kind, fault, trace):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        return kind is KeyboardInterrupt


def wait_until_answering(server, address, seconds=30):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(seconds * 10):
        if server.poll() is not None:
            stop("Webbplatsen kunde inte starta. Det som hände står ovanför.")
        try:
            direct.open(address, timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            stop(f"Webbplatsen startade men svarade {error.code} på {address}.")
        except OSError:
            time.sleep(0.1)
    stop(f"Webbplatsen svarade inte på {seconds} sekunder.")


def refuse_taken_port(port):
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            stop(f"Port {port} får bara administratören använda. Försök med: python3 run.py demo --port 8000")
        except OSError:
            stop(f"Port {port} är upptagen. Försök med: python3 run.py demo --port {port % 65535 + 1}")


# --- Words --------------------------------------------------------------------------------------
class Parser(argparse.ArgumentParser):
    """argparse in Swedish."""

    def __init__(self, name, deed):
        super().__init__(prog=f"python3 run.py {name}", description=deed.__doc__, add_help=False, allow_abbrev=False)
        self._optionals.title = "val"
        self.add_argument("--help", "-h", action="help", help="visa den här hjälpen")

    def format_help(self):
        return super().format_help().replace("usage:", "så här:")

    def error(self, message):
        message = re.sub(r"argument (\S+): (expected one argument)", r"\1 behöver ett värde", message)
        message = re.sub(r"argument (\S+): ", r"\1: ", message).replace("unrecognized arguments", "okänt val")
        stop(f"{message}. Hjälp: {self.prog} --help")


def day(text):
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} är ingen dag. Skriv så här: {DEMO_DAY}") from None


def port_number(text):
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} är ingen port. Skriv ett tal från 1 till 65535")
    return int(text)


def say(line):
    print(f"• {line}", flush=True)


def stop(why):
    sys.exit(f"\n{why}")


def help_text():
    deeds = "\n".join(f"  python3 run.py {name:<12} {deed.__doc__}" for name, deed in DEEDS.items())
    return f"{__doc__.splitlines()[0]}\n\n{deeds}\n\nVal för en av dem: python3 run.py demo --help\n"


def main():
    refuse_old_python()
    name, *arguments = sys.argv[1:] or ["--help"]
    if name in ("--help", "-h"):
        return print(help_text())
    if name not in DEEDS:
        print(help_text())
        stop(f"Jag känner inte till {name!r}.")
    try:
        DEEDS[name](arguments)
    except KeyboardInterrupt:
        stop("Avbrutet.")
    except PermissionError as refused:
        stop(f"Det saknas rättighet till {refused.filename}. Är mappen gjord av en annan användare?")


if __name__ == "__main__":
    main()
