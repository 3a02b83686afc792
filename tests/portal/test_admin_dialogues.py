"""A dialogue in the admin: its questions, days and stops, the answers, and closing it when everybody has got one."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from arboga_loften.foundation.outbox import Letter
from dialogs import followers, intake, moderation
from dialogs.models import Answer, CannedAnswer, Dialogue, Follower, Question, Reply, WalkStop
from tests.factories import (
    make_activity,
    make_answer,
    make_dialogue,
    make_finding,
    make_viewpoint,
    open_dialogue,
    organisation,
)

pytestmark = pytest.mark.django_db


def page_of(row):
    return f"/admin/dialogs/{row._meta.model_name}/{row.pk}/change/"


def sent(dialogue, **parts):
    """What the dialogue's page sends; `parts` are rows of its parts, by prefix."""
    fields = {
        "title": dialogue.title,
        "kind": dialogue.kind,
        "slug": dialogue.slug,
        "starts_on": "2024-10-01",
        "ends_on": "2024-10-31",
        "publication": dialogue.publication,
    }
    prefixes = ["questions", "occasions", *(["stops"] if dialogue.kind == "walk" else [])]
    for prefix in prefixes:
        rows = parts.get(prefix, [])
        initial = sum("id" in row for row in rows)
        fields |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
        for number, row in enumerate(rows):
            fields |= {f"{prefix}-{number}-{name}": value for name, value in {"dialogue": dialogue.pk, **row}.items()}
    return fields


def faults(response, number=0):
    return response.context["inline_admin_formsets"][number].formset.errors


# --- Questions ---
def test_a_question_is_asked_with_its_alternatives_one_on_each_line(enter):
    dialogue = open_dialogue()
    question = {"number": 1, "kind": "one", "text": "Känner du dig trygg?", "alternatives": "Ja\n\n Nej \nVet inte"}
    assert enter("redaktör").post(page_of(dialogue), sent(dialogue, questions=[question])).status_code == 302
    asked = Question.objects.get()
    assert [(choice.number, choice.label) for choice in asked.choices.all()] == [(1, "Ja"), (2, "Nej"), (3, "Vet inte")]


def test_questions_without_a_number_come_last_in_the_order_that_they_stand(enter):
    dialogue = open_dialogue()
    questions = [
        {"number": "", "kind": "text", "text": "Sedan?"},
        {"number": 4, "kind": "text", "text": "Först?"},
        {"number": "", "kind": "text", "text": "Sist?"},
    ]
    assert enter("redaktör").post(page_of(dialogue), sent(dialogue, questions=questions)).status_code == 302
    asked = [(question.number, question.text) for question in dialogue.questions.all()]
    assert asked == [(4, "Först?"), (5, "Sedan?"), (6, "Sist?")]


@pytest.mark.parametrize(
    ("kind", "alternatives", "words"),
    [
        ("one", "Bara ett", "minst två"),
        ("text", "Ja\nNej", "inga alternativ"),
        ("several", "Ja\nJa", "två gånger"),
        ("several", f"Ja\n{'x' * 121}", "högst 120"),
    ],
)
def test_alternatives_that_make_no_sense_are_refused_at_their_field(enter, kind, alternatives, words):
    dialogue = open_dialogue()
    question = {"number": 1, "kind": kind, "text": "Hur är det?", "alternatives": alternatives}
    response = enter("redaktör").post(page_of(dialogue), sent(dialogue, questions=[question]))
    assert words in " ".join(faults(response)[0]["alternatives"])
    assert not Question.objects.exists()


def test_a_question_and_its_alternatives_stand_once_somebody_has_replied(enter):
    dialogue = open_dialogue()
    client = enter("samordnare")
    row = {"number": 1, "kind": "one", "text": "Trygg?", "alternatives": "Ja\nNej"}
    client.post(page_of(dialogue), sent(dialogue, questions=[row]))
    question = Question.objects.get()
    row["id"] = question.pk
    changed = row | {"alternatives": "Ja\nNej\nKanske"}
    assert client.post(page_of(dialogue), sent(dialogue, questions=[changed])).status_code == 302
    assert question.choices.count() == 3
    reply = Reply(question=question, choice=question.choices.first())
    intake.receive(dialogue=dialogue, key="ett", channel="paper", text="Det är mörkt.", replies=[reply])
    refused = client.post(page_of(dialogue), sent(dialogue, questions=[row]))
    assert "står fast" in " ".join(faults(refused)[0]["alternatives"])
    refused = client.post(page_of(dialogue), sent(dialogue, questions=[changed | {"text": "Otrygg?"}]))
    assert "redan fått svar" in str(faults(refused)[0])
    gone = client.post(page_of(dialogue), sent(dialogue, questions=[changed | {"DELETE": "on"}]))
    assert gone.status_code == 200
    assert (
        client.post(page_of(dialogue), sent(dialogue, questions=[changed | {"hint": "Ett kryss."}])).status_code == 302
    )
    question.refresh_from_db()
    assert (question.hint, question.choices.count()) == ("Ett kryss.", 3)


