"""`PostIndex`: an immutable sequence of posts, newest first, with filters, rankings, search and tags."""

import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self, TypeVar, overload

from postindex.dates.labels import span
from postindex.dates.parsing import parse_period
from postindex.dates.periods import By, summed
from postindex.errors import InvalidValue, UnknownPost, shorten
from postindex.index.aliases import TagCollision, TagOrName, replace_aliases
from postindex.index.filters import between, tagged
from postindex.index.order import Copies, require_posts, with_distinct_ids
from postindex.index.postings import Positions, Postings
from postindex.index.records import json_of, posts_of_json, posts_of_rows, record_of
from postindex.index.related import Related, Relations, Weighting, related_options
from postindex.index.tags import TagIndex
from postindex.models import Post, Tag
from postindex.models.arguments import non_negative, unique_tuple
from postindex.notebook import html_table, join_names, shortened
from postindex.text import counted

if TYPE_CHECKING:
    from postindex.index.search import FieldName, Hit, Suggestion

T = TypeVar("T")

_NO_DEFAULT: Any = object()
_ROWS_SHOWN = 10
_MOST_BARS = 60
_YEARS_OF_MONTHS, _YEARS_OF_QUARTERS = _MOST_BARS // 12, _MOST_BARS // 4


class PostIndex(Sequence[Post]):
    """An immutable sequence of posts, newest first, with filters, related posts, search and tags.

    Posts are sorted by calendar day in the post's own offset; within a day by instant, where posts without a time count
    as earlier than posts with one; then by id. Equal posts become one. Different posts that derive the same id get
    distinct ids (`-2`, `-3`), whatever their order. Raises `InvalidValue` if different posts were given the same id.

    Filters return a `PostIndex` that shares the data of this one. Rankings return tuples, because they are not sorted
    by date. A filtered index ranks by the frequencies of tags and words in the whole index; a pickled one, or one built
    from its posts, by the frequencies in its own posts.

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
    _postings: Postings  # shared with every index filtered from the same posts
    _tags: TagIndex  # built on first use
    _within: Positions

    def __init__(self, posts: Iterable[Post] = ()) -> None:
        self._postings = Postings(with_distinct_ids("PostIndex", require_posts("PostIndex", posts)))
        self._within = Positions(range(len(self._postings.posts)))

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
                raise IndexError(f"there is no post {shorten(at)} among {len(self)}") from None
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
        """Return the posts with every tag of `all_of`, at least one of `any_of`, and none of `none_of`.

        An empty argument sets no condition. A tag that no post has is not an error. Raises `InvalidValue` if `any_of`
        or `none_of` is a single string.

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
        extend from the first to the last day of that year, month or day. The day of a post is `Post.day`. Raises
        `InvalidValue` if a bound is not a valid date, or if `first` is after `last`.

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

    def _narrowed(self, within: Positions) -> Self:
        narrowed = object.__new__(type(self))
        narrowed._postings, narrowed._within = self._postings, within
        return narrowed

    # -- lookup and related posts --------------------------------------------------------------------------------------

    @overload
    def get(self, id: str) -> Post: ...
    @overload
    def get(self, id: str, default: T) -> Post | T: ...
    def get(self, id: str, default: Any = _NO_DEFAULT) -> Any:
        """Return the post with this id. If there is none, return `default`; without `default`, raise `UnknownPost`.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
        >>> index.get("2026-03-22-tea").title, index.get("2026-03-22-coffee", None)
        ('Tea', None)
        """
        if not isinstance(id, str):
            raise InvalidValue("id", id, "is not an id; give the text of Post.id")
        if (position := self._position_of(id)) is not None:
            return self._postings.posts[position]
        if default is not _NO_DEFAULT:
            return default
        from postindex.index.search.vocabulary import most_similar  # loads rapidfuzz

        raise UnknownPost(id, most_similar(id, [post.id for post in self]))

    def _position_of(self, id: str) -> int | None:
        position = self._postings.by_id.get(id)
        return position if position is not None and position in self._within else None

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
        """Return the posts related to a post: first those in its `related_ids`, then the most similar by tags.

        Never the post itself. Posts that share no tag, and posts below `min_score`, are left out, so an untagged post
        has only those in its `related_ids`. Equal scores: the post closer in days, then the newer, then the smaller id.
        Scores do not depend on the order of tags or posts, and are rounded to 12 digits.

        - `post`: the id of a post in this index, or any post, also one that is not in it.
        - `limit`: maximum number of results, including those in `related_ids`.
        - `min_score`: minimum score, 0.0–1.0, inclusive.
        - `weighting`: how to score two posts with the tags A and B. The highest score is 1.0.

          - `"idf"`: the cosine of the two sets, where a tag on n of the N posts of the whole index weighs ln(N / n):
            rare tags count more.
          - `"jaccard"`: ``|A∩B| / |A∪B|``, the shared part of all their tags.
          - `"overlap"`: ``|A∩B| / min(|A|, |B|)``, which is 1.0 if one post has all tags of the other.
        - `include_newer`: False leaves out posts newer than this one, in the order of the index. New posts then change
          old results only through the weights.
        - `exclude`: ids or posts to leave out. Unknown ids are ignored.

        A tag on more than nine tenths of the posts of the whole index does not count in any weighting.

        The posts in `related_ids` keep their order, and `min_score` does not apply to them. Those that are not in this
        index, excluded, or newer with `include_newer=False` are left out.

        Raises `UnknownPost` for an unknown id and `InvalidValue` for an invalid option.

        Sources: Manning, Raghavan and Schütze, *Introduction to Information Retrieval* (2008), section 6.3 for the
        cosine and 3.3.4 for Jaccard; Simpson, *Notes on the measurement of faunal resemblance*, American Journal of
        Science 258-A (1960), for the overlap coefficient, also known as Szymkiewicz–Simpson coefficient (1934).

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
        """Return the posts most similar to a draft with these tags, most similar first.

        Scores and options are those of `related`. `published` is the day of the draft, or a datetime, which counts for
        its own calendar day: of equal scores, the post closer in days comes first. Without it, the newest comes first.

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
        """Yield every post, newest first, with its related posts, each computed when it is needed.

        The options are those of `related`; invalid ones are refused at the call. `progress` is called before each post
        with the number of posts done and the number of posts.

        >>> from datetime import date
        >>> index = PostIndex([
        ...     Post(title="Loki", published=date(2026, 3, 22), tags=["logs"]),
        ...     Post(title="Tempo", published=date(2026, 3, 1), tags=["logs"]),
        ...     Post(title="Tea", published=date(2026, 2, 1), tags=["leaves"]),
        ... ])
        >>> {post.title: [near.post.title for near in related] for post, related in index.related_all()}
        {'Loki': ['Tempo'], 'Tempo': ['Loki'], 'Tea': []}
        """
        if progress is not None and not callable(progress):
            raise InvalidValue(
                "progress", progress, "is not a function; give one of two numbers, done and total, or None"
            )
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
        options = related_options(_limit(limit), min_score, weighting, exclude, include_newer=include_newer)
        return Relations(self._postings, self._within, options)

    # -- search --------------------------------------------------------------------------------------------------------

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        weights: "Mapping[str, float] | Mapping[FieldName, float] | None" = None,
        sort: Literal["score", "newest"] = "score",
    ) -> "tuple[Hit, ...]":
        """Return the posts that match a query, best first; equal scores newest first.

        Searches titles, tags and summaries, ignoring case, width, diacritics, invisible characters such as soft
        hyphens, and the vowel points of Hebrew and Arabic. A word of the query matches

        - the same word: `c++`, `c#`, `.net`, `k3s` and `ai` are words;
        - a word with a typo: one in words from 4 letters, two in words from 8. A typo is an additional, missing or
          wrong letter, or two swapped neighbours. Two typos count only if no post has the word as typed; if nothing
          else is like it either, they count in words from 6 letters, and beside other words that are found from 5. A
          number is never a typo of another number;
        - if it is the last word, which may be unfinished, words that begin with it;
        - compounds, joined or apart: `homelab` and `home lab`, `nextjs` and `Next.js`, `io` and `I/O`, `es6` and `ES
          6`, unless over 1,000 posts have all parts; and versions with and without `v`: `v16` and `16`.

        `"two words"` matches the exact phrase; `-word` excludes posts with that exact word, while `--option` is a word;
        `tag:postgres` selects the posts of a tag, `-tag:postgres` excludes them; a tag is named by its words, or those
        of its slug. An unpaired quotation mark is ignored.
        A query of tags alone returns all their posts, newest first, with a score of 1.0.

        - `query`: up to 1,000 characters. If it has more than 10 words and phrases, the 10 rarest count.
        - `limit`: maximum number of results.
        - `sort`: `"score"`, or `"newest"` for the newest of all posts that match, newest first.
        - `weights`: the weight of a match in each field, relative to the others: by default 1.0 in the title, 0.93 in
          the tags, 0.69 in the summary. Fields left out keep their default; fields with weight 0 are not searched.

        Posts with all words score 0.5–1.0, posts with some of them 0.0–0.5. The score increases with the number of
        matched words, their similarity and their fields. Words count more if they are rare, and if they are in titles
        and tags: log2(1 + N / n) × (1 + 3 t / n) / 4, where the N posts have the word in n titles, lists of tags and
        summaries, t of them not summaries. For the 10 best posts, and for the 10 newest titles that contain all words
        in a row, it also increases with query neighbours that are neighbours in the title, and with the matched part of
        the title; a title equal to the query gets the maximum. Posts with the title of the best one, and its words,
        come next to it, up to 100. The same formula in a browser gives the same scores. `Hit.explain` explains one. A
        query with exclusions alone returns nothing. On a filtered index, words and frequencies are those of the whole
        index. Raises `InvalidValue` for an invalid query, limit or weight.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.search("kuberntes")
        (<Hit 0.90 'Kubernetes at home' by kubernetes>,)
        >>> index.search("xyzzy")
        ()
        """
        from postindex.index.search import search  # loads rapidfuzz

        return search(self._postings, self._within, query, _limit(limit), weights=weights, sort=sort)

    def facets(self, query: str) -> dict[Tag, int]:
        """Return the number of posts of each tag among all that match a query, as `search` does, to filter them by.

        Most posts first, equal numbers by slug. Raises `InvalidValue` for an invalid query.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22), tags=["notes", "k8s"])])
        >>> index.facets("kuberntes")
        {Tag('k8s'): 1, Tag('notes'): 1}
        """
        from postindex.index.search import facets

        return facets(self._postings, self._within, query)

    def suggest(self, typed: str, *, limit: int = 8) -> "tuple[Suggestion, ...]":
        """Return tags and titles that contain the typed words; the last word may be unfinished.

        Tags come first, up to half of `limit` if there are enough titles. Tags and titles that begin with the typed
        text come before others (`cicd` begins the tag `ci/cd`, and `home lab` the tag `homelab`); then tags by number
        of posts and slug, and titles newest first, each title once. A word that nothing contains may have one typo.
        Empty text returns nothing. Raises `InvalidValue` for over 1,000 characters or an invalid limit.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Postgres at home", published=date(2026, 3, 22), tags=["postgres"])])
        >>> [str(suggestion) for suggestion in index.suggest("post")]
        ['postgres', 'Postgres at home']
        """
        from postindex.index.search import suggest

        return suggest(self._postings, self._within, typed, _limit(limit))

    def did_you_mean(self, query: str) -> str | None:
        """Return the query with each unknown word replaced by the most similar known word, or None.

        Equally similar words: the one in more titles, lists of tags and summaries, then the first in the alphabet. An
        unfinished last word, and a compound that posts write as two words, are not replaced. Returns None if nothing is
        replaced, or if an unknown word remains. On a filtered index, the known words are those of the whole index.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.did_you_mean("kuberntes at home"), index.did_you_mean("kubernetes")
        ('kubernetes at home', None)
        """
        from postindex.index.search import did_you_mean

        return did_you_mean(self._postings, query)

    # -- tags ----------------------------------------------------------------------------------------------------------

    @property
    def tags(self) -> TagIndex:
        """The number of posts of each tag, most used first, equal counts by slug; with methods for more about the tags.

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
        """Return an index with every alias replaced by its tag, and a report; this index does not change.

        `aliases` maps each alias, by name or `Tag`, to its tag, which may be an alias as well. The tag has the name
        that `aliases` gives it first, on all posts. If a post has both, it keeps the tag once, at the earlier place.
        Ids and order do not change. On a filtered index, the result has the posts of the filter.

        The report lists in `collisions` the posts that had several tags which are one now, as these may have different
        meanings, and in `unused` the aliases that no post has, such as misspelt ones. A tag mapped to itself gets
        another name: `{"ci-cd": "CI/CD"}`. Raises `InvalidValue` for an alias of two tags, and for a cycle of aliases.

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
        posts, collisions, unused = replace_aliases(self, aliases)
        return Aliased(PostIndex(posts), collisions, unused)

    # -- merging -------------------------------------------------------------------------------------------------------

    def merge(self, *others: Iterable[Post]) -> "PostIndex":
        """Return an index of these posts and the others. `a + b` is `a.merge(b)`.

        Posts with the same id are copies of one post, such as on two tag pages of one site; so are posts with the same
        url, day and title. Posts with different urls are different posts: if their ids are equal, they get distinct
        ones (`-2`, `-3`). The merged post has the tags of all copies in order and the longest summary; other fields
        come from the first copy that has them. Different posts of the same day and title without urls derive the same
        id; give them distinct ids before merging.

        >>> from datetime import date
        >>> page = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea"])])
        >>> other = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["notes"], reading_minutes=4)])
        >>> merged, = page + other
        >>> merged.tags, merged.reading_minutes
        ((Tag('tea'), Tag('notes')), 4)
        """
        copies = Copies()
        for index in (self, *map(PostIndex, others)):
            copies.add(index)
        return PostIndex(with_distinct_ids("PostIndex.merge", copies.posts, rename_given=True))

    def __add__(self, other: object) -> "PostIndex":
        return self.merge(other) if isinstance(other, PostIndex) else NotImplemented

    # -- conversion ----------------------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """Return the posts as JSON for `from_json`: `{"version": 1, "posts": [...]}`, newest first.

        >>> from datetime import date
        >>> index = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
        >>> PostIndex.from_json(index.to_json()) == index
        True
        """
        return json_of(self)

    @classmethod
    def from_json(cls, text: str | bytes) -> "PostIndex":
        """Return the index that `to_json` wrote.

        Raises `InvalidValue` for anything else, with every fault of the first 100, and for a key twice in one object.

        >>> PostIndex.from_json('{"version": 1, "posts": [{"title": "Tea", "published": "2026-03-22"}]}')
        <PostIndex: 1 post, 2026-03-22, 0 tags>
        """
        return cls(posts_of_json("PostIndex.from_json", text))

    def to_records(self) -> list[dict[str, Any]]:
        """Return the posts as dictionaries, newest first, for pandas, Polars and `json`.

        All have the same keys, and all values of a key have the same type or are None:

        - The fields of `Post` under their names. `tags` and `categories` hold names, `authors` and `enclosures`
          dictionaries.
        - `published` and `updated` are days; `published_at` and `updated_at` are moments with their own offsets, or
          None if only the day is known. `utc_offset_minutes` and `updated_utc_offset_minutes` are these offsets, or
          None, because dataframes convert moments to UTC.
        - `tag_slugs` and `category_slugs` hold the slugs of the tags and categories, in the same order.

        For days and moments, `json.dumps` needs `default=str`.

        >>> from datetime import date
        >>> record, = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["Notes"])]).to_records()
        >>> record["title"], record["published"], record["published_at"], record["tags"], record["reading_minutes"]
        ('Tea', datetime.date(2026, 3, 22), None, ['Notes'], None)
        """
        return list(map(record_of, self))

    @classmethod
    def from_records(cls, rows: Iterable[Mapping[Any, Any]]) -> "PostIndex":
        """Return an index of dictionaries such as those of `to_records`, also after a round trip through a dataframe.

        A row needs a `title` and a `published`. Other keys may be missing, or have None, NaN, NaT or pandas' NA as
        their value. Days and moments may be ISO 8601 text, and a midnight without a time zone is a day, because pandas
        has no other form of it. Integers may be NumPy's, or floats such as `5.0`. `published` may be the moment itself;
        if there is a `published_at` as well, it must be on that day.

        Raises `InvalidValue` for unknown keys, rows that are not dictionaries, and values that `Post` refuses: with the
        row, counted from 0, and the field of each fault, the first 100.

        >>> index = PostIndex.from_records([{"title": "Tea", "published": "2026-03-22", "reading_minutes": 5.0}])
        >>> index[0].published, index[0].reading_minutes, PostIndex.from_records(index.to_records()) == index
        (datetime.date(2026, 3, 22), 5, True)
        """
        return cls(posts_of_rows("PostIndex.from_records", rows))

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
        """Return the number of posts of each month, or of each quarter or year if that would be too many bars."""
        if not self:
            return []
        days = [(post.day, 1) for post in self]
        first, last = self[-1].day, self[0].day
        years = last.year - first.year + 1
        by: By = "month" if years <= _YEARS_OF_MONTHS else "quarter" if years <= _YEARS_OF_QUARTERS else "year"
        return list(summed(days, first, last, by).values())[-_MOST_BARS:]


def _limit(limit: int) -> int:
    return min(non_negative("limit", limit), sys.maxsize)


def _bound(value: Any) -> int | None:
    return None if value is None else operator.index(value)


@dataclass(frozen=True, slots=True)
class Aliased:
    """The result of `PostIndex.with_aliases`: the new index and a report.

    - `index`: the posts with their aliases replaced.
    - `collisions`: the tags of one post that became one tag; by number of posts, descending, then by slug.
    - `unused`: the aliases that no post has, by slug.

    >>> PostIndex().with_aliases({"k8s": "kubernetes"})
    Aliased(index=<PostIndex: 0 posts>, collisions=(), unused=(Tag('k8s'),))
    """

    index: PostIndex
    collisions: tuple[TagCollision, ...]
    unused: tuple[Tag, ...]
