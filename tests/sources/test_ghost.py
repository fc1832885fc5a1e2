"""Exports of Ghost: which rows are posts, how tables are joined, links and dates, and faults of the file."""

import json
from datetime import date
from typing import Any

import pytest

from postindex import Author, InvalidValue, Listing, ListingError, Tag, sources
from postindex.sources import ghost

SITE = "https://example.org/blog/"
POST = {
    "id": "1",
    "uuid": "a-b-c",
    "title": "Tea,  twice",
    "slug": "tea-twice",
    "status": "published",
    "type": "post",
    "published_at": "2026-03-22T10:00:00.000Z",
    "updated_at": "2026-03-23T10:00:00.000Z",
    "custom_excerpt": "On leaves & cups.",
    "html": '<p><img src="__GHOST_URL__/content/tea.png"></p>',
    "plaintext": "one two three",
    "feature_image": "__GHOST_URL__/content/tea.png",
    "locale": "en",
}


def export(*rows: Any, **tables: Any) -> dict[str, Any]:
    posts = [{**POST, **row} if isinstance(row, dict) else row for row in rows]
    return {"meta": {"version": "5.0"}, "data": {"posts": posts, **tables}}


def read(*rows: Any, tables: dict[str, Any] | None = None, **options: Any) -> Listing:
    text = json.dumps({"db": [export(*rows, **(tables or {}))]}).encode()
    return sources.read_ghost(text, **{"strict": False, "url": SITE, **options})


def problems(listing: Listing) -> list[str]:
    return [str(problem).removeprefix("<text>:1:1: ") for problem in listing.problems]


def test_every_field() -> None:
    tables = {
        "tags": [
            *({"id": 1, "name": "Tea"}, {"id": 2, "name": "#internal"}, {"id": "3", "name": "Cups"}),
            *({"id": 4, "name": "!!!"}, {"id": 5}, "tag"),
        ],
        "posts_tags": [
            {"post_id": "1", "tag_id": 1, "sort_order": 2},
            {"post_id": "1", "tag_id": 3, "sort_order": 1},
            *({"post_id": "1", "tag_id": number, "sort_order": "x"} for number in (2, 4, 5, 9)),
        ],
        "users": [{"id": 7, "name": "Ann"}, {"id": 8, "name": "Ben"}],
        "posts_authors": [
            {"post_id": "1", "author_id": 8, "sort_order": 1},
            {"post_id": "1", "author_id": 7, "sort_order": 0},
        ],
        "settings": [
            *({"key": "title", "value": "Notes"}, {"key": "description", "value": "On tea."}),
            *({"key": "locale", "value": "en-GB"}, {"key": "active_theme", "value": None}),
        ],
    }
    listing = read({}, tables=tables)
    (post,) = listing.posts
    assert (post.id, post.title, post.url) == ("a-b-c", "Tea, twice", f"{SITE}tea-twice/")
    assert (str(post.published), str(post.updated)) == ("2026-03-22 10:00:00+00:00", "2026-03-23 10:00:00+00:00")
    assert (post.summary, post.language) == ("On leaves & cups.", "en")
    assert post.content_html == f'<p><img src="{SITE}content/tea.png"></p>'
    assert post.image == f"{SITE}content/tea.png"
    assert (post.tags, post.authors) == ((Tag("Cups"), Tag("Tea")), (Author("Ann"), Author("Ben")))
    assert (listing.kind, listing.title, listing.url) == ("ghost", "Notes", SITE)
    assert (listing.description, listing.language, problems(listing)) == ("On tea.", "en-GB", [])
    assert read({}, words_per_minute=2).posts[0].reading_minutes == 2
    assert read({}, content=False).posts[0].content_html == ""


@pytest.mark.parametrize("document", [export({}), {"db": [export({})]}])
def test_both_forms_of_the_file(document: Any) -> None:
    text = b"\xef\xbb\xbf" + json.dumps(document).encode()
    assert len(sources.read_ghost(text, url=SITE).posts) == 1


def test_one_author_of_old_exports() -> None:
    listing = read({"author_id": 7}, tables={"users": [{"id": 7, "name": "Ann"}]})
    assert listing.posts[0].authors == (Author("Ann"),)


def test_without_the_address_of_the_blog() -> None:
    listing = read({}, {"id": "2", "uuid": "d", "canonical_url": "https://other.example/tea"}, url=None)
    assert [post.url for post in listing.posts] == [None, "https://other.example/tea"]
    assert [origin.href for origin in listing.origins] == ["/tea-twice/", None]
    assert listing.posts[0].image is None
    assert listing.posts[0].content_html == '<p><img src="/content/tea.png"></p>'
    assert problems(listing) == [
        "relative-links: the export does not name the address of the blog, so posts have no url; give it with url="
    ]


