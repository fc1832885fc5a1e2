"""Posts ⇄ CSV: our own tables exactly, and the tables of other people by the names of their columns."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from postindex.dates.parsing import read_day
from postindex.errors import InvalidValue, shorten
from postindex.index.order import require_posts
from postindex.listing.values import Listing
from postindex.models import Author, Enclosure, Post, Tag
from postindex.sources.gathering import Entry, Gathering, Options, Untitled
from postindex.sources.opening import Source, encoding_of, open_source
from postindex.text import counted, slug_of

MAX_SIZE = 128 << 20  # bytes

_COLUMNS = (
    *("id", "title", "published", "summary", "tags", "categories", "reading_minutes", "url", "updated", "authors"),
    *("language", "related_ids", "content_html", "enclosures", "image"),
)
# Names of columns in tables of other people, in lower case and without marks between words; the first that is there.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "guid", "post id"),
    "title": ("title", "post title", "headline", "name"),
    "published": (
        *("published", "date", "published at", "publish date", "published date", "publication date", "date published"),
        *("published on", "posted", "posted on", "post date", "pub date", "pubdate", "created", "created at"),
    ),
    "summary": ("summary", "description", "excerpt", "abstract", "subtitle"),
    "tags": ("tags", "tag", "keywords", "labels", "topics"),
    "categories": ("categories", "category", "section"),
    "reading_minutes": ("reading minutes", "minutes", "reading time"),
    "url": ("url", "link", "permalink", "address"),
    "updated": ("updated", "updated at", "modified", "last modified", "date modified"),
    "authors": ("authors", "author", "by", "writer"),
    "language": ("language", "lang"),
    "related_ids": ("related ids",),
    "content_html": ("content html", "html", "content"),
    "enclosures": ("enclosures",),
    "image": ("image", "picture", "image url"),
    "status": ("status", "draft"),
}
# Columns that only `to_csv` writes together, in any order and beside others: its escapes are undone in such a table.
_OURS = frozenset({"related_ids", "content_html", "reading_minutes"})
_SEVERAL = ("tags", "categories", "authors", "related_ids", "enclosures")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_ITEM = re.compile(r"(?:[^;\\]|\\.)+", re.DOTALL)
_PART = re.compile(r"(?:[^|\\]|\\.)*", re.DOTALL)
_MINUTES = re.compile(r"([0-9]{1,7})(?:\s*min\b.*)?")
_DATE_OF_NUMBERS = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{4}")
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = re.compile(r"([\\;|,])")
# What a spreadsheet takes for a formula: OWASP, CSV Injection. The apostrophe makes it text, and is one itself.
_FORMULA = "=+-@\t\r\n'"
_DELIMITERS = (",", ";", "\t", "|")
_DRAFTS = frozenset({"draft", "true", "yes", "1", "private", "pending", "unpublished"})
_LONGEST_CELL = MAX_SIZE
_LONGEST_HEADER = 10_000  # characters


def to_csv(posts: Iterable[Post]) -> str:
    r"""Return posts as a table in CSV (RFC 4180), in their order, that `read_csv` reads back equal.

    There is a column for each field of `Post`. Several tags, categories, authors, ids or enclosures are joined by a
    semicolon and a space; the parts of one (a tag's name and its slug, where that is not the name's; an author's name,
    e-mail address and page; an enclosure's URL, type and length) are joined by `|`. A backslash is in front of each
    semicolon, comma, bar and backslash in a name. A cell that a spreadsheet would take for a formula, or that begins
    with an apostrophe, has an apostrophe in front.

    Raises `InvalidValue` if `posts` is not an iterable of posts.

    >>> from datetime import date
    >>> to_csv([Post(title="Tea; twice", published=date(2026, 3, 22), tags=["Green tea", "C++"])]).splitlines()[1]
    '2026-03-22-tea-twice,Tea; twice,2026-03-22,,Green tea; C++,,,,,,,,,,'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for post in require_posts("posts", posts):
        writer.writerow([_safe(cell) for cell in _cells(post)])
    return text.getvalue()


def read_csv(
    source: Source,
    *,
    fields: Mapping[str, str] | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    day_first: bool | None = None,
    strict: bool = True,
    drafts: bool = False,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
) -> Listing:
    r"""Read a table of posts in CSV, with the names of its columns in the first row: a path, a binary file or bytes.

    It is a table that `to_csv` wrote, or one with a column for the title and one for the date; names such as `Post
    title`, `Publish date`, `Keywords` or `Link` are known, and `fields` names others, as in `{"title": "Headline"}`.
    Columns are separated by commas, semicolons, tabs or `|`, as the first row shows, or by `separator`. Several tags
    are separated by semicolons, else by `|`, else by commas. The escapes of `to_csv` are undone only in a table with
    its columns `related_ids`, `content_html` and `reading_minutes`. `encoding` is UTF-8, UTF-16 with a byte order
    mark, or what is given. `day_first` says which number of `3/4/2026` is the day; without it, other dates of the table
    decide, and if none does, they are errors.

    `drafts`, `today`, `untitled`, `words_per_minute` and `content` are as in `read_wordpress`. Raises `ListingError` if
    `strict` and there is an error, `InvalidValue` for an invalid argument, `OSError` if the file cannot be opened.

    >>> listing = read_csv(b"Title,Date,Tags\nTea,2026-03-22,cups; pots\n")
    >>> listing.posts[0].title, listing.posts[0].tags, listing.origin(listing.posts[0]).line
    ('Tea', (Tag('cups'), Tag('pots')), 2)
    """
    options = Options(strict, drafts, today, untitled, words_per_minute, content).checked()
    if separator is not None and (not isinstance(separator, str) or len(separator) != 1 or separator in '"\r\n'):
        raise InvalidValue("separator", separator, "is not one character that separates columns; give ',' or ';'")
    if fields is not None and not _are_fields(fields):
        raise InvalidValue("fields", fields, f"is not a mapping of {', '.join(_NAMES)} to names of columns")
    if encoding is not None and not isinstance(encoding, str):
        raise InvalidValue("encoding", encoding, "is not an encoding of text; use a name such as 'cp1252'")
    if day_first is not None and not isinstance(day_first, bool):
        raise InvalidValue("day_first", day_first, "is not True, False or None")
    with open_source(source) as opened:
        gathering = Gathering("csv", opened.name, options)
        data = opened.read(MAX_SIZE)
    text = _decoded(data, encoding, gathering)
    if text is not None:
        _read_table(text, separator, dict(fields or {}), day_first, gathering)
    return gathering.listing()


def is_table(text: str) -> bool:
    r"""Return whether a text begins with a row that names a title and a date, as the header of a table does.

    >>> is_table("Title;Date\n"), is_table("title: Tea\ndate: 2026-03-22\n")
    (True, False)
    """
    first = _first_row(text)[:_LONGEST_HEADER]
    return "\0" not in first and {"title", "published"} <= _columns(first.split(_separator_of(first)), {}).keys()


def _are_fields(fields: object) -> bool:
    return isinstance(fields, Mapping) and all(
        field in _NAMES and isinstance(name, str) for field, name in fields.items()
    )


def _decoded(data: bytes | None, encoding: str | None, gathering: Gathering) -> str | None:
    """Return the text of a table, or report why there is none."""
    if data is None:
        gathering.report("too-large", f"the table has more than {MAX_SIZE >> 20} MiB, which is the limit")
        return None
    if encoding is None:
        encoding = encoding_of(data)
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError) as error:
        if not isinstance(error, UnicodeError):
            raise InvalidValue(
                "encoding", encoding, "is not an encoding of text; use a name such as 'cp1252'"
            ) from None
        at = getattr(error, "start", 0)
        line = data.count(b"\n", 0, at) + 1
        gathering.report(
            "bad-encoding", f"the byte at offset {at:,} is not {_label(encoding)}; give encoding=", line=line
        )
        return None
    if "\0" in text:
        gathering.report(
            "not-text", "the file is not a table in CSV, but binary", line=text.count("\n", 0, text.index("\0")) + 1
        )
        return None
    return text


