"""A file has its old bytes or its new ones, even if a write fails, another process reads, or the writer is killed."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from errno import EACCES, EINVAL, EIO, EISDIR, ENOLCK, ENOSPC, EOPNOTSUPP, EPERM
from io import FileIO
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any, TypeVar

import pytest
from lxml import etree

from postindex import Channel, Post, feeds, files
from postindex.files import replace_file

OLD, NEW = b"old", b"<feed/>" * 10_000
Test = TypeVar("Test", bound=Callable[..., None])

LEFT = ".atom.xml.0123456789abcdef.tmp"
NOBODY = 65534
CHMOD = os.chmod

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links, locks and limits of POSIX")


def ways(*names: str) -> Callable[[Test], Test]:
    """Run a test for ways to make a new file, by the fixture of that name."""

    def marked(test: Test) -> Test:
        run: Test = pytest.mark.usefixtures("way")(pytest.mark.parametrize("way", names, indirect=True)(test))
        return run

    return marked


both_ways = ways("unnamed", "named")
all_ways = ways("unnamed", "named", "windows")


@pytest.fixture
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """How a new file is made: without a name, with a name at once, or so on a system without locks."""
    if request.param == "unnamed":
        try:
            os.close(os.open(tmp_path, os.O_WRONLY | (files._UNNAMED or os.O_CREAT)))
        except OSError as error:
            pytest.skip(f"there are no files without a name here: {error.strerror}")
    else:
        monkeypatch.setattr(files, "_UNNAMED", 0)
    if request.param == "windows":
        monkeypatch.setattr(files, "flock", None)
        monkeypatch.setattr(os, "supports_fd", frozenset())
        monkeypatch.setattr(os, "chmod", chmod_of_names)
    return str(request.param)


def chmod_of_names(path: str | os.PathLike[str], mode: int, **how: Any) -> None:
    """Change the mode of a file, as Windows did before Python 3.13: not of an open one."""
    CHMOD(os.fspath(path), mode, **how)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file in a folder of its own, with the old bytes."""
    path = tmp_path / "site" / "atom.xml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    os.utime(path, ns=(1, 1))
    return path


def state(path: Path) -> tuple[bytes, int, int]:
    return path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns


