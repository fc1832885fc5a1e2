"""The schemas that others have written, which know less than the rules but were not written by us.

What they do not look at, and what they refuse though it is right:

- `atom.rng` (RELAX NG, appendix B of RFC 4287): its assertions in Schematron are not evaluated, so authors and
  alternate links go unchecked; IRIs and e-mail addresses are any text; xml:lang may not be empty, though XML lets it.
- `rss-2_0.xsd`: it refuses `ada@example.org (Ada)`, which is the form that the profile recommends, and a channel
  without items; both are left out here. It takes any number of a channel's and an item's elements; lastBuildDate is any
  text; a date may have any weekday, and be no day at all (31 Feb).
- `jsonfeed-1.1.schema.json` (JSON Schema, draft 7): `format` is checked with the rules' own functions, for `jsonschema`
  by itself checks neither URLs nor moments.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator, FormatChecker
from lxml import etree

from feed_rules.rules import Fault
from feed_rules.values import is_iri, rfc3339

Format = Literal["atom", "rss", "json"]


def schema_faults(format: Format, document: bytes, schemas: Path) -> list[Fault]:
    """Return what the schema of a format refuses in a document; `schemas` is the folder that holds the schemas."""
    return list(_FORMATS[format](document, schemas))


def _atom(document: bytes, schemas: Path) -> Iterator[Fault]:
    yield from _xml_faults(document, _relax_ng(schemas / "atom.rng"), "atom.rng")


def _rss(document: bytes, schemas: Path) -> Iterator[Fault]:
    yield from _xml_faults(document, _xml_schema(schemas / "rss-2_0.xsd"), "rss-2_0.xsd")


def _json(document: bytes, schemas: Path) -> Iterator[Fault]:
    name = "jsonfeed-1.1.schema.json"
    try:
        data = json.loads(document)
    except ValueError as error:
        yield Fault("schema", name, "document", str(error))
    else:
        for found in _json_schema(schemas / name).iter_errors(data):
            yield Fault("schema", name, found.json_path, found.message)


_FORMATS: dict[Format, Callable[[bytes, Path], Iterator[Fault]]] = {"atom": _atom, "rss": _rss, "json": _json}


_REFUSED_THOUGH_RIGHT = re.compile(
    r"Element '(?:author|managingEditor|webMaster)': \[facet 'pattern'\]|Element 'channel': Missing child element"
)


def _xml_faults(document: bytes, schema: Any, name: str) -> Iterator[Fault]:
    try:
        tree = etree.fromstring(document)
    except etree.XMLSyntaxError as error:
        yield Fault("schema", name, "document", str(error))
    else:
        if not schema.validate(tree):
            for found in schema.error_log:
                if not _REFUSED_THOUGH_RIGHT.match(found.message):
                    yield Fault("schema", name, f"line {found.line}", found.message)


# A schema is read once: reading one takes longer than validating a document by it.


@cache
def _relax_ng(path: Path) -> Any:
    return etree.RelaxNG(etree.parse(path))


@cache
def _xml_schema(path: Path) -> Any:
    return etree.XMLSchema(etree.parse(path))


@cache
def _json_schema(path: Path) -> Draft7Validator:
    formats = FormatChecker(formats=())
    formats.checks("uri")(lambda value: not isinstance(value, str) or is_iri(value))
    formats.checks("date-time")(lambda value: not isinstance(value, str) or rfc3339(value) is not None)
    return Draft7Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=formats)
