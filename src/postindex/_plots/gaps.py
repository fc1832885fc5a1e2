"""The days between posts, as a histogram."""

from collections import Counter
from itertools import chain, count
from math import ceil

from matplotlib.axes import Axes

from postindex._plots import words
from postindex._plots.canvas import EMPTY, SMALL, axes, begin, caption, counting, high, ink, sentence, wide
from postindex._plots.palette import BLUE
from postindex.cadence import Cadence

_HEIGHT = 3.2  # inches

_WEEK = 7
_SHORTEST = 4 * _WEEK  # an axis is at least that long
_TAIL = 2  # times the gap that nine of ten do not exceed: longer ones share a bin
_SLACK = 1.5  # times as long as that may the axis be, if none is left out then
_MOST_BINS = 200
_SPACE = 0.04  # of the axis, before the bin for the long ones and for it
_MOST_ROOM = 0.6  # of the axes, for that
_DIGIT = 0.65  # ems
_LINES = 3.6  # ems that the name of the longest gap takes, above all bars


def height(cadence: Cadence) -> float:
    """Return how high the picture has to be, in inches."""
    return _HEIGHT if cadence.gaps else EMPTY


def draw(cadence: Cadence, ax: Axes | None) -> Axes:
    """Draw bins of a day, or of weeks where gaps are long, and name the longest gap."""
    ax = axes(ax, height(cadence))
    begin(ax, "Days between posts", words.gaps(cadence))
    if not cadence.gaps:
        sentence(ax, f"{words.posts(cadence)}{': no gap' if cadence.posts else ''}.", alone=True)
        return ax
    end = _end(cadence)
    days = next(days for days in chain((1, _WEEK), (_SHORTEST * 2**n for n in count())) if end / days <= _MOST_BINS)
    bins = Counter(gap // days * days for gap in cadence.gaps if gap <= end)
    middle = (days - 1) / 2  # a bin of one day stands around it
    ax.bar([first + middle for first in bins], [*bins.values()], 0.9 * days, color=BLUE, linewidth=0)
    over, beyond = end * (1 + 2 * _SPACE), len(cadence.gaps) - bins.total()
    if beyond:
        ax.bar([over], [beyond], _SPACE * end, facecolor="none", edgecolor=BLUE, hatch="/////")
    ax.set_xlim(-days, over + _SPACE * end if beyond else end + days)
    _name_days(ax, end, over if beyond else None)
    counting(ax, max(*bins.values(), beyond, 0), 1 / (1 - min(_MOST_ROOM, _LINES / high(ax))))
    ax.set_ylabel("gaps", fontsize=SMALL)
    caption(ax, f"{words.quantiles(cadence)}.{f' Each bar stands for {days:,} days.' if days > 1 else ''}")
    longest = max(cadence.gaps)
    first = longest // days * days
    _name_longest(ax, words.longest(cadence), *((over, beyond) if longest > end else (first + middle, bins[first])))
    return ax


def _end(cadence: Cadence) -> int:
    """Return where the axis ends, in days: few long gaps must not squash the many."""
    longest = max(cadence.gaps)
    end = max(_SHORTEST, _TAIL * (cadence.p90_gap or 0))
    return _WEEK * ceil(max(_SHORTEST, longest) / _WEEK if longest <= _SLACK * end else end / _WEEK)


def _name_days(ax: Axes, end: int, over: float | None) -> None:
    """Name whole weeks, as many as there is room for, and the bin of the gaps that are longer."""
    last = f"over {end:,}"
    left, right = ax.get_xlim()
    letter = _DIGIT * (right - left) / wide(ax)  # in days
    number = (len(f"{end:,}") + 2) * letter
    free = right if over is None else over - (len(last) * letter + number) / 2
    step = next(step for step in (_WEEK * 2**n for n in count()) if step > number)
    places: list[float] = [place for place in range(0, end + 1, step) if place <= free]
    labels = [f"{place:,}" for place in places]
    ax.set_xticks([*places, *([over] if over else [])], [*labels, *([last] if over else [])])


def _name_longest(ax: Axes, text: str, place: float, height: float) -> None:
    """Name the longest gap above all bars, with a line down to its own."""
    after = place > sum(ax.get_xlim()) / 2
    ax.annotate(
        text.replace(", ", "\n"),
        xy=(place, height),
        xytext=(place, 0.98),
        textcoords=ax.get_xaxis_transform(),
        ha="right" if after else "left",
        va="top",
        fontsize=SMALL,
        color=ink(ax),
        arrowprops={"arrowstyle": "-", "color": ink(ax), "shrinkB": 2, "relpos": (1 if after else 0, 0)},
    )
