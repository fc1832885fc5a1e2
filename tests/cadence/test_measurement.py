import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import postindex
from postindex import InvalidValue, Listing, Post, PostIndex, Tag, parse_listing
from postindex.cadence import Cadence, Gap, Rhythm, Streak, Trend, measure

METHODS = ("longest_gaps", "rate")
ASKED = sorted(name for name in dir(Cadence) if not name.startswith("_") and name not in (*METHODS, "today"))


def posts_on(*days: date | str, **parts: Any) -> list[Post]:
    found = [day if isinstance(day, date) else date.fromisoformat(day) for day in days]
    return [Post(title=f"Tea {number}", published=day, **parts) for number, day in enumerate(found)]


def every(days: int, times: int, first: date = date(2026, 1, 5)) -> list[Post]:
    return posts_on(*(first + timedelta(days=days * number) for number in range(times)))


def counts(cadence: Cadence) -> dict[str, int]:
    return {first.isoformat(): count for first, count in cadence.counts.items()}


def ask_all(cadence: Cadence) -> dict[str, Any]:
    return {name: getattr(cadence, name) for name in ASKED} | {name: getattr(cadence, name)() for name in METHODS}


# -- real listings ----------------------------------------------------------------------------------------------------


def test_the_gaps_of_the_real_listing(real: PostIndex) -> None:
    cadence = measure(real, today="2026-03-25")
    assert len(cadence.posts) == 59
    assert len(cadence.gaps) == 58
    assert cadence.mean_gap == pytest.approx(12.26, abs=0.005)
    assert (cadence.median_gap, cadence.p90_gap, cadence.longest_gap, cadence.current_gap) == (14.0, 21.0, 28, 3)
    assert [(gap.days, str(gap.before.day), str(gap.after.day)) for gap in cadence.longest_gaps(1)] == [
        (28, "2024-09-11", "2024-10-09")
    ]
    assert cadence.regularity == pytest.approx(0.3628, abs=0.00005)


def test_the_real_listing_has_posts_in_every_month_and_most_on_mondays_and_wednesdays(real: PostIndex) -> None:
    cadence = measure(real)
    assert len(cadence.counts) == 24
    assert (min(cadence.counts.values()), max(cadence.counts.values())) == (1, 5)
    assert list(cadence.counts)[::23] == [date(2024, 4, 1), date(2026, 3, 1)] == list(cadence.partial)
    whole = Streak(date(2024, 4, 1), date(2026, 3, 1), 24)
    assert cadence.longest_streak == cadence.current_streak == whole
    assert cadence.weekdays == (31, 1, 21, 1, 1, 1, 3)
    assert cadence.hours is None
    assert sum(cadence.reading_minutes.values()) == 255
    assert cadence.rate()[date(2026, 2, 1)] == pytest.approx(8 / 3)


def test_the_real_listing_is_fortnightly_until_early_2026(real: PostIndex) -> None:
    cadence = measure(real)
    assert cadence.rhythms == (
        Rhythm(date(2024, 4, 10), date(2026, 2, 28), 53, 14.0, weeks=2, weekday=0, name="fortnightly"),
        Rhythm(date(2026, 2, 28), date(2026, 3, 22), 5, 5.0, weeks=None, weekday=None, name=None),
    )
    assert cadence.changes == (date(2026, 2, 28),)
    assert cadence.next_due == (date(2026, 3, 26), date(2026, 3, 27))
    before = measure(real, window=(None, "2026-02-02"))
    assert [rhythm.name for rhythm in before.rhythms] == ["fortnightly"]
    assert before.next_due == (date(2026, 2, 9), date(2026, 2, 16))  # Mondays


def test_the_real_listing_turned_to_leadership(real: PostIndex) -> None:
    trends = measure(real).trends
    assert len(trends) == len(real.tags)
    assert {(trend.posts_before, trend.posts_recent) for trend in trends} == {(42, 17)}
    told = [(trend.tag.slug, trend.before, trend.recent) for trend in trends if trend.kind == "rising"]
    assert told == [
        ("engineering-leadership", 7, 12),
        ("decision-making", 6, 9),
        ("cross-functional", 1, 4),
        ("startup-life", 3, 5),
    ]
    assert {trend.kind for trend in trends[4:]} == {"steady"}


