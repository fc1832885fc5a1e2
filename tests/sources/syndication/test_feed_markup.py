"""Text constructs: titles, XHTML and plain text."""

from xml.etree import ElementTree as ET

import pytest

from postindex.sources.syndication.markup import has_relative_links, has_tags, inner_html, text_html, title_text


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tea,\n twice", "Tea, twice"),
        ("AT&amp;T", "AT&T"),
        ("AT&T", "AT&T"),
        ("Q&A; more", "Q&A; more"),
        ("a &#8211; b", "a – b"),
        ("The <em>tea</em> pot", "The tea pot"),
        ("The <title> element", "The <title> element"),
        ("The <title>x</title> element", "The <title>x</title> element"),
        ("Vec<T> and &lt;T&gt;", "Vec<T> and &lt;T&gt;"),
        ("a < b", "a < b"),
        ("a < b &lt; c", "a < b < c"),
        ("I </3 you", "I </3 you"),
    ],
)
def test_titles_are_html_only_where_they_look_like_it(title: str, text: str) -> None:
    assert title_text(title) == text


@pytest.mark.parametrize(
    ("html", "answer"),
    [("<p>Tea", True), ("tea</b>", True), ("<br/>", True), ("a < b > c", False), ("tea", False), ("<3>", False)],
)
def test_tags_are_found(html: str, answer: bool) -> None:
    assert has_tags(html) is answer


@pytest.mark.parametrize(
    ("html", "answer"),
    [
        ("<a href='/tea'>", True),
        ("<img src=tea.png>", True),
        ('<a href = "?q">', True),
        ('<a href="https://example.org/">', False),
        ('<a href= "https://example.org/">', False),
        ("<a href=mailto:a@example.org>", False),
        ("<a href='#top'>", False),
        ("<a href=''>", False),
        ("a = b", False),
        ("tea", False),
    ],
)
def test_relative_links_are_found(html: str, answer: bool) -> None:
    assert has_relative_links(html) is answer


def test_xhtml_becomes_html() -> None:
    content = ET.fromstring(
        '<content xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://www.w3.org/1999/xhtml"'
        ' xmlns:l="http://www.w3.org/1999/xlink"> <x:div>'
        '<x:p x:lang="en" title="&quot;&lt;">a &lt; b<x:br/>c<x:img src="t.png"/></x:p>'
        " &amp; <x:script>1 &lt; 2</x:script>"
        '<svg xmlns="http://www.w3.org/2000/svg"><use l:href="#a"/></svg><x:td/></x:div></content>'
    )
    assert inner_html(content) == (
        '<p lang="en" title="&quot;&lt;">a &lt; b<br>c<img src="t.png"></p> &amp; <script>1 < 2</script>'
        '<svg><use xlink:href="#a"></use></svg><td></td>'
    )


@pytest.mark.parametrize("xml", ["<c>a<div>b</div></c>", "<c><div>a</div><div>b</div></c>", "<c><p>a</p></c>"])
def test_only_a_single_div_is_left_out(xml: str) -> None:
    assert f"<c>{inner_html(ET.fromstring(xml))}</c>" == xml


def test_plain_text_becomes_paragraphs() -> None:
    assert text_html(" a < b\nc\n\n \nd ") == "<p>a &lt; b<br>c</p>\n<p>d</p>"
