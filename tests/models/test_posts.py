import copy
import json
import pickle
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from postindex import Author, Channel, Enclosure, InvalidValue, Post, PostIndex, Tag, parse_listing

DAY = date(2026, 3, 22)
AUDIO = Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12_345_678)
PAPER = Enclosure(url="https://example.org/1.pdf?a=1&b=2", type="application/pdf")


def post(**parts: Any) -> Post:
    return Post(**{"title": "Tea", "published": DAY, **parts})


# -- Tag ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["/blog", "blog", "#Blog", " / blog / ", "BLOG", "/blog/", "ｂｌｏｇ"])
def test_marks_case_width_and_space_do_not_tell_tags_apart(name: str) -> None:
    assert Tag(name) == Tag("blog")
    assert hash(Tag(name)) == hash(Tag("blog"))
    assert Tag(name).slug == "blog"
    assert Tag.of(name) == Tag("Blog")


def test_names_that_differ_in_a_symbol_are_different_tags() -> None:
    names = ["C", "C++", "C#", ".net", "net", "ci/cd", "cd", "F#", "dotnet"]
    assert len({Tag(name) for name in names}) == len(names)


def test_tag_keeps_its_name_and_shows_it() -> None:
    tag = Tag("#Blog")
    assert (tag.name, str(tag), f"{tag}", repr(tag)) == ("Blog", "Blog", "Blog", "Tag('Blog')")
    assert repr(Tag("K8s", slug="kubernetes")) == "Tag('K8s', slug='kubernetes')"


def test_a_given_slug_identifies_the_tag() -> None:
    assert Tag("K8s", slug="kubernetes") == Tag("Kubernetes")
    assert Tag("K8s", slug="kubernetes") != Tag("K8s")


def test_tags_sort_by_slug() -> None:
    names = ["zoo", "Ant", "ant-hill", "B"]
    assert [tag.name for tag in sorted(map(Tag, names))] == ["Ant", "ant-hill", "B", "zoo"]
    assert Tag("a") <= Tag("A")
    assert Tag("b") > Tag("A")


def test_a_tag_is_not_equal_to_text() -> None:
    assert Tag("tea") != "tea"
    with pytest.raises(TypeError):
        sorted([Tag("tea"), "tea"])  # type: ignore[type-var]


@pytest.mark.parametrize("name", ["", " ", "/", "#", "//##", "!!!", "…", "\u200b", "\ud800", "🍵", "\u0301"])
def test_a_tag_without_letter_or_digit_is_refused(name: str) -> None:
    with pytest.raises(InvalidValue, match="letter or digit") as raised:
        Tag(name)
    assert raised.value.place == "Tag.name"
    with pytest.raises(InvalidValue, match="letter or digit"):
        Tag.of(name)


@pytest.mark.parametrize("slug", ["K8S", "a b", "", "-a", "a_b", "\ud800", "a" * 101, 1, True])
def test_invalid_slugs_are_refused(slug: Any) -> None:
    with pytest.raises(InvalidValue) as raised:
        Tag("Kubernetes", slug=slug)
    assert raised.value.place == "Tag.slug"


@pytest.mark.parametrize("value", [None, 1, True, b"tea", [], {}, {"nme": "tea"}, 1.5, object(), Author("tea")])
def test_invalid_tags_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="Tag"):
        Tag.of(value)


def test_a_tag_is_its_own_tag() -> None:
    tag = Tag("K8s", slug="kubernetes")
    assert Tag.of(tag) is tag
    assert Tag.of({"name": "K8s", "slug": "kubernetes"}) == tag  # type: ignore[arg-type]


def test_a_tag_takes_one_name() -> None:
    assert Tag(name="tea") == Tag("tea")  # the keyword is the positional's name
    with pytest.raises(TypeError, match="keyword"):
        Tag("tea", "coffee")  # type: ignore[call-arg]


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(TypeError):
        Tag("tea", name="coffee")  # type: ignore[misc]


@pytest.mark.parametrize("name", ["# /blog", "x/ /", "/ /tea", "tea/ / /"])
def test_reading_a_tags_name_again_gives_the_same_name(name: str) -> None:
    name = Tag(name).name
    assert Tag(name).name == name


# -- Author ------------------------------------------------------------------------------------------------------------


