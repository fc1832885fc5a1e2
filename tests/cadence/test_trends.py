from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from math import comb

import pytest

from postindex import Post, Tag
from postindex.cadence.trends import Trend, _p_value, find_trends, trends_in_words

FIRST = date(2026, 1, 1)


def fisher(recent: int, before: int, posts_recent: int, posts_before: int) -> Fraction:
    """Fisher's exact test, of the side that the tag went to, by counting all ways to draw the recent posts."""
    tagged, posts = recent + before, posts_recent + posts_before
    least, most = max(0, tagged - posts_before), min(tagged, posts_recent)
    rose = recent * posts > tagged * posts_recent
    side = range(recent, most + 1) if rose else range(least, recent + 1)
    return Fraction(
        sum(comb(tagged, k) * comb(posts - tagged, posts_recent - k) for k in side), comb(posts, posts_recent)
    )


def posts_of(*tags: str, days: int = 1) -> list[Post]:
    """Return a post for each text, the oldest first, so many days apart; a text's letters are the post's tags."""
    return [
        Post(title=f"Tea {number}", published=FIRST + timedelta(days=number * days), tags=list(names))
        for number, names in enumerate(tags)
    ]


def trends_of(*tags: str) -> tuple[Trend, ...]:
    posts = posts_of(*tags)
    return find_trends(posts, posts[0].day, posts[-1].day)


def kinds(*tags: str) -> dict[str, str]:
    return {trend.tag.name: trend.kind for trend in trends_of(*tags)}


# -- chance -----------------------------------------------------------------------------------------------------------


def test_p_values_are_those_of_fishers_exact_test() -> None:
    for posts_recent, posts_before in product(range(8), range(12)):
        for recent, before in product(range(posts_recent + 1), range(posts_before + 1)):
            expected = fisher(recent, before, posts_recent, posts_before)
            assert _p_value(recent, before, posts_recent, posts_before) == pytest.approx(float(expected), abs=1e-9)


@pytest.mark.parametrize(
    "counts",
    [(12, 7, 17, 42), (0, 10, 17, 42), (500, 900, 2_500, 7_500), (70, 20, 5_000, 15_000), (3, 400, 900, 2_700)],
)
def test_p_values_of_many_posts_are_those_of_fishers_exact_test(counts: tuple[int, int, int, int]) -> None:
    assert _p_value(*counts) == pytest.approx(float(fisher(*counts)), abs=1e-9)


@pytest.mark.parametrize("counts", [(5_000, 0, 5_000, 15_000), (0, 9_000, 5_000, 15_000)])
def test_a_negligible_p_value_is_0(counts: tuple[int, int, int, int]) -> None:
    assert _p_value(*counts) == 0.0


# -- kinds ------------------------------------------------------------------------------------------------------------


def test_the_last_quarter_of_the_window_is_recent() -> None:
    posts = posts_of(*"aaaaaaaa")
    [trend] = find_trends(posts, FIRST, posts[-1].day)
    assert trend == Trend(Tag("a"), "steady", before=6, recent=2, posts_before=6, posts_recent=2)
    [wider] = find_trends(posts, FIRST - timedelta(days=4), posts[-1].day)  # of 12 days
    assert (wider.posts_before, wider.posts_recent) == (5, 3)
    [later] = find_trends(posts, FIRST, posts[-1].day + timedelta(days=8))
    assert (later.posts_before, later.posts_recent) == (8, 0)


@pytest.mark.parametrize(("days", "recent"), [(1, 0), (2, 0), (3, 0), (4, 1), (7, 1), (8, 2), (9, 2)])
def test_a_quarter_is_rounded_down_to_whole_days(days: int, recent: int) -> None:
    assert trends_of(*["a"] * days)[0].posts_recent == recent


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_calendars_first_and_last_day_have_no_trend(day: date) -> None:
    [trend] = find_trends([Post(title="Tea", published=day, tags=["tea"])], day, day)
    assert trend == Trend(Tag("tea"), "steady", before=1, recent=0, posts_before=1, posts_recent=0)


