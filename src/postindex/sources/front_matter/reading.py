"""Read a folder of posts, or one post, with front matter."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from postindex.errors import Code, InvalidValue
from postindex.files import file_path
from postindex.listing.chunks import clean_source_name
from postindex.listing.values import Listing
from postindex.sources.front_matter.builders import ANY, BUILDERS, BuilderName, FieldName, builder_of
from postindex.sources.front_matter.fences import FrontMatter, Unclosed, split
from postindex.sources.front_matter.files import MARKUP, Found, Skipped, decode, find_files, read_text
from postindex.sources.front_matter.permalinks import Permalink, Permalinks
from postindex.sources.front_matter.posts import Place, Reader
from postindex.sources.front_matter.values import BadFrontMatter, Fields, read_fields
from postindex.sources.gathering import Entry, Gathering, Options, Untitled

Progress = Callable[[int, int], object]

_NOT_POSTS = frozenset({"_index", "readme", "license", "changelog", "contributing"})


def read_front_matter(
    source: str | os.PathLike[str] | bytes,
    *,
    builder: BuilderName | None = None,
    fields: Mapping[FieldName, str] | None = None,
    unknown: Literal["warn", "ignore"] = "warn",
    url: str | None = None,
    permalink: Permalink | None = None,
    strict: bool = True,
    drafts: bool = False,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    progress: Progress | None = None,
) -> Listing:
    r"""Read a folder of posts with front matter, one such file, or the bytes of one.

    The front matter is YAML, TOML or JSON between fences, Pelican's lines, the fields of reStructuredText, or Nikola's
    comments. The builder is told by the files beside or above the folder; `builder` names it, and `fields` names the
    field of the source for a field of `Post`, as in `{"summary": "deck"}`. Other fields are reported once by an
    `unknown-field` warning, unless `unknown="ignore"`.

    A time without an offset leaves its day. `Post.url` is the address that the front matter has, or else that of
    `permalink` below `url`: a pattern such as `"/:year/:month/:day/:title/"` (`:slug`, `:name` and `:path` too), or a
    function of a post and its path. `Post.content_html` is empty, because Markdown is not rendered.

    `drafts` keeps drafts. `today` leaves out posts of later days. `untitled` and `words_per_minute` are as in
    `read_feed`. `progress` is called with the number of files that are read, and of all. Links that leave the folder
    are not followed.

    Raises `ListingError` if `strict` and there is an error, `InvalidValue` for an invalid argument, `OSError` if the
    folder cannot be opened, and `MissingExtra` without the extra `sources` where there is YAML.

    >>> post = read_front_matter(b"---\ntitle: Tea\ndate: 2026-03-22\ntags: [cups]\n---\nOn leaves.").posts[0]
    >>> post.title, post.day.isoformat(), post.tags
    ('Tea', '2026-03-22', (Tag('cups'),))
    """
    if builder is not None and builder not in BUILDERS:
        raise InvalidValue("builder", builder, f"is not a known builder; give one of {', '.join(sorted(BUILDERS))}")
    if unknown not in ("warn", "ignore"):
        raise InvalidValue("unknown", unknown, 'is not a rule; use "warn" or "ignore"')
    chosen = _chosen(fields)
    options = Options(strict, drafts, today, untitled, words_per_minute).checked()
    permalinks = Permalinks(url, permalink)
    if isinstance(source, bytes):
        gathering = Gathering("frontmatter", None, options)
        how = _How(Reader(BUILDERS[builder] if builder else ANY, chosen, url), permalinks)
        unknowns = _read_one(Found("", ""), how, gathering, source)
        _report_unknown([("", unknowns)], unknown, gathering)
        return gathering.listing()
    path = file_path("source", source)
    gathering = Gathering("frontmatter", clean_source_name(path), options)
    folder = Path(path) if os.path.isdir(path) else Path(path).parent
    files = _files(path, gathering)
    found = builder or builder_of(folder) or ("jekyll" if any("_posts/" in file.below for file in files) else None)
    table = BUILDERS[found] if found else ANY
    if table.posts and any(not file.folders.isdisjoint(table.posts) for file in files):
        files = [file for file in files if not file.folders.isdisjoint({*table.posts, *table.drafts})]
    how = _How(Reader(table, chosen, url), permalinks, frozenset(table.drafts))
    seen: list[tuple[str, list[str]]] = []
    for number, file in enumerate(files, 1):
        seen.append((file.path, _read_one(file, how, gathering)))
        if progress is not None:
            progress(number, len(files))
    _report_unknown(seen, unknown, gathering)
    if not files:
        gathering.report("no-posts", "the folder has no file with posts; name another folder")
    return gathering.listing()


class _How(NamedTuple):
    reader: Reader
    permalinks: Permalinks
    draft_folders: frozenset[str] = frozenset()


def _chosen(fields: Mapping[FieldName, str] | None) -> Mapping[FieldName, str]:
    if fields is None:
        return {}
    known = get_args(FieldName)
    if not isinstance(fields, Mapping) or not all(name in known and isinstance(fields[name], str) for name in fields):
        raise InvalidValue("fields", fields, f"is not a mapping of {', '.join(known)} to names of fields")
    return fields


def _files(path: str, gathering: Gathering) -> list[Found]:
    def report(code: Code, message: str, file: str) -> None:
        gathering.report(code, message, source=clean_source_name(file))

    if os.path.isdir(path):
        return find_files(path, report)
    with open(path, "rb"):  # an error of a file that was named is the caller's
        return [Found(path, os.path.basename(path))]


def _read_one(file: Found, how: _How, gathering: Gathering, content: bytes | None = None) -> list[str]:
    """Gather the post of a file, or report why there is none; return the names of its fields that are not known."""
    name = clean_source_name(file.path) if file.path else None
    try:
        text = read_text(file.path) if content is None else decode(content)
        front = split(text, docinfo=file.below.endswith(".rst"))
    except Skipped as skipped:
        gathering.report(skipped.code, skipped.message, source=name)
        return []
    except Unclosed as unclosed:
        message = f"the front matter begins with {unclosed.fence} and does not end; close it with the same line"
        gathering.report("bad-file", message, source=name)
        return []
    if front is None:
        _report_without(file, text, gathering, name)
        return []
    try:
        fields = read_fields(front)
    except BadFrontMatter as bad:
        gathering.report("bad-file", f"the front matter {bad.message}", line=front.line + bad.line - 1, source=name)
        return []
    return _add(file, front, fields, how, gathering)


def _report_without(file: Found, text: str, gathering: Gathering, name: str | None) -> None:
    path = Path(file.below)
    if not text.strip():
        gathering.report("bad-file", "the file is empty", source=name)
    elif path.suffix.lower() in MARKUP:
        gathering.report("no-front-matter", "the file has no front matter and was left out", source=name)


def _add(file: Found, front: FrontMatter, fields: Fields, how: _How, gathering: Gathering) -> list[str]:
    """Gather the post of front matter; return the names of its fields that are not known."""
    name = clean_source_name(file.path) if file.path else None
    place = Place.of(file.below)
    line = _line_of("title", front)
    if place.slug.partition(".")[0].lower() in _NOT_POSTS and not place.day:
        return []
    for repeated in fields.repeated:
        message = f"the field {repeated!r} is there twice, and the last one counts; remove one of them"
        gathering.report("bad-field", message, line=_line_of(repeated, front), source=name)
    reading = how.reader.read(fields, place, front.body)
    if reading is None:
        gathering.report("undated", "the file has no date, as a page has none; it was left out", line=line, source=name)
        return []
    for fault in reading.faults:
        field = fault.partition(":")[0]
        gathering.report("bad-field", fault, line=_line_of(_DATES.get(field, field), front), source=name)
    arguments = reading.fields
    if arguments["published"] is None:
        return []
    draft = reading.draft or not how.draft_folders.isdisjoint(file.folders)
    href = reading.href
    if arguments["url"] is None:
        arguments["url"] = how.permalinks.address(arguments, place, reading.slug, file.below, href)
    gathering.add(Entry(arguments, line, name, href, draft, front.body))
    return how.reader.unknown(fields)


_DATES = {"published": "date"}


def _line_of(field: str, front: FrontMatter) -> int:
    """Return the line of a field, or of the front matter."""
    found = _field_pattern(field).search(front.text)
    return front.line + (front.text.count("\n", 0, found.start()) if found else 0)


@lru_cache(maxsize=64)
def _field_pattern(field: str) -> re.Pattern[str]:
    return re.compile(rf"^[\"':. ]*{re.escape(field)}[\"' ]*[:=]", re.IGNORECASE | re.MULTILINE)


def _report_unknown(seen: list[tuple[str, list[str]]], unknown: str, gathering: Gathering) -> None:
    """Report each field that is not known, once, with the number of its files and the first of them."""
    if unknown == "ignore":
        return
    files: dict[str, list[str]] = {}
    for path, names in seen:
        for name in names:
            files.setdefault(name, []).append(path)
    for name in sorted(files):
        where = f"in {len(files[name]):,} files, the first of them this," if len(files[name]) > 1 else "in this file"
        message = f'the field {name!r} {where} is not read; map it with fields=, or give unknown="ignore"'
        first = files[name][0]
        gathering.report("unknown-field", message, source=clean_source_name(first) if first else None)
