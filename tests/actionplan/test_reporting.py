"""To report in a minute, logged in: what is filled in, what becomes of it, and that nothing is lost or counted twice."""

from datetime import date

import pytest
from django.conf import settings

from actionplan import followup, questions
from actionplan.models import FollowUp, Occurrence
from actionplan.status import NEEDS_REASON, Status
from arboga_loften.foundation import clock
from tests.actionplan.reporting import Reporter, owned, person
from tests.dialogs.speaking import picture
from tests.factories import make_activity, make_place

pytestmark = pytest.mark.django_db

GOAL = {"target_value": 4, "target_unit": "tillfällen", "target_unit_one": "tillfälle"}


@pytest.fixture
def activity():
    return make_activity(title="Samtal på torget", places=[make_place("Nytorget")], **GOAL)


@pytest.fixture
def coordinator():
    return person("samordnare")


@pytest.fixture
def reporter(client, coordinator, activity):
    client.force_login(coordinator)
    return Reporter(client, f"/rapportera/{activity.pk}/")


# --- What happened ---
def test_an_occurrence_takes_five_fields_of_which_three_are_filled_in_and_one_post(reporter, activity):
    reporter.open()
    mine, _everything = reporter.filled_in("hant")
    assert (mine["on"], mine["count"], mine["place"]) == ("2024-10-15", "1", str(activity.places.get().pk))
    assert reporter.send("hant", note="Vi pratade med trettio personer.").status_code == 303
    row = Occurrence.objects.get()
    assert (row.on, row.count, row.place.name) == (date(2024, 10, 15), 1, "Nytorget")
    assert row.note == "Vi pratade med trettio personer."
    assert row.recorded_by.username == "samordnare-municipality"


def test_the_place_that_was_used_last_is_filled_in(reporter, activity):
    followup.add_occurrence(activity, place=make_place("Sätra"), on=date(2024, 9, 1))
    reporter.open()
    assert reporter.filled_in("hant")[0]["place"] == str(make_place("Sätra").pk)


def test_the_receipt_says_what_it_made_and_survives_a_reload(reporter, activity):
    followup.add_occurrence(activity, count=2)
    reporter.send("hant")
    for page in (reporter.follow(), reporter.client.get(reporter.path_of_receipt).content.decode()):
        assert "Tack! Det är inlagt" in page
        assert "Nu är det 3 av minst 4 tillfällen." in page
        assert f'href="{activity.get_absolute_url()}"' in page


def test_when_the_goal_is_reached_the_status_is_opened_with_done_chosen(reporter, activity):
    followup.report(activity.commitments.get(), status=Status.ONGOING)
    followup.add_occurrence(activity, count=3)
    reporter.send("hant")
    page = reporter.follow()
    assert "Målet är nått. Är er del genomförd?" in page
    assert '<details class="report-card" id="lage" open>' in page
    mine, _everything = reporter.filled_in("lage")
    assert (mine["status"], mine["next_update_on"]) == ("completed", "")


def test_what_is_sent_twice_counts_once(reporter):
    reporter.send("hant", note="En gång.")
    first = reporter.page.headers["Location"]
    assert reporter.again().headers["Location"] == first
    assert Occurrence.objects.count() == 1


