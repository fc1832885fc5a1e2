"""HTML that stands in a feed: what would not be valid inside a `div`, and which of its URLs are relative."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

# These have no end tag at all, or may leave it out; browsers close them.
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_OPEN = {"colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead"}
_OPEN |= {"tr"}
_NOT_IN_A_DIV = {"base", "body", "frame", "frameset", "head", "html", "meta"}
_URLS = {"action", "background", "cite", "data", "formaction", "href", "longdesc", "poster", "src"}


class _Fragment(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.urls: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.complaints += [f"<{tag}> is not closed" for tag in self._open if tag not in _OPEN]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_IN_A_DIV:
            self.complaints.append(f"<{tag}> cannot stand inside a div")
        elif tag not in _VOID:
            self._open.append(tag)
        self.urls += [url or "" for name, url in attrs if name in _URLS]
        for name, candidates in attrs:
            if name == "srcset":
                self.urls += [candidate.split()[0] for candidate in (candidates or "").split(",") if candidate.strip()]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open[-1:] == [tag]:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_IN_A_DIV | _VOID:
            return  # the start tag was the mistake, or there is none to close
        while self._open and self._open[-1] != tag and self._open[-1] in _OPEN:
            self._open.pop()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.complaints.append(f"</{tag}> closes what is not open")

    def handle_decl(self, decl: str) -> None:
        self.complaints.append(f"<!{decl}> cannot stand inside a div")


def html_complaints(html: str) -> Iterator[str]:
    """Yield why this HTML could not stand in a `div` as it is."""
    yield from _Fragment(html).complaints


def relative_urls(html: str) -> Iterator[str]:
    """Yield the URLs without a scheme, in the order of the text: `/notes/`, `//example.org/` and `#top` are such."""
    for url in _Fragment(html).urls:
        try:
            scheme = urlsplit(url.strip()).scheme
        except ValueError:  # such as "http://[", which is absolute and wrong
            continue
        if not scheme:
            yield url
