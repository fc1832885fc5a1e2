from datetime import date, timedelta
from math import log1p

import pytest

from postindex import Post
from postindex.index.postings import Postings
from postindex.index.search import scoring as module
from postindex.index.search.query import parse
from postindex.index.search.query_terms import QueryTerm
from postindex.index.search.scoring import TermScorer, Tier, query_terms
from postindex.index.search.vocabulary import COMPOUND, Kind
from postindex.index.search.word_index import FieldName, WordIndex

DAY = date(2026, 3, 22)
FIELDS: dict[FieldName, float] = {"title": 1.0, "tags": 0.9, "summary": 0.5}
TITLES = ["Home lab", "Homelab", "The home of tea", "Labs", "Into tea", "Put it in to brew", "Teapots", "Rare"]
WORDS = WordIndex(Postings([Post(title=title, published=DAY - timedelta(days=at)) for at, title in enumerate(TITLES)]))


def read(query: str, words: WordIndex = WORDS) -> list[QueryTerm]:
    return query_terms(words, parse(query))


def kinds(reading: QueryTerm) -> dict[str, Kind]:
    return {word: each.kind for each in reading.meanings for word in (*each.words, *map(" ".join, each.rows))}


def test_neighbours_may_mean_one_word_and_one_word_two() -> None:
    home, lab = read("home lab")
    assert kinds(home) == {"home": "exact", "homelab": "compound"}
    assert kinds(lab) == {"lab": "exact", "labs": "prefix", "homelab": "compound"}
    (homelab,) = read("homelab")
    assert kinds(homelab) == {"homelab": "exact", "home lab": "compound"}
    assert [each.similarity for each in home.meanings] == [1.0, COMPOUND]
    assert [each.similarity for each in lab.meanings] == sorted((e.similarity for e in lab.meanings), reverse=True)
    assert "homelab" not in kinds(read("lab home")[0])


def test_two_words_that_stand_together_nowhere_are_no_compound() -> None:
    assert kinds(read("teahome")[0]) == {}
    assert kinds(read("labtea")[0]) == {}


def test_common_words_that_stand_together_by_chance_are_no_compound(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kinds(read("into")[0]) == {"into": "exact", "in to": "compound"}
    monkeypatch.setattr(module, "MANY", 0)
    assert kinds(read("into")[0]) == {"into": "exact"}
    assert kinds(read("homelab")[0]) == {"homelab": "exact"}


def test_a_common_word_is_no_compound(monkeypatch: pytest.MonkeyPatch) -> None:
    titles = ["Into tea", "Into pots", "Put it in to brew"]
    words = WordIndex(
        Postings([Post(title=title, published=DAY - timedelta(days=at)) for at, title in enumerate(titles)])
    )
    monkeypatch.setattr(module, "MANY", 2)
    assert kinds(read("into", words)[0]) == {"into": "exact", "in to": "compound"}
    monkeypatch.setattr(module, "MANY", 1)
    assert kinds(read("into", words)[0]) == {"into": "exact"}


def test_a_phrase_is_read_as_it_stands() -> None:
    tea, phrase = read('"in to" tea')
    assert (tea.typed, phrase.typed) == ("tea", '"in to"')
    assert (tea.name, phrase.name) == ("'tea'", '"in to"')
    assert kinds(phrase) == {"in to": "exact"}
    assert phrase.words == {"in", "to"}


def test_only_the_last_word_may_be_unfinished() -> None:
    te, lab = read("te lab")
    assert kinds(te) == {}
    assert kinds(lab) == {"lab": "exact", "labs": "prefix"}


def test_a_rare_word_weighs_more_and_one_that_no_post_has_the_most() -> None:
    tea, rare, unknown, phrase = (read(query)[0].rarity for query in ("tea x", "rare x", "xyzzy x", '"in to"'))
    assert tea == pytest.approx(log1p(8 / 2))
    assert rare == phrase == unknown == pytest.approx(log1p(8 / 1))


def test_rarity_is_that_of_everything_that_may_be_meant_but_of_no_typo_of_a_known_word() -> None:
    words = WordIndex(
        Postings([Post(title=t, published=DAY - timedelta(days=n)) for n, t in enumerate(["from", "form"])])
    )
    assert read("from x", words)[0].rarity == pytest.approx(log1p(2))
    assert read("frm x", words)[0].rarity == pytest.approx(log1p(1))
    assert read("f", words)[0].rarity == pytest.approx(log1p(1))


POSTS = [
    Post(title="Tea", published=DAY, summary="Home lab"),
    Post(title="Teas", published=DAY - timedelta(days=1), tags=["tea", "teas"]),
    Post(title="Cups", published=DAY - timedelta(days=2), tags=["teapot"], summary="Tea and tea"),
    Post(title="Plain", published=DAY - timedelta(days=3), tags=["plain"]),
]
ALL = frozenset(range(4))


def asked(query: str) -> TermScorer:
    words = WordIndex(Postings(POSTS))
    (reading,) = query_terms(words, parse(query))
    return TermScorer(words, reading, FIELDS)


def test_tiers_come_with_the_most_points_first() -> None:
    tea = asked("tea")
    assert [(tier.field, tier.meanings.kind) for tier in tea.tiers][:2] == [("title", "exact"), ("tags", "exact")]
    assert [tier.points for tier in tea.tiers] == sorted((tier.points for tier in tea.tiers), reverse=True)
    assert tea.best == tea.tiers[0].points
    assert asked("xyzzy").best == 0


def test_a_tier_has_its_posts_as_a_set_and_newest_first() -> None:
    tea, homelab = asked("tea"), asked("homelab")
    tiers: dict[tuple[str, str], Tier] = {(t.field, word): t for t in tea.tiers for word in t.meanings.words}
    assert tiers["title", "tea"].members() == {0}
    assert list(tiers["tags", "teapot"].newest_first()) == [2]
    assert [tier.members() for tier in homelab.tiers] == [frozenset(), frozenset(), {0}]
    assert [list(tier.newest_first()) for tier in homelab.tiers] == [[], [], [0]]


def test_of_several_words_of_a_tier_a_post_comes_once() -> None:
    tier = next(t for t in asked("te").tiers if t.field == "tags" and {"tea", "teas"} & set(t.meanings.words))
    assert list(tier.newest_first()) == sorted(tier.members())


@pytest.mark.parametrize("query", ["tea", "te", "homelab", "xyzzy", '"tea and"', "t", "teaz"])
@pytest.mark.parametrize("scan", [0, 10**9])
def test_posts_are_divided_alike_by_sets_and_by_reading(query: str, scan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SCAN", 10**9)
    by_sets = {position: points for points, found in asked(query).divided(ALL) for position in found}
    monkeypatch.setattr(module, "_SCAN", scan)
    twice = asked(query)
    for _ in range(2):
        parts = list(twice.divided(ALL))
        assert {position: points for points, found in parts for position in found} == by_sets
        assert [points for points, _ in parts] == sorted((points for points, _ in parts), reverse=True)
        assert sum(len(found) for _, found in parts) == len(ALL)


def test_a_post_gets_the_points_of_its_best_meaning_in_its_best_field() -> None:
    tea = asked("tea")
    points = {position: points for points, found in tea.divided(ALL) for position in found}
    assert points[0] == tea.reading.points(1.0)
    assert points[1] == tea.reading.points(0.9)
    assert points[2] == max(tea.reading.points(0.5), tea.reading.points(0.8 * 0.9))
    assert points[3] == 0
