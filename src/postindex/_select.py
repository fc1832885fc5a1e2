"""Selections: the positions that carry some tags, or that fall into a span of days."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import date

from postindex._postings import Positions, Postings
from postindex.models import Tag


def tagged(
    postings: Postings, within: Positions, all_of: Collection[Tag], any_of: Collection[Tag], none_of: Collection[Tag]
) -> Positions:
    """Return the positions of `within` that carry all of `all_of`, one of `any_of` if it has any, none of `none_of`."""
    by_tag = postings.by_tag
    wanted: list[Positions] = [by_tag.get(tag, ()) for tag in all_of]
    if any_of:
        wanted.append(sorted(set().union(*(by_tag.get(tag, ()) for tag in any_of))))
    wanted.append(within)
    refused = set().union(*(by_tag.get(tag, ()) for tag in none_of))
    if len(wanted) == 1 and not refused:
        return within
    smallest, *others = sorted(wanted, key=len)  # the smallest is walked, the others are only asked
    asked = [other if isinstance(other, range) else frozenset(other) for other in others]
    return tuple(p for p in smallest if p not in refused and all(p in other for other in asked))


def between(postings: Postings, within: Positions, first: date | None, last: date | None) -> Positions:
    """Return the positions of `within` whose day is neither before `first` nor after `last`."""
    days = postings.days
    newest = 0 if last is None else bisect_left(within, -last.toordinal(), key=days.__getitem__)
    oldest = len(within) if first is None else bisect_right(within, -first.toordinal(), key=days.__getitem__)
    return within[newest:oldest]
