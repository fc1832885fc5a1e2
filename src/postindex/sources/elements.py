"""A page's HTML as a small tree: what the reading by structure looks at."""

import re
from collections.abc import Iterator
from typing import Any

SKIPPED = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "button", "select", "-comment"})
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul".split()
)
DEEPEST = 400  # levels: what is nested further is flattened into its ancestor
_SPACE = re.compile(r"\s+")


class Element:
    """An element: its tag, attributes, children (elements and text), parent, and position in document order."""

    __slots__ = ("attributes", "children", "depth", "parent", "position", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None", position: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.position = position
        self.depth = parent.depth + 1 if parent else 0
        self.children: list[Element | str] = []

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.text()[:40]!r}>"

    @property
    def elements(self) -> list["Element"]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def iter(self) -> Iterator["Element"]:
        """Yield the element and its descendants in document order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.elements))

    def ancestors(self) -> Iterator["Element"]:
        """Yield the ancestors, the nearest first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    def strings(self) -> Iterator[str]:
        """Yield the text within, in order, with a line break around blocks."""
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                yield node
            elif node.tag == "br":
                yield "\n"
            elif node.tag in BLOCKS:
                yield "\n"
                stack.append("\n")
                stack.extend(reversed(node.children))
            else:
                stack.extend(reversed(node.children))

    def text(self) -> str:
        """Return the text within, with white space collapsed."""
        return collapse("".join(self.strings()))

    def own_text(self) -> str:
        """Return the text directly within, without that of its children."""
        return collapse(" ".join(child for child in self.children if isinstance(child, str)))

    def siblings(self, *, forward: bool) -> Iterator["Element"]:
        """Yield the siblings that follow, or those that precede, the nearest first."""
        if self.parent is not None:
            around = self.parent.elements
            at = around.index(self)
            yield from around[at + 1 :] if forward else around[:at][::-1]


def collapse(text: str) -> str:
    """Return a text with white space collapsed."""
    return _SPACE.sub(" ", text).strip()


def parse_html(html: str) -> Element:
    """Return the tree of a page: its `html` element, without scripts, styles and other content that nobody reads."""
    from selectolax.lexbor import LexborHTMLParser

    node: Any = LexborHTMLParser(html).root
    root = Element("html", _attributes(node), None, 0) if node is not None else Element("html", {}, None, 0)
    if node is None:
        return root
    position = 0
    stack: list[tuple[Any, Element]] = [(node.child, root)]
    while stack:
        node, parent = stack.pop()
        while node is not None:
            tag = node.tag
            if tag == "-text":
                parent.children.append(node.text_content or "")
            elif tag and tag not in SKIPPED and not tag.startswith("!") and not tag.startswith("-"):
                position += 1
                if parent.depth >= DEEPEST:
                    element = parent
                else:
                    element = Element(tag, _attributes(node), parent, position)
                    parent.children.append(element)
                if node.child is not None:
                    stack.append((node.next, parent))
                    node, parent = node.child, element
                    continue
            node = node.next
    return root


def _attributes(node: Any) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
