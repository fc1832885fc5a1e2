import math
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import InvalidValue, Post, PostIndex, PostindexError, Related, Tag, UnknownPost

START = date(2026, 3, 22)


def post(title: str, tags: str = "", days_before: int = 0, **parts: Any) -> Post:
    return Post(title=title, published=START - timedelta(days=days_before), tags=list(tags), **parts)


def titles(found: tuple[Related, ...]) -> list[str]:
    return [one.post.title for one in found]


def naive(posts: list[Post], post: Post, among: list[Post]) -> list[tuple[str, float]]:
    """Compare every pair: idf cosine, then days apart, then the newer, then the smaller id."""
    carriers = {tag: sum(tag in other.tags for other in posts) for other in posts for tag in other.tags}

    def weight(tag: Tag) -> float:
        return math.log(len(posts) / carriers[tag]) if tag in carriers else 0.0

    def norm(one: Post) -> float:
        return math.sqrt(sum(weight(tag) ** 2 for tag in one.tags))

    found = []
    for other in among:
        product = sum(weight(tag) ** 2 for tag in set(post.tags) & set(other.tags))
        if product and other.id != post.id:
            score = product / (norm(post) * norm(other))
            found.append((-round(score, 5), abs(other.day - post.day), -other.day.toordinal(), other.id, score))
    return [(id, score) for _, _, _, id, score in sorted(found)]


@st.composite
def blogs(draw: st.DrawFn) -> list[Post]:
    tag_sets = draw(st.lists(st.sets(st.sampled_from("abcde"), max_size=4), min_size=1, max_size=14))
    days = st.integers(0, 5)
    return [post(f"Post {number}", "".join(sorted(tags)), draw(days)) for number, tags in enumerate(tag_sets)]


@given(blogs(), st.integers(0, 13), st.integers(0, 15), st.integers(0, 7))
def test_related_agrees_with_a_comparison_of_every_pair(posts: list[Post], at: int, limit: int, first: int) -> None:
    index = PostIndex(posts)
    asked = posts[at % len(posts)]
    for narrowed in (index, index[first:], index.tagged("a")):
        expected = naive(posts, asked, list(narrowed))
        found = narrowed.related(asked, limit=limit)
        assert [one.post.id for one in found] == [id for id, _ in expected[:limit]]
        # Weights are whole numbers of 1 / 2**20: that much a score may differ.
        assert [one.score for one in found] == pytest.approx([score for _, score in expected[:limit]], abs=1e-5)


@given(blogs(), st.floats(0, 1))
def test_scores_descend_between_0_and_1_and_min_score_cuts_them(posts: list[Post], min_score: float) -> None:
    index = PostIndex(posts)
    for asked in posts:
        found = index.related(asked, limit=99)
        scores = [one.score for one in found]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 < score <= 1.0 for score in scores)
        assert asked not in [one.post for one in found]
        assert index.related(asked.id, limit=99) == found
        assert index.related(asked, limit=99, min_score=min_score) == tuple(r for r in found if r.score >= min_score)
        for one in found:
            assert set(one.shared) == set(asked.tags) & set(one.post.tags)
            if set(asked.tags) == set(one.post.tags):
                assert one.score == 1.0


INDEX = PostIndex(
    [
        post("Loki", "lbn"),
        post("Tempo", "lbn", 2),
        post("Alerts", "ln", 3),
        post("Tea", "tn", 4),
        post("Plain", "", 5),
        post("Note", "n", 6),
        post("Quiet", "q", 7),
    ]
)
EMPTY = PostIndex()


def test_rare_tags_weigh_more_and_equal_sets_score_one() -> None:
    found = INDEX.related(INDEX[0])
    assert titles(found) == ["Tempo", "Alerts", "Note", "Tea"]
    assert found[0].score == 1.0
    assert found[1].score < 1.0
    assert repr(found[0]) == "<Related 1.00 'Tempo' by b, l, n>"


def test_shared_tags_come_rarest_first_then_by_slug() -> None:
    assert [tag.name for tag in INDEX.related(INDEX[1])[0].shared] == ["b", "l", "n"]
    twins = PostIndex([post("A", "zyx"), post("B", "xyz"), post("C")])
    assert [tag.name for tag in twins.related(twins[0])[0].shared] == ["x", "y", "z"]


