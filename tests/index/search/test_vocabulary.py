from itertools import pairwise

import pytest

from postindex.index.search.vocabulary import COMPOUND, Expansion, Vocabulary, most_similar

VOCABULARY = Vocabulary(
    [
        *("ai", "trail", "tea", "loki", "tunnel", "tunnels", "kubernetes", "kube", "postgres", "resume", "c++", ".net"),
        *("home", "lab", "cicd", "ci", "cd", "12", "34", "語学"),
    ]
)


def words_of(typed: str, *, unfinished: bool = False) -> dict[str, str]:
    """The words that may be meant, with how."""
    resolved = VOCABULARY.expand(typed, unfinished=unfinished)
    return {word: each.kind for each in resolved for word in (*each.words, *map("+".join, each.rows))}


def similarities(vocabulary: Vocabulary, typed: str, *, unfinished: bool = False) -> dict[str, float]:
    resolved = vocabulary.expand(typed, unfinished=unfinished)
    return {word: each.similarity for each in resolved for word in each.words}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tea", {"tea": "exact"}),
        ("ai", {"ai": "exact"}),  # nor is it found in trail
        ("c++", {"c++": "exact"}),
        (".net", {".net": "exact"}),
        ("tee", {}),  # no typo in a word of three letters
        ("teas", {}),
        ("te", {}),
        ("lokii", {"loki": "typo"}),
        ("lok", {"loki": "typo"}),  # it is the length of the word that is meant that counts
        ("olki", {"loki": "typo"}),
        ("xoki", {"loki": "typo"}),
        ("xokx", {}),  # two in four letters
        ("tunel", {"tunnel": "typo"}),
        ("tunnle", {"tunnel": "typo"}),
        ("tnunle", {}),  # two in six letters
        ("tunnel", {"tunnel": "exact", "tunnels": "typo"}),
        ("kuberntes", {"kubernetes": "typo"}),
        ("kubrntes", {"kubernetes": "typo"}),  # two in ten letters
        ("ukbernetse", {"kubernetes": "typo"}),
        ("kbrntes", {}),  # three
        ("postrgse", {"postgres": "typo"}),
        ("pstgrs", {"postgres": "typo"}),  # two in eight letters
        ("resum", {"resume": "typo"}),
        ("c+", {}),
        ("net", {}),  # whose three letters are all that .net has
        ("語", {}),
        ("xyzzy", {}),
        ("", {}),
        ("k" * 1000, {}),
    ],
)
def test_a_finished_word_matches_itself_and_words_one_typo_away(typed: str, meant: dict[str, str]) -> None:
    assert words_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tunnel", {"tunnel": "exact", "tunnels": "prefix"}),
        ("t", {"tea": "prefix", "trail": "prefix", "tunnel": "prefix", "tunnels": "prefix"}),
        ("kube", {"kube": "exact", "kubernetes": "prefix"}),
        ("c+", {"c++": "prefix"}),
        ("語", {"語学": "prefix"}),
        ("学", {}),
        ("ubern", {"kubernetes": "typo"}),
        ("kubre", {"kube": "typo", "kubernetes": "typo"}),
        ("tunnles", {"tunnels": "typo"}),
        ("kx", {}),
    ],
)
def test_an_unfinished_word_matches_words_that_begin_with_it(typed: str, meant: dict[str, str]) -> None:
    assert words_of(typed, unfinished=True) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("homelab", {"home+lab": "compound"}),
        ("cicd", {"cicd": "exact", "ci+cd": "compound"}),
        ("labhome", {"lab+home": "compound"}),
        ("homex", {"home": "typo"}),
        ("1234", {}),  # a number is not cut
        ("homelabs", {}),
    ],
)
def test_two_words_typed_as_one_are_found(typed: str, meant: dict[str, str]) -> None:
    assert words_of(typed) == meant


def test_a_compound_may_be_split_in_several_ways() -> None:
    assert Vocabulary(["ab", "abc", "cde", "de"]).expand("abcde", unfinished=False) == [
        Expansion("compound", COMPOUND, rows=(("ab", "cde"), ("abc", "de")))
    ]


