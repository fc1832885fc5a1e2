"""A path, an open file or bytes → a binary file and the name for problems, for every reader of this package."""

import io
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple, cast

from postindex.errors import InvalidValue
from postindex.files import file_path
from postindex.listing.chunks import clean_source_name, source_name

Source = str | os.PathLike[str] | IO[bytes] | bytes


class Opened(NamedTuple):
    """A binary file, and its name for problems, or None for bytes."""

    file: BinaryIO
    name: str | None

    def read(self, limit: int) -> bytes | None:
        """Return the whole content, or None if it has more than `limit` bytes."""
        pieces, size = [], 0
        while size <= limit and (piece := self.file.read(limit + 1 - size)):  # a pipe may return less
            pieces.append(piece)
            size += len(piece)
        return None if size > limit else b"".join(pieces)


class PeekedFile:
    """A binary file whose first bytes, `start`, were read before, and are read again."""

    def __init__(self, file: BinaryIO, size: int, name: str | None = None) -> None:
        pieces, missing = [], size
        while missing and (piece := file.read(missing)):  # a pipe may return less
            pieces.append(piece)
            missing -= len(piece)
        self.start = b"".join(pieces)
        self.name = name
        self._left = io.BytesIO(self.start)
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes: at most `size`, or all."""
        piece = self._left.read(size)
        return piece + self._file.read() if size < 0 else piece or self._file.read(size)


def encoding_of(content: bytes) -> str:
    """Return the encoding of a text without a declaration: UTF-16 by its byte order mark, else UTF-8.

    >>> encoding_of("Tea".encode("utf-16")), encoding_of(b"Tea")
    ('utf-16', 'utf-8-sig')
    """
    return "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"


@contextmanager
def open_source(source: Source) -> Iterator[Opened]:
    """Open a path for reading; use an open binary file or bytes as they are. A file that was given stays open.

    Raises `InvalidValue` for anything else, and `OSError` if a path cannot be opened.

    >>> with open_source(b"<rss/>") as opened:
    ...     opened.read(100)
    b'<rss/>'
    """
    if isinstance(source, bytes):
        yield Opened(io.BytesIO(source), None)
    elif hasattr(source, "read"):
        if isinstance(source, io.TextIOBase):
            raise InvalidValue("source", source, "is a file opened as text; open it in binary mode")
        yield Opened(cast("BinaryIO", source), source_name(source))
    else:
        path = file_path("source", source)
        with open(path, "rb") as file:
            yield Opened(file, clean_source_name(path))
