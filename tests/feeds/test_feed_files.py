"""Feeds as files: the format from the name, and threads that write side by side."""

import locale
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pytest

from postindex import Channel, InvalidValue, Post, PostLeftOut, feeds
from postindex.feeds.documents import format_of

CHANNEL = Channel(title="Notes", link="https://example.org/", authors=["A. Writer"])
POSTS = [Post(title="Tea", published=date(2026, 3, 22), summary="On leaves. " * 1000, tags=["tea"])]
DOCUMENTS: dict[str, Callable[..., bytes]] = {"atom.xml": feeds.atom, "rss.xml": feeds.rss, "feed.json": feeds.json}


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("atom.xml", "atom"),
        ("rss.xml", "rss"),
        ("feed.json", "json"),
        ("blog.rss", "rss"),
        ("blog.atom", "atom"),
        ("blog.json", "json"),
        ("json", "json"),
        ("notes-atom.xml", "atom"),
        ("RSS2.XML", "rss"),
        ("rss/atom.xml", "atom"),  # the folder's name says nothing
        (Path("public", "atom.xml"), "atom"),
    ],
)
def test_the_format_is_inferred_from_the_name(name: str | Path, format: str) -> None:
    assert format_of(name) == format


@pytest.mark.parametrize(
    "name", ["feed.xml", "atomic.xml", "across.xml", "feed.jsonl", "rss-and-atom.xml", "atom.rss", "atom.json"]
)
def test_names_without_exactly_one_format_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with pytest.raises(InvalidValue, match="does not tell the feed format") as caught:
        feeds.write(POSTS, CHANNEL, path)
    assert (caught.value.place, caught.value.value) == ("path", str(path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["opml", "ATOM", "", 3, ["atom"]])
def test_unknown_formats_are_refused(format: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="give one of atom, rss, json") as caught:
        feeds.write(POSTS, CHANNEL, tmp_path / "atom.xml", format)
    assert (caught.value.place, caught.value.value) == ("format", format)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_file_holds_the_document(name: str, tmp_path: Path) -> None:
    assert feeds.write(iter(POSTS), CHANNEL, tmp_path / name) is True
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == DOCUMENTS[name](POSTS, CHANNEL)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_with_the_right_bytes_are_not_touched(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    feeds.write(POSTS, CHANNEL, path)
    os.utime(path, ns=(1, 1))
    assert feeds.write(POSTS, CHANNEL, path) is False
    assert path.stat().st_mtime_ns == 1
    assert feeds.write([], CHANNEL, path) is True
    assert path.read_bytes() == DOCUMENTS[name]([], CHANNEL)


def test_format_takes_precedence_over_the_name(tmp_path: Path) -> None:
    feeds.write(POSTS, CHANNEL, str(tmp_path / "atom.xml"), format="rss")
    feeds.write(POSTS, CHANNEL, tmp_path / "index.xml", "atom")
    feeds.write(POSTS, CHANNEL, tmp_path / "rss-and-atom", "json")
    assert (tmp_path / "atom.xml").read_bytes() == feeds.rss(POSTS, CHANNEL)
    assert (tmp_path / "index.xml").read_bytes() == feeds.atom(POSTS, CHANNEL)
    assert (tmp_path / "rss-and-atom").read_bytes() == feeds.json(POSTS, CHANNEL)


@pytest.mark.parametrize(
    ("posts", "place"), [(["Tea"], "posts: item 0"), ("Tea", "posts"), (POSTS[0], "posts"), (None, "posts")]
)
def test_invalid_arguments_leave_the_old_file(posts: Any, place: str, tmp_path: Path) -> None:
    path = tmp_path / "atom.xml"
    path.write_bytes(b"old")
    with pytest.raises(InvalidValue) as caught:
        feeds.write(posts, CHANNEL, path)
    assert caught.value.place == place
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("atom.xml", b"old")]


def test_posts_left_out_are_warned_of_once(tmp_path: Path) -> None:
    other = Post(title="Pots", published=date(2026, 3, 21))
    channel = CHANNEL.model_copy(update={"permalink": lambda post: {"Tea": "/tea/"}[post.title]})
    with pytest.warns(PostLeftOut, match="2026-03-21-pots") as warned:
        assert feeds.write([*POSTS, other], channel, tmp_path / "atom.xml") is True
    assert len(warned) == 1
    assert (tmp_path / "atom.xml").read_bytes().count(b"<entry>") == 1


def test_missing_folders_raise_os_error(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "atom.xml"
    with pytest.raises(FileNotFoundError) as caught:
        feeds.write(POSTS, CHANNEL, path)
    assert caught.value.filename == str(path)
    assert list(tmp_path.iterdir()) == []


def test_threads_write_in_parallel_without_changing_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale is the process's: feedgen by itself would change it while it writes the dates of RSS."""
    workers = 8
    setlocale = locale.setlocale
    calls: list[object] = []
    start, done = Barrier(workers + 1), Event()
    index = [
        [Post(title=f"{worker}, {number}", published=date(2026, 3, number), tags=["tea"]) for number in range(1, 20)]
        for worker in range(workers)
    ]

    def write(worker: int) -> list[bytes]:
        folder = tmp_path / str(worker)
        folder.mkdir()
        start.wait()
        for name in DOCUMENTS:
            feeds.write(index[worker], CHANNEL, folder / name)
        alone = [(folder / name).read_bytes() for name in DOCUMENTS]
        site = feeds.write_all(index[worker], CHANNEL, folder / "site")
        return alone + [path.read_bytes() for path in site.written]

    def watch() -> set[str]:
        start.wait()
        seen = set()
        while not done.is_set():
            seen.add(setlocale(locale.LC_ALL))
        return seen

    def watched(*args: Any) -> str:
        calls.append(args)
        return setlocale(*args)

    before = setlocale(locale.LC_ALL)
    monkeypatch.setattr(locale, "setlocale", watched)
    with ThreadPoolExecutor(workers + 1) as pool:
        watching = pool.submit(watch)
        try:
            written = list(pool.map(write, range(workers)))
        finally:
            done.set()
    assert watching.result() == {before}
    assert calls == []
    for worker, documents in enumerate(written):
        assert documents[:3] == [document(index[worker], CHANNEL) for document in DOCUMENTS.values()]
        again = feeds.write_all(index[worker], CHANNEL, tmp_path / "again" / str(worker))
        assert documents[3:] == [path.read_bytes() for path in again.written]


@pytest.mark.parametrize("path", [None, 5, b"atom.xml", "", "atom\0.xml", ["atom.xml"]])
def test_invalid_paths_are_refused(path: Any) -> None:
    for write, place in ((feeds.write, "path"), (feeds.write_all, "folder")):
        with pytest.raises(InvalidValue, match="is not a path") as caught:
            write(POSTS, CHANNEL, path)
        assert (caught.value.place, caught.value.value) == (place, path)
