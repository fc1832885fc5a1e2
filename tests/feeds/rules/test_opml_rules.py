"""Each rule of OPML finds the document that breaks it, and nothing else is found there."""

from collections import Counter

import pytest

from feed_rules import opml, opml_faults
from feed_rules.edits import edited
from feed_rules.good import OPML

ALL = ' type="rss" xmlUrl="https://example.org/atom.xml"'
TEA = '<outline text="Tea" title="Tea" type="RSS" xmlUrl="https://example.org/tea.xml"/>'
PAGE = '<outline text="Page" type="link" url="https://example.org/"/>'
MODIFIED = "Wed, 01 Apr 2026 08:00:00 -0300"
CREATED = "<dateCreated>Sun, 22 Mar 2026 12:00:00 GMT</dateCreated>"

BROKEN: list[tuple[str, dict[str, str]]] = [
    # the document
    ("well_formed", {"Feeds &amp;": "Feeds &"}),
    ("root", {"<opml ": '<opml xmlns="http://opml.org/spec2" '}),
    ("version", {'version="2.0"': 'version="1.1"'}),
    ("version", {' version="2.0"': ""}),
    ("parts_required", {"<head>": "<!--", "</head>": "-->"}),
    ("parts_required", {"<body>": "<!--", "</body>": "-->"}),
    ("parts_once", {"<body>": "<head/><body>"}),
    ("parts_once", {"</opml>": f"<body>{PAGE}</body></opml>"}),
    ("elements", {"<ownerName>": "<owner/><ownerName>"}),
    ("elements", {TEA: TEA + "<title>Tea</title>"}),
    ("elements", {"Feeds &amp; notes": "Feeds <b>&amp;</b> notes"}),
    ("attributes", {'isComment="false"': 'isComment="false" id="7"'}),
    ("attributes", {"<body>": '<body version="2.0">'}),
    ("body_filled", {"<body>": "<body/><!--", "</body>": "-->"}),
    # the head
    ("head_once", {CREATED: CREATED + CREATED}),
    ("title_text", {"Feeds &amp; notes": " "}),
    ("owner_email", {"ada@example.org": "Ada"}),
    ("head_urls", {"https://example.org/ada": "mailto:ada@example.org"}),
    ("head_urls", {"http://opml.org/spec2.opml": "spec2.opml"}),
    ("head_numbers", {"-20": "-20px"}),
    ("expansion_state", {"1, 6,13": "1, 6,"}),
    # dates
    ("dates", {MODIFIED: "2026-04-01T08:00:00-03:00"}),
    ("dates", {CREATED: "<dateCreated/>"}),
    ("dates", {'created="Sun, 22 Mar 2026 12:00:00 GMT"': 'created="22 March 2026"'}),
    ("date_year", {MODIFIED: "Wed, 01 Apr 26 08:00:00 -0300"}),
    ("date_weekday", {MODIFIED: "Tue, 01 Apr 2026 08:00:00 -0300"}),
    # outlines
    ("outline_text", {'text="All" ': ""}),
    ("outline_text", {'text="Tags"': 'text=""'}),
    ("outline_empty", {TEA: TEA + "and more"}),
    ("outline_flags", {'isComment="false"': 'isComment="no"'}),
    ("outline_flags", {'isBreakpoint="true"': 'isBreakpoint="1"'}),
    ("outline_category", {"/Harvard/Berkman,": "/Harvard//Berkman,"}),
    ("outline_category", {"/Politics,tea": "/Politics,"}),
    # subscriptions and inclusion
    ("feed_type", {ALL: ' xmlUrl="https://example.org/atom.xml"'}),
    ("feed_type", {'isComment="false"': 'htmlUrl="https://example.org/"'}),
    ("feed_url", {ALL: ' type="rss"'}),
    ("feed_url", {"https://example.org/tea.xml": "/tea.xml"}),
    ("feed_title", {'title="Tea" ': ""}),
    ("feed_page", {'htmlUrl="https://example.org/"': 'htmlUrl="/"'}),
    ("feed_language", {"en-gb": "en_GB"}),
    ("feed_version", {'version="RSS"': 'version="Atom"'}),
    ("folder_filled", {TEA: ""}),
    ("inclusion_url", {' url="https://example.org/more.opml"': ""}),
    ("inclusion_url", {PAGE: PAGE.replace("https:", "ftp:")}),
]

RIGHT: list[dict[str, str]] = [
    {},
    {"<head>": "<head/><!--", "</head>": "-->"},
    {MODIFIED: "1 Apr 2026 08:00 EST"},
    {"1, 6,13": ""},
    {'version="RSS"': 'version="scriptingNews"'},
    {PAGE: '<outline text="&lt;b&gt;Tea&lt;/b&gt;" type="thirdParty"/>'},
    {"<body>": '<body><outline text="A line"/><!--', "</body>": "--></body>"},  # an outline, and no list of feeds
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_its_fault_alone(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in opml_faults(edited(OPML, edits))} == {rule}


@pytest.mark.parametrize("edits", RIGHT)
def test_what_is_right_has_no_fault(edits: dict[str, str]) -> None:
    assert opml_faults(edited(OPML, edits)) == []


def test_every_rule_has_its_broken_document() -> None:
    assert Counter(opml.NAMES) == Counter({rule for rule, _ in BROKEN})


def test_a_fault_says_which_rule_and_where() -> None:
    (fault,) = opml_faults(edited(OPML, {"https://example.org/tea.xml": "/tea.xml"}))
    assert fault.place == "opml/body/outline[2]/outline"
    assert fault.section == "OPML 2.0, Subscription lists"
    assert fault.sentence == "xmlUrl '/tea.xml' is not the http address of a feed"
