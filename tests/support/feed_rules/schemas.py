"""The published schemas, which are not ours and so find our mistakes in the rules. README.md compares the two."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

from feed_rules.faults import Fault
from feed_rules.values import IRI, rfc3339

Format = Literal["atom", "rss", "json"]

_NAMES: dict[Format, str] = {"atom": "atom.rng", "rss": "rss-2_0.xsd", "json": "jsonfeed-1.1.schema.json"}
# The XSD requires an item, though RSS allows an empty channel.
_REFUSED_BUT_VALID = re.compile("Element 'channel': Missing child element")


def schema_faults(format: Format, document: bytes, schemas: Path) -> list[Fault]:
    """Return what the schema of a format refuses in a document; `schemas` is the folder of the schemas."""
    find = _json_faults if format == "json" else _xml_faults
    try:
        return [Fault("schema", _NAMES[format], *found) for found in find(document, _schema(schemas / _NAMES[format]))]
    except (etree.XMLSyntaxError, ValueError) as error:
        return [Fault("schema", _NAMES[format], "document", str(error))]


def _xml_faults(document: bytes, schema: Any) -> Iterator[tuple[str, str]]:
    schema.validate(etree.fromstring(document))
    for error in schema.error_log:
        if not _REFUSED_BUT_VALID.match(error.message):
            yield f"line {error.line}", error.message


def _json_faults(document: bytes, schema: Any) -> Iterator[tuple[str, str]]:
    for error in schema.iter_errors(json.loads(document)):
        yield error.json_path, error.message


@cache  # reading a schema takes longer than validating a document
def _schema(path: Path) -> Any:
    if path.suffix == ".json":
        formats = FormatChecker(formats=())  # by itself, jsonschema checks neither URLs nor dates
        formats.checks("uri")(lambda value: not isinstance(value, str) or bool(IRI.accepts(value)))
        formats.checks("date-time")(lambda value: not isinstance(value, str) or rfc3339(value) is not None)
        return Draft7Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=formats)
    return (etree.RelaxNG if path.suffix == ".rng" else etree.XMLSchema)(etree.parse(path))
