"""All pictures on one page."""

from matplotlib.figure import Figure

from postindex._plots import calendar, gaps, rate, tags, weekdays, words
from postindex._plots.canvas import Page, inked, page
from postindex._plots.palette import INK
from postindex.cadence import Cadence
from postindex.errors import InvalidValue

_TITLE = 0.4  # inches
_HALVES = 2  # the row of two pictures


def draw(cadence: Cadence, size: int, limit: int, figure: Figure | None) -> Figure:
    """Draw the calendar, the rate, gaps beside weekdays, and tags."""
    heights = [
        calendar.height(cadence),
        rate.height(cadence),
        max(gaps.height(cadence), weekdays.height(cadence)),
        tags.height(cadence, limit),
    ]
    if figure is None:
        figure = page(_TITLE + sum(heights))
    elif not isinstance(figure, Figure):
        raise InvalidValue("figure", figure, "is no matplotlib Figure; give one, such as Figure() returns")
    elif figure.axes:
        raise InvalidValue("figure", figure, "has axes already; give one that is empty")
    if figure.get_layout_engine() is None:  # the labels of one picture would stand in the next
        figure.set_layout_engine("constrained")
    rows = figure.add_gridspec(len(heights), 1, height_ratios=heights)
    # Grids of their own: the long names of tags take no room from the other rows.
    grids = [rows[row].subgridspec(1, 2 if row == _HALVES else 1) for row in range(len(heights))]
    places = [grid[0, column] for grid in grids for column in range(grid.ncols)]
    ours = isinstance(figure, Page)
    first, second, third, fourth, fifth = (
        inked(figure.add_subplot(place)) if ours else figure.add_subplot(place) for place in places
    )
    calendar.draw(cadence, first)
    rate.draw(cadence, size, second)
    gaps.draw(cadence, third)
    weekdays.draw(cadence, fourth)
    tags.draw(cadence, limit, fifth)
    figure.suptitle(words.posts(cadence), x=0.01, ha="left", color=INK if ours else None)
    return figure
