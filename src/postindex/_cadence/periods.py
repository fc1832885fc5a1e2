"""The periods of the calendar: their first days, in order, without a hole."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Literal, get_args

from postindex.errors import InvalidValue

By = Literal["day", "week", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def require_by(by: object) -> None:
    """Refuse what is no kind of period."""
    if by not in get_args(By):
        raise InvalidValue("by", by, f"is no period; the periods are {', '.join(get_args(By))}")


def first_day(day: date, by: By) -> date:
    """Return the first day of the period that a day is in; weeks are ISO weeks, from Monday on.

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
    """Return the last day of a period that begins on a day; of the calendar's last week, 9999-12-31.

    >>> last_day(date(2024, 2, 1), "month"), last_day(date(9999, 12, 27), "week")
    (datetime.date(2024, 2, 29), datetime.date(9999, 12, 31))
    """
    after = _following(first, by)
    return date.max if after is None else after - timedelta(days=1)


def periods(first: date, last: date, by: By) -> Iterator[date]:
    """Yield the first days of the periods from that of `first` to that of `last`, both included.

    >>> [day.isoformat() for day in periods(date(2025, 12, 31), date(2026, 2, 1), "month")]
    ['2025-12-01', '2026-01-01', '2026-02-01']
    """
    start: date | None = first_day(first, by)
    while start is not None and start <= last:
        yield start
        start = _following(start, by)


def summed(amounts: Iterable[tuple[date, int]], first: date, last: date, by: By) -> dict[date, int]:
    """Return the sums of the amounts by period, from that of `first` to that of `last`; 0 where there are none."""
    sums = dict.fromkeys(periods(first, last, by), 0)
    for day, amount in amounts:
        sums[first_day(day, by)] += amount
    return sums


def _following(first: date, by: By) -> date | None:
    """Return the first day of the next period, or None where the calendar ends."""
    if by in ("day", "week"):
        days = 1 if by == "day" else 7
        return first + timedelta(days=days) if date.max - first >= timedelta(days=days) else None
    month = first.month - 1 + _MONTHS[by]
    year = first.year + month // 12
    return date(year, month % 12 + 1, 1) if year <= date.max.year else None