def test_author_of_a_name_and_of_an_author() -> None:
    author = Author("A. Writer", email="a@example.org", url="https://example.org/a")
    assert Author.of(author) is author
    assert Author.of("A. Writer") == Author("A. Writer")
    assert Author.of({"name": "A. Writer"}) == Author("A. Writer")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"name": ""}, "Author.name"),
        ({"name": None}, "Author.name"),
        ({"name": "A", "email": "nobody"}, "Author.email"),
        ({"name": "A", "email": "a@b@c"}, "Author.email"),
        ({"name": "A", "email": "a b@c"}, "Author.email"),
        ({"name": "A", "url": "example.org"}, "Author.url"),
        ({"name": "A", "url": "mailto:a@example.org"}, "Author.url"),
        ({"name": "A", "phone": "1"}, "Author.phone"),
        ({}, "Author"),
    ],
)
def test_a_bad_author_is_refused_by_field(parts: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        Author(**parts)
    assert raised.value.place == place
    with pytest.raises(InvalidValue):
        Author.of(parts)  # type: ignore[arg-type]


# -- Enclosure ---------------------------------------------------------------------------------------------------------


def test_an_enclosure_has_no_length_unless_it_is_known() -> None:
    assert (PAPER.url, PAPER.type, PAPER.length) == ("https://example.org/1.pdf?a=1&b=2", "application/pdf", None)
    assert Enclosure(url="https://example.org/", type="a/b", length=0).length == 0
    assert Enclosure(url="https://example.org/", type="a/b", length=2**63 - 1).length == 2**63 - 1


@pytest.mark.parametrize(
    "type",
    [
        "audio/mpeg",
        "IMAGE/SVG+XML",
        "application/vnd.oasis.opendocument.text",
        "text/plain; charset=utf-8",
        'text/plain;charset="utf-8"',
        "x-a/!#$&^_.+-".replace("/", "/1"),
    ],
)
def test_a_media_type_is_kept_as_it_is_given(type: str) -> None:
    assert Enclosure(url="https://example.org/", type=type).type == type


@pytest.mark.parametrize(
    ("parts", "place", "fix"),
    [
        *(
            ({"type": type}, "Enclosure.type", "is not a media type; give one such as 'audio/mpeg'")
            for type in ("", "audio", "mp3", "audio/", "/mpeg", "audio/mpeg/3", "a b/c", "audio/mpeg\n", "ä/b", None, 1)
        ),
        *(({"type": f"text/plain; a={char}"}, "Enclosure.type", "") for char in ("\n", "\x00", "é")),
        *(
            ({"length": length}, "Enclosure.length", "is not a whole number of bytes from 0 to 2**63 - 1, or None")
            for length in (-1, True, "5", 5.0, 1.5, 2**63, 10**5000)
        ),
        *(
            ({"url": url}, "Enclosure.url", "is not an absolute http or https link")
            for url in ("", "/1.mp3", "1.mp3", "file:///1.mp3", "javascript:alert(1)", "https://example.org/100%", None)
        ),
        ({"size": 1}, "Enclosure.size", "the fields are url, type, length"),
    ],
)
def test_a_bad_enclosure_is_refused_by_field(parts: dict[str, Any], place: str, fix: str) -> None:
    fields = {"url": "https://example.org/1.mp3", "type": "audio/mpeg", **parts}
    with pytest.raises(InvalidValue) as raised:
        Enclosure(**fields)
    assert raised.value.place == place
    assert fix in raised.value.reason
    with pytest.raises(InvalidValue, match=rf"^Post\.enclosures: {re.escape(place)}"):
        post(enclosures=[AUDIO, fields])


@pytest.mark.parametrize("missing", ["url", "type"])
def test_an_enclosure_has_a_link_and_a_type(missing: str) -> None:
    fields = {"url": "https://example.org/1.mp3", "type": "audio/mpeg"}
    del fields[missing]
    with pytest.raises(InvalidValue, match=f"has no '{missing}'; give it one"):
        Enclosure(**fields)  # type: ignore[arg-type]


def test_an_enclosure_of_an_enclosure_is_itself() -> None:
    assert Enclosure.of(AUDIO) is AUDIO
    assert Enclosure.of(AUDIO.model_dump()) == AUDIO  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="keyword"):
        Enclosure("https://example.org/1.mp3", "audio/mpeg")  # type: ignore[call-arg]


@pytest.mark.parametrize("value", [None, 1, "https://example.org/1.mp3", b"", [], Tag("tea")])
def test_invalid_enclosures_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="is not an enclosure; give an Enclosure"):
        Enclosure.of(value)


