"""Posts and a `Channel` → RSS, Atom, JSON Feed and OPML documents, as bytes or as files.

>>> from datetime import date
>>> from postindex import Channel, Post, feeds
>>> channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
>>> feeds.atom([Post(title="Tea", published=date(2026, 3, 22))], channel).count(b"<entry>")
1
"""

from postindex.feeds.caching import fingerprint, last_modified
from postindex.feeds.channel import Channel
from postindex.feeds.documents import atom, json, rss, write
from postindex.feeds.history import archived, paged
from postindex.feeds.jsonfeed import JsonFeed
from postindex.feeds.site import Publication, PublishedFeed, write_all

__all__ = [
    "Channel",
    "JsonFeed",
    "Publication",
    "PublishedFeed",
    "archived",
    "atom",
    "fingerprint",
    "json",
    "last_modified",
    "paged",
    "rss",
    "write",
    "write_all",
]
