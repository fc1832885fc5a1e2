"""Several pages of a site → one listing, each post once."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

from postindex.errors import shorten
from postindex.index.order import Copies, uncut, with_distinct_ids
from postindex.listing.findings import Findings, first_problems, raise_errors
from postindex.listing.values import Listing, Origin
from postindex.models import Post


def merge(listings: Iterable[Listing], *, strict: bool = True) -> Listing:
    r"""Merge listings, such as the tag pages of a site, into one.

    Posts of two pages with the same id, or with the same url, day and title, are the same post: it gets the tags of all
    pages, in their order, and the longest summary. Posts with different urls are different posts with distinct ids.
    Posts are in the order in which they were first seen; `pages` tells on which pages each was seen. Two pages conflict
    about a post if its titles or reading times differ, or if neither summary is the beginning of the other. A conflict
    is a problem at the later page; the first title and reading time are kept. With `strict`, problems raise a
    `ListingError`; otherwise `problems` holds them, after those of the listings. `kind`, `title`, `url` and `language`
    are those of the listings where all agree; `origin` tells where a post was first seen.

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
    copies = Copies()
    first_seen: dict[int, Listing] = {}  # the listing in which a post was first seen, by its number in `copies`
    origins: list[Origin] = []  # of the posts in `copies`
    numbers: list[dict[str, int]] = []  # for each listing, the number of each id
    problems = [problem for listing in listings for problem in listing.problems]
    omitted = sum(listing.omitted for listing in listings)
    for listing in listings:
        findings = Findings(listing.source)
        added = copies.add(listing.posts)
        numbers.append({post.id: number for post, (number, _) in zip(listing.posts, added, strict=True)})
        places = chain(listing.origins or [Origin(line=line) for line in listing.lines], repeat(Origin()))
        for (number, known), post, place in zip(added, listing.posts, places, strict=False):
            first = first_seen.setdefault(number, listing)
            if number == len(origins):
                origins.append(replace(place, source=place.source or listing.source))
            line = place.line or 1
            if known and (conflict := _conflict(known, post)):
                findings.report((line, ""), 0, "conflict", f"{post.id!r} has {conflict} on {_page_name(first, known)}")
        problems += findings.problems
        omitted += findings.omitted
    kept, omitted = first_problems(problems, omitted)
    raise_errors(kept, omitted, strict=strict)
    posts = with_distinct_ids("merge", copies.posts, rename_given=True)
    pages = tuple(
        page.model_copy(update={"ids": tuple(posts[of_listing[id]].id if id in of_listing else id for id in page.ids)})
        for listing, of_listing in zip(listings, numbers, strict=True)
        for page in listing.pages
    )
    return Listing(
        posts=posts,
        problems=kept,
        omitted=omitted,
        merged=pages,
        origins=tuple(origins),
        drafts=sum(listing.drafts for listing in listings),
        future=sum(listing.future for listing in listings),
        **{name: _shared(listings, name) for name in ("kind", "title", "url", "language")},
    )


def _shared(listings: Iterable[Listing], name: str) -> Any:
    """Return the value of a field that all listings share, or None."""
    values = {getattr(listing, name) for listing in listings}
    return values.pop() if len(values) == 1 else None


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
