"""The periods of the calendar: days, weeks, months, quarters and years, each named by its first day."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import accumulate
from typing import Literal, get_args

from postindex.errors import InvalidValue

By = Literal["day", "week", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def require_by(place: str, by: object) -> None:
    """Raise `InvalidValue` unless `by` is a period; `place` names the argument."""
    # Text first: an array compares item by item, and pandas' NA refuses to be compared.
    if not isinstance(by, str) or by not in get_args(By):
        raise InvalidValue(place, by, f"is not a period; use one of {', '.join(get_args(By))}")


def first_day(day: date, by: By) -> date:
    """Return the first day of the period of a day; weeks are ISO weeks and begin on Monday.

    >>> first_day(date(2026, 1, 1), "week"), first_day(date(2026, 5, 31), "quarter")
    (datetime.date(2025, 12, 29), datetime.date(2026, 4, 1))
    """
    if by == "day":
        return day
    if by == "week":
        return day - timedelta(days=day.weekday())  # 0001-01-01 was a Monday: no week begins before the calendar
    months = _MONTHS[by]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(first: date, by: By) -> date:
    """Return the last day of the period that begins on `first`; of the calendar's last week, 9999-12-31.

    >>> last_day(date(2024, 2, 1), "month"), last_day(date(9999, 12, 27), "week")
    (datetime.date(2024, 2, 29), datetime.date(9999, 12, 31))
    """
    after = shifted(first, by, 1)
    return date.max if after is None else after - timedelta(days=1)


def latest(days: Sequence[date], first: date, last: date, by: By, number: int) -> list[int]:
    """Return the number of days in each of the last `number` periods, none before that of `first`.

    `days` are in order. Earlier periods are skipped, not counted: by day, many centuries would take seconds.

    >>> latest([date(1, 1, 1), date(2026, 3, 1)], date(1, 1, 1), date(2026, 3, 2), "day", 3)
    [0, 1, 0]
    """
    begin = max(first, shifted(first_day(last, by), by, 1 - number) or first)
    return list(summed(((day, 1) for day in days[bisect_left(days, begin) :]), begin, last, by).values())


def means(counts: Mapping[date, int], size: int) -> dict[date, float]:
    """Return the moving average of `size` counts, by the last period of each.

    >>> list(means({date(2026, 1, 1): 1, date(2026, 2, 1): 2, date(2026, 3, 1): 3}, 2).values())
    [1.5, 2.5]
    """
    totals = [*accumulate(counts.values(), initial=0)]
    return {first: (totals[at] - totals[at - size]) / size for at, first in enumerate(counts, 1) if at >= size}


def shifted(first: date, by: By, number: int) -> date | None:
    """Return the first day of the period `number` after another, or before it; None outside the calendar.

    >>> shifted(date(2026, 1, 1), "quarter", -1), shifted(date(9999, 12, 31), "day", 1)
    (datetime.date(2025, 10, 1), None)
    """
    if by in ("day", "week"):
        try:
            return first + timedelta(days=number if by == "day" else 7 * number)
        except OverflowError:
            return None
    year, month = divmod(first.year * 12 + first.month - 1 + number * _MONTHS[by], 12)
    return date(year, month + 1, 1) if MINYEAR <= year <= MAXYEAR else None


def periods(first: date, last: date, by: By) -> Iterator[date]:
    """Yield the first days of the periods from that of `first` to that of `last`, both included.

    >>> [day.isoformat() for day in periods(date(2025, 12, 31), date(2026, 2, 1), "month")]
    ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    start: date | None = first_day(first, by)
    while start is not None and start <= last:
        yield start
        start = shifted(start, by, 1)


def summed(amounts: Iterable[tuple[date, int]], first: date, last: date, by: By) -> dict[date, int]:
    """Return the sums of amounts by period, from that of `first` to that of `last`; 0 for a period without any."""
    sums = dict.fromkeys(periods(first, last, by), 0)
    for day, amount in amounts:
        sums[first_day(day, by)] += amount
    return sums
