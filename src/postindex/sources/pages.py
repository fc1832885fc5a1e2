"""Read the HTML of a blog's index page: by its structure, and proven by the layout of its text."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import urljoin

from postindex.dates.mentions import find_mentions
from postindex.errors import Code, InvalidValue, ListingError, MissingExtra, Problem
from postindex.files import file_path
from postindex.index.order import with_distinct_ids
from postindex.listing.layouts.inference import readings_of
from postindex.listing.layouts.rendered import read_lines
from postindex.listing.layouts.scoring import Reading as TextReading
from postindex.listing.values import Layout, Listing, Origin
from postindex.models import Post, Tag
from postindex.sources.details import read_details
from postindex.sources.elements import Element, collapse, parse_html
from postindex.sources.head import Head, MachinePost, decode_page, is_absolute, machine_posts, read_head
from postindex.sources.records import READING_TIME, Reading, find_dates, read_records, sorted_share
from postindex.sources.rendering import render

MAX_SIZE = 16 << 20  # bytes of a page
_AGREEMENT = 0.95  # the share of posts on which both readings agree
_FEWEST = 2  # posts that prove a layout
_FEWEST_IN_ORDER = 5  # posts, whose
_SORTED = 0.6  # of neighbours are in order
_LEFT_OUT = 0.2  # of as many dates as posts, that may be outside of all records
_ONE_DAY = 1  # by which two time zones may differ
_OTHER_LISTS = re.compile(
    r"\b(?:projects?|portfolio|publications?|papers|talks|events?|calendar|releases?|changelog|change log|downloads?|bookmarks|likes"
    r"|photos|gallery|speaking|projekte|vorträge|projets|proyectos)\b",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_RELATIVE = re.compile(
    r"\b(?:\d+|an?|one)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago\b|\byesterday\b|\bvor\s+\d+\s+\w+|\bil y a\s+\d+|\bhace\s+\d+",
    re.IGNORECASE,
)




def read_page(source: str | os.PathLike[str] | bytes, *, url: str | None = None, strict: bool = True) -> Listing:
    """Read the HTML of a blog's index, archive or tag page: a file's path, or the bytes of the page.

    The page is read twice, by its structure and by the layout of its text. Posts on which both agree are read without a
    guess. Where they do not agree, the page is refused with one `uncertain-layout` error; with `strict=False`, the better
    reading is returned beside it.

    `url` is the address of the page, which completes relative links. Without it, the page's `base`, canonical link or
    `og:url` does; without any, `Post.url` is None, `Listing.origin(post).href` has the link as written, and a warning
    says so. A "next page" and the feeds that the page names are warnings too. No network connection is opened.

    Raises `ListingError` if `strict` and there is an error, `InvalidValue` if `url` is not an absolute link, and
    `MissingExtra` without the extra `sources`.

    >>> page = b"<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots and cups</a></ul>"
    >>> listing = read_page(page, url="https://example.org/blog/")
    >>> [(post.title, post.url) for post in listing.posts]
    [('Tea, twice', 'https://example.org/tea/'), ('Pots and cups', 'https://example.org/pots/')]
    """
    if find_spec("selectolax") is None:
        raise MissingExtra("sources.read_page", "sources")
    if url is not None:
        _require_absolute(url)
    content, name = _content(source)
    report = _Report(name)
    posts, origins, layout = _read(content, url, report)
    if strict and any(problem.severity == "error" for problem in report.problems):
        raise ListingError(tuple(report.problems))
    return Listing(posts=posts, problems=tuple(report.problems), source=name, origins=origins, layout=layout)


class _Report:
    """The problems of a page."""

    def __init__(self, source: str | None) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: Code, message: str) -> None:
        self.problems.append(Problem(self.source, 1, 1, code, message))


def _content(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str | None]:
    if isinstance(source, bytes):
        return source, None
    path = file_path("source", source)
    with open(path, "rb") as file:
        return file.read(MAX_SIZE + 1), path


_Read = tuple[tuple[Post, ...], tuple[Origin, ...], Layout | None]
_NOTHING: _Read = ((), (), None)


def _read(content: bytes, url: str | None, report: _Report) -> _Read:
    if len(content) > MAX_SIZE:
        report.add("too-large", f"the page is larger than {MAX_SIZE >> 20} MiB; save the list of posts alone")
        return _NOTHING
    encoded = decode_page(content)
    if encoded.problem:
        report.add("bad-encoding", encoded.problem)
    root = parse_html(encoded.text)
    head = read_head(encoded.text, root, url)
    reading = read_records(root)
    if reading is None:
        report.add("no-posts", _why_no_posts(root, head))
        return _NOTHING
    text, rows = render(root)
    lines = read_lines(text)
    agreement = _agreement(reading, readings_of(lines))
    doubts = list(_doubts(root, head, reading, agreement))
    doubts += _contradictions(reading, machine_posts(encoded.text))
    if doubts:
        report.add("uncertain-layout", _refusal(reading, agreement, doubts, head))
    posts, origins = _posts(reading, head, report)
    _add_warnings(reading, head, report)
    return posts, origins, _layout(reading, agreement)


# -- proof -------------------------------------------------------------------------------------------------------------


class _Agreement(NamedTuple):
    share: float  # of the records that the text confirms
    text: TextReading | None
    extra: int  # posts of the text that the structure lacks, between its first and its last


def _agreement(reading: Reading, texts: Sequence[TextReading]) -> _Agreement:
    """Compare the records with the best reading of the text: equal days, and titles of which one begins the other."""
    if not texts:
        return _Agreement(0.0, None, 0)
    best = texts[0]
    found = [(anchor.day, best.picks[anchor.number].text) for anchor in best.group if anchor.number in best.picks]
    left = list(found)
    confirmed: list[int] = []
    for record in reading.records:
        match = next((each for each in left if each[0] == record.day and _same(record.title.text, each[1])), None)
        if match is not None:
            confirmed.append(found.index(match))
            left.remove(match)
    inside = range(min(confirmed, default=0), max(confirmed, default=0))
    extra = sum(1 for number, each in enumerate(found) if each in left and number in inside)
    return _Agreement(len(confirmed) / len(reading.records), best, extra)


def _same(title: str, text: str) -> bool:
    title, text = _plain(title), _plain(text)
    return text == title or text.startswith(title) or text.endswith(title)


def _plain(text: str) -> str:
    """Return a text without invisible characters and reading times, which one of the readings may leave out."""
    return collapse(READING_TIME.sub("", _INVISIBLE.sub("", text)))


def _doubts(root: Element, head: Head, reading: Reading, agreement: _Agreement) -> Iterator[str]:
    """Yield what speaks against a reading."""
    number = len(reading.records)
    if number < _FEWEST:
        yield f"{number} post alone proves no layout"
    if agreement.share < _AGREEMENT:
        agreed = round(agreement.share * number)
        yield f"the text of the page confirms {agreed} of {number} posts"
    if agreement.extra:
        yield f"the text of the page has {agreement.extra} more posts among these"
    if reading.ambiguous:
        yield "day and month can be swapped in dates such as " + reading.records[0].dated.text[:20]
    if reading.dates > number and reading.dates - number > _LEFT_OUT * number:
        yield f"{reading.dates - number} of {reading.dates} dates have no title"
    outside = _dates_outside(root, reading)
    if outside >= max(2, _LEFT_OUT * number):
        yield f"{outside} other dates are outside of these posts"
    if number >= _FEWEST_IN_ORDER and sorted_share([record.day for record in reading.records]) < _SORTED:
        yield "the dates are in no order"
    if between := _date_below_heading(root, reading):
        yield f"the date {between[:40]!r} is between the heading of the page and the first post, as in an article"
    heading = _heading(root) or head.title
    if (other := _OTHER_LISTS.search(heading)) and "blog" not in heading.lower():
        yield f"the page is headed {heading[:60]!r}, so these may be {other[0].lower()}"


def _date_below_heading(root: Element, reading: Reading) -> str:
    """Return a date between the page's heading and its first post; an empty text if there is none."""
    inside = {element for record in reading.records for root in record.elements for element in root.iter()}
    heading = next((element for element in root.iter() if element.tag == "h1" and element not in inside), None)
    if heading is None:
        return ""
    between = range(heading.position, reading.records[0].dated.element.position)
    return next((d.text for d in find_dates(root) if d.element.position in between and d.element not in inside), "")


