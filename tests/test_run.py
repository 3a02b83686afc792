"""The two commands must answer plainly, also when something is missing. What they do in full is tried in CI."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import run

RUN = Path(run.__file__)


def said(*arguments, **more):
    return subprocess.run([sys.executable, RUN, *arguments], capture_output=True, text=True, timeout=60, **more)


def test_only_the_standard_library_is_needed():
    nodes = list(ast.walk(ast.parse(RUN.read_text(encoding="utf-8"))))
    imported = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_deed(arguments):
    answer = said(*arguments)
    assert answer.returncode == 0
    for name, deed in run.DEEDS.items():
        assert f"run.py {name}" in answer.stdout
        assert deed.__doc__ in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["dmeo"], "Jag känner inte till 'dmeo'."),
        (["demo", "--port", "åtta"], "'åtta' är ingen port. Skriv ett tal från 1 till 65535"),
        (["demo", "--port", "70000"], "är ingen port"),
        (["demo", "--port"], "--port behöver ett värde"),
        (["demo", "--date", "2024-02-30"], "'2024-02-30' är ingen dag. Skriv så här: 2024-10-15"),
        (["demo", "--frehs"], "okänt val: --frehs"),
        (["lint", "everything"], "okänt val: everything"),
    ],
)
def test_a_slip_gets_a_plain_line(arguments, line):
    answer = said(*arguments)
    assert answer.returncode == 1
    assert line in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_taken_port_is_told_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = said("demo", "--port", str(port))
    assert answer.returncode == 1
    assert f"Port {port} är upptagen. Försök med: python3 run.py demo --port" in answer.stderr


def test_an_old_python_is_told(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.9 är för gammalt\. Minst 3\.11"):
        run.refuse_old_python()


@pytest.mark.parametrize(
    ("answer", "line"),
    [("", "pip saknas"), ("pip 20.3.4 from /usr/lib (python 3.9)", r"pip 20\.3 är för gammalt")],
)
def test_a_missing_or_old_pip_is_told(monkeypatch, answer, line):
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 0, stdout=answer))
    with pytest.raises(SystemExit, match=line):
        run.refuse_bad_pip()


def test_a_failed_fetch_ends_with_what_went_wrong(capsys):
    with pytest.raises(SystemExit, match="Finns det nätverk"):
        run.quiet([sys.executable, "-c", "raise SystemExit('ingen väg ut')"], os.environ, "Finns det nätverk?")
    assert "ingen väg ut" in capsys.readouterr().err


def test_the_demos_key_is_made_once_and_kept_to_oneself(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "VAR", tmp_path)
    key = run.demo_key()
    assert len(key) > 40
    assert run.demo_key() == key
    assert (tmp_path / "demo-key").stat().st_mode & 0o777 == 0o600


def test_neither_the_demo_nor_the_tests_touch_a_real_database(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "VAR", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgres://arboga@db.example/loften")
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example")
    for env in (run.demo_environment(tmp_path / "demo å.sqlite3", "2024-10-15"), run.test_environment()):
        assert env["DATABASE_URL"].startswith("sqlite:///")
        assert env["EMAIL_URL"] == "consolemail://"
