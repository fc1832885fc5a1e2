import copy
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from postindex import (
    Cooccurrence,
    InvalidValue,
    NearDuplicate,
    Post,
    PostIndex,
    Tag,
    TagCounts,
    TagIndex,
    TagUsage,
    read_listing,
)

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


def test_counts_are_looked_up_by_tag_or_name() -> None:
    tags = INDEX.tags
    assert tags["tea"] == tags["/Tea"] == tags["#TEA"] == tags[Tag("tea")] == 3
    assert tags["c++"] == 1
    assert "tea" in tags
    assert Tag("tea") in tags


def test_an_unknown_tag_counts_0_and_is_not_in_the_mapping() -> None:
    assert INDEX.tags["coffee"] == 0
    assert "coffee" not in INDEX.tags
    assert list(PostIndex().tags) == []


@pytest.mark.parametrize("value", [None, 1, b"tea", [], "!!!", "", "\ud800", float("nan"), object()])
def test_invalid_names_are_not_in_the_counts(value: Any) -> None:
    assert value not in INDEX.tags
    with pytest.raises(InvalidValue):
        INDEX.tags[value]


def test_get_returns_its_default_for_an_unknown_tag() -> None:
    assert INDEX.tags.get(Tag("tea"), 7) == 3
    assert INDEX.tags.get(Tag("coffee"), 7) == 7


def test_an_index_is_immutable() -> None:
    with pytest.raises(TypeError):
        INDEX.tags["tea"] = 1  # type: ignore[index]
    with pytest.raises(AttributeError):
        INDEX.tags.total = 1  # type: ignore[attr-defined]


def test_counts_survive_pickle_and_copy() -> None:
    for tags in (INDEX.tags, INDEX[1:].tags):
        for twin in (pickle.loads(pickle.dumps(tags)), copy.copy(tags), copy.deepcopy(tags)):
            assert isinstance(twin, TagIndex)
            assert (twin, repr(twin)) == (tags, repr(tags))
            assert twin.usage("tea") == tags.usage("tea")
            assert twin.cooccurring("tea") == tags.cooccurring("tea")


def test_counts_made_by_hand_survive_pickle_and_copy() -> None:
    counts = TagCounts({"tea": 2, "Notes": 3})
    for twin in (pickle.loads(pickle.dumps(counts)), copy.copy(counts), copy.deepcopy(counts)):
        assert type(twin) is TagCounts
        assert (twin, repr(twin)) == (counts, "TagCounts({'Notes': 3, 'tea': 2})")


def test_counts_copy_their_mapping() -> None:
    given = {Tag("a"): 1}
    counts = TagCounts(given)
    given[Tag("b")] = 2
    assert dict(counts) == {Tag("a"): 1}


def test_counts_of_an_index_equal_the_same_counts_made_by_hand() -> None:
    assert INDEX.tags == TagCounts(dict(INDEX.tags)) == dict(INDEX.tags)


# -- usage ------------------------------------------------------------------------------------------------------------


def test_usage_has_the_first_and_the_last_day() -> None:
    assert INDEX.tags.usage("tea") == TagUsage(Tag("Tea"), 3, date(2026, 3, 20), date(2026, 3, 22))
    assert INDEX.tags.usage(Tag("zen")) == TagUsage(Tag("zen"), 1, date(2026, 3, 21), date(2026, 3, 21))


def test_usage_on_a_filtered_index_is_that_of_its_posts() -> None:
    tags = INDEX[1:].tags
    assert tags.usage("tea") == TagUsage(Tag("Tea"), 2, date(2026, 3, 20), date(2026, 3, 21))
    assert tags.usage("notes").count == 1


def test_usage_has_the_name_of_the_counts() -> None:
    assert INDEX.tags.usage("#tea").tag.name == "Tea"
    assert INDEX[1:].tags.usage("#tea").tag.name == "TEA"


@pytest.mark.parametrize("index", [INDEX, INDEX[2:], PostIndex()])
def test_an_unknown_tag_was_never_used(index: PostIndex) -> None:
    assert index.tags.usage("zen garden") == TagUsage(Tag("zen garden"), 0, None, None)


def test_usage_counts_a_moment_for_its_own_calendar_day() -> None:
    late = datetime.fromisoformat("2026-03-22T23:30:00-05:00")
    assert late.astimezone(UTC).day == 23
    assert PostIndex([Post(title="Tea", published=late, tags=["tea"])]).tags.usage("tea").last == date(2026, 3, 22)


# -- company ----------------------------------------------------------------------------------------------------------


