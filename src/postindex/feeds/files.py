"""Documents → files, each replaced whole or not at all."""

import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from secrets import token_hex
from typing import Literal, get_args

from postindex.errors import InvalidValue
from postindex.feeds.channel import Channel
from postindex.feeds.documents import atom, rss
from postindex.models import Post

Format = Literal["atom", "rss"]

FORMATS: dict[Format, Callable[[Iterable[Post], Channel], bytes]] = {"atom": atom, "rss": rss}


def write(posts: Iterable[Post], channel: Channel, path: str | os.PathLike[str], format: Format | None = None) -> None:
    """Write a feed of the posts to a file, which is replaced whole or not at all.

    Without `format`, the file's name says it: one that has the word `atom` or `rss` in it, such as `atom.xml`,
    `blog.rss` or `notes-atom.xml`; any other name, and one that has both, is an `InvalidValue`. The folder must be
    there; what the operating system refuses is its `OSError`, and leaves the old file as it was.

    >>> import tempfile
    >>> from datetime import date
    >>> channel = Channel(title="Notes", link="https://example.org/")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write([Post(title="Tea", published=date(2026, 3, 22))], channel, f"{folder}/atom.xml")
    ...     print(Path(folder, "atom.xml").read_text()[:38])
    <?xml version='1.0' encoding='UTF-8'?>
    """
    if format is None:
        format = format_of(path)
    if format not in FORMATS:
        raise InvalidValue("format", format, f"is not a feed format; the formats are {', '.join(get_args(Format))}")
    replace_file(path, FORMATS[format](posts, channel))


def format_of(path: str | os.PathLike[str]) -> Format:
    """Return the format that a file's name says.

    >>> format_of("public/atom.xml"), format_of("blog.rss")
    ('atom', 'rss')
    """
    parts = re.split(r"[^a-z]+", Path(path).name.lower())
    named = [format for format in FORMATS if format in parts]
    if len(named) != 1:
        raise InvalidValue(
            "path", os.fspath(path), "does not say its format; name it such as atom.xml or rss.xml, or say the format"
        )
    return named[0]


def replace_file(path: str | os.PathLike[str], content: bytes) -> None:
    """Put content into a file in one step: a reader sees the old bytes or the new ones, never a part.

    A link is followed, and a file that is there keeps its mode. Whatever fails leaves the old file as it was. What is
    there and no regular file, such as a pipe or a terminal, is written to as it is.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as file:  # by the name it was given: what /dev/stdout leads to may have none
            file.write(content)
        return
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{token_hex(8)}.tmp")
    try:
        with open(beside, "xb") as file:
            if target.exists():
                os.chmod(beside, target.stat().st_mode & 0o7777)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename == os.fspath(beside):
            error.filename = os.fspath(path)  # the file that was asked for, not the one beside it
        raise
