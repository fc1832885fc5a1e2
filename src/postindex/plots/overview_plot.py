"""The overview: all pictures on one page."""

from math import ceil
from typing import NamedTuple

from matplotlib.figure import Figure

from postindex.cadence import Cadence
from postindex.errors import InvalidValue
from postindex.plots.calendar_plot import (
    MAX_YEARS,
    calendar_height,
    calendar_min_height,
    draw_calendar,
    years_that_fit,
)
from postindex.plots.canvas import WIDTH, PageFigure, new_figure, small_size, with_ink
from postindex.plots.descriptions import posts_and_window
from postindex.plots.gaps_plot import GAPS_MIN_HEIGHT, draw_gaps, gaps_height
from postindex.plots.palette import INK
from postindex.plots.rate_plot import RATE_MIN_HEIGHT, draw_rate, rate_height
from postindex.plots.tags_plot import draw_tags, tags_height, tags_min_height, tags_that_fit
from postindex.plots.weekdays_plot import draw_weekdays, weekdays_height

_TITLE = 0.4  # inches
_HALVES = 2  # the row with two pictures
_MIN_SIZE = (6, 8)  # inches, with matplotlib's default font size
_DEFAULT_POINTS = 8.33  # matplotlib's default small text
_MAX_CALENDAR = 0.4  # of the height of a low page
_MIN_TAGS = 4  # rows of tags that come before any year but the last


class _Plan(NamedTuple):
    """The heights of the four rows, and the numbers of years and tags."""

    heights: tuple[float, ...]
    years: int
    tags: int


def draw_overview(cadence: Cadence, limit: int, figure: Figure | None) -> Figure:
    """Draw the calendar, the rate, the gaps beside the weekdays, and the tags."""
    if figure is None:
        plan = _ideal_plan(cadence, MAX_YEARS, limit, WIDTH)
        figure = new_figure(_TITLE + sum(plan.heights))
    elif not isinstance(figure, Figure):
        raise InvalidValue("figure", figure, "is not a matplotlib Figure; pass one, such as Figure(figsize=(8, 12))")
    elif figure.axes:
        raise InvalidValue("figure", figure, "already has axes; pass an empty figure")
    else:
        plan = _fitting_plan(cadence, limit, figure)
    if figure.get_layout_engine() is None:  # without one, the labels of one picture would overlap the next
        figure.set_layout_engine("constrained")
    rows = figure.add_gridspec(len(plan.heights), 1, height_ratios=plan.heights)
    # A grid for each row, so that long tag names take no space from the other rows.
    grids = [rows[row].subgridspec(1, 2 if row == _HALVES else 1) for row in range(len(plan.heights))]
    places = [grid[0, column] for grid in grids for column in range(grid.ncols)]
    is_new = isinstance(figure, PageFigure)
    first, second, third, fourth, fifth = (
        with_ink(figure.add_subplot(place)) if is_new else figure.add_subplot(place) for place in places
    )
    draw_calendar(cadence, first, plan.years)
    draw_rate(cadence, None, second)
    draw_gaps(cadence, third)
    draw_weekdays(cadence, fourth)
    draw_tags(cadence, plan.tags, fifth)
    figure.suptitle(posts_and_window(cadence), x=0.01, ha="left", color=INK if is_new else None)
    return figure


def _ideal_plan(cadence: Cadence, years: int, limit: int, width: float) -> _Plan:
    """Return the plan of a page of that width on which every picture is as high as on its own."""
    halves = max(gaps_height(cadence), weekdays_height(cadence))
    heights = (calendar_height(cadence, years, width), rate_height(cadence), halves, tags_height(cadence, limit))
    return _Plan(heights, years, limit)


def _fitting_plan(cadence: Cadence, limit: int, figure: Figure) -> _Plan:
    """Return the plan of the caller's figure: years and tags that do not fit are left out, as the pictures then say."""
    scale = max(1.0, small_size() / _DEFAULT_POINTS)
    (width, height), (min_width, min_height) = (
        figure.get_size_inches(),
        (ceil(10 * side * scale) / 10 for side in _MIN_SIZE),
    )
    if width < min_width or height < min_height:
        need = f"{min_width:g} x {min_height:g} inches"
        raise InvalidValue(
            "figure", figure, f"is {width:g} x {height:g} inches, too small for five pictures; use {need}"
        )
    room = height / scale - _TITLE
    ideal_width = min(width, WIDTH)
    ideal = _ideal_plan(cadence, MAX_YEARS, limit, ideal_width)
    if room >= sum(ideal.heights):
        # Days are square, so the width limits the height of the calendar; the other rows share the rest.
        strips, *others = ideal.heights
        first = min(strips * room / sum(ideal.heights), calendar_height(cadence, width=width))
        share = (room - first) / sum(others)
        return ideal._replace(heights=(first, *(share * height for height in others)))
    second, third = min(RATE_MIN_HEIGHT, ideal.heights[1]), min(GAPS_MIN_HEIGHT, ideal.heights[2])
    room_for_days = room - second - third - tags_min_height(cadence, min(_MIN_TAGS, limit))
    years = years_that_fit(cadence, min(_MAX_CALENDAR * room, room_for_days))
    first = calendar_min_height(cadence, years)
    limit = min(limit, tags_that_fit(room - first - second - third))
    least = (first, second, third, tags_min_height(cadence, limit))
    strips, *others = _ideal_plan(cadence, years, limit, ideal_width).heights
    wanted = (max(first, min(strips, _MAX_CALENDAR * room)), *others)
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    heights = tuple(low + share * (top - low) for low, top in zip(least, wanted, strict=True))
    return _Plan(heights, years, limit)
