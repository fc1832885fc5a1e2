"""`PostIndex`: the face that users hold."""

from collections.abc import Iterable
from datetime import date
from operator import index as index_of
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, SupportsIndex, TypeVar, overload

from pydantic import Field

from postindex._html import table
from postindex._identity import united
from postindex._related import Related, related
from postindex._select import between, tagged
from postindex._sequence import PostSequence
from postindex._tags import TagCounts, count_tags
from postindex._value import Value, several
from postindex.dates import period
from postindex.errors import InvalidValue, UnknownPost
from postindex.models import Post, Tag
from postindex.text import counted

if TYPE_CHECKING:
    from postindex._search import Hit

_LONGEST_QUERY = 1000
_ROWS_SHOWN = 10
_RAISE: Any = object()
T = TypeVar("T")


class PostIndex(PostSequence):
    """An immutable sequence of posts, newest first, that answers questions.

    The order is total: by calendar day, each post's own; within a day by instant, posts that know only their day
    counting as earlier than those that know their time; then by id. The same post given twice is one post. Different
    posts that derive the same id get distinct ones (`-2`, `-3`, whatever order they come in); different posts that were
    *given* the same id are an `InvalidValue`.

    Filters return a `PostIndex`; they never change the one they are asked of, and share its data. Rankings return
    tuples, because their order is not the date's. A filtered index ranks with the rarity of tags and words in the whole
    index; pickled, or made anew from its posts, it stands for itself.

    >>> from datetime import date
    >>> index = PostIndex([
    ...     Post(title="Tea", published=date(2026, 3, 22), tags=["tea"]),
    ...     Post(title="Ledgers", published=date(2025, 1, 5), tags=["postgres", "tea"]),
    ... ])
    >>> index
    <PostIndex: 2 posts, 2025-01-05 to 2026-03-22, 2 tags>
    >>> [post.title for post in index.tagged("tea").between("2026", None)]
    ['Tea']
    """

    __slots__ = ("_tags",)
    _tags: TagCounts  # counted on first use

    # -- answers ------------------------------------------------------------------------------------------------------

    @overload
    def get(self, id: str) -> Post: ...
    @overload
    def get(self, id: str, default: T) -> Post | T: ...
    def get(self, id: str, default: Any = _RAISE) -> Any:
        """Return the post with this id; without one, `default` if it is given, else `UnknownPost`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
        >>> index.get("2026-03-22-tea").title, index.get("2026-03-22-coffee", None)
        ('Tea', None)
        """
        if not isinstance(id, str):
            raise InvalidValue("id", id, "is not an id; give the text of Post.id")
        if (position := self._position_of(id)) is not None:
            return self._postings.posts[position]
        if default is not _RAISE:
            return default
        from postindex._vocabulary import nearest

        raise UnknownPost(id, nearest(id, [post.id for post in self]))

    @property
    def tags(self) -> TagCounts:
        """How many posts carry each tag: a mapping, most used first, equal counts by slug.

        >>> from datetime import date
        >>> PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea", "notes"])]).tags
        TagCounts({'notes': 1, 'tea': 1})
        """
        try:
            return self._tags
        except AttributeError:
            self._tags = count_tags(self._postings, self._within)
            return self._tags

    def tagged(
        self, *all_of: Tag | str, any_of: Iterable[Tag | str] = (), none_of: Iterable[Tag | str] = ()
    ) -> "PostIndex":
        """Return the posts that carry every tag of `all_of`, at least one of `any_of`, and none of `none_of`.

        A condition that is left out or empty asks for nothing. A tag that no post carries is no error: asked for, it
        finds nothing. A bare string where several tags are expected is an `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea", "notes"])])
        >>> len(index.tagged("tea", "#Notes")), len(index.tagged(any_of=["tea", "coffee"], none_of=["notes"]))
        (1, 0)
        """
        wanted = tuple(map(Tag.of, all_of))
        any_tags, no_tags = several("any_of", any_of, Tag.of), several("none_of", none_of, Tag.of)
        return self._narrowed(tagged(self._postings, self._within, wanted, any_tags, no_tags))

    def between(self, first: date | str | None = None, last: date | str | None = None) -> "PostIndex":
        """Return the posts of the days from `first` to `last`, both included; None leaves an end open.

        A bound is a `date`, a `datetime` (its own calendar day), or ISO text: `"2025"`, `"2025-03"` and `"2025-03-01"`
        reach from the first day of what they name to its last. A post counts for its own calendar day
        (`Post.day`). A bound that is no day and a reversed range are an `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
        >>> len(index.between("2026", "2026-03")), len(index.between(None, date(2026, 3, 21)))
        (1, 0)
        """
        first_day = None if first is None else period("first", first)[0]
        last_day = None if last is None else period("last", last)[1]
        if first_day and last_day and first_day > last_day:
            raise InvalidValue("between", (first, last), "is reversed; give the earlier day first")
        return self._narrowed(between(self._postings, self._within, first_day, last_day))

    def related(self, post: Post | str, *, limit: int = 5, min_score: float = 0.0) -> tuple[Related, ...]:
        """Return the posts nearest to one by the tags they share, nearest first; never the post itself.

        `post` is an id of this index, or any post, which need not be in it. The score is the cosine of the two tag
        sets, each tag weighed by ln(N / n) where n of the N posts of the whole index carry it: 1.0 is the same tags,
        and a tag on every post decides nothing. Posts that share no tag of weight, and those below `min_score`, are
        left out, so an untagged post has none. Equal scores: the post closer in time, then the newer, then the smaller
        id. On a filtered index the weights are the whole index's. An id that is not there is an `UnknownPost`; a
        `limit` below 0 and a `min_score` outside 0.0–1.0 are an `InvalidValue`.

        Source: Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), section 6.3.

        >>> from datetime import date
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs", "notes"]),
        ...     Post(title="Tempo", published=date(2026, 3, 1), tags=["logs", "notes"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["notes"]),
        ... ])
        >>> index.related("2026-03-22-loki")
        (<Related 1.00 'Tempo' by logs, notes>,)
        """
        if not isinstance(post, Post):
            post = self.get(post)
        _require_limit(limit)
        if isinstance(min_score, bool) or not isinstance(min_score, int | float) or not 0 <= min_score <= 1:
            raise InvalidValue("min_score", min_score, "is not a number from 0.0 to 1.0")
        return related(self._postings, self._within, post, limit, min_score)

    def search(self, query: str, *, limit: int = 10) -> "tuple[Hit, ...]":
        """Return the posts that a query's words are found in, best first.

        Words are compared without case and diacritics, in titles, tags and summaries. A word that no post has may be
        one edit away from one that does from 4 letters on, two from 8; a swap of neighbours is one edit. The last word
        may be unfinished. The score is 0.0–1.0: the mean over the query's words of how well each is found (a title
        counts more than a tag, a tag more than a summary), rare words weighing more, times the share of the words that
        are found at all. Equal scores: newest first. A query without words, or with none that any post has, finds
        nothing. On a filtered index the words, and how rare they are, are those of the whole index. A query of over
        1,000 characters and a `limit` below 0 are an `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.search("kuberntes")
        (<Hit 0.85 'Kubernetes at home' by kubernetes>,)
        >>> index.search("xyzzy")
        ()
        """
        from postindex._search import search  # loads rapidfuzz: on first use, not on import

        if not isinstance(query, str):
            raise InvalidValue("query", query, "is not text")
        if len(query) > _LONGEST_QUERY:
            raise InvalidValue("query", query, f"has over {_LONGEST_QUERY:,} characters; shorten it")
        _require_limit(limit)
        return search(self._postings, self._within, query, limit)

    # -- new indexes --------------------------------------------------------------------------------------------------

    def merge(self, *others: Iterable[Post]) -> "PostIndex":
        """Return an index of these posts and the others'. `a + b` is `a.merge(b)`.

        Posts with the same id are the same post, seen twice, as on two tag pages of one site: it gets the tags of
        both in order, the longer summary, and otherwise what the first knows, or else the second. Different posts of
        one day and title need ids of their own before they are merged: the ones they derive are the same.

        >>> from datetime import date
        >>> page = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea"])])
        >>> other = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["notes"], reading_minutes=4)])
        >>> merged, = page + other
        >>> merged.tags, merged.reading_minutes
        ((Tag('tea'), Tag('notes')), 4)
        """
        posts = {post.id: post for post in self}
        for other in others:
            for post in PostIndex(other):
                known = posts.setdefault(post.id, post)
                if known != post:
                    posts[post.id] = united(known, post)
        return PostIndex(posts.values())

    def __add__(self, other: object) -> "PostIndex":
        return self.merge(other) if isinstance(other, PostIndex) else NotImplemented

    def to_json(self) -> str:
        """Return the posts as JSON that `from_json` reads back equal: `{"version": 1, "posts": [...]}`, newest first.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
        >>> PostIndex.from_json(index.to_json()) == index
        True
        """
        return _Document(posts=tuple(self)).model_dump_json()

    @classmethod
    def from_json(cls, text: str | bytes) -> "PostIndex":
        """Return the index that `to_json` wrote. Anything else is an `InvalidValue` that says where.

        >>> PostIndex.from_json('{"version": 1, "posts": [{"title": "Tea", "published": "2026-03-22"}]}')
        <PostIndex: 1 post, 2026-03-22, 0 tags>
        """
        return cls(_Document.model_validate_json(text).posts)

    # -- looks ---------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [counted(len(self), "post")]
        if self:
            first, last = self[-1].day, self[0].day
            parts += [f"{first}" if first == last else f"{first} to {last}", counted(len(self.tags), "tag")]
        return f"<PostIndex: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        rows = [(str(post.day), post.title, ", ".join(tag.name for tag in post.tags)) for post in self[:_ROWS_SHOWN]]
        if len(self) > _ROWS_SHOWN:
            rows.append(("", f"… and {len(self) - _ROWS_SHOWN} more", ""))
        return table(repr(self)[1:-1], ("Published", "Title", "Tags"), rows)


class _Document(Value, frozen=True):
    """What `to_json` writes."""

    place_name: ClassVar = "PostIndex.from_json"

    version: Annotated[int, Field(ge=1, le=1)] = 1
    posts: tuple[Post, ...]


def _require_limit(limit: int) -> None:
    if not isinstance(limit, SupportsIndex) or isinstance(limit, bool) or index_of(limit) < 0:
        raise InvalidValue("limit", limit, "is not a whole number from 0 up")
