"""The text of front matter → its fields: text, lists, mappings, dates."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from postindex.errors import InvalidValue, MissingExtra
from postindex.models.jsontext import load_json
from postindex.sources.front_matter.fences import FrontMatter

_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)")
_DOCINFO_FIELD = re.compile(r":(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
_COMMENT_FIELD = re.compile(r"\.\. (?P<name>[a-z_-]+):[ \t]*(?P<value>.*)")
_PATTERNS = {"metadata": _FIELD, "docinfo": _DOCINFO_FIELD, "comments": _COMMENT_FIELD}
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})


class BadFrontMatter(Exception):
    """Front matter that cannot be read; holds what is wrong, and its line within the front matter, from 1."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line


class Fields(dict[str, Any]):
    """Fields by name in lower case; `repeated` has the names that are there twice, of which the last value counts."""

    def __init__(self) -> None:
        super().__init__()
        self.repeated: list[str] = []

    def put(self, name: str, value: Any) -> None:
        """Set a field, unless it has no value."""
        name = name.lower()
        if name in self:
            self.repeated.append(name)
        if value is None or (isinstance(value, str) and value.strip() in _EMPTY):
            self.pop(name, None)
        else:
            self[name] = value


def read_fields(front: FrontMatter) -> Fields:
    r"""Return the fields of front matter; raise `BadFrontMatter` if it cannot be read.

    YAML's scalars are text, as they are written: `no` is not False, `1.10` is not 1.1 and `10:30` is not 630.

    >>> from postindex.sources.front_matter.fences import split
    >>> read_fields(split("---\ntitle: 1.10\ntags: [no, tea]\n---\n"))
    {'title': '1.10', 'tags': ['no', 'tea']}
    """
    fields = Fields()
    if front.title:
        fields.put("title", front.title)
    if front.format == "yaml":
        pairs: Iterable[tuple[Any, Any]] = _yaml_pairs(front.text)
    elif front.format == "toml":
        pairs = _toml(front.text).items()
    elif front.format == "json":
        pairs = _json(front.text).items()
    else:
        pairs = _lines(front.text, _PATTERNS[front.format])
    for name, value in pairs:
        fields.put(str(name), value)
    return fields


def _yaml_pairs(text: str) -> Iterator[tuple[str, Any]]:
    yaml = _yaml()
    try:
        # The parser in C, where it is built in. Only its nodes are used: building objects of them guesses types.
        node = yaml.compose(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        if node is None:
            return
        if node.id != "mapping":
            raise BadFrontMatter("is not a list of fields; write each as name: value")
        built: dict[int, Any] = {}
        for name, value in node.value:
            yield str(name.value), _value_of(value, built)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "cannot be read"
        raise BadFrontMatter(f"is not valid YAML: {problem}", mark.line + 1 if mark else 1) from None
    except RecursionError:
        raise BadFrontMatter("is not valid YAML of fields; it is nested too deeply") from None


def _value_of(node: Any, built: dict[int, Any]) -> Any:
    """Return the value of a YAML node; one that is repeated by its anchor is built once."""
    if node.id == "scalar":
        return node.value
    if id(node) not in built:
        if node.id == "sequence":
            built[id(node)] = [_value_of(item, built) for item in node.value]
        else:
            built[id(node)] = {str(name.value): _value_of(value, built) for name, value in node.value}
    return built[id(node)]


def _yaml() -> Any:
    try:
        import yaml
    except ModuleNotFoundError:
        raise MissingExtra("sources.read_front_matter", "sources") from None
    return yaml


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _TOML_LINE.search(str(error))
        reason = str(error).partition(" (at ")[0]
        raise BadFrontMatter(f"is not valid TOML: {reason}", int(found[1]) if found else 1) from None


def _json(text: str) -> dict[str, Any]:
    try:
        value = load_json("", text)
    except InvalidValue as error:
        raise BadFrontMatter(f"{error.reason}") from None
    if not isinstance(value, dict):
        raise BadFrontMatter("is not a JSON object; write one with a field for each name")
    return value


def _lines(text: str, pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """Return the fields of lines; an indented line continues the field above it."""
    fields: list[tuple[str, str]] = []
    for line in text.split("\n"):
        if found := pattern.fullmatch(line.rstrip()):
            fields.append((found["name"], found["value"]))
        elif fields and line[:1] in (" ", "\t") and line.strip():
            name, value = fields[-1]
            fields[-1] = name, f"{value} {line.strip()}".strip()
    return fields


def text_of(value: Any) -> str | None:
    """Return a scalar as text, or None for a list, a mapping and nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | date | time) else None
