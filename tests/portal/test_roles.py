"""Every address of the admin and behind the log-in, as every role, compared with docs/roles.md: it opens what stands there.

The tables are read from the document itself, so that it can't go out of date. What a role may do with what it opens is
tried in test_roles_deeds.py, and that nobody sees more of the website than others in test_roles_public.py.
"""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.portal.everything import (
    ROLES,
    Everything,
    bytes_of,
    enter_as,
    is_open,
    leads_to,
    patterns,
    tables,
    tells_of_a_draft,
    what_stands,
)

pytestmark = pytest.mark.django_db
# What a cell of "Rows in the admin" opens, and what can be sent in there.
READS = {"changelist", "change", "history"}
OPENS = {
    "–": set(),
    "reads": READS,
    "reports": READS,
    "changes": READS,
    "adds": READS | {"add"},
    "writes": READS | {"add"},
    "all": READS | {"add", "delete"},
}
TAKES = {
    "–": set(),
    "reads": set(),
    "reports": {"change"},
    "changes": {"change"},
    "adds": {"add"},
    "writes": {"add", "change"},
    "all": {"add", "change", "delete"},
}
KINDS = ("changelist", "add", "change", "delete", "history")
SENT = ("add", "change", "delete")
# The same for everybody who works here, whatever they may do.
FOR_ALL_STAFF = {"admin:index", "admin:app_list", "admin:jsi18n", "admin:autocomplete"}
# Django's own that lead elsewhere: the log-in, and what catches the rest.
ELSEWHERE = {"admin:login", "admin:logout", "admin:password_change", "admin:password_change_done", "admin:?"}
# Nobody but a superuser.
FOR_NO_ROLE = {"admin:auth_user_password_change"}
# What whoever isn't logged in meets of the account: the way in.
WAYS_IN = {
    "account_login",
    "account_logged_out",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "welcome",
}


@pytest.fixture
def everything(official, settings):
    # Django's own formsets fetch the chosen row of each form by itself when they are sent in; not ours to mend.
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    official("samordnare", username="den-som-gör-rollerna")
    return Everything()


# --- Rows in the admin -----------------------------------------------------------------------------------
def test_every_kind_of_row_in_the_admin_stands_in_the_document():
    assert {model._meta.label_lower for model in admin.site._registry} == set(tables()["Rows in the admin"])


@pytest.mark.parametrize("short", ROLES)
def test_each_role_opens_the_rows_that_the_document_says(official, everything, short):
    client, wrong = enter_as(official, ROLES[short]), []
    for label, cells in tables()["Rows in the admin"].items():
        opens, takes = OPENS[cells[short]], TAKES[cells[short]]
        for kind in KINDS:
            address = row_address(everything, label, kind, ROLES[short])
            if address is None:
                continue
            if is_open(client.get(address)) is not (kind in opens):
                wrong.append(f"{address}: {'stängd' if kind in opens else 'öppen'}")
            if kind in SENT and is_taken(client, address) is not (kind in takes):
                wrong.append(f"POST {address}: {'stängd' if kind in takes else 'öppen'}")
    assert not wrong, "\n".join(wrong)


def row_address(everything, label, kind, role):
    """The address of a row's page; None where there is no such page."""
    row = everything.row(label, role)
    if kind == "delete":
        row = everything.removable.get(label, row)
    needs_row = kind in {"change", "delete", "history"}
    if needs_row and row is None:
        return None
    try:
        return reverse(f"admin:{label.replace('.', '_')}_{kind}", args=[row.pk] if needs_row else [])
    except NoReverseMatch:
        return None


def is_taken(client, address):
    """Whether what is sent there is looked at. Whatever came of it is undone; what is refused has changed nothing."""
    with transaction.atomic():
        before = what_stands()
        taken = is_open(client.post(address, {"post": "yes"}))
        assert taken or what_stands() == before, f"{address} vägrade, men ändrade något"
        transaction.set_rollback(True)
    return taken


# --- Pages of their own ----------------------------------------------------------------------------------
def test_every_page_stands_in_the_document():
    known = FOR_ALL_STAFF | ELSEWHERE | FOR_NO_ROLE
    known |= {name if ":" in name else f"admin:{name}" for name in tables()["Pages of their own"]}
    of_rows = tuple(f"_{kind}" for kind in (*KINDS, "preview", "proposal"))
    missing = [
        f"{name} ({address}) står inte i docs/roles.md. Skriv in den under ”Pages of their own”, med vem som får öppna den."
        for name, address in patterns()
        if is_for_few(name, address) and name not in known and not name.endswith(of_rows)
    ]
    assert missing == []


