"""Tags of an index: counts, first and last use, co-occurrence, and near duplicates."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from postindex.errors import InvalidValue
from postindex.index.postings import Postings
from postindex.models import Post, Tag
from postindex.models.arguments import non_negative, unique_tuple, unit_interval

_LIFT_DIGITS = 12  # lifts that agree to so many digits are equal


@dataclass(frozen=True, slots=True)
class TagUsage:
    """The number of posts of a tag, and the days of the first and the last, None if there are no posts.

    >>> from postindex import PostIndex
    >>> PostIndex().tags.usage("tea")
    TagUsage(tag=Tag('tea'), count=0, first=None, last=None)
    """

    tag: Tag
    count: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    r"""A tag that co-occurs with another: the number of shared posts, and the lift.

    `lift` is how much more often the two tags co-occur than expected by chance: 1.0 for independent tags, more for tags
    that attract each other, less for tags that avoid each other.

    >>> from postindex import parse_listing
    >>> text = "- 2026-03-22\nTea\n- /tea\n- /pots\n- 2026-03-20\nMore\n- /notes"
    >>> parse_listing(text).index.tags.cooccurring("tea")
    (Cooccurrence(tag=Tag('pots'), count=1, lift=2.0),)
    """

    tag: Tag
    count: int
    lift: float


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """Two tags that may be one tag spelt twice: `alias`, the less used one, and `target`, the one to keep.

    `similarity` is above 0.0, and 1.0 if only hyphens or diacritics differ. The counts are numbers of posts.

    >>> TagCounts({"home-lab": 1, "homelab": 7}).near_duplicates()
    (NearDuplicate(alias=Tag('home-lab'), target=Tag('homelab'), similarity=1.0, alias_count=1, target_count=7),)
    """

    alias: Tag
    target: Tag
    similarity: float
    alias_count: int
    target_count: int


class TagCounts(Mapping[Tag, int]):
    r"""The number of posts of each tag, most used first; equal counts by slug.

    Look up a tag by `Tag` or by name. A tag that no post has counts 0 and is not in the mapping.

    >>> from postindex import parse_listing
    >>> tags = parse_listing("- 2026-03-22\nTea\n- /tea\n- /notes\n- 2026-03-20\nMore\n- /notes").index.tags
    >>> tags["notes"], tags["coffee"], "coffee" in tags, [tag.name for tag in tags]
    (2, 0, False, ['notes', 'tea'])
    """

    __slots__ = ("_counts",)

    def __init__(self, counts: Mapping[Tag | str, int] | Mapping[Tag, int] | Mapping[str, int]) -> None:
        named = {Tag.of(tag): count for tag, count in counts.items()}
        self._counts = dict(sorted(named.items(), key=lambda item: (-item[1], item[0])))

    def __getitem__(self, tag: Tag | str) -> int:
        return self._counts.get(Tag.of(tag), 0)

    def get(self, tag: Tag | str, default: Any = 0) -> Any:
        """Return the number of posts of a tag, or `default` if there are none.

        >>> TagCounts({Tag("tea"): 2}).get("coffee", None) is None
        True
        """
        return self._counts[Tag.of(tag)] if tag in self else default

    def __contains__(self, tag: object) -> bool:
        try:
            return Tag.of(tag) in self._counts  # type: ignore[arg-type]  # invalid names are handled below
        except InvalidValue:
            return False  # not a valid name of a tag

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        return f"TagCounts({{{', '.join(f'{tag.name!r}: {count}' for tag, count in self.items())}}})"

    def filtered(self, *, min_count: int = 1, hidden: Iterable[Tag | str] = ()) -> "TagCounts":
        """Return the counts without the tags of fewer than `min_count` posts and without the tags of `hidden`.

        Unknown tags in `hidden` are ignored. Raises `InvalidValue` if `min_count` is not an integer from 0, or if
        `hidden` is a single string.

        >>> TagCounts({"notes": 30, "tea": 2, "pots": 1}).filtered(min_count=2, hidden=["notes"])
        TagCounts({'tea': 2})
        """
        non_negative("min_count", min_count)
        without = frozenset(unique_tuple("hidden", hidden, Tag.of))
        return TagCounts({tag: count for tag, count in self.items() if count >= min_count and tag not in without})

    def near_duplicates(self, *, min_similarity: float = 0.88) -> tuple[NearDuplicate, ...]:
        """Return the pairs of tags that may be one tag spelt twice: most similar first, then by alias, then by target.

        These are suggestions to review: only the slugs are compared. The similarity is 1 minus the differences, divided
        by the number of letters of both:

        - hyphens and diacritics do not count (`ci-cd`, `cicd`);
        - an English ending (s, es, ies for y, ed, ing) costs half a letter (`self-hosted`, `self-hosting`);
        - each additional letter at the end costs one (`postgres`, `postgresql`);
        - any other insertion, deletion, substitution or swap of neighbours costs two (`kubernetes`, `kuberntes`).

        Common words at the start and end are left out, so `department-of-labor` and `department-of-justice` compare as
        labor and justice. Tags with different numbers or first letters are never paired: `python-2` and `python-3` are
        different things. `target` is the tag with more posts; with equal counts, the smaller slug. Pairs below
        `min_similarity` are left out. Raises `InvalidValue` if it is not a number from 0.0 to 1.0.

        >>> tags = TagCounts({"test": 5, "go": 4, "google": 4, "python-3": 3, "python-2": 3, "c": 2, "tests": 1})
        >>> [(pair.alias.name, pair.target.name, round(pair.similarity, 2)) for pair in tags.near_duplicates()]
        [('tests', 'test', 0.94)]
        """
        from postindex.index.spelling import similar_slugs  # loads rapidfuzz

        unit_interval("min_similarity", min_similarity)
        by_slug = {tag.slug: tag for tag in self}
        ranks = {slug: rank for rank, slug in enumerate(by_slug)}
        pairs = []
        for one, other, similarity in similar_slugs(by_slug, min_similarity):
            target, alias = sorted((one, other), key=ranks.__getitem__)
            pairs.append((-similarity, alias, target))
        return tuple(
            NearDuplicate(by_slug[alias], by_slug[target], -negated, self[alias], self[target])
            for negated, alias, target in sorted(pairs)
        )


class TagIndex(TagCounts):
    r"""The tags of an index: a `TagCounts` with methods for usage and co-occurrence.

    On a filtered index, all figures are those of the filtered posts.

    >>> from postindex import parse_listing
    >>> tags = parse_listing("- 2026-03-22\nTea\n- /tea\n- /notes\n- 2026-03-20\nMore\n- /notes").index.tags
    >>> tags
    TagCounts({'notes': 2, 'tea': 1})
    >>> tags.usage("notes").first, [other.tag.name for other in tags.cooccurring("notes")]
    (datetime.date(2026, 3, 20), ['tea'])
    """

    __slots__ = ("_carrying", "_postings", "_within")
    _carrying: Mapping[Tag, Collection[int]]  # the positions of each tag, built on first use

    def __init__(self, postings: Postings, within: Collection[int]) -> None:
        self._postings, self._within = postings, within
        if self._is_whole:
            super().__init__({tag: len(positions) for tag, positions in postings.by_tag.items()})
        else:
            super().__init__(Counter(chain.from_iterable(postings.posts[position].tags for position in within)))

    def usage(self, tag: Tag | str) -> TagUsage:
        """Return the number of posts of a tag, and the days (`Post.day`) of the first and the last.

        For a tag that no post has, the count is 0 and the days are None.

        >>> from postindex import PostIndex
        >>> index = PostIndex([
        ...     Post(title="Tea", published=date(2026, 3, 22), tags=["Tea"]),
        ...     Post(title="Ledgers", published=date(2025, 1, 5), tags=["tea"]),
        ... ])
        >>> index.tags.usage("tea")
        TagUsage(tag=Tag('Tea'), count=2, first=datetime.date(2025, 1, 5), last=datetime.date(2026, 3, 22))
        """
        tag = Tag.of(tag)
        positions = self._positions.get(tag)
        if not positions:
            return TagUsage(tag, 0, None, None)
        newest, oldest = self._postings.posts[min(positions)], self._postings.posts[max(positions)]
        return TagUsage(self._named(tag), len(positions), oldest.day, newest.day)

    def cooccurring(self, tag: Tag | str, *, limit: int | None = None) -> tuple[Cooccurrence, ...]:
        """Return the tags that co-occur with a tag: most shared posts first, then the higher lift, then by slug.

        The lift of two tags is P(a, b) / (P(a) · P(b)), which is n(a, b) · N / (n(a) · n(b)) for N posts: how much more
        often the two co-occur than expected by chance. For a tag that no post has, the result is empty. `limit` is the
        maximum number of results; None returns all. Raises `InvalidValue` if it is not an integer from 0.

        Source: Brin, Motwani, Ullman and Tsur, *Dynamic itemset counting and implication rules for market basket data*
        (SIGMOD 1997), which calls it interest.

        >>> from postindex import PostIndex
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs", "grafana", "notes"]),
        ...     Post(title="Tempo", published=date(2026, 3, 1), tags=["traces", "grafana", "notes"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["notes"]),
        ... ])
        >>> [(other.tag.name, other.count, other.lift) for other in index.tags.cooccurring("grafana", limit=2)]
        [('notes', 2, 1.0), ('logs', 1, 1.5)]
        """
        if limit is not None:
            non_negative("limit", limit)
        tag = Tag.of(tag)
        posts = [self._postings.posts[position] for position in self._positions.get(tag, ())]
        shared = Counter(chain.from_iterable(post.tags for post in posts))
        of_tag = shared.pop(tag, 0)
        ranked = sorted(
            (-count, -round(count * len(self._within) / (of_tag * self[other]), _LIFT_DIGITS), other)
            for other, count in shared.items()
        )
        return tuple(Cooccurrence(self._named(other), -count, -lift) for count, lift, other in ranked[:limit])

    @property
    def _is_whole(self) -> bool:
        return len(self._within) == len(self._postings.posts)

    @property
    def _positions(self) -> Mapping[Tag, Collection[int]]:
        try:
            return self._carrying
        except AttributeError:
            self._carrying = self._postings.by_tag if self._is_whole else self._filtered_positions()
            return self._carrying

    def _filtered_positions(self) -> dict[Tag, list[int]]:
        carrying: dict[Tag, list[int]] = {}
        for position in self._within:
            for tag in self._postings.posts[position].tags:
                carrying.setdefault(tag, []).append(position)
        return carrying

    def _named(self, tag: Tag) -> Tag:
        """Return a tag with the name that its newest post gives it."""
        newest = next(iter(self._positions[tag]))
        return next(named for named in self._postings.posts[newest].tags if named == tag)

    def __copy__(self) -> "TagIndex":
        return self  # it is immutable

    def __deepcopy__(self, memo: object) -> "TagIndex":
        return self

    def __reduce__(self) -> tuple[Callable[[tuple[Post, ...]], "TagIndex"], tuple[tuple[Post, ...]]]:
        return _tags_of, (tuple(map(self._postings.posts.__getitem__, self._within)),)


def _tags_of(posts: tuple[Post, ...]) -> TagIndex:
    return TagIndex(Postings(posts), range(len(posts)))
