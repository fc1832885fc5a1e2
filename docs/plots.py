"""Draw docs/images/plots-*.svg, the pictures of docs/how-to/plots.md, from the example listing."""

import re
from io import StringIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import postindex
from postindex import cadence, plots

DOCS = Path(__file__).resolve().parent
LONG = re.compile(r"\d+\.\d{3,}")  # coordinates with more digits than needed


def main() -> None:
    rhythm = cadence.measure(postindex.read_listing(DOCS / "examples" / "blog.txt").index)
    for name in ("calendar", "rate", "gaps", "tags", "weekdays"):
        save(getattr(plots, name)(rhythm), f"plots-{name}.svg")


def save(ax: Axes, name: str) -> None:
    """Save a picture with its description, reproducibly."""
    svg = StringIO()
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    with mpl.rc_context(
        {"svg.hashsalt": name, "svg.fonttype": "none"}
    ):  # text elements: smaller than paths, and searchable
        figure.savefig(svg, format="svg", metadata={"Creator": None, "Date": None, "Title": plots.describe(ax)})
    rounded = LONG.sub(lambda number: f"{float(number[0]):.2f}", svg.getvalue())
    text = "\n".join(line.rstrip() for line in rounded.splitlines())
    (DOCS / "images" / name).write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
