"""Shared by all pictures: figures and axes that notebooks display, one text colour, legends, captions, count axes.

pyplot is not used: it keeps each figure until it is closed, and displays a figure twice if a cell returns it.
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
EMPTY = 1.3  # inches, the height of a picture that is only a message

_RECTILINEAR = "rectilinear"  # matplotlib's name for axes that are not polar, maps or three-dimensional
_PIXEL_RATIO = 2  # pixels of an image for each pixel of the page
_HEADROOM = 1.08
_DIGITS = 6  # of a fraction of a figure: hundredths of a pixel
_LETTER = 0.56  # ems, the average width
_HANDLE = 4.0  # ems, the width of a legend entry without its text
_AXES_WIDTH = 0.775  # of the figure, before layout


class _NotebookImage:
    """An image with a text alternative in a notebook.

    JupyterLab drops the text alternative of a PNG, so the image is HTML; programs without HTML get the PNG.
    """

    def _repr_html_(self) -> str:
        png, about = self._repr_png_()
        size = f'width="{about["width"]}" height="{about["height"]}"'
        return f'<img src="data:image/png;base64,{b64encode(png).decode()}" {size} alt="{escape(about["alt"])}">'

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        figure = self if isinstance(self, Figure) else self.get_figure()  # type: ignore[attr-defined]
        file = BytesIO()
        figure.savefig(file, format="png", dpi=_PIXEL_RATIO * figure.dpi)
        width, height = (round(side * figure.dpi) for side in figure.get_size_inches())
        return file.getvalue(), {"width": width, "height": height, "alt": description_of(self)}


class PictureAxes(_NotebookImage, Axes):
    """The axes of a picture that was not given any."""


class PageFigure(_NotebookImage, Figure):
    """A figure with several pictures."""


class StableLayout(ConstrainedLayoutEngine):
    """A constrained layout that gives the same positions on every run.

    matplotlib's own starts from the current positions, and its solver differs in the last bits from run to run.
    """

    def execute(self, fig: Figure) -> Any:
        """Place the axes."""
        placed = [(ax, spec) for ax in fig.axes if (spec := ax.get_subplotspec()) and ax.get_in_layout()]
        for ax, spec in placed:
            _place_axes(ax, spec.get_position(fig))
        done = super().execute(fig)
        for ax, _ in placed:
            _place_axes(ax, ax.get_position(original=True))
        return done


class _LegendBox:
    """A locator for hidden axes: the place of the legend, or of the axes if there is no legend."""

    def __init__(self, ax: Axes) -> None:
        self._ax = ax

    def __call__(self, hidden: object, renderer: Any) -> Bbox:
        box = (self._ax.get_legend() or self._ax).get_window_extent(renderer)
        return box.transformed(self._ax.figure.transSubfigure.inverted())


def _place_axes(ax: Any, place: Bbox) -> None:
    """Set the position of axes without taking them out of the layout."""
    ax.set_position([round(part, _DIGITS) for part in place.bounds])
    ax.set_in_layout(True)


def description_of(drawn: object) -> str:
    """Return the text alternatives of pictures, which are the labels of their axes."""
    if isinstance(drawn, Axes):
        return str(drawn.get_label())
    if isinstance(drawn, Figure | SubFigure):
        return "\n".join(filter(None, map(description_of, drawn.axes)))
    raise InvalidValue(
        "drawn", drawn, "is not a picture; pass the Axes or the Figure that a function of plots returned"
    )


def axes_or_new(ax: Axes | None, height: float) -> Axes:
    """Return the given axes, or new axes on a transparent figure of that height in inches."""
    if ax is None:
        return with_ink(new_figure(height).add_subplot(axes_class=PictureAxes))
    if not isinstance(ax, Axes):
        raise InvalidValue("ax", ax, "is not a matplotlib Axes; pass one, such as Figure().subplots()")
    if ax.name != _RECTILINEAR:
        raise InvalidValue("ax", ax, f"has the projection {ax.name!r}; pass axes without a projection")
    return ax


def new_figure(height: float) -> PageFigure:
    """Return a new transparent figure of that height in inches."""
    return PageFigure(figsize=(WIDTH, height), layout=StableLayout(), facecolor="none")


def with_ink(ax: Axes) -> Axes:
    """Give new axes a text colour that is legible on any background. Axes from the caller keep their own."""
    ax.set_facecolor("none")
    ax.tick_params(colors=INK)
    ax.spines[:].set_color(INK)
    ax.xaxis.label.set_color(INK)
    ax.yaxis.label.set_color(INK)
    for place in ("left", "center", "right"):
        ax.set_title("", loc=place, color=INK)
    return ax


def ink_of(ax: Axes) -> Any:
    """Return the text colour of axes."""
    return ax.xaxis.label.get_color()


def set_title(ax: Axes, title: str, description: str) -> None:
    """Set the title of axes, and their label to the text alternative."""
    ax.set_title(title, loc="left", color=ink_of(ax), fontsize="medium")
    ax.set_label(description)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(labelsize=SMALL)
    ax.grid(visible=False)


def draw_legend(ax: Axes, handles: Sequence[Artist | Container], *, below: bool = False) -> None:
    """Draw a legend between the title and the axes, or below the axes, in as many columns as fit."""
    widths = [_HANDLE + _LETTER * len(str(handle.get_label())) for handle in handles]
    columns = len(widths) if sum(widths) <= width_in_ems(ax) else max(1, int(width_in_ems(ax) / max(widths)))
    ax.legend(
        handles=handles,
        loc="upper left" if below else "lower left",
        bbox_to_anchor=(0, 0) if below else (0, 1),
        ncols=columns,
        frameon=False,
        fontsize=SMALL,
        labelcolor=ink_of(ax),
        handlelength=1.4,
        handleheight=0.9,
        borderaxespad=0.3,
        borderpad=0,
    )
    if not below:
        # matplotlib puts titles above inset axes; a pad would be lost with the next `Axes.set_title`.
        ax.inset_axes((0, 0, 1, 1), visible=False).set_axes_locator(_LegendBox(ax))


def set_count_axis(ax: Axes, highest: int) -> None:
    """Make the vertical axis count posts, in integers from 0, with some room above the highest count."""
    ax.set_ylim(0, max(1, highest) * _HEADROOM)
    ax.yaxis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    ax.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    ax.grid(visible=True, axis="y", color=ink_of(ax), alpha=0.25, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_ylabel("posts", fontsize=SMALL)


def draw_cells(
    ax: Axes,
    centres: Sequence[tuple[float, float]],
    width: float,
    height: float,
    colour: str,
    *,
    label: str = "",
    edge: float = 0,
) -> list[PathPatch]:
    """Draw rectangles around their centres as one shape: separate shapes would make an SVG slow and large.

    Return a list of that shape, empty if there are no rectangles.
    """
    right, up = width / 2, height / 2
    corners = [
        (x + side * right, y + end * up)
        for x, y in centres
        for side, end in ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    ]
    if not corners:
        return []
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(centres)
    shape = PathPatch(Path(corners, codes), facecolor=colour, edgecolor=colour, linewidth=edge, label=label)
    ax.add_artist(shape)  # add_patch checks every corner for the limits of the axes, which are set anyway
    return [shape]


def show_message(ax: Axes, text: str, *, alone: bool = False) -> None:
    """Write why there is nothing to see into the middle of the axes; `alone` hides the axes' lines and numbers."""
    if alone:
        ax.set_axis_off()
    ax.text(0.5, 0.5, text, transform=ax.transAxes, ha="center", va="center", color=ink_of(ax))


def set_caption(ax: Axes, text: str, labels: float = 0) -> None:
    """Write sentences below axes, wrapped to their width; `labels` is the width of the labels beside them, in ems."""
    room = min(width_in_ems(ax), width_in_ems(ax) / _AXES_WIDTH - labels)
    lines = wrap(text, max(20, int(room / _LETTER)))
    ax.set_xlabel(lines, fontsize=SMALL, loc="left", parse_math=False, linespacing=1.4)


def width_in_ems(ax: Axes) -> float:
    """Return the width of axes in ems of small text, before the layout makes room for labels."""
    return float(ax.bbox.width / ax.figure.dpi * POINTS / small_size())


def height_in_ems(ax: Axes) -> float:
    """Return the height of axes in ems of small text, before the layout makes room for labels."""
    return float(ax.bbox.height / ax.figure.dpi * POINTS / small_size())


def small_size() -> float:
    """Return the size of small text, in points."""
    return float(FontProperties(size=SMALL).get_size_in_points())
