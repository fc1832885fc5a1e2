"""Posts as plain dictionaries, and back: as they are, by way of JSON, and as dataframes give them."""

import io
import json
import re
import tracemalloc
from collections import UserDict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given

from any_posts import indexes
from postindex import Author, Enclosure, InvalidValue, Post, PostIndex, Tag

DAY = date(2026, 3, 22)
EAST = timezone(timedelta(hours=5, minutes=30))
LATE = datetime(2026, 3, 22, 23, 30, tzinfo=timezone(-timedelta(hours=5)))  # the day after, in UTC
NAMES = [
    *("id", "title", "published", "published_at", "utc_offset_minutes", "summary", "tags", "tag_slugs"),
    *(
        "reading_minutes",
        "url",
        "updated",
        "updated_at",
        "updated_utc_offset_minutes",
        "authors",
        "language",
        "related_ids",
        "content_html",
    ),
    *("enclosures", "categories", "category_slugs", "image"),
]


class NAType:
    """As pandas' NA: it is neither equal to itself nor not."""

    def __ne__(self, other: object) -> bool:
        raise TypeError

    __eq__ = __ne__
    __hash__ = object.__hash__


def read(**fields: Any) -> Post:
    [post] = PostIndex.from_records([{"title": "Tea", "published": DAY, **fields}])
    return post


def refused(**fields: Any) -> str:
    """What is said of the second of two rows."""
    good = {"title": "Tea", "published": DAY}
    with pytest.raises(InvalidValue) as caught:
        PostIndex.from_records([good, {**good, **fields}])
    said = str(caught.value)
    assert said.startswith("PostIndex.from_records: row 1: ")
    return said.removeprefix("PostIndex.from_records: row 1: ")


# -- to records --------------------------------------------------------------------------------------------------------


def test_a_record_of_a_day_alone() -> None:
    [record] = PostIndex([Post(title="Tea", published=DAY, tags=["Notes", "C++"])]).to_records()
    assert record == {
        "id": "2026-03-22-tea",
        "title": "Tea",
        "published": DAY,
        "published_at": None,
        "utc_offset_minutes": None,
        "summary": "",
        "tags": ["Notes", "C++"],
        "tag_slugs": ["notes", "c-plus-plus"],
        "reading_minutes": None,
        "url": None,
        "updated": None,
        "updated_at": None,
        "updated_utc_offset_minutes": None,
        "authors": [],
        "language": None,
        "related_ids": [],
        "content_html": "",
        "enclosures": [],
        "categories": [],
        "category_slugs": [],
        "image": None,
    }
    assert list(record) == NAMES


def test_a_record_of_all_that_a_post_can_say() -> None:
    post = Post(
        id="tea",
        title="Tea",
        published=datetime(2026, 3, 22, 1, tzinfo=EAST),
        summary="On leaves.",
        tags=[Tag("K8s", slug="kubernetes")],
        reading_minutes=4,
        url="https://example.org/tea",
        updated=LATE,
        authors=["Ben", Author("Ada", email="ada@example.org")],
        language="en",
        related_ids=["pots"],
        content_html="<p>On leaves.</p>",
        enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg")],
        categories=["Drinks", Tag("Food", slug="eating")],
        image="https://example.org/1.png",
    )
    [record] = PostIndex([post]).to_records()
    assert record == {
        "id": "tea",
        "title": "Tea",
        "published": DAY,
        "published_at": post.published,
        "utc_offset_minutes": 330,
        "summary": "On leaves.",
        "tags": ["K8s"],
        "tag_slugs": ["kubernetes"],
        "reading_minutes": 4,
        "url": "https://example.org/tea",
        "updated": DAY,
        "updated_at": LATE,
        "updated_utc_offset_minutes": -300,
        "authors": [
            {"name": "Ben", "email": None, "url": None},
            {"name": "Ada", "email": "ada@example.org", "url": None},
        ],
        "language": "en",
        "related_ids": ["pots"],
        "content_html": "<p>On leaves.</p>",
        "enclosures": [{"url": "https://example.org/1.mp3", "type": "audio/mpeg", "length": None}],
        "categories": ["Drinks", "Food"],
        "category_slugs": ["drinks", "eating"],
        "image": "https://example.org/1.png",
    }
    assert type(record["published"]) is type(record["updated"]) is date
    assert PostIndex.from_records([record])[0] == post


