import copy
import inspect
import json
import pickle
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import postindex
from postindex import InvalidValue, Post, PostIndex, PostindexError, Tag, UnknownPost


def post(title: str, day: str, tags: str = "", **parts: Any) -> Post:
    return Post(title=title, published=date.fromisoformat(day), tags=tags.split(), **parts)


NEWEST = post("Tea, twice", "2026-03-22", "tea notes")
MIDDLE = post("Ledgers", "2025-03-01", "postgres notes", summary="Double entry.")
JANUARY = post("Coffee", "2025-01-31", "coffee")
OLDEST = post("Hello", "2024-02-29")
POSTS = [NEWEST, MIDDLE, JANUARY, OLDEST]
INDEX = PostIndex(reversed(POSTS))
EMPTY = PostIndex()
NAIVE = datetime(2025, 3, 1, 12)  # noqa: DTZ001  # a bound needs no time zone: only its day counts


# -- a sequence --------------------------------------------------------------------------------------------------------


def test_equal_tags_of_a_document_are_read_once() -> None:
    tags = '[{"name": "C#", "slug": "c-sharp"}, {"name": "Tea"}, "pots"]'
    posts = ", ".join(f'{{"title": "Tea {n}", "published": "2026-03-22", "tags": {tags}}}' for n in range(2))
    one, two = PostIndex.from_json(f'{{"posts": [{posts}]}}')
    assert one.tags == two.tags == (Tag("C#"), Tag("Tea"), Tag("pots"))
    assert one.tags[0] is two.tags[0]


def test_an_index_is_a_sequence_newest_first() -> None:
    assert isinstance(INDEX, Sequence)
    assert list(INDEX) == POSTS
    assert list(reversed(INDEX)) == POSTS[::-1]
    assert len(INDEX) == 4
    assert (INDEX[0], INDEX[-1]) == (NEWEST, OLDEST)
    assert INDEX.index(JANUARY) == 2
    assert INDEX.index(JANUARY, 1, 3) == 2
    assert INDEX.count(JANUARY) == 1
    assert INDEX.count("Coffee") == 0
    first, *rest = INDEX
    assert (first, rest) == (NEWEST, POSTS[1:])


def test_an_index_contains_posts_only() -> None:
    stranger = post("Stranger", "2026-01-01")
    assert MIDDLE in INDEX
    assert stranger not in INDEX
    assert MIDDLE.model_copy(update={"summary": "Other."}) not in INDEX
    assert MIDDLE not in INDEX.between("2026", None)
    others: list[Any] = [None, 1, "Ledgers", MIDDLE.id, [], Tag("notes"), float("nan")]
    for other in others:
        assert other not in INDEX
    with pytest.raises(ValueError):  # noqa: PT011  # it is the protocol's, and says nothing
        INDEX.index(stranger)


@pytest.mark.parametrize("at", [4, -5, 10**30, pytest.param(10**5000, id="huge")])
def test_an_index_out_of_range_is_an_index_error(at: int) -> None:
    with pytest.raises(IndexError):
        INDEX[at]


@pytest.mark.parametrize("at", ["2026-03-22-tea", "tea", None, 1.0, NEWEST, (1, 2), slice("2025", None), slice("", 3)])
def test_anything_but_positions_is_refused_with_the_method_to_use(at: Any) -> None:
    for index in (INDEX, INDEX.tagged("notes")):
        with pytest.raises(InvalidValue, match=r"is not a position; use index\.get\(id\)") as caught:
            index[at]
        assert caught.value.place == "PostIndex[...]"


def test_slices_are_indexes() -> None:
    assert INDEX[1:3] == PostIndex([MIDDLE, JANUARY])
    assert list(INDEX[::2]) == [NEWEST, JANUARY]
    assert list(INDEX[1:][1:]) == [JANUARY, OLDEST]
    assert list(INDEX.tagged("notes")[1:]) == [MIDDLE]
    assert INDEX[9:] == EMPTY == INDEX[2:1]
    assert list(INDEX[-2:]) == [JANUARY, OLDEST]
    assert INDEX[:] == INDEX
    assert INDEX[: 10**30] == INDEX


