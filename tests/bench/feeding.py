"""Feeds beside plain feedgen, Django's feedgenerator, a string template and json.dumps: ratios, and the times of ours.

A peer writes the same content, as its own documentation says or faster. It is given what ours computes from posts and
channel: links, ids and moments, and the posts of each tag. Times are the processor's, which others on the machine
hardly lengthen; only where a disc is waited for, they are the clock's.
"""

import gc
import json
import os
import tempfile
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from email.utils import format_datetime
from functools import partial
from html import escape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from shutil import disk_usage
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar
from unittest.mock import patch

from blogs import listing_text
from feedgen.feed import FeedGenerator
from rich.console import Console
from rich.table import Table
from timing import peak, table_of

from postindex import Author, Channel, Post, PostIndex, feeds, parse_listing, write_listing
from postindex.feeds.entries import Entry, build_entries_and_warn
from postindex.feeds.folder import FeedFolder
from postindex.feeds.metadata import Format

T = TypeVar("T", bound=Hashable)

_ENTRIES, _MOST = 20, 10_000  # of a feed: what many have, and more than nearly any has
_POSTS, _TAGS = 10_000, 2_000  # of the blog that has a feed for each tag
_ROUNDS, _FEWER = 3, 2  # the latter for all feeds of a site, which take seconds
_OURS = "ours"
_SITE = "https://example.org/"
_AUTHOR = Author("A. Writer", email="writer@example.org")  # feedgen leaves authors without an address out of RSS
_FILES: dict[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
_NAMES: dict[Format, str] = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}
_SHM = "/dev/shm"  # where Linux has files in memory
_IN_MEMORY = _SHM if os.path.isdir(_SHM) and disk_usage(_SHM).free > 2**29 else None  # elsewhere on disc
_DOCUMENTS, _WRITTEN = "documents", "and files"
_READING = """
import sys
from postindex import Channel, feeds, read_listing
posts = read_listing(sys.argv[1]).index
"""
_WRITING = f"""{_READING}
channel = Channel(title="Bench", link="{_SITE}", authors=["A. Writer"], limit=int(sys.argv[3]))
feeds.write_all(posts, channel, sys.argv[2])
"""
_LONGEST = 1_000_000  # entries of a document whose memory is measured
_MANY_POSTS = """
import sys
from datetime import date, timedelta
from postindex import Channel, Post, PostIndex, feeds
posts = PostIndex(
    Post(
        title=f"Tea and pots {number} of many kinds",
        published=date(2026, 1, 1) - timedelta(days=number % 20_000),
        summary="Leaves and water, and more words. " * 10,
        tags=["tea", "pots", "blog"],
    )
    for number in range(int(sys.argv[1]))
)
"""
_LONG_DOCUMENT = f"""{_MANY_POSTS}
channel = Channel(title="Bench", link="{_SITE}", authors=["A. Writer"])
feeds.write(posts, channel, sys.argv[2], sys.argv[3])
"""


class FeedContent(NamedTuple):
    """The content that a peer gets of a feed: its title, the path of its file, and its entries."""

    title: str
    path: str
    entries: Sequence[Entry]


Peer = Callable[[FeedContent], bytes]
Clock = Callable[[], float]


def plain_feedgen(content: FeedContent, format: Format) -> bytes:
    """feedgen at its best: entries are appended, moments are not parsed, and all categories come in one call."""
    author = {"name": _AUTHOR.name, "email": _AUTHOR.email}
    feed = FeedGenerator()
    feed.id(_SITE)
    feed.title(content.title)
    feed.description(content.title)
    feed.author(author)
    feed.link(href=f"{_SITE}{content.path}", rel="self")
    feed.link(href=_SITE, rel="alternate")  # RSS has the last as its link
    for entry in content.entries:
        made = feed.add_entry(order="append")
        made.id(entry.id)
        made.title(entry.title)
        made.link(href=entry.link)
        made.summary(entry.summary)
        made.published(entry.published)
        made.author(author)
        made.category([{"term": tag.slug, "label": tag.name} for tag in entry.tags])
        if format == "atom":
            made.updated(entry.updated)
    document: bytes = feed.atom_str(pretty=True) if format == "atom" else feed.rss_str(pretty=True)
    return document


def django(content: FeedContent, format: Format) -> bytes:
    """Django's, which needs no project. It indents nothing, and an Atom category is the tag's name alone."""
    kinds = import_module("django.utils.feedgenerator")  # it has no types, and only `make bench` installs it
    kind = kinds.Atom1Feed if format == "atom" else kinds.Rss201rev2Feed
    author = {"author_name": _AUTHOR.name, "author_email": _AUTHOR.email}
    feed = kind(title=content.title, link=_SITE, description=content.title, feed_url=f"{_SITE}{content.path}", **author)
    for entry in content.entries:
        feed.add_item(
            title=entry.title,
            link=entry.link,
            description=entry.summary,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=[tag.name for tag in entry.tags],
            **author,
        )
    document: str = feed.writeString("utf-8")
    return document.encode()


