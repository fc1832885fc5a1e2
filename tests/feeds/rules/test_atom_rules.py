"""Each rule of Atom finds the document that breaks it, and nothing else is found there."""

from collections import Counter

import pytest

from feed_rules import atom, atom_faults
from feed_rules.edits import edited
from feed_rules.good import ATOM, ATOM_ENTRY

AUTHOR = "<author><name>Ada</name><uri>https://example.org/ada</uri><email>ada@example.org</email></author>"
SELF = '<link rel="self" href="https://example.org/atom.xml" type="application/atom+xml"/>'
LAST = '<link href="https://example.org/ledgers/"/>'  # in the last entry
LEDGERS = "<id>https://example.org/é/%C3%A9</id>"
UPDATED = "<updated>2026-02-01T00:00:00Z</updated>"
SUMMARY = "<summary>Less: &lt;</summary>"
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">When is a <em>teapot</em>?</div>'
HTML = "&lt;p&gt;Pour.&lt;br&gt;Wait.&lt;/p&gt;"
CONTENT = f'<content type="html">{HTML}</content>'
SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">{}</Signature>'
HMAC = '<SignatureMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"/>'
SOURCE = "<source><id>a:b</id><title>A</title>{}<updated>2026-03-30T00:00:00Z</updated></source>"


def linked(*relations: str, mark: str = "") -> dict[str, str]:
    """Edit the feed's head: add links of these relations, and a mark of RFC 5005."""
    return {SELF: SELF + "".join(f'<link rel="{rel}" href="/{rel}.xml"/>' for rel in relations) + mark}


def with_id(iri: str) -> dict[str, str]:
    return {LEDGERS: f"<id>{iri}</id>"}


def with_content(content: str) -> dict[str, str]:
    return {CONTENT: content}


def in_entry(markup: str) -> dict[str, str]:
    return {LAST: LAST + markup}


def updated_at(moment: str) -> dict[str, str]:
    return {UPDATED: f"<updated>{moment}</updated>"}


