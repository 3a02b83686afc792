"""What no resident means: it is answered with a no in Swedish, leaves nothing behind and is never shown as it came."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dialogs.models import Choice, PendingPhoto, Question, Submission, Viewpoint
from tests.dialogs.speaking import DARK, Visitor, picture, words
from tests.factories import make_theme, open_dialogue

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def dialogue():
    return open_dialogue()


@pytest.fixture
def visitor(client, dialogue):
    found = Visitor(client, dialogue)
    found.open()
    return found


def refuse(response, *told, status=(400, 405, 413, 422)):
    """The answer is a no that somebody can read, and nothing is kept."""
    assert response.status_code in status, response.status_code
    page = words(response)
    assert '<html lang="sv">' in page
    assert "<h1>" in page
    for each in told:
        assert each in page
    assert not Submission.objects.exists()
    assert not Viewpoint.objects.exists()
    assert not PendingPhoto.objects.exists()


def bomb():
    """A picture of a few kilobytes that is 900 million points when it is drawn."""
    data = BytesIO()
    Image.new("1", (30_000, 30_000)).save(data, "PNG")
    return data.getvalue()


# --- Words ---
def test_ten_megabytes_of_text(visitor):
    refuse(visitor.send(text="a" * 10_000_000), status=(413,))


def test_a_text_within_what_is_read_but_far_too_long_is_kept(visitor):
    refuse(visitor.send(text="a" * 900_000), "får vara högst 5\u00a0000")
    assert len(visitor.fields["text"]) == 900_000


@pytest.mark.parametrize("name", ["text", "place_words", "photo_words"])
def test_null_bytes(visitor, name):
    refuse(visitor.send(**{"text": DARK, name: "Mörkt\x00här"}), "tecken som inte går att läsa")


def test_words_that_turn_the_direction_of_reading_turn_nothing(visitor):
    page = words(visitor.preview(text="Mörkt \u202egpj.exe\u202c vid bron", place_words="\u2067bron\u2069"))
    shown = page.partition('id="skickas"')[2].partition("</section>")[0]
    assert not set("\u202e\u202c\u2067\u2069") & set(shown)


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 }}{% load x %}"])
def test_nothing_is_shown_as_code(visitor, evil):
    for response in (
        visitor.preview(text=evil, place_words=evil, photo_words=evil, stretch_from=evil, stretch_to=evil),
        visitor.change(),
        visitor.preview(text="", place_words=evil, shape=evil),
    ):
        assert "<script>alert" not in words(response)
        assert "<img src=x" not in words(response)


# --- Choices ---
@pytest.mark.parametrize("value", ["abc", "-1", "0", "9" * 40, "1 OR 1=1", "１", "other"])
@pytest.mark.parametrize("name", ["theme", "place", "question", "several"])
def test_a_choice_that_was_never_offered(client, dialogue, name, value):
    other = open_dialogue()
    dialogue.themes.set([make_theme("Trafik")])
    strangers = {"theme": make_theme("Belysning").pk, "place": 12345}
    for each, kind in ((dialogue, "one"), (dialogue, "several"), (other, "one")):
        question = Question.objects.create(
            dialogue=each, number=each.questions.count() + 1, kind=kind, text="Vad?", is_required=False
        )
        choice = Choice.objects.create(question=question, number=1, label="Ljus")
    one, several = dialogue.questions.order_by("number")
    field = {"question": f"question-{one.pk}", "several": f"question-{several.pk}"}.get(name, name)
    value = str(strangers.get(name, choice.pk)) if value == "other" else value
    refuse(Visitor(client, dialogue).send(text=DARK, may_show="ja", **{field: value}))
    visitor = Visitor(client, dialogue)
    visitor.open()
    response = visitor.send(text=DARK, **{field: value})
    if name == "place":
        # The dialogue has no register to choose from, so there is no such field: it is as if nothing was sent.
        assert response.status_code == 303
    else:
        refuse(response, "Det valet finns inte längre.")
        assert visitor.fields["text"] == DARK


@pytest.mark.parametrize("value", ["", "kanske", "True"])
def test_whether_it_may_be_shown_is_never_guessed(visitor, value):
    refuse(visitor.send(text=DARK, may_show=value), "Välj ja eller nej.")


@pytest.mark.parametrize(
    "shape",
    [
        "abc",
        "[" * 1900,
        "[[" * 5000,
        '{"a": 1}',
        "[[1,2,3]]",
        "[[NaN,15.8]]",
        "[[1e999,15.8]]",
        json.dumps([[59.39, 15.83]] * 51),
        "[[0,0]]",
    ],
    ids=lambda shape: shape[:12],
)
def test_a_shape_that_is_none(visitor, shape):
    refuse(visitor.send(text=DARK, shape=shape))
    assert visitor.fields["text"] == DARK


def test_an_empty_form(client, visitor):
    refuse(client.post(visitor.path), "Skriv din synpunkt.")


# --- Pictures ---
def test_fifty_megabytes_of_picture_and_the_text_is_kept(visitor):
    huge = SimpleUploadedFile("foto.jpg", picture().read() + bytes(50_000_000), content_type="image/jpeg")
    refuse(visitor.send(text=DARK, photo=huge), "större än 15 MB")
    assert visitor.fields["text"] == DARK


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.png", bomb),
        ("script.svg", lambda: SVG),
        ("foto.jpg", lambda: SVG),
        ("foto.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(100)),
        ("foto.png", lambda: picture().read()[:200]),
        ("../../etc/passwd", lambda: b"root"),
        ("foto.jpg", lambda: b""),
        ("foto.gif", lambda: b"GIF89a<script>"),
    ],
    ids=["bomb", "svg", "svg by another name", "broken", "cut off", "path", "empty", "gif"],
)
def test_a_file_that_is_no_picture_is_refused_and_the_text_is_kept(visitor, name, content):
    response = visitor.send(text=DARK, photo=SimpleUploadedFile(name, content(), content_type="image/jpeg"))
    refuse(response, "field__error")
    assert visitor.fields["text"] == DARK


def test_what_a_camera_writes_of_where_and_when_is_gone(visitor):
    exif = Image.Exif()
    exif[0x0132], exif[0x010F] = "2024:10:14 21:00:00", "Kameran"
    visitor.preview(text=DARK, photo=picture(exif=exif.tobytes()))
    visitor.send()
    photo = Submission.objects.get().photo
    with photo.open() as file, Image.open(file) as kept:
        assert not kept.getexif()
    with photo.open() as file:
        assert b"Kameran" not in file.read()


# --- The request itself ---
def test_a_body_that_is_no_form(client, visitor):
    refuse(client.post(visitor.path, json.dumps({"text": DARK}), content_type="application/json"))
    refuse(client.post(visitor.path, "text=x", content_type="text/plain"))
    refuse(client.post(visitor.path, b"<a/>", content_type="application/xml"))


def test_a_form_in_parts_that_says_nothing_of_where_they_part(client, visitor):
    refuse(client.post(visitor.path, b"--x\r\n", content_type="multipart/form-data"))
    refuse(client.post(visitor.path, b"skr\xe4p", content_type="multipart/form-data; boundary=x"))
    refuse(client.post(visitor.path, b"text=%ff%fe", content_type=f"{FORM}; charset=utf-16"))


def test_letters_that_are_none(client, visitor):
    refuse(client.post(visitor.path, b"text=%ff%fe%ed%a0%80&stamp=%f0", content_type=FORM))


def test_a_thousand_fields_of_the_same_name(client, visitor, dialogue):
    refuse(client.post(visitor.path, "&".join(["text=a"] * 1500), content_type=FORM), status=(400, 413))
    question = Question.objects.create(dialogue=dialogue, number=1, kind="several", text="Vad?")
    choice = Choice.objects.create(question=question, number=1, label="Ljus")
    visitor.open()
    assert visitor.send(text=DARK, **{f"question-{question.pk}": [str(choice.pk)] * 900}).status_code == 303
    assert Submission.objects.get().replies.count() == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_another_method(client, visitor, method):
    response = getattr(client, method)(visitor.path)
    assert response.headers["Allow"] == "GET, HEAD, POST"
    refuse(response, status=(405,))


def test_only_the_head_is_answered_with_only_the_head(client, visitor):
    response = client.head(visitor.path)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("step", ["", "hittepå", "x" * 5000])
def test_a_step_that_there_is_none_of_sends_nothing(client, visitor, step):
    response = client.post(visitor.path, {**visitor.fields, "text": DARK, "step": step})
    assert response.status_code == 200
    assert not Submission.objects.exists()
