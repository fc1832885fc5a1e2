"""Compare the records of a page with the posts that the layout of its text gives."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from postindex.listing.layouts.inference import readings_of
from postindex.listing.layouts.rendered import read_lines
from postindex.listing.layouts.vocabulary import READING_TIME
from postindex.sources.elements import collapse
from postindex.sources.records import Record

_MOST_COMPARED = 64  # posts of one day, with which a record is compared
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


class Agreement(NamedTuple):
    """How far two readings of a page agree.

    `share` is that of the records that the text confirms, `extra` the number of posts among them in the text that the
    records lack, and `sample` the title of the first post of the text, or None.
    """

    share: float
    extra: int
    sample: str | None


def compare(records: Sequence[Record], text: str) -> Agreement:
    """Compare records with the best reading of a page's text: equal days, and titles of which one ends the other."""
    readings = readings_of(read_lines(text))
    if not readings:
        return Agreement(0.0, 0, None)
    best = readings[0]
    posts = [(anchor.day, pick.text) for anchor, pick in best.posts]
    left: dict[object, dict[int, str]] = defaultdict(dict)  # by day: titles that no record has, by number
    for number, (day, title) in enumerate(posts):
        left[day][number] = _plain(title)
    confirmed: list[int] = []
    for record in records:
        title, others = _plain(record.title.text), left[record.day]
        found = next((number for number in islice(others, _MOST_COMPARED) if _is_in(title, others[number])), None)
        if found is not None:
            confirmed.append(found)
            del others[found]
    inside = range(min(confirmed, default=0), max(confirmed, default=0))
    extra = sum(number in inside for others in left.values() for number in others)
    return Agreement(len(confirmed) / len(records), extra, posts[0][1] if posts else None)


def same_title(title: str, text: str) -> bool:
    """Whether a text is a title, or begins or ends with it; reading times and invisible characters do not count.

    >>> same_title("Tea, twice", "Tea, twice · 5 min"), same_title("Tea, twice", "Tea")
    (True, False)
    """
    return _is_in(_plain(title), _plain(text))


def _is_in(title: str, text: str) -> bool:
    return text.startswith(title) or text.endswith(title)


def _plain(text: str) -> str:
    """Return a text without invisible characters and reading times, which one of the readings may leave out."""
    return collapse(READING_TIME.sub("", _INVISIBLE.sub("", text)))