def test_the_example_listing_in_numbers(example: Listing) -> None:
    cadence = measure(example.index, today=date(2025, 11, 30))  # which is not over, nor is its month
    assert repr(cadence) == "<Cadence: 30 posts by month, 2023-09-14 to 2025-11-30>"
    assert cadence.counts[date(2023, 10, 1)] == 0
    assert list(cadence.counts.values()) == [
        *(2, 0, 1, 1),
        *(2, 2, 1, 2, 1, 0, 0, 1, 2, 1, 2, 1),
        *(2, 1, 2, 0, 0, 1, 1, 0, 2, 1, 1),
    ]  # fmt: skip
    assert cadence.partial == (date(2023, 9, 1), date(2025, 11, 1))
    assert cadence.longest_streak == Streak(date(2024, 8, 1), date(2025, 3, 1), 8)
    assert cadence.current_streak == Streak(date(2025, 9, 1), date(2025, 11, 1), 3)
    assert cadence.mean_gap == 784 / 29
    assert (cadence.median_gap, cadence.p90_gap, cadence.longest_gap, cadence.current_gap) == (21.0, 53.2, 105, 24)
    assert [(gap.days, str(gap.before.day)) for gap in cadence.longest_gaps(2)] == [
        (105, "2024-05-09"),
        (84, "2025-03-27"),
    ]
    assert cadence.regularity == pytest.approx(0.0937, abs=0.00005)
    assert cadence.weekdays == (0, 0, 0, 30, 0, 0, 0)
    assert [(rhythm.name, rhythm.weekday) for rhythm in cadence.rhythms] == [("every 3 weeks", 3)]
    assert cadence.next_due == (date(2025, 11, 27), date(2025, 11, 27))
    assert {trend.kind for trend in cadence.trends} == {"steady"}
    assert sum(measure(example.posts, by="week").counts.values()) == 30
    assert len(measure(example.posts, by="week").counts) == 113


# -- periods ----------------------------------------------------------------------------------------------------------


def test_a_period_without_posts_has_0() -> None:
    cadence = measure(posts_on("2026-03-22", "2025-11-01", "2025-11-30"))
    assert counts(cadence) == {"2025-11-01": 2, "2025-12-01": 0, "2026-01-01": 0, "2026-02-01": 0, "2026-03-01": 1}


def test_weeks_are_iso_weeks_and_continue_over_new_year() -> None:
    cadence = measure(posts_on("2020-12-31", "2021-01-03", "2021-01-04", "2021-01-18"), by="week")
    assert counts(cadence) == {"2020-12-28": 2, "2021-01-04": 1, "2021-01-11": 0, "2021-01-18": 1}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("day", [1, 1]),
        ("week", [1, 1]),  # a Sunday and a Monday
        ("month", [1, 1]),
        ("quarter", [2]),
        ("year", [2]),
    ],
)
def test_posts_are_counted_by_each_kind_of_period(by: Any, expected: list[int]) -> None:
    assert list(measure(posts_on("2026-05-31", "2026-06-01"), by=by).counts.values()) == expected


def test_the_default_period_is_the_month() -> None:
    assert measure([]).by == "month"


def test_a_post_counts_for_its_own_calendar_day() -> None:
    late = datetime(2026, 3, 31, 23, 30, tzinfo=timezone(timedelta(hours=-5)))  # April in UTC
    cadence = measure([Post(title="Tea", published=late)])
    assert counts(cadence) == {"2026-03-01": 1}
    assert cadence.weekdays == (0, 1, 0, 0, 0, 0, 0)


