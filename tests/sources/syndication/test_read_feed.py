"""RSS, RDF, Atom and JSON feeds: every field, every way to write it, and every fault."""

import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from postindex import Author, Channel, InvalidValue, Listing, ListingError, Post, feeds
from postindex.sources import read_feed

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:x="http://www.w3.org/1999/xhtml"'
)
DATE = "<pubDate>Sun, 22 Mar 2026 10:00:00 +0100</pubDate>"
UPDATED = "<updated>2026-03-22T10:00:00+01:00</updated>"
FORMATS = "a feed is RSS, RDF, Atom or JSON Feed"
LONG = f"&lt;p&gt;{'tea ' * 200}"
MORNING = datetime.fromisoformat("2026-03-22T10:00:00+01:00")


def rss(item: str, channel: str = "<link>https://example.org/</link>", attributes: str = "") -> bytes:
    head = f"<rss version='2.0' {NAMESPACES} {attributes}><channel>{channel}\n"
    return f"{head}<item>{item}</item></channel></rss>".encode()


def atom(entry: str, feed: str = '<link href="https://example.org/"/>', attributes: str = "") -> bytes:
    head = f"<feed xmlns='http://www.w3.org/2005/Atom' {NAMESPACES} {attributes}>{feed}\n"
    return f"{head}<entry>{entry}</entry></feed>".encode()


def json_feed(*items: dict[str, Any], **feed: Any) -> bytes:
    given = {"version": "https://jsonfeed.org/version/1.1", "title": "Notes", "items": items, **feed}
    return json.dumps(given).encode()


def rss_post(item: str, **options: Any) -> Post:
    return the_post(rss(f"<title>Tea</title>{DATE}{item}", **options))


def atom_post(entry: str, **options: Any) -> Post:
    return the_post(atom(f"<title>Tea</title>{UPDATED}{entry}", **options))


def json_post(**item: Any) -> Post:
    return the_post(json_feed({"title": "Tea", "date_published": "2026-03-22T10:00:00+01:00", **item}))


def the_post(feed: bytes, **arguments: Any) -> Post:
    listing = read_feed(feed, **arguments)
    assert {problem.code for problem in listing.problems} <= {"incomplete-feed", "relative-links"}
    (post,) = listing.posts
    return post


def problems(feed: bytes, **arguments: Any) -> list[str]:
    listing = read_feed(feed, strict=False, **arguments)
    return [str(problem) for problem in listing.problems if problem.code != "incomplete-feed"]


# -- RSS --------------------------------------------------------------------------------------------------------------


def test_rss_has_every_field() -> None:
    feed = rss(
        f"""<title>Tea &amp;amp; &lt;b&gt;pots&lt;/b&gt;</title><link>https://example.org/tea/</link>{DATE}
        <guid isPermaLink="false">tea-1</guid><description>On &lt;i&gt;leaves&lt;/i&gt;.</description>
        <content:encoded><![CDATA[<p>On leaves & pots.</p>]]></content:encoded>
        <category>tea</category><category> </category>
        <dc:subject>pots</dc:subject><dc:creator>Ann</dc:creator><dc:language>en_GB</dc:language>
        <enclosure url="https://example.org/1.mp3" type="audio/mpeg" length="12"/><media:thumbnail url="/tea.png"/>
        <dcterms:modified>2026-03-23</dcterms:modified>""",
        """<title>Notes</title><link>https://example.org/</link><description>On &lt;b&gt;tea&lt;/b&gt;.</description>
        <language>en</language>""",
    )
    listing = read_feed(feed)
    assert (listing.kind, listing.title, listing.url) == ("rss", "Notes", "https://example.org/")
    assert (listing.description, listing.language) == ("On tea.", "en")
    (post,) = listing.posts
    assert post == Post(
        id="tea-1",
        title="Tea & pots",
        published=MORNING,
        updated=date(2026, 3, 23),
        url="https://example.org/tea/",
        summary="On leaves.",
        content_html="<p>On leaves & pots.</p>",
        tags=["tea", "pots"],
        authors=["Ann"],
        language="en-GB",
        enclosures=post.enclosures,
        image="https://example.org/tea.png",
    )
    assert [(file.url, file.type, file.length) for file in post.enclosures] == [
        ("https://example.org/1.mp3", "audio/mpeg", 12)
    ]
    assert listing.origins[0].line == 3


