"""The inverted index of words: for each field and word, the positions of the posts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

from postindex.index.postings import Postings
from postindex.index.search.vocabulary import Vocabulary, WordRow
from postindex.models import Post, Tag
from postindex.text import terms

FieldName = Literal["title", "tags", "summary"]
FIELDS: tuple[FieldName, ...] = ("title", "tags", "summary")
Members = frozenset[int]  # positions

NO_POSTS: Members = frozenset()
MANY_POSTS = 1000
_CACHED_ROWS = 64
_COMMON = 100  # the set of a word on more than a hundredth of the posts is built early: it takes as long as a search


class WordIndex:
    """The words of the posts, with their positions."""

    def __init__(self, postings: Postings) -> None:
        self.posts = postings.posts
        self._by_tag = postings.by_tag
        title: dict[str, list[int]] = defaultdict(list)
        tags: dict[str, list[int]] = defaultdict(list)
        summary: dict[str, list[int]] = defaultdict(list)
        self._newest_titled: dict[str, int] = {}
        self._others_titled: dict[str, list[int]] = defaultdict(list)
        for position, post in enumerate(postings.posts):
            title_words = terms(post.title)
            if self._newest_titled.setdefault(" ".join(title_words), position) != position:
                self._others_titled[" ".join(title_words)].append(position)
            for word in set(title_words):
                title[word].append(position)
            for word in {word for tag in post.tags for word in _terms_of_tag(tag.name)}:
                tags[word].append(position)
            for word in set(terms(post.summary)):
                summary[word].append(position)
        self._positions: dict[FieldName, dict[str, list[int]]] = {"title": title, "tags": tags, "summary": summary}
        self._members: dict[FieldName, dict[str, Members]] = {
            field: {
                word: frozenset(positions)
                for word, positions in words.items()
                if len(positions) * _COMMON > len(self.posts)
            }
            for field, words in self._positions.items()
        }
        self.counts: Counter[str] = Counter()  # the number of titles, lists of tags and summaries with a word
        for words in self._positions.values():
            self.counts.update({word: len(positions) for word, positions in words.items()})
        self.vocabulary = Vocabulary(self.counts)
        self._rows: dict[tuple[WordRow, FieldName], Members] = {}

    def positions(self, word: str, field: FieldName) -> Sequence[int]:
        """Return the positions of the posts with a word in a field, ascending: newest first."""
        return self._positions[field].get(word, ())

    def titled(self, text: str) -> Sequence[int]:
        """Return the positions of the posts whose title has the words of a text and no others, ascending."""
        title = " ".join(terms(text))
        if title not in self._newest_titled:
            return ()
        return (self._newest_titled[title], *self._others_titled.get(title, ()))

    @cached_property
    def tags_by_words(self) -> dict[WordRow, list[Tag]]:
        """The tags by the words of their name, and by those of their slug."""
        tags: dict[WordRow, list[Tag]] = defaultdict(list)
        for tag in self._by_tag:
            for row in dict.fromkeys((_terms_of_tag(tag.name), _terms_of_tag(tag.slug))):
                tags[row].append(tag)
        return tags

    def tagged(self, name: str) -> Members:
        """Return the positions of the posts with a tag that has these words."""
        tags = self.tags_by_words.get(tuple(terms(name)), ())
        return NO_POSTS.union(*(self._by_tag[tag] for tag in tags))

    def members(self, word: str, field: FieldName) -> Members:
        """Return the positions of the posts with a word in a field."""
        built, positions = self._members[field], self._positions[field].get(word)
        if positions is None:
            return NO_POSTS
        if word not in built:
            built[word] = frozenset(positions)
        return built[word]

    def with_all(self, row: WordRow, field: FieldName) -> Members:
        """Return the positions of the posts with all of these words in a field."""
        smallest, *larger = sorted((self.members(word, field) for word in row), key=len)
        return smallest.intersection(*larger)

    def titled_in_a_row(self, row: WordRow) -> Members:
        """Return the positions of the posts with these words in a row in the title, unless all words are common.

        Common words are together in too many titles, and their order says little.
        """
        worthwhile = len(row) > 1 and min(len(self.positions(word, "title")) for word in row) <= MANY_POSTS
        return self.in_a_row(row, "title") if worthwhile else NO_POSTS

    def in_any(self, fields: Iterable[FieldName], row: WordRow) -> Members:
        """Return the positions of the posts with these words in a row in one of the fields."""
        return NO_POSTS.union(*(self.in_a_row(row, field) for field in fields))

    def in_a_row(self, row: WordRow, field: FieldName) -> Members:
        """Return the positions of the posts with these words in a row in a field."""
        if len(row) == 1:
            return self.members(row[0], field)
        members = self._rows.get((row, field))  # a query asks several times
        if members is None:
            members = frozenset(p for p in self.with_all(row, field) if has_row(self.posts[p], field, row))
            if len(self._rows) >= _CACHED_ROWS:
                self._rows = {}
            self._rows[row, field] = members
        return members


def texts(post: Post, field: FieldName) -> Iterator[str]:
    """Yield the texts of a field: the title, the summary, or the names of the tags."""
    if field == "tags":
        yield from (tag.name for tag in post.tags)
    else:
        yield post.title if field == "title" else post.summary


def has_row(post: Post, field: FieldName, row: WordRow) -> bool:
    """Return whether a post has these words in a row in a field."""
    return any(
        _may_have_row(text, row) and row in rows_of(terms(text, singles=False), len(row)) for text in texts(post, field)
    )


def rows_of(words: Sequence[str], size: int) -> Iterator[WordRow]:
    """Yield the rows of `size` neighbouring words."""
    return zip(*(words[start:] for start in range(size)), strict=False)


def _may_have_row(text: str, row: WordRow) -> bool:
    return not text.isascii() or _row_pattern(row).search(text) is not None


@lru_cache(maxsize=256)
def _row_pattern(row: WordRow) -> re.Pattern[str]:
    """Return a fast pattern of words in a row, which may match too much; there is no gap in `C#7`."""
    gaps = ["+" if one[-1].isalnum() and other[0].isalnum() else "*" for one, other in pairwise(row)]
    parts = [f"{re.escape(word)}[^a-z0-9]{gap}" for word, gap in zip(row, gaps, strict=False)]
    return re.compile("".join([*parts, re.escape(row[-1])]), re.ASCII | re.IGNORECASE)


@lru_cache(maxsize=4096)
def _terms_of_tag(name: str) -> tuple[str, ...]:
    return tuple(terms(name))
