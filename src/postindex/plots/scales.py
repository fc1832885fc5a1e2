"""Labels of a horizontal axis of periods.

matplotlib's date axes fail if a margin extends beyond the years 1 to 9999. So periods are numbered from 0 and labelled
here.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, count

from matplotlib.axes import Axes

from postindex.dates.periods import By, first_day
from postindex.plots.canvas import width_in_ems

MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)  # independent of the locale

_EMS = 4.5  # of the widest label, "28 Feb", and the space after it
_MIN_PERIODS = 8  # an axis has room for at least so many periods: a bar must not fill the picture
_YEAR = 12  # months
DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 360}  # of the shortest period
_STEPS = ((1, 0), (7, 0), (14, 0), (0, 1), (0, 3), (0, 6))  # days and months from one label to the next
_YEAR_STEPS = (1, 2, 5)


def label_periods(ax: Axes, firsts: Sequence[date], by: By) -> None:
    """Label the periods at 0, 1, 2 and so on of the horizontal axis; there is at least one."""
    places, labels = zip(*ticks(firsts, by, max(2, int(width_in_ems(ax) / _EMS))), strict=True)
    ax.set_xticks(places, labels)
    margin = max(0.75, 0.01 * len(firsts)) + max(0, _MIN_PERIODS - len(firsts)) / 2
    ax.set_xlim(-margin, len(firsts) - 1 + margin)


def ticks(firsts: Sequence[date], by: By, limit: int) -> list[tuple[int, str]]:
    r"""Return the places and texts of about `limit` labels at most, on round dates.

    >>> ticks([date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)], "month", 5)
    [(0, 'Dec\n2025'), (1, 'Jan\n2026'), (2, 'Feb')]
    >>> ticks([date(year, 1, 1) for year in range(1, 10_000)], "year", 6)
    [(0, '1'), (1999, '2000'), (3999, '4000'), (5999, '6000'), (7999, '8000')]
    """
    span = (firsts[-1] - firsts[0]).days
    years = ((0, factor * 10**power * _YEAR) for power in count() for factor in _YEAR_STEPS)
    days, months = next(
        (days, months)
        for days, months in chain(_STEPS, years)
        if (length := days + months * 30) >= DAYS[by] and span / length < limit
    )
    places = list(_places(firsts, by, days, months)) or [0]
    labels = []
    year = None
    for place in places:
        first = firsts[place]
        labels.append(_label(first, by, days, months, begins=first.year != year))
        year = first.year
    return list(zip(places, labels, strict=True))


def _places(firsts: Sequence[date], by: By, days: int, months: int) -> Iterator[int]:
    """Yield the places where a new step of days or months begins."""
    before = _step_number(first_day(firsts[0] - timedelta(days=1), by), days, months) if firsts[0] > date.min else None
    for place, first in enumerate(firsts):
        step = _step_number(first, days, months)
        if step != before:
            yield place
        before = step


def _step_number(first: date, days: int, months: int) -> int:
    return (first.toordinal() - 1) // days if days else (first.year * _YEAR + first.month - 1) // months


def _label(first: date, by: By, days: int, months: int, *, begins: bool) -> str:
    if months >= _YEAR:
        return str(first.year)
    if days:
        text = f"{first.day} {MONTHS[first.month - 1]}"
    elif by == "quarter":
        text = f"Q{(first.month + 2) // 3}"
    else:
        text = MONTHS[first.month - 1]
    return f"{text}\n{first.year}" if begins else text
