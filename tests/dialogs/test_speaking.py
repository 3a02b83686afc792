"""To speak without an account: write, see what is sent, send, and get a receipt. Once, however often it is sent."""

from datetime import date, timedelta

import pytest
from django.core import signing

from arboga_loften.foundation import clock
from arboga_loften.foundation.forms import TRAP
from dialogs import photos, receipts
from dialogs.models import Choice, PendingPhoto, Question, Submission, Suspicion, Viewpoint
from tests.dialogs.speaking import DARK, Visitor, picture, words
from tests.factories import make_dialogue, make_place, make_theme, open_dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def dialogue():
    return open_dialogue(title="Trygg i Arboga", form_intro="Vad gör dig trygg?")


@pytest.fixture
def visitor(client, dialogue):
    return Visitor(client, dialogue)


def ask(dialogue, number, kind, **fields):
    labels = {"low_label": "Otrygg", "high_label": "Trygg"} if kind == "scale" else {}
    choices = fields.pop("choices", [])
    question = Question.objects.create(
        dialogue=dialogue, number=number, kind=kind, text=f"Fråga {number}?", **{**labels, **fields}
    )
    for place, label in enumerate(choices, start=1):
        Choice.objects.create(question=question, number=place, label=label)
    return question


# --- Where one can speak ---
def test_a_single_open_dialogue_is_where_one_speaks(client, dialogue):
    response = client.get("/tyck-till/")
    assert (response.status_code, response.headers["Location"]) == (302, f"/dialoger/{dialogue.slug}/tyck-till/")
    assert client.get("/en/tyck-till/").headers["Location"] == f"/en/dialoger/{dialogue.slug}/tyck-till/"


def test_of_several_open_dialogues_the_one_that_closes_first_comes_first(client):
    for title, day in {"Sist": 31, "Först": 20}.items():
        open_dialogue(title=title, closes_on=date(2024, 10, day))
    open_dialogue(title="Dold", published=False)
    page = words(client.get("/tyck-till/"))
    assert page.index("Först") < page.index("Sist")
    assert "Dold" not in page


def test_when_nothing_is_open_one_hears_when_the_next_opens_and_how_to_reach_us(client):
    later = {"opens_on": date(2024, 11, 4), "closes_on": date(2024, 11, 20), "answer_promised_on": date(2024, 12, 20)}
    make_dialogue(title="Höstdialogen", starts_on=date(2024, 11, 4), **later)
    page = words(client.get("/tyck-till/"))
    assert "Nästa öppnar den 4 november 2024." in page
    assert "Höstdialogen" in page
    assert "tel:112" in page
    assert "tel:11414" in page


def test_a_dialogue_that_nobody_may_see_has_no_form(client):
    hidden = open_dialogue(published=False)
    assert client.get(f"/dialoger/{hidden.slug}/tyck-till/").status_code == 404
    assert client.post(f"/dialoger/{hidden.slug}/tyck-till/", {"text": DARK}).status_code == 404


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"closes_on": date(2024, 10, 14)}, "Formuläret stängde den 14 oktober 2024. Alla som tyckte till får svar senast"),
        ({"answered_on": date(2024, 10, 10)}, "har fått svar sedan den 10 oktober 2024"),
        ({"opens_on": date(2024, 10, 20), "starts_on": date(2024, 10, 20)}, "Formuläret öppnar den 20 oktober 2024"),
        ({"opens_on": None, "closes_on": None}, "på andra sätt"),
    ],
)  # fmt: skip
def test_a_form_that_is_not_open_says_why_and_leads_to_the_dialogue(client, days, told):
    closed = open_dialogue(**days)
    response = client.get(f"/dialoger/{closed.slug}/tyck-till/")
    assert response.status_code == 200
    assert told in words(response)
    assert f'href="{closed.get_absolute_url()}"' in words(response)


