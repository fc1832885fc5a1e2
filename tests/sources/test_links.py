"""Links made absolute."""

import pytest

from postindex import read
from postindex.sources.links import join_url


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a b", "https://example.org/a%20b"),
        ("/\uffff\ufffe", "https://example.org/%EF%BF%BF%EF%BF%BE"),
        ("/100%", "https://example.org/100%25"),
        ("//\uffff/", None),
        ("//[", None),
        ("javascript:a", None),
    ],
    ids=ascii,
)
def test_links_have_what_a_post_can_hold(href: str, url: str | None) -> None:
    assert join_url("https://example.org/", href) == url


def test_a_page_with_a_link_that_xml_cannot_carry_is_read() -> None:
    page = "<ul><li>2026-03-22 <a href=/\uffff>Tea</a><li>2026-03-01 <a href=/b/>Pots</a></ul>"
    posts = read(page.encode(), strict=False, url="https://example.org/").posts
    assert posts[0].url == "https://example.org/%EF%BF%BF"
