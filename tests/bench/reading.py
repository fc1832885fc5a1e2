"""Reading and writing: times as ratios against a floor or a peer, and the memory that reading needs.

Memory is what a fresh process needs beyond the interpreter with postindex in it.
"""

import re
import tempfile
from pathlib import Path

import feedparser
from blogs import listing_text, rss_text, worst_cases
from rich.console import Console
from timing import LARGE, ROUNDS, best, peak, table_of

import postindex

_LINE = re.compile(r"- (?P<date>\w+ \d+, \d+) (?P<minutes>\d+) min|- /(?P<tag>\S+)|(?P<text>.+)")
_LONG = 130_000  # posts, on a million lines
_IMPORTING = "import postindex, sys"
_ITERATING = f"{_IMPORTING}\nfor post in postindex.iter_posts(sys.argv[1]): pass"


def floor(path: Path) -> int:
    """What any reader must do: read the file, split its lines, match one pattern against each."""
    return sum(1 for line in path.read_text(encoding="utf-8").split("\n") if _LINE.match(line))


def measure(size: int, folder: Path) -> dict[str, str]:
    path = folder / f"{size}.txt"
    path.write_text(listing_text(size), encoding="utf-8")
    floor_time = best(lambda: floor(path))
    reading_time = best(lambda: postindex.read_listing(path))
    rss = rss_text(postindex.read_listing(path).posts).encode()
    feedparser_time = best(lambda: feedparser.parse(rss), 1 if size >= LARGE else 3)
    listing = postindex.read_listing(path)
    writing_time = best(lambda: postindex.write_listing(listing))
    return {
        "reading ÷ floor": f"{reading_time / floor_time:.2f}",
        "reading, µs a post": f"{reading_time / size * 1e6:.1f}",
        "feedparser of the same as RSS ÷ reading": f"{feedparser_time / reading_time:.1f}",
        "writing ÷ floor": f"{writing_time / floor_time:.2f}",
    }


def growth(size: int, folder: Path) -> float:
    """How many times as long a post takes among twice as many: 1 where time grows with the text alone."""
    half, whole = folder / f"{size // 2}.txt", folder / f"{size}.txt"
    half.write_text(listing_text(size // 2), encoding="utf-8")
    # In turns, so that a machine that gets busy slows down both.
    times: dict[Path, list[float]] = {half: [], whole: []}
    for path in [half, whole] * ROUNDS:
        times[path].append(best(lambda path=path: postindex.read_listing(path), 1))  # type: ignore[misc]
    return min(times[whole]) / size / (min(times[half]) / (size // 2))


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


def run(sizes: list[int], console: Console) -> None:
    """Print how fast listings of these sizes are read and written, and how much memory reading takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        columns = [measure(size, folder) for size in sizes]
        odd = {case: worst(text, folder) for case, text in worst_cases().items()}
        grown, needed = growth(sizes[-1], folder), memory(folder)
    rows = {row: tuple(column[row] for column in columns) for row in columns[0]}
    console.print(table_of(["posts", *(f"{size:,}" for size in sizes)], rows), "")
    console.print(table_of(["worst cases, in seconds", "reading", "floor"], odd), "")
    console.print(f"Growth of reading, {sizes[-1] // 2:,} to {sizes[-1]:,} posts: {grown:.2f} × the time a post.")
    console.print(f"Peak memory of iter_posts: {needed}.", "", soft_wrap=True)
