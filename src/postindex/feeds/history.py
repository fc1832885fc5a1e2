"""A feed in several documents: paged, or with archives that never change (RFC 5005)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, takewhile
from json import loads
from posixpath import splitext
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from lxml import etree

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.documents import FeedWriter
from postindex.feeds.entries import Entry, build_entries_and_warn
from postindex.feeds.metadata import FeedMetadata, Format, Rel
from postindex.models import Post
from postindex.models.arguments import positive

_DEFAULT_SIZE = 50
_ARCHIVE = "archive-"


def paged(posts: Iterable[Post], channel: Channel, format: Format, *, size: int = _DEFAULT_SIZE) -> dict[str, bytes]:
    """Return a feed as pages of at most `size` posts, by file name, the newest posts first.

    The first page is the feed itself. Its address is the channel's `atom_url`, `rss_url` or `json_url`, which must be
    given and end with a file's name. The other pages are beside it: `atom.xml`, `atom-2.xml`, `atom-3.xml`. Each page
    links to the `first`, `previous`, `next` and `last`; in JSON Feed, `next_url` is the next. The channel's `limit`
    counts for all pages together.

    A new post shifts all others; for documents that do not change, use `archived`.

    Source: RFC 5005, section 3, and appendix B for RSS.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/", atom_url="https://example.org/atom.xml")
    >>> posts = [Post(title=title, published=date(2026, 3, 22)) for title in ("Tea", "Pots", "Lids")]
    >>> pages = paged(posts, channel, "atom", size=2)
    >>> list(pages), pages["atom.xml"].count(b"<entry>"), pages["atom-2.xml"].count(b"<entry>")
    (['atom.xml', 'atom-2.xml'], 2, 1)
    """
    size = positive("size", size)
    writer = FeedWriter(channel, format)
    entries = build_entries_and_warn(posts, channel)
    return build_pages(writer, FeedMetadata.of(channel, format), entries, size)


def archived(
    posts: Iterable[Post],
    channel: Channel,
    format: Format,
    *,
    archives: Mapping[str, bytes] | None = None,
    size: int = _DEFAULT_SIZE,
) -> dict[str, bytes]:
    """Return a feed and its archives, by file name: the feed first, then the archives, oldest first.

    The address of the feed is the channel's `atom_url`, `rss_url` or `json_url`. The archives are beside it:
    `atom-archive-1.xml` holds the oldest `size` posts. Existing `archives`, given by file name, are returned unchanged.

    Posts that are in no archive, or have changed since, are in the feed. When they are twice `size` or more, the oldest
    of them become another archive; at least `size` posts stay in the feed. So a reader that follows `prev-archive` to
    the end has every post in its latest state. In JSON Feed the link back is `next_url`.

    An archive links to the next one if both are made by one call. The newest archive does not, because it would have
    to change when another follows. The channel's `limit` is ignored.

    Source: RFC 5005, section 4, and appendix B for RSS.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/", atom_url="https://example.org/atom.xml")
    >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in range(1, 10)]
    >>> documents = archived(posts, channel, "atom", size=2)
    >>> list(documents), documents["atom.xml"].count(b"<entry>")
    (['atom.xml', 'atom-archive-1.xml', 'atom-archive-2.xml', 'atom-archive-3.xml'], 3)
    """
    size = positive("size", size)
    writer = FeedWriter(channel, format)
    entries = build_entries_and_warn(posts, channel, unlimited=True)
    return build_archives(writer, FeedMetadata.of(channel, format), entries, {} if archives is None else archives, size)


def build_pages(writer: FeedWriter, metadata: FeedMetadata, entries: Sequence[Entry], size: int) -> dict[str, bytes]:
    """Return the pages of a feed, whose address is `metadata.url`."""
    feed = _Address.of(metadata)
    parts = [entries[start : start + size] for start in range(0, len(entries), size)] or [entries]
    urls = [feed.numbered(number).url if number > 1 else feed.url for number in range(1, len(parts) + 1)]
    pages = {}
    for at, part in enumerate(parts):
        links: list[tuple[Rel, str]] = [("first", urls[0]), ("last", urls[-1])] if len(urls) > 1 else []
        if at > 0:
            links.append(("previous", urls[at - 1]))
        if at + 1 < len(urls):
            links.append(("next", urls[at + 1]))
        pages[_Address(urls[at]).name] = writer.document(metadata.at(urls[at], *links), part)
    return pages


def build_archives(
    writer: FeedWriter, metadata: FeedMetadata, entries: Sequence[Entry], archives: Mapping[str, bytes], size: int
) -> dict[str, bytes]:
    """Return a feed, whose address is `metadata.url`, and its archives."""
    feed = _Address.of(metadata)
    existing = _existing_archives(archives, feed)
    pending = list(_entries_to_write(writer, metadata, entries, existing))
    first = len(existing) + 1
    new = max(0, len(pending) // size - 1)
    documents = dict(existing)
    for at in range(new):
        number = first + at
        links: list[tuple[Rel, str]] = [("current", feed.url)]
        if number > 1:
            links.append(("prev-archive", feed.archive(number - 1).url))
        if at + 1 < new:
            links.append(("next-archive", feed.archive(number + 1).url))
        oldest = pending[len(pending) - (at + 1) * size : len(pending) - at * size]
        archive = feed.archive(number)
        documents[archive.name] = writer.document(metadata.at(archive.url, *links, archived=True), oldest)
    back: list[tuple[Rel, str]] = [("prev-archive", feed.archive(len(documents)).url)] if documents else []
    current = writer.document(metadata.at(feed.url, *back), pending[: len(pending) - new * size])
    return {feed.name: current, **documents}


class _Address(NamedTuple):
    """The address of a document, from which those of the documents beside it follow."""

    url: str

    @classmethod
    def of(cls, metadata: FeedMetadata) -> "_Address":
        address = cls(metadata.url or "")
        if not _is_file_name(address.name):
            reason = "does not end with a file name; give the feed's link, such as 'https://example.org/atom.xml'"
            raise InvalidValue(f"Channel.{metadata.format}_url", metadata.url, reason)
        return address

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.url).path.rpartition("/")[2])

    def numbered(self, number: int, kind: str = "") -> "_Address":
        parts = urlsplit(self.url)
        folder, _, name = parts.path.rpartition("/")
        stem, suffix = splitext(name)
        return _Address(urlunsplit(parts._replace(path=f"{folder}/{stem}-{kind}{number}{suffix}")))

    def archive(self, number: int) -> "_Address":
        return self.numbered(number, _ARCHIVE)

    def is_archive(self, name: str) -> bool:
        before, number, after = self.archive(0).name.rpartition(f"-{_ARCHIVE}0")
        number = re.escape(number.removesuffix("0")) + "[1-9][0-9]*"
        return re.fullmatch(re.escape(before) + number + re.escape(after), name) is not None


def _is_file_name(name: object) -> bool:
    return isinstance(name, str) and not re.search(r"[/\\\0]", name) and name not in ("", ".", "..")


def _existing_archives(archives: Mapping[str, bytes], feed: _Address) -> dict[str, bytes]:
    """Return the archives of a feed, oldest first; ignore other documents."""
    if not isinstance(archives, Mapping):
        raise InvalidValue("archives", archives, "is not a mapping; give the documents by file name")
    for name in archives:
        if not _is_file_name(name):
            raise InvalidValue("archives", name, "is not a file name; give text without the folder")
        if not isinstance(archives[name], bytes):
            raise InvalidValue(f"archives[{name!r}]", archives[name], "is not bytes; read the file in binary mode")
    names = (feed.archive(number).name for number in count(1))
    existing = {name: archives[name] for name in takewhile(archives.__contains__, names)}
    missing = feed.archive(len(existing) + 1).name
    if later := [name for name in archives if name not in existing and feed.is_archive(name)]:
        raise InvalidValue("archives", later[0], f"is given, but {missing} is missing; give all archives")
    return existing


def _entries_to_write(
    writer: FeedWriter, metadata: FeedMetadata, entries: Sequence[Entry], archives: Mapping[str, bytes]
) -> Iterator[Entry]:
    """Yield the entries that are in no archive, or have changed since."""
    if not archives:
        yield from entries
        return
    archived: dict[str, Any] = {}
    for name, document in archives.items():
        try:
            archived |= _comparable_entries(document, metadata.format)
        except (etree.XMLSyntaxError, KeyError, RecursionError, TypeError, ValueError):
            reason = f"is not a valid {metadata.format} document; remove it and all later archives"
            raise InvalidValue(f"archives[{name!r}]", document, reason) from None
    current = _comparable_entries(writer.document(metadata, entries), metadata.format)
    for entry in entries:
        id = entry.id if metadata.format == "atom" else entry.guid
        if archived.get(id) != current[id]:
            yield entry


def _comparable_entries(document: bytes, format: Format) -> dict[str, Any]:
    """Return the entries of a document, by id, as values that can be compared."""
    if format == "json":
        return {item["id"]: item for item in loads(document)["items"]}
    parsed: Any = etree.fromstring(document, etree.XMLParser(huge_tree=True, resolve_entities=False))
    root, entry, id = ("rss", "item", "guid") if format == "rss" else ("feed", "{*}entry", "{*}id")
    if etree.QName(parsed).localname != root:
        raise ValueError(parsed.tag)
    return {element.findtext(id): _comparable(element) for element in parsed.iter(entry)}


def _comparable(element: Any) -> Any:
    text = "" if len(element) else element.text  # between elements is only indentation
    return element.tag, dict(element.attrib), text, [_comparable(child) for child in element]
