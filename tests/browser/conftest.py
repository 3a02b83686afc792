"""A real browser: Debian's Chromium, at the widths of a phone, a tablet and a desk, light and dark, judged by axe.

Tests in this folder get the mark `browser`. `page.goto("/handlingsplan/")` goes to the live server. A page that asks
another host for something, breaks the content security policy or throws in a script fails its test by itself.
"""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection

from arboga_loften.foundation import clock

HERE = Path(__file__).parent
WIDTHS = [320, 768, 1280]
SCHEMES = ["light", "dark"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
CHROMIUM_FLAGS = [
    "--no-sandbox",  # it won't start as root with one; it only ever meets our own pages
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

# Playwright keeps an event loop in the test's thread, and Django would take the whole test for asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        missing = "Chromium saknas (på Debian: apt install chromium libatomic1). Webbläsarens tester hoppades över."
        # In CI a skipped test would hide that nothing was looked at.
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)(missing)
    return browser_type_launch_args | {"executable_path": chromium, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return browser_context_args | {"locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture
def page(page, live_server):
    """Playwright's page, which also fails on what a visitor may never see: other hosts, broken parts, blocked code."""
    faults = []

    def note_request(request):
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            faults.append(f"sidan frågade en annan värd: {request.url}")

    def note_response(response):
        a_part_of_the_page = response.request.resource_type != "document"
        if response.status >= 500 or (response.status >= 400 and a_part_of_the_page):
            faults.append(f"{response.status} från {response.url}")

    def note_console(message):
        if "Content Security Policy" in message.text:
            faults.append(f"policyn stoppade något: {message.text}")

    page.on("request", note_request)
    page.on("response", note_response)
    page.on("console", note_console)
    page.on("pageerror", lambda error: faults.append(f"skriptfel: {error}"))
    yield page
    if faults:
        pytest.fail("\n".join(dict.fromkeys(faults)))


@pytest.fixture(scope="session")
def loaded_once():
    """The record as it was loaded for the first test on a day, to lay back for the next: the loading takes seconds."""
    return {}


@pytest.fixture
def record(transactional_db, loaded_once):
    """The real record with its examples, as the demo shows it."""
    from arboga_loften.portal.record.load import load, load_council

    day = clock.today()
    connection.ensure_connection()
    if connection.vendor == "sqlite" and day in loaded_once:
        loaded_once[day].backup(connection.connection)
        return
    load()
    load_council()
    if connection.vendor == "sqlite":
        loaded_once[day] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(loaded_once[day])


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request, page):
    """Runs the test at each width. Several pages in one test are quicker with `every_look`."""
    page.set_viewport_size({"width": request.param, "height": 900})
    return request.param


@pytest.fixture(params=SCHEMES)
def scheme(request, page):
    """Runs the test in light and in dark."""
    page.emulate_media(color_scheme=request.param)
    return request.param


@pytest.fixture
def every_look(page):
    """`for look in every_look(): …` shows the page that is open in all widths, light and dark, without a reload."""

    def looks():
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours glide otherwise
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                yield f"{width} px {scheme}"

    return looks


@pytest.fixture
def axe():
    """`axe(page)` fails with a readable list of what axe found: WCAG 2.2 A and AA, and best practices."""
    judge = Axe()

    def find_nothing(page, look="", context=None):
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
        violations = judge.run(page, context=context, options=options).response["violations"]
        if violations:
            faults = "\n".join(_readable(violation) for violation in violations)
            pytest.fail(f"axe på {page.url} {look}\n{faults}", pytrace=False)

    return find_nothing


def _readable(violation):
    lines = [f"{violation['id']} ({violation['impact']}): {violation['help']}"]
    for node in violation["nodes"][:5]:
        summary = " ".join(node["failureSummary"].split())
        lines.append(f"  {' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {summary[:300]}")
    if len(violation["nodes"]) > 5:
        lines.append(f"  … och {len(violation['nodes']) - 5} till")
    return "\n".join(lines)
