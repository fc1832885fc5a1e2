from datetime import date, timedelta

import pytest

from postindex import Post
from postindex.index.postings import Postings
from postindex.index.search import scoring as module
from postindex.index.search.query import parse
from postindex.index.search.query_terms import query_terms
from postindex.index.search.scoring import TermScorer, Tier
from postindex.index.search.word_index import FieldName, WordIndex

DAY = date(2026, 3, 22)
FIELDS: dict[FieldName, float] = {"title": 1.0, "tags": 0.9, "summary": 0.5}
POSTS = [
    Post(title="Tea", published=DAY, summary="Home lab"),
    Post(title="Teas", published=DAY - timedelta(days=1), tags=["tea", "teas"]),
    Post(title="Cups", published=DAY - timedelta(days=2), tags=["teapot"], summary="Tea and tea"),
    Post(title="Plain", published=DAY - timedelta(days=3), tags=["plain"]),
]
ALL = frozenset(range(4))


def scorer(query: str) -> TermScorer:
    words = WordIndex(Postings(POSTS))
    (term,) = query_terms(words, parse(query))
    return TermScorer(words, term, FIELDS)


def test_tiers_are_sorted_by_points() -> None:
    tea = scorer("tea")
    assert [(tier.field, tier.expansion.kind) for tier in tea.tiers][:2] == [("title", "exact"), ("tags", "exact")]
    assert [tier.points for tier in tea.tiers] == sorted((tier.points for tier in tea.tiers), reverse=True)
    assert tea.best == tea.tiers[0].points
    assert scorer("xyzzy").best == 0


def test_a_tier_has_its_posts_as_a_set_and_newest_first() -> None:
    tea, homelab = scorer("tea"), scorer("homelab")
    tiers: dict[tuple[str, str], Tier] = {(t.field, word): t for t in tea.tiers for word in t.expansion.words}
    assert tiers["title", "tea"].members() == {0}
    assert list(tiers["tags", "teapot"].newest_first()) == [2]
    assert [tier.members() for tier in homelab.tiers] == [frozenset(), frozenset(), {0}]
    assert [list(tier.newest_first()) for tier in homelab.tiers] == [[], [], [0]]


def test_a_post_with_several_words_of_a_tier_is_yielded_once() -> None:
    tier = next(t for t in scorer("te").tiers if t.field == "tags" and {"tea", "teas"} & set(t.expansion.words))
    assert list(tier.newest_first()) == sorted(tier.members())


@pytest.mark.parametrize("query", ["tea", "te", "homelab", "xyzzy", '"tea and"', "t", "teaz"])
@pytest.mark.parametrize("scan", [0, 10**9])
def test_sets_and_reading_divide_posts_equally(query: str, scan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SETS_PER_POST", 10**9)
    by_sets = {position: points for points, members in scorer(query).divided(ALL) for position in members}
    monkeypatch.setattr(module, "_SETS_PER_POST", scan)
    twice = scorer(query)
    for _ in range(2):
        parts = list(twice.divided(ALL))
        assert {position: points for points, members in parts for position in members} == by_sets
        assert [points for points, _ in parts] == sorted((points for points, _ in parts), reverse=True)
        assert sum(len(members) for _, members in parts) == len(ALL)


def test_a_post_gets_the_points_of_its_best_expansion_in_its_best_field() -> None:
    tea = scorer("tea")
    points = {position: points for points, members in tea.divided(ALL) for position in members}
    assert points[0] == tea.term.points(1.0)
    assert points[1] == tea.term.points(0.9)
    assert points[2] == max(tea.term.points(0.5), tea.term.points(0.8 * 0.9))
    assert points[3] == 0