BROKEN: list[tuple[str, dict[str, str]]] = [
    # the document
    ("well_formed", {"</feed>": ""}),
    ("well_formed", {"Ledgers": "Ledgers & tea"}),
    ("well_formed", {"Ledgers": "Ledgers &#7;"}),
    ("well_formed", {"Ledgers": "Ledgers \x0b"}),
    ("well_formed", {"Ledgers": "Ledgers \ufffe"}),
    ("well_formed", {'encoding="utf-8"': 'encoding="tea"'}),
    ("well_formed", {'encoding="utf-8"': 'encoding="shift_jis"'}),  # which few parsers of XML read
    ("well_formed", {"<?xml-stylesheet": "<?龦"}),
    ("root", {'xmlns="http://www.w3.org/2005/Atom"': 'xmlns="http://purl.org/atom/ns#"'}),
    ("xml_version", {'<?xml version="1.0"': '<?xml version="1.1"'}),
    ("atom_elements", {"<rights>None</rights>": "<published>2026-03-22T00:00:00Z</published>"}),
    ("atom_elements", in_entry("<subtitle>Ledgers</subtitle>")),
    ("atom_elements", {"<name>Ben</name>": "<name>Ben</name><title>Dr</title>"}),
    ("atom_elements", in_entry('<link rel="related" href="/"><title>Tea</title></link>')),
    ("atom_attributes", in_entry('<link href="/" rel="related" url="/"/>')),
    ("atom_attributes", {"<name>Ben": '<name type="text">Ben'}),
    ("signature_place", {AUTHOR: AUTHOR.replace("</author>", SIGNATURE.format("") + "</author>")}),
    ("signature_method", in_entry(SIGNATURE.format(HMAC))),
    # how often
    ("feed_required", {"<id>https://example.org/</id>": ""}),
    ("feed_required", {"<title>Notes &amp; queries</title>": ""}),
    ("feed_required", {"<updated>2026-04-01T08:00:00-03:00</updated>": ""}),
    ("feed_once", {"<rights>": "<rights>All</rights><rights>"}),
    ("feed_once", {"<icon>": "<icon>/other.png</icon><icon>"}),
    ("feed_once", {"<logo>": "<logo>/other.png</logo><logo>"}),
    ("feed_once", {"<generator": "<generator>Other</generator><generator"}),
    ("feed_once", {"<subtitle": "<subtitle>Other</subtitle><subtitle"}),
    ("feed_once", {"<id>https://example.org/</id>": "<id>https://example.org/</id><id>a:b</id>"}),
    ("feed_once", {"<title>Notes": "<title>Other</title><title>Notes"}),
    ("feed_once", {"<updated>2026-04": "<updated>2026-01-01T00:00:00Z</updated><updated>2026-04"}),
    ("entry_required", {LEDGERS: ""}),
    ("entry_required", {"<title>Ledgers</title>": ""}),
    ("entry_required", {UPDATED: ""}),
    ("entry_once", in_entry("<id>a:b</id>")),
    ("entry_once", in_entry("<title>Again</title>")),
    ("entry_once", in_entry("<updated>2026-02-02T00:00:00Z</updated>")),
    ("entry_once", in_entry(2 * "<content>Tea</content>")),
    ("entry_once", in_entry(2 * "<summary>Tea</summary>")),
    ("entry_once", in_entry(2 * "<published>2026-02-01T00:00:00Z</published>")),
    ("entry_once", in_entry(2 * "<rights>None</rights>")),
    ("entry_once", in_entry(2 * SOURCE.format(""))),
    ("source_once", {"<title>Elsewhere</title>": "<title>Elsewhere</title><title>There</title>"}),
    ("source_names_its_feed", {"<title>Elsewhere</title>": ""}),
    ("metadata_first", {AUTHOR: "", "</feed>": AUTHOR + "</feed>"}),
    # authors and links
    (
        "feed_author",  # each entry has one from its source, which is not enough
        {AUTHOR: "", "<title>Elsewhere</title>": "<title>Elsewhere</title>" + AUTHOR} | in_entry(SOURCE.format(AUTHOR)),
    ),
    ("feed_self_link", {SELF: ""}),
    ("feed_self_link", linked("self")),
    ("alternate_links", {'hreflang="ja"': 'hreflang="en"'}),
    ("alternate_links", in_entry('<link rel="alternate" href="/other/"/>')),
    ("entry_link_or_content", {LAST: '<link rel="via" href="https://example.org/ledgers/"/>'}),
    # entries
    ("summary_for_content", {SUMMARY: "", CONTENT: '<content type="image/png">AAAA</content>'}),
    ("summary_for_content", {SUMMARY: "", CONTENT: '<content type="text/html" src="/tea"/>'}),
    ("same_entry_twice", with_id("tag:example.org,2026-03-22:tea") | updated_at("2026-03-30T21:00:00-03:00")),
    ("text_not_empty", {"<title>Ledgers</title>": "<title> </title>"}),
    ("text_not_empty", {SUMMARY: "<summary/>"}),
    ("text_not_empty", with_content("<content/>")),
    # ids
    ("id_iri", with_id("")),
    ("id_iri", with_id("/ledgers/")),
    ("id_iri", with_id("https://example.org/%zz")),
    ("id_tag_uri", with_id("tag:example.org:ledgers")),
    ("id_tag_uri", with_id("tag:example.org,2026-3:ledgers")),
    ("id_tag_uri", with_id("tag:example.org,2026-02-01:帳簿")),
    ("id_of_feed_alone", with_id("https://example.org/")),
    ("id_scheme", with_id("HTTPS://example.org/ledgers/")),
    ("id_host", with_id("https://Example.org/ledgers/")),
    ("id_percent_case", with_id("https://example.org/%c3%a9")),
    ("id_percent_needed", with_id("https://example.org/%7Eada")),
    ("id_dots", with_id("https://example.org/a/../ledgers/")),
    ("id_slash", with_id("https://example.org")),
    ("id_slash", with_id("https://example.org?ledgers")),
    ("id_port", with_id("https://example.org:443/ledgers/")),
    ("id_authority", with_id("file://localhost/ledgers")),
    ("id_characters", with_id("https://example.org/e\u0301")),
    # what every element may have
    ("xml_lang", {'xml:lang="en"': 'xml:lang="en_GB"'}),
    ("white_space", with_id("\n    https://example.org/ledgers/\n  ")),
    ("white_space", updated_at(" 2026-02-01T00:00:00Z")),
    ("white_space", {"2026-03-22T23:30": "2026-03-22 T23:30"}),
    ("white_space", {'href="/2026/tea/"': 'href="/2026/tea/ "'}),
    ("white_space", {"<icon>": "<icon>\n"}),
    ("white_space", {"https://example.org/tags/": "https://example.org/my tags/"}),
    ("simple_content", {"<name>Ben</name>": "<name>Ben<fh:b/></name>"}),
    ("simple_content", {UPDATED: UPDATED.replace("Z", "Z<b/>")}),
    ("iri_references", {'xml:base="https://example.org/"': 'xml:base="https://exa|mple.org/"'}),
    ("iri_references", {'href="/2026/tea/"': 'href="/2026/&lt;tea&gt;/"'}),
    ("iri_references", {'uri="/about"': 'uri="/%zz"'}),
    ("iri_references", {"https://example.org/logo.png": "https://[logo.png"}),
    ("iri_references", {"https://example.org/ada<": "https://example.org/^ada<"}),
    ("iri_references", with_content('<content type="image/png" src="a\\b"/>')),
    ("iri_not_empty", {"<icon>/icon.png</icon>": "<icon/>"}),
    ("iri_not_empty", {"<logo>https://example.org/logo.png": "<logo>"}),
    ("iri_not_empty", {"<uri>https://example.org/ada": "<uri>"}),
    # texts
    ("text_type", {"<summary>": '<summary type="text/plain">'}),
    ("text_children", {SUMMARY: "<summary>Less: <fh:b/></summary>"}),
    ("text_children", {"and ledgers.": "<fh:b/>"}),
    ("html_fragment", {HTML: "&lt;p&gt;Pour &lt;b&gt;slowly.&lt;/p&gt;"}),
    ("html_fragment", {HTML: "Pour &lt;b&gt;slowly."}),
    ("html_fragment", {HTML: "Vec&lt;u8&gt;"}),
    ("html_fragment", {"About &lt;em&gt;": "&lt;body&gt;About &lt;em&gt;"}),
    ("html_fragment", {"About &lt;em&gt;": "&lt;!DOCTYPE html&gt;About &lt;em&gt;"}),
    ("xhtml_div", {DIV: DIV + DIV}),
    ("xhtml_div", {DIV: "Tea: " + DIV}),
    ("xhtml_div", {DIV: "<div>When is a teapot?</div>"}),
    ("xhtml_namespace", {"<em>teapot</em>": '<em xmlns="">teapot</em>'}),
    # people and dates
    ("person_name", {"<name>Ben</name>": ""}),
    ("person_once", {"<name>Ben</name>": 2 * "<name>Ben</name>"}),
    ("person_once", {"<name>Ben</name>": "<name>Ben</name>" + 2 * "<uri>/ben/</uri>"}),
    ("person_once", {"<name>Ben</name>": "<name>Ben</name>" + 2 * "<email>ben@example.org</email>"}),
    ("name_readable", {"<name>Ben</name>": "<name> </name>"}),
    ("email", {"ada@example.org": "ada at example.org"}),
    ("email", {"ada@example.org": "Ada &lt;ada@example.org&gt;"}),
    *[
        ("dates", updated_at(moment))
        for moment in (
            "",
            "2026-02-01",
            "2026-02-01T00:00:00",
            "2026-02-01t00:00:00z",
            "2026-02-01T00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-02-01T24:00:00Z",
            "2026-02-01T00:00:00+0530",
            "2026-02-01T00:00:00.Z",
            "Sunday",
        )
    ],
    # links, categories, the generator
    ("link_href", in_entry('<link rel="related"/>')),
    ("link_rel", in_entry('<link rel="" href="/"/>')),
    ("link_rel", in_entry('<link rel="../related" href="/"/>')),
    ("link_rel_registered", in_entry('<link rel="alternat" href="/"/>')),
    ("enclosure_length", {' length="1337"': ""}),
    ("link_type", {"audio/mpeg": "audio"}),
    ("link_type", {"audio/mpeg": "audio/mpeg; codecs"}),
    ("link_hreflang", {'hreflang="ja"': 'hreflang="ja_JP"'}),
    ("link_length", {'length="1337"': 'length="1.3k"'}),
    ("link_length", {'length="1337"': 'length="²"'}),
    ("category_term", {'term="tea" ': ""}),
    ("category_scheme", {"https://example.org/tags/": "/tags/"}),
    ("generator_name", {">postindex<": "> <"}),
    # content
    ("content_type", with_content('<content type="htm">Tea</content>')),
    ("content_type", with_content('<content type="multipart/mixed">AAAA</content>')),
    ("content_elsewhere", with_content('<content type="image/png" src="/tea.png">AAAA</content>')),
    ("content_elsewhere_type", with_content('<content src="/tea.png"/>')),
    ("content_elsewhere_type", with_content('<content src="/tea" type="html"/>')),
    ("content_children", with_content("<content>Tea <fh:b/></content>")),
    ("content_children", with_content('<content type="text/plain">Tea <fh:b/></content>')),
    ("content_xml", with_content('<content type="image/svg+xml">tea</content>')),
    ("content_base64", with_content('<content type="image/png">tea!</content>')),
    # RFC 5005
    ("history_in_head", in_entry('<link rel="next-archive" href="/2.xml"/>')),
    ("history_in_head", in_entry("<fh:archive/>")),
    ("history_elements", linked(mark="<fh:incremental/>")),
    ("history_marks", linked(mark="<fh:complete>true</fh:complete>")),
    ("history_marks", linked(mark=2 * "<fh:complete/>")),
    ("complete_alone", linked("next", mark="<fh:complete/>")),
    ("complete_alone", linked("current", mark="<fh:complete/><fh:archive/>")),
    ("paged_or_archived", linked("next", "prev-archive")),
    ("history_links_once", linked("next", "next")),
    ("page_past_the_end", {SELF: f'{SELF}<link rel="first" href="/atom.xml"/><link rel="previous" href="/0.xml"/>'}),
    ("page_past_the_end", {SELF: f'{SELF}<link rel="last" href="/atom.xml"/><link rel="next" href="/2.xml"/>'}),
    ("archive_marked", linked("next-archive")),
    ("archive_current", linked("prev-archive", mark="<fh:archive/>")),
    ("history_links_elsewhere", {SELF: f'{SELF}<link rel="next" href="/atom.xml"/>'}),
]
BROKEN_ENTRIES: list[tuple[str, dict[str, str]]] = [
    ("entry_author", {"<author><name>Ada</name></author>": ""}),
    ("root", {"<entry": "<item", "</entry>": "</item>"}),
    ("id_iri", {"urn:uuid:": ""}),
]