def test_an_updated_day() -> None:
    [record] = PostIndex([Post(title="Tea", published=DAY, updated=DAY)]).to_records()
    assert (record["updated"], record["updated_at"]) == (DAY, None)


def test_records_come_newest_first(example: Any) -> None:
    index = example.index
    assert [record["id"] for record in index.to_records()] == [post.id for post in index]
    assert [record["id"] for record in index.tagged("bees").to_records()] == [post.id for post in index.tagged("bees")]
    assert PostIndex().to_records() == []


# -- laws --------------------------------------------------------------------------------------------------------------


@given(indexes())
@example(
    PostIndex([Post(title="Tea", published=datetime(1, 1, 1, tzinfo=EAST), updated=datetime(1, 1, 1, tzinfo=EAST))])
)
def test_records_are_the_identity(index: PostIndex) -> None:
    """What is written is read back equal, names and offsets too."""
    again = PostIndex.from_records(index.to_records())
    assert again == index
    assert again.to_json() == index.to_json()


@given(indexes())
def test_records_survive_json(index: PostIndex) -> None:
    """Days and moments may be text."""
    again = PostIndex.from_records(json.loads(json.dumps(index.to_records(), default=str)))
    assert again.to_json() == index.to_json()


def through_polars_and_pandas(records: list[dict[str, Any]]) -> list[dict[Any, Any]]:
    file = io.BytesIO()
    pl.DataFrame(records, infer_schema_length=None).write_parquet(file)
    rows: list[dict[Any, Any]] = pd.read_parquet(file).to_dict("records")
    return rows


def through_pandas_and_polars(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    file = io.BytesIO()
    pd.DataFrame(records).to_parquet(file)
    file.seek(0)
    return pl.read_parquet(file).to_dicts()


def through_scalars(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    table = pa.Table.from_pylist(records)
    return [{name: table.column(name)[at] for name in table.column_names} for at in range(len(records))]


@pytest.mark.parametrize("through", [through_polars_and_pandas, through_pandas_and_polars, through_scalars])
def test_records_survive_parquet(through: Callable[[list[dict[str, Any]]], list[dict[Any, Any]]]) -> None:
    """What one library has written and another read is the same posts again, with authors and enclosures."""
    sizes = {"1": 3, "2": None, "3": 2**53 - 1}
    full = Post(
        title="Tea",
        published=LATE,
        tags=[Tag("K8s", slug="kubernetes"), "C++"],
        reading_minutes=4,
        updated=DAY,
        authors=["Ben", Author("Ada", email="ada@example.org")],
        enclosures=[Enclosure(url=f"https://b.org/{name}", type="a/b", length=size) for name, size in sizes.items()],
    )
    index = PostIndex([full, Post(title="Pots", published=DAY), Post(title="Jars", published=DAY, authors=["Ada"])])
    again = PostIndex.from_records(through(index.to_records()))
    assert again.to_json() == index.to_json()
    assert [type(enclosure.length) for enclosure in again[0].enclosures] == [int, type(None), int]


@given(indexes())
def test_every_record_has_the_same_keys_and_kinds(index: PostIndex) -> None:
    """A column holds values of one kind, or None."""
    kinds: dict[str, set[type]] = {}
    for record in index.to_records():
        assert list(record) == NAMES
        for name, value in record.items():
            kinds.setdefault(name, set()).add(type(value))
    assert all(len(each - {type(None)}) <= 1 for each in kinds.values())


# -- from records ------------------------------------------------------------------------------------------------------


def test_a_row_needs_a_title_and_a_day_alone() -> None:
    assert read() == Post(title="Tea", published=DAY)
    assert PostIndex.from_records([]) == PostIndex()
    assert PostIndex.from_records(iter([UserDict({"title": "Tea", "published": DAY})])) == PostIndex([read()])


def test_none_counts_as_a_missing_field() -> None:
    names = [name for name in NAMES if name not in ("title", "published")]
    assert read(**dict.fromkeys(names)) == read()
    assert read(**dict.fromkeys(names, float("nan"))) == read()
    assert read(**dict.fromkeys(names, NAType())) == read()


def test_a_row_may_be_what_a_post_takes() -> None:
    post = read(published=LATE, tags=[Tag("Tea")], authors=["Ada", Author("Ben")], enclosures=[], updated="2026-03-23")
    assert post == Post(title="Tea", published=LATE, tags=["tea"], authors=["Ada", "Ben"], updated=date(2026, 3, 23))


def test_posts_that_derive_one_id_get_ids_of_their_own() -> None:
    rows = [{"title": "Tea", "published": DAY, "summary": summary} for summary in ("one", "two")]
    assert [post.id for post in PostIndex.from_records(rows)] == ["2026-03-22-tea", "2026-03-22-tea-2"]


@pytest.mark.parametrize("value", [5, 5.0])
def test_whole_numbers(value: Any) -> None:
    minutes = read(reading_minutes=value).reading_minutes
    assert minutes == 5
    assert type(minutes) is int


@pytest.mark.parametrize("value", [True, 5.5, float("inf"), "5", Decimal(5), -1])
def test_invalid_whole_numbers_are_refused(value: Any) -> None:
    assert refused(reading_minutes=value).endswith("is not a whole number of minutes from 0 to 1,000,000, or None")


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        (DAY, DAY),
        ("2026-03-22", DAY),
        (datetime(2026, 3, 22), DAY),  # noqa: DTZ001  pandas' only form of a day
        ("2026-03-22 00:00:00", DAY),
        ("20260322", DAY),
        (LATE, LATE),
        ("2026-03-22T23:30:00-05:00", LATE),
        ("2026-03-22 23:30:00-05:00", LATE),
        (datetime(2026, 3, 22, tzinfo=UTC), datetime(2026, 3, 22, tzinfo=UTC)),
    ],
)
def test_days_and_moments(given: Any, read_as: date) -> None:
    for name in ("published", "updated"):
        moment = getattr(read(**{name: given}), name)
        assert (moment, type(moment)) == (read_as, type(read_as))
        assert str(moment) == str(read_as)


