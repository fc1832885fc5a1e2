"""Search: query words → words of the vocabulary → posts, by title, tags and summary."""

from postindex.index.search.answers import checked_query, checked_weights, search
from postindex.index.search.hits import Hit, Match
from postindex.index.search.suggestions import Suggestion, did_you_mean, suggest
from postindex.index.search.word_index import FieldName

__all__ = [
    "FieldName",
    "Hit",
    "Match",
    "Suggestion",
    "checked_query",
    "checked_weights",
    "did_you_mean",
    "search",
    "suggest",
]
