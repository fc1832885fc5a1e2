"""`PostIndex`: an immutable sequence of posts, newest first, with filters, rankings and tags."""

import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar, overload

from pydantic import Field

from postindex.dates.labels import span
from postindex.dates.parsing import parse_period
from postindex.dates.periods import By, summed
from postindex.errors import InvalidValue, UnknownPost
from postindex.index.aliases import T as TagOrName
from postindex.index.aliases import TagCollision, merged
from postindex.index.filters import between, tagged
from postindex.index.order import require_posts, united, with_distinct_ids
from postindex.index.postings import Positions, Postings
from postindex.index.records import posts_of, record_of
from postindex.index.related import Related, Relations, Weighting, related_options
from postindex.index.tags import TagIndex
from postindex.models import Post, Tag
from postindex.models.arguments import non_negative, unique_tuple
from postindex.models.base import Value
from postindex.notebook import html_table, join_names, shortened
from postindex.text import counted

if TYPE_CHECKING:
    from postindex.index.search import FieldName, Hit, Suggestion

T = TypeVar("T")

_RAISE: Any = object()
_ROWS_SHOWN = 10
_BARS_SHOWN = 60
_YEARS_OF_MONTHS, _YEARS_OF_QUARTERS = _BARS_SHOWN // 12, _BARS_SHOWN // 4


