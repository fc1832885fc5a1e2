import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from math import expm1
from random import Random
from types import FrameType

import pytest

from postindex.cadence.rhythms import Rhythm, find_rhythms, next_due, rhythm_in_words

MONDAY = date(2024, 1, 1)


def days_of(gaps: Sequence[int], first: date = MONDAY) -> list[date]:
    return [first + timedelta(days=days) for days in accumulate(gaps, initial=0)]


def rhythms_of(gaps: Sequence[int], first: date = MONDAY) -> tuple[Rhythm, ...]:
    return find_rhythms(days_of(gaps, first))


def changes(gaps: Sequence[int]) -> list[int]:
    """Return the gaps with which a new rhythm begins, by number."""
    return list(accumulate(rhythm.gaps for rhythm in rhythms_of(gaps)))[:-1]


def due(gaps: Sequence[int], first: date = MONDAY) -> tuple[date, date] | None:
    days = days_of(gaps, first)
    return next_due(days, find_rhythms(days)[-1])


# -- one rhythm -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "weeks", "name"),
    [
        ([7] * 3, 1, "weekly"),
        ([7] * 30, 1, "weekly"),
        ([14] * 30, 2, "fortnightly"),
        ([21] * 9, 3, "every 3 weeks"),
        ([28] * 9, 4, "every 4 weeks"),
        ([364] * 5, 52, "every 52 weeks"),
        ([7, 14, 14], 2, "fortnightly"),  # the middle, and twice as often as the other
        ([7, 14, 14, 21, 7, 14] * 5, 2, "fortnightly"),
        ([7, 7, 7, 8], 1, "weekly"),
    ],
)
def test_a_weekly_rhythm_is_named_after_the_median_gap(gaps: list[int], weeks: int, name: str) -> None:
    [rhythm] = rhythms_of(gaps)
    assert (rhythm.weeks, rhythm.weekday, rhythm.name, rhythm.median_gap) == (weeks, 0, name, 7.0 * weeks)
    assert (rhythm.first, rhythm.last, rhythm.gaps) == (MONDAY, MONDAY + timedelta(days=sum(gaps)), len(gaps))
    assert rhythm_in_words(rhythm) == f"{name}, on Mondays"


@pytest.mark.parametrize(
    ("gaps", "median"),
    [
        ([7, 21, 35, 49], 28.0),  # no gap has four weeks
        ([7, 21] * 6, 14.0),
        ([7, 14] * 6, 10.5),
        ([7, 14, 21], 14.0),  # the middle one is not the commonest
        ([7, 7, 14, 14, 21], 14.0),  # nor here: one other occurs as often
        ([7, 7, 7, 14, 21, 21, 28], 14.0),
        ([7, 7, 14, 21], 10.5),
    ],
)
def test_irregular_gaps_of_whole_weeks_have_only_a_weekday(gaps: list[int], median: float) -> None:
    [rhythm] = rhythms_of(gaps, MONDAY + timedelta(days=3))
    assert (rhythm.weeks, rhythm.name, rhythm.weekday, rhythm.median_gap) == (None, None, 3, median)
    assert rhythm_in_words(rhythm) == "irregular, on Thursdays"


@pytest.mark.parametrize(
    ("gaps", "name"),
    [
        ([7, 7, 8, 8], None),
        ([1] * 9, "daily"),
        ([1, 1, 1, 1, 3] * 6, "daily"),  # but for weekends
        ([1, 1, 3, 1], "daily"),
        ([1, 1, 3, 3], None),
        ([31, 29, 31, 30, 31, 30], "monthly"),
        ([28, 31, 30, 45], "monthly"),
        ([28] * 3 + [30] * 3, "monthly"),
        ([27, 31, 30, 32], None),
        ([365] * 6, "yearly"),
        ([60, 61, 59, 62], "every 2 months"),
        ([89, 92, 90, 90, 40], "quarterly"),
        ([181, 184, 183], "half-yearly"),
        ([366, 365, 366, 365], "yearly"),
        ([63, 61, 58, 60], None),
        ([120] * 5, None),
        ([3, 9, 5, 4], None),
    ],
)
def test_other_rhythms_need_three_quarters_of_the_gaps(gaps: list[int], name: str | None) -> None:
    [rhythm] = rhythms_of(gaps)
    assert (rhythm.weeks, rhythm.name) == (None, name)
    assert (rhythm.first, rhythm.last, rhythm.gaps) == (MONDAY, MONDAY + timedelta(days=sum(gaps)), len(gaps))
    assert rhythm_in_words(rhythm).partition(",")[0] == (name or "irregular")


