"""Which days are working days in Sweden, over the year's moving feasts and its eves."""

from datetime import date, timedelta

import pytest

from arboga_loften.foundation.workdays import add_workdays, is_workday, next_workday, workdays_between


def day(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-10-12", "en lördag"),
        ("2024-10-13", "en söndag"),
        ("2024-01-01", "nyårsdagen"),
        ("2023-01-06", "trettondagen, en fredag"),
        ("2024-03-29", "långfredagen"),
        ("2024-04-01", "annandag påsk"),
        ("2025-04-18", "långfredagen, som flyttar sig"),
        ("2025-04-21", "annandag påsk, som flyttar sig"),
        ("2024-05-01", "första maj"),
        ("2024-05-09", "Kristi himmelsfärdsdag"),
        ("2024-06-06", "nationaldagen"),
        ("2024-06-21", "midsommarafton"),
        ("2025-06-20", "midsommarafton"),
        ("2024-11-02", "alla helgons dag, alltid en lördag"),
        ("2024-12-24", "julafton"),
        ("2024-12-25", "juldagen"),
        ("2024-12-26", "annandag jul"),
        ("2024-12-31", "nyårsafton"),
    ],
)
def test_nobody_is_at_work(text, why):
    assert not is_workday(day(text)), why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-10-15", "en tisdag"),
        ("2024-01-05", "trettondagsafton"),
        ("2024-03-28", "skärtorsdagen"),
        ("2024-04-30", "valborg"),
        ("2024-05-10", "klämdagen efter Kristi himmelsfärd"),
        ("2024-05-20", "annandag pingst, som inte är röd sedan 2005"),
        ("2024-06-07", "klämdagen efter nationaldagen"),
        ("2024-06-20", "dagen före midsommarafton"),
        ("2024-11-01", "allhelgonaafton, som 2024 är en fredag"),
        ("2024-12-23", "dagen före julafton"),
        ("2024-12-27", "en mellandag"),
        ("2024-12-30", "en mellandag"),
    ],
)
def test_people_are_at_work(text, why):
    assert is_workday(day(text)), why


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2024-10-15", 0, "2024-10-15"),
        ("2024-10-12", 0, "2024-10-12"),
        ("2024-10-15", 1, "2024-10-16"),
        ("2024-10-11", 1, "2024-10-14"),  # over a weekend
        ("2024-10-12", 1, "2024-10-14"),  # from a Saturday
        ("2024-10-15", 5, "2024-10-22"),
        ("2024-10-14", -1, "2024-10-11"),
        ("2024-10-15", -10, "2024-10-01"),
        ("2024-03-28", 1, "2024-04-02"),  # over Easter
        ("2024-12-23", 1, "2024-12-27"),  # over Christmas
        ("2024-12-23", 4, "2025-01-03"),  # … and the New Year
        ("2024-06-20", 1, "2024-06-24"),  # over midsummer
        ("2025-01-02", -1, "2024-12-30"),
    ],
)
def test_so_many_working_days_later(start, count, end):
    assert add_workdays(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2024-10-15", "2024-10-15", 0),
        ("2024-10-11", "2024-10-14", 1),
        ("2024-10-11", "2024-10-13", 0),
        ("2024-10-14", "2024-10-11", -1),
        ("2024-12-20", "2025-01-07", 6),
        ("2024-01-01", "2024-12-31", 251),
    ],
)
def test_so_many_working_days_between(start, end, count):
    assert workdays_between(day(start), day(end)) == count


def test_the_working_day_after_a_day():
    assert next_workday(day("2024-10-18")) == day("2024-10-21")


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2032])
def test_to_count_and_to_walk_agree_on_every_day_of_a_year(year):
    start, walked = date(year, 1, 1), 0
    for n in range(1, 366):
        end = start + timedelta(days=n)
        walked += is_workday(end)
        assert workdays_between(start, end) == walked
        assert workdays_between(end, start) == -walked