def test_similarity_is_one_for_the_word_itself_and_falls_with_edits() -> None:
    itself, one, two = (
        similarities(VOCABULARY, typed)["kubernetes"] for typed in ("kubernetes", "kuberntes", "kubrntes")
    )
    assert 1.0 == itself > one > two > 0.0


def test_similarity_grows_with_the_typed_part_and_is_1_for_the_word_itself() -> None:
    word = "containerisation"
    scores = [similarities(Vocabulary([word]), word[:length], unfinished=True)[word] for length in range(1, 17)]
    assert all(one <= other for one, other in pairwise(scores))
    assert scores[0] < scores[7] < scores[-2] < scores[-1] == 1.0


def test_a_typo_of_a_known_word_is_less_similar() -> None:
    vocabulary = Vocabulary(["form", "from"])
    assert similarities(vocabulary, "from")["form"] < similarities(Vocabulary(["form"]), "from")["form"]


def test_completions_hide_typos_in_prefixes() -> None:
    vocabulary = Vocabulary(["tunnels", "tonnels"])
    assert similarities(vocabulary, "tunne", unfinished=True).keys() == {"tunnels"}
    assert similarities(vocabulary, "tinne", unfinished=True).keys() == {"tunnels", "tonnels"}
    assert similarities(vocabulary, "tinne", unfinished=False) == {}


def test_only_prefixes_of_five_to_twelve_letters_tolerate_a_typo() -> None:
    word = "internationalisation"
    for typed in ("nte", "nter", "itne", "nternationalis", "itnernational"):
        assert similarities(Vocabulary([word]), typed, unfinished=True) == {}
    for typed in ("itner", "nterna", "internatoin", "internatoina"):
        assert similarities(Vocabulary([word]), typed, unfinished=True).keys() == {word}


@pytest.mark.parametrize(("typed", "meant"), [("grafxnasx", ["grafanas"]), ("graphana", []), ("grafxnx", [])])
def test_two_typos_need_a_known_word_of_eight_letters(typed: str, meant: list[str]) -> None:
    assert list(similarities(Vocabulary(["grafana", "graf", "grafanas"]), typed)) == meant


def test_two_words_expand_to_one() -> None:
    whole = Expansion("compound", COMPOUND, ("homelab",))
    vocabulary = Vocabulary(["homelab", "homelabs", "ox"])
    assert (
        vocabulary.joined(["home", "lab"], unfinished=False)
        == vocabulary.joined(["home", "lab"], unfinished=True)
        == whole
    )
    assert vocabulary.joined(["lab", "home"], unfinished=True) is None
    assert vocabulary.joined(["o", "x"], unfinished=False) == Expansion("compound", COMPOUND, ("ox",))


def test_two_words_may_begin_one_if_the_first_has_three_letters() -> None:
    vocabulary = Vocabulary(["homelab", "homelabs", "oxen"])
    begun = vocabulary.joined(["home", "la"], unfinished=True)
    assert begun is not None
    assert (begun.kind, begun.words) == ("compound", ("homelab", "homelabs"))
    assert 0.0 < begun.similarity < COMPOUND
    assert vocabulary.joined(["home", "la"], unfinished=False) is None
    assert vocabulary.joined(["ox", "e"], unfinished=True) is None


@pytest.mark.parametrize(
    ("typed", "whole", "joined"),
    [
        (["es", "6"], "es6", True),
        (["u", "s", "a"], "usa", True),
        (["go", "1"], "go1", True),
        (["1", "000"], "1000", True),
        (["2", "0"], "20", False),  # 2.0 is not 20
        (["20", "24"], "2024", False),
        (["rfc", "42"], "rfc4287", False),
    ],
)
def test_words_are_joined_but_not_numbers(typed: list[str], whole: str, joined: bool) -> None:
    expansion = Vocabulary([whole]).joined(typed, unfinished=False)
    assert expansion == (Expansion("compound", COMPOUND, (whole,)) if joined else None)


