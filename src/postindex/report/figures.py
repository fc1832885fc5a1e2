"""A cadence in figures: what there is to say, in the order in which it is said."""

from typing import NamedTuple

from postindex.cadence import Cadence, Streak
from postindex.cadence.rhythms import in_words
from postindex.dates.labels import day_number, in_days, span
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.models import Post
from postindex.plots.descriptions import period
from postindex.text import close_bidi, counted

_OTHERS = 4  # long gaps beside the longest
_FEWEST = 2  # posts on one day of the week that make it one to name


class Figure(NamedTuple):
    """A figure: what it is of, its value, and what else there is to know of it, possibly nothing."""

    label: str
    value: str
    note: str = ""


def figures(cadence: Cadence) -> tuple[Figure, ...]:
    """Return the figures of a cadence; of no posts, that there are none.

    >>> from datetime import date
    >>> from postindex import Post
    >>> from postindex.cadence import measure
    >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
    >>> for figure in figures(measure(posts, by="week"))[3:5]:
    ...     print(*figure, sep=", ")
    Median gap, 7 days, nine of ten have at most 13
    Mean gap, 9.3 days, regularity 0.50: 1 is a clock, 0 is chance
    """
    if not cadence.posts:
        return (Figure("Posts", "0"),)
    first, last = cadence.posts[0], cadence.posts[-1]
    busy = sum(count > 0 for count in cadence.counts.values())
    return (
        Figure("Posts", f"{len(cadence.posts):,}", f"in {busy:,} of {counted(len(cadence.counts), cadence.by)}"),
        Figure("First post", f"{first.day}", close_bidi(first.title)),
        Figure("Last post", f"{last.day}", close_bidi(last.title)),
        *_gaps(cadence),
        *_weekday(cadence),
        *_streaks(cadence),
        *_rhythm(cadence),
    )


def _gaps(cadence: Cadence) -> list[Figure]:
    said = []
    if cadence.gaps:
        regular = cadence.regularity
        said = [
            Figure(
                "Median gap", in_days(cadence.median_gap or 0), f"nine of ten have at most {day_number(_p90(cadence))}"
            ),
            Figure(
                "Mean gap",
                in_days(cadence.mean_gap or 0),
                "" if regular is None else f"regularity {_signed(regular)}: 1 is a clock, 0 is chance",
            ),
            *_long_gaps(cadence),
        ]
    if cadence.current_gap is not None:
        said.append(Figure("Since the last post", in_days(cadence.current_gap), f"on {cadence.today}"))
    return said


def _p90(cadence: Cadence) -> float:
    return cadence.p90_gap or 0


def _signed(number: float) -> str:
    # Rounded first: a minus before 0.00 says nothing.
    return f"{round(number, 2) + 0.0:.2f}"


def _between(before: Post, after: Post) -> str:
    return f'{before.day} "{close_bidi(before.title)}" to {after.day} "{close_bidi(after.title)}"'


def _long_gaps(cadence: Cadence) -> list[Figure]:
    longest, *others = cadence.longest_gaps(1 + _OTHERS)
    before, after = longest.before, longest.after
    said = [Figure("Longest gap", in_days(longest.days), _between(before, after))]
    # Longer than nine of ten: so a blog that keeps its rhythm has none.
    if long := [f"{in_days(gap.days)} from {gap.before.day}" for gap in others if gap.days > _p90(cadence)]:
        said.append(Figure("Other long gaps", f"{len(long)}", ", ".join(long)))
    return said


def _weekday(cadence: Cadence) -> list[Figure]:
    most = max(cadence.weekdays)
    if most < _FEWEST:
        return []
    favourites = [name for name, count in zip(WEEKDAY_NAMES, cadence.weekdays, strict=True) if count == most]
    each = ", ".join(f"{name[:3]} {count:,}" for name, count in zip(WEEKDAY_NAMES, cadence.weekdays, strict=True))
    return [Figure("Favourite weekday", favourites[0] if len(favourites) == 1 else "none", each)]


def _streaks(cadence: Cadence) -> list[Figure]:
    return [
        Figure(label, counted(streak.periods, cadence.by), _from_to(streak, cadence))
        if streak
        else Figure(label, "none", f"no post in the last {cadence.by} that is over")
        for label, streak in (("Longest streak", cadence.longest_streak), ("Current streak", cadence.current_streak))
    ]


def _from_to(streak: Streak, cadence: Cadence) -> str:
    return span(period(streak.first, cadence.by), period(streak.last, cadence.by))


def _rhythm(cadence: Cadence) -> list[Figure]:
    if not cadence.rhythms:
        return []
    rhythm = cadence.rhythms[-1]
    # A rhythm takes posts of one day as one, and so may seem to contradict the median of all gaps.
    counted_once = 0 in cadence.gaps and cadence.median_gap != rhythm.median_gap
    between = " between days with posts" if counted_once else ""
    since = f"median gap {in_days(rhythm.median_gap)}{between}, since {rhythm.first}"
    said = [Figure("Rhythm", in_words(rhythm), since)]
    if changes := cadence.changes:
        said.append(Figure("Changes of rhythm", f"{len(changes)}", ", ".join(map(str, changes))))
    if due := cadence.next_due:
        # Where the window ends before today, nobody knows what was posted since.
        late = (cadence.today - due[1]).days if cadence.today and cadence.current_gap is not None else 0
        said.append(Figure("Next post due", span(*due), f"overdue by {counted(late, 'day')}" if late > 0 else ""))
    return said
