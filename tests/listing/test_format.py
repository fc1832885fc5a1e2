"""The documents in `data/listings` and their twins, the specification that names them, and real listings."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from postindex import (
    InvalidValue,
    Listing,
    ListingError,
    Problem,
    parse_listing,
    parse_listings,
    read_listing,
    read_listings,
    write_listing,
)

DOCUMENTS = Path(__file__).resolve().parent.parent / "data" / "listings"
VALID = sorted(DOCUMENTS.glob("valid/*.txt"))
INVALID = sorted(DOCUMENTS.glob("invalid/*.txt"))
STRICTNESS = pytest.mark.parametrize("strict", [True, False], ids=["strict", "lenient"])
CORPORA = pytest.mark.parametrize(("name", "count"), [("18f", 508), ("goblog", 274), ("ruby_ja", 510)])

# Codes that the text of one listing cannot have: two pages conflict, or a page is HTML.
WITHOUT_DOCUMENT = {
    *("conflict", "feed-named", "more-pages", "relative-links", "uncertain-layout"),
    # of other sources than listings
    *("bad-field", "bad-file", "draft", "future-post", "incomplete-feed", "link-left-out", "no-front-matter"),
    *("repeated-entry", "undated", "unknown-field", "unknown-format", "untitled"),
}


def twin_of(document: Path) -> dict[str, Any]:
    twin: dict[str, Any] = json.loads(document.with_suffix(".json").read_text(encoding="utf-8"))
    return twin


def arguments_of(document: Path) -> dict[str, Any]:
    arguments: dict[str, Any] = twin_of(document).get("arguments", {})
    return arguments


def expected_of(document: Path) -> list[dict[str, Any]]:
    """What a valid document's twin says of each listing in it."""
    twin = twin_of(document)
    listings: list[dict[str, Any]] = twin.get("listings", [twin])
    return [{key: listing[key] for key in ("path", "description", "declared_count", "posts")} for listing in listings]


def listings_of(document: Path, *, strict: bool = True) -> tuple[Listing, ...]:
    return read_listings(document, strict=strict, **arguments_of(document))


def content_of(listing: Listing) -> dict[str, Any]:
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


def found(problems: Iterable[Problem]) -> list[list[int | str]]:
    """Problems in the form of a document's twin."""
    return [[problem.line, problem.column, problem.code] for problem in problems]


