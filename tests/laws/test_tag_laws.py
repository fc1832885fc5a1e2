"""Laws of the tags of every index: their counts, their days, their company, their spelling and their aliases."""

from collections import Counter
from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from postindex import Cooccurrence, Post, PostIndex, Tag, TagCounts, TagUsage
from postindex.index.spelling import similar_slugs

NAMES = ["a", "A", "#b", "C++", "C#", "c", "茶", "ci/cd", "K8s"]  # few, so that they meet
TAGS = st.sampled_from(NAMES)
SLUGS = sorted({Tag(name).slug for name in NAMES})


@st.composite
def indexes(draw: st.DrawFn) -> PostIndex:
    """An index, or a part of one: what holds of the one must hold of the other."""
    drawn = draw(st.lists(st.tuples(st.dates(date(2025, 12, 30), date(2026, 1, 2)), st.lists(TAGS)), max_size=9))
    posts = [Post(title=f"Tea {n}", published=day, tags=tags) for n, (day, tags) in enumerate(drawn)]
    index = PostIndex(posts)
    match draw(st.integers(0, 3)):
        case 0:
            return index.tagged(draw(TAGS))
        case 1:
            return index[draw(st.integers(0, 4)) :: draw(st.integers(1, 3))]
    return index


@st.composite
def aliases(draw: st.DrawFn) -> dict[Tag, Tag]:
    """Some tags as aliases of others, chains among them, and never in a circle: each of one further on."""
    slugs = [*draw(st.permutations(SLUGS)), "new"]
    drawn = {at: draw(st.integers(at + 1, len(slugs) - 1)) for at in draw(st.sets(st.integers(0, len(slugs) - 2)))}
    return {Tag.of(slugs[alias]): Tag.of(slugs[target]) for alias, target in drawn.items()}


def end_of(tag: Tag, aliases: dict[Tag, Tag]) -> Tag:
    while tag in aliases:
        tag = aliases[tag]
    return tag


# -- counts -----------------------------------------------------------------------------------------------------------


@given(indexes())
def test_counts_are_those_of_a_counter(index: PostIndex) -> None:
    """Most used first, then by slug; a tag has the name that the newest post gives it."""
    counts = Counter(tag for post in index for tag in post.tags)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0].slug))
    assert [(tag.name, count) for tag, count in index.tags.items()] == [(tag.name, count) for tag, count in ordered]


@given(indexes(), st.integers(0, 5), st.sets(TAGS))
def test_filtered_takes_tags_and_names(index: PostIndex, min_count: int, hidden: set[str]) -> None:
    """A filter keeps order and counts, and asking for nothing keeps everything."""
    tags = index.tags
    kept = [item for item in tags.items() if item[1] >= min_count and item[0] not in {Tag(name) for name in hidden}]
    assert list(tags.filtered(min_count=min_count, hidden=hidden).items()) == kept
    assert list(tags.filtered(min_count=1).items()) == list(tags.items())


@given(indexes(), TAGS)
def test_usage_agrees_with_the_days(index: PostIndex, name: str) -> None:
    """The first day is the least, the last the greatest, of the posts that carry the tag."""
    days = [post.day for post in index.tagged(name)]
    usage = index.tags.usage(name)
    assert usage == TagUsage(Tag(name), index.tags[name], min(days, default=None), max(days, default=None))
    assert all(tag.name == index.tags.usage(tag).tag.name for tag in index.tags)


# -- company ----------------------------------------------------------------------------------------------------------


@given(indexes(), TAGS)
def test_cooccurrence_agrees_with_a_naive_count(index: PostIndex, name: str) -> None:
    """Each other tag of the posts that carry the tag, on as many of them, by the formula."""
    expected = []
    for other in index.tags:
        both = len(index.tagged(name, other))
        if both and other != Tag(name):
            lift = both * len(index) / (index.tags[name] * index.tags[other])
            expected.append(Cooccurrence(other, both, round(lift, 12)))
    expected.sort(key=lambda found: (-found.count, -found.lift, found.tag.slug))
    found = index.tags.cooccurring(name)
    assert found == tuple(expected)
    assert [each.tag.name for each in found] == [each.tag.name for each in expected]


@given(indexes())
def test_cooccurrence_is_symmetric(index: PostIndex) -> None:
    """If one tag stands beside another, so does the other beside the one, as often and with the same lift."""
    found = {(tag, each.tag): (each.count, each.lift) for tag in index.tags for each in index.tags.cooccurring(tag)}
    assert all(found[other, tag] == measured for (tag, other), measured in found.items())


# -- spelling ---------------------------------------------------------------------------------------------------------