def test_cooccurring_tags_are_sorted_by_count_then_lift_then_slug() -> None:
    assert INDEX.tags.cooccurring("TEA") == (
        Cooccurrence(Tag("Notes"), 2, 1.0),
        Cooccurrence(Tag("C++"), 1, 1.0),
        Cooccurrence(Tag("zen"), 1, 1.0),
    )
    assert INDEX.tags.cooccurring("notes") == (Cooccurrence(Tag("tea"), 2, 1.0), Cooccurrence(Tag("c++"), 1, 1.5))
    assert [(other.tag.slug, other.lift) for other in INDEX.tags.cooccurring("zen")] == [("tea", 1.0)]


def test_of_equal_counts_the_higher_lift_comes_first() -> None:
    tags = [["a", "common"], ["a", "rare"], ["common"], ["common"]]
    posts = [Post(title=str(n), published=date(2026, 3, 1), tags=names) for n, names in enumerate(tags)]
    assert PostIndex(posts).tags.cooccurring("a") == (
        Cooccurrence(Tag("rare"), 1, 2.0),
        Cooccurrence(Tag("common"), 1, round(2 / 3, 12)),
    )


def test_cooccurring_tags_have_the_names_of_the_counts() -> None:
    assert [other.tag.name for other in INDEX.tags.cooccurring("c++")] == ["Notes", "Tea"]
    assert [other.tag.name for other in INDEX[1:].tags.cooccurring("c++")] == ["notes", "TEA"]


def test_cooccurrence_on_a_filtered_index_is_that_of_its_posts() -> None:
    assert INDEX.tagged("zen").tags.cooccurring("tea") == (Cooccurrence(Tag("zen"), 1, 1.0),)
    assert INDEX[1:].tags.cooccurring("zen") == (Cooccurrence(Tag("tea"), 1, 1.0),)


def test_an_unknown_tag_co_occurs_with_nothing() -> None:
    assert INDEX.tags.cooccurring("coffee") == ()
    assert PostIndex().tags.cooccurring("coffee") == ()


@pytest.mark.parametrize(("limit", "length"), [(None, 3), (0, 0), (2, 2), (9, 3)])
def test_a_limit_keeps_the_first(limit: int | None, length: int) -> None:
    assert INDEX.tags.cooccurring("tea", limit=limit) == INDEX.tags.cooccurring("tea")[:length]


@pytest.mark.parametrize("limit", [-1, True, 1.0, "2"])
def test_a_limit_is_an_integer_from_0(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: .* is not a whole number from 0 up$"):
        INDEX.tags.cooccurring("tea", limit=limit)


@pytest.mark.parametrize("value", [None, 1, "!!!", ""])
def test_invalid_names_of_tags_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue):
        INDEX.tags.usage(value)
    with pytest.raises(InvalidValue):
        INDEX.tags.cooccurring(value)


# -- filters ----------------------------------------------------------------------------------------------------------


def test_rare_and_hidden_tags_are_filtered_out() -> None:
    assert dict(INDEX.tags.filtered(min_count=2)) == {Tag("tea"): 3, Tag("notes"): 2}
    assert dict(INDEX.tags.filtered(hidden=["/TEA", Tag("zen")])) == {Tag("notes"): 2, Tag("c++"): 1}
    assert list(INDEX.tags.filtered(min_count=2, hidden=("tea",))) == [Tag("notes")]
    assert not INDEX.tags.filtered(min_count=4)
    assert INDEX.tags.filtered(min_count=0, hidden=["coffee"]) == INDEX.tags.filtered() == INDEX.tags


def test_filtered_counts_keep_order_and_names() -> None:
    filtered = INDEX.tags.filtered(hidden=["notes"])
    assert type(filtered) is TagCounts
    assert repr(filtered) == "TagCounts({'Tea': 3, 'C++': 1, 'zen': 1})"
    assert filtered.filtered(min_count=2, hidden={"zen"}) == {Tag("tea"): 3}


def test_filters_are_validated() -> None:
    for min_count in (-1, True, 1.5, None):
        with pytest.raises(InvalidValue, match=r"^min_count: .* is not a whole number from 0 up$"):
            INDEX.tags.filtered(min_count=min_count)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=r"^hidden: 'tea' is one value where several are expected"):
        INDEX.tags.filtered(hidden="tea")
    with pytest.raises(InvalidValue, match=r"^hidden: Tag\.name: '!!!' has no letter"):
        INDEX.tags.filtered(hidden=["!!!"])


# -- near duplicates --------------------------------------------------------------------------------------------------


