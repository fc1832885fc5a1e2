"""The key figures of a cadence: label, value and note, in display order."""

from typing import NamedTuple

from postindex.cadence import Cadence, Streak
from postindex.cadence.rhythms import rhythm_in_words
from postindex.dates.labels import in_days, span
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.models import Post
from postindex.plots.descriptions import period_name
from postindex.text import close_bidi, counted

_OTHER_GAPS = 4  # long gaps besides the longest
_MIN_POSTS = 2  # on one weekday, to name it


class KeyFigure(NamedTuple):
    """A label, a value, and a note, which may be empty."""

    label: str
    value: str
    note: str = ""


def key_figures(cadence: Cadence) -> tuple[KeyFigure, ...]:
    """Return the key figures of a cadence; without posts, only their number.

    >>> from datetime import date
    >>> from postindex import Post
    >>> from postindex.cadence import measure
    >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
    >>> for figure in key_figures(measure(posts, by="week"))[3:5]:
    ...     print(*figure, sep=", ")
    Median gap, 7 days, 90th percentile: 13 days
    Mean gap, 9.3 days, regularity 0.50: 1 = perfectly regular, 0 = random
    """
    if not cadence.posts:
        return (KeyFigure("Posts", "0"),)
    first, last = cadence.posts[0], cadence.posts[-1]
    with_posts = sum(count > 0 for count in cadence.counts.values())
    return (
        KeyFigure(
            "Posts", f"{len(cadence.posts):,}", f"in {with_posts:,} of {counted(len(cadence.counts), cadence.by)}"
        ),
        KeyFigure("First post", f"{first.day}", close_bidi(first.title)),
        KeyFigure("Last post", f"{last.day}", close_bidi(last.title)),
        *_gaps(cadence),
        *_weekday(cadence),
        *_streaks(cadence),
        *_rhythm(cadence),
    )


def _gaps(cadence: Cadence) -> list[KeyFigure]:
    rows = []
    if cadence.gaps:
        regularity = cadence.regularity
        rows = [
            KeyFigure("Median gap", in_days(cadence.median_gap or 0), f"90th percentile: {in_days(_p90(cadence))}"),
            KeyFigure(
                "Mean gap",
                in_days(cadence.mean_gap or 0),
                "" if regularity is None else f"regularity {_signed(regularity)}: 1 = perfectly regular, 0 = random",
            ),
            *_long_gaps(cadence),
        ]
    if cadence.current_gap is not None:
        rows.append(KeyFigure("Current gap", in_days(cadence.current_gap), f"since the last post, on {cadence.today}"))
    return rows


def _p90(cadence: Cadence) -> float:
    return cadence.p90_gap or 0


def _signed(number: float) -> str:
    # Rounded first, to avoid "-0.00".
    return f"{round(number, 2) + 0.0:.2f}"


def _between(before: Post, after: Post) -> str:
    return f'{before.day} "{close_bidi(before.title)}" to {after.day} "{close_bidi(after.title)}"'


def _long_gaps(cadence: Cadence) -> list[KeyFigure]:
    longest, *others = cadence.longest_gaps(1 + _OTHER_GAPS)
    rows = [KeyFigure("Longest gap", in_days(longest.days), _between(longest.before, longest.after))]
    # Longer than the 90th percentile, so that a regular blog has none.
    if long := [f"{in_days(gap.days)} from {gap.before.day}" for gap in others if gap.days > _p90(cadence)]:
        rows.append(KeyFigure("Other long gaps", f"{len(long)}", ", ".join(long)))
    return rows


def _weekday(cadence: Cadence) -> list[KeyFigure]:
    maximum = max(cadence.weekdays)
    if maximum < _MIN_POSTS:
        return []
    counts = [*zip(WEEKDAY_NAMES, cadence.weekdays, strict=True)]
    first, *ties = [name for name, count in counts if count == maximum]
    note = ", ".join(f"{name[:3]} {count:,}" for name, count in counts)
    return [KeyFigure("Most common weekday", "none" if ties else first, note)]


def _streaks(cadence: Cadence) -> list[KeyFigure]:
    return [
        KeyFigure(label, counted(streak.periods, cadence.by), _periods(streak, cadence))
        if streak
        else KeyFigure(label, "none", f"no post in the last complete {cadence.by}")
        for label, streak in (("Longest streak", cadence.longest_streak), ("Current streak", cadence.current_streak))
    ]


def _periods(streak: Streak, cadence: Cadence) -> str:
    return span(period_name(streak.first, cadence.by), period_name(streak.last, cadence.by))


def _rhythm(cadence: Cadence) -> list[KeyFigure]:
    if not cadence.rhythms:
        return []
    rhythm = cadence.rhythms[-1]
    # A rhythm counts several posts on one day once, so its median gap may differ from that of all gaps.
    differs = 0 in cadence.gaps and cadence.median_gap != rhythm.median_gap
    between = " between days with posts" if differs else ""
    note = f"median gap {in_days(rhythm.median_gap)}{between}, since {rhythm.first}"
    rows = [KeyFigure("Rhythm", rhythm_in_words(rhythm), note)]
    if changes := cadence.changes:
        rows.append(KeyFigure("Rhythm changes", f"{len(changes)}", ", ".join(map(str, changes))))
    if due := cadence.next_due:
        # If the window ends before today, later posts are unknown.
        overdue = (cadence.today - due[1]).days if cadence.today and cadence.current_gap is not None else 0
        note = f"overdue by {counted(overdue, 'day')}" if overdue > 0 else ""
        rows.append(KeyFigure("Next post due", span(*due), note))
    return rows
