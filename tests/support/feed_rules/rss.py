"""RSS 2.0 with the RSS Advisory Board's best-practices profile, and appendix B of RFC 5005.

The section numbers are the profile's (https://www.rssboard.org/rss-profile), which repeats the specification.
"""

import re
from collections.abc import Iterator

from feed_rules.faults import Fault, Finding, Rules
from feed_rules.feed import ARCHIVING, ENTRIES, LINKS, PAGING, Entry, Feed
from feed_rules.grammar import ATOM, CONTENT, DC, HISTORY, MEDIA, Element, Grammar, Node, place, validated
from feed_rules.values import ID, LANGUAGE, MEDIA_TYPE, NUMBER, RFC_822, TEXT, URL, Value, one_of, rfc822

_LINK, _ENCODED = f"{{{ATOM}}}link", f"{{{CONTENT}}}encoded"

_LANGUAGE_CODE = Value(
    "a language code that begins with two or three letters (ISO 639)",
    lambda text: LANGUAGE.accepts(text) and re.match(r"[A-Za-z]{2,3}(?:-|$)", text),
)
GRAMMAR = Grammar(
    "rss",
    {"": "", ATOM: "atom:", CONTENT: "content:", DC: "dc:", HISTORY: "fh:", MEDIA: "media:"},
    {
        "rss": Element("RSS Profile, 4.1", "channel", attributes={"version": one_of("2.0")}),
        "channel": Element(
            "RSS Profile, 4.1.1",
            "title link description copyright? docs generator? image? language? lastBuildDate? atom:link* fh:archive?, "
            "item*",
        ),
        "title": Element("RSS Profile, 4.1.1.3 and 4.1.1.20.10", text=TEXT),
        "link": Element("RSS Profile, 3.4", text=URL),
        "description": Element("RSS Profile, 4.1.1.1 and 4.1.1.20.4", text=TEXT),
        "copyright": Element("RSS Profile, 4.1.1.6", text=TEXT),
        "docs": Element("RSS Profile, 4.1.1.7", text=one_of("https://www.rssboard.org/rss-specification")),
        "generator": Element("RSS Profile, 4.1.1.8", text=TEXT),
        "image": Element("RSS Profile, 4.1.1.9", "url title link"),
        "url": Element("RSS Profile, 4.1.1.9.3", text=URL),
        "language": Element("RSS Profile, 4.1.1.10", text=_LANGUAGE_CODE),
        "lastBuildDate": Element("RSS Profile, 3.2", text=RFC_822),
        "item": Element(
            "RSS Profile, 4.1.1.20",
            "title link description? guid category* content:encoded? enclosure? pubDate dc:creator* dc:language? "
            "media:content?",
        ),
        "guid": Element("RSS Profile, 4.1.1.20.6", text=ID, attributes={"isPermaLink": one_of("true", "false")}),
        "category": Element("RSS Profile, 4.1.1.20.2", text=TEXT, attributes={"domain?": URL}),
        "enclosure": Element("RSS Profile, 4.1.1.20.5", attributes={"url": URL, "length": NUMBER, "type": MEDIA_TYPE}),
        "pubDate": Element("RSS Profile, 3.2", text=RFC_822),
        "atom:link": Element(
            "RSS Profile, 5.1.1",
            attributes={
                "href": URL,
                "rel": one_of("self", "hub", *PAGING, *ARCHIVING),
                "type?": one_of("application/rss+xml"),
            },
        ),
        "content:encoded": Element("RSS Profile, 5.2.1", text=TEXT),
        "dc:creator": Element("RSS Profile, 5.3.1", text=TEXT),
        "dc:language": Element("RSS Profile, 5.3", text=LANGUAGE),
        "fh:archive": Element("RFC 5005, 4"),
        "media:content": Element("Media RSS, media:content", attributes={"url": URL, "medium": one_of("image")}),
    },
)
RULES: Rules[Node] = Rules()


def rss_faults(document: bytes) -> list[Fault]:
    """Return the rules of RSS 2.0, its profile and RFC 5005 that a document breaks."""
    return validated(document, GRAMMAR, _rule_faults) or list(_references(document))


def _rule_faults(root: Node) -> Iterator[Fault]:
    yield from RULES.faults(root[0])
    yield from ENTRIES.faults(feed_of(root))
    yield from LINKS.faults(feed_of(root))


def feed_of(root: Node) -> Feed:
    """Return the feed of a root element that conforms to the grammar. What identifies an RSS feed is its link."""
    channel = root[0]
    links = [(link.get("rel"), link.get("href")) for link in channel.iterchildren(_LINK)]
    entries = [
        Entry(
            place(item),
            item.findtext("guid"),
            rfc822(item.findtext("pubDate")),
            {place(html): html.text for html in item.iterchildren("description", _ENCODED)},
        )
        for item in channel.iterchildren("item")
    ]
    return Feed(channel.findtext("link"), links, channel.find(f"{{{HISTORY}}}archive") is not None, entries)


def _references(document: bytes) -> Iterator[Fault]:
    for number, line in enumerate(document.splitlines(), 1):
        for found in re.findall(rb"&(?:amp|lt|gt|#0*(?:38|60|62));|<!\[CDATA\[", line):
            message = f"{found.decode()} instead of &#x26;, &#x3C; or &#x3E;, which most readers understand"
            yield Fault("hexadecimal_references", "RSS Profile, 3.1", f"line {number}", message)


@RULES("RSS Profile, 4.1.1.9.1 and 4.1.1.9.2")
def image_matches_channel(channel: Node) -> Iterator[Finding]:
    for image in channel.iterchildren("image"):
        for name in ("link", "title"):
            if image.findtext(name) != channel.findtext(name):
                yield place(image), f"{image.findtext(name)!r} is not the {name} of the channel"


@RULES("RSS Profile, 4.1.1.9.3")
def image_format(channel: Node) -> Iterator[Finding]:
    # A URL without a suffix may lead to any format; one that ends in .svg or .webp does not lead to any of these.
    for url in channel.iterfind("image/url"):
        suffix = re.search(r"/[^/?#]+\.([A-Za-z]{3,4})(?:[?#]|$)", url.text)
        if suffix and suffix[1].lower() not in {"gif", "jpeg", "jpg", "png"}:
            yield place(url), f"{suffix[1]} is not GIF, JPEG or PNG"


@RULES("RSS Profile, 4.1.1.20.6")
def guid_permalink(channel: Node) -> Iterator[Finding]:
    for guid in channel.iter("guid"):
        if guid.get("isPermaLink") == "true" and not URL.accepts(guid.text):
            yield place(guid), f"{guid.text!r} is not the URL of a page"


@RULES("RSS Profile, 5.1 to 5.4")
def namespace_declared(channel: Node) -> Iterator[Finding]:
    declared = {f"{{{uri}}}" for uri in channel.getparent().nsmap.values()}
    for element in channel.iter("{*}*"):
        namespace = element.tag.rpartition("}")[0]
        if namespace and f"{namespace}}}" not in declared:
            yield place(element), f"the namespace {namespace[1:]} is not declared in the rss element"


@RULES("RSS Profile, 5.2.1")
def content_after_description(channel: Node) -> Iterator[Finding]:
    # A reader that knows one of the two shows the last one, or does not have a summary to show.
    for encoded in channel.iter(_ENCODED):
        if not list(encoded.itersiblings("description", preceding=True)):
            yield place(encoded), "no description before content:encoded"


NAMES = {"hexadecimal_references"} | RULES.names
