"""The five ways to read: one listing or several, from a text or from files, and posts one by one."""

import gc
import io
import os
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postindex import (
    Listing,
    ListingError,
    Problem,
    iter_posts,
    parse_listing,
    parse_listings,
    read_listing,
    read_listings,
)

TEA = "- 2026-03-22 5 min\nTea, twice\n- /tea\n"
FERN = "- 2026-03-01\nA fern\n- /ferns\n"
NEVER = "- 2026-02-30\nNever\n"
POTS = "- 2025-12-24\nPots\n- /pots\n"
TWO = f"/tea\nLeaves.\n1 post\n{TEA}/ferns\n1 post\n{FERN}"


def titles(listing: Listing) -> list[str]:
    return [post.title for post in listing.posts]


def places(problems: tuple[Problem, ...]) -> list[tuple[int, int, str]]:
    return [(problem.line, problem.column, problem.code) for problem in problems]


def days(*listings: Listing) -> list[date]:
    return [post.day for listing in listings for post in listing.posts]


class TestStrictness:
    BAD = f"/tea\n{TEA}{NEVER}{FERN}- /!!!\n"

    def test_lenient_reading_keeps_what_could_be_read(self) -> None:
        listing = parse_listing(self.BAD, strict=False)
        assert titles(listing) == ["Tea, twice", "A fern"]
        assert places(listing.problems) == [(5, 3, "bad-date"), (10, 3, "bad-tag")]

    def test_strict_reading_raises_what_lenient_reading_keeps(self) -> None:
        expected = parse_listing(self.BAD, strict=False, source="tea.txt")
        with pytest.raises(ListingError) as caught:
            parse_listing(self.BAD, source="tea.txt")
        assert (caught.value.problems, caught.value.omitted) == (expected.problems, 0)
        with pytest.raises(ListingError) as caught:
            read_listing(io.StringIO(self.BAD), source="tea.txt")
        assert caught.value.problems == expected.problems

    def test_strict_reading_is_the_default_and_leaves_no_problems(self) -> None:
        assert parse_listing(TEA) == parse_listing(TEA, strict=True) == parse_listing(TEA, strict=False)
        assert parse_listing(TEA).problems == ()

    def test_a_hundred_problems_are_kept_and_the_rest_is_counted(self) -> None:
        listing = parse_listing(NEVER * 150, strict=False)
        assert places(listing.problems) == [(2 * number + 1, 3, "bad-date") for number in range(100)]
        assert listing.omitted == 50
        with pytest.raises(ListingError) as caught:
            parse_listing(NEVER * 150)
        assert (caught.value.problems, caught.value.omitted) == (listing.problems, 50)

    def test_exactly_a_hundred_problems_are_kept(self) -> None:
        listing = parse_listing(NEVER * 100, strict=False)
        assert (len(listing.problems), listing.omitted) == (100, 0)

    def test_reading_is_deterministic(self) -> None:
        first, second = (parse_listing(self.BAD, strict=False).model_dump_json() for _ in range(2))
        assert first == second


class TestRepeatedPosts:
    def test_a_repeated_post_is_read_once(self) -> None:
        listing = parse_listing(TEA + FERN + TEA + POTS, strict=False)
        assert titles(listing) == ["Tea, twice", "A fern", "Pots"]
        assert listing.lines == (1, 4, 10)
        (problem,) = listing.problems
        assert str(problem) == "<text>:7:1: duplicate-post: the post of line 1 is repeated here; remove one of them"

    def test_different_posts_of_one_day_and_title_get_distinct_ids(self) -> None:
        entries = [f"- 2026-03-22\nWeekly notes\n{summary}\n" for summary in ("Apples.", "Bread.", "Cheese.")]
        there, back = parse_listing("".join(entries)), parse_listing("".join(reversed(entries)))
        assert {post.id for post in there.posts} == {
            "2026-03-22-weekly-notes",
            "2026-03-22-weekly-notes-2",
            "2026-03-22-weekly-notes-3",
        }
        assert set(there.posts) == set(back.posts)
        assert there.lines == back.lines == (1, 4, 7)


