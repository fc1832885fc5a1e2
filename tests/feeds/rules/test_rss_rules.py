"""Each rule of RSS finds the document that breaks it, and nothing else is found there."""

from collections import Counter

import pytest

from feed_rules import rss, rss_faults
from feed_rules.edits import edited
from feed_rules.good import RSS

CHANNEL_TITLE = "<title>Notes &#x26; queries</title>\n    <link>"
CHANNEL_LINK = "<link>https://example.org/?a=1&amp;b=2</link>\n    <description>"
IMAGE_TITLE = "<title>Notes &#x26; queries</title>\n      <link>"
IMAGE_LINK = "<link>https://example.org/?a=1&amp;b=2</link>\n      <width>"
DESCRIPTION = "<description>Tea &#x3C; coffee -> sleep, Vec&#x3C;u8&#x3E;</description>"
SELF = '<atom:link rel="self" href="https://example.org/rss.xml" type="application/rss+xml"/>'
RELATED = '<atom:link rel="related" href="https://example.org/cups/"/>'
ITEM_DESCRIPTION = (
    '<description>&lt;p&gt;4 &amp;lt; 6 &amp;amp; &lt;a href="https://example.org/"&gt;more&lt;/a&gt;</description>'
)
ENCODED = "<content:encoded><![CDATA[<p>Pour & wait.</p>]]></content:encoded>"
TAG = '<guid isPermaLink="false">tag:example.org,2026-02-01:ledgers</guid>'
EDITOR = "<managingEditor>ada@example.org (Ada Brewer)</managingEditor>"
MASTER = "<webMaster>ben@example.org (Ben)</webMaster>"
IMAGE_URL = "https://example.org/logo.png?v=1.svg"
BUILT = "Wed, 1 Apr 2026 08:00:00 GMT"
DATE = "Sun, 22 Mar 2026 23:30:15 +0530"


def linked(*relations: str, mark: str = "") -> dict[str, str]:
    """Edit the channel's head: add links of these relations, and a mark of RFC 5005."""
    links = "".join(f'<atom:link rel="{rel}" href="https://example.org/{rel}.xml"/>' for rel in relations)
    return {SELF: SELF + links + mark}


def in_item(markup: str) -> dict[str, str]:
    """Add to the item that has little."""
    return {TAG: TAG + markup}


def twice(element: str) -> dict[str, str]:
    return {element: element + element}


