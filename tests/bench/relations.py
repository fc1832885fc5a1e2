"""Related posts beside a plain Counter, and selections beside SQLite: ratios of CPU times of one run, and our times.

`run` is what `bench.py` calls; `python tests/bench/relations.py 10000 100000` runs this part alone.
"""

import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from heapq import nsmallest
from itertools import islice
from math import log, sqrt
from statistics import median
from time import process_time
from typing import Literal, NamedTuple

from blogs import listing_text
from rich.console import Console
from timing import LARGE, table_of

from postindex import Post, PostIndex, Tag, parse_listing

_LIMIT = 5
_SMALL = 300  # posts of an index where sets cost more than they save
_NEWEST = 20
_TURNS = 10  # ours and the Counter are measured in turns, so that a machine that gets busy slows down both
_AT_A_TIME = 1_000  # posts that related_all is asked for in a turn, at most
_NEARLY_EVERY = 0.9  # of the posts: what ours leaves out
_DECADE = ("1950", "1959")  # of the eleven that a generated blog spans
_SHORTEST = 0.005  # seconds that a time is taken over
_RARE_TAGS = [("ten", "tenth")] * 5 + [("ten",), ("tenth",)] * 5
_COUNTS = """
    SELECT COUNT(*) FROM post_tag AS one JOIN post_tag AS other ON other.post_id = one.post_id
    {join} WHERE one.tag_id = (SELECT id FROM tag WHERE slug = :one)
    AND other.tag_id = (SELECT id FROM tag WHERE slug = :other) {where}
"""
_IDS = """
    SELECT post.uid FROM post_tag AS one JOIN post_tag AS other ON other.post_id = one.post_id
    JOIN post ON post.id = one.post_id WHERE one.tag_id = (SELECT id FROM tag WHERE slug = :one)
    AND other.tag_id = (SELECT id FROM tag WHERE slug = :other) {where} ORDER BY one.post_id
"""
_SCHEMA = """
    CREATE TABLE post (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, day INTEGER NOT NULL);
    CREATE TABLE tag (id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE);
    CREATE TABLE post_tag (tag_id INTEGER NOT NULL, post_id INTEGER NOT NULL, PRIMARY KEY (tag_id, post_id))
        WITHOUT ROWID;
    CREATE INDEX tags_of_a_post ON post_tag (post_id, tag_id);
    CREATE INDEX posts_of_a_day ON post (day);
"""


_WEIGHTINGS: tuple[Literal["idf", "jaccard", "overlap"], ...] = ("idf", "jaccard", "overlap")


class Plain:
    """Related posts as anyone writes them first: a Counter over the postings of a post's tags, then all the scores."""

    def __init__(self, index: PostIndex, weighting: Literal["idf", "jaccard"], *, without_common: bool) -> None:
        self.tags = [[tag.slug for tag in post.tags] for post in index]
        self.days = [post.day.toordinal() for post in index]
        carriers = Counter(slug for tags in self.tags for slug in tags)
        if without_common:
            self.tags = [[slug for slug in tags if carriers[slug] <= _NEARLY_EVERY * len(index)] for tags in self.tags]
        self.postings: dict[str, list[int]] = {}
        for position, tags in enumerate(self.tags):
            for slug in tags:
                self.postings.setdefault(slug, []).append(position)
        self.weights = {slug: log(len(index) / len(positions)) ** 2 for slug, positions in self.postings.items()}
        self.norms = [sqrt(sum(self.weights[slug] for slug in tags)) for tags in self.tags]
        self.nearest = self._jaccard if weighting == "jaccard" else self._cosine

    def _jaccard(self, asked: int) -> list[int]:
        shared: Counter[int] = Counter()
        for slug in self.tags[asked]:
            shared.update(self.postings[slug])
        del shared[asked]
        own = len(self.tags[asked])
        return self._best(asked, {post: n / (own + len(self.tags[post]) - n) for post, n in shared.items()})

    def _cosine(self, asked: int) -> list[int]:
        products: Counter[int] = Counter()  # of floats, really: a Counter adds up whatever adds up
        for slug in self.tags[asked]:
            weight = self.weights[slug]
            for post in self.postings[slug]:
                products[post] += weight  # type: ignore[assignment]
        del products[asked]
        own = self.norms[asked]
        return self._best(asked, {post: product / (own * self.norms[post]) for post, product in products.items()})

    def _best(self, asked: int, scores: dict[int, float]) -> list[int]:
        day = self.days[asked]
        return nsmallest(_LIMIT, scores, key=lambda post: (-scores[post], abs(self.days[post] - day), post))


