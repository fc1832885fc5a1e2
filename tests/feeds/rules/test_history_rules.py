"""The documents of one feed together: pages, archives, and JSON Feed's next_url."""

from collections import Counter

import pytest

from feed_rules import atom_faults, history_faults, history_sets, json_faults, rss_faults
from feed_rules.edits import edited

SITE = "https://example.org"
FH = 'xmlns:fh="http://purl.org/syndication/history/1.0"'
OTHER = "https://elsewhere.example/"

Documents = dict[str, str]


def atom(name: str, links: Documents, entries: Documents, mark: str = "") -> str:
    """Write an Atom document at /name: links by relation, entries with their `updated` by id."""
    said = "".join(f'<link rel="{rel}" href="{target}"/>' for rel, target in links.items())
    written = "".join(
        f"<entry><id>urn:x-tea:{id}</id><title>{id}</title><updated>{day}T00:00:00Z</updated>"
        f'<link href="{id}"/></entry>'
        for id, day in entries.items()
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {FH}><id>urn:x-tea:feed</id><title>Tea</title>'
        f"<updated>2026-03-22T00:00:00Z</updated><author><name>Ada</name></author>"
        f'<link rel="self" href="{SITE}/{name}"/>{said}{mark}{written}</feed>'
    )


def rss(name: str, links: Documents, items: Documents, mark: str = "") -> str:
    """Write an RSS document at /name: links by relation, items with their `pubDate` by guid."""
    said = "".join(f'<atom:link rel="{rel}" href="{SITE}/{target}"/>' for rel, target in links.items())
    written = "".join(
        f'<item><title>{id}</title><guid isPermaLink="false">{id}</guid><pubDate>{day} 00:00:00 GMT</pubDate></item>'
        for id, day in items.items()
    )
    return (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" {FH}><channel><title>Tea</title>'
        f"<link>{SITE}</link><description>Tea</description>"
        f'<atom:link rel="self" href="{SITE}/{name}"/>{said}{mark}{written}</channel></rss>'
    )


def page(name: str, following: str | None, *ids: str) -> str:
    """Write a JSON Feed at /name, with the items of these ids."""
    items = ",".join(f'{{"id": "{id}", "content_text": ""}}' for id in ids)
    after = f'"next_url": "{SITE}/{following}", ' if following else ""
    return (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Tea", "home_page_url": "{SITE}", '
        f'"feed_url": "{SITE}/{name}", {after}"items": [{items}]}}'
    )


MARK = "<fh:archive/>"
ARCHIVED = {
    "now": atom("now", {"prev-archive": "2"}, {"d": "2026-03-22", "a": "2026-03-21"}),
    "2": atom("2", {"current": "now", "prev-archive": "1"}, {"c": "2026-02-01"}, MARK),
    "1": atom("1", {"current": "now", "next-archive": "2"}, {"b": "2026-01-02", "a": "2026-01-01"}, MARK),
}
PAGED = {
    "1": atom("1", {"first": "1", "last": "3", "next": "2"}, {"c": "2026-03-22"}),
    "2": atom("2", {"first": "1", "last": "3", "next": "3", "previous": "1"}, {"b": "2026-02-01"}),
    "3": atom("3", {"first": "1", "last": "3", "previous": "2"}, {"a": "2026-01-01"}),
}
ARCHIVED_RSS = {
    "now": rss("now", {"prev-archive": "2"}, {"c": "Sun, 22 Mar 2026"}),
    "2": rss("2", {"current": "now", "prev-archive": "1"}, {"b": "Sun, 1 Feb 2026"}, MARK),
    "1": rss("1", {"current": "now", "next-archive": "2"}, {"a": "Thu, 1 Jan 2026"}, MARK),
}
COMPLETE = {"now": atom("now", {}, {"a": "2026-03-22"}, "<fh:complete/>")}
PAGES = {"1": page("1", "2", "d", "c"), "2": page("2", "3", "b"), "3": page("3", None, "a")}

Edits = dict[str, dict[str, str]]  # by the document's name


def published(documents: Documents, edits: Edits | None = None) -> dict[str, bytes]:
    return {f"{SITE}/{name}": edited(document, (edits or {}).get(name, {})) for name, document in documents.items()}


