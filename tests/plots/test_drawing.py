"""What all pictures share: they say who cannot draw, change nothing around them, and can be read by everyone."""

import io
import os
import pickle
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64encode
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from pictures import CASES, figure_of, outside, overlapping, texts_of
from postindex import InvalidValue, Listing, MissingExtra, Post, cadence, plots
from postindex.cadence import Cadence
from postindex.plots import palette

SINGLE = ("calendar", "rate", "gaps", "tags", "weekdays")
NAMES = (*SINGLE, "overview")


@pytest.fixture(scope="module", params=["example", *CASES])
def measured(request: pytest.FixtureRequest, example: Listing) -> Cadence:
    return cadence.measure(example.index) if request.param == "example" else CASES[request.param]()


@pytest.fixture(scope="module", params=NAMES)
def drawn(request: pytest.FixtureRequest, measured: Cadence) -> Any:
    """Every picture of every cadence."""
    before = settings()
    drawn = draw(request.param, measured)
    assert settings() == before
    return drawn


@pytest.fixture(scope="module")
def rhythm(example: Listing) -> Cadence:
    return cadence.measure(example.index)


def settings() -> dict[str, Any]:
    """Return matplotlib's settings, but for the backend: to ask for that loads pyplot."""
    return {name: value for name in mpl.rcParams if name != "backend" for value in [mpl.rcParams[name]]}


def draw(name: str, measured: Cadence, **options: Any) -> Any:
    return getattr(plots, name)(measured, **options)


def svg_of(drawn: Axes | Figure, **metadata: Any) -> bytes:
    file = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "postindex"}):
        figure_of(drawn).savefig(file, format="svg", metadata={"Date": None, **metadata})
    return file.getvalue()


# -- every picture of everything --------------------------------------------------------------------------------------


def test_texts_do_not_overlap_or_leave_the_picture(drawn: Any) -> None:
    figure = figure_of(drawn)
    texts = texts_of(figure)
    assert texts
    assert (outside(figure, texts), overlapping(texts)) == ([], [])


@pytest.mark.parametrize("place", ["left", "center", "right"])
@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("name", SINGLE)
def test_a_title_set_by_the_caller_is_above_the_legend(name: str, given: bool, place: Any, rhythm: Cadence) -> None:
    options = {"ax": Figure(figsize=(8, 4), layout="constrained").subplots()} if given else {}
    ax = draw(name, rhythm, **options)
    ax.set_title("Atlas", loc=place)
    figure = figure_of(ax)
    texts = texts_of(figure)
    assert (outside(figure, texts), overlapping(texts)) == ([], [])
    shown = ax.get_legend()
    (title,) = [box for text, box in texts if text == "Atlas"]
    if shown and name != "calendar":
        assert 0 <= title.y0 - shown.get_window_extent().y1 < 0.1 * figure.dpi
        shown.remove()
        lower = next(box.y0 for text, box in texts_of(figure) if text == "Atlas")
        assert lower - ax.bbox.y1 < 0.1 * figure.dpi
    if not given:
        assert {each.get_color() for each in figure.findobj(Text) if each.get_text() == "Atlas"} == {palette.INK}


def test_count_axes_have_integers_from_zero(drawn: Any) -> None:
    for ax in figure_of(drawn).axes:
        if ax.axison and ax.get_ylabel() in ("posts", "gaps"):
            low, high = ax.get_ylim()
            shown = {place: text.get_text() for place, text in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True)}
            places = [place for place in shown if low <= place <= high]
            assert low == places[0] == 0
            assert len(places) > 1
            assert [shown[place] for place in places] == [f"{int(place):,}" for place in places]


def test_every_picture_has_a_description(drawn: Any, measured: Cadence) -> None:
    number = f"{len(measured.posts):,} post" if measured.posts else "No posts"
    for ax in figure_of(drawn).axes:
        said = plots.describe(ax)
        assert re.match(rf"(Bar chart|Calendar|Heat map|Histogram)\b.*\. {number}", said)
        assert said.endswith(".")
        assert ax.get_label() == said


@pytest.mark.parametrize("case", ["none", "all of the calendar", "3,500 in 300 months"])
@pytest.mark.parametrize("name", SINGLE)
def test_svg_is_well_formed(case: str, name: str) -> None:
    assert ET.fromstring(svg_of(draw(name, CASES[case]()))).tag == "{http://www.w3.org/2000/svg}svg"


def test_descriptions_of_the_example(rhythm: Cadence) -> None:
    assert plots.describe(plots.gaps(rhythm)) == (
        "Histogram of the days between posts. 30 posts from 2023-09-14 to 2025-11-06: 29 gaps. Median: 21 days. 90th"
        " percentile: 53 days. Longest gap: 105 days, from 2024-05-09 to 2024-08-22."
    )
    said = "library: 16, self-hosting: 10. Omitted (on over 90% of the posts): notes. Not shown: 19 rarer tags."
    assert plots.describe(plots.tags(rhythm, limit=2)).endswith(f"2025-11-06. {said}")