def beside(path: Path) -> list[str]:
    return sorted(name for name in os.listdir(path.parent) if name != path.name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Work as a user who may not do everything, as root may."""
    user = os.geteuid()
    os.seteuid(user or NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that anybody may enter, which those above `tmp_path` are not."""
    with TemporaryDirectory() as name:
        yield Path(name)
        Path(name).chmod(0o755)


# -- what is written --------------------------------------------------------------------------------------------------


@all_ways
@pytest.mark.parametrize("new", [b"", b"x", b"new", NEW])
def test_new_bytes_take_the_place_of_the_old(new: bytes, path: Path) -> None:
    assert replace_file(path, new) is True
    assert path.read_bytes() == new
    assert beside(path) == []


@all_ways
@pytest.mark.parametrize("new", [b"", NEW])
def test_a_file_that_is_not_there_is_made(new: bytes, tmp_path: Path) -> None:
    assert replace_file(str(tmp_path / "atom.xml"), new) is True
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [new]


@all_ways
def test_a_file_that_has_the_bytes_already_is_not_touched(path: Path) -> None:
    before = state(path)
    assert replace_file(path, OLD) is False
    assert state(path) == before
    assert beside(path) == []


@pytest.mark.parametrize("size", [2**20, 2**20 + 1, 5 * 2**20 // 2])
def test_long_files_are_compared_to_the_last_byte(size: int, path: Path) -> None:
    path.write_bytes(b"a" * size)
    assert replace_file(path, b"a" * size) is False
    assert replace_file(path, b"a" * (size - 1) + b"b") is True
    assert replace_file(path, b"b" + b"a" * (size - 2) + b"b") is True
    assert path.read_bytes() == b"b" + b"a" * (size - 2) + b"b"


def test_an_empty_file_may_be_right_too(path: Path) -> None:
    path.write_bytes(b"")
    before = state(path)
    assert replace_file(path, b"") is False
    assert state(path) == before


def test_a_relative_path_is_one_from_here(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    assert replace_file("atom.xml", NEW) is True
    assert replace_file(Path("..", "site", "rss.xml"), NEW) is True
    assert (path.read_bytes(), beside(path)) == (NEW, ["rss.xml"])


@pytest.mark.parametrize(
    "name",
    [
        "x" * 255,
        "茶" * 85,  # 255 bytes
        "é" * 127 + "x",
        "[a](b)+.*$^.xml",
        " ",
        "-rf",
        "a\nb",
        os.fsdecode(b"caf\xe9.xml"),
    ],
)
@all_ways
def test_any_name_that_a_file_may_have(name: str, way: str, tmp_path: Path) -> None:
    path = tmp_path / name
    try:
        path.write_bytes(OLD)
    except OSError:
        pytest.skip("this file system takes no such name")
    left = tmp_path / f"{files._stem(path)}0123456789abcdef.tmp"
    left.touch()
    assert replace_file(path, NEW) is True
    assert path.read_bytes() == NEW
    assert beside(path) == ([left.name] if way == "windows" else [])


@pytest.mark.parametrize("name", ["茶" * 85, "é" * 127, "x" * 199 + "é" * 28, "😀" * 63])
def test_the_name_beside_a_long_one_is_cut_between_characters(name: str, path: Path) -> None:
    stem = files._stem(path.with_name(name))
    assert len(stem.encode()) <= 202  # a half of a character would not encode
    assert name.startswith(stem[1:-1])


# -- modes, links, and other kinds of files ----------------------------------------------------------------------------


@posix
@all_ways
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o444, 0o777, 0o2664])
def test_an_old_file_keeps_its_mode(mode: int, path: Path) -> None:
    path.chmod(mode)
    replace_file(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
@all_ways
def test_a_secret_file_is_never_open_to_others(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    fsync = os.fsync

    def watched(file: int) -> None:
        if stat.S_ISREG(os.fstat(file).st_mode):
            modes.append(stat.S_IMODE(os.fstat(file).st_mode))
        fsync(file)

    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", watched)
    replace_file(path, NEW)
    assert modes == [0o600]


@posix
@both_ways
@pytest.mark.parametrize("mask", [0o000, 0o002, 0o022, 0o027, 0o077])
def test_a_new_file_has_the_mode_of_any_new_file(mask: int, tmp_path: Path) -> None:
    old = os.umask(mask)
    try:
        replace_file(tmp_path / "atom.xml", NEW)
        (tmp_path / "plain").touch()
    finally:
        os.umask(old)
    assert (tmp_path / "atom.xml").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert stat.S_IMODE((tmp_path / "atom.xml").stat().st_mode) == 0o666 & ~mask


@posix
@both_ways
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("links", [1, 2, 3])
def test_links_are_followed_and_kept(links: int, relative: bool, there: bool, path: Path) -> None:
    if not there:
        path.unlink()
    chain = [path, *(path.parent.parent / f"link-{number}" for number in range(links))]
    targets = [Path(os.path.relpath(to, path.parent.parent)) if relative else to for to in chain[:-1]]
    for link, target in zip(chain[1:], targets, strict=True):
        link.symlink_to(target)
    assert replace_file(chain[-1], NEW) is True
    assert [link.readlink() for link in chain[1:]] == targets
    assert (path.read_bytes(), path.is_symlink(), beside(path)) == (NEW, False, [])
    assert replace_file(chain[-1], NEW) is False


@posix
def test_links_in_a_circle_lead_to_no_file(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.symlink_to(there)
    there.symlink_to(here)
    with pytest.raises(OSError, match="symbolic links") as caught:
        replace_file(here, NEW)
    assert caught.value.filename == str(here)
    assert sorted(tmp_path.iterdir()) == [here, there]


@posix
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_written_to_as_it_is(linked: bool, tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    assert replace_file(link if linked else pipe, NEW) is True
    reader.join()
    assert read == [NEW]
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert link.is_symlink()


@posix
def test_a_device_is_written_to_as_it_is() -> None:
    assert replace_file(os.devnull, NEW) is True
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device here that is always full")
def test_a_device_that_is_full_is_an_os_error() -> None:
    with pytest.raises(OSError, match="No space left"):
        replace_file("/dev/full", NEW)


@pytest.mark.parametrize("name", ["atom.xml", "."])
def test_a_folder_is_not_replaced(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "atom.xml"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OSError, match="s a directory") as caught:
        replace_file(name, NEW)
    assert caught.value.filename == name
    assert list(tmp_path.rglob("*")) == [folder]


@pytest.mark.parametrize("name", ["missing/", "missing/.", "atom.xml/", "atom.xml/."])
def test_what_names_a_folder_does_not_become_a_file(name: str, path: Path) -> None:
    asked = f"{path.parent}/{name}"
    with pytest.raises(OSError, match="irectory") as caught:
        replace_file(asked, NEW)
    assert caught.value.filename == asked
    assert ([*path.parent.iterdir()], path.read_bytes()) == ([path], OLD)


@all_ways
@pytest.mark.parametrize(
    ("parent", "error"), [("missing", FileNotFoundError), ("atom.xml", NotADirectoryError), ("x" * 300, OSError)]
)
def test_where_there_is_no_folder_the_error_names_the_file(parent: str, error: type[OSError], path: Path) -> None:
    asked = path.parent / parent / "atom.xml"
    with pytest.raises(error) as caught:
        replace_file(asked, NEW)
    assert caught.value.filename == str(asked)
    assert str(caught.value).endswith(f": {str(asked)!r}")
    assert (path.read_bytes(), beside(path)) == (OLD, [])


# -- what the system allows -------------------------------------------------------------------------------------------


@posix
@both_ways
def test_an_unwritable_folder_keeps_the_old_file(public: Path) -> None:
    path = public / "atom.xml"
    path.write_bytes(OLD)
    path.chmod(0o666)
    public.chmod(0o555)
    with as_nobody():
        with pytest.raises(PermissionError) as caught:
            replace_file(path, NEW)
        assert replace_file(path, OLD) is False  # nothing is to be written
    assert caught.value.filename == str(path)
    assert (path.read_bytes(), beside(path)) == (OLD, [])


@posix
@both_ways
def test_a_folder_that_may_be_written_to_and_not_listed(public: Path) -> None:
    path = public / "atom.xml"
    public.chmod(0o333)
    with as_nobody():
        assert replace_file(path, OLD) is True
        assert replace_file(path, NEW) is True
    assert (path.read_bytes(), beside(path)) == (NEW, [])


@posix
@pytest.mark.parametrize("new", [NEW, OLD])
def test_a_file_that_may_not_be_read_is_replaced(new: bytes, public: Path) -> None:
    path = public / "atom.xml"
    path.write_bytes(OLD)
    path.chmod(0o200)
    public.chmod(0o777)
    with as_nobody():
        assert replace_file(path, new) is True
    assert (path.read_bytes(), beside(path)) == (new, [])


@pytest.mark.parametrize(
    ("errno", "refused"), [(EOPNOTSUPP, False), (EISDIR, False), (EACCES, True), (ENOSPC, True), (EIO, True)]
)
def test_a_file_system_without_unnamed_files(
    errno: int, refused: bool, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = 1 << 30
    asked = []
    open_ = os.open

    def refusing(name: Any, flags: int, *mode: int, **at: Any) -> int:
        if flags & mark:
            asked.append(name)
            raise OSError(errno, os.strerror(errno), str(name))
        return open_(name, flags, *mode, **at)

    monkeypatch.setattr(files, "_UNNAMED", mark)
    monkeypatch.setattr(os, "open", refusing)
    if refused:
        with pytest.raises(OSError, match=os.strerror(errno)) as caught:
            replace_file(path, NEW)
        assert caught.value.filename == str(path)
    else:
        assert replace_file(path, NEW) is True
    assert asked == [path.parent]
    assert (path.read_bytes(), beside(path)) == (OLD if refused else NEW, [])


@ways("unnamed")
def test_an_unnamed_file_has_a_name_only_when_it_is_done(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = []
    fsync = os.fsync

    def watched(file: int) -> None:
        there.append((beside(path), os.fstat(file).st_size))
        fsync(file)

    monkeypatch.setattr(os, "fsync", watched)
    replace_file(path, NEW)
    assert there[0] == ([], len(NEW))


@all_ways
def test_bytes_are_on_the_disk_before_the_name_is_theirs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[tuple[str, object]] = []
    fsync, replace = os.fsync, os.replace

    def synced(file: int) -> None:
        folder = stat.S_ISDIR(os.fstat(file).st_mode)
        steps.append(("sync folder", path.read_bytes()) if folder else ("sync", os.fstat(file).st_size))
        fsync(file)

    def replaced(name: Path, target: Path) -> None:
        steps.append(("replace", name.read_bytes()))
        replace(name, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    replace_file(path, b"short")  # enough to wait in a buffer
    assert steps[:2] == [("sync", 5), ("replace", b"short")]
    assert sys.platform == "win32" or steps[2:] == [("sync folder", b"short")]


@posix
def test_a_folder_that_cannot_be_synced_does_not_fail_the_write(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fsync = os.fsync

    def refused(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(EINVAL, "Invalid argument")
        fsync(file)

    monkeypatch.setattr(os, "fsync", refused)
    assert replace_file(path, NEW) is True
    assert path.read_bytes() == NEW


@posix
@both_ways
@pytest.mark.parametrize("mode", [0o640, 0o4750, 0o2664])
def test_an_old_file_keeps_its_owner_and_group(mode: int, path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root gives files to others")
    os.chown(path, 12345, 54321)
    path.chmod(mode)
    replace_file(path, NEW)
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 54321, mode)


@posix
@pytest.mark.parametrize("allowed", [(), (-1,)], ids=["neither", "group"])
def test_an_owner_that_cannot_be_kept_does_not_fail_the_write(
    allowed: tuple[int, ...], path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def chown(_file: int, owner: int, group: int) -> None:
        asked.append((owner, group))
        if owner not in allowed:
            raise PermissionError(EPERM, "Operation not permitted")

    old = path.stat()
    there = os.stat_result((0o100640, *old[1:4], old.st_uid + 1, old.st_gid + 2, *old[6:10]))
    monkeypatch.setattr(os, "chown", chown)
    with open(path, "r+b", buffering=0) as new:
        files._keep_rights(there, new, path)
    assert asked == [(-1, old.st_gid + 2), (old.st_uid + 1, -1)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# -- what was left behind ---------------------------------------------------------------------------------------------


@both_ways
def test_what_a_killed_writer_left_is_removed(path: Path) -> None:
    for name in (LEFT, LEFT.replace("0", "f")):
        path.with_name(name).write_bytes(b"half")
    assert replace_file(path, OLD) is False
    assert len(beside(path)) == 2  # nothing was to be done
    assert replace_file(path, NEW) is True
    assert beside(path) == []


@both_ways
@pytest.mark.parametrize(
    "name",
    [
        ".rss.xml.0123456789abcdef.tmp",  # of another file
        ".tatom.xml.0123456789abcdef.tmp",
        ".atomXxml.0123456789abcdef.tmp",
        "atom.xml.0123456789abcdef.tmp",
        ".atom.xml.0123456789ABCDEF.tmp",
        ".atom.xml.0123456789abcde.tmp",
        ".atom.xml.0123456789abcdef0.tmp",
        ".atom.xml.0123456789abcdef.tmp~",
        ".atom.xml.swp",
        "atom.xml.tmp",
    ],
)
def test_what_is_not_ours_stays(name: str, path: Path) -> None:
    path.with_name(name).write_bytes(b"precious")
    replace_file(path, NEW)
    assert beside(path) == [name]
    assert path.with_name(name).read_bytes() == b"precious"


@posix
@both_ways
def test_what_a_living_writer_has_locked_stays_until_it_is_done(path: Path) -> None:
    from fcntl import LOCK_EX, flock

    other = path.with_name(LEFT.replace("0", "f"))
    other.touch()
    with open(path.with_name(LEFT), "wb") as at_work:
        flock(at_work, LOCK_EX)
        assert replace_file(path, NEW) is True
        assert beside(path) == [LEFT]  # the other one's writer is no more
    assert replace_file(path, OLD) is True
    assert beside(path) == []


@both_ways
def test_files_that_cannot_be_removed_do_not_prevent_a_write(path: Path) -> None:
    path.with_name(LEFT).mkdir()
    path.with_name(LEFT.replace("f", "0")).touch()
    assert replace_file(path, NEW) is True
    assert (path.read_bytes(), beside(path)) == (NEW, [LEFT])


@posix
def test_files_of_another_user_do_not_prevent_a_write(public: Path) -> None:
    path = public / "atom.xml"
    path.write_bytes(OLD)
    path.with_name(LEFT).touch(0o444)
    public.chmod(0o777)
    with as_nobody():
        assert replace_file(path, NEW) is True
    assert path.read_bytes() == NEW


@posix
def test_a_file_that_was_swept_before_it_was_locked_is_made_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from fcntl import flock

    swept: list[str] = []

    def late(file: FileIO, how: int) -> None:
        if not swept:  # another writer comes first, which has the real lock
            swept.extend(beside(path))
            monkeypatch.setattr(files, "flock", flock)
            files._sweep(path)
            assert beside(path) == []
        flock(file, how)

    monkeypatch.setattr(files, "_UNNAMED", 0)
    monkeypatch.setattr(files, "flock", late)
    assert replace_file(path, NEW) is True
    assert len(swept) == 1
    assert (path.read_bytes(), beside(path)) == (NEW, [])


@both_ways
def test_a_file_system_without_locks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(ENOLCK, os.strerror(ENOLCK))

    path.with_name(LEFT).touch()
    monkeypatch.setattr(files, "flock", refuse)
    assert replace_file(path, NEW) is True
    assert (path.read_bytes(), beside(path)) == (NEW, [LEFT])  # whose writer may be at work


def test_a_system_without_locks_leaves_what_others_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.with_name(LEFT).touch()
    monkeypatch.setattr(files, "flock", None)
    assert replace_file(path, NEW) is True
    assert (path.read_bytes(), beside(path)) == (NEW, [LEFT])


# -- what fails -------------------------------------------------------------------------------------------------------


class Slow(FileIO):
    """A file that takes one byte at a time, as a pipe or a nearly full disk may."""

    def write(self, content: Any) -> int:
        return super().write(content[:1])


@all_ways
def test_a_file_that_takes_a_part_gets_the_rest(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "FileIO", Slow)
    replace_file(path, NEW[:3000])
    assert path.read_bytes() == NEW[:3000]


class Full(FileIO):
    """A file on a disk that is full after 10 bytes."""

    def write(self, content: Any) -> int:
        if self.tell() >= 10:
            raise OSError(ENOSPC, os.strerror(ENOSPC))
        return super().write(content[:10])


@all_ways
def test_a_write_that_fails_in_the_middle_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(path)
    monkeypatch.setattr(files, "FileIO", Full)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(path, NEW)
    assert (caught.value.errno, caught.value.filename) == (ENOSPC, str(path))
    assert str(caught.value) == f"[Errno {ENOSPC}] No space left on device: {str(path)!r}"
    assert (state(path), beside(path)) == (before, [])


@pytest.mark.parametrize("error", [OSError("no"), OSError(EIO, "no", "a", None, "b"), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("call", ["chmod", "fsync", "link", "replace"])
@all_ways
def test_a_failure_at_any_step_leaves_the_old_file(
    call: str, error: BaseException, way: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = []

    def fail(*_: object, **__: object) -> None:
        failed.append(call)
        raise error

    before = state(path)
    monkeypatch.setattr(os, call, fail)
    if call == "link" and way != "unnamed":
        assert replace_file(path, NEW) is True  # what has a name needs no link
        assert failed == []
        return
    with pytest.raises(type(error)) as caught:
        replace_file(path, NEW)
    assert failed == [call]
    assert caught.value is error
    assert (state(path), beside(path)) == (before, [])
    if isinstance(error, OSError):
        assert (error.filename, error.filename2) == (str(path), None)
        assert "->" not in str(error)


@posix
@both_ways
def test_an_interrupt_while_waiting_for_the_lock_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = state(path)
    monkeypatch.setattr(files, "flock", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(path, NEW)
    assert (state(path), beside(path)) == (before, [])


@ways("windows")
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_windows_renames_and_removes_no_open_file(call: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FileIO] = []
    unlink = os.unlink

    class Kept(FileIO):
        def __init__(self, *how: Any) -> None:
            super().__init__(*how)
            made.append(self)

    def fail(*_: object) -> None:
        assert [file.closed for file in made] == [call == "replace"]
        raise PermissionError(EACCES, "in use")  # by a reader of the old one

    def remove(name: Path) -> None:
        assert [file.closed for file in made] == [True]
        unlink(name)

    monkeypatch.setattr(files, "FileIO", Kept)
    monkeypatch.setattr(os, call, fail)
    monkeypatch.setattr(os, "unlink", remove)
    with pytest.raises(PermissionError, match="in use"):
        replace_file(path, NEW)
    assert (path.read_bytes(), beside(path)) == (OLD, [])


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file grow beyond 4 kB."""
    resource = pytest.importorskip("resource")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@both_ways
@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_may_grow_no_more_leaves_the_old_one(there: bool, path: Path) -> None:
    if not there:
        path.unlink()
    with no_room(), pytest.raises(OSError, match="File too large"):
        replace_file(path, NEW)
    assert [file.read_bytes() for file in path.parent.iterdir()] == ([OLD] if there else [])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or which("mount") is None:
        pytest.skip("no small disk can be made here")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True, check=False, text=True
    )
    if done.returncode:
        pytest.skip(f"no small disk may be made here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


@both_ways
def test_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    path = small_disk / "atom.xml"
    assert replace_file(path, b"a" * 100_000) is True
    before = state(path)
    with pytest.raises(OSError, match="No space left") as caught:
        replace_file(path, b"b" * 200_000)
    assert (caught.value.errno, caught.value.filename) == (ENOSPC, str(path))
    assert (state(path), beside(path)) == (before, [])
    assert replace_file(path, b"c" * 120_000) is True  # the room is there again
    assert (path.read_bytes(), beside(path)) == (b"c" * 120_000, [])


# -- several at once --------------------------------------------------------------------------------------------------

# Without the package, which takes longer to load than all the rest takes.
LOADED = """
import json, os, random, signal, sys, time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

spec = spec_from_file_location("files", sys.argv[1])
files = module_from_spec(spec)
spec.loader.exec_module(files)
if sys.argv[2] == "named":
    files._UNNAMED = 0
path, documents = Path(sys.argv[3]), [file.read_bytes() for file in sorted(Path(sys.argv[4]).iterdir())]
"""

REWRITES = """
sys.stdin.read(1)
for turn in range(100):
    files.replace_file(path, documents[turn % len(documents)])
"""

KILLS = """
def rewrite_for_ever():
    while True:
        for document in documents:
            files.replace_file(path, document)

chance = random.Random(5005)
found = {"kills": 0, "broken": 0, "left": 0, "left_after_a_write": 0}
for _ in range(50):
    child = os.fork()
    if not child:
        rewrite_for_ever()
    time.sleep(chance.uniform(0.002, 0.05))
    os.kill(child, signal.SIGKILL)
    found["kills"] += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    now = path.read_bytes()
    found["broken"] += now not in documents
    found["left"] += len(os.listdir(path.parent)) - 1
    files.replace_file(path, next(document for document in documents if document != now))
    found["left_after_a_write"] += len(os.listdir(path.parent)) - 1
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three feeds of the same name and different lengths, in a folder of their own."""
    folder = tmp_path_factory.mktemp("documents")
    channel = Channel(title="Notes", link="https://example.org/")
    posts = [Post(title=f"Tea {number}", published=date(2026, 3, 22), summary="Leaves. " * 20) for number in range(150)]
    for number in (1, 30, 150):
        (folder / f"{number}.xml").write_bytes(feeds.atom(posts[:number], channel))
    return folder


Start = Callable[[str], subprocess.Popen[bytes]]


@pytest.fixture
def start(path: Path, documents: Path, way: str) -> Start:
    """Start a program of another process, which has the documents and the path of the file."""

    def started(program: str) -> subprocess.Popen[bytes]:
        args: list[str | Path] = [sys.executable, "-I", "-c", LOADED + program, files.__file__, way, path, documents]
        return subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    return started


@both_ways
def test_no_reader_sees_a_torn_file_while_three_processes_write(start: Start, documents: Path, path: Path) -> None:
    path.write_bytes((documents / "1.xml").read_bytes())
    writers = [start(REWRITES) for _ in range(3)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write(b"\n")
        writer.stdin.close()
    seen: list[bytes] = []
    while any(writer.poll() is None for writer in writers):
        seen.append(path.read_bytes())
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.close()
        assert writer.returncode == 0
    assert set(seen) <= {document.read_bytes() for document in documents.iterdir()}
    assert {len(etree.fromstring(document)) > 5 for document in set(seen)} == {True}
    assert len(set(seen)) > 1  # there was something to see
    assert beside(path) == []


@posix
@both_ways
def test_no_file_is_broken_by_a_writer_that_is_killed(start: Start, way: str, documents: Path, path: Path) -> None:
    path.write_bytes((documents / "1.xml").read_bytes())
    said, _ = start(KILLS).communicate(timeout=60)
    found = json.loads(said)
    left = found.pop("left")
    assert found == {"kills": 50, "broken": 0, "left_after_a_write": 0}
    if way == "named":
        assert left > 0  # there was something to remove


def test_threads_take_turns(path: Path) -> None:
    contents = [bytes([65 + number]) * 10_000 * (number + 1) for number in range(8)]

    def write(number: int) -> None:
        for _ in range(10):
            replace_file(path, contents[number])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    assert path.read_bytes() in contents
    assert beside(path) == []
