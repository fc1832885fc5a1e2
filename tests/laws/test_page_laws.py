"""Laws of reading pages: made-up posts come back from any theme, and any bytes are read or refused."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from page_themes import POSTS, THEMES, Shown, page
from postindex import PostindexError
from postindex.sources import read_page

NOUNS = ("kettles", "ledgers", "radios", "ferns", "compost", "teapots", "moss", "candles", "boats", "clocks")
VERBS = ("Fixing", "Buying", "Drawing", "Losing", "Counting", "Naming", "Painting", "Hearing")
PLACES = ("at home", "in winter", "by the sea", "without tools", "for beginners")

titles = st.tuples(st.sampled_from(VERBS), st.sampled_from(NOUNS), st.sampled_from(PLACES)).map(" ".join)


@st.composite
def shown(draw: st.DrawFn) -> list[Shown]:
    """Between three and twelve posts, newest first."""
    names = draw(st.lists(titles, min_size=3, max_size=12, unique=True))
    day = draw(st.dates(date(2012, 1, 1), date(2026, 1, 1)))
    posts = []
    for number, name in enumerate(names):
        day -= timedelta(draw(st.integers(14, 60)))
        summary = f"What {name.split()[1]} taught us, in {number + 2} parts."
        posts.append(Shown(name, day, f"/{number}/", summary, (), number + 1))
    return posts


@given(posts=shown(), theme=st.sampled_from(sorted(THEMES)))
@settings(max_examples=60, deadline=None)
def test_posts_come_back_from_a_page(posts: list[Shown], theme: str) -> None:
    """Titles, days and links of the structure are those shown, whether the page is taken or refused."""
    listing = read_page(page(THEMES[theme](posts)), url="https://example.org/", strict=False)
    expected = [(post.title, post.day, f"https://example.org{post.href}") for post in posts]
    assert [(post.title, post.day, post.url) for post in listing.posts] == expected


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    """Pages with parts cut out, repeated or replaced raise nothing but a PostindexError."""
    content = page(THEMES[data.draw(st.sampled_from(sorted(THEMES)))](POSTS))
    start, stop = sorted(data.draw(st.tuples(*(st.integers(0, len(content)),) * 2)))
    inserted = data.draw(st.one_of(st.binary(max_size=30), st.just(content[start:stop]), st.just(b"<")))
    try:
        listing = read_page(content[:start] + inserted + content[stop:])
    except PostindexError:
        return
    assert listing.posts
    assert len(listing.posts) == len(listing.origins)