def test_a_monthly_rhythm_may_have_a_weekday() -> None:
    """Of four weeks and five, no number of weeks is in the middle, and a month's length is."""
    [rhythm] = rhythms_of([28, 28, 28, 35])
    assert rhythm.name == "every 4 weeks"
    [rhythm] = rhythms_of([28, 28, 31, 35])
    assert (rhythm.weeks, rhythm.weekday, rhythm.name, rhythm.median_gap) == (None, None, "monthly", 29.5)
    [rhythm] = rhythms_of([28, 28, 35, 31])
    assert (rhythm.weekday, rhythm_in_words(rhythm)) == (0, "monthly, on Mondays")


@pytest.mark.parametrize(
    ("gaps", "weekday"),
    [
        ([7] * 6, 0),
        ([7, 7, 7, 8], 0),
        ([7] * 20 + [8] + [7] * 12, 1),  # moved to Tuesdays, long enough ago
        ([7] * 20 + [8] + [7] * 9, 1),  # ten of the last thirteen
        ([7] * 20 + [8] + [7] * 8, None),
        ([7] * 20 + [8] + [7] * 3, None),
        ([7] * 20 + [8] + [7] * 2, 0),
        ([7, 7, 8, 7, 7], None),  # as many of each
        ([7, 8, 7, 7], None),
    ],
)
def test_the_weekday_needs_three_quarters_of_the_last_thirteen_days(gaps: list[int], weekday: int | None) -> None:
    [rhythm] = rhythms_of(gaps)
    assert (rhythm.weekday, rhythm.weeks) == (weekday, 1)
    [later] = rhythms_of(gaps, MONDAY + timedelta(days=3))
    assert later.weekday == (None if weekday is None else weekday + 3)


def test_the_median_is_that_of_the_gaps() -> None:
    assert rhythms_of([7, 14, 7, 15])[0].median_gap == 10.5
    assert rhythms_of([7, 14, 8])[0].median_gap == 8.0


def test_without_gaps_there_is_no_rhythm() -> None:
    assert find_rhythms([]) == find_rhythms([MONDAY]) == find_rhythms([MONDAY] * 9) == ()


@pytest.mark.parametrize("gaps", [[7], [7, 7], [1, 1], [30, 30]])
def test_fewer_than_three_gaps_have_a_median_but_no_name(gaps: list[int]) -> None:
    [rhythm] = rhythms_of(gaps)
    assert (rhythm.weeks, rhythm.weekday, rhythm.name, rhythm.median_gap) == (None, None, None, gaps[0])
    assert rhythm_in_words(rhythm) == "irregular"


def test_several_posts_on_one_day_count_once() -> None:
    assert rhythms_of([0, 7, 0, 0, 7, 7, 0]) == rhythms_of([7, 7, 7])
    assert due([0, 7, 0, 0, 7, 7, 0]) == due([7, 7, 7])
    assert rhythms_of([7, 0] * 20) == rhythms_of([7] * 20)


# -- changes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([(7, 20), (14, 20)], [20]),
        ([(14, 20), (7, 20)], [20]),
        ([(7, 5), (14, 5)], [5]),
        ([(7, 5), (14, 100)], [5]),
        ([(14, 100), (7, 5)], [100]),
        ([(1, 30), (2, 30)], [30]),
        ([(7, 20), (28, 20), (7, 20)], [20, 40]),
        ([(7, 60), (28, 12), (7, 20)], [60, 72]),
        ([(1, 90), (7, 52), (14, 26), (30, 12)], [90, 142, 168]),
        ([(7, 10), (9, 10)], [10]),
        ([(90, 20), (7, 10), (9, 10)], [20]),  # among more gaps, so small a change does not count
        ([(7, 40), (8, 40)], []),  # nor is an eighth more, ever
        ([(7, 40), (21, 1)], []),  # one long gap is not a rhythm
        ([(7, 4), (14, 5)], []),  # nor are four
        ([(7, 200)], []),
    ],
)
def test_a_planted_change_is_found_at_its_place(pieces: list[tuple[int, int]], expected: list[int]) -> None:
    gaps = [gap for gap, times in pieces for _ in range(times)]
    assert changes(gaps) == expected


