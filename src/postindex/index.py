"""`PostIndex`: the face that users hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import Field

from postindex._aliases import T as TagOrName
from postindex._aliases import TagCollision, merged
from postindex._identity import united
from postindex._ranked import RankedPosts
from postindex._records import posts_of, record_of
from postindex._select import between, tagged
from postindex._tags import TagIndex
from postindex.dates.labels import span
from postindex.dates.parsing import period
from postindex.dates.periods import By, summed
from postindex.errors import InvalidValue
from postindex.models import Post, Tag
from postindex.models.arguments import unique_tuple
from postindex.models.base import Value
from postindex.notebook import names, shortened, table
from postindex.text import counted

_ROWS_SHOWN = 10
_BARS_SHOWN = 60
_YEARS_OF_MONTHS, _YEARS_OF_QUARTERS = _BARS_SHOWN // 12, _BARS_SHOWN // 4


class PostIndex(RankedPosts):
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
    _tags: TagIndex  # counted on first use

    # -- answers ------------------------------------------------------------------------------------------------------

    @property
    def tags(self) -> TagIndex:
        """How many posts carry each tag: a mapping, most used first, equal counts by slug; and more about its tags.

        >>> from datetime import date
        >>> PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea", "notes"])]).tags
        TagCounts({'notes': 1, 'tea': 1})
        """
        try:
            return self._tags
        except AttributeError:
            self._tags = TagIndex(self._postings, self._within)
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
        any_tags, no_tags = unique_tuple("any_of", any_of, Tag.of), unique_tuple("none_of", none_of, Tag.of)
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

    def with_aliases(self, aliases: Mapping[TagOrName, Tag | str]) -> "Aliased":
        """Return an index in which other names of a tag are that tag, and a report; this index stays as it is.

        `aliases` says of each alias, by name or `Tag`, which tag it is. That tag may be an alias in turn. It gets the
        name that `aliases` gives it, on all posts; where it gives several, the first. A post that carries both has the
        tag once, at the earlier place. Ids and order stay. On a filtered index, the new one has the filter's posts.

        Two tags that stood on one post were two things to somebody: the report lists them as `collisions`. Aliases
        that no post carries, as where one is misspelt, are `unused`. A tag that stands for itself only gets another
        name: `{"ci-cd": "CI/CD"}`. An alias of two tags, or of itself by way of others, is an `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Pods", published=date(2026, 3, 22), tags=["K8s", "notes", "kube"])])
        >>> aliased = index.with_aliases({"k8s": "Kubernetes", "kube": "k8s", "kubes": "k8s"})
        >>> aliased.index.tags, aliased.index[0].tags
        (TagCounts({'Kubernetes': 1, 'notes': 1}), (Tag('Kubernetes'), Tag('notes')))
        >>> aliased.collisions
        (TagCollision(target=Tag('Kubernetes'), tags=(Tag('K8s'), Tag('kube')), ids=('2026-03-22-pods',)),)
        >>> aliased.unused
        (Tag('kubes'),)
        """
        posts, collisions, unused = merged(self, aliases)
        return Aliased(PostIndex(posts), collisions, unused)

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

    def to_records(self) -> list[dict[str, Any]]:
        """Return the posts as plain dictionaries, newest first, as pandas and Polars take them and `json` nearly does.

        Each has the same keys, and each key values of one kind, or None:

        - The fields of `Post` under their names. `tags` holds names; `authors` and `enclosures` hold dictionaries.
        - `published` and `updated` are days; `published_at` and `updated_at` are the moments, each with its own
          offset, or None where only the day is known. `utc_offset_minutes` is the offset of `published_at`, or None:
          dataframes move moments to UTC.
        - `tag_slugs` holds the tags' slugs, in the same order.

        `json.dumps` needs `default=str`, for days and moments.

        >>> from datetime import date
        >>> record, = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["Notes"])]).to_records()
        >>> record["title"], record["published"], record["published_at"], record["tags"], record["reading_minutes"]
        ('Tea', datetime.date(2026, 3, 22), None, ['Notes'], None)
        """
        return list(map(record_of, self))

    @classmethod
    def from_records(cls, rows: Iterable[Mapping[Any, Any]]) -> "PostIndex":
        """Return the index of dictionaries such as `to_records` gives, as they are or come back from a dataframe.

        A row needs a `title` and a `published`; all other keys may be missing, and so may their values: as None, NaN,
        NaT or pandas' NA. Days and moments may be ISO 8601 text, and a midnight without a time zone is a day: pandas
        has no other. Whole numbers may be NumPy's, or floats such as `5.0`. `published` may be the moment itself;
        where there is a `published_at` too, it must be of that day.

        A key that is no field, a row that is no dictionary, and whatever `Post` refuses are an `InvalidValue` that
        names the row, counted from 0, and the field.

        >>> index = PostIndex.from_records([{"title": "Tea", "published": "2026-03-22", "reading_minutes": 5.0}])
        >>> index[0].published, index[0].reading_minutes, PostIndex.from_records(index.to_records()) == index
        (datetime.date(2026, 3, 22), 5, True)
        """
        return cls(posts_of("PostIndex.from_records", rows))

    # -- looks ---------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [counted(len(self), "post")]
        if self:
            parts += [span(self[-1].day, self[0].day), counted(len(self.tags), "tag")]
        return f"<PostIndex: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        rows = [
            (str(post.day), shortened(post.title), names([tag.name for tag in post.tags]))
            for post in self[:_ROWS_SHOWN]
        ]
        if len(self) > _ROWS_SHOWN:
            rows.append(("", f"… and {len(self) - _ROWS_SHOWN} more", ""))
        return table(repr(self)[1:-1], ("Published", "Title", "Tags"), rows, self._pace())

    def _pace(self) -> list[int]:
        """Return how many posts each month had, or each quarter or year where that would be too many bars."""
        if not self:
            return []
        days = [(post.day, 1) for post in self]
        first, last = self[-1].day, self[0].day
        years = last.year - first.year + 1
        by: By = "month" if years <= _YEARS_OF_MONTHS else "quarter" if years <= _YEARS_OF_QUARTERS else "year"
        return list(summed(days, first, last, by).values())[-_BARS_SHOWN:]


@dataclass(frozen=True, slots=True)
class Aliased:
    """What `PostIndex.with_aliases` gives: the new index, and what there is to look at.

    - `index`: the posts, with their tags merged.
    - `collisions`: tags that stood side by side on a post and are one now; most posts first, then by slug.
    - `unused`: the aliases that no post carries, by slug.

    >>> PostIndex().with_aliases({"k8s": "kubernetes"})
    Aliased(index=<PostIndex: 0 posts>, collisions=(), unused=(Tag('k8s'),))
    """

    index: PostIndex
    collisions: tuple[TagCollision, ...]
    unused: tuple[Tag, ...]


class _Document(Value, frozen=True):
    """What `to_json` writes."""

    place_name: ClassVar = "PostIndex.from_json"

    version: Annotated[int, Field(ge=1, le=1)] = 1
    posts: tuple[Post, ...]
