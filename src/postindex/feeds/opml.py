"""Feeds → OPML 2.0, the list from which a reader subscribes to them.

Source: http://opml.org/spec2.opml.
"""

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple

from lxml.etree import Element, SubElement, tostring

_DOCS = "http://opml.org/spec2.opml"


class Outline(NamedTuple):
    """A feed in the list: its title, its address, and the page that it describes."""

    title: str
    feed_url: str
    link: str


def opml_document(title: str, outlines: Iterable[Outline], modified: datetime | None) -> bytes:
    """Return an OPML 2.0 document of feeds, in the order given, as UTF-8 bytes.

    >>> tea = Outline("Notes: tea", "https://example.org/tags/tea/atom.xml", "https://example.org/")
    >>> opml_document("Notes", [tea], None).count(b"<outline ")
    1
    """
    root = Element("opml", version="2.0")
    head = SubElement(root, "head")
    SubElement(head, "title").text = title
    if modified:
        SubElement(head, "dateModified").text = format_datetime(modified)
    SubElement(head, "docs").text = _DOCS
    body = SubElement(root, "body")
    for text, url, link in outlines:
        SubElement(body, "outline", text=text, title=text, type="rss", xmlUrl=url, htmlUrl=link)
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return document
