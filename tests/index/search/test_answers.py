import math
from fractions import Fraction
from typing import Any

import pytest

from postindex import InvalidValue
from postindex.index.search.answers import require_weights
from postindex.index.search.query import require_query


def test_a_query_is_returned_as_it_is() -> None:
    assert require_query("") == ""
    assert require_query("Tea " * 250) == "Tea " * 250


@pytest.mark.parametrize("query", [None, 1, b"tea", [], ["tea"], {}, float("nan"), True])
def test_a_query_that_is_not_text_is_refused(query: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^query: .* is not text"):
        require_query(query)


def test_a_query_that_is_too_long_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^query: .* has over 1,000 characters; shorten it"):
        require_query("x" * 1001)


def test_weights_that_are_left_out_keep_their_default() -> None:
    default = require_weights(None)
    assert list(default) == ["title", "tags", "summary"]
    assert 1.0 == default["title"] > default["tags"] > default["summary"] > 0.0
    assert require_weights({}) == default
    assert require_weights({"summary": 2}) == {**default, "summary": 2}
    assert require_weights({"title": 0, "tags": 0.5}) == {**default, "title": 0, "tags": 0.5}


@pytest.mark.parametrize(
    "weights", [1, "title", ["title"], {"titles": 1}, {"title": 1, "body": 1}, {None: 1}, {1: 1}, [("title", 1)]]
)
def test_weights_that_are_not_a_mapping_of_fields_are_refused(weights: Any) -> None:
    with pytest.raises(
        InvalidValue, match=r"^weights: .* is not a mapping of 'title', 'tags' and 'summary' to weights"
    ):
        require_weights(weights)


@pytest.mark.parametrize(
    "weight",
    [-1, -0.1, math.nan, math.inf, -math.inf, True, False, None, "1", 10**400, -(10**5000), Fraction(1, 2)],
    ids=lambda weight: type(weight).__name__,
)
def test_invalid_weights_of_a_field_are_refused(weight: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^weights\['tags'\]: "):
        require_weights({"tags": weight})


def test_weights_that_leave_nothing_to_search_are_refused() -> None:
    with pytest.raises(InvalidValue, match=r"^weights: .* leaves no field to search"):
        require_weights({"title": 0, "tags": 0.0, "summary": 0})
