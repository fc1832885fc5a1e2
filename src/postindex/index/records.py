"""Posts ⇄ rows: plain dictionaries, as JSON and dataframes take them, and as dataframes give them back."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from numbers import Real
from types import NoneType
from typing import Any

from postindex.errors import InvalidValue
from postindex.models import Post, Tag
from postindex.models.base import Value
from postindex.models.post import moment_read
from postindex.text import counted

_OFFSET = "utc_offset_minutes"
_MINUTE = timedelta(minutes=1)
_NAMES = (
    "id",
    "title",
    "published",
    "published_at",
    _OFFSET,
    "summary",
    "tags",
    "tag_slugs",
    "reading_minutes",
    "url",
    "updated",
    "updated_at",
    "authors",
    "language",
    "related_ids",
    "content_html",
    "enclosures",
)
_KNOWN = frozenset(_NAMES)
_PLAIN = frozenset({str, int, float, bool, date, datetime, NoneType})


def record_of(post: Post) -> dict[str, Any]:
    """Return a post as a row. Each value has the one kind that its column has in every row, or is None.

    >>> row = record_of(Post(title="Tea", published=datetime.fromisoformat("2026-03-22T23:30:00-05:00"), tags=["C++"]))
    >>> row["published"], row["utc_offset_minutes"], row["tags"], row["tag_slugs"], row["updated_at"]
    (datetime.date(2026, 3, 22), -300, ['C++'], ['c-plus-plus'], None)
    """
    published, updated = post.published, post.updated
    return {
        "id": post.id,
        "title": post.title,
        "published": post.day,
        "published_at": published if isinstance(published, datetime) else None,
        _OFFSET: offset_of(published),
        "summary": post.summary,
        "tags": [tag.name for tag in post.tags],
        "tag_slugs": [tag.slug for tag in post.tags],
        "reading_minutes": post.reading_minutes,
        "url": post.url,
        "updated": updated.date() if isinstance(updated, datetime) else updated,
        "updated_at": updated if isinstance(updated, datetime) else None,
        "authors": [author.model_dump() for author in post.authors],
        "language": post.language,
        "related_ids": list(post.related_ids),
        "content_html": post.content_html,
        "enclosures": [enclosure.model_dump() for enclosure in post.enclosures],
    }


def offset_of(moment: date) -> int | None:
    """Return how many minutes a moment's clock is ahead of UTC, or None for a day.

    >>> offset_of(datetime.fromisoformat("2026-03-22T10:00:00+05:30")), offset_of(date(2026, 3, 22))
    (330, None)
    """
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    return None if offset is None else offset // _MINUTE


def posts_of(place: str, rows: Iterable[Mapping[Any, Any]]) -> list[Post]:
    """Return the posts of rows, in their order; what is refused is an `InvalidValue` that names `place` and the row.

    >>> posts_of("rows", [{"title": "Tea", "published": "2026-03-22", "reading_minutes": float("nan")}])
    [Post(id='2026-03-22-tea', title='Tea', published=datetime.date(2026, 3, 22))]
    """
    if isinstance(rows, str | bytes | Mapping | Value) or not isinstance(rows, Iterable):
        raise InvalidValue(place, rows, "is no list of rows; give a dictionary for each post, in a list")
    return [_post_of(f"{place}: row {number}", row) for number, row in enumerate(rows)]


def _post_of(place: str, row: Mapping[Any, Any]) -> Post:
    if not isinstance(row, Mapping):
        raise InvalidValue(
            place, row, "is no dictionary; of a pandas frame give .to_dict('records'), of Polars .to_dicts()"
        )
    if not row.keys() <= _KNOWN:
        stranger = next(name for name in row if name not in _KNOWN)
        raise InvalidValue(place, stranger, f"is no field; the fields are {', '.join(_NAMES)}")
    try:
        fields = _without_missing(row)
        _put_moments(fields)
        if (slugs := fields.pop("tag_slugs", None)) is not None:
            fields["tags"] = _tags(fields.get("tags", ()), slugs)
        if "reading_minutes" in fields:
            fields["reading_minutes"] = _whole(fields["reading_minutes"])
        return Post(**fields)
    except InvalidValue as error:
        raise InvalidValue(f"{place}: {error.place}", error.value, error.reason) from None


def _without_missing(row: Mapping[Any, Any]) -> dict[Any, Any]:
    found = {}
    for name, value in row.items():
        try:
            plain = _plain(value)
        except InvalidValue as error:
            raise InvalidValue(f"{name}: {error.place}", error.value, error.reason) from None
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise InvalidValue(str(name), value, "cannot be read; give values of Python's own") from None
        if not _is_missing(plain):
            found[name] = plain
    return found


def _plain(value: Any) -> Any:
    """Return a value of NumPy's or pyarrow's as Python's own; a dictionary, such as an author's, as a row is read."""
    if type(value) in _PLAIN:  # as nearly all are
        return value
    if not isinstance(value, list | dict):
        value = _own(value)
    if isinstance(value, list | tuple):
        return [*map(_plain, value)]
    if isinstance(value, Mapping):
        return {name: _whole(part) for name, part in _without_missing(value).items()}
    return value


def _own(value: Any) -> Any:
    if type(value).__name__ == "datetime64":  # of which NumPy makes a number, where it counts nanoseconds
        return str(value) if value == value else None  # noqa: PLR0124  NaT is not
    convert = getattr(value, "tolist", None) or getattr(value, "as_py", None)
    return convert() if convert else value


def _is_missing(value: Any) -> bool:
    """Say whether there is nothing: None, an empty list, or the NaN, NaT or NA that a dataframe has in its place."""
    if isinstance(value, str):
        return False
    if value is None or isinstance(value, list):
        return not value
    if isinstance(value, Real | date):
        return bool(value != value)  # noqa: PLR0124  NaN and NaT are equal to nothing, not even themselves
    return type(value).__name__ == "NAType"  # which refuses to be compared


def _whole(value: Any) -> Any:
    """Return 3 for NumPy's 3, and for 3.0, which pandas makes of it in a column with holes; else what was given."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return value
    number: Any = value  # what numbers.Real says of it, no type checker believes
    return int(number) if number % 1 == 0 else value