def test_reading_minutes_are_summed_and_missing_ones_are_0() -> None:
    posts = posts_on("2026-01-31", "2026-02-01", reading_minutes=7)
    other = Post(title="Pots", published=date(2026, 2, 9))
    later = Post(title="Cups", published=date(2026, 4, 1), reading_minutes=2)
    assert list(measure([*posts, other, later]).reading_minutes.values()) == [7, 7, 0, 2]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (("2026-01", "2026-03"), []),
        (("2026-01-02", "2026-03"), ["2026-01-01"]),
        (("2026-01", "2026-03-30"), ["2026-03-01"]),
        (("2026-01-31", "2026-03-01"), ["2026-01-01", "2026-03-01"]),
        (("2026-01-02", "2026-01-30"), ["2026-01-01"]),
        (None, ["2026-01-01"]),
    ],
)
def test_periods_cut_by_the_window_are_partial(window: Any, expected: list[str]) -> None:
    cadence = measure(posts_on("2026-01-15"), window=window)
    assert [first.isoformat() for first in cadence.partial] == expected


# -- windows ----------------------------------------------------------------------------------------------------------

POSTS = posts_on("2025-06-10", "2025-12-24", "2026-03-22")


@pytest.mark.parametrize(
    ("window", "today", "expected", "number"),
    [
        (None, None, ("2025-06-10", "2026-03-22"), 3),
        ((None, None), None, ("2025-06-10", "2026-03-22"), 3),
        (None, "2026-04-01", ("2025-06-10", "2026-04-01"), 3),
        (None, date(2026, 3, 21), ("2025-06-10", "2026-03-21"), 2),  # one post lies ahead
        (None, "2025-06-09", None, 0),
        (("2025", "2025"), None, ("2025-01-01", "2025-12-31"), 2),
        (("2025-12", None), None, ("2025-12-01", "2026-03-22"), 2),
        ((None, "2026-02"), None, ("2025-06-10", "2026-02-28"), 2),
        (("2020", "2030"), None, ("2020-01-01", "2030-12-31"), 3),
        (("2020", "2030"), "2026-03-01", ("2020-01-01", "2026-03-01"), 2),
        (("2025", "2025"), "2026-03-01", ("2025-01-01", "2025-12-31"), 2),
        (("2025", None), "2026-03-01", ("2025-01-01", "2026-03-01"), 2),
        (("2024", "2024"), None, ("2024-01-01", "2024-12-31"), 0),
        (("2027", None), None, None, 0),
        ((None, "2024"), None, None, 0),
        ([date(2026, 1, 1), datetime(2026, 3, 31, 23, tzinfo=UTC)], None, ("2026-01-01", "2026-03-31"), 1),
    ],
)
def test_open_ends_of_the_window_are_the_posts_or_today(
    window: Any, today: Any, expected: tuple[str, str] | None, number: int
) -> None:
    cadence = measure(POSTS, window=window, today=today)
    assert cadence.window == (expected and tuple(map(date.fromisoformat, expected)))
    assert len(cadence.posts) == number == sum(cadence.counts.values())


def test_a_window_without_posts_has_empty_periods() -> None:
    cadence = measure(POSTS, by="quarter", window=("2024", "2024"))
    assert counts(cadence) == {"2024-01-01": 0, "2024-04-01": 0, "2024-07-01": 0, "2024-10-01": 0}
    assert (cadence.gaps, cadence.rhythms, cadence.trends, cadence.longest_streak) == ((), (), (), None)
    assert list(cadence.rate(2).values()) == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("window", "today", "told"),
    [
        (("2026", "2025"), None, r"^window: \('2026', '2025'\) is reversed"),
        (("2026-03-02", "2026-03-01"), None, r"^window: .* is reversed"),
        ((date(2026, 3, 2), date(2026, 3, 1)), None, r"^window: .* is reversed"),
        (("2026", None), "2025-12-31", r"^window\[0\]: '2026' is after today, 2025-12-31"),
        (("2025-06-11", "2026"), "2025-06-10", r"^window\[0\]: '2025-06-11' is after today"),
    ],
)
def test_windows_that_are_reversed_or_start_after_today_are_refused(window: Any, today: Any, told: str) -> None:
    for posts in (POSTS, []):
        with pytest.raises(InvalidValue, match=told):
            measure(posts, window=window, today=today)


