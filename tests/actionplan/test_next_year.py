"""The next year: what goes on is a draft that remembers where it came from, and the old year stays as it was."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from actionplan import followup, next_year
from actionplan.models import ActionPlan, Activity, Commitment, FollowUp
from actionplan.status import Status
from arboga_loften.accounts.models import User
from focusareas.models import FocusArea, Promise
from tests.factories import (
    make_activity,
    make_area,
    make_finding,
    make_place,
    make_plan,
    make_promise,
    make_theme,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db

WHY = "Vi hann tre av fyra. Den sista tar vi i vår."


@pytest.fixture
def coordinator():
    return User.objects.create_user("samordnare", organisation=organisation())


def begin(activity, by, **words):
    """The whole step with one activity."""
    area = activity.focus_area
    return next_year.go_on(after=area.promise, areas=[area], activities={activity: words.pop("reason", WHY)}, by=by)


# --- The promise and its plan ---
def test_the_next_promise_is_an_unsigned_draft_of_the_year_after(coordinator):
    old = make_promise(signed_on=date(2023, 12, 1), signatories="Kommunalrådet", registry_number="KS 1")
    new = next_year.begin(after=old, by=coordinator)
    assert (new.slug, new.year, new.title) == ("2025", 2025, "Medborgarlöfte 2025")
    assert (new.valid_from, new.valid_to) == (date(2025, 1, 1), date(2025, 12, 31))
    assert new.publication == "draft"
    assert (new.signed_on, new.signatories, new.registry_number, new.summary) == (None, "", "", "")
    assert list(new.parties.all()) == list(old.parties.all())


def test_a_title_without_a_year_gets_one(coordinator):
    old = make_promise(title="Vårt löfte till er")
    assert next_year.begin(after=old, by=coordinator).title == "Vårt löfte till er 2025"


def test_the_plan_begins_with_how_the_old_one_was_followed_up(coordinator):
    kept = {
        "rhythm": "tertial",
        "stale_after_days": 45,
        "reports_by_link": "direct",
        "remind_before_days": 7,
        "deputy_after_days": 3,
        "chief_after_days": 8,
    }
    plan = make_plan(title="Handlingsplan 2024", decided_on=date(2024, 1, 9), decided_by="Rådet", **kept)
    new = next_year.begin(after=plan.promise, by=coordinator).plan
    assert {name: getattr(new, name) for name in kept} == kept
    assert (new.title, new.publication, new.decided_on, new.decided_by) == ("Handlingsplan 2025", "draft", None, "")


def test_a_year_without_a_plan_is_followed_by_one_with(coordinator):
    new = next_year.begin(after=make_promise(2023), by=coordinator)
    assert (new.plan.title, new.plan.rhythm) == ("Handlingsplan 2024", "quarter")


def test_a_promise_that_holds_for_two_years_is_followed_by_one_that_does(coordinator):
    old = make_promise(
        2023,
        slug="2023-2024",
        title="Medborgarlöfte 2023–2024",
        valid_from=date(2023, 1, 1),
        valid_to=date(2024, 12, 31),
    )
    new = next_year.begin(after=old, by=coordinator)
    assert (new.year, new.slug, new.title) == (2025, "2025-2026", "Medborgarlöfte 2025–2026")
    assert (new.valid_from, new.valid_to) == (date(2025, 1, 1), date(2026, 12, 31))


def test_nothing_can_follow_a_promise_whose_year_nobody_knows(coordinator):
    with pytest.raises(ValidationError, match="vilket år"):
        next_year.begin(after=make_promise(None), by=coordinator)


def test_a_promise_that_is_there_already_is_left_as_it_is(coordinator):
    ours = make_promise(2025, title="Ett löfte som någon redan skrivit")
    assert next_year.begin(after=make_promise(), by=coordinator) == ours
    ours.refresh_from_db()
    assert (ours.title, ours.publication) == ("Ett löfte som någon redan skrivit", "published")


@pytest.mark.parametrize(
    ("day", "years", "begins", "ends"),
    [
        (date(2024, 1, 1), 1, date(2025, 1, 1), date(2025, 1, 1)),
        (date(2024, 12, 31), 1, date(2025, 12, 31), date(2025, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2023, 2, 28), 1, date(2024, 2, 28), date(2024, 2, 29)),
        (date(2024, 2, 28), 1, date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2024, 6, 30), 2, date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_a_day_moves_whole_years_and_a_months_last_stays_its_last(day, years, begins, ends):
    assert (next_year.same_day(day, years), next_year.same_last_day(day, years)) == (begins, ends)


# --- Focus areas ---
def test_a_focus_area_goes_on_as_a_draft_with_its_words_and_themes(coordinator):
    words = {
        "slug": "trafiken",
        "title": "Trafiken",
        "short_title": "Trafik",
        "problem": "Farten är hög.",
        "cause": "Vägen är rak.",
        "outcome_goal": "Lägre fart.",
        "measurable": "20 kontroller",
        "easy_text": "Kör sakta.",
    }
    make_area()
    area = make_area(findings=[make_finding()], themes=[make_theme()], **words)
    area.viewpoints.add(make_viewpoint())
    copy = next_year.copy_area(area, into=next_year.begin(after=area.promise, by=coordinator), by=coordinator)
    assert {name: getattr(copy, name) for name in words} == words
    assert (copy.number, copy.predecessor, copy.publication) == (2, area, "draft")
    assert list(copy.themes.all()) == list(area.themes.all())
    assert not copy.findings.exists()
    assert not copy.viewpoints.exists()


def test_what_people_said_follows_where_somebody_chooses_so(coordinator):
    finding, viewpoint = make_finding(), make_viewpoint()
    area = make_area(findings=[finding])
    area.viewpoints.add(viewpoint)
    (copy,) = next_year.go_on(
        after=area.promise, areas=[area], activities={}, with_findings=True, with_viewpoints=True, by=coordinator
    ).areas
    assert list(copy.findings.all()) == [finding]
    assert list(copy.viewpoints.all()) == [viewpoint]


def test_a_focus_area_takes_the_next_number_where_its_own_is_taken(coordinator):
    area = make_area()
    make_area(make_promise(2025), number=1, slug="nytt")
    assert next_year.copy_area(area, into=make_promise(2025), by=coordinator).number == 2


def test_a_focus_area_with_the_same_address_is_the_same_question(coordinator):
    area, there = make_area(slug="trafiken"), make_area(make_promise(2025), slug="trafiken")
    assert next_year.copy_area(area, into=there.promise, by=coordinator) == there


# --- Activities ---
def test_an_activity_goes_on_a_year_later_with_what_was_promised_and_by_whom(coordinator):
    person = User.objects.create_user("vakthavande", organisation=organisation("police"))
    words = {
        "slug": "mata-farten",
        "title": "Mäta farten",
        "summary": "Vi mäter.",
        "goal": "Minst fyra mätningar.",
        "target_value": 4,
        "target_unit": "mätningar",
        "target_unit_one": "mätning",
        "kind": "situational",
        "target_group": "Bilister",
    }
    activity = make_activity(
        commitments=["municipality", "police"],
        places=[make_place()],
        themes=[make_theme()],
        participants=["housing"],
        findings=[make_finding()],
        viewpoints=[make_viewpoint()],
        starts_on=date(2024, 2, 29),
        due_on=date(2024, 11, 30),
        **words,
    )
    police = activity.commitments.get(organisation__kind="police")
    police.owner = person
    police.save()
    (copy,) = begin(activity, coordinator).activities
    assert {name: getattr(copy, name) for name in words} == words
    assert (copy.starts_on, copy.due_on) == (date(2025, 2, 28), date(2025, 11, 30))
    assert (copy.predecessor, copy.publication, copy.label) == (activity, "draft", "1.1")
    for name in ("places", "themes", "participants", "findings"):
        assert list(getattr(copy, name).all()) == list(getattr(activity, name).all())
    assert not copy.viewpoints.exists()
    parts = copy.commitments.order_by("organisation__order")
    assert [(part.organisation.kind, part.responsible, part.owner) for part in parts] == [
        ("municipality", "Samordnare, municipality", None),
        ("police", "Samordnare, police", person),
    ]


def test_somebody_who_has_left_answers_for_nothing_more(coordinator):
    activity = make_activity()
    gone = User.objects.create_user("slutat", is_active=False)
    part = activity.commitments.get()
    part.owner = gone
    part.save()
    (copy,) = begin(activity, coordinator).activities
    assert copy.commitments.get().owner is None


def test_the_ledgers_stay_with_the_old_year(coordinator):
    activity = make_activity(target_value=4, target_unit="mätningar")
    followup.add_occurrence(activity, on=date(2024, 5, 2), note="Mätt.")
    followup.move_due_date(activity, new_due_on=date(2024, 11, 30), reason="Snön kom.")
    (copy,) = begin(activity, coordinator).activities
    assert not copy.occurrences.exists()
    assert not copy.due_date_changes.exists()
    assert not FollowUp.objects.filter(commitment__activity=copy).exists()


def test_an_example_goes_on_as_an_example(coordinator):
    area = make_area(make_promise(is_example=True), is_example=True)
    begun = begin(make_activity(area, is_example=True), coordinator)
    assert begun.promise.is_example
    assert begun.promise.plan.is_example
    assert [row.is_example for row in (*begun.areas, *begun.activities)] == [True, True]


def test_each_open_part_of_a_public_activity_says_that_it_is_moved_and_why(coordinator):
    activity = make_activity(commitments=["municipality", "police"])
    begin(activity, coordinator)
    said = FollowUp.objects.filter(commitment__activity=activity)
    assert {(row.status, row.note, row.recorded_by) for row in said} == {(Status.CARRIED_OVER, WHY, coordinator)}
    assert said.count() == 2


def test_a_party_that_has_said_its_last_word_is_not_spoken_for(coordinator):
    activity = make_activity(commitments=["municipality", "police"])
    mine = activity.commitments.get(organisation__kind="municipality")
    followup.report(mine, status=Status.COMPLETED, evidence="Protokoll")
    begin(activity, coordinator)
    assert mine.follow_ups.latest_first().first().status == Status.COMPLETED
    assert activity.commitments.exclude(pk=mine.pk).get().follow_ups.get().status == Status.CARRIED_OVER


def test_without_a_reason_nothing_at_all_is_made(coordinator):
    activity = make_activity()
    with pytest.raises(ValidationError, match="Skriv varför"):
        begin(activity, coordinator, reason="  ")
    assert not Promise.objects.filter(year=2025).exists()
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("hidden", ["draft", "closed"])
def test_what_nobody_could_read_or_is_finished_needs_no_reason(coordinator, hidden):
    activity = make_activity(published=hidden != "draft")
    if hidden == "closed":
        followup.report(activity.commitments.get(), status=Status.COMPLETED, evidence="Protokoll")
    before = FollowUp.objects.count()
    assert len(begin(activity, coordinator, reason="").activities) == 1
    assert FollowUp.objects.count() == before
    (judged,) = Activity.objects.filter(pk=activity.pk).judged()
    assert not next_year.needs_reason(judged)


def test_the_old_year_keeps_its_addresses_and_its_words(coordinator):
    activity = make_activity()
    rows = [activity, activity.focus_area, activity.focus_area.promise, activity.focus_area.promise.plan]
    before = [type(row).objects.filter(pk=row.pk).values().get() for row in rows]
    begin(activity, coordinator)
    assert [type(row).objects.filter(pk=row.pk).values().get() for row in rows] == before


def test_again_adds_only_what_was_not_carried_over(coordinator):
    first, second = make_activity(), make_activity()
    begin(first, coordinator)
    words = {"after": first.focus_area.promise, "areas": [first.focus_area], "by": coordinator}
    begun = next_year.go_on(activities={first: WHY, second: WHY}, **words)
    assert not begun.is_new
    assert begun.areas == ()
    assert [copy.predecessor for copy in begun.activities] == [second]
    assert next_year.go_on(activities={first: WHY, second: WHY}, **words).is_empty
    counts = [Promise, ActionPlan, FocusArea, Activity, Commitment, FollowUp]
    assert [model.objects.count() for model in counts] == [2, 2, 2, 4, 4, 2]


def test_what_was_made_tells_in_its_history_who_made_it(coordinator):
    begun = begin(make_activity(), coordinator)
    rows = (begun.promise, begun.promise.plan, *begun.areas, *begun.activities)
    assert {row.history.last().history_user for row in rows} == {coordinator}


@pytest.mark.parametrize(
    ("status", "suggested"),
    [
        (None, True),
        (Status.ONGOING, True),
        (Status.PAUSED, True),
        (Status.PARTLY_COMPLETED, True),
        (Status.CARRIED_OVER, True),
        (Status.COMPLETED, False),
        (Status.CANCELLED, False),
    ],
)
def test_what_is_neither_done_nor_given_up_is_suggested(status, suggested):
    activity = make_activity()
    if status:
        followup.report(activity.commitments.get(), status=status, note="Så är det.", evidence="Protokoll")
    (judged,) = Activity.objects.filter(pk=activity.pk).judged()
    assert next_year.is_suggested(judged) is suggested