def test_what_somebody_wrote_while_the_form_closed_can_be_copied(visitor, freeze_day):
    visitor.preview(text=DARK)
    freeze_day("2024-11-01")
    response = visitor.send()
    assert response.status_code == 422
    assert DARK in words(response)
    assert not Submission.objects.exists()


def test_the_dialogue_and_the_start_page_lead_to_an_open_form(client, dialogue):
    way = f'href="/dialoger/{dialogue.slug}/tyck-till/"'
    assert way in words(client.get("/"))
    assert way in words(client.get(dialogue.get_absolute_url()))
    assert f"/dialoger/{dialogue.slug}/tyck-till/" in words(client.get("/sitemap.xml"))


# --- Write, see, send ---
def test_a_viewpoint_is_written_seen_and_sent_and_gives_a_receipt(visitor):
    preview = visitor.preview(text=DARK)
    assert preview.status_code == 200
    assert "Stämmer det här?" in words(preview)
    assert DARK in words(preview)
    assert not Submission.objects.exists(), "nothing is sent before the sender says so"
    response = visitor.send()
    submission = Submission.objects.get()
    assert response.status_code == 303
    code = response.headers["Location"].split("/")[2]
    assert response.headers["Location"] == f"{receipts.url_of(receipts.read(code))}?ny=1"
    assert receipts.submission_with(code) == submission
    assert (submission.text, submission.written_in, submission.may_show) == (DARK, "sv", True)
    assert submission.viewpoints.get().text == DARK


def test_one_may_go_back_and_change_and_nothing_is_lost(visitor):
    visitor.preview(text=DARK, place_words="Vid bron", may_show="nej")
    page = words(visitor.change())
    assert DARK in page
    assert 'value="Vid bron"' in page
    assert "error-summary" not in page
    visitor.speak(text="Nu är det ljust.")
    submission = Submission.objects.get()
    assert (submission.text, submission.place_words, submission.may_show) == ("Nu är det ljust.", "Vid bron", False)


def test_the_place_may_be_said_in_every_way_at_once(visitor):
    place = make_place("Nytorget")
    where = {"place": str(place.pk), "place_words": "Vid bron", "stretch_from": "Älholmen", "stretch_to": "Sätra"}
    visitor.speak(**where, shape="[[59.3939,15.8388],[59.395,15.84]]")
    said = Submission.objects.get()
    assert (said.place, said.place_words, said.stretch_from, said.stretch_to) == (
        place,
        "Vid bron",
        "Älholmen",
        "Sätra",
    )
    assert said.shape == [[59.3939, 15.8388], [59.395, 15.84]]


def test_a_dialogue_that_does_not_ask_for_a_place_or_a_picture_takes_none(client):
    visitor = Visitor(client, open_dialogue(asks_for_place=False, asks_for_photo=False))
    assert "Var är det?" not in words(visitor.open())
    visitor.speak(place_words="Vid bron", photo=picture())
    said = Submission.objects.get()
    assert (said.place_words, said.photo.name) == ("", "")
    assert not PendingPhoto.objects.exists()


def test_the_themes_are_those_of_the_dialogue_or_all(client, dialogue):
    make_theme("Trafik")
    light = make_theme("Belysning")
    assert "Trafik" in words(client.get(f"/dialoger/{dialogue.slug}/tyck-till/"))
    dialogue.themes.set([light])
    visitor = Visitor(client, dialogue)
    assert "Trafik" not in words(visitor.open())
    visitor.speak(theme=str(light.pk))
    assert Submission.objects.get().theme == light


