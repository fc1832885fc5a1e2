"""Laws of writing: any posts are either written so that they are read back, or refused by the field that hinders."""

import io
from datetime import UTC, date, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from postindex import InvalidValue, Listing, Post, Tag, iter_posts, parse_listing, read_listing, write_listing
from postindex.text import XML_FORBIDDEN, visible

# What the lines of a listing turn on, and what may be mistaken for white space, a line end or a letter.
PARTS = st.sampled_from(
    [
        *("-", "*", "+", "•", "–", "—", "1.", "2)", "/", "#", "|", "·", ",", ":", "©", "→", "=", "…", "(", ")"),
        *("March", "22,", "2026", "2026-03-22", "22/03/2026", "may", "Sunday,", "5", "0001", "59", "1,000", "٣", "²"),
        *("post", "posts", "min", "read", "5 min", "2 hours", "Tags:", "topics:", "Older", "Page", "RSS", "of"),
        *(" ", " ", " ", "\t", "\xa0", "\x85", "\u2028", "\u2029", "\u202f", "\u3000", "\n", "\r", "\r\n"),
        *(
            "\ufeff",
            "\u200b",
            "\u202e",
            "שלום",
            "茶",
            "Ａ",
            "🍵",
            "e\u0301",
            "ﬁ",
            "İ",
            "tea",
            "a",
            "T",
            "<html>",
            "%PDF-",
        ),
    ]
)
NASTY = st.lists(PARTS, max_size=6).map("".join) | st.text(max_size=20).map(lambda text: XML_FORBIDDEN.sub("", text))
SPACED = st.lists(PARTS.map(str.strip).filter(bool), min_size=1, max_size=5).map(" ".join)
TEXTS = SPACED | NASTY | st.sampled_from(["Tea, twice", "On leaves.", "l" * 150])
TITLES = TEXTS.filter(lambda text: visible(text).strip())


@st.composite
def tags(draw: st.DrawFn) -> Tag:
    name = draw(st.sampled_from(["tea", "C++", ".net", "iron pots"]) | TEXTS)
    try:
        return Tag(name)
    except InvalidValue:  # no letter or digit
        return Tag(f"{name}a", slug=draw(st.none() | st.just("a")))


DAYS = st.dates() | st.sampled_from([date.min, date(2026, 3, 22), date.max])
MINUTES = st.none() | st.integers(0, 1_000_000)
SUMMARIES = st.just("") | TEXTS
POSTS = st.builds(
    Post,
    title=TITLES,
    published=DAYS,
    summary=SUMMARIES.map(str.strip),
    tags=st.lists(tags(), max_size=3),
    reading_minutes=MINUTES,
)
ANY_POSTS = POSTS | st.builds(
    Post,
    title=TITLES,
    published=DAYS | st.just(datetime(2026, 3, 22, tzinfo=UTC)),
    summary=SUMMARIES,
    id=st.none() | TITLES,
    language=st.none() | st.just("en"),
    authors=st.just(()) | st.just(["A. Writer"]),
)
LISTS = st.lists(POSTS, max_size=4)
PATHS = st.none() | st.builds("/{}".format, SPACED.map(lambda text: text.replace(" ", ""))) | TEXTS
DESCRIPTIONS = st.none() | TEXTS


def content_of(posts: tuple[Post, ...]) -> list[tuple[Post, list[tuple[str, str]]]]:
    """What posts say; equal tags may be spelt differently."""
    return [(post, [(tag.name, tag.slug) for tag in post.tags]) for post in posts]


def written(listing: Listing | list[Post], path: str | None = None, description: str | None = None) -> str | None:
    """Write a listing, or see that a field is named."""
    try:
        return write_listing(listing, path=path, description=description)
    except InvalidValue as error:
        refusal = error
    assert refusal.place.startswith(("Post.", "Listing."))
    assert str(refusal).startswith(refusal.place)
    return None


@given(LISTS | st.lists(ANY_POSTS, max_size=2))
def test_posts_are_read_back_or_refused(posts: list[Post]) -> None:
    """What is written is read back without a problem: every field, every tag as it is spelt, and the ids."""
    text = written(posts)
    if text is not None:
        listing = parse_listing(text)
        assert content_of(listing.posts) == content_of(tuple(posts))
        assert (listing.path, listing.description, listing.declared_count) == (None, None, len(posts))
        assert write_listing(listing) == text


@given(st.lists(POSTS, max_size=1), PATHS, DESCRIPTIONS)
def test_headers_are_read_back_or_refused(posts: list[Post], path: str | None, description: str | None) -> None:
    """The path and the description are read back as they are, from text and from bytes."""
    text = written(posts, path, description)
    if text is not None:
        listing = parse_listing(text)
        assert (listing.path, listing.description, listing.declared_count) == (path, description, len(posts))
        assert read_listing(io.BytesIO(text.encode())) == listing


@given(
    st.builds(
        Listing,
        path=PATHS,
        description=DESCRIPTIONS,
        declared_count=st.none() | st.integers(0, 3),
        posts=st.lists(POSTS, max_size=3, unique_by=lambda post: post.id).map(tuple),
    )
)
def test_listings_are_read_back_or_refused(listing: Listing) -> None:
    """A listing is read back equal, with no more and no less of a header than it has."""
    text = written(listing)
    if text is not None:
        assert parse_listing(text) == listing


@given(LISTS)
def test_written_text_is_read_line_by_line(posts: list[Post]) -> None:
    """A stream of the lines gives the same posts; what two of them share, such as an id, only a whole text tells."""
    text = written(posts)
    assume(text is not None)
    assert text is not None
    streamed = tuple(iter_posts(text.split("\n")))
    assert content_of(tuple(iter_posts(io.StringIO(text)))) == content_of(streamed)
    named = tuple(post.model_copy(update={"id": read.id}) for post, read in zip(posts, streamed, strict=True))
    assert content_of(streamed) == content_of(named)
    assert len({post.id for post in streamed}) < len(posts) or streamed == tuple(posts)


@given(st.lists(POSTS, max_size=4, unique_by=lambda post: post.id))
def test_order_changes_only_the_order(posts: list[Post]) -> None:
    """Posts in another order are written line for line as they were."""
    text, back = written(posts), written(posts[::-1])
    if text is not None and back is not None:  # a title that reads as tags is one only below tags with bullets
        assert sorted(text.split("\n")) == sorted(back.split("\n"))


@given(st.dates(), TITLES, st.sampled_from(["Hot.", "Cold.", "Iced."]), st.integers(2, 5))
def test_namesakes_are_read_back_in_any_order(day: date, title: str, summary: str, number: int) -> None:
    """Posts of one day and title keep their ids, though an id says nothing of its place in the text."""
    namesakes = [Post(title=title, published=day, summary=f"{summary} {place}") for place in range(number)]
    text = written(namesakes[:1])
    assume(text is not None)
    entries = [f"- {day.isoformat()}\n{post.title}\n{post.summary}\n" for post in namesakes]
    listing = parse_listing("".join(entries), strict=False)
    assert len({post.id for post in listing.posts}) == number
    for posts in (listing.posts, listing.posts[::-1], tuple(listing.index)):
        assert content_of(parse_listing(write_listing(posts)).posts) == content_of(posts)
