"""The page that a reminder's foot leads to: fewer letters, and none where it is one's own to decide."""

import pytest
from django.core.exceptions import ValidationError

from actionplan.reminders import choosing
from actionplan.reporting import links
from arboga_loften.accounts.models import Reminders, User
from arboga_loften.foundation.logs import SECRET
from tests.actionplan.reminding import addresses, make_part, make_person, run

pytestmark = pytest.mark.django_db


def path(user):
    return choosing.link(user).removeprefix("http://localhost")


@pytest.fixture
def anna():
    return make_person("anna")


def test_the_foot_of_the_letter_leads_to_the_page(client, anna):
    make_part(anna)
    (letter,) = run().values()
    assert choosing.link(anna) in letter.body
    page = client.get(path(anna))
    assert page.status_code == 200
    assert "Bara det som redan är sent" in page.content.decode()
    assert not client.cookies


def test_the_page_is_for_one_alone(client, anna):
    headers = client.get(path(anna)).headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert SECRET.sub(r"\\1…", f"Not Found: {path(anna)}") == "Not Found: \\1…/"


def test_to_look_changes_nothing_since_mail_filters_open_every_link(client, anna):
    for method in (client.get, client.head):
        method(path(anna) + "?reminders=late")
    assert User.objects.get(pk=anna.pk).reminders == Reminders.ALL


def test_whoever_wants_only_what_is_late_says_so_with_a_button(client, anna):
    response = client.post(path(anna), {"reminders": "late"})
    assert (response.status_code, response.headers["Location"]) == (303, path(anna) + "?valt=1")
    assert "Sparat." in client.get(response.headers["Location"]).content.decode()
    assert User.objects.get(pk=anna.pk).reminders == Reminders.LATE
    client.post(path(anna), {"reminders": "all"})
    assert User.objects.get(pk=anna.pk).reminders == Reminders.ALL


@pytest.mark.parametrize("kind", ["municipality", "police", None])
def test_nobody_who_works_for_the_parties_stops_what_is_late(client, kind):
    bo = make_person("bo", kind)
    page = client.get(path(bo)).content.decode()
    assert 'value="none"' not in page
    assert "får alltid veta vad som är sent" in page
    refused = client.post(path(bo), {"reminders": "none"})
    assert refused.status_code == 422
    assert "får alltid veta vad som är sent" in refused.content.decode()
    with pytest.raises(ValidationError):
        choosing.choose(bo, "none")
    bo.reminders = Reminders.NONE
    with pytest.raises(ValidationError, match="får alltid veta"):
        bo.full_clean()
    assert User.objects.get(pk=bo.pk).reminders == Reminders.ALL


@pytest.mark.parametrize("kind", ["association", "housing", "business"])
def test_others_may_do_without(client, kind):
    bo = make_person("bo", kind)
    make_part(bo)
    assert 'value="none"' in client.get(path(bo)).content.decode()
    client.post(path(bo), {"reminders": "none"})
    bo.refresh_from_db()
    bo.full_clean()
    assert addresses() == []


@pytest.mark.parametrize("typed", ["", "aldrig", "NONE", "\x00"])
def test_what_nobody_can_choose_is_refused(client, anna, typed):
    assert client.post(path(anna), {"reminders": typed}).status_code == 422
    assert User.objects.get(pk=anna.pk).reminders == Reminders.ALL


@pytest.mark.parametrize("token", ["x", "1", "1:fel", "1:" + "a" * 43, "9" * 400])
def test_a_link_that_is_cut_or_made_up_says_so_kindly(client, anna, token):
    for response in (
        client.get(f"/paminnelser/{token}/"),
        client.post(f"/paminnelser/{token}/", {"reminders": "late"}),
    ):
        assert response.status_code == 404
        assert "Kopiera hela länken ur mejlet" in response.content.decode()


def test_a_link_of_somebody_who_left_leads_nowhere(client, anna):
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get(path(anna)).status_code == 404


def test_the_link_to_report_by_does_not_open_this_page(client, anna):
    token = links.link_for(make_part(anna), anna).rstrip("/").rpartition("/")[2]
    assert client.get(f"/paminnelser/{token}/").status_code == 404
