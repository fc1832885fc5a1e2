"""A page names its address, its feeds, its language and its next page."""

import pytest

from postindex.sources.links import join_url
from postindex.sources.pages.head import Head, read_head
from postindex.sources.pages.parsing import parse_html

URL = "https://example.org/blog/"
CANONICAL = "<link rel=canonical href=https://canon.org/c/>"
OG = "<meta property=og:url content=https://og.org/>"


def head(html: str, url: str | None = None) -> Head:
    return read_head(parse_html(html), url)


@pytest.mark.parametrize(
    ("html", "url", "base"),
    [
        ("", None, None),
        ("", URL, URL),
        (CANONICAL + OG, URL, URL),
        (CANONICAL + OG, None, "https://canon.org/c/"),
        (OG, None, "https://og.org/"),
        ("<base href=/other/>", URL, "https://example.org/other/"),
        ("<base href=https://base.org/>" + CANONICAL, None, "https://base.org/"),
        ("<base href=/other/>" + CANONICAL, None, "https://canon.org/c/"),
        ("<base href=mailto:x>", URL, URL),
        ("<link rel=canonical href=/relative>", None, None),
    ],
)
def test_links_are_completed_with_the_address_of_the_page(html: str, url: str | None, base: str | None) -> None:
    assert head(html, url).base == base


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("tea/", "https://example.org/blog/tea/"),
        (" /tea ", "https://example.org/tea"),
        ("//cdn.org/x", "https://cdn.org/x"),
        ("?p=1", "https://example.org/blog/?p=1"),
        ("mailto:a@example.org", None),
        ("http://[", None),
        ("http://a b/", None),
        ('/green tea/"x"?a=<b>&c=50%', "https://example.org/green%20tea/%22x%22?a=%3Cb%3E&c=50%25"),
        ("/caf%C3%A9/é", "https://example.org/caf%C3%A9/é"),
    ],
)
def test_links_become_absolute(href: str, url: str | None) -> None:
    assert join_url(URL, href) == url


@pytest.mark.parametrize(
    ("lang", "language"), [("en-GB", "en-GB"), ("zh-Hant-TW", "zh-Hant-TW"), ("", None), ("english please", None)]
)
def test_a_valid_language_is_kept(lang: str, language: str | None) -> None:
    assert head(f'<html lang="{lang}">').language == language


def test_feeds_are_named_once_each() -> None:
    kinds = {"application/RSS+xml": "/a", "application/atom+xml": "/b", "application/rss+xml": "/a", "text/css": "/c"}
    html = "".join(f'<link type="{kind}" href={href}>' for kind, href in kinds.items())
    assert head(html).feeds == ("/a", "/b")


@pytest.mark.parametrize(
    "html",
    [
        "<link rel=next href=/2/>",
        "<a rel='next nofollow' href=/2/>2</a>",
        "<a href=/2/>Older posts →</a>",
        "<a href=/2/ aria-label='Next page'>»</a>",
        "<a href=/2/ title=Weiter>»</a>",
        "<a>Next</a><a href=/2/>次へ</a>",
    ],
)
def test_the_next_page_is_found(html: str) -> None:
    assert head(html).next_page == "/2/"


def test_other_links_are_not_the_next_page() -> None:
    assert head(f"<a href=/2/>The next big thing</a><a href=/3/>{'next ' * 20}</a>").next_page is None
