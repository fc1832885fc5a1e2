"""Streaks: runs of consecutive periods that all have posts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Streak:
    """A run of consecutive periods that all have posts.

    - `first`, `last`: the first day of the first period, and the first day of the last period.
    - `periods`: the number of periods.

    >>> Streak(date(2026, 1, 1), date(2026, 3, 1), 3).periods
    3
    """

    first: date
    last: date
    periods: int


def find_streaks(counts: Mapping[date, int]) -> tuple[Streak, ...]:
    """Return the streaks, oldest first; `counts` has the number of posts of every period, in order.

    >>> [streak.periods for streak in find_streaks({date(2026, month, 1): month % 4 for month in range(1, 8)})]
    [3, 3]
    """
    runs = (list(run) for used, run in groupby(counts, key=lambda first: counts[first] > 0) if used)
    return tuple(Streak(run[0], run[-1], len(run)) for run in runs)
