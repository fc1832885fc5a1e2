"""The title of a record is its heading, its link or its first text."""

import pytest

from page_parts import first, records, tree
from postindex.sources.pages.dated import find_dates
from postindex.sources.pages.titles import SURE, best_title, is_address, title_beside


@pytest.mark.parametrize(
    ("html", "text", "href"),
    [
        ("<h2><a href=/tea>Tea</a></h2><a href=/pots>Pots and cups</a>", "Tea", "/tea"),
        ("<a href=/tea><h2>Tea</h2></a>", "Tea", "/tea"),
        ("<h2>Tea</h2><a href=/tea>More of it</a><a href=/tea>x</a>", "Tea", "/tea"),
        ("<div class=post-title>Tea</div><a href=/tags/a/>a tag</a>", "Tea", None),
        ("<h2><a href=/tags/tea/>Tea</a></h2><h3><a href=/tea>Second tea</a></h3>", "Second tea", "/tea"),
        ("<h2><a href=#tea>Tea</a></h2><a href=/tea>→→</a>", "Tea", "/tea"),
        ("<a href=/tea>Tea at home</a> <a href=/tags/x/>leaves and more</a>", "Tea at home", "/tea"),
        ("<p>Building a boat: <a href=/sails>Sails</a></p>", "Building a boat: Sails", "/sails"),
        ("<p>2026-03-22: <a href=/sails>Sails</a></p>", "Sails", "/sails"),
        (f"<a href=/tea><p>Tea at home</p><p>{'long ' * 60}</p></a>", "Tea at home", "/tea"),
        (f"<a href=/tea><b>2026-03-22</b><p>Tea at home</p><p>{'long ' * 60}</p></a>", "Tea at home", "/tea"),
        ("<a href=/tea>Read more</a><a href=/x>5 min read</a><a href=/y>Tea</a>", "Tea", "/y"),
        ("<img class=title><a href=/tea>Tea</a>", "Tea", "/tea"),
        (f"<h2>{'long ' * 60}</h2><a href=/tea>Tea</a>", "Tea", "/tea"),
    ],
)
def test_the_best_title_is_chosen(html: str, text: str, href: str | None) -> None:
    found = best_title([tree(f"<article>{html}</article>")], None)
    assert found is not None
    assert (found.text, found.href) == (text, href)


@pytest.mark.parametrize("html", ["", "<p>Tea", "<a href=/tea></a>", "<a>Tea</a>", "<h2>x</h2>", "<h2>2026-03-22</h2>"])
def test_a_record_may_have_no_title(html: str) -> None:
    assert best_title([tree(html)], None) is None


def test_the_link_of_a_date_is_not_the_title() -> None:
    root = tree("<h2><a href=/day><time>2026-03-22</time></a> <a href=/tea>Tea at home</a></h2>")
    [dated] = find_dates(root)
    title = best_title([root], dated.element)
    assert title is not None
    assert (title.text, title.href) == ("Tea at home", "/tea")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href=/tea>2026-03-22 Tea at home</a>", "Tea at home"),
        ("<a href=/tea>Tea at home · 2026-03-22</a>", "Tea at home"),
        ("<a href=/tea>Tea at home, posted on 2026-03-22</a>", "Tea at home"),
        ("<a href=/tea>Issue 22 for 22 March 2026</a>", "Issue 22 for 22 March 2026"),
        ("<a href=/tea>2026-03-22 x</a>", None),
        ("<p>2026-03-22 Tea at home</p>", None),
        ("<time datetime=2026-03-22>soon</time>", None),
    ],
)
def test_a_title_may_be_beside_the_date(html: str, text: str | None) -> None:
    [dated] = find_dates(tree(html))
    title = title_beside(dated)
    assert (title and title.text) == text


def test_titles_beside_dates_are_read_from_lists() -> None:
    html = "<ul><li><a href=/a>2026-03-22 Tea at home</a><li><a href=/b>2026-03-21 Pots and cups</a></ul>"
    assert [(record.title.text, record.title.href) for record in records(html)] == [
        ("Tea at home", "/a"),
        ("Pots and cups", "/b"),
    ]


@pytest.mark.parametrize(
    "href", ["/a", "a", "?p=1", "http://example.org/", "HTTPS://example.org/", "//example.org", "../a"]
)
def test_addresses_lead_to_pages(href: str) -> None:
    assert is_address(href)


@pytest.mark.parametrize("href", ["", None, "#", "#a", " #a", "mailto:a@b.c", "JavaScript:x()", "tel:1", "data:,x"])
def test_other_links_lead_to_no_page(href: str | None) -> None:
    assert not is_address(href)


def test_a_link_around_very_much_is_not_searched() -> None:
    inner = "<i></i>" * 6000
    assert best_title([first(f"<a href=/x><p>{inner}</p><p>{'long ' * 60}</p></a>", "p")], None) is None


def test_a_heading_with_a_link_is_sure() -> None:
    title = best_title([tree("<h6><a href=/tea>Tea</a></h6>")], None)
    assert title is not None
    assert title.score > SURE
