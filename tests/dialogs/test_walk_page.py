"""A trygghetsvandring on its page: the stops, what is done about them, and how it looks now."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from dialogs.models import WalkStop
from tests.factories import make_dialogue, make_submission, make_viewpoint, open_dialogue, organisation

pytestmark = pytest.mark.django_db


def picture(kind="JPEG"):
    kept = BytesIO()
    Image.new("RGB", (30, 20), "green").save(kept, kind)
    return ContentFile(kept.getvalue(), f"bild.{kind.lower()}")


def stop(dialogue, number, **fields):
    return WalkStop.objects.create(dialogue=dialogue, number=number, title=f"Stopp vid {number}", **fields)


def words_of(client, dialogue):
    return " ".join(client.get(dialogue.get_absolute_url()).content.decode().split())


@pytest.fixture
def walk():
    dialogue = make_dialogue(kind="walk", starts_on=date(2024, 4, 9))
    done = {"measure": "Byta lampan.", "measure_by": date(2024, 5, 31), "done_on": date(2024, 5, 21)}
    stop(
        dialogue,
        1,
        seen="Lampan var släckt.",
        owner=organisation("municipality"),
        again_on=date(2024, 9, 24),
        again="Lampan lyste.",
        now="better",
        photo_before=picture(),
        photo_before_words="En mörk gång.",
        **done,
    )
    stop(dialogue, 2, measure="Sätta upp en spegel.", measure_by=date(2024, 10, 1), owner=organisation("authority"))
    stop(dialogue, 3)
    return dialogue


def test_the_walk_is_told_in_short_and_stop_by_stop(client, walk):
    page = words_of(client, walk)
    assert "3 stopp. 1 av 2 åtgärder är gjorda. Vi har varit tillbaka vid 1 stopp: 1 är bättre än förut." in page
    assert page.index("Stopp vid 1") < page.index("Stopp vid 2") < page.index("Stopp vid 3")
    for words in ("Lampan var släckt.", "Lampan lyste.", "Bättre", "Gjort", "21 maj", 'alt="En mörk gång."'):
        assert words in page


def test_what_is_late_and_what_nobody_knows_is_said(client, walk):
    page = words_of(client, walk)
    assert "Skulle vara gjort den 1 oktober" in page
    assert "Inget är beslutat." in page
    assert "Vi vet inte än." in page
    assert "Vi har inte varit tillbaka här än." in page


def test_a_walk_takes_the_same_number_of_queries_for_one_stop_and_for_three(queries_of, walk):
    short = make_dialogue(kind="walk")
    stop(short, 1, owner=organisation("municipality"))
    assert queries_of(short.get_absolute_url()) == queries_of(walk.get_absolute_url())


def test_a_stops_picture_is_served_as_what_it_is(client, walk):
    response = client.get(f"{walk.get_absolute_url()}stopp/1/before/")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=3600" in response["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("path", ["stopp/1/after/", "stopp/9/before/", "stopp/1/sida/", f"stopp/{'9' * 30}/before/"])
def test_a_picture_that_is_not_there_is_not_found(client, walk, path):
    assert client.get(walk.get_absolute_url() + path).status_code == 404


def test_a_picture_of_a_hidden_walk_is_not_found(client, walk):
    walk.unpublish()
    walk.save()
    assert client.get(f"{walk.get_absolute_url()}stopp/1/before/").status_code == 404


def test_what_is_no_picture_is_never_served(client, walk):
    stop(walk, 4, photo_before=ContentFile(b"<svg onload=alert(1)>", "bild.jpg"), photo_before_words="En bild.")
    assert client.get(f"{walk.get_absolute_url()}stopp/4/before/").status_code == 404


def test_a_viewpoints_picture_is_shown_once_a_moderator_has_let_it_through(client):
    came_in = make_submission(dialogue=open_dialogue(), photo=picture())
    viewpoint = make_viewpoint(dialogue=came_in.dialogue, submissions=[came_in])
    address = f"{came_in.dialogue.get_absolute_url()}bild/{viewpoint.reference}/"
    assert client.get(address).status_code == 404
    viewpoint.photo_from, viewpoint.photo_words = came_in, "En mörk tunnel."
    viewpoint.save()
    response = client.get(address)
    assert response["Content-Type"] == "image/jpeg"
    assert b"".join(response.streaming_content)
    assert 'alt="En mörk tunnel."' in words_of(client, came_in.dialogue)
    viewpoint.unpublish()
    viewpoint.save()
    assert client.get(address).status_code == 404
