"""The council's meetings in the admin: booked, called, written up and published; by whom, and what stands in the way."""

from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionplan.council import freezing, reviewing
from actionplan.models import CouncilMeeting, Decision, Seat
from arboga_loften.accounts.models import User
from arboga_loften.foundation import document_files, uploads
from arboga_loften.foundation.documents import Document
from arboga_loften.foundation.storage import inside
from tests.factories import make_activity, make_area, make_meeting, make_plan, make_promise, organisation
from tests.portal.councils import MEETINGS, errors, frozen, opened, page, part, send, told

pytestmark = pytest.mark.django_db
ADD = f"{MEETINGS}add/"


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def held(plan):
    """The meeting of the second quarter, which has been."""
    return make_meeting(plan, period=2, published=False)


@pytest.fixture(autouse=True)
def _no_files_left():
    yield
    folder = "minnesanteckningar"
    if inside().exists(folder):
        for name in inside().listdir(folder)[1]:
            inside().delete(f"{folder}/{name}")


def adopted(meeting):
    return frozen(meeting, by=User.objects.first() or User.objects.create(username="någon"))


# --- To book and to call ---
def test_the_samordnare_is_offered_the_next_period_and_books_it(enter, plan):
    make_meeting(plan, period=1)
    client = enter("samordnare")
    offered = opened(client, ADD)
    assert (offered["plan"], offered["key"], offered["on"]) == (plan.pk, "2024-q2", "2024-07-18")
    seats = part("seats", {"function": "Kommundirektör", "presence": "invited"})
    response = send(client, ADD, place="Rådhuset", starts_at="13:00", ends_at="15:00", **seats)
    assert response.status_code == 302, errors(response)
    meeting = CouncilMeeting.objects.get(key="2024-q2")
    assert (meeting.period_to, meeting.starts_at, meeting.publication) == (date(2024, 6, 30), time(13), "draft")
    assert [str(seat) for seat in meeting.seats.all()] == ["Kommundirektör"]


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        ("2024-05-01", "2024-08-31", "2024-t2"),
        ("2024-01-01", "2024-06-30", "2024-h1"),
        ("2024-01-01", "2024-12-31", "2024"),
    ],
)
def test_a_whole_period_names_the_meetings_address(enter, plan, first, last, key):
    send(enter("samordnare"), ADD, key="", period_from=first, period_to=last, on="2025-01-20")
    assert CouncilMeeting.objects.get().key == key


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"period_from": "2024-10-01", "period_to": "2024-09-30"}, "period_to", "sluta före den dag den börjar"),
        ({"on": "2023-12-31"}, "on", "inte har börjat"),
        ({"starts_at": "15:00", "ends_at": "13:00"}, "ends_at", "sluta före det börjar"),
        ({"key": "2024-q2"}, "key", "redan ett möte"),
        ({"key": "host-2024"}, "key", "Börja med året"),
        ({"key": "", "period_to": "2024-08-15"}, "key", "Skriv ett adressnamn"),
        ({"is_final": "on"}, "is_final", "redan ett möte med årets slutrapport"),
        ({"notes": "Vi sågs.", "notes_decided_on": "2024-10-16"}, "notes_decided_on", "före mötet"),
        ({"notes_decided_on": "2024-11-30"}, "notes_decided_on", "Skriv minnesanteckningarna"),
        ({"plan": "9" * 30}, "plan", "giltigt"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(enter, held, typed, field, words):
    held.is_final = True
    held.save()
    seats = part("seats", {"function": "Kommundirektör", "presence": "invited"})
    full = {"key": "2024-q3", "period_from": "2024-07-01", "period_to": "2024-09-30", "on": "2024-10-17"}
    response = send(enter("samordnare"), ADD, summary="Hösten var lugn.", **{**full, **seats, **typed})
    assert response.status_code == 200
    assert words in errors(response)[field]
    text = response.content.decode()
    assert "Hösten var lugn." in text
    assert "Kommundirektör" in text
    assert CouncilMeeting.objects.count() == 1


def test_the_year_is_booked_once_and_what_is_booked_is_left_alone(enter, held):
    client, address = enter("samordnare"), f"/admin/actionplan/actionplan/{held.plan_id}/moten/"
    text = client.get(address).content.decode()
    assert CouncilMeeting.objects.count() == 1  # seen, and not made
    assert "första kvartalet 2024" in text
    assert "andra kvartalet 2024" not in text
    assert told(client.post(address, follow=True)) == ["3 möten är bokade. De är utkast tills du publicerar dem."]
    assert list(CouncilMeeting.objects.filter(is_final=True).values_list("key", flat=True)) == ["2024-q4"]
    assert told(client.post(address, follow=True)) == ["Årets möten var redan bokade."]
    assert CouncilMeeting.objects.count() == 4
    assert "har redan ett möte" in client.get(address).content.decode()


def test_those_who_were_called_before_are_called_again_once(enter, plan):
    make_meeting(plan, period=1, seats=["Kommundirektör", "Kommunpolis"])
    meeting = make_meeting(plan, period=2)
    client, address = enter("samordnare"), f"{MEETINGS}{meeting.pk}/kalla-samma/"
    assert address in client.get(page(meeting)).content.decode()
    assert "Kommundirektör" in client.get(address).content.decode()
    assert not meeting.seats.exists()
    assert told(client.post(address, follow=True)) == ["2 är kallade."]
    assert [seat.presence for seat in meeting.seats.all()] == ["invited", "invited"]
    assert told(client.post(address, follow=True)) == ["Ingen ny är kallad."]
    assert address not in client.get(page(meeting)).content.decode()


def test_presence_is_filled_in_for_all_on_one_page(enter, held):
    seats = [Seat.objects.create(meeting=held, function=name) for name in ("Kommundirektör", "Kommunpolis")]
    sent = {"seats__0__presence": "present", "seats__1__presence": "excused"}
    assert send(enter("samordnare"), page(held), **sent).status_code == 302
    assert [seat.presence for seat in held.seats.all()] == ["present", "excused"]
    assert held.seats.first().history.first().history_user.username == "test-samordnare"
    assert seats[0].history.count() == 2


# --- What was arrived at ---
def test_what_is_arrived_at_is_numbered_through_the_year(enter, held):
    activity = make_activity()
    client = enter("samordnare")
    rows = [{"text": "Rådet vill se belysningen.", "activity": activity.pk}, {"text": "Rådet tackar."}]
    assert send(client, page(held), **part("decisions", *rows)).status_code == 302
    later = make_meeting(held.plan, period=3, on=date(2024, 10, 10))
    assert send(client, page(later), **part("decisions", {"text": "Rådet väntar."})).status_code == 302
    assert [row.label for row in Decision.objects.all()] == ["1/2024", "2/2024", "3/2024"]
    assert Decision.objects.first().activity == activity
    send(client, page(held), decisions__0__text="Rådet vill se all belysning.")
    assert Decision.objects.first().label == "1/2024"
    history = client.get(f"{MEETINGS}{held.pk}/history/").content.decode()
    assert "Rådet vill se all belysning." in history
    assert "Samordnare" in history


def test_an_activity_of_another_promise_is_no_ones_to_decide_on(enter, held):
    other = make_activity(make_area(make_promise(2023)))
    response = send(enter("samordnare"), page(held), **part("decisions", {"text": "Nej.", "activity": other.pk}))
    assert "giltigt" in errors(response)["decisions-0-activity"]


def test_nothing_is_arrived_at_before_the_meeting(enter, plan):
    ahead = make_meeting(plan, period=3)
    client = enter("samordnare")
    assert "Ställningstaganden" not in client.get(page(ahead)).content.decode()
    send(client, page(ahead), **part("decisions", {"text": "I förväg."}))
    assert not Decision.objects.exists()


# --- The notes ---
def notes_file(name="anteckningar.pdf", data=b"%PDF-1.7 och mer"):
    return SimpleUploadedFile(name, data)


def word():
    return document_files.docx_of(Document("Möte", "Vi sågs.", "Rådet", []))


@pytest.mark.parametrize(("name", "made"), [("a.pdf", lambda: b"%PDF-1.7"), ("A.DOCX", word)], ids=["pdf", "word"])
def test_notes_are_kept_inside_and_handed_out_to_those_who_read_the_meeting(enter, official, held, name, made):
    client, data = enter("samordnare"), made()
    response = send(client, page(held), notes_file=notes_file(name, data))
    assert response.status_code == 302, errors(response)
    held.refresh_from_db()
    assert inside().exists(held.notes_file.name)
    address = f"{MEETINGS}{held.pk}/anteckningar/"
    assert address in client.get(page(held)).content.decode()
    client.force_login(official("kommunpolis"))
    assert address in client.get(page(held)).content.decode()
    response = client.get(address)
    assert b"".join(response.streaming_content) == data
    assert response.headers["Content-Disposition"].startswith('attachment; filename="minnesanteckningar-2024-q2.')
    client.force_login(official("aktivitetsansvarig"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: notes_file("a.exe"), "Välj en PDF eller en Word-fil"),
        (lambda: notes_file("a.pdf", b"<html>"), "är ingen PDF"),
        (lambda: notes_file("a.docx", b"PK\3\4"), "går inte att läsa som Word"),
        (lambda: notes_file("a.pdf", b""), "tom"),
        (lambda: notes_file("a.pdf", b"%PDF-" + b"x" * uploads.LARGEST), "större än 15 MB"),
    ],
    ids=["another kind", "not a pdf", "not word", "empty", "too large"],
)
def test_a_file_that_is_no_notes_is_refused_in_words_and_the_rest_stands(enter, held, file, words):
    response = send(enter("samordnare"), page(held), summary="Lugn sommar.", notes_file=file())
    assert words in errors(response)["notes_file"]
    assert "Lugn sommar." in response.content.decode()
    held.refresh_from_db()
    assert not held.notes_file


