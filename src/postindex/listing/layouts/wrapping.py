"""Join the rows of a text that a browser broke at the width of its terminal."""

import re
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.vocabulary import is_wide, width

BULLET = re.compile(r"^(?:([*+•◦▪■●○‣∙·o□▶►»\-–—])|(\d{1,4}[.)]))(?:\s+|$)")
RULE = re.compile(r"^[\W_]{3,}$")
REFERENCE = re.compile(r"\[\d{1,4}\](?=\S)|(?<!\S)\[\d{1,4}\](?=\s*$)")  # lynx numbers its links
_STAR = re.compile(r"\s*[*+o•]\s")
_DASH = re.compile(r"\s*[-–]\s")
_NARROW = re.compile(r"[^\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+")

_NARROWEST, _WIDEST = 50, 140  # columns of a text that was wrapped
_TERMINAL, _LYNX, _W3M = 80, 74, 79  # columns of a terminal, and of text by lynx and w3m in it
_LYNX_MARGIN = 3  # columns left of all but headings
_FULL = 0.03  # of the rows of a text that was wrapped to another width are full
LONGEST = 2000  # characters of a row that are looked at
_SHORTEST = 25  # columns of a row that goes on in the next
_OVERLONG = 0.005  # of the rows may be longer than the width: addresses, code
_FEW = 3
_NEAR = 10  # columns below the width, that full rows have at least
_TITLE_BEFORE = 8  # characters before a date, to be a title

Row = tuple[int, str]  # its number in the text, from 0, and what it says


def join_wrapped(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of a text without the line breaks of a terminal. A joined row has its first number.

    >>> rows = [(0, " * A long title that a browser broke where the width of its terminal ends, at")]
    >>> join_wrapped([*rows, (1, "   column 79"), (2, " * Tea")])[0]
    (0, ' * A long title that a browser broke where the width of its terminal ends, at column 79')
    """
    wrapping = _wrapping_of(rows)
    if wrapping is None:
        return list(rows)
    joined: list[Row] = []
    last = bullet = ""  # the row before, and a bullet that is alone on its row
    for number, row in rows:
        if joined and wrapping.continues(joined[-1][1], last, row, bullet):
            start, block = joined[-1]
            space = "" if is_wide(last.rstrip()[-1:]) and is_wide(row.strip()[:1]) else " "
            joined[-1] = (start, f"{block.rstrip()}{space}{row.strip()}")
        else:
            bullet = last if BULLET.fullmatch(last.strip()) else ""
            joined.append((number, row))
        last = row
    return joined


class _Wrapping(NamedTuple):
    """How a text was wrapped, and what begins a row that was not."""

    columns: int
    dash_is_bullet: bool
    date_ends: bool  # a date is the end of what it dates, not a beginning

    def continues(self, block: str, last: str, row: str, bare_bullet: str) -> bool:
        """Return whether a row goes on with the one before it, which is the last of a block of joined rows."""
        text, before = row.strip(), last.strip()
        if not text or len(block) > LONGEST or width(before) <= _SHORTEST or RULE.match(before) or RULE.match(text):
            return False
        if (bullet := BULLET.match(text)) and (self.dash_is_bullet or bullet[1] not in ("-", "–")):
            return False
        if width(last.rstrip()) + 1 + width(self._unbreakable(before, text)) <= self.columns:
            return False
        return _indent(row) in _indents(block, bare_bullet) and not self._is_between_dates(before, text)

    def _is_between_dates(self, before: str, text: str) -> bool:
        if self.date_ends:
            return any(mention.full or mention.end == len(before) for mention in find_mentions(before))
        return any(mention.start == 0 for mention in find_mentions(REFERENCE.sub("", text)))

    def _unbreakable(self, before: str, text: str) -> str:
        """Return the start of a row that a browser would not break; some pages keep a title's last words together."""
        if text.count(" ") == 1 and not find_mentions(before):
            return text
        word = text.split(maxsplit=1)[0]
        narrow = _NARROW.match(word)
        return narrow[0] if narrow else word[:1]


def _wrapping_of(rows: Sequence[Row]) -> _Wrapping | None:
    columns = _columns([row for _, row in rows if not RULE.match(row.strip())])
    if columns is None:
        return None
    stars = sum(1 for _, row in rows if _STAR.match(row))
    dashes = sum(1 for _, row in rows if _DASH.match(row))
    starts = [found[0].start for _, row in rows if (found := find_mentions(REFERENCE.sub("", row.strip())))]
    date_ends = sum(start >= _TITLE_BEFORE for start in starts) > len(starts) / 2
    return _Wrapping(columns, dash_is_bullet=dashes > stars, date_ends=date_ends)


def _columns(rows: Sequence[str]) -> int | None:
    """Return the columns to which a text was wrapped; None where it was not."""
    lengths = sorted(width(row.rstrip()) for row in rows)
    if not lengths or lengths[-1] > _WIDEST:
        return None
    columns = lengths[ceil((1 - _OVERLONG) * (len(lengths) - 1))]
    usual = _LYNX if sum(_indent(row) >= _LYNX_MARGIN for row in rows if row) > len(rows) / _FEW else _W3M
    over = sum(length > usual for length in lengths)
    if usual - _NEAR <= columns <= _TERMINAL:
        return usual if over < _FEW else columns
    full = sum(length >= columns - _NEAR for length in lengths)
    return columns if columns >= _NARROWEST and full >= max(_FEW, _FULL * len(lengths)) else None


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _indents(block: str, bare_bullet: str) -> set[int]:
    """Return where the rows of a block may begin: as its first, or below the text of its bullet."""
    indent, bullet = _indent(block), BULLET.match(block.strip())
    indents = {indent, indent + (bullet.end() if bullet else 0)}
    return indents | {len(bare_bullet.rstrip()) + 1} if bare_bullet else indents
