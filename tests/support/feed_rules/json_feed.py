"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The sections are the headings of that page."""

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft7Validator, FormatChecker

from feed_rules.faults import Fault, Finding, Rules
from feed_rules.feed import ENTRIES, Entry, Feed
from feed_rules.values import ID, LANGUAGE, LINK, MEDIA_TYPE, RFC_3339, TEXT, rfc3339

Schema = dict[str, Any]

_VALUES = {"text": TEXT, "id": ID, "link": LINK, "language": LANGUAGE, "media type": MEDIA_TYPE, "date": RFC_3339}
_STRING: Schema = {"type": "string"}
_SECTIONS = {"attachments": "Attachments", "hubs": "Subscribing to Real-time Notifications", "items": "Items"}


def _value(name: str) -> Schema:
    return {"type": "string", "format": name}


def _array(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _object(**members: Schema) -> Schema:
    """Return the schema of an object with these members only; `url_` is an optional one."""
    return {
        "type": "object",
        "properties": {name.rstrip("_"): schema for name, schema in members.items()},
        "required": [name for name in members if not name.endswith("_")],
        "additionalProperties": False,
    }


_AUTHORS = _array(_object(name=_value("text"), url_=_value("link")))
_ATTACHMENTS = _array(
    _object(url=_value("link"), mime_type=_value("media type"), size_in_bytes_={"type": "integer", "minimum": 0})
)
_ITEM = _object(
    id=_value("id"),
    url=_value("link"),
    title=_value("text"),
    content_html_=_value("text"),
    content_text_=_STRING,
    summary_=_value("text"),
    image_=_value("link"),
    date_published=_value("date"),
    date_modified_=_value("date"),
    authors_=_AUTHORS,
    tags_=_array(_value("text")),
    language_=_value("language"),
    attachments_=_ATTACHMENTS,
) | {"anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}]}
SCHEMA = _object(
    version={"const": "https://jsonfeed.org/version/1.1"},
    title=_value("text"),
    home_page_url=_value("link"),
    feed_url=_value("link"),
    description=_value("text"),
    next_url_=_value("link"),
    icon_=_value("link"),
    favicon_=_value("link"),
    authors_=_AUTHORS,
    language_=_value("language"),
    hubs_=_array(_object(type=_value("text"), url=_value("link"))),
    items=_array(_ITEM),
)
RULES: Rules[Any] = Rules()


def json_faults(document: bytes) -> list[Fault]:
    """Return the rules of JSON Feed 1.1 that a document breaks. The rules run only if it conforms to the schema."""
    try:
        data = _read(document)
    except ValueError as error:
        return [Fault("well_formed", "RFC 8259", "document", str(error))]
    return list(_schema_faults(data)) or [*RULES.faults(data), *ENTRIES.faults(feed_of(data))]


def feed_of(data: Any) -> Feed:
    """Return the feed of a document that conforms to the schema. JSON Feed has one way on, `next_url`."""
    entries = [
        Entry(
            f"items[{number}]",
            item["id"],
            rfc3339(item.get("date_modified", item["date_published"])),
            {f"items[{number}].content_html": item["content_html"]} if "content_html" in item else {},
        )
        for number, item in enumerate(data["items"])
    ]
    links = {"self": data.get("feed_url"), "next": data.get("next_url")}
    return Feed(data["home_page_url"], [(rel, url) for rel, url in links.items() if url], False, entries)


def _read(document: bytes) -> Any:
    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(members)) < len(members):
            raise ValueError(f"an object has a name twice (RFC 8259, 4): {[name for name, _ in members]}")
        return dict(members)

    def constant(name: str) -> None:
        raise ValueError(f"{name} is not JSON")

    text = document.decode("utf-8")
    data = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    json.dumps(data, ensure_ascii=False).encode()  # fails on half of a surrogate pair (RFC 8259, 8.2)
    return data


def _schema_faults(data: Any) -> Iterator[Fault]:
    formats = FormatChecker(formats=())
    for name, value in _VALUES.items():
        formats.checks(name)(lambda text, value=value: not isinstance(text, str) or value.accepts(text))
    for error in Draft7Validator(SCHEMA, format_checker=formats).iter_errors(data):
        keyword = "anyOf" if "anyOf" in error.schema_path else str(error.validator)
        rule = {"required": "missing_member", "additionalProperties": "unknown_member", "anyOf": "item_content"}
        section = next((_SECTIONS[part] for part in reversed(error.path) if part in _SECTIONS), "Top-level")
        yield Fault(rule.get(keyword, "value"), f"JSON Feed 1.1, {section}", error.json_path, error.message)


@RULES("JSON Feed 1.1, Top-level")
def version_first(data: Any) -> Iterator[Finding]:
    if next(iter(data)) != "version":
        yield "feed", "version is not the first member"


@RULES("JSON Feed 1.1, Top-level")
def next_url(data: Any) -> Iterator[Finding]:
    if data.get("next_url") == data["feed_url"]:
        yield "feed", "next_url leads to this feed"


NAMES = {"well_formed", "missing_member", "unknown_member", "item_content", "value"} | RULES.names | ENTRIES.names