class TestSeveralListings:
    def test_each_header_begins_a_listing(self) -> None:
        tea, ferns = parse_listings(TWO, source="tea.txt")
        assert (tea.path, tea.description, tea.declared_count, titles(tea)) == ("/tea", "Leaves.", 1, ["Tea, twice"])
        assert (ferns.path, ferns.description, ferns.declared_count, titles(ferns)) == ("/ferns", None, 1, ["A fern"])
        assert (tea.lines, ferns.lines) == ((4,), (9,))
        assert {tea.source, ferns.source} == {"tea.txt"}

    def test_bytes_are_read_like_text(self) -> None:
        assert parse_listings(TWO.encode()) == parse_listings(TWO)

    @pytest.mark.parametrize("text", [TEA, f"/tea\n1 post\n{TEA}", "/tea\n0 posts\n"])
    def test_a_single_listing_equals_that_of_parse_listing(self, text: str) -> None:
        assert parse_listings(text) == (parse_listing(text),)

    def test_parse_listing_reads_the_first_and_reports_more(self) -> None:
        listing = parse_listing(TWO + "/pots\n1 post\n" + POTS, strict=False)
        assert (listing.path, titles(listing), listing.lines) == ("/tea", ["Tea, twice"], (4,))
        (problem,) = listing.problems
        assert str(problem) == (
            "<text>:7:1: second-header: another listing begins here, 3 in all; "
            "read them with parse_listings or read_listings"
        )
        with pytest.raises(ListingError, match="second-header"):
            parse_listing(TWO)

    def test_read_listing_reads_the_first_and_reports_more(self) -> None:
        listing = read_listing(io.StringIO(TWO), strict=False)
        assert (listing.path, titles(listing)) == ("/tea", ["Tea, twice"])
        assert places(listing.problems) == [(7, 1, "second-header")]

    def test_listings_may_share_a_post(self) -> None:
        tea, pots = parse_listings(f"/tea\n1 post\n{TEA}/pots\n1 post\n{TEA}")
        assert tea.posts == pots.posts

    def test_each_listing_has_its_problems(self) -> None:
        text = f"/tea\n2 posts\n{TEA}{NEVER}/ferns\n2 posts\n{FERN}"
        tea, ferns = parse_listings(text, strict=False)
        assert places(tea.problems) == [(6, 3, "bad-date")]
        assert places(ferns.problems) == [(9, 1, "count-mismatch")]
        with pytest.raises(ListingError) as caught:
            parse_listings(text)
        assert caught.value.problems == tea.problems + ferns.problems

    def test_problems_of_all_listings_are_capped_together(self) -> None:
        text = f"/tea\n61 posts\n{TEA}{NEVER * 60}/ferns\n151 posts\n{FERN}{NEVER * 150}"
        tea, ferns = parse_listings(text, strict=False)
        assert [(len(listing.problems), listing.omitted) for listing in (tea, ferns)] == [(60, 0), (100, 50)]
        with pytest.raises(ListingError) as caught:
            parse_listings(text)
        assert caught.value.problems == tea.problems + ferns.problems[:40]
        assert caught.value.omitted == 60 + 50

    def test_binary_content_is_one_listing_without_posts(self) -> None:
        (listing,) = parse_listings(b"\x89PNG\r\n", strict=False, source="tea.png")
        assert (listing.posts, listing.source) == ((), "tea.png")
        assert [problem.code for problem in listing.problems] == ["not-text"]


AMBIGUOUS = "- 03/04/2026\nTea\n"
DAY_FIRST = "- 22/03/2026\nPots\n"
MONTH_FIRST = "- 03/22/2026\nA fern\n"
READ_DAY_FIRST, READ_MONTH_FIRST = date(2026, 4, 3), date(2026, 3, 4)


