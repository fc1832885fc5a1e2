"""Laws that every index obeys, whatever its posts."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import Post, PostIndex, Tag

# Few names and days, so that posts meet: in tags, in days, and in the ids they derive.
NAMES = ["a", "A", "#b", "C++", "C#", "c", "茶", "ci/cd", "K8s"]
DAYS = st.dates(date(2025, 12, 30), date(2026, 1, 2))
OFFSETS = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2025, 12, 31), datetime(2026, 1, 1), timezones=OFFSETS)  # noqa: DTZ001  # as asked
TAGS = st.sampled_from(NAMES)
TAG_LISTS = st.lists(TAGS, max_size=4)
TEXTS = st.sampled_from(["", "tea", "Tea leaves", "the café", "tee"])


@st.composite
def posts(draw: st.DrawFn, urls: Sequence[str | None] = (None,)) -> Post:
    return Post(
        title=draw(st.sampled_from(["Tea", "tea!", "Tea 2", "Coffee", "…", "お茶"])),
        published=draw(st.one_of(DAYS, MOMENTS)),
        summary=draw(TEXTS),
        tags=draw(TAG_LISTS),
        reading_minutes=draw(st.none() | st.integers(0, 3)),
        url=draw(st.sampled_from(urls)),
    )


POSTS = st.lists(posts(), max_size=9)
INDEXES = POSTS.map(PostIndex)
ADDRESSED = st.lists(posts((None, "https://a.example/x", "https://b.example/y")), max_size=9).map(PostIndex)
BOUNDS = st.none() | DAYS


@st.composite
def filtered(draw: st.DrawFn) -> PostIndex:
    """An index, or a part of one: what holds of the one must hold of the other."""
    index = draw(INDEXES)
    match draw(st.integers(0, 3)):
        case 0:
            return index.tagged(draw(TAGS))
        case 1:
            return index.between(draw(DAYS), None)
        case 2:
            return index[draw(st.integers(0, 4)) :: draw(st.integers(1, 3))]
    return index


@given(filtered(), TAGS, TAGS)
def test_tagged_chains(index: PostIndex, a: str, b: str) -> None:
    """To carry both is to carry the one and then the other."""
    assert index.tagged(a).tagged(b) == index.tagged(a, b) == index.tagged(b, a)
    assert index.tagged(a).tagged(a) == index.tagged(a)


@given(filtered(), TAG_LISTS, TAG_LISTS, TAG_LISTS)
def test_tagged_is_what_a_comprehension_finds(
    index: PostIndex, all_of: list[str], any_of: list[str], none_of: list[str]
) -> None:
    """A selection is a filter: it keeps the order, and asks each post by itself."""
    wanted, any_tags, refused = ({Tag(name) for name in names} for names in (all_of, any_of, none_of))

    def carries(post: Post) -> bool:
        tags = set(post.tags)
        return wanted <= tags and (not any_tags or bool(tags & any_tags)) and not tags & refused

    assert list(index.tagged(*all_of, any_of=any_of, none_of=none_of)) == [post for post in index if carries(post)]


@given(filtered(), TAG_LISTS.filter(bool))
def test_de_morgan(index: PostIndex, names: list[str]) -> None:
    """None of them is not any of them; any of them is not none of them."""
    some, none = index.tagged(any_of=names), index.tagged(none_of=names)
    assert len(some) + len(none) == len(index)
    assert some.merge(none) == index
    assert list(none) == [post for post in index if post not in some]
    step_by_step = index
    for name in names:
        step_by_step = step_by_step.tagged(none_of=[name])
    assert step_by_step == none


@given(filtered(), BOUNDS, BOUNDS)
def test_between_is_what_a_comprehension_finds(index: PostIndex, one: date | None, other: date | None) -> None:
    """A post counts for its own day; both ends are included."""
    first, last = (other, one) if one and other and one > other else (one, other)
    expected = [post for post in index if (not first or post.day >= first) and (not last or post.day <= last)]
    assert list(index.between(first, last)) == expected


@given(filtered(), DAYS)
def test_adjacent_ranges_partition(index: PostIndex, day: date) -> None:
    """Every post falls into exactly one of two ranges that meet."""
    newer, older = index.between(day + timedelta(days=1), None), index.between(None, day)
    assert [*newer, *older] == list(index)


@given(filtered(), TAGS, DAYS, st.integers(0, 5))
def test_filters_commute(index: PostIndex, tag: str, day: date, stop: int) -> None:
    """Selections may come in any order; each selects from what it is asked of."""
    assert index.tagged(tag).between(day, None) == index.between(day, None).tagged(tag)
    assert list(index.tagged(tag)[:stop]) == list(index.tagged(tag))[:stop]


@given(filtered())
def test_the_order_is_total(index: PostIndex) -> None:
    """Days descend; within a day those that know their time come first, by instant; the rest is by id."""

    def key(post: Post) -> tuple[int, int, float, str]:
        moment = post.published
        if isinstance(moment, datetime):
            return -post.day.toordinal(), 0, -moment.timestamp(), post.id
        return -post.day.toordinal(), 1, 0.0, post.id

    assert list(index) == sorted(index, key=key)
    assert len({post.id for post in index}) == len(index)


@given(POSTS, st.randoms(use_true_random=False))
def test_the_order_of_input_does_not_matter(given_posts: list[Post], random: st.DataObject) -> None:
    """The same posts are the same index: in order, in ids, in answers."""
    permuted = list(given_posts)
    random.shuffle(permuted)  # type: ignore[attr-defined]
    one, other = PostIndex(given_posts), PostIndex(permuted)
    assert one == other
    assert hash(one) == hash(other)
    assert one.tags == other.tags
    assert one.search("tea") == other.search("tea")


@given(POSTS)
def test_every_post_is_kept_once(given_posts: list[Post]) -> None:
    """An index holds each different post once, and changes nothing in it but an id that would not be its own."""
    index = PostIndex(given_posts)
    assert len(index) == len(set(given_posts))
    contents = {post.model_copy(update={"id": "x"}) for post in index}
    assert contents == {post.model_copy(update={"id": "x"}) for post in given_posts}
    assert {post.id for post in given_posts} <= {post.id for post in index}


@given(filtered())
def test_json_round_trips(index: PostIndex) -> None:
    """What is written is read back equal, names of tags too, and is written the same again."""
    again = PostIndex.from_json(index.to_json())
    assert again == index
    assert [[tag.name for tag in post.tags] for post in again] == [[tag.name for tag in post.tags] for post in index]
    assert again.to_json() == index.to_json()


@given(filtered())
def test_an_index_of_an_index_is_itself(index: PostIndex) -> None:
    """Distinct ids stay as they are."""
    assert PostIndex(index) == index
    assert PostIndex(reversed(index)) == index


@given(filtered())
def test_merge_is_idempotent_and_has_a_neutral_element(index: PostIndex) -> None:
    """An index adds nothing to itself, and nothing adds nothing."""
    assert index + index == index.merge(index, index) == index
    assert index + PostIndex() == PostIndex() + index == index


@given(ADDRESSED)
def test_posts_of_one_index_stay_different_whatever_their_urls(index: PostIndex) -> None:
    """An index adds nothing to itself, and nothing adds nothing, also where urls are the same."""
    assert index + PostIndex() == PostIndex() + index == index
    assert index + index == index


@given(INDEXES, INDEXES, INDEXES)
def test_merge_is_associative(a: PostIndex, b: PostIndex, c: PostIndex) -> None:
    """It does not matter which pages are merged first, as long as their order stays."""
    assert (a + b) + c == a + (b + c) == a.merge(b, c)


@given(ADDRESSED, ADDRESSED)
def test_merge_keeps_every_url_and_every_tag(a: PostIndex, b: PostIndex) -> None:
    """Posts are the same only if their urls are."""
    merged = a + b
    assert {post.url for post in merged} >= {post.url for post in [*a, *b] if post.url}
    for index in (a, b):
        assert len(merged) >= len(index)
        for post in index:
            copies = [copy for copy in merged if copy.day == post.day and copy.url in (post.url or copy.url, None)]
            assert any(set(post.tags) <= set(copy.tags) for copy in copies)
    assert merged + merged == merged


@given(INDEXES, INDEXES)
def test_merge_keeps_every_id_and_every_tag(a: PostIndex, b: PostIndex) -> None:
    """No post and no tag of either is lost."""
    merged = a + b
    assert {post.id for post in merged} == {post.id for post in [*a, *b]}
    for post in [*a, *b]:
        assert set(post.tags) <= set(merged.get(post.id).tags)


STEPS = st.none() | st.integers(1, 4)
ENDS = st.none() | st.integers(-12, 12)


@given(filtered(), ENDS, ENDS, STEPS, ENDS)
def test_slicing_is_that_of_a_list(
    index: PostIndex, start: int | None, stop: int | None, step: int | None, again: int | None
) -> None:
    """A slice of an index is the index of the slice."""
    posts = list(index)
    assert list(index[start:stop:step]) == posts[start:stop:step]
    assert list(index[start:stop:step][again:]) == posts[start:stop:step][again:]
    assert [index[at] for at in range(-len(posts), len(posts))] == posts * 2
    assert list(reversed(index)) == posts[::-1]
    assert [index.index(post) for post in posts] == list(range(len(posts)))


@given(filtered())
def test_tags_count_posts(index: PostIndex) -> None:
    """A count is the number of posts that the tag finds; most used first, then by slug."""
    carried = {tag for post in index for tag in post.tags}
    assert set(index.tags) == carried
    assert all(count == len(index.tagged(tag)) for tag, count in index.tags.items())
    assert list(index.tags.items()) == sorted(index.tags.items(), key=lambda item: (-item[1], item[0].slug))


@given(filtered(), st.sampled_from(["tea", "te", "tee leaves", "coffe", "c++", "caf", "茶", "2", "cicd", "zzzz"]))
def test_search_of_a_part_is_the_part_of_the_search(index: PostIndex, query: str) -> None:
    """A filtered index gives the whole index's hits, in their order, that are its own."""
    whole = PostIndex(index)
    hits = whole.search(query, limit=99)
    for narrowed in (whole.tagged("a"), whole[1:]):
        assert list(narrowed.search(query, limit=99)) == [hit for hit in hits if hit.post in narrowed]
    assert [(-hit.score, whole.index(hit.post)) for hit in hits] == sorted(
        (-hit.score, whole.index(hit.post)) for hit in hits
    )
    assert whole.search(query, limit=2) == hits[:2]


