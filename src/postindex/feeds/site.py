"""All feeds of a site: its own, one for each tag, and the list of them; written into a folder."""

import os
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
from postindex.feeds.entries import Entry, build_entries, latest_update
from postindex.feeds.folder import TAGS_FOLDER, FeedFolder, folder_names
from postindex.feeds.history import build_archives, build_pages
from postindex.feeds.metadata import MEDIA_TYPES, FeedMetadata, Format
from postindex.feeds.opml import Outline, opml_document
from postindex.files import file_path
from postindex.index import PostIndex
from postindex.models import Post, Tag
from postindex.models.arguments import positive, unique_tuple

_FILE_NAMES: dict[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_OPML_NAME = "feeds.opml"


@dataclass(frozen=True, slots=True)
class PublishedFeed:
    """A feed that `write_all` wrote, of a tag or, if `tag` is None, of the whole site.

    `link` is the page that it describes, `url` its address, and `path` its file, the first one of several.

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
    - `written`: the files that are new or have changed.
    - `unchanged`: the files that had the right bytes already.
    - `stale`: feeds in the folder that no longer belong there, such as those of a tag that no post has any more.
    - `removed`: whether the stale feeds were removed.
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
        tags = [None] if tag is None else [Tag.of(tag), None]
        return "\n".join(_alternate_link(feed) for tag_ in tags for feed in self.feeds if feed.tag == tag_)


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

    The site's feeds are `atom.xml`, `rss.xml` and `feed.json`. Those of a tag have the same names in `tags/SLUG/`. The
    list is `feeds.opml`. Missing folders are created. A digest follows the slug if Windows reserves it (`con`, `aux`),
    if it is too long, or if a file system may take it for that of another tag (`straße`, `strasse`).

    - `url`: the address of the folder; the channel's link if left out. The addresses of all feeds follow from it; the
      channel's `atom_url`, `rss_url` and `json_url` are ignored.
    - `formats`: the formats to write.
    - `min_count`, `hidden`: tags on fewer posts, and these tags, get no feed.
    - `page_size`: write each feed as pages (see `paged`).
    - `archive_size`: write each feed with archives (see `archived`). Existing archives are read from the folder and
      never changed.
    - `remove_stale`: remove feeds that no longer belong in the folder, instead of only reporting them as `stale`.
    - `progress`: a function called with the number of feeds written and of all; each format counts.

    The channel's `limit` counts for each feed: that of a tag has the newest posts of the tag.

    Each file is replaced whole or not at all, and a file that has the right bytes already is not touched. Only files
    with the names of feeds are ever removed, and never archives, because they may hold the last copy of a post. If a
    post is left out with a `PostLeftOut` warning, nothing is removed, because its feeds may return with it.

    Two runs that write to the same folder at once wait for each other, except on Windows.

    Raises `InvalidValue` for an invalid argument, before anything is written. If the operating system refuses a file,
    its `OSError` ends the work: files written before it are new, the others old.

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
        raise InvalidValue("remove_stale", remove_stale, "is not True or False")
    formats = unique_tuple("formats", formats, _checked_format)
    if not formats:
        raise InvalidValue("formats", formats, "is empty; give at least one format")
    if page_size is not None and archive_size is not None:
        raise InvalidValue("archive_size", archive_size, "cannot be combined with page_size; give one of them")
    page_size = None if page_size is None else positive("page_size", page_size)
    archive_size = None if archive_size is None else positive("archive_size", archive_size)
    entries, left_out = build_entries(posts, channel, unlimited=True)
    for warning in left_out:
        warnings.warn(warning, stacklevel=2)
    base = require_link("url", channel.link if url is None else url)
    if left_out or not isinstance(posts, PostIndex):
        posts = PostIndex(entry.post for entry in entries)
    feeds = _site_feeds(entries, posts.tags.filtered(min_count=min_count, hidden=hidden))
    writers = {format: FeedWriter(channel, format) for format in formats}
    # All links of tags before any file: a function of the channel may fail.
    documents = [(feed, feed.metadata(channel, format, base)) for feed, format in product(feeds, formats)]
    target = FeedFolder(folder)
    published: list[PublishedFeed] = []
    with target.locked():
        for feed, metadata in documents:
            writer = writers[metadata.format]
            if archive_size is None:
                files = build_pages(writer, metadata, feed.entries[: channel.limit], page_size or len(entries) or 1)
            else:
                files = _with_archives(target, feed, writer, metadata, archive_size)
            target.write_feed(files, feed.folders)
            path = folder.joinpath(*feed.folders, _FILE_NAMES[metadata.format])
            published.append(
                PublishedFeed(feed.tag, metadata.format, metadata.title, metadata.link, str(metadata.url), path)
            )
            if progress is not None:
                progress(len(published), len(documents))
        outlines = [Outline(feed.title, feed.url, feed.link) for feed in published if feed.format == formats[0]]
        target.write(opml_document(outlines[0].title, outlines, latest_update(entries)), _OPML_NAME)
        stale = target.stale()
        # A post that was left out may return, and subscribers wait for its feeds.
        removed = remove_stale and not left_out
        if removed:
            target.remove(stale)
    return Publication(
        feeds=tuple(published),
        written=target.written,
        unchanged=target.unchanged,
        stale=stale,
        removed=removed,
        left_out=tuple(warning.id for warning in left_out),
    )


class _SiteFeed(NamedTuple):
    """A feed to write, of a tag or of the site, and the names of its folders."""

    tag: Tag | None
    folders: tuple[str, ...]
    entries: list[Entry]

    def metadata(self, channel: Channel, format: Format, base: str) -> FeedMetadata:
        metadata = FeedMetadata.of(channel, format).at(link_to(base, *self.folders, _FILE_NAMES[format]))
        if self.tag is None:
            return metadata
        return metadata.tagged(self.tag, id=link_to(base, *self.folders, _FILE_NAMES["atom"]))


def _site_feeds(entries: list[Entry], tags: Iterable[Tag]) -> list[_SiteFeed]:
    tagged: dict[Tag, list[Entry]] = {}
    for entry in entries:
        for tag in entry.tags:
            tagged.setdefault(tag, []).append(entry)
    names = folder_names(tagged)
    return [
        _SiteFeed(None, (), entries),
        *(_SiteFeed(tag, (TAGS_FOLDER, names[tag]), tagged[tag]) for tag in tags),
    ]


def _with_archives(
    target: FeedFolder, feed: _SiteFeed, writer: FeedWriter, metadata: FeedMetadata, size: int
) -> dict[str, bytes]:
    """Return the documents of a feed and its archives, existing ones unchanged."""
    try:
        return build_archives(writer, metadata, feed.entries, target.archives(feed.folders), size)
    except InvalidValue as error:  # there may be thousands of folders
        raise error.within(str(target.path.joinpath(*feed.folders))) from None


def _checked_format(format: Format) -> Format:
    require_format("format", format)
    return format


def _alternate_link(feed: PublishedFeed) -> str:
    title, url = escape(feed.title), escape(feed.url)
    return f'<link rel="alternate" type="{MEDIA_TYPES[feed.format]}" title="{title}" href="{url}">'
