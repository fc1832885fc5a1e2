"""Posts ⇄ rows and JSON: rows are plain dictionaries, as dataframes take them and give them back."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache, partial
from numbers import Real
from types import NoneType
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import Field

from postindex.errors import Faults, InvalidValue, shorten
from postindex.models import Post, Tag
from postindex.models.base import Value
from postindex.models.fields import Expected
from postindex.models.jsontext import load_json
from postindex.models.post import moment_read
from postindex.models.refusals import Refused

T = TypeVar("T")

_OFFSETS = {"published": "utc_offset_minutes", "updated": "updated_utc_offset_minutes"}
_MINUTE = timedelta(minutes=1)
_NAMES = (
    "id",
    "title",
    "published",
    "published_at",
    "utc_offset_minutes",
    "summary",
    "tags",
    "tag_slugs",
    "reading_minutes",
    "url",
    "updated",
    "updated_at",
    "updated_utc_offset_minutes",
    "authors",
    "language",
    "related_ids",
    "content_html",
    "enclosures",
    "categories",
    "category_slugs",
    "image",
)
_SLUGS = {"tags": "tag_slugs", "categories": "category_slugs"}
_TAG_KEYS = {"name", "slug"}
_KNOWN = frozenset(_NAMES)
_PLAIN = frozenset({str, int, float, bool, date, datetime, NoneType})


def record_of(post: Post) -> dict[str, Any]:
    """Return a post as a row. Each value is None or of its column's type, the same in every row.

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
        "utc_offset_minutes": offset_of(published),
        "summary": post.summary,
        "tags": [tag.name for tag in post.tags],
        "tag_slugs": [tag.slug for tag in post.tags],
        "reading_minutes": post.reading_minutes,
        "url": post.url,
        "updated": updated.date() if isinstance(updated, datetime) else updated,
        "updated_at": updated if isinstance(updated, datetime) else None,
        "updated_utc_offset_minutes": offset_of(updated),
        "authors": [author.model_dump() for author in post.authors],
        "language": post.language,
        "related_ids": list(post.related_ids),
        "content_html": post.content_html,
        "enclosures": [enclosure.model_dump() for enclosure in post.enclosures],
        "categories": [category.name for category in post.categories],
        "category_slugs": [category.slug for category in post.categories],
        "image": post.image,
    }


def offset_of(moment: date | None) -> int | None:
    """Return the offset of a moment from UTC in minutes, or None for a day and for None.

    >>> offset_of(datetime.fromisoformat("2026-03-22T10:00:00+05:30")), offset_of(date(2026, 3, 22))
    (330, None)
    """
    offset = moment.utcoffset() if isinstance(moment, datetime) else None
    return None if offset is None else offset // _MINUTE


def posts_of_rows(place: str, rows: Iterable[Mapping[Any, Any]]) -> list[Post]:
    """Return the posts of rows, in their order; raise `InvalidValue` with `place` and the row of each fault.

    >>> posts_of_rows("rows", [{"title": "Tea", "published": "2026-03-22", "reading_minutes": float("nan")}])
    [Post(id='2026-03-22-tea', title='Tea', published=datetime.date(2026, 3, 22))]
    """
    if isinstance(rows, str | bytes | Mapping | Value) or not isinstance(rows, Iterable):
        raise InvalidValue(place, rows, "is not a list of rows; give a list with a dictionary for each post")
    return _each(f"{place}: row ", rows, _post_of_row)


class _Document(Value, frozen=True):
    """The JSON document of an index."""

    place_name: ClassVar = "PostIndex.from_json"

    version: Annotated[int, Field(ge=1, le=1), Expected("1, the version of the format")] = 1
    posts: Annotated[tuple[Post, ...], Expected("a list of posts")]


def json_of(posts: Iterable[Post]) -> str:
    """Return posts as a JSON document."""
    return _Document(posts=tuple(posts)).model_dump_json()


def posts_of_json(place: str, text: str | bytes) -> list[Post]:
    """Return the posts of a JSON document, in their order; raise `InvalidValue` with each fault's place.

    The posts are validated one by one: pydantic would keep the faults of all posts, 1,200 times the size of the text.
    """
    document = load_json(place, text)
    if isinstance(document, dict) and isinstance(posts := document.get("posts"), list):
        _Document.model_validate({**document, "posts": ()})
        return _each(f"{place}.posts.", posts, partial(_post_of_json, {}))
    return list(_Document.model_validate(document).posts)


