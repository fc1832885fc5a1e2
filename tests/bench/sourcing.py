"""Readers of sources, in units of the parser alone: processor time, of which others on the machine take little."""

import gc
import io
from collections.abc import Callable, Sequence
from functools import partial
from time import process_time
from xml.etree import ElementTree as ET

from prose import prose_posts
from rich.console import Console
from timing import table_of

from postindex import Channel, Post, feeds
from postindex.sources import read_feed

_POSTS, _PARAGRAPHS = 5_000, 15  # a feed of about 30 MB
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


def run(_sizes: Sequence[int], console: Console) -> None:
    """Print a row for each format of a large feed."""
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
