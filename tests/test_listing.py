"""Reading a listing: the documents in `data/listings` and their twins, files of every kind, real listings."""

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from postindex import InvalidValue, Listing, ListingError, parse_listing, read_listing

DOCUMENTS = Path(__file__).parent / "data" / "listings"
VALID = sorted(DOCUMENTS.glob("valid/*.txt"))
INVALID = sorted(DOCUMENTS.glob("invalid/*.txt"))
STRICTNESS = pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])

TEA = "- 2026-03-22 5 min\nTea, twice\n- /tea\n"
NEVER = "- 2026-02-30\nNever\n"


def twin_of(document: Path) -> Any:
    return json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))


def said(listing: Listing) -> dict[str, Any]:
    """What a listing holds, in the form of a valid document's twin."""
    posts = [
        {
            "title": post.title,
            "published": post.published.isoformat(),
            "summary": post.summary,
            "tags": [tag.name for tag in post.tags],
            "reading_minutes": post.reading_minutes,
            "id": post.id,
        }
        for post in listing.posts
    ]
    return {
        "path": listing.path,
        "description": listing.description,
        "declared_count": listing.declared_count,
        "posts": posts,
    }


def found(problems: ListingError | Listing) -> list[list[int | str]]:
    """The problems of a listing or an error, in the form of an invalid document's twin."""
    return [[problem.line, problem.column, problem.code] for problem in problems.problems]


class TestDocuments:
    def test_each_has_a_twin(self) -> None:
        twins = {path.with_suffix(".txt") for path in DOCUMENTS.glob("*/*.json")}
        assert {*VALID, *INVALID} == twins
        assert VALID
        assert INVALID

    @STRICTNESS
    @pytest.mark.parametrize("document", VALID, ids=lambda path: path.stem)
    def test_valid(self, document: Path, strict: bool) -> None:
        listing = read_listing(document, strict=strict)
        assert said(listing) == twin_of(document)
        assert listing.problems == ()
        assert set(listing.index) == set(listing.posts)

    @pytest.mark.parametrize("document", INVALID, ids=lambda path: path.stem)
    def test_invalid_strict(self, document: Path) -> None:
        with pytest.raises(ListingError) as caught:
            read_listing(document)
        assert found(caught.value) == twin_of(document)["problems"]
        assert {problem.source for problem in caught.value.problems} == {str(document)}

    @pytest.mark.parametrize("document", INVALID, ids=lambda path: path.stem)
    def test_invalid_lenient(self, document: Path) -> None:
        listing = read_listing(document, strict=False)
        assert [post.title for post in listing.posts] == twin_of(document)["posts"]
        assert found(listing) == twin_of(document)["problems"]
        with pytest.raises(ListingError) as caught:
            read_listing(document)
        assert caught.value.problems == listing.problems

    def test_what_xml_cannot_carry_is_replaced_wherever_it_stands(self) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / "control_characters.txt", strict=False)
        assert listing.path == "/no\ufffdtes"
        assert listing.description == "Two\ufffd dots \ufffdhere."
        assert listing.posts[0].summary == "A summary with a page\ufffdfeed, and \ufffd at last."

    def test_lines_without_meaning_are_left_out_of_the_head(self) -> None:
        above = read_listing(DOCUMENTS / "invalid" / "above_the_path.txt", strict=False)
        assert (above.path, above.description, above.declared_count) == ("/ferns", "Posts touching ferns.", 1)
        below = read_listing(DOCUMENTS / "invalid" / "below_the_count.txt", strict=False)
        assert (below.path, below.description, below.declared_count) == ("/ferns", None, 1)

    def test_lines_without_meaning_are_left_out_of_posts(self) -> None:
        moss, lichen = read_listing(DOCUMENTS / "invalid" / "below_the_tags.txt", strict=False).posts
        assert (moss.summary, [tag.name for tag in moss.tags]) == ("Soft.", ["moss"])
        assert (lichen.summary, [tag.name for tag in lichen.tags]) == ("", ["stones"])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "- Smarch 13, 2026 5 min\nNever",
            "1:3: bad-date: 'Smarch 13, 2026' is not a date; write it as 2026-03-22 or March 22, 2026",
        ),
        (TEA + "- /!!!", "4:3: bad-tag: '/!!!' has no letter or digit; a tag needs at least one"),
        ("- 2026-03-22", "1:1: no-title: the entry has no title; write it on the line below the date"),
        ("", "1:1: no-posts: no entry was found; an entry begins with a line such as '- March 22, 2026 5 min'"),
        ("2 posts\n" + TEA, "1:1: count-mismatch: the head declares 2 and 1 follow; is the text cut?"),
        (TEA + TEA, "4:1: duplicate-post: the post of line 1 stands here again; it is read once"),
        ("Menu\n/tea\n" + TEA, "1:1: unparsed-line: 'Menu' has no meaning above the path; it was left out"),
        (
            "1 post\nMenu\n" + TEA,
            "2:1: unparsed-line: 'Menu' has no meaning between the count and the first entry; it was left out",
        ),
        (TEA + "Menu", "4:1: unparsed-line: 'Menu' has no meaning after the tags of an entry; it was left out"),
        (
            "- 2026-03-22\na\x07b",
            "2:2: control-character: U+0007; read as U+FFFD, because XML cannot carry it",
        ),
        (
            "- 2026-03-22\na\x07b\x08\uffff",
            "2:2: control-character: U+0007, and 2 more on this line; read as U+FFFD, because XML cannot carry it",
        ),
    ],
    ids=lambda value: value.split()[1].rstrip(":") if ":" in value else "text",
)
def test_message_names_place_value_and_mend(text: str, message: str) -> None:
    with pytest.raises(ListingError) as caught:
        parse_listing(text)
    assert str(caught.value) == f"<text>:{message}"


