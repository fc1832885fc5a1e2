"""Posts and cadences as Arrow tables, and what pandas, Polars, DuckDB and pyarrow find in them."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import duckdb
import nanoarrow
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings

from any_posts import PLAIN_TAGS, indexes
from postindex import Author, Enclosure, InvalidValue, Listing, MissingExtra, Post, PostIndex, Tag, cadence, frames

DAY = date(2026, 3, 22)
LATE = datetime(2026, 3, 22, 23, 30, tzinfo=timezone(-timedelta(hours=5)))  # the day after, in UTC
EAST = timezone(timedelta(hours=14))
COLUMNS = {  # as nanoarrow writes types
    "id": "large_string",
    "title": "large_string",
    "published": "date32",
    "published_at": "timestamp('us', 'UTC')",
    "utc_offset_minutes": "int32",
    "summary": "large_string",
    "tags": "large_list<item: large_string>",
    "reading_minutes": "int32",
    "url": "large_string",
    "updated": "date32",
    "updated_at": "timestamp('us', 'UTC')",
    "updated_utc_offset_minutes": "int32",
    "authors": "large_list<item: large_string>",
    "language": "large_string",
    "related_ids": "large_list<item: large_string>",
    "content_html": "large_string",
    "categories": "large_list<item: large_string>",
    "image": "large_string",
}
PERIODS = {
    "period": "date32",
    "posts": "int64",
    "reading_minutes": "int64",
    "partial": "bool",
    "rate": "double",
}


def rows_in_nanoarrow(table: frames.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = nanoarrow.ArrayStream(table).read_all().to_pylist()
    return rows


def rows_in_pyarrow(table: frames.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pa.table(table).to_pylist()
    return rows


def rows_in_polars(table: frames.Table) -> list[dict[str, Any]]:
    return pl.DataFrame(table).to_dicts()


def rows_in_duckdb(table: frames.Table) -> list[dict[str, Any]]:
    posts = table
    found = duckdb.sql("select * from posts")  # the variable, which DuckDB looks for where it is asked
    del posts
    assert found is not None
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def rows_in_pandas(table: frames.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pd.DataFrame.from_arrow(table).to_dict("records")
    return rows


READERS: dict[str, Callable[[frames.Table], list[dict[str, Any]]]] = {
    "nanoarrow": rows_in_nanoarrow,
    "duckdb": rows_in_duckdb,
    "pandas": rows_in_pandas,
    "polars": rows_in_polars,
    "pyarrow": rows_in_pyarrow,
}
every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def types_of(table: frames.Table) -> dict[str, str]:
    return {field.name: repr(field).partition("': ")[2] for field in nanoarrow.Schema(table).fields}


def plain(value: Any) -> Any:
    """A value without what pandas makes of it: arrays, NaN, NaT, its own moments, floats for whole numbers."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, float | date) and value != value:  # noqa: PLR0124  so are NaN and NaT known
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def said(post: Post) -> dict[str, Any]:
    """What a row says of a post."""
    record = {name: value for [record] in [PostIndex([post]).to_records()] for name, value in record.items()}
    record["authors"] = [author.name for author in post.authors]
    return {name: record[name] for name in COLUMNS}


def without_what_has_no_column(index: PostIndex) -> PostIndex:
    return PostIndex(
        post.model_copy(update={"authors": [author.name for author in post.authors], "enclosures": ()})
        for post in index
    )


# -- laws --------------------------------------------------------------------------------------------------------------


@every_reader
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(indexes(date(2, 1, 1), date(9998, 12, 31)))
def test_every_library_reads_the_values_of_the_posts(
    read: Callable[[frames.Table], list[dict[str, Any]]], index: PostIndex
) -> None:
    """A row says of a post what the post says, in every library."""
    found = [{name: plain(value) for name, value in row.items()} for row in read(frames.table(index))]
    assert found == [said(post) for post in index]


@every_reader
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(indexes(date(2, 1, 1), date(9998, 12, 31), tags=PLAIN_TAGS))
def test_posts_survive_every_library(read: Callable[[frames.Table], list[dict[str, Any]]], index: PostIndex) -> None:
    """Rows that went through a library are posts again: all but enclosures, and who the authors are."""
    again = PostIndex.from_records(read(frames.table(index)))
    assert again == without_what_has_no_column(index)
    assert [post.day for post in again] == [post.day for post in index]


