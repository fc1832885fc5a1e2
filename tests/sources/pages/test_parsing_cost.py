"""The cost of parsing is estimated from above, and is small for pages that people write."""

import pytest

from page_themes import POSTS, THEMES
from postindex.sources.pages.parsing import HIGHEST_COST
from postindex.sources.pages.parsing_cost import parsing_cost


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<ul><li>",
        "<b><div></b>",
        "<b a=1><textarea></b></textarea><p>",
        "<div><?</div>",
        "<div><!-- </div> -->",
        '<div title="</div>">',
        "<div><table><tr><td></div>",
        "<div/>",
    ],
)
def test_nesting_costs_more_the_deeper_it_is(unit: str) -> None:
    assert parsing_cost(unit * 40_000) > HIGHEST_COST
    assert parsing_cost(unit * 2_000) > 3 * parsing_cost(unit * 1_000)


@pytest.mark.parametrize(
    "unit",
    [
        "<p>Tea",
        "<li>Tea",
        "<div>Tea</div>",
        "<br>",
        "<img src=x>",
        "<b>Tea</b>",
        "<a href=/>Tea</a>",
        "< 3 ",
        "<script>'<div>'</script>",
        "<tr><td>x",
    ],
)
def test_flat_mark_up_costs_little(unit: str) -> None:
    assert parsing_cost(unit * 20_000) <= 7_000_000


def test_many_attributes_cost_their_square() -> None:
    assert parsing_cost("<div " + " ".join(f"a{number}='>'" for number in range(1_000)) + ">") >= 1_000_000
    assert parsing_cost("<div " + "a" * 1_000 + ">") == 1


def test_scripts_and_comments_without_an_end_are_skipped() -> None:
    assert parsing_cost("<script>" + "<div>" * 1_000) == 0
    assert parsing_cost("<!--" + "<div>" * 1_000) == 0


@pytest.mark.parametrize("name", THEMES)
def test_pages_of_themes_cost_little(name: str) -> None:
    assert parsing_cost(THEMES[name](POSTS)) < 10_000