def test_a_near_duplicate_names_the_more_used_as_target() -> None:
    counts = TagCounts({"go-fix": 2, "gofix": 3, "tests": 4, "test": 1})
    assert counts.near_duplicates() == (
        NearDuplicate(Tag("go-fix"), Tag("gofix"), 1.0, 2, 3),
        NearDuplicate(Tag("test"), Tag("tests"), round(1 - 0.5 / 9, 12), 1, 4),
    )


def test_of_equal_counts_the_smaller_slug_is_the_target() -> None:
    (pair,) = TagCounts({"gofix": 2, "go-fix": 2}).near_duplicates()
    assert (pair.alias, pair.target) == (Tag("gofix"), Tag("go-fix"))


def test_near_duplicates_are_ordered_by_similarity_then_by_slug() -> None:
    counts = TagCounts({"map": 2, "maps": 1, "api": 2, "apis": 1, "go-fix": 2, "gofix": 1, "pots": 3})
    assert [(pair.alias.slug, pair.target.slug) for pair in counts.near_duplicates()] == [
        ("gofix", "go-fix"),
        ("apis", "api"),
        ("maps", "map"),
    ]


def test_near_duplicates_keep_names_and_compare_slugs() -> None:
    counts = TagCounts({Tag("Kube", slug="kubernetes"): 3, Tag("Kuberntes"): 1})
    (pair,) = counts.near_duplicates()
    assert (pair.alias.name, pair.target.name) == ("Kuberntes", "Kube")


def test_near_duplicates_of_an_index_and_of_a_part_of_it() -> None:
    posts = [Post(title=name, published=date(2026, 3, n), tags=[name]) for n, name in enumerate(["pot", "Pots"], 1)]
    index = PostIndex(posts)
    assert [pair.similarity for pair in index.tags.near_duplicates()] == [round(1 - 0.5 / 7, 12)]
    assert index[1:].tags.near_duplicates() == ()
    assert index.tags.filtered(hidden=["pot"]).near_duplicates() == ()
    assert PostIndex().tags.near_duplicates() == ()


def test_a_higher_bound_keeps_the_more_similar_and_a_lower_one_finds_more() -> None:
    counts = TagCounts({"gofix": 1, "go-fix": 1, "color": 1, "colour": 1, "test": 1, "tests": 1})
    assert [len(counts.near_duplicates(min_similarity=bound)) for bound in (1, 0.9, 0.8)] == [1, 2, 3]


def test_dissimilar_tags_are_never_near_duplicates() -> None:
    assert TagCounts({"python-2": 1, "python-3": 1, "pot": 1, "tea": 1, "a": 1, "ab": 1}).near_duplicates(
        min_similarity=0
    ) == (
        NearDuplicate(Tag("ab"), Tag("a"), round(2 / 3, 12), 1, 1),
    )  # fmt: skip


@pytest.mark.parametrize("bound", [-0.1, 1.1, True, "0.9", None, float("nan")])
def test_min_similarity_is_a_number_from_0_to_1(bound: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^min_similarity: .* is not a number from 0\.0 to 1\.0$"):
        INDEX.tags.near_duplicates(min_similarity=bound)


def test_the_suggestions_are_aliases_ready_to_use() -> None:
    posts = [Post(title=n, published=date(2026, 3, 1), tags=[n]) for n in ("gofix", "go-fix", "test", "tests", "pot")]
    index = PostIndex(posts)
    aliases = {pair.alias: pair.target for pair in index.tags.near_duplicates()}
    assert [tag.slug for tag in index.with_aliases(aliases).index.tags] == ["go-fix", "test", "pot"]


def test_near_duplicates_of_real_tags(shared: Path) -> None:
    found = {
        path.name: [f"{pair.alias} {pair.target}" for pair in read_listing(path).index.tags.near_duplicates()]
        for path in [*sorted((shared / "corpora").glob("*.listing.txt")), shared / "listings" / "blog.txt"]
    }
    assert found == {
        "18f.listing.txt": [],
        "goblog.listing.txt": [
            "go-fix gofix",
            "interfaces interface",
            "proposal proposals",
            "string strings",
            "errors error",
        ],
        "ruby_ja.listing.txt": [],
        "blog.txt": [],
    }


# -- imports ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("index.tags.usage('tea'), index.tags.cooccurring('tea'), index.tags.filtered(hidden=['tea'])", False),
        ("index.with_aliases({'tea': 'leaves'})", False),
        ("index.tags.near_duplicates()", True),
    ],
)
def test_only_near_duplicates_load_rapidfuzz(code: str, loaded: bool) -> None:
    text = r"- 2026-03-22\nTea\n- /tea"
    index = f"import sys, postindex; index = postindex.parse_listing('{text}').index"
    shown = "print('rapidfuzz' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", f"{index}; {code}; {shown}"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == str(loaded)
