"""Text → `Listing`: from a text, a file, a folder, or line by line."""

import os
from collections.abc import Callable, Iterable, Iterator
from errno import ENOENT
from glob import glob, has_magic
from pathlib import Path
from sys import maxsize
from typing import Any, cast

from postindex.errors import ListingError, Problem
from postindex.index.order import with_distinct_ids
from postindex.listing.chunks import (
    MAX_SIZE,
    NoText,
    Source,
    chunks_of,
    chunks_of_text,
    clean_name,
    decoded,
    name_of,
    text_of,
)
from postindex.listing.findings import Draft, Findings, capped
from postindex.listing.parser import Parser
from postindex.listing.values import Listing
from postindex.models import Post
from postindex.models.base import assembled
from postindex.text import counted


def parse_listing(
    text: str | bytes,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    r"""Read the text of a listing.

    `text` is always the text itself, or its bytes in UTF-8, never a path. With `strict`, a text with problems raises
    one `ListingError` that carries them; without, they stand in `Listing.problems` beside the posts that could be
    read. A bad entry never harms its neighbours.

    `source` is the name that problems carry. `day_first` says how a date such as `03/04/2026` is read; None leaves it
    to the text, where another date decides. More than `max_size` characters or bytes are refused; None takes any. A
    text of several listings has the posts of the first, and a problem: `parse_listings` reads them all. An argument
    that is not text is a `TypeError`.

    >>> listing = parse_listing("- 2026-03-22 5 min\nTea, twice\n- February 30, 2026\nNever", strict=False)
    >>> [post.title for post in listing.posts], [problem.code for problem in listing.problems]
    (['Tea, twice'], ['bad-date'])
    """
    return _settled(_parsed(text, source, max_size, day_first=day_first, one=True), strict)[0]


def parse_listings(
    text: str | bytes,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    max_size: int | None = MAX_SIZE,
) -> tuple[Listing, ...]:
    r"""Read the text of several listings, one below the other, in their order; the arguments are `parse_listing`'s.

    Each begins with its header: a path, or a count of posts.

    >>> text = "/tea\n1 post\n- 2026-03-22\nTea, twice\n- /tea\n/pots\n1 post\n- 2026-03-01\nA kettle\n- /pots"
    >>> parse_listings(text)
    (<Listing /tea: 1 post>, <Listing /pots: 1 post>)
    """
    return _settled(_parsed(text, source, max_size, day_first=day_first, one=False), strict)


def read_listing(
    file: Source,
    *,
    strict: bool = True,
    source: str | None = None,
    day_first: bool | None = None,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    r"""Read a listing from a file: a path, or a file open for reading text or bytes, such as `sys.stdin`.

    Bytes are UTF-8, with or without a byte order mark. `source`, the name that problems carry, is the path or the open
    file's name where it is not given. The other arguments are `parse_listing`'s. A file that cannot be opened raises
    the `OSError` that says why.

    >>> import io
    >>> read_listing(io.BytesIO(b"- 2026-03-22\nTea, twice")).posts[0].day
    datetime.date(2026, 3, 22)
    """
    return _settled(_read(file, source, max_size, day_first=day_first, one=True), strict)[0]


def read_listings(
    files: Source | Iterable[Source],
    *,
    strict: bool = True,
    day_first: bool | None = None,
    max_size: int | None = MAX_SIZE,
) -> tuple[Listing, ...]:
    r"""Read all listings of a folder, of a glob, or of files: `merge` makes one of them.

    A folder stands for the `.txt` files in it; a path with `*`, `?` or `[` that is no file, for the files that match
    it (`**` for folders in folders); both in the order of their names. Each file may hold several listings. With
    `strict`, the problems of all files raise one `ListingError`. The other arguments are `read_listing`'s. Where no
    file is found, that is a `FileNotFoundError`.

    >>> import io
    >>> read_listings([io.StringIO("/tea\n- 2026-03-22\nTea, twice"), io.StringIO("/pots\n- 2026-03-01\nA kettle")])
    (<Listing /tea: 1 post>, <Listing /pots: 1 post>)
    """
    read = [
        listing for file in _files(files) for listing in _read(file, None, max_size, day_first=day_first, one=False)
    ]
    return _settled(read, strict)


def iter_posts(
    source: Source | Iterable[str] | Iterable[bytes],
    *,
    on_problem: Callable[[Problem], object] | None = None,
    day_first: bool | None = None,
) -> Iterator[Post]:
    r"""Yield the posts of a listing as it is read, in the order of the text, without keeping any.

    For files larger than memory: a path, an open file, or an iterable of lines. Several listings in one text are read
    one after another. `on_problem` is called with each problem where it is met; without it, the first one raises a
    `ListingError`, after the posts above it. Whatever takes the whole text is left out: the same post twice is yielded
    twice, two posts of one day and title have the same id, and `03/04/2026` is ambiguous unless `day_first` is given.

    >>> [post.title for post in iter_posts(["- 2026-03-22", "Tea, twice", "- 2026-03-01", "A kettle"])]
    ['Tea, twice', 'A kettle']
    """
    _require_order(day_first)
    name = name_of(source)
    parser, findings = Parser(name, day_first, maxsize), Findings(name, maxsize)
    waiting: list[Problem] = []
    try:
        for chunk in chunks_of(source, findings):
            parser.read(chunk)
            yield from _drained(parser, findings, waiting, on_problem, parser.settled)
        parser.end()
    except NoText as failed:
        findings.report(failed.at, 0, failed.code, failed.message)
        parser.end_early()
    yield from _drained(parser, findings, waiting, on_problem, maxsize)


def _drained(
    parser: Parser,
    findings: Findings,
    waiting: list[Problem],
    on_problem: Callable[[Problem], object] | None,
    settled: int,
) -> Iterator[Post]:
    """Yield the posts that a parser holds, and say its problems above a line, in the order of the text."""
    drafts = parser.drafts
    for each in (findings, *(draft.findings for draft in drafts)):
        waiting += each.problems
        each.problems.clear()
    waiting.sort(key=lambda problem: (problem.line, problem.column), reverse=True)
    posts, lines = parser.posts[:], parser.lines[:]
    del drafts[:-1], parser.posts[:], parser.lines[:]
    for post, line in zip(posts, lines, strict=True):
        while waiting and waiting[-1].line <= line:
            _say(waiting.pop(), on_problem)
        yield post
    while waiting and waiting[-1].line < settled:
        _say(waiting.pop(), on_problem)


def _say(problem: Problem, on_problem: Callable[[Problem], object] | None) -> None:
    if on_problem is None:
        raise ListingError((problem,))
    on_problem(problem)


def _files(where: Source | Iterable[Source]) -> Iterable[Source]:
    if not isinstance(where, str | os.PathLike):
        return [cast("Source", where)] if hasattr(where, "read") else where
    path = Path(where)
    if path.is_dir():
        found = [str(file) for file in path.iterdir() if file.suffix.lower() == ".txt" and file.name[0] != "."]
    elif has_magic(os.fspath(where)) and not path.exists():
        found = glob(os.fspath(where), recursive=True)
    else:
        return [where]
    if not (found := sorted(file for file in found if not os.path.isdir(file))):
        message = "there is no listing; give a folder with .txt files, or a glob"
        raise FileNotFoundError(ENOENT, message, os.fspath(where))
    return found


def _read(file: Source, source: str | None, max_size: int | None, **how: Any) -> list[Listing]:
    findings = Findings(clean_name(source) if source else name_of(file))
    return _listings(lambda: text_of(file, max_size, findings), findings, **how)


def _parsed(text: str | bytes, source: str | None, max_size: int | None, **how: Any) -> list[Listing]:
    if not isinstance(text, str | bytes):
        raise TypeError(f"a listing is text or bytes, not {type(text).__name__}; for a file there is read_listing")
    findings = Findings(clean_name(source) if source else None)
    return _listings(lambda: decoded(text, max_size, findings), findings, **how)


def _listings(text_of: Callable[[], str], findings: Findings, day_first: bool | None, *, one: bool) -> list[Listing]:
    """Return the listings of a text, or `one`: the first, with a problem where there are more."""
    _require_order(day_first)
    try:
        text = text_of()
    except NoText as failed:
        findings.report(failed.at, 0, failed.code, failed.message)
        problems, omitted = findings.settle()
        return [Listing(problems=problems, omitted=omitted, source=findings.source)]
    parser = _parser(text, findings.source, day_first)
    if day_first is None and parser.ambiguous and len(parser.orders) == 1:  # one date of the text decides for all
        parser = _parser(text, findings.source, *parser.orders)
    drafts = parser.drafts
    ends = [*(draft.first for draft in drafts[1:]), len(parser.posts)]
    if one and len(drafts) > 1:
        message = f"another listing begins here, and {counted(len(drafts), 'listing')} are in the text; read them with "
        drafts[0].findings.report(
            drafts[1].at, 0, "second-header", message + "parse_listings or read_listings", late=True
        )
        del drafts[1:]
    for problem in findings.problems:  # of the bytes: each belongs to the listing in whose lines it stands
        draft = max((draft for draft in drafts if draft.at[0] <= problem.line), key=lambda draft: draft.at[0])
        draft.findings.problems.append(problem)
    drafts[0].findings.omitted += findings.omitted
    return [
        _listing(draft, parser.posts[draft.first : end], parser.lines[draft.first : end])
        for draft, end in zip(drafts, ends, strict=False)
    ]


def _require_order(day_first: object) -> None:
    if day_first is not None and not isinstance(day_first, bool):
        raise TypeError(f"day_first is True, False or None, not {type(day_first).__name__}")


def _parser(text: str, source: str | None, day_first: bool | None) -> Parser:
    parser = Parser(source, day_first)
    for chunk in chunks_of_text(text):
        parser.read(chunk)
    parser.end()
    return parser


def _listing(draft: Draft, posts: list[Post], lines: list[int]) -> Listing:
    distinct = with_distinct_ids("Listing.posts", posts)
    if len(distinct) < len(posts):
        first: dict[Post, int] = {}
        for post, line in zip(posts, lines, strict=True):
            if (seen := first.setdefault(post, line)) != line:
                message = f"the post of line {seen} stands here again; it is read once"
                draft.findings.report((line, ""), 0, "duplicate-post", message, late=True)
        lines = list(first.values())
    problems, omitted = draft.findings.settle()
    fields = {
        "path": draft.path,
        "description": draft.description,
        "declared_count": draft.declared_count,
        "posts": distinct,
        "problems": problems,
        "omitted": omitted,
        "source": draft.findings.source,
        "lines": tuple(lines),
        "merged": (),
    }
    return assembled(Listing, fields, set(fields))


def _settled(listings: list[Listing], strict: bool) -> tuple[Listing, ...]:
    problems = [problem for listing in listings for problem in listing.problems]
    if strict and problems:
        raise ListingError(*capped(problems, sum(listing.omitted for listing in listings)))
    return tuple(listings)