def template(content: FeedContent, format: Format) -> bytes:
    """The least that can be done: strings are filled in, and only titles, summaries and names of tags escaped."""
    write = _atom_text if format == "atom" else _rss_text
    return "".join(
        [_TEMPLATES[format].format(title=content.title), *map(write, content.entries), _ENDS[format]]
    ).encode()


def _rss_text(entry: Entry) -> str:
    categories = "".join([f"      <category>{escape(tag.name, quote=False)}</category>\n" for tag in entry.tags])
    return (
        f"    <item>\n      <title>{escape(entry.title, quote=False)}</title>\n      <link>{entry.link}</link>\n"
        f"      <description>{escape(entry.summary, quote=False)}</description>\n"
        f'      <guid isPermaLink="false">{entry.id}</guid>\n{categories}'
        f"      <pubDate>{format_datetime(entry.published)}</pubDate>\n"
        f"      <dc:creator>{_AUTHOR.name}</dc:creator>\n    </item>\n"
    )


def _atom_text(entry: Entry) -> str:
    categories = "".join([f'    <category term="{tag.slug}" label="{escape(tag.name)}"/>\n' for tag in entry.tags])
    return (
        f"  <entry>\n    <id>{entry.id}</id>\n    <title>{escape(entry.title, quote=False)}</title>\n"
        f"    <updated>{entry.updated.isoformat()}</updated>\n    <author>\n      <name>{_AUTHOR.name}</name>\n"
        f'      <email>{_AUTHOR.email}</email>\n    </author>\n    <link href="{entry.link}" rel="alternate"/>\n'
        f"    <summary>{escape(entry.summary, quote=False)}</summary>\n{categories}"
        f"    <published>{entry.published.isoformat()}</published>\n  </entry>\n"
    )


_TEMPLATES: dict[Format, str] = {
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom">\n  <title>{title}</title>\n',
    "rss": '<rss xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">\n  <channel>\n    <title>{title}</title>\n',
}
_ENDS: dict[Format, str] = {"atom": "</feed>\n", "rss": "  </channel>\n</rss>\n"}


def plain_json(content: FeedContent) -> bytes:
    """JSON Feed by hand: a dictionary for each entry."""
    authors = [{"name": _AUTHOR.name}]
    items = [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_text": entry.summary,
            "summary": entry.summary,
            "date_published": entry.published.isoformat(),
            "authors": authors,
            **({"tags": [tag.name for tag in entry.tags]} if entry.tags else {}),
        }
        for entry in content.entries
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": content.title,
        "home_page_url": _SITE,
        "feed_url": f"{_SITE}{content.path}",
        "description": content.title,
        "authors": authors,
        "items": items,
    }
    return json.dumps(feed, indent=2, ensure_ascii=False).encode() + b"\n"


PEERS: dict[Format, dict[str, Peer]] = {
    "atom": {
        "plain feedgen": partial(plain_feedgen, format="atom"),
        "Django": partial(django, format="atom"),
        "string template": partial(template, format="atom"),
    },
    "rss": {
        "plain feedgen": partial(plain_feedgen, format="rss"),
        "Django": partial(django, format="rss"),
        "string template": partial(template, format="rss"),
    },
    "json": {"json.dumps": plain_json},
}


def peers_of(format: Format) -> dict[str, Peer]:
    """Those that are installed, by name."""
    return {name: peer for name, peer in PEERS[format].items() if name != "Django" or find_spec("django")}


def channel_of(limit: int | None = None) -> Channel:
    """The channel of every feed here."""
    return Channel(
        title="Bench",
        link=_SITE,
        authors=[_AUTHOR],
        atom_url=f"{_SITE}{_FILES['atom']}",
        rss_url=f"{_SITE}{_FILES['rss']}",
        json_url=f"{_SITE}{_FILES['json']}",
        limit=limit,
    )


def fastest_of_rounds(measures: Mapping[T, Callable[[], float]], rounds: int) -> dict[T, float]:
    """Return the least seconds of each measure. They take turns, so a busy machine slows all of them down."""
    times: dict[T, list[float]] = {name: [] for name in measures}
    for name in [*measures] * rounds:
        times[name].append(measures[name]())
    return {name: min(taken) for name, taken in times.items()}


def seconds(work: Callable[[], object], clock: Clock = process_time) -> float:
    """Return the seconds that a piece of work takes, after a garbage collection."""
    gc.collect()
    start = clock()
    work()
    return clock() - start


# -- one document ------------------------------------------------------------------------------------------------------