def is_for_few(name, address):
    """An address of the admin or of the council's room."""
    return name.startswith("admin:") or address.lstrip("^").startswith("radet/")


def own_pages(everything, role):
    """The address of each page of its own, for a role: name → address."""
    pages = {each: each for each in ("/rapportera/", "/komponenter/")}

    def add(name, *args):
        pages[name] = reverse(f"admin:{name}", args=args)

    draft = everything.draft_meeting.key
    more = {"room": [], "review": [draft, everything.activity.pk], "draft_file": [draft, "xlsx"]}
    for name in ("room", "packet", "review", "draft_file", "summaries", "adopt"):
        pages[f"actionplan:{name}"] = reverse(f"actionplan:{name}", args=more.get(name, [draft]))
    for name in ("call", "notes"):
        add(f"actionplan_councilmeeting_{name}", everything.meeting.pk)
    add("actionplan_councilreport_file", everything.council_report.pk, "docx")
    add("actionplan_plan_meetings", everything.plan.pk)
    add("actionplan_occurrence_withdraw", everything.activity.pk, everything.occurrence.pk)
    add("actionplan_report_picture", everything.row("actionplan.report", role).pk)
    add("actionplan_plan_import")
    add("actionplan_plan_export", everything.plan.pk, "xlsx")
    add("actionplan_planimport_file", everything.row("actionplan.planimport").pk)
    add("actionplan_next_year", everything.promise.pk)
    add("actionplan_reminded_send")
    for name in ("accounts_user_invite", "accounts_user_reset"):
        add(name, everything.sender.pk)
    add("dialogs_viewpoint_next")
    add("dialogs_viewpoint_moderate", everything.viewpoint.pk)
    for name in ("close", "register", "import", "protocol", "excel"):
        add(f"dialogs_dialogue_{name}", everything.dialogue.pk)
    add("dialogs_dialogue_undo", everything.dialogue.pk, everything.submission.pk)
    add("dialogs_dialogue_file", everything.dialogue.pk, "docx")
    add("dialogs_dialogue_csv", everything.dialogue.pk, "synpunkter")
    for name in ("photo", "erase", "extract"):
        add(f"dialogs_submission_{name}", everything.submission.pk)
    return pages


# Pages that only take what is sent to them, and what would have to be there for it to be done.
ONLY_SENT = {"actionplan_reminded_send", "dialogs_dialogue_undo"}