def test_an_untagged_post_and_one_with_a_tag_of_its_own_have_none() -> None:
    assert INDEX.related(INDEX.get("2026-03-17-plain")) == ()
    assert INDEX.related("2026-03-15-quiet") == ()


def test_a_tag_on_every_post_decides_nothing() -> None:
    index = PostIndex([post("A", "n"), post("B", "n", 1)])
    assert index.related(index[0]) == ()
    index = PostIndex([post("A", "an"), post("B", "an", 1), post("C", "n", 2)])
    assert [(one.post.title, one.score) for one in index.related(index[0])] == [("B", 1.0)]


def test_equal_scores_closer_in_time_then_newer_then_id() -> None:
    index = PostIndex(
        [
            post("asked", "a", 10),
            post("four newer", "a", 6),
            post("three older", "a", 13),
            post("three newer b", "a", 7),
            post("three newer a", "a", 7),
            post("same day", "a", 10),
            post("other", "b", 10),
        ]
    )
    expected = ["same day", "three newer a", "three newer b", "three older", "four newer"]
    assert titles(index.related("2026-03-12-asked")) == expected


def test_limit() -> None:
    whole = INDEX.related(INDEX[0], limit=99)
    assert INDEX.related(INDEX[0], limit=0) == ()
    assert INDEX.related(INDEX[0], limit=2) == whole[:2]
    assert INDEX.related(INDEX[0], limit=10**30) == whole


def test_five_unless_asked_otherwise() -> None:
    index = PostIndex([post("other"), *(post(str(number), "a") for number in range(9))])
    assert len(index.related(index[0])) == 5


@pytest.mark.parametrize("limit", [-1, True, None, 1.0, "1", float("nan"), b"", [], -(10**30)])
def test_a_limit_that_is_none_is_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: "):
        INDEX.related(INDEX[0], limit=limit)


@pytest.mark.parametrize("min_score", [None, "", "0.5", b"", [], {}, True, float("nan"), float("inf"), -0.1, 1.1])
def test_a_min_score_that_is_none_is_refused(min_score: Any) -> None:
    with pytest.raises(InvalidValue, match="min_score"):
        INDEX.related(INDEX[0], min_score=min_score)


def test_any_post_may_be_asked_about() -> None:
    stranger = post("Stranger", "bx")
    assert titles(INDEX.related(stranger)) == ["Loki", "Tempo"]
    assert EMPTY.related(stranger) == ()
    moment = Post(title="Stranger", published=datetime(2026, 3, 20, 23, tzinfo=UTC), tags=["b", "l", "n"])
    assert titles(INDEX.related(moment)) == ["Tempo", "Loki", "Alerts", "Note", "Tea"]


def test_a_stranger_with_a_tag_that_no_post_has_is_not_the_same() -> None:
    found = INDEX.related(post("Stranger", "tnx"), limit=1)
    assert titles(found) == ["Tea"]
    assert found[0].score < 1.0


def test_an_id_that_is_not_there() -> None:
    with pytest.raises(UnknownPost, match="did you mean '2026-03-22-loki'"):
        INDEX.related("2026-03-22-lokki")
    with pytest.raises(PostindexError):
        EMPTY.related("2026-03-22-loki")
    with pytest.raises(UnknownPost):
        INDEX[1:].related("2026-03-22-loki")


def test_weights_of_a_filtered_index_are_the_whole_indexs() -> None:
    whole = {one.post.id: one.score for one in INDEX.related(INDEX[0])}
    for one in INDEX.tagged("n").related(INDEX[0]):
        assert one.score == whole[one.post.id]


def test_answers_are_values() -> None:
    found = INDEX.related(INDEX[0])
    assert hash(found) == hash(INDEX.related(INDEX[0]))
    with pytest.raises(AttributeError):
        found[0].score = 0.5  # type: ignore[misc]


def test_real_related_of_an_observability_post(real: PostIndex) -> None:
    asked = next(one for one in real if one.title.startswith("Grafana, Loki, and Tempo: building an observability"))
    first = real.related(asked)[0]
    assert Tag("observability") in first.post.tags
    assert first.shared[0] == Tag("observability")


def test_real_scores_agree_with_a_comparison_of_every_pair(real: PostIndex) -> None:
    for asked in real:
        scores = [score for _, score in naive(list(real), asked, list(real))][:5]
        assert [one.score for one in real.related(asked)] == pytest.approx(scores, abs=1e-5)