def test_one_is_told_to_choose_the_file_again_when_something_else_is_wrong(enter, held):
    response = send(enter("samordnare"), page(held), on="", notes_file=notes_file())
    assert "Välj filen en gång till" in errors(response)["notes_file"]


def test_where_two_publish_a_file_is_never_lost_while_the_words_wait(enter, held, rule):
    held.publish()
    held.save()
    client = enter("samordnare")
    response = send(client, page(held), place="Biblioteket", notes_file=notes_file())
    assert "Spara filen för sig" in errors(response)["notes_file"]
    assert send(client, page(held), notes_file=notes_file()).status_code == 302
    held.refresh_from_db()
    assert held.notes_file
    # The day from which all may read it is for somebody else to say yes to.
    send(client, page(held), notes_decided_on="2024-10-01")
    held.refresh_from_db()
    assert held.notes_decided_on is None


# --- Who may do what ---
def test_the_editor_publishes_and_mends_words_but_moves_no_day(enter, held):
    client = enter("redaktör")
    fields = set(client.get(page(held)).context["adminform"].form.fields)
    assert fields == {"place", "agenda", "summary", "lessons", "notes", "notes_file", "publication", "publish_on"}
    response = send(client, page(held), agenda="Läget", publication="published", on="2024-12-24", key="2024-dold")
    assert response.status_code == 302, errors(response)
    held.refresh_from_db()
    assert (held.agenda, held.publication, held.on, held.key) == ("Läget", "published", date(2024, 7, 18), "2024-q2")
    assert client.post(f"/admin/actionplan/actionplan/{held.plan_id}/moten/").status_code == 403
    assert client.post(f"{MEETINGS}{held.pk}/kalla-samma/").status_code == 403


