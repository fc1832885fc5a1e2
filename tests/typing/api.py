"""What a user writes, for type checkers: nothing here is run."""

import io
import sys
from collections.abc import Hashable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, assert_type

from matplotlib.axes import Axes
from matplotlib.figure import Figure

import postindex
from postindex import (
    Aliased,
    Author,
    Channel,
    Cooccurrence,
    Enclosure,
    Hit,
    InvalidValue,
    Listing,
    ListingError,
    Match,
    MissingExtra,
    NearDuplicate,
    Page,
    Post,
    PostIndex,
    PostindexError,
    PostLeftOut,
    Problem,
    Related,
    Suggestion,
    Tag,
    TagCollision,
    TagCounts,
    TagIndex,
    TagUsage,
    UnknownPost,
    feeds,
    frames,
    plots,
    sources,
)


def reading(path: Path) -> PostIndex:
    listing = postindex.read_listing("blog.txt")
    assert_type(listing, Listing)
    assert_type(postindex.read_listing(path), Listing)
    with path.open("rb") as opened:
        assert_type(postindex.read_listing(opened, source="blog.txt"), Listing)
    draft = postindex.parse_listing("- 2026-03-22\nTea", strict=False)
    for problem in draft.problems:
        assert_type(problem, Problem)
        assert_type(problem.line + problem.column, int)
        assert_type(problem.source, str | None)
    assert_type(draft.path, str | None)
    assert_type(draft.posts, tuple[Post, ...])
    assert_type(draft.lines, tuple[int, ...])
    assert_type(draft.omitted, int)
    return assert_type(listing.index, PostIndex)


def reading_otherwise(path: Path) -> None:
    assert_type(postindex.parse_listing(b"- 2026-03-22\nTea", day_first=True, max_size=None), Listing)
    assert_type(postindex.read_listing(sys.stdin, day_first=False, max_size=2**20), Listing)
    assert_type(postindex.read_listing(io.BytesIO(b"- 2026-03-22\nTea")), Listing)
    assert_type(postindex.read_listing(io.StringIO("- 2026-03-22\nTea")), Listing)
    assert_type(postindex.parse_listings("/tea\n0 posts", strict=False, source="tea.txt"), tuple[Listing, ...])
    assert_type(postindex.parse_listings(b"/tea\n0 posts", day_first=None, max_size=None), tuple[Listing, ...])
    assert_type(postindex.read_listings("pages/**/*.txt", strict=False), tuple[Listing, ...])
    assert_type(postindex.read_listings([path, "pots.txt", sys.stdin.buffer], day_first=True), tuple[Listing, ...])
    assert_type(postindex.read_listings(path.glob("*.txt"), max_size=2**20), tuple[Listing, ...])


def reading_one_by_one(path: Path) -> None:
    problems: list[Problem] = []
    assert_type(postindex.iter_posts(path, on_problem=problems.append), Iterator[Post])
    assert_type(postindex.iter_posts(sys.stdin, on_problem=print, day_first=True), Iterator[Post])
    assert_type(postindex.iter_posts(["- 2026-03-22", "Tea"]), Iterator[Post])
    with path.open("rb") as opened:
        for post in postindex.iter_posts(line for line in opened):
            assert_type(post, Post)


def merging(path: Path) -> str:
    site = postindex.merge(postindex.read_listings(path), strict=False)
    assert_type(site, Listing)
    assert_type(postindex.merge(iter([site])), Listing)
    assert_type(site.pages, tuple[Page, ...])
    assert_type(site.merged, tuple[Page, ...])
    assert_type(site.descriptions, Mapping[Tag, str])
    for page in site.pages_of(site.posts[0]) + site.pages_of("2026-03-22-tea"):
        assert_type(page.path, str | None)
        assert_type(page.tag, Tag | None)
        assert_type(page.ids, tuple[str, ...])
        assert_type(page.declared_count, int | None)
    assert_type(postindex.write_listing(site), str)
    return postindex.write_listing(site.index.tagged("tea"), path="/tea", description="Posts about tea.")


