"""Text, files and folders → `Listing`, or posts one by one."""

import os
from collections.abc import Callable, Iterable, Iterator
from errno import ENOENT
from glob import glob, has_magic
from pathlib import Path
from sys import maxsize
from typing import Any, Literal, cast, get_args

from postindex.errors import InvalidValue, ListingError, Problem
from postindex.index.order import with_distinct_ids
from postindex.listing.chunks import (
    MAX_SIZE,
    Source,
    clean_source_name,
    decode_text,
    iter_chunks,
    read_text,
    source_name,
    split_chunks,
)
from postindex.listing.decoding import UnreadableText
from postindex.listing.draft import Draft
from postindex.listing.findings import NO_LIMIT, Findings, first_problems, raise_errors
from postindex.listing.parser import Parser
from postindex.listing.values import Listing
from postindex.models import Post
from postindex.models.base import assembled

LayoutOption = Literal["strict", "auto"]


def parse_listing(
    text: str | bytes,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
    layout: LayoutOption = "strict",
    example: str | None = None,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    r"""Read the text of a listing.

    `text` is the text itself, or its bytes, never a path. With `strict`, errors raise one `ListingError`
    that holds all errors; warnings are in `Listing.problems`. Without it, `Listing.problems` holds both, beside the
    posts that could be read. A bad entry never changes its neighbours.

    With the `layout` "auto", a text that is not in the strict format is read by the layout that its dates and lines
    prove, whatever it is; where they do not prove one, the only problem is an `uncertain-layout`. `example`, the title
    of one post of the text, settles an ambiguous layout.

    `source` is the name to show in problems. `day_first` decides how to read an ambiguous date such as `03/04/2026`; if
    it is None, the other dates of the text decide. `encoding` is that of bytes; if it is None, they are UTF-8, or
    UTF-16 with a byte order mark. `max_size` limits the characters or bytes; None means no limit. If the text has
    several listings, only the first is read, with a problem; use `parse_listings` to read all. Raises `TypeError` for
    an argument that is not text.

    >>> listing = parse_listing("- 2026-03-22 5 min\nTea, twice\n- February 30, 2026\nNever", strict=False)
    >>> [post.title for post in listing.posts], [problem.code for problem in listing.problems]
    (['Tea, twice'], ['bad-date'])
    """
    return _return_or_raise(
        _parse(text, source, max_size, encoding, day_first=day_first, one=True, layout=layout, example=example), strict
    )[0]


def parse_listings(
    text: str | bytes,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
    layout: LayoutOption = "strict",
    max_size: int | None = MAX_SIZE,
) -> tuple[Listing, ...]:
    r"""Read a text of several listings, in its order.

    Each begins with its header: a path or a count of posts. The arguments are those of `parse_listing`.

    >>> text = "/tea\n1 post\n- 2026-03-22\nTea, twice\n- /tea\n/pots\n1 post\n- 2026-03-01\nA kettle\n- /pots"
    >>> parse_listings(text)
    (<Listing /tea: 1 post>, <Listing /pots: 1 post>)
    """
    return _return_or_raise(
        _parse(text, source, max_size, encoding, day_first=day_first, one=False, layout=layout), strict
    )


def read_listing(
    file: Source,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
    layout: LayoutOption = "strict",
    example: str | None = None,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    r"""Read a listing from a file: a path, or a file open for reading text or bytes, such as `sys.stdin`.

    `source` is the name to show in problems; by default the path,
    or the name of the open file. The other arguments are those of `parse_listing`. Raises `OSError` if the file cannot
    be opened.

    >>> import io
    >>> read_listing(io.BytesIO(b"- 2026-03-22\nTea, twice")).posts[0].day
    datetime.date(2026, 3, 22)
    """
    return _return_or_raise(
        _read_file(file, source, max_size, encoding, day_first=day_first, one=True, layout=layout, example=example),
        strict,
    )[0]


def read_listings(
    files: Source | Iterable[Source],
    *,
    strict: bool = True,
    day_first: bool | None = None,
    encoding: str | None = None,
    layout: LayoutOption = "strict",
    max_size: int | None = MAX_SIZE,
) -> tuple[Listing, ...]:
    r"""Read all listings of a folder, a glob, or several files; `merge` joins them.

    For a folder, read its `.txt` files; for a path with `*`, `?` or `[` that does not exist, the files that match it
    (`**` matches nested folders); both ordered by name. Each file may hold several listings. With `strict`, the
    problems of all files raise one `ListingError`. The other arguments are those of `read_listing`. Raises
    `FileNotFoundError` if there are no files.

    >>> import io
    >>> read_listings([io.StringIO("/tea\n- 2026-03-22\nTea, twice"), io.StringIO("/pots\n- 2026-03-01\nA kettle")])
    (<Listing /tea: 1 post>, <Listing /pots: 1 post>)
    """
    read = [
        listing
        for file in _expand_files(files)
        for listing in _read_file(file, None, max_size, encoding, day_first=day_first, one=False, layout=layout)
    ]
    return _return_or_raise(read, strict)


def iter_posts(
    source: Source | Iterable[str] | Iterable[bytes],
    *,
    on_problem: Callable[[Problem], object] | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
) -> Iterator[Post]:
    r"""Yield the posts of a listing while reading it, in the order of the text, and keep none.

    Use it for files larger than memory. `source` is a path, an open file, or an iterable of lines. Several listings in
    one text are read one after another. `on_problem` is called with each problem, in the order of the text; by default,
    the first problem raises a `ListingError`, after the posts above it. Nothing is compared across the text: a repeated
    post is yielded twice, two posts of one day and title have the same id, and `03/04/2026` is ambiguous unless
    `day_first` is given.

    >>> [post.title for post in iter_posts(["- 2026-03-22", "Tea, twice", "- 2026-03-01", "A kettle"])]
    ['Tea, twice', 'A kettle']
    """
    _require_order(day_first)
    name = source_name(source)
    parser, findings = Parser(name, day_first, NO_LIMIT), Findings(name, NO_LIMIT)
    waiting: list[Problem] = []
    try:
        for chunk in iter_chunks(source, encoding, findings):
            parser.read(chunk)
            yield from _drain(parser, findings, waiting, on_problem, parser.settled)
        parser.end()
    except UnreadableText as failed:
        findings.report(failed.at, 0, failed.code, failed.message)
        parser.end_early()
    yield from _drain(parser, findings, waiting, on_problem, maxsize)


def _drain(
    parser: Parser,
    findings: Findings,
    waiting: list[Problem],
    on_problem: Callable[[Problem], object] | None,
    settled: int,
) -> Iterator[Post]:
    """Yield the posts that a parser holds, and report its problems above a line, in the order of the text."""
    drafts = parser.drafts
    for found in (findings, *(draft.findings for draft in drafts)):
        waiting += found.problems
        found.problems.clear()
    waiting.sort(key=lambda problem: (problem.line, problem.column), reverse=True)
    posts, lines = parser.posts[:], parser.lines[:]
    del drafts[:-1], parser.posts[:], parser.lines[:]
    for post, line in zip(posts, lines, strict=True):
        while waiting and waiting[-1].line <= line:
            _report(waiting.pop(), on_problem)
        yield post
    while waiting and waiting[-1].line < settled:
        _report(waiting.pop(), on_problem)


def _report(problem: Problem, on_problem: Callable[[Problem], object] | None) -> None:
    if on_problem:
        on_problem(problem)
    elif problem.severity == "error":
        raise ListingError((problem,))


def _expand_files(where: Source | Iterable[Source]) -> Iterable[Source]:
    if not isinstance(where, str | os.PathLike):
        return [cast("Source", where)] if hasattr(where, "read") else where
    path = Path(where)
    if path.is_dir():
        found = [str(file) for file in path.iterdir() if file.suffix.lower() == ".txt" and file.name[0] != "."]
    elif has_magic(os.fspath(where)) and not path.exists():
        found = glob(os.fspath(where), recursive=True)
    else:
        return [where]
    if not (found := sorted(filter(os.path.isfile, found))):  # no folders, pipes, sockets or devices
        message = "no files found; give a folder with .txt files, or a glob"
        raise FileNotFoundError(ENOENT, message, os.fspath(where))
    return found


def _read_file(
    file: Source, source: str | None, max_size: int | None, encoding: str | None, **options: Any
) -> list[Listing]:
    findings = Findings(clean_source_name(source) if source else source_name(file))
    return _build_listings(lambda: read_text(file, max_size, encoding, findings), findings, **options)


def _parse(
    text: str | bytes, source: str | None, max_size: int | None, encoding: str | None, **options: Any
) -> list[Listing]:
    if not isinstance(text, str | bytes):
        raise TypeError(f"a listing is text or bytes, not {type(text).__name__}; for a file there is read_listing")
    findings = Findings(clean_source_name(source) if source else None)
    return _build_listings(lambda: decode_text(text, max_size, encoding, findings), findings, **options)


def _build_listings(
    read: Callable[[], str],
    findings: Findings,
    day_first: bool | None,
    *,
    one: bool,
    layout: LayoutOption = "strict",
    example: str | None = None,
) -> list[Listing]:
    """Return the listings of a text, or `one`: the first, with a problem where there are more.

    With the layout "auto", a text that strict reading refuses is read by the layout that its dates and lines prove.
    """
    _require_order(day_first)
    require_layout(layout, example)
    try:
        text = read()
    except UnreadableText as failed:
        findings.report(failed.at, 0, failed.code, failed.message)
        problems, omitted = findings.settle()
        return [Listing(problems=problems, omitted=omitted, source=findings.source, kind="listing")]
    parser = _run_parser(text, findings.source, day_first)
    if day_first is None and parser.ambiguous and len(parser.orders) == 1:  # one date decides for all
        parser = _run_parser(text, findings.source, *parser.orders)
    drafts = parser.drafts
    ends = [*(draft.first for draft in drafts[1:]), len(parser.posts)]
    if one and len(drafts) > 1:
        message = f"another listing begins here, {len(drafts)} in all; read them with parse_listings or read_listings"
        drafts[0].findings.report(drafts[1].at, 0, "second-header", message, late=True)
        del drafts[1:]
    for problem in findings.problems:  # of bytes: each belongs to the listing that has its line
        draft = max((draft for draft in drafts if draft.at[0] <= problem.line), key=lambda draft: draft.at[0])
        draft.findings.problems.append(problem)
    drafts[0].findings.omitted_codes.update(findings.omitted_codes)
    listings = [
        _build_listing(draft, parser.posts[draft.first : end], parser.lines[draft.first : end])
        for draft, end in zip(drafts, ends, strict=False)
    ]
    refused = any(problem.severity == "error" for listing in listings for problem in listing.problems)
    if layout == "auto" and refused:
        from postindex.listing.inferred import read_inferred  # loads the names of months in many languages

        return [read_inferred(text, Findings(findings.source), example)]
    return listings


def _require_order(day_first: object) -> None:
    if day_first is not None and not isinstance(day_first, bool):
        raise TypeError(f"day_first must be True, False or None, not {type(day_first).__name__}")


def require_layout(layout: object, example: object) -> None:
    """Raise `InvalidValue` for an unknown layout, and for an example that is not text or is not used."""
    if layout not in get_args(LayoutOption):
        raise InvalidValue("layout", layout, 'is not a layout; use "strict" or "auto"')
    if example is not None and (layout != "auto" or not isinstance(example, str) or not example.strip()):
        raise InvalidValue("example", example, 'is not the title of a post; give one, with layout="auto"')


def _run_parser(text: str, source: str | None, day_first: bool | None) -> Parser:
    parser = Parser(source, day_first)
    for chunk in split_chunks(text):
        parser.read(chunk)
    parser.end()
    return parser


def _build_listing(draft: Draft, posts: list[Post], lines: list[int]) -> Listing:
    distinct = with_distinct_ids("Listing.posts", posts)
    if len(distinct) < len(posts):
        first: dict[Post, int] = {}
        for post, line in zip(posts, lines, strict=True):
            if (first_line := first.setdefault(post, line)) != line:
                message = f"the post of line {first_line} is repeated here; remove one of them"
                draft.findings.report((line, ""), 0, "duplicate-post", message, late=True)
        lines = list(first.values())
    problems, omitted = draft.findings.settle()
    fields = {
        **{name: field.default for name, field in Listing.model_fields.items()},
        "path": draft.path,
        "description": draft.description,
        "declared_count": draft.declared_count,
        "posts": distinct,
        "problems": problems,
        "omitted": omitted,
        "source": draft.findings.source,
        "lines": tuple(lines),
        "kind": "listing",
    }
    return assembled(Listing, fields, set(fields))


def _return_or_raise(listings: list[Listing], strict: bool) -> tuple[Listing, ...]:
    found = [problem for listing in listings for problem in listing.problems]
    problems, omitted = first_problems(found, sum(listing.omitted for listing in listings))
    raise_errors(problems, omitted, strict=strict)
    return tuple(listings)
