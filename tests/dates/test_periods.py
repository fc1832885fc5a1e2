from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from postindex import InvalidValue
from postindex.dates.periods import By, first_day, last_day, latest, means, periods, require_by, shifted, summed


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


ALL: list[By] = ["day", "week", "month", "quarter", "year"]


@pytest.mark.parametrize("by", ALL)
@pytest.mark.parametrize("number", [0, 1, 2, 5, 12, 13, 60])
def test_a_period_is_shifted_as_many_times_as_there_are_steps(by: By, number: int) -> None:
    start = first_day(date(2026, 5, 31), by)
    after = shifted(start, by, number)
    assert after is not None
    assert [*periods(start, after, by)][-1] == after
    assert len([*periods(start, after, by)]) == number + 1
    assert shifted(after, by, -number) == start


@pytest.mark.parametrize("by", ALL)
def test_beyond_the_calendar_there_is_no_period(by: By) -> None:
    assert shifted(date.min, by, 0) == date.min
    assert shifted(date.min, by, -1) is None
    assert shifted(first_day(date.max, by), by, 1) is None
    assert shifted(date(2026, 1, 1), by, -(10**9)) is shifted(date(2026, 1, 1), by, 10**9) is None


@pytest.mark.parametrize("by", ALL)
@pytest.mark.parametrize("number", [1, 3, 60, 10**6])
def test_the_latest_counts_are_the_last_of_all(by: By, number: int) -> None:
    days = [date(2024, 12, 29), date(2025, 1, 1), date(2025, 1, 1), date(2026, 2, 28), date(2026, 3, 3)]
    for first, last in ((days[0], days[-1]), (date(2024, 11, 7), date(2026, 3, 31)), (date.min, date(2026, 3, 9))):
        if by == "day" and first == date.min:
            continue
        counts = summed(((day, 1) for day in days), first, last, by)
        assert latest(days, first, last, by, number) == [*counts.values()][-number:]


def test_the_latest_counts_of_many_centuries_are_few_days() -> None:
    assert latest([date.min, date.max], date.min, date.max, "day", 60) == [0] * 59 + [1]


@pytest.mark.parametrize(
    ("size", "expected"), [(1, [3.0, 0.0, 1.0, 4.0]), (2, [1.5, 0.5, 2.5]), (4, [2.0]), (5, []), (10**30, [])]
)
def test_means_are_of_so_many_counts_in_a_row_by_the_last(size: int, expected: list[float]) -> None:
    counts = {date(2026, month, 1): count for month, count in enumerate((3, 0, 1, 4), 1)}
    found = means(counts, size)
    assert [*found.values()] == expected
    assert [*found] == [*counts][4 - len(expected) :]


@pytest.mark.parametrize(
    "by",
    [*("", "Month", "months", "W", None, 7, True, ["month"], b"month", {}), np.array(["month", "day"]), pd.NA],
    ids=repr,
)
def test_another_period_is_refused_and_the_five_are_named(by: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^by: .* is not a period; use one of day, week, month, quarter, year$"):
        require_by("by", by)
