"""Titles that may not be titles: what one entry shows, and what the entries of a page show together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from postindex.errors import shorten
from postindex.listing.findings import NumberedLine
from postindex.listing.lines import BULLET_MARKS, Kind, classify, is_bulleted, is_mark, is_reading_time, reading_time
from postindex.listing.navigation import is_label, is_navigation

_MAX_TITLES = 10_000  # that are compared: of so many, none is on most posts
_MAX_LABEL_LENGTH = 32  # characters of an author or a category
_MAX_LABEL_WORDS = 3
_MAX_TITLE_LENGTH = 110  # characters: a longer title is a paragraph
_PAIR = 2
_SEVERAL = 3  # entries that show a layout
_MOST = 0.6  # of the entries with text below their titles
_LONGER = 1.3  # times
_MIN_SUMMARY = 35  # characters, on average
_SENTENCE_ENDS = tuple(".…!?:;。！？")
_FULL_STOPS = tuple(".…。")
_CLOSING = "\"'”’»)]"
_TAG_STARTS = "/#"
_LABEL_STARTS = "tT"
_TIME_STARTS = "(0123456789"
_NOT_A_TITLE = re.compile(r"\A[0-9]|[.…]\Z")  # a sentence, or nearly a count
_AND = re.compile(r",\s+|\s+(?:and|&)\s+")
_ITEM_MARKS = "•*+–-"
# How the titles begin that `title_doubt` looks at.
_MAYBE_DOUBTFUL = re.compile(
    r"[\W_]|[0-9]|read|contin|keep|view|see|show|load|learn|find|full|permalink|share|tweet|no|leave|add|writ|post"
    r"|comments?|by|publ|filed",
    re.IGNORECASE,
)


class Entry(NamedTuple):
    """What an entry shows of the layout of its page."""

    line: int  # of its head
    day: date
    title: str
    size: int  # lines of text, with the title
    second: str  # line of text
    last: str  # line of text
    tagged: bool
    dated: int = 0  # lines of text that end with a date
    grouped: bool = False  # whether a blank line is above the last line of text, and none is below it
    doubted: bool = False  # whether the title is doubtful by itself


def title_doubt(title: str, following: str, tagged: bool, timed: bool) -> str:
    """Return why a title may not be one, or an empty string.

    `following` is the text below it. `tagged` and `timed` tell whether the entry has tags, and its head a reading time.

    >>> title_doubt("Read", "Architecture", False, False)
    'looks like a button or a label'
    >>> title_doubt("---", "", False, False), title_doubt("Tea, twice", "On leaves.", True, True)
    ('', '')
    """
    if not _MAYBE_DOUBTFUL.match(title):
        return ""
    if not timed and is_reading_time(title):
        return "looks like a reading time"
    if is_label(title):
        return "looks like a button or a label"
    return "is only punctuation" if (following or tagged) and is_mark(title) else ""


def untagged_items(lines: Sequence[str]) -> int:
    """Return how many lines at the end of an entry without tags are items of a list that may be its tags.

    >>> untagged_items(["Footprints", "Work matters.", "• architecture", "• delivery"])
    2
    >>> untagged_items(["Packing list", "Take:", "• twine", "• a knife"])
    0
    """
    count = 0
    for line in reversed(lines[1:]):
        if line[0] not in _ITEM_MARKS or not line[1:2].isspace() or classify(line).kind is not Kind.TEXT:
            break
        if len(line.split()) > 1 + _MAX_LABEL_WORDS or ends_sentence(line):
            return 0
        count += 1
    above = lines[len(lines) - count - 1]
    return 0 if above.endswith(":") or len(lines) <= _PAIR else count


def ends_sentence(line: str) -> bool:
    """Return whether a line ends as a sentence does.

    >>> ends_sentence("On leaves."), ends_sentence("The Kettle Log, made in Leeds")
    (True, False)
    """
    return line.rstrip().rstrip(_CLOSING).endswith(_SENTENCE_ENDS)


class Symptom(Enum):
    """What an entry may show of another layout; each value says it of several entries."""

    BESIDE = "text such as {line} is beside the dates of {count} of {entries} entries"
    BELOW = "text such as {line} is below the tags of {count} of {entries} entries"
    TITLE = "a line such as {line} is below {count} of {entries} dates, where a title would be"
    UNREAD = "{count} lines such as {line} have a date, but not as an entry begins"
    ANY = "{count} of {entries} entries have lines that are not in a listing"


class Symptoms:
    """Counts the entries that show a symptom, each once."""

    def __init__(self) -> None:
        self._first: dict[Symptom, NumberedLine] = {}
        self._last: dict[Symptom, int] = {}  # the number of the entry
        self._counts: Counter[Symptom] = Counter()

    def note(self, symptom: Symptom, entry: int, at: NumberedLine) -> None:
        """Note that the entry of a number shows a symptom at a line."""
        for each in {symptom, Symptom.ANY} - ({Symptom.ANY} if symptom is Symptom.UNREAD else set()):
            if self._last.get(each) != entry:
                self._last[each] = entry
                self._counts[each] += 1
                self._first.setdefault(each, at)

    def layout(self, entries: int, undated: int) -> tuple[NumberedLine, str] | None:
        """Return the place and the reason if several entries, and at least half, show a symptom."""
        for symptom, at in sorted(self._first.items(), key=lambda item: item[0] is Symptom.ANY):
            count = self._counts[symptom]
            known = symptom is not Symptom.UNREAD or undated == entries
            if known and count >= _SEVERAL and count * 2 >= entries:
                return at, symptom.value.format(line=shorten(at[1].strip()), count=count, entries=entries)
        return None


class PageDoubts:
    """Collects what the entries of a page show together; it keeps some titles, and no posts."""

    def __init__(self) -> None:
        self.symptoms = Symptoms()
        self.undated = 0  # entries without a date that can be read
        self._entries = 0
        self._titles: dict[str, tuple[date, int]] = {}  # the last day of a title, and on how many days it was
        self._repeated: Entry | None = None
        self._label: Entry | None = None  # the first
        self._sentence: Entry | None = None
        self._dated_entry: Entry | None = None
        self._last: Entry | None = None
        self._labels = self._sentences = self._short = self._bulleted = self._dated = 0
        self._with_text = 0  # below their titles
        self._any_tags = False  # above the last entry
        # Entries above the last: those with text below their titles, those that end without a full stop, and the
        # characters of their titles and last lines; those whose last line blank lines group with the next date.
        self._followed = self._without_stop = self._title_length = self._last_length = self._grouped = 0

    def observe(self, entry: Entry) -> None:
        """Add an entry."""
        if self._last:
            self._observe_above(self._last)
        self._last = entry
        self._entries += 1
        self._bulleted += entry.title[0] in BULLET_MARKS and is_bulleted(entry.title)
        self._with_text += entry.size > 1
        self._short += entry.title.count(" ") < _MAX_LABEL_WORDS
        if entry.dated:
            self._dated += entry.dated
            self._dated_entry = self._dated_entry or entry
        day, days = self._titles.get(entry.title, (entry.day, 1))
        if day != entry.day:
            days += 1
            self._repeated = self._repeated or entry
        if len(self._titles) < _MAX_TITLES or entry.title in self._titles:
            self._titles[entry.title] = entry.day, days
        if _ends_with_full_stop(entry.title) or len(entry.title) > _MAX_TITLE_LENGTH:
            self._sentences += 1
            self._sentence = self._sentence or entry
        elif entry.size > 1 and not entry.doubted and _may_be_label(entry.title, entry.second):
            self._labels += 1
            self._label = self._label or entry

    def _observe_above(self, entry: Entry) -> None:
        """Add what an entry shows that another one follows."""
        self._any_tags |= entry.tagged
        self._grouped += entry.grouped
        if entry.size > 1:
            self._followed += 1
            self._without_stop += not ends_sentence(entry.last)
            self._title_length += len(entry.title)
            self._last_length += len(entry.last)

    def layout(self, above: str) -> tuple[NumberedLine, str] | None:
        """Return the place and the reason if the titles do not seem to be below the dates.

        They are not if the line `above` the first date may be a title, if most titles are sentences or longer than the
        lines above the next dates, if blank lines group those lines with the dates, or if lines of text have dates.
        """
        if symptoms := self.symptoms.layout(self._entries + self.undated, self.undated):
            return symptoms
        last = self._last
        if not last:
            return None
        if above and not self._any_tags and not (_NOT_A_TITLE.search(above) and self._is_single_title(last)):
            return (last.line, ""), "a line is above the first date, where a title would be"
        entry, reason = last, ""
        long = self._title_length > max(_LONGER * self._last_length, _MIN_SUMMARY * self._followed)
        several = self._followed > 0 or self._entries > _PAIR
        if self._sentence and self._sentences * 2 > self._entries > 1 and several:
            entry, reason = self._sentence, f"{shorten(self._sentence.title)} and most other titles are sentences"
        elif long and self._without_stop * 2 > self._followed:
            reason = "most titles are longer than the lines above the next dates, which end as titles do"
        elif self._grouped == self._entries - 1 > 0 and several:
            reason = "blank lines separate the lines above the dates from the text above them"
        elif self._dated_entry and self._entries > 1 and self._dated > 1 and self._dated * 2 >= self._entries:
            entry, reason = self._dated_entry, f"{self._dated} lines of text end with a date"
        return ((entry.line, ""), reason) if reason else None

    def titles(self) -> Iterator[tuple[int, str]]:
        """Yield the lines and messages of titles that repeat, or are labels or list items on most posts."""
        last = self._last
        if not last:
            return
        if last.size == 1 and not last.tagged and is_navigation(last.title):
            reason = "is the title of the last entry, but looks like a menu, a pager or a footer; remove the line"
            yield last.line, f"{shorten(last.title)} {reason}"
        if self._entries == 1:
            return
        if self._bulleted * 2 > self._entries:
            yield last.line, "most titles have bullets; write titles without"
        repeated = sum(days for _, days in self._titles.values() if days > 1)
        if self._repeated and repeated * 2 > self._entries:
            reason = "is the title again, as on most posts; write the title of each post below its date"
            yield self._repeated.line, f"{shorten(self._repeated.title)} {reason}"
        elif self._label and self._labels >= max(_MOST * self._with_text, _PAIR):  # one may be chance
            reason = "is the title, but may be an author or a category, as on most posts; remove such lines"
            yield self._label.line, f"{shorten(self._label.title)} {reason}"

    def _is_single_title(self, last: Entry) -> bool:
        """Return whether the page is one short title."""
        return self._entries == last.size == self._short == 1 and not self._bulleted


def _may_be_label(title: str, following: str) -> bool:
    """Return whether a title has the form of tags or a reading time, or of a name or a category above a title."""
    start = title[0]
    if start in _TIME_STARTS and reading_time(title) is not None:
        return True
    if (start in _TAG_STARTS or (start in _LABEL_STARTS and ":" in title)) and classify(title).kind is Kind.TAGS:
        return True
    if len(title) > _MAX_LABEL_LENGTH or _ends_with_full_stop(following):
        return False
    return all(len(part.split()) <= _MAX_LABEL_WORDS for part in _AND.split(title))


def _ends_with_full_stop(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_FULL_STOPS)
