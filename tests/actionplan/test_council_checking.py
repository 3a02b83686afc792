"""Anybody checks a report against its sum, and sees that none has disappeared; without an account or a cookie."""

import json
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from actionplan.council import freezing
from actionplan.models import CouncilReport
from arboga_loften.accounts.models import User
from arboga_loften.foundation.guards import guards_removed
from arboga_loften.foundation.uploads import LARGEST
from tests.factories import make_activity, make_meeting, organisation

pytestmark = pytest.mark.django_db

PAGE, CHAIN = "/uppfoljning/kontrollera/", "/uppfoljning/kedjan/"
CHAIN_JSON = "/uppfoljning/kedjan.json"


@pytest.fixture
def coordinator(db):
    return User.objects.create(username="samordnaren", function="Säkerhetssamordnare", organisation=organisation())


@pytest.fixture
def meeting(db):
    make_activity(title="Kvällsvandring")
    return make_meeting(period=2)


@pytest.fixture
def report(meeting, coordinator):
    return freezing.publish(freezing.adopt(meeting, by=coordinator))


@pytest.fixture
def by_hand():
    """SQL typed by somebody who has taken the guards away."""

    def run(sql, *values):
        with guards_removed(), connection.cursor() as cursor:
            cursor.execute(sql, values)
        cache.clear()

    return run


def answer(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def as_file(data, name="rapport.pdf"):
    return SimpleUploadedFile(name, data)


# --- A sum ---
def test_a_sum_tells_which_report_it_is_and_that_it_stands(client, report):
    page = answer(client.post(PAGE, {"sum": report.sha256.upper()}))
    assert "Ja, det är rapporten så som den antogs." in page
    assert "Uppföljning andra kvartalet 2024" in page
    assert "15 oktober 2024" in page
    assert "Det är den version som gäller." in page


def test_the_link_on_the_report_checks_it_at_once(client, report):
    page = answer(client.get("/uppfoljning/2024-q2/"))
    assert f'href="{PAGE}?summa={report.sha256}"' in page
    assert "Ja, det är rapporten" in answer(client.get(PAGE, {"summa": report.sha256}))


def test_a_sum_of_an_older_version_leads_to_the_one_that_stands(client, report, meeting, coordinator):
    freezing.publish(freezing.adopt(meeting, by=coordinator, correction="En siffra var fel."))
    page = answer(client.post(PAGE, {"sum": report.sha256}))
    assert "Den har ersatts." in page
    assert "En siffra var fel." in page


def test_a_sum_that_nobody_knows_is_explained_without_blame(client, report):
    page = answer(client.post(PAGE, {"sum": "a" * 64}))
    assert "Vi känner inte igen summan." in page
    assert "Se efter att du fick med alla 64 tecknen" in page


def test_a_report_that_was_taken_down_is_told_with_its_reason(client, report):
    file = bytes(report.files.get(kind="pdf").data)
    freezing.take_down(report, reason="En uppgift kunde peka ut en person.")
    for sent in ({"sum": report.sha256}, {"file": as_file(file)}):
        page = answer(client.post(PAGE, sent))
        assert "har tagits bort från webbplatsen" in page
        assert "En uppgift kunde peka ut en person." in page
        assert "Kvällsvandring" not in page


def test_a_report_that_was_never_published_is_told_of_to_nobody(client, meeting, coordinator):
    adopted = freezing.adopt(meeting, by=coordinator)
    assert "Vi känner inte igen summan." in answer(client.post(PAGE, {"sum": adopted.sha256}))


# --- A file ---
@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "json"])
def test_a_file_is_recognised_to_the_last_byte(client, report, kind):
    data = client.get(f"/uppfoljning/2024-q2/v1/rapport.{kind}").content
    assert "Ja, det är rapporten" in answer(client.post(PAGE, {"file": as_file(data)}))
    changed = data[:-1] + bytes([data[-1] ^ 1])
    page = answer(client.post(PAGE, {"file": as_file(changed)}))
    assert "Vi känner inte igen filen." in page
    assert freezing.sum_of(changed) in page