@pytest.mark.parametrize("window", ["2025", 2025, ("2025",), {"2024", "2025"}, [], date(2026, 1, 1)])
def test_a_window_has_two_ends(window: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^window: .* is not a pair of days; give the first and last day"):
        measure(POSTS, window=window)


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30", "2026-W01", "20260322", 2026, True, b"2026", 1.5, ()])
def test_an_invalid_day_is_refused(day: Any) -> None:
    for place, options in {
        r"window\[0\]": {"window": (day, None)},
        r"window\[1\]": {"window": (None, day)},
        "today": {"today": day},
    }.items():
        with pytest.raises(InvalidValue, match=rf"^{place}: "):
            measure(POSTS, **options)


@pytest.mark.parametrize("today", ["2026", "2026-03", "2026-3-22"])
def test_today_is_one_day(today: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^today: '{today}' is not a single day; give a day such as 2026-03-22$"):
        measure(POSTS, today=today)


@pytest.mark.parametrize("by", ["", "months", "MONTH", None, 7, True, ["month"], np.array(["month", "day"]), pd.NA])
def test_an_unknown_period_is_refused(by: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^by: .* use one of day, week, month, quarter, year$"):
        measure(POSTS, by=by)


@pytest.mark.parametrize("posts", [[date(2026, 3, 22)], [None], ["2026-03-22"]])
def test_values_that_are_not_posts_are_refused(posts: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^posts: item 0: .* is not a Post; "):
        measure(posts)


@pytest.mark.parametrize("posts", ["tea", b"tea", None, 1, POSTS[0], parse_listing("- 2026-03-22\nTea")])
def test_a_listing_is_refused_with_a_hint_to_its_index(posts: Any) -> None:
    with pytest.raises(
        InvalidValue, match=r"^posts: .* is not an iterable of posts; give a list of Post values, or listing\.index$"
    ):
        measure(posts)


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(InvalidValue, match="has no time zone"):
        measure([Post(title="Tea", published=datetime(2026, 3, 22, 12))])  # noqa: DTZ001


# -- rate -------------------------------------------------------------------------------------------------------------


def test_the_rate_is_the_average_of_complete_periods() -> None:
    posts = posts_on("2026-01-05", "2026-01-06", "2026-03-01", "2026-04-01", "2026-04-02", "2026-04-03")
    told = {first.month: rate for first, rate in measure(posts, today="2026-05-02").rate(2).items()}
    assert told == {3: 0.5, 4: 2.0}  # neither January, of which the first days are unknown, nor May
    assert list(measure(posts, window=("2026", "2026-05")).rate(5).values()) == [1.2]
    assert list(measure(posts, window=("2026", "2026-05"), today="2026-05-31").rate(5).values()) == []
    assert list(measure(posts).rate(1).values()) == [0.0, 1.0]
    assert dict(measure(posts[:1]).rate(1)) == {}


@pytest.mark.parametrize("size", [5, 6, 10**30])
def test_a_rate_over_too_many_periods_is_empty(size: int) -> None:
    assert dict(measure(every(30, 5)).rate(size)) == {}


@pytest.mark.parametrize("size", [0, -1, True, False, None, 1.0, "3", float("nan"), [3]])
def test_an_invalid_size_is_refused(size: Any) -> None:
    for posts in (POSTS, []):
        with pytest.raises(InvalidValue, match=r"^size: "):
            measure(posts).rate(size)


# -- streaks ----------------------------------------------------------------------------------------------------------


def test_of_equal_streaks_the_first_is_the_longest() -> None:
    cadence = measure(posts_on("2026-01-09", "2026-02-09", "2026-04-09", "2026-05-09", "2026-07-01"))
    assert cadence.longest_streak == Streak(date(2026, 1, 1), date(2026, 2, 1), 2)
    assert cadence.current_streak == Streak(date(2026, 7, 1), date(2026, 7, 1), 1)


@pytest.mark.parametrize(
    ("today", "periods"),
    [
        ("2026-03-22", 2),  # the month runs, and has its post
        ("2026-03-31", 2),
        ("2026-04-01", 2),  # the month runs, and may still get one
        ("2026-04-29", 2),
        ("2026-04-30", 2),  # today is not over
        ("2026-05-01", None),
    ],
)
def test_a_streak_ends_when_a_period_ends_without_a_post(today: str, periods: int | None) -> None:
    streak = measure(posts_on("2026-02-09", "2026-03-22"), today=today).current_streak
    assert (streak and streak.periods) == periods


@pytest.mark.parametrize(
    ("by", "posts", "today"),
    [
        ("day", ("2026-03-01", "2026-03-02", "2026-03-03"), "2026-03-04"),
        ("week", ("2026-02-17", "2026-02-27", "2026-03-02"), "2026-03-15"),
        ("month", ("2025-12-01", "2026-01-01", "2026-02-01"), "2026-03-31"),
        ("quarter", ("2025-07-01", "2025-12-31", "2026-03-31"), "2026-06-30"),
        ("year", ("2023-07-01", "2024-12-31", "2025-01-01"), "2026-12-31"),
    ],
)
def test_the_period_is_not_over_on_its_last_day(by: Any, posts: tuple[str, ...], today: str) -> None:
    """On its last day it may still get its first post: the streak goes on, and no mean is taken of it."""
    cadence = measure(posts_on(*posts), by=by, today=today)
    *before, last = cadence.counts
    assert (cadence.current_streak and cadence.current_streak.periods) == len(posts) == len(before)
    assert last in cadence.partial
    assert last not in cadence.rate(1)
    over = measure(posts_on(*posts), by=by, window=(None, today))  # said to be observed whole
    assert over.current_streak is None
    assert last not in over.partial
    assert over.rate(1)[last] == 0.0
    assert measure(posts_on(*posts), by=by, today=date.fromisoformat(today) + timedelta(days=1)).current_streak is None


def test_a_partial_period_without_posts_is_not_a_streak() -> None:
    assert measure(POSTS, window=("2027-01", "2027-01-02")).current_streak is None
    assert measure(POSTS, window=("2027-01", "2027-01-02")).longest_streak is None


# -- gaps -------------------------------------------------------------------------------------------------------------


def test_posts_on_one_day_have_a_gap_of_0() -> None:
    cadence = measure(posts_on("2026-03-22", "2026-03-22", "2026-03-29"))
    assert cadence.gaps == (0, 7)
    assert (cadence.mean_gap, cadence.median_gap, cadence.p90_gap, cadence.longest_gap) == (3.5, 3.5, 6.3, 7)


def test_longest_gaps_are_ordered_by_length_then_date() -> None:
    posts = posts_on("2026-01-01", "2026-01-03", "2026-01-10", "2026-01-17")
    first, second, third = (Gap((after.day - before.day).days, before, after) for before, after in pairwise(posts))
    cadence = measure(posts)
    assert cadence.longest_gaps() == (second, third, first)
    assert cadence.longest_gaps(limit=2) == (second, third)
    assert cadence.longest_gaps(0) == ()


@pytest.mark.parametrize("limit", [-1, 1.5, "3", None, np.array([1, 2]), np.array([1.5])])
def test_an_invalid_limit_is_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match="limit"):
        measure([]).longest_gaps(limit)


def test_the_current_gap_needs_today() -> None:
    posts = posts_on("2026-03-20", "2026-03-22")
    assert measure(posts).current_gap is None
    assert measure(posts, today="2026-03-22").current_gap == 0
    assert measure(posts, today="2026-03-21").current_gap == 1  # the post of the 22nd lies ahead
    assert measure(posts, today="2026-04-30").current_gap == 39
    assert measure(posts, today=datetime(2026, 3, 23, 1, tzinfo=UTC)).current_gap == 1


def test_there_is_no_current_gap_if_the_window_ends_before_today() -> None:
    posts = posts_on("2024-12-24", "2026-03-22")
    cadence = measure(posts, window=("2024", "2024"), today="2026-03-22")
    assert (len(cadence.posts), cadence.current_gap) == (1, None)
    assert measure(posts, window=("2024", "2026"), today="2026-03-22").current_gap == 0
    assert measure(posts, window=("2024", "2026-03-21"), today="2026-03-22").current_gap is None
    assert measure(posts, window=("2025", "2025"), today="2025-12-31").current_gap is None  # no last post


# -- profiles ---------------------------------------------------------------------------------------------------------


def test_hours_are_in_each_posts_time_zone() -> None:
    zones = (UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-8)))
    posts = [
        Post(title=str(zone), published=datetime(2026, 3, 22, hour, 59, tzinfo=zone))
        for zone in zones
        for hour in (0, 23)
    ]
    cadence = measure([*posts, *POSTS])
    assert cadence.hours == (3, *[0] * 22, 3)
    assert sum(cadence.weekdays) == 9


# -- rhythms, trends and what is due ----------------------------------------------------------------------------------


def test_a_change_is_the_first_day_of_the_new_rhythm() -> None:
    posts = [*every(7, 10), *every(14, 10, date(2026, 3, 23))]
    cadence = measure(posts, today="2026-09-01")
    assert [rhythm.name for rhythm in cadence.rhythms] == ["weekly", "fortnightly"]
    assert cadence.changes == (date(2026, 3, 9),)  # a fortnight passed after it
    assert cadence.next_due == (date(2026, 8, 10), date(2026, 8, 10))  # it is overdue


def test_a_window_limits_the_rhythms() -> None:
    posts = [*every(7, 10), *every(14, 10, date(2026, 3, 23))]
    assert measure(posts, window=(None, "2026-03-16")).next_due == (date(2026, 3, 16),) * 2


def test_days_without_posts_move_the_last_quarter() -> None:
    posts = posts_on(*(date(2026, 1, day) for day in range(1, 25)), tags=["tea"])
    assert measure(posts).trends == (Trend(Tag("tea"), "steady", 18, 6, 18, 6),)
    assert measure(posts, today="2026-12-31").trends == (Trend(Tag("tea"), "steady", 24, 0, 24, 0),)


# -- few posts, and the ends of the calendar --------------------------------------------------------------------------


def test_without_posts_all_figures_are_empty() -> None:
    cadence = measure([], today="2026-03-22")
    assert repr(cadence) == "<Cadence: 0 posts by month>"
    told = ask_all(cadence)
    assert {name: value for name, value in told.items() if value} == {"weekdays": (0,) * 7}
    nothing = {name for name, value in told.items() if value is None}
    assert nothing == {
        *("current_gap", "current_streak", "hours", "longest_gap", "longest_streak"),
        *("mean_gap", "median_gap", "next_due", "p90_gap", "regularity"),
    }
    assert cadence.window is None


def test_one_post_has_no_gap() -> None:
    [post] = posts_on("2026-03-22", tags=["tea"])
    cadence = measure([post], today="2026-03-23")
    assert repr(cadence) == "<Cadence: 1 post by month, 2026-03-22 to 2026-03-23>"
    assert counts(cadence) == {"2026-03-01": 1}
    assert (cadence.gaps, cadence.mean_gap, cadence.longest_gap, cadence.longest_gaps()) == ((), None, None, ())
    assert (cadence.regularity, cadence.rhythms, cadence.changes, cadence.next_due) == (None, (), (), None)
    assert cadence.current_gap == 1
    assert cadence.longest_streak == cadence.current_streak == Streak(date(2026, 3, 1), date(2026, 3, 1), 1)


def test_all_posts_on_one_day() -> None:
    cadence = measure(posts_on(*["2026-03-22"] * 20), today="2026-03-22")
    assert cadence.gaps == (0,) * 19
    assert (cadence.mean_gap, cadence.median_gap, cadence.p90_gap, cadence.longest_gap) == (0.0, 0.0, 0.0, 0)
    assert (cadence.regularity, cadence.changes) == (None, ())
    assert (cadence.rhythms, cadence.next_due) == ((), None)
    assert counts(cadence) == {"2026-03-01": 20}


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("first", [date.min, date.max - timedelta(days=63)])
def test_the_first_and_last_year_of_the_calendar_have_all_figures(first: date, by: Any) -> None:
    last = first + timedelta(days=63)
    days = [first + timedelta(days=days) for days in range(0, 64, 7)]
    moment = datetime(last.year, last.month, last.day, 23, tzinfo=timezone(timedelta(hours=-14)))
    cadence = measure([*posts_on(*days, tags=["tea"]), Post(title="Late", published=moment)], by=by, today=last)
    told = ask_all(cadence)
    assert sum(told["counts"].values()) == 11
    assert cadence.window == (first, last)
    assert told["rhythms"][0].name == "weekly"
    assert (told["next_due"] is None) == (last == date.max)


def test_the_window_may_be_the_whole_calendar() -> None:
    cadence = measure(posts_on(date.min, date.max, tags=["tea"]), by="year")
    assert len(cadence.counts) == 9_999
    assert cadence.gaps == (3_652_058,)
    assert [(trend.before, trend.recent) for trend in cadence.trends] == [(1, 1)]


# -- fields -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_the_period_is_changed_by_replacing_it(by: Any) -> None:
    cadence = measure(POSTS, window=("2025", None), today="2026-04-01")
    ask_all(cadence)
    other = replace(cadence, by=by)
    assert other == measure(POSTS, by=by, window=("2025", None), today="2026-04-01")
    assert ask_all(other) == ask_all(measure(POSTS, by=by, window=("2025", None), today="2026-04-01"))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"by": "weeks"}, "by"),
        ({"by": None}, "by"),
        ({"posts": POSTS[::-1]}, "posts"),
        ({"posts": PostIndex(POSTS)}, "posts"),  # newest first
        ({"posts": ["tea"]}, "posts: item 0"),
        ({"window": None}, "window"),
        ({"window": (date(2026, 1, 1), date(2026, 4, 1))}, "posts"),
        ({"window": (date(2026, 12, 31), date(2025, 1, 1))}, "window"),
        ({"today": "2026-04-01"}, "today"),
        ({"today": date(2026, 3, 21)}, "today"),
    ],
)
def test_inconsistent_fields_are_refused(fields: dict[str, Any], place: str) -> None:
    cadence = measure(POSTS, today="2026-04-01")
    with pytest.raises(InvalidValue, match=rf"^Cadence\.{place}: "):
        replace(cadence, **fields)


