"""What a query asks for: words, phrases, and what to leave out or to keep to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from postindex.errors import InvalidValue
from postindex.index.search.vocabulary import Row
from postindex.text import Word, terms, words

_LONGEST_QUERY = 1000  # characters
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PART = re.compile(
    r"""(?P<without>(?<!\S)-(?=\S))?
        (?: tag: (?: "(?P<quoted>[^"]+)" | (?P<bare>[^\s"]+) )
          | "(?P<phrase>[^"]*)"
          | (?P<words>[^\s"]+)
        )""",
    re.VERBOSE | re.IGNORECASE,
)


def require_query(query: str) -> str:
    """Return a query, or refuse it."""
    if not isinstance(query, str):
        raise InvalidValue("query", query, "is not text")
    if len(query) > _LONGEST_QUERY:
        raise InvalidValue("query", query, f"has over {_LONGEST_QUERY:,} characters; shorten it")
    return query


class Query(NamedTuple):
    """The parts of a query."""

    words: tuple[str, ...]  # folded, each once; the last one may be unfinished
    phrases: tuple[Row, ...]
    without: tuple[Row, ...]
    tags: tuple[str, ...]  # names
    without_tags: tuple[str, ...]


def parse(text: str) -> Query:
    """Return what a query asks for; no text is refused.

    >>> parse('kuberntes "at home" -aws tag:ci/cd')
    Query(words=('kuberntes',), phrases=(('at', 'home'),), without=(('aws',),), tags=('ci/cd',), without_tags=())
    """
    asked: list[str] = []
    phrases: list[Row] = []
    without: list[Row] = []
    tags: list[str] = []
    without_tags: list[str] = []
    for part in _parts(text):
        left_out = part["without"] is not None
        if name := part["quoted"] or part["bare"]:
            (without_tags if left_out else tags).append(name.removeprefix("'"))  # see _parts
            continue
        row = tuple(terms(part["phrase"] or part["words"] or "", singles=False))
        if left_out:
            without.append(row)
        elif part["words"]:
            asked += row
        else:
            phrases.append(row)
    once = tuple(reversed(dict.fromkeys(reversed(asked))))  # of a word typed twice, the last may be unfinished
    return Query(once, _rows(phrases), _rows(without), tuple(tags), tuple(without_tags))


def plain_words(text: str) -> Iterator[Word]:
    """Yield the words of a query that are neither in a phrase nor left out nor a tag, with their spans in it."""
    for part in _parts(text):
        if part["words"] and not part["without"]:
            for word, start, end in words(part["words"], singles=False):
                yield Word(word, start + part.start("words"), end + part.start("words"))


def _parts(text: str) -> Iterator[re.Match[str]]:
    text = text.translate(_QUOTES)
    if text.count('"') % 2:  # the last one has no pair, perhaps not yet
        before, _, after = text.rpartition('"')
        text = f"{before}'{after}"  # as long as before, and no part of a word or a tag
    return _PART.finditer(text)


def _rows(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(row for row in dict.fromkeys(rows) if row)
