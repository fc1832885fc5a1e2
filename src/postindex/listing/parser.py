"""Classified lines → the headers, posts and problems of pages."""

import re
from datetime import date
from functools import partial
from typing import NamedTuple, get_args

from postindex.dates.parsing import MONTHS, day_of
from postindex.errors import Code, shorten
from postindex.listing.canonical import CANONICAL_BODY, CANONICAL_HEAD, is_plain
from postindex.listing.doubts import Entry, Symptom, ends_sentence, title_doubt, untagged_items
from postindex.listing.draft import Draft
from postindex.listing.findings import MAX_PROBLEMS, Findings, NumberedLine
from postindex.listing.lines import (
    BULLET_MARKS,
    MAX_MARK_LENGTH,
    NOT_A_DATE,
    TAG_MARKS,
    TEXT,
    Kind,
    Line,
    classify,
    content_of,
    ends_with_date,
    is_bulleted,
    is_path,
    starts_with_date,
    strip_line,
)
from postindex.listing.unread_dates import is_loose_date
from postindex.models import Post, Tag
from postindex.models.base import assembled
from postindex.models.post import derived_id
from postindex.text import XML_FORBIDDEN, is_xml

_MAX_KNOWN = 2**14  # heads and lines of tags
_REPEATED = (Kind.ENTRY, Kind.TAGS)
_MAX_HELD = 50  # lines that may be the next header
_DEFAULTS = {name: field.default for name, field in Post.model_fields.items()}  # in the order of the fields
_GIVEN = {"id", "title", "published", "summary", "tags", "reading_minutes"}  # the fields of a post that a listing has
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_CANONICAL_LINES = 2  # of text in an entry: title and summary
_MARKS_BEHIND_DATE = re.compile(r"[·|•—–]")
_WORDS = re.compile(r"[^\W\d_]{3,}")
_WORDS_OF_TIME = frozenset(
    ("min", "mins", "minute", "minutes", "hour", "hours", "read", "reading", "time", "words", "most")
)
_FULL_STOPS = (".", "…")
_LAYOUT = (
    'a listing has each title below its date, then the summary and the tags; read other layouts with layout="auto"'
)
_OF_LAYOUT: frozenset[Code] = frozenset(get_args(Code)) - {"control-character"}  # of which the layout is the cause

# The stages of reading a page; each allows other lines next.
HEADER = 0  # above the first entry
TITLE = 1  # below the head of an entry
BODY = 2  # below its title: summary or tags
ENDED = 3  # below its summary or tags: only tags
LOST = 4  # below an unexpected line, which may be the head of another entry: tags may belong to that one


class _Head(NamedTuple):
    """A head with a bullet: where it ends, and its parts, without a day where one of them is wrong."""

    end: int
    day: date | None = None
    minutes: int | None = None
    day_first: bool | None = None


