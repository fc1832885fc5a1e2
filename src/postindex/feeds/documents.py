"""Posts and a channel → one document in any of the formats, as bytes or as a file."""

import os
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple, get_args

from postindex.errors import InvalidValue, PostLeftOut
from postindex.feeds.channel import Channel
from postindex.feeds.entries import Entry, iterate_entries, warn_of
from postindex.feeds.frames import Contents, Frame, framed
from postindex.feeds.jsonfeed import BETWEEN_ITEMS, json_frame, json_item
from postindex.feeds.metadata import FeedMetadata, Format
from postindex.feeds.xml import atom_frame, rss_frame
from postindex.feeds.xml_entries import atom_entry, rss_item
from postindex.files import file_path, replace_file
from postindex.models import Post


class FormatFunctions(NamedTuple):
    """The functions of a format, which write an entry and what is around all entries, and the bytes between two."""

    element: Callable[[Entry, Channel], bytes]
    frame: Callable[[FeedMetadata, Contents], Frame]
    between: bytes = b""

    def document(self, metadata: FeedMetadata, entries: Iterable[Entry], element: Callable[[Entry], bytes]) -> bytes:
        """Return the document of these entries with this metadata, each entry written by `element`."""
        return framed(entries, element, self.between, partial(self.frame, metadata))


FORMAT_FUNCTIONS: dict[Format, FormatFunctions] = {
    "atom": FormatFunctions(atom_entry, atom_frame),
    "rss": FormatFunctions(rss_item, rss_frame),
    "json": FormatFunctions(json_item, json_frame, BETWEEN_ITEMS),
}


class FeedWriter:
    """Write documents of a channel in one format. Each entry is written once, however many documents contain it."""

    def __init__(self, channel: Channel, format: Format) -> None:
        require_format("format", format)
        self._channel = channel
        self._functions = FORMAT_FUNCTIONS[format]
        self._elements: dict[str, bytes] = {}

    def document(self, metadata: FeedMetadata, entries: Iterable[Entry]) -> bytes:
        """Return the document of these entries with this metadata."""
        return self._functions.document(metadata, entries, self._element)

    def _element(self, entry: Entry) -> bytes:
        element = self._elements.get(entry.id)
        if element is None:
            element = self._elements[entry.id] = self._functions.element(entry, self._channel)
        return element


def rss(posts: Iterable[Post], channel: Channel) -> bytes:
    """Return an RSS 2.0 document of the posts, newest first, as UTF-8 bytes.

    - `link` of the channel is the site. `link` of an item is `Channel.link_of` the post, its `guid` `Channel.guid_of`.
    - `description` is the summary, escaped because readers take it for HTML; `content:encoded` is the post's HTML.
    - `category` is the name of a tag, `dc:creator` the name of an author.
    - Of several enclosures, the first is written.

    The same posts and channel give the same bytes, on any day and machine.

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

    - `id` of an entry is `Channel.id_of` the post, its alternate link `Channel.link_of`.
    - `updated` is the post's, or else its `published`. The feed's is the latest of its entries', or 1970-01-01 without
      entries.
    - `content` is the post's HTML.
    - `category` has a tag's slug as term and its name as label.

    The same posts and channel give the same bytes, on any day and machine.

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

    An item's `id` is `Channel.guid_of` the post and its `url` is `Channel.link_of`. A post without HTML has its summary
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
    """Return a document of the posts in a format. The entries are made and written one at a time."""
    require_format("format", format)
    left_out: list[PostLeftOut] = []
    entries = iterate_entries(posts, channel, left_out)
    functions = FORMAT_FUNCTIONS[format]
    document = functions.document(
        FeedMetadata.of(channel, format), entries, lambda entry: functions.element(entry, channel)
    )
    warn_of(left_out, stacklevel=4)
    return document


def require_format(place: str, format: object) -> None:
    """Raise `InvalidValue` unless `format` is a feed format."""
    if format not in get_args(Format):  # a tuple, which takes unhashable values too
        raise InvalidValue(place, format, f"is not a feed format; give one of {', '.join(get_args(Format))}")


def write(posts: Iterable[Post], channel: Channel, path: str | os.PathLike[str], format: Format | None = None) -> bool:
    """Write a feed of the posts to a file, and return whether the file changed.

    Without `format`, it is inferred from the file's name, which has the word `atom`, `rss` or `json` in it, such as
    `atom.xml`, `blog.rss` or `feed.json`. Other names, and those with several of the words, are an `InvalidValue`.

    The file is replaced whole or not at all. A file that has the same bytes already is not touched. The folder must
    exist. Whatever the operating system refuses is an `OSError`, and leaves the old file unchanged.

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
    """Return the format inferred from a file's name.

    >>> format_of("public/atom.xml"), format_of("blog.rss"), format_of("feed.json")
    ('atom', 'rss', 'json')
    """
    path = file_path("path", path)
    words = re.split(r"[^a-z]+", Path(path).name.lower())
    formats = [format for format in FORMAT_FUNCTIONS if format in words]
    if len(formats) != 1:
        raise InvalidValue(
            "path",
            os.fspath(path),
            "does not tell the feed format; give format, or a name such as atom.xml, rss.xml or feed.json",
        )
    return formats[0]
