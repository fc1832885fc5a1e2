"""Cadences of every kind to draw, and what there is to see on axes and figures."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from random import Random
from typing import Any
from unittest.mock import patch

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from postindex import Post, cadence
from postindex.cadence import Cadence


def post(day: date, *tags: str, title: str = "茶 🍵") -> Post:
    return Post(title=title, published=day, tags=tags)


def many(number: int, days: int) -> Iterator[Post]:
    """Yield posts at all hours, with tags of every kind; all of them carry one."""
    random = Random(1)
    strange = ["a name that is far too long for a margin", "日本語", "🚀 launch", "c++", "$x^2", "a\nb"]
    tags = [*strange, *(f"tag {n}" for n in range(40))]
    for at in range(number):
        moment = datetime(2001, 2, 3, tzinfo=UTC) + timedelta(days=random.random() * days)
        some = random.choices(tags, weights=range(len(tags), 0, -1), k=3)
        yield Post(title=f"Post {at} 茶", published=moment, tags=["everything", *some])


def far() -> list[Post]:
    """Return a post of the calendar's first day, and one of its last."""
    return [post(date.min, "old"), post(date.max, "old", "new")]


def weekly(number: int) -> list[Post]:
    return [post(date(2025, 1, 6) + timedelta(7 * at), "tea") for at in range(number)]


def yearly(number: int) -> list[Post]:
    return [post(date(1900 + at, 5, 1), "tea") for at in range(number)]


CASES: dict[str, Callable[[], Cadence]] = {
    "none": lambda: cadence.measure([]),
    "none in a window": lambda: cadence.measure([], window=("2025-02-03", "2026-01-20")),
    "none for years": lambda: cadence.measure([], window=("1990", "2025"), by="week"),
    "one": lambda: cadence.measure([post(date(2026, 3, 22), "tea")]),
    "one of a day, without tags": lambda: cadence.measure([post(date(2026, 3, 22))], by="day"),
    "nine of a day": lambda: cadence.measure([post(date(2026, 3, 22), "tea", title=f"Tea {n}") for n in range(9)]),
    "40 weekly": lambda: cadence.measure(weekly(40), by="week"),
    "300 by quarter": lambda: cadence.measure(many(300, 4000), by="quarter"),
    "3,500 in 300 months": lambda: cadence.measure(many(3500, 9131)),
    "3,500 by day": lambda: cadence.measure(many(3500, 9131), by="day"),
    "100 yearly": lambda: cadence.measure(yearly(100), by="year"),
    "all of the calendar": lambda: cadence.measure(far(), by="year"),
    "the first day": lambda: cadence.measure(far()[:1], by="week"),
    "the last day": lambda: cadence.measure(far()[1:], by="week"),
}


def figure_of(drawn: Axes | Figure) -> Figure:
    figure = drawn if isinstance(drawn, Figure) else drawn.get_figure()
    assert isinstance(figure, Figure)
    return figure


def bars(ax: Axes, *, hatched: bool = False) -> list[tuple[float, float]]:
    """Return the middle and the height of each bar that is filled, or of each that is hatched, from the left."""
    each = [bar for drawn in ax.containers if isinstance(drawn, BarContainer) for bar in drawn.patches]
    found = [bar for bar in each if isinstance(bar, Rectangle) and bool(bar.get_hatch()) == hatched]
    return sorted((round(bar.get_x() + bar.get_width() / 2, 6), bar.get_height()) for bar in found)


def cells(ax: Axes, label: str) -> set[tuple[float, float]]:
    """Return the middles of the rectangles that a legend calls so."""
    (shape,) = [shape for shape in ax.patches if isinstance(shape, PathPatch) and shape.get_label() == label]
    corners: Any = shape.get_path().vertices
    return {(round(float(x), 2), round(float(y), 2)) for x, y in corners.reshape(-1, 5, 2)[:, :4].mean(axis=1)}


def legend(ax: Axes) -> list[str]:
    shown = ax.get_legend()
    return [text.get_text() for text in shown.get_texts()] if shown else []


def labels(axis: Any) -> dict[float, str]:
    """Return what an axis says, and where."""
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
    return {round(float(place), 6): text.get_text() for place, text in ticks}


def texts_of(figure: Figure) -> list[tuple[str, Bbox]]:
    """Draw a figure, and return every text on it, and where."""
    drawn: dict[int, Text] = {}
    real = Text.draw

    def record(text: Text, *arguments: Any, **options: Any) -> None:
        drawn[id(text)] = text
        real(text, *arguments, **options)

    canvas: Any = FigureCanvasAgg(figure)
    with patch.object(Text, "draw", record):
        canvas.draw()
    found = [text for text in drawn.values() if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), Text.get_window_extent(text, canvas.get_renderer())) for text in found]


def outside(figure: Figure, texts: list[tuple[str, Bbox]]) -> list[str]:
    """Return the texts that leave their figure."""
    page = figure.bbox.padded(1)
    return [text for text, box in texts if not (page.contains(*box.min) and page.contains(*box.max))]


def overlapping(texts: list[tuple[str, Bbox]]) -> list[tuple[str, str]]:
    """Return the pairs of texts that stand on one another."""
    within = [(text, box.padded(-0.5)) for text, box in texts]
    return [(a, b) for (a, one), (b, other) in combinations(within, 2) if one.overlaps(other)]


def font_size(text: Text) -> float:
    """Return how large a text is, in points."""
    return text.get_fontproperties().get_size_in_points()