@pytest.mark.parametrize(
    ("item", "url", "href"),
    [
        ("<link>https://example.org/tea/</link>", "https://example.org/tea/", None),
        ("<link> </link><link>https://example.org/a b</link>", "https://example.org/a%20b", None),
        ("<link>/tea/</link>", "https://example.org/tea/", "/tea/"),
        ("<link>ftp://example.org/</link>", None, "ftp://example.org/"),
        ("<guid>https://example.org/tea/</guid>", "https://example.org/tea/", None),
        ('<guid isPermaLink="false">https://example.org/tea/</guid>', None, None),
        ("<guid>tea</guid>", "https://example.org/tea", "tea"),
        ('<atom:link href="https://example.org/tea/"/>', "https://example.org/tea/", None),
        ('<atom:link rel="self" href="https://example.org/tea/"/>', None, None),
        ('<link xml:base="/x/">tea</link>', "https://example.org/tea", "tea"),
        ("", None, None),
    ],
)
def test_rss_has_links_of_several_kinds(item: str, url: str | None, href: str | None) -> None:
    listing = read_feed(rss(f"<title>Tea</title>{DATE}{item}"))
    assert (listing.posts[0].url, listing.origins[0].href) == (url, href)


@pytest.mark.parametrize(
    ("item", "summary", "html"),
    [
        ("<description>Plain &amp;amp; short</description>", "Plain & short", ""),
        ("<description>&lt;p&gt;Short&lt;/p&gt;</description>", "Short", "<p>Short</p>"),
        (f"<description>&lt;p&gt;{'tea ' * 200}</description>", "", f"<p>{'tea ' * 200}".strip()),
        (f"<description>{'tea ' * 200}</description>", ("tea " * 200).strip(), ""),
        ("<description>a</description><content:encoded>&lt;p&gt;b</content:encoded>", "a", "<p>b"),
        (
            f"<description>{LONG}</description><content:encoded>{LONG}</content:encoded>",
            "",
            f"<p>{'tea ' * 200}",
        ),
        ("<description> </description><content:encoded> </content:encoded>", "", ""),
        ("<itunes:summary>a &amp;amp; b</itunes:summary>", "a & b", ""),
        ("<x:body><x:p>a</x:p></x:body>", "", "<p>a</p>"),
        ("<media:group><media:description>a</media:description></media:group>", "a", ""),
        ("<description><x:p>a</x:p></description>", "", ""),
    ],
)
def test_rss_has_summary_and_content(item: str, summary: str, html: str) -> None:
    post = rss_post(item)
    assert (post.summary, post.content_html) == (summary, html)


@pytest.mark.parametrize(
    ("item", "author"),
    [
        ("<dc:creator>Ann</dc:creator><author>x@example.org</author>", Author("Ann")),
        ("<author>ann@example.org (Ann B.)</author>", Author("Ann B.", email="ann@example.org")),
        ("<author>Ann B. &lt;ann@example.org&gt;</author>", Author("Ann B.", email="ann@example.org")),
        ("<author>Ann (ann@example.org)</author>", Author("Ann", email="ann@example.org")),
        ("<author>ann@example.org ()</author>", Author("ann@example.org", email="ann@example.org")),
        ("<author>ann@example.org</author>", Author("ann@example.org", email="ann@example.org")),
        ("<author>Ann @ home</author>", Author("Ann @ home")),
        (f"<author>{'a@' * 50_000}</author>", Author("a@" * 50_000)),
        ("<itunes:author>Ann</itunes:author>", Author("Ann")),
        (
            "<atom:author><atom:name>Ann</atom:name><atom:uri>/ann/</atom:uri></atom:author>",
            Author("Ann", url="https://example.org/ann/"),
        ),
        ("<author> </author>", Author("Ed", email="ed@example.org")),
    ],
)
def test_rss_has_authors_of_several_kinds(item: str, author: Author) -> None:
    channel = "<link>https://example.org/</link><managingEditor>ed@example.org (Ed)</managingEditor>"
    assert rss_post(item, channel=channel).authors == (author,)


