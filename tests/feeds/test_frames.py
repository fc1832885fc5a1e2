"""Entries, one after the other, in a frame that tells of them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest

from postindex import Channel, Post
from postindex.feeds.entries import Entry, build_entries_and_warn
from postindex.feeds.frames import Contents, Frame, framed

CHANNEL = Channel(title="Notes", link="https://example.org/")
POSTS = [
    Post(title="Tea", published=date(2026, 3, 24)),
    Post(title="Pots", published=date(2026, 3, 23), updated=date(2026, 3, 25), image="https://example.org/pot.png"),
    Post(title="Lids", published=date(2026, 3, 22)),
]


def entries(*numbers: int) -> list[Entry]:
    return build_entries_and_warn([POSTS[number] for number in numbers], CHANNEL)


def title(entry: Entry) -> bytes:
    return entry.title.encode()


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [((), b"(long start)"), ((0,), b"(long startTea)"), ((0, 1, 2), b"(long startTea, Pots, Lids)")],
)
def test_entries_are_between_start_and_end(numbers: tuple[int, ...], expected: bytes) -> None:
    assert framed(entries(*numbers), title, b", ", lambda _: Frame(b"(long start", b")")) == expected


@pytest.mark.parametrize(
    ("numbers", "day", "has_images"), [((0, 1, 2), 25, True), ((0, 2), 24, False), ((1,), 25, True)]
)
def test_contents_are_the_latest_update_and_images(numbers: tuple[int, ...], day: int, has_images: bool) -> None:
    seen: list[Contents] = []
    framed(entries(*numbers), title, b"", lambda contents: seen.append(contents) or Frame(b"", b""))  # type: ignore[func-returns-value]
    (contents,) = seen
    assert contents.updated is not None
    assert contents.updated.day == day
    assert contents.has_images is has_images


def test_a_document_without_entries_has_no_update() -> None:
    def frame(contents: Contents) -> Frame:
        assert contents == Contents(None, has_images=False)
        return Frame(b"start", b"end")

    assert framed([], title, b"", frame) == b"startend"


def test_of_equal_instants_the_first_is_the_latest() -> None:
    zone = timezone(timedelta(hours=2))
    posts = [
        Post(title="Tea", published=datetime(2026, 3, 22, 12, tzinfo=zone)),
        Post(title="Pots", published=datetime(2026, 3, 22, 10, tzinfo=timezone.utc)),  # noqa: UP017
    ]
    made = build_entries_and_warn(posts, CHANNEL)

    def frame(contents: Contents) -> Frame:
        assert str(contents.updated) == str(made[0].updated)
        return Frame(b"", b"")

    framed(made, title, b"", frame)


def test_each_entry_is_written_before_the_next_is_made() -> None:
    order: list[str] = []

    def made() -> Iterator[Entry]:
        for entry in entries(0, 1):
            order.append(f"made {entry.title}")
            yield entry

    def written(entry: Entry) -> bytes:
        order.append(f"written {entry.title}")
        return b""

    framed(made(), written, b"", lambda _: Frame(b"", b""))
    assert order == ["made Tea", "written Tea", "made Pots", "written Pots"]
