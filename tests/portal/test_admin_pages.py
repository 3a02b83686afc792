"""Every page of the admin: it opens for those who may, in as many queries however long the list, and no address breaks it."""

import struct
import zlib
from datetime import date

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan import followup, questions
from actionplan.models import PlanImport, Reminded, Report
from actionplan.reporting import reports
from actionplan.status import Status
from arboga_loften.accounts.models import User
from arboga_loften.foundation import outbox
from arboga_loften.foundation.models import Municipality
from dialogs.models import CannedAnswer, Disposal, RetentionRule
from tests import factories
from tests.factories import make_activity, make_area
from tests.portal.councils import frozen

pytestmark = pytest.mark.django_db

MODELS = sorted(
    (model._meta.app_label, model._meta.model_name) for model in admin.site._registry if model._meta.app_label != "auth"
)
LISTS = [f"/admin/{app}/{model}/" for app, model in MODELS if model != "municipality"]
JANUARY = date(2024, 1, 1)
every_model = pytest.mark.parametrize(("app", "model"), MODELS, ids=lambda part: part)


@pytest.fixture
def root(client, db, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    client.force_login(User.objects.create_superuser("rot", password="ett-lösenord"))
    return client


@pytest.fixture
def everything():
    """At least one row of each kind."""
    if not User.objects.exists():
        User.objects.create(username="någon")
    viewpoint = factories.make_viewpoint(answer="done", theme=factories.make_theme(), place=factories.make_place())
    viewpoint.submissions.add(factories.make_submission(dialogue=viewpoint.dialogue))
    CannedAnswer.objects.create(title="Trafikverkets väg", decision="forwarded", text="Vägen är statens.")
    RetentionRule.objects.create(what="photos", days=365, decision="KS 1/2024", decided_on=JANUARY)
    words = {"decision": "KS 1/2024", "count": 1, "oldest_on": JANUARY, "newest_on": JANUARY}
    Disposal.objects.create(what="photos", on=JANUARY, **words)
    finding = factories.make_finding(viewpoints=[viewpoint], sources=[factories.make_source()])
    factories.make_section(factories.make_report(), findings=[finding])
    factories.make_milestone()
    activity = make_activity(
        commitments=["municipality", "police"],
        viewpoints=[viewpoint],
        findings=[finding],
        target_value=4,
        target_unit="pass",
    )
    followup.report(activity.commitments.first(), status=Status.ONGOING)
    followup.add_occurrence(activity)
    part, somebody = activity.commitments.first(), User.objects.first()
    questions.ask(part, text="Hur många?", answer_by=date(2024, 11, 1), by=somebody)
    reports.send(part, kind=Report.Kind.OCCURRENCE, by=somebody, key="prov", count=1)
    Reminded.objects.create(
        user=somebody, ask=f"late:{part.pk}:2024-01-01:1", commitment=part, on=JANUARY, letter_key="prov"
    )
    PlanImport.objects.create(
        promise=activity.focus_area.promise,
        name="plan.docx",
        file="planer/plan.docx",
        sha256="0" * 64,
        read_by=somebody,
    )
    frozen(factories.make_meeting(period=2, seats=["Kommundirektör"]), by=somebody)
    factories.make_indicator(activity.focus_area)
    factories.make_agreement()
    Municipality().save()
    outbox.queue(key="prov", to="anna@exempel.se", subject="Prov", body="Hej!")


@every_model
def test_the_list_the_page_the_history_and_the_deletion_open(root, everything, app, model):
    row = admin.site._registry[_model(app, model)].model._base_manager.first()
    base = f"/admin/{app}/{model}/"
    own = [] if model == "reminded" else [f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"]  # a page with a log
    for path in (base, *own):
        assert root.get(path, follow=True).status_code == 200, path
    for path in (f"{base}{row.pk}/delete/", f"{base}add/"):
        assert root.get(path).status_code in ((404,) if model == "reminded" else (200, 403)), path


def _model(app, model):
    return next(each for each in admin.site._registry if (each._meta.app_label, each._meta.model_name) == (app, model))


@pytest.mark.parametrize("role", ["samordnare", "kommunpolis", "redaktör", "rådsledamot", "registrator"])
def test_every_role_can_open_what_its_front_page_links_to(enter, everything, role):
    client = enter(role)
    apps = client.get("/admin/").context["app_list"]
    links = [link for app in apps for model in app["models"] for link in (model["admin_url"], model["add_url"]) if link]
    assert len(links) > 8
    for link in links:
        assert client.get(link, follow=True).status_code == 200, link


def test_the_front_page_lists_the_apps_in_the_order_of_a_promises_life(root):
    names = [app["app_label"] for app in root.get("/admin/").context["app_list"]]
    assert names == ["actionplan", "dialogs", "focusareas", "foundation", "accounts"]


HUGE = "9" * 30


@every_model
@pytest.mark.parametrize("name", ["abc", "0", "-1", HUGE, "1%2F2", "å", "_5F", "' OR 1=1"])
def test_a_row_that_cannot_be_gives_no_fault(root, app, model, name):
    for way in ("change/", "history/", "delete/"):
        response = root.get(f"/admin/{app}/{model}/{name}/{way}")
        assert response.status_code in (302, 403, 404), f"{way}: {response.status_code}"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "o=abc.99.-7",
        "p=99999",
        "p=abc",
        f"p={HUGE}",
        "e=1",
        "_facets",
        "all=",
        "id__in=abc",
        f"id__in={HUGE}",
        f"id__exact={HUGE}",
        "finns_inte=1",
        "publication__exact=nej",
        f"ar={HUGE}&fokus=abc&part=ingen&lage=x&kontroll=y",
        f"fokus={HUGE}",
        f"due_on__year={HUGE}&starts_on__year={HUGE}&answered_on__year={HUGE}",
        "due_on__year=99999&due_on__month=77&due_on__day=abc",
        "starts_on__year=0&answered_on__year=-5",
        "q=%25%27%22%5C" + "å" * 50,
        f"q={HUGE}.{HUGE}",
        "is_example__exact=kanske",
        "_popup=1&_to_field=password",
    ],
)
def test_a_filter_that_cannot_be_gives_no_fault(root, path, query):
    response = root.get(f"{path}?{query}", follow=True)
    assert response.status_code in (200, 400, 403, 404), response.status_code