class TestDayFirst:
    def test_an_ambiguous_date_is_not_guessed(self) -> None:
        listing = parse_listing(AMBIGUOUS, strict=False)
        assert listing.posts == ()
        assert places(listing.problems) == [(1, 3, "ambiguous-date")]

    @pytest.mark.parametrize(("day_first", "day"), [(True, READ_DAY_FIRST), (False, READ_MONTH_FIRST)])
    def test_the_argument_decides(self, day_first: bool, day: date) -> None:
        assert days(parse_listing(AMBIGUOUS, day_first=day_first)) == [day]
        assert days(read_listing(io.StringIO(AMBIGUOUS), day_first=day_first)) == [day]
        assert days(*parse_listings(AMBIGUOUS, day_first=day_first)) == [day]
        assert days(*read_listings([io.StringIO(AMBIGUOUS)], day_first=day_first)) == [day]
        assert [post.day for post in iter_posts(io.StringIO(AMBIGUOUS), day_first=day_first)] == [day]

    @pytest.mark.parametrize(
        ("other", "day"), [(DAY_FIRST, READ_DAY_FIRST), (MONTH_FIRST, READ_MONTH_FIRST)], ids=["day", "month"]
    )
    def test_another_date_of_the_text_decides(self, other: str, day: date) -> None:
        assert parse_listing(AMBIGUOUS + other).posts[0].day == day
        assert parse_listing(other + AMBIGUOUS).posts[1].day == day

    def test_a_date_in_another_listing_of_the_text_decides(self) -> None:
        tea, pots = parse_listings(f"/tea\n1 post\n{AMBIGUOUS}- /tea\n/pots\n1 post\n{DAY_FIRST}")
        assert days(tea, pots) == [READ_DAY_FIRST, date(2026, 3, 22)]

    @pytest.mark.parametrize(
        "other",
        ["", DAY_FIRST + MONTH_FIRST, "- 05/05/2026\nPots\n", "- 2026-03-22\nPots\n", "- 22 March 2026\nPots\n"],
        ids=["none", "both", "the same", "ISO", "name"],
    )
    def test_contradicting_dates_decide_nothing(self, other: str) -> None:
        listing = parse_listing(other + AMBIGUOUS, strict=False)
        assert [problem.code for problem in listing.problems] == ["ambiguous-date"]
        assert len(listing.posts) == other.count("\n") // 2

    def test_the_argument_overrides_the_text(self) -> None:
        listing = parse_listing(DAY_FIRST + AMBIGUOUS, day_first=False, strict=False)
        assert days(listing) == [READ_MONTH_FIRST]
        assert places(listing.problems) == [(1, 3, "bad-date")]

    def test_each_file_decides_for_itself(self) -> None:
        files = [io.StringIO(AMBIGUOUS + DAY_FIRST), io.StringIO(AMBIGUOUS + MONTH_FIRST), io.StringIO(AMBIGUOUS)]
        first, second, third = read_listings(files, strict=False)
        assert [listing.posts[0].day for listing in (first, second)] == [READ_DAY_FIRST, READ_MONTH_FIRST]
        assert [problem.code for problem in third.problems] == ["ambiguous-date"]


