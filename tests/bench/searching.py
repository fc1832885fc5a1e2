"""Search beside other engines: quality, speed, build time and memory.

Real posts are read from beside the checkout if they are there; otherwise only generated blogs are measured.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from prose import prose_posts
from quality import Quality, judged
from questions import Question, mixed_questions, rare_word_questions
from rich.console import Console
from rich.table import Table
from timing import LARGE, table_of
from workers import HERE, Engine, Worker

import postindex
from postindex import PostIndex

OURS = Engine("postindex")
ENGINES = (
    OURS,
    Engine("MiniSearch", "minisearch", node=True),
    Engine("Fuse.js", "fuse.js", node=True, budget=100_000),
    Engine("FTS5 trigram", budget=10_000_000),
    Engine("tantivy", "tantivy"),
    Engine("rapidfuzz", budget=5_000_000),
    Engine("Whoosh", "whoosh", budget=30_000, largest=10_000),
    Engine("lunr.py", "lunr", budget=500_000, largest=10_000),
)
_SHARED = HERE.parents[2] / "shared"
_REAL = {
    "A small blog": _SHARED / "listings" / "blog.txt",
    "The blog of 18F": _SHARED / "corpora" / "18f.listing.txt",
    "The Go blog": _SHARED / "corpora" / "goblog.listing.txt",
}
_WARMING = 5  # questions of another seed, before any that counts


class Blog(NamedTuple):
    """Posts, and sets of questions about them."""

    name: str
    posts: PostIndex
    sets: dict[str, list[Question]]


class Result(NamedTuple):
    """Results of an engine on a blog: seconds and MiB to build; quality and number of questions of each set."""

    seconds: float
    memory: float
    qualities: dict[str, Quality]
    numbers: dict[str, int]


def run(sizes: Sequence[int], console: Console) -> None:
    """Print quality and speed on real posts and on generated blogs of these sizes, beside all installed peers."""
    installed = [engine for engine in ENGINES if engine.is_installed]
    if missing := [engine.name for engine in ENGINES if engine not in installed]:
        console.print(f"Left out, as not installed: {', '.join(missing)}.", "")
    quality: dict[str, tuple[str, ...]] = {}
    speed: list[str] = []
    for blog in blogs(sizes):
        results = measure_engines(blog, [engine for engine in installed if engine.fits(len(blog.posts))])
        for name, questions in blog.sets.items():
            console.print(f"{blog.name}: {len(questions)} {name}", _table(name, results), "", sep="\n")
        quality |= _beside_the_best(blog, results)
        speed += _ratios(blog, results) if len(blog.posts) >= LARGE else []
    console.print(table_of(["MRR", "ours", "the best peer's", ""], quality), "", *speed, "", sep="\n", soft_wrap=True)


def blogs(sizes: Sequence[int]) -> Iterator[Blog]:
    """Yield the blogs to search, one after the other: a large one takes much memory."""
    for name, path in _REAL.items():
        if path.exists():
            posts = postindex.read_listing(path, strict=False).index
            yield _blog(name, posts, rare_word_questions(posts, 1), rare_word_questions(posts, 2))
    for size in sizes:
        yield _blog("A generated blog", PostIndex(prose_posts(size)))


def measure_engines(blog: Blog, engines: Sequence[Engine]) -> dict[Engine, Result]:
    """Let every engine answer the questions about a blog, each in a process of its own."""
    warming = mixed_questions(blog.posts, _WARMING, seed=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.jsonl"
        path.write_text("".join(map(_line, blog.posts)), encoding="utf-8")
        baseline = {}
        for node in {engine.node for engine in engines}:
            with Worker(Engine("posts", node=node), path) as idle:
                baseline[node] = idle.memory
        results = {}
        for engine in engines:
            with Worker(engine, path) as worker:
                for question in warming:
                    worker.ask(question.query)
                results[engine] = _result(engine, worker, blog, baseline[engine.node])
    return results


def _result(engine: Engine, worker: Worker, blog: Blog, baseline: int) -> Result:
    qualities, numbers = {}, {}
    for name, questions in blog.sets.items():
        numbers[name] = engine.number_of(len(questions), len(blog.posts))
        answers = [worker.ask(question.query) for question in questions[: numbers[name]]]
        ids, times = zip(*answers, strict=True)
        qualities[name] = judged(questions[: numbers[name]], ids, times)
    return Result(worker.seconds, (worker.memory - baseline) / 2**10, qualities, numbers)


def _blog(name: str, posts: PostIndex, one: Sequence[Question] = (), two: Sequence[Question] = ()) -> Blog:
    sets = {
        "questions of every kind": mixed_questions(posts),
        "questions of rare words, one typo": list(one),
        "questions of rare words, two typos": list(two),
    }
    sets = {name: questions for name, questions in sets.items() if questions}
    return Blog(f"{name} of {len(posts):,} posts", posts, sets)


def _line(post: postindex.Post) -> str:
    values = {"id": post.id, "title": post.title, "summary": post.summary, "tags": [tag.name for tag in post.tags]}
    return json.dumps({**values, "published": post.published.isoformat()}) + "\n"


def _table(questions: str, results: dict[Engine, Result]) -> Table:
    rows: dict[str, tuple[str, ...]] = {}
    for engine, result in results.items():
        recall1, recall10, mrr, p50, p95 = result.qualities[questions]
        shares = [f"{share:.3f}" for share in (recall1, recall10, mrr)]
        times = [f"{time:.2f}" if time < 100 else f"{time:,.0f}" for time in (p50, p95, result.seconds)]
        rows[engine.name] = (*shares, *times, f"{result.memory:.0f}", str(result.numbers[questions]))
    return table_of(["", "recall@1", "recall@10", "MRR", "p50 ms", "p95 ms", "build s", "MiB", "questions"], rows)


def _beside_the_best(blog: Blog, results: dict[Engine, Result]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in blog.sets:
        values = {engine: result.qualities[name].mrr for engine, result in results.items()}
        best = max((engine for engine in results if engine != OURS), key=lambda engine: values[engine])
        yield f"{blog.name}: {name}", (f"{values[OURS]:.3f}", f"{values[best]:.3f}", best.name)


def _ratios(blog: Blog, results: dict[Engine, Result]) -> Iterator[str]:
    """Yield the slowest p95 and the build time, as a share of each peer's."""
    ours = results[OURS]
    for engine, theirs in results.items():
        if engine != OURS:
            slow = max(ours.qualities[name].p95 / theirs.qualities[name].p95 for name in blog.sets)
            built = ours.seconds / theirs.seconds
            yield f"{blog.name}, beside {engine.name}: p95 {slow:.4g} × its, build {built:.3g} × its."
