"""Files that are replaced whole or not at all."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR, EOPNOTSUPP
from io import FileIO
from pathlib import Path
from secrets import token_hex

from postindex.errors import InvalidValue

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ModuleNotFoundError:  # pragma: no cover  Windows, where what a killed writer leaves behind stays
    flock = None  # type: ignore[assignment]

_TOKEN = 16  # hexadecimal digits
_LONGEST = 200  # bytes of the target's name that the file beside it repeats
_DESCRIPTORS = "/proc/self/fd"
# Linux makes files without a name, which vanish with their writer.
_UNNAMED = getattr(os, "O_TMPFILE", 0) if os.path.isdir(_DESCRIPTORS) else 0


def replace_file(path: str | os.PathLike[str], content: bytes) -> bool:
    """Put content into a file in one step: a reader sees the old bytes or the new ones, never a part.

    A file that has these bytes already is left alone, and False returned. A link is followed, and a file that is there
    keeps its mode. Whatever fails, and whoever kills this process, leaves the old file as it was. What is there and no
    regular file, such as a pipe or a terminal, is written to as it is. What names a folder, such as `public/`, is
    refused, whether it is there or not.
    """
    names_folder = os.path.basename(path) in ("", os.curdir, os.pardir)
    if names_folder or (os.path.exists(path) and not os.path.isfile(path)):
        # By the name it was given: what /dev/stdout leads to may have none, and `realpath` would make `public/` a file.
        with open(path, "wb") as file:
            file.write(content)
        return True
    target = Path(os.path.realpath(path))
    try:
        if holds(target, content):
            return False
        _sweep(target)
        with _beside(target) as (new, name):
            with suppress(FileNotFoundError):  # no old file
                mode = target.stat().st_mode & 0o7777
                os.chmod(new.fileno() if os.chmod in os.supports_fd else name, mode)  # Windows: only from Python 3.13
            _write(new, content)
            os.fsync(new.fileno())
            _name(new, name)
            if flock is None:
                new.close()  # Windows renames no open file
            os.replace(name, target)
    except OSError as error:
        error.filename = os.fspath(path)  # what was asked for, not the file beside it
        del error.filename2  # None would be shown
        raise
    return True


def file_path(place: str, value: object) -> str:
    """Return the path of a file as text, or refuse what is none."""
    path = value.__fspath__() if isinstance(value, os.PathLike) else value
    if not isinstance(path, str) or not path or "\0" in path or not _names_a_file(path):
        raise InvalidValue(place, value, "is not a path; give text such as 'public/atom.xml', or a pathlib.Path")
    return path


def _names_a_file(path: str) -> bool:
    try:
        return bool(os.fsencode(path))
    except UnicodeEncodeError:
        return False


def holds(path: Path, content: bytes) -> bool:
    """Say whether a file is there and has exactly these bytes."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except (FileNotFoundError, PermissionError):  # what may not be read may still be replaced
        return False


@contextmanager
def _beside(target: Path) -> Iterator[tuple[FileIO, Path]]:
    """Give a new file in the target's folder, and the name that it has or may get; whatever fails removes it.

    It is locked: what nobody has locked was left behind, and `_sweep` removes it.
    """
    while True:
        name = target.with_name(f"{_stem(target)}{token_hex(_TOKEN // 2)}.tmp")
        try:
            with _new_file(name) as new:
                if flock is not None:
                    with suppress(OSError):  # a file system without locks: there, nobody can sweep either
                        flock(new, LOCK_EX)
                if new.name == name and not name.exists():
                    continue  # swept away before it was locked
                yield new, name
                return
        except BaseException:
            name.unlink(missing_ok=True)  # closed by now: Windows removes no open file
            raise


def _new_file(name: Path) -> FileIO:
    """Open a new file, without a name where the system can do that."""
    if _UNNAMED:
        try:
            return FileIO(os.open(name.parent, os.O_WRONLY | _UNNAMED, 0o666), "wb")
        except OSError as error:
            if error.errno not in (EOPNOTSUPP, EISDIR):  # a file system, or a kernel, that knows no such files
                raise
    return FileIO(name, "xb")


def _write(new: FileIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[new.write(rest) :]


def _name(new: FileIO, name: Path) -> None:
    """Give a file its name, where it has none."""
    if os.fstat(new.fileno()).st_nlink == 0:
        # Only with a descriptor, here of no use, does Python make the call that follows the link in /proc.
        os.link(f"{_DESCRIPTORS}/{new.fileno()}", name, src_dir_fd=new.fileno(), follow_symlinks=True)


def _sweep(target: Path) -> None:
    """Remove what writers of this file left who were killed between naming a file and renaming it.

    What cannot be listed, locked or removed stays: that is no reason not to write.
    """
    if flock is None:
        return
    ours = re.compile(re.escape(_stem(target)) + rf"[0-9a-f]{{{_TOKEN}}}\.tmp")
    with suppress(OSError):
        for name in filter(ours.fullmatch, os.listdir(target.parent)):
            _remove_left(target.with_name(name))


def _remove_left(name: Path) -> None:
    with suppress(OSError), open(name, "r+b") as left:  # renamed by now, or its writer is still at work
        flock(left, LOCK_EX | LOCK_NB)
        name.unlink()


def _stem(target: Path) -> str:
    cut = os.fsencode(target.name)[:_LONGEST]
    return f".{cut.decode(sys.getfilesystemencoding(), 'ignore')}."  # macOS takes no half of a character
