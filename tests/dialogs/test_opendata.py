"""What everybody may take: everything that is public, nothing of those who wrote, and no more work however much there is."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogs import opendata
from dialogs.models import Theme
from tests.factories import (
    make_activity,
    make_dialogue,
    make_place,
    make_submission,
    make_theme,
    make_viewpoint,
)

pytestmark = pytest.mark.django_db

CSV, JSON, DIALOGUES = "/oppna-data/synpunkter.csv", "/oppna-data/synpunkter.json", "/oppna-data/dialoger.json"


def fetched(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return b"".join(response.streaming_content).decode()


@pytest.fixture
def viewpoint():
    dialogue = make_dialogue(slug="morka-vagar", title="Mörka vägar", places=[make_place()], head_count=12)
    submission = make_submission(dialogue=dialogue, text="Kajsa säger att det är mörkt.", collector="Fältare")
    viewpoint = make_viewpoint(
        dialogue=dialogue,
        reference="2024-abc",
        text="Det är mörkt, säger en.",
        theme=make_theme("Belysning"),
        place=make_place(),
        voices=2,
        channel="paper",
        submissions=[submission],
        answer="done",
    )
    make_activity(viewpoints=[viewpoint], slug="laga-lamporna")
    make_activity(viewpoints=[viewpoint], slug="hemlig", published=False)
    make_viewpoint(dialogue=dialogue, published=False, text="Ett utkast av Kajsa.")
    return viewpoint


def test_the_json_tells_what_it_is_and_what_was_said_and_answered(viewpoint, client):
    data = json.loads(fetched(client, JSON))
    assert data["meta"]["licens"]["name"] == "CC0 1.0"
    assert data["meta"]["utgivare"] == "Arboga kommun"
    [row] = data["synpunkter"]
    assert list(row) == list(data["meta"]["falt"])
    assert row["beteckning"] == "2024-abc"
    assert row["dialog"] == "morka-vagar"
    assert (row["tema"], row["plats"], row["kanal"], row["roster"]) == ("Belysning", "Nytorget", "På papper", 2)
    assert (row["besked"], row["svar"], row["besvarad"]) == ("Åtgärdat", "Lampan är lagad.", "2024-04-02")
    assert row["svarar"] == "Arboga kommun"
    [activity] = row["aktiviteter"]
    assert activity.endswith("-laga-lamporna/")
    assert row["adress"].endswith("/dialoger/morka-vagar/#synpunkt-2024-abc")


def test_the_csv_says_the_same(viewpoint, client):
    [row] = csv.DictReader(io.StringIO(fetched(client, CSV)))
    [same] = json.loads(fetched(client, JSON))["synpunkter"]
    assert list(row) == list(same)
    assert row["text"] == same["text"]
    assert row["aktiviteter"] == " ".join(same["aktiviteter"])
    assert row["exempel"] == "nej"


def test_the_dialogues_are_told_with_how_many_have_been_answered(viewpoint, client):
    make_dialogue(published=False, title="Hemlig dialog")
    text = fetched(client, DIALOGUES)
    [row] = json.loads(text)["dialoger"]
    assert (row["adressnamn"], row["synpunkter"], row["besvarade"], row["deltagare"]) == ("morka-vagar", 1, 1, 12)
    assert (row["platser"], row["vardar"][0]) == (["Nytorget"], "Arboga kommun")
    assert "Hemlig" not in text


@pytest.mark.parametrize("path", [CSV, JSON, DIALOGUES])
def test_nothing_is_told_of_those_who_wrote(viewpoint, client, path):
    text = fetched(client, path)
    for secret in ("Kajsa", "utkast", "Fältare", "hemlig", "received", "kom_in"):
        assert secret not in text


def test_where_something_sensitive_was_and_how_few_said_it_is_left_out(client):
    theme = Theme.objects.create(slug="vald", name="Våld", is_sensitive=True)
    dialogue = make_dialogue()
    make_viewpoint(dialogue=dialogue, reference="a", theme=theme, place=make_place("Bakgatan"), voices=4)
    make_viewpoint(dialogue=dialogue, reference="b", theme=theme, place=make_place("Norr", kind="area"), voices=5)
    rows = {row["beteckning"]: row for row in json.loads(fetched(client, JSON))["synpunkter"]}
    assert (rows["a"]["plats"], rows["a"]["roster"]) == (None, None)
    assert (rows["b"]["plats"], rows["b"]["roster"]) == ("Norr", 5)


@pytest.mark.parametrize("path", [CSV, JSON, DIALOGUES])
def test_any_site_may_fetch_it_and_ask_whether_it_has_changed(viewpoint, client, path):
    first = client.get(path)
    b"".join(first.streaming_content)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in first.headers
    tag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    viewpoint.text = "Nya ord."
    viewpoint.save()
    changed = client.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    b"".join(changed.streaming_content)


def test_a_day_that_comes_changes_what_is_public(viewpoint, client, freeze_day):
    tag = client.get(JSON).headers["ETag"]
    freeze_day("2024-10-16")
    assert client.get(JSON).headers["ETag"] != tag


def test_it_is_the_same_in_every_language(viewpoint, client):
    assert fetched(client, JSON) == fetched(client, JSON, accept_language="en") == fetched(client, f"/en{JSON}")


def test_no_row_becomes_a_formula_and_no_json_breaks(client):
    make_viewpoint(text='=HYPERLINK("http://x") "\n</script>\u2028', reference="evil")
    [row] = csv.DictReader(io.StringIO(fetched(client, CSV)))
    assert row["text"].startswith("'=")
    assert json.loads(fetched(client, JSON))["synpunkter"][0]["text"].startswith("=HYPER")


def test_nothing_to_tell_is_an_empty_list(client):
    assert json.loads(fetched(client, JSON))["synpunkter"] == []
    assert json.loads(fetched(client, DIALOGUES))["dialoger"] == []
    assert len(fetched(client, CSV).splitlines()) == 1


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, method):
    assert getattr(client, method)(JSON).status_code == 405


def test_as_many_queries_however_much_there_is(viewpoint, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        list(opendata.viewpoints())
    for _n in range(12):
        another = make_viewpoint(dialogue=viewpoint.dialogue, answer="declined", theme=make_theme("Trafik"))
        make_activity(viewpoints=[another])
    with django_assert_num_queries(len(few)):
        assert len(list(opendata.viewpoints())) == 13


def test_it_comes_in_pieces(viewpoint, client):
    for _n in range(3):
        make_viewpoint(dialogue=viewpoint.dialogue)
    assert len(list(client.get(CSV).streaming_content)) == 5