def test_a_slice_with_a_negative_step_is_refused() -> None:
    for index in (INDEX, INDEX[1:], INDEX.tagged("notes")):
        with pytest.raises(InvalidValue, match=r"newest first, use reversed\(\)"):
            index[::-1]


def test_equality_and_hash_go_by_the_posts() -> None:
    same = [PostIndex(POSTS), PostIndex([*POSTS, NEWEST]), INDEX[:], INDEX.between(), INDEX.tagged(), INDEX.merge()]
    for other in same:
        assert (other, hash(other)) == (INDEX, hash(INDEX))
    assert INDEX[1:] != INDEX
    assert INDEX.tagged("notes") == PostIndex([NEWEST, MIDDLE])
    assert INDEX != POSTS
    assert INDEX != "posts"
    assert len({INDEX, *same}) == 1


def test_an_index_is_immutable() -> None:
    for change in ("append", "sort", "clear", "__setitem__", "__delitem__", "__iadd__"):
        assert not hasattr(INDEX, change)
    with pytest.raises(AttributeError):
        INDEX.extra = 1  # type: ignore[attr-defined]


def test_counts_copy_their_mapping() -> None:
    posts = [NEWEST]
    index = PostIndex(posts)
    posts.append(MIDDLE)
    assert list(index) == [NEWEST]


@pytest.mark.parametrize("index", [INDEX, EMPTY, INDEX[1:3], INDEX.tagged("notes"), INDEX.tagged("nothing")])
def test_an_index_survives_pickle_copy_and_json(index: PostIndex) -> None:
    index.search("tea")  # what is built on first use does not stand in the way
    for twin in (
        pickle.loads(pickle.dumps(index)),
        copy.copy(index),
        copy.deepcopy(index),
        PostIndex.from_json(index.to_json()),
        PostIndex.from_json(index.to_json().encode()),
        PostIndex(index),
    ):
        assert (twin, hash(twin), repr(twin)) == (index, hash(index), repr(index))


def test_a_pickled_slice_leaves_the_rest_behind() -> None:
    assert b"Ledgers" not in pickle.dumps(INDEX[:1])


# -- construction ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, 1, 1.5, "posts", b"posts", "", object(), True, 10**20])
def test_values_that_are_not_iterables_of_posts_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="is not an iterable of posts"):
        PostIndex(value)


