"""Feeds in several documents: what each holds, how they lead to each other, and archives that never change."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import etree

from postindex import Author, Channel, Enclosure, InvalidValue, Post, PostLeftOut, Tag, feeds
from postindex.feeds.documents import document_of
from postindex.feeds.metadata import MEDIA_TYPES, Format

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
FORMATS: tuple[Format, ...] = get_args(Format)
NAMES: dict[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}

SITE = "https://example.org/blog/"
CHANNEL = Channel(
    title="Notes",
    link=SITE,
    authors=["A. Writer"],
    hub="https://hub.example/",
    atom_url=f"{SITE}atom.xml",
    rss_url=f"{SITE}rss.xml",
    json_url=f"{SITE}feed.json",
)

every_format = pytest.mark.parametrize("format", FORMATS)


def posts(count: int, start: int = 1) -> list[Post]:
    """Posts of consecutive days, `Tea 1` the oldest."""
    return [
        Post(title=f"Tea {number}", published=date.fromordinal(739_000 + number), tags=["tea"])
        for number in range(start, start + count)
    ]


def titles(document: bytes, format: Format) -> list[str]:
    if format == "json":
        return [item["title"] for item in json.loads(document)["items"]]
    entry, title = ("item", "title") if format == "rss" else (f"{ATOM}entry", f"{ATOM}title")
    return [element.findtext(title) for element in etree.fromstring(document).iter(entry)]


def numbers(document: bytes, format: Format) -> list[int]:
    return [int(title.removeprefix("Tea ")) for title in titles(document, format)]


def links(document: bytes, format: Format) -> dict[str, str]:
    """Return where a document of XML leads, by relation, but for the page that it tells of and the hub."""
    parsed = etree.fromstring(document)
    head = parsed.find("channel") if format == "rss" else parsed
    related = [link for link in head.findall(f"{ATOM}link") if link.get("rel") not in ("alternate", "hub")]
    assert {link.get("type") for link in related} <= {MEDIA_TYPES[format]}
    assert len({link.get("rel") for link in related}) == len(related)
    return {link.get("rel"): link.get("href") for link in related}


# -- where they stand -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "names", "second"),
    [
        ("https://example.org/atom.xml", ["atom.xml", "atom-2.xml"], "https://example.org/atom-2.xml"),
        ("https://example.org/a.b/feed", ["feed", "feed-2"], "https://example.org/a.b/feed-2"),
        ("https://example.org/a/b.atom.xml", ["b.atom.xml", "b.atom-2.xml"], "https://example.org/a/b.atom-2.xml"),
        ("https://example.org/feed.php?a=b/c.d", ["feed.php", "feed-2.php"], "https://example.org/feed-2.php?a=b/c.d"),
        ("https://example.org/feed#top", ["feed", "feed-2"], "https://example.org/feed-2#top"),
        ("https://example.org/.xml", [".xml", ".xml-2"], "https://example.org/.xml-2"),
        ("https://example.org/caf%C3%A9.xml", ["café.xml", "café-2.xml"], "https://example.org/caf%C3%A9-2.xml"),
        ("https://example.org/お茶.xml", ["お茶.xml", "お茶-2.xml"], "https://example.org/お茶-2.xml"),
    ],
)
def test_pages_and_archives_are_named_after_the_feed(url: str, names: list[str], second: str) -> None:
    channel = Channel(title="Notes", link="https://example.org/", atom_url=url)
    pages = feeds.paged(posts(2), channel, "atom", size=1)
    assert list(pages) == names
    assert links(pages[names[0]], "atom") == {"self": url, "first": url, "last": second, "next": second}
    assert links(pages[names[1]], "atom") == {"self": second, "first": url, "last": second, "previous": url}
    archives = feeds.archived(posts(2), channel, "atom", size=1)
    assert list(archives) == [names[0], names[1].replace("-2", "-archive-1")]
    archive = second.replace("-2", "-archive-1")
    assert links(archives[names[0]], "atom") == {"self": url, "prev-archive": archive}


@every_format
@pytest.mark.parametrize("write", [feeds.paged, feeds.archived])
@pytest.mark.parametrize(
    "url",
    [
        None,
        "https://example.org",
        "https://example.org/",
        "https://example.org/blog/",
        "https://example.org/blog/?feed=atom.xml",
        "https://example.org/#atom.xml",
        "https://example.org/a%2Fatom.xml",
    ],
)
def test_feed_links_without_a_file_name_are_refused(url: str | None, write: Any, format: Format) -> None:
    others = {f"{other}_url": f"{SITE}{NAMES[other]}" for other in FORMATS if other != format}
    channel = Channel(title="Notes", link=SITE, **{**others, f"{format}_url": url})  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="does not end with a file name") as caught:
        write(posts(1), channel, format)
    assert (caught.value.place, caught.value.value) == (f"Channel.{format}_url", url)


@pytest.mark.parametrize("write", [feeds.paged, feeds.archived])
@pytest.mark.parametrize("size", [0, -1, True, False, 1.5, "3", None])
def test_invalid_sizes_are_refused(size: Any, write: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        write(posts(1), CHANNEL, "atom", size=size)
    assert (caught.value.place, caught.value.value) == ("size", size)


@pytest.mark.parametrize("write", [feeds.paged, feeds.archived])
@pytest.mark.parametrize(
    ("args", "place"),
    [
        (("Tea", CHANNEL, "atom"), "posts"),
        (([], None, "atom"), "channel"),
        (([], CHANNEL, "opml"), "format"),
        (([], CHANNEL, []), "format"),
    ],
)
def test_other_invalid_arguments_are_refused(args: Any, place: str, write: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        write(*args)
    assert caught.value.place == place


@every_format
@pytest.mark.parametrize("write", [feeds.paged, feeds.archived])
@pytest.mark.parametrize("count", [0, 1, 50])
def test_feeds_that_fit_one_document_equal_single_documents(count: int, write: Any, format: Format) -> None:
    assert write(iter(posts(count)), CHANNEL, format) == {
        NAMES[format]: document_of(posts(count), CHANNEL, format),
    }


@pytest.mark.parametrize("write", [feeds.paged, feeds.archived])
def test_posts_left_out_are_warned_of_once(write: Any) -> None:
    channel = CHANNEL.model_copy(update={"permalink": lambda post: "/" if post.title == "Tea 2" else 1 / 0})
    with pytest.warns(PostLeftOut) as warned:
        documents = write(posts(3), channel, "atom", size=1)
    assert sorted(str(warning.message).split("'")[1] for warning in warned) == [post.id for post in posts(3)[::2]]
    assert list(documents) == ["atom.xml"]


# -- pages ------------------------------------------------------------------------------------------------------------


@every_format
@pytest.mark.parametrize(
    ("count", "size", "sizes"), [(5, 2, [2, 2, 1]), (4, 2, [2, 2]), (3, 1, [1, 1, 1]), (2, 9, [2])]
)
def test_pages_hold_all_posts_newest_first(count: int, size: int, sizes: list[int], format: Format) -> None:
    pages = feeds.paged(posts(count), CHANNEL, format, size=size)
    held = [numbers(page, format) for page in pages.values()]
    assert [len(page) for page in held] == sizes
    assert [number for page in held for number in page] == list(range(count, 0, -1))


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_pages_link_to_each_other(format: Format) -> None:
    pages = feeds.paged(posts(7), CHANNEL, format, size=2)
    urls = [SITE + name for name in pages]
    assert len(urls) == 4
    for at, page in enumerate(pages.values()):
        expected = {"self": urls[at], "first": urls[0], "last": urls[-1]}
        if at > 0:
            expected["previous"] = urls[at - 1]
        if at < 3:
            expected["next"] = urls[at + 1]
        assert links(page, format) == expected


def test_json_pages_link_to_the_next() -> None:
    pages = feeds.paged(posts(5), CHANNEL, "json", size=2)
    parsed = [json.loads(page) for page in pages.values()]
    urls = [f"{SITE}feed.json", f"{SITE}feed-2.json", f"{SITE}feed-3.json"]
    assert [page["feed_url"] for page in parsed] == urls
    assert [page.get("next_url") for page in parsed] == [*urls[1:], None]


def test_pages_share_the_feed_s_data() -> None:
    first, *others = map(etree.fromstring, feeds.paged(posts(5), CHANNEL, "atom", size=2).values())
    for page in others:
        for name in ("id", "title", "subtitle"):
            assert page.findtext(f"{ATOM}{name}") == first.findtext(f"{ATOM}{name}")
        assert page.find(ARCHIVE) is None
        assert [link.get("href") for link in page.findall(f"{ATOM}link[@rel='hub']")] == [CHANNEL.hub]


@every_format
def test_the_limit_counts_for_all_pages_together(format: Format) -> None:
    pages = feeds.paged(posts(9), CHANNEL.model_copy(update={"limit": 5}), format, size=2)
    assert [numbers(page, format) for page in pages.values()] == [[9, 8], [7, 6], [5]]


# -- archives ---------------------------------------------------------------------------------------------------------


@every_format
@pytest.mark.parametrize(
    ("count", "size", "feed", "archives"),
    [
        (3, 2, [3, 2, 1], []),
        (4, 2, [4, 3], [[2, 1]]),
        (5, 2, [5, 4, 3], [[2, 1]]),
        (9, 2, [9, 8, 7], [[2, 1], [4, 3], [6, 5]]),
        (3, 1, [3], [[1], [2]]),
    ],
)
def test_the_oldest_posts_go_into_archives(
    count: int, size: int, feed: list[int], archives: list[list[int]], format: Format
) -> None:
    channel = CHANNEL.model_copy(update={"limit": 1})  # which does not count here
    documents = feeds.archived(posts(count), channel, format, size=size)
    assert [numbers(document, format) for document in documents.values()] == [feed, *archives]


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_archives_link_to_each_other(format: Format) -> None:
    documents = feeds.archived(posts(8), CHANNEL, format, size=2)
    url, *urls = [SITE + name for name in documents]
    feed, *archives = documents.values()
    assert links(feed, format) == {"self": url, "prev-archive": urls[2]}
    assert [links(archive, format) for archive in archives] == [
        {"self": urls[0], "current": url, "next-archive": urls[1]},
        {"self": urls[1], "current": url, "prev-archive": urls[0], "next-archive": urls[2]},
        {"self": urls[2], "current": url, "prev-archive": urls[1]},
    ]


def test_json_archives_link_back() -> None:
    documents = feeds.archived(posts(6), CHANNEL, "json", size=2)
    parsed = [json.loads(document) for document in documents.values()]
    urls = [SITE + name for name in ("feed.json", "feed-archive-1.json", "feed-archive-2.json")]
    assert [document["feed_url"] for document in parsed] == urls
    assert [document.get("next_url") for document in parsed] == [urls[2], None, urls[1]]
    assert ["hubs" in document for document in parsed] == [True, False, False]


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_archives_are_marked_as_archives(format: Format) -> None:
    for name, document in feeds.archived(posts(6), CHANNEL, format, size=2).items():
        parsed = etree.fromstring(document)
        head = parsed.find("channel") if format == "rss" else parsed
        hubs = head.findall(f"{ATOM}link[@rel='hub']")
        assert (len(head.findall(ARCHIVE)), len(hubs)) == ((1, 0) if "archive" in name else (0, 1))


def archives_of(documents: dict[str, bytes]) -> dict[str, bytes]:
    return {name: document for name, document in documents.items() if "archive" in name}


def snapshots(format: Format, *blogs: list[Post]) -> Iterator[list[list[int]]]:
    """Yield what the feed and its archives hold after each state of the blog; what was an archive has not changed."""
    documents: dict[str, bytes] = {}
    for blog in blogs:
        archives = archives_of(documents)
        documents = feeds.archived(blog, CHANNEL, format, archives=archives, size=2)
        assert list(documents)[: len(archives) + 1] == [NAMES[format], *archives]
        assert {name: documents[name] for name in archives} == archives
        yield [numbers(document, format) for document in documents.values()]


@every_format
def test_new_posts_stay_in_the_feed_until_they_fill_an_archive(format: Format) -> None:
    assert list(snapshots(format, *map(posts, range(3, 8)))) == [
        [[3, 2, 1]],
        [[4, 3], [2, 1]],
        [[5, 4, 3], [2, 1]],
        [[6, 5], [2, 1], [4, 3]],
        [[7, 6, 5], [2, 1], [4, 3]],
    ]


@every_format
@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (posts(5), [[5, 4, 3], [2, 1]]),
        (posts(2, 4), [[5, 4], [2, 1]]),  # deleted posts stay in their archive
        ([], [[], [2, 1]]),
        ([posts(1)[0].model_copy(update={"summary": "More."}), *posts(3, 2)], [[4, 3, 1], [2, 1]]),  # changed
        ([*posts(4), Post(title="Tea 0", published=date(1999, 1, 1))], [[4, 3, 0], [2, 1]]),  # backdated
        ([*posts(4), *posts(4, -9)], [[4, 3], [2, 1], [-9, -8][::-1], [-7, -6][::-1]]),
    ],
)
def test_archives_stay_when_their_posts_change(after: list[Post], expected: list[list[int]], format: Format) -> None:
    assert list(snapshots(format, posts(4), after)) == [[[4, 3], [2, 1]], expected]


@every_format
def test_posts_that_change_back_leave_the_feed_again(format: Format) -> None:
    changed = [posts(1)[0].model_copy(update={"title": "Tea 100", "id": posts(1)[0].id}), *posts(3, 2)]
    assert [held[0] for held in snapshots(format, posts(4), changed, posts(4))] == [[4, 3], [4, 3, 100], [4, 3]]


@every_format
@pytest.mark.parametrize(
    ("change", "silent"),
    [
        ({"title": "Tea 1", "id": "tea"}, []),
        ({"title": "Tea  1"}, []),
        ({"published": date(2024, 5, 1)}, []),
        ({"updated": date(2026, 3, 22)}, ["rss"]),  # which has no place for it
        ({"summary": "More."}, []),
        ({"content_html": "<p>More.</p>"}, []),
        ({"tags": ["tea", "pots"]}, []),
        ({"tags": ["Tea"]}, []),
        ({"tags": [Tag("tea", slug="te")]}, ["rss", "json"]),
        ({"url": "https://example.org/tea"}, []),
        ({"authors": ["B. Writer"]}, []),
        ({"authors": [Author("A. Writer", url="https://example.org/a")]}, ["rss"]),
        ({"language": "en"}, []),
        ({"enclosures": [Enclosure(url="https://example.org/1.mp3", type="audio/mpeg")]}, []),
        ({"reading_minutes": 3}, ["atom", "rss", "json"]),
    ],
    ids=repr,
)
def test_every_written_value_counts_as_a_change(change: Any, silent: list[Format], format: Format) -> None:
    channel = CHANNEL.model_copy(update={"ids": "tag", "id_start": date(2020, 1, 1)})
    documents = feeds.archived(posts(4), channel, format, size=2)
    changed = [posts(1)[0].model_copy(update=change), *posts(3, 2)]
    again = feeds.archived(changed, channel, format, archives=archives_of(documents), size=2)
    assert len(numbers(again[NAMES[format]], format)) == (2 if format in silent else 3)
    assert archives_of(again) == archives_of(documents)


@every_format
def test_changing_summary_into_html_is_a_change(format: Format) -> None:
    first, *others = posts(4)
    before = feeds.archived([first.model_copy(update={"summary": "Tea."}), *others], CHANNEL, format, size=2)
    blog = [first.model_copy(update={"content_html": "Tea."}), *others]
    after = feeds.archived(blog, CHANNEL, format, archives=archives_of(before), size=2)
    assert numbers(after[NAMES[format]], format) == [4, 3, 1]


@every_format
def test_channel_data_outside_entries_changes_no_entry(format: Format) -> None:
    documents = feeds.archived(posts(5), CHANNEL, format, size=2)
    other = CHANNEL.model_copy(update={"title": "Other", "hub": None, "rights": "None"})
    again = feeds.archived(posts(5), other, format, archives=documents, size=2)
    assert [numbers(document, format) for document in again.values()] == [[5, 4, 3], [2, 1]]
    assert archives_of(again) == archives_of(documents)
    assert b"Other" in again[NAMES[format]]


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_the_newest_archive_has_no_next_archive(format: Format) -> None:
    first = feeds.archived(posts(4), CHANNEL, format, size=2)
    second = feeds.archived(posts(8), CHANNEL, format, archives=first, size=2)
    later = [links(document, format).get("next-archive", "").rpartition("/")[2] for document in second.values()]
    name = NAMES[format].replace(".", "-archive-3.")
    assert later == ["", "", name, ""]


@every_format
def test_archives_of_other_feeds_are_ignored(format: Format) -> None:
    stem, _, suffix = NAMES[format].partition(".")
    others = [
        "other-archive-1.xml",
        f"notes-{stem}-archive-1.{suffix}",
        f"{stem}-archive-0.{suffix}",
        f"{stem}-archive-01.{suffix}",
        f"{stem}-archive-x.{suffix}",
        f"{stem}-archive-1.{suffix}.gz",
        f"{stem}-2.{suffix}",
        NAMES[format],
    ]
    documents = feeds.archived(posts(5), CHANNEL, format, archives=dict.fromkeys(others, b"not read"), size=2)
    assert documents == feeds.archived(posts(5), CHANNEL, format, size=2)


@every_format
@pytest.mark.parametrize(("lost", "named"), [([1], 2), ([2], 3), ([1, 2], 3), ([2, 3], 4)])
def test_a_gap_in_the_archives_is_refused(lost: list[int], named: int, format: Format) -> None:
    archives = archives_of(feeds.archived(posts(10), CHANNEL, format, size=2))
    name = NAMES[format].replace(".", "-archive-{}.")
    assert len(archives) == 4
    for number in lost:
        del archives[name.format(number)]
    with pytest.raises(InvalidValue) as caught:
        feeds.archived(posts(10), CHANNEL, format, archives=archives, size=2)
    assert (caught.value.place, caught.value.value) == ("archives", name.format(named))
    assert caught.value.reason == f"is given, but {name.format(lost[0])} is missing; give all archives"


NOT_XML = [b"", b"half <", b"<feed", b"<feed/><feed/>", b"\x00", b"<html/>", b"<!-- feed -->", b"{}", b"<a:feed/>"]
NOT_JSON = [
    b"",
    b"{",
    b"[" * 100_000,
    b"{}",
    b"[]",
    b"3",
    b"null",
    b'{"items": null}',
    b'{"items": 3}',
    b'{"items": {"id": 1}}',
    b'{"items": [3]}',
    b'{"items": ["id"]}',
    b'{"items": [{}]}',
    b'{"items": [{"id": []}]}',
    b"\xff\xfe",
    b"<feed/>",
]


@pytest.mark.parametrize(
    ("format", "document"),
    [
        *(("atom", document) for document in [*NOT_XML, b"<rss/>"]),
        *(("rss", document) for document in [*NOT_XML, b"<feed/>"]),
        *(("json", document) for document in NOT_JSON),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_invalid_archives_are_refused(document: Any, format: Format) -> None:
    archives = archives_of(feeds.archived(posts(9), CHANNEL, format, size=2))
    name = list(archives)[1]
    with pytest.raises(InvalidValue, match="document; remove it and all later archives") as caught:
        feeds.archived(posts(9), CHANNEL, format, archives={**archives, name: document}, size=2)
    assert (caught.value.place, caught.value.value) == (f"archives[{name!r}]", document)


@pytest.mark.parametrize("format", ["atom", "rss"])
def test_reformatted_archives_are_equal(format: Format) -> None:
    documents = feeds.archived(posts(4), CHANNEL, format, size=2)
    (name,) = archives_of(documents)
    parsed = etree.fromstring(documents[name], etree.XMLParser(remove_blank_text=True))
    changed = etree.tostring(parsed, encoding="UTF-8")
    assert changed != documents[name]
    again = feeds.archived(posts(4), CHANNEL, format, archives={name: changed}, size=2)
    assert again == {**documents, name: changed}


def test_external_entities_in_archives_are_not_read() -> None:
    """An archive may have come from anywhere: an entity is not followed to a file."""
    documents = feeds.archived(posts(4), CHANNEL, "atom", size=2)
    (name,) = archives_of(documents)
    evil = documents[name].replace(
        b"<feed", f'<!DOCTYPE feed [<!ENTITY x SYSTEM "file://{__file__}">]>\n<feed'.encode(), 1
    )
    evil = evil.replace(b"Tea 2", b"&x;")
    again = feeds.archived(posts(4), CHANNEL, "atom", archives={name: evil}, size=2)
    assert titles(again["atom.xml"], "atom") == ["Tea 4", "Tea 3", "Tea 2"]


@pytest.mark.parametrize(
    ("archives", "reason"),
    [
        ([b"<feed/>"], "is not a mapping"),
        ((), "is not a mapping"),
        ({"public/atom-archive-1.xml": b"<feed/>"}, "without the folder"),
        ({"public\\atom-archive-1.xml": b"<feed/>"}, "without the folder"),
        ({Path("atom-archive-1.xml"): b"<feed/>"}, "is not a file name"),
        ({"..": b"<feed/>"}, "is not a file name"),
        ({"atom-archive-1.xml": "<feed/>"}, "is not bytes"),
        ({"atom-archive-1.xml": None}, "is not bytes"),
    ],
)
def test_archives_are_given_by_the_names_of_their_files(archives: Any, reason: str) -> None:
    with pytest.raises(InvalidValue, match=reason):
        feeds.archived(posts(3), CHANNEL, "atom", archives=archives)
