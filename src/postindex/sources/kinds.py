"""What a file holds, told by its content."""

import re
from codecs import BOM_UTF8

from postindex.listing.values import Kind
from postindex.sources.front_matter.fences import Unclosed, split
from postindex.sources.front_matter.files import MARKUP
from postindex.sources.opening import encoding_of
from postindex.sources.tables import is_table

SNIFFED = 1 << 16  # bytes at the start of a file that tell what it is

_SPACES = " \t\r\n\ufeff"
_BEFORE_ROOT = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[[^\]]*\])?\s*>)*", re.IGNORECASE | re.DOTALL
)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_WORDPRESS = "wordpress.org/export/"
_ROOTS: dict[str, Kind] = {"rss": "rss", "feed": "atom", "rdf": "rdf"}
_JSON = re.compile(r"\{\s*(?:\"|\})|\[\s*(?:[\[{]|\])")
_JSON_FEED = re.compile(rb"\"version\"\s*:\s*\"https?:(?:\\?/){2}jsonfeed\.org(?:\\?/)version")
_GHOST = re.compile(rb"\A\s*\{\s*\"(?:db|data|meta)\"\s*:")


def kind_of(start: bytes, suffix: str) -> Kind | None:
    """Return what a file holds by its first bytes; None for text that may be a listing, and for what is not text.

    `suffix` is that of its name. It decides only for a Markdown file that has no front matter, or none that ends.

    >>> kind_of(b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>", ""), kind_of(b"- 2026-03-22", "")
    ('atom', None)
    """
    text = _text_of(start)
    stripped = text.lstrip(_SPACES)
    if stripped.startswith("<"):
        return _markup(stripped)
    if _JSON.match(stripped):
        return _json(start.removeprefix(BOM_UTF8))
    if suffix in MARKUP or _has_front_matter(text):
        return "frontmatter"
    return "csv" if is_table(stripped) else None


def _text_of(start: bytes) -> str:
    return start[: len(start) - len(start) % 2].decode(encoding_of(start), "replace")


def _markup(text: str) -> Kind | None:
    before = _BEFORE_ROOT.match(text)
    root = _ROOT.match(text, before.end() if before else 0)
    name = root[1].lower() if root else ""
    if name == "rss" and _WORDPRESS in text:
        return "wordpress"
    if name in _ROOTS:
        return _ROOTS[name]
    # XML of another kind, such as a list of subscriptions, is not a page.
    return None if text.startswith("<?xml") and name != "html" else "page"


def _json(start: bytes) -> Kind:
    if _JSON_FEED.search(start):
        return "jsonfeed"
    return "ghost" if _GHOST.match(start) else "json"


def _has_front_matter(text: str) -> bool:
    try:
        return split(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")) is not None
    except Unclosed as unclosed:
        return unclosed.fence.startswith(("---", "+++")) and ":" in text.partition("\n")[2].partition("\n")[0]