def test_message_about_bytes_names_the_byte_and_its_offset() -> None:
    with pytest.raises(ListingError) as caught:
        read_listing(io.BytesIO(b"- 2026-03-22\n\xc3\xa9\xff"), source="tea.txt")
    assert str(caught.value) == "tea.txt:2:2: bad-encoding: byte 0xFF at offset 15 is not UTF-8; save the file as UTF-8"


def test_message_cuts_a_long_value() -> None:
    with pytest.raises(ListingError) as caught:
        parse_listing(TEA + "long " * 1000)
    assert len(str(caught.value)) < 200
    assert "'long long" in str(caught.value)


def test_control_character_in_a_tag_is_named() -> None:
    with pytest.raises(ListingError, match=r"^<text>:3:\d: .*U\+0001"):
        parse_listing("- 2026-03-22\nTea\n- /a\x01b")


class TestIds:
    def test_do_not_depend_on_the_order_of_the_text(self) -> None:
        entries = [f"- 2026-03-22\nWeekly notes\n{summary}" for summary in ("Apples", "Bread", "Cheese")]
        there = {post.summary: post.id for post in parse_listing("\n".join(entries)).posts}
        back = {post.summary: post.id for post in parse_listing("\n".join(reversed(entries))).posts}
        assert there == back
        assert set(there.values()) == {
            "2026-03-22-weekly-notes",
            "2026-03-22-weekly-notes-2",
            "2026-03-22-weekly-notes-3",
        }

    def test_leave_alone_an_id_that_a_title_has_by_itself(self) -> None:
        text = "- 2026-03-22\nTea\nOne\n- 2026-03-22\nTea 2\n- 2026-03-22\nTea\nTwo"
        listing = parse_listing(text)
        assert [post.id for post in listing.posts] == ["2026-03-22-tea", "2026-03-22-tea-2", "2026-03-22-tea-3"]
        assert set(listing.index) == set(listing.posts)


def test_count_with_thousands() -> None:
    listing = parse_listing("1,234 posts\n" + "".join(f"- 2026-03-22\nPost {number}\n" for number in range(1234)))
    assert listing.declared_count == len(listing.posts) == 1234


@pytest.mark.parametrize("text", ["59 Posts", "post", "1,23 posts", "-1 posts", "1.5 posts", "² posts", "٣ posts"])
def test_what_is_no_count_is_description(text: str) -> None:
    listing = parse_listing(f"/tea\n{text}\n{TEA}")
    assert (listing.description, listing.declared_count) == (text, None)


def test_ten_digits_are_no_count() -> None:
    assert parse_listing(f"1234567890 posts\n{TEA}").description == "1234567890 posts"
    assert parse_listing(f"{'9' * 5000} posts\n{TEA}").declared_count is None


