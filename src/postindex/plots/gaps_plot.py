"""The histogram of the days between posts."""

from collections import Counter
from itertools import chain, count
from math import ceil

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.plots.canvas import (
    EMPTY,
    SMALL,
    axes_or_new,
    set_caption,
    set_count_axis,
    set_title,
    show_message,
    width_in_ems,
)
from postindex.plots.descriptions import describe_gaps, gap_quantiles, longest_gap, posts_and_window
from postindex.plots.palette import BLUE

_HEIGHT = 3.2  # inches
GAPS_MIN_HEIGHT = 1.9

_WEEK = 7
_MONTH = 4 * _WEEK
_DAILY = 2 * _WEEK  # an axis of up to this length labels each day, if there is room
_TAIL = 2  # times the 90th percentile: longer gaps share a bin
_SHORT = 2 * _WEEK  # gaps up to this length never share a bin
_SLACK = 1.5  # times as long may the axis be if then no gap is left out
_MAX_BINS = 200
_SPACE = 0.04  # of the axis, for the shared bin and for the space before it
_DIGIT = 0.65  # ems


def gaps_height(cadence: Cadence) -> float:
    """Return the height of the picture, in inches."""
    return _HEIGHT if cadence.gaps else EMPTY


def draw_gaps(cadence: Cadence, ax: Axes | None) -> Axes:
    """Draw bins of a day, or of weeks if gaps are long, and name the longest gap below."""
    ax = axes_or_new(ax, gaps_height(cadence))
    set_title(ax, "Days between posts", describe_gaps(cadence))
    if not cadence.gaps:
        show_message(ax, f"{posts_and_window(cadence)}{': no gaps' if cadence.posts else ''}.", alone=True)
        return ax
    end = _end(cadence)
    days = next(days for days in chain((1, _WEEK), (_MONTH * 2**n for n in count())) if end / days <= _MAX_BINS)
    bins = Counter(gap // days * days for gap in cadence.gaps if gap <= end)
    middle = (days - 1) / 2  # a bin of one day is centred on it
    ax.bar([first + middle for first in bins], [*bins.values()], 0.9 * days, color=BLUE, linewidth=0)
    over, beyond = end * (1 + 2 * _SPACE), len(cadence.gaps) - bins.total()
    if beyond:
        ax.bar([over], [beyond], _SPACE * end, facecolor="none", edgecolor=BLUE, hatch="/////")
    ax.set_xlim(-days, over + _SPACE * end if beyond else end + days)
    _label_days(ax, end, over if beyond else None)
    set_count_axis(ax, max(*bins.values(), beyond, 0))
    ax.set_ylabel("gaps", fontsize=SMALL)
    bin_width = f" Bin width: {days:,} days." if days > 1 else ""
    set_caption(ax, f"{gap_quantiles(cadence)} {longest_gap(cadence)}{bin_width}")
    return ax


def _end(cadence: Cadence) -> int:
    """Return the end of the axis, in days: a few long gaps must not squash the others."""
    longest = max(cadence.gaps)
    end = max(_SHORT, _TAIL * (cadence.p90_gap or 0))
    return _WEEK * max(1, ceil((longest if longest <= _SLACK * end else end) / _WEEK))


def _label_days(ax: Axes, end: int, over: float | None) -> None:
    """Label days or whole weeks as far as there is room, and the bin of longer gaps."""
    last = f"over {end:,}"
    left, right = ax.get_xlim()
    letter = _DIGIT * (right - left) / width_in_ems(ax)  # in days
    number = (len(f"{end:,}") + 2) * letter
    free = right if over is None else over - (len(last) * letter + number) / 2
    steps = chain((1,) if end <= _DAILY else (), (_WEEK * 2**n for n in count()))
    step = next(step for step in steps if step > number)
    places: list[float] = [place for place in range(0, end + 1, step) if place <= free]
    labels = [f"{place:,}" for place in places]
    ax.set_xticks([*places, *([over] if over else [])], [*labels, *([last] if over else [])])
