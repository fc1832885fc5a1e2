"""Search: query → query terms → words of the vocabulary → posts, in titles, tags and summaries."""

from postindex.index.search.answers import Sort, facets, search
from postindex.index.search.hits import Hit, Match
from postindex.index.search.suggestions import Suggestion, did_you_mean, suggest
from postindex.index.search.word_index import FieldName

__all__ = [
    "FieldName",
    "Hit",
    "Match",
    "Sort",
    "Suggestion",
    "did_you_mean",
    "facets",
    "search",
    "suggest",
]
