"""Every word has its English: nothing untranslated, nothing guessed, nothing stale, compiled as it reads."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

FOLDER = Path("locale/en/LC_MESSAGES")
CODE = ["arboga_loften", "dialogs", "focusareas", "actionplan", "templates"]


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(settings.BASE_DIR / FOLDER / "django.po")


def test_nothing_is_untranslated(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []


def test_nothing_is_guessed(catalogue):
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_a_translation_asks_for_the_same_values_as_its_source(catalogue):
    values = r"%\(\w+\)[sdf]|%\(\w+\)\.\d+f"
    wrong = [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete
        and not entry.msgid_plural
        and set(re.findall(values, entry.msgid)) != set(re.findall(values, entry.msgstr))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_the_one_that_we_read(catalogue):
    compiled = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural)
        for e in polib.mofile(settings.BASE_DIR / FOLDER / "django.mo")
    }
    written = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in catalogue if not e.obsolete}
    assert compiled == written


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext saknas (på Debian: apt install gettext)")
def test_every_word_in_the_code_is_in_the_catalogue_and_no_other(catalogue, tmp_path):
    for name in CODE:
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(settings.BASE_DIR / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=en"],
        cwd=tmp_path,
        env={**os.environ, "DEBUG": "1", "PYTHONPATH": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    in_code = {entry.msgid for entry in polib.pofile(tmp_path / FOLDER / "django.po")}
    in_catalogue = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert in_code == in_catalogue, "Kör: python3 run.py translations"
