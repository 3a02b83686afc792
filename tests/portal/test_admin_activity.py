"""The page of an activity in the admin: reports are added, nothing is changed, and each party speaks for itself."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.models import Activity, DueDateChange, FollowUp, GoalChange, Occurrence, PlannedOccurrence, TargetChange
from actionplan.status import Status
from arboga_loften.foundation import clock
from tests.factories import make_activity, make_area, make_promise, organisation

pytestmark = pytest.mark.django_db

LEDGERS = ["followups", "occurrences", "duedatechanges", "targetchanges"]


@pytest.fixture
def joint():
    return make_activity(
        commitments=["municipality", "police"], target_value=4, target_unit="tillfällen", due_on=date(2024, 11, 30)
    )


def url(activity):
    return f"/admin/actionplan/activity/{activity.pk}/change/"


def part(activity, kind):
    return activity.commitments.get(organisation__kind=kind)


def filled(client, activity, **typed):
    """What the browser would send: the page's form as it stands, and what somebody typed in it."""
    context = client.get(url(activity)).context
    data = dict(_values(context["adminform"].form))
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms = [
            formset.management_form,
            *(formset.forms if inline.has_add_permission or inline.has_change_permission else []),
        ]
        for form in forms:
            data |= dict(_values(form))
    return data | {name.replace("__", "-"): value for name, value in typed.items()}


def _values(form):
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        yield bound.html_name, value.isoformat() if isinstance(value, date) else value


def send(client, activity, **typed):
    return client.post(url(activity), filled(client, activity, **typed))