def test_the_kommunpolis_reads_and_changes_nothing(enter, held):
    reviewing.decide(held, text="Rådet tackar.")
    client = enter("kommunpolis")
    assert "Rådet tackar." in client.get(page(held)).content.decode()
    assert client.post(page(held), {"place": "Stationen"}).status_code == 403
    assert client.get(ADD).status_code == 403
    assert client.post(f"{MEETINGS}{held.pk}/delete/", {"post": "yes"}).status_code == 403


def test_whoever_only_reports_is_told_of_no_meeting(enter, held):
    client = enter("aktivitetsansvarig")
    assert client.get(MEETINGS).status_code == 403
    assert client.get(page(held)).status_code == 403


# --- When the report is adopted ---
def test_the_address_stands_when_the_report_is_adopted(enter, held):
    adopted(held)
    client = enter("samordnare")
    assert not {"plan", "key"} & set(client.get(page(held)).context["adminform"].form.fields)
    assert send(client, page(held), key="2024-annat").status_code == 302
    held.refresh_from_db()
    assert held.key == "2024-q2"


def test_the_list_says_how_far_each_meeting_has_come(enter, plan):
    meetings = [make_meeting(plan, period=n, published=n % 2) for n in (1, 2, 3)]
    report = adopted(meetings[0])
    client = enter("samordnare")

    def listed(state):
        return {row.key for row in client.get(f"{MEETINGS}?lage={state}").context["cl"].result_list}

    assert [listed(state) for state in ("bokat", "hallet", "antagen", "publicerad")] == [
        {"2024-q3"},
        {"2024-q2"},
        {"2024-q1"},
        set(),
    ]
    freezing.publish(report)
    assert listed("publicerad") == {"2024-q1"}
    assert "Rapporten är publicerad" in client.get(MEETINGS).content.decode()


def test_the_lists_and_the_page_take_as_many_queries_for_many_rows_as_for_few(enter, plan):
    client = enter("samordnare")
    first = make_meeting(plan, period=1, seats=["Kommundirektör"])

    def queries(address):
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    adopted(first)
    addresses = [MEETINGS, "/admin/actionplan/councilreport/", f"{MEETINGS}{first.pk}/history/"]
    for address in addresses:
        queries(address)
    few = [queries(address) for address in addresses]
    adopted(make_meeting(plan, period=2))
    make_meeting(plan, period=3)
    for n in range(3):
        Seat.objects.create(meeting=first, function=f"Chef {n}", organisation=organisation("police"))
        reviewing.decide(first, text=f"Nummer {n}", activity=make_activity())
    assert [queries(address) for address in addresses[:2]] == few[:2]
    # The first of a kind is looked up; the rest come with it.
    some = queries(addresses[2])
    for n in range(3):
        reviewing.decide(first, text=f"Mer {n}", activity=make_activity())
    assert queries(addresses[2]) == some
