"""Staff write down what others say: fifty slips in a row, or a spreadsheet, and nothing twice."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from arboga_loften.foundation import kept
from arboga_loften.foundation.storage import inside
from dialogs import receipts
from dialogs.models import Channel, Choice, Question, Review, Submission, Viewpoint
from dialogs.tallies import Voices
from tests.factories import make_place, make_theme, open_dialogue

pytestmark = pytest.mark.django_db

ROLES = ["samordnare", "kommunpolis", "redaktör"]
SLIP = {"channel": "paper", "collector": "Fältare", "voices": "2", "received_on": "2024-10-12", "may_show": "on"}


@pytest.fixture
def dialogue():
    return open_dialogue()


@pytest.fixture(autouse=True)
def _empty_room():
    yield
    if inside().exists(kept.FOLDER):
        for name in inside().listdir(kept.FOLDER)[1]:
            inside().delete(f"{kept.FOLDER}/{name}")


def page_of(dialogue):
    return f"/admin/dialogs/dialogue/{dialogue.pk}/registrera/"


def key_on(page):
    return re.search(r'name="key" value="([\w-]+)"', page)[1]


def field_on(page, name):
    return re.search(rf'<[^>]*name="{name}"[^>]*>', page)[0]


class Clerk:
    """Somebody with a pile of slips."""

    def __init__(self, client, dialogue):
        self.client, self.dialogue = client, dialogue
        self.page = client.get(page_of(dialogue)).content.decode()

    def save(self, text, **fields):
        words = {**SLIP, "key": key_on(self.page), "text": text, **fields}
        response = self.client.post(page_of(self.dialogue), words)
        self.status, self.page = response.status_code, response.content.decode()
        return self.page


@pytest.fixture
def clerk(enter, dialogue):
    return Clerk(enter("samordnare"), dialogue)


# --- Slip after slip ---
@pytest.mark.parametrize("role", ROLES)
def test_each_who_may_writes_down_for_others(enter, dialogue, role):
    Clerk(enter(role), dialogue).save("Det är mörkt.")
    said = Submission.objects.get()
    assert (said.text, said.channel, said.voices, said.collector) == ("Det är mörkt.", Channel.PAPER, 2, "Fältare")
    assert said.received_on == date(2024, 10, 12)
    assert said.registered_by.username == f"test-{role}"
    assert said.viewpoints.get().review == Review.RECEIVED


@pytest.mark.parametrize("role", ["rådsledamot", "registrator"])
def test_others_may_not(enter, dialogue, role):
    client = enter(role)
    for path in (page_of(dialogue), f"/admin/dialogs/dialogue/{dialogue.pk}/las-in/"):
        assert client.get(path).status_code == 403
        assert client.post(path, SLIP).status_code == 403
    assert not Submission.objects.exists()


def test_what_is_the_same_stays_and_the_rest_is_empty_for_the_next(clerk):
    page = clerk.save("Första lappen", channel="square", place_words="Vid bron")
    assert 'value="Fältare"' in field_on(page, "collector")
    assert 'value="2"' in field_on(page, "voices")
    assert 'value="2024-10-12"' in field_on(page, "received_on")
    assert re.search(r'<option value="square" selected>', page)
    assert "Vid bron" not in page
    assert re.search(r"<textarea[^>]*name=\"text\"[^>]*>\s*</textarea>", page)
    assert "autofocus" in field_on(page, "text")


def test_fifty_slips_are_counted(clerk):
    for n in range(3):
        clerk.save(f"Lapp {n}")
    assert "3 registrerade i dag" in clerk.page
    assert Viewpoint.objects.count() == 3


def test_the_same_slip_sent_twice_is_one(clerk):
    key = key_on(clerk.page)
    clerk.save("Det är mörkt.", key=key)
    page = clerk.save("Det är mörkt.", key=key)
    assert "1 registrerad i dag" in page
    assert Submission.objects.count() == 1


def test_another_slip_in_a_form_that_was_gone_back_to_is_not_lost(clerk):
    key = key_on(clerk.page)
    clerk.save("Den första", key=key)
    page = clerk.save("Den andra", key=key)
    assert clerk.status == 422
    assert "Den andra" in page
    assert "Det här är en ny" in page
    assert key_on(page) != key
    clerk.save("Den andra")
    assert sorted(Submission.objects.values_list("text", flat=True)) == ["Den andra", "Den första"]


def test_the_code_to_hand_over_opens_the_receipt(clerk):
    page = clerk.save("Det är mörkt.")
    code = re.search(r"\b([A-Z2-7]{4}(?:-[A-Z2-7]{4}){3})\b", page)[1]
    assert receipts.submission_with(code) == Submission.objects.get()
    assert code not in clerk.client.get(page_of(clerk.dialogue)).content.decode()


WRONG = [
    ({"text": ""}, "Skriv synpunkten, eller svara på en av frågorna."),
    ({"voices": "0"}, "Skriv ett heltal, minst 1."),
    ({"voices": "många"}, "Skriv ett heltal, minst 1."),
    ({"received_on": "2024-10-16"}, "Dagen ligger i framtiden."),
    ({"received_on": "igår"}, "Skriv dagen så här: 2024-10-15."),
    ({"stretch_from": "Kyrkan"}, "Skriv både var sträckan börjar och var den slutar."),
    ({"key": ""}, "Formuläret hann bli för gammalt."),
    ({"key": "x"}, "Formuläret hann bli för gammalt."),
    ({"text": "x" * 10_001}, "Den får vara högst 10000."),
    ({"channel": "web"}, "Välj ett giltigt alternativ"),
    ({"theme": "999999"}, "Välj ett giltigt alternativ"),
]


@pytest.mark.parametrize(("fields", "words"), WRONG)
def test_a_fault_says_what_to_do_and_keeps_everything(clerk, fields, words):
    page = clerk.save(**{"text": "Det är mörkt.", "place_words": "Vid bron", **fields})
    assert clerk.status == 422
    assert words in page.replace("\xa0", "")
    assert "Vid bron" in page
    assert not Submission.objects.exists()


def test_replies_are_written_down_too(clerk, dialogue):
    one = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Trygg?", is_required=True)
    several = Question.objects.create(dialogue=dialogue, number=2, kind="several", text="Vad behövs?")
    scale = Question.objects.create(
        dialogue=dialogue, number=3, kind="scale", text="Hur?", low_label="lite", high_label="mycket"
    )
    where = Question.objects.create(dialogue=dialogue, number=4, kind="place", text="Var?")
    words = Question.objects.create(dialogue=dialogue, number=5, kind="text", text="Mer?")
    no = Choice.objects.create(question=one, number=1, label="Nej")
    light = Choice.objects.create(question=several, number=1, label="Ljus")
    clean = Choice.objects.create(question=several, number=2, label="Städning")
    replies = {f"q{one.pk}": no.pk, f"q{several.pk}": [light.pk, clean.pk], f"q{scale.pk}": 4}
    replies |= {f"q{where.pk}": make_place().pk, f"q{words.pk}": "Tack"}
    clerk.save("", **replies)
    shown = [reply.shown for reply in Submission.objects.get().replies.order_by("question__number", "pk")]
    assert shown == ["Nej", "Ljus", "Städning", "4", "Nytorget", "Tack"]
    clerk.save("Bara text")
    assert Submission.objects.count() == 2


def test_each_voice_counts_once_in_one_count(clerk, dialogue):
    theme = make_theme("Belysning")
    clerk.save("En", voices="3", theme=theme.pk)
    clerk.save("Två", voices="4", channel="phone")
    voices = Voices(dialogue)
    assert voices.total == 7
    assert voices.by_channel == {"paper": 3, "phone": 4}
    assert voices.by_theme[theme.pk] == 3


def test_a_mistake_is_taken_back_and_no_longer_counted(clerk, dialogue):
    clerk.save("Fel lapp")
    said = Submission.objects.get()
    response = clerk.client.post(f"{page_of(dialogue)}{said.pk}/angra/", follow=True)
    page = response.content.decode()
    assert "Ångrad." in page
    assert "0 registrerade i dag" in page
    said.refresh_from_db()
    assert (said.text, said.is_counted) == ("Fel lapp", False)
    assert said.viewpoints.get().review == Review.DISCARDED
    assert Voices(dialogue).total == 0


def test_only_ones_own_mistake_is_taken_back_and_only_while_nobody_has_read_it(enter, clerk, dialogue):
    clerk.save("Min lapp")
    said = Submission.objects.get()
    undo = f"{page_of(dialogue)}{said.pk}/angra/"
    assert clerk.client.get(undo).status_code == 404
    other = enter("redaktör")
    assert other.post(undo).status_code == 403
    assert said.viewpoints.get().review == Review.RECEIVED


def test_a_dialogue_that_is_answered_takes_no_more(enter, dialogue):
    dialogue.answered_on = date(2024, 10, 15)
    dialogue.save()
    client = enter("samordnare")
    page = client.get(page_of(dialogue)).content.decode()
    assert "Dialogen är besvarad" in page
    assert 'name="text"' not in page
    response = client.post(page_of(dialogue), {**SLIP, "key": "x" * 20, "text": "Sent"})
    assert response.status_code == 422
    assert not Submission.objects.exists()


# --- A spreadsheet ---
def upload(client, dialogue, data, name="lappar.csv", **fields):
    file = SimpleUploadedFile(name, data if isinstance(data, bytes) else data.encode())
    words = {"channel": "paper", "received_on": "2024-10-12", "file": file, **fields}
    return client.post(f"/admin/dialogs/dialogue/{dialogue.pk}/las-in/", words)


def note_on(response):
    return re.search(r'name="note" value="([^"]+)"', response.content.decode())[1]


def confirm(client, dialogue, note):
    return client.post(f"/admin/dialogs/dialogue/{dialogue.pk}/las-in/", {"note": note}, follow=True)


def test_a_file_is_looked_at_and_then_read_in(enter, dialogue):
    client = enter("samordnare")
    looked = upload(client, dialogue, "Synpunkt;Antal röster;Ålder\nEtt;2;44\nTvå;1;55\n")
    page = looked.content.decode()
    for words in ("<strong>2 nya</strong>", "3 röster", "Ålder", "Läs in 2 synpunkter"):
        assert words in page
    assert not Submission.objects.exists()
    done = confirm(client, dialogue, note_on(looked))
    assert "2 synpunkter är inlästa. De väntar nu på att granskas." in done.content.decode()
    assert Submission.objects.count() == 2
    assert Submission.objects.first().received_on == date(2024, 10, 12)
    assert inside().listdir(kept.FOLDER)[1] == []
    again = upload(client, dialogue, "Synpunkt;Antal röster;Ålder\nEtt;2;44\nTvå;1;55\n").content.decode()
    assert "Allt i filen är redan inläst." in again
    assert 'name="note"' not in again


def test_faults_are_shown_with_their_rows_and_nothing_can_be_read_in(enter, dialogue):
    response = upload(enter("samordnare"), dialogue, "Synpunkt;Datum\nEtt;aldrig\nTvå;\n")
    page = response.content.decode()
    assert response.status_code == 422
    assert "1 fel behöver rättas i filen. Inget är inläst." in page
    assert "Rad 2: datumet ”aldrig” går inte att läsa." in page
    assert 'name="note"' not in page


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xls", b"x", "gammalt Excel"),
        ("a.csv", b"", "Filen är tom"),
        ("a.csv", b"x" * 5_300_000, "större än 5 MB"),
        ("a.svg", b"<svg onload=alert(1)>", "Välj en Excelfil"),
        ('<b>"a.png', b"x", "Välj en Excelfil"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(enter, dialogue, name, data, words):
    response = upload(enter("samordnare"), dialogue, data, name=name)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_no_file_is_asked_for_in_words(enter, dialogue):
    response = enter("samordnare").post(f"/admin/dialogs/dialogue/{dialogue.pk}/las-in/", {"channel": "paper"})
    assert response.status_code == 422
    assert "Välj en fil." in response.content.decode()


def test_what_stands_in_a_file_is_shown_as_text(enter, dialogue):
    page = upload(
        enter("samordnare"), dialogue, "Synpunkt;<script>x\n<img src=x onerror=alert(1)>;1\n"
    ).content.decode()
    assert "<img src=x" not in page
    assert "<script>x" not in page


def test_a_file_is_kept_for_an_hour_and_for_one_person_alone(enter, official, dialogue, client):
    note = note_on(upload(enter("samordnare"), dialogue, "Synpunkt\nEtt\n"))
    client.force_login(official("redaktör"))
    assert "Filen sparas bara en timme" in confirm(client, dialogue, note).content.decode()
    for made_up in ("", "x", note[:-1], note + "x"):
        assert "Filen sparas bara en timme" in confirm(client, dialogue, made_up).content.decode()
    assert not Submission.objects.exists()


def test_a_file_of_another_dialogue_is_not_read_in_here(enter, dialogue):
    client = enter("samordnare")
    note = note_on(upload(client, dialogue, "Synpunkt\nEtt\n"))
    confirm(client, open_dialogue(), note)
    assert not Submission.objects.exists()


def test_a_file_that_nobody_confirmed_is_thrown_away(enter, dialogue, freeze_day):
    client = enter("samordnare")
    note = note_on(upload(client, dialogue, "Synpunkt\nEtt\n"))
    assert len(inside().listdir(kept.FOLDER)[1]) == 1
    freeze_day("2024-10-16")
    assert "Filen sparas bara en timme" in confirm(client, dialogue, note).content.decode()
    assert inside().listdir(kept.FOLDER)[1] == []
