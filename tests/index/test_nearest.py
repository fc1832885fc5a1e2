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
        self.ranking = WeightOrder(carried, weights, self.days)

    def asked(self, position: int) -> Target:
        tags = frozenset(self.carried[position])
        return Target(tags, sum(self.weights[tag] for tag in tags), self.days[position])

    def search(self, position: int, likeness: Similarity, limit: int = LIMIT, floor: float = 0.0) -> NearestSearch:
        return NearestSearch(self.ranking, self.asked(position), likeness, limit, floor)

    def nearest(
        self, position: int, likeness: Similarity, among: range | None = None, limit: int = LIMIT, floor: float = 0.0
    ) -> list[tuple[float, int]]:
        among = among if among is not None else range(len(self.carried))
        return self.search(position, likeness, limit, floor).run(self.ranking.span(among.start, among.stop))

    def model(
        self, position: int, likeness: Similarity, among: range, limit: int, floor: float
    ) -> list[tuple[float, int]]:
        """Compare every pair."""
        asked, ranked = self.asked(position), []
        for other in among:
            shared = sum(self.weights[tag] for tag in asked.tags.intersection(self.carried[other]))
            score = round(likeness(shared, asked.weight, self.asked(other).weight), 12) if shared else 0.0
            if shared and score >= floor:
                ranked.append((-score, abs(self.days[other] - asked.day), other))
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
@pytest.mark.parametrize("likeness", [jaccard, overlap, cosine])
def test_the_nearest_are_those_of_a_comparison_of_every_pair(blog: Blog, likeness: Similarity) -> None:
    chance, size = random.Random(3), len(blog.carried)
    for limit, floor in ((1, 0.0), (5, 0.0), (5, 0.4), (40, 0.0), (10**9, 0.0), (0, 0.0)):
        position = chance.randrange(size)
        for among in (range(size), range(chance.randrange(size), size), range(size // 3, size // 2)):
            found = blog.nearest(position, likeness, among, limit, floor)
            assert found == blog.model(position, likeness, among, limit, floor)


@pytest.mark.parametrize("size", [0, 1, 127, 128, 129, 1_000])
def test_a_span_is_the_posts_between_two_positions(size: int) -> None:
    chance = random.Random(5)
    ranking = Blog([chance.sample(range(9), 3) for _ in range(size)], range(9)).ranking
    for first, stop in [(0, 0), (0, size), (size, size), (size // 2, size), (size // 9, size // 3), (size, 0)]:
        assert ranking.span(first, stop) == ranking.bits_at(range(first, stop))


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
        for name in ("_add", "_shared"):
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
@pytest.mark.parametrize("likeness", [jaccard, overlap, cosine])
def test_posts_alike_are_not_looked_at_one_by_one(
    blog: Callable[[int], Blog], likeness: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = blog(500), blog(4_000)
    with counted(monkeypatch) as looks:
        few.nearest(200, likeness)
        at_few = len(looks)
        many.nearest(200, likeness)
    assert len(looks) - at_few == at_few <= 20


@pytest.mark.parametrize("likeness", [jaccard, overlap, cosine])
def test_thirty_tags_a_post_cost_no_more_than_a_look_at_each_post(
    likeness: Similarity, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(11)
    blog = Blog([chance.sample(range(50), 30) for _ in range(2_000)], [chance.randint(5, 9) for _ in range(50)])
    with counted(monkeypatch) as looks:
        for position in range(5):
            looks.clear()
            blog.nearest(position, likeness)
            assert len(looks) < 2 * 2_000
