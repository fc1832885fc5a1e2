"""Posts asked for by id, by likeness and by search: single posts, and rankings, whose order is not the date's."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, overload

from postindex._related import Related, Relations, Weighting, wish
from postindex._sequence import PostSequence
from postindex.dates.parsing import period
from postindex.errors import InvalidValue, UnknownPost
from postindex.models import Post, Tag
from postindex.models.arguments import non_negative, unique_tuple

if TYPE_CHECKING:
    from postindex._search import FieldName, Hit, Suggestion

_RAISE: Any = object()
T = TypeVar("T")


class RankedPosts(PostSequence):
    """A sequence of posts that finds and ranks them."""

    __slots__ = ()

    @overload
    def get(self, id: str) -> Post: ...
    @overload
    def get(self, id: str, default: T) -> Post | T: ...
    def get(self, id: str, default: Any = _RAISE) -> Any:
        """Return the post with this id; without one, `default` if it is given, else `UnknownPost`.

        >>> from datetime import date
        >>> from postindex import PostIndex
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
        from postindex._search.vocabulary import nearest

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
        >>> from postindex import PostIndex
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
        >>> from postindex import PostIndex
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
        day = None if published is None else period("published", published)[0]
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
        >>> from postindex import PostIndex
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
        wished = wish(self._at_most(limit), min_score, weighting, exclude, include_newer=include_newer)
        return Relations(self._postings, self._within, wished)

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
        >>> from postindex import PostIndex
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.search("kuberntes")
        (<Hit 0.90 'Kubernetes at home' by kubernetes>,)
        >>> index.search("xyzzy")
        ()
        """
        # These load rapidfuzz: on first use, not on import.
        from postindex._search import checked_query, checked_weights, search

        text, worth = checked_query(query), checked_weights(weights)
        return search(self._postings, self._within, text, self._at_most(limit), worth)

    def suggest(self, typed: str, *, limit: int = 8) -> "tuple[Suggestion, ...]":
        """Return tags and titles that have the typed words, the last of which may be unfinished.

        Tags come first, up to half of `limit` where there are titles enough; in both, those that begin with what was
        typed before others (`cicd` begins the tag `ci/cd`, and `home lab` the tag `homelab`); then tags by how many
        posts carry them, equal counts by slug, and titles newest first, each once. No typo is forgiven: `did_you_mean`
        and `search` do that. Nothing typed, nothing suggested. A text of over 1,000 characters and a bad limit are an
        `InvalidValue`.

        >>> from datetime import date
        >>> from postindex import PostIndex
        >>> index = PostIndex([Post(title="Postgres at home", published=date(2026, 3, 22), tags=["postgres"])])
        >>> [str(suggestion) for suggestion in index.suggest("post")]
        ['postgres', 'Postgres at home']
        """
        from postindex._search import checked_query, suggest

        return suggest(self._postings, self._within, checked_query(typed), self._at_most(limit))

    def did_you_mean(self, query: str) -> str | None:
        """Return the query with each word that no post has replaced by the likeliest one, or None.

        Likeliest is the word most similar to what was typed; then the one that stands in more titles, lists of tags and
        summaries; then the first by the alphabet.
        A last word that begins others is left as it is, and so is one that posts write as two. None where nothing is
        replaced, and where a word is left that no post has. On a filtered index the words are the whole index's.

        >>> from datetime import date
        >>> from postindex import PostIndex
        >>> index = PostIndex([Post(title="Kubernetes at home", published=date(2026, 3, 22))])
        >>> index.did_you_mean("kuberntes at home"), index.did_you_mean("kubernetes")
        ('kubernetes at home', None)
        """
        from postindex._search import checked_query, did_you_mean

        return did_you_mean(self._postings, checked_query(query))

    def _at_most(self, limit: int) -> int:
        return min(non_negative("limit", limit), sys.maxsize)
