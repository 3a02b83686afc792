"""A coordinator reads in the plan as it was written in Word or Excel: sees it, answers, says yes, and nothing before."""

import io
import re
from datetime import date

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from actionplan.models import ActionPlan, Activity, FollowUp, PlanImport
from actionplan.planfile.exporting import file_of, take_out
from arboga_loften.foundation import kept
from arboga_loften.foundation.publishing import Publication
from arboga_loften.foundation.storage import inside
from dialogs.models import Place
from focusareas.models import Promise
from tests.factories import make_activity, make_area, make_place, make_plan, make_promise
from tests.portal.planfiles import PAGE, WALK, excel, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(db):
    make_plan()
    area = make_area(title="Trafiksäkerhet", slug="trafiksakerhet")
    return make_activity(area, title="Trygghetsvandring i Sätra", goal="Vi går minst två gånger.")


# --- Who ---
@pytest.mark.parametrize("role", ["kommunpolis", "redaktör", "rådsledamot", "registrator"])
def test_others_may_not(enter, activity, role):
    client = enter(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"year": 2024}).status_code == 403
    assert (
        client.get(f"/admin/actionplan/actionplan/{activity.focus_area.promise.plan.pk}/plan.docx").status_code == 403
    )
    plans = client.get("/admin/actionplan/actionplan/")
    assert "las-in" not in plans.content.decode()


def test_the_way_there_stands_on_the_plans_pages(coordinator, activity):
    plan = activity.focus_area.promise.plan
    assert PAGE in coordinator.get("/admin/actionplan/actionplan/").content.decode()
    page = coordinator.get(f"/admin/actionplan/actionplan/{plan.pk}/change/").content.decode()
    for address in (f"{PAGE}?ar=2024", f"/{plan.pk}/plan.docx", f"/{plan.pk}/plan.xlsx", f"/{plan.pk}/plan.pdf"):
        assert address in page


def test_nobody_outside_comes_near(client, activity):
    assert client.get(PAGE).status_code in (302, 403)
    assert client.get(f"/admin/actionplan/actionplan/{activity.focus_area.promise.plan.pk}/plan.xlsx").status_code in (
        302,
        403,
    )


# --- From a file to a plan ---
@pytest.mark.parametrize(("name", "make"), [("plan.xlsx", excel), ("plan.docx", word)])
def test_a_year_begins_with_a_file(visit, name, make):
    page = visit.choose(make(WALK), name=name, year=2026)
    for words in ("<strong>1 ny</strong> aktivitet", "Det finns inget löfte för 2026 än", "Trygghetsvandring i Sätra"):
        assert words in page
    assert not Activity.objects.exists()
    assert not Promise.objects.exists()
    page = visit.send("write")
    assert f"Planen är inläst ur {name}: 1 ny aktivitet och 0 ändrade." in page
    (activity,) = Activity.objects.all()
    assert (activity.publication, activity.label) == (Publication.DRAFT, "1.1")
    assert ActionPlan.objects.get().promise.year == 2026
    assert inside().listdir(kept.FOLDER)[1] == []


def test_the_same_file_twice_says_nothing_new(visit):
    visit.choose(excel(WALK))
    visit.send("write")
    history = Activity.history.count()
    page = visit.choose(excel(WALK))
    assert "Inget nytt." in page
    assert 'name="write"' not in page
    assert (Activity.history.count(), PlanImport.objects.count()) == (history, 1)


