"""Laws of feeds that are read: what we write comes back, and no bytes at all are more than one problem."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postindex import Author, Channel, Enclosure, Post, Tag, feeds
from postindex.feeds.addresses import uri_of
from postindex.feeds.markup import complete_links
from postindex.sources import read_feed
from postindex.sources.syndication.markup import is_html_title
from postindex.text import slug_of, visible

Write = Callable[[Iterable[Post], Channel], bytes]

# No character turns the direction of text, because feeds close those; no control, because XML has none.
CHARS = st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\ufffe\uffff")
WORDS = st.text(CHARS | st.sampled_from("<>&;/'\"# "), max_size=30).map(lambda text: " ".join(text.split()))
NAMES = WORDS.filter(lambda text: visible(text).strip())
TITLES = NAMES.filter(lambda title: not is_html_title(title))
PARTS = st.lists(st.sampled_from([*"abc/?&=#'()@:+,~", "%20"]), max_size=12).map("".join)
LINKS = PARTS.map("https://example.org/".__add__).filter(lambda link: uri_of(link) == link)  # RSS has URIs only
OFFSETS = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=OFFSETS).map(  # noqa: DTZ001  bounds
    lambda moment: moment.replace(microsecond=0)
)
MARKUP = [
    *("<p>", "</p>", "<br>", "<a href='/x'>", '<img src="y.png">', "<b>", "&amp;", "&lt;", "&", "<", ">", " ", "\n"),
    *("]]>", "<![CDATA[", "<!-- -->", "é", "茶", "tea", "\r\n", "<pre>  \t", "<script>1<2</script>"),
]
HTML = st.lists(st.sampled_from(MARKUP), max_size=12).map("".join)
PEOPLE = st.builds(
    Author,
    NAMES.filter(lambda name: "@" not in name),
    email=st.none() | st.just("a&b@example.org"),
    url=st.none() | LINKS,
)
FILES = st.builds(
    Enclosure,
    url=LINKS,
    type=st.sampled_from(["audio/mpeg", 'text/plain; charset="utf-8"']),
    length=st.none() | st.integers(1, 10**15),
)
TAGS = st.lists(WORDS.map("a{}".format).filter(slug_of), max_size=3)
CHANNEL = Channel(title="Notes", link="https://example.org/", language="en", time_zone="Asia/Kathmandu")


@st.composite
def posts(draw: st.DrawFn, published: st.SearchStrategy[date] = MOMENTS) -> Post:
    url, first = draw(LINKS), draw(published)
    html = draw(HTML)
    later = timedelta(seconds=draw(st.integers(1, 10**5)))
    return Post(
        id=draw(st.uuids()).urn,
        title=draw(TITLES),
        published=first,
        updated=draw(st.none() | st.just(first + later)) if isinstance(first, datetime) else None,
        url=url,
        summary=draw(WORDS),
        content_html=complete_links(html, url) if html.strip() else "",
        tags=draw(TAGS),
        categories=draw(TAGS),
        image=draw(st.none() | LINKS),
        authors=draw(st.lists(PEOPLE, min_size=1, max_size=2)),
        language=draw(st.none() | st.sampled_from(["en-GB", "zh-Hant-TW"])),
        enclosures=draw(st.lists(FILES, max_size=2)),
    )


def carried(post: Post, write: Write) -> Post:
    """Return a post without what a format loses: the table in docs/how-to/read-feeds.md."""
    authors: dict[Write, Sequence[Author]] = {
        feeds.rss: [Author(author.name) for author in post.authors],
        feeds.atom: post.authors,
        feeds.json: [Author(author.name, url=author.url) for author in post.authors],
    }
    enclosures = post.enclosures[:1] if write is feeds.rss else post.enclosures
    updated = None if write is feeds.rss else post.updated
    changes = {"authors": authors[write], "enclosures": enclosures, "updated": updated}
    return post.model_copy(update={**changes, "tags": [*post.tags, *post.categories], "categories": ()})


def content_of(post: Post) -> dict[str, Any]:
    """Return every field, with the offsets of moments and the names of tags."""
    fields = dict(post)
    for name in ("published", "updated"):
        fields[name] = fields[name] and fields[name].isoformat()
    return {**fields, "tags": [(tag.name, tag.slug) for tag in post.tags]}


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom, feeds.json])
@given(posts=st.lists(posts(), max_size=3, unique_by=lambda post: post.id))
@settings(max_examples=80)
def test_posts_come_back_from_every_format(write: Write, posts: list[Post]) -> None:
    """Every field that a format carries is read as it was written."""
    listing = read_feed(write(posts, CHANNEL))
    assert {problem.code for problem in listing.problems} <= {"incomplete-feed", "implausible-year"}
    read = {post.id: content_of(post) for post in listing.posts}
    assert read == {post.id: content_of(carried(post, write)) for post in posts}
    assert (listing.title, listing.url, listing.language) == ("Notes", "https://example.org/", CHANNEL.language)


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom, feeds.json])
@given(post=posts(st.dates(date(1, 1, 3), date(9999, 12, 29))))
@settings(max_examples=40)
def test_a_day_comes_back_at_the_time_of_the_channel(write: Write, post: Post) -> None:
    """A post that knows only its day is on the same day, at noon of the channel's zone."""
    (read,) = read_feed(write([post], CHANNEL)).posts
    assert read.day == post.day
    assert isinstance(read.published, datetime)
    assert read.published.time() == time(12)


@given(tag=WORDS.map("a{}".format).filter(slug_of), slug=st.sampled_from(["tea", "a-b"]))
@settings(max_examples=40)
def test_atom_alone_keeps_the_slug_of_a_tag(tag: str, slug: str) -> None:
    """RSS and JSON Feed have the names of tags only."""
    post = Post(title="Tea", published=date(2026, 3, 22), url="https://example.org/tea", tags=[Tag(tag, slug=slug)])
    slugs = [read_feed(write([post], CHANNEL)).posts[0].tags[0].slug for write in (feeds.rss, feeds.atom, feeds.json)]
    assert slugs == [slug_of(tag), slug, slug_of(tag)]


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<rss><channel>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"{"]),
)
@settings(max_examples=200)
def test_any_bytes_are_at_most_one_error(content: bytes, start: bytes) -> None:
    """Nothing but problems come of bytes that are not a feed, and nothing is raised."""
    listing = read_feed(start + content, strict=False)
    assert [problem.severity for problem in listing.problems] in ([], ["error"])
