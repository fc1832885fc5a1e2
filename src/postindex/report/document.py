"""`html` and `write`: the report as text, or as a file."""

import os
from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec

from postindex.cadence import measure
from postindex.cadence.window import Window
from postindex.dates.periods import By
from postindex.errors import InvalidValue, MissingExtra
from postindex.files import file_path, replace_file
from postindex.models import Post
from postindex.text import is_xml


def html(
    posts: Iterable[Post],
    *,
    title: str | None = None,
    by: By = "month",
    window: Window | None = None,
    today: date | str | None = None,
) -> str:
    """Return a page about posts, which needs nothing beside itself: no file, no server, no network.

    `title` is its heading; `"Posts"`, if it is None or empty. `by`, `window` and `today` are those of
    `cadence.measure`, and what it refuses is an `InvalidValue` here too.

    The page has the figures and pictures of the cadence, the tags with their trends, the newest posts, and a search in
    titles, tags and summaries, which forgives typos. The same arguments give the same text, whatever style matplotlib
    has been given, as long as matplotlib's version is the same. Without the extra `plots`, it is a `MissingExtra`.

    >>> html([Post(title="Tea", published=date(2026, 3, 22))], title="Notes")[:15]
    '<!DOCTYPE html>'
    """
    if find_spec("matplotlib") is None:
        raise MissingExtra("report", "plots")
    if title is not None and not (isinstance(title, str) and is_xml(title)):
        raise InvalidValue("title", title, "is not text, or has characters that no page can have")
    from postindex.report.page import page

    return page(measure(posts, by=by, window=window, today=today), " ".join((title or "").split()) or "Posts")


def write(
    posts: Iterable[Post],
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    by: By = "month",
    window: Window | None = None,
    today: date | str | None = None,
) -> bool:
    """Write a page about posts, as `html` makes it, to a file, in UTF-8; say whether the file changed.

    It is replaced whole or not at all, and not touched if it has the same bytes already. The folder must be there; what
    the operating system refuses is its `OSError`, and leaves the old file as it was. What is no path is an
    `InvalidValue`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write([Post(title="Tea", published=date(2026, 3, 22))], f"{folder}/report.html")
    True
    """
    path = file_path("path", path)
    return replace_file(path, html(posts, title=title, by=by, window=window, today=today).encode())
