"""What was promised and then changed: nobody lowers a target or rewords a promise without it being seen."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from actionplan import followup
from actionplan.changed import changes_among, changes_of
from actionplan.events import activity_events, latest_events
from actionplan.models import Activity, FollowUp, GoalChange, Occurrence, TargetChange
from actionplan.status import Stage, Status
from arboga_loften.accounts.models import User
from tests.factories import make_activity, make_area, organisation

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 15)


@pytest.fixture
def activity():
    return make_activity(target_value=6, target_unit="tillfällen", goal="Vi är ute minst sex gånger.")


def progress(activity, on=TODAY):
    return Activity.objects.filter(pk=activity.pk).judged(on)[0].progress


def lower(activity, to=4, reason="Två kvällar ställdes in.", **words):
    return followup.change_target(activity, new_value=to, new_unit="tillfällen", reason=reason, **words)


@pytest.mark.parametrize(
    ("new", "reason", "allowed"),
    [
        pytest.param({"new_value": 4, "new_unit": "tillfällen"}, "", False, id="lowered without a reason"),
        pytest.param({"new_value": 4, "new_unit": "tillfällen"}, "Sjukdom.", True, id="lowered with one"),
        pytest.param({"new_value": 8, "new_unit": "tillfällen"}, "", True, id="raised needs none"),
        pytest.param({"new_value": 6, "new_unit": "tillfällen"}, "Nej.", False, id="the same is no change"),
        pytest.param({"new_value": 6, "new_unit": "timmar"}, "", False, id="another unit is another promise"),
        pytest.param({"new_value": 60, "new_unit": "timmar"}, "", False, id="also with a larger number"),
        pytest.param({"new_value": None, "new_unit": ""}, "", False, id="not counted any more, without a reason"),
        pytest.param({"new_value": None, "new_unit": ""}, "Går inte att räkna.", True, id="and with one"),
        pytest.param({"new_value": 4, "new_unit": ""}, "Sjukdom.", False, id="a number without a unit"),
        pytest.param({"new_value": 0, "new_unit": "tillfällen"}, "Sjukdom.", False, id="nothing is no target"),
    ],
)
def test_a_target_is_never_lowered_without_a_reason(activity, new, reason, allowed):
    if not allowed:
        with pytest.raises(ValidationError):
            followup.change_target(activity, reason=reason, **new)
        assert not TargetChange.objects.exists()
        return
    followup.change_target(activity, reason=reason, **new)
    activity.refresh_from_db()
    assert activity.target_value == new["new_value"]


def test_a_first_target_needs_no_reason():
    activity = make_activity()
    followup.change_target(activity, new_value=3, new_unit="träffar")
    assert progress(activity).facts.first_target is None, "nothing was promised in figures before"


def test_the_database_itself_refuses_a_lowering_without_a_reason(activity):
    row = TargetChange(activity=activity, on=TODAY, old_value=6, old_unit="x", new_value=4, new_unit="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("name", ["due_on", "target_value", "target_unit", "goal"])
def test_what_is_published_as_promised_does_not_change_in_silence(activity, name):
    new = {"due_on": date(2024, 12, 1), "target_value": 1, "target_unit": "x", "goal": "Något annat."}[name]
    setattr(activity, name, new)
    with pytest.raises(ValidationError):
        activity.save()
    assert getattr(Activity.objects.get(pk=activity.pk), name) != new


def test_a_draft_is_simply_changed():
    draft = make_activity(published=False, target_value=6, target_unit="tillfällen")
    draft.target_value, draft.goal = 2, "Annat."
    draft.save()
    assert not TargetChange.objects.exists()


def test_a_draft_may_be_changed_in_the_same_go_as_it_is_published():
    draft = make_activity(published=False, target_value=6, target_unit="tillfällen")
    draft.publish()
    draft.target_value, draft.goal = 2, "Annat."
    draft.save()
    draft.target_value = 1
    with pytest.raises(ValidationError):
        draft.save()


@pytest.mark.parametrize("ledger", [TargetChange, GoalChange])
def test_a_change_stands_once_it_is_made(activity, ledger):
    lower(activity)
    followup.change_goal(activity, new_goal="Vi är ute fyra gånger.")
    row = ledger.objects.get()
    row.reason = "Något finare."
    with pytest.raises(ValidationError):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {ledger._meta.db_table} SET reason = 'x'")


# --- Judged as it stood ---
def test_on_a_past_day_the_target_is_the_one_of_that_day(activity):
    lower(activity, to=4, on=date(2024, 6, 1), recorded_on=date(2024, 6, 1))
    lower(activity, to=2, on=date(2024, 9, 1), recorded_on=date(2024, 9, 1))
    assert [progress(activity, day).facts.target for day in (date(2024, 5, 31), date(2024, 6, 1), TODAY)] == [6, 4, 2]
    assert [progress(activity, day).facts.first_target for day in (date(2024, 5, 31), TODAY)] == [None, 6]


def test_a_target_that_was_lowered_to_be_reached_says_so(activity):
    followup.add_occurrence(activity, count=4)
    lower(activity, to=4)
    followup.report(activity.commitments.get(), status=Status.COMPLETED)
    judged = progress(activity)
    assert judged.stage is Stage.DONE
    assert "Mot det målet vore aktiviteten inte klar." in " ".join(reason.text for reason in judged.reasons)


def test_activities_whose_targets_were_changed_take_one_query_more_however_many(django_assert_num_queries):
    area = make_area()
    for n in (1, 2, 3):
        lower(make_activity(area, number=n, target_value=6, target_unit="tillfällen"))
        with django_assert_num_queries(6):
            Activity.objects.all().judged(TODAY)


# --- Told to everybody ---
def test_a_change_is_told_with_what_it_was_why_and_by_which_function(client, activity):
    person = User.objects.create(
        username="a.andersson", first_name="Anna", function="Säkerhetssamordnare", organisation=organisation()
    )
    lower(activity, by=person)
    followup.change_goal(activity, new_goal="Vi är ute minst fyra gånger.", by=person)
    followup.move_due_date(activity, new_due_on=date(2025, 1, 15), reason="Snö.", by=person)
    page = client.get(activity.get_absolute_url()).content.decode()
    for words in (
        "Målet sänkt",
        "minst 6 tillfällen",
        "minst 4 tillfällen",
        "Två kvällar ställdes in.",
        "Löftet omformulerat",
        "Vi är ute minst sex gånger.",
        "Vi är ute minst fyra gånger.",
        "Flyttat 1 gång",
        "Ändrat 1 gång",
        "först lovat minst 6",
        "Säkerhetssamordnare",
    ):
        assert words in page, words
    assert "andersson" not in page
    assert "Anna " not in page


def test_a_change_is_news_and_stands_in_the_follow_up(client, activity):
    lower(activity)
    followup.change_goal(activity, new_goal="Vi är ute fyra gånger.")
    assert {(event.kind, event.words) for event in latest_events([activity], TODAY)} == {
        ("goal", "Löftet omformulerat"),
        ("target", "Målet sänkt"),
    }
    for address in ("/", "/uppfoljning/"):
        page = client.get(address).content.decode()
        assert "Målet sänkt" in page
        assert "minst 6 tillfällen" in page


def test_what_was_changed_later_was_not_known_on_an_earlier_day(activity):
    lower(activity)
    followup.change_goal(activity, new_goal="Vi är ute fyra gånger.")
    assert changes_of(activity, date(2024, 10, 14)) == []
    assert len(changes_among([activity], TODAY)) == 2
    judged = Activity.objects.judged(date(2024, 10, 14))[0]
    assert {event.kind for event in activity_events(judged, date(2024, 10, 14))} == {"start", "due"}


# --- Confirming, and sending twice ---
def test_only_the_same_can_be_confirmed(activity):
    part = activity.commitments.get()
    with pytest.raises(ValidationError):
        followup.confirm(part)
    followup.report(
        part, status=Status.ONGOING, note="Vi är i gång.", on=date(2024, 3, 1), recorded_on=date(2024, 3, 1)
    )
    with pytest.raises(ValidationError):
        followup.report(part, status=Status.COMPLETED, confirms_only=True)
    row = followup.confirm(part)
    assert (row.status, row.note, row.confirms_only) == (Status.ONGOING, "Vi är i gång.", True)
    assert progress(activity).facts.last_news_on == date(2024, 3, 1)


def test_what_a_party_paused_can_be_confirmed_with_the_reason_that_it_gave(activity):
    part = activity.commitments.get()
    followup.report(part, status=Status.PAUSED, note="Väntar på bygglov.", on=date(2024, 9, 1))
    assert followup.confirm(part).note == "Väntar på bygglov."


def test_what_is_sent_twice_counts_once(activity):
    part = activity.commitments.get()
    first = followup.add_occurrence(activity, key="samma", note="Nytorget")
    assert followup.add_occurrence(activity, key="samma", note="Nytorget") == first
    followup.report(part, status=Status.ONGOING, key="läge")
    followup.report(part, status=Status.ONGOING, key="läge")
    assert (Occurrence.objects.count(), FollowUp.objects.count()) == (1, 1)
