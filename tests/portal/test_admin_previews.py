"""A page seen before others see it: by its real view, for one person, without anything being changed."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.cache import cache
from django.db import connection

from arboga_loften.foundation.models import Letter, Municipality, Proposal
from dialogs.models import Dialogue, Review
from tests.factories import (
    make_activity,
    make_answer,
    make_area,
    make_dialogue,
    make_finding,
    make_milestone,
    make_plan,
    make_promise,
    make_report,
    make_viewpoint,
    open_dialogue,
)
from tests.portal.test_admin_conflicts import opened, page_of

pytestmark = pytest.mark.django_db


def preview_of(client, row, **query):
    return client.get(page_of(row).replace("change/", "forhandsgranska/"), query, follow=True)


def everything():
    """All that the database holds, table by table."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if "session" not in table]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


def drafts():
    promise = make_promise(published=False)
    return {
        "promise": promise,
        "area": make_area(promise, published=False),
        "plan": make_plan(promise, published=False),
        "activity": make_activity(make_area(promise, published=False), published=False, summary="Ljus på bron"),
        "dialogue": open_dialogue(published=False, title="Kom och tyck till"),
        "finding": make_finding(published=False),
        "report": make_report(promise=promise, published=False),
        "answer": make_answer(make_viewpoint(), published=False, text="Vi lagar lampan."),
        "later": make_dialogue(publish_on=date(2024, 11, 1)),
    }


@pytest.mark.parametrize(
    "what", ["promise", "area", "plan", "activity", "dialogue", "finding", "report", "answer", "later"]
)
def test_what_is_not_public_is_seen_as_it_will_be_and_nothing_is_changed(enter, what):
    row, client = drafts()[what], enter("samordnare")
    client.get("/admin/")
    before = everything()
    response = preview_of(client, row)
    assert response.status_code == 200
    assert not response.redirect_chain
    text = response.content.decode()
    assert "Förhandsgranskning – syns bara för dig." in text
    assert '<meta name="robots" content="noindex">' in text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert everything() == before
    assert not Letter.objects.exists()
    assert mail.outbox == []
    if hasattr(row, "get_absolute_url") and what in {"promise", "area", "activity", "dialogue", "report", "later"}:
        assert client.get(row.get_absolute_url()).status_code == 404, "nobody else can see it"


def test_the_real_page_is_shown(enter):
    rows, client = drafts(), enter("samordnare")
    assert "Ljus på bron" in preview_of(client, rows["activity"]).content.decode()
    assert "Vi lagar lampan." in preview_of(client, rows["answer"]).content.decode()


def test_nothing_is_left_in_the_cache(enter):
    client = enter("samordnare")
    row = make_dialogue(published=False, title="Hemlig än")
    preview_of(client, row)
    assert not any("Hemlig" in repr(value) for value in getattr(cache, "_cache", {}).values())
    assert "Hemlig än" not in client.get("/dialoger/").content.decode()


def test_a_public_page_does_not_say_that_it_is_a_preview(enter):
    client = enter("samordnare")
    dialogue = make_dialogue()
    preview_of(client, dialogue)
    text = client.get(dialogue.get_absolute_url()).content.decode()
    assert "Förhandsgranskning" not in text
    assert "index, follow" in text


def test_a_change_that_waits_is_seen_as_if_it_were_published(enter):
    Municipality(two_person_publishing=True).save()
    client = enter("samordnare")
    activity = make_activity(summary="Som den var", goal="Minst fyra gånger.")
    client.post(page_of(activity), opened(client, activity, summary="Som den blir", goal="Minst fem gånger."))
    proposal = Proposal.objects.get()
    before = everything()
    text = preview_of(client, activity, forslag=proposal.pk).content.decode()
    assert "Som den blir" in text
    assert "Minst fem gånger." in text
    assert everything() == before
    assert "Som den blir" not in preview_of(client, activity).content.decode()


