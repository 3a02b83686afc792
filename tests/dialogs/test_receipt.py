"""The receipt: whoever spoke sees where it stands, without an account, and nobody else does."""

import json
import logging
from datetime import date

import pytest
from django.test import Client

from actionplan import followup
from actionplan.status import Status
from arboga_loften.foundation.logs import SecretsLeftOut
from dialogs import answers, intake, moderation, receipts, retention
from dialogs.models import Choice, Decision, Follower, Question, Reply, Review
from dialogs.views.receipt import MISSES
from tests.factories import (
    make_activity,
    make_dialogue,
    make_finding,
    make_submission,
    make_viewpoint,
    open_dialogue,
    organisation,
)

pytestmark = pytest.mark.django_db

DARK = "Det är kolsvart mellan stationen och parkeringen, sa min granne."
SHOWN = "Det är mörkt vid stationen."


@pytest.fixture
def dialogue():
    return open_dialogue(title="Trygg i Arboga")


@pytest.fixture
def spoken(dialogue):
    """A submission with its code."""
    return speak(dialogue)


def speak(dialogue, key="nyckel", text=DARK, **what):
    submission, code = intake.receive(dialogue=dialogue, key=key, text=text, **what)
    return submission, code


def read(client, code, **query):
    response = client.get(receipts.url_of(code), query)
    assert response.status_code == 200
    return response.content.decode()


def answer(viewpoint, decision=Decision.DONE, **words):
    return answers.give(viewpoint, decision=decision, text="Lampan är lagad.", organisation=organisation(), **words)


# --- To find it ---
@pytest.mark.parametrize("spelt", ["{groups}", " {lower} ", "{spaced}", "{dashes}"])
def test_the_code_opens_the_receipt_however_it_is_written(client, spoken, spelt):
    _submission, code = spoken
    groups = receipts.in_groups(code)
    words = {
        "groups": groups,
        "lower": groups.lower(),
        "spaced": groups.replace("-", "  "),
        "dashes": groups.replace("-", "–"),
    }
    response = client.post("/synpunkt/", {"code": spelt.format(**words)})
    assert (response.status_code, response.headers["Location"]) == (303, receipts.url_of(code))
    assert client.get(response.headers["Location"]).status_code == 200


def test_digits_are_read_as_the_letters_that_they_are_taken_for():
    assert receipts.read("0O1I-8BAA-AAAA-AAAA") == "OOIIBBAAAAAAAAAA"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv koden"),
        ("ABCD", "inte en hel kod"),
        ("AAAA-AAAA-AAAA-AAAA", "Ingen synpunkt har den koden"),
        ("<script>", "inte en hel kod"),
        ("A" * 5000, "inte en hel kod"),
    ],
)
def test_a_wrong_code_says_what_is_wrong_and_stays_on_the_page(client, spoken, typed, told):
    response = client.post("/synpunkt/", {"code": typed})
    assert response.status_code == 404
    assert told in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_a_wrong_address_asks_for_the_code(client):
    response = client.get("/synpunkt/AAAA-AAAA-AAAA-AAAA/")
    assert response.status_code == 404
    assert "Ingen synpunkt har den koden" in response.content.decode()
    assert client.get("/synpunkt/AAAA-AAAA-AAAA-AAAA/allt.json").status_code == 404


def test_too_many_wrong_codes_are_refused_for_a_while_but_never_a_right_one(client, spoken, rf):
    _submission, code = spoken
    for _each in range(MISSES.most - 1):
        MISSES.hit(rf.get("/synpunkt/"))
    assert client.post("/synpunkt/", {"code": "AAAA-AAAA-AAAA-AAAA"}).status_code == 404
    refused = client.get("/synpunkt/AAAA-AAAA-AAAA-AAAA/")
    assert refused.status_code == 429
    assert "Vänta tio minuter" in refused.content.decode()
    assert client.post("/synpunkt/", {"code": code}).status_code == 303
    read(client, code)


