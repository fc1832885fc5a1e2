"""What a query asks for, in the words of an index: each typed word, and the posts that have what it may mean."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge
from itertools import groupby, pairwise
from math import log1p

from postindex.index.search.query import Query
from postindex.index.search.query_terms import QueryTerm
from postindex.index.search.vocabulary import Expansion
from postindex.index.search.word_index import FIELDS, MANY, NONE, FieldName, Members, WordIndex, texts
from postindex.text import terms

_SCAN = 150  # sets that are intersected in the time in which one post is read
_FEW = 16  # posts


class Tier:
    """Meanings in a field that are worth the same, and the posts that have one of them."""

    def __init__(self, words: WordIndex, field: FieldName, meanings: Expansion, points: int) -> None:
        self.field, self.meanings, self.points, self._words = field, meanings, points, words

    @cached_property
    def rows(self) -> list[Members]:
        """The positions of the posts with each row of words."""
        return [self._words.in_a_row(row, self.field) for row in self.meanings.rows]

    @cached_property
    def parts(self) -> list[Collection[int]]:
        """The positions of the posts with each meaning, if any; a few are no set, as to make one takes longer."""
        words, field = self._words, self.field
        parts: list[Collection[int]] = [*self.rows]
        for word in self.meanings.words:
            positions = words.positions(word, field)
            parts.append(positions if len(positions) <= _FEW else words.members(word, field))
        return [part for part in parts if part]

    def members(self) -> Members:
        """Return the positions of the posts with any of the meanings."""
        first = self.parts[0] if len(self.parts) == 1 else NONE.union(*self.parts)
        return first if isinstance(first, frozenset) else frozenset(first)

    def newest_first(self) -> Iterator[int]:
        """Yield the same, ascending, without looking further than is asked for."""
        lists = [self._words.positions(word, self.field) for word in self.meanings.words]
        return (position for position, _ in groupby(merge(*lists, *map(sorted, self.rows))))


class TermScorer:
    """What a typed word, or a phrase, is taken for, with the posts that have it and the points that each gets for it.

    A post gets the points of its best meaning in the best field. They are found in one of two ways, whichever takes
    less: through the sets of posts that have each word, or by reading the posts.
    """

    def __init__(self, words: WordIndex, reading: QueryTerm, fields: Mapping[FieldName, float]) -> None:
        self.reading, self._words = reading, words
        tiers = [
            Tier(words, field, each, reading.points(each.similarity * weight))
            for each in reading.meanings
            for field, weight in fields.items()
        ]
        self.tiers = sorted(tiers, key=lambda tier: -tier.points)
        self.best = self.tiers[0].points if self.tiers else 0
        self._breadth = sum(len(tier.meanings.words) for tier in self.tiers)
        self._read: dict[int, int] = {}

    def divided(self, members: Members) -> Iterator[tuple[int, Members]]:
        """Divide posts by the points that they get: the most first, and last those that get none."""
        if len(members) * _SCAN < self._breadth:
            yield from self._divided_by_reading(members)
            return
        rest = members
        for tier in self.tiers:
            if inside := NONE.union(*[rest.intersection(part) for part in tier.parts]):
                yield tier.points, inside
                if not (rest := rest - inside):
                    return
        yield 0, rest

    def points_of(self, position: int) -> int:
        """Return the points that a post gets."""
        if position not in self._read:
            self._read[position] = self._points_by_reading(position)
        return self._read[position]

    def _divided_by_reading(self, members: Members) -> Iterator[tuple[int, Members]]:
        alike: dict[int, list[int]] = defaultdict(list)
        for position in members:
            alike[self.points_of(position)].append(position)
        return ((points, frozenset(alike[points])) for points in sorted(alike, reverse=True))

    def _points_by_reading(self, position: int) -> int:
        post = self._words.posts[position]
        best = max((tier.points for tier in self.tiers for row in tier.rows if position in row), default=0)
        for field, worth in self._worth.items():
            for text in texts(post, field):
                best = max(best, *map(worth.__getitem__, worth.keys() & terms(text)), 0)
        return best

    @cached_property
    def _worth(self) -> Mapping[FieldName, Mapping[str, int]]:
        worth: dict[FieldName, dict[str, int]] = defaultdict(dict)
        for tier in reversed(self.tiers):
            worth[tier.field].update(dict.fromkeys(tier.meanings.words, tier.points))
        return worth


def query_terms(words: WordIndex, query: Query) -> list[QueryTerm]:
    """Return what each word and phrase of a query is taken for; neighbours may mean one word that is both of them."""
    typed = query.words
    taken = [standing(words, word, words.vocabulary.resolve(word, unfinished=word == typed[-1])) for word in typed]
    for at, pair in enumerate(pairwise(typed)):
        if joined := words.vocabulary.joined(*pair, unfinished=pair[1] == typed[-1]):
            for meanings in taken[at : at + 2]:
                meanings.append(joined)
                meanings.sort(key=lambda each: -each.similarity)
    taken += [[Expansion("exact", 1.0, rows=(phrase,))] for phrase in query.phrases]
    names = [*typed, *(f'"{" ".join(phrase)}"' for phrase in query.phrases)]
    return [QueryTerm(name, tuple(each), _rarity(words, each)) for name, each in zip(names, taken, strict=True)]


def standing(words: WordIndex, typed: str, found: Iterable[Expansion]) -> list[Expansion]:
    """Leave out compounds whose parts stand next to each other nowhere, and those in which they do so by chance.

    They do where many posts have the word or both parts: `into` is none, although some write of what to put `in to` a
    pot.
    """
    kept = []
    for each in found:
        rows = each.rows if words.counts[typed] <= MANY else ()
        rare = (row for row in rows if sum(len(words.together(row, field)) for field in FIELDS) <= MANY)
        there = each._replace(rows=tuple(row for row in rare if words.in_any(FIELDS, row)))
        kept += [there] if there.words or there.rows else []
    return kept


def _rarity(words: WordIndex, meanings: Sequence[Expansion]) -> float:
    """Return ln(1 + N / n), where the N posts have a meaning in n fields, counted meaning by meaning; n is N at most.

    Where posts have what was typed, its typos do not count: they would make a rare word common.
    """
    known = any(each.kind == "exact" for each in meanings)
    counted = [each for each in meanings if not (known and each.kind == "typo")]
    count = sum(words.counts[word] for each in counted for word in each.words)
    count += sum(len(words.in_any(FIELDS, row)) for each in counted for row in each.rows)
    return log1p(len(words.posts) / min(max(count, 1), len(words.posts)))
