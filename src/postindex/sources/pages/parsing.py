"""A page's HTML → its elements, and what only machines read: links, titles and data of its head."""

import re
from typing import Any, NamedTuple

from postindex.sources.pages.elements import Element
from postindex.sources.pages.parsing_cost import parsing_cost

SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "button", "select"})
DEEPEST = 100  # levels: what is nested further is put into its ancestor
MOST_ELEMENTS = 250_000
HIGHEST_COST = 500_000_000  # of `parsing_cost`: a few seconds
LONGEST_ATTRIBUTE = 4096  # characters: a longer address is left out, other values are cut
# What no reader sees: zero-width characters that only allow or forbid a break, and controls that XML cannot carry.
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f\ufffe\uffff]")
_ADDRESSES = frozenset({"href", "src"})

Attributes = dict[str, str]


class TooComplex(Exception):
    """The page has more elements, or deeper ones, than are read."""


class Document(NamedTuple):
    """A page: its elements, and the parts of its head."""

    root: Element
    title: str
    links: tuple[Attributes, ...]  # of `link` elements with an address
    base: str  # the address in its `base` element, or an empty text
    og_url: str
    json_ld: tuple[str, ...]


def parse_html(html: str) -> Document:
    """Return a page without scripts, styles and other content that no reader sees.

    >>> document = parse_html("<title>Notes</title><p>Tea <b>and</b>  pots")
    >>> document.title, document.root.text()
    ('Notes', 'Tea and pots')

    Raises `TooComplex`.
    """
    from selectolax.lexbor import LexborHTMLParser

    if parsing_cost(html) > HIGHEST_COST:
        raise TooComplex
    tree: Any = LexborHTMLParser(html)
    root = Element("html", _attributes(tree.root))
    _build(tree.root, root)
    root.finish()
    return Document(
        root=root,
        title=_text_of(tree.css_first("title")),
        links=tuple(_attributes(node) for node in tree.css("link[href]")),
        base=_attribute(tree.css_first("base[href]"), "href"),
        og_url=_attribute(tree.css_first("meta[property='og:url']"), "content"),
        json_ld=tuple(node.text() for node in tree.css("script[type='application/ld+json']")),
    )


def _build(node: Any, root: Element) -> None:
    """Put the content of a parsed node below an element."""
    stack: list[tuple[Any, Element]] = [(node.child, root)]
    while stack:
        node, parent = stack.pop()
        while node is not None:
            if node.tag == "-text":
                parent.children.append(_UNSEEN.sub("", node.text_content or ""))
            elif _is_read(node.tag):
                element = parent if parent.depth >= DEEPEST else Element(node.tag, _attributes(node), parent)
                if element.position >= MOST_ELEMENTS:
                    raise TooComplex
                if node.child is not None:
                    stack.append((node.next, parent))
                    node, parent = node.child, element
                    continue
            node = node.next


def _is_read(tag: str | None) -> bool:
    return bool(tag) and tag not in SKIPPED and str(tag)[0] not in "-!"  # comments and document types


def _attributes(node: Any) -> Attributes:
    return {name: _kept(name, value or "") for name, value in node.attributes.items()}


def _kept(name: str, value: str) -> str:
    if len(value) > LONGEST_ATTRIBUTE:
        return "" if name in _ADDRESSES else value[:LONGEST_ATTRIBUTE]
    return value


def _text_of(node: Any) -> str:
    return "" if node is None else str(node.text(strip=True))


def _attribute(node: Any, name: str) -> str:
    return "" if node is None else _attributes(node).get(name, "")
