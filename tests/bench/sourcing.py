"""Readers of sources, in units of the parser alone, and for front matter of reading the files too: processor time."""

import gc
import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from xml.etree import ElementTree as ET

import yaml
from prose import prose_posts
from rich.console import Console
from timing import table_of

from postindex import Channel, Post, feeds
from postindex.sources import read_feed, read_front_matter

_POSTS, _PARAGRAPHS = 5_000, 15  # a feed of about 30 MB
_FILES = 10_000  # with front matter
_ROUNDS = 3
_SITE = "https://example.org/"
_FORMATS = {"RSS": feeds.rss, "Atom": feeds.atom}


def feed_posts(count: int, paragraphs: int) -> list[Post]:
    """Return posts with HTML: paragraphs of the summaries of generated posts."""
    posts = []
    for post in prose_posts(count):
        paragraph = f'<p>{post.summary} <a href="{_SITE}{post.slug}/">{post.title}</a> &amp; more.</p>\n'
        changes = {"url": f"{_SITE}{post.slug}/", "content_html": paragraph * paragraphs, "authors": ["A. Writer"]}
        posts.append(post.model_copy(update=changes))
    return posts


def seconds_of(work: Callable[[], object]) -> float:
    """Return the least processor time of a few rounds."""
    times = []
    for _ in range(_ROUNDS):
        gc.collect()
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def parse(document: bytes) -> None:
    """Make a tree of a document, and forget it."""
    ET.parse(io.BytesIO(document))


def write_files(folder: Path, count: int) -> None:
    """Write posts with YAML front matter, one a file."""
    for post in prose_posts(count):
        tags = ", ".join(tag.name for tag in post.tags)
        front = f"title: {post.title!r}\ndate: {post.day} 10:00:00 +0100\nsummary: {post.summary!r}\ntags: [{tags}]\n"
        file = folder / f"{post.id}.md"
        file.write_text(f"---\n{front}author: A. Writer\n---\n{post.summary * 8}\n", encoding="utf-8")


def load_files(folder: Path) -> None:
    """Read every file, and parse its YAML with the loader in C."""
    for file in folder.iterdir():
        yaml.load(file.read_text(encoding="utf-8").split("---\n", 2)[1], yaml.CSafeLoader)


def run(_sizes: Sequence[int], console: Console) -> None:
    """Print a row for each format of a large feed, and one for a folder of posts."""
    posts = feed_posts(_POSTS, _PARAGRAPHS)
    channel = Channel(title="Bench", link=_SITE)
    rows = {}
    for name, write in _FORMATS.items():
        document = write(posts, channel)
        parsing = seconds_of(partial(parse, document))
        reading = seconds_of(partial(read_feed, document))
        size = f"{len(document) / 1e6:.0f} MB"
        rows[name] = (size, f"{parsing:.2f} s", f"{reading:.2f} s", f"{reading / parsing:.2f}")
    console.print(table_of([f"feeds of {_POSTS:,} posts", "size", "ElementTree", "read_feed", "ratio"], rows))
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, _FILES)
        loading = seconds_of(partial(load_files, folder))
        reading = seconds_of(partial(read_front_matter, folder, strict=False))
    row = (f"{loading:.2f} s", f"{reading:.2f} s", f"{reading / loading:.2f}")
    console.print(
        table_of(["front matter", "files and YAML", "read_front_matter", "ratio"], {f"{_FILES:,} files": row})
    )