# -- nothing around changes -------------------------------------------------------------------------------------------


def test_importing_loads_no_matplotlib_and_drawing_no_pyplot(root: Path) -> None:
    code = f"""
import sys, postindex
index = postindex.read_listing({str(root / "docs" / "examples" / "blog.txt")!r}).index
rhythm = postindex.cadence.measure(index)
plots = postindex.plots
print("matplotlib" in sys.modules)
import matplotlib
names = [name for name in matplotlib.rcParams if name != "backend"]  # to ask for that loads pyplot
before = [matplotlib.rcParams[name] for name in names]
for name in {NAMES}:
    getattr(plots, name)(rhythm)._repr_html_()
print([matplotlib.rcParams[name] for name in names] == before, "matplotlib.pyplot" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True", "False"]


@pytest.mark.parametrize("name", SINGLE)
def test_given_axes_are_drawn_on_and_keep_their_style(name: str, rhythm: Cadence) -> None:
    figure = Figure(figsize=(6, 4), facecolor="#eeeeee")
    left, right = figure.subplots(1, 2)
    right.xaxis.label.set_color("#123456")
    assert draw(name, rhythm, ax=right) is right
    assert (left.has_data(), left.get_title(loc="left")) == (False, "")
    assert [mpl.colors.to_hex(colour) for colour in (figure.get_facecolor(), right.get_facecolor())] == [
        "#eeeeee",
        "#ffffff",
    ]
    assert right.xaxis.label.get_color() == "#123456"
    assert figure.axes == [left, right]
    assert (tuple(figure.get_size_inches()), figure.get_layout_engine()) == ((6, 4), None)
    assert not hasattr(right, "_repr_html_")


def test_a_given_figure_is_drawn_on(rhythm: Cadence) -> None:
    figure = Figure(figsize=(9, 14), facecolor="#eeeeee")
    assert plots.overview(rhythm, figure=figure) is figure
    assert len(figure.axes) == 5
    assert figure.axes[1].get_facecolor() == (1, 1, 1, 1)
    compressed = Figure(figsize=(9, 14), layout="compressed")
    layout = compressed.get_layout_engine()
    assert plots.overview(rhythm, figure=compressed).get_layout_engine() is layout


@pytest.mark.parametrize("name", NAMES)
def test_new_figures_are_transparent(name: str, rhythm: Cadence) -> None:
    figure = figure_of(draw(name, rhythm))
    assert {mpl.colors.to_rgba(ax.get_facecolor())[3] for ax in figure.axes} == {0}
    assert mpl.colors.to_rgba(figure.get_facecolor())[3] == 0


# -- for those who cannot see -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_a_picture_with_a_text_alternative(name: str, rhythm: Cadence) -> None:
    drawn = draw(name, rhythm)
    png, about = drawn._repr_png_()
    assert png.startswith(b"\x89PNG")
    for at, side in ((16, "width"), (20, "height")):
        assert abs(int.from_bytes(png[at : at + 4]) - 2 * about[side]) <= 1
    tag = f'<img src="data:image/png;base64,{b64encode(png).decode()}" width="800" height="{about["height"]}" alt="'
    before, shown, after = draw(name, rhythm)._repr_html_().partition(tag)
    assert (before, shown, about["width"]) == ("", tag, 800)
    assert unescape(after.removesuffix('">')) == about["alt"] == plots.describe(drawn)


def test_a_text_alternative_is_escaped() -> None:
    measured = cadence.measure([Post(title="Tea", published=date(2026, 3, 22), tags=["\"><b>'"])])
    html = draw("tags", measured)._repr_html_()
    assert html.endswith(' &quot;&gt;&lt;b&gt;&#x27;: 1.">')


def test_a_figure_is_described_by_all_of_its_pictures(rhythm: Cadence) -> None:
    said = plots.describe(plots.overview(rhythm))
    assert said.split("\n") == [
        plots.describe(draw(name, rhythm)) for name in ("calendar", "rate", "gaps", "weekdays", "tags")
    ]
    figure = Figure()
    first, _ = figure.subplots(1, 2)
    plots.rate(rhythm, ax=first)
    assert plots.describe(figure) == plots.describe(first)
    assert plots.describe(Figure()) == ""


def test_an_svg_can_carry_the_description(rhythm: Cadence) -> None:
    ax = plots.rate(rhythm)
    tree = ET.fromstring(svg_of(ax, Title=plots.describe(ax)))
    assert tree.findtext("{http://www.w3.org/2000/svg}title") == plots.describe(ax)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_survive_pickling(name: str, rhythm: Cadence) -> None:
    drawn = draw(name, rhythm)
    copy = pickle.loads(pickle.dumps(drawn))
    assert (type(copy), plots.describe(copy)) == (type(drawn), plots.describe(drawn))


# -- the same posts, the same bytes -----------------------------------------------------------------------------------

PROGRAM = """
import hashlib, io, sys
import matplotlib, postindex
from postindex import cadence, plots

