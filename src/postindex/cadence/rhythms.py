"""Rhythms: stretches of posts with one typical gap, where they change, and when the next post is due."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise
from math import ceil, floor, log, log1p

from postindex.cadence.calendar_rules import CalendarRule, find_rules
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
_MONTH_LENGTHS = {1: range(28, 32), 2: range(59, 63), 3: range(89, 93), 6: range(181, 185), 12: range(365, 367)}  # days
_MONTH_NAMES = {1: "monthly", 3: "quarterly", 6: "half-yearly", 12: "yearly"}
_YEAR = 12  # months


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A stretch of posts with one rhythm. Several posts on one day count once.

    - `first`, `last`: the days of its first and last post. The last post of one rhythm is the first of the next.
    - `gaps`: the number of gaps. `median_gap`: their median, in days.
    - `weekday`: the weekday, 0 for Monday, of at least three quarters of its last thirteen days (of at least four);
      else None.
    - `weeks`: the number of weeks between posts. It is set if there are at least three gaps, three quarters of them are
      whole weeks, and the median gap is both whole weeks and the single most frequent gap; else None.
    - `months`: the number of months between posts, if its last thirteen days follow a rule of the calendar: a day of
      the month, the last day, or the n-th or last weekday. At least four days and three quarters of the days must
      follow the rule; all of them, if `weeks` would be set: the rule replaces it. Without a rule, `months` is 1, 2,
      3, 6 or 12 if there are at least three gaps and three quarters of them are as long as so many months. Else None.
    - `on`: the day of the rule, such as `"the 1st"`, `"the last day"`, `"the first Monday"` or `"the 1st of March"`.
    - `name`: by `weeks`, `"weekly"`, `"fortnightly"`, `"every 3 weeks"` and so on; by `months`, `"monthly"`,
      `"every 2 months"`, `"quarterly"`, `"half-yearly"`, `"yearly"`, `"every 2 years"` and so on; `"daily"` if there
      are at least three gaps and three quarters of them are 1 day. Else None.

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
    months: int | None = None
    on: str | None = None


def rhythm_in_words(rhythm: Rhythm) -> str:
    """Return the name and the day of a rhythm as text.

    >>> monday = date(2026, 1, 5)
    >>> rhythm_in_words(Rhythm(monday, date(2026, 2, 2), gaps=4, median_gap=7.0, weeks=1, weekday=0, name="weekly"))
    'weekly, on Mondays'
    """
    name = rhythm.name or "irregular"
    if rhythm.on:
        return f"{name}, on {rhythm.on}"
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

    `days` are the days of the posts, in order, and `rhythm` is the last rhythm. If its last thirteen days follow a rule
    of the calendar, the post is due on the next day of this rule; if they follow several rules equally well, the range
    is from the first to the last of their next days.

    Otherwise, the range starts at the last post plus the lower quartile of the last twelve gaps of this rhythm, rounded
    down, and ends at the last post plus the upper quartile, rounded up. If posts have a weekday, or up to five usual
    weekdays (nine tenths of the last thirteen days), both ends move to the nearest such weekday.

    Return None for fewer than three gaps, and past the year 9999.
    """
    days = list(dict.fromkeys(days))[-min(rhythm.gaps, _RECENT_GAPS) - 1 :]
    gaps = sorted(_gaps_between(days))
    if len(gaps) < _MIN_GAPS:
        return None
    last = days[-1].toordinal()
    if rules := _calendar_rules(days, rhythm.weeks):
        return _next_of_rules(rules, last, gaps)
    due = [last + floor(quantile(gaps, Fraction(1, 4))), last + ceil(quantile(gaps, Fraction(3, 4)))]
    if weekdays := _usual_weekdays(days) if rhythm.weekday is None else [rhythm.weekday]:
        due = [_nearest_weekday(day, weekdays, last) for day in due]
    first, final = due
    return (date.fromordinal(first), date.fromordinal(final)) if final <= date.max.toordinal() else None


def _calendar_rules(days: Sequence[date], weeks: int | None) -> list[CalendarRule]:
    """Return the calendar rules of recent days; if their gaps are whole weeks, only rules without exception."""
    rules = find_rules(days)
    return [rule for rule in rules if not (weeks and rule.misses)]


def _next_of_rules(rules: Sequence[CalendarRule], last: int, gaps: Sequence[int]) -> tuple[date, date] | None:
    """Return the first and the last of the next days of rules; equal gaps, in ascending order, are a rule too."""
    # A post may be some days late or early: the next one is more than half a gap later.
    after = last + floor(quantile(gaps, Fraction(1, 2)) / 2)
    if max(after, last + gaps[0]) > date.max.toordinal():
        return None
    due = [rule.next_after(date.fromordinal(after)) for rule in rules]
    if gaps[0] == gaps[-1]:
        due.append(date.fromordinal(last + gaps[0]))
    days = [day for day in due if day]
    return (min(days), max(days)) if len(days) == len(due) else None


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
    rules = _calendar_rules(days[-_RECENT_DAYS:], weeks)
    months, name = None, None
    if rules:
        weeks, months = None, rules[0].months
    elif weeks:
        name = {1: "weekly", 2: "fortnightly"}.get(weeks, f"every {weeks} weeks")
    elif most_gaps(lambda gap: gap == 1):
        name = "daily"
    else:
        months = next((number for number, lengths in _MONTH_LENGTHS.items() if most_gaps(lengths.__contains__)), None)
    return Rhythm(
        first=days[0],
        last=days[-1],
        gaps=len(gaps),
        median_gap=median,
        weeks=weeks,
        weekday=_main_weekday(days[-_RECENT_DAYS:]) if len(gaps) >= _MIN_GAPS else None,
        name=_months_in_words(months) if months else name,
        months=months,
        on=rules[0].on if rules else None,
    )


def _months_in_words(months: int) -> str:
    if months % _YEAR or months == _YEAR:
        return _MONTH_NAMES.get(months, f"every {months} months")
    return f"every {months // _YEAR} years"


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