@pytest.mark.parametrize("item", [None, 1, "Tea", b"", [], {}, Tag("tea"), {"title": "Tea"}, float("nan")])
def test_an_item_that_is_not_a_post_is_named(item: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^PostIndex: item 1: .* is not a Post; "):
        PostIndex([NEWEST, item])


def test_one_post_is_refused_as_posts() -> None:
    with pytest.raises(InvalidValue, match="PostIndex"):
        PostIndex(NEWEST)  # type: ignore[arg-type]


def test_values_without_a_repr_are_refused() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise RuntimeError

    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    values: list[Any] = [Mute(), deep]
    for value in values:
        with pytest.raises(InvalidValue) as raised:
            PostIndex([value])
        assert "is not a Post" in str(raised.value)


def test_posts_that_share_a_derived_id_are_all_kept() -> None:
    twins = [post("Tea", "2026-03-22", summary=summary) for summary in "ab"]
    index = PostIndex(twins)
    assert [one.id for one in index] == ["2026-03-22-tea", "2026-03-22-tea-2"]
    assert index == PostIndex(reversed(twins))
    assert index.get("2026-03-22-tea-2").summary == "b"
    assert PostIndex(index) == index


def test_different_posts_with_the_same_given_id_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^PostIndex: 'x' is the id of 2 different posts"):
        PostIndex([post("Tea", "2026-03-22", id="x"), post("Coffee", "2026-03-22", id="x")])


# -- get ---------------------------------------------------------------------------------------------------------------


def test_get() -> None:
    assert INDEX.get("2025-03-01-ledgers") is MIDDLE
    assert INDEX.get("2025-03-01-ledger", None) is None
    assert INDEX.get("2025-03-01-ledger", 7) == 7
    with pytest.raises(UnknownPost, match="did you mean '2025-03-01-ledgers'") as raised:
        INDEX.get("2025-03-01-ledger")
    assert isinstance(raised.value, LookupError)
    assert (raised.value.id, raised.value.near) == ("2025-03-01-ledger", ("2025-03-01-ledgers",))


@pytest.mark.parametrize("within", [INDEX.tagged("tea"), INDEX.between("2026"), INDEX[:1]])
def test_get_on_a_filtered_index_finds_its_own_posts_only(within: PostIndex) -> None:
    assert within.get(NEWEST.id) is NEWEST
    assert within.get(MIDDLE.id, None) is None
    with pytest.raises(UnknownPost) as raised:
        within.get(MIDDLE.id)
    assert raised.value.near == ()


BAD_IDS: list[Any] = [None, 1, True, 1.5, b"x", (), [], {}, Tag("tea"), NEWEST, INDEX, float("nan"), 10**5000, object()]


@pytest.mark.parametrize("number", range(len(BAD_IDS)))
def test_an_id_that_is_not_text_is_refused(number: int) -> None:
    with pytest.raises(PostindexError) as raised:
        INDEX.get(BAD_IDS[number])
    assert str(raised.value)
    if not isinstance(BAD_IDS[number], Post):
        with pytest.raises(PostindexError):
            INDEX.related(BAD_IDS[number])


@pytest.mark.parametrize("id", ["", " ", "\ud800", "x" * 100_000, "\0"])
def test_unknown_ids_are_ignored_in_exclude(id: str) -> None:
    with pytest.raises(UnknownPost):
        INDEX.get(id)
    with pytest.raises(UnknownPost):
        INDEX.related(id)
    assert EMPTY.get(id, "none") == "none"


# -- tagged ------------------------------------------------------------------------------------------------------------


def test_tagged() -> None:
    assert list(INDEX.tagged("notes")) == [NEWEST, MIDDLE]
    assert list(INDEX.tagged("#Notes", Tag("postgres"))) == [MIDDLE]
    assert list(INDEX.tagged("notes").tagged("postgres")) == [MIDDLE]
    assert list(INDEX.tagged(any_of=["tea", "/Coffee"])) == [NEWEST, JANUARY]
    assert list(INDEX.tagged(none_of={"notes"})) == [JANUARY, OLDEST]
    assert list(INDEX.tagged("notes", any_of=iter(["tea", "coffee"]), none_of=("postgres",))) == [NEWEST]
    assert INDEX.tagged() == INDEX


def test_an_unknown_tag_matches_nothing() -> None:
    assert INDEX.tagged("kafka") == EMPTY
    assert INDEX.tagged("notes", "kafka") == EMPTY
    assert INDEX.tagged(any_of=["kafka"]) == EMPTY
    assert INDEX.tagged(none_of=["kafka"]) == INDEX
    assert EMPTY.tagged("notes", any_of=["tea"], none_of=["coffee"]) == EMPTY


@pytest.mark.parametrize("value", ["notes", b"notes", "", None, 1, Tag("notes")])
def test_one_tag_where_several_are_expected_is_refused(value: Any) -> None:
    for condition in ("any_of", "none_of"):
        with pytest.raises(InvalidValue, match=f"^{condition}: .*put it in a list"):
            INDEX.tagged(**{condition: value})


@pytest.mark.parametrize(
    "value", [None, 1, True, b"", b"notes", [], {}, "", "!!!", "\ud800", float("nan"), NEWEST, INDEX]
)
def test_invalid_names_of_tags_are_refused(value: Any) -> None:
    asked: list[tuple[str, Callable[[], PostIndex]]] = [
        ("Tag", lambda: INDEX.tagged(value)),
        ("Tag", lambda: INDEX.tagged("notes", value)),
        ("any_of: Tag", lambda: INDEX.tagged(any_of=[value])),
        ("none_of: Tag", lambda: INDEX.tagged(none_of=["notes", value])),
    ]
    for place, ask in asked:
        with pytest.raises(InvalidValue, match=f"^{place}"):
            ask()


# -- between -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, POSTS),
        ("2025", "2025", [MIDDLE, JANUARY]),
        ("2025", None, [NEWEST, MIDDLE, JANUARY]),
        (None, "2025", [MIDDLE, JANUARY, OLDEST]),
        ("2025-01", "2025-02", [JANUARY]),
        ("2025-01-31", "2025-03-01", [MIDDLE, JANUARY]),
        ("2025-02-01", "2025-02-28", []),
        ("2025-06", "2025", []),
        ("2024-02", "2024-02", [OLDEST]),
        (date(2025, 3, 1), date(2026, 3, 21), [MIDDLE]),
        (NAIVE, NAIVE, [MIDDLE]),
        (datetime(2025, 3, 1, 23, tzinfo=timezone(timedelta(hours=-9))), "2025-03", [MIDDLE]),
        (date.min, date.max, POSTS),
        ("0001", "9999", POSTS),
    ],
)
def test_between(first: date | str | None, last: date | str | None, expected: list[Post]) -> None:
    assert list(INDEX.between(first, last)) == expected
    assert list(INDEX.tagged("notes").between(first, last)) == [one for one in expected if Tag("notes") in one.tags]
    assert EMPTY.between(first, last) == EMPTY


