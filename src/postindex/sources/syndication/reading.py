"""Read a feed: told by its content, entry by entry, with its faults as problems."""

from datetime import date
from typing import BinaryIO, cast

from postindex.errors import shorten
from postindex.listing.values import Listing
from postindex.sources.gathering import Gathering, Options, Untitled
from postindex.sources.guarded_xml import XmlFault, XmlItems
from postindex.sources.json_text import load_file
from postindex.sources.links import require_url
from postindex.sources.opening import Opened, PeekedFile, Source, open_source
from postindex.sources.syndication.context import Context
from postindex.sources.syndication.json_items import is_json_feed, read_json_header, read_json_items
from postindex.sources.syndication.xml_entries import ITEM_TAGS, Header, kind_of, prepare, read_entry, read_header

MAX_JSON = 128 << 20  # bytes
_SNIFFED = 64  # bytes that tell XML from JSON
_SPACES = b"\xef\xbb\xbf \t\r\n"
_XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0<", b"\0\0\xfe\xff")


def read_feed(
    source: Source,
    *,
    url: str | None = None,
    strict: bool = True,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
) -> Listing:
    """Read a feed: RSS, RDF (RSS 1.0), Atom or JSON Feed, as a file's path, an open binary file, or bytes.

    The format is told by the content, and named by `Listing.kind`. Dates keep their offsets; a date without a time or
    without a zone is a day. `url` is the address of the feed, which completes relative links. No network connection is
    opened, and nothing that an XML document declares is expanded.

    `today` leaves out posts of later days. `untitled` is the rule for entries without a title, as in microblogs:
    `"omit"` leaves them out, `"first-words"` takes the first ten words of their text. `words_per_minute` computes
    reading minutes. `content=False` drops the HTML of the posts.

    A feed has only the newest posts of a blog, which an `incomplete-feed` warning says. Raises `ListingError` if
    `strict` and there is an error, `InvalidValue` for an invalid argument, and `OSError` if the file cannot be opened.

    >>> feed = b'''<rss version="2.0"><channel><title>Notes</title><link>https://example.org/</link><item>
    ... <title>Tea, twice</title><link>/tea/</link><pubDate>Sun, 22 Mar 2026 10:30:00 +0100</pubDate>
    ... <category>tea</category></item></channel></rss>'''
    >>> listing = read_feed(feed)
    >>> post = listing.posts[0]
    >>> listing.kind, post.title, post.url, str(post.published)
    ('rss', 'Tea, twice', 'https://example.org/tea/', '2026-03-22 10:30:00+01:00')
    """
    require_url(url, "feed")
    options = Options(
        strict=strict, today=today, untitled=untitled, words_per_minute=words_per_minute, content=content
    ).checked()
    with open_source(source) as opened:
        gathering = Gathering(None, opened.name, options)
        context = Context(gathering, url)
        header = _read(opened, context)
        if header:
            _report_incomplete(header, gathering)
    if context.relative:
        message = "links are relative, and the feed does not name its address; give it with url="
        gathering.report("relative-links", message, line=context.relative)
    return gathering.listing(**(header.fields if header else {}))


def _read(opened: Opened, context: Context) -> Header | None:
    """Gather the entries of a feed; return its own data, or None if there is no feed."""
    file = PeekedFile(opened.file, _SNIFFED)
    start = file.start.lstrip(_SPACES)
    if start.startswith(_XML_STARTS):
        return _read_xml(cast("BinaryIO", file), context)
    if start.startswith(b"{"):
        return _read_json(opened._replace(file=cast("BinaryIO", file)), context)
    what = "the file is empty" if not start else f"this is neither XML nor JSON: it begins with {start[:16]!r}"
    context.gathering.report("bad-file", f"{what}; a feed is RSS, RDF, Atom or JSON Feed")
    return None


def _read_xml(file: BinaryIO, context: Context) -> Header | None:
    gathering, items = context.gathering, XmlItems(file, ITEM_TAGS)
    fault = None
    try:
        for element, line in items:
            if gathering.kind is None:
                gathering.kind = kind_of(items.root)
                if gathering.kind is None:
                    break
                prepare(items.head, context)
            if entry := read_entry(element, line, context):
                gathering.add(entry)
    except XmlFault as error:
        fault = error
    kind = kind_of(items.root)
    if fault:
        gathering.report(fault.code, fault.message, line=fault.line)
    elif kind is None:
        name = items.root.tag.rpartition("}")[2]
        message = f"the root element is <{name}>; a feed begins with <rss>, <feed> or <rdf:RDF>"
        gathering.report("bad-file", message)
    gathering.kind = kind
    return read_header(items.root, context) if kind else None


def _read_json(opened: Opened, context: Context) -> Header | None:
    gathering = context.gathering
    document = load_file(opened.read(MAX_JSON), MAX_JSON, gathering)
    if document is None:
        return None
    if not is_json_feed(document):
        version = shorten(document.get("version"))
        gathering.report("bad-file", f"this JSON is not a feed: its version is {version}, not that of jsonfeed.org")
        return None
    gathering.kind = "jsonfeed"
    header = read_json_header(document, context)
    for entry in read_json_items(document, context):
        gathering.add(entry)
    return header


def _report_incomplete(header: Header, gathering: Gathering) -> None:
    """Warn that a feed has only the newest posts, and where its next page is."""
    oldest = gathering.oldest
    if oldest is None or header.complete:
        return
    message = f"a feed has only the newest posts, and a cadence begins with the oldest of them, {oldest}"
    way_out = (
        f"read the next page, {header.next_page!r}, and merge them" if header.next_page else "read an archive page too"
    )
    gathering.report("incomplete-feed", f"{message}; {way_out}")