def test_a_post_without_a_slug_has_no_link() -> None:
    listing = read({"slug": None, "feature_image": "/tea.png"}, url=None)
    assert (listing.posts[0].url, listing.posts[0].image, listing.origins[0].href) == (None, None, None)
    assert problems(listing) == []


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({}, True),
        ({"status": None}, True),
        ({"status": "draft"}, False),
        ({"status": "draft", "published_at": None, "created_at": "2026-03-22T10:00:00.000Z"}, False),
        ({"status": "scheduled"}, False),
        ({"status": "sent"}, False),
    ],
)
def test_statuses(row: dict[str, Any], *, kept: bool) -> None:
    listing = read(row)
    assert (len(listing.posts), listing.drafts) == (int(kept), int(not kept))
    assert len(read(row, drafts=True).posts) == 1


def test_a_draft_without_a_date_is_counted_and_cannot_be_kept() -> None:
    row = {"status": "draft", "published_at": None}
    assert read(row).drafts == 1
    assert problems(read(row, drafts=True)) == [
        "bad-date: published_at: 'Tea,  twice' has no date; the post is left out"
    ]


@pytest.mark.parametrize("row", [{"type": "page"}, {"type": None, "page": 1}, {"type": None, "page": True}])
def test_pages(row: dict[str, Any]) -> None:
    assert read(row).posts == ()
    assert len(read(row, types=["page"]).posts) == 1


@pytest.mark.parametrize(
    ("published", "read_as"),
    [
        ("2026-03-22T10:00:00.000Z", "2026-03-22T10:00:00+00:00"),
        ("2026-03-22 10:00:00", "2026-03-22T10:00:00+00:00"),
        (1774173600000, "2026-03-22T10:00:00+00:00"),
        ("2026-03-22", "2026-03-22"),
    ],
)
def test_dates(published: object, read_as: str) -> None:
    listing = read({"published_at": published, "updated_at": ""})
    assert [post.published.isoformat() for post in listing.posts] == [read_as]
    assert problems(listing) == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"published_at": None}, "published_at: 'Tea,  twice' has no date; the post is left out"),
        ({"published_at": "soon"}, "published_at: 'soon' is not a date; "),
        ({"published_at": 10**40}, "is not a date; "),
        ({"published_at": ["x"]}, "published_at: ['x'] is not a date; "),
        ({"updated_at": "soon"}, "updated_at: 'soon' is not a date; "),
        ({"published_at": "2026-03-22T10:00:00 BST"}, "; only its day is kept"),
    ],
)
def test_dates_with_faults(row: dict[str, Any], message: str) -> None:
    listing = read(row)
    (problem,) = problems(listing)
    assert problem.startswith("bad-date: ")
    assert message in problem
    assert len(listing.posts) == (not problem.endswith("; the post is left out"))


def test_tables_of_another_shape() -> None:
    listing = read(
        "post", {"title": 3}, tables={"tags": 3, "users": None, "settings": [3, {"key": "title", "value": 3}]}
    )
    assert [problem.code for problem in listing.problems] == ["bad-field", "untitled"]
    assert problems(listing)[0] == "bad-field: post 1 of the export is not an object; it is left out"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not valid JSON: "),
        (b'{"db":\n[{"data": ', "is not valid JSON: "),
        (b"\x89PNG\0", "is not valid JSON: "),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"db": [], "db": []}', "is twice in the object"),
        *((text, "is not an export of Ghost; ") for text in (b"{}", b"[]", b"3", b'{"db": []}', b'{"db": [3]}')),
        *((text, "is not an export of Ghost; ") for text in (b'{"data": 3}', b'{"data": {"posts": 3}}')),
    ],
)
def test_other_files_are_one_problem(content: bytes, message: str) -> None:
    listing = sources.read_ghost(content, strict=False)
    (problem,) = listing.problems
    assert problem.code == "bad-file"
    assert message in problem.message
    assert problem.line == (2 if b"\n" in content else 1)
    with pytest.raises(ListingError):
        sources.read_ghost(content)


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ghost, "MAX_SIZE", 10)
    assert [problem.code for problem in read({}).problems] == ["too-large"]


@pytest.mark.parametrize(
    ("argument", "value"),
    [("url", "example.org"), ("url", 3), ("types", "post"), ("types", 3), ("types", [3]), ("today", 3)],
)
def test_arguments_are_checked(argument: str, value: Any) -> None:
    with pytest.raises(InvalidValue, match=argument):
        read({}, **{argument: value})


def test_posts_of_later_days_are_left_out() -> None:
    assert read({}, today=date(2026, 3, 21)).future == 1
