"""The feeds: what was answered and what was done, once each, and nothing that isn't public."""

from datetime import date
from xml.etree import ElementTree

import pytest

from actionplan import followup
from actionplan.status import Status
from dialogs.models import Decision
from tests.factories import make_activity, make_answer, make_dialogue, make_finding, make_viewpoint

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def entries(client):
    """The entries of a feed, each as a dict."""

    def read(path="/ni-sa-vi-gjorde/flode/"):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(response.content)
        return [_entry(each) for each in feed.iter(f"{ATOM}entry")]

    return read


def _entry(entry):
    words = {name: entry.find(f"{ATOM}{name}").text for name in ("title", "id", "updated", "summary")}
    return {**words, "link": entry.find(f"{ATOM}link").get("href")}


def test_an_answer_is_told_once_with_its_reason(entries):
    viewpoint = make_viewpoint(text="Det är mörkt.")
    given = make_answer(viewpoint, decision=Decision.DONE, text="Lampan är lagad & tänd.", answered_on=date(2024, 4, 2))
    (entry,) = entries()
    assert entry["title"] == "Åtgärdat: Det är mörkt."
    assert entry["summary"] == "Kommunen: Lampan är lagad & tänd."
    assert entry["link"] == f"http://testserver{viewpoint.get_absolute_url()}"
    assert entry["id"].startswith("tag:")
    assert entry["id"].endswith(f",2024:svar/{given.pk}")
    assert entry["updated"].startswith("2024-04-02")


def test_each_new_word_about_what_a_public_voice_led_to_is_told_once(entries):
    viewpoint = make_viewpoint()
    activity = make_activity(
        title="Laga lampor", viewpoints=[viewpoint], findings=[make_finding(viewpoints=[viewpoint])]
    )
    part = activity.commitments.get()
    followup.report(part, status=Status.ONGOING, on=date(2024, 9, 1))
    followup.report(part, status=Status.ONGOING, on=date(2024, 10, 1), confirms_only=True)
    followup.report(part, status=Status.COMPLETED, note="Alla lyser.")
    done, begun = entries()
    assert (done["title"], done["summary"]) == ("Genomförd: Laga lampor", "Kommunen säger: Genomförd. Alla lyser.")
    assert begun["title"] == "Pågår: Laga lampor"
    assert done["link"].startswith("http://testserver/handlingsplan/")


def test_the_same_feed_again_has_the_same_names(entries):
    make_answer(make_viewpoint())
    assert entries() == entries()


def test_nothing_that_is_not_public_is_told(entries):
    hidden, kept = make_viewpoint(published=False), make_viewpoint()
    make_answer(hidden)
    make_answer(kept, published=False)
    make_answer(kept, publish_on=date(2024, 11, 1))
    make_answer(make_viewpoint(dialogue=make_dialogue(published=False)))
    for activity in (
        make_activity(viewpoints=[hidden]),
        make_activity(viewpoints=[kept], published=False),
        make_activity(findings=[make_finding(viewpoints=[kept], published=False)]),
        make_activity(),
    ):
        followup.report(activity.commitments.get(), status=Status.ONGOING)
    assert entries() == []


def test_a_dialogue_has_a_feed_of_its_own(entries, client):
    here, there = make_viewpoint(text="Här."), make_viewpoint(text="Där.")
    make_answer(here)
    make_answer(there)
    assert [entry["title"] for entry in entries(f"{here.dialogue.get_absolute_url()}flode/")] == ["Åtgärdat: Här."]
    assert client.get("/dialoger/finns-inte/flode/").status_code == 404
    hidden = make_dialogue(published=False)
    assert client.get(f"/dialoger/{hidden.slug}/flode/").status_code == 404


def test_signs_that_no_xml_may_hold_are_left_out(entries):
    make_answer(make_viewpoint(text="Mörkt \x0b\x1b]]>&<b>"), text="Klart\x08.")
    (entry,) = entries()
    assert entry["title"] == "Åtgärdat: Mörkt ]]>&<b>"


def test_the_last_fifty_are_told_in_as_many_queries_as_one(entries, queries_of):
    make_answer(make_viewpoint())
    make_activity(viewpoints=[make_viewpoint()])
    alone = queries_of("/ni-sa-vi-gjorde/flode/")
    for n in range(60):
        make_answer(make_viewpoint(text=f"Nummer {n}."), answered_on=date(2024, 6, 1))
    assert queries_of("/ni-sa-vi-gjorde/flode/") == alone
    told = entries()
    assert len(told) == 50
    assert len({entry["id"] for entry in told}) == 50
    assert told[0]["title"] == "Åtgärdat: Nummer 59."


def test_the_page_tells_readers_of_its_feed(client):
    page = client.get("/en/ni-sa-vi-gjorde/").content.decode()
    assert '<link rel="alternate" type="application/atom+xml" href="/ni-sa-vi-gjorde/flode/"' in page
