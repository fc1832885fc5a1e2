"""The exception family and `Problem`: what each holds, what it says, and that it survives pickling and copying."""

import copy
import pickle
import tomllib
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any, get_args

import pytest

from postindex import InvalidValue, ListingError, MissingExtra, PostindexError, PostLeftOut, Problem, UnknownPost
from postindex.errors import Code, Faults, excerpt, shorten

BAD_DATE = Problem("blog.txt", 17, 3, "bad-date", "'30/2/2026' is not a date")
NO_TITLE = Problem(None, 20, 1, "no-title", "the entry has no title")
SHOWN = Problem("blog.txt", 17, 3, "bad-date", "'30/2/2026' is not a date", excerpt("- 30/2/2026 5 min", 2))

ERRORS = [
    PostindexError("anything"),
    InvalidValue("Post.title", " ", "is not a title"),
    InvalidValue("Post.tags", ["tea", None], "is not a tag"),
    InvalidValue("Post.title", "", "is not a title", (("Post.url", 3, "is not a link"),)),
    InvalidValue("Post.title", "", "is not a title", (("Post.url", 3, "is not a link"),), 1234),
    UnknownPost("2026-03-22-tea"),
    UnknownPost("2026-03-22-tea", ("2026-03-22-teas", "2026-03-23-tea")),
    ListingError((BAD_DATE,)),
    ListingError((BAD_DATE, NO_TITLE)),
    ListingError((SHOWN, NO_TITLE), 1234),
    MissingExtra("sanitize_html", "html"),
]
LEFT_OUT = PostLeftOut("2026-03-22-tea", InvalidValue("Channel.permalink", None, "is not a link"))


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

    def test_of_one_fault_is_its_own_only_error(self) -> None:
        error = InvalidValue("Post.title", 3, "is not a title")
        assert (error.errors, error.omitted) == ((error,), 0)

    def test_of_several_faults_has_an_error_for_each_and_a_line_for_each(self) -> None:
        error = InvalidValue("Post.title", "", "is not a title", (("Post.url", 3, "is not a link"),), 1234)
        assert [(each.place, each.value, each.reason) for each in error.errors] == [
            ("Post.title", "", "is not a title"),
            ("Post.url", 3, "is not a link"),
        ]
        assert all(each.errors == (each,) for each in error.errors)
        assert str(error) == "Post.title: '' is not a title\nPost.url: 3 is not a link\n… and 1,234 more"

    def test_within_puts_a_place_in_front_of_each_fault(self) -> None:
        error = InvalidValue("Post.title", "", "is not a title", (("", 3, "is not a link"),), 7).within("row 1")
        assert str(error) == "row 1: Post.title: '' is not a title\nrow 1: 3 is not a link\n… and 7 more"
        assert str(error.within("")) == str(error)


class TestFaults:
    @pytest.mark.parametrize("number", [1, 2, 99, 100, 101, 250])
    def test_are_the_first_100_and_the_number_of_the_others(self, number: int) -> None:
        faults = Faults()
        for value in range(number):
            faults.add(InvalidValue("cup", value, "is not a cup"), "shelf")
        with pytest.raises(InvalidValue) as caught:
            faults.raise_any()
        assert [error.value for error in caught.value.errors] == [*range(min(number, 100))]
        assert (caught.value.place, caught.value.omitted) == ("shelf: cup", max(0, number - 100))

    def test_of_several_errors_are_the_faults_of_each(self) -> None:
        faults = Faults()
        for _ in range(3):
            faults.add(InvalidValue("a", 1, "is bad", tuple(("b", value, "is bad") for value in range(59)), 5))
        assert len(faults.error().errors) == 100
        assert faults.error().omitted == 3 * 65 - 100

    def test_raise_nothing_where_there_are_none(self) -> None:
        Faults().raise_any()


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


class TestMissingExtra:
    def test_holds_its_values_and_says_what_to_install(self) -> None:
        error = MissingExtra("sanitize_html", "html")
        assert (error.wanted, error.extra) == ("sanitize_html", "html")
        assert str(error) == "sanitize_html needs a package that is not installed: pip install 'postindex[html]'"

    def test_is_an_import_error(self) -> None:
        assert isinstance(MissingExtra("sanitize_html", "html"), ImportError)

    def test_names_an_extra_that_brings_what_is_needed(self, root: Path) -> None:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        assert [needed[:3] for needed in project["optional-dependencies"]["html"]] == ["nh3"]


