"""Each rule on RSS finds the document that breaks it."""

import pytest

from feed_rules import feed, rss, rss_faults
from feed_rules.examples import RSS, edited

TAG = '<guid isPermaLink="false">tag:example.org,2026-02-01:ledgers</guid>'
SELF = '<atom:link rel="self" href="https://example.org/2.xml" type="application/rss+xml"/>'
CURRENT = '<atom:link rel="current" href="https://example.org/rss.xml"/>'
DESCRIPTION = '<description>4 &#x26;lt; 6 &#x3C;a href="https://example.org/">more&#x3C;/a></description>'
ENCODED = "<content:encoded>&#x3C;p>Pour.&#x3C;/p></content:encoded>"
BUILT = "Wed, 1 Apr 2026 08:00:00 GMT"
IMAGE = "https://example.org/logo.png?v=1.svg"


def linked(relation: str) -> dict[str, str]:
    return {SELF: f'{SELF}<atom:link rel="{relation}" href="https://example.org/9.xml"/>'}


def titled(text: str) -> dict[str, str]:
    return {"<title>Ledgers": f"<title>{text}"}


BROKEN: list[tuple[str, dict[str, str]]] = [
    ("root", {"<rss ": '<rss xmlns="http://backend.userland.com/rss2" '}),
    # the grammar; test_grammar.py breaks each of its lines
    ("unknown_element", {TAG: TAG + "<author>ada@example.org (Ada)</author>"}),
    ("unknown_element", {TAG: TAG + "<dc:date>2026-02-01</dc:date>"}),
    ("unknown_attribute", {'isPermaLink="false"': 'isPermalink="true" isPermaLink="false"'}),
    ("missing_element", {TAG: ""}),
    ("repeated_element", {TAG: TAG + TAG}),
    ("element_order", {SELF: "", "</channel>": SELF + "</channel>"}),
    ("value", {'version="2.0" xmlns': 'version="0.92" xmlns'}),
    ("value", {BUILT: "Thu, 1 Apr 2026 08:00:00 GMT"}),
    ("value", {"<link>https://example.org/tea/": "<link>/tea/"}),
    ("value", {"<link>https://example.org/tea/": "<link>https://example.org/お茶/"}),
    ("value", {'rel="prev-archive"': 'rel="alternate"'}),
    ("value", {'length="0"': 'length="-1"'}),
    ("value", {"en-us": "english"}),
    ("value", {TAG: '<guid isPermaLink="false">tag:example.org:ledgers</guid>'}),
    # the profile
    *[
        ("hexadecimal_references", titled(text))
        for text in ("&amp;", "&lt;", "&gt;", "&#38;", "&#060;", "&#62;", "<![CDATA[&]]>")
    ],
    ("image_matches_channel", {"<title>Notes &#x26; queries</title>\n      <": "<title>Notes</title><"}),
    ("image_matches_channel", {"<link>https://example.org/</link>\n    </": "<link>https://example.org/a</link></"}),
    ("image_format", {IMAGE: "https://example.org/logo.svg?v=1"}),
    ("guid_permalink", {TAG: TAG.replace("false", "true")}),
    ("guid_permalink", {'"true">https://example.org/tea/': '"true">https://example.org/茶/'}),
    (
        "namespace_declared",
        {
            '    xmlns:dc="http://purl.org/dc/elements/1.1/"': "",
            "<dc:creator>": '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">',
            "<dc:language>": '<dc:language xmlns:dc="http://purl.org/dc/elements/1.1/">',
        },
    ),
    ("content_after_description", {DESCRIPTION: ""}),
    ("content_after_description", {DESCRIPTION: "", ENCODED: ENCODED + DESCRIPTION}),
    # what all formats have
    ("unique_ids", {TAG: '<guid isPermaLink="true">https://example.org/tea/</guid>'}),
    ("html_fragment", {ENCODED: ENCODED.replace("/p", "/b")}),
    ("html_fragment", {"4 &#x26;lt; 6": "Vec&#x3C;u8>"}),
    ("html_absolute", {'href="https://example.org/">': 'href="/more/">'}),
    ("html_absolute", {"Pour.": '&#x3C;img srcset="https://example.org/a.png 1x, b.png 2x"/>'}),
    ("self_link", {SELF: ""}),
    ("history_links_once", linked("current")),
    ("paged_or_archived", linked("next")),
    ("archive_marked", {"<fh:archive/>": ""}),
    ("history_links_elsewhere", {"https://example.org/1.xml": "https://example.org/2.xml"}),
]

VALID: list[dict[str, str]] = [
    {IMAGE: "https://example.org/logo"},
    {ENCODED: ""},
    {ENCODED: ENCODED.replace("Pour", '&#x3C;img src="data:image/png;base64,AAAA"/>')},
    titled("\"'>"),
    linked("hub"),
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_one_kind_of_fault(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in rss_faults(edited(RSS, edits))} == {rule}


@pytest.mark.parametrize("edits", VALID)
def test_a_valid_document_has_no_faults(edits: dict[str, str]) -> None:
    assert rss_faults(edited(RSS, edits)) == []


def test_every_rule_has_a_broken_document() -> None:
    assert {rule for rule, _ in BROKEN} >= rss.NAMES | feed.ENTRIES.names | feed.LINKS.names


def test_a_fault_names_the_rule_the_section_and_the_place() -> None:
    (fault,) = rss_faults(edited(RSS, titled("R&amp;D")))
    message = "&amp; instead of &#x26;, &#x3C; or &#x3E;, which most readers understand"
    assert str(fault) == f"line 40: {message} (RSS Profile, 3.1; hexadecimal_references)"
