"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The sections are the headings of its page."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from feed_rules.fragments import html_complaints
from feed_rules.rules import Fault, Finding, Rules
from feed_rules.values import is_iri, is_language, is_media_type, rfc3339

VERSION = "https://jsonfeed.org/version/1.1"


class Feed(NamedTuple):
    """A JSON Feed as it was read, and the names that its objects have more than once."""

    data: dict[str, Any]
    repeated: list[str]


RULES: Rules[Feed] = Rules()

_KINDS: dict[type, str] = {
    str: "a string",
    list: "an array",
    dict: "an object",
    bool: "true or false",
    float: "a number",
}
_Fields = dict[str, type]
_AUTHOR: _Fields = {"name": str, "url": str, "avatar": str}
_FEED: _Fields = {"version": str, "title": str, "home_page_url": str, "feed_url": str, "description": str}
_FEED |= {
    "user_comment": str,
    "next_url": str,
    "icon": str,
    "favicon": str,
    "language": str,
    "author": dict,
    "authors": list,
}
_FEED |= {"expired": bool, "hubs": list, "items": list}
_ITEM: _Fields = {"id": str, "url": str, "external_url": str, "title": str, "content_html": str, "content_text": str}
_ITEM |= {"summary": str, "image": str, "banner_image": str, "date_published": str, "date_modified": str}
_ITEM |= {"author": dict, "authors": list, "tags": list, "language": str, "attachments": list}
_ATTACHMENT: _Fields = {"url": str, "mime_type": str, "title": str}
_ATTACHMENT |= {"size_in_bytes": float, "duration_in_seconds": float}
_HUB: _Fields = {"type": str, "url": str}
_URLS = {"home_page_url", "feed_url", "next_url", "icon", "favicon", "url", "external_url", "image", "banner_image"}
_URLS |= {"avatar"}


def json_faults(document: bytes) -> list[Fault]:
    """Return the rules of JSON Feed 1.1 that a document breaks, in the order of the table of rules.

    A document that is not JSON in UTF-8, or not an object, has that fault alone.
    """
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        repeated.extend(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        return dict(pairs)

    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is not JSON")

    if document.startswith(b"\xef\xbb\xbf"):
        return [Fault("byte_order_mark", "RFC 8259, 8.1", "document", "a byte order mark")]
    try:
        data = json.loads(document.decode("utf-8"), object_pairs_hook=collect, parse_constant=refuse)
    except UnicodeDecodeError as error:
        return [Fault("utf_8", "JSON Feed 1.1, Suggestions for Publishers", "document", str(error))]
    except ValueError as error:
        return [Fault("well_formed", "RFC 8259, 2", "document", str(error))]
    if not isinstance(data, dict):
        return [Fault("root", "JSON Feed 1.1, Top-level", "document", "the document is not an object")]
    return list(RULES.faults(Feed(data, repeated)))


# -- what there is ----------------------------------------------------------------------------------------------------

Placed = tuple[str, dict[str, Any]]  # an object, and where it stands


def _objects(data: dict[str, Any], name: str, place: str = "") -> Iterator[Placed]:
    """Yield the objects of the array of this name. What is no array, and what is no object, has a rule of its own."""
    values = data.get(name)
    for number, value in enumerate(values if isinstance(values, list) else []):
        if isinstance(value, dict):
            yield f"{place}{name}[{number}]", value


def _items(feed: Feed) -> Iterator[Placed]:
    yield from _objects(feed.data, "items")


def _feed_and_items(feed: Feed) -> Iterator[Placed]:
    yield "feed", feed.data
    yield from _items(feed)


def _authors(feed: Feed) -> Iterator[Placed]:
    for place, data in _feed_and_items(feed):
        yield from _objects(data, "authors", f"{place}.")
        if isinstance(author := data.get("author"), dict):
            yield f"{place}.author", author


def _attachments(feed: Feed) -> Iterator[Placed]:
    for place, item in _items(feed):
        yield from _objects(item, "attachments", f"{place}.")


def _hubs(feed: Feed) -> Iterator[Placed]:
    yield from _objects(feed.data, "hubs")


def _all(feed: Feed) -> Iterator[tuple[str, dict[str, Any], _Fields]]:
    """Yield every object of the standard, with what the standard has in it."""
    yield "feed", feed.data, _FEED
    for objects, fields in ((_items, _ITEM), (_authors, _AUTHOR), (_attachments, _ATTACHMENT), (_hubs, _HUB)):
        for place, data in objects(feed):
            yield place, data, fields


def _is(value: object, kind: type) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)  # True is an int to Python
    return isinstance(value, kind)


# -- every object -----------------------------------------------------------------------------------------------------


