"""RSS's items, and the elements of other namespaces that the profile knows."""

from collections import Counter
from collections.abc import Iterator

from feed_rules.fragments import html_complaints, relative_urls
from feed_rules.history import ARCHIVING, PAGING
from feed_rules.markup import ATOM, CONTENT, DC, SLASH, Element, children, local, namespace, place, text
from feed_rules.rules import Finding, Rules
from feed_rules.values import is_iri, is_language, is_media_type, is_number, is_tag_uri, is_url, is_web_url

RULES: Rules[Element] = Rules()

_TWINS = {  # what RSS calls the elements of Dublin Core that it has itself
    "channel": {"rights": "copyright", "publisher": "webMaster", "language": "language"},
    "item": {"source": "source"},
}
for _twins in _TWINS.values():
    _twins |= {"title": "title", "description": "description", "date": "pubDate", "subject": "category"}


def _items(channel: Element) -> Iterator[Element]:
    yield from children(channel, "item")


def _html(channel: Element) -> Iterator[Element]:
    for item in _items(channel):
        yield from item.iterchildren("description", f"{{{CONTENT}}}encoded")


# -- the item's own elements ------------------------------------------------------------------------------------------


@RULES("RSS Profile, 4.1.1.20.4 and 5.2.1")
def html_fragment(channel: Element) -> Iterator[Finding]:
    for element in _html(channel):
        for complaint in html_complaints(text(element)):
            yield place(element), complaint


@RULES("RSS Profile, 4.1.1.20.4")
def html_absolute(channel: Element) -> Iterator[Finding]:
    for element in _html(channel):
        for url in relative_urls(text(element)):
            yield place(element), f"the URL {url!r} is relative, and a feed has no base"


@RULES("RSS Profile, 4.1.1.20.5")
def enclosure_attributes(channel: Element) -> Iterator[Finding]:
    for enclosure in channel.iter("enclosure"):
        for name in ("length", "type", "url"):
            if enclosure.get(name) is None:
                yield place(enclosure), f"no attribute {name}"


@RULES("RSS 2.0, enclosure")
def enclosure_url(channel: Element) -> Iterator[Finding]:
    for enclosure in channel.iter("enclosure"):
        if (url := enclosure.get("url")) is not None and not is_web_url(url):
            yield place(enclosure), f"{url!r} is not an http URL"


@RULES("RSS Profile, 4.1.1.20.5")
def enclosure_values(channel: Element) -> Iterator[Finding]:
    for enclosure in channel.iter("enclosure"):
        if not is_number(length := enclosure.get("length", "0")):
            yield place(enclosure), f"length {length!r} is not a number of bytes"
        if not is_media_type(media_type := enclosure.get("type", "audio/mpeg")):
            yield place(enclosure), f"type {media_type!r} is not a media type"
        if text(enclosure).strip():
            yield place(enclosure), "enclosure is an empty element"


@RULES("RSS Profile, 4.1.1.20.6")
def guid_given(channel: Element) -> Iterator[Finding]:
    for item in _items(channel):
        if not list(children(item, "guid")):
            yield place(item), "no guid"


@RULES("RSS Profile, 4.1.1.20.6")
def guid_unique(channel: Element) -> Iterator[Finding]:
    guids = Counter(text(guid) for item in _items(channel) for guid in children(item, "guid"))
    for guid, count in guids.items():
        if count > 1:
            yield place(channel), f"{count} items with the guid {guid!r}"


@RULES("RSS Profile, 4.1.1.20.6")
def guid_text(channel: Element) -> Iterator[Finding]:
    for guid in channel.iter("guid"):
        if not (value := text(guid)).strip() or value != value.strip():
            yield place(guid), f"the guid {value!r} is empty, or has white space around it that a reader may keep"


@RULES("RSS 2.0, guid")
def guid_flag(channel: Element) -> Iterator[Finding]:
    for guid in channel.iter("guid"):
        if (flag := guid.get("isPermaLink", "true")) not in {"true", "false"}:
            yield place(guid), f"isPermaLink {flag!r} is neither true nor false"


@RULES("RSS Profile, 4.1.1.20.6")
def guid_permalink(channel: Element) -> Iterator[Finding]:
    for guid in channel.iter("guid"):
        value = text(guid).strip()
        if value and guid.get("isPermaLink", "true") == "true" and not is_web_url(value):
            yield place(guid), f"{value!r} is said to be the URL of a page; if it is not, isPermaLink is false"


@RULES("RFC 4151, 2.1")
def guid_tag_uri(channel: Element) -> Iterator[Finding]:
    for guid in channel.iter("guid"):
        value = text(guid).strip()
        if value.startswith("tag:") and is_iri(value) and not is_tag_uri(value):
            yield place(guid), f"{value!r} is not a tag URI"


@RULES("RSS Profile, 4.1.1.20.9")
def source_url(channel: Element) -> Iterator[Finding]:
    for source in channel.iter("source"):
        if not is_url(url := source.get("url", "")):
            yield place(source), f"url {url!r} is not the absolute URL of a feed"


