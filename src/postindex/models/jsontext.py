"""JSON text → Python's own values, with nothing lost on the way."""

import json
from collections import Counter
from typing import Any, NoReturn

from postindex.errors import InvalidValue, shorten


def load_json(place: str, text: str | bytes | bytearray) -> Any:
    """Return the value of JSON text (RFC 8259), in UTF-8 where it is bytes.

    Raise `InvalidValue` with `place` for invalid JSON, a key twice in one object, NaN and infinities, and for integers
    of more digits than Python reads.

    >>> load_json("text", '{"title": "Tea"}')
    {'title': 'Tea'}
    >>> load_json("text", '{"title": "Tea", "title": "Coffee"}')
    Traceback (most recent call last):
    ...
    postindex.errors.InvalidValue: text: 'title' is twice in the object {'title': 'Coffee'}; give each key once
    """
    if not isinstance(text, str | bytes | bytearray):
        raise InvalidValue(place, text, "is not JSON; give text or bytes")
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        return json.loads(decoded, object_pairs_hook=_object, parse_int=_integer, parse_constant=_refuse_constant)
    except _Invalid as error:
        raise InvalidValue(place, error.value, error.reason) from None
    except RecursionError:
        raise InvalidValue(place, text, "is not JSON of posts; it is nested too deeply") from None
    except ValueError as error:
        raise InvalidValue(place, text, f"is not valid JSON: {error}") from None


class _Invalid(Exception):
    def __init__(self, value: Any, reason: str) -> None:
        super().__init__(value, reason)
        self.value, self.reason = value, reason


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        repeated = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise _Invalid(repeated, f"is twice in the object {shorten(fields)}; give each key once")
    return fields


def _integer(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise _Invalid(digits, f"is an integer of {len(digits):,} digits, more than any field takes") from None


def _refuse_constant(name: str) -> NoReturn:
    raise _Invalid(name, "is not a number in JSON; use null")
