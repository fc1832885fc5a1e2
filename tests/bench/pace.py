"""Posting cadence beside one Counter of the posts' days: ratios of one run, and the times of ours."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from math import log
from random import Random

from blogs import listing_text
from feeding import fastest_of_rounds, seconds
from rich.console import Console
from timing import ROUNDS, table_of

from postindex import Post, PostIndex, parse_listing
from postindex.cadence import Cadence, measure
from postindex.cadence.rhythms import find_rhythms

_TODAY = date(2026, 3, 22)
_FIGURES = (
    *("counts", "gaps", "mean_gap", "median_gap", "p90_gap", "longest_gap", "current_gap"),
    *("weekdays", "longest_streak", "current_streak"),
)
_FLOOR = "floor"
_ROWS = {
    "from an index": "figures, from an index",
    "by day": "figures by day, from an index",
    "from posts": "figures, from a tuple of posts",
    "rhythms": "rhythms",
    "trends": "trends",
}
_WORST = 4_000  # gaps


def floor(posts: Sequence[Post]) -> Counter[date]:
    """Count posts by day, in the simplest way."""
    return Counter(post.day for post in posts)


def compute_figures(cadence: Cadence) -> None:
    """Compute all figures but rhythms and trends."""
    for name in _FIGURES:
        getattr(cadence, name)


def works(posts: tuple[Post, ...]) -> Mapping[str, Callable[[], float]]:
    """The seconds of each piece of work. Rhythms and trends are asked of a cadence that knows its gaps."""
    index = PostIndex(posts)

    def alone(name: str) -> float:
        cadence = measure(index, today=_TODAY)
        cadence.gaps  # noqa: B018  computed here
        return seconds(lambda: getattr(cadence, name))

    once: dict[str, Callable[[], object]] = {
        _FLOOR: partial(floor, posts),
        "from an index": lambda: compute_figures(measure(index, today=_TODAY)),
        "by day": lambda: compute_figures(measure(index, by="day", today=_TODAY)),
        "from posts": lambda: compute_figures(measure(posts, today=_TODAY)),
    }
    return {name: partial(seconds, work) for name, work in once.items()} | {
        name: partial(alone, name) for name in ("rhythms", "trends")
    }


def worst_gaps(size: int) -> list[int]:
    """Gaps that have rhythms cut off five at a time, from the end on, and all the others looked through each time."""
    number = int(0.5 * size / (3 * log(size)))
    return [5] * (size - 5 * number) + [gap for at in range(number) for gap in [2 + 10 * (at % 2)] * 5]


def worst(size: int) -> str:
    """How long rhythms of the worst gaps take, beside those of the same gaps shuffled and of twice as many."""
    once, twice = worst_gaps(size), worst_gaps(size * 2)
    measures = {}
    for name, gaps in {"worst": once, "shuffled": Random(1).sample(once, size), "twice": twice}.items():
        days = [date.min + timedelta(days=days) for days in accumulate(gaps, initial=0)]
        measures[name] = partial(seconds, partial(find_rhythms, days))
    taken = fastest_of_rounds(measures, ROUNDS)
    return (
        f"Rhythms of the worst {size:,} gaps known: {taken['worst']:.3f} s, "
        f"{taken['worst'] / taken['shuffled']:.0f} × those of the same gaps shuffled; "
        f"of twice as many: {taken['twice'] / taken['worst']:.1f} × the time."
    )


def run(sizes: Sequence[int], console: Console) -> None:
    """Print how long cadences of generated blogs of these sizes take, and the worst that is known."""
    columns = [fastest_of_rounds(works(parse_listing(listing_text(size)).posts), ROUNDS) for size in sizes]
    rows = {
        f"{shown} ÷ floor": tuple(f"{column[name] / column[_FLOOR]:.1f}" for column in columns)
        for name, shown in _ROWS.items()
    }
    per_post = (column["from an index"] / size for column, size in zip(columns, sizes, strict=True))
    rows["figures, from an index, µs a post"] = tuple(f"{time * 1e6:.2f}" for time in per_post)
    console.print(table_of(["posts", *(f"{size:,}" for size in sizes)], rows), "")
    console.print(worst(_WORST), "", soft_wrap=True)
