"""Pydantic's errors → one `InvalidValue` with a fault for each field, in our words."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from types import NoneType
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from postindex.errors import Faults, InvalidValue, MissingExtra, PostindexError, shorten
from postindex.models.fields import Expected
from postindex.text import XML_FORBIDDEN

_UNKNOWN = ("extra_forbidden", "invalid_key")  # pydantic's errors about a key that is not a field
_LONGEST_KEY = 80


class Refused:
    """Takes the place of a field's value that was refused before validation.

    No field accepts it. So validation goes on, and its error is reported along with those of the other fields. Without
    an error nothing is reported: the field is derived from others, and one of those is wrong.
    """

    __slots__ = ("error",)

    def __init__(self, error: InvalidValue | None = None) -> None:
        self.error = error


def refusal(model: type[BaseModel], error: ValidationError) -> PostindexError:
    """Return one error of ours for all that pydantic found."""
    faults = Faults()
    paths = set()
    for details in error.errors(include_url=False):
        if isinstance(missing := details.get("ctx", {}).get("error"), MissingExtra):
            return missing
        *loc, key = details["loc"] if details["type"] in _UNKNOWN else (*details["loc"], None)
        location = _locate(model, tuple(loc))
        path = location.path if key is None else (*location.path, _key(key))
        if path in paths:  # each branch of a union fails on its own
            continue
        paths.add(path)
        value = details["input"]
        if fault := value.error if isinstance(value, Refused) else _fault(model, path, location, details):
            faults.add(fault)
    return faults.error()


def model_name(model: type[BaseModel]) -> str:
    """Return the name that messages give a model."""
    return getattr(model, "place_name", "") or model.__name__


def _fault(model: type[BaseModel], path: tuple[str, ...], location: "_Location", details: ErrorDetails) -> InvalidValue:
    kind, value = details["type"], details["input"]
    place = ".".join([model_name(model), *path])
    if isinstance(ours := details.get("ctx", {}).get("error"), InvalidValue):
        return ours.within(place) if path else ours
    if kind == "missing":
        given = {name: each for name, each in value.items() if not isinstance(each, Refused)}
        return InvalidValue(place.removesuffix(f".{path[-1]}"), given, f"has no {path[-1]!r}; give it one")
    if kind in _UNKNOWN:
        return InvalidValue(place, value, f"is not a field; the fields are {', '.join(location.owner.model_fields)}")
    if kind == "json_invalid":
        return InvalidValue(place, value, f"is not valid JSON: {ours}")
    if isinstance(value, str) and (bad := XML_FORBIDDEN.search(value)):
        return InvalidValue(
            place, value, f"has U+{ord(bad[0]):04X} at index {bad.start()}, which XML cannot carry; remove it"
        )
    return InvalidValue(place, value, location.reason or f"is refused: {details['msg']}")


def _key(key: Any) -> str:
    return key if isinstance(key, str) and key.isidentifier() and len(key) <= _LONGEST_KEY else shorten(key)


class _Location(NamedTuple):
    """A place in a model: the fields and positions that lead to it, its model, and the reason for a bad value."""

    path: tuple[str, ...]
    owner: type[BaseModel]
    reason: str


@lru_cache(maxsize=256)  # many posts of one document have the same faults
def _locate(model: type[BaseModel], loc: tuple[int | str, ...]) -> _Location:
    """Return the place of one of pydantic's locations, which also name the branches of unions."""
    path: list[str] = []
    hint: Any = model
    owner, optional = model, False
    for part in loc:
        if isinstance(part, int):
            hint = get_args(next(_parts(hint, lambda each: get_origin(each) is tuple)))[0]
        else:
            owner = next(_parts(hint, _is_model), owner)
            if part not in owner.model_fields:
                continue
            field = owner.model_fields[part]
            hint = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            optional = NoneType in get_args(field.annotation)
        path.append(str(part))
    owner = next(_parts(hint, _is_model), owner)
    expected = next(_parts(hint, lambda each: isinstance(each, Expected)), None)
    return _Location(tuple(path), owner, expected.reason(optional=optional) if expected else "")


def _parts(hint: Any, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """Yield the wanted parts of a type hint, the outermost first; a model has its `expected`."""
    if wanted(hint):
        yield hint
    if _is_model(hint) and wanted(expected := getattr(hint, "expected", None)):
        yield expected
    inner = (*hint.__metadata__[::-1], hint.__origin__) if get_origin(hint) is Annotated else get_args(hint)
    for part in inner:
        yield from _parts(part, wanted)


def _is_model(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, BaseModel)