class TestReadListings:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "pages"
        (folder / "deep").mkdir(parents=True)
        (folder / "b.txt").write_text(f"/tea\n{TEA}", encoding="utf-8")
        (folder / "a.txt").write_text(f"/ferns\n{FERN}", encoding="utf-8")
        (folder / "notes.md").write_text("no listing", encoding="utf-8")
        (folder / "deep" / "c.txt").write_text(f"/pots\n{POTS}", encoding="utf-8")
        return folder

    @staticmethod
    def paths(listings: tuple[Listing, ...]) -> list[str | None]:
        return [listing.path for listing in listings]

    @pytest.mark.parametrize("form", [Path, str, "{}/".format])
    def test_a_folder_is_read_by_name(self, folder: Path, form: Callable[[Any], Any]) -> None:
        listings = read_listings(form(folder))
        assert self.paths(listings) == ["/ferns", "/tea"]
        assert [listing.source for listing in listings] == [str(folder / "a.txt"), str(folder / "b.txt")]

    @pytest.mark.parametrize(
        ("pattern", "expected"),
        [
            ("*.txt", ["/ferns", "/tea"]),
            ("?.txt", ["/ferns", "/tea"]),
            ("[b-z].txt", ["/tea"]),
            ("*/*.txt", ["/pots"]),
            ("**/*.txt", ["/ferns", "/tea", "/pots"]),
            ("d**/*.txt", ["/pots"]),
        ],
    )
    @pytest.mark.parametrize("form", [Path, str])
    def test_a_glob(self, folder: Path, form: Callable[[Any], Any], pattern: str, expected: list[str]) -> None:
        assert self.paths(read_listings(form(folder / pattern))) == expected

    def test_a_glob_leaves_folders_out(self, folder: Path) -> None:
        (folder / "notes.md").unlink()
        assert self.paths(read_listings(folder / "*")) == ["/ferns", "/tea"]

    def test_a_file_whose_name_looks_like_a_glob_is_that_file(self, folder: Path) -> None:
        file = folder / "[ab].txt"
        file.write_text(f"/kettles\n{TEA}", encoding="utf-8")
        assert self.paths(read_listings(file)) == ["/kettles"]
        file.unlink()
        assert self.paths(read_listings(file)) == ["/ferns", "/tea"]

    def test_a_folder_whose_name_looks_like_a_glob_is_that_folder(self, folder: Path) -> None:
        odd = folder.rename(folder.with_name("pages [old]"))
        assert self.paths(read_listings(odd)) == ["/ferns", "/tea"]

    @pytest.mark.parametrize("form", [Path, str])
    def test_one_file(self, folder: Path, form: Callable[[Any], Any]) -> None:
        assert read_listings(form(folder / "b.txt")) == (read_listing(folder / "b.txt"),)

    def test_one_open_file(self, folder: Path) -> None:
        with (folder / "b.txt").open("rb") as opened:
            (listing,) = read_listings(opened)
            assert not opened.closed
        assert (listing.path, listing.source) == ("/tea", str(folder / "b.txt"))
        assert self.paths(read_listings(io.StringIO(TWO))) == ["/tea", "/ferns"]

    @pytest.mark.parametrize("collect", [list, tuple, iter, dict.fromkeys])
    def test_files_in_the_order_given(self, folder: Path, collect: Callable[[Any], Any]) -> None:
        with (folder / "deep" / "c.txt").open(encoding="utf-8") as opened:
            files = [folder / "b.txt", opened, str(folder / "a.txt"), io.BytesIO(TWO.encode())]
            assert self.paths(read_listings(collect(files))) == ["/tea", "/pots", "/ferns", "/tea", "/ferns"]

    def test_a_name_in_a_list_is_never_a_glob(self, folder: Path) -> None:
        with pytest.raises(FileNotFoundError):
            read_listings([folder / "*.txt"])

    def test_each_file_may_hold_several(self, tmp_path: Path) -> None:
        (tmp_path / "one.txt").write_text(TWO, encoding="utf-8")
        (tmp_path / "two.txt").write_text(f"/pots\n{POTS}", encoding="utf-8")
        assert self.paths(read_listings(tmp_path)) == ["/tea", "/ferns", "/pots"]

    @pytest.mark.parametrize("where", ["", "*.txt", "**", "[a].txt"])
    def test_no_matching_file_raises(self, tmp_path: Path, where: str) -> None:
        (tmp_path / "empty").mkdir()
        (tmp_path / "empty" / "notes.md").mkdir()
        message = r"no files found; give a folder with \.txt files, or a glob: '.*empty.*'$"
        with pytest.raises(FileNotFoundError, match=message):
            read_listings(os.path.join(tmp_path, "empty", where))

    def test_a_folder_without_text_files_raises(self, folder: Path) -> None:
        for file in folder.glob("*.txt"):
            file.unlink()
        with pytest.raises(FileNotFoundError, match="no files found"):
            read_listings(folder)

    def test_a_missing_file_raises(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"absent\.txt"):
            read_listings(tmp_path / "absent.txt")

    @pytest.mark.parametrize("value", [[3], [None], [b"tea.txt"]], ids=repr)
    def test_other_types_are_refused(self, value: Any) -> None:
        with pytest.raises(
            TypeError,
            match=r"^a listing is read from a path or an open file, not \w+; ",
        ):
            read_listings(value)

    def test_the_problems_of_all_files_are_raised_as_one(self, folder: Path) -> None:
        (folder / "a.txt").write_text(FERN + NEVER, encoding="utf-8")
        (folder / "c.txt").write_bytes(b"- 2026-03-22\nTh\xe9\n")
        listings = read_listings(folder, strict=False)
        assert [titles(listing) for listing in listings] == [["A fern"], ["Tea, twice"], ["Th\ufffd"]]
        with pytest.raises(ListingError) as caught:
            read_listings(folder)
        assert [(problem.source, problem.line, problem.code) for problem in caught.value.problems] == [
            (str(folder / "a.txt"), 4, "bad-date"),
            (str(folder / "c.txt"), 2, "bad-encoding"),
        ]
        assert caught.value.problems == tuple(problem for listing in listings for problem in listing.problems)

    def test_max_size_applies_to_each_file(self, folder: Path) -> None:
        limit = (folder / "a.txt").stat().st_size
        (folder / "b.txt").write_text(f"/tea\n{TEA * 2}", encoding="utf-8")
        ferns, tea = read_listings(folder, strict=False, max_size=limit)
        assert ferns.problems == ()
        assert [problem.code for problem in tea.problems] == ["too-large"]
        assert len(read_listings([io.StringIO(TEA), io.StringIO(FERN)], max_size=len(TEA))) == 2