class TestPostLeftOut:
    def test_holds_its_values(self) -> None:
        assert LEFT_OUT.id == "2026-03-22-tea"
        assert LEFT_OUT.error.place == "Channel.permalink"

    def test_says_which_post_and_why(self) -> None:
        assert str(LEFT_OUT) == "the feed leaves out '2026-03-22-tea': Channel.permalink: None is not a link"

    def test_cuts_a_long_id(self) -> None:
        assert len(str(PostLeftOut("a" * 10_000, LEFT_OUT.error))) < 200

    def test_is_a_warning_and_no_error(self) -> None:
        assert isinstance(LEFT_OUT, UserWarning)
        assert not isinstance(LEFT_OUT, PostindexError)

    def test_a_copy_is_the_same_warning(self) -> None:
        for make in COPIES:
            again = make(LEFT_OUT)
            assert type(again) is PostLeftOut
            assert (str(again), again.id, vars(again.error)) == (str(LEFT_OUT), LEFT_OUT.id, vars(LEFT_OUT.error))


class TestProblem:
    def test_reads_as_one_line(self) -> None:
        assert str(BAD_DATE) == "blog.txt:17:3: bad-date: '30/2/2026' is not a date"
        assert str(NO_TITLE) == "<text>:20:1: no-title: the entry has no title"

    def test_has_a_severity_by_its_code(self) -> None:
        by_code = {code: Problem(None, 1, 1, code, "").severity for code in get_args(Code)}
        assert set(by_code.values()) == {"error", "warning"}
        assert [code for code, severity in by_code.items() if severity == "warning"] == [
            *(
                "draft",
                "feed-named",
                "future-post",
                "implausible-year",
                "incomplete-feed",
                "link-left-out",
                "more-pages",
            ),
            *(
                "navigation",
                "no-front-matter",
                "relative-links",
                "repeated-entry",
                "undated",
                "unknown-field",
                "untitled",
            ),
        ]

    def test_is_a_value(self) -> None:
        assert Problem(None, 20, 1, "no-title", "the entry has no title") == NO_TITLE
        assert len({BAD_DATE, NO_TITLE, copy.copy(BAD_DATE)}) == 2
        with pytest.raises(FrozenInstanceError):
            BAD_DATE.line = 18  # type: ignore[misc]  # that it is frozen is what this sees to

    def test_is_the_same_with_another_excerpt_or_none(self) -> None:
        assert SHOWN == BAD_DATE
        assert hash(SHOWN) == hash(BAD_DATE)
        assert SHOWN.excerpt != BAD_DATE.excerpt == ""
        assert repr(SHOWN) == repr(BAD_DATE)
        assert str(SHOWN) == str(BAD_DATE)

    @pytest.mark.parametrize(
        "changed",
        [{"source": None}, {"line": 18}, {"column": 4}, {"code": "bad-tag"}, {"message": "is not a tag"}],
        ids=lambda changed: next(iter(changed)),
    )
    def test_is_another_where_anything_else_differs(self, changed: dict[str, Any]) -> None:
        assert replace(BAD_DATE, **changed) != BAD_DATE

    def test_keeps_its_excerpt_in_a_copy(self) -> None:
        assert [make(SHOWN).excerpt for make in COPIES] == [SHOWN.excerpt] * len(COPIES)


class TestListingError:
    def test_holds_every_problem(self) -> None:
        assert ListingError((BAD_DATE, NO_TITLE)).problems == (BAD_DATE, NO_TITLE)

    def test_says_one_problem_a_line(self) -> None:
        assert str(ListingError((BAD_DATE, NO_TITLE))) == f"{BAD_DATE}\n{NO_TITLE}"

    def test_shows_the_line_below_its_problem_as_a_compiler_does(self) -> None:
        assert str(ListingError((SHOWN, NO_TITLE))).split("\n") == [
            "blog.txt:17:3: bad-date: '30/2/2026' is not a date",
            "    - 30/2/2026 5 min",
            "      ^",
            "<text>:20:1: no-title: the entry has no title",
        ]

    @pytest.mark.parametrize(("omitted", "said"), [(1, "1"), (900, "900"), (1234567, "1,234,567")])
    def test_says_how_many_are_left_out(self, omitted: int, said: str) -> None:
        error = ListingError((BAD_DATE, NO_TITLE), omitted)
        assert error.omitted == omitted
        assert str(error) == f"{BAD_DATE}\n{NO_TITLE}\n… and {said} more"

    def test_leaves_none_out_unless_it_says_so(self) -> None:
        assert ListingError((BAD_DATE,)).omitted == 0


