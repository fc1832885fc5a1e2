r"""postindex reads the listing of a blog into typed posts, answers questions about them, and writes feeds.

>>> import postindex
>>> listing = postindex.parse_listing("/tea\n- March 22, 2026 5 min\nTea, twice\nOn leaves.\n- /tea\n- /notes")
>>> listing.index
<PostIndex: 1 post, 2026-03-22, 2 tags>
>>> [hit.post.title for hit in listing.index.search("leavs")]
['Tea, twice']
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from postindex.version import __version__ as __version__

if TYPE_CHECKING:
    from postindex import cadence, feeds, frames, plots, report, sources, websearch
    from postindex.errors import (
        InvalidValue,
        ListingError,
        MissingExtra,
        PostindexError,
        PostLeftOut,
        Problem,
        UnknownPost,
    )
    from postindex.feeds import Channel
    from postindex.index import Aliased, PostIndex
    from postindex.index.aliases import TagCollision
    from postindex.index.related import Related
    from postindex.index.search import Hit, Match, Suggestion
    from postindex.index.tags import Cooccurrence, NearDuplicate, TagCounts, TagIndex, TagUsage
    from postindex.listing import (
        Layout,
        Listing,
        Origin,
        Page,
        iter_posts,
        merge,
        parse_listing,
        parse_listings,
        read_listing,
        read_listings,
        write_listing,
    )
    from postindex.models import Author, Enclosure, Post, Tag
    from postindex.sources import read
else:  # hidden from type checkers, which would then accept every name

    def __getattr__(name: str) -> Any:
        return _load(name)


__all__ = [
    "Aliased",
    "Author",
    "Channel",
    "Cooccurrence",
    "Enclosure",
    "Hit",
    "InvalidValue",
    "Layout",
    "Listing",
    "ListingError",
    "Match",
    "MissingExtra",
    "NearDuplicate",
    "Origin",
    "Page",
    "Post",
    "PostIndex",
    "PostLeftOut",
    "PostindexError",
    "Problem",
    "Related",
    "Suggestion",
    "Tag",
    "TagCollision",
    "TagCounts",
    "TagIndex",
    "TagUsage",
    "UnknownPost",
    "cadence",
    "feeds",
    "frames",
    "iter_posts",
    "merge",
    "parse_listing",
    "parse_listings",
    "plots",
    "read",
    "read_listing",
    "read_listings",
    "report",
    "sources",
    "websearch",
    "write_listing",
]

# Loaded on first use: the command's version and help need no posts, and few programs need all of it.
_MODULES = {"cadence", "feeds", "frames", "plots", "report", "sources", "websearch"}
_NAMES = {
    "errors": (
        "InvalidValue",
        "ListingError",
        "MissingExtra",
        "PostLeftOut",
        "PostindexError",
        "Problem",
        "UnknownPost",
    ),
    "feeds": ("Channel",),
    "index": ("Aliased", "PostIndex"),
    "index.aliases": ("TagCollision",),
    "index.related": ("Related",),
    "index.search": ("Hit", "Match", "Suggestion"),
    "index.tags": ("Cooccurrence", "NearDuplicate", "TagCounts", "TagIndex", "TagUsage"),
    "listing": (
        *("Layout", "Listing", "Origin", "Page"),
        *("iter_posts", "merge", "parse_listing", "parse_listings", "read_listing", "read_listings", "write_listing"),
    ),
    "models": ("Author", "Enclosure", "Post", "Tag"),
    "sources": ("read",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])


def _load(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"postindex.{name}")
    if name in _MODULE_OF:
        return getattr(import_module(f"postindex.{_MODULE_OF[name]}"), name)
    raise AttributeError(f"module 'postindex' has no attribute {name!r}")
