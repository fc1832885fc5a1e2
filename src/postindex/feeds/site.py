"""All feeds of a site: its own, one for each tag, and the list of them; written into a folder."""

import os
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path
from typing import NamedTuple

from postindex.errors import InvalidValue
from postindex.feeds.addresses import link_to, require_link
from postindex.feeds.channel import Channel
from postindex.feeds.documents import FeedWriter, require_format
from postindex.feeds.entries import Entry, build_entries, updated_of
from postindex.feeds.history import archives_of, pages_of, size_of
from postindex.feeds.metadata import MEDIA_TYPES, FeedMetadata, Format
from postindex.feeds.opml import Outline, opml_document
from postindex.files import file_path, replace_file
from postindex.index import PostIndex
from postindex.models import Post, Tag
from postindex.models.arguments import unique_tuple
from postindex.text import digest_of

_NAMES: dict[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_OPML = "feeds.opml"
_TAGS = "tags"
_NUMBER = "(?:-archive-[1-9][0-9]*|-(?:[2-9]|[1-9][0-9]+))?"  # there is no page 1 but the feed itself
_OURS = re.compile(rf"(?:(?:atom|rss){_NUMBER}\.xml|feed{_NUMBER}\.json)")
_LONGEST_NAME = 200  # bytes: a slug of 100 Chinese characters has 300, more than the name of a file may


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """One of a site's feeds: of a tag, or of the whole site, where `tag` is None.

    `link` is the page that it tells of, `url` its own address, and `path` its file, or the first of them.

    >>> site = "https://example.org/"
    >>> feed = PublishedFeed(Tag("tea"), "json", "Notes: tea", site, f"{site}feed.json", Path("feed.json"))
    >>> feed.tag, feed.format
    (Tag('tea'), 'json')
    """

    tag: Tag | None
    format: Format
    title: str
    link: str
    url: str
    path: Path


@dataclass(frozen=True, slots=True)
class Publication:
    """What `write_all` did.

    - `feeds`: the site's own, then those of each tag, most used first; each in every format.
    - `written`: the files that are new or have changed. `unchanged`: those that were as they should be.
    - `stale`: feeds in the folder that no longer belong there, such as those of a tag that no post carries any more;
      `removed` says whether they were removed.
    - `left_out`: the ids of posts that could not be put into a feed, each with a `PostLeftOut` warning.

    All paths begin with the folder that was given, and are sorted.

    >>> done = Publication(feeds=(), written=(Path("atom.xml"),), unchanged=(), stale=(), removed=False)
    >>> [path.name for path in done.written]
    ['atom.xml']
    """

    feeds: tuple[PublishedFeed, ...]
    written: tuple[Path, ...]
    unchanged: tuple[Path, ...]
    stale: tuple[Path, ...]
    removed: bool
    left_out: tuple[str, ...] = ()

    def alternates(self, tag: Tag | str | None = None) -> str:
        """Return the lines for a page's head by which readers find the feeds: of the site, after those of a tag.

        >>> tea = PublishedFeed(None, "atom", "Tea", "https://example.org/", "https://example.org/a.xml", Path("a.xml"))
        >>> Publication((tea,), (), (), (), False).alternates()
        '<link rel="alternate" type="application/atom+xml" title="Tea" href="https://example.org/a.xml">'
        """
        asked = [None] if tag is None else [Tag.of(tag), None]
        return "\n".join(_alternate(feed) for wanted in asked for feed in self.feeds if feed.tag == wanted)


def write_all(
    posts: Iterable[Post],
    channel: Channel,
    folder: str | os.PathLike[str],
    *,
    url: str | None = None,
    formats: Iterable[Format] = ("atom", "rss", "json"),
    min_count: int = 1,
    hidden: Iterable[Tag | str] = (),
    page_size: int | None = None,
    archive_size: int | None = None,
    remove_stale: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Publication:
    """Write all feeds of a site into a folder: its own, one for each tag, and an OPML list of them.

    The site's stand in `atom.xml`, `rss.xml` and `feed.json`, a tag's in `tags/SLUG/` under the same names, the list in
    `feeds.opml`. Folders are made where they lack. `url` is the folder's own address, the channel's link where it is
    left out; the addresses of the feeds follow from it, whatever the channel's `atom_url` and the like say. Tags on
    fewer than `min_count` posts and `hidden` ones get no feed. The channel's `limit` is that of each feed: of a tag,
    its newest posts.

    With `page_size` each feed comes as pages (see `paged`), with `archive_size` as a feed and its archives (see
    `archived`), which are read from the folder and never touched again.

    Each file is replaced whole or not at all, and one that has the same bytes is left alone. Feeds of the same names
    that do not belong there any more are reported as `stale`, and removed only with `remove_stale`. No other file is
    ever removed, nor are archives: they may be all that is left of a post. Nothing is removed where a post was left
    out, with a `PostLeftOut` warning, because its feeds may be back with it. `progress` is called with the number of
    feeds done, and of all, each format by itself.

    Where the operating system refuses, its `OSError` ends the work: files before are new, those behind are old.

    >>> import tempfile
    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     done = write_all([Post(title="Tea", published=date(2026, 3, 22), tags=["tea"])], channel, folder)
    ...     print(*[path.relative_to(folder).as_posix() for path in done.written])
    atom.xml feed.json feeds.opml rss.xml tags/tea/atom.xml tags/tea/feed.json tags/tea/rss.xml
    """
    folder = Path(file_path("folder", folder))
    if not isinstance(remove_stale, bool):
        raise InvalidValue("remove_stale", remove_stale, "is neither True nor False")
    formats = unique_tuple("formats", formats, _format)
    if not formats:
        raise InvalidValue("formats", formats, "is empty; give one format at least")
    if page_size is not None and archive_size is not None:
        raise InvalidValue("archive_size", archive_size, "is given beside page_size; a feed has pages or archives")
    page_size = None if page_size is None else size_of("page_size", page_size)
    archive_size = None if archive_size is None else size_of("archive_size", archive_size)
    entries, left_out = build_entries(posts, channel, unlimited=True)
    for warning in left_out:
        warnings.warn(warning, stacklevel=2)
    web = require_link("url", channel.link if url is None else url)
    if left_out or not isinstance(posts, PostIndex):
        posts = PostIndex(entry.post for entry in entries)
    feeds = _feeds(entries, posts.tags.filtered(min_count=min_count, hidden=hidden))
    presses = [FeedWriter(channel, format) for format in formats]
    shelf = _Shelf(folder)
    published: list[PublishedFeed] = []
    for feed, press in product(feeds, presses):
        head = feed.head(channel, press.format, web)
        if archive_size is not None:
            documents = shelf.with_archives(feed, press, head, archive_size)
        elif page_size is not None:
            documents = pages_of(press, head, feed.entries[: channel.limit], page_size)
        else:
            documents = {_NAMES[press.format]: press.document(head, feed.entries[: channel.limit])}
        shelf.put_all(documents, feed.names)
        path = shelf.folder.joinpath(*feed.names, _NAMES[press.format])
        published.append(PublishedFeed(feed.tag, press.format, head.title, head.link, str(head.url), path))
        if progress is not None:
            progress(len(published), len(feeds) * len(presses))
    outlines = [Outline(feed.title, feed.url, feed.link) for feed in published if feed.format == formats[0]]
    shelf.put(opml_document(outlines[0].title, outlines, updated_of(entries)), _OPML)
    # What was left out may be back tomorrow, and subscribers wait for its feeds.
    return shelf.closed(published, [warning.id for warning in left_out], remove_stale=remove_stale and not left_out)


class _Feed(NamedTuple):
    """A feed to write: of a tag or of the site, in the folder of these names."""

    tag: Tag | None
    names: tuple[str, ...]
    entries: list[Entry]

    def head(self, channel: Channel, format: Format, web: str) -> FeedMetadata:
        head = FeedMetadata.of(channel, format).at(link_to(web, *self.names, _NAMES[format]))
        return head if self.tag is None else head.tagged(self.tag, id=link_to(web, *self.names, _NAMES["atom"]))


def _feeds(entries: list[Entry], tags: Iterable[Tag]) -> list[_Feed]:
    tagged: dict[Tag, list[Entry]] = {}
    for entry in entries:
        for tag in entry.tags:
            tagged.setdefault(tag, []).append(entry)
    return [
        _Feed(None, (), entries),
        *(_Feed(tag, (_TAGS, _name_of(tag)), tagged[tag]) for tag in tags),
    ]


def _name_of(tag: Tag) -> str:
    """Return the name of a tag's folder: its slug, or as much of that as a name may have, and a digest of all."""
    if len(tag.slug.encode()) <= _LONGEST_NAME:
        return tag.slug
    return f"{tag.slug.encode()[:_LONGEST_NAME].decode(errors='ignore')}-{digest_of(tag.slug)}"


class _Shelf:
    """A folder of feeds, and what was done to its files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._changed: dict[Path, bool] = {}

    def put(self, document: bytes, *names: str) -> None:
        path = self.folder.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._changed[path] = replace_file(path, document)

    def put_all(self, documents: dict[str, bytes], names: tuple[str, ...]) -> None:
        """Put the documents of a feed into its folder: the feed last, as what it leads to is there by then."""
        first, *others = documents.items()
        for name, document in [*others, first]:
            self.put(document, *names, name)

    def with_archives(self, feed: _Feed, press: FeedWriter, head: FeedMetadata, size: int) -> dict[str, bytes]:
        """Return a feed and its archives, those that are there as they are."""
        beside = self.folder.joinpath(*feed.names)
        there = {path.name: path.read_bytes() for path in _ours(beside) if _is_archive(path)}
        try:
            return archives_of(press, head, feed.entries, there, size)
        except InvalidValue as error:  # there may be thousands of folders
            raise InvalidValue(f"{beside}: {error.place}", error.value, error.reason) from None

    def closed(self, feeds: list[PublishedFeed], left_out: list[str], *, remove_stale: bool) -> Publication:
        """Return what was done; remove what does not belong there, if that is wanted."""
        tags = (tag for tag in self.folder.glob(f"{_TAGS}/*/") if not tag.is_symlink())  # what it leads to is not here
        there = {*_ours(self.folder), *(path for tag in tags for path in _ours(tag))}
        stale = tuple(sorted(path for path in there.difference(self._changed) if not _is_archive(path)))
        if remove_stale:
            for path in stale:
                path.unlink()
                if not any(path.parent.iterdir()):
                    path.parent.rmdir()
        return Publication(
            feeds=tuple(feeds),
            written=tuple(sorted(path for path, changed in self._changed.items() if changed)),
            unchanged=tuple(sorted(path for path, changed in self._changed.items() if not changed)),
            stale=stale,
            removed=remove_stale,
            left_out=tuple(left_out),
        )


def _ours(folder: Path) -> list[Path]:
    """Return the files of a folder that have the names of feeds."""
    there = folder.iterdir() if folder.is_dir() else ()
    return [path for path in there if _OURS.fullmatch(path.name) and path.is_file()]


def _is_archive(path: Path) -> bool:
    return "-archive-" in path.name


def _format(format: Format) -> Format:
    require_format("format", format)
    return format


def _alternate(feed: PublishedFeed) -> str:
    title, url = escape(feed.title), escape(feed.url)
    return f'<link rel="alternate" type="{MEDIA_TYPES[feed.format]}" title="{title}" href="{url}">'
