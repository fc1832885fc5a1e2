"""The exception family, and `Problem`: one finding in a text.

Every exception postindex raises on bad input is a `PostindexError`, and so a `ValueError`. It keeps its values as
attributes, survives pickling, and its text names the place, the value and the mend.
"""

from dataclasses import dataclass, field
from reprlib import Repr
from typing import Literal
from unicodedata import category, east_asian_width

_SHOWN = 76  # characters of a line in an excerpt
_BEFORE = 40  # of them, at most, in front of the caret


class _Shown(Repr):
    """How a message repeats a bad value: a long one is cut in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = 80

    def repr_int(self, x: int, level: int) -> str:
        # Python refuses to write an integer of over 4,300 digits.
        return (
            super().repr_int(x, level) if x.bit_length() < self.maxother else f"an integer of {x.bit_length():,} bits"
        )


Code = Literal[  # of a problem; each has a section in docs/reference/problems.md
    "ambiguous-date",
    "bad-date",
    "bad-encoding",
    "bad-reading-time",
    "bad-tag",
    "conflict",
    "control-character",
    "count-mismatch",
    "cut-file",
    "doubtful-title",
    "duplicate-post",
    "implausible-date",
    "mixed-bullets",
    "no-header",
    "no-posts",
    "no-title",
    "not-text",
    "second-header",
    "too-large",
    "unparsed-line",
]


class PostindexError(ValueError):
    """The base of every exception that postindex raises on bad input.

    >>> import postindex
    >>> try:
    ...     postindex.parse_listing("nothing here")
    ... except postindex.PostindexError as error:
    ...     print(type(error).__name__)
    ListingError
    """


class InvalidValue(PostindexError):
    """A value that a field or an argument cannot take.

    Attributes: `place` names the field or argument (`"Post.published"`), `value` is what was given, `reason` says
    what is wrong and how to mend it.

    >>> from postindex import Tag
    >>> Tag("!!!")
    Traceback (most recent call last):
    ...
    postindex.errors.InvalidValue: Tag.name: '!!!' has no letter or digit; a tag needs at least one
    """

    def __init__(self, place: str, value: object, reason: str) -> None:
        super().__init__(place, value, reason)
        self.place = place
        self.value = value
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {shorten(self.value)} {self.reason}"


class UnknownPost(PostindexError, LookupError):
    """No post of the index has this id.

    Attributes: `id` is what was asked for, `near` holds the most similar ids of the index, nearest first.

    >>> from postindex import PostIndex
    >>> PostIndex().get("2026-03-22-ledgers")
    Traceback (most recent call last):
    ...
    postindex.errors.UnknownPost: no post has the id '2026-03-22-ledgers'
    """

    def __init__(self, id: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(id, near)
        self.id = id
        self.near = near

    def __str__(self) -> str:
        asked = f"no post has the id {shorten(self.id)}"
        return f"{asked}; did you mean {' or '.join(map(repr, self.near))}?" if self.near else asked


class MissingExtra(PostindexError, ImportError):
    """What was asked for needs a package that is not installed.

    Attributes: `wanted` is what was asked for, `extra` the extra of postindex that brings what it needs.

    >>> print(MissingExtra("sanitize_html", "html"))
    sanitize_html needs what is not installed: pip install 'postindex[html]'
    """

    def __init__(self, wanted: str, extra: str) -> None:
        super().__init__(wanted, extra)
        self.wanted = wanted
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.wanted} needs what is not installed: pip install 'postindex[{self.extra}]'"


class PostLeftOut(UserWarning):
    """A post that could not be put into a feed, while all others were.

    Attributes: `id` is the post's, `error` the `InvalidValue` that says why.

    >>> warning = PostLeftOut("2026-03-22-tea", InvalidValue("Channel.permalink", None, "is no link"))
    >>> print(warning)
    the feed leaves out '2026-03-22-tea': Channel.permalink: None is no link
    """

    def __init__(self, id: str, error: InvalidValue) -> None:
        super().__init__(id, error)
        self.id = id
        self.error = error

    def __str__(self) -> str:
        return f"the feed leaves out {shorten(self.id)}: {self.error}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a text: where it stands, its stable code, and what to do about it.

    `line` and `column` count from 1; columns are characters. `source` is the file's name, or None for a text that
    came from no file. `str(problem)` is the one-line form that editors and terminals recognise.

    >>> print(Problem("blog.txt", 17, 3, "bad-date", "'February 30, 2026' is not a date"))
    blog.txt:17:3: bad-date: 'February 30, 2026' is not a date
    """

    source: str | None
    line: int
    column: int
    code: Code
    message: str
    excerpt: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.source or '<text>'}:{self.line}:{self.column}: {self.code}: {self.message}"


class ListingError(PostindexError):
    r"""A listing that strict reading refuses; it carries its problems, in the order of the text.

    Attributes: `problems`, a tuple of `Problem`, never empty, the first 100; `omitted`, how many there are beyond them.

    >>> import postindex
    >>> try:
    ...     postindex.parse_listing("- 30/2/2026\nTea\n- 2026-02-28", source="blog.txt")
    ... except postindex.ListingError as error:
    ...     print(error)
    blog.txt:1:3: bad-date: '30/2/2026' is not a date; write it as 2026-03-22 or March 22, 2026
        - 30/2/2026
          ^
    blog.txt:3:1: cut-file: the text ends with the head of an entry; get the rest, or remove the line
        - 2026-02-28
        ^
    """

    def __init__(self, problems: tuple[Problem, ...], omitted: int = 0) -> None:
        super().__init__(problems, omitted)
        self.problems = problems
        self.omitted = omitted

    def __str__(self) -> str:
        shown = [f"{problem}\n{problem.excerpt}" if problem.excerpt else str(problem) for problem in self.problems]
        if self.omitted:
            shown.append(f"… and {self.omitted:,} more")
        return "\n".join(shown)


def excerpt(line: str, index: int) -> str:
    """Show a line, and a caret below one of its characters; of a long line, what stands around it.

    >>> print(excerpt("- February 30, 2026 5 min", 2))
        - February 30, 2026 5 min
          ^
    """
    start = max(0, index - _BEFORE)
    shown = "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in line[start : start + _SHOWN])
    before = "".join(_blank(char) for char in shown[: index - start])
    if start:
        shown, before = f"…{shown}", f" {before}"
    more = "…" if len(line) > start + _SHOWN else ""
    return f"    {shown.rstrip()}{more}\n    {before}^"


def _blank(char: str) -> str:
    """Return white space as wide as a character is in a terminal."""
    if char == "\t":
        return char
    if category(char) in ("Mn", "Me"):
        return ""
    return "  " if east_asian_width(char) in "WF" else " "


def shorten(value: object) -> str:
    """Show a value in a message, cut in the middle when it is long.

    >>> shorten("a" * 200)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
    """
    return _Shown().repr(value)
