"""What every picture is drawn on: axes and figures that notebooks show, text in one ink, axes of whole numbers.

pyplot is not used: it keeps each figure until it is closed, and would show a figure twice where a cell returns it.
"""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from io import BytesIO
from textwrap import fill as wrap
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.figure import Figure, SubFigure
from matplotlib.font_manager import FontProperties
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator, StrMethodFormatter
from matplotlib.transforms import Bbox

from postindex.errors import InvalidValue
from postindex.plots.palette import INK

WIDTH = 8.0  # inches
SMALL = "small"
POINTS = 72  # an inch
EMPTY = 1.3  # inches: how high a picture is that has but a sentence to say

_RECTILINEAR = "rectilinear"  # as matplotlib calls axes that are no polar ones, no maps, and have no third dimension
_SHARP = 2  # pixels of a picture for each of the page, in each direction
_HEADROOM = 1.08
_DIGITS = 6  # of a share of a figure: hundredths of a pixel
_LETTER = 0.56  # ems, on average
_HANDLE = 4.0  # ems, what an entry of a legend takes beside its words
_SHARE = 0.775  # of its place that axes take before a layout


class _Shown:
    """Something that a notebook shows as a picture, with a text in its place for those who cannot see it.

    JupyterLab drops the text of a PNG, so the picture is HTML; programs that take no HTML get the PNG.
    """

    def _repr_html_(self) -> str:
        png, about = self._repr_png_()
        size = f'width="{about["width"]}" height="{about["height"]}"'
        return f'<img src="data:image/png;base64,{b64encode(png).decode()}" {size} alt="{escape(about["alt"])}">'

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        figure = self if isinstance(self, Figure) else self.get_figure()  # type: ignore[attr-defined]
        file = BytesIO()
        figure.savefig(file, format="png", dpi=_SHARP * figure.dpi)
        width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
        return file.getvalue(), {"width": width, "height": height, "alt": described(self)}


class PictureAxes(_Shown, Axes):
    """Axes of ours: what a function returns that was given none."""


class PageFigure(_Shown, Figure):
    """A figure of ours, with several axes."""


class Rounded(ConstrainedLayoutEngine):
    """The layout that keeps labels apart, made to give the same places whenever it is asked.

    It begins from where axes stand, and its solver differs in the last bits from run to run.
    """

    def execute(self, fig: Figure) -> Any:
        """Place the axes."""
        placed = [(ax, spec) for ax in fig.axes if (spec := ax.get_subplotspec()) and ax.get_in_layout()]
        for ax, spec in placed:
            _put(ax, spec.get_position(fig))
        done = super().execute(fig)
        for ax, _ in placed:
            _put(ax, ax.get_position(original=True))
        return done


class _LegendPlace:
    """Where axes have their legend, or else where they are themselves: the place of hidden axes."""

    def __init__(self, ax: Axes) -> None:
        self._ax = ax

    def __call__(self, hidden: object, renderer: Any) -> Bbox:
        box = (self._ax.get_legend() or self._ax).get_window_extent(renderer)
        return box.transformed(self._ax.figure.transSubfigure.inverted())


def _put(ax: Any, place: Bbox) -> None:
    """Put axes in their place, and leave them to the layout all the same."""
    ax.set_position([round(part, _DIGITS) for part in place.bounds])
    ax.set_in_layout(True)


def described(drawn: object) -> str:
    """Return what pictures show in words, which is the label of each of the axes."""
    if isinstance(drawn, Axes):
        return str(drawn.get_label())
    if isinstance(drawn, Figure | SubFigure):
        return "\n".join(filter(None, map(described, drawn.axes)))
    raise InvalidValue("drawn", drawn, "is no picture; give the Axes or the Figure that a function of plots returned")


def axes(ax: Axes | None, height: float) -> Axes:
    """Return the axes to draw on: those given, or new ones on a figure without a ground, so many inches high."""
    if ax is None:
        return inked(page_figure(height).add_subplot(axes_class=PictureAxes))
    if not isinstance(ax, Axes):
        raise InvalidValue("ax", ax, "is no matplotlib Axes; give one, such as Figure().subplots() returns")
    if ax.name != _RECTILINEAR:
        raise InvalidValue("ax", ax, f"has the projection {ax.name!r}; give axes that were made without a projection")
    return ax