def test_what_a_dialogue_promises_is_refused_at_its_field(enter):
    dialogue = open_dialogue()
    wrong = sent(dialogue) | {"opens_on": "2024-10-01", "closes_on": "2024-10-31"}
    response = enter("redaktör").post(page_of(dialogue), wrong)
    assert "när den får svar" in response.context["adminform"].form.errors["answer_promised_on"][0]


# --- Days and stops ---
def test_a_dialogue_has_its_days(enter):
    dialogue = open_dialogue()
    day = {"kind": "answers", "on": "2024-11-20", "start_time": "18:00", "end_time": "17:00", "where": "Medborgarhuset"}
    client = enter("redaktör")
    refused = client.post(page_of(dialogue), sent(dialogue, occasions=[day]))
    assert "Sluttiden" in faults(refused, 1)[0]["end_time"][0]
    client.post(page_of(dialogue), sent(dialogue, occasions=[day | {"end_time": "20:00"}]))
    assert dialogue.occasions.get().where == "Medborgarhuset"


def picture():
    kept = BytesIO()
    Image.new("RGB", (8, 8), "red").save(kept, "PNG")
    return SimpleUploadedFile("IMG_2041 Anna.png", kept.getvalue(), "image/png")


def test_only_a_walk_has_stops_and_their_pictures_are_drawn_anew(enter):
    client = enter("samordnare")
    meeting, walk = open_dialogue(), open_dialogue(kind="walk")
    assert b"stops-TOTAL_FORMS" not in client.get(page_of(meeting)).content
    stop = {"number": 1, "title": "Tunneln", "seen": "Mörkt.", "photo_before": picture()}
    refused = client.post(page_of(walk), sent(walk, stops=[stop]))
    assert "Beskriv bilden" in str(faults(refused, 2)[0])
    stop |= {"photo_before": picture(), "photo_before_words": "En mörk tunnel."}
    assert client.post(page_of(walk), sent(walk, stops=[stop])).status_code == 302
    kept = WalkStop.objects.get()
    assert kept.photo_before.name.endswith(".jpg")
    assert "Anna" not in kept.photo_before.name
    page = client.get(page_of(walk)).content.decode()
    assert "En bild finns." in page
    wrong = stop | {"id": kept.pk, "photo_before": SimpleUploadedFile("x.svg", b"<svg onload=alert(1)>")}
    assert "ingen bild" in str(faults(client.post(page_of(walk), sent(walk, stops=[wrong])), 2)[0])


# --- Closing ---
def test_a_dialogue_is_closed_when_everybody_has_an_answer_and_until_then_the_page_says_who_waits(enter, freeze_day):
    dialogue = open_dialogue()
    viewpoint = make_viewpoint(dialogue=dialogue)
    freeze_day("2024-11-05")
    client = enter("samordnare")
    page = f"/admin/dialogs/dialogue/{dialogue.pk}/besvarad/"
    assert page in client.get(page_of(dialogue)).content.decode()
    waiting = client.get(page).content.decode()
    assert viewpoint.reference in waiting
    assert "1 synpunkt väntar på svar." in waiting
    refused = client.post(page, follow=True)
    assert "1 synpunkt har inget besked än" in str(next(iter(refused.context["messages"])))
    make_answer(viewpoint)
    assert "Alla som har tyckt till har fått ett svar" in client.get(page).content.decode()
    client.post(page)
    dialogue.refresh_from_db()
    assert str(dialogue.answered_on) == "2024-11-05"
    assert "stängd som besvarad" in client.get(page).content.decode()


@pytest.mark.parametrize("role", ["kommunpolis", "rådsledamot", "registrator"])
def test_others_do_not_close_a_dialogue(enter, role):
    dialogue = open_dialogue()
    assert enter(role).post(f"/admin/dialogs/dialogue/{dialogue.pk}/besvarad/").status_code == 403
    assert Dialogue.objects.get().answered_on is None


# --- Answers ---
def answer(to, **words):
    home = organisation("municipality").pk
    fields = {"viewpoint": to.reference, "decision": "done", "text": "Lagat.", "answered_on": "2024-10-10"}
    return fields | {"organisation": home, "publication": "published", **words}


ADD = "/admin/dialogs/answer/add/"


