"""Merging: the pages of a site become one listing, and conflicts are reported."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from postindex import Listing, ListingError, Page, Post, PostIndex, Tag, merge, parse_listing, parse_listings

NEVER = "- 2026-02-30\nNever\n"


def entry(title: str = "Tea, twice", minutes: int | None = None, summary: str = "", tags: str = "") -> str:
    """One entry of 2026-03-22: posts of titles with the same slug are the same post."""
    head = "- 2026-03-22" if minutes is None else f"- 2026-03-22 {minutes} min"
    return "\n".join([head, title, *filter(None, [summary]), *(f"- /{tag}" for tag in tags.split()), ""])


def listing(*entries: str, path: str | None = None, source: str | None = None) -> Listing:
    return parse_listing("".join([f"{path}\n" if path else "", *entries]), source=source, strict=False)


def seen(*entries: str) -> Post:
    """The post that several sightings of it become."""
    (post,) = merge(listing(each) for each in entries).posts
    return post


class TestPosts:
    def test_tags_of_all_pages_are_joined_in_order(self) -> None:
        post = seen(entry(tags="tea pots"), entry(tags="pots leaves"), entry(), entry(tags="cups tea"))
        assert post.tags == (Tag("tea"), Tag("pots"), Tag("leaves"), Tag("cups"))

    def test_of_equal_tags_the_first_is_kept(self) -> None:
        assert [tag.name for tag in seen(entry(tags="tea"), entry(tags="Tea")).tags] == ["tea"]

    @pytest.mark.parametrize("turn", [list, reversed], ids=["shorter first", "longer first"])
    def test_the_longest_summary_is_kept(self, turn: Callable[[list[str]], Any]) -> None:
        summaries = ["", "Leaves…", "Leaves and pots…", "Leaves and pots, and a kettle."]
        assert seen(*turn([entry(summary=each) for each in summaries])).summary == summaries[-1]

    @pytest.mark.parametrize("minutes", [(5, None), (None, 5), (5, 5), (None, 5, None, 5)])
    def test_minutes_come_from_the_page_that_has_them(self, minutes: tuple[int | None, ...]) -> None:
        assert seen(*(entry(minutes=each) for each in minutes)).reading_minutes == 5

    def test_zero_minutes_are_kept(self) -> None:
        assert seen(entry(minutes=0), entry()).reading_minutes == 0
        with pytest.raises(ListingError, match="conflict"):
            seen(entry(minutes=0), entry(minutes=5))

    def test_posts_are_in_the_order_of_first_sight(self) -> None:
        pages = [listing(entry("B"), entry("A")), listing(entry("C"), entry("B")), listing(entry("A"), entry("D"))]
        assert [post.title for post in merge(pages).posts] == ["B", "A", "C", "D"]

    def test_posts_equal_those_of_a_merged_index(self) -> None:
        tea = listing(entry(tags="tea", minutes=5), entry("Pots", summary="Clay…"), entry("Cups"))
        pots = listing(entry("Pots", tags="pots", summary="Clay and glaze."), entry(tags="leaves"), entry("Lids"))
        assert merge([tea, pots]).index == tea.index.merge(pots.index) == tea.index + pots.index

    def test_conflicting_posts_equal_those_of_a_merged_index(self) -> None:
        tea = listing(entry(minutes=5, summary="Leaves."))
        other = listing(entry("Tea twice", minutes=6, summary="Something else."))
        merged = merge([tea, other], strict=False)
        assert merged.index == PostIndex(tea.posts) + PostIndex(other.posts)


class TestPages:
    TEA = listing(entry(tags="tea"), entry("Pots"), path="/tea", source="tea.txt")
    POTS = listing(entry("Pots"), path="/pots", source="pots.txt")

    def test_each_listing_is_a_page(self) -> None:
        site = merge([self.TEA, self.POTS])
        assert site.pages == site.merged == (*self.TEA.pages, *self.POTS.pages)
        assert [page.path for page in site.pages_of("2026-03-22-pots")] == ["/tea", "/pots"]
        assert [page.path for page in site.pages_of("2026-03-22-tea-twice")] == ["/tea"]

    def test_the_merged_listing_has_no_header(self) -> None:
        site = merge([self.TEA, self.POTS])
        assert (site.path, site.description, site.declared_count, site.source) == (None, None, None, None)
        assert site.lines == ()

    def test_a_listing_alone_is_a_page(self) -> None:
        site = merge([self.TEA])
        assert (site.posts, site.pages) == (self.TEA.posts, self.TEA.pages)
        assert repr(site) == "<Listing (text): 2 posts, 1 page>"

    def test_no_listings_give_no_posts(self) -> None:
        site = merge([])
        assert (site.posts, site.problems, site.merged) == ((), (), ())

    def test_the_same_listing_twice_has_the_same_posts(self) -> None:
        site = merge([self.TEA, self.TEA])
        assert (site.posts, site.problems) == (self.TEA.posts, ())
        assert site.pages == self.TEA.pages * 2

    def test_merging_merged_listings_keeps_all_pages(self) -> None:
        cups = listing(entry("Cups"), entry(tags="cups"), path="/cups")
        whole = merge([self.TEA, self.POTS, cups])
        assert merge([merge([self.TEA, self.POTS]), cups]) == whole
        assert merge([merge([self.TEA, self.POTS]), cups]).pages == whole.pages
        assert merge([self.TEA, merge([self.POTS, cups])]).pages == whole.pages
        assert merge([whole]).pages == whole.pages

    def test_merging_is_deterministic(self) -> None:
        pages = [self.TEA, self.POTS, listing(entry("Pots!", minutes=3), source="more.txt")]
        assert merge(pages, strict=False).model_dump_json() == merge(iter(pages), strict=False).model_dump_json()

    def test_the_listings_of_one_text(self) -> None:
        site = merge(parse_listings(f"/tea\n1 post\n{entry(tags='tea')}/pots\n1 post\n{entry(tags='pots')}"))
        assert [(post.title, len(post.tags)) for post in site.posts] == [("Tea, twice", 2)]
        assert [page.path for page in site.pages] == ["/tea", "/pots"]


CONTRADICTIONS = pytest.mark.parametrize(
    ("first", "later", "message"),
    [
        (
            entry(),
            entry("Tea twice"),
            "'2026-03-22-tea-twice' has the title 'Tea twice' here, but 'Tea, twice' on tea.txt",
        ),
        (
            entry(minutes=5),
            entry(minutes=6),
            "'2026-03-22-tea-twice' has 6 minutes of reading here, but 5 on tea.txt",
        ),
        (
            entry(summary="Leaves."),
            entry(summary="Something else."),
            "'2026-03-22-tea-twice' has the summary 'Something else.' here, but 'Leaves.' on tea.txt",
        ),
        (
            entry(minutes=5, summary="Leaves."),
            entry("Tea twice", minutes=6, summary="Something else."),
            (
                "'2026-03-22-tea-twice' has the title 'Tea twice' here, but 'Tea, twice'; "
                "6 minutes of reading here, but 5; the summary 'Something else.' here, but 'Leaves.' on tea.txt"
            ),
        ),
    ],
    ids=["title", "minutes", "summary", "all of them"],
)


class TestContradictions:
    @CONTRADICTIONS
    def test_a_conflict_is_reported_at_the_later_page(self, first: str, later: str, message: str) -> None:
        tea = listing(first, source="tea.txt")
        pots = listing(entry("Pots"), entry("Lids"), later, path="/pots", source="pots.txt")
        site = merge([tea, pots], strict=False)
        assert [str(problem) for problem in site.problems] == [f"pots.txt:6:1: conflict: {message}"]

    @CONTRADICTIONS
    def test_strict_merging_raises_conflicts(self, first: str, later: str, message: str) -> None:
        with pytest.raises(ListingError) as caught:
            merge([listing(first), listing(later)])
        assert str(caught.value) == f"<text>:1:1: conflict: {message}".replace("tea.txt", "an earlier page")
        assert (len(caught.value.problems), caught.value.omitted) == (1, 0)

    def test_keeps_the_first_title_and_minutes_and_the_longest_summary(self) -> None:
        later = listing(entry("Tea twice", minutes=6, summary="Something else.", tags="pots"))
        (post,) = merge([listing(entry(minutes=5, summary="Leaves.", tags="tea")), later], strict=False).posts
        assert (post.title, post.reading_minutes, post.summary) == ("Tea, twice", 5, "Something else.")
        assert post.tags == (Tag("tea"), Tag("pots"))

    def test_each_page_is_compared_with_the_merged_post(self) -> None:
        pages = [entry(), entry(minutes=5), entry(minutes=6), entry(minutes=5), entry(minutes=7)]
        site = merge([listing(each, source=f"{number}.txt") for number, each in enumerate(pages)], strict=False)
        assert [problem.source for problem in site.problems] == ["2.txt", "4.txt"]

    @pytest.mark.parametrize(
        ("cut", "whole"),
        [
            ("Leaves and…", "Leaves and pots."),
            ("Leaves and …", "Leaves and pots."),
            ("Leaves and...", "Leaves and pots."),
            ("Leaves and […]", "Leaves and pots."),
            ("Leaves and [...]", "Leaves and pots, at last."),
            ("Leaves an…", "Leaves and pots."),
            ("Leaves and", "Leaves and pots."),
            ("Leaves", "Leaves."),
            ("Leaves…", "Leaves and…"),
            ("", "Leaves and pots."),
            ("…", "Leaves and pots."),
        ],
    )
    def test_a_cut_summary_is_not_a_conflict(self, cut: str, whole: str) -> None:
        assert seen(entry(summary=cut), entry(summary=whole)).summary == whole
        assert seen(entry(summary=whole), entry(summary=cut)).summary == whole

    @pytest.mark.parametrize("other", ["Pots and leaves.", "leaves and", "Leaves, and", "Leaves or…"])
    def test_a_different_summary_is_a_conflict(self, other: str) -> None:
        with pytest.raises(ListingError, match="has the summary "):
            seen(entry(summary="Leaves and pots."), entry(summary=other))

    def test_different_tags_are_not_a_conflict(self) -> None:
        assert merge([listing(entry(tags="tea")), listing(entry(tags="pots"))]).problems == ()

    def test_a_conflict_without_lines_is_at_the_first_line(self) -> None:
        made = Listing(posts=listing(entry(minutes=6)).posts, source="made")
        (problem,) = merge([listing(entry(minutes=5)), made], strict=False).problems
        assert (problem.source, problem.line, problem.column) == ("made", 1, 1)


class TestProblems:
    def test_problems_of_the_listings_come_first(self) -> None:
        tea = listing(entry(minutes=5), NEVER, source="tea.txt")
        pots = listing(entry(minutes=6), NEVER, source="pots.txt")
        site = merge([tea, pots], strict=False)
        assert [(problem.source, problem.code) for problem in site.problems] == [
            ("tea.txt", "bad-date"),
            ("pots.txt", "bad-date"),
            ("pots.txt", "conflict"),
        ]
        assert site.problems[:2] == tea.problems + pots.problems

    def test_strict_merging_raises_problems_of_the_listings(self) -> None:
        tea = listing(entry(), NEVER)
        with pytest.raises(ListingError) as caught:
            merge([tea])
        assert caught.value.problems == tea.problems
        assert merge([tea], strict=False).problems == tea.problems

    def test_keeps_a_hundred_and_counts_the_rest(self) -> None:
        many = listing(NEVER * 130)
        site = merge([many, many], strict=False)
        assert (site.problems, site.omitted) == (many.problems, 160)
        with pytest.raises(ListingError) as caught:
            merge([many, many])
        assert (caught.value.problems, caught.value.omitted) == (many.problems, 160)

    def test_conflicts_are_capped_too(self) -> None:
        titles = [f"Kettle {number}" for number in range(130)]
        first, later = (listing(*(entry(title, minutes=each) for title in titles)) for each in (5, 6))
        site = merge([first, later], strict=False)
        assert [problem.line for problem in site.problems] == list(range(1, 201, 2))
        assert site.omitted == 30


@pytest.mark.parametrize("listings", [listing(entry()), [listing(entry()), "blog.txt"], [[listing(entry())]]])
def test_other_values_than_listings_are_refused(listings: Any) -> None:
    with pytest.raises(TypeError, match=r"^merge takes Listing values, not "):
        merge(listings)


def addressed(path: str, **urls: str) -> Listing:
    """A page of posts of one day and title, by their summary, each with a url."""
    posts = tuple(
        Post(title="Tea", published=date(2026, 3, 22), id=f"2026-03-22-tea{'-2' * number}", summary=summary, url=url)
        for number, (summary, url) in enumerate(urls.items())
    )
    page = Page(path=path, ids=tuple(post.id for post in posts))
    return Listing(posts=posts, merged=(page,))


def test_posts_with_different_urls_are_different_posts() -> None:
    a, b, c = "https://a.example/", "https://b.example/", "https://c.example/"
    site = merge([addressed("/a", A=a), addressed("/ab", A=a, B=b), addressed("/bc", B=b, C=c)])
    assert [(post.id, post.url) for post in site.posts] == [
        ("2026-03-22-tea", a),
        ("2026-03-22-tea-2", b),
        ("2026-03-22-tea-2-2", c),
    ]
    assert [[page.path for page in site.pages_of(post)] for post in site.posts] == [
        ["/a", "/ab"],
        ["/ab", "/bc"],
        ["/bc"],
    ]
    assert len(site.index) == 3
    assert merge([site]).posts == site.posts


def test_a_conflict_names_the_page_of_the_copy_with_the_same_url() -> None:
    a, b = "https://a.example/", "https://b.example/"
    site = merge([addressed("/ab", A=a, B=b), addressed("/b", Other=b)], strict=False)
    (problem,) = site.problems
    assert "has the summary 'Other' here, but 'B' on /ab" in problem.message
    assert len(site.posts) == 2


def test_ids_of_a_page_without_posts_stay() -> None:
    page = Page(path="/tea", ids=("gone",))
    assert merge([Listing(merged=(page,))]).pages == (page,)


def test_posts_without_known_lines_are_merged() -> None:
    page = listing(entry())
    longer = page.model_copy(update={"posts": (*page.posts, seen(entry("Pots")))})
    assert [post.title for post in merge([longer]).posts] == ["Tea, twice", "Pots"]


def test_the_longer_of_two_cut_summaries_is_kept() -> None:
    assert seen(entry(summary="It is nice […]"), entry(summary="It is nice to")).summary == "It is nice to"
    assert seen(entry(summary="It is nice to"), entry(summary="It is nice […]")).summary == "It is nice to"
