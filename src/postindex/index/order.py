"""Posts among posts: their total order, distinct ids, and one post out of two sightings of it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from postindex.errors import InvalidValue
from postindex.models import Post
from postindex.models.base import Value

_CUT = re.compile(r"[\s\xa0]*(?:\[(?:…|\.{3})\]|…|\.{3})$")


def require_posts(place: str, posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return posts as a tuple; anything else is an `InvalidValue` that names `place`."""
    if isinstance(posts, Iterable) and not isinstance(posts, str | bytes | Value):
        found = tuple(posts)
        if all(issubclass(kind, Post) for kind in set(map(type, found))):
            return found
        number, stranger = next((number, post) for number, post in enumerate(found) if not isinstance(post, Post))
        raise InvalidValue(
            f"{place}: item {number}", stranger, "is not a Post; build one, or use PostIndex.from_records"
        )
    raise InvalidValue(place, posts, "is not an iterable of posts; give a list of Post values, or listing.index")


def ordered(place: str, posts: Iterable[Post], *, rename_given: bool = False) -> list[Post]:
    """Return posts with distinct ids, newest first; see `require_posts`, `with_distinct_ids` and `newest_first`."""
    return newest_first(with_distinct_ids(place, require_posts(place, posts), rename_given=rename_given))


def newest_first(posts: Iterable[Post]) -> list[Post]:
    """Return posts in their total order, newest first.

    By calendar day, each as its own offset has it; within a day by instant, and a post that knows only its day counts
    as earlier than those that know their time; then by id, ascending.
    """
    ordered = sorted(posts, key=lambda post: post.id)
    ordered.sort(key=lambda post: _moment_key(post.published), reverse=True)  # stable: equal moments stay by id
    return ordered


def with_distinct_ids(place: str, posts: Iterable[Post], *, rename_given: bool = False) -> tuple[Post, ...]:
    """Return posts in the order given, each id once.

    The same post given twice is one post. Different posts that derive the same id are ordered by their time and then by
    their content: the first keeps the id, the others get `-2`, `-3` and so on; where one of them was given the id, that
    one keeps it. An id given to different posts is an `InvalidValue` that names `place`; with `rename_given`, these
    are ordered and numbered too.
    """
    posts = tuple(posts)
    ids = {post.id for post in posts}
    if len(ids) == len(posts):
        return posts
    return _renamed(place, _unrepeated(posts), ids, rename_given=rename_given)


def _unrepeated(posts: Iterable[Post]) -> list[Post]:
    # Equal posts may still spell a tag or an offset differently: which one stays must not depend on their order.
    kept: dict[Post, Post] = {}
    for post in posts:
        kept[post] = min(kept.get(post, post), post, key=Post.model_dump_json)
    return list(kept.values())


def _renamed(place: str, posts: list[Post], taken: set[str], *, rename_given: bool) -> tuple[Post, ...]:
    def order(position: int) -> tuple[Any, str]:
        return _moment_key(posts[position].published), posts[position].model_dump_json()

    sharing: dict[str, list[int]] = {}
    for position, post in enumerate(posts):
        sharing.setdefault(post.id, []).append(position)
    for id, positions in sharing.items():
        derived = [position for position in positions if posts[position].has_derived_id]
        given = sorted(set(positions).difference(derived), key=order)
        if len(given) > 1 and not rename_given:
            raise InvalidValue(place, id, f"is the id of {len(given)} different posts; give each its own")
        derived.sort(key=order)
        number = 2
        for position in (given + derived)[1:]:
            while f"{id}-{number}" in taken:
                number += 1
            taken.add(f"{id}-{number}")
            posts[position] = posts[position].model_copy(update={"id": f"{id}-{number}"})
    return tuple(posts)


def uncut(summary: str) -> str:
    """Return a summary without the marks that say that it was cut.

    >>> uncut("On leaves, and […]")
    'On leaves, and'
    """
    return _CUT.sub("", summary)


def united(known: Post, other: Post) -> Post:
    """Return one post of two sightings of it: both's tags in order, the longer summary, else what is known first."""
    fields = {name: value if value not in (None, "", ()) else getattr(other, name) for name, value in known}
    longer = max(known.summary, other.summary, key=lambda summary: (len(uncut(summary)), -len(summary)))
    return Post(**{**fields, "tags": (*known.tags, *other.tags), "summary": longer})


def _moment_key(moment: date) -> tuple[int, bool, int]:
    if not isinstance(moment, datetime):
        return moment.toordinal(), False, 0
    # Counted by hand: astimezone(UTC) overflows in the years 1 and 9999.
    since = moment.replace(tzinfo=None) - datetime.min - (moment.utcoffset() or timedelta())
    return moment.toordinal(), True, since // timedelta(microseconds=1)
