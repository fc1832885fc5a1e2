"""Items of RSS and RDF, and entries of Atom → the entries of a listing; and the feed's own data."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from postindex.errors import InvalidValue
from postindex.listing.values import Kind
from postindex.models import Author, Tag
from postindex.sources.gathering import Entry
from postindex.sources.plain_text import plain_text, resolve_references
from postindex.sources.syndication.context import Context
from postindex.sources.syndication.markup import XML, has_tags, inner_html, text_html, title_text
from postindex.text import slug_of

_RSS = (
    "http://purl.org/rss/1.0/",
    "http://my.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss",
    "http://backend.userland.com/rss2",
    "http://blogs.law.harvard.edu/tech/rss",
)
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_PREFIXES = {
    **dict.fromkeys(_RSS, ""),
    **dict.fromkeys(_ATOM, "atom:"),
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://purl.org/syndication/history/1.0": "fh:",
}
ITEM_TAGS = frozenset(
    ("item", *(f"{{{namespace}}}item" for namespace in _RSS), *(f"{{{namespace}}}entry" for namespace in _ATOM))
)
_KINDS: dict[str, Kind] = {"rss": "rss", "rdf:rdf": "rdf", "atom:feed": "atom", "atom:entry": "atom"}
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PUBLISHED = (
    "pubdate",
    "atom:published",
    "dc:date",
    "dcterms:issued",
    "atom:issued",
    "dcterms:created",
    "atom:created",
)
_UPDATED = ("atom:updated", "dcterms:modified", "atom:modified")
_HTML_TYPES = frozenset(("html", "xhtml", "text/html", "application/xhtml+xml"))
_PLAIN_TYPES = frozenset(("", "text", "text/plain", "plain"))
_PAGE_TYPES = frozenset(("", "text/html", "application/xhtml+xml"))
_NO_TAGS = ("http://schemas.google.com/g/2005#kind",)  # schemes whose categories are no topics
_LONGEST_SUMMARY = 500  # characters of the text of HTML that is content and summary in one

Parts = dict[str, list[Element]]


class Header(NamedTuple):
    """What a feed has beside its entries."""

    fields: dict[str, Any]
    next_page: str | None
    complete: bool


@lru_cache(maxsize=1024)
def name_of(tag: str) -> str:
    """Return a short name of an element: of namespaces that are not known, an empty one.

    >>> name_of("{http://www.w3.org/2005/Atom}title"), name_of("pubDate"), name_of("{urn:x}title")
    ('atom:title', 'pubdate', '')
    """
    if tag[:1] != "{":
        return tag.lower()
    namespace, _, name = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace)
    return "" if prefix is None else f"{prefix}{name.lower()}"


def kind_of(root: Element) -> Kind | None:
    """Return the kind of a feed by its root, or None for other documents."""
    return _KINDS.get(name_of(root.tag))


def prepare(head: Element, context: Context) -> None:
    """Complete the context with what a feed has above its entries."""
    channel = _channel(head)
    parts = _parts(channel)
    context.base = _base(head, channel, parts, context)
    context.declares_base = any(each.get(f"{XML}base") for each in (head, channel))
    context.authors = _authors(parts, context, context.base, None, ("managingeditor", "itunes:author"))


def read_header(root: Element, context: Context) -> Header:
    """Return the feed's own data."""
    channel = _channel(root)
    parts = _parts(channel) if name_of(root.tag) != "atom:entry" else {}
    links = parts.get("atom:link", [])
    base = _base(root, channel, parts, context)
    language = _text(parts, "language", "dc:language") or channel.get(f"{XML}lang") or root.get(f"{XML}lang") or ""
    return Header(
        fields={
            "title": _title(parts) or None,
            "url": context.link(_text(parts, "link") or _alternate(links), base),
            "description": _summary(parts, "description", "atom:subtitle", "atom:tagline", "dc:description") or None,
            "language": language.strip().replace("_", "-") or None,
        },
        next_page=_related(links, "next") or _related(links, "prev-archive") or None,
        complete="fh:complete" in parts,
    )


def _channel(root: Element) -> Element:
    """Return the element with the feed's own data."""
    return next((child for child in root if name_of(child.tag) == "channel"), root)


