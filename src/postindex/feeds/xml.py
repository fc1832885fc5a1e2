"""What is around the entries of RSS 2.0 and Atom 1.0, by feedgen. Workarounds for feedgen live in this module alone.

feedgen writes the document, and lets an extension add to its lxml tree. The extension adds a mark in the place of the
entries, whose text is written by `xml_entries.py`, and what feedgen gets wrong:

- `lastBuildDate` and `updated` come from the clock.
- The only link in RSS is `self`.
- RSS dates go through `locale.setlocale`, which is process-wide and so unsafe in threads.
- RSS drops authors without an e-mail address. Atom links lose their other attributes.
- Each feed validates and builds its entries again. Here the text of an entry serves all feeds.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import Element, SubElement

from postindex.feeds.addresses import uri_of
from postindex.feeds.frames import Contents, Frame
from postindex.feeds.metadata import MEDIA_TYPES, FeedMetadata
from postindex.feeds.xml_entries import feed_authors, in_hexadecimal
from postindex.models import Author
from postindex.text import close_bidi

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"  # Media RSS 1.5.1
_HISTORY = "http://purl.org/syndication/history/1.0"
_DOCS = "https://www.rssboard.org/rss-specification"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom requires a date even of a feed without entries
_MARK = "entries"
_MARK_LINE = re.compile(rb" *<entries/>\n")  # nothing else has an angle bracket before this name


def rss_frame(metadata: FeedMetadata, contents: Contents) -> Frame:
    """Return what is around the items of an RSS document."""
    return _around_mark(rss_document(metadata, contents, [Element(_MARK)]))


def atom_frame(metadata: FeedMetadata, contents: Contents) -> Frame:
    """Return what is around the entries of an Atom document."""
    return _around_mark(atom_document(metadata, contents, [Element(_MARK)]))


def _around_mark(document: bytes) -> Frame:
    start, end = _MARK_LINE.split(document)
    return Frame(start, end)


def rss_document(metadata: FeedMetadata, contents: Contents, items: Iterable[Any]) -> bytes:
    """Return the RSS document with these elements of lxml in the place of its items."""
    link = uri_of(metadata.link)
    feed = _feed_generator(metadata, {"dc": _DC, **_media_namespace(contents)}, link)
    feed.description(metadata.description)
    feed.docs(_DOCS)
    if image := metadata.channel.image or metadata.channel.logo:
        feed.image(url=uri_of(image), title=metadata.title, link=link)
    feed.additions.rss = partial(_add_to_rss, metadata, contents.updated, items)
    return in_hexadecimal(feed.rss_str(pretty=True))


def atom_document(metadata: FeedMetadata, contents: Contents, entries: Iterable[Any]) -> bytes:
    """Return the Atom document with these elements of lxml in the place of its entries."""
    feed = _feed_generator(metadata, _media_namespace(contents), metadata.link)
    feed.id(metadata.id)
    feed.updated(contents.updated or _NEVER)
    feed.author(_author_dicts(feed_authors(metadata.channel)))
    if metadata.subtitle:
        feed.subtitle(metadata.subtitle)
    if metadata.channel.icon:
        feed.icon(metadata.channel.icon)
    if logo := metadata.channel.logo or metadata.channel.image:
        feed.logo(logo)
    feed.additions.atom = partial(_add_to_atom, metadata, entries)
    document: bytes = feed.atom_str(pretty=True)
    return document


def _media_namespace(contents: Contents) -> dict[str, str]:
    return {"media": _MEDIA} if contents.has_images else {}  # in the root (RSS profile, section 5)


def _feed_generator(metadata: FeedMetadata, namespaces: dict[str, str], link: str) -> Any:
    feed = FeedGenerator()
    feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001  set from the clock; no method resets it
    feed.register_extension("additions", _Additions)
    feed.additions.namespaces = {**namespaces, "fh": _HISTORY} if metadata.archived else namespaces
    feed.title(metadata.title)
    feed.link(href=link, rel="alternate", type="text/html")
    feed.generator(metadata.channel.generator)
    if metadata.channel.language:
        feed.language(metadata.channel.language)
    if metadata.channel.rights.strip():
        feed.rights(close_bidi(metadata.channel.rights))
    return feed


class _Additions(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    namespaces: dict[str, str]
    rss: Any
    atom: Any

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, feed: Any) -> None:
        self.rss(feed[0])

    def extend_atom(self, feed: Any) -> None:
        self.atom(feed)


def _add_to_rss(metadata: FeedMetadata, updated: datetime | None, items: Iterable[Any], channel: Any) -> None:
    if updated:
        SubElement(channel, "lastBuildDate").text = format_datetime(updated)
    _add_links(channel, metadata, f"{{{_ATOM}}}link", uri_of)
    channel.extend(items)


def _add_to_atom(metadata: FeedMetadata, entries: Iterable[Any], feed: Any) -> None:
    _add_links(feed, metadata, "link", str)  # feedgen's Atom elements have no namespace until they are written
    feed.extend(entries)


def _add_links(parent: Any, metadata: FeedMetadata, name: str, convert: Callable[[str], str]) -> None:
    """Add the links to this document, to its hub, and to the feed's other documents."""
    if metadata.url:
        SubElement(parent, name, rel="self", href=convert(metadata.url), type=MEDIA_TYPES[metadata.format])
    if metadata.hub:
        SubElement(parent, name, rel="hub", href=convert(metadata.hub))
    for rel, href in metadata.links:
        SubElement(parent, name, rel=rel, href=convert(href), type=MEDIA_TYPES[metadata.format])
    if metadata.archived:
        SubElement(parent, f"{{{_HISTORY}}}archive")


def _author_dicts(authors: Iterable[Author]) -> list[dict[str, str | None]]:
    return [{"name": close_bidi(author.name), "email": author.email, "uri": author.url} for author in authors]
