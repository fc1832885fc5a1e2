"""`Listing` and `Page`: what they say, what they derive, and how they behave as values."""

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from postindex import (
    InvalidValue,
    Listing,
    ListingError,
    Page,
    PostIndex,
    Problem,
    Tag,
    merge,
    parse_listing,
    parse_listings,
    sources,
)
from postindex.listing import Layout

TEA = "- 2026-03-22 5 min\nTea, twice\n- /tea\n"
POTS = "- 2026-03-25\nPots\n- /pots\n"
NEVER = "- 2026-02-30\nNever\n"
FULL = f"/tea\nPosts about tea.\n2 posts\n{TEA}\n{POTS}"

COPIES = pytest.mark.parametrize(
    "copied",
    [
        lambda listing: pickle.loads(pickle.dumps(listing)),
        copy.copy,
        copy.deepcopy,
        lambda listing: listing.model_copy(),
        lambda listing: type(listing).model_validate(listing.model_dump()),
        lambda listing: type(listing).model_validate_json(listing.model_dump_json()),
    ],
    ids=["pickle", "copy", "deepcopy", "model_copy", "dict", "JSON"],
)


def page(path: str | None, description: str | None = None) -> Page:
    return Page(path=path, description=description)


class TestFields:
    def test_fields_of_a_text(self) -> None:
        listing = parse_listing(FULL, source="tea.txt")
        assert (listing.path, listing.description, listing.declared_count) == ("/tea", "Posts about tea.", 2)
        assert [post.title for post in listing.posts] == ["Tea, twice", "Pots"]
        assert (listing.problems, listing.omitted, listing.source, listing.merged) == ((), 0, "tea.txt", ())

    def test_missing_fields_are_none(self) -> None:
        listing = parse_listing(TEA)
        assert (listing.path, listing.description, listing.declared_count, listing.source) == (None, None, None, None)

    def test_lines_are_where_posts_begin(self) -> None:
        assert parse_listing(FULL).lines == (4, 8)
        assert parse_listing("\n\n" + TEA + NEVER + POTS, strict=False).lines == (3, 8)
        assert parse_listing(TEA.replace("\n", "\r\n") + POTS).lines == (1, 4)

    def test_lines_match_posts_with_distinct_ids(self) -> None:
        listing = parse_listing("- 2026-03-22\nNotes\nOn tea.\n\n- 2026-03-22\nNotes\nOn pots.")
        lines = {post.summary: line for post, line in zip(listing.posts, listing.lines, strict=True)}
        assert lines == {"On tea.": 1, "On pots.": 5}

    def test_nothing_is_required(self) -> None:
        listing = Listing()
        assert (listing.posts, listing.lines, listing.problems, len(listing.index)) == ((), (), (), 0)

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"path": "/te\x00a"}, "Listing.path"),
            ({"description": "\ud800"}, "Listing.description"),
            ({"declared_count": "2"}, "Listing.declared_count"),
            ({"posts": "tea"}, "Listing.posts"),
            ({"heading": "Tea"}, "Listing.heading"),
            ({"merged": (Listing(),)}, "Listing.merged.0"),
        ],
    )
    def test_errors_name_the_field(self, fields: dict[str, Any], place: str) -> None:
        with pytest.raises(InvalidValue) as caught:
            Listing(**fields)
        assert caught.value.place == place

    def test_omitted_counts_the_other_problems(self) -> None:
        assert parse_listing(NEVER * 100, strict=False).omitted == 0
        listing = parse_listing(NEVER * 103, strict=False)
        assert (len(listing.problems), listing.omitted) == (100, 3)


class TestIndex:
    def test_index_is_newest_first(self) -> None:
        listing = parse_listing(FULL)
        assert listing.index == PostIndex(listing.posts)
        assert [post.title for post in listing.index] == ["Pots", "Tea, twice"]

    def test_index_is_built_once(self) -> None:
        listing = parse_listing(FULL)
        assert listing.index is listing.index
        assert listing == parse_listing(FULL)
        assert listing.model_dump() == parse_listing(FULL).model_dump()

    def test_a_copy_with_other_posts_has_another_index(self) -> None:
        listing = parse_listing(FULL)
        assert len(listing.index) == 2
        assert len(listing.model_copy(update={"posts": listing.posts[:1]}).index) == 1


