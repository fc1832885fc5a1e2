"""Reading text of any layout: `layout="auto"`."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from postindex import InvalidValue, ListingError, Post, parse_listing, parse_listings, read_listing, read_listings

TITLES = (
    "Glazing pots with ash",
    "Throwing a teapot lid that fits",
    "Firing at night to save power",
    "What the kiln log told me",
    "Wedging clay on a cold morning",
    "Handles that do not crack",
)
PAGE = "Notes of a potter\n\n" + "\n".join(
    f"   * {title} ({12 - number} March 2026)\n     {number + 3} min read\n" for number, title in enumerate(TITLES)
)
AMBIGUOUS = "Tea\n\nOne thing\n2026-03-01\nOther thing\n2026-02-01\nThird thing\n"


def test_a_text_of_another_layout_is_read() -> None:
    listing = parse_listing(PAGE, layout="auto")
    assert [(post.title, post.published, post.reading_minutes) for post in listing.posts] == [
        (title, date(2026, 3, 12 - number), number + 3) for number, title in enumerate(TITLES)
    ]
    assert listing.problems == ()
    assert listing.lines == (3, 6, 9, 12, 15, 18)
    assert tuple(origin.line for origin in listing.origins) == listing.lines


def test_the_layout_is_explained() -> None:
    layout = parse_listing(PAGE, layout="auto").layout
    assert layout is not None
    assert str(layout).startswith("6 dates such as '12 March 2026'; the title is ")
    assert (layout.agreed, layout.total) == (6, 6)


def test_strict_reading_stays_the_default_and_names_the_layout() -> None:
    with pytest.raises(ListingError, match='layout="auto"'):
        parse_listing(PAGE)


@pytest.mark.parametrize("layout", ["strict", "auto"])
def test_a_text_in_the_strict_format_is_read_strictly(layout: Any) -> None:
    listing = parse_listing("/tea\n1 post\n- March 22, 2026 5 min\nTea, twice\n- /tea", layout=layout)
    assert (listing.path, listing.layout, listing.posts[0].title) == ("/tea", None, "Tea, twice")


def test_files_and_folders_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(PAGE, encoding="utf-8")
    assert len(read_listing(tmp_path / "notes.txt", layout="auto").posts) == 6
    assert len(read_listing(io.BytesIO(PAGE.encode()), layout="auto").posts) == 6
    assert [len(listing.posts) for listing in read_listings(tmp_path, layout="auto")] == [6]
    assert [len(listing.posts) for listing in parse_listings(PAGE, layout="auto")] == [6]


def test_an_unproven_layout_is_one_problem() -> None:
    listing = parse_listing(AMBIGUOUS, layout="auto", strict=False)
    assert [problem.code for problem in listing.problems] == ["uncertain-layout"]
    assert "example=" in listing.problems[0].message
    with pytest.raises(ListingError, match="uncertain-layout"):
        parse_listing(AMBIGUOUS, layout="auto")


def test_a_text_without_dates_is_one_problem() -> None:
    listing = parse_listing("Pots and pans.", layout="auto", strict=False)
    assert [problem.code for problem in listing.problems] == ["no-posts"]
    assert (listing.posts, listing.layout) == ((), None)


def test_an_example_settles_the_layout() -> None:
    listing = parse_listing(PAGE, layout="auto", example="Glazing pots with ash")
    assert listing.posts[0].title == "Glazing pots with ash"


def test_control_characters_are_reported_and_left_out() -> None:
    listing = parse_listing(PAGE.replace("teapot", "tea\x07pot"), layout="auto", strict=False)
    assert [(problem.code, problem.line) for problem in listing.problems] == [("control-character", 6)]
    assert listing.posts[1].title == "Throwing a tea pot lid that fits"


def test_a_post_that_repeats_counts_once() -> None:
    page = "\n".join(f"* Pot number {n % 5} of clay (2026-03-0{n % 5 + 1})" for n in (4, 3, 2, 1, 0, 4))
    listing = parse_listing(f"Pots\n\n{page}\n", layout="auto", strict=False)
    assert len({post.id for post in listing.posts}) == len(listing.posts) == len(listing.lines)


@pytest.mark.parametrize("layout", ["Auto", "", None, 1, ["auto"]])
def test_unknown_layouts_are_refused(layout: Any) -> None:
    with pytest.raises(InvalidValue, match=r'^layout: .* is not a layout; use "strict" or "auto"$'):
        parse_listing(PAGE, layout=layout)


@pytest.mark.parametrize("options", [{"example": "Tea"}, *({"example": e, "layout": "auto"} for e in ("", " ", 1))])
def test_invalid_examples_are_refused(options: Any) -> None:
    with pytest.raises(InvalidValue, match=r'^example: .*; give one, with layout="auto"$'):
        parse_listing(PAGE, **options)


def test_posts_of_any_layout_make_an_index() -> None:
    index = parse_listing(PAGE, layout="auto").index
    assert index.search("glaze")[0].post == index[0]
    assert isinstance(index[0], Post)