@pytest.mark.parametrize(
    ("item", "image"),
    [
        ('<media:content url="/a.png" medium="image"/>', "https://example.org/a.png"),
        ('<media:content url="/a.png" type="image/png"/>', "https://example.org/a.png"),
        ('<media:content url="/a.mp4" type="video/mp4"/>', None),
        ('<media:content medium="image"/><itunes:image href="/b.png"/>', "https://example.org/b.png"),
        ('<media:group><media:content url="/a.png" medium="image"/></media:group>', "https://example.org/a.png"),
        ('<media:thumbnail url="data:x"/>', None),
    ],
)
def test_images_are_of_several_kinds(item: str, image: str | None) -> None:
    assert rss_post(item).image == image


@pytest.mark.parametrize(("length", "expected"), [("12", 12), ("0", None), ("", None), ("big", None), ("9" * 30, None)])
def test_enclosures_have_a_length_where_it_is_known(length: str, expected: int | None) -> None:
    (file,) = rss_post(f'<enclosure url="/1.bin" length="{length}"/><enclosure/>').enclosures
    assert (file.url, file.type, file.length) == ("https://example.org/1.bin", "application/octet-stream", expected)


@pytest.mark.parametrize(
    ("item", "published", "updated"),
    [
        (DATE, MORNING, None),
        ("<dc:date>2026-03-22T10:00:00+01:00</dc:date>", MORNING, None),
        ("<pubdate>2026-03-22</pubdate>", date(2026, 3, 22), None),
        ("<atom:published>2026-03-22</atom:published>", date(2026, 3, 22), None),
        (f"{DATE}<atom:updated>2026-03-22T10:00:00+01:00</atom:updated>", MORNING, None),
        ("<atom:updated>2026-03-22T10:00:00+01:00</atom:updated>", MORNING, None),
        (f"{DATE}<dcterms:modified>2026-03-23</dcterms:modified>", MORNING, date(2026, 3, 23)),
    ],
)
def test_rss_has_dates_of_several_kinds(item: str, published: date, updated: date | None) -> None:
    post = the_post(rss(f"<title>Tea</title>{item}"))
    assert (post.published, post.updated) == (published, updated)
    if isinstance(published, datetime):
        assert isinstance(post.published, datetime)
        assert post.published.utcoffset() == published.utcoffset()


def test_names_of_namespaces_do_not_matter() -> None:
    feed = b"""<rss xmlns="http://backend.userland.com/rss2" xmlns:q="http://purl.org/dc/elements/1.1/"><channel>
    <item><title>Tea</title><q:date>2026-03-22</q:date><title xmlns="urn:x">No</title></item></channel></rss>"""
    assert the_post(feed).day == date(2026, 3, 22)


def test_old_rss_with_its_document_type_is_read() -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    channel = f"<channel><item><title/><dc:title>Tea</dc:title>{DATE}</item><item/></channel>"
    feed = f"<?xml version='1.0'?>{doctype}<rss version='0.91' {NAMESPACES}>{channel}</rss>"
    assert [post.title for post in read_feed(feed.encode()).posts] == ["Tea"]


