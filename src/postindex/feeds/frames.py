"""Documents: the entries one after the other, and a frame around them that tells of them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from io import BytesIO
from typing import BinaryIO, NamedTuple

from postindex.feeds.entries import Entry


class Contents(NamedTuple):
    """What a frame needs of the entries: their latest update, None without entries, and whether any has an image."""

    updated: datetime | None
    has_images: bool


class Frame(NamedTuple):
    """The bytes before and after the entries of a document."""

    start: bytes
    end: bytes


def framed(
    entries: Iterable[Entry],
    element: Callable[[Entry], bytes],
    between: bytes,
    frame: Callable[[Contents], Frame],
) -> bytes:
    """Return the document of entries, each written as it comes, with `between` between two of them.

    The document is in memory once, and the entries one at a time.
    """
    document = BytesIO()
    start, end = frame(_write_entries(document, entries, element, between))
    _insert_first(document, start)
    document.write(end)
    return document.getvalue()


def _write_entries(
    file: BinaryIO, entries: Iterable[Entry], element: Callable[[Entry], bytes], between: bytes
) -> Contents:
    updated: datetime | None = None
    has_images = False
    for entry in entries:
        if updated is not None:
            file.write(between)
        file.write(element(entry))
        if updated is None or entry.updated > updated:
            updated = entry.updated
        if entry.image:
            has_images = True
    return Contents(updated, has_images)


def _insert_first(file: BytesIO, start: bytes) -> None:
    """Insert bytes before all others in place: memory may not hold a long document twice."""
    length = file.tell()
    file.write(start)  # makes room
    with file.getbuffer() as content:
        content[len(start) :] = content[:length]
        content[: len(start)] = start