# -- Post: what it takes -----------------------------------------------------------------------------------------------


def test_title_and_day_are_enough() -> None:
    plain = Post(title="Tea", published=DAY)
    assert plain.model_dump() == {
        "id": "2026-03-22-tea",
        "title": "Tea",
        "published": DAY,
        "summary": "",
        "tags": (),
        "reading_minutes": None,
        "url": None,
        "updated": None,
        "authors": (),
        "language": None,
        "related_ids": (),
        "content_html": "",
        "enclosures": (),
        "categories": (),
        "image": None,
    }
    assert repr(plain) == "Post(id='2026-03-22-tea', title='Tea', published=datetime.date(2026, 3, 22))"


def test_every_part_is_kept() -> None:
    moment = datetime(2026, 3, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    whole = Post(
        id="tag:example.org,2026:tea",
        title="  Tea, twice ",
        published=moment,
        summary="On leaves.",
        tags=["/Tea", Tag("notes"), "tea"],
        reading_minutes=0,
        url="https://example.org/tea/?a=1#é",
        updated=DAY,
        authors=["A. Writer", Author("B. Writer"), "A. Writer"],
        language="pt-BR",
        content_html=" <p>Leaves &amp; water.</p>\n",
        enclosures=iter([AUDIO, PAPER, AUDIO]),
        categories=["Drinks", "drinks"],
        image="https://example.org/tea.png",
    )
    assert whole.title == "Tea, twice"
    assert [tag.name for tag in whole.tags] == ["Tea", "notes"]  # of equal tags the first stays
    assert whole.authors == (Author("A. Writer"), Author("B. Writer"))
    assert whole.url == "https://example.org/tea/?a=1#é"
    assert (whole.published, whole.day, whole.reading_minutes) == (moment, DAY, 0)
    assert "reading_minutes=0" in repr(whole)
    assert whole.content_html == " <p>Leaves &amp; water.</p>\n"  # as it is given
    assert whole.enclosures == (AUDIO, PAPER)
    assert (whole.categories, whole.image) == ((Tag("Drinks"),), "https://example.org/tea.png")


def test_tags_come_from_any_iterable() -> None:
    assert post(tags=iter(["a", "b"])).tags == post(tags=("a", "b")).tags == post(tags={"a": 1, "b": 2}).tags


class _Nowhere(tzinfo):
    def utcoffset(self, moment: datetime | None) -> None: ...
    def dst(self, moment: datetime | None) -> None: ...
    def tzname(self, moment: datetime | None) -> None: ...


NAIVE = datetime(2026, 3, 22)  # noqa: DTZ001  # the point of the test
NOT_ISO = (
    "20260322",
    "2026-W12-7",
    "1" * 5000,
    "20260322T1030Z",
    "2026-03-22x10:00Z",
    "2026-3-22 or so",
    "03/04/2026",
    "2026",
    "2026-03",
    "2026-13-02",
    "2026-02-30",
    "",
    " 2026-03-22",
    "soon",
)

BAD_PARTS: list[tuple[str, Any, str]] = [
    ("title", None, "title"),
    ("title", 1, "title"),
    ("title", b"Tea", "title"),
    ("title", "", "at least one visible character"),
    ("title", " \t\n", "at least one visible character"),
    ("published", None, "datetime.date"),
    ("published", 0, "datetime.date"),
    ("published", True, "datetime.date"),
    ("published", 1.5, "datetime.date"),
    *(("published", text, "datetime.date") for text in NOT_ISO),
    ("published", "2026-03-22T10:00", "has no time zone"),
    ("published", NAIVE, "tzinfo"),
    ("published", NAIVE.replace(tzinfo=_Nowhere()), "tzinfo"),
    ("published", NAIVE.replace(tzinfo=timezone(timedelta(seconds=30))), "astimezone"),
    ("published", NAIVE.replace(tzinfo=timezone(timedelta(hours=14, minutes=1))), "14 hours"),
    ("published", NAIVE.replace(tzinfo=timezone(timedelta(hours=-15))), "14 hours"),
    ("updated", True, "datetime.date"),
    *(("updated", text, "datetime.date") for text in NOT_ISO),
    ("updated", NAIVE, "tzinfo"),
    ("reading_minutes", True, "whole number"),
    ("reading_minutes", -1, "from 0 to 1,000,000"),
    ("reading_minutes", "5", "whole number"),
    ("reading_minutes", 5.0, "whole number"),
    ("reading_minutes", float("nan"), "whole number"),
    ("summary", None, ""),
    ("summary", 1, ""),
    ("tags", "tea", "put it in a list"),
    ("tags", b"tea", "put it in a list"),
    ("tags", 1, "put it in a list"),
    ("tags", None, "list of names"),
    ("authors", "A. Writer", "put it in a list"),
    ("authors", None, "list of names"),
    ("related_ids", "2026-03-22-tea", "put it in a list"),
    ("related_ids", None, "list of the texts of Post.id"),
    ("related_ids", Tag("tea"), "put it in a list"),
    ("content_html", None, "give HTML, possibly empty"),
    ("content_html", b"<p>", "give HTML, possibly empty"),
    ("content_html", "<p>\x07", "U+0007 at index 3"),
    ("enclosures", AUDIO, "put it in a list"),
    ("enclosures", "https://example.org/1.mp3", "put it in a list"),
    ("enclosures", None, "list of Enclosure values"),
    ("id", "", "leave it out"),
    ("id", " ", "leave it out"),
    ("id", 1, "leave it out"),
    ("url", "", "absolute http or https"),
    ("url", "/tea/", "absolute http or https"),
    ("url", "https://", "absolute http or https"),
    ("url", "https:///tea", "absolute http or https"),
    ("url", "https://example.org/a b", "absolute http or https"),
    ("url", "https://example.org/\n", "absolute http or https"),
    ("url", "javascript:alert(1)", "absolute http or https"),
    ("url", "https://example.org/100%", "absolute http or https"),
    ("url", "https://%zz/", "absolute http or https"),
    ("url", b"https://example.org/", "absolute http or https"),
    ("language", "", "language tag"),
    ("language", "e", "language tag"),
    ("language", "en_US", "language tag"),
    ("language", "en-", "language tag"),
    ("language", "en\n", "language tag"),
    ("slug", "tea", "is not a field"),
]


@pytest.mark.parametrize(("field", "value", "fix"), BAD_PARTS)
def test_an_invalid_field_is_refused_with_place_value_and_fix(field: str, value: Any, fix: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        post(**{field: value})
    error = raised.value
    assert error.place == f"Post.{field}"
    assert error.value is value or error.value == value
    assert fix in error.reason
    assert str(error).startswith(f"Post.{field}: ")


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, value, _ in BAD_PARTS])
def test_no_route_lets_a_bad_part_in(field: str, value: Any) -> None:
    parts: dict[str, Any] = {"title": "Tea", "published": DAY, field: value}
    routes: list[Callable[[], object]] = [
        lambda: post().model_copy(update={field: value}),
        lambda: Post.model_construct(**parts),
        lambda: Post.model_validate(parts),
    ]
    for route in routes:
        with pytest.raises(InvalidValue):
            route()


