"""A folder → the files in it that may be posts, in an order that does not depend on the file system."""

import os
import stat
from collections.abc import Callable, Iterator
from typing import NamedTuple

from postindex.errors import Code
from postindex.sources.opening import encoding_of

MAX_SIZE = 16 << 20  # bytes of a file
MARKUP = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rst"})  # of posts, and of little else
SUFFIXES = MARKUP | {".html", ".htm", ".txt"}

_SKIPPED = frozenset({"node_modules", "_site", "public", "__pycache__", "vendor"})
_SITES = frozenset(
    {"_layouts", "_includes", "_sass", "_data", "_plugins", "layouts", "themes", "archetypes", "templates"}
)

Report = Callable[[Code, str, str], None]  # a code, a message, and the file


class Skipped(Exception):
    """A file that cannot be read as text; holds the code and the message of the problem."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class Found(NamedTuple):
    """A file, and its path below the folder, with slashes."""

    path: str
    below: str

    @property
    def folders(self) -> frozenset[str]:
        """The names of the folders that it is in, below the folder."""
        return frozenset(self.below.split("/")[:-1])


def find_files(folder: str, report: Report) -> list[Found]:
    """Return the files of a folder and its folders that may be posts, by their paths.

    Hidden files and folders are left out, and those of a site's machinery. A link that leads out of the folder is not
    followed, which is reported.
    """
    root = os.path.realpath(folder)
    return sorted(_walk(folder, "", root, {root}, report), key=lambda found: found.below.split("/"))


def _walk(folder: str, below: str, root: str, seen: set[str], report: Report) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        report("bad-file", f"the folder cannot be read: {error.strerror}", folder)
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in _SKIPPED or entry.name in _SITES:
            continue
        name = f"{below}{entry.name}"
        if entry.is_symlink():
            target = os.path.realpath(entry.path)
            if os.path.commonpath((root, target)) != root:
                report("link-left-out", "the link leads out of the folder and was not followed", entry.path)
                continue
            if target in seen:
                continue
            seen.add(target)
        if entry.is_dir():
            yield from _walk(entry.path, f"{name}/", root, seen, report)
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:
            yield Found(entry.path, name)


def read_text(path: str) -> str:
    r"""Return the text of a file, with `\n` at its line ends; raise `Skipped` if it is not text in UTF-8."""
    try:
        with open(path, "rb", buffering=0, opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise Skipped("bad-file", "this is not a file with text, but a device or a pipe")
            content = file.read(min(status.st_size, MAX_SIZE) + 1)
    except OSError as error:
        raise Skipped("bad-file", f"the file cannot be read: {error.strerror}") from None
    return decode(content)


def decode(content: bytes) -> str:
    """Return the bytes of a file as text; raise `Skipped` if they are not."""
    if len(content) > MAX_SIZE:
        raise Skipped("too-large", f"the file has more than {MAX_SIZE >> 20} MiB, which is the limit")
    try:
        text = content.decode(encoding_of(content))
    except UnicodeDecodeError as error:
        message = f"the byte at offset {error.start} is not UTF-8; save the file as UTF-8"
        raise Skipped("bad-encoding", message) from None
    if "\0" in text:
        raise Skipped("not-text", "the file is not text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe without a writer would wait for one