@RULES("RFC 8259, 4")
def names_once(feed: Feed) -> Iterator[Finding]:
    for name in feed.repeated:
        yield "document", f"an object has the name {name} twice"


@RULES("RFC 8259, 8.2")
def text_whole(feed: Feed) -> Iterator[Finding]:
    if re.search("[\ud800-\udfff]", json.dumps(feed.data, ensure_ascii=False)):
        yield "document", "half of a surrogate pair, which no text can hold"


@RULES("JSON Feed 1.1, Top-level and Items")
def kinds(feed: Feed) -> Iterator[Finding]:
    for place, data, fields in _all(feed):
        for name, value in data.items():
            if name in fields and not _is(value, fields[name]):
                yield f"{place}.{name}", f"{json.dumps(value)[:60]} is not {_KINDS[fields[name]]}"


@RULES("JSON Feed 1.1, Top-level and Items")
def members(feed: Feed) -> Iterator[Finding]:
    arrays = [(place, data, name) for place, data in _feed_and_items(feed) for name in ("authors", "attachments")]
    for place, data, name in (*arrays, ("feed", feed.data, "hubs"), ("feed", feed.data, "items")):
        values = data.get(name)
        for number, value in enumerate(values if isinstance(values, list) else []):
            if not isinstance(value, dict):
                yield f"{place}.{name}[{number}]", f"{json.dumps(value)[:60]} is not an object"


@RULES("JSON Feed 1.1, Extensions")
def fields_known(feed: Feed) -> Iterator[Finding]:
    for place, data, fields in _all(feed):
        for name in data:
            if name not in fields and not name.startswith("_"):
                yield place, f"JSON Feed has no {name} here; an extension's name begins with _"


@RULES("JSON Feed 1.1, Top-level and Items")
def urls(feed: Feed) -> Iterator[Finding]:
    for place, data, _ in _all(feed):
        for name in _URLS & set(data):
            if isinstance(url := data[name], str) and not is_iri(url):
                yield f"{place}.{name}", f"{url!r} is not an absolute URL"


@RULES("JSON Feed 1.1, Top-level and Items")
def languages(feed: Feed) -> Iterator[Finding]:
    for place, data in _feed_and_items(feed):
        if isinstance(language := data.get("language"), str) and not is_language(language):
            yield f"{place}.language", f"{language!r} is not a language tag"


@RULES("JSON Feed 1.1, Top-level")
def author_says_something(feed: Feed) -> Iterator[Finding]:
    for place, author in _authors(feed):
        if not any(author.get(name) for name in _AUTHOR):
            yield place, "an author without a name, a url and an avatar"


@RULES("JSON Feed 1.1, Deprecations")
def authors_in_an_array(feed: Feed) -> Iterator[Finding]:
    for place, data in _feed_and_items(feed):
        if "author" in data and "authors" not in data:
            yield place, "author without authors, which took its place in version 1.1"


# -- the feed ---------------------------------------------------------------------------------------------------------


@RULES("JSON Feed 1.1, Top-level")
def version(feed: Feed) -> Iterator[Finding]:
    if feed.data.get("version") != VERSION and isinstance(feed.data.get("version", ""), str):
        yield "feed", f"version {feed.data.get('version')!r} is not {VERSION}"


@RULES("JSON Feed 1.1, Top-level")
def version_first(feed: Feed) -> Iterator[Finding]:
    if "version" in feed.data and next(iter(feed.data)) != "version":
        yield "feed", "version should stand at the very top"


@RULES("JSON Feed 1.1, Top-level")
def feed_required(feed: Feed) -> Iterator[Finding]:
    for name in ("title", "items"):
        if name not in feed.data:
            yield "feed", f"no {name}"


@RULES("JSON Feed 1.1, Top-level")
def title_text(feed: Feed) -> Iterator[Finding]:
    if isinstance(title := feed.data.get("title"), str) and not title.strip():
        yield "feed", "an empty title is no name of a feed"


@RULES("JSON Feed 1.1, Top-level")
def public_urls(feed: Feed) -> Iterator[Finding]:
    for name in ("home_page_url", "feed_url"):
        if name not in feed.data:
            yield "feed", f"no {name}, which a feed on the public web has"


@RULES("JSON Feed 1.1, Top-level")
def next_url(feed: Feed) -> Iterator[Finding]:
    if "next_url" in feed.data and feed.data["next_url"] == feed.data.get("feed_url"):
        yield "feed", "next_url leads to this feed"


@RULES("JSON Feed 1.1, Subscribing to Real-time Notifications")
def hub_required(feed: Feed) -> Iterator[Finding]:
    for place, hub in _hubs(feed):
        for name in sorted(_HUB.keys() - hub.keys()):
            yield place, f"no {name}"


