"""What speaks against the reading of a page: each doubt as a clause of a message."""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from postindex.listing.layouts.anchors import sorted_share
from postindex.sources.pages.agreement import FEWEST_AGREED, Agreement
from postindex.sources.pages.dated import Dated, day_of_attribute
from postindex.sources.pages.elements import ASIDES, Element
from postindex.sources.pages.head import Head
from postindex.sources.pages.parsing import Document
from postindex.sources.pages.records import Reading, Structure, distinct_records, elements_of

_FEWEST = 2  # posts that prove a layout
_FEWEST_IN_ORDER = 5  # posts whose order proves something
_SORTED = 0.6  # of neighbouring posts, at least
_LEFT_OUT = 0.2  # dates that belong to no post, for each that does
_FEWEST_LEFT_OUT = 2  # such dates outside of the records
_FEWEST_RELATIVE = 2  # relative dates, which may be of posts that are not read
_LONGEST_RELATIVE = 40  # characters of an element with a relative date
_SHOWN_DATE, _SHOWN_BETWEEN, _SHOWN_HEADING = 20, 40, 60  # characters in a message
_OUTSIDE = ASIDES | {"header"}  # where other dates do not count
_OTHER_LISTS = re.compile(
    r"\b(?:projects?|portfolio|publications?|papers|talks|events?|calendar|releases?|changelog|change log|downloads?"
    r"|bookmarks|likes|photos|gallery|speaking|projekte|vorträge|projets|proyectos)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:\d{1,3}|an?|one)\s(?:second|minute|hour|day|week|month|year)s?\sago\b|\byesterday\b|\bvor\s\d{1,3}\s\w{3,12}"
    r"|\bil y a\s\d{1,3}|\bhace\s\d{1,3}|\d{1,3}\s?(?:秒|分钟|小时|天|周|个月|年)前",
    re.IGNORECASE,
)


def find_doubts(document: Document, head: Head, structure: Structure, agreement: Agreement) -> Iterator[str]:
    """Yield what speaks against the best reading of a page."""
    reading = structure.readings[0]
    yield from _of_agreement(reading, agreement)
    yield from _of_dates(reading)
    yield from _of_place(document.root, structure.dates, reading)
    if len(relative := relative_dates(document.root)) >= _FEWEST_RELATIVE:
        yield f"{len(relative)} dates are relative, such as {relative[0]!r}"
    heading = _only_heading(document.root) or head.title
    if (other := _OTHER_LISTS.search(heading)) and "blog" not in heading.lower():
        yield f"the page is headed {heading[:_SHOWN_HEADING]!r}, so these may be {other[0].lower()}"


def relative_dates(root: Element) -> list[str]:
    """Return the relative dates of a page, such as "2 days ago", that are alone in their elements.

    Those of `time` elements whose attribute has the day are not among them.
    """
    return [
        found[0]
        for element in root.iter()
        if element.stop - element.start < _LONGEST_RELATIVE and (found := _RELATIVE.search(element.own_text()))
        if day_of_attribute(element.get("datetime")) is None
    ]


def _of_agreement(reading: Reading, agreement: Agreement) -> Iterator[str]:
    number = len(reading.records)
    if len(distinct_records(reading.records)) < _FEWEST:
        yield "1 post alone proves no layout"
    if agreement.share < FEWEST_AGREED:
        yield f"the text of the page confirms {round(agreement.share * number)} of {number} posts"
    if agreement.extra:
        yield f"the text of the page has {agreement.extra} more posts among these"


def _of_dates(reading: Reading) -> Iterator[str]:
    number, without_title = len(reading.records), reading.size - len(reading.records)
    if reading.ambiguous:
        sample = reading.records[0].dated.text[:_SHOWN_DATE]
        yield f"day and month can be swapped in dates such as {sample!r}"
    if without_title > _LEFT_OUT * number:
        yield f"{without_title} of {reading.size} dates have no title"
    if number >= _FEWEST_IN_ORDER and sorted_share([record.day for record in reading.records]) < _SORTED:
        yield "the dates are in no order"


def _of_place(root: Element, dates: Collection[Dated], reading: Reading) -> Iterator[str]:
    inside = set(chain.from_iterable(map(elements_of, reading.records)))
    outside = [dated for dated in dates if dated.element not in inside]
    others = sum(dated.day is not None and dated.alone and not _is_outside(dated.element) for dated in outside)
    if others >= max(_FEWEST_LEFT_OUT, _LEFT_OUT * len(reading.records)):
        yield f"{others} other dates are outside of these posts"
    heading = next((element for element in root.iter() if element.tag == "h1" and element not in inside), None)
    if heading is not None:
        between = range(heading.position, reading.records[0].dated.element.position)
        if (dated := next((each for each in outside if each.element.position in between), None)) is not None:
            sample = dated.text[:_SHOWN_BETWEEN]
            yield f"the date {sample!r} is between the heading of the page and the first post, as in an article"


def _is_outside(element: Element) -> bool:
    return any(holder.tag in _OUTSIDE for holder in element.ancestors())


def _only_heading(root: Element) -> str:
    headings = [element for element in root.iter() if element.tag == "h1"]
    return headings[0].text() if len(headings) == 1 else ""
