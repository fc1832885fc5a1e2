"""A valid document of each format with every element, attribute and member of its grammar, to break in tests."""

from collections.abc import Mapping

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="feed.xsl" type="text/xsl"?>
<!-- An archive document. -->
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"
    xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en">
  <id>https://example.org/</id>
  <title>Notes &amp; queries</title>
  <updated>2026-04-01T08:00:00-03:00</updated>
  <author><name>Ada</name><email>ada@example.org</email><uri>https://example.org/ada</uri></author>
  <link href="https://example.org/" rel="alternate" type="text/html"/>
  <generator>postindex</generator>
  <icon>https://example.org/icon.png</icon>
  <logo>https://example.org/logo.png</logo>
  <rights>None</rights>
  <subtitle>About tea</subtitle>
  <link rel="self" href="https://example.org/2.xml"/>
  <link rel="current" href="https://example.org/atom.xml"/>
  <link rel="prev-archive" href="https://example.org/1.xml"/>
  <link rel="next-archive" href="https://example.org/3.xml"/>
  <fh:archive/>
  <entry xml:lang="en-GB">
    <id>tag:example.org,2026-03-22:tea</id>
    <title>Tea</title>
    <updated>2026-03-31T00:00:00Z</updated>
    <content type="html">&lt;p&gt;Pour.&lt;br&gt;Wait.&lt;/p&gt;</content>
    <link href="https://example.org/tea/" rel="alternate"/>
    <summary>Less: &lt;</summary>
    <category term="tea" scheme="https://example.org/tags/" label="Tea"/>
    <published>2026-03-22T23:30:15.25+05:30</published>
    <media:content url="https://example.org/tea.png" medium="image"/>
    <link rel="enclosure" href="https://example.org/tea.mp3" type="audio/mpeg" length="1337"/>
  </entry>
  <entry>
    <id>https://example.org/é/%C3%A9</id>
    <title>Ledgers</title>
    <updated>2026-02-01T00:00:00Z</updated>
    <link href="https://example.org/ledgers/" rel="alternate"/>
  </entry>
</feed>
"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="feed.xsl" type="text/xsl"?>
<!-- An archive document. -->
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:fh="http://purl.org/syndication/history/1.0"
    xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Notes &#x26; queries</title>
    <link>https://example.org/</link>
    <description>Tea &#x3C; coffee -> sleep</description>
    <copyright>None</copyright>
    <docs>https://www.rssboard.org/rss-specification</docs>
    <generator>postindex</generator>
    <image>
      <url>https://example.org/logo.png?v=1.svg</url>
      <title>Notes &#x26; queries</title>
      <link>https://example.org/</link>
    </image>
    <language>en-us</language>
    <lastBuildDate>Wed, 1 Apr 2026 08:00:00 GMT</lastBuildDate>
    <atom:link rel="self" href="https://example.org/2.xml" type="application/rss+xml"/>
    <atom:link rel="current" href="https://example.org/rss.xml"/>
    <atom:link rel="prev-archive" href="https://example.org/1.xml"/>
    <atom:link rel="next-archive" href="https://example.org/3.xml"/>
    <fh:archive/>
    <item>
      <title>Tea</title>
      <link>https://example.org/tea/</link>
      <description>4 &#x26;lt; 6 &#x3C;a href="https://example.org/">more&#x3C;/a></description>
      <guid isPermaLink="true">https://example.org/tea/</guid>
      <category domain="https://example.org/tags/">Tea</category>
      <content:encoded>&#x3C;p>Pour.&#x3C;/p></content:encoded>
      <enclosure url="https://example.org/tea.mp3" length="0" type="audio/mpeg"/>
      <pubDate>Sun, 22 Mar 2026 23:30:15 +0530</pubDate>
      <dc:creator>Ada</dc:creator>
      <dc:language>en</dc:language>
      <media:content url="https://example.org/tea.png" medium="image"/>
    </item>
    <item>
      <title>Ledgers</title>
      <link>https://example.org/ledgers/</link>
      <guid isPermaLink="false">tag:example.org,2026-02-01:ledgers</guid>
      <pubDate>Sun, 01 Feb 2026 00:00:00 +0000</pubDate>
    </item>
  </channel>
</rss>
"""

JSON = """{
  "version": "https://jsonfeed.org/version/1.1",
  "title": "Notes & <queries>",
  "home_page_url": "https://example.org/",
  "feed_url": "https://example.org/feed.json",
  "description": "About tea",
  "next_url": "https://example.org/feed-2.json",
  "icon": "https://example.org/icon.png",
  "favicon": "https://example.org/favicon.png",
  "authors": [{"name": "Ada", "url": "https://example.org/ada"}],
  "language": "en",
  "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
  "items": [
    {
      "id": "https://example.org/tea/",
      "url": "https://example.org/tea/",
      "title": "Tea",
      "content_html": "<p>4 &lt; 6</p>",
      "content_text": "4 < 6",
      "summary": "On tea",
      "image": "https://example.org/tea.png",
      "date_published": "2026-03-22T12:00:00Z",
      "date_modified": "2026-03-31T08:00:00.25-03:00",
      "authors": [{"name": "Ben"}],
      "tags": ["Tea", "C++"],
      "language": "zh-Hant-TW",
      "attachments": [
        {"url": "https://example.org/tea.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1337}
      ]
    },
    {
      "id": "tag:example.org,2026-02-01:ledgers",
      "url": "https://example.org/ledgers/",
      "title": "Ledgers",
      "content_text": "",
      "date_published": "2026-02-01T00:00:00Z"
    }
  ]
}
"""

OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
    <title>Feeds &amp; notes</title>
    <dateModified>Wed, 01 Apr 2026 08:00:00 -0300</dateModified>
    <docs>http://opml.org/spec2.opml</docs>
  </head>
  <body>
    <outline text="All" title="All" type="rss" xmlUrl="https://example.org/atom.xml" htmlUrl="https://example.org/"/>
    <outline text="Tea" title="Tea" type="rss" xmlUrl="https://example.org/tea.xml"/>
  </body>
</opml>
"""


def edited(document: str, edits: Mapping[str, str]) -> bytes:
    """Return a document with each old text, which must occur exactly once, replaced by the new text."""
    for old, new in edits.items():
        if (count := document.count(old)) != 1:
            raise ValueError(f"{old!r} occurs {count} times in the document")
        document = document.replace(old, new)
    return document.encode()
