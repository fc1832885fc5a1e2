"""Each rule on the documents of one feed finds the documents that break it."""

import pytest

from feed_rules import history, history_faults
from feed_rules.examples import edited
from feed_rules.schemas import Format

SITE = "https://example.org"
FH = 'xmlns:fh="http://purl.org/syndication/history/1.0"'
MARK = "<fh:archive/>"

Documents = dict[str, str]
Edits = dict[str, dict[str, str]]  # by the name of the document


def atom(name: str, links: Documents, entries: Documents, mark: str = "") -> str:
    """Return an Atom document at /name, with links by relation and the days of its entries by id."""
    head = "".join(f'<link rel="{rel}" href="{SITE}/{target}"/>' for rel, target in {"self": name, **links}.items())
    body = "".join(
        f"<entry><id>urn:x-tea:{id}</id><title>{id}</title><updated>{day}T00:00:00Z</updated>"
        f'<link rel="alternate" href="{SITE}/{id}"/></entry>'
        for id, day in entries.items()
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {FH}><id>urn:x-tea:feed</id><title>Tea</title>'
        f"<updated>2026-03-22T00:00:00Z</updated><author><name>Ada</name></author>{head}{mark}{body}</feed>"
    )


def rss(name: str, links: Documents, items: Documents, mark: str = "") -> str:
    """Return an RSS document at /name, with links by relation and the days of its items by guid."""
    head = "".join(
        f'<atom:link rel="{rel}" href="{SITE}/{target}"/>' for rel, target in {"self": name, **links}.items()
    )
    body = "".join(
        f"<item><title>{id}</title><link>{SITE}/{id}</link>"
        f'<guid isPermaLink="false">urn:x-tea:{id}</guid><pubDate>{day} 00:00:00 GMT</pubDate></item>'
        for id, day in items.items()
    )
    return (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" {FH}><channel><title>Tea</title>'
        f"<link>{SITE}/</link><description>Tea</description><docs>https://www.rssboard.org/rss-specification</docs>"
        f"{head}{mark}{body}</channel></rss>"
    )


def json(name: str, following: str | None, id: str, day: str) -> str:
    """Return a JSON Feed at /name with one item."""
    after = f'"next_url": "{SITE}/{following}", ' if following else ""
    return (
        f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Tea", "home_page_url": "{SITE}/", '
        f'"feed_url": "{SITE}/{name}", "description": "Tea", {after}"items": [{{"id": "urn:x-tea:{id}", '
        f'"url": "{SITE}/{id}", "title": "Tea", "content_text": "", "date_published": "{day}T00:00:00Z"}}]}}'
    )


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
ALONE = {"now": atom("now", {}, {"a": "2026-03-22"})}
ARCHIVED_RSS = {
    "now": rss("now", {"prev-archive": "2"}, {"c": "Sun, 22 Mar 2026"}),
    "2": rss("2", {"current": "now", "prev-archive": "1"}, {"b": "Sun, 1 Feb 2026"}, MARK),
    "1": rss("1", {"current": "now", "next-archive": "2"}, {"a": "Thu, 1 Jan 2026"}, MARK),
}
PAGES = {
    "1": json("1", "2", "c", "2026-03-22"),
    "2": json("2", "3", "b", "2026-02-01"),
    "3": json("3", None, "a", "2026-01-01"),
}


def without(documents: Documents, name: str) -> Documents:
    return {other: document for other, document in documents.items() if other != name}