def test_stretches_share_the_post_between_them() -> None:
    one, two = rhythms_of([7] * 10 + [14] * 10)
    assert (one.first, one.last, one.gaps, one.name) == (MONDAY, date(2024, 3, 11), 10, "weekly")
    assert (two.first, two.last, two.gaps, two.name) == (date(2024, 3, 11), date(2024, 7, 29), 10, "fortnightly")


def test_a_change_among_varying_gaps_is_found_near_its_place() -> None:
    chance = Random(1)
    places = []
    for _ in range(200):
        before = [chance.choice((7, 7, 7, 6, 8, 14)) for _ in range(30)]
        after = [chance.choice((28, 30, 31, 21, 35)) for _ in range(20)]
        places.append(changes(before + after))
    assert all(any(abs(place - 30) <= 1 for place in found) for found in places)
    assert sum(found == [30] for found in places) > 190


@pytest.mark.parametrize("pattern", [[7], [7, 14], [7, 7, 14], [1, 1, 1, 1, 3], [2, 5], [3, 4, 7], [28, 31, 30]])
@pytest.mark.parametrize("size", [10, 11, 60, 501])
def test_a_repeating_pattern_has_no_change(pattern: list[int], size: int) -> None:
    assert changes([*pattern * size][:size]) == []


@pytest.mark.parametrize(
    "gap",
    [
        lambda chance: round(chance.expovariate(1 / 12)),
        lambda chance: round(chance.expovariate(1)),
        lambda chance: chance.choice((7, 7, 7, 14, 14, 14, 14, 21, 28)),
        lambda chance: chance.randint(5, 9),
        lambda chance: round(expm1(chance.gauss(2.7, 0.6))),
        lambda chance: round(chance.paretovariate(1.5)),
    ],
    ids=["exponential", "most on one day", "weeks", "around a week", "lognormal", "heavy tail"],
)
@pytest.mark.parametrize("size", [20, 58, 200])
def test_random_gaps_rarely_have_a_change(size: int, gap: Callable[[Random], int]) -> None:
    """Of blogs without one, fewer than one in twenty-five has a change."""
    chance = Random(2)
    false = sum(bool(changes([gap(chance) for _ in range(size)])) for _ in range(200))
    assert false < 200 / 25


# -- due --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([7] * 3, ("2024-01-29", "2024-01-29")),
        ([7] * 20, ("2024-05-27", "2024-05-27")),
        ([14] * 6, ("2024-04-08", "2024-04-08")),
        ([7, 14, 7, 14, 7, 14], ("2024-03-11", "2024-03-18")),  # one week or two
        ([7, 7, 7, 8], ("2024-02-05", "2024-02-05")),  # out on a Tuesday: the Monday near to a week later
        ([7, 7, 7, 4], ("2024-01-29", "2024-02-05")),  # out on a Friday: the Mondays near to 6 and to 7 days later
        ([1] * 9, ("2024-01-11", "2024-01-11")),
        ([3, 9, 5, 4], ("2024-01-25", "2024-01-28")),  # quartiles 3.75 and 6
        ([2, 2, 2, 2, 2, 40], ("2024-02-22", "2024-02-22")),
    ],
)
def test_the_next_post_is_due_between_the_quartiles(gaps: list[int], expected: tuple[str, str]) -> None:
    first, last = due(gaps) or (None, None)
    assert (str(first), str(last)) == expected


@pytest.mark.parametrize("gaps", [[7], [7, 7]])
def test_nothing_is_due_after_fewer_than_three_gaps(gaps: list[int]) -> None:
    assert due(gaps) is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ([1, 1, 1, 1, 3], "2024-03-25"),  # out on a Friday, and never at weekends
        ([2, 5], "2024-03-25"),  # on Mondays and Wednesdays
    ],
)
def test_unused_weekdays_are_skipped(pattern: list[int], expected: str) -> None:
    """Where posts keep to several weekdays, the day after a Friday may be a Monday."""
    gaps = [*pattern * 12][:-1]
    [rhythm] = rhythms_of(gaps)
    assert rhythm.weekday is None
    assert [str(day) for day in due(gaps) or ()] == [expected] * 2