# -- RDF --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("namespace", ["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"])
def test_rdf_has_items_beside_the_channel(namespace: str) -> None:
    feed = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{namespace}" {NAMESPACES}>
    <channel rdf:about="https://example.org/"><title>Notes</title><link>https://example.org/</link>
    <dc:language>en</dc:language></channel>
    <item rdf:about="https://example.org/tea/"><title>Tea</title><dc:date>2026-03-22T10:00:00+01:00</dc:date></item>
    </rdf:RDF>"""
    listing = read_feed(feed.encode())
    (post,) = listing.posts
    assert (listing.kind, listing.title, listing.language) == ("rdf", "Notes", "en")
    assert (post.id, post.url, post.published) == ("https://example.org/tea/", "https://example.org/tea/", MORNING)


# -- Atom -------------------------------------------------------------------------------------------------------------


def test_atom_has_every_field() -> None:
    feed = atom(
        """<title type="html">Tea &amp;amp; &lt;b&gt;pots&lt;/b&gt;</title><id>urn:tea</id>
        <link rel="alternate" type="application/pdf" href="/tea.pdf"/><link type="text/html" href="/tea/"/>
        <published>2026-03-22T10:00:00+01:00</published><updated>2026-03-23T10:00:00Z</updated>
        <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">On <b>leaves</b>.</div></summary>
        <content type="html">&lt;p&gt;On leaves.&lt;/p&gt;</content>
        <author><name>Ann</name><email>ann@example.org</email><uri>https://example.org/ann/</uri></author>
        <author><name>Bea</name></author>
        <category term="tea" label="Tea time" /><category term="pots"/><category label="Cups"/><category term=" "/>
        <category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>
        <link rel="enclosure" href="/1.mp3" type="audio/mpeg" length="0"/>""",
        """<title>Notes</title><subtitle>On tea</subtitle><link rel="self" href="https://example.org/feed"/>
        <link rel="http://www.iana.org/assignments/relation/alternate" href="/"/>""",
        'xml:lang="en"',
    )
    listing = read_feed(feed)
    assert (listing.kind, listing.title, listing.url) == ("atom", "Notes", "https://example.org/")
    assert (listing.description, listing.language) == ("On tea", "en")
    (post,) = listing.posts
    assert (post.id, post.title, post.url) == ("urn:tea", "Tea & pots", "https://example.org/tea/")
    assert (post.published, post.updated) == (MORNING, datetime(2026, 3, 23, 10, tzinfo=UTC))
    assert (post.summary, post.content_html, post.language) == ("On leaves.", "<p>On leaves.</p>", None)
    assert post.authors == (
        Author("Ann", email="ann@example.org", url="https://example.org/ann/"),
        Author("Bea"),
    )
    assert [(tag.name, tag.slug) for tag in post.tags] == [("Tea time", "tea"), ("pots", "pots"), ("Cups", "cups")]
    assert [(file.url, file.length) for file in post.enclosures] == [("https://example.org/1.mp3", 0)]


@pytest.mark.parametrize(
    ("entry", "html"),
    [
        ('<content type="html">&lt;p&gt;a</content>', "<p>a"),
        ('<content type="xhtml"><x:div><x:p>a<x:br/></x:p></x:div></content>', "<p>a<br></p>"),
        ("<content>a &lt; b</content>", "<p>a &lt; b</p>"),
        ('<content type="text">a</content>', "<p>a</p>"),
        ('<content type="image/png">AAAA</content>', ""),
        ('<content src="/tea.mp4" type="video/mp4"/>', ""),
        ('<content type="image/png">AAAA</content><content type="text/html">b</content>', "b"),
        ('<content type="html" xml:base="/x/">&lt;a href="y"></content>', '<a href="https://example.org/x/y">'),
        ('<content type="html">&lt;a href="y"></content>', '<a href="https://example.org/y">'),
    ],
)
def test_atom_has_content_of_several_types(entry: str, html: str) -> None:
    assert atom_post(entry).content_html == html.replace(">", ">")


def test_links_in_html_are_completed_by_xml_base_or_the_page() -> None:
    entry = '<link href="/tea/"/><content type="html">&lt;img src="a.png"></content>'
    assert atom_post(entry).content_html == '<img src="https://example.org/tea/a.png">'
    declared = atom_post(entry, attributes='xml:base="https://example.org/x/"')
    assert declared.content_html == '<img src="https://example.org/x/a.png">'
    assert declared.url == "https://example.org/tea/"
    unknown = the_post(atom(f"<title>Tea</title>{UPDATED}{entry}", feed=""))
    assert unknown.content_html == '<img src="a.png">'


def test_authors_of_the_feed_are_those_of_entries_without() -> None:
    feed = "<author><name>Ann</name></author>"
    assert atom_post("", feed=feed).authors == (Author("Ann"),)
    assert atom_post("<author><name>Bea</name></author>", feed=feed).authors == (Author("Bea"),)
    assert atom_post("<author/>", feed="").authors == ()
    assert atom_post("<author><uri>https://example.org/ann</uri></author>").authors[0].name == "https://example.org/ann"


def test_data_of_the_feed_below_its_entries_is_not_that_of_entries() -> None:
    entry = (
        f"<title>Tea</title>{UPDATED}<link href='/tea'/></entry><author><name>Ann</name></author><title>Notes</title>"
    )
    listing = read_feed(atom(f"{entry}<link href='https://example.org/'/><entry>", feed=""))
    assert (listing.title, listing.url) == ("Notes", "https://example.org/")
    assert (listing.posts[0].authors, listing.posts[0].url) == ((), None)


def test_a_fault_of_the_feed_is_reported_once() -> None:
    feed = "<author><name>Ann</name><email>at home</email></author>"
    assert len(problems(atom(f"<title>Tea</title>{UPDATED}", feed=feed))) == 1


@pytest.mark.parametrize(
    ("category", "name", "slug"),
    [
        ('term="tea" label="Tea time"', "Tea time", "tea"),
        ('term="Green Tea" label="Tea time"', "Tea time", "tea-time"),
        ('term="Green Tea"', "Green Tea", "green-tea"),
        ('label="Tea time"', "Tea time", "tea-time"),
    ],
)
def test_the_term_of_a_category_is_the_slug_of_its_tag(category: str, name: str, slug: str) -> None:
    (tag,) = atom_post(f"<category {category}/>").tags
    assert (tag.name, tag.slug) == (name, slug)


def test_tags_without_a_visible_name_are_reported() -> None:
    feed = atom(f'<title>Tea</title>{UPDATED}<category term="tea" label="\u200b"/>')
    assert [problem.partition(";")[0] for problem in problems(feed)] == [
        "<text>:2:1: bad-field: tags: Tag.name: '\\u200b' has no letter or digit"
    ]


def test_the_language_of_an_entry_is_its_own() -> None:
    feed = atom(f"<title>Tea</title>{UPDATED}").replace(b"<entry>", b"<entry xml:lang='de'>")
    assert the_post(feed).language == "de"


def test_a_single_entry_is_a_feed() -> None:
    entry = f'<entry xmlns="http://www.w3.org/2005/Atom"><title>Tea</title>{UPDATED}</entry>'
    listing = read_feed(entry.encode())
    assert (listing.kind, listing.title, len(listing.posts)) == ("atom", None, 1)


def test_atom_03_is_read() -> None:
    feed = b"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Notes</title><tagline>On tea</tagline>
    <link rel="alternate" type="text/html" href="https://example.org/"/><entry>
    <title mode="escaped" type="text/html">T&amp;amp;C</title><link rel="alternate" type="text/html" href="https://example.org/tea/"/><id>tag:example.org,2026:tea</id>
    <issued>2026-03-22T10:00:00+01:00</issued>
    <modified>2026-03-23T10:00:00Z</modified>
    <author><name>Ann</name><url>https://example.org/ann</url></author>
    <content type="text/html" mode="escaped">&lt;p&gt;a</content></entry></feed>"""
    listing = read_feed(feed)
    (post,) = listing.posts
    assert (listing.description, post.title, post.content_html, post.published) == ("On tea", "T&C", "<p>a", MORNING)
    assert (post.updated, post.authors[0].url) == (datetime(2026, 3, 23, 10, tzinfo=UTC), "https://example.org/ann")