class PostIndex(Sequence[Post]):
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

    __slots__ = ("_postings", "_tags", "_within")
    _postings: Postings  # shared with every index narrowed from the same posts
    _tags: TagIndex  # counted on first use
    _within: Positions

    def __init__(self, posts: Iterable[Post] = ()) -> None:
        self._postings = Postings(with_distinct_ids("PostIndex", require_posts("PostIndex", posts)))
        self._within = Positions(range(len(self._postings.posts)))

    def _narrowed(self, within: Positions) -> Self:
        narrowed = object.__new__(type(self))
        narrowed._postings, narrowed._within = self._postings, within
        return narrowed

    def _position_of(self, id: str) -> int | None:
        position = self._postings.by_id.get(id)
        return position if position is not None and position in self._within else None

    # -- a sequence of posts -------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._within)

    @overload
    def __getitem__(self, at: int) -> Post: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> Post | Self:
        try:
            at = slice(*map(_bound, (at.start, at.stop, at.step))) if isinstance(at, slice) else operator.index(at)
        except TypeError:
            raise InvalidValue(
                "PostIndex[...]",
                at,
                "is not a position; use index.get(id) for an id, index.tagged(tag) for a tag, "
                "index.between(first, last) for days",
            ) from None
        if not isinstance(at, slice):
            try:
                return self._postings.posts[self._within[at]]
            except IndexError:
                raise IndexError(f"there is no post {at} among {len(self)}") from None
        if at.step is not None and at.step < 1:
            raise InvalidValue(
                "PostIndex[::step]",
                at.step,
                "is below 1; an index is always newest first, use reversed() for the oldest first",
            )
        return self._narrowed(self._within[at])

    def __iter__(self) -> Iterator[Post]:
        return map(self._postings.posts.__getitem__, self._within)

    def __reversed__(self) -> Iterator[Post]:
        return map(self._postings.posts.__getitem__, reversed(self._within))

    def __contains__(self, post: object) -> bool:
        if not isinstance(post, Post):
            return False
        position = self._position_of(post.id)
        return position is not None and self._postings.posts[position] == post

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, PostIndex) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __copy__(self) -> Self:
        return self  # it is immutable

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Post, ...]]]:
        return type(self), (tuple(self),)

    # -- filters -------------------------------------------------------------------------------------------------------

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
        first_day = None if first is None else parse_period("first", first)[0]
        last_day = None if last is None else parse_period("last", last)[1]
        if first_day and last_day and first_day > last_day:
            raise InvalidValue("between", (first, last), "is reversed; give the earlier day first")
        return self._narrowed(between(self._postings, self._within, first_day, last_day))

    # -- lookup and related posts --------------------------------------------------------------------------------------

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
        from postindex.index.search.vocabulary import nearest

        raise UnknownPost(id, nearest(id, [post.id for post in self]))

    def related(
        self,
        post: Post | str,
        *,
        limit: int = 5,
        min_score: float = 0.0,
        weighting: Weighting = "idf",
        include_newer: bool = True,
        exclude: Iterable[Post | str] = (),
    ) -> tuple[Related, ...]:
        """Return the posts related to one: those picked by hand, then the nearest by the tags they share.

        Never the post itself. Posts that share no tag of weight, and those below `min_score`, are left out, so an
        untagged post has none. Equal scores: the post closer in time, in days; then the newer, then the smaller id.
        A score does not depend on the order of tags or posts, and is rounded to 12 digits.

        - `post`: an id of this index, or any post, which need not be in it.
        - `limit`: how many at most, with those picked by hand.
        - `min_score`: 0.0–1.0, included.
        - `weighting`: what the score of two posts is, A and B being their sets of tags. 1.0 is as near as can be.

          - `"idf"`: the cosine of the two sets, each tag weighed by ln(N / n) where n of the N posts of the whole index
            carry it: a rare tag says more.
          - `"jaccard"`: ``|A∩B| / |A∪B|``, the share of their tags that both carry.
          - `"overlap"`: ``|A∩B| / min(|A|, |B|)``, which is 1.0 where all tags of the one are on the other.
        - `include_newer`: False leaves out what is newer than the post asked about, in the order of the index, so that
          an old post's answer changes only with older ones, and with the weights.
        - `exclude`: ids or posts never to return. An id that is not there is no error.

        A tag on more than nine tenths of the whole index's posts tells none from another, and counts in no weighting.
        On a filtered index, tags are counted in the whole one too.

        First come the posts of the post's `related_ids`, in that order, with whatever score they have; `min_score` does
        not drop them. Those that are not in this index, excluded, or newer where that is asked for, are left out.

        An id that is not there is an `UnknownPost`; a bad option an `InvalidValue`.

        Sources: Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), section 6.3 for the
        cosine and 3.3.4 for Jaccard; Simpson, *Notes on the measurement of faunal resemblance*, American Journal of
        Science 258-A (1960), for the overlap coefficient, which is also Szymkiewicz's (1934).

        >>> from datetime import date
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs", "notes"]),
        ...     Post(title="Tempo", published=date(2026, 3, 1), tags=["logs", "notes"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["notes"]),
        ... ])
        >>> index.related("2026-03-22-loki")
        (<Related 1.00 'Tempo' by logs, notes>,)
        >>> index.related("2026-03-01-tempo", include_newer=False)
        ()
        """
        relations = self._relations(limit, min_score, weighting, exclude, include_newer=include_newer)
        return relations.to_post(post if isinstance(post, Post) else self.get(post))

    def related_to(
        self,
        tags: Iterable[Tag | str],
        *,
        limit: int = 5,
        min_score: float = 0.0,
        weighting: Weighting = "idf",
        exclude: Iterable[Post | str] = (),
        published: date | None = None,
    ) -> tuple[Related, ...]:
        """Return the posts nearest to one that is not there yet, by the tags that it would have, nearest first.

        Scores and options are those of `related`. `published` is the day that the post would have, or a datetime, which
        counts for its own calendar day: of equal scores the closer in time comes first. Without it, the newest does.

        >>> from datetime import date
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs", "notes"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["notes"]),
        ... ])
        >>> index.related_to(["logs"])
        (<Related 1.00 'Loki' by logs>,)
        """
        relations = self._relations(limit, min_score, weighting, exclude)
        if published is not None and not isinstance(published, date):
            raise InvalidValue("published", published, "is not a date; give datetime.date(2026, 3, 22), or None")
        day = None if published is None else parse_period("published", published)[0]
        return relations.to_tags(unique_tuple("tags", tags, Tag.of), day)

    def related_all(
        self,
        *,
        limit: int = 5,
        min_score: float = 0.0,
        weighting: Weighting = "idf",
        include_newer: bool = True,
        exclude: Iterable[Post | str] = (),
        progress: Callable[[int, int], object] | None = None,
    ) -> Iterator[tuple[Post, tuple[Related, ...]]]:
        """Yield every post with what `related` answers for it, newest first, each as it is asked for.

        The options are those of `related`, and refused at once, not with the first post. `progress` is called with how
        many posts are done and how many there are, just before each is yielded.

        >>> from datetime import date
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs"]),
        ...     Post(title="Tempo", published=date(2026, 3, 1), tags=["logs"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["leaves"]),
        ... ])
        >>> {post.title: [near.post.title for near in found] for post, found in index.related_all()}
        {'Loki': ['Tempo'], 'Tempo': ['Loki'], 'Tea': []}
        """
        if progress is not None and not callable(progress):
            raise InvalidValue("progress", progress, "is not a function of two numbers, done and total, or None")
        return self._relations(limit, min_score, weighting, exclude, include_newer=include_newer).to_each(progress)

    def _relations(
        self,
        limit: int,
        min_score: float,
        weighting: Weighting,
        exclude: Iterable[Post | str],
        *,
        include_newer: bool = True,
    ) -> Relations:
        wished = related_options(self._at_most(limit), min_score, weighting, exclude, include_newer=include_newer)
        return Relations(self._postings, self._within, wished)

    # -- search --------------------------------------------------------------------------------------------------------

    def search(
        self, query: str, *, limit: int = 10, weights: "Mapping[str, float] | Mapping[FieldName, float] | None" = None
    ) -> "tuple[Hit, ...]":
        """Return the posts that a query's words are found in, best first.

        Words are compared without case, width and diacritics, in titles, tags and summaries. What is typed may mean

        - the word itself: `c++`, `c#`, `.net`, `k3s` and `ai` are words;
        - a word with a typo: one in a word from 4 letters on, two from 8, none in a shorter one. A typo is a letter too
          many, too few or wrong, or two neighbours swapped. Two are looked for where no post has what was typed;
        - for the last word, which may be unfinished, the words that begin with it;
        - what is written as one word there and as two here: `homelab` and `home lab`, `nextjs` and `Next.js`. It is not
          looked for where over 1,000 posts have both parts.

        `"two words"` must stand as written; `-word` leaves out posts that have it as written; `tag:postgres` keeps to
        the posts of a tag, `-tag:postgres` to the others. A quotation mark without its pair is ignored. A query of tags
        alone finds all their posts, newest first, with a score of 1.0.

        - `query`: up to 1,000 characters. Of more than 10 words and phrases, the 10 rarest count.
        - `limit`: how many at most.
        - `weights`: what a word is worth in a field, beside the others: by default 1.0 in the title, 0.93 in the tags,
          0.69 in the summary. A field that is left out keeps its own; one of weight 0 is not searched.

        The score is 0.5–1.0 for posts with all of the words and 0.0–0.5 for those with some. It grows with how much is
        found of what was typed and where, a rare word counting more: ln(1 + N / n) where the N posts have it in n
        titles, lists of tags and summaries. For the 10 best, and for the 10 newest titles with all of the words in a
        row, it also grows with words that are neighbours in the title as they are in the query, and with how much of
        the title was asked for; a title that is the query has both in full. Equal scores: newest first. `Hit.explain`
        tells how a score came about. A query that no word answers, or that only leaves out, finds nothing. On a
        filtered index the words, and how rare they are, are those of the whole index. A bad query, limit or weight is
        an `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.search("kuberntes")
        (<Hit 0.90 'Kubernetes at home' by kubernetes>,)
        >>> index.search("xyzzy")
        ()
        """
        # These load rapidfuzz: on first use, not on import.
        from postindex.index.search import search

        return search(self._postings, self._within, query, self._at_most(limit), weights)

    def suggest(self, typed: str, *, limit: int = 8) -> "tuple[Suggestion, ...]":
        """Return tags and titles that have the typed words, the last of which may be unfinished.

        Tags come first, up to half of `limit` where there are titles enough; in both, those that begin with what was
        typed before others (`cicd` begins the tag `ci/cd`, and `home lab` the tag `homelab`); then tags by how many
        posts carry them, equal counts by slug, and titles newest first, each once. No typo is forgiven: `did_you_mean`
        and `search` do that. Nothing typed, nothing suggested. A text of over 1,000 characters and a bad limit are an
        `InvalidValue`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Postgres at home", published=date(2026, 3, 22), tags=["postgres"])])
        >>> [str(suggestion) for suggestion in index.suggest("post")]
        ['postgres', 'Postgres at home']
        """
        from postindex.index.search import suggest

        return suggest(self._postings, self._within, typed, self._at_most(limit))

    def did_you_mean(self, query: str) -> str | None:
        """Return the query with each word that no post has replaced by the likeliest one, or None.

        Likeliest is the word most similar to what was typed; then the one that stands in more titles, lists of tags and
        summaries; then the first by the alphabet.
        A last word that begins others is left as it is, and so is one that posts write as two. None where nothing is
        replaced, and where a word is left that no post has. On a filtered index the words are the whole index's.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.did_you_mean("kuberntes at home"), index.did_you_mean("kubernetes")
        ('kubernetes at home', None)
        """
        from postindex.index.search import did_you_mean

        return did_you_mean(self._postings, query)

    def _at_most(self, limit: int) -> int:
        return min(non_negative("limit", limit), sys.maxsize)

    # -- tags ----------------------------------------------------------------------------------------------------------

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

    # -- merging -------------------------------------------------------------------------------------------------------

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

    # -- conversion ----------------------------------------------------------------------------------------------------

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

    # -- display -------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [counted(len(self), "post")]
        if self:
            parts += [span(self[-1].day, self[0].day), counted(len(self.tags), "tag")]
        return f"<PostIndex: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        rows = [
            (str(post.day), shortened(post.title), join_names([tag.name for tag in post.tags]))
            for post in self[:_ROWS_SHOWN]
        ]
        if len(self) > _ROWS_SHOWN:
            rows.append(("", f"… and {len(self) - _ROWS_SHOWN} more", ""))
        return html_table(repr(self)[1:-1], ("Published", "Title", "Tags"), rows, self._pace())

    def _pace(self) -> list[int]:
        """Return how many posts each month had, or each quarter or year where that would be too many bars."""
        if not self:
            return []
        days = [(post.day, 1) for post in self]
        first, last = self[-1].day, self[0].day
        years = last.year - first.year + 1
        by: By = "month" if years <= _YEARS_OF_MONTHS else "quarter" if years <= _YEARS_OF_QUARTERS else "year"
        return list(summed(days, first, last, by).values())[-_BARS_SHOWN:]


def _bound(value: Any) -> int | None:
    return None if value is None else operator.index(value)


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
