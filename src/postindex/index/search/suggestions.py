"""Complete what is typed into a search box, and correct a query."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from postindex.index.postings import Positions, Postings
from postindex.index.search.query import plain_words, require_query
from postindex.index.search.query_terms import expand
from postindex.index.search.word_index import NO_POSTS, Members, WordIndex
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


def suggest(postings: Postings, within: Positions, text: str, limit: int) -> tuple[Suggestion, ...]:
    """Return tags and titles that contain the typed words, the last of which may be unfinished.

    Tags come first, up to half of `limit` if there are enough titles. Those that begin with the typed text come before
    others; then tags by number of posts and slug, and titles newest first.
    """
    typed = terms(require_query(text), singles=False)
    if not typed or not postings.posts:
        return ()
    among = within.members
    tags = _tag_suggestions(postings, among, typed, limit)
    titles = _title_suggestions(postings, among, typed, limit)
    return (*tags[: max(limit - len(titles), (limit + 1) // 2)], *titles)[:limit]


def did_you_mean(postings: Postings, text: str) -> str | None:
    """Return a query with each unknown word replaced by the most similar known word.

    Equally similar words: the one in more fields, then the first in the alphabet. Return None if nothing is replaced,
    or if an unknown word remains.
    """
    index, typed = postings.engine(WordIndex), list(plain_words(require_query(text)))
    pieces, end_of_last = [], 0
    for word, start, end in typed:
        expansions = expand(index, word, unfinished=word == typed[-1].word)
        if not expansions:
            return None
        if all(expansion.kind == "typo" for expansion in expansions):
            replacement = min(expansions[0].words, key=lambda known: (-index.counts[known], known))
            pieces += [text[end_of_last:start], replacement]
            end_of_last = end
    return "".join([*pieces, text[end_of_last:]]) if pieces else None


def _tag_suggestions(postings: Postings, among: Members, typed: list[str], limit: int) -> list[Suggestion]:
    ranked = []
    for tag, positions in postings.by_tag.items():
        name = terms(tag.name, singles=False)
        if (_contains(name, typed) or _begins(name, typed)) and (count := len(among.intersection(positions))):
            ranked.append((not _begins(name, typed), -count, tag))
    return [Suggestion(tag.name, "tag", tag=tag) for _, _, tag in sorted(ranked)[:limit]]


def _title_suggestions(postings: Postings, among: Members, typed: list[str], limit: int) -> list[Suggestion]:
    beginning = sorted(p for p in postings.engine(_SortedTitles).beginning_with(" ".join(typed)) if p in among)
    others = sorted((_titles_with(postings.engine(WordIndex), typed) & among).difference(beginning))
    newest: dict[str, Post] = {}  # of the posts with the same title
    for position in (*beginning, *others):
        if len(newest) < limit:
            newest.setdefault(postings.posts[position].title, postings.posts[position])
    return [Suggestion(title, "title", post=post) for title, post in newest.items()]


def _titles_with(index: WordIndex, typed: list[str]) -> Members:
    *finished, prefix = typed
    completed = NO_POSTS.union(*(index.positions(word, "title") for word in index.vocabulary.beginning_with(prefix)))
    return completed.intersection(*(index.members(word, "title") for word in finished))


def _contains(name: list[str], typed: list[str]) -> bool:
    *finished, prefix = typed
    return set(finished) <= set(name) and any(word.startswith(prefix) for word in name)


def _begins(name: list[str], typed: list[str]) -> bool:
    return "".join(name).startswith("".join(typed))  # ci/cd begins with cicd, and homelab with home lab