def test_posts_of_a_cadence_become_a_tuple() -> None:
    window = (POSTS[0].day, POSTS[-1].day)
    assert Cadence(POSTS, "month", window) == measure(POSTS)  # type: ignore[arg-type]
    assert Cadence((), "month", None) == measure([])


# -- values -----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=[[], POSTS, every(7, 20)], ids=["no posts", "three posts", "a rhythm"])
def posts(request: pytest.FixtureRequest) -> list[Post]:
    found: list[Post] = request.param
    return found


def test_equal_posts_periods_windows_and_days_are_equal_cadences(posts: list[Post]) -> None:
    one, other = measure(posts, today="2026-12-31"), measure(reversed(posts), today=date(2026, 12, 31))
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, measure(posts, by="week", today="2026-12-31")}) == 2
    assert one != measure(posts)


def test_cached_figures_do_not_affect_equality_hash_or_repr(posts: list[Post]) -> None:
    asked, fresh = measure(posts, today="2026-12-31"), measure(posts, today="2026-12-31")
    ask_all(asked)
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    assert repr(asked) == repr(fresh)


@pytest.mark.parametrize("ask", [ask_all, repr])
def test_it_survives_pickle_and_copy(posts: list[Post], ask: Callable[[Cadence], object]) -> None:
    cadence = measure(posts, by="week", today="2026-12-31")
    ask(cadence)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert ask_all(pickle.loads(pickle.dumps(cadence, protocol))) == ask_all(cadence)
    for twin in (copy.copy(cadence), copy.deepcopy(cadence), replace(cadence)):
        assert (twin, hash(twin)) == (cadence, hash(cadence))
        assert ask_all(twin) == ask_all(cadence)


