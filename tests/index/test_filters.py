from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from postindex import Post, Tag
from postindex.index.bits import Selection, bits_of
from postindex.index.filters import between, tagged
from postindex.index.postings import Postings

START = date(2026, 1, 1)
TAGS = ["abc", "ab", "a", "bc", "", "c"]  # by position
POSTINGS = Postings(
    Post(title=f"Post {at}", published=START - timedelta(days=at // 2), tags=list(tags)) for at, tags in enumerate(TAGS)
)
EVERYWHERE = range(len(TAGS))
WITHIN = [EVERYWHERE, range(1, 4), range(0, 6, 2), (0, 2, 3, 5), (), (4,)]


@pytest.fixture(params=WITHIN, ids=str)
def numbers(request: pytest.FixtureRequest) -> Sequence[int]:
    numbers: Sequence[int] = request.param
    return numbers


@pytest.fixture(params=["numbers", "bits"])
def within(request: pytest.FixtureRequest, numbers: Sequence[int]) -> Selection:
    return Selection.of_bits(bits_of(numbers, len(TAGS))) if request.param == "bits" else Selection(numbers)


@pytest.mark.parametrize(
    ("all_of", "any_of", "none_of", "expected"),
    [
        ("", "", "", [0, 1, 2, 3, 4, 5]),
        ("a", "", "", [0, 1, 2]),
        ("ab", "", "", [0, 1]),
        ("ba", "", "", [0, 1]),
        ("aa", "", "", [0, 1, 2]),
        ("abc", "", "", [0]),
        ("x", "", "", []),
        ("ax", "", "", []),
        ("", "ac", "", [0, 1, 2, 3, 5]),
        ("", "xc", "", [0, 3, 5]),
        ("", "x", "", []),
        ("", "", "a", [3, 4, 5]),
        ("", "", "ax", [3, 4, 5]),
        ("", "", "abc", [4]),
        ("b", "ac", "", [0, 1, 3]),
        ("b", "c", "a", [3]),
        ("a", "", "a", []),
    ],
)
def test_tagged(all_of: str, any_of: str, none_of: str, expected: list[int], within: Selection) -> None:
    asked = [[Tag(name) for name in names] for names in (all_of, any_of, none_of)]
    assert list(tagged(POSTINGS, within, *asked)) == [position for position in expected if position in within]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, [0, 1, 2, 3, 4, 5]),
        (0, 0, [0, 1]),
        (-1, -1, [2, 3]),
        (-1, None, [0, 1, 2, 3]),
        (None, -1, [2, 3, 4, 5]),
        (-2, -1, [2, 3, 4, 5]),
        (1, None, []),
        (None, -3, []),
        (None, 1, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_between(first: int | None, last: int | None, expected: list[int], within: Selection) -> None:
    first_day = None if first is None else START + timedelta(days=first)
    last_day = None if last is None else START + timedelta(days=last)
    assert list(between(POSTINGS, within, first_day, last_day)) == [at for at in expected if at in within]
