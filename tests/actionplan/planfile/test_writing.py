"""A plan that somebody said yes to: drafts of what is new, changes in the open, and the file kept with its sum."""

from datetime import date
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError

from actionplan import followup
from actionplan.models import ActionPlan, Activity, Commitment, FollowUp, PlanImport
from actionplan.planfile.comparing import compare
from actionplan.planfile.model import Plan, PlannedActivity, PlannedArea
from actionplan.planfile.reading import read
from actionplan.planfile.writing import NeedsReason, Outdated, write
from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Municipality
from arboga_loften.foundation.publishing import Publication
from dialogs.models import Place
from focusareas.models import FocusArea, Promise
from tests.actionplan.planfile import files
from tests.factories import make_activity, make_area, make_place, organisation

pytestmark = pytest.mark.django_db


def planned(title="Trygghetsvandring i Sätra", row=5, **fields):
    words = {"parties": ("municipality",), "goal": "Vi går minst två gånger.", **fields}
    return PlannedActivity(row=row, where=f"Rad {row}", title=title, **words)


def plan_of(*activities, title="Trafiksäkerhet", number=1, **fields):
    return Plan((PlannedArea(number, title, activities=activities, row=2, where="Rad 2", **fields),))


@pytest.fixture
def by(db):
    organisation("police")
    return User.objects.create_superuser("samordnare", organisation=organisation())


@pytest.fixture
def activity(by):
    area = make_area(title="Trafiksäkerhet", slug="trafiksakerhet")
    words = {"title": "Trygghetsvandring i Sätra", "goal": "Vi går minst två gånger.", "target_value": 2}
    return make_activity(area, target_unit="vandringar", target_unit_one="vandring", **words)


def write_in(plan, by, *, year=2024, answers=None, reasons=None, **more):
    found = compare(plan, year=year, answers=answers)
    return write(found, by=by, name="Vår plan.docx", data=b"filen", reasons=reasons, **more)


def rows_and_history():
    models = [Promise, FocusArea, ActionPlan, Activity, Commitment, Place]
    return [model.objects.count() for model in models] + [model.history.count() for model in models]


# --- From nothing ---
def test_a_year_begins_with_a_file(by):
    joint = planned("Fartkontroller", row=6, parties=("municipality", "police"), places=("Skolan",), kind="situational")
    kept = write_in(
        plan_of(planned(target_value=2, target_unit="vandringar"), joint, problem="Farten är hög."),
        by,
        year=2026,
        answers={"plats:skolan": "skapa"},
    )
    promise = Promise.objects.get(year=2026)
    assert (promise.slug, promise.title, promise.valid_from) == ("2026", "Medborgarlöfte 2026", date(2026, 1, 1))
    assert {each.kind for each in promise.parties.all()} == {"municipality", "police"}
    assert promise.plan.title == "Handlingsplan 2026"
    area = promise.focus_areas.get()
    assert (area.slug, area.problem) == ("trafiksakerhet", "Farten är hög.")
    walk, control = area.activities.order_by("number")
    assert (walk.label, walk.target_value, walk.due_on) == ("1.1", 2, date(2026, 12, 31))
    assert [each.organisation.kind for each in control.commitments.all()] == ["municipality", "police"]
    assert [place.slug for place in control.places.all()] == ["skolan"]
    assert {row.publication for row in (promise, promise.plan, area, walk)} == {Publication.DRAFT}
    assert (kept.made["new"], kept.made["new_areas"], kept.made["new_places"]) == (2, 1, 1)
    assert kept.answers == {"plats:skolan": "skapa"}


def test_the_file_is_kept_as_it_came_with_its_sum(by):
    kept = PlanImport.objects.get(pk=write_in(plan_of(planned()), by).pk)
    assert kept.sha256 == sha256(b"filen").hexdigest()
    assert (kept.name, kept.read_by) == ("Vår plan.docx", by)
    with kept.file.open() as file:
        assert file.read() == b"filen"


def test_the_same_file_twice_leaves_no_trace_the_second_time(by):
    plan = plan_of(planned(responsible="Fritidschef", participants=("Polisen",)), problem="Farten är hög.")
    write_in(plan, by)
    before = rows_and_history()
    assert not compare(plan, year=2024).has_news
    with pytest.raises(ValidationError):
        write_in(plan, by)
    assert rows_and_history() == before
    assert PlanImport.objects.count() == 1