# -- moments -----------------------------------------------------------------------------------------------------------


def _put_moments(fields: dict[str, Any]) -> None:
    """Put what a post takes, a day or a moment, in the place of the columns that say it in parts."""
    offset = _whole(fields.pop(_OFFSET, None))
    for name, minutes, days in (
        ("published", offset, 0),
        # Of its clock no column says anything. A dataframe, which moves it to UTC, may so move its day by one.
        ("updated", None, 1),
    ):
        day, at = _day(moment_read(fields.get(name))), moment_read(fields.pop(f"{name}_at", None))
        if at is not None:
            fields[name] = moment = _by_clock(_moment(f"{name}_at", at), minutes)
            if not _agree(day, moment, days):
                mend = f"; where it is that of another clock, give {_OFFSET} too" if name == "published" else ""
                raise InvalidValue(name, day, f"is not the day of {name}_at, {moment}{mend}")
        elif day is not None:
            fields[name] = day
    if offset is not None and not isinstance(fields.get("published"), datetime):
        raise InvalidValue(_OFFSET, offset, "is of no moment; give published_at too")


def _day(value: Any) -> Any:
    """Return the day of a midnight without a time zone: pandas has no other form of a day."""
    midnight = isinstance(value, datetime) and value.tzinfo is None and value.time() == time()
    return value.date() if midnight else value


def _moment(place: str, value: Any) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidValue(place, value, "is no moment with a time zone; give an aware datetime, or leave it out")
    return value


def _by_clock(moment: datetime, minutes: Any) -> datetime:
    """Return a moment by a clock that is so many minutes ahead of UTC; None is the clock that it has."""
    if minutes is None:
        return moment
    if type(minutes) is int:  # True is none
        with suppress(ValueError, OverflowError):
            offset = minutes * _MINUTE
            # In the years 1 and 9999 not even a clock that is right already can be read by way of UTC.
            return moment if moment.utcoffset() == offset else moment.astimezone(timezone(offset))
    raise InvalidValue(_OFFSET, minutes, f"is not how many minutes a clock was ahead of UTC at {moment}")


def _agree(day: Any, moment: datetime, days: int) -> bool:
    """Say whether a day, or a moment, is the one that a moment says, or at most so many days off; None is."""
    if isinstance(day, datetime):
        return day == moment
    return abs((day - moment.date()).days) <= days if isinstance(day, date) else day is None


# -- tags --------------------------------------------------------------------------------------------------------------


def _tags(names: Any, slugs: Any) -> tuple[Tag, ...]:
    for place, values in (("tags", names), ("tag_slugs", slugs)):
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise InvalidValue(place, values, "is one value where several are expected; put it in a list")
    names, slugs = list(names), list(slugs)
    if len(names) != len(slugs):
        raise InvalidValue("tag_slugs", slugs, f"are not one for each of {counted(len(names), 'tag')}; leave them out")
    return tuple(map(_tag, names, slugs))


def _tag(name: Any, slug: Any) -> Tag:
    return _known_tag(name, slug) if isinstance(name, str) and isinstance(slug, str) else Tag(name, slug=slug)


@lru_cache(maxsize=4096)  # tags repeat on every post
def _known_tag(name: str, slug: str) -> Tag:
    return Tag(name, slug=slug)
