"""A page's elements as a small tree that answers in constant time what the readers ask about again and again."""

import re
from collections.abc import Iterator

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "html", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
ASIDES = frozenset({"aside", "footer", "nav"})  # beside the content of a page

# Kinds of elements, as bits: `holds` tells which of them are below an element.
BLOCK, LINK, PART, HEADING, PARAGRAPH = (1 << number for number in range(5))
_PARTS = frozenset({"li", "p", "div", "ul", "tr"})
_SPACE = re.compile(r"\s+")


class Tree:
    """What the elements of a page share: all of them in document order, and the text of the page."""

    __slots__ = ("elements", "text")

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.text = ""  # white space collapsed, with a space around blocks


class Element:
    """An element: its tag, attributes, children (elements and text), parent, and position in document order.

    `position` counts from 0; the descendants have the positions up to `end`. `index` is the place among the elements of
    the parent. The text within is between `start` and `stop` in the text of the page, and the line on which it begins
    starts at `line`. `finish` computes these.
    """

    __slots__ = (
        "attributes",
        "children",
        "depth",
        "elements",
        "end",
        "index",
        "kinds",
        "line",
        "parent",
        "position",
        "start",
        "stop",
        "tag",
        "texts",
        "tree",
    )

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None" = None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.tree: Tree = parent.tree if parent else Tree()
        self.position = len(self.tree.elements)
        self.depth: int = parent.depth + 1 if parent else 0
        self.index = len(parent.elements) if parent else 0
        self.children: list[Element | str] = []
        self.elements: list[Element] = []
        self.end = self.start = self.stop = self.line = self.kinds = self.texts = 0
        self.tree.elements.append(self)
        if parent:
            parent.children.append(self)
            parent.elements.append(self)

    def __repr__(self) -> str:
        return f"<Element {self.tag} {self.text()[:40]!r}>"

    def iter(self) -> Iterator["Element"]:
        """Yield the element and its descendants in document order."""
        elements = self.tree.elements
        for position in range(self.position, self.end):
            yield elements[position]

    def ancestors(self) -> Iterator["Element"]:
        """Yield the ancestors, the nearest first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    def contains(self, other: "Element") -> bool:
        """Whether another element is below this one."""
        return self.position < other.position < self.end

    def holds(self, kinds: int) -> bool:
        """Whether an element of any of these kinds is below this one."""
        return bool(self.kinds & kinds)

    def get(self, name: str) -> str:
        """Return an attribute, or an empty text."""
        return self.attributes.get(name, "")

    @property
    def labels(self) -> str:
        """What names the element's role: its classes and its `itemprop`."""
        return f"{self.get('class')} {self.get('itemprop')}"

    def text(self) -> str:
        """Return the text within, with white space collapsed."""
        return self.tree.text[self.start : self.stop].strip()

    def is_shorter_than(self, length: int) -> bool:
        """Whether the text within has fewer characters, without building it if it is long."""
        return self.stop - self.start < length + 2 and len(self.text()) < length

    def own_text(self) -> str:
        """Return the text directly within, without that of its children."""
        return collapse(" ".join(child for child in self.children if isinstance(child, str)))

    def text_before(self, element: "Element", longest: int) -> str:
        """Return the text before a descendant on its line, up to `longest` characters of its end."""
        begin = max(self.start, element.line, element.start - longest - 1)
        return self.tree.text[begin : element.start].strip()[-longest:]

    def siblings(self, *, forward: bool) -> Iterator["Element"]:
        """Yield the siblings that follow, or those that precede, the nearest first."""
        if self.parent is not None:
            around = self.parent.elements
            numbers = range(self.index + 1, len(around)) if forward else range(self.index - 1, -1, -1)
            for number in numbers:
                yield around[number]

    def is_leaf(self) -> bool:
        """Whether the element holds neither blocks nor links, and at most one element below it has a text."""
        return not self.holds(BLOCK | LINK) and sum(child.texts for child in self.elements) <= 1

    def finish(self) -> None:
        """Compute, for a whole tree, what its elements answer from."""
        _lay_text(self)
        for element in reversed(self.tree.elements):  # what is below an element comes before it
            element.end = element.elements[-1].end if element.elements else element.position + 1
            element.texts += any(isinstance(child, str) and child.strip() for child in element.children)
            for child in element.elements:
                element.kinds |= child.kinds | _KINDS.get(child.tag, 0)
                element.texts += child.texts


def _lay_text(root: Element) -> None:
    """Join the text of a page, and note where that of each element is."""
    pieces: list[str] = []
    offset = line = 0
    blank = True  # whether the text ends with a space, or is empty
    stack: list[tuple[Element, bool] | str] = [(root, False)]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            piece = _SPACE.sub(" ", node)
            piece = piece[1:] if blank and piece[:1] == " " else piece
        else:
            element, closing = node
            broken = element.tag in BLOCKS or element.tag == "br"
            piece = " " if broken and not blank else ""
        if piece:
            pieces.append(piece)
            offset += len(piece)
            blank = piece[-1] == " "
        if isinstance(node, str):
            continue
        line = offset if broken else line
        if closing:
            element.stop = offset
        else:
            element.start, element.line = offset, line
            stack.append((element, True))
            stack.extend(
                (child, False) if isinstance(child, Element) else child for child in reversed(element.children)
            )
    root.tree.text = "".join(pieces)


_KINDS = {
    tag: BLOCK * (tag in BLOCKS)
    | LINK * (tag == "a")
    | PART * (tag in _PARTS)
    | HEADING * (tag in HEADINGS)
    | PARAGRAPH * (tag == "p")
    for tag in BLOCKS | {"a"}
}


def collapse(text: str) -> str:
    """Return a text with white space collapsed."""
    return _SPACE.sub(" ", text).strip()


def lines_of(element: Element) -> list[str]:
    """Return the texts of an element that are not empty, a block or a line each."""
    pieces: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
        elif node.tag == "br" or node.tag in BLOCKS:
            pieces.append("\n")
            stack += ["\n", *reversed(node.children)]
        else:
            stack.extend(reversed(node.children))
    return [line for line in map(collapse, "".join(pieces).split("\n")) if line]
