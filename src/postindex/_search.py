"""Search: query words → words of the vocabulary → posts, by title, tags and summary."""

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from math import fsum, log1p
from typing import Literal

from postindex._postings import Positions, Postings
from postindex._vocabulary import Vocabulary
from postindex.errors import InvalidValue
from postindex.models import Post
from postindex.text import terms, words

_TITLE, _TAG, _SUMMARY = 1.0, 0.93, 0.69  # what a word is worth where it stands
_DIGITS = 12  # of a score: what is nearer than that is a tie


@dataclass(frozen=True, slots=True)
class Hit:
    r"""A post that a search found: its score (0.0–1.0, higher is nearer), and the words of the post that were meant.

    The words are folded: lower case, without diacritics.

    >>> from postindex import parse_listing
    >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
    >>> hit.post.title, hit.score, hit.words
    ('Loki & friends', 0.85, ('loki',))
    """

    post: Post
    score: float
    words: tuple[str, ...]

    def highlighted(self, field: Literal["title", "summary"], *, before: str = "<mark>", after: str = "</mark>") -> str:
        r"""Return a field as HTML, escaped, with `before` and `after` around each word that was meant.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
        >>> hit.highlighted("title")
        '<mark>Loki</mark> &amp; friends'
        """
        if field not in ("title", "summary"):
            raise InvalidValue("field", field, "is not highlighted; give 'title' or 'summary'")
        text: str = getattr(self.post, field)
        pieces, done = [], 0
        for word, first, end in words(text):
            if word in self.words and end > done:
                start = max(first, done)  # one character may belong to two words: ½ is 1 and 2
                pieces += [escape(text[done:start]), before, escape(text[start:end]), after]
                done = end
        return "".join([*pieces, escape(text[done:])])

    def __repr__(self) -> str:
        return f"<Hit {self.score:.2f} {self.post.title!r} by {', '.join(self.words)}>"


class _Index:
    """For each word, what it is worth at each position; and the words themselves."""

    def __init__(self, postings: Postings) -> None:
        self.worth: dict[str, dict[int, float]] = defaultdict(dict)
        for position, post in enumerate(postings.posts):
            self._add(position, terms(post.summary), _SUMMARY)
            for tag in post.tags:
                parts = terms(tag.name)
                self._add(position, [*parts, "".join(parts)], _TAG)  # ci/cd is also found as cicd
            self._add(position, terms(post.title), _TITLE)  # last: a title outweighs the other fields
        self.vocabulary = Vocabulary(self.worth)

    def _add(self, position: int, found: list[str], worth: float) -> None:
        for word in found:
            self.worth[word][position] = worth


def search(postings: Postings, within: Positions, query: str, limit: int) -> tuple[Hit, ...]:
    """Rank the posts of `within` by the words of a query, best first; equal scores newest first.

    A post's score is the mean, over the query's words, of the best value that each has in the post: similarity times
    what its field is worth, weighed by the word's rarity (the logarithm of 1 + N / n, N posts of which n have it); and
    that times the share of the query's words that it has at all.
    """
    index = postings.engine(_Index)
    asked = list(dict.fromkeys(reversed(terms(query))))[::-1]  # of a word typed twice, the last may be unfinished
    among = within if isinstance(within, range) else frozenset(within)
    values: dict[int, list[float]] = defaultdict(list)
    meant: dict[int, list[str]] = defaultdict(list)
    weights = []
    for typed in asked:
        best: dict[int, tuple[float, str]] = {}
        for word, similarity in index.vocabulary.resolve(typed, unfinished=typed is asked[-1]).items():
            for position, worth in index.worth[word].items():
                best[position] = max(best.get(position, (0.0, "")), (similarity * worth, word))
        weights.append(log1p(len(postings.posts) / (len(best) or 1)))
        for position in filter(among.__contains__, best):
            value, word = best[position]
            values[position].append(value * weights[-1])
            meant[position].append(word)
    total = fsum(weights) * len(asked)
    ranked = sorted((-round(fsum(found) * len(found) / total, _DIGITS), position) for position, found in values.items())
    return tuple(Hit(postings.posts[p], -score, tuple(dict.fromkeys(meant[p]))) for score, p in ranked[:limit])