@given(filtered(), TAG_LISTS, DAYS)
def test_queries_never_mutate(index: PostIndex, names: list[str], day: date) -> None:
    """Asking changes nothing: the same questions get the same answers, and the index stays what it was."""

    def answers() -> list[object]:
        return [
            tuple(index),
            hash(index),
            repr(index),
            index.to_json(),
            list(index.tags.items()),
            index.tagged(*names),
            index.tagged(any_of=names, none_of=names[:1]),
            index.between(day, None),
            index.search(" ".join(names)),
            [index.related(post) for post in index],
            index[1:],
            index + index,
        ]

    before = answers()
    assert answers() == before


QUESTIONS: dict[str, Callable[[PostIndex], object]] = {
    "tags": lambda index: list(index.tags.items()),
    "tagged": lambda index: index.tagged("a", none_of=["c"]),
    "between": lambda index: index.between("2026", None),
    "get": lambda index: index.get(index[0].id),
    "search": lambda index: [(hit, hit.matches, hit.explain()) for hit in index.search("tea leves caf")],
    "phrase": lambda index: index.search('"tea leaves" -caf tag:k8s'),
    "suggest": lambda index: index.suggest("te"),
    "did_you_mean": lambda index: index.did_you_mean("tae laeves"),
    "related": lambda index: index.related(index[0]),
    "jaccard": lambda index: list(index[1::2].related_all(weighting="jaccard")),
    "cooccurring": lambda index: (index.tags.cooccurring("a"), index.tags.usage("a")),
    "near_duplicates": lambda index: index.tags.near_duplicates(min_similarity=0.1),
    "with_aliases": lambda index: index.with_aliases({"c": "a"}),
    "merge": lambda index: index + index[::2],
    "json": lambda index: index.to_json(),
    "hash": hash,
}


