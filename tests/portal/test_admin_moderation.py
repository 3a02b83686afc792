"""The desk where a viewpoint is read: what can be done there, what is refused, and that nothing typed is lost."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client

from arboga_loften.foundation.conflicts import latest_version
from dialogs import intake, moderation
from dialogs.models import Answer, CannedAnswer, Decision, Review, Viewpoint
from tests.factories import make_activity, make_area, make_finding, make_theme, open_dialogue, organisation

pytestmark = pytest.mark.django_db

DARK = "Det är mörkt mellan stationen och parkeringen."


@pytest.fixture
def dialogue():
    return open_dialogue(title="Vad tycker du om stationen?")


def came_in(dialogue, key="ett", text=DARK, **what):
    submission, _code = intake.receive(dialogue=dialogue, key=key, text=text, **what)
    return submission.viewpoints.get()


def desk_of(viewpoint):
    return f"/admin/dialogs/viewpoint/{viewpoint.pk}/granska/"


def typed(viewpoint, deed, **words):
    """What the desk sends, as somebody who opened it just now."""
    fields = {"visas-text": viewpoint.text, "seen_version": latest_version(Viewpoint, viewpoint.pk), "gor": deed}
    return fields | {name.replace("__", "-"): value for name, value in words.items()}


def do(client, viewpoint, deed, **words):
    return client.post(desk_of(viewpoint), typed(viewpoint, deed, **words), follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def errors(response, form):
    return {name: " ".join(found) for name, found in response.context[form].errors.items()}


# --- The desk ---
def test_what_the_guard_saw_is_marked_where_it_stands_and_said_in_words(enter, dialogue):
    viewpoint = came_in(dialogue, text="Ring 070-174 06 35 om lampan.")
    page = enter("samordnare").get(desk_of(viewpoint)).content.decode()
    assert '<mark class="found">070-174 06 35' in page
    assert "Telefonnummer" in page
    assert "Ring […] om lampan." in page, "the text that will be shown begins without it"


def test_a_script_that_somebody_sent_is_shown_as_letters(enter, dialogue):
    page = enter("samordnare").get(desk_of(came_in(dialogue, text="<script>alert(1)</script>"))).content.decode()
    assert "<script>alert(1)" not in page


def test_all_that_came_with_it_can_be_read(enter, dialogue):
    question = dialogue.questions.create(number=1, text="När är det mörkt?", kind="text")
    what = {
        "place_words": "Vid bron",
        "shape": [[59.39, 15.83], [59.4, 15.84]],
        "voices": 4,
        "channel": "paper",
        "collector": "Fältare",
        "may_show": False,
        "replies": [intake.Reply(question=question, text="Om kvällen")],
    }
    page = enter("samordnare").get(desk_of(came_in(dialogue, **what))).content.decode()
    for words in (
        "Vid bron",
        "En sträcka med 2 punkter",
        "4 röster",
        "på papper",
        "Fältare",
        "Om kvällen",
        "Får inte visas",
    ):
        assert words in page


def test_what_is_approved_is_shown_and_the_next_in_the_queue_comes(enter, dialogue, client):
    viewpoint, after = came_in(dialogue, "ett"), came_in(dialogue, "två", "Bilarna kör fort.")
    theme, area, activity = make_theme("Trafik"), make_area(), make_activity()
    finding = make_finding(dialogue=dialogue)
    links = {"hor_till-focus_areas": area.pk, "hor_till-activities": activity.pk, "hor_till-findings": finding.pk}
    links = {name.replace("_till", "-till"): pk for name, pk in links.items()}
    response = do(enter("redaktör"), viewpoint, "visa", visas__text="Det är mörkt.", visas__theme=theme.pk, **links)
    assert response.redirect_chain[-1][0] == desk_of(after)
    assert f'<a href="{desk_of(viewpoint)}">{viewpoint.reference}</a> är godkänd och visas.' in said(response)
    viewpoint.refresh_from_db()
    assert (viewpoint.text, viewpoint.theme, viewpoint.is_visible) == ("Det är mörkt.", theme, True)
    assert list(viewpoint.activities.all()) == [activity]
    after.refresh_from_db()
    assert after.taken_by.username == "test-redaktör", "the next one is taken in the same breath"


def test_the_last_one_in_the_queue_is_said_to_be_the_last(enter, dialogue):
    assert "Kön är tom" in said(do(enter("redaktör"), came_in(dialogue), "visa"))


def test_what_points_somebody_out_is_refused_at_its_field_and_nothing_typed_is_lost(enter, dialogue):
    viewpoint = came_in(dialogue)
    response = do(
        enter("samordnare"),
        viewpoint,
        "visa",
        visas__text="Ring 070-174 06 35!",
        svar__text="Vi lagar lampan.",
        dela__part_2="En halv tanke",
    )
    assert "070-174 06 35" in errors(response, "shown")["text"]
    page = response.content.decode()
    for words in ("Ring 070-174 06 35!", "Vi lagar lampan.", "En halv tanke"):
        assert words in page
    viewpoint.refresh_from_db()
    assert viewpoint.review == Review.RECEIVED


def test_who_said_no_to_being_shown_is_not(enter, dialogue):
    viewpoint = came_in(dialogue, may_show=False)
    client = enter("samordnare")
    assert "Godkänn och visa" not in client.get(desk_of(viewpoint)).content.decode()
    assert "vill inte att synpunkten visas" in errors(do(client, viewpoint, "visa"), "shown")["__all__"]
    do(client, viewpoint, "godkann")
    viewpoint.refresh_from_db()
    assert (viewpoint.review, viewpoint.is_visible) == (Review.APPROVED, False)


def test_a_picture_is_shown_only_with_words(enter, dialogue):
    photo = ContentFile(b"\xff\xd8\xff", name="bild.jpg")
    viewpoint = came_in(dialogue, photo=photo)
    submission = viewpoint.submissions.get()
    client = enter("samordnare")
    picture = client.get(f"/admin/dialogs/submission/{submission.pk}/bild/")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"".join(picture).startswith(b"\xff\xd8\xff")
    refused = do(client, viewpoint, "visa", visas__photo_from=submission.pk)
    assert "Beskriv bilden i ord" in errors(refused, "shown")["photo_words"]
    do(client, viewpoint, "visa", visas__photo_from=submission.pk, visas__photo_words="En släckt lampa.")
    viewpoint.refresh_from_db()
    assert (viewpoint.photo_from, viewpoint.photo_words) == (submission, "En släckt lampa.")


def test_only_a_picture_that_came_with_it_can_be_shown(enter, dialogue):
    other = came_in(dialogue, "två", photo=ContentFile(b"\xff\xd8\xff", name="b.jpg")).submissions.get()
    viewpoint = came_in(dialogue, photo=ContentFile(b"\xff\xd8\xff", name="a.jpg"))
    refused = do(enter("samordnare"), viewpoint, "visa", visas__photo_from=other.pk, visas__photo_words="En lampa.")
    assert "photo_from" in errors(refused, "shown")


def test_what_is_not_shown_needs_a_reason(enter, dialogue):
    viewpoint = came_in(dialogue)
    client = enter("kommunpolis")
    assert "Skriv varför" in errors(do(client, viewpoint, "visa-inte"), "withhold")["reason"]
    do(client, viewpoint, "visa-inte", **{"visas-inte-reason": "Handlar om en annan kommun."})
    viewpoint.refresh_from_db()
    assert (viewpoint.review, viewpoint.withheld_reason) == (Review.WITHHELD, "Handlar om en annan kommun.")


def test_a_viewpoint_is_split(enter, dialogue):
    viewpoint = came_in(dialogue)
    client = enter("redaktör")
    assert "minst två" in errors(do(client, viewpoint, "dela", dela__part_1="Mörkt."), "split")["part_2"]
    response = do(client, viewpoint, "dela", dela__part_1="Mörkt.", dela__part_2="Fort.")
    part = Viewpoint.objects.get(split_from=viewpoint)
    assert part.reference in said(response)
    assert f"En del är {part.reference}" in response.content.decode()
    assert f"Delad från {viewpoint.reference}" in client.get(desk_of(part)).content.decode()


def test_a_viewpoint_is_brought_together_with_a_likely_one_or_by_reference(enter, dialogue):
    one, two, three = (came_in(dialogue, key) for key in ("a", "b", "c"))
    client = enter("redaktör")
    assert "(samma text)" in client.get(desk_of(two)).content.decode()
    do(client, two, "samman", samman__into=one.pk)
    do(client, three, "samman", samman__reference=one.reference)
    assert list(one.merged_from.order_by("pk")) == [two, three]
    page = client.get(desk_of(two)).content.decode()
    assert "står för båda" in page
    assert "Godkänn och visa" not in page
    assert errors(do(client, one, "samman", samman__reference="finns-inte"), "merge")["reference"]
    assert errors(do(client, one, "samman"), "merge")["into"]


def test_an_answer_that_was_written_is_given_when_it_is_approved(enter, dialogue):
    viewpoint = came_in(dialogue)
    client = enter("samordnare")
    home = organisation().pk
    answer = {"svar__decision": "done", "svar__text": "Lampan är lagad.", "svar__organisation": home}
    do(client, viewpoint, "visa", **answer)
    given = Answer.objects.get()
    assert (given.viewpoint, given.is_visible, given.organisation_id) == (viewpoint, True, home)
    assert [row.deed for row in viewpoint.moderation.order_by("pk")][-2:] == ["approved", "answered"]


def test_where_the_answer_is_refused_nothing_is_approved(enter, dialogue):
    viewpoint = came_in(dialogue)
    answer = {
        "svar__decision": Decision.LEADS_TO_ACTIVITY,
        "svar__text": "Vi gör det.",
        "svar__organisation": organisation().pk,
    }
    refused = do(enter("samordnare"), viewpoint, "visa", **answer)
    assert "Välj den aktivitet" in errors(refused, "answer")["decision"]
    viewpoint.refresh_from_db()
    assert viewpoint.review == Review.RECEIVED
    assert not Answer.objects.exists()


def test_an_answer_alone_leaves_the_viewpoint_in_the_queue(enter, dialogue):
    viewpoint = came_in(dialogue)
    answer = {"svar__decision": "forwarded", "svar__text": "Vägen är statens.", "svar__organisation": organisation().pk}
    client = enter("samordnare")
    assert "överlämnad till" in errors(do(client, viewpoint, "svara", **answer), "answer")["forwarded_to"]
    do(client, viewpoint, "svara", svar__forwarded_to=organisation("authority").pk, **answer)
    viewpoint.refresh_from_db()
    assert (viewpoint.review, viewpoint.answers.count()) == (Review.RECEIVED, 1)


def test_the_kommunpolis_answers_only_for_the_police_at_the_desk(enter, dialogue):
    viewpoint = came_in(dialogue)
    words = {"svar__decision": "done", "svar__text": "Gjort.", "svar__organisation": organisation("municipality").pk}
    assert "organisation" in errors(do(enter("kommunpolis"), viewpoint, "svara", **words), "answer")


@pytest.mark.parametrize("deed", ["dela", "samman", "lamna"])
def test_an_answer_that_is_half_written_is_not_thrown_away_by_another_deed(enter, dialogue, deed):
    one, viewpoint = came_in(dialogue, "a"), came_in(dialogue, "b")
    words = {"dela__part_1": "a", "dela__part_2": "b", "samman__into": one.pk, "svar__text": "Halvvägs"}
    response = do(enter("samordnare"), viewpoint, deed, **words)
    assert "Du har börjat på ett svar" in said(response)
    assert "Halvvägs" in response.content.decode()
    viewpoint.refresh_from_db()
    assert viewpoint.review == Review.RECEIVED


def test_an_answer_begins_from_words_that_are_often_needed(enter, dialogue):
    viewpoint = came_in(dialogue)
    canned = CannedAnswer.objects.create(title="Trafikverkets väg", decision="forwarded", text="Vägen är statens.")
    client = enter("samordnare")
    for response in (
        client.get(f"{desk_of(viewpoint)}?fardigt={canned.pk}"),
        do(client, viewpoint, "fardigt", fardigt=canned.pk, visas__text="Omskriven."),
    ):
        assert response.context["answer"].initial["text"] == "Vägen är statens."
        assert response.context["answer"].initial["decision"] == "forwarded"
    assert "Omskriven." in response.content.decode()
    assert not Answer.objects.exists()


def test_what_is_shown_is_reworded_and_taken_down_at_the_same_desk(enter, dialogue):
    viewpoint = came_in(dialogue)
    client = enter("redaktör")
    do(client, viewpoint, "visa")
    response = do(client, viewpoint, "visa", visas__text="Omskriven.")
    assert "Spara ändringen" in response.content.decode()
    do(client, viewpoint, "visa-inte", **{"visas-inte-reason": "Pekade ut någon."})
    viewpoint.refresh_from_db()
    assert (viewpoint.publication, viewpoint.review, viewpoint.text) == ("unpublished", "withheld", "Omskriven.")
    assert "Pekade ut någon." in client.get(desk_of(viewpoint)).content.decode()


def test_nothing_is_changed_by_looking(enter, dialogue):
    viewpoint = came_in(dialogue)
    before = viewpoint.history.count()
    client = enter("samordnare")
    client.get(desk_of(viewpoint))
    client.get("/admin/dialogs/viewpoint/granska/")
    assert (viewpoint.history.count(), viewpoint.moderation.count()) == (before, 1)


def test_the_next_in_the_queue_is_one_address_away(enter, dialogue):
    first, second = came_in(dialogue, "a"), came_in(dialogue, "b")
    client = enter("samordnare")
    assert client.get("/admin/dialogs/viewpoint/granska/").headers["Location"] == desk_of(first)
    assert client.get(f"/admin/dialogs/viewpoint/granska/?efter={first.pk}").headers["Location"] == desk_of(second)


@pytest.mark.parametrize("name", ["abc", "0", "-1", "9" * 30, "1%2F2", "å", "' OR 1=1"])
def test_a_desk_that_cannot_be_gives_no_fault(enter, dialogue, name):
    client = enter("samordnare")
    assert client.get(f"/admin/dialogs/viewpoint/{name}/granska/").status_code == 404
    assert client.get(f"/admin/dialogs/submission/{name}/bild/").status_code == 404
    assert client.get(f"/admin/dialogs/dialogue/{name}/besvarad/").status_code == 404
    viewpoint = came_in(dialogue)
    assert client.get(f"/admin/dialogs/viewpoint/granska/?efter={name}").status_code == 302
    assert client.get(f"{desk_of(viewpoint)}?fardigt={name}").status_code == 200
    hostile = {
        "gor": name,
        "seen_version": name,
        "visas-theme": name,
        "visas-photo_from": name,
        "hor-till-activities": name,
        "samman-into": name,
        "svar-organisation": name,
        "fardigt": name,
    }
    for deed in [name, "visa", "samman", "svara", "fardigt"]:
        sent = hostile | {"gor": deed, "seen_version": latest_version(Viewpoint, viewpoint.pk)}
        assert client.post(desk_of(viewpoint), sent).status_code == 200, deed
    assert client.post(desk_of(viewpoint), hostile | {"gor": "visa"}).status_code == 200
    assert client.post(desk_of(viewpoint), {}).status_code == 200
    viewpoint.refresh_from_db()
    assert viewpoint.review == Review.RECEIVED


# --- Two at once ---
def test_who_reads_is_seen_and_can_be_taken_over_with_what_was_typed(enter, dialogue, official):
    viewpoint = moderation.take(came_in(dialogue), by=official("kommunpolis"))
    client = enter("samordnare")
    assert "Kommunpolis läser den här" in client.get(desk_of(viewpoint)).content.decode()
    refused = do(client, viewpoint, "visa", visas__text="Min text")
    assert "Ta över den först" in said(refused)
    assert "Min text" in refused.content.decode()
    taken = do(client, viewpoint, "ta", visas__text="Min text")
    assert "Min text" in taken.content.decode()
    assert "Du läser den här" in taken.content.decode()
    do(client, viewpoint, "visa", visas__text="Min text")
    viewpoint.refresh_from_db()
    assert viewpoint.text == "Min text"


def test_who_comes_second_is_told_what_the_first_one_did(enter, dialogue, official):
    viewpoint = came_in(dialogue)
    client = enter("samordnare")
    page = typed(viewpoint, "visa", visas__text="Min text")
    moderation.approve(viewpoint, by=official("redaktör"), text="Deras text")
    second = client.post(desk_of(viewpoint), page)
    text = second.content.decode()
    assert "Någon annan hann före" in text
    assert "Deras text" in text
    assert "Min text" in text
    viewpoint.refresh_from_db()
    assert viewpoint.text == "Deras text"
    on_top = page | {"on_top_of": second.context["conflict"].latest}
    client.post(desk_of(viewpoint), on_top)
    viewpoint.refresh_from_db()
    assert viewpoint.text == "Min text"


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_the_same_moment_cannot_both_do_it(official, settings):
    settings.ZEAL_ALLOWLIST = [{"model": "*", "field": "get()"}]
    viewpoint, barrier, pages = came_in(open_dialogue()), Barrier(2), []
    sent = {role: typed(viewpoint, "visa", visas__text=role) for role in ("samordnare", "redaktör")}
    clients = {}
    for role in sent:
        clients[role] = Client()
        clients[role].force_login(official(role))

    def decide(role):
        barrier.wait()
        try:
            pages.append(clients[role].post(desk_of(viewpoint), sent[role]).status_code)
        finally:
            connection.close()

    threads = [Thread(target=decide, args=[role]) for role in sent]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(pages) == [200, 302]
    assert viewpoint.moderation.filter(deed="approved").count() == 1


# --- Pictures and their words ---
def with_photo(dialogue, key, **what):
    return came_in(dialogue, key, photo=ContentFile(b"\xff\xd8\xff", name="bild.jpg"), **what)


def test_the_picture_of_one_who_said_no_is_not_shown_with_what_others_said(enter, dialogue, official):
    no, yes = with_photo(dialogue, "a", may_show=False), came_in(dialogue, "b", text="Mörkt vid stationen.")
    theirs = no.submissions.get()
    moderation.merge([no], into=yes, by=official("kommunpolis"))
    client = enter("samordnare")
    do(client, yes, "visa", visas__photo_from=theirs.pk, visas__photo_words="En lampa.")
    yes.refresh_from_db()
    assert (yes.is_visible, yes.photo_from) == (True, None)
    yes.photo_from, yes.photo_words = theirs, "En lampa."
    with pytest.raises(ValidationError, match="vill inte"):
        yes.save()


def test_the_words_of_a_picture_may_point_nobody_out_either(enter, dialogue):
    viewpoint = with_photo(dialogue, "a")
    photo = viewpoint.submissions.get()
    client, words = enter("samordnare"), "Ring 070-174 06 35!"
    refused = do(client, viewpoint, "visa", visas__photo_from=photo.pk, visas__photo_words=words)
    assert "070-174 06 35" in errors(refused, "shown")["photo_words"]
    do(client, viewpoint, "visa", visas__photo_words=words)
    viewpoint.refresh_from_db()
    assert (viewpoint.is_visible, viewpoint.photo_words) == (True, ""), "without its picture they aren't kept"
    viewpoint.photo_from, viewpoint.photo_words = photo, words
    with pytest.raises(ValidationError, match="pekar ut"):
        viewpoint.save()


# --- Twice ---
def test_an_answer_that_is_sent_twice_is_given_once(enter, dialogue):
    viewpoint = came_in(dialogue)
    client = enter("samordnare")
    answer = {"svar__decision": "done", "svar__text": "Lampan är lagad.", "svar__organisation": organisation().pk}
    for _each in range(2):
        do(client, viewpoint, "svara", **answer)
    assert viewpoint.answers.count() == 1
    do(client, viewpoint, "svara", **answer | {"svar__text": "Lampan är lagad igen."})
    assert viewpoint.answers.count() == 2
