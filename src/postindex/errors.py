"""The exceptions, and `Problem`: one finding in a text.

Every exception that postindex raises on bad input is a `PostindexError`, and so a `ValueError`. It keeps its values as
attributes and survives pickling. Its text names the place, the value, what is wrong and what to do.
"""

from dataclasses import dataclass, field
from reprlib import Repr
from typing import Literal
from unicodedata import category, east_asian_width

_EXCERPT = 76  # characters of a line in an excerpt
_BEFORE = 40  # of them, at most, in front of the caret
MOST_FAULTS = 100  # that one error names


class _ShortRepr(Repr):
    """Shortens a bad value for a message: a long one is cut in the middle."""

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
    "another-layout",
    "bad-date",
    "bad-encoding",
    "bad-field",
    "bad-file",
    "bad-reading-time",
    "bad-tag",
    "conflict",
    "control-character",
    "count-mismatch",
    "cut-file",
    "doubtful-title",
    "draft",
    "duplicate-post",
    "feed-named",
    "future-post",
    "implausible-date",
    "implausible-year",
    "incomplete-feed",
    "link-left-out",
    "mixed-bullets",
    "more-pages",
    "navigation",
    "no-front-matter",
    "no-header",
    "no-posts",
    "no-title",
    "not-text",
    "relative-links",
    "repeated-entry",
    "second-header",
    "too-large",
    "uncertain-layout",
    "undated",
    "unknown-field",
    "unknown-format",
    "unparsed-line",
    "untitled",
]


Severity = Literal["error", "warning"]
_WARNINGS: frozenset[Code] = frozenset(
    {
        "draft",
        "feed-named",
        "future-post",
        "implausible-year",
        "incomplete-feed",
        "link-left-out",
        "more-pages",
        "navigation",
        "no-front-matter",
        "relative-links",
        "repeated-entry",
        "undated",
        "unknown-field",
        "untitled",
    }
)


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

    Attributes: `place` is the field or argument (`"Post.published"`), `value` the value given, `reason` what is wrong
    and what to do. Where several fields or items are wrong, these are the first's; `errors` is a tuple with an
    `InvalidValue` for each, the first 100 in the order of the fields, and `omitted` the number of the others.

    >>> from postindex import InvalidValue, Post
    >>> try:
    ...     Post(title="", published="soon", reading_minutes=-1)
    ... except InvalidValue as error:
    ...     print(error.place, len(error.errors))
    ...     print(error)
    Post.title 3
    Post.title: '' is not a title; give text with at least one visible character
    Post.published: 'soon' is not a date or an aware datetime; give datetime.date(2026, 3, 22), or text '2026-03-22'
    Post.reading_minutes: -1 is not a whole number of minutes from 0 to 1,000,000, or None
    """

    def __init__(
        self, place: str, value: object, reason: str, others: tuple["_Fault", ...] = (), omitted: int = 0
    ) -> None:
        super().__init__(place, value, reason, *([others, omitted] if others or omitted else []))
        self.place = place
        self.value = value
        self.reason = reason
        self.omitted = omitted
        self._others = others

    @property
    def errors(self) -> tuple["InvalidValue", ...]:
        """An error for each fault; where there is one fault, this error itself.

        >>> error = InvalidValue("Tag", 3, "is not a tag")
        >>> error.errors == (error,)
        True
        """
        if not self._others and not self.omitted:
            return (self,)
        return tuple(InvalidValue(*fault) for fault in self._faults)

    @property
    def _faults(self) -> tuple["_Fault", ...]:
        return (self.place, self.value, self.reason), *self._others

    def within(self, place: str) -> "InvalidValue":
        """Return the same faults, each place with `place` in front; a fault without a place gets this one.

        >>> print(InvalidValue("Tag", 3, "is not a tag").within("any_of"))
        any_of: Tag: 3 is not a tag
        """
        first, *others = ((": ".join(filter(None, (place, own))), value, reason) for own, value, reason in self._faults)
        return InvalidValue(*first, tuple(others), self.omitted)

    def __str__(self) -> str:
        lines = [f"{place}: {shorten(value)} {reason}" for place, value, reason in self._faults]
        return "\n".join([*lines, f"… and {self.omitted:,} more"] if self.omitted else lines)


_Fault = tuple[str, object, str]  # place, value and reason


class Faults:
    """Collects the faults of one value, to raise them as one error: the first 100, and the number of the others.

    >>> faults = Faults()
    >>> faults.add(InvalidValue("cups", "a", "is not a cup"))
    >>> faults.add(InvalidValue("cups", "b", "is not a cup"))
    >>> faults.raise_any()
    Traceback (most recent call last):
    ...
    postindex.errors.InvalidValue: cups: 'a' is not a cup
    cups: 'b' is not a cup
    """

    def __init__(self) -> None:
        self._first: list[_Fault] = []  # not the errors: each keeps the frames that it was raised through
        self._omitted = 0

    def add(self, error: InvalidValue, place: str = "") -> None:
        """Add the faults of an error, each place with `place` in front."""
        faults = error._faults  # noqa: SLF001  the two are one thing
        room = MOST_FAULTS - len(self._first)
        if room:
            self._first += error.within(place)._faults[:room]  # noqa: SLF001
        self._omitted += max(0, len(faults) - room) + error.omitted

    def error(self) -> InvalidValue:
        """Return one error with all faults; at least one was added."""
        first, *others = self._first
        return InvalidValue(*first, tuple(others), self._omitted)

    def raise_any(self) -> None:
        """Raise the faults that were added, if there are any."""
        if self._first:
            raise self.error() from None


class UnknownPost(PostindexError, LookupError):
    """No post of the index has this id.

    Attributes: `id` is the id asked for, `near` a tuple of the most similar ids of the index, nearest first.

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
        message = f"no post has the id {shorten(self.id)}"
        return f"{message}; did you mean {' or '.join(map(repr, self.near))}?" if self.near else message


