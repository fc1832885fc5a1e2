"""Text → classified lines: what a line of a listing is, decided from that line alone."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from postindex.dates import parse_date
from postindex.errors import InvalidValue
from postindex.models import Tag

_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) posts?")
_ENTRY = re.compile(r"(?P<date>\S.*?)(?:\s+(?P<minutes>[0-9]{1,4}) min(?: read)?)?")
# The shape of a date, whether or not the calendar has it: what somebody meant as the head of an entry.
_DATELIKE = re.compile(r"[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{1,6}|[0-9]{1,6}([-/.])[0-9]{1,2}\1[0-9]{1,6}")
_CACHED_LENGTH = 64  # characters; longer lines are not remembered


class Kind(Enum):
    """What a line is."""

    PATH = auto()  # /blog
    COUNT = auto()  # 59 posts
    ENTRY = auto()  # - March 22, 2026 5 min
    BAD_DATE = auto()  # - February 30, 2026 5 min
    TAG = auto()  # - /fintech
    BAD_TAG = auto()  # - /!!!
    TEXT = auto()  # anything else


@dataclass(frozen=True, slots=True)
class Line:
    """A classified line: its kind and what it says."""

    kind: Kind
    published: date | None = None  # of an ENTRY
    minutes: int | None = None  # of an ENTRY
    tag: Tag | None = None  # of a TAG
    count: int = 0  # of a COUNT
    wrong: str = ""  # what a BAD_DATE or a BAD_TAG holds in place of a date or a tag


_TEXT = Line(Kind.TEXT)
_PATH = Line(Kind.PATH)


def split_lines(text: str) -> list[str]:
    r"""Split at `\n`, `\r\n` and `\r` only: `str.splitlines` also splits at VT, FF, FS, GS, RS, NEL, LS and PS.

    >>> split_lines("a\r\nb\x85c\rd")
    ['a', 'b\x85c', 'd']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def classify(text: str) -> Line:
    """Say what a line is; `text` is without surrounding white space and not empty.

    >>> classify("- March 22, 2026 5 min").published
    datetime.date(2026, 3, 22)
    """
    first = text[0]
    if first == "-":
        return _bullet(text) if len(text) <= _CACHED_LENGTH else _bullet.__wrapped__(text)
    if first == "/":
        return _PATH if len(text.split()) == 1 else _TEXT
    if first in "0123456789" and (found := _COUNT.fullmatch(text)):
        return Line(Kind.COUNT, count=int(found[1].replace(",", "")))
    return _TEXT


@lru_cache(maxsize=4096)  # dates and tags repeat: in a long listing nearly every bullet has been seen before
def _bullet(text: str) -> Line:
    mark, *rest = text.split(maxsplit=1)
    if mark != "-" or not rest:
        return _TEXT
    said = rest[0]
    if said[0] == "/" and len(said.split()) == 1:
        try:
            return Line(Kind.TAG, tag=Tag.of(said))
        except InvalidValue:
            return Line(Kind.BAD_TAG, wrong=said)
    found = _ENTRY.fullmatch(said)
    if found is None:
        return _TEXT
    minutes = int(found["minutes"]) if found["minutes"] else None
    if published := parse_date(found["date"]):
        return Line(Kind.ENTRY, published=published, minutes=minutes)
    return Line(Kind.BAD_DATE, wrong=found["date"]) if _DATELIKE.fullmatch(found["date"]) else _TEXT