# --- Kept to oneself ---
@pytest.mark.parametrize("what", ["find", "wrong", "receipt", "new", "extract", "letter"])
def test_no_browser_robot_or_other_site_keeps_it_and_no_cookie_is_set(client, spoken, what):
    _submission, code = spoken
    url = receipts.url_of(code)
    response = client.get(
        {
            "find": "/synpunkt/",
            "wrong": "/synpunkt/ABC/",
            "receipt": url,
            "new": f"{url}?ny=1",
            "extract": f"{url}allt.json",
            "letter": "/synpunkt/brev/1:x/",
        }[what]
    )
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_code_stands_on_the_page_only_the_first_time(client, spoken):
    _submission, code = spoken
    first, later = read(client, code, ny="1"), read(client, code)
    for group in receipts.in_groups(code).split("-"):
        assert f"<span>{group}</span>" in first
        assert f"<span>{group}</span>" not in later
    assert "Koden visas bara nu." in first
    assert 'aria-label="QR-kod med länken till ditt kvitto"' in first
    assert "style=" not in first
    assert "qr__ink" not in later


def test_the_head_of_the_page_tells_no_machine_its_address(client, spoken):
    _submission, code = spoken
    head = read(client, code).split("</head>")[0]
    assert receipts.in_groups(code) not in head
    assert '<meta name="robots" content="noindex, nofollow">' in head
    assert "og:" not in head


def test_the_receipt_is_there_in_english_too(client, spoken):
    _submission, code = spoken
    assert f'href="/en{receipts.url_of(code)}"' in read(client, code)
    assert client.get(f"/en{receipts.url_of(code)}").status_code == 200


# --- Where it stands ---
def test_first_it_waits_to_be_read_and_says_when_the_answer_comes(client, spoken):
    _submission, code = spoken
    page = read(client, code)
    assert "väntar på att någon hos oss läser den" in page
    assert "Du får svar senast 30 november." in page


def test_a_promise_that_was_not_kept_is_told_as_it_is(client, spoken, freeze_day):
    _submission, code = spoken
    freeze_day("2024-12-03")
    assert "Du skulle ha fått svar senast 30 november. Det har vi inte klarat. Det är 3 dagar sedan." in read(
        client, code
    )


def test_a_moved_promise_says_what_was_first_promised(client, spoken, dialogue):
    dialogue.answer_promised_on = date(2024, 12, 20)
    dialogue.save()
    page = read(client, spoken[1])
    assert "senast 20 december" in page
    assert "Först lovade vi" in page


def test_somebody_who_reads_it_is_seen_on_the_receipt(client, spoken, official):
    submission, code = spoken
    moderation.take(submission.viewpoints.get(), by=official)
    assert "Någon hos oss läser den nu" in read(client, code)


def test_what_is_shown_to_others_is_shown_with_its_address(client, spoken, official):
    submission, code = spoken
    viewpoint = moderation.approve(submission.viewpoints.get(), by=official, text=SHOWN)
    page = read(client, code)
    assert SHOWN in page
    assert f'href="{viewpoint.get_absolute_url()}"' in page
    assert DARK in page  # what came in, folded


def test_what_counts_as_no_viewpoint_is_promised_no_answer(client, spoken, official):
    submission, code = spoken
    moderation.discard(submission.viewpoints.get(), by=official, reason="Reklam.")
    page = read(client, code)
    assert "Den räknas inte som en synpunkt" in page
    assert "Reklam." in page
    assert "Den har fått svar" not in page
    assert "Svar lovat senast" not in page


def test_what_is_withheld_says_why_and_still_gets_its_answer(client, spoken, official):
    submission, code = spoken
    viewpoint = moderation.withhold(submission.viewpoints.get(), by=official, reason="Texten pekar ut en granne.")
    answer(viewpoint)
    page = read(client, code)
    assert "Texten pekar ut en granne." in page
    assert "Lampan är lagad." in page
    assert viewpoint.get_absolute_url() not in page


def test_what_the_writer_kept_inside_says_so_and_gets_its_answer(client, dialogue, official):
    submission, code = speak(dialogue, may_show=False)
    answer(moderation.approve(submission.viewpoints.get(), by=official))
    page = read(client, code)
    assert "så som du ville" in page
    assert "Lampan är lagad." in page


