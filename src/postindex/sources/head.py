"""What a page's head says: its encoding, its address, its language, its feeds, the next page, and data for machines."""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from postindex.dates.mentions import find_mentions
from postindex.sources.elements import Element

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_NEXT = re.compile(
    r"^\W*(?:next|next page|older|older posts?|previous posts|more posts|weiter|ältere beiträge|suivante?s?|page suivante"
    r"|articles plus anciens|siguientes?|anteriores|próxim[ao]|下一页|下一頁|次へ|次のページ|다음)\W*$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MAX_META = 4096  # bytes at the start of a page in which its encoding is named: HTML Standard, section 13.2.3.2, has 1024


class Encoded(NamedTuple):
    """A page's text, and why its bytes could not be decoded with certainty, if so."""

    text: str
    problem: str = ""


class Head(NamedTuple):
    """What a page says of itself."""

    title: str
    base: str | None  # absolute, against which links are completed
    language: str | None
    feeds: tuple[str, ...]
    next_page: str | None


def decode_page(content: bytes) -> Encoded:
    """Return a page's text: by its byte order mark, else by its meta element, else as UTF-8.

    >>> decode_page("<p>Käse".encode()).text, decode_page(b"<meta charset=latin-1><p>K\\xe4se").text[-4:]
    ('<p>Käse', 'Käse')
    """
    for mark, encoding in ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding)
    named = _META_CHARSET.search(content[:_MAX_META])
    if named:
        encoding = named[1].decode("ascii").lower()
        try:
            lookup(encoding)
        except LookupError:
            return _decoded(content, "utf-8", f"the page names the unknown encoding {encoding!r}")
        if encoding in ("iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"):
            encoding = "windows-1252"  # WHATWG Encoding Standard, section 4.2
        return _decoded(content, encoding)
    return _decoded(content, "utf-8")


def _decoded(content: bytes, encoding: str, problem: str = "") -> Encoded:
    try:
        return Encoded(content.decode(encoding), problem)
    except (UnicodeDecodeError, ValueError):
        text = content.decode(encoding, "replace") if encoding != "utf-16" else content.decode("utf-8", "replace")
        return Encoded(text, problem or f"the page is not valid {encoding}; save it again as UTF-8")


def read_head(html: str, root: Element, url: str | None) -> Head:
    """Return what a page says of itself. `url` is where it came from, if that is known."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    links = [node.attributes for node in tree.css("link[href]")]
    base = url
    found = tree.css_first("base[href]")
    if found is not None:
        base = urljoin(url or "", found.attributes.get("href") or "")
    if not is_absolute(base):
        canonical = next((link.get("href") for link in links if (link.get("rel") or "").lower() == "canonical"), None)
        graph = tree.css_first("meta[property='og:url']")
        named = [canonical, graph.attributes.get("content") if graph is not None else None]
        base = next((address for address in named if is_absolute(address)), None)
    title = tree.css_first("title")
    language = root.get("lang").strip()
    feeds = [link.get("href") or "" for link in links if (link.get("type") or "").lower() in _FEED_TYPES]
    return Head(
        title.text(strip=True) if title is not None else "",
        base if is_absolute(base) else None,
        language if _LANGUAGE.fullmatch(language) else None,
        tuple(dict.fromkeys(feed for feed in feeds if feed)),
        _next_page(root, links),
    )


def _next_page(root: Element, links: list[dict[str, str | None]]) -> str | None:
    for link in links:
        if (link.get("rel") or "").lower() == "next":
            return link.get("href")
    for element in root.iter():
        if element.tag == "a" and element.get("href"):
            labels = (element.get("rel"), element.text(), element.get("aria-label"), element.get("title"))
            if "next" in labels[0].split() or any(_NEXT.match(label) for label in labels[1:]):
                return element.get("href")
    return None


def is_absolute(url: str | None) -> bool:
    """Whether a link names a host by http or https."""
    return bool(url) and urlsplit(str(url)).scheme in ("http", "https")


class MachinePost(NamedTuple):
    """A post that JSON-LD names."""

    title: str
    day: date


def machine_posts(html: str) -> list[MachinePost]:
    """Return the posts that the page's JSON-LD names with a headline and a day. Broken JSON is left out."""
    from selectolax.lexbor import LexborHTMLParser

    found: list[MachinePost] = []
    for node in LexborHTMLParser(html).css("script[type='application/ld+json']"):
        try:
            data = json.loads(node.text())
        except (ValueError, RecursionError):
            continue
        found += _posts_within(data)
    return found


def _posts_within(data: Any) -> Iterator[MachinePost]:
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(item for item in value.values() if isinstance(item, list | dict))
            title, published = value.get("headline") or value.get("name"), value.get("datePublished")
            if isinstance(title, str) and isinstance(published, str):
                day = next((mention.to_date() for mention in find_mentions(published[:40])), None)
                if day is not None:
                    yield MachinePost(" ".join(title.split()), day)
