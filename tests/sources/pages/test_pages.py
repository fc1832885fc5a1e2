"""Pages of many themes are read; what lists no posts, or not surely, is refused."""

import importlib.util
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from page_themes import FERN, MOSS, POSTS, POTS, TEA, THEMES, cards, list_of_links, page
from postindex import InvalidValue, Listing, ListingError, MissingExtra, PostindexError, merge
from postindex.sources import read_page
from postindex.sources.pages import parsing, reading

ADDRESS = "https://example.org/blog/"


def read(body: str, **options: Any) -> Listing:
    return read_page(page(body), url=ADDRESS, **options)


def codes(listing: Listing) -> list[str]:
    return [problem.code for problem in listing.problems]


def refusal(body: str, *, head: str = "<title>Notes</title>") -> str:
    with pytest.raises(ListingError) as caught:
        read_page(page(body, head=head), url=ADDRESS)
    [problem] = caught.value.problems
    return problem.message


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_is_read_without_a_problem(name: str) -> None:
    listing = read(THEMES[name](POSTS))
    assert [(post.title, post.day) for post in listing.posts] == [(post.title, post.day) for post in POSTS]
    assert [post.url for post in listing.posts] == [f"https://example.org{post.href}" for post in POSTS]
    assert listing.problems == ()
    assert listing.layout is not None
    assert (listing.layout.agreed, listing.layout.total) == (4, 4)


def test_everything_that_a_card_has_is_read() -> None:
    listing = read(cards(POSTS))
    tea = listing.posts[0]
    assert (tea.summary, tea.reading_minutes, tea.language) == (TEA.summary, 5, "en")
    assert [tag.name for tag in tea.tags] == ["all", "tea"]
    origin = listing.origin(tea)
    assert origin is not None
    assert (origin.href, origin.line, origin.element) == (
        "/2026/tea/",
        None,
        "body > article:nth-of-type(1) > header > h2",
    )
    assert str(listing.layout) == (
        "4 dates such as 'March 22, 2026'; "
        "the title is the link in the h2 heading in the element around the date in 4 of 4"
    )


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "index.html"
    path.write_bytes(page(list_of_links(POSTS)))
    listing = read_page(path)
    assert listing.source == str(path)
    assert str(listing.problems[0]) == (
        f"{path}:1:1: relative-links: the page does not name its address, so posts have no url; give it with url="
    )
    with pytest.raises(FileNotFoundError):
        read_page(tmp_path / "none.html")


def test_pages_are_merged() -> None:
    first, second = read(list_of_links(POSTS[:2])), read(list_of_links(POSTS[1:]))
    assert [post.title for post in merge([first, second]).posts] == [post.title for post in POSTS]


def test_reading_is_deterministic() -> None:
    one, other = (read_page(page(cards(POSTS)), strict=False).model_dump_json() for _ in range(2))
    assert one == other


# -- addresses ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["", "/blog/", "ftp://example.org/", "mailto:a@example.org", "http://[", 3])
def test_an_address_that_is_not_absolute_is_refused(url: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^url: .* is not an absolute http or https link; give the address"):
        read_page(b"", url=url)


def test_without_an_address_links_are_kept_as_written() -> None:
    listing = read_page(page(list_of_links(POSTS)))
    assert codes(listing) == ["relative-links"]
    assert [post.url for post in listing.posts] == [None] * 4
    assert [origin.href for origin in listing.origins] == [post.href for post in POSTS]


def test_absolute_links_need_no_address() -> None:
    absolute = [post._replace(href=f"https://example.org{post.href}") for post in POSTS]
    listing = read_page(page(list_of_links(absolute)))
    assert [post.url for post in listing.posts] == [post.href for post in absolute]
    assert listing.problems == ()


def test_links_that_lead_to_no_page_are_not_a_url() -> None:
    shown = [TEA._replace(href="javascript:open()"), POTS._replace(href="mailto:a@example.org"), FERN, MOSS]
    assert [post.url and post.url[-6:] for post in read(list_of_links(shown)).posts] == [None, None, "/fern/", "/moss/"]


# -- doubts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (list_of_links([TEA]), "1 post alone proves no layout"),
        ("<h1>Projects</h1>" + cards(POSTS), "the page is headed 'Projects', so these may be projects"),
        (
            "<h1>On tea</h1><p class=byline>March 5, 2026</p>" + list_of_links(POSTS).replace("<h1>Notes</h1>", ""),
            "the date 'March 5, 2026' is between the heading of the page and the first post, as in an article",
        ),
        (
            list_of_links(
                [
                    TEA._replace(day=date(2026, month, 3), title=f"Tea number {month}", href=f"/{month}")
                    for month in (9, 3, 8, 1, 7, 2, 6)
                ]
            ),
            "the dates are in no order",
        ),
        (
            list_of_links(POSTS) + "<p class=event>April 1, 2026</p><p class=event>May 1, 2026</p>",
            "2 other dates are outside of these posts",
        ),
        (
            list_of_links(POSTS) + "<p class=new>2 days ago</p><p class=new>3 days ago</p>",
            "2 dates are relative, such as '2 days ago'",
        ),
        (
            list_of_links(POSTS).replace(
                "</ul>", "<li>2024-01-02 » <a href=/more>more</a><li>2024-01-01 » <a>more</a></ul>"
            ),
            "2 of 6 dates have no title",
        ),
    ],
)
def test_doubts_refuse_a_page(body: str, reason: str) -> None:
    message = refusal(body)
    assert reason in message
    assert "; check the posts with strict=False" in message
    lenient = read(body, strict=False)
    assert codes(lenient)[0] == "uncertain-layout"
    assert lenient.posts


