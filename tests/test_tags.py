import copy
import pickle
from datetime import date
from typing import Any

import pytest

from postindex import InvalidValue, Post, PostIndex, Tag, TagCounts

INDEX = PostIndex(
    [
        Post(title="Tea", published=date(2026, 3, 22), tags=["Tea", "Notes"]),
        Post(title="More tea", published=date(2026, 3, 21), tags=["TEA", "zen"]),
        Post(title="Notes", published=date(2026, 3, 20), tags=["notes", "tea", "C++"]),
    ]
)


def test_most_used_first_then_by_slug() -> None:
    assert [(tag.name, count) for tag, count in INDEX.tags.items()] == [
        ("Tea", 3),
        ("Notes", 2),
        ("C++", 1),
        ("zen", 1),
    ]
    assert len(INDEX.tags) == 4
    assert repr(INDEX.tags) == "TagCounts({'Tea': 3, 'Notes': 2, 'C++': 1, 'zen': 1})"


def test_a_filtered_index_counts_its_own_posts() -> None:
    assert [(tag.name, count) for tag, count in INDEX[1:].tags.items()] == [
        ("TEA", 2), ("C++", 1), ("notes", 1), ("zen", 1),
    ]  # fmt: skip
    assert dict(INDEX.tagged("coffee").tags) == {}
    assert INDEX[:].tags == INDEX.tags
    assert INDEX[1:].tags != INDEX.tags


def test_asked_by_tag_or_by_name() -> None:
    tags = INDEX.tags
    assert tags["tea"] == tags["/Tea"] == tags["#TEA"] == tags[Tag("tea")] == 3
    assert tags["c++"] == 1
    assert "tea" in tags
    assert Tag("tea") in tags


def test_a_tag_that_no_post_carries_counts_nothing_and_is_not_in_it() -> None:
    assert INDEX.tags["coffee"] == 0
    assert "coffee" not in INDEX.tags
    assert list(PostIndex().tags) == []


@pytest.mark.parametrize("value", [None, 1, b"tea", [], "!!!", "", "\ud800", float("nan"), object()])
def test_what_names_no_tag_is_not_among_them(value: Any) -> None:
    assert value not in INDEX.tags
    with pytest.raises(InvalidValue):
        INDEX.tags[value]


def test_get_gives_its_default_for_a_tag_that_is_not_there() -> None:
    assert INDEX.tags.get(Tag("tea"), 7) == 3
    assert INDEX.tags.get(Tag("coffee"), 7) == 7


def test_it_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        INDEX.tags["tea"] = 1  # type: ignore[index]
    with pytest.raises(AttributeError):
        INDEX.tags.total = 1  # type: ignore[attr-defined]


def test_it_survives_pickle_and_copy() -> None:
    for twin in (pickle.loads(pickle.dumps(INDEX.tags)), copy.deepcopy(INDEX.tags)):
        assert isinstance(twin, TagCounts)
        assert (twin, repr(twin)) == (INDEX.tags, repr(INDEX.tags))


def test_what_it_is_made_of_is_copied() -> None:
    given = {Tag("a"): 1}
    counts = TagCounts(given)
    given[Tag("b")] = 2
    assert dict(counts) == {Tag("a"): 1}
