"""Ghost's export → a `Listing`."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from postindex.errors import shorten
from postindex.listing.values import Listing
from postindex.sources.gathering import Entry, Gathering, Options, Untitled, content_types
from postindex.sources.json_text import load_file
from postindex.sources.links import join_url, require_url
from postindex.sources.moments import read_moment
from postindex.sources.opening import Source, open_source
from postindex.sources.plain_text import plain_text

MAX_SIZE = 256 << 20  # bytes

_MISSING = (None, "")
_ENDS = {"published_at": "the post is left out"}
_GHOST_URL = "__GHOST_URL__"
_DRAFTS = frozenset({"draft", "scheduled", "sent"})
_FROM_DATABASE = "%Y-%m-%d %H:%M:%S"  # in UTC
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_ghost(
    source: Source,
    *,
    url: str | None = None,
    types: Collection[str] = ("post",),
    strict: bool = True,
    drafts: bool = False,
    today: date | None = None,
    untitled: Untitled = "omit",
    words_per_minute: int | None = None,
    content: bool = True,
) -> Listing:
    """Read an export of Ghost in JSON: a path, an open binary file or bytes.

    `url` is the address of the blog, which the export leaves out of its links; without it, `Post.url` is None. `types`
    are the types of content that are read: `"post"`, `"page"`. Scheduled posts, and posts that were only sent as
    e-mail, count as drafts. Tags that begin with `#` are Ghost's own and left out. Times are in UTC. The other
    arguments, and what is raised, are as in `read_wordpress`.

    >>> export = b'''{"db": [{"data": {"posts": [{"id": "1", "title": "Tea", "slug": "tea", "status": "published",
    ...     "published_at": "2026-03-22T10:00:00.000Z"}], "tags": [], "posts_tags": []}}]}'''
    >>> post = read_ghost(export, url="https://example.org/").posts[0]
    >>> post.title, post.url
    ('Tea', 'https://example.org/tea/')
    """
    require_url(url, "blog")
    wanted = content_types(types)
    options = Options(strict, drafts, today, untitled, words_per_minute, content).checked()
    with open_source(source) as opened:
        gathering = Gathering("ghost", opened.name, options)
        text = opened.read(MAX_SIZE)
    data = _data(text, gathering)
    header: dict[str, Any] = {}
    if data is not None:
        export = _Export(data, url, wanted, gathering)
        export.add_posts()
        header = export.header()
    return gathering.listing(**header)


def _data(text: bytes | None, gathering: Gathering) -> Mapping[str, Any] | None:
    """Return the tables of an export, or report why there are none."""
    document = load_file(text, MAX_SIZE, gathering)
    if document is None:
        return None
    data = _data_of(document)
    if data is None:
        gathering.report("bad-file", "the file is not an export of Ghost; make one with Settings, Export")
    return data


def _data_of(document: object) -> Mapping[str, Any] | None:
    if isinstance(document, dict) and isinstance(databases := document.get("db"), list) and databases:
        document = databases[0]
    data = document.get("data") if isinstance(document, dict) else None
    return data if isinstance(data, dict) and isinstance(data.get("posts"), list) else None


class _Export:
    """The tables of an export, joined."""

    def __init__(self, data: Mapping[str, Any], url: str | None, types: frozenset[str], gathering: Gathering) -> None:
        self._data = data
        self._url = url
        self._types = types
        self._gathering = gathering
        self._tags = self._linked("posts_tags", "tag_id", self._rows("tags"))
        self._authors = self._linked("posts_authors", "author_id", self._rows("users"))
        self._users = {str(row.get("id")): row for row in self._rows("users")}
        self._relative = False  # whether a link lacks the address of the blog

    def header(self) -> dict[str, Any]:
        """Return what the export says of the blog."""
        settings = {str(row.get("key")): row.get("value") for row in self._rows("settings")}
        names = {"title": "title", "description": "description", "language": "locale"}
        header = {name: settings.get(key) for name, key in names.items()}
        return {name: value for name, value in {**header, "url": self._url}.items() if isinstance(value, str) and value}

    def add_posts(self) -> None:
        """Gather the posts."""
        for number, row in enumerate(self._data["posts"], 1):
            if isinstance(row, dict):
                self._add(row)
            else:
                self._gathering.report("bad-field", f"post {number:,} of the export is not an object; it is left out")
        if self._relative:
            message = "the export does not name the address of the blog, so posts have no url; give it with url="
            self._gathering.report("relative-links", message)

    def _rows(self, table: str) -> list[dict[str, Any]]:
        rows = self._data.get(table)
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def _linked(self, table: str, name: str, targets: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
        """Return the rows that a table links to each post, in their order."""
        by_id = {str(row.get("id")): row for row in targets}
        linked: dict[str, list[dict[str, Any]]] = {}
        links = self._rows(table)
        for link in sorted(links, key=lambda link: order if type(order := link.get("sort_order")) is int else 0):
            if (row := by_id.get(str(link.get(name)))) is not None:
                linked.setdefault(str(link.get("post_id")), []).append(row)
        return linked

    def _add(self, row: dict[str, Any]) -> None:
        kind = _text(row, "type") or ("page" if row.get("page") in (1, True) else "post")
        if kind not in self._types:
            return
        id, status = str(row.get("id")), _text(row, "status") or "published"
        draft = status in _DRAFTS
        published = self._moment(row, "published_at") or (self._moment(row, "created_at") if draft else None)
        if published is None and draft and not self._gathering.options.drafts:
            published = date.min  # a draft may have no date, and is only counted
        if published is None:
            if row.get("published_at") in _MISSING:  # else it is reported
                title = shorten(_text(row, "title"))
                self._gathering.report("bad-date", f"published_at: {title} has no date; the post is left out")
            return
        html = _text(row, "html").replace(_GHOST_URL, self._url.rstrip("/") if self._url else "")
        image = self._address(_text(row, "feature_image"))
        slug = _text(row, "slug")
        link = _text(row, "canonical_url") or (f"{_GHOST_URL}/{slug}/" if slug else "")
        address = self._address(link)
        self._relative |= bool(link) and not self._url and address is None
        writers = self._authors.get(id) or [self._users.get(str(row.get("author_id")), {})]
        fields = {
            "id": _text(row, "uuid") or None,
            "title": " ".join(_text(row, "title").split()),
            "published": published,
            "updated": self._moment(row, "updated_at"),
            "summary": plain_text(_text(row, "custom_excerpt")),
            "content_html": html,
            "tags": self._names(id),
            "authors": [name for writer in writers if (name := _text(writer, "name").strip())],
            "language": _text(row, "locale") or None,
            "image": image,
            "url": address,
        }
        href = None if address else link.removeprefix(_GHOST_URL) or None
        self._gathering.add(Entry(fields, href=href, draft=draft, text=_text(row, "plaintext")))

    def _names(self, id: str) -> list[str]:
        names = (_text(tag, "name").strip() for tag in self._tags.get(id, ()))
        return [name for name in names if not name.startswith("#") and any(map(str.isalnum, name))]

    def _address(self, link: str) -> str | None:
        if not link:
            return None
        if link.startswith(_GHOST_URL):
            # The address may have a path, as that of a blog in a folder has.
            return join_url(None, self._url.rstrip("/") + link.removeprefix(_GHOST_URL)) if self._url else None
        return join_url(self._url, link)

    def _moment(self, row: dict[str, Any], name: str) -> date | None:
        value = row.get(name)
        if value in _MISSING:
            return None
        if type(value) is int:  # the milliseconds of Ghost before 1.0
            with suppress(OverflowError):
                return _EPOCH + timedelta(milliseconds=value)
        text = str(value)[:40]
        with suppress(ValueError):
            return datetime.strptime(text, _FROM_DATABASE).replace(tzinfo=UTC)
        moment = read_moment(text)
        if moment.fault:
            end = "only its day is kept" if moment.value else _ENDS.get(name, "it is left out")
            self._gathering.report("bad-date", f"{name}: {shorten(value)} {moment.fault}; {end}")
        return moment.value


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
