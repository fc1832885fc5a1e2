"""The entries of a source → its `Listing`: posts, the number of those left out, and the problems.

Every reader of this package makes an `Entry` of what it finds, and adds it to a `Gathering`.
"""

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, get_args

from postindex.errors import Code, InvalidValue, Problem, shorten
from postindex.index.order import with_distinct_ids
from postindex.listing.findings import MAX_PROBLEMS, first_problems, raise_errors
from postindex.listing.values import Kind, Listing, Origin
from postindex.models import Author, Enclosure, Post, Tag
from postindex.sources.plain_text import plain_text
from postindex.text import XML_FORBIDDEN, counted

Untitled = Literal["omit", "first-words"]

_TITLE_WORDS = 10
_REQUIRED = ("title", "published")
_ITEMS: dict[str, Callable[[Any], object]] = {  # of the fields that hold several values
    "tags": Tag.of,
    "categories": Tag.of,
    "authors": Author.of,
    "enclosures": Enclosure.of,
}
_MAX_RATE = 10_000  # words a minute


class Options(NamedTuple):
    """How a source is read; the functions that read sources document each.

    - `drafts`: whether drafts are kept.
    - `today`: posts dated after this day are left out; None keeps all.
    - `untitled`: `"omit"` leaves out entries without a title; `"first-words"` takes the first words of their text.
    - `words_per_minute`: computes reading minutes where the source has none; None does not.
    - `content`: whether the HTML of posts is kept.
    """

    strict: bool = True
    drafts: bool = False
    today: date | None = None
    untitled: Untitled = "omit"
    words_per_minute: int | None = None
    content: bool = True

    def checked(self) -> "Options":
        """Return the options; raise `InvalidValue` for one that is out of range.

        >>> Options(untitled="guess").checked()
        Traceback (most recent call last):
        ...
        postindex.errors.InvalidValue: untitled: 'guess' is not a rule; use "omit" or "first-words"
        """
        if self.untitled not in get_args(Untitled):
            raise InvalidValue("untitled", self.untitled, 'is not a rule; use "omit" or "first-words"')
        if self.today is not None and (not isinstance(self.today, date) or isinstance(self.today, datetime)):
            raise InvalidValue("today", self.today, "is not a date; give a datetime.date")
        rate = self.words_per_minute
        if rate is not None and (type(rate) is not int or not 1 <= rate <= _MAX_RATE):
            raise InvalidValue("words_per_minute", rate, f"is not a whole number from 1 to {_MAX_RATE:,}")
        return self


def content_types(types: Collection[str]) -> frozenset[str]:
    """Return the types of content that a reader is asked for; raise `InvalidValue` for anything but names.

    >>> sorted(content_types(("post", "page")))
    ['page', 'post']
    """
    if isinstance(types, str) or not isinstance(types, Collection) or not all(isinstance(each, str) for each in types):
        raise InvalidValue("types", types, "is not a list of types; give ('post',) or ('post', 'page')")
    return frozenset(types)


class Entry(NamedTuple):
    """What a source holds of one post.

    - `fields`: the arguments of `Post`; those that are missing, None or empty take its defaults.
    - `line`, `source`: where it begins; `source` is None for the file of the whole source.
    - `href`: its link as written, where that is not an absolute link.
    - `draft`: whether the source marks it as not published.
    - `text`: its text, for reading minutes and for the first words; empty for that of `content_html` or `summary`.
    """

    fields: Mapping[str, Any]
    line: int | None = None
    source: str | None = None
    href: str | None = None
    draft: bool = False
    text: str = ""


