"""What is too much gets a plain answer, and a picture that is too large takes nothing with it."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from arboga_loften import urls
from arboga_loften.foundation import pictures
from arboga_loften.foundation.forms import Unseen, WordsField
from arboga_loften.foundation.uploads import LARGEST, TooLarge

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

MB = 1024 * 1024


class SayForm(Unseen, forms.Form):
    photo = forms.FileField(label="Bild", required=False)
    text = WordsField(label="Vad vill du säga?", widget=forms.Textarea)

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        return pictures.redraw(photo) if photo else photo


def say(request):
    form = SayForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        return HttpResponse(form.cleaned_data["text"])
    drawn = engines["django"].from_string("{% load crispy_forms_filters %}{{ form.non_field_errors }}{{ form|crispy }}")
    return HttpResponse(drawn.render({"form": form}, request), status=422)


urlpatterns = [path("sag/", csrf_exempt(say)), path("sag/med-skydd/", say), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def noise(size):
    return SimpleUploadedFile("semester.jpg", b"\xff\xd8\xff" + bytes(size - 3), "image/jpeg")


# --- Pictures that are too large ------------------------------------------------------------------
@pytest.mark.parametrize("size", [LARGEST + 1, 50 * MB])
def test_a_picture_that_is_too_large_is_told_of_where_it_was_chosen_and_the_text_is_still_there(client, size):
    response = client.post("/sag/", {"photo": noise(size), "text": "Lampan vid stationen är trasig"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Bilden är större än 15 MB" in text
    assert "Lampan vid stationen är trasig" in text


def test_a_picture_of_15_mb_is_read(client):
    response = client.post("/sag/", {"photo": noise(LARGEST), "text": "Hej"})
    assert "Bilden går inte att läsa" in response.content.decode()


def test_a_file_that_was_let_go_cant_be_stored_by_mistake(tmp_path):
    gone = TooLarge("semester.jpg", "image/jpeg", 50 * MB)
    assert gone.size == 50 * MB
    for deed in (gone.read, gone.open, gone.chunks, lambda: list(gone), lambda: gone.seek(0)):
        with pytest.raises(ValidationError, match="Filen är större än 15 MB"):
            deed()
    with pytest.raises(ValidationError):
        FileSystemStorage(tmp_path).save("x.jpg", gone)


def test_small_files_pass_unchanged(client):
    response = client.post("/sag/", {"photo": SimpleUploadedFile("a.jpg", b"<svg>"), "text": "Hej"})
    assert "JPEG, PNG eller WebP" in response.content.decode()


# --- Too much, and what is no form ----------------------------------------------------------------
WORDS = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
FIELD = b'Content-Disposition: form-data; name="text"\r\n\r\n'
FILE_AS_FIELD = b'Content-Disposition: form-data; name="text"; filename="x"\r\n\r\nx'
BASE64 = b'Content-Disposition: form-data; name="photo"; filename="x"\r\nContent-Transfer-Encoding: base64\r\n\r\nabc'


def send(path, body=b"", content_type=WORDS, **meta):
    return Client().generic("POST", path, body, content_type=content_type, **meta)


def multipart(*parts):
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


TOO_MUCH = {
    "a long text": (b"text=" + b"x" * (10 * MB), WORDS),
    "a long text beside a picture": (multipart(FIELD + b"x" * (10 * MB)), MULTIPART),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(1500)), WORDS),
    "too many fields beside a picture": (multipart(*[FIELD + b"x"] * 1500), MULTIPART),
    "too many files": (
        multipart(*[b'Content-Disposition: form-data; name="photo"; filename="a"\r\n\r\nx'] * 150),
        MULTIPART,
    ),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_too_much_gets_a_page_that_says_what_to_do(what):
    body, content_type = TOO_MUCH[what]
    response = send("/sag/", body, content_type)
    assert response.status_code == 413, what
    assert "Det blev för mycket på en gång" in response.content.decode()
    assert "Gå tillbaka i webbläsaren" in response.content.decode()


def test_a_request_above_60_mb_isnt_even_read():
    response = send("/sag/", b"text=x", CONTENT_LENGTH=str(61 * MB))
    assert response.status_code == 413
    assert "högst 15 MB" in response.content.decode()


def test_the_page_is_in_the_language_that_was_read():
    assert '<html lang="en"' in send("/en/", b"x", CONTENT_LENGTH=str(61 * MB)).content.decode()
    assert '<html lang="sv"' in send("/sag/", b"x", CONTENT_LENGTH=str(61 * MB)).content.decode()


NO_FORM = {
    "JSON": (b'{"text": "x"}', "application/json", {}),
    "XML": (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "text/xml", {}),
    "nothing said of its kind": (b"text=x", "", {}),
    "plain text": (b"text=x", "text/plain", {}),
    "a broken boundary": (multipart(FIELD + b"x"), "multipart/form-data; boundary=" + "å" * 3, {}),
    "no boundary": (multipart(FIELD + b"x"), "multipart/form-data", {}),
    "no length, in chunks": (
        b"",
        WORDS,
        {"HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""},
    ),
    "another alphabet": (b"text=x", WORDS + "; charset=utf-16", {}),
    "broken base64": (
        multipart(BASE64),
        MULTIPART,
        {},
    ),
    "a length that is no number": (b"text=x", WORDS, {"CONTENT_LENGTH": "många"}),
    "a negative length": (multipart(FIELD + b"x"), MULTIPART, {"CONTENT_LENGTH": "-5"}),
}


@pytest.mark.parametrize("what", NO_FORM)
@pytest.mark.parametrize("place", ["/sag/", "/sag/med-skydd/"])
def test_what_is_no_form_gets_a_plain_answer(what, place):
    body, content_type, meta = NO_FORM[what]
    response = send(place, body, content_type, **meta)
    assert response.status_code == 400, what
    assert "Det gick inte att läsa formuläret" in response.content.decode()


ODD = {
    "no UTF-8": (b"text=%FF%FE&x=\xff\xfe", WORDS),
    "no UTF-8 beside a picture": (multipart(FIELD + b"\xff\xfe"), MULTIPART),
    "another boundary than it says": (b"--c\r\n" + FIELD + b"x\r\n--c--", MULTIPART),
    "cut off": (multipart(FIELD + b"x")[:-12], MULTIPART),
    "null bytes": (b"text=a%00b&stamp=%00&hemsida=%00", WORDS),
    "an unknown alphabet": (multipart(FIELD + b"x"), MULTIPART + "; charset=klingon"),
    "a file where a text should be": (
        multipart(FILE_AS_FIELD),
        MULTIPART,
    ),
    "a text where a file should be": (b"photo=x&text=y", WORDS),
    "a file with a name that climbs": (
        multipart(b'Content-Disposition: form-data; name="photo"; filename="../../x\x00.jpg"\r\n\r\nx'),
        MULTIPART,
    ),
    "nothing": (b"", WORDS),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_form_is_shown_again(what):
    body, content_type = ODD[what]
    response = send("/sag/", body, content_type)
    assert response.status_code in {400, 422}, what
    assert "Vad vill du säga?" in response.content.decode() or "läsa formuläret" in response.content.decode()


def test_a_bad_address_is_still_told_of_as_an_address(client):
    assert "förstå adressen" in client.get("/?q=%00").content.decode()