@pytest.mark.parametrize("missing", ["title", "published"])
def test_a_missing_part_is_named(missing: str) -> None:
    parts: dict[str, Any] = {"title": "Tea", "published": DAY}
    del parts[missing]
    with pytest.raises(InvalidValue, match=f"has no '{missing}'"):
        Post(**parts)


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ({"tags": ["tea", 1]}, "Post.tags: Tag"),
        ({"tags": ["tea", "!!!"]}, "Post.tags: Tag.name"),
        ({"tags": [{"name": "tea", "slug": "T"}]}, "Post.tags: Tag.slug"),
        ({"authors": [1]}, "Post.authors: Author"),
        ({"related_ids": ["a", 1]}, "Post.related_ids"),
        ({"related_ids": [Tag("tea")]}, "Post.related_ids"),
        ({"related_ids": ["a", " "]}, "Post.related_ids.1"),
        ({"related_ids": ["\x07"]}, "Post.related_ids.0"),
        ({"authors": [{"name": "A", "email": "x"}]}, "Post.authors: Author.email"),
        ({"enclosures": [AUDIO, 1]}, "Post.enclosures: Enclosure"),
        ({"enclosures": ["https://example.org/1.mp3"]}, "Post.enclosures: Enclosure"),
    ],
)
def test_a_bad_value_inside_a_part_is_named(parts: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        post(**parts)
    assert raised.value.place == place


@pytest.mark.parametrize("field", ["tags", "authors", "enclosures"])
@pytest.mark.parametrize("value", [Tag("tea"), Author("A. Writer"), AUDIO])
def test_one_model_where_several_are_expected_is_refused_as_such(field: str, value: Any) -> None:
    with pytest.raises(InvalidValue, match="put it in a list"):
        post(**{field: value})


@pytest.mark.parametrize("value", [None, 1, b"", [], Tag("tea"), {"title": "Tea"}, {1: 2}])
def test_values_that_are_not_posts_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match="Post"):
        Post.model_validate(value)


