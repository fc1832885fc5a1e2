"""A page's elements as text: blocks on lines of their own, as a text browser prints them."""

from postindex.sources.elements import BLOCKS, Element, collapse

_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre article section figure".split())  # empty lines around
_INLINE = frozenset({"a", "time", "small", "label", "strong", "b"})  # of two side by side, each is a word
_MARGIN, _INDENT, _NESTED = 0, 3, 4  # columns


class _Renderer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._pieces: list[str] = []
        self._indent = _INDENT
        self._bullet = ""

    def text(self, text: str) -> None:
        self._pieces.append(text)

    def end_line(self) -> None:
        text = collapse("".join(self._pieces))
        self._pieces = []
        if text:
            self.lines.append(" " * self._indent + self._bullet + text)
            self._bullet = ""

    def empty_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def begin(self, element: Element) -> tuple[int, str]:
        """Begin a block; return what `end` restores."""
        before = self._indent, self._bullet
        if element.tag in _APART and not (element.tag in ("ul", "ol") and self._in_list(element)):
            self.empty_line()
        self.end_line()
        if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._indent = _MARGIN
        elif element.tag in ("ul", "ol"):
            self._indent += _NESTED - 2
        elif element.tag == "li":
            self._bullet = "* "
        elif element.tag in ("dd", "blockquote"):
            self._indent += _NESTED
        return before

    def end(self, element: Element, before: tuple[int, str]) -> None:
        self.end_line()
        self._indent = before[0]
        if element.tag == "li":
            self._bullet = ""
        if element.tag in _APART and not (element.tag in ("ul", "ol") and self._in_list(element)):
            self.empty_line()

    @staticmethod
    def _in_list(element: Element) -> bool:
        return any(holder.tag in ("ul", "ol") for holder in element.ancestors())


def render(body: Element) -> tuple[str, dict[Element, int]]:
    """Return the text of a page, and the line on which each element begins, counted from 0."""
    renderer = _Renderer()
    lines: dict[Element, int] = {}
    pending: list[Element] = []
    stack: list[Element | str | tuple[Element, tuple[int, str]]] = [body]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if not node.isspace():
                lines.update(dict.fromkeys(pending, len(renderer.lines)))
                pending.clear()
            renderer.text(node)
            continue
        if isinstance(node, Element):
            pending.append(node)
        if isinstance(node, tuple):
            renderer.end(*node)
        elif node.tag == "br":
            renderer.end_line()
        elif node.tag == "hr":
            renderer.empty_line()
            renderer.lines.append("_" * 40)
        elif node.tag in ("td", "th"):
            renderer.text(" ")
            stack.append(" ")
            stack.extend(reversed(node.children))
        elif node.tag in BLOCKS:
            stack.append((node, renderer.begin(node)))
            stack.extend(reversed(node.children))
        elif node.tag in _INLINE:
            renderer.text(" ")
            stack.append(" ")
            stack.extend(reversed(node.children))
        else:
            stack.extend(reversed(node.children))
    renderer.end_line()
    return "\n".join(renderer.lines), lines
