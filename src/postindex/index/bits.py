"""Sets of non-negative integers as the bits of one integer, and `Selection`, a sequence of ascending numbers."""

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import Any, Self, TypeGuard, TypeVar, overload

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


def by_count(members: int, sets: Iterable[int]) -> list[int]:
    """Split a set by how many of `sets` have a number: those that none has, that one has, and so on.

    The number of parts is a power of two; the last ones may be empty.

    >>> [bin(part) for part in by_count(0b1111, [0b1010, 0b1100])]
    ['0b1', '0b110', '0b1000', '0b0']
    """
    digits: list[int] = []  # the numbers whose count has each binary digit, the lowest first
    for bits in sets:
        carry = members & bits
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    parts = [members]
    for digit in reversed(digits):
        parts = [half for part in parts for half in (part ^ (part & digit), part & digit)]
    return parts


class Selection(Sequence[int]):
    """Ascending distinct numbers, such as the positions of a filtered index.

    Built from the numbers (a range if they are consecutive) or from bits. Each form is derived from the other on first
    use, so a selection that is only counted or narrowed never lists its numbers. Sparse numbers are not compared as
    bits: each is looked up in the other selection.

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
        """The numbers as bits; those of ranges and sparse numbers are not kept."""
        if self._bits is not None:
            return self._bits
        numbers = self.numbers
        if _is_consecutive(numbers):
            return ((1 << len(numbers)) - 1) << numbers.start
        bits = bits_of(numbers, self._end)
        if not self.is_sparse:
            self._bits = bits
        return bits

    @property
    def _end(self) -> int:
        """One more than the last number."""
        if self._numbers is None:
            return self.bits.bit_length()
        return self._numbers[-1] + 1 if self._numbers else 0

    @property
    def is_listed(self) -> bool:
        """Whether the numbers are known without reading bits."""
        return self._numbers is not None

    @property
    def is_sparse(self) -> bool:
        """Whether the numbers are listed, and so few that bits would take more memory."""
        numbers = self._numbers
        return numbers is not None and (not numbers or len(numbers) * _SPARSE <= numbers[-1])

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
        if first <= 0 and stop >= self._end:
            return self
        numbers = self._numbers
        if numbers is not None and (isinstance(numbers, range) or self.is_sparse):
            return Selection(numbers[bisect_left(numbers, first) : bisect_left(numbers, stop)])
        bits = self.bits & ((1 << stop) - 1)
        return Selection.of_bits(bits >> first << first)

    def having(self, other: "Selection") -> "Selection":
        """Return the numbers that another selection has too."""
        if _is_consecutive(self._numbers):
            return other.cut(self._numbers.start, self._numbers.stop)
        for few, many in ((self, other), (other, self)):
            if few.is_sparse and many.is_listed:
                return Selection([*filter(many.members.__contains__, few.numbers)])
        return Selection.of_bits(self.bits & other.bits)

    def lacking(self, other: "Selection") -> "Selection":
        """Return the numbers that another selection does not have."""
        return Selection.of_bits(self.bits ^ (self.bits & other.bits))

    def __len__(self) -> int:
        return self.bits.bit_count() if self._numbers is None else len(self._numbers)

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        if self._numbers is None:
            return number >= 0 and bool(self.bits >> number & 1)
        return number in (self._numbers if isinstance(self._numbers, range) else self.members)

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


def _is_consecutive(numbers: object) -> TypeGuard[range]:
    return isinstance(numbers, range) and numbers.step == 1