class Parser:
    """Reads a text: `read` takes whole lines, `feed` one line. `posts` and `drafts` are complete after `end`.

    `day_first` decides how to read an ambiguous date such as `03/04/2026`.
    """

    def __init__(
        self, source: str | None = None, day_first: bool | None = None, max_problems: int = MAX_PROBLEMS
    ) -> None:
        self._findings = partial(Findings, source, max_problems)
        self.drafts = [Draft(self._findings(), 0)]
        self.posts: list[Post] = []  # a caller may take them out while reading, to save memory
        self.lines: list[int] = []  # the line of each post's head
        self.orders: set[bool] = set()  # the values of day_first that unambiguous dates show
        self.ambiguous = False  # whether a date was ambiguous
        self._day_first = day_first
        self._page = self.drafts[0]
        self._number = 0  # the number of the last line read
        self._marks: dict[str, Line] = {}  # heads and lines of tags, which repeat often
        self._known: dict[str, tuple[str, Tag]] = {}  # lines of one tag on this page
        self._held: list[NumberedLine] = []  # unexpected lines below an entry, which may be the next header
        # The entry that is being read.
        self._stage = HEADER
        self._head = TEXT
        self._head_at: NumberedLine = (1, "")
        self._body: list[NumberedLine] = []  # title and summary
        self._tags: dict[str, Tag] = {}  # by slug; of equal tags the first is kept
        self._tags_without_bullets = False
        self._open = False
        self._loose = False  # whether the last line of text may be a date
        self._blank = 0  # the last blank line
        self._grouped = False  # whether a blank line is above the last line of text, and none below it
        self._maybe_path: tuple[NumberedLine, Tag | None] | None = (
            None  # the last tag, which may be the path of the next page
        )

    @property
    def settled(self) -> int:
        """The line above which reading adds no posts, and no problems but those of whole pages."""
        return self._head_at[0] if self._open else self._number

    def read(self, chunk: str) -> None:
        """Read whole lines: an entry in the canonical form at once, anything else line by line."""
        start = 0
        clean = is_xml(chunk)
        while start < len(chunk):
            if clean and self._stage >= BODY and self._page.bulleted and not self._held:
                start = self._read_whole(chunk, start)
            end = chunk.find("\n", start)
            end = len(chunk) if end < 0 else end
            self.feed(chunk[start:end])
            start = end + 1

    def _read_whole(self, chunk: str, start: int) -> int:
        """Read the entries in the canonical form that come next; return where the line after them begins."""
        posts, lines, number, entries = self.posts, self.lines, self._number, 0
        doubts = None if self._page.certain else self._page.doubts
        head = self._head_of(chunk, start)
        while (
            head and (match := CANONICAL_BODY.match(chunk, head.end)) and (below := self._head_of(chunk, match.end()))
        ):
            if self._open:
                self._end_entry()
                self._stage = ENDED
            title, summary, run, blank = match.groups("")
            day, minutes = head.day, head.minutes
            if not day or (blank and not run) or not is_plain(title, summary, bool(run), minutes is not None):
                break
            if (tags := self._tags_of(run)) is None:
                break
            if head.day_first is not None:
                self.orders.add(head.day_first)
            posts.append(_build_post(title, day, summary, tags, minutes))
            lines.append(number + 1)
            if doubts:
                size = 2 if summary else 1
                doubts.observe(Entry(number + 1, day, title, size, summary, summary or title, bool(tags)))
            number += (3 if summary else 2) + run.count("\n") + len(blank)
            start, head = match.end(), below
            entries += 1
        if entries:
            self._page.longest_body = max(self._page.longest_body, len(self._page.last_body))
            self._page.last_body = ()
        self._number = number
        self._page.entries += entries
        return start

    def _head_of(self, chunk: str, start: int) -> _Head | None:
        """Return the head with a bullet that begins there, or None for another line."""
        if found := CANONICAL_HEAD.match(chunk, start):
            month, digits, year, minutes = found.groups()
            if day := day_of(int(year), MONTHS.get(month, 0), int(digits)):
                return _Head(found.end(), day, int(minutes) if minutes else None)
        end = chunk.find("\n", start)
        if end < 0 or not chunk.startswith("- ", start):
            return None
        line = self._classify(strip_line(chunk[start:end]))
        if line.kind is not Kind.ENTRY:
            return None
        return _Head(end + 1) if line.code else _Head(end + 1, line.day.day, line.minutes, line.day.day_first)

    def _classify(self, text: str) -> Line:
        """Classify a stripped line; remember heads and tags."""
        line = self._marks.get(text)
        if line is None:
            line = classify(text, self._day_first)
            if line.kind in _REPEATED and len(self._marks) < _MAX_KNOWN and len(text) <= MAX_MARK_LENGTH:
                self._marks[text] = line
        return line

    def _tags_of(self, run: str) -> dict[str, Tag] | None:
        """Return the tags of lines with one tag each, by slug, or None if a line is something else."""
        marks = run.split("\n")[:-1]
        try:
            pairs = list(map(self._known.__getitem__, marks))
        except KeyError:
            new_pairs = [self._learn_tag(mark) for mark in marks]
            pairs = [pair for pair in new_pairs if pair]
            if len(pairs) < len(marks):
                return None
        tags = dict(pairs)
        return tags if len(tags) == len(pairs) else {**tags, **dict(reversed(pairs))}  # of equal tags the first is kept

    def _learn_tag(self, raw: str) -> tuple[str, Tag] | None:
        """Return the slug and tag of a line with a bullet and one tag, or None; remember it."""
        line = self._classify(strip_line(raw))
        if not line.bulleted or len(line.tags) != 1 or line.wrong:
            return None
        self._page.tags_bulleted = True
        slug_and_tag = line.tags[0].slug, line.tags[0]
        if len(self._known) < _MAX_KNOWN and len(raw) <= MAX_MARK_LENGTH:
            self._known[raw] = slug_and_tag
        return slug_and_tag

    def feed(self, raw: str) -> None:  # noqa: C901, PLR0912  one state machine, read from top to bottom
        """Read one line."""
        self._number += 1
        text = strip_line(raw)
        if not text:
            self._blank = self._number
            return
        at, page, stage = (self._number, raw), self._page, self._stage
        line = self._below_a_head(text) if stage == TITLE else self._classify(text)
        kind = line.kind
        if kind is not Kind.TEXT and self._blank == self._number - 1:
            self._grouped = False
        if kind is Kind.TEXT and TITLE <= stage <= BODY and not line.wrong:
            self._add_text(line, at)
        elif page.is_head(line):
            self._end_entry()
            if header := self._take_held_header():
                self._begin_page(header)
            self._begin_entry(line, at)
        elif stage == HEADER:
            self._header(line, at)
        elif kind is Kind.COUNT:
            header = [*self._reclaim_path(), at]
            self._end_entry()
            self._begin_page(header)
        elif kind is Kind.NAVIGATION:
            self._report_navigation(at)
            self._stage = max(stage, ENDED)
        elif kind is Kind.RULE:
            if len(text) > 1 and len(self._body) > 1:  # a rule ends a summary, but underlines a title
                self._stage = max(stage, ENDED)
        elif stage == LOST:
            self._hold(at)
        elif self._open and self._head.day.day is None:
            pass  # the lines of an entry without a date are left out with it
        elif kind is Kind.TAGS and (line.bulleted or not page.tags_bulleted or text[0] not in TAG_MARKS):
            self._report_held()  # a path above the tags of an entry is not the path of a page
            self._add_tags(line, at)
            self._stage = ENDED
        elif kind is Kind.TAGS:
            self._hold(at)
            self._stage = ENDED
        elif line.wrong and kind is Kind.TEXT:
            self._report_line(line, at)
            self._stage = ENDED
        else:
            self._hold(at)
            self._stage = LOST
            if not self._maybe_path:  # a count below may reclaim it
                self._end_entry()

    def _add_text(self, line: Line, at: NumberedLine) -> None:
        """Add a title or a line of a summary, unless the line above may be the date of another entry."""
        text = strip_line(at[1])
        bulleted = line.bulleted or is_bulleted(text)
        if self._loose and not bulleted:
            self._report_loose_date(at)
            return
        dated = self._head.day.day is not None and bool(self._body)
        self._loose = dated and bulleted == self._page.bulleted and is_loose_date(content_of(text))
        self._grouped = self._blank == self._number - 1
        self._body.append(at)
        self._stage = BODY

    def _report_loose_date(self, at: NumberedLine) -> None:
        """Report the last line of text, which may be the date of the entry that begins here, and leave it out."""
        date_at = self._body.pop()
        text = content_of(strip_line(date_at[1]))
        self._report(date_at, date_at[1].index(text), "bad-date", f"{shorten(text)} {NOT_A_DATE}")
        self._loose = False
        self._hold(at)
        self._stage = LOST
        self._end_entry()

    def end(self) -> None:
        """End the text."""
        self._end_entry(last=True)
        if header := self._take_held_header():
            self._begin_page(header)
        self._end_page()

    def end_early(self) -> None:
        """End a text of which the rest cannot be read, without a problem for what is missing."""
        if self._body:
            self._end_entry()
        self._report_held()

    def _below_a_head(self, text: str) -> Line:
        """Classify the line below a head: a title, unless it is the next head or a tag with a bullet."""
        if text[0] not in BULLET_MARKS and self._page.bulleted:
            return TEXT
        line = self._classify(text)
        return line if (line.bulleted and line.kind is Kind.TAGS) or self._page.is_head(line) else TEXT

    def _header(self, line: Line, at: NumberedLine) -> None:
        """Read a line above the first entry."""
        page, text = self._page, strip_line(at[1])
        if page.declared_count == 0 and is_path(text):
            self._begin_page([at])
        elif line.kind is Kind.RULE:
            pass
        elif line.kind is Kind.NAVIGATION:
            self._report_navigation(at)
        elif page.declared_count is not None:
            self._unparsed(at, "is between the count and the first entry; remove it")
        elif line.kind is Kind.COUNT:
            page.declared_count, page.count_at = line.declared, at
        elif is_bulleted(text) or (page.path and is_path(text)) or len(page.above) == _MAX_HELD:
            self._unparsed(at, "is above the first entry, but not part of the header; remove it")
        elif is_path(text):
            page.path = strip_line(self._clean(at))
            for stray in page.above:
                self._unparsed(stray, "is above the path; remove it")
            page.above.clear()
        else:
            page.above.append(at)
        if ends_with_date(text) or starts_with_date(text):
            page.dated_above.append(at)

    def _end_header(self, bulleted: bool = True) -> None:
        """End the header above the first entry, which has a bullet or not."""
        page = self._page
        page.described = len(page.above)
        if page.above and not bulleted and page.declared_count is None and not _is_sentence_below_path(page):
            above = page.above[-1]
            page.layout = above, f"{shorten(above[1].strip())} is above the first date, where a title would be"
        if page.path is None and page.declared_count is None and len(page.above) > 1:
            lines = len(page.above) + page.findings.drop(("unparsed-line",))
            message = f"{lines} lines above the first entry, but no path and no count; remove them, or add a path"
            self._report(page.above[0], 0, "no-header", message)
        elif page.above:
            page.description = " ".join(map(self._clean, page.above))
        page.above = []

    def _begin_page(self, header: list[NumberedLine]) -> None:
        """End the page, and begin the next one with the lines of a header."""
        self._end_page()
        self._page = Draft(self._findings(), len(self.posts))
        self._known, self._stage = {}, HEADER
        self._page.at = header[0]
        self.drafts.append(self._page)
        for at in header:
            self._header(classify(strip_line(at[1])), at)

    def _end_page(self) -> None:
        page = self._page
        if layout := self._other_layout():
            at, reason = layout
            page.findings.drop(_OF_LAYOUT)
            page.findings.report(at, 0, "another-layout", f"{reason}; {_LAYOUT}", late=True)
            page.layout = layout
            return
        for line, reason in page.doubts.titles():
            page.findings.report((line, ""), 0, "doubtful-title", reason, late=True)
        if footer := self._footer():
            message = f"{shorten(footer[1].strip())} may be a footer; remove it, or end it with a full stop"
            page.findings.report(footer, 0, "unparsed-line", message, late=True)
        if page.declared_count is None and not page.entries:
            page.findings.drop(("unparsed-line",))
            message = "the text has no entry; begin an entry with a line such as '- March 22, 2026 5 min'"
            page.findings.report(page.at, 0, "no-posts", message, late=True)
        elif not page.entries:
            self._end_header()
        if page.declared_count not in (None, page.entries):
            message = f"the header declares {page.declared_count:,}, but the text has {page.entries:,}"
            message = f"{message}; correct the count, or get the rest of the text"
            page.findings.report(page.count_at, 0, "count-mismatch", message, late=True)

    def _begin_entry(self, line: Line, at: NumberedLine) -> None:
        page, self._stage = self._page, TITLE
        self._open, self._head, self._head_at = True, line, at
        if not page.entries:
            self._end_header(line.bulleted)
            page.bulleted = line.bulleted
        elif line.bulleted and not page.bulleted:
            page.bulleted = True
            message = "this entry has a bullet, but those above do not; give all entries a bullet, or none"
            self._report(at, 0, "mixed-bullets", message)
        page.entries += 1
        if line.day.day_first is not None:
            self.orders.add(line.day.day_first)
        self.ambiguous |= line.code == "ambiguous-date"
        if line.code == "bad-reading-time" and _is_prose(line.wrong):
            self._note(Symptom.BESIDE, at)
        if line.day.day is None:
            page.doubts.undated += 1
            if not line.day.wrong:
                self._note(Symptom.UNREAD, at)
        self._report_line(line, at)

    def _add_tags(self, line: Line, at: NumberedLine) -> None:
        self._maybe_path = None
        if line.bulleted:
            self._page.tags_bulleted = True
        else:
            self._tags_without_bullets = True
            if line.tags and is_path(strip_line(at[1])):
                self._maybe_path = at, line.tags[0] if line.tags[0].slug not in self._tags else None
        for tag in line.tags:
            self._tags.setdefault(tag.slug, tag)
        self._report_line(line, at)

    def _end_entry(self, *, last: bool = False) -> None:
        """End the entry: add its post, or report why there is none."""
        if not self._open:
            return
        day = self._head.day.day
        if day is None:
            pass
        elif self._body:
            self._add_post(day)
        elif last and not self._tags:
            self._report(
                self._head_at,
                0,
                "cut-file",
                "the text ends with the head of an entry; get the rest, or remove the line",
            )
        else:
            self._report(self._head_at, 0, "no-title", "the entry has no title; write it on the line below the date")
        self._open = self._tags_without_bullets = self._loose = False
        self._maybe_path = None
        self._body, self._tags = [], {}

    def _add_post(self, day: date) -> None:
        page, tagged, minutes = self._page, bool(self._tags), self._head.minutes
        lines = [strip_line(raw) for _, raw in self._body]
        if not tagged and (items := untagged_items(lines)):
            item, more = lines[-items], f" ({items - 1} more below)" if items > 1 else ""
            message = f"{shorten(item)} may be a tag; write tags as - /tea, or end the summary with a sentence{more}"
            self._report(self._body[-items], 0, "bad-tag", message)
            self._note(Symptom.ANY, self._body[-items])
            del lines[-items:], self._body[-items:]
        if not is_xml("".join(lines)):
            lines = [strip_line(self._clean(at)) for at in self._body]
        title, following = lines[0], lines[1] if len(lines) > 1 else ""
        bare = self._tags_without_bullets or not (tagged or page.tags_bulleted)
        if bare and not following and classify(title).kind is Kind.TAGS:
            message = f"{shorten(title)} is the title, but looks like tags; write a title above it"
            self._report(self._body[0], 0, "doubtful-title", message)
        doubt = title_doubt(title, following, tagged, minutes is not None)
        if not page.bulleted and is_bulleted(title):
            doubt = "has a bullet, and no date has one"
        if doubt:
            self._note(Symptom.TITLE, self._body[0])
            message = f"{shorten(title)} is the title, but {doubt}; write the title on the line below the date"
            self._report(self._body[0], 0, "doubtful-title", message)
        if not page.certain:
            dated = sum(map(ends_with_date, lines[1:])) if len(lines) > _CANONICAL_LINES else 0
            grouped = self._grouped and not tagged
            size, last = len(lines), lines[-1]
            page.doubts.observe(
                Entry(self._head_at[0], day, title, size, following, last, tagged, dated, grouped, bool(doubt))
            )
        page.longest_body = max(page.longest_body, len(page.last_body))
        page.last_body = () if tagged else tuple(self._body)
        if tagged:
            page.longest_body = max(page.longest_body, len(lines))
        self.lines.append(self._head_at[0])
        self.posts.append(_build_post(title, day, " ".join(lines[1:]), self._tags, minutes))

    def _footer(self) -> NumberedLine | None:
        """Return the last line of text of the page where it does not seem to be part of the last summary."""
        page = self._page
        if len(page.last_body) <= max(_CANONICAL_LINES, page.longest_body) or page.entries == 1:
            return None
        above, last = page.last_body[-2:]
        return last if ends_sentence(above[1]) and not ends_sentence(last[1]) else None

    def _other_layout(self) -> tuple[NumberedLine, str] | None:
        """Return the place and the reason where the page seems to have another layout than a listing."""
        page = self._page
        if page.layout:
            return page.layout
        if not page.entries and page.declared_count != 0 and len(page.dated_above) > 1:
            at = page.dated_above[0]
            lines = f"{len(page.dated_above)} lines such as {shorten(at[1].strip())}"
            return at, f"{lines} have a date, and none begins an entry"
        return page.doubts.layout(_possible_title(page))

    def _hold(self, at: NumberedLine) -> None:
        self._held.append(at)
        if len(self._held) > _MAX_HELD:
            self._unparsed(self._held.pop(0))

    def _take_held_header(self) -> list[NumberedLine]:
        """Return the lines held back if they head the next page; otherwise report them."""
        if self._page.tags_bulleted and any(is_path(strip_line(raw)) for _, raw in self._held):
            held, self._held = self._held, []
            return held
        self._report_held()
        return []

    def _report_held(self) -> None:
        """Report the lines held back as unexpected."""
        held, self._held = self._held, []
        for at in held:
            self._unparsed(at)

    def _reclaim_path(self) -> list[NumberedLine]:
        """Return the lines held back above a count, with the path of its page, which may have been read as a tag."""
        held, self._held = self._held, []
        if self._maybe_path and not any(is_path(strip_line(raw)) for _, raw in held):
            at, tag = self._maybe_path
            if tag:
                del self._tags[tag.slug]
            return [at, *held]
        return held

    def _clean(self, at: NumberedLine) -> str:
        """Return the text of a line; report and replace characters that XML cannot carry."""
        raw = at[1]
        text = raw.strip()
        if bad := XML_FORBIDDEN.findall(text):
            more = f" and {len(bad) - 1} more on this line" if len(bad) > 1 else ""
            message = f"U+{ord(bad[0]):04X}{more} cannot be in XML; remove it (read as U+FFFD)"
            self._report(at, raw.index(bad[0], len(raw) - len(raw.lstrip())), "control-character", message)
        return XML_FORBIDDEN.sub(_REPLACEMENT, text)

    def _note(self, symptom: Symptom, at: NumberedLine) -> None:
        """Note that the entry that was read last may show another layout."""
        self._page.doubts.symptoms.note(symptom, self._page.entries, at)

    def _report_navigation(self, at: NumberedLine) -> None:
        self._report(at, 0, "navigation", f"{shorten(strip_line(at[1]))} is part of a menu, a pager or a footer")

    def _unparsed(self, at: NumberedLine, why: str = "") -> None:
        if not why:
            text = strip_line(at[1])
            item = is_bulleted(text) and classify(text).kind is Kind.TEXT
            why = "is below an entry, but not part of it; move or remove it"
            if item:
                why = "is below an entry, but is not a tag; write a tag as - /tea"
        page = self._page
        if page.entries:
            self._note(Symptom.BELOW, at)
        shown = "" if page.findings.full else shorten(at[1].strip())
        self._report(at, 0, "unparsed-line", f"{shown} {why}".lstrip())

    def _report_line(self, line: Line, at: NumberedLine) -> None:
        if line.code:
            self._report(at, _text_start(at[1]) + line.offset, line.code, f"{shorten(line.wrong)} {line.reason}")

    def _report(self, at: NumberedLine, index: int, code: Code, message: str) -> None:
        self._page.findings.report(at, index, code, message)


