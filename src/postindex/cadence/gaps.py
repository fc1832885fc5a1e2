"""Gaps: the days between consecutive posts, their quantiles and their regularity."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nlargest
from math import sqrt

from postindex.models import Post
from postindex.notebook import ResultTuple, shortened

_MIN_GAPS = 2  # one gap alone is neither regular nor irregular


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap between two consecutive posts, in days, and the posts before and after it.

    >>> from datetime import date
    >>> tea, cups = (Post(title=title, published=date(2026, 3, day)) for title, day in (("Tea", 2), ("Cups", 16)))
    >>> gap = Gap(14, tea, cups)
    >>> gap.days, gap.before.title, gap.after.title
    (14, 'Tea', 'Cups')
    """

    days: int
    before: Post
    after: Post


class Gaps(ResultTuple[Gap]):
    """Gaps, longest first. A notebook shows them as a table."""

    __slots__ = ()
    columns = ("Days", "From", "To", "Next post")
    called = "found, the longest first"

    @staticmethod
    def row(answer: Gap) -> tuple[str, ...]:
        """Return the cells of a gap's row."""
        return f"{answer.days:,}", str(answer.before.day), str(answer.after.day), shortened(answer.after.title)


def longest_gaps(gaps: Sequence[int], posts: Sequence[Post], limit: int) -> Gaps:
    """Return at most `limit` gaps, longest first; of equally long gaps, the earlier first.

    `gaps[n]` lies between `posts[n]` and `posts[n + 1]`.
    """
    places = nlargest(limit, range(len(gaps)), key=gaps.__getitem__)  # stable: keeps the order of equal gaps
    return Gaps(Gap(gaps[at], posts[at], posts[at + 1]) for at in places)


def quantile(ascending: Sequence[int], fraction: Fraction) -> float:
    """Return a quantile of numbers in ascending order, interpolated between the two nearest.

    Source: Hyndman and Fan, "Sample quantiles in statistical packages" (1996), definition 7, the default of NumPy,
    pandas and R.

    >>> quantile([1, 2, 4], Fraction(1, 2)), quantile([1, 2, 4], Fraction(9, 10))
    (2.0, 3.6)
    """
    place = fraction * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return float(ascending[below] + (place - below) * (ascending[above] - ascending[below]))


def regularity(gaps: Sequence[int]) -> float | None:
    """Return the regularity of gaps: 1 if all are equal, about 0 if random, down to -1 for bursts and silence.

    This is the negated burstiness of Goh and Barabási, in the form for small n. With n gaps and r, their standard
    deviation divided by their mean, burstiness is

        B = (√(n + 1) r - √(n - 1)) / ((√(n + 1) - 2) r + √(n - 1)).

    Return None for fewer than two gaps, and if all posts are on one day.

    Source: Kim and Jo, "Measuring burstiness for finite event sequences", Physical Review E 94, 032311 (2016).

    >>> regularity([7, 7, 7]), regularity([0, 0, 0, 30])
    (1.0, -1.0)
    """
    count, total = len(gaps), sum(gaps)
    if count < _MIN_GAPS or not total:
        return None
    squares = sum(gap * gap for gap in gaps)
    ratio = sqrt(count * squares - total * total) / total  # integers up to the root: no sum depends on the order
    more, fewer = sqrt(count + 1), sqrt(count - 1)
    return round((fewer - more * ratio) / ((more - 2) * ratio + fewer), 12) + 0.0
