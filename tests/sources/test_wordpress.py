"""Exports of WordPress: which items are posts, their fields and dates, and faults of the file."""

import io
import tracemalloc
from datetime import date
from typing import Any, cast

import pytest

from postindex import Author, InvalidValue, Listing, ListingError, Tag, sources

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Notes &amp; more</title><link>https://example.org</link><description>On tea.</description>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>ann</wp:author_login>
<wp:author_display_name><![CDATA[Ann &amp; Co]]></wp:author_display_name></wp:author>
<wp:author><wp:author_login>ben</wp:author_login><wp:author_display_name/></wp:author>
"""
END = "</channel></rss>"
DATES = "<wp:post_date>2026-03-22 11:00:00</wp:post_date><wp:post_date_gmt>2026-03-22 10:00:00</wp:post_date_gmt>"
NEVER = "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"


def item(
    extra: str = "", *, title: str = "Tea", dates: str = DATES, status: str = "publish", type: str = "post"
) -> str:
    title, status = f"<title>{title}</title>", f"<wp:status>{status}</wp:status>"
    return f"<item>{title}{dates}{status}<wp:post_type>{type}</wp:post_type>{extra}</item>\n"


def read(*items: str, head: str = HEAD, end: str = END, **options: Any) -> Listing:
    return sources.read_wordpress((head + "".join(items) + end).encode(), **{"strict": False, **options})


def problems(listing: Listing) -> list[str]:
    return [str(problem).removeprefix("<text>:") for problem in listing.problems]


def test_every_field() -> None:
    listing = read(
        item(
            """<link>https://example.org/tea/</link><pubDate>Sun, 22 Mar 2026 10:00:00 +0000</pubDate>
            <dc:creator><![CDATA[ann]]></dc:creator><guid isPermaLink="false">https://example.org/?p=7</guid>
            <description></description><content:encoded><![CDATA[On <em>leaves</em>.\n\nTwice.]]></content:encoded>
            <excerpt:encoded><![CDATA[<p>On leaves.</p>]]></excerpt:encoded>
            <wp:post_modified>2026-03-23 11:00:00</wp:post_modified>
            <wp:post_modified_gmt>2026-03-23 10:00:00</wp:post_modified_gmt>
            <category domain="category" nicename="drinks"><![CDATA[Drinks]]></category>
            <category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>
            <category domain="post_tag" nicename="cups"><![CDATA[Cups &amp; pots]]></category>
            <category domain="post_tag" nicename="x"><![CDATA[!!!]]></category>
            <category domain="nav_menu" nicename="menu"><![CDATA[Menu]]></category>""",
            title="<![CDATA[Tea &#8211; <em>twice</em>]]>",
        )
    )
    (post,) = listing.posts
    assert (post.id, post.title, post.url) == ("https://example.org/?p=7", "Tea – twice", "https://example.org/tea/")
    assert (post.published.isoformat(), str(post.updated)) == ("2026-03-22T11:00:00+01:00", "2026-03-23 11:00:00+01:00")
    assert (post.summary, post.content_html) == ("On leaves.", "On <em>leaves</em>.\n\nTwice.")
    assert post.authors == (Author("Ann & Co"),)
    assert (post.tags, post.categories) == ((Tag("Cups & pots"),), (Tag("Drinks"),))
    assert (listing.kind, listing.title, listing.url) == ("wordpress", "Notes & more", "https://example.org")
    assert (listing.description, listing.language) == ("On tea.", "en-GB")
    assert (problems(listing), listing.origins[0].line) == ([], 10)


def test_version_1_0() -> None:
    head = (
        HEAD.partition("<wp:author>")[0].replace("export/1.2", "export/1.0").replace("<language>en-GB</language>", "")
    )
    listing = read(
        item(
            "<dc:creator>ann</dc:creator><category><![CDATA[Uncategorized]]></category>"
            '<category domain="category" nicename="uncategorized">Uncategorized</category>'
            '<category>Drinks</category><category domain="category" nicename="drinks">Drinks</category>'
            '<category domain="tag">Cups</category><category domain="tag" nicename="cups">Cups</category>'
        ),
        head=head.replace(">1.2<", ">1.0<"),
    )
    (post,) = listing.posts
    assert (post.tags, post.categories, post.authors) == ((Tag("Cups"),), (Tag("Drinks"),), (Author("ann"),))
    assert (listing.language, problems(listing)) == (None, [])


def test_an_author_without_a_name_has_the_login() -> None:
    listing = read(item("<dc:creator>ben</dc:creator>"), item("<dc:creator>gone</dc:creator>", title="Pots"))
    assert [post.authors for post in listing.posts] == [(Author("ben"),), (Author("gone"),)]


@pytest.mark.parametrize(
    ("status", "posts", "drafts"),
    [
        *(("publish", 1, 0), ("future", 1, 0), ("draft", 0, 1), ("pending", 0, 1), ("private", 0, 1)),
        *(("archived", 0, 1), ("", 0, 1), ("trash", 0, 0), ("auto-draft", 0, 0), ("inherit", 0, 0)),
    ],
)
def test_statuses(status: str, posts: int, drafts: int) -> None:
    listing = read(item(status=status))
    assert (len(listing.posts), listing.drafts) == (posts, drafts)
    assert len(read(item(status=status), drafts=True).posts) == posts + drafts


def test_a_status_of_a_plugin_is_a_warning() -> None:
    assert problems(read(item(status="archived"))) == ["10:1: draft: 1 draft was left out; drafts=True keeps them"]
    assert problems(read(item(status="archived"), drafts=True)) == []


def test_posts_that_are_planned() -> None:
    assert read(item(status="future"), today=date(2026, 3, 21)).future == 1


def test_types() -> None:
    items = [item(title=kind, type=kind) for kind in ("post", "page", "attachment", "nav_menu_item")]
    assert [post.title for post in read(*items).posts] == ["post"]
    assert [post.title for post in read(*items, types={"page", "attachment"}).posts] == ["page", "attachment"]
    assert read(*items, types=()).posts == ()


@pytest.mark.parametrize("types", ["post", 3, [3]])
def test_types_are_names(types: Any) -> None:
    with pytest.raises(InvalidValue, match="types"):
        read(types=types)


def test_posts_with_a_password_have_no_text() -> None:
    text = "<content:encoded>Secret</content:encoded><excerpt:encoded>Secret</excerpt:encoded>"
    (post,) = read(item(f"{text}<wp:post_password>1</wp:post_password>")).posts
    assert (post.title, post.content_html, post.summary) == ("Tea", "", "")
    (post,) = read(item(f"{text}<wp:post_password></wp:post_password>")).posts
    assert (post.content_html, post.summary) == ("Secret", "Secret")


def test_relative_and_missing_links() -> None:
    listing = read(item("<link>/tea/</link>"), item("<link/>", title="Pots"))
    assert [post.url for post in listing.posts] == [None, None]
    assert [origin.href for origin in listing.origins] == ["/tea/", None]


# Dates


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (DATES, "2026-03-22T11:00:00+01:00"),
        (DATES.replace("11:00", "04:30"), "2026-03-22T04:30:00-05:30"),
        (DATES.partition("</wp:post_date>")[0] + "</wp:post_date>", "2026-03-22"),
        (DATES.partition("</wp:post_date>")[2], "2026-03-22T10:00:00+00:00"),
        (NEVER + "<pubDate>Sun, 22 Mar 2026 10:00:00 +0200</pubDate>", "2026-03-22T10:00:00+02:00"),
    ],
)
def test_dates(dates: str, published: str) -> None:
    listing = read(item(dates=dates))
    assert [post.published.isoformat() for post in listing.posts] == [published]
    assert problems(listing) == []


@pytest.mark.parametrize(
    ("dates", "days", "message"),
    [
        (
            DATES.replace("2026-03-22 10", "2026-03-20 10"),
            ["2026-03-22"],
            "post_date_gmt: 2026-03-20 10:00:00 is over 14 hours from post_date, 2026-03-22 11:00:00; only its day",
        ),
        ("<pubDate>22 Mar 2026 10:00:00 BST</pubDate>", ["2026-03-22"], "; only its day is kept"),
        ("<pubDate/>", [], "post_date: there is no date; the post is left out"),
        ("<wp:post_date>2026-02-30 10:00:00</wp:post_date>", [], "post_date: '2026-02-30 10:00:00' is not a date; "),
    ],
)
def test_dates_with_faults(dates: str, days: list[str], message: str) -> None:
    listing = read(item(dates=dates))
    assert [post.published.isoformat() for post in listing.posts] == days
    (problem,) = listing.problems
    assert (problem.code, problem.line) == ("bad-date", 10)
    assert message in problem.message


def test_a_pubdate_that_is_not_a_date_leaves_the_post_out() -> None:
    listing = read(item(dates="<pubDate>soon</pubDate>"))
    assert listing.posts == ()
    assert {problem.code for problem in listing.problems} == {"bad-date"}


def test_drafts_without_a_date() -> None:
    undated, dated = item(dates=NEVER, status="draft"), item(status="draft", title="Pots")
    assert read(undated, dated).drafts == 2
    listing = read(undated, dated, drafts=True)
    assert [post.title for post in listing.posts] == ["Pots"]
    assert problems(listing) == ["10:1: undated: a draft without a date was left out"]


# Files


@pytest.mark.parametrize(
    ("content", "code"),
    [
        *((b"", "bad-file"), (b"<rss>", "bad-file"), (b"{}", "bad-file"), (b"<!DOCTYPE a><rss/>", "bad-file")),
        *(
            (b"<rss/>", "bad-file"),
            (b"\x89PNG\0\xff", "bad-encoding"),
            ("<rss>é</rss>".encode("cp1252"), "bad-encoding"),
        ),
        (b"<rss version='2.0'><channel><title>A feed</title></channel></rss>", "bad-file"),
        (b"<!DOCTYPE html><html></html>", "bad-file"),
    ],
)
def test_other_files_are_one_problem(content: bytes, code: str) -> None:
    listing = sources.read_wordpress(content, strict=False)
    assert [problem.code for problem in listing.problems] == [code]
    assert listing.posts == ()
    with pytest.raises(ListingError):
        sources.read_wordpress(content)


def test_posts_of_a_cut_file_are_kept() -> None:
    listing = read(item("<dc:creator>ann</dc:creator>"), "\n<item><title>Po", end="")
    assert [post.authors for post in listing.posts] == [(Author("Ann & Co"),)]
    assert problems(listing) == ["12:1: bad-file: the file ends inside <title>; get the rest of the file"]
    assert listing.title == "Notes & more"


def test_a_header_that_is_not_valid_is_left_out() -> None:
    listing = read(item(), head=HEAD.replace("https://example.org<", "/<").replace("en-GB", " "))
    assert (listing.url, listing.language, len(listing.posts)) == (None, None, 1)


class Large:
    """A file of many posts that is made while it is read."""

    def __init__(self, posts: int) -> None:
        text = item(f"<content:encoded><![CDATA[{'<p>On leaves and cups.</p>' * 400}]]></content:encoded>")
        tags = "".join(f"<wp:tag><wp:tag_slug>{number}</wp:tag_slug></wp:tag>" for number in range(100))
        self.parts = iter([HEAD + tags, *(text.replace(">Tea<", f">{n}<") for n in range(posts)), END])
        self.left = io.BytesIO()
        self.size = 0

    def read(self, size: int) -> bytes:
        piece = self.left.read(size)
        if not piece:
            self.left = io.BytesIO(next(self.parts, "").encode())
            piece = self.left.read(size)
        self.size += len(piece)
        return piece


def test_a_large_file_is_read_in_pieces() -> None:
    file = Large(1000)
    tracemalloc.start()
    try:
        listing = sources.read_wordpress(cast("Any", file), content=False)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(listing.posts) == 1000
    assert peak < file.size / 2


def test_references_of_no_character_in_names() -> None:
    name = f"Cups <![CDATA[&#{'9' * 5000};]]>"
    (post,) = read(item(f'<category domain="post_tag">{name}</category>')).posts
    assert post.tags == (Tag("Cups \N{REPLACEMENT CHARACTER}"),)
