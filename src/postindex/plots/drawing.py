"""The public functions: each validates its arguments, then loads matplotlib and draws."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, SupportsIndex

from postindex.cadence import Cadence
from postindex.errors import InvalidValue, MissingExtra
from postindex.models.arguments import positive

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_MAX_TAGS = 12
_MAX_DAYS = 1_000_000  # by day; a picture takes about 0.4 KB for each


def calendar(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the posts of each day: a strip for each year, a column for each week, a row for each weekday.

    Days outside the window are left out; days without posts are pale. Three or more consecutive years without posts,
    and all years before the last 60 shown, become a line of text.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.calendar(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", "2026")))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['0 posts', '1 post']
    """
    _require_cadence("calendar", cadence)
    from postindex.plots.calendar_plot import draw_calendar

    return draw_calendar(cadence, ax)


def rate(cadence: Cadence, *, size: SupportsIndex | None = None, ax: "Axes | None" = None) -> "Axes":
    """Draw the posts of each period as bars, and their moving average over `size` periods as a line.

    The default size is 3, or a hundredth of the number of periods, rounded up, if there are more than 300: a shorter
    average of so many periods would be noise. Partial periods (`Cadence.partial`) are hatched. Dashed lines mark rhythm
    changes. Bars narrower than two pixels are drawn as one paler shape. Raises `InvalidValue` for more than a million
    days by day.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.rate(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", "2026")))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['posts', '3-month average']
    """
    _require_cadence("rate", cadence)
    require_drawable("cadence.by", cadence)
    from postindex.plots.rate_plot import draw_rate

    return draw_rate(cadence, None if size is None else positive("size", size), ax)


def gaps(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw a histogram of the gaps, and name the longest below.

    A bin is one day, or several if gaps are long. Gaps far longer than the 90th percentile share a hatched bin at the
    end, so that they do not squash the others.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.gaps(cadence.measure([Post(title="Tea", published=date(2026, 3, day)) for day in (1, 8, 15)]))
    >>> print(ax.get_xlabel())
    Median: 7 days. 90th percentile: 7 days. Longest gap: 7 days, from 2026-03-01 to 2026-03-08.
    """
    _require_cadence("gaps", cadence)
    from postindex.plots.gaps_plot import draw_gaps

    return draw_gaps(cadence, ax)


def tags(cadence: Cadence, *, limit: SupportsIndex = _MAX_TAGS, ax: "Axes | None" = None) -> "Axes":
    """Draw the periods in which tags were used, as a heat map: the `limit` most used tags; ties by slug.

    Tags on more than nine tenths of the posts are left out and named below, unless there are no others. Tags without a
    row are counted below, also where `ax` is too small for more rows. If a row would have more than 360 periods, longer
    periods are used. A tag has the name that its newest post gives it.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> posts = [Post(title=tag, published=date(2026, 3, 1), tags=[tag, "notes"]) for tag in ("tea", "cups")]
    >>> ax = plots.tags(cadence.measure(posts))
    >>> [label.get_text() for label in ax.get_yticklabels()], ax.get_xlabel()
    (['cups  1', 'tea  1'], 'Omitted (on over 90% of the posts): notes.')
    """
    _require_cadence("tags", cadence)
    limit = positive("limit", limit)
    from postindex.plots.tags_plot import draw_tags

    return draw_tags(cadence, limit, ax)


def weekdays(cadence: Cadence, *, ax: "Axes | None" = None) -> "Axes":
    """Draw the number of posts on each weekday and, for posts with a time, in each hour of the day.

    >>> from postindex import Post, cadence, plots
    >>> from datetime import date
    >>> ax = plots.weekdays(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))]))
    >>> [int(bar.get_height()) for bar in ax.patches]
    [0, 0, 0, 0, 0, 0, 1]
    """
    _require_cadence("weekdays", cadence)
    from postindex.plots.weekdays_plot import draw_weekdays

    return draw_weekdays(cadence, ax)


def overview(cadence: Cadence, *, figure: "Figure | None" = None) -> "Figure":
    """Draw all pictures on one page: on the empty `figure`, or on a new figure that is large enough.

    `figure` must be at least 6 x 8 inches, and larger if the font is larger than matplotlib's default; a smaller one
    raises `InvalidValue`. On a figure lower than a new one would be, the calendar takes about two fifths of the height
    and shows the last years only, and fewer tags may have a row. Raises
    `InvalidValue` for more than a million days by day.

    >>> from postindex import cadence, plots
    >>> len(plots.overview(cadence.measure([])).axes)
    5
    """
    _require_cadence("overview", cadence)
    require_drawable("cadence.by", cadence)
    from postindex.plots.overview_plot import draw_overview

    return draw_overview(cadence, _MAX_TAGS, figure)


def describe(drawn: "Axes | Figure") -> str:
    """Return the text alternative of a picture, or of all pictures of a figure, one a line.

    It is the label of the axes. Notebooks use it as the alternative text.

    >>> from postindex import cadence, plots
    >>> plots.describe(plots.rate(cadence.measure([], window=("2026", "2026"))))
    'Bar chart of posts per month. No posts from 2026-01-01 to 2026-12-31.'
    """
    _require_matplotlib("describe")
    from postindex.plots.canvas import description_of

    return description_of(drawn)


def require_drawable(place: str, cadence: Cadence) -> None:
    """Raise `InvalidValue`, which names `place`, if a picture of all periods would take too much memory."""
    if cadence.by != "day" or not cadence.window:
        return
    first, last = cadence.window
    if (days := (last - first).days + 1) > _MAX_DAYS:
        reason = f"is too short for the {days:,} days from {first} to {last}"
        raise InvalidValue(place, "day", f"{reason}; use a longer period, or a window of at most {_MAX_DAYS:,} days")


def _require_cadence(name: str, cadence: object) -> None:
    """Raise `MissingExtra` without matplotlib, and `InvalidValue` unless `cadence` is a `Cadence`."""
    _require_matplotlib(name)
    if not isinstance(cadence, Cadence):
        raise InvalidValue("cadence", cadence, "is not a Cadence; pass the result of cadence.measure")


def _require_matplotlib(name: str) -> None:
    if find_spec("matplotlib") is None:
        raise MissingExtra(f"plots.{name}", "plots")
