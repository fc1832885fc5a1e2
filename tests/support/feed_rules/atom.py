"""Atom documents (RFC 4287): which elements there are, how often, and what one asks of another."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from feed_rules import atom_identifiers, atom_values, history
from feed_rules.markup import ATOM, Element, children, local, missing, namespace, place, read, text, too_many
from feed_rules.rules import Fault, Finding, Rules
from feed_rules.values import rfc3339

RULES: Rules[Element] = Rules()

_METADATA = {"author", "category", "contributor", "id", "link", "rights", "title", "updated"}
_FEED = _METADATA | {"generator", "icon", "logo", "subtitle"}
_PERSON = {"name", "uri", "email"}
CHILDREN: dict[str, set[str]] = {
    "feed": _FEED | {"entry"},
    "source": _FEED,
    "entry": _METADATA | {"content", "published", "source", "summary"},
    "author": _PERSON,
    "contributor": _PERSON,
    "category": set(),  # what is not Atom's may stand in these two
    "link": set(),
}
ATTRIBUTES = {
    "category": {"term", "scheme", "label"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "rights": {"type"},
    "subtitle": {"type"},
    "summary": {"type"},
    "title": {"type"},
}


def atom_faults(document: bytes) -> list[Fault]:
    """Return the rules of RFC 4287 and RFC 5005 that an Atom document breaks, in the order of the tables of rules.

    A document that is not well formed, or is not Atom, has that fault alone.
    """
    root = read(document)
    if isinstance(root, str):
        return [Fault("well_formed", "RFC 4287, 2", "document", root)]
    if namespace(root) != ATOM or local(root) not in {"feed", "entry"}:
        return [Fault("root", "RFC 4287, 2", place(root), "the document is neither an atom:feed nor an atom:entry")]
    return [
        *RULES.faults(root),
        *atom_identifiers.RULES.faults(root),
        *atom_values.RULES.faults(root),
        *history.head_faults(root, [child for child in root if local(child) != "entry"], entries(root)),
    ]


def entries(root: Element) -> list[Element]:
    return [root] if local(root) == "entry" else list(children(root, "entry"))


def _feeds(root: Element) -> list[Element]:
    return [root] if local(root) == "feed" else []


def _containers(root: Element) -> Iterator[Element]:
    yield from root.iter(*(f"{{{ATOM}}}{name}" for name in ("feed", "entry", "source")))


# -- the document -----------------------------------------------------------------------------------------------------


@RULES("RFC 4287, 2")
def xml_version(root: Element) -> Iterator[Finding]:
    if (version := root.getroottree().docinfo.xml_version) != "1.0":
        yield place(root), f"the document is XML {version}, not XML 1.0"


@RULES("RFC 4287, 6.2")
def atom_elements(root: Element) -> Iterator[Finding]:
    for element in root.iter(f"{{{ATOM}}}*"):
        parent = element.getparent()
        if parent is not None and namespace(parent) == ATOM:
            known = CHILDREN.get(local(parent))  # the others hold text, or content of any kind
            if known is not None and local(element) not in known:
                yield place(element), f"Atom has no {local(element)} in {local(parent)}"


@RULES("RFC 4287, 6.2")
def atom_attributes(root: Element) -> Iterator[Finding]:
    for element in root.iter(f"{{{ATOM}}}*"):
        for name in element.attrib:
            if not name.startswith("{") and name not in ATTRIBUTES.get(local(element), ()):
                yield place(element), f"Atom has no attribute {name} of {local(element)}"


@RULES("RFC 4287, 5.1")
def signature_place(root: Element) -> Iterator[Finding]:
    for signature in _signatures(root, "Signature"):
        parent = signature.getparent()
        if parent is not root and (namespace(parent), local(parent)) != (ATOM, "entry"):
            yield place(signature), "only a document or an entry may be signed"


@RULES("RFC 4287, 5.1")
def signature_method(root: Element) -> Iterator[Finding]:
    for method in _signatures(root, "SignatureMethod"):
        if "hmac" in method.get("Algorithm", ""):
            yield place(method), "a message authentication code should not be used for a signature"


def _signatures(root: Element, name: str) -> Iterator[Element]:
    yield from root.iter(f"{{http://www.w3.org/2000/09/xmldsig#}}{name}")


# -- how often --------------------------------------------------------------------------------------------------------


@RULES("RFC 4287, 4.1.1")
def feed_required(root: Element) -> Iterator[Finding]:
    for feed in _feeds(root):
        yield from missing(feed, ("id", "title", "updated"))


@RULES("RFC 4287, 4.1.1")
def feed_once(root: Element) -> Iterator[Finding]:
    for feed in _feeds(root):
        yield from too_many(feed, ("id", "title", "updated", "generator", "icon", "logo", "rights", "subtitle"))


@RULES("RFC 4287, 4.1.2")
def entry_required(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        yield from missing(entry, ("id", "title", "updated"))


@RULES("RFC 4287, 4.1.2")
def entry_once(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        names = ("id", "title", "updated", "content", "published", "rights", "source", "summary")
        yield from too_many(entry, names)


@RULES("RFC 4287, 4.2.11")
def source_once(root: Element) -> Iterator[Finding]:
    for source in root.iter(f"{{{ATOM}}}source"):
        yield from too_many(source, ("id", "title", "updated", "generator", "icon", "logo", "rights", "subtitle"))


@RULES("RFC 4287, 4.2.11")
def source_names_its_feed(root: Element) -> Iterator[Finding]:
    for source in root.iter(f"{{{ATOM}}}source"):
        yield from missing(source, ("id", "title", "updated"))


@RULES("RFC 4287, 4.1.1")
def metadata_first(root: Element) -> Iterator[Finding]:
    for feed in _feeds(root):
        first = next(iter(entries(feed)), None)
        after = first.itersiblings() if first is not None else ()
        for element in after:
            if (namespace(element), local(element)) != (ATOM, "entry"):
                yield place(element), "the feed's own elements stand before its entries"


# -- authors and links ------------------------------------------------------------------------------------------------


@RULES("RFC 4287, 4.1.1")
def feed_author(root: Element) -> Iterator[Finding]:
    # Each entry may have its author from a source; the feed must have one all the same.
    for feed in _feeds(root):
        if not list(children(feed, "author")) and not all(list(children(entry, "author")) for entry in entries(feed)):
            yield place(feed), "no author, and not every entry has one of its own"


@RULES("RFC 4287, 4.1.2")
def entry_author(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        sources = [entry, *children(entry, "source"), *_feeds(root)]
        if not any(list(children(source, "author")) for source in sources):
            yield place(entry), "no author, in a source or feed without one"


@RULES("RFC 4287, 4.1.1")
def feed_self_link(root: Element) -> Iterator[Finding]:
    for feed in _feeds(root):
        if (count := len(_links(feed, "self"))) != 1:
            yield place(feed), f"{count} links with rel self, where one should be"


@RULES("RFC 4287, 4.1.1 and 4.1.2")
def alternate_links(root: Element) -> Iterator[Finding]:
    for container in _containers(root):
        kinds = Counter((link.get("type"), link.get("hreflang")) for link in _links(container, "alternate"))
        for (media_type, language), count in kinds.items():
            if count > 1:
                alike = f"type {media_type or 'unsaid'} and hreflang {language or 'unsaid'}"
                yield place(container), f"{count} alternate links with {alike}"


@RULES("RFC 4287, 4.1.2")
def entry_link_or_content(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        if not list(children(entry, "content")) and not _links(entry, "alternate"):
            yield place(entry), "neither content nor an alternate link"


def _links(container: Element, rel: str) -> list[Element]:
    return [link for link in children(container, "link") if link.get("rel", "alternate") == rel]


# -- entries ----------------------------------------------------------------------------------------------------------


@RULES("RFC 4287, 4.1.2")
def summary_for_content(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        for content in children(entry, "content"):
            is_far = content.get("src") is not None or atom_values.content_kind(content) == "base64"
            if is_far and not list(children(entry, "summary")):
                yield place(entry), "content elsewhere or in Base64 needs a summary"


@RULES("RFC 4287, 4.1.1")
def same_entry_twice(root: Element) -> Iterator[Finding]:
    # Two entries with one id are two states of one entry, which only their moments tell apart.
    moments: defaultdict[str, list[object]] = defaultdict(list)
    for entry in entries(root):
        for identifier in children(entry, "id"):
            updated = next((text(element) for element in children(entry, "updated")), "")
            moment = rfc3339(updated) or updated
            if moment in moments[text(identifier)]:
                yield place(entry), f"another entry has the id {text(identifier)} and was updated at the same moment"
            moments[text(identifier)].append(moment)


@RULES("RFC 4287, 4.1.1.1")
def text_not_empty(root: Element) -> Iterator[Finding]:
    for entry in entries(root):
        for element in children(entry, "title", "content", "summary"):
            if not text(element).strip() and element.get("src") is None and not len(element):
                yield place(element), "an empty element tells a reader nothing"


NAMES = ["well_formed", "root", *RULES.names, *atom_identifiers.RULES.names, *atom_values.RULES.names]
NAMES += history.RULES.names
