"""To begin on the next year in the admin: choose, see what will be made, say yes. For the coordinator and nobody else."""

import pytest

from actionplan import followup
from actionplan.models import Activity, FollowUp
from actionplan.status import Status
from arboga_loften.portal.roles import ROLES
from focusareas.models import FocusArea, Promise
from tests.factories import make_activity, make_area, make_finding, make_promise, make_viewpoint

pytestmark = pytest.mark.django_db

WHY = "Vi hann tre av fyra."


def page_of(promise):
    return f"/admin/actionplan/actionplan/nasta-ar/{promise.pk}/"


@pytest.fixture
def open_one():
    return make_activity(title="Mäta farten", goal="Vi mäter fyra gånger under 2024.")


@pytest.fixture
def done_one(open_one):
    activity = make_activity(title="Byta lampor")
    followup.report(activity.commitments.get(), status=Status.COMPLETED, evidence="Protokoll")
    return activity


def chosen(*activities, areas=(), **words):
    ticks = {f"activity-{activity.pk}": "on" for activity in activities}
    return {**ticks, **{f"area-{area.pk}": "on" for area in areas}, "reason": "", **words}


# --- Who may ---
@pytest.mark.parametrize("role", [role for role in ROLES if role != "samordnare"])
def test_no_other_role_may_begin_on_the_next_year(enter, open_one, role):
    client, address = enter(role), page_of(open_one.focus_area.promise)
    assert client.get(address).status_code in (302, 403)
    assert client.post(address, chosen(open_one, reason=WHY, yes="ja")).status_code in (302, 403)
    assert not Promise.objects.filter(year=2025).exists()


def test_nobody_begins_without_logging_in(client, open_one):
    assert client.post(page_of(open_one.focus_area.promise), {"yes": "ja"}).status_code == 302
    assert not Promise.objects.filter(year=2025).exists()


def test_the_way_there_is_shown_to_the_coordinator_on_the_promise_and_on_the_plan(enter, open_one):
    promise = open_one.focus_area.promise
    addresses = [f"/admin/focusareas/promise/{promise.pk}/change/"]
    addresses += [f"/admin/actionplan/actionplan/{promise.plan.pk}/change/"]
    client = enter("samordnare")
    for address in addresses:
        assert page_of(promise) in client.get(address).content.decode()
    client = enter("redaktör")
    for address in addresses:
        assert page_of(promise) not in client.get(address).content.decode()


# --- Choosing ---
def test_what_is_not_done_is_ticked_beforehand(enter, open_one, done_one):
    form = enter("samordnare").get(page_of(open_one.focus_area.promise)).context["form"]
    assert form[f"activity-{open_one.pk}"].value() is True
    assert form[f"activity-{done_one.pk}"].value() is False
    assert form[f"area-{open_one.focus_area.pk}"].value() is True


def test_an_open_activity_needs_a_reason_and_nothing_typed_is_lost(enter, open_one):
    other = make_activity(title="Gå en runda")
    words = chosen(open_one, other, with_findings="on") | {f"reason-{other.pk}": "Vägen var avstängd."}
    response = enter("samordnare").post(page_of(open_one.focus_area.promise), words)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Skriv varför de flyttas, här eller vid var och en: 1.1." in page
    assert "Vägen var avstängd." in page
    form = response.context["form"]
    assert list(form.errors) == ["reason"]
    assert form[f"activity-{open_one.pk}"].value() is True
    assert form["with_findings"].value() is True


def test_before_the_yes_one_sees_what_will_be_made_and_nothing_is(enter, open_one, done_one):
    client = enter("samordnare")
    page = client.post(page_of(open_one.focus_area.promise), chosen(open_one, reason=WHY)).content.decode()
    for words in ("Medborgarlöfte 2025", "1.1 Mäta farten", "1 januari 2025", WHY, "nämner ett årtal"):
        assert words in page
    assert "Byta lampor" not in page
    assert not Promise.objects.filter(year=2025).exists()
    assert not FollowUp.objects.filter(status=Status.CARRIED_OVER).exists()
    assert Activity.objects.count() == 2


def test_the_choice_can_be_changed_before_the_yes(enter, open_one):
    words = chosen(open_one, reason=WHY, change="ändra")
    page = enter("samordnare").post(page_of(open_one.focus_area.promise), words)
    assert page.context["begun"] is None
    assert page.context["form"]["reason"].value() == WHY


