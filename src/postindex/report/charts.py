"""The pictures of a cadence as inline SVG: unique ids, no styles, the text colour of the page."""

import re
from collections.abc import Callable, Iterator
from html import escape
from io import StringIO
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from postindex import plots
from postindex.cadence import Cadence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SETTINGS = Lock()  # matplotlib's settings are global
_NAMES = ("calendar", "rate", "gaps", "weekdays", "tags")
_YEAR = 366  # days
_MARGIN = 0.04  # inches
_INK = re.compile(r"#797979\b", re.IGNORECASE)
_IDS = re.compile(r'(\bid="|\bhref="#|url\(#)')
_STYLE = re.compile(r' style="([^"]*)"')
_PATH = re.compile(r' d="([^"]*)"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_SPACING = re.compile(r"\s*([A-Za-z])\s*|\s+")
_RECTANGLE = re.compile(r"M(\S+?) (\S+?)L(\S+?) \2L\3 (\S+?)L\1 \4(?:L\1 \2)?z")
_BETWEEN = re.compile(r">\s+<")
_UNWANTED = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", re.DOTALL)
_HEAD = re.compile(r".*?<svg[^>]*?(viewBox=\"[^\"]*\")[^>]*>", re.DOTALL)


class Chart(NamedTuple):
    """A chart: its title, its SVG, and the horizontal place of the newest posts.

    The place is from 0.0 on the left to 1.0 on the right, or None if the chart has no time axis.
    """

    title: str
    svg: str
    newest: float | None


def draw_charts(cadence: Cadence) -> Iterator[Chart]:
    """Yield the charts of a cadence. matplotlib's settings are its defaults while drawing, and restored afterwards."""
    import matplotlib as mpl

    with _SETTINGS, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "postindex"  # without it, ids are random
        drawn = [(name, _draw(getattr(plots, name), cadence)) for name in _NAMES]
    for name, (title, description, svg) in drawn:
        yield Chart(title, inline(svg, name, description), _newest(name, cadence))


def _newest(name: str, cadence: Cadence) -> float | None:
    if cadence.window is None or name in ("gaps", "weekdays"):
        return None
    return cadence.window[1].timetuple().tm_yday / _YEAR if name == "calendar" else 1.0


def _draw(draw: "Callable[[Cadence], Axes]", cadence: Cadence) -> tuple[str, str, str]:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    ax = draw(cadence)
    title = ax.get_title(loc="left")
    ax.set_title("", loc="left")  # the page shows it outside the picture, which a narrow screen cuts
    if draw is plots.calendar and cadence.window:
        _label_both_sides(ax)
    elif draw in (plots.rate, plots.tags):  # the newest posts are on the right, and a narrow screen shows that side
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")
        ax.spines["left"].set_visible(False)
    text = StringIO()
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # so that the picture saved below is the one measured here
    width, height = figure.get_size_inches()
    # Days are square, so a calendar may be lower or wider than its figure.
    tight = figure.get_tightbbox()
    box = Bbox([(0, round(tight.y0, 2) - _MARGIN), (max(width, round(tight.x1, 2) + _MARGIN), height)])
    figure.savefig(text, format="svg", metadata={"Date": None}, bbox_inches=box)
    return title, plots.describe(ax), text.getvalue()


def _label_both_sides(ax: "Axes") -> None:
    """Label rows on the right too; axis labels would be as far away as on the left, beyond the weekdays."""
    for place, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
        text = ax.text(1.01, place, label.get_text(), transform=ax.get_yaxis_transform(), va="center")
        text.set(color=label.get_color(), fontsize=label.get_fontsize())


def inline(svg: str, name: str, description: str) -> str:
    """Return an SVG document as an element of a page that has several pictures and does not allow styles.

    Ids are prefixed with the name, styles become attributes, the text colour is that of the page, and coordinates have
    two decimals.
    """
    body = _UNWANTED.sub("", svg)
    body = _STYLE.sub(lambda match: _attributes(match[1]), body)
    body = _IDS.sub(rf"\g<1>{name}-", body)
    body = _INK.sub("currentColor", body)
    body = _PATH.sub(lambda match: f' d="{_compact(match[1])}"', body)
    attributes = f'role="img" aria-label="{escape(description)}" stroke-linejoin="round" stroke-linecap="butt"'
    return _HEAD.sub(lambda match: f"<svg {match[1]} {attributes}>", _BETWEEN.sub("><", body), count=1).strip()


def _attributes(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if part.strip())
    return "".join(f' {key.strip()}="{value.strip()}"' for key, value in pairs)


def _compact(path: str) -> str:
    rounded = _LONG.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), path)
    return _RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", _SPACING.sub(lambda match: match[1] or " ", rounded))
