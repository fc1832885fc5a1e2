"""The text of a page confirms records, or does not."""

import pytest

from page_parts import records
from page_themes import POSTS, list_of_links
from postindex.sources.pages import agreement
from postindex.sources.pages.agreement import compare, same_title

PAGE = records(list_of_links(POSTS))
LINES = [f"* {post.day} {post.title}" for post in POSTS]


def text(*lines: str) -> str:
    return "\n".join(lines)


def test_equal_posts_agree() -> None:
    found = compare(PAGE, text(*LINES))
    assert (found.share, found.extra, found.sample, found.agrees) == (1.0, 0, "Tea, twice", True)


def test_a_post_that_the_records_lack_is_extra() -> None:
    found = compare(PAGE, text(*LINES[:2], "* 2026-01-05 Something else entirely", *LINES[2:]))
    assert (found.share, found.extra, found.agrees) == (1.0, 1, False)


def test_posts_at_the_ends_are_not_extra() -> None:
    assert compare(PAGE, text("* 2026-04-05 Something else entirely", *LINES)).agrees


def test_other_titles_do_not_agree() -> None:
    assert (
        compare(PAGE, text(*(f"* {post.day} Another title {number}" for number, post in enumerate(POSTS)))).share == 0
    )


def test_a_text_without_dates_has_no_sample() -> None:
    assert compare(PAGE, "Tea") == (0.0, 0, None)


def test_too_many_dates_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "MOST_DATES", 3)
    assert compare(PAGE, text(*LINES)) == (0.0, 0, None)


def test_readings_far_behind_the_best_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "_NEARLY_AS_LIKELY", -1.0)
    assert compare(PAGE, text(*LINES)) == (0.0, 0, None)


def test_a_title_may_begin_with_another_date() -> None:
    posts = [post._replace(title=f"{post.day} Meeting of the {post.title}") for post in POSTS]
    lines = [f"* {post.day} Meeting of the {post.title}" for post in POSTS]
    assert compare(records(list_of_links(posts)), text(*lines)).agrees


@pytest.mark.parametrize(
    ("title", "other", "same"),
    [
        ("Tea", "Tea", True),
        ("Tea", "Tea and pots", True),
        ("Tea", "On Tea", True),
        ("Tea", "A Tea pot", False),
        ("Te\u200ba", "Tea 5 min read", True),
        ("Tea and pots", "Tea", False),
    ],
)
def test_titles_are_compared(title: str, other: str, same: bool) -> None:
    assert same_title(title, other) is same
