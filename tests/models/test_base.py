import copy
import inspect
import json
import pickle
import tracemalloc
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import postindex
from postindex import Author, Channel, Enclosure, InvalidValue, Listing, Page, Post, Tag
from postindex.feeds import JsonFeed
from postindex.models.arguments import unique_tuple
from postindex.models.base import Value, assembled
from postindex.models.fields import Name


class Cup(Value, frozen=True):
    place_name = "Kitchen.cup"

    size: int
    mark: Name = "none"


def test_a_models_place_name_stands_in_messages() -> None:
    with pytest.raises(InvalidValue, match=r"^Kitchen\.cup\.size: '1' is refused: "):
        Cup(size="1")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match=r"^Kitchen\.cup: .* has no 'size'; give it one$"):
        Cup()  # type: ignore[call-arg]


def test_an_unknown_field_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InvalidValue, match="is not a field; the fields are size, mark"):
        Cup(size=1, colour="white")  # type: ignore[call-arg]


def test_every_fault_of_a_value_is_told_in_the_order_of_the_fields() -> None:
    with pytest.raises(InvalidValue) as caught:
        Post(title="", published="x", reading_minutes=-1)
    assert [error.place for error in caught.value.errors] == ["Post.title", "Post.published", "Post.reading_minutes"]
    with pytest.raises(InvalidValue) as caught:
        Post(id="", published=True, tags=["tea", "!!!", 3], url="tea", related_ids=["a", 1], colour="white")  # type: ignore[arg-type, call-arg, list-item]
    assert [error.place for error in caught.value.errors] == [
        *("Post.id", "Post", "Post.published", "Post.tags: Tag.name", "Post.tags: Tag", "Post.url"),
        *("Post.related_ids", "Post.colour"),
    ]
    with pytest.raises(InvalidValue) as caught:
        Tag("", slug="A B")
    assert [error.place for error in caught.value.errors] == ["Tag.name", "Tag.slug"]


def test_many_faults_of_one_value_are_100_and_a_number() -> None:
    with pytest.raises(InvalidValue) as caught:
        Post(title="Tea", published=date(2026, 3, 22), tags=["!!!"] * 250)
    assert (len(caught.value.errors), caught.value.omitted) == (100, 150)
    with pytest.raises(InvalidValue, match=r"^Post: .* has 1,002 fields; the fields are id, title") as caught:
        Post(title="Tea", published=date(2026, 3, 22), **{f"k{number}": 1 for number in range(1000)})  # type: ignore[arg-type]
    assert len(str(caught.value)) < 500
    for model in (Post, Tag, Cup, Author):
        text = json.dumps({f"k{number}": 1 for number in range(1000)})
        with pytest.raises(InvalidValue, match="has 1,000 fields"):
            model.model_validate_json(text)


