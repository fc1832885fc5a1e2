"""JSON Feed: what stands in it, what is left out, and what a `JsonFeed` refuses to read."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from postindex import Author, Channel, Enclosure, InvalidValue, Post, feeds
from postindex.feeds import JsonFeed

BARE = Channel(title="Notes", link="https://example.org/")
FULL = Channel(
    title="Notes & queries",
    link="https://example.org/notes/",
    description="On <tea> & more.",
    subtitle="Atom's own",
    language="en",
    authors=[Author("Ann", email="ann@example.org", url="https://example.org/ann"), "Ben"],
    rights="Atom's and RSS's own",
    icon="https://example.org/icon.png",
    logo="https://example.org/logo.png",
    image="https://example.org/image.png",
    rss_url="https://example.org/rss.xml",
    atom_url="https://example.org/atom.xml",
    json_url="https://example.org/feed.json",
    hub="https://hub.example/?a=1&b=2",
)
TEA = Post(title="Tea", published=date(2026, 3, 22))
WHOLE = Post(
    title="When is <br> a teapot?",
    published=datetime(2026, 3, 22, 23, 30, 15, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    updated=date(2026, 4, 1),
    summary='4 < x & "so"',
    content_html='<p>"Pour" &amp; <a href="/wait">wait</a></p>',
    tags=["Tea", "C++"],
    authors=["Cleo"],
    language="de",
    enclosures=[
        Enclosure(url="https://example.org/1.mp3?a=1&b=2", type="audio/mpeg", length=0),
        Enclosure(url="https://example.org/пчёлы.ogg", type="audio/ogg"),
    ],
)


def written(posts: list[Post], channel: Channel = BARE) -> Any:
    return json.loads(feeds.json(posts, channel))


def item(channel: Channel = BARE, **parts: Any) -> Any:
    [item_] = written([TEA.model_copy(update=parts)], channel)["items"]
    return item_


def test_a_feed_has_the_channel_s_data() -> None:
    feed = written([], FULL)
    assert list(feed) == [
        *("version", "title", "home_page_url", "feed_url", "description", "icon", "favicon", "authors"),
        *("language", "hubs", "items"),
    ]
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Notes & queries",
        "home_page_url": "https://example.org/notes/",
        "feed_url": "https://example.org/feed.json",
        "description": "On <tea> & more.",
        "icon": "https://example.org/logo.png",  # the large one
        "favicon": "https://example.org/icon.png",  # the small one
        "authors": [{"name": "Ann", "url": "https://example.org/ann"}, {"name": "Ben"}],
        "language": "en",
        "hubs": [{"type": "WebSub", "url": "https://hub.example/?a=1&b=2"}],
        "items": [],
    }


def test_missing_channel_fields_are_left_out() -> None:
    assert list(written([])) == ["version", "title", "home_page_url", "description", "items"]


def test_hubs_are_written_into_feeds_with_an_address() -> None:
    hub = BARE.model_copy(update={"hub": "https://hub.example/"})
    assert "hubs" not in written([], hub)
    assert "hubs" in written([], hub.model_copy(update={"json_url": "https://example.org/feed.json"}))


def test_the_image_is_the_default_of_the_icon() -> None:
    assert written([], BARE.model_copy(update={"image": "https://example.org/i.png"}))["icon"].endswith("/i.png")


def test_an_item_has_the_post_s_values() -> None:
    [item_] = written([WHOLE], FULL)["items"]
    assert item_ == {
        "id": "tag:example.org,2026-03-22:notes/2026-03-22-when-is-br-a-teapot",
        "url": "https://example.org/notes/when-is-br-a-teapot/",
        "title": "When is <br> a teapot?",
        "content_html": '<p>"Pour" &amp; <a href="https://example.org/wait">wait</a></p>',
        "summary": '4 < x & "so"',
        "date_published": "2026-03-22T23:30:15+05:30",
        "date_modified": "2026-04-01T12:00:00+00:00",
        "authors": [{"name": "Cleo"}],
        "tags": ["Tea", "C++"],
        "language": "de",
        "attachments": [
            {"url": "https://example.org/1.mp3?a=1&b=2", "mime_type": "audio/mpeg", "size_in_bytes": 0},
            {"url": "https://example.org/пчёлы.ogg", "mime_type": "audio/ogg"},
        ],
    }


def test_missing_post_fields_are_left_out() -> None:
    assert item() == {
        "id": "tag:example.org,2026-03-22:2026-03-22-tea",
        "url": "https://example.org/tea/",
        "title": "Tea",
        "content_text": "",  # an item must have a content: JSON Feed 1.1, "Items"
        "date_published": "2026-03-22T12:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("parts", "content"),
    [
        ({}, {"content_text": ""}),
        ({"summary": "Leaves."}, {"content_text": "Leaves.", "summary": "Leaves."}),
        ({"content_html": "<p>Leaves."}, {"content_html": "<p>Leaves."}),
        (
            {"summary": "Leaves.", "content_html": "<p>Leaves."},
            {"content_html": "<p>Leaves.", "summary": "Leaves."},
        ),
    ],
)
def test_items_have_html_or_the_summary_as_text(parts: dict[str, Any], content: dict[str, str]) -> None:
    kept = ("content_html", "content_text", "summary")
    assert {name: text for name, text in item(**parts).items() if name in kept} == content


def test_html_removed_whole_is_left_out() -> None:
    sanitizing = BARE.model_copy(update={"sanitize_html": True})
    item_ = item(sanitizing, content_html="<script>steal()</script>", summary="Leaves.")
    assert (item_["content_text"], "content_html" in item_) == ("Leaves.", False)


@pytest.mark.parametrize("updated", [date(2026, 3, 22), datetime(2026, 3, 22, 12, tzinfo=UTC), date(2027, 1, 1)])
def test_date_modified_is_the_post_s_updated(updated: date) -> None:
    assert item(updated=updated)["date_modified"] == BARE.moment_of(updated).isoformat()
    assert item(updated=date(2020, 1, 1))["date_modified"] == item()["date_published"]  # never before it came out
    assert "date_modified" not in item()


def test_items_without_authors_have_the_channel_s() -> None:
    assert item(FULL)["authors"] == written([], FULL)["authors"]
    assert item(FULL, authors=["Cleo"])["authors"] == [{"name": "Cleo"}]


def values(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from values(inner)


@pytest.mark.parametrize("channel", [BARE, FULL])
def test_only_items_may_be_empty_in_json(channel: Channel) -> None:
    assert None not in list(values(written([TEA, WHOLE], channel)))
    assert [value for value in values(written([TEA, WHOLE], channel)) if value in ([], {})] == []
    assert written([], channel)["items"] == []


def test_a_document_is_indented_utf_8_with_a_last_line_end() -> None:
    document = feeds.json([WHOLE], FULL)
    assert document.startswith(b'{\n  "version": "https://jsonfeed.org/version/1.1",\n')
    assert document.endswith(b"\n}\n")
    assert "пчёлы".encode() in document


@pytest.mark.parametrize("channel", [BARE, FULL])
def test_documents_read_back_equal(channel: Channel) -> None:
    document = feeds.json([TEA, WHOLE], channel)
    feed = JsonFeed.model_validate_json(document)
    assert feed.model_dump_json(indent=2, exclude_none=True).encode() + b"\n" == document
    assert feed == JsonFeed.model_validate_json(feed.model_dump_json())
    assert hash(feed) == hash(feed.model_copy())
    assert {item_.title for item_ in feed.items} == {TEA.title, WHOLE.title}


WRITTEN = feeds.json([WHOLE], FULL).decode()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("version/1.1", "version/2", "JsonFeed.version"),
        ('"title": "Notes', '"name": "Notes', "JsonFeed"),
        ('"https://example.org/notes/"', '"/notes/"', "JsonFeed.home_page_url"),
        ('"items": [', '"posts": [', "JsonFeed"),
        ('"id": "', '"guid": "', "JsonFeed.items.0.guid"),
        ('"date_published": ', '"published": ', "JsonFeed.items.0"),
        ("audio/ogg", "audio", "JsonFeed.items.0.attachments.1.mime_type"),
        ('"size_in_bytes": 0', '"size_in_bytes": -1', "JsonFeed.items.0.attachments.0.size_in_bytes"),
        ('"size_in_bytes": 0', f'"size_in_bytes": {2**63}', "JsonFeed.items.0.attachments.0.size_in_bytes"),
        ('"size_in_bytes": 0', '"size_in_bytes": "0"', "JsonFeed.items.0.attachments.0.size_in_bytes"),
        ('"Cleo"', "null", "JsonFeed.items.0.authors.0.name"),
        ('"language": "de"', '"language": "d"', "JsonFeed.items.0.language"),
    ],
)
def test_invalid_json_feeds_are_refused_by_field(old: str, new: str, place: str) -> None:
    assert old in WRITTEN
    with pytest.raises(InvalidValue) as caught:
        JsonFeed.model_validate_json(WRITTEN.replace(old, new))
    assert place in [error.place for error in caught.value.errors]
