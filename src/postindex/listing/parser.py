"""Classified lines → a page's header, its posts, and the problems met on the way."""

from datetime import date
from functools import partial

from postindex.dates.parsing import MONTHS, day_of
from postindex.errors import Code, shorten
from postindex.listing.canonical import ENTRY, is_plain
from postindex.listing.findings import MOST_PROBLEMS, Draft, Findings, Numbered
from postindex.listing.lines import (
    BOM,
    BULLET_MARKS,
    LONGEST_MARK,
    TAG_MARKS,
    TEXT,
    Kind,
    Line,
    classify,
    is_bulleted,
    is_path,
    is_reading_time,
    strip_bom,
)
from postindex.models import Post, Tag
from postindex.models.base import assembled
from postindex.models.post import derived_id
from postindex.text import XML_FORBIDDEN, is_xml

_MOST_KNOWN = 4096  # tag lines
_MOST_HELD = 50  # lines that may turn out to be a header
_GIVEN = {"id", "title", "published", "summary", "tags", "reading_minutes"}  # what a listing says of a post
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# How far a page has been read: what may come next follows from it.
HEADER = 0  # above the first entry
TITLE = 1  # below the head of an entry
BODY = 2  # below its title: the summary, or tags
ENDED = 3  # below its summary: tags alone
LOST = 4  # below a line without meaning, which may be the head of another entry: tags are not this one's


