"""What notebooks show: small tables, escaped, with a sparkline."""

import pickle
import xml.etree.ElementTree as ET
from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest

from postindex import Post, PostIndex, cadence, parse_listing
from postindex.notebook import ResultTuple, html_table, join_names, shortened


def test_a_table_is_well_formed_and_says_what_it_was_given() -> None:
    nasty = "<script>\"&'</script>"
    root = ET.fromstring(html_table(nasty, [nasty, "B"], [[nasty, "2"], ["3", nasty]]))
    assert root.tag == "table"
    assert (root.get("class") or "").split() == ["tex2jax_ignore", "mathjax_ignore"]
    assert root.findtext("caption") == nasty
    assert [cell.text for cell in root.iter("th")] == [nasty, "B"]
    assert [[cell.text for cell in row] for row in root.findall("tbody/tr")] == [[nasty, "2"], ["3", nasty]]


def test_a_table_without_rows() -> None:
    root = ET.fromstring(html_table("Empty", [], []))
    assert [element.tag for element in root.iter()] == ["table", "caption", "tbody"]


def test_a_row_of_a_table_without_columns_has_a_name() -> None:
    root = ET.fromstring(html_table("Tea", [], [["Pots", "2"], ["Cups", "3"]]))
    assert [[cell.text for cell in row] for row in root.findall("tbody/tr")] == [["Pots", "2"], ["Cups", "3"]]
    assert [(cell.text, cell.get("scope")) for cell in root.iter("th")] == [("Pots", "row"), ("Cups", "row")]
    columns = ET.fromstring(html_table("Tea", ["Pots"], [["2"]])).iter("th")
    assert [(cell.text, cell.get("scope")) for cell in columns] == [("Pots", "col")]


@pytest.mark.parametrize("number", [0, 1, 40, 41, 1_041])
def test_of_many_names_the_first_are_shown_and_the_rest_is_counted(number: int) -> None:
    shown, _, more = join_names(["a"] * number).partition(" … and ")
    assert shown == ", ".join(["a"] * min(number, 40))  # of 118 characters at most
    assert more == (f"{number - 40:,} more" if number > 40 else "")


def test_a_name_alone_is_cut() -> None:
    assert join_names(["a" * 120, "b"]) == "a" * 120 + " … and 1 more"
    assert join_names(["a" * 121]) == shortened("a" * 121) == "a" * 119 + "…"


def test_whatever_posts_say_a_notebook_gets_a_small_table() -> None:
    many = [[f"{word} {number:03}" for number in range(500)] for word in ("tea", "pot")]
    index = PostIndex(
        Post(title=f"{at} {'tea ' * 5_000}", published=date(2026, 3, 22), tags=many[at >= 105]) for at in range(120)
    )
    rows = ET.fromstring(index._repr_html_()).findall("tbody/tr")
    assert (len(rows), len(rows[0][1].text or ""), (rows[0][2].text or "")[-15:]) == (11, 120, " … and 487 more")
    answers: Any
    for answers in (index.search("tea", limit=1_000), index.related(index.tagged("tea 000")[0], limit=1_000)):
        shown = ET.fromstring(answers._repr_html_())
        assert len(shown.findall("tbody/tr")) == 100
        assert shown.findtext("caption") == f"{len(answers)} found, the first 100 shown"
        assert len(answers._repr_html_()) < 100_000


@pytest.mark.parametrize(
    ("counts", "heights", "said"),
    [
        ([1, 0, 2], [12, 24], "From 0 to 2 in 3 periods"),
        ([3], [24], "From 3 to 3 in 1 period"),
        ([1, 1000], [1, 24], "From 1 to 1,000 in 2 periods"),
        ([0, 5, 5], [24, 24], "From 0 to 5 in 3 periods"),
    ],
)
def test_a_sparkline_has_a_bar_for_each_count_above_none(counts: list[int], heights: list[int], said: str) -> None:
    picture = ET.fromstring(html_table("Tea", [], [], counts)).find("caption/svg")
    assert picture is not None
    assert [int(bar.get("height", 0)) for bar in picture] == heights
    assert [int(bar.get("y", 0)) + int(bar.get("height", 0)) for bar in picture] == [24] * len(heights)
    assert picture.get("fill") == "currentColor"  # the text's, on light pages and dark
    assert picture.get("aria-label") == said


@pytest.mark.parametrize("counts", [[], [0, 0]])
def test_there_is_no_sparkline_of_nothing(counts: list[int]) -> None:
    assert ET.fromstring(html_table("Tea", [], [], counts)).find("caption/svg") is None


def test_answers_are_a_tuple_that_a_notebook_shows() -> None:
    index = PostIndex(
        Post(title=f"Tea & <{name}>", published=date(2026, 3, 22), tags=[tag, name])
        for name, tag in (("pots", "tea"), ("lids", "tea"), ("hives", "bees"), ("wax", "bees"))
    )
    found = index.search("pots")
    assert (type(found).__mro__[2], repr(found)) == (tuple, repr(tuple(found)))
    root = ET.fromstring(found._repr_html_())  # type: ignore[attr-defined]
    assert [[cell.text for cell in row] for row in root.iter("tr")] == [
        ["Score", "Published", "Title", "Words"],
        [f"{found[0].score:.2f}", "2026-03-22", "Tea & <pots>", "pots"],
    ]
    root = ET.fromstring(index.related(index[0])._repr_html_())  # type: ignore[attr-defined]
    assert [cell.text for cell in root.iter("th")] == ["Score", "Published", "Title", "Shared"]
    assert root.findtext("caption") == "1 found"
    assert ET.fromstring(index.search("coffee")._repr_html_()).findtext("caption") == "0 found"  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(found)) == copy(found) == found


