"""The base of our models: frozen, strict values that raise our own error for bad input, on every public route."""

import inspect
from abc import abstractmethod
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import Any, ClassVar, NoReturn, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from postindex.errors import MOST_FAULTS, InvalidValue
from postindex.models.fields import Expected
from postindex.models.jsontext import load_json
from postindex.models.refusals import Refused, model_name, refusal

F = TypeVar("F", bound=Callable[..., None])
V = TypeVar("V", bound="Value")


class Value(BaseModel, frozen=True):
    """The base of our models: frozen, strict, and raising `InvalidValue` for bad input on every public route."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")
    place_name: ClassVar[str] = ""  # the model's name in messages, where it differs from the class's
    expected: ClassVar[Expected | None] = None  # for the message about a value of another kind

    def __init__(self, /, *name: Any, **data: Any) -> None:
        if len(name) > 1 or (name and ("name" in data or "name" not in type(self).model_fields)):
            raise TypeError(f"{type(self).__name__} takes keyword arguments, each once")
        if name:
            data["name"] = name[0]
        _require_few_keys(type(self), data)
        try:
            self.__pydantic_validator__.validate_python(data, self_instance=self)
        except ValidationError as error:
            raise refusal(type(self), error) from None

    # pydantic's mark of an initialiser that only validates: without it, values nested in JSON take a Python detour.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(
            f"{type(self).__name__} is frozen; model_copy(update={{{name!r}: ...}}) returns a changed copy"
        )

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name!r} cannot be deleted")

    # pydantic's own versions take options that switch off validation, or parts of it: these take none.

    @classmethod
    def model_validate(cls, obj: Any) -> Self:  # type: ignore[override]
        """Validate strictly; raise `InvalidValue` for bad input."""
        _require_few_keys(cls, obj)
        return cls._ours(super().model_validate, obj)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray) -> Self:  # type: ignore[override]
        """Validate JSON strictly; raise `InvalidValue` for bad input, and for a key twice in one object."""
        _require_few_keys(cls, load_json(model_name(cls), json_data))
        return cls._ours(super().model_validate_json, json_data)

    @classmethod
    def model_validate_strings(cls, obj: Any) -> Self:  # type: ignore[override]
        """Validate strings strictly; raise `InvalidValue` for bad input."""
        return cls._ours(super().model_validate_strings, obj)

    @classmethod
    def _ours(cls, validate: Callable[[Any], Self], data: Any) -> Self:
        try:
            return validate(data)
        except ValidationError as error:
            raise refusal(cls, error) from None

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Construct with validation."""
        return cls(**values)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the updates validated; a derived id or slug stays unchanged."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self)(**{**fields, **(update or {})})

    def copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:  # type: ignore[override]
        """Return `model_copy(update=update)`: pydantic's old name of it."""
        return self.model_copy(update=update, deep=deep)


class Completed(Value, frozen=True):
    """A value that derives missing fields, and converts input of more types than its fields hold."""

    @model_validator(mode="before")
    @classmethod
    def _before(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        _require_few_keys(cls, data)
        return cls._complete(dict(data))

    @classmethod
    @abstractmethod
    def _complete(cls, data: dict[str, Any]) -> dict[str, Any]: ...


def convert(data: dict[str, Any], field: str, conversion: Callable[..., Any], *args: Any, **options: Any) -> None:
    """Convert the value of a field in place, if it has one; keep the error, for validation to raise with the others."""
    if (value := data.get(field)) is not None:
        try:
            data[field] = conversion(value, *args, **options)
        except InvalidValue as error:
            data[field] = Refused(error.with_traceback(None))


def _require_few_keys(model: type[Value], data: Any) -> None:
    """Raise `InvalidValue` for far too many keys: pydantic makes an error of each, which takes 50 times the memory."""
    if isinstance(data, dict) and len(data) > len(model.__pydantic_fields__) + MOST_FAULTS:
        fields = ", ".join(model.__pydantic_fields__)
        raise InvalidValue(model_name(model), data, f"has {len(data):,} fields; the fields are {fields}")


def signature_only(declaration: F) -> F:
    """Return the constructor of the base, with the signature of a model's own declaration.

    A model accepts input of more types than its fields hold, and the types of its fields are too long to read.
    """
    base = Value.__init__
    init: Any = FunctionType(base.__code__, base.__globals__, "__init__", base.__defaults__, base.__closure__)  # a copy
    init.__signature__ = inspect.signature(declaration)
    init.__qualname__, init.__module__ = declaration.__qualname__, declaration.__module__
    init.__pydantic_base_init__ = True
    return init  # type: ignore[no-any-return]


def assembled(model: type[V], fields: dict[str, Any], given: set[str]) -> V:
    """Return a value built without validation from all of its fields, in their order and valid.

    For the reader of listings, whose own rules prove every field: validation takes three times as long as the rest. A
    test compares the two. `given` names the fields that were given; the values of a listing share this set, which
    takes a quarter of a post's memory.
    """
    value = object.__new__(model)
    _set(value, "__dict__", fields)
    _set(value, "__pydantic_fields_set__", given)
    _set(value, "__pydantic_extra__", None)
    _set(value, "__pydantic_private__", None)
    return value


_set = object.__setattr__
