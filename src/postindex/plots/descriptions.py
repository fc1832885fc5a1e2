"""What pictures show, in words: their text alternatives, which numbers alone make."""

from collections.abc import Mapping
from datetime import date

from postindex.cadence import Cadence
from postindex.dates.labels import day_number, in_days
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.dates.periods import By
from postindex.models import Tag
from postindex.text import counted


def span(first: date, last: date) -> str:
    """Return the days from one to another.

    >>> span(date(2026, 3, 2), date(2026, 3, 22)), span(date(2026, 3, 2), date(2026, 3, 2))
    ('from 2026-03-02 to 2026-03-22', 'on 2026-03-02')
    """
    return f"on {first}" if first == last else f"from {first} to {last}"


def posts(cadence: Cadence) -> str:
    """Return how many posts there are, and when; without a window, there are none."""
    number = counted(len(cadence.posts), "post") if cadence.posts else "No posts"
    return f"{number} {span(*cadence.window)}" if cadence.window else "No posts, and no days to look at"


def period(first: date, by: By) -> str:
    """Return the name of a period.

    >>> period(date(2026, 4, 1), "quarter"), period(date(2026, 3, 30), "week"), period(date(2026, 4, 1), "month")
    ('2026 Q2', 'the week of 2026-03-30', '2026-04')
    """
    if by == "week":
        return f"the week of {first}"
    if by == "quarter":
        return f"{first.year} Q{(first.month + 2) // 3}"
    return first.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def calendar(cadence: Cadence, used: Mapping[date, int]) -> str:
    """Describe posts by day; `used` are the days with posts."""
    told = f"Calendar, with a strip for each year and a row for each day of the week. {posts(cadence)}"
    if not cadence.window or not used:
        return f"{told}."
    first, last = cadence.window
    years = dict.fromkeys((day.year for day in used), 0)
    for day, number in used.items():
        years[day.year] += number
    each = ", ".join(f"{year}: {number:,}" for year, number in years.items())
    most = max(used, key=lambda day: used[day])
    return (
        f"{told}, {len(used):,} of {counted((last - first).days + 1, 'day')} with posts; at most {used[most]:,} a day,"
        f" first on {most}. Posts by year: {each}."
    )


def rate(cadence: Cadence, means: Mapping[date, float], size: int) -> str:
    """Describe posts per period, and their running mean."""
    told = f"Bar chart of posts per {cadence.by}. {posts(cadence)}"
    if not cadence.posts:
        return f"{told}."
    most = max(cadence.counts, key=lambda first: cadence.counts[first])
    empty = sum(not number for number in cadence.counts.values())
    told += (
        f"; at most {cadence.counts[most]:,} a {cadence.by}, first in {period(most, cadence.by)},"
        f" and {empty:,} of {counted(len(cadence.counts), cadence.by)} without posts."
    )
    if means:
        values = [*means.values()]
        told += f" The mean of {counted(size, cadence.by)} begins with {values[0]:.1f} and ends with {values[-1]:.1f}."
    if cadence.changes:
        told += f" A new rhythm began on {', '.join(map(str, cadence.changes))}."
    return told


def gaps(cadence: Cadence) -> str:
    """Describe the days between posts."""
    told = f"Histogram of the days between posts. {posts(cadence)}"
    if not cadence.gaps:
        return f"{told}: no gap."
    return f"{told}: {counted(len(cadence.gaps), 'gap')}. {quantiles(cadence)}. {longest(cadence)}."


def quantiles(cadence: Cadence) -> str:
    """Say how long most gaps are; there is one."""
    half, most = in_days(cadence.median_gap or 0), day_number(cadence.p90_gap or 0)
    return f"Half of the gaps have at most {half}, nine of ten at most {most}"


def longest(cadence: Cadence) -> str:
    """Say which gap is the longest; there is one."""
    (gap,) = cadence.longest_gaps(1)
    return f"The longest has {counted(gap.days, 'day')}, {span(gap.before.day, gap.after.day)}"


def tags(cadence: Cadence, by: By, shown: Mapping[Tag, int], notes: str) -> str:
    """Describe the tags that are shown."""
    told = f"Heat map of tags by {by}. {posts(cadence)}"
    if not shown:
        return f"{told}{', without tags' if cadence.posts else ''}."
    return f"{told}. {', '.join(f'{tag.name}: {number:,}' for tag, number in shown.items())}. {notes}".rstrip()


def weekdays(cadence: Cadence) -> str:
    """Describe the days of the week, and the hours where they are known."""
    told = f"Bar chart of posts by day of the week. {posts(cadence)}"
    if not cadence.posts:
        return f"{told}."
    each = ", ".join(f"{day} {number:,}" for day, number in zip(WEEKDAY_NAMES, cadence.weekdays, strict=True))
    if not cadence.hours:
        return f"{told}: {each}."
    hours = ", ".join(f"{hour} h {number:,}" for hour, number in enumerate(cadence.hours) if number)
    return f"{told}: {each}. By hour of the day, of {counted(sum(cadence.hours), 'post')}: {hours}."
