"""FILE → posts: a listing, a folder or a glob of listings, or JSON that postindex wrote; and the problems to report."""

import io
import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from glob import escape, glob, has_magic
from typing import NamedTuple

import click

from postindex.cli.terminal import print_error, safe_line
from postindex.errors import Code, Problem
from postindex.index import PostIndex
from postindex.listing import Listing, merge, read_listing, read_listings
from postindex.listing.chunks import MAX_SIZE, clean_source_name
from postindex.models import Author, Enclosure, Post
from postindex.models.jsontext import load_json

STANDARD_INPUT = "-"

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[{\]])')
_LIBRARY_NAMES = re.compile(r"^: |\b(?:PostIndex\.from_(?:json|records)|JsonFeed|Post)(?:\.|: ?)", re.MULTILINE)

# Messages of problems that name the library's functions and arguments, in terms of the command.
_MESSAGES: dict[Code, str] = {
    "second-header": "another listing begins here and was not read; save each listing as a file and give their folder",
    "too-large": f"the file has more than {MAX_SIZE // 2**20} MiB or a line of over 16 MiB; is it a listing?",
}


class UsageError(click.ClickException):
    """Wrong usage that only shows after the command line is parsed."""

    exit_code = 2  # that of click.UsageError


class How(NamedTuple):
    """How FILE is read: the order of numeric dates, the encoding, and codes of problems to ignore."""

    day_first: bool | None = None
    encoding: str | None = None
    ignored: Sequence[str] = ()


class Source(NamedTuple):
    """What FILE holds: a listing, and the title where FILE is a feed."""

    listing: Listing
    title: str | None = None

    @property
    def names(self) -> set[str]:
        """The names of the files that were read."""
        return {name for name in (self.listing.source, *(page.source for page in self.listing.pages)) if name}


def existing(file: str) -> str:
    """Return a path that exists, a glob that matches, or - for standard input; anything else is a bad option."""
    if file != STANDARD_INPUT and not os.path.exists(file):
        if not has_magic(file):
            raise click.BadParameter(f"{file!r} does not exist.")
        if not glob(file, recursive=True):
            raise click.BadParameter(f"no file matches {file!r}.")
    return file


def known_encoding(name: str) -> str:
    """Return the name of an encoding of text; anything else is a bad option."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise click.BadParameter(f"{name!r} is not an encoding of text, such as utf-16 or cp1252.") from None
    return name


def expand(files: Sequence[str]) -> list[str]:
    """Return names of files with each glob replaced by the files that match, in order, as a shell would."""
    expanded: list[str] = []
    for file in files:
        expanded += sorted(filter(os.path.isfile, glob(file, recursive=True))) if _is_glob(file) else [file]
    return expanded


def read(file: str, how: How) -> Source:
    """Read FILE leniently: a folder and a glob are merged into one listing."""
    if os.path.isdir(file) or _is_glob(file):
        files = file if how.encoding is None else [_Page(*_content(page, how.encoding)) for page in _pages(file)]
        pages = read_listings(files, strict=False, day_first=how.day_first)
        return _reported(Source(merge(pages, strict=False).model_copy(update={"source": clean_source_name(file)})), how)
    name, data = _content(file, how.encoding)
    if _JSON.match(data) and len(data) <= MAX_SIZE:
        try:
            return _read_json(name, data.removeprefix(BOM_UTF8))
        except ValueError as error:  # `InvalidValue`, or a date that is not ISO 8601
            faults = _LIBRARY_NAMES.sub("", str(error)).replace("\n", "\n  ")
            raise UsageError(f"{name}: {faults}") from None
    listing = read_listing(io.BytesIO(data), strict=False, day_first=how.day_first, source=name)
    return _reported(Source(listing), how)


def has_errors(listing: Listing) -> bool:
    """Return whether posts or details may be lost or wrong."""
    # Errors are kept before warnings, so the problems omitted beside a warning are warnings.
    severities = {problem.severity for problem in listing.problems}
    return "error" in severities or (listing.omitted > 0 and "warning" not in severities)


def print_problems(listing: Listing) -> None:
    """Print the problems of a listing to standard error, each with its line."""
    for problem in listing.problems:
        severity = "warning: " if problem.severity == "warning" else ""
        place = f"{problem.source}:{problem.line}:{problem.column}"
        message = safe_line(f"{place}: {severity}{problem.code}: {problem.message}")
        print_error(message + (f"\n{problem.excerpt}" if problem.excerpt else ""))
    if listing.omitted:
        print_error(f"… and {listing.omitted:,} more")


def _is_glob(file: str) -> bool:
    return has_magic(file) and not os.path.exists(file)


class _Page(io.BytesIO):
    """A page in memory, with the name that its problems carry."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name = name


