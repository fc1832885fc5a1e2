"""Posts per period as bars, and their moving average as a line."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate, groupby
from math import ceil
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from postindex.cadence import Cadence
from postindex.dates.periods import first_day, last_day
from postindex.plots.canvas import (
    EMPTY,
    axes_or_new,
    draw_legend,
    ink_of,
    set_count_axis,
    set_title,
    show_message,
    small_size,
    width_in_ems,
)
from postindex.plots.descriptions import describe_rate, moving_average, posts_and_window
from postindex.plots.palette import BLUE, HALO, ORANGE, PALE
from postindex.plots.scales import label_periods

_HEIGHT = 3.2  # inches
RATE_MIN_HEIGHT = 1.5

_SIZE = 3  # periods of the moving average
_MAX_AVERAGES = 100  # averages that do not overlap: with more, a line is noise
_MAX_SPACED = 150  # bars with space between them
_HAIRLINE = 0.4  # points: so that no bar vanishes between two pixels
_MIN_BAR = 1.44  # points, two pixels: narrower bars are drawn as one shape
_RIM = 0.4  # of the line's width, on each side


def rate_height(cadence: Cadence) -> float:
    """Return the height of the picture, in inches."""
    return _HEIGHT if cadence.window else EMPTY


def draw_rate(cadence: Cadence, size: int | None, ax: Axes | None) -> Axes:
    """Draw the bars, the moving average and the changes of rhythm."""
    if size is None:
        size = max(_SIZE, ceil(len(cadence.counts) / _MAX_AVERAGES))
    means = cadence.rate(size)
    ax = axes_or_new(ax, rate_height(cadence))
    set_title(ax, f"Posts per {cadence.by}", describe_rate(cadence, means, size))
    if not cadence.window:
        show_message(ax, f"{posts_and_window(cadence)}.", alone=True)
        return ax
    places = {first: place for place, first in enumerate(cadence.counts)}
    label_periods(ax, list(places), cadence.by)
    set_count_axis(ax, max(cadence.counts.values()))
    if not cadence.posts:
        show_message(ax, f"{posts_and_window(cadence)}.")
        return ax
    handles = _bars(ax, cadence, places)
    if means:
        (line,) = ax.plot([places[first] for first in means], [*means.values()], color=ORANGE)
        line.set_label(moving_average(size, cadence.by))
        line.set_linewidth(2.0 if len(places) <= _MAX_SPACED else 1.4)
        line.set_path_effects([withStroke(linewidth=line.get_linewidth() * (1 + 2 * _RIM), foreground=HALO)])
        line.set_marker("o" if len(means) == 1 else "")  # a line of one point would be invisible
        handles.append(line)
    if changes := [_place(day, cadence, places) for day in cadence.changes]:
        lines = ax.vlines(changes, 0, 1, ink_of(ax), "dashed", transform=ax.get_xaxis_transform(), linewidth=1.2)
        lines.set_label("rhythm change")
        handles.append(lines)
    draw_legend(ax, handles)
    return ax


def _bars(ax: Axes, cadence: Cadence, places: Mapping[date, int]) -> list[Any]:
    """Draw complete periods in blue, or as one paler shape, and partial periods hatched."""
    drawn: list[Any] = []
    complete = {places[first]: number for first, number in cadence.counts.items() if first not in cadence.partial}
    partial = {places[first]: cadence.counts[first] for first in cadence.partial}
    width = 0.8 if len(places) <= _MAX_SPACED else 1.0
    if complete and width_in_ems(ax) * small_size() < _MIN_BAR * len(places):
        runs = [(number, len([*run])) for number, run in groupby(complete.values())]
        edges = [
            *accumulate((length for _, length in runs), initial=min(complete) - 0.5)
        ]  # partial periods are at the ends
        steps = ax.stairs([number for number, _ in runs], edges, fill=True, color=PALE, label="posts")
        steps.set(edgecolor=PALE, linewidth=_HAIRLINE)
        drawn.append(steps)
    elif complete:
        drawn.append(ax.bar([*complete], [*complete.values()], width, color=BLUE, linewidth=_HAIRLINE, label="posts"))
    if partial:
        bars = ax.bar([*partial], [*partial.values()], width, facecolor="none", edgecolor=BLUE, hatch="/////")
        bars.set_label(f"partial {cadence.by}")
        drawn.append(bars)
    return drawn


def _place(day: date, cadence: Cadence, places: Mapping[date, int]) -> float:
    """Return the place of a day on the axis, within its period."""
    first = first_day(day, cadence.by)
    days = (last_day(first, cadence.by) - first).days + 1
    return places[first] - 0.5 + (day - first).days / days