def followed(viewpoint):
    submission, _code = intake.receive(dialogue=viewpoint.dialogue, key="ett", text="Mörkt.")
    viewpoint.submissions.add(submission)
    followers.follow(submission, "nagon@exempel.se")
    followers.confirm(followers.signer.sign(str(Follower.objects.get().pk)))
    return Letter.objects.count()


def test_an_answer_is_begun_from_words_that_are_often_needed(enter):
    viewpoint = make_viewpoint()
    canned = CannedAnswer.objects.create(title="Trafikverkets väg", decision="forwarded", text="Vägen är statens.")
    client = enter("samordnare")
    page = client.get(f"{ADD}?viewpoint={viewpoint.pk}")
    assert f"?viewpoint={viewpoint.pk}&amp;fardigt={canned.pk}" in page.content.decode()
    assert viewpoint.text in page.content.decode()
    form = client.get(f"{ADD}?viewpoint={viewpoint.pk}&fardigt={canned.pk}").context["adminform"].form
    assert (form["text"].value(), form["decision"].value()) == ("Vägen är statens.", "forwarded")
    assert form["viewpoint"].value() == viewpoint.reference
    for wrong in ("abc", "9" * 40, "-1"):
        assert client.get(f"{ADD}?viewpoint={wrong}&fardigt={wrong}").status_code == 200


@pytest.mark.parametrize("reference", ["finns-inte", "9" * 40, "", "\x00"])
def test_an_answer_to_nothing_is_refused_at_its_field(enter, reference):
    response = enter("samordnare").post(ADD, answer(make_viewpoint(), viewpoint=reference))
    assert "viewpoint" in response.context["adminform"].form.errors


def test_one_that_another_stands_for_is_not_answered_by_itself(enter, official):
    dialogue = make_dialogue()
    one, other = make_viewpoint(dialogue=dialogue), make_viewpoint(dialogue=dialogue)
    moderation.merge([other], into=one, by=official("redaktör"))
    response = enter("samordnare").post(ADD, answer(other))
    assert "sammanförd med en annan" in response.context["adminform"].form.errors["viewpoint"][0]


def test_an_answer_that_leads_to_an_activity_names_it(enter):
    viewpoint, activity = make_viewpoint(), make_activity()
    client = enter("samordnare")
    refused = client.post(ADD, answer(viewpoint, decision="leads_to_activity"))
    assert "Välj den aktivitet" in refused.context["adminform"].form.errors["decision"][0]
    assert (
        client.post(ADD, answer(viewpoint, decision="leads_to_activity", activities=[activity.pk])).status_code == 302
    )
    assert list(viewpoint.activities.all()) == [activity]
    assert viewpoint.moderation.get().deed == "answered"


def test_those_who_follow_a_viewpoint_are_told_of_an_answer_that_is_published_in_the_admin(enter):
    viewpoint = make_viewpoint(dialogue=open_dialogue())
    before = followed(viewpoint)
    client = enter("samordnare")
    client.post(ADD, answer(viewpoint, publication="draft"))
    assert Letter.objects.count() == before
    draft = Answer.objects.get()
    chosen = {"action": "publish_chosen", "_selected_action": [draft.pk]}
    client.post("/admin/dialogs/answer/", chosen)
    assert Letter.objects.count() == before + 1
    client.post(page_of(draft), answer(viewpoint, text="Lagat, nu med ny lampa."))
    assert Letter.objects.count() == before + 1, "once, however often it is mended"
    assert viewpoint.moderation.filter(deed="answered").count() == 1


@pytest.mark.parametrize(
    ("role", "status"), [("samordnare", 302), ("redaktör", 302), ("kommunpolis", 403), ("rådsledamot", 403)]
)
def test_who_writes_the_words_that_answers_begin_from(enter, role, status):
    words = {"title": "Trafikverkets väg", "decision": "forwarded", "text": "Vägen är statens."}
    assert enter(role).post("/admin/dialogs/cannedanswer/add/", words).status_code == status


# --- Findings ---
def test_a_finding_cites_what_was_said_in_its_own_dialogue(enter):
    dialogue = make_dialogue()
    mine, other = make_viewpoint(dialogue=dialogue), make_viewpoint()
    finding = make_finding(dialogue=dialogue)
    client = enter("redaktör")
    form = client.get(page_of(finding)).context["adminform"].form
    assert list(form.fields["viewpoints"].queryset) == [mine]
    words = {
        "dialogue": dialogue.pk,
        "title": "Mörkt",
        "text": "Ljuset saknas.",
        "slug": finding.slug,
        "publication": "published",
    }
    refused = client.post(page_of(finding), words | {"viewpoints": [other.pk]})
    assert "viewpoints" in refused.context["adminform"].form.errors
    assert client.post(page_of(finding), words | {"viewpoints": [mine.pk]}).status_code == 302
    assert list(finding.viewpoints.all()) == [mine]