def test_its_results_survive_pickle_and_copy() -> None:
    cadence = measure(every(7, 20), window=("2026", None))
    trend = Trend(Tag("tea"), "new", 0, 2, 3, 4)
    for answer in (cadence.longest_streak, *cadence.rhythms, trend):
        assert pickle.loads(pickle.dumps(answer)) == copy.deepcopy(answer) == answer
        assert len({answer, copy.copy(answer)}) == 1


def test_it_cannot_be_changed() -> None:
    cadence = measure(POSTS)
    for name in ("posts", "by", "window", "today", "counts", "new"):
        with pytest.raises(FrozenInstanceError):
            setattr(cadence, name, ())
    for told in (cadence.counts, cadence.reading_minutes, cadence.rate(1)):
        with pytest.raises(TypeError):
            told[date(2026, 3, 1)] = 9  # type: ignore[index]
    for answer in (cadence.longest_streak, cadence.rhythms[0]):
        with pytest.raises(FrozenInstanceError):
            answer.first = date(2026, 3, 1)  # type: ignore[misc, union-attr]


def test_the_order_of_access_does_not_matter() -> None:
    posts = [*every(7, 12), *every(14, 9, date(2026, 4, 6))]
    expected = ask_all(measure(posts, today="2026-12-31"))
    for seed in range(20):
        cadence = measure(posts, today="2026-12-31")
        names = Random(seed).sample(ASKED, len(ASKED))
        told = {name: getattr(cadence, name) for name in names}
        assert told | {name: getattr(cadence, name)() for name in METHODS} == expected
        assert ask_all(cadence) == expected


