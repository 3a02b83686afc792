"""Two years side by side: what goes on, what is new, what wasn't taken up again; and never more than is known."""

from datetime import date

import pytest

from actionplan import followup
from actionplan.comparing_years import compare
from actionplan.status import Status
from tests.factories import make_activity, make_area, make_plan, make_promise

pytestmark = pytest.mark.django_db

PAGE = "/handlingsplan/jamfor/"
TODAY = date(2024, 10, 15)


@pytest.fixture
def old():
    return make_area(make_promise(2023), slug="trafiken", title="Trafiken")


@pytest.fixture
def new(old):
    return make_area(make_promise(2024), slug="vagarna", title="Vägarna", predecessor=old)


def words_of(client, **choice):
    response = client.get(PAGE, {"fran": "2023", "till": "2024", **choice})
    assert response.status_code == 200
    return response.content.decode()


def compared():
    return compare(make_promise(2023), make_promise(2024), TODAY)


# --- What goes on ---
def test_a_focus_area_goes_on_by_its_link_or_by_its_address(old, new):
    make_area(make_promise(2023), slug="dialoger")
    make_area(make_promise(2024), slug="dialoger")
    make_area(make_promise(2023), slug="bara-forut")
    make_area(make_promise(2024), slug="bara-nu")
    found = [(area.before and area.before.area.slug, area.after and area.after.area.slug) for area in compared().areas]
    assert found == [("trafiken", "vagarna"), ("dialoger", "dialoger"), (None, "bara-nu"), ("bara-forut", None)]
    assert compared().areas_in_words == "2 fokusområden finns med båda åren, 1 är nytt och 1 togs inte upp igen."


def test_the_link_runs_through_the_years_between(client):
    first = make_area(make_promise(2022), slug="a", title="Trafiken")
    second = make_area(make_promise(2023), slug="b", predecessor=first)
    third = make_area(make_promise(2024), slug="c", title="Vägarna", predecessor=second)
    (same,) = compare(first.promise, third.promise, TODAY).areas
    assert (same.before.area, same.after.area, same.was_called) == (first, third, "Trafiken")


def test_an_activity_goes_on_by_its_link_or_by_its_address_in_the_same_area(old, new):
    linked, alike = make_activity(old, slug="ett-namn"), make_activity(old, slug="samma-namn")
    ended = make_activity(old, slug="sista-gangen")
    moved = make_activity(make_area(make_promise(2024), slug="annat"), slug="nytt-namn", predecessor=linked)
    again, fresh = make_activity(new, slug="samma-namn"), make_activity(new, slug="forsta-gangen")
    by_area = {area.area.slug: area for area in compared().areas}
    there, elsewhere = by_area["vagarna"], by_area["annat"]
    assert [(same.before, same.after) for same in there.going_on] == [(alike, again)]
    assert [(same.before, same.after, same.was_elsewhere) for same in elsewhere.going_on] == [(linked, moved, True)]
    assert (there.new, there.ended) == ((fresh,), (ended,))
    assert compared().activities_in_words == "2 aktiviteter fortsätter, 1 är ny och 1 togs inte upp igen."


def test_the_same_address_in_an_area_that_does_not_go_on_is_another_activity():
    make_activity(make_area(make_promise(2023), slug="ett"), slug="matning")
    make_activity(make_area(make_promise(2024), slug="annat"), slug="matning")
    assert not [same for area in compared().areas for same in area.going_on]


def test_an_area_that_became_two_ends_its_activities_once(old, new):
    make_area(make_promise(2024), slug="bommarna", predecessor=old)
    make_activity(new)
    ended = make_activity(old, slug="sista-gangen")
    assert [activity for area in compared().areas for activity in area.ended] == [ended]


# --- Targets ---
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((4, "tillfällen"), (6, "tillfällen"), "Höjt: från minst 4 till minst 6 tillfällen."),
        ((6, "tillfällen"), (4, "tillfällen"), "Sänkt: från minst 6 till minst 4 tillfällen."),
        ((4, "tillfällen"), (4, "tillfällen"), "Samma: minst 4 tillfällen."),
        ((4, "tillfällen"), (9, "timmar"), "Räknas på ett annat sätt: förut minst 4 tillfällen, nu minst 9 timmar."),
        ((4, "tillfällen"), (None, ""), "Målet räknas inte längre. Förut var det minst 4 tillfällen."),
        ((None, ""), (4, "tillfällen"), "Nytt mål i siffror: minst 4 tillfällen."),
        ((None, ""), (None, ""), ""),
    ],
)
def test_what_became_of_a_target_is_said_in_words(old, new, before, after, words):
    first = make_activity(old, target_value=before[0], target_unit=before[1])
    make_activity(new, target_value=after[0], target_unit=after[1], predecessor=first)
    ((same,),) = [area.going_on for area in compared().areas]
    assert same.target_words == words


def test_raised_and_lowered_targets_are_counted(old, new):
    for was, now in [(4, 6), (4, 5), (6, 4)]:
        first = make_activity(old, target_value=was, target_unit="tillfällen")
        make_activity(new, target_value=now, target_unit="tillfällen", predecessor=first)
    assert compared().targets_in_words == "2 mål är höjda och 1 mål är sänkt."


def test_a_target_that_was_lowered_already_under_the_earlier_year_is_told(client, old, new):
    first = make_activity(old, target_value=6, target_unit="tillfällen")
    followup.change_target(first, new_value=4, new_unit="tillfällen", reason="Ingen personal.")
    make_activity(new, target_value=4, target_unit="tillfällen", predecessor=first)
    assert "Först lovades minst 6 för 2023." in words_of(client)


