"""Where an axis of periods says which they are.

matplotlib's own axes of dates begin at year 1 and end at 9999, and fail where a margin reaches beyond: so periods are
counted from 0, and named here.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, count

from matplotlib.axes import Axes

from postindex.dates.periods import By, first_day
from postindex.plots.canvas import wide

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # of no locale

_EMS = 4.5  # that a label takes, with what parts it from the next: "28 Feb" is the widest
_FEWEST = 8  # periods that an axis has room for: less, and a bar is a wall
_YEAR = 12
DAYS = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 360}  # of the shortest period
_SPACED = ((1, 0), (7, 0), (14, 0), (0, 1), (0, 3), (0, 6))  # days and months from one label to the next
_TEN = (1, 2, 5)


def name_periods(ax: Axes, firsts: Sequence[date], by: By) -> None:
    """Let the horizontal axis name periods, which stand at 0, 1, 2 and so on; there is at least one."""
    places, labels = zip(*ticks(firsts, by, max(2, int(wide(ax) / _EMS))), strict=True)
    ax.set_xticks(places, labels)
    margin = max(0.75, 0.01 * len(firsts)) + max(0, _FEWEST - len(firsts)) / 2
    ax.set_xlim(-margin, len(firsts) - 1 + margin)


def ticks(firsts: Sequence[date], by: By, most: int) -> list[tuple[int, str]]:
    r"""Return where labels go, and what they say; about `most` of them at most, on round dates.

    >>> ticks([date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)], "month", 5)
    [(0, 'Dec\n2025'), (1, 'Jan\n2026'), (2, 'Feb')]
    >>> ticks([date(year, 1, 1) for year in range(1, 10_000)], "year", 6)
    [(0, '1'), (1999, '2000'), (3999, '4000'), (5999, '6000'), (7999, '8000')]
    """
    span = (firsts[-1] - firsts[0]).days
    years = ((0, factor * 10**power * _YEAR) for power in count() for factor in _TEN)
    days, months = next(
        (days, months)
        for days, months in chain(_SPACED, years)
        if (length := days + months * 30) >= DAYS[by] and span / length < most
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
    """Yield where another stretch of days or months begins."""
    before = _stretch(first_day(firsts[0] - timedelta(days=1), by), days, months) if firsts[0] > date.min else None
    for place, first in enumerate(firsts):
        stretch = _stretch(first, days, months)
        if stretch != before:
            yield place
        before = stretch


def _stretch(first: date, days: int, months: int) -> int:
    return (first.toordinal() - 1) // days if days else (first.year * _YEAR + first.month - 1) // months


def _label(first: date, by: By, days: int, months: int, *, begins: bool) -> str:
    if months >= _YEAR:
        return str(first.year)
    if days:
        said = f"{first.day} {MONTHS[first.month - 1]}"
    elif by == "quarter":
        said = f"Q{(first.month + 2) // 3}"
    else:
        said = MONTHS[first.month - 1]
    return f"{said}\n{first.year}" if begins else said