def test_ties_of_the_rarest_usual_weekday_are_usual_too() -> None:
    """Four weekdays have twelve of thirteen days, and two of the rest as many as one of these."""
    week = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 4]
    days = [MONDAY + timedelta(days=7 * at + weekday) for at, weekday in enumerate(week)]
    rhythm = Rhythm(days[0], days[-1], gaps=12, median_gap=8.0, weeks=None, weekday=None, name=None)
    assert next_due(days, rhythm) == (MONDAY + timedelta(days=94), MONDAY + timedelta(days=95))  # a Friday


def test_few_days_have_no_usual_weekdays() -> None:
    gaps = [1, 1, 1, 1, 3, 1, 1, 1, 1]
    assert due(gaps) == (MONDAY + timedelta(days=12),) * 2  # a Saturday
    assert due([*gaps, 3, 1, 1, 1, 1]) == (MONDAY + timedelta(days=21),) * 2


def test_only_the_current_rhythm_counts() -> None:
    assert due([28] * 20 + [1] * 6) == due([1] * 6, MONDAY + timedelta(days=28 * 20))


def test_only_the_last_twelve_gaps_count() -> None:
    after = MONDAY + timedelta(days=sum([6, 8] * 20))
    assert len(rhythms_of([6, 8] * 20 + [7] * 12)) == 1
    assert due([6, 8] * 20 + [7] * 12) == (after + timedelta(days=7 * 13), after + timedelta(days=7 * 13))


def test_the_next_post_is_due_after_the_last() -> None:
    """The weekday that is nearest to short gaps would be the last post's own day, or before it."""
    days = days_of([1] * 4, MONDAY + timedelta(days=4))
    rhythm = Rhythm(days[0], days[-1], gaps=4, median_gap=1.0, weeks=None, weekday=0, name=None)
    assert days[-1].weekday() == 1
    assert next_due(days, rhythm) == (days[-1] + timedelta(days=6), days[-1] + timedelta(days=6))


@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("gaps", [(2, 2), (7, 7), (7, 14), (14, 14)])
def test_nothing_is_due_after_the_year_9999(gaps: tuple[int, int], weekday: int) -> None:
    """Either both of the days nearest to the quartiles are in the calendar, or there is no answer."""
    for left in range(24):
        last = date.max - timedelta(days=left)
        rhythm = Rhythm(
            last - timedelta(days=42), last, gaps=4, median_gap=7.0, weeks=1, weekday=weekday, name="weekly"
        )
        expected = []
        for gap in gaps:
            near = next(days for days in range(max(gap - 3, 1), gap + 7) if days % 7 == (weekday - last.weekday()) % 7)
            if near <= left:
                expected.append(last + timedelta(days=near))
        found = next_due(days_of(gaps[:1] * 2 + gaps[1:] * 2, last - timedelta(days=2 * sum(gaps))), rhythm)
        assert found == (tuple(expected) if len(expected) == len(gaps) else None)


def test_a_gap_that_exceeds_the_calendar_has_no_due_date() -> None:
    first = date.max - timedelta(days=12)
    assert due([3, 3, 4], first) is None
    assert due([3, 2, 3], first) == (date.max - timedelta(days=2), date.max - timedelta(days=1))


# -- growth -----------------------------------------------------------------------------------------------------------


def calls(gaps: Sequence[int]) -> int:
    """Count the calls of functions, Python's and C's, that finding rhythms takes."""
    days, count = days_of(gaps, date.min), 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        find_rhythms(days)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "gaps",
    [
        lambda size: [7] * size,
        lambda size: Random(1).choices(range(30), k=size),
        lambda size: [7 if at < size // 2 else 14 for at in range(size)],
        lambda size: [1 + at * 30 // size for at in range(size)],  # ever more slowly
        lambda size: [7 if at * 20 // size % 2 else 28 for at in range(size)],
    ],
    ids=["one rhythm", "chance", "one change", "a slope", "twenty changes"],
)
def test_finding_rhythms_takes_linear_time(gaps: Callable[[int], list[int]]) -> None:
    """Sorting included, which grows a little faster: calls are counted, so that no clock decides."""
    assert calls(gaps(2_000)) < 2.4 * calls(gaps(1_000))