def test_an_empty_file_is_just_not_known(client, report):
    assert "Vi känner inte igen filen." in answer(client.post(PAGE, {"file": as_file(b"")}))


def test_a_file_that_is_larger_than_any_report_is_let_go(client, report):
    page = answer(client.post(PAGE, {"file": as_file(b"\0" * (LARGEST + 1))}), status=422)
    assert "Filen är större än 15 MB." in page


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Klistra in en kontrollsumma eller välj en fil."),
        ({"sum": "abc"}, "Det där är inte en hel kontrollsumma."),
        ({"sum": "x" * 500}, "Det där är längre än en kontrollsumma."),
        ({"sum": "<script>"}, "Det där är inte en hel kontrollsumma."),
    ],
)
def test_what_is_no_sum_is_answered_at_the_field(client, sent, told):
    assert told in answer(client.post(PAGE, sent), status=422)


def test_to_check_needs_no_cookie_and_leaves_no_trace(client, report):
    client.handler.enforce_csrf_checks = True
    response = client.post(PAGE, {"sum": report.sha256})
    assert "Ja, det är rapporten" in answer(response)
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    assert client.put(PAGE).status_code in {400, 405}


def test_a_flood_from_one_network_is_asked_to_wait(client, report):
    for _ in range(60):
        client.post(PAGE, {"sum": "a" * 64})
    response = client.post(PAGE, {"sum": report.sha256})
    assert "Vänta tio minuter" in answer(response, status=429)
    assert response.headers["Retry-After"] == "600"


def test_content_that_somebody_changed_here_is_confessed(client, report, by_hand):
    by_hand("UPDATE actionplan_councilreport SET content = %s", report.content.replace("klar", "färdig"))
    assert "innehållet hos oss är ändrat" in answer(client.post(PAGE, {"sum": report.sha256}))


# --- The chain ---
def test_a_whole_chain_says_so_also_of_what_isnt_published(client, report, coordinator):
    waiting = freezing.adopt(make_meeting(period=1), by=coordinator)
    page = answer(client.get(CHAIN))
    assert "Kedjan är hel." in page
    assert "Den är inte publicerad än." in page
    first, second = json.loads(client.get(CHAIN_JSON).content)["kedjan"]
    assert (first["sha256"], second["foregaende_sha256"]) == (report.sha256, report.sha256)
    assert (second["sha256"], second["publicerad"], second["innehall"]) == (waiting.sha256, False, None)


def test_a_place_whose_report_is_gone_is_shouted(client, report, coordinator, by_hand):
    for period in (1, 3):
        freezing.adopt(make_meeting(period=period, on=report.adopted_on), by=coordinator)
    gone, last = CouncilReport.objects.in_chain()[1:]
    with guards_removed(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM actionplan_reportfile WHERE report_id = %s", [gone.pk])
        cursor.execute("DELETE FROM actionplan_councilreport WHERE id = %s", [gone.pk])
        cursor.execute("UPDATE actionplan_councilreport SET previous_id = %s WHERE id = %s", [report.pk, last.pk])
    page = answer(client.get(CHAIN))
    assert "Kedjan är bruten." in page
    assert "Plats 2 är tom" in page
    _first, gone, last = json.loads(client.get(CHAIN_JSON).content)["kedjan"]
    assert not gone["finns"]
    assert last["fel"]


# --- By a timer ---
def test_the_command_says_that_all_is_well_and_which_sum_is_the_last(report):
    out = StringIO()
    call_command("check_reports", stdout=out)
    assert "Alla är som de antogs, och ingen saknas. Antal rapporter: 1." in out.getvalue()
    assert report.sha256 in out.getvalue()


def test_the_command_fails_and_says_what_is_wrong(report, by_hand):
    by_hand("UPDATE actionplan_reportfile SET sha256 = %s WHERE kind = 'pdf'", "0" * 64)
    errors = StringIO()
    with pytest.raises(CommandError, match="1 av 1"):
        call_command("check_reports", stderr=errors)
    assert "Plats 1 (2024-q2, version 1): Filen PDF stämmer inte" in errors.getvalue()
