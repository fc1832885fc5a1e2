"""Posts and a channel → entries: what every format says of a post, worked out once."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from postindex.errors import InvalidValue, PostLeftOut
from postindex.feeds.addresses import with_path
from postindex.feeds.channel import Channel
from postindex.feeds.markup import absolute, sanitized
from postindex.index import PostIndex
from postindex.index.order import ordered
from postindex.models import Author, Enclosure, Post, Tag
from postindex.text import close_bidi


class Entry(NamedTuple):
    """A post as it stands in a feed; `updated` is not before `published`, and equal where nothing has changed since."""

    post: Post
    id: str
    link: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    tags: tuple[Tag, ...]
    authors: tuple[Author, ...]
    language: str | None
    enclosures: tuple[Enclosure, ...]


def entries_of(posts: Iterable[Post], channel: Channel, *, unlimited: bool = False, stacklevel: int = 3) -> list[Entry]:
    """Return the entries of the newest posts as `worked_out`, and warn of those that are left out.

    The warning points to who called the function that asks, or further up as `stacklevel` says.
    """
    entries, left_out = build_entries(posts, channel, unlimited=unlimited)
    for warning in left_out:
        warnings.warn(warning, stacklevel=stacklevel)
    return entries


def build_entries(
    posts: Iterable[Post], channel: Channel, *, unlimited: bool = False
) -> tuple[list[Entry], list[PostLeftOut]]:
    """Return the entries of the newest posts, up to the channel's limit, newest first, each with an id of its own.

    Posts that share an id are told apart as in an index; where different ones were given the same id, the later get
    `-2`, `-3`. Where two share a link that is their id, the older one gets its tag URI, and so does a post whose link
    is the site's, which is the feed's id. A post that the channel's function gives no link is left out, and is among
    the second; if no other is left, that is the error.
    """
    if not isinstance(channel, Channel):
        raise InvalidValue("channel", channel, "is not a Channel; give a feeds.Channel")
    limit = None if unlimited else channel.limit
    newest = posts if isinstance(posts, PostIndex) else ordered("posts", posts, rename_given=True)
    entries: list[Entry] = []
    left_out: list[PostLeftOut] = []
    ids = {with_path(channel.link)}  # the feed's own
    for post in newest:
        if len(entries) == limit:
            break
        try:
            entry = _entry(post, channel)
        except InvalidValue as error:
            left_out.append(PostLeftOut(post.id, error))
            continue
        if entry.id in ids:
            entry = entry._replace(id=_unused(channel.tag_uri_of(post), ids))
        ids.add(entry.id)
        entries.append(entry)
    if left_out and not entries:
        raise left_out[0].error
    return entries, left_out


def updated_of(entries: Iterable[Entry]) -> datetime | None:
    """Return the latest moment at which an entry changed; None of none."""
    return max((entry.updated for entry in entries), default=None)


def _entry(post: Post, channel: Channel) -> Entry:
    link = channel.link_of(post)
    html = post.content_html
    if html:
        html = absolute(html, link)
        if channel.sanitize_html:  # last: whatever is parsed and written once more may come to mean something else
            html = sanitized(html)
    published = channel.moment_of(post.published)
    return Entry(
        post=post,
        id=channel.id_of(post),
        link=link,
        title=close_bidi(post.title),
        summary=close_bidi(post.summary) if post.summary.strip() else "",
        html=html,
        published=published,
        updated=max(published, channel.moment_of(post.updated)) if post.updated else published,
        tags=post.tags,
        authors=post.authors or channel.authors,
        language=post.language,
        enclosures=post.enclosures,
    )


def _unused(id: str, ids: set[str]) -> str:
    return next(other for other in _numbered(id) if other not in ids)


def _numbered(id: str) -> Iterator[str]:
    yield id
    number = 2
    while True:
        yield f"{id}-{number}"
        number += 1