@pytest.mark.parametrize("name", ["pandas", "polars"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(indexes(date(2, 1, 1), date(9998, 12, 31)))
def test_records_survive_a_dataframe(name: str, index: PostIndex) -> None:
    """Records that went through a dataframe are the same posts again, with all that they say."""
    records = index.to_records()
    if name == "pandas":
        rows = pd.DataFrame(records).to_dict("records")
    else:
        rows = pl.DataFrame(records, infer_schema_length=None).to_dicts()
    again = PostIndex.from_records(rows)
    assert again == index
    assert [(post.day, post.authors, post.enclosures) for post in again] == [
        (post.day, post.authors, post.enclosures) for post in index
    ]


def test_rows_may_have_values_of_pandas_and_numpy() -> None:
    rows = [
        {
            "title": np.str_("Tea"),
            "published": pd.Timestamp("2026-03-22"),
            "published_at": pd.Timestamp("2026-03-23 04:30", tz="UTC"),
            "utc_offset_minutes": np.float64(-300),
            "tags": np.array(["tea", "C++"]),
            "tag_slugs": np.array(["tea", "c-plus-plus"], dtype=object),
            "reading_minutes": np.int64(5),
            "authors": np.array([{"name": "Ada", "email": None, "url": None}], dtype=object),
            "related_ids": np.array([], dtype=object),
            "updated": pd.Timestamp("2026-03-24"),
        },
        {
            "title": "Pots",
            "published": pd.Timestamp("2026-03-21 09:00", tz="Asia/Kolkata"),
            "published_at": pd.NaT,
            "utc_offset_minutes": pd.NA,
            "tags": np.nan,
            "summary": pd.NA,
            "reading_minutes": np.float32("nan"),
            "updated_at": pd.Timestamp("2026-03-22 00:00", tz="UTC"),
        },
    ]
    tea, pots = PostIndex.from_records(rows)
    assert tea == Post(
        title="Tea",
        published=LATE,
        tags=["tea", "C++"],
        reading_minutes=5,
        authors=["Ada"],
        updated=date(2026, 3, 24),
    )
    assert (str(tea.published), type(tea.updated), type(tea.reading_minutes)) == (str(LATE), date, int)
    assert pots == Post(
        title="Pots",
        published=datetime(2026, 3, 21, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        updated=datetime(2026, 3, 22, tzinfo=UTC),
    )
    assert PostIndex.from_records(rows[::-1]) == PostIndex([tea, pots])


@pytest.mark.parametrize("minutes", [-720, -300, 0, 330, 840])
@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2026, 3, 22)])
def test_moments_keep_their_offsets_through_a_dataframe(minutes: int, day: date) -> None:
    zone = timezone(timedelta(minutes=minutes))
    posts = [
        Post(title="Tea", published=datetime(day.year, day.month, day.day, 1, tzinfo=zone), updated=day),
        Post(title="Pots", published=day, updated=datetime(day.year, day.month, day.day, 23, 59, 59, 7, tzinfo=zone)),
        Post(title="Jars", published=day),
    ]
    table = frames.table(posts)
    rows = {
        "polars": pl.DataFrame(table).to_dicts(),
        "pyarrow": pa.table(table).to_pylist(),
        "pandas": pa.table(table).to_pandas().to_dict("records"),
    }
    for read in rows.values():
        again = PostIndex.from_records(read)
        assert again == PostIndex(posts)
        assert again.to_json() == PostIndex(posts).to_json()


def test_a_dataframe_is_refused_as_rows(example: Listing) -> None:
    records = example.index.to_records()
    with pytest.raises(InvalidValue, match="row 0: 'id' is not a dictionary"):
        PostIndex.from_records(pd.DataFrame(records))
    with pytest.raises(InvalidValue, match=r"(?s)row 0: .* is not a dictionary"):
        PostIndex.from_records(pl.DataFrame(records))  # type: ignore[arg-type]


# -- types and values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 30])
def test_column_types_do_not_depend_on_the_values(example: Listing, count: int) -> None:
    table = frames.table(example.index[:count])
    assert types_of(table) == COLUMNS
    assert all(field.nullable for field in nanoarrow.Schema(table).fields)