class Gathering:
    """Gathers the posts and problems of one source."""

    def __init__(self, kind: Kind | None, source: str | None, options: Options) -> None:
        self.kind = kind
        self.source = source
        self.options = options
        self._found: dict[Post, Origin] = {}
        self._ids: set[str] = set()
        self._problems: list[Problem] = []
        self._omitted = 0
        self._drafts: list[Entry] = []
        self._future: list[Entry] = []

    def report(self, code: Code, message: str, *, line: int | None = None, source: str | None = None) -> None:
        """Report a problem at a line of a file, in the order of the source."""
        self._problems.append(Problem(source or self.source, line or 1, 1, code, message))
        if len(self._problems) > 3 * MAX_PROBLEMS:  # in bounded memory
            kept, self._omitted = first_problems(self._problems, self._omitted)
            self._problems = list(kept)

    def add(self, entry: Entry) -> None:
        """Add the post of an entry, or report why it is left out."""
        if entry.draft and not self.options.drafts:
            self._drafts.append(entry._replace(fields={}, text=""))
            return
        post = self._post(entry)
        if post is None:
            return
        if self.options.today is not None and post.day > self.options.today:
            self._future.append(entry._replace(fields={}, text=""))
            return
        origin = Origin(line=entry.line, href=entry.href, source=entry.source)
        if self._found.setdefault(post, origin) is not origin:
            self._report(entry, "repeated-entry", f"the post {post.title!r} is repeated; it is kept once")
        elif post.id in self._ids:
            self._report(
                entry, "repeated-entry", f"{post.id!r} is the id of another post too; one of them gets a number"
            )
        self._ids.add(post.id)

    @property
    def oldest(self) -> date | None:
        """The day of the oldest post, or None without posts."""
        return min((post.day for post in self._found), default=None)

    def listing(self, **header: Any) -> Listing:
        """Return the listing; `header` has its `title`, `url`, `description` and `language`, where they are known.

        Raises `ListingError` if the options say `strict` and there is an error.
        """
        self._report_left_out(self._drafts, "draft", "drafts=True")
        self._report_left_out(self._future, "future-post", "today=None")
        header = self._valid(header)
        problems, omitted = first_problems(self._problems, self._omitted)
        raise_errors(problems, omitted, strict=self.options.strict)
        return Listing(
            posts=with_distinct_ids("Listing.posts", self._found, rename_given=True),
            origins=tuple(self._found.values()),
            problems=problems,
            omitted=omitted,
            source=self.source,
            kind=self.kind,
            drafts=len(self._drafts),
            future=len(self._future),
            **header,
        )

    def _report(self, entry: Entry, code: Code, message: str) -> None:
        self.report(code, message, line=entry.line, source=entry.source)

    def _report_left_out(self, entries: list[Entry], code: Code, way_out: str) -> None:
        if entries:
            what = "draft" if code == "draft" else "post"
            after = "" if code == "draft" else f" after {self.options.today}"
            verb = "was" if len(entries) == 1 else "were"
            self._report(
                entries[0], code, f"{counted(len(entries), what)}{after} {verb} left out; {way_out} keeps them"
            )

    def _valid(self, header: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a header that a listing can hold; report the others."""
        valid = {}
        for name, value in header.items():
            try:
                Listing(**{name: value})
            except InvalidValue as error:
                self.report("bad-field", f"{_one_line(error)}; it is left out")
            else:
                valid[name] = value
        return valid

    def _post(self, entry: Entry) -> Post | None:
        """Return the post of an entry; report faulty fields and leave them out, or the entry without a title or day."""
        fields = {name: value for name, value in entry.fields.items() if value is not None and value != ""}
        text = entry.text
        untitled = not str(fields.get("title", "")).strip()
        if not text and (self.options.words_per_minute or untitled):
            text = plain_text(fields.get("content_html", "")) or fields.get("summary", "")
        if untitled:
            title = " ".join(text.split()[:_TITLE_WORDS]) if self.options.untitled == "first-words" else ""
            if not title:
                self._report(
                    entry, "untitled", 'an entry without a title was left out; untitled="first-words" keeps it'
                )
                return None
            fields["title"] = title
        if "published" not in fields:
            self._report(entry, "bad-field", f"published: {shorten(fields['title'])} has no date; the post is left out")
            return None
        rate = self.options.words_per_minute
        if rate and text and fields.get("reading_minutes") is None:
            fields["reading_minutes"] = math.ceil(len(text.split()) / rate)
        if not self.options.content:
            fields.pop("content_html", None)
        try:
            return Post(**fields)
        except InvalidValue:
            return self._without_faults(entry, fields)

    def _without_faults(self, entry: Entry, fields: dict[str, Any]) -> Post | None:
        for name, value in fields.items():
            if isinstance(value, str) and (found := XML_FORBIDDEN.search(value)):
                fields[name] = XML_FORBIDDEN.sub("", value)
                self._report(entry, "control-character", f"{name}: U+{ord(found[0]):04X} is not text; it was left out")
        for name, item_of in _ITEMS.items():
            if name in fields:
                fields[name] = self._valid_items(entry, name, fields[name], item_of)
        try:
            return Post(**fields)
        except InvalidValue as error:
            faulty = {fault.place.removeprefix("Post.").partition(".")[0].partition(":")[0] for fault in error.errors}
            lost = faulty.intersection(_REQUIRED)
            for fault in error.errors:
                end = "; the post is left out" if lost else "; it is left out"
                self._report(entry, "bad-field", str(fault).removeprefix("Post.") + end)
            if lost:
                return None
            return Post(**{name: value for name, value in fields.items() if name not in faulty})

    def _valid_items(
        self, entry: Entry, name: str, items: Iterable[Any], item_of: Callable[[Any], object]
    ) -> list[object]:
        valid = []
        for item in items:
            try:
                valid.append(item_of(item))
            except InvalidValue as error:
                self._report(entry, "bad-field", f"{name}: {_one_line(error)}; it is left out")
        return valid


def _one_line(error: InvalidValue) -> str:
    return str(error).replace("\n", "; ")
