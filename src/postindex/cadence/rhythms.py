"""Stretches of posts with one rhythm, where it changed, and when the next post is due."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, log, log1p

from postindex.cadence.gaps import quantile
from postindex.dates.parsing import WEEKDAY_NAMES

_SHORTEST = 5  # gaps of a stretch: fewer say nothing of a rhythm
_PENALTY = 3  # times ln(n), for each change
_SPREAD = 0.02  # of log gaps, squared: a rhythm that varies by an eighth of a gap still is one
_MOST = Fraction(3, 4)  # of the gaps, that have to follow a rhythm
_RECENT = 12  # gaps that say when the next post is due
_FEWEST = 3
_WEEK = 7
_DAYS = _RECENT + 1  # between which these gaps lie
_KEPT = Fraction(9, 10)  # of these days, on as few weekdays as can be, if posts keep to several
_WORKDAYS = 5
_MONTH = range(28, 32)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A stretch of posts with one rhythm. Several posts of one day count as one.

    - `first`, `last`: the days of its first and last post; where a rhythm ends, the next begins with the same post.
    - `gaps`: how many gaps it has. `median_gap`: their median, in days.
    - `weekday`: the day of the week, 0 for Monday, on which three quarters of its last thirteen days fall, of four at
      least; else None.
    - `weeks`: how many weeks apart they come, if three quarters of the gaps, of three at least, are whole weeks, and so
      many weeks are the median gap and the one that occurs most often, alone; else None. Gaps of one week and three in
      turn have no such number.
    - `name`: by `weeks`, `"weekly"`, `"fortnightly"`, `"every 3 weeks"` and so on; else `"daily"` or `"monthly"`, if
      three quarters of the gaps, of three at least, have one day, or 28 to 31; else None.

    >>> from datetime import date
    >>> Rhythm(date(2026, 1, 5), date(2026, 3, 2), gaps=4, median_gap=14.0, weeks=2, weekday=0, name="fortnightly").name
    'fortnightly'
    """

    first: date
    last: date
    gaps: int
    median_gap: float
    weeks: int | None
    weekday: int | None
    name: str | None


def in_words(rhythm: Rhythm) -> str:
    """Return in words how often posts of a rhythm come, and on which day of the week.

    >>> in_words(Rhythm(date(2026, 1, 5), date(2026, 2, 2), gaps=4, median_gap=7.0, weeks=1, weekday=0, name="weekly"))
    'weekly, on Mondays'
    """
    name = rhythm.name or "irregular"
    return name if rhythm.weekday is None else f"{name}, on {WEEKDAY_NAMES[rhythm.weekday]}s"


def rhythms(days: Sequence[date]) -> tuple[Rhythm, ...]:
    """Return the stretches between which the rhythm changed, the oldest first; `days` are those of posts, in order."""
    days = list(dict.fromkeys(days))
    gaps = _between(days)
    if not gaps:
        return ()
    bounds = [0, *sorted(_changes(gaps)), len(gaps)]
    return tuple(_rhythm(days[start : end + 1], gaps[start:end]) for start, end in pairwise(bounds))


def next_due(days: Sequence[date], rhythm: Rhythm) -> tuple[date, date] | None:
    """Return the days from which and up to which the next post is due, both included.

    It is None of fewer than three gaps, and where the calendar ends before. `days` are those of posts, in order, and
    `rhythm` is their last. What is due are the last day and the lower and upper quartile of the last twelve gaps of
    this rhythm, in whole days that include both; where posts keep to a weekday, or nine of ten of the last thirteen
    days to up to five weekdays, the days nearest to these that are one.
    """
    days = list(dict.fromkeys(days))[-min(rhythm.gaps, _RECENT) - 1 :]
    recent = sorted(_between(days))
    if len(recent) < _FEWEST:
        return None
    last = days[-1].toordinal()
    due = [last + floor(quantile(recent, Fraction(1, 4))), last + ceil(quantile(recent, Fraction(3, 4)))]
    if kept := _kept(days) if rhythm.weekday is None else [rhythm.weekday]:
        due = [_nearest(day, kept, last) for day in due]
    first, final = due
    return (date.fromordinal(first), date.fromordinal(final)) if final <= date.max.toordinal() else None


