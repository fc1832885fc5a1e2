"""The questions that a search answers."""

from collections.abc import Mapping

from postindex.errors import InvalidValue
from postindex.index.postings import Positions, Postings
from postindex.index.search.hits import Hit, Hits
from postindex.index.search.query import Query, parse, require_query
from postindex.index.search.query_terms import QueryTerm
from postindex.index.search.ranking import Placed, Ranking
from postindex.index.search.scoring import TermScorer, query_terms
from postindex.index.search.word_index import FIELDS, NONE, FieldName, Members, WordIndex
from postindex.models import Tag

_HEAVIEST = 1_000_000
_MOST_WORDS = 10
_WEIGHTS: Mapping[FieldName, float] = {"title": 1.0, "tags": 0.93, "summary": 0.69}


def require_weights(weights: Mapping[str, float] | Mapping[FieldName, float] | None) -> Mapping[FieldName, float]:
    """Return what each field is worth, those left out what they are worth by default, or refuse it."""
    if weights is None:
        return _WEIGHTS
    if not isinstance(weights, Mapping) or any(field not in FIELDS for field in weights):
        raise InvalidValue("weights", weights, "is no mapping of 'title', 'tags' and 'summary' to weights")
    for field, weight in weights.items():
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= _HEAVIEST:
            raise InvalidValue(f"weights[{field!r}]", weight, "is not a number from 0 to 1,000,000")
    given: Mapping[str, float] = dict(weights.items())
    whole = {field: given.get(field, _WEIGHTS[field]) for field in FIELDS}
    if not any(whole.values()):
        raise InvalidValue("weights", weights, "leaves no field to search; give one of them more than 0")
    return whole


def search(
    postings: Postings,
    within: Positions,
    text: str,
    limit: int,
    weights: Mapping[str, float] | Mapping[FieldName, float] | None,
) -> tuple[Hit, ...]:
    """Rank the posts of `within` by a query, best first; equal scores newest first."""
    text, weights = require_query(text), require_weights(weights)
    if not postings.posts:
        return Hits()
    words, query = postings.engine(WordIndex), parse(text)
    best = max(weights.values())
    fields: dict[FieldName, float] = {field: weights[field] / best for field in FIELDS if weights[field]}
    among = _among(postings, within, query, [words.in_any(fields, phrase) for phrase in query.phrases])
    without = NONE.union(
        *(words.in_any(fields, row) for row in query.without), *(_tagged(postings, name) for name in query.without_tags)
    )
    if among is not None:
        among, without = among - without, NONE
    readings = _rarest(query_terms(words, query))
    if not readings:
        newest = sorted(among or NONE) if query.tags else []
        return Hits(Hit(postings.posts[position], 1.0) for position in newest[:limit])
    ranking = Ranking([TermScorer(words, each, fields) for each in readings], titles="title" in fields)
    plain = not (query.tags or query.without or query.without_tags)
    placed = Placed(words.titled(text) if plain else (), sorted(words.titled_in_a_row(query.words)))
    found = ranking.best(postings.posts, among, without, placed, limit)
    return Hits(
        Hit(postings.posts[each.position], each.score, each.place, readings, tuple(fields.items())) for each in found
    )


def _rarest(readings: list[QueryTerm]) -> tuple[QueryTerm, ...]:
    """Return the rarest words of a query, in its order: the time to rank by them grows fast with their number."""
    kept = set(sorted(range(len(readings)), key=lambda number: (-readings[number].rarity, number))[:_MOST_WORDS])
    return tuple(each for number, each in enumerate(readings) if number in kept)


def _among(postings: Postings, within: Positions, query: Query, kept: list[Members]) -> Members | None:
    """Return the posts that a query keeps to; None for all of them."""
    kept = kept + [_tagged(postings, name) for name in query.tags]
    if len(within) < len(postings.posts):
        kept.append(within.members)
    if not kept:
        return None
    first, *others = sorted(kept, key=len)
    return first.intersection(*others)


def _tagged(postings: Postings, name: str) -> Members:
    try:
        return frozenset(postings.by_tag.get(Tag.of(name), ()))
    except InvalidValue:
        return NONE  # what names no tag is on no post
