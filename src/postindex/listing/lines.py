"""Text → classified lines: what a line of a listing is, decided from that line alone."""

import re
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from postindex.dates import DAY, HOW_TO_WRITE, day_of, meant_as_day, parse_date
from postindex.errors import InvalidValue
from postindex.models import Tag

_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) posts?")
_ENTRY = re.compile(rf"-[ \t\xa0]+{DAY}(?:(?:\s+|\s*[·|•—]\s*)([0-9]{{1,4}}) min(?:ute)?s?(?: read)?)?")
# What somebody meant as the head of an entry, where it is none: an odd date, or an odd reading time.
_ODD_MINUTES = re.compile(r"[\s·|•—–-]*\b[0-9]+ *min(?:ute)?s?\b.*", re.IGNORECASE)
_ODD_DAY = re.compile(r"[^\W\d_]{3,9}\.? [0-9]{1,2}, [0-9]{1,6}")
_YEAR = re.compile(r"\b[0-9]{4}\b")
_TAG = re.compile(r"-[ \t\xa0]+(/\S*)")
_ODD_TAG = re.compile(r"-\s*[/#]\S")
LONGEST_KNOWN = 64  # characters: the lines that are worth remembering


class Kind(Enum):
    """What a line is, below the head of a listing."""

    ENTRY = auto()  # - March 22, 2026 5 min
    TAG = auto()  # - /fintech
    TEXT = auto()  # anything else


class Line(NamedTuple):
    """A line: its kind and what it says. An entry without a day, or a tag line without a tag, says what is `wrong`."""

    kind: Kind
    published: date | None = None
    minutes: int | None = None
    tag: Tag | None = None
    wrong: str = ""
    reason: str = ""  # what is wrong with it


def split_lines(text: str) -> list[str]:
    r"""Split at `\n`, `\r\n` and `\r` only: `str.splitlines` also splits at VT, FF, FS, GS, RS, NEL, LS and PS.

    >>> split_lines("a\r\nb\x85c\rd")
    ['a', 'b\x85c', 'd']
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def is_path(text: str) -> bool:
    """Say whether a stripped line is the path that heads a listing.

    >>> is_path("/blog"), is_path("/etc is a folder")
    (True, False)
    """
    return text.startswith("/") and len(text.split(maxsplit=1)) == 1


def is_bullet(text: str) -> bool:
    """Say whether a stripped line is an item of a list.

    >>> is_bullet("- tea"), is_bullet("-1 is a number")
    (True, False)
    """
    return text[0] == "-" and text[1:2].isspace()


def declared_count(text: str) -> int | None:
    """Return how many posts a stripped line declares, or None where it is no such line.

    >>> declared_count("1,234 posts"), declared_count("1 post"), declared_count("posts")
    (1234, 1, None)
    """
    found = _COUNT.fullmatch(text)
    return int(found[1].replace(",", "")) if found else None


def bullet(text: str) -> Line:
    """Say what a stripped line that begins with a hyphen is.

    >>> bullet("- March 22, 2026 5 min").published
    datetime.date(2026, 3, 22)
    """
    if found := _ENTRY.fullmatch(text):
        *day, minutes = found.groups()
        if published := day_of(*day):
            return Line(Kind.ENTRY, published, int(minutes) if minutes else None)
    if found := _TAG.fullmatch(text):
        try:
            return Line(Kind.TAG, tag=Tag.of(found[1]))
        except InvalidValue as error:
            return Line(Kind.TAG, wrong=found[1], reason=error.reason)
    if _ODD_TAG.match(text):
        return Line(Kind.TEXT, wrong=text, reason="is not one tag; write one a line, such as - /tea")
    return _odd_entry(text[1:].strip()) if is_bullet(text) and len(text) <= LONGEST_KNOWN else Line(Kind.TEXT)


def _odd_entry(said: str) -> Line:
    """Tell an entry whose date or reading time is in no form that is read from a text that begins with a hyphen."""
    minutes = _ODD_MINUTES.search(said)
    day = said[: minutes.start()] if minutes else said
    if parse_date(day):
        return Line(Kind.ENTRY, wrong=said, reason="has no reading time in a form that is read; write it as 5 min")
    if meant_as_day(day) or _ODD_DAY.fullmatch(day) or (minutes and _YEAR.search(day)):
        return Line(Kind.ENTRY, wrong=day, reason=f"is not a date; {HOW_TO_WRITE}")
    return Line(Kind.TEXT)


known_bullet = lru_cache(maxsize=4096)(bullet)  # tags repeat, and in many listings so do dates
