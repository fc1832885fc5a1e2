"""One function a picture: each checks its arguments, then loads matplotlib and draws."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, SupportsIndex

from postindex.cadence import Cadence
from postindex.errors import InvalidValue, MissingExtra
from postindex.models.arguments import positive

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_LIMIT = 12  # tags


def calendar(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the posts of each day: a strip for each year, a column for each week, a row for each day of the week.

    Days outside of the window are left out; days without a post are pale. One line of text stands for three or more
    years in a row without a post, and for all years before the last 60 that are drawn.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.calendar(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", "2026")))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['0 posts', '1 post']
    """
    _require("calendar", cadence)
    from postindex.plots import calendar_plot

    return calendar_plot.draw(cadence, ax)


def rate(cadence: Cadence, *, size: SupportsIndex | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw the posts of each period as bars, and `Cadence.rate` of `size` periods as a line.

    Without a size, it is 3 periods, and of more than 300 periods a hundredth of them, rounded up: over so many, a line
    that turns with every third is noise. Bars that would be thinner than two pixels are one shape, paler than bars are.
    Periods that were observed in part (`Cadence.partial`) are hatched: they may have more posts than those that count.
    Dashed lines stand where the rhythm changed.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.rate(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", "2026")))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['posts', 'mean of 3 months']
    """
    _require("rate", cadence)
    from postindex.plots import rate_plot

    return rate_plot.draw(cadence, None if size is None else positive("size", size), ax)


def gaps(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw how many gaps have how many days, and name the longest below.

    Bars stand for a day, or for several where gaps are long. Gaps that are far longer than nine of ten share a hatched
    bar at the end, so that they do not squash the others.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.gaps(cadence.measure([Post(title="Tea", published=date(2026, 3, day)) for day in (1, 8, 15)]))
    >>> print(ax.get_xlabel())
    Half of the gaps have at most 7 days, nine of ten at most 7. The longest has 7 days, from
    2026-03-01 to 2026-03-08.
    """
    _require("gaps", cadence)
    from postindex.plots import gaps_plot

    return gaps_plot.draw(cadence, ax)


def tags(cadence: Cadence, *, limit: SupportsIndex = _LIMIT, ax: "Axes | None" = None) -> "Axes":
    """Draw in which periods tags were used: the `limit` most used, equal ones by slug.

    Tags on more than nine tenths of the posts tell nothing, and are left out and named below, unless there are no
    others. Tags that have no row, for want of room on `ax` too, are counted there. Where a row would have over 360
    periods, they are longer than the cadence's. A tag is spelt as in its newest post.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> posts = [Post(title=tag, published=date(2026, 3, 1), tags=[tag, "notes"]) for tag in ("tea", "cups")]
    >>> ax = plots.tags(cadence.measure(posts))
    >>> [label.get_text() for label in ax.get_yticklabels()], ax.get_xlabel()
    (['cups  1', 'tea  1'], 'Left out, on over nine tenths of the posts: notes.')
    """
    _require("tags", cadence)
    limit = positive("limit", limit)
    from postindex.plots import tags_plot

    return tags_plot.draw(cadence, limit, ax)


def weekdays(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw how many posts came out on each day of the week and, of those that say, in each hour of the day.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.weekdays(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))]))
    >>> [int(bar.get_height()) for bar in ax.patches]
    [0, 0, 0, 0, 0, 0, 1]
    """
    _require("weekdays", cadence)
    from postindex.plots import weekdays_plot

    return weekdays_plot.draw(cadence, ax)


def overview(cadence: Cadence, *, figure: "Figure | None" = None) -> "Figure":
    """Draw all of these on one page: on the empty `figure` that is given, or on a new one that has room for them.

    A figure that is given has at least 6 x 8 inches, and more where text is larger than matplotlib's own; a smaller one
    is an `InvalidValue`. If it is lower than a new one would be, the calendar takes about two fifths of it at most, and
    has the last years alone; fewer tags may have a row.

    >>> from postindex import cadence, plots
    >>> len(plots.overview(cadence.measure([])).axes)
    5
    """
    _require("overview", cadence)
    from postindex.plots import overview_plot

    return overview_plot.draw(cadence, _LIMIT, figure)


def describe(drawn: "Axes | Figure") -> str:
    """Return in words what a picture shows, or all pictures of a figure, for those who cannot see them.

    It is the label of the axes. Notebooks get it as the alternative text of what they show.

    >>> from postindex import cadence, plots
    >>> plots.describe(plots.rate(cadence.measure([], window=("2026", "2026"))))
    'Bar chart of posts per month. No posts from 2026-01-01 to 2026-12-31.'
    """
    _require_matplotlib("describe")
    from postindex.plots.canvas import described

    return described(drawn)


def _require(name: str, cadence: object) -> None:
    """Refuse to draw without matplotlib, and what is no cadence."""
    _require_matplotlib(name)
    if not isinstance(cadence, Cadence):
        raise InvalidValue("cadence", cadence, "is no Cadence; give what cadence.measure returns")


def _require_matplotlib(name: str) -> None:
    if find_spec("matplotlib") is None:
        raise MissingExtra(f"plots.{name}", "plots")