@pytest.mark.parametrize("asked", ["abc", "9" * 30, "0", "-1"])
def test_a_change_that_is_not_there_shows_the_page_as_it_is(enter, asked):
    assert preview_of(enter("samordnare"), make_dialogue(), forslag=asked).status_code == 200


def test_where_something_is_missing_it_is_said_in_words(enter):
    client = enter("samordnare")
    activity = make_activity(published=False)
    activity.focus_area.promise.plan.unpublish()
    unread = make_viewpoint(published=False, review=Review.RECEIVED, text="Ring 070-174 06 35.")
    response = preview_of(client, make_answer(unread, published=False))
    assert response.redirect_chain[-1][0].endswith("/change/")
    assert list(response.context["messages"])


def test_only_those_who_may_see_the_row_may_preview_it(enter, client, official):
    dialogue = make_dialogue(published=False)
    address = page_of(dialogue).replace("change/", "forhandsgranska/")
    assert client.get(address).status_code == 302
    client.force_login(official("", username="utan-roll"))
    assert client.get(address).status_code == 403
    client.force_login(official("rådsledamot"))
    assert client.get(address).status_code == 200
    assert client.post(address).status_code in (403, 405)


@pytest.mark.parametrize("pk", ["999999", "9" * 30, "abc", "_00"])
def test_a_row_that_is_not_there_is_not_found(enter, pk):
    assert enter("samordnare").get(f"/admin/dialogs/dialogue/{pk}/forhandsgranska/").status_code == 404


def test_what_has_no_page_of_its_own_offers_no_preview(enter):
    row = make_milestone(published=False)
    client = enter("samordnare")
    assert "forhandsgranska" not in client.get(page_of(row)).content.decode()
    assert client.get(page_of(row).replace("change/", "forhandsgranska/")).status_code == 404
    assert "Förhandsgranska" in client.get(page_of(make_dialogue(published=False))).content.decode()


# --- On its way out ---
def test_what_is_published_for_a_day_comes_out_by_itself_that_day(enter, freeze_day):
    client = enter("samordnare")
    day = date(2024, 11, 1)
    dialogue = make_dialogue(publish_on=day, title="I november")
    report = make_report(publish_on=day)
    answer = make_answer(make_viewpoint(dialogue=make_dialogue()), publish_on=day, text="Svar i november.")
    activity = make_activity(publish_on=day, title="Ljusvandring")
    todo = client.get("/admin/").content.decode()
    assert "På väg ut" in todo
    assert "Publiceras 1 november." in todo
    assert "Publiceras 1 november 2024" in client.get("/admin/dialogs/dialogue/").content.decode()
    assert "Publiceras 1 november 2024" in client.get("/admin/actionplan/activity/").content.decode()
    assert "Publiceras 1 november 2024." in client.get(page_of(dialogue)).content.decode()

    def shown():
        feed, sitemap = _feed(client), _sitemap(client)
        return [
            client.get(dialogue.get_absolute_url()).status_code == 200,
            client.get(report.get_absolute_url()).status_code == 200,
            client.get(activity.get_absolute_url()).status_code == 200,
            "Svar i november." in feed,
            "Svar i november." in client.get("/ni-sa-vi-gjorde/").content.decode(),
            dialogue.get_absolute_url() in sitemap,
            activity.get_absolute_url() in sitemap,
        ]

    freeze_day("2024-10-31")
    assert shown() == [False] * 7
    freeze_day("2024-11-01")
    assert shown() == [True] * 7
    assert "På väg ut" not in client.get("/admin/").content.decode()
    assert answer.publish_on == day


def _feed(client):
    return client.get("/ni-sa-vi-gjorde/flode/").content.decode()


def _sitemap(client):
    return client.get("/sitemap.xml").content.decode()


def test_content_types_are_not_touched(enter):
    known = ContentType.objects.count()
    preview_of(enter("samordnare"), make_dialogue(published=False))
    assert ContentType.objects.count() == known
    assert Dialogue.objects.visible().count() == 0