def events(source: Any, **options: Any) -> list[str | tuple[int, str]]:
    """What comes out of `iter_posts`, in its order: titles, and lines and codes of problems."""
    met: list[str | tuple[int, str]] = []
    for post in iter_posts(source, on_problem=lambda found: met.append((found.line, found.code)), **options):
        met.append(post.title)  # noqa: PERF401  problems come in between
    return met


class TestIterPosts:
    def test_from_a_file(self, tmp_path: Path) -> None:
        path = tmp_path / "tea.txt"
        path.write_text(TEA + FERN, encoding="utf-8")
        expected = parse_listing(TEA + FERN).posts
        assert tuple(iter_posts(path)) == tuple(iter_posts(str(path))) == expected
        with path.open("rb") as opened:
            assert tuple(iter_posts(opened)) == expected
        with path.open(encoding="utf-8") as opened:
            assert tuple(iter_posts(opened)) == expected
        with path.open("rb") as opened:
            assert tuple(iter_posts(line for line in opened)) == expected

    def test_the_file_is_opened_at_the_first_post(self, tmp_path: Path) -> None:
        path = tmp_path / "tea.txt"
        posts = iter_posts(path)
        path.write_text(TEA, encoding="utf-8")
        assert next(posts).title == "Tea, twice"

    def test_a_missing_file_raises(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError, match=r"absent\.txt"):
            next(iter_posts(tmp_path / "absent.txt"))

    def test_posts_are_in_the_order_of_the_text(self) -> None:
        assert events(["/tea", "3 posts", *POTS.split("\n"), *TEA.split("\n"), *FERN.split("\n")]) == [
            "Pots",
            "Tea, twice",
            "A fern",
        ]

    def test_problems_are_reported_in_the_order_of_the_text(self) -> None:
        assert events(io.StringIO(NEVER + TEA + NEVER + NEVER + FERN + "Leeds\n" + POTS + "- 2026-03-22")) == [
            (1, "bad-date"),
            "Tea, twice",
            (6, "bad-date"),
            (8, "bad-date"),
            "A fern",
            (13, "unparsed-line"),
            "Pots",
            (17, "cut-file"),
        ]

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
    def test_without_on_problem_the_first_problem_raises(self, size: int) -> None:
        text = TEA * size + NEVER + FERN + NEVER
        posts: list[str] = []
        with pytest.raises(ListingError) as caught:
            posts.extend(post.title for post in iter_posts(io.StringIO(text)))  # which keeps those above an error
        assert posts == ["Tea, twice"] * size
        assert places(caught.value.problems) == [(3 * size + 1, 3, "bad-date")]
        assert caught.value.omitted == 0

    def test_exceptions_of_on_problem_propagate(self) -> None:
        def refuse(problem: Problem) -> None:
            raise LookupError(problem.code)

        posts = iter_posts(io.StringIO(TEA + NEVER), on_problem=refuse)
        assert next(posts).title == "Tea, twice"
        with pytest.raises(LookupError, match="bad-date"):
            next(posts)

    def test_problems_have_source_and_excerpt(self, tmp_path: Path) -> None:
        path = tmp_path / "tea.txt"
        path.write_text(TEA + NEVER, encoding="utf-8")
        problems: list[Problem] = []
        list(iter_posts(path, on_problem=problems.append))
        (expected,) = read_listing(path, strict=False).problems
        assert problems == [expected]
        assert problems[0].excerpt == expected.excerpt != ""

    def test_a_text_without_posts_is_a_problem(self) -> None:
        assert events([]) == [(1, "no-posts")]
        with pytest.raises(ListingError, match="no-posts"):
            next(iter_posts(["nothing here"]))

    def test_binary_content_has_one_problem(self) -> None:
        assert events(io.BytesIO(b"\x89PNG\r\n")) == [(1, "not-text")]

    def test_several_listings_are_read_one_after_another(self) -> None:
        assert events(io.StringIO(TWO)) == ["Tea, twice", "A fern"]

    def test_each_of_several_listings_has_its_own_count(self) -> None:
        met = events(io.StringIO(f"/tea\n2 posts\n{TEA}/ferns\n3 posts\n{FERN}{NEVER}"))
        assert [one for one in met if isinstance(one, str)] == ["Tea, twice", "A fern"]
        problems = [one for one in met if not isinstance(one, str)]
        assert sorted(problems) == [(2, "count-mismatch"), (7, "count-mismatch"), (11, "bad-date")]

    def test_a_repeated_post_is_yielded_twice(self) -> None:
        assert events([*TEA.split("\n"), *TEA.split("\n")]) == ["Tea, twice", "Tea, twice"]

    def test_posts_of_one_day_and_title_have_the_same_id(self) -> None:
        posts = iter_posts(["- 2026-03-22", "Notes", "Apples.", "- 2026-03-22", "Notes", "Bread."])
        assert [(post.id, post.summary) for post in posts] == [
            ("2026-03-22-notes", "Apples."),
            ("2026-03-22-notes", "Bread."),
        ]

    def test_other_dates_do_not_decide(self) -> None:
        assert events(io.StringIO(DAY_FIRST + AMBIGUOUS + DAY_FIRST)) == ["Pots", (3, "ambiguous-date"), "Pots"]

    def test_a_file_is_closed_when_iteration_stops(self, tmp_path: Path) -> None:
        path = tmp_path / "tea.txt"
        path.write_text(TEA + FERN, encoding="utf-8")
        posts = iter_posts(path)
        next(posts)
        posts.close()  # type: ignore[attr-defined]
        gc.collect()  # a file left open would be a ResourceWarning, and so an error
        assert list(posts) == []


