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
from postindex.feeds.entries import Entry, entries_of
from postindex.feeds.metadata import FeedMetadata, Format, Rel
from postindex.models import Post
from postindex.models.arguments import positive

_SIZE = 50
_ARCHIVE = "archive-"


def paged(posts: Iterable[Post], channel: Channel, format: Format, *, size: int = _SIZE) -> dict[str, bytes]:
    """Return a feed as pages of at most `size` posts, the newest first, by the names of their files.

    The first is the feed itself, at the channel's `atom_url`, `rss_url` or `json_url`, which must be given and end with
    a file's name; the others stand beside it: `atom.xml`, `atom-2.xml`, `atom-3.xml`. Each leads to `first`,
    `previous`, `next` and `last`; in JSON Feed `next_url` leads to the next. A new post moves all others on by one:
    whoever needs documents that stay wants `archived`. The channel's `limit` is that of all pages together.

    Source: RFC 5005, section 3, and appendix B for RSS.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/", atom_url="https://example.org/atom.xml")
    >>> posts = [Post(title=title, published=date(2026, 3, 22)) for title in ("Tea", "Pots", "Lids")]
    >>> pages = paged(posts, channel, "atom", size=2)
    >>> list(pages), pages["atom.xml"].count(b"<entry>"), pages["atom-2.xml"].count(b"<entry>")
    (['atom.xml', 'atom-2.xml'], 2, 1)
    """
    size = size_of("size", size)
    press = FeedWriter(channel, format)
    entries = entries_of(posts, channel)
    return pages_of(press, FeedMetadata.of(channel, format), entries, size)


def archived(
    posts: Iterable[Post],
    channel: Channel,
    format: Format,
    *,
    archives: Mapping[str, bytes] | None = None,
    size: int = _SIZE,
) -> dict[str, bytes]:
    """Return a feed and its archives, by the names of their files: the feed first, then the oldest archive and so on.

    The feed stands at the channel's `atom_url`, `rss_url` or `json_url`, and the archives beside it:
    `atom-archive-1.xml` holds the oldest `size` posts. Give the `archives` that are there already, by name: they come
    back as they are, byte for byte, whatever has become of their posts. What is not in them, or has changed since,
    stands in the feed; when that is twice `size` posts or more, the oldest of them make another archive, and at least
    `size` posts stay in the feed. So a reader that follows `prev-archive` to the end has every post in its latest
    state. In JSON Feed the way back is `next_url`.

    An archive leads to the next one if both were made at once. The newest does not: it would have to change when
    another comes. The channel's `limit` does not count here.

    Source: RFC 5005, section 4, and appendix B for RSS.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/", atom_url="https://example.org/atom.xml")
    >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in range(1, 10)]
    >>> documents = archived(posts, channel, "atom", size=2)
    >>> list(documents), documents["atom.xml"].count(b"<entry>")
    (['atom.xml', 'atom-archive-1.xml', 'atom-archive-2.xml', 'atom-archive-3.xml'], 3)
    """
    size = size_of("size", size)
    press = FeedWriter(channel, format)
    entries = entries_of(posts, channel, unlimited=True)
    return archives_of(press, FeedMetadata.of(channel, format), entries, {} if archives is None else archives, size)


def pages_of(press: FeedWriter, head: FeedMetadata, entries: Sequence[Entry], size: int) -> dict[str, bytes]:
    """Return the pages of a feed that stands at its head's `url`."""
    place = _Place.of(head)
    parts = [entries[start : start + size] for start in range(0, len(entries), size)] or [entries]
    urls = [place.numbered(number).url if number > 1 else place.url for number in range(1, len(parts) + 1)]
    pages = {}
    for at, part in enumerate(parts):
        links: list[tuple[Rel, str]] = [("first", urls[0]), ("last", urls[-1])] if len(urls) > 1 else []
        if at > 0:
            links.append(("previous", urls[at - 1]))
        if at + 1 < len(urls):
            links.append(("next", urls[at + 1]))
        pages[_Place(urls[at]).name] = press.document(head.at(urls[at], *links), part)
    return pages


