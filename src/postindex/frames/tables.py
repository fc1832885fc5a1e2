"""`table` and `Table`: posts or a `Cadence` as an Arrow stream."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

from postindex.cadence import Cadence
from postindex.errors import InvalidValue
from postindex.frames.arrow import Batch, Columns, names_of, parts_of, stream
from postindex.index.order import require_posts
from postindex.index.records import offset_of
from postindex.models import Post
from postindex.text import counted

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = _EPOCH.toordinal()
_MICROSECOND = timedelta(microseconds=1)
_ROWS = 2048  # of a batch: few enough that a post, once fetched from memory, is at hand until its columns are made
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
)
Moments = Sequence[date | None]


def table(posts: Iterable[Post] | Cadence) -> "Table":
    """Return posts, a row each, in the order given; or the periods of a `Cadence`, oldest first.

    Of a post there are these columns. Where it does not say, there is null, or an empty text or list where the post
    itself has one.

    - `id`, `title`: text.
    - `published`: the post's calendar day (`Post.day`), a date.
    - `published_at`: the moment in UTC, to the microsecond; null where only the day is known. No time is made up.
    - `utc_offset_minutes`: how far the post's own clock was ahead of UTC then, a whole number; null likewise.
    - `summary`: text, possibly empty.
    - `tags`: a list of text, the names in order.
    - `reading_minutes`: a whole number, or null.
    - `url`: text, or null.
    - `updated`, `updated_at`, `updated_utc_offset_minutes`: likewise, of `updated`; null where the post does not say.
    - `authors`: a list of text, the names in order.
    - `language`: text, or null.
    - `related_ids`: a list of text.
    - `content_html`: text, possibly empty.

    Of a period there are these; the first one and the last one may be cut.

    - `period`: its first day, a date.
    - `posts`, `reading_minutes`: how many posts it has, and how long they take to read, whole numbers.
    - `partial`: whether the window cuts it, or it is not over yet today.
    - `rate`: the mean number of posts in it and the two periods before it (`Cadence.rate`), or null.

    The extra `arrow` brings what this needs; where it is missing, `MissingExtra` is raised. What is no post, and what
    is neither posts nor a `Cadence`, is an `InvalidValue`; of a `Listing`, give `listing.index`.

    >>> from postindex import cadence
    >>> table(cadence.measure([Post(title="Tea", published=date(2026, 3, 22))])).column_names
    ('period', 'posts', 'reading_minutes', 'partial', 'rate')
    """
    columns = Columns("frames.table")
    tables = (
        [_of_cadence(columns, posts)]
        if isinstance(posts, Cadence)
        else _of_posts(columns, require_posts("posts", posts))
    )
    return _table_of(columns.batches(tables))


@dataclass(frozen=True, slots=True, init=False, repr=False, eq=False)
class Table:
    """Rows and columns in Arrow's format, for other libraries to read: what `table` makes.

    pandas, Polars, DuckDB, pyarrow and whatever else knows the Arrow PyCapsule interface take it as it is, any number
    of times. It can be copied and pickled. None is made but by `table`: to call the class is an `InvalidValue`.

    >>> len(table([])), table([]).column_names[-1]
    (0, 'content_html')
    """

    _batches: tuple[Any, ...]  # nanoarrow's arrays of rows, one at least, each with an array below it for each column

    def __init__(self, _batches: object = None) -> None:
        raise InvalidValue("Table", _batches, "is not what tables are made of; call frames.table with posts")

    def __reduce__(self) -> tuple[object, ...]:
        return _unpickled, ([*map(parts_of, self._batches)],)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order.

        >>> from postindex import cadence
        >>> table(cadence.measure([])).column_names
        ('period', 'posts', 'reading_minutes', 'partial', 'rate')
        """
        return names_of("Table", self._batches[0].schema)

    def __len__(self) -> int:
        return sum(batch.length for batch in self._batches)

    def __repr__(self) -> str:
        return f"<Table: {counted(len(self), 'row')}, {counted(len(self.column_names), 'column')}>"

    def __arrow_c_schema__(self) -> object:
        """Return a capsule of the schema: a struct that has a field for each column."""
        return self._batches[0].schema.__arrow_c_schema__()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return a capsule of a new stream of the rows.

        Who requests a schema must name these columns, in this order; all else is an `InvalidValue`. The types stay as
        they are, as the interface allows: who wants others converts them.
        """
        place = "requested_schema"
        if requested_schema is not None and (asked := names_of(place, requested_schema)) != self.column_names:
            raise InvalidValue(place, asked, f"has other columns; they are {', '.join(self.column_names)}")
        return stream(self._batches)


def _table_of(batches: Iterable[Any]) -> Table:
    table = object.__new__(Table)
    object.__setattr__(table, "_batches", tuple(batches))
    return table


def _unpickled(batches: Iterable[Batch]) -> Table:
    columns = Columns("frames.Table")
    tables = ({name: columns.of_parts(part) for name, part in batch.items()} for batch in batches)
    return _table_of(columns.batches(tables))


# -- columns -----------------------------------------------------------------------------------------------------------


def _of_posts(columns: Columns, posts: Sequence[Post]) -> Iterator[Mapping[str, Any]]:
    fields_of = itemgetter(*_FIELDS)
    for start in range(0, max(1, len(posts)), _ROWS):
        some = posts[start : start + _ROWS]
        # All fields of a post, then those of the next: so each is fetched from memory once.
        values = list(chain.from_iterable(map(fields_of, map(vars, some))))
        yield _of_fields(columns, {name: values[at :: len(_FIELDS)] for at, name in enumerate(_FIELDS)})


def _of_fields(columns: Columns, fields: Mapping[str, list[Any]]) -> Mapping[str, Any]:
    published, updated = fields["published"], fields["updated"]
    tags, authors, related = fields["tags"], fields["authors"], fields["related_ids"]
    name_of = attrgetter("name")
    return {
        "id": columns.texts(fields["id"]),
        "title": columns.texts(fields["title"]),
        "published": columns.numbers("days", _days(published)),
        "published_at": columns.numbers("instants", _instants(published)),
        "utc_offset_minutes": columns.numbers("int32", _offsets(published)),
        "summary": columns.texts(fields["summary"]),
        "tags": columns.lists(tags, map(name_of, chain.from_iterable(tags))),
        "reading_minutes": columns.numbers("int32", fields["reading_minutes"]),
        "url": columns.texts(fields["url"]),
        "updated": columns.numbers("days", _days(updated)),
        "updated_at": columns.numbers("instants", _instants(updated)),
        "updated_utc_offset_minutes": columns.numbers("int32", _offsets(updated)),
        "authors": columns.lists(authors, map(name_of, chain.from_iterable(authors))),
        "language": columns.texts(fields["language"]),
        "related_ids": columns.lists(related, chain.from_iterable(related)),
        "content_html": columns.texts(fields["content_html"]),
    }


def _of_cadence(columns: Columns, cadence: Cadence) -> Mapping[str, Any]:
    periods, partial, rate = list(cadence.counts), set(cadence.partial), cadence.rate()
    return {
        "period": columns.numbers("days", _days(periods)),
        "posts": columns.numbers("int64", list(cadence.counts.values())),
        "reading_minutes": columns.numbers("int64", list(cadence.reading_minutes.values())),
        "partial": columns.flags([period in partial for period in periods]),
        "rate": columns.numbers("float64", [rate.get(period) for period in periods]),
    }


def _days(moments: Moments) -> list[int | None]:
    # A moment's ordinal is that of its own calendar day.
    return [None if moment is None else moment.toordinal() - _FIRST_DAY for moment in moments]


def _instants(moments: Moments) -> list[int | None]:
    if _days_alone(moments):
        return [None] * len(moments)
    # Subtracted, not converted: astimezone(UTC) overflows in the years 1 and 9999.
    return [(moment - _EPOCH) // _MICROSECOND if isinstance(moment, datetime) else None for moment in moments]


def _offsets(moments: Moments) -> list[int | None]:
    if _days_alone(moments):
        return [None] * len(moments)
    # Asked of each clock once: a post's has one offset, whenever it is.
    clocks = {moment.tzinfo: moment for moment in moments if isinstance(moment, datetime)}
    minutes = {clock: offset_of(moment) for clock, moment in clocks.items()}
    return [minutes[moment.tzinfo] if isinstance(moment, datetime) else None for moment in moments]


def _days_alone(moments: Moments) -> bool:
    """Say whether none is a moment, as in most blogs."""
    return datetime not in set(map(type, moments))
