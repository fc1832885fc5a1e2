"""A good document of each format, with all that the format has: no rule finds a fault in it."""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="feed.xsl" type="text/xsl"?>
<!-- A document with all that Atom has. -->
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0" xml:lang="en"
    xml:base="https://example.org/">
  <id>https://example.org/</id>
  <title>Notes &amp; queries</title>
  <subtitle type="html">About &lt;em&gt;tea&lt;/em&gt;, &lt;p&gt;and ledgers.</subtitle>
  <updated>2026-04-01T08:00:00-03:00</updated>
  <generator uri="/about" version="1">postindex</generator>
  <icon>/icon.png</icon>
  <logo>https://example.org/logo.png</logo>
  <rights>None</rights>
  <author><name>Ada</name><uri>https://example.org/ada</uri><email>ada@example.org</email></author>
  <contributor><name>Ben</name></contributor>
  <category term="tea" scheme="https://example.org/tags/" label="Tea"/>
  <link rel="self" href="https://example.org/atom.xml" type="application/atom+xml"/>
  <link rel="alternate" href="https://example.org/" hreflang="en"/>
  <link href="https://example.org/ja/" hreflang="ja"/>
  <entry>
    <id>tag:example.org,2026-03-22:tea</id>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">When is a <em>teapot</em>?</div></title>
    <published>2026-03-22T23:30:15.25+05:30</published>
    <updated>2026-03-31T00:00:00Z</updated>
    <link href="/2026/tea/"/>
    <link rel="enclosure" href="/2026/tea.mp3" type="audio/mpeg" length="1337"/>
    <summary>Less: &lt;</summary>
    <content type="html">&lt;p&gt;Pour.&lt;br&gt;Wait.&lt;/p&gt;</content>
    <source>
      <id>https://elsewhere.example/</id><title>Elsewhere</title><updated>2026-03-30T00:00:00Z</updated>
    </source>
  </entry>
  <entry>
    <id>https://example.org/é/%C3%A9</id>
    <title>Ledgers</title>
    <updated>2026-02-01T00:00:00Z</updated>
    <link href="https://example.org/ledgers/"/>
  </entry>
</feed>
"""

ATOM_ENTRY = """<entry xmlns="http://www.w3.org/2005/Atom">
  <id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id><title>Tea</title><updated>2026-03-31T00:00:00Z</updated>
  <author><name>Ada</name></author><link href="https://example.org/tea/"/>