# -- JSON Feed --------------------------------------------------------------------------------------------------------


def test_json_has_every_field() -> None:
    feed = json_feed(
        {
            "id": 17,
            "title": "Tea",
            "url": "/tea/",
            "date_published": "2026-03-22T10:00:00+01:00",
            "date_modified": "2026-03-23T10:00:00Z",
            "summary": "On leaves.",
            "content_html": "<p>On leaves.",
            "tags": ["tea", "", "pots"],
            "authors": [{"name": "Ann", "url": "https://example.org/ann"}, {"name": ""}],
            "language": "en_GB",
            "attachments": [{"url": "/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 12.0}, {"url": "/2.mp3"}],
            "banner_image": "tea.png",
        },
        home_page_url="https://example.org/",
        feed_url="https://example.org/feed.json",
        description="On tea",
        language="en",
        author={"name": "Ed"},
    )
    listing = read_feed(feed)
    (post,) = listing.posts
    assert (listing.kind, listing.title, listing.url) == ("jsonfeed", "Notes", "https://example.org/")
    assert (listing.description, listing.language) == ("On tea", "en")
    assert (post.id, post.url, post.image) == ("17", "https://example.org/tea/", "https://example.org/tea/tea.png")
    assert (post.published, post.updated) == (MORNING, datetime(2026, 3, 23, 10, tzinfo=UTC))
    assert (post.summary, post.content_html, post.language) == ("On leaves.", "<p>On leaves.", "en-GB")
    assert [tag.name for tag in post.tags] == ["tea", "pots"]
    assert post.authors == (Author("Ann", url="https://example.org/ann"),)
    assert [(file.url, file.type, file.length) for file in post.enclosures] == [
        ("https://example.org/1.mp3", "audio/mpeg", 12),
        ("https://example.org/2.mp3", "application/octet-stream", None),
    ]


def test_json_of_version_1_has_one_author() -> None:
    item = {"id": "1", "title": "Tea", "date_published": "2026-03-22T10:00:00+01:00"}
    feed = json_feed(item, version="https://jsonfeed.org/version/1", author={"name": "Ed"})
    assert the_post(feed).authors == (Author("Ed"),)


@pytest.mark.parametrize(
    ("item", "summary", "html"),
    [
        ({"content_text": "a < b"}, "", "<p>a &lt; b</p>"),
        ({"content_text": "a", "summary": "a"}, "a", ""),
        ({"content_text": "a", "content_html": "<p>b"}, "", "<p>b"),
        ({"summary": "a"}, "a", ""),
    ],
)
def test_json_has_text_or_html(item: dict[str, str], summary: str, html: str) -> None:
    post = json_post(**item)
    assert (post.summary, post.content_html) == (summary, html)


def test_values_of_other_types_are_reported() -> None:
    item = {
        "id": True,
        "title": "Tea",
        "date_published": "2026-03-22",
        "summary": {},
        "tags": "tea",
        "authors": ["Ann"],
    }
    feed = json_feed({**item, "url": ["x"], "attachments": [3]}, "tea", title=["Notes"])  # type: ignore[arg-type]
    assert problems(feed) == [
        "<text>:1:1: bad-field: title: ['Notes'] is not a text; it is left out",
        "<text>:1:1: bad-field: items: 'tea' is not an object; it is left out",
        "<text>:1:1: bad-field: url: ['x'] is not a text; it is left out",
        "<text>:1:1: bad-field: summary: {} is not a text; it is left out",
        "<text>:1:1: bad-field: id: True is not a text; it is left out",
        "<text>:1:1: bad-field: tags: 'tea' is not a list; it is left out",
        "<text>:1:1: bad-field: authors: 'Ann' is not an object; it is left out",
        "<text>:1:1: bad-field: attachments: 3 is not an object; it is left out",
    ]


# -- Sources and options ----------------------------------------------------------------------------------------------


def test_a_path_a_file_and_bytes_give_the_same(tmp_path: Path) -> None:
    feed = rss(f"<title>Tea</title>{DATE}")
    path = tmp_path / "feed.xml"
    path.write_bytes(feed)

    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(3, size or 3))

    assert read_feed(path).source == str(path)
    with path.open("rb") as file:
        listings = [read_feed(source) for source in (path, file, feed, Trickle(feed), Trickle(json_feed()))]
    assert [len(listing.posts) for listing in listings] == [1, 1, 1, 1, 0]


def test_options_are_those_of_all_readers() -> None:
    feed = rss(f"{DATE}<description>&lt;p>On {'leaves ' * 20}</description>")
    assert read_feed(feed).posts == ()
    post = read_feed(feed, untitled="first-words", words_per_minute=10, content=False).posts[0]
    assert (post.title, post.reading_minutes, post.content_html) == ("On " + " ".join(["leaves"] * 9), 3, "")
    assert read_feed(rss(f"<title>Tea</title>{DATE}"), today=date(2026, 3, 21)).future == 1
    with pytest.raises(InvalidValue, match="untitled"):
        read_feed(feed, untitled="guess")  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["/feed", "", 3, "ftp://example.org/"])
