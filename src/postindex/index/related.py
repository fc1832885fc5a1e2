"""Related posts: the nearest by the tags they share, and those picked by hand."""

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

_NEARLY_EVERY = 9  # tenths of the posts: a tag that more of them carry tells none from another
_SCALE = 1 << 40  # of what a tag weighs, kept as a whole number: sums are exact, in whatever order they are added


@dataclass(frozen=True, slots=True)
class Related:
    r"""A post related to another, and why.

    - `score`: 0.0–1.0, higher is nearer.
    - `shared`: the tags that both carry, rarest first, equally rare ones by slug. A tag has the name that its newest
      post gives it.
    - `shares`: how much of the score is due to each of these tags, in the same order. They add up to the score within
      a billionth. The share of a tag on nearly every post is 0.0.
    - `picked`: whether the post was picked by hand, in `Post.related_ids`.

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
        why = ["picked"] if self.picked else []
        if self.shared:
            why.append(f"by {', '.join(tag.name for tag in self.shared)}")
        return f"<Related {self.score:.2f} {self.post.title!r} {', '.join(why)}>"


class _Nearest(ResultTuple[Related]):
    __slots__ = ()
    columns = "Score", "Published", "Title", "Shared"

    @staticmethod
    def row(answer: Related) -> Sequence[str]:
        shared = join_names([tag.name for tag in answer.shared])
        return f"{answer.score:.2f}", str(answer.post.day), shortened(answer.post.title), shared


@dataclass(frozen=True, slots=True)
class RelatedOptions:
    """What is asked of a ranking."""

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
    """Return what is asked of a ranking; what none takes is an `InvalidValue`. The limit is known to be one."""
    unit_interval("min_score", min_score)
    if not isinstance(weighting, str) or weighting not in _LIKENESSES:
        raise InvalidValue("weighting", weighting, "is no weighting; give 'idf', 'jaccard' or 'overlap'")
    return RelatedOptions(limit, min_score, weighting, unique_tuple("exclude", exclude, _id_of), include_newer)


def _id_of(post: Post | str) -> str:
    if not isinstance(post, Post | str):
        raise InvalidValue("id", post, "is not a post; give a Post or its id")
    return post.id if isinstance(post, Post) else post


class _Tags:
    """The tags numbered from the rarest on, equally rare ones by slug, and the numbers that each post carries."""

    def __init__(self, postings: Postings) -> None:
        by_tag = postings.by_tag
        self.named = sorted(by_tag, key=lambda tag: (len(by_tag[tag]), tag.slug))
        self.number = {tag: number for number, tag in enumerate(self.named)}
        carried: list[list[int]] = [[] for _ in postings.posts]
        for number, tag in enumerate(self.named):
            for position in by_tag[tag]:
                carried[position].append(number)
        self.carried = [tuple(numbers) for numbers in carried]


class _Weighed:
    """The posts ranked by what their tags weigh, under one rule of what a tag weighs by how many posts carry it."""

    def __init__(self, postings: Postings, weight: Callable[[int, int], int]) -> None:
        tags, size = postings.engine(_Tags), len(postings.posts)
        counts = [len(postings.by_tag[tag]) for tag in tags.named]
        weights = [0 if 10 * count > _NEARLY_EVERY * size else weight(size, count) for count in counts]
        self.ranking = WeightOrder(tags.carried, weights, [-day for day in postings.days])
        self.unknown = weight(size or 1, 1)  # what a tag weighs that no post carries

    def renumbered(self, within: Positions) -> int:
        """Return the posts at these positions."""
        return self.ranking.bits_at(within)


def _by_rarity(postings: Postings) -> _Weighed:
    return _Weighed(postings, lambda posts, carriers: round(log(posts / carriers) ** 2 * _SCALE))


def _by_number(postings: Postings) -> _Weighed:
    return _Weighed(postings, lambda _posts, _carriers: 1)


def _cosine(shared: int, one: int, other: int) -> float:
    return shared / sqrt(one * other)


def _jaccard(shared: int, one: int, other: int) -> float:
    return shared / (one + other - shared)


def _overlap(shared: int, one: int, other: int) -> float:
    return shared / min(one, other)


_LIKENESSES: dict[Weighting, tuple[Callable[[Postings], _Weighed], Similarity]] = {
    "idf": (_by_rarity, _cosine),
    "jaccard": (_by_number, _jaccard),
    "overlap": (_by_number, _overlap),
}


class Relations:
    """The posts of an index, ready to be ranked as one wish asks."""

    def __init__(self, postings: Postings, within: Positions, related_options: RelatedOptions) -> None:
        build, self._likeness = _LIKENESSES[related_options.weighting]
        self._postings, self._within, self._wish = postings, within, related_options
        self._by_id = postings.by_id
        tags, weighed = postings.engine(_Tags), postings.engine(build)
        self._named, self._numbers = tags.named, tags.number
        self._ranking, self._unknown = weighed.ranking, weighed.unknown
        if isinstance(within.numbers, range) and within.numbers.step == 1:
            among = self._ranking.span(within.numbers.start, within.numbers.stop)
        else:
            among = within.once(weighed.renumbered)
        excluded = [postings.by_id[id] for id in related_options.exclude if id in postings.by_id]
        self._among = among & ~self._ranking.bits_at(excluded)

    def to_post(self, post: Post) -> tuple[Related, ...]:
        """Return the posts that were picked for a post, in their order, then the nearest to it."""
        by_id, among, bit = self._by_id, self._among, self._ranking.bit
        if not self._wish.include_newer:
            among &= self._ranking.span(_place(self._postings, post), len(bit))
        itself = by_id.get(post.id)
        if itself is not None:
            among &= ~(1 << bit[itself])
        chosen = [by_id[id] for id in post.related_ids if id in by_id]
        picked = [position for position in chosen if among >> bit[position] & 1][: self._wish.limit]
        if itself is not None and self._postings.posts[itself] is post:
            own = frozenset(self._ranking.carried[itself])
            asked = Target(own, self._ranking.weight[bit[itself]], self._ranking.days[itself])
        else:
            asked = self._asked(post.tags, post.day)
        return self._answer(asked, among, picked)

    def to_tags(self, tags: Collection[Tag], day: date | None) -> tuple[Related, ...]:
        """Return the posts nearest to one that would carry these tags; without a day, equal scores newest first."""
        return self._answer(self._asked(tags, day or date.max), self._among, [])

    def to_each(self, progress: Progress | None) -> Iterator[tuple[Post, tuple[Related, ...]]]:
        """Yield every post with those that are related to it, newest first."""
        for done, position in enumerate(self._within, 1):
            post = self._postings.posts[position]
            found = self.to_post(post)
            if progress is not None:
                progress(done, len(self._within))
            yield post, found

    def _asked(self, tags: Collection[Tag], day: date) -> Target:
        known = frozenset(self._numbers[tag] for tag in tags if tag in self._numbers)
        weight = sum(map(self._ranking.weights.__getitem__, known)) + self._unknown * (len(tags) - len(known))
        return Target(known, weight, day.toordinal())

    def _answer(self, asked: Target, among: int, picked: list[int]) -> tuple[Related, ...]:
        search = NearestSearch(
            self._ranking, asked, self._likeness, self._wish.limit - len(picked), self._wish.min_score
        )
        by_hand = [(search.score(position), position) for position in picked]
        nearest = search.run(among & ~self._ranking.bits_at(picked)) if picked else search.run(among)
        made = [self._made(asked.tags, score, position, picked=True) for score, position in by_hand]
        return _Nearest((*made, *[self._made(asked.tags, score, position) for score, position in nearest]))

    def _made(self, tags: frozenset[int], score: float, position: int, *, picked: bool = False) -> Related:
        shared = [tag for tag in self._ranking.carried[position] if tag in tags]
        weights = [self._ranking.weights[tag] for tag in shared]
        part = score / (sum(weights) or 1)
        shares = tuple([part * weight for weight in weights])
        named = tuple([self._named[tag] for tag in shared])
        return Related(self._postings.posts[position], score, named, shares, picked)


def _place(postings: Postings, post: Post) -> int:
    """Return the first position that is older than a post, which need not be one of these."""
    position = postings.by_id.get(post.id)
    if position is not None and postings.posts[position] is post:
        return position + 1
    day = -post.day.toordinal()
    start, stop = bisect_left(postings.days, day), bisect_right(postings.days, day)
    of_the_day = newest_first([*postings.posts[start:stop], post])
    return start + next(place for place, other in enumerate(of_the_day) if other is post)