def _heading(root: Element) -> str:
    headings = [element.text() for element in root.iter() if element.tag == "h1"]
    return headings[0] if len(headings) == 1 else ""


def _dates_outside(root: Element, reading: Reading) -> int:
    """Return how many dates with a year are in no record, beside those in menus and footers."""
    inside = {element for record in reading.records for root in record.elements for element in root.iter()}
    return sum(
        dated.day is not None
        and dated.element not in inside
        and dated.alone
        and not any(holder.tag in ("aside", "footer", "nav", "header") for holder in dated.element.ancestors())
        for dated in find_dates(root)
    )


def _contradictions(reading: Reading, machine: Sequence[MachinePost]) -> Iterator[str]:
    """Yield where data for machines names another day than the page shows."""
    days = {post.title: post.day for post in machine}
    for record in reading.records:
        day = days.get(collapse(record.title.text))
        if day is not None and abs((day - record.day).days) > _ONE_DAY:
            yield f"JSON-LD dates {record.title.text[:40]!r} {day}, the page shows {record.day}"
            return
    for record in reading.records:
        machine_day = next((m.to_date() for m in find_mentions(record.dated.attribute[:40]) if m.full), None)
        if machine_day is not None and abs((machine_day - record.day).days) > _ONE_DAY:
            yield f"the attribute of a date says {machine_day}, the page shows {record.day}"
            return


