"""Records become posts, each once, with a selector that finds the title."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from page_parts import records, tree
from page_themes import POSTS, cards
from postindex import Post, Tag
from postindex.sources.pages.head import Head
from postindex.sources.pages.posts import make_posts

HEAD = Head(title="", base="https://example.org/", language="en", feeds=(), next_page=None)


@pytest.mark.parametrize(
    "body",
    [
        cards(POSTS),
        "<p>x</p>".join(
            f"<div id=post{n}><h2><a href=/{n}>Tea number {n}</a></h2><i>2026-03-2{n}</i></div>" for n in range(3)
        ),
        "".join(f"<div id=2x{n}><h2><a href=/{n}>Tea number {n}</a></h2><i>2026-03-2{n}</i></div>" for n in range(3)),
    ],
)
def test_the_selector_of_an_origin_finds_the_title(body: str) -> None:
    made = make_posts(records(body), HEAD)
    page = LexborHTMLParser(body)
    for post, origin in zip(made.posts, made.origins, strict=True):
        [node] = page.css(origin.element or "")
        assert node.text() == post.title


def test_equal_posts_have_one_origin() -> None:
    body = "".join(f"<p><a href=#{n}>Tea at home</a> <i>2026-03-22</i></p>" for n in range(3))
    made = make_posts(records(body), HEAD._replace(base=None))
    assert (len(made.posts), len(made.origins)) == (1, 1)


def test_posts_of_one_day_and_title_have_distinct_ids() -> None:
    body = "".join(f"<p><a href=/{n}>Tea at home</a> <i>2026-03-22</i></p>" for n in range(2))
    assert [post.id for post in make_posts(records(body), HEAD).posts] == [
        "2026-03-22-tea-at-home",
        "2026-03-22-tea-at-home-2",
    ]


def test_names_without_a_letter_are_no_tags() -> None:
    body = "".join(
        f"<p><a href=/{n}>Tea number {n}</a> <i>2026-03-2{n}</i>"
        "<a rel=tag href=/x>tea</a> <a rel=tag href=/y>!!</a></p>"
        for n in range(2)
    )
    assert [tag.name for tag in make_posts(records(body), HEAD).posts[0].tags] == ["tea"]


def test_categories_are_kept_apart() -> None:
    body = "".join(
        f"<p><a href=/{n}>Tea number {n}</a> <i>2026-03-2{n}</i> <a href=/categories/home/>Home</a></p>"
        for n in range(2)
    )
    made = make_posts(records(body), HEAD)
    assert (made.posts[0].tags, made.posts[0].categories) == ((), (Tag("Home"),))


def test_the_root_has_a_selector() -> None:
    found = records(cards(POSTS))[0]
    found.title.element = tree("")
    [origin] = make_posts([found], HEAD).origins
    assert origin.element == "html"
    assert isinstance(make_posts([found], HEAD).posts[0], Post)