def _base(root: Element, channel: Element, parts: Parts, context: Context) -> str | None:
    """Return what completes the links of a feed: its address, or else that of its page, and `xml:base`."""
    links = parts.get("atom:link", [])
    site = _text(parts, "link") or _alternate(links)
    own = context.url or context.link(_related(links, "self"), None) or context.link(site, None)
    return _joined(context, _joined(context, own, root), channel)


def read_entry(element: Element, line: int, context: Context) -> Entry | None:
    """Return the entry of an element, or None if it has a date that cannot be read."""
    parts = _parts(element)
    base = _joined(context, context.base, element)
    updated = _text(parts, *_UPDATED)
    kept, published = context.published([*_texts(parts, *_PUBLISHED), updated], line)
    if not kept:
        return None
    about = element.get(_ABOUT, "")
    guid = next(iter(parts.get("guid", ())), None)
    id = _text(parts, "atom:id", "guid") or about
    links = parts.get("atom:link", [])
    written = _text(parts, "link") or _alternate(links) or about
    if not written and guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        written = id
    alternate = next((link for link in links if link.get("href", "") == written), element)
    link, href = context.entry_link(written, _joined(context, base, alternate), line)
    declared = context.declares_base or element.get(f"{XML}base") is not None
    html, summary = _content(parts, context, base if declared else link or base)
    return Entry(
        fields={
            "id": id or None,
            "title": _title(parts),
            "published": published,
            "updated": context.updated(updated, published, line),
            "url": link,
            "summary": summary,
            "content_html": html,
            "tags": tuple(_tags(parts)),
            "authors": _authors(parts, context, base, line, ("author", "itunes:author")) or context.authors,
            "language": _language(parts, element),
            "enclosures": [*_enclosures(parts, context, base)],
            "image": _image(parts, context, base),
        },
        line=line,
        href=href,
    )


def _parts(element: Element) -> Parts:
    """Return the children of an element by name; those of a group are among them."""
    parts: Parts = {}
    for child in element:
        name = name_of(child.tag)
        if name == "media:group":
            for each, inner in _parts(child).items():
                parts.setdefault(each, []).extend(inner)
        else:
            parts.setdefault(name, []).append(child)
    return parts


def _texts(parts: Parts, *names: str) -> list[str]:
    """Return the texts of elements that are not empty, by name and then in order."""
    return [
        text for name in names if name in parts for element in parts[name] if (text := (element.text or "").strip())
    ]


def _text(parts: Parts, *names: str) -> str:
    """Return the first text that is not empty."""
    for name in names:
        if name in parts:
            for element in parts[name]:
                if text := (element.text or "").strip():
                    return text
    return ""


def _joined(context: Context, base: str | None, element: Element) -> str | None:
    """Return the base inside of an element."""
    own = element.get(f"{XML}base")
    return (context.link(own, base) or base) if own else base


def _alternate(links: Iterable[Element]) -> str:
    """Return the link to the page, which may be a relative one."""
    found = [link for link in links if _relation(link) == "alternate" and link.get("href")]
    best = next((link for link in found if link.get("type", "").lower() in _PAGE_TYPES), found[0] if found else None)
    return "" if best is None else best.get("href", "").strip()


def _related(links: Iterable[Element], relation: str) -> str:
    return next((link.get("href", "").strip() for link in links if _relation(link) == relation), "")


def _relation(link: Element) -> str:
    return link.get("rel", "alternate").strip().lower().removeprefix("http://www.iana.org/assignments/relation/")


def _title(parts: Parts) -> str:
    for name in ("title", "atom:title", "dc:title", "media:title"):
        for element in parts.get(name, ()):
            text = _plain(element) if name == "atom:title" else title_text(element.text or "")
            if text:
                return text
    return ""


def _plain(element: Element) -> str:
    """Return a text construct of Atom as plain text."""
    html, text = _construct(element)
    return plain_text(html) if html else " ".join(text.split())


def _construct(element: Element) -> tuple[str, str]:
    """Return the HTML of a text construct, or else its text."""
    if len(element):
        return inner_html(element), ""
    type, text = element.get("type", "").strip().lower(), element.text or ""
    if type in _HTML_TYPES:
        return text, ""
    return "", text if type in _PLAIN_TYPES else ""


