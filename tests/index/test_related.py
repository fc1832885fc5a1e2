import math
import pickle
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
    """Compare every pair as the textbook does: idf cosine, then days apart, then the newer, then the smaller id."""
    carriers = {tag: sum(tag in other.tags for other in posts) for other in posts for tag in other.tags}

    def weight(tag: Tag) -> float:
        return math.log(len(posts) / carriers[tag]) if carriers.get(tag, 99) <= 0.9 * len(posts) else 0.0

    def norm(one: Post) -> float:
        return math.sqrt(sum(weight(tag) ** 2 for tag in one.tags))

    found = []
    for other in among:
        product = sum(weight(tag) ** 2 for tag in set(post.tags) & set(other.tags))
        if product and other.id != post.id:
            score = product / (norm(post) * norm(other))
            found.append((-round(score, 9), abs(other.day - post.day), -other.day.toordinal(), other.id, score))
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
        # Weights are whole numbers of 1 / 2**40: that much a score may differ.
        assert [one.score for one in found] == pytest.approx([score for _, score in expected[:limit]], abs=1e-9)


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


def test_posts_without_shared_tags_have_no_related_posts() -> None:
    assert INDEX.related(INDEX.get("2026-03-17-plain")) == ()
    assert INDEX.related("2026-03-15-quiet") == ()


def test_a_tag_on_every_post_does_not_count() -> None:
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


def test_five_related_posts_by_default() -> None:
    index = PostIndex([post("other"), *(post(str(number), "a") for number in range(9))])
    assert len(index.related(index[0])) == 5


@pytest.mark.parametrize("limit", [-1, True, None, 1.0, "1", float("nan"), b"", [], -(10**30)])
def test_invalid_limits_are_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: "):
        INDEX.related(INDEX[0], limit=limit)


@pytest.mark.parametrize("min_score", [None, "", "0.5", b"", [], {}, True, float("nan"), float("inf"), -0.1, 1.1])
def test_invalid_min_scores_are_refused(min_score: Any) -> None:
    with pytest.raises(InvalidValue, match="min_score"):
        INDEX.related(INDEX[0], min_score=min_score)


def test_related_takes_any_post() -> None:
    stranger = post("Stranger", "bx")
    assert titles(INDEX.related(stranger)) == ["Loki", "Tempo"]
    assert EMPTY.related(stranger) == ()
    moment = Post(title="Stranger", published=datetime(2026, 3, 20, 23, tzinfo=UTC), tags=["b", "l", "n"])
    assert titles(INDEX.related(moment)) == ["Tempo", "Loki", "Alerts", "Note", "Tea"]


def test_an_outside_post_with_an_unknown_tag_scores_below_1() -> None:
    found = INDEX.related(post("Stranger", "tnx"), limit=1)
    assert titles(found) == ["Tea"]
    assert found[0].score < 1.0


def test_an_unknown_id_is_refused_with_similar_ids() -> None:
    with pytest.raises(UnknownPost, match="did you mean '2026-03-22-loki'"):
        INDEX.related("2026-03-22-lokki")
    with pytest.raises(PostindexError):
        EMPTY.related("2026-03-22-loki")
    with pytest.raises(UnknownPost):
        INDEX[1:].related("2026-03-22-loki")


def test_a_filtered_index_weighs_tags_by_the_whole_index() -> None:
    whole = {one.post.id: one.score for one in INDEX.related(INDEX[0])}
    for one in INDEX.tagged("n").related(INDEX[0]):
        assert one.score == whole[one.post.id]


# -- weightings and why ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        ("idf", [("Tempo", 1.0), ("Alerts", 0.59), ("Note", 0.22), ("Tea", 0.04)]),
        ("jaccard", [("Tempo", 1.0), ("Alerts", 0.67), ("Note", 0.33), ("Tea", 0.25)]),
        ("overlap", [("Tempo", 1.0), ("Alerts", 1.0), ("Note", 1.0), ("Tea", 0.5)]),
    ],
)
def test_each_weighting_has_a_score_of_its_own(weighting: Any, expected: list[tuple[str, float]]) -> None:
    found = INDEX.related(INDEX[0], weighting=weighting)
    assert [(one.post.title, round(one.score, 2)) for one in found] == expected


