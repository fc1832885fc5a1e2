"""What a typed word is taken for, and the score that a post gets for what it has of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from postindex.index.search.vocabulary import Expansion
from postindex.text import counted, terms

PLACE = 0.25  # the share of a score that the place of the words decides
NEIGHBOURS = 0.7  # the share of place that is words next to each other; the rest is how much of the title was asked for
_SCALE = 1 << 50  # of points, kept as whole numbers: their sums cannot depend on the order of the words
_DIGITS = 12  # of a score: what is nearer than that is a tie


@dataclass(frozen=True)
class QueryTerm:
    """A typed word, or a phrase, what it is taken for, and how rare that is: its weight among the words of a query."""

    typed: str
    meanings: tuple[Expansion, ...]  # the most similar first
    rarity: float

    def points(self, value: float) -> int:
        """Return the points for a meaning of so much value, at most 1.0: similarity times what its field is worth."""
        return max(1, round(self.rarity * value * _SCALE))

    @property
    def name(self) -> str:
        """What was typed, quoted: a phrase already is."""
        return self.typed if self.typed.startswith('"') else repr(self.typed)

    def among(self, words: Collection[str]) -> "QueryTerm":
        """Return the same without the meanings of a word alone that are not among these."""
        meanings = (each._replace(words=tuple(w for w in each.words if w in words)) for each in self.meanings)
        return QueryTerm(self.typed, tuple(each for each in meanings if each.words or each.rows), self.rarity)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that may be meant, alone or in a row."""
        return frozenset().union(
            *(each.words for each in self.meanings), *(r for each in self.meanings for r in each.rows)
        )


class Formula:
    """What a post is worth to a query: what it has of its words, and where in its title.

    - The share of the points that it gets, of those that the words themselves would get in the best field.
    - Of that, a quarter depends on place: how many of the words that are neighbours in the query are neighbours in the
      title, and how much of the title was asked for.
    - The score is 0.5–1.0 where the post has all the words, and 0.0–0.5 where it has some of them, times their share.
    """

    def __init__(self, readings: Sequence[QueryTerm]) -> None:
        self.readings = readings
        self._whole = sum(each.points(1.0) for each in readings)

    def score(self, points: int, matched: int, place: float) -> float:
        """Return the score of a post that gets so many points for so many of the words, in such a place."""
        share = points / self._whole * (1 - PLACE + PLACE * place)
        asked = len(self.readings)
        return round(0.5 + share / 2 if matched == asked else share / 2 * matched / asked, _DIGITS)

    def place(self, title: str) -> float:
        """Return how well the words stand in a title: 1.0 where they are the title, 0.0 where none is in it."""
        row = terms(title, singles=False)
        asked = [[number for number, each in enumerate(self.readings) if word in each.words] for word in row]
        if not any(asked):
            return 0.0
        together = {
            number
            for here, following in pairwise([*asked, []])
            for number in here
            if number + 1 in following or number + 1 in here
        }
        neighbours = len(together) / (len(self.readings) - 1) if len(self.readings) > 1 else 1.0
        return NEIGHBOURS * neighbours + (1 - NEIGHBOURS) * sum(map(bool, asked)) / len(row)

    def told(self, points: int, matched: int, place: float) -> list[str]:
        """Return how the score comes about, in sentences."""
        asked, whole = len(self.readings), sum(each.rarity for each in self.readings)
        share = points / self._whole
        kept = 1 - PLACE + PLACE * place
        result = self.score(points, matched, place)
        sum_up = (
            f"0.50 + {share * kept:.2f} / 2" if matched == asked else f"{share * kept:.2f} / 2 × {matched} / {asked}"
        )
        return [
            f"{share * whole:.2f} of {whole:.2f} is a share of {share:.2f}.",
            f"By the place of the words in the title, {kept:.2f} of it counts: {share * kept:.2f}.",
            f"It has {matched} of {counted(asked, 'word')}: {sum_up} = {result:.2f}.",
        ]
