"""The items of a JSON Feed → the entries of a listing; and the feed's own data.

Source: https://www.jsonfeed.org/version/1.1/.
"""

from collections.abc import Iterator
from typing import Any

from postindex.errors import shorten
from postindex.models import Author
from postindex.sources.gathering import Entry
from postindex.sources.syndication.context import Context
from postindex.sources.syndication.markup import text_html
from postindex.sources.syndication.xml_entries import Header

_VERSIONS = ("https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1")  # and 1.1

Json = dict[str, Any]


def is_json_feed(document: Any) -> bool:
    """Return whether a JSON document is a feed.

    >>> is_json_feed({"version": "https://jsonfeed.org/version/1.1"}), is_json_feed([])
    (True, False)
    """
    version = document.get("version") if isinstance(document, dict) else None
    return isinstance(version, str) and version.replace("://www.", "://").startswith(_VERSIONS)


def read_json_header(document: Json, context: Context) -> Header:
    """Return the feed's own data, and complete the context with it."""
    fields = _Fields(document, context)
    site = fields.text("home_page_url")
    own = context.link(fields.text("feed_url"), None)
    context.base = context.url or own or context.link(site, None)
    context.authors = tuple(_authors(fields, context))
    return Header(
        fields={
            "title": fields.text("title") or None,
            "url": context.link(site, context.base),
            "description": fields.text("description") or None,
            "language": fields.text("language").replace("_", "-") or None,
        },
        next_page=fields.text("next_url") or None,
        complete=False,
    )


def read_json_items(document: Json, context: Context) -> Iterator[Entry]:
    """Yield the entries of a feed; one that has a date that cannot be read is left out."""
    if not isinstance(document.get("items"), list):
        context.gathering.report("bad-file", "the feed has no list of items; get the whole file")
        return
    for item in _Fields(document, context).objects("items"):
        entry = _entry(_Fields(item, context), context)
        if entry:
            yield entry


def _entry(fields: "_Fields", context: Context) -> Entry | None:
    updated = fields.text("date_modified")
    kept, published = context.published([fields.text("date_published"), updated], None)
    if not kept:
        return None
    link, href = context.entry_link(fields.text("url") or fields.text("external_url"), context.base, None)
    html, text, summary = fields.text("content_html"), fields.text("content_text"), fields.text("summary")
    if not html and text.strip() and text != summary:
        html = text_html(text)
    return Entry(
        fields={
            "id": fields.text("id") or None,
            "title": fields.text("title").strip(),
            "published": published,
            "updated": context.updated(updated, published, None),
            "url": link,
            "summary": summary,
            "content_html": context.completed(html, link or context.base),
            "tags": [tag for tag in fields.values("tags") if not isinstance(tag, str) or tag.strip()],
            "authors": tuple(_authors(fields, context)) or context.authors,
            "language": fields.text("language").replace("_", "-") or None,
            "enclosures": list(_enclosures(fields, context)),
            "image": context.link(fields.text("image") or fields.text("banner_image"), link or context.base),
        },
        href=href,
    )


def _authors(fields: "_Fields", context: Context) -> Iterator[Author]:
    """Yield the authors: JSON Feed 1.0 has one."""
    for each in fields.objects("authors") or fields.objects("author"):
        person = _Fields(each, context)
        if author := context.person(person.text("name"), "", person.text("url"), context.base, None):
            yield author


def _enclosures(fields: "_Fields", context: Context) -> Iterator[Json]:
    for each in fields.objects("attachments"):
        attachment = _Fields(each, context)
        written, length = attachment.text("url"), each.get("size_in_bytes")
        yield {
            "url": context.link(written, context.base) or written,
            "type": attachment.text("mime_type") or "application/octet-stream",
            "length": int(length) if isinstance(length, float) and length.is_integer() else length,
        }


class _Fields:
    """The fields of an object; one of another type is reported, and counts as missing."""

    def __init__(self, given: Json, context: Context) -> None:
        self._given = given
        self._context = context

    def text(self, name: str) -> str:
        """Return a text, or a number as text; empty where there is none."""
        value = self._given.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)  # such as the ids of many generators
        if value is None or isinstance(value, str):
            return value or ""
        self._report(name, value, "a text")
        return ""

    def values(self, name: str) -> list[Any]:
        """Return a list."""
        value = self._given.get(name)
        if value is None or isinstance(value, list):
            return value or []
        self._report(name, value, "a list")
        return []

    def objects(self, name: str) -> list[Json]:
        """Return a list of objects, or a single object in a list."""
        value = self._given.get(name)
        found = []
        for each in [value] if isinstance(value, dict) else self.values(name):
            if isinstance(each, dict):
                found.append(each)
            else:
                self._report(name, each, "an object")
        return found

    def _report(self, name: str, value: Any, expected: str) -> None:
        self._context.gathering.report("bad-field", f"{name}: {shorten(value)} is not {expected}; it is left out")
