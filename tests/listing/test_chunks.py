"""Sources of a listing: paths, open files, bytes and lines; and content that is not text."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest

from postindex import (
    InvalidValue,
    Listing,
    ListingError,
    Problem,
    iter_posts,
    parse_listing,
    parse_listings,
    read_listing,
    read_listings,
)
from postindex.listing import chunks as sources

STRICTNESS = pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])

TEXT = "- 2026-03-22\nThé\n- 2026-02-30\nNever\n"
CONTENT = TEXT.encode()
ACCENTED = "- 2026-03-22\nThé, Café\nÀ deux.\n- /thé\n"
TEA = "- 2026-03-22 5 min\nTea, twice\n- /tea\n"


class Slow:
    """An open file that gives little at a time, as a pipe or a terminal does, in a form of its choice."""

    def __init__(self, content: bytes | str, *sizes: int, form: Callable[[Any], Any] = lambda piece: piece) -> None:
        self.opened: IO[Any] = io.StringIO(content, newline="") if isinstance(content, str) else io.BytesIO(content)
        self.sizes = iter(sizes)
        self.last = sizes[-1]
        self.form = form

    def read(self, size: int = -1) -> Any:
        return self.form(self.opened.read(next(self.sizes, self.last)))


class Endless:
    """An open file without an end, which counts what it gave."""

    def __init__(self, piece: bytes | str) -> None:
        self.piece = piece
        self.given = 0

    def read(self, size: int = -1) -> Any:
        self.given += len(self.piece)
        return self.piece


class Named(io.BytesIO):
    """Bytes with the name that a file has."""

    def __init__(self, content: bytes, name: object) -> None:
        super().__init__(content)
        self.name = name


def open_as(what: object) -> IO[bytes]:
    """A wrapper of a file that is read like one."""
    return cast("IO[bytes]", what)


def places(problems: tuple[Problem, ...]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


def only_problem(listing: Listing) -> Problem:
    (problem,) = listing.problems
    return problem


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tea.txt"
    path.write_bytes(CONTENT)
    return path


def expect(listing: Listing, source: str | None) -> None:
    assert [post.title for post in listing.posts] == ["Thé"]
    assert [(problem.source, problem.line, problem.code) for problem in listing.problems] == [(source, 3, "bad-date")]
    assert listing.source == source


class TestFiles:
    def test_a_path(self, path: Path) -> None:
        expect(read_listing(path, strict=False), str(path))
        expect(read_listing(str(path), strict=False), str(path))
        expect(read_listing(path, strict=False, source="draft"), "draft")

    def test_a_path_of_bytes(self, path: Path) -> None:
        class Plain:
            def __fspath__(self) -> bytes:
                return os.fsencode(path)

        expect(read_listing(cast("Path", Plain()), strict=False), str(path))

    @pytest.mark.parametrize("newline", [None, "", "\n"])
    def test_a_file_open_as_text(self, path: Path, newline: str | None) -> None:
        with path.open(encoding="utf-8", newline=newline) as opened:
            expect(read_listing(opened, strict=False), str(path))
        with path.open(encoding="utf-8", newline=newline) as opened:
            expect(read_listing(opened, strict=False, source="draft"), "draft")

    @pytest.mark.parametrize("buffering", [0, -1], ids=["unbuffered", "buffered"])
    def test_a_file_open_in_binary(self, path: Path, buffering: int) -> None:
        with path.open("rb", buffering=buffering) as opened:
            expect(read_listing(opened, strict=False), str(path))

    def test_a_pipe_has_no_name(self) -> None:
        reads, writes = os.pipe()
        with open(reads, "rb", buffering=0) as pipe:
            with open(writes, "wb") as end:
                end.write(CONTENT)
            expect(read_listing(pipe, strict=False), None)

    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Named(CONTENT, "<stdin>"), encoding="utf-8"))
        expect(read_listing(sys.stdin, strict=False), "<stdin>")

    def test_a_buffer_in_memory_has_no_name(self) -> None:
        expect(read_listing(io.BytesIO(CONTENT), strict=False), None)
        expect(read_listing(io.StringIO(TEXT), strict=False), None)
        expect(parse_listing(CONTENT, strict=False), None)
        expect(parse_listing(TEXT, strict=False), None)
        expect(parse_listing(TEXT, strict=False, source="draft"), "draft")

    @pytest.mark.parametrize("content", [TEXT, CONTENT], ids=["text", "bytes"])
    @pytest.mark.parametrize("size", [1, 2, 7])
    def test_short_reads_are_joined(self, content: bytes | str, size: int) -> None:
        expect(read_listing(open_as(Slow(content, size)), strict=False), None)

    @pytest.mark.parametrize("form", [bytearray, memoryview])
    def test_bytes_in_another_form(self, form: Callable[[bytes], Any]) -> None:
        expect(read_listing(open_as(Slow(CONTENT, 5, form=form)), strict=False), None)
        assert [post.title for post in iter_posts(open_as(Slow(TEA.encode(), 5, form=form)))] == ["Tea, twice"]

    def test_an_open_file_is_read_from_its_position_and_left_open(self, path: Path) -> None:
        with path.open("rb") as opened:
            opened.readline()
            listing = read_listing(opened, strict=False)
            assert not opened.closed
        assert [problem.line for problem in listing.problems] == [2]

    @STRICTNESS
    def test_a_missing_file_raises(self, tmp_path: Path, strict: bool) -> None:
        with pytest.raises(FileNotFoundError, match=r"absent\.txt"):
            read_listing(tmp_path / "absent.txt", strict=strict)

    def test_a_folder_raises(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=tmp_path.name):
            read_listing(tmp_path)

    def test_a_text_is_never_taken_for_a_path(self, path: Path) -> None:
        assert only_problem(parse_listing(str(path), strict=False)).code == "no-posts"
        assert only_problem(parse_listing(os.fsencode(path), strict=False)).code == "no-posts"
        assert only_problem(parse_listings(str(path), strict=False)[0]).code == "no-posts"

    def test_a_path_is_never_taken_for_a_text(self) -> None:
        for text in (TEA, "tea\0"):
            with pytest.raises(InvalidValue, match=r"^file: .* is not a path; use parse_listing to read a text$"):
                read_listing(text)
        with pytest.raises(InvalidValue, match=r"^file: "):
            next(iter_posts(TEA))
        with pytest.raises(OSError, match="Tea, twice"):
            read_listing("Tea, twice")


class TestWrongTypes:
    @pytest.mark.parametrize("value", [b"tea.txt", None, 3, ["tea.txt"], {"tea.txt"}], ids=repr)
    def test_other_types_are_refused_as_files(self, value: Any) -> None:
        message = f"^a listing is read from a path or an open file, not {type(value).__name__}; "
        with pytest.raises(TypeError, match=message):
            read_listing(value)

    @pytest.mark.parametrize("value", [bytearray(b"- 2026-03-22\nTea"), None, 3, Path("tea.txt"), [TEA]], ids=repr)
    @pytest.mark.parametrize("parse", [parse_listing, parse_listings])
    def test_other_types_are_refused_as_text(self, parse: Callable[[Any], object], value: Any) -> None:
        message = f"^a listing is text or bytes, not {type(value).__name__}; for a file there is read_listing$"
        with pytest.raises(TypeError, match=message):
            parse(value)

    def test_a_file_that_returns_other_types_is_refused(self) -> None:
        given = [5]
        with pytest.raises(TypeError, match=r"^a listing is text or bytes, but the file returned list$"):
            read_listing(open_as(Endless(cast("bytes", given))))

    @pytest.mark.parametrize("lines", [["- 2026-03-22", 3], [3]], ids=repr)
    def test_lines_of_other_types_are_refused(self, lines: Any) -> None:
        with pytest.raises(TypeError, match=r"^a listing is lines of text or bytes, but one is int$"):
            next(iter_posts(lines))


class TestByteOrderMarks:
    MARKED = f"\ufeff/tea\n{TEA}"

    def test_is_dropped_from_bytes(self) -> None:
        assert parse_listing(self.MARKED.encode()).path == "/tea"
        assert read_listing(io.BytesIO(self.MARKED.encode())).path == "/tea"

    def test_is_dropped_from_text(self) -> None:
        assert parse_listing(self.MARKED).path == "/tea"
        assert read_listing(io.StringIO(self.MARKED)).path == "/tea"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_is_dropped_from_a_text_file(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "marked.txt"
        path.write_text(self.MARKED, encoding="utf-8")
        with path.open(encoding=encoding) as opened:
            assert read_listing(opened).path == "/tea"

    @pytest.mark.parametrize("size", [1, 2, 3, 4])
    def test_may_be_split_between_reads(self, size: int) -> None:
        marked = f"\ufeff{TEA}"
        assert read_listing(open_as(Slow(marked.encode(), size))) == parse_listing(TEA)
        assert tuple(iter_posts(open_as(Slow(marked.encode(), size)))) == parse_listing(TEA).posts

    def test_alone_is_an_empty_text(self) -> None:
        listing = parse_listing("\ufeff".encode(), strict=False)
        assert places(listing.problems) == [(1, 1, "no-posts")]

    def test_does_not_count_in_columns(self) -> None:
        plain = parse_listing("- 2026-02-30\nNever\n", strict=False)
        assert parse_listing("\ufeff- 2026-02-30\nNever\n".encode(), strict=False).problems == plain.problems
        assert places(plain.problems) == [(1, 3, "bad-date")]


class TestEncodings:
    """Bytes that are not UTF-8: each line with one is a problem at its first, and the rest is read."""

    def test_an_invalid_byte_is_reported(self) -> None:
        listing = parse_listing(b"- 2026-03-22\nT\xc3\xa9a \xff leaves\n", strict=False, source="tea.txt")
        assert str(only_problem(listing)) == (
            "tea.txt:2:5: bad-encoding: byte 0xFF at offset 18 is not UTF-8; save the file as UTF-8"
        )
        assert only_problem(listing).excerpt == "    Téa \ufffd leaves\n        ^"
        assert [post.title for post in listing.posts] == ["Téa \ufffd leaves"]

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
    def test_offset_and_line_of_an_invalid_byte(self, end: bytes, mark: bytes) -> None:
        content = mark + end.join(
            [b"- 2026-03-22", b"", b"Kettl\xe9 \xe9", b"- /p\xf4t", b"- 2026-03-01", b"Fern", b""]
        )
        listing = parse_listing(content, strict=False)
        assert places(listing.problems) == [(3, 6, "bad-encoding"), (4, 5, "bad-encoding")]
        offsets = [content.index(b"\xe9"), content.index(b"\xf4")]
        starts = [f"byte 0x{content[at]:02X} at offset {at} is" for at in offsets]
        messages = [problem.message for problem in listing.problems]
        assert [message.startswith(start) for message, start in zip(messages, starts, strict=True)] == [True, True]

    def test_an_invalid_byte_after_a_byte_order_mark(self) -> None:
        problem = only_problem(parse_listing(b"\xef\xbb\xbf\xe9t\xe9\n- 2026-03-22\nTea\n- /tea", strict=False))
        assert (problem.line, problem.column) == (1, 1)
        assert "byte 0xE9 at offset 3 is not UTF-8" in problem.message

    @pytest.mark.parametrize("rest", [b"\xc3", b"\xe2\x82", b"\xf0\x9f\x8d"], ids=["of two", "of three", "of four"])
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
    def test_a_cut_last_character_is_a_cut_file(self, rest: bytes, mark: bytes) -> None:
        above = mark + "- 2026-03-22\nKéttle\r\nLid ".encode()
        listing = parse_listing(above + rest, strict=False)
        assert places(listing.problems) == [(3, 5, "cut-file")]
        assert only_problem(listing).message == (
            f"the file ends at offset {len(above)} in the middle of a character; get the rest of the file"
        )
        assert listing.posts[0].summary == "Lid \ufffd"

    def test_a_single_last_byte_may_be_of_another_encoding(self) -> None:
        latin = "- 2026-03-22\nKettle\nCafé".encode("latin-1")
        assert places(parse_listing(latin, strict=False).problems) == [(3, 4, "bad-encoding")]

    def test_a_character_cut_before_a_line_end_is_bad_encoding(self) -> None:
        listing = parse_listing(b"- 2026-03-22\nKettle \xc3\n", strict=False)
        assert places(listing.problems) == [(2, 8, "bad-encoding")]

    def test_a_lone_surrogate_in_bytes_is_not_utf_8(self) -> None:
        listing = parse_listing(b"- 2026-03-22\nTea \xed\xa0\x80", strict=False)
        assert places(listing.problems) == [(2, 5, "bad-encoding")]

    def test_keeps_a_hundred_problems_and_counts_the_rest(self) -> None:
        content = b"".join(b"- 2026-03-22\nT\xe9 %d\n" % number for number in range(130))
        listing = parse_listing(content, strict=False)
        assert places(listing.problems) == [(2 * number + 2, 2, "bad-encoding") for number in range(100)]
        assert listing.omitted == 30
        assert len(listing.posts) == 130
        with pytest.raises(ListingError) as caught:
            parse_listing(content)
        assert (caught.value.problems, caught.value.omitted) == (listing.problems, 30)
        assert str(caught.value).endswith("\n… and 30 more")

    def test_encoding_problems_are_ordered_with_the_others(self) -> None:
        listing = parse_listing(b"- 2026-02-30\nN\xe9ver\n- 2026-13-01\nN\xe9ver\n- 2026-03-22\nTea", strict=False)
        assert places(listing.problems) == [
            (1, 3, "bad-date"),
            (2, 2, "bad-encoding"),
            (3, 3, "bad-date"),
            (4, 2, "bad-encoding"),
        ]

    @pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-8"])
    def test_a_byte_order_mark_shows_the_encoding(self, encoding: str) -> None:
        content = f"\ufeff{ACCENTED}".encode(encoding)
        expected = parse_listing(ACCENTED)
        assert parse_listing(content) == read_listing(io.BytesIO(content)) == expected
        for size in (1, 3, 1000):
            assert tuple(iter_posts(Slow(content, *[size] * len(content)))) == expected.posts  # type: ignore[arg-type]
        assert tuple(iter_posts(io.BytesIO(content).readlines())) == expected.posts

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16-le", "utf-16", "shift_jis", "UTF8", "utf-8-sig"])
    def test_bytes_are_read_in_the_given_encoding(self, encoding: str) -> None:
        text = ACCENTED if encoding != "shift_jis" else "- 2026-03-22\n茶\n- /tea\n"
        content, expected = text.encode(encoding), parse_listing(text)
        assert parse_listing(content, encoding=encoding) == expected
        assert parse_listings(content, encoding=encoding) == (expected,)
        assert read_listing(io.BytesIO(content), encoding=encoding) == expected
        assert read_listings([io.BytesIO(content)], encoding=encoding) == (expected,)
        assert tuple(iter_posts(io.BytesIO(content), encoding=encoding)) == expected.posts
        assert tuple(iter_posts(Slow(content, *[1] * len(content)), encoding=encoding)) == expected.posts  # type: ignore[arg-type]

    def test_lines_of_bytes_are_read_in_the_given_encoding(self) -> None:
        lines = [line.encode("latin-1") for line in ACCENTED.split("\n")]
        assert tuple(iter_posts(lines, encoding="latin-1")) == parse_listing(ACCENTED).posts

    def test_the_encoding_is_ignored_for_text(self) -> None:
        assert parse_listing(ACCENTED, encoding="ascii") == parse_listing(ACCENTED)
        assert tuple(iter_posts([], encoding="ascii", on_problem=str)) == ()

    @pytest.mark.parametrize(("content", "offset"), [(b"- 2026-03-22\nTh\xe9", 15), (b"\xe9", 0)])
    def test_bytes_that_are_not_in_the_given_encoding(self, content: bytes, offset: int) -> None:
        problem = only_problem(parse_listing(content, encoding="ascii", strict=False))
        assert (problem.line, problem.code) == (1, "bad-encoding")
        assert problem.message == f"the bytes at offset {offset} are not ASCII; give the encoding of the file"

    def test_utf_16_that_is_cut(self) -> None:
        content = ACCENTED.encode("utf-16")[:-1]
        problem = only_problem(parse_listing(content, strict=False))
        assert (
            problem.message == f"the bytes at offset {len(content) - 1} are not UTF-16; give the encoding of the file"
        )

    @pytest.mark.parametrize("encoding", ["no-such-encoding", "", "a\0b", "hex", "rot13"])
    def test_unknown_encodings_are_refused(self, encoding: str) -> None:
        with pytest.raises(InvalidValue, match=r"^encoding: .* is not an? (?:known )?encoding"):
            parse_listing(TEA, encoding=encoding)

    def test_utf_16_is_read_from_a_file_opened_with_its_encoding(self, tmp_path: Path) -> None:
        path = tmp_path / "tea.txt"
        path.write_text(TEA, encoding="utf-16")
        with path.open(encoding="utf-16") as opened:
            assert read_listing(opened) == parse_listing(TEA)

    def test_a_text_file_opened_in_a_wrong_encoding(self, path: Path) -> None:
        with path.open(encoding="ascii") as opened, pytest.raises(ListingError) as caught:
            read_listing(opened)
        assert places(caught.value.problems) == [(1, 1, "bad-encoding")]
        assert str(caught.value).endswith("; open the file with its encoding, or in binary mode if it is UTF-8")
        assert caught.value.problems[0].source == str(path)
        with path.open(encoding="ascii") as opened:
            listing = read_listing(opened, strict=False)
        assert (listing.posts, listing.problems, listing.source) == ((), caught.value.problems, str(path))

    def test_lines_of_a_text_file_opened_in_a_wrong_encoding(self, path: Path) -> None:
        with (
            path.open(encoding="ascii") as opened,
            pytest.raises(ListingError, match="open the file with its encoding"),
        ):
            list(iter_posts(opened))


class TestNoText:
    @pytest.mark.parametrize(
        "content",
        [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
            b"PK\x03\x04\x14\0",
            b"\xff\xd8\xff\xe0\0\x10JFIF",
            b"GIF89a\x01\0\x01\0",
            TEA.encode("utf-16-le"),
            TEA.encode("utf-32-be"),
            b"- 2026-03-22\nTea \xff\0\n",
            b"\0" * 20_000,
        ],
        ids=["PNG", "PDF", "gzip", "zip", "JPEG", "GIF", "UTF-16", "UTF-32", "zero in other bytes", "zeros"],
    )
    def test_binary_files_are_refused(self, content: bytes) -> None:
        listing = parse_listing(content, strict=False)
        problem = only_problem(listing)
        assert (problem.line, problem.code, listing.posts) == (1, "not-text", ())
        assert problem.message.startswith("this is a")
        with pytest.raises(ListingError, match=r"not-text: this is a .*, not a listing"):
            list(iter_posts(io.BytesIO(content)))

    @pytest.mark.parametrize(
        "text",
        [
            "<!DOCTYPE html>\n<html><body>",
            "<html lang='en'>\n",
            "\n\n  <HTML>\n",
            "<head><title>Kettles</title>",
            "<body>\n- 2026-03-22\nTea",
            "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<rss version='2.0'>",
            "<feed>",
            "\ufeff<!doctype html>",
        ],
    )
    def test_markup_is_refused(self, text: str) -> None:
        for content in (text, text.encode()):
            listing = parse_listing(content, strict=False)
            problem = only_problem(listing)
            assert (problem.code, problem.line, listing.posts) == ("not-text", 1, ())
            assert problem.message.startswith(
                ("this is an HTML file, not", "this is an RSS feed, not", "this is an Atom feed, not")
            )
            reported: list[Problem] = []
            assert list(iter_posts(io.BytesIO(text.encode()), on_problem=reported.append)) == []
            assert [(each.code, each.line) for each in reported] == [("not-text", 1)]

    @pytest.mark.parametrize("title", ["<html> by hand", "<!doctype html>", "%PDF-1.7 for kettles"])
    def test_markup_below_the_first_line_is_text(self, title: str) -> None:
        assert parse_listing(f"- 2026-03-22\n{title}\n").posts[0].title == title
        assert parse_listing(f"- 2026-03-22\n{title}\n".encode()).posts[0].title == title

    @pytest.mark.parametrize("description", ["<htmlish notes>", "<heading>", "< rss >"])
    def test_text_similar_to_markup_is_text(self, description: str) -> None:
        assert parse_listing(f"{description}\n{TEA}").description == description

    def test_a_single_zero_is_a_control_character(self) -> None:
        listing = parse_listing(f"{TEA}- 2026-03-01\nKettle\0s\n".encode(), strict=False)
        assert places(listing.problems) == [(5, 7, "control-character")]
        assert listing.posts[1].title == "Kettle\ufffds"

    def test_a_text_with_a_zero_may_be_cut_within_a_character(self) -> None:
        # 8,000 bytes are looked at, and end in the middle of a character.
        listing = parse_listing(("- 2026-03-22\n\0a" + "é" * 5000).encode(), strict=False)
        assert places(listing.problems) == [(2, 1, "control-character")]

    @pytest.mark.parametrize("size", [9, 10], ids=["over a tenth", "a tenth"])
    def test_many_zeros_are_binary(self, size: int) -> None:
        listing = parse_listing(b"\0" + b"a" * (size - 1), strict=False)
        codes = {problem.code for problem in listing.problems}
        assert ("not-text" in codes) == (size == 9)


class TestSizes:
    @pytest.mark.parametrize("content", [TEXT, CONTENT], ids=["text", "bytes"])
    def test_a_text_of_max_size_is_read(self, content: str | bytes) -> None:
        opened = io.StringIO(content) if isinstance(content, str) else io.BytesIO(content)
        expect(parse_listing(content, strict=False, max_size=len(content)), None)
        expect(read_listing(opened, strict=False, max_size=len(content)), None)

    @pytest.mark.parametrize(("content", "unit"), [(TEXT, "characters"), (CONTENT, "bytes")], ids=["text", "bytes"])
    def test_a_longer_text_is_refused(self, content: str | bytes, unit: str) -> None:
        opened = io.StringIO(content) if isinstance(content, str) else io.BytesIO(content)
        limit = len(content) - 1
        listing = parse_listing(content, strict=False, max_size=limit)
        assert str(only_problem(listing)) == (
            f"<text>:1:1: too-large: the text has more than {limit} {unit}; raise max_size, or use iter_posts"
        )
        assert listing.posts == ()
        assert read_listing(opened, strict=False, max_size=limit).problems == listing.problems
        assert parse_listings(content, strict=False, max_size=limit)[0].problems == listing.problems
        with pytest.raises(ListingError, match="too-large"):
            parse_listing(content, max_size=limit)

    def test_max_size_counts_bytes_of_bytes(self) -> None:
        assert len(TEXT) < len(CONTENT)
        assert only_problem(parse_listing(CONTENT, strict=False, max_size=len(TEXT))).code == "too-large"

    def test_the_message_shows_thousands(self) -> None:
        with pytest.raises(ListingError, match="the text has more than 12,345 characters"):
            parse_listing(" " * 12_346, max_size=12_345)

    def test_max_size_applies_to_files(self, path: Path) -> None:
        expect(read_listing(path, strict=False, max_size=len(CONTENT)), str(path))
        assert only_problem(read_listing(path, strict=False, max_size=len(CONTENT) - 1)).code == "too-large"

    def test_the_default_limit_can_be_removed(self) -> None:
        assert sources.MAX_SIZE == 128 * 2**20
        text = " " * sources.MAX_SIZE + "\n" + TEA
        assert only_problem(parse_listing(text, strict=False)).code == "too-large"
        assert parse_listing(text, max_size=None).posts == parse_listing(TEA).posts

    @pytest.mark.parametrize("piece", ["tea\n" * 100, b"tea\n" * 100], ids=["text", "bytes"])
    def test_an_endless_file_is_refused(self, piece: str | bytes) -> None:
        endless = Endless(piece)
        listing = read_listing(open_as(endless), strict=False, max_size=1000)
        assert only_problem(listing).code == "too-large"
        assert endless.given == 1200

    @pytest.mark.parametrize("piece", ["tea " * 2**14, b"tea " * 2**14], ids=["text", "bytes"])
    def test_an_endless_line_is_refused(self, piece: str | bytes) -> None:
        endless = Endless(piece)
        with pytest.raises(
            ListingError,
            match=r"too-large: a line has more than 16,777,216 characters; check that the file is a listing",
        ):
            list(iter_posts(open_as(endless)))
        assert sources.MAX_LINE < endless.given < sources.MAX_LINE + 3 * sources.CHUNK

    def test_a_line_below_the_limit_is_read(self) -> None:
        title = "a" * (sources.MAX_LINE - 1)
        (post,) = iter_posts(io.BytesIO(b"- 2026-03-22\n" + title.encode() + b"\n- /long\n"))
        assert post.title == title


class TestNames:
    @pytest.mark.parametrize(
        ("name", "clean"),
        [("caf\udce9.txt", "caf\ufffd.txt"), ("te\x07a.txt", "te\ufffda.txt"), ("thé.txt", "thé.txt")],
    )
    def test_characters_that_xml_cannot_carry_are_replaced(self, name: str, clean: str) -> None:
        expect(parse_listing(TEXT, strict=False, source=name), clean)
        expect(read_listing(io.StringIO(TEXT), strict=False, source=name), clean)
        expect(read_listing(Named(CONTENT, name), strict=False), clean)
        with pytest.raises(ListingError) as caught:
            list(iter_posts(Named(CONTENT, name)))
        assert str(caught.value).encode().startswith(f"{clean}:3:3: bad-date".encode())
        listing = read_listing(Named(CONTENT, name), strict=False)
        assert Listing.model_validate_json(listing.model_dump_json()).source == clean

    @pytest.mark.parametrize("name", [3, None, object], ids=repr)
    def test_names_that_are_not_text_are_ignored(self, name: object) -> None:
        expect(read_listing(Named(CONTENT, name), strict=False), None)

    def test_a_path_object_as_the_name_of_an_open_file(self) -> None:
        expect(read_listing(Named(CONTENT, Path("tea.txt")), strict=False), "tea.txt")

    def test_every_problem_has_the_name(self) -> None:
        for content in (b"\x89PNG", b"\xff\xfe", b"<html>", b"", b"- 2026-03-22\nT\xe9", b"12345678901234567890" * 10):
            listing = parse_listing(content, strict=False, source="tea.txt", max_size=100)
            assert listing.problems
            assert {problem.source for problem in listing.problems} == {listing.source} == {"tea.txt"}


BORDERS = [
    "/tea\n3 posts\n- March 22, 2026 5 min\nThé\nOn leaves.\n- /tea\n- 2026-03-01\nPots 🫖\n\n- 1 March 2025\nFern\n",
    "\ufeff- 2026-03-22\r\nTea\r\n\r\nLeaves.\r\n- /tea\r\n- 2026-02-30\r\nNever\r\n- 2026-03-01\r\nPots",
    "- 2026-03-22\rTea\r\rLeaves.\r- /tea\r\r\n\n- 2026-03-01\rPots\r",
    "\n\n- 2026-03-22\nTea\n\n\n",
]


class TestBorders:
    """Wherever a file is cut into pieces, it reads as the whole does."""

    @staticmethod
    def all_of(content: str | bytes, *sizes: int) -> tuple[list[Any], list[Problem]]:
        problems: list[Problem] = []
        posts = list(iter_posts(open_as(Slow(content, *sizes)), on_problem=problems.append))
        return posts, sorted(problems, key=lambda problem: (problem.line, problem.column))

    @pytest.mark.parametrize("text", BORDERS)
    @pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
    def test_two_pieces(self, text: str, encode: Callable[[str], Any]) -> None:
        content, whole = encode(text), parse_listing(text, strict=False)
        assert whole.posts
        for place in range(1, len(content)):
            assert self.all_of(content, place, len(content)) == ([*whole.posts], [*whole.problems])

    @pytest.mark.parametrize("text", BORDERS)
    @pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
    def test_pieces_of_every_size(self, text: str, encode: Callable[[str], Any]) -> None:
        content, whole = encode(text), parse_listing(text, strict=False)
        for size in range(1, len(content) + 1):
            assert self.all_of(content, size) == ([*whole.posts], [*whole.problems])

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
    def test_bytes_that_are_not_utf_8(self, end: bytes) -> None:
        lines = [
            b"\xef\xbb\xbf- 2026-03-22",
            b"T\xe9 \xc3\xa9",
            b"- 2026-03-01",
            b"\xf0\x9f\xab\x96 P\xf4ts",
            b"",
            b"a\xff",
        ]
        content = end.join(lines)
        whole = parse_listing(content, strict=False)
        assert places(whole.problems) == [(2, 2, "bad-encoding"), (4, 4, "bad-encoding"), (6, 2, "bad-encoding")]
        for size in range(1, len(content) + 1):
            assert self.all_of(content, size) == ([*whole.posts], [*whole.problems])

    def test_a_cut_character(self) -> None:
        content = b"- 2026-03-22\nTea\n- 2026-03-01\nKettle\nLid \xe2\x82"
        whole = parse_listing(content, strict=False)
        assert places(whole.problems) == [(5, 5, "cut-file")]
        for size in range(1, len(content) + 1):
            assert self.all_of(content, size) == ([*whole.posts], [*whole.problems])

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
    def test_a_text_longer_than_many_chunks(self, end: str) -> None:
        lines = []
        for number in range(2000):
            head = "- {} May {}" if number % 3 else "- May {}, {} 5 min"
            lines += [
                head.format(number % 28 + 1, 1990 + number % 30),
                f"Thé {number}",
                "Leaves, " * 15 + "pots.",
                "- /tea",
            ]
        text = end.join([*lines, "- 2026-02-30", "Never"])
        assert len(text) > 3 * sources.CHUNK
        whole = parse_listing(text, strict=False)
        assert len(whole.posts) == 2000
        assert places(whole.problems) == [(8001, 3, "bad-date")]
        for opened in (io.StringIO(text, newline=""), io.BytesIO(text.encode())):
            problems: list[Problem] = []
            assert tuple(iter_posts(opened, on_problem=problems.append)) == whole.posts
            assert tuple(problems) == whole.problems

    def test_chunks_join_to_the_text(self) -> None:
        text = "".join(f"line {number}\r\n" for number in range(30_000))
        chunks = list(sources.split_chunks(text))
        assert len(chunks) > 2
        assert all(chunk.endswith("\n") for chunk in chunks)
        assert "".join(chunks) == text.replace("\r\n", "\n")


class TestLines:
    LINES = ("/tea", "2 posts", "- 2026-03-22 5 min", "Thé", "", "- /tea", "- 2026-03-01", "Kettles")

    @pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r"], ids=["none", "LF", "CRLF", "CR"])
    @pytest.mark.parametrize("encode", [str, str.encode], ids=["text", "bytes"])
    @pytest.mark.parametrize("collect", [list, tuple, iter, lambda lines: (line for line in lines)])
    def test_of_any_kind(self, collect: Callable[[Any], Any], encode: Callable[[str], Any], end: str) -> None:
        posts = iter_posts(collect([encode(line + end) for line in self.LINES]))
        assert tuple(posts) == parse_listing("\n".join(self.LINES)).posts

    def test_no_lines_give_no_posts(self) -> None:
        with pytest.raises(ListingError, match="no-posts"):
            next(iter_posts([]))

    def test_lines_are_counted_over_batches(self) -> None:
        def lines() -> Iterator[str]:
            for number in range(2500):
                yield from (f"- {number % 28 + 1} May 2026", f"Kettle {number}")
            yield from ("- 2026-02-30", "Never")

        problems: list[Problem] = []
        assert sum(1 for _ in iter_posts(lines(), on_problem=problems.append)) == 2500
        assert places(tuple(problems)) == [(5001, 3, "bad-date")]

    def test_a_byte_that_is_not_utf_8(self) -> None:
        problems: list[Problem] = []
        lines = [b"\xef\xbb\xbf- 2026-03-22", b"T\xe9"]
        assert [post.title for post in iter_posts(lines, on_problem=problems.append)] == ["T\ufffd"]
        assert places(tuple(problems)) == [(2, 2, "bad-encoding")]

    def test_a_byte_order_mark_is_dropped(self) -> None:
        assert [post.title for post in iter_posts(["\ufeff- 2026-03-22", "Tea"])] == ["Tea"]
