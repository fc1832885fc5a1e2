"""Search: query words → words of the vocabulary → posts, by title, tags and summary."""

from postindex._search.answers import checked_query, checked_weights, search
from postindex._search.hits import Hit, Match
from postindex._search.suggestions import Suggestion, did_you_mean, suggest
from postindex._search.words import FieldName

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
