"""Checks of arguments: each returns a valid value, or raises `InvalidValue` with the name of the argument."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from operator import index
from typing import Any, SupportsIndex, TypeVar

from postindex.errors import Faults, InvalidValue, shorten
from postindex.models.base import Value

T = TypeVar("T")


def unique_tuple(place: str, values: Iterable[Any], convert: Callable[[Any], T]) -> tuple[T, ...]:
    """Return values converted, in order, without repetition; refuse a bare string, which would fall into letters."""
    if type(values) is not list:  # of which nothing is to be asked
        if type(values) is tuple and not values:
            return ()
        if isinstance(values, str | bytes | Value) or not isinstance(values, Iterable):
            raise InvalidValue(place, values, "is one value where several are expected; put it in a list")
        if isinstance(values, AbstractSet):
            values = sorted(values, key=_sort_key)  # a set's own order changes from run to run
    converted = []
    faults = Faults()
    for value in values:
        try:
            converted.append(convert(value))
        except InvalidValue as error:
            faults.add(error, place)
    faults.raise_any()
    return tuple(dict.fromkeys(converted))


def _sort_key(value: Any) -> str:
    return str(value) if isinstance(value, str | Value) else shorten(value)  # of an integer of 5,000 digits too


def non_negative(place: str, value: SupportsIndex) -> int:
    """Return a whole number from 0 up as an `int`; refuse anything else."""
    return _whole_number(place, value, minimum=0)


def positive(place: str, value: SupportsIndex) -> int:
    """Return a whole number from 1 up as an `int`; refuse anything else."""
    return _whole_number(place, value, minimum=1)


def _whole_number(place: str, value: SupportsIndex, *, minimum: int) -> int:
    with suppress(TypeError):  # an array has `__index__`, but only an array of one number supports it
        if not isinstance(value, bool) and (number := index(value)) >= minimum:
            return number
    raise InvalidValue(place, value, f"is not a whole number from {minimum} up")


def unit_interval(place: str, value: float) -> float:
    """Return a number from 0.0 to 1.0; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise InvalidValue(place, value, "is not a number from 0.0 to 1.0")
    return value
