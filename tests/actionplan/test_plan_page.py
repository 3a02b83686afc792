"""The plan as everybody can read it: the whole of it, narrowed as one likes, and never more than is public."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.status import Status
from tests.factories import make_activity, make_area, make_place, make_plan, make_promise

pytestmark = pytest.mark.django_db

PLAN = "/handlingsplan/"


@pytest.fixture
def activity():
    return make_activity(title="Mäta farten", places=[make_place("Nytorget")])


def body(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_plan_shows_each_activity_with_a_link(client, activity):
    page = body(client.get(PLAN))
    assert "Handlings\u00adplanen för 2024" in page
    assert f'<a href="{activity.get_absolute_url()}">Mäta farten</a>' in page
    assert "1 av 1 aktivitet" in page


def test_each_party_says_its_own_where_they_differ(client):
    joint = make_activity(commitments=["municipality", "police"])
    followup.report(joint.commitments.first(), status=Status.ONGOING)
    page = body(client.get(PLAN))
    assert "Pågår" in page
    assert "Inget rapporterat" in page


def test_what_is_not_public_is_neither_shown_nor_counted(client, activity):
    make_activity(title="Hemligt utkast", published=False)
    make_activity(title="Inte än", publish_on=date(2024, 10, 16))
    hidden = make_area(title="Dolt område", published=False)
    make_activity(hidden, title="I ett dolt område")
    page = body(client.get(PLAN))
    assert "1 av 1 aktivitet" in page
    for title in ("Hemligt utkast", "Inte än", "I ett dolt område", "Dolt område"):
        assert title not in page


def test_a_plan_that_is_not_public_is_not_shown(client, activity):
    plan = activity.focus_area.promise.plan
    plan.unpublish()
    plan.save()
    page = body(client.get(PLAN))
    assert "ingen handlingsplan publicerad" in page
    assert "Mäta farten" not in page


def test_a_year_without_a_plan_says_so_and_links_to_the_years_that_have_one(client, activity):
    make_promise(2022)
    page = body(client.get(PLAN, {"ar": "2022"}))
    assert "ingen handlingsplan publicerad" in page
    assert 'href="/handlingsplan/?ar=2024"' in page


def test_without_any_promise_the_page_still_answers(client):
    assert "Inget löfte är publicerat än." in body(client.get(PLAN))


def test_an_empty_plan_says_so(client):
    make_plan()
    assert "Planen har inga aktiviteter än." in body(client.get(PLAN))


def test_when_nothing_fits_the_way_back_is_shown(client, activity):
    make_activity(title="Ögon på vägen")
    page = body(client.get(PLAN, {"q": "finns inte"}))
    assert "Inga aktiviteter passar ditt val." in page
    assert "Visa alla 2" in page


def test_what_is_searched_for_is_escaped(client, activity):
    page = body(client.get(PLAN, {"q": "<script>alert(1)</script>", "fokus": '"><img src=x>'}))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "query",
    ["lage=xyz", "fokus=xyz", "ar=1066", "ar=%F0%9F%8F%A0", "vy=tidslinje&gruppera=vem", "ordning=%27%22", "q=%25%5F"],
)
def test_an_odd_address_gets_a_page(client, activity, query):
    assert body(client.get(f"{PLAN}?{query}"))


@pytest.mark.parametrize("page", ["0", "2", "-1", "xyz", "9" * 50])
def test_a_page_that_is_not_there_is_not_found(client, activity, page):
    assert client.get(PLAN, {"sida": page}).status_code == 404


def test_a_long_plan_is_parted_in_pages_that_keep_the_choice(client):
    area = make_area()
    for n in range(1, 103):
        make_activity(area, number=n)
    page = body(client.get(PLAN, {"ordning": "rubrik"}))
    assert page.count('class="plan__row"') == 100
    assert 'href="?ordning=rubrik&amp;sida=2"' in page
    last = body(client.get(PLAN, {"ordning": "rubrik", "sida": "2"}))
    assert last.count('class="plan__row"') == 2
    assert "102 av 102 aktiviteter" in last


def test_the_timeline_is_drawn_with_words_and_a_way_to_the_table(client, activity):
    followup.add_occurrence(activity, on=date(2024, 3, 1))
    page = body(client.get(PLAN, {"vy": "tidslinje", "fokus": "omrade-1"}))
    assert '<title id="g-t">Tidslinje för 2024</title>' in page
    assert 'role="region"' in page
    assert 'tabindex="0"' in page
    assert page.count('class="tick"') == 1
    assert 'href="/handlingsplan/?fokus=omrade-1#plan"' in page


def test_an_ended_year_tells_what_became_of_it(client, activity, freeze_day):
    freeze_day("2025-02-01")
    page = body(client.get(PLAN))
    assert "Året är slut." in page
    assert "0 av 1 aktivitet blev klar." in page


def test_in_english_the_words_of_the_record_stay_swedish(client, activity):
    page = body(client.get("/en/handlingsplan/"))
    assert (
        '<a href="/en/handlingsplan/1-aktivitet-1/" lang="sv">Mäta farten</a>'.replace("1-", f"{activity.pk}-", 1)
        in page
    )


@pytest.mark.parametrize(("query", "queries"), [("", 11), ("?q=fart&vem=kommunen", 11), ("?vy=tidslinje", 12)])
def test_the_plan_takes_as_many_queries_with_three_activities_as_with_one(queries_of, query, queries):
    for n in (1, 2, 3):
        activity = make_activity(
            title=f"Fart {n}", commitments=["municipality", "police"], places=[make_place(f"Plats {n}")]
        )
        followup.add_occurrence(activity)
        followup.report(activity.commitments.first(), status=Status.ONGOING)
        assert queries_of(f"{PLAN}{query}") == queries


@pytest.mark.parametrize(("year", "is_this_years"), [(2024, True), (2022, False)])
def test_an_unknown_year_is_told_and_no_other_year_is_called_this_one(client, year, is_this_years):
    make_activity(make_area(make_promise(year)))
    page = body(client.get(f"{PLAN}?ar=1066"))
    assert "1066" in page
    assert ("Här är årets löfte i stället" in page) is is_this_years


def test_an_unknown_year_is_told_where_there_is_no_promise(client):
    assert "årets löfte" not in body(client.get(f"{PLAN}?ar=1066"))