BROKEN: list[tuple[str, dict[str, str]]] = [
    # the document
    ("well_formed", {"</rss>": ""}),
    ("well_formed", {"Ledgers</title>": "Ledgers & tea</title>"}),
    ("well_formed", {"Ledgers</title>": "Ledgers \x00</title>"}),
    ("root", {"<rss ": '<rss xmlns="http://backend.userland.com/rss2" '}),
    ("root", {"<channel>": "<canal>", "</channel>": "</canal>"}),
    ("version", {'version="2.0" xmlns': 'version="0.92" xmlns'}),
    ("version", {'version="2.0" xmlns': "xmlns"}),
    ("one_channel", {"</rss>": "<channel/></rss>"}),
    ("elements", in_item("<summary>Tea</summary>")),
    ("elements", {"<ttl>60</ttl>": "<ttl>60</ttl><author>ada@example.org (Ada)</author>"}),
    ("elements", {"<day>Saturday</day>": "<day>Saturday</day><hour>1</hour>"}),
    ("attributes", {'isPermaLink="false"': 'isPermalink="true" isPermaLink="false"'}),
    ("attributes", {"<ttl>": '<ttl unit="minutes">'}),
    # how often
    ("channel_required", {CHANNEL_TITLE: "<link>", "<image>": "<!--", "</image>": "-->"}),
    ("channel_required", {CHANNEL_LINK: "<description>"}),
    ("channel_required", {DESCRIPTION: ""}),
    ("channel_once", twice(DESCRIPTION)),
    ("channel_once", twice(EDITOR)),
    ("channel_once", twice("<ttl>60</ttl>")),
    ("channel_once", {"<skipDays>": "<skipDays><day>Monday</day></skipDays><skipDays>"}),
    ("items_last", {SELF: "", "</channel>": SELF + "</channel>"}),
    ("item_title_or_description", {"<title>Ledgers</title>": ""}),
    ("item_once", twice("<title>Ledgers</title>")),
    ("item_once", twice("<pubDate>Sun, 22 Mar 2026 23:30:15 +0530</pubDate>")),
    ("item_once", in_item("<guid>https://example.org/2/</guid>")),
    ("one_enclosure", in_item(2 * '<enclosure url="http://example.org/a" length="1" type="a/b"/>')),
    ("text_not_empty", {"<title>Ledgers</title>": "<title> </title>"}),
    ("text_not_empty", {DESCRIPTION: "<description/>"}),
    ("text_not_empty", {">postindex<": "><"}),
    ("text_not_empty", {"<category>ci/cd<": "<category><"}),
    ("text_not_empty", {">Elsewhere<": "><"}),
    # the channel
    ("docs", {"https://www.rssboard.org/rss-specification": "http://backend.userland.com/rss"}),
    ("language", {"en-us": "en_US"}),
    ("language", {"en-us": "english"}),
    ("rating", {"(PICS-1.1": "(PG-13"}),
    ("ttl", {"<ttl>60": "<ttl>0"}),
    ("ttl", {"<ttl>60": "<ttl>1h"}),
    ("cloud", {' path="/rpc"': ""}),
    ("cloud", {"xml-rpc": "rest"}),
    ("cloud", {'port="80"': 'port="65536"'}),
    ("cloud", {'protocol="xml-rpc"/>': 'protocol="xml-rpc">x</cloud>'}),
    ("skipped", {"<day>Sunday": "<day>Sun"}),
    ("skipped", {"<day>Sunday": "<day>Saturday"}),
    ("skipped", {"<hour>23": "<hour>24"}),
    ("skipped", {"<hour>0</hour><hour>23</hour>": ""}),
    ("image_required", {IMAGE_LINK: "<width>"}),
    ("image_once", twice("<width>144</width>")),
    ("image_matches_channel", {IMAGE_TITLE: "<title>Notes</title>\n<link>"}),
    ("image_matches_channel", {IMAGE_LINK: "<link>https://example.org/</link><width>"}),
    ("image_format", {IMAGE_URL: "https://example.org/logo.svg?v=1"}),
    ("image_size", {"<width>144": "<width>145"}),
    ("image_size", {"<height>400": "<height>0"}),
    ("form_required", {"<name>q</name>": ""}),
    ("form_once", twice("<name>q</name>")),
    ("form_name", {"<name>q": "<name>1q"}),
    # data types
    ("text_children", {">postindex<": "><b>postindex</b><"}),
    ("text_children", {ITEM_DESCRIPTION: "<description><p>Tea</p></description>"}),
    *[
        ("hexadecimal_references", {"Ledgers</title>": f"Ledgers {written}</title>"})
        for written in ("&amp;", "&lt;", "&gt;", "&#38;", "&#060;", "&#62;", "<![CDATA[& more]]>")
    ],
    ("hexadecimal_references", {"Vec&#x3C;": "Vec&lt;"}),
    ("hexadecimal_references", {">Ledgers</category>": ">Ledgers &amp; tea</category>"}),
    ("hexadecimal_references", {"(Ada Brewer)</author>": "(Ada &amp; Ben)</author>"}),
    ("hexadecimal_references", {'"http://www.rsac.org/ratingsv01.html"': "<![CDATA[&]]>"}),
    *[
        ("dates", {BUILT: date})
        for date in (
            "",
            "2026-04-01T08:00:00Z",
            "Wed, 1 April 2026 08:00:00 GMT",
            "Wed, 31 Feb 2026 08:00:00 GMT",
            "Wed, 1 Apr 2026 24:00:00 GMT",
            "Wed, 1 Apr 2026 08:00:00",
            "Wed, 1 Apr 2026 08:00:00 CEST",
            "Wed, 1 Apr 2026 08:00:00 CET",
            "Wed, 1 Apr 2026 08:00:00 +2400",
            "Wed, 1 Apr 2026 08:00:00 +0160",
            "Mit, 1 Apr 2026 08:00:00 GMT",
        )
    ],
    ("date_year", {BUILT: "Wed, 1 Apr 26 08:00:00 GMT"}),
    ("date_weekday", {BUILT: "Thu, 1 Apr 2026 08:00:00 GMT"}),
    ("date_plain", {BUILT: "Wed,  1 Apr 2026 08:00:00 GMT"}),
    ("date_plain", {BUILT: "Wed, 1 Apr 2026 08:00:00 GMT (noon)"}),
    ("date_plain", {BUILT: "wed, 1 apr 2026 08:00:00 gmt"}),
    ("date_plain", {BUILT: " Wed, 1 Apr 2026 08:00:00 GMT"}),
    ("date_zone", {DATE: "Sun, 22 Mar 2026 23:30:15 A"}),
    ("email_present", {"<author>ada@example.org (Ada Brewer)": "<author>Ada Brewer"}),
    ("email_form", {"<author>ada@example.org (Ada Brewer)": "<author>ada@example.org"}),
    ("email_form", {"<author>ada@example.org (Ada Brewer)": "<author>Ada &#x3C;ada@example.org>"}),
    ("email_form", {"ben@example.org (Ben)": "mailto:ben@example.org"}),
    ("urls_absolute", {"<link>https://example.org/tea/": "<link>/tea/"}),
    ("urls_absolute", {"<link>https://example.org/tea/": "<link>"}),
    ("urls_absolute", {"https://example.org/tea/#comments": "example.org/tea/#comments"}),
    ("urls_absolute", {"https://example.org/search": "https://example.org/my search"}),
    ("urls_absolute", {IMAGE_URL: "logo.png"}),
    ("urls_ascii", {"<link>https://example.org/tea/": "<link>https://example.org/お茶/"}),
    # items
    ("html_fragment", {ENCODED: ENCODED.replace("</p>", "</b>")}),
    ("html_fragment", {"&lt;p&gt;4": "&lt;html&gt;4"}),
    ("html_fragment", {"&amp;lt; 6": "&lt;u8&gt;"}),
    ("html_absolute", {'href="https://example.org/"&gt;': 'href="/more/"&gt;'}),
    ("html_absolute", {"<p>Pour": '<p><img srcset="https://example.org/a.png 1x, b.png 2x"/>Pour'}),
    ("html_absolute", {"<p>Pour": '<p><a href="#top">Up</a>Pour'}),
    ("html_absolute", {"<p>Pour": '<p><img src="//example.org/a.png"/>Pour'}),
    ("enclosure_attributes", {'length="0" ': ""}),
    ("enclosure_attributes", {' type="audio/mpeg"': ""}),
    ("enclosure_attributes", {'url="http://example.org/tea.mp3" ': ""}),
    ("enclosure_url", {"http://example.org/tea.mp3": "/tea.mp3"}),
    ("enclosure_url", {"http://example.org/tea.mp3": "ftp://example.org/tea.mp3"}),
    ("enclosure_values", {'length="0"': 'length="-1"'}),
    ("enclosure_values", {'type="audio/mpeg"/>': 'type="mp3"/>'}),
    ("enclosure_values", {'type="audio/mpeg"/>': 'type="audio/mpeg">Tea</enclosure>'}),
    ("guid_given", {TAG: ""}),
    ("guid_unique", {TAG: "<guid>https://example.org/tea/</guid>"}),
    ("guid_text", {TAG: '<guid isPermaLink="false"/>'}),
    ("guid_text", {TAG: "<guid>\n  https://example.org/ledgers/\n</guid>"}),
    ("guid_flag", {'isPermaLink="false"': 'isPermaLink="0"'}),
    ("guid_permalink", {' isPermaLink="false"': ""}),
    ("guid_permalink", {' isPermaLink="false"': ' isPermaLink="true"'}),
    ("guid_tag_uri", {"tag:example.org,2026-02-01:": "tag:example.org:"}),
    ("source_url", {' url="https://elsewhere.example/rss.xml"': ""}),
    ("source_url", {"https://elsewhere.example/rss.xml": "rss.xml"}),
    # other namespaces
    (
        "namespace_declared",
        {
            ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/"': "",
            "<slash:comments>": '<slash:comments xmlns:slash="http://purl.org/rss/1.0/modules/slash/">',
        },
    ),
    ("self_link", {SELF: ""}),
    ("self_link", linked("self")),
    ("self_link_type", {"application/rss+xml": "application/atom+xml"}),
    ("atom_link_href", {"https://example.org/cups/": "/cups/"}),
    ("atom_link_href", {' href="https://example.org/cups/"': ""}),
    ("atom_link_values", {RELATED: RELATED.replace("rel=", 'type="html" rel=')}),
    ("atom_link_values", {RELATED: RELATED.replace("rel=", 'hreflang="en_GB" rel=')}),
    ("atom_link_values", {RELATED: RELATED.replace("rel=", 'length="1k" rel=')}),
    ("atom_link_rel", {"related": "similar"}),
    ("core_links", {"related": "alternate"}),
    ("core_links", {'rel="related" ': ""}),
    ("core_links", {"related": "enclosure"}),
    ("core_elements", in_item("<dc:date>2026-02-01</dc:date>")),
    ("core_elements", in_item("<dc:subject>Ledgers</dc:subject>")),
    ("core_elements", {"<ttl>": "<dc:language>en</dc:language><ttl>"}),
    ("content_after_description", {ITEM_DESCRIPTION: ""}),
    ("content_after_description", {ITEM_DESCRIPTION: "", ENCODED: ENCODED + ITEM_DESCRIPTION}),
    ("content_once", twice(ENCODED)),
    ("creator_or_author", in_item("<author>ada@example.org (Ada)</author>")),
    ("creator_or_author", {"<ttl>": "<dc:creator>Ada</dc:creator><ttl>", MASTER: ""}),
    ("creator_text", {">Ben</dc:creator>": "> </dc:creator>"}),
    ("comment_count", {"<slash:comments>13": "<slash:comments>-1"}),
    ("comment_count_dated", {f"<lastBuildDate>{BUILT}</lastBuildDate>": ""}),
    # RFC 5005
    ("history_in_head", in_item("<fh:complete/>")),
    ("history_elements", linked(mark="<fh:incremental/>")),
    ("history_marks", linked(mark="<fh:complete>true</fh:complete>")),
    ("complete_alone", linked("prev-archive", mark="<fh:complete/>")),
    ("paged_or_archived", linked("next", "prev-archive")),
    ("history_links_once", linked("next", "next")),
    (
        "page_past_the_end",
        linked("first", "previous") | {"https://example.org/rss.xml": "https://example.org/first.xml"},
    ),
    ("archive_marked", linked("next-archive")),
    ("archive_current", linked("prev-archive", mark="<fh:archive/>")),
    ("history_links_elsewhere", linked("next") | {"https://example.org/rss.xml": "https://example.org/next.xml"}),
]

