"""Speed, as ratios against a floor or a peer measured in the same run: the times of a shared machine say little.

Run by `make bench`; `python tests/bench/bench.py 1000 10000` takes other sizes.
"""

import gc
import re
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from blogs import listing_text, queries
from feedgen.feed import FeedGenerator
from rich.console import Console
from rich.table import Table

import postindex
from postindex import Channel, PostIndex, feeds

_LINE = re.compile(r"- (?P<date>\w+ \d+, \d+) (?P<minutes>\d+) min|- /(?P<tag>\S+)|(?P<text>.+)")
_ROUNDS = 5


def best(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """The least time of a few rounds, in seconds, each after a collection of what the last one left."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def floor(path: Path) -> int:
    """What any reader must do: read the file, split its lines, match one pattern against each."""
    return sum(1 for line in path.read_text(encoding="utf-8").split("\n") if _LINE.match(line))


def plain_feedgen(index: PostIndex, channel: Channel) -> bytes:
    """The same Atom document's content, by feedgen as its own documentation uses it."""
    feed = FeedGenerator()
    feed.id(channel.link)
    feed.title(channel.title)
    feed.author({"name": "A. Writer"})
    feed.link(href=channel.link, rel="alternate")
    for post in index:
        entry = feed.add_entry(order="append")
        entry.id(channel.id_of(post))
        entry.title(post.title)
        entry.link(href=channel.link_of(post))
        entry.summary(post.summary)
        moment = f"{post.day}T12:00:00Z"
        entry.published(moment)
        entry.updated(moment)
        for tag in post.tags:
            entry.category(term=tag.slug, label=tag.name)
    document: bytes = feed.atom_str(pretty=True)
    return document


def measure(size: int, folder: Path) -> dict[str, str]:
    path = folder / f"{size}.txt"
    path.write_text(listing_text(size), encoding="utf-8")
    floor_time = best(lambda: floor(path))
    reading_time = best(lambda: postindex.read_listing(path))
    index = postindex.read_listing(path).index
    index.search("warm"), index.related(index[0])
    searches = sorted(best(lambda query=query: index.search(query), 1) for query in queries(size))  # type: ignore[misc]
    relations = [best(lambda post=post: index.related(post), 1) for post in index[:: max(1, size // 100)]]  # type: ignore[misc]
    channel = Channel(title="Bench", link="https://example.org/", authors=["A. Writer"])
    newest = index[:1000]
    ours, theirs = best(lambda: feeds.atom(newest, channel), 3), best(lambda: plain_feedgen(newest, channel), 3)
    return {
        "reading ÷ floor": f"{reading_time / floor_time:.2f}",
        "reading, µs a post": f"{reading_time / size * 1e6:.1f}",
        "search p50, ms": f"{statistics.median(searches) * 1e3:.2f}",
        "search p95, ms": f"{searches[len(searches) * 95 // 100] * 1e3:.2f}",
        "related p50, ms": f"{statistics.median(relations) * 1e3:.2f}",
        f"Atom of {len(newest):,} ÷ plain feedgen": f"{ours / theirs:.2f}",
    }


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, 100_000]
    table = Table(box=None)
    with tempfile.TemporaryDirectory() as folder:
        columns = [measure(size, Path(folder)) for size in sizes]
    table.add_column("posts")
    for size in sizes:
        table.add_column(f"{size:,}", justify="right")
    for name, *values in zip(columns[0], *(column.values() for column in columns), strict=True):
        table.add_row(name, *values)
    console = Console()
    console.print(table)
    small, large = (float(column["reading, µs a post"]) for column in (columns[0], columns[-1]))
    console.print(f"Growth of reading, {sizes[0]:,} to {sizes[-1]:,} posts: {large / small:.2f} × the time a post.")


if __name__ == "__main__":
    main()
