"""What a record has beside its date and title: summary, tags, categories, authors, reading time and update."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.vocabulary import READING_TIME
from postindex.sources.pages.dated import is_update_element
from postindex.sources.pages.elements import Element
from postindex.sources.pages.labels import is_title, read_labels
from postindex.sources.pages.records import Record, elements_of
from postindex.sources.pages.summaries import read_summary

_LONGEST_LINE = 120  # characters of a line with a reading time or an update
_LONGEST_TIME = 40  # characters of a reading time that several elements share


class Details(NamedTuple):
    """What a record has beside its date and title."""

    summary: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    minutes: int | None
    updated: date | None


def read_details(record: Record) -> Details:
    """Return what a record has beside its date and title."""
    labels = read_labels(record)
    return Details(
        summary=read_summary(record, labels.elements),
        tags=labels.tags,
        categories=labels.categories,
        authors=labels.authors,
        minutes=next(_minutes(record), None),
        updated=next(_updates(record), None),
    )


def _minutes(record: Record) -> Iterator[int]:
    """Yield the reading times of a record, in minutes."""
    for element in elements_of(record):
        if is_title(element, record) and element is not record.elements[0]:
            continue
        text = element.own_text()
        if not text or len(text) > _LONGEST_LINE:
            continue
        found = READING_TIME.search(text) if any(map(str.isdigit, text)) else None
        found = found or READING_TIME.fullmatch(element.text()[:_LONGEST_TIME])
        if found and (number := found["minutes"] or found["cjk"] or found["named"]):
            yield int(number)


def _updates(record: Record) -> Iterator[date]:
    """Yield the days on which the post was updated, as its mark-up or its words tell."""
    for element in elements_of(record):
        if element.tag == "time" and is_update_element(element):
            yield from _days_after(element, record.day)
        text = element.own_text()
        if text and len(text) < _LONGEST_LINE:
            yield from (day for found in find_mentions(text) if found.updated and (day := found.to_date()) is not None)


def _days_after(element: Element, published: date) -> Iterator[date]:
    for text in (element.text()[:_LONGEST_LINE], element.get("datetime")[:_LONGEST_LINE]):
        for mention in find_mentions(text):
            day = mention.to_date()
            if day is not None and day > published:
                yield day
