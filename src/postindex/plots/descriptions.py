"""Text alternatives of the pictures, and the names of periods."""

from collections.abc import Mapping
from datetime import date

from postindex.cadence import Cadence
from postindex.dates.labels import in_days
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.dates.periods import By
from postindex.models import Tag
from postindex.text import counted


def on_days(first: date, last: date) -> str:
    """Return a range of days with its preposition.

    >>> on_days(date(2026, 3, 2), date(2026, 3, 22)), on_days(date(2026, 3, 2), date(2026, 3, 2))
    ('from 2026-03-02 to 2026-03-22', 'on 2026-03-02')
    """
    return f"on {first}" if first == last else f"from {first} to {last}"


def posts_and_window(cadence: Cadence) -> str:
    """Return the number of posts and the window."""
    number = counted(len(cadence.posts), "post") if cadence.posts else "No posts"
    return f"{number} {on_days(*cadence.window)}" if cadence.window else number


def period_name(first: date, by: By) -> str:
    """Return the name of a period.

    >>> period_name(date(2026, 4, 1), "quarter"), period_name(date(2026, 4, 1), "month")
    ('2026 Q2', '2026-04')
    >>> period_name(date(2026, 3, 30), "week")
    'the week of 2026-03-30'
    """
    if by == "week":
        return f"the week of {first}"
    if by == "quarter":
        return f"{first.year} Q{(first.month + 2) // 3}"
    return first.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def moving_average(size: int, by: By) -> str:
    """Return the name of a moving average.

    >>> moving_average(3, "month")
    '3-month average'
    """
    return f"{size:,}-{by} average"


def describe_calendar(cadence: Cadence, days: Mapping[date, int]) -> str:
    """Describe the calendar; `days` has the number of posts of each day that has any."""
    text = f"Calendar heat map with a strip for each year and a row for each weekday. {posts_and_window(cadence)}"
    if not cadence.window or not days:
        return f"{text}."
    first, last = cadence.window
    years = dict.fromkeys((day.year for day in days), 0)
    for day, number in days.items():
        years[day.year] += number
    by_year = ", ".join(f"{year}: {number:,}" for year, number in years.items())
    busiest = max(days, key=lambda day: days[day])
    return (
        f"{text}; {len(days):,} of {counted((last - first).days + 1, 'day')} with posts; maximum {days[busiest]:,} a"
        f" day, first on {busiest}. Posts by year: {by_year}."
    )


def describe_rate(cadence: Cadence, means: Mapping[date, float], size: int) -> str:
    """Describe the posts per period and their moving average."""
    text = f"Bar chart of posts per {cadence.by}. {posts_and_window(cadence)}"
    if not cadence.posts:
        return f"{text}."
    busiest = max(cadence.counts, key=lambda first: cadence.counts[first])
    empty = sum(not number for number in cadence.counts.values())
    text += (
        f"; maximum {cadence.counts[busiest]:,} a {cadence.by}, first in {period_name(busiest, cadence.by)};"
        f" {empty:,} of {counted(len(cadence.counts), cadence.by)} without posts."
    )
    if means:
        values = [*means.values()]
        average = moving_average(size, cadence.by)
        text += f" The {average} begins at {values[0]:.1f} and ends at {values[-1]:.1f}."
    if cadence.changes:
        text += f" The rhythm changed on {', '.join(map(str, cadence.changes))}."
    return text


def describe_gaps(cadence: Cadence) -> str:
    """Describe the distribution of the gaps."""
    text = f"Histogram of the days between posts. {posts_and_window(cadence)}"
    if not cadence.gaps:
        return f"{text}: no gaps."
    return f"{text}: {counted(len(cadence.gaps), 'gap')}. {gap_quantiles(cadence)} {longest_gap(cadence)}"


def gap_quantiles(cadence: Cadence) -> str:
    """Return the median and the 90th percentile of the gaps, of which there is at least one."""
    median, p90 = in_days(cadence.median_gap or 0), in_days(cadence.p90_gap or 0)
    return f"Median: {median}. 90th percentile: {p90}."


def longest_gap(cadence: Cadence) -> str:
    """Return the length and the dates of the longest gap, of at least one."""
    (gap,) = cadence.longest_gaps(1)
    return f"Longest gap: {counted(gap.days, 'day')}, {on_days(gap.before.day, gap.after.day)}."


def describe_tags(cadence: Cadence, by: By, shown: Mapping[Tag, int], notes: str) -> str:
    """Describe the tags that are shown, with their numbers of posts."""
    text = f"Heat map of tags by {by}. {posts_and_window(cadence)}"
    if not shown:
        return f"{text}{', without tags' if cadence.posts else ''}."
    return f"{text}. {', '.join(f'{tag.name}: {number:,}' for tag, number in shown.items())}. {notes}".rstrip()


def describe_weekdays(cadence: Cadence) -> str:
    """Describe the posts by weekday and, if known, by hour."""
    text = f"Bar chart of posts by weekday. {posts_and_window(cadence)}"
    if not cadence.posts:
        return f"{text}."
    days = ", ".join(f"{day} {number:,}" for day, number in zip(WEEKDAY_NAMES, cadence.weekdays, strict=True))
    if not cadence.hours:
        return f"{text}: {days}."
    hours = ", ".join(f"{hour} h {number:,}" for hour, number in enumerate(cadence.hours) if number)
    return f"{text}: {days}. By hour ({counted(sum(cadence.hours), 'post')} with a time): {hours}."