def _content(parts: Parts, context: Context, base: str | None) -> tuple[str, str]:
    """Return the HTML and the summary of an entry; `base` completes links in the HTML."""
    html, base = _html(parts, context, base)
    described = _text(parts, "description")
    summary = _summary(parts, "description", "atom:summary", "itunes:summary", "media:description", "dc:description")
    if described and (not html or html.strip() == described):
        html = html or (described if has_tags(described) else "")
        summary = summary if not html or len(summary) <= _LONGEST_SUMMARY else ""
    return context.completed(html, base), summary


def _html(parts: Parts, context: Context, base: str | None) -> tuple[str, str | None]:
    """Return the HTML of an entry that has content, and the base of its links."""
    if encoded := next((each.text for each in parts.get("content:encoded", ()) if (each.text or "").strip()), ""):
        return encoded, base
    for element in parts.get("atom:content", ()):
        html, text = _construct(element)
        if not html and text.strip():
            html = text_html(text)
        if html.strip():
            return html, _joined(context, base, element)
    for name in ("xhtml:body", "xhtml:div"):
        for element in parts.get(name, ()):
            return inner_html(element), base
    return "", base


def _summary(parts: Parts, *names: str) -> str:
    for name in names:
        for element in parts.get(name, ()):
            if name in ("atom:summary", "atom:subtitle", "atom:tagline"):
                text = _plain(element)
            elif name == "description" and not len(element):
                text = plain_text(element.text or "")
            else:
                text = " ".join(resolve_references(element.text or "").split())
            if text:
                return text
    return ""


def _tags(parts: Parts) -> Iterator[Tag | str]:
    for element in parts.get("atom:category", ()):
        term, label = element.get("term", "").strip(), element.get("label", "").strip()
        if element.get("scheme") in _NO_TAGS or not (term or label):
            continue
        yield _tag_of(term, label)
    yield from _texts(parts, "category", "dc:subject")


@lru_cache(maxsize=4096)  # tags repeat on every post
def _tag_of(term: str, label: str) -> Tag | str:
    """Return the tag of a category of Atom: the term is its slug, if it has that form and the label is its name."""
    if label and slug_of(term) == term:
        with suppress(InvalidValue):  # the name alone is refused with its reason
            return Tag(label, slug=term)
    return label or term


def _authors(
    parts: Parts, context: Context, base: str | None, line: int | None, others: tuple[str, ...]
) -> tuple[Author, ...]:
    """Return the authors of an element: of several ways to name them, one is read."""
    people = [
        context.person(
            _text(each, "atom:name"), _text(each, "atom:email"), _text(each, "atom:uri", "atom:url"), base, line
        )
        for each in map(_parts, parts.get("atom:author", ()))
    ]
    for name in ("dc:creator", *others):
        if name in parts and not any(people):
            people = [context.person_of(text, line) for text in _texts(parts, name)]
    return tuple(filter(None, people))


def _language(parts: Parts, element: Element) -> str | None:
    language = _text(parts, "dc:language") or element.get(f"{XML}lang", "").strip()
    return language.replace("_", "-") or None


def _enclosures(parts: Parts, context: Context, base: str | None) -> Iterator[dict[str, Any]]:
    for element in parts.get("enclosure", ()):
        if written := element.get("url", "").strip():
            # RSS requires a length, and generators write 0 where they do not know it.
            yield _enclosure(context, base, written, element, element.get("length", "").strip().lstrip("0"))
    for element in parts.get("atom:link", ()):
        if _relation(element) == "enclosure" and (written := element.get("href", "").strip()):
            yield _enclosure(context, base, written, element, element.get("length", "").strip())


def _enclosure(context: Context, base: str | None, written: str, element: Element, length: str) -> dict[str, Any]:
    return {
        "url": context.link(written, _joined(context, base, element)) or written,
        "type": element.get("type", "").strip() or "application/octet-stream",
        "length": int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None,  # noqa: PLR2004
    }


def _image(parts: Parts, context: Context, base: str | None) -> str | None:
    for element in parts.get("media:content", ()):
        picture = element.get("medium") == "image" or element.get("type", "").startswith("image/")
        if picture and (link := context.link(element.get("url", ""), base)):
            return link
    for name, attribute in (("media:thumbnail", "url"), ("itunes:image", "href")):
        for element in parts.get(name, ()):
            if link := context.link(element.get(attribute, ""), base):
                return link
    return None