@pytest.mark.parametrize("filtered", [False, True], ids=["whole", "filtered"])
def test_first_questions_from_16_threads_have_one_answer(filtered: bool) -> None:
    """Whatever was asked first, and whatever other threads build meanwhile, the answers are those of one thread."""

    def build() -> PostIndex:
        titles = ["Tea", "Tea leaves", "The café", "Coffee", "お茶"]
        index = PostIndex(
            Post(
                title=f"{titles[number % 5]} {number}",
                published=date(2026, 1, 1) - timedelta(days=number),
                tags=[NAMES[number % 9], NAMES[number % 7]],
                summary="Tea leaves and tea",
            )
            for number in range(60)
        )
        return index.tagged(any_of=["a", "c", "k8s"]) if filtered else index

    def ask_all(index: PostIndex, first: int, together: Barrier) -> dict[str, object]:
        together.wait()
        names = [*QUESTIONS][first:] + [*QUESTIONS][:first]
        return {name: QUESTIONS[name](index) for name in names}

    expected = {name: ask(build()) for name, ask in QUESTIONS.items()}
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as threads:
            for _ in range(4):
                index, together = build(), Barrier(16)
                tasks = [threads.submit(ask_all, index, first, together) for first in range(16)]
                assert all(task.result() == expected for task in tasks)
    finally:
        sys.setswitchinterval(interval)
