"""Tags: how many posts carry each, from when to when, beside which others, and which look like one spelt twice."""

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

_DIGITS = 12  # of a lift: what is nearer than that is a tie


@dataclass(frozen=True, slots=True)
class TagUsage:
    """How many posts carry a tag, and the days of the first and the last of them; None where there is none.

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
    r"""A tag that stands beside another one: on how many posts, and how much oftener than chance would have it.

    `lift` is 1.0 where the two know nothing of each other, above it where they seek each other's company, and below
    where they avoid it.

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
    """Two tags that may be one tag, spelt twice: the lesser used as `alias`, the one to keep as `target`.

    `similarity` is above 0.0, and 1.0 where only hyphens or diacritics differ. The counts are of posts.

    >>> TagCounts({"home-lab": 1, "homelab": 7}).near_duplicates()
    (NearDuplicate(alias=Tag('home-lab'), target=Tag('homelab'), similarity=1.0, alias_count=1, target_count=7),)
    """

    alias: Tag
    target: Tag
    similarity: float
    alias_count: int
    target_count: int


class TagCounts(Mapping[Tag, int]):
    r"""How many posts carry each tag, most used first; equal counts by slug.

    Asked by `Tag` or by name. A tag that no post carries counts 0 and is not in the mapping.

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
        """Return how many posts carry a tag, or `default` where none does.

        >>> TagCounts({Tag("tea"): 2}).get("coffee", None) is None
        True
        """
        return self._counts[Tag.of(tag)] if tag in self else default

    def __contains__(self, tag: object) -> bool:
        try:
            return Tag.of(tag) in self._counts  # type: ignore[arg-type]  # whatever it is, the next line answers
        except InvalidValue:
            return False  # what names no tag is not among them

    def __iter__(self) -> Iterator[Tag]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __repr__(self) -> str:
        return f"TagCounts({{{', '.join(f'{tag.name!r}: {count}' for tag, count in self.items())}}})"

    def filtered(self, *, min_count: int = 1, hidden: Iterable[Tag | str] = ()) -> "TagCounts":
        """Return the counts without the tags of fewer than `min_count` posts, and without those of `hidden`.

        The counts themselves stay as they are. To hide a tag that no post carries is no error; a `min_count` that is no
        whole number from 0 up, and a bare string as `hidden`, are an `InvalidValue`.

        >>> TagCounts({"notes": 30, "tea": 2, "pots": 1}).filtered(min_count=2, hidden=["notes"])
        TagCounts({'tea': 2})
        """
        non_negative("min_count", min_count)
        without = frozenset(unique_tuple("hidden", hidden, Tag.of))
        return TagCounts({tag: count for tag, count in self.items() if count >= min_count and tag not in without})

    def near_duplicates(self, *, min_similarity: float = 0.88) -> tuple[NearDuplicate, ...]:
        """Return the pairs of tags that may be one tag, spelt twice: most similar first, then by alias, then by target.

        A suggestion for people, who know what a tag means: only the slugs are compared. The similarity is 1 less what
        sets the two apart, as a share of the letters of both:

        - hyphens and diacritics are nothing (`ci-cd`, `cicd`);
        - an English ending (s, es, ies for y, ed, ing) is half a letter (`self-hosted`, `self-hosting`);
        - each letter more at the end is one (`postgres`, `postgresql`);
        - any other insertion, deletion, change, or swap of neighbours is two (`kubernetes`, `kuberntes`).

        Words that both begin or end with are left out, so `department-of-labor` and `department-of-justice` are as far
        apart as labor and justice. Tags that differ in their numbers or in their first letter are never paired, as
        `python-2` and `python-3` are two things. `target` is the one with more posts; of equals the smaller slug.
        Pairs below `min_similarity` are left out; where that is no number from 0.0 to 1.0, it is an `InvalidValue`.

        >>> tags = TagCounts({"test": 5, "go": 4, "google": 4, "python-3": 3, "python-2": 3, "c": 2, "tests": 1})
        >>> [(pair.alias.name, pair.target.name, round(pair.similarity, 2)) for pair in tags.near_duplicates()]
        [('tests', 'test', 0.94)]
        """
        from postindex.index.spelling import alike  # loads rapidfuzz: on first use, not on import

        unit_interval("min_similarity", min_similarity)
        by_slug = {tag.slug: tag for tag in self}
        ranks = {slug: rank for rank, slug in enumerate(by_slug)}
        pairs = []
        for one, other, similarity in alike(by_slug, min_similarity):
            target, alias = sorted((one, other), key=ranks.__getitem__)
            pairs.append((-similarity, alias, target))
        return tuple(
            NearDuplicate(by_slug[alias], by_slug[target], -apart, self[alias], self[target])
            for apart, alias, target in sorted(pairs)
        )


class TagIndex(TagCounts):
    r"""The tags of an index: counts, most used first and equal counts by slug, and the posts behind them.

    It is a `TagCounts`, and looks and compares like one. On a filtered index it knows the filter's posts alone.

    >>> from postindex import parse_listing
    >>> tags = parse_listing("- 2026-03-22\nTea\n- /tea\n- /notes\n- 2026-03-20\nMore\n- /notes").index.tags
    >>> tags
    TagCounts({'notes': 2, 'tea': 1})
    >>> tags.usage("notes").first, [other.tag.name for other in tags.cooccurring("notes")]
    (datetime.date(2026, 3, 20), ['tea'])
    """

    __slots__ = ("_carrying", "_postings", "_within")
    _carrying: Mapping[Tag, Collection[int]]  # the positions of each tag; found on first use

    def __init__(self, postings: Postings, within: Collection[int]) -> None:
        self._postings, self._within = postings, within
        if self._is_whole:
            super().__init__({tag: len(positions) for tag, positions in postings.by_tag.items()})
        else:
            super().__init__(Counter(chain.from_iterable(postings.posts[position].tags for position in within)))

    def usage(self, tag: Tag | str) -> TagUsage:
        """Return how many posts carry a tag, and the days (`Post.day`) of the first and the last of them.

        A tag that no post carries is no error: its count is 0, and its days are None.

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
        """Return the tags that stand beside a tag: most shared posts first, then the higher lift, then by slug.

        The lift of two tags is P(a, b) / (P(a) · P(b)), that is n(a, b) · N / (n(a) · n(b)) for N posts: how much
        oftener the two stand together than they would by chance. A tag that no post carries has no company. `limit` is
        how many to return at most, and None is all; one that is no whole number from 0 up is an `InvalidValue`.

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
            (-count, -round(count * len(self._within) / (of_tag * self[other]), _DIGITS), other)
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
            self._carrying = self._postings.by_tag if self._is_whole else self._own_positions()
            return self._carrying

    def _own_positions(self) -> dict[Tag, list[int]]:
        carrying: dict[Tag, list[int]] = {}
        for position in self._within:
            for tag in self._postings.posts[position].tags:
                carrying.setdefault(tag, []).append(position)
        return carrying

    def _named(self, tag: Tag) -> Tag:
        """Return a tag with the name that the newest post gives it."""
        newest = next(iter(self._positions[tag]))
        return next(each for each in self._postings.posts[newest].tags if each == tag)

    def __copy__(self) -> "TagIndex":
        return self  # it is immutable

    def __deepcopy__(self, memo: object) -> "TagIndex":
        return self

    def __reduce__(self) -> tuple[Callable[[tuple[Post, ...]], "TagIndex"], tuple[tuple[Post, ...]]]:
        return _tags_of, (tuple(map(self._postings.posts.__getitem__, self._within)),)


def _tags_of(posts: tuple[Post, ...]) -> TagIndex:
    return TagIndex(Postings(posts), range(len(posts)))