def marked(shown: str) -> str:
    """Return what stands above the caret of an excerpt, where each character is one column wide."""
    line, caret = shown.split("\n")
    return line[caret.index("^")]


class TestExcerpt:
    @pytest.mark.parametrize(
        ("line", "index", "shown", "caret"),
        [
            ("- 30/2/2026", 0, "- 30/2/2026", "^"),
            ("- 30/2/2026", 2, "- 30/2/2026", "  ^"),
            ("- 30/2/2026", 10, "- 30/2/2026", "          ^"),
            ("  - 30/2/2026  ", 4, "  - 30/2/2026", "    ^"),
            ("\t- 30/2/2026", 3, "\t- 30/2/2026", "\t  ^"),
            ("-\t\t/!!!", 3, "-\t\t/!!!", " \t\t^"),
            ("茶と茶 !", 4, "茶と茶 !", "       ^"),
            ("茶と茶 !", 1, "茶と茶 !", "  ^"),
            ("ＡＢ!", 2, "ＡＢ!", "    ^"),
            ("한국 !", 3, "한국 !", "     ^"),
            ("🫖🫖!", 2, "🫖🫖!", "    ^"),
            ("ﾃｨ!", 2, "ﾃｨ!", "  ^"),
            ("cafe\u0301 !", 6, "cafe\u0301 !", "     ^"),
            ("e\u0301e\u0302\u0323 !", 6, "e\u0301e\u0302\u0323 !", "   ^"),
            ("café !", 5, "café !", "     ^"),
            ("", 0, "", "^"),
            ("tea", 3, "tea", "   ^"),
        ],
        ids=ascii,
    )
    def test_has_a_caret_below_the_character(self, line: str, index: int, shown: str, caret: str) -> None:
        assert excerpt(line, index) == f"    {shown}\n    {caret}"

    @pytest.mark.parametrize(
        "char",
        [
            "\x00",
            "\x07",
            "\x08",
            "\x0b",
            "\x0c",
            "\x1b",
            "\x1c",
            "\x7f",
            "\x85",
            "\x9b",
            "\xad",
            "\u2028",
            "\u2029",
            "\u200b",
            "\u202e",
            "\u2066",
            "\ufeff",
            "\ud800",
            "\uffff",
            "\U000e0041",
        ],
        ids=ascii,
    )
    def test_has_nothing_that_steers_a_terminal(self, char: str) -> None:
        shown = excerpt(f"tea{char}[31m!", 3 + 5)
        assert shown == "    tea\ufffd[31m!\n            ^"
        assert marked(shown) == "!"
        assert excerpt(f"tea{char}", 3) == "    tea\ufffd\n       ^"
        assert len(shown.splitlines()) == 2

    @pytest.mark.parametrize("index", [0, 1, 39, 40, 41, 75, 76, 77, 500, 959, 960, 999])
    def test_shows_a_window_of_a_long_line(self, index: int) -> None:
        line = "".join(chr(0x100 + number % 0x50) for number in range(1000))
        shown = excerpt(line, index)
        assert marked(shown) == line[index]
        top = shown.split("\n")[0]
        assert len(top) <= len("    ") + 76 + len("……")
        assert top.startswith("    …") is (index > 40)
        assert top.endswith("…") is (index < 1000 - 36)
        assert top.strip(" …") in line

    def test_shows_a_line_of_76_characters_whole(self) -> None:
        assert excerpt("a" * 76, 0) == f"    {'a' * 76}\n    ^"
        assert excerpt("a" * 77, 0) == f"    {'a' * 76}…\n    ^"

    def test_of_a_huge_line_is_short(self) -> None:
        assert len(excerpt("茶" * 2_000_000, 1_000_000)) < 300


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
