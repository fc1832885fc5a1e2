"""Pages that list posts in the ways in which blogs' themes do, each a function of the posts."""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import NamedTuple


class Shown(NamedTuple):
    """A post as a page shows it."""

    title: str
    day: date
    href: str
    summary: str = ""
    tags: tuple[str, ...] = ()
    minutes: int | None = None


TEA = Shown("Tea, twice", date(2026, 3, 22), "/2026/tea/", "On second infusions, and why they are better.", ("tea",), 5)
POTS = Shown("Pots and cups", date(2026, 3, 1), "/2026/pots/", "What to pour into what, at last.", ("pots", "clay"), 2)
FERN = Shown(
    "A fern for the kitchen", date(2025, 12, 24), "/2025/fern/", "It wants shade and a wet towel.", ("ferns",), 3
)
MOSS = Shown("Moss on the north wall", date(2025, 6, 2), "/2025/moss/", "Nobody planted it. Nobody minds.", (), 1)
POSTS = (TEA, POTS, FERN, MOSS)


def page(body: str, *, head: str = "<title>Notes</title>", lang: str = "en") -> bytes:
    return (
        f"<!DOCTYPE html><html lang={lang}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()
    )


def link(post: Shown) -> str:
    return f'<a href="{post.href}">{escape(post.title)}</a>'


def tag_links(post: Shown) -> str:
    return "".join(f'<a rel=tag href="/tags/{tag}/">{tag}</a>' for tag in post.tags)


def long_day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def cards(posts: Sequence[Shown]) -> str:
    return "".join(
        f"""<article class="post post-{number}"><header><h2 class=entry-title>{link(post)}</h2>
        <p class=meta><time datetime="{post.day}T08:00:00+00:00">{long_day(post.day)}</time>
        · {post.minutes} min read</p></header><div class=excerpt><p>{escape(post.summary)}</p></div>
        <footer><a rel=tag href=/tags/all/>all</a>{tag_links(post)}
        <a href="{post.href}">Read more →</a></footer></article>"""
        for number, post in enumerate(posts)
    )


def list_of_links(posts: Sequence[Shown]) -> str:
    items = "".join(f"<li>{post.day} » {link(post)}</li>" for post in posts)
    return f"<h1>Notes</h1><ul class=archive>{items}</ul>"


def date_last(posts: Sequence[Shown]) -> str:
    return "".join(f"<p>{link(post)} <span class=date>{post.day:%d.%m.%Y}</span></p>" for post in posts)


def table(posts: Sequence[Shown]) -> str:
    rows = "".join(f"<tr><td class=when>{post.day:%d %b %Y}<td>{link(post)}" for post in posts)
    return f"<table><tr><th>Date<th>Title{rows}</table>"


def definitions(posts: Sequence[Shown]) -> str:
    return "<dl>" + "".join(f"<dt>{post.day:%d %B %Y}<dd>{link(post)}" for post in posts) + "</dl>"


def headings_and_siblings(posts: Sequence[Shown]) -> str:
    return "".join(
        f"<h3>{link(post)}</h3><p class=published>{post.day:%A}, {long_day(post.day)}</p><p>{escape(post.summary)}</p>"
        for post in posts
    )


def dates_above(posts: Sequence[Shown]) -> str:
    return "".join(f"<div class=stamp>{post.day:%Y/%m/%d}</div><h4>{link(post)}</h4><hr>" for post in posts)


def years(posts: Sequence[Shown]) -> str:
    return "".join(
        f"<h2>{year}</h2><ul>"
        + "".join(f"<li><span class=day>{post.day:%b} {post.day.day}</span> {link(post)}</li>" for post in group)
        + "</ul>"
        for year, group in groupby(posts, key=lambda post: post.day.year)
    )


def chinese(posts: Sequence[Shown]) -> str:
    return "".join(
        f'<section><a class=post-title href="{post.href}">{escape(post.title)}</a>'
        f"<div>发表于{post.day:%Y}年{post.day.month}月{post.day.day}日"
        f" · {post.minutes} 分钟</div></section>"
        for post in posts
    )


def right_to_left(posts: Sequence[Shown]) -> str:
    items = "".join(f"<li dir=rtl>{link(post)} <small>{post.day}</small></li>" for post in posts)
    return f"<main dir=rtl><ul>{items}</ul></main>"


def linked_cards(posts: Sequence[Shown]) -> str:
    return "".join(
        f'<a class=card href="{post.href}"><div class=name>{escape(post.title)}</div><div>{post.day}</div></a>'
        for post in posts
    )


def relative_with_attributes(posts: Sequence[Shown]) -> str:
    return "".join(
        f"<div class=entry><h2>{link(post)}</h2><time datetime={post.day}>{number + 2} days ago</time></div>"
        for number, post in enumerate(posts)
    )


def marked_for_machines(posts: Sequence[Shown]) -> str:
    return (
        "<div class=h-feed>"
        + "".join(
            f'<div class=h-entry><a class="p-name u-url" href="{post.href}">{escape(post.title)}</a>'
            f"<time class=dt-published datetime={post.day}>{post.day}</time>"
            f"<p class=p-summary>{escape(post.summary)}</p></div>"
            for post in posts
        )
        + "</div>"
    )


THEMES: dict[str, Callable[[Sequence[Shown]], str]] = {
    theme.__name__: theme
    for theme in (
        cards,
        list_of_links,
        date_last,
        table,
        definitions,
        headings_and_siblings,
        dates_above,
        years,
        chinese,
        right_to_left,
        linked_cards,
        relative_with_attributes,
        marked_for_machines,
    )
}
