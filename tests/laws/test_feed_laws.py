"""Laws of feeds: any posts and any channel give documents that are well formed, valid, and read back entry by entry."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from postindex import Author, Channel, Post, PostIndex, Tag, feeds
from postindex.text import XML_FORBIDDEN, slug_of

Write = Callable[[Iterable[Post], Channel], bytes]

ATOM = "{http://www.w3.org/2005/Atom}"

chars = st.characters(exclude_categories=["Cs"]).filter(lambda char: not XML_FORBIDDEN.match(char))
text = st.text(chars, max_size=60)
visible = text.filter(str.strip)
# An offset goes as far as XML Schema lets it.
offsets = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.dates() | st.datetimes(timezones=offsets)
links = st.text("abcé/?&=#%20'();@:+,", max_size=20).map("https://example.org/".__add__)
languages = st.none() | st.sampled_from(["en", "en-GB", "zh-Hant-TW", "tlh", "de-CH-1901"])
authors = st.lists(
    st.builds(Author, visible, email=st.none() | st.just("a&b@example.org"), url=st.none() | links),
    max_size=3,
)
tags = st.lists(text.map("a{}".format).filter(slug_of).map(Tag), max_size=4)
posts = st.builds(
    Post,
    title=visible,
    published=moments,
    updated=st.none() | moments,
    summary=text,
    tags=tags,
    url=st.none() | links,
    authors=authors,
    language=languages,
)
listings = st.lists(posts, max_size=5).map(PostIndex)
channels = st.builds(
    Channel,
    title=visible,
    link=st.sampled_from(["https://example.org", "http://bücher.example:8080/é/?q=1#x", "HTTPS://a.b/c/"]),
    description=text,
    authors=authors,
    language=languages,
    permalink=st.sampled_from(["/{slug}/", "{id}", "/{published:%Y/%m/%d}/{slug}", "/?p={id}#{slug}", "/é/{slug}"]),
)

EDGES = PostIndex(
    Post(title=title, published=moment, updated=moment, summary=title)
    for title, moment in [
        ("t" * 200_000, date(1, 1, 1)),
        ("<![CDATA[ ]]> <!-- -- --> <?xml?> &#0; &bogus;", date(9999, 12, 31)),
        ("\U0010ffff \x85 \x7f \u2028 \u202e", datetime.combine(date.min, time.min, timezone(timedelta(minutes=839)))),
        ("e\u0301\u200d\r\n\ttea", datetime.combine(date.max, time.max, timezone(timedelta(minutes=-839)))),
        ("Tea", datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ]
)
CHANNEL = Channel(title="<Notes> & ]]>", link="https://example.org/", description=" ")

edges = example(index=EDGES, channel=CHANNEL)
none = example(index=PostIndex(), channel=CHANNEL)
cases = given(index=listings, channel=channels)


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
@edges
@none
@cases
@settings(max_examples=60)
def test_a_reader_finds_as_many_entries_as_there_are_posts(write: Write, index: PostIndex, channel: Channel) -> None:
    feed = feedparser.parse(write(index, channel))
    assert not feed.bozo
    ids = [entry.id for entry in feed.entries]
    assert len(ids) == len(set(ids)) == len(index)
    own = [channel.id_of(post) for post in index]
    assert all(id == mine or own.count(mine) > 1 for id, mine in zip(ids, own, strict=True))


@edges
@none
@cases
@settings(max_examples=60)
def test_every_text_and_date_stands_in_atom_unchanged(index: PostIndex, channel: Channel) -> None:
    feed = etree.fromstring(feeds.atom(index, channel))
    assert feed.findtext(f"{ATOM}title") == channel.title
    for post, entry in zip(index, feed.findall(f"{ATOM}entry"), strict=True):
        assert entry.findtext(f"{ATOM}title") == post.title
        assert (entry.findtext(f"{ATOM}summary") or "") == post.summary
        assert [tag.get("label") for tag in entry.findall(f"{ATOM}category")] == [tag.name for tag in post.tags]
        published = datetime.fromisoformat(entry.findtext(f"{ATOM}published"))
        assert published == post.published if isinstance(post.published, datetime) else published.date() == post.day


@edges
@none
@cases
@settings(max_examples=60)
def test_rss_has_the_day_of_every_post(index: PostIndex, channel: Channel) -> None:
    feed = etree.fromstring(feeds.rss(index, channel))
    days = [f"{post.day.day:02} {post.day:%b} {post.day.year:04}" for post in index]
    assert [found.text.split(", ")[1][:11] for found in feed.iterfind(".//pubDate")] == days
    assert [found.text for found in feed.iterfind(".//item/title")] == [post.title for post in index]


@edges
@none
@cases
@settings(max_examples=60)
def test_atom_is_valid(shared: Path, index: PostIndex, channel: Channel) -> None:
    schema = etree.RelaxNG(etree.parse(shared / "schemas" / "atom.rng"))
    schema.assertValid(etree.fromstring(feeds.atom(index, channel)))


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom])
@cases
@settings(max_examples=30)
def test_a_document_depends_on_the_posts_alone(write: Write, index: PostIndex, channel: Channel) -> None:
    document = write(index, channel)
    assert write(reversed(list(index)), channel) == document
    assert write(PostIndex.from_json(index.to_json()), channel) == document
