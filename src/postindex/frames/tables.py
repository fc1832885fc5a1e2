"""`table` and `Table`: posts or a `Cadence` as an Arrow table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

from postindex.cadence import Cadence
from postindex.errors import InvalidValue
from postindex.frames.arrow import Batch, ColumnBuilder, column_names, parts_of, stream
from postindex.index.order import require_posts
from postindex.index.records import offset_of
from postindex.models import Post
from postindex.text import counted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_BATCH_ROWS = 2048  # small enough that posts stay in the processor's cache until their columns are built
_FIELDS = (
    "id",
    "title",
    "published",
    "summary",
    "tags",
    "reading_minutes",
    "url",
    "updated",
    "authors",
    "language",
    "related_ids",
    "content_html",
    "categories",
    "image",
)
Moments = Sequence[date | None]


def table(posts: Iterable[Post] | Cadence) -> "Table":
    """Return posts as an Arrow table, one row each, in the given order; or the periods of a `Cadence`, oldest first.

    Columns of posts. A missing value is null, or an empty string or list if the post has one.

    - `id`, `title`: string.
    - `published`: date, the post's calendar day (`Post.day`).
    - `published_at`: timestamp in UTC, in microseconds; null if only the day is known.
    - `utc_offset_minutes`: integer, the UTC offset of the publication time; null if only the day is known.
    - `summary`: string, may be empty.
    - `tags`: list of strings, the names in order.
    - `reading_minutes`: integer or null.
    - `url`: string or null.
    - `updated`, `updated_at`, `updated_utc_offset_minutes`: like those of the publication; null without an update.
    - `authors`: list of strings, the names in order.
    - `language`: string or null.
    - `related_ids`: list of strings.
    - `content_html`: string, may be empty.
    - `categories`: list of strings, the names in order.
    - `image`: string or null.

    Columns of periods.

    - `period`: date, the first day.
    - `posts`, `reading_minutes`: integers, the number of posts and their total reading time.
    - `partial`: boolean, whether the period is partial (`Cadence.partial`).
    - `rate`: the average number of posts in this period and the two before (`Cadence.rate`); null if unknown.

    Raises `MissingExtra` without the extra `arrow`, and `InvalidValue` if `posts` is neither an iterable of posts nor a
    `Cadence` (for a `Listing`, pass `listing.index`).

    >>> from postindex import cadence
    >>> table(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))])).column_names
    ('period', 'posts', 'reading_minutes', 'partial', 'rate')
    """
    build = ColumnBuilder("frames.table")
    if isinstance(posts, Cadence):
        return _new_table(build.batches([_period_columns(build, posts)]))
    return _new_table(build.batches(_post_columns(build, require_posts("posts", posts))))


@dataclass(frozen=True, slots=True, init=False, repr=False, eq=False)
class Table:
    """An Arrow table, as returned by `table`.

    pandas, Polars, DuckDB, pyarrow and all other libraries that support the Arrow PyCapsule interface can read it, any
    number of times. It can be copied and pickled. Create tables with `table()`; the constructor raises `InvalidValue`.

    Source: the Arrow PyCapsule interface, https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html.

    >>> len(table([])), table([]).column_names[-1]
    (0, 'image')
    """

    _batches: tuple[Any, ...]  # one or more struct arrays of nanoarrow

    def __init__(self, _batches: object = None) -> None:
        raise InvalidValue("Table", _batches, "cannot become a Table here; call frames.table(posts)")

    def __reduce__(self) -> tuple[object, ...]:
        return _unpickle, ([*map(parts_of, self._batches)],)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order.

        >>> from postindex import cadence
        >>> table(cadence.measure([])).column_names
        ('period', 'posts', 'reading_minutes', 'partial', 'rate')
        """
        return column_names("Table", self._batches[0].schema)

    def __len__(self) -> int:
        return sum(batch.length for batch in self._batches)

    def __repr__(self) -> str:
        return f"<Table: {counted(len(self), 'row')}, {counted(len(self.column_names), 'column')}>"

    def __arrow_c_schema__(self) -> object:
        """Return a capsule of the schema: a struct with a field for each column."""
        return self._batches[0].schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule of a new stream of the rows.

        Raises `InvalidValue` unless a requested schema has exactly these columns, in this order. The types do not
        change, as the interface allows; convert them afterwards.
        """
        place = "requested_schema"
        if requested_schema is not None and (names := column_names(place, requested_schema)) != self.column_names:
            raise InvalidValue(place, names, f"has other columns; request {', '.join(self.column_names)}")
        return stream(self._batches)


def _new_table(batches: Iterable[Any]) -> Table:
    table = object.__new__(Table)
    object.__setattr__(table, "_batches", tuple(batches))
    return table


def _unpickle(batches: Iterable[Batch]) -> Table:
    build = ColumnBuilder("frames.Table")
    tables = ({name: build.from_parts(part) for name, part in batch.items()} for batch in batches)
    return _new_table(build.batches(tables))


# -- columns -----------------------------------------------------------------------------------------------------------


def _post_columns(build: ColumnBuilder, posts: Sequence[Post]) -> Iterator[Mapping[str, Any]]:
    fields_of = itemgetter(*_FIELDS)
    for start in range(0, max(1, len(posts)), _BATCH_ROWS):
        batch = posts[start : start + _BATCH_ROWS]
        # Post by post, not field by field: so each post is fetched from memory once.
        values = list(chain.from_iterable(map(fields_of, map(vars, batch))))
        yield _batch_columns(build, {name: values[at :: len(_FIELDS)] for at, name in enumerate(_FIELDS)})


def _batch_columns(build: ColumnBuilder, fields: Mapping[str, list[Any]]) -> Mapping[str, Any]:
    published, updated = fields["published"], fields["updated"]
    tags, authors, related = fields["tags"], fields["authors"], fields["related_ids"]
    categories = fields["categories"]
    name_of = attrgetter("name")
    return {
        "id": build.strings(fields["id"]),
        "title": build.strings(fields["title"]),
        "published": build.numbers("days", _days(published)),
        "published_at": build.numbers("instants", _instants(published)),
        "utc_offset_minutes": build.numbers("int32", _offsets(published)),
        "summary": build.strings(fields["summary"]),
        "tags": build.lists(tags, map(name_of, chain.from_iterable(tags))),
        "reading_minutes": build.numbers("int32", fields["reading_minutes"]),
        "url": build.strings(fields["url"]),
        "updated": build.numbers("days", _days(updated)),
        "updated_at": build.numbers("instants", _instants(updated)),
        "updated_utc_offset_minutes": build.numbers("int32", _offsets(updated)),
        "authors": build.lists(authors, map(name_of, chain.from_iterable(authors))),
        "language": build.strings(fields["language"]),
        "related_ids": build.lists(related, chain.from_iterable(related)),
        "content_html": build.strings(fields["content_html"]),
        "categories": build.lists(categories, map(name_of, chain.from_iterable(categories))),
        "image": build.strings(fields["image"]),
    }


def _period_columns(build: ColumnBuilder, cadence: Cadence) -> Mapping[str, Any]:
    periods, partial, rate = list(cadence.counts), set(cadence.partial), cadence.rate()
    return {
        "period": build.numbers("days", _days(periods)),
        "posts": build.numbers("int64", list(cadence.counts.values())),
        "reading_minutes": build.numbers("int64", list(cadence.reading_minutes.values())),
        "partial": build.booleans([period in partial for period in periods]),
        "rate": build.numbers("float64", [rate.get(period) for period in periods]),
    }


def _days(moments: Moments) -> list[int | None]:
    # The ordinal of a datetime is that of its local day.
    return [None if moment is None else moment.toordinal() - _FIRST_DAY for moment in moments]


def _instants(moments: Moments) -> list[int | None]:
    if _only_days(moments):
        return [None] * len(moments)
    # Subtracted, not converted: astimezone(UTC) overflows in the years 1 and 9999.
    return [(moment - _EPOCH) // _MICROSECOND if isinstance(moment, datetime) else None for moment in moments]


def _offsets(moments: Moments) -> list[int | None]:
    if _only_days(moments):
        return [None] * len(moments)
    # Once for each time zone: those of posts have a fixed offset.
    zones = {moment.tzinfo: moment for moment in moments if isinstance(moment, datetime)}
    minutes = {zone: offset_of(moment) for zone, moment in zones.items()}
    return [minutes[moment.tzinfo] if isinstance(moment, datetime) else None for moment in moments]


def _only_days(moments: Moments) -> bool:
    """Return True if no value is a datetime, as in most blogs."""
    return datetime not in set(map(type, moments))
