from datetime import date
from typing import Any

import pytest

from postindex import InvalidValue, Post, Tag
from postindex._value import Name, Value, from_complete, several


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


def test_complete_data_makes_the_same_value_and_is_validated_too() -> None:
    post = Post(title="Tea", published=date(2026, 3, 22), tags=["tea"])
    assert from_complete(Post, dict(post), set(dict(post))) == post
    assert repr(from_complete(Post, dict(post), set(dict(post)))) == repr(post)
    with pytest.raises(InvalidValue, match=r"^Post\.title: .* has U\+0000 at index 0"):
        from_complete(Post, {**dict(post), "title": "\0"}, {"title"})
    with pytest.raises(InvalidValue, match=r"^Post\.reading_minutes: True "):
        from_complete(Post, {**dict(post), "reading_minutes": True}, {"title"})


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
    assert several("cups", ["b", "a", "B"], str.lower) == ("b", "a")
    assert several("cups", iter(()), str.lower) == ()


def test_several_says_where_a_bad_one_stood() -> None:
    with pytest.raises(InvalidValue, match=r"^cups: Tag\.name: '!!!' has no letter or digit"):
        several("cups", ["tea", "!!!"], Tag.of)


@pytest.mark.parametrize("value", ["ab", b"ab", "", None, 1, Tag("tea"), Cup(size=1)])
def test_one_value_where_several_are_expected_is_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^cups: .*one value where several are expected; put it in a list$"):
        several("cups", value, str)
