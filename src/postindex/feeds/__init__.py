"""Posts and a `Channel` → RSS and Atom documents, as bytes or as files.

>>> from datetime import date
>>> from postindex import Channel, Post, feeds
>>> channel = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
>>> feeds.atom([Post(title="Tea", published=date(2026, 3, 22))], channel).count(b"<entry>")
1
"""

from postindex.feeds.channel import Channel
from postindex.feeds.documents import atom, rss
from postindex.feeds.files import write

__all__ = ["Channel", "atom", "rss", "write"]
