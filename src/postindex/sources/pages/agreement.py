"""Compare the records of a page with the posts that the layout of its text gives."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.inference import MOST_DATES, readings_of
from postindex.listing.layouts.rendered import read_lines
from postindex.listing.layouts.vocabulary import READING_TIME
from postindex.sources.pages.elements import collapse
from postindex.sources.pages.records import Record

FEWEST_AGREED = 0.95  # of the posts, that both readings have

_NEARLY_AS_LIKELY = 1.0  # of the score of a text's reading, below the best
_MOST_READINGS = 50  # that are compared
_MOST_COMPARED = 64  # posts of one day, with which a record is compared
_SHORTEST_REST = 8  # characters of a title behind its date
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


class Agreement(NamedTuple):
    """How far two readings of a page agree.

    `share` is that of the records that the text confirms, `extra` the number of posts among them in the text that the
    records lack, and `sample` the title of the first post of the text, or None.
    """

    share: float
    extra: int
    sample: str | None

    @property
    def agrees(self) -> bool:
        """Whether the readings prove each other."""
        return self.share >= FEWEST_AGREED and not self.extra


def compare(records: Sequence[Record], text: str) -> Agreement:
    """Compare records with the likeliest readings of a page's text.

    A post of the text confirms a record if their days are equal and the title of the post is that of the record, or
    begins or ends with it. Of readings nearly as likely as the best, the first that agrees counts: the structure of the
    page refutes the others, such as those whose titles are shifted by one post.
    """
    lines = read_lines(text)
    if sum(bool(line.mentions) for line in lines) > MOST_DATES:
        return Agreement(0.0, 0, None)
    found: list[Agreement] = []
    for reading in islice(readings := readings_of(lines), _MOST_READINGS):
        if readings[0].score - reading.score > _NEARLY_AS_LIKELY:
            break
        found.append(_compare(records, [(anchor.day, pick.text) for anchor, pick in reading.posts]))
        if found[-1].agrees:
            return found[-1]
    return found[0] if found else Agreement(0.0, 0, None)


def _compare(records: Sequence[Record], posts: Sequence[tuple[date | None, str]]) -> Agreement:
    left: dict[date | None, dict[int, str]] = defaultdict(dict)  # by day: titles that no record has, by number
    for number, (day, title) in enumerate(posts):
        left[day][number] = _plain(title)
    confirmed: list[int] = []
    for record in records:
        title, others = _plain(record.title.text), left[record.day]
        titles = {title, _without_date(title)}
        found = next((number for number in islice(others, _MOST_COMPARED) if _is_any(titles, others[number])), None)
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


def _is_any(titles: Collection[str], text: str) -> bool:
    return any(_is_in(title, text) for title in titles)


def _without_date(title: str) -> str:
    """Return a title without the date that it begins with, which the reading of a text takes for that of the post."""
    mention = next(iter(find_mentions(title)), None)
    rest = title[mention.end :].strip() if mention is not None and not mention.start else ""
    return rest if len(rest) >= _SHORTEST_REST else title


def _is_in(title: str, text: str) -> bool:
    return text.startswith(title) or text.endswith(title)


def _plain(text: str) -> str:
    """Return a text without invisible characters and reading times, which one of the readings may leave out."""
    return collapse(READING_TIME.sub("", _INVISIBLE.sub("", text)))
