"""Filters: the positions of posts with some tags, and of posts in a range of days."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from functools import reduce
from operator import or_

from postindex.index.postings import Positions, Postings
from postindex.models import Tag

_FEW_POSTS = 64  # of the rarest tag, up to which sets of numbers are faster than sets of bits
_MORE_POSTS = 1024  # of another tag, up to which reading them all is faster than looking up each


def tagged(
    postings: Postings, within: Positions, all_of: Collection[Tag], any_of: Collection[Tag], none_of: Collection[Tag]
) -> Positions:
    """Return the positions of `within` with all tags of `all_of`, at least one of `any_of`, and none of `none_of`.

    An empty `any_of` sets no condition.
    """
    rarest, *others = sorted((postings.by_tag.get(tag, ()) for tag in all_of), key=len) or [()]
    if all_of and len(rarest) <= _FEW_POSTS:
        numbers = set(rarest)
        for other in others:
            if len(other) <= _MORE_POSTS:
                numbers.intersection_update(other)
            else:
                numbers = {number for number in numbers if _has(other, number)}
        whole = len(within) == len(postings.posts)
        within = Positions(sorted(numbers if whole else filter(within.__contains__, numbers)))
    else:
        for tag in all_of:
            within = within.having(postings.carriers(tag))
    if any_of:
        within = within.having(_carriers_of_any(postings, any_of))
    if none_of:
        within = within.lacking(_carriers_of_any(postings, none_of))
    return within


def _has(ascending: Sequence[int], number: int) -> bool:
    at = bisect_left(ascending, number)
    return at < len(ascending) and ascending[at] == number


def _carriers_of_any(postings: Postings, tags: Collection[Tag]) -> int:
    return reduce(or_, map(postings.carriers, tags))


def between(postings: Postings, within: Positions, first: date | None, last: date | None) -> Positions:
    """Return the positions of `within` whose day is from `first` to `last`, both included; None leaves an end open."""
    days = postings.days
    newest = 0 if last is None else bisect_left(days, -last.toordinal())
    oldest = len(days) if first is None else bisect_right(days, -first.toordinal())
    return within.cut(newest, oldest)
