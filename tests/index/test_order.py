from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest

from postindex import Enclosure, InvalidValue, Post, PostIndex, Tag
from postindex.index.order import newest_first, require_posts, united, with_distinct_ids

DAY = date(2026, 3, 22)


def post(title: str = "Tea", **parts: Any) -> Post:
    return Post(**{"title": title, "published": DAY, **parts})


def ids(posts: list[Post] | tuple[Post, ...], **options: bool) -> dict[str, str]:
    return {one.summary: one.id for one in with_distinct_ids("here", posts, **options)}


def test_newest_first_by_day_then_instant_then_id() -> None:
    east, west = timezone(timedelta(hours=10)), timezone(timedelta(hours=-8))
    expected = [
        post("next day", published=date(2026, 3, 23)),
        post("west", published=datetime(2026, 3, 22, 9, tzinfo=west)),  # 17:00 UTC
        post("utc", published=datetime(2026, 3, 22, 10, tzinfo=UTC)),
        post("east", published=datetime(2026, 3, 22, 12, tzinfo=east)),  # 02:00 UTC
        post("a day"),
        post("b day"),
        post("day before", published=datetime(2026, 3, 21, 23, tzinfo=west)),  # after all of them but the first two
    ]
    for order in permutations(expected, len(expected)):
        assert newest_first(order) == expected


def test_newest_first_at_the_ends_of_the_calendar() -> None:
    far = timezone(timedelta(hours=14))
    first = post("a", published=datetime(1, 1, 1, tzinfo=far))
    second = post("b", published=datetime(1, 1, 1, tzinfo=UTC))
    last = post("c", published=datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-far.utcoffset(None))))
    assert newest_first([first, last, second]) == [last, second, first]


def test_distinct_ids_are_left_alone_and_in_order() -> None:
    posts = (post("b"), post("a"))
    assert with_distinct_ids("here", iter(posts)) == posts


def test_the_same_post_twice_is_one() -> None:
    assert with_distinct_ids("here", [post(), post("Coffee"), post()]) == (post(), post("Coffee"))


def test_derived_ids_are_numbered_by_time_and_content_whatever_the_order() -> None:
    posts = [
        post(summary="1"),
        post(summary="2"),
        post(summary="3", published=datetime(2026, 3, 22, 8, tzinfo=UTC)),
        post(summary="4", published=datetime(2026, 3, 22, 7, tzinfo=timezone(-timedelta(hours=5)))),
    ]
    expected = {"1": "2026-03-22-tea", "2": "2026-03-22-tea-2", "3": "2026-03-22-tea-3", "4": "2026-03-22-tea-4"}
    for order in permutations(posts):
        assert ids(order) == expected


def test_a_taken_number_is_skipped() -> None:
    posts = [post(summary="1"), post(summary="2"), post("Tea 2", summary="3"), post(id="2026-03-22-tea-3", summary="4")]
    for order in permutations(posts):
        assert ids(order) == {
            "1": "2026-03-22-tea",
            "2": "2026-03-22-tea-4",
            "3": "2026-03-22-tea-2",
            "4": "2026-03-22-tea-3",
        }


def test_two_groups_without_shared_tags_are_not_related() -> None:
    posts = [post(summary="1"), post(summary="2"), post("Tea 2", summary="3"), post("Tea 2", summary="4")]
    for order in permutations(posts):
        assert ids(order) == {
            "1": "2026-03-22-tea",
            "2": "2026-03-22-tea-3",
            "3": "2026-03-22-tea-2",
            "4": "2026-03-22-tea-2-2",
        }


def test_a_given_id_is_kept_and_a_derived_one_renamed() -> None:
    given = post("Coffee", id="2026-03-22-tea", summary="zz")
    for order in permutations([post(summary="a"), given, post(summary="b")]):
        assert ids(order) == {"zz": "2026-03-22-tea", "a": "2026-03-22-tea-2", "b": "2026-03-22-tea-3"}


def test_equal_given_ids_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^here: 'x' is the id of 2 different posts; give each its own$"):
        with_distinct_ids("here", [post(id="x"), post("Coffee", id="x"), post("Milk")])
    assert len(with_distinct_ids("here", [post(id="x"), post(id="x")])) == 1


def test_equal_given_ids_are_numbered_with_rename_given() -> None:
    posts = [
        post(id="x", summary="1", published=date(2026, 3, 21)),
        post(id="x", summary="2"),
        post(id="x", summary="3"),
        post(id="x", summary="4", published=datetime(2026, 3, 22, 8, tzinfo=UTC)),
        post(id="x-3", summary="5"),
    ]
    for order in permutations(posts):
        assert ids(order, rename_given=True) == {"1": "x", "2": "x-2", "3": "x-4", "4": "x-5", "5": "x-3"}