def test_the_answer_stands_with_decision_organisation_and_new_owner(client, spoken):
    submission, code = spoken
    answer(submission.viewpoints.get(), Decision.FORWARDED, forwarded_to=organisation("authority"))
    page = read(client, code)
    for words in ("Överlämnat", "Kommunen", "Trafikverket", "Lampan är lagad.", "Den har fått svar."):
        assert words in page


def test_earlier_answers_stay(client, spoken):
    submission, code = spoken
    viewpoint = submission.viewpoints.get()
    answers.give(viewpoint, decision=Decision.DECLINED, text="Nej, inte i år.", organisation=organisation())
    answer(viewpoint)
    page = read(client, code)
    assert page.index("Lampan är lagad.") < page.index("Nej, inte i år.")


def test_what_it_led_to_stands_with_its_state_also_through_a_finding(client, spoken):
    submission, code = spoken
    viewpoint = submission.viewpoints.get()
    direct, through = make_activity(title="Laga lampan"), make_activity(title="Röja buskar")
    finding = make_finding(viewpoints=[viewpoint], title="Mörkt på flera ställen")
    through.findings.add(finding)
    answer(viewpoint, Decision.LEADS_TO_ACTIVITY, activities=[direct])
    page = read(client, code)
    for row in (direct, through, finding):
        assert f'href="{row.get_absolute_url()}"' in page
    assert "Inget rapporterat" in page
    followup.report(direct.commitments.get(), status=Status.COMPLETED, evidence="https://exempel.se/1")
    followup.report(through.commitments.get(), status=Status.COMPLETED, evidence="https://exempel.se/2")
    assert "det den ledde till är gjort" in read(client, code)


def test_an_activity_that_grows_late_is_late_on_the_receipt_by_itself(client, spoken, freeze_day):
    submission, code = spoken
    activity = make_activity(due_on=date(2024, 11, 1))
    followup.report(activity.commitments.get(), status=Status.ONGOING)
    answer(submission.viewpoints.get(), Decision.LEADS_TO_ACTIVITY, activities=[activity])
    assert "Försenad" not in read(client, code)
    freeze_day("2024-11-02")
    assert "Försenad" in read(client, code)


def test_nothing_unpublished_is_seen_on_the_receipt(client, spoken):
    submission, code = spoken
    viewpoint = submission.viewpoints.get()
    make_activity(title="Hemlig aktivitet", published=False, viewpoints=[viewpoint])
    make_finding(title="Hemligt fynd", published=False, viewpoints=[viewpoint], dialogue=viewpoint.dialogue)
    page = read(client, code)
    assert "Hemlig" not in page


def test_a_letter_that_says_two_things_has_two_parts(client, spoken, official):
    submission, code = spoken
    one, _two = moderation.split(submission.viewpoints.get(), texts=["Det är mörkt.", "Det är halt."], by=official)
    answer(moderation.approve(one, by=official))
    page = read(client, code)
    assert "Del 1 av 2:" in page
    assert "Del 2 av 2:" in page
    assert "1 av 2 delar har fått svar." in page


def test_what_is_brought_together_with_another_follows_the_one_that_stands(client, dialogue, official):
    (one, code), (other, _code) = speak(dialogue), speak(dialogue, key="två", text=SHOWN)
    stands = moderation.approve(other.viewpoints.get(), by=official)
    moderation.merge([one.viewpoints.get()], into=stands, by=official)
    answer(stands)
    page = read(client, code)
    assert SHOWN in page
    assert "Lampan är lagad." in page


def test_choices_alone_are_counted(client, dialogue):
    question = Question.objects.create(dialogue=dialogue, number=1, kind="one", text="Känner du dig trygg?")
    yes = Choice.objects.create(question=question, number=1, label="Ja, oftast")
    _submission, code = speak(dialogue, text="", replies=[Reply(question=question, choice=yes)])
    page = read(client, code)
    assert "Ditt svar är räknat" in page
    assert "Ja, oftast" in page
    assert 'name="email"' not in page  # there is nothing to write about


