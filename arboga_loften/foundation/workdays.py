"""Working days in Sweden: Monday to Friday, but not the red days, nor the three eves that everybody takes.

Whoever is reminded on a Saturday reads it on Monday, and a police officer's five days are five days at work. Midsummer's
eve, Christmas Eve and New Year's Eve are working days to the law and to nobody else.
"""

from datetime import date, timedelta
from functools import cache

import holidays

ONE = timedelta(days=1)


@cache
def _free_days(year):
    # Sundays are told by the calendar; the package would otherwise count each of them as a red day.
    red = holidays.Sweden(years=year, include_sundays=False, categories=(holidays.PUBLIC, holidays.DE_FACTO))
    return frozenset(red)


def is_workday(day: date) -> bool:
    return day.weekday() < 5 and day not in _free_days(day.year)


def next_workday(day: date) -> date:
    """The first working day after a day."""
    return add_workdays(day, 1)


def add_workdays(day: date, count: int) -> date:
    """The day that is so many working days later, or earlier where the count is below zero. 0 is the day itself."""
    step = ONE if count > 0 else -ONE
    left = abs(count)
    while left:
        day += step
        left -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """How many working days have come after one day, up to and with another: from a Friday to the Monday is one.

    Below zero where the other comes first: from a Monday to the Friday before is minus one.
    """
    if end < start:
        return -workdays_between(end, start)
    days = (end - start).days
    weeks, rest = divmod(days, 7)
    count = weeks * 5 + sum((start + ONE * n).weekday() < 5 for n in range(1, rest + 1))
    free = (day for year in range(start.year, end.year + 1) for day in _free_days(year))
    return count - sum(start < day <= end and day.weekday() < 5 for day in free)
