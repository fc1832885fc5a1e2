"""Documents → files, each replaced whole or not at all."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.documents import WRITERS, document_of, require_format
from postindex.feeds.heads import Format
from postindex.files import file_path, replace_file
from postindex.models import Post


def write(posts: Iterable[Post], channel: Channel, path: str | os.PathLike[str], format: Format | None = None) -> bool:
    """Write a feed of the posts to a file, which is replaced whole or not at all; say whether it changed.

    Without `format`, the file's name says it: one that has the word `atom`, `rss` or `json` in it, such as `atom.xml`,
    `blog.rss` or `feed.json`; any other name, and one that has several, is an `InvalidValue`. A file that has the same
    bytes already is not touched. The folder must be there; what the operating system refuses is its `OSError`, and
    leaves the old file as it was.

    >>> import tempfile
    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write([Post(title="Tea", published=date(2026, 3, 22))], channel, f"{folder}/atom.xml")
    ...     print(Path(folder, "atom.xml").read_text()[:38])
    True
    <?xml version='1.0' encoding='UTF-8'?>
    """
    path = file_path("path", path)
    if format is None:
        format = format_of(path)
    require_format("format", format)
    return replace_file(path, document_of(posts, channel, format))


def format_of(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's name says.

    >>> format_of("public/atom.xml"), format_of("blog.rss"), format_of("feed.json")
    ('atom', 'rss', 'json')
    """
    path = file_path("path", path)
    parts = re.split(r"[^a-z]+", Path(path).name.lower())
    named = [format for format in WRITERS if format in parts]
    if len(named) != 1:
        raise InvalidValue(
            "path",
            os.fspath(path),
            "does not say its format; name it such as atom.xml, rss.xml or feed.json, or give the format",
        )
    return named[0]