class TestMemory:
    """The text is made while it is read, so that what is measured is what reading keeps."""

    MOST = 3 * 2**20

    @staticmethod
    def lines(count: int) -> Iterator[str]:
        for number in range(count // 4):
            yield f"- {number % 28 + 1} May {1990 + number % 30} 5 min"
            yield f"Kettle {number}"
            yield "It boils, and then it whistles."
            yield f"- /tag{number % 100}"

    @staticmethod
    def file(count: int) -> io.RawIOBase:
        class Made(io.RawIOBase):
            made = 0

            def read(self, size: int = -1) -> bytes:
                self.made += 1
                entry = f"- May {self.made % 28 + 1}, 2026 5 min\nKettle {self.made}\nIt boils.\n"
                tags = "".join(f"- /tag{number}\n" for number in range(17))
                return (entry + tags).encode() * 100 if self.made <= count // 2000 else b""

        return Made()

    @staticmethod
    def bad_lines(count: int) -> Iterator[str]:
        for number in range(count // 4):
            yield from ("- 2026-03-22", f"Kettle {number}", f"- /!!! {number}", "- 2026-02-30")

    @staticmethod
    def peak(source: Any) -> int:
        """Return the most bytes that were held while all posts were read and let go."""
        gc.collect()
        tracemalloc.start()
        try:
            for _ in iter_posts(source, on_problem=str):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    @pytest.mark.parametrize(
        ("make", "count"),
        [(file, 200_000), (lines, 16_000), (bad_lines, 16_000)],
        ids=["a file", "lines", "problems"],
    )
    def test_memory_does_not_grow_with_the_text(self, make: Callable[[int], Any], count: int) -> None:
        for _ in iter_posts(make(count // 10), on_problem=str):
            pass  # what is cached is cached for both
        once, twice = self.peak(make(count // 2)), self.peak(make(count))
        assert max(once, twice) < self.MOST
        assert twice < once + self.MOST // 6


def test_the_file_extension_is_case_insensitive(tmp_path: Path) -> None:
    for name in ("a.txt", "B.TXT", ".hidden.txt", "c.md"):
        (tmp_path / name).write_text(f"/{name[0]}\n- 2026-03-22\nTea\n", encoding="utf-8")
    assert [listing.path for listing in read_listings(tmp_path)] == ["/B", "/a"]


@pytest.mark.parametrize("day_first", ["no", 1, "True"])
def test_day_first_must_be_true_false_or_none(day_first: Any) -> None:
    with pytest.raises(TypeError, match=r"^day_first must be True, False or None, not "):
        parse_listing("- 03/04/2026\nTea", day_first=day_first)
    with pytest.raises(TypeError, match=r"^day_first must be True, False or None, not "):
        next(iter_posts(["- 03/04/2026", "Tea"], day_first=day_first))