def test_what_was_changed_before_it_was_sent_again_is_asked_about(reporter):
    reporter.send("hant", note="En gång.")
    changed = reporter.again(**{"hant-note": "En annan gång."})
    assert changed.status_code == 422
    assert "Det där är redan inskickat." in changed.content.decode()
    assert Occurrence.objects.count() == 1
    assert reporter.mend("hant").status_code == 303
    assert Occurrence.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("on", "2024-10-16", "Dagen ligger i framtiden."),
        ("on", "2024-13-45", "Det där är ingen dag som finns."),
        ("on", "", "Skriv vilken dag det hände."),
        ("count", "0", "räknas som minst 1"),
        ("count", "en", "Skriv ett helt tal"),
        ("count", "99999999999", "9999"),
        ("place", "0", "Det valet finns inte längre."),
        ("place", "x", "Det valet finns inte längre."),
        ("evidence", "a" * 251, "högst 250"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(reporter, field, value, told):
    page = reporter.send("hant", **{"note": "Det här får inte försvinna.", field: value})
    words = page.content.decode()
    assert page.status_code == 422
    assert told in words
    assert "Det här får inte försvinna." in words
    assert 'role="alert" tabindex="-1" autofocus' in words
    assert "<title>Fel:" in words
    assert not Occurrence.objects.exists()


def test_a_picture_is_drawn_anew_has_to_be_described_and_is_kept_meanwhile(reporter, activity, client):
    page = reporter.send("hant", picture=picture(), note="Ljuset är på plats.").content.decode()
    assert "Skriv vad bilden visar" in page
    assert "Bilden som du har valt är kvar." in page
    assert reporter.mend("hant", picture_words="En ny lyktstolpe.").status_code == 303
    row = Occurrence.objects.get()
    assert row.picture_words == "En ny lyktstolpe."
    shown = client.get(f"/handlingsplan/{activity.pk}/bild/{row.pk}/")
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8\xff")


def test_a_chosen_picture_can_be_taken_away_again(reporter):
    reporter.send("hant", picture=picture())
    assert reporter.mend("hant", remove_picture="on").status_code == 303
    assert not Occurrence.objects.get().picture


def test_a_picture_is_public_only_while_its_activity_and_its_occurrence_stand(reporter, activity, client):
    reporter.send("hant", picture=picture(), picture_words="Torget.")
    row = Occurrence.objects.get()
    address = f"/handlingsplan/{activity.pk}/bild/{row.pk}/"
    assert client.get(f"/handlingsplan/{activity.pk + 1}/bild/{row.pk}/").status_code == 404
    activity.unpublish()
    activity.save()
    assert client.get(address).status_code == 404
    activity.publish()
    activity.save()
    shown = client.get(address)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content)
    followup.withdraw_occurrence(row, reason="Fel bild.")
    assert client.get(address).status_code == 404


def test_a_mistake_of_ones_own_is_undone_and_both_stay_in_the_ledger(reporter, activity, client, coordinator):
    reporter.send("hant")
    assert "Ångra" in reporter.follow()
    row = Occurrence.objects.get()
    undo = {"kort": "angra", "tillfalle": str(row.pk)}
    where = {client.post(reporter.path, undo).headers["Location"] for _twice in range(2)}
    assert "Tillfället 15 oktober räknas inte längre." in client.get(where.pop()).content.decode()
    assert where == set(), "once more says the same"
    assert row.withdrawal.note == "Felregistrerat"
    assert activity.occurrences.count() == 2


@pytest.mark.parametrize("whose", ["another's", "yesterday's", "none"])
def test_what_others_told_or_was_told_before_today_is_not_undone_here(reporter, activity, client, coordinator, whose):
    by = None if whose == "another's" else coordinator
    on = date(2024, 10, 14)
    row = followup.add_occurrence(activity, by=by, on=on, recorded_on=on if whose == "yesterday's" else None)
    pk = "99" if whose == "none" else str(row.pk)
    page = client.post(reporter.path, {"kort": "angra", "tillfalle": pk})
    assert page.status_code == 422
    assert "Det går inte att göra längre." in page.content.decode()
    assert activity.occurrences.count() == 1


# --- How it goes ---
def test_how_it_goes_is_filled_in_with_what_was_said_last_and_the_plans_rhythm(reporter, activity):
    followup.report(activity.commitments.get(), status=Status.PAUSED, note="Vi väntar.", on=date(2024, 9, 1))
    reporter.open()
    mine, _everything = reporter.filled_in("lage")
    assert mine["status"] == "paused"
    assert mine["next_update_on"] == "2024-12-31", "a quarter on, but no later than the year's last day"
    reporter.send("lage", status="ongoing", note="Nu går det igen.")
    row = FollowUp.objects.get(status=Status.ONGOING)
    assert (row.note, row.next_update_on, row.on) == ("Nu går det igen.", date(2024, 12, 31), clock.today())


