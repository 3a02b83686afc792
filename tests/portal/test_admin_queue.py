"""The queue of what came in, and who may read, moderate and see it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogs import intake, moderation
from dialogs.models import Review, Submission
from tests.factories import make_activity, make_area, make_finding, make_theme, open_dialogue

pytestmark = pytest.mark.django_db

DARK = "Det är mörkt mellan stationen och parkeringen."
QUEUE = "/admin/dialogs/viewpoint/?granskning=ko"
MODERATORS = ["samordnare", "kommunpolis", "redaktör"]
OTHERS = ["rådsledamot", "registrator"]


@pytest.fixture
def dialogue():
    return open_dialogue(title="Vad tycker du om stationen?")


def came_in(dialogue, key="ett", text=DARK, **what):
    submission, _code = intake.receive(dialogue=dialogue, key=key, text=text, **what)
    return submission.viewpoints.get()


def desk_of(viewpoint):
    return f"/admin/dialogs/viewpoint/{viewpoint.pk}/granska/"


# --- The queue ---
def test_the_list_shows_how_many_there_are_to_moderate_and_leads_to_the_desk(enter, dialogue):
    viewpoint = came_in(dialogue)
    page = enter("redaktör").get(QUEUE).content.decode()
    assert "Att granska (1)" in page
    assert f'href="{desk_of(viewpoint)}' in page
    assert viewpoint.reference in page


def test_the_queue_holds_what_nobody_has_decided_on_the_longest_wait_first(enter, dialogue):
    days = {"later": 9, "first": 2, "read": 3}
    later, first, read = (came_in(dialogue, key, received_on=date(2024, 10, day)) for key, day in days.items())
    client = enter("samordnare")
    moderation.withhold(read, by=client.get("/admin/").wsgi_request.user, reason="Skräp.")
    assert list(client.get(QUEUE).context["cl"].result_list) == [first, later]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("granskning=received", {"vanlig", "nummer", "skräp"}),
        ("granskning=approved", set()),
        ("vakten=phone", {"nummer"}),
        ("vakten=home", set()),
        ("skrap=honeypot", {"skräp"}),
        ("svar=sent", set()),
        ("besked=open", {"vanlig", "nummer", "skräp"}),
        ("q=LAMPAN", {"nummer"}),
        ("q=lampan+ring", {"nummer"}),
    ],
)
def test_the_list_is_narrowed_by_why_it_was_held_and_how_far_it_has_come(enter, dialogue, query, found):
    rows = {
        "vanlig": came_in(dialogue, "1"),
        "nummer": came_in(dialogue, "2", "Ring 070-174 06 35 om lampan."),
        "skräp": came_in(dialogue, "3", "Köp billigt.", suspicions=["honeypot"]),
    }
    result = enter("redaktör").get(f"/admin/dialogs/viewpoint/?{query}").context["cl"].result_list
    assert {row.pk for row in result} == {rows[name].pk for name in found}


def test_what_is_late_is_said_in_words(enter, dialogue, freeze_day):
    came_in(dialogue)
    freeze_day("2024-12-03")
    client = enter("kommunpolis")
    assert "3 dagar sen" in client.get("/admin/dialogs/viewpoint/?svar=sent").content.decode()


def test_the_queue_and_the_desk_take_as_many_queries_for_many_as_for_few(enter, dialogue):
    client = enter("samordnare")
    first = came_in(dialogue, "0", theme=make_theme())
    came_in(dialogue, "ännu en", theme=make_theme())

    def queries(path):
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    make_activity()
    make_finding(dialogue=dialogue)
    paths = [QUEUE, "/admin/dialogs/viewpoint/", "/admin/dialogs/submission/", "/admin/", desk_of(first)]
    few = [queries(path) for path in paths]
    for number in range(1, 60):
        came_in(dialogue, str(number), f"Det är mörkt vid lampa {number}.", theme=make_theme())
    for _each in range(4):
        make_activity(make_area())
        make_finding(dialogue=dialogue)
    assert [queries(path) for path in paths] == few


def test_the_front_page_says_what_there_is_to_moderate_with_the_late_ones_first(enter, dialogue, freeze_day):
    late = came_in(dialogue)
    freeze_day("2024-12-03")
    days = {"opens_on": date(2024, 11, 1), "closes_on": date(2024, 12, 31), "answer_promised_on": date(2025, 1, 31)}
    came_in(open_dialogue(**days), "två", received_on=date(2024, 11, 1))
    todo = {pile.heading: pile for pile in enter("redaktör").get("/admin/").context["todo"].piles}
    assert todo["Synpunkter att granska"].total == 2
    assert todo["Synpunkter att granska"].tasks[0].label == late.reference
    assert "Svar var lovat senast 30 november." in todo["Synpunkter att granska"].tasks[0].reasons
    assert todo["Lovade svar"].tasks[0].title == dialogue.title
    assert todo["Lovade svar"].tasks[0].reasons == ("1 synpunkt väntar på svar. Svar var lovat senast 30 november.",)
    assert "Utkast att publicera" not in todo, "what came in is no draft of ours"


# --- Who may ---
@pytest.mark.parametrize("role", MODERATORS)
def test_those_who_moderate_open_the_desk_and_what_came_in(enter, dialogue, role):
    viewpoint = came_in(dialogue)
    client = enter(role)
    page = client.get(desk_of(viewpoint)).content.decode()
    assert DARK in page
    assert "Godkänn och visa" in page
    assert client.get(f"/admin/dialogs/submission/{viewpoint.submissions.get().pk}/change/").status_code == 200


@pytest.mark.parametrize("role", OTHERS)
def test_others_do_not_moderate(enter, dialogue, role):
    viewpoint = came_in(dialogue)
    client = enter(role)
    assert client.get(desk_of(viewpoint)).status_code == 403
    assert client.post(desk_of(viewpoint), {"gor": "visa"}).status_code == 403
    assert client.get("/admin/dialogs/viewpoint/granska/").status_code == 403
    viewpoint.refresh_from_db()
    assert viewpoint.review == Review.RECEIVED


def test_a_member_of_the_council_sees_nothing_that_has_not_been_public(enter, dialogue):
    hidden, inside, shown = (came_in(dialogue, key) for key in ("a", "b", "c"))
    client = enter("samordnare")
    person = client.get("/admin/").wsgi_request.user
    moderation.approve(inside, by=person, publish=False)
    moderation.approve(shown, by=person)
    council = enter("rådsledamot")
    assert list(council.get("/admin/dialogs/viewpoint/").context["cl"].result_list) == [shown]
    for viewpoint, status in [(hidden, 302), (inside, 302), (shown, 200)]:
        assert council.get(f"/admin/dialogs/viewpoint/{viewpoint.pk}/change/").status_code == status
    submission = hidden.submissions.get()
    for path in ("", f"{submission.pk}/change/", f"{submission.pk}/bild/"):
        assert council.get(f"/admin/dialogs/submission/{path}").status_code == 403


def test_the_registrator_reads_what_came_in_and_changes_nothing(enter, dialogue):
    submission = came_in(dialogue).submissions.get()
    client = enter("registrator")
    page = client.get(f"/admin/dialogs/submission/{submission.pk}/change/").content.decode()
    assert DARK in page
    assert 'name="_save"' not in page
    assert client.get("/admin/dialogs/viewpoint/").status_code == 200


@pytest.mark.parametrize("role", [*MODERATORS, *OTHERS])
def test_nobody_changes_or_removes_what_came_in(enter, dialogue, role):
    submission = came_in(dialogue).submissions.get()
    client = enter(role)
    page = f"/admin/dialogs/submission/{submission.pk}"
    assert client.post(f"{page}/change/", {"text": "Något annat."}).status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/dialogs/submission/add/").status_code == 403
    assert Submission.objects.get().text == DARK


def test_what_came_in_is_found_by_its_words_and_why_it_was_held(enter, dialogue):
    came_in(dialogue, "1")
    came_in(dialogue, "2", "Ring 070-174 06 35 om lampan.")
    client = enter("registrator")
    for query, count in [
        ("q=lampan", 1),
        ("vakten=phone", 1),
        ("skrap=many", 0),
        ("radering=begard", 0),
        ("vakten=x", 2),
    ]:
        assert len(client.get(f"/admin/dialogs/submission/?{query}").context["cl"].result_list) == count, query
