"""Answer a query with hits."""

from collections.abc import Mapping

from postindex.errors import InvalidValue
from postindex.index.postings import Positions, Postings
from postindex.index.search.hits import Hit, Hits
from postindex.index.search.query import Query, parse, require_query
from postindex.index.search.query_terms import QueryTerm, query_terms
from postindex.index.search.ranking import Ranking, TitlePositions
from postindex.index.search.scoring import TermScorer
from postindex.index.search.word_index import FIELDS, NO_POSTS, FieldName, Members, WordIndex
from postindex.models import Tag

_MAX_WEIGHT = 1_000_000
_MAX_TERMS = 10
_DEFAULT_WEIGHTS: Mapping[FieldName, float] = {"title": 1.0, "tags": 0.93, "summary": 0.69}


def search(
    postings: Postings,
    within: Positions,
    text: str,
    limit: int,
    weights: Mapping[str, float] | Mapping[FieldName, float] | None,
) -> tuple[Hit, ...]:
    """Return the posts of `within` that match a query, best first; equal scores newest first."""
    text, weights = require_query(text), require_weights(weights)
    if not postings.posts:
        return Hits()
    words, query = postings.engine(WordIndex), parse(text)
    highest = max(weights.values())
    fields: dict[FieldName, float] = {field: weights[field] / highest for field in FIELDS if weights[field]}
    among = _required(postings, within, query, [words.in_any(fields, phrase) for phrase in query.phrases])
    without = NO_POSTS.union(
        *(words.in_any(fields, row) for row in query.without), *(_tagged(postings, name) for name in query.without_tags)
    )
    if among is not None:
        among, without = among - without, NO_POSTS
    terms = _rarest(query_terms(words, query))
    if not terms:
        newest = sorted(among or NO_POSTS) if query.tags else []
        return Hits(Hit(postings.posts[position], 1.0) for position in newest[:limit])
    ranking = Ranking([TermScorer(words, term, fields) for term in terms], titles="title" in fields)
    unfiltered = not (query.tags or query.without or query.without_tags)
    titles = TitlePositions(words.titled(text) if unfiltered else (), sorted(words.titled_in_a_row(query.words)))
    ranked = ranking.best(postings.posts, among, without, titles, limit)
    return Hits(
        Hit(postings.posts[position], score, place, terms, tuple(fields.items())) for score, position, place in ranked
    )


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


def _required(postings: Postings, within: Positions, query: Query, with_phrases: list[Members]) -> Members | None:
    """Return the posts with all phrases and tags of a query, within the index; None for all posts."""
    conditions = with_phrases + [_tagged(postings, name) for name in query.tags]
    if len(within) < len(postings.posts):
        conditions.append(within.members)
    if not conditions:
        return None
    smallest, *larger = sorted(conditions, key=len)
    return smallest.intersection(*larger)


def _tagged(postings: Postings, name: str) -> Members:
    try:
        return frozenset(postings.by_tag.get(Tag.of(name), ()))
    except InvalidValue:
        return NO_POSTS  # not a valid name of a tag
