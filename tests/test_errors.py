"""The exception family: what each holds, what it says, and that it survives pickling and copying."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from postindex import InvalidValue, ListingError, PostindexError, Problem, UnknownPost
from postindex.errors import shorten

BAD_DATE = Problem("blog.txt", 17, 3, "bad-date", "'30/2/2026' is not a date")
NO_TITLE = Problem(None, 20, 1, "no-title", "the entry has no title")

ERRORS = [
    PostindexError("anything"),
    InvalidValue("Post.title", " ", "is not a title"),
    InvalidValue("Post.tags", ["tea", None], "is not a tag"),
    UnknownPost("2026-03-22-tea"),
    UnknownPost("2026-03-22-tea", ("2026-03-22-teas", "2026-03-23-tea")),
    ListingError((BAD_DATE,)),
    ListingError((BAD_DATE, NO_TITLE)),
]


def pickled(value: Any, protocol: int) -> Any:
    return pickle.loads(pickle.dumps(value, protocol))


COPIES: list[Callable[[Any], Any]] = [
    copy.copy,
    copy.deepcopy,
    *(lambda value, protocol=protocol: pickled(value, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{type(error).__name__}-{len(error.args)}")
def test_a_copy_is_the_same_error(error: PostindexError) -> None:
    for make in COPIES:
        again = make(error)
        assert type(again) is type(error)
        assert (str(again), again.args, vars(again)) == (str(error), error.args, vars(error))


def test_a_copied_problem_is_the_same_problem() -> None:
    for make in COPIES:
        assert make(BAD_DATE) == BAD_DATE
        assert hash(make(BAD_DATE)) == hash(BAD_DATE)


@pytest.mark.parametrize("error", ERRORS[1:], ids=lambda error: f"{type(error).__name__}-{len(error.args)}")
def test_every_error_is_a_value_error(error: PostindexError) -> None:
    assert isinstance(error, PostindexError)
    assert isinstance(error, ValueError)


def test_unknown_post_is_a_lookup_error() -> None:
    assert isinstance(UnknownPost("tea"), LookupError)


class TestInvalidValue:
    def test_holds_its_values(self) -> None:
        error = InvalidValue("Post.title", 3, "is not a title; give text")
        assert (error.place, error.value, error.reason) == ("Post.title", 3, "is not a title; give text")

    def test_names_place_value_and_reason(self) -> None:
        assert str(InvalidValue("Post.title", " ", "is not a title")) == "Post.title: ' ' is not a title"

    def test_cuts_a_long_value(self) -> None:
        message = str(InvalidValue("Post.title", "a" * 10_000 + "z", "is refused"))
        assert message.startswith("Post.title: 'aaa")
        assert message.endswith("aaz' is refused")
        assert len(message) < 120


class TestUnknownPost:
    def test_holds_its_values(self) -> None:
        error = UnknownPost("tea", ("teas", "ten"))
        assert (error.id, error.near) == ("tea", ("teas", "ten"))
        assert UnknownPost("tea").near == ()

    @pytest.mark.parametrize(
        ("near", "message"),
        [
            ((), "no post has the id 'tea'"),
            (("teas",), "no post has the id 'tea'; did you mean 'teas'?"),
            (("teas", "ten"), "no post has the id 'tea'; did you mean 'teas' or 'ten'?"),
        ],
    )
    def test_says_what_is_near(self, near: tuple[str, ...], message: str) -> None:
        assert str(UnknownPost("tea", near)) == message


class TestProblem:
    def test_reads_as_one_line(self) -> None:
        assert str(BAD_DATE) == "blog.txt:17:3: bad-date: '30/2/2026' is not a date"
        assert str(NO_TITLE) == "<text>:20:1: no-title: the entry has no title"

    def test_is_a_value(self) -> None:
        assert Problem(None, 20, 1, "no-title", "the entry has no title") == NO_TITLE
        assert len({BAD_DATE, NO_TITLE, copy.copy(BAD_DATE)}) == 2
        with pytest.raises(AttributeError):
            BAD_DATE.line = 18  # type: ignore[misc]  # that it is frozen is what this sees to


class TestListingError:
    def test_holds_every_problem(self) -> None:
        assert ListingError((BAD_DATE, NO_TITLE)).problems == (BAD_DATE, NO_TITLE)

    def test_says_one_problem_a_line(self) -> None:
        assert str(ListingError((BAD_DATE, NO_TITLE))) == f"{BAD_DATE}\n{NO_TITLE}"


@pytest.mark.parametrize(
    "value",
    ["", "tea", "té\n\u2028", b"tea", 3, -3, 2.5, None, True, ["tea"], ("tea",), {"tea": 1}, {"tea"}, frozenset()],
    ids=ascii,
)
def test_a_short_value_is_shown_whole(value: object) -> None:
    assert shorten(value) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        "a" * 10**6,
        "\0" * 10**6,
        "'\"" * 10**6,
        b"a" * 10**6,
        10**4000,
        10**5000,
        -(10**5000),
        [10**5000],
        list(range(10**5)),
        {number: number for number in range(10**4)},
        [[[[[[[[["deep"]]]]]]]]],
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_long_value_is_cut(value: object) -> None:
    assert len(shorten(value)) < 200


def test_a_value_that_cannot_be_shown_spoils_no_message() -> None:
    class Shy:
        def __repr__(self) -> str:
            raise RuntimeError("not today")

    assert str(InvalidValue("Post.title", Shy(), "is not a title")).endswith("is not a title")


def test_a_value_that_holds_itself_is_shown() -> None:
    value: list[object] = []
    value.append(value)
    assert len(shorten(value)) < 200
