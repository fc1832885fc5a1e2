"""What every format has in common, wherever a document holds it, and the rules on it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from feed_rules.faults import Finding, Rules
from feed_rules.fragments import html_errors, relative_urls

PAGING = ("first", "last", "next", "previous")
ARCHIVING = ("current", "next-archive", "prev-archive")


class Entry(NamedTuple):
    """An entry or item. `changed` is its `updated`, or what the format has instead; `html` is by place."""

    place: str
    id: str
    changed: datetime | None
    html: dict[str, str]


class Feed(NamedTuple):
    """A feed document. `id` is the same in all documents of one feed; `links` are pairs of relation and target."""

    id: str
    links: list[tuple[str, str]]
    is_archive: bool
    entries: list[Entry]

    def targets(self, *relations: str) -> list[str]:
        return [target for relation, target in self.links if relation in relations]

    def target(self, relation: str) -> str | None:
        return next(iter(self.targets(relation)), None)


# -- entries: all formats ---------------------------------------------------------------------------------------------

ENTRIES: Rules[Feed] = Rules()


@ENTRIES("RFC 4287, 4.1.1 and 4.2.6; RSS Profile, 4.1.1.20.6; JSON Feed 1.1, Items")
def unique_ids(feed: Feed) -> Iterator[Finding]:
    # Atom allows several states of one entry in a document; we write the last one only.
    for id, count in Counter(entry.id for entry in feed.entries).items():
        if count > 1:
            yield "feed", f"{count} entries with the id {id!r}"


@ENTRIES("RFC 4287, 3.1.1.2 and 4.1.3.3; RSS Profile, 4.1.1.20.4 and 5.2.1; JSON Feed 1.1, Items")
def html_fragment(feed: Feed) -> Iterator[Finding]:
    for entry in feed.entries:
        for place, html in entry.html.items():
            for error in html_errors(html):
                yield place, error


@ENTRIES("RSS Profile, 4.1.1.20.4")
def html_absolute(feed: Feed) -> Iterator[Finding]:
    # Only Atom has a base for relative URLs. We complete the URLs in every format.
    for entry in feed.entries:
        for place, html in entry.html.items():
            for url in relative_urls(html):
                yield place, f"the URL {url!r} is relative"


# -- links: Atom, and RSS with atom:link ------------------------------------------------------------------------------

LINKS: Rules[Feed] = Rules()


@LINKS("RFC 4287, 4.1.1; RSS Profile, 5.1.1")
def self_link(feed: Feed) -> Iterator[Finding]:
    if (count := len(feed.targets("self"))) != 1:
        yield "feed", f"{count} links with rel self instead of one"


@LINKS("RFC 5005, 3 and 4")
def history_links_once(feed: Feed) -> Iterator[Finding]:
    for relation in PAGING + ARCHIVING:
        if (count := len(feed.targets(relation))) > 1:
            yield "feed", f"{count} links with rel {relation}"


@LINKS("RFC 5005, 1")
def paged_or_archived(feed: Feed) -> Iterator[Finding]:
    if feed.targets(*PAGING) and (feed.targets(*ARCHIVING) or feed.is_archive):
        yield "feed", "links of both a paged and an archived feed"


@LINKS("RFC 5005, 4")
def archive_marked(feed: Feed) -> Iterator[Finding]:
    if feed.is_archive != bool(feed.targets("current")):
        yield "feed", "an archive has both fh:archive and a link to the current document, other documents neither"
    elif feed.targets("next-archive") and not feed.is_archive:
        yield "feed", "next-archive in a document without fh:archive"


@LINKS("RFC 5005, 3 and 4")
def history_links_elsewhere(feed: Feed) -> Iterator[Finding]:
    # `first` and `last` may be the document itself.
    for relation in ("next", "previous", *ARCHIVING):
        if set(feed.targets(relation)) & set(feed.targets("self")):
            yield "feed", f"the link with rel {relation} leads to this document"
