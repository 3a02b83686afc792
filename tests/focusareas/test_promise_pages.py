"""The promises: what each year's was, how it goes or went, and what nobody knows any more."""

from datetime import date

import pytest
from django.db import IntegrityError

from actionplan import followup
from actionplan.status import Status
from tests.factories import (
    make_activity,
    make_area,
    make_milestone,
    make_place,
    make_plan,
    make_promise,
    make_report,
    make_source,
)

pytestmark = pytest.mark.django_db


def words_of(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def finish(activity):
    for commitment in activity.commitments.all():
        followup.report(commitment, status=Status.COMPLETED, evidence="Protokoll", on=date(2024, 9, 1))


# --- The archive of years ---
def test_every_year_stands_in_the_archive_the_latest_first_and_the_unknown_last(client):
    for year in (2022, None, 2024, 2023):
        make_promise(year)
    assert [promise.year for promise, *_ in client.get("/lofte/").context["years"]] == [2024, 2023, 2022, None]
    page = words_of(client, "/lofte/")
    assert "Gäller till och med 31 december 2024" in page
    assert "Gällde till och med 31 december 2022" in page
    assert "Vi vet inte vilket år löftet gällde" in page


def test_a_promise_of_next_year_has_not_begun(client):
    make_promise(2025)
    assert "Börjar gälla 1 januari 2025" in words_of(client, "/lofte/")


def test_the_archive_tells_each_years_focus_areas_and_outcome(client):
    area = make_area(title="Trafiksäkerhet")
    finish(make_activity(area))
    make_activity(area)
    make_area(make_promise(2023), title="Lägre fart")
    page = words_of(client, "/lofte/")
    assert "Trafik\u00adsäkerhet" in page
    assert "Lägre fart" in page
    assert "1 klar" in page
    assert "1 inte påbörjad" in page
    assert "inte vad det blev av det: ingen handlingsplan med uppföljning är publicerad här" in page


def test_without_any_promise_the_archive_says_so(client):
    assert "Inget löfte är publicerat än." in words_of(client, "/lofte/")


def test_the_archive_takes_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    make_activity(make_area(make_promise(2020)))
    with django_assert_num_queries(9):
        client.get("/lofte/")
    for year in (2021, 2022, 2023):
        make_activity(make_area(make_promise(year)))
    with django_assert_num_queries(9):
        client.get("/lofte/")


# --- One promise ---
def test_a_promise_tells_its_purpose_parties_and_time(client):
    promise = make_promise(
        purpose="Att lyssna.",
        signed_text="December 2023",
        signatories="Kommunstyrelsens ordförande",
        followup_text="Varje kvartal.",
    )
    page = words_of(client, promise.get_absolute_url())
    for words in ("Att lyssna.", "December 2023", "ordförande", "Varje kvartal.", "Arboga kommun", "1 januari 2024"):
        assert words in page


def test_a_promise_shows_a_house_for_each_focus_area_with_its_counts(client):
    area = make_area(title="Trafik")
    make_area(title="Dialoger")
    finish(make_activity(area, is_example=True))
    page = words_of(client, "/lofte/2024/")
    assert page.count('<svg class="house ') == 2
    assert "1 klar" in page
    assert "Exempeldata" in page
    assert "/handlingsplan/?ar=2024" in page


def test_an_ended_year_says_that_it_is_over_and_how_it_went(client, freeze_day):
    finish(make_activity())
    freeze_day("2025-02-01")
    page = words_of(client, "/lofte/2024/")
    assert "Året är slut. Så här blev det." in page
    assert "Så går det" not in page


def test_a_year_without_a_plan_says_what_is_not_known(client):
    make_area(make_promise(2022))
    page = words_of(client, "/lofte/2022/")
    assert "Vi vet inte hur det gick" in page
    assert "/handlingsplan/?ar" not in page
    assert "Ingen lägesbild är publicerad för det här löftet." in page
    assert "Vi vet inte när" in page


def test_a_draft_of_a_plan_is_as_no_plan(client):
    area = make_area()
    make_plan(area.promise, published=False, title="Hemlig plan")
    make_activity(area, title="Hemlig aktivitet")
    page = words_of(client, "/lofte/2024/")
    assert "Handlingsplanen är inte publicerad här" in page
    assert "emlig" not in page
    assert "/handlingsplan/?ar" not in page


def test_what_happened_stands_on_the_thread_with_its_sources(client):
    make_milestone(
        title="Försök med ordningsvakter",
        when_text="Hösten 2022",
        places=[make_place("Resecentrum")],
        sources=[make_source(title="Lyckat försök")],
    )
    page = words_of(client, "/lofte/2024/")
    for words in ("Försök med ordnings\u00advakter", "Hösten 2022", "Resecentrum", "Lyckat försök"):
        assert words in page


def test_the_years_before_and_after_are_one_step_away(client):
    for year in (2021, 2023, 2024):
        make_promise(year)
    page = words_of(client, "/lofte/2023/")
    assert 'rel="prev" href="/lofte/2021/"' in page
    assert 'rel="next" href="/lofte/2024/"' in page


def test_nothing_hidden_shows_through_a_promise(client):
    promise = make_promise()
    make_area(promise, title="Hemligt område", published=False)
    make_milestone(promise, title="Hemlig händelse", published=False)
    make_report(promise, title="Hemlig bild", published=False)
    make_promise(2023, title="Hemligt löfte", published=False)
    for path in ("/lofte/", "/lofte/2024/"):
        assert "emlig" not in words_of(client, path)
    assert client.get("/lofte/2023/").status_code == 404
    assert client.get("/lofte/2024/omrade-1/").status_code == 404


@pytest.mark.parametrize("path", ["/lofte/1999/", "/lofte/2024/finns-inte/", "/lagesbild/finns-inte/"])
def test_what_is_not_there_is_not_found(client, path):
    make_promise()
    assert client.get(path).status_code == 404


def test_a_promise_takes_the_same_number_of_queries_for_one_and_for_many(client, django_assert_num_queries):
    promise = make_promise(sources=[make_source()])

    def add():
        make_activity(make_area(promise))
        make_milestone(promise, places=[make_place()], sources=[make_source()])
        make_report(promise)

    add()
    with django_assert_num_queries(17):
        client.get("/lofte/2024/")
    add()
    add()
    with django_assert_num_queries(17):
        client.get("/lofte/2024/")


def test_in_english_the_promise_is_marked_as_swedish(client):
    make_promise()
    assert '<h1 lang="sv">' in words_of(client, "/en/lofte/2024/")


@pytest.mark.parametrize("days", [{"valid_to": None}, {"valid_from": None}])
def test_a_promise_cannot_have_only_its_first_or_its_last_day(days):
    with pytest.raises(IntegrityError):
        make_promise(2024, **days)


def test_a_plan_without_activities_is_not_told_to_be_missing(client):
    promise = make_promise()
    make_plan(promise)
    page = words_of(client, promise.get_absolute_url())
    assert "Planen har inga aktiviteter än." in page
    assert "Handlingsplanen är inte publicerad här" not in page
