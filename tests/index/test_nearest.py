import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from postindex.index.nearest import NearestSearch, Similarity, Target, WeightOrder

LIMIT = 5


def jaccard(shared: int, one: int, other: int) -> float:
    return shared / (one + other - shared)


def overlap(shared: int, one: int, other: int) -> float:
    return shared / min(one, other)


def cosine(shared: int, one: int, other: int) -> float:
    return shared / math.sqrt(one * other)


class Blog:
    """The tags of posts by number, each post on its own day or several on one, and what each tag weighs."""

    def __init__(self, carried: Sequence[Sequence[int]], weights: Sequence[int], *, a_day: int = 1) -> None:
        self.carried, self.weights = carried, weights
        self.days = [9_000 - position // a_day for position in range(len(carried))]
        self.order = WeightOrder(carried, weights, self.days)

    def target(self, position: int) -> Target:
        tags = frozenset(self.carried[position])
        return Target(tags, sum(self.weights[tag] for tag in tags), self.days[position])

    def search(
        self, position: int, similarity: Similarity, limit: int = LIMIT, min_score: float = 0.0
    ) -> NearestSearch:
        return NearestSearch(self.order, self.target(position), similarity, limit, min_score)

    def nearest(
        self,
        position: int,
        similarity: Similarity,
        candidates: range | None = None,
        limit: int = LIMIT,
        min_score: float = 0.0,
    ) -> list[tuple[float, int]]:
        candidates = candidates if candidates is not None else range(len(self.carried))
        return self.search(position, similarity, limit, min_score).run(
            self.order.span(candidates.start, candidates.stop)
        )

    def model(
        self, position: int, similarity: Similarity, candidates: range, limit: int, min_score: float
    ) -> list[tuple[float, int]]:
        """Compare every pair."""
        target, ranked = self.target(position), []
        for other in candidates:
            shared = sum(self.weights[tag] for tag in target.tags.intersection(self.carried[other]))
            score = round(similarity(shared, target.weight, self.target(other).weight), 12) if shared else 0.0
            if shared and score >= min_score:
                ranked.append((-score, abs(self.days[other] - target.day), other))
        return [(-score, other) for score, _, other in sorted(ranked)[:limit]]


def blogs() -> Iterator[Blog]:
    chance = random.Random(7)
    for size in (1, 2, 40, 300, 1_100):
        for tags, each in ((3, 2), (8, 4), (30, 12)):
            weights = [chance.choice([0, 1, 1, 3, 3, 10**12]) for _ in range(tags)]
            shapes = [sorted(chance.sample(range(tags), chance.randint(0, each))) for _ in range(size)]
            yield Blog(shapes, weights, a_day=3)
            yield Blog(chance.choices(shapes[:7], k=size), [1] * tags, a_day=40)
            yield Blog([*shapes, [tags], [tags]], [*weights, 2])  # a tag on two posts of very many


@pytest.mark.parametrize("blog", list(blogs()), ids=lambda blog: f"{len(blog.carried)} posts, {len(blog.weights)} tags")
@pytest.mark.parametrize("similarity", [jaccard, overlap, cosine])
def test_the_nearest_agree_with_a_comparison_of_every_pair(blog: Blog, similarity: Similarity) -> None:
    chance, size = random.Random(3), len(blog.carried)
    for limit, min_score in ((1, 0.0), (5, 0.0), (5, 0.4), (40, 0.0), (10**9, 0.0), (0, 0.0)):
        position = chance.randrange(size)
        for candidates in (range(size), range(chance.randrange(size), size), range(size // 3, size // 2)):
            nearest = blog.nearest(position, similarity, candidates, limit, min_score)
            assert nearest == blog.model(position, similarity, candidates, limit, min_score)


@pytest.mark.parametrize("size", [0, 1, 127, 128, 129, 1_000])
def test_a_span_is_the_posts_between_two_positions(size: int) -> None:
    chance = random.Random(5)
    order = Blog([chance.sample(range(9), 3) for _ in range(size)], range(9)).order
    for first, stop in [(0, 0), (0, size), (size, size), (size // 2, size), (size // 9, size // 3), (size, 0)]:
        assert order.span(first, stop) == order.bits_at(range(first, stop))


# -- growth: counted, not timed ----------------------------------------------------------------------------------------


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count the sets of posts that are looked at, and the posts that are scored one by one."""
    looks: list[str] = []

    def counting(name: str) -> None:
        method = getattr(NearestSearch, name)

        def look(self: NearestSearch, *args: object) -> object:
            looks.append(name)
            return method(self, *args)

        monkeypatch.setattr(NearestSearch, name, look)

    with monkeypatch.context():
        for name in ("_add", "_shared_weight"):
            counting(name)
        yield looks


def same(size: int) -> Blog:
    return Blog([(0, 1, 2)] * size + [(3,)] * size, [1] * 4)


def same_on_one_day(size: int) -> Blog:
    return Blog([(0, 1, 2)] * size + [(3,)] * size, [1] * 4, a_day=2 * size)


def unique(size: int) -> Blog:
    return Blog([(position,) for position in range(size)], [1] * size)


def unique_and_common(size: int) -> Blog:
    return Blog([(position, size) for position in range(size)], [5] * size + [1])


@pytest.mark.parametrize("blog", [same, same_on_one_day, unique, unique_and_common])
@pytest.mark.parametrize("similarity", [jaccard, overlap, cosine])
def test_posts_with_equal_tags_are_not_read_one_by_one(
    blog: Callable[[int], Blog], similarity: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = blog(500), blog(4_000)
    with counted(monkeypatch) as looks:
        few.nearest(200, similarity)
        at_few = len(looks)
        many.nearest(200, similarity)
    assert len(looks) - at_few == at_few <= 20


@pytest.mark.parametrize("similarity", [jaccard, overlap, cosine])
def test_thirty_tags_a_post_cost_no_more_than_reading_each_post(
    similarity: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(11)
    blog = Blog([chance.sample(range(50), 30) for _ in range(2_000)], [chance.randint(5, 9) for _ in range(50)])
    with counted(monkeypatch) as looks:
        for position in range(5):
            looks.clear()
            blog.nearest(position, similarity)
            assert len(looks) < 2 * 2_000


@pytest.mark.parametrize("similarity", [jaccard, overlap])
def test_tags_of_equal_weight_are_counted_and_not_split_one_by_one(
    similarity: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(12)
    blog = Blog([chance.sample(range(50), chance.choice([20, 30])) for _ in range(2_000)], [1] * 50)
    with counted(monkeypatch) as looks:
        for position in range(5):
            looks.clear()
            assert len(blog.nearest(position, similarity)) == LIMIT
            assert len(looks) <= 100
