"""The words of an index, and the ones among them that a typed word may mean."""

from bisect import bisect_left
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract, extract_iter

_ONE_TYPO_FROM = 4  # letters; a shorter word is taken as typed
_TWO_TYPOS_FROM = 8
_TYPO = 0.85, 0.7  # similarity of a word one or two edits away; an edit is an insertion, deletion, change or swap
_PREFIX = 0.6  # similarity of a word of which little was typed; it grows to 1 with what was


class Vocabulary:
    """A sorted set of folded words that resolves what was typed to words that stand in the text."""

    def __init__(self, words: Iterable[str]) -> None:
        self._sorted = sorted(words)
        self._known = frozenset(self._sorted)

    def resolve(self, typed: str, *, unfinished: bool) -> dict[str, float]:
        """Return the words that `typed` may mean, each with its similarity (0.0–1.0, 1.0 is the word itself).

        An `unfinished` word, the last of a query, also means every word that it begins. A word that the vocabulary has
        is taken as typed; any other may be one edit away from 4 letters on, and two from 8.
        """
        found = self._beginning_with(typed) if unfinished else {}
        if typed in self._known:
            found[typed] = 1.0
        elif (letters := sum(map(str.isalnum, typed))) >= _ONE_TYPO_FROM:
            allowed = 2 if letters >= _TWO_TYPOS_FROM else 1
            for word, edits, _ in extract_iter(typed, self._sorted, scorer=OSA.distance, score_cutoff=allowed):
                found[word] = max(found.get(word, 0.0), _TYPO[int(edits) - 1])
        return found

    def _beginning_with(self, typed: str) -> dict[str, float]:
        first = bisect_left(self._sorted, typed)
        last = bisect_left(self._sorted, f"{typed}\U0010ffff")
        return {word: _PREFIX + (1 - _PREFIX) * len(typed) / len(word) for word in self._sorted[first:last]}


def nearest(asked: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the two known texts most like the one asked for, nearest first, if any is alike at all.

    >>> nearest("2026-03-22-ledger", ["2026-03-22-ledgers", "2019-01-01-tea"])
    ('2026-03-22-ledgers',)
    """
    return tuple(found for found, _, _ in extract(asked, known, scorer=ratio, limit=2, score_cutoff=70))
