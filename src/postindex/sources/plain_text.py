"""HTML → its text, for summaries, reading minutes and first words."""

from html import unescape
from html.parser import HTMLParser

_UNSEEN = frozenset(("script", "style", "template", "head", "noscript"))
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)


def plain_text(html: str) -> str:
    """Return the text of HTML, with single spaces; blocks and line breaks separate words.

    >>> plain_text("<p>On <em>lea</em>ves &amp; pots.<p>Twice<br>a day.<script>f()</script>")
    'On leaves & pots. Twice a day.'
    """
    if "<" not in html:
        return " ".join(unescape(html).split())
    parser = _Text()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Read `<![` as browsers do: a comment up to the next `>`. Python's own method asserts on unknown names."""
        if self.rawdata.startswith("<![CDATA[", i):
            return super().parse_marked_section(i, report)
        return self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