@pytest.mark.parametrize("status", NEEDS_REASON)
def test_bad_news_asks_for_its_reason_and_says_so_beside_the_choice(reporter, status):
    assert "behöver ett skäl" in reporter.open().content.decode()
    page = reporter.send("lage", status=str(status), evidence="Dnr 12")
    assert page.status_code == 422
    assert "Skriv varför." in page.content.decode()
    assert "Dnr 12" in page.content.decode()
    assert reporter.mend("lage", note="Pengarna räckte inte.").status_code == 303


def test_a_part_that_is_over_promises_no_next_word_that_nobody_typed(reporter):
    reporter.send("lage", status="completed", evidence="Protokoll 3")
    assert FollowUp.objects.get().next_update_on is None
    reporter.send("lage", status="carried_over", note="Nästa år.", next_update_on="2024-11-20")
    assert FollowUp.objects.get(status="carried_over").next_update_on == date(2024, 11, 20)


@pytest.mark.parametrize("typed", ["2024-10-15", "2024-02-30", "snart"])
def test_the_next_word_comes_on_a_day_that_is_ahead(reporter, typed):
    assert reporter.send("lage", status="ongoing", next_update_on=typed).status_code == 422
    assert not FollowUp.objects.exists()


def test_the_receipt_of_a_joint_activity_says_that_one_party_is_not_enough(client):
    joint = make_activity(commitments=["municipality", "police"])
    client.force_login(person("kommunpolis", "police"))
    reporter = Reporter(client, f"/rapportera/{joint.pk}/")
    reporter.send("lage", status="completed", evidence="Rapport 8")
    page = reporter.follow()
    assert "Polisen säger: Genomförd." in page
    assert "Parterna har kommit olika långt." in page
    assert FollowUp.objects.get().commitment.organisation.kind == "police"


def test_one_who_speaks_for_several_chooses_for_whom_and_sees_what_that_party_said(client, coordinator):
    joint = make_activity(commitments=["municipality", "police"])
    police = joint.commitments.get(organisation__kind="police")
    followup.report(police, status=Status.RECURRING)
    client.force_login(coordinator)
    first = Reporter(client, f"/rapportera/{joint.pk}/")
    assert "Du rapporterar för" in first.open().content.decode()
    assert "status" not in first.filled_in("lage")[0], "the municipality has said nothing"
    other = Reporter(client, f"/rapportera/{joint.pk}/?part={police.pk}")
    other.open()
    assert other.filled_in("lage")[0]["status"] == "recurring"
    other.send("lage", status="paused", note="Vi väntar på besked.")
    assert f"?part={police.pk}&ny=" in other.page.headers["Location"]
    assert police.follow_ups.latest_first().first().status == "paused"


# --- It still holds ---
def test_to_confirm_is_one_button_and_no_news(reporter, activity):
    page = reporter.open().content.decode()
    assert "Stämmer fortfarande" not in page, "there is nothing to confirm"
    long_ago = date(2024, 5, 1)
    part = activity.commitments.get()
    ahead = date(2024, 11, 1)
    followup.report(
        part, status=Status.ONGOING, note="Det rullar.", on=long_ago, recorded_on=long_ago, next_update_on=ahead
    )
    assert "Det räknas inte som något nytt" in reporter.open().content.decode()
    reporter.send("galler")
    assert "Tack! Det är bekräftat" in reporter.follow()
    reporter.again()
    row = FollowUp.objects.get(confirms_only=True)
    assert (row.status, row.note, row.next_update_on) == ("ongoing", "Det rullar.", ahead)
    assert "Inget nytt sedan 1 maj" in reporter.open().content.decode()


# --- The council's questions ---
def test_the_councils_question_is_answered_on_the_same_page_once(reporter, activity, coordinator):
    asked = questions.ask(activity.commitments.get(), text="Varför så få?", answer_by=date(2024, 11, 1), by=coordinator)
    assert "Varför så få?" in reporter.open().content.decode()
    assert reporter.send(f"svar-{asked.pk}", text="").status_code == 422
    reporter.send(f"svar-{asked.pk}", text="Vi var sjuka.")
    where = reporter.page.headers["Location"]
    assert reporter.again().headers["Location"] == where
    assert "Svaret är skickat" in reporter.client.get(where).content.decode()
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Vi var sjuka.", coordinator)
    assert "Varför så få?" not in reporter.open().content.decode()


