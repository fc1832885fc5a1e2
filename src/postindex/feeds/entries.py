"""Posts and a channel → entries: the values that all formats write, computed once a post."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from postindex.errors import InvalidValue, PostLeftOut
from postindex.feeds.addresses import ensure_path, is_absolute_iri
from postindex.feeds.channel import Channel, keeps_given_id
from postindex.feeds.markup import complete_links, sanitize
from postindex.index import PostIndex
from postindex.index.order import ordered
from postindex.models import Author, Enclosure, Post, Tag
from postindex.text import close_bidi


class Entry(NamedTuple):
    """A post as feeds write it: `id` in Atom, `guid` in RSS and JSON Feed.

    `updated` is never before `published`, and equal to it if the post has none.
    """

    post: Post
    id: str
    guid: str
    link: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    tags: tuple[Tag, ...]  # and categories
    authors: tuple[Author, ...]
    language: str | None
    enclosures: tuple[Enclosure, ...]
    image: str | None


def build_entries_and_warn(posts: Iterable[Post], channel: Channel, *, unlimited: bool = False) -> list[Entry]:
    """Return the entries of `build_entries`, and warn the caller of the calling function of each post left out."""
    entries, left_out = build_entries(posts, channel, unlimited=unlimited)
    warn_of(left_out, stacklevel=4)
    return entries


def warn_of(left_out: Iterable[PostLeftOut], *, stacklevel: int) -> None:
    """Warn of each post that is left out; `stacklevel` is that of `warnings.warn`, seen from here."""
    for warning in left_out:
        warnings.warn(warning, stacklevel=stacklevel)


def build_entries(
    posts: Iterable[Post], channel: Channel, *, unlimited: bool = False
) -> tuple[list[Entry], list[PostLeftOut]]:
    """Return the entries of `iterate_entries`, and a warning for each post that is left out."""
    left_out: list[PostLeftOut] = []
    return list(iterate_entries(posts, channel, left_out, unlimited=unlimited)), left_out


def iterate_entries(
    posts: Iterable[Post], channel: Channel, left_out: list[PostLeftOut], *, unlimited: bool = False
) -> Iterator[Entry]:
    """Return an iterator of the entries of the newest posts, newest first.

    `unlimited` ignores the channel's `limit`. Entries have distinct ids: posts that share a derived id are numbered as
    in an index, and different posts with the same given id get `-2`, `-3`, the oldest keeping it. If the id of a post,
    a link, is that of another, the post gets its tag URI: of two posts with the same link the older, and a post whose
    link is the given id of another or the id of the feed. A given id is always the guid.

    A post without a valid link, or with HTML that cannot be sanitised, is left out, and a warning is added to
    `left_out`. If the function of `permalink` fails for every post, its error is raised at the end.
    """
    if not isinstance(channel, Channel):
        raise InvalidValue("channel", channel, "is not a Channel; give a feeds.Channel")
    newest = posts if isinstance(posts, PostIndex) else ordered("posts", posts, rename_given=True)
    return _entries(newest, channel, left_out, None if unlimited else channel.limit)


def _entries(
    newest: PostIndex | list[Post], channel: Channel, left_out: list[PostLeftOut], limit: int | None
) -> Iterator[Entry]:
    # Whatever the limit is, an id that was given belongs to its post.
    given = {post.id for post in newest if is_absolute_iri(post.id)} if channel.ids == "own" else set()
    used = {feed_id := ensure_path(channel.link)}
    for post in newest:
        if len(used) - 1 == limit:
            break
        try:
            entry = _build_entry(post, channel)
        except InvalidValue as error:
            left_out.append(PostLeftOut(post.id, error))
            continue
        if entry.id in used or (entry.id in given and entry.id != post.id):
            id = _unused_id(channel.tag_uri_of(post), used, given)
            entry = entry._replace(id=id, guid=post.id if keeps_given_id(channel, post) else id)
        used.add(entry.id)
        yield entry
    if left_out and used == {feed_id} and all(warning.error.place == "Channel.permalink" for warning in left_out):
        raise left_out[0].error


def latest_update(entries: Iterable[Entry]) -> datetime | None:
    """Return the latest `updated` of the entries, or None without entries."""
    return max((entry.updated for entry in entries), default=None)


def _build_entry(post: Post, channel: Channel) -> Entry:
    link = channel.link_of(post)
    html = post.content_html
    if html:
        html = complete_links(html, link)
        if channel.sanitize_html:  # last, because HTML that is parsed and written again may change its meaning
            html = sanitize(html)
    id = channel.id_of(post)
    published = channel.moment_of(post.published)
    return Entry(
        post=post,
        id=id,
        guid=post.id if keeps_given_id(channel, post) else id,
        link=link,
        title=close_bidi(post.title),
        summary=close_bidi(post.summary) if post.summary.strip() else "",
        html=html,
        published=published,
        updated=max(published, channel.moment_of(post.updated)) if post.updated else published,
        tags=tuple(dict.fromkeys((*post.tags, *post.categories))) if post.categories else post.tags,
        authors=post.authors or channel.authors,
        language=post.language,
        enclosures=post.enclosures,
        image=post.image,
    )


def _unused_id(id: str, used: set[str], given: set[str]) -> str:
    return next(candidate for candidate in _numbered_ids(id) if candidate not in used and candidate not in given)


def _numbered_ids(id: str) -> Iterator[str]:
    yield id
    number = 2
    while True:
        yield f"{id}-{number}"
        number += 1