def values() -> Post:
    post = Post(title="Tea", published=date(2026, 3, 22))
    Post(
        title="Tea",
        published=datetime(2026, 3, 22, tzinfo=UTC),
        tags=["tea", Tag("K8s", slug="kubernetes")],
        authors=["A. Writer", Author("B. Writer", email="b@example.org")],
        reading_minutes=4,
        url="https://example.org/tea/",
        language="en",
        content_html="<p>Leaves.</p>",
        enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12_345)],
    )
    assert_type(post.id, str)
    assert_type(post.tags, tuple[Tag, ...])
    assert_type(post.authors, tuple[Author, ...])
    assert_type(post.published, date | datetime)
    assert_type(post.day, date)
    assert_type(post.slug, str)
    assert_type(post.reading_minutes, int | None)
    assert_type(post.content_html, str)
    assert_type(post.enclosures, tuple[Enclosure, ...])
    for enclosure in post.enclosures:
        assert_type((enclosure.url, enclosure.type, enclosure.length), tuple[str, str, int | None])
    assert_type(post.model_copy(update={"title": "Coffee"}), Post)
    assert_type(Tag.of("#tea"), Tag)
    assert_type(sorted(post.tags), list[Tag])
    return post


def selecting(index: PostIndex) -> None:
    assert_type(index.tagged("fintech", "postgres"), PostIndex)
    assert_type(index.tagged(any_of=["k3s", Tag("kubernetes")], none_of={"aws"}), PostIndex)
    assert_type(index.between("2025-01-01", "2025-06-30"), PostIndex)
    assert_type(index.between(date(2025, 1, 1)), PostIndex)
    assert_type(index.tagged("homelab").between("2025", None).search("tunel"), tuple[Hit, ...])
    assert_type(index[0], Post)
    assert_type(index[:20], PostIndex)
    assert_type(list(index), list[Post])
    assert_type(reversed(index), Iterator[Post])
    assert_type(index + index, PostIndex)
    assert_type(index.merge([index[0]], index), PostIndex)
    assert_type(PostIndex(post for post in index), PostIndex)
    assert_type(PostIndex.from_json(index.to_json()), PostIndex)
    assert_type(index.tags, TagIndex)
    assert_type(index.tags["tea"], int)
    assert_type([(tag.name, count) for tag, count in index.tags.items()], list[tuple[str, int]])


def tags(index: PostIndex, names: dict[str, str], given: dict[Tag, Tag], both: dict[Tag | str, Tag]) -> TagCounts:
    usage = index.tags.usage("tea")
    assert_type(usage, TagUsage)
    assert_type((usage.tag, usage.count, usage.first, usage.last), tuple[Tag, int, date | None, date | None])
    for other in index.tags.cooccurring(Tag("tea"), limit=3):
        assert_type(other, Cooccurrence)
        assert_type((other.tag, other.count, other.lift), tuple[Tag, int, float])
    assert_type(index.tags.cooccurring("tea", limit=None), tuple[Cooccurrence, ...])
    pairs = TagCounts({"tea": 2, "teas": 1}).near_duplicates(min_similarity=0.9)
    assert_type(pairs, tuple[NearDuplicate, ...])
    aliased = index.with_aliases({pair.alias: pair.target for pair in pairs})
    assert_type(aliased, Aliased)
    assert_type(aliased.unused, tuple[Tag, ...])
    for collision in aliased.collisions:
        assert_type(collision, TagCollision)
        assert_type((collision.target, collision.tags), tuple[Tag, tuple[Tag, ...]])
        assert_type(collision.ids, tuple[str, ...])
    assert_type(index.with_aliases(names).index.tagged("tea"), PostIndex)
    assert_type(index.with_aliases(given).index.tags, TagIndex)
    assert_type(index.with_aliases(both), Aliased)
    index.with_aliases({"k8s": "kubernetes", "tee": Tag("Tea")})
    index.with_aliases({Tag("kube"): "kubernetes"})
    return index.tags.filtered(min_count=2, hidden=["tea", Tag("notes")])


def ranking(index: PostIndex) -> None:
    post = index.get("2026-03-22-tea")
    assert_type(post, Post)
    assert_type(index.get("2026-03-22-tea", None), Post | None)
    for near in index.related(post, limit=5, min_score=0.1):
        assert_type(near, Related)
        assert_type(near.score, float)
        assert_type(near.post, Post)
        assert_type([tag.name for tag in near.shared], list[str])
    assert_type(index.related("2026-03-22-tea"), tuple[Related, ...])


