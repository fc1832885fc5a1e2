"""The days between posts, as a histogram."""

from collections import Counter
from itertools import chain, count
from math import ceil

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.plots import descriptions
from postindex.plots.canvas import EMPTY, SMALL, axes, begin, caption, counting, sentence, wide
from postindex.plots.palette import BLUE

_HEIGHT = 3.2  # inches
LEAST = 1.9  # inches, in little room

_WEEK = 7
_MONTH = 4 * _WEEK
_DAILY = 2 * _WEEK  # so long an axis names each day, if there is room
_TAIL = 2  # times the gap that nine of ten do not exceed: longer ones share a bin
_SHORT = 2 * _WEEK  # gaps up to here never share one
_SLACK = 1.5  # times as long as that may the axis be, if none is left out then
_MOST_BINS = 200
_SPACE = 0.04  # of the axis, before the bin for the long ones and for it
_DIGIT = 0.65  # ems


def height(cadence: Cadence) -> float:
    """Return how high the picture has to be, in inches."""
    return _HEIGHT if cadence.gaps else EMPTY


def draw(cadence: Cadence, ax: Axes | None) -> Axes:
    """Draw bins of a day, or of weeks where gaps are long, and name the longest gap below."""
    ax = axes(ax, height(cadence))
    begin(ax, "Days between posts", descriptions.gaps(cadence))
    if not cadence.gaps:
        sentence(ax, f"{descriptions.posts(cadence)}{': no gap' if cadence.posts else ''}.", alone=True)
        return ax
    end = _end(cadence)
    days = next(days for days in chain((1, _WEEK), (_MONTH * 2**n for n in count())) if end / days <= _MOST_BINS)
    bins = Counter(gap // days * days for gap in cadence.gaps if gap <= end)
    middle = (days - 1) / 2  # a bin of one day stands around it
    ax.bar([first + middle for first in bins], [*bins.values()], 0.9 * days, color=BLUE, linewidth=0)
    over, beyond = end * (1 + 2 * _SPACE), len(cadence.gaps) - bins.total()
    if beyond:
        ax.bar([over], [beyond], _SPACE * end, facecolor="none", edgecolor=BLUE, hatch="/////")
    ax.set_xlim(-days, over + _SPACE * end if beyond else end + days)
    _name_days(ax, end, over if beyond else None)
    counting(ax, max(*bins.values(), beyond, 0))
    ax.set_ylabel("gaps", fontsize=SMALL)
    each = f" Each bar stands for {days:,} days." if days > 1 else ""
    caption(ax, f"{descriptions.quantiles(cadence)}. {descriptions.longest(cadence)}.{each}")
    return ax


def _end(cadence: Cadence) -> int:
    """Return where the axis ends, in days: few long gaps must not squash the many."""
    longest = max(cadence.gaps)
    end = max(_SHORT, _TAIL * (cadence.p90_gap or 0))
    return _WEEK * max(1, ceil((longest if longest <= _SLACK * end else end) / _WEEK))


def _name_days(ax: Axes, end: int, over: float | None) -> None:
    """Name days or whole weeks, as many as there is room for, and the bin of the gaps that are longer."""
    last = f"over {end:,}"
    left, right = ax.get_xlim()
    letter = _DIGIT * (right - left) / wide(ax)  # in days
    number = (len(f"{end:,}") + 2) * letter
    free = right if over is None else over - (len(last) * letter + number) / 2
    steps = chain((1,) if end <= _DAILY else (), (_WEEK * 2**n for n in count()))
    step = next(step for step in steps if step > number)
    places: list[float] = [place for place in range(0, end + 1, step) if place <= free]
    labels = [f"{place:,}" for place in places]
    ax.set_xticks([*places, *([over] if over else [])], [*labels, *([last] if over else [])])