@every_reader
def test_tables_of_no_post_and_one_post(read: Callable[[frames.Table], list[dict[str, Any]]]) -> None:
    assert read(frames.table([])) == []
    [row] = read(frames.table(iter([Post(title="Tea", published=DAY)])))
    assert {name for name, value in row.items() if plain(value) is None} == {
        *(
            "updated_utc_offset_minutes",
            "language",
            "published_at",
            "utc_offset_minutes",
            "reading_minutes",
            "url",
            "updated",
            "updated_at",
            "image",
        )
    }
    assert {name for name, value in row.items() if plain(value) in ("", [])} == {
        *("summary", "tags", "authors", "related_ids", "content_html", "categories")
    }


@every_reader
def test_a_datetime_keeps_its_local_day_and_offset(read: Callable[[frames.Table], list[dict[str, Any]]]) -> None:
    [row] = read(frames.table([Post(title="Tea", published=LATE, updated=LATE)]))
    assert plain(row["published_at"]) == plain(row["updated_at"]) == datetime(2026, 3, 23, 4, 30, tzinfo=UTC)
    assert row["published"] == row["updated"] == DAY
    assert row["utc_offset_minutes"] == row["updated_utc_offset_minutes"] == -300


def test_rows_keep_the_given_order(example: Listing) -> None:
    found = [hit.post for hit in example.index.search("the library", limit=9)]
    assert found != sorted(found, key=lambda post: post.day, reverse=True)
    assert [row["title"] for row in rows_in_nanoarrow(frames.table(found))] == [post.title for post in found]
    assert [row["title"] for row in rows_in_nanoarrow(frames.table(found * 2))] == [post.title for post in found * 2]


