"""The municipality's duties at a glance: what is so on a day, what isn't known, and what is told to everybody."""

from datetime import date

import pytest

from actionplan.council import duties
from actionplan.council.duties import Standing
from actionplan.council.freezing import adopt, publish
from arboga_loften.accounts.models import User
from arboga_loften.foundation.models import Municipality
from tests.factories import make_agreement, make_meeting, make_plan, make_promise, make_report, make_source

TODAY = date(2024, 10, 15)
QUARTERS = [
    (date(2024, 3, 31), date(2024, 4, 18)),
    (date(2024, 6, 30), date(2024, 7, 18)),
    (date(2024, 9, 30), date(2024, 10, 17)),
]
PAGE = "/uppfoljning/lagen/"
YES, SOON, NO, UNKNOWN = Standing.YES, Standing.SOON, Standing.NO, Standing.UNKNOWN


# --- The rules ---
@pytest.mark.parametrize(
    ("since", "standing", "too_old"),
    [
        (None, UNKNOWN, None),
        (date(2024, 1, 1), YES, date(2026, 1, 1)),
        (date(2023, 1, 14), YES, date(2025, 1, 14)),
        (date(2023, 1, 13), SOON, date(2025, 1, 13)),
        (date(2022, 10, 16), SOON, date(2024, 10, 16)),
        (date(2022, 10, 15), NO, date(2024, 10, 15)),
        (date(2024, 2, 29), YES, date(2026, 3, 1)),
    ],
)
def test_a_picture_is_good_for_two_years(since, standing, too_old):
    assert duties.picture_stands(since, TODAY) == (standing, too_old)


@pytest.mark.parametrize(
    ("decided_on", "valid_to", "standing", "ends"),
    [
        (date(2024, 1, 10), None, YES, None),
        (date(2024, 1, 10), date(2025, 12, 31), YES, date(2026, 1, 1)),
        (date(2024, 1, 10), date(2024, 12, 31), SOON, date(2025, 1, 1)),
        (date(2024, 1, 10), date(2024, 10, 15), SOON, date(2024, 10, 16)),
        (date(2024, 1, 10), date(2024, 10, 14), NO, date(2024, 10, 15)),
        (None, date(2024, 12, 31), UNKNOWN, date(2025, 1, 1)),
        (date(2024, 10, 16), date(2024, 12, 31), UNKNOWN, date(2025, 1, 1)),
        (None, date(2023, 12, 31), NO, date(2024, 1, 1)),
    ],
)
def test_a_plan_counts_when_it_is_decided_and_for_as_long_as_its_promise(decided_on, valid_to, standing, ends):
    assert duties.plan_stands(decided_on, valid_to, TODAY) == (standing, ends)


@pytest.mark.parametrize(
    ("covered_to", "last_on", "today", "standing", "due"),
    [
        (None, None, date(2024, 4, 18), SOON, date(2024, 4, 18)),
        (None, None, date(2024, 4, 19), NO, date(2024, 4, 18)),
        (date(2024, 6, 30), date(2024, 7, 18), date(2024, 10, 17), YES, date(2024, 10, 17)),
        (date(2024, 6, 30), date(2024, 7, 18), date(2024, 10, 18), NO, date(2024, 10, 17)),
        (date(2024, 9, 30), date(2024, 10, 17), date(2025, 3, 1), YES, None),
    ],
)
def test_each_period_is_followed_up_by_its_day(covered_to, last_on, today, standing, due):
    assert duties.followup_stands(QUARTERS, covered_to, last_on, today) == (standing, due)


def test_a_plan_without_periods_is_not_said_to_be_late():
    assert duties.followup_stands([], None, None, TODAY) == (UNKNOWN, None)


@pytest.mark.parametrize(
    ("function", "since", "standing"),
    [
        ("", None, UNKNOWN),
        ("Säkerhetssamordnaren", None, UNKNOWN),
        ("Säkerhetssamordnaren", date(2023, 7, 1), YES),
        ("Säkerhetssamordnaren", date(2024, 11, 1), SOON),
    ],
)
def test_somebody_coordinates_from_the_day_that_is_written(function, since, standing):
    assert duties.coordination_stands(function, since, TODAY) == standing


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "standing", "due"),
    [
        (None, None, UNKNOWN, None),
        (date(2022, 1, 1), None, YES, None),
        (date(2022, 1, 1), date(2026, 12, 31), YES, date(2027, 1, 1)),
        (date(2022, 1, 1), date(2024, 12, 31), SOON, date(2025, 1, 1)),
        (date(2022, 1, 1), date(2024, 10, 15), SOON, date(2024, 10, 16)),
        (date(2022, 1, 1), date(2024, 10, 14), NO, date(2024, 10, 15)),
        (date(2025, 1, 1), None, SOON, date(2025, 1, 1)),
    ],
)
def test_an_agreement_holds_between_its_days(valid_from, valid_to, standing, due):
    assert duties.agreement_stands(valid_from, valid_to, TODAY) == (standing, due)


