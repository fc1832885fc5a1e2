from datetime import date, timedelta
from math import log2

import pytest

from postindex import Post
from postindex.index.postings import Postings
from postindex.index.search import query_terms as module
from postindex.index.search.query import parse
from postindex.index.search.query_terms import QueryTerm, query_terms
from postindex.index.search.vocabulary import COMPOUND, MatchKind
from postindex.index.search.word_index import WordIndex

DAY = date(2026, 3, 22)
TITLES = ["Home lab", "Homelab", "The home of tea", "Labs", "Into tea", "Put it in to brew", "Teapots", "Rare"]


def words_of(titles: list[str]) -> WordIndex:
    return WordIndex(
        Postings([Post(title=title, published=DAY - timedelta(days=number)) for number, title in enumerate(titles)])
    )


WORDS = words_of(TITLES)


def terms_of(query: str, words: WordIndex = WORDS) -> list[QueryTerm]:
    return query_terms(words, parse(query))


def kinds(term: QueryTerm) -> dict[str, MatchKind]:
    return {word: e.kind for e in term.expansions for word in (*e.words, *map(" ".join, e.rows))}


def test_neighbours_expand_to_one_word_and_one_word_to_two() -> None:
    home, lab = terms_of("home lab")
    assert kinds(home) == {"home": "exact", "homelab": "compound"}
    assert kinds(lab) == {"lab": "exact", "labs": "prefix", "homelab": "compound"}
    (homelab,) = terms_of("homelab")
    assert kinds(homelab) == {"homelab": "exact", "home lab": "compound"}
    assert [e.similarity for e in home.expansions] == [1.0, COMPOUND]
    assert [e.similarity for e in lab.expansions] == sorted((e.similarity for e in lab.expansions), reverse=True)
    assert "homelab" not in kinds(terms_of("lab home")[0])


def test_two_words_that_are_never_together_are_not_a_compound() -> None:
    assert kinds(terms_of("teahome")[0]) == {}
    assert kinds(terms_of("labtea")[0]) == {}


def test_common_words_together_by_chance_are_not_a_compound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(terms_of("into")[0]) == {"into": "exact", "in to": "compound"}
    monkeypatch.setattr(module, "MANY_POSTS", 0)
    assert kinds(terms_of("into")[0]) == {"into": "exact"}
    assert kinds(terms_of("homelab")[0]) == {"homelab": "exact"}


def test_a_common_word_is_not_a_compound(monkeypatch: pytest.MonkeyPatch) -> None:
    words = words_of(["Into tea", "Into pots", "Put it in to brew"])
    monkeypatch.setattr(module, "MANY_POSTS", 2)
    assert kinds(terms_of("into", words)[0]) == {"into": "exact", "in to": "compound"}
    monkeypatch.setattr(module, "MANY_POSTS", 1)
    assert kinds(terms_of("into", words)[0]) == {"into": "exact"}


def test_a_phrase_expands_to_itself_only() -> None:
    tea, phrase = terms_of('"in to" tea')
    assert (tea.typed, phrase.typed) == ("tea", '"in to"')
    assert (tea.quoted, phrase.quoted) == ("'tea'", '"in to"')
    assert kinds(phrase) == {"in to": "exact"}
    assert phrase.words == {"in", "to"}


def test_only_the_last_word_may_be_unfinished() -> None:
    te, lab = terms_of("te lab")
    assert kinds(te) == {}
    assert kinds(lab) == {"lab": "exact", "labs": "prefix"}


def test_a_rare_word_weighs_more_and_an_unknown_one_the_most() -> None:
    tea, rare, unknown, phrase = (terms_of(query)[0].rarity for query in ("tea x", "rare x", "xyzzy x", '"in to"'))
    assert tea == pytest.approx(log2(1 + 8 / 2))
    assert rare == phrase == unknown == pytest.approx(log2(1 + 8 / 1))


def test_rarity_counts_all_expansions_but_typos_of_known_words() -> None:
    words = words_of(["from", "form"])
    assert terms_of("from x", words)[0].rarity == pytest.approx(log2(3))
    assert terms_of("frm x", words)[0].rarity == pytest.approx(log2(2))
    assert terms_of("f", words)[0].rarity == pytest.approx(log2(2))