def test_between_uses_the_own_day_of_a_post() -> None:
    late = Post(title="Late", published=datetime(2025, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5))))
    assert list(PostIndex([late]).between("2025-03-01", "2025-03-01")) == [late]
    assert list(PostIndex([late]).between("2025-03-02", None)) == []


@pytest.mark.parametrize(
    ("first", "last"), [("2025", "2024"), ("2025-03", "2025-02"), (date(2025, 3, 2), NAIVE), ("9999", "0001")]
)
def test_a_reversed_range_is_refused(first: date | str, last: date | str) -> None:
    for index in (INDEX, EMPTY):
        with pytest.raises(InvalidValue, match="is reversed; give the earlier day first"):
            index.between(first, last)


NO_DAYS: list[Any] = [
    1, True, 2025, 1.5, float("nan"), b"2025", [], (), {}, NEWEST, "", " ", "x", "\ud800", "2025 ", "2025\n", " 2025",
    "25", "20250", "0000", "2025-1", "2025-13", "2025-00", "2025-3-1", "2025-03-32", "2025-02-29", "2025-03-00",
    "2025-00-01", "2025-00-00", "2025/03", "20250301", "2025-W09", "March 2025", "２０２５", "٢٠٢٥", "²025", "-2025",
    "2025-03-01T00:00", "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(NO_DAYS)))
def test_invalid_bounds_are_refused(number: int) -> None:
    bound = NO_DAYS[number]
    with pytest.raises(InvalidValue, match=r"^first: .* is not a day or period"):
        INDEX.between(bound)
    with pytest.raises(InvalidValue, match=r"^last: .* is not a day or period"):
        INDEX.between("2025", bound)


# -- filters and answers together --------------------------------------------------------------------------------------


def test_filters_leave_the_index_as_it_was() -> None:
    before = (tuple(INDEX), INDEX.to_json())
    narrowed = INDEX.tagged("notes").between("2025", None)[:1]
    narrowed.search("tea")
    narrowed.related(NEWEST)
    assert (tuple(INDEX), INDEX.to_json()) == before


def test_rankings_of_a_filtered_index_stay_inside_it() -> None:
    narrowed = INDEX.tagged("notes").between("2025", "2025")
    assert [found.post for found in narrowed.related(NEWEST)] == [MIDDLE]
    assert [hit.post for hit in narrowed.search("notes")] == [MIDDLE]
    assert narrowed.search("twice") == ()
    assert dict(narrowed.tags) == {Tag("postgres"): 1, Tag("notes"): 1}


# -- merge -------------------------------------------------------------------------------------------------------------


def test_merge_unites_posts_of_one_id() -> None:
    again = post("Ledgers", "2025-03-01", "Notes fintech", summary="Double entry, twice.", reading_minutes=4)
    merged = INDEX[1:2] + PostIndex([again, NEWEST])
    assert [one.id for one in merged] == [NEWEST.id, MIDDLE.id]
    assert [tag.name for tag in merged[1].tags] == ["postgres", "notes", "fintech"]
    assert (merged[1].summary, merged[1].reading_minutes) == ("Double entry, twice.", 4)
    assert len(INDEX[1:2]) == 1


def happy_new_year(url: str | None, summary: str = "", **fields: Any) -> Post:
    return Post(title="Happy new year", published=date(2026, 1, 1), url=url, summary=summary, **fields)


A, B = "https://a.example/x", "https://b.example/y"


def test_different_urls_are_different_posts() -> None:
    a, b = PostIndex([happy_new_year(A, "A")]), PostIndex([happy_new_year(B, "B, longer")])
    for merged in (a + b, b + a, a.merge(b, a, b)):
        assert {(one.url, one.summary) for one in merged} == {(A, "A"), (B, "B, longer")}
        assert [one.id for one in merged] == ["2026-01-01-happy-new-year", "2026-01-01-happy-new-year-2"]
        assert merged + merged == merged


def test_different_urls_are_different_posts_even_with_one_given_id() -> None:
    merged = PostIndex([happy_new_year(A, id="1")]) + PostIndex([happy_new_year(B, id="1")])
    assert {(one.id, one.url) for one in merged} == {("1", A), ("1-2", B)}
    assert merged + PostIndex([happy_new_year(B, id="1")]) == merged


def test_a_post_without_a_url_is_a_copy_of_the_first_post_with_its_id() -> None:
    plain, with_url = PostIndex([happy_new_year(None, "Longer summary")]), PostIndex([happy_new_year(A, tags=["tea"])])
    for merged in (plain + with_url, with_url + plain):
        assert [(one.url, one.summary, len(one.tags)) for one in merged] == [(A, "Longer summary", 1)]


def test_a_renamed_post_is_found_by_its_url() -> None:
    c = "https://c.example/z"
    both, other = (
        PostIndex([happy_new_year(A), happy_new_year(B)]),
        PostIndex([happy_new_year(B, "B"), happy_new_year(c)]),
    )
    merged = both + other
    assert sorted((one.url or "", one.summary) for one in merged) == [(A, ""), (B, "B"), (c, "")]


def test_merging_takes_linear_time_in_white_space() -> None:
    """A summary with a long run of white space took quadratic time."""
    one = PostIndex([happy_new_year(None, "a" + " " * 100_000 + "b")])
    start = time.process_time()
    assert len(one + PostIndex([happy_new_year(None, "other")])) == 1
    assert time.process_time() - start < 2


def test_merge_takes_any_number_of_iterables() -> None:
    assert EMPTY.merge(iter([OLDEST]), [NEWEST], INDEX[1:3]) == INDEX
    assert INDEX.merge() == INDEX == INDEX + EMPTY == EMPTY + INDEX == INDEX + INDEX
    assert sum([INDEX[:1], INDEX[1:]], EMPTY) == INDEX


@pytest.mark.parametrize("other", [None, 1, "posts", b"", [None], ["posts"], NEWEST])
def test_only_posts_can_be_merged(other: Any) -> None:
    with pytest.raises(InvalidValue, match="PostIndex"):
        INDEX.merge(other)


@pytest.mark.parametrize("other", [None, 1, "posts", [NEWEST]])
def test_only_indexes_can_be_added(other: Any) -> None:
    with pytest.raises(TypeError):
        INDEX + other
    with pytest.raises(TypeError):
        other + INDEX


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_is_a_versioned_document() -> None:
    document = json.loads(INDEX.to_json())
    assert list(document) == ["version", "posts"]
    assert document["version"] == 1
    assert [one["title"] for one in document["posts"]] == [one.title for one in POSTS]
    assert document["posts"][0]["published"] == "2026-03-22"
    assert json.loads(EMPTY.to_json()) == {"version": 1, "posts": []}


def test_json_keeps_names_and_renamed_ids() -> None:
    index = PostIndex(
        [
            Post(title="Tea", published=date(2026, 3, 22), tags=[Tag("K8s", slug="kubernetes"), "C++"], summary="a"),
            Post(title="Tea", published=datetime(2026, 3, 22, tzinfo=UTC), authors=["Ж. Автор"], summary="b"),
        ]
    )
    again = PostIndex.from_json(index.to_json())
    assert again.to_json() == index.to_json()
    assert [tag.name for tag in again.tags] == [tag.name for tag in index.tags]


GOOD = '{"title": "Tea", "published": "2026-03-22"}'


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "PostIndex.from_json: "),
        ("{", "PostIndex.from_json: .*line 1 column 2"),
        ("[]", "PostIndex.from_json: "),
        ("null", "PostIndex.from_json: "),
        ("NaN", "PostIndex.from_json: "),
        (b"\xff", "PostIndex.from_json: "),
        ("\ud800", "PostIndex.from_json: "),
        ("[" * 100_000, "PostIndex.from_json: .*nested too deeply"),
        ('{"posts": ' + "[" * 100_000, "PostIndex.from_json: .*nested too deeply"),
        ('{"version": 1}', "PostIndex.from_json: .*has no 'posts'"),
        ('{"version": 2, "posts": []}', "PostIndex.from_json.version: 2 "),
        ('{"version": "1", "posts": []}', "PostIndex.from_json.version: '1' "),
        ('{"version": true, "posts": []}', "PostIndex.from_json.version: True "),
        ('{"posts": [], "more": 1}', "PostIndex.from_json.more: "),
        ('{"posts": null}', "PostIndex.from_json.posts: "),
        ('{"posts": {}}', "PostIndex.from_json.posts: "),
        ('{"posts": [1]}', "PostIndex.from_json.posts.0: "),
        (f'{{"posts": [{GOOD}, {{"title": "Tea"}}]}}', "PostIndex.from_json.posts.1: .*has no 'published'"),
        (
            f'{{"posts": [{GOOD}, {{"title": 1, "published": "2026-03-22"}}]}}',
            "PostIndex.from_json.posts.1: Post.title: ",
        ),
        (f'{{"posts": [{GOOD[:-1]}, "tags": ["!!!"]}}]}}', "PostIndex.from_json.posts.0: Post.tags: Tag.name: '!!!' "),
        (f'{{"posts": [{GOOD[:-1]}, "tags": "tea"}}]}}', "PostIndex.from_json.posts.0: Post.tags: 'tea' "),
        (
            f'{{"posts": [{GOOD[:-1]}, "reading_minutes": 1e999}}]}}',
            "PostIndex.from_json.posts.0: Post.reading_minutes: ",
        ),
        (
            f'{{"posts": [{GOOD[:-1]}, "authors": [{{"name": ""}}]}}]}}',
            "PostIndex.from_json.posts.0: Post.authors: Author.name: ",
        ),
        ('{"posts": [{"title": "Tea", "published": "2026-02-30"}]}', "PostIndex.from_json.posts.0: Post.published: "),
        (
            '{"posts": [{"title": "\\u0001", "published": "2026-02-03"}]}',
            "PostIndex.from_json.posts.0: Post.title: .*U.0001",
        ),
        (f'{{"posts": [{GOOD[:-1]}, "id": "x"}}, {GOOD[:-1]}, "id": "x", "summary": "b"}}]}}', "PostIndex.*'x' is the"),
        (None, "PostIndex.from_json: None "),
        (1, "PostIndex.from_json: 1 "),
        ([], "PostIndex.from_json: "),
        (INDEX, "PostIndex.from_json: "),
    ],
    ids=range(30),
)
def test_foreign_json_is_refused_with_its_place(text: Any, where: str) -> None:
    with pytest.raises(InvalidValue, match=f"^{where}"):
        PostIndex.from_json(text)