def test_a_post_takes_keywords_only() -> None:
    with pytest.raises(TypeError, match="keyword"):
        Post("Tea")  # type: ignore[call-arg]


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_too_long_to_print_is_refused_like_any_other(sign: int) -> None:
    with pytest.raises(InvalidValue) as raised:
        post(reading_minutes=sign * 10**5000)
    assert "Post.reading_minutes" in str(raised.value)


# -- characters that XML cannot carry ----------------------------------------------------------------------------------

FORBIDDEN = ["\x00", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"]
ALLOWED = ["\t", "\x7f", "\x85", "\ud7ff", "\ue000", "\ufffd", "\U00010000", "\U0010ffff"]
CARRIERS: dict[str, Callable[[str], object]] = {
    "Tag.name": lambda char: Tag(f"te{char}a"),
    "Post.title": lambda char: post(title=f"te{char}a"),
    "Post.summary": lambda char: post(summary=f"te{char}a"),
    "Post.id": lambda char: post(id=f"te{char}a"),
    "Post.url": lambda char: post(url=f"https://example.org/te{char}a"),
    "Post.content_html": lambda char: post(content_html=f"te{char}a"),
    "Enclosure.url": lambda char: Enclosure(url=f"https://example.org/te{char}a", type="audio/mpeg"),
    "Enclosure.type": lambda char: Enclosure(url="https://example.org/tea", type=f"te{char}a/tea"),
    "Author.name": lambda char: Author(f"A{char}a"),
    "Author.email": lambda char: Author("A", email=f"a{char}a@example.org"),
    "Author.url": lambda char: Author("A", url=f"https://example.org/te{char}a"),
    "Channel.title": lambda char: Channel(title=f"te{char}a", link="https://example.org/"),
    "Channel.description": lambda char: Channel(title="Tea", link="https://example.org/", description=f"te{char}a"),
    "Channel.link": lambda char: Channel(title="Tea", link=f"https://example.org/te{char}a"),
    "Channel.subtitle": lambda char: Channel(title="Tea", link="https://example.org/", subtitle=f"te{char}a"),
    "Channel.rights": lambda char: Channel(title="Tea", link="https://example.org/", rights=f"te{char}a"),
    "Channel.generator": lambda char: Channel(title="Tea", link="https://example.org/", generator=f"te{char}a"),
    "Channel.hub": lambda char: Channel(title="Tea", link="https://example.org/", hub=f"https://a.b/te{char}a"),
    "Channel.permalink": lambda char: Channel(title="T", link="https://example.org/", permalink=f"/{char}{{slug}}/"),
}


@pytest.mark.parametrize("char", FORBIDDEN)
@pytest.mark.parametrize("place", CARRIERS)
def test_a_character_that_xml_cannot_carry_is_refused(place: str, char: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        CARRIERS[place](char)
    assert raised.value.place == place


@pytest.mark.parametrize(
    "place", [place for place in CARRIERS if place.endswith(("name", "title", "summary", "html", "rights"))]
)
@pytest.mark.parametrize("char", FORBIDDEN[:-4] + FORBIDDEN[-2:])
def test_the_refusal_names_the_character(place: str, char: str) -> None:
    with pytest.raises(InvalidValue, match=rf"U\+{ord(char):04X} at index \d.*remove it"):
        CARRIERS[place](char)


@pytest.mark.parametrize("char", ALLOWED)
def test_a_character_at_the_edge_of_what_xml_carries_is_kept(char: str) -> None:
    assert post(title=f"te{char}a", summary=char).title == f"te{char}a"


# -- Post: a value -----------------------------------------------------------------------------------------------------


def full_post() -> Post:
    moment = datetime(2026, 3, 22, 8, 15, 30, 250_000, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    return Post(
        title="お茶 – Ⅷ",
        published=moment,
        tags=["C++", "茶"],
        authors=["A. Writer"],
        updated=DAY,
        summary="…",
        content_html="<p>…</p>",
        enclosures=[AUDIO, PAPER],
    )


@pytest.mark.parametrize(
    "value", [full_post(), Tag("K8s", slug="kubernetes"), Author("A", email="a@example.org"), AUDIO, PAPER]
)
def test_values_are_frozen_hashable_and_copied_equal(value: Any) -> None:
    twins = [pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value), value.model_copy(deep=True)]
    for twin in twins:
        assert (twin, hash(twin), repr(twin)) == (value, hash(value), repr(value))
    for name in [*type(value).model_fields, "new"]:
        with pytest.raises((ValidationError, AttributeError)):
            setattr(value, name, "x")


def test_a_copy_with_a_change() -> None:
    changed = post(tags=["a"]).model_copy(update={"title": "Coffee", "tags": ["b", "/b"]})
    assert (changed.title, changed.tags) == ("Coffee", (Tag("b"),))
    assert changed.id == "2026-03-22-tea"  # an id is stable
    assert post().model_copy(update={"title": "Coffee", "id": None}).id == "2026-03-22-coffee"
    with pytest.raises(InvalidValue, match="is not a field"):
        post().model_copy(update={"titel": "Coffee"})


def test_construct_is_a_constructor() -> None:
    assert Post.model_construct(title=" Tea ", published=DAY) == post()
    assert Post.model_construct({"title"}, title="Tea", published=DAY) == post()


def test_day_is_that_of_the_posts_own_offset() -> None:
    assert post(published=datetime(2026, 3, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))).day == DAY
    assert post().day == DAY


def test_a_moment_keeps_the_offset_it_has_then() -> None:
    zone = ZoneInfo("Europe/Berlin")
    autumn = [post(published=datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=zone)).published for fold in (0, 1)]
    assert [getattr(moment, "utcoffset")() for moment in autumn] == [timedelta(hours=2), timedelta(hours=1)]  # noqa: B009  # mypy: a date has none
    assert autumn[0] != autumn[1]


