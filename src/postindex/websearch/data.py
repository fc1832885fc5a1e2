"""The data of a search: the texts of the posts, newest first, and the tables of characters."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from postindex.index import PostIndex
from postindex.index.search import FieldName
from postindex.models import Post
from postindex.text import characters

FIELDS: Final[tuple[FieldName, ...]] = ("title", "tags", "summary")
_VERSION = 1
_TABLES = ("letters", "unspaced", "digits", "marks", "dropped", "shifted", "expanded", "composed")


def search_data(index: PostIndex, fields: Sequence[FieldName], link: Callable[[Post], str | None]) -> dict[str, Any]:
    """Return the data of an index, of which `fields` are searched; the others are left out.

    - `fields`: the searched fields; `tags`: the slug and the name of each tag, numbered from 0.
    - `characters`: the tables of `postindex.text.characters`, by which the engine folds texts and queries.
    - `posts`: for each field of the posts an array, newest post first; a field that no post has is left out.
    """
    tags: dict[tuple[str, str], int] = {}
    posts: dict[str, list[Any]] = {
        "id": [post.id for post in index],
        "title": [post.title for post in index],
        "date": [f"{post.day}" for post in index],
        "url": [link(post) for post in index],
        "language": [post.language for post in index],
        "tags": [[tags.setdefault((tag.slug, tag.name), len(tags)) for tag in post.tags] for post in index],
        "summary": [post.summary for post in index],
    }
    left_out = {name for name, values in posts.items() if name != "title" and not any(values)}
    left_out |= {"tags", "summary"} - set(fields)
    return {
        "version": _VERSION,
        "fields": list(fields),
        "characters": {name: getattr(characters, name.upper()) for name in _TABLES},
        "tags": [] if "tags" in left_out else list(tags),
        "posts": {name: values for name, values in posts.items() if name not in left_out},
    }