def relations_of(size: int) -> dict[str, str]:
    """How many times as long a Counter takes as ours, and how long ours takes, on a generated blog of this size."""
    index = parse_listing(listing_text(size)).index
    chance = random.Random(1)
    sample = chance.sample(range(size), min(size, 200 if size < LARGE else 50))
    rows: dict[str, str] = {}
    weightings: tuple[Literal["idf", "jaccard"], ...] = ("jaccard", "idf")
    for weighting in weightings:
        plain = Plain(index, weighting, without_common=False)
        fairer = Plain(index, weighting, without_common=True)
        for asked in sample[:5]:  # what is compared answers the same
            theirs = [index[post].id for post in fairer.nearest(asked)]
            assert theirs == [near.post.id for near in index.related(index[asked], weighting=weighting)]
        times: dict[str, float] = dict.fromkeys(("plain", "fairer", "ours"), 0.0)
        all_of_them = index.related_all(weighting=weighting)
        for turn in range(_TURNS):
            part = sample[turn::_TURNS]
            times["plain"] += _time_of(plain.nearest, part)
            times["fairer"] += _time_of(fairer.nearest, part)
            start = process_time()
            done = sum(1 for _ in islice(all_of_them, min(size // _TURNS, _AT_A_TIME)))
            times["ours"] += (process_time() - start) / done * len(part)
        rows[f"{weighting}: Counter ÷ ours"] = f"{times['plain'] / times['ours']:.3g}"
        rows[f"{weighting}: Counter without tags on nearly every post ÷ ours"] = (
            f"{times['fairer'] / times['ours']:.3g}"
        )
    for name in _WEIGHTINGS:
        rows |= _alone(index, name)
    return rows | _thirty_tags(size)


def _alone(index: PostIndex, weighting: Literal["idf", "jaccard", "overlap"]) -> dict[str, str]:
    posts = [index[place] for place in random.Random(2).sample(range(len(index)), min(len(index), 1_000))]
    times = []
    for post in posts:
        start = process_time()
        index.related(post, weighting=weighting)
        times.append((process_time() - start) * 1e3)
    times.sort()
    shown = (median(times), times[len(times) * 95 // 100], times[-1])
    return {f"{weighting}, one post, ms: p50 / p95 / max": " / ".join(f"{time:.2f}" for time in shown)}


def _thirty_tags(size: int) -> dict[str, str]:
    """The worst case of counting tags: 30 a post, of which 20 are common."""
    chance, day = random.Random(3), date(2020, 1, 1)
    index = PostIndex(
        Post(
            title=f"Post {number}",
            published=day + timedelta(days=number % 2_000),
            tags=[f"c{n}" for n in chance.sample(range(40), 20)] + [f"r{n}" for n in chance.sample(range(2_000), 10)],
        )
        for number in range(size)
    )
    times = dict.fromkeys(_WEIGHTINGS, 0.0)
    for turn in range(_TURNS + 1):
        for name in _WEIGHTINGS:
            start = process_time()
            for place in (0, 1):
                index.related(index[2 * turn + place], weighting=name)
            if turn:  # the first turn prepares
                times[name] += process_time() - start
    return {f"{name} ÷ idf, 30 tags a post": f"{times[name] / times['idf']:.2f}" for name in _WEIGHTINGS[1:]}


def _time_of(work: Callable[[int], object], items: Iterable[int]) -> float:
    start = process_time()
    for item in items:
        work(item)
    return process_time() - start


class Pair(NamedTuple):
    """Two tags that are asked for together."""

    name: str
    one: str
    other: str


def selections_of(size: int) -> dict[str, tuple[str, ...]]:
    """How many times as long SQLite takes as ours to select by two tags, in all of a generated blog and in a decade."""
    index = with_rare_tags(parse_listing(listing_text(size)).index)
    database = database_of(index)
    rows = {}
    for pair in pairs_of(index):
        for span in ((None, None), _DECADE):
            rows[f"{pair.name}{', in a decade' if span[0] else ''}"] = _compared(index, database, pair, span)
    return rows


def _compared(
    index: PostIndex, database: sqlite3.Connection, pair: Pair, span: tuple[str | None, str | None]
) -> tuple[str, ...]:
    days = index.between(*span)
    asked = {"one": pair.one, "other": pair.other, "first": days[-1].day.toordinal(), "last": days[0].day.toordinal()}
    where = "AND post.day BETWEEN :first AND :last" if span[0] else ""
    join = "JOIN post ON post.id = one.post_id" if span[0] else ""

    def selected() -> PostIndex:
        found = index.tagged(pair.one, pair.other)
        return found.between(*span) if span[0] else found

    def sqlite(query: str) -> list[str]:
        return [row[0] for row in database.execute(query.format(where=where, join=join), asked)]

    ours: list[Callable[[], object]] = [
        lambda: len(selected()),
        lambda: [post.id for post in selected()[:_NEWEST]],
        lambda: [post.id for post in selected()],
    ]
    theirs: list[Callable[[], object]] = [
        lambda: sqlite(_COUNTS)[0],
        lambda: sqlite(f"{_IDS} LIMIT {_NEWEST}"),
        lambda: sqlite(_IDS),
    ]
    ratios = []
    for one, other in zip(ours, theirs, strict=True):
        assert one() == other()
        times = [(_per_call(one), _per_call(other)) for _ in range(_TURNS)]
        ratios.append(f"{median(their / our for our, their in times):.1f}")
    return (f"{len(selected()):,}", *ratios, f"{min(_per_call(ours[0]) for _ in range(_TURNS)) * 1e6:.0f}")


def with_rare_tags(index: PostIndex) -> PostIndex:
    """The same posts, and two tags on ten of them each, half of these in common."""
    places = random.Random(4).sample(range(len(index)), 15)
    given = {place: (*index[place].tags, *map(Tag, names)) for place, names in zip(places, _RARE_TAGS, strict=True)}
    return PostIndex(post.model_copy(update={"tags": given.get(place, post.tags)}) for place, post in enumerate(index))


def database_of(index: PostIndex) -> sqlite3.Connection:
    """The posts and their tags in memory, normalised, with an index for each way to ask."""
    database = sqlite3.connect(":memory:")
    database.executescript(_SCHEMA)
    # Numbered newest first: that order needs no sorting then.
    posts = [(place, post.id, post.day.toordinal()) for place, post in enumerate(index)]
    database.executemany("INSERT INTO post VALUES (?, ?, ?)", posts)
    numbers = {tag.slug: number for number, tag in enumerate(index.tags)}
    database.executemany("INSERT INTO tag VALUES (?, ?)", [(number, slug) for slug, number in numbers.items()])
    carried = sorted((numbers[tag.slug], place) for place, post in enumerate(index) for tag in post.tags)
    database.executemany("INSERT INTO post_tag VALUES (?, ?)", carried)
    database.execute("ANALYZE")
    database.commit()
    return database


def pairs_of(index: PostIndex) -> list[Pair]:
    """Tags by how many posts carry them: on nearly every post, common, in the middle, rare, on ten posts."""
    every, common, second, *others = [tag.slug for tag in index.tags]
    middle, rare = others[len(others) // 4], others[-3]
    return [
        Pair("common AND common", common, second),
        Pair("middle AND common", middle, common),
        Pair("rare AND common", rare, common),
        Pair("rare AND on nearly every post", rare, every),
        Pair("common AND on nearly every post", common, every),
        Pair("on ten posts AND on ten posts", "ten", "tenth"),
        Pair("on ten posts AND rare", "ten", rare),
        Pair("on ten posts AND common", "ten", common),
        Pair("on ten posts AND on nearly every post", "ten", every),
    ]


def _per_call(work: Callable[[], object]) -> float:
    calls, start = 0, process_time()
    while (elapsed := process_time() - start) < _SHORTEST:
        work()
        calls += 1
    return elapsed / calls


def run(sizes: Sequence[int], console: Console) -> None:
    """Print how fast posts are related and selected in generated blogs of these sizes, beside simple and usual ways."""
    columns = [relations_of(size) for size in (_SMALL, *sizes)]
    rows = {row: tuple(column[row] for column in columns) for row in columns[0]}
    console.print(table_of(["related, posts", *(f"{size:,}" for size in (_SMALL, *sizes))], rows), "")
    console.print(f"SQLite ÷ ours, {sizes[-1]:,} posts: to count, to list the ids of the newest {_NEWEST} and of all.")
    names = ["tags", "posts", "count", f"newest {_NEWEST}", "all", "our count, µs"]
    console.print(table_of(names, selections_of(sizes[-1])), "")


if __name__ == "__main__":
    run([int(size) for size in sys.argv[1:]] or [1_000, 10_000, LARGE], Console(width=120))