def test_slug_of_a_title() -> None:
    assert post(title="What's new in C++?").slug == "whats-new-in-c-plus-plus"


# -- Post: ids ---------------------------------------------------------------------------------------------------------


def test_id_is_day_and_slug_and_nothing_else() -> None:
    assert post().id == "2026-03-22-tea"
    assert post(summary="Leaves", tags=["a"], reading_minutes=3, authors=["A"]).id == "2026-03-22-tea"
    assert post(published=datetime(2026, 3, 22, 23, 30, tzinfo=UTC)).id == "2026-03-22-tea"
    assert post(published=date(1, 1, 1)).id == "0001-01-01-tea"
    assert post(id=None).id == "2026-03-22-tea"
    assert post(id=" given ").id == "given"


def test_id_of_a_title_without_letters_is_a_digest() -> None:
    # printf '…' | sha256sum, its first eight digits
    assert post(title="…").id == "2026-03-22-b4935894"
    assert post(title="…").slug == "b4935894"
    assert post(title="!!!").id != post(title="…").id


def test_space_around_a_title_does_not_change_the_id() -> None:
    assert post(title=" Tea ").id == post(title="Tea").id
    assert post(title=" !!! ").id == post(title="!!!").id


# -- Post: JSON --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "published",
    [
        DAY,
        date.min,
        date.max,
        datetime(2026, 3, 22, 8, 15, tzinfo=UTC),
        datetime(2026, 3, 22, 8, 15, 30, 250_000, tzinfo=timezone(timedelta(hours=5, minutes=45))),
        datetime(2026, 3, 22, 0, 0, 0, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=13, minutes=59))),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=-14))),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")),
    ],
)
def test_json_gives_the_same_moment_back(published: date) -> None:
    before = post(published=published, updated=published)
    after = Post.model_validate_json(before.model_dump_json())
    assert after == before
    assert after.published.isoformat() == before.published.isoformat()
    assert type(after.published) is type(before.published)


def test_json_gives_every_part_back() -> None:
    before = full_post().model_copy(update={"url": "https://example.org/ü", "language": "ja", "reading_minutes": 10**6})
    after = Post.model_validate_json(before.model_dump_json())
    assert after == before
    assert [tag.name for tag in after.tags] == ["C++", "茶"]


