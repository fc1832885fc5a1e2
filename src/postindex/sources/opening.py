"""A path, an open file or bytes → a binary file and the name for problems, for every reader of this package."""

import io
import os
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
