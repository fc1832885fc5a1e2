"""The documents: what stands in them, that their schemas hold, and that a reader reads them back equal.

The golden files in tests/data/feeds are rewritten by `RENEW_GOLDEN=1 pytest tests/feeds/test_documents.py`; read the
difference before you keep it.
"""

import json
import os
import time
from calendar import timegm
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest
from jsonschema import Draft7Validator
from lxml import etree

from postindex import Author, Channel, Enclosure, InvalidValue, Post, PostIndex, Tag, feeds, read_listing
from postindex.feeds.addresses import uri_of
from postindex.feeds.documents import require_format
from postindex.feeds.jsonfeed import JsonFeed

Write = Callable[[Iterable[Post], Channel], bytes]

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
DC = "{http://purl.org/dc/elements/1.1/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

CHANNEL = Channel(
    title="Notes & queries",
    link="https://example.org/notes/",
    description="What we learn about tea, ledgers & bees.",
    subtitle="Tea & more",
    authors=[
        Author("The editors", email="editors@example.org", url="https://example.org/about?who=all&lang=en"),
        "A. Guest",
    ],
    language="en",
    rights="© 2024–2026 the editors & guests",
    icon="https://example.org/icon.png",
    logo="https://example.org/logo.png",
    image="https://example.org/image.png?size=88&round",
    rss_url="https://example.org/notes/rss.xml",
    atom_url="https://example.org/notes/atom.xml",
    json_url="https://example.org/notes/feed.json",
    hub="https://hub.example/?a=1&b=2",
    permalink="/{published:%Y/%m}/{slug}/",
    category_scheme="https://example.org/tags/?a&b",
    time_of_day=clock(7, 30),
    time_zone="Europe/Berlin",
)
BARE = Channel(title="Notes", link="https://example.org/")
TEA = Post(title="Tea", published=date(2026, 3, 22))
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
        content_html='<p>Pour &amp; <a href="../wait">wait</a>: ]]> <img src="cup.png" alt="4 &lt; x"></p>',
        enclosures=[
            Enclosure(url="https://tea.example/1.mp3?a=1&b=2", type="audio/mpeg", length=12_345_678),
            Enclosure(url="https://tea.example/1.pdf", type='text/plain; charset="utf-8"'),
        ],
    ),
    Post(
        title="お茶とデータベース",
        published=date(2026, 3, 22),
        updated=date(2026, 3, 25),
        summary="緑茶を飲みながら索引を作る。",
        tags=["お茶", "データ・ベース"],
        authors=["茶人 花子"],
        language="ja",
        url="https://例え.example/お茶?淹れ方=緑茶",
    ),
    Post(
        title="Пчёлы зимой",
        published=date(2025, 12, 31),
        tags=["пчёлы"],
        language="ru",
        content_html="<p>Зимой пчёлы спят.</p>",
        enclosures=[Enclosure(url="https://example.org/пчёлы.ogg", type="audio/ogg")],
    ),
    Post(title="!!!", published=date(2025, 12, 31), id="an id, given: 1/2"),
]
HTML = (
    '<p>Pour &amp; <a href="https://tea.example/wait">wait</a>: ]]> '
    '<img src="https://tea.example/pots/cup.png" alt="4 &lt; x"></p>'
)
WRITERS: list[Write] = [feeds.rss, feeds.atom, feeds.json]


def texts(document: bytes, path: str) -> list[str | None]:
    return [element.text for element in etree.fromstring(document).iterfind(path)]


def attributes(document: bytes, path: str) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in etree.fromstring(document).iterfind(path)]


def names(element: Any) -> list[str]:
    return [etree.QName(child).localname for child in element]


def read(document: bytes) -> Any:
    feed = feedparser.parse(document, sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo
    return feed


def titles(document: bytes) -> list[str]:
    """Return the titles of a document's entries, whatever its format."""
    if document.startswith(b"{"):
        return [item["title"] for item in json.loads(document)["items"]]
    return [element.findtext("{*}title") for element in etree.fromstring(document).iter(f"{ATOM}entry", "item")]


def seconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1)


# -- golden files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("write", "name"), [(feeds.rss, "rss.xml"), (feeds.atom, "atom.xml"), (feeds.json, "feed.json")]
)
def test_documents_are_the_golden_ones(write: Write, name: str, root: Path) -> None:
    golden = root / "tests" / "data" / "feeds" / name
    document = write(POSTS, CHANNEL)
    if os.environ.get("RENEW_GOLDEN"):
        golden.write_bytes(document)
    assert document.decode() == golden.read_text(encoding="utf-8")


