"""What a record says beside its date and title: link, summary, tags, categories, authors, reading time, update."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from postindex.dates.mentions import find_mentions
from postindex.sources.elements import BLOCKS, Element, collapse
from postindex.sources.records import MORE, READING_TIME, Record, width

_HEADING = re.compile(r"h[1-6]")
_SHORTEST_SUMMARY = 12  # columns
_LONGEST_LABEL = 60  # characters of a tag or a name
_SUMMARY = re.compile(
    r"(?:^|[\s_-])(?:p-summary|summary|excerpt|description|desc|subtitle|card-text|entry-content|post-content|teaser|intro|abstract|snippet|preview|content)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_NO_SUMMARY = re.compile(r"(?:^|[\s_-])(?:meta|metadata|byline|tags?|categor(?:y|ies)|date|footer|author|toc|share|nav)(?:$|[\s_-])", re.IGNORECASE)
_TAG_LINK = re.compile(r"(?:^|/)(?:tags?|labels?|topics?|keywords?)(?:[/?#_]|$)|[?&#](?:t|tag|tags|label)=", re.IGNORECASE)
_CATEGORY_LINK = re.compile(r"(?:^|/)(?:categor(?:y|ies)|sections?|kategorien?)(?:[/?#_]|$)|[?&#](?:cat|category)=", re.IGNORECASE)
_AUTHOR_LINK = re.compile(r"(?:^|/)(?:authors?|people|users?|team)/", re.IGNORECASE)
_TAG_CLASS = re.compile(r"(?:^|[\s_-])(?:p-category|tags?|keywords?|topic|chip)s?(?:$|[\s_-])", re.IGNORECASE)
_CATEGORY_CLASS = re.compile(r"(?:^|[\s_-])(?:categor(?:y|ies)|section)(?:$|[\s_-])", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:p-author|author(?:_?name)?|byline|writer|vcard|creator)s?(?:$|[\s_-])", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:written|posted|published)\s+)?(?:by|von|par|por|di|av|af|door)\s+(?P<name>[^\d|·•,]{2,60}?)\s*(?:[|·•,(–—-]|\bon\b|\bin\b|$)", re.IGNORECASE)
_MARKS = " \t\xa0#,;|·•/[]()🏷📁"
_BRACKETED = re.compile(r"\[([^\[\]]{2,60})\]\s*$")  # tags behind a date
_YEAR = re.compile(r"(?:19|20)\d\d")
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)


class Details(NamedTuple):
    """What a record says of its post."""

    summary: str
    tags: tuple[str, ...]
    categories: tuple[str, ...]
    authors: tuple[str, ...]
    minutes: int | None
    updated: date | None


def read_details(record: Record) -> Details:
    """Return what a record says beside its date and title."""
    tags: list[str] = []
    categories: list[str] = []
    authors: list[str] = []
    labels: set[Element] = set()  # what is not summary
    for element in _elements(record):
        label = collapse(element.text()).strip(_MARKS) if element.tag not in BLOCKS or _is_leaf(element) else ""
        kind = _kind(element)
        if kind is None or not label or len(label) > _LONGEST_LABEL or _is_title(element, record) or element in labels:
            continue
        if find_mentions(label) or READING_TIME.fullmatch(label) or _YEAR.fullmatch(label) or _is_code(element):
            continue
        names = [label] if kind == "author" or element.tag == "a" else [part.strip(_MARKS) for part in label.split(",")]
        (tags if kind == "tag" else categories if kind == "category" else authors).extend(filter(None, names))
        labels.update(element.iter())
    if not tags and (found := _BRACKETED.search(record.dated.text)):
        tags.extend(name.strip(_MARKS) for name in found[1].split(","))
    minutes = _minutes(record)
    if not authors:
        authors.extend(_by_line(record))
    return Details(
        _summary(record, labels),
        tuple(dict.fromkeys(tags)),
        tuple(dict.fromkeys(categories)),
        tuple(dict.fromkeys(authors)),
        minutes,
        _updated(record),
    )


def _elements(record: Record) -> Iterator[Element]:
    for root in record.elements:
        yield from root.iter()


def _is_leaf(element: Element) -> bool:
    inner = [child for child in element.iter() if child is not element]
    return not any(child.tag in BLOCKS or child.tag == "a" for child in inner) and sum(bool(c.own_text()) for c in inner) < 2


def _is_code(element: Element) -> bool:
    return any(holder.tag in ("pre", "code", "kbd") for holder in element.ancestors())


def _is_title(element: Element, record: Record) -> bool:
    title = record.title.element
    return element is title or title in element.ancestors() or element in title.ancestors()


def _kind(element: Element) -> str | None:
    """Return what an element names: a tag, a category or an author; by its link first, then by its class."""
    href, rel = element.get("href"), element.get("rel").split()
    classes = f"{element.get('class')} {element.get('itemprop')}"
    if element.tag == "a":
        if "author" in rel or _AUTHOR_LINK.search(href):
            return "author"
        if _CATEGORY_LINK.search(href) or ("category" in rel and "tag" not in rel):
            return "category"
        if "tag" in rel or _TAG_LINK.search(href):
            return "tag"
    if not _is_leaf(element) and element.tag != "a":
        return None
    if _AUTHOR_CLASS.search(classes):
        return "author"
    holders = (element, element.parent) if element.parent is not None else (element,)
    for holder in holders:
        name = holder.get("class") + " " + holder.get("itemprop")
        if holder is not element and holder.tag not in ("ul", "div", "span", "p", "li"):
            continue
        if _CATEGORY_CLASS.search(name):
            return "category"
        if _TAG_CLASS.search(name):
            return "tag"
    if element.tag in ("a", "span", "li") and element.text().startswith("#") and len(element.text()) > 1:
        return "tag"
    return None


def _minutes(record: Record) -> int | None:
    for element in _elements(record):
        if _is_title(element, record) and element is not record.elements[0]:
            continue
        text = element.own_text() if element.children else ""
        if len(text) > 120 or not text:
            continue
        found = READING_TIME.search(text if any(map(str.isdigit, text)) else "") or READING_TIME.fullmatch(element.text()[:40])
        if found:
            number = found["minutes"] or found["cjk"] or found["named"]
            if number:
                return int(number)
    return None


def _by_line(record: Record) -> list[str]:
    for element in _elements(record):
        text = element.text() if _is_leaf(element) else element.own_text()
        if text and len(text) < 120 and (found := _BY.match(text)) and not _is_title(element, record):
            return [found["name"].strip()]
    return []


def _updated(record: Record) -> date | None:
    for element in _elements(record):
        if element.tag == "time" and _UPDATED.search(f"{element.get('class')} {element.get('itemprop')}"):
            for text in (element.text(), element.get("datetime")):
                for mention in find_mentions(text):
                    if (day := mention.to_date()) is not None and day > record.day:
                        return day
        text = element.own_text()
        if text and len(text) < 120:
            for mention in find_mentions(text):
                if mention.updated and (day := mention.to_date()) is not None:
                    return day
    return None


# -- summary -----------------------------------------------------------------------------------------------------------


def _summary(record: Record, labels: set[Element]) -> str:
    """Return the summary: what the page marks as one, or else the text of the record that is nothing else."""
    title = record.title.element
    hidden = {*labels, *_around(record.dated.element)}
    if title.text() == collapse(record.title.text):
        hidden.update(title.iter())
    for element in _elements(record):
        classes = f"{element.get('class')} {element.get('itemprop')}"
        if element not in hidden and _SUMMARY.search(classes) and not _NO_SUMMARY.search(classes):
            if text := " ".join(_prose([element], hidden, "", 1)):
                return text
    return " ".join(_prose(record.elements, hidden, collapse(record.title.text), _SHORTEST_SUMMARY))


def _around(element: Element) -> Iterator[Element]:
    """Yield a date's element and what stands in a short line with it."""
    while element.parent is not None and element.parent.tag != "body" and len(element.parent.text()) < _LONGEST_LABEL:
        if any(_HEADING.fullmatch(inner.tag) or inner.tag == "p" and inner is not element for inner in element.parent.iter()):
            break
        element = element.parent
    yield from element.iter()


