"""A ZIP archive → a folder with its files, within limits, for as long as it is read."""

import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MAX_EXPANDED = 1 << 30  # bytes of all files
MAX_FILES = 100_000
_CHUNK = 1 << 20
_COLONS = frozenset(":\\\0")  # of paths on Windows

_COMPRESSIONS = frozenset({ZIP_STORED, ZIP_DEFLATED})
# What the standard library raises of a faulty archive. RuntimeError: a file with a password; OSError: a name that is
# too long, or that of a file and of a folder at once; ValueError: a name that no file can have.
_FAULTS = (BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError, OverflowError)


class BadArchive(Exception):
    """An archive that cannot be read; holds what is wrong."""


@contextmanager
def unpacked(file: BinaryIO) -> Iterator[Path]:
    """Unpack an archive into a new folder, and remove that at the end.

    Links, and paths that lead out of the folder, are refused, as is an archive that expands beyond the limit. Raises
    `BadArchive`.
    """
    with TemporaryDirectory(prefix="postindex-") as name:
        folder = Path(name)
        try:
            with ZipFile(file) as archive:
                _unpack(archive, folder)
        except _FAULTS as error:
            reason = getattr(error, "strerror", None) or error
            raise BadArchive(f"the archive cannot be unpacked: {reason}") from None
        yield folder


def is_archive(start: bytes) -> bool:
    r"""Return whether a file is a ZIP archive, by its first bytes.

    >>> is_archive(b"PK\x03\x04")
    True
    """
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _unpack(archive: ZipFile, folder: Path) -> None:
    members = sorted((info for info in archive.infolist() if info.filename[-1:] != "/"), key=lambda info: info.filename)
    if len(members) > MAX_FILES:
        raise BadArchive(f"the archive has more than {MAX_FILES:,} files, which is the limit")
    left = MAX_EXPANDED
    for info in members:
        target = folder / _path(info)
        if info.compress_type not in _COMPRESSIONS:
            raise BadArchive(f"{info.filename!r} in the archive is not deflated; unpack it, and read the folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(info) as packed, target.open("wb") as written:
            while chunk := packed.read(min(_CHUNK, left + 1)):
                left -= len(chunk)
                if left < 0:
                    raise BadArchive(f"the archive expands to more than {MAX_EXPANDED >> 20:,} MiB, which is the limit")
                written.write(chunk)


def _path(info: ZipInfo) -> PurePosixPath:
    path = PurePosixPath(info.filename)
    outside = path.is_absolute() or ".." in path.parts or not _COLONS.isdisjoint(info.filename) or not path.parts
    if outside or stat.S_ISLNK(info.external_attr >> 16):
        raise BadArchive(
            f"{info.filename!r} in the archive is a link, or leads out of it; unpack it, and read the folder"
        )
    return path