def test_json_of_any_text_round_trips(example: postindex.Listing) -> None:
    assert PostIndex.from_json(example.index.to_json()).to_json() == example.index.to_json()


# -- looks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        (EMPTY, "<PostIndex: 0 posts>"),
        (INDEX[-1:], "<PostIndex: 1 post, 2024-02-29, 0 tags>"),
        (INDEX[2:3], "<PostIndex: 1 post, 2025-01-31, 1 tag>"),
        (INDEX, "<PostIndex: 4 posts, 2024-02-29 to 2026-03-22, 4 tags>"),
    ],
)
def test_repr(index: PostIndex, shown: str) -> None:
    assert repr(index) == shown


def test_html_shows_ten_posts_and_counts_the_rest() -> None:
    posts = [post(f"<{number}> & co", f"2026-01-{number:02}", "a&b tea") for number in range(1, 13)]
    shown = {count: ET.fromstring(PostIndex(posts[:count])._repr_html_()) for count in (0, 1, 10, 11, 12)}
    rows = {count: [[cell.text for cell in row] for row in root.findall("tbody/tr")] for count, root in shown.items()}
    assert rows[0] == []
    assert rows[1] == [["2026-01-01", "<1> & co", "a&b, tea"]]
    assert len(rows[10]) == 10
    assert rows[11][10] == [None, "… and 1 more", None]
    assert rows[12][10] == [None, "… and 2 more", None]
    assert (shown[12].findtext("caption") or "").strip() == "PostIndex: 12 posts, 2026-01-01 to 2026-01-12, 2 tags"