class TestFiles:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "tea.txt"
        path.write_bytes("- 2026-03-22\nThé\n- 2026-02-30\nNever\n".encode())
        return path

    @staticmethod
    def expect(listing: Listing, source: str | None) -> None:
        assert [post.title for post in listing.posts] == ["Thé"]
        assert [(problem.source, problem.line, problem.code) for problem in listing.problems] == [
            (source, 3, "bad-date")
        ]
        assert listing.source == source

    def test_path(self, path: Path) -> None:
        self.expect(read_listing(path, strict=False), str(path))
        self.expect(read_listing(str(path), strict=False), str(path))
        self.expect(read_listing(path, strict=False, source="draft"), "draft")

    def test_open_text_file(self, path: Path) -> None:
        with path.open(encoding="utf-8") as file:
            self.expect(read_listing(file, strict=False), str(path))
        with path.open(encoding="utf-8", newline="") as file:
            self.expect(read_listing(file, strict=False, source="draft"), "draft")

    def test_open_binary_file(self, path: Path) -> None:
        with path.open("rb") as file:
            self.expect(read_listing(file, strict=False), str(path))
        with path.open("rb", buffering=0) as raw:
            self.expect(read_listing(raw, strict=False, source="draft"), "draft")

    def test_file_opened_by_number_has_no_name(self, path: Path) -> None:
        with open(os.open(path, os.O_RDONLY), "rb") as file:
            self.expect(read_listing(file, strict=False), None)

    def test_memory(self, path: Path) -> None:
        content = path.read_bytes()
        self.expect(read_listing(io.BytesIO(content), strict=False), None)
        self.expect(read_listing(io.StringIO(content.decode()), strict=False), None)
        self.expect(read_listing(io.BytesIO(content), strict=False, source="draft"), "draft")
        self.expect(parse_listing(content.decode(), strict=False), None)
        self.expect(parse_listing(content.decode(), strict=False, source="draft"), "draft")

    def test_is_read_from_where_it_stands(self, path: Path) -> None:
        with path.open("rb") as file:
            file.readline()
            listing = read_listing(file, strict=False)
            assert not file.closed
        assert [problem.line for problem in listing.problems] == [2]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
    def test_byte_order_mark_of_a_text_file(self, tmp_path: Path, encoding: str) -> None:
        path = tmp_path / "marked.txt"
        path.write_text(f"/tea\n{TEA}", encoding="utf-8-sig")
        with path.open(encoding=encoding) as file:
            assert read_listing(file).path == "/tea"

    @STRICTNESS
    def test_text_file_opened_in_a_wrong_encoding(self, path: Path, strict: bool) -> None:
        with path.open(encoding="ascii") as file, pytest.raises(ListingError) as caught:
            read_listing(file, strict=strict)
        assert found(caught.value) == [[1, 1, "bad-encoding"]]
        assert str(caught.value).endswith("; open the file in the encoding it has, or in binary to read UTF-8")
        assert caught.value.problems[0].source == str(path)

    @STRICTNESS
    def test_missing_file(self, tmp_path: Path, strict: bool) -> None:
        with pytest.raises(FileNotFoundError, match=r"absent\.txt"):
            read_listing(tmp_path / "absent.txt", strict=strict)

    def test_folder(self, tmp_path: Path) -> None:
        with pytest.raises(OSError, match=tmp_path.name):
            read_listing(tmp_path)

    @pytest.mark.parametrize("value", [b"blog.txt", None, 3, ["blog.txt"]], ids=repr)
    def test_what_is_no_file(self, value: Any) -> None:
        kind = type(value).__name__
        with pytest.raises(TypeError, match=f"^read_listing reads a path or an open file, not {kind}$"):
            read_listing(value)

    @pytest.mark.parametrize("value", [b"- 2026-03-22\nTea", None, 3, Path("blog.txt")], ids=repr)
    def test_what_is_no_text(self, value: Any) -> None:
        message = f"^parse_listing reads text, not {type(value).__name__}; decode it, or call read_listing$"
        with pytest.raises(TypeError, match=message):
            parse_listing(value)

    def test_a_text_is_never_taken_for_a_path(self, path: Path) -> None:
        with pytest.raises(ListingError, match="no-posts"):
            parse_listing(str(path))


