"""Read the HTML of a blog's index page: by its structure, and proven by the layout of its text."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import chain

from postindex.errors import Code, InvalidValue, ListingError, MissingExtra, Problem
from postindex.files import file_path
from postindex.listing.findings import cap_problems
from postindex.listing.values import Layout, Listing
from postindex.sources.agreement import Agreement, compare
from postindex.sources.doubts import FEWEST_AGREED, find_doubts, relative_dates
from postindex.sources.elements import HEADINGS, LINK, Element
from postindex.sources.encoding import decode_page, is_binary
from postindex.sources.head import Head, join_url, read_head
from postindex.sources.machine_data import contradictions
from postindex.sources.parsing import TooComplex, parse_html
from postindex.sources.posts import make_posts
from postindex.sources.records import Reading, Structure, read_structure
from postindex.sources.rendering import render

MAX_SIZE = 16 << 20  # bytes of a page

_SHOWN_TITLE, _SHOWN_DATE = 60, 40  # characters in a message


def read_page(source: str | os.PathLike[str] | bytes, *, url: str | None = None, strict: bool = True) -> Listing:
    """Read the HTML of a blog's index, archive or tag page: a file's path, or the bytes of the page.

    The page is read twice: by the structure of its elements, and by the layout of its text. Posts are read without a
    problem if both readings agree. Otherwise, `Listing.problems` has an `uncertain-layout` error with the reasons, and
    the posts are those of the structure.

    `url` is the address of the page, which completes relative links. Without it, the page's `base` element, its
    canonical link or its `og:url` completes them. If there is none of these, `Post.url` is None,
    `Listing.origin(post).href` is the link as written, and there is a `relative-links` warning. Other warnings name the
    page's next page and its feed. No network connection is opened.

    Raises `ListingError` if `strict` and there is an error, `InvalidValue` if `url` is not an absolute link, `OSError`
    if the file cannot be opened, and `MissingExtra` without the extra `sources`.

    >>> page = b"<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots and cups</a></ul>"
    >>> listing = read_page(page, url="https://example.org/blog/")
    >>> [(post.title, post.url) for post in listing.posts]
    [('Tea, twice', 'https://example.org/tea/'), ('Pots and cups', 'https://example.org/pots/')]
    """
    if find_spec("selectolax") is None:
        raise MissingExtra("sources.read_page", "sources")
    if url is not None and (not isinstance(url, str) or join_url(None, url) is None):
        raise InvalidValue("url", url, "is not an absolute http or https link; give the address of the page")
    content, name = _content(source)
    listing = _read(content, url, name)
    errors = tuple(problem for problem in listing.problems if problem.severity == "error")
    if strict and errors:
        raise ListingError(errors, listing.omitted)
    return listing


def _content(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str | None]:
    if isinstance(source, bytes):
        return source, None
    path = file_path("source", source)
    with open(path, "rb") as file:
        return file.read(MAX_SIZE + 1), path


def _read(content: bytes, url: str | None, name: str | None) -> Listing:
    """Read a page. Its problems are all at its first line: elements have no lines."""
    problems: list[Problem] = []

    def report(code: Code, message: str) -> None:
        problems.append(Problem(name, 1, 1, code, message))

    def listing(**parts: object) -> Listing:
        kept, omitted = cap_problems(problems, 0)
        return Listing(problems=kept, omitted=omitted, source=name, **parts)  # type: ignore[arg-type]

    if len(content) > MAX_SIZE:
        report("too-large", f"the page has more than {MAX_SIZE >> 20} MiB; save the part with the posts")
        return listing()
    if is_binary(content):
        report("not-text", "the content is not HTML; save the page from a browser as HTML")
        return listing()
    text, problem = decode_page(content)
    if problem:
        report("bad-encoding", problem)
    try:
        document = parse_html(text)
    except TooComplex:
        report("too-large", "the page has too many or too deeply nested elements; save the part with the posts")
        return listing()
    head = read_head(document, url)
    structure = read_structure(document.root)
    if not structure.readings:
        report("no-posts", _why_no_posts(document.root, head))
        return listing()
    reading = structure.readings[0]
    agreement = compare(reading.records, render(document.root))
    doubts = [
        *find_doubts(document, head, structure, agreement),
        *contradictions(reading.records, document.json_ld),
    ]
    if doubts:
        report("uncertain-layout", _refusal(reading, agreement, doubts, head))
    made = make_posts(reading.records, head)
    for message in made.refused:
        report("bad-entry", message)
    for code, message in _warnings(reading, head):
        report(code, message)
    return listing(posts=made.posts, origins=made.origins, layout=_layout(structure, agreement))


# -- messages ----------------------------------------------------------------------------------------------------------


def _why_no_posts(root: Element, head: Head) -> str:
    if relative := relative_dates(root):
        reason = f"the dates of the page are relative, such as {relative[0]!r}, and no attribute has the day"
    else:
        reason = "no date with a title found on the page"
    return f"{reason}; read its feed {head.feeds[0]!r} instead" if head.feeds else reason


def _refusal(reading: Reading, agreement: Agreement, doubts: Sequence[str], head: Head) -> str:
    first = reading.records[0]
    samples = f"by structure the first post is {first.title.text[:_SHOWN_TITLE]!r} of {first.day}"
    if agreement.sample is not None and agreement.share < FEWEST_AGREED:
        samples += f", by its text {agreement.sample[:_SHOWN_TITLE]!r}"
    feed = f", or read its feed {head.feeds[0]!r}" if head.feeds else ""
    return f"uncertain layout: {'; '.join(doubts)}; {samples}; check the posts with strict=False{feed}"


def _warnings(reading: Reading, head: Head) -> Iterator[tuple[Code, str]]:
    if head.base is None and any(record.title.href for record in reading.records):
        yield "relative-links", "the page does not name its address, so posts have no url; give it with url="
    if head.next_page:
        yield "more-pages", f"the page has a next page, {head.next_page!r}; read it too, and merge the listings"
    if head.feeds:
        yield "feed-named", f"the page names the feed {head.feeds[0]!r}, which may have more of each post"


def _layout(structure: Structure, agreement: Agreement) -> Layout:
    """Return how the page was read, in words."""
    reading, *others = structure.readings
    first = reading.records[0]
    [(where, _)] = Counter(_where(record.title.element) for record in reading.records).most_common(1)
    rival = next((other for other in others if other.records[0].title.text != first.title.text), None)
    return Layout(
        dates=f"{reading.size} dates such as {first.dated.text[:_SHOWN_DATE]!r}",
        titles=f"the title is {where} {'beside' if first.siblings else 'in'} the element around the date",
        agreed=round(agreement.share * len(reading.records)),
        total=len(reading.records),
        runner_up=f"{rival.records[0].title.text[:_SHOWN_TITLE]!r}" if rival else None,
        distance=round(reading.score - rival.score, 2) if rival else None,
        left_out=reading.size - len(reading.records),
    )


def _where(element: Element) -> str:
    """Return what kind of element a title is."""
    heading = next((each.tag for each in chain((element,), element.ancestors()) if each.tag in HEADINGS), None)
    link = element.tag == "a" or element.holds(LINK)
    if heading is not None:
        return f"the {'link in the ' if link else ''}{heading} heading"
    return "the link" if link else "the first text"
