"""The words of an index, and the expansions of a query term: the known words that it may mean."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import floor
from threading import Lock
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from postindex.index.search.typos import TypoTable
from postindex.text import classes

MatchKind = Literal["exact", "prefix", "typo", "compound"]
WordRow = tuple[str, ...]  # folded words next to each other

_MIN_LETTERS = {1: 4, 2: 8}  # of a known word, by the number of typos that it tolerates
_MIN_LETTERS_OF_UNKNOWN = (6, 5)  # of words that tolerate two typos if nothing nearer answers, the better ones first
_MAX_TYPED = 64  # characters of a term that is compared with a tolerance for typos
_MISTYPED_PREFIX = range(5, 13)  # letters of an unfinished word that may have a typo
_MIN_JOINED = 3  # letters of the first of two words that may begin one word
_MAX_INITIALS = 8
_NUMBERS = re.compile("d+")  # in the classes of a word's characters, as the others below
_LETTERS_OR_DIGITS = re.compile("d+|[^d]+")
_LAST_WITH_CAPITALS = "\u058f"  # the scripts up to Armenian have capitals

# The similarity of each kind of match. On real titles, the ranking hardly depends on these values.
TWO_TYPOS = 0.7
_TYPOS = {1: 0.85, 2: TWO_TYPOS}
_TYPO_OF_KNOWN = 0.5  # the typed word is known, and so more likely meant
COMPOUND = 0.95
_MIN_PREFIX = 0.7  # increases with the typed part of the word
_TYPO_IN_PREFIX = 0.6


class Expansion(NamedTuple):
    """Known words, and rows of words, that match a query term in one way."""

    kind: MatchKind
    similarity: float  # 0.0–1.0; 1.0 is the typed word itself
    words: tuple[str, ...] = ()
    rows: tuple[WordRow, ...] = ()


class Vocabulary:
    """A sorted set of folded words that expands typed words to known ones."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(words)
        self._known = frozenset(self._sorted)
        self._tables: dict[str, TypoTable] = {}
        self._lock = Lock()

    def __contains__(self, word: str) -> bool:
        return word in self._known

    @property
    def _one_typo(self) -> TypoTable:
        return self._table("one", 1, lambda: self._sorted)

    @property
    def _two_typos(self) -> TypoTable:
        return self._table("two", 2, lambda: (word for word in self._sorted if len(word) >= _MIN_LETTERS[2]))

    @property
    def _two_typos_of_short(self) -> TypoTable:
        lengths = range(min(_MIN_LETTERS_OF_UNKNOWN), _MIN_LETTERS[2])
        return self._table("short", 2, lambda: (word for word in self._sorted if len(word) in lengths))

    @property
    def _prefixes(self) -> TypoTable:
        lengths = range(_MISTYPED_PREFIX.start - 1, _MISTYPED_PREFIX.stop + 1)
        return self._table(
            "prefixes", 1, lambda: {w[:length] for w in self._sorted for length in lengths if length < len(w)}
        )

    def _table(self, name: str, edits: Literal[1, 2], words: Callable[[], Iterable[str]]) -> TypoTable:
        """Return a table, built on first use, and once even if several threads ask at the same time."""
        with self._lock:
            if name not in self._tables:
                self._tables[name] = TypoTable(words(), edits)
            return self._tables[name]

    def beginning_with(self, typed: str) -> list[str]:
        """Return the words that begin with `typed`, sorted."""
        first = bisect_left(self._sorted, typed)
        return self._sorted[first : bisect_left(self._sorted, f"{typed}\U0010ffff", first)]

    def expand(self, typed: str, *, unfinished: bool) -> list[Expansion]:
        """Return the expansions of `typed`, the most similar first; each word is in one expansion, the most similar.

        These are the word itself; if it is `unfinished`, as the last of a query may be, the words that begin with it;
        several words typed as one; a version with or without its `v`; and words with a typo: one in words from 4
        letters, two from 8. Two typos are tolerated only in unknown words, and one in a prefix only if no word begins
        with it; two in shorter words, from 6 and then from 5 letters, only if there is no other expansion. A word with
        another number is never a typo.
        """
        known = typed in self
        expansions = [Expansion("exact", 1.0, (typed,))] if known else []
        completed = self.beginning_with(typed) if unfinished else []
        expansions += _completions("prefix", _MIN_PREFIX, 1.0, len(typed), [w for w in completed if w != typed])
        versions, rows = self._versions(typed), self._splits(typed, known=known)
        if versions or rows:
            expansions.append(Expansion("compound", COMPOUND, versions, rows))
        if not classes(typed).strip("lud") and _MIN_LETTERS[1] - 1 <= len(typed) <= _MAX_TYPED:
            expansions += self._mistyped(typed, known=known, excluded={typed, *completed})
            if unfinished and not known and not completed and len(typed) in _MISTYPED_PREFIX:
                excluded = {word for expansion in expansions for word in expansion.words}
                prefixes = [prefix for prefix, _ in self._prefixes.near(typed) if _same_numbers(prefix, typed)]
                words = dict.fromkeys(word for prefix in prefixes for word in self.beginning_with(prefix))
                words_left = [word for word in words if word not in excluded]
                expansions += _completions("typo", 0.0, _TYPO_IN_PREFIX, len(typed), words_left)
        return sorted(expansions, key=lambda expansion: -expansion.similarity)

    def _mistyped(self, typed: str, *, known: bool, excluded: set[str]) -> Iterator[Expansion]:
        near = self._one_typo.near(typed)
        if not known:
            near = list(dict.fromkeys((*near, *self._two_typos.near(typed))))
        for typos, similarity in _TYPOS.items():
            candidates = (word for word, edits in near if edits == typos and _letters(word) >= _MIN_LETTERS[typos])
            if words := tuple(word for word in candidates if word not in excluded and _same_numbers(word, typed)):
                yield Expansion("typo", _TYPO_OF_KNOWN if known else similarity, words)

    def mistyped_twice(self, typed: str, *, alone: bool) -> list[Expansion]:
        """Return the expansion of a word without any other to short words with two typos.

        A query of this word `alone` has to have six letters or more, because a short nonsense word is like many words.
        """
        if classes(typed).strip("lud") or len(typed) > _MAX_TYPED:
            return []
        near = [word for word, _ in self._two_typos_of_short.near(typed) if _same_numbers(word, typed)]
        for letters in _MIN_LETTERS_OF_UNKNOWN:
            words = tuple(word for word in near if _letters(word) >= letters)
            if words and not (alone and min(letters, len(typed)) < _MIN_LETTERS_OF_UNKNOWN[0]):
                return [Expansion("typo", TWO_TYPOS, words)]
        return []

    def joined(self, typed: Sequence[str], *, unfinished: bool) -> Expansion | None:
        """Return the expansion of several words typed instead of one, or of the beginning of one if it is `unfinished`.

        Numbers are not joined, except for a group of three digits: `2.0` is not 20, but `1,000` is 1000.
        """
        if all(map(_is_number, typed)) and len(typed[-1]) != len("000"):
            return None
        whole = "".join(typed)
        if whole in self:
            return Expansion("compound", COMPOUND, (whole,))
        completed = self.beginning_with(whole) if unfinished and len(typed[0]) >= _MIN_JOINED else []
        return Expansion("compound", _MIN_PREFIX, tuple(completed)) if completed else None

    def _splits(self, typed: str, *, known: bool) -> tuple[WordRow, ...]:
        """Return the rows of known words that `typed` joins.

        These are pairs of words, where short ones only if `typed` is unknown; letters and digits (`es6`); and initials
        (`io`, `usa`), in scripts with capitals.
        """
        if _is_number(typed):
            rows: list[WordRow] = [(typed[:-3], typed[-3:])]
        else:
            short = len(typed) < (_MIN_LETTERS[1] if known else _MIN_JOINED)
            rows = [] if short else [(typed[:end], typed[end:]) for end in range(1, len(typed))]
            rows.append(_parts(typed, _LETTERS_OR_DIGITS))
            if len(typed) <= _MAX_INITIALS and _has_capitals(typed):
                rows.append(tuple(typed))
        return tuple(row for row in dict.fromkeys(rows) if len(row) > 1 and all(word in self for word in row))

    def _versions(self, typed: str) -> tuple[str, ...]:
        """Return the other spelling of a version, if known: `v16` for `16`, and `16` for `v16`."""
        number = typed.removeprefix("v")
        if not _is_number(number):
            return ()
        other = number if number != typed else f"v{number}"
        return (other,) if other in self else ()


