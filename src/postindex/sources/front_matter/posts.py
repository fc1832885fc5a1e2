"""The fields of front matter → the arguments of `Post`, by a builder's table."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, get_args

from postindex.errors import shorten
from postindex.sources.front_matter.builders import Builder, FieldName
from postindex.sources.front_matter.values import Fields, text_of
from postindex.sources.links import join_url
from postindex.sources.moments import Moment, read_moment

_DATED_NAME = re.compile(r"(?P<day>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?:[-_ ]+(?P<rest>.+))?")
_DATED_PATH = re.compile(r"(?:^|/)([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})(?:/|$)")
_HEADING = re.compile(r"^(?:#[ \t]+(?P<atx>.+?)[ \t]*#*|(?P<setext>[^\s#].*)\n=+)[ \t]*$", re.MULTILINE)
_COMMAS = re.compile(r"\s*,\s*")
_SEMICOLONS = re.compile(r"\s*;\s*")
_YES = frozenset({"true", "yes", "on", "1", "y"})
_NO = frozenset({"false", "no", "off", "0", "n"})
_YES_OR_NO = _YES | _NO
_DRAFTS = _YES | {"draft", "private", "hidden", "unpublished", "pending"}
_NOT_TAGS = frozenset({"draft", "private"})  # Nikola's tags of posts that are not published
_CLOCK_AND_OFFSET = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d) ?([+-]\d\d):?(\d\d)$")  # as Jekyll writes it
_NUMBER = re.compile(r"[0-9]{1,6}")
_ADDRESS = re.compile(r"(?P<name>[^<>]*\S)\s*<(?P<email>[^<>@\s]+@[^<>@\s]+)>")
_BUNDLES = frozenset({"index"})  # files whose folder is the post


_BAD = Moment(fault="is not a date; write it as 2026-03-22T10:00:00+01:00")


class Place(NamedTuple):
    """Where a post is: the day in front of its name, if there is one, the rest of the name, and its folders."""

    day: str
    slug: str
    folders: str = ""

    @classmethod
    def of(cls, below: str) -> "Place":
        """Return the place of a file by its path below the folder.

        >>> Place.of("_posts/2026-03-22-tea.md"), Place.of("2026-03-22-tea/index.md").slug
        (Place(day='2026-03-22', slug='tea', folders='_posts'), 'tea')
        """
        folders, _, name = below.rpartition("/")
        stem = name.rpartition(".")[0] or name
        if stem.partition(".")[0] in _BUNDLES and folders:  # index.md, and index.de.md of another language
            stem = folders.rpartition("/")[2]
        found = _DATED_NAME.fullmatch(stem)
        return cls(found["day"], found["rest"] or stem, folders) if found else cls("", stem, folders)


class Reading(NamedTuple):
    """The arguments of a post, whether it is a draft, its link and slug as written, and what is wrong."""

    fields: dict[str, Any]
    draft: bool
    href: str | None
    slug: str | None
    faults: tuple[str, ...]


class Reader:
    """Reads fields by a builder's table.

    `chosen` names the field of the source for fields of a post; `base` is what relative addresses of pictures are
    completed with.
    """

    def __init__(self, builder: Builder, chosen: Mapping[FieldName, str], base: str | None) -> None:
        self._base = base
        self._builder = builder
        self._named: dict[str, list[tuple[int, FieldName]]] = {}  # by name, its fields, and its rank among their names
        for field in get_args(FieldName):
            names = (chosen[field].lower(),) if field in chosen else builder.names(field)
            for rank, name in enumerate(names):
                self._named.setdefault(name, []).append((rank, field))
        self._outer = frozenset(name.partition(".")[0] for name in self._named)

    def unknown(self, fields: Fields) -> list[str]:
        """Return the names of fields that are neither read nor known to say nothing that a post holds."""
        return [name for name in fields if name not in self._outer and not self._builder.is_unused(name)]

    def read(self, fields: Fields, place: Place, body: str) -> Reading | None:
        """Return the arguments of a post, or None if nothing says when it was published."""
        values = self._values(fields)
        faults: list[str] = []
        published = _moment("published", values.get("published"), faults)
        if published is None and not faults:
            published = _place_day(fields, place)
            if published is None:
                return None
        href = _one_line(values.get("url"))
        address = join_url(None, href) if href else None
        language, image = _one_line(values.get("language")), _image(values.get("image"))
        categories, tags = self._names(values.get("categories")), self._names(values.get("tags"))
        post = {
            "id": _one_line(values.get("id")),
            "title": self._title(values, place, body),
            "published": published,
            "updated": _moment("updated", values.get("updated"), faults),
            "summary": _one_line(values.get("summary")),
            "tags": [name for name in tags if name.lower() not in self._builder.collections | _NOT_TAGS],
            "categories": categories,
            "authors": _authors(values.get("authors")),
            "language": language.replace("_", "-") if language else None,
            "image": image and join_url(self._base, image),
            "url": address,
            "reading_minutes": _minutes(values.get("reading_minutes")),
        }
        draft = _is_draft(fields, values.get("draft")) or any(name.lower() in _NOT_TAGS for name in tags)
        return Reading(post, draft, None if address else href, _one_line(values.get("slug")), tuple(faults))

    def _values(self, fields: Fields) -> dict[FieldName, Any]:
        """Return the value of each field of a post: of several names, the first that has one."""
        best: dict[FieldName, tuple[int, Any]] = {}
        for name, value in fields.items():
            if name in self._named:
                self._collect(name, value, best)
            if isinstance(value, dict):
                for inner, each in value.items():
                    self._collect(f"{name}.{str(inner).lower()}", each, best)
        return {field: value for field, (_, value) in best.items()}

    def _collect(self, name: str, value: Any, best: dict[FieldName, tuple[int, Any]]) -> None:
        for rank, field in self._named.get(name, ()):
            if value in ("", [], {}, None) or (field == "published" and _is_yes_or_no(value)):
                continue
            if field in ("published", "updated") and isinstance(value, dict):
                continue  # its parts have names of their own
            if field not in best or rank < best[field][0]:
                best[field] = (rank, value)

    def _title(self, values: Mapping[FieldName, Any], place: Place, body: str) -> str | None:
        title = _one_line(values.get("title"))
        if not title and self._builder.heading and (found := _HEADING.search(body)):
            title = (found["atx"] or found["setext"]).strip()
        return title or (place.slug if self._builder.file_title else None)

    def _names(self, value: Any) -> list[str]:
        """Return the names of tags or categories, which may be a list, a mapping or one text."""
        if isinstance(value, str):
            parts = value.split() if self._builder.spaces and "," not in value else _COMMAS.split(value)
            return [part for part in (part.strip("[]'\" ") for part in parts) if any(map(str.isalnum, part))]
        if not isinstance(value, Iterable):
            return [text] if (text := text_of(value)) else []
        names = (text_of(each) for each in value)
        return [name.strip() for name in names if name and (name.isalnum() or any(map(str.isalnum, name)))]


def _is_yes_or_no(value: Any) -> bool:
    text = text_of(value)
    return text is not None and text.lower() in _YES_OR_NO


def _one_line(value: Any) -> str | None:
    text = text_of(value)
    return " ".join(text.split()) if text else None


def _place_day(fields: Fields, place: Place) -> date | None:
    """Return the day in the name of a file, in its folders, or in the path of the page that it becomes."""
    if place.day:
        return read_moment(place.day).value
    for path in (place.folders, *(text_of(fields.get(name)) for name in ("path", "permalink", "url"))):
        if path and (found := _DATED_PATH.search(path)):
            return read_moment("-".join(found.groups())).value
    return None


def _moment(field: FieldName, value: Any, faults: list[str]) -> date | None:
    if isinstance(value, date):
        return value if not isinstance(value, datetime) or value.tzinfo else value.date()
    if value is None:
        return None
    text = text_of(value)
    moment = read_moment(_CLOCK_AND_OFFSET.sub(r"\1T\2\3:\4", text.strip())) if text else _BAD
    if moment.fault:
        faults.append(f"{field}: {shorten(text or value)} {moment.fault}")
    return moment.value


def _authors(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [_author(name) for name in (_SEMICOLONS if ";" in value else _COMMAS).split(value) if name]
    values = [value] if isinstance(value, Mapping) else value
    return list(filter(None, map(_author, values))) if isinstance(values, Iterable) else []


def _author(value: Any) -> Any:
    """Return the arguments of an author: a name, `Ada <ada@example.org>`, or a mapping with a name."""
    if isinstance(value, Mapping):
        url = text_of(value.get("url"))
        address = url and join_url(None, url)
        return {"name": text_of(value.get("name")) or "", "email": text_of(value.get("email")) or None, "url": address}
    name = (text_of(value) or "").strip()
    found = _ADDRESS.fullmatch(name)
    return {"name": found["name"], "email": found["email"]} if found else name


def _image(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0]
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("url", "src", "path", "image", "feature") if key in value), None)
    return text_of(value)


def _minutes(value: Any) -> int | None:
    found = _NUMBER.match(text_of(value) or "")
    return int(found[0]) if found else None


def _is_draft(fields: Fields, value: Any) -> bool:
    if any((text_of(fields.get(name)) or "").lower() in _NO for name in ("published", "publish")):
        return True
    return (text_of(value) or "").lower() in _DRAFTS
