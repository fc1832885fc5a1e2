"""Which tags are used more lately, or less."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from math import exp, lgamma
from typing import Literal

from postindex.models import Post, Tag

Kind = Literal["new", "rising", "steady", "falling", "dropped"]

KINDS: tuple[Kind, ...] = ("new", "rising", "falling", "dropped")  # of change, in the order in which it is told
_RECENT = 4  # the last quarter of the window
_CHANCE = 0.05
_NEW = 2  # posts
_NEVER = -30  # the logarithm of a chance that no longer counts


@dataclass(frozen=True, slots=True)
class Trend:
    """How often a tag was used in the last quarter of the window, and before.

    - `before`, `recent`: how many posts carry it, of `posts_before` and of `posts_recent`.
    - `kind`: `"new"`: on no post before and on two or more since. `"rising"` and `"falling"`: the share of posts that
      carry it went up or down further than one time in twenty by chance; `"dropped"`: that, and there is none left.
      Else `"steady"`.

    >>> Trend(Tag("tea"), "rising", before=2, recent=9, posts_before=30, posts_recent=10).kind
    'rising'
    """

    tag: Tag
    kind: Kind
    before: int
    recent: int
    posts_before: int
    posts_recent: int


def trends(posts: Sequence[Post], first: date, last: date) -> tuple[Trend, ...]:
    """Return the trend of every tag, the least likely by chance first; equal ones by slug.

    By chance means that the same posts come in any order: Fisher's exact test, of one side.
    """
    recent_days = ((last - first).days + 1) // _RECENT
    before, recent = Counter[Tag](), Counter[Tag]()
    posts_recent = 0
    for post in reversed(posts):  # a tag has the name that the newest post gives it
        if (last - post.day).days < recent_days:
            posts_recent += 1
            recent.update(post.tags)
        else:
            before.update(post.tags)
    posts_before = len(posts) - posts_recent
    found = []
    for tag in sorted(recent | before):
        chance = _chance(recent[tag], before[tag], posts_recent, posts_before)
        kind = _kind(recent[tag], before[tag], posts_recent, posts_before, chance)
        found.append((chance, Trend(tag, kind, before[tag], recent[tag], posts_before, posts_recent)))
    return tuple(trend for _, trend in sorted(found, key=lambda pair: pair[0]))


def lately(found: Sequence[Trend], limit: int = 4) -> str:
    """Return in words which tags came up, rose, fell or dropped out, at most `limit` of each; nothing of steady ones.

    >>> lately([Trend(Tag(name), "rising", 2, 9, 30, 10) for name in ("tea", "cups", "pots")], 2)
    'rising: tea, cups and 1 more'
    """
    said = []
    for kind in KINDS:
        names = [trend.tag.name for trend in found if trend.kind == kind]
        more = f" and {len(names) - limit:,} more" if len(names) > limit else ""
        if names:
            said.append(f"{kind}: {', '.join(names[:limit])}{more}")
    return "; ".join(said)


def _kind(recent: int, before: int, posts_recent: int, posts_before: int, chance: float) -> Kind:
    if not before and recent >= _NEW and posts_before:
        return "new"
    if chance > _CHANCE:
        return "steady"
    if recent * posts_before > before * posts_recent:
        return "rising"
    return "falling" if recent else "dropped"


def _chance(recent: int, before: int, posts_recent: int, posts_before: int) -> float:
    """Return how likely it is that so many of a tag's posts, or still more to that side, are among the recent."""
    tagged, posts = recent + before, posts_recent + posts_before
    above = recent * posts > tagged * posts_recent
    least, most = max(0, tagged - posts_before), min(tagged, posts_recent)
    counts = range(recent, most + 1) if above else range(recent, least - 1, -1)  # away from the likeliest
    whole = _log_ways(posts, posts_recent)
    ways = (_log_ways(tagged, k) + _log_ways(posts - tagged, posts_recent - k) - whole for k in counts)
    return min(1.0, round(sum(map(exp, takewhile(lambda way: way > _NEVER, ways))), 9))


def _log_ways(among: int, chosen: int) -> float:
    return lgamma(among + 1) - lgamma(chosen + 1) - lgamma(among - chosen + 1)
