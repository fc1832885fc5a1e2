"""Posts from other beginnings than a listing: HTML pages, feeds, front matter, exports, tables, JSON.

>>> from postindex import sources
>>> page = b"<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots and cups</a></ul>"
>>> sources.read_page(page).posts[0].title
'Tea, twice'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postindex.sources.front_matter.reading import read_front_matter
    from postindex.sources.ghost import read_ghost
    from postindex.sources.our_json import read_json
    from postindex.sources.pages import read_page
    from postindex.sources.read_any import read
    from postindex.sources.syndication import read_feed
    from postindex.sources.tables import read_csv, to_csv
    from postindex.sources.wordpress import read_wordpress
else:  # hidden from type checkers, which would then accept every name

    def __getattr__(name: str) -> Any:
        return _load(name)


__all__ = [
    "read",
    "read_csv",
    "read_feed",
    "read_front_matter",
    "read_ghost",
    "read_json",
    "read_page",
    "read_wordpress",
    "to_csv",
]

_MODULES = {  # loaded on first use: few programs need several
    "read": "read_any",
    "read_csv": "tables",
    "read_feed": "syndication",
    "read_front_matter": "front_matter.reading",
    "read_ghost": "ghost",
    "read_json": "our_json",
    "read_page": "pages",
    "read_wordpress": "wordpress",
    "to_csv": "tables",
}


def __dir__() -> list[str]:
    return __all__


def _load(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module 'postindex.sources' has no attribute {name!r}")
    return getattr(import_module(f"postindex.sources.{_MODULES[name]}"), name)