# --- What is known ---
def by_key(**options):
    return {duty.key: duty for duty in duties.at_a_glance(**options)}


@pytest.mark.django_db
def test_what_is_not_written_here_is_not_known():
    assert {duty.standing for duty in by_key().values()} == {UNKNOWN}


@pytest.mark.django_db
def test_each_duty_has_its_day_the_next_one_and_where_it_stands():
    make_report(dated_on=date(2023, 3, 1), title="Lägesbild 2023", sources=[make_source(title="Kartläggningen")])
    make_plan(decided_on=date(2024, 1, 10), decided_by="kommunstyrelsen", registry_number="KS 7/2024")
    make_agreement(valid_to=date(2026, 12, 31), registry_number="KS 9/2021")
    who = {"coordination_function": "säkerhetssamordnaren", "coordination_source": "KS 3/2023"}
    Municipality.objects.create(coordination_since=date(2023, 7, 1), **who)
    found = by_key()
    told = {key: (duty.standing, duty.since, duty.next_on) for key, duty in found.items()}
    assert told == {
        "picture": (YES, date(2023, 3, 1), date(2025, 3, 1)),
        "plan": (SOON, date(2024, 1, 10), date(2025, 1, 1)),
        "followup": (NO, None, date(2024, 4, 18)),
        "coordination": (YES, date(2023, 7, 1), None),
        "agreement": (YES, date(2022, 1, 1), date(2027, 1, 1)),
    }
    assert found["picture"].sources[0].title == "Kartläggningen"
    assert "av kommunstyrelsen" in found["plan"].words
    assert [found[key].where for key in ("plan", "coordination", "agreement")] == [
        "KS 7/2024",
        "KS 3/2023",
        "KS 9/2021",
    ]


@pytest.mark.django_db
def test_of_two_agreements_the_one_that_holds_is_told_of():
    make_agreement(valid_from=date(2020, 1, 1), valid_to=date(2025, 12, 31), registry_number="KS 1/2020")
    make_agreement(valid_from=date(2025, 1, 1), registry_number="KS 2/2025")
    make_agreement(valid_from=date(2021, 1, 1), published=False, registry_number="utkast")
    assert by_key()["agreement"].where == "KS 1/2020"


@pytest.mark.django_db
def test_a_picture_without_a_day_counts_from_its_promise_and_says_so():
    make_report(make_promise(2024), dated_on=None)
    picture = by_key()["picture"]
    assert (picture.since, picture.standing) == (date(2024, 1, 1), YES)
    assert "räknas från löftets första dag" in picture.words


@pytest.mark.django_db
def test_a_booked_day_counts_before_the_proposed_one():
    make_meeting(period=1, on=date(2024, 10, 24))
    assert (by_key()["followup"].standing, by_key()["followup"].next_on) == (SOON, date(2024, 10, 24))


@pytest.mark.django_db
def test_everybody_is_told_only_of_reports_and_meetings_that_are_published():
    report = adopt(make_meeting(period=2, published=False), by=User.objects.create_user("samordnare"))
    assert by_key()["followup"].standing == YES
    assert by_key()["followup"].next_on == date(2024, 10, 17)
    assert by_key(for_all=True)["followup"].standing == NO
    assert by_key()["followup"].url == "", "an adopted report that isn't published has no page"
    publish(report)
    told = by_key(for_all=True)["followup"]
    assert (told.standing, told.since, told.url) == (YES, TODAY, "/uppfoljning/2024-q2/")


# --- The page ---
@pytest.mark.django_db
def test_the_page_is_there_only_where_the_municipality_wishes(client):
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/om/").content.decode()
    Municipality.objects.create(shows_duties=True)
    words = client.get(PAGE).content.decode()
    assert "https://lagen.nu/2023:196" in words
    assert "minst vartannat år (4 §)" in words
    assert words.count("§") == 1, "no other paragraph has been read"
    assert PAGE in client.get("/om/").content.decode()
    assert PAGE in client.get("/uppfoljning/moten/").content.decode()


@pytest.mark.django_db
def test_the_page_takes_as_many_queries_for_many_rows(queries_of):
    Municipality.objects.create(shows_duties=True)
    by = User.objects.create_user("samordnare")

    def some(period, **words):
        make_report(dated_on=date(2024, period, 1), sources=[make_source()])
        make_agreement(**words)
        publish(adopt(make_meeting(period=period), by=by))

    some(1)
    few = queries_of(PAGE)
    some(2, valid_to=date(2030, 1, 1))
    assert queries_of(PAGE) == few


@pytest.mark.django_db
def test_whoever_searches_finds_the_page_only_where_it_is_shown(client):
    assert PAGE not in client.get("/sitemap.xml").content.decode()
    Municipality.objects.create(shows_duties=True)
    assert PAGE in client.get("/sitemap.xml").content.decode()
