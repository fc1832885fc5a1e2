"""The exception family, and `Problem`: one finding in a text.

Every exception postindex raises on bad input is a `PostindexError`, and so a `ValueError`. It keeps its values as
attributes, survives pickling, and its text names the place, the value and the mend.
"""

from dataclasses import dataclass
from reprlib import Repr


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
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.source or '<text>'}:{self.line}:{self.column}: {self.code}: {self.message}"


class ListingError(PostindexError):
    r"""A listing that strict reading refuses; it carries every problem, in the order of the text.

    Attributes: `problems`, a tuple of `Problem`, never empty.

    >>> import postindex
    >>> try:
    ...     postindex.parse_listing("- 30/2/2026\nTea\n- 2026-02-28", source="blog.txt")
    ... except postindex.ListingError as error:
    ...     print(error)
    blog.txt:1:3: bad-date: '30/2/2026' is not a date; write it as 2026-03-22 or March 22, 2026
    blog.txt:3:1: no-title: the entry has no title; write it on the line below the date
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def shorten(value: object) -> str:
    """Show a value in a message, cut in the middle when it is long.

    >>> shorten("a" * 200)
    "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'"
    """
    return _Shown().repr(value)