def _why_no_posts(root: Element, head: Head) -> str:
    text = root.text()
    if relative := _RELATIVE.search(text):
        return f"the dates of the page are relative, such as {relative[0]!r}, without a date for machines{_feed_hint(head)}"
    return f"no dates with titles found on the page{_feed_hint(head)}"


def _feed_hint(head: Head) -> str:
    return f"; read its feed {head.feeds[0]!r} instead" if head.feeds else ""


def _refusal(reading: Reading, agreement: _Agreement, doubts: Sequence[str], head: Head) -> str:
    first = reading.records[0]
    message = f"uncertain layout: {'; '.join(doubts)}; by structure the first post is {first.title.text[:60]!r} of {first.day}"
    if agreement.text is not None and agreement.share < _AGREEMENT:
        pick = next(iter(agreement.text.picks.values()))
        message += f", by its text {pick.text[:60]!r}"
    return f"{message}; check the posts with strict=False{_feed_hint(head).replace('; read', ', or read')}"


# -- posts -------------------------------------------------------------------------------------------------------------


def _posts(reading: Reading, head: Head, report: _Report) -> tuple[tuple[Post, ...], tuple[Origin, ...]]:
    posts: list[Post] = []
    origins: list[Origin] = []
    for record in reading.records:
        details = read_details(record)
        href = record.title.href
        url = urljoin(head.base, href) if head.base and href else None
        try:
            post = Post(
                title=record.title.text,
                published=record.day,
                summary=details.summary,
                tags=_tags(details.tags),
                reading_minutes=details.minutes,
                url=url,
                updated=details.updated,
                authors=details.authors,
                language=head.language,
            )
        except InvalidValue as error:
            report.add("bad-entry", f"{record.title.text[:60]!r} of {record.day} is left out: {error}")
            continue
        posts.append(post)
        origins.append(Origin(element=_place(record.title.element), href=href, categories=details.categories))
    return with_distinct_ids("Listing.posts", posts, rename_given=True), tuple(origins)


def _tags(names: Sequence[str]) -> tuple[Tag, ...]:
    """Return tags, without names that have no letter or digit."""
    return tuple(Tag(name) for name in names if any(map(str.isalnum, name)))


def _place(element: Element) -> str:
    """Return where an element is, as a CSS selector."""
    parts: list[str] = []
    for holder in (element, *element.ancestors()):
        if holder.get("id") and re.fullmatch(r"[A-Za-z][\w-]*", holder.get("id")):
            parts.append(f"{holder.tag}#{holder.get('id')}")
            break
        alike = [child for child in holder.parent.elements if child.tag == holder.tag] if holder.parent else [holder]
        parts.append(holder.tag if len(alike) == 1 else f"{holder.tag}:nth-of-type({alike.index(holder) + 1})")
        if holder.tag == "body":
            break
    return " > ".join(reversed(parts))


def _require_absolute(url: object) -> None:
    if not isinstance(url, str) or not is_absolute(url):
        raise InvalidValue("url", url, "is not an absolute http or https link; give the address of the page")


# -- what the reader is told -------------------------------------------------------------------------------------------


def _add_warnings(reading: Reading, head: Head, report: _Report) -> None:
    if head.base is None and any(record.title.href for record in reading.records):
        report.add("relative-links", "the page does not say its address, so posts have no url; give it with url=")
    if head.next_page:
        report.add("more-pages", f"the page has a next page, {head.next_page!r}; read it too, and merge the listings")
    if head.feeds:
        report.add("feed-named", f"the page names the feed {head.feeds[0]!r}, which may say more")


def _layout(reading: Reading, agreement: _Agreement) -> Layout:
    """Return how the page was read, in words."""
    first = reading.records[0]
    where = Counter(_where(record.title.element) for record in reading.records).most_common(1)[0][0]
    side = "beside" if reading.records[0].siblings else "in"
    rivals = [other for other in reading.alternatives if other.records and other.records[0].title.text != first.title.text]
    return Layout(
        dates=f"{reading.dates} dates such as {first.dated.text[:40]!r}",
        titles=f"the title is {where} {side} the element around the date",
        agreed=round(agreement.share * len(reading.records)),
        total=len(reading.records),
        runner_up=f"{rivals[0].records[0].title.text[:60]!r}" if rivals else None,
        distance=round(reading.score - rivals[0].score, 2) if rivals else None,
        left_out=reading.dates - len(reading.records),
    )


def _where(element: Element) -> str:
    heading = next((h.tag for h in (element, *element.ancestors()) if re.fullmatch(r"h[1-6]", h.tag)), None)
    link = element.tag == "a" or any(inner.tag == "a" for inner in element.iter())
    return f"the {'link in the ' if link else ''}{heading} heading" if heading else "the link" if link else "the first text"