def page_figure(height: float) -> PageFigure:
    """Return a new figure without a ground, so many inches high."""
    return PageFigure(figsize=(WIDTH, height), layout=Rounded(), facecolor="none")


def inked(ax: Axes) -> Axes:
    """Give axes of ours a colour that shows on any ground. Axes that are given keep their own."""
    ax.set_facecolor("none")
    ax.tick_params(colors=INK)
    ax.spines[:].set_color(INK)
    ax.xaxis.label.set_color(INK)
    ax.yaxis.label.set_color(INK)
    for place in ("left", "center", "right"):
        ax.set_title("", loc=place, color=INK)
    return ax


def ink(ax: Axes) -> Any:
    """Return the colour of text on these axes."""
    return ax.xaxis.label.get_color()


def begin(ax: Axes, title: str, description: str) -> None:
    """Put a title above axes, and what they show, in words, into their label."""
    ax.set_title(title, loc="left", color=ink(ax), fontsize="medium")
    ax.set_label(description)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=SMALL)
    ax.grid(visible=False)


def legend(ax: Axes, handles: Sequence[Artist | Container], *, below: bool = False) -> None:
    """Put a legend between the title and the axes, or below these, in as many columns as there is room for."""
    widths = [_HANDLE + _LETTER * len(str(handle.get_label())) for handle in handles]
    columns = len(widths) if sum(widths) <= wide(ax) else max(1, int(wide(ax) / max(widths)))
    ax.legend(
        handles=handles,
        loc="upper left" if below else "lower left",
        bbox_to_anchor=(0, 0) if below else (0, 1),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        labelcolor=ink(ax),
        handlelength=1.4,
        handleheight=0.9,
        borderaxespad=0.3,
        borderpad=0,
    )
    if not below:
        # matplotlib lifts every title above axes within axes; a pad of ours would be gone with the next `set_title`.
        ax.inset_axes((0, 0, 1, 1), visible=False).set_axes_locator(_LegendPlace(ax))


def counting(ax: Axes, highest: int, room: float = _HEADROOM) -> None:
    """Let the vertical axis count posts, in whole numbers from 0, with room above the highest count."""
    ax.set_ylim(0, max(1, highest) * room)
    ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.grid(visible=True, axis="y", color=ink(ax), alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_ylabel("posts", fontsize=SMALL)


def fill(
    ax: Axes,
    middles: Sequence[tuple[float, float]],
    width: float,
    height: float,
    colour: str,
    *,
    label: str = "",
    edge: float = 0,
) -> list[PathPatch]:
    """Draw rectangles around their middles, all in one shape: one each would make SVG slow and large.

    Returned is the shape, or nothing where there are no middles.
    """
    right, up = width / 2, height / 2
    corners = [
        (x + side * right, y + end * up)
        for x, y in middles
        for side, end in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    if not corners:
        return []
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(middles)
    shape = PathPatch(Path(corners, codes), facecolor=colour, edgecolor=colour, linewidth=edge, label=label)
    ax.add_artist(shape)  # add_patch looks at each corner for the limits of the axes, which are set anyway
    return [shape]


def sentence(ax: Axes, text: str, *, alone: bool = False) -> None:
    """Say why there is nothing to see, in the middle of the axes; `alone` without the axes' lines and numbers."""
    if alone:
        ax.set_axis_off()
    ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", va="center", color=ink(ax))


def caption(ax: Axes, text: str, beside: float = 0) -> None:
    """Put sentences below axes, in lines as long as there is room for; `beside` is what labels take of it, in ems."""
    room = min(wide(ax), wide(ax) / _SHARE - beside)
    lines = wrap(text, max(20, int(room / _LETTER)))
    ax.set_xlabel(lines, fontsize=SMALL, loc="left", parse_math=False, linespacing=1.4)


def wide(ax: Axes) -> float:
    """Return how wide axes are, in ems of their small text, before a layout makes room for labels."""
    return float(ax.bbox.width / ax.figure.dpi * POINTS / small())


def high(ax: Axes) -> float:
    """Return how high axes are, likewise."""
    return float(ax.bbox.height / ax.figure.dpi * POINTS / small())


def small() -> float:
    """Return the size of small text, in points."""
    return float(FontProperties(size=SMALL).get_size_in_points())