def test_the_address_is_an_absolute_link(url: Any) -> None:
    with pytest.raises(InvalidValue, match="is not an absolute http or https link; give the address of the feed"):
        read_feed(b"", url=url)


def test_relative_links_need_an_address() -> None:
    feed = atom(f'<title>Tea</title>{UPDATED}<link href="/tea/"/>', feed='<link href="/"/>')
    assert problems(feed) == [
        "<text>:2:1: relative-links: links are relative, and the feed does not name its address; give it with url="
    ]
    listing = read_feed(feed, url="https://example.org/feed/")
    assert (listing.url, listing.posts[0].url) == ("https://example.org/", "https://example.org/tea/")


def test_relative_links_of_json_need_an_address() -> None:
    feed = json_feed({"title": "Tea", "date_published": "2026-03-22", "url": "/tea/"})
    assert [problem.partition(" links")[0] for problem in problems(feed)] == ["<text>:1:1: relative-links:"]


# -- Problems ---------------------------------------------------------------------------------------------------------


def incomplete(listing: Listing) -> list[str]:
    return [problem.message for problem in listing.problems if problem.code == "incomplete-feed"]


@pytest.mark.parametrize("relation", ["next", "prev-archive"])
def test_a_feed_has_the_newest_posts_only(relation: str) -> None:
    item = f"<title>Tea</title>{DATE}"
    link = f'<atom:link rel="{relation}" href="https://example.org/feed?page=2"/>'
    start = "a feed has only the newest posts, and a cadence begins with the oldest of them, 2026-03-22; "
    assert incomplete(read_feed(rss(item))) == [start + "read an archive page too"]
    assert incomplete(read_feed(rss(item, channel=link))) == [
        start + "read the next page, 'https://example.org/feed?page=2', and merge them"
    ]
    assert incomplete(read_feed(rss(item, channel="<fh:complete/>"))) == []
    assert (
        incomplete(
            read_feed(
                rss(""),
            )
        )
        == []
    )