# -- every format -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITERS)
def test_posts_are_written_newest_first(write: Write) -> None:
    posts = [Post(title=f"Post {day}", published=date(2026, 3, day)) for day in (7, 19, 1, 12, 3)]
    assert titles(write(posts, CHANNEL)) == [f"Post {day}" for day in (19, 12, 7, 3, 1)]
    assert write(iter(posts), CHANNEL) == write(PostIndex(posts), CHANNEL)


@pytest.mark.parametrize("write", WRITERS)
def test_a_filtered_index_writes_its_own_posts_only(write: Write) -> None:
    index = PostIndex(POSTS)
    assert titles(write(index.tagged("お茶"), CHANNEL)) == ["お茶とデータベース"]
    assert len(titles(write(index[:3], CHANNEL))) == 3


@pytest.mark.parametrize("write", WRITERS)
def test_the_limit_keeps_the_newest_posts_and_their_dates(write: Write) -> None:
    newest = [post for post in POSTS if post.day.year == 2026]
    limited = CHANNEL.model_copy(update={"limit": 2})
    assert write(POSTS, limited) == write(newest, limited) == write(newest, CHANNEL)
    assert len(titles(write(POSTS, limited))) == 2


@pytest.mark.parametrize("write", WRITERS)
def test_values_that_are_not_posts_are_refused(write: Write) -> None:
    with pytest.raises(InvalidValue, match="is not a Post"):
        write(["Tea"], CHANNEL)  # type: ignore[list-item]  # the point of the test


@pytest.mark.parametrize("write", WRITERS)
def test_invalid_channels_are_refused(write: Write) -> None:
    with pytest.raises(InvalidValue, match=r"^channel: None is not a Channel"):
        write([], None)  # type: ignore[arg-type]


