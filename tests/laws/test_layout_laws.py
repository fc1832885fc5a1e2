"""Laws of inferred layouts: made-up posts in many layouts are read back; no text fails; the work is linear."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postindex.listing.layouts import infer_posts
from postindex.listing.layouts.rendered import read_lines
from postindex.listing.layouts.wrapping import join_wrapped

WORDS = (
    "cold",
    "spring",
    "kettle",
    "glass",
    "leaves",
    "morning",
    "water",
    "letters",
    "harvest",
    "garden",
    "whisk",
    "cup",
)
# Titles of four to six words, all different by the number that they end with.
TITLES = st.lists(st.lists(st.sampled_from(WORDS), min_size=4, max_size=6), min_size=6, max_size=15).map(
    lambda titles: [f"{' '.join(words).capitalize()} {number}" for number, words in enumerate(titles, 1)]
)
STEPS = st.lists(st.integers(1, 90), min_size=15, max_size=15)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GERMAN = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
DATES: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y}年{day.month}月{day.day}日",
    lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    lambda day: f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
)
TEXT = "   The text of this post tells what happened to the tea that day, in some detail.\n   Read more\n\n"
LAYOUTS = (
    "     * {day} {title}\n",
    "     * {title} ({day})\n",
    "   {title} · {day} · 4 min read\n",
    "{title}\n\n   {day}\n\n" + TEXT,
    "   {day}\n\n{title}\n\n" + TEXT,
    "     * {title}\n       {day}\n",
)


@settings(deadline=None, max_examples=60)
@given(TITLES, STEPS, st.sampled_from(DATES), st.sampled_from(LAYOUTS))
def test_made_up_pages_are_read_back(
    titles: list[str], steps: list[int], write: Callable[[date], str], layout: str
) -> None:
    """Whatever is read without a doubt is what the page was made of."""
    day, posts = date(2024, 3, 22), []
    for title, step in zip(titles, steps, strict=False):
        posts.append((title, day))
        day -= timedelta(days=step)
    page = "   Leaf & Pot\n\n   Home About\n\nNotes\n\n"
    page += "".join(layout.format(title=title, day=write(day)) for title, day in posts) + "\n   © 2024 Ann\n"
    inference = infer_posts(page)
    if inference.proven:
        assert [(post.title, post.day) for post in inference.posts] == posts
    by_example = infer_posts(page, example=titles[0])
    if by_example.proven:
        assert [(post.title, post.day) for post in by_example.posts] == posts
    assert inference.proven or by_example.proven


@settings(deadline=None)
@given(
    st.text(
        st.sampled_from("ab 茶\n\t*-#[]()|·…0123456789:/.é") | st.characters(exclude_categories=["Cs"]), max_size=300
    )
)
def test_no_text_fails(text: str) -> None:
    """Any text is read or refused, with a reason, and a post's rows are those of the text."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for page in (text, f"2024-01-29 {text}\n2024-01-28 {text}\n{text}\n", f"{text}\nMay 5, 2024\n{text}\n"):
        inference = infer_posts(page)
        assert inference.proven or str(inference)
        assert inference.posts or inference.doubts
    assert all(0 <= line.row < len(rows) for line in read_lines(text))


@settings(deadline=None)
@given(st.lists(st.text("ab -*.é茶", max_size=90), max_size=20))
def test_joining_keeps_every_word(rows: list[str]) -> None:
    """Joined rows have the words of the rows, in order, each with the number of its first."""
    numbered = list(enumerate(rows))
    joined = join_wrapped(numbered)
    assert "".join("".join(row.split()) for _, row in joined) == "".join("".join(row.split()) for row in rows)
    numbers = [number for number, _ in joined]
    assert numbers == sorted(set(numbers))


def calls(function: Callable[[], object]) -> int:
    count = 0

    def trace(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(trace)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "record",
    [
        "{title}\n\n   {day}\n\n   Some text of the post.\n\n",
        "     * {day} {title}\n",
        "2024\n\n   Jan 5 {title}\n",
        "{title}\n",
        "{title} (((((((\n{day} · {day}\n[1]Read more\n",
    ],
)
def test_the_work_is_linear(record: str) -> None:
    """A page of twice the length takes at most a little more than twice the calls."""

    def page(posts: int) -> str:
        return "".join(
            record.format(title=f"Tea of the morning {n}", day=date(2024, 1, 1) - timedelta(days=n))
            for n in range(posts)
        )

    once, twice = (calls(partial(infer_posts, page(posts))) for posts in (200, 400))
    assert twice < 2.3 * once
