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
from postindex.plots.drawing import require_drawable
from postindex.text import is_xml


def html(
    posts: Iterable[Post],
    *,
    title: str | None = None,
    by: By = "month",
    window: Window | None = None,
    today: date | str | None = None,
) -> str:
    """Return a report as a self-contained HTML page: it needs no other file, no server and no network.

    `title` is the heading; `"Posts"` if it is None or empty. `by`, `window` and `today` are those of `cadence.measure`.

    The page has the figures and charts of the cadence, the tags with their trends, the newest posts, and a
    typo-tolerant search in titles, tags and summaries. With one version of matplotlib, the same arguments give the same
    text, whatever matplotlib's settings are.

    Raises `InvalidValue` if `title` is not valid text, for more than a million days by day, and for any argument that
    `cadence.measure` refuses; `MissingExtra` without the extra `plots`.

    >>> html([Post(title="Tea", published=date(2026, 3, 22))], title="Notes")[:15]
    '<!DOCTYPE html>'
    """
    if find_spec("matplotlib") is None:
        raise MissingExtra("report", "plots")
    if title is not None and not (isinstance(title, str) and is_xml(title)):
        raise InvalidValue(
            "title", title, "is not text that HTML allows; remove control characters and lone surrogates"
        )
    from postindex.report.page import build_page

    cadence = measure(posts, by=by, window=window, today=today)
    require_drawable("by", cadence)
    return build_page(cadence, " ".join((title or "").split()) or "Posts")


def write(
    posts: Iterable[Post],
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    by: By = "month",
    window: Window | None = None,
    today: date | str | None = None,
) -> bool:
    """Write a report to a UTF-8 file; return True if the file changed. The arguments are those of `html`.

    The file is replaced atomically, and not touched if its content is the same. The folder must exist. Raises
    `InvalidValue` if `path` is not a path, and `OSError` if the file cannot be written; the old file then stays
    unchanged.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write([Post(title="Tea", published=date(2026, 3, 22))], f"{folder}/report.html")
    True
    """
    path = file_path("path", path)
    return replace_file(path, html(posts, title=title, by=by, window=window, today=today).encode())
