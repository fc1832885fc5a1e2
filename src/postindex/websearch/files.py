"""Write the files of a search: its data, the engine and the search box."""

import json
import os
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from postindex.errors import InvalidValue
from postindex.files import file_path, replace_file
from postindex.index import PostIndex
from postindex.index.search import FieldName
from postindex.models import Post
from postindex.models.arguments import unique_tuple
from postindex.websearch.data import FIELDS, search_data


def write(
    posts: Iterable[Post],
    folder: str | os.PathLike[str],
    *,
    link: Callable[[Post], str | None] | None = None,
    fields: Iterable[FieldName] = FIELDS,
) -> tuple[Path, ...]:
    """Write `search.json`, `search.js` and `search-box.js` into a folder; return the paths of those that changed.

    `search.js` is an ES module for browsers and Node without dependencies: its `open(url or data)` resolves to an
    engine, whose `search` returns the same hits in the same order with the same scores as `PostIndex.search`.
    `search-box.js` defines the element `<postindex-search src="…/search.json">`. `search.json` holds the texts of the
    posts, newest first.

    - `folder`: is created if it is missing.
    - `link`: a function that returns the link of a post, or None for a post without one; `Post.url` if left out.
    - `fields`: the fields to search, of `"title"`, `"tags"` and `"summary"`; the others are left out of the data, and
      hits are those of posts without them.

    The same posts give the same bytes. Each file is replaced whole or not at all, and one that has the right bytes
    already is not touched. Raises `InvalidValue` for an invalid argument, before anything is written, and `OSError` if
    the operating system refuses a file.

    >>> import tempfile
    >>> from datetime import date
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     changed = write([Post(title="Tea", published=date(2026, 3, 22))], folder)
    ...     print(*[path.name for path in changed])
    search.json search.js search-box.js
    """
    folder = Path(file_path("folder", folder))
    searched = unique_tuple("fields", fields, _require_field)
    if not searched:
        raise InvalidValue("fields", fields, "names no field; give some of 'title', 'tags' and 'summary'")
    if link is not None and not callable(link):
        raise InvalidValue("link", link, "is not a function of a Post; give one that returns a link or None")
    index = posts if isinstance(posts, PostIndex) else PostIndex(posts)
    data = search_data(index, [field for field in FIELDS if field in searched], _checked(link))
    content = {
        "search.json": f"{json.dumps(data, ensure_ascii=False, separators=(',', ':'))}\n",
        "search.js": engine_script(),
        "search-box.js": _script("search-box.js"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(
        folder / name for name, text in content.items() if replace_file(folder / name, text.encode(errors="replace"))
    )


def engine_script() -> str:
    """Return the text of `search.js`."""
    return _script("search.js")


def _script(name: str) -> str:
    return files("postindex.websearch").joinpath(name).read_text(encoding="utf-8")


def _require_field(field: object) -> FieldName:
    for known in FIELDS:
        if field == known:
            return known
    raise InvalidValue("field", field, "is not searched; give 'title', 'tags' or 'summary'")


def _checked(link: Callable[[Post], str | None] | None) -> Callable[[Post], str | None]:
    def link_of(post: Post) -> str | None:
        address = post.url if link is None else link(post)
        if address is not None and not isinstance(address, str):
            raise InvalidValue(
                "link", address, f"is not a link; the function has to return one, or None, for {post.id}"
            )
        return address

    return link_of
