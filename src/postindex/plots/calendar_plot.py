"""The calendar: a strip for each year, a column for each week, a row for each weekday."""

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
from postindex.plots.canvas import (
    EMPTY,
    POINTS,
    SMALL,
    WIDTH,
    axes_or_new,
    draw_cells,
    draw_legend,
    height_in_ems,
    ink_of,
    set_caption,
    set_title,
    show_message,
    small_size,
    width_in_ems,
)
from postindex.plots.descriptions import describe_calendar, posts_and_window
from postindex.plots.palette import GROUND, levels
from postindex.plots.scales import MONTHS
from postindex.text import counted

_WEEK = 7
_WEEKS = 54
_STRIP = 8.4  # rows of a year, with the space below
_LINE = 2.4  # rows of a line of text
_CELL = 0.86  # of the space for a day
_LABELS = 0.77  # inches, the width of the names of years and weekdays
_MARGIN, _MARGIN_EMS = 0.34, 3  # inches and ems above and below
_MIN_DAY = 4 / 72  # inches
_MIN_MARGIN = 0.8
_SHORT = 2  # consecutive years without posts that are drawn; more become a line of text
MAX_YEARS = 60  # the last years are drawn
_DAYS_A_MONTH = 30.44
_MONTH_LINE = 0.6  # points
_LINE_HEIGHT = 1.3  # ems
_MONTH_NAME = 2.6  # ems of "May" and the space after it
_WEEKDAY_LABELS = {0: "Mon", 6: "Sun"}


class _Row(NamedTuple):
    """The strip of a year, or a line of text about several years; `top` is the number of rows above it."""

    first: int
    last: int
    top: float


def calendar_height(cadence: Cadence, years: int = MAX_YEARS, width: float = WIDTH) -> float:
    """Return the height of the calendar of the last `years` years at a width, both in inches."""
    return _inches(cadence, years, _MARGIN + _MARGIN_EMS * small_size() / POINTS, (width - _LABELS) / _WEEKS)


def calendar_min_height(cadence: Cadence, years: int) -> float:
    """Return the minimum height of the calendar of the last `years` years, in inches."""
    return _inches(cadence, years, _MIN_MARGIN, _MIN_DAY)


def years_that_fit(cadence: Cadence, height: float) -> int:
    """Return how many of the last years fit into a height in inches; at least one."""
    fits = takewhile(lambda years: calendar_min_height(cadence, years) <= height, range(1, MAX_YEARS + 1))
    return max(fits, default=1)


def draw_calendar(cadence: Cadence, ax: Axes | None, years: int = MAX_YEARS) -> Axes:
    """Draw the observed days of the last `years` years; other days stay empty."""
    days = Counter(post.day for post in cadence.posts)
    ax = axes_or_new(ax, calendar_height(cadence, years))
    set_title(ax, "Posts by day", describe_calendar(cadence, days))
    if not cadence.window:
        show_message(ax, f"{posts_and_window(cadence)}.", alone=True)
        return ax
    rows = _rows(cadence, years, *cadence.window)
    tops = {row.first: row.top for row in rows if row.first == row.last}
    observed = [day for year in tops for day in _days(year, *cadence.window)]
    handles = draw_cells(
        ax, [_place(day, tops) for day in observed if day not in days], _CELL, _CELL, GROUND, label="0 posts"
    )
    for level in levels(max(days.values(), default=0)):
        same = [_place(day, tops) for day in observed if level.low <= days[day] <= level.high]
        name = f"{level} {'post' if level.high == 1 else 'posts'}"
        handles += draw_cells(ax, same, _CELL * level.side, _CELL * level.side, level.colour, label=name)
    row = min(width_in_ems(ax) / _WEEKS, height_in_ems(ax) / _bottom(rows))
    _separate_months(ax, observed, tops, min(_MONTH_LINE, _MONTH_LINE * row))
    posts_of_year = Counter(day.year for day in days.elements())
    for first, last, top in rows:
        if first != last:
            number = sum(posts_of_year[year] for year in range(first, last + 1))
            text = f"{first} to {last}: {counted(number, 'post') + ', not shown' if number else 'no posts'}"
            ax.text(-0.5, top + _LINE / 3, text, fontsize=SMALL, color=ink_of(ax), va="center")
    _label(ax, tops, _bottom(rows), row)
    if days:
        draw_legend(ax, handles, below=True)
    else:
        set_caption(ax, f"{posts_and_window(cadence)}.")
    return ax