def _same_numbers(word: str, typed: str) -> bool:
    return _parts(word, _NUMBERS) == _parts(typed, _NUMBERS)


def _parts(word: str, pattern: re.Pattern[str]) -> tuple[str, ...]:
    """Return the parts of a word whose classes match a pattern."""
    return tuple(word[slice(*match.span())] for match in pattern.finditer(classes(word)))


def _is_number(word: str) -> bool:
    return bool(word) and not classes(word).strip("d")


def _has_capitals(word: str) -> bool:
    return any(kind == "l" and char <= _LAST_WITH_CAPITALS for char, kind in zip(word, classes(word), strict=True))


def _letters(word: str) -> int:
    return len(word.strip(".+#"))


def _completions(kind: MatchKind, low: float, high: float, typed: int, words: list[str]) -> list[Expansion]:
    """Return words grouped by similarity, in tenths, which increases from `low` to `high` with the typed part."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for word in words:
        by_length[len(word)].append(word)
    by_tenths: dict[int, list[str]] = defaultdict(list)
    for length, same_length in by_length.items():
        tenths = floor(10 * (low + (high - low) * min(typed / length, 1.0)))
        by_tenths[min(tenths, 9)] += same_length
    return [Expansion(kind, tenths / 10, tuple(group)) for tenths, group in by_tenths.items() if tenths]


def most_similar(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the two known texts most similar to a text, most similar first; fewer if too few are similar.

    >>> most_similar("2026-03-22-ledger", ["2026-03-22-ledgers", "2019-01-01-tea"])
    ('2026-03-22-ledgers',)
    """
    return tuple(similar for similar, _, _ in extract(text, known, scorer=ratio, limit=2, score_cutoff=70))
