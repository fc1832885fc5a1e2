import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from postindex import Aliased, InvalidValue, Post, PostIndex, Tag, TagCollision

INDEX = PostIndex(
    [
        Post(title="Pods", published=date(2026, 3, 22), tags=["notes", "K8s", "tea", "Kubernetes"]),
        Post(title="More pods", published=date(2026, 3, 21), tags=["kube", "k8s"]),
        Post(title="Fewer pods", published=date(2026, 3, 20), tags=["KUBERNETES", "k8s"]),
        Post(title="Tea", published=date(2026, 3, 19), tags=["tea"]),
    ]
)
IDS = [post.id for post in INDEX]


def names(index: PostIndex) -> list[list[str]]:
    return [[tag.name for tag in post.tags] for post in index]


def test_the_target_is_kept_once_at_the_earlier_place() -> None:
    aliased = INDEX.with_aliases({"k8s": "Kubernetes"})
    assert names(aliased.index) == [["notes", "Kubernetes", "tea"], ["kube", "Kubernetes"], ["Kubernetes"], ["tea"]]
    assert [post.id for post in aliased.index] == IDS
    assert repr(aliased.index.tags) == "TagCounts({'Kubernetes': 3, 'tea': 2, 'kube': 1, 'notes': 1})"


def test_with_aliases_does_not_change_the_index() -> None:
    before = names(INDEX)
    INDEX.with_aliases({"k8s": "Kubernetes"})
    assert names(INDEX) == before


def test_aliases_and_targets_are_names_or_tags() -> None:
    expected = INDEX.with_aliases({"k8s": "Kubernetes"})
    assert INDEX.with_aliases({Tag("K8S"): Tag("Kubernetes")}) == expected
    assert INDEX.with_aliases({"#K8s": Tag("Kubernetes")}) == expected
    target = Tag("Kube!", slug="kubernetes")
    assert names(INDEX.with_aliases({"k8s": target}).index[2:]) == [["Kube!"], ["tea"]]


def test_the_target_has_one_name_on_every_post() -> None:
    index = INDEX.with_aliases({"kube": "kuberNETES"}).index
    assert names(index)[::2] == [["notes", "K8s", "tea", "kuberNETES"], ["kuberNETES", "k8s"]]
    assert names(INDEX.with_aliases({"kube": "cubes", "k8s": "Cubes"}).index)[1] == ["cubes"]


def test_an_unknown_tag_may_be_a_target() -> None:
    assert names(INDEX[3:].with_aliases({"tea": "Leaves"}).index) == [["Leaves"]]


def test_aliases_of_aliases_are_followed() -> None:
    for aliases in ({"kube": "k8s", "k8s": "Kubernetes"}, {"k8s": "Kubernetes", "kube": "K8S"}):
        index = INDEX.with_aliases(aliases).index
        assert names(index)[1:3] == [["Kubernetes"], ["Kubernetes"]]


def test_tags_of_one_post_that_become_one_are_collisions() -> None:
    assert INDEX.with_aliases({"k8s": "Kubernetes"}).collisions == (
        TagCollision(Tag("kubernetes"), (Tag("k8s"), Tag("kubernetes")), (IDS[0], IDS[2])),
    )


def test_two_aliases_of_one_tag_collide_too() -> None:
    assert INDEX.with_aliases({"k8s": "Kubernetes", "kube": "kubernetes"}).collisions == (
        TagCollision(Tag("kubernetes"), (Tag("k8s"), Tag("kubernetes")), (IDS[0], IDS[2])),
        TagCollision(Tag("kubernetes"), (Tag("k8s"), Tag("kube")), (IDS[1],)),
    )


def test_collisions_with_equal_counts_are_sorted_by_slug() -> None:
    collisions = INDEX[:2].with_aliases({"kube": "k8s", "notes": "tea", "kubernetes": "k8s"}).collisions
    assert [(each.target.slug, [tag.slug for tag in each.tags]) for each in collisions] == [
        ("k8s", ["k8s", "kube"]),
        ("k8s", ["k8s", "kubernetes"]),
        ("tea", ["notes", "tea"]),
    ]


def test_tags_on_different_posts_do_not_collide() -> None:
    assert INDEX.with_aliases({"tea": "leaves", "kube": "cube"}).collisions == ()


def test_unused_aliases_are_reported() -> None:
    aliased = INDEX.with_aliases({"zebra": "tea", "kubes": "kubernetes", "k8s": "kubernetes"})
    assert aliased.unused == (Tag("kubes"), Tag("zebra"))
    assert INDEX[3:].with_aliases({"k8s": "kubernetes"}).unused == (Tag("k8s"),)


def test_aliases_on_a_filtered_index_keep_its_posts() -> None:
    aliased = INDEX.tagged("kube").with_aliases({"k8s": "Kubernetes"})
    assert names(aliased.index) == [["kube", "Kubernetes"]]
    assert aliased.collisions == ()