@pytest.mark.parametrize(
    "day", [np.datetime64("2026-03-22"), np.datetime64("2026-03-22T00:00", "ns"), pa.scalar(DAY), pd.Timestamp(DAY)]
)
def test_a_day_of_numpys_pyarrows_and_pandas(day: Any) -> None:
    assert read(published=day) == Post(title="Tea", published=DAY)
    assert read(updated=day).updated == DAY
    assert type(read(updated=day).updated) is date


@pytest.mark.parametrize("unit", ["D", "us", "ns", "generic"])
def test_no_time_of_numpys_is_a_field_that_is_not_there(unit: Any) -> None:
    assert read(updated=np.datetime64("NaT", unit)) == read()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (np.datetime64("2026-03-22T10:30"), "has no time zone; add one"),
        (np.datetime64("2026-03"), "'2026-03' is not a date or an aware datetime"),
        (np.datetime64("12026-03-22"), "'12026-03-22' is not a date or an aware datetime"),
    ],
)
def test_invalid_numpy_days_are_refused(given: Any, reason: str) -> None:
    assert reason in refused(published=given)
    assert "is not a moment with a time zone" in refused(published_at=given)


@pytest.mark.parametrize("length", [3, 3.0, np.int64(3), np.float64(3), pa.scalar(3)])
@pytest.mark.parametrize("make", [list, tuple, lambda parts: np.array(parts, dtype=object)])
def test_what_is_within_an_enclosure(length: Any, make: Callable[[list[Any]], Any]) -> None:
    url, kind = "https://b.org/1.mp3", "audio/mpeg"
    others = [{"url": url, "type": kind, "length": length} for length in (None, float("nan"), pd.NA)]
    post = read(enclosures=make([{"url": url, "type": kind, "length": length}, UserDict(others[0]), *others[1:]]))
    assert post.enclosures == (Enclosure(url=url, type=kind, length=3), Enclosure(url=url, type=kind))
    assert type(post.enclosures[0].length) is int


