"""FILE → posts, whatever it is; and the problems to report."""

import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from glob import glob, has_magic
from typing import Any, NamedTuple

import click

from postindex.cli.terminal import print_error, safe_line
from postindex.errors import Code, Problem
from postindex.listing import Listing, merge
from postindex.listing.chunks import MAX_SIZE, clean_source_name
from postindex.listing.reading import LayoutOption
from postindex.listing.values import Kind
from postindex.sources.front_matter.builders import BuilderName
from postindex.sources.gathering import Untitled

STANDARD_INPUT = "-"

# Messages of problems that name the library's functions and arguments, in terms of the command.
_MESSAGES: dict[Code, str] = {
    "too-large": f"the file has more than {MAX_SIZE // 2**20} MiB or a line of over 16 MiB; is it a listing?",
}
_OPTIONS = {  # by what the library's messages name
    'layout="auto"': "--layout auto",
    "example=": "--example",
    "the page's HTML (sources.read_page)": "the HTML of the page",
    "with strict=False": "that are listed",
    "; give it with url=": "; give it with --source-url",
    'untitled="first-words" keeps it': "--untitled first-words keeps it",
    "drafts=True keeps": "--drafts keeps",
    "; today=None keeps them": "",
    'map it with fields=, or give unknown="ignore"': "--ignore unknown-field hides this",
    "give format=": "give --kind",
    "give encoding=": "give --encoding",
    "name it with fields=": "rename it",
}


Progress = Callable[[int, int], None]


class UsageError(click.ClickException):
    """Wrong usage that only shows after the command line is parsed."""

    exit_code = 2  # that of click.UsageError


class How(NamedTuple):
    """How FILE is read: what it is, the order of numeric dates, encoding, ignored codes, layout, and so on."""

    day_first: bool | None = None
    encoding: str | None = None
    ignored: Sequence[str] = ()
    layout: LayoutOption = "auto"
    example: str | None = None
    kind: Kind | None = None
    url: str | None = None
    drafts: bool = False
    builder: BuilderName | None = None
    untitled: Untitled = "omit"


class Source(NamedTuple):
    """What FILE holds: a listing, and the title where FILE is a feed."""

    listing: Listing
    title: str | None = None

    @property
    def names(self) -> set[str]:
        """The names of the files that were read."""
        pages = (page.source for page in self.listing.pages)
        origins = (origin.source for origin in self.listing.origins)
        return {name for name in (self.listing.source, *pages, *origins) if name}


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
    """Read FILE leniently, whatever it is: the files of a glob are merged into one listing."""
    if _is_glob(file):
        return read_all(expand([file]), how, clean_source_name(file))
    listing = _read(file, how)
    return _reported(Source(listing, listing.title), how)


def read_all(files: Sequence[str], how: How, name: str | None = None) -> Source:
    """Read each of several files, and merge them into one listing."""
    if len(files) == 1 and name is None:
        return read(files[0], how)
    merged = merge([_read(each, how) for file in files for each in expand([file])], strict=False)
    if name is not None:
        merged = merged.model_copy(update={"source": name})
    return _reported(Source(merged, merged.title), how)


def _read(file: str, how: How) -> Listing:
    from postindex.sources import read

    with _progress(file) as progress:
        return read(
            _opened(file, how.encoding),
            format=how.kind,
            strict=False,
            url=how.url,
            drafts=how.drafts,
            untitled=how.untitled,
            today=date.today(),  # noqa: DTZ011  what is published today where the command runs
            day_first=how.day_first,
            encoding=how.encoding if os.path.isdir(file) else None,
            layout=how.layout,
            example=how.example,
            builder=how.builder,
            progress=progress,
        )


def _progress(file: str) -> AbstractContextManager[Progress | None]:
    """Return a progress bar for a folder, and None for one file."""
    if not os.path.isdir(file):
        return nullcontext()
    from postindex.cli.tables import progress_bar  # loads rich

    return progress_bar("Reading")


def _opened(file: str, encoding: str | None) -> Any:
    """Return what to read: a path, standard input, or the text of a file as UTF-8."""
    if file == STANDARD_INPUT and sys.stdin is None:
        raise UsageError("standard input is closed")
    if encoding is None or os.path.isdir(file):
        return _StandardInput() if file == STANDARD_INPUT else file
    name, data = _content(file)
    try:
        data = data.decode(encoding).encode(errors="surrogatepass")  # a surrogate is then a `bad-encoding`
    except UnicodeError as error:
        reason = f"{error.reason} at offset {error.start}" if isinstance(error, UnicodeDecodeError) else error
        raise UsageError(f"{name}: cannot be decoded as {encoding}: {reason}; use another --encoding") from None
    return _Page(name, data)


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


class _StandardInput:
    """Standard input, with the name that its problems carry."""

    name = "<stdin>"

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        return sys.stdin.buffer.read(size)


class _Page(io.BytesIO):
    """A page in memory, with the name that its problems carry."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name = name


def _content(file: str) -> tuple[str, bytes]:
    """Return the name of a file for messages, and its bytes, of which one more than the limit is read."""
    if file == STANDARD_INPUT:
        return "<stdin>", sys.stdin.buffer.read(MAX_SIZE + 1)
    with open(file, "rb") as opened:
        return clean_source_name(file), opened.read(MAX_SIZE + 1)


def _reported(source: Source, how: How) -> Source:
    """Return a source without ignored problems, and with messages in terms of the command."""
    found, omitted = source.listing.problems, source.listing.omitted
    problems = tuple(_in_terms_of_options(problem) for problem in found if problem.code not in how.ignored)
    ignored = {problem.severity for problem in found} - {problem.severity for problem in problems}
    omitted = 0 if "warning" in ignored else omitted  # see `has_errors`
    return source._replace(listing=source.listing.model_copy(update={"problems": problems, "omitted": omitted}))


def _in_terms_of_options(problem: Problem) -> Problem:
    message = _MESSAGES.get(problem.code, problem.message)
    for name, option in _OPTIONS.items():
        message = message.replace(name, option)
    return replace(problem, message=message)
