"""The council's room in a real browser: a member asks for more, the coordinator writes up the meeting, and axe finds nothing."""

from datetime import date

import pytest
from django.conf import settings

from actionplan import followup
from actionplan.council import reviewing
from actionplan.models import CouncilQuestion, CouncilReport, Review
from actionplan.status import Status
from tests.actionplan.meeting import ADOPT, PACKET, ROOM, SUMMARIES, granska
from tests.actionplan.reporting import person
from tests.factories import make_activity, make_area, make_meeting, make_promise

pytestmark = pytest.mark.django_db(transaction=True)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TABLET = {"width": 768, "height": 1024}
LONG = "Trygghetsskapande samverkanssamtal vid kollektivtrafikknutpunkterna"


@pytest.fixture
def activity(live_server):
    area = make_area(make_promise(), title="Trygghetsskapande")
    row = make_activity(
        area, title=LONG, commitments=["municipality", "police"], target_value=4, target_unit="tillfällen"
    )
    followup.report(row.commitments.first(), status=Status.PAUSED, note="Vi väntar på lokalen.")
    followup.add_occurrence(row, on=date(2024, 9, 3), count=2, note="Torget en fredag.")
    make_activity(area, title="Nattvandring", is_example=True)
    return row


@pytest.fixture
def meeting(activity):
    earlier = make_meeting(period=2)
    part = activity.commitments.first()
    words = {"text": "Varför så få?", "answer_by": date(2024, 9, 30), "by": person("redaktör"), "on": earlier.on}
    reviewing.ask_for_more(earlier, part, **words)
    return make_meeting(on=date(2024, 10, 15), agenda="Mötet öppnas\nLäget", seats=["Kommunchef"], is_final=True)


@pytest.fixture
def log_in(client, page, live_server):
    def enter(user):
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return enter


def test_a_member_goes_through_the_activities_on_a_tablet_and_asks_for_more(log_in, meeting, live_server):
    page = log_in(person("rådsledamot"))
    page.set_viewport_size(TABLET)
    page.goto(f"{live_server.url}{PACKET}")
    page.get_by_role("link", name=f"Granska 1.1 {LONG}").first.click()
    page.get_by_label("Komplettera").check()
    page.get_by_text("Ställ en fråga till den som ansvarar").click()
    page.get_by_role("textbox", name="Fråga (frivilligt)").fill("När är lokalen klar?")
    page.get_by_label("Vem ska svara?").select_option(label="Kommunen")
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.get_by_text("Sparat: aktivitet 1.1.").wait_for()
    page.get_by_label("Godkänd").check()
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.get_by_text("Du har gått igenom alla aktiviteter.").wait_for()
    assert CouncilQuestion.objects.get(text="När är lokalen klar?").meeting == meeting
    assert Review.objects.filter(at_meeting=False).count() == 2


def test_the_coordinator_writes_up_the_meeting_adopts_and_publishes(log_in, meeting, activity, live_server):
    page = log_in(person("samordnare"))
    page.goto(f"{live_server.url}{granska(activity)}")
    page.get_by_label("Anmärkning").check()
    page.get_by_label("Anteckning").fill("Lokalen borde ha varit klar.")
    page.get_by_role("button", name="Spara och gå till nästa").click()
    page.get_by_text("Sparat: aktivitet 1.1.").wait_for()
    page.goto(f"{live_server.url}{SUMMARIES}")
    page.get_by_label("Hela perioden").fill("Ett halvt steg framåt.")
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Sparat.", exact=True).wait_for()
    page.goto(f"{live_server.url}{ADOPT}")
    page.get_by_label("Jag har läst rapporten, och rådet har antagit den.").check()
    page.get_by_role("button", name="Anta och frys rapporten").dblclick()
    page.get_by_role("button", name="Publicera rapporten").click()
    page.get_by_role("link", name="Alla kan läsa den").click()
    assert page.get_by_text("Lokalen borde ha varit klar.").first.is_visible()
    assert CouncilReport.objects.get().told["summary"] == "Ett halvt steg framåt."


@pytest.mark.parametrize("step", ["room", "packet", "member", "fault", "meeting", "summaries", "adopt", "adopted"])
def test_axe_finds_nothing_in_any_step_width_or_light(
    page, axe, every_look, log_in, meeting, activity, live_server, step
):
    other = person("rådsledamot", username="annan", function="Närpolischef")
    reviewing.review(meeting, activity, by=other, verdict="remark", note="Jag saknar kvällarna.")
    log_in(person("rådsledamot" if step in {"member", "fault"} else "samordnare"))
    paths = {"room": ROOM, "packet": PACKET, "summaries": SUMMARIES, "adopt": ADOPT, "adopted": ADOPT}
    page.goto(f"{live_server.url}{paths.get(step, granska(activity))}")
    page.evaluate("document.querySelectorAll('details.fold').forEach(each => each.open = true)")
    if step == "fault":
        page.get_by_label("Komplettera").check()
        page.get_by_role("textbox", name="Fråga (frivilligt)").fill("När?")
        page.get_by_label("Svar senast").fill("2024-10-01")
        page.get_by_role("button", name="Spara och stanna").click()
        page.get_by_text("Något behöver rättas").wait_for()
    if step == "adopted":
        page.get_by_label("Jag har läst rapporten, och rådet har antagit den.").check()
        page.get_by_role("button", name="Anta och frys rapporten").click()
        page.get_by_role("button", name="Publicera rapporten").wait_for()
    assert page.locator("h1").count() == 1
    for look in every_look():
        axe(page, f"{step} {look}")
        assert page.evaluate(OVERFLOW) <= 0, f"{step} rullar i sidled: {look}"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for width in (1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(OVERFLOW) <= 0, f"{step} rullar i sidled med dubbel text på {width}"
