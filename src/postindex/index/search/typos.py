"""Words within a few edits of a typed one, found without a comparison with every word.

An edit is an insertion, a deletion, a substitution or a transposition of neighbours (the optimal string alignment
distance: Boytsov, Indexing methods for approximate dictionary searching, 2011, section 2).

Of k + 1 pieces of a word, with a character between each two, k edits leave one as it was: an edit touches a single
piece, since the widest, a transposition, touches two neighbouring characters. That piece stands in the typed word too,
near its place. So each word is kept under its pieces, and only the words that share one are compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract


class _Pieces(NamedTuple):
    """The words of one length, by each of their pieces: the first at the start, the last at the end."""

    size: int  # of every piece but the last
    tables: tuple[tuple[int, dict[str, list[str]]], ...]  # where a piece starts, and the words that have it there


class Typos:
    """A set of words that finds those within one or two edits of a typed one."""

    def __init__(self, words: Iterable[str], edits: Literal[1, 2]) -> None:
        self._edits = edits
        self._lengths: dict[int, _Pieces] = {}
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            by_length[len(word)].append(word)
        for length, alike in by_length.items():
            if (size := (length - edits) // (edits + 1)) > 0:
                pieces = [slice(number * (size + 1), number * (size + 1) + size) for number in range(edits)]
                pieces.append(slice(edits * (size + 1), length))
                self._lengths[length] = _Pieces(size, tuple((each.start, _by_piece(alike, each)) for each in pieces))

    def near(self, typed: str) -> list[tuple[str, int]]:
        """Return the words within the edits of `typed`, with how many they are; fewer edits first, then by the word."""
        edits = self._edits
        sharing: set[str] = set()
        for length in range(len(typed) - edits, len(typed) + edits + 1):
            if length not in self._lengths:
                continue
            size, ((_, first), *middle, (last, ends)) = self._lengths[length]
            # Where the first piece is not as it was, an edit stands before the others, and where the last is not, one
            # stands behind: the last is as far from the end as it was, and a middle one at most one place away.
            sharing.update(first.get(typed[:size], ()), ends.get(typed[last - length :], ()))
            for start, words in middle:
                for at in (start - 1, start, start + 1):
                    sharing.update(words.get(typed[at : at + size], ()))
        found = extract(typed, sharing, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return sorted(((word, int(distance)) for word, distance, _ in found), key=lambda near: (near[1], near[0]))


def _by_piece(words: list[str], piece: slice) -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for word in words:
        table[word[piece]].append(word)
    return dict(table)
