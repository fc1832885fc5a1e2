"""Posts and a channel → the bytes of an RSS or Atom document, by feedgen, with its faults mended here and nowhere else.

feedgen takes `lastBuildDate` and `updated` from the clock, drops authors that have only a name from RSS, and formats
RSS dates through `locale.setlocale`, which is process-wide and so unsafe in threads. Its extension hooks receive the
lxml tree: what it would get wrong is left unset, and written there.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml.etree import SubElement

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel, moment_of
from postindex.index import PostIndex
from postindex.models import Author, Post

_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_GENERATOR = "postindex"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # Atom requires a date even of a feed without posts


def rss(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return an RSS 2.0 document of the posts, newest first, as UTF-8 bytes.

    An item's `guid` is `Channel.id_of` the post, its `link` is `Channel.link_of`; `description` is the summary, escaped
    as the HTML that readers take it for; `category` is a tag's name; `dc:creator` an author. A post that knows only its
    day is dated noon UTC. The same posts and channel give the same bytes, on any day and machine.

    Source: the RSS 2.0 specification and the RSS Advisory Board's best-practices profile.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = rss([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> b"<pubDate>Sun, 22 Mar 2026 12:00:00 +0000</pubDate>" in document
    True
    """
    index = _index(posts)
    feed = _generator(channel, {"dc": _DC})
    feed.description(channel.description or channel.title)
    feed.docs("https://www.rssboard.org/rss-specification")
    if channel.language:
        feed.language(channel.language)
    feed.mends.built = _updated(index) if index else None
    ids = _ids(channel)
    for post in index:
        entry = _entry(feed, post, channel)
        id = ids(post)
        entry.guid(id, permalink=id == post.url)
        if post.summary:
            entry.description(escape(post.summary, quote=False))
        entry.mends.creators = [author.name for author in post.authors or channel.authors]
    document: bytes = feed.rss_str(pretty=True)
    return document


def atom(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return an Atom 1.0 document of the posts, newest first, as UTF-8 bytes.

    An entry's `id` is `Channel.id_of` the post and its alternate link `Channel.link_of`; `updated` is the post's, or
    else its `published`; `category` has a tag's slug as term and its name as label. The feed's `updated` is the latest
    of its entries', and 1970-01-01 where it has none. A post that knows only its day is dated noon UTC. The same posts
    and channel give the same bytes, on any day and machine.

    Source: RFC 4287.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = atom([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> b"<id>tag:example.org,2026-03-22:2026-03-22-tea</id>" in document
    True
    """
    index = _index(posts)
    feed = _generator(channel, {})
    feed.id(channel.link)
    feed.updated(_updated(index))
    authors = channel.authors or (Author(channel.title),)
    feed.author(_people(authors))
    if channel.description:
        feed.subtitle(channel.description)
    if channel.language:
        feed.language(channel.language)
    ids = _ids(channel)
    for post in index:
        entry = _entry(feed, post, channel)
        entry.id(ids(post))
        entry.published(moment_of(post.published))
        entry.updated(moment_of(post.updated or post.published))
        if post.summary:
            entry.summary(post.summary)
        entry.author(_people(post.authors or authors))  # here too: few readers inherit the feed's
    document: bytes = feed.atom_str(pretty=True)
    return document


def _index(posts: Iterable[Post]) -> PostIndex:
    return posts if isinstance(posts, PostIndex) else PostIndex(posts)


def _generator(channel: Channel, namespaces: dict[str, str]) -> Any:
    if not isinstance(channel, Channel):
        raise InvalidValue("channel", channel, "is not a Channel")
    feed = FeedGenerator()
    feed._FeedGenerator__rss_lastBuildDate = None  # noqa: SLF001  set from the clock, and no method unsets it
    feed.register_extension("mends", _FeedMends, _EntryMends)
    feed.mends.namespaces = namespaces
    feed.title(channel.title)
    feed.link(href=channel.link, rel="alternate")
    feed.generator(_GENERATOR)
    return feed


def _entry(feed: Any, post: Post, channel: Channel) -> Any:
    entry = feed.add_entry(order="append")
    entry.title(post.title)
    entry.link(href=channel.link_of(post), rel="alternate")
    entry.category([{"term": tag.slug, "label": tag.name} for tag in post.tags])
    entry.mends.post = post
    return entry


def _ids(channel: Channel) -> Callable[[Post], str]:
    """Return what gives each post of one document its id: where two share a link, the second gets its tag URI."""
    seen: set[str] = set()

    def id_of(post: Post) -> str:
        id = channel.id_of(post)
        id = channel.tag_uri_of(post) if id in seen else id
        seen.add(id)
        return id

    return id_of


def _updated(index: PostIndex) -> datetime:
    return max((moment_of(post.updated or post.published) for post in index), default=_NEVER)


def _people(authors: Iterable[Author]) -> list[dict[str, str | None]]:
    return [{"name": author.name, "email": author.email, "uri": author.url} for author in authors]


class _FeedMends(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    built: datetime | None = None
    namespaces: dict[str, str]

    def extend_ns(self) -> dict[str, str]:
        return self.namespaces

    def extend_rss(self, feed: Any) -> Any:
        if self.built:
            SubElement(feed[0], "lastBuildDate").text = format_datetime(self.built)
        return feed


class _EntryMends(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    post: Post
    creators: Iterable[str] = ()

    def extend_rss(self, item: Any) -> Any:
        SubElement(item, "pubDate").text = format_datetime(moment_of(self.post.published))
        for creator in self.creators:
            SubElement(item, f"{{{_DC}}}creator").text = creator
        if self.post.language:
            SubElement(item, f"{{{_DC}}}language").text = self.post.language
        return item

    def extend_atom(self, entry: Any) -> Any:
        if self.post.language:
            entry.set(_XML_LANG, self.post.language)
        return entry
