"""Filters: the positions of posts with some tags, and of posts in a range of days."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from postindex.index.postings import Positions, Postings
from postindex.models import Tag


def tagged(
    postings: Postings, within: Positions, all_of: Collection[Tag], any_of: Collection[Tag], none_of: Collection[Tag]
) -> Positions:
    """Return the positions of `within` with all tags of `all_of`, at least one of `any_of`, and none of `none_of`.

    An empty `any_of` sets no condition.
    """
    for carriers in sorted(map(postings.carriers, all_of), key=len):  # the fewest posts first
        within = within.having(carriers)
    if any_of:
        within = within.having(_carriers_of_any(postings, any_of))
    if none_of:
        within = within.lacking(_carriers_of_any(postings, none_of))
    return within


def _carriers_of_any(postings: Postings, tags: Collection[Tag]) -> Positions:
    return Positions.of_bits(reduce(or_, [postings.carriers(tag).bits for tag in tags]))


def between(postings: Postings, within: Positions, first: date | None, last: date | None) -> Positions:
    """Return the positions of `within` whose day is from `first` to `last`, both included; None leaves an end open."""
    days = postings.days
    newest = 0 if last is None else bisect_left(days, -last.toordinal())
    oldest = len(days) if first is None else bisect_right(days, -first.toordinal())
    return within.cut(newest, oldest)