BROKEN: list[tuple[str, Documents, Edits]] = [
    ("unique_ids", ARCHIVED, {"1": {"tea:b<": "tea:a<"}}),
    ("target_present", without(PAGED, "3"), {}),
    ("target_present", without(ARCHIVED_RSS, "1"), {}),
    ("target_present", without(PAGES, "2"), {}),
    ("no_circle", PAGED, {"3": {'rel="previous"': f'rel="next" href="{SITE}/1"/><link rel="previous"'}}),
    ("no_circle", PAGES, {"3": {'"items"': f'"next_url": "{SITE}/1", "items"'}}),
    ("all_reached", ARCHIVED | {"0": atom("0", {"current": "now"}, {}, MARK)}, {}),
    ("all_reached", PAGED, {"2": {f'<link rel="next" href="{SITE}/3"/>': ""}}),
    ("all_reached", PAGES, {"2": {f'"next_url": "{SITE}/3", ': ""}}),
    ("self_is_own", ALONE, {"now": {f"{SITE}/now": f"{SITE}/atom.xml"}}),
    ("links_agree", PAGED, {"3": {f'<link rel="previous" href="{SITE}/2"/>': ""}}),
    ("links_agree", PAGED, {"3": {f'rel="previous" href="{SITE}/2"': f'rel="previous" href="{SITE}/1"'}}),
    ("links_agree", PAGED, {"1": {f'rel="last" href="{SITE}/3"': f'rel="last" href="{SITE}/2"'}}),
    ("links_agree", ARCHIVED, {"1": {f'<link rel="next-archive" href="{SITE}/2"/>': ""}}),
    ("links_agree", ARCHIVED, {"1": {f'rel="current" href="{SITE}/now"': f'rel="current" href="{SITE}/2"'}}),
    ("links_agree", ARCHIVED, {"2": {MARK: f'<link rel="next-archive" href="{SITE}/now"/>{MARK}'}}),
    ("same_feed", ARCHIVED, {"1": {"<id>urn:x-tea:feed": "<id>urn:x-tea:archive"}}),
    ("same_feed", ARCHIVED_RSS, {"1": {f"<link>{SITE}/</link>": f"<link>{SITE}/other</link>"}}),
    ("same_feed", PAGES, {"3": {f'"home_page_url": "{SITE}/"': f'"home_page_url": "{SITE}/other"'}}),
    ("newest_to_subscribe", ARCHIVED, {"2": {"2026-02-01": "2026-03-23"}}),
    ("newest_to_subscribe", ARCHIVED_RSS, {"2": {"Sun, 1 Feb 2026": "Mon, 23 Mar 2026"}}),
    ("newest_state_first", ARCHIVED, {"1": {"2026-01-01": "2026-03-22"}}),
]


def published(documents: Documents, edits: Edits) -> dict[str, bytes]:
    return {f"{SITE}/{name}": edited(document, edits.get(name, {})) for name, document in documents.items()}


def format_of(documents: Documents) -> Format:
    starts: dict[str, Format] = {"<feed": "atom", "<rss ": "rss", '{"ver': "json"}
    return starts[next(iter(documents.values()))[:5]]


@pytest.mark.parametrize("documents", [ARCHIVED, PAGED, ALONE, ARCHIVED_RSS, PAGES])
def test_documents_that_agree_have_no_faults(documents: Documents) -> None:
    assert history_faults(format_of(documents), published(documents, {})) == []


@pytest.mark.parametrize(("rule", "documents", "edits"), BROKEN)
def test_documents_that_disagree_have_one_kind_of_fault(rule: str, documents: Documents, edits: Edits) -> None:
    assert {fault.rule for fault in history_faults(format_of(documents), published(documents, edits))} == {rule}


def test_only_archives_of_an_archived_feed_are_marked() -> None:
    now = {"now": {"</author>": f'</author><link rel="current" href="{SITE}/2"/>{MARK}'}}
    assert "archives_marked" in {fault.rule for fault in history_faults("atom", published(ARCHIVED, now))}


def test_every_rule_has_broken_documents() -> None:
    assert {rule for rule, _, _ in BROKEN} == history.NAMES - {"archives_marked"} | {"unique_ids"}


def test_the_place_of_a_fault_begins_with_the_url() -> None:
    (fault,) = history_faults("atom", published(ALONE, {"now": {f"{SITE}/now": f"{SITE}/other"}}))
    assert (fault.place, fault.message) == (f"{SITE}/now", f"self is {SITE}/other")
    (fault,) = history_faults("atom", published(ALONE, {"now": {"<title>a</title>": ""}}))
    assert fault.place == f"{SITE}/now: feed/entry"
