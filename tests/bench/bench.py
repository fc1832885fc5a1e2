"""Speed, as ratios against a floor or a peer measured in the same run: the times of a shared machine say little.

Memory is what a fresh process needs beyond the interpreter with postindex in it. Run by `make bench`;
`python tests/bench/bench.py 1000 10000` takes other sizes.
"""

import gc
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import feedparser
from blogs import listing_text, queries, rss_text, worst_cases
from feedgen.feed import FeedGenerator
from rich.console import Console
from rich.table import Table

import postindex
from postindex import Channel, PostIndex, feeds

_LINE = re.compile(r"- (?P<date>\w+ \d+, \d+) (?P<minutes>\d+) min|- /(?P<tag>\S+)|(?P<text>.+)")
_ROUNDS = 5
_LARGE = 100_000  # posts, of which feedparser needs a minute: it is measured once
_LONG = 130_000  # posts, on a million lines

# A process counts the memory of the one that started it as its own, up to the moment that it is another program. So
# one that holds next to nothing stands between this one and the one that is measured.
_LAUNCHER = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
_IMPORTING = "import postindex, sys"
_ITERATING = f"{_IMPORTING}\nfor post in postindex.iter_posts(sys.argv[1]): pass"


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
    rss = rss_text(postindex.read_listing(path).posts).encode()
    feedparser_time = best(lambda: feedparser.parse(rss), 1 if size >= _LARGE else 3)
    listing = postindex.read_listing(path)
    writing_time = best(lambda: postindex.write_listing(listing))
    index = listing.index
    index.search("warm"), index.related(index[0])
    searches = sorted(best(lambda query=query: index.search(query), 1) for query in queries(size))  # type: ignore[misc]
    relations = [best(lambda post=post: index.related(post), 1) for post in index[:: max(1, size // 100)]]  # type: ignore[misc]
    channel = Channel(title="Bench", link="https://example.org/", authors=["A. Writer"])
    newest = index[:1000]
    ours, theirs = best(lambda: feeds.atom(newest, channel), 3), best(lambda: plain_feedgen(newest, channel), 3)
    return {
        "reading ÷ floor": f"{reading_time / floor_time:.2f}",
        "reading, µs a post": f"{reading_time / size * 1e6:.1f}",
        "feedparser of the same as RSS ÷ reading": f"{feedparser_time / reading_time:.1f}",
        "writing ÷ floor": f"{writing_time / floor_time:.2f}",
        "search p50, ms": f"{statistics.median(searches) * 1e3:.2f}",
        "search p95, ms": f"{searches[len(searches) * 95 // 100] * 1e3:.2f}",
        "related p50, ms": f"{statistics.median(relations) * 1e3:.2f}",
        "Atom of the newest 1,000 ÷ plain feedgen": f"{ours / theirs:.2f}",
    }


def growth(size: int, folder: Path) -> float:
    """How many times as long a post takes among twice as many: 1 where time grows with the text alone."""
    half, whole = folder / f"{size // 2}.txt", folder / f"{size}.txt"
    half.write_text(listing_text(size // 2), encoding="utf-8")
    # In turns, so that a machine that gets busy slows down both.
    times: dict[Path, list[float]] = {half: [], whole: []}
    for path in [half, whole] * _ROUNDS:
        times[path].append(best(lambda path=path: postindex.read_listing(path), 1))  # type: ignore[misc]
    return min(times[whole]) / size / (min(times[half]) / (size // 2))


def peak(*arguments: str) -> int:
    """The most memory that a fresh interpreter held, in KiB."""
    command = [sys.executable, "-c", _LAUNCHER, "-c", *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(said) // (1024 if sys.platform == "darwin" else 1)


def memory(folder: Path) -> str:
    """What `iter_posts` needs to read a long file."""
    path = folder / "long.txt"
    text = listing_text(_LONG)
    path.write_text(text, encoding="utf-8")
    needed = peak(_ITERATING, str(path)) - peak(_IMPORTING)
    lines, size = text.count("\n"), path.stat().st_size
    return f"{needed / 2**10:.1f} MiB over the interpreter, for {lines:,} lines of {size / 2**20:.0f} MiB"


def worst(text: str, folder: Path) -> tuple[str, ...]:
    """How long it takes to read an odd text, and to do what any reader must, in seconds."""
    path = folder / "worst.txt"
    path.write_text(text, encoding="utf-8")
    times = best(lambda: postindex.read_listing(path, strict=False), 3), best(lambda: floor(path), 3)
    return tuple(f"{time:.3f}" for time in times)


def table_of(names: list[str], rows: dict[str, tuple[str, ...]]) -> Table:
    table = Table(names[0], box=None)
    for name in names[1:]:
        table.add_column(name, justify="right")
    for name, values in rows.items():
        table.add_row(name, *values)
    return table


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1_000, 10_000, _LARGE]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = [measure(size, folder) for size in sizes]
        odd = {case: worst(text, folder) for case, text in worst_cases().items()}
        grown, needed = growth(sizes[-1], folder), memory(folder)
    rows = {row: tuple(column[row] for column in columns) for row in columns[0]}
    console = Console()
    console.print(table_of(["posts", *(f"{size:,}" for size in sizes)], rows), "")
    console.print(table_of(["worst cases, in seconds", "reading", "floor"], odd), "")
    console.print(f"Growth of reading, {sizes[-1] // 2:,} to {sizes[-1]:,} posts: {grown:.2f} × the time a post.")
    console.print(f"Peak memory of iter_posts: {needed}.", soft_wrap=True)


if __name__ == "__main__":
    main()
