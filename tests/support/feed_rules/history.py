"""Feeds in more than one document (RFC 5005), in Atom and, as its appendix B has it, in RSS.

A complete feed says that it is one, and stands alone. The documents of a paged feed are tied by `first`, `previous`,
`next` and `last`. An archived feed has one document to subscribe to and, behind it, archives that never change, tied by
`prev-archive`, `next-archive` and `current`.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from feed_rules.markup import ATOM, HISTORY, Element, local, place, text
from feed_rules.rules import Fault, Finding, Rules

PAGING = ("first", "last", "next", "previous")
ARCHIVING = ("current", "next-archive", "prev-archive")


class Document(NamedTuple):
    """The parts of a feed document that RFC 5005 speaks of: the elements of its head, and its entries."""

    root: Element
    head: list[Element]
    entries: list[Element]

    def links(self, *relations: str) -> list[Element]:
        return [link for link in self.head if link.tag == f"{{{ATOM}}}link" and link.get("rel") in relations]

    def target(self, relation: str) -> str | None:
        """Return the absolute URL that the first link of the relation names, or None."""
        for link in self.links(relation):
            return urljoin(str(link.base or ""), str(link.get("href", "")))
        return None

    def marks(self, name: str) -> list[Element]:
        return [element for element in self.head if element.tag == f"{{{HISTORY}}}{name}"]

    @property
    def is_archive(self) -> bool:
        return bool(self.marks("archive"))


RULES: Rules[Document] = Rules()


def head_faults(root: Element, head: Iterable[Element], entries: Iterable[Element]) -> Iterator[Fault]:
    """Yield the rules of RFC 5005 that one document breaks."""
    yield from RULES.faults(Document(root, list(head), list(entries)))


@RULES("RFC 5005, 1.2")
def history_in_head(document: Document) -> Iterator[Finding]:
    for entry in document.entries:
        for link in entry.iterchildren(f"{{{ATOM}}}link"):
            if entry is not document.root and link.get("rel") in PAGING + ARCHIVING:
                yield place(link), f"a link with rel {link.get('rel')} belongs to the feed, not to an entry"
        for mark in entry.iterchildren(f"{{{HISTORY}}}*"):
            yield place(mark), f"{local(mark)} belongs to the feed, not to an entry"


@RULES("RFC 5005, 2 and 4")
def history_elements(document: Document) -> Iterator[Finding]:
    for element in document.head:
        if element.tag.startswith(f"{{{HISTORY}}}") and local(element) not in {"archive", "complete"}:
            yield place(element), f"RFC 5005 has no {local(element)}"


@RULES("RFC 5005, 2 and 4")
def history_marks(document: Document) -> Iterator[Finding]:
    for name in ("archive", "complete"):
        marks = document.marks(name)
        if len(marks) > 1:
            yield place(document.root), f"{len(marks)} {name} elements"
        for mark in marks:
            if len(mark) or mark.text:
                yield place(mark), f"{name} is an empty element"


@RULES("RFC 5005, 1 and 2")
def complete_alone(document: Document) -> Iterator[Finding]:
    # RFC 5005 leaves undefined what a feed of two kinds means; a complete one has nothing elsewhere to link to.
    if document.marks("complete"):
        for element in (*document.links(*PAGING, *ARCHIVING), *document.marks("archive")):
            yield place(element), f"a complete feed has no {element.get('rel') or local(element)}"


@RULES("RFC 5005, 1")
def paged_or_archived(document: Document) -> Iterator[Finding]:
    if document.links(*PAGING) and (document.links(*ARCHIVING) or document.marks("archive")):
        yield place(document.root), "links of a paged feed and of an archived one"


@RULES("RFC 5005, 3 and 4")
def history_links_once(document: Document) -> Iterator[Finding]:
    for relation in PAGING + ARCHIVING:
        if (count := len(document.links(relation))) > 1:
            yield place(document.root), f"{count} links with rel {relation}"


@RULES("RFC 5005, 3")
def page_past_the_end(document: Document) -> Iterator[Finding]:
    own = document.target("self")
    for end, beyond in (("first", "previous"), ("last", "next")):
        if own and document.target(end) == own and document.links(beyond):
            yield place(document.root), f"this is the {end} document, and yet there is a {beyond} one"


@RULES("RFC 5005, 4")
def archive_marked(document: Document) -> Iterator[Finding]:
    # Only archives are followed by archives: the document to subscribe to comes after them all.
    if document.links("next-archive") and not document.is_archive:
        yield place(document.root), "an archive without fh:archive"


@RULES("RFC 5005, 4")
def archive_current(document: Document) -> Iterator[Finding]:
    if document.is_archive and not document.links("current") and not document.marks("complete"):
        yield place(document.root), "an archive without a link to the current document"


@RULES("RFC 5005, 3 and 4")
def history_links_elsewhere(document: Document) -> Iterator[Finding]:
    own = document.target("self")
    relations = ("next", "previous", "next-archive", "prev-archive", *(("current",) if document.is_archive else ()))
    for relation in relations:
        if own and document.target(relation) == own:
            yield place(document.root), f"the link with rel {relation} leads to this document"


def identifier(element: Element) -> str:
    """Return what identifies a feed or entry: atom:id, or in RSS the guid, or else the link."""
    for name in (f"{{{ATOM}}}id", "guid", "link"):
        for child in element.iterchildren(name):
            return text(child)
    return ""
