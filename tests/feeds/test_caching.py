"""What a server needs to answer that nothing has changed, and a small server that does."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from postindex import Channel, InvalidValue, Post, feeds

CHANNEL = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
POSTS = [
    Post(title="Tea", published=date(2026, 3, 22)),
    Post(title="Pots", published=date(2026, 3, 21), updated=datetime(2026, 4, 1, 8, 30, 15, 999_999, tzinfo=UTC)),
]


# -- the entity tag ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [b"", b"<feed/>", bytes(range(256)), feeds.atom(POSTS, CHANNEL)])
def test_a_fingerprint_is_a_strong_entity_tag(document: bytes) -> None:
    tag = feeds.fingerprint(document)
    assert re.fullmatch(r'"[\x21\x23-\x7e]{32}"', tag)  # RFC 9110, section 8.8.3; W/ would make it weak
    assert feeds.fingerprint(bytes(bytearray(document))) == tag


def test_different_documents_have_different_fingerprints() -> None:
    document = feeds.atom(POSTS[:1], CHANNEL)
    others = {document[:at] + bytes([document[at] ^ 1]) + document[at + 1 :] for at in range(len(document))}
    others |= {document[:-1], document + b"\n", feeds.rss(POSTS[:1], CHANNEL), feeds.json(POSTS[:1], CHANNEL)}
    assert len({feeds.fingerprint(other) for other in {*others, document}}) == len(document) + 5


@pytest.mark.parametrize("document", ["<feed/>", bytearray(b"<feed/>"), memoryview(b""), None, 3, POSTS])
def test_fingerprints_need_bytes(document: Any) -> None:
    with pytest.raises(InvalidValue, match="is not bytes") as caught:
        feeds.fingerprint(document)
    assert caught.value.place == "document"


# -- the date ---------------------------------------------------------------------------------------------------------


def at(moment: str) -> Post:
    return Post(title="Tea", published=datetime.fromisoformat(moment))


@pytest.mark.parametrize(
    ("posts", "moment"),
    [
        (POSTS, "2026-04-01T08:30:15+00:00"),
        (POSTS[:1], "2026-03-22T12:00:00+00:00"),
        ([at("2026-03-22T01:00:00+14:00"), at("2026-03-21T00:00:00-14:00")], "2026-03-21T14:00:00+00:00"),
        ([at("1969-12-31T23:59:59Z")], "1969-12-31T23:59:59+00:00"),
        ([at("0001-01-01T00:00:01Z")], "0001-01-01T00:00:01+00:00"),
        ([at("0001-01-01T00:00:00-14:00")], "0001-01-01T14:00:00+00:00"),
        ([at("0001-01-01T13:59:59+14:00")], "0001-01-01T00:00:00+00:00"),  # a second before there is any year
        ([at("9999-12-31T00:00:00+14:00")], "9999-12-30T10:00:00+00:00"),
        ([at("9999-12-31T23:59:59.999999-14:00")], "9999-12-31T23:59:59+00:00"),
        ([at("0001-01-01T00:00:00+14:00"), at("9999-12-31T23:00:00-14:00")], "9999-12-31T23:59:59+00:00"),
    ],
)
def test_last_modified_is_in_utc_and_whole_seconds(posts: list[Post], moment: str) -> None:
    modified = feeds.last_modified(iter(posts), CHANNEL)
    assert modified is not None
    assert (modified.isoformat(), modified.tzinfo) == (moment, UTC)


def test_without_posts_there_is_no_last_change() -> None:
    assert feeds.last_modified([], CHANNEL) is None


def test_only_posts_within_the_limit_count() -> None:
    modified = feeds.last_modified(POSTS, CHANNEL.model_copy(update={"limit": 1}))
    assert modified == datetime(2026, 3, 22, 12, tzinfo=UTC)


def test_posts_without_a_time_are_dated_by_the_channel() -> None:
    channel = CHANNEL.model_copy(update={"time_zone": "Asia/Kathmandu", "time_of_day": time(0, 30)})
    assert feeds.last_modified(POSTS[:1], channel) == datetime(2026, 3, 21, 18, 45, tzinfo=UTC)


@pytest.mark.parametrize(("posts", "channel", "place"), [("Tea", CHANNEL, "posts"), ([], "Notes", "channel")])
def test_invalid_arguments_are_named(posts: Any, channel: Any, place: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        feeds.last_modified(posts, channel)
    assert caught.value.place == place


# -- a server ---------------------------------------------------------------------------------------------------------


def has_it(request: Message, tag: str, moment: datetime | None) -> bool:
    """Say whether who asks has the document already (RFC 9110, section 13.2.2)."""
    if "If-None-Match" in request:
        return request["If-None-Match"] == "*" or tag in re.findall('"[^"]*"', request["If-None-Match"])
    try:
        return moment is not None and moment <= parsedate_to_datetime(request["If-Modified-Since"])
    except (TypeError, ValueError):  # it is not there, or no date
        return False


class FeedHandler(BaseHTTPRequestHandler):
    posts: list[Post]

    def do_GET(self) -> None:
        document = feeds.atom(self.posts, CHANNEL)
        tag, moment = feeds.fingerprint(document), feeds.last_modified(self.posts, CHANNEL)
        unchanged = has_it(self.headers, tag, moment)
        self.send_response(304 if unchanged else 200)
        self.send_header("ETag", tag)
        if moment:
            self.send_header("Last-Modified", format_datetime(moment, usegmt=True))
        if unchanged:
            self.end_headers()
            return
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("Content-Length", str(len(document)))
        self.end_headers()
        self.wfile.write(document)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    monkeypatch.setattr(FeedHandler, "posts", POSTS, raising=False)
    with HTTPServer(("127.0.0.1", 0), FeedHandler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def get(server: HTTPServer, **headers: str) -> tuple[int, Message, bytes]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/atom.xml", headers={name.replace("_", "-"): text for name, text in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers, body


TAG = feeds.fingerprint(feeds.atom(POSTS, CHANNEL))
DATE = "Wed, 01 Apr 2026 08:30:15 GMT"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"If_None_Match": TAG}, 304),
        ({"If_None_Match": f'"other", W/{TAG}, "more"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"'}, 200),
        ({"If_None_Match": '"other"', "If_Modified_Since": DATE}, 200),  # the tag outweighs the date
        ({"If_None_Match": TAG, "If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 304),
        ({"If_Modified_Since": DATE}, 304),
        ({"If_Modified_Since": "Wed, 01 Apr 2026 08:30:16 GMT"}, 304),
        ({"If_Modified_Since": "Wed, 01 Apr 2026 08:30:14 GMT"}, 200),
        ({"If_Modified_Since": "Wed, 01 Apr 2026 08:30:15 -0000"}, 200),  # no time zone
        ({"If_Modified_Since": "yesterday"}, 200),
    ],
)
def test_a_server_can_answer_not_modified(headers: dict[str, str], status: int, server: HTTPServer) -> None:
    answered, response, body = get(server, **headers)
    assert (answered, response["ETag"], response["Last-Modified"]) == (status, TAG, DATE)
    assert body == (feeds.atom(POSTS, CHANNEL) if status == 200 else b"")


def test_a_change_without_a_new_date_changes_only_the_fingerprint(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = [POSTS[0].model_copy(update={"summary": "More."}), POSTS[1]]
    monkeypatch.setattr(FeedHandler, "posts", changed)
    status, response, body = get(server, If_None_Match=TAG)
    assert (status, body) == (200, feeds.atom(changed, CHANNEL))
    assert response["ETag"] != TAG
    assert response["Last-Modified"] == DATE
    assert get(server, If_Modified_Since=DATE)[0] == 304


def test_a_feed_without_posts_has_a_fingerprint_and_no_date(
    server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FeedHandler, "posts", [])
    status, response, _ = get(server, If_Modified_Since=DATE)
    assert (status, response["Last-Modified"]) == (200, None)
    assert get(server, If_None_Match=response["ETag"])[0] == 304