# --- Changes ---
def test_what_is_published_as_promised_changes_only_with_a_reason(activity, by):
    plan = plan_of(planned(due_on=date(2024, 11, 30), target_value=1, goal="Vi går en gång.", summary="Kom!"))
    with pytest.raises(NeedsReason) as refused:
        write_in(plan, by)
    assert [row.activity for row in refused.value.rows] == [activity]
    with pytest.raises(NeedsReason):
        write_in(plan, by, reasons={activity.pk: "  \n"})
    activity.refresh_from_db()
    assert (activity.target_value, activity.summary) == (2, "")
    write_in(plan, by, reasons={activity.pk: "Snön kom tidigt."})
    activity.refresh_from_db()
    assert (activity.due_on, activity.target_value, activity.goal) == (date(2024, 11, 30), 1, "Vi går en gång.")
    assert (activity.summary, activity.target_unit, activity.target_unit_one) == ("Kom!", "vandringar", "vandring")
    for ledger in ("due_date_changes", "target_changes", "goal_changes"):
        entry = getattr(activity, ledger).get()
        assert (entry.reason, entry.recorded_by, entry.on) == ("Snön kom tidigt.", by, date(2024, 10, 15))
    assert not compare(plan, year=2024).has_news


@pytest.mark.parametrize(
    ("starts_on", "due_on"),
    [("2025-02-01", "2025-03-01"), ("2023-01-01", "2023-06-01"), ("2024-11-01", "2024-12-01")],
)
def test_both_days_can_move_past_each_other(activity, by, starts_on, due_on):
    days = {"starts_on": date.fromisoformat(starts_on), "due_on": date.fromisoformat(due_on)}
    write_in(plan_of(planned(**days)), by, reasons={activity.pk: "Ny tid."})
    activity.refresh_from_db()
    assert (activity.starts_on, activity.due_on) == tuple(days.values())


def test_a_draft_changes_without_a_ledger(by):
    area = make_area(title="Trafiksäkerhet")
    draft = make_activity(area, published=False, title="Trygghetsvandring i Sätra", goal="Vi går.")
    write_in(plan_of(planned(due_on=date(2024, 11, 30))), by)
    draft.refresh_from_db()
    assert (draft.goal, draft.due_on) == ("Vi går minst två gånger.", date(2024, 11, 30))
    assert not draft.due_date_changes.exists()
    assert draft.publication == Publication.DRAFT


def test_a_file_is_no_way_to_publish_ones_own_words_where_another_person_publishes(activity, by):
    plan = plan_of(planned(target_group="Alla som bor i Sätra"))
    Municipality(two_person_publishing=True, contact_email="trygghet@example.se").save()
    with pytest.raises(ValidationError):
        write_in(plan, by)
    assert compare(plan, year=2024).faults == (
        "Filen ändrar ord som redan är publicerade, och hos er publicerar ingen sina egna ord. Ta bort ändringen ur "
        "filen och föreslå den på sidan för: 1.1 Trygghetsvandring i Sätra.",
    )
    activity.refresh_from_db()
    assert activity.target_group == ""


def test_what_the_ledgers_tell_of_and_what_is_new_comes_in_there_too(activity, by):
    Municipality(two_person_publishing=True, contact_email="trygghet@example.se").save()
    plan = plan_of(planned(goal="Vi går minst tre gånger."), planned("Ljus i Åsen", row=6))
    write_in(plan, by, reasons={activity.pk: "Invånarna bad om det."})
    assert Activity.objects.get(pk=activity.pk).goal == "Vi går minst tre gånger."
    assert Activity.objects.get(title="Ljus i Åsen").publication == Publication.DRAFT


def test_what_is_published_stays_published_and_what_is_gone_stays(activity, by):
    other = make_activity(activity.focus_area, title="Fartkontroller")
    write_in(plan_of(planned(summary="Ta med en vän.", places=("Nytorget",))), by, answers={"plats:nytorget": "skapa"})
    activity.refresh_from_db()
    other.refresh_from_db()
    assert activity.is_visible
    assert other.is_visible
    assert [place.name for place in activity.places.all()] == ["Nytorget"]


def test_another_function_and_its_person_take_over_and_no_party_leaves(activity, by):
    user = User.objects.create_user("chef", function="Fritidschef", organisation=organisation())
    parties = ("municipality", "police")
    write_in(plan_of(planned(parties=parties, responsible="Kommunen: Fritidschef; Polisen: Kommunpolis")), by)
    mine, theirs = activity.commitments.order_by("organisation__order")
    assert (mine.responsible, mine.owner, theirs.responsible, theirs.owner) == (
        "Fritidschef",
        user,
        "Kommunpolis",
        None,
    )
    write_in(plan_of(planned(parties=("police",), responsible="Gruppchef")), by)
    assert activity.commitments.count() == 2