def searching(index: PostIndex, weights: dict[Literal["title", "tags", "summary"], float]) -> None:
    for hit in index.search("kuberntes overkil", limit=3, weights={"summary": 1, "tags": 0.5}):
        assert_type(hit, Hit)
        assert_type((hit.post, hit.score, hit.words), tuple[Post, float, tuple[str, ...]])
        assert_type(hit.highlighted("title", before="<b>", after="</b>"), str)
        assert_type(hit.explain(), str)
        for match in hit.matches:
            assert_type(match, Match)
            assert_type(match.field, Literal["title", "tags", "summary"])
            assert_type((match.tag, match.start, match.end), tuple[Tag | None, int, int])
            assert_type((match.token, match.word), tuple[str, str])
            assert_type(match.kind, Literal["exact", "prefix", "typo", "compound"])
            assert_type(match.similarity, float)
            assert_type(hit.highlighted(match.field), str)
    assert_type(index.search("tea", weights=weights), tuple[Hit, ...])
    for suggestion in index.suggest("te", limit=3):
        assert_type(suggestion, Suggestion)
        assert_type((suggestion.text, suggestion.tag, suggestion.post), tuple[str, Tag | None, Post | None])
        assert_type(suggestion.kind, Literal["tag", "title"])
    assert_type(index.did_you_mean("kuberntes"), str | None)


def writing(index: PostIndex) -> datetime:
    channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
    assert_type(feeds.write(index[:20], channel, "public/atom.xml"), bool)
    assert_type(feeds.write(index, channel, Path("public", "blog"), format="json"), bool)
    assert_type(feeds.atom(index, channel), bytes)
    assert_type(feeds.rss(iter(index), channel), bytes)
    assert_type(feeds.json([index[0]], channel), bytes)
    assert_type(channel.link_of(index[0]), str)
    assert_type(channel.tag_link_of("tea") + channel.tag_link_of(Tag("tea")), str)
    assert_type(channel.id_of(index[0]) + channel.guid_of(index[0]) + channel.tag_uri_of(index[0]), str)
    return assert_type(channel.moment_of(index[0].published), datetime)


def permalink(post: Post) -> str:
    return f"/{post.day.year}/{post.slug}/"


def saying_all(limit: int | None) -> Channel:
    channel = Channel(
        title="Notes",
        link="https://example.org/",
        description="On tea.",
        subtitle="And pots.",
        language="en",
        authors=[Author("A. Writer", url="https://example.org/a"), "B. Writer"],
        rights="© A. Writer",
        icon="https://example.org/icon.png",
        logo="https://example.org/logo.png",
        image=None,
        rss_url="https://example.org/rss.xml",
        atom_url="https://example.org/atom.xml",
        json_url="https://example.org/feed.json",
        hub="https://hub.example/",
        permalink=permalink,
        tag_permalink="/tags/{slug}/",
        category_scheme="https://example.org/tags/",
        time_of_day=time(7, 30),
        time_zone="Europe/Berlin",
        ids="permalink",
        id_authority="a@example.org",
        id_start=date(2020, 1, 1),
        limit=limit,
        generator="",
        sanitize_html=True,
    )
    Channel(
        title="Notes", link="https://example.org/", permalink=lambda post: post.slug, tag_permalink=lambda tag: tag.slug
    )
    assert_type(channel.authors, tuple[Author, ...])
    assert_type((channel.limit, channel.hub), tuple[int | None, str | None])
    assert_type(channel.time_of_day, time)
    return assert_type(channel.model_copy(update={"limit": 20}), Channel)


def reading_a_feed(document: bytes) -> None:
    feed = feeds.JsonFeed.model_validate_json(document)
    assert_type(feed, feeds.JsonFeed)
    assert_type((feed.title, feed.home_page_url, feed.feed_url), tuple[str, str, str | None])
    for item in feed.items:
        assert_type((item.id, item.url, item.content_html), tuple[str, str, str | None])
        assert_type(item.tags, tuple[str, ...] | None)


def writing_a_site(index: PostIndex, channel: Channel) -> None:
    done = feeds.write_all(index, channel, Path("public"), formats=["atom", "json"], min_count=2, hidden=["tea"])
    assert_type(done, feeds.Publication)
    assert_type(done.written + done.unchanged + done.stale, tuple[Path, ...])
    assert_type(done.alternates() + done.alternates("tea"), str)
    for feed in done.feeds:
        assert_type(feed, feeds.PublishedFeed)
        assert_type((feed.tag, feed.url, feed.path), tuple[Tag | None, str, Path])
    pages = feeds.paged(index, channel, "atom", size=20)
    assert_type(pages, dict[str, bytes])
    assert_type(feeds.archived(index, channel, "rss", archives=pages), dict[str, bytes])
    assert_type(feeds.fingerprint(pages["atom.xml"]), str)
    assert_type(feeds.last_modified(index, channel), datetime | None)