class TestListing:
    def test_repr(self) -> None:
        assert repr(parse_listing(f"/tea\n{TEA}")) == "<Listing /tea: 1 post>"
        assert str(parse_listing(TEA, source="tea.txt")) == "<Listing tea.txt: 1 post>"
        assert repr(parse_listing(TEA + NEVER + NEVER, strict=False)) == "<Listing (text): 1 post, 2 problems>"

    def test_equality_goes_by_everything_it_says(self) -> None:
        assert parse_listing(TEA) == parse_listing("\n" + TEA)
        assert hash(parse_listing(TEA)) == hash(parse_listing("\n" + TEA))
        assert parse_listing(TEA) != parse_listing(TEA, source="tea.txt")
        assert parse_listing(TEA) != parse_listing(TEA + NEVER, strict=False)

    def test_index_is_built_once_and_changes_nothing(self) -> None:
        listing = parse_listing(TEA)
        assert listing.index is listing.index
        assert listing == parse_listing(TEA)

    def test_a_copy_is_made_after_the_index_was(self) -> None:
        listing = parse_listing(TEA)
        assert listing.index == listing.model_copy(update={"path": "/tea"}).index

    @pytest.mark.parametrize("head", ["2026-03-21 by Ann", "21. März 2026 5 min", "Saturday 21 March 2026 at noon"])
    def test_an_odd_head_never_gives_its_tags_to_the_post_above(self, head: str) -> None:
        listing = parse_listing(f"{TEA}- {head}\nNever\n- /never\n", strict=False)
        assert listing.posts == parse_listing(TEA).posts
        assert [problem.code for problem in listing.problems] == ["bad-date"]

    def test_is_frozen(self) -> None:
        listing = parse_listing(TEA)
        with pytest.raises(AttributeError, match="frozen"):
            listing.path = "/coffee"  # type: ignore[misc]

    def test_round_trip_through_json(self) -> None:
        listing = parse_listing(f"/tea\nLeaves.\n{TEA}{NEVER}", strict=False, source="tea.txt")
        assert Listing.model_validate_json(listing.model_dump_json()) == listing

    def test_refuses_what_xml_cannot_carry(self) -> None:
        with pytest.raises(InvalidValue, match=r"^Listing\.path: "):
            Listing(path="/te\x00a")


class TestGrowth:
    """Twice the text is twice the work, whatever the text: calls are counted, so that no clock decides."""

    SIZE = 400

    @pytest.mark.parametrize(
        "entry",
        [
            lambda number: f"- 2026-03-22 5 min\nPost {number}\nOn leaves.\n- /tea\n- /t{number}\n",
            lambda number: f"- 2026-03-22\nTea\nSummary {number}\n",
            lambda _: "- 2026-03-22\nTea\n",
            lambda _: "- 2026-03-22\n",
            lambda _: "- 2026-02-30\nNever\n",
            lambda number: f"- 2026-03-22\na\x00{number}\n",
            lambda number: f"- 2026-03-22\nTea {number}\n- /!!!\nstray\n",
            lambda number: f"line {number} of a long head\n",
            lambda number: TEA.replace("- /tea\n", "") if number == 0 else "And more.\n",
            lambda number: TEA if number == 0 else f"- /tag{number}\n",
        ],
        ids=[
            "posts",
            "same title",
            "duplicates",
            "no titles",
            "bad dates",
            "control characters",
            "bad tags",
            "head",
            "summary",
            "tags",
        ],
    )
    def test_is_linear(self, entry: Callable[[int], str]) -> None:
        once = "".join(map(entry, range(self.SIZE)))
        twice = "".join(map(entry, range(self.SIZE * 2)))
        parse_listing(twice, strict=False)  # what is cached, is cached for both
        assert self.calls(twice) < 2.1 * self.calls(once)

    @staticmethod
    def calls(text: str) -> int:
        """Count the calls of functions, Python's and C's, that reading a text takes."""
        count = 0

        def note(_frame: FrameType, event: str, _argument: Any) -> None:
            nonlocal count
            count += event in {"call", "c_call"}

        before = sys.getprofile()
        sys.setprofile(note)
        try:
            parse_listing(text, strict=False)
        finally:
            sys.setprofile(before)
        return count


