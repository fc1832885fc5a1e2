"""Elements answer from the positions in the text of the page."""

import pytest

from page_parts import first, tree
from postindex.sources.pages.elements import BLOCK, HEADING, LINK, collapse, lines_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p> Tea  <b>and </b> pots\n</p>", "Tea and pots"),
        ("<p>Tea<b>pot</b>", "Teapot"),
        ("<div>Tea</div><div>Pots</div>", "Tea Pots"),
        ("Tea<br>Pots", "Tea Pots"),
        ("<p>\xa0Tea\u3000", "Tea"),
        ("", ""),
    ],
)
def test_text_is_collapsed_and_blocks_are_apart(html: str, text: str) -> None:
    assert tree(html).text() == text


def test_text_is_what_collapsing_all_of_it_gives() -> None:
    root = tree("<ul><li> a <b> b</b>c<li>d<br> e <i>f</i> <p>g</p></ul> h")
    for element in root.iter():
        assert element.text() == collapse(element.text())
        inner = [child.text() for child in element.elements]
        assert all(part in element.text() for part in inner)


def test_elements_are_in_document_order() -> None:
    root = tree("<ul><li>a<b>b</b><li>c</ul><p>d")
    tags = [element.tag for element in root.iter()]
    assert tags == ["html", "body", "ul", "li", "b", "li", "p"]
    assert [element.position for element in root.iter()] == list(range(7))
    body = root.elements[0]
    listing, paragraph = body.elements
    assert [element.tag for element in listing.iter()] == ["ul", "li", "b", "li"]
    assert listing.contains(listing.elements[0].elements[0])
    assert not listing.contains(listing)
    assert not listing.contains(paragraph)
    assert [holder.tag for holder in listing.elements[1].ancestors()] == ["ul", "body", "html"]
    assert list(listing.siblings(forward=True)) == [paragraph]
    assert list(paragraph.siblings(forward=False)) == [listing]
    assert list(root.siblings(forward=True)) == []


def test_kinds_below_an_element_are_known() -> None:
    division = first("<div><p><a href=/>x</a></p></div>", "div")
    assert division.holds(LINK)
    assert division.holds(BLOCK)
    assert not division.holds(HEADING)
    assert not division.is_leaf()
    assert first("<p>a <b>b</b></p>", "p").is_leaf()
    assert not first("<p><i>a</i> <b>b</b></p>", "p").is_leaf()


def test_short_text_is_told_without_building_it() -> None:
    paragraph = first("<p> abc </p>", "p")
    assert paragraph.is_shorter_than(4)
    assert not paragraph.is_shorter_than(3)


def test_text_before_an_element_is_that_of_its_line() -> None:
    paragraph = first("<p>one<br>two <i>three</i> <a href=/>x</a></p>", "p")
    link = paragraph.elements[-1]
    assert paragraph.text_before(link, 20) == "two three"
    assert paragraph.text_before(link, 5) == "three"


def test_lines_are_blocks_and_breaks() -> None:
    assert lines_of(first("<div>a<p>b <i>c</i></p>d<br>e\n\nf</div>", "div")) == ["a", "b c", "d", "e", "f"]


def test_a_repr_shows_tag_and_text() -> None:
    assert repr(first("<p>Tea</p>", "p")) == "<Element p 'Tea'>"