def test_renamed_ids_are_stable() -> None:
    posts = [Post(title=title, published=date(2026, 3, 22), tags=["k8s"]) for title in ("Pods", "Pods!", "pods?")]
    index = PostIndex(posts)
    assert [post.id[-6:] for post in index] == ["2-pods", "pods-2", "pods-3"]
    assert [post.id for post in index[1:].with_aliases({"k8s": "pods"}).index] == [post.id for post in index[1:]]


def test_posts_that_do_not_change_are_the_same_objects() -> None:
    index = INDEX.with_aliases({"k8s": "Kubernetes"}).index
    assert [new is old for new, old in zip(index, INDEX, strict=True)] == [False, False, False, True]
    assert all(new is old for new, old in zip(INDEX.with_aliases({}).index, INDEX, strict=True))


def test_an_empty_mapping_of_aliases_changes_nothing() -> None:
    assert INDEX.with_aliases({}) == Aliased(INDEX, (), ())


def test_an_alias_may_be_given_twice_with_one_target() -> None:
    assert INDEX.with_aliases({"K8s": "Kubernetes", "k8s": "/kubernetes"}) == INDEX.with_aliases({"k8s": "kubernetes"})


def test_a_tag_gets_another_name_of_its_own_slug() -> None:
    index, before = INDEX.with_aliases({"k8s": "K8S"}).index, [post.tags for post in INDEX]
    assert [post.tags for post in index] == before
    assert {tag.name for post in index for tag in post.tags if tag == Tag("k8s")} == {"K8S"}
    assert INDEX.with_aliases({"k8s": "K8S"}).collisions == ()
    assert INDEX.with_aliases({"kubernetes": "k8s", "k8s": "K8S"}).index[0].tags[1].name == "k8s"


@pytest.mark.parametrize(
    ("aliases", "message"),
    [
        ({"a": "b", "b": "a"}, "is an alias of itself, "),
        ({"x": "a", "a": "b", "b": "c", "c": "a"}, "is an alias of itself, "),
        (
            {"K8s": "kubernetes", "k8s": "kube"},
            "aliases: 'k8s' is an alias of both 'kubernetes' and 'kube'; give it one of them",
        ),
        ({"!!!": "tea"}, "aliases: Tag.name: '!!!' has no letter or digit; a tag needs at least one"),
        ({"tea": ""}, "aliases: Tag.name: '' "),
        ({"tea": None}, "aliases: Tag: None is not a tag; give a name or a Tag"),
        ({1: "tea"}, "aliases: Tag: 1 is not a tag; give a name or a Tag"),
        (
            [("k8s", "kubernetes")],
            "aliases: [('k8s', 'kubernetes')] is not a mapping; give {alias: tag}, such as {'k8s': 'kubernetes'}",
        ),
    ],
)
def test_values_that_are_not_mappings_of_aliases_are_refused(aliases: Any, message: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        INDEX.with_aliases(aliases)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "aliases", [{"a": "b", "b": "a"}, {"x": "a", "a": "b", "b": "a"}, {"b": "a", "a": "b", "y": "x"}]
)
def test_a_cycle_of_aliases_is_shown_step_by_step(aliases: Mapping[str, str]) -> None:
    with pytest.raises(InvalidValue) as caught:
        INDEX.with_aliases(aliases)
    assert str(caught.value) in (
        "aliases: 'a' is an alias of itself, by way of 'b' → 'a'; leave one of them out",
        "aliases: 'b' is an alias of itself, by way of 'a' → 'b'; leave one of them out",
    )


def test_a_long_chain_is_followed() -> None:
    aliases = {f"t{number}": f"t{number + 1}" for number in range(5000)} | {"tea": "t0"}
    assert names(INDEX.with_aliases(aliases).index)[3] == ["t5000"]


def test_the_result_is_hashable_and_survives_pickle() -> None:
    aliased = INDEX.with_aliases({"k8s": "Kubernetes", "kubes": "k8s"})
    twin = pickle.loads(pickle.dumps(aliased))
    assert twin == aliased
    assert hash(twin) == hash(aliased)


def test_messages_are_short() -> None:
    for aliases in (
        {f"a{number}": f"a{(number + 1) % 20_000}" for number in range(20_000)},
        {"a" * 100_000: "b" * 100_000, "b" * 100_000: "a" * 100_000},
    ):
        with pytest.raises(InvalidValue, match="is an alias of itself") as caught:
            INDEX.with_aliases(aliases)
        assert len(str(caught.value)) < 500
    with pytest.raises(InvalidValue, match="is an alias of both") as caught:
        INDEX.with_aliases({"a": "b" * 100_000, "#a": "c" * 100_000})
    assert len(str(caught.value)) < 500
