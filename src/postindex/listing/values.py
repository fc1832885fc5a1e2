"""`Listing`, the content of an index page, and `Page`, one page of a listing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter

from postindex.errors import InvalidValue, Problem
from postindex.index import PostIndex
from postindex.models import Post, Tag
from postindex.models.base import Value
from postindex.models.fields import FIRST_FAULT, MAX_INTEGER, Expected, Language, Link, Text
from postindex.notebook import html_table
from postindex.text import counted

_Count = Annotated[int, Field(ge=0, le=MAX_INTEGER), Expected("a whole number from 0 to 2**63 - 1")]
Kind = Literal[  # of a source
    "listing",
    "page",
    "rss",
    "atom",
    "rdf",
    "jsonfeed",
    "json",
    "wordpress",
    "ghost",
    "csv",
    "frontmatter",
]
_MAX_PROBLEMS_SHOWN = 10  # in a notebook
_MAX_NAME_LENGTH = 60  # characters of a path or a source in a repr


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a post was read.

    - `line`: the line at which it begins, from 1, or None if it was read from HTML or JSON.
    - `element`: the element of its title as a CSS selector, or None if it was read from text.
    - `href`: its link as written, which may be relative, or None.
    - `source`: the name of its file, or None if that is the listing's source or no file was read.

    >>> Origin(line=3).line
    3
    """

    line: int | None = None
    element: str | None = None
    href: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page of any layout was read.

    - `dates`: how many dates there are, with a sample. `titles`: the rule for titles, in words.
    - `agreed`: how many of `total` posts are confirmed.
    - `runner_up`: a sample of the next best reading, or None; `distance`: how much lower its score is.
    - `left_out`: how many dates or lines belong to no post.

    >>> print(Layout("2 dates such as '2026-03-22'", "the title is the line above", 2, 2))
    2 dates such as '2026-03-22'; the title is the line above in 2 of 2
    """

    dates: str
    titles: str
    agreed: int
    total: int
    runner_up: str | None = None
    distance: float | None = None
    left_out: int = 0

    def __str__(self) -> str:
        parts = [self.dates, f"{self.titles} in {self.agreed} of {self.total}"]
        if self.runner_up is not None and self.distance is not None:
            parts.append(f"runner-up: {self.runner_up}, {self.distance:.1f} behind")
        if self.left_out:
            parts.append(f"{self.left_out} left out")
        return "; ".join(parts)


def _or_dict(kind: type[Any]) -> BeforeValidator:
    """Return a validator that also takes a dictionary of its fields, as it is in a dump, in place of a `kind`."""
    names = {field.name for field in fields(kind)}
    adapter = cache(lambda: TypeAdapter(kind))  # slow to make, and seldom used

    def validate(value: object) -> object:
        known = isinstance(value, dict) and value.keys() <= names
        return adapter().validate_python(value) if known else value

    return BeforeValidator(validate)


class Page(Value, frozen=True):
    """One page of a site: its header, and the ids of its posts, in the order of its text.

    >>> Page(path="/tea", description="Posts about tea.", ids=("2026-03-22-tea-twice",)).tag
    Tag('tea')
    """

    path: Text | None = None
    description: Text | None = None
    declared_count: _Count | None = None
    ids: Annotated[tuple[str, ...], FIRST_FAULT] = ()
    source: str | None = None

    @property
    def tag(self) -> Tag | None:
        """The tag whose posts the page lists: the last part of its path, or None without a path.

        >>> Page(path="/tags/tea/").tag
        Tag('tea')
        """
        name = (self.path or "").rstrip("/").rpartition("/")[2]
        try:
            return Tag.of(name)
        except InvalidValue:  # the path is "/", or has no letter or digit
            return None


class Listing(Value, frozen=True):
    r"""The content of a blog's index or tag page, or of several pages merged.

    - `path`: the path of the page (`"/blog"`), or None.
    - `description`: the description of the page (`"Posts touching blog."`), or None.
    - `declared_count`: the number of posts that the page declares, or None.
    - `posts`: the posts in the order of the text, each id once.
    - `problems`: the first 100 problems of the text, in its order. Empty after strict reading.
    - `omitted`: the number of problems beyond those.
    - `source`: the name of the file, or None.
    - `lines`: the line at which each post begins, from 1. Empty if no text was read, and after a merge; see `origin`.
    - `layout`: how a page of any layout was read, or None after strict reading.
    - `pages`: the page, or the pages that were merged, with the ids of the posts on each.
    - `kind`: what was read, such as `"listing"`, `"page"` or `"rss"`, or None after a merge of several kinds.
    - `title`, `url`, `language`: the blog's title, the address of its page and its language, or None.
    - `drafts`, `future`: the number of posts that were left out as drafts, and as dated after the day of reading.

    The tag of the page itself is context: posts listed under `/blog` need not have the tag `blog`. Listings are equal
    if their paths, descriptions, counts and posts are.

    >>> import postindex
    >>> listing = postindex.parse_listing("/tea\n1 post\n- March 22, 2026 5 min\nTea, twice\n- /tea")
    >>> listing.path, listing.declared_count, listing.posts[0].title
    ('/tea', 1, 'Tea, twice')
    """

    path: Text | None = None
    description: Text | None = None
    declared_count: _Count | None = None
    posts: Annotated[tuple[Post, ...], FIRST_FAULT] = ()
    problems: Annotated[tuple[Annotated[Problem, _or_dict(Problem)], ...], FIRST_FAULT] = ()
    omitted: _Count = 0
    source: str | None = None
    lines: Annotated[tuple[_Count, ...], FIRST_FAULT] = ()
    merged: Annotated[tuple[Page, ...], FIRST_FAULT] = ()
    origins: Annotated[tuple[Annotated[Origin, _or_dict(Origin)], ...], FIRST_FAULT] = ()
    layout: Annotated[Layout, _or_dict(Layout)] | None = None
    kind: Kind | None = None
    title: Text | None = None
    url: Link | None = None
    language: Language | None = None
    drafts: _Count = 0
    future: _Count = 0

    @cached_property
    def index(self) -> PostIndex:
        r"""The posts as a `PostIndex`, newest first.

        >>> import postindex
        >>> postindex.parse_listing("- 2026-03-22\nTea, twice\n- /tea").index
        <PostIndex: 1 post, 2026-03-22, 1 tag>
        """
        return PostIndex(self.posts)

    def _repr_html_(self) -> str:
        shown = self.index._repr_html_()
        if not self.problems:
            return shown
        rows: list[tuple[str, str, str]] = [
            (str(problem.line), problem.code, problem.message) for problem in self.problems[:_MAX_PROBLEMS_SHOWN]
        ]
        count = len(self.problems) + self.omitted
        if count > len(rows):
            rows.append(("", "", f"… and {count - len(rows):,} more"))
        return shown + html_table(counted(count, "problem"), ("Line", "Code", "Message"), rows)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        r"""The pages of the posts: those that were merged, or the one that was read.

        >>> import postindex
        >>> postindex.parse_listing("/tea\n- 2026-03-22\nTea, twice").pages[0].ids
        ('2026-03-22-tea-twice',)
        """
        ids = tuple(post.id for post in self.posts)
        return self.merged or (
            Page(
                path=self.path,
                description=self.description,
                declared_count=self.declared_count,
                ids=ids,
                source=self.source,
            ),
        )

    def pages_of(self, post: Post | str) -> tuple[Page, ...]:
        r"""Return the pages that list a post, given as a `Post` or by id, in their order.

        >>> import postindex
        >>> listing = postindex.parse_listing("/tea\n- 2026-03-22\nTea, twice")
        >>> [page.path for page in listing.pages_of(listing.posts[0])]
        ['/tea']
        """
        return self._pages_by_id.get(post if isinstance(post, str) else post.id, ())

    def origin(self, post: Post | str) -> Origin | None:
        r"""Return where a post was read, given as a `Post` or by id, first after a merge; None if that is not known.

        >>> import postindex
        >>> listing = postindex.parse_listing("/tea\n- 2026-03-22\nTea, twice")
        >>> listing.origin(listing.posts[0]).line
        2
        """
        id = post if isinstance(post, str) else post.id
        number = next((number for number, each in enumerate(self.posts) if each.id == id), None)
        if number is None:
            return None
        if self.origins:
            return self.origins[number]
        return Origin(line=self.lines[number]) if self.lines else None

    @property
    def descriptions(self) -> Mapping[Tag, str]:
        r"""The description of each page by the tag that the page lists, in the order of the pages.

        The tag is the last part of the path. Pages without a path or a description are left out; of two pages of one
        tag, the first counts.

        >>> import postindex
        >>> dict(postindex.parse_listing("/tea\nPosts about tea.\n1 post\n- 2026-03-22\nTea, twice").descriptions)
        {Tag('tea'): 'Posts about tea.'}
        """
        return MappingProxyType(self._descriptions)

    @cached_property
    def _descriptions(self) -> dict[Tag, str]:
        descriptions: dict[Tag, str] = {}
        for page in self.pages:
            if page.tag and page.description:
                descriptions.setdefault(page.tag, page.description)
        return descriptions

    @cached_property
    def _pages_by_id(self) -> dict[str, tuple[Page, ...]]:
        pages: dict[str, tuple[Page, ...]] = {}
        for page in self.pages:
            for id in page.ids:
                pages[id] = (*pages.get(id, ()), page)
        return pages

    def _content(self) -> tuple[object, ...]:
        return self.path, self.description, self.declared_count, self.posts

    def __eq__(self, other: object) -> bool:
        return self._content() == other._content() if isinstance(other, Listing) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        shown = counted(len(self.posts), "post")
        if self.merged:
            shown += f", {counted(len(self.merged), 'page')}"
        if self.problems:
            shown += f", {counted(len(self.problems) + self.omitted, 'problem')}"
        name = self.path or self.source or "(text)"
        return f"<Listing {name if len(name) <= _MAX_NAME_LENGTH else f'{name[:_MAX_NAME_LENGTH]}…'}: {shown}>"

    __str__ = __repr__
