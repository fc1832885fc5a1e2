"""Answer a query with hits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from postindex.errors import InvalidValue
from postindex.index.postings import Positions, Postings
from postindex.index.search.hits import Hit, Hits
from postindex.index.search.query import parse, require_query
from postindex.index.search.query_terms import QueryTerm, query_terms
from postindex.index.search.ranking import RankedPost, Ranking, TitlePositions
from postindex.index.search.scoring import TermScorer
from postindex.index.search.word_index import FIELDS, NO_POSTS, FieldName, Members, WordIndex
from postindex.models import Tag

_MAX_WEIGHT = 1_000_000
_MAX_TERMS = 10
_DEFAULT_WEIGHTS: Mapping[FieldName, float] = {"title": 1.0, "tags": 0.93, "summary": 0.69}


Sort = Literal["score", "newest"]


def search(
    postings: Postings,
    within: Positions,
    text: str,
    limit: int,
    *,
    weights: Mapping[str, float] | Mapping[FieldName, float] | None,
    sort: Sort,
) -> tuple[Hit, ...]:
    """Return the posts of `within` that match a query, best first; equal scores newest first; or the newest first."""
    if sort not in ("score", "newest"):
        raise InvalidValue("sort", sort, "is not an order; give 'score' or 'newest'")
    text, weights = require_query(text), require_weights(weights)
    if not postings.posts:
        return Hits()
    answer = _Answer(postings, within, text, weights)
    ranked = answer.ranked(limit if sort == "score" else len(postings.posts))
    if sort == "newest":
        ranked = sorted(ranked, key=lambda post: post.position)[:limit]
    return Hits(
        Hit(postings.posts[position], score, place, answer.terms, tuple(answer.fields.items()))
        for score, position, place in ranked
    )


def facets(postings: Postings, within: Positions, text: str) -> dict[Tag, int]:
    """Return the number of posts with each tag among all that match a query, most first, equal numbers by slug."""
    text = require_query(text)
    if not postings.posts:
        return {}
    ranked = _Answer(postings, within, text, _DEFAULT_WEIGHTS).ranked(len(postings.posts))
    counts = Counter(tag for post in ranked for tag in postings.posts[post.position].tags)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


class _Answer:
    """A query in an index: its terms, the searched fields, and the posts that may match."""

    def __init__(self, postings: Postings, within: Positions, text: str, weights: Mapping[FieldName, float]) -> None:
        self._posts, self._text = postings.posts, text
        words, query = postings.engine(WordIndex), parse(text)
        highest = max(weights.values())
        self.fields: dict[FieldName, float] = {f: weights[f] / highest for f in FIELDS if weights[f]}
        self.terms = _rarest(query_terms(words, query))
        self._words, self._query = words, query
        conditions = [words.in_any(self.fields, phrase) for phrase in query.phrases]
        conditions += [words.tagged(name) for name in query.tags]
        if len(within) < len(postings.posts):
            conditions.append(within.members)
        without = [words.in_any(self.fields, row) for row in query.without]
        self._without = NO_POSTS.union(*without, *(words.tagged(name) for name in query.without_tags))
        self._among = _in_all(conditions)
        if self._among is not None:
            self._among, self._without = self._among - self._without, NO_POSTS

    def ranked(self, limit: int) -> list[RankedPost]:
        """Return the best posts, best first; without words, those of the tags, newest first."""
        words, query = self._words, self._query
        if not self.terms:
            newest = sorted(self._among or NO_POSTS) if query.tags else []
            return [RankedPost(1.0, position, 1.0) for position in newest[:limit]]
        ranking = Ranking(words, [TermScorer(words, term, self.fields) for term in self.terms])
        unfiltered = not (query.tags or query.without or query.without_tags)
        titled = words.titled(self._text) if unfiltered else ()
        titles = TitlePositions(titled, sorted(words.titled_in_a_row(query.words)))
        return ranking.best(self._among, self._without, titles, limit, titles_count="title" in self.fields)


def require_weights(weights: Mapping[str, float] | Mapping[FieldName, float] | None) -> Mapping[FieldName, float]:
    """Return the weight of each field, with the defaults for those left out, or raise `InvalidValue`."""
    if weights is None:
        return _DEFAULT_WEIGHTS
    if not isinstance(weights, Mapping) or any(field not in FIELDS for field in weights):
        raise InvalidValue("weights", weights, "is not a mapping of 'title', 'tags' and 'summary' to weights")
    for field, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= _MAX_WEIGHT:
            raise InvalidValue(f"weights[{field!r}]", weight, "is not a number from 0 to 1,000,000")
    given: Mapping[str, float] = dict(weights.items())
    complete = {field: given.get(field, _DEFAULT_WEIGHTS[field]) for field in FIELDS}
    if not any(complete.values()):
        raise InvalidValue("weights", weights, "leaves no field to search; give one of them more than 0")
    return complete


def _rarest(terms: list[QueryTerm]) -> tuple[QueryTerm, ...]:
    """Return the rarest terms of a query, in its order, because ranking time grows fast with their number."""
    kept = set(sorted(range(len(terms)), key=lambda number: (-terms[number].rarity, number))[:_MAX_TERMS])
    return tuple(term for number, term in enumerate(terms) if number in kept)


def _in_all(conditions: Sequence[Members]) -> Members | None:
    """Return the posts that are in all of the sets; None for all posts."""
    if not conditions:
        return None
    smallest, *larger = sorted(conditions, key=len)
    return smallest.intersection(*larger)
