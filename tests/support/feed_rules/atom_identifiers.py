"""Atom's ids (RFC 4287, 4.2.6): IRIs, unique, and written in the one way that needs no comparison by rules."""

import re
from collections.abc import Iterator
from unicodedata import is_normalized

from feed_rules.markup import ATOM, Element, children, local, place, text
from feed_rules.rules import Finding, Rules
from feed_rules.values import is_iri, is_tag_uri

RULES: Rules[Element] = Rules()

_PARTS = re.compile(r"([^:/?#]+):(?://([^/?#]*))?([^?#]*)")
_DEFAULT_PORTS = {"http": "80", "https": "443", "ftp": "21"}


def _ids(root: Element) -> Iterator[tuple[Element, str]]:
    for element in root.iter(f"{{{ATOM}}}id"):
        yield element, text(element)


def _parts(root: Element) -> Iterator[tuple[Element, str, str | None, str]]:
    """Yield each id that is an IRI, with its scheme, authority and path."""
    for element, iri in _ids(root):
        if is_iri(iri) and (found := _PARTS.match(iri)):
            yield element, found[1], found[2], found[3]


@RULES("RFC 4287, 4.2.6")
def id_iri(root: Element) -> Iterator[Finding]:
    for element, iri in _ids(root):
        if not is_iri(iri) and not re.search(r"\s", iri):  # white space has a rule of its own
            yield place(element), f"{iri!r} is not an absolute IRI"


@RULES("RFC 4151, 2.1")
def id_tag_uri(root: Element) -> Iterator[Finding]:
    for element, iri in _ids(root):
        if iri.startswith("tag:") and is_iri(iri) and not is_tag_uri(iri):
            yield place(element), f"{iri!r} is not a tag URI"


@RULES("RFC 4287, 4.2.6")
def id_of_feed_alone(root: Element) -> Iterator[Finding]:
    feed = {text(element) for element in children(root, "id")} if local(root) == "feed" else set()
    for entry in children(root, "entry"):
        for element in children(entry, "id"):
            if text(element) in feed:
                yield place(element), "the feed has the same id"


@RULES("RFC 4287, 4.2.6")
def id_scheme(root: Element) -> Iterator[Finding]:
    for element, scheme, _, _ in _parts(root):
        if scheme != scheme.lower():
            yield place(element), f"the scheme {scheme} is not in lower case"


@RULES("RFC 4287, 4.2.6")
def id_host(root: Element) -> Iterator[Finding]:
    for element, _, authority, _ in _parts(root):
        host = re.sub("%[0-9A-F]{2}", "", (authority or "").rpartition("@")[2])
        if host != host.lower():
            yield place(element), f"the host {host} is not in lower case"


@RULES("RFC 4287, 4.2.6")
def id_percent_case(root: Element) -> Iterator[Finding]:
    for element, iri in _ids(root):
        for escape in re.findall("%[0-9A-Fa-f]{2}", iri):
            if escape != escape.upper():
                yield place(element), f"{escape} is not in upper case"


@RULES("RFC 4287, 4.2.6")
def id_percent_needed(root: Element) -> Iterator[Finding]:
    # Letters beyond ASCII may be escaped: an IRI could hold them, but a URL, which most ids are, cannot.
    for element, iri in _ids(root):
        for escape in re.findall("%[0-9A-Fa-f]{2}", iri):
            if re.fullmatch(r"[A-Za-z0-9\-._~]", char := chr(int(escape[1:], 16))):
                yield place(element), f"{escape} need not be escaped: it is {char}"


@RULES("RFC 4287, 4.2.6")
def id_dots(root: Element) -> Iterator[Finding]:
    for element, _, authority, path in _parts(root):
        if authority is not None and {".", ".."}.intersection(path.split("/")):
            yield place(element), f"the path {path} has dot segments"


@RULES("RFC 4287, 4.2.6")
def id_slash(root: Element) -> Iterator[Finding]:
    for element, scheme, authority, path in _parts(root):
        if scheme.lower() in {"http", "https"} and authority and not path:
            yield place(element), "an empty path is written as /"


@RULES("RFC 4287, 4.2.6")
def id_port(root: Element) -> Iterator[Finding]:
    for element, scheme, authority, _ in _parts(root):
        port = _DEFAULT_PORTS.get(scheme.lower())
        if port and (authority or "").endswith(f":{port}"):
            yield place(element), f"{port} is the port of {scheme} and is left out"


@RULES("RFC 4287, 4.2.6")
def id_authority(root: Element) -> Iterator[Finding]:
    for element, scheme, authority, _ in _parts(root):
        if scheme.lower() == "file" and (authority or "").lower() == "localhost":
            yield place(element), "localhost is the authority of file and is left out"


@RULES("RFC 4287, 4.2.6")
def id_characters(root: Element) -> Iterator[Finding]:
    for element, iri in _ids(root):
        if not is_normalized("NFC", iri):
            yield place(element), "the characters are not normalised, as by NFC"
