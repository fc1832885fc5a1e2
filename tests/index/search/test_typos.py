from typing import Literal

import pytest
from rapidfuzz.process import extract

from postindex.index.search.typos import TypoTable

WORDS = ["tea", "loki", "loke", "tempo", "tunnel", "tunnels", "grafana", "kubernetes", "cybernetics", "observability"]


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("loki", [("loki", 0), ("loke", 1)]),
        ("lokii", [("loki", 1)]),  # a letter too many
        ("lok", [("loke", 1), ("loki", 1)]),  # one too few
        ("xoki", [("loki", 1)]),  # a wrong one
        ("olki", [("loki", 1)]),  # two neighbours swapped
        ("lkoi", [("loki", 1)]),
        ("loik", [("loki", 1)]),
        ("tunnel", [("tunnel", 0), ("tunnels", 1)]),
        ("xokx", []),
        ("", []),
        ("kuberntse", []),
    ],
)
def test_words_within_one_edit(typed: str, near: list[tuple[str, int]]) -> None:
    assert TypoTable(WORDS, 1).near(typed) == near


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("kubernetes", [("kubernetes", 0)]),
        ("kuberntes", [("kubernetes", 1)]),
        ("kubrntes", [("kubernetes", 2)]),
        ("ukbernetse", [("kubernetes", 2)]),
        ("xkuberneetes", [("kubernetes", 2)]),
        ("cubernetics", [("cybernetics", 1)]),
        ("kubernetics", [("cybernetics", 2), ("kubernetes", 2)]),
        ("tunle", [("tunnel", 2)]),
        ("bservabiliti", [("observability", 2)]),
        ("kbrnts", []),
        ("", []),
    ],
)
def test_words_within_two_edits(typed: str, near: list[tuple[str, int]]) -> None:
    assert TypoTable(WORDS, 2).near(typed) == near


@pytest.mark.parametrize(("edits", "shortest"), [(1, 3), (2, 5)])
def test_a_word_too_short_to_be_cut_into_pieces_is_not_found(edits: Literal[1, 2], shortest: int) -> None:
    words = ["x" * length for length in range(1, 9)]
    assert min(len(word) for typed in words for word, _ in TypoTable(words, edits).near(typed)) == shortest


def test_an_empty_table_has_no_near_words() -> None:
    assert TypoTable([], 1).near("tea") == TypoTable([], 2).near("tea") == []


def test_only_words_that_share_a_piece_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counting(typed: str, choices: set[str], **options: object) -> list[tuple[str, float, str]]:
        compared.append(len(choices))
        return extract(typed, choices, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr("postindex.index.search.typos.extract", counting)
    letters = "abcdefghij"
    words = [f"{one}{two}{three}{four}{five}" for one in letters for two in letters for three in letters
             for four in letters for five in letters]  # fmt: skip
    assert len(TypoTable(words, 1).near("abcde")) > 1
    assert compared[-1] < len(words) / 40