def _prose(roots: Sequence[Element], hidden: set[Element], title: str, shortest: int) -> list[str]:
    """Return the paragraphs of a record that are neither its title nor its date nor a label nor a button."""
    found: list[str] = []
    for text in _blocks(roots, hidden):
        bare = READING_TIME.sub("", text).strip(" \t\xa0-–—|·•:,/…")
        if width(bare) < shortest or MORE.match(text) or text == title:
            continue
        mentions = find_mentions(text)
        if mentions and len(text) - sum(m.end - m.start for m in mentions) < 24:
            continue
        if text not in found:
            found.append(_MORE_END.sub("", text))
    return found


_MORE_END = re.compile(r"\s*\W*\b(?:read more|continue reading|weiterlesen)\W*$", re.IGNORECASE)


def _blocks(roots: Iterable[Element], hidden: set[Element]) -> list[str]:
    """Return the text of elements, a block each, without the hidden ones."""
    lines: list[str] = []
    pieces: list[str] = []
    stack: list[Element | str] = ["\n", *reversed(list(roots))]
    while stack:
        node = stack.pop()
        if node == "\n":
            if text := collapse("".join(pieces)):
                lines.append(text)
            pieces.clear()
        elif isinstance(node, str):
            pieces.append(node)
        elif node not in hidden:
            if node.tag in BLOCKS:
                stack += ["\n", *reversed(node.children), "\n"]
            else:
                stack += [" " if node.tag == "br" else "", *reversed(node.children)]
    return lines
