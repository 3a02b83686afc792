"""An adopted report in the admin: read, handed out as it was frozen, published, taken down with a reason, never changed."""

from datetime import date

import pytest

from actionplan.council import freezing
from actionplan.models import CouncilReport
from arboga_loften.accounts.models import User
from tests.factories import make_activity, make_meeting, organisation
from tests.portal.councils import REPORTS, frozen, page, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopter(db):
    words = {"username": "den-som-antog", "function": "Säkerhetssamordnare", "organisation": organisation()}
    return User.objects.create(**words)


@pytest.fixture
def meeting(db):
    make_activity()
    return make_meeting(period=2)


@pytest.fixture
def report(meeting, adopter):
    return frozen(meeting, by=adopter)


def test_the_page_tells_what_was_adopted_by_which_function_and_its_sum(enter, report):
    text = enter("registrator").get(page(report)).content.decode()
    assert report.sha256 in text
    assert "Säkerhetssamordnare" in text
    assert "den-som-antog" not in text
    assert 'name="publicera"' not in text


@pytest.mark.parametrize("role", ["samordnare", "redaktör"])
def test_the_samordnare_and_the_editor_publish_it(enter, report, role):
    response = enter(role).post(page(report), {"publicera": "1", "publish_on": ""}, follow=True)
    assert told(response) == ["Rapporten är publicerad."]
    report.refresh_from_db()
    assert report.is_visible
    assert report.history.first().history_user.username == f"test-{role}"


def test_it_can_be_published_on_a_day_that_comes_and_on_none_that_has_been(enter, report):
    client = enter("samordnare")
    assert (
        "har redan varit" in client.post(page(report), {"publicera": "1", "publish_on": "2024-10-14"}).content.decode()
    )
    assert client.post(page(report), {"publicera": "1", "publish_on": "2024-11-01"}).status_code == 302
    report.refresh_from_db()
    assert (report.publish_on, report.is_visible) == (date(2024, 11, 1), False)


def test_it_is_taken_down_with_a_reason_and_can_be_put_back(enter, report):
    freezing.publish(report)
    client = enter("samordnare")
    assert "Skriv varför rapporten tas ner." in client.post(page(report), {"avpublicera": "1"}).content.decode()
    report.refresh_from_db()
    assert report.is_visible
    client.post(page(report), {"avpublicera": "1", "reason": "Fel bilaga."})
    report.refresh_from_db()
    assert (report.publication, report.unpublished_reason) == ("unpublished", "Fel bilaga.")
    assert "Fel bilaga." in client.get(page(report)).content.decode()
    client.post(page(report), {"publicera": "1"})
    report.refresh_from_db()
    assert (report.is_visible, report.unpublished_reason) == (True, "")


def test_what_was_never_public_is_not_taken_down(enter, report):
    response = enter("samordnare").post(page(report), {"avpublicera": "1", "reason": "Ändå."})
    assert "aldrig varit publicerat" in " ".join(told(response))
    report.refresh_from_db()
    assert report.publication == "draft"


@pytest.mark.parametrize("role", ["kommunpolis", "rådsledamot", "registrator"])
def test_others_read_it_and_do_nothing_to_it(enter, report, role):
    client = enter(role)
    assert client.get(page(report)).status_code == 200
    assert client.post(page(report), {"publicera": "1"}).status_code == 403
    report.refresh_from_db()
    assert report.publication == "draft"


def test_nobody_changes_or_erases_it(enter, report):
    client, before = enter("samordnare"), CouncilReport.objects.values().get()
    assert client.get(f"{REPORTS}add/").status_code == 403
    assert client.post(f"{REPORTS}{report.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(REPORTS, {"action": "delete_selected", "_selected_action": [report.pk], "post": "yes"})
    client.post(page(report), {"content": "{}", "sha256": "0" * 64, "correction": "Inget", "_save": "1"})
    assert CouncilReport.objects.values().get() == before


def test_each_file_is_handed_out_as_it_was_frozen(enter, meeting, adopter):
    report, client = freezing.adopt(meeting, by=adopter), enter("kommunpolis")
    for kind in ("pdf", "docx", "xlsx", "json"):
        response = client.get(f"{REPORTS}{report.pk}/rapport.{kind}")
        kept = report.content.encode() if kind == "json" else bytes(report.files.get(kind=kind).data)
        assert response.content == kept, kind
        assert response.headers["Content-Disposition"] == f'attachment; filename="uppfoljning-2024-q2-v1.{kind}"'
        assert f"{REPORTS}{report.pk}/rapport.{kind}" in client.get(page(report)).content.decode()


def test_where_two_publish_whoever_adopted_it_leaves_the_publishing_to_another(enter, official, meeting, rule):
    client = enter("samordnare")
    report = frozen(meeting, by=User.objects.get(username="test-samordnare"))
    assert "Någon annan publicerar den." in client.get(page(report)).content.decode()
    assert client.post(page(report), {"publicera": "1"}).status_code == 403
    client.force_login(official("redaktör"))
    assert client.post(page(report), {"publicera": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.is_visible


def test_a_file_or_report_that_there_is_none_of_is_not_found(enter, report):
    client = enter("samordnare")
    assert client.get(f"{REPORTS}{report.pk}/rapport.exe").status_code == 404
    assert client.get(f"{REPORTS}{'9' * 30}/rapport.pdf").status_code == 404
    assert client.get(f"{REPORTS}abc/change/").status_code == 302