WORDS = [
    "test",
    "tests",
    "testing",
    "tested",
    "tset",
    "pot",
    "pots",
    "pot-s",
    "story",
    "stories",
    "2",
    "3",
    "café",
    "cafe",
]
SPELT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("-".join) | st.text("abst-", min_size=1)
SLUG_SETS = st.sets(SPELT.map(lambda text: Tag(f"a{text}").slug) | SPELT.map(lambda text: Tag(f"{text}s").slug))


@given(SLUG_SETS, st.floats(0, 1) | st.sampled_from([0.5, 0.75, 0.8, 0.875, 0.88, 0.9]))
def test_similar_slugs_finds_what_comparing_each_with_each_finds(slugs: set[str], bound: float) -> None:
    """Blocks and bounds save comparisons, and lose nothing."""
    found = {frozenset((one, other)): near for one, other, near in similar_slugs(sorted(slugs), bound)}
    compared = {frozenset(pair): near for pair in combinations(slugs, 2) for *_, near in similar_slugs(pair, 0.0)}
    assert found == {pair: near for pair, near in compared.items() if near >= bound}


@given(SLUG_SETS)
def test_similarity_is_symmetric_and_from_0_to_1(slugs: set[str]) -> None:
    """It is the same in both orders; what is not alike at all is left out."""
    for one, other in combinations(slugs, 2):
        here, there = ([near for *_, near in similar_slugs(pair, 0.0)] for pair in ([one, other], [other, one]))
        assert here == there
        assert all(0 < near <= 1 for near in here)
        assert len(here) <= 1


@given(st.dictionaries(st.sampled_from(WORDS), st.integers(1, 3)))
def test_near_duplicates_do_not_depend_on_order_and_have_no_cycles(counts: dict[str, int]) -> None:
    """The target comes before its alias in the counts."""
    tags = TagCounts(counts)
    found = tags.near_duplicates()
    assert found == TagCounts(dict(reversed(counts.items()))).near_duplicates()
    order = list(tags)
    assert all(order.index(pair.target) < order.index(pair.alias) for pair in found)
    assert found == tuple(sorted(found, key=lambda pair: (-pair.similarity, pair.alias, pair.target)))


# -- aliases ----------------------------------------------------------------------------------------------------------


@given(indexes())
def test_an_empty_mapping_of_aliases_changes_nothing(index: PostIndex) -> None:
    """The empty map is the identity."""
    aliased = index.with_aliases({})
    assert aliased.index == index
    assert repr(aliased.index.tags) == repr(index.tags)
    assert (aliased.collisions, aliased.unused) == ((), ())


@given(indexes(), aliases())
def test_aliases_are_merged_once_and_for_all(index: PostIndex, merged: dict[Tag, Tag]) -> None:
    """To merge again changes nothing: no alias is left."""
    once = index.with_aliases(merged).index
    again = once.with_aliases(merged)
    assert again.index.to_json() == once.to_json()
    assert (again.collisions, again.unused) == ((), tuple(sorted(merged)))


@given(indexes(), aliases())
def test_a_target_counts_the_posts_of_all_its_names(index: PostIndex, merged: dict[Tag, Tag]) -> None:
    """A post counts once, whichever of the names it carried; other tags count as before."""
    after = index.with_aliases(merged).index.tags
    for tag in {*map(Tag, [*SLUGS, "new"])}:
        names = [name for name in {tag, *merged} if end_of(name, merged) == tag]
        assert after[tag] == (len(index.tagged(any_of=names)) if names else 0)


@given(indexes(), aliases())
def test_aliases_change_tags_and_nothing_else(index: PostIndex, merged: dict[Tag, Tag]) -> None:
    """Each post stays where it is, with each tag at its first place."""
    after = index.with_aliases(merged).index
    for old, new in zip(index, after, strict=True):
        assert new.model_dump(exclude={"tags"}) == old.model_dump(exclude={"tags"})
        assert list(new.tags) == list(dict.fromkeys(end_of(tag, merged) for tag in old.tags))


@given(indexes(), aliases())
def test_every_collision_is_reported_and_every_alias_used_or_reported(index: PostIndex, merged: dict[Tag, Tag]) -> None:
    """Collisions are just the posts that lost a tag; unused are just the aliases that no post carries."""
    aliased = index.with_aliases(merged)
    told = {(id, each.target) for each in aliased.collisions for id in each.ids}
    met = {
        (post.id, end_of(one, merged))
        for post in index
        for one, other in combinations(post.tags, 2)
        if end_of(one, merged) == end_of(other, merged)
    }
    assert told == met
    assert sum(len(each.ids) for each in aliased.collisions) == len(met)
    assert aliased.unused == tuple(sorted(tag for tag in merged if tag not in index.tags))


@given(indexes(), aliases())
def test_the_order_of_aliases_does_not_matter(index: PostIndex, merged: dict[Tag, Tag]) -> None:
    """Where each target has one name, a map is a set of steps."""
    assert index.with_aliases(dict(reversed(merged.items()))) == index.with_aliases(merged)