def test_every_kind_of_question_is_asked_shown_and_kept(visitor, dialogue):
    place = make_place("Nytorget")
    text, one = ask(dialogue, 1, "text"), ask(dialogue, 2, "one", choices=["Ljus", "Fart"])
    several, scale = ask(dialogue, 3, "several", choices=["Ett", "Två", "Tre"]), ask(dialogue, 4, "scale")
    where = ask(dialogue, 5, "place")
    assert "1 – Otrygg" in words(visitor.open())
    chosen = [str(choice.pk) for choice in several.choices.all()][:2]
    replies = {
        f"question-{text.pk}": "I ord.",
        f"question-{one.pk}": str(one.choices.get(label="Fart").pk),
        f"question-{several.pk}": [*chosen, chosen[0]],
        f"question-{scale.pk}": "2",
        f"question-{where.pk}": str(place.pk),
    }
    page = words(visitor.preview(text="", **replies))
    assert "2 av 5" in page
    visitor.send()
    kept = [(reply.question_id, reply.shown) for reply in Submission.objects.get().replies.order_by("question", "pk")]
    assert kept == [
        (text.pk, "I ord."), (one.pk, "Fart"), (several.pk, "Ett"), (several.pk, "Två"), (scale.pk, "2"), (where.pk, "Nytorget"),
    ]  # fmt: skip


def test_a_question_that_must_be_answered_says_so(visitor, dialogue):
    must = ask(dialogue, 1, "one", choices=["Ja", "Nej"], is_required=True)
    response = visitor.preview(text=DARK)
    assert response.status_code == 422
    assert "Svara på den här frågan." in words(response)
    assert visitor.preview(**{f"question-{must.pk}": str(must.choices.first().pk)}).status_code == 200


def test_where_there_are_questions_the_text_may_be_left_out_but_not_everything(visitor, dialogue):
    ask(dialogue, 1, "scale")
    response = visitor.preview(text="")
    assert "Skriv din synpunkt, eller svara på minst en fråga." in words(response)


# --- Faults ---
def test_a_fault_is_told_first_and_loses_nothing(visitor):
    response = visitor.preview(text="", place_words="Vid bron", stretch_from="Älholmen")
    page = words(response)
    assert response.status_code == 422
    assert "<title>Fel: Tyck till" in page
    assert 'tabindex="-1" autofocus' in page, "the summary is where reading begins, also without a script"
    assert "Skriv din synpunkt." in page
    assert "Skriv både var sträckan börjar och var den slutar." in page
    assert 'value="Vid bron"' in page
    assert 'value="Älholmen"' in page


def test_a_text_that_is_too_long_is_kept_to_the_last_letter(visitor):
    response = visitor.preview(text="å" * 4999 + "\r\nöö")
    assert response.status_code == 422
    assert "Det är 5\u00a0002 tecken, och får vara högst 5\u00a0000." in words(response)
    assert len(visitor.fields["text"]) >= 5002
    assert "maxlength" not in words(response), "a browser would cut it off without a word"
    assert visitor.preview(text="å" * 4998 + "\r\nö").status_code == 200


@pytest.mark.parametrize("stamp", ["", "hittepå", "a:b:c"])
def test_a_stamp_that_is_not_ours_gives_the_form_again_with_everything(visitor, stamp):
    visitor.open()
    response = visitor.send(text=DARK, stamp=stamp)
    assert response.status_code == 422
    assert DARK in words(response)
    assert "Allt du skrev är kvar" in words(response)
    assert visitor.speak().status_code == 303


def test_a_form_that_has_lain_for_more_than_a_week_is_shown_again(visitor, monkeypatch):
    visitor.preview(text=DARK)
    week_old = signing.time.time() + timedelta(days=7, minutes=1).total_seconds()
    with monkeypatch.context() as patch:
        patch.setattr(signing.time, "time", lambda: week_old)
        assert visitor.send().status_code == 422
        assert visitor.fields["text"] == DARK
        visitor.preview()
        assert visitor.send().status_code == 303


# --- Once ---
def test_the_same_form_sent_twice_is_one_submission_with_one_receipt(visitor):
    first, again = visitor.speak(), visitor.send()
    assert first.headers["Location"] == again.headers["Location"]
    assert Submission.objects.count() == 1
    assert visitor.preview(text=DARK).headers["Location"] == first.headers["Location"], "also from the first step"


