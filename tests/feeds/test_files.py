"""Feeds as files: the format from the name, and a file that is replaced whole or not at all."""

import locale
import os
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread
from typing import Any, Never

import pytest

from postindex import Channel, InvalidValue, Post, feeds
from postindex.feeds.files import format_of, replace_file

CHANNEL = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
POSTS = [Post(title="Tea", published=date(2026, 3, 22), summary="On leaves. " * 1000)]
NOBODY = 65534

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes, links and limits of POSIX")


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("atom.xml", "atom"),
        ("rss.xml", "rss"),
        ("blog.rss", "rss"),
        ("blog.atom", "atom"),
        ("notes-atom.xml", "atom"),
        ("RSS2.XML", "rss"),
        ("rss/atom.xml", "atom"),  # the folder's name says nothing
        (Path("public", "atom.xml"), "atom"),
    ],
)
def test_the_name_says_the_format(name: str | Path, format: str) -> None:
    assert format_of(name) == format


@pytest.mark.parametrize("name", ["feed.xml", "atomic.xml", "across.xml", "rss-and-atom.xml", "atom.rss"])
def test_a_name_without_one_format_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with pytest.raises(InvalidValue, match="does not say its format") as caught:
        feeds.write(POSTS, CHANNEL, path)
    assert (caught.value.place, caught.value.value) == ("path", str(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["json", "ATOM", "", 3])
def test_an_unknown_format_is_refused(format: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="the formats are atom, rss") as caught:
        feeds.write(POSTS, CHANNEL, tmp_path / "atom.xml", format)
    assert (caught.value.place, caught.value.value) == ("format", format)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "document"), [("atom.xml", feeds.atom), ("rss.xml", feeds.rss)])
def test_a_file_holds_the_document(name: str, document: Any, tmp_path: Path) -> None:
    feeds.write(iter(POSTS), CHANNEL, tmp_path / name)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == document(POSTS, CHANNEL)


def test_a_given_format_outweighs_the_name(tmp_path: Path) -> None:
    feeds.write(POSTS, CHANNEL, str(tmp_path / "atom.xml"), format="rss")
    feeds.write(POSTS, CHANNEL, tmp_path / "index.xml", "atom")
    assert (tmp_path / "atom.xml").read_bytes() == feeds.rss(POSTS, CHANNEL)
    assert (tmp_path / "index.xml").read_bytes() == feeds.atom(POSTS, CHANNEL)


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    path.write_bytes(b"old" * 100_000)
    feeds.write(POSTS, CHANNEL, path)
    assert path.read_bytes() == feeds.atom(POSTS, CHANNEL)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640])
def test_an_old_file_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    path.touch()
    path.chmod(mode)
    feeds.write(POSTS, CHANNEL, path)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    feeds.write(POSTS, CHANNEL, tmp_path / "atom.xml")
    assert (tmp_path / "atom.xml").stat().st_mode == (tmp_path / "plain").stat().st_mode


@posix
@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_followed_and_kept(there: bool, tmp_path: Path) -> None:
    real = tmp_path / "site"
    real.mkdir()
    target, link = real / "feed.xml", tmp_path / "atom.xml"
    if there:
        target.write_bytes(b"old")
    link.symlink_to(Path("site", "feed.xml"))
    feeds.write(POSTS, CHANNEL, link)
    assert link.readlink() == Path("site", "feed.xml")
    assert target.read_bytes() == feeds.atom(POSTS, CHANNEL)
    assert sorted(tmp_path.rglob("*")) == [link, real, target]


@contextmanager
def no_room() -> Iterator[None]:
    """Let no file grow beyond 4 kB, as on a full disk."""
    resource = pytest.importorskip("resource")
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


@pytest.mark.parametrize("old", [b"old", None])
def test_a_full_disk_leaves_the_old_file_whole(old: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    if old:
        path.write_bytes(old)
    with no_room(), pytest.raises(OSError, match="File too large"):
        feeds.write(POSTS, CHANNEL, path)
    assert [file.read_bytes() for file in tmp_path.iterdir()] == ([old] if old else [])


@pytest.mark.parametrize("error", [OSError("no sync"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file_whole(
    call: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Never:
        raise error

    path = tmp_path / "atom.xml"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(type(error)) as caught:
        feeds.write(POSTS, CHANNEL, path)
    assert caught.value is error
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("atom.xml", b"old")]


def test_bytes_are_on_the_disk_before_the_name_is_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "atom.xml"
    sizes: list[int] = []
    fsync = os.fsync

    def watched(file: int) -> None:
        assert not path.exists()
        sizes.append(os.fstat(file).st_size)
        fsync(file)

    monkeypatch.setattr(os, "fsync", watched)
    feeds.write([], CHANNEL, path)  # short enough to wait in Python's own buffer
    assert sizes == [path.stat().st_size]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        feeds.write(POSTS, CHANNEL, tmp_path / "missing" / "atom.xml")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "atom.xml"
    folder.mkdir()
    with pytest.raises(OSError, match="atom"):
        feeds.write(POSTS, CHANNEL, folder)
    assert list(tmp_path.rglob("*")) == [folder]


@posix
def test_an_unwritable_folder_is_an_os_error_and_keeps_the_old_file() -> None:
    with TemporaryDirectory() as name:  # not tmp_path: others may not enter the folders above that
        path = Path(name, "atom.xml")
        path.write_bytes(b"old")
        path.chmod(0o666)
        Path(name).chmod(0o555)
        user = os.geteuid()
        os.seteuid(user or NOBODY)  # nothing is unwritable for root
        try:
            with pytest.raises(PermissionError):
                feeds.write(POSTS, CHANNEL, path)
        finally:
            os.seteuid(user)
            Path(name).chmod(0o755)
        assert [(file.name, file.read_bytes()) for file in Path(name).iterdir()] == [("atom.xml", b"old")]


def test_readers_never_see_a_torn_file(tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    short = Channel(title="N", link="https://example.org/")
    whole = {feeds.atom(POSTS, CHANNEL), feeds.atom([], short)}
    feeds.write([], short, path)
    start = Barrier(4)

    def write() -> set[bytes]:
        start.wait()
        for turn in range(40):
            feeds.write(*((POSTS, CHANNEL) if turn % 2 else ([], short)), path)
        return set()

    def read() -> set[bytes]:
        start.wait()
        return {path.read_bytes() for _ in range(400)}

    with ThreadPoolExecutor(4) as pool:
        seen = [pool.submit(task) for task in (write, write, read, read)]
        assert set().union(*(task.result() for task in seen)) <= whole
    assert list(tmp_path.iterdir()) == [path]


def test_threads_leave_the_locale_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []
    setlocale = locale.setlocale

    def watched(*asked: Any) -> str:
        calls.append(asked)
        return setlocale(*asked)

    def write(number: int) -> bytes:
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in ("atom.xml", "rss.xml"):
            feeds.write(POSTS, CHANNEL, folder / name)
        return (folder / "atom.xml").read_bytes() + (folder / "rss.xml").read_bytes()

    monkeypatch.setattr(locale, "setlocale", watched)
    with ThreadPoolExecutor(8) as pool:
        written = set(pool.map(write, range(8)))
    assert written == {feeds.atom(POSTS, CHANNEL) + feeds.rss(POSTS, CHANNEL)}
    assert calls == []


def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "atom"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    replace_file(pipe, b"<feed/>")
    reader.join()
    assert read == [b"<feed/>"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
