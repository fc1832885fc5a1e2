"""Rhythms: stretches of posts with one typical gap, where they change, and when the next post is due."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, log, log1p

from postindex.cadence.gaps import quantile
from postindex.dates.parsing import WEEKDAY_NAMES

_MIN_STRETCH = 5  # gaps: a shorter stretch is too short for a rhythm
_PENALTY = 3  # times ln(n), for each change
_MIN_VARIANCE = 0.02  # of log gaps: gaps that vary by an eighth are still one rhythm
_MOST = Fraction(3, 4)  # the share of gaps, or of days, that must follow a rhythm
_RECENT_GAPS = 12  # the gaps that predict the next post
_RECENT_DAYS = _RECENT_GAPS + 1
_MIN_GAPS = 3
_WEEK = 7
_USUAL = Fraction(9, 10)  # the share of recent days that a blog's usual weekdays must have
_WORKDAYS = 5
_MONTH_LENGTHS = range(28, 32)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A stretch of posts with one rhythm. Several posts on one day count once.

    - `first`, `last`: the days of its first and last post. The last post of one rhythm is the first of the next.
    - `gaps`: the number of gaps. `median_gap`: their median, in days.
    - `weekday`: the weekday, 0 for Monday, of at least three quarters of its last thirteen days (of at least four);
      else None.
    - `weeks`: the number of weeks between posts. It is set if there are at least three gaps, three quarters of them are
      whole weeks, and the median gap is both whole weeks and the single most frequent gap; else None.
    - `name`: by `weeks`, `"weekly"`, `"fortnightly"`, `"every 3 weeks"` and so on. Else `"daily"` or `"monthly"` if
      there are at least three gaps and three quarters of them are 1 day, or 28 to 31 days. Else None.

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


def rhythm_in_words(rhythm: Rhythm) -> str:
    """Return the name and the weekday of a rhythm as text.

    >>> monday = date(2026, 1, 5)
    >>> rhythm_in_words(Rhythm(monday, date(2026, 2, 2), gaps=4, median_gap=7.0, weeks=1, weekday=0, name="weekly"))
    'weekly, on Mondays'
    """
    name = rhythm.name or "irregular"
    return name if rhythm.weekday is None else f"{name}, on {WEEKDAY_NAMES[rhythm.weekday]}s"


def find_rhythms(days: Sequence[date]) -> tuple[Rhythm, ...]:
    """Return the rhythms of posts, oldest first; `days` are the days of the posts, in order."""
    days = list(dict.fromkeys(days))
    gaps = _gaps_between(days)
    if not gaps:
        return ()
    bounds = [0, *sorted(_changes(gaps)), len(gaps)]
    return tuple(_build_rhythm(days[start : end + 1], gaps[start:end]) for start, end in pairwise(bounds))


def next_due(days: Sequence[date], rhythm: Rhythm) -> tuple[date, date] | None:
    """Return the first and the last day on which the next post is due, both included.

    `days` are the days of the posts, in order, and `rhythm` is the last rhythm. The range starts at the last post plus
    the lower quartile of the last twelve gaps of this rhythm, rounded down, and ends at the last post plus the upper
    quartile, rounded up. If posts have a weekday, or up to five usual weekdays (nine tenths of the last thirteen days),
    both ends move to the nearest such weekday. Return None for fewer than three gaps, and past the year 9999.
    """
    days = list(dict.fromkeys(days))[-min(rhythm.gaps, _RECENT_GAPS) - 1 :]
    gaps = sorted(_gaps_between(days))
    if len(gaps) < _MIN_GAPS:
        return None
    last = days[-1].toordinal()
    due = [last + floor(quantile(gaps, Fraction(1, 4))), last + ceil(quantile(gaps, Fraction(3, 4)))]
    if weekdays := _usual_weekdays(days) if rhythm.weekday is None else [rhythm.weekday]:
        due = [_nearest_weekday(day, weekdays, last) for day in due]
    first, final = due
    return (date.fromordinal(first), date.fromordinal(final)) if final <= date.max.toordinal() else None


def _nearest_weekday(day: int, weekdays: Collection[int], last: int) -> int:
    """Return the ordinal after `last` that is one of the weekdays and nearest to `day`; the earlier of two."""
    near = sorted(range(max(last + 1, day - _WEEK), day + _WEEK + 1), key=lambda other: abs(other - day))
    return next(other for other in near if (other - 1) % _WEEK in weekdays)


def _gaps_between(days: Sequence[date]) -> list[int]:
    return [(later - earlier).days for earlier, later in pairwise(days)]


def _changes(gaps: Sequence[int]) -> Iterator[int]:
    """Yield the places where the typical gap changes, in no order.

    This is binary segmentation of ln(1 + gap): a stretch is cut where that lowers n ln(sum of squares) most, if by more
    than 3 ln(n); both parts are then cut in the same way.

    Source: Vostrikova, "Detecting disorder in multidimensional random processes" (1981), for the segmentation; Zhang
    and Siegmund, "A modified Bayes information criterion" (2007), for the penalty of a change.
    """
    logs = [log1p(gap) for gap in gaps]
    sums = list(accumulate(logs, initial=0.0))
    squares = list(accumulate((value * value for value in logs), initial=0.0))

    def deviation(start: int, end: int) -> float:
        total = sums[end] - sums[start]
        return max(0.0, squares[end] - squares[start] - total * total / (end - start))

    penalty = _PENALTY * log(len(gaps))
    stretches = [(0, len(gaps))]
    while stretches:
        start, end = stretches.pop()
        cuts = range(start + _MIN_STRETCH, end - _MIN_STRETCH + 1)
        if not cuts:
            continue
        cut = min(cuts, key=lambda cut: deviation(start, cut) + deviation(cut, end))
        number = end - start
        least = number * _MIN_VARIANCE
        parts = deviation(start, cut) + deviation(cut, end)
        if number * log((deviation(start, end) + least) / (parts + least)) > penalty:
            yield cut
            stretches += [(start, cut), (cut, end)]


def _build_rhythm(days: Sequence[date], gaps: Sequence[int]) -> Rhythm:
    median = quantile(sorted(gaps), Fraction(1, 2))
    frequencies = Counter(gaps)

    def most_gaps(matches: Callable[[int], bool]) -> bool:
        matching = sum(number for gap, number in frequencies.items() if matches(gap))
        return len(gaps) >= _MIN_GAPS and matching >= _MOST * len(gaps)

    weeks = _typical_weeks(frequencies, median) if most_gaps(lambda gap: gap % _WEEK == 0) else None
    name = None
    if weeks:
        name = {1: "weekly", 2: "fortnightly"}.get(weeks, f"every {weeks} weeks")
    elif most_gaps(lambda gap: gap == 1):
        name = "daily"
    elif most_gaps(lambda gap: gap in _MONTH_LENGTHS):
        name = "monthly"
    return Rhythm(
        first=days[0],
        last=days[-1],
        gaps=len(gaps),
        median_gap=median,
        weeks=weeks,
        weekday=_main_weekday(days[-_RECENT_DAYS:]) if len(gaps) >= _MIN_GAPS else None,
        name=name,
    )


def _main_weekday(days: Sequence[date]) -> int | None:
    """Return the weekday of at least three quarters of the days."""
    [(weekday, number)] = Counter(day.weekday() for day in days).most_common(1)
    return weekday if number >= _MOST * len(days) else None


def _usual_weekdays(days: Sequence[date]) -> list[int]:
    """Return the most frequent weekdays that together have nine tenths of the days, with all ties.

    Return an empty list if these are more than five weekdays, or if there are fewer than thirteen days.
    """
    frequencies = Counter(day.weekday() for day in days)
    descending = sorted(frequencies.values(), reverse=True)
    rarest = next(descending[at] for at, total in enumerate(accumulate(descending)) if total >= _USUAL * len(days))
    weekdays = [weekday for weekday, number in frequencies.items() if number >= rarest]
    return weekdays if len(weekdays) <= _WORKDAYS and len(days) == _RECENT_DAYS else []


def _typical_weeks(frequencies: Counter[int], median: float) -> int | None:
    """Return the median gap in weeks, if it is whole weeks and no other gap is as frequent."""
    if median % _WEEK:
        return None
    middle = round(median)
    alone = all(number < frequencies[middle] for gap, number in frequencies.items() if gap != middle)
    return middle // _WEEK if alone else None