def test_the_same_form_sent_again_after_the_dialogue_closed_still_leads_to_the_receipt(visitor, freeze_day):
    first = visitor.speak()
    freeze_day("2024-11-01")
    assert visitor.send().headers["Location"] == first.headers["Location"]


@pytest.mark.parametrize("press", ["preview", "send"])
def test_a_form_that_was_sent_and_then_holds_something_else_becomes_another_submission(visitor, press):
    first = visitor.speak()
    response = getattr(visitor, press)(text="Något helt annat.")
    assert "Du har redan skickat det här formuläret." in words(response)
    second = visitor.send()
    assert second.status_code == 303
    assert second.headers["Location"] != first.headers["Location"]
    assert sorted(Submission.objects.values_list("text", flat=True)) == [DARK, "Något helt annat."]


def test_a_picture_or_a_wish_that_came_too_late_is_another_submission_and_never_lost(visitor):
    visitor.speak()
    assert "Du har redan skickat" in words(visitor.preview(may_show="nej"))
    visitor.send()
    assert "Du har redan skickat" in words(visitor.preview(photo=picture()))
    visitor.send()
    kept = [(bool(each.photo), each.may_show) for each in Submission.objects.order_by("pk")]
    assert kept == [(False, True), (False, False), (True, False)]


def test_a_sent_form_with_a_fault_in_it_since_is_shown_and_not_thrown_away(visitor):
    visitor.speak()
    assert visitor.preview(text="å" * 5001).status_code == 422
    assert visitor.fields["text"] == "å" * 5001


# --- The picture ---
def test_a_picture_survives_a_fault_the_preview_and_going_back(visitor):
    response = visitor.preview(text="", photo=picture())
    assert response.status_code == 422
    assert "Bilden som du har valt" in words(response)
    preview = words(visitor.preview(text=DARK, photo_words="En mörk port"))
    address = preview.partition('<img class="speak-picture__chosen" src="')[2].partition('"')[0]
    shown = visitor.client.get(address)
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.getvalue()
    visitor.change()
    visitor.preview()
    visitor.send()
    said = Submission.objects.get()
    assert said.photo.storage.exists(said.photo.name)
    assert said.photo_words == "En mörk port"
    assert not PendingPhoto.objects.exists()
    photos.forget_pending(on=date(2025, 1, 1))
    assert said.photo.storage.exists(said.photo.name), "the picture is the submission's now"


def test_a_waiting_picture_has_no_address_that_anybody_could_guess(client, dialogue):
    pending = photos.keep("nyckel", picture())
    base = f"/dialoger/{dialogue.slug}/tyck-till/bild/"
    assert client.get(f"{base}{pending.key_digest}/").status_code == 404
    assert client.get(f"{base}{photos.signed(pending)[:-1]}/").status_code == 404


def test_a_picture_can_be_changed_and_taken_away(visitor):
    visitor.preview(text=DARK, photo=picture())
    first = PendingPhoto.objects.get().photo
    visitor.preview(photo=picture(size=(30, 30)))
    assert not first.storage.exists(first.name)
    second = PendingPhoto.objects.get().photo
    visitor.change()
    visitor.preview(remove_photo="on")
    assert not PendingPhoto.objects.exists()
    assert not second.storage.exists(second.name)
    visitor.send()
    assert Submission.objects.get().photo.name == ""


def test_a_picture_that_is_refused_leaves_the_text_and_the_picture_before_it(visitor):
    visitor.preview(text=DARK, photo=picture())
    response = visitor.preview(photo=picture("foto.gif", kind="GIF"))
    assert response.status_code == 422
    assert "ingen bild i JPEG, PNG eller WebP" in words(response)
    assert visitor.fields["text"] == DARK
    assert PendingPhoto.objects.count() == 1


