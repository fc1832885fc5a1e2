from datetime import date, timedelta
from typing import Any

import pytest

from postindex import InvalidValue
from postindex._cadence.periods import By, first_day, last_day, periods, require_by, summed


@pytest.mark.parametrize(
    ("by", "first", "last"),
    [
        ("day", "2026-02-18", "2026-02-18"),
        ("week", "2026-02-16", "2026-02-22"),
        ("month", "2026-02-01", "2026-02-28"),
        ("quarter", "2026-01-01", "2026-03-31"),
        ("year", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_reaches_from_its_first_day_to_its_last(by: By, first: str, last: str) -> None:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    assert first_day(date(2026, 2, 18), by) == begin
    assert last_day(begin, by) == end
    assert first_day(begin, by) == first_day(end, by) == begin
    assert first_day(end + timedelta(days=1), by) == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        ("2020-12-31", "2020-12-28"),  # week 53
        ("2021-01-03", "2020-12-28"),
        ("2021-01-04", "2021-01-04"),
        ("2024-12-30", "2024-12-30"),  # week 1 of 2025
        ("0001-01-07", "0001-01-01"),
        ("9999-12-31", "9999-12-27"),
    ],
)
def test_weeks_do_not_end_with_the_year(day: str, monday: str) -> None:
    assert first_day(date.fromisoformat(day), "week").isoformat() == monday


@pytest.mark.parametrize(("month", "first"), [(1, 1), (3, 1), (4, 4), (6, 4), (7, 7), (9, 7), (10, 10), (12, 10)])
def test_a_quarter_is_three_months(month: int, first: int) -> None:
    assert first_day(date(2026, month, 28), "quarter") == date(2026, first, 1)


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_the_last_period_ends_with_the_calendar(by: By) -> None:
    first = first_day(date.max, by)
    assert last_day(first, by) == date.max
    assert list(periods(first, date.max, by)) == [first]


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_the_first_period_begins_with_the_calendar(by: By) -> None:
    assert first_day(date.min, by) == date.min
    assert list(periods(date.min, date.min, by)) == [date.min]


@pytest.mark.parametrize(("by", "number"), [("year", 9_999), ("quarter", 39_996), ("month", 119_988)])
def test_the_whole_calendar_has_no_hole(by: By, number: int) -> None:
    found = list(periods(date.min, date.max, by))
    assert len(found) == number == len({first_day(last_day(first, by), by) for first in found})


def test_52_or_53_weeks_in_a_year() -> None:
    numbers = {
        year: len(list(periods(date(year, 1, 4), date(year, 12, 28), "week"))) for year in (2015, 2019, 2020, 2026)
    }
    assert numbers == {2015: 53, 2019: 52, 2020: 53, 2026: 53}


def test_no_period_ends_before_it_begins() -> None:
    assert list(periods(date(2026, 3, 1), date(2026, 2, 28), "month")) == []


def test_amounts_are_summed_by_period_and_there_are_0_where_there_are_none() -> None:
    amounts = [(date(2026, 3, 22), 2), (date(2026, 1, 31), 1), (date(2026, 3, 1), 3)]
    assert summed(amounts, date(2026, 1, 15), date(2026, 4, 2), "month") == {
        date(2026, 1, 1): 1,
        date(2026, 2, 1): 0,
        date(2026, 3, 1): 5,
        date(2026, 4, 1): 0,
    }


@pytest.mark.parametrize("by", ["", "Month", "months", "W", None, 7, True, ["month"], b"month", {}])
def test_another_period_is_refused_and_the_five_are_named(by: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^by: .* is no period; the periods are day, week, month, quarter, year$"):
        require_by(by)