RIGHT: list[dict[str, str]] = [
    {},
    {' type="application/rss+xml"': ""},
    {"en-us": "epo"},
    {BUILT: "Wed, 01 Apr 2026 08:00 EST"},
    {BUILT: "1 Apr 2026 08:00:00 -0000"},
    {BUILT: "Fri, 31 Dec 9999 23:59:59 Z"},
    {"<link>https://example.org/tea/": "<link>\n  mailto:ada@example.org"},
    {IMAGE_URL: "https://example.org/logo"},
    {ITEM_DESCRIPTION: "<description>R&amp;amp;D: 4 &lt; 6, &lt;br&gt; or &amp;lt;br&amp;gt;</description>"},
    {ENCODED: ""},
    {ENCODED: ENCODED.replace("Pour", '<img src="data:image/png;base64,AAAA"/>')},
    {TAG: '<guid isPermaLink="false">4711</guid>'},
    {TAG: "<guid>HTTP://example.org/ledgers/</guid>"},
    {"Ledgers</title>": "Ledgers <![CDATA[and tea]]> \"'></title>"},
    in_item("<geo:lat xmlns:geo='urn:x-geo'>1<b>2</b></geo:lat>"),
    linked("hub"),
    linked(mark="<fh:complete/>"),
    linked("first", "previous", "next", "last"),
    linked("current", "prev-archive", "next-archive", mark="<fh:archive/>"),
]


@pytest.mark.parametrize(("rule", "edits"), BROKEN)
def test_a_broken_document_has_its_fault_alone(rule: str, edits: dict[str, str]) -> None:
    assert {fault.rule for fault in rss_faults(edited(RSS, edits))} == {rule}


@pytest.mark.parametrize("edits", RIGHT)
def test_what_is_right_has_no_fault(edits: dict[str, str]) -> None:
    assert rss_faults(edited(RSS, edits)) == []


def test_every_rule_has_its_broken_document() -> None:
    assert Counter(rss.NAMES) == Counter({rule for rule, _ in BROKEN})


def test_a_fault_says_which_rule_and_where() -> None:
    (fault,) = rss_faults(edited(RSS, {"<category>ci/cd": "<category>R&amp;D"}))
    assert fault.place == "rss/channel/item[1]/category"
    assert fault.section == "RSS Profile, 3.1"
    assert fault.sentence == "&amp;, where &#x26;, &#x3C; or &#x3E; is what most readers understand"
