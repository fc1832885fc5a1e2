"""Search: query → query terms → words of the vocabulary → posts, in titles, tags and summaries."""

from postindex.index.search.answers import search
from postindex.index.search.hits import Hit, Match
from postindex.index.search.suggestions import Suggestion, did_you_mean, suggest
from postindex.index.search.word_index import FieldName

__all__ = [
    "FieldName",
    "Hit",
    "Match",
    "Suggestion",
    "did_you_mean",
    "search",
    "suggest",
]
