from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex.index.bits import Selection, bits_of, highest_of, lowest_of, numbers_of, packed, unpacked

NUMBERS = st.sets(st.integers(0, 700)).map(sorted)
BOUNDS = st.integers(0, 720)
ENDS = st.none() | st.integers(-30, 30)


def of_numbers(numbers: list[int]) -> Selection:
    return Selection(numbers)


def of_bits(numbers: list[int]) -> Selection:
    return Selection.of_bits(bits_of(numbers, 701))


FORMS = st.sampled_from([of_numbers, of_bits])


@given(NUMBERS)
def test_bits_round_trip(numbers: list[int]) -> None:
    bits = bits_of(numbers, 701)
    assert bits == sum(1 << number for number in numbers)
    assert list(numbers_of(bits)) == numbers


@pytest.mark.parametrize("step", [1, 2, 7, 15, 16, 17, 60, 500])
def test_the_numbers_of_a_set_are_listed_at_any_density(step: int) -> None:
    for numbers in (range(0, 2_000, step), range(1_900, 1_999, step)):
        assert list(numbers_of(bits_of(numbers, 2_000))) == list(numbers)


@given(NUMBERS, st.integers(0, 40))
def test_the_lowest_and_the_highest_of_a_set(numbers: list[int], most: int) -> None:
    bits = bits_of(numbers, 701)
    assert lowest_of(bits, most) == numbers[:most]
    assert highest_of(bits, most) == numbers[::-1][:most]


@pytest.mark.parametrize("numbers", [[], [3], list(range(0, 5000, 2)), list(range(0, 5000, 700))])
def test_packed_sets_round_trip_and_are_small(numbers: list[int]) -> None:
    kept = packed(numbers, 5000)
    assert unpacked(kept, 5000) == bits_of(numbers, 5000)
    assert isinstance(kept, int) == (len(numbers) > 9)  # bits of so few numbers would take more room than their list


@given(NUMBERS, FORMS)
def test_a_selection_is_a_sequence_of_its_numbers(numbers: list[int], form: Callable[[list[int]], Selection]) -> None:
    assert len(form(numbers)) == len(numbers)
    selection = form(numbers)
    for number in (-1, 0, 1, 350, 700, 701, *numbers[:3]):
        assert (number in selection) == (number in numbers)
    assert "1" not in selection  # type: ignore[comparison-overlap]
    assert list(reversed(selection)) == numbers[::-1]
    assert list(selection) == list(selection.numbers) == numbers
    assert [selection[at] for at in range(-len(numbers), len(numbers))] == numbers * 2
    assert selection.bits == bits_of(numbers, 701)
    assert selection.members == frozenset(selection) == frozenset(numbers)
    assert selection.members is selection.members
    assert repr(selection) == f"<Selection: {len(numbers)} numbers>"


@given(NUMBERS, FORMS, ENDS, ENDS, st.none() | st.integers(1, 3))
def test_a_slice_is_that_of_a_list(
    numbers: list[int], form: Callable[[list[int]], Selection], start: int | None, stop: int | None, step: int | None
) -> None:
    assert list(form(numbers)[start:stop:step]) == numbers[start:stop:step]


@given(NUMBERS, FORMS, BOUNDS, BOUNDS, NUMBERS)
def test_a_selection_is_narrowed(
    numbers: list[int], form: Callable[[list[int]], Selection], first: int, stop: int, others: list[int]
) -> None:
    bits = bits_of(others, 701)
    assert list(form(numbers).cut(first, stop)) == [number for number in numbers if first <= number < stop]
    assert list(form(numbers).having(bits)) == sorted(set(numbers) & set(others))
    assert list(form(numbers).lacking(bits)) == sorted(set(numbers) - set(others))


@given(st.builds(range, st.integers(0, 80), st.integers(0, 80), st.integers(1, 3)), BOUNDS, BOUNDS, NUMBERS)
def test_a_range_is_a_selection_too(numbers: range, first: int, last: int, others: list[int]) -> None:
    bits = bits_of(others, 701)
    assert len(Selection(numbers)) == len(numbers)
    assert Selection(numbers).bits == bits_of(numbers, 80)
    assert list(Selection(numbers).cut(first, last)) == [number for number in numbers if first <= number < last]
    assert list(Selection(numbers).having(bits)) == sorted(set(numbers) & set(others))
    assert list(Selection(numbers).lacking(bits)) == sorted(set(numbers) - set(others))
    assert [number for number in range(90) if number in Selection(numbers)] == list(numbers)


def test_counting_and_narrowing_list_no_numbers() -> None:
    selection = Selection(range(100)).having((1 << 50) - 1).cut(10, 90).lacking(1 << 20)
    assert len(selection) == 39
    assert selection._numbers is None
    assert list(selection[:2]) == [10, 11]
    assert selection._numbers is None
    assert selection[-1] == 49
    assert selection._numbers == [*range(10, 20), *range(21, 50)]


def test_a_selection_builds_values_once() -> None:
    selection = Selection([1, 2])
    built: list[int] = []

    def build(asked: Selection) -> int:
        built.append(sum(asked))
        return built[-1]

    assert selection.once(build) == selection.once(build) == 3
    assert built == [3]