@pytest.mark.parametrize("format", ["xml", "ATOM", "", None, 3])
def test_invalid_formats_are_refused_with_the_valid_ones(format: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^here: .* is not a feed format; give one of atom, rss, json$"):
        require_format("here", format)


@pytest.mark.parametrize("write", WRITERS)
def test_a_document_is_utf_8_and_ends_its_last_line(write: Write) -> None:
    document = write(POSTS, CHANNEL)
    assert "お茶とデータベース" in document.decode()
    assert document.endswith(b">\n" if write is not feeds.json else b"}\n")
    assert not document.endswith(b"\n\n")


@pytest.mark.parametrize("write", WRITERS)
def test_all_formats_have_the_post_s_id_and_link(write: Write) -> None:
    document = write(POSTS[2:], CHANNEL)
    for post in POSTS[2:]:
        id = CHANNEL.id_of(post) if write is feeds.atom else CHANNEL.guid_of(post)
        assert f">{id}<" in document.decode() or f'"{id}"' in document.decode()
        assert CHANNEL.link_of(post).encode() in document


@pytest.mark.parametrize("write", WRITERS)
def test_no_document_depends_on_the_clock(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    before = write(POSTS, CHANNEL), write([], BARE)
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert (write(POSTS, CHANNEL), write([], BARE)) == before
    assert str(datetime.now(tz=UTC).year).encode() not in write([], BARE)


# -- RSS --------------------------------------------------------------------------------------------------------------


def test_rss_has_the_channel_s_data() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    assert texts(document, "channel/title") == ["Notes & queries"]
    assert texts(document, "channel/link") == ["https://example.org/notes/"]  # the site, not the feed
    assert texts(document, "channel/description") == ["What we learn about tea, ledgers & bees."]
    assert texts(document, "channel/language") == ["en"]
    assert texts(document, "channel/copyright") == ["© 2024–2026 the editors & guests"]
    assert texts(document, "channel/generator") == ["postindex"]
    assert texts(document, "channel/docs") == ["https://www.rssboard.org/rss-specification"]
    assert [child.text for child in etree.fromstring(document).find("channel/image")] == [
        "https://example.org/image.png?size=88&round",
        "Notes & queries",
        "https://example.org/notes/",
    ]
    assert names(etree.fromstring(document).find("channel/image")) == ["url", "title", "link"]
    assert attributes(document, f"channel/{ATOM}link") == [
        {"rel": "self", "href": "https://example.org/notes/rss.xml", "type": "application/rss+xml"},
        {"rel": "hub", "href": "https://hub.example/?a=1&b=2"},
    ]


def test_rss_has_authors_in_items_only() -> None:
    channel = etree.fromstring(feeds.rss(POSTS, CHANNEL)).find("channel")
    assert {"managingEditor", "webMaster", "author", "creator"}.isdisjoint(names(channel))
    assert [[creator.text for creator in item.findall(f"{DC}creator")] for item in channel.iterfind("item")] == [
        ["Ada Brewer", "Ben"],
        ["茶人 花子"],
        ["The editors", "A. Guest"],
        ["The editors", "A. Guest"],
    ]


def test_rss_dates_come_from_the_posts() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    assert texts(document, ".//pubDate") == [
        "Sun, 22 Mar 2026 23:30:15 +0530",
        "Sun, 22 Mar 2026 07:30:00 +0100",
        "Wed, 31 Dec 2025 07:30:00 +0100",
        "Wed, 31 Dec 2025 07:30:00 +0100",
    ]
    assert texts(document, ".//lastBuildDate") == ["Wed, 01 Apr 2026 08:00:00 -0300"]


def test_an_rss_item_has_its_parts_in_this_order() -> None:
    items = etree.fromstring(feeds.rss(POSTS, CHANNEL)).findall(".//item")
    assert names(items[0]) == [
        *("title", "link", "description", "guid", "category", "category", "category", "category"),
        *("encoded", "enclosure", "pubDate", "creator", "creator", "language"),
    ]
    assert names(items[3]) == ["title", "link", "guid", "pubDate", "creator", "creator"]


def test_an_rss_description_is_the_summary_and_its_content_the_html() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    escaped = POSTS[0].summary.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert texts(document, ".//item/description") == [escaped, POSTS[1].summary]
    assert texts(document, f".//item/{CONTENT}encoded") == [
        HTML,
        "<p>Зимой пчёлы спят.</p>",
    ]
    assert texts(document, ".//item/title")[0] == POSTS[0].title


MEDIA = "{http://search.yahoo.com/mrss/}content"
PICTURED = Post(
    title="Tea",
    published=date(2026, 3, 22),
    tags=["tea"],
    categories=["Drinks", "Tea"],
    image="https://example.org/tëa.png",
)


def test_categories_follow_the_tags() -> None:
    assert texts(feeds.rss([PICTURED], CHANNEL), ".//category") == ["tea", "Drinks"]
    assert [each["term"] for each in attributes(feeds.atom([PICTURED], CHANNEL), f".//{ATOM}category")] == [
        "tea",
        "drinks",
    ]
    assert feeds.JsonFeed.model_validate_json(feeds.json([PICTURED], CHANNEL)).items[0].tags == ("tea", "Drinks")


def test_a_picture_is_media_content() -> None:
    assert attributes(feeds.rss([PICTURED], CHANNEL), f".//{MEDIA}") == [
        {"url": "https://example.org/t%C3%ABa.png", "medium": "image"}
    ]
    assert attributes(feeds.atom([PICTURED], CHANNEL), f".//{MEDIA}") == [
        {"url": "https://example.org/tëa.png", "medium": "image"}
    ]
    assert feeds.JsonFeed.model_validate_json(feeds.json([PICTURED], CHANNEL)).items[0].image == PICTURED.image


def test_rss_has_the_first_enclosure_with_a_length() -> None:
    assert attributes(feeds.rss(POSTS, CHANNEL), ".//enclosure") == [
        {"url": "https://tea.example/1.mp3?a=1&b=2", "length": "12345678", "type": "audio/mpeg"},
        {"url": "https://example.org/%D0%BF%D1%87%D1%91%D0%BB%D1%8B.ogg", "length": "0", "type": "audio/ogg"},
    ]


def test_rss_has_links_in_ascii() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    tea = "https://xn--r8jz45g.example/%E3%81%8A%E8%8C%B6?%E6%B7%B9%E3%82%8C%E6%96%B9=%E7%B7%91%E8%8C%B6"
    assert texts(document, ".//item/link")[1] == tea
    for link in (*texts(document, ".//link"), *(link["url"] for link in attributes(document, ".//enclosure"))):
        assert link
        assert link.isascii()


@pytest.mark.parametrize(
    ("ids", "permalinks"),
    [  # the second post's link is not ASCII: in RSS it has another form, but its id is the same in all formats
        ("own", ["true", "false", "false"]),
        ("permalink", ["true", "false", "true"]),
        ("tag", ["false", "false", "false"]),
    ],
)
def test_guids_are_permalinks_only_if_equal_to_the_link(ids: str, permalinks: list[str]) -> None:
    channel = CHANNEL.model_copy(update={"ids": ids})
    guids = etree.fromstring(feeds.rss(POSTS[:3], channel)).findall(".//guid")
    assert [guid.get("isPermaLink") for guid in guids] == permalinks
    assert [guid.text for guid in guids] == [channel.guid_of(post) for post in POSTS[:3]]


def test_ids_that_link_elsewhere_are_not_permalinks() -> None:
    post = TEA.model_copy(update={"id": "https://old.example/tea"})
    guid = etree.fromstring(feeds.rss([post], CHANNEL)).find(".//guid")
    assert (guid.text, guid.get("isPermaLink")) == ("https://old.example/tea", "false")


def test_rss_categories_are_names_in_the_scheme() -> None:
    items = etree.fromstring(feeds.rss(POSTS, CHANNEL)).iterfind(".//item")
    for post, item in zip(POSTS, items, strict=True):
        categories = [(tag.text, dict(tag.attrib)) for tag in item.findall("category")]
        assert categories == [(tag.name, {"domain": "https://example.org/tags/?a&b"}) for tag in post.tags]
    assert attributes(feeds.rss(POSTS, BARE), ".//category") == [{}] * 7


def test_rss_escapes_in_the_form_that_most_readers_take_for_text() -> None:
    document = feeds.rss(POSTS, CHANNEL)
    assert b"<title>When is &#x3C;br&#x3E; a teapot? AT&#x26;T's answer</title>" in document
    assert b"<description>Pour &#x26;amp; wait: &#x26;lt;b&#x26;gt;bold&#x26;lt;/b&#x26;gt;" in document
    assert b"<content:encoded>&#x3C;p&#x3E;Pour &#x26;amp; &#x3C;a href=" in document
    assert b"]]&#x3E;" in document
    assert b'href="https://hub.example/?a=1&#x26;b=2"' in document
    for form in (b"&amp;", b"&lt;", b"&gt;", b"]]>", b"<![CDATA["):
        assert form not in document


# -- Atom -------------------------------------------------------------------------------------------------------------


def test_atom_has_the_channel_s_data() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    assert texts(document, f"{ATOM}title") == ["Notes & queries"]
    assert texts(document, f"{ATOM}id") == ["https://example.org/notes/"]
    assert texts(document, f"{ATOM}subtitle") == ["Tea & more"]
    assert texts(document, f"{ATOM}rights") == ["© 2024–2026 the editors & guests"]
    assert texts(document, f"{ATOM}icon") == ["https://example.org/icon.png"]
    assert texts(document, f"{ATOM}logo") == ["https://example.org/logo.png"]
    assert texts(document, f"{ATOM}generator") == ["postindex"]
    assert etree.fromstring(document).get(LANG) == "en"
    assert attributes(document, f"{ATOM}link") == [
        {"rel": "alternate", "href": "https://example.org/notes/", "type": "text/html"},  # many readers take the first
        {"rel": "self", "href": "https://example.org/notes/atom.xml", "type": "application/atom+xml"},
        {"rel": "hub", "href": "https://hub.example/?a=1&b=2"},
    ]


def test_the_feed_s_id_has_a_path_and_is_independent_of_its_address() -> None:
    for link in ("https://example.org", "https://example.org/"):
        moved = Channel(title="Notes", link=link, atom_url="https://other.example/atom.xml")
        assert texts(feeds.atom([], moved), f"{ATOM}id") == ["https://example.org/"]


def test_atom_dates_come_from_the_posts() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    assert texts(document, f".//{ATOM}published") == [
        "2026-03-22T23:30:15+05:30",
        "2026-03-22T07:30:00+01:00",
        "2025-12-31T07:30:00+01:00",
        "2025-12-31T07:30:00+01:00",
    ]
    assert texts(document, f"{ATOM}entry/{ATOM}updated") == [
        "2026-04-01T08:00:00-03:00",
        "2026-03-25T07:30:00+01:00",
        "2025-12-31T07:30:00+01:00",
        "2025-12-31T07:30:00+01:00",
    ]
    assert texts(document, f"{ATOM}updated") == ["2026-04-01T08:00:00-03:00"]


def test_the_feed_is_updated_at_the_latest_moment_across_offsets() -> None:
    east, west = (timezone(timedelta(hours=hours)) for hours in (14, -12))
    posts = [
        Post(title="Tonga", published=datetime(2026, 3, 23, 1, tzinfo=east)),
        Post(title="Baker", published=datetime(2026, 3, 22, 23, tzinfo=west)),
    ]
    assert texts(feeds.atom(posts, CHANNEL), f"{ATOM}updated") == ["2026-03-22T23:00:00-12:00"]
    assert texts(feeds.rss(posts, CHANNEL), ".//lastBuildDate") == ["Sun, 22 Mar 2026 23:00:00 -1200"]


def test_a_feed_without_posts_has_no_date_from_the_clock() -> None:
    assert texts(feeds.atom([], CHANNEL), f".//{ATOM}updated") == ["1970-01-01T00:00:00+00:00"]
    assert texts(feeds.rss([], CHANNEL), ".//lastBuildDate") == []


def test_atom_has_a_link_to_the_post_and_one_to_each_enclosure() -> None:
    links = [
        [dict(link.attrib) for link in entry.findall(f"{ATOM}link")]
        for entry in etree.fromstring(feeds.atom(POSTS, CHANNEL)).iterfind(f"{ATOM}entry")
    ]
    assert links[0] == [
        {
            "href": "https://tea.example/pots/?page=1&part=2#lid",
            "rel": "alternate",
        },  # the alternate: RFC 4287, section 4.2.7.2
        {"rel": "enclosure", "href": "https://tea.example/1.mp3?a=1&b=2", "type": "audio/mpeg", "length": "12345678"},
        {"rel": "enclosure", "href": "https://tea.example/1.pdf", "type": 'text/plain; charset="utf-8"'},
    ]
    assert links[2][1:] == [{"rel": "enclosure", "href": "https://example.org/пчёлы.ogg", "type": "audio/ogg"}]
    assert [link["href"] for link, *_ in links] == [CHANNEL.link_of(post) for post in POSTS]


def test_an_atom_summary_is_text_and_its_content_html() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    assert texts(document, f".//{ATOM}summary") == [POSTS[0].summary, POSTS[1].summary]
    assert [kind.get("type", "text") for kind in attributes(document, f".//{ATOM}summary")] == ["text", "text"]
    assert attributes(document, f".//{ATOM}content") == [{"type": "html"}, {"type": "html"}]
    assert texts(document, f".//{ATOM}content") == texts(feeds.rss(POSTS, CHANNEL), f".//{CONTENT}encoded")


def test_atom_categories_are_slugs_in_the_scheme_with_their_names() -> None:
    entries = etree.fromstring(feeds.atom(POSTS, CHANNEL)).iterfind(f"{ATOM}entry")
    for post, entry in zip(POSTS, entries, strict=True):
        assert [dict(tag.attrib) for tag in entry.findall(f"{ATOM}category")] == [
            {"term": tag.slug, "label": tag.name, "scheme": "https://example.org/tags/?a&b"} for tag in post.tags
        ]
    assert {len(tag) for tag in attributes(feeds.atom(POSTS, BARE), f".//{ATOM}category")} == {2}


def test_atom_authors() -> None:
    document = feeds.atom(POSTS, CHANNEL)
    editors = ("The editors", "editors@example.org", "https://example.org/about?who=all&lang=en")
    guest = ("A. Guest", None, None)
    people = [
        [
            tuple(person.findtext(f"{ATOM}{part}") for part in ("name", "email", "uri"))
            for person in element.findall(f"{ATOM}author")
        ]
        for element in etree.fromstring(document).iter(f"{ATOM}feed", f"{ATOM}entry")
    ]
    assert people == [
        [editors, guest],
        [("Ada Brewer", "ada@example.org", "https://example.org/ada"), ("Ben", None, None)],
        [("茶人 花子", None, None)],
        [editors, guest],
        [editors, guest],
    ]


# -- what is left out, and what stands for it -------------------------------------------------------------------------


def test_a_bare_channel_is_enough() -> None:
    assert texts(feeds.rss([TEA], BARE), "channel/description") == ["Notes"]  # RSS requires one
    channel, item = etree.fromstring(feeds.rss([TEA], BARE)).xpath("channel | channel/item")
    assert names(channel) == ["title", "link", "description", "docs", "generator", "lastBuildDate", "item"]
    assert names(item) == ["title", "link", "guid", "pubDate"]
    document = feeds.atom([TEA], BARE)
    assert texts(document, f".//{ATOM}author/{ATOM}name") == ["Notes", "Notes"]  # Atom requires one
    feed, entry = etree.fromstring(document).xpath("/*|/*/*[local-name() = 'entry']")
    assert names(feed) == ["id", "title", "updated", "author", "link", "generator", "entry"]
    assert sorted(names(entry)) == ["author", "id", "link", "published", "title", "updated"]
    assert b"xml:lang" not in document


@pytest.mark.parametrize(
    ("given", "description", "subtitle"),
    [
        ({}, "Notes", []),
        ({"description": "On tea."}, "On tea.", ["On tea."]),
        ({"subtitle": "More tea."}, "Notes", ["More tea."]),
        ({"description": "On tea.", "subtitle": "More tea."}, "On tea.", ["More tea."]),
        ({"description": " ", "subtitle": "\n"}, "Notes", []),
    ],
)
def test_description_and_subtitle_defaults(given: dict[str, str], description: str, subtitle: list[str]) -> None:
    channel = BARE.model_copy(update=given)
    assert texts(feeds.rss([], channel), "channel/description") == [description]
    assert texts(feeds.atom([], channel), f"{ATOM}subtitle") == subtitle


@pytest.mark.parametrize(
    ("given", "image", "logo"),
    [
        ({}, [], []),
        ({"logo": "l"}, ["l"], ["l"]),
        ({"image": "i"}, ["i"], ["i"]),
        ({"logo": "l", "image": "i"}, ["i"], ["l"]),
    ],
)
def test_logo_and_image_default_to_each_other(given: dict[str, str], image: list[str], logo: list[str]) -> None:
    site = "https://example.org/"
    channel = BARE.model_copy(update={name: f"{site}{picture}" for name, picture in given.items()})
    assert texts(feeds.rss([], channel), "channel/image/url") == [f"{site}{name}" for name in image]
    assert texts(feeds.atom([], channel), f"{ATOM}logo") == [f"{site}{name}" for name in logo]


def test_empty_generators_are_left_out() -> None:
    nobody = BARE.model_copy(update={"generator": ""})
    assert texts(feeds.rss([], nobody), "channel/generator") == []
    assert texts(feeds.atom([], nobody), f"{ATOM}generator") == []
    assert texts(feeds.rss([], BARE.model_copy(update={"generator": "a & b"})), "channel/generator") == ["a & b"]


def test_a_post_s_own_language_is_its_entry_s() -> None:
    atom, rss = etree.fromstring(feeds.atom(POSTS, CHANNEL)), etree.fromstring(feeds.rss(POSTS, CHANNEL))
    assert [entry.get(LANG) for entry in atom.iterfind(f"{ATOM}entry")] == ["en-GB", "ja", "ru", None]
    assert [item.findtext(f"{DC}language") for item in rss.iterfind(".//item")] == ["en-GB", "ja", "ru", None]


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
def test_channel_texts_are_read_back_unchanged(write: Write) -> None:
    words = "Beyond <i>tea</i>: Vec<u8> & co ]]>"
    feed = read(write([], Channel(title=words, link="https://example.org/", description=words, rights=words))).feed
    assert feed.title == words
    if write is feeds.atom:  # in RSS, feedparser takes the words for HTML; the specification has plain text
        assert feed.subtitle == feed.rights == words


@pytest.mark.parametrize("write", WRITERS)
def test_bidi_controls_in_names_are_closed(write: Write) -> None:
    turned = "\u202egnp.tea"
    channel = Channel(
        title=turned, link="https://example.org/", description=turned, subtitle=turned, rights=turned, authors=[turned]
    )
    post = Post(title=turned, published=TEA.published, summary=turned, tags=[turned])
    document = write([post], channel).decode()
    assert document.count("\u202e") == document.count("\u202c") == document.count(f"{turned}\u202c") >= 7


# -- odd and large texts ----------------------------------------------------------------------------------------------

SIZE = 10_000_000
LARGE: dict[str, dict[str, Any]] = {
    "title": {"title": "Tea & <pots> " * (SIZE // 13)},
    "summary": {"summary": "Tea & <pots> " * (SIZE // 13)},
    "content_html": {"content_html": '<p><a href="pot">Tea</a></p>' + "<p>Tea and pots.</p>" * (SIZE // 20)},
}


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("field", LARGE)
def test_ten_megabytes_are_neither_cut_nor_slow(write: Write, field: str) -> None:
    start = time.process_time()
    post = Post(**{"title": "Tea", "published": TEA.published, **LARGE[field]})
    document = write([post], BARE)
    assert len(document) > SIZE * 0.99
    whole = getattr(post, field).replace('"pot"', '"https://example.org/tea/pot"')
    assert whole[-200:] in unescape(unescape(document[-20_000 if field != "title" else 0 :].decode()))
    assert time.process_time() - start < 20


@pytest.mark.parametrize("write", WRITERS)
def test_deeply_nested_html_is_written_whole(write: Write) -> None:
    html = f'<a href="pot">Tea</a>{"<div>" * 5000}deep{"</div>" * 5000}'
    for sanitize in (False, True):
        post = TEA.model_copy(update={"content_html": html})
        document = write([post], BARE.model_copy(update={"sanitize_html": sanitize})).decode()
        assert unescape(document).count("<div>") == unescape(document).count("</div>") == 5000
        assert "deep" in document


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("sanitize", [True, False])
def test_character_references_that_xml_cannot_carry_are_harmless(write: Write, sanitize: bool) -> None:
    html = '<p>&#7;&#0;&#xFFFE;&#xD800;&#x1F;<a href="po&#12;t&#7;">Tea</a></p>'
    channel = BARE.model_copy(update={"sanitize_html": sanitize})
    document = write([TEA.model_copy(update={"content_html": html})], channel)
    assert titles(document) == ["Tea"]
    assert not set("\x00\x07\x0c\x1f\ufffe") & set(document.decode())


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Manila", "America/Juneau", "Europe/Amsterdam", "Pacific/Kiritimati"])
def test_every_year_has_four_digits_and_a_day_that_stays(write: Write, zone: str) -> None:
    days = [date(1, 1, 1), date(800, 12, 25), date(1800, 1, 1), date(1937, 6, 30), date(9999, 12, 31)]
    posts = [Post(title="Tea", published=day, updated=day, url=f"https://a.b/{day}") for day in days]
    for clock_time in (clock(0), clock(23, 59, 59)):
        channel = BARE.model_copy(update={"time_zone": zone, "time_of_day": clock_time})
        document = write(posts, channel).decode()
        for day in days:
            written = (
                f"{day.day:02} {day:%b} {day.year:04} {clock_time}" if write is feeds.rss else f"{day}T{clock_time}"
            )
            assert written in document


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
        assert entry.get("summary", "") == (post.summary or post.content_html)  # of none, it takes the content
        assert [content.value for content in entry.get("content", [])] == [html_of(post)] * bool(post.content_html)
        assert timegm(entry.published_parsed) == seconds(CHANNEL.moment_of(post.published))
        assert timegm(entry.updated_parsed) == seconds(CHANNEL.moment_of(post.updated or post.published))
        assert [(tag.term, tag.label) for tag in entry.get("tags", [])] == [(tag.slug, tag.name) for tag in post.tags]
        assert [author.name for author in entry.authors] == [a.name for a in post.authors or CHANNEL.authors]
        assert (entry.id, entry.link) == (CHANNEL.id_of(post), CHANNEL.link_of(post))
        assert [(file.href, file.type) for file in entry.enclosures] == [
            (file.url, file.type) for file in post.enclosures
        ]


def test_feedparser_reads_rss_back_equal(index: PostIndex) -> None:
    feed = read(feeds.rss(index, CHANNEL))
    assert (feed.version, len(feed.entries)) == ("rss20", len(index))
    for post, entry in zip(index, feed.entries, strict=True):
        assert unescape(entry.title) == unescape(post.title)  # RSS has no types: it may take `&#39;` for HTML
        assert unescape(entry.get("summary", "")) == (post.summary or post.content_html)
        assert [content.value for content in entry.get("content", [])] == [html_of(post)] * bool(post.content_html)
        assert timegm(entry.published_parsed) == seconds(CHANNEL.moment_of(post.published))
        assert parsedate_to_datetime(entry.published) == CHANNEL.moment_of(post.published)
        assert [tag.term for tag in entry.get("tags", [])] == [tag.name for tag in post.tags]
        assert [author.name for author in entry.authors] == [a.name for a in post.authors or CHANNEL.authors]
        assert (entry.id, entry.link) == (CHANNEL.guid_of(post), uri_of(CHANNEL.link_of(post)))
        assert [file.href for file in entry.enclosures] == [uri_of(file.url) for file in post.enclosures[:1]]


def test_a_json_feed_reads_back_equal(index: PostIndex) -> None:
    feed = JsonFeed.model_validate_json(feeds.json(index, CHANNEL))
    for post, item in zip(index, feed.items, strict=True):
        assert (item.id, item.url, item.title) == (CHANNEL.guid_of(post), CHANNEL.link_of(post), post.title)
        assert (item.summary or "", item.content_html or "") == (post.summary, html_of(post))
        assert datetime.fromisoformat(item.date_published) == CHANNEL.moment_of(post.published)
        assert list(item.tags or ()) == [tag.name for tag in post.tags]
        assert [author.name for author in item.authors or ()] == [a.name for a in post.authors or CHANNEL.authors]
        assert [(file.url, file.mime_type, file.size_in_bytes) for file in item.attachments or ()] == [
            (file.url, file.type, file.length) for file in post.enclosures
        ]


def html_of(post: Post) -> str:
    return HTML if post is POSTS[0] else post.content_html


class Schemas(NamedTuple):
    atom: Any
    rss: Any
    json: Draft7Validator

    def assert_valid(self, posts: Iterable[Post], channel: Channel) -> None:
        posts = list(posts)
        self.atom.assertValid(etree.fromstring(feeds.atom(posts, channel)))
        if posts:  # of none: the schema of RSS wants an item, its prose does not
            self.rss.assertValid(etree.fromstring(feeds.rss(posts, channel)))
        self.json.validate(json.loads(feeds.json(posts, channel)))


@pytest.fixture(scope="module")
def schemas(shared: Path) -> Schemas:
    folder = shared / "schemas"
    return Schemas(
        atom=etree.RelaxNG(etree.parse(folder / "atom.rng")),
        rss=etree.XMLSchema(etree.parse(folder / "rss-2_0.xsd")),
        json=Draft7Validator(json.loads((folder / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8"))),
    )


def test_the_documents_are_valid(index: PostIndex, schemas: Schemas) -> None:
    schemas.assert_valid(index, CHANNEL)


def test_documents_of_a_bare_channel_are_valid(schemas: Schemas) -> None:
    schemas.assert_valid(POSTS, BARE)
    schemas.assert_valid([TEA], BARE)
    schemas.assert_valid([], BARE)


@pytest.mark.parametrize("hours", [-14, -1, 0, 14])
def test_dates_are_valid_however_far_the_offset(hours: int, schemas: Schemas) -> None:
    post = Post(title="Tea", published=datetime(2026, 3, 22, 9, 30, tzinfo=timezone(timedelta(hours=hours))))
    schemas.assert_valid([post], CHANNEL)
    for write in (feeds.atom, feeds.rss):
        assert timegm(read(write([post], CHANNEL)).entries[0].published_parsed) == seconds(
            CHANNEL.moment_of(post.published)
        )


@pytest.mark.parametrize("zone", ["Asia/Manila", "America/Juneau", "America/New_York"])
def test_dates_are_valid_at_the_ends_of_the_calendar(zone: str, schemas: Schemas) -> None:
    posts = [Post(title="Tea", published=day) for day in (date(1, 1, 1), date(1800, 1, 1), date(9999, 12, 31))]
    schemas.assert_valid(posts, BARE.model_copy(update={"time_zone": zone, "time_of_day": clock(0)}))


def test_the_schemas_refuse_invalid_documents(schemas: Schemas) -> None:
    atom = feeds.atom(POSTS, CHANNEL).replace(b"2026-04-01T", b"1 April 2026 ")
    assert not schemas.atom.validate(etree.fromstring(atom))
    assert not schemas.rss.validate(etree.fromstring(feeds.rss(POSTS, CHANNEL).replace(b"Sun, 22 Mar", b"22 March")))
    assert not schemas.json.is_valid(json.loads(feeds.json(POSTS, CHANNEL).replace(b'"id": "', b'"guid": "')))


def test_text_that_looks_like_a_part_of_the_document_is_text() -> None:
    text = 'Tea\n    <entries/>\n  <entries/>\n  "items": []\n}'
    channel = Channel(title=text, link="https://example.org/", generator=text, rights=text)
    posts = [Post(title=text, published=date(2026, 3, day), summary=text) for day in (21, 22)]
    for titles in (
        [element.text for element in etree.fromstring(feeds.rss(posts, channel)).iterfind(".//title")],
        [element.text for element in etree.fromstring(feeds.atom(posts, channel)).iterfind(".//{*}title")],
        [channel.title, *(item["title"] for item in json.loads(feeds.json(posts, channel))["items"])],
    ):
        assert titles == [text] * 3