class TestPages:
    def test_a_text_is_one_page(self) -> None:
        listing = parse_listing(FULL, source="tea.txt")
        assert listing.pages == (
            Page(
                path="/tea",
                description="Posts about tea.",
                declared_count=2,
                ids=("2026-03-22-tea-twice", "2026-03-25-pots"),
                source="tea.txt",
            ),
        )

    def test_pages_of_returns_the_pages_in_order(self) -> None:
        tea, pots = parse_listing(f"/tea\n{TEA}"), parse_listing(f"/pots\n{POTS}{TEA}")
        site = merge([tea, pots])
        twice, pot = site.posts
        assert site.pages_of(twice) == site.pages == (*tea.pages, *pots.pages)
        assert site.pages_of(pot) == pots.pages
        assert site.pages_of(twice.id) == site.pages_of(twice)

    @pytest.mark.parametrize("asked", ["2026-03-25-pots", "", parse_listing(POTS).posts[0]], ids=["id", "none", "post"])
    def test_pages_of_an_unknown_post_is_empty(self, asked: Any) -> None:
        assert parse_listing(TEA).pages_of(asked) == ()

    @pytest.mark.parametrize(
        ("path", "tag"),
        [
            ("/tea", "tea"),
            ("/tea/", "tea"),
            ("/tags/tea//", "tea"),
            ("/notes/2026/green-tea", "green-tea"),
            ("/Thé", "thé"),
            ("tea", "tea"),
        ],
    )
    def test_the_tag_is_the_last_part_of_the_path(self, path: str, tag: str) -> None:
        assert page(path).tag == Tag(tag)

    @pytest.mark.parametrize("path", [None, "", "/", "//", "/!!!", "/tea/…"])
    def test_a_path_without_a_letter_or_digit_at_its_end_has_no_tag(self, path: str | None) -> None:
        assert page(path).tag is None

    def test_a_page_is_a_value(self) -> None:
        assert page("/tea") == page("/tea") != page("/pots")
        assert len({page("/tea"), page("/tea"), page("/tea", "Leaves.")}) == 2
        with pytest.raises(AttributeError, match="Page is frozen"):
            page("/tea").path = "/pots"  # type: ignore[misc]
        with pytest.raises(InvalidValue, match=r"^Page\.path: "):
            page("\x00")

    @COPIES
    def test_a_page_survives_copying(self, copied: Callable[[Page], Page]) -> None:
        (original,) = parse_listing(FULL, source="tea.txt").pages
        assert copied(original) == original


class TestDescriptions:
    @staticmethod
    def of(*pages: Page) -> dict[Tag, str]:
        return dict(Listing(merged=pages).descriptions)

    def test_one_page_describes_its_tag(self) -> None:
        assert dict(parse_listing(FULL).descriptions) == {Tag("tea"): "Posts about tea."}

    def test_descriptions_are_in_the_order_of_pages(self) -> None:
        descriptions = self.of(page("/tags/pots/", "On pots."), page("/notes/tea", "On tea."))
        assert list(descriptions.items()) == [(Tag("pots"), "On pots."), (Tag("tea"), "On tea.")]

    def test_the_first_description_of_a_tag_is_kept(self) -> None:
        assert self.of(page("/tea"), page("/Tea/", "Leaves."), page("/tags/tea", "Cups.")) == {Tag("tea"): "Leaves."}

    @pytest.mark.parametrize("one", [page("/"), page("/", "All."), page("/tea"), page("/tea", ""), page(None, "All.")])
    def test_a_page_without_a_tag_or_a_description_has_no_entry(self, one: Page) -> None:
        assert self.of(one, page("/pots", "On pots.")) == {Tag("pots"): "On pots."}

    def test_descriptions_are_read_only(self) -> None:
        listing = parse_listing(FULL)
        with pytest.raises(TypeError):
            listing.descriptions[Tag("tea")] = "Cups."  # type: ignore[index]

    def test_descriptions_come_from_all_merged_pages(self) -> None:
        site = merge(parse_listings(f"/tea\nLeaves.\n1 post\n{TEA}/pots\nClay.\n1 post\n{POTS}"))
        assert dict(site.descriptions) == {Tag("tea"): "Leaves.", Tag("pots"): "Clay."}


class TestEquality:
    @pytest.mark.parametrize(
        ("text", "other"),
        [
            (TEA, "\n" + TEA),
            (TEA, TEA.replace("2026-03-22", "March 22, 2026")),
            (TEA, TEA + NEVER),
            (FULL, FULL.replace("\n", "\r\n")),
            ("", "nothing here"),
        ],
    )
    def test_equal_content_is_equal(self, text: str, other: str) -> None:
        one, two = parse_listing(text, strict=False), parse_listing(other, strict=False, source="tea.txt")
        assert one == two
        assert hash(one) == hash(two)

    @pytest.mark.parametrize("other", ["/pots\n" + TEA, "Leaves.\n" + TEA, "1 post\n" + TEA, TEA + POTS, POTS])
    def test_different_content_is_not_equal(self, other: str) -> None:
        assert parse_listing(TEA) != parse_listing(other)

    def test_the_order_of_posts_matters(self) -> None:
        assert parse_listing(TEA + POTS) != parse_listing(POTS + TEA)

    @pytest.mark.parametrize(
        "other", [None, TEA, (), page("/tea"), parse_listing(TEA).index], ids=lambda it: type(it).__name__
    )
    def test_other_types_are_not_equal(self, other: object) -> None:
        assert parse_listing(TEA) != other

    def test_a_read_listing_equals_a_constructed_one(self) -> None:
        read = parse_listing(FULL)
        made = Listing(path="/tea", description="Posts about tea.", declared_count=2, posts=read.posts)
        assert read == made
        assert hash(read) == hash(made)


