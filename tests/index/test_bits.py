from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex.index.bits import Selection, bits_of, by_count, highest_of, lowest_of, numbers_of, packed, unpacked

NUMBERS = st.sets(st.integers(0, 700)).map(sorted)
SPARSE = st.sets(st.sampled_from([0, 1, 3, 350, 700, 50_000, 99_989, 99_990])).map(lambda few: [*sorted(few), 99_999])
BOUNDS = st.integers(0, 720)
ENDS = st.none() | st.integers(-30, 30)


def of_numbers(numbers: list[int]) -> Selection:
    return Selection(numbers)


def of_bits(numbers: list[int]) -> Selection:
    return Selection.of_bits(bits_of(numbers, numbers[-1] + 1 if numbers else 0))


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


@given(st.lists(NUMBERS, max_size=9), NUMBERS)
def test_a_set_is_split_by_the_number_of_sets_that_have_a_number(sets: list[list[int]], numbers: list[int]) -> None:
    counts = Counter(number for members in sets for number in members)
    parts = [list(numbers_of(part)) for part in by_count(bits_of(numbers, 701), [bits_of(each, 701) for each in sets])]
    assert parts == [[number for number in numbers if counts[number] == count] for count in range(len(parts))]
    assert len(parts) > max([counts[number] for number in numbers], default=0)


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
    assert list(form(numbers).cut(first, stop)) == [number for number in numbers if first <= number < stop]
    for other in (of_numbers(others), of_bits(others)):
        assert list(form(numbers).having(other)) == sorted(set(numbers) & set(others))
        assert list(form(numbers).lacking(other)) == sorted(set(numbers) - set(others))


@given(st.builds(range, st.integers(0, 80), st.integers(0, 80), st.integers(1, 3)), BOUNDS, BOUNDS, NUMBERS)
def test_a_range_is_a_selection_too(numbers: range, first: int, last: int, others: list[int]) -> None:
    assert len(Selection(numbers)) == len(numbers)
    assert Selection(numbers).bits == bits_of(numbers, 80)
    assert list(Selection(numbers).cut(first, last)) == [number for number in numbers if first <= number < last]
    assert list(Selection(numbers).having(Selection(others))) == sorted(set(numbers) & set(others))
    assert list(Selection(numbers).lacking(of_bits(others))) == sorted(set(numbers) - set(others))
    assert [number for number in range(90) if number in Selection(numbers)] == list(numbers)


def test_counting_and_narrowing_list_no_numbers() -> None:
    selection = Selection(range(100)).having(Selection.of_bits((1 << 50) - 1)).cut(10, 90).lacking(Selection([20]))
    assert len(selection) == 39
    assert selection._numbers is None
    assert list(selection[:2]) == [10, 11]
    assert selection._numbers is None
    assert selection[-1] == 49
    assert selection._numbers == [*range(10, 20), *range(21, 50)]


@given(SPARSE, SPARSE | NUMBERS, FORMS, FORMS)
def test_sparse_numbers_are_looked_up(
    numbers: list[int],
    others: list[int],
    form: Callable[[list[int]], Selection],
    other_form: Callable[[list[int]], Selection],
) -> None:
    other, both = other_form(others), sorted(set(numbers) & set(others))
    assert list(form(numbers).having(other)) == list(other.having(form(numbers))) == both
    assert list(form(numbers).lacking(other)) == sorted(set(numbers) - set(others))
    assert list(form(numbers).cut(3, 99_990)) == [number for number in numbers if 3 <= number < 99_990]
    assert [number for number in [-1, *others, 100_001] if number in form(numbers)] == both


def test_sparse_numbers_are_not_kept_as_bits() -> None:
    rare, common = Selection([7, 99_000]), Selection(list(range(0, 100_000, 7)))
    assert list(rare.having(common)) == list(common.having(rare)) == [7]
    assert list(rare.cut(8, 99_999)) == [99_000]
    assert rare.bits == 1 << 7 | 1 << 99_000
    assert (rare._bits, common._bits) == (None, None)


def test_a_cut_of_nothing_is_the_selection() -> None:
    for selection in (Selection([3, 5]), Selection.of_bits(0b101000), Selection(range(3, 6)), Selection(())):
        assert selection.cut(0, 6) is selection
        assert list(selection.cut(0, 5)) == [number for number in selection if number < 5]


def test_a_selection_builds_values_once() -> None:
    selection = Selection([1, 2])
    built: list[int] = []

    def build(asked: Selection) -> int:
        built.append(sum(asked))
        return built[-1]

    assert selection.once(build) == selection.once(build) == 3
    assert built == [3]