def problem_codes(root: Path) -> set[str]:
    """Every code that the reference explains; `test_docs.py` sees to it that they are those of the package."""
    page = (root / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
    return set(re.findall(r"^## ([a-z-]+)$", page, re.MULTILINE))


def test_each_document_has_a_twin() -> None:
    assert {*VALID, *INVALID} == {path.with_suffix(".txt") for path in DOCUMENTS.glob("*/*.json")}
    assert VALID
    assert INVALID


class TestValid:
    @STRICTNESS
    @pytest.mark.parametrize("document", VALID, ids=lambda path: path.stem)
    def test_is_read_as_in_its_twin(self, document: Path, strict: bool) -> None:
        listings = listings_of(document, strict=strict)
        assert [content_of(listing) for listing in listings] == expected_of(document)
        problems = [problem for listing in listings for problem in listing.problems]
        assert {problem.severity for problem in problems} <= {"warning"}
        assert found(problems) == twin_of(document).get("warnings", [])
        assert [set(listing.index) for listing in listings] == [set(listing.posts) for listing in listings]

    @pytest.mark.parametrize("document", VALID, ids=lambda path: path.stem)
    def test_read_listing_returns_the_first_listing(self, document: Path) -> None:
        first, *others = listings_of(document)
        one = read_listing(document, strict=False, **arguments_of(document))
        assert one == first
        assert one.lines == first.lines
        codes = [problem.code for problem in one.problems if problem.severity == "error"]
        assert codes == ["second-header"] * bool(others)

    @pytest.mark.parametrize("document", VALID, ids=lambda path: path.stem)
    def test_canonical_form_round_trips(self, document: Path) -> None:
        """Or the field that the format cannot write is named, and the twin names it too."""
        listings = listings_of(document)
        if refused := twin_of(document).get("not_canonical"):
            with pytest.raises(InvalidValue) as caught:
                "".join(map(write_listing, listings))
            assert caught.value.place.partition(" of ")[0] == refused
            return
        for listing in listings:
            text = write_listing(listing)
            again = parse_listing(text)
            assert again == listing
            assert content_of(again) == content_of(listing)  # names of tags too, which equality leaves alone
            assert write_listing(again) == text

    @pytest.mark.parametrize("name", ["whole", "cr", "crlf", "byte_order_mark", "blank_lines", "indented"])
    def test_canonical_form_drops_line_ends_marks_and_white_space(self, name: str) -> None:
        (listing,) = listings_of(DOCUMENTS / "valid" / f"{name}.txt")
        text = write_listing(listing)
        assert not re.search(r"\r|\ufeff|^\s|[^\S\n]$|\n\n", text, re.MULTILINE)
        assert text.endswith("\n")

    def test_a_canonical_text_is_written_unchanged(self) -> None:
        document = DOCUMENTS / "valid" / "whole.txt"
        assert write_listing(read_listing(document)).encode() == document.read_bytes()


class TestInvalid:
    @pytest.mark.parametrize("document", INVALID, ids=lambda path: path.stem)
    def test_strict_reading_raises_every_error(self, document: Path) -> None:
        with pytest.raises(ListingError) as caught:
            read_listing(document, **arguments_of(document))
        warnings = {code for _, _, code in twin_of(document)["problems"]} - {p.code for p in caught.value.problems}
        assert warnings <= {"navigation", "implausible-year"}
        errors = [problem for problem in twin_of(document)["problems"] if problem[2] not in warnings]
        assert found(caught.value.problems) == errors
        assert {problem.source for problem in caught.value.problems} == {str(document)}

    @pytest.mark.parametrize("document", INVALID, ids=lambda path: path.stem)
    def test_lenient_reading_keeps_the_other_posts(self, document: Path) -> None:
        listing = read_listing(document, strict=False, **arguments_of(document))
        assert [post.title for post in listing.posts] == twin_of(document)["posts"]
        assert found(listing.problems) == twin_of(document)["problems"]
        with pytest.raises(ListingError) as caught:
            read_listing(document, **arguments_of(document))
        assert caught.value.problems == tuple(p for p in listing.problems if p.severity == "error")

    def test_every_code_has_a_document(self, root: Path) -> None:
        twins = [twin_of(document) for document in (*VALID, *INVALID)]
        shown = {code for twin in twins for key in ("problems", "warnings") for _, _, code in twin.get(key, [])}
        assert shown == problem_codes(root) - WITHOUT_DOCUMENT

    def test_characters_that_xml_cannot_carry_are_replaced(self) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / "control_characters.txt", strict=False)
        assert listing.path == "/no\ufffdtes"
        assert listing.description == "Two\ufffd dots \ufffdhere."
        assert listing.posts[0].summary == "A summary with a page\ufffdfeed, and \ufffd at last."

    @pytest.mark.parametrize(
        ("name", "header"),
        [
            ("above_the_path", ("/ferns", "Posts touching ferns.", 1)),
            ("below_the_count", ("/ferns", None, 1)),
            ("bullets_in_the_header", ("/bells", None, 1)),
            ("no_header", (None, None, None)),
            ("second_path", ("/bells", "Posts about bells.", 1)),
        ],
    )
    def test_unparsed_lines_are_left_out_of_the_header(
        self, name: str, header: tuple[str | None, str | None, int | None]
    ) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / f"{name}.txt", strict=False)
        assert (listing.path, listing.description, listing.declared_count) == header

    @pytest.mark.parametrize(
        ("name", "posts"),
        [
            ("below_the_tags", [("Soft.", ["moss"]), ("", ["stones"])]),
            ("below_a_rule", [("Split it along the grain.", []), ("", [])]),
            ("head_without_bullet", [("", ["rivers"]), ("Willow.", [])]),
            ("mixed_bullets", [("", [])] * 4),
            ("tags_without_bullets_below_those_with", [("", ["roofs"]), ("", ["roofs"])]),
            ("bad_tag_forms", [("", ["fine"]), ("", []), ("", ["tin"]), ("", ["zinc", "lead"])]),
            ("second_header_by_path_and_count", [("", ["flux"])]),
        ],
    )
    def test_unparsed_lines_are_left_out_of_posts(self, name: str, posts: list[tuple[str, list[str]]]) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / f"{name}.txt", strict=False)
        assert [(post.summary, [tag.name for tag in post.tags]) for post in listing.posts] == posts

    @pytest.mark.parametrize("name", ["bad_reading_time", "bad_reading_time_without_bullet"])
    def test_a_bad_reading_time_is_left_out(self, name: str) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / f"{name}.txt", strict=False)
        assert {post.reading_minutes for post in listing.posts} == {None}

    def test_a_wrong_weekday_keeps_the_date(self) -> None:
        listing = read_listing(DOCUMENTS / "invalid" / "implausible_weekday.txt", strict=False)
        assert [post.day.isoformat() for post in listing.posts] == ["2026-03-22", "2026-03-22", "2026-03-19"]


