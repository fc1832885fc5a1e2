"""Several pages of a site → one listing: the same post seen on more than one page becomes one."""

from collections.abc import Iterable
from itertools import chain, repeat

from postindex.errors import ListingError, shorten
from postindex.index.order import uncut, united
from postindex.listing.findings import Findings, capped
from postindex.listing.values import Listing
from postindex.models import Post


def merge(listings: Iterable[Listing], *, strict: bool = True) -> Listing:
    r"""Return one listing of several, as of the tag pages of one site.

    Posts with the same id are the same post, seen twice: it gets the tags of all sightings in their order, and the
    longest summary. The posts stand in the order in which they were first seen; `pages` says on which pages. Where two
    sightings contradict each other, in title, minutes of reading or in summaries of which neither is the beginning of
    the other, that is a problem at the later one: the first title and minutes stay. With `strict`, such problems raise
    a `ListingError`; without, they stand in `problems`, below the listings' own.

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
            raise TypeError(f"merge takes several Listing values, and one is {type(listing).__name__}")
    posts: dict[str, Post] = {}
    seen: dict[str, Listing] = {}  # where a post was first seen
    problems = [problem for listing in listings for problem in listing.problems]
    omitted = sum(listing.omitted for listing in listings)
    for listing in listings:
        findings = Findings(listing.source)
        for post, line in zip(listing.posts, chain(listing.lines, repeat(1)), strict=False):
            known = posts.setdefault(post.id, post)
            first = seen.setdefault(post.id, listing)
            if known != post:
                posts[post.id] = united(known, post)
                if contradiction := _contradiction(known, post):
                    findings.report(
                        (line, ""), 0, "conflict", f"{post.id!r} has {contradiction} on {_page_name(first, post)}"
                    )
        problems += findings.problems
        omitted += findings.omitted
    kept, omitted = capped(problems, omitted)
    if strict and kept:
        raise ListingError(kept, omitted)
    pages = tuple(page for listing in listings for page in listing.pages)
    return Listing(posts=tuple(posts.values()), problems=kept, omitted=omitted, merged=pages)


def _page_name(listing: Listing, post: Post) -> str:
    """Return what a message calls the page on which a listing first has a post."""
    return next((page.path or page.source for page in listing.pages_of(post)), None) or "an earlier page"


def _contradiction(known: Post, other: Post) -> str:
    """Say in what two sightings of a post contradict each other, or nothing."""
    found = []
    if known.title != other.title:
        found.append(f"the title {shorten(other.title)} here, and {shorten(known.title)}")
    if None not in (minutes := {known.reading_minutes, other.reading_minutes}) and len(minutes) > 1:
        found.append(f"{other.reading_minutes} minutes of reading here, and {known.reading_minutes}")
    shorter, longer = sorted((uncut(known.summary), uncut(other.summary)), key=len)
    if not longer.startswith(shorter):
        found.append(f"the summary {shorten(other.summary)} here, and {shorten(known.summary)}")
    return "; ".join(found)
