"""The days between posts, and how far they are from a rhythm."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nlargest
from math import sqrt

from postindex.models import Post
from postindex.notebook import ResultTuple, shortened

_FEWEST = 2  # gaps that can differ


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a post: how many from one post to the next, and these two posts.

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
    """Gaps, in the order in which they are told."""

    __slots__ = ()
    columns = ("Days", "From", "To", "Next post")
    called = "found, the longest first"

    @staticmethod
    def row(answer: Gap) -> tuple[str, ...]:
        """Return what stands in the columns."""
        return f"{answer.days:,}", str(answer.before.day), str(answer.after.day), shortened(answer.after.title)


def longest(gaps: Sequence[int], posts: Sequence[Post], limit: int) -> Gaps:
    """Return the longest gaps between posts in a row, at most `limit`; of equally long ones the earlier first."""
    places = nlargest(limit, range(len(gaps)), key=gaps.__getitem__)  # keeps the order of equal ones
    return Gaps(Gap(gaps[at], posts[at], posts[at + 1]) for at in places)


def quantile(ascending: Sequence[int], share: Fraction) -> float:
    """Return a quantile of numbers in ascending order, interpolated between the two nearest.

    Source: Hyndman and Fan, "Sample quantiles in statistical packages" (1996), definition 7, the default of NumPy,
    pandas and R.

    >>> quantile([1, 2, 4], Fraction(1, 2)), quantile([1, 2, 4], Fraction(9, 10))
    (2.0, 3.6)
    """
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return float(ascending[below] + (place - below) * (ascending[above] - ascending[below]))


def regularity(gaps: Sequence[int]) -> float | None:
    """Return how regular gaps are: 1 for equal ones, 0 as chance would have them, down to -1 for bursts and silence.

    It is the burstiness of Goh and Barabási with its sign turned, in the form for n gaps that are few: with r their
    standard deviation over their mean,

        B = (√(n + 1) r - √(n - 1)) / ((√(n + 1) - 2) r + √(n - 1)),

    and None of fewer than two gaps, or where all posts are of one day.

    Source: Kim and Jo, "Measuring burstiness for finite event sequences", Physical Review E 94, 032311 (2016).

    >>> regularity([7, 7, 7]), regularity([0, 0, 0, 30])
    (1.0, -1.0)
    """
    count, total = len(gaps), sum(gaps)
    if count < _FEWEST or not total:
        return None
    squares = sum(gap * gap for gap in gaps)
    ratio = sqrt(count * squares - total * total) / total  # whole numbers up to the root: no sum depends on an order
    more, fewer = sqrt(count + 1), sqrt(count - 1)
    return round((fewer - more * ratio) / ((more - 2) * ratio + fewer), 12) + 0.0