def test_a_receipt_takes_as_many_queries_among_many_as_alone(client, dialogue, queries_of, official):
    submission, code = speak(dialogue)
    viewpoint = submission.viewpoints.get()
    activity = make_activity(viewpoints=[viewpoint])
    make_finding(viewpoints=[viewpoint]).activities.add(activity)
    answer(viewpoint)
    alone = queries_of(receipts.url_of(code))
    for n in range(20):
        make_viewpoint(dialogue=dialogue, submissions=[make_submission(dialogue=dialogue)], answer=Decision.DONE)
        row = make_viewpoint(dialogue=dialogue, submissions=[submission], answer=Decision.DONE, review=Review.APPROVED)
        make_finding(viewpoints=[row, viewpoint]).activities.add(make_activity(viewpoints=[row]))
        assert n >= 0
    assert queries_of(receipts.url_of(code)) == alone


# --- The writer's right ---
def test_asking_to_be_erased_is_noted_once_and_told(client, spoken, freeze_day):
    submission, code = spoken
    response = client.post(receipts.url_of(code), {"radera": "1"})
    assert response.status_code == 303
    freeze_day("2024-10-20")
    client.post(receipts.url_of(code), {"radera": "1"})
    submission.refresh_from_db()
    assert (submission.erase_asked_on, submission.text) == (date(2024, 10, 15), DARK)
    page = read(client, code)
    assert "Du begärde radering den 15 oktober 2024." in page
    assert "inom en månad" in page


def test_a_no_to_being_erased_stands_with_its_reason_and_one_may_ask_again(client, spoken, official):
    submission, code = spoken
    client.post(receipts.url_of(code), {"radera": "1"})
    retention.refuse_to_erase(submission, by=official, reason="Arkivlagen säger att den ska bevaras.")
    page = read(client, code)
    assert "Arkivlagen säger att den ska bevaras." in page
    assert 'name="radera"' in page


def test_what_is_erased_says_so_and_keeps_its_answer(client, spoken, official):
    submission, code = spoken
    moderation.approve(submission.viewpoints.get(), by=official, text=SHOWN)
    answer(submission.viewpoints.get())
    retention.erase_on_request(submission, by=official, reason="Skrivaren bad om det.")
    page = read(client, code)
    assert DARK not in page
    assert "raderades den 15 oktober 2024" in page
    assert "Lampan är lagad." in page


def test_all_that_we_have_can_be_taken_away(client, spoken):
    _submission, code = spoken
    response = client.get(f"{receipts.url_of(code)}allt.json")
    assert response.headers["Content-Type"] == "application/json"
    assert "attachment" in response.headers["Content-Disposition"]
    assert DARK in json.dumps(json.loads(response.content), ensure_ascii=False)


def test_the_receipt_takes_no_other_method(client, spoken):
    _submission, code = spoken
    for url in (receipts.url_of(code), "/synpunkt/"):
        assert client.delete(url).status_code == 405


def test_a_resident_needs_no_token_to_send_the_forms(spoken):
    _submission, code = spoken
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/synpunkt/", {"code": code}).status_code == 303
    assert strict.post(receipts.url_of(code), {"folj": "1", "email": "a@exempel.se"}).status_code == 303
    assert Follower.objects.exists()


def test_a_dialogue_that_is_no_longer_public_still_has_its_receipts(client, spoken, dialogue):
    dialogue.unpublish()
    dialogue.save()
    assert dialogue.get_absolute_url() not in read(client, spoken[1])


def test_a_viewpoint_from_before_there_were_receipts_has_none(client):
    make_viewpoint(dialogue=make_dialogue(), submissions=[make_submission()])
    assert client.get("/synpunkt/AAAA-AAAA-AAAA-AAAA/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/synpunkt/{code}/", "/en/synpunkt/{code}/allt.json", "/synpunkt/brev/{code}/sluta/"]
)
def test_the_log_never_holds_the_secret_of_an_address(address):
    path = address.format(code="ABCD-EFGH-IJKL-MNOP")
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    assert SecretsLeftOut().filter(record)
    assert "ABCD" not in record.getMessage()
    assert "/synpunkt/" in record.getMessage()
