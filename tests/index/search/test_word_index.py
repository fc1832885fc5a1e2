from datetime import date, timedelta

import pytest

from postindex import Post
from postindex.index.postings import Postings
from postindex.index.search.vocabulary import WordRow
from postindex.index.search.word_index import FIELDS, WordIndex, has_row, texts

POSTS = [
    Post(title="Green tea, black tea", published=date(2026, 3, 22), tags=["Home lab", "tea"], summary="A pot of tea."),
    Post(title="会議室の予約", published=date(2026, 3, 21), summary="Tea at the home lab"),
    Post(title="Black coffee", published=date(2026, 3, 20), tags=["home", "lab"]),
]
WORDS = WordIndex(Postings(POSTS))


def test_a_word_has_the_posts_of_each_field_newest_first() -> None:
    assert [list(WORDS.positions("tea", field)) for field in FIELDS] == [[0], [0], [0, 1]]
    assert [WORDS.members("tea", field) for field in FIELDS] == [{0}, {0}, {0, 1}]
    assert WORDS.positions("cups", "title") == ()
    assert WORDS.members("cups", "title") == frozenset()


def test_a_word_counts_once_for_each_field_of_each_post() -> None:
    assert WORDS.counts["tea"] == 4
    assert WORDS.counts["home"] == 3
    assert WORDS.counts["会議"] == WORDS.counts["約"] == 1
    assert WORDS.counts["xyzzy"] == 0
    assert "会議" in WORDS.vocabulary


def test_sets_of_rare_words_are_built_on_first_use() -> None:
    day = date(2026, 3, 22)
    posts = [Post(title=f"Tea {number}", published=day - timedelta(days=number)) for number in range(300)]
    words = WordIndex(Postings(posts))
    for word, members in (("tea", frozenset(range(300))), ("7", frozenset([7]))):
        assert words.members(word, "title") == members
        assert words.members(word, "title") is words.members(word, "title")


def test_words_together_need_not_be_neighbours() -> None:
    assert WORDS.with_all(("tea", "pot"), "summary") == {0}
    assert WORDS.with_all(("green", "black"), "title") == {0}
    assert WORDS.with_all(("green", "coffee"), "title") == frozenset()


def test_words_in_a_row_are_of_one_text() -> None:
    assert WORDS.in_a_row(("home", "lab"), "tags") == {0}  # two tags are two texts
    assert WORDS.in_any(FIELDS, ("home", "lab")) == {0, 1}
    assert WORDS.in_any(["title", "tags"], ("home", "lab")) == {0}
    assert WORDS.in_any([], ("home", "lab")) == WORDS.in_any(FIELDS, ("green", "black")) == frozenset()
    assert WORDS.in_any(FIELDS, ("会議", "議室")) == WORDS.in_any(FIELDS, ("議",)) == {1}
    assert WORDS.in_any(FIELDS, ("会議", "室の")) == frozenset()


def test_a_title_is_found_by_its_words() -> None:
    again = Post(title="GREEN tea: Black, tea", published=date(2026, 3, 1))
    words = WordIndex(Postings([*POSTS, again]))
    assert list(words.titled("green TEA -- black tea!")) == [0, 3]
    assert list(words.titled("会議室の予約")) == [1]
    assert list(words.titled("green tea")) == []


def test_a_title_with_words_in_a_row_is_found_if_one_of_them_is_not_too_common(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WORDS.titled_in_a_row(("green", "tea")) == {0}
    assert WORDS.titled_in_a_row(("tea", "green")) == WORDS.titled_in_a_row(("green",)) == frozenset()
    monkeypatch.setattr("postindex.index.search.word_index.MANY_POSTS", 0)
    assert WORDS.titled_in_a_row(("green", "tea")) == frozenset()


def test_the_texts_of_a_field() -> None:
    assert [list(texts(POSTS[0], field)) for field in FIELDS] == [
        ["Green tea, black tea"],
        ["Home lab", "tea"],
        ["A pot of tea."],
    ]
    assert [list(texts(POSTS[2], "summary")), list(texts(POSTS[1], "tags"))] == [[""], []]


@pytest.mark.parametrize(
    ("title", "row", "stands"),
    [
        ("Green tea", ("green", "tea"), True),
        ("GREEN -- tea", ("green", "tea"), True),
        ("green_tea", ("green", "tea"), True),
        ("greentea", ("green", "tea"), False),
        ("Evergreen tea", ("green", "tea"), False),
        ("Green teas", ("green", "tea"), False),
        ("Green and tea", ("green", "tea"), False),
        ("Evergreen teas, green tea", ("green", "tea"), True),
        ("grün tee", ("grun", "tee"), True),
        ("plain tee", ("grun", "tee"), False),
        ("C++ (plain)", ("c++", "plain"), True),
        ("Plain c, plain", ("c++", "plain"), False),
        ("Ask .NET", ("ask", ".net"), True),
        ("Tea", ("tea",), True),
        ("会議室", ("会議", "議室"), True),
        ("C#7 in use", ("c#", "7", "in"), True),  # words may touch
        ("C++.NET", ("c++", ".net"), True),
    ],
)
def test_words_in_a_row_may_have_anything_between_them(title: str, row: WordRow, stands: bool) -> None:
    assert has_row(Post(title=title, published=date(2026, 3, 22)), "title", row) is stands
