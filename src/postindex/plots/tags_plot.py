"""Which tags were used when, as a heat map."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, get_args

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.dates.periods import By, first_day, periods
from postindex.models import Tag
from postindex.plots import descriptions
from postindex.plots.canvas import EMPTY, axes, begin, caption, fill, high, legend, sentence, small
from postindex.plots.palette import GROUND, levels
from postindex.plots.scales import DAYS, name_periods
from postindex.plots.tag_labels import label
from postindex.text import counted

_NEARLY_ALL = Fraction(9, 10)
_MOST_CELLS = 360  # in a row: 30 years of months
_MOST_APART = 150  # that have room for space between them
_ROW = 0.25  # inches
_AROUND = 1.5
_LEAST_ROW = 0.14  # inches, in little room
_LEAST_AROUND = 1.3
_LETTERS = 0.65  # of its row, how high text is at most, lest it touches the next
_SMALLEST = 6  # points, of text that can be read
_LETTER = 0.62  # ems
_THICK = 0.8  # of a row
_THIN = 0.06  # what shows the window; wider, it would take contrast from the cells
_HAIR = 0.6  # points: a cell among hundreds must not vanish between two pixels


class _Chosen(NamedTuple):
    shown: Mapping[Tag, int]
    hidden: tuple[Tag, ...]  # on nearly every post
    others: int


def height(cadence: Cadence, limit: int) -> float:
    """Return how high the picture has to be, in inches."""
    rows = len(_chosen(cadence, limit).shown)
    return _AROUND + _ROW * rows if rows else EMPTY


def least(cadence: Cadence, limit: int) -> float:
    """Return how high it may be at least."""
    rows = len(_chosen(cadence, limit).shown)
    return _LEAST_AROUND + _LEAST_ROW * rows if rows else EMPTY


def fitting(room: float) -> int:
    """Return how many tags have room in so many inches."""
    return max(1, int((room - _LEAST_AROUND) / _LEAST_ROW))


def draw(cadence: Cadence, limit: int, ax: Axes | None) -> Axes:
    """Draw a row for each tag that has room, the most used first, and a cell for each period."""
    ax = axes(ax, height(cadence, limit))
    chosen = _chosen(cadence, min(limit, max(1, int(high(ax) * small() * _LETTERS / _SMALLEST))))
    by = _coarse_enough(cadence)
    said = descriptions.tags(cadence, by, chosen.shown, _notes(chosen, [tag.name for tag in chosen.hidden]))
    begin(ax, f"Posts by tag and {by}", said)
    if not chosen.shown or not cadence.window:
        sentence(ax, f"{descriptions.posts(cadence)}{', without tags' if cadence.posts else ''}.", alone=True)
        return ax
    places = {first: place for place, first in enumerate(periods(*cadence.window, by))}
    rows = {tag: row for row, tag in enumerate(chosen.shown)}
    cells = Counter(
        (places[first_day(post.day, by)], rows[tag]) for post in cadence.posts for tag in post.tags if tag in rows
    )
    fill(ax, [((len(places) - 1) / 2, row) for row in rows.values()], len(places), _THIN, GROUND)
    handles = []
    width = 0.9 if len(places) <= _MOST_APART else 1.0
    for level in levels(max(cells.values())):
        same = [place for place, number in cells.items() if level.low <= number <= level.high]
        name = f"{level} {'post' if level.high == 1 else 'posts'}"
        handles += fill(ax, same, width, _THICK * level.side, level.colour, label=name, edge=_HAIR)
    name_periods(ax, list(places), by)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    labels = [f"{label(tag.name)}  {number:,}" for tag, number in chosen.shown.items()]
    ax.set_yticks(range(len(rows)), labels, parse_math=False)
    ax.tick_params(axis="y", labelsize=min(1, _LETTERS * high(ax) / len(rows)) * small())
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    widest = _LETTER * max(map(len, labels))
    caption(ax, _notes(chosen, [label(tag.name) for tag in chosen.hidden]), widest)
    legend(ax, handles)
    return ax


def _chosen(cadence: Cadence, limit: int) -> _Chosen:
    """Return the most used tags, equal ones by slug, without those that say nothing as nearly every post has them."""
    # The newest spelling of a tag is the one that stays, as in an index.
    counts = Counter(tag for post in reversed(cadence.posts) for tag in post.tags)
    ranked = sorted(counts, key=lambda tag: (-counts[tag], tag))
    hidden = tuple(tag for tag in ranked if counts[tag] > _NEARLY_ALL * len(cadence.posts))
    told = ranked[len(hidden) :]
    if not told:  # nothing else is there to see
        hidden, told = (), ranked
    return _Chosen({tag: counts[tag] for tag in told[:limit]}, hidden, len(told[limit:]))


def _notes(chosen: _Chosen, hidden: list[str]) -> str:
    notes = [f"Left out, on over nine tenths of the posts: {', '.join(hidden)}."] if hidden else []
    notes += [f"Not shown: {counted(chosen.others, 'rarer tag')}."] if chosen.others else []
    return " ".join(notes)


def _coarse_enough(cadence: Cadence) -> By:
    """Return the cadence's own period, or the next longer one of which there is room for a row."""
    first, last = cadence.window or (date.min, date.min)
    kinds: tuple[By, ...] = get_args(By)
    coarser = kinds[kinds.index(cadence.by) :]
    return next((by for by in coarser if (last - first).days / DAYS[by] <= _MOST_CELLS), "year")
