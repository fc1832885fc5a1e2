"""The elements of entries as lxml builds them: the reference for the text that the library writes."""

from email.utils import format_datetime
from html import escape
from typing import Any

from lxml.etree import Element, SubElement

from postindex import Author, Channel
from postindex.feeds.addresses import uri_of
from postindex.feeds.entries import Entry
from postindex.text import close_bidi

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_PICTURE = f"{{{_MEDIA}}}content"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss_item(entry: Entry, channel: Channel) -> Any:
    """The `item` of an entry."""
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
    """The `entry` of an entry."""
    element = Element("entry", {_XML_LANG: entry.language} if entry.language else {})
    SubElement(element, "id").text = entry.id
    SubElement(element, "title").text = entry.title
    SubElement(element, "updated").text = entry.updated.isoformat()
    for author in entry.authors or (
        channel.authors or (Author(channel.title),)
    ):  # repeated here: few readers inherit the feed's
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
