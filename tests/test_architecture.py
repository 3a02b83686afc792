"""The house rules that no reviewer should have to remember."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["arboga_loften", "dialogs", "focusareas", "actionplan"]
CLOCK = ROOT / "arboga_loften" / "foundation" / "clock.py"
LONGEST_FILE = 450


def code_files():
    return sorted(
        path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
    )


def where(path, node):
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def in_all_code(find):
    """Every place where `find(node)` is true, with the files of the one clock left out."""
    return [
        where(path, node)
        for path in code_files()
        if path != CLOCK
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if find(node)
    ]


def test_imports_run_one_way():
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def asks_another_clock(node):
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
        return (owner, node.attr) in {
            ("date", "today"),
            ("datetime", "today"),
            ("datetime", "now"),
            ("datetime", "utcnow"),
            ("timezone", "now"),
            ("timezone", "localdate"),
            ("timezone", "localtime"),
        }
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        if node.module == "django.utils.timezone":
            return bool(names & {"now", "localdate", "localtime"})
        return node.module == "django.db.models.functions" and "Now" in names
    return isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}


def test_there_is_one_clock():
    assert in_all_code(asks_another_clock) == []


@pytest.mark.parametrize(
    "code",
    [
        "date.today()",
        "datetime.date.today()",
        "timezone.now",
        "F(auto_now=True)",
        "from django.utils.timezone import now",
    ],
)
def test_a_second_clock_would_be_found(code):
    assert any(asks_another_clock(node) for node in ast.walk(ast.parse(code)))


def test_no_drawer_for_odds_and_ends():
    assert [path for path in code_files() if path.name in {"utils.py", "helpers.py", "services.py", "misc.py"}] == []


def listens_to_signals(node):
    """`post_migrate` alone is free: it sets up the database, and no rule of a promise hides in it."""
    if isinstance(node, ast.ImportFrom):
        if node.module in {"django.db.models.signals", "django.db.models"}:
            signals = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}
            return bool(signals & {alias.name for alias in node.names})
        return node.module == "django.dispatch" or (node.module or "").endswith(".signals")
    return False


def test_no_rule_hides_in_a_signal():
    found = in_all_code(
        lambda node: listens_to_signals(node) and {alias.name for alias in node.names} != {"post_migrate"}
    )
    assert [place for place in found if not place.startswith("arboga_loften/foundation/")] == []


def test_files_can_be_read_in_one_sitting():
    suffixes = {".py", ".html", ".css", ".js"}
    folders = [*PACKAGES, "tests", "templates", "static"]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*files, ROOT / "run.py"]
        if not {"migrations", "vendor"} & set(path.parts)
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    unexplained = [dependency for dependency in wanted if not re.search(rf'"{re.escape(dependency)}",\s+# \S', text)]
    assert unexplained == []
