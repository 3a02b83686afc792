"""What came in is thrown away by decision and never otherwise, and what is gone is gone everywhere."""

from datetime import date
from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import DatabaseError, transaction

from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Letter
from dialogs import followers, intake, moderation, retention
from dialogs.models import (
    Channel,
    Choice,
    Decision,
    Disposal,
    Follower,
    Held,
    ModerationEntry,
    Question,
    Reply,
    RetentionRule,
    Submission,
    Viewpoint,
)
from tests.factories import make_answer, make_theme, open_dialogue

pytestmark = pytest.mark.django_db

SECRET = "Kajsa på Storgatan vågar inte gå hem."


@pytest.fixture
def dialogue():
    return open_dialogue()


@pytest.fixture
def registrar():
    return User.objects.create_user("registrator", function="Registrator")


@pytest.fixture
def rule():
    return make_rule()


def make_rule(what=Held.SUBMISSIONS, days=30, **fields):
    words = {"decision": "Dokumenthanteringsplan, KS 12/2024", "decided_on": date(2024, 1, 10), **fields}
    return RetentionRule.objects.create(what=what, days=days, **words)


def receive(dialogue, key="nyckel", text=SECRET, **what):
    what = {"channel": Channel.PAPER, "received_on": date(2024, 9, 1), **what}
    return intake.receive(dialogue=dialogue, key=key, text=text, **what)[0]


def answered(submission, registrar, text="Det är otryggt att gå hem.", publish=True):
    viewpoint = moderation.approve(submission.viewpoints.get(), by=registrar, text=text, publish=publish)
    make_answer(viewpoint, decision=Decision.DECLINED)
    return viewpoint


# --- What a rule throws away ---
def test_the_plan_throws_nothing_away(dialogue, registrar, rule):
    answered(receive(dialogue), registrar)
    [due] = retention.plan()
    assert (due.rule, due.count, due.oldest_on, due.newest_on) == (rule, 1, date(2024, 9, 1), date(2024, 9, 1))
    assert Submission.objects.get().text == SECRET
    assert not Disposal.objects.exists()


def test_what_is_not_answered_is_never_thrown_away(dialogue, registrar, rule):
    receive(dialogue)
    assert retention.plan()[0].count == 0
    assert retention.dispose(by=registrar) == []


def test_what_its_writer_has_asked_to_be_erased_waits_for_that_decision(dialogue, registrar, rule):
    submission = receive(dialogue)
    answered(submission, registrar)
    Submission.objects.filter(pk=submission.pk).update(erase_asked_on=date(2024, 10, 1))
    assert retention.plan()[0].count == 0
    retention.refuse_to_erase(submission, by=registrar, reason="Den ska arkiveras.")
    assert retention.plan()[0].count == 1


@pytest.mark.parametrize(("day", "count"), [(date(2024, 9, 15), 1), (date(2024, 9, 16), 0)])
def test_a_rule_counts_from_the_day_that_it_came_in(dialogue, registrar, rule, day, count):
    answered(receive(dialogue, received_on=day), registrar)
    assert retention.plan()[0].count == count


def test_a_rule_that_no_longer_holds_throws_nothing_away(dialogue, registrar):
    make_rule(is_active=False)
    answered(receive(dialogue), registrar)
    assert retention.plan() == []
    assert retention.dispose(by=registrar) == []


def test_the_words_go_and_the_voice_is_still_counted(dialogue, registrar, rule):
    question = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Känner du dig trygg?")
    words = Question.objects.create(dialogue=dialogue, number=2, kind="text", text="Var?")
    no = Choice.objects.create(question=question, number=1, label="Nej")
    replies = [Reply(question=question, choice=no), Reply(question=words, text="Hos Kajsa.")]
    where = {"place_words": "Hos Kajsa", "stretch_from": "A", "stretch_to": "B", "shape": {"type": "Point"}}
    submission = receive(dialogue, voices=7, replies=replies, theme=make_theme(), **where)
    answered(submission, registrar)

    [disposal] = retention.dispose(by=registrar)

    assert (disposal.count, disposal.decision, disposal.recorded_by) == (1, rule.decision, registrar)
    submission.refresh_from_db()
    assert submission.erased_on == date(2024, 10, 15)
    kept = (submission.channel, submission.received_on, submission.voices, submission.theme.name)
    assert kept == (Channel.PAPER, date(2024, 9, 1), 7, "Trafik")
    gone = [submission.text, submission.text_digest, submission.where, submission.shape, submission.found]
    assert gone == ["", "", "", None, []]
    assert [reply.shown for reply in submission.replies.select_related("choice")] == ["Nej", ""]


