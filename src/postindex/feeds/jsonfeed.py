"""Entries → JSON Feed 1.1, and the models that read it.

Source: https://www.jsonfeed.org/version/1.1/.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic_core import to_json

from postindex.feeds.channel import Channel
from postindex.feeds.entries import Entry
from postindex.feeds.frames import Contents, Frame
from postindex.feeds.metadata import FeedMetadata
from postindex.models import Author, Enclosure
from postindex.models.base import Value
from postindex.models.fields import FIRST_FAULT, VISIBLE, ByteCount, Expected, Language, Link, MediaType, Name, Text
from postindex.text import close_bidi

_VERSION = "https://jsonfeed.org/version/1.1"
_IN_ITEMS = b"\n    "  # before each line of an item; text in JSON has no line breaks
BETWEEN_ITEMS = b"," + _IN_ITEMS


class JsonAuthor(Value, frozen=True):
    """An author of an item or of the feed."""

    name: Name
    url: Link | None = None


class JsonHub(Value, frozen=True):
    """A hub that notifies subscribers."""

    type: Text
    url: Link


class JsonAttachment(Value, frozen=True):
    """A file that belongs to an item."""

    url: Link
    mime_type: MediaType
    size_in_bytes: ByteCount | None = None


class JsonItem(Value, frozen=True):
    """A post: with its HTML, or with its summary as plain text."""

    id: Annotated[Name, Expected("an id", VISIBLE)]
    url: Link
    title: Annotated[Name, Expected("a title", VISIBLE)]
    content_html: Text | None = None
    content_text: Text | None = None
    summary: Text | None = None
    image: Link | None = None
    date_published: Text
    date_modified: Text | None = None
    authors: tuple[JsonAuthor, ...] | None = None
    tags: tuple[Name, ...] | None = None
    language: Language | None = None
    attachments: tuple[JsonAttachment, ...] | None = None


class JsonFeed(Value, frozen=True):
    """A JSON Feed: read what `feeds.json` wrote, or another feed that has no other fields.

    Fields that the document leaves out are None.

    >>> from datetime import date
    >>> from postindex import Channel, Post, feeds
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = feeds.json([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> JsonFeed.model_validate_json(document).items[0].title
    'Tea'
    """

    version: Literal["https://jsonfeed.org/version/1.1"] = "https://jsonfeed.org/version/1.1"
    title: Annotated[Name, Expected("a title", VISIBLE)]
    home_page_url: Link
    feed_url: Link | None = None
    description: Text | None = None
    next_url: Link | None = None
    icon: Link | None = None
    favicon: Link | None = None
    authors: tuple[JsonAuthor, ...] | None = None
    language: Language | None = None
    hubs: tuple[JsonHub, ...] | None = None
    items: Annotated[tuple[JsonItem, ...], FIRST_FAULT]


def json_item(entry: Entry, _channel: Channel) -> bytes:
    """Return the item of an entry, as text indented as in its document."""
    item: dict[str, Any] = {"id": entry.guid, "url": entry.link, "title": entry.title}
    if entry.html:
        item["content_html"] = entry.html
    else:
        item["content_text"] = entry.summary
    if entry.summary:
        item["summary"] = entry.summary
    if entry.image:
        item["image"] = entry.image
    item["date_published"] = entry.published.isoformat()
    if entry.post.updated:
        item["date_modified"] = entry.updated.isoformat()
    if entry.authors:
        item["authors"] = _authors(entry.authors)  # repeated here: few readers inherit the feed's
    if entry.tags:
        item["tags"] = [close_bidi(tag.name) for tag in entry.tags]
    if entry.language:
        item["language"] = entry.language
    if entry.enclosures:
        item["attachments"] = [_attachment(enclosure) for enclosure in entry.enclosures]
    return to_json(item, indent=2).replace(b"\n", _IN_ITEMS)


def json_frame(metadata: FeedMetadata, contents: Contents) -> Frame:
    """Return what is around the items of a JSON Feed; the format has no date of the feed."""
    channel, links = metadata.channel, dict(metadata.links)
    fields = _without_none(
        {
            "version": _VERSION,
            "title": metadata.title,
            "home_page_url": metadata.link,
            "feed_url": metadata.url,
            "description": metadata.description,
            "next_url": links.get("next") or links.get("prev-archive"),
            "icon": channel.logo or channel.image,
            "favicon": channel.icon,
            "authors": _authors(channel.authors),
            "language": channel.language,
            "hubs": [{"type": "WebSub", "url": metadata.hub}] if metadata.hub else None,
            "items": [],
        }
    )
    start = to_json(fields, indent=2).removesuffix(b"]\n}")
    if contents.updated is None:
        return Frame(start, b"]\n}\n")
    return Frame(start + _IN_ITEMS, b"\n  ]\n}\n")


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return _without_none({"url": enclosure.url, "mime_type": enclosure.type, "size_in_bytes": enclosure.length})


def _authors(authors: Iterable[Author]) -> list[dict[str, Any]] | None:
    return [_without_none({"name": close_bidi(author.name), "url": author.url}) for author in authors] or None


def _without_none(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