@pytest.mark.parametrize("weighting", ["", "IDF", "cosine", None, 1, ["idf"], b"idf"])
def test_unknown_weightings_are_refused_and_the_three_named(weighting: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^weighting: .* give 'idf', 'jaccard' or 'overlap'$"):
        INDEX.related(INDEX[0], weighting=weighting)
    with pytest.raises(InvalidValue, match="weighting"):
        INDEX.related_to(["l"], weighting=weighting)


def test_a_tag_on_over_nine_tenths_of_the_posts_does_not_count() -> None:
    nine = PostIndex(
        [*(post(str(at), "an") for at in range(2)), *(post(str(at), "n") for at in range(2, 9)), post("9")]
    )
    ten = PostIndex([*nine, post("10", "n")])
    for weighting in ("idf", "jaccard", "overlap"):
        assert len(nine.related(nine[0], weighting=weighting, limit=99)) == 8  # 9 of 10 posts carry n
        (only,) = ten.related(ten[0], weighting=weighting, limit=99)  # 10 of 11 do
        assert (only.post.title, only.score) == ("1", 1.0)
        assert [(tag.name, share) for tag, share in zip(only.shared, only.shares, strict=True)] == [
            ("a", 1.0),
            ("n", 0),
        ]
    assert ten.related_to(["n"], weighting="overlap") == ()


def test_shares_sum_to_the_score() -> None:
    loki = INDEX[0]
    assert INDEX.related(loki, weighting="jaccard")[0].shares == pytest.approx((1 / 3, 1 / 3, 1 / 3))
    alerts = INDEX.related(loki)[1]
    assert [tag.name for tag in alerts.shared] == ["l", "n"]
    rare, common = math.log(7 / 3) ** 2, math.log(7 / 5) ** 2
    assert alerts.shares == pytest.approx(
        (alerts.score * rare / (rare + common), alerts.score * common / (rare + common))
    )


def test_a_tag_on_few_of_very_many_posts_is_found() -> None:
    posts = [post(str(at), "ab"[at % 2], at, id=f"p{at}") for at in range(1_100)]
    index = PostIndex([*posts, post("one", "ra", 90), post("other", "rb", 700)])
    for weighting in ("idf", "jaccard", "overlap"):
        assert "other" in titles(index.related("2025-12-22-one", limit=600, weighting=weighting))
    assert titles(index.related("2025-12-22-one", limit=1)) == ["other"]
    assert titles(index.related("2025-12-22-one", limit=3, include_newer=False)) == ["other", "90", "92"]


# -- what is left out --------------------------------------------------------------------------------------------------


def test_include_newer_false_returns_older_posts_only() -> None:
    assert titles(INDEX.related("2026-03-20-tempo", include_newer=False)) == ["Alerts", "Note", "Tea"]
    assert INDEX.related("2026-03-16-note", include_newer=False) == ()
    assert titles(INDEX.related_to(["n", "b"], published=START)) == ["Loki", "Tempo", "Note", "Alerts", "Tea"]
    elsewhere = post("Elsewhere", "bn", 3)  # of the day of Alerts, after it by id
    assert titles(INDEX.related(elsewhere, include_newer=False)) == ["Note", "Tea"]
    assert titles(INDEX.related(elsewhere.model_copy(update={"id": "0"}), include_newer=False)) == [
        "Note",
        "Alerts",
        "Tea",
    ]


def test_older_within_a_day_follows_the_order_of_the_index() -> None:
    index = PostIndex([post("a", "t"), post("b", "t"), post("c", "t"), post("d")])
    assert [titles(found) for _, found in index.related_all(include_newer=False)] == [["b", "c"], ["c"], [], []]
    moved = index[0].model_copy(update={"published": START - timedelta(days=1)})  # the post as it is asked about counts
    assert titles(index.related(moved, include_newer=False)) == []
    assert titles(index.related(index[1].model_copy(), include_newer=False)) == ["c"]


def test_exclude_takes_ids_and_posts() -> None:
    tempo, alerts = INDEX[1], INDEX[2]
    assert titles(INDEX.related(INDEX[0], exclude=[tempo, alerts.id, "unknown"])) == ["Note", "Tea"]
    assert titles(INDEX.related_to(["b"], exclude=(tempo for _ in range(2)))) == ["Loki"]
    assert INDEX.related(INDEX[0], exclude={post.id for post in INDEX}) == ()


@pytest.mark.parametrize("exclude", ["2026-03-20-tempo", post("Tempo"), 1, None, [1], [None], [b"x"]])
def test_invalid_excludes_are_refused(exclude: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^exclude: "):
        INDEX.related(INDEX[0], exclude=exclude)


# -- picked by hand ----------------------------------------------------------------------------------------------------


def picking(*ids: str, tags: str = "lbn", days_before: int = 0) -> Post:
    return post("Loki", tags, days_before, related_ids=ids)


def test_related_ids_come_first_in_their_order() -> None:
    index = PostIndex([picking("2026-03-17-plain", "2026-03-18-tea"), *INDEX[1:]])
    found = index.related("2026-03-22-loki")
    assert [(one.post.title, one.picked) for one in found] == [
        ("Plain", True),
        ("Tea", True),
        ("Tempo", False),
        ("Alerts", False),
        ("Note", False),
    ]
    assert (found[0].score, found[0].shared, found[0].shares) == (0.0, (), ())
    assert found[1].score == INDEX.related(INDEX[0])[3].score
    assert repr(found[0]) == "<Related 0.00 'Plain' picked>"
    assert repr(found[1]) == "<Related 0.04 'Tea' picked, by n>"
    assert titles(index.related(index[0], limit=1)) == ["Plain"]
    assert index.related(index[0], limit=0) == ()
    assert titles(index.related(index[0], min_score=1.0)) == ["Plain", "Tea", "Tempo"]
    assert [one.picked for one in index.related(index[0], limit=9, weighting="overlap")].count(True) == 2


def test_excluded_newer_and_absent_picks_are_left_out() -> None:
    asked = picking("unknown", "2026-03-22-loki", "2026-03-20-tempo", "2026-03-17-plain", days_before=3)
    asked = asked.model_copy(update={"id": "2026-03-22-loki"})
    assert titles(INDEX.related(asked))[:2] == ["Tempo", "Plain"]
    assert titles(INDEX.related(asked, include_newer=False))[:1] == ["Plain"]
    assert titles(INDEX.related(asked, exclude=["2026-03-20-tempo"]))[:1] == ["Plain"]
    assert titles(INDEX.tagged("n").related(asked))[0] == "Tempo"
    assert "Plain" not in titles(INDEX.tagged("n").related(asked))


# -- of a post to come, and of all -------------------------------------------------------------------------------------


def test_related_to_tags() -> None:
    assert titles(INDEX.related_to(["n", "#B", "l"])) == ["Loki", "Tempo", "Alerts", "Note", "Tea"]
    assert titles(INDEX.related_to(["b"], published=START - timedelta(days=2))) == ["Tempo", "Loki"]
    late = datetime(2026, 3, 20, 23, tzinfo=UTC)
    assert titles(INDEX.related_to(["b"], published=late)) == ["Tempo", "Loki"]
    assert INDEX.related_to([]) == EMPTY.related_to(["n"]) == ()
    assert titles(INDEX[1:].related_to(["b"])) == ["Tempo"]


def test_related_to_refuses_what_related_refuses() -> None:
    with pytest.raises(InvalidValue, match=r"^tags: "):
        INDEX.related_to("notes")
    for published in ("2026-03-22", 1, True):
        with pytest.raises(InvalidValue, match=r"^published: .* is not a date"):
            INDEX.related_to(["n"], published=published)  # type: ignore[arg-type]
    for bad in ({"limit": -1}, {"min_score": 2}, {"exclude": "x"}):
        with pytest.raises(InvalidValue):
            INDEX.related_to(["n"], **bad)


def test_related_all_checks_arguments_at_the_call_and_ranks_lazily() -> None:
    for bad in ({"limit": -1}, {"min_score": 2}, {"exclude": "x"}, {"weighting": ""}, {"progress": 1}):
        with pytest.raises(InvalidValue, match=next(iter(bad))):
            INDEX.related_all(**bad)
    steps: list[tuple[int, int]] = []
    pairs = INDEX.related_all(progress=lambda done, total: steps.append((done, total)))
    assert steps == []
    assert next(pairs) == (INDEX[0], INDEX.related(INDEX[0]))
    assert steps == [(1, 7)]
    assert dict(pairs) == {post: INDEX.related(post) for post in INDEX[1:]}
    assert steps[-1] == (7, 7)
    assert list(EMPTY.related_all()) == []


def test_related_all_of_a_filtered_index_asks_only_its_posts() -> None:
    narrowed = INDEX.tagged("l")
    found = {post.title: titles(near) for post, near in narrowed.related_all()}
    assert found == {"Loki": ["Tempo", "Alerts"], "Tempo": ["Loki", "Alerts"], "Alerts": ["Tempo", "Loki"]}


def test_results_are_values() -> None:
    found = INDEX.related(INDEX[0])
    assert hash(found) == hash(INDEX.related(INDEX[0]))
    assert pickle.loads(pickle.dumps(found)) == found
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
        assert [one.score for one in real.related(asked)] == pytest.approx(scores, abs=1e-9)
