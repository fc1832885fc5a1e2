"""Related posts: the most similar by tags, and those in `Post.related_ids`."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt
from typing import Literal

from postindex.errors import InvalidValue
from postindex.index.nearest import NearestSearch, Similarity, Target, WeightOrder
from postindex.index.order import newest_first
from postindex.index.postings import Positions, Postings
from postindex.models import Post, Tag
from postindex.models.arguments import unique_tuple, unit_interval
from postindex.notebook import ResultTuple, join_names, shortened

Weighting = Literal["idf", "jaccard", "overlap"]
Progress = Callable[[int, int], object]

_NEARLY_EVERY = 9  # tenths of the posts: a tag on more of them does not count
_WEIGHT_SCALE = 1 << 40  # weights of tags are integers, so that sums are exact in any order


@dataclass(frozen=True, slots=True)
class Related:
    r"""A post related to another, and why.

    - `score`: 0.0–1.0, higher is more similar.
    - `shared`: the tags of both posts, rarest first, equally rare ones by slug. A tag has the name that its newest post
      gives it.
    - `shares`: the part of the score due to each of these tags, in the same order. They sum to the score, up to a
      billionth. The share of a tag on nearly every post is 0.0.
    - `picked`: whether the post is one of the other's `Post.related_ids`.

    >>> from postindex import parse_listing
    >>> text = "- 2026-03-22\nLoki\n- /logs\n- 2026-03-01\nTempo\n- /logs\n- 2026-02-01\nTea\n- /leaves"
    >>> nearest, = parse_listing(text).index.related("2026-03-22-loki")
    >>> nearest.post.title, nearest.score, nearest.shared, nearest.shares, nearest.picked
    ('Tempo', 1.0, (Tag('logs'),), (1.0,), False)
    """

    post: Post
    score: float
    shared: tuple[Tag, ...]
    shares: tuple[float, ...]
    picked: bool

    def __repr__(self) -> str:
        reasons = ["picked"] if self.picked else []
        if self.shared:
            reasons.append(f"by {', '.join(tag.name for tag in self.shared)}")
        return f"<Related {self.score:.2f} {self.post.title!r} {', '.join(reasons)}>"


class _RelatedPosts(ResultTuple[Related]):
    __slots__ = ()
    columns = "Score", "Published", "Title", "Shared"

    @staticmethod
    def row(answer: Related) -> Sequence[str]:
        shared = join_names([tag.name for tag in answer.shared])
        return f"{answer.score:.2f}", str(answer.post.day), shortened(answer.post.title), shared


@dataclass(frozen=True, slots=True)
class RelatedOptions:
    """The options of a ranking."""

    limit: int
    min_score: float
    weighting: Weighting
    exclude: tuple[str, ...]
    include_newer: bool


def related_options(
    limit: int,
    min_score: float,
    weighting: Weighting,
    exclude: Iterable[Post | str],
    *,
    include_newer: bool = True,
) -> RelatedOptions:
    """Return the options of a ranking, or raise `InvalidValue`. The caller has checked the limit."""
    unit_interval("min_score", min_score)
    if not isinstance(weighting, str) or weighting not in _SIMILARITIES:
        raise InvalidValue("weighting", weighting, "is not a known weighting; give 'idf', 'jaccard' or 'overlap'")
    return RelatedOptions(limit, min_score, weighting, unique_tuple("exclude", exclude, _id_of_post), include_newer)


def _id_of_post(post: Post | str) -> str:
    if not isinstance(post, Post | str):
        raise InvalidValue("id", post, "is not a post; give a Post or its id")
    return post.id if isinstance(post, Post) else post


class _NumberedTags:
    """The tags numbered from the rarest, equally rare ones by slug, and the numbers of each post's tags."""

    def __init__(self, postings: Postings) -> None:
        by_tag = postings.by_tag
        self.tags = sorted(by_tag, key=lambda tag: (len(by_tag[tag]), tag.slug))
        self.number = {tag: number for number, tag in enumerate(self.tags)}
        carried: list[list[int]] = [[] for _ in postings.posts]
        for number, tag in enumerate(self.tags):
            for position in by_tag[tag]:
                carried[position].append(number)
        self.carried = [tuple(numbers) for numbers in carried]


class _WeightedPosts:
    """The posts sorted by the total weight of their tags, where `weight(posts, carriers)` is the weight of a tag."""

    def __init__(self, postings: Postings, weight: Callable[[int, int], int]) -> None:
        tags, size = postings.engine(_NumberedTags), len(postings.posts)
        counts = [len(postings.by_tag[tag]) for tag in tags.tags]
        weights = [0 if 10 * count > _NEARLY_EVERY * size else weight(size, count) for count in counts]
        self.order = WeightOrder(tags.carried, weights, [-day for day in postings.days])
        self.unknown = weight(size or 1, 1)  # the weight of a tag that no post has

    def bits_at(self, within: Positions) -> int:
        """Return the posts at these positions, as bits of the order."""
        return self.order.bits_at(within)


