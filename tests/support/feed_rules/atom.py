"""Atom: RFC 4287, and RFC 5005 in one document."""

import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import is_normalized

from feed_rules.faults import Fault, Finding, Rules
from feed_rules.feed import ARCHIVING, ENTRIES, LINKS, PAGING, Entry, Feed
from feed_rules.grammar import ATOM, HISTORY, MEDIA, XML, Element, Grammar, Node, place, validated
from feed_rules.values import EMAIL, ID, LANGUAGE, LINK, MEDIA_TYPE, NUMBER, RFC_3339, TEXT, one_of, rfc3339

GRAMMAR = Grammar(
    "feed",
    {ATOM: "", HISTORY: "fh:", MEDIA: "media:", XML: "xml:"},
    {
        "feed": Element(
            "RFC 4287, 4.1.1",
            "id title updated author* link* generator? icon? logo? rights? subtitle? fh:archive?, entry*",
            attributes={"xml:lang?": LANGUAGE},
        ),
        "entry": Element(
            "RFC 4287, 4.1.2",
            "id title updated author* content? link* summary? category* published? media:content?",
            attributes={"xml:lang?": LANGUAGE},
        ),
        "id": Element("RFC 4287, 4.2.6", text=ID),
        "title": Element("RFC 4287, 4.2.14", text=TEXT),
        "subtitle": Element("RFC 4287, 4.2.12", text=TEXT),
        "summary": Element("RFC 4287, 4.2.13", text=TEXT),
        "rights": Element("RFC 4287, 4.2.10", text=TEXT),
        "content": Element("RFC 4287, 4.1.3", text=TEXT, attributes={"type": one_of("html")}),
        "published": Element("RFC 4287, 4.2.9", text=RFC_3339),
        "updated": Element("RFC 4287, 4.2.15", text=RFC_3339),
        "author": Element("RFC 4287, 4.2.1", "name email? uri?"),
        "name": Element("RFC 4287, 3.2.1", text=TEXT),
        "uri": Element("RFC 4287, 3.2.2", text=LINK),
        "email": Element("RFC 4287, 3.2.3", text=EMAIL),
        "category": Element("RFC 4287, 4.2.2", attributes={"term": TEXT, "scheme?": LINK, "label?": TEXT}),
        "generator": Element("RFC 4287, 4.2.4", text=TEXT),
        "icon": Element("RFC 4287, 4.2.5", text=LINK),
        "logo": Element("RFC 4287, 4.2.8", text=LINK),
        "feed/link": Element(
            "RFC 4287, 4.2.7",
            attributes={
                "href": LINK,
                "rel": one_of("alternate", "self", "hub", *PAGING, *ARCHIVING),
                "type?": MEDIA_TYPE,
            },
        ),
        "entry/link": Element(
            "RFC 4287, 4.2.7",
            attributes={
                "href": LINK,
                "rel": one_of("alternate", "enclosure"),
                "type?": MEDIA_TYPE,
                "length?": NUMBER,
            },
        ),
        "fh:archive": Element("RFC 5005, 4"),
        "media:content": Element("Media RSS, media:content", attributes={"url": LINK, "medium": one_of("image")}),
    },
)
RULES: Rules[Node] = Rules()


def atom_faults(document: bytes) -> list[Fault]:
    """Return the rules of RFC 4287 and RFC 5005 that an Atom document breaks."""
    return validated(document, GRAMMAR, _rule_faults)


def _rule_faults(root: Node) -> Iterator[Fault]:
    yield from RULES.faults(root)
    yield from ENTRIES.faults(feed_of(root))
    yield from LINKS.faults(feed_of(root))


def feed_of(root: Node) -> Feed:
    """Return the feed of a root element that conforms to the grammar."""
    links = [(link.get("rel"), link.get("href")) for link in root.iterchildren(_tag("link"))]
    entries = [
        Entry(
            place(entry),
            entry.findtext(_tag("id")),
            rfc3339(entry.findtext(_tag("updated"))),
            {place(content): content.text for content in entry.iterchildren(_tag("content"))},
        )
        for entry in root.iterchildren(_tag("entry"))
    ]
    return Feed(root.findtext(_tag("id")), links, root.find(f"{{{HISTORY}}}archive") is not None, entries)


def _tag(name: str) -> str:
    return f"{{{ATOM}}}{name}"


@RULES("RFC 4287, 4.1.1 and 4.1.2")
def entry_author(root: Node) -> Iterator[Finding]:
    for entry in root.iterchildren(_tag("entry")):
        if entry.find(_tag("author")) is None and root.find(_tag("author")) is None:
            yield place(entry), "neither the entry nor the feed has an author"


@RULES("RFC 4287, 4.1.1 and 4.1.2")
def alternate_links(root: Node) -> Iterator[Finding]:
    for parent in root.iter(_tag("feed"), _tag("entry")):
        types = Counter(
            link.get("type") for link in parent.iterchildren(_tag("link")) if link.get("rel") == "alternate"
        )
        if types and max(types.values()) > 1:
            yield place(parent), "several alternate links of the same type"
        if not types and parent is not root and parent.find(_tag("content")) is None:
            yield place(parent), "an entry without content has an alternate link"


@RULES("RFC 4287, 4.2.7.2")
def enclosure_length(root: Node) -> Iterator[Finding]:
    for link in root.iter(_tag("link")):
        if link.get("rel") == "enclosure" and link.get("length") is None:
            yield place(link), "an enclosure should have a length"


@RULES("RFC 4287, 4.2.6")
def feed_id(root: Node) -> Iterator[Finding]:
    feed = root.findtext(_tag("id"))
    for entry in root.iterchildren(_tag("entry")):
        if entry.findtext(_tag("id")) == feed:
            yield place(entry), f"{feed!r} is the id of the feed"


@RULES("RFC 4287, 4.2.6.1")
def normalized_id(root: Node) -> Iterator[Finding]:
    for element in root.iter(_tag("id")):
        for message in _not_normalized(element.text):
            yield place(element), f"{element.text!r}: {message}"


def _not_normalized(iri: str) -> Iterator[str]:
    found = re.match(r"([^:/?#]+):(?://([^/?#]*))?([^?#]*)", iri)
    scheme, authority, path = found.groups() if found else ("", None, "")
    host = re.sub("%[0-9A-F]{2}", "", (authority or "").rpartition("@")[2])
    if scheme != scheme.lower() or host != host.lower():
        yield "the scheme and host are not in lower case"
    for escape in re.findall("%[0-9A-Fa-f]{2}", iri):
        if escape != escape.upper():
            yield f"{escape} is not in upper case"
        # Other letters may be escaped: an IRI can hold them, but a URL, which most ids are, cannot.
        if re.fullmatch(r"[A-Za-z0-9\-._~]", chr(int(escape[1:], 16))):
            yield f"{escape} does not need an escape"
    if authority is not None and {".", ".."}.intersection(path.split("/")):
        yield "the path has dot segments"
    if scheme.lower() in {"http", "https"} and not path:
        yield "an empty path is written as /"
    if host.endswith({"http": ":80", "https": ":443"}.get(scheme.lower(), " ")):
        yield "the default port is left out"
    if scheme == "file" and host == "localhost":
        yield "localhost is left out"
    if not is_normalized("NFC", iri):
        yield "the characters are not in Normalization Form C"