# The reminders are a page with their log, and no list that can be narrowed.
@pytest.mark.parametrize("path", [path for path in LISTS if not path.endswith("/reminded/")])
def test_a_filter_that_is_not_understood_is_said_so(root, path):
    assert "gick inte att förstå" in root.get(f"{path}?id__exact=abc", follow=True).content.decode()


@pytest.mark.parametrize("path", ["/admin/dialogs/dialogue/?q=%00", "/admin/dialogs/dialogue/%00/change/"])
def test_null_bytes_are_refused(root, path):
    assert root.get(path).status_code in (302, 400, 404)


def test_null_bytes_in_a_form_are_refused_at_their_field(root):
    response = root.post("/admin/dialogs/theme/add/", {"name": "a\x00b", "slug": "ab"})
    assert "name" in response.context["adminform"].form.errors


@pytest.mark.parametrize("value", ["abc", HUGE, "-1", "1,2", "999999"])
def test_an_address_that_fills_in_nonsense_gives_an_empty_field(root, value):
    for page in (
        f"/admin/dialogs/answer/add/?viewpoint={value}&organisation={value}&answered_on={value}&sources={value}",
        f"/admin/actionplan/activity/add/?focus_area={value}&predecessor={value}&places={value}&starts_on={value}",
    ):
        assert root.get(page).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/admin/autocomplete/?app_label=x&model_name=y&field_name=z",
        "/admin/autocomplete/",
        f"/admin/r/{HUGE}/{HUGE}/",
        "/admin/r/1/abc/",
        "/admin/finns/inte/",
        "/admin/actionplan/activity/1/tillfalle/abc/ta-tillbaka/",
        f"/admin/actionplan/activity/abc/tillfalle/{HUGE}/ta-tillbaka/",
    ],
)
def test_other_addresses_that_cannot_be_are_not_found(root, path):
    assert root.get(path).status_code in (302, 403, 404)


