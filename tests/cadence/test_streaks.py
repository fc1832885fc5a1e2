from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from postindex.cadence.streaks import Streak, find_streaks

FIRST = date(2026, 1, 1)


def streaks_of(counts: Sequence[int]) -> tuple[Streak, ...]:
    return find_streaks({FIRST + timedelta(days=at): count for at, count in enumerate(counts)})


@pytest.mark.parametrize(
    ("counts", "runs"),
    [
        ([], []),
        ([0, 0], []),
        ([2], [(0, 0)]),
        ([0, 1, 1, 0], [(1, 2)]),
        ([1, 0, 0, 3, 1, 1, 0, 1], [(0, 0), (3, 5), (7, 7)]),
    ],
)
def test_a_streak_is_a_run_of_periods_with_posts(counts: list[int], runs: list[tuple[int, int]]) -> None:
    days = [(FIRST + timedelta(days=first), FIRST + timedelta(days=last), last - first + 1) for first, last in runs]
    assert [(streak.first, streak.last, streak.periods) for streak in streaks_of(counts)] == days


def test_streaks_are_separate_and_cover_all_periods_with_posts() -> None:
    for counts in product((0, 1, 2), repeat=5):
        runs = streaks_of(counts)
        assert sum(streak.periods for streak in runs) == sum(count > 0 for count in counts)
        assert all((later.first - earlier.last).days > 1 for earlier, later in pairwise(runs))