def test_what_is_within_an_author() -> None:
    authors = [{"name": np.str_("Ada"), "email": float("nan"), "url": pd.NA}, Author("Ben")]
    assert read(authors=authors).authors == read(authors=np.array(authors)).authors == (Author("Ada"), Author("Ben"))


def test_what_is_refused_within_a_list() -> None:
    place = "Post.enclosures: Enclosure"
    for length in (3.5, True, np.float64(-3)):
        said = refused(enclosures=[{"url": "https://b.org/", "type": "a/b", "length": length}])
        assert said.startswith(f"{place}.length: ")
        assert said.endswith(" is not a whole number of bytes from 0 to 2**63 - 1, or None")
    assert refused(enclosures=[{"url": "https://b.org/", "type": None}]).endswith("has no 'type'; give it one")
    assert refused(authors=[{"name": 3.0}]).startswith("Post.authors: Author.name: 3 is not a name; give text")


@pytest.mark.parametrize("tags", [pa.array(["tea", "C++"]), pa.scalar(["tea", "C++"]), [pa.scalar("tea"), "C++"]])
def test_lists_of_pyarrows(tags: Any) -> None:
    assert read(tags=tags) == read(tags=tags, tag_slugs=pa.array(["tea", "c-plus-plus"])) == read(tags=["tea", "C++"])


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (datetime(2026, 3, 22, 0, 0, 1), "has no time zone"),  # noqa: DTZ001  as given
        (datetime(2026, 3, 22, 0, 0, 0, 1), "has no time zone"),  # noqa: DTZ001  as given
        ("2026-03-22T10:30", "has no time zone"),
        ("2026-03", "is not a date or an aware datetime"),
        ("Sunday", "is not a date or an aware datetime"),
        (0, "is not a date or an aware datetime"),
    ],
)
def test_invalid_days_are_refused(given: Any, reason: str) -> None:
    said = refused(published=given)
    assert said.startswith("Post.published: ")
    assert re.search(reason, said)


def test_a_moment_beside_its_day() -> None:
    assert read(published_at=LATE).published == LATE
    assert str(read(published_at=LATE).published) == str(LATE)
    assert str(read(published=None, published_at=str(LATE)).published) == str(LATE)
    assert str(read(published=LATE, published_at=LATE).published) == str(LATE)
    assert str(read(published=str(DAY), published_at=LATE.isoformat()).published) == str(LATE)


def test_a_moment_in_utc_goes_back_to_its_own_clock() -> None:
    post = read(published_at=LATE.astimezone(UTC), utc_offset_minutes=-300.0)
    assert str(post.published) == str(LATE)
    assert post.day == DAY


def test_a_moment_that_was_changed_to_utc_may_be_of_the_next_day() -> None:
    assert read(updated=DAY, updated_at=LATE.astimezone(UTC)).updated == LATE
    assert refused(updated=date(2026, 3, 21), updated_at=LATE.astimezone(UTC)) == (
        "updated: datetime.date(2026, 3, 21) is not the day of updated_at, 2026-03-23 04:30:00+00:00; "
        "if it is the day by another clock, give updated_utc_offset_minutes too"
    )


@pytest.mark.parametrize("day", [DAY, "2026-03-22", LATE - timedelta(minutes=1), datetime(2026, 3, 22), 7])  # noqa: DTZ001
def test_a_moment_of_another_day(day: Any) -> None:
    said = refused(published=day, published_at=LATE.astimezone(UTC))
    assert said.startswith("published: ")
    assert said.endswith(
        " is not the day of published_at, 2026-03-23 04:30:00+00:00; "
        "if it is the day by another clock, give utc_offset_minutes too"
    )


@pytest.mark.parametrize("name", ["published_at", "updated_at"])
@pytest.mark.parametrize("value", [DAY, datetime(2026, 3, 22, 10), "2026-03-22", "Sunday", 7])  # noqa: DTZ001
def test_invalid_moments_are_refused(name: str, value: Any) -> None:
    assert refused(**{name: value}).startswith(f"{name}: ")
    assert "is not a moment with a time zone; give an aware datetime, or leave it out" in refused(**{name: value})