def test_a_yes_makes_it_and_leads_to_the_new_promise(enter, open_one, done_one):
    client = enter("samordnare")
    other = make_activity(title="Gå en runda")
    words = chosen(open_one, other, reason=WHY, yes="ja") | {f"reason-{other.pk}": "Vägen var avstängd."}
    response = client.post(page_of(open_one.focus_area.promise), words)
    new = Promise.objects.get(year=2025)
    assert response.url == f"/admin/focusareas/promise/{new.pk}/change/"
    assert [row.predecessor for row in Activity.objects.of(new).in_plan_order()] == [open_one, other]
    said = FollowUp.objects.filter(status=Status.CARRIED_OVER).order_by("pk")
    assert [row.note for row in said] == [WHY, "Vägen var avstängd."]
    page = client.get(response.url).content.decode()
    assert "Medborgarlöfte 2025 har fått 1 nytt fokusområde och 2 nya aktiviteter." in page


def test_a_second_time_adds_only_what_is_missing(enter, open_one, done_one):
    client, address = enter("samordnare"), page_of(open_one.focus_area.promise)
    client.post(address, chosen(open_one, reason=WHY, yes="ja"))
    page = client.get(address)
    assert "finns redan" in page.content.decode()
    assert f"activity-{open_one.pk}" not in page.context["form"].fields
    client.post(address, chosen(open_one, done_one, yes="ja"))
    assert Activity.objects.filter(focus_area__promise__year=2025).count() == 2
    assert FocusArea.objects.filter(promise__year=2025).count() == 1


def test_a_yes_to_what_is_there_already_says_so(enter, open_one):
    client, address = enter("samordnare"), page_of(open_one.focus_area.promise)
    client.post(address, chosen(open_one, reason=WHY, yes="ja"))
    assert "Inget nytt att göra." in client.post(address, chosen()).content.decode()


def test_an_activity_brings_its_focus_area(enter, open_one):
    enter("samordnare").post(page_of(open_one.focus_area.promise), chosen(open_one, reason=WHY, yes="ja"))
    assert FocusArea.objects.get(promise__year=2025).predecessor == open_one.focus_area


def test_what_people_said_goes_along_only_where_it_is_ticked(enter):
    area = make_area(findings=[make_finding()])
    area.viewpoints.add(make_viewpoint())
    client = enter("samordnare")
    client.post(page_of(area.promise), chosen(areas=[area], with_viewpoints="on", yes="ja"))
    copy = FocusArea.objects.get(promise__year=2025)
    assert (copy.findings.count(), copy.viewpoints.count()) == (0, 1)


# --- What can't be ---
def test_a_promise_whose_year_nobody_knows_gets_words_not_an_error(enter):
    page = enter("samordnare").get(page_of(make_promise(None)))
    assert "Vi vet inte vilket år löftet gällde" in page.content.decode()


@pytest.mark.parametrize("pk", ["999", "9" * 30, "0"])
def test_a_promise_that_is_not_there_is_not_found(enter, pk):
    assert enter("samordnare").get(f"/admin/actionplan/actionplan/nasta-ar/{pk}/").status_code == 404


def test_what_the_database_refuses_is_told_and_nothing_is_lost(enter, open_one):
    make_promise(None, slug="2025")
    response = enter("samordnare").post(page_of(open_one.focus_area.promise), chosen(open_one, reason=WHY, yes="ja"))
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert WHY in response.content.decode()


@pytest.mark.parametrize("words", [{"reason": "\0"}, {"activity-999": "on"}, {"area-x": "on"}])
def test_what_no_form_sends_gives_a_clear_answer(enter, open_one, words):
    response = enter("samordnare").post(page_of(open_one.focus_area.promise), {**chosen(), **words})
    assert response.status_code in (200, 422)


def test_a_year_without_areas_can_be_begun_after(enter):
    old = make_promise()
    client = enter("samordnare")
    assert "Löftet har inga fokusområden." in client.get(page_of(old)).content.decode()
    client.post(page_of(old), {"yes": "ja"})
    assert Promise.objects.get(year=2025).plan.publication == "draft"


def test_the_page_takes_as_many_queries_for_many_activities_as_for_few(enter, queries_of, open_one):
    enter("samordnare")
    address = page_of(open_one.focus_area.promise)
    queries_of(address)  # the first one also looks for what is remembered afterwards
    few = queries_of(address)
    for _ in range(4):
        make_activity(commitments=["municipality", "police"])
    assert queries_of(address) == few
