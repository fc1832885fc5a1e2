import pytest

from postindex._vocabulary import Vocabulary, nearest

VOCABULARY = Vocabulary(
    ["ai", "trail", "tea", "loki", "tunnel", "tunnels", "kubernetes", "kube", "postgres", "c++", "résumé", "語学"]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tea", {"tea"}),
        ("tee", set()),  # three letters: no typo
        ("ai", {"ai"}),
        ("lokii", {"loki"}),
        ("lok", set()),
        ("olki", {"loki"}),  # a swap of neighbours is one edit
        ("lkoi", {"loki"}),
        ("lioki", {"loki"}),
        ("xoki", {"loki"}),
        ("xokx", set()),  # two edits in four letters
        ("tunel", {"tunnel"}),
        ("tunnle", {"tunnel"}),
        ("tnunle", set()),  # two swaps in six letters
        ("tunnel", {"tunnel"}),  # a known word is taken as typed
        ("kuberntes", {"kubernetes"}),
        ("kubrntes", {"kubernetes"}),  # two edits in eight letters
        ("ukbernetse", {"kubernetes"}),
        ("kubrnte", set()),  # three edits, and seven letters
        ("kubrnts", set()),
        ("xyzzy", set()),
        ("", set()),
    ],
)
def test_a_finished_word_means_itself_or_what_is_a_typo_away(typed: str, meant: set[str]) -> None:
    assert set(VOCABULARY.resolve(typed, unfinished=False)) == meant


def test_similarity_falls_with_edits_and_is_one_for_the_word_itself() -> None:
    itself, one, two = (
        VOCABULARY.resolve(typed, unfinished=False)["kubernetes"] for typed in ("kubernetes", "kuberntes", "kubrntes")
    )
    assert 1.0 == itself > one > two > 0.0


def test_an_unfinished_word_also_means_what_it_begins() -> None:
    assert VOCABULARY.resolve("tunnel", unfinished=True) == {"tunnel": 1.0, "tunnels": pytest.approx(0.6 + 0.4 * 6 / 7)}
    assert set(VOCABULARY.resolve("t", unfinished=True)) == {"tea", "trail", "tunnel", "tunnels"}
    assert set(VOCABULARY.resolve("c+", unfinished=True)) == {"c++"}
    assert set(VOCABULARY.resolve("語", unfinished=True)) == {"語学"}
    assert set(VOCABULARY.resolve("ubern", unfinished=True)) == set()
    assert set(VOCABULARY.resolve("kube", unfinished=True)) == {"kube", "kubernetes"}


def test_the_more_is_typed_the_nearer_it_is() -> None:
    scores = [VOCABULARY.resolve("postgres"[:length], unfinished=True)["postgres"] for length in range(1, 9)]
    assert scores == sorted(set(scores))
    assert scores[-1] == 1.0


def test_of_beginning_and_typo_the_better_counts() -> None:
    assert VOCABULARY.resolve("tunne", unfinished=True)["tunnel"] == pytest.approx(0.6 + 0.4 * 5 / 6)  # above a typo's
    assert VOCABULARY.resolve("tunne", unfinished=False)["tunnel"] == 0.85


def test_an_empty_vocabulary_means_nothing() -> None:
    assert Vocabulary([]).resolve("tunnel", unfinished=True) == {}


def test_nearest() -> None:
    known = ["2026-03-22-ledgers", "2026-03-21-ledgers", "2019-01-01-tea", "2026-03-22-ledger-again"]
    assert nearest("2026-03-22-ledger", known) == ("2026-03-22-ledgers", "2026-03-21-ledgers")
    assert nearest("zzz", known) == ()
    assert nearest("zzz", []) == ()