def test_the_next_page_of_json_is_named() -> None:
    feed = json_feed({"title": "Tea", "date_published": "2026-03-22"}, next_url="https://example.org/2.json")
    assert "read the next page, 'https://example.org/2.json'" in incomplete(read_feed(feed))[0]


def test_bad_dates_are_reported() -> None:
    unknown = "has the unknown time zone 'BST'; write an offset, such as +0100"
    zone = "<pubDate>Sun, 22 Mar 2026 10:00:00 BST</pubDate>"
    assert problems(rss("<title>Tea</title><pubDate>soon</pubDate>"))[0].startswith(
        "<text>:2:1: bad-date: 'soon' is not a date; write it as "
    )
    assert problems(rss("<title>Tea</title><pubDate>soon</pubDate>"))[0].endswith("; the post is left out")
    assert problems(rss(f"<title>Tea</title>{zone}")) == [
        f"<text>:2:1: bad-date: 'Sun, 22 Mar 2026 10:00:00 BST' {unknown}; only its day is kept"
    ]
    assert problems(rss("<title>Tea</title><pubDate>0001-01-01</pubDate>")) == [
        "<text>:2:1: implausible-year: '0001-01-01' is in the year 1; check that the date was not missing"
    ]
    assert problems(rss("<title>Tea</title>")) == [
        "<text>:2:1: bad-field: published: 'Tea' has no date; the post is left out"
    ]
    for updated, end in (("soon", "it is left out"), ("22 Mar 2026 10:00 BST", "only its day is kept")):
        (problem,) = problems(rss(f"<title>Tea</title>{DATE}<atom:updated>{updated}</atom:updated>"))
        assert problem.startswith(f"<text>:2:1: bad-date: updated: {updated!r} ")
        assert problem.endswith(end)
    assert problems(json_feed({"title": "Tea", "date_published": "soon"}))[0].startswith("<text>:1:1: bad-date: ")


