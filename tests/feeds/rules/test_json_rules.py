"""Each rule of JSON Feed finds the document that breaks it, and nothing else is found there."""

from collections import Counter

import pytest

from feed_rules import json_faults, json_feed
from feed_rules.edits import edited
from feed_rules.good import JSON

VERSION = '"version": "https://jsonfeed.org/version/1.1"'
LAST = '{"id": "2", "content_text": ""}'
HTML, TEXT = '"content_html": "<p>4 &lt; 6</p>",', '"content_text": "4 < 6",'
HUB = '{"type": "WebSub", "url": "https://hub.example/"}'
NUMBER = '"size_in_bytes": 1337'
MINUTES = '"_tea": {"minutes": 5}'
AUTHOR = '"author": {"name": "Ada"}'

BROKEN: list[tuple[str, dict[str, str]]] = [
    # the document
    ("byte_order_mark", {"{\n  " + VERSION: "\ufeff{" + VERSION}),
    ("well_formed", {LAST: LAST + ","}),
    ("well_formed", {NUMBER: '"size_in_bytes": NaN'}),
    ("well_formed", {NUMBER: '"size_in_bytes": Infinity'}),
    ("well_formed", {'"On tea"': '"On\ntea"'}),
    ("root", {"{\n  " + VERSION: "[{" + VERSION, LAST + "\n  ]\n}": LAST + "]}]"}),
    ("names_once", {LAST: '{"id": "2", "id": "3", "content_text": ""}'}),
    ("text_whole", {'"On tea"': r'"On tea \ud83c"'}),
    # every object
    ("kinds", {VERSION: '"version": 1.1'}),
    ("kinds", {'"Notes & <queries>"': "null"}),
    ("kinds", {'"expired": false': '"expired": "false"'}),
    ("kinds", {'"id": "2"': '"id": 2'}),
    ("kinds", {'"On tea"': "null"}),
    ("kinds", {'"tags": ["Tea", "C++"]': '"tags": "Tea"'}),
    ("kinds", {NUMBER: '"size_in_bytes": "1337"'}),
    ("kinds", {NUMBER: '"size_in_bytes": true'}),
    ("kinds", {'"authors": [{"url": "https://example.org/ben"}]': '"authors": null'}),
    ("kinds", {'{"name": "B"}': '{"name": ["B"]}'}),
    ("kinds", {'"2026-03-22T12:00:00Z"': "1774180800"}),
    ("members", {'{"name": "B"}': '"B"'}),
    ("members", {LAST: "null"}),
    ("members", {HUB: '"https://hub.example/"'}),
    ("fields_known", {LAST: '{"id": "2", "content_text": "", "date": ""}'}),
    ("fields_known", {'{"name": "B"}': '{"name": "B", "email": "b@example.org"}'}),
    ("fields_known", {NUMBER: '"size": 1337'}),
    ("urls", {'"https://example.org/icon.png"': '"/icon.png"'}),
    ("urls", {'"url": "https://example.org/tea/"': '"url": "example.org/tea/"'}),
    ("urls", {'"https://example.org/tea.mp3"': '""'}),
    ("urls", {'"https://example.org/ada.png"': '"https://example.org/ada lovelace.png"'}),
    ("languages", {'"language": "en"': '"language": "en_GB"'}),
    ("languages", {'"zh-Hant-TW"': '""'}),
    ("author_says_something", {'{"name": "B"}': "{}"}),
    ("author_says_something", {'{"name": "B"}': '{"_tea": {"cup": 1}}'}),
    ("authors_in_an_array", {'"authors": [{"url": "https://example.org/ben"}]': AUTHOR}),
    # the feed
    ("version", {VERSION: '"version": "https://jsonfeed.org/version/1"'}),
    ("version", {VERSION + ",": ""}),
    ("version_first", {VERSION + ",": "", '"title": "Notes & <queries>",': f'"title": "Notes", {VERSION},'}),
    ("feed_required", {'"title": "Notes & <queries>",': ""}),
    ("title_text", {'"Notes & <queries>"': '" "'}),
    ("public_urls", {'"home_page_url": "https://example.org/",': ""}),
    ("public_urls", {'"feed_url": "https://example.org/feed.json",': ""}),
    ("next_url", {"feed-2.json": "feed.json"}),
    ("hub_required", {HUB: '{"url": "https://hub.example/"}'}),
    ("hub_required", {HUB: '{"type": "WebSub"}'}),
    # items
    ("item_id", {'"id": "2", ': ""}),
    ("item_id", {'"id": "2"': '"id": " "'}),
    ("item_id_unique", {'"id": "2"': '"id": "https://example.org/tea/", "url": "https://example.org/2/"'}),
    ("item_url", {'"id": "2"': '"id": "https://example.org/2/"'}),
    ("item_content", {LAST: '{"id": "2"}'}),
    ("item_html", {"<p>4 &lt; 6</p>": "<p>Vec<u8></p>"}),
    ("item_dates", {"2026-03-22T12:00:00Z": "2026-03-22"}),
    ("item_dates", {"2026-03-22T12:00:00Z": "2026-03-22T12:00:00"}),
    ("item_dates", {"2026-03-31T08:00:00.25-03:00": "Tue, 31 Mar 2026 08:00:00 -0300"}),
    ("item_tags", {'"C++"': "17"}),
    ("attachment_required", {'"mime_type": "audio/mpeg",': ""}),
    ("attachment_required", {'"url": "https://example.org/tea.mp3",': ""}),
    ("attachment_type", {"audio/mpeg": "mp3"}),
    ("attachment_numbers", {NUMBER: '"size_in_bytes": -1'}),
    ("attachment_numbers", {"6.5": "-0.5"}),
    # extensions
    ("extension_name", {MINUTES: '"_1": {}'}),
    ("extension_name", {MINUTES: '"_tea.cups": {}'}),
    ("extension_object", {MINUTES: '"_tea": 5'}),
    ("extension_members", {MINUTES: '"_tea": {"tea.minutes": 5}'}),
    ("extension_members", {MINUTES: '"_tea": {"_minutes": 5}'}),
    ("extension_about", {'"about": "https://example.org/tea", ': ""}),
]

