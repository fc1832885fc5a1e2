"""The documents: what stands in them, that their schemas hold, and that a reader reads them back equal.

The golden files in tests/data/feeds are written anew by `RENEW_GOLDEN=1 pytest tests/feeds/test_documents.py`; read the
difference before you keep it.
"""

import os
import random
from calendar import timegm
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from postindex import Author, Channel, InvalidValue, Post, PostIndex, Tag, feeds, read_listing
from postindex.feeds.channel import moment_of

Write = Callable[[Iterable[Post], Channel], bytes]

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

CHANNEL = Channel(
    title="Notes & queries",
    link="https://example.org/notes/",
    description="What we learn about tea, ledgers & bees.",
    authors=[Author("The editors", email="editors@example.org", url="https://example.org/about?who=all&lang=en")],
    language="en",
    permalink="/{published:%Y/%m}/{slug}/",
)
POSTS = [
    Post(
        title="When is <br> a teapot? AT&T's answer",
        published=datetime(2026, 3, 22, 23, 30, 15, 250000, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        updated=datetime(2026, 4, 1, 8, tzinfo=timezone(-timedelta(hours=3))),
        summary='Pour & wait: <b>bold</b> tea needs 4 < x < 6 minutes, "or so".\n&amp; is not &.',
        tags=["Tea", "C++", "ci/cd", Tag("K8s", slug="kubernetes")],
        reading_minutes=5,
        url="https://tea.example/pots/?page=1&part=2#lid",
        authors=[Author("Ada Brewer", email="ada@example.org", url="https://example.org/ada"), "Ben"],
        language="en-GB",
    ),
    Post(
        title="お茶とデータベース",
        published=date(2026, 3, 22),
        updated=date(2026, 3, 25),
        summary="緑茶を飲みながら索引を作る。",
        tags=["お茶", "データ・ベース"],
        authors=["茶人 花子"],
        language="ja",
    ),
    Post(title="Пчёлы зимой", published=date(2025, 12, 31), tags=["пчёлы"], language="ru"),
    Post(title="!!!", published=date(2025, 12, 31), id="an id, given: 1/2"),
]


def texts(document: bytes, path: str) -> list[str | None]:
    return [found.text for found in etree.fromstring(document).iterfind(path)]


def read(document: bytes) -> Any:
    feed = feedparser.parse(document)
    assert not feed.bozo
    return feed


def seconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


# -- golden files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_documents_are_the_golden_ones(write: Write, root: Path) -> None:
    golden = root / "tests" / "data" / "feeds" / f"{write.__name__}.xml"
    document = write(POSTS, CHANNEL)
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_bytes(document)
    assert document.decode() == golden.read_text(encoding="utf-8")


# -- what stands where ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_newest_first_whatever_order_they_come_in(write: Write) -> None:
    posts = [Post(title=f"Post {day}", published=date(2026, 3, day)) for day in range(1, 20)]
    random.Random(7).shuffle(posts)
    titles = [f"Post {day}" for day in range(19, 0, -1)]
    assert [entry.title for entry in read(write(posts, CHANNEL)).entries] == titles
    assert write(iter(posts), CHANNEL) == write(PostIndex(posts), CHANNEL)


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_a_filtered_index_writes_its_own_posts_only(write: Write) -> None:
    index = PostIndex(POSTS)
    assert [entry.title for entry in read(write(index.tagged("お茶"), CHANNEL)).entries] == ["お茶とデータベース"]
    assert len(read(write(index[:3], CHANNEL)).entries) == 3


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_what_is_no_post_is_refused(write: Write) -> None:
    with pytest.raises(InvalidValue, match="is not a Post"):
        write(["Tea"], CHANNEL)  # type: ignore[list-item]  # the point of the test


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_posts_that_derive_one_id_are_told_apart(write: Write) -> None:
    twins = [Post(title="Tea", published=date(2026, 3, 22), summary=summary) for summary in ("one", "two")]
    ids = {entry.id for entry in read(write(twins, CHANNEL)).entries}
    assert ids == {
        "tag:example.org,2026-03-22:notes/2026-03-22-tea",
        "tag:example.org,2026-03-22:notes/2026-03-22-tea-2",
    }


def test_rss_dates_come_from_the_posts() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    assert texts(document, ".//pubDate") == [
        "Sun, 22 Mar 2026 23:30:15 +0530",
        "Sun, 22 Mar 2026 12:00:00 +0000",
        "Wed, 31 Dec 2025 12:00:00 +0000",
        "Wed, 31 Dec 2025 12:00:00 +0000",
    ]
    assert texts(document, ".//lastBuildDate") == ["Wed, 01 Apr 2026 08:00:00 -0300"]


def test_atom_dates_come_from_the_posts() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    assert texts(document, f".//{ATOM}published") == [
        "2026-03-22T23:30:15.250000+05:30",
        "2026-03-22T12:00:00+00:00",
        "2025-12-31T12:00:00+00:00",
        "2025-12-31T12:00:00+00:00",
    ]
    assert texts(document, f"{ATOM}entry/{ATOM}updated") == [
        "2026-04-01T08:00:00-03:00",
        "2026-03-25T12:00:00+00:00",
        "2025-12-31T12:00:00+00:00",
        "2025-12-31T12:00:00+00:00",
    ]
    assert texts(document, f"{ATOM}updated") == ["2026-04-01T08:00:00-03:00"]


def test_the_latest_moment_is_the_feed_s_whatever_its_offset() -> None:
    east, west = (timezone(timedelta(hours=hours)) for hours in (14, -12))
    posts = [
        Post(title="Tonga", published=datetime(2026, 3, 23, 1, tzinfo=east)),
        Post(title="Baker", published=datetime(2026, 3, 22, 23, tzinfo=west)),
    ]
    assert texts(feeds.atom(posts, CHANNEL), f"{ATOM}updated") == ["2026-03-22T23:00:00-12:00"]


def test_a_feed_without_posts_has_no_date_from_the_clock() -> None:
    assert texts(feeds.atom([], CHANNEL), f".//{ATOM}updated") == ["1970-01-01T00:00:00+00:00"]
    assert texts(feeds.rss([], CHANNEL), ".//lastBuildDate") == []


def test_rss_says_what_the_channel_is() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    assert texts(document, "channel/title") == ["Notes & queries"]
    assert texts(document, "channel/link") == ["https://example.org/notes/"]
    assert texts(document, "channel/description") == ["What we learn about tea, ledgers & bees."]
    assert texts(document, "channel/language") == ["en"]


def test_atom_says_what_the_channel_is() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    feed = etree.fromstring(document)
    assert texts(document, f"{ATOM}title") == ["Notes & queries"]
    assert texts(document, f"{ATOM}id") == ["https://example.org/notes/"]
    assert texts(document, f"{ATOM}subtitle") == ["What we learn about tea, ledgers & bees."]
    assert feed.get(LANG) == "en"
    assert [dict(link.attrib) for link in feed.iterfind(f"{ATOM}link")] == [
        {"href": "https://example.org/notes/", "rel": "alternate"}
    ]


def test_a_bare_channel_is_enough() -> None:
    bare = Channel(title="Notes", link="https://example.org/")
    post = Post(title="Tea", published=date(2026, 3, 22))
    assert texts(feeds.rss([post], bare), "channel/description") == ["Notes"]  # RSS requires one
    for path in ("channel/language", ".//item/description", ".//item/category", f".//{DC}creator", f".//{DC}language"):
        assert texts(feeds.rss([post], bare), path) == []
    document = feeds.atom([post], bare)
    assert texts(document, f".//{ATOM}author/{ATOM}name") == ["Notes", "Notes"]  # Atom requires one
    for name in ("subtitle", "summary", "category", "email", "uri"):
        assert texts(document, f".//{ATOM}{name}") == []
    assert b"xml:lang" not in document


def test_guids_are_permalinks_only_where_they_are_links() -> None:
    guids = etree.fromstring(feeds.rss(POSTS, CHANNEL)).findall(".//guid")
    assert [(guid.text, guid.get("isPermaLink")) for guid in guids] == [
        ("https://tea.example/pots/?page=1&part=2#lid", "true"),
        (CHANNEL.id_of(POSTS[1]), "false"),
        (CHANNEL.id_of(POSTS[2]), "false"),
        (CHANNEL.id_of(POSTS[3]), "false"),
    ]


def test_both_formats_give_a_post_the_same_id_and_link() -> None:
    atom, rss = read(feeds.atom(POSTS, CHANNEL)).entries, read(feeds.rss(POSTS, CHANNEL)).entries
    expected = [(CHANNEL.id_of(post), CHANNEL.link_of(post)) for post in POSTS]
    assert [(entry.id, entry.link) for entry in atom] == expected
    assert [(entry.id, entry.link) for entry in rss] == expected


def test_an_entry_has_one_link() -> None:
    atom, rss = etree.fromstring(feeds.atom(POSTS, CHANNEL)), etree.fromstring(feeds.rss(POSTS, CHANNEL))
    assert [len(entry.findall(f"{ATOM}link")) for entry in atom.iterfind(f"{ATOM}entry")] == [1] * len(POSTS)
    assert [len(item.findall("link")) for item in rss.iterfind(".//item")] == [1] * len(POSTS)


def test_one_category_a_tag() -> None:
    atom, rss = etree.fromstring(feeds.atom(POSTS, CHANNEL)), etree.fromstring(feeds.rss(POSTS, CHANNEL))
    for post, entry, item in zip(POSTS, atom.iterfind(f"{ATOM}entry"), rss.iterfind(".//item"), strict=True):
        categories = entry.findall(f"{ATOM}category")
        assert [(tag.get("term"), tag.get("label")) for tag in categories] == [(t.slug, t.name) for t in post.tags]
        assert [(tag.text, dict(tag.attrib)) for tag in item.findall("category")] == [(t.name, {}) for t in post.tags]


def test_atom_authors() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    editors = ("The editors", "editors@example.org", "https://example.org/about?who=all&lang=en")
    people = [
        [
            tuple(person.findtext(f"{ATOM}{part}") for part in ("name", "email", "uri"))
            for person in element.findall(f"{ATOM}author")
        ]
        for element in etree.fromstring(document).iter(f"{ATOM}feed", f"{ATOM}entry")
    ]
    assert people == [
        [editors],
        [("Ada Brewer", "ada@example.org", "https://example.org/ada"), ("Ben", None, None)],
        [("茶人 花子", None, None)],
        [editors],
        [editors],
    ]


def test_rss_authors() -> None:
    items = etree.fromstring(feeds.rss(POSTS, CHANNEL)).iterfind(".//item")
    assert [[creator.text for creator in item.findall(f"{DC}creator")] for item in items] == [
        ["Ada Brewer", "Ben"],
        ["茶人 花子"],
        ["The editors"],
        ["The editors"],
    ]


def test_a_post_s_own_language_is_its_entry_s() -> None:
    atom, rss = etree.fromstring(feeds.atom(POSTS, CHANNEL)), etree.fromstring(feeds.rss(POSTS, CHANNEL))
    assert [entry.get(LANG) for entry in atom.iterfind(f"{ATOM}entry")] == ["en-GB", "ja", "ru", None]
    assert [item.findtext(f"{DC}language") for item in rss.iterfind(".//item")] == ["en-GB", "ja", "ru", None]


def test_text_is_text_in_atom_and_escaped_html_in_rss_descriptions() -> None:
    summary = POSTS[0].summary
    assert texts(feeds.atom(POSTS, CHANNEL), f".//{ATOM}summary")[0] == summary
    escaped = summary.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert texts(feeds.rss(POSTS, CHANNEL), ".//item/description")[0] == escaped
    assert texts(feeds.rss(POSTS, CHANNEL), ".//item/title")[0] == POSTS[0].title


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_a_channel_s_words_are_read_as_they_were_written(write: Write) -> None:
    words = "Beyond <i>tea</i>: Vec<u8> & co"
    feed = read(write([], Channel(title=words, link="https://example.org/", description=words))).feed
    assert feed.title == words
    if write is feeds.atom:  # in RSS, feedparser takes the words for HTML; the specification has plain text
        assert feed.subtitle == words


# -- read back --------------------------------------------------------------------------------------------------------

LISTINGS = ["example", "listings/blog.txt", *(f"corpora/{name}.listing.txt" for name in ("18f", "goblog", "ruby_ja"))]


@pytest.fixture(scope="module", params=["own posts", *LISTINGS])
def index(request: pytest.FixtureRequest) -> PostIndex:
    if request.param == "own posts":
        return PostIndex(POSTS)
    if request.param == "example":
        example: PostIndex = request.getfixturevalue("example").index
        return example
    return read_listing(request.getfixturevalue("shared") / request.param).index


def test_feedparser_reads_atom_back_equal(index: PostIndex) -> None:
    feed = read(feeds.atom(index, CHANNEL))
    assert (feed.version, len(feed.entries)) == ("atom10", len(index))
    for post, entry in zip(index, feed.entries, strict=True):
        assert entry.title == post.title
        assert entry.get("summary", "") == post.summary
        assert timegm(entry.published_parsed) == seconds(moment_of(post.published))
        assert timegm(entry.updated_parsed) == seconds(moment_of(post.updated or post.published))
        assert [(tag.term, tag.label) for tag in entry.get("tags", [])] == [(tag.slug, tag.name) for tag in post.tags]
        assert [author.name for author in entry.authors] == [a.name for a in post.authors or CHANNEL.authors]
        assert (entry.id, entry.link) == (CHANNEL.id_of(post), CHANNEL.link_of(post))


def test_feedparser_reads_rss_back_equal(index: PostIndex) -> None:
    feed = read(feeds.rss(index, CHANNEL))
    assert (feed.version, len(feed.entries)) == ("rss20", len(index))
    for post, entry in zip(index, feed.entries, strict=True):
        assert unescape(entry.title) == unescape(
            post.title
        )  # RSS has no types: a title's `&#39;` may be taken for HTML
        assert unescape(entry.get("summary", "")) == post.summary
        assert timegm(entry.published_parsed) == seconds(moment_of(post.published))
        assert parsedate_to_datetime(entry.published) == moment_of(post.published).replace(microsecond=0)
        assert [tag.term for tag in entry.get("tags", [])] == [tag.name for tag in post.tags]
        assert [author.name for author in entry.authors] == [a.name for a in post.authors or CHANNEL.authors]
        assert (entry.id, entry.link) == (CHANNEL.id_of(post), CHANNEL.link_of(post))


def test_atom_is_valid(index: PostIndex, shared: Path) -> None:
    schema = etree.RelaxNG(etree.parse(shared / "schemas" / "atom.rng"))
    schema.assertValid(etree.fromstring(feeds.atom(index, CHANNEL)))


def test_rss_is_valid(index: PostIndex, shared: Path) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "schemas" / "rss-2_0.xsd"))
    schema.assertValid(etree.fromstring(feeds.rss(index, CHANNEL)))


