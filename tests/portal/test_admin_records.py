"""What officials take out, throw away and refuse to throw away, each by role."""

import csv
import io
import json
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from dialogs import intake
from dialogs.models import Channel, Disposal, RetentionRule, Submission
from tests.factories import make_viewpoint, open_dialogue

pytestmark = pytest.mark.django_db

ROLES = ["samordnare", "kommunpolis", "redaktör", "registrator"]
FILES = ["protokoll.pdf", "protokoll.docx", "tabeller.xlsx", "synpunkter.csv"]
ORIGINAL = "Kajsa säger att det är mörkt."


@pytest.fixture
def dialogue():
    dialogue = open_dialogue(slug="morka-vagar")
    make_viewpoint(dialogue=dialogue, text="Det är mörkt.")
    return dialogue


@pytest.fixture
def submission(dialogue):
    return intake.receive(dialogue=dialogue, key="nyckel", channel=Channel.PAPER, text=ORIGINAL)[0]


def page_of(dialogue, name=""):
    return f"/admin/dialogs/dialogue/{dialogue.pk}/protokoll/{name}"


def erase_page(submission):
    return f"/admin/dialogs/submission/{submission.pk}/radering/"


def got(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


# --- To take out ---
@pytest.mark.parametrize("role", [*ROLES, "rådsledamot"])
def test_each_role_takes_out_the_files_and_it_is_logged(enter, dialogue, role):
    client = enter(role)
    assert client.get(page_of(dialogue)).status_code == 200
    for name in FILES:
        response = client.get(page_of(dialogue, name))
        assert response.status_code == 200, name
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert got(response)
    assert LogEntry.objects.filter(object_id=str(dialogue.pk), change_message__startswith="Hämtade").count() == 4


@pytest.mark.parametrize("role", ROLES)
def test_those_who_may_read_what_came_in_get_it_in_the_tables(enter, dialogue, submission, role):
    client = enter(role)
    assert "Inkommet" in client.get(page_of(dialogue)).content.decode()
    text = got(client.get(page_of(dialogue, "inkommet.csv"))).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text), delimiter=";"))["Text, som den kom in"] == ORIGINAL


def test_a_member_of_the_council_gets_only_what_is_public(enter, dialogue, submission):
    client = enter("rådsledamot")
    assert "Inkommet" not in client.get(page_of(dialogue)).content.decode()
    assert client.get(page_of(dialogue, "inkommet.csv")).status_code == 404
    text = got(client.get(page_of(dialogue, "synpunkter.csv"))).decode()
    assert "Det är mörkt." in text
    assert "Kajsa" not in text


@pytest.mark.parametrize("name", ["protokoll.exe", "hemligt.csv", "protokoll.PDF"])
def test_a_file_that_there_is_not_is_not_found(enter, dialogue, name):
    assert enter("samordnare").get(page_of(dialogue, name)).status_code == 404


def test_nobody_gets_anything_without_logging_in(client, dialogue, submission):
    for path in [page_of(dialogue), *(page_of(dialogue, name) for name in FILES), erase_page(submission)]:
        assert client.get(path).status_code == 302


def test_an_id_that_no_database_holds_is_not_found(enter):
    client = enter("registrator")
    for path in ("dialogue/99999999999999999999/protokoll/", "submission/99999999999999999999/radering/"):
        assert client.get(f"/admin/dialogs/{path}").status_code == 404


# --- To erase ---
def test_the_registrar_erases_on_request(enter, submission):
    Submission.objects.filter(pk=submission.pk).update(erase_asked_on=date(2024, 10, 1))
    client = enter("registrator")
    assert erase_page(submission) in client.get(f"/admin/dialogs/submission/{submission.pk}/change/").content.decode()
    assert "1 oktober 2024" in client.get(erase_page(submission)).content.decode()
    response = client.post(erase_page(submission), {"reason": "KS 45/2024", "erase": "Gallra"}, follow=True)
    assert "Gallrad. Det står i gallringsliggaren." in response.content.decode()
    submission.refresh_from_db()
    assert submission.text == ""
    assert Disposal.objects.get().decision == "KS 45/2024"
    assert "KS 45/2024" in client.get("/admin/dialogs/disposal/").content.decode()


def test_the_registrar_refuses_with_a_reason(enter, submission):
    Submission.objects.filter(pk=submission.pk).update(erase_asked_on=date(2024, 10, 1))
    client = enter("registrator")
    empty = client.post(erase_page(submission), {"reason": " ", "refuse": "Avslå"})
    assert empty.status_code == 422
    assert "Skriv skälet." in empty.content.decode()
    client.post(erase_page(submission), {"reason": "Den ska arkiveras.", "refuse": "Avslå"})
    submission.refresh_from_db()
    assert (submission.text, submission.erase_asked_on) == (ORIGINAL, None)


def test_a_reason_too_long_stays_in_the_field(enter, submission):
    response = enter("registrator").post(erase_page(submission), {"reason": "x" * 161, "erase": "Gallra"})
    assert response.status_code == 422
    assert "x" * 161 in response.content.decode()
    submission.refresh_from_db()
    assert submission.text


def test_the_extract_can_be_handed_out(enter, submission):
    response = enter("registrator").get(f"/admin/dialogs/submission/{submission.pk}/utdrag.json")
    assert json.loads(response.content)["text"] == ORIGINAL
    assert "Kajsa" not in LogEntry.objects.latest("pk").object_repr


@pytest.mark.parametrize("role", ["kommunpolis", "redaktör", "rådsledamot"])
def test_others_erase_nothing(enter, submission, role):
    client = enter(role)
    assert client.post(erase_page(submission), {"reason": "x", "erase": "Gallra"}).status_code == 403
    assert client.get(f"/admin/dialogs/submission/{submission.pk}/utdrag.json").status_code == 403
    submission.refresh_from_db()
    assert submission.text == ORIGINAL


# --- The rules and the ledger ---
def test_the_registrar_writes_a_rule_and_sees_what_it_would_throw_away(enter, submission):
    client = enter("registrator")
    rule = {"what": "submissions", "days": 30, "decision": "KS 1/2024", "decided_on": "2024-01-10", "is_active": "on"}
    assert client.post("/admin/dialogs/retentionrule/add/", {**rule, "days": 29}).status_code == 200
    assert not RetentionRule.objects.exists()
    client.post("/admin/dialogs/retentionrule/add/", rule)
    assert RetentionRule.objects.get().days == 30
    assert "KS 1/2024" in client.get("/admin/dialogs/retentionrule/").content.decode()


def test_nobody_changes_the_ledger(enter, submission):
    from dialogs import retention

    client = enter("registrator")
    disposal = retention.erase_on_request(submission, by=None, reason="KS 45/2024")
    assert client.get("/admin/dialogs/disposal/add/").status_code == 403
    assert client.post(f"/admin/dialogs/disposal/{disposal.pk}/change/", {"count": 9}).status_code == 403
    assert client.post(f"/admin/dialogs/disposal/{disposal.pk}/delete/", {"post": "yes"}).status_code == 403
