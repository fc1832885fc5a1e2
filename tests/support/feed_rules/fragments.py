"""HTML in feeds: what would not be valid inside a `div`, and which URLs are relative."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Elements without an end tag, and with an optional one.
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_OPEN = {"colgroup", "dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead"}
_OPEN |= {"tr"}
_NOT_IN_A_DIV = {"base", "body", "frame", "frameset", "head", "html", "meta"}
_URLS = {"action", "background", "cite", "data", "formaction", "href", "longdesc", "poster", "src"}


class _Fragment(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.errors: list[str] = []
        self.urls: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.errors += [f"<{tag}> is not closed" for tag in self._open if tag not in _OPEN]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NOT_IN_A_DIV:
            self.errors.append(f"<{tag}> is not allowed inside a div")
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
            return  # the error is in the start tag, or there is nothing to close
        while self._open and self._open[-1] != tag and self._open[-1] in _OPEN:
            self._open.pop()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.errors.append(f"</{tag}> closes an element that is not open")

    def handle_decl(self, decl: str) -> None:
        self.errors.append(f"<!{decl}> is not allowed inside a div")


def html_errors(html: str) -> Iterator[str]:
    """Yield why this HTML is not valid inside a `div`."""
    yield from _Fragment(html).errors


def relative_urls(html: str) -> Iterator[str]:
    """Yield the URLs without a scheme, such as `/notes/`, `//example.org/` and `#top`, in document order."""
    for url in _Fragment(html).urls:
        try:
            scheme = urlsplit(url.strip()).scheme
        except ValueError:  # such as "http://[", which is absolute but invalid
            continue
        if not scheme:
            yield url
