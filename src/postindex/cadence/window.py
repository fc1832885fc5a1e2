"""The window of a cadence: the first and last observed day, and `today`."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from postindex.dates.parsing import parse_period
from postindex.errors import InvalidValue

Window = tuple[date | str | None, date | str | None]

_ENDS = 2


def one_day(place: str, value: object) -> date:
    """Return the day of a date, a datetime or ISO text; `place` is the name of the argument.

    >>> one_day("today", "2026-03-22")
    datetime.date(2026, 3, 22)
    """
    with suppress(InvalidValue):
        first, last = parse_period(place, value)
        if first == last:
            return first
    raise InvalidValue(place, value, "is not a single day; give a day such as 2026-03-22")


def parse_window(window: Window | None, today: date | None) -> tuple[date | None, date | None]:
    """Return the first and the last observed day, None for an open end. The last day is `today` at the latest."""
    if window is None:
        return None, today
    if not isinstance(window, tuple | list) or len(window) != _ENDS:
        raise InvalidValue("window", window, "is not a pair of days; give the first and last day: ('2025', None)")
    first = None if window[0] is None else parse_period("window[0]", window[0])[0]
    last = None if window[1] is None else parse_period("window[1]", window[1])[1]
    if first is not None and last is not None and first > last:
        raise InvalidValue("window", window, "is reversed; give the earlier day first")
    if first is not None and today is not None and first > today:
        raise InvalidValue("window[0]", window[0], f"is after today, {today}; give an earlier day, or None")
    return first, today if last is None else last if today is None else min(last, today)


def require_consistent(days: Sequence[date], window: object, today: object) -> None:
    """Raise `InvalidValue` unless the fields of a `Cadence` are valid and fit together; `days` are its posts' days."""
    if today is not None and not _is_day(today):
        raise InvalidValue("Cadence.today", today, "is not a date; use datetime.date(2026, 3, 22), or None")
    if window is None and not days:
        return
    if not isinstance(window, tuple) or len(window) != _ENDS or not all(map(_is_day, window)):
        raise InvalidValue("Cadence.window", window, "is not a pair of dates; give the first and last observed day")
    first, last = window
    if first > last:
        raise InvalidValue("Cadence.window", window, "is reversed; give the earlier day first")
    if isinstance(today, date) and today < last:
        raise InvalidValue("Cadence.today", today, f"is before the last day, {last}; call cadence.measure again")
    if sorted(days) != list(days):
        raise InvalidValue("Cadence.posts", days, "is not in chronological order; give the oldest post first")
    if days and not first <= days[0] <= days[-1] <= last:
        outside = days[0] if days[0] < first else days[-1]
        raise InvalidValue("Cadence.posts", outside, f"is outside the window, {first} to {last}; widen the window")


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
