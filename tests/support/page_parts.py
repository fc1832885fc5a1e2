"""Parts of the reading of pages, for their tests."""

from postindex.sources.pages.elements import Element
from postindex.sources.pages.parsing import parse_html
from postindex.sources.pages.records import Reading, Record, read_structure


def tree(body: str) -> Element:
    return parse_html(body).root


def first(body: str, tag: str) -> Element:
    return next(element for element in tree(body).iter() if element.tag == tag)


def reading(body: str) -> Reading:
    return read_structure(tree(body)).readings[0]


def records(body: str) -> list[Record]:
    return reading(body).records


def record(inner: str) -> Record:
    """Return the first of two records, whose inside is `inner` beside a date and a title."""
    frame = "<article><h2><a href=/{0}>Post number {0}</a></h2><time>2026-03-{0}</time>{1}</article>"
    return records(frame.format(22, inner) + frame.format(21, ""))[0]
