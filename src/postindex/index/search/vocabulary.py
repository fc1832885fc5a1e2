"""The words of an index, and what a typed word may mean among them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import floor
from threading import Lock
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from postindex.index.search.typos import Typos

Kind = Literal["exact", "prefix", "typo", "compound"]
Row = tuple[str, ...]  # folded words that stand next to each other

_SHORTEST_WITH = {1: 4, 2: 8}  # letters of the word that is meant, by the typos that it may have
_LONGEST_WITH = 64  # characters
_MISTYPED_BEGINNING = range(5, 13)  # letters of an unfinished word that may have a typo
_SHORTEST_JOINED = 3  # letters of the first of two words that may be the beginning of one

# How much less a meaning is worth than the word itself. Measured on real titles: the ranking hardly depends on them.
_TYPOS = {1: 0.85, 2: 0.7}
_TYPO_IN_KNOWN = 0.5  # what was typed is a word, so that it is likely to be the one that is meant
COMPOUND = 0.95
_SHORTEST_BEGINNING = 0.7  # it grows with what was typed of the word
_TYPO_IN_BEGINNING = 0.6


class Expansion(NamedTuple):
    """Words that what was typed may mean, all of them in one way."""

    kind: Kind
    similarity: float  # 0.0–1.0; 1.0 is the word itself
    words: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()  # of words next to each other


class Vocabulary:
    """A sorted set of folded words that resolves what was typed to words that stand in the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(words)
        self._known = frozenset(self._sorted)
        self._tables: dict[str, Typos] = {}
        self._lock = Lock()

    def __contains__(self, word: str) -> bool:
        return word in self._known

    @property
    def _one_typo(self) -> Typos:
        return self._table("one", 1, lambda: self._sorted)

    @property
    def _two_typos(self) -> Typos:
        return self._table("two", 2, lambda: (word for word in self._sorted if len(word) >= _SHORTEST_WITH[2]))

    @property
    def _beginnings(self) -> Typos:
        lengths = range(_MISTYPED_BEGINNING.start - 1, _MISTYPED_BEGINNING.stop + 1)
        return self._table(
            "begun", 1, lambda: {w[:length] for w in self._sorted for length in lengths if length < len(w)}
        )

    def _table(self, name: str, edits: Literal[1, 2], words: Callable[[], Iterable[str]]) -> Typos:
        """Return a table that is made when it is first asked for, once however many threads ask at the same time."""
        with self._lock:
            if name not in self._tables:
                self._tables[name] = Typos(words(), edits)
            return self._tables[name]

    def beginning_with(self, typed: str) -> list[str]:
        """Return the words that begin with what was typed, in the order of the alphabet."""
        first = bisect_left(self._sorted, typed)
        return self._sorted[first : bisect_left(self._sorted, f"{typed}\U0010ffff", first)]

    def resolve(self, typed: str, *, unfinished: bool) -> list[Expansion]:
        """Return what `typed` may mean, the most similar first; a word is given once, as what it is most similar.

        It may be the word itself; where it is `unfinished`, as the last of a query may be, the beginning of words; two
        words that were typed as one; or a word with a typo: one in a word from 4 letters on, two from 8, none in a
        shorter one. Two typos are only looked for in what is no word, and one in a beginning where it begins no word.
        """
        known = typed in self
        found = [Expansion("exact", 1.0, (typed,))] if known else []
        completed = self.beginning_with(typed) if unfinished else []
        found += _completions("prefix", _SHORTEST_BEGINNING, 1.0, len(typed), [w for w in completed if w != typed])
        if rows := self._splits(typed):
            found.append(Expansion("compound", COMPOUND, rows=rows))
        if typed.isalnum() and _SHORTEST_WITH[1] - 1 <= len(typed) <= _LONGEST_WITH:
            found += self._mistyped(typed, known=known, taken={typed, *completed})
            if unfinished and not known and not completed and len(typed) in _MISTYPED_BEGINNING:
                taken = {word for meanings in found for word in meanings.words}
                begun = {word: near for near, _ in self._beginnings.near(typed) for word in self.beginning_with(near)}
                words = [word for word in begun if word not in taken]
                found += _completions("typo", 0.0, _TYPO_IN_BEGINNING, len(typed), words)
        return sorted(found, key=lambda meanings: -meanings.similarity)

    def _mistyped(self, typed: str, *, known: bool, taken: set[str]) -> Iterator[Expansion]:
        near = self._one_typo.near(typed)
        if not known:
            near = list(dict.fromkeys((*near, *self._two_typos.near(typed))))
        for typos, similarity in _TYPOS.items():
            alike = (word for word, edits in near if edits == typos and _letters(word) >= _SHORTEST_WITH[typos])
            if words := tuple(word for word in alike if word not in taken):
                yield Expansion("typo", _TYPO_IN_KNOWN if known else similarity, words)

    def joined(self, first: str, second: str, *, unfinished: bool) -> Expansion | None:
        """Return what two words may mean that were typed for one; of an unfinished one, what it begins."""
        whole = first + second
        if whole in self:
            return Expansion("compound", COMPOUND, (whole,))
        begun = self.beginning_with(whole) if unfinished and len(first) >= _SHORTEST_JOINED else []
        return Expansion("compound", _SHORTEST_BEGINNING, tuple(begun)) if begun else None

    def _splits(self, typed: str) -> tuple[Row, ...]:
        """Return the pairs of words that `typed` is, written as one."""
        if len(typed) < _SHORTEST_WITH[1] or typed.isdigit():
            return ()
        pairs = ((typed[:at], typed[at:]) for at in range(1, len(typed)))
        return tuple((first, second) for first, second in pairs if first in self and second in self)


def _letters(word: str) -> int:
    return len(word.strip(".+#"))


def _completions(kind: Kind, low: float, high: float, typed: int, words: list[str]) -> list[Expansion]:
    """Return words by the share of them that was typed, in tenths of what a meaning may be worth."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    by_share: dict[int, list[str]] = defaultdict(list)
    for length, alike in by_length.items():
        tenths = floor(10 * (low + (high - low) * min(typed / length, 1.0)))
        by_share[min(tenths, 9)] += alike
    return [Expansion(kind, tenths / 10, tuple(alike)) for tenths, alike in by_share.items() if tenths]


def nearest(asked: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the two known texts most like the one asked for, nearest first, if any is alike at all.

    >>> nearest("2026-03-22-ledger", ["2026-03-22-ledgers", "2019-01-01-tea"])
    ('2026-03-22-ledgers',)
    """
    return tuple(found for found, _, _ in extract(asked, known, scorer=ratio, limit=2, score_cutoff=70))
