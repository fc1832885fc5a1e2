"""The JSON that this library writes, or a list of posts → a `Listing`."""

import re
from datetime import date
from typing import Any

from postindex.errors import InvalidValue, shorten
from postindex.index import PostIndex
from postindex.listing.values import Listing
from postindex.models import Post
from postindex.sources.gathering import Entry, Gathering, Options, Untitled
from postindex.sources.json_text import load_file
from postindex.sources.opening import Source, open_source

MAX_SIZE = 256 << 20  # bytes
_PLACE = re.compile(r"^(?:PostIndex\.from_records: row 0: )?(?:Post[.:] ?)?:?")  # known here


def read_json(
    source: Source,
    *,
    strict: bool = True,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
) -> Listing:
    """Read JSON that `PostIndex.to_json` wrote, or a list of the rows of `to_records`: a path, a file or bytes.

    A post that cannot be read is an error, and its neighbours are kept. The arguments, and what is raised, are as in
    `read_feed`.

    >>> read_json(b'[{"title": "Tea", "published": "2026-03-22"}]').posts[0].title
    'Tea'
    """
    options = Options(strict, False, today, untitled, words_per_minute, content).checked()
    with open_source(source) as opened:
        gathering = Gathering("json", opened.name, options)
        text = opened.read(MAX_SIZE)
    document = load_file(text, MAX_SIZE, gathering)
    if document is not None:
        _add_posts(document, gathering)
    return gathering.listing()


def _add_posts(document: Any, gathering: Gathering) -> None:
    rows = document.get("posts") if isinstance(document, dict) else document
    if not isinstance(rows, list):
        gathering.report("bad-file", "the file has no list of posts; this library writes one")
        return
    if isinstance(document, dict) and document.get("version", 1) != 1:
        gathering.report("bad-file", "the version of the file is not 1; write it again with this release")
        return
    for number, row in enumerate(rows):
        try:
            post = _post_of(row, whole=isinstance(document, dict))
        except InvalidValue as error:
            for fault in error.errors:
                place = _PLACE.sub("", f"{fault.place}: ")
                message = f"post {number:,}: {place}{shorten(fault.value)} {fault.reason}; the post is left out"
                gathering.report("bad-field", message)
        else:
            gathering.add(Entry(dict(post)))


def _post_of(row: Any, *, whole: bool) -> Post:
    """Return the post of an object: of one in `to_json`'s form, or of a row."""
    return Post.model_validate(row) if whole else PostIndex.from_records([row])[0]
