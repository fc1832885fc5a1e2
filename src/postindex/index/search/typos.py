"""Find the words within one or two edits of a typed word, without a comparison with every word.

An edit is an insertion, a deletion, a substitution or a transposition of neighbours (the optimal string alignment
distance: Boytsov, Indexing methods for approximate dictionary searching, 2011, section 2).

Divide a word into k + 1 pieces with one character between each two. k edits leave at least one piece intact, because an
edit changes only one piece: the widest edit, a transposition, covers two adjacent characters. The typed word contains
the intact piece, near its place. A table therefore maps pieces to words, and only words that share a piece are
compared.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract


class _PieceTables(NamedTuple):
    """The words of one length by their pieces."""

    size: int  # of every piece except the last
    tables: tuple[tuple[int, dict[str, list[str]]], ...]  # the start of a piece, and the words with each piece there


class TypoTable:
    """A set of words in which to find those within one or two edits of a typed word."""

    def __init__(self, words: Iterable[str], edits: Literal[1, 2]) -> None:
        self._edits = edits
        self._lengths: dict[int, _PieceTables] = {}
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            by_length[len(word)].append(word)
        for length, same_length in by_length.items():
            if (size := (length - edits) // (edits + 1)) > 0:
                pieces = [slice(number * (size + 1), number * (size + 1) + size) for number in range(edits)]
                pieces.append(slice(edits * (size + 1), length))
                tables = tuple((piece.start, _words_by_piece(same_length, piece)) for piece in pieces)
                self._lengths[length] = _PieceTables(size, tables)

    def near(self, typed: str) -> list[tuple[str, int]]:
        """Return the words within the edits of `typed`, each with its edits; sorted by edits, then by word."""
        edits = self._edits
        candidates: set[str] = set()
        for length in range(len(typed) - edits, len(typed) + edits + 1):
            if length not in self._lengths:
                continue
            size, ((_, by_first), *middle, (last_start, by_last)) = self._lengths[length]
            # If neither the first nor the last piece is intact, one edit is at the start and one at the end, so a
            # middle piece has moved by at most one character. The last piece keeps its distance from the end.
            candidates.update(by_first.get(typed[:size], ()), by_last.get(typed[last_start - length :], ()))
            for start, by_middle in middle:
                for moved in (start - 1, start, start + 1):
                    candidates.update(by_middle.get(typed[moved : moved + size], ()))
        near = extract(typed, candidates, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return sorted(((word, int(distance)) for word, distance, _ in near), key=lambda pair: (pair[1], pair[0]))


def _words_by_piece(words: list[str], piece: slice) -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for word in words:
        table[word[piece]].append(word)
    return dict(table)
