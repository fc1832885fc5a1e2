"""A page's elements as text: blocks on lines of their own, as a text browser prints them."""

from postindex.dates.mentions import find_mentions
from postindex.sources.pages.dated import day_of_attribute
from postindex.sources.pages.elements import BLOCKS, HEADINGS, Element, collapse

_APART = HEADINGS | {
    "p",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "pre",
    "article",
    "section",
    "figure",
}  # empty lines around
_WORDS = frozenset({"a", "time", "small", "label", "strong", "b", "td", "th"})  # two side by side are two words
_LISTS = frozenset({"ul", "ol"})
_INDENTED = frozenset({"dd", "blockquote"})
_INDENT, _LIST_INDENT, _BLOCK_INDENT = 3, 2, 4  # columns
_RULE = "_" * 40
_WIDEST = 1000  # characters of a line: what is longer is cut


class _Lines:
    """The lines of a page as far as it is rendered, and where the next one begins."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.indent = _INDENT
        self.bullet = ""
        self._pieces: list[str] = []

    def write(self, text: str) -> None:
        self._pieces.append(text)

    def end_line(self) -> None:
        text = collapse("".join(self._pieces))
        self._pieces = []
        if text:
            self.lines.append(f"{' ' * self.indent}{self.bullet}{text[:_WIDEST]}")
            self.bullet = ""

    def empty_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def rule(self) -> None:
        self.empty_line()
        self.lines.append(_RULE)

    def begin(self, block: Element) -> int:
        """Begin a block, and return the indent to restore at its end."""
        before = self.indent
        if _is_apart(block):
            self.empty_line()
        self.end_line()
        if block.tag in HEADINGS:
            self.indent = 0
        elif block.tag in _LISTS:
            self.indent += _LIST_INDENT
        elif block.tag == "li":
            self.bullet = "* "
        elif block.tag in _INDENTED:
            self.indent += _BLOCK_INDENT
        return before

    def end(self, block: Element, indent: int) -> None:
        self.end_line()
        self.indent = indent
        if block.tag == "li":
            self.bullet = ""
        if _is_apart(block):
            self.empty_line()


def render(root: Element) -> str:
    """Return the text of a page.

    A `time` whose text has no full date shows the day of its attribute, so that dates such as "May 5" and "2 days ago"
    can be compared with those of other readings.
    """
    page = _Lines()
    stack: list[Element | str | tuple[Element, int]] = [root]  # a pair ends a block
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            page.write(node)
        elif isinstance(node, tuple):
            page.end(*node)
        elif node.tag == "br":
            page.end_line()
        elif node.tag == "hr":
            page.rule()
        elif node.tag in _WORDS:
            stack += [" ", *_content(node), " "]
        else:
            if node.tag in BLOCKS:
                stack.append((node, page.begin(node)))
            stack += _content(node)
    page.end_line()
    return "\n".join(page.lines)


def _content(element: Element) -> list[Element | str]:
    """Return what an element shows, the last first."""
    day = day_of_attribute(element.get("datetime")) if element.tag == "time" else None
    seen = find_mentions(element.text()[:_WIDEST]) if day is not None else ()
    return [day.isoformat()] if day is not None and not any(found.full for found in seen) else element.children[::-1]


def _is_apart(block: Element) -> bool:
    if block.tag in _LISTS and any(holder.tag in _LISTS for holder in block.ancestors()):
        return False
    return block.tag in _APART
