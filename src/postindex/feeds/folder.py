"""The folder of a site's feeds: names of tag folders, files written one run at a time, stale feeds removed."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unicodedata import normalize

from postindex.files import replace_file
from postindex.models import Tag
from postindex.text import digest_of

try:
    from fcntl import LOCK_EX, flock
except ModuleNotFoundError:  # pragma: no cover  Windows, where runs at the same time do not wait for each other
    flock = None  # type: ignore[assignment]

TAGS_FOLDER = "tags"
_NUMBER = "(?:-archive-[1-9][0-9]*|-(?:[2-9]|[1-9][0-9]+))?"  # page 1 is the feed itself
_FEED_NAME = re.compile(rf"(?:(?:atom|rss){_NUMBER}\.xml|feed{_NUMBER}\.json)")
_MAX_NAME = 200  # bytes: a slug of 100 Chinese characters has 300, and file systems allow 255
_RESERVED_ON_WINDOWS = re.compile("aux|con|nul|prn|(?:com|lpt)[0-9]")


def folder_names(tags: Iterable[Tag]) -> dict[Tag, str]:
    """Return the name of each tag's folder: its slug, where every file system takes it as a name of its own.

    Otherwise the name ends with a digest of the slug. So it does for long slugs, names that Windows reserves, and slugs
    that are equal on a disk that ignores case or normalization; of those, a slug that is already folded stays.

    >>> folder_names([Tag("tea"), Tag("con")])
    {Tag('tea'): 'tea', Tag('con'): 'con-1143da2b'}
    """
    folded = {tag: _fold(tag.slug) for tag in tags}
    counts = Counter(folded.values())
    return {tag: _folder_name(tag.slug, shared=counts[key] > 1 and key != tag.slug) for tag, key in folded.items()}


def _folder_name(slug: str, *, shared: bool) -> str:
    if len(slug.encode()) <= _MAX_NAME and not shared and not _RESERVED_ON_WINDOWS.fullmatch(slug):
        return slug
    return f"{slug.encode()[:_MAX_NAME].decode(errors='ignore')}-{digest_of(slug)}"


def _fold(slug: str) -> str:
    """Return a slug as the most forgiving file system compares it: APFS folds case, NTFS compares upper case."""
    return slug if slug.isascii() else normalize("NFC", normalize("NFD", slug).upper().casefold())


class FeedFolder:
    """A folder of feeds, and a record of what was done to its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._changed: dict[Path, bool] = {}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Create the folder, and wait until no other run writes to it or removes files from it."""
        self.path.mkdir(parents=True, exist_ok=True)
        if flock is None:  # pragma: no cover
            yield
            return
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            with suppress(OSError):  # a file system without locks
                flock(descriptor, LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def write(self, document: bytes, *names: str) -> None:
        """Write a document into a file of these names, and note whether the file changed."""
        path = self.path.joinpath(*names)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._changed[path] = replace_file(path, document)

    def write_feed(self, documents: dict[str, bytes], folders: tuple[str, ...]) -> None:
        """Write the documents of a feed, the feed itself last, so that what it links to exists."""
        first, *rest = documents.items()
        for name, document in [*rest, first]:
            self.write(document, *folders, name)

    def archives(self, folders: tuple[str, ...]) -> dict[str, bytes]:
        """Return the archives in a folder, of all formats, by file name."""
        return {path.name: path.read_bytes() for path in _feed_files(self.path.joinpath(*folders)) if _is_archive(path)}

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that are new or have changed, sorted."""
        return tuple(sorted(path for path, changed in self._changed.items() if changed))

    @property
    def unchanged(self) -> tuple[Path, ...]:
        """The files that had the right bytes already, sorted."""
        return tuple(sorted(path for path, changed in self._changed.items() if not changed))

    def stale(self) -> tuple[Path, ...]:
        """Return the feeds that were not written, sorted, but no archives and nothing that is elsewhere by a link."""
        tags = Path(os.path.realpath(self.path), TAGS_FOLDER)
        folders = (path for path in self.path.glob(f"{TAGS_FOLDER}/*/") if Path(os.path.realpath(path)).parent == tags)
        existing = {*_feed_files(self.path), *(path for folder in folders for path in _feed_files(folder))}
        return tuple(sorted(path for path in existing.difference(self._changed) if not _is_archive(path)))

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove files, and folders of tags that are then empty. Another program may have removed them already."""
        for path in paths:
            path.unlink(missing_ok=True)
            if path.parent != self.path:
                with suppress(OSError):  # it has other files
                    path.parent.rmdir()


def _feed_files(folder: Path) -> list[Path]:
    """Return the files of a folder that have the names of feeds."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return [path for path in paths if _FEED_NAME.fullmatch(path.name) and path.is_file()]


def _is_archive(path: Path) -> bool:
    return "-archive-" in path.name
