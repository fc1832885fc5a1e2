"""Posts by day: a strip for each year, a column for each week, a row for each day of the week."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import accumulate, groupby, pairwise, takewhile
from math import ceil
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from postindex.cadence import Cadence
from postindex.plots import descriptions
from postindex.plots.canvas import (
    EMPTY,
    POINTS,
    SMALL,
    WIDTH,
    axes,
    begin,
    caption,
    fill,
    high,
    ink,
    legend,
    sentence,
    small,
    wide,
)
from postindex.plots.palette import GROUND, levels
from postindex.plots.scales import MONTHS
from postindex.text import counted

_WEEK = 7
_WEEKS = 54
_STRIP = 8.4  # rows that a year takes, with what parts it from the next
_LINE = 2.4  # rows that a line of text takes
_CELL = 0.86  # of the room for a day
_BESIDE = 0.77  # inches, what the names of years and weekdays take
_AROUND, _TEXT = 0.34, 3  # inches and ems, what stands above and below
_LEAST = 4 / 72  # inches, a day in little room
_LEAST_AROUND = 0.8
_SHORT = 2  # years without a post in a row that are drawn; more become a line of text
MOST = 60  # years that are drawn, the last ones: a picture has to end somewhere
_DAYS_A_MONTH = 30.44
_THICK = 0.6  # points, a line between months
_LINE_HEIGHT = 1.3  # ems
_NAME = 2.6  # ems that "May" takes, with what parts it from the next
_NAMES = {0: "Mon", 6: "Sun"}


class _Row(NamedTuple):
    """The strip of a year, or a line of text about several, and how many rows of days are above it."""

    first: int
    last: int
    top: float


def height(cadence: Cadence, most: int = MOST, width: float = WIDTH) -> float:
    """Return how high the picture of the last `most` years has to be, in inches, if it is so wide."""
    return _inches(cadence, most, _AROUND + _TEXT * small() / POINTS, (width - _BESIDE) / _WEEKS)


def least(cadence: Cadence, most: int) -> float:
    """Return how high it may be at least."""
    return _inches(cadence, most, _LEAST_AROUND, _LEAST)


def fitting(cadence: Cadence, room: float) -> int:
    """Return how many of the last years have room in so many inches; one always has."""
    return max(takewhile(lambda most: least(cadence, most) <= room, range(1, MOST + 1)), default=1)


def draw(cadence: Cadence, ax: Axes | None, most: int = MOST) -> Axes:
    """Draw the days that were observed of the last `most` years; there is nothing in the place of the others."""
    days = Counter(post.day for post in cadence.posts)
    ax = axes(ax, height(cadence, most))
    begin(ax, "Posts by day", descriptions.calendar(cadence, days))
    if not cadence.window:
        sentence(ax, f"{descriptions.posts(cadence)}.", alone=True)
        return ax
    rows = _rows(cadence, most, *cadence.window)
    tops = {row.first: row.top for row in rows if row.first == row.last}
    observed = [day for year in tops for day in _days(year, *cadence.window)]
    handles = fill(
        ax, [_place(day, tops) for day in observed if day not in days], _CELL, _CELL, GROUND, label="0 posts"
    )
    for level in levels(max(days.values(), default=0)):
        same = [_place(day, tops) for day in observed if level.low <= days[day] <= level.high]
        name = f"{level} {'post' if level.high == 1 else 'posts'}"
        handles += fill(ax, same, _CELL * level.side, _CELL * level.side, level.colour, label=name)
    row = min(wide(ax) / _WEEKS, high(ax) / _bottom(rows))
    _part_months(ax, observed, tops, min(_THICK, _THICK * row))
    used = Counter(day.year for day in days.elements())
    for first, last, top in rows:
        if first != last:
            number = sum(used[year] for year in range(first, last + 1))
            said = f"{counted(number, 'post')}, not drawn" if number else "no posts"
            ax.text(-0.5, top + _LINE / 3, f"{first} to {last}: {said}", fontsize=SMALL, color=ink(ax), va="center")
    _name(ax, tops, _bottom(rows), row)
    if days:
        legend(ax, handles, below=True)
    else:
        caption(ax, f"{descriptions.posts(cadence)}.")
    return ax


def _inches(cadence: Cadence, most: int, around: float, day: float) -> float:
    return around + day * _bottom(_rows(cadence, most, *cadence.window)) if cadence.window else EMPTY


def _rows(cadence: Cadence, most: int, begin: date, end: date) -> list[_Row]:
    """Return the years from above: each, but for the long silences, and for those before the last that are drawn."""
    used = {post.day.year for post in cadence.posts}
    parts: list[tuple[int, int]] = []
    for silent, group in groupby(range(begin.year, end.year + 1), key=lambda year: year not in used):
        years = list(group)
        parts += [(years[0], years[-1])] if silent and len(years) > _SHORT else zip(years, years, strict=True)
    drawn = [first for first, last in parts if first == last]
    if len(drawn) > most:
        since = drawn[-most]
        parts = [(begin.year, since - 1), *(part for part in parts if part[0] >= since)]
    tops = accumulate((_STRIP if first == last else _LINE for first, last in parts), initial=0.0)
    return [_Row(first, last, top) for (first, last), top in zip(parts, tops, strict=False)]  # the last is the bottom


def _bottom(rows: list[_Row]) -> float:
    return rows[-1].top + (_STRIP if rows[-1].first == rows[-1].last else _LINE)


def _days(year: int, first: date, last: date) -> list[date]:
    """Return the days of a year that the window holds."""
    begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return [date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal() + 1)]


def _place(day: date, tops: Mapping[int, float]) -> tuple[float, float]:
    """Return where a day stands: its week, counted from that of New Year, and its row."""
    week = (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // _WEEK
    return week, tops[day.year] + day.weekday()


def _part_months(ax: Axes, observed: list[date], tops: Mapping[int, float], thick: float) -> None:
    """Draw a line between each month and the next."""
    lines: list[list[tuple[float, float]]] = []
    for before, day in pairwise(observed):
        if before.year == day.year and before.month != day.month:
            (x, y), top = _place(day, tops), tops[day.year] - 0.5
            left, right, bottom = x - 0.5, x + 0.5, top + _WEEK
            corner = [(left, y - 0.5), (right, y - 0.5), (right, top)] if day.weekday() else [(left, top)]
            lines.append([(left, bottom), *corner])
    if lines:
        codes = [code for line in lines for code in (Path.MOVETO, *[Path.LINETO] * (len(line) - 1))]
        path = Path([corner for line in lines for corner in line], codes)
        ax.add_artist(PathPatch(path, facecolor="none", edgecolor=ink(ax), linewidth=thick))


def _name(ax: Axes, tops: Mapping[int, float], bottom: float, row: float) -> None:
    """Name years, months and weekdays, as far as rows of so many ems have room, and see that days are square."""
    every = max(1, ceil(_LINE_HEIGHT / (_STRIP * row)))
    ax.set_yticks([top + _WEEK // 2 for top in tops.values()][::every], [str(year) for year in tops][::every])
    letters = 3 if row * _WEEKS / 12 > _NAME else 1
    middles = [(_DAYS_A_MONTH * (month + 0.5) + _WEEK // 2) / _WEEK - 0.5 for month in range(12)]
    ax.set_xticks(middles, [month[:letters] for month in MONTHS])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.tick_params(axis="y", pad=26)
    ax.spines[:].set_visible(False)
    for top in [*tops.values()][: row * _WEEK > 2 * _LINE_HEIGHT]:  # above the first alone
        for weekday, said in _NAMES.items():
            ax.text(-0.9, top + weekday, said, fontsize=SMALL, color=ink(ax), ha="right", va="center")
    ax.set_xlim(-0.5, _WEEKS - 0.5)
    ax.set_ylim(bottom - 0.9, -0.6)
    ax.set_aspect("equal", anchor="NW")
