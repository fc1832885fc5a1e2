"""Rules of the calendar: which days follow them, their names, and what exceptions they allow."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from postindex.cadence.rhythms import find_rhythms, next_due, rhythm_in_words


def days_of(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def months(number: int, step: int = 1, day: int = 1, year: int = 2024) -> list[date]:
    """Return a day of every `step`-th month from January on."""
    return [date(year + step * at // 12, step * at % 12 + 1, day) for at in range(number)]


def rhythm_of(days: Sequence[date]) -> tuple[str, list[str]]:
    """Return the last rhythm in words and the days on which the next post is due."""
    rhythm = find_rhythms(days)[-1]
    return rhythm_in_words(rhythm), [str(day) for day in next_due(days, rhythm) or ()]


@pytest.mark.parametrize(
    ("days", "words", "due"),
    [
        (months(6), "monthly, on the 1st", "2024-07-01"),
        (months(6, day=22), "monthly, on the 22nd", "2024-07-22"),
        (months(6, step=2), "every 2 months, on the 1st", "2025-01-01"),
        (months(6, step=3), "quarterly, on the 1st", "2025-07-01"),
        (months(6, step=4), "every 4 months, on the 1st", "2026-01-01"),
        (months(6, step=6), "half-yearly, on the 1st", "2027-01-01"),
        (months(6, step=12), "yearly, on the 1st of January", "2030-01-01"),
        (months(6, step=24), "every 2 years, on the 1st of January", "2036-01-01"),
        (
            days_of("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"),
            "monthly, on the last day",
            "2024-06-30",
        ),
        (
            days_of("2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30", "2023-05-30"),
            "monthly, on the 30th",
            "2023-06-30",
        ),
        (
            days_of("2023-01-29", "2023-02-28", "2023-03-29", "2023-04-29", "2023-05-29"),
            "monthly, on the 29th",
            "2023-06-29",
        ),
        (  # as in RFC 5545, a month without a 31st is skipped
            days_of("2024-01-31", "2024-03-31", "2024-05-31", "2024-07-31", "2024-08-31"),
            "monthly, on the 31st",
            "2024-10-31",
        ),
        (
            days_of("2023-12-04", "2024-01-01", "2024-02-05", "2024-03-04", "2024-04-01"),
            "monthly, on the first Monday",
            "2024-05-06",
        ),
        (
            days_of("2024-01-26", "2024-02-23", "2024-03-29", "2024-04-26", "2024-05-31"),
            "monthly, on the last Friday",
            "2024-06-28",
        ),
        (
            days_of("2024-01-29", "2024-04-29", "2024-07-29", "2024-09-30", "2024-12-30"),
            "monthly, on the fifth Monday",
            "2025-03-31",
        ),
        (  # 13 weeks apart, but for one gap
            days_of("2024-01-01", "2024-04-01", "2024-07-01", "2024-10-07", "2025-01-06"),
            "quarterly, on the first Monday",
            "2025-04-07",
        ),
        (
            days_of("2004-02-29", "2008-02-29", "2012-02-29", "2016-02-29", "2020-02-29"),
            "every 4 years, on the 29th of February",
            "2024-02-29",
        ),
        (  # 1900 was not a leap year
            days_of("1880-02-29", "1884-02-29", "1888-02-29", "1892-02-29", "1896-02-29", "1904-02-29"),
            "every 4 years, on the 29th of February",
            "1908-02-29",
        ),
        ([date(1, month, 1) for month in range(1, 6)], "monthly, on the 1st", "0001-06-01"),
        ([date(9999, month, 1) for month in range(5, 12)], "monthly, on the 1st", "9999-12-01"),
    ],
)
def test_rules_are_named_and_predict_the_next_post(days: list[date], words: str, due: str) -> None:
    assert rhythm_of(days) == (words, [due, due])


@pytest.mark.parametrize(
    ("days", "words", "due"),
    [
        (  # the 30th, or the last day
            days_of("2023-11-30", "2024-04-30", "2024-09-30", "2025-02-28"),
            "every 5 months, on the 30th",
            ["2025-07-30", "2025-07-31"],
        ),
        (  # the 28th, or the last day
            days_of("2021-02-28", "2022-02-28", "2023-02-28", "2025-02-28", "2026-02-28", "2027-02-28"),
            "yearly, on the 28th of February",
            ["2028-02-28", "2028-02-29"],
        ),
        (  # the first Thursday, or every four weeks
            days_of("2021-01-07", "2021-02-04", "2021-03-04", "2021-04-01"),
            "monthly, on the first Thursday",
            ["2021-04-29", "2021-05-06"],
        ),
        (  # the last day of every second month, or the 31st of every month that has one
            days_of("2024-01-31", "2024-03-31", "2024-05-31", "2024-07-31"),
            "every 2 months, on the last day",
            ["2024-08-31", "2024-09-30"],
        ),
    ],
)
def test_days_that_follow_several_rules_have_a_range(days: list[date], words: str, due: list[str]) -> None:
    assert rhythm_of(days) == (words, due)


DAYS = months(20)


@pytest.mark.parametrize(
    "days",
    [
        [*DAYS[:15], DAYS[15] + timedelta(days=2), *DAYS[16:]],
        [*DAYS[:-1], DAYS[-1] + timedelta(days=3)],
        [*DAYS[:-1], DAYS[-1] - timedelta(days=2)],
        [*DAYS[:15], *DAYS[16:]],
        sorted([*DAYS, date(2025, 1, 20)]),
        [*DAYS[:10], *(day + timedelta(days=5) for day in DAYS[10:13]), *DAYS[13:]],
    ],
    ids=["a late post", "the last post late", "the last post early", "a missing post", "another post", "three late"],
)
def test_a_rule_allows_a_quarter_of_exceptions(days: list[date]) -> None:
    assert rhythm_of(days) == ("monthly, on the 1st", ["2025-09-01"] * 2)


def test_only_the_last_thirteen_days_must_follow_a_rule() -> None:
    days = [*(day + timedelta(days=at % 5 + 9) for at, day in enumerate(months(24))), *months(13, year=2026)]
    [rhythm] = find_rhythms(days)
    assert (rhythm.gaps, rhythm.name, rhythm.months, rhythm.on) == (36, "monthly", 1, "the 1st")


def test_too_many_exceptions_are_not_a_rule() -> None:
    days = [day + timedelta(days=at % 3) for at, day in enumerate(DAYS)]
    [rhythm] = find_rhythms(days)
    assert rhythm.on is None


@pytest.mark.parametrize("days", [months(3), months(3, step=12), [date(1, 1, 1), date(9999, 12, 31)]])
def test_fewer_than_four_days_follow_no_rule(days: list[date]) -> None:
    assert find_rhythms(days)[0].on is None


@pytest.mark.parametrize("gap", [1, 2, 7, 14, 21, 28, 30, 35])
def test_gaps_of_days_and_weeks_follow_no_rule(gap: int) -> None:
    for start in range(60):
        days = [date(2024, 1, 1) + timedelta(days=start + gap * at) for at in range(20)]
        [rhythm] = find_rhythms(days)
        assert rhythm.on is None


def test_nothing_is_due_past_the_year_9999() -> None:
    assert rhythm_of([date(9999, month, 1) for month in range(6, 13)]) == ("monthly, on the 1st", [])
    assert rhythm_of([date(9999, month, 20) for month in range(6, 13)]) == ("monthly, on the 20th", [])
    assert rhythm_of([date(year, 3, 1) for year in range(9990, 10_000)]) == ("yearly, on the 1st of March", [])


def test_days_may_be_millennia_apart() -> None:
    days = [date(year, 1, 1) for year in (2, 2001, 4000, 5999)]
    assert rhythm_of(days) == ("every 1999 years, on the 1st of January", ["7998-01-01"] * 2)
    odd = [date(2 + 2000 * at, 2 * at + 1, 31) for at in range(4)]
    assert rhythm_of(odd) == ("every 24002 months, on the last day", ["8002-09-30"] * 2)
