"""The inverted index of words: for each field and word, the positions of the posts that have it there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from postindex.index.postings import Postings
from postindex.index.search.vocabulary import Row, Vocabulary
from postindex.models import Post
from postindex.text import terms

FieldName = Literal["title", "tags", "summary"]
FIELDS: tuple[FieldName, ...] = ("title", "tags", "summary")
Members = frozenset[int]  # positions

NONE: Members = frozenset()
MANY = 1000  # posts
_ROWS_KEPT = 64
_COMMON = 100  # of so many posts one has a common word; its set is made at once, as that takes as long as a search


class WordIndex:
    """What the words of posts are, and where they stand."""

    def __init__(self, postings: Postings) -> None:
        self.posts = postings.posts
        title: dict[str, list[int]] = defaultdict(list)
        tags: dict[str, list[int]] = defaultdict(list)
        summary: dict[str, list[int]] = defaultdict(list)
        self._titled: dict[str, int] = {}
        self._titled_again: dict[str, list[int]] = defaultdict(list)
        for position, post in enumerate(postings.posts):
            found = terms(post.title)
            if self._titled.setdefault(" ".join(found), position) != position:
                self._titled_again[" ".join(found)].append(position)
            for word in set(found):
                title[word].append(position)
            for word in {word for tag in post.tags for word in _terms_of(tag.name)}:
                tags[word].append(position)
            for word in set(terms(post.summary)):
                summary[word].append(position)
        self._positions: dict[FieldName, dict[str, list[int]]] = {"title": title, "tags": tags, "summary": summary}
        self._members: dict[FieldName, dict[str, Members]] = {
            field: {word: frozenset(found) for word, found in words.items() if len(found) * _COMMON > len(self.posts)}
            for field, words in self._positions.items()
        }
        self.counts: Counter[str] = Counter()  # in how many titles, lists of tags and summaries a word stands
        for words in self._positions.values():
            self.counts.update({word: len(positions) for word, positions in words.items()})
        self.vocabulary = Vocabulary(self.counts)
        self._rows: dict[tuple[Row, FieldName], Members] = {}

    def positions(self, word: str, field: FieldName) -> Sequence[int]:
        """Return the same as `members`, ascending: newest first."""
        return self._positions[field].get(word, ())

    def titled(self, text: str) -> Sequence[int]:
        """Return the positions of the posts whose title is a text, but for what folding drops, ascending."""
        title = " ".join(terms(text))
        return (self._titled[title], *self._titled_again.get(title, ())) if title in self._titled else ()

    def members(self, word: str, field: FieldName) -> Members:
        """Return the positions of the posts that have a word in a field."""
        known, positions = self._members[field], self._positions[field].get(word)
        if positions is None:
            return NONE
        if word not in known:
            known[word] = frozenset(positions)
        return known[word]

    def together(self, row: Row, field: FieldName) -> Members:
        """Return the positions of the posts that have all of these words in a field."""
        first, *others = sorted((self.members(word, field) for word in row), key=len)
        return first.intersection(*others)

    def titled_in_a_row(self, row: Row) -> Members:
        """Return the positions of the posts with several words in a row in the title, if one is in no more than many.

        Words that are all common stand together in too many titles to look at them, and to tell much.
        """
        looked_at = len(row) > 1 and min(len(self.positions(word, "title")) for word in row) <= MANY
        return self.in_a_row(row, "title") if looked_at else NONE

    def in_any(self, fields: Iterable[FieldName], row: Row) -> Members:
        """Return the positions of the posts that have these words next to each other in one of the fields."""
        return NONE.union(*(self.in_a_row(row, field) for field in fields))

    def in_a_row(self, row: Row, field: FieldName) -> Members:
        """Return the positions of the posts that have these words next to each other in a field."""
        if len(row) == 1:
            return self.members(row[0], field)
        found = self._rows.get((row, field))  # a query asks more than once
        if found is None:
            found = frozenset(p for p in self.together(row, field) if stands_in(row, self.posts[p], field))
            if len(self._rows) >= _ROWS_KEPT:
                self._rows = {}
            self._rows[row, field] = found
        return found


def texts(post: Post, field: FieldName) -> Iterator[str]:
    """Yield the texts of a field: a title, a summary, or the names of the tags."""
    if field == "tags":
        yield from (tag.name for tag in post.tags)
    else:
        yield post.title if field == "title" else post.summary


def stands_in(row: Row, post: Post, field: FieldName) -> bool:
    """Say whether words stand next to each other in a field of a post."""
    return any(_may_stand(row, text) and row in _rows(text, len(row)) for text in texts(post, field))


def _rows(text: str, size: int) -> Iterator[Row]:
    found = terms(text, singles=False)
    return zip(*(found[at:] for at in range(size)), strict=False)


def _may_stand(row: Row, text: str) -> bool:
    return not text.isascii() or _pattern(row).search(text) is not None


@lru_cache(maxsize=256)
def _pattern(row: Row) -> re.Pattern[str]:
    """Return a quick pattern of words in a row, which may find more than there is; those of `C#7` have no gap."""
    gaps = ["+" if one[-1].isalnum() and other[0].isalnum() else "*" for one, other in pairwise(row)]
    parts = [f"{re.escape(word)}[^a-z0-9]{gap}" for word, gap in zip(row, gaps, strict=False)]
    return re.compile("".join([*parts, re.escape(row[-1])]), re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=4096)
def _terms_of(name: str) -> tuple[str, ...]:
    return tuple(terms(name))
