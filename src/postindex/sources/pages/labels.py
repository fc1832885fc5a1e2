"""The short labels of a record: tags, categories and authors, told apart by links, classes and words."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.vocabulary import READING_TIME
from postindex.sources.pages.elements import BLOCKS, Element
from postindex.sources.pages.records import Record, elements_of

LONGEST_LABEL = 60  # characters of a tag or a name
MARKS = " \t\xa0#,;|·•/[]()🏷📁"  # around labels

_LONGEST_LINE = 120  # characters of a line such as "Posted by Ann in Tea"
_TAG_LINK = re.compile(
    r"(?:^|/)(?:tags?|labels?|topics?|keywords?)(?:[/?#_]|$)|[?&#](?:t|tag|tags|label)=", re.IGNORECASE
)
_CATEGORY_LINK = re.compile(
    r"(?:^|/)(?:categor(?:y|ies)|sections?|kategorien?)(?:[/?#_]|$)|[?&#](?:cat|category)=", re.IGNORECASE
)
_AUTHOR_LINK = re.compile(r"(?:^|/)(?:authors?|people|users?|team)/", re.IGNORECASE)
_TAG_CLASS = re.compile(r"(?:^|[\s_-])(?:p-category|tags?|keywords?|topic|chip)s?(?:$|[\s_-])", re.IGNORECASE)
_CATEGORY_CLASS = re.compile(r"(?:^|[\s_-])(?:categor(?:y|ies)|section)(?:$|[\s_-])", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-])(?:p-author|author(?:_?name)?|byline|writer|vcard|creator)s?(?:$|[\s_-])", re.IGNORECASE
)
_BY = re.compile(
    r"^(?:(?:written|posted|published)\s+)?(?:by|von|par|por|di|av|af|door)\s+(?P<name>[^\d|·•,]{2,60}?)"
    r"\s*(?:[|·•,(–—-]|\bon\b|\bin\b|$)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[([^\[\]]{2,60})\]\s*$")  # tags behind a date
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = frozenset({"pre", "code", "kbd"})
_LABELLED = frozenset({"ul", "div", "span", "p", "li"})  # whose class names what their children are
_HASHED = frozenset({"a", "span", "li"})  # that may be a tag such as "#tea"

Kind = Literal["tag", "category", "author"]


class Labels(NamedTuple):
    """The labels of a record, each once, and the elements that hold them."""

    tags: tuple[str, ...]
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    elements: set[Element]


def read_labels(record: Record) -> Labels:
    """Return the tags, categories and authors of a record."""
    found: dict[Kind, list[str]] = {"tag": [], "category": [], "author": []}
    elements: set[Element] = set()
    for element in elements_of(record):
        label = _label_of(element)
        if not label or element in elements or is_title(element, record):
            continue
        kind = _kind_of(element)
        if kind is None or _is_other(element, label):
            continue
        split = kind != "author" and element.tag != "a"
        found[kind] += [part.strip(MARKS) for part in label.split(",")] if split else [label]
        elements.update(element.iter())
    if not found["tag"] and (bracketed := _BRACKETED.search(record.dated.text)):
        found["tag"] = [name.strip(MARKS) for name in bracketed[1].split(",")]
    found["author"] = found["author"] or list(_by_line(record))
    tags, categories, authors = (tuple(dict.fromkeys(filter(None, names))) for names in found.values())
    return Labels(tags, categories, authors, elements)


def is_title(element: Element, record: Record) -> bool:
    """Whether an element is the title of a record, or is in it, or holds it."""
    title = record.title.element
    return element is title or element.contains(title) or title.contains(element)


def _label_of(element: Element) -> str:
    """Return the text of an element that may be a label, without marks; else an empty text."""
    if element.tag in BLOCKS and not element.is_leaf():
        return ""
    if not element.is_shorter_than(2 * LONGEST_LABEL):
        return ""
    label = element.text().strip(MARKS)
    return label if len(label) <= LONGEST_LABEL else ""


def _is_other(element: Element, label: str) -> bool:
    """Whether a label is a date, a reading time or code."""
    if find_mentions(label) or READING_TIME.fullmatch(label) or _YEAR.fullmatch(label):
        return True
    return any(holder.tag in _CODE for holder in element.ancestors())


def _kind_of(element: Element) -> Kind | None:
    """Return what an element names, by its link first, then by its class."""
    if element.tag == "a" and (kind := _kind_of_link(element)) is not None:
        return kind
    if element.tag != "a" and not element.is_leaf():
        return None
    if _AUTHOR_CLASS.search(element.labels):
        return "author"
    parent = element.parent
    for holder in (element, parent) if parent is not None and parent.tag in _LABELLED else (element,):
        if _CATEGORY_CLASS.search(holder.labels):
            return "category"
        if _TAG_CLASS.search(holder.labels):
            return "tag"
    return "tag" if element.tag in _HASHED and element.text().startswith("#") else None


def _kind_of_link(link: Element) -> Kind | None:
    href, rel = link.get("href"), link.get("rel").split()
    if "author" in rel or _AUTHOR_LINK.search(href):
        return "author"
    if _CATEGORY_LINK.search(href) or ("category" in rel and "tag" not in rel):
        return "category"
    return "tag" if "tag" in rel or _TAG_LINK.search(href) else None


def _by_line(record: Record) -> Iterator[str]:
    """Yield the name in the first line such as "Written by Ann"."""
    for element in elements_of(record):
        text = _short_text(element)
        if text and (found := _BY.match(text)) and not is_title(element, record):
            yield found["name"].strip()
            return


def _short_text(element: Element) -> str:
    """Return the text of an element without blocks and links, else its own text; empty if it is long."""
    if not element.is_leaf():
        text = element.own_text()
        return text if len(text) < _LONGEST_LINE else ""
    return element.text() if element.is_shorter_than(_LONGEST_LINE) else ""
