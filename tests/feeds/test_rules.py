"""The validator beside the published schemas: whatever a schema refuses, the validator refuses too."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from feed_rules import Fault, atom_faults, json_faults, opml_faults, rss_faults, schema_faults
from feed_rules.examples import ATOM, JSON, OPML, RSS, edited
from feed_rules.schemas import Format

Faults = Callable[[bytes], list[Fault]]

EXAMPLES: list[tuple[Faults, str]] = [(atom_faults, ATOM), (rss_faults, RSS), (json_faults, JSON), (opml_faults, OPML)]
WITH_SCHEMA: list[tuple[Format, str]] = [("atom", ATOM), ("rss", RSS), ("json", JSON)]
FAULTS: dict[Format, Faults] = {"atom": atom_faults, "rss": rss_faults, "json": json_faults}


@pytest.mark.parametrize(("faults", "document"), EXAMPLES)
def test_the_examples_have_no_faults(faults: Faults, document: str) -> None:
    assert faults(document.encode()) == []


@pytest.mark.parametrize("faults", [atom_faults, rss_faults, json_faults, opml_faults])
@pytest.mark.parametrize("written", [b"", b" ", b"<", b"<a/>", b"null", b"[]", b"{}", b"\xff\xfe", b"{" * 9, b"\x00"])
def test_other_documents_than_feeds_have_a_fault(faults: Faults, written: bytes) -> None:
    assert faults(written) != []


@pytest.mark.parametrize("old", ["coffee", "tea"])
def test_an_edit_replaces_a_text_that_occurs_once(old: str) -> None:
    with pytest.raises(ValueError, match="times in the document"):
        edited("tea, more tea", {old: "milk"})


# -- the published schemas --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("format", "document"), WITH_SCHEMA)
def test_the_examples_follow_the_schemas(format: Format, document: str, shared: Path) -> None:
    assert schema_faults(format, document.encode(), shared / "schemas") == []


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_a_document_that_is_not_well_formed_is_not_valid(format: Format, shared: Path) -> None:
    (fault,) = schema_faults(format, b"<a>{", shared / "schemas")
    assert fault.place == "document"


def test_a_channel_without_items_is_valid(shared: Path) -> None:
    empty = f"{RSS[: RSS.index('<item>')]}</channel></rss>".encode()
    assert rss_faults(empty) == schema_faults("rss", empty, shared / "schemas") == []


@pytest.mark.parametrize(("format", "document"), WITH_SCHEMA)
def test_the_validator_refuses_whatever_a_schema_refuses(format: Format, document: str, shared: Path) -> None:
    """Each part of an example is removed, repeated or changed."""
    changes = json_changes(json.loads(document)) if format == "json" else xml_changes(document.encode())
    refused = [(name, written) for name, written in changes if schema_faults(format, written, shared / "schemas")]
    assert len(refused) > 20
    assert [name for name, written in refused if not FAULTS[format](written)] == []


def xml_changes(document: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a document with one thing changed, and the name of the change."""
    count = len(list(etree.fromstring(document).iter("*")))
    for number in range(1, count):
        for name, change in XML_CHANGES.items():
            root = etree.fromstring(document)
            element = list(root.iter("*"))[number]
            change(element)
            yield f"{name} {number}, {element.tag}", etree.tostring(root)
        for attribute in etree.fromstring(document).xpath(f"(//*)[{number + 1}]/@*"):
            for value in (None, "", "x y", "-1"):
                root = etree.fromstring(document)
                element = list(root.iter("*"))[number]
                if value is None:
                    del element.attrib[attribute.attrname]
                else:
                    element.set(attribute.attrname, value)
                yield f"{element.tag} with {attribute.attrname} {value!r}", etree.tostring(root)


def _fill(element: Any, text: str) -> None:
    element[:], element.text = [], text


XML_CHANGES: dict[str, Callable[[Any], object]] = {
    "without": lambda element: element.getparent().remove(element),
    "twice": lambda element: element.addnext(deepcopy(element)),
    "emptied": lambda element: _fill(element, ""),
    "with words in": lambda element: _fill(element, "x y"),
    "with an element in": lambda element: element.append(element.makeelement("b")),
    "with an attribute of": lambda element: element.set("strange", ""),
    "with another name": lambda element: setattr(element, "tag", "strange"),
}


def json_changes(data: Any) -> Iterator[tuple[str, bytes]]:
    """Yield a document with one member taken away, added or replaced, and the name of the change."""
    for path in list(paths(data)):
        for value in (None, 1, -1.5, "", "x y", True, [], {}, [None], {"strange": 1}):
            copy = deepcopy(data)
            follow(copy, path[:-1])[path[-1]] = value
            yield f"{value!r} at {path}", json.dumps(copy).encode()
        copy = deepcopy(data)
        del follow(copy, path[:-1])[path[-1]]
        yield f"nothing at {path}", json.dumps(copy).encode()


def paths(data: Any) -> Iterator[tuple[Any, ...]]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (key,)
        if isinstance(value, dict | list):
            yield from ((key, *path) for path in paths(value))


def follow(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data