@pytest.mark.parametrize("hours", [-14, -1, 0, 14])
def test_atom_dates_are_valid_however_far_the_offset(hours: int, shared: Path) -> None:
    post = Post(title="Tea", published=datetime(2026, 3, 22, 9, 30, tzinfo=timezone(timedelta(hours=hours))))
    document = feeds.atom([post], CHANNEL)
    etree.RelaxNG(etree.parse(shared / "schemas" / "atom.rng")).assertValid(etree.fromstring(document))
    assert timegm(read(document).entries[0].published_parsed) == seconds(moment_of(post.published))


def test_the_schemas_refuse_what_is_wrong(shared: Path) -> None:
    atom = etree.RelaxNG(etree.parse(shared / "schemas" / "atom.rng"))
    rss = etree.XMLSchema(etree.parse(shared / "schemas" / "rss-2_0.xsd"))
    assert not atom.validate(etree.fromstring(feeds.atom(POSTS, CHANNEL).replace(b"2026-04-01T", b"1 April 2026 ")))
    assert not rss.validate(etree.fromstring(feeds.rss(POSTS, CHANNEL).replace(b"Sun, 22 Mar", b"22 March")))


def test_a_bare_channel_s_feeds_are_valid(shared: Path) -> None:
    bare = Channel(title="Notes", link="https://example.org/")
    atom = etree.RelaxNG(etree.parse(shared / "schemas" / "atom.rng"))
    rss = etree.XMLSchema(etree.parse(shared / "schemas" / "rss-2_0.xsd"))
    atom.assertValid(etree.fromstring(feeds.atom(POSTS, bare)))
    atom.assertValid(etree.fromstring(feeds.atom([], bare)))
    rss.assertValid(etree.fromstring(feeds.rss(POSTS, bare)))  # of no posts: the schema wants one, the prose does not


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_what_is_no_channel_is_refused(write: Write) -> None:
    with pytest.raises(InvalidValue, match=r"^channel: None is not a Channel"):
        write([], None)  # type: ignore[arg-type]