# -- items ------------------------------------------------------------------------------------------------------------


@RULES("JSON Feed 1.1, Items")
def item_id(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        if "id" not in item:
            yield place, "no id: a reader throws the item away"
        elif isinstance(item["id"], str) and not item["id"].strip():
            yield place, "an empty id: a reader throws the item away"


@RULES("JSON Feed 1.1, Items")
def item_id_unique(feed: Feed) -> Iterator[Finding]:
    ids = Counter(item["id"] for _, item in _items(feed) if isinstance(item.get("id"), str))
    for name, count in ids.items():
        if count > 1:
            yield "feed", f"{count} items with the id {name!r}"


@RULES("JSON Feed 1.1, Items")
def item_url(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        if "url" not in item and re.match("https?://", str(item.get("id")), re.IGNORECASE):
            yield place, "the id is a URL, and should stand as url too"


@RULES("JSON Feed 1.1, Items")
def item_content(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        if "content_html" not in item and "content_text" not in item:
            yield place, "neither content_html nor content_text"


@RULES("JSON Feed 1.1, Items")
def item_html(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        if isinstance(html := item.get("content_html"), str):
            for complaint in html_complaints(html):
                yield f"{place}.content_html", complaint


@RULES("JSON Feed 1.1, Items")
def item_dates(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        for name in ("date_published", "date_modified"):
            if isinstance(date := item.get(name), str) and not rfc3339(date):
                yield f"{place}.{name}", f"{date!r} is not a moment of RFC 3339"


@RULES("JSON Feed 1.1, Items")
def item_tags(feed: Feed) -> Iterator[Finding]:
    for place, item in _items(feed):
        tags = item.get("tags")
        for number, tag in enumerate(tags if isinstance(tags, list) else []):
            if not isinstance(tag, str):
                yield f"{place}.tags[{number}]", f"{json.dumps(tag)[:60]} is not a string"


@RULES("JSON Feed 1.1, Attachments")
def attachment_required(feed: Feed) -> Iterator[Finding]:
    for place, attachment in _attachments(feed):
        for name in ("url", "mime_type"):
            if name not in attachment:
                yield place, f"no {name}"


@RULES("JSON Feed 1.1, Attachments")
def attachment_type(feed: Feed) -> Iterator[Finding]:
    for place, attachment in _attachments(feed):
        if isinstance(media_type := attachment.get("mime_type"), str) and not is_media_type(media_type):
            yield f"{place}.mime_type", f"{media_type!r} is not a media type"


@RULES("JSON Feed 1.1, Attachments")
def attachment_numbers(feed: Feed) -> Iterator[Finding]:
    for place, attachment in _attachments(feed):
        for name in ("size_in_bytes", "duration_in_seconds"):
            number = attachment.get(name)
            if isinstance(number, int | float) and number < 0:
                yield f"{place}.{name}", f"{number} is less than nothing"


# -- extensions -------------------------------------------------------------------------------------------------------


def _extensions(feed: Feed) -> Iterator[tuple[str, str, Any]]:
    for place, data, _ in _all(feed):
        for name, value in data.items():
            if name.startswith("_"):
                yield f"{place}.{name}", name, value


@RULES("JSON Feed 1.1, Extensions")
def extension_name(feed: Feed) -> Iterator[Finding]:
    for place, name, _ in _extensions(feed):
        if not re.fullmatch(r"_[^\W\d_][^.]*", name):
            yield place, "an extension's name is _, a letter, and no dot"


@RULES("JSON Feed 1.1, Extensions")
def extension_object(feed: Feed) -> Iterator[Finding]:
    for place, _, value in _extensions(feed):
        if not isinstance(value, dict):
            yield place, f"{json.dumps(value)[:60]} is not an object"


@RULES("JSON Feed 1.1, Extensions")
def extension_members(feed: Feed) -> Iterator[Finding]:
    for place, _, value in _extensions(feed):
        for name in value if isinstance(value, dict) else ():
            if "." in name or name.startswith("_"):
                yield place, f"the member {name} has a dot, or begins with _"


@RULES("JSON Feed 1.1, Extensions")
def extension_about(feed: Feed) -> Iterator[Finding]:
    used: Counter[str] = Counter()
    told = set()
    for _, name, value in _extensions(feed):
        used[name] += 1
        if isinstance(value, dict) and "about" in value:
            told.add(name)
    for name, count in used.items():
        if count > 1 and name not in told:
            yield "feed", f"{count} uses of {name}, and none has an about that says what it is"


NAMES = ["byte_order_mark", "utf_8", "well_formed", "root", *RULES.names]