@pytest.mark.parametrize("short", ROLES)
def test_each_role_opens_the_pages_that_the_document_says(official, everything, short):
    client, wrong, pages = enter_as(official, ROLES[short]), [], own_pages(everything, ROLES[short])
    everything.submission.registered_by = client.user  # what one has written down oneself one may undo
    everything.submission.save()
    for name, cells in tables()["Pages of their own"].items():
        address = pages[name]
        expected = cells[short] != "–"
        if name not in ONLY_SENT and is_open(client.get(address)) is not expected:
            wrong.append(f"{address}: {'stängd' if expected else 'öppen'}")
        if (name in ONLY_SENT or not expected) and is_taken(client, address) is not expected:
            wrong.append(f"POST {address}: {'stängd' if expected else 'öppen'}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("short", ROLES)
def test_each_role_previews_what_it_reads_and_decides_on_what_it_changes(official, everything, short):
    client, wrong = enter_as(official, ROLES[short]), []
    for name, _address in patterns():
        label, _underscore, kind = name.removeprefix("admin:").replace("_", ".", 1).partition("_")
        if kind not in {"preview", "proposal"}:
            continue
        row = everything.row(label, ROLES[short])
        cell = tables()["Rows in the admin"][label][short]
        if kind == "preview" and not admin.site.get_model_admin(type(row)).can_be_previewed(row):
            continue
        args = [row.pk] if kind == "preview" else [row.pk, everything.proposal_of(row).pk]
        expected = "change" in (OPENS if kind == "preview" else TAKES)[cell]
        address = reverse(name, args=args)
        if is_open(client.get(address)) is not expected:
            wrong.append(f"{address}: {'stängd' if expected else 'öppen'}")
        if not expected and is_taken(client, address):
            wrong.append(f"POST {address}: öppen")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("short", ROLES)
def test_nobody_but_a_superuser_sets_somebody_elses_password(official, everything, short):
    address = reverse("admin:auth_user_password_change", args=[everything.sender.pk])
    client = enter_as(official, ROLES[short])
    assert not is_open(client.get(address))
    assert not is_taken(client, address)


# --- What an aktivitetsansvarig doesn't read ---------------------------------------------------------------
def test_whoever_reads_only_their_own_drafts_meets_no_word_of_others(official, everything):
    client, told = enter_as(official, "aktivitetsansvarig"), []
    theirs = [everything.activity, everything.theirs, *everything.draft_activities]
    pages = [address for _name, address in all_pages(everything, "aktivitetsansvarig")]
    for row in theirs:
        for kind in ("change", "history", "preview", "delete"):
            pages.append(reverse(f"admin:actionplan_activity_{kind}", args=[row.pk]))
        first = row.history.order_by("history_id").first()
        pages.append(f"{reverse('admin:actionplan_activity_change', args=[row.pk])}?version={first.history_id}")
        pages += [f"/rapportera/{row.pk}/", f"/admin/r/{_content_type(row)}/{row.pk}/"]
    for field in ("predecessor", "focus_area"):
        words = f"app_label=actionplan&model_name=activity&field_name={field}"
        pages.append(f"/admin/autocomplete/?{words}&term=Hemlig")
    pages += [
        f"/admin/actionplan/activity/?{query}" for query in ("q=Hemlig", "q=1.91", "kontroll=any", "lage=nothing")
    ]
    for address in pages:
        response = client.get(address)
        words = bytes_of(response).decode("utf-8", "replace") + str(response.headers.get("Location", ""))
        if tells_of_a_draft(words, address):
            told.append(address)
    assert not told, "\n".join(told)


def _content_type(row):
    return ContentType.objects.get_for_model(row).pk


# --- Who hasn't logged in, and who has only a password ----------------------------------------------------------
def all_pages(everything, role):
    """(name, address) of every page of the admin and of reporting."""
    for label in tables()["Rows in the admin"]:
        for kind in KINDS:
            if address := row_address(everything, label, kind, role):
                yield f"admin:{label.replace('.', '_')}_{kind}", address
    for name, address in own_pages(everything, role).items():
        if name != "/komponenter/":
            yield name, address
    yield "actionplan:report", reverse("actionplan:report", args=[everything.activity.pk])
    yield "admin:index", reverse("admin:index")
    yield "admin:app_list", reverse("admin:app_list", args=["actionplan"])
    yield "admin:jsi18n", reverse("admin:jsi18n")
    yield "admin:autocomplete", reverse("admin:autocomplete")


def test_whoever_has_not_logged_in_is_led_to_the_log_in(everything):
    client, wrong = Client(), []
    for _name, address in all_pages(everything, "samordnare"):
        before = what_stands()
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            is_led = leads_to(client, response).startswith("/konto/logga-in/")
            if not (is_led or response.status_code == 404):
                wrong.append(f"{address}: {response.status_code}")
        assert what_stands() == before, address
    assert not wrong, "\n".join(wrong)


def test_what_is_ones_own_account_leads_to_the_log_in(db):
    client, wrong = Client(), []
    for name, address in patterns():
        if not address.startswith("konto/") or name in WAYS_IN:
            continue
        response = client.get(f"/{address.replace('<int:pk>', '1')}")
        if not (response.status_code == 302 and "/konto/" in response.url):
            wrong.append(f"{name}: {response.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("short", ROLES)
def test_a_password_is_not_enough_where_the_role_asks_for_two_steps(official, everything, settings, short):
    settings.TWO_STEPS = True
    client, wrong = enter_as(official, ROLES[short]), []
    must = ROLES[short] not in {"aktivitetsansvarig", "rådsledamot"}
    for _name, address in all_pages(everything, ROLES[short]):
        response = client.get(address)
        is_led = leads_to(client, response).startswith("/konto/tva-steg/behovs/")
        if is_led is not must:
            wrong.append(f"{address}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
