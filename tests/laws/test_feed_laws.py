"""Laws of feeds: any posts and any channel give documents that are well formed, valid, and read back entry by entry."""

import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import feedparser
import nh3
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from lxml import etree

import feed_elements
from postindex import Author, Channel, Enclosure, Post, PostIndex, Tag, feeds
from postindex.feeds.addresses import uri_of
from postindex.feeds.documents import FeedWriter
from postindex.feeds.entries import build_entries_and_warn, latest_update
from postindex.feeds.frames import Contents
from postindex.feeds.jsonfeed import JsonFeed
from postindex.feeds.markup import complete_links, sanitize
from postindex.feeds.metadata import FeedMetadata, Format
from postindex.feeds.moments import mail_date
from postindex.feeds.xml import atom_document, rss_document
from postindex.text import XML_FORBIDDEN, close_bidi, is_xml, slug_of, visible

Write = Callable[[Iterable[Post], Channel], bytes]

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
SITE = "https://example.org/notes/tea/"
WRITERS: list[Write] = [feeds.rss, feeds.atom, feeds.json]
FORMATS: list[Format] = ["rss", "atom", "json"]

chars = st.characters(exclude_categories=["Cs"]).filter(lambda char: not XML_FORBIDDEN.match(char))
turns = st.sampled_from("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
escaped = st.sampled_from("&<>\"'\r\n\t")  # in text or in attributes
text = st.text(chars | turns | escaped, max_size=60)
names = text.filter(lambda drawn: visible(drawn).strip())
# An offset goes as far as XML Schema lets it.
offsets = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.dates() | st.datetimes(timezones=offsets)
parts = st.lists(st.sampled_from([*"abcé/?&=#'()@:+,~", "%20", "茶"]), max_size=12).map("".join)
links = parts.map("https://example.org/".__add__) | parts.map("http://bücher.example:8080/".__add__)
languages = st.none() | st.sampled_from(["en", "en-GB", "zh-Hant-TW", "tlh", "de-CH-1901"])
people = st.builds(Author, names, email=st.none() | st.just("a&b@example.org"), url=st.none() | links)
authors = st.lists(people, max_size=3)
tags = st.lists(text.map("a{}".format).filter(slug_of).map(Tag), max_size=4)
files = st.builds(
    Enclosure,
    url=links,
    type=st.sampled_from(["audio/mpeg", "image/svg+xml", 'text/plain; charset="utf-8"']),
    length=st.none() | st.integers(0, 10**15),
)
# Whatever HTML turns on stands close together here.
MARKUP = [
    *("<", "</", ">", "/>", "a", "img", "p", "div", "script", "style", "textarea", "title", "svg", "base", "iframe"),
    *(" ", "\n", "\t", "href", "src", "srcset", "data", "xlink:href", "alt", "=", "'", '"', "x", "/x", "../y", "#z"),
    *("?q", "//h", "//[", "javascript:", "java", "http:", "&", "&amp;", "&quot;", "&#x", "&#x3c;", "&Tab;", "&lt;"),
    *("&#7;", "&#12;", "&#99999999999;", ";", ",", "1x", "<!--", "-->", "--!>", "<!", "<?", "]]>", "<a href="),
    *("<img src='", "<img srcset='x", "\\", "é", "\u202e", "\x7f", "\x85", "\xa0", "%", "."),
]
html = st.lists(st.sampled_from(MARKUP), max_size=25).map("".join) | text
posts = st.builds(
    Post,
    id=st.none()
    | names
    | st.sampled_from(["x", "urn:isbn:0451450523", "https://example.org/a", "tag:a.b,2026:c", "a b: c"]),
    title=names,
    published=moments,
    updated=st.none() | moments,
    summary=text,
    tags=tags,
    url=st.none() | links,
    authors=authors,
    language=languages,
    content_html=st.just("") | html,
    enclosures=st.lists(files, max_size=2),
    image=st.none() | links,
)
listings = st.lists(posts, max_size=5)
permalinks = st.sampled_from(
    [
        "/{slug}/",
        "{id}",
        "/{published:%Y/%m/%d}/{slug}",
        "/?p={id}#{slug}",
        "/é/{slug}",
        lambda post: f"p/{len(post.title)}",
    ]
)
optional = st.none() | links
channels = st.builds(
    Channel,
    title=names,
    link=st.sampled_from(["https://example.org", "http://bücher.example:8080/é/?q=1#x", "HTTPS://a.b/c/"]),
    description=text,
    subtitle=text,
    authors=authors,
    language=languages,
    rights=text,
    icon=optional,
    logo=optional,
    image=optional,
    rss_url=optional,
    atom_url=optional,
    json_url=optional,
    hub=optional,
    permalink=permalinks,
    tag_permalink=st.none() | st.just("/tags/{slug}/"),
    category_scheme=optional,
    time_of_day=st.times().map(lambda clock: clock.replace(microsecond=0)),
    time_zone=st.sampled_from(["UTC", "Asia/Manila", "America/Juneau", "Europe/Amsterdam", "Asia/Kathmandu"]),
    ids=st.sampled_from(["own", "permalink", "tag"]),
    id_authority=st.none() | st.just("ann@example.org"),
    id_start=st.none() | st.dates(),
    limit=st.none() | st.integers(1, 6),
    generator=text,
    sanitize_html=st.booleans(),
)

EDGES = [
    Post(title=title, published=moment, updated=moment, summary=title, content_html=title)
    for title, moment in [
        ("t" * 200_000, date(1, 1, 1)),
        ("<![CDATA[ ]]> <!-- -- --> <?xml?> &#0; &bogus;", date(9999, 12, 31)),
        ("\U0010ffff \x85 \x7f \u2028 \u202e", datetime.combine(date.min, time.min, timezone(timedelta(minutes=839)))),
        ("e\u0301\u200d\r\n\ttea", datetime.combine(date.max, time.max, timezone(timedelta(minutes=-839)))),
        ("Tea", datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ]
]
CHANNEL = Channel(title="<Notes> & ]]>", link="https://example.org/", description=" ")

edges = example(posts=EDGES, channel=CHANNEL)
none = example(posts=[], channel=CHANNEL)
cases = given(posts=listings, channel=channels)


def seen(moment: datetime) -> tuple[datetime, timedelta | None]:
    return moment.replace(tzinfo=None), moment.utcoffset()


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
@edges
@none
@cases
@settings(max_examples=40)
def test_a_reader_finds_each_post_once(write: Write, posts: list[Post], channel: Channel) -> None:
    """Every post up to the limit is an entry, and no two have the same id."""
    feed = feedparser.parse(write(posts, channel), sanitize_html=False, resolve_relative_uris=False)
    assert not feed.bozo
    entries = build_entries_and_warn(posts, channel)
    assert len(entries) == min(len(PostIndex(renamed(posts))), channel.limit or len(posts))
    expected = [(entry.id, entry.link) for entry in entries]
    if write is feeds.rss:
        expected = [(entry.guid, uri_of(entry.link)) for entry in entries]
    assert [entry.link for entry in feed.entries] == [link for _, link in expected]
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for parsed, entry, (id, _) in zip(feed.entries, entries, expected, strict=True):
        assert parsed.id == id or (write is feeds.rss and may_be_repaired(id))
        assert parsed.title == entry.title or may_be_repaired(entry.title)


def may_be_repaired(text: str) -> bool:
    """Say whether feedparser repairs a text without a type, because it looks decoded with an old code page."""
    return re.search("[<&\x7f-\x9f]", text) is not None or not (text.isascii() or max(text) > "\xff")


def renamed(posts: list[Post]) -> list[Post]:
    """Return distinct posts of which no two have the same id."""
    return [post.model_copy(update={"id": str(number)}) for number, post in enumerate(dict.fromkeys(posts))]


@edges
@none
@cases
@settings(max_examples=40)
def test_atom_has_every_text_and_date_unchanged(posts: list[Post], channel: Channel) -> None:
    """A text is closed, a moment is that of the channel, and nothing else becomes of them."""
    feed = etree.fromstring(feeds.atom(posts, channel))
    assert feed.findtext(f"{ATOM}title") == close_bidi(channel.title)
    assert (feed.findtext(f"{ATOM}rights") or "") == close_bidi(channel.rights)
    for entry, element in zip(build_entries_and_warn(posts, channel), feed.findall(f"{ATOM}entry"), strict=True):
        post = entry.post
        assert element.findtext(f"{ATOM}title") == close_bidi(post.title)
        assert (element.findtext(f"{ATOM}summary") or "") == (close_bidi(post.summary) if post.summary.strip() else "")
        assert (element.findtext(f"{ATOM}content") or "") == entry.html
        labels = [(tag.get("term"), tag.get("label")) for tag in element.findall(f"{ATOM}category")]
        assert labels == [(tag.slug, close_bidi(tag.name)) for tag in post.tags]
        updated = max(map(channel.moment_of, (post.published, post.updated or post.published)))
        for name, moment in (("published", channel.moment_of(post.published)), ("updated", updated)):
            assert seen(datetime.fromisoformat(element.findtext(f"{ATOM}{name}"))) == seen(moment)


@edges
@none
@cases
@settings(max_examples=40)
def test_rss_has_every_text_and_day(posts: list[Post], channel: Channel) -> None:
    """A title is plain text, HTML is itself, and a day is the post's own."""
    feed = etree.fromstring(feeds.rss(posts, channel))
    entries = build_entries_and_warn(posts, channel)
    days = [f"{entry.post.day.day:02} {entry.post.day:%b} {entry.post.day.year:04}" for entry in entries]
    assert [element.text.split(", ")[1][:11] for element in feed.iterfind(".//pubDate")] == days
    assert [element.text for element in feed.iterfind(".//item/title")] == [
        close_bidi(entry.post.title) for entry in entries
    ]
    assert [element.text for element in feed.iterfind(f".//{CONTENT}encoded")] == [e.html for e in entries if e.html]
    assert [len(item.findall("enclosure")) for item in feed.iterfind(".//item")] == [
        min(len(entry.enclosures), 1) for entry in entries
    ]


@edges
@none
@cases
@settings(max_examples=200)
def test_text_is_equal_to_elements(posts: list[Post], channel: Channel) -> None:
    """Entries written as text are, byte for byte, what feedgen and lxml write of elements."""
    entries = build_entries_and_warn(posts, channel)
    contents = Contents(latest_update(entries), any(entry.post.image for entry in entries))
    items = [feed_elements.rss_item(entry, channel) for entry in entries]
    assert feeds.rss(posts, channel) == rss_document(FeedMetadata.of(channel, "rss"), contents, items)
    elements = [feed_elements.atom_entry(entry, channel) for entry in entries]
    assert feeds.atom(posts, channel) == atom_document(FeedMetadata.of(channel, "atom"), contents, elements)


@given(st.datetimes(timezones=offsets).map(lambda moment: moment.replace(microsecond=0)))
def test_dates_of_rss_are_those_of_the_standard_library(moment: datetime) -> None:
    """A moment in whole seconds has the same form."""
    assert mail_date(moment) == format_datetime(moment)


@edges
@none
@cases
@settings(max_examples=40)
def test_a_json_feed_reads_back_equal(posts: list[Post], channel: Channel) -> None:
    """What was written is read by our own reader, and written again to the same bytes."""
    document = feeds.json(posts, channel)
    feed = JsonFeed.model_validate_json(document)
    assert feed.model_dump_json(indent=2, exclude_none=True).encode() + b"\n" == document
    for entry, item in zip(build_entries_and_warn(posts, channel), feed.items, strict=True):
        assert (item.id, item.url, item.title) == (entry.guid, entry.link, close_bidi(entry.post.title))
        assert (item.content_html or "") == entry.html
        assert seen(datetime.fromisoformat(item.date_published)) == seen(entry.published)
        assert list(item.tags or ()) == [close_bidi(tag.name) for tag in entry.tags]


class Schemas(NamedTuple):
    atom: Any
    rss: Any
    json: Draft7Validator


@pytest.fixture(scope="module")
def schemas(shared: Path) -> Schemas:
    folder = shared / "schemas"
    return Schemas(
        atom=etree.RelaxNG(etree.parse(folder / "atom.rng")),
        rss=etree.XMLSchema(etree.parse(folder / "rss-2_0.xsd")),
        json=Draft7Validator(json.loads((folder / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8"))),
    )


@edges
@none
@cases
@settings(max_examples=40)
def test_every_document_is_valid(schemas: Schemas, posts: list[Post], channel: Channel) -> None:
    """The schemas of all three formats hold."""
    schemas.atom.assertValid(etree.fromstring(feeds.atom(posts, channel)))
    schemas.json.validate(json.loads(feeds.json(posts, channel)))
    if posts:  # of none: the schema of RSS wants an item, its prose does not
        schemas.rss.assertValid(etree.fromstring(feeds.rss(posts, channel)))


@pytest.mark.parametrize("write", WRITERS)
@cases
@settings(max_examples=20)
def test_documents_depend_on_posts_and_channel_only(write: Write, posts: list[Post], channel: Channel) -> None:
    """The order of posts, how often each is given, and how they came here are of no account."""
    document = write(posts, channel)
    assert write(reversed(posts), channel) == document
    assert write([*posts, *posts], channel) == document
    assert write([Post.model_validate_json(post.model_dump_json()) for post in posts], channel) == document


@pytest.mark.parametrize("format", FORMATS)
@cases
@settings(max_examples=20)
def test_entries_are_equal_in_tag_feeds_and_site_feeds(format: Format, posts: list[Post], channel: Channel) -> None:
    """Whatever documents an entry stands in, and however many were written before, its bytes are the same."""
    entries = build_entries_and_warn(posts, channel)
    writer, metadata = FeedWriter(channel, format), FeedMetadata.of(channel, format)
    whole = writer.document(metadata, entries)
    written = dict(zip((entry.id for entry in entries), entries_in(whole), strict=True))
    for tag in {tag for entry in entries for tag in entry.tags}:
        tagged = [entry for entry in entries if tag in entry.tags]
        for each_writer in (writer, FeedWriter(channel, format)):
            document = each_writer.document(metadata.tagged(tag, id="https://example.org/tags/"), tagged)
            assert entries_in(document) == [written[entry.id] for entry in tagged]
    assert writer.document(metadata, entries) == whole


def entries_in(document: bytes) -> list[bytes]:
    if document.startswith(b"{"):
        return [json.dumps(item).encode() for item in json.loads(document)["items"]]
    return re.findall(rb"<(?:entry|item)[ >].*?</(?:entry|item)>", document, re.DOTALL)


# -- HTML -------------------------------------------------------------------------------------------------------------


@given(html)
@settings(max_examples=400)
def test_completed_and_sanitised_html_is_valid_in_xml(markup: str) -> None:
    """Whatever HTML comes, nothing is raised, and XML can carry what leaves."""
    assert is_xml(complete_links(markup, SITE))
    assert is_xml(sanitize(markup))


@given(html)
@settings(max_examples=400)
def test_absolute_links_are_absolute(markup: str) -> None:
    """What was made absolute is not touched again, wherever it is read."""
    once = complete_links(markup, SITE)
    assert complete_links(once, SITE) == complete_links(once, "https://other.example/") == once


@given(html)
@settings(max_examples=400)
def test_completed_links_are_those_that_a_browser_finds(markup: str) -> None:
    """html5ever reads HTML as browsers do: its links before, each joined, are its links after."""
    assume("&#99" not in markup)  # a number too long for any character stays as it is
    assert links_of(complete_links(markup, SITE)) == links_of(complete_links(sanitize(markup), SITE))


def links_of(markup: str) -> list[tuple[str, str, str]]:
    links: list[tuple[str, str, str]] = []

    def note(tag: str, attribute: str, value: str) -> str:
        if attribute in ("href", "src", "cite") and tag in nh3.ALLOWED_TAGS:
            links.append((tag, attribute, value))
        return value

    nh3.clean(markup, attribute_filter=note)
    return links


@given(html)
@settings(max_examples=400)
def test_sanitised_html_has_no_active_links(markup: str) -> None:
    """Before or after its links are made absolute, no tag or link that could run anything is left."""
    for left in (sanitize(markup), sanitize(complete_links(markup, SITE)), complete_links(sanitize(markup), SITE)):
        assert not re.search(r"<(?:script|style|iframe|svg|base|textarea)", left, re.IGNORECASE)
        assert all(not re.match(r"(?!https?:)[a-z]+:", link) for _, _, link in links_of(left))


# -- growth -----------------------------------------------------------------------------------------------------------


def calls(work: Callable[[], object]) -> int:
    """Return how many functions are called in some work, Python's own in C among them."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def many(size: int, **fields: Any) -> list[Post]:
    body = '<p>Tea <a href="/x">and</a> pots</p>' * 10
    return [
        Post(
            title=f"Tea {number}",
            published=date(2026, 3, 22) - timedelta(days=number),
            summary="Leaves & water.",
            content_html=body,
            tags=["tea", f"tag {number % 10}"],
            **fields,
        )
        for number in range(size)
    ]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("fields", [{}, {"url": "https://example.org/tea"}, {"id": "tea"}], ids=["plain", "url", "id"])
def test_work_grows_linearly_with_the_posts(write: Write, fields: dict[str, str]) -> None:
    """Even where all of them share a link or an id."""
    channel = Channel(title="Notes", link="https://example.org/", sanitize_html=True)
    few, twice = many(100, **fields), many(200, **fields)
    write(few, channel)  # what is made once on first use is not counted
    assert calls(lambda: write(twice, channel)) < 2.2 * calls(lambda: write(few, channel))
