"""Find the elements of a page that hold a date, with the date as it is seen or as an attribute has it."""

import re
from dataclasses import dataclass
from datetime import date

from postindex.dates.mentions import Mention, find_mentions
from postindex.listing.layouts.vocabulary import READING_TIME
from postindex.sources.pages.elements import PART, Element

SEPARATORS = " \t\xa0-–—|·•:,/»›~⋅∙*@"

_LONGEST_TEXT = 120  # characters of an element's own text with a date in it
_LONGEST_SENTENCE = 70  # characters around a date that is not at the beginning
_BEGINNING = 15  # characters
_LONGEST_WITH_ALONE = 13  # characters beside a date that is alone in its element
_LONGEST_ATTRIBUTE = 40  # characters of a date in an attribute
_SPREAD = range(5, 25)  # characters of a date that several inline elements share
_SPREAD_BESIDE = 3  # characters beside it
_BLOCK_TEXT = range(7, 201)  # characters of a block that begins or ends with a date
_BLOCK_EDGE = 4  # characters between the date and the block's edge
_BLOCK_TAGS = frozenset({"li", "p", "div", "td", "tr", "dt", "span", "a", "h1", "h2", "h3", "h4"})
_NEAR = 60  # characters before a date that may say that it is of an update
_UPDATE = re.compile(r"updat|modif", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Dated:
    """An element with a date: the date as a mention in its text, or as the day that an attribute names."""

    element: Element
    text: str
    mention: Mention | None
    day: date | None  # None until the year or the order is known
    alone: bool  # whether the element has little text beside the date
    attribute: str = ""


def find_dates(root: Element) -> list[Dated]:
    """Return the elements that hold a date: `time` elements, elements whose own text has one, and blocks around one."""
    found: list[Dated] = []
    taken: set[Element] = set()
    for element in root.iter():
        if element.tag == "time" and element not in taken and (dated := _dated_time(element)) is not None:
            found.append(dated)
            taken.update(element.iter())
    found += [dated for element in root.iter() if element not in taken and (dated := _dated_text(element)) is not None]
    held: set[Element] = set()
    for dated in found:
        _hold(held, dated.element)
    for element in root.iter():
        if element not in held and (dated := _dated_block(element)) is not None:
            found.append(dated)
            _hold(held, element)
    return sorted(found, key=lambda dated: dated.element.position)


def is_update(dated: Dated) -> bool:
    """Whether a date is of an update, by its mark-up or by the words before it."""
    element = dated.element
    names = f"{element.labels} {element.get('title')}"
    if _UPDATE.search(names) and "publish" not in names:
        return True
    if dated.mention is not None and dated.mention.updated:
        return True
    holder = element.parent
    if holder is None:
        return False
    if holder.parent is not None and holder.is_shorter_than(_NEAR):
        holder = holder.parent
    mentions = find_mentions(f"{holder.text_before(element, _NEAR)} 2000-01-01")
    return bool(mentions) and mentions[-1].updated


def is_update_element(element: Element) -> bool:
    """Whether the mark-up of an element names an update."""
    return _UPDATE.search(element.labels) is not None


def day_of_attribute(attribute: str) -> date | None:
    """Return the day in an attribute such as `datetime`; None if there is none.

    >>> day_of_attribute("2026-03-22T10:00:00+01:00")
    datetime.date(2026, 3, 22)
    """
    return next((mention.to_date() for mention in find_mentions(attribute[:_LONGEST_ATTRIBUTE]) if mention.full), None)


def strip_label(text: str) -> str:
    """Return a text without reading times, and without separators at its ends."""
    return READING_TIME.sub("", text).strip(SEPARATORS)


def _hold(held: set[Element], element: Element | None) -> None:
    """Add an element and those above it to a set that holds all that are above its elements."""
    while element is not None and element not in held:
        held.add(element)
        element = element.parent


def _dated_time(element: Element) -> Dated | None:
    text, attribute = element.text()[:_LONGEST_TEXT], element.get("datetime")
    mention = next(iter(find_mentions(text)), None)
    day = (mention.to_date() if mention else None) or day_of_attribute(attribute)  # what is seen is in the right zone
    return Dated(element, text, mention, day, alone=True, attribute=attribute) if day or mention else None


def _dated_text(element: Element) -> Dated | None:
    text = element.own_text()
    if not text or len(text) > _LONGEST_TEXT:
        return None
    mentions = find_mentions(text)
    if not mentions and element.elements:
        text = element.text() if element.is_shorter_than(_SPREAD.stop) else ""
        mentions = _spread_date(element, text)
    mentions = [mention for mention in mentions if not mention.updated]
    if not mentions:
        return None
    mention = next((mention for mention in mentions if mention.full), mentions[0])
    rest = text[: mention.start] + text[mention.end :]
    if len(rest) > _LONGEST_SENTENCE and mention.start > _BEGINNING:
        return None
    return _dated(element, text, mention, alone=len(strip_label(rest)) <= _LONGEST_WITH_ALONE)


def _spread_date(element: Element, text: str) -> list[Mention]:
    """Return the date that is nearly all of a text, and that no child has whole: `<b>22</b> March <i>2026</i>`."""
    if len(text) not in _SPREAD:
        return []
    mentions = [found for found in find_mentions(text) if found.end - found.start >= len(text) - _SPREAD_BESIDE]
    return [] if any(find_mentions(child.text()) for child in element.elements) else mentions


def _dated_block(element: Element) -> Dated | None:
    if element.tag not in _BLOCK_TAGS or element.holds(PART) or not element.is_shorter_than(_BLOCK_TEXT.stop):
        return None
    text = element.text()
    if len(text) not in _BLOCK_TEXT:
        return None
    mentions = [found for found in find_mentions(text) if not found.updated and _is_at_edge(found, text)]
    return _dated(element, text, mentions[0], alone=True) if len(mentions) == 1 else None


def _is_at_edge(mention: Mention, text: str) -> bool:
    return mention.start < _BLOCK_EDGE or mention.end > len(text) - _BLOCK_EDGE


def _dated(element: Element, text: str, mention: Mention, *, alone: bool) -> Dated | None:
    day = mention.to_date()
    if day is None and mention.full and mention.form != "numbers":
        return None  # the calendar has no such day
    return Dated(element, text, mention, day, alone)
