"""All pictures on one page."""

from math import ceil
from typing import NamedTuple

from matplotlib.figure import Figure

from postindex.cadence import Cadence
from postindex.errors import InvalidValue
from postindex.plots import calendar_plot, descriptions, gaps_plot, rate_plot, tags_plot, weekdays_plot
from postindex.plots.canvas import WIDTH, PageFigure, inked, page_figure, small
from postindex.plots.palette import INK

_TITLE = 0.4  # inches
_HALVES = 2  # the row of two pictures
_LEAST = (6, 8)  # inches, how wide and how high a page is, if its text is not larger than matplotlib's own
_POINTS = 8.33  # of matplotlib's own small text
_SHARE = 0.4  # of a page that is lower than it should be, what the calendar takes at most
_TAGS = 4  # whose rows come before any year but the last


class _Plan(NamedTuple):
    """The heights of the four rows, and how many years and tags are drawn."""

    heights: tuple[float, ...]
    years: int
    tags: int


def draw(cadence: Cadence, limit: int, figure: Figure | None) -> Figure:
    """Draw the calendar, the rate, gaps beside weekdays, and tags."""
    if figure is None:
        plan = _whole(cadence, calendar_plot.MOST, limit, WIDTH)
        figure = page_figure(_TITLE + sum(plan.heights))
    elif not isinstance(figure, Figure):
        raise InvalidValue("figure", figure, "is no matplotlib Figure; give one, such as Figure(figsize=(8, 12))")
    elif figure.axes:
        raise InvalidValue("figure", figure, "has axes already; give one that is empty")
    else:
        plan = _fitting(cadence, limit, figure)
    if figure.get_layout_engine() is None:  # the labels of one picture would stand in the next
        figure.set_layout_engine("constrained")
    rows = figure.add_gridspec(len(plan.heights), 1, height_ratios=plan.heights)
    # Grids of their own: the long names of tags take no room from the other rows.
    grids = [rows[row].subgridspec(1, 2 if row == _HALVES else 1) for row in range(len(plan.heights))]
    places = [grid[0, column] for grid in grids for column in range(grid.ncols)]
    ours = isinstance(figure, PageFigure)
    first, second, third, fourth, fifth = (
        inked(figure.add_subplot(place)) if ours else figure.add_subplot(place) for place in places
    )
    calendar_plot.draw(cadence, first, plan.years)
    rate_plot.draw(cadence, None, second)
    gaps_plot.draw(cadence, third)
    weekdays_plot.draw(cadence, fourth)
    tags_plot.draw(cadence, plan.tags, fifth)
    figure.suptitle(descriptions.posts(cadence), x=0.01, ha="left", color=INK if ours else None)
    return figure


def _whole(cadence: Cadence, years: int, limit: int, width: float) -> _Plan:
    """Return the plan of a page of that width on which everything has the room that it has by itself."""
    halves = max(gaps_plot.height(cadence), weekdays_plot.height(cadence))
    heights = (
        calendar_plot.height(cadence, years, width),
        rate_plot.height(cadence),
        halves,
        tags_plot.height(cadence, limit),
    )
    return _Plan(heights, years, limit)


def _fitting(cadence: Cadence, limit: int, figure: Figure) -> _Plan:
    """Return the plan of a figure that is given: what has no room in it is left out, as the pictures then say."""
    larger = max(1.0, small() / _POINTS)
    (width, height), (wide, high) = figure.get_size_inches(), (ceil(10 * side * larger) / 10 for side in _LEAST)
    if width < wide or height < high:
        reason = f"has {width:g} x {height:g} inches, too little for five pictures; give at least {wide:g} x {high:g}"
        raise InvalidValue("figure", figure, f"{reason} inches")
    room = height / larger - _TITLE
    across = min(width, WIDTH)
    whole = _whole(cadence, calendar_plot.MOST, limit, across)
    if room >= sum(whole.heights):
        # Days are square: where all rows grow, those of the calendar have use for what their width allows alone.
        strips, *others = whole.heights
        first = min(strips * room / sum(whole.heights), calendar_plot.height(cadence, width=width))
        share = (room - first) / sum(others)
        return whole._replace(heights=(first, *(share * height for height in others)))
    second, third = min(rate_plot.LEAST, whole.heights[1]), min(gaps_plot.LEAST, whole.heights[2])
    room_for_days = room - second - third - tags_plot.least(cadence, min(_TAGS, limit))
    years = calendar_plot.fitting(cadence, min(_SHARE * room, room_for_days))
    first = calendar_plot.least(cadence, years)
    limit = min(limit, tags_plot.fitting(room - first - second - third))
    least = (first, second, third, tags_plot.least(cadence, limit))
    strips, *others = _whole(cadence, years, limit, across).heights
    wanted = (max(first, min(strips, _SHARE * room)), *others)
    share = (room - sum(least)) / (sum(wanted) - sum(least))
    heights = tuple(low + share * (top - low) for low, top in zip(least, wanted, strict=True))
    return _Plan(heights, years, limit)
