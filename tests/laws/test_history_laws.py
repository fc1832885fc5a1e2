"""Laws of feeds in several documents: archives never change, and a reader that goes all the way back misses nothing."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from postindex import Channel, Post, feeds
from postindex.feeds.documents import document_of
from postindex.feeds.metadata import Format

ATOM = "{http://www.w3.org/2005/Atom}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
SITE = "https://example.org/"
NAMES: dict[Format, str] = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
CHANNEL = Channel(
    title="Notes",
    link=SITE,
    atom_url=f"{SITE}atom.xml",
    rss_url=f"{SITE}rss.xml",
    json_url=f"{SITE}feed.json",
)

Blog = dict[str, Post]

# A blog before its next feed: posts that appear on any day, change in any way, change back, or go. One that goes may
# come back. Texts and days are few, so that what was meant to change may stay as it is.
names = st.sampled_from([f"post {number}" for number in range(8)])
posts = st.builds(
    Post,
    title=st.sampled_from(["Tea", "Pots"]),
    published=st.integers(0, 9).map(lambda days: date(2026, 3, 22) + timedelta(days)),
    summary=st.sampled_from(["", "<b>Leaves</b> & water.\n\n "]),
    tags=st.sampled_from([(), ("tea",)]),
    content_html=st.sampled_from(["", "<p>Leaves <a href='/tea'>&amp;</a></p> <pre> x\n</pre>"]),
)
changes = st.lists(st.tuples(names, st.none() | posts), max_size=6)
histories = st.lists(changes, min_size=1, max_size=6)

GROWING = [[(f"post {number}", Post(title="Tea", published=date(2026, 3, 1 + number)))] for number in range(12)]
FALLING = [[(f"post {number}", Post(title="Tea", published=date(2026, 3, 28 - number)))] for number in range(12)]
TO_AND_FRO = [
    [(f"post {number}", Post(title=title, published=date(2026, 3, 1))) for number in range(5)]
    for title in ("Tea", "Pots", "Tea", "Pots", "Tea")
]


class Read(NamedTuple):
    """A document as a reader sees it: each entry by its id, as it is written, and the way to older ones."""

    entries: dict[str, str]
    back: str | None
    archive: bool


def read(document: bytes, format: Format) -> Read:
    if format == "json":
        feed = json.loads(document)
        entries = {item["id"]: json.dumps(item) for item in feed["items"]}
        return Read(entries, feed.get("next_url"), archive="-archive-" in feed["feed_url"])
    parsed = etree.fromstring(document)
    head = parsed.find("channel") if format == "rss" else parsed
    entry, id = ("item", "guid") if format == "rss" else (f"{ATOM}entry", f"{ATOM}id")
    back = [link.get("href") for link in head.findall(f"{ATOM}link[@rel='prev-archive']")]
    assert len(back) <= 1
    return Read(
        {element.findtext(id): written(element) for element in head.iter(entry)},
        back[0] if back else None,
        archive=head.find(ARCHIVE) is not None,
    )


def written(entry: etree._Element) -> str:
    entry.tail = None  # what stands behind it
    return bytes(etree.tostring(entry, method="c14n", exclusive=True)).decode()


def states(history: list[list[tuple[str, Post | None]]]) -> Iterator[Blog]:
    """Yield the blog after each of its changes."""
    blog: Blog = {}
    for changes in history:
        for name, post in changes:
            blog.pop(name, None)
            if post:
                blog[name] = post.model_copy(update={"id": name})
        yield dict(blog)


def followed(documents: dict[str, bytes], format: Format) -> tuple[dict[str, str], list[str]]:
    """Read a feed and all that it leads back to: each entry as the newest document has it, and the documents read."""
    entries: dict[str, str] = {}
    names: list[str] = []
    back: str | None = SITE + NAMES[format]
    while back:
        name = back.removeprefix(SITE)
        assert name not in names
        names.append(name)
        document = read(documents[name], format)
        assert document.archive == (len(names) > 1)
        entries = document.entries | entries
        back = document.back
    return entries, names


@pytest.mark.parametrize("format", get_args(Format))
@given(history=histories, size=st.integers(1, 3))
@example(history=GROWING, size=1)
@example(history=GROWING, size=2)
@example(history=FALLING, size=2)
@example(history=TO_AND_FRO, size=1)
@example(history=[*GROWING, [(f"post {number}", None) for number in range(12)], *GROWING], size=2)
@settings(max_examples=60)
def test_archives_never_change_and_hold_every_post_in_its_latest_state(
    format: Format, history: list[list[tuple[str, Post | None]]], size: int
) -> None:
    """archived(b₂, archives=archived(b₁)) keeps every archive, and newest-wins over its documents ⊇ entries(b₂)."""
    archives: dict[str, bytes] = {}
    for blog in states(history):
        documents = feeds.archived(blog.values(), CHANNEL, format, archives=archives, size=size)
        feed, *names = documents
        assert {name: documents[name] for name in archives} == archives

        entries, order = followed(documents, format)
        assert order == [feed, *reversed(names)]
        now = read(document_of(blog.values(), CHANNEL, format), format).entries
        assert {id: entries.get(id) for id in now} == now

        held = [len(read(document, format).entries) for document in documents.values()]
        assert held[1:] == [size] * len(names)
        assert held[0] < 2 * size
        if len(names) > len(archives):
            assert held[0] >= size
        assert feeds.archived(blog.values(), CHANNEL, format, archives=documents, size=size) == documents
        archives = {name: documents[name] for name in names}


@pytest.mark.parametrize("format", get_args(Format))
@given(blog=st.lists(posts, max_size=12), size=st.integers(1, 5), limit=st.none() | st.integers(1, 12))
@settings(max_examples=40)
def test_joined_pages_are_the_feed(format: Format, blog: list[Post], size: int, limit: int | None) -> None:
    """entries(page 1) + entries(page 2) + … = entries(feed), in their order."""
    channel = CHANNEL.model_copy(update={"limit": limit})
    pages = [read(page, format) for page in feeds.paged(blog, channel, format, size=size).values()]
    whole = read(document_of(blog, channel, format), format)
    assert [entry for page in pages for entry in page.entries.items()] == list(whole.entries.items())
    assert all(len(page.entries) == size for page in pages[:-1])
    assert len(pages) == max(1, -(-len(whole.entries) // size))
    assert not any(page.archive for page in pages)