RIGHT: list[dict[str, str]] = [
    {},
    {HTML: ""},
    {TEXT: ""},
    {AUTHOR + ",": ""},
    {'"authors": [{"url": "https://example.org/ben"}]': f'{AUTHOR}, "authors": []'},
    {MINUTES: '"_été": {}'},
    {'"On tea"': r'"On tea \ud83c\udf75"'},
    {"{\n  " + VERSION: " \n{" + VERSION},
    {NUMBER: '"size_in_bytes": 1337.0'},
    {"https://example.org/tea.png": "https://example.org/お茶.png"},
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_its_fault_alone(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in json_faults(edited(JSON, edits))} == {rule}


def test_a_document_without_items() -> None:
    start = JSON[: JSON.index(',\n  "items"')]
    assert [fault.sentence for fault in json_faults(f"{start}}}".encode())] == ["no items"]


def test_a_document_in_another_encoding() -> None:
    (fault,) = json_faults(JSON.replace("About tea", "Über Tee").encode("latin-1"))
    assert fault.rule == "utf_8"


@pytest.mark.parametrize("edits", RIGHT)
def test_what_is_right_has_no_fault(edits: dict[str, str]) -> None:
    assert json_faults(edited(JSON, edits)) == []


def test_every_rule_has_its_broken_document() -> None:
    assert Counter(json_feed.NAMES) == Counter({"utf_8", *(rule for rule, _ in BROKEN)})


def test_a_fault_says_which_rule_and_where() -> None:
    (fault,) = json_faults(edited(JSON, {"audio/mpeg": "mp3"}))
    assert fault.place == "items[0].attachments[0].mime_type"
    assert fault.section == "JSON Feed 1.1, Attachments"
    assert fault.sentence == "'mp3' is not a media type"