def test_answers_of_no_kind_have_no_rows() -> None:
    with pytest.raises(NotImplementedError):
        ResultTuple.row("tea")


def test_a_listing_shows_its_posts_and_its_problems() -> None:
    whole = parse_listing("- 2026-03-22\nTea")
    assert whole._repr_html_() == whole.index._repr_html_()
    text = "- 2026-03-22\nTea\n" + "- 2026-02-30\n<b>\n" * 12
    draft = parse_listing(text, strict=False)
    root = ET.fromstring(f"<div>{draft._repr_html_()}</div>")
    rows = [[cell.text for cell in row] for row in root.findall("table[2]/tbody/tr")]
    assert root.findtext("table[2]/caption") == "12 problems"
    assert rows[0] == ["3", "bad-date", draft.problems[0].message]
    assert (len(rows), rows[-1]) == (11, [None, None, "… and 2 more"])
    few = parse_listing(text.partition("- 2026-02-30\n<b>\n")[0] + "- 2026-02-30\n<b>\n", strict=False)
    assert len(ET.fromstring(f"<div>{few._repr_html_()}</div>").findall("table[2]/tbody/tr")) == 1


def test_a_cadence_shows_its_figures() -> None:
    posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]
    root = ET.fromstring(cadence.measure(posts, by="week", today=date(2026, 3, 24))._repr_html_())
    assert [[cell.text for cell in row] for row in root.findall("tbody/tr")] == [
        ["Median gap", "7 days"],
        ["Mean gap", "7 days"],
        ["Longest gap", "7 days, 2026-03-02 to 2026-03-09"],
        ["Current gap", "1 day"],
        ["Rhythm", "weekly, on Mondays"],
        ["Next post due", "2026-03-30"],
    ]
    assert [cell.get("scope") for cell in root.iter("th")] == ["row"] * 6
    nothing = ET.fromstring(cadence.measure([])._repr_html_())
    assert [element.tag for element in nothing.iter()] == ["table", "caption", "tbody"]
    odd = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (1, 2, 6, 17, 20)]
    rows = ET.fromstring(cadence.measure(odd)._repr_html_()).findall("tbody/tr")
    figures = {row[0].text: row[1].text for row in rows}
    assert (figures["Rhythm"], figures["Next post due"]) == ("irregular", "2026-03-22 to 2026-03-26")


def test_a_cadence_of_many_centuries_shows_its_last_days() -> None:
    posts = [Post(title="Tea", published=date.min), Post(title="Pots", published=date.max)]
    measured = cadence.measure(posts, by="day")
    picture = ET.fromstring(measured._repr_html_()).find("caption/svg")
    assert picture is not None
    assert picture.get("aria-label") == "From 0 to 1 in 60 periods"
    assert [bar.get("x") for bar in picture] == ["295"]
    assert "counts" not in vars(measured)  # millions, which nobody asked for


def test_a_cadence_says_the_weekday_of_posts_without_a_rhythm() -> None:
    days = [date(2026, 1, 1) + timedelta(days=days) for days in (0, 7, 28, 49, 56)]
    posts = [Post(title=f"Tea {day}", published=day) for day in days]
    assert '<td style="text-align: left">irregular, on Thursdays</td>' in cadence.measure(posts)._repr_html_()


@pytest.mark.parametrize(("last", "bars"), [("2026-12-31", 12), ("2035-01-01", 37), ("2100-01-01", 60)])
def test_an_index_shows_months_or_quarters_or_years(last: str, bars: int) -> None:
    index = PostIndex(
        [Post(title="Tea", published=date(2026, 1, 1)), Post(title="Lids", published=date.fromisoformat(last))]
    )
    picture = ET.fromstring(index._repr_html_()).find("caption/svg")
    assert picture is not None
    assert (picture.get("aria-label") or "").endswith(f" {bars} periods")


def test_a_cadence_says_what_tags_are_used_lately() -> None:
    posts = [
        Post(title=f"Tea {day}", published=date(2026, 1, day), tags=["cups" if day > 23 else "pots"])
        for day in range(1, 31)
    ]
    shown = cadence.measure(posts)._repr_html_()
    assert ">Trends</th>" in shown
    assert ">new: cups; dropped: pots</td>" in shown


def test_long_gaps_are_a_table() -> None:
    posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 30)]
    root = ET.fromstring(cadence.measure(posts).longest_gaps(1)._repr_html_())  # type: ignore[attr-defined]
    assert [cell.text for cell in root.iter("th")] == ["Days", "From", "To", "Next post"]
    assert [cell.text for cell in root.iter("td")] == ["21", "2026-03-09", "2026-03-30", "Tea 30"]
