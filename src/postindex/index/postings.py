"""Postings: the posts in order, and the ascending positions of each tag."""

from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any, TypeVar

from postindex.index.bits import Selection
from postindex.index.order import newest_first
from postindex.models import Post, Tag

Positions = Selection  # ascending, distinct; position 0 is the newest post
_NOWHERE = Positions(())
T = TypeVar("T")


class Postings:
    """Posts, newest first, and the engines over them, which every index that shares the posts shares too.

    The caller makes sure that the ids of `posts` are distinct.
    """

    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts: tuple[Post, ...] = tuple(newest_first(posts))
        self._engines: dict[Callable[[Any], Any], Any] = {}
        self._lock = RLock()

    def engine(self, build: Callable[["Postings"], T]) -> T:
        """Return `build(self)`, built on first use, and once even if several threads ask at the same time."""
        if build not in self._engines:
            with self._lock:
                if build not in self._engines:
                    self._engines[build] = build(self)
        built: T = self._engines[build]
        return built

    @property
    def days(self) -> list[int]:
        """The negated ordinal of each position's day: ascending, so that bisect can search it."""
        return self.engine(_negated_days)

    @property
    def by_id(self) -> dict[str, int]:
        """The position of each id."""
        return self.engine(_by_id)

    @property
    def by_tag(self) -> dict[Tag, list[int]]:
        """The positions of each tag, ascending."""
        return self.engine(_by_tag)

    def carriers(self, tag: Tag) -> Positions:
        """Return the positions of a tag."""
        return self.engine(_carriers).get(tag, _NOWHERE)


def _negated_days(postings: Postings) -> list[int]:
    return [-post.day.toordinal() for post in postings.posts]


def _by_id(postings: Postings) -> dict[str, int]:
    return {post.id: position for position, post in enumerate(postings.posts)}


def _by_tag(postings: Postings) -> dict[Tag, list[int]]:
    by_tag: dict[Tag, list[int]] = {}
    for position, post in enumerate(postings.posts):
        for tag in post.tags:
            by_tag.setdefault(tag, []).append(position)
    return by_tag


def _carriers(postings: Postings) -> dict[Tag, Positions]:
    return {tag: Positions(positions) for tag, positions in postings.by_tag.items()}