def test_given_ids_come_before_equal_derived_ones() -> None:
    given = [post("Coffee", id="2026-03-22-tea", summary=summary) for summary in ("y", "z")]
    for order in permutations([post(summary="a"), *given, post(summary="b")]):
        assert ids(order, rename_given=True) == {
            "y": "2026-03-22-tea",
            "z": "2026-03-22-tea-2",
            "a": "2026-03-22-tea-3",
            "b": "2026-03-22-tea-4",
        }


def test_rename_given_keeps_distinct_ids_and_equal_posts() -> None:
    posts = (post(id="x"), post("Coffee", id="y"))
    assert with_distinct_ids("here", posts, rename_given=True) == posts
    assert with_distinct_ids("here", [*posts, *posts], rename_given=True) == posts


def test_ids_do_not_depend_on_how_a_tag_is_written() -> None:
    posts = [post(tags=["Zeta"]), post(tags=["zeta"]), post(tags=["alpha"])]  # the first two are one post
    assert posts[0] == posts[1]
    indexes = [PostIndex(order) for order in permutations(posts)]
    assert all(index == indexes[0] for index in indexes)


def test_one_instant_at_two_offsets_on_two_days_does_not_depend_on_the_order_of_input() -> None:
    late = post(id="x", published=datetime(2026, 3, 22, 23, tzinfo=UTC))
    early = post(id="x", published=datetime(2026, 3, 23, 1, tzinfo=timezone(timedelta(hours=2))))
    between = post(id="y", published=date(2026, 3, 23))

    def seen(*posts: Post) -> list[tuple[str, date]] | str:
        try:
            return [(one.id, one.day) for one in PostIndex(posts)]
        except InvalidValue as error:
            return error.reason

    assert seen(late, early, between) == seen(early, late, between)


def test_united_takes_all_tags_the_longer_summary_and_known_fields() -> None:
    known = post(tags=["a", "B"], summary="long one", language="en")
    other = post(tags=["b", "c"], summary="short", language="de", reading_minutes=4, authors=["A"], updated=DAY)
    both = united(known, other)
    assert [tag.name for tag in both.tags] == ["a", "B", "c"]
    assert (both.summary, both.language, both.reading_minutes, both.updated) == ("long one", "en", 4, DAY)
    assert both.authors == other.authors
    assert united(other, known).summary == "long one"
    assert united(post(reading_minutes=0), post(reading_minutes=4)).reading_minutes == 0
    assert united(post(summary="ab"), post(summary="cd")).summary == "ab"


def test_united_keeps_html_and_enclosures_of_either() -> None:
    audio = Enclosure(url="https://example.org/1.mp3", type="audio/mpeg")
    known, other = post(content_html="<p>a</p>"), post(content_html="<p>longer</p>", enclosures=[audio])
    assert (united(known, other).content_html, united(other, known).content_html) == ("<p>a</p>", "<p>longer</p>")
    assert united(known, other).enclosures == united(other, known).enclosures == (audio,)
    assert united(post(), other).content_html == "<p>longer</p>"


def test_united_keeps_the_first_name_of_a_tag() -> None:
    assert [tag.name for tag in united(post(tags=[Tag("Blog")]), post(tags=["blog"])).tags] == ["Blog"]


def test_posts_become_a_tuple() -> None:
    posts = (post(),)
    assert require_posts("posts", posts) is posts
    assert require_posts("posts", list(posts)) == require_posts("posts", iter(posts)) == posts
    assert require_posts("posts", ()) == ()


@pytest.mark.parametrize(
    ("posts", "told"),
    [
        ("tea", "posts: 'tea' is not an iterable of posts; give a list of Post values, or listing.index"),
        (b"tea", "posts: b'tea' is not an iterable of posts; give a list of Post values, or listing.index"),
        (7, "posts: 7 is not an iterable of posts; give a list of Post values, or listing.index"),
        ([post(), "tea"], "posts: item 1: 'tea' is not a Post; build one, or use PostIndex.from_records"),
        ([None], "posts: item 0: None is not a Post; build one, or use PostIndex.from_records"),
    ],
)
def test_values_that_are_not_posts_are_refused(posts: Any, told: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        require_posts("posts", posts)
    assert str(caught.value) == told


def test_one_post_is_not_an_iterable_of_posts() -> None:
    with pytest.raises(InvalidValue, match=r"^posts: .* is not an iterable of posts; "):
        require_posts("posts", post())  # type: ignore[arg-type]