def test_bad_authors_lose_what_is_bad() -> None:
    feed = atom(f"<title>Tea</title>{UPDATED}<author><name>Ann</name><email>at home</email></author>")
    assert problems(feed) == [
        "<text>:2:1: bad-field: authors: Author.email: 'at home' is not an e-mail address, or None; it is left out"
    ]
    assert read_feed(feed, strict=False).posts[0].authors == (Author("Ann"),)
    invisible = atom(f"<title>Tea</title>{UPDATED}<author><name>\u200b</name></author>")
    assert read_feed(invisible, strict=False).posts[0].authors == ()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", f"1:1: bad-file: the file is empty; {FORMATS}"),
        (b" \n", f"1:1: bad-file: the file is empty; {FORMATS}"),
        (
            b"%PDF-1.7 and so on",
            f"1:1: bad-file: this is neither XML nor JSON: it begins with {b'%PDF-1.7 and so '!r}; {FORMATS}",
        ),
        (
            b"<html><body/></html>",
            "1:1: bad-file: the root element is <html>; a feed begins with <rss>, <feed> or <rdf:RDF>",
        ),
        (b"<x><item/></x>", "1:1: bad-file: the root element is <x>; a feed begins with <rss>, <feed> or <rdf:RDF>"),
        (b"\n<!DOCTYPE html><html>", "2:1: bad-file: this is an HTML page; read it with sources.read_page"),
        (b"<", "1:1: bad-file: the file ends without an element; get the rest of the file"),
        (
            b'{"version": "2"}',
            "1:1: bad-file: this JSON is not a feed: its version is '2', not that of jsonfeed.org",
        ),
        (
            b'{\n"version": }',
            "2:1: bad-file: the file is not valid JSON: Expecting value: line 2 column 12 (char 13)",
        ),
        (b'{"a": 1, "a": 2}', "1:1: bad-file: 'a' is twice in the object {'a': 2}; give each key once"),
    ],
)
def test_other_content_is_one_problem(content: bytes, problem: str) -> None:
    listing = read_feed(content, strict=False)
    assert [str(each) for each in listing.problems] == [f"<text>:{problem}"]
    assert (listing.posts, listing.kind) == ((), None)
    with pytest.raises(ListingError):
        read_feed(content)


def test_entries_before_a_fault_are_kept() -> None:
    feed = rss(f"<title>Tea</title>{DATE}</item>\n<item><title>Pots")[:-24]
    listing = read_feed(feed, strict=False)
    assert [post.title for post in listing.posts] == ["Tea"]
    assert str(listing.problems[0]) == ("<text>:3:1: bad-file: the file ends inside <title>; get the rest of the file")
    assert (listing.kind, listing.url) == ("rss", "https://example.org/")


def test_a_json_feed_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postindex.sources.syndication.reading.MAX_JSON", 1 << 20)
    assert problems(json_feed(description="x" * (1 << 20))) == [
        "<text>:1:1: too-large: the file has more than 1 MiB, which is the limit; read a part of it"
    ]


def test_our_own_feeds_are_read() -> None:
    posts = [Post(title="Tea", published=MORNING, url="https://example.org/tea/", tags=["tea"], summary="On leaves.")]
    for write in (feeds.rss, feeds.atom, feeds.json):
        (post,) = read_feed(write(posts, Channel(title="Notes", link="https://example.org/"))).posts
        assert (post.title, post.published, post.url, post.tags, post.summary) == (
            *(posts[0].title, posts[0].published, posts[0].url, posts[0].tags, posts[0].summary),
        )