def _nearest(day: int, weekdays: Collection[int], last: int) -> int:
    """Return the day after the last that is one of the weekdays and nearest to a day, the earlier of two; by number."""
    near = sorted(range(max(last + 1, day - _WEEK), day + _WEEK + 1), key=lambda other: abs(other - day))
    return next(other for other in near if (other - 1) % _WEEK in weekdays)


def _between(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _changes(gaps: Sequence[int]) -> Iterator[int]:
    """Yield where the gaps change their level, not in order.

    Binary segmentation of ln(1 + gap): a stretch is cut where that lowers n ln(sum of squares) most, if by more than
    3 ln(n), and its parts likewise.

    Source: Vostrikova, "Detecting disorder in multidimensional random processes" (1981), for the segmentation; Zhang
    and Siegmund, "A modified Bayes information criterion" (2007), for the price of a change.
    """
    levels = [log1p(gap) for gap in gaps]
    sums = list(accumulate(levels, initial=0.0))
    squares = list(accumulate((level * level for level in levels), initial=0.0))

    def spread(start: int, end: int) -> float:
        total = sums[end] - sums[start]
        return max(0.0, squares[end] - squares[start] - total * total / (end - start))

    price = _PENALTY * log(len(gaps))
    stretches = [(0, len(gaps))]
    while stretches:
        start, end = stretches.pop()
        cuts = range(start + _SHORTEST, end - _SHORTEST + 1)
        if not cuts:
            continue
        cut = min(cuts, key=lambda cut: spread(start, cut) + spread(cut, end))
        number = end - start
        least = number * _SPREAD
        parts = spread(start, cut) + spread(cut, end)
        if number * log((spread(start, end) + least) / (parts + least)) > price:
            yield cut
            stretches += [(start, cut), (cut, end)]


def _rhythm(days: Sequence[date], gaps: Sequence[int]) -> Rhythm:
    median = quantile(sorted(gaps), Fraction(1, 2))
    numbers = Counter(gaps)

    def follow(fits: Callable[[int], bool]) -> bool:
        followed = sum(number for gap, number in numbers.items() if fits(gap))
        return len(gaps) >= _FEWEST and followed >= _MOST * len(gaps)

    weekly = follow(lambda gap: gap % _WEEK == 0)
    weeks = _weeks(numbers, median) if weekly else None
    name = None
    if weeks:
        name = {1: "weekly", 2: "fortnightly"}.get(weeks, f"every {weeks} weeks")
    elif follow(lambda gap: gap == 1):
        name = "daily"
    elif follow(lambda gap: gap in _MONTH):
        name = "monthly"
    return Rhythm(
        first=days[0],
        last=days[-1],
        gaps=len(gaps),
        median_gap=median,
        weeks=weeks,
        weekday=_weekday(days[-_DAYS:]) if len(gaps) >= _FEWEST else None,
        name=name,
    )


def _weekday(days: Sequence[date]) -> int | None:
    """Return the day of the week on which three quarters of the days fall."""
    [(weekday, number)] = Counter(day.weekday() for day in days).most_common(1)
    return weekday if number >= _MOST * len(days) else None


def _kept(days: Sequence[date]) -> list[int]:
    """Return the commonest weekdays, on which nine of ten days fall; none if they are over five, or the days too few.

    All that are as common as the last of these are among them.
    """
    weekdays = Counter(day.weekday() for day in days)
    numbers = sorted(weekdays.values(), reverse=True)
    rarest = next(numbers[at] for at, reached in enumerate(accumulate(numbers)) if reached >= _KEPT * len(days))
    kept = [weekday for weekday, number in weekdays.items() if number >= rarest]
    return kept if len(kept) <= _WORKDAYS and len(days) == _DAYS else []


def _weeks(numbers: Counter[int], median: float) -> int | None:
    """Return how many weeks the median gap has, if no other occurs as often; `numbers` says how often each does."""
    if median % _WEEK:
        return None
    middle = round(median)
    alone = all(number < numbers[middle] for gap, number in numbers.items() if gap != middle)
    return middle // _WEEK if alone else None