@pytest.mark.parametrize("name", ["published", "updated"])
def test_a_moment_gets_the_offset_of_its_column(name: str) -> None:
    column = {"published": "utc_offset_minutes", "updated": "updated_utc_offset_minutes"}[name]
    post = read(**{name: DAY, f"{name}_at": LATE.astimezone(UTC), column: -300.0})
    moment = getattr(post, name)
    assert (moment, moment.utcoffset()) == (LATE, LATE.utcoffset())
    assert refused(**{name: DAY, column: 60}) == f"{column}: 60 needs {name}_at, a moment; give it too"
    for value in (10**5000, [1], np.ndarray):
        assert refused(**{name: DAY, f"{name}_at": LATE, column: value}).startswith(f"{column}: ")


@pytest.mark.parametrize("minutes", [1440, -1440, 10**12, "330", True, 1.5])
def test_invalid_offsets_are_refused(minutes: Any) -> None:
    said = refused(published_at=LATE, utc_offset_minutes=minutes)
    assert said.startswith("utc_offset_minutes: ")
    assert said.endswith(" is not an offset in minutes that 2026-03-22 23:30:00-05:00 can have")


def test_an_offset_out_of_the_calendar() -> None:
    said = refused(published=None, published_at=datetime(1, 1, 1, tzinfo=UTC), utc_offset_minutes=-60)
    assert said == "utc_offset_minutes: -60 is not an offset in minutes that 0001-01-01 00:00:00+00:00 can have"


def test_an_offset_of_no_moment() -> None:
    assert refused(utc_offset_minutes=60) == "utc_offset_minutes: 60 needs published_at, a moment; give it too"
    assert read(published=LATE, utc_offset_minutes=-300).published == LATE


def test_tags_by_slug() -> None:
    post = read(tags=("K8s", "!!!"), tag_slugs=("kubernetes", "bang"))
    assert [(tag.name, tag.slug) for tag in post.tags] == [("K8s", "kubernetes"), ("!!!", "bang")]
    assert [tag.slug for tag in read(tags=["K8s"], tag_slugs=[None]).tags] == ["k8s"]
    assert read(tags=[], tag_slugs=[]).tags == read(tags=None, tag_slugs=[]).tags == ()
    assert read(tags=["tea", "Tea"], tag_slugs=["tea", "tea"]).tags == (Tag("tea"),)


@pytest.mark.parametrize(
    ("tags", "slugs", "said"),
    [
        (["a", "b"], ["a"], "tag_slugs: ['a'] are not one for each of 2 tags; leave them out"),
        (None, ["a"], "tag_slugs: ['a'] are not one for each of 0 tags; leave them out"),
        ("tea", ["tea"], "tags: 'tea' is one value where several are expected; put it in a list"),
        (["tea"], "tea", "tag_slugs: 'tea' is one value where several are expected; put it in a list"),
        (["tea"], 3, "tag_slugs: 3 is one value where several are expected; put it in a list"),
        (["tea"], ["Tea"], "Tag.slug: 'Tea' is not a slug; 'tea' would be"),
        ([3], ["tea"], "Tag.name: 3 is not a name; give text"),
        ([["tea"]], ["tea"], "Tag.name: ['tea'] is not a name; give text"),
        (["tea"], [["tea"]], "Tag.slug: ['tea'] is not a slug"),
        (["tea"], [3], "Tag.slug: 3 is not a slug"),
    ],
)
def test_tags_and_slugs_that_do_not_fit(tags: Any, slugs: Any, said: str) -> None:
    assert refused(tags=tags, tag_slugs=slugs).startswith(said)


def test_what_a_post_refuses_is_refused_by_row_and_field() -> None:
    assert refused(title=None) == "Post: {'published': datetime.date(2026, 3, 22)} has no 'title'; give it one"
    assert refused(url="tea").startswith("Post.url: 'tea' is not an absolute http or https link")
    assert refused(tags="tea").startswith("Post.tags: 'tea' is one value where several are expected")
    assert refused(authors=[{"name": "Ada", "mail": ""}]).startswith("Post.authors: Author.mail")


