"""Classified lines → a listing's header, its posts, and the problems met on the way."""

from collections.abc import Iterable, Iterator
from datetime import date

from postindex._value import from_complete
from postindex.dates import begins_like_a_day
from postindex.errors import InvalidValue, Problem, shorten
from postindex.listing.lines import LONGEST_KNOWN, Kind, Line, bullet, declared_count, is_bullet, is_path, known_bullet
from postindex.models import Post, Tag, derived_id
from postindex.text import XML_FORBIDDEN

_MOST_KNOWN = 4096  # tag lines
_GIVEN = {"id", "title", "published", "summary", "tags", "reading_minutes"}  # what a listing says of a post
_TEXT = Line(Kind.TEXT)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Parser:
    """Reads one listing, line by line. `posts` yields; the header and the problems are whole when it ends."""

    def __init__(self, source: str | None) -> None:
        self.path: str | None = None
        self.description: str | None = None
        self.declared_count: int | None = None
        self.problems: list[Problem] = []
        self.entry_line = 0  # of the post yielded last
        self._source = source
        self._head: list[tuple[int, str]] = []  # the lines of the description, as they stand
        self._count_line = 0
        self._entries = 0

    def posts(self, lines: Iterable[str]) -> Iterator[Post]:  # noqa: C901, PLR0912  one machine, read from top to bottom
        """Yield each post when its entry ends, in the order of the text."""
        entry: Line | None = None
        entry_line = 0
        body: list[tuple[int, str]] = []  # the lines of title and summary, as they stand
        tags: dict[str, Tag] = {}  # by slug: of equal tags the first stays
        body_ended = False  # by a tag line, good or bad
        lost = (
            False  # after a line without meaning, which may be the head of another entry: its tags are not this one's
        )
        tag_lines: dict[str, Tag] = {}  # most lines of a listing are tags that were read before
        for number, raw in enumerate(lines, 1):
            if (known := tag_lines.get(raw)) and entry and not lost:
                tags.setdefault(known.slug, known)
                continue
            text = raw.strip()
            if not text:
                continue
            line = _TEXT if text[0] != "-" else known_bullet(text) if len(text) <= LONGEST_KNOWN else bullet(text)
            if line.kind is Kind.ENTRY:
                if entry and (post := self._finish(entry, entry_line, body, tags)):
                    yield post
                self._start(number, raw, line)
                entry, entry_line, body, tags, body_ended, lost = line, number, [], {}, False, False
            elif entry is None:
                self._header(number, raw, text)
            elif line.tag and not lost:
                tags.setdefault(line.tag.slug, line.tag)
                if len(raw) <= LONGEST_KNOWN and len(tag_lines) < _MOST_KNOWN:
                    tag_lines[raw] = line.tag
            elif body and len(text) <= LONGEST_KNOWN and not lost and begins_like_a_day(text):
                lost = True
                self._unparsed(number, raw, "here, and looks like the head of an entry")
            elif entry.wrong and not lost:
                body.append((number, raw))  # what belongs to an entry with a bad date goes with it
            elif line.wrong and (line.kind is Kind.TAG or body):
                body_ended = True
                self._report(number, raw.index(line.wrong), "bad-tag", f"{shorten(line.wrong)} {line.reason}")
            elif tags or body_ended or lost:
                lost = True
                self._unparsed(number, raw, "after the tags of an entry")
            else:
                body.append((number, raw))
        if entry and (post := self._finish(entry, entry_line, body, tags)):
            yield post
        self._close()

    def _header(self, number: int, raw: str, text: str) -> None:
        if self.declared_count is not None:
            self._unparsed(number, raw, "between the count and the first entry")
        elif is_bullet(text):
            self._unparsed(number, raw, "above the first entry")
        elif (count := declared_count(text)) is not None:
            self.declared_count, self._count_line = count, number
        elif self.path is None and is_path(text):
            self.path = self._clean(number, raw)
            for stray in self._head:
                self._unparsed(*stray, "above the path")
            self._head.clear()
        else:
            self._head.append((number, raw))

    def _start(self, number: int, raw: str, entry: Line) -> None:
        self._entries += 1
        if entry.wrong:
            self._report(number, raw.index(entry.wrong), "bad-date", f"{shorten(entry.wrong)} {entry.reason}")

    def _finish(self, entry: Line, number: int, body: list[tuple[int, str]], tags: dict[str, Tag]) -> Post | None:
        """Return the post of an entry that has ended, or None where it makes none and a problem has said why."""
        if entry.published is None:
            return None
        if not body:
            self._report(number, 0, "no-title", "the entry has no title; write it on the line below the date")
            return None
        self.entry_line = number
        try:
            return _post(entry.published, entry.minutes, tags, *[raw.strip() for _, raw in body])
        except InvalidValue:  # date, minutes and tags are known to be good: it is a character that XML cannot carry
            return _post(entry.published, entry.minutes, tags, *[self._clean(line, raw) for line, raw in body])

    def _close(self) -> None:
        if self._head:
            self.description = " ".join(self._clean(number, raw) for number, raw in self._head)
        if self.declared_count is None and not self._entries:
            self._report(
                1, 0, "no-posts", "no entry was found; an entry begins with a line such as '- March 22, 2026 5 min'"
            )
        elif self.declared_count not in (None, self._entries):
            message = f"the head declares {self.declared_count} and {self._entries} follow; is the text cut?"
            self._report(self._count_line, 0, "count-mismatch", message)

    def _clean(self, number: int, raw: str) -> str:
        """Return a line's text, with what XML cannot carry reported and replaced."""
        text = raw.strip()
        if bad := XML_FORBIDDEN.findall(text):
            more = f", and {len(bad) - 1} more on this line" if len(bad) > 1 else ""
            message = f"U+{ord(bad[0]):04X}{more}; read as U+FFFD, because XML cannot carry it"
            self._report(number, raw.index(bad[0], len(raw) - len(raw.lstrip())), "control-character", message)
        return XML_FORBIDDEN.sub(_REPLACEMENT, text)

    def _unparsed(self, number: int, raw: str, where: str) -> None:
        text = raw.strip()
        self._report(
            number, raw.index(text), "unparsed-line", f"{shorten(text)} has no meaning {where}; it was left out"
        )

    def _report(self, line: int, index: int, code: str, message: str) -> None:
        self.problems.append(Problem(self._source, line, index + 1, code, message))


def _post(published: date, minutes: int | None, tags: dict[str, Tag], title: str, *summary: str) -> Post:
    data = {
        "id": derived_id(title, published),
        "title": title,
        "published": published,
        "summary": " ".join(summary),
        "tags": tuple(tags.values()),
        "reading_minutes": minutes,
    }
    return from_complete(Post, data, _GIVEN)