def time_documents(posts: PostIndex, format: Format, counts: Sequence[int]) -> dict[tuple[str, int], float]:
    """Return the seconds that ours and each peer take for one document, by number of entries."""
    channel = channel_of()
    ours = {"atom": feeds.atom, "rss": feeds.rss, "json": feeds.json}[format]
    measures: dict[tuple[str, int], Callable[[], float]] = {}
    for count in counts:
        newest = posts[:count]
        content = FeedContent(channel.title, _FILES[format], build_entries_and_warn(newest, channel))
        works: dict[str, Callable[[], object]] = {_OURS: partial(ours, newest, channel)}
        works |= {name: partial(peer, content) for name, peer in peers_of(format).items()}
        for name, work in works.items():
            measures[name, count] = partial(_per_call, work, max(1, 1_000 // count))
    return fastest_of_rounds(measures, _ROUNDS)


def _per_call(work: Callable[[], object], calls: int) -> float:
    return seconds(lambda: [work() for _ in range(calls)]) / calls


def _documents_table(sizes: Sequence[int]) -> tuple[Table, str]:
    counts = sorted({_ENTRIES, *(min(size, _MOST) for size in sizes)})
    posts = parse_listing(listing_text(counts[-1])).index
    rows: dict[str, tuple[str, ...]] = {}
    grown = []
    for format, shown in _NAMES.items():
        times = time_documents(posts, format, counts)
        for peer in peers_of(format):
            ratios = (times[_OURS, count] / times[peer, count] for count in counts)
            rows[f"{shown}: ours ÷ {peer}"] = tuple(f"{ratio:.2f}" for ratio in ratios)
        per_entry = [times[_OURS, count] / count for count in counts]
        rows[f"{shown}: ours, µs an entry"] = tuple(f"{time * 1e6:.1f}" for time in per_entry)
        grown.append(f"{shown} {per_entry[-1] / per_entry[-2:][0]:.2f}")
    growth = f"Growth, {counts[-2:][0]:,} to {counts[-1]:,} entries: {', '.join(grown)} × the time an entry."
    return table_of(["one document, entries", *(f"{count:,}" for count in counts)], rows), growth


# -- a feed for each tag -----------------------------------------------------------------------------------------------


def blog_of(size: int, tags: int, least: int) -> PostIndex:
    """Return a generated blog. The numbers of posts of its tags follow Zipf's law, but are at least `least`."""
    random = Random(1)
    tags_by_post: list[list[str]] = [[] for _ in range(size)]
    for rank in range(1, tags + 1):
        for place in random.sample(range(size), max(least, size // 5 // rank)):
            tags_by_post[place].append(f"topic-{rank}")
    generated = parse_listing(listing_text(size)).posts
    return PostIndex(
        Post(title=post.title, published=post.published, summary=post.summary, tags=tags)
        for post, tags in zip(generated, tags_by_post, strict=True)
    )


def contents_of_site(blog: PostIndex, format: Format, limit: int) -> list[FeedContent]:
    """The content of all feeds of a site: its own, and one for each tag."""
    channel = channel_of()
    entries = {entry.post.id: entry for entry in build_entries_and_warn(blog, channel)}
    contents = [FeedContent(channel.title, _FILES[format], [*entries.values()][:limit])]
    for tag in blog.tags:
        newest = [entries[post.id] for post in blog.tagged(tag)[:limit]]
        contents.append(FeedContent(f"{channel.title}: {tag.name}", f"tags/{tag.slug}/{_FILES[format]}", newest))
    return contents


def make(contents: Iterable[FeedContent], peer: Peer, _folder: Path) -> None:
    """Generate the documents of a peer, and write no files."""
    for feed in contents:
        peer(feed)


def write(contents: Iterable[FeedContent], peer: Peer, folder: Path) -> None:
    """Write the documents of a peer in the simplest way: overwrite files, without waiting for the disk."""
    for feed in contents:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.write(peer(feed))


def time_sites(blog: PostIndex, format: Format, limit: int) -> dict[tuple[str, str], float]:
    """Return the seconds that ours and each peer take for all feeds of a site, with and without files."""
    channel = channel_of(limit)
    contents = contents_of_site(blog, format, limit)
    ours = partial(feeds.write_all, blog, channel, formats=[format])
    works: dict[tuple[str, str], Callable[[Path], object]] = {(_DOCUMENTS, _OURS): partial(_without_files, ours)}
    works |= {(_DOCUMENTS, name): partial(make, contents, peer) for name, peer in peers_of(format).items()}
    works |= {(_WRITTEN, _OURS): ours}
    works |= {(_WRITTEN, name): partial(write, contents, peer) for name, peer in peers_of(format).items()}
    return fastest_of_rounds({name: partial(_in_a_folder, work) for name, work in works.items()}, _FEWER)


def _without_files(write_all: Callable[[Path], object], folder: Path) -> None:
    with patch.object(FeedFolder, "write", lambda *_: None):
        write_all(folder)


def _in_a_folder(work: Callable[[Path], object], clock: Clock = process_time, place: str | None = _IN_MEMORY) -> float:
    with tempfile.TemporaryDirectory(dir=place) as folder:
        return seconds(partial(work, Path(folder)), clock)


def _sites_table(blog: PostIndex) -> Table:
    rows: dict[str, tuple[str, ...]] = {}
    for format, shown in _NAMES.items():
        times = time_sites(blog, format, _ENTRIES)
        for peer in peers_of(format):
            ratios = (times[way, _OURS] / times[way, peer] for way in (_DOCUMENTS, _WRITTEN))
            rows[f"{shown}: ours ÷ {peer}"] = tuple(f"{ratio:.2f}" for ratio in ratios)
        per_feed = (times[way, _OURS] / (len(blog.tags) + 1) for way in (_DOCUMENTS, _WRITTEN))
        rows[f"{shown}: ours, ms a feed"] = tuple(f"{time * 1e3:.2f}" for time in per_feed)
    return table_of([f"{len(blog.tags):,} tag feeds of {_ENTRIES}", _DOCUMENTS, _WRITTEN], rows)


def on_disc(blog: PostIndex, limit: int) -> dict[str, float]:
    """Return the wall-clock seconds for all Atom feeds of a site on disk; only ours waits for fsync."""
    channel = channel_of(limit)
    contents = contents_of_site(blog, "atom", limit)
    works: dict[str, Callable[[Path], object]] = {_OURS: partial(feeds.write_all, blog, channel, formats=["atom"])}
    works |= {name: partial(write, contents, peer) for name, peer in peers_of("atom").items()}
    return fastest_of_rounds(
        {name: partial(_in_a_folder, work, perf_counter, None) for name, work in works.items()}, _FEWER
    )


def unchanged_share(blog: PostIndex, limit: int, clock: Clock = process_time, place: str | None = _IN_MEMORY) -> float:
    """Return the time for all Atom feeds of an unchanged site, as a share of the first time."""
    ours = partial(feeds.write_all, blog, channel_of(limit), formats=["atom"])
    first, second = [], []
    for _ in range(_FEWER):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            first.append(seconds(partial(ours, folder), clock))
            second.append(seconds(partial(ours, folder), clock))
    return min(second) / min(first)


def memory(blog: PostIndex, limit: int) -> str:
    """Describe the memory that `write_all` needs beside the posts, and the size of its files."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as name:
        listing, public = Path(name, "listing.txt"), Path(name, "public")
        listing.write_text(write_listing(blog), encoding="utf-8")
        needed = peak(_WRITING, str(listing), str(public), str(limit)) - peak(_READING, str(listing))
        sizes = [path.stat().st_size for path in public.rglob("*") if path.is_file()]
    return f"{needed / 2**10:.0f} MiB beside the posts, for {len(sizes):,} files of {sum(sizes) / 2**20:.0f} MiB"


def memory_of_document(size: int, format: Format) -> str:
    """Describe the memory that one document of so many entries needs beside the posts, and its size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, _FILES[format])
        needed = peak(_LONG_DOCUMENT, str(size), str(path), format) - peak(_MANY_POSTS, str(size))
        document = path.stat().st_size
    return f"{_NAMES[format]} {needed / 2**10:.0f} MiB for a document of {document / 2**20:.0f} MiB"


def run(sizes: Sequence[int], console: Console) -> None:
    """Print times for documents of these sizes and for all feeds of a site, and the memory of write_all."""
    if not find_spec("django"):
        console.print("Left out, as not installed: Django.", "")
    table, growth = _documents_table(sizes)
    console.print(table, growth, "", sep="\n")
    blog = blog_of(_POSTS, _TAGS, _ENTRIES)
    console.print(_sites_table(blog), "")
    times = on_disc(blog, _ENTRIES)
    ratios = [f"{times[_OURS] / time:.2f} × {name}" for name, time in times.items() if name != _OURS]
    shares = unchanged_share(blog, _ENTRIES), unchanged_share(blog, _ENTRIES, perf_counter, None)
    console.print(
        f"Atom on disc by the clock, ours synced and the others not: {', '.join(ratios)}.",
        "Atom again, nothing changed: {:.2f} × the first time; on disc by the clock {:.2f} ×.".format(*shares),
        f"Peak memory of write_all, all formats: {memory(blog, _ENTRIES)}.",
        f"Peak memory of one document of {_LONGEST:,} entries, beside the posts: "
        f"{', '.join(memory_of_document(_LONGEST, format) for format in _NAMES)}.",
        "",
        sep="\n",
        soft_wrap=True,
    )