def test_pictures_that_were_never_sent_are_forgotten_after_a_day_and_a_night(visitor):
    visitor.preview(text=DARK, photo=picture())
    file = PendingPhoto.objects.get().photo
    assert photos.forget_pending() == 0
    PendingPhoto.objects.update(kept_at=clock.now() - photos.KEPT_FOR)
    assert photos.forget_pending() == 1
    assert not file.storage.exists(file.name)
    response = visitor.send()
    assert response.status_code == 422, "nobody is told that a picture was sent when it wasn't"
    assert "Bilden finns inte kvar" in words(response)
    assert visitor.speak().status_code == 303


# --- The guard ---
def test_what_points_somebody_out_is_told_before_sending_and_held_after(visitor):
    preview = words(visitor.preview(text="Ring mig på 070-123 45 67 om lampan."))
    assert "Det här kan peka ut någon" in preview
    assert "<q>070-123 45 67</q>" in preview
    assert "Skicka ändå" in preview
    visitor.send()
    assert Submission.objects.get().found == ["phone"]
    assert "070" not in Viewpoint.objects.get().text


def test_a_crime_leads_to_the_police_first(visitor):
    preview = words(visitor.preview(text="Jag såg Kalle Andersson sälja knark vid Nytorget i går."))
    assert preview.index("Det här låter som något för polisen") < preview.index("Det här kan peka ut någon")
    assert "tel:112" in preview.partition("polisen</h2>")[2].partition("</section>")[0]
    assert visitor.send().status_code == 303
    assert "crime" in Submission.objects.get().found


# --- Nobody is refused as spam ---
def test_a_filled_trap_is_taken_in_and_held(visitor):
    visitor.preview(text=DARK, **{TRAP: "http://x.example"})
    assert visitor.send().status_code == 303
    assert Suspicion.HONEYPOT in Submission.objects.get().suspicions


def test_many_from_one_network_are_held_and_a_flood_is_asked_to_wait_with_everything_kept(client, dialogue, settings):
    settings.SPEAK_SOFT, settings.SPEAK_HARD = (1, 600), (2, 3600)
    for number in range(2):
        assert Visitor(client, dialogue).speak(f"{DARK} {number}").status_code == 303
    held = [Suspicion.MANY in submission.suspicions for submission in Submission.objects.order_by("pk")]
    assert held == [False, True]
    last = Visitor(client, dialogue)
    response = last.speak("Den tredje.")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "Skicka igen efter klockan" in words(response)
    assert last.fields["text"] == "Den tredje."
    assert Submission.objects.count() == 2


def test_sending_the_same_form_again_is_not_counted(visitor, settings):
    settings.SPEAK_HARD = (1, 3600)
    visitor.speak()
    assert [visitor.send().status_code for _each in range(3)] == [303, 303, 303]


# --- For everybody ---
def test_no_cookie_is_set_and_no_token_asked_for(dialogue):
    from django.test import Client

    visitor = Visitor(Client(enforce_csrf_checks=True), dialogue)
    for response in (visitor.open(), visitor.preview(text=DARK), visitor.send()):
        assert not response.cookies
        assert "no-cache" in response.headers["Cache-Control"]
        assert "private" in response.headers["Cache-Control"]


def test_an_english_reader_gets_the_form_with_our_own_words_marked_as_swedish(client, dialogue):
    ask(dialogue, 1, "one", choices=["Ljus"])
    place = make_place("Nytorget")
    visitor = Visitor(client, dialogue, language="/en")
    page = words(visitor.open())
    assert '<span lang="sv">Fråga 1?</span>' in page
    assert f'<option value="{place.pk}" lang="sv">' in page
    assert visitor.speak("It is dark.").headers["Location"].startswith("/en/synpunkt/")
    assert Submission.objects.get().written_in == "en"


def test_the_form_takes_as_few_queries_however_much_it_asks(queries_of, dialogue):
    def more(number):
        make_theme(f"Tema {number}")
        make_place(f"Plats {number}")
        ask(dialogue, number, "several", choices=["Ett", "Två"])

    more(1)
    path = f"/dialoger/{dialogue.slug}/tyck-till/"
    queries_of(path)
    few = queries_of(path)
    more(2)
    more(3)
    assert queries_of(path) == few
