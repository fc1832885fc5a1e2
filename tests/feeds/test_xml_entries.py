"""The text of an RSS item and of an Atom entry."""

from datetime import UTC, date, datetime

import pytest

from postindex import Author, Channel, Enclosure, Post
from postindex.feeds.entries import build_entries_and_warn
from postindex.feeds.xml_entries import atom_entry, rss_item

CHANNEL = Channel(
    title="Notes", link="https://example.org/", category_scheme="https://example.org/tags?a=1&b=2", ids="permalink"
)
FULL = Post(
    title='Tea & "pots" <b>\rnow',
    published=datetime(2026, 3, 22, 9, 30, tzinfo=UTC),
    summary="Leaves & water ]]>",
    tags=["C++", 'R&"D"'],
    authors=[Author("Ann <a>", email="a&b@example.org", url="https://example.org/?a=1&b=2"), Author("Bob")],
    content_html="<p>Tea &amp; pots</p>",
    enclosures=[
        Enclosure(url="https://example.org/a.mp3?x=1&y=2", type="audio/mpeg", length=3),
        Enclosure(url="https://example.org/b.mp3", type="audio/mpeg"),
    ],
    image="https://example.org/é.png",
    language="en-GB",
)
PLAIN = Post(title="Tea", published=date(2026, 3, 22))

RSS = """\
    <item>
      <title>Tea &#x26; "pots" &#x3C;b&#x3E;&#13;now</title>
      <link>https://example.org/tea-pots-b-now/</link>
      <description>Leaves &#x26;amp; water ]]&#x26;gt;</description>
      <guid isPermaLink="true">https://example.org/tea-pots-b-now/</guid>
      <category domain="https://example.org/tags?a=1&#x26;b=2">C++</category>
      <category domain="https://example.org/tags?a=1&#x26;b=2">R&#x26;"D"</category>
      <content:encoded>&#x3C;p&#x3E;Tea &#x26;amp; pots&#x3C;/p&#x3E;</content:encoded>
      <enclosure url="https://example.org/a.mp3?x=1&#x26;y=2" length="3" type="audio/mpeg"/>
      <pubDate>Sun, 22 Mar 2026 09:30:00 +0000</pubDate>
      <dc:creator>Ann &#x3C;a&#x3E;</dc:creator>
      <dc:creator>Bob</dc:creator>
      <dc:language>en-GB</dc:language>
      <media:content url="https://example.org/%C3%A9.png" medium="image"/>
    </item>
"""
ATOM = """\
  <entry xml:lang="en-GB">
    <id>https://example.org/tea-pots-b-now/</id>
    <title>Tea &amp; "pots" &lt;b&gt;&#13;now</title>
    <updated>2026-03-22T09:30:00+00:00</updated>
    <author>
      <name>Ann &lt;a&gt;</name>
      <email>a&amp;b@example.org</email>
      <uri>https://example.org/?a=1&amp;b=2</uri>
    </author>
    <author>
      <name>Bob</name>
    </author>
    <content type="html">&lt;p&gt;Tea &amp;amp; pots&lt;/p&gt;</content>
    <link href="https://example.org/tea-pots-b-now/" rel="alternate"/>
    <summary>Leaves &amp; water ]]&gt;</summary>
    <category term="c-plus-plus" scheme="https://example.org/tags?a=1&amp;b=2" label="C++"/>
    <category term="r-d" scheme="https://example.org/tags?a=1&amp;b=2" label="R&amp;&quot;D&quot;"/>
    <published>2026-03-22T09:30:00+00:00</published>
    <link rel="enclosure" href="https://example.org/a.mp3?x=1&amp;y=2" type="audio/mpeg" length="3"/>
    <link rel="enclosure" href="https://example.org/b.mp3" type="audio/mpeg"/>
    <media:content url="https://example.org/é.png" medium="image"/>
  </entry>
"""


def test_an_rss_item_with_every_part() -> None:
    (entry,) = build_entries_and_warn([FULL], CHANNEL)
    assert rss_item(entry, CHANNEL).decode() == RSS


def test_an_atom_entry_with_every_part() -> None:
    (entry,) = build_entries_and_warn([FULL], CHANNEL)
    assert atom_entry(entry, CHANNEL).decode() == ATOM


@pytest.mark.parametrize("link", ["https://example.org/", "https://bücher.example/"])
def test_entries_without_optional_parts(link: str) -> None:
    channel = Channel(title="Notes & more", link=link)
    (entry,) = build_entries_and_warn([PLAIN], channel)
    names = ["item", "title", "link", "guid", "pubDate"]
    assert [
        line.strip().strip("<>").split(">")[0].split()[0]
        for line in rss_item(entry, channel).decode().splitlines()[:-1]
    ] == names
    assert "<name>Notes &amp; more</name>" in atom_entry(entry, channel).decode()
