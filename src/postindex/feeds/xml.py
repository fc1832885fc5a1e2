"""Entries → RSS 2.0 and Atom 1.0, by feedgen, with its faults mended here and nowhere else.

feedgen writes the document, and lets an extension write into its lxml tree. There go what it would get wrong, and the
entries. Of a feed, it takes `lastBuildDate` and `updated` from the clock, knows no link in RSS but `self`, and formats
RSS dates through `locale.setlocale`, which is process-wide and so unsafe in threads. Of an entry, it drops authors that
have only a name from RSS, loses what an Atom link has beside its target, checks once more what is known to be
right, and makes it anew for each feed; an element that is made here stands in one after another.
"""

from collections.abc import Callable, Iterable
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
_HISTORY = "http://purl.org/syndication/history/1.0"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCS = "https://www.rssboard.org/rss-specification"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom requires a date even of a feed without entries
# The form that most readers of RSS take for plain text (RSS profile, "Character Data").
_HEXADECIMAL = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


def rss_item(entry: Entry, channel: Channel) -> Any:
    """Return the `item` of an entry."""
    item = Element("item")
    link = uri_of(entry.link)
    SubElement(item, "title").text = entry.title
    SubElement(item, "link").text = link
    if entry.summary:
        SubElement(item, "description").text = escape(entry.summary, quote=False)
    # Of a link that is not ASCII the guid is the id, as in other formats.
    permalink = "true" if entry.id == link else "false"
    SubElement(item, "guid", isPermaLink=permalink).text = entry.id
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
    return item


def atom_entry(entry: Entry, channel: Channel) -> Any:
    """Return the `entry` of an entry."""
    made = Element("entry", {_XML_LANG: entry.language} if entry.language else {})
    SubElement(made, "id").text = entry.id
    SubElement(made, "title").text = entry.title
    SubElement(made, "updated").text = entry.updated.isoformat()
    for author in entry.authors or _feed_authors(channel):  # here too: few readers inherit the feed's
        person = SubElement(made, "author")
        SubElement(person, "name").text = close_bidi(author.name)
        if author.email:
            SubElement(person, "email").text = author.email
        if author.url:
            SubElement(person, "uri").text = author.url
    if entry.html:
        SubElement(made, "content", type="html").text = entry.html
    SubElement(made, "link", href=entry.link, rel="alternate")
    if entry.summary:
        SubElement(made, "summary").text = entry.summary
    scheme = {"scheme": channel.category_scheme} if channel.category_scheme else {}
    for tag in entry.tags:
        SubElement(made, "category", {"term": tag.slug, **scheme, "label": close_bidi(tag.name)})
    SubElement(made, "published").text = entry.published.isoformat()
    for enclosure in entry.enclosures:
        length = {} if enclosure.length is None else {"length": str(enclosure.length)}
        SubElement(made, "link", rel="enclosure", href=enclosure.url, type=enclosure.type, **length)
    return made


def rss_document(head: FeedMetadata, updated: datetime | None, items: Iterable[Any]) -> bytes:
    """Return the RSS document of items that `rss_item` made, which last changed then."""
    link = uri_of(head.link)
    feed = _feed(head, {"dc": _DC}, link)
    feed.description(head.description)
    feed.docs(_DOCS)
    if image := head.channel.image or head.channel.logo:
        feed.image(url=uri_of(image), title=head.title, link=link)
    feed.mends.rss = partial(_mend_rss, head, updated, items)
    document: bytes = feed.rss_str(pretty=True)
    for form, hexadecimal in _HEXADECIMAL:
        document = document.replace(form, hexadecimal)
    return document


def atom_document(head: FeedMetadata, updated: datetime | None, entries: Iterable[Any]) -> bytes:
    """Return the Atom document of entries that `atom_entry` made, which last changed then."""
    feed = _feed(head, {}, head.link)
    feed.id(head.id)
    feed.updated(updated or _NEVER)
    feed.author(_people(_feed_authors(head.channel)))
    if head.subtitle:
        feed.subtitle(head.subtitle)
    if head.channel.icon:
        feed.icon(head.channel.icon)
    if logo := head.channel.logo or head.channel.image:
        feed.logo(logo)
    feed.mends.atom = partial(_mend_atom, head, entries)
    document: bytes = feed.atom_str(pretty=True)
    return document


def _feed(head: FeedMetadata, namespaces: dict[str, str], link: str) -> Any:
    feed = FeedGenerator()
    feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001  set from the clock, and no method unsets it
    feed.register_extension("mends", _Mends)
    feed.mends.namespaces = {**namespaces, "fh": _HISTORY} if head.archived else namespaces
    feed.title(head.title)
    feed.link(href=link, rel="alternate", type="text/html")
    feed.generator(head.channel.generator)
    if head.channel.language:
        feed.language(head.channel.language)
    if head.channel.rights.strip():
        feed.rights(close_bidi(head.channel.rights))
    return feed


class _Mends(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    namespaces: dict[str, str]
    rss: Any
    atom: Any

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, feed: Any) -> None:
        self.rss(feed[0])

    def extend_atom(self, feed: Any) -> None:
        self.atom(feed)


def _mend_rss(head: FeedMetadata, built: datetime | None, items: Iterable[Any], channel: Any) -> None:
    if built:
        SubElement(channel, "lastBuildDate").text = format_datetime(built)
    _link_on(channel, head, f"{{{_ATOM}}}link", uri_of)
    channel.extend(items)


def _mend_atom(head: FeedMetadata, entries: Iterable[Any], feed: Any) -> None:
    _link_on(feed, head, "link", str)  # feedgen's Atom elements have no namespace until they are written
    feed.extend(entries)


def _link_on(parent: Any, head: FeedMetadata, name: str, form: Callable[[str], str]) -> None:
    """Write the links to this document, to its hub, and to the feed's other documents."""
    if head.url:
        SubElement(parent, name, rel="self", href=form(head.url), type=MEDIA_TYPES[head.format])
    if head.hub:
        SubElement(parent, name, rel="hub", href=form(head.hub))
    for rel, href in head.links:
        SubElement(parent, name, rel=rel, href=form(href), type=MEDIA_TYPES[head.format])
    if head.archived:
        SubElement(parent, f"{{{_HISTORY}}}archive")


def _feed_authors(channel: Channel) -> tuple[Author, ...]:
    return channel.authors or (Author(channel.title),)


def _people(authors: Iterable[Author]) -> list[dict[str, str | None]]:
    return [{"name": close_bidi(author.name), "email": author.email, "uri": author.url} for author in authors]
