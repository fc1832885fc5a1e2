"""The documents of one feed together: RFC 5005 in Atom and RSS, and `next_url` in JSON Feed.

The documents are a chain. It begins with the document to subscribe to and continues with `next` (pages) or
`prev-archive` (archives) to the oldest one. A chain determines all links of each of its documents.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from json import loads
from typing import NamedTuple

from feed_rules import atom, json_feed, rss
from feed_rules.faults import Fault, Finding, Rules
from feed_rules.feed import ARCHIVING, PAGING, Feed
from feed_rules.grammar import read
from feed_rules.schemas import Format

_READERS: dict[Format, tuple[Callable[[bytes], list[Fault]], Callable[[bytes], Feed]]] = {
    "atom": (atom.atom_faults, lambda document: atom.feed_of(read(document))),
    "rss": (rss.rss_faults, lambda document: rss.feed_of(read(document))),
    "json": (json_feed.json_faults, lambda document: json_feed.feed_of(loads(document))),
}
_NEVER = datetime.min.replace(tzinfo=UTC)


class Chain(NamedTuple):
    """Feed documents by URL, in the order of the chain."""

    feeds: dict[str, Feed]
    is_json: bool

    @property
    def urls(self) -> list[str]:
        return list(self.feeds)

    @property
    def is_archived(self) -> bool:
        return _relation(self.feeds[self.urls[0]]) == "prev-archive"

    def links(self, at: int) -> dict[str, str]:
        """Return the links that the document at this position must have."""
        urls = self.urls
        after = {} if at + 1 == len(urls) else {"next": urls[at + 1]}
        if self.is_json:
            return after
        if self.is_archived:
            links = {"current": urls[0]} if at else {}
            links |= {"prev-archive": urls[at + 1]} if after else {}
            return links | ({"next-archive": urls[at - 1]} if at > 1 else {})
        ends = {"first": urls[0], "last": urls[-1]} if len(urls) > 1 else {}
        return ends | after | ({"previous": urls[at - 1]} if at else {})


def history_faults(format: Format, documents: Mapping[str, bytes]) -> list[Fault]:
    """Return the faults of the documents of one feed, given by URL with the one to subscribe to first.

    Links between documents are checked only if each document is valid, and the rest only if the links form a chain.
    """
    validate, feed_of = _READERS[format]
    faults = [
        Fault(fault.rule, fault.section, f"{url}: {fault.place}", fault.message)
        for url, document in documents.items()
        for fault in validate(document)
    ]
    if faults:
        return faults
    feeds = {url: feed_of(document) for url, document in documents.items()}
    return list(_chain_faults(feeds)) or list(RULES.faults(Chain(_chained(feeds), format == "json")))


def _relation(feed: Feed) -> str:
    return "prev-archive" if feed.targets("prev-archive") or feed.is_archive else "next"


def _chained(feeds: dict[str, Feed]) -> dict[str, Feed]:
    chain: dict[str, Feed] = {}
    url: str | None = next(iter(feeds))
    while url in feeds and url not in chain:
        chain[url] = feeds[url]
        url = feeds[url].target(_relation(feeds[url]))
    return chain


def _chain_faults(feeds: dict[str, Feed]) -> Iterator[Fault]:
    section = "RFC 5005, 3 and 4; JSON Feed 1.1, Top-level"
    targets = [(url, target) for url, feed in feeds.items() for target in feed.targets(*PAGING, *ARCHIVING)]
    absent = [(url, target) for url, target in targets if target not in feeds]
    for url, target in absent:
        yield Fault("target_present", section, url, f"{target} is not among the documents")
    chain = _chained(feeds)
    *_, last = chain
    if feeds[last].target(_relation(feeds[last])) in chain:
        yield Fault("no_circle", section, last, "an earlier document follows")
    for url in [] if absent else feeds:
        if url not in chain:
            yield Fault("all_reached", section, url, f"no path from {next(iter(feeds))} leads here")


RULES: Rules[Chain] = Rules()


@RULES("RFC 4287, 4.1.1")
def self_is_own(chain: Chain) -> Iterator[Finding]:
    for url, feed in chain.feeds.items():
        if feed.target("self") != url:
            yield url, f"self is {feed.target('self')}"


@RULES("RFC 5005, 3 and 4")
def links_agree(chain: Chain) -> Iterator[Finding]:
    for at, (url, feed) in enumerate(chain.feeds.items()):
        expected = chain.links(at)
        for relation in PAGING + ARCHIVING:
            if (target := feed.target(relation)) != expected.get(relation):
                yield url, f"{relation} is {target} instead of {expected.get(relation)}"


@RULES("RFC 5005, 4")
def archives_marked(chain: Chain) -> Iterator[Finding]:
    for at, (url, feed) in enumerate(chain.feeds.items()):
        if not chain.is_json and feed.is_archive != (chain.is_archived and at > 0):
            yield url, "fh:archive in the document to subscribe to" if feed.is_archive else "no fh:archive"


@RULES("RFC 4287, 4.2.6")
def same_feed(chain: Chain) -> Iterator[Finding]:
    first = chain.feeds[chain.urls[0]]
    for url, feed in chain.feeds.items():
        if feed.id != first.id:
            yield url, f"the feed is {feed.id!r} here and {first.id!r} in the first document"


@RULES("RFC 5005, 4")
def newest_to_subscribe(chain: Chain) -> Iterator[Finding]:
    first, *archives = chain.urls if chain.is_archived else chain.urls[:1]
    newest = max((entry.changed or _NEVER for entry in chain.feeds[first].entries), default=_NEVER)
    for url in archives:
        for entry in chain.feeds[url].entries:
            if (entry.changed or _NEVER) > newest:
                yield url, f"{entry.id} is newer than every entry of {first}"


@RULES("RFC 5005, 4.2")
def newest_state_first(chain: Chain) -> Iterator[Finding]:
    # A reader that follows the chain takes the first state of an entry, or the one with the latest date.
    states: dict[str, datetime] = {}
    for url, feed in chain.feeds.items():
        for entry in feed.entries:
            if (entry.changed or _NEVER) > states.setdefault(entry.id, entry.changed or _NEVER):
                yield url, f"{entry.id} is newer here than in an earlier document"


NAMES = {"target_present", "no_circle", "all_reached"} | RULES.names
