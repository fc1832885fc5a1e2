"""The records of a page → posts, each once, with where each was read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from postindex.index.order import with_distinct_ids
from postindex.listing.values import Origin
from postindex.models import Post, Tag
from postindex.sources.links import join_url
from postindex.sources.pages.details import Details, read_details
from postindex.sources.pages.elements import Element
from postindex.sources.pages.head import Head
from postindex.sources.pages.records import Record, distinct_records
from postindex.sources.pages.titles import is_address

_PLAIN_ID = re.compile(r"[A-Za-z][\w-]*")


class Posts(NamedTuple):
    """The posts of a page, and where each was read."""

    posts: tuple[Post, ...]
    origins: tuple[Origin, ...]


NO_POSTS = Posts((), ())


def make_posts(records: Iterable[Record], head: Head) -> Posts:
    """Return the posts of records, of equal ones the first."""
    made: dict[Post, Origin] = {}
    places = _Places()
    for record in distinct_records(records):
        details = read_details(record)
        post = _post(record, details, head)
        place = places.selector(record.title.element)
        made.setdefault(post, Origin(element=place, href=record.title.href))
    posts = with_distinct_ids("Listing.posts", made, rename_given=True)
    return Posts(posts, tuple(made.values()))


def _post(record: Record, details: Details, head: Head) -> Post:
    href = record.title.href
    return Post(
        title=record.title.text,
        published=record.day,
        summary=details.summary,
        tags=_tags(details.tags),
        categories=_tags(details.categories),
        reading_minutes=details.minutes,
        url=join_url(head.base, href) if href and is_address(href) else None,
        updated=details.updated,
        authors=details.authors,
        language=head.language,
    )


def _tags(names: Sequence[str]) -> tuple[Tag, ...]:
    """Return tags, without names that have no letter or digit."""
    return tuple(Tag(name) for name in names if any(map(str.isalnum, name)))


class _Places:
    """Where elements are, as CSS selectors."""

    def __init__(self) -> None:
        self._numbers: dict[Element, dict[Element, int]] = {}  # of children among those of their tag, from 1
        self._counts: dict[Element, Counter[str]] = {}

    def selector(self, element: Element) -> str:
        parts: list[str] = []
        for holder in (element, *element.ancestors()):
            if _PLAIN_ID.fullmatch(holder.get("id")):
                parts.append(f"{holder.tag}#{holder.get('id')}")
                break
            parts.append(self._step(holder))
            if holder.tag == "body":
                break
        return " > ".join(reversed(parts))

    def _step(self, element: Element) -> str:
        parent = element.parent
        if parent is None:
            return element.tag
        if parent not in self._numbers:
            counts: Counter[str] = Counter()
            self._numbers[parent] = {}
            for child in parent.elements:
                counts[child.tag] += 1
                self._numbers[parent][child] = counts[child.tag]
            self._counts[parent] = counts
        alone = self._counts[parent][element.tag] == 1
        return element.tag if alone else f"{element.tag}:nth-of-type({self._numbers[parent][element]})"
