"""A cadence → pictures that stand in a page: SVG of its own ids, without styles, in the page's ink."""

import re
from collections.abc import Callable, Iterator
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from postindex import plots
from postindex.cadence import Cadence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = ("calendar", "rate", "gaps", "weekdays", "tags")
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


class Picture(NamedTuple):
    """A picture: its name, what it shows in words, and its SVG."""

    name: str
    description: str
    svg: str


def pictures(cadence: Cadence) -> Iterator[Picture]:
    """Yield the pictures of a cadence. Whatever style the caller's matplotlib has is left out, and left alone."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["svg.hashsalt"] = "postindex"  # without one, ids are random
        drawn = [(name, _drawn(getattr(plots, name), cadence)) for name in _NAMES]
    for name, (description, svg) in drawn:
        yield Picture(name, description, inline(svg, name, description))


def _drawn(draw: "Callable[[Cadence], Axes]", cadence: Cadence) -> tuple[str, str]:
    ax = draw(cadence)
    text = StringIO()
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.savefig(text, format="svg", metadata={"Date": None})
    return plots.describe(ax), text.getvalue()


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