def archives_of(
    press: FeedWriter, head: FeedMetadata, entries: Sequence[Entry], archives: Mapping[str, bytes], size: int
) -> dict[str, bytes]:
    """Return a feed that stands at its head's `url`, and its archives."""
    place = _Place.of(head)
    kept = _kept(archives, place)
    pending = list(_unarchived(press, head, entries, kept))
    first = len(kept) + 1
    full = max(0, len(pending) // size - 1)
    documents = dict(kept)
    for at in range(full):
        number = first + at
        links: list[tuple[Rel, str]] = [("current", place.url)]
        if number > 1:
            links.append(("prev-archive", place.archive(number - 1).url))
        if at + 1 < full:
            links.append(("next-archive", place.archive(number + 1).url))
        oldest = pending[len(pending) - (at + 1) * size : len(pending) - at * size]
        here = place.archive(number)
        documents[here.name] = press.document(head.at(here.url, *links, archived=True), oldest)
    back: list[tuple[Rel, str]] = [("prev-archive", place.archive(len(documents)).url)] if documents else []
    current = press.document(head.at(place.url, *back), pending[: len(pending) - full * size])
    return {place.name: current, **documents}


def size_of(place: str, size: int) -> int:
    """Return how many posts a document has, or refuse what says it of none."""
    return positive(place, size)


class _Place(NamedTuple):
    """Where a document stands, and where others beside it do."""

    url: str

    @classmethod
    def of(cls, head: FeedMetadata) -> "_Place":
        place = cls(head.url or "")
        if not _is_file_name(place.name):
            reason = "does not say where the feed will stand; give a link that ends with its file's name"
            raise InvalidValue(f"Channel.{head.format}_url", head.url, reason)
        return place

    @property
    def name(self) -> str:
        return unquote(urlsplit(self.url).path.rpartition("/")[2])

    def numbered(self, number: int, kind: str = "") -> "_Place":
        parts = urlsplit(self.url)
        folder, _, name = parts.path.rpartition("/")
        stem, suffix = splitext(name)
        return _Place(urlunsplit(parts._replace(path=f"{folder}/{stem}-{kind}{number}{suffix}")))

    def archive(self, number: int) -> "_Place":
        return self.numbered(number, _ARCHIVE)

    def is_archive(self, name: str) -> bool:
        before, number, after = self.archive(0).name.rpartition(f"-{_ARCHIVE}0")
        number = re.escape(number.removesuffix("0")) + "[1-9][0-9]*"
        return re.fullmatch(re.escape(before) + number + re.escape(after), name) is not None


def _is_file_name(name: object) -> bool:
    return isinstance(name, str) and not re.search(r"[/\\\0]", name) and name not in ("", ".", "..")


def _kept(archives: Mapping[str, bytes], place: _Place) -> dict[str, bytes]:
    """Return the archives of this place, oldest first; what else is there is none of its business."""
    if not isinstance(archives, Mapping):
        raise InvalidValue("archives", archives, "is no mapping; give the documents by the names of their files")
    for name in archives:
        if not _is_file_name(name):
            raise InvalidValue("archives", name, "is not the name of a file; give it as text, without its folder")
        if not isinstance(archives[name], bytes):
            raise InvalidValue(f"archives[{name!r}]", archives[name], "is not bytes; read the file as it is")
    names = (place.archive(number).name for number in count(1))
    kept = {name: archives[name] for name in takewhile(archives.__contains__, names)}
    missing = place.archive(len(kept) + 1).name
    if later := [name for name in archives if name not in kept and place.is_archive(name)]:
        raise InvalidValue("archives", later[0], f"is there, but {missing} is not; give all of them")
    return kept


def _unarchived(
    press: FeedWriter, head: FeedMetadata, entries: Sequence[Entry], archives: Mapping[str, bytes]
) -> Iterator[Entry]:
    """Yield the entries that are in no archive as they are now."""
    if not archives:
        yield from entries
        return
    archived: dict[str, Any] = {}
    for name, document in archives.items():
        try:
            archived |= _forms(document, head.format)
        except (etree.XMLSyntaxError, KeyError, RecursionError, TypeError, ValueError):
            told = f"is no {head.format} document; remove it, and what came after it"
            raise InvalidValue(f"archives[{name!r}]", document, told) from None
    now = _forms(press.document(head, entries), head.format)
    for entry in entries:
        if archived.get(entry.id) != now[entry.id]:
            yield entry


def _forms(document: bytes, format: Format) -> dict[str, Any]:
    """Return what a document says of each of its entries, by id, in a form that can be compared."""
    if format == "json":
        return {item["id"]: item for item in loads(document)["items"]}
    parsed: Any = etree.fromstring(document, etree.XMLParser(huge_tree=True, resolve_entities=False))
    root, entry, id = ("rss", "item", "guid") if format == "rss" else ("feed", "{*}entry", "{*}id")
    if etree.QName(parsed).localname != root:
        raise ValueError(parsed.tag)
    return {found.findtext(id): _form(found) for found in parsed.iter(entry)}


def _form(element: Any) -> Any:
    text = "" if len(element) else element.text  # what stands between elements is there for people
    return element.tag, dict(element.attrib), text, [_form(child) for child in element]
