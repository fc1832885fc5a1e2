"""Posts per period, as bars, and their mean over several periods, as a line."""

from collections.abc import Mapping
from datetime import date
from itertools import accumulate, groupby
from math import ceil
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from postindex.cadence import Cadence
from postindex.dates.periods import first_day, last_day
from postindex.plots import descriptions
from postindex.plots.canvas import EMPTY, axes, begin, counting, ink, legend, sentence, small, wide
from postindex.plots.palette import BLUE, HALO, ORANGE, PALE
from postindex.plots.scales import name_periods
from postindex.text import counted

_HEIGHT = 3.2  # inches
LEAST = 1.5  # inches, in little room

_SIZE = 3  # periods that a mean is of
_MOST_MEANS = 100  # that do not overlap: of more, a line is noise
_MOST_APART = 150  # bars that have room for space between them
_HAIR = 0.4  # points: so that no bar vanishes between two pixels
_THIN = 1.44  # points, two of a figure's pixels: bars that are thinner are one shape
_RIM = 0.4  # of a line's width, on each side


def height(cadence: Cadence) -> float:
    """Return how high the picture has to be, in inches."""
    return _HEIGHT if cadence.window else EMPTY


def draw(cadence: Cadence, size: int | None, ax: Axes | None) -> Axes:
    """Draw bars, a line, the periods that were observed in part, and where the rhythm changed."""
    if size is None:
        size = max(_SIZE, ceil(len(cadence.counts) / _MOST_MEANS))
    means = cadence.rate(size)
    ax = axes(ax, height(cadence))
    begin(ax, f"Posts per {cadence.by}", descriptions.rate(cadence, means, size))
    if not cadence.window:
        sentence(ax, f"{descriptions.posts(cadence)}.", alone=True)
        return ax
    places = {first: place for place, first in enumerate(cadence.counts)}
    name_periods(ax, list(places), cadence.by)
    counting(ax, max(cadence.counts.values()))
    if not cadence.posts:
        sentence(ax, f"{descriptions.posts(cadence)}.")
        return ax
    handles = _bars(ax, cadence, places)
    if means:
        (line,) = ax.plot([places[first] for first in means], [*means.values()], color=ORANGE)
        line.set_label(f"mean of {counted(size, cadence.by)}")
        line.set_linewidth(2.0 if len(places) <= _MOST_APART else 1.4)
        line.set_path_effects([withStroke(linewidth=line.get_linewidth() * (1 + 2 * _RIM), foreground=HALO)])
        line.set_marker("o" if len(means) == 1 else "")  # of a line of one point, nothing would be seen
        handles.append(line)
    if changes := [_place(day, cadence, places) for day in cadence.changes]:
        lines = ax.vlines(changes, 0, 1, ink(ax), "dashed", transform=ax.get_xaxis_transform(), linewidth=1.2)
        lines.set_label("new rhythm")
        handles.append(lines)
    legend(ax, handles)
    return ax


def _bars(ax: Axes, cadence: Cadence, places: Mapping[date, int]) -> list[Any]:
    """Draw the periods that were observed whole in blue, or in one paler shape, and the others hatched."""
    drawn: list[Any] = []
    whole = {places[first]: number for first, number in cadence.counts.items() if first not in cadence.partial}
    parts = {places[first]: cadence.counts[first] for first in cadence.partial}
    width = 0.8 if len(places) <= _MOST_APART else 1.0
    if whole and wide(ax) * small() < _THIN * len(places):
        runs = [(number, len([*run])) for number, run in groupby(whole.values())]
        edges = [*accumulate((length for _, length in runs), initial=min(whole) - 0.5)]  # partial ones are at the ends
        steps = ax.stairs([number for number, _ in runs], edges, fill=True, color=PALE, label="posts")
        steps.set(edgecolor=PALE, linewidth=_HAIR)
        drawn.append(steps)
    elif whole:
        drawn.append(ax.bar([*whole], [*whole.values()], width, color=BLUE, linewidth=_HAIR, label="posts"))
    if parts:
        bars = ax.bar([*parts], [*parts.values()], width, facecolor="none", edgecolor=BLUE, hatch="/////")
        bars.set_label(f"{cadence.by} observed in part")
        drawn.append(bars)
    return drawn


def _place(day: date, cadence: Cadence, places: Mapping[date, int]) -> float:
    """Return where a day stands within its period."""
    first = first_day(day, cadence.by)
    days = (last_day(first, cadence.by) - first).days + 1
    return places[first] - 0.5 + (day - first).days / days
