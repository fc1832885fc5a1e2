"""Replace files whole or not at all."""

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
except ModuleNotFoundError:  # pragma: no cover  Windows, where the files of killed writers stay
    flock = None  # type: ignore[assignment]

_TOKEN = 16  # hexadecimal digits
_LONGEST = 200  # bytes of the target's name in the name of the file beside it
_PART = 2**20  # bytes, of a file that is compared
_DESCRIPTORS = "/proc/self/fd"
# Linux makes files without a name, which disappear with their writer.
_UNNAMED = getattr(os, "O_TMPFILE", 0) if os.path.isdir(_DESCRIPTORS) else 0


def replace_file(path: str | os.PathLike[str], content: bytes) -> bool:
    """Replace the content of a file in one step: a reader sees the old bytes or the new ones, never a part.

    Return False if the file has these bytes already; then it is not touched. A link is followed. An old file keeps its
    mode, and its owner and group as far as this process may set them. If anything fails, or the process is killed, the
    old file stays. Anything but a regular file, such as a pipe or a terminal, is written to directly. The name of a
    folder, such as `public/`, raises `IsADirectoryError`, whether the folder exists or not.
    """
    names_folder = os.path.basename(path) in ("", os.curdir, os.pardir)
    if names_folder or (os.path.exists(path) and not os.path.isfile(path)):
        # By the name given: the target of /dev/stdout may have no name, and `realpath` would make `public/` a file.
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
                _keep_rights(target.stat(), new, name)
            _write(new, content)
            os.fsync(new.fileno())
            _name(new, name)
            if flock is None:
                new.close()  # Windows renames no open file
            os.replace(name, target)
            _sync_folder(target.parent)
    except OSError as error:
        error.filename = os.fspath(path)  # the path given, not the file beside it
        del error.filename2  # None would be shown
        raise
    return True


def _keep_rights(old: os.stat_result, new: FileIO, name: Path) -> None:
    """Give a new file the owner, group and mode of the old one."""
    made = os.fstat(new.fileno())
    if (old.st_uid, old.st_gid) != (made.st_uid, made.st_gid):
        for owner, group in ((-1, old.st_gid), (old.st_uid, -1)):  # each alone: a user may set some groups, no owner
            with suppress(OSError):
                os.chown(new.fileno(), owner, group)
    # After the owner, whose change clears the bits that run a file as its owner.
    os.chmod(new.fileno() if os.chmod in os.supports_fd else name, old.st_mode & 0o7777)  # Windows: from Python 3.13


def _sync_folder(folder: Path) -> None:
    """Write a folder to the disk: else a crash could bring back the old file, or none where there was none."""
    with suppress(OSError):  # Windows opens no folder, and some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def file_path(place: str, value: object) -> str:
    """Return the path of a file as text; raise `InvalidValue` for anything else."""
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
    """Return whether a file exists and has exactly these bytes."""
    try:
        with open(path, "rb") as file:
            return os.fstat(file.fileno()).st_size == len(content) and all(
                file.read(_PART) == content[start : start + _PART] for start in range(0, len(content), _PART)
            )
    except (FileNotFoundError, PermissionError):  # an unreadable file may still be replaceable
        return False


@contextmanager
def _beside(target: Path) -> Iterator[tuple[FileIO, Path]]:
    """Yield a new file in the target's folder, and the name that it has or will get; remove it if anything fails.

    The file is locked: `_sweep` removes files without a lock, which a killed process left.
    """
    while True:
        name = target.with_name(f"{_stem(target)}{token_hex(_TOKEN // 2)}.tmp")
        try:
            with _new_file(name) as new:
                if flock is not None:
                    with suppress(OSError):  # a file system without locks, on which nobody can sweep
                        flock(new, LOCK_EX)
                if new.name == name and not name.exists():
                    continue  # removed by another process before it was locked
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
            if error.errno not in (EOPNOTSUPP, EISDIR):  # a file system or kernel without such files
                raise
    return FileIO(name, "xb")


def _write(new: FileIO, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[new.write(rest) :]


def _name(new: FileIO, name: Path) -> None:
    """Give a file its name, if it has no name yet."""
    if os.fstat(new.fileno()).st_nlink == 0:
        # Python makes the call that follows the link in /proc only when it gets a descriptor, unused here.
        os.link(f"{_DESCRIPTORS}/{new.fileno()}", name, src_dir_fd=new.fileno(), follow_symlinks=True)


def _sweep(target: Path) -> None:
    """Remove the files that writers of this file left when they were killed between naming and renaming.

    A file that cannot be listed, locked or removed stays, and does not prevent writing.
    """
    if flock is None:
        return
    ours = re.compile(re.escape(_stem(target)) + rf"[0-9a-f]{{{_TOKEN}}}\.tmp")
    with suppress(OSError):
        for name in filter(ours.fullmatch, os.listdir(target.parent)):
            _remove_left(target.with_name(name))


def _remove_left(name: Path) -> None:
    with suppress(OSError), open(name, "r+b") as left:  # renamed by now, or locked by its writer
        flock(left, LOCK_EX | LOCK_NB)
        name.unlink()


def _stem(target: Path) -> str:
    cut = os.fsencode(target.name)[:_LONGEST]
    return f".{cut.decode(sys.getfilesystemencoding(), 'ignore')}."  # macOS refuses half a character
