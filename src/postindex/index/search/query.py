"""Parse a query into words, phrases, exclusions and tags."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from postindex.errors import InvalidValue
from postindex.index.search.vocabulary import WordRow
from postindex.text import Word, terms, words

_MAX_CHARACTERS = 1000
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(
    r"""(?P<without>(?<!\S)-(?=[^\s-]))?  # but not of a command's --option
        (?: tag: (?: "(?P<quoted>[^"]+)" | (?P<bare>[^\s"]+) )
          | "(?P<phrase>[^"]*)"
          | (?P<words>[^\s"]+)
        )""",
    re.VERBOSE | re.IGNORECASE,
)


def require_query(query: str) -> str:
    """Return a query, or raise `InvalidValue`."""
    if not isinstance(query, str):
        raise InvalidValue("query", query, "is not text")
    if len(query) > _MAX_CHARACTERS:
        raise InvalidValue("query", query, f"has over {_MAX_CHARACTERS:,} characters; shorten it")
    return query


class Query(NamedTuple):
    """The parts of a query."""

    words: tuple[str, ...]  # folded, distinct; the last one may be unfinished
    phrases: tuple[WordRow, ...]
    without: tuple[WordRow, ...]
    tags: tuple[str, ...]  # names
    without_tags: tuple[str, ...]


def parse(text: str) -> Query:
    """Return the parts of a query. Every text is a valid query.

    >>> parse('kuberntes "at home" -aws tag:ci/cd')
    Query(words=('kuberntes',), phrases=(('at', 'home'),), without=(('aws',),), tags=('ci/cd',), without_tags=())
    """
    single_words: list[str] = []
    phrases: list[WordRow] = []
    without: list[WordRow] = []
    tags: list[str] = []
    without_tags: list[str] = []
    for part in _parts(text):
        excluded = part["without"] is not None
        if name := part["quoted"] or part["bare"]:
            (without_tags if excluded else tags).append(name.removeprefix("'"))  # see _parts
            continue
        row = tuple(terms(part["phrase"] or part["words"] or "", singles=False))
        if excluded:
            without.append(row)
        elif part["words"]:
            single_words += row
        else:
            phrases.append(row)
    distinct = tuple(reversed(dict.fromkeys(reversed(single_words))))  # keep the last, which may be unfinished
    return Query(distinct, _distinct_rows(phrases), _distinct_rows(without), tuple(tags), tuple(without_tags))


def plain_words(text: str) -> Iterator[Word]:
    """Yield the words of a query outside phrases, exclusions and tags, with their spans in the query."""
    for part in _parts(text):
        if part["words"] and not part["without"]:
            for word, start, end in words(part["words"], singles=False):
                yield Word(word, start + part.start("words"), end + part.start("words"))


def _parts(text: str) -> Iterator[re.Match[str]]:
    text = text.translate(_QUOTES)
    if text.count('"') % 2:  # the last quotation mark has no pair, perhaps not yet
        before, _, after = text.rpartition('"')
        text = f"{before}'{after}"  # keeps the offsets, and is not part of a word or tag
    return _PART.finditer(text)


def _distinct_rows(rows: list[WordRow]) -> tuple[WordRow, ...]:
    return tuple(row for row in dict.fromkeys(rows) if row)
