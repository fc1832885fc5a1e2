"""The entity tag and the date by which a server answers 304, Not Modified."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.entries import build_entries_and_warn, latest_update
from postindex.models import Post

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def fingerprint(document: bytes) -> str:
    """Return a document's strong entity tag, in quotes, as the header `ETag` takes it.

    It is 128 bits of the document's SHA-256, the same on every machine.

    Source: RFC 9110, section 8.8.3.

    >>> fingerprint(b"<feed/>")
    '"189c4a8be44abcf73a70a950ceeedddf"'
    """
    if not isinstance(document, bytes):
        raise InvalidValue("document", document, "is not bytes; give the result of feeds.atom, feeds.rss or feeds.json")
    return f'"{sha256(document).hexdigest()[:32]}"'


def last_modified(posts: Iterable[Post], channel: Channel) -> datetime | None:
    """Return when a feed of the posts last changed, in whole seconds and in UTC, or None without posts.

    It is the latest `updated` or `published` of the posts in the feed. Removing a post, or changing one without a new
    `updated`, does not change it; `fingerprint` detects both. In the years 1 and 9999, a moment that UTC cannot express
    becomes the nearest one that it can. `email.utils.format_datetime(moment, usegmt=True)` gives the header
    `Last-Modified`.

    Source: RFC 9110, section 8.8.2.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> last_modified([Post(title="Tea", published=date(2026, 3, 22))], channel).isoformat()
    '2026-03-22T12:00:00+00:00'
    """
    latest = latest_update(build_entries_and_warn(posts, channel))
    if latest is None:
        return None
    since = latest.replace(tzinfo=UTC) - _FIRST - (latest.utcoffset() or timedelta())
    return (_FIRST + max(timedelta(), min(since, _LAST - _FIRST))).replace(microsecond=0)
