"""Read XML, say where an element stands, and find what stands in it as bytes."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from xml.parsers import expat

from lxml import etree

from feed_rules.rules import Finding

Element: TypeAlias = Any  # an lxml element; lxml has no types

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

_START_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


def read(document: bytes, url: str | None = None) -> Element | str:
    """Return the root of an XML document, without comments and instructions, or else why it is not well formed.

    `url` is where the document is published: the base of its relative references. Two parsers must read it, for they
    hold with different editions of XML: `<?龦?>` is well formed to libxml2, and not to expat.
    """
    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        expat.ParserCreate().Parse(document, True)
        return etree.fromstring(document, parser, base_url=url)
    except (etree.XMLSyntaxError, expat.ExpatError, LookupError, ValueError) as error:  # of an encoding, the last two
        return str(error)


def place(element: Element) -> str:
    """Return the path to an element: feed/entry[2]/link, numbered where the parent has several of the name."""
    name = f"{element.prefix}:{local(element)}" if element.prefix else local(element)
    parent = element.getparent()
    if parent is None:
        return name
    alike = parent.findall(element.tag)
    number = f"[{alike.index(element) + 1}]" if len(alike) > 1 else ""
    return f"{place(parent)}/{name}{number}"


def local(element: Element) -> str:
    name: str = etree.QName(element).localname
    return name


def namespace(element: Element) -> str:
    return etree.QName(element).namespace or ""


def text(element: Element) -> str:
    return "".join(element.itertext())


def children(parent: Element, *names: str) -> Iterator[Element]:
    """Yield the children that have the parent's namespace and one of the names, or any name."""
    for child in parent:
        if namespace(child) == namespace(parent) and (not names or local(child) in names):
            yield child


def too_many(parent: Element, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if (count := len(list(children(parent, name)))) > 1:
            yield place(parent), f"{count} {name} elements, where at most one may be"


def missing(parent: Element, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if not list(children(parent, name)):
            yield place(parent), f"no {name} element"


def raw_contents(document: bytes) -> Iterator[bytes]:
    """Yield what stands between the tags of each element, as it is written, in the order of the start tags.

    The document must be in an encoding that extends ASCII, such as UTF-8.
    """
    parser = expat.ParserCreate()
    spans: list[tuple[int, int]] = []
    opened: list[int] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        opened.append(len(spans))
        spans.append((parser.CurrentByteIndex, 0))

    def end(_name: str) -> None:
        number = opened.pop()
        spans[number] = spans[number][0], parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(document, True)
    for first, last in spans:
        element = document[first:last]
        yield element[found.end() :] if (found := _START_TAG.match(element)) else b""
