"""Entries of any source → a listing: what is left out, what is reported, what is refused."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from postindex import Enclosure, InvalidValue, ListingError
from postindex.listing.values import Listing
from postindex.sources.gathering import Entry, Gathering, Options

DAY = date(2026, 3, 22)


def gather(*entries: Entry, header: dict[str, Any] | None = None, **options: Any) -> Listing:
    gathering = Gathering("rss", "feed.xml", Options(**{"strict": False, **options}).checked())
    for entry in entries:
        gathering.add(entry)
    return gathering.listing(**(header or {}))


def entry(title: str | None = "Tea", published: Any = DAY, **fields: Any) -> Entry:
    return Entry({"title": title, "published": published, **fields}, line=7)


def problems(listing: Listing) -> list[str]:
    return list(map(str, listing.problems))


def test_entries_become_posts_with_their_origin() -> None:
    listing = gather(
        entry(url="https://example.org/tea"),
        Entry({"title": "Pots", "published": DAY, "url": None}, line=9, source="pots.md", href="/pots"),
        header={"title": "Notes", "url": "https://example.org/", "language": "en"},
    )
    assert [(post.title, post.url) for post in listing.posts] == [("Tea", "https://example.org/tea"), ("Pots", None)]
    assert [(origin.line, origin.source, origin.href) for origin in listing.origins] == [
        (7, None, None),
        (9, "pots.md", "/pots"),
    ]
    assert (listing.kind, listing.source) == ("rss", "feed.xml")
    assert (listing.title, listing.url, listing.language) == ("Notes", "https://example.org/", "en")
    assert problems(listing) == []


def test_drafts_and_future_posts_are_counted_and_reported_once() -> None:
    entries = [
        entry("A")._replace(draft=True),
        entry("B")._replace(draft=True, source="b.md", line=2),
        entry("C", date(2026, 3, 23)),
        entry("D", datetime(2026, 3, 22, 23, tzinfo=UTC)),
    ]
    listing = gather(*entries, today=DAY)
    assert [post.title for post in listing.posts] == ["D"]
    assert (listing.drafts, listing.future) == (2, 1)
    assert problems(listing) == [
        "feed.xml:7:1: draft: 2 drafts were left out; drafts=True keeps them",
        "feed.xml:7:1: future-post: 1 post after 2026-03-22 was left out; today=None keeps them",
    ]
    kept = gather(*entries, drafts=True)
    assert [post.title for post in kept.posts] == ["A", "B", "C", "D"]
    assert problems(kept) == []


def test_entries_without_a_title_are_left_out_or_named_by_their_first_words() -> None:
    html = "<p>" + " ".join(f"w{number}" for number in range(20))
    untitled = [entry(None, content_html=html), entry(" ", summary="On leaves."), entry(""), entry(None)]
    listing = gather(*untitled, entry(None)._replace(text="From the text"))
    assert listing.posts == ()
    assert {problem.code for problem in listing.problems} == {"untitled"}
    assert (
        problems(listing)[0]
        == 'feed.xml:7:1: untitled: an entry without a title was left out; untitled="first-words" keeps it'
    )
    named = gather(*untitled, entry(None)._replace(text="From the text"), untitled="first-words")
    assert [post.title for post in named.posts] == ["w0 w1 w2 w3 w4 w5 w6 w7 w8 w9", "On leaves.", "From the text"]
    assert len(named.problems) == 2


def test_reading_minutes_are_counted_where_the_source_has_none() -> None:
    words = " ".join(["tea"] * 201)
    listing = gather(
        entry("A", content_html=f"<p>{words}"),
        entry("B", summary=words),
        entry("C", content_html="<p>tea")._replace(text=words * 2),
        entry("D", content_html=f"<p>{words}", reading_minutes=9),
        entry("E"),
        words_per_minute=200,
    )
    assert [post.reading_minutes for post in listing.posts] == [2, 2, 3, 9, None]


def test_content_may_be_left_out() -> None:
    listing = gather(entry(content_html=f"<p>{'tea ' * 300}"), content=False, words_per_minute=200)
    assert (listing.posts[0].content_html, listing.posts[0].reading_minutes) == ("", 2)


def test_repeated_entries_and_ids_are_reported() -> None:
    listing = gather(entry(id="tea"), entry(id="tea"), entry("Pots", id="tea"))
    assert [post.id for post in listing.posts] == ["tea-2", "tea"]
    assert problems(listing) == [
        "feed.xml:7:1: repeated-entry: the post 'Tea' is repeated; it is kept once",
        "feed.xml:7:1: repeated-entry: 'tea' is the id of another post too; one of them gets a number",
    ]


def test_faulty_fields_are_left_out_and_the_post_is_kept() -> None:
    listing = gather(
        entry(
            "Tea\x07 \ud800",
            tags=["pots", "!!!"],
            categories=["!"],
            authors=["Ann", ""],
            enclosures=[Enclosure(url="https://example.org/a.mp3", type="audio/mpeg"), {"url": "a", "type": "b"}],
            url="ftp://example.org/",
        )
    )
    post = listing.posts[0]
    assert (post.title, [tag.name for tag in post.tags], post.url) == ("Tea", ["pots"], None)
    assert (len(post.authors), len(post.enclosures), post.categories) == (1, 1, ())
    assert [problem.message for problem in listing.problems] == [
        "title: U+0007 is not text; it was left out",
        "tags: Tag.name: '!!!' has no letter or digit; a tag needs at least one; it is left out",
        "categories: Tag.name: '!' has no letter or digit; a tag needs at least one; it is left out",
        "authors: Author.name: '' is not a name; give text with at least one visible character; it is left out",
        (
            "enclosures: Enclosure.url: 'a' is not an absolute http or https link; "
            "Enclosure.type: 'b' is not a media type; give one such as 'audio/mpeg'; it is left out"
        ),
        "url: 'ftp://example.org/' is not an absolute http or https link, or None; it is left out",
    ]
    assert {problem.line for problem in listing.problems} == {7}


@pytest.mark.parametrize(
    ("published", "fault"),
    [
        (None, "'Tea' has no date"),
        ("", "'Tea' has no date"),
        (
            "Sunday",
            "'Sunday' is not a date or an aware datetime; give datetime.date(2026, 3, 22), or text '2026-03-22'",
        ),
    ],
)
def test_an_entry_without_a_day_is_left_out(published: Any, fault: str) -> None:
    listing = gather(entry(published=published))
    assert listing.posts == ()
    assert problems(listing) == [f"feed.xml:7:1: bad-field: published: {fault}; the post is left out"]


def test_faulty_values_of_the_header_are_left_out() -> None:
    listing = gather(header={"url": "ftp://x", "title": "Notes"})
    assert (listing.url, listing.title) == (None, "Notes")
    assert problems(listing) == [
        "feed.xml:1:1: bad-field: Listing.url: 'ftp://x' is not an absolute http or https link, or None; it is left out"
    ]


def test_many_problems_are_kept_in_bounded_memory() -> None:
    gathering = Gathering("rss", None, Options(strict=False))
    for number in range(1000):
        gathering.report("bad-field", f"fault {number}", line=number + 1)
        assert len(gathering._problems) <= 301
    listing = gathering.listing()
    assert [problem.line for problem in listing.problems] == list(range(1, 101))
    assert listing.omitted == 900


def test_strict_gathering_raises_errors_alone() -> None:
    assert gather(entry(None), strict=True).posts == ()
    with pytest.raises(ListingError) as raised:
        gather(entry(url="ftp://x"), entry(None), strict=True)
    assert [problem.code for problem in raised.value.problems] == ["bad-field"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"untitled": "guess"}, 'untitled: \'guess\' is not a rule; use "omit" or "first-words"'),
        ({"today": "2026-03-22"}, "today: '2026-03-22' is not a date; give a datetime.date"),
        (
            {"today": datetime(2026, 3, 22, tzinfo=UTC)},
            f"today: {datetime(2026, 3, 22, tzinfo=UTC)!r} is not a date; give a datetime.date",
        ),
        ({"words_per_minute": 0}, "words_per_minute: 0 is not a whole number from 1 to 10,000"),
        ({"words_per_minute": True}, "words_per_minute: True is not a whole number from 1 to 10,000"),
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        Options(**options).checked()
    assert str(raised.value) == message