def test_what_was_said_of_an_activity_stays_its_own(activity, by):
    followup.report(activity.commitments.get(), status="ongoing", by=by)
    write_in(
        plan_of(planned(summary="Ta med en vän.", status="completed", result="Allt klart")), by, with_statuses=True
    )
    assert [row.status for row in FollowUp.objects.all()] == ["ongoing"]


# --- How it goes ---
def test_a_status_in_the_file_is_said_only_where_somebody_wants_it(by):
    write_in(plan_of(planned(status="ongoing")), by)
    assert not FollowUp.objects.exists()
    write_in(plan_of(planned("Fartkontroller", status="paused", comment="Sjukdom.")), by, with_statuses=True)
    said = FollowUp.objects.get()
    assert (said.status, said.note, said.on, said.recorded_by) == ("paused", "Sjukdom.", date(2024, 10, 15), by)


# --- Two at once ---
def test_what_somebody_else_changed_has_to_be_looked_at_again(activity, by):
    found = compare(plan_of(planned(summary="Ta med en vän.")), year=2024)
    activity.summary = "Något annat"
    activity.save()
    with pytest.raises(Outdated):
        write(found, by=by, name="plan.docx", data=b"filen")
    activity.refresh_from_db()
    assert activity.summary == "Något annat"


def test_the_same_yes_twice_writes_once(by):
    found = compare(plan_of(planned()), year=2026)
    write(found, by=by, name="plan.docx", data=b"filen")
    with pytest.raises(Outdated):
        write(found, by=by, name="plan.docx", data=b"filen")
    assert (Activity.objects.count(), PlanImport.objects.count()) == (1, 1)


def test_all_or_nothing(by, monkeypatch):
    found = compare(plan_of(planned(), planned("Fartkontroller", row=6)), year=2026)
    before = rows_and_history()
    save = Commitment.save

    def fail_on_the_second(self, *args, **kwargs):
        if Commitment.objects.exists():
            raise ValidationError("Databasen är full.")
        save(self, *args, **kwargs)

    monkeypatch.setattr(Commitment, "save", fail_on_the_second)
    with pytest.raises(ValidationError):
        write(found, by=by, name="plan.docx", data=b"filen")
    assert rows_and_history() == before


def test_questions_without_answers_stop_it(by):
    make_place("Åsskolan")
    with pytest.raises(ValidationError):
        write_in(plan_of(planned(places=("Någonstans",))), by)
    assert not Activity.objects.exists()


def test_addresses_are_free_ones(by):
    make_area(title="Något annat", slug="trafiksakerhet")
    make_place("Skolan")
    answers = {"plats:skolan!!": "skapa", "plats:skolan 2": "skapa"}
    write_in(plan_of(planned(places=("Skolan 2", "Ⅳ")), number=3), by, answers=answers | {"plats:ⅳ": "skapa"})
    assert FocusArea.objects.get(number=3).slug == "trafiksakerhet-2"
    assert Place.objects.filter(name="Skolan 2").exists()


# --- The layouts that municipalities have ---
def answered(data, ending, year=2024):
    """The comparison once every question has the answer that is suggested, or one that fits."""
    fits = {"date": f"{year}-11-30", "number": "4", "text": "Trygghet", "yes": "ja"}
    answers = {}
    for _round in range(4):
        found = compare(read(f"plan.{ending}", data, year=year, answers=answers), year=year, answers=answers)
        for question in found.questions:
            answers[question.key] = question.suggestion or fits.get(question.kind) or question.choices[0][0]
        if not found.questions:
            break
    return found


LAYOUTS = {
    **dict.fromkeys(["kungsor", "skara", "kungalv", "kungsbacka", "hjo", "krokom", "ovanaker"], "docx"),
    **dict.fromkeys(["strangnas", "trosa", "vasteras", "superset", "own"], "xlsx"),
}


@pytest.mark.parametrize(("layout", "ending"), LAYOUTS.items())
def test_each_municipalitys_layout_is_written_and_brings_nothing_the_second_time(by, layout, ending):
    data = getattr(files, layout)()
    found = answered(data, ending)
    assert found.may_write, found.faults
    write(found, by=by, name=f"{layout}.{ending}", data=data, with_statuses=True)
    assert Activity.objects.count() == len(found.rows) > 0
    assert Commitment.objects.values("activity").distinct().count() == len(found.rows), "somebody promises each of them"
    again = compare(read(f"plan.{ending}", data, year=2024, answers=found.answers), year=2024, answers=found.answers)
    assert not again.has_news
    assert again.questions == ()