def failing(index: PostIndex) -> str:
    try:
        index.get("2026-03-22-tee")
    except UnknownPost as error:
        assert_type(error.near, tuple[str, ...])
    except MissingExtra as error:
        assert_type(error.wanted + error.extra, str)
    except ListingError as error:
        assert_type(error.problems, tuple[Problem, ...])
        assert_type(error.omitted, int)
    except InvalidValue as error:
        return assert_type(error.place, str)
    except PostindexError as error:
        return str(error)
    return postindex.__version__


def warned(warning: PostLeftOut) -> str:
    assert_type(warning.error, InvalidValue)
    return assert_type(warning.id, str)


def refused(index: PostIndex) -> None:
    """Every line here is an error to a type checker: an ignore that is not needed would be one too."""
    Post("Tea")  # type: ignore[call-arg]
    Tag(1)  # type: ignore[arg-type]
    index.search(1)  # type: ignore[arg-type]
    index.related(None)  # type: ignore[arg-type]
    index.between(2025)  # type: ignore[arg-type]
    index["2026-03-22-tea"]  # type: ignore[call-overload]
    index.search("tea", weights={"title": "1"})  # type: ignore[arg-type]
    index.search("tea")[0].highlighted("body")  # type: ignore[arg-type]
    index.suggest(None)  # type: ignore[arg-type]
    index.did_you_mean(["tea"])  # type: ignore[arg-type]
    index.tags["tea"] = 1  # type: ignore[index]
    postindex.parse_listing(Path("tea.txt"))  # type: ignore[arg-type]
    postindex.read_listing(b"tea.txt")  # type: ignore[arg-type]
    postindex.iter_posts([1])  # type: ignore[arg-type]
    postindex.merge(index)  # type: ignore[arg-type]
    postindex.write_listing("tea.txt")  # type: ignore[arg-type]
    Listing().descriptions[Tag("tea")] = "Leaves."  # type: ignore[index]
    channel = Channel(title="Notes", link="https://example.org/", permalink=len)  # type: ignore[arg-type]
    Channel(title="Notes", link="https://example.org/", ids="uuid")  # type: ignore[arg-type]
    Channel(title="Notes", link="https://example.org/", time_of_day=12)  # type: ignore[arg-type]
    Post(title="Tea", published=20260322)  # type: ignore[arg-type]
    Enclosure("https://example.org/1.mp3")  # type: ignore[call-arg]
    feeds.atom(index[0], channel)  # type: ignore[arg-type]
    feeds.write(index, channel, "feed", format="xml")  # type: ignore[arg-type]
    channel.limit = 20  # type: ignore[misc]


def measuring(index: PostIndex) -> postindex.cadence.Cadence:
    measured = postindex.cadence.measure(index, by="week", window=("2025", None), today=date(2026, 3, 22))
    assert_type(measured, postindex.cadence.Cadence)
    assert_type(postindex.cadence.measure(post for post in index), postindex.cadence.Cadence)
    assert_type((measured.posts, measured.today), tuple[tuple[Post, ...], date | None])
    assert_type(measured.by, Literal["day", "week", "month", "quarter", "year"])
    assert_type(measured.window, tuple[date, date] | None)
    assert_type(measured.counts, Mapping[date, int])
    assert_type(measured.reading_minutes, Mapping[date, int])
    assert_type(measured.rate(4), Mapping[date, float])
    assert_type(measured.partial + measured.changes, tuple[date, ...])
    assert_type(measured.longest_streak, postindex.cadence.Streak | None)
    if streak := measured.current_streak:
        assert_type((streak.first, streak.last, streak.periods), tuple[date, date, int])
    assert_type(measured.gaps, tuple[int, ...])
    assert_type((measured.mean_gap, measured.median_gap), tuple[float | None, float | None])
    assert_type((measured.p90_gap, measured.regularity), tuple[float | None, float | None])
    assert_type((measured.longest_gap, measured.current_gap), tuple[int | None, int | None])
    assert_type(measured.longest_gaps(), tuple[postindex.cadence.Gap, ...])
    assert_type(measured.weekdays, tuple[int, ...])
    assert_type(measured.hours, tuple[int, ...] | None)
    assert_type(measured.next_due, tuple[date, date] | None)
    for rhythm in measured.rhythms:
        assert_type(rhythm.months, int | None)
        assert_type(rhythm.on, str | None)
        assert_type(rhythm, postindex.cadence.Rhythm)
        assert_type((rhythm.first, rhythm.last, rhythm.gaps), tuple[date, date, int])
        assert_type((rhythm.median_gap, rhythm.weeks), tuple[float, int | None])
        assert_type((rhythm.weekday, rhythm.name), tuple[int | None, str | None])
    for trend in measured.trends:
        assert_type(trend, postindex.cadence.Trend)
        assert_type(trend.kind, Literal["new", "rising", "steady", "falling", "dropped"])
        assert_type((trend.tag, trend.before, trend.recent), tuple[Tag, int, int])
        assert_type((trend.posts_before, trend.posts_recent), tuple[int, int])
    return measured