def _label(encoding: str) -> str:
    return encoding.upper().removesuffix("-SIG")


def _first_row(text: str) -> str:
    return text.lstrip("\r\n").partition("\n")[0]


def _separator_of(row: str) -> str:
    return max(_DELIMITERS, key=row.count)


def _read_table(
    text: str, separator: str | None, fields: dict[str, str], day_first: bool | None, gathering: Gathering
) -> None:
    separator = separator or _separator_of(_first_row(text))
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))  # of the process; it is only ever raised
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] | None = None
    rows: list[tuple[int, dict[str, str]]] = []
    columns: dict[str, int] = {}
    line, ours = 0, False
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            if not "".join(cells).strip():
                continue
            if header is None:
                header = cells
                columns, ours = _columns(cells, fields), _OURS.issubset(cells)
                if not {"title", "published", *fields} <= columns.keys():
                    _report_columns(cells, columns, fields, start, gathering)
                    return
            elif not max(columns.values()) < len(cells) <= len(header):
                message = f"the row has {counted(len(cells), 'cell')}, but the header {len(header):,}; quote its commas"
                gathering.report("bad-field", f"{message}; the row is left out", line=start)
            else:
                rows.append((start, {name: _plain(cells[at]) if ours else cells[at] for name, at in columns.items()}))
    except csv.Error as error:
        gathering.report("bad-file", f"the table cannot be read further: {error}", line=line + 1)
    if header is None:
        gathering.report("bad-file", "the table is empty", line=1)
    order = _order(rows) if day_first is None else day_first
    for start, cells_by_name in rows:
        _add(start, cells_by_name, order, ours, gathering)


def _columns(header: list[str], fields: dict[str, str]) -> dict[str, int]:
    """Return the number of the column of each field."""
    plain = [_NOT_A_LETTER.sub(" ", name).strip().casefold() for name in header]
    columns: dict[str, int] = {}
    for field, names in _NAMES.items():
        wanted = (_NOT_A_LETTER.sub(" ", fields[field]).strip().casefold(),) if field in fields else names
        found = next((name for name in wanted if name in plain), None)
        if found is not None:
            columns[field] = plain.index(found)
    return columns


