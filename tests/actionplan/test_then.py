"""The plan as it read on a day that has been: what is written since isn't in it, and what is taken down isn't shown."""

from datetime import date

import pytest
from django.core.files.base import ContentFile

from actionplan import followup
from actionplan.models import Commitment, PlannedOccurrence
from actionplan.status import Status
from tests.factories import (
    make_activity,
    make_area,
    make_finding,
    make_place,
    make_plan,
    make_viewpoint,
    organisation,
)

pytestmark = pytest.mark.django_db

PLAN = "/handlingsplan/"
BANNER = "Så såg det ut den"


@pytest.fixture
def activity(freeze_day):
    """An activity as it was written on 2 January 2024. The test's own day is 15 October."""
    freeze_day("2024-01-02")
    activity = make_activity(
        make_area(title="Trafiken"),
        title="Mäta farten",
        summary="Vi mäter vid skolan.",
        goal="Vi mäter fyra gånger.",
        target_value=4,
        target_unit="mätningar",
        due_on=date(2024, 9, 30),
        places=[make_place("Nytorget")],
        participants=["housing"],
        commitments=["municipality", "police"],
    )
    freeze_day("2024-10-15")
    return activity


@pytest.fixture
def on(freeze_day):
    """Do something on a day: `on("2024-05-02", change)`."""

    def do(day, deed):
        freeze_day(day)
        deed()
        freeze_day("2024-10-15")

    return do


@pytest.fixture
def rewrite(on):
    """Save a row with other words on a day: `rewrite("2024-05-02", activity, title="…")`."""

    def write(day, row, **words):
        row.refresh_from_db()
        for name, value in words.items():
            setattr(row, name, value)
        on(day, row.save)

    return write


@pytest.fixture
def read(client):
    def page(address, day=None, **query):
        response = client.get(address, {**query, "datum": day} if day else query)
        assert response.status_code == 200
        return response.content.decode()

    return page


# --- The words ---
@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2024-01-02", "Mäta farten"),
        ("2024-03-31", "Mäta farten"),
        ("2024-04-01", "Fartkontroller"),
        ("2024-04-02", "Fartkontroller"),
        ("2024-08-31", "Fartkontroller"),
        ("2024-09-01", "Kontroller av farten"),
        ("2024-10-14", "Kontroller av farten"),
    ],
)
def test_a_title_reads_as_it_did_at_the_end_of_the_day(read, rewrite, activity, day, title):
    rewrite("2024-04-01", activity, title="Fartkontroller")
    rewrite("2024-09-01", activity, title="Kontroller av farten")
    for address in (activity.get_absolute_url(), PLAN):
        page = read(address, day)
        assert title in page
        for other in {"Mäta farten", "Fartkontroller", "Kontroller av farten"} - {title}:
            assert other not in page


def test_all_its_words_and_its_place_in_the_plan_read_as_they_did(read, rewrite, on, activity):
    rewrite("2024-05-02", activity, number=7, summary="Vi mäter överallt.", target_group="Alla", kind="social")
    rewrite("2024-05-02", activity.focus_area, title="Farten i stan", number=3)
    on("2024-05-02", lambda: activity.places.set([make_place("Sätra")]))
    on("2024-05-02", lambda: activity.participants.clear())
    then, now = read(activity.get_absolute_url(), "2024-05-01"), read(activity.get_absolute_url())
    for old, new in (
        ("Aktivitet 1.1", "Aktivitet 3.7"),
        ("Trafiken", "Farten i stan"),
        ("Vi mäter vid skolan.", "Vi mäter överallt."),
        ("Nytorget", "Sätra"),
        ("Medverkar", "Målgrupp"),
    ):
        assert old in then
        assert new not in then
        assert new in now
        assert old not in now


def test_a_changed_function_reads_as_it_did(read, rewrite, activity):
    rewrite("2024-06-01", activity.commitments.get(organisation__kind="municipality"), responsible="Trafikingenjör")
    then = read(activity.get_absolute_url(), "2024-05-31")
    assert "Samordnare, municipality" in then
    assert "Trafikingenjör" not in then
    assert "Trafikingenjör" in read(activity.get_absolute_url(), "2024-06-01")


def test_who_promises_later_had_not_promised_then_and_who_has_left_had(read, on, activity):
    on("2024-06-01", activity.commitments.get(organisation__kind="police").delete)
    on("2024-06-01", lambda: Commitment.objects.create(activity=activity, organisation=organisation("housing")))
    then, now = read(PLAN, "2024-05-01"), read(PLAN)
    assert "polisen" in then.casefold().partition("<table")[2]
    assert organisation("housing").short_name not in then.partition("<table")[2].partition("</table>")[0]
    assert organisation("housing").short_name in now.partition("<table")[2].partition("</table>")[0]