def _weighted_by_rarity(postings: Postings) -> _WeightedPosts:
    return _WeightedPosts(postings, lambda posts, carriers: round(log(posts / carriers) ** 2 * _WEIGHT_SCALE))


def _weighted_equally(postings: Postings) -> _WeightedPosts:
    return _WeightedPosts(postings, lambda _posts, _carriers: 1)


def _cosine(shared: int, one: int, other: int) -> float:
    return shared / sqrt(one * other)


def _jaccard(shared: int, one: int, other: int) -> float:
    return shared / (one + other - shared)


def _overlap(shared: int, one: int, other: int) -> float:
    return shared / min(one, other)


_SIMILARITIES: dict[Weighting, tuple[Callable[[Postings], _WeightedPosts], Similarity]] = {
    "idf": (_weighted_by_rarity, _cosine),
    "jaccard": (_weighted_equally, _jaccard),
    "overlap": (_weighted_equally, _overlap),
}


class Relations:
    """The related posts within an index, under one set of options."""

    def __init__(self, postings: Postings, within: Positions, options: RelatedOptions) -> None:
        build, self._similarity = _SIMILARITIES[options.weighting]
        self._postings, self._within, self._options = postings, within, options
        self._by_id = postings.by_id
        tags, weighted = postings.engine(_NumberedTags), postings.engine(build)
        self._tags, self._numbers = tags.tags, tags.number
        self._order, self._unknown = weighted.order, weighted.unknown
        if isinstance(within.numbers, range) and within.numbers.step == 1:
            candidates = self._order.span(within.numbers.start, within.numbers.stop)
        else:
            candidates = within.once(weighted.bits_at)
        excluded = [postings.by_id[id] for id in options.exclude if id in postings.by_id]
        self._candidates = candidates & ~self._order.bits_at(excluded)

    def to_post(self, post: Post) -> tuple[Related, ...]:
        """Return the posts in a post's `related_ids`, in their order, then the most similar."""
        by_id, candidates, bit = self._by_id, self._candidates, self._order.bit
        if not self._options.include_newer:
            candidates &= self._order.span(_first_older(self._postings, post), len(bit))
        position = by_id.get(post.id)
        if position is not None:
            candidates &= ~(1 << bit[position])
        related = [by_id[id] for id in post.related_ids if id in by_id]
        picked = [position for position in related if candidates >> bit[position] & 1][: self._options.limit]
        if position is not None and self._postings.posts[position] is post:
            tags = frozenset(self._order.carried[position])
            target = Target(tags, self._order.weight[bit[position]], self._order.days[position])
        else:
            target = self._target(post.tags, post.day)
        return self._ranked(target, candidates, picked)

    def to_tags(self, tags: Collection[Tag], day: date | None) -> tuple[Related, ...]:
        """Return the posts most similar to a draft with these tags; without a day, equal scores are newest first."""
        return self._ranked(self._target(tags, day or date.max), self._candidates, [])

    def to_each(self, progress: Progress | None) -> Iterator[tuple[Post, tuple[Related, ...]]]:
        """Yield every post with its related posts, newest first."""
        for done, position in enumerate(self._within, 1):
            post = self._postings.posts[position]
            related = self.to_post(post)
            if progress is not None:
                progress(done, len(self._within))
            yield post, related

    def _target(self, tags: Collection[Tag], day: date) -> Target:
        known = frozenset(self._numbers[tag] for tag in tags if tag in self._numbers)
        weight = sum(map(self._order.weights.__getitem__, known)) + self._unknown * (len(tags) - len(known))
        return Target(known, weight, day.toordinal())

    def _ranked(self, target: Target, candidates: int, picked: list[int]) -> tuple[Related, ...]:
        limit, min_score = self._options.limit - len(picked), self._options.min_score
        search = NearestSearch(self._order, target, self._similarity, limit, min_score)
        picked_scores = [(search.score(position), position) for position in picked]
        nearest = search.run(candidates & ~self._order.bits_at(picked)) if picked else search.run(candidates)
        results = [self._related(target.tags, score, position, picked=True) for score, position in picked_scores]
        return _RelatedPosts((*results, *[self._related(target.tags, score, position) for score, position in nearest]))

    def _related(self, tags: frozenset[int], score: float, position: int, *, picked: bool = False) -> Related:
        shared = [tag for tag in self._order.carried[position] if tag in tags]
        weights = [self._order.weights[tag] for tag in shared]
        part = score / (sum(weights) or 1)
        shares = tuple([part * weight for weight in weights])
        return Related(
            self._postings.posts[position], score, tuple([self._tags[tag] for tag in shared]), shares, picked
        )


def _first_older(postings: Postings, post: Post) -> int:
    """Return the first position older than a post, which may be outside the index."""
    position = postings.by_id.get(post.id)
    if position is not None and postings.posts[position] is post:
        return position + 1
    day = -post.day.toordinal()
    start, stop = bisect_left(postings.days, day), bisect_right(postings.days, day)
    of_the_day = newest_first([*postings.posts[start:stop], post])
    return start + next(place for place, other in enumerate(of_the_day) if other is post)