class Parser:
    """Reads a text: `read` takes a chunk of whole lines, `feed` one line. `posts` and `drafts` are whole after `end`.

    `day_first` says how a date is read that three numbers make, where they can be read in two ways.
    """

    def __init__(
        self, source: str | None = None, day_first: bool | None = None, most_problems: int = MOST_PROBLEMS
    ) -> None:
        self._findings = partial(Findings, source, most_problems)
        self.drafts = [Draft(self._findings(), 0)]
        self.posts: list[Post] = []  # whoever takes them out as they come keeps the memory small
        self.lines: list[int] = []  # of their heads
        self.orders: set[bool] = set()  # what dates of three numbers say of day_first
        self.ambiguous = False  # whether one of them does not say
        self._day_first = day_first
        self._page = self.drafts[0]
        self._number = 0  # of the line read last
        self._known: dict[str, tuple[str, Tag]] = {}  # lines of one tag: most lines of a listing were read before
        self._held: list[Numbered] = []  # lines without meaning below an entry, unless they head the next page
        # The entry that is being read: its head, and what was found below.
        self._stage = HEADER
        self._head = TEXT
        self._at: Numbered = (1, "")
        self._body: list[Numbered] = []  # title and summary
        self._tags: dict[str, Tag] = {}  # by slug: of equal tags the first stays
        self._tags_without_bullets = False
        self._open = False
        self._maybe_path: tuple[Numbered, Tag | None] | None = None  # the last tag, which may be the next page's path

    @property
    def settled(self) -> int:
        """The line above which no problem and no post will be found any more, but for what a whole page says."""
        return self._at[0] if self._open else self._number

    def read(self, chunk: str) -> None:
        """Read whole lines: an entry in the canonical form is recognised as a whole, anything else line by line."""
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
        """Read entries in the canonical form as long as there are any, and return where the next line begins."""
        posts, lines, number, entries = self.posts, self.lines, self._number, 0
        while found := ENTRY.match(chunk, start):
            if self._open:
                self._finish()
                self._stage = ENDED
            month, digits, year, minutes, title, summary, run = found.groups("")
            day = day_of(int(year), MONTHS.get(month, 0), int(digits))
            if not day or not is_plain(minutes, title, summary, run) or (tags := self._tags_of(run)) is None:
                break
            posts.append(_post(title, day, summary, tags, int(minutes) if minutes else None))
            lines.append(number + 1)
            number += (3 if summary else 2) + run.count("\n")
            start = found.end()
            entries += 1
        self._number = number
        self._page.entries += entries
        return start

    def _tags_of(self, run: str) -> dict[str, Tag] | None:
        """Return the tags of lines with one tag each, by slug, or None where a line is something else."""
        marks = run.split("\n")[:-1]
        try:
            pairs = list(map(self._known.__getitem__, marks))
        except KeyError:
            learned = [self._learned(mark) for mark in marks]
            pairs = [pair for pair in learned if pair]
            if len(pairs) < len(marks):
                return None
        tags = dict(pairs)
        return tags if len(tags) == len(pairs) else {**tags, **dict(reversed(pairs))}  # of equal tags the first stays

    def _learned(self, raw: str) -> tuple[str, Tag] | None:
        """Return the tag of a line that has a bullet and one tag."""
        line = classify(raw.strip())
        if not line.bulleted or len(line.tags) != 1 or line.wrong:
            return None
        self._page.tags_bulleted = True
        slug_and_tag = line.tags[0].slug, line.tags[0]
        if len(self._known) < _MOST_KNOWN and len(raw) <= LONGEST_MARK:
            self._known[raw] = slug_and_tag
        return slug_and_tag

    def feed(self, raw: str) -> None:  # noqa: C901, PLR0912  one machine, read from top to bottom
        """Read one line."""
        self._number += 1
        text = strip_bom(raw)
        if not text:
            return
        at, page, stage = (self._number, raw), self._page, self._stage
        line = self._below_a_head(text) if stage == TITLE else classify(text, self._day_first)
        kind = line.kind
        if kind is Kind.TEXT and TITLE <= stage <= BODY and not line.wrong:
            self._body.append(at)
            self._stage = BODY
        elif page.is_head(line):
            self._finish()
            if header := self._header_held():
                self._turn(header)
            self._start(line, at)
        elif stage == HEADER:
            self._header(line, at)
        elif kind is Kind.COUNT:
            header = [*self._path_taken_back(), at]
            self._finish()
            self._turn(header)
        elif kind is Kind.NAVIGATION:
            self._unparsed(at, "it leads to other pages")
            self._stage = max(stage, ENDED)
        elif kind is Kind.NOTHING:
            if len(text) > 1 and len(self._body) > 1:  # a rule ends a summary, but a title it underlines
                self._stage = max(stage, ENDED)
        elif stage == LOST:
            self._hold(at)
        elif self._open and self._head.day.day is None:
            pass  # what belongs to an entry without a date goes with it
        elif kind is Kind.TAGS and (line.bulleted or not page.tags_bulleted or text[0] not in TAG_MARKS):
            self._drop_held()  # a path above the tags of an entry heads no page
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
            if not self._maybe_path:  # which a count below would take back
                self._finish()

    def end(self) -> None:
        """Say that the text has ended."""
        self._finish(last=True)
        if header := self._header_held():
            self._turn(header)
        self._close()

    def end_early(self) -> None:
        """Say that no more can be read: what is missing then is no problem of the text."""
        if self._body:
            self._finish()
        self._drop_held()

    def _below_a_head(self, text: str) -> Line:
        """Classify the line below a head: a title, unless it is the next head or a tag with a bullet."""
        if text[0] not in BULLET_MARKS and self._page.bulleted:
            return TEXT
        line = classify(text, self._day_first)
        return line if (line.bulleted and line.kind is Kind.TAGS) or self._page.is_head(line) else TEXT

    def _header(self, line: Line, at: Numbered) -> None:
        """Read a line above the first entry."""
        page, text = self._page, strip_bom(at[1])
        if page.declared_count == 0 and is_path(text):
            self._turn([at])
        elif line.kind is Kind.NOTHING:
            pass
        elif line.kind is Kind.NAVIGATION:
            self._unparsed(at, "it leads to other pages")
        elif page.declared_count is not None:
            self._unparsed(at, "it stands between the count and the first entry")
        elif line.kind is Kind.COUNT:
            page.declared_count, page.count_at = line.posts, at
        elif is_bulleted(text) or (page.path and is_path(text)) or len(page.above) == _MOST_HELD:
            self._unparsed(at, "it stands above the first entry")
        elif is_path(text):
            page.path = self._clean(at).lstrip(BOM)
            for stray in page.above:
                self._unparsed(stray, "it stands above the path")
            page.above.clear()
        else:
            page.above.append(at)

    def _end_header(self) -> None:
        page = self._page
        if page.path is None and page.declared_count is None and len(page.above) > 1:
            message = f"{len(page.above)} lines above the first entry, and neither a path nor a count among them"
            self._report(page.above[0], 0, "no-header", f"{message}; they were left out")
        elif page.above:
            page.description = " ".join(map(self._clean, page.above))
        page.above = []

    def _turn(self, header: list[Numbered]) -> None:
        """End the page, and begin the next one with the lines of a header."""
        self._close()
        self._page = Draft(self._findings(), len(self.posts))
        self._known, self._stage = {}, HEADER
        self._page.at = header[0]
        self.drafts.append(self._page)
        for at in header:
            self._header(classify(strip_bom(at[1])), at)

    def _close(self) -> None:
        page = self._page
        if page.declared_count is None and not page.entries:
            message = "no entry was found; an entry begins with a line such as '- March 22, 2026 5 min'"
            page.findings.report(page.at, 0, "no-posts", message, late=True)
        elif not page.entries:
            self._end_header()
        if page.declared_count not in (None, page.entries):
            message = f"the header declares {page.declared_count} and {page.entries} follow; is the text cut?"
            page.findings.report(page.count_at, 0, "count-mismatch", message, late=True)

    def _start(self, line: Line, at: Numbered) -> None:
        page, self._stage = self._page, TITLE
        self._open, self._head, self._at = True, line, at
        if not page.entries:
            self._end_header()
            page.bulleted = line.bulleted
        elif line.bulleted and not page.bulleted:
            page.bulleted = True
            message = "this entry begins with a bullet, and those above do not; are they entries?"
            self._report(at, 0, "mixed-bullets", message)
        page.entries += 1
        if line.day.day_first is not None:
            self.orders.add(line.day.day_first)
        self.ambiguous |= line.code == "ambiguous-date"
        self._report_line(line, at)

    def _add_tags(self, line: Line, at: Numbered) -> None:
        self._maybe_path = None
        if line.bulleted:
            self._learned(at[1])
            self._page.tags_bulleted = True
        else:
            self._tags_without_bullets = True
            if line.tags and is_path(strip_bom(at[1])):
                self._maybe_path = at, line.tags[0] if line.tags[0].slug not in self._tags else None
        for tag in line.tags:
            self._tags.setdefault(tag.slug, tag)
        self._report_line(line, at)

    def _finish(self, *, last: bool = False) -> None:
        """Make a post of the entry that ends, or say why it makes none."""
        if not self._open:
            return
        day = self._head.day.day
        if day is None:
            pass
        elif self._body:
            self._make(day)
        elif last and not self._tags:
            self._report(self._at, 0, "cut-file", "the text ends with the head of an entry; is the rest missing?")
        else:
            self._report(self._at, 0, "no-title", "the entry has no title; write it on the line below the date")
        self._open = self._tags_without_bullets = False
        self._maybe_path = None
        self._body, self._tags = [], {}

    def _make(self, day: date) -> None:
        title, *parts = [raw.strip() for _, raw in self._body]
        summary = " ".join(parts)
        if not (is_xml(title) and is_xml(summary)):
            title, *parts = [self._clean(at) for at in self._body]
            summary = " ".join(parts)
        bare = self._tags_without_bullets or not (self._tags or self._page.tags_bulleted)
        if bare and not summary and classify(title).kind is Kind.TAGS:
            message = f"{shorten(title)} is the only text of the entry, and reads as tags; it was taken for the title"
            self._report(self._body[0], 0, "doubtful-title", message)
        if self._head.minutes is None and is_reading_time(title):
            message = f"{shorten(title)} reads as the reading time; write it on the line of the date"
            self._report(self._body[0], 0, "doubtful-title", message)
        self.lines.append(self._at[0])
        self.posts.append(_post(title, day, summary, self._tags, self._head.minutes))

    def _hold(self, at: Numbered) -> None:
        self._held.append(at)
        if len(self._held) > _MOST_HELD:
            self._unparsed(self._held.pop(0))

    def _header_held(self) -> list[Numbered]:
        """Return the lines held back where they head the next page; where they do not, they have no meaning."""
        if self._page.tags_bulleted and any(is_path(strip_bom(raw)) for _, raw in self._held):
            held, self._held = self._held, []
            return held
        self._drop_held()
        return []

    def _drop_held(self) -> None:
        """Say that the lines held back have no meaning."""
        held, self._held = self._held, []
        for at in held:
            self._unparsed(at)

    def _path_taken_back(self) -> list[Numbered]:
        """Return the lines held back above a count, with the path of the page, which may have passed for a tag."""
        held, self._held = self._held, []
        if self._maybe_path and not any(is_path(strip_bom(raw)) for _, raw in held):
            at, tag = self._maybe_path
            if tag:
                del self._tags[tag.slug]
            return [at, *held]
        return held

    def _clean(self, at: Numbered) -> str:
        """Return a line's text, with what XML cannot carry reported and replaced."""
        raw = at[1]
        text = raw.strip()
        if bad := XML_FORBIDDEN.findall(text):
            more = f", and {len(bad) - 1} more on this line" if len(bad) > 1 else ""
            message = f"U+{ord(bad[0]):04X}{more}; read as U+FFFD, because XML cannot carry it"
            self._report(at, raw.index(bad[0], len(raw) - len(raw.lstrip())), "control-character", message)
        return XML_FORBIDDEN.sub(_REPLACEMENT, text)

    def _unparsed(self, at: Numbered, why: str = "") -> None:
        if not why:
            text = strip_bom(at[1])
            item = is_bulleted(text) and classify(text).kind is Kind.TEXT
            why = "it stands below an entry, and " + (
                "is no tag; a tag begins with / or #" if item else "belongs to none"
            )
        shown = "" if self._page.findings.full else shorten(at[1].strip())
        self._report(at, 0, "unparsed-line", f"{shown} was left out: {why}")

    def _report_line(self, line: Line, at: Numbered) -> None:
        if line.code:
            self._report(at, _start(at[1]) + line.offset, line.code, f"{shorten(line.wrong)} {line.reason}")

    def _report(self, at: Numbered, index: int, code: Code, message: str) -> None:
        self._page.findings.report(at, index, code, message)


def _start(raw: str) -> int:
    """Return where the text of a line begins."""
    return raw.index(strip_bom(raw))


def _post(title: str, day: date, summary: str, tags: dict[str, Tag], minutes: int | None) -> Post:
    fields = {
        "id": derived_id(title, day.isoformat()),
        "title": title,
        "published": day,
        "summary": summary,
        "tags": tuple(tags.values()),
        "reading_minutes": minutes,
        "url": None,
        "updated": None,
        "authors": (),
        "language": None,
        "related_ids": (),
        "content_html": "",
        "enclosures": (),
    }
    return assembled(Post, fields, _GIVEN)