def test_a_reworded_promise_reads_as_its_ledger_says(read, on, activity):
    on("2024-06-01", lambda: followup.change_goal(activity, new_goal="Vi mäter två gånger.", reason="Snö."))
    then = read(activity.get_absolute_url(), "2024-05-31")
    assert "Vi mäter fyra gånger." in then
    assert "Vi mäter två gånger." not in then
    assert "Löftet omformulerat" not in then
    assert "Vi mäter två gånger." in read(activity.get_absolute_url(), "2024-06-01")


def test_a_moved_deadline_and_a_lowered_target_are_as_they_were(read, on, activity):
    on("2024-06-01", lambda: followup.move_due_date(activity, new_due_on=date(2024, 12, 1), reason="Snö."))
    activity.refresh_from_db()
    on(
        "2024-06-01",
        lambda: followup.change_target(activity, new_value=2, new_unit="mätningar", reason="För få folk."),
    )
    then = read(activity.get_absolute_url(), "2024-05-31")
    assert "av minst 4" in then
    assert "30 september 2024" in then
    for later in ("1 december", "av minst 2", "Snö.", "För få folk."):
        assert later not in then
    assert "av minst 2" in read(activity.get_absolute_url(), "2024-06-01")


def test_an_activity_that_was_to_begin_another_day_is_judged_by_that_day(read, rewrite, activity):
    rewrite("2024-06-01", activity, starts_on=date(2024, 9, 1))
    assert "1 januari 2024" in read(activity.get_absolute_url(), "2024-05-31").partition("<aside")[2]
    assert "1 september 2024" in read(activity.get_absolute_url(), "2024-06-01").partition("<aside")[2]


def test_what_was_said_and_done_since_is_not_on_the_page(read, on, activity):
    commitment = activity.commitments.first()
    on("2024-03-01", lambda: followup.report(commitment, status=Status.ONGOING, note="Två veckor kvar."))
    on("2024-08-01", lambda: followup.add_occurrence(activity, on=date(2024, 3, 5), note="Skrivet i efterhand."))
    on("2024-08-01", lambda: followup.report(commitment, status=Status.PAUSED, note="Mätaren är sönder."))
    then = read(activity.get_absolute_url(), "2024-07-01")
    assert "Två veckor kvar." in then
    assert "<b>0</b> av minst 4" in then
    assert "Hit var det den 1 juli 2024" in then
    for later in ("Skrivet i efterhand.", "Mätaren är sönder.", "I dag,"):
        assert later not in then


def test_what_is_booked_and_called_off_later_was_neither_then(read, on, activity):
    booked = {}
    on(
        "2024-03-01",
        lambda: booked.update(
            row=PlannedOccurrence.objects.create(activity=activity, on=date(2024, 8, 1), note="Mätning vid bron")
        ),
    )
    booked["row"].cancelled_on, booked["row"].cancelled_reason = date(2024, 7, 15), "Bron lagas."
    on("2024-07-15", booked["row"].save)
    assert "Mätning vid bron" not in read(activity.get_absolute_url(), "2024-02-01")
    then = read(activity.get_absolute_url(), "2024-07-01")
    assert "Nästa är inbokat:" in then
    assert "Bron lagas." not in then
    assert "Bron lagas." in read(activity.get_absolute_url(), "2024-07-15")


def test_the_way_back_to_those_who_spoke_is_as_far_as_it_was_public_then(read, activity):
    activity.viewpoints.add(make_viewpoint(text="Det gick fort i mars.", publish_on=date(2024, 3, 1)))
    activity.findings.add(make_finding(title="Fart på våren", publish_on=date(2024, 6, 1)))
    then = read(activity.get_absolute_url(), "2024-04-01")
    assert "Det gick fort i mars." in then
    assert "Fart på våren" not in then


def test_a_year_that_has_ended_had_not_ended_then(read, activity, freeze_day):
    freeze_day("2025-02-01")
    assert "Året är slut." in read(PLAN)
    assert "Året är slut." not in read(PLAN, "2024-07-01", ar="2024")


# --- Where the history begins later ---
def test_where_nothing_older_is_kept_the_oldest_text_is_shown_and_the_page_says_so(read, rewrite, freeze_day):
    freeze_day("2024-09-01")
    activity = make_activity(title="Inläst i efterhand", places=[make_place("Nytorget")])
    freeze_day("2024-10-15")
    rewrite("2024-10-01", activity, title="Ändrat sedan")
    some = "En del texter sparades först senare, som tidigast 1 september 2024, och kan ha ändrats innan dess."
    told = {
        activity.get_absolute_url(): "Texten är den äldsta som finns sparad, från 1 september 2024, och kan ha ändrats",
        PLAN: some,
        "/uppfoljning/": some,
    }
    for address, words in told.items():
        then = read(address, "2024-02-01")
        assert words in then
        assert "Ändrat sedan" not in then
        assert words not in read(address, "2024-09-01")
    then = read(activity.get_absolute_url(), "2024-02-01")
    for words in ("Inläst i efterhand", "Nytorget", "Samordnare, municipality"):
        assert words in then, "what was written together reads together"


