"""The dates of a page that may be those of posts, and their days."""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from postindex.dates.mentions import Mention, find_mentions
from postindex.listing.layouts.rendered import Line
from postindex.listing.layouts.vocabulary import (
    COMMENTS,
    PUBLISHED,
    READING_TIME,
    SEPARATORS,
    TAG_LINE,
    year_of_heading,
)

MONTHS = 12
_MOST_DATES = 5  # of a line
_FEWEST_SORTED = 4  # dates, to tell by their order whether day or month comes first,
_MORE_SORTED = 0.3  # and the share of them by which one order is better than the other
_UPDATE_NEAR = 30  # characters after a date, in which that of its update may be
OPEN_END = re.compile(r"\w\W+(?:the|for|of|from|vom|du|del|de|am)\s+$", re.IGNORECASE)  # a date ends the title
_YEAR_IN_TEXT = re.compile(r",?\s+(?:19|20)\d\d$")
_ENDS = SEPARATORS + "»›"


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """A date in a line: what is before and after it there, and the day once it is known."""

    line: Line
    mention: Mention
    before: str
    after: str
    day: date | None = None

    @property
    def number(self) -> int:
        """The number of its line."""
        return self.line.number

    @property
    def text(self) -> str:
        """The date as the page writes it."""
        return self.line.text[self.mention.start : self.mention.end]


def find_anchors(lines: Sequence[Line]) -> list[Anchor]:
    """Return every date of a page that may be that of a post. Lines with many dates are not those of a post."""
    found: list[Anchor] = []
    for line in lines:
        for mention in line.mentions if len(line.mentions) <= _MOST_DATES else ():
            if mention.updated:
                continue
            found.append(_anchor(line, mention))
            year = _YEAR_IN_TEXT.search(line.text[mention.start : mention.end])
            if mention.form == "month-first" and year and "," not in year[0]:
                # "June 21 2021 Annual Survey" under the heading 2022: the title begins with a year
                short = mention._replace(form="month-day", end=mention.end - len(year[0]), year=None)
                found.append(_anchor(line, short))
    return found


def _anchor(line: Line, mention: Mention) -> Anchor:
    before, after = line.text[: mention.start], line.text[mention.end :]
    if OPEN_END.search(before) and not strip_separators(after):
        return Anchor(line, mention, line.text, "")  # "Issue 22 for Monday the 25th of November 2013"
    before = PUBLISHED.sub("", READING_TIME.sub("", before).rstrip())
    return Anchor(line, mention, _title_beside(before), _title_beside(READING_TIME.sub("", after)))


def _title_beside(text: str) -> str:
    """Return what may be a title in a text beside a date; empty for another date, tags and a number of comments."""
    text = strip_separators(" ".join(text.split()))
    mentions = find_mentions(text)
    if mentions and mentions[0].start == 0:  # of an update: "2 June 2020 11 June 2020"
        text = strip_separators(text[mentions[0].end :])
        mentions = find_mentions(text)
    if mentions:
        rest = text
        for mention in reversed(mentions):
            rest = rest[: mention.start] + rest[mention.end :]
        if not re.search(r"\w{2}", PUBLISHED.sub("", f"{rest.strip()} ")):
            return ""
        if mentions[0].updated and mentions[0].start < _UPDATE_NEAR:
            text = strip_separators(text[mentions[0].end :])
    return "" if TAG_LINE.match(text) or COMMENTS.match(text) else text


def strip_separators(text: str) -> str:
    """Return a text without separators at its ends, and without a bracket that has no pair.

    >>> strip_separators("· Tea at home (2) |"), strip_separators("(Tea)"), strip_separators("Tea (")
    ('Tea at home (2)', 'Tea', 'Tea')
    """
    before = None
    while text != before:
        before = text
        text = text.strip(_ENDS)
        if text[:1] in "([" and text[-1:] in ")]" and "(" not in text[1:-1] and ")" not in text[1:-1]:
            text = text[1:-1]
        text = text.rstrip("([").lstrip(")]")
        if ")" not in text:
            text = text.lstrip("(")
        if "(" not in text:
            text = text.rstrip(")")
    return text


# -- days --------------------------------------------------------------------------------------------------------------


def dated(anchors: Sequence[Anchor], lines: Sequence[Line]) -> tuple[list[Anchor], bool]:
    """Return the anchors whose day is known, one a line, and whether day and month might be swapped.

    A year that a date lacks is that of the nearest heading above, such as "2024" or "March 2024".
    """
    numbers = [anchor.mention for anchor in anchors if anchor.mention.form == "numbers"]
    day_first, ambiguous = order_of_numbers(numbers) if numbers else (None, False)
    headings = [line for line in lines if line.kind == "heading"]
    rows = [line.number for line in headings]
    found: dict[int, Anchor] = {}
    for anchor in anchors:
        above = bisect(rows, anchor.number)
        year = year_of_heading(headings[above - 1].text) if above else None
        day = anchor.mention.to_date(day_first=day_first, year=year)
        if day is not None:  # a copy, because other groups may date it otherwise
            found.setdefault(anchor.number, replace(anchor, day=day))
    return list(found.values()), ambiguous


def order_of_numbers(numbers: Sequence[Mention]) -> tuple[bool, bool]:
    """Return whether the day comes first in dates of three numbers, and whether that is a guess.

    A number over 12 decides; otherwise the order in which the dates are sorted, as lists of posts are.
    """
    first, second = max(m.first for m in numbers), max(m.second for m in numbers)
    if (first > MONTHS) != (second > MONTHS):
        return first > MONTHS, False
    day_first = sorted_share([m.to_date(day_first=True) for m in numbers])
    month_first = sorted_share([m.to_date(day_first=False) for m in numbers])
    if day_first == month_first:
        return False, True
    return day_first > month_first, len(numbers) < _FEWEST_SORTED or abs(day_first - month_first) < _MORE_SORTED


def sorted_share(days: Sequence[date | None]) -> float:
    """Return the share of neighbouring days that are in order, in the better direction."""
    known = [day for day in days if day is not None]
    steps = list(pairwise(known))
    if not steps:
        return 1.0
    return max(sum(a >= b for a, b in steps), sum(a <= b for a, b in steps)) / len(steps)