def test_dates_whose_order_is_not_known_are_refused() -> None:
    days = ("03/04/2026", "03/04/2026")
    body = "".join(f'<p><a href="/{n}">Post number {n}</a> <i>{day}</i></p>' for n, day in enumerate(days))
    assert "day and month can be swapped in dates such as '03/04/2026'" in refusal(body)


def test_an_article_is_refused() -> None:
    body = f"<article><h1>{TEA.title}</h1><time>March 22, 2026</time><p>{TEA.summary}</p><p>More of it.</p></article>"
    assert refusal(body).startswith("1 post alone proves no layout; ")


def test_where_titles_differ_both_readings_are_named() -> None:
    body = "".join(
        f'<div><h2><a href="{post.href}">{post.title}</a></h2><p>{post.day}</p>'
        f"<p>Also {number} cups.</p><p>{post.day}</p></div>"
        for number, post in enumerate(POSTS)
    ).replace("<h2>", "<h2 hidden>")
    listing = read(body, strict=False)
    assert listing.layout is not None


def test_relative_dates_alone_are_refused() -> None:
    body = "".join(f"<div><a href={post.href}>{post.title}</a> <span>yesterday</span></div>" for post in POSTS)
    assert refusal(body) == "the dates of the page are relative, such as 'yesterday', and no attribute has the day"


def test_a_feed_is_named_where_no_posts_are_found() -> None:
    feed = '<link rel=alternate type="application/atom+xml" href=/atom.xml>'
    assert (
        refusal("<a href=/tea/>Tea</a>", head=feed)
        == "no date with a title found on the page; read its feed '/atom.xml' instead"
    )
    assert refusal(list_of_links([TEA]), head=feed).endswith(
        "; check the posts with strict=False, or read its feed '/atom.xml'"
    )


def test_a_tag_cloud_is_refused() -> None:
    body = "".join(
        f"<a href=/tags/{tag}/>{tag} (20{number})</a> " for number, tag in enumerate(("tea", "pots", "ferns"), 20)
    )
    assert refusal(body) == "no date with a title found on the page"


def test_the_next_page_and_the_feed_are_warnings() -> None:
    feed = '<link rel=alternate type="application/rss+xml" href=/feed.xml>'
    listing = read_page(page(f'{list_of_links(POSTS)}<a href="/page/2/">Older posts</a>', head=feed), url=ADDRESS)
    assert [(problem.code, problem.severity, problem.message) for problem in listing.problems] == [
        ("more-pages", "warning", "the page has a next page, '/page/2/'; read it too, and merge the listings"),
        ("feed-named", "warning", "the page names the feed '/feed.xml', which may have more of each post"),
    ]


def test_equal_posts_are_one() -> None:
    twice = [TEA, POTS, TEA, FERN, MOSS]
    listing = read(list_of_links(twice), strict=False)
    assert [post.title for post in listing.posts] == [post.title for post in POSTS]
    assert len(listing.origins) == 4
    assert "1 post alone proves no layout" in refusal(list_of_links([TEA, TEA]))


def test_links_are_encoded_as_browsers_do() -> None:
    spaced = [post._replace(href=f"/green tea/{number}") for number, post in enumerate(POSTS)]
    assert read(list_of_links(spaced)).posts[0].url == "https://example.org/green%20tea/0"


# -- other files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-posts"),
        (b"%PDF-1.7 2026-03-22", "not-text"),
        (b"\0" * 5000, "not-text"),
        (b"\x89PNG\r\n", "not-text"),
        (b"<div>" * 40_000, "too-large"),
        (b"<b a=1><p>" * 20_000, "too-large"),
        (b"\xff\xfe\x00", "bad-encoding"),
        (b"<meta charset=nonsense>", "bad-encoding"),
        ("<p>caf\xe9".encode("latin-1"), "bad-encoding"),
    ],
)
def test_other_content_is_refused(content: bytes, code: str) -> None:
    assert codes(read_page(content, strict=False))[0] == code
    with pytest.raises(ListingError):
        read_page(content)


def test_too_large_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_SIZE", 1 << 20)
    assert codes(read_page(b" " * ((1 << 20) + 1), strict=False)) == ["too-large"]
    monkeypatch.setattr(parsing, "MOST_ELEMENTS", 10)
    assert codes(read(list_of_links(POSTS), strict=False)) == ["too-large"]


def test_invalid_paths_are_refused() -> None:
    with pytest.raises((PostindexError, TypeError)):
        read_page(3)  # type: ignore[arg-type]


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", {}.get)
    monkeypatch.setattr(reading, "find_spec", {}.get)
    with pytest.raises(MissingExtra, match=r"^sources\.read_page needs .*'postindex\[sources\]'"):
        read_page(b"")