def _post_of_json(known: dict[tuple[str, str], Tag], post: Any) -> Post:
    """Return the post of a value in JSON; `known` has the tags of the document so far, which repeat on every post."""
    if isinstance(post, dict):
        tags = {field: post[field] for field in _SLUGS if isinstance(post.get(field), list)}
        with suppress(InvalidValue):  # raised again below, with the values as they are in the JSON
            known_tags = {field: tuple(_tag_of_json(known, tag) for tag in values) for field, values in tags.items()}
            return Post.model_validate({**post, **known_tags})
    return Post.model_validate(post)


def _tag_of_json(known: dict[tuple[str, str], Tag], value: Any) -> Any:
    """Return the tag of an object that is one, as `to_json` writes it; leave other values to `Post`."""
    if type(value) is not dict or value.keys() != _TAG_KEYS:
        return value
    key = value["name"], value["slug"]
    if not isinstance(key[0], str) or not isinstance(key[1], str):
        return value
    if (tag := known.get(key)) is None:
        tag = known[key] = Tag(key[0], slug=key[1])
    return tag


def _each(place: str, values: Iterable[T], read: Callable[[T], Post]) -> list[Post]:
    faults = Faults()
    posts = []
    for number, value in enumerate(values):
        try:
            posts.append(read(value))
        except InvalidValue as error:
            faults.add(error, f"{place}{number}")
    faults.raise_any()
    return posts


def _post_of_row(row: Mapping[Any, Any]) -> Post:
    if not isinstance(row, Mapping):
        raise InvalidValue(
            "", row, "is not a dictionary; of a pandas frame give .to_dict('records'), of Polars .to_dicts()"
        )
    fields: dict[str, Any] = {}
    for name, value in row.items():
        if name in _KNOWN:
            _put(fields, name, _plain_field, name, value)
        else:
            reason = f"is not a field; the fields are {', '.join(_NAMES)}"
            fields[shorten(name)] = Refused(InvalidValue("", name, reason))
    fields = {name: value for name, value in fields.items() if not _is_missing(value)}
    _put_moments(fields)
    for name, slugs_name in _SLUGS.items():
        if slugs_name in fields and not any(isinstance(fields.get(each), Refused) for each in (name, slugs_name)):
            _put(fields, name, _tags, name, fields.get(name, ()), fields.pop(slugs_name))
    if "reading_minutes" in fields:
        fields["reading_minutes"] = _whole(fields["reading_minutes"])
    return Post(**fields)


def _put(fields: dict[str, Any], name: str, read: Callable[..., Any], *args: Any) -> None:
    """Put the result of `read(*args)` into a field, or its error, for `Post` to raise with the others."""
    try:
        fields[name] = read(*args)
    except InvalidValue as error:
        fields[name] = Refused(error.with_traceback(None))


def _plain_field(name: Any, value: Any) -> Any:
    try:
        return _plain(value)
    except InvalidValue as error:
        raise error.within(str(name)) from None
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise InvalidValue(str(name), value, "cannot be read; give values of Python's own types") from None


def _plain(value: Any) -> Any:
    """Return a value of NumPy's or pyarrow's type as one of Python's own, in a dictionary or list too."""
    if type(value) in _PLAIN:  # nearly all values
        return value
    if not isinstance(value, list | dict):
        value = _python_value(value)
    if isinstance(value, list | tuple):
        return [*map(_plain, value)]
    if isinstance(value, Mapping):
        plain = {name: _plain_field(name, part) for name, part in value.items()}
        return {name: _whole(part) for name, part in plain.items() if not _is_missing(part)}
    return value


def _python_value(value: Any) -> Any:
    if type(value).__name__ == "datetime64":  # NumPy converts one in nanoseconds to a number
        return str(value) if value == value else None  # noqa: PLR0124  NaT is not
    convert = getattr(value, "tolist", None) or getattr(value, "as_py", None)
    return convert() if convert else value