@pytest.mark.parametrize("action", ["finns_inte", "publish_chosen", "delete_selected", ""])
@pytest.mark.parametrize("chosen", [["abc"], [HUGE], ["999999"], []])
def test_a_deed_on_rows_that_cannot_be_gives_no_fault(root, everything, action, chosen):
    response = root.post("/admin/dialogs/dialogue/", {"action": action, "_selected_action": chosen}, follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?kontroll=any",
        "?kontroll=late&lage=ongoing",
        "?ar=2024&part=kommunen",
        "?q=aktivitet",
        "?publication__exact=published",
    ],
)
def test_the_activities_list_takes_as_many_queries_for_thirty_as_for_three(root, query):
    area = make_area()

    def rows(n):
        for _ in range(n):
            activity = make_activity(area, commitments=["municipality", "police"], target_value=50, target_unit="pass")
            for part in activity.commitments.all():
                followup.report(part, status=Status.ONGOING)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert root.get(f"/admin/actionplan/activity/{query}").status_code == 200
        return len(found)

    rows(3)
    queries()
    few = queries()
    rows(27)
    assert queries() == few


@pytest.mark.parametrize("path", LISTS)
def test_other_lists_take_as_many_queries_for_many_rows_as_for_few(root, everything, path):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert root.get(path).status_code == 200
        return len(found)

    queries()
    few = queries()
    for _ in range(3):
        viewpoint = factories.make_viewpoint(answer="done")
        finding = factories.make_finding(viewpoints=[viewpoint])
        factories.make_milestone()
        factories.make_section(factories.make_report(), findings=[finding])
        factories.make_source()
        factories.make_indicator()
        factories.make_agreement()
        make_area()
        make_activity()
        User.objects.create(username=f"u{viewpoint.pk}", organisation=factories.organisation())
    assert queries() == few


def test_the_list_is_asked_what_is_late(root):
    late = make_activity(title="Den sena", due_on="2024-09-01")
    make_activity(title="Den andra", due_on="2024-12-01")
    text = root.get("/admin/actionplan/activity/?kontroll=late").content.decode()
    assert late.title in text
    assert "Den andra" not in text


def test_the_list_finds_an_activity_by_its_number(root):
    make_activity(title="Den första")
    make_activity(title="Den andra")
    text = root.get("/admin/actionplan/activity/?q=1.2").content.decode()
    assert "Den andra" in text
    assert "Den första" not in text


# --- The municipality's one row ---
def png(padding=0):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body + b"\0" * padding


def municipality_form(client):
    form = client.get("/admin/foundation/municipality/1/change/").context["adminform"].form
    return {name: form[name].value() or "" for name in form.fields if name != "logo"}


def test_the_municipality_leads_straight_to_its_one_row(enter):
    client = enter("samordnare")
    assert client.get("/admin/foundation/municipality/").headers["Location"] == "/admin/foundation/municipality/add/"
    Municipality().save()
    assert (
        client.get("/admin/foundation/municipality/").headers["Location"] == "/admin/foundation/municipality/1/change/"
    )
    assert client.get("/admin/foundation/municipality/add/").status_code == 403
    assert client.post("/admin/foundation/municipality/1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.png", png(), ""),
        ("logo.webp", b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 30, ""),
        ("logo.png", b"<svg onload=alert(1)>", "ingen bild i PNG eller WebP"),
        ("logo.png", png(1024 * 1024), "högst 1 MB"),
        ("logo.webp", png(), "heter något annat"),
        ("logo.svg", b"<svg/>", "ingen bild i PNG"),
    ],
    ids=["png", "webp", "not a picture", "too large", "wrong name", "svg"],
)
def test_the_logo_is_judged_by_what_it_holds(root, name, content, words):
    Municipality().save()
    typed = municipality_form(root) | {"logo": SimpleUploadedFile(name, content)}
    response = root.post("/admin/foundation/municipality/1/change/", typed)
    if words:
        assert words in " ".join(response.context["adminform"].form.errors["logo"])
    else:
        assert response.status_code == 302


def test_a_colour_that_is_hard_to_see_is_refused_at_its_field(root):
    Municipality().save()
    response = root.post(
        "/admin/foundation/municipality/1/change/", municipality_form(root) | {"thread_colour": "#eeeeee"}
    )
    assert "Kontrasten är" in response.context["adminform"].form.errors["thread_colour"][0]


# --- Safe for its own policy ---
@pytest.mark.parametrize("path", ["/admin/", "/admin/actionplan/activity/", "/admin/actionplan/activity/add/"])
def test_no_page_holds_what_the_policy_would_stop(root, path):
    response = root.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    text = response.content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert "onclick=" not in text
