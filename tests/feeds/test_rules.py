"""The rules' own rules: nothing they are given makes them fall over, and what a schema finds, they find too."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feed_rules import (
    Fault,
    atom_faults,
    history_faults,
    json_faults,
    opml_faults,
    rss_faults,
    schema_faults,
)
from feed_rules.edits import edited
from feed_rules.good import ATOM, ATOM_ENTRY, JSON, OPML, RSS
from feed_rules.rules import Finding, Rules
from feed_rules.schemas import Format

Faults = Callable[[bytes], list[Fault]]

FORMATS: list[tuple[Faults, str]] = [
    (atom_faults, ATOM),
    (atom_faults, ATOM_ENTRY),
    (rss_faults, RSS),
    (json_faults, JSON),
    (opml_faults, OPML),
]
VALIDATED: list[tuple[Format, str]] = [("atom", ATOM), ("atom", ATOM_ENTRY), ("rss", RSS), ("json", JSON)]
FAULTS: dict[Format, Faults] = {"atom": atom_faults, "rss": rss_faults, "json": json_faults}


@pytest.mark.parametrize(("faults", "document"), FORMATS)
def test_a_good_document_has_no_fault(faults: Faults, document: str) -> None:
    assert faults(document.encode()) == []


# -- any document -----------------------------------------------------------------------------------------------------


pieces = st.sampled_from(
    ["", "<b>", "</b>", "<!--", "]]>", "&", "&#0;", '"', "'", "{", "]", ",", "null", "\x00", "\ud83c"]
)


@pytest.mark.parametrize(("faults", "document"), FORMATS)
@given(
    edits=st.lists(st.tuples(st.integers(0), st.integers(0, 60), pieces | st.text(max_size=9)), min_size=1, max_size=4)
)
@settings(max_examples=150)
def test_any_document_has_faults_or_none(faults: Faults, document: str, edits: list[tuple[int, int, str]]) -> None:
    """A document some of whose text is another is judged; it makes no rule fall over."""
    for place, length, new in edits:
        start = place % len(document)
        document = document[:start] + new + document[start + length :]
    written = document.encode(errors="replace")
    assert all(isinstance(fault, Fault) for fault in faults(written))
    assert all(isinstance(fault, Fault) for fault in history_faults({"https://example.org/": written}))


@pytest.mark.parametrize("faults", [atom_faults, rss_faults, json_faults, opml_faults])
@pytest.mark.parametrize("written", [b"", b" ", b"<", b"<a/>", b"null", b"[]", b"{}", b"\xff\xfe", b"{" * 9, b"\x00"])
def test_what_is_no_feed_has_a_fault(faults: Faults, written: bytes) -> None:
    assert faults(written) != []


# -- beside the schemas -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("format", "document"), VALIDATED)
def test_a_good_document_is_valid(format: Format, document: str, shared: Path) -> None:
    assert schema_faults(format, document.encode(), shared / "schemas") == []


def test_what_a_schema_refuses_though_it_is_right_is_left_out(shared: Path) -> None:
    without_items = f"{RSS[: RSS.index('<item>')]}</channel></rss>".encode()
    assert rss_faults(without_items) == schema_faults("rss", without_items, shared / "schemas") == []
    (fault,) = schema_faults("rss", edited(RSS, {"<ttl>60": "<ttl>1h"}), shared / "schemas")
    assert fault.section == "rss-2_0.xsd"


@pytest.mark.parametrize("format", ["atom", "rss", "json"])
def test_what_is_not_well_formed_is_not_valid(format: Format, shared: Path) -> None:
    (fault,) = schema_faults(format, b"<a>{", shared / "schemas")
    assert fault.place == "document"


@pytest.mark.parametrize(("format", "document"), VALIDATED)
def test_what_a_schema_finds_is_found(format: Format, document: str, shared: Path) -> None:
    """Whatever part of a good document is taken away, doubled or spoilt: where the schema objects, so do the rules."""
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


# -- the rules' own tools ---------------------------------------------------------------------------------------------


def test_two_rules_of_one_name_are_refused() -> None:
    table: Rules[str] = Rules()

    def shouted(text: str) -> Iterator[Finding]:
        if text.isupper():
            yield "everywhere", "too loud"

    table("Manners, 1")(shouted)
    assert list(table.faults("TEA")) == [Fault("shouted", "Manners, 1", "everywhere", "too loud")]
    assert list(table.faults("tea")) == []
    with pytest.raises(ValueError, match="two rules of the name shouted"):
        table("Manners, 2")(shouted)


@pytest.mark.parametrize("old", ["coffee", "tea"])
def test_an_edit_that_hits_nothing_or_too_much_is_refused(old: str) -> None:
    with pytest.raises(ValueError, match="times in the document"):
        edited("tea, more tea", {old: "milk"})
