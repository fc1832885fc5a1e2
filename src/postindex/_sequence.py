"""The sequence under an index: posts, newest first, all of them or some."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Self, overload

from postindex._identity import with_distinct_ids
from postindex._postings import Positions, Postings
from postindex.errors import InvalidValue
from postindex.models import Post
from postindex.models.base import Value


class PostSequence(Sequence[Post]):
    """An immutable sequence of posts, newest first: positions in postings that others may share."""

    __slots__ = ("_postings", "_within")
    _postings: Postings
    _within: Positions

    def __init__(self, posts: Iterable[Post] = ()) -> None:
        if isinstance(posts, Value):
            raise InvalidValue("PostIndex", posts, "is one value; give its posts, or put it in a list")
        if isinstance(posts, str | bytes) or not isinstance(posts, Iterable):
            raise InvalidValue("PostIndex", posts, "is not an iterable of posts")
        posts = tuple(posts)
        for number, post in enumerate(posts):
            if not isinstance(post, Post):
                raise InvalidValue(f"PostIndex: item {number}", post, "is not a Post")
        self._postings = Postings(with_distinct_ids("PostIndex", posts))
        self._within = Positions(range(len(self._postings.posts)))

    def _narrowed(self, within: Positions) -> Self:
        narrowed = object.__new__(type(self))
        narrowed._postings, narrowed._within = self._postings, within
        return narrowed

    def _position_of(self, id: str) -> int | None:
        position = self._postings.by_id.get(id)
        return position if position is not None and position in self._within else None

    def __len__(self) -> int:
        return len(self._within)

    @overload
    def __getitem__(self, at: int) -> Post: ...
    @overload
    def __getitem__(self, at: slice) -> Self: ...
    def __getitem__(self, at: int | slice) -> Post | Self:
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
        return tuple(self) == tuple(other) if isinstance(other, PostSequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __copy__(self) -> Self:
        return self  # it is immutable

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Post, ...]]]:
        return type(self), (tuple(self),)
