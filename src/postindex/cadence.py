"""How often a blog posts: counts, gaps, streaks, rhythms and trends. Numbers only, and no clock.

>>> from datetime import date
>>> from postindex import Post, cadence
>>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
>>> rhythm = cadence.measure(posts, by="week", today=date(2026, 4, 2))
>>> rhythm.median_gap, rhythm.longest_gap, rhythm.current_gap
(7.0, 14, 3)
>>> list(rhythm.counts.values())
[1, 1, 1, 0, 1]
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, Self

from postindex._cadence.gaps import quantile, regularity
from postindex._cadence.periods import By, first_day, last_day, require_by, summed
from postindex._cadence.rhythms import Rhythm, next_due, rhythms
from postindex._cadence.trends import Trend, trends
from postindex._html import table
from postindex._value import whole
from postindex.dates import period
from postindex.errors import InvalidValue
from postindex.index import PostIndex
from postindex.models import Post
from postindex.text import counted

__all__ = ["Cadence", "Rhythm", "Streak", "Trend", "measure"]

_BARS_SHOWN = 60  # in a notebook

Window = tuple[date | str | None, date | str | None]


@dataclass(frozen=True, slots=True)
class Streak:
    """Periods in a row that have posts: the first days of the first and the last of them, and how many they are.

    >>> Streak(date(2026, 1, 1), date(2026, 3, 1), 3).periods
    3
    """

    first: date
    last: date
    periods: int


def measure(
    posts: Iterable[Post], *, by: By = "month", window: Window | None = None, today: date | str | None = None
) -> "Cadence":
    """Measure how often posts come.

    `by` is the period that they are counted by: `"day"`, `"week"` (ISO weeks, from Monday on), `"month"`, `"quarter"`
    or `"year"`. A post counts for its own calendar day (`Post.day`).

    `window` is what was observed, from the first of its days to the last, both included; its ends are what
    `PostIndex.between` takes, and None leaves one open. An open end is the day of the first or the last post, or
    `today`: silence up to today was observed too. Posts outside of the window, and after `today`, do not count.

    No clock is asked: give `today` where the gap since the last post matters. A day that is none, a reversed window and
    an unknown period are an `InvalidValue`.

    >>> measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", None)).window
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 22))
    """
    require_by(by)
    index = posts if isinstance(posts, PostIndex) else PostIndex(posts)
    begin, end = _bounds(window)
    now = None if today is None else period("today", today)[1]
    if now is not None:
        end = now if end is None else min(end, now)
    if begin is not None and end is not None and begin > end:
        raise InvalidValue("window", (begin, end), "is reversed, or begins after today; give the earlier day first")
    within = tuple(reversed(index.between(begin, end)))
    if begin is None and within:
        begin = within[0].day
    if end is None and within:
        end = within[-1].day
    return Cadence(within, by, None if begin is None or end is None else (begin, end), now)


@dataclass(frozen=True, repr=False)
class Cadence:
    """How often posts come, as `measure` finds it. Everything but `window` is worked out when it is first asked for.

    - `posts`: those that count, oldest first. `by`: the period. `today`: as it was given.
    - `window`: the first and the last day that were observed, both included; None where there was nothing to observe.

    Gaps are days between one post and the next, 0 between two of one day. Where there are too few posts for an answer,
    it is None, or empty.

    >>> measure([Post(title="Tea", published=date(2026, 3, 22))])
    <Cadence: 1 post by month, 2026-03-22>
    """

    posts: tuple[Post, ...]
    by: By
    window: tuple[date, date] | None
    today: date | None = field(default=None)

    # -- periods ------------------------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> Mapping[date, int]:
        """How many posts each period has, by its first day, in order; periods without posts are there, with 0.

        The first and the last period may reach out of the window: see `partial`.
        """
        return self._summed(Counter(self._days).items())

    @cached_property
    def reading_minutes(self) -> Mapping[date, int]:
        """How many minutes the posts of each period take to read, by its first day; one that does not say takes 0."""
        return self._summed((post.day, post.reading_minutes or 0) for post in self.posts)

    @cached_property
    def partial(self) -> tuple[date, ...]:
        """The first days of the periods that the window cuts: of its first, its last, both or none."""
        if self.window is None:
            return ()
        begin, end = self.window
        first, last = first_day(begin, self.by), first_day(end, self.by)
        cut = [first] if first < begin else []
        return tuple(dict.fromkeys([*cut, *([last] if end < last_day(last, self.by) else [])]))

    def rate(self, size: int = 3) -> Mapping[date, float]:
        """Return the mean number of posts in each `size` periods in a row, by the first day of the last of these.

        The running period, which the window's end cuts, is left out: it is not over.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 11, 30)]
        >>> list(measure(posts, by="week", window=("2026-03-02", "2026-04-05")).rate(2).values())
        [1.5, 1.0, 0.0, 0.5]
        """
        if not (size := whole("size", size)):
            raise InvalidValue("size", size, "is no number of periods; give 1 or more")
        found = {}
        total = 0
        for at, first in enumerate(self._over):
            total += self.counts[first] - (self.counts[self._over[at - size]] if at >= size else 0)
            if at + 1 >= size:
                found[first] = total / size
        return MappingProxyType(found)

    @cached_property
    def longest_streak(self) -> Streak | None:
        """The longest run of periods that all have posts; of equally long ones the first."""
        return max(self._streaks, key=lambda streak: streak.periods, default=None)

    @cached_property
    def current_streak(self) -> Streak | None:
        """The run of periods with posts that goes on at the window's end.

        The running period counts as not yet over: if it has a post it is part of the run, and if it has none yet, the
        run of those before it still goes on.
        """
        if not self._streaks:
            return None
        streak = self._streaks[-1]
        return streak if streak.last in (*self._periods[-1:], *self._over[-1:]) else None

    # -- gaps ---------------------------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The gaps in days, oldest first: `gaps[n]` lies between `posts[n]` and `posts[n + 1]`."""
        return tuple((later - earlier).days for earlier, later in pairwise(self._days))

    @property
    def mean_gap(self) -> float | None:
        """The mean of the gaps, in days."""
        return sum(self.gaps) / len(self.gaps) if self.gaps else None

    @property
    def median_gap(self) -> float | None:
        """The median of the gaps, in days."""
        return self._quantile(Fraction(1, 2))

    @property
    def p90_gap(self) -> float | None:
        """What nine of ten gaps do not exceed, in days (definition 7 of Hyndman and Fan, 1996)."""
        return self._quantile(Fraction(9, 10))

    @property
    def longest_gap(self) -> int | None:
        """The longest gap, in days."""
        return max(self.gaps, default=None)

    @property
    def longest_gap_posts(self) -> tuple[Post, Post] | None:
        """The posts on both sides of the longest gap; of equally long ones of the first."""
        if not self.gaps:
            return None
        at = self.gaps.index(max(self.gaps))
        return self.posts[at], self.posts[at + 1]

    @property
    def current_gap(self) -> int | None:
        """The days since the last post, if `today` was given."""
        return (self.today - self._days[-1]).days if self.today is not None and self.posts else None

    @cached_property
    def regularity(self) -> float | None:
        """How regular the gaps are: 1 for equal ones, 0 as chance would have them, down to -1 for bursts and silence.

        It is the burstiness of Goh and Barabási, sign turned, in the form for few events; None of fewer than two gaps.

        Source: Kim and Jo, "Measuring burstiness for finite event sequences", Physical Review E 94, 032311 (2016).
        """
        return regularity(self.gaps)

    # -- profiles -----------------------------------------------------------------------------------------------------

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """How many posts came out on each day of the week, from Monday to Sunday."""
        counts = Counter(day.weekday() for day in self._days)
        return tuple(counts[weekday] for weekday in range(7))

    @cached_property
    def hours(self) -> tuple[int, ...] | None:
        """How many posts came out in each hour of the day, 0 to 23, each by its own clock; None if no post says."""
        counts = Counter(post.published.hour for post in self.posts if isinstance(post.published, datetime))
        return tuple(counts[hour] for hour in range(24)) if counts else None

    # -- rhythms and trends -------------------------------------------------------------------------------------------

    @cached_property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """The stretches between which the rhythm changed, the oldest first; the last is today's."""
        return rhythms(self._days, self.gaps)

    @property
    def changes(self) -> tuple[date, ...]:
        """The days of the posts with which a new rhythm began."""
        return tuple(rhythm.first for rhythm in self.rhythms[1:])

    @property
    def next_due(self) -> tuple[date, date] | None:
        """The days from which and up to which the next post is due, both included; None of fewer than three gaps.

        They are the last post's day and the lower and upper quartile of the last twelve gaps of today's rhythm; where
        posts keep to a weekday, the days nearest to these that are one. They may have passed: the post is overdue.
        """
        return next_due(self._days[-1], self.rhythms[-1], self.gaps) if self.gaps else None

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """Which tags came up, rose, fell or dropped out lately, the least likely by chance first; equal ones by slug.

        The last quarter of the window is compared with what was before.
        """
        return trends(self.posts, *self.window) if self.window else ()

    # -- looks --------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [f"{counted(len(self.posts), 'post')} by {self.by}"]
        if self.window is not None:
            first, last = self.window
            parts.append(f"{first}" if first == last else f"{first} to {last}")
        return f"<Cadence: {', '.join(parts)}>"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # Without what has been worked out: a read-only mapping cannot be pickled.
        return type(self), (self.posts, self.by, self.window, self.today)

    def _repr_html_(self) -> str:
        gap, due = self.longest_gap_posts, self.next_due
        figures = {
            "Median gap": None if self.median_gap is None else f"{self.median_gap:g} days",
            "Mean gap": None if self.mean_gap is None else f"{self.mean_gap:.1f} days",
            "Longest gap": gap and f"{counted(self.longest_gap or 0, 'day')}, {gap[0].day} to {gap[1].day}",
            "Since the last post": None if self.current_gap is None else counted(self.current_gap, "day"),
            "Rhythm": self.rhythms[-1].name or "irregular" if self.rhythms else None,
            "Next post due": due and (f"{due[0]}" if due[0] == due[1] else f"{due[0]} to {due[1]}"),
        }
        rows = [(name, figure) for name, figure in figures.items() if figure is not None]
        return table(repr(self)[1:-1], ("", ""), rows, list(self.counts.values())[-_BARS_SHOWN:])

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple(post.day for post in self.posts)

    @cached_property
    def _over(self) -> tuple[date, ...]:
        """The periods that are over at the window's end."""
        running = self.window is not None and self.window[1] < last_day(self._periods[-1], self.by)
        return self._periods[:-1] if running else self._periods

    @cached_property
    def _periods(self) -> tuple[date, ...]:
        return tuple(self.counts)

    @cached_property
    def _streaks(self) -> tuple[Streak, ...]:
        runs = (list(run) for used, run in groupby(self.counts, key=lambda first: self.counts[first] > 0) if used)
        return tuple(Streak(run[0], run[-1], len(run)) for run in runs)

    def _summed(self, amounts: Iterable[tuple[date, int]]) -> Mapping[date, int]:
        return MappingProxyType({} if self.window is None else summed(amounts, *self.window, self.by))

    def _quantile(self, share: Fraction) -> float | None:
        return quantile(self._ascending, share) if self.gaps else None

    @cached_property
    def _ascending(self) -> list[int]:
        return sorted(self.gaps)


def _bounds(window: Window | None) -> tuple[date | None, date | None]:
    """Return the first and the last day of a window, None where it is open."""
    if window is None:
        return None, None
    try:
        first, last = window
    except (TypeError, ValueError):
        told = "is no window; give a first and a last day, such as ('2025', None)"
        raise InvalidValue("window", window, told) from None
    return (
        None if first is None else period("window[0]", first)[0],
        None if last is None else period("window[1]", last)[1],
    )