# -- other namespaces -------------------------------------------------------------------------------------------------


@RULES("RSS Profile, 5.1 to 5.4")
def namespace_declared(channel: Element) -> Iterator[Finding]:
    declared = set(channel.getparent().nsmap.values())
    used = {namespace(element) for element in channel.iter()} & {ATOM, CONTENT, DC, SLASH}
    for name in sorted(used - declared):
        yield place(channel.getparent()), f"the namespace {name} is not declared here"


@RULES("RSS Profile, 5.1.1")
def self_link(channel: Element) -> Iterator[Finding]:
    if (count := len([link for link in channel.iterchildren(f"{{{ATOM}}}link") if link.get("rel") == "self"])) != 1:
        yield place(channel), f"{count} atom:link elements with rel self, where one should be"


@RULES("RSS Profile, 5.1.1")
def self_link_type(channel: Element) -> Iterator[Finding]:
    for link in channel.iterchildren(f"{{{ATOM}}}link"):
        if link.get("rel") == "self" and link.get("type", "application/rss+xml") != "application/rss+xml":
            yield place(link), f"type {link.get('type')!r} is not application/rss+xml"


@RULES("RSS Profile, 5.1.1")
def atom_link_href(channel: Element) -> Iterator[Finding]:
    for link in channel.iter(f"{{{ATOM}}}link"):
        if not is_url(href := link.get("href", "")):
            yield place(link), f"href {href!r} is not an absolute URL"


@RULES("RSS Profile, 5.1.1")
def atom_link_values(channel: Element) -> Iterator[Finding]:
    for link in channel.iter(f"{{{ATOM}}}link"):
        if not is_media_type(media_type := link.get("type", "text/html")):
            yield place(link), f"type {media_type!r} is not a media type"
        if not is_language(language := link.get("hreflang", "en")):
            yield place(link), f"hreflang {language!r} is not a language code"
        if not is_number(length := link.get("length", "0")):
            yield place(link), f"length {length!r} is not a number of bytes"


@RULES("RSS Profile, 5.1.1")
def atom_link_rel(channel: Element) -> Iterator[Finding]:
    # WebSub finds its hub by rel hub, in RSS too.
    known = {"alternate", "enclosure", "related", "self", "via", "hub", *PAGING, *ARCHIVING}
    for link in channel.iter(f"{{{ATOM}}}link"):
        if (rel := link.get("rel", "alternate")) not in known:
            yield place(link), f"rel {rel!r} is none of the relations of feeds"


@RULES("RSS Profile, 5.1.1")
def core_links(channel: Element) -> Iterator[Finding]:
    for link in channel.iter(f"{{{ATOM}}}link"):
        rel = link.get("rel", "alternate")
        if core := {"alternate": "link", "enclosure": "enclosure", "via": "source"}.get(rel):
            yield place(link), f"RSS's own {core} should be used"


@RULES("RSS Profile, 5.1.1")
def core_elements(channel: Element) -> Iterator[Finding]:
    for parent in (channel, *_items(channel)):
        for element in parent.iterchildren(f"{{{DC}}}*"):
            if core := _TWINS[local(parent)].get(local(element)):
                yield place(element), f"RSS's own {core} should be used"


@RULES("RSS Profile, 5.2.1")
def content_after_description(channel: Element) -> Iterator[Finding]:
    # A reader that knows one of the two shows the last one, or has no summary to show.
    for encoded in channel.iter(f"{{{CONTENT}}}encoded"):
        if not list(encoded.itersiblings("description", preceding=True)):
            yield place(encoded), "no description before content:encoded"


@RULES("RSS Profile, 5.2.1")
def content_once(channel: Element) -> Iterator[Finding]:
    for item in _items(channel):
        if (count := len(list(item.iterchildren(f"{{{CONTENT}}}encoded")))) > 1:
            yield place(item), f"{count} content:encoded elements"


@RULES("RSS Profile, 5.3.1")
def creator_or_author(channel: Element) -> Iterator[Finding]:
    for parent in (channel, *_items(channel)):
        if list(parent.iterchildren(f"{{{DC}}}creator")):
            for element in children(parent, "author", "managingEditor", "webMaster"):
                yield place(element), f"{local(element)} and dc:creator should not stand side by side"


@RULES("RSS Profile, 5.3.1")
def creator_text(channel: Element) -> Iterator[Finding]:
    for creator in channel.iter(f"{{{DC}}}creator"):
        if not text(creator).strip():
            yield place(creator), "an empty dc:creator"


@RULES("RSS Profile, 5.4.1")
def comment_count(channel: Element) -> Iterator[Finding]:
    for comments in channel.iter(f"{{{SLASH}}}comments"):
        if not is_number(text(comments)):
            yield place(comments), f"{text(comments)!r} is not a number of comments"


@RULES("RSS Profile, 5.4.1")
def comment_count_dated(channel: Element) -> Iterator[Finding]:
    if list(channel.iter(f"{{{SLASH}}}comments")) and not list(children(channel, "lastBuildDate")):
        yield place(channel), "slash:comments without lastBuildDate, which says when they were counted"
