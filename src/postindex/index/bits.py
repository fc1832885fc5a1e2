"""Sets of non-negative integers as the bits of one integer, and `Selection`, a sequence of ascending numbers."""

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import Any, Self, TypeVar, overload

_WORD = 64  # bits read at a time
_HANDFUL = 16  # up to so many numbers, copying the set for each is faster than listing them all
_SPARSE = 512  # bits a number: a sparser set is stored as a list, so bits take at most 64 bytes a number
T = TypeVar("T")


def bits_of(numbers: Iterable[int], size: int) -> int:
    """Return a set of numbers from 0 to below `size` as bits.

    >>> bin(bits_of([0, 3], 8))
    '0b1001'
    """
    octets = bytearray(size // 8 + 1)  # adding powers of two would copy the whole set for each number
    for number in numbers:
        octets[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(octets, "little")


def numbers_of(bits: int) -> Iterator[int]:
    """Yield the numbers of a set, ascending.

    >>> list(numbers_of(0b1001))
    [0, 3]
    """
    octets = bits.to_bytes(bits.bit_length() // _WORD * 8 + 8, "little")
    empty = (len(octets) - len(octets.lstrip(b"\0"))) // 8  # words at the start: a range of days has many
    words = struct.unpack_from(f"<{len(octets) // 8 - empty}Q", octets, empty * 8)
    for place in compress(range(len(words)), words):
        start, left = (empty + place) * _WORD, words[place]
        while left:
            lowest = left & -left
            yield start + lowest.bit_length() - 1
            left ^= lowest


def highest_of(bits: int, most: int) -> list[int]:
    """Return the `most` highest numbers of a set, descending.

    >>> highest_of(0b1101, 2)
    [3, 2]
    """
    if most > _HANDFUL:
        return list(numbers_of(bits))[: -most - 1 : -1]
    highest: list[int] = []
    while bits and len(highest) < most:
        highest.append(bits.bit_length() - 1)
        bits ^= 1 << highest[-1]
    return highest


def packed(numbers: Sequence[int], size: int) -> int | Sequence[int]:
    """Return a set of numbers below `size` as bits, or unchanged if bits would take more memory."""
    return numbers if len(numbers) * _SPARSE < size else bits_of(numbers, size)


def unpacked(packed_set: int | Sequence[int], size: int) -> int:
    """Return the result of `packed` as bits.

    >>> unpacked(packed([1, 2], 9_999), 9_999) == unpacked(packed([1, 2], 9), 9) == 0b110
    True
    """
    return packed_set if isinstance(packed_set, int) else bits_of(packed_set, size)


def lowest_of(bits: int, most: int) -> list[int]:
    """Return the `most` lowest numbers of a set, ascending, without reading the bits above them.

    >>> lowest_of(0b1101, 2)
    [0, 2]
    """
    reach, length = _WORD, bits.bit_length()
    while reach < length and (bits & ((1 << reach) - 1)).bit_count() < most:
        reach *= 2
    return list(islice(numbers_of(bits & ((1 << reach) - 1)), most))


class Selection(Sequence[int]):
    """Ascending distinct numbers, such as the positions of a filtered index.

    Built from the numbers (a range if they are consecutive) or from bits. Each form is derived from the other on first
    use, so a selection that is only counted or narrowed never lists its numbers.

    >>> numbers = Selection(range(6))
    >>> list(numbers[1:4]), list(numbers.cut(2, 4)), len(Selection.of_bits(0b1001)), 3 in Selection.of_bits(0b1001)
    ([1, 2, 3], [2, 3], 2, True)
    """

    __slots__ = ("_bits", "_built", "_numbers")
    _bits: int | None
    _built: dict[Callable[[Self], Any], Any]
    _numbers: Sequence[int] | None

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers, self._bits, self._built = numbers, None, {}

    @classmethod
    def of_bits(cls, bits: int) -> Self:
        """Return the numbers of a set given as bits."""
        selection = cls(())
        selection._numbers, selection._bits = None, bits
        return selection

    @property
    def numbers(self) -> Sequence[int]:
        """The numbers as a range, a list or a tuple."""
        if self._numbers is None:
            self._numbers = list(numbers_of(self.bits))
        return self._numbers

    @property
    def bits(self) -> int:
        """The numbers as bits."""
        if self._bits is None:
            numbers = self.numbers
            if isinstance(numbers, range) and numbers.step == 1:
                self._bits = ((1 << len(numbers)) - 1) << numbers.start
            else:
                self._bits = bits_of(numbers, numbers[-1] + 1 if numbers else 0)
        return self._bits

    @property
    def members(self) -> frozenset[int]:
        """The numbers as a set."""
        return self.once(frozenset)

    def once(self, build: Callable[[Self], T]) -> T:
        """Return `build(self)`, built on first use."""
        if build not in self._built:  # threads that ask at the same time may build equal values twice
            self._built[build] = build(self)
        built: T = self._built[build]
        return built

    def cut(self, first: int, stop: int) -> "Selection":
        """Return the numbers from `first` to below `stop`."""
        if self._numbers is not None:
            return Selection(self._numbers[bisect_left(self._numbers, first) : bisect_left(self._numbers, stop)])
        bits = self.bits
        if stop < bits.bit_length():
            bits &= (1 << stop) - 1
        if first > 0:
            bits = bits >> first << first
        return Selection.of_bits(bits)

    def having(self, bits: int) -> "Selection":
        """Return the numbers that are in a set given as bits."""
        numbers = self._numbers
        if isinstance(numbers, range) and numbers.step == 1:  # a mask would be as long as the last number
            return Selection.of_bits(bits).cut(numbers.start, numbers.stop)
        return Selection.of_bits(self.bits & bits)

    def lacking(self, bits: int) -> "Selection":
        """Return the numbers that are not in a set given as bits."""
        return Selection.of_bits(self.bits ^ (self.bits & bits))

    def __len__(self) -> int:
        return self.bits.bit_count() if self._numbers is None else len(self._numbers)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        if isinstance(self._numbers, range):
            return number in self._numbers
        return number >= 0 and bool(self.bits >> number & 1)

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers)

    def __reversed__(self) -> Iterator[int]:
        return reversed(self.numbers)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> "Selection": ...
    def __getitem__(self, at: int | slice) -> "int | Selection":
        if not isinstance(at, slice):
            return self.numbers[at]
        if self._numbers is None and not at.start and at.step in (None, 1) and at.stop is not None and at.stop >= 0:
            return Selection(lowest_of(self.bits, at.stop))  # the newest few of many
        return Selection(self.numbers[at])

    def __repr__(self) -> str:
        return f"<Selection: {len(self)} numbers>"