# -- the real listing --------------------------------------------------------------------------------------------------


def naive_count(text: str, *wanted: str) -> int:
    """Count the entries that show every wanted tag line, as a reader with a pencil would."""
    count, shown = 0, set[str]()
    for line in [*text.splitlines(), "- end"]:
        if line.startswith("- /"):
            shown.add(line.removeprefix("- /").strip())
        elif line.startswith("- "):
            count += shown.issuperset(wanted)
            shown = set()
    return count


@pytest.mark.parametrize("tags", [("fintech", "postgres"), ("homelab",), ("blog", "k3s"), ("ci-cd", "architecture")])
def test_real_tagged_agrees_with_a_scan_of_the_lines(real: PostIndex, shared: Path, tags: tuple[str, ...]) -> None:
    expected = naive_count((shared / "listings" / "blog.txt").read_text(encoding="utf-8"), *tags)
    assert expected > 0
    assert len(real.tagged(*tags)) == expected


def test_real_years(real: PostIndex) -> None:
    assert {year: len(real.between(year, year)) for year in ("2023", "2024", "2025", "2026")} == {
        "2023": 0,
        "2024": 22,
        "2025": 27,
        "2026": 10,
    }
    assert len(real) == 59


# -- the public names --------------------------------------------------------------------------------------------------


