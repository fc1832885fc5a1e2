"""Reading and writing: times as ratios against a floor or a peer, and the memory that reading needs.

Memory is what a fresh process needs beyond the interpreter with postindex in it.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import feedparser
from blogs import listing_text, rss_text, worst_cases
from rich.console import Console
from timing import LARGE, ROUNDS, best, peak, table_of

import postindex

_LINE = re.compile(r"- (?P<date>\w+ \d+, \d+) (?P<minutes>\d+) min|- /(?P<tag>\S+)|(?P<text>.+)")
_LONG = 130_000  # posts, on a million lines
_IMPORTING = "import postindex, sys"
_ITERATING = f"{_IMPORTING}\nfor post in postindex.iter_posts(sys.argv[1]): pass"
_MODEL = "import pydantic\nclass Model(pydantic.BaseModel): number: int"
_STARTS = {  # arguments of the interpreter
    "a pydantic model": ("-c", _MODEL),
    "import postindex": ("-c", "import postindex"),
    "import its models and reader": ("-c", "from postindex import PostIndex, read_listing"),
    "postindex --version": ("-m", "postindex", "--version"),
    "postindex --help": ("-m", "postindex", "--help"),
    "postindex check, 59 posts": ("-m", "postindex", "check"),
}
_FORM_POSTS = 4000


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
    text = listing.index.to_json()
    json_time = best(lambda: json.loads(text))
    from_json_time = best(lambda: postindex.PostIndex.from_json(text))
    return {
        "reading ÷ floor": f"{reading_time / floor_time:.2f}",
        "reading, µs a post": f"{reading_time / size * 1e6:.1f}",
        "feedparser of the same as RSS ÷ reading": f"{feedparser_time / reading_time:.1f}",
        "writing ÷ floor": f"{writing_time / floor_time:.2f}",
        "from_json ÷ json.loads": f"{from_json_time / json_time:.1f}",
    }


def form(head: Callable[[int], str], tags: Callable[[int], str], posts: int = _FORM_POSTS) -> str:
    """Return a listing with heads and lines of tags of one form."""
    body = "A title of some words number {0}\nA summary of a dozen words that says little about number {0}.\n"
    return "".join(f"{head(number)}\n{body.format(number)}{tags(number)}" for number in range(posts))


def forms() -> dict[str, str]:
    """Return listings in forms that are accepted, the canonical one first."""

    def canonical(number: int) -> str:
        return f"- March {number % 28 + 1}, 2024 5 min"

    def few(number: int) -> str:
        return f"- /alpha\n- /beta\n- /tag{number % 40}\n"

    return {
        "canonical": form(canonical, few),
        "ISO dates": form(lambda number: f"- 2024-03-{number % 28 + 1:02} 5 min", few),
        "day first": form(lambda number: f"- {number % 28 + 1} March 2024", few),
        "· 5 min read": form(lambda number: f"- March {number % 28 + 1}, 2024 · 5 min read", few),
        "blank lines": form(canonical, lambda number: f"{few(number)}\n"),
        "#tags": form(canonical, lambda number: few(number).replace("/", "#")),
        "one line of tags": form(canonical, lambda number: f"#alpha #beta #tag{number % 40}\n"),
        "no bullets": form(lambda number: canonical(number)[2:], lambda number: few(number).replace("- ", "")),
        "8,000 tags": form(canonical, lambda number: f"- /alpha\n- /beta\n- /tag{number % 8000}\n", 16_000),
        "30 tags a post": form(canonical, lambda n: "".join(f"- /tag{(n + each) % 40}\n" for each in range(30))),
    }


def form_costs() -> dict[str, tuple[str, ...]]:
    """Return the time to read a post in each form, as a share of the canonical one, measured in turns."""
    texts = forms()
    times: dict[str, list[float]] = {name: [] for name in texts}
    for name in [*texts] * ROUNDS:
        seconds = best(lambda name=name: postindex.parse_listing(texts[name], strict=False), 1)  # type: ignore[misc]
        times[name].append(seconds / texts[name].count("A title"))
    canonical = min(times["canonical"])
    return {name: (f"{min(each) * 1e6:.1f}", f"{min(each) / canonical:.2f}") for name, each in times.items()}


def start_costs(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the CPU time of fresh processes, as a share of one that defines a pydantic model, measured in turns."""
    path = folder / "start.txt"
    path.write_text(listing_text(59), encoding="utf-8")
    times: dict[str, list[float]] = {name: [] for name in _STARTS}
    for name in [*_STARTS] * ROUNDS:
        arguments = [*_STARTS[name], *([str(path)] if "check" in name else [])]
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        after = getrusage(RUSAGE_CHILDREN)
        times[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    model = min(times["a pydantic model"])
    return {name: (f"{min(each) * 1e3:.0f}", f"{min(each) / model:.2f}") for name, each in times.items()}


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
        starts = start_costs(folder)
    rows = {row: tuple(column[row] for column in columns) for row in columns[0]}
    console.print(table_of(["posts", *(f"{size:,}" for size in sizes)], rows), "")
    console.print(table_of(["worst cases, in seconds", "reading", "floor"], odd), "")
    console.print(table_of(["forms of a listing", "µs a post", "÷ canonical"], form_costs()), "")
    console.print(table_of(["start", "CPU ms", "÷ a pydantic model"], starts), "")
    console.print(f"Growth of reading, {sizes[-1] // 2:,} to {sizes[-1]:,} posts: {grown:.2f} × the time a post.")
    console.print(f"Peak memory of iter_posts: {needed}.", "", soft_wrap=True)