@every_reader
def test_several_batches_have_the_rows_of_one(
    example: Listing, monkeypatch: pytest.MonkeyPatch, read: Callable[[frames.Table], list[dict[str, Any]]]
) -> None:
    posts = [*example.index, Post(title="Tea", published=LATE, authors=["Ada"], updated=DAY)]
    expected = [said(post) for post in posts]
    for rows, batches in ((31, 1), (30, 2), (7, 5), (1, 31)):
        monkeypatch.setattr("postindex.frames.tables._BATCH_ROWS", rows)
        table = frames.table(posts)
        assert len(table) == 31
        assert len([*nanoarrow.ArrayStream(table).iter_chunks()]) == batches
        assert [{name: plain(value) for name, value in row.items()} for row in read(table)] == expected


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=EAST),  # in UTC, a day before the calendar begins
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(-timedelta(hours=14))),
    ],
)
def test_datetimes_of_the_first_and_last_year(moment: datetime) -> None:
    batch = nanoarrow.c_array_stream(frames.table([Post(title="Tea", published=moment, updated=moment)])).get_next()
    found = {name: [*batch.child(at).view().buffer(1)] for at, name in enumerate(COLUMNS)}
    wall = moment.replace(tzinfo=None) - datetime(1970, 1, 1)  # noqa: DTZ001  by its own clock
    offset = moment.utcoffset() or timedelta()
    for name in ("published", "updated"):
        assert found[f"{name}_at"] == [(wall - offset) // timedelta(microseconds=1)]
        assert found[name] == [moment.toordinal() - date(1970, 1, 1).toordinal()]


@every_reader
def test_text_in_every_script(read: Callable[[frames.Table], list[dict[str, Any]]]) -> None:
    titles = ["お茶", "😀 é e\u0301", "שלום", "Tea\nand\ttea", "x" * 100_000]
    posts = [Post(title=title, published=DAY, summary=title, tags=["お茶", "tea"]) for title in titles]
    rows = read(frames.table(posts))
    assert [row["title"] for row in rows] == [row["summary"] for row in rows] == titles
    assert [plain(row["tags"]) for row in rows] == [["お茶", "tea"]] * 5


# -- in a notebook -----------------------------------------------------------------------------------------------------


def test_polars_counts_posts_by_tag(example: Listing) -> None:
    found = pl.DataFrame(frames.table(example.index)).explode("tags").group_by("tags").len()
    assert dict(found.iter_rows()) == {tag.name: count for tag, count in example.index.tags.items()}


def test_duckdb_counts_posts_by_year(example: Listing) -> None:
    index = frames.table(example.index)
    found = duckdb.sql("select year(published) as year, count(*) from index group by year order by year")
    assert found is not None
    assert found.fetchall() == [(2023, 4), (2024, 15), (2025, 11)]
    assert len(index) == 30


def test_pandas_converts_dates_to_timestamps(example: Listing) -> None:
    frame = pd.DataFrame.from_arrow(frames.table(example.index))
    assert str(frame.dtypes["published"]) == "object"  # of datetime.date, as pandas has no dates
    assert str(frame.dtypes["published_at"]) == "datetime64[us, UTC]"
    days = pa.table(frames.table(example.index)).to_pandas(date_as_object=False)["published"]
    assert days.dt.year.value_counts().to_dict() == {2024: 15, 2025: 11, 2023: 4}
    assert pd.to_datetime(frame["published"]).tolist() == days.tolist()


# -- cadences ----------------------------------------------------------------------------------------------------------


@every_reader
def test_a_cadence_has_a_row_for_each_period(read: Callable[[frames.Table], list[dict[str, Any]]]) -> None:
    posts = [Post(title=f"Tea {day}", published=date(2026, 3, day), reading_minutes=day) for day in (3, 9, 11, 30)]
    table = frames.table(cadence.measure(posts, by="week", window=("2026-03-02", None)))
    assert table.column_names == tuple(PERIODS)
    assert [[plain(value) for value in row.values()] for row in read(table)] == [
        [date(2026, 3, 2), 1, 3, False, None],
        [date(2026, 3, 9), 2, 20, False, None],
        [date(2026, 3, 16), 0, 0, False, 1.0],
        [date(2026, 3, 23), 0, 0, False, 2 / 3],
        [date(2026, 3, 30), 1, 30, True, None],
    ]


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_a_table_of_a_cadence_has_its_figures(example: Listing, by: Any) -> None:
    measured = cadence.measure(example.index, by=by)
    rows = rows_in_nanoarrow(frames.table(measured))
    assert {row["period"]: row["posts"] for row in rows} == dict(measured.counts)
    assert {row["period"]: row["reading_minutes"] for row in rows} == dict(measured.reading_minutes)
    assert tuple(row["period"] for row in rows if row["partial"]) == measured.partial
    assert {row["period"]: row["rate"] for row in rows if row["rate"] is not None} == dict(measured.rate())


def test_a_cadence_without_periods() -> None:
    table = frames.table(cadence.measure([]))
    assert (len(table), repr(table)) == (0, "<Table: 0 rows, 5 columns>")
    assert types_of(table) == PERIODS


# -- the table ---------------------------------------------------------------------------------------------------------


def test_a_table_has_a_repr_and_a_length(example: Listing) -> None:
    table = frames.table(example.index)
    assert repr(table) == "<Table: 30 rows, 18 columns>"
    assert len(table) == 30
    assert table.column_names == tuple(COLUMNS)
    with pytest.raises(FrozenInstanceError):
        table._batches = ()  # type: ignore[misc]


def test_records_and_tables_have_the_same_names() -> None:
    [record] = PostIndex([Post(title="Tea", published=DAY)]).to_records()
    assert [name for name in record if name not in ("tag_slugs", "category_slugs", "enclosures")] == [*COLUMNS]


def test_a_table_can_be_read_several_times(example: Listing) -> None:
    posts = [post.model_copy(update={"title": f"{post.title}!"}) for post in example.index]
    titles = [post.title for post in posts]
    table = frames.table(posts)
    del posts
    streams = [nanoarrow.ArrayStream(table) for _ in range(3)]
    del table
    for stream in streams:
        assert [row["title"] for row in stream.read_all().to_pylist()] == titles


@every_reader
@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda table: pickle.loads(pickle.dumps(table))])
def test_a_table_can_be_copied_and_pickled(
    example: Listing,
    monkeypatch: pytest.MonkeyPatch,
    copied: Callable[[frames.Table], frames.Table],
    read: Callable[[frames.Table], list[dict[str, Any]]],
) -> None:
    monkeypatch.setattr("postindex.frames.tables._BATCH_ROWS", 7)
    full = Post(title="Tea", published=LATE, authors=["Ada"], updated=DAY, summary="お茶")
    for posts in ([], [*example.index, full], cadence.measure(example.index)):
        table = frames.table(posts)
        again = copied(table)
        assert again is not table
        assert (repr(again), again.column_names) == (repr(table), table.column_names)
        assert types_of(again) == types_of(table)
        pa.table(again).validate(full=True)
        assert [*map(str, read(again))] == [*map(str, read(table))]


def test_a_pickle_without_nanoarrow_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    pickled = pickle.dumps(frames.table([]))
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    with pytest.raises(MissingExtra, match=r"^frames\.Table needs a package that is not installed: pip install "):
        pickle.loads(pickled)