def _is_missing(value: Any) -> bool:
    """Say whether a value is missing: None, an empty list, or the NaN, NaT or NA of a dataframe."""
    if isinstance(value, str):
        return False
    if value is None or isinstance(value, list):
        return not value
    if isinstance(value, Real | date):
        return bool(value != value)  # noqa: PLR0124  NaN and NaT are equal to nothing, not even themselves
    return type(value).__name__ == "NAType"  # which refuses to be compared


def _whole(value: Any) -> Any:
    """Return 3 for NumPy's 3, and for 3.0, as pandas has it in a column with missing values; leave other values."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return value
    number: Any = value  # type checkers do not know that numbers.Real has `%`
    return int(number) if number % 1 == 0 else value


# -- moments -----------------------------------------------------------------------------------------------------------


def _put_moments(fields: dict[str, Any]) -> None:
    """Replace the columns of days, moments and offsets by the day or moment that a post takes."""
    for name, offset_name in _OFFSETS.items():
        day, moment, offset = fields.get(name), fields.pop(f"{name}_at", None), fields.pop(offset_name, None)
        if refused := next((part for part in (day, moment, offset) if isinstance(part, Refused)), None):
            fields[name] = refused
        elif (day, moment, offset) != (None, None, None):
            _put(fields, name, _day_or_moment, name, day, moment_read(moment), _whole(offset))


def _day_or_moment(name: str, day: Any, moment: Any, minutes: Any) -> Any:
    """Return the moment, at an offset of so many minutes, where there is one, else the day."""
    day = _day(moment_read(day))
    if moment is None:
        if minutes is not None and not isinstance(day, datetime):
            raise InvalidValue(_OFFSETS[name], minutes, f"needs {name}_at, a moment; give it too")
        return day
    moment = _at_offset(_OFFSETS[name], _moment(f"{name}_at", moment), minutes)
    # A table written before there was an offset of `updated` has its moment in UTC, and so perhaps another day.
    if not _agree(day, moment, 1 if name == "updated" and minutes is None else 0):
        reason = f"is not the day of {name}_at, {moment}; if it is the day by another clock, give {_OFFSETS[name]} too"
        raise InvalidValue(name, day, reason)
    return moment


def _day(value: Any) -> Any:
    """Return the day of a midnight without a time zone, pandas' only form of a day."""
    midnight = isinstance(value, datetime) and value.tzinfo is None and value.time() == time()
    return value.date() if midnight else value


def _moment(place: str, value: Any) -> datetime:
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise InvalidValue(place, value, "is not a moment with a time zone; give an aware datetime, or leave it out")
    return value


def _at_offset(place: str, moment: datetime, minutes: Any) -> datetime:
    """Return a moment at an offset of some minutes from UTC; None is the moment's own offset."""
    if minutes is None:
        return moment
    if type(minutes) is int:  # not True, which is an int
        with suppress(ValueError, OverflowError):
            offset = minutes * _MINUTE
            # In the years 1 and 9999 not even a clock that is right already can be read by way of UTC.
            return moment if moment.utcoffset() == offset else moment.astimezone(timezone(offset))
    raise InvalidValue(place, minutes, f"is not an offset in minutes that {moment} can have")


def _agree(day: Any, moment: datetime, days: int) -> bool:
    """Say whether a day is that of a moment, or some days from it; a moment must be equal, and None agrees."""
    if isinstance(day, datetime):
        return day == moment
    return abs((day - moment.date()).days) <= days if isinstance(day, date) else day is None


# -- tags --------------------------------------------------------------------------------------------------------------


def _tags(name: str, names: Any, slugs: Any) -> tuple[Tag, ...]:
    for place, values in ((name, names), (_SLUGS[name], slugs)):
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            raise InvalidValue(place, values, "is one value where several are expected; put it in a list")
    names, slugs = list(names), list(slugs)
    if len(names) != len(slugs):
        raise InvalidValue(_SLUGS[name], slugs, f"are not one for each of {len(names):,} {name}; leave them out")
    return tuple(map(_tag, names, slugs))


def _tag(name: Any, slug: Any) -> Tag:
    return _known_tag(name, slug) if isinstance(name, str) and isinstance(slug, str) else Tag(name, slug=slug)


@lru_cache(maxsize=4096)  # tags repeat on every post
def _known_tag(name: str, slug: str) -> Tag:
    return Tag(name, slug=slug)
