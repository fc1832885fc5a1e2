"""Choose the title of a record: a heading with a link, another heading, the link that repeats, or the first text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.anchors import OPEN_END
from postindex.listing.layouts.vocabulary import MORE, PUBLISHED, READING_TIME, width
from postindex.sources.pages.dated import Dated, strip_label
from postindex.sources.pages.elements import HEADINGS, Element, lines_of

SURE = 1.2  # the score above which a title is one

_LONGEST = 250  # characters of a title
_LONGEST_SERIES = 60  # characters of the name of a series before a title
_FEWEST_BESIDE_DATE = 4  # characters of a title beside a date in it
_MOST_ELEMENTS = 5_000  # of a record, in which its title is looked for
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:p-name|entry-title|post-title|post__title|title|headline|card-title)(?:$|[\s_-])", re.IGNORECASE
)
_NO_TITLE = frozenset({"img", "meta", "link"})
_OTHER_PAGE = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|series|users?|label)(?:[/?#]|\.html|$)|^#|^mailto:|^javascript:"
    r"|twitter\.com|facebook\.com/sharer|/feed|\.xml$",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"\s*(?:#|$|(?!https?:)[a-z][a-z0-9+.-]*:)", re.IGNORECASE)

# Scores. A heading is worth more than a link, and a link more than a mere text.
_LINK_IN_DATED_HEADING = 3.2
_HEADING_SCORE, _HEADING_LEVEL, _CLASS_LEVEL, _HEADING_ORDER, _HEADING_WITHOUT_LINK = 3.0, 0.05, 4, 0.01, 0.8
_HEADING_OF_OTHER_PAGE = 1.5
_LINK_SCORE, _LINK_ORDER, _LINK_OF_OTHER_PAGE = 1.6, 0.001, 1.2
_REPEATED_LINK, _MOST_REPEATED = 0.25, 3
_LONG_LINK, _COLUMNS_OF_LONG = 0.25, 30
_FIRST_TEXT = 1.3
_BESIDE_DATE = 2.0


@dataclass(slots=True, eq=False)
class Title:
    """A title, how sure it is, its link, and where it is."""

    score: float
    text: str
    href: str | None
    element: Element


@dataclass(slots=True, eq=False)
class _Parts:
    """The links and the headings of a record."""

    links: list[Element] = field(default_factory=list)
    headings: list[Element] = field(default_factory=list)

    def add(self, element: Element) -> None:
        if is_link(element):
            self.links.append(element)
        if element.tag in HEADINGS or (element.tag not in _NO_TITLE and _TITLE_CLASS.search(element.labels)):
            self.headings.append(element)


def is_link(element: Element) -> bool:
    """Whether an element is a link with an address."""
    return element.tag == "a" and bool(element.get("href"))


def is_address(href: str | None) -> bool:
    """Whether a link leads to a page, and not to a place in this one, a mailbox or a script.

    >>> is_address("/tea/"), is_address("#top"), is_address("mailto:tea@example.org"), is_address("javascript:void(0)")
    (True, False, False, False)
    """
    return bool(href) and not _NO_ADDRESS.match(str(href))


def best_title(record: Sequence[Element], date: Element | None) -> Title | None:
    """Return the best title in a record, given as its elements; `date` is the element of its date."""
    parts = _Parts()
    for element in islice(chain.from_iterable(root.iter() for root in record), _MOST_ELEMENTS):
        parts.add(element)
    counts = Counter(link.get("href") for link in parts.links if link.get("href") != "#")
    titles = chain(_titles_of_headings(parts, date), _titles_of_links(parts, counts, date))
    best = max((title for title in titles if _may_be_title(title.text)), key=lambda title: title.score, default=None)
    best = best or _first_text(record)
    if best is not None and not best.href:
        best.href = _usual_link(counts)
    return best


def title_beside(dated: Dated) -> Title | None:
    """Return the text beside a date in one link with it; None if there is none."""
    if dated.mention is None:
        return None
    before, after = dated.text[: dated.mention.start], dated.text[dated.mention.end :]
    rest = strip_label(after) or strip_label(PUBLISHED.sub("", before.rstrip()))
    if OPEN_END.search(before) and not strip_label(after):
        rest = dated.text  # the date is a part of the title
    element = dated.element
    link = next(filter(is_link, chain((element,), element.ancestors(), element.iter())), None)
    if len(rest) >= _FEWEST_BESIDE_DATE and link is not None and rest in link.text():
        return Title(_BESIDE_DATE, rest, link.get("href"), link)
    return None


def _titles_of_headings(parts: _Parts, date: Element | None) -> Iterator[Title]:
    for number, heading in enumerate(parts.headings):
        if date is None or not _is_or_holds(heading, date):
            yield _title_of_heading(heading, number)
            continue
        for link in heading.iter():  # the date is in the heading: its link is the title
            if is_link(link) and link.text() and not _is_or_holds(link, date):
                yield Title(_LINK_IN_DATED_HEADING, link.text(), link.get("href"), link)


def _title_of_heading(heading: Element, number: int) -> Title:
    around = next((holder for holder in heading.ancestors() if holder.tag == "a"), None)
    within = next((inner for inner in heading.iter() if is_link(inner) and inner.text()), None)
    link = around or within
    level = int(heading.tag[1]) if heading.tag in HEADINGS else _CLASS_LEVEL
    score = _HEADING_SCORE - _HEADING_LEVEL * level - _HEADING_ORDER * number
    if link is None:
        return Title(score - _HEADING_WITHOUT_LINK, heading.text(), None, heading)
    href = link.get("href")
    if href.startswith("#"):
        href = ""
    elif _OTHER_PAGE.search(href):
        score -= _HEADING_OF_OTHER_PAGE
    return Title(score, heading.text() if link is around else link.text(), href or None, heading)


def _titles_of_links(parts: _Parts, counts: Counter[str], date: Element | None) -> Iterator[Title]:
    for number, link in enumerate(parts.links):
        if not link.is_shorter_than(_LONGEST + 1) or (date is not None and _is_or_holds(link, date)):
            continue
        if text := link.text():
            href = link.get("href")
            score = _LINK_SCORE - _LINK_ORDER * number
            score += _REPEATED_LINK * min(_MOST_REPEATED, counts[href]) / _MOST_REPEATED
            score += _LONG_LINK * min(1, width(text) / _COLUMNS_OF_LONG)
            score -= _LINK_OF_OTHER_PAGE * bool(_OTHER_PAGE.search(href))
            yield Title(score, f"{_series_before(link)}{text}", href, link)


def _series_before(link: Element) -> str:
    """Return the name of a series before a link on its line: "Building a boat: " of "Building a boat: Sails"."""
    before = link.parent.text_before(link, _LONGEST_SERIES) if link.parent is not None else ""
    is_series = before.endswith(":") and len(before) < _LONGEST_SERIES and not find_mentions(before)
    return f"{before} " if is_series else ""


def _first_text(record: Sequence[Element]) -> Title | None:
    """Return the first text of a record that is one link, other than its date."""
    for root in record:
        for link in filter(is_link, chain((root,), root.ancestors(), islice(root.iter(), _MOST_ELEMENTS))):
            for text in lines_of(link) if link.end - link.position <= _MOST_ELEMENTS else ():
                if _may_be_title(text) and not find_mentions(text):
                    return Title(_FIRST_TEXT, text, link.get("href"), link)
    return None


def _usual_link(counts: Counter[str]) -> str | None:
    """Return the link that a record has most often, other than those to lists of posts; None if there is none."""
    targets = [(number, href) for href, number in counts.items() if not _OTHER_PAGE.search(href)]
    return max(targets)[1] if targets else None


def _may_be_title(text: str) -> bool:
    if not 1 < len(text) <= _LONGEST or MORE.match(text) or READING_TIME.fullmatch(text):
        return False
    mentions = find_mentions(text)
    rest = len(text) - sum(mention.end - mention.start for mention in mentions)
    return not mentions or rest >= _FEWEST_BESIDE_DATE


def _is_or_holds(element: Element, other: Element) -> bool:
    return element is other or element.contains(other)
