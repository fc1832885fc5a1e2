"""Expand the words and phrases of a query into query terms."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from math import floor

from postindex.index.search.query import Query
from postindex.index.search.vocabulary import Expansion, WordRow
from postindex.index.search.word_index import FIELDS, MANY_POSTS, WordIndex

_POINT_SCALE = 1 << 40  # points are integers, so that their sums do not depend on the order of the terms
_BASE = 2  # of the logarithm
_LOGARITHM_BITS = 30
_SUMMARY_ALONE = 0.25  # the share of its rarity that a word keeps which is in no title and no tag


@dataclass(frozen=True)
class QueryTerm:
    """A typed word or a phrase, with its expansions and its rarity, which is its weight in the query."""

    typed: str
    expansions: tuple[Expansion, ...]  # the most similar first
    rarity: float

    def points(self, value: float) -> int:
        """Return the points for a match; `value` is its similarity times the weight of its field, at most 1.0."""
        return max(1, floor(self.rarity * value * _POINT_SCALE + 0.5))

    @property
    def quoted(self) -> str:
        """The typed text with quotation marks, which a phrase already has."""
        return self.typed if self.typed.startswith('"') else repr(self.typed)

    def restricted_to(self, words: Collection[str]) -> "QueryTerm":
        """Return the term without the expansions to words outside `words`; expansions to rows stay."""
        kept = (e._replace(words=tuple(word for word in e.words if word in words)) for e in self.expansions)
        return QueryTerm(self.typed, tuple(e for e in kept if e.words or e.rows), self.rarity)

    @cached_property
    def by_word(self) -> Mapping[str, Expansion]:
        """The most similar expansion to each word alone."""
        return {word: expansion for expansion in reversed(self.expansions) for word in expansion.words}

    @cached_property
    def by_row(self) -> Mapping[WordRow, Expansion]:
        """The expansion to each row of words."""
        return {row: expansion for expansion in self.expansions for row in expansion.rows}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all expansions, alone or in a row."""
        return frozenset(self.by_word).union(*self.by_row)


def query_terms(words: WordIndex, query: Query) -> list[QueryTerm]:
    """Return a term for each word and phrase of a query."""
    expansions = expand_words(words, query.words)
    expansions += [[Expansion("exact", 1.0, rows=(phrase,))] for phrase in query.phrases]
    names = [*query.words, *(f'"{" ".join(phrase)}"' for phrase in query.phrases)]
    return [
        QueryTerm(name, tuple(of_name), _rarity(words, of_name))
        for name, of_name in zip(names, expansions, strict=True)
    ]


def expand_words(words: WordIndex, typed: Sequence[str]) -> list[list[Expansion]]:
    """Return the expansions of each typed word, the most similar first; the last word may be unfinished.

    Neighbours, and runs of single characters, also expand to one word that joins them.
    """
    expansions = [_expand(words, word, unfinished=word == typed[-1]) for word in typed]
    for numbers in _runs(typed):
        parts = [typed[number] for number in numbers]
        if joined := words.vocabulary.joined(parts, unfinished=parts[-1] == typed[-1]):
            for number in numbers:
                expansions[number].append(joined)
                expansions[number].sort(key=lambda expansion: -expansion.similarity)
    alone = not any(expansions)
    return [
        of_word or words.vocabulary.mistyped_twice(word, alone=alone)
        for word, of_word in zip(typed, expansions, strict=True)
    ]


def _runs(typed: Sequence[str]) -> Iterator[Sequence[int]]:
    """Yield the numbers of words that may be one word: of each two neighbours, and of single characters (`u s a`)."""
    yield from pairwise(range(len(typed)))
    for single, run in groupby(range(len(typed)), key=lambda number: len(typed[number]) == 1):
        numbers = list(run)
        if single and len(numbers) > len("us"):
            yield numbers


def _expand(words: WordIndex, typed: str, *, unfinished: bool) -> list[Expansion]:
    """Return the expansions of a word, the most similar first, without compounds that occur nowhere or by chance.

    A compound occurs by chance if many posts have the typed word or all parts: posts that put something `in to` a pot
    do not write of `into`.
    """
    kept = []
    for expansion in words.vocabulary.expand(typed, unfinished=unfinished):
        rows = expansion.rows if words.counts[typed] <= MANY_POSTS else ()
        rare = (row for row in rows if sum(len(words.with_all(row, field)) for field in FIELDS) <= MANY_POSTS)
        expansion = expansion._replace(rows=tuple(row for row in rare if words.in_any(FIELDS, row)))  # noqa: PLW2901
        if expansion.words or expansion.rows:
            kept.append(expansion)
    return kept


def _rarity(words: WordIndex, expansions: Sequence[Expansion]) -> float:
    """Return log2(1 + N / n) × (1 + 3 t / n) / 4, where N posts have the term in n fields, t of them titles and tags.

    A field counts for each expansion, and n is at most N. Words that are in summaries alone, as most function words
    are, hardly tell what a post is about. If posts have the
    word as typed, its typos do not count, because they would make a rare word common.
    """
    known = any(expansion.kind == "exact" for expansion in expansions)
    counted = [expansion for expansion in expansions if not (known and expansion.kind == "typo")]
    of_fields = [
        sum(len(words.positions(word, field)) for expansion in counted for word in expansion.words)
        + sum(len(words.in_a_row(row, field)) for expansion in counted for row in expansion.rows)
        for field in FIELDS
    ]
    count, topical = sum(of_fields), sum(of_fields[:2])
    if not count:
        count = topical = 1
    return logarithm(1 + len(words.posts) / min(count, len(words.posts))) * (
        _SUMMARY_ALONE + (1 - _SUMMARY_ALONE) * (topical / count)
    )


def logarithm(number: float) -> float:
    """Return the binary logarithm of a number from 1, rounded down to 30 binary places.

    It takes multiplications alone, and so has the same value on every machine and in every language.

    >>> logarithm(1.0), logarithm(8.0), round(logarithm(10.0), 6)
    (0.0, 3.0, 3.321928)
    """
    result, bit = 0.0, 1.0
    while number >= _BASE:
        number, result = number / _BASE, result + 1
    for _ in range(_LOGARITHM_BITS):
        number, bit = number * number, bit / 2
        if number >= _BASE:
            number, result = number / _BASE, result + bit
    return result
