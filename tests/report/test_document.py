"""The page of a report: what is in it, that nothing gets out of its place, and that it is the same every time."""

import hashlib
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

matplotlib = pytest.importorskip("matplotlib")
lxml_html = pytest.importorskip("lxml.html")

from postindex import InvalidValue, Listing, MissingExtra, Post, PostIndex, Tag, report  # noqa: E402
from postindex.plots import palette  # noqa: E402
from postindex.report.charts import inline  # noqa: E402

HOSTILE = "</script><img src=x onerror=alert(1)> & <!-- ${title} $data \\g<1> \u2028"
FIRST = date(2025, 1, 6)


def posts(number: int, **fields: Any) -> list[Post]:
    return [Post(title=f"Tea {at}", published=FIRST + timedelta(days=7 * at), **fields) for at in range(number)]


def tree(page: str) -> Any:
    return lxml_html.document_fromstring(page)


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def data(page: str) -> Any:
    (script,) = tree(page).xpath("//script[@id='data']")
    return json.loads(script.text)


@pytest.fixture(scope="module")
def page(example: Listing) -> str:
    return report.html(example.index, title="Notes", today="2025-11-20")


# -- structure ---------------------------------------------------------------------------------------------------------


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    headings = [element for element in tree(page).iter() if re.fullmatch("h[1-6]", str(element.tag))]
    assert [text(each) for each in headings[:5]] == ["Notes", "Key figures", "Charts", "Tags", "Posts"]
    levels = [int(each.tag[1]) for each in headings]
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_ids_are_unique_and_references_resolve(page: str) -> None:
    ids = tree(page).xpath("//@id")
    assert len(ids) == len(set(ids))
    pointed = tree(page).xpath("//@aria-labelledby | //@aria-describedby | //label/@for")
    pointed += [link[1:] for link in re.findall(r'href="(#[^"=]*)"', page)]  # and not #tag=slug, which filters
    pointed += re.findall(r"url\(#([^)]*)\)", page)
    assert len(pointed) > 100
    assert set(pointed) <= set(ids)


def test_every_chart_has_a_text_alternative(page: str, example: Listing) -> None:
    pictures = tree(page).xpath("//figure//svg")
    kinds = ["Calendar", "Bar chart of posts per", "Histogram", "Bar chart of posts by weekday", "Heat map"]
    assert [picture.get("role") for picture in pictures] == ["img"] * len(kinds)
    for picture, kind in zip(pictures, kinds, strict=True):
        assert picture.get("aria-label").startswith(kind)
        assert str(len(example.posts)) in picture.get("aria-label")


def test_days_are_time_elements(page: str) -> None:
    said = [text(each) for each in tree(page).iter("time")]
    assert {"2023-09-14", "2025-11-06", "2024-08", "2025-11-27"} <= set(said)
    assert all(re.fullmatch(r"\d{4}-\d\d(-\d\d)?", each) for each in said)


def test_only_valid_days_are_time_elements() -> None:
    titles = ["Part 2026-99", "2026-02-30 or 2026-02-28", "0000-01, 2026-03 and ２０２６-０４"]
    said = [
        text(each)
        for title in titles
        for each in tree(report.html([Post(title=title, published=FIRST)])).xpath("//section[@id='figures']//time")
    ]
    assert {each for each in said if not each.startswith("2025")} == {"2026-02-28", "2026-03"}


def test_charts_have_captions_and_the_place_of_the_newest_posts(page: str) -> None:
    figures = tree(page).iter("figure")
    assert [(text(each.find("figcaption")), each.find("div").get("data-newest")) for each in figures] == [
        ("Posts by day", "0.89"),
        ("Posts per month", "1.00"),
        ("Days between posts", None),
        ("Posts by weekday", None),
        ("Posts by tag and month", "1.00"),
    ]
    assert [each.get("data-newest") for each in tree(report.html([])).xpath("//figure/div")] == [None] * 5