BROKEN: list[tuple[str, Documents, Edits]] = [
    ("well_formed", COMPLETE, {"now": {"</feed>": ""}}),
    ("well_formed", {"3": PAGES["3"]}, {"3": {'"a"': "a"}}),
    ("target_present", PAGED | {"2": atom("2", {"previous": "1", "next": "3", "first": "0", "last": "3"}, {})}, {}),
    ("target_present", {"now": ARCHIVED["now"]}, {}),
    ("target_present", {"now": ARCHIVED_RSS["now"]}, {}),
    ("self_is_own", COMPLETE, {"now": {f"{SITE}/now": f"{SITE}/atom.xml"}}),
    ("way_back_agrees", {**PAGED, "3": atom("3", {"previous": "1", "first": "1", "last": "3"}, {})}, {}),
    ("way_back_given", PAGED, {"3": {'<link rel="previous" href="2"/>': ""}}),
    ("way_back_given", ARCHIVED, {"1": {'<link rel="next-archive" href="2"/>': ""}}),
    ("way_back_given", ARCHIVED_RSS, {"1": {f'<atom:link rel="next-archive" href="{SITE}/2"/>': ""}}),
    ("nothing_unreached", ARCHIVED | {"0": atom("0", {"current": "now"}, {}, MARK)}, {}),
    ("nothing_unreached", PAGED | {"0": atom("0", {}, {})}, {}),
    ("archives_marked", ARCHIVED, {"1": {MARK: ""}}),
    ("same_feed", ARCHIVED, {"1": {"<id>urn:x-tea:feed": "<id>urn:x-tea:archive"}}),
    ("same_feed", ARCHIVED_RSS, {"1": {f"<link>{SITE}</link>": f"<link>{OTHER}</link>"}}),
    ("newest_to_subscribe", ARCHIVED, {"2": {"2026-02-01": "2026-03-23"}}),
    ("newest_to_subscribe", ARCHIVED_RSS, {"2": {"Sun, 1 Feb 2026": "Mon, 23 Mar 2026"}}),
    ("newest_state_nearest", ARCHIVED, {"1": {"2026-01-01": "2026-03-22"}}),
    ("next_url_present", {"1": PAGES["1"], "3": PAGES["3"]}, {}),
    ("next_url_new", PAGES | {"3": page("3", "1", "a")}, {}),
]
# These mistakes cannot be made alone: a circle has no way back, and two ends are one too many for some document.
BROKEN_TOO: list[tuple[str, Documents, Edits]] = [
    ("no_circle", PAGED, {"3": {'rel="previous"': 'rel="next" href="1"/><link rel="previous"'}}),
    ("no_circle", ARCHIVED, {"1": {'rel="next-archive"': 'rel="prev-archive" href="2"/><link rel="next-archive"'}}),
    ("newest_archive_last", ARCHIVED, {"2": {'rel="current"': 'rel="next-archive" href="now"/><link rel="current"'}}),
    ("ends_agree", PAGED, {"1": {'rel="last" href="3"': 'rel="last" href="2"'}}),
    ("ends_agree", PAGED, {"2": {'rel="first" href="1"': 'rel="first" href="3"'}}),
    ("current_agrees", ARCHIVED, {"1": {'rel="current" href="now"': 'rel="current" href="2"'}}),
]


@pytest.mark.parametrize("documents", [ARCHIVED, PAGED, ARCHIVED_RSS, COMPLETE, PAGES])
def test_documents_that_agree_have_no_fault(documents: Documents) -> None:
    assert history_faults(published(documents)) == []
    for document in published(documents).values():
        faults = {b"<feed": atom_faults, b"<rss ": rss_faults, b'{"ver': json_faults}[document[:5]](document)
        assert faults == []


@pytest.mark.parametrize(("rule", "documents", "edits"), BROKEN)
def test_documents_that_disagree_have_that_fault_alone(rule: str, documents: Documents, edits: Edits) -> None:
    assert {fault.rule for fault in history_faults(published(documents, edits))} == {rule}


@pytest.mark.parametrize(("rule", "documents", "edits"), BROKEN_TOO)
def test_documents_that_disagree_have_that_fault_too(rule: str, documents: Documents, edits: Edits) -> None:
    assert rule in {fault.rule for fault in history_faults(published(documents, edits))}


def test_every_rule_has_its_broken_documents() -> None:
    assert Counter(history_sets.NAMES) == Counter({rule for rule, _, _ in BROKEN + BROKEN_TOO})


def test_an_address_is_what_xml_base_makes_of_it() -> None:
    moved = {"now": {"<feed ": f'<feed xml:base="{SITE}/old/" '}}
    assert {fault.sentence for fault in history_faults(published(ARCHIVED, moved))} >= {
        f"prev-archive leads to {SITE}/old/2, which is not among the documents"
    }


def test_the_place_of_a_fault_is_a_url() -> None:
    (fault,) = history_faults(published(COMPLETE, {"now": {f"{SITE}/now": OTHER}}))
    assert (fault.place, fault.sentence) == (f"{SITE}/now", f"self is {OTHER}")