# --- The page ---
def test_both_years_outcomes_stand_there_with_what_came_of_what_ended(client, old, new):
    ended = make_activity(old, title="Gå en runda", slug="runda")
    followup.report(ended.commitments.get(), status=Status.CANCELLED, note="Ingen kom.")
    make_activity(new, title="Mäta farten", goal="Minst fyra mätningar.", slug="mata")
    page = words_of(client)
    for words in (
        "Gå en runda",
        "Ingen kom.",
        "Avbruten",
        "Mäta farten",
        "Minst fyra mätningar.",
        "Vägarna",
        "Trafiken",
    ):
        assert words in page
    assert "1 aktivitet är ny 2024" in page
    assert "1 aktivitet är inte med 2024" in page
    assert "1 pausad, flyttad eller avbruten" in page


def test_what_is_not_public_is_neither_shown_nor_counted(client, old, new):
    make_activity(old, title="Synlig", slug="synlig")
    make_activity(new, title="Hemligt utkast", published=False)
    make_activity(new, title="Inte än", publish_on=date(2024, 10, 16))
    make_area(make_promise(2024), title="Dolt område", published=False)
    page = words_of(client)
    for title in ("Hemligt utkast", "Inte än", "Dolt område"):
        assert title not in page
    assert "0 aktiviteter fortsätter och 1 togs inte upp igen." in page


def test_a_year_without_a_plan_says_so_and_claims_nothing_of_its_activities(client, new):
    make_activity(new, title="Mäta farten")
    area = make_area(make_promise(2023), measurable="20 kontroller")
    page = words_of(client)
    assert "För 2023 är ingen handlingsplan publicerad" in page
    assert area.measurable in page
    assert "Vi vet inte hur det gick." in page
    assert "är ny 2024" not in page
    assert "aktivitet fortsätter" not in page
    assert "aktiviteter fortsätter" not in page


def test_this_year_beside_the_one_before_is_shown_first(client, old, new):
    make_promise(2022)
    context = client.get(PAGE).context
    assert (context["before"].slug, context["after"].slug) == ("2023", "2024")


@pytest.mark.parametrize(
    ("choice", "shown", "note"),
    [
        ({"fran": "2024", "till": "2022"}, ("2022", "2024"), ""),
        ({"fran": "2022"}, ("2022", "2023"), ""),
        ({"fran": "2024"}, ("2023", "2024"), ""),
        ({"till": "2022"}, ("2022", "2023"), ""),
        ({"fran": "1999", "till": "2023"}, ("2022", "2023"), "Vi känner inte igen året ”1999”."),
        ({"fran": "2022", "till": "<b>"}, ("2022", "2023"), "Vi känner inte igen året ”&lt;b&gt;”."),
        ({"fran": "2023", "till": "2023"}, ("2022", "2023"), "Välj två olika år."),
        ({"fran": "؟", "till": "9" * 500}, ("2023", "2024"), "Vi känner inte igen året"),
    ],
)
def test_whatever_years_are_asked_for_the_page_answers(client, choice, shown, note):
    for year in (2022, 2023, 2024):
        make_promise(year)
    response = client.get(PAGE, choice)
    assert (response.context["before"].slug, response.context["after"].slug) == shown
    assert note in response.content.decode()


@pytest.mark.parametrize("years", [[], [2024]])
def test_with_fewer_than_two_years_the_page_says_so(client, years):
    for year in years:
        make_promise(year)
    make_promise(None)
    assert "Det finns inte två år att jämföra än." in client.get(PAGE).content.decode()


def test_a_year_that_is_not_public_cannot_be_chosen(client, old, new):
    make_promise(2025, published=False)
    page = words_of(client, till="2025")
    assert "Vi känner inte igen året ”2025”." in page
    assert '<option value="2025"' not in page


def test_many_activities_take_as_many_queries_as_few(queries_of, old, new):
    def grow(times):
        for _ in range(times):
            first = make_activity(old, commitments=["municipality", "police"], target_value=4, target_unit="gånger")
            make_activity(new, predecessor=first)
            make_activity(new, slug=f"ny-{first.pk}")
            make_activity(old, slug=f"slut-{first.pk}")
            make_area(old.promise, slug=f"omrade-{first.pk}")

    address = f"{PAGE}?fran=2023&till=2024"
    grow(1)
    few = queries_of(address)
    grow(3)
    assert queries_of(address) == few


def test_the_page_is_found_from_the_plan_and_from_the_promise(client, old, new):
    make_activity(new)
    make_plan(old.promise)
    assert f"{PAGE}?till=2024" in client.get("/handlingsplan/").content.decode()
    assert f"{PAGE}?fran=2023&amp;till=2024" in client.get("/lofte/2024/").content.decode()
    assert f"{PAGE}?fran=2023&amp;till=2024" in client.get("/lofte/2023/").content.decode()
    assert PAGE in client.get("/uppfoljning/").content.decode()


def test_the_page_is_in_english_too(client, old, new):
    assert client.get(f"/en{PAGE}").status_code == 200


def test_an_activity_and_its_area_tell_of_their_other_years(client, old, new):
    first = make_activity(old, title="Mäta farten")
    second = make_activity(new, title="Mäta farten mer", predecessor=first)
    for row, other in ((first, second), (second, first), (old, new), (new, old)):
        assert other.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()