def test_the_file_can_be_taken_back_as_it_came(visit, coordinator, enter):
    data = excel(WALK)
    visit.choose(data, name="Vår plan <1>.xlsx")
    visit.send("write")
    row = PlanImport.objects.get()
    page = coordinator.get("/admin/actionplan/planimport/").content.decode()
    assert "Nya: 1. Ändrade: 0. Som förut: 0. Inte i filen: 0." in page
    page = coordinator.get(f"/admin/actionplan/planimport/{row.pk}/change/").content.decode()
    assert row.sha256 in page
    assert escape("Vår plan <1>.xlsx") in page
    answer = coordinator.get(f"/admin/actionplan/planimport/{row.pk}/fil/")
    assert b"".join(answer.streaming_content) == data
    assert answer.headers["Content-Disposition"] == 'attachment; filename="var-plan-1.xlsx"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert coordinator.get("/admin/actionplan/planimport/999999999999999999999/fil/").status_code == 404
    assert coordinator.post(f"/admin/actionplan/planimport/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_file_that_was_read_in_is_handed_to_those_who_may(visit, client, official):
    visit.choose(excel(WALK))
    visit.send("write")
    address = f"/admin/actionplan/planimport/{PlanImport.objects.get().pk}/fil/"
    for role, status in [("registrator", 200), ("kommunpolis", 403), ("redaktör", 403)]:
        client.force_login(official(role))
        response = client.get(address)
        assert response.status_code == status, role
        assert status == 403 or b"".join(response.streaming_content)


def test_what_changes_is_shown_from_what_to_what(visit, activity):
    page = visit.choose(excel({**WALK, "Målgrupp": "Alla", "Plats": None}))
    assert "<strong>1 ändrad</strong>" in page
    assert re.search(r"<dt>Målgrupp</dt><dd>.*<del>tomt</del>.*<ins>Alla</ins>", page)
    visit.send("write")
    activity.refresh_from_db()
    assert activity.target_group == "Alla"


def test_what_is_gone_from_the_file_is_told_of_and_stays(visit, activity):
    other = make_activity(activity.focus_area, title="Fartkontroller vid skolor")
    page = visit.choose(excel({**WALK, "Målgrupp": "Alla"}))
    assert "1 finns i planen men inte i filen. Den står kvar." in page
    assert f"1.{other.number} Fartkontroller vid skolor" in page
    visit.send("write")
    other.refresh_from_db()
    assert other.is_visible


# --- Questions ---
def test_questions_come_first_with_their_rows_and_nothing_is_written_before_the_answers(visit):
    make_place("Nytorget")
    page = visit.choose(excel({**WALK, "Plats": "Åsskolan; Nytorge", "Vem lovar": None}))
    assert "3 frågor behöver svar först" in page
    assert "Rad 2: platsen ”Åsskolan” finns inte i registret." in page
    assert 'name="write"' not in page
    visit.send("write")
    assert not Activity.objects.exists(), "a made-up button doesn't write either"
    page = visit.send("look", **{visit.name_of("parter"): "both"})
    assert "Dina 3 svar" in page
    assert "Kommunen, Polisen" in page
    assert "Nya platser: Åsskolan" in page
    visit.send("write")
    assert sorted(place.name for place in Activity.objects.get().places.all()) == ["Nytorget", "Åsskolan"]
    assert set(PlanImport.objects.get().answers) == {"parter", "plats:åsskolan", "plats:nytorge"}


def test_an_answer_that_cannot_be_used_is_asked_for_again_with_what_was_typed(visit):
    visit.choose(excel({**WALK, "Börjar": date(2024, 9, 1), "Klart senast": date(2024, 3, 1)}))
    (name,) = [name for name in visit.form if name.startswith("svar-")]
    for typed in ("2024-13-45", "i mars", "<b>"):
        page = visit.send("look", **{name: typed})
        assert visit.status == 422
        assert "field--error" in page
        assert visit.form[name] == escape(typed)
    assert "Lägg" not in visit.send("look", **{name: "2024-11-30"})
    visit.send("write")
    assert Activity.objects.get().due_on == date(2024, 11, 30)


def test_an_answer_can_be_changed_and_the_yes_is_to_what_was_shown(visit):
    visit.choose(excel({**WALK, "Plats": "Åsskolan"}))
    place = visit.name_of("plats:åsskolan")
    visit.send("look", **{place: "skapa"})
    page = visit.send("write", **{place: "hoppa"})
    assert "Det har ändrats sedan du tittade." in page
    assert not Activity.objects.exists()
    visit.send("write")
    assert not Place.objects.exists()
    assert Activity.objects.exists()


def test_the_same_file_brings_the_answers_that_were_given(visit):
    data = excel({**WALK, "Plats": "Åsskolan"})
    visit.choose(data)
    visit.send("look", **{visit.name_of("plats:åsskolan"): "hoppa"})
    visit.send("write")
    assert "Inget nytt." in visit.choose(data)


def test_as_many_questions_as_nobody_answers_are_refused(visit):
    rows = [{**WALK, "Nr": "", "Aktivitet": f"Vandring nummer {n}", "Plats": f"Plats {n}x{n}"} for n in range(1, 260)]
    page = visit.choose(excel(*rows))
    assert visit.status == 422
    assert "Filen ger 259 frågor." in page
    assert 'name="write"' not in page


# --- What is published ---
def test_what_is_published_changes_only_with_a_reason(visit, activity):
    page = visit.choose(excel({**WALK, "Klart senast": date(2024, 11, 30)}))
    assert "Innan du säger ja" in page
    page = visit.send("write")
    assert visit.status == 422
    assert "Skriv varför, här eller i det gemensamma skälet." in page
    activity.refresh_from_db()
    assert activity.due_on == date(2024, 12, 31)
    visit.send("write", reason="Snön kom tidigt.")
    activity.refresh_from_db()
    assert activity.due_on == date(2024, 11, 30)
    assert activity.due_date_changes.get().reason == "Snön kom tidigt."


def test_each_can_have_a_reason_of_its_own_and_none_is_lost_on_the_way(visit, activity):
    other = make_activity(activity.focus_area, title="Fartkontroller", goal="Vi mäter.")
    rows = [WALK, {**WALK, "Nr": "1.2", "Aktivitet": "Fartkontroller"}]
    rows = [{**row, "Det vi lovar": f"Nya ord {n}.", "Plats": "Åsskolan"} for n, row in enumerate(rows)]
    visit.choose(excel(*rows))
    own = f"skal-{other.pk}"
    visit.send("look", reason="Allas skäl", **{own: "Eget skäl"})
    assert (visit.form["reason"], visit.form[own]) == ("Allas skäl", "Eget skäl")
    visit.send("write")
    assert [each.goal_changes.get().reason for each in (activity, other)] == ["Allas skäl", "Eget skäl"]


def test_the_status_in_the_file_is_said_only_where_the_box_is_ticked(visit):
    row = {**WALK, "Läge": "Pågår", "Resultat": "En vandring gjord."}
    assert "Ta med lägena som uppföljningar" in visit.choose(excel(row))
    assert "läses inte in av sig självt" in visit.page
    visit.send("write")
    assert not FollowUp.objects.exists()
    visit.choose(excel(row), year=2025)
    visit.send("write", with_statuses="on")
    assert (FollowUp.objects.get().status, FollowUp.objects.get().note) == ("ongoing", "En vandring gjord.")


# --- Two at once ---
def test_what_somebody_else_changed_in_between_is_looked_at_again(visit, activity):
    visit.choose(excel({**WALK, "Målgrupp": "Alla"}))
    activity.target_group = "Ungdomar"
    activity.save()
    page = visit.send("write")
    assert "Det har ändrats sedan du tittade." in page
    assert "Ungdomar" in page
    activity.refresh_from_db()
    assert activity.target_group == "Ungdomar"
    visit.send("write")
    activity.refresh_from_db()
    assert activity.target_group == "Alla"


def test_the_yes_sent_twice_writes_once(visit):
    visit.choose(excel(WALK), year=2026)
    form = dict(visit.form)
    visit.send("write")
    visit.form = form
    assert "Filen sparas bara en timme" in visit.send("write")
    assert Activity.objects.count() == 1


def test_a_file_is_kept_for_an_hour_and_for_one_person_alone(visit, client, official):
    visit.choose(excel(WALK))
    form = dict(visit.form)
    for note in ("", "x", form["note"][:-1]):
        assert "Filen sparas bara en timme" in visit.send("write", note=note)
    client.force_login(official("samordnare", username="kollega"))
    visit.form = form
    assert "Filen sparas bara en timme" in visit.send("write")
    assert not Activity.objects.exists()


# --- And back ---
@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_the_coordinator_takes_out_the_plan_with_its_drafts(coordinator, activity, kind):
    make_activity(activity.focus_area, published=False, title="Ett hemligt utkast")
    plan = activity.focus_area.promise.plan
    response = coordinator.get(f"/admin/actionplan/actionplan/{plan.pk}/plan.{kind}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="handlingsplan-2024-med-utkast.{kind}"'
    if kind == "xlsx":
        rows = load_workbook(io.BytesIO(response.content))["Handlingsplan"].iter_rows(values_only=True)
        assert "Ett hemligt utkast" in [row[2] for row in rows]


def test_what_is_taken_out_is_read_in_again_without_news(visit, activity):
    data = file_of(take_out(activity.focus_area.promise.plan), "docx")
    assert "Inget nytt." in visit.choose(data, name="handlingsplan-2024.docx")


def test_a_plan_that_is_not_there_cannot_be_taken_out(coordinator):
    make_plan(make_promise())
    for address in ("999999/plan.docx", "9999999999999999999999/plan.docx", "1/plan.exe"):
        assert coordinator.get(f"/admin/actionplan/actionplan/{address}").status_code == 404