class TestShow:
    @pytest.mark.parametrize(
        ("listing", "shown"),
        [
            (parse_listing(f"/tea\n{TEA}", source="tea.txt"), "<Listing /tea: 1 post>"),
            (parse_listing(TEA, source="tea.txt"), "<Listing tea.txt: 1 post>"),
            (parse_listing(TEA + POTS), "<Listing (text): 2 posts>"),
            (parse_listing(TEA + NEVER, strict=False), "<Listing (text): 1 post, 1 problem>"),
            (parse_listing(NEVER * 1250, strict=False), "<Listing (text): 0 posts, 1,250 problems>"),
            (merge([parse_listing(TEA)]), "<Listing (text): 1 post, 1 page>"),
            (
                merge([parse_listing(TEA), parse_listing(POTS + NEVER + NEVER, strict=False)], strict=False),
                "<Listing (text): 2 posts, 2 pages, 2 problems>",
            ),
        ],
    )
    def test_repr_shows_name_and_counts(self, listing: Listing, shown: str) -> None:
        assert repr(listing) == str(listing) == shown


class TestValue:
    def test_it_is_frozen(self) -> None:
        listing = parse_listing(TEA)
        with pytest.raises(AttributeError, match="Listing is frozen"):
            listing.path = "/coffee"  # type: ignore[misc]
        with pytest.raises(AttributeError, match="Listing is frozen"):
            del listing.posts

    @COPIES
    @pytest.mark.parametrize(
        "listing",
        [parse_listing(FULL, source="tea.txt"), merge([parse_listing(FULL), parse_listing(TEA)]), Listing()],
        ids=["read", "merged", "empty"],
    )
    def test_it_survives_copying(self, listing: Listing, copied: Callable[[Listing], Listing]) -> None:
        same = copied(listing)
        assert same == listing
        assert (same.source, same.lines, same.merged) == (listing.source, listing.lines, listing.merged)
        assert (same.index, same.pages) == (listing.index, listing.pages)

    @pytest.mark.parametrize(
        "copied",
        [
            lambda listing: pickle.loads(pickle.dumps(listing)),
            lambda listing: Listing.model_validate(listing.model_dump()),
            lambda listing: Listing.model_validate_json(listing.model_dump_json()),
        ],
        ids=["pickle", "dict", "JSON"],
    )
    def test_problems_survive_copying(self, copied: Callable[[Listing], Listing]) -> None:
        listing = parse_listing(FULL + NEVER * 101, strict=False, source="tea.txt")
        same = copied(listing)
        assert (same, same.problems, same.omitted) == (listing, listing.problems, listing.omitted)
        assert same.omitted == 2  # of them, one is the count that the header declares
        assert [problem.excerpt for problem in same.problems] == [problem.excerpt for problem in listing.problems]

    def test_a_layout_in_words(self) -> None:
        dates, titles = "2 dates such as '2026-03-22'", "the title is the line above"
        assert str(Layout(dates, titles, 2, 2)) == f"{dates}; {titles} in 2 of 2"
        layout = Layout(dates, titles, 1, 2, "the line below", 3.25, 1)
        assert str(layout) == f"{dates}; {titles} in 1 of 2; runner-up: the line below, 3.2 behind; 1 left out"

    def test_the_origin_of_a_post_of_a_merge_is_unknown(self) -> None:
        made = Listing(posts=parse_listing(TEA).posts)
        assert made.origin(made.posts[0]) is None

    def test_a_layout_and_origins_survive_copying(self) -> None:
        page = "<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots</a></ul>"
        listing = sources.read_page(page.encode(), strict=False)
        for same in (
            Listing.model_validate(listing.model_dump()),
            Listing.model_validate_json(listing.model_dump_json()),
        ):
            assert (same.layout, same.origins) == (listing.layout, listing.origins)
            assert same.origin(same.posts[1]) == listing.origins[1]
        assert listing.origin("2026-03-22-coffee") is None

    @pytest.mark.parametrize(
        "fields", [{"origins": ({"line": "x"},)}, {"origins": ({"colour": 1},)}, {"problems": ({"line": 1},)}]
    )
    def test_bad_values_of_a_dump_are_refused(self, fields: dict[str, Any]) -> None:
        with pytest.raises(InvalidValue):
            Listing.model_validate(fields)

    def test_copies_survive_a_built_index(self) -> None:
        listing = parse_listing(FULL)
        assert listing.index
        assert listing.pages_of(listing.posts[0])
        same = pickle.loads(pickle.dumps(listing))
        assert (same, same.index) == (listing, listing.index)

    def test_an_error_survives_pickling(self) -> None:
        with pytest.raises(ListingError) as caught:
            parse_listing(NEVER * 101)
        same = pickle.loads(pickle.dumps(caught.value))
        assert (same.problems, same.omitted, str(same)) == (caught.value.problems, 1, str(caught.value))

    def test_a_read_listing_is_valid(self) -> None:
        read = parse_listing(FULL, source="tea.txt")
        made = Listing(**{name: getattr(read, name) for name in Listing.model_fields})
        assert made.model_dump() == read.model_dump()
        assert all(isinstance(problem, Problem) for problem in made.problems)
