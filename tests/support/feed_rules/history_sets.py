"""Feed documents together (RFC 5005, and JSON Feed's `next_url`): whether their links agree."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from feed_rules.history import ARCHIVING, PAGING, Document, identifier
from feed_rules.markup import ATOM, local, read, text
from feed_rules.rules import Fault, Finding, Rules
from feed_rules.values import rfc822, rfc3339

_BACK = {"previous": "next", "next": "previous", "prev-archive": "next-archive", "next-archive": "prev-archive"}


class Documents(NamedTuple):
    """The documents of one feed: the XML ones, and the JSON ones with their `next_url`, each by its URL."""

    feeds: dict[str, Document]
    pages: dict[str, Any]


RULES: Rules[Documents] = Rules()


def history_faults(documents: Mapping[str, bytes]) -> list[Fault]:
    """Return where the documents of one feed, given by their absolute URLs, disagree; the place is a URL.

    What each document breaks by itself is found by `atom_faults`, `rss_faults` or `json_faults`.
    """
    together = Documents({}, {})
    unread = []
    for url, document in documents.items():
        if document.lstrip().startswith(b"{"):
            try:
                together.pages[url] = json.loads(document)
            except ValueError as error:
                unread.append(Fault("well_formed", "RFC 8259, 2", url, str(error)))
        elif isinstance(root := read(document, url), str):
            unread.append(Fault("well_formed", "RFC 4287, 2", url, root))
        else:
            head = next(root.iterchildren("channel"), root)
            entry = "item" if local(root) == "rss" else f"{{{ATOM}}}entry"
            entries = list(head.iterchildren(entry))
            together.feeds[url] = Document(root, [child for child in head if child.tag != entry], entries)
    return unread + list(RULES.faults(together))


def _links(documents: Documents, *relations: str) -> Iterator[tuple[str, str, str]]:
    """Yield each link of the relations whose document is here: from, relation, to."""
    for url, document in documents.feeds.items():
        for relation in relations:
            target = document.target(relation)
            if target in documents.feeds:
                yield url, relation, target


# -- links ------------------------------------------------------------------------------------------------------------


@RULES("RFC 5005, 3 and 4")
def target_present(documents: Documents) -> Iterator[Finding]:
    for url, document in documents.feeds.items():
        for relation in PAGING + ARCHIVING:
            if (target := document.target(relation)) is not None and target not in documents.feeds:
                yield url, f"{relation} leads to {target}, which is not among the documents"


@RULES("RFC 4287, 4.1.1")
def self_is_own(documents: Documents) -> Iterator[Finding]:
    for url, document in documents.feeds.items():
        if (target := document.target("self")) not in {None, url}:
            yield url, f"self is {target}"


def _ways(documents: Documents) -> Iterator[tuple[str, str, str, str]]:
    """Yield each way to a neighbour, and the relation that leads back: from, relation, to, back."""
    for url, relation, target in _links(documents, *_BACK):
        # The document to subscribe to is no archive, and so it is no archive's next one.
        if relation != "prev-archive" or documents.feeds[url].is_archive:
            yield url, relation, target, _BACK[relation]


@RULES("RFC 5005, 3 and 4")
def way_back_agrees(documents: Documents) -> Iterator[Finding]:
    for url, relation, target, back in _ways(documents):
        if documents.feeds[target].target(back) not in {None, url}:
            yield url, f"{relation} leads to {target}, whose {back} leads elsewhere"


@RULES("RFC 5005, 3 and 4")
def way_back_given(documents: Documents) -> Iterator[Finding]:
    # An archive that was the newest when it was made, and is never touched again, cannot have it.
    for url, relation, target, back in _ways(documents):
        if documents.feeds[target].target(back) is None:
            yield target, f"{relation} of {url} leads here, and no {back} leads back"


@RULES("RFC 5005, 4")
def newest_archive_last(documents: Documents) -> Iterator[Finding]:
    for url, _, target in _links(documents, "prev-archive"):
        if not documents.feeds[url].is_archive and documents.feeds[target].links("next-archive"):
            yield target, f"next-archive leads on, but {url}, which is next, is no archive"


@RULES("RFC 5005, 3 and 4")
def no_circle(documents: Documents) -> Iterator[Finding]:
    for relation in ("next", "prev-archive"):
        for start in documents.feeds:
            url: str | None = start
            for _ in documents.feeds:
                url = documents.feeds[url].target(relation) if url in documents.feeds else None
                if url == start:
                    yield start, f"{relation} leads in a circle"
                    break


@RULES("RFC 5005, 3 and 4")
def nothing_unreached(documents: Documents) -> Iterator[Finding]:
    follow: dict[str, list[str]] = {url: [] for url in documents.feeds}
    for url, _, target in _links(documents, "next", "previous", "prev-archive"):
        follow[url].append(target)
    starts = [url for url, document in documents.feeds.items() if not document.is_archive]
    reached: set[str] = set()
    ahead = starts[:1]
    while ahead:
        url = ahead.pop()
        if url not in reached:
            reached.add(url)
            ahead += follow[url]
    for url in documents.feeds:
        if url not in reached:
            yield url, f"no way leads here from {starts[0] if starts else 'a document to subscribe to'}"


# -- pages ------------------------------------------------------------------------------------------------------------


@RULES("RFC 5005, 3")
def ends_agree(documents: Documents) -> Iterator[Finding]:
    for relation, beyond in (("first", "previous"), ("last", "next")):
        ends = {target for _, _, target in _links(documents, relation)}
        if len(ends) > 1:
            yield min(ends), f"the documents name {len(ends)} documents as the {relation} one"
        for end in ends:
            if documents.feeds[end].links(beyond):
                yield end, f"the {relation} document has a {beyond} one"


# -- archives ---------------------------------------------------------------------------------------------------------


@RULES("RFC 5005, 4")
def archives_marked(documents: Documents) -> Iterator[Finding]:
    for url, relation, target in _links(documents, "prev-archive", "next-archive"):
        if not documents.feeds[target].is_archive:
            yield target, f"{relation} of {url} leads here, and this is not marked as an archive"


@RULES("RFC 5005, 4")
def current_agrees(documents: Documents) -> Iterator[Finding]:
    currents = {target for _, _, target in _links(documents, "current")}
    if len(currents) > 1:
        yield min(currents), f"the documents name {len(currents)} documents as the current one"
    for url in currents:
        if documents.feeds[url].is_archive:
            yield url, "the current document is an archive"


@RULES("RFC 4287, 4.2.6")
def same_feed(documents: Documents) -> Iterator[Finding]:
    feeds = {url: _feed_identifier(document) for url, document in documents.feeds.items()}
    first = next(iter(feeds.values()), "")
    for url, name in feeds.items():
        if name != first:
            yield url, f"the feed is {name!r} here and {first!r} in the first document"


def _feed_identifier(document: Document) -> str:
    return identifier(next(document.root.iterchildren("channel"), document.root))


@RULES("RFC 5005, 4")
def newest_to_subscribe(documents: Documents) -> Iterator[Finding]:
    for url, document in documents.feeds.items():
        older = _archives_of(documents, url)
        newest = max((moment for moment, _ in _dated(document)), default=None)
        for archive in older if not document.is_archive else ():
            for moment, name in _dated(documents.feeds[archive]):
                if newest is None or moment > newest:
                    yield archive, f"{name} is newer than all that {url} has"


@RULES("RFC 5005, 4.2")
def newest_state_nearest(documents: Documents) -> Iterator[Finding]:
    # A reader who walks back takes the state that it meets first, or the one with the latest date; they must be one.
    for url, document in documents.feeds.items():
        states = {name: moment for moment, name in _dated(document)}
        for archive in _archives_of(documents, url):
            for moment, name in _dated(documents.feeds[archive]):
                if name in states and moment > states[name]:
                    yield archive, f"{name} is newer here than in {url}"


def _archives_of(documents: Documents, url: str) -> list[str]:
    found: list[str] = []
    target = documents.feeds[url].target("prev-archive")
    while target in documents.feeds and target not in found and target != url:
        found.append(target)
        target = documents.feeds[target].target("prev-archive")
    return found


def _dated(document: Document) -> Iterator[tuple[datetime, str]]:
    """Yield the moment of each entry that has one, with the entry's identifier."""
    for entry in document.entries:
        for element in entry.iterchildren(f"{{{ATOM}}}updated", "pubDate"):
            if moment := rfc3339(text(element)):
                yield moment, identifier(entry)
            elif date := rfc822(text(element)):
                yield date.moment, identifier(entry)


# -- JSON Feed --------------------------------------------------------------------------------------------------------


@RULES("JSON Feed 1.1, Top-level")
def next_url_present(documents: Documents) -> Iterator[Finding]:
    for url, page in documents.pages.items():
        if (target := page.get("next_url")) is not None and target not in documents.pages:
            yield url, f"next_url leads to {target}, which is not among the documents"


@RULES("JSON Feed 1.1, Top-level")
def next_url_new(documents: Documents) -> Iterator[Finding]:
    for start in documents.pages:
        seen: list[str] = []
        url: Any = start
        while url in documents.pages and (url := documents.pages[url].get("next_url")) is not None:
            if url in seen:
                yield start, f"whoever follows next_url from here meets {url} twice"
                break
            seen.append(url)


NAMES = ["well_formed", *RULES.names]