class TestHugeLines:
    """A line of a megabyte or more: one that took more than linear time would not end."""

    SIZE = 1_000_000

    @pytest.mark.parametrize(
        "title",
        [
            "a" + " " * SIZE + "b",
            "- a" + " " * SIZE + "b",
            "- a" + " 5" * SIZE,
            "- a" + " 5 min" * (SIZE // 4) + "s",
            "- " + "a" * 2 * SIZE,
            "ab " * SIZE + "c",
            "1" + ",000" * SIZE + " posts",
            "/" * SIZE,
        ],
        ids=["spaces", "bullet of spaces", "figures", "minutes", "one word", "words", "count", "slashes"],
    )
    def test_is_a_title(self, title: str) -> None:
        listing = parse_listing(f"- 2026-03-22 5 min\n{title}\n- /long\n")
        assert [post.title == title for post in listing.posts] == [True]
        assert len(listing.posts[0].id) < 120

    def test_is_a_tag(self) -> None:
        (post,) = parse_listing(f"{TEA}- /{'long' * self.SIZE}\n").posts
        assert len(post.tags[1].name) == 4 * self.SIZE

    def test_is_no_tag(self) -> None:
        assert found(parse_listing(f"{TEA}- /{'!' * self.SIZE}", strict=False)) == [[4, 3, "bad-tag"]]

    def test_is_head(self) -> None:
        listing = parse_listing(f"/{'a' * self.SIZE}\n{'b ' * self.SIZE}\n{TEA}")
        assert (len(listing.path or ""), len(listing.description or "")) == (self.SIZE + 1, 2 * self.SIZE - 1)

    def test_is_nothing_but_controls(self) -> None:
        listing = parse_listing("- 2026-03-22\n" + "\0" * self.SIZE, strict=False)
        assert found(listing) == [[2, 1, "control-character"]]
        assert listing.posts[0].title == "\ufffd" * self.SIZE


class TestRealListings:
    def test_blog(self, shared: Path) -> None:
        listing = read_listing(shared / "listings" / "blog.txt")
        assert (listing.path, listing.description, listing.declared_count) == ("/blog", "Posts touching blog.", 59)
        assert len(listing.posts) == 59
        index = listing.index
        assert len(index.tags) == 29
        assert [index.tags[name] for name in ("architecture", "blog", "engineering-leadership")] == [33, 58, 19]
        assert (index[0].day.isoformat(), index[-1].day.isoformat()) == ("2026-03-22", "2024-04-10")

    @pytest.mark.parametrize(("name", "count"), [("18f", 508), ("goblog", 274), ("ruby_ja", 510)])
    def test_corpus_equals_its_truth(self, shared: Path, name: str, count: int) -> None:
        folder = shared / "corpora"
        with (folder / f"{name}.truth.jsonl").open(encoding="utf-8") as lines:
            truth = [json.loads(line) for line in lines]
        listing = read_listing(folder / f"{name}.listing.txt")
        assert [
            {
                "title": post.title,
                "date": post.published.isoformat(),
                "minutes": post.reading_minutes,
                "tags": [tag.name for tag in post.tags],
                "summary": post.summary or None,
            }
            for post in listing.posts
        ] == truth
        assert listing.declared_count == len(truth) == count


def test_a_file_that_gives_neither_text_nor_bytes_is_refused() -> None:
    class Numbers:
        def read(self) -> int:
            return 5

    with pytest.raises(TypeError, match="the file gave int"):
        read_listing(Numbers())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "head",
    [
        "* March 5, 2026",
        "– 5 March 2026",
        "1. March 5, 2026 5 min",
        "March 5, 2026",
        "2026-03-05",
        "-March 4, 2026",
        "- 2026-03-05T10:00",
        "- March 7, 2026 (5 min read)",
        "- March 14, 2026 ~5 min",
        "- **March 18, 2026**",
        "[March 18, 2026](/x)",
        "- Posted on March 18, 2026",
        "- March 15, 2026: Coffee",
    ],
)
def test_what_looks_like_a_head_is_never_lost_in_a_summary(head: str) -> None:
    listing = parse_listing(f"- 2026-03-22\nTea\nLeaves.\n{head}\nCoffee\n- /beans\n{NEVER}", strict=False)
    assert [(post.title, post.summary, post.tags) for post in listing.posts] == [("Tea", "Leaves.", ())]
    assert listing.problems[0].line == 4
    assert listing.problems[0].code in {"bad-date", "unparsed-line"}


@pytest.mark.parametrize("line", ["- /a, /b", "- /two words", "-/c", "- #d"])
def test_what_looks_like_tags_is_never_lost_in_a_summary(line: str) -> None:
    listing = parse_listing(f"- 2026-03-22\nTea\nLeaves.\n{line}", strict=False)
    assert listing.posts[0].summary == "Leaves."
    assert [(problem.line, problem.code) for problem in listing.problems] == [(4, "bad-tag")]