RIGHT: list[dict[str, str]] = [
    {},
    {'xml:lang="en"': 'xml:lang=""'},
    {'xml:lang="en"': 'xml:lang="zh-Hant-TW-x-tea"'},
    {AUTHOR: "", SUMMARY: SUMMARY + AUTHOR} | in_entry(AUTHOR),
    with_id("tag:example.org,2026-03-22:tea"),  # another state of the first entry
    with_id("tag:ada@example.org,2026:%E5%B8%B3#p1"),
    with_id("urn:isbn:0451450523"),
    with_id("https://example.org:8443/?q=1#"),
    with_id("https://%C3%A9.example/"),
    updated_at("2016-12-31T23:59:60Z"),
    updated_at("0001-01-01T00:00:00.123456789-00:00"),
    in_entry(SIGNATURE.format("")),
    in_entry('<link rel="https://example.org/rels/cup" href="?cup#top"/><fh:b xmlns:fh="urn:x"/>'),
    in_entry('<link rel="alternate" type="application/pdf" href="/ledgers.pdf"/>'),
    with_content('<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>'),
    with_content('<content type="image/png">\n iVBO\nRw0K \n</content>'),
    with_content('<content type="text/plain; charset=utf-8">Tea</content>'),
    with_content('<content type="text/html" src="/tea/"/>'),
    {HTML: "&lt;ul&gt;&lt;li&gt;4 &amp;lt; 6&lt;li&gt;&lt;img src=x&gt;&lt;/ul&gt;&lt;hr/&gt;"},
    linked(mark="<fh:complete/>"),
    linked("first", "previous", "next", "last"),
    linked("prev-archive"),
    linked("current", "prev-archive", "next-archive", mark="<fh:archive/>"),
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_feed_has_its_fault_alone(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in atom_faults(edited(ATOM, edits))} == {rule}


@pytest.mark.parametrize(("rule", "edits"), BROKEN_ENTRIES)
def test_a_broken_entry_has_its_fault_alone(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in atom_faults(edited(ATOM_ENTRY, edits))} == {rule}


@pytest.mark.parametrize("edits", RIGHT)
def test_what_is_right_has_no_fault(edits: dict[str, str]) -> None:
    assert atom_faults(edited(ATOM, edits)) == []
    assert atom_faults(ATOM_ENTRY.encode()) == []


def test_every_rule_has_its_broken_document() -> None:
    assert Counter(atom.NAMES) == Counter({rule for rule, _ in BROKEN + BROKEN_ENTRIES})


def test_a_fault_says_which_rule_and_where() -> None:
    (fault,) = atom_faults(edited(ATOM, in_entry('<link rel="" href="/"/>')))
    assert (fault.rule, fault.section, fault.place) == ("link_rel", "RFC 4287, 4.2.7.2", "feed/entry[2]/link[2]")
    assert (
        str(fault) == "feed/entry[2]/link[2]: rel '' is neither a simple name nor an IRI (RFC 4287, 4.2.7.2; link_rel)"
    )
