"""Several pages of a site → one listing, each post once."""

from collections.abc import Iterable
from itertools import chain, repeat

from postindex.errors import shorten
from postindex.index.order import uncut, united
from postindex.listing.findings import Findings, first_problems, raise_errors
from postindex.listing.values import Listing
from postindex.models import Post


def merge(listings: Iterable[Listing], *, strict: bool = True) -> Listing:
    r"""Merge listings, such as the tag pages of a site, into one.

    Posts with the same id are the same post: it gets the tags of all pages, in their order, and the longest summary.
    Posts are in the order in which they were first seen; `pages` tells on which pages each was seen. Two pages conflict
    about a post if its titles or reading times differ, or if neither summary is the beginning of the other. A conflict
    is a problem at the later page; the first title and reading time are kept. With `strict`, problems raise a
    `ListingError`; otherwise `problems` holds them, after those of the listings.

    >>> import postindex
    >>> tea = postindex.parse_listing("/tea\n- 2026-03-22\nTea, twice\n- /tea")
    >>> pots = postindex.parse_listing("/pots\n- 2026-03-22\nTea, twice\n- /pots")
    >>> site = merge([tea, pots])
    >>> site.posts[0].tags, [page.path for page in site.pages_of(site.posts[0])]
    ((Tag('tea'), Tag('pots')), ['/tea', '/pots'])
    """
    listings = tuple(listings)
    for listing in listings:
        if not isinstance(listing, Listing):
            raise TypeError(f"merge takes Listing values, not {type(listing).__name__}")
    posts: dict[str, Post] = {}
    first_seen: dict[str, Listing] = {}  # the listing in which a post was first seen
    problems = [problem for listing in listings for problem in listing.problems]
    omitted = sum(listing.omitted for listing in listings)
    for listing in listings:
        findings = Findings(listing.source)
        for post, line in zip(listing.posts, chain(listing.lines, repeat(1)), strict=False):
            known = posts.setdefault(post.id, post)
            first = first_seen.setdefault(post.id, listing)
            if known != post:
                posts[post.id] = united(known, post)
                if conflict := _conflict(known, post):
                    findings.report(
                        (line, ""), 0, "conflict", f"{post.id!r} has {conflict} on {_page_name(first, post)}"
                    )
        problems += findings.problems
        omitted += findings.omitted
    kept, omitted = first_problems(problems, omitted)
    raise_errors(kept, omitted, strict=strict)
    pages = tuple(page for listing in listings for page in listing.pages)
    return Listing(posts=tuple(posts.values()), problems=kept, omitted=omitted, merged=pages)


def _page_name(listing: Listing, post: Post) -> str:
    """Return the path or source of the first page of a listing that has a post."""
    return next((page.path or page.source for page in listing.pages_of(post)), None) or "an earlier page"


def _conflict(known: Post, other: Post) -> str:
    """Return how two versions of a post conflict, or an empty string if they do not."""
    conflicts = []
    if known.title != other.title:
        conflicts.append(f"the title {shorten(other.title)} here, but {shorten(known.title)}")
    if None not in (minutes := {known.reading_minutes, other.reading_minutes}) and len(minutes) > 1:
        conflicts.append(f"{other.reading_minutes} minutes of reading here, but {known.reading_minutes}")
    shorter, longer = sorted((uncut(known.summary), uncut(other.summary)), key=len)
    if not longer.startswith(shorter):
        conflicts.append(f"the summary {shorten(other.summary)} here, but {shorten(known.summary)}")
    return "; ".join(conflicts)
