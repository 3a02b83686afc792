"""Where something is missing, the pages say what is missing and nothing that isn't true."""

import re

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_activity, make_area, make_plan, make_promise, make_viewpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def words(client):
    def read(path):
        response = client.get(path)
        assert response.status_code == 200
        page = response.content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\u00ad", "").split())

    return read


@pytest.mark.parametrize("path", ["/", "/handlingsplan/", "/uppfoljning/"])
def test_an_old_promise_of_an_unknown_year_is_not_denied(words, path):
    make_promise(None)
    page = words(path)
    assert "Inget löfte är publicerat" not in page
    assert "Årets löfte är inte publicerat än" in page
    assert "vi vet inte vilket år det gällde" in page


@pytest.mark.parametrize("path", ["/", "/handlingsplan/", "/uppfoljning/"])
def test_where_there_is_no_promise_at_all_it_says_so(words, path):
    assert "Inget löfte är publicerat än" in words(path)


def test_a_promise_of_a_year_has_its_days():
    promise = make_promise(None)
    promise.year = 2019
    with pytest.raises(ValidationError, match="behöver sina dagar"):
        promise.full_clean()


@pytest.mark.parametrize(
    "path",
    ["/", "/lofte/2024/", "/lofte/2024/omrade-1/", "/handlingsplan/", "/uppfoljning/", "/handlingsplan/?vy=tidslinje"],
)
def test_a_plan_without_activities_is_not_said_to_be_missing_or_kept(words, path):
    promise = make_promise()
    make_area(promise)
    make_plan(promise)
    page = words(path)
    assert "Planen har inga aktiviteter" in page
    for untrue in ("inte publicerad", "ingen handlingsplan", "0 av 0", "lovat 0", "allt som sägs har underlag"):
        assert untrue not in page


def test_an_activity_that_nobody_stands_for_says_so(words):
    activity = make_activity(commitments=())
    assert "Vem lovar Ingen står för den än" in words(activity.get_absolute_url())


def test_a_focus_area_of_many_activities_shows_the_first_and_leads_to_the_rest(
    words, client, django_assert_max_num_queries
):
    area = make_area(make_promise())
    for _each in range(62):
        make_activity(area)
    page = words(area.get_absolute_url())
    assert "Se alla 62 i handlingsplanen" in page
    assert "Aktivitet 60 " in page
    assert "Aktivitet 61 " not in page


def test_a_viewpoint_that_belongs_to_a_focus_area_shows_there(words):
    area = make_area(make_promise())
    area.viewpoints.add(make_viewpoint(text="Lampan vid bron är sönder."))
    area.viewpoints.add(make_viewpoint(text="Hemlig.", published=False))
    page = words(area.get_absolute_url())
    assert "Lampan vid bron är sönder." in page
    assert "Hemlig" not in page
