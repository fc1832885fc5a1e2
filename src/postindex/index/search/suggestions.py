"""Complete what is typed into a search box, and correct a query."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from postindex.index.postings import Positions, Postings
from postindex.index.search.query import plain_words, require_query
from postindex.index.search.query_terms import expand_words
from postindex.index.search.vocabulary import TWO_TYPOS, Expansion, WordRow
from postindex.index.search.word_index import NO_POSTS, Members, WordIndex, rows_of
from postindex.models import Post, Tag
from postindex.text import terms


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The name of a tag, or a title, that completes the typed text, with its `tag` or `post`.

    >>> from datetime import date
    >>> from postindex import PostIndex
    >>> suggestion, = PostIndex([Post(title="Tea at home", published=date(2026, 3, 22))]).suggest("home")
    >>> suggestion.kind, suggestion.text, suggestion.post.id
    ('title', 'Tea at home', '2026-03-22-tea-at-home')
    """

    text: str
    kind: Literal["tag", "title"]
    tag: Tag | None = None
    post: Post | None = None

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Suggestion {self.kind} {self.text!r}>"


class _SortedTitles:
    """The folded titles, sorted, each with its position."""

    def __init__(self, postings: Postings) -> None:
        self._sorted = sorted(
            (" ".join(terms(post.title, singles=False)), position) for position, post in enumerate(postings.posts)
        )

    def beginning_with(self, typed: str) -> Iterator[int]:
        first = bisect_left(self._sorted, (typed,))
        last = bisect_left(self._sorted, (f"{typed}\U0010ffff",), first)
        return (position for _, position in self._sorted[first:last])


class _Completion(NamedTuple):
    """The words and rows of words that complete a typed word."""

    words: frozenset[str]
    rows: tuple[WordRow, ...]


def suggest(postings: Postings, within: Positions, text: str, limit: int) -> tuple[Suggestion, ...]:
    """Return tags and titles that contain the typed words, the last of which may be unfinished.

    A word that nothing contains may have one typo.

    Tags come first, up to half of `limit` if there are enough titles. Those that begin with the typed text come before
    others; then tags by number of posts and slug, and titles newest first.
    """
    typed = terms(require_query(text), singles=False)
    if not typed or not postings.posts:
        return ()
    among, index = within.members, postings.engine(WordIndex)
    completions = [_completion(expansions) for expansions in expand_words(index, typed)]
    tags = _tag_suggestions(postings, among, typed, completions, limit)
    with_words = _titles_with(index, completions) & among
    titles = _title_suggestions(postings, among, typed, with_words, limit)
    return (*tags[: max(limit - len(titles), (limit + 1) // 2)], *titles)[:limit]


def did_you_mean(postings: Postings, text: str) -> str | None:
    """Return a query with each unknown word replaced by the most similar known word.

    Equally similar words: the one in more fields, then the first in the alphabet. Return None if nothing is replaced,
    or if an unknown word remains.
    """
    index, typed = postings.engine(WordIndex), list(plain_words(require_query(text)))
    pieces, end_of_last = [], 0
    all_expansions = expand_words(index, [word for word, _, _ in typed])
    for (_, start, end), expansions in zip(typed, all_expansions, strict=True):
        if not expansions:
            return None
        if all(expansion.kind == "typo" for expansion in expansions):
            replacement = min(expansions[0].words, key=lambda known: (-index.counts[known], known))
            pieces += [text[end_of_last:start], replacement]
            end_of_last = end
    return "".join([*pieces, text[end_of_last:]]) if pieces else None


def _completion(expansions: list[Expansion]) -> _Completion:
    complete = [expansion for expansion in expansions if expansion.kind != "typo"] or [
        expansion for expansion in expansions if expansion.similarity != TWO_TYPOS
    ]
    words = frozenset(word for expansion in complete for word in expansion.words)
    return _Completion(words, tuple(row for expansion in complete for row in expansion.rows))


def _tag_suggestions(
    postings: Postings, among: Members, typed: list[str], completions: list[_Completion], limit: int
) -> list[Suggestion]:
    ranked = []
    for tag, positions in postings.by_tag.items():
        name = terms(tag.name, singles=False)
        if (_contains(name, completions) or _begins(name, typed)) and (count := len(among.intersection(positions))):
            ranked.append((not _begins(name, typed), -count, tag))
    return [Suggestion(tag.name, "tag", tag=tag) for _, _, tag in sorted(ranked)[:limit]]


def _title_suggestions(
    postings: Postings, among: Members, typed: list[str], with_words: Members, limit: int
) -> list[Suggestion]:
    beginning = sorted(p for p in postings.engine(_SortedTitles).beginning_with(" ".join(typed)) if p in among)
    newest: dict[str, Post] = {}  # of the posts with the same title
    for position in (*beginning, *sorted(with_words.difference(beginning))):
        if len(newest) < limit:
            newest.setdefault(postings.posts[position].title, postings.posts[position])
    return [Suggestion(title, "title", post=post) for title, post in newest.items()]


def _titles_with(index: WordIndex, completions: list[_Completion]) -> Members:
    """Return the posts with a completion of each typed word in the title."""
    first, *others = (
        NO_POSTS.union(
            *(index.positions(word, "title") for word in completion.words),
            *(index.in_a_row(row, "title") for row in completion.rows),
        )
        for completion in completions
    )
    return first.intersection(*others)


def _contains(name: list[str], completions: list[_Completion]) -> bool:
    """Return whether a name has a completion of each typed word."""
    return all(
        not completion.words.isdisjoint(name) or any(row in rows_of(name, len(row)) for row in completion.rows)
        for completion in completions
    )


def _begins(name: list[str], typed: list[str]) -> bool:
    return "".join(name).startswith("".join(typed))  # ci/cd begins with cicd, and homelab with home lab
