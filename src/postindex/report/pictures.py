"""A cadence → pictures that stand in a page: SVG of its own ids, without styles, in the page's ink."""

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

_SETTINGS = Lock()  # matplotlib's are those of the whole program
_NAMES = ("calendar", "rate", "gaps", "weekdays", "tags")
_YEAR = 366  # days
_MARGIN = 0.04  # inches
_INK = re.compile(r"#797979\b", re.IGNORECASE)
_IDS = re.compile(r'(\bid="|\bhref="#|url\(#)')
_STYLE = re.compile(r' style="([^"]*)"')
_PATH = re.compile(r' d="([^"]*)"')
_LONG = re.compile(r"-?\d+\.\d{3,}")
_LOOSE = re.compile(r"\s*([A-Za-z])\s*|\s+")
_RECTANGLE = re.compile(r"M(\S+?) (\S+?)L(\S+?) \2L\3 (\S+?)L\1 \4(?:L\1 \2)?z")
_BETWEEN = re.compile(r">\s+<")
_UNWANTED = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", re.DOTALL)
_HEAD = re.compile(r".*?<svg[^>]*?(viewBox=\"[^\"]*\")[^>]*>", re.DOTALL)


class PictureSvg(NamedTuple):
    """A picture: its title, its SVG, and where the newest is.

    That is from 0.0 on the left to 1.0 on the right, or None where nothing is newer than the rest.
    """

    title: str
    svg: str
    newest: float | None


def pictures(cadence: Cadence) -> Iterator[PictureSvg]:
    """Yield the pictures of a cadence. Whatever style the caller's matplotlib has is left out, and put back."""
    import matplotlib as mpl

    with _SETTINGS, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "postindex"  # without one, ids are random
        drawn = [(name, _drawn(getattr(plots, name), cadence)) for name in _NAMES]
    for name, (title, description, svg) in drawn:
        yield PictureSvg(title, inline(svg, name, description), _newest(name, cadence))


def _newest(name: str, cadence: Cadence) -> float | None:
    if cadence.window is None or name in ("gaps", "weekdays"):
        return None
    return cadence.window[1].timetuple().tm_yday / _YEAR if name == "calendar" else 1.0


def _drawn(draw: "Callable[[Cadence], Axes]", cadence: Cadence) -> tuple[str, str, str]:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    ax = draw(cadence)
    title = ax.get_title(loc="left")
    ax.set_title("", loc="left")  # the page has it outside of the picture, which a narrow screen cuts
    if draw is plots.calendar and cadence.window:
        _name_at_both_ends(ax)
    elif draw in (plots.rate, plots.tags):  # their newest is on the right, and so is what such a screen shows of them
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")
        ax.spines["left"].set_visible(False)
    text = StringIO()
    figure = ax.figure
    assert isinstance(figure, Figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")  # what is drawn below is what is measured here: a layout is not the same twice
    width, height = figure.get_size_inches()
    # Days are square: they leave what they do not need below, or what stands beside them no room.
    drawn = figure.get_tightbbox()
    box = Bbox([(0, round(drawn.y0, 2) - _MARGIN), (max(width, round(drawn.x1, 2) + _MARGIN), height)])
    figure.savefig(text, format="svg", metadata={"Date": None}, bbox_inches=box)
    return title, plots.describe(ax), text.getvalue()


def _name_at_both_ends(ax: "Axes") -> None:
    """Name rows on the right too; labels of the axis would stand as far away as on the left, beyond the weekdays."""
    for place, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
        named = ax.text(1.01, place, label.get_text(), transform=ax.get_yaxis_transform(), va="center")
        named.set(color=label.get_color(), fontsize=label.get_fontsize())


def inline(svg: str, name: str, description: str) -> str:
    """Return an SVG document as an element of a page that allows no styles, and that has several of them.

    Ids begin with the picture's name; styles are attributes; the ink is the page's; and coordinates have two decimals.
    """
    body = _UNWANTED.sub("", svg)
    body = _STYLE.sub(lambda found: _attributes(found[1]), body)
    body = _IDS.sub(rf"\g<1>{name}-", body)
    body = _INK.sub("currentColor", body)
    body = _PATH.sub(lambda found: f' d="{_shortened(found[1])}"', body)
    about = f'role="img" aria-label="{escape(description)}" stroke-linejoin="round" stroke-linecap="butt"'
    return _HEAD.sub(lambda found: f"<svg {found[1]} {about}>", _BETWEEN.sub("><", body), count=1).strip()


def _attributes(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if part.strip())
    return "".join(f' {key.strip()}="{value.strip()}"' for key, value in pairs)


def _shortened(path: str) -> str:
    rounded = _LONG.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), path)
    return _RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", _LOOSE.sub(lambda found: found[1] or " ", rounded))
