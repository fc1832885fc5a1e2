"""Posts of every kind to draw: with every field or few, of any year, in any script."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from hypothesis import strategies as st

from postindex import Author, Enclosure, Post, PostIndex, Tag
from postindex.text import visible

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)
NAME = TEXT.filter(lambda text: visible(text).strip())
LINK = st.sampled_from(["https://example.org/tea", "http://example.org/?a=1&b=%20#c", "https://例え.jp/茶"])
PLAIN_TAGS: list[Tag | str] = ["Tea", "tea", "C++", "C#", ".net", "ci/cd", "お茶", "two words", "Café", "K8s"]
ODD_TAGS = [Tag("K8s", slug="kubernetes"), Tag("!!!", slug="bang"), Tag("Tea", slug="chai")]
OFFSETS = st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes)))
FIRST, LAST = date.min, date.max


@st.composite
def moments(draw: st.DrawFn, first: date = FIRST, last: date = LAST) -> date:
    """A day from the first to the last, or a moment of one."""
    day = draw(st.dates(first, last))
    if draw(st.booleans()):
        return day
    clock = draw(st.times() | st.sampled_from([time.min, time.max]))
    return datetime.combine(day, clock, draw(st.just(UTC) | OFFSETS))


@st.composite
def posts(
    draw: st.DrawFn, ids: st.SearchStrategy[str | None], *, first: date, last: date, tags: list[Tag | str]
) -> Post:
    full = draw(st.booleans())
    authors = st.builds(
        lambda name, email, url: Author(name, email=email, url=url),
        NAME,
        st.none() | st.just("tea@example.org"),
        st.none() | LINK,
    )
    enclosures = st.builds(
        lambda url, length: Enclosure(url=url, type="audio/mpeg", length=length),
        LINK,
        st.none() | st.integers(0, 2**53 - 1),
    )
    return Post(
        id=draw(ids),
        title=draw(NAME),
        published=draw(moments(first, last)),
        summary=draw(TEXT),
        tags=draw(st.lists(st.sampled_from(tags), max_size=4)),
        reading_minutes=draw(st.none() | st.integers(0, 1_000_000)),
        url=draw(st.none() | LINK) if full else None,
        updated=draw(st.none() | moments(first, last)) if full else None,
        authors=draw(st.lists(authors, max_size=2)) if full else (),
        language=draw(st.none() | st.just("pt-BR")) if full else None,
        related_ids=draw(st.lists(NAME, max_size=2)) if full else (),
        content_html=draw(TEXT) if full else "",
        enclosures=draw(st.lists(enclosures, max_size=2)) if full else (),
        categories=draw(st.lists(st.sampled_from(tags), max_size=2)) if full else (),
        image=draw(st.none() | LINK) if full else None,
    )


@st.composite
def indexes(draw: st.DrawFn, first: date = FIRST, last: date = LAST, tags: list[Tag | str] | None = None) -> PostIndex:
    """An index of up to five posts, some of which were given an id of their own."""
    ids = st.none() | st.uuids().map(str)
    one = posts(ids, first=first, last=last, tags=[*PLAIN_TAGS, *ODD_TAGS] if tags is None else tags)
    return PostIndex(draw(st.lists(one, max_size=5)))
