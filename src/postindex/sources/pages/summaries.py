"""The summary of a record: what the page marks as one, or else the text that is nothing else."""

import re
from collections.abc import Collection, Iterator, Sequence

from postindex.dates.mentions import find_mentions
from postindex.listing.layouts.vocabulary import MORE, READING_TIME, width
from postindex.sources.pages.elements import BLOCKS, HEADING, HEADINGS, PARAGRAPH, Element, collapse
from postindex.sources.pages.labels import LONGEST_LABEL
from postindex.sources.pages.records import Record, elements_of

_SHORTEST = 12  # columns of a text that is a summary although nothing marks it
_FEWEST_BESIDE_DATES = 24  # characters of a summary with dates in it
_LONGEST_LABEL_LINE = 400  # characters of a text that may be dates and reading times alone
_SUMMARY_CLASS = re.compile(
    r"(?:^|[\s_-])(?:p-summary|summary|excerpt|description|desc|subtitle|card-text|entry-content|post-content|teaser|intro"
    r"|abstract|snippet|preview|content)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_CLASS = re.compile(
    r"(?:^|[\s_-])(?:meta|metadata|byline|tags?|categor(?:y|ies)|date|footer|author|toc|share|nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MORE_AT_END = re.compile(r"[^\w.!?…。)]{0,9}\b(?:read more|continue reading|weiterlesen)\W{0,9}$", re.IGNORECASE)
_LONGEST_MORE = 60  # characters of such a button
_LONGEST_MARK = 12  # characters beside the title in its element, such as an arrow
_MARKS = " \t\xa0-–—|·•:,/…"


def read_summary(record: Record, labels: Collection[Element]) -> str:
    """Return the summary of a record, possibly empty. `labels` are the elements of its tags and names."""
    title = record.title
    hidden = {*labels, *_around_date(record.dated.element)}
    if title.element.is_shorter_than(len(title.text) + _LONGEST_MARK):
        hidden.update(title.element.iter())
    for element in elements_of(record):
        if element not in hidden and _is_marked(element):
            marked = " ".join(_paragraphs([element], hidden, "", shortest=1))
            if marked:
                return marked
    return " ".join(_paragraphs(record.elements, hidden, collapse(title.text), shortest=_SHORTEST))


def _is_marked(element: Element) -> bool:
    return _SUMMARY_CLASS.search(element.labels) is not None and not _OTHER_CLASS.search(element.labels)


def _around_date(date: Element) -> Iterator[Element]:
    """Yield the elements of a date and of what is in a short line with it."""
    line = date
    while (holder := line.parent) is not None and holder.tag != "body" and holder.is_shorter_than(LONGEST_LABEL):
        if holder.tag == "p" or holder.tag in HEADINGS or holder.holds(HEADING):
            break
        if holder.holds(PARAGRAPH) and any(inner.tag == "p" and inner is not line for inner in holder.iter()):
            break
        line = holder
    yield from line.iter()


def _paragraphs(roots: Sequence[Element], hidden: Collection[Element], title: str, *, shortest: int) -> list[str]:
    """Return the paragraphs that are not hidden, and neither the title nor dates nor buttons, each once."""
    found = dict.fromkeys(
        text
        for text in map(_without_button, blocks_of(roots, hidden))
        if text != title and not _is_label_line(text, shortest)
    )
    return list(found)


def _is_label_line(text: str, shortest: int) -> bool:
    """Whether a paragraph is a button, a date, a reading time or too short to be a summary."""
    if len(text) > _LONGEST_LABEL_LINE:
        return False
    if width(READING_TIME.sub("", text).strip(_MARKS)) < shortest or MORE.match(text):
        return True
    mentions = find_mentions(text)
    rest = len(text) - sum(mention.end - mention.start for mention in mentions)
    return bool(mentions) and rest < _FEWEST_BESIDE_DATES


def _without_button(text: str) -> str:
    head, tail = text[:-_LONGEST_MORE], text[-_LONGEST_MORE:]
    return head + _MORE_AT_END.sub("", tail)


def blocks_of(roots: Sequence[Element], hidden: Collection[Element]) -> list[str]:
    """Return the texts of elements that are not empty, a block each, without the hidden elements."""
    blocks: list[str] = []
    pieces: list[str] = []
    stack: list[Element | str | None] = [None, *reversed(roots)]  # None ends a block
    while stack:
        node = stack.pop()
        if node is None:
            if text := collapse("".join(pieces)):
                blocks.append(text)
            pieces.clear()
        elif isinstance(node, str):
            pieces.append(node)
        elif node not in hidden:
            if node.tag in BLOCKS:
                stack += [None, *reversed(node.children), None]
            else:
                pieces.append(" " if node.tag == "br" else "")
                stack.extend(reversed(node.children))
    return blocks
