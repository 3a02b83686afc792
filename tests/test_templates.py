"""Every template: it compiles, somebody shows it, and it holds nothing that the content security policy would stop."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template

FOLDER = Path(settings.BASE_DIR) / "templates"
PACKAGES = ["arboga_loften", "dialogs", "focusareas", "actionplan"]
NAMES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())
# crispy-forms puts the names of its pack's templates together from the pack's name and the part of the form.
FOUND_BY_NAME_ALONE = ("arboga/",)


def source(name):
    """What is written in a template, its comments left out."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", "", text, flags=re.DOTALL)


every_template = pytest.mark.parametrize("name", NAMES)


@every_template
def test_compiles(name):
    get_template(name)


def named_in_templates():
    called = re.compile(r"\{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    return {found for name in NAMES for found in called.findall(source(name))}


def named_in_code():
    files = [path for package in PACKAGES for path in (Path(settings.BASE_DIR) / package).rglob("*.py")]
    return {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def replaces_an_apps_own(name):
    return any((Path(app.path) / "templates" / name).exists() for app in apps.get_app_configs())


def test_no_template_lies_unused():
    used = named_in_templates() | named_in_code()
    unused = [
        name
        for name in NAMES
        if name not in used and not name.startswith(FOUND_BY_NAME_ALONE) and not replaces_an_apps_own(name)
    ]
    assert unused == []


FORBIDDEN = {
    "style attribute": r"<[^>]*\sstyle\s*=",
    "style element": r"<style\b",
    "script without src": r"<script\b(?![^>]*\ssrc=)",
    "handler in an attribute": r"<[^>]*\son[a-z]+\s*=",
    "javascript: address": r"javascript:",
    "|safe": r"\|\s*safe(?:seq)?\b",
    "autoescape off": r"\{%\s*autoescape\s+off",
    "a clock of its own": r"\{%\s*now\b|\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b",
}


@every_template
def test_holds_nothing_forbidden(name):
    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source(name), re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize(
    ("markup", "what"),
    [
        ('<p class="a" style="color:red">', "style attribute"),
        ("<script>alert(1)</script>", "script without src"),
        ('<a href="/" onclick="go()">', "handler in an attribute"),
        ("{{ text | safe }}", "|safe"),
        ("{{ day|timesince }}", "a clock of its own"),
    ],
)
def test_the_forbidden_would_be_found(markup, what):
    assert re.search(FORBIDDEN[what], markup, re.IGNORECASE)


@every_template
def test_pictures_have_a_text(name):
    pictures = re.findall(r"<img\b(?:\{[%{].*?[%}]\}|[^>])*>", source(name), re.DOTALL)
    assert [picture for picture in pictures if not re.search(r"\salt=", picture)] == []


@every_template
def test_components_see_only_what_they_are_given(name):
    calls = re.findall(r"\{%\s*include\s+[\"']components/.*?%\}", source(name), re.DOTALL)
    assert [call for call in calls if not re.search(r"\bonly\s*%\}$", call)] == []
