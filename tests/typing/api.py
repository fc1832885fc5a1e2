"""What a user writes, for type checkers: nothing here is run."""

import io
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, assert_type

import postindex
from postindex import (
    Aliased,
    Author,
    Channel,
    Cooccurrence,
    Hit,
    InvalidValue,
    Listing,
    ListingError,
    Match,
    NearDuplicate,
    Page,
    Post,
    PostIndex,
    PostindexError,
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
    )
    assert_type(post.id, str)
    assert_type(post.tags, tuple[Tag, ...])
    assert_type(post.authors, tuple[Author, ...])
    assert_type(post.published, date | datetime)
    assert_type(post.day, date)
    assert_type(post.slug, str)
    assert_type(post.reading_minutes, int | None)
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


def writing(index: PostIndex) -> None:
    channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
    feeds.write(index[:20], channel, "public/atom.xml")
    assert_type(feeds.atom(index, channel), bytes)
    assert_type(feeds.rss(iter(index), channel), bytes)
    assert_type(channel.link_of(index[0]), str)


def failing(index: PostIndex) -> str:
    try:
        index.get("2026-03-22-tee")
    except UnknownPost as error:
        assert_type(error.near, tuple[str, ...])
    except ListingError as error:
        assert_type(error.problems, tuple[Problem, ...])
        assert_type(error.omitted, int)
    except InvalidValue as error:
        return assert_type(error.place, str)
    except PostindexError as error:
        return str(error)
    return postindex.__version__


def refused(index: PostIndex) -> None:
    """Every line here is an error to a type checker: an ignore that is not needed would be one too."""
    Post("Tea")  # type: ignore[call-arg]
    Post(title="Tea", published="2026-03-22")  # type: ignore[arg-type]
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
