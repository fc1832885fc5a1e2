"""Writing a listing: the canonical form, its way back, and what the format cannot carry."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import postindex
from postindex import InvalidValue, Listing, Post, PostIndex, Tag, parse_listing, write_listing

DAY = date(2026, 3, 22)


def tea(**fields: Any) -> Post:
    return Post(**{"title": "Tea, twice", "published": DAY, **fields})


def content_of(listing: Listing) -> list[tuple[Any, ...]]:
    """What the posts say; equal tags may be spelt differently."""
    return [(post, [(tag.name, tag.slug) for tag in post.tags]) for post in listing.posts]


def comes_back(*posts: Post) -> str:
    """Write posts, see that they are read back, and return what was written."""
    text = write_listing(posts)
    read = parse_listing(text)
    assert content_of(read) == content_of(Listing(posts=posts))
    assert read.declared_count == len(posts)
    assert write_listing(read) == text
    return text


class TestForm:
    def test_writes_every_field(self) -> None:
        posts = [
            tea(summary="On second infusions.", tags=["tea", "kettles"], reading_minutes=5),
            Post(title="Fog", published=date(2025, 1, 2)),
        ]
        assert write_listing(posts, path="/harbour", description="Posts touching harbour.") == (
            "/harbour\n"
            "Posts touching harbour.\n"
            "2 posts\n"
            "- March 22, 2026 5 min\n"
            "Tea, twice\n"
            "On second infusions.\n"
            "- /tea\n"
            "- /kettles\n"
            "- January 2, 2025\n"
            "Fog\n"
        )

    def test_writes_a_post_alone(self) -> None:
        assert write_listing([tea()]) == "1 post\n- March 22, 2026\nTea, twice\n"

    def test_writes_no_posts(self) -> None:
        assert write_listing([]) == "0 posts\n"
        assert parse_listing("0 posts\n") == Listing(declared_count=0)

    def test_writes_thousands_with_commas(self) -> None:
        posts = [Post(title=f"Moth {number}", published=DAY) for number in range(1000)]
        assert comes_back(*posts).startswith("1,000 posts\n")

    @pytest.mark.parametrize(
        ("day", "head"),
        [(date(1, 1, 1), "- January 1, 0001"), (date(9999, 12, 31), "- December 31, 9999")],
        ids=["first", "last"],
    )
    def test_writes_the_first_and_the_last_day(self, day: date, head: str) -> None:
        assert head in comes_back(Post(title="Fog", published=day)).splitlines()

    @pytest.mark.parametrize(
        ("minutes", "shown"), [(None, ""), (0, " 0 min"), (1, " 1 min"), (1_000_000, " 1000000 min")]
    )
    def test_writes_minutes(self, minutes: int | None, shown: str) -> None:
        assert f"- March 22, 2026{shown}" in comes_back(tea(reading_minutes=minutes)).splitlines()


class TestSources:
    def test_a_listing_keeps_its_header(self) -> None:
        listing = Listing(path="/tea", description="Posts about tea.", declared_count=1, posts=(tea(),))
        assert write_listing(listing) == "/tea\nPosts about tea.\n1 post\n- March 22, 2026\nTea, twice\n"
        assert parse_listing(write_listing(listing)) == listing

    @pytest.mark.parametrize(
        "header",
        [
            {},
            {"path": "/tea"},
            {"description": "Posts about tea."},
            {"declared_count": 1},
            {"path": "/tea", "description": "Posts about tea."},
        ],
        ids=lambda header: "+".join(header) or "none",
    )
    def test_missing_header_parts_are_not_written(self, header: dict[str, Any]) -> None:
        listing = Listing(posts=(tea(),), **header)
        assert parse_listing(write_listing(listing)) == listing

    def test_arguments_override_the_header(self) -> None:
        listing = Listing(path="/tea", description="Posts about tea.", posts=(tea(),))
        read = parse_listing(write_listing(listing, path="/pots", description="Posts about pots."))
        assert (read.path, read.description, read.declared_count) == ("/pots", "Posts about pots.", None)

    def test_posts_may_be_any_iterable(self) -> None:
        fog = Post(title="Fog", published=date(2027, 1, 2))
        assert write_listing(iter([tea(), fog])) == write_listing([tea(), fog]) == write_listing((tea(), fog))
        assert parse_listing(write_listing([tea(), fog])).posts == (tea(), fog)

    def test_an_index_is_written_newest_first(self) -> None:
        posts = [Post(title=f"Fog {year}", published=date(year, 1, 2)) for year in (2024, 2026, 2025)]
        days = [post.day.year for post in parse_listing(write_listing(PostIndex(posts))).posts]
        assert days == [2026, 2025, 2024]

    def test_an_iterator_is_read_first(self) -> None:
        taken = []

        def posts() -> Iterator[Post]:
            for post in (tea(), Post(title="Fog", published=DAY, language="en")):
                taken.append(post)
                yield post

        with pytest.raises(InvalidValue, match=r"^Post\.language of '2026-03-22-fog': 'en' "):
            write_listing(posts())
        assert len(taken) == 2

    def test_other_values_than_posts_are_refused(self) -> None:
        with pytest.raises(InvalidValue, match=r"^listing\[1\]: 'Fog' is not a Post$"):
            write_listing([tea(), "Fog"])  # type: ignore[list-item]

    def test_the_example_is_canonical(self, root: Path) -> None:
        listing = postindex.read_listing(root / "docs" / "examples" / "blog.txt")
        text = write_listing(listing)
        assert parse_listing(text) == listing
        assert write_listing(parse_listing(text)) == text

    def test_a_real_listing_is_read_back(self, shared: Path) -> None:
        listing = postindex.read_listing(shared / "listings" / "blog.txt")
        assert parse_listing(write_listing(listing)) == listing


class TestCarried:
    @pytest.mark.parametrize(
        "title",
        [
            "March 21, 2026",
            "March 21, 2026 5 min",
            "2026-03-21",
            "03/04/2026",
            "- a bullet",
            "59 posts",
            "/path and more",
            "-/tea",
            "Older posts",
            "© 2026",
            "Tags are for shelves",
            "Tea\xa0and\u2028biscuits\x85",
            "tea\ttime",
            "<html> by hand",
            "お茶 🍵",
            "t" * 5000,
        ],
        ids=lambda title: repr(title)[:30],
    )
    def test_a_title_that_looks_like_another_part(self, title: str) -> None:
        comes_back(tea(title=title), tea(title=title, published=date(2025, 1, 2), summary="Leaves.", tags=["tea"]))

    @pytest.mark.parametrize("title", ["/tea", "#tea", "#tea #pots", "Tags: tea, pots"])
    def test_a_title_that_reads_as_tags_where_the_entry_has_more(self, title: str) -> None:
        comes_back(tea(title=title, summary="Leaves."))
        comes_back(tea(title=title, tags=["tea"]))

    def test_a_title_that_reads_as_tags_below_tags_with_bullets(self) -> None:
        comes_back(tea(tags=["tea"]), tea(title="/pots"), tea(title="Tags: pots"))
        comes_back(tea(tags=["iron pots"]), tea(title="#pots"))

    @pytest.mark.parametrize(
        "description", ["/tea and more", "Posts touching tea.", "-5 degrees", "59 posts, all of them on tea", "茶"]
    )
    def test_a_description_of_plain_text(self, description: str) -> None:
        listing = Listing(path="/tea", description=description, declared_count=1, posts=(tea(),))
        assert parse_listing(write_listing(listing)) == listing
        assert parse_listing(write_listing([tea()], description=description)).description == description

    @pytest.mark.parametrize(
        "summary",
        [
            "March 21, 2026 was a fine day",
            "- a bullet",
            "59 posts by hand",
            "/path and more",
            "Older posts are better",
            "A rule: ----",
            "5 min",
            "two  spaces\tand a tab",
            "Leaves.\x85More\u2028leaves.",
            "s" * 5000,
        ],
        ids=lambda summary: repr(summary)[:30],
    )
    def test_a_summary_that_is_text(self, summary: str) -> None:
        comes_back(tea(summary=summary), tea(title="Fog", summary=summary, tags=["fog"]))

    @pytest.mark.parametrize("name", ["tea", "C++", ".net", "C#", "a/b", "Tea", "茶", "a" * 500, "x,y"])
    def test_a_tag_of_one_word(self, name: str) -> None:
        assert f"- /{name}\n" in comes_back(tea(tags=[name]))

    def test_a_tag_of_two_words_takes_all_tags_onto_one_line(self) -> None:
        assert comes_back(tea(tags=["tea", "iron pots", "C#"])).splitlines()[-1] == "- Tags: tea, iron pots, C#"

    def test_posts_of_one_day_and_title(self) -> None:
        posts = PostIndex([tea(summary=summary) for summary in ("Hot.", "Cold.", "Iced.")])
        assert [post.id[-3:] for post in sorted(posts, key=lambda post: post.id)] == ["ice", "e-2", "e-3"]
        comes_back(*posts)
        comes_back(*reversed(posts))

    def test_a_title_that_ends_as_the_id_of_a_namesake(self) -> None:
        posts = parse_listing(
            "- 2026-03-22\nTea\nHot.\n- 2026-03-22\nTea 2\n- 2026-03-22\nTea\nCold.", strict=True
        ).posts
        assert sorted(post.id for post in posts) == ["2026-03-22-tea", "2026-03-22-tea-2", "2026-03-22-tea-3"]
        comes_back(*posts)


class TestRefused:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("authors", ["A. Writer"]),
            ("url", "https://example.org/tea"),
            ("language", "en"),
            ("updated", date(2026, 3, 23)),
            ("published", datetime(2026, 3, 22, 12, tzinfo=UTC)),
            ("published", datetime(2026, 3, 22, tzinfo=UTC)),
            ("id", "tea"),
            ("title", "5 min read"),
            ("title", "\ufefftea"),
            ("summary", "\ufeffleaves"),
            ("tags", ["tea\npots"]),
            ("tags", ["tea\rpots"]),
            ("title", "Tea\ntwice"),
            ("title", "Tea\rtwice"),
            ("title", "- 2026-03-21"),
            ("title", "* March 21, 2026 5 min"),
            ("title", "- 2026-02-30"),
            ("title", "1. March 21, 2026 ~5 min"),
            ("title", "- /pots"),
            ("title", "- Tags: pots"),
            ("title", "/pots"),
            ("title", "#pots"),
            ("title", "Tags: pots, tea"),
            ("summary", "Hot.\nCold."),
            ("summary", "Hot.\rCold."),
            ("summary", " Hot."),
            ("summary", "Hot. "),
            ("summary", "Hot.\x85"),
            ("summary", "\u2028"),
            ("summary", " "),
            ("summary", "59 posts"),
            ("summary", "1 post"),
            ("summary", "/pots"),
            ("summary", "#pots #tea"),
            ("summary", "- /pots"),
            ("summary", "-/pots"),
            ("summary", "- /pots and pans"),
            ("summary", "Tags: pots"),
            ("summary", "Older posts →"),
            ("summary", "© 2026 The Kettle"),
            ("summary", "Page 1 of 5"),
            ("summary", "----"),
            ("summary", "-"),
            ("summary", "- March 21, 2026"),
            ("summary", "March 21, 2026"),
            ("summary", "2026-02-30"),
            ("tags", ["tea, and pots"]),
            ("tags", ["iron pots", "x,y"]),
            ("tags", [Tag("K8s", slug="kubernetes")]),
            ("tags", [Tag("iron pots", slug="pots")]),
        ],
        ids=lambda value: repr(value)[:40],
    )
    def test_unsupported_fields_are_named(self, field: str, value: Any) -> None:
        post = tea(**{field: value})
        with pytest.raises(InvalidValue) as caught:
            write_listing([Post(title="Fog", published=DAY), post])
        assert caught.value.place == f"Post.{field} of {post.id!r}"
        assert caught.value.value == getattr(post, field)
        assert str(caught.value).startswith(f"Post.{field} of {post.id!r}: ")

    @pytest.mark.parametrize("field", ["authors", "url", "language", "updated"])
    def test_a_copy_without_the_field_is_written(self, field: str) -> None:
        values = {"authors": ["A. Writer"], "url": "https://example.org/", "language": "en", "updated": DAY}
        post = tea(**{field: values[field]})
        comes_back(post.model_copy(update={field: () if field == "authors" else None}))

    def test_an_id_with_a_number_without_its_namesake(self) -> None:
        with pytest.raises(InvalidValue, match=r"^Post\.id of '2026-03-22-tea-twice-2': .*'2026-03-22-tea-twice'"):
            write_listing([tea(id="2026-03-22-tea-twice-2")])

    def test_swapped_ids_of_namesakes(self) -> None:
        cold, hot = PostIndex([tea(summary="Cold."), tea(summary="Hot.")])
        swapped = [cold.model_copy(update={"id": hot.id}), hot.model_copy(update={"id": cold.id})]
        with pytest.raises(InvalidValue, match=r"^Post\.id of .* would be read back as "):
            write_listing(swapped)

    @pytest.mark.parametrize("again", [lambda post: post, lambda post: post.model_copy()], ids=["itself", "a copy"])
    def test_a_post_twice(self, again: Callable[[Post], Post]) -> None:
        fog = Post(title="Fog", published=DAY)
        with pytest.raises(InvalidValue, match=r"^Post\.id of '2026-03-22-fog': .* is repeated"):
            write_listing([fog, tea(), again(fog)])

    @pytest.mark.parametrize(
        "path", ["", "tea", "tea/", " /tea", "/tea ", "/tea time", "/tea\n", "/tea\npots", "/tea\xa0pots", "\ufeff/tea"]
    )
    def test_an_invalid_path(self, path: str) -> None:
        with pytest.raises(InvalidValue) as caught:
            write_listing([tea()], path=path)
        assert (caught.value.place, caught.value.value) == ("Listing.path", path)

    @pytest.mark.parametrize(
        "description",
        [
            "",
            " ",
            " Leaves.",
            "Leaves. ",
            "Hot.\nCold.",
            "Hot.\rCold.",
            "/tea",
            "#tea #pots",
            "\ufeffLeaves.",
            "- Leaves.",
            "1. Leaves.",
            "59 posts",
            "#tea",
            "Tags: tea",
            "Older posts",
            "© 2026",
            "====",
            "-",
            "March 22, 2026",
            "2026-03-22 5 min",
        ],
    )
    def test_an_invalid_description(self, description: str) -> None:
        with pytest.raises(InvalidValue) as caught:
            write_listing([tea()], description=description)
        assert (caught.value.place, caught.value.value) == ("Listing.description", description)

    @pytest.mark.parametrize("description", ["<html> and tea", "<?xml as it is", "%PDF-1.7", "GIF89a"])
    def test_a_description_that_looks_like_another_file_format(self, description: str) -> None:
        with pytest.raises(InvalidValue, match=r"^Listing\.description: "):
            write_listing([tea()], description=description)
        assert write_listing([tea()], path="/tea", description=description).splitlines()[1] == description

    @pytest.mark.parametrize(("field", "value"), [("path", "/tea\0"), ("description", "Lea\x07ves.")])
    def test_characters_that_xml_cannot_carry(self, field: str, value: str) -> None:
        with pytest.raises(InvalidValue, match=rf"^Listing\.{field}: .* which XML cannot carry"):
            write_listing([tea()], **{field: value})

    @pytest.mark.parametrize(
        ("path", "description"), [("/te a", None), (None, "59 posts")], ids=["path", "description"]
    )
    def test_the_header_of_a_listing(self, path: str | None, description: str | None) -> None:
        with pytest.raises(InvalidValue, match=r"^Listing\.(path|description): "):
            write_listing(Listing(path=path, description=description, posts=(tea(),)))

    @pytest.mark.parametrize("count", [0, 2, 59])
    def test_a_count_that_differs(self, count: int) -> None:
        with pytest.raises(InvalidValue, match=r"^Listing\.declared_count: .* is not the number of posts, 1; "):
            write_listing(Listing(declared_count=count, posts=(tea(),)))

    def test_neither_posts_nor_a_count(self) -> None:
        with pytest.raises(InvalidValue, match=r"^Listing\.declared_count: None .*give 0$"):
            write_listing(Listing(path="/tea"))
