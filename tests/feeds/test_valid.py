"""Feeds of real and of unusual blogs follow the rules of their formats and the published schemas."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from feed_rules import Fault, atom_faults, history_faults, json_faults, opml_faults, rss_faults, schema_faults
from feed_rules.schemas import Format
from postindex import Channel, Enclosure, Listing, Post, PostIndex, feeds, read_listing

FAULTS = {"atom": atom_faults, "rss": rss_faults, "json": json_faults}
BLOGS = ["example", "odd", "real", "18f", "goblog", "ruby_ja"]
CHANNEL = Channel(
    title="Notes & queries",
    link="https://example.org/notes/",
    description="What we learn about tea, ledgers & bees.",
    authors=["A. Writer"],
    language="en",
    rights="© A. Writer & friends",
    icon="https://example.org/icon.png",
    image="https://example.org/image.png",
    atom_url="https://example.org/notes/atom.xml",
    rss_url="https://example.org/notes/rss.xml",
    json_url="https://example.org/notes/feed.json",
    hub="https://hub.example.org/",
    category_scheme="https://example.org/notes/tags/",
    permalink="/{published:%Y}/{id}/",
)
ODD = PostIndex(
    [
        Post(
            title="<b>]]></b> & \u202egnp.tea", published=date(1, 1, 1), summary="]]> & <script>", tags=["C++", "<b>"]
        ),
        Post(title="お茶", published=date(9999, 12, 31), summary=" ", tags=["お茶"], language="ja"),
        Post(
            title="Whole",
            published=datetime(2026, 3, 22, 8, 15, 30, 250000, tzinfo=UTC),
            updated=date(2026, 3, 23),
            summary="Some.",
            content_html='<p>Some <a href="/tea">tea</a>, <img src="cup.png" srcset="cup.png 2x" alt="a cup"></p>',
            enclosures=[
                Enclosure(url="https://example.org/1.mp3?a=1&b=2", type="audio/mpeg", length=1),
                Enclosure(url="https://example.org/1.pdf", type="application/pdf", length=2),
            ],
        ),
        Post(title="Home", published=date(2026, 3, 21), url="https://example.org/notes/"),
        Post(title="Abroad", published=date(2026, 3, 20), url="https://bücher.example/é?q=ü"),
        Post(
            title="Twice",
            published=date(2026, 3, 19),
            url="https://example.org/twice",
            categories=["Tea", "Drinks"],
            image="https://example.org/é.png",
        ),
        Post(title="Twice more", published=date(2026, 3, 18), url="https://example.org/twice"),
        Post(id="urn:isbn:0451450523", title="A book", published=date(2026, 3, 17)),
    ]
)


@pytest.fixture(params=BLOGS)
def blog(request: pytest.FixtureRequest) -> PostIndex:
    if request.param == "odd":
        return ODD
    if request.param in ("example", "real"):
        known: Any = request.getfixturevalue(request.param)
        index: PostIndex = known.index if isinstance(known, Listing) else known
        return index
    shared: Path = request.getfixturevalue("shared")
    return read_listing(shared / "corpora" / f"{request.param}.listing.txt").index


def lines(faults: Iterable[Fault]) -> list[str]:
    return [str(fault) for fault in faults]


@pytest.mark.parametrize("format", FAULTS)
def test_documents_follow_the_rules(format: Format, blog: PostIndex) -> None:
    assert lines(FAULTS[format](getattr(feeds, format)(blog, CHANNEL))) == []


@pytest.mark.parametrize("format", FAULTS)
def test_documents_follow_the_published_schemas(format: Format, blog: PostIndex, shared: Path) -> None:
    assert lines(schema_faults(format, getattr(feeds, format)(blog, CHANNEL), shared / "schemas")) == []


@pytest.mark.parametrize("format", FAULTS)
def test_a_feed_without_posts_follows_the_rules(format: Format) -> None:
    assert lines(FAULTS[format](getattr(feeds, format)([], CHANNEL))) == []


@pytest.mark.parametrize("format", FAULTS)
@pytest.mark.parametrize("make", [feeds.paged, feeds.archived])
@pytest.mark.parametrize("size", [3, 50])
def test_pages_and_archives_follow_the_rules_and_link_to_each_other(
    size: int, make: Any, format: Format, blog: PostIndex
) -> None:
    posts = blog[: size * 12]  # enough for documents of every kind
    made = make(posts, CHANNEL, format, size=size)
    documents = {f"https://example.org/notes/{name}": document for name, document in made.items()}
    assert lines(history_faults(format, documents)) == []


def test_all_feeds_of_a_site_follow_the_rules(blog: PostIndex, tmp_path: Path) -> None:
    done = feeds.write_all(blog, CHANNEL.model_copy(update={"limit": 20}), tmp_path)
    faults = [fault for feed in done.feeds for fault in lines(FAULTS[feed.format](feed.path.read_bytes()))]
    assert faults + lines(opml_faults((tmp_path / "feeds.opml").read_bytes())) == []