def _report_columns(
    header: list[str], columns: Mapping[str, int], fields: Mapping[str, str], line: int, gathering: Gathering
) -> None:
    wanted = {"title": "title", "published": "date"} | {field: shorten(name) for field, name in fields.items()}
    missing = " and ".join(f"no {name}" for field, name in wanted.items() if field not in columns)
    seen = ", ".join(shorten(name) for name in header[:20])
    message = f"the table has {missing} among its columns: {seen}; name it with fields="
    gathering.report("bad-file", message, line=line)


def _order(rows: list[tuple[int, dict[str, str]]]) -> bool | None:
    """Return whether days come first, if the dates of numbers that have one reading agree on it."""
    texts = (cells["published"].strip() for _, cells in rows)
    orders = {read_day(text, None).day_first for text in texts if _DATE_OF_NUMBERS.fullmatch(text)} - {None}
    return orders.pop() if len(orders) == 1 else None


def _date(field: str, text: str, day_first: bool | None, line: int, gathering: Gathering) -> date | None:
    """Return the day or moment of a cell, or report why it has none."""
    end = "the post is left out" if field == "published" else "it is left out"
    if _DATE_OF_NUMBERS.fullmatch(text):
        day = read_day(text, day_first)
        if day.wrong:
            gathering.report(day.wrong, f"{field}: {shorten(text)} {day.reason}; {end}", line=line)
        return day.day
    from postindex.sources.moments import read_moment  # slow to import; `is_table` sees every text

    moment = read_moment(text)
    if moment.fault:
        end = "only its day is kept" if moment.value else end
        gathering.report("bad-date", f"{field}: {shorten(text)} {moment.fault}; {end}", line=line)
    return moment.value


def _add(line: int, cells: dict[str, str], day_first: bool | None, ours: bool, gathering: Gathering) -> None:
    arguments: dict[str, Any] = dict(cells)
    for field in ("published", "updated"):
        text = cells.get(field, "").strip()
        arguments[field] = _date(field, text, day_first, line, gathering) if text else None
    if arguments["published"] is None and cells["published"].strip():
        return
    for field in _SEVERAL:
        if field in cells:
            items = _items(cells[field]) if ours else _plain_items(cells[field])
            arguments[field] = [_item(field, parts) for parts in items]
    minutes = cells.get("reading_minutes", "").strip()
    found = _MINUTES.fullmatch(minutes)
    arguments["reading_minutes"] = int(found[1]) if found else minutes
    url = cells.get("url", "").strip()
    arguments["url"] = url if _ABSOLUTE.match(url) else None
    status = arguments.pop("status", "").strip().lower()
    href = url if url and not arguments["url"] else None
    gathering.add(Entry(arguments, line, href=href, draft=status in _DRAFTS))


def _plain_items(cell: str) -> Iterator[list[str]]:
    """Yield each item of a cell in a table of other people, where nothing is escaped, as its only part."""
    separator = next((each for each in ";|" if each in cell), ",")
    return ([item.strip()] for item in cell.split(separator) if item.strip())


def _items(cell: str) -> Iterator[list[str]]:
    """Yield the parts of each item of a cell that `to_csv` wrote, or that was written in its place by hand."""
    separate = _ITEM.findall(cell) if ";" in cell or "\\" in cell or "|" in cell else cell.split(",")
    for item in separate:
        parts = [_ESCAPED.sub(r"\1", part) for part in _split(item.strip())]
        if parts[0]:
            yield parts


def _split(item: str) -> list[str]:
    parts, start = [], 0
    while start <= len(item):
        found = _PART.match(item, start)
        assert found is not None
        parts.append(found[0])
        start = found.end() + 1
    return parts


def _item(field: str, parts: list[str]) -> Any:
    """Return an item as an argument of `Post`, which checks it."""
    name, *rest = parts
    second, third = (*rest, "", "")[:2]
    if field in ("tags", "categories"):
        return {"name": name, "slug": second} if second else name
    if field == "authors":
        return {"name": name, "email": second or None, "url": third or None}
    if field == "enclosures":
        return {"url": name, "type": second, "length": int(third) if third.isascii() and third.isdigit() else None}
    return name


def _cells(post: Post) -> Iterator[str]:
    for field in _COLUMNS:
        value = getattr(post, field)
        if value is None:
            yield ""
        elif isinstance(value, date):
            yield value.isoformat()
        elif isinstance(value, tuple):
            yield "; ".join(map(_written, value))
        else:
            yield str(value)


def _written(item: Tag | Author | Enclosure | str) -> str:
    if isinstance(item, Tag):
        parts = [item.name] if item.slug == slug_of(item.name) else [item.name, item.slug]
    elif isinstance(item, Author):
        parts = [item.name, item.email or "", item.url or ""]
    elif isinstance(item, Enclosure):
        parts = [item.url, item.type, "" if item.length is None else str(item.length)]
    else:
        parts = [item]
    while not parts[-1]:
        parts.pop()
    return "|".join(_SPECIAL.sub(r"\\\1", part) for part in parts)


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple(_FORMULA) else cell
