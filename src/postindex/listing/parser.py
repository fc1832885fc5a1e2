"""Classified lines → a listing's header, its posts, and the problems met on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from postindex.dates import HOW_TO_WRITE
from postindex.errors import InvalidValue, Problem, shorten
from postindex.listing.lines import Kind, Line, classify
from postindex.models import Post, Tag
from postindex.text import XML_FORBIDDEN

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(slots=True)
class _Draft:
    """An entry while its lines come in. One whose date is bad is read like any other, then dropped."""

    line: int
    published: date | None
    minutes: int | None
    title: str = ""
    summary: list[str] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)  # of title and summary, as they stand

    def post(self, published: date) -> Post:
        return Post(
            title=self.title,
            published=published,
            summary=" ".join(self.summary),
            tags=self.tags,
            reading_minutes=self.minutes,
        )


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

    def posts(self, lines: Iterable[str]) -> Iterator[Post]:
        """Yield each post when its entry ends, in the order of the text."""
        draft: _Draft | None = None
        for number, raw in enumerate(lines, 1):
            text = raw.strip()
            if not text:
                continue
            line = classify(text)
            kind = line.kind
            if line.tag and draft:
                draft.tags.append(line.tag)
            elif kind is Kind.ENTRY or kind is Kind.BAD_DATE:
                if draft and (post := self._finish(draft)):
                    yield post
                draft = self._start(number, raw, line)
            elif draft:
                self._body(draft, number, raw, text, kind)
            else:
                self._header(number, raw, text, line)
        if draft and (post := self._finish(draft)):
            yield post
        self._close()

    def _header(self, number: int, raw: str, text: str, line: Line) -> None:
        before_count = self.declared_count is None
        if line.kind is Kind.PATH and before_count and self.path is None:
            self.path = self._clean(number, raw, text)
            for stray in self._head:
                self._unparsed(*stray, "above the path")
            self._head.clear()
        elif line.kind is Kind.COUNT and before_count:
            self.declared_count, self._count_line = line.count, number
        elif line.kind is Kind.TEXT and before_count:
            self._head.append((number, raw))
        else:
            self._unparsed(number, raw, "above the first entry")

    def _start(self, number: int, raw: str, line: Line) -> _Draft:
        self._entries += 1
        if line.kind is Kind.BAD_DATE:
            self._report(
                number, raw.index(line.wrong), "bad-date", f"{shorten(line.wrong)} is not a date; {HOW_TO_WRITE}"
            )
        return _Draft(number, line.published, line.minutes)

    def _body(self, draft: _Draft, number: int, raw: str, text: str, kind: Kind) -> None:
        if kind is Kind.BAD_TAG:
            self._report(
                number, raw.index("/"), "bad-tag", f"{shorten(text)} names no tag; a tag needs a letter or digit"
            )
        elif draft.tags:
            self._unparsed(number, raw, "after the tags of an entry")
        elif not draft.title:
            draft.title = text
            draft.lines.append((number, raw))
        else:
            draft.summary.append(text)
            draft.lines.append((number, raw))

    def _finish(self, draft: _Draft) -> Post | None:
        """Return the post of an entry that has ended, or None where the entry makes none (a problem has said why)."""
        if draft.published is None:
            return None
        if not draft.title:
            self._report(draft.line, 0, "no-title", "the entry has no title; write it on the line below the date")
            return None
        self.entry_line = draft.line
        try:
            return draft.post(draft.published)
        except InvalidValue:  # dates, minutes and tags are known to be good, so this is a character in the text
            draft.title, *draft.summary = [self._clean(number, raw, raw.strip()) for number, raw in draft.lines]
            return draft.post(draft.published)

    def _close(self) -> None:
        if self._head:
            self.description = " ".join(self._clean(number, raw, raw.strip()) for number, raw in self._head)
        if self.declared_count is None and not self._entries:
            self._report(
                1, 0, "no-posts", "no entry was found; an entry begins with a line such as '- March 22, 2026 5 min'"
            )
        elif self.declared_count not in (None, self._entries):
            message = f"the head declares {self.declared_count} and {self._entries} follow; is the text cut?"
            self._report(self._count_line, 0, "count-mismatch", message)
        self.problems.sort(key=lambda problem: (problem.line, problem.column))

    def _clean(self, number: int, raw: str, text: str) -> str:
        """Report and replace what XML cannot carry."""
        bad = XML_FORBIDDEN.findall(text)
        if bad:
            more = f", and {len(bad) - 1} more on this line" if len(bad) > 1 else ""
            message = f"U+{ord(bad[0]):04X}{more}; read as U+FFFD, because XML cannot carry it"
            self._report(number, raw.index(bad[0]), "control-character", message)
        return XML_FORBIDDEN.sub(REPLACEMENT, text)

    def _unparsed(self, number: int, raw: str, where: str) -> None:
        text = raw.strip()
        self._report(
            number, raw.index(text), "unparsed-line", f"{shorten(text)} has no meaning {where}; it was left out"
        )

    def _report(self, line: int, index: int, code: str, message: str) -> None:
        self.problems.append(Problem(self._source, line, index + 1, code, message))
