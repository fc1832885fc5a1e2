"""The heat map of tags by period."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, get_args

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.dates.periods import By, first_day, periods
from postindex.models import Tag
from postindex.plots.canvas import (
    EMPTY,
    axes_or_new,
    draw_cells,
    draw_legend,
    height_in_ems,
    set_caption,
    set_title,
    show_message,
    small_size,
)
from postindex.plots.descriptions import describe_tags, posts_and_window
from postindex.plots.palette import GROUND, levels
from postindex.plots.scales import DAYS, label_periods
from postindex.plots.tag_labels import label
from postindex.text import counted

_NEARLY_ALL = Fraction(9, 10)
_MAX_PERIODS = 360  # in a row: 30 years of months
_MAX_SPACED = 150  # cells with space between them
_ROW = 0.25  # inches
_MARGIN = 1.5
_MIN_ROW = 0.14  # inches
_MIN_MARGIN = 1.3
_MAX_TEXT = 0.65  # of a row, the height of its text
_MIN_TEXT = 6  # points, the smallest legible text
_LETTER = 0.62  # ems
_CELL = 0.8  # of the height of a row
_BASELINE = 0.06  # of the height of a row, the line that shows the window
_HAIRLINE = 0.6  # points: a cell among hundreds must not vanish between two pixels


class _Selection(NamedTuple):
    shown: Mapping[Tag, int]
    omitted: tuple[Tag, ...]  # on nearly every post
    rarer: int


def tags_height(cadence: Cadence, limit: int) -> float:
    """Return the height of the picture, in inches."""
    rows = len(_select(cadence, limit).shown)
    return _MARGIN + _ROW * rows if rows else EMPTY


def tags_min_height(cadence: Cadence, limit: int) -> float:
    """Return the minimum height of the picture, in inches."""
    rows = len(_select(cadence, limit).shown)
    return _MIN_MARGIN + _MIN_ROW * rows if rows else EMPTY


def tags_that_fit(height: float) -> int:
    """Return how many tags fit into a height in inches; at least one."""
    return max(1, int((height - _MIN_MARGIN) / _MIN_ROW))


def draw_tags(cadence: Cadence, limit: int, ax: Axes | None) -> Axes:
    """Draw a row for each tag that fits, the most used first, with a cell for each period."""
    ax = axes_or_new(ax, tags_height(cadence, limit))
    selection = _select(cadence, min(limit, max(1, int(height_in_ems(ax) * small_size() * _MAX_TEXT / _MIN_TEXT))))
    by = _coarse_enough(cadence)
    notes = _notes(selection, [tag.name for tag in selection.omitted])
    set_title(ax, f"Posts by tag and {by}", describe_tags(cadence, by, selection.shown, notes))
    if not selection.shown or not cadence.window:
        show_message(ax, f"{posts_and_window(cadence)}{', without tags' if cadence.posts else ''}.", alone=True)
        return ax
    places = {first: place for place, first in enumerate(periods(*cadence.window, by))}
    rows = {tag: row for row, tag in enumerate(selection.shown)}
    cells = Counter(
        (places[first_day(post.day, by)], rows[tag]) for post in cadence.posts for tag in post.tags if tag in rows
    )
    draw_cells(ax, [((len(places) - 1) / 2, row) for row in rows.values()], len(places), _BASELINE, GROUND)
    handles = []
    width = 0.9 if len(places) <= _MAX_SPACED else 1.0
    for level in levels(max(cells.values())):
        same = [place for place, number in cells.items() if level.low <= number <= level.high]
        name = f"{level} {'post' if level.high == 1 else 'posts'}"
        handles += draw_cells(ax, same, width, _CELL * level.side, level.colour, label=name, edge=_HAIRLINE)
    label_periods(ax, list(places), by)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    labels = [f"{label(tag.name)}  {number:,}" for tag, number in selection.shown.items()]
    ax.set_yticks(range(len(rows)), labels, parse_math=False)
    ax.tick_params(axis="y", labelsize=min(1, _MAX_TEXT * height_in_ems(ax) / len(rows)) * small_size())
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    widest = _LETTER * max(map(len, labels))
    set_caption(ax, _notes(selection, [label(tag.name) for tag in selection.omitted]), widest)
    draw_legend(ax, handles)
    return ax


def _select(cadence: Cadence, limit: int) -> _Selection:
    """Return the most used tags, ties by slug, without those that nearly every post has."""
    # Newest first: a tag has the name that its newest post gives it, as in an index.
    counts = Counter(tag for post in reversed(cadence.posts) for tag in post.tags)
    ranked = sorted(counts, key=lambda tag: (-counts[tag], tag))
    omitted = tuple(tag for tag in ranked if counts[tag] > _NEARLY_ALL * len(cadence.posts))
    rest = ranked[len(omitted) :]
    if not rest:
        omitted, rest = (), ranked
    return _Selection({tag: counts[tag] for tag in rest[:limit]}, omitted, len(rest[limit:]))


def _notes(selection: _Selection, omitted: list[str]) -> str:
    notes = [f"Omitted (on over 90% of the posts): {', '.join(omitted)}."] if omitted else []
    notes += [f"Not shown: {counted(selection.rarer, 'rarer tag')}."] if selection.rarer else []
    return " ".join(notes)


def _coarse_enough(cadence: Cadence) -> By:
    """Return the cadence's own period, or the next longer one that fits into a row."""
    first, last = cadence.window or (date.min, date.min)
    kinds: tuple[By, ...] = get_args(By)
    coarser = kinds[kinds.index(cadence.by) :]
    return next((by for by in coarser if (last - first).days / DAYS[by] <= _MAX_PERIODS), "year")