@pytest.mark.parametrize(("years", "low", "high"), [(1, 90, 130), (25, 1850, 2100)])
def test_a_calendar_is_as_high_as_its_years_and_legend(years: int, low: int, high: int) -> None:
    every = [Post(title="Tea", published=FIRST.replace(year=FIRST.year - ago)) for ago in range(years)]
    (picture,) = tree(report.html(every)).xpath("(//figure//svg)[1]")
    height = float(picture.get("viewbox").split()[3])
    assert low < height < high
    places = [float(y) for y in re.findall(r"translate\([\d.]+ ([\d.]+)\)", lxml_html.tostring(picture).decode())]
    assert len(places) > 2 * years  # of texts: years stand at both ends
    assert height - 20 < max(places) < height  # the legend


def test_a_calendar_without_posts_has_no_years() -> None:
    (picture,) = tree(report.html([])).xpath("(//figure//svg)[1]")
    assert len(picture.xpath(".//*[starts-with(@id, 'calendar-text')]")) == 1


def test_the_policy_allows_only_the_pages_own_scripts_and_style(page: str) -> None:
    (policy,) = tree(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    inside = re.findall(r'<(script|style)(?: type="module")?>(.*?)</\1>', page, re.DOTALL)
    hashes = {
        kind: [
            f"'sha256-{b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for k, each in inside if k == kind
        ]
        for kind in ("script", "style")
    }
    assert policy == (
        f"default-src 'none'; script-src {' '.join(hashes['script'])}; style-src {' '.join(hashes['style'])}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert len(hashes["script"]) == 1
    assert not tree(page).xpath("//@style | //svg//style")
    assert not [name for name in tree(page).xpath("//@*") if name.attrname.startswith("on")]


def test_nothing_is_fetched(page: str) -> None:
    assert tree(page).xpath("//@src") == []
    assert tree(page).xpath("//link/@href") == ["data:,"]
    assert "sourceMappingURL" not in page
    assert "@import" not in page


def test_it_is_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) < 300_000


# -- what it says ------------------------------------------------------------------------------------------------------


def figures_of(page: str) -> dict[str, list[str]]:
    groups = tree(page).xpath("//dl/div")
    return {text(group[0]): [text(each) for each in group[1:]] for group in groups}


def test_key_figures_of_the_example(page: str) -> None:
    assert figures_of(page) == {
        "Posts": ["30", "in 21 of 27 months"],
        "First post": ["2023-09-14", "Hello from the atlas cupboard"],
        "Last post": ["2025-11-06", "What the library's graphs noticed before the radiators did"],
        "Median gap": ["21 days", "90th percentile: 53 days"],
        "Mean gap": ["27 days", "regularity 0.09: 1 = perfectly regular, 0 = random"],
        "Longest gap": [
            "105 days",
            (
                '2024-05-09 "Don\'t deploy during story time" to '
                '2024-08-22 "3 honeybees, 1 camera and a great many leaves"'
            ),
        ],
        "Other long gaps": ["2", "84 days from 2025-03-27, 70 days from 2025-07-03"],
        "Current gap": ["14 days", "since the last post, on 2025-11-20"],
        "Most common weekday": ["Thursday", "Mon 0, Tue 0, Wed 0, Thu 30, Fri 0, Sat 0, Sun 0"],
        "Longest streak": ["8 months", "2024-08 to 2025-03"],
        "Current streak": ["3 months", "2025-09 to 2025-11"],
        "Rhythm": ["every 3 weeks, on Thursdays", "median gap 21 days, since 2023-09-14"],
        "Next post due": ["2025-11-27"],
    }


def test_the_median_gap_between_days_with_posts_is_labelled() -> None:
    days = [date(2026, 1, 5) + timedelta(days=7 * (at // 2)) for at in range(12)]
    page = report.html(Post(title=f"Tea {at}", published=day) for at, day in enumerate(days))
    assert "median gap 7 days between days with posts, since" in page.replace("<time>", "").replace("</time>", "")


def test_an_overdue_post_is_marked(example: Listing) -> None:
    due = figures_of(report.html(example.index, today="2025-11-28"))["Next post due"]
    assert due == ["2025-11-27", "overdue by 1 day"]


def test_if_the_window_ends_before_today_nothing_is_overdue(example: Listing) -> None:
    found = figures_of(report.html(example.index, window=(None, "2024"), today="2025-11-28"))
    assert "Current gap" not in found
    assert found["Next post due"] == ["2024-12-26 to 2025-01-02"]


def test_an_irregular_rhythm_may_have_a_weekday() -> None:
    two = [Post(title=f"Tea {at}", published=FIRST + timedelta(days=14 * at + 7 * (at % 2))) for at in range(15)]
    days = [Post(title=f"Pots {at}", published=two[-1].day + timedelta(days=at + 1)) for at in range(20)]
    assert figures_of(report.html(two))["Rhythm"][0] == "irregular, on Mondays"
    rows = tree(report.html([*two, *days])).xpath("//div[@class='rhythms']//tbody/tr")
    assert [text(row[-1]) for row in rows] == ["irregular, on Mondays", "daily"]


def test_each_rhythm_has_a_row() -> None:
    slow = [Post(title=f"Slow {at}", published=FIRST + timedelta(days=28 * at)) for at in range(12)]
    fast = [Post(title=f"Fast {at}", published=slow[-1].day + timedelta(days=at + 1)) for at in range(20)]
    page = report.html([*slow, *fast, Post(title="Twice", published=fast[0].day)])
    rows = [[text(cell) for cell in row] for row in tree(page).xpath("//div[@class='rhythms']//tbody/tr")]
    assert rows == [
        ["2025-01-06", "2025-11-10", "12", "28 days", "every 4 weeks, on Mondays"],
        ["2025-11-10", "2025-11-30", "21", "1 day", "daily"],  # and 22 posts
    ]
    (head,) = tree(page).xpath("//div[@class='rhythms']//thead/tr")
    assert [text(cell) for cell in head] == ["From", "To", "Days with posts", "Median gap", "Rhythm"]
    assert figures_of(page)["Rhythm changes"] == ["1", "2025-11-10"]
    assert figures_of(page)["Rhythm"] == ["daily", "median gap 1 day, since 2025-11-10"]


def test_tags_have_counts_days_and_trends() -> None:
    old, new = posts(20, tags=["Tea", "notes"])[:15], posts(20, tags=["tea", "pots"])[15:]
    (table,) = tree(report.html([*old, *new])).xpath("//section[@id='tags']//table")
    rows = [[text(cell) for cell in row] for row in table.iter("tr")]
    assert rows == [
        ["Tag", "Posts", "First", "Last", "Recent", "Trend"],
        ["tea", "20", "2025-01-06", "2025-05-19", "5", "steady"],  # by its newest name
        ["notes", "15", "2025-01-06", "2025-04-14", "0", "dropped"],
        ["pots", "5", "2025-04-21", "2025-05-19", "5", "new"],
    ]
    assert text(table.find("caption")).endswith("Recent: last quarter of the period, 5 of 20 posts.")


def trends(page: str) -> list[str]:
    return [text(each) for each in tree(page).xpath("//ul[@class='trends']/li")]


def test_trends_are_listed_above_the_table() -> None:
    old, new = posts(40, tags=["tea", "kettles"])[:30], posts(40, tags=["tea", "pots", "cups"])[30:]
    page = report.html([*old, *new, *posts(1, tags=["cups"])])
    assert trends(page) == ["new: pots", "rising: cups", "dropped: kettles"]
    links = tree(page).xpath("//ul[@class='trends']//a/@href")
    assert links == ["#tag=pots", "#tag=cups", "#tag=kettles"]


def test_many_new_tags_are_truncated_with_a_count() -> None:
    new = posts(40, tags=[f"new {at:02}" for at in range(23)])[30:]
    (said,) = trends(report.html([*posts(30), *new]))
    assert said.startswith("new: new 00, new 01, ")
    assert said.endswith(", new 19, 3 more")


def test_no_trends_are_reported_as_none() -> None:
    page = report.html(posts(40, tags=["tea"]))
    assert trends(page) == []
    assert "Recent trends: none." in page


def test_without_earlier_or_recent_posts_there_are_no_trends() -> None:
    for page in (report.html(posts(3, tags=["tea"]), today="2026-01-01"), report.html(posts(1, tags=["tea"]))):
        (table,) = tree(page).xpath("//section[@id='tags']//table")
        assert [text(each) for each in table.iter("th")][:-1] == ["Tag", "Posts", "First", "Last"]
        assert text(table.find("caption")) == "1 tag, most used first."


def test_tag_links_are_valid_addresses() -> None:
    page = report.html(posts(1, tags=["C++", "日本語"]))
    links = tree(page).xpath("//section[@id='tags']//a/@href")
    assert [unquote(link) for link in links] == ["#tag=c-plus-plus", "#tag=日本語"]
    assert all(map(str.isascii, links))


@pytest.mark.parametrize(("number", "rest"), [(20, []), (21, ["1 rarer tag"]), (60, ["40 rarer tags"])])
def test_rarer_tags_are_collapsed(number: int, rest: list[str]) -> None:
    page = report.html(posts(1, tags=[f"tag {at:02}" for at in range(number)]))
    tables = tree(page).xpath("//section[@id='tags']//table")
    assert sum(len(table.findall("tbody/tr")) for table in tables) == number
    assert [text(each) for each in tree(page).iter("summary")] == rest


def test_the_newest_posts_come_first(page: str, example: Listing) -> None:
    titles = [text(each) for each in tree(page).xpath("//ol[@id='list']//h3")]
    assert titles == [post.title for post in example.index[:10]]
    assert text(tree(page).get_element_by_id("status")) == "The newest 10 of 30 posts."


def test_the_search_has_all_posts_in_order(page: str, example: Listing) -> None:
    found = data(page)
    assert found["posts"]["title"] == [post.title for post in example.index]
    slugs = [[found["tags"][number][0] for number in numbers] for numbers in found["posts"]["tags"]]
    assert slugs == [[tag.slug for tag in post.tags] for post in example.index]
    assert dict(found["tags"]) == {tag.slug: tag.name for tag in example.index.tags}


def test_filters_and_windows_are_those_of_a_cadence(example: Listing) -> None:
    page = report.html(example.index.tagged("bees"), by="year", window=("2023", "2025"))
    assert text(tree(page).find(".//header/p")) == "2 posts, from 2023-01-01 to 2025-12-31, counted by year."
    assert figures_of(page)["Longest streak"] == ["2 years", "2024 to 2025"]
    assert figures_of(page)["Most common weekday"][0] == "Thursday"


# -- few posts ---------------------------------------------------------------------------------------------------------


def test_a_page_without_posts() -> None:
    page = report.html([])
    assert figures_of(page) == {"Posts": ["0"]}
    assert text(tree(page).get_element_by_id("status")) == "No posts."
    assert "No tags." in page
    assert "<p>0 posts.</p>" in page
    assert data(page)["posts"] == {"title": []}


def test_a_page_of_one_post_has_no_gap() -> None:
    page = report.html(posts(1))
    assert text(tree(page).find(".//header/p")) == "1 post, on 2025-01-06, counted by month."
    assert set(figures_of(page)) == {*("Posts", "First post", "Last post", "Longest streak", "Current streak")}
    assert figures_of(page)["Longest streak"] == ["1 month", "2025-01"]
    assert "Recent" not in text(tree(page).find(".//main"))
    assert text(tree(page).get_element_by_id("status")) == "1 post, newest first."


def test_a_page_of_two_posts_has_a_gap_but_nothing_due() -> None:
    found = figures_of(report.html(posts(2)))
    assert found["Mean gap"] == ["7 days"]
    assert "Next post due" not in found


def test_a_streak_may_be_over() -> None:
    assert figures_of(report.html(posts(2), today="2026-01-01"))["Current streak"] == [
        "none",
        "no post in the last complete month",
    ]


# -- escaping ----------------------------------------------------------------------------------------------------------


def test_markup_in_posts_is_escaped() -> None:
    hostile = Post(
        title=HOSTILE,
        published=FIRST,
        summary=HOSTILE,
        tags=[Tag(HOSTILE)],
        url="https://example.org/?a=1&b=%22'&lt;",
        language="en",
    )
    page = report.html([hostile, *posts(3)], title=HOSTILE)
    document = tree(page)
    assert not document.xpath("//img | //@onerror")
    assert len(document.xpath("//script")) == 2
    (item,) = document.xpath("//ol[@id='list']/li[h3/a]")
    seen = HOSTILE.replace("\u2028", "").strip()
    assert seen in item.find("h3").text_content()
    assert item.find("h3/a").get("href") == hostile.url
    assert item.find("h3").get("lang") == "en"
    assert seen in document.find(".//h1").text_content()
    assert seen in document.find(".//title").text
    found = data(page)["posts"]
    (at,) = [number for number, url in enumerate(found["url"]) if url]
    assert (found["title"][at], found["summary"][at]) == (hostile.title, hostile.summary)
    assert found["url"][at] == hostile.url
    (script,) = document.xpath("//script[@id='data']")
    assert not set("<>&\u2028\u2029") & set(script.text)


def test_bidi_controls_in_tag_names_are_closed() -> None:
    name = "\u202egnp.tea"
    page = report.html([*posts(40)[:30], *posts(40, tags=[name, "pots"])[30:]])
    shown = tree(page).xpath(
        "//option | //ul[@class='trends']/li | //section[@id='tags']//th/a | //ol[@id='list']/li/p"
    )
    named = [each.text_content() for each in shown if name in each.text_content()]
    assert len(named) == 1 + 1 + 1 + 10
    assert all(f"{name}\u202c" in each for each in named)
    assert name in [of_tag for _, of_tag in data(page)["tags"]]  # which the page isolates in an element of its own


def test_a_javascript_url_is_refused() -> None:
    with pytest.raises(InvalidValue):
        Post(title="Tea", published=FIRST, url="javascript:alert(1)")


def test_a_title_is_one_line() -> None:
    assert "<title>Tea twice</title>" in report.html([], title=" Tea\n\ttwice ")
    assert "<title>Posts</title>" in report.html([], title=" ")


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_empty_days_have_the_same_colour_as_in_the_plots(page: str) -> None:
    colour, alpha = palette.GROUND[:7], int(palette.GROUND[7:], 16) / 255
    pale = tree(page).xpath(f"//figure//svg//*[starts-with(@fill-opacity, '{alpha:.4f}')]")
    assert {each.get("fill") for each in pale} == {colour}


def test_an_svg_is_inlined() -> None:
    svg = """<?xml version="1.0"?>
<!DOCTYPE svg>
<svg width="9pt" viewBox="0 0 9 9" version="1.1">
 <metadata><date>today</date></metadata>
 <defs><style type="text/css">*{x: y}</style></defs>
 <!-- text -->
 <path id="a" d="M 1.23456 2
L 3.004 2
L 3.004 4
L 1.23456 4
z
" clip-path="url(#b)" style="fill: #797979; stroke-width: 0.8"/>
 <use xlink:href="#a"/>
</svg>
"""
    assert inline(svg, "rate", 'A "bar" \\g<1>') == (
        '<svg viewBox="0 0 9 9" role="img" aria-label="A &quot;bar&quot; \\g&lt;1&gt;" stroke-linejoin="round" '
        'stroke-linecap="butt"><defs></defs><path id="rate-a" d="M1.23 2H3V4H1.23z" clip-path="url(#rate-b)" '
        'fill="currentColor" stroke-width="0.8"/><use xlink:href="#rate-a"/></svg>'
    )


# -- the same every time -----------------------------------------------------------------------------------------------


def test_matplotlib_settings_do_not_affect_the_page(page: str, example: Listing) -> None:
    styles = {"figure.dpi": 40, "font.size": 30, "axes.facecolor": "red", "svg.fonttype": "none", "svg.hashsalt": "x"}
    with matplotlib.rc_context(styles):
        before = dict(matplotlib.rcParams)
        assert report.html(reversed(example.index), title="Notes", today="2025-11-20") == page
        assert dict(matplotlib.rcParams) == before


def test_threads_write_the_same_page_and_restore_all_settings(example: Listing) -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with ThreadPoolExecutor(4) as pool:
        pages = set(pool.map(lambda _: report.html(example.index), range(8)))
    assert pages == {report.html(example.index)}
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_page(page: str, root: Path, seed: str) -> None:
    code = (
        "import sys, postindex; from postindex import report; "
        f"index = postindex.read_listing({str(root / 'docs' / 'examples' / 'blog.txt')!r}).index; "
        "sys.stdout.buffer.write(report.html(index, title='Notes', today='2025-11-20').encode())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    assert run.stdout.decode() == page


def test_posts_with_hours_and_many_days(real: PostIndex) -> None:
    hourly = [Post(title="Tea", published=datetime(2026, 3, 22, 10, tzinfo=UTC))]
    assert "By hour (1 post with a time)" in report.html([*real, *hourly])


# -- files and mistakes ------------------------------------------------------------------------------------------------


def test_an_unchanged_file_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    assert report.write(posts(3), path, title="Tea")
    assert path.read_bytes() == report.html(posts(3), title="Tea").encode()
    assert not report.write(posts(3), path, title="Tea")
    assert report.write(posts(3), path, title="Tea", by="week", window=("2025", None), today="2025-02-01")
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.parametrize("path", [7, "", b"report.html", None, "\ud800.html"])
def test_invalid_paths_are_refused(path: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^path: .* is not a path; give text such as"):
        report.write(posts(1), path)


@pytest.mark.parametrize("ask", [report.html, lambda posts: report.write(posts, "report.html")])
def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, ask: Callable[..., Any]) -> None:
    monkeypatch.setattr("postindex.report.document.find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"^report needs a package that is not installed: pip install") as caught:
        ask(posts(1))
    assert (caught.value.wanted, caught.value.extra) == ("report", "plots")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"title": 7}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"by": "decade"}, "by"),
        ({"today": "soon"}, "today"),
        ({"today": "2026-03"}, "today"),
        ({"window": 7}, "window"),
    ],
)
def test_invalid_arguments_are_refused(wrong: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^{place}: "):
        report.html(posts(1), **wrong)


def test_too_many_days_are_refused() -> None:
    far = [Post(title="Tea", published=day) for day in (date.min, date.max)]
    with pytest.raises(
        InvalidValue, match=r"^by: 'day' is too short for the 3,652,059 days .*; use a longer period, or"
    ):
        report.html(far, by="day")
    assert "Posts per week" in report.html(far, by="week", window=("1500", "2025"))


def test_a_rhythm_of_the_calendar_is_named() -> None:
    days = [date(2025 + at // 4, 3 * (at % 4) + 1, 1) for at in range(8)]
    rows = figures_of(report.html([Post(title=f"Tea {day}", published=day) for day in days], today="2027-01-10"))
    assert rows["Rhythm"][0] == "quarterly, on the 1st"
    assert rows["Next post due"] == ["2027-01-01", "overdue by 9 days"]


def test_the_package_contains_all_parts_of_the_page() -> None:
    folder = Path(report.__file__).parent
    data = {path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".py"}
    assert data == {"page.html", "page.css", "page.js"}
