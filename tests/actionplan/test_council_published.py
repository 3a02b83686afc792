"""The published reports: found, read, fetched and followed, by their own publication alone."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.template.loader import render_to_string

from actionplan import followup
from actionplan.council import freezing, reviewing
from actionplan.council.reading import Reading
from actionplan.status import Status
from arboga_loften.accounts.models import User
from arboga_loften.foundation.guards import guards_removed
from tests.factories import make_activity, make_area, make_meeting, make_promise, organisation

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def coordinator(db):
    return User.objects.create(username="samordnaren", function="Säkerhetssamordnare", organisation=organisation())


@pytest.fixture
def activity(db):
    return make_activity(title="Kvällsvandring", target_value=4, target_unit="vandringar")


@pytest.fixture
def meeting(activity):
    return make_meeting(period=2, seats=["Kommundirektör"])


@pytest.fixture
def adopted(meeting, coordinator):
    return freezing.adopt(meeting, by=coordinator)


@pytest.fixture
def report(adopted):
    return freezing.publish(adopted)


@pytest.fixture
def corrected(report, meeting, coordinator):
    """The second version, which stands."""
    return freezing.publish(freezing.adopt(meeting, by=coordinator, correction="En vandring saknades."))


def body(response, status=200):
    assert response.status_code == status
    return response.content.decode()


# --- The page ---
def test_a_report_tells_in_plain_words_first_how_it_goes(client, report):
    page = body(client.get("/uppfoljning/2024-q2/"))
    assert "Uppföljning andra kvartalet 2024" in page
    assert "0 av 1 aktivitet är klar." in page
    assert "Säkerhetssamordnare" in page
    assert "samordnaren" not in page.replace("Säkerhetssamordnare", "")
    assert "Kommundirektör: kallad" in page
    assert report.sha256 in page


def test_the_first_report_says_that_it_is_the_first(client, report):
    assert "Det här är den första rapporten om planen." in body(client.get("/uppfoljning/2024-q2/"))


def test_the_next_tells_what_has_changed_and_what_was_asked(client, report, activity, meeting, coordinator, freeze_day):
    day = date(2024, 7, 18)
    part = activity.commitments.get()
    reviewing.ask_for_more(meeting, part, text="Hur många kom?", answer_by=date(2024, 9, 1), by=coordinator, on=day)
    followup.report(part, status=Status.ONGOING, on=date(2024, 9, 1), recorded_on=date(2024, 9, 1))
    followup.move_due_date(
        activity, new_due_on=date(2025, 1, 31), reason="Isen.", on=date(2024, 9, 1), recorded_on=date(2024, 9, 1)
    )
    freeze_day("2024-10-18")
    freezing.publish(freezing.adopt(make_meeting(period=3), by=coordinator))
    page = body(client.get("/uppfoljning/2024-q3/"))
    assert "Jämfört med det rådet visste den 18 juli 2024." in page
    assert "Inget rapporterat" in page
    assert "31 januari 2025" in page
    assert "Isen." in page
    assert "Hur många kom?" in page
    assert "Inte besvarad än." in page


def test_each_activity_leads_to_how_it_was_and_to_how_it_is(client, report, activity):
    address = activity.get_absolute_url()
    page = body(client.get("/uppfoljning/2024-q2/"))
    assert f'href="{address}?datum=2024-07-18"' in page
    assert f'href="{address}"' in page
    assert f'href="/en{address}?datum=2024-07-18"' in body(client.get("/en/uppfoljning/2024-q2/"))


def test_a_correction_is_told_on_both_versions(client, corrected):
    newest = body(client.get("/uppfoljning/2024-q2/"))
    assert "Version 2." in newest
    assert "En vandring saknades." in newest
    assert "Det finns en nyare version" not in newest
    oldest = body(client.get("/uppfoljning/2024-q2/v1/"))
    assert "Det finns en nyare version av rapporten." in oldest
    assert '<meta name="robots" content="noindex, follow">' in oldest


def test_a_page_whose_content_somebody_changed_says_so_itself(client, report):
    assert "stämmer inte med rapportens kontrollsumma" not in body(client.get("/uppfoljning/2024-q2/"))
    with guards_removed(), connection.cursor() as cursor:
        changed = report.content.replace("Kvällsvandring", "Morgonvandring")
        cursor.execute("UPDATE actionplan_councilreport SET content = %s", [changed])
    assert "stämmer inte med rapportens kontrollsumma" in body(client.get("/uppfoljning/2024-q2/"))


def test_a_sign_that_a_later_program_has_forgotten_is_drawn_plainly_with_its_frozen_words(report):
    """A report is read for longer than any program lives."""
    content = json.loads(report.content)
    (told,) = content["activities"]
    told["stage"], told["stage_label"] = "evig", "Evigt"
    told["flags"] = [{"code": "snurrig", "label": "Snurrig"}]
    told["reasons"] = [{"icon": "snurra", "text": "Den snurrar."}]
    told["parties"][0] |= {"status": "svavar", "status_label": "Svävar"}
    told["review"] = {"verdict": "kanske", "said": "Kanske", "note": "", "fulfilment": None}
    content["since"] = "2024-04-18"
    content["news"] = [
        {
            **dict.fromkeys(("label", "title", "url", "party", "before", "after", "reason"), "Nytt"),
            "kind": "x",
            "on": None,
        }
    ]
    page = render_to_string("actionplan/council/_body.html", {"reading": Reading(content)})
    for words in ("Snurrig", "Den snurrar.", "Svävar", "Kanske", "Annat"):
        assert words in page


@pytest.mark.parametrize(
    "address",
    ["/uppfoljning/2024-q2/", "/uppfoljning/2024-q2/v1/", "/uppfoljning/2024-q2/v1/rapport.pdf"],
)
def test_a_report_that_isnt_published_isnt_there_for_anybody(client, adopted, coordinator, address):
    client.force_login(coordinator)
    assert client.get(address).status_code == 404
    freezing.publish(adopted, on=date(2024, 11, 1))
    assert client.get(address).status_code == 404, "its day hasn't come"


@pytest.mark.parametrize(
    "address",
    [
        "/uppfoljning/2024-q4/",
        "/uppfoljning/2024-q2/v2/",
        "/uppfoljning/2024-q2/v99999999999999999999/rapport.pdf",
        "/uppfoljning/2024-q2/v1/rapport.exe",
        "/uppfoljning/finns-inte/",
    ],
)
def test_what_there_is_none_of_is_not_found(client, report, address):
    assert client.get(address).status_code == 404


def test_a_taken_down_report_is_gone_but_not_its_place(client, report):
    freezing.take_down(report, reason="En uppgift kunde peka ut en person.")
    assert client.get("/uppfoljning/2024-q2/").status_code == 404
    assert client.get("/uppfoljning/2024-q2/v1/rapport.json").status_code == 404
    assert "Kvällsvandring" not in body(client.get("/uppfoljning/rapporter/"))
    page = body(client.get("/uppfoljning/kedjan/"))
    assert "En uppgift kunde peka ut en person." in page
    assert report.sha256 in page
    assert "Kvällsvandring" not in page


# --- The files ---
@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("json", b'{"activities"')]
)
def test_a_file_is_the_frozen_bytes_and_is_fetched_once(client, report, kind, begins):
    address = f"/uppfoljning/2024-q2/v1/rapport.{kind}"
    response = client.get(address)
    assert response.content.startswith(begins)
    assert f"uppfoljning-2024-q2-v1.{kind}" in response.headers["Content-Disposition"]
    assert response.headers["Last-Modified"]
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    asked = client.head(address)
    assert (asked.status_code, asked.headers["ETag"]) == (200, response.headers["ETag"])
    assert client.post(address).status_code == 405


def test_the_data_has_the_reports_own_sum(client, report):
    response = client.get("/uppfoljning/2024-q2/v1/rapport.json")
    assert response.headers["ETag"] == f'"{report.sha256}"'
    assert freezing.sum_of(response.content) == report.sha256
    assert response.headers["Access-Control-Allow-Origin"] == "*"


# --- The list, the feed and the open data ---
def test_the_reports_stand_year_by_year_in_the_version_that_stands(client, corrected, coordinator, freeze_day):
    freeze_day("2025-04-30")
    promise = make_promise(2025)
    make_activity(make_area(promise))
    freezing.publish(freezing.adopt(make_meeting(promise.plan, 1), by=coordinator))
    page = body(client.get("/uppfoljning/rapporter/"))
    assert page.index("Löftet 2025") < page.index("Löftet 2024")
    assert page.count("Uppföljning andra kvartalet 2024") == 1
    assert "version 2" in page


def test_where_there_is_no_report_yet_it_says_so(client):
    assert "Ingen rapport är publicerad än." in body(client.get("/uppfoljning/rapporter/"))
    assert "Ingen rapport är antagen än." in body(client.get("/uppfoljning/kedjan/"))
    assert "Rapporter från rådet</h2>" not in body(client.get("/om/"))


def test_the_follow_up_of_the_year_leads_to_its_reports(client, report):
    page = body(client.get("/uppfoljning/"))
    assert 'href="/uppfoljning/2024-q2/"' in page


def test_the_feed_tells_of_each_report_and_each_correction_once(client, corrected):
    response = client.get("/uppfoljning/flode/")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    entries = list(ElementTree.fromstring(response.content).iter(f"{ATOM}entry"))
    titles = [entry.find(f"{ATOM}title").text for entry in entries]
    assert titles == ["Uppföljning andra kvartalet 2024, version 2", "Uppföljning andra kvartalet 2024"]
    assert entries[0].find(f"{ATOM}link").get("href") == "http://testserver/uppfoljning/2024-q2/v2/"
    assert "Rättat: En vandring saknades." in entries[0].find(f"{ATOM}summary").text
    assert '<link rel="alternate" type="application/atom+xml" href="/uppfoljning/flode/"' in body(
        client.get("/uppfoljning/rapporter/")
    )


def test_the_open_list_has_sums_and_addresses(client, report):
    response = client.get("/uppfoljning/rapporter.json")
    (row,) = json.loads(response.content)["rapporter"]
    assert (row["period"], row["version"], row["sha256"]) == ("2024-q2", 1, report.sha256)
    assert row["innehall"].endswith("/uppfoljning/2024-q2/v1/rapport.json")


def test_the_lists_ask_as_little_for_many_reports_as_for_one(client, activity, coordinator, queries_of):
    addresses = [
        "/uppfoljning/rapporter/",
        "/uppfoljning/rapporter.json",
        "/uppfoljning/kedjan/",
        "/uppfoljning/flode/",
    ]
    freezing.publish(freezing.adopt(make_meeting(period=1), by=coordinator))
    alone = [queries_of(address) for address in addresses]
    meeting = make_meeting(period=2)
    for n in range(3):
        freezing.publish(freezing.adopt(meeting, by=coordinator, correction=f"Nummer {n}." if n else ""))
    assert [queries_of(address) for address in addresses] == alone


@pytest.mark.parametrize("version", ["0", "9999", "99999999999999999999", "-1", "x"])
def test_a_version_that_isnt_there_isnt_found(client, db, version):
    assert client.get(f"/uppfoljning/2024-q1/v{version}/").status_code == 404
    assert client.get(f"/uppfoljning/2024-q1/v{version}/rapport.pdf").status_code == 404