class TestSpecification:
    """The page names the documents that show each rule, and so says of every document which rule it shows."""

    RULE = re.compile(r"^\*\*([^*]+)\.\*\*(.*?)(?=^\*\*[^*]+\.\*\*|^## |\Z)", re.MULTILINE | re.DOTALL)
    SHOWN = re.compile(r"^\*((?:valid|invalid): [^*]+)\*$", re.MULTILINE)

    @pytest.fixture
    def rules(self, root: Path) -> dict[str, set[tuple[str, str]]]:
        """The rules, each with the documents that show it, as a folder and a name."""
        page = (root / "docs" / "reference" / "listing-format.md").read_text(encoding="utf-8")
        return {name: self.shown(text) for name, text in self.RULE.findall(page)}

    def shown(self, text: str) -> set[tuple[str, str]]:
        parts = [part for note in self.SHOWN.findall(text) for part in note.split(";")]
        pairs = [part.split(":") for part in parts]
        return {(folder.strip(), name) for folder, names in pairs for name in re.findall(r"`(\w+)`", names)}

    def test_each_rule_names_its_documents(self, rules: dict[str, set[tuple[str, str]]]) -> None:
        assert rules
        assert [name for name, shown in rules.items() if not shown] == []

    def test_every_document_is_named_by_a_rule(self, rules: dict[str, set[tuple[str, str]]]) -> None:
        assert set().union(*rules.values()) == {(path.parent.name, path.stem) for path in (*VALID, *INVALID)}


class TestRealListings:
    def test_blog(self, shared: Path) -> None:
        path = shared / "listings" / "blog.txt"
        listing = read_listing(path)
        assert (listing.path, listing.description, listing.declared_count) == ("/blog", "Posts touching blog.", 59)
        assert len(listing.posts) == 59
        assert listing.problems == ()
        index = listing.index
        assert len(index.tags) == 29
        assert [index.tags[name] for name in ("architecture", "blog", "engineering-leadership")] == [33, 58, 19]
        assert (index[0].day.isoformat(), index[-1].day.isoformat()) == ("2026-03-22", "2024-04-10")
        assert write_listing(listing).encode() == path.read_bytes().removesuffix(b"\n") + b"\n"

    @CORPORA
    def test_corpus_equals_its_truth(self, shared: Path, name: str, count: int) -> None:
        path = shared / "corpora" / f"{name}.listing.txt"
        with path.with_name(f"{name}.truth.jsonl").open(encoding="utf-8") as lines:
            truth = [json.loads(line) for line in lines]
        listing = read_listing(path)
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
        assert (listing.path, listing.description) == (f"/{name}", f"Posts touching {name}.")
        assert listing.declared_count == len(truth) == count
        assert listing.problems == ()

    @CORPORA
    def test_corpus_is_written_back(self, shared: Path, name: str, count: int) -> None:
        path = shared / "corpora" / f"{name}.listing.txt"
        listing = read_listing(path)
        assert len(listing.posts) == count
        assert write_listing(listing).encode() == path.read_bytes().removesuffix(b"\n") + b"\n"

    @CORPORA
    def test_corpora_in_one_text_are_read_apart(self, shared: Path, name: str, count: int) -> None:
        """Each corpus below the project's first listing: neither changes the other."""
        paths = [shared / "listings" / "blog.txt", shared / "corpora" / f"{name}.listing.txt"]
        text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
        blog, corpus = parse_listings(text)
        assert [blog, corpus] == [read_listing(path) for path in paths]
        assert len(corpus.posts) == count


class TestPagesOfOtherSites:
    """Pages that no listing was made of: whatever is read of them in strict reading is true, or nothing is read."""

    @pytest.fixture
    def pages(self, shared: Path) -> list[Path]:
        folder = shared / "listings" / "wild"
        if not folder.is_dir():
            pytest.skip("the folder of other sites' pages, ../shared/listings/wild, is not here")
        return sorted(folder.glob("*.txt"))

    def test_strict_reading_returns_no_wrong_post(self, pages: list[Path]) -> None:
        assert pages
        assert {page.name: wrong for page in pages if (wrong := self.untrue(page))} == {}

    @staticmethod
    def untrue(page: Path) -> list[tuple[str, str]]:
        """The posts that strict reading gives of a page and that are not on it."""
        truth = json.loads(page.with_name(f"{page.name.partition('.')[0]}.truth.json").read_text(encoding="utf-8"))
        true = {(post["title"], post["date"]) for post in truth["posts"]}
        try:
            listings = read_listings(page)
        except ListingError:
            return []
        read = [(post.title, post.day.isoformat()) for listing in listings for post in listing.posts]
        return [post for post in read if post not in true]