def test_json_written_by_hand() -> None:
    text = (
        '{"title": "Tea", "published": "2026-03-22T10:00:00Z", "tags": ["/Tea", {"name": "notes"}], "authors": ["A"]}'
    )
    read = Post.model_validate_json(text)
    assert read == post(published=datetime(2026, 3, 22, 10, tzinfo=UTC), tags=["tea", "notes"], authors=["A"])
    assert Post.model_validate_json(text.encode()) == read


@pytest.mark.parametrize(
    "published",
    ["x", "", "20260322", "2026-W12-7", "2026-02-30", "2026-03-22T10:00:00", "２０２６-03-22", 0, True, None],
)
def test_json_with_a_bad_date_is_refused(published: object) -> None:
    with pytest.raises(InvalidValue, match=r"^Post\.published: "):
        Post.model_validate_json(json.dumps({"title": "Tea", "published": published}))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "1", '"Tea"', b"\xff", "\ud800", "[" * 100_000, '{"title": "\\ud800"}', None, 1, []]
)
def test_invalid_json_of_a_post_is_refused(text: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^Post: "):
        Post.model_validate_json(text)


def test_every_route_of_pydantic_validates() -> None:
    tea = post()
    assert Author.model_validate_strings({"name": "Ann"}) == Author("Ann")
    with pytest.raises(InvalidValue, match=r"^Author\.url"):
        Author.model_validate_strings({"name": "Ann", "url": "nowhere"})
    assert tea.copy(update={"summary": "Leaves."}).summary == "Leaves."
    with pytest.raises(InvalidValue, match=r"^Post\.title"):
        tea.copy(update={"title": 5})
    with pytest.raises(TypeError):
        Post.model_validate({"title": "Tea", "published": 0}, strict=False)  # type: ignore[call-arg]


def test_related_ids_are_distinct_and_in_the_order_given() -> None:
    picked = post(related_ids=iter(["b", " a", "b", "a "]))
    assert picked.related_ids == ("b", "a")
    assert picked == post(related_ids=["b", "a"]) == Post.model_validate_json(picked.model_dump_json())
    assert hash(picked) != hash(post())
    assert post(related_ids={"b", "a"}).related_ids == ("a", "b")
    assert (PostIndex([post()]) + PostIndex([picked]))[0].related_ids == ("b", "a")


def test_enclosures_are_distinct_and_in_the_order_given() -> None:
    assert post(enclosures=[PAPER, AUDIO, PAPER]).enclosures == (PAPER, AUDIO)
    assert hash(post(enclosures=[AUDIO])) != hash(post())
    assert (PostIndex([post()]) + PostIndex([post(enclosures=[AUDIO])]))[0].enclosures == (AUDIO,)
    assert "content_html" not in repr(post())
    assert "enclosures" not in repr(post())


def test_an_older_document_has_neither_related_ids_nor_html_nor_enclosures() -> None:
    (read,) = PostIndex.from_json('{"version": 1, "posts": [{"title": "Tea", "published": "2026-03-22"}]}')
    assert (read.related_ids, read.content_html, read.enclosures) == ((), "", ())


def test_tags_from_a_set_have_an_order_of_their_own() -> None:
    assert post(tags={"b", "a", "c"}).tags == (Tag("a"), Tag("b"), Tag("c"))


class NoMoment(datetime):
    """A moment without a day, as pandas' NaT is."""

    @property
    def year(self) -> int:
        raise ValueError("no year")


def test_a_moment_without_a_day_is_refused() -> None:
    nothing = NoMoment(2026, 3, 22, tzinfo=UTC)
    with pytest.raises(InvalidValue, match=r"^Post\.published"):
        post(published=nothing)
    with pytest.raises(InvalidValue, match=r"^first"):
        PostIndex().between(nothing)


def test_a_listing_is_refused_as_posts() -> None:
    with pytest.raises(InvalidValue, match=r"give a list of Post values, or listing\.index"):
        PostIndex(parse_listing("- 2026-03-22\nTea"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["\u200b", "\u2060\u00ad", " \u200b \ufeff", "\u3164", "\ufe0f", "\U000e0041"], ids=ascii
)
def test_names_without_a_visible_character_are_refused(text: str) -> None:
    for build in (lambda: Post(title=text, published=date(2026, 3, 22)), lambda: Author(text)):
        with pytest.raises(InvalidValue, match="give text with at least one visible character"):
            build()


def test_names_with_invisible_characters_are_kept() -> None:
    assert Post(title="In\u00adfor\u00admation", published=date(2026, 3, 22)).title == "In\u00adfor\u00admation"
