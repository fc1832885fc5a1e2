"""What each picture draws: as many posts as there are, where they are, and nothing that was not observed."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from pictures import (
    CASES,
    bars,
    cells,
    far,
    figure_of,
    font_size,
    labels,
    legend,
    many,
    outside,
    overlapping,
    post,
    texts_of,
    weekly,
    yearly,
)
from postindex import InvalidValue, Listing, Post, PostIndex, cadence, plots
from postindex.cadence import Cadence


@pytest.fixture(scope="module")
def measured(example: Listing) -> Cadence:
    return cadence.measure(example.index)


# -- calendar ---------------------------------------------------------------------------------------------------------


def test_a_calendar_shows_exactly_the_days_of_the_window() -> None:
    begin, end = date(2024, 3, 6), date(2025, 2, 20)
    days = {begin: 1, date(2024, 12, 31): 2, date(2025, 1, 1): 1, end: 1}
    ax = plots.calendar(cadence.measure(post(day, title=f"{n}") for day, number in days.items() for n in range(number)))

    def day(cell: tuple[float, float]) -> date:
        strip = int(cell[1] // 8.4)
        new_year = date(2024 + strip, 1, 1)
        monday = new_year - timedelta(new_year.weekday())
        return monday + timedelta(7 * round(cell[0]) + round(cell[1] - 8.4 * strip))

    drawn = {said: {day(cell) for cell in cells(ax, said)} for said in legend(ax)}
    assert drawn == {
        "0 posts": {begin + timedelta(n) for n in range((end - begin).days + 1)} - set(days),
        "1 post": set(days) - {date(2024, 12, 31)},
        "2 posts": {date(2024, 12, 31)},
    }
    assert list(labels(ax.yaxis).values()) == ["2024", "2025"]


def test_a_calendar_has_two_colours_if_no_day_has_two_posts() -> None:
    ax = plots.calendar(cadence.measure(weekly(40)))
    assert legend(ax) == ["0 posts", "1 post"]
    assert len(cells(ax, "1 post")) == 40


def test_a_calendar_grows_with_its_years_and_summarizes_long_silences() -> None:
    ax = plots.calendar(cadence.measure([post(date(year, 5, 1)) for year in (*range(2001, 2013), 2015, 2019)]))
    assert [text.get_text() for text in ax.texts] == ["2016 to 2018: no posts", "Mon", "Sun"]
    assert list(labels(ax.yaxis).values()) == [str(year) for year in (*range(2001, 2016), 2019)]
    one = plots.calendar(cadence.measure([post(date(2001, 5, 1))]))
    assert figure_of(ax).get_figheight() > figure_of(one).get_figheight() + 15 * 7 * 0.12


def test_a_calendar_summarizes_years_before_the_last_sixty() -> None:
    ax = plots.calendar(cadence.measure(yearly(100)))
    assert ax.texts[0].get_text() == "1900 to 1939: 40 posts, not shown"
    assert list(labels(ax.yaxis).values()) == [str(year) for year in range(1940, 2000)]


def test_a_small_calendar_has_fewer_labels() -> None:
    ax = plots.calendar(cadence.measure(many(300, 4000)), ax=Figure(figsize=(2, 1)).subplots())
    assert list(ax.texts) == []
    assert "".join(labels(ax.xaxis).values()) == "JFMAMJJASOND"
    first, *others = labels(ax.yaxis).values()
    assert first == "2001"
    assert len(others) < 5


@pytest.mark.parametrize("size", [8, 10, 12])
@pytest.mark.parametrize("case", ["none in a window", "one", "300 by quarter", "3,500 in 300 months"])
def test_a_calendar_fills_its_figure(case: str, size: int) -> None:
    with mpl.rc_context({"font.size": size}):
        figure = figure_of(plots.calendar(CASES[case]()))
        figure.draw_without_rendering()
        drawn = figure.get_tightbbox()
    assert 0 <= drawn.y0 < 0.2 + 0.01 * figure.get_figheight()
    assert 0 <= figure.get_figwidth() - drawn.x1 < 0.25


def test_a_calendar_without_posts_shows_its_days_and_a_message() -> None:
    ax = plots.calendar(cadence.measure([], window=("2025-02-03", "2025-02-16")))
    assert len(cells(ax, "0 posts")) == 14
    assert (legend(ax), ax.get_xlabel()) == ([], "No posts from 2025-02-03 to 2025-02-16.")


# -- rate -------------------------------------------------------------------------------------------------------------


def test_a_rate_has_a_bar_for_each_period_hatched_if_partial(measured: Cadence) -> None:
    ax = plots.rate(measured)
    counts = list(enumerate(measured.counts.values()))
    assert len(measured.partial) == 2
    assert (bars(ax), bars(ax, hatched=True)) == (counts[1:-1], [counts[0], counts[-1]])
    assert legend(ax) == ["posts", "partial month", "3-month average"]


def test_a_rate_of_complete_periods_has_no_hatched_bar() -> None:
    ax = plots.rate(cadence.measure([post(date(2026, 1, 5))], window=("2026-01", "2026-03")), size=1)
    assert (bars(ax), bars(ax, hatched=True)) == ([(0, 1), (1, 0), (2, 0)], [])
    assert legend(ax) == ["posts", "1-month average"]


def test_a_rate_hatches_the_period_of_today() -> None:
    ax = plots.rate(cadence.measure(weekly(4), by="week", window=("2025-01-06", "2025-02-09"), today="2025-02-09"))
    assert (bars(ax), bars(ax, hatched=True)) == ([(0, 1), (1, 1), (2, 1), (3, 1)], [(4, 0)])


def test_a_rate_shows_the_moving_average(measured: Cadence) -> None:
    (line,) = plots.rate(measured, size=4).lines
    places = {first: place for place, first in enumerate(measured.counts)}
    points = [(places[first], mean) for first, mean in measured.rate(4).items()]
    drawn: Any = line.get_xydata()
    assert [tuple(point) for point in drawn] == points
    (dot,) = plots.rate(measured, size=len(measured.counts) - len(measured.partial)).lines
    assert (dot.get_marker(), line.get_marker()) == ("o", "")
    assert list(plots.rate(measured, size=1000).lines) == []


def test_a_rate_of_many_periods_averages_a_hundredth_of_them_by_default() -> None:
    def said(days: int, **options: Any) -> str:
        measured = cadence.measure([], window=(date(2001, 1, 1), date(2001, 1, 1) + timedelta(days - 1)), by="day")
        posts = [post(day) for day in [*measured.counts][::2]]
        ax = plots.rate(cadence.measure(posts, window=measured.window, by="day"), **options)
        return legend(ax)[-1]

    assert [said(days) for days in (20, 300, 301, 1245)] == [f"{size}-day average" for size in (3, 3, 4, 13)]
    assert said(1245, size=3) == "3-day average"


def test_the_line_of_a_rate_has_a_light_rim(measured: Cadence) -> None:
    ax = plots.rate(measured)
    (line,) = ax.lines
    canvas: Any = FigureCanvasAgg(figure_of(ax))
    canvas.draw()
    points: Any = line.get_xydata()
    x, y = (round(float(part)) for part in ax.transData.transform(points[3]))
    pixels = canvas.buffer_rgba().tolist()
    near = [row[x] for row in pixels[len(pixels) - y - 5 : len(pixels) - y + 5]]
    assert any(min(pixel) > 200 for pixel in near)  # opaque as well: the ground has no colour


def test_a_rate_marks_rhythm_changes() -> None:
    daily = [post(date(2025, 5, 20) + timedelta(n)) for n in range(40)]
    measured = cadence.measure([*weekly(20), *daily])
    (change,) = measured.changes
    ax = plots.rate(measured)
    (lines,) = [drawn for drawn in ax.collections if isinstance(drawn, LineCollection)]
    assert legend(ax)[-1] == "rhythm change"
    assert lines.get_segments()[0][0][0] == pytest.approx(change.month - 1.5 + (change.day - 1) / 31)


def test_bars_narrower_than_two_pixels_are_one_shape() -> None:
    measured = cadence.measure(many(500, 1500), by="day")
    wide = plots.rate(measured, ax=Figure(figsize=(60, 3)).subplots())
    assert sum(count for _, count in bars(wide) + bars(wide, hatched=True)) == 500
    (steps,) = [shape for shape in plots.rate(measured).patches if isinstance(shape, StepPatch)]
    values, edges, _ = steps.get_data()
    runs = zip(values, pairwise(edges), strict=True)
    assert [value for value, (begin, end) in runs for _ in range(int(end - begin))] == list(measured.counts.values())


def test_a_rate_without_posts_shows_its_periods_and_a_message() -> None:
    ax = plots.rate(cadence.measure([], window=("2025", "2025")))
    assert [text.get_text() for text in ax.texts] == ["No posts from 2025-01-01 to 2025-12-31."]
    assert "Jan\n2025" in labels(ax.xaxis).values()


# -- gaps -------------------------------------------------------------------------------------------------------------


def spaced(gaps: list[int]) -> Cadence:
    days = [date(2001, 1, 1)]
    for gap in gaps:
        days.append(days[-1] + timedelta(gap))
    return cadence.measure([post(day, title=f"{at}") for at, day in enumerate(days)])


def test_gaps_have_bins_of_a_day_and_ticks_of_a_week() -> None:
    ax = plots.gaps(spaced([0, 7, 7, 8, 28]))
    assert bars(ax) == [(0, 1), (7, 2), (8, 1), (28, 1)]
    assert labels(ax.xaxis) == {0: "0", 7: "7", 14: "14", 21: "21", 28: "28"}
    assert ax.get_ylabel() == "gaps"


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([0] * 3, ["0", "1", "2", "3", "4", "5", "6", "7"]),
        ([1] * 9 + [5], ["0", "1", "2", "3", "4", "5", "6", "7"]),
        ([1] * 9 + [8], [str(day) for day in range(15)]),
        ([1] * 9 + [21], ["0", "7", "14", "21"]),
    ],
)
def test_gaps_of_a_daily_blog_have_a_short_axis(gaps: list[int], said: list[str]) -> None:
    assert list(labels(plots.gaps(spaced(gaps)).xaxis).values()) == said


def test_narrow_gaps_have_weekly_ticks() -> None:
    ax = plots.gaps(spaced([1] * 9 + [14]), ax=Figure(figsize=(3, 2)).subplots())
    assert list(labels(ax.xaxis).values()) == ["0", "7", "14"]


def test_a_few_long_gaps_share_a_bin_and_the_longest_is_named() -> None:
    gaps = [1, 2, 3] * 30 + [200, 1000]
    ax = plots.gaps(spaced(gaps))
    assert bars(ax) == [(1, 30), (2, 30), (3, 30)]
    ((place, count),) = bars(ax, hatched=True)
    assert (count, labels(ax.xaxis)[place]) == (2, "over 14")
    said = ax.get_xlabel().replace("\n", " ")
    assert said.endswith("90th percentile: 3 days. Longest gap: 1,000 days, from 2002-01-16 to 2004-10-12.")


@pytest.mark.parametrize(
    ("gaps", "days", "right"), [([300] * 9, 7, 300), ([3000] * 9, 28, 3000), ([1400] * 9, 7, 1400)]
)
def test_long_gaps_have_wider_bins(gaps: list[int], days: int, right: int) -> None:
    ax = plots.gaps(spaced(gaps))
    ((middle, count),) = bars(ax)
    assert count == 9
    assert middle == gaps[0] // days * days + (days - 1) / 2
    assert f"Bin width: {days} days." in ax.get_xlabel().replace("\n", " ")
    assert ax.get_xlim()[1] >= right


def test_all_gaps_are_drawn() -> None:
    measured = cadence.measure(many(900, 4000))
    ax = plots.gaps(measured)
    assert sum(count for _, count in bars(ax) + bars(ax, hatched=True)) == len(measured.gaps)


# -- tags -------------------------------------------------------------------------------------------------------------


def tagged(tags: dict[str, list[int]]) -> Cadence:
    """Return the cadence of a post in each of 20 months, with the tags of that month."""
    days = [date(2025 + at // 12, at % 12 + 1, 5) for at in range(20)]
    return cadence.measure(post(day, *(tag for tag in tags if at in tags[tag])) for at, day in enumerate(days))


def test_tags_have_a_row_each_and_a_cell_for_each_month_with_posts() -> None:
    ax = plots.tags(tagged({"tea": [0, 19], "notes": [1, 2, 3], "a": [4, 5]}))
    assert labels(ax.yaxis) == {0: "notes  3", 1: "a  2", 2: "tea  2"}
    assert cells(ax, "1 post") == {(1, 0), (2, 0), (3, 0), (4, 1), (5, 1), (0, 2), (19, 2)}
    assert (legend(ax), ax.get_xlabel()) == (["1 post"], "")


def test_tags_on_nearly_every_post_are_omitted_and_named() -> None:
    ax = plots.tags(tagged({"all": [*range(20)], "most": [*range(19)], "many": [*range(18)], "tea": [0]}))
    assert list(labels(ax.yaxis).values()) == ["many  18", "tea  1"]
    assert ax.get_xlabel() == "Omitted (on over 90% of the posts): all, most."


def test_tags_on_every_post_are_drawn_if_there_are_no_others() -> None:
    ax = plots.tags(tagged({"all": [*range(20)]}))
    assert list(labels(ax.yaxis).values()) == ["all  20"]
    assert ax.get_xlabel() == ""


def test_the_limit_is_the_number_of_tags() -> None:
    measured = cadence.measure(many(300, 900))
    every = {tag for post in measured.posts for tag in post.tags}
    assert len(labels(plots.tags(measured).yaxis)) == 12
    assert len(labels(plots.tags(measured, limit=1000).yaxis)) == len(every) - 1
    ax = plots.tags(measured, limit=2)
    assert len(labels(ax.yaxis)) == 2
    assert ax.get_xlabel().replace("\n", " ").endswith(f"Not shown: {len(every) - 3} rarer tags.")


def test_tags_without_room_for_legible_text_have_no_row() -> None:
    measured = cadence.measure(many(300, 900))
    every = {tag for post in measured.posts for tag in post.tags}
    ax = plots.tags(measured, limit=40, ax=Figure(figsize=(8, 3)).subplots())
    rows = len(labels(ax.yaxis))
    assert 6 <= font_size(ax.get_yticklabels()[0]) < 6.4
    assert rows * 6 / 0.65 <= 3 * 0.77 * 72 < (rows + 1) * 6 / 0.65
    assert f"Not shown: {len(every) - 1 - rows} rarer tags." in ax.get_xlabel().replace("\n", " ")
    assert plots.describe(ax).endswith(f"Not shown: {len(every) - 1 - rows} rarer tags.")
    low = plots.tags(measured, ax=Figure(figsize=(8, 0.1)).subplots())
    assert len(labels(low.yaxis)) == 1


def test_a_tag_has_the_name_of_its_newest_post() -> None:
    index = PostIndex([post(date(2025, 1, 5), "kubernetes"), post(date(2026, 1, 5), "Kubernetes")])
    ax = plots.tags(cadence.measure(index))
    assert list(labels(ax.yaxis).values()) == ["Kubernetes  2"]
    assert [tag.name for tag in index.tags] == ["Kubernetes"]


def test_the_levels_of_tags_contain_the_counts() -> None:
    measured = cadence.measure(many(2000, 900))
    ax = plots.tags(measured, limit=1)
    (name,) = labels(ax.yaxis).values()
    assert name.startswith("a name that")
    counts = Counter(p.day.replace(day=1) for p in measured.posts for tag in p.tags if tag.name.startswith("a name"))
    for said in legend(ax):
        low, high = (int(number) for number in (said.split(" posts")[0].split(" to ") * 2)[:2])
        assert {x for x, _ in cells(ax, said)} == {
            place for place, first in enumerate(measured.counts) if low <= counts[first] <= high
        }


def test_tags_use_longer_periods_if_a_row_would_have_too_many() -> None:
    assert plots.tags(cadence.measure(many(300, 300), by="day")).get_title(loc="left") == "Posts by tag and day"
    assert plots.tags(cadence.measure(many(300, 900), by="day")).get_title(loc="left") == "Posts by tag and week"
    assert plots.tags(cadence.measure(far(), by="day")).get_title(loc="left") == "Posts by tag and year"


def test_posts_without_tags_show_a_message() -> None:
    ax = plots.tags(cadence.measure([post(date(2026, 3, 22))]))
    assert [text.get_text() for text in ax.texts] == ["1 post on 2026-03-22, without tags."]
    assert not ax.axison


# -- weekdays ---------------------------------------------------------------------------------------------------------


def test_weekdays_have_a_bar_each_starting_on_monday(measured: Cadence) -> None:
    ax = plots.weekdays(measured)
    assert bars(ax) == list(enumerate(measured.weekdays))
    assert list(labels(ax.xaxis).values()) == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def test_hours_are_drawn_if_known() -> None:
    measured = cadence.measure([*many(50, 90), Post(title="Tea", published=date(2001, 3, 1))])
    ax = plots.weekdays(measured)
    assert [count for _, count in bars(ax)] == [*measured.weekdays, *(measured.hours or ())]
    assert list(labels(ax.xaxis).values())[7:] == ["0 h", "6 h", "12 h", "18 h", "23 h"]
    assert ax.get_xlabel() == "Hours: 50 posts with a time, in local time."
    narrow = plots.weekdays(measured, ax=Figure(figsize=(3, 2)).subplots())
    assert "".join(labels(narrow.xaxis).values()).startswith("MTWTFSS0 h")


# -- overview ---------------------------------------------------------------------------------------------------------


def test_an_overview_has_all_pictures(measured: Cadence) -> None:
    figure = plots.overview(measured)
    assert [ax.get_title(loc="left") for ax in figure.axes] == [
        "Posts by day",
        "Posts per month",
        "Days between posts",
        "Posts by weekday",
        "Posts by tag and month",
    ]
    assert figure.get_suptitle() == "30 posts from 2023-09-14 to 2025-11-06"


@pytest.mark.parametrize("size", [(6, 8), (14, 8)])
@pytest.mark.parametrize("case", ["example", *CASES])
def test_an_overview_in_a_given_figure_is_legible(case: str, size: tuple[float, float], measured: Cadence) -> None:
    figure = plots.overview(measured if case == "example" else CASES[case](), figure=Figure(figsize=size))
    texts = texts_of(figure)
    assert (outside(figure, texts), overlapping(texts)) == ([], [])
    days, *others, tags = figure.axes
    assert all(ax.bbox.height > 0.3 * figure.dpi for ax in others)
    assert all(font_size(text) >= 6 for text in tags.get_yticklabels())
    assert not days.axison or days.bbox.height / abs(days.get_ylim()[0] - days.get_ylim()[1]) > 3 / 72 * figure.dpi


def test_larger_text_needs_a_larger_figure(measured: Cadence) -> None:
    with mpl.rc_context({"font.size": 14}):
        with pytest.raises(InvalidValue, match=r"^figure: .* is 6 x 8 inches, .* use 8\.4 x 11\.2 inches$"):
            plots.overview(measured, figure=Figure(figsize=(6, 8)))
        figure = plots.overview(measured, figure=Figure(figsize=(8.4, 11.2)))
        texts = texts_of(figure)
    assert (outside(figure, texts), overlapping(texts)) == ([], [])


def test_a_low_overview_shows_the_last_years_and_fewer_tags() -> None:
    measured = cadence.measure(many(3500, 7305))
    low, high = (plots.overview(measured, figure=Figure(figsize=(6, height))) for height in (8, 16))
    whole = plots.overview(measured)
    years = [[*map(int, labels(figure.axes[0].yaxis).values())] for figure in (low, high, whole)]
    assert years == [[*range(2019, 2022)], [*range(2011, 2022)], [*range(2001, 2022)]]
    rows = [len(labels(figure.axes[4].yaxis)) for figure in (low, high, whole)]
    assert 4 <= rows[0] < rows[1] == rows[2] == 12
    assert low.axes[0].texts[0].get_text().startswith("2001 to 2018: ")
    assert low.axes[0].texts[0].get_text().endswith(" posts, not shown")
    assert "rarer tags" in low.axes[4].get_xlabel()
    room = low.axes[0].get_subplotspec()
    assert room is not None
    ratios: Any = room.get_topmost_subplotspec().get_gridspec().get_height_ratios()
    assert ratios[0] <= 0.4 * sum(ratios)


@pytest.mark.parametrize("size", [None, (6, 16), (8, 20), (14, 20)])
def test_an_overview_has_no_empty_band_below_the_calendar(size: tuple[float, float] | None, measured: Cadence) -> None:
    figure = plots.overview(measured, figure=Figure(figsize=size) if size else None)
    figure.draw_without_rendering()
    above, below = (ax.get_tightbbox() for ax in figure.axes[:2])
    assert above is not None
    assert below is not None
    assert 0 < above.y0 - below.y1 < 0.3 * figure.dpi


def test_an_overview_in_a_figure_of_the_ideal_size_is_complete() -> None:
    measured = cadence.measure(many(3500, 7305))
    whole = plots.overview(measured)
    wide, high = whole.get_size_inches()
    given = plots.overview(measured, figure=Figure(figsize=(wide, high)))
    for ours, theirs in zip(whole.axes, given.axes, strict=True):
        assert labels(ours.yaxis) == labels(theirs.yaxis)


@pytest.mark.parametrize("size", [(5.9, 20), (20, 7.9), (6.5, 4.5)])
def test_a_figure_too_small_for_an_overview_is_refused(size: tuple[float, float], measured: Cadence) -> None:
    wide, high = size
    said = rf"^figure: .* is {wide:g} x {high:g} inches, .* use 6 x 8 inches$"
    with pytest.raises(InvalidValue, match=said):
        plots.overview(measured, figure=Figure(figsize=size))