def _is_sentence_below_path(page: Draft) -> bool:
    return page.path is not None and page.above[-1][1].rstrip().endswith(_FULL_STOPS)


def _possible_title(page: Draft) -> str:
    """Return the description where it may be the title of the first post, or an empty string.

    It is not where the header has a count, where tags have bullets, or where it is one sentence below a path.
    """
    if page.description is None or page.declared_count is not None or page.tags_bulleted:
        return ""
    known = page.path is not None and page.described == 1 and page.description.endswith(_FULL_STOPS)
    return "" if known else page.description


def _is_prose(text: str) -> bool:
    """Return whether a part of the text behind a date is not an attempt at a reading time."""
    parts = _MARKS_BEHIND_DATE.split(text.lower())
    words = [word for word in _WORDS.findall(text.lower()) if word not in _WORDS_OF_TIME]
    return len(words) > 1 or any(
        not any(map(str.isdigit, part)) and "min" not in part for part in parts if part.strip()
    )


def _text_start(raw: str) -> int:
    """Return where the text of a line begins."""
    return raw.index(strip_line(raw))


def _build_post(title: str, day: date, summary: str, tags: dict[str, Tag], minutes: int | None) -> Post:
    fields = {
        **_DEFAULTS,
        "id": derived_id(title, day.isoformat()),
        "title": title,
        "published": day,
        "summary": summary,
        "tags": tuple(tags.values()),
        "reading_minutes": minutes,
    }
    return assembled(Post, fields, _GIVEN)
