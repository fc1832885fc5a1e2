"""Trends: tags that are used more or less often in the last quarter of the window than before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from math import exp, lgamma
from typing import Literal

from postindex.models import Post, Tag

Kind = Literal["new", "rising", "steady", "falling", "dropped"]

CHANGES: tuple[Kind, ...] = ("new", "rising", "falling", "dropped")  # all kinds but "steady", in display order
_RECENT_PART = 4  # the last quarter of the window
_SIGNIFICANCE = 0.05
_MIN_NEW_POSTS = 2
_NEGLIGIBLE = -30  # natural logarithm of a probability that no longer adds to the sum


@dataclass(frozen=True, slots=True)
class Trend:
    """How often a tag was used in the last quarter of the window, compared with the time before.

    - `before`, `recent`: how many posts have the tag, of `posts_before` and of `posts_recent`.
    - `kind`: `"new"` if no earlier post and at least two recent posts have the tag. `"rising"` or `"falling"` if the
      share of posts with the tag changed significantly (p ≤ 0.05, one-sided); `"dropped"` if it fell significantly to
      zero. Otherwise `"steady"`.

    >>> Trend(Tag("tea"), "rising", before=2, recent=9, posts_before=30, posts_recent=10).kind
    'rising'
    """

    tag: Tag
    kind: Kind
    before: int
    recent: int
    posts_before: int
    posts_recent: int


def find_trends(posts: Sequence[Post], first: date, last: date) -> tuple[Trend, ...]:
    """Return the trend of every tag, most significant first; ties by slug.

    `posts` are oldest first, and `first` and `last` are the window, both included.

    Source: Fisher's exact test, one-sided, for the p-values.
    """
    recent_days = ((last - first).days + 1) // _RECENT_PART
    before, recent = Counter[Tag](), Counter[Tag]()
    posts_recent = 0
    for post in reversed(posts):  # newest first, so that a tag keeps the name of its newest post
        if (last - post.day).days < recent_days:
            posts_recent += 1
            recent.update(post.tags)
        else:
            before.update(post.tags)
    posts_before = len(posts) - posts_recent
    ranked = []
    for tag in sorted(recent | before):
        p_value = _p_value(recent[tag], before[tag], posts_recent, posts_before)
        kind = _kind(recent[tag], before[tag], posts_recent, posts_before, p_value)
        ranked.append((p_value, Trend(tag, kind, before[tag], recent[tag], posts_before, posts_recent)))
    return tuple(trend for _, trend in sorted(ranked, key=lambda pair: pair[0]))


def trends_in_words(trends: Sequence[Trend], limit: int = 4) -> str:
    """Return the tags of each kind of trend as text, at most `limit` tags a kind; steady tags are left out.

    >>> trends_in_words([Trend(Tag(name), "rising", 2, 9, 30, 10) for name in ("tea", "cups", "pots")], 2)
    'rising: tea, cups and 1 more'
    """
    parts = []
    for kind in CHANGES:
        names = [trend.tag.name for trend in trends if trend.kind == kind]
        more = f" and {len(names) - limit:,} more" if len(names) > limit else ""
        if names:
            parts.append(f"{kind}: {', '.join(names[:limit])}{more}")
    return "; ".join(parts)


def _kind(recent: int, before: int, posts_recent: int, posts_before: int, p_value: float) -> Kind:
    if not before and recent >= _MIN_NEW_POSTS and posts_before:
        return "new"
    if p_value > _SIGNIFICANCE:
        return "steady"
    if recent * posts_before > before * posts_recent:
        return "rising"
    return "falling" if recent else "dropped"


def _p_value(recent: int, before: int, posts_recent: int, posts_before: int) -> float:
    """Return the probability that chance alone puts as many of a tag's posts, or more extreme, among the recent."""
    tagged, posts = recent + before, posts_recent + posts_before
    above = recent * posts > tagged * posts_recent
    lowest, highest = max(0, tagged - posts_before), min(tagged, posts_recent)
    counts = range(recent, highest + 1) if above else range(recent, lowest - 1, -1)  # ever less likely
    total = _log_combinations(posts, posts_recent)
    logs = (_log_combinations(tagged, k) + _log_combinations(posts - tagged, posts_recent - k) - total for k in counts)
    return min(1.0, round(sum(map(exp, takewhile(lambda log: log > _NEGLIGIBLE, logs))), 9))


def _log_combinations(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