def test_doing_it_again_throws_nothing_more_away(dialogue, registrar, rule):
    answered(receive(dialogue), registrar)
    retention.dispose(by=registrar)
    assert retention.dispose(by=registrar) == []
    assert Disposal.objects.count() == 1


def test_many_are_thrown_away_in_batches_that_each_stand_in_the_ledger(dialogue, registrar, rule, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for n in range(5):
        answered(receive(dialogue, key=str(n), received_on=date(2024, 8, n + 1)), registrar)
    assert [disposal.count for disposal in retention.dispose(by=registrar)] == [2, 2, 1]
    assert not Submission.objects.exclude(text="").exists()


# --- Gone everywhere ---
def everything_in_the_database():
    """Every value of every row of every table, in one text."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def log_of_admin(viewpoint, user):
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Viewpoint),
        object_id=str(viewpoint.pk),
        object_repr=str(viewpoint),
        action_flag=CHANGE,
    )


def test_what_was_published_stays_but_not_the_words_that_the_moderator_took_away(dialogue, registrar, rule, client):
    submission = receive(dialogue)
    log_of_admin(submission.viewpoints.get(), registrar)
    viewpoint = answered(submission, registrar)
    assert "Kajsa" in everything_in_the_database()
    retention.dispose(by=registrar)
    assert "Kajsa" not in everything_in_the_database()
    assert "Det är otryggt att gå hem." in client.get(dialogue.get_absolute_url()).content.decode()
    assert viewpoint.moderation.last().deed == ModerationEntry.Deed.ERASED


@pytest.mark.parametrize("parts", [1, 2])
def test_what_was_never_published_loses_its_words(dialogue, registrar, rule, parts):
    submission = receive(dialogue, may_show=False)
    viewpoint = submission.viewpoints.get()
    if parts == 2:
        moderation.split(viewpoint, texts=["Kajsa vågar inte.", "Kajsa är rädd."], by=registrar)
    for each in submission.viewpoints.all():
        moderation.withhold(each, by=registrar, reason="Den pekar ut någon.")
        make_answer(each)
    retention.dispose(by=registrar)
    assert "Kajsa" not in everything_in_the_database()
    assert {each.text for each in submission.viewpoints.all()} == {retention.ERASED}


def test_when_one_of_several_that_were_brought_together_goes_the_others_words_stay(dialogue, registrar):
    first, second = receive(dialogue, key="a"), receive(dialogue, key="b", text="Det är mörkt vid bron.")
    into = first.viewpoints.get()
    moderation.merge([second.viewpoints.get()], into=into, by=registrar)
    retention.erase_on_request(first, by=registrar, reason="Begäran.")
    assert "Kajsa" not in everything_in_the_database()
    into.refresh_from_db()
    assert into.text == "Det är mörkt vid bron."


def test_when_one_that_was_added_goes_the_text_that_it_was_added_to_stays(dialogue, registrar):
    first, second = receive(dialogue, key="a", text="Det är mörkt vid bron."), receive(dialogue, key="b")
    into = first.viewpoints.get()
    moderation.merge([second.viewpoints.get()], into=into, by=registrar)
    retention.erase_on_request(second, by=registrar, reason="Begäran.")
    into.refresh_from_db()
    assert into.text == "Det är mörkt vid bron."
    assert "Kajsa" not in everything_in_the_database()


def with_photo(dialogue, registrar, key="nyckel"):
    submission = receive(dialogue, key=key, photo_words="Kajsas port")
    submission.photo.save("port.jpg", ContentFile(b"en bild"), save=True)
    viewpoint = submission.viewpoints.get()
    words = {"text": "Det är mörkt.", "photo_from": submission, "photo_words": "En mörk port"}
    moderation.approve(viewpoint, by=registrar, **words)
    make_answer(viewpoint)
    return submission


@pytest.mark.parametrize("what", Held)
def test_a_picture_goes_from_the_disk_and_from_the_page(dialogue, registrar, what, django_capture_on_commit_callbacks):
    make_rule(what)
    submission = with_photo(dialogue, registrar)
    storage, name = submission.photo.storage, submission.photo.name
    with django_capture_on_commit_callbacks(execute=True):
        retention.dispose(by=registrar)
    assert not storage.exists(name)
    submission.refresh_from_db()
    assert (submission.photo.name, submission.photo_words) == ("", "")
    assert submission.viewpoints.get().photo_from is None
    assert bool(submission.text) == (what == Held.PHOTOS)


def test_an_emptied_submission_cannot_be_filled_again(dialogue, registrar, rule):
    submission = receive(dialogue)
    answered(submission, registrar)
    retention.dispose(by=registrar)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(text="Nya ord.")


# --- On request ---
def test_erased_on_request_the_address_and_its_letters_go_too(dialogue, registrar):
    submission = receive(dialogue)
    followers.follow(submission, "kajsa@exempel.se")
    disposal = retention.erase_on_request(submission, by=registrar, reason="Begäran, KS 45/2024")
    assert (disposal.is_request, disposal.count, disposal.decision) == (True, 1, "Begäran, KS 45/2024")
    assert not Follower.objects.exists()
    assert not Letter.objects.exclude(recipient="").exists()
    assert "ajsa" not in everything_in_the_database()


def test_nothing_is_erased_twice_or_without_a_reason(dialogue, registrar):
    submission = receive(dialogue)
    for reason in ("", "  ", "x" * 161):
        with pytest.raises(ValidationError):
            retention.erase_on_request(submission, by=registrar, reason=reason)
    retention.erase_on_request(submission, by=registrar, reason="Begäran.")
    with pytest.raises(ValidationError, match="redan gallrad"):
        retention.erase_on_request(submission, by=registrar, reason="Begäran.")


def test_a_request_that_is_refused_says_why(dialogue, registrar):
    submission = receive(dialogue)
    assert retention.refusal_of(submission) is None
    with pytest.raises(ValidationError):
        retention.refuse_to_erase(submission, by=registrar, reason="Ingen har bett om det.")
    Submission.objects.filter(pk=submission.pk).update(erase_asked_on=date(2024, 10, 1))
    assert list(retention.asked()) == [submission]
    retention.refuse_to_erase(submission, by=registrar, reason="Den är en allmän handling.")
    refusal = retention.refusal_of(submission)
    assert (refusal.on, refusal.reason) == (date(2024, 10, 15), "Den är en allmän handling.")
    assert not retention.asked().exists()
    assert "Kajsa" not in "".join(LogEntry.objects.values_list("object_repr", flat=True))


# --- Everything that we have ---
def test_the_extract_holds_everything_and_nothing_of_somebody_else(dialogue, registrar):
    mine, other = receive(dialogue, key="a", text="Ring 070-174 06 35."), receive(dialogue, key="b")
    followers.follow(mine, "nagon@exempel.se")
    moderation.merge([mine.viewpoints.get()], into=other.viewpoints.get(), by=registrar)
    held = retention.extract(mine)
    assert held["text"] == "Ring 070-174 06 35."
    assert held["vår vakt såg"] == ["Telefonnummer"]
    assert held["e-post"] == {"adress": "nagon@exempel.se", "bekräftad": False}
    assert [each["granskning"] for each in held["det blev"]] == ["Sammanförd", "Mottagen"]
    assert "Kajsa" not in str(held)


def test_the_extract_holds_the_answers_and_the_picture(dialogue, registrar):
    held = retention.extract(with_photo(dialogue, registrar))
    assert held["bild"] == {"i ord": "Kajsas port", "fil i base64": "ZW4gYmlsZA=="}
    assert held["det blev"][0]["besked"][0]["svar"] == "Lampan är lagad."


# --- The command ---
def said(*arguments):
    out = StringIO()
    call_command("dispose", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_would_do_and_does_it_only_when_asked(dialogue, registrar, rule):
    answered(receive(dialogue), registrar)
    told = said()
    assert "Att gallra: 1, från 2024-09-01 till 2024-09-01" in told
    assert "--confirm" in told
    assert said("--dry-run") == told
    assert Submission.objects.get().text
    assert "Gallrat: 1" in said("--confirm")
    assert Submission.objects.get().text == ""
    assert "Inget att gallra" in said("--confirm")


def test_the_command_says_when_no_rule_is_decided():
    assert "Ingen gallringsregel gäller" in said()


def test_the_admins_log_forgets_how_what_came_in_began(dialogue, registrar):
    submission = receive(dialogue)
    of_it = {"content_type": ContentType.objects.get_for_model(Submission), "object_id": str(submission.pk)}
    LogEntry.objects.create(user=registrar, action_flag=CHANGE, object_repr=str(submission), **of_it)
    retention.erase_on_request(submission, by=registrar, reason="Skrivaren bad om det.")
    assert LogEntry.objects.get(**of_it).object_repr == "På papper 2024-09-01"
