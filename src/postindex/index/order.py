"""The total order of posts, distinct ids, and one post from two copies of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from postindex.errors import InvalidValue
from postindex.models import Post
from postindex.models.base import Value
from postindex.models.post import derived_id

_ELLIPSES = ("[…]", "[...]", "…", "...")


def require_posts(place: str, posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return posts as a tuple. Raise an `InvalidValue` that names `place` for anything else."""
    if isinstance(posts, Iterable) and not isinstance(posts, str | bytes | Value):
        items = tuple(posts)
        if all(issubclass(kind, Post) for kind in set(map(type, items))):
            return items
        number, item = next((number, item) for number, item in enumerate(items) if not isinstance(item, Post))
        raise InvalidValue(f"{place}: item {number}", item, "is not a Post; build one, or use PostIndex.from_records")
    raise InvalidValue(place, posts, "is not an iterable of posts; give a list of Post values, or listing.index")


def ordered(place: str, posts: Iterable[Post], *, rename_given: bool = False) -> list[Post]:
    """Return posts with distinct ids, newest first; see `require_posts`, `with_distinct_ids` and `newest_first`."""
    return newest_first(with_distinct_ids(place, require_posts(place, posts), rename_given=rename_given))


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """Return posts in their total order, newest first.

    By calendar day in the post's own offset; within a day by instant, where posts without a time count as earlier than
    posts with one; then by id, ascending.
    """
    by_id = sorted(posts, key=lambda post: post.id)
    return sorted(by_id, key=lambda post: _moment_key(post.published), reverse=True)  # stable: equal moments by id


def with_distinct_ids(place: str, posts: Iterable[Post], *, rename_given: bool = False) -> tuple[Post, ...]:
    """Return posts in the order given, each id once.

    Equal posts become one. Different posts with the same derived id are sorted by time and then by content: the first
    keeps the id, the others get `-2`, `-3` and so on. A post that was given the id keeps it. If several different posts
    were given the same id, raise an `InvalidValue` that names `place`; with `rename_given`, sort and number these too.
    """
    posts = tuple(posts)
    ids = {post.id for post in posts}
    if len(ids) == len(posts):
        return posts
    return _renamed(place, _without_duplicates(posts), ids, rename_given=rename_given)


def _without_duplicates(posts: Iterable[Post]) -> list[Post]:
    # Equal posts may spell a tag or an offset differently, and the choice must not depend on their order.
    kept: dict[Post, Post] = {}
    for post in posts:
        kept[post] = min(kept.get(post, post), post, key=Post.model_dump_json)
    return list(kept.values())


def _renamed(place: str, posts: list[Post], taken: set[str], *, rename_given: bool) -> tuple[Post, ...]:
    def by_time_and_content(position: int) -> tuple[Any, str]:
        return _moment_key(posts[position].published), posts[position].model_dump_json()

    positions_by_id: dict[str, list[int]] = {}
    for position, post in enumerate(posts):
        positions_by_id.setdefault(post.id, []).append(position)
    for id, positions in positions_by_id.items():
        derived = [position for position in positions if posts[position].has_derived_id]
        given = sorted(set(positions).difference(derived), key=by_time_and_content)
        if len(given) > 1 and not rename_given:
            raise InvalidValue(place, id, f"is the id of {len(given)} different posts; give each its own")
        derived.sort(key=by_time_and_content)
        number = 2
        for position in (given + derived)[1:]:
            while f"{id}-{number}" in taken:
                number += 1
            taken.add(f"{id}-{number}")
            posts[position] = posts[position].model_copy(update={"id": f"{id}-{number}"})
    return tuple(posts)


def uncut(summary: str) -> str:
    """Return a summary without the ellipsis that ends a truncated one.

    >>> uncut("On leaves, and […]")
    'On leaves, and'
    """
    ellipsis = next(filter(summary.endswith, _ELLIPSES), None)
    return summary.removesuffix(ellipsis).rstrip() if ellipsis else summary


def united(known: Post, other: Post) -> Post:
    """Return one post from two copies of it.

    It has the tags and categories of both in order, and the longer summary. Other fields come from `known`, or from
    `other` where `known` has no value.
    """
    fields = {name: value if value not in (None, "", ()) else getattr(other, name) for name, value in known}
    longer = max(known.summary, other.summary, key=lambda summary: (len(uncut(summary)), -len(summary)))
    both = {name: (*getattr(known, name), *getattr(other, name)) for name in ("tags", "categories")}
    return Post(**{**fields, **both, "summary": longer})


class Copies:
    """Posts in the order in which they were added, with the copies of each united into one.

    Posts of two groups, such as two pages of a site, are copies of one post if they have the same id, or the same url,
    day and title. Posts with different urls, and posts of one group, are different posts.
    """

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self._by_id: dict[str, int] = {}
        self._by_url: dict[tuple[str, str], int] = {}

    def add(self, group: Iterable[Post]) -> list[tuple[int, Post | None]]:
        """Add a group of posts; return the number of each in `posts` and, for a copy, the post before it was added."""
        group = tuple(group)
        taken: set[int | None] = set()
        numbers: list[int | None] = []
        for post in group:
            number = self._find(post)
            numbers.append(None if number in taken else number)
            taken.add(number)
        return [self._add(post, number) for post, number in zip(group, numbers, strict=True)]

    def _find(self, post: Post) -> int | None:
        number = self._by_id.get(post.id)
        if number is not None and (not post.url or self.posts[number].url in (None, post.url)):
            return number
        return self._by_url.get((post.url, _derived_id(post))) if post.url else None

    def _add(self, post: Post, number: int | None) -> tuple[int, Post | None]:
        known = None
        if number is None:
            number = len(self.posts)
            self.posts.append(post)
        elif (known := self.posts[number]) != post:
            self.posts[number] = united(known, post)
        self._by_id.setdefault(post.id, number)
        if url := self.posts[number].url:
            self._by_url.setdefault((url, _derived_id(post)), number)
        return number, known


def _derived_id(post: Post) -> str:
    return derived_id(post.title, post.day.isoformat())


def _moment_key(moment: date) -> tuple[int, bool, int]:
    if not isinstance(moment, datetime):
        return moment.toordinal(), False, 0
    # astimezone(UTC) overflows in the years 1 and 9999, so subtract the offset here.
    since_year_1 = moment.replace(tzinfo=None) - datetime.min - (moment.utcoffset() or timedelta())
    return moment.toordinal(), True, since_year_1 // timedelta(microseconds=1)
