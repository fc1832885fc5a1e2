"""`Hit`: a post that matches a query, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from postindex.errors import InvalidValue
from postindex.index.search.query_terms import QueryTerm
from postindex.index.search.scoring import Formula
from postindex.index.search.vocabulary import MatchKind
from postindex.index.search.word_index import FIELDS, FieldName, texts
from postindex.models import Post, Tag
from postindex.notebook import ResultTuple, join_names, shortened
from postindex.text import words

_FIELD_NOUNS: Mapping[FieldName, str] = {"title": "the title", "tags": "a tag", "summary": "the summary"}
_KIND_VERBS: Mapping[MatchKind, str] = {
    "exact": "is",
    "prefix": "begins",
    "typo": "is a typo of",
    "compound": "is written as",
}


@dataclass(frozen=True, slots=True)
class Match:
    r"""A match of a query term in a post.

    - `field`: `"title"`, `"tags"` or `"summary"`; for tags, `tag` is the tag, else None.
    - `start`, `end`: the span in the original text of the field, or of the tag's name; `end` is exclusive.
    - `token`: the typed term, folded: lower case, without diacritics; a phrase with its quotation marks.
    - `word`: the matched word, folded; words in a row are joined by spaces.
    - `kind`: `"exact"`, `"prefix"` (the word begins with the term), `"typo"`, or `"compound"` (one word typed as two,
      or two typed as one).
    - `similarity`: 0.0–1.0; 1.0 is the word itself.

    >>> from postindex import parse_listing
    >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
    >>> match, = hit.matches
    >>> match.token, match.word, match.kind, hit.post.title[match.start : match.end]
    ('lokki', 'loki', 'typo', 'Loki')
    """

    field: FieldName
    tag: Tag | None
    start: int
    end: int
    token: str
    word: str
    kind: MatchKind
    similarity: float


@dataclass(frozen=True, eq=False)
class Hit:
    r"""A post that matches a query, its score (0.0–1.0, higher is better), and its matches.

    >>> from postindex import parse_listing
    >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
    >>> hit.post.title, hit.words
    ('Loki & friends', ('loki',))
    """

    post: Post
    score: float
    _place: float = field(default=1.0, repr=False)  # of the terms in the title
    _terms: tuple[QueryTerm, ...] = field(default=(), repr=False)
    _weights: tuple[tuple[FieldName, float], ...] = field(default=(), repr=False)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        r"""All matches in title, tags and summary, each in the order of the text.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nTea & pots\nOn tea.").index.search("tea")
        >>> [(match.field, match.start, match.end) for match in hit.matches]
        [('title', 0, 3), ('summary', 3, 6)]
        """
        searched = [field for field, _ in self._weights]
        return tuple(
            m for field in searched for tag, text in self._texts(field) for m in self._matches(field, tag, text)
        )

    def _matches(self, field: FieldName, tag: Tag | None, text: str) -> list[Match]:
        matches = [
            Match(field, tag, start, end, term.typed, word, kind, similarity)
            for term in self._terms
            for word, start, end, kind, similarity in _term_matches(term, text)
        ]
        return sorted(matches, key=lambda match: (match.start, match.end))

    def _texts(self, field: FieldName) -> Iterator[tuple[Tag | None, str]]:
        """Yield the texts of a field, each with its tag."""
        return zip(self.post.tags if field == "tags" else (None,), texts(self.post, field), strict=True)

    @property
    def words(self) -> tuple[str, ...]:
        r"""The matched words of the post, folded, in the order of the query.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nTea & pots").index.search("pots te")
        >>> hit.words
        ('pots', 'tea')
        """
        tokens = [term.typed for term in self._terms]
        return tuple(dict.fromkeys(match.word for match in sorted(self.matches, key=lambda m: tokens.index(m.token))))

    def highlighted(self, field: FieldName, *, before: str = "<mark>", after: str = "</mark>") -> str:
        r"""Return a field as escaped HTML, with `before` and `after`, which are not escaped, around each matched word.

        The names of tags are joined by a comma and a space. Raises `InvalidValue` for an unknown field.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
        >>> hit.highlighted("title")
        '<mark>Loki</mark> &amp; friends'
        """
        if field not in FIELDS:
            raise InvalidValue("field", field, "is not a searched field; give 'title', 'tags' or 'summary'")
        searched = field in dict(self._weights)
        return ", ".join(
            _marked(
                text, [(m.start, m.end) for m in self._matches(field, tag, text)] if searched else [], before, after
            )
            for tag, text in self._texts(field)
        )

    def explain(self) -> str:
        r"""Return an explanation of the score, with a line for each term of the query.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki tempo")
        >>> print(hit.explain())
        'lokki' is a typo of 'loki' in the title: 1.00 × 0.85 × 1.00 = 0.85
        'tempo' is not there: 1.00 × 0 = 0
        0.85 of 2.00 is a share of 0.43.
        By the place of the words in the title, 0.79 of it counts: 0.33.
        It has 1 of 2 words: 0.33 / 2 × 0.43 = 0.07.
        """
        if not self._terms:
            return "The query has no words to score; the post has its tags: 1.00."
        formula, weights = Formula(self._terms), dict(self._weights)
        lines, points, matched = [], 0, 0
        for term in self._terms:
            best = max(
                (match for match in self.matches if match.token == term.typed),
                key=lambda match: match.similarity * weights[match.field],
                default=None,
            )
            if best is None:
                lines.append(f"{term.quoted} is not there: {term.rarity:.2f} × 0 = 0")
                continue
            value = best.similarity * weights[best.field]
            points, matched = points + term.points(value), matched + 1
            lines.append(
                f"{term.quoted} {_KIND_VERBS[best.kind]} {best.word!r} in {_FIELD_NOUNS[best.field]}: "
                f"{term.rarity:.2f} × {best.similarity:.2f} × {weights[best.field]:.2f} = {term.rarity * value:.2f}"
            )
        return "\n".join([*lines, *formula.explain(points, matched, self._place)])

    def __reduce__(self) -> tuple[type["Hit"], tuple[Any, ...]]:
        """Pickle the words of the post alone, as the expansions of a short prefix may be half of a vocabulary."""
        terms = tuple(term.restricted_to(self.words) for term in self._terms)
        return Hit, (self.post, self.score, self._place, terms, self._weights)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Hit):
            return NotImplemented
        return (self.post, self.score, self.matches) == (other.post, other.score, other.matches)

    def __hash__(self) -> int:
        return hash((self.post, self.score))

    def __repr__(self) -> str:
        by = f" by {', '.join(self.words)}" if self.words else ""
        return f"<Hit {self.score:.2f} {self.post.title!r}{by}>"


class Hits(ResultTuple[Hit]):
    """The result of a search: a tuple of `Hit`, best first."""

    __slots__ = ()
    columns = "Score", "Published", "Title", "Words"

    @staticmethod
    def row(answer: Hit) -> Sequence[str]:
        """Return the cells of a hit."""
        return f"{answer.score:.2f}", str(answer.post.day), shortened(answer.post.title), join_names(answer.words)


def _term_matches(term: QueryTerm, text: str) -> Iterator[tuple[str, int, int, MatchKind, float]]:
    """Yield the matches of a term in a text: word, span, kind and similarity."""
    by_word = term.by_word
    for word, start, end in words(text):
        if word in by_word:
            yield word, start, end, by_word[word].kind, by_word[word].similarity
    if term.by_row:
        text_words = list(words(text, singles=False))
        for row, expansion in term.by_row.items():
            for first in range(len(text_words) - len(row) + 1):
                last = first + len(row) - 1
                if all(word == other.word for word, other in zip(row, text_words[first:], strict=False)):
                    span = text_words[first].start, text_words[last].end
                    yield " ".join(row), *span, expansion.kind, expansion.similarity


def _marked(text: str, spans: list[tuple[int, int]], before: str, after: str) -> str:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:  # in 会議室, each two adjacent characters are a word
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    pieces, end_of_last = [], 0
    for start, end in merged:
        pieces += [escape(text[end_of_last:start]), before, escape(text[start:end]), after]
        end_of_last = end
    return "".join([*pieces, escape(text[end_of_last:])])