# --- Who may ---
@pytest.mark.parametrize(
    ("role", "kind", "status"),
    [
        ("samordnare", "municipality", 200),
        ("kommunpolis", "police", 403),
        ("redaktör", "municipality", 403),
        ("rådsledamot", "municipality", 403),
        ("registrator", "municipality", 403),
    ],
)
def test_only_those_who_speak_for_the_party_report_for_it(client, activity, role, kind, status):
    client.force_login(person(role, kind))
    page = f"/rapportera/{activity.pk}/"
    assert client.get(page).status_code == status
    if status == 403:
        sent = {"kort": "hant", "hant-on": "2024-10-15", "hant-count": "1"}
        assert client.post(page, sent).status_code == 403
        assert not Occurrence.objects.exists()


def test_the_police_do_not_report_for_the_municipality_in_a_joint_activity(client):
    joint = make_activity(commitments=["municipality", "police"])
    client.force_login(person("kommunpolis", "police"))
    theirs = joint.commitments.get(organisation__kind="municipality")
    reporter = Reporter(client, f"/rapportera/{joint.pk}/?part={theirs.pk}")
    reporter.send("lage", status="ongoing")
    assert FollowUp.objects.get().commitment.organisation.kind == "police"


def test_an_owner_without_a_role_reports_on_the_own_part(client, activity):
    user = person(username="anna")
    owned(activity, user)
    client.force_login(user)
    assert Reporter(client, f"/rapportera/{activity.pk}/").send("hant").status_code == 303


@pytest.mark.parametrize("days", [{"published": False}, {"publish_on": date(2024, 12, 1)}])
def test_what_is_not_public_is_not_reported_on_here(client, coordinator, days):
    client.force_login(coordinator)
    hidden = make_activity(**days)
    assert client.get(f"/rapportera/{hidden.pk}/").status_code == 404
    assert client.get("/rapportera/9999999999/").status_code == 404


def test_one_who_has_not_logged_in_is_led_to_the_log_in_and_back(client, activity):
    for path in ("/rapportera/", f"/rapportera/{activity.pk}/?part=3"):
        response = client.get(path)
        assert response.status_code == 302
        assert "next=" in response.headers["Location"]


def test_the_pages_are_kept_by_nobody(reporter):
    for path in (reporter.path, "/rapportera/"):
        headers = reporter.client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"


# --- When the log-in ends in the middle ---
def test_what_was_typed_when_the_log_in_ended_is_there_after_the_next(reporter, client, coordinator):
    reporter.open()
    client.logout()
    gone = reporter.mend("hant", note="Jag skrev länge på det här.", count="3")
    assert gone.status_code == 302
    assert not Occurrence.objects.exists()
    client.login(username=coordinator.username, password="ett-lösenord")
    page = reporter.open().content.decode()
    assert "Du hade loggats ut. Det du skrev är kvar." in page
    assert "Jag skrev länge på det här." in page
    assert reporter.mend("hant").status_code == 303
    assert Occurrence.objects.get().count == 3
    assert "Du hade loggats ut" not in reporter.open().content.decode(), "once"


def test_what_one_typed_is_never_shown_to_somebody_else(reporter, client):
    reporter.open()
    client.logout()
    reporter.mend("hant", note="Bara jag får se det här.")
    client.force_login(person("samordnare", username="en-annan"))
    assert "Bara jag får se det här." not in reporter.open().content.decode()


def test_what_nobody_logged_in_could_have_sent_is_not_kept(client, activity):
    client.post(f"/rapportera/{activity.pk}/", {"kort": "hant", "hant-note": "Skräp", "vem": "1:påhittad"})
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_the_picture_stands_on_the_activitys_page_in_words_too(reporter, activity, client):
    reporter.send("hant", picture=picture(), picture_words="En ny lyktstolpe vid torget.")
    row = Occurrence.objects.get()
    page = client.get(activity.get_absolute_url()).content.decode()
    assert f'src="/handlingsplan/{activity.pk}/bild/{row.pk}/" alt="En ny lyktstolpe vid torget."' in page
    followup.withdraw_occurrence(row, reason="Fel bild.")
    assert "/bild/" not in client.get(activity.get_absolute_url()).content.decode()
