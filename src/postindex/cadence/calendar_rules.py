"""Rules of the calendar that posts follow: a day of the month, its last day, or its n-th or last weekday.

Source: the rules of RFC 5545, section 3.3.10 (FREQ=MONTHLY and FREQ=YEARLY with INTERVAL, BYMONTHDAY and BYDAY). A day
that a month lacks, such as the 31st, is either the last day of that month or skipped; RFC 5545 skips it.
"""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from fractions import Fraction
from itertools import pairwise
from typing import Literal, NamedTuple

from postindex.dates.parsing import MONTH_NAMES, WEEKDAY_NAMES

_MOST = Fraction(3, 4)  # the share of days that follow the rule, and of the rule's days that have posts
_MIN_DAYS = 4  # that follow the rule
_MAX_MONTHS = 4  # months for each post: three for the fifth weekday of a month, more if posts are missing
_WEEK = 7
_YEAR = 12  # months
_LAST = 31
_SHORTEST_MONTH = 28
_FIFTH = 5
_NTH = ("first", "second", "third", "fourth", "fifth")
_SUFFIXES = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


class _Pattern(NamedTuple):
    """A day in a month.

    - `"day"`: the day `number` of the month, or its last day if it is shorter; 31 is always the last day.
    - `"existing day"`: the day `number` of the months that have it.
    - `"weekday"`: the `number`-th `weekday` of the months that have it.
    - `"last weekday"`: the last `weekday` of the month.
    """

    kind: Literal["day", "existing day", "weekday", "last weekday"]
    number: int
    weekday: int = 0

    @property
    def skips(self) -> bool:
        """Whether there are months without such a day."""
        return self.kind == "existing day" or (self.kind == "weekday" and self.number == _FIFTH)

    def day(self, month: int) -> date | None:
        """Return the day in a month, which is a number of months since the year 0; None if there is no such day."""
        year, index = divmod(month, _YEAR)
        first_weekday, length = monthrange(year, index + 1)
        number = self.number
        if self.kind == "day":
            number = min(number, length)
        elif self.kind == "weekday":
            number = 1 + (self.weekday - first_weekday) % _WEEK + _WEEK * (number - 1)
        elif self.kind == "last weekday":
            number = length - (first_weekday + length - 1 - self.weekday) % _WEEK
        return date(year, index + 1, number) if number <= length else None

    def in_words(self) -> str:
        """Return the day as text."""
        if self.kind == "weekday":
            return f"the {_NTH[self.number - 1]} {WEEKDAY_NAMES[self.weekday]}"
        if self.kind == "last weekday":
            return f"the last {WEEKDAY_NAMES[self.weekday]}"
        if self.kind == "day" and self.number == _LAST:
            return "the last day"
        return f"the {self.number}{_SUFFIXES.get(self.number, 'th')}"


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """A rule of the calendar: a day in every `months` months; `misses` counts the days that break it.

    A miss is a post on another day, or a day of the rule without a post.
    """

    pattern: _Pattern
    months: int
    anchor: int
    misses: int

    @property
    def on(self) -> str:
        """The day as text.

        >>> [rule.on for rule in find_rules([date(2026, month, 1) for month in (3, 4, 5, 6)])]
        ['the 1st']
        """
        text = self.pattern.in_words()
        return text if self.months % _YEAR else f"{text} of {MONTH_NAMES[self.anchor % _YEAR]}"

    def next_after(self, day: date) -> date | None:
        """Return the first day of the rule after a day; None past the year 9999."""
        start = _month(day) + (self.anchor - _month(day)) % self.months
        days = map(self.pattern.day, range(start, (MAXYEAR + 1) * _YEAR, self.months))
        return next((other for other in days if other and other > day), None)


def find_rules(days: Sequence[date]) -> list[CalendarRule]:
    """Return the rules that the days follow best, in order of preference; `days` are distinct and in order.

    At least four days must follow a rule, three quarters of all days, and three quarters of the days of the rule
    between the first and the last. There is more than one rule if they have equally few misses: the last days of April
    and June are the 30th as well.
    """
    steps = Counter(_month(later) - _month(earlier) for earlier, later in pairwise(days))
    if not steps or not (step := steps.most_common(1)[0][0]):
        return []
    frequencies = Counter(pattern for day in days for pattern in _patterns_of(day))
    enough = max(Fraction(_MIN_DAYS), _MOST * len(days))
    rules = [
        rule
        for pattern in sorted(pattern for pattern, number in frequencies.items() if number >= enough)
        if (rule := _rule(days, pattern, 1 if pattern.skips and step % _YEAR else step, enough))
    ]
    fewest = min((rule.misses for rule in rules), default=0)
    return [rule for rule in rules if rule.misses == fewest]


def _rule(days: Sequence[date], pattern: _Pattern, months: int, enough: Fraction) -> CalendarRule | None:
    anchor = next(_month(day) for day in reversed(days) if pattern in _patterns_of(day))
    first, last = _month(days[0]), _month(days[-1])
    if (last - first) // months > _MAX_MONTHS * len(days):
        return None
    expected = {*map(pattern.day, range(first + (anchor - first) % months, last + 1, months))} - {None}
    hits = len(expected & {*days})
    if hits < enough or hits < _MOST * len(expected):
        return None
    return CalendarRule(pattern, months, anchor, len(days) + len(expected) - 2 * hits)


def _patterns_of(day: date) -> Iterator[_Pattern]:
    """Yield the patterns that a day follows."""
    length = monthrange(day.year, day.month)[1]
    numbers = range(day.day, _LAST + 1) if day.day == length else (day.day,)
    yield from (_Pattern("day", number) for number in numbers)
    if day.day > _SHORTEST_MONTH:
        yield _Pattern("existing day", day.day)
    yield _Pattern("weekday", (day.day - 1) // _WEEK + 1, day.weekday())
    if day.day > length - _WEEK:
        yield _Pattern("last weekday", 0, day.weekday())


def _month(day: date) -> int:
    """Return the number of months since the year 0."""
    return day.year * _YEAR + day.month - 1
