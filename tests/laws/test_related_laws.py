"""Laws of related posts: what a comparison of every pair would answer, whatever is asked."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import Post, PostIndex, Related, Tag

START = date(2026, 3, 22)
Weighting = Literal["idf", "jaccard", "overlap"]


@dataclass(frozen=True)
class Options:
    """What `related` may be asked."""

    limit: int
    min_score: float
    weighting: Weighting
    include_newer: bool
    exclude: tuple[str, ...]


IDS = st.sampled_from([f"p{number}" for number in range(16)])
WEIGHTINGS: st.SearchStrategy[Weighting] = st.sampled_from(["idf", "jaccard", "overlap"])
OPTIONS = st.builds(
    Options,
    st.integers(0, 14),
    st.sampled_from([0.0, 0.0, 0.0, 0.3, 0.5, 1.0]),
    WEIGHTINGS,
    st.booleans(),
    st.lists(IDS, max_size=2).map(tuple),
)
SHAPES = st.sets(st.sampled_from("abcdefg"), max_size=6).map(sorted)


@st.composite
def posts(draw: st.DrawFn, number: int, shapes: list[list[str]], common: str) -> Post:
    day = START - timedelta(days=draw(st.integers(0, 6)))
    moment = datetime.combine(day, time(draw(st.integers(0, 23))), UTC)
    return Post(
        id=f"p{number}",
        title="Tea",
        published=draw(st.sampled_from([day, day, moment])),
        tags=[*draw(st.sampled_from(shapes)), *([common] if draw(st.integers(0, 11)) else [])],
        related_ids=draw(st.lists(IDS, max_size=3)) if draw(st.integers(0, 3)) == 0 else [],
    )


@st.composite
def blogs(draw: st.DrawFn) -> list[Post]:
    """A blog with few sets of tags, so that scores tie, and one tag on most posts."""
    shapes = draw(st.lists(SHAPES, min_size=1, max_size=5))
    common = draw(st.sampled_from("xa"))
    return [draw(posts(number, shapes, common)) for number in range(draw(st.integers(1, 30)))]


@st.composite
def filtered(draw: st.DrawFn, posts: list[Post]) -> PostIndex:
    index = PostIndex(posts)
    match draw(st.integers(0, 4)):
        case 0:
            return index.tagged(draw(st.sampled_from("abx")))
        case 1:
            return index.between(None, START - timedelta(days=draw(st.integers(0, 6))))
        case 2:
            return index[draw(st.integers(0, 3)) :: draw(st.integers(1, 3))]
    return index


def weights_of(posts: list[Post], weighting: Weighting) -> dict[Tag, int]:
    """Return what each tag weighs; a tag on more than nine tenths of the posts is not there at all."""
    counts = Counter(tag for post in posts for tag in post.tags)
    told = {tag: count for tag, count in counts.items() if 10 * count <= 9 * len(posts)}
    if weighting == "idf":
        return {tag: round(math.log(len(posts) / count) ** 2 * 2**40) for tag, count in told.items()}
    return dict.fromkeys(told, 1)


def model(posts: list[Post], among: Iterable[Post], asked: Post, options: Options) -> list[tuple[str, float, bool]]:
    """Compare every pair."""
    weights = weights_of(posts, options.weighting)
    carried = {tag for post in posts for tag in post.tags}
    unknown = round(math.log(len(posts)) ** 2 * 2**40) if options.weighting == "idf" else 1

    def weight(tags: Iterable[Tag]) -> int:
        return sum(weights.get(tag, 0) if tag in carried else unknown for tag in tags)

    def score(other: Post) -> float:
        shared, one, two = weight(set(asked.tags) & set(other.tags)), weight(asked.tags), weight(other.tags)
        if not shared:
            return 0.0
        match options.weighting:
            case "idf":
                return round(shared / math.sqrt(one * two), 12)
            case "jaccard":
                return round(shared / (one + two - shared), 12)
        return round(shared / min(one, two), 12)

    order = {post.id: place for place, post in enumerate(PostIndex([*posts, asked]))}
    allowed = {
        post.id: post
        for post in among
        if post.id != asked.id
        and post.id not in options.exclude
        and (options.include_newer or order[post.id] > order[asked.id])
    }
    picked = [id for id in asked.related_ids if id in allowed][: options.limit]
    ranked = sorted(
        (-score(post), abs(post.day - asked.day), order[id], id)
        for id, post in allowed.items()
        if id not in picked and score(post) and score(post) >= options.min_score
    )
    nearest = [(id, -negated, False) for negated, _, _, id in ranked]
    return ([(id, score(allowed[id]), True) for id in picked] + nearest)[: options.limit]


def answer(index: PostIndex, asked: Post | str, options: Options) -> tuple[Related, ...]:
    return index.related(
        asked,
        limit=options.limit,
        min_score=options.min_score,
        weighting=options.weighting,
        include_newer=options.include_newer,
        exclude=options.exclude,
    )


def plain(found: Iterable[Related]) -> list[tuple[str, float, bool]]:
    return [(near.post.id, near.score, near.picked) for near in found]


@given(st.data(), blogs(), OPTIONS)
def test_related_is_what_a_comparison_of_every_pair_finds(
    data: st.DataObject, blog: list[Post], asked: Options
) -> None:
    """Exact: the same posts, scores and order, on the whole index and on a part of it."""
    index = data.draw(filtered(blog))
    post = data.draw(st.sampled_from(blog))
    assert plain(answer(index, post, asked)) == model(blog, index, post, asked)


@given(st.data(), blogs(), OPTIONS, st.sets(st.sampled_from("abcxyz")), st.integers(-1, 7))
def test_a_post_outside_the_index_is_compared_like_one_inside(
    data: st.DataObject, blog: list[Post], asked: Options, tags: set[str], days: int
) -> None:
    """A post need not be in the index; the weights are the index's, and tags that no post has make it less like any."""
    index = data.draw(filtered(blog))
    post = Post(id="new", title="Tea", published=START - timedelta(days=days), tags=tags, related_ids=["p1", "p0"])
    assert plain(answer(index, post, asked)) == model(blog, index, post, asked)


