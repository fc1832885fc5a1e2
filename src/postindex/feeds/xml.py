"""Entries → RSS 2.0 and Atom 1.0, by feedgen. Workarounds for feedgen bugs live in this module alone.

feedgen writes the document, and lets an extension add to its lxml tree. The extension adds the entries, and what
feedgen gets wrong:

- `lastBuildDate` and `updated` come from the clock.
- The only link in RSS is `self`.
- RSS dates go through `locale.setlocale`, which is process-wide and so unsafe in threads.
- RSS drops authors without an e-mail address. Atom links lose their other attributes.
- Each feed validates and builds its entries again. Here one element serves all feeds in turn.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from html import escape
from typing import Any

from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import Element, SubElement

from postindex.feeds.addresses import uri_of
from postindex.feeds.channel import Channel
from postindex.feeds.entries import Entry
from postindex.feeds.metadata import MEDIA_TYPES, FeedMetadata
from postindex.models import Author
from postindex.text import close_bidi

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"  # Media RSS 1.5.1
_PICTURE = f"{{{_MEDIA}}}content"
_HISTORY = "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCS = "https://www.rssboard.org/rss-specification"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom requires a date even of a feed without entries
# The form that most RSS readers take for plain text (RSS profile, "Character Data").
_HEXADECIMAL = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def rss_item(entry: Entry, channel: Channel) -> Any:
    """Return the `item` of an entry."""
    item = Element("item")
    link = uri_of(entry.link)
    SubElement(item, "title").text = entry.title
    SubElement(item, "link").text = link
    if entry.summary:
        SubElement(item, "description").text = escape(entry.summary, quote=False)
    # If the link is not ASCII, the guid is the id, as in the other formats, and differs from `link`.
    permalink = "true" if entry.guid == link else "false"
    SubElement(item, "guid", isPermaLink=permalink).text = entry.guid
    scheme = {"domain": channel.category_scheme} if channel.category_scheme else {}
    for tag in entry.tags:
        SubElement(item, "category", scheme).text = close_bidi(tag.name)
    if entry.html:
        SubElement(item, f"{{{_CONTENT}}}encoded").text = entry.html
    if entry.enclosures:
        first = entry.enclosures[0]
        SubElement(item, "enclosure", url=uri_of(first.url), length=str(first.length or 0), type=first.type)
    SubElement(item, "pubDate").text = format_datetime(entry.published)
    for author in entry.authors:
        SubElement(item, f"{{{_DC}}}creator").text = close_bidi(author.name)
    if entry.language:
        SubElement(item, f"{{{_DC}}}language").text = entry.language
    if entry.post.image:
        _add_image(item, uri_of(entry.post.image))
    return item


def atom_entry(entry: Entry, channel: Channel) -> Any:
    """Return the `entry` of an entry."""
    element = Element("entry", {_XML_LANG: entry.language} if entry.language else {})
    SubElement(element, "id").text = entry.id
    SubElement(element, "title").text = entry.title
    SubElement(element, "updated").text = entry.updated.isoformat()
    for author in entry.authors or _feed_authors(channel):  # repeated here: few readers inherit the feed's
        person = SubElement(element, "author")
        SubElement(person, "name").text = close_bidi(author.name)
        if author.email:
            SubElement(person, "email").text = author.email
        if author.url:
            SubElement(person, "uri").text = author.url
    if entry.html:
        SubElement(element, "content", type="html").text = entry.html
    SubElement(element, "link", href=entry.link, rel="alternate")
    if entry.summary:
        SubElement(element, "summary").text = entry.summary
    scheme = {"scheme": channel.category_scheme} if channel.category_scheme else {}
    for tag in entry.tags:
        SubElement(element, "category", {"term": tag.slug, **scheme, "label": close_bidi(tag.name)})
    SubElement(element, "published").text = entry.published.isoformat()
    for enclosure in entry.enclosures:
        length = {} if enclosure.length is None else {"length": str(enclosure.length)}
        SubElement(element, "link", rel="enclosure", href=enclosure.url, type=enclosure.type, **length)
    if entry.post.image:
        _add_image(element, entry.post.image)
    return element


def _add_image(parent: Any, url: str) -> None:
    SubElement(parent, _PICTURE, nsmap={"media": _MEDIA}, url=url, medium="image")


def _media_of(elements: Sequence[Any]) -> dict[str, str]:
    """Return the namespace of pictures, if an item has one: the RSS profile wants it in the root (section 5)."""
    return {"media": _MEDIA} if any(element[-1].tag == _PICTURE for element in elements) else {}


def rss_document(metadata: FeedMetadata, updated: datetime | None, items: Sequence[Any]) -> bytes:
    """Return the RSS document of items made by `rss_item`; `updated` is their last change."""
    link = uri_of(metadata.link)
    feed = _feed_generator(metadata, {"dc": _DC, **_media_of(items)}, link)
    feed.description(metadata.description)
    feed.docs(_DOCS)
    if image := metadata.channel.image or metadata.channel.logo:
        feed.image(url=uri_of(image), title=metadata.title, link=link)
    feed.additions.rss = partial(_add_to_rss, metadata, updated, items)
    document: bytes = feed.rss_str(pretty=True)
    for form, hexadecimal in _HEXADECIMAL:
        document = document.replace(form, hexadecimal)
    return document


def atom_document(metadata: FeedMetadata, updated: datetime | None, entries: Sequence[Any]) -> bytes:
    """Return the Atom document of entries made by `atom_entry`; `updated` is their last change."""
    feed = _feed_generator(metadata, _media_of(entries), metadata.link)
    feed.id(metadata.id)
    feed.updated(updated or _NEVER)
    feed.author(_author_dicts(_feed_authors(metadata.channel)))
    if metadata.subtitle:
        feed.subtitle(metadata.subtitle)
    if metadata.channel.icon:
        feed.icon(metadata.channel.icon)
    if logo := metadata.channel.logo or metadata.channel.image:
        feed.logo(logo)
    feed.additions.atom = partial(_add_to_atom, metadata, entries)
    document: bytes = feed.atom_str(pretty=True)
    return document


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


def _feed_authors(channel: Channel) -> tuple[Author, ...]:
    return channel.authors or (Author(channel.title),)


def _author_dicts(authors: Iterable[Author]) -> list[dict[str, str | None]]:
    return [{"name": close_bidi(author.name), "email": author.email, "uri": author.url} for author in authors]