matplotlib.rcParams["svg.hashsalt"] = "postindex"
rhythm = cadence.measure(postindex.read_listing(sys.argv[1]).index)
digest = hashlib.sha256()
for name in ("calendar", "rate", "gaps", "tags", "weekdays", "overview"):
    drawn = getattr(plots, name)(rhythm)
    figure = drawn if name == "overview" else drawn.get_figure()
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None})
    digest.update(file.getvalue() + plots.describe(drawn).encode())
print(digest.hexdigest())
"""


def test_the_environment_does_not_affect_the_bytes(root: Path) -> None:
    around = [
        {"PYTHONHASHSEED": "1", "TZ": "America/New_York"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati"},
    ]
    run = [sys.executable, "-c", PROGRAM, str(root / "docs" / "examples" / "blog.txt")]
    done = [subprocess.run(run, env={**os.environ, **each}, capture_output=True, check=True).stdout for each in around]
    assert len(set(done)) == 1
    assert re.fullmatch(rb"[0-9a-f]{64}\s+", done[0])


@pytest.mark.parametrize("name", NAMES)
def test_the_same_posts_give_the_same_bytes(name: str) -> None:
    drawn = [draw(name, CASES["one"]()) for _ in range(3)]
    assert len({svg_of(each) for each in (*drawn, drawn[0])}) == 1


def test_axes_added_by_the_caller_keep_their_position(rhythm: Cadence) -> None:
    figure = figure_of(draw("rate", rhythm))
    inset = figure.add_axes((0.123456789, 0.2, 0.3, 0.4))
    figure.draw_without_rendering()
    assert inset.get_position().x0 == 0.123456789


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*NAMES, "describe"])
def test_without_matplotlib_the_extra_is_named(name: str, rhythm: Cadence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postindex.plots.drawing.find_spec", {}.get)
    with pytest.raises(MissingExtra, match=rf"^plots\.{name} needs .*'postindex\[plots\]'"):
        draw(name, rhythm)


@pytest.mark.parametrize("name", NAMES)
def test_values_that_are_not_a_cadence_are_refused(name: str, example: Listing) -> None:
    for wrong in (example.index, None, Cadence):
        with pytest.raises(InvalidValue, match=r"^cadence: .* pass the result of cadence\.measure"):
            draw(name, wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["rate", "overview"])
def test_too_many_days_are_refused(name: str) -> None:
    posts = [Post(title="Tea", published=day) for day in (date.min, date.max)]
    with pytest.raises(
        InvalidValue, match=r"^cadence\.by: 'day' is too short for the 3,652,059 days .*; use a longer p"
    ):
        draw(name, cadence.measure(posts, by="day"))


@pytest.mark.parametrize("name", ["calendar", "gaps", "tags", "weekdays"])
def test_other_pictures_by_day_cover_the_whole_calendar(name: str) -> None:
    posts = [Post(title="Tea", published=day, tags=["tea"]) for day in (date.min, date.max)]
    assert plots.describe(draw(name, cadence.measure(posts, by="day")))


@pytest.mark.parametrize("name", SINGLE)
def test_values_that_are_not_axes_are_refused(name: str, rhythm: Cadence) -> None:
    for wrong in (Figure(), Figure().subplots(2), "ax"):
        with pytest.raises(InvalidValue, match=r"^ax: .* is not a matplotlib Axes"):
            draw(name, rhythm, ax=wrong)


@pytest.mark.parametrize("name", SINGLE)
def test_axes_with_a_projection_are_refused(name: str, rhythm: Cadence) -> None:
    for projection in ("polar", "mollweide"):
        ax = Figure().add_subplot(projection=projection)
        with pytest.raises(InvalidValue, match=rf"^ax: .* has the projection '{projection}'; pass axes without"):
            draw(name, rhythm, ax=ax)
        assert ax.get_title(loc="left") == ""


def test_values_that_are_not_an_empty_figure_are_refused(rhythm: Cadence) -> None:
    for wrong in (Figure().subplots(), "figure"):
        with pytest.raises(InvalidValue, match=r"^figure: .* is not a matplotlib Figure"):
            plots.overview(rhythm, figure=wrong)  # type: ignore[arg-type]
    figure = Figure()
    figure.subplots()
    with pytest.raises(InvalidValue, match=r"^figure: .* already has axes"):
        plots.overview(rhythm, figure=figure)


def test_invalid_numbers_are_refused(rhythm: Cadence) -> None:
    for wrong in (0, -1, True, 1.5, "3"):
        with pytest.raises(InvalidValue, match=r"^limit: "):
            plots.tags(rhythm, limit=wrong)  # type: ignore[arg-type]
        with pytest.raises(InvalidValue, match=r"^size: "):
            plots.rate(rhythm, size=wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, "ax", cadence])
def test_values_that_are_not_pictures_cannot_be_described(wrong: object) -> None:
    with pytest.raises(InvalidValue, match=r"^drawn: .* is not a picture"):
        plots.describe(wrong)  # type: ignore[arg-type]
