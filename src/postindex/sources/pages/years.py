"""The days of dates that do not have a year, or whose numbers do not name their order."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from postindex.listing.layouts.anchors import order_of_numbers
from postindex.listing.layouts.vocabulary import year_of_heading
from postindex.sources.pages.dated import Dated
from postindex.sources.pages.elements import Element

_LONGEST_HEADING = 40  # characters of a heading such as "2024" or "March 2024 (12)"
_MOST_CHILDREN = 8  # of such a heading
_YEAR_IN_URL = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d?)(?:/|\.|-|$)")


class YearHeading(NamedTuple):
    """A heading that gives a year to the dates below it, and its position in the page."""

    position: int
    year: int


class NumberOrder(NamedTuple):
    """Whether the day comes first in dates of three numbers, and whether that is a guess."""

    day_first: bool | None
    ambiguous: bool


def find_year_headings(root: Element) -> list[YearHeading]:
    """Return the headings such as "2024" or "March 2024", in document order."""
    return [
        YearHeading(element.position, year)
        for element in root.iter()
        if element.tag != "a" and len(element.children) < _MOST_CHILDREN and element.is_shorter_than(_LONGEST_HEADING)
        if (year := year_of_heading(element.text()))
    ]


def number_order(dates: Sequence[Dated]) -> NumberOrder:
    """Return the order of the numbers in dates such as 03/04/2026."""
    numbers = [dated.mention for dated in dates if dated.day is None and dated.mention]
    numbers = [mention for mention in numbers if mention.form == "numbers"]
    return NumberOrder(*order_of_numbers(numbers)) if numbers else NumberOrder(None, ambiguous=False)


def day_of(dated: Dated, href: str | None, years: Sequence[YearHeading], day_first: bool | None) -> date | None:
    """Return the day of a date; a missing year is that of the nearest heading above, or the one in the post's link."""
    mention = dated.mention
    if dated.day is not None or mention is None:
        return dated.day
    if mention.form == "numbers":
        return mention.to_date(day_first=day_first)
    above = bisect_left(years, dated.element.position, key=lambda heading: heading.position)
    if above:
        return mention.to_date(year=years[above - 1].year)
    found = _YEAR_IN_URL.search(href or "")
    return mention.to_date(year=int(found["year"]) if found and int(found["month"]) == mention.month else None)
