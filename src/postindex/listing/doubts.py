"""Titles that may not be titles: what one entry shows, and what the entries of a page show together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from postindex.errors import shorten
from postindex.listing.lines import Kind, classify, ends_with_date, is_mark, is_reading_time, reading_time
from postindex.listing.navigation import is_label

_MOST_TITLES = 10_000  # that are compared: of more, none is on most posts
_MAX_LABEL = 32  # characters of an author or a category
_MAX_LABEL_WORDS = 3
_MAX_TITLE = 110  # characters: a longer one is a paragraph
_MOST = 0.75  # of the posts
_SENTENCE_END = re.compile(r"[.…!?:;。！？][\"'”’»)\]]*\Z")
_FULL_STOP = re.compile(r"(?:[.…。]|\.\.\.)[\"'”’»)\]]*\Z")
_MAYBE_LABEL = re.compile(
    r"[\W_]|[0-9]|(?:read|contin|keep|view|see|show|load|more|learn|find|full|permalink|share|tweet|no|leave|add|writ|post"
    r"|comments?|by|publ|filed)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*|(?:de|van|von|der|da|di|la|le|and|&|\w)\b)(?:\s+|\Z)")


class Body(NamedTuple):
    """The lines below the head of an entry: how many of text, the second, the last, and the last but one."""

    count: int
    second: str
    before_last: str
    last: str


def title_doubt(title: str, following: str, tagged: bool, timed: bool) -> str:
    """Return why a title may not be one, or an empty string: `following` is the text below, `timed` what the head has.

    >>> title_doubt("Read", "Architecture", False, False)
    'looks like a button or a label'
    >>> title_doubt("---", "", False, False), title_doubt("Tea, twice", "On leaves.", True, True)
    ('', '')
    """
    if not _MAYBE_LABEL.match(title):
        return ""
    if not timed and (is_reading_time(title) or (following and reading_time(title) is not None)):
        return "looks like a reading time"
    if not following and not tagged:
        return ""
    if is_mark(title):
        return "is only punctuation"
    return "looks like a button or a label" if following and is_label(title) else ""


class PageDoubts:
    """Collects what the entries of a page show together. No two posts are kept."""

    def __init__(self) -> None:
        self.entries = 0
        self._titles: Counter[str] = Counter()
        self._repeated: list[tuple[int, str]] = []
        self._labels = self._sentences = self._without_stop = self._followed = self._dated = 0
        self._first_label: tuple[int, str] | None = None
        self._first_sentence: tuple[int, str] | None = None
        self._first_dated: tuple[int, str] | None = None
        self._shortest = 0  # body of those above the last
        self._longest = 0
        self._any_tags = False
        self._last: tuple[Body, bool, int] | None = None

    def observe(self, title: str, body: Body, tagged: bool, dated: int, line: int) -> None:
        """Add an entry: its title, the text below its head, whether it has tags, and the lines that end with a date."""
        if self._last:
            self._add_above(self._last[0])
        self.entries += 1
        self._any_tags |= tagged
        self._dated += dated
        if dated and not self._first_dated:
            self._first_dated = line, title
        if len(self._titles) < _MOST_TITLES or title in self._titles:
            self._titles[title] += 1
            if self._titles[title] > 1:
                self._repeated = self._repeated or [(line, title)]
        if _FULL_STOP.search(title) or len(title) > _MAX_TITLE:
            self._sentences += 1
            self._first_sentence = self._first_sentence or (line, title)
        elif body.count > 1 and not _SENTENCE_END.search(body.second) and _may_be_label(title):
            self._labels += 1
            self._first_label = self._first_label or (line, title)
        self._last = body, tagged, line

    def _add_above(self, body: Body) -> None:
        """Add an entry that is not the last of the page."""
        self._shortest = min(self._shortest or body.count, body.count)
        self._longest = max(self._longest, body.count)
        if body.count > 1:
            self._followed += 1
            self._without_stop += not _SENTENCE_END.search(body.last)

    def shifted(self, described: bool) -> tuple[int, str] | None:
        """Return the line and the reason where the titles seem to be above the dates.

        Then a text above the first date is a title and not a description, and the last entry lacks a line; or most
        titles are sentences, and the text above the next date is not.
        """
        if self.entries < 2 or not self._last:  # noqa: PLR2004  one shows nothing
            return None
        last, _, line = self._last
        if described and not self._any_tags and last.count < self._shortest and self._sentences * 2 >= self.entries - 1:
            return line, "the last entry has a line less than the others, and a line is above the first date"
        if self._sentences * 2 > self.entries and self._without_stop * 2 > self._followed > 0 and self._first_sentence:
            at, title = self._first_sentence
            return at, f"{shorten(title)} and most other titles are sentences, and the lines above the next dates are not"
        if self._dated > 1 and self._dated * 2 >= self.entries and self._first_dated:
            return self._first_dated[0], f"{self._dated} lines of text end with a date"
        return None

    def doubtful(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the reason of titles that repeat or are labels on most posts."""
        if self.entries < 2:  # noqa: PLR2004  one shows nothing
            return
        repeated = sum(count for count in self._titles.values() if count > 1)
        if repeated * 2 > self.entries and self._repeated:
            line, title = self._repeated[0]
            yield line, f"{shorten(title)} is the title again, as on most posts; write each post's own title below its date"
        elif self._labels >= _MOST * self.entries and self._first_label:
            line, title = self._first_label
            yield line, f"{shorten(title)} is the title, but may be an author or a category, as on most posts; remove such lines"

    def footer(self) -> tuple[int, str] | None:
        """Return the line of the last entry and its last line of text where that may be a footer."""
        if not self._last:
            return None
        body, tagged, line = self._last
        if tagged or body.count < 3 or self.entries < 2 or self._longest > 2:  # noqa: PLR2004  title, summary
            return None
        odd = _SENTENCE_END.search(body.before_last) and not _SENTENCE_END.search(body.last)
        return (line, body.last) if odd else None


def body_of(lines: Sequence[str]) -> Body:
    """Return what the doubts of a page need of the lines of text of an entry, its title first."""
    return Body(len(lines), lines[1] if len(lines) > 1 else "", lines[-2] if len(lines) > 1 else "", lines[-1])


def untagged_items(lines: Sequence[str]) -> int:
    """Return how many lines at the end of an entry without tags are items of a list that may be its tags.

    >>> untagged_items(["Footprints", "Work matters.", "• architecture", "• delivery"])
    2
    >>> untagged_items(["Packing list", "Take:", "• twine", "• a knife"])
    0
    """
    count = 0
    for line in reversed(lines[1:]):
        line_kind = classify(line)
        words = line[1:].split()
        if line[0] not in "•*+–-" or not line[1:2].isspace() or line_kind.kind is not Kind.TEXT:
            break
        if len(words) > _MAX_LABEL_WORDS or _SENTENCE_END.search(line):
            return 0
        count += 1
    above = lines[len(lines) - count - 1]
    return 0 if above.endswith(":") or len(lines) < 3 else count  # noqa: PLR2004  title, and more than one line


def _may_be_label(title: str) -> bool:
    """Return whether a title has the form of a name, a category, tags or a time."""
    if len(title) > _MAX_LABEL:
        return classify(title).kind is Kind.TAGS
    words = title.split()
    if len(words) == 1:
        return True
    return (len(words) <= _MAX_LABEL_WORDS and all(map(_NAME.match, words))) or classify(title).kind is Kind.TAGS
