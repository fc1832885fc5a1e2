"""`Hit`: a post that a search found, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from postindex.errors import InvalidValue
from postindex.index.search.query_terms import Formula, QueryTerm
from postindex.index.search.vocabulary import Kind
from postindex.index.search.word_index import FIELDS, FieldName, texts
from postindex.models import Post, Tag
from postindex.notebook import ResultTuple, join_names, shortened
from postindex.text import words

_PLACES: Mapping[FieldName, str] = {"title": "the title", "tags": "a tag", "summary": "the summary"}
_VERBS: Mapping[Kind, str] = {
    "exact": "is",
    "prefix": "begins",
    "typo": "is a typo of",
    "compound": "is written as",
}


@dataclass(frozen=True, slots=True)
class Match:
    r"""A place in a post where a search found what was typed.

    - `field`: `"title"`, `"tags"` or `"summary"`; for tags, `tag` is the tag, else None.
    - `start`, `end`: the span in the original text, of the field or of the tag's name; `end` is exclusive.
    - `token`: what was typed, folded: lower case, without diacritics; a phrase with its quotation marks.
    - `word`: what it was taken for, folded; words next to each other with a space between.
    - `kind`: `"exact"`, `"prefix"` (the word begins with it), `"typo"`, or `"compound"` (one word that was typed as
      two, or two that were typed as one).
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
    kind: Kind
    similarity: float


@dataclass(frozen=True, eq=False)
class Hit:
    r"""A post that a search found, its score (0.0–1.0, higher is nearer), and where it has what was asked for.

    >>> from postindex import parse_listing
    >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
    >>> hit.post.title, hit.words
    ('Loki & friends', ('loki',))
    """

    post: Post
    score: float
    _place: float = field(default=1.0, repr=False)  # of the words in the title
    _readings: tuple[QueryTerm, ...] = field(default=(), repr=False)
    _weights: tuple[tuple[FieldName, float], ...] = field(default=(), repr=False)

    @cached_property
    def matches(self) -> tuple[Match, ...]:
        r"""Every place where a word of the query was found: in title, tags and summary, each in the order of the text.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nTea & pots\nOn tea.").index.search("tea")
        >>> [(match.field, match.start, match.end) for match in hit.matches]
        [('title', 0, 3), ('summary', 3, 6)]
        """
        return tuple(match for field, _ in self._weights for match in self._matches_in(field))

    def _matches_in(self, field: FieldName) -> Iterator[Match]:
        for tag, text in self._texts(field):
            places = [
                Match(field, tag, start, end, reading.typed, word, kind, similarity)
                for reading in self._readings
                for word, start, end, kind, similarity in _places(reading, text)
            ]
            yield from sorted(places, key=lambda match: (match.start, match.end))

    def _texts(self, field: FieldName) -> Iterator[tuple[Tag | None, str]]:
        """Yield the texts of a field, each with the tag whose name it is."""
        return zip(self.post.tags if field == "tags" else (None,), texts(self.post, field), strict=True)

    @property
    def words(self) -> tuple[str, ...]:
        r"""The words of the post that were meant, folded, in the order of the query's.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nTea & pots").index.search("pots te")
        >>> hit.words
        ('pots', 'tea')
        """
        tokens = [reading.typed for reading in self._readings]
        return tuple(dict.fromkeys(match.word for match in sorted(self.matches, key=lambda m: tokens.index(m.token))))

    def highlighted(self, field: FieldName, *, before: str = "<mark>", after: str = "</mark>") -> str:
        r"""Return a field as HTML, escaped, with `before` and `after` around each word that was meant.

        The names of tags are joined by a comma and a space. `before` and `after` are put in as they are.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki")
        >>> hit.highlighted("title")
        '<mark>Loki</mark> &amp; friends'
        """
        if field not in FIELDS:
            raise InvalidValue("field", field, "is not highlighted; give 'title', 'tags' or 'summary'")
        return ", ".join(
            _marked(text, [(m.start, m.end) for m in self.matches if m.field == field and m.tag is tag], before, after)
            for tag, text in self._texts(field)
        )

    def explain(self) -> str:
        r"""Return how the score came about, in words, with a line for each word of the query.

        >>> from postindex import parse_listing
        >>> hit, = parse_listing("- 2026-03-22\nLoki & friends").index.search("lokki tempo")
        >>> print(hit.explain())
        'lokki' is a typo of 'loki' in the title: 0.69 × 0.85 × 1.00 = 0.59
        'tempo' is not there: 0.69 × 0 = 0
        0.59 of 1.39 is a share of 0.42.
        By the place of the words in the title, 0.79 of it counts: 0.33.
        It has 1 of 2 words: 0.33 / 2 × 1 / 2 = 0.08.
        """
        if not self._readings:
            return "Nothing was asked for but to keep to some posts, and it is one of them: 1.00."
        formula, weights = Formula(self._readings), dict(self._weights)
        lines, points, matched = [], 0, 0
        for reading in self._readings:
            best = max(
                (match for match in self.matches if match.token == reading.typed),
                key=lambda match: match.similarity * weights[match.field],
                default=None,
            )
            if best is None:
                lines.append(f"{reading.name} is not there: {reading.rarity:.2f} × 0 = 0")
                continue
            value = best.similarity * weights[best.field]
            points, matched = points + reading.points(value), matched + 1
            lines.append(
                f"{reading.name} {_VERBS[best.kind]} {best.word!r} in {_PLACES[best.field]}: {reading.rarity:.2f} × "
                f"{best.similarity:.2f} × {weights[best.field]:.2f} = {reading.rarity * value:.2f}"
            )
        return "\n".join([*lines, *formula.told(points, matched, self._place)])

    def __reduce__(self) -> tuple[type["Hit"], tuple[Any, ...]]:
        """Pickle the words of the post alone: what begins with an unfinished word may be half of a vocabulary."""
        readings = tuple(reading.among(self.words) for reading in self._readings)
        return Hit, (self.post, self.score, self._place, readings, self._weights)

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
    """What a search found, best first: a tuple of `Hit`."""

    __slots__ = ()
    columns = "Score", "Published", "Title", "Words"

    @staticmethod
    def row(answer: Hit) -> Sequence[str]:
        """Return what stands in the columns."""
        return f"{answer.score:.2f}", str(answer.post.day), shortened(answer.post.title), join_names(answer.words)


def _places(reading: QueryTerm, text: str) -> Iterator[tuple[str, int, int, Kind, float]]:
    """Yield where a text has what was typed: the word, its span, and what it is to what was typed."""
    alone = {word: each for each in reversed(reading.meanings) for word in each.words}
    for word, start, end in words(text):
        if word in alone:
            yield word, start, end, alone[word].kind, alone[word].similarity
    rows = [(row, each) for each in reading.meanings for row in each.rows]
    if rows:
        found = list(words(text, singles=False))
        for row, each in rows:
            for at in range(len(found) - len(row) + 1):
                if all(word == here.word for word, here in zip(row, found[at:], strict=False)):
                    yield " ".join(row), found[at].start, found[at + len(row) - 1].end, each.kind, each.similarity


def _marked(text: str, spans: list[tuple[int, int]], before: str, after: str) -> str:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:  # of 会議室, each two characters are a word
            united[-1] = united[-1][0], max(end, united[-1][1])
        else:
            united.append((start, end))
    pieces, done = [], 0
    for start, end in united:
        pieces += [escape(text[done:start]), before, escape(text[start:end]), after]
        done = end
    return "".join([*pieces, escape(text[done:])])
