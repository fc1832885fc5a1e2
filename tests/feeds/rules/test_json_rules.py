"""Each rule on JSON Feed finds the document that breaks it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from feed_rules import json_faults, json_feed
from feed_rules.examples import JSON, edited

VERSION = '"version": "https://jsonfeed.org/version/1.1",'
TITLE = '"title": "Ledgers",'
HTML, TEXT = '"content_html": "<p>4 &lt; 6</p>",', '"content_text": "4 < 6",'
LEDGERS = '"tag:example.org,2026-02-01:ledgers"'
SIZE = '"size_in_bytes": 1337'

BROKEN: list[tuple[str, dict[str, str]]] = [
    ("well_formed", {VERSION: "\ufeff" + VERSION}),
    ("well_formed", {TITLE: TITLE + ","}),
    ("well_formed", {SIZE: '"size_in_bytes": NaN'}),
    ("well_formed", {'"On tea"': '"On\ntea"'}),
    ("well_formed", {TITLE: TITLE + TITLE}),
    ("well_formed", {'"On tea"': r'"On tea \ud83c"'}),
    # the schema; the tests below replace each member
    ("missing_member", {VERSION: ""}),
    ("missing_member", {TITLE: ""}),
    ("missing_member", {'"url": "https://example.org/ledgers/",': ""}),
    ("missing_member", {'"mime_type": "audio/mpeg", ': ""}),
    ("missing_member", {'"type": "WebSub", ': ""}),
    ("missing_member", {'{"name": "Ben"}': "{}"}),
    ("item_content", {',\n      "content_text": ""': ""}),
    ("value", {VERSION: VERSION.replace("1.1", "1")}),
    ("value", {'"Notes & <queries>"': '" "'}),
    ("value", {'"Tea", "C++"': '"Tea", 17'}),
    ("value", {SIZE: '"size_in_bytes": -1'}),
    ("value", {SIZE: '"size_in_bytes": "1337"'}),
    ("value", {LEDGERS: '"tag:example.org:ledgers"'}),
    ("value", {'"language": "en"': '"language": "en_GB"'}),
    ("value", {"2026-03-22T12:00:00Z": "2026-03-22"}),
    ("value", {"audio/mpeg": "mp3"}),
    ("value", {"https://example.org/icon.png": "/icon.png"}),
    ("unknown_member", {TITLE: TITLE + '"_tea": {},'}),
    # rules
    ("version_first", {VERSION: "", '"title": "Notes & <queries>",': f'"title": "Notes", {VERSION}'}),
    ("next_url", {"feed-2.json": "feed.json"}),
    ("unique_ids", {LEDGERS: '"https://example.org/tea/"'}),
    ("html_fragment", {"<p>4 &lt; 6</p>": "<p>Vec<u8></p>"}),
    ("html_absolute", {"<p>4 &lt; 6</p>": "<a href='/'>4 &lt; 6</a>"}),
]

VALID: list[dict[str, str]] = [
    {HTML: ""},
    {TEXT: ""},
    {'"On tea"': r'"On tea \ud83c\udf75"'},
    {"https://example.org/icon.png": "https://example.org/お茶.png"},
]


def objects(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from objects(value)


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_one_kind_of_fault(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in json_faults(edited(JSON, edits))} == {rule}


@pytest.mark.parametrize("edits", VALID)
def test_a_valid_document_has_no_faults(edits: dict[str, str]) -> None:
    assert json_faults(edited(JSON, edits)) == []


def test_every_rule_has_a_broken_document() -> None:
    assert {rule for rule, _ in BROKEN} == json_feed.NAMES


def test_every_member_has_a_type() -> None:
    """Null is not valid for any member."""
    data = json.loads(JSON)
    for parent in objects(data):
        for name, value in list(parent.items()):
            parent[name] = None
            assert {fault.rule for fault in json_faults(json.dumps(data).encode())} == {"value"}, name
            parent[name] = value


def test_every_object_is_closed() -> None:
    data = json.loads(JSON)
    for parent in objects(data):
        parent["strange"] = ""
        assert {fault.rule for fault in json_faults(json.dumps(data).encode())} == {"unknown_member"}
        del parent["strange"]


def test_other_encodings_than_utf_8_are_refused() -> None:
    (fault,) = json_faults(JSON.replace("About tea", "Über Tee").encode("latin-1"))
    assert fault.rule == "well_formed"


def test_a_fault_names_the_rule_the_section_and_the_place() -> None:
    (fault,) = json_faults(edited(JSON, {"audio/mpeg": "mp3"}))
    message = "'mp3' is not a 'media type' (JSON Feed 1.1, Attachments; value)"
    assert str(fault) == f"$.items[0].attachments[0].mime_type: {message}"
