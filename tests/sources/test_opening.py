"""Paths, open files and bytes → a binary file."""

import io
from pathlib import Path
from typing import Any, cast

import pytest

from postindex import InvalidValue
from postindex.sources.opening import open_source


def test_a_path_is_opened_and_closed(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    for source in (path, str(path)):
        with open_source(source) as opened:
            assert (opened.name, opened.read(100)) == (str(path), b"<rss/>")
        assert opened.file.closed


def test_an_open_file_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    with path.open("rb") as file:
        with open_source(file) as opened:
            assert (opened.name, opened.read(100)) == (str(path), b"<rss/>")
        assert not file.closed


def test_bytes_have_no_name() -> None:
    with open_source(b"<rss/>") as opened:
        assert (opened.name, opened.read(6)) == (None, b"<rss/>")


def test_content_beyond_the_limit_is_not_returned() -> None:
    with open_source(b"<rss/>") as opened:
        assert opened.read(5) is None


def test_a_slow_file_is_read_whole() -> None:
    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(2, size or 2))

    with open_source(Trickle(b"<rss/>")) as opened:
        assert opened.read(6) == b"<rss/>"


@pytest.mark.parametrize("source", [3, None, "", io.StringIO("<rss/>")])
def test_other_sources_are_refused(source: Any) -> None:
    with pytest.raises(InvalidValue, match="source: "), open_source(source):
        pass


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_source(tmp_path / "none.xml"):
        pass


def test_a_list_is_refused() -> None:
    with pytest.raises(InvalidValue), open_source(cast("Any", ["a"])):
        pass