@given(st.data(), blogs(), OPTIONS, st.sets(st.sampled_from("abcxyz")), st.none() | st.integers(-1, 7))
def test_related_to_is_related_of_a_post_with_these_tags(
    data: st.DataObject, blog: list[Post], asked: Options, tags: set[str], days: int | None
) -> None:
    """Without a day it is a post of the far future, to which the newest is the closest."""
    index = data.draw(filtered(blog))
    day = None if days is None else START - timedelta(days=days)
    found = index.related_to(
        tags,
        limit=asked.limit,
        min_score=asked.min_score,
        weighting=asked.weighting,
        exclude=asked.exclude,
        published=day,
    )
    post = Post(id="new", title="Tea", published=day or date(9999, 1, 1), tags=tags)
    options = Options(asked.limit, asked.min_score, asked.weighting, include_newer=True, exclude=asked.exclude)
    assert list(found) == list(answer(index, post, options))


@given(st.data(), blogs(), OPTIONS)
def test_related_all_is_related_of_each(data: st.DataObject, blog: list[Post], asked: Options) -> None:
    """Every post of the index, newest first, with its own answer."""
    index = data.draw(filtered(blog))
    steps: list[tuple[int, int]] = []
    found = index.related_all(
        limit=asked.limit,
        min_score=asked.min_score,
        weighting=asked.weighting,
        include_newer=asked.include_newer,
        exclude=asked.exclude,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert list(found) == [(post, answer(index, post, asked)) for post in index]
    assert steps == [(done, len(index)) for done in range(1, len(index) + 1)]


@given(blogs(), WEIGHTINGS)
def test_shares_explain_the_score(blog: list[Post], weighting: Weighting) -> None:
    """They add up to the score; a rarer tag has no smaller one; a tag on nearly every post has none."""
    index = PostIndex(blog)
    weights = weights_of(blog, weighting)
    for post, found in index.related_all(limit=99, weighting=weighting):
        for near in found:
            assert set(near.shared) == set(post.tags) & set(near.post.tags)
            assert list(near.shared) == sorted(near.shared, key=lambda tag: (index.tags[tag], tag))
            assert len(near.shares) == len(near.shared)
            assert math.fsum(near.shares) == pytest.approx(near.score, abs=1e-9)
            assert all(one >= other for one, other in pairwise(near.shares))
            assert [share > 0 for share in near.shares] == [tag in weights for tag in near.shared]


@given(blogs(), WEIGHTINGS, st.randoms(use_true_random=False))
def test_the_order_of_tags_and_posts_does_not_matter(
    blog: list[Post], weighting: Weighting, random: st.DataObject
) -> None:
    """Sums are exact, so no order of addition shows in a score."""

    def shuffled(post: Post) -> Post:
        tags = list(post.tags)
        random.shuffle(tags)  # type: ignore[attr-defined]
        return post.model_copy(update={"tags": tags})

    other = [shuffled(post) for post in blog]
    random.shuffle(other)  # type: ignore[attr-defined]
    one = {post.id: found for post, found in PostIndex(blog).related_all(limit=9, weighting=weighting)}
    for post, found in PostIndex(other).related_all(limit=9, weighting=weighting):
        assert plain(found) == plain(one[post.id])
        assert [near.shared for near in found] == [near.shared for near in one[post.id]]


@given(blogs(), WEIGHTINGS)
def test_scores_are_symmetric_and_1_for_equal_tags(blog: list[Post], weighting: Weighting) -> None:
    """As near as one post is to another, so near is the other to it."""
    scores = {
        (post.id, near.post.id): near.score
        for post, found in PostIndex([post.model_copy(update={"related_ids": ()}) for post in blog]).related_all(
            limit=99, weighting=weighting
        )
        for near in found
    }
    tags = {post.id: set(post.tags) for post in blog}
    for (one, other), score in scores.items():
        assert scores[other, one] == score
        assert 0.0 < score <= 1.0
        assert tags[one] != tags[other] or score == 1.0
