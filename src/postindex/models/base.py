"""The base of our models: frozen, strict values that refuse bad input with our own error on every public route."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import NoneType
from typing import Annotated, Any, ClassVar, NoReturn, Self, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator

from postindex.errors import InvalidValue, MissingExtra, PostindexError
from postindex.models.fields import Expected
from postindex.text import XML_FORBIDDEN

T = TypeVar("T")
V = TypeVar("V", bound="Value")


class Value(BaseModel, frozen=True):
    """The base of our models: frozen, strict, and refusing bad input with `InvalidValue` on every public route."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
    place_name: ClassVar[str] = ""  # the name that messages give the model, where it is not its own
    expected: ClassVar[Expected | None] = None  # for messages about a value that is not of the model's kind at all

    def __init__(self, /, *name: Any, **data: Any) -> None:
        if len(name) > 1 or (name and ("name" in data or "name" not in type(self).model_fields)):
            raise TypeError(f"{type(self).__name__} takes keyword arguments, each once")
        if name:
            data["name"] = name[0]
        try:
            self.__pydantic_validator__.validate_python(data, self_instance=self)
        except ValidationError as error:
            raise _refusal(type(self), error) from None

    # pydantic's own mark of an initialiser that only validates: without it, values nested in JSON take a Python detour.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(
            f"{type(self).__name__} is frozen; model_copy(update={{{name!r}: ...}}) returns a changed copy"
        )

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be deleted")

    # pydantic's own versions take options that switch off parts of the validation, or all of it: these take none.

    @classmethod
    def model_validate(cls, obj: Any) -> Self:  # type: ignore[override]
        """Validate strictly; what is refused raises `InvalidValue`."""
        return cls._ours(super().model_validate, obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray) -> Self:  # type: ignore[override]
        """Validate JSON strictly; what is refused raises `InvalidValue`."""
        return cls._ours(super().model_validate_json, json_data)

    @classmethod
    def model_validate_strings(cls, obj: Any) -> Self:  # type: ignore[override]
        """Validate strings strictly; what is refused raises `InvalidValue`."""
        return cls._ours(super().model_validate_strings, obj)

    @classmethod
    def _ours(cls, validate: Callable[[Any], Self], data: Any) -> Self:
        try:
            return validate(data)
        except ValidationError as error:
            raise _refusal(cls, error) from None

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Construct with validation."""
        return cls(**values)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the updates validated; what was derived, such as an id or a slug, stays as it is."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**fields, **(update or {})})

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # type: ignore[override]
        """Return `model_copy`: pydantic's old name for it."""
        return self.model_copy(update=update, deep=deep)


class Completed(Value, frozen=True):
    """A value that derives what was left out, and converts what it accepts beside a field's own type."""

    @model_validator(mode="before")
    @classmethod
    def _before(cls, data: Any, info: ValidationInfo) -> Any:
        if not isinstance(data, dict):
            return data
        return cls._complete(dict(data), from_json=info.mode == "json")

    @classmethod
    @abstractmethod
    def _complete(cls, data: dict[str, Any], *, from_json: bool) -> dict[str, Any]: ...


def assembled(model: type[V], fields: dict[str, Any], given: set[str]) -> V:
    """Put a value together from all of its fields, in their order, known to be what validation would leave.

    For the reader of listings, whose own rules prove every field: validation takes three times as long as the rest, and
    a law holds the two together. `given` names the fields that were given; the values of a listing share it, as it is
    a quarter of what a post weighs.
    """
    value = object.__new__(model)
    _set(value, "__dict__", fields)
    _set(value, "__pydantic_fields_set__", given)
    _set(value, "__pydantic_extra__", None)
    _set(value, "__pydantic_private__", None)
    return value


_set = object.__setattr__


def _refusal(model: type[Value], error: ValidationError) -> PostindexError:
    """Turn pydantic's first complaint into ours."""
    errors = error.errors(include_url=False)
    first = next(
        (each for each in errors if each["loc"][-1:] != ("id",)), errors[0]
    )  # an id fails where it cannot be derived
    value = first["input"]
    given = first["type"] == "extra_forbidden"  # else `date` and `datetime` are branches of a union
    loc = [str(part) for part in first["loc"] if given or part not in ("date", "datetime")]
    place = ".".join([model.place_name or model.__name__, *loc])
    field = next((part for part in reversed(loc) if not part.isdigit()), model.__name__)
    ours = first.get("ctx", {}).get("error")
    if isinstance(ours, MissingExtra):
        return ours
    if isinstance(ours, InvalidValue):
        return InvalidValue(f"{place}: {ours.place}" if loc else ours.place, ours.value, ours.reason)
    if first["type"] == "missing":
        return InvalidValue(place.removesuffix(f".{field}"), value, f"has no {field!r}; give it one")
    if first["type"] == "extra_forbidden":
        known = f"; the fields are {', '.join(model.model_fields)}" if len(loc) == 1 else ""
        return InvalidValue(place, value, f"is not a field{known}")
    if isinstance(value, str) and (bad := XML_FORBIDDEN.search(value)):
        return InvalidValue(
            place, value, f"has U+{ord(bad[0]):04X} at index {bad.start()}, which XML cannot carry; remove it"
        )
    return InvalidValue(place, value, _reason(model, loc) or f"is refused: {first['msg']}")


def _reason(model: type[Value], loc: Iterable[str]) -> str:
    """Return what the field at a location in a model, or the model itself, says about a bad value."""
    hint: Any = model
    optional = False
    for part in loc:
        if part.isdigit():
            hint = get_args(hint.__origin__ if get_origin(hint) is Annotated else hint)[0]
        else:
            kind = next(_find(hint, lambda each: isinstance(each, type) and issubclass(each, Value)), None)
            if kind is None or part not in kind.model_fields:
                return ""
            field = kind.model_fields[part]
            hint = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
            optional = NoneType in get_args(field.annotation)
    wanted = next(_find(hint, lambda each: isinstance(each, Expected)), None)
    return wanted.reason(optional=optional) if wanted else ""


def _find(hint: Any, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """Yield the parts of a type hint that are wanted, the outermost first; a model has its `expected`."""
    if wanted(hint):
        yield hint
    if isinstance(hint, type) and issubclass(hint, Value) and wanted(hint.expected):
        yield hint.expected
    args = (*hint.__metadata__[::-1], hint.__origin__) if get_origin(hint) is Annotated else get_args(hint)
    for each in args:
        yield from _find(each, wanted)
