"""Each rule on Atom finds the document that breaks it."""

import pytest

from feed_rules import atom, atom_faults, feed, grammar
from feed_rules.examples import ATOM, edited

LEDGERS = "<id>https://example.org/é/%C3%A9</id>"
LAST = '<link href="https://example.org/ledgers/" rel="alternate"/>'  # in the last entry
UPDATED = "<updated>2026-02-01T00:00:00Z</updated>"
AUTHOR = "<author><name>Ada</name><email>ada@example.org</email><uri>https://example.org/ada</uri></author>"
SELF = '<link rel="self" href="https://example.org/2.xml"/>'
CURRENT = '<link rel="current" href="https://example.org/atom.xml"/>'
HTML = "&lt;p&gt;Pour.&lt;br&gt;Wait.&lt;/p&gt;"


def with_id(iri: str) -> dict[str, str]:
    return {LEDGERS: f"<id>{iri}</id>"}


def in_entry(markup: str) -> dict[str, str]:
    return {LAST: LAST + markup}


def linked(relation: str) -> dict[str, str]:
    return {SELF: f'{SELF}<link rel="{relation}" href="https://example.org/9.xml"/>'}


BROKEN: list[tuple[str, dict[str, str]]] = [
    ("well_formed", {"</feed>": ""}),
    ("well_formed", {"Ledgers": "Ledgers & tea"}),
    ("well_formed", {"Ledgers": "Ledgers &#7;"}),
    ("well_formed", {"Ledgers": "Ledgers \ufffe"}),
    ("well_formed", {'encoding="utf-8"': 'encoding="tea"'}),
    ("well_formed", {'encoding="utf-8"': 'encoding="shift_jis"'}),  # which few XML parsers read
    ("well_formed", {"<?xml-stylesheet": "<?龦"}),
    ("well_formed", {'<?xml version="1.0"': '<?xml version="1.1"'}),
    ("root", {'xmlns="http://www.w3.org/2005/Atom"': 'xmlns="http://purl.org/atom/ns#"'}),
    # the grammar; test_grammar.py breaks each of its lines
    ("unknown_element", in_entry("<subtitle>Ledgers</subtitle>")),
    ("unknown_element", in_entry("<fh:archive/>")),
    ("unknown_element", {UPDATED: UPDATED.replace("Z", "Z<b/>")}),
    ("unknown_attribute", {"<name>Ada": '<name type="text">Ada'}),
    ("missing_element", {LEDGERS: ""}),
    ("missing_attribute", in_entry('<link rel="enclosure"/>')),
    ("repeated_element", in_entry("<title>Again</title>")),
    ("element_order", {AUTHOR: "", "</feed>": AUTHOR + "</feed>"}),
    ("stray_text", {"<fh:archive/>": "<fh:archive> </fh:archive>"}),
    ("value", in_entry('<link href="https://example.org/" rel="next-archive"/>')),
    ("value", {'xml:lang="en"': 'xml:lang="en_GB"'}),
    ("value", {"ada@example.org": "Ada &lt;ada@example.org&gt;"}),
    ("value", {UPDATED: "<updated>2026-02-01</updated>"}),
    ("value", {"https://example.org/icon.png": "/icon.png"}),
    ("value", with_id("\n  https://example.org/ledgers/\n")),
    ("value", with_id("tag:example.org:ledgers")),
    # authors, links, ids
    ("entry_author", {AUTHOR: ""}),
    ("self_link", {SELF: ""}),
    ("self_link", linked("self")),
    ("alternate_links", in_entry('<link rel="alternate" href="https://example.org/other/"/>')),
    ("alternate_links", {LAST: ""}),
    ("enclosure_length", {' length="1337"': ""}),
    ("unique_ids", with_id("tag:example.org,2026-03-22:tea")),
    ("feed_id", with_id("https://example.org/")),
    ("normalized_id", with_id("HTTPS://example.org/ledgers/")),
    ("normalized_id", with_id("https://Example.org/ledgers/")),
    ("normalized_id", with_id("https://example.org/%c3%a9")),
    ("normalized_id", with_id("https://example.org/%7Eada")),
    ("normalized_id", with_id("https://example.org/a/../ledgers/")),
    ("normalized_id", with_id("https://example.org?ledgers")),
    ("normalized_id", with_id("https://example.org:443/ledgers/")),
    ("normalized_id", with_id("file://localhost/ledgers")),
    ("normalized_id", with_id("https://example.org/e\u0301")),
    # HTML; test_value_syntax.py has more
    ("html_fragment", {HTML: "&lt;p&gt;Pour &lt;b&gt;slowly.&lt;/p&gt;"}),
    ("html_absolute", {HTML: '&lt;a href="/tea/"&gt;Tea&lt;/a&gt;'}),
    # RFC 5005 in one document
    ("history_links_once", linked("current")),
    ("paged_or_archived", linked("next")),
    ("archive_marked", {"<fh:archive/>": ""}),
    ("archive_marked", {CURRENT: ""}),
    ("archive_marked", {"<fh:archive/>": "", CURRENT: ""}),
    ("history_links_elsewhere", {"https://example.org/1.xml": "https://example.org/2.xml"}),
]

VALID: list[dict[str, str]] = [
    {AUTHOR: "", "<summary>": AUTHOR + "<summary>", LAST: AUTHOR + LAST},
    with_id("tag:ada@example.org,2026:%E5%B8%B3#p1"),
    with_id("urn:isbn:0451450523"),
    with_id("https://example.org:8443/?q=1#"),
    in_entry('<link rel="alternate" type="application/pdf" href="https://example.org/ledgers.pdf"/>'),
    {LAST: '<content type="html">Ledgers</content>'},
    linked("hub"),
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_one_kind_of_fault(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in atom_faults(edited(ATOM, edits))} == {rule}


@pytest.mark.parametrize("edits", VALID)
def test_a_valid_document_has_no_faults(edits: dict[str, str]) -> None:
    assert atom_faults(edited(ATOM, edits)) == []


def test_every_rule_has_a_broken_document() -> None:
    names = grammar.NAMES | atom.RULES.names | feed.ENTRIES.names | feed.LINKS.names
    assert {rule for rule, _ in BROKEN} == names


def test_a_fault_names_the_rule_the_section_and_the_place() -> None:
    (fault,) = atom_faults(edited(ATOM, {' length="1337"': ""}))
    message = "an enclosure should have a length (RFC 4287, 4.2.7.2; enclosure_length)"
    assert str(fault) == f"feed/entry[1]/link[2]: {message}"
    (fault,) = atom_faults(edited(ATOM, {LEDGERS: ""}))
    assert str(fault) == "feed/entry[2]: no id (RFC 4287, 4.1.2; missing_element)"