</entry>
"""

RSS = """<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet href="feed.xsl" type="text/xsl"?>
<!-- A document with all that RSS has: <title>&amp;</title> -->
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
    xmlns:fh="http://purl.org/syndication/history/1.0">
  <channel>
    <title>Notes &#x26; queries</title>
    <link>https://example.org/?a=1&amp;b=2</link>
    <description>Tea &#x3C; coffee -> sleep, Vec&#x3C;u8&#x3E;</description>
    <language>en-us</language>
    <copyright>None</copyright>
    <managingEditor>ada@example.org (Ada Brewer)</managingEditor>
    <webMaster>ben@example.org (Ben)</webMaster>
    <pubDate>Sun, 22 Mar 2026 12:00:00 +0000</pubDate>
    <lastBuildDate>Wed, 1 Apr 2026 08:00:00 GMT</lastBuildDate>
    <category domain="https://example.org/tags/">Drinks/Tea</category>
    <category>Ledgers</category>
    <generator>postindex</generator>
    <docs>https://www.rssboard.org/rss-specification</docs>
    <cloud domain="example.org" port="80" path="/rpc" registerProcedure="notify" protocol="xml-rpc"/>
    <ttl>60</ttl>
    <image>
      <url>https://example.org/logo.png?v=1.svg</url>
      <title>Notes &#x26; queries</title>
      <link>https://example.org/?a=1&amp;b=2</link>
      <width>144</width>
      <height>400</height>
      <description>About tea</description>
    </image>
    <rating>(PICS-1.1 "http://www.rsac.org/ratingsv01.html" l r (n 0 s 0 v 0 l 0))</rating>
    <textInput>
      <title>Search</title>
      <description>Search the notes</description>
      <name>q</name>
      <link>https://example.org/search</link>
    </textInput>
    <skipHours><hour>0</hour><hour>23</hour></skipHours>
    <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
    <atom:link rel="self" href="https://example.org/rss.xml" type="application/rss+xml"/>
    <item>
      <title>When is a &#x3c;br&#x3e; a teapot?</title>
      <link>https://example.org/tea/</link>
      <description>&lt;p&gt;4 &amp;lt; 6 &amp;amp; &lt;a href="https://example.org/"&gt;more&lt;/a&gt;</description>
      <author>ada@example.org (Ada Brewer)</author>
      <category>ci/cd</category>
      <comments>https://example.org/tea/#comments</comments>
      <enclosure url="http://example.org/tea.mp3" length="0" type="audio/mpeg"/>
      <guid>https://example.org/tea/</guid>
      <pubDate>Sun, 22 Mar 2026 23:30:15 +0530</pubDate>
      <source url="https://elsewhere.example/rss.xml">Elsewhere</source>
      <content:encoded><![CDATA[<p>Pour & wait.</p>]]></content:encoded>
      <slash:comments>13</slash:comments>
      <atom:link rel="related" href="https://example.org/cups/"/>
    </item>
    <item>
      <title>Ledgers</title>
      <guid isPermaLink="false">tag:example.org,2026-02-01:ledgers</guid>
      <dc:creator>Ada</dc:creator>
      <dc:creator>Ben</dc:creator>
      <dc:language>en</dc:language>
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
  "user_comment": "A feed",
  "next_url": "https://example.org/feed-2.json",
  "icon": "https://example.org/icon.png",
  "favicon": "https://example.org/favicon.png",
  "authors": [{"name": "Ada", "url": "mailto:ada@example.org", "avatar": "https://example.org/ada.png"}, {"name": "B"}],
  "author": {"name": "Ada"},
  "language": "en",
  "expired": false,
  "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
  "_tea": {"about": "https://example.org/tea", "cups": null},
  "items": [
    {
      "id": "https://example.org/tea/",
      "url": "https://example.org/tea/",
      "external_url": "https://elsewhere.example/",
      "title": "Tea",
      "content_html": "<p>4 &lt; 6</p>",
      "content_text": "4 < 6",
      "summary": "On tea",
      "image": "https://example.org/tea.png",
      "banner_image": "https://example.org/wide.png",
      "date_published": "2026-03-22T12:00:00Z",
      "date_modified": "2026-03-31T08:00:00.25-03:00",
      "authors": [{"url": "https://example.org/ben"}],
      "tags": ["Tea", "C++"],
      "language": "zh-Hant-TW",
      "attachments": [
        {
          "url": "https://example.org/tea.mp3",
          "mime_type": "audio/mpeg",
          "title": "Hear",
          "size_in_bytes": 1337,
          "duration_in_seconds": 6.5
        }
      ],
      "_tea": {"minutes": 5}
    },
    {"id": "2", "content_text": ""}
  ]
}
"""

OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0" xmlns:x="urn:x-tea">
  <head>
    <title>Feeds &amp; notes</title>
    <dateCreated>Sun, 22 Mar 2026 12:00:00 GMT</dateCreated>
    <dateModified>Wed, 01 Apr 2026 08:00:00 -0300</dateModified>
    <ownerName>Ada</ownerName>
    <ownerEmail>ada@example.org</ownerEmail>
    <ownerId>https://example.org/ada</ownerId>
    <docs>http://opml.org/spec2.opml</docs>
    <expansionState>1, 6,13</expansionState>
    <vertScrollState>1</vertScrollState>
    <windowTop>-20</windowTop>
    <windowLeft>0</windowLeft>
    <windowBottom>120</windowBottom>
    <windowRight>147</windowRight>
    <x:cups>4</x:cups>
  </head>
  <body>
    <outline text="All" title="All" type="rss" xmlUrl="https://example.org/atom.xml" htmlUrl="https://example.org/"
        description="About tea" language="en-gb" version="RSS"/>
    <outline text="Tags" isComment="false" isBreakpoint="true" created="Sun, 22 Mar 2026 12:00:00 GMT"
        category="/Harvard/Berkman,/Politics,tea" x:cups="4">
      <outline text="Tea" title="Tea" type="RSS" xmlUrl="https://example.org/tea.xml"/>
    </outline>
    <outline text="More" type="include" url="https://example.org/more.opml"/>
    <outline text="Page" type="link" url="https://example.org/"/>
  </body>
</opml>
"""