@pytest.mark.parametrize("batches", [(), None, "Tea", [Post(title="Tea", published=DAY)]])
def test_the_constructor_is_refused(batches: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^Table: .* cannot become a Table here; call frames\.table\(posts\)$"):
        frames.Table(batches)


def test_a_requested_schema_does_not_change_types() -> None:
    table = frames.table([Post(title="Tea", published=DAY)])
    asked = nanoarrow.struct({name: nanoarrow.string() for name in COLUMNS})
    stream = nanoarrow.c_array_stream(table, asked)
    assert str(nanoarrow.Schema(stream.get_schema())) == str(nanoarrow.Schema(table))
    assert nanoarrow.Array(stream.get_next()).to_pylist()[0]["title"] == "Tea"


def test_pyarrow_converts_to_its_requested_schema() -> None:
    table = frames.table([Post(title="Tea", published=DAY, tags=["tea"])])
    own = pa.schema(table)
    asked = pa.schema([(field.name, pa.string() if str(field.type) == "large_string" else field.type) for field in own])
    found = pa.table(table, schema=asked)
    assert found.schema == asked != own
    assert found.column("title").to_pylist() == ["Tea"]


@pytest.mark.parametrize(
    "names", [[*COLUMNS][1:], [*COLUMNS, "day"], ["key", *[*COLUMNS][1:]], [*COLUMNS][::-1], []], ids=str
)
def test_a_schema_of_other_columns_is_refused(names: list[str]) -> None:
    asked = nanoarrow.struct({name: nanoarrow.large_string() for name in names})
    with pytest.raises(InvalidValue, match=r"^requested_schema: .* has other columns; request id, title, published, "):
        frames.table([]).__arrow_c_stream__(asked.__arrow_c_schema__())


def test_values_that_are_not_a_schema_are_refused() -> None:
    table = frames.table([])
    read_before = nanoarrow.c_schema(table).__arrow_c_schema__()
    pa.Schema._import_from_c_capsule(read_before)
    for asked in (5, "id", [*COLUMNS], table.__arrow_c_stream__(), read_before):
        with pytest.raises(
            InvalidValue, match=r"^requested_schema: .* is not an Arrow schema, or was read before; pass a "
        ):
            table.__arrow_c_stream__(asked)


def test_a_tag_keeps_the_name_that_its_post_gives_it() -> None:
    posts = [
        Post(
            title="One", published=DAY, tags=[Tag("K8s", slug="kubernetes")], authors=[Author("Ada", email="a@b.org")]
        ),
        Post(title="Two", published=DAY, tags=["Kubernetes"], enclosures=[Enclosure(url="https://b.org/", type="a/b")]),
    ]
    rows = rows_in_nanoarrow(frames.table(posts))
    assert [(row["tags"], row["authors"]) for row in rows] == [(["K8s"], ["Ada"]), (["Kubernetes"], [])]


# -- refusals ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("posts", ["Tea", b"Tea", None, 3, Post(title="Tea", published=DAY), Listing()])
def test_values_that_are_not_an_iterable_of_posts_are_refused(posts: Any) -> None:
    with pytest.raises(
        InvalidValue,
        match=r"^posts: .* is not an iterable of posts; give a list of Post values, or listing\.index$",
    ):
        frames.table(posts)


def test_an_item_that_is_not_a_post_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^posts: item 1: 'Tea' is not a Post; "):
        frames.table([Post(title="Tea", published=DAY), "Tea", 3])  # type: ignore[list-item]


def test_a_subclass_of_post_is_accepted() -> None:
    class Note(Post, frozen=True):
        mood: str = "calm"

    assert [row["title"] for row in rows_in_nanoarrow(frames.table([Note(title="Tea", published=DAY)]))] == ["Tea"]


def test_without_nanoarrow_it_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoarrow", None)
    with pytest.raises(MissingExtra) as caught:
        frames.table([])
    assert str(caught.value) == "frames.table needs a package that is not installed: pip install 'postindex[arrow]'"


def test_nanoarrow_is_loaded_by_the_first_table() -> None:
    code = """
import sys, postindex
postindex.frames, postindex.PostIndex.from_records(postindex.PostIndex().to_records())
assert "nanoarrow" not in sys.modules
postindex.frames.table([])
print(*{"nanoarrow", "numpy", "pandas", "pyarrow"} & {*sys.modules})
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8")
    assert run.stdout.split() == ["nanoarrow"]