def refused_in_measuring(index: PostIndex) -> None:
    """Likewise errors, each of them."""
    postindex.cadence.measure(index, by="months")  # type: ignore[arg-type]
    postindex.cadence.measure(index, window="2025")  # type: ignore[arg-type]
    postindex.cadence.measure(index, today=2025)  # type: ignore[arg-type]
    measured = postindex.cadence.measure(index)
    measured.rate("3")  # type: ignore[arg-type]
    measured.counts[date(2026, 3, 1)] = 1  # type: ignore[index]
    measured.today = None  # type: ignore[misc]


def drawing(index: PostIndex) -> Axes:
    measured = postindex.cadence.measure(index)
    figure = Figure()
    ax = figure.subplots()
    assert_type(plots.calendar(measured), Axes)
    assert_type(plots.rate(measured, size=6, ax=ax), Axes)
    assert_type(plots.gaps(measured, ax=None), Axes)
    assert_type(plots.tags(measured, limit=20), Axes)
    assert_type(plots.overview(measured), Figure)
    assert_type(plots.overview(measured, figure=figure), Figure)
    assert_type(plots.describe(ax) + plots.describe(figure), str)
    return plots.weekdays(measured)


def refused_in_drawing(index: PostIndex) -> None:
    """Likewise errors, each of them."""
    plots.rate(index)  # type: ignore[arg-type]
    measured = postindex.cadence.measure(index)
    plots.gaps(measured, Figure().subplots())  # type: ignore[call-arg]
    plots.gaps(measured, ax=Figure())  # type: ignore[arg-type]
    plots.tags(measured, limit="12")  # type: ignore[arg-type]
    plots.overview(measured, figure=Figure().subplots())  # type: ignore[arg-type]
    plots.describe(measured)  # type: ignore[arg-type]


def framing(index: PostIndex, rows: list[dict[Hashable, object]]) -> PostIndex:
    table = frames.table(index)
    assert_type(table, frames.Table)
    assert_type(frames.table(post for post in index), frames.Table)
    assert_type(frames.table(postindex.cadence.measure(index)), frames.Table)
    assert_type(table.column_names, tuple[str, ...])
    assert_type(len(table), int)
    table.__arrow_c_stream__(requested_schema=table.__arrow_c_schema__())
    assert_type(index.to_records(), list[dict[str, Any]])
    assert_type(PostIndex.from_records(row for row in index.to_records()), PostIndex)
    return PostIndex.from_records(rows)  # what pandas' to_dict("records") gives


def reading_pages(content: bytes) -> Listing:
    assert_type(sources.read_page("index.html"), Listing)
    assert_type(sources.read_page(Path("index.html"), url="https://example.org/blog/"), Listing)
    listing = sources.read_page(content, url=None, strict=False)
    origin = listing.origin(listing.posts[0])
    if origin is not None:
        assert_type(origin.href, str | None)
        assert_type(origin.element, str | None)
    return listing


def refused_in_reading_pages(content: bytes) -> None:
    """Likewise errors, each of them."""
    sources.read_page(content, "https://example.org/")  # type: ignore[call-arg]
    sources.read_page(io.BytesIO(content))  # type: ignore[arg-type]


def refused_in_framing(index: PostIndex) -> None:
    """Likewise errors, each of them."""
    frames.table("2025")  # type: ignore[arg-type]
    frames.table(index)[0]  # type: ignore[index]
    PostIndex.from_records(index)  # type: ignore[arg-type]
