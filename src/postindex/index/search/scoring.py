"""Score posts: the points of a post for each query term, and the score that they add up to."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import groupby, pairwise
from math import floor

from postindex.index.search.query_terms import QueryTerm
from postindex.index.search.vocabulary import Expansion
from postindex.index.search.word_index import NO_POSTS, FieldName, Members, WordIndex, texts
from postindex.text import counted, terms

PLACE = 0.25  # the share of a score that the place of the words decides
NEIGHBOURS = 0.7  # the share of the place due to neighbours; the rest is due to the matched part of the title
_SCORE_SCALE = 1e12  # scores that agree to so many digits are equal
_SETS_PER_POST = 150  # sets intersected in the time that reading one post takes
_SMALL_SET = 16  # positions


class Formula:
    """The score of a post for the terms of a query.

    - The points of the post are divided by the points for exact matches of all terms in the field of highest weight.
    - A quarter of this share depends on the place: on the neighbours in the query that are neighbours in the title, and
      on the matched part of the title.
    - The score is 0.5–1.0 if the post has all terms, and 0.0–0.5 if it has some, multiplied by this share once more.

    It is computed alike in every language: from integers below 2^53, and from products and quotients of doubles.
    """

    def __init__(self, terms: Sequence[QueryTerm]) -> None:
        self.terms = terms
        self._maximum = sum(term.points(1.0) for term in terms)

    def score(self, points: int, matched: int, place: float) -> float:
        """Return the score of a post with these points for `matched` terms, and this place."""
        share = points / self._maximum
        placed = share * (1 - PLACE + PLACE * place)
        score = 0.5 + placed / 2 if matched == len(self.terms) else placed / 2 * share
        return floor(score * _SCORE_SCALE + 0.5) / _SCORE_SCALE

    def place(self, title: str) -> float:
        """Return the place of the terms in a title: 1.0 if they are the title, 0.0 if it has none of them."""
        title_words = terms(title, singles=False)
        matches = [[number for number, term in enumerate(self.terms) if word in term.words] for word in title_words]
        if not any(matches):
            return 0.0
        followed = {
            number
            for here, after in pairwise([*matches, []])
            for number in here
            if number + 1 in after or number + 1 in here
        }
        neighbours = len(followed) / (len(self.terms) - 1) if len(self.terms) > 1 else 1.0
        return NEIGHBOURS * neighbours + (1 - NEIGHBOURS) * sum(map(bool, matches)) / len(title_words)

    def explain(self, points: int, matched: int, place: float) -> list[str]:
        """Return sentences that explain a score."""
        count, maximum = len(self.terms), sum(term.rarity for term in self.terms)
        share = points / self._maximum
        kept = 1 - PLACE + PLACE * place
        placed = f"{share * kept:.2f}"
        result = f"{self.score(points, matched, place):.2f}"
        sum_of_parts = f"0.50 + {placed} / 2" if matched == count else f"{placed} / 2 × {share:.2f}"
        return [
            f"{share * maximum:.2f} of {maximum:.2f} is a share of {share:.2f}.",
            f"By the place of the words in the title, {kept:.2f} of it counts: {placed}.",
            f"It has {matched} of {counted(count, 'word')}: {sum_of_parts} = {result}.",
        ]


class Tier:
    """An expansion in a field, the points for it, and the posts with it."""

    def __init__(self, words: WordIndex, field: FieldName, expansion: Expansion, points: int) -> None:
        self.field, self.expansion, self.points, self._words = field, expansion, points, words

    @cached_property
    def rows(self) -> list[Members]:
        """The positions of the posts with each row of words."""
        return [self._words.in_a_row(row, self.field) for row in self.expansion.rows]

    @cached_property
    def parts(self) -> list[Collection[int]]:
        """The positions of the posts with each word and row that occurs; small ones as lists, which are faster."""
        words, field = self._words, self.field
        parts: list[Collection[int]] = [*self.rows]
        for word in self.expansion.words:
            positions = words.positions(word, field)
            parts.append(positions if len(positions) <= _SMALL_SET else words.members(word, field))
        return [part for part in parts if part]

    def members(self) -> Members:
        """Return the positions of the posts with any word or row."""
        first = self.parts[0] if len(self.parts) == 1 else NO_POSTS.union(*self.parts)
        return first if isinstance(first, frozenset) else frozenset(first)

    def newest_first(self) -> Iterator[int]:
        """Yield the same positions, ascending, reading no more of them than needed."""
        lists = [self._words.positions(word, self.field) for word in self.expansion.words]
        return (position for position, _ in groupby(merge(*lists, *map(sorted, self.rows))))


class TermScorer:
    """A query term with the posts that have it, and their points.

    A post gets the points of its best expansion in the best field. There are two ways to find them, and the faster one
    is used: intersect the sets of posts of each word, or read the posts.
    """

    def __init__(self, words: WordIndex, term: QueryTerm, fields: Mapping[FieldName, float]) -> None:
        self.term, self._words = term, words
        tiers = [
            Tier(words, field, expansion, term.points(expansion.similarity * weight))
            for expansion in term.expansions
            for field, weight in fields.items()
        ]
        self.tiers = sorted(tiers, key=lambda tier: -tier.points)
        self.best = self.tiers[0].points if self.tiers else 0
        self._sets = sum(len(tier.expansion.words) for tier in self.tiers)
        self._points_read: dict[int, int] = {}

    def divided(self, members: Members) -> Iterator[tuple[int, Members]]:
        """Yield posts grouped by their points: the most points first, and posts without points last."""
        if len(members) * _SETS_PER_POST < self._sets:
            yield from self._divided_by_reading(members)
            return
        rest = members
        for tier in self.tiers:
            if inside := NO_POSTS.union(*[rest.intersection(part) for part in tier.parts]):
                yield tier.points, inside
                if not (rest := rest - inside):
                    return
        yield 0, rest

    def points_of(self, position: int) -> int:
        """Return the points of a post."""
        if position not in self._points_read:
            self._points_read[position] = self._points_by_reading(position)
        return self._points_read[position]

    def _divided_by_reading(self, members: Members) -> Iterator[tuple[int, Members]]:
        by_points: dict[int, list[int]] = defaultdict(list)
        for position in members:
            by_points[self.points_of(position)].append(position)
        return ((points, frozenset(by_points[points])) for points in sorted(by_points, reverse=True))

    def _points_by_reading(self, position: int) -> int:
        post = self._words.posts[position]
        best = max((tier.points for tier in self.tiers for row in tier.rows if position in row), default=0)
        for field, points in self._points_by_word.items():
            for text in texts(post, field):
                best = max(best, *map(points.__getitem__, points.keys() & terms(text)), 0)
        return best

    @cached_property
    def _points_by_word(self) -> Mapping[FieldName, Mapping[str, int]]:
        by_word: dict[FieldName, dict[str, int]] = defaultdict(dict)
        for tier in reversed(self.tiers):
            by_word[tier.field].update(dict.fromkeys(tier.expansion.words, tier.points))
        return by_word
