"""Posts and a channel → one document in any of the formats, as bytes or as a file."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, get_args

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.entries import Entry, entries_of, updated_of
from postindex.feeds.jsonfeed import json_document, json_item
from postindex.feeds.metadata import FeedMetadata, Format
from postindex.feeds.xml import atom_document, atom_entry, rss_document, rss_item
from postindex.files import file_path, replace_file
from postindex.models import Post


class Writer(NamedTuple):
    """How a format writes an entry, and a document of what it made of entries, given when they last changed."""

    entry: Callable[[Entry, Channel], Any]
    document: Callable[[FeedMetadata, datetime | None, Iterable[Any]], bytes]


WRITERS: dict[Format, Writer] = {
    "atom": Writer(atom_entry, atom_document),
    "rss": Writer(rss_item, rss_document),
    "json": Writer(json_item, json_document),
}


class FeedWriter:
    """Writes documents of a channel in one format, and each entry once, in however many documents it stands."""

    def __init__(self, channel: Channel, format: Format) -> None:
        require_format("format", format)
        self.format = format
        self._channel = channel
        self._writer = WRITERS[format]
        self._made: dict[str, Any] = {}

    def document(self, head: FeedMetadata, entries: Sequence[Entry]) -> bytes:
        """Return the document of these entries that has this head."""
        return self._writer.document(head, updated_of(entries), [self._entry(entry) for entry in entries])

    def _entry(self, entry: Entry) -> Any:
        made = self._made.get(entry.id)
        if made is None:
            made = self._made[entry.id] = self._writer.entry(entry, self._channel)
        return made


def rss(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return an RSS 2.0 document of the posts, newest first, as UTF-8 bytes.

    `link` is the site's. An item's `guid` is `Channel.id_of` the post, its `link` is `Channel.link_of`; `description`
    is the summary, escaped as the HTML that readers take it for, and `content:encoded` the post's HTML; `category` is a
    tag's name; `dc:creator` an author; of several enclosures the first is there. The same posts and channel give the
    same bytes, on any day and machine.

    Source: the RSS 2.0 specification and the RSS Advisory Board's best-practices profile.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = rss([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> b"<pubDate>Sun, 22 Mar 2026 12:00:00 +0000</pubDate>" in document
    True
    """
    return document_of(posts, channel, "rss")


def atom(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return an Atom 1.0 document of the posts, newest first, as UTF-8 bytes.

    An entry's `id` is `Channel.id_of` the post and its alternate link `Channel.link_of`; `updated` is the post's, or
    else its `published`; `content` is the post's HTML; `category` has a tag's slug as term and its name as label. The
    feed's `updated` is the latest of its entries', and 1970-01-01 where it has none. The same posts and channel give
    the same bytes, on any day and machine.

    Source: RFC 4287.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = atom([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> b"<id>tag:example.org,2026-03-22:2026-03-22-tea</id>" in document
    True
    """
    return document_of(posts, channel, "atom")


def json(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return a JSON Feed 1.1 of the posts, newest first, as UTF-8 bytes.

    An item's `id` is `Channel.id_of` the post and its `url` is `Channel.link_of`. A post without HTML has its summary
    as `content_text`. The same posts and channel give the same bytes, on any day and machine.

    Source: https://www.jsonfeed.org/version/1.1/.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> document = json([Post(title="Tea", published=date(2026, 3, 22))], channel)
    >>> b'"date_published": "2026-03-22T12:00:00+00:00"' in document
    True
    """
    return document_of(posts, channel, "json")


def document_of(posts: Iterable[Post], channel: Channel, format: Format) -> bytes:
    """Return a document of the posts in a format."""
    press = FeedWriter(channel, format)
    entries = entries_of(posts, channel, stacklevel=4)
    return press.document(FeedMetadata.of(channel, format), entries)


def require_format(place: str, format: object) -> None:
    """Refuse what is no feed format."""
    if format not in get_args(Format):  # which takes what has no hash, too
        raise InvalidValue(place, format, f"is not a feed format; the formats are {', '.join(get_args(Format))}")


def write(posts: Iterable[Post], channel: Channel, path: str | os.PathLike[str], format: Format | None = None) -> bool:
    """Write a feed of the posts to a file, which is replaced whole or not at all; say whether it changed.

    Without `format`, the file's name says it: one that has the word `atom`, `rss` or `json` in it, such as `atom.xml`,
    `blog.rss` or `feed.json`; any other name, and one that has several, is an `InvalidValue`. A file that has the same
    bytes already is not touched. The folder must be there; what the operating system refuses is its `OSError`, and
    leaves the old file as it was.

    >>> import tempfile
    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write([Post(title="Tea", published=date(2026, 3, 22))], channel, f"{folder}/atom.xml")
    ...     print(Path(folder, "atom.xml").read_text()[:38])
    True
    <?xml version='1.0' encoding='UTF-8'?>
    """
    path = file_path("path", path)
    if format is None:
        format = format_of(path)
    require_format("format", format)
    return replace_file(path, document_of(posts, channel, format))


def format_of(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's name says.

    >>> format_of("public/atom.xml"), format_of("blog.rss"), format_of("feed.json")
    ('atom', 'rss', 'json')
    """
    path = file_path("path", path)
    parts = re.split(r"[^a-z]+", Path(path).name.lower())
    named = [format for format in WRITERS if format in parts]
    if len(named) != 1:
        raise InvalidValue(
            "path",
            os.fspath(path),
            "does not say its format; name it such as atom.xml, rss.xml or feed.json, or give the format",
        )
    return named[0]