# --- What is not public ---
def test_what_was_published_later_is_not_there_then(client, read, freeze_day, activity):
    freeze_day("2024-06-01")
    later = make_activity(activity.focus_area, title="Senare påkommet", publish_on=date(2024, 6, 1))
    freeze_day("2024-10-15")
    assert client.get(later.get_absolute_url(), {"datum": "2024-05-31"}).status_code == 404
    assert client.get(later.get_absolute_url(), {"datum": "2024-06-01"}).status_code == 200
    assert "Senare påkommet" not in read(PLAN, "2024-05-31")
    assert "Senare påkommet" not in read(activity.get_absolute_url(), "2024-05-31")


def test_what_is_taken_down_is_not_shown_for_the_past_either(client, read, on, activity):
    other = make_activity(activity.focus_area, title="Den andra")
    activity.unpublish()
    on("2024-10-01", activity.save)
    assert client.get(activity.get_absolute_url(), {"datum": "2024-07-01"}).status_code == 404
    for address in (PLAN, "/uppfoljning/", other.get_absolute_url()):
        assert "Mäta farten" not in read(address, "2024-07-01")


def test_a_picture_that_has_been_taken_back_is_shown_on_no_day(read, on, activity):
    with_picture = {"picture": ContentFile(b"jpeg", "torget.jpg"), "picture_words": "Folk på torget"}
    on("2024-03-01", lambda: followup.add_occurrence(activity, note="På torget", **with_picture))
    assert "Folk på torget" in read(activity.get_absolute_url(), "2024-07-01")
    on("2024-08-01", lambda: followup.withdraw_occurrence(activity.occurrences.get(), reason="Fel bild."))
    then = read(activity.get_absolute_url(), "2024-07-01")
    assert "På torget" in then
    assert "Folk på torget" not in then


def test_words_that_were_taken_down_do_not_come_back_with_the_page(read, rewrite, activity):
    rewrite("2024-03-01", activity, summary="Ring Anna Andersson.")
    rewrite("2024-03-02", activity, publication="unpublished")
    rewrite("2024-03-03", activity, publication="published", summary="Ring kommunen.")
    for day in ("2024-02-01", "2024-03-01", "2024-03-02", "2024-07-01"):
        page = read(activity.get_absolute_url(), day)
        assert "Anna Andersson" not in page
        assert "Ring kommunen." in page


def test_what_was_a_draft_is_never_read_though_it_was_published_as_of_an_earlier_day(read, on, freeze_day):
    freeze_day("2024-02-01")
    activity = make_activity(title="Ett hemligt utkast", published=False)
    activity.title = "Det färdiga"
    activity.publish(on=date(2024, 1, 15))
    on("2024-05-02", activity.save)
    page = read(PLAN, "2024-03-01")
    assert "Det färdiga" in page
    assert "hemligt" not in page


# --- The page ---
def test_the_page_says_which_day_it_shows_and_no_search_engine_keeps_it(read, activity):
    for address in (activity.get_absolute_url(), PLAN, "/uppfoljning/"):
        then, now = read(address, "2024-07-01"), read(address)
        assert f"{BANNER} 1 juli 2024." in then
        assert "Det som skrevs senare är inte med." in then
        assert "Tillbaka till i dag" in then
        assert '<meta name="robots" content="noindex, follow">' in then
        assert f'<link rel="canonical" href="http://testserver{address}">' in then
        assert BANNER not in now
        assert '<meta name="robots" content="index, follow">' in now


def test_the_ways_on_keep_the_day_and_the_choice(read, activity):
    second = make_activity(activity.focus_area, title="Den andra", publish_on=date(2024, 1, 2))
    page = read(PLAN, "2024-07-01", vem="polisen", gruppera="lage")
    assert f'href="{activity.get_absolute_url()}?datum=2024-07-01"' in page
    assert 'href="/handlingsplan/?vem=polisen&amp;gruppera=lage"' in page, "back to today"
    assert "vem=polisen&amp;gruppera=lage&amp;vy=tidslinje&amp;datum=2024-07-01" in page
    assert '<input type="hidden" name="datum" value="2024-07-01">' in page
    assert f'href="{second.get_absolute_url()}?datum=2024-07-01"' in read(activity.get_absolute_url(), "2024-07-01")
    assert f'href="{activity.get_absolute_url()}?datum=2024-10-01"' in read("/uppfoljning/", "2024-10-01")


