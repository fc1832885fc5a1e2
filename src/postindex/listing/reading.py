"""`Listing`, and the two ways to read one: from a text and from a file."""

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import cached_property
from typing import IO

from postindex._identity import with_distinct_ids
from postindex._value import Text, Value
from postindex.errors import ListingError, Problem
from postindex.index import PostIndex
from postindex.listing.lines import split_lines
from postindex.listing.parser import Parser
from postindex.models import Post
from postindex.text import XML_FORBIDDEN, counted

_BOM = "\ufeff"
_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Listing(Value, frozen=True):
    r"""What the text of a blog's index or tag page says.

    - `path`: the page's path (`"/blog"`), or None where the text has none.
    - `description`: its description (`"Posts touching blog."`), or None.
    - `declared_count`: how many posts the page says it shows, or None.
    - `posts`: the posts in the order of the text, each id once.
    - `problems`: what is wrong with the text, in its order; empty after strict reading.
    - `source`: the name of the file, or None.

    The page's own tag is context: a post is listed under `/blog` without having to show it.

    >>> import postindex
    >>> listing = postindex.parse_listing("/tea\n1 post\n- March 22, 2026 5 min\nTea, twice\n- /tea")
    >>> listing.path, listing.declared_count, listing.posts[0].title
    ('/tea', 1, 'Tea, twice')
    """

    path: Text | None = None
    description: Text | None = None
    declared_count: int | None = None
    posts: tuple[Post, ...] = ()
    problems: tuple[Problem, ...] = ()
    source: str | None = None

    @cached_property
    def index(self) -> PostIndex:
        r"""The posts as a `PostIndex`, newest first.

        >>> import postindex
        >>> postindex.parse_listing("- 2026-03-22\nTea, twice\n- /tea").index
        <PostIndex: 1 post, 2026-03-22, 1 tag>
        """
        return PostIndex(self.posts)

    def __repr__(self) -> str:
        problems = f", {counted(len(self.problems), 'problem')}" if self.problems else ""
        return f"<Listing {self.path or self.source or '(text)'}: {counted(len(self.posts), 'post')}{problems}>"

    __str__ = __repr__


def parse_listing(text: str, *, strict: bool = True, source: str | None = None) -> Listing:
    r"""Read the text of a listing.

    `text` is always the text itself, never a path. `source` is the name that problems carry. With `strict`, a text
    with problems raises one `ListingError` that carries them all; without, they stand in `Listing.problems` beside
    the posts that could be read. A bad entry never harms its neighbours. An argument that is not text is a
    `TypeError`.

    >>> listing = parse_listing("- 2026-03-22 5 min\nTea, twice\n- February 30, 2026\nNever", strict=False)
    >>> [post.title for post in listing.posts], [problem.code for problem in listing.problems]
    (['Tea, twice'], ['bad-date'])
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_listing reads text, not {type(text).__name__}; decode it, or call read_listing")
    return _parse(text, strict, source, ())


def read_listing(
    file: str | os.PathLike[str] | IO[str] | IO[bytes], *, strict: bool = True, source: str | None = None
) -> Listing:
    r"""Read a listing from a file: a path, or a file open for reading text or bytes.

    Bytes are UTF-8, with or without a byte order mark. `source`, the name that problems carry, is the path or the open
    file's name where it is not given. `strict` is as in `parse_listing`; bytes that are not UTF-8 are a problem too,
    read as U+FFFD. A file opened as text in an encoding that it does not have is a `ListingError` either way. A file
    that cannot be opened raises the `OSError` that says why.

    >>> import io
    >>> read_listing(io.BytesIO(b"- 2026-03-22\nTea, twice")).posts[0].day
    datetime.date(2026, 3, 22)
    """
    if isinstance(file, str | os.PathLike):
        source = source or os.fsdecode(file)
        with open(file, "rb") as opened:
            content: str | bytes = opened.read()
    elif hasattr(file, "read"):
        name = getattr(file, "name", None)
        source = source or (name if isinstance(name, str) else None)
        try:
            content = file.read()
        except UnicodeDecodeError as error:  # the file was opened as text in an encoding that is not its own
            message = f"{error.reason}; open the file in the encoding it has, or in binary to read UTF-8"
            raise ListingError((Problem(source, 1, 1, "bad-encoding", message),)) from None
    else:
        raise TypeError(f"read_listing reads a path or an open file, not {type(file).__name__}")
    if isinstance(content, str):
        return _parse(content, strict, source, ())
    if not isinstance(content, bytes | bytearray | memoryview):
        raise TypeError(f"read_listing reads text or bytes, and the file gave {type(content).__name__}")
    text, problems = _decode(bytes(content), source)
    return _parse(text, strict, source, problems)


def _parse(text: str, strict: bool, source: str | None, problems: Iterable[Problem]) -> Listing:
    # A file's name may hold what no text may: bytes of another encoding, as lone surrogates.
    source = None if source is None else XML_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", os.fsdecode(source))
    parser = Parser(source)
    posts: list[Post] = []
    entry_lines: list[int] = []
    for post in parser.posts(split_lines(text.removeprefix(_BOM))):
        posts.append(post)
        entry_lines.append(parser.entry_line)
    distinct = with_distinct_ids("Listing.posts", posts)
    found = [*problems, *parser.problems]
    if len(distinct) < len(posts):
        found += _duplicates(posts, entry_lines, source)
    found.sort(key=lambda problem: (problem.line, problem.column))
    if strict and found:
        raise ListingError(tuple(found))
    return Listing(
        path=parser.path,
        description=parser.description,
        declared_count=parser.declared_count,
        posts=distinct,
        problems=tuple(found),
        source=source,
    )


def _duplicates(posts: list[Post], entry_lines: list[int], source: str | None) -> Iterable[Problem]:
    first: dict[Post, int] = {}
    for post, line in zip(posts, entry_lines, strict=True):
        if (seen := first.setdefault(post, line)) != line:
            yield Problem(
                source, line, 1, "duplicate-post", f"the post of line {seen} stands here again; it is read once"
            )


def _decode(content: bytes, source: str | None) -> tuple[str, list[Problem]]:
    """Return UTF-8 decoded, every byte that is none as U+FFFD, and a problem for each line that has such bytes."""
    text = content.removeprefix(BOM_UTF8)
    try:
        return text.decode(), []
    except UnicodeDecodeError:
        problems = []
        for number, found in enumerate(_BYTE_LINE.finditer(text), 1):
            try:
                found[0].decode()
            except UnicodeDecodeError as error:
                column = len(found[0][: error.start].decode()) + 1
                offset = len(content) - len(text) + found.start() + error.start
                message = f"byte 0x{text[found.start() + error.start]:02X} at offset {offset} is not UTF-8"
                message += "; save the file as UTF-8"
                problems.append(Problem(source, number, column, "bad-encoding", message))
        return text.decode(errors="replace"), problems
