"""What a server needs to answer that nothing has changed: an entity tag, and a date."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.entries import entries_of, updated_of
from postindex.models import Post

_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def fingerprint(document: bytes) -> str:
    """Return a document's strong entity tag, quotes and all, as the header `ETag` has it.

    Equal bytes have equal tags on any machine, and others have others: it is 128 bits of their SHA-256.

    Source: RFC 9110, section 8.8.3.

    >>> fingerprint(b"<feed/>")
    '"189c4a8be44abcf73a70a950ceeedddf"'
    """
    if not isinstance(document, bytes):
        raise InvalidValue("document", document, "is not bytes; give what feeds.atom or another returns")
    return f'"{sha256(document).hexdigest()[:32]}"'


def last_modified(posts: Iterable[Post], channel: Channel) -> datetime | None:
    """Return when a feed of the posts last changed, from the posts alone: whole seconds, in UTC.

    It is the latest `updated` or `published` of the posts that the feed has, and None where it has none;
    `email.utils.format_datetime(moment, usegmt=True)` makes the header `Last-Modified` of it. A post that is taken out,
    or changed without a new `updated`, leaves it as it was: only `fingerprint` knows. What UTC cannot say, in the years
    1 and 9999, is the nearest moment that it can.

    Source: RFC 9110, section 8.8.2.

    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> last_modified([Post(title="Tea", published=date(2026, 3, 22))], channel).isoformat()
    '2026-03-22T12:00:00+00:00'
    """
    latest = updated_of(entries_of(posts, channel))
    if latest is None:
        return None
    since = latest.replace(tzinfo=UTC) - _FIRST - (latest.utcoffset() or timedelta())
    return (_FIRST + max(timedelta(), min(since, _LAST - _FIRST))).replace(microsecond=0)