def _inches(cadence: Cadence, years: int, margin: float, day: float) -> float:
    return margin + day * _bottom(_rows(cadence, years, *cadence.window)) if cadence.window else EMPTY


def _rows(cadence: Cadence, max_years: int, begin: date, end: date) -> list[_Row]:
    """Return the rows from the top: one a year, one for a long silence, one for all years before the last shown."""
    with_posts = {post.day.year for post in cadence.posts}
    parts: list[tuple[int, int]] = []
    for silent, group in groupby(range(begin.year, end.year + 1), key=lambda year: year not in with_posts):
        years = list(group)
        parts += [(years[0], years[-1])] if silent and len(years) > _SHORT else zip(years, years, strict=True)
    shown = [first for first, last in parts if first == last]
    if len(shown) > max_years:
        since = shown[-max_years]
        parts = [(begin.year, since - 1), *(part for part in parts if part[0] >= since)]
    tops = accumulate((_STRIP if first == last else _LINE for first, last in parts), initial=0.0)
    return [
        _Row(first, last, top) for (first, last), top in zip(parts, tops, strict=False)
    ]  # the last top is the bottom


def _bottom(rows: list[_Row]) -> float:
    return rows[-1].top + (_STRIP if rows[-1].first == rows[-1].last else _LINE)


def _days(year: int, first: date, last: date) -> list[date]:
    """Return the days of a year that are in the window."""
    begin, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return [date.fromordinal(day) for day in range(begin.toordinal(), end.toordinal() + 1)]


def _place(day: date, tops: Mapping[int, float]) -> tuple[float, float]:
    """Return the place of a day: its week, counted from that of 1 January, and its row."""
    week = (day.timetuple().tm_yday - 1 + date(day.year, 1, 1).weekday()) // _WEEK
    return week, tops[day.year] + day.weekday()


def _separate_months(ax: Axes, observed: list[date], tops: Mapping[int, float], linewidth: float) -> None:
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
        ax.add_artist(PathPatch(path, facecolor="none", edgecolor=ink_of(ax), linewidth=linewidth))


def _label(ax: Axes, tops: Mapping[int, float], bottom: float, row: float) -> None:
    """Label years, months and weekdays as far as rows of `row` ems have room, and make days square."""
    every = max(1, ceil(_LINE_HEIGHT / (_STRIP * row)))
    ax.set_yticks([top + _WEEK // 2 for top in tops.values()][::every], [str(year) for year in tops][::every])
    letters = 3 if row * _WEEKS / 12 > _MONTH_NAME else 1
    middles = [(_DAYS_A_MONTH * (month + 0.5) + _WEEK // 2) / _WEEK - 0.5 for month in range(12)]
    ax.set_xticks(middles, [month[:letters] for month in MONTHS])
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.tick_params(axis="y", pad=26)
    ax.spines[:].set_visible(False)
    for top in [*tops.values()][: row * _WEEK > 2 * _LINE_HEIGHT]:  # beside the first year only
        for weekday, name in _WEEKDAY_LABELS.items():
            ax.text(-0.9, top + weekday, name, fontsize=SMALL, color=ink_of(ax), ha="right", va="center")
    ax.set_xlim(-0.5, _WEEKS - 0.5)
    ax.set_ylim(bottom - 0.9, -0.6)
    ax.set_aspect("equal", anchor="NW")
