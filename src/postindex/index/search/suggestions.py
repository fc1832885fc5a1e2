"""What a search box offers before the search: completions, and the query that was meant."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from postindex.index.postings import Positions, Postings
from postindex.index.search.query import plain_words, require_query
from postindex.index.search.scoring import standing
from postindex.index.search.word_index import NONE, Members, WordIndex
from postindex.models import Post, Tag
from postindex.text import terms


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag's name or a title that completes what was typed, with the `tag` or the `post` that has it.

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


class _Titles:
    """The titles in the order of their folded words, each with its position."""

    def __init__(self, postings: Postings) -> None:
        self._sorted = sorted(
            (" ".join(terms(post.title, singles=False)), position) for position, post in enumerate(postings.posts)
        )

    def beginning_with(self, typed: str) -> Iterator[int]:
        first = bisect_left(self._sorted, (typed,))
        last = bisect_left(self._sorted, (f"{typed}\U0010ffff",), first)
        return (position for _, position in self._sorted[first:last])


def suggest(postings: Postings, within: Positions, typed: str, limit: int) -> tuple[Suggestion, ...]:
    """Return tags and titles that have the typed words, the last of which may be unfinished.

    Tags first, up to half of `limit` where there are titles enough; those that begin with what was typed before others;
    then tags by their number of posts and slug, and titles newest first.
    """
    asked = terms(require_query(typed), singles=False)
    if not asked or not postings.posts:
        return ()
    among = within.members
    tags = _tags(postings, among, asked, limit)
    titles = _titles(postings, among, asked, limit)
    return (*tags[: max(limit - len(titles), (limit + 1) // 2)], *titles)[:limit]


def did_you_mean(postings: Postings, text: str) -> str | None:
    """Return a query with the words that no post has replaced by the likeliest that some have.

    Likeliest is the most similar; then what stands in more fields; then the first by the alphabet. None where nothing
    is replaced, or something is left that no post has.
    """
    index, asked = postings.engine(WordIndex), list(plain_words(require_query(text)))
    pieces, done = [], 0
    for word, start, end in asked:
        meanings = standing(index, word, index.vocabulary.resolve(word, unfinished=word == asked[-1].word))
        if not meanings:
            return None
        if all(each.kind == "typo" for each in meanings):
            pieces += [text[done:start], min(meanings[0].words, key=lambda meant: (-index.counts[meant], meant))]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else None


def _tags(postings: Postings, among: Members, asked: list[str], limit: int) -> list[Suggestion]:
    found = []
    for tag, positions in postings.by_tag.items():
        row = terms(tag.name, singles=False)
        if (_has(row, asked) or _begins(row, asked)) and (count := len(among.intersection(positions))):
            found.append((not _begins(row, asked), -count, tag))
    return [Suggestion(tag.name, "tag", tag=tag) for _, _, tag in sorted(found)[:limit]]


def _titles(postings: Postings, among: Members, asked: list[str], limit: int) -> list[Suggestion]:
    first = sorted(p for p in postings.engine(_Titles).beginning_with(" ".join(asked)) if p in among)
    others = sorted((_with_words(postings.engine(WordIndex), asked) & among).difference(first))
    newest: dict[str, Post] = {}  # of posts with one title
    for position in (*first, *others):
        if len(newest) < limit:
            newest.setdefault(postings.posts[position].title, postings.posts[position])
    return [Suggestion(title, "title", post=post) for title, post in newest.items()]


def _with_words(index: WordIndex, asked: list[str]) -> Members:
    *finished, begun = asked
    completed = NONE.union(*(index.positions(word, "title") for word in index.vocabulary.beginning_with(begun)))
    return completed.intersection(*(index.members(word, "title") for word in finished))


def _has(row: list[str], asked: list[str]) -> bool:
    *finished, begun = asked
    return set(finished) <= set(row) and any(word.startswith(begun) for word in row)


def _begins(row: list[str], asked: list[str]) -> bool:
    return "".join(row).startswith("".join(asked))  # ci/cd begins with cicd, and homelab with home lab