def test_the_choice_is_made_among_what_was_there_then(read, rewrite, on, activity):
    rewrite("2024-06-01", activity.commitments.get(organisation__kind="municipality"), responsible="Trafikingenjör")
    on("2024-06-01", lambda: activity.places.set([make_place("Sätra")]))
    assert "Mäta farten" in read(PLAN, "2024-05-31", ansvarig="Samordnare, municipality", plats="nytorget")
    assert "Vi känner inte igen ”Trafikingenjör”" in read(PLAN, "2024-05-31", ansvarig="Trafikingenjör")
    assert "Mäta farten" in read(PLAN, "2024-06-01", ansvarig="Trafikingenjör", q="sätra")


def test_the_timeline_is_drawn_as_of_the_day(read, on, activity):
    on("2024-08-01", lambda: followup.add_occurrence(activity))
    page = read(PLAN, "2024-07-01", vy="tidslinje")
    assert "Den röda linjen är den 1 juli." in page
    assert 'class="tick"' not in page
    assert 'class="tick"' in read(PLAN, "2024-08-01", vy="tidslinje")


def test_a_plan_without_activities_then_says_so(read):
    make_activity(publish_on=date(2024, 6, 1))
    page = read(PLAN, "2024-02-01")
    assert "Planen hade inga aktiviteter den dagen." in page
    assert "Se planen i dag" in page


def test_the_note_and_the_decision_of_the_plan_read_as_they_did(read, rewrite, freeze_day):
    freeze_day("2024-01-02")
    plan = make_plan(note="Vi börjar i januari.", registry_number="KS 2024/1")
    make_activity()
    rewrite("2024-06-01", plan, note="Vi började i februari.", registry_number="KS 2024/2")
    then = read(PLAN, "2024-05-31")
    assert "Vi börjar i januari." in then
    assert "KS 2024/1" in then
    assert "Vi började i februari." in read(PLAN, "2024-06-01")


def test_an_old_address_leads_on_and_keeps_the_day(client, activity):
    response = client.get(f"{PLAN}{activity.pk}-gammalt-namn/", {"datum": "2024-07-01"})
    assert response.status_code == 301
    assert response["Location"] == f"{activity.get_absolute_url()}?datum=2024-07-01"


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2024-02-31", "Det där är ingen dag som finns."),
        ("igår", "Det där är ingen dag som finns."),
        ("10000-01-01", "Det där är ingen dag som finns."),
        ("9999-12-31", "ligger i framtiden"),
        ("2024-10-16", "ligger i framtiden"),
        ("2023-12-31", "Löftet började gälla 1 januari 2024."),
        ("0001-01-01", "Löftet började gälla 1 januari 2024."),
    ],
)
def test_a_day_that_can_not_be_shown_is_told_and_today_is_shown_instead(read, activity, day, told):
    for address in (activity.get_absolute_url(), PLAN):
        page = read(address, day)
        assert told in page
        assert BANNER not in page
        assert "Mäta farten" in page


def test_what_can_be_no_address_is_refused(client, activity):
    assert client.get(PLAN, {"datum": "2024-07-01\x00"}).status_code == 400


def test_today_is_no_past_day(read, activity):
    assert BANNER not in read(PLAN, "2024-10-15")
    assert BANNER not in read(activity.get_absolute_url(), "2024-10-15")


@pytest.mark.parametrize("address", [PLAN, "/uppfoljning/"])
def test_it_takes_as_many_queries_with_thirty_activities_as_with_three(queries_of, freeze_day, address):
    counted = []
    for count in (3, 27):
        freeze_day("2024-01-02")
        for _ in range(count):
            activity = make_activity(
                make_area(),
                commitments=["municipality", "police"],
                places=[make_place(f"Plats {count}")],
                participants=["housing"],
            )
            followup.add_occurrence(activity)
            followup.move_due_date(activity, new_due_on=date(2024, 11, 1), reason="Snö.")
            PlannedOccurrence.objects.create(activity=activity, on=date(2024, 8, 1), place=make_place("Bron"))
            activity.refresh_from_db()
            activity.title = f"Nya ord {activity.pk}"
            activity.save()
        freeze_day("2024-10-15")
        counted.append(queries_of(f"{address}?datum=2024-07-01"))
    assert counted[0] == counted[1]


def test_an_activity_takes_as_many_queries_with_many_saves_as_with_one(queries_of, rewrite, activity):
    counted = set()
    for month in (2, 3, 4):
        rewrite(f"2024-0{month}-01", activity, title=f"Mäta farten, {month}")
        PlannedOccurrence.objects.create(activity=activity, on=date(2024, 8, month), place=make_place(f"Bro {month}"))
        counted.add(queries_of(f"{activity.get_absolute_url()}?datum=2024-05-01"))
    assert len(counted) == 1