@pytest.mark.parametrize("key", ["a b", "\x1b[31m", "\u202e", "", "a" * 10_000, 3, None, (1, 2)], ids=ascii)
def test_an_unknown_key_is_named_without_steering_a_terminal(key: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        Cup.model_validate({"size": 1, key: 2})
    assert len(str(caught.value)) < 200
    assert str(caught.value).isprintable()


HUGE = 10**5_000  # Python writes no integer of over 4,300 digits


@pytest.mark.parametrize("value", [HUGE, -HUGE, [HUGE], {HUGE}, {"a": HUGE}], ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("model", [Post, Tag, Author, Enclosure, Listing, Page, Channel, JsonFeed])
def test_no_field_takes_an_integer_of_5000_digits(model: type[Value], value: Any) -> None:
    for field in model.model_fields:
        for data in ({field: value}, {field: [value]}, {field: ("a", value)}):
            with pytest.raises(InvalidValue) as caught:
                model.model_validate(data)
            assert all(len(str(error)) < 700 for error in caught.value.errors)


@pytest.mark.parametrize(
    ("model", "text"),
    [(JsonFeed, '{"items": [%s]}'), (Listing, '{"posts": [%s], "merged": [%s], "lines": [%s], "problems": [%s]}')],
)
@pytest.mark.parametrize("item", ["{}", "null", '{"a": 1}'])
def test_a_document_of_many_faults_is_refused_in_little_memory(model: type[Value], text: str, item: str) -> None:
    text = text.replace("%s", ",".join([item] * 10_000))
    tracemalloc.start()
    try:
        with pytest.raises(InvalidValue) as caught:
            model.model_validate_json(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(str(caught.value)) < 3_000
    assert peak < 20_000_000


@pytest.mark.parametrize("model", [Post, Tag, Author, Enclosure])
def test_a_signature_is_short_and_plain(model: type[Value]) -> None:
    signature = str(inspect.signature(model))
    assert len(signature) < 700
    assert "pattern" not in signature
    assert signature == str(inspect.signature(model.__init__)).replace("(self, ", "(")
    declared = set(inspect.signature(model).parameters)
    assert declared == set(model.model_fields)


def test_a_key_twice_in_an_object_is_refused() -> None:
    for model, text in (
        (Post, '{"title": "Tea", "title": "Coffee", "published": "2026-03-22"}'),
        (Post, '{"title": "Tea", "published": "2026-03-22", "authors": [{"name": "A", "name": "B"}]}'),
        (Author, '{"name": "A", "name": "A"}'),
        (Listing, '{"posts": [], "posts": []}'),
    ):
        with pytest.raises(InvalidValue, match=r"is twice in the object .*; give each key once"):
            model.model_validate_json(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "is not valid JSON: .*line 1 column 2"),
        ("", "is not valid JSON"),
        (b"\xff", "is not valid JSON"),
        ('{"name": NaN}', "'NaN' is not a number in JSON"),
        ('{"name": -Infinity}', "'-Infinity' is not a number in JSON"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"name": 1' + "0" * 5_000 + "}", "is an integer of 5,001 digits"),
        ('"\\ud800"', "JSON"),
        (3, "is not JSON; give text or bytes"),
        (None, "is not JSON; give text or bytes"),
    ],
    ids=range(10),
)
def test_text_that_is_not_json_is_refused(text: Any, reason: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^Author: .*{reason}") as caught:
        Author.model_validate_json(text)
    assert len(str(caught.value)) < 250


def test_a_model_without_a_name_takes_keywords_only() -> None:
    with pytest.raises(TypeError, match="Cup takes keyword arguments"):
        Cup(1)  # type: ignore[call-arg]


def test_validation_and_construction_are_one() -> None:
    assert Cup.model_validate({"size": 1}) == Cup(size=1) == Cup.model_construct(size=1)
    assert Cup.model_validate_json('{"size": 1}') == Cup(size=1)
    assert Cup(size=1).model_copy(update={"size": 2}) == Cup(size=2)
    assert Cup(size=1).model_copy() == Cup(size=1)
    with pytest.raises(InvalidValue, match="size"):
        Cup.model_validate({"size": "1"})
    with pytest.raises(InvalidValue, match="size"):
        Cup.model_validate_json('{"size": "1"}')


@pytest.mark.parametrize(
    "value",
    [
        Cup(size=1),
        Cup(size=1, mark="tea"),
        Post(title="Tea", published=date(2026, 3, 22), tags=["tea"]),
        Post(title="Tea", published=date(2026, 3, 22), summary="Hot.", reading_minutes=5),
    ],
    ids=repr,
)
def test_what_is_assembled_from_all_fields_is_what_was_validated(value: Value) -> None:
    made = assembled(type(value), dict(value), value.model_fields_set)
    assert type(made) is type(value)
    assert made == value
    assert hash(made) == hash(value)
    assert repr(made) == repr(value)
    assert list(vars(made)) == list(vars(value))
    assert made.model_fields_set == value.model_fields_set
    assert (made.model_extra, made.__pydantic_private__) == (value.model_extra, value.__pydantic_private__)
    assert made.model_dump_json() == value.model_dump_json()
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == copy.deepcopy(made) == made.model_copy() == value


def test_what_is_assembled_is_frozen_and_its_copies_are_validated() -> None:
    tea = assembled(Post, dict(Post(title="Tea", published=date(2026, 3, 22))), {"title", "published"})
    with pytest.raises(AttributeError, match="frozen"):
        tea.title = "Coffee"  # type: ignore[misc]
    with pytest.raises(InvalidValue, match=r"^Post\.title: .* has U\+0000 at index 0"):
        tea.model_copy(update={"title": "\0"})
    with pytest.raises(InvalidValue, match=r"^Post\.reading_minutes: True "):
        tea.model_copy(update={"reading_minutes": True})


# Lines near enough to a listing that every field is filled, oddly: texts of them are read.
LINES = st.sampled_from(
    [
        "- March 22, 2026 5 min",
        "- Monday, March 22, 2026",
        "- 2026-03-01 · 1 hr 5 min",
        "- 0001-01-01 1000000 min",
        "- 22/03/2026",
        "March 1, 2026",
        "Tea, twice",
        "\ufeffTea, twice",
        "Te\x0ba\ud800",
        "…",
        "a" * 1001,
        "Hot,\x85 then cold.\u2028",
        "- /tea",
        "- /Tea",
        "- /C++",
        "- /te\x01a",
        "- /!!!",
        "/pots #.net",
        "Tags: green tea, Green  Tea, 茶",
        "/tea",
        "2 posts",
        "Older posts",
        "----",
        "",
    ]
)
TEXTS = st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join) | st.lists(
    st.builds(
        "- March {}, 2026{}\n{}\n{}".format,
        st.integers(1, 31),
        st.sampled_from(["", " 0 min", " 5 min"]),
        LINES,
        st.lists(LINES | st.builds("- /{}".format, st.text(max_size=5)), max_size=4).map("\n".join),
    ),
    max_size=8,
).map("\n".join)


@given(TEXTS)
def test_a_post_that_was_read_is_what_validation_makes_of_its_fields(text: str) -> None:
    """The reader assembles posts without validation: each is, in every respect, the post that validation makes."""
    for post in postindex.parse_listing(text, strict=False).posts:
        said = {name: getattr(post, name) for name in post.model_fields_set}
        for made in (Post.model_validate(post.model_dump()), Post(**said), Post.model_validate(said)):
            assert made == post
            assert hash(made) == hash(post)
            assert list(vars(made)) == list(vars(post)) == list(Post.model_fields)
            assert [type(value) for value in vars(made).values()] == [type(value) for value in vars(post).values()]
            assert [(tag.name, tag.slug) for tag in made.tags] == [(tag.name, tag.slug) for tag in post.tags]
            assert made.model_dump_json() == post.model_dump_json()
            assert repr(made) == repr(post)
        assert Post(**said).model_fields_set == post.model_fields_set
        assert Post.model_validate_json(post.model_dump_json()) == post
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(post, protocol))
            assert again == post
            assert (hash(again), again.model_fields_set) == (hash(post), post.model_fields_set)


@given(TEXTS)
def test_a_listing_that_was_read_is_what_validation_makes_of_its_fields(text: str) -> None:
    """The same holds of the listing around the posts."""
    listing = postindex.parse_listing(text, strict=False, source="tea.txt")
    made = Listing(**{name: getattr(listing, name) for name in Listing.model_fields})
    assert made == listing
    assert dict(made) == dict(listing)
    assert list(vars(made)) == list(vars(listing)) == list(Listing.model_fields)
    assert made.model_fields_set == listing.model_fields_set
    assert made.model_dump_json() == listing.model_dump_json()
    assert pickle.loads(pickle.dumps(listing)) == listing


def test_what_was_given_is_left_alone() -> None:
    given: dict[str, Any] = {"title": " Tea ", "published": Post.model_fields, "tags": ["a"]}
    with pytest.raises(InvalidValue):
        Post.model_validate(given)
    assert list(given) == ["title", "published", "tags"]
    assert given["title"] == " Tea "
    assert given["tags"] == ["a"]


def test_the_cause_is_not_shown() -> None:
    with pytest.raises(InvalidValue) as raised:
        Cup(size="1")  # type: ignore[arg-type]
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__


def test_several_converts_and_drops_repetition() -> None:
    assert unique_tuple("cups", ["b", "a", "B"], str.lower) == ("b", "a")
    assert unique_tuple("cups", iter(()), str.lower) == ()


def test_several_says_where_a_bad_one_stood() -> None:
    with pytest.raises(InvalidValue, match=r"^cups: Tag\.name: '!!!' has no letter or digit"):
        unique_tuple("cups", ["tea", "!!!"], Tag.of)


@pytest.mark.parametrize("value", ["ab", b"ab", "", None, 1, Tag("tea"), Cup(size=1)])
def test_one_value_where_several_are_expected_is_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^cups: .*one value where several are expected; put it in a list$"):
        unique_tuple("cups", value, str)