def public_things() -> Iterator[tuple[str, object]]:
    """Walk the public names, and those of the public modules and classes, as far as they are our own.

    What is pydantic's, pydantic documents.
    """
    for name in postindex.__all__:
        thing = getattr(postindex, name)
        yield from _with_members(name, thing)
        if isinstance(thing, ModuleType):
            for inner in thing.__all__:
                yield from _with_members(f"{name}.{inner}", getattr(thing, inner))


def _with_members(name: str, thing: object) -> Iterator[tuple[str, object]]:
    yield name, thing
    if isinstance(thing, type):
        for ours in thing.__mro__:
            if ours.__module__.startswith("postindex"):
                yield from ((f"{name}.{key}", value) for key, value in vars(ours).items() if _is_ours(key, value))


def _is_ours(name: str, value: object) -> bool:
    is_method = callable(value) or isinstance(value, property | cached_property | classmethod | staticmethod)
    return is_method and not name.startswith("_") and not hasattr(BaseModel, name)


PUBLIC = dict(public_things())


def test_the_search_visits_few_posts() -> None:
    assert {"PostIndex.search", "Post.day", "Tag.of", "Listing.index", "feeds.atom", "Hit.highlighted"} <= PUBLIC.keys()
    assert {"Enclosure.of", "Channel.moment_of", "PostLeftOut", "feeds.json", "feeds.Publication"} <= PUBLIC.keys()
    assert {"cadence.Cadence.counts", "frames.Table.column_names", "plots.rate", "report.html"} <= PUBLIC.keys()
    assert "PostIndex.count" not in PUBLIC
    assert "Post.model_validate" not in PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>> " in (inspect.getdoc(PUBLIC[name]) or "")


def test_an_unknown_attribute_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        getattr(postindex, "nonsense")  # noqa: B009  # type checkers know that it does not exist
