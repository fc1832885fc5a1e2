"""Read the HTML of a blog's index page: by its structure, and proven by the layout of its text."""

import os
from importlib.util import find_spec

from postindex.errors import Code, MissingExtra, Problem
from postindex.files import file_path
from postindex.listing.findings import cap_problems, raise_errors
from postindex.listing.values import Layout, Listing
from postindex.sources.links import require_url
from postindex.sources.pages.agreement import compare
from postindex.sources.pages.doubts import find_doubts
from postindex.sources.pages.encoding import decode_page, is_binary
from postindex.sources.pages.head import read_head
from postindex.sources.pages.machine_data import contradictions
from postindex.sources.pages.messages import layout_of, refusal, warnings, why_no_posts
from postindex.sources.pages.parsing import Document, TooComplex, parse_html
from postindex.sources.pages.posts import NO_POSTS, Posts, make_posts
from postindex.sources.pages.records import read_structure
from postindex.sources.pages.rendering import render

MAX_SIZE = 16 << 20  # bytes of a page


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
    require_url(url, "page")
    content, name = _content(source)
    listing = _read(content, url, _Report(name))
    raise_errors(listing.problems, listing.omitted, strict=strict)
    return listing


def _content(source: str | os.PathLike[str] | bytes) -> tuple[bytes, str | None]:
    if isinstance(source, bytes):
        return source, None
    path = file_path("source", source)
    with open(path, "rb") as file:
        return file.read(MAX_SIZE + 1), path


class _Report:
    """The problems of a page. All are at its first line, because elements have no lines; their messages say where."""

    def __init__(self, source: str | None) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: Code, message: str) -> None:
        self.problems.append(Problem(self.source, 1, 1, code, message))


def _read(content: bytes, url: str | None, report: _Report) -> Listing:
    document = _document(content, report)
    if document is None:
        return _listing(report)
    head = read_head(document, url)
    structure = read_structure(document.root)
    if not structure.readings:
        report.add("no-posts", why_no_posts(document.root, head))
        return _listing(report)
    reading = structure.readings[0]
    agreement = compare(reading.records, render(document.root))
    doubts = [*find_doubts(document, head, structure, agreement), *contradictions(reading.records, document.json_ld)]
    if doubts:
        report.add("uncertain-layout", refusal(reading, agreement, doubts, head))
    made = make_posts(reading.records, head)
    for code, message in warnings(reading, head):
        report.add(code, message)
    return _listing(report, made, layout_of(structure, agreement))


def _document(content: bytes, report: _Report) -> Document | None:
    """Parse a page, or report why it cannot be parsed and return None."""
    if len(content) > MAX_SIZE:
        report.add("too-large", f"the page has more than {MAX_SIZE >> 20} MiB; save the part with the posts")
        return None
    if is_binary(content):
        report.add("not-text", "the content is not HTML; save the page from a browser as HTML")
        return None
    text, problem = decode_page(content)
    if problem:
        report.add("bad-encoding", problem)
    try:
        return parse_html(text)
    except TooComplex:
        report.add("too-large", "the page has too many or too deeply nested elements; save the part with the posts")
        return None


def _listing(report: _Report, made: Posts = NO_POSTS, layout: Layout | None = None) -> Listing:
    problems, omitted = cap_problems(report.problems, 0)
    return Listing(
        posts=made.posts,
        problems=problems,
        omitted=omitted,
        source=report.source,
        origins=made.origins,
        layout=layout,
        kind="page",
    )