def test_any_iterable_of_posts_is_accepted_and_left_unchanged() -> None:
    index = PostIndex(POSTS)
    before = index.to_json()
    expected = ask_all(measure(index))
    for posts in (POSTS, tuple(POSTS), iter(POSTS), (post for post in POSTS), {*POSTS}, [*POSTS, *POSTS]):
        assert ask_all(measure(posts)) == expected
    assert index.to_json() == before
    assert index == PostIndex(POSTS)


def test_a_filtered_index_is_measured_by_its_own_posts() -> None:
    tagged = posts_on("2026-03-01", "2026-03-08", tags=["tea"])
    index = PostIndex([*tagged, *POSTS])
    assert measure(index.tagged("tea")) == measure(tagged)


def test_posts_are_the_oldest_first() -> None:
    assert measure(POSTS[::-1]).posts == tuple(POSTS)
    moments = [
        Post(title=str(hour), published=datetime(2026, 3, 22, hour, tzinfo=UTC), tags=["tea"]) for hour in (9, 1, 20)
    ]
    assert [post.title for post in measure(moments).posts] == ["1", "9", "20"]


# -- whatever is around -----------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from postindex import cadence, read_listing
found = cadence.measure(read_listing(sys.argv[1]).index, today="2026-04-01")
print(found, *(getattr(found, name) for name in dir(found) if name[0] != "_" and name not in ("rate", "longest_gaps")))
print(found.rate(), found.longest_gaps())
"""


def test_the_environment_does_not_affect_the_figures(root: Path) -> None:
    source = str(Path(postindex.__file__).parent.parent)
    told = set()
    for around in (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "1"},
        {"PYTHONHASHSEED": "2", "TZ": "XYZ+11:59", "PYTHONOPTIMIZE": "2", "PYTHONUTF8": "1"},
    ):
        command = [sys.executable, "-c", PROGRAM, str(root / "docs" / "examples" / "blog.txt")]
        env = {**os.environ, "PYTHONPATH": source, **around}
        told.add(subprocess.run(command, env=env, capture_output=True, check=True).stdout)
    [output] = told
    assert b"every 3 weeks" in output


# -- growth -----------------------------------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """Count the calls of functions, Python's and C's, that some work takes."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def ask_most(index: Iterable[Post], by: Any) -> None:
    cadence = measure(index, by=by)
    for name in ASKED:
        if name not in ("rhythms", "changes", "next_due"):
            getattr(cadence, name)
    cadence.rate()


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("days", [0, 1, 9])
def test_measuring_takes_linear_time(by: Any, days: int) -> None:
    once, twice = (PostIndex(every(days, size, date(1990, 1, 1))) for size in (400, 800))
    assert calls(lambda: ask_most(twice, by)) < 2.2 * calls(lambda: ask_most(once, by))


def test_gaps_are_sorted_once() -> None:
    cadence = measure(every(3, 400))
    first = calls(lambda: (cadence.median_gap, cadence.p90_gap))
    assert calls(lambda: (cadence.median_gap, cadence.p90_gap)) < first / 4
