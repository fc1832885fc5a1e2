"""`measure` and `Cadence`: posting frequency in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Self

from postindex.cadence.gaps import Gap, longest_gaps, quantile, regularity
from postindex.cadence.rhythms import Rhythm, find_rhythms, next_due, rhythm_in_words
from postindex.cadence.streaks import Streak, find_streaks
from postindex.cadence.trends import Trend, find_trends, trends_in_words
from postindex.cadence.window import Window, one_day, parse_window, require_consistent
from postindex.dates.labels import in_days, span
from postindex.dates.periods import By, last_day, latest, means, require_by, summed
from postindex.index import PostIndex
from postindex.index.order import require_posts
from postindex.models import Post
from postindex.models.arguments import non_negative, positive
from postindex.notebook import html_table
from postindex.text import counted

_MAX_BARS = 60  # of the sparkline in a notebook


def measure(
    posts: Iterable[Post], *, by: By = "month", window: Window | None = None, today: date | str | None = None
) -> "Cadence":
    """Measure how often a blog posts.

    - `by`: the period to count by: `"day"`, `"week"` (ISO weeks, Monday to Sunday), `"month"`, `"quarter"` or `"year"`.
      A post counts for its own calendar day (`Post.day`).
    - `window`: the first and the last observed day, both included. Each is a value that `PostIndex.between` accepts, or
      None for an open end: the day of the first or the last post, or `today`. Posts outside the window do not count.
    - `today`: a single day. Later posts do not count, the window reaches up to this day, and its period is partial.

    The system clock is never read: pass `today` if you need the gap since the last post.

    Raises `InvalidValue` if `posts` is not an iterable of posts (for a `Listing`, pass `listing.index`), `by` is not a
    period, `today` is not a single day, or `window` is not a pair of days, is reversed, or starts after `today`.

    >>> measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", None)).window
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 22))
    """
    require_by("by", by)
    index = posts if isinstance(posts, PostIndex) else PostIndex(require_posts("posts", posts))
    this_day = None if today is None else one_day("today", today)
    first, last = parse_window(window, this_day)
    within = tuple(reversed(index.between(first, last)))
    if within:
        first, last = first or within[0].day, last or within[-1].day
    return Cadence(within, by, None if first is None or last is None else (first, last), this_day)


@dataclass(frozen=True, repr=False)
class Cadence:
    """Posting frequency, as returned by `measure`. All figures but the fields below are computed on first access.

    - `posts`: the posts that count, oldest first.
    - `by`: the period to count by.
    - `window`: the first and the last observed day, both included; None if nothing was observed.
    - `today`: the day that is not over yet, or None.

    Gaps are the days between consecutive posts, 0 for two posts on one day. A figure is None or empty if there are too
    few posts for it.

    To count by another period, use `dataclasses.replace(cadence, by=...)`. For another window or `today`, call
    `measure` again. Raises `InvalidValue` if the fields do not fit together.

    >>> from dataclasses import replace
    >>> cadence = measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026-03", "2026-03"))
    >>> cadence, replace(cadence, by="week").counts[date(2026, 3, 16)]
    (<Cadence: 1 post by month, 2026-03-01 to 2026-03-31>, 1)
    """

    posts: tuple[Post, ...]
    by: By
    window: tuple[date, date] | None
    today: date | None = None

    def __post_init__(self) -> None:
        require_by("Cadence.by", self.by)
        object.__setattr__(self, "posts", require_posts("Cadence.posts", self.posts))
        require_consistent(self._days, self.window, self.today)

    # -- periods ------------------------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> Mapping[date, int]:
        """The number of posts in each period, by the period's first day, in order. Periods without posts have 0.

        The first and the last period may extend beyond the window: see `partial`.

        >>> posts = [Post(title=f"Tea {month}", published=date(2026, month, 22)) for month in (2, 4)]
        >>> [(first.isoformat(), count) for first, count in measure(posts).counts.items()]
        [('2026-02-01', 1), ('2026-03-01', 0), ('2026-04-01', 1)]
        """
        return self._totals(Counter(self._days).items())

    @cached_property
    def reading_minutes(self) -> Mapping[date, int]:
        """The total reading time of the posts in each period, in minutes, by the period's first day.

        A post without a reading time counts 0.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day), reading_minutes=day) for day in (2, 9)]
        >>> dict(measure(posts).reading_minutes)
        {datetime.date(2026, 3, 1): 11}
        """
        return self._totals((post.day, post.reading_minutes or 0) for post in self.posts)

    @cached_property
    def partial(self) -> tuple[date, ...]:
        """The first days of the partial periods: those cut by the window, and the period of `today`.

        Only the first and the last period can be partial. The period of `today` is partial even on its last day.

        >>> posts = [Post(title="Tea", published=date(2026, 3, 22))]
        >>> measure(posts, window=("2026-03", "2026-04"), today="2026-04-30").partial
        (datetime.date(2026, 4, 1),)
        """
        if self.window is None:
            return ()
        first, running = self._periods[0], self._periods[len(self._complete) :]
        return running if first == self.window[0] else tuple(dict.fromkeys((first, *running)))

    def rate(self, size: int = 3) -> Mapping[date, float]:
        """Return the moving average of `counts` over `size` periods, by the first day of the last of these periods.

        Partial periods are left out, so the first average is that of the first `size` complete periods. Raises
        `InvalidValue` if `size` is not a positive integer.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 11, 30)]
        >>> list(measure(posts, by="week", window=("2026-03-02", "2026-04-05")).rate(2).values())
        [1.5, 1.0, 0.0, 0.5]
        """
        size = positive("size", size)
        complete = {first: count for first, count in self.counts.items() if first not in self.partial}
        return MappingProxyType(means(complete, size))

    @cached_property
    def longest_streak(self) -> Streak | None:
        """The longest run of periods that all have posts; of equally long runs, the first.

        >>> posts = [Post(title=f"Tea {month}", published=date(2026, month, 22)) for month in (1, 2, 4, 5)]
        >>> measure(posts).longest_streak
        Streak(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 2, 1), periods=2)
        """
        return max(self._streaks, key=lambda streak: streak.periods, default=None)

    @cached_property
    def current_streak(self) -> Streak | None:
        """The run of periods with posts that has not ended at the end of the window; None if there is no such run.

        A partial last period belongs to the run if it has a post. If it has no post yet, it does not end the run.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (1, 2, 3)]
        >>> measure(posts, by="day", today="2026-03-04").current_streak
        Streak(first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 3), periods=3)
        >>> measure(posts, by="day", today="2026-03-05").current_streak is None
        True
        """
        if not self._streaks:
            return None
        streak = self._streaks[-1]
        return streak if streak.last in (*self._periods[-1:], *self._complete[-1:]) else None

    # -- gaps ---------------------------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The gaps in days, oldest first: `gaps[n]` is the gap between `posts[n]` and `posts[n + 1]`.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).gaps
        (7, 7, 14)
        """
        return tuple((later - earlier).days for earlier, later in pairwise(self._days))

    @property
    def mean_gap(self) -> float | None:
        """The mean gap, in days.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 3, 5)]).mean_gap
        1.5
        """
        return sum(self.gaps) / len(self.gaps) if self.gaps else None

    @property
    def median_gap(self) -> float | None:
        """The median gap, in days.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).median_gap
        7.0
        """
        return quantile(self._ascending, Fraction(1, 2)) if self.gaps else None

    @property
    def p90_gap(self) -> float | None:
        """The 90th percentile of the gaps, in days (definition 7 of Hyndman and Fan, 1996).

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).p90_gap
        12.6
        """
        return quantile(self._ascending, Fraction(9, 10)) if self.gaps else None

    @property
    def longest_gap(self) -> int | None:
        """The longest gap, in days.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).longest_gap
        14
        """
        return max(self.gaps, default=None)

    def longest_gaps(self, limit: int = 5) -> tuple[Gap, ...]:
        """Return at most `limit` gaps with the posts before and after, longest first; of equal gaps, the earlier first.

        A notebook shows them as a table. Raises `InvalidValue` if `limit` is not a non-negative integer.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
        >>> [(gap.days, gap.before.title, gap.after.title) for gap in measure(posts).longest_gaps(2)]
        [(14, 'Tea 16', 'Tea 30'), (7, 'Tea 2', 'Tea 9')]
        """
        return longest_gaps(self.gaps, self.posts, non_negative("limit", limit))

    @property
    def current_gap(self) -> int | None:
        """The days from the last post to `today`; None without `today`, or if the window ends before it.

        >>> posts = [Post(title="Tea", published=date(2026, 3, 22))]
        >>> measure(posts, today="2026-04-01").current_gap
        10
        >>> measure(posts, window=("2026-03", "2026-03"), today="2026-04-01").current_gap is None
        True
        """
        if self.window is None or self.window[1] != self.today or not self.posts:
            return None
        return (self.window[1] - self._days[-1]).days

    @cached_property
    def regularity(self) -> float | None:
        """The regularity of the gaps: 1 if all are equal, about 0 if random, down to -1 for bursts and silence.

        This is the negated burstiness of Goh and Barabási, in the form for few events; None for fewer than two gaps.

        Source: Kim and Jo, "Measuring burstiness for finite event sequences", Physical Review E 94, 032311 (2016).

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]).regularity
        1.0
        """
        return regularity(self.gaps)

    # -- profiles -----------------------------------------------------------------------------------------------------

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """The number of posts on each weekday, Monday to Sunday.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 22)]).weekdays
        (2, 0, 0, 0, 0, 0, 1)
        """
        counts = Counter(day.weekday() for day in self._days)
        return tuple(counts[weekday] for weekday in range(7))

    @cached_property
    def hours(self) -> tuple[int, ...] | None:
        """The number of posts in each hour of the day, 0 to 23, in each post's own time zone.

        None if no post has a time.

        >>> moment = datetime.fromisoformat("2026-03-22T23:30+02:00")
        >>> measure([Post(title="Tea", published=moment)]).hours[21:]
        (0, 0, 1)
        """
        counts = Counter(post.published.hour for post in self.posts if isinstance(post.published, datetime))
        return tuple(counts[hour] for hour in range(24)) if counts else None

    # -- rhythms and trends -------------------------------------------------------------------------------------------

    @cached_property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """The rhythms of the blog, oldest first; the last one is the current rhythm.

        Several posts on one day count once.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]
        >>> [(rhythm.name, rhythm.weekday) for rhythm in measure(posts).rhythms]
        [('weekly', 0)]
        """
        return find_rhythms(self._days)

    @property
    def changes(self) -> tuple[date, ...]:
        """The days on which a new rhythm began: the day of the first post of every rhythm but the first.

        >>> days = [*range(7, 70, 7), *range(70, 80)]
        >>> posts = [Post(title=f"Tea {day}", published=date.fromordinal(day)) for day in days]
        >>> [day.toordinal() for day in measure(posts).changes]
        [70]
        """
        return tuple(rhythm.first for rhythm in self.rhythms[1:])

    @property
    def next_due(self) -> tuple[date, date] | None:
        """The first and the last day on which the next post is due, both included.

        If the last thirteen days of the last rhythm follow a rule of the calendar, such as the first Monday of the
        month (`Rhythm.on`), the post is due on the next day of this rule; if they follow several rules equally well,
        the range is from the first to the last of their next days.

        Otherwise, the range starts at the last post plus the lower quartile of the last twelve gaps, rounded down, and
        ends at the last post plus the upper quartile, rounded up. If posts have a weekday, or up to five usual weekdays
        (nine tenths of the last thirteen days), both ends move to the nearest such weekday.

        The range does not depend on `today`: if it has passed, the post is overdue. None for fewer than three gaps, and
        past the year 9999.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]).next_due
        (datetime.date(2026, 3, 30), datetime.date(2026, 3, 30))
        """
        return next_due(self._days, self.rhythms[-1]) if self.rhythms else None

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """The trend of every tag, most significant first; ties by slug.

        A trend compares the last quarter of the window with the time before.

        >>> posts = [
        ...     Post(title=f"Tea {day}", published=date(2026, 3, day), tags=["cups" if day > 15 else "pots"])
        ...     for day in range(1, 21)
        ... ]
        >>> [(trend.tag.name, trend.kind, trend.before, trend.recent) for trend in measure(posts).trends]
        [('cups', 'new', 0, 5), ('pots', 'dropped', 15, 0)]
        """
        return find_trends(self.posts, *self.window) if self.window else ()

    # -- display -------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [f"{counted(len(self.posts), 'post')} by {self.by}"]
        if self.window is not None:
            parts.append(span(*self.window))
        return f"<Cadence: {', '.join(parts)}>"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # Without cached figures: a read-only mapping cannot be pickled.
        return type(self), (self.posts, self.by, self.window, self.today)

    def _repr_html_(self) -> str:
        figures = {
            "Median gap": None if self.median_gap is None else in_days(self.median_gap),
            "Mean gap": None if self.mean_gap is None else in_days(self.mean_gap),
            "Longest gap": "".join(
                f"{counted(gap.days, 'day')}, {span(gap.before.day, gap.after.day)}" for gap in self.longest_gaps(1)
            ),
            "Current gap": None if self.current_gap is None else counted(self.current_gap, "day"),
            "Rhythm": rhythm_in_words(self.rhythms[-1]) if self.rhythms else None,
            "Next post due": self.next_due and span(*self.next_due),
            "Trends": trends_in_words(self.trends),
        }
        rows = [(name, figure) for name, figure in figures.items() if figure]
        recent = latest(self._days, *self.window, self.by, _MAX_BARS) if self.window else []
        return html_table(repr(self)[1:-1], (), rows, recent)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple([post.day for post in self.posts])

    @cached_property
    def _complete(self) -> tuple[date, ...]:
        """The periods that are over at the end of the window; the period of `today` is not over."""
        assert self.window is not None
        end = self.window[1]
        running = end == self.today or end < last_day(self._periods[-1], self.by)
        return self._periods[:-1] if running else self._periods

    @cached_property
    def _periods(self) -> tuple[date, ...]:
        return tuple(self.counts)

    @cached_property
    def _streaks(self) -> tuple[Streak, ...]:
        return find_streaks(self.counts)

    def _totals(self, amounts: Iterable[tuple[date, int]]) -> Mapping[date, int]:
        return MappingProxyType({} if self.window is None else summed(amounts, *self.window, self.by))

    @cached_property
    def _ascending(self) -> list[int]:
        return sorted(self.gaps)
