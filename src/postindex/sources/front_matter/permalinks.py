"""The addresses of posts, by a pattern or a function, as a builder makes them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from postindex.errors import InvalidValue, shorten
from postindex.sources.front_matter.posts import Place
from postindex.sources.links import join_url, require_url
from postindex.text import slug_of

Permalink = str | Callable[[Mapping[str, Any], str], str]

_PART = re.compile(r":([a-z_]+)")
_PARTS = ("year", "month", "day", "i_month", "i_day", "title", "slug", "name", "path", "categories")


class Permalinks:
    """Makes the address of a post from `permalink`, below `url`."""

    def __init__(self, url: str | None, permalink: Permalink | None) -> None:
        require_url(url, "blog")
        if isinstance(permalink, str):
            unknown = [part for part in _PART.findall(permalink) if part not in _PARTS]
            if unknown or not permalink.startswith("/"):
                parts = ", ".join(f":{part}" for part in _PARTS)
                raise InvalidValue("permalink", permalink, f"is not a path; begin it with / and use {parts}")
        elif permalink is not None and not callable(permalink):
            raise InvalidValue("permalink", permalink, "is neither a path such as '/:year/:title/' nor a function")
        if permalink is not None and url is None:
            raise InvalidValue("permalink", permalink, "needs the address of the blog; give url= too")
        self._url = url
        self._permalink = permalink

    def address(
        self, fields: Mapping[str, Any], place: Place, slug: str | None, path: str, href: str | None
    ) -> str | None:
        """Return the address of a post, by its own link, else by the pattern or function; None if there is none."""
        if self._url is None:
            return None
        if href and href.startswith("/") and ":" not in href:
            return join_url(self._url, href)
        if self._permalink is None:
            return None
        if isinstance(self._permalink, str):
            return join_url(self._url, self._path(self._permalink, fields, place, slug, path))
        link = self._permalink(fields, path)
        if not isinstance(link, str):
            raise InvalidValue("permalink", link, f"is not a link; the function has to return one for {shorten(path)}")
        return join_url(self._url, link)

    def _path(self, pattern: str, fields: Mapping[str, Any], place: Place, slug: str | None, path: str) -> str:
        published: date = fields["published"]
        title = slug or place.slug
        categories = "/".join(slug_of(name) for name in fields["categories"])
        parts = {
            "year": f"{published.year:04}",
            "month": f"{published.month:02}",
            "day": f"{published.day:02}",
            "i_month": str(published.month),
            "i_day": str(published.day),
            "title": title,
            "slug": slug or slug_of(str(fields["title"] or title)),
            "name": place.slug,
            "path": path.rpartition(".")[0],
            "categories": categories,
        }
        return re.sub("//+", "/", _PART.sub(lambda found: parts[found[1]], pattern))