def errors(response):
    """Every message of the page, by the field that it stands at."""
    found = {name: list(words) for name, words in response.context["adminform"].form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": list(words) for name, words in form.errors.items()}
    return found


def test_the_coordinator_reports_for_any_party(enter, joint):
    client = enter("samordnare")
    police = part(joint, "police")
    response = send(
        client,
        joint,
        followups__0__commitment=police.pk,
        followups__0__status="ongoing",
        followups__0__note="Vi är ute.",
    )
    assert response.status_code == 302, errors(response)
    (row,) = FollowUp.objects.all()
    assert (row.commitment, row.status, row.on, row.recorded_by.username) == (
        police,
        Status.ONGOING,
        clock.today(),
        "test-samordnare",
    )


def test_the_kommunpolis_reports_for_the_police(enter, joint):
    client = enter("kommunpolis")
    assert send(client, joint, followups__0__status="ongoing").status_code == 302
    assert FollowUp.objects.get().commitment == part(joint, "police")


def test_the_kommunpolis_cannot_report_for_the_municipality(enter, joint):
    client = enter("kommunpolis")
    theirs = part(joint, "municipality").pk
    response = send(client, joint, followups__0__commitment=theirs, followups__0__status="completed")
    assert response.status_code == 200
    assert "followups-0-commitment" in errors(response)
    assert not FollowUp.objects.exists()


def test_the_kommunpolis_cannot_report_where_the_police_promise_nothing(enter):
    activity = make_activity(commitments=["municipality"])
    client = enter("kommunpolis")
    assert client.get(url(activity)).status_code == 200, "to read is free"
    data = {"occurrences-TOTAL_FORMS": 1, "occurrences-INITIAL_FORMS": 0, "occurrences-0-on": "2024-10-01"}
    assert client.post(url(activity), data).status_code == 403
    assert not Occurrence.objects.exists()


def test_the_kommunpolis_changes_nothing_of_what_is_promised(enter, joint):
    client = enter("kommunpolis")
    send(
        client,
        joint,
        title="Något annat",
        goal="Mindre",
        target_value=1,
        publication="unpublished",
        followups__0__status="ongoing",
    )
    joint.refresh_from_db()
    assert (joint.title, joint.target_value, joint.publication) == ("Aktivitet 1", 4, "published")


def test_an_editor_mends_the_words_but_not_the_promise(enter, joint):
    client = enter("redaktör")
    response = send(client, joint, title="En klarare rubrik", target_value=1, due_on="2025-12-31")
    assert response.status_code == 302, errors(response)
    joint.refresh_from_db()
    assert joint.title == "En klarare rubrik"
    assert (joint.target_value, joint.due_on) == (4, date(2024, 11, 30))


def test_an_editor_publishes_and_takes_down(enter, joint):
    client = enter("redaktör")
    assert send(client, joint, publication="unpublished").status_code == 302
    joint.refresh_from_db()
    assert joint.publication == "unpublished"


def test_an_editor_cannot_report(enter, joint):
    client = enter("redaktör")
    send(client, joint, followups__0__commitment=part(joint, "municipality").pk, followups__0__status="completed")
    assert not FollowUp.objects.exists()


def test_a_council_member_only_reads(enter, joint):
    client = enter("rådsledamot")
    assert client.get(url(joint)).status_code == 200
    assert client.post(url(joint), {"title": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"followups__0__status": "paused"}, "followups-0-note", "Skriv varför"),
        ({"followups__0__status": "ongoing", "followups__0__on": "2024-10-16"}, "followups-0-on", "framtiden"),
        (
            {"followups__0__status": "ongoing", "followups__0__next_update_on": "2024-01-01"},
            "followups-0-next_update_on",
            "efter",
        ),
        ({"followups__0__note": "Bara ord."}, "followups-0-status", "måste fyllas i"),
        ({"occurrences__0__on": "2024-10-16"}, "occurrences-0-on", "framtiden"),
        ({"occurrences__0__on": "2024-13-45"}, "occurrences-0-on", "datum"),
        ({"occurrences__0__on": "2024-10-01", "occurrences__0__count": "0"}, "occurrences-0-count", "minst 1"),
        (
            {"duedatechanges__0__new_due_on": "2024-11-30", "duedatechanges__0__reason": "Ja."},
            "duedatechanges-0-new_due_on",
            "samma",
        ),
        (
            {"duedatechanges__0__new_due_on": "2023-11-30", "duedatechanges__0__reason": "Ja."},
            "duedatechanges-0-new_due_on",
            "före den dag",
        ),
        ({"duedatechanges__0__new_due_on": "2024-12-30"}, "duedatechanges-0-reason", "måste fyllas i"),
        (
            {"targetchanges__0__new_value": "2", "targetchanges__0__new_unit": "tillfällen"},
            "targetchanges-0-reason",
            "utan skäl",
        ),
        (
            {"targetchanges__0__new_value": "5", "targetchanges__0__new_unit": ""},
            "targetchanges-0-new_unit",
            "både ett antal och en enhet",
        ),
        ({"starts_on": "2025-01-01"}, "starts_on", "efter den dag"),
        ({"number": "abc"}, "number", "heltal"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(enter, joint, typed, field, words):
    client = enter("samordnare")
    mine = {"followups__0__commitment": part(joint, "municipality").pk} if "followups" in field else {}
    response = send(client, joint, summary="Det jag skrev.", **mine, **typed)
    assert response.status_code == 200
    assert words in " ".join(errors(response)[field])
    assert "Det jag skrev." in response.content.decode()
    for value in typed.values():
        assert not value or f"{value}" in response.content.decode()
    assert not FollowUp.objects.exists()
    assert not Occurrence.objects.exists()


def test_rows_that_stand_are_shown_newest_first_but_are_not_in_the_form(enter, joint):
    mine = part(joint, "municipality")
    followup.report(mine, status=Status.PLANNED, note="Det äldsta.", on=date(2024, 3, 1))
    followup.report(mine, status=Status.ONGOING, note="Det nyaste.", on=date(2024, 9, 1))
    page = enter("samordnare").get(url(joint))
    text = page.content.decode()
    assert text.index("Det nyaste.") < text.index("Det äldsta.")
    formsets = {inline.formset.prefix: inline.formset for inline in page.context["inline_admin_formsets"]}
    assert all(not formsets[name].initial_forms for name in LEDGERS)


def test_a_forged_form_cannot_change_a_row_that_stands(enter, joint):
    row = followup.report(part(joint, "municipality"), status=Status.PLANNED, note="Så var det.")
    client = enter("samordnare")
    forged = {
        "followups__INITIAL_FORMS": 1,
        "followups__0__id": row.pk,
        "followups__0__status": "completed",
        "followups__0__note": "Nej.",
    }
    send(client, joint, **forged)
    assert FollowUp.objects.get(pk=row.pk).note == "Så var det."


def test_a_published_due_date_is_locked_and_the_page_says_how_to_move_it(enter, joint):
    client = enter("samordnare")
    page = client.get(url(joint))
    assert "due_on" not in page.context["adminform"].form.fields
    assert "Du flyttar det under ”Flyttade slutdatum”" in page.content.decode()


def test_a_deadline_is_moved_through_the_ledger(enter, joint):
    client = enter("samordnare")
    response = send(
        client, joint, duedatechanges__0__new_due_on="2024-12-15", duedatechanges__0__reason="Två var sjuka."
    )
    assert response.status_code == 302, errors(response)
    joint.refresh_from_db()
    assert joint.due_on == date(2024, 12, 15)
    assert DueDateChange.objects.get().old_due_on == date(2024, 11, 30)


def test_a_published_target_is_locked_and_lowered_only_through_its_ledger(enter, joint):
    client = enter("samordnare")
    assert "target_value" not in client.get(url(joint)).context["adminform"].form.fields
    response = send(
        client,
        joint,
        targetchanges__0__new_value="2",
        targetchanges__0__new_unit="tillfällen",
        targetchanges__0__reason="Två var sjuka.",
    )
    assert response.status_code == 302, errors(response)
    joint.refresh_from_db()
    assert joint.target_value == 2
    assert TargetChange.objects.get().old_value == 4
    assert "minst 4" in client.get(url(joint)).content.decode()


def test_a_reworded_promise_leaves_what_it_said_before(enter, joint):
    before = joint.goal
    client = enter("redaktör")
    response = send(client, joint, goal="Vi möts på torget.", goal_reason="Tydligare.", summary="Nytt.")
    assert response.status_code == 302, errors(response)
    joint.refresh_from_db()
    assert (joint.goal, joint.summary) == ("Vi möts på torget.", "Nytt.")
    row = GoalChange.objects.get()
    assert (row.old_goal, row.new_goal, row.reason) == (before, "Vi möts på torget.", "Tydligare.")


def test_saving_without_touching_the_promise_rewords_nothing(enter, joint):
    send(enter("samordnare"), joint, summary="Bara det här.")
    assert not GoalChange.objects.exists()


def test_the_kommunpolis_does_not_move_deadlines(enter, joint):
    client = enter("kommunpolis")
    send(
        client,
        joint,
        duedatechanges__0__new_due_on="2024-12-15",
        duedatechanges__0__reason="Nej.",
        followups__0__status="ongoing",
    )
    assert not DueDateChange.objects.exists()


def test_a_drafts_due_date_is_simply_changed(enter):
    draft = make_activity(published=False)
    client = enter("samordnare")
    response = send(client, draft, due_on="2024-12-15")
    assert response.status_code == 302, errors(response)
    draft.refresh_from_db()
    assert draft.due_on == date(2024, 12, 15)


def test_an_occurrence_is_told_and_counted(enter, joint):
    client = enter("kommunpolis")
    response = send(
        client, joint, occurrences__0__on="2024-10-01", occurrences__0__count="2", occurrences__0__note="Nytorget."
    )
    assert response.status_code == 302, errors(response)
    assert Activity.objects.filter(pk=joint.pk).judged()[0].progress.facts.outcome == 2


def test_an_occurrence_is_taken_back_with_a_reason(enter, joint):
    row = followup.add_occurrence(joint, on=date(2024, 10, 1))
    client = enter("kommunpolis")
    way = f"/admin/actionplan/activity/{joint.pk}/tillfalle/{row.pk}/ta-tillbaka/"
    assert way in client.get(url(joint)).content.decode()
    assert "Skriv varför tillfället tas tillbaka." in client.post(way, {"reason": " "}).content.decode()
    assert client.post(way, {"reason": "Den räknades två gånger."}).status_code == 302
    assert not Occurrence.objects.standing().exists()
    assert client.get(way).status_code == 404, "only what stands can be taken back"


@pytest.mark.parametrize("role", ["redaktör", "rådsledamot"])
def test_who_does_not_report_takes_nothing_back(enter, joint, role):
    row = followup.add_occurrence(joint, on=date(2024, 10, 1))
    assert (
        enter(role)
        .post(f"/admin/actionplan/activity/{joint.pk}/tillfalle/{row.pk}/ta-tillbaka/", {"reason": "x"})
        .status_code
        == 403
    )


def test_a_booked_occurrence_is_cancelled_with_a_day_and_a_reason(enter, joint):
    booked = PlannedOccurrence.objects.create(activity=joint, on=date(2024, 11, 5))
    client = enter("kommunpolis")
    response = send(client, joint, planned_occurrences__0__cancelled_on="2024-10-14")
    assert "behöver både en dag och ett skäl" in " ".join(errors(response)["planned_occurrences-0-cancelled_reason"])
    send(
        client,
        joint,
        planned_occurrences__0__cancelled_on="2024-10-14",
        planned_occurrences__0__cancelled_reason="Snö.",
    )
    booked.refresh_from_db()
    assert booked.cancelled_reason == "Snö."


def test_whose_promise_it_is_does_not_change_hands(enter, joint):
    client = enter("samordnare")
    mine = part(joint, "municipality")
    response = send(
        client,
        joint,
        commitments__0__organisation=organisation("housing").pk,
        commitments__0__responsible="Ny funktion",
    )
    assert response.status_code == 302, errors(response)
    mine.refresh_from_db()
    assert (mine.organisation, mine.responsible) == (organisation("municipality"), "Ny funktion")


def test_a_published_promise_keeps_all_who_made_it(enter, joint):
    client = enter("samordnare")
    send(client, joint, commitments__0__DELETE="on")
    assert joint.commitments.count() == 2


def test_a_new_activity_is_made_with_who_promises_it(enter):
    area = make_area(make_promise())
    home = organisation("municipality")
    client = enter("samordnare")
    typed = {
        "focus_area": area.pk,
        "number": 7,
        "title": "Nattvandring",
        "slug": "nattvandring",
        "goal": "Vi går ut sex kvällar.",
        "starts_on": "2024-11-01",
        "due_on": "2024-12-01",
        "publication": "draft",
        "commitments-TOTAL_FORMS": 1,
        "commitments-INITIAL_FORMS": 0,
        "commitments-0-organisation": home.pk,
    }
    assert client.post("/admin/actionplan/activity/add/", typed).status_code == 302
    assert Activity.objects.get(number=7).commitments.get().organisation == home


def test_a_draft_without_a_plan_is_judged_all_the_same(enter):
    area = make_area(make_promise(2025))
    draft = Activity.objects.create(
        focus_area=area,
        number=1,
        slug="ny",
        title="Ny",
        goal="Ja.",
        starts_on=date(2025, 1, 1),
        due_on=date(2025, 6, 1),
    )
    client = enter("samordnare")
    assert client.get(url(draft)).status_code == 200
    assert client.get("/admin/actionplan/activity/").status_code == 200