@pytest.mark.parametrize(
    ("typed", "words", "rows"),
    [
        ("es6", ["es", "6"], [("es", "6")]),
        ("5g", ["5", "g"], [("5", "g")]),
        ("io", ["i", "o"], [("i", "o")]),
        ("usa", ["u", "s", "a"], [("u", "s", "a")]),
        ("att", ["at", "t"], [("at", "t")]),
        ("att", ["at", "t", "att"], []),  # a short word that is known is not a pair
        ("it", ["i", "t", "it"], [("i", "t")]),
        ("1000", ["1", "000"], [("1", "000")]),
        ("2024", ["20", "24", "2", "0", "4"], []),
        ("homelab", ["home", "lab"], [("home", "lab")]),
        ("会議", ["会", "議"], []),  # characters of unspaced scripts are not initials
    ],
)
def test_joined_words_are_split(typed: str, words: list[str], rows: list[tuple[str, ...]]) -> None:
    expansions = Vocabulary(words).expand(typed, unfinished=False)
    assert [row for expansion in expansions for row in expansion.rows] == rows


@pytest.mark.parametrize(
    ("typed", "known", "matches"),
    [
        ("16", "v16", True),
        ("v16", "16", True),
        ("v16", "v17", False),
        ("vv16", "v16", False),
        ("v", "1", False),
        ("x16", "16", False),
    ],
)
def test_a_version_matches_with_and_without_its_v(typed: str, known: str, matches: bool) -> None:
    assert similarities(Vocabulary([known]), typed) == ({known: COMPOUND} if matches else {})


@pytest.mark.parametrize("unfinished", [False, True])
@pytest.mark.parametrize(
    ("typed", "known"),
    [
        *[("4288", "4287"), ("2025", "2024"), ("12346", "12345"), ("123456789", "123456780"), ("x265", "x264")],
        *[("ipv6", "ipv4"), ("sha265", "sha256"), ("kubernetes1", "kubernetes"), ("log4j2", "log4j"), ("٢٠٢٥", "٢٠٢٤")],
    ],
)
def test_a_number_is_never_a_typo_of_another(typed: str, known: str, unfinished: bool) -> None:
    assert similarities(Vocabulary([known]), typed, unfinished=unfinished) == {}


def test_a_word_with_the_same_number_may_have_a_typo() -> None:
    assert similarities(Vocabulary(["log4j"]), "lgo4j") == {"log4j": 0.85}
    assert similarities(Vocabulary(["kubernetes14"]), "kubrenetes1", unfinished=True) == {"kubernetes14": 0.5}
    assert similarities(Vocabulary(["kubernetes14"]), "kubrenetes2", unfinished=True) == {}


def test_a_mistyped_short_prefix_of_a_long_word_is_dropped() -> None:
    vocabulary = Vocabulary(["tunne" + "x" * 60])
    assert similarities(vocabulary, "tinne", unfinished=True) == {}
    assert similarities(vocabulary, "tunne", unfinished=True).keys() == {"tunne" + "x" * 60}


def test_the_most_similar_comes_first_and_no_word_twice() -> None:
    vocabulary = Vocabulary(["tunne", "tunnel", "tunnels", "tunn", "tunna", "tunnelled"])
    for typed in ("tunnel", "tunne", "tunnl", "tunn"):
        for unfinished in (True, False):
            resolved = vocabulary.expand(typed, unfinished=unfinished)
            assert resolved == sorted(resolved, key=lambda each: -each.similarity)
            found = [word for each in resolved for word in each.words]
            assert len(found) == len(set(found))


def test_completions_are_sorted() -> None:
    assert VOCABULARY.beginning_with("t") == ["tea", "trail", "tunnel", "tunnels"]
    assert VOCABULARY.beginning_with("x") == []


def test_an_empty_vocabulary_has_no_expansions() -> None:
    assert Vocabulary([]).expand("tunnel", unfinished=True) == []
    assert "tunnel" not in Vocabulary([])


def test_the_most_similar_texts_are_found() -> None:
    known = ["2026-03-22-ledgers", "2026-03-21-ledgers", "2019-01-01-tea", "2026-03-22-ledger-again"]
    assert most_similar("2026-03-22-ledger", known) == ("2026-03-22-ledgers", "2026-03-21-ledgers")
    assert most_similar("zzz", known) == ()
    assert most_similar("zzz", []) == ()