def test_every_fault_of_every_row_is_told() -> None:
    rows = [
        {"title": "", "published": "soon", "date": DAY, 3: "x"},
        {"title": "Tea", "published": DAY},
        {"title": "Tea", "published": np.ndarray, "tags": ["a"], "tag_slugs": ["a", "b"], "updated_at": "x"},
        None,
        {"title": "Tea", "published": DAY, "utc_offset_minutes": 60, "published_at": 7},
    ]
    with pytest.raises(InvalidValue) as caught:
        PostIndex.from_records(rows)  # type: ignore[arg-type]
    assert [error.place.removeprefix("PostIndex.from_records: ") for error in caught.value.errors] == [
        *("row 0: Post.title", "row 0: Post.published", "row 0", "row 0"),
        *("row 2: published", "row 2: tag_slugs", "row 2: updated_at"),
        *("row 3", "row 4: published_at"),
    ]


@pytest.mark.parametrize(
    "read", [PostIndex.from_records, lambda rows: PostIndex.from_json(json.dumps({"posts": rows}))]
)
def test_of_many_bad_rows_100_are_told_in_little_memory(read: Callable[[Any], PostIndex]) -> None:
    rows: list[Any] = [{"title": "Tea", "published": "2026-03-22"}, *[{"title": 3, "published": "2026-03-22"}] * 20_000]
    tracemalloc.start()
    try:
        with pytest.raises(InvalidValue) as caught:
            read(rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (len(caught.value.errors), caught.value.omitted) == (100, 19_900)
    assert str(caught.value).endswith("\n… and 19,900 more")
    assert peak < 20_000_000


def test_unknown_keys_are_refused() -> None:
    said = refused(date=DAY)
    assert said == f"'date' is not a field; the fields are {', '.join(NAMES)}"
    assert refused(**{"reading minutes": None}).startswith("'reading minutes' is not a field")


@pytest.mark.parametrize("row", ["Tea", ("Tea", DAY), None, 3, Post(title="Tea", published=DAY)])
def test_rows_that_are_not_dictionaries_are_refused(row: Any) -> None:
    with pytest.raises(
        InvalidValue, match=r"row 0: .* is not a dictionary; of a pandas frame give \.to_dict\('records'\)"
    ):
        PostIndex.from_records([row])


@pytest.mark.parametrize("rows", ["Tea", b"Tea", {"title": ["Tea"]}, None, 3, Post(title="Tea", published=DAY)])
def test_values_that_are_not_lists_of_rows_are_refused(rows: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^PostIndex\.from_records: .* is not a list of rows; give a list"):
        PostIndex.from_records(rows)


def test_a_row_stays_as_it_was() -> None:
    row: Mapping[str, Any] = {"title": "Tea", "published": DAY, "published_at": LATE, "utc_offset_minutes": -300}
    before = dict(row)
    PostIndex.from_records([row])
    assert row == before


def inside_itself() -> list[object]:
    within: list[object] = []
    within.append(within)
    return within


@pytest.mark.parametrize(
    "value",
    [pa.scalar(9 * 10**17, pa.timestamp("s")), pa.scalar(2**30, pa.date32()), np.ndarray, inside_itself()],
    ids=["a moment after the calendar", "a day after it", "a class", "a list in itself"],
)
def test_what_cannot_be_read_is_refused_by_field(value: object) -> None:
    with pytest.raises(InvalidValue, match=r"^PostIndex\.from_records: row 0: published: .* cannot be read; "):
        PostIndex.from_records([{"title": "Tea", "published": value}])


def test_what_cannot_be_read_of_an_author_is_refused_by_its_field() -> None:
    told = r"^PostIndex\.from_records: row 0: authors: uri: <class 'numpy\.ndarray'> cannot be read; "
    with pytest.raises(InvalidValue, match=told):
        PostIndex.from_records([{"title": "Tea", "published": DAY, "authors": [{"name": "A", "uri": np.ndarray}]}])


@pytest.mark.parametrize("tag", [{"name": 1, "slug": "tea"}, {"name": "Tea", "slug": 3}])
def test_a_tag_of_json_has_two_texts(tag: dict[str, Any]) -> None:
    text = json.dumps({"version": 1, "posts": [{"title": "Tea", "published": "2026-03-22", "tags": [tag]}]})
    with pytest.raises(InvalidValue, match="tags"):
        PostIndex.from_json(text)
