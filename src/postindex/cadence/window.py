"""What was observed: the days from one to another, today, and the posts within them; and what is refused of these."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime

from postindex.dates.parsing import parse_period
from postindex.errors import InvalidValue

Window = tuple[date | str | None, date | str | None]

_ENDS = 2


def one_day(place: str, value: object) -> date:
    """Return the day that a date, a datetime or ISO text names; `place` names the argument.

    >>> one_day("today", "2026-03-22")
    datetime.date(2026, 3, 22)
    """
    with suppress(InvalidValue):
        first, last = parse_period(place, value)
        if first == last:
            return first
    raise InvalidValue(place, value, "is not one day; give a day, such as 2026-03-22")


def ends(window: Window | None, today: date | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that were observed, None where an end is open: the last is today at most."""
    if window is None:
        return None, today
    if not isinstance(window, tuple | list) or len(window) != _ENDS:
        raise InvalidValue("window", window, "is no window; give a first and a last day, such as ('2025', None)")
    first = None if window[0] is None else parse_period("window[0]", window[0])[0]
    last = None if window[1] is None else parse_period("window[1]", window[1])[1]
    if first is not None and last is not None and first > last:
        raise InvalidValue("window", window, "is reversed; give the earlier day first")
    if first is not None and today is not None and first > today:
        raise InvalidValue("window[0]", window[0], f"begins after today, {today}; give a day up to then, or None")
    return first, today if last is None else last if today is None else min(last, today)


def require_observed(days: Sequence[date], window: object, today: object) -> None:
    """Refuse a window that is no two days in order, a `today` before its end, and days of posts that do not fit it."""
    if today is not None and not _is_day(today):
        raise InvalidValue("Cadence.today", today, "is no date; give one such as datetime.date(2026, 3, 22), or None")
    if window is None and not days:
        return
    if not isinstance(window, tuple) or len(window) != _ENDS or not all(map(_is_day, window)):
        raise InvalidValue("Cadence.window", window, "is no two dates; give the first and the last day observed")
    first, last = window
    if first > last:
        raise InvalidValue("Cadence.window", window, "is reversed; give the earlier day first")
    if isinstance(today, date) and today < last:
        raise InvalidValue("Cadence.today", today, f"is before the window's end, {last}; measure the posts anew")
    if sorted(days) != list(days):
        raise InvalidValue("Cadence.posts", days, "is in no order of days; give the oldest post first")
    if days and not first <= days[0] <= days[-1] <= last:
        beyond = days[0] if days[0] < first else days[-1]
        raise InvalidValue("Cadence.posts", beyond, f"is not within the window, {first} to {last}")


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
