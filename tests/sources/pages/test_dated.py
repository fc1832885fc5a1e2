"""Dates are found in elements, and told from updates."""

from datetime import date

import pytest

from page_parts import tree
from postindex.sources.pages.dated import Dated, find_dates, is_update


def only(html: str) -> Dated:
    [found] = find_dates(tree(html))
    return found


@pytest.mark.parametrize(
    ("html", "tag", "alone"),
    [
        ("<p>March 22, 2026</p>", "p", True),
        ("<time datetime=2026-03-22>two days ago</time>", "time", True),
        ("<time datetime=2026-03-22><b>22</b> Mar</time>", "time", True),
        ("<li>2026-03-22 <a href=/>Tea</a></li>", "li", True),
        ("<p>2026-03-22 and a longer text beside it</p>", "p", False),
        ("<p>On <b>22</b> March <i>2026</i></p>", "p", True),
        ("<div><span>March</span> <span>22</span>, <span>2026</span></div>", "div", True),
        ("<p>a <b>2026</b>-<b>03</b>-<b>22</b> is a longer text around a date spread over elements</p>", "p", True),
    ],
)
def test_a_date_is_found_in_its_element(html: str, tag: str, alone: bool) -> None:
    found = only(html)
    assert (found.element.tag, found.alone) == (tag, alone)
    assert found.day in (date(2026, 3, 22), None)


@pytest.mark.parametrize(
    "html",
    [
        "<p>Tea</p>",
        "<time>soon</time>",
        "<p>February 30, 2026</p>",
        f"<p>2026-03-22 {'long ' * 50}</p>",
        f"<p>{'In the spring of a year ' * 3} 2026-03-22 {'was it.' * 3}</p>",
        "<p>Updated on 2026-03-22</p>",
        "<p><b>ab</b> 3<i>x</i></p>",
        "<div><p>x</p>2</div>",
        f"<p><b>20</b>26-03-22 {'long ' * 50}</p>",
    ],
)
def test_other_elements_hold_no_date(html: str) -> None:
    assert find_dates(tree(html)) == []


def test_a_time_in_a_time_counts_once() -> None:
    assert only("<time datetime=2026-03-22>March 22, 2026 <span>10:00</span></time>").element.tag == "time"


def test_a_child_with_the_whole_date_holds_it() -> None:
    assert only("<p>x <b>2026-03-22</b></p>").element.tag == "b"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<time class=updated>2026-03-22</time>", True),
        ("<time itemprop=dateModified>2026-03-22</time>", True),
        ("<time class='published updated'>2026-03-22</time>", False),
        ("<p>Last updated: <time>2026-03-22</time></p>", True),
        ("<p><b>Updated on</b> <i><time>2026-03-22</time></i></p>", True),
        ("<p>Posted <time>2026-03-22</time></p>", False),
        ("<p>Updated <br> Posted <time>2026-03-22</time></p>", False),
        ("<time>Updated 2026-03-22</time>", True),
    ],
)
def test_updates_are_told_by_mark_up_and_words(html: str, expected: bool) -> None:
    assert is_update(only(html)) is expected


def test_the_root_may_hold_a_date() -> None:
    root = tree("")
    assert not is_update(Dated(root, "", None, None, alone=True))
