"""What a page says of itself: its title, its address, its language, its feeds and its next page."""

import re
from typing import NamedTuple

from postindex.sources.links import join_url
from postindex.sources.pages.elements import Element
from postindex.sources.pages.parsing import Document

_FEED_TYPES = frozenset(f"application/{name}" for name in ("rss+xml", "atom+xml", "rdf+xml", "feed+json"))
_NEXT = re.compile(
    r"^\W*(?:next|next page|older|older posts?|previous posts|more posts|weiter|ältere beiträge|suivante?s?"
    r"|page suivante|articles plus anciens|siguientes?|anteriores|próxim[ao]|下一页|下一頁|次へ|次のページ|다음)\W*$",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_LONGEST_LABEL = 40  # characters of a link to the next page


class Head(NamedTuple):
    """What a page says of itself."""

    title: str
    base: str | None  # absolute: what relative links are completed with
    language: str | None
    feeds: tuple[str, ...]
    next_page: str | None


def read_head(document: Document, url: str | None) -> Head:
    """Return what a page says of itself. `url` is where it came from, if that is known."""
    language = document.root.get("lang").strip()
    feeds = [link.get("href", "") for link in document.links if link.get("type", "").lower() in _FEED_TYPES]
    return Head(
        title=document.title,
        base=_base(document, url),
        language=language if _LANGUAGE.fullmatch(language) else None,
        feeds=tuple(dict.fromkeys(filter(None, feeds))),
        next_page=_next_page(document),
    )


def _base(document: Document, url: str | None) -> str | None:
    """Return what relative links are completed with: by `url` and the page's `base`, else what names its address."""
    base = join_url(url, document.base) if document.base else None
    return base or url or join_url(None, _rel(document, "canonical")) or join_url(None, document.og_url)


def _rel(document: Document, name: str) -> str:
    """Return the address of the first link of a relation, or an empty text."""
    return next((link["href"] for link in document.links if name in link.get("rel", "").lower().split()), "")


def _next_page(document: Document) -> str | None:
    return _rel(document, "next") or next(
        (element.get("href") for element in document.root.iter() if element.tag == "a" and _is_next(element)), None
    )


def _is_next(link: Element) -> bool:
    if not link.get("href"):
        return False
    text = link.text() if link.is_shorter_than(_LONGEST_LABEL) else ""
    labels = (text, link.get("aria-label"), link.get("title"))
    return "next" in link.get("rel").split() or any(_NEXT.match(label[:_LONGEST_LABEL]) for label in labels)
