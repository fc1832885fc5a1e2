from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import pytest

from postindex import Post
from postindex.index.postings import Postings
from postindex.index.search.query import parse
from postindex.index.search.query_terms import query_terms
from postindex.index.search.ranking import WINDOW, RankedPost, Ranking, TitlePositions
from postindex.index.search.scoring import NEIGHBOURS, PLACE, Formula, TermScorer
from postindex.index.search.word_index import NO_POSTS, FieldName, Members, WordIndex

DAY = date(2026, 3, 22)
FIELDS: dict[FieldName, float] = {"title": 1.0, "tags": 0.9, "summary": 0.5}


class Searched:
    """Posts with these titles, each a day older than the one before, and a ranking of them by a query."""

    def __init__(self, titles: list[str], query: str) -> None:
        self.posts = [Post(title=title, published=DAY - timedelta(days=at)) for at, title in enumerate(titles)]
        words, parts = WordIndex(Postings(self.posts)), parse(query)
        self.words = words
        self.terms = query_terms(words, parts)
        self.formula = Formula(self.terms)
        self.asked = [TermScorer(words, each, FIELDS) for each in self.terms]
        self.placed = TitlePositions(words.titled(query), sorted(words.titled_in_a_row(parts.words)))

    def ranked(self, limit: int = 99, among: Members | None = None, without: Members = NO_POSTS) -> list[RankedPost]:
        return Ranking(self.words, self.asked).best(among, without, self.placed, limit)

    def titles(self, limit: int = 99, among: Members | None = None, without: Members = NO_POSTS) -> list[str]:
        return [self.posts[each.position].title for each in self.ranked(limit, among, without)]


def test_the_more_words_the_better_and_equal_scores_newest_first() -> None:
    searched = Searched(["Tea", "Pot", "Green tea, a pot", "Green tea, a cup", "Tea"], "green tea pot")
    assert searched.titles() == ["Green tea, a pot", "Green tea, a cup", "Pot", "Tea", "Tea"]
    assert [each.position for each in searched.ranked()][-2:] == [0, 4]


def test_search_respects_required_and_excluded_posts() -> None:
    searched = Searched(["Tea one", "Tea two", "Tea three"], "tea")
    assert searched.titles(among=frozenset([1, 2])) == ["Tea two", "Tea three"]
    assert searched.titles(without=frozenset([1])) == ["Tea one", "Tea three"]
    assert searched.titles(limit=1, without=frozenset([0])) == ["Tea two"]
    assert searched.titles(among=NO_POSTS) == []
    assert searched.titles(limit=0) == []


def test_neighbours_in_the_title_and_a_short_title_lift_a_post() -> None:
    titles = ["Tea is green", "So much of green tea", "Green tea", "A green tea"]
    assert Searched(titles, "green tea").titles() == [
        "Green tea",
        "A green tea",
        "So much of green tea",
        "Tea is green",
    ]


def test_only_posts_in_the_window_are_compared_by_place() -> None:
    titles = [f"Tea of day {number}" for number in range(2 * WINDOW)]
    ranked = Searched([*titles, "Tea x"], "tea").ranked()
    assert [each.place > 0 for each in ranked] == [True] * WINDOW + [False] * (WINDOW + 1)
    assert [each.position for each in ranked] == list(range(2 * WINDOW + 1))


def test_a_title_that_is_the_query_comes_first_however_old() -> None:
    titles = [*(f"Tea of day {number}" for number in range(99)), "Tea", "TEA!"]
    assert Searched(titles, "tea").titles(limit=3) == ["Tea", "TEA!", "Tea of day 0"]
    assert Searched([*("Tea" for _ in range(99)), "Tea x"], "tea").titles() == ["Tea"] * 99


def test_a_title_with_the_words_in_a_row_is_compared_however_old() -> None:
    titles = [f"Tea is green, day {number}" for number in range(99)]
    assert Searched([*titles, "A green tea"], "green tea").titles(limit=1) == ["A green tea"]
    some = [f"Green tea of day {number}" for number in range(WINDOW)]
    assert Searched([*some, "A green tea"], "green tea").titles(limit=1) == ["Green tea of day 0"]


def test_a_smaller_remaining_limit_changes_nothing() -> None:
    titles = [" ".join(each) for each in product(["tea", "teas", "cup"], ["pot", "pots", "cup"], ["green", "red"])]
    searched = Searched(titles, "tea pot gre")
    everything = searched.ranked()
    assert len(everything) > WINDOW
    for limit in range(len(everything) + 1):
        assert searched.ranked(limit) == everything[:limit]


def test_queries_without_expansions_find_nothing() -> None:
    assert Searched(["Tea", "Pot"], "xyzzy plugh").titles() == []


def test_cells_without_the_best_are_not_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    divided: list[int] = []
    plain = TermScorer.divided

    def counting(self: TermScorer, members: Members) -> Iterator[tuple[int, Members]]:
        divided.append(len(members))
        return plain(self, members)

    monkeypatch.setattr(TermScorer, "divided", counting)
    searched = Searched([f"Tea pot {number}" for number in range(500)], "tea pot cup")
    assert len(searched.titles(limit=5)) == 5
    assert sum(divided) <= 1000


# -- the formula -------------------------------------------------------------------------------------------------------


def formula(titles: list[str], query: str) -> Formula:
    return Searched(titles, query).formula


def test_all_terms_score_at_least_half_and_some_less() -> None:
    tea_pot = formula(["Tea pot"], "tea pot")
    one, both = (sum(each.points(1.0) for each in tea_pot.terms[:count]) for count in (1, 2))
    assert tea_pot.score(both, 2, 1.0) == 1.0
    assert tea_pot.score(both, 2, 0.0) == pytest.approx(0.5 + (1 - PLACE) / 2)
    assert tea_pot.score(one, 1, 1.0) == 0.5 / 2 / 2
    assert tea_pot.score(0, 0, 0.0) == 0.0
    assert tea_pot.score(1, 2, 0.0) >= 0.5 > tea_pot.score(both * 9 // 10, 1, 1.0)


@pytest.mark.parametrize(
    ("title", "neighbours", "asked_for"),
    [
        ("Green tea pot", 1.0, 1.0),
        ("Green tea", 0.5, 1.0),
        ("Pot tea green", 0.0, 1.0),
        ("My green tea, my pot", 0.5, 3 / 5),
        ("Green, green tea", 0.5, 1.0),
        ("Tea", 0.0, 1.0),
        ("Green teas", 0.0, 0.5),
        ("Green taepot", 0.0, 0.5),
    ],
)
def test_place_counts_neighbours_and_the_matched_part(title: str, neighbours: float, asked_for: float) -> None:
    place = formula(["Green tea pot"], "green tea pot").place(title)
    assert place == pytest.approx(NEIGHBOURS * neighbours + (1 - NEIGHBOURS) * asked_for)


@pytest.mark.parametrize("title", ["Cups", "…", "茶"])
def test_a_title_without_the_words_has_no_place(title: str) -> None:
    assert formula(["Green tea"], "green tea").place(title) == 0.0


def test_a_single_word_has_no_neighbours_to_miss() -> None:
    assert formula(["Tea"], "tea").place("Tea") == 1.0
    assert formula(["Tea"], "tea").place("Tea pot") == pytest.approx(NEIGHBOURS + (1 - NEIGHBOURS) / 2)


def test_a_compound_has_the_place_of_both_words() -> None:
    assert formula(["Homelab", "Home lab"], "home lab").place("Homelab") == 1.0
    assert formula(["Homelab", "Home lab"], "homelab").place("Home lab") == 1.0