def test_tags_are_new_rising_steady_falling_or_dropped() -> None:
    before = ["sfd", "sfd", "sfd", "sfd", "sfd", "sfr"] * 5
    recent = ["nsr", "nsr", "sr", "sr", "sr", "sr", "sfr", "sr", "sr", "sr"]
    assert kinds(*before, *recent) == {"n": "new", "r": "rising", "s": "steady", "f": "falling", "d": "dropped"}


def test_a_new_tag_needs_two_posts() -> None:
    assert kinds(*[""] * 6, "a", "a") == {"a": "new"}
    assert kinds(*[""] * 6, "a", "") == {"a": "steady"}


def test_without_earlier_posts_nothing_is_new_and_without_recent_posts_nothing_is_dropped() -> None:
    posts = posts_of("a", "a", "b")
    assert {trend.kind for trend in find_trends(posts, FIRST - timedelta(days=90), FIRST + timedelta(days=2))} == {
        "steady"
    }
    assert {trend.kind for trend in find_trends(posts, FIRST, FIRST + timedelta(days=90))} == {"steady"}


def test_a_p_value_of_one_in_twenty_is_significant() -> None:
    """A tag on one post alone, and that one the newest of so many."""
    for others, kind in ((3, "steady"), (18, "steady"), (19, "rising")):
        posts = [*posts_of(*[""] * others), Post(title="New", published=FIRST + timedelta(days=99), tags=["a"])]
        assert [trend.kind for trend in find_trends(posts, FIRST, FIRST + timedelta(days=99))] == [kind]


# -- order ------------------------------------------------------------------------------------------------------------


def test_trends_are_ordered_by_significance_then_slug() -> None:
    rows = ["b", "b", "", "", "", "", "", "", "", "cda", "cda", "c"]
    chances = [(trend.tag.name, fisher(trend.recent, trend.before, 3, 9)) for trend in trends_of(*rows)]
    assert chances == sorted(chances, key=lambda pair: (pair[1], pair[0]))
    assert [name for name, _ in chances] == ["c", "a", "d", "b"]


def test_a_tag_has_the_name_that_the_newest_post_gives_it() -> None:
    for names in (["tea", "Tea", "TEA"], ["TEA", "tea", "tea"]):
        posts = [
            Post(title=str(at), published=FIRST + timedelta(days=at), tags=[name]) for at, name in enumerate(names)
        ]
        for last in (2, 20):
            assert [trend.tag.name for trend in find_trends(posts, FIRST, FIRST + timedelta(days=last))] == names[-1:]


def test_every_tag_has_a_trend_and_counts_its_posts() -> None:
    rows = ["ab", "a", "", "bc", "c", "ac", "d", "ad"]
    counts = Counter("".join(rows))
    assert {trend.tag.name: trend.before + trend.recent for trend in trends_of(*rows)} == counts
    assert {(trend.posts_before, trend.posts_recent) for trend in trends_of(*rows)} == {(6, 2)}


def test_without_tags_there_is_no_trend() -> None:
    assert trends_of("", "", "", "") == ()


# -- in words ---------------------------------------------------------------------------------------------------------


def test_trends_in_words_are_grouped_by_kind_and_limited() -> None:
    told = [
        Trend(Tag(name), kind, 1, 1, 1, 1)
        for kind in ("dropped", "steady", "new", "falling")
        for name in (f"{kind} 1", f"{kind} 2")
    ]
    assert trends_in_words(told) == "new: new 1, new 2; falling: falling 1, falling 2; dropped: dropped 1, dropped 2"
    assert (
        trends_in_words(told, 1)
        == "new: new 1 and 1 more; falling: falling 1 and 1 more; dropped: dropped 1 and 1 more"
    )
    assert trends_in_words(told[2:4]) == trends_in_words([]) == ""