def _pages(file: str) -> list[str]:
    """Return the files of a folder or a glob that `read_listings` reads, in its order."""
    return expand([os.path.join(escape(file), "*.[tT][xX][tT]") if os.path.isdir(file) else file])


def _content(file: str, encoding: str | None) -> tuple[str, bytes]:
    """Return the name of a file for messages, and its bytes as UTF-8, of which one more than the limit is read."""
    if file != STANDARD_INPUT:
        name = clean_source_name(file)
        with open(file, "rb") as opened:
            data = opened.read(MAX_SIZE + 1)
    elif sys.stdin is None:
        raise UsageError("standard input is closed")
    else:
        name, data = "<stdin>", sys.stdin.buffer.read(MAX_SIZE + 1)
    if encoding is not None:
        try:
            data = data.decode(encoding).encode(errors="surrogatepass")  # a surrogate is then a `bad-encoding`
        except UnicodeError as error:
            reason = f"{error.reason} at offset {error.start}" if isinstance(error, UnicodeDecodeError) else error
            raise UsageError(f"{name}: cannot be decoded as {encoding}: {reason}; use another --encoding") from None
    return name, data


def _reported(source: Source, how: How) -> Source:
    """Return a source without ignored problems, and with messages in terms of the command."""
    found, omitted = source.listing.problems, source.listing.omitted
    problems = tuple(_in_terms_of_options(problem) for problem in found if problem.code not in how.ignored)
    ignored = {problem.severity for problem in found} - {problem.severity for problem in problems}
    omitted = 0 if "warning" in ignored else omitted  # see `has_errors`
    return source._replace(listing=source.listing.model_copy(update={"problems": problems, "omitted": omitted}))


def _in_terms_of_options(problem: Problem) -> Problem:
    return replace(problem, message=_MESSAGES.get(problem.code, problem.message))


def _read_json(name: str, data: bytes) -> Source:
    """Return the posts of `PostIndex.to_json`, of a JSON Feed, or of a list of posts or records."""
    document = load_json("", data)
    title = None
    if isinstance(document, list):
        index = PostIndex.from_records(document)
    elif isinstance(document.get("version"), str):
        title, index = _read_feed(data)
    else:
        index = PostIndex.from_json(data)
    return Source(Listing(posts=tuple(index), source=name), title)


def _read_feed(data: bytes) -> tuple[str, PostIndex]:
    """Return the title of a JSON Feed, and its items as posts."""
    from postindex.feeds import JsonFeed  # loads feedgen and lxml: only for a feed

    feed = JsonFeed.model_validate_json(data)
    posts = [
        Post(
            id=item.id,
            title=item.title,
            published=datetime.fromisoformat(item.date_published),
            updated=datetime.fromisoformat(item.date_modified) if item.date_modified else None,
            url=item.url,
            summary=item.summary or item.content_text or "",
            content_html=item.content_html or "",
            tags=item.tags or (),
            authors=[Author(name=author.name, url=author.url) for author in item.authors or ()],
            language=item.language,
            enclosures=[
                Enclosure(url=file.url, type=file.mime_type, length=file.size_in_bytes)
                for file in item.attachments or ()
            ],
        )
        for item in feed.items
    ]
    return feed.title, PostIndex(posts)