class MissingExtra(PostindexError, ImportError):
    """A function or an option needs a package that is not installed.

    Attributes: `wanted` is the function or option, `extra` the extra of postindex that installs the package.

    >>> print(MissingExtra("sanitize_html", "html"))
    sanitize_html needs a package that is not installed: pip install 'postindex[html]'
    """

    def __init__(self, wanted: str, extra: str) -> None:
        super().__init__(wanted, extra)
        self.wanted = wanted
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.wanted} needs a package that is not installed: pip install 'postindex[{self.extra}]'"


class PostLeftOut(UserWarning):
    """The warning that a feed leaves out a post, because a part of its entry is invalid.

    Attributes: `id` is the post's id, `error` the `InvalidValue` with the reason.

    >>> print(PostLeftOut("2026-03-22-tea", InvalidValue("Channel.permalink", None, "is not a link")))
    the feed leaves out '2026-03-22-tea': Channel.permalink: None is not a link
    """

    def __init__(self, id: str, error: InvalidValue) -> None:
        super().__init__(id, error)
        self.id = id
        self.error = error

    def __str__(self) -> str:
        return f"the feed leaves out {shorten(self.id)}: {self.error}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a text: its position, its stable code, and a message with what to do.

    `line` and `column` count from 1; columns are characters. `source` is the file's name, or None for a text without a
    file. `severity` follows from the code. `str(problem)` is the one-line form that editors and terminals recognise.

    >>> print(Problem("blog.txt", 17, 3, "bad-date", "'February 30, 2026' is not a date"))
    blog.txt:17:3: bad-date: 'February 30, 2026' is not a date
    """

    source: str | None
    line: int
    column: int
    code: Code
    message: str
    excerpt: str = field(default="", compare=False, repr=False)

    @property
    def severity(self) -> Severity:
        """`"error"` where a post or a part of it may be lost or wrong; `"warning"` where neither is.

        >>> Problem("blog.txt", 17, 3, "bad-date", "'February 30, 2026' is not a date").severity
        'error'
        """
        return "warning" if self.code in _WARNINGS else "error"

    def __str__(self) -> str:
        return f"{self.source or '<text>'}:{self.line}:{self.column}: {self.code}: {self.message}"


class ListingError(PostindexError):
    r"""Strict reading found errors in a listing.

    Attributes: `problems` is a tuple of the first 100 problems of severity `"error"`, never empty, in the order of the
    text; `omitted` is the number of the others. Warnings are in `Listing.problems` alone.

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
        lines = [f"{problem}\n{problem.excerpt}" if problem.excerpt else str(problem) for problem in self.problems]
        return "\n".join([*lines, f"… and {self.omitted:,} more"] if self.omitted else lines)


def excerpt(line: str, index: int) -> str:
    """Return a line with a caret below one of its characters; of a long line, the part around it.

    >>> print(excerpt("- February 30, 2026 5 min", 2))
        - February 30, 2026 5 min
          ^
    """
    start = max(0, index - _BEFORE)
    part = line[start : start + _EXCERPT]
    shown = "".join(char if char.isprintable() or char == "\t" else "\ufffd" for char in part)
    before = "".join(_blank(char) for char in shown[: index - start])
    if start:
        shown, before = f"…{shown}", f" {before}"
    more = "…" if len(line) > start + _EXCERPT else ""
    return f"    {shown.rstrip()}{more}\n    {before}^"


def _blank(char: str) -> str:
    """Return white space as wide as a character in a terminal."""
    if char == "\t":
        return char
    if category(char) in ("Mn", "Me"):
        return ""
    return "  " if east_asian_width(char) in "WF" else " "


def shorten(value: object) -> str:
    """Return the repr of a value for a message, cut in the middle if it is long.

    >>> shorten("a" * 200)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
    """
    return _ShortRepr().repr(value)
