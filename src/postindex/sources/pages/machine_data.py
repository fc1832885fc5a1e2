"""What a page has for machines (JSON-LD, microdata, h-entry, `datetime`), where it contradicts what is seen."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.sources.pages.agreement import same_title
from postindex.sources.pages.dated import day_of_attribute
from postindex.sources.pages.elements import Element, collapse
from postindex.sources.pages.records import Record, elements_of

_SHOWN = 40  # characters of a title in a message
_ONE_DAY = 1  # by which two time zones differ
_NAMES = frozenset({"p-name", "headline"})
_DATES = frozenset({"dt-published", "datePublished"})
_PEOPLE = frozenset({"h-card", "p-author", "author", "vcard"})


class MachinePost(NamedTuple):
    """A post that JSON-LD names."""

    title: str
    day: date


def contradictions(records: Sequence[Record], json_ld: Sequence[str]) -> Iterator[str]:
    """Yield what data for machines has otherwise than the page shows, the first of each kind."""
    days = {post.title: post.day for text in json_ld for post in posts_of_json_ld(text)}
    kinds = (
        (_of_json_ld(record, days) for record in records),
        (_of_attribute(record) for record in records),
        (_of_marked_date(record) for record in records),
        (_of_marked_title(record) for record in records),
    )
    for kind in kinds:
        yield from (found for found in [next(filter(None, kind), "")] if found)


def posts_of_json_ld(text: str) -> list[MachinePost]:
    """Return the posts that a JSON-LD document names with a headline and a day; none if it is broken.

    >>> posts_of_json_ld('{"@type": "BlogPosting", "headline": "Tea", "datePublished": "2026-03-22T10:00:00Z"}')
    [MachinePost(title='Tea', day=datetime.date(2026, 3, 22))]
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return list(_posts_within(data))


def _posts_within(data: Any) -> Iterator[MachinePost]:
    stack = [data]
    while stack:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(value.values())
            title, published = value.get("headline") or value.get("name"), value.get("datePublished")
            day = day_of_attribute(published) if isinstance(published, str) else None
            if isinstance(title, str) and day is not None:
                yield MachinePost(collapse(title), day)


def _of_json_ld(record: Record, days: dict[str, date]) -> str:
    day = days.get(collapse(record.title.text))
    return _dates_differ("JSON-LD", record, day)


def _of_attribute(record: Record) -> str:
    """Return how the `datetime` of a record's date differs from the text."""
    day, mention = day_of_attribute(record.dated.attribute), record.dated.mention
    if day is None or mention is None or mention.full:
        return _dates_differ("the attribute of a date", record, day)
    if _differ(day, mention.to_date(year=day.year)):  # "May 5": only the year is the attribute's
        return f"the attribute of a date has {day} for {_title(record)}, the page shows {record.dated.text[:_SHOWN]!r}"
    return ""


def _of_marked_date(record: Record) -> str:
    marked = [day for element in elements_of(record) if _is_marked(element, _DATES) if (day := _day_of(element))]
    if not marked or any(not _differ(day, record.day) for day in marked):
        return ""
    return _dates_differ("the page's h-entry or microdata", record, marked[0])


def _of_marked_title(record: Record) -> str:
    names = [
        element.get("content") or element.text()
        for element in elements_of(record)
        if _is_marked(element, _NAMES) and not _is_person(element)
    ]
    names = [name for name in map(collapse, names) if name]
    title = record.title.text
    if not names or any(same_title(title, name) or same_title(name, title) for name in names):
        return ""
    return f"the page's h-entry or microdata has the title {names[0][:_SHOWN]!r}, the page shows {title[:_SHOWN]!r}"


def _dates_differ(what: str, record: Record, day: date | None) -> str:
    if day is None or not _differ(day, record.day):
        return ""
    return f"{what} has {day} for {_title(record)}, the page shows {record.day}"


def _title(record: Record) -> str:
    return repr(record.title.text[:_SHOWN])


def _differ(day: date, other: date | None) -> bool:
    return other is None or abs((day - other).days) > _ONE_DAY


def _is_marked(element: Element, names: frozenset[str]) -> bool:
    return not names.isdisjoint(element.labels.split())


def _is_person(element: Element) -> bool:
    return any(_is_marked(holder, _PEOPLE) for holder in (element, *element.ancestors()))


def _day_of(element: Element) -> date | None:
    """Return the full date of a marked element: in its attributes, else in its text."""
    attributes = (element.get(name) for name in ("datetime", "content", "title"))
    days = (day_of_attribute(attribute) for attribute in attributes if attribute)
    text = element.text() if element.is_shorter_than(_SHOWN) else ""
    seen = (found.to_date() for found in find_mentions(text) if found.full)
    return next(filter(None, days), None) or next(filter(None, seen), None)
