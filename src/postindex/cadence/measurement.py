"""`Cadence`: the figures of how often a blog posts, and `measure`, which takes them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Self

from postindex.cadence.gaps import Gap, longest, quantile, regularity
from postindex.cadence.rhythms import Rhythm, in_words, next_due, rhythms
from postindex.cadence.streaks import Streak, streaks
from postindex.cadence.trends import Trend, lately, trends
from postindex.cadence.window import Window, ends, one_day, require_observed
from postindex.dates.labels import in_days, span
from postindex.dates.periods import By, last_day, latest, means, require_by, summed
from postindex.index import PostIndex
from postindex.index.order import require_posts
from postindex.models import Post
from postindex.models.arguments import non_negative, positive
from postindex.notebook import html_table
from postindex.text import counted

_BARS_SHOWN = 60  # in a notebook


def measure(
    posts: Iterable[Post], *, by: By = "month", window: Window | None = None, today: date | str | None = None
) -> "Cadence":
    """Measure how often posts come.

    `by` is the period that they are counted by: `"day"`, `"week"` (ISO weeks, from Monday on), `"month"`, `"quarter"`
    or `"year"`. A post counts for its own calendar day (`Post.day`).

    `window` is what was observed, from the first of its days to the last, both included; its ends are what
    `PostIndex.between` takes, and None leaves one open. An open end is the day of the first or the last post, or
    `today`: silence up to today was observed too. Posts outside of the window, and after `today`, do not count.

    No clock is asked: give `today`, one day, where the gap since the last post matters. It is not over yet, and neither
    is the period that it is in.

    An `InvalidValue` names what it is of: `posts` that are none, such as a `Listing` (give `listing.index`); `by`, an
    unknown period; `today`, if it is not one day; `window`, if it is not two ends or is reversed; `window[0]` and
    `window[1]`, if they name no days, and `window[0]`, if it is after `today`.

    >>> measure([Post(title="Tea", published=date(2026, 3, 22))], window=("2026", None)).window
    (datetime.date(2026, 1, 1), datetime.date(2026, 3, 22))
    """
    require_by("by", by)
    index = posts if isinstance(posts, PostIndex) else PostIndex(require_posts("posts", posts))
    now = None if today is None else one_day("today", today)
    begin, end = ends(window, now)
    within = tuple(reversed(index.between(begin, end)))
    if within:
        begin, end = begin or within[0].day, end or within[-1].day
    return Cadence(within, by, None if begin is None or end is None else (begin, end), now)


@dataclass(frozen=True, repr=False)
class Cadence:
    """How often posts come, as `measure` finds it. Everything but `window` is worked out when it is first asked for.

    - `posts`: those that count, oldest first. `by`: the period. `today`: the day that is not over, or None.
    - `window`: the first and the last day that were observed, both included; None where there was nothing to observe.

    Gaps are days between one post and the next, 0 between two of one day. Where there are too few posts for an answer,
    it is None, or empty.

    `dataclasses.replace` counts by another period. Fields that do not fit together are an `InvalidValue`: for another
    window or another today, measure anew.

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
        require_observed(self._days, self.window, self.today)

    # -- periods ------------------------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> Mapping[date, int]:
        """How many posts each period has, by its first day, in order; periods without posts are there, with 0.

        The first and the last period may reach out of the window: see `partial`.

        >>> posts = [Post(title=f"Tea {month}", published=date(2026, month, 22)) for month in (2, 4)]
        >>> [(first.isoformat(), count) for first, count in measure(posts).counts.items()]
        [('2026-02-01', 1), ('2026-03-01', 0), ('2026-04-01', 1)]
        """
        return self._summed(Counter(self._days).items())

    @cached_property
    def reading_minutes(self) -> Mapping[date, int]:
        """How many minutes the posts of each period take to read, by its first day; one that does not say takes 0.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day), reading_minutes=day) for day in (2, 9)]
        >>> dict(measure(posts).reading_minutes)
        {datetime.date(2026, 3, 1): 11}
        """
        return self._summed((post.day, post.reading_minutes or 0) for post in self.posts)

    @cached_property
    def partial(self) -> tuple[date, ...]:
        """The first days of the periods that were observed in part: cut by the window, or not over yet today.

        That is the first period, the last, both or none. Today's counts as not over on its own last day too.

        >>> posts = [Post(title="Tea", published=date(2026, 3, 22))]
        >>> measure(posts, window=("2026-03", "2026-04"), today="2026-04-30").partial
        (datetime.date(2026, 4, 1),)
        """
        if self.window is None:
            return ()
        first, running = self._periods[0], self._periods[len(self._over) :]
        return running if first == self.window[0] else tuple(dict.fromkeys((first, *running)))

    def rate(self, size: int = 3) -> Mapping[date, float]:
        """Return the mean number of posts in each `size` periods in a row, by the first day of the last of these.

        Partial periods, at both ends, are left out: the first mean is that of the first `size` whole ones. A `size`
        that is no whole number from 1 up is an `InvalidValue`.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 11, 30)]
        >>> list(measure(posts, by="week", window=("2026-03-02", "2026-04-05")).rate(2).values())
        [1.5, 1.0, 0.0, 0.5]
        """
        size = positive("size", size)
        complete = {first: count for first, count in self.counts.items() if first not in self.partial}
        return MappingProxyType(means(complete, size))

    @cached_property
    def longest_streak(self) -> Streak | None:
        """The longest run of periods that all have posts; of equally long ones the first.

        >>> posts = [Post(title=f"Tea {month}", published=date(2026, month, 22)) for month in (1, 2, 4, 5)]
        >>> measure(posts).longest_streak
        Streak(first=datetime.date(2026, 1, 1), last=datetime.date(2026, 2, 1), periods=2)
        """
        return max(self._streaks, key=lambda streak: streak.periods, default=None)

    @cached_property
    def current_streak(self) -> Streak | None:
        """The run of periods with posts that goes on at the window's end.

        A last period that is not over, at the window's end or today, is part of the run if it has a post; if it has
        none yet, the run of those before it still goes on.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (1, 2, 3)]
        >>> measure(posts, by="day", today="2026-03-04").current_streak
        Streak(first=datetime.date(2026, 3, 1), last=datetime.date(2026, 3, 3), periods=3)
        >>> measure(posts, by="day", today="2026-03-05").current_streak is None
        True
        """
        if not self._streaks:
            return None
        streak = self._streaks[-1]
        return streak if streak.last in (*self._periods[-1:], *self._over[-1:]) else None

    # -- gaps ---------------------------------------------------------------------------------------------------------

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The gaps in days, oldest first: `gaps[n]` lies between `posts[n]` and `posts[n + 1]`.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).gaps
        (7, 7, 14)
        """
        return tuple((later - earlier).days for earlier, later in pairwise(self._days))

    @property
    def mean_gap(self) -> float | None:
        """The mean of the gaps, in days.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 3, 5)]).mean_gap
        1.5
        """
        return sum(self.gaps) / len(self.gaps) if self.gaps else None

    @property
    def median_gap(self) -> float | None:
        """The median of the gaps, in days.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]).median_gap
        7.0
        """
        return quantile(self._ascending, Fraction(1, 2)) if self.gaps else None

    @property
    def p90_gap(self) -> float | None:
        """What nine of ten gaps do not exceed, in days (definition 7 of Hyndman and Fan, 1996).

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
        """Return the longest gaps, at most `limit`, with the posts on both sides; equally long ones the earlier first.

        A notebook shows them as a table. A `limit` that is no whole number from 0 up is an `InvalidValue`.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
        >>> [(gap.days, gap.before.title, gap.after.title) for gap in measure(posts).longest_gaps(2)]
        [(14, 'Tea 16', 'Tea 30'), (7, 'Tea 2', 'Tea 9')]
        """
        return longest(self.gaps, self.posts, non_negative("limit", limit))

    @property
    def current_gap(self) -> int | None:
        """The days since the last post, if `today` was given and the window reaches it: else nobody knows.

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
        """How regular the gaps are: 1 for equal ones, 0 as chance would have them, down to -1 for bursts and silence.

        It is the burstiness of Goh and Barabási, sign turned, in the form for few events; None of fewer than two gaps.

        Source: Kim and Jo, "Measuring burstiness for finite event sequences", Physical Review E 94, 032311 (2016).

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]).regularity
        1.0
        """
        return regularity(self.gaps)

    # -- profiles -----------------------------------------------------------------------------------------------------

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """How many posts came out on each day of the week, from Monday to Sunday.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 22)]).weekdays
        (2, 0, 0, 0, 0, 0, 1)
        """
        counts = Counter(day.weekday() for day in self._days)
        return tuple(counts[weekday] for weekday in range(7))

    @cached_property
    def hours(self) -> tuple[int, ...] | None:
        """How many posts came out in each hour of the day, 0 to 23, each by its own clock; None if no post says.

        >>> moment = datetime.fromisoformat("2026-03-22T23:30+02:00")
        >>> measure([Post(title="Tea", published=moment)]).hours[21:]
        (0, 0, 1)
        """
        counts = Counter(post.published.hour for post in self.posts if isinstance(post.published, datetime))
        return tuple(counts[hour] for hour in range(24)) if counts else None

    # -- rhythms and trends -------------------------------------------------------------------------------------------

    @cached_property
    def rhythms(self) -> tuple[Rhythm, ...]:
        """The stretches between which the rhythm changed, the oldest first; the last is that of the newest post.

        Several posts of one day count once.

        >>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]
        >>> [(rhythm.name, rhythm.weekday) for rhythm in measure(posts).rhythms]
        [('weekly', 0)]
        """
        return rhythms(self._days)

    @property
    def changes(self) -> tuple[date, ...]:
        """The days of the posts with which a new rhythm began.

        >>> days = [*range(7, 70, 7), *range(70, 80)]
        >>> posts = [Post(title=f"Tea {day}", published=date.fromordinal(day)) for day in days]
        >>> [day.toordinal() for day in measure(posts).changes]
        [70]
        """
        return tuple(rhythm.first for rhythm in self.rhythms[1:])

    @property
    def next_due(self) -> tuple[date, date] | None:
        """The days from which and up to which the next post is due, both included.

        They are the last post's day and the lower and upper quartile of the last twelve gaps of the last rhythm, in
        whole days that include both, where several posts of one day count once; where posts keep to a weekday, or nine
        of ten of the last thirteen days to up to five weekdays, the days nearest to these that are one. They may have
        passed: the post is overdue. None of fewer than three gaps, and where the calendar ends before.

        >>> measure([Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 23)]).next_due
        (datetime.date(2026, 3, 30), datetime.date(2026, 3, 30))
        """
        return next_due(self._days, self.rhythms[-1]) if self.rhythms else None

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """Which tags came up, rose, fell or dropped out lately, the least likely by chance first; equal ones by slug.

        The last quarter of the window is compared with what was before.

        >>> posts = [
        ...     Post(title=f"Tea {day}", published=date(2026, 3, day), tags=["cups" if day > 15 else "pots"])
        ...     for day in range(1, 21)
        ... ]
        >>> [(trend.tag.name, trend.kind, trend.before, trend.recent) for trend in measure(posts).trends]
        [('cups', 'new', 0, 5), ('pots', 'dropped', 15, 0)]
        """
        return trends(self.posts, *self.window) if self.window else ()

    # -- looks --------------------------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        parts = [f"{counted(len(self.posts), 'post')} by {self.by}"]
        if self.window is not None:
            parts.append(span(*self.window))
        return f"<Cadence: {', '.join(parts)}>"

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # Without what has been worked out: a read-only mapping cannot be pickled.
        return type(self), (self.posts, self.by, self.window, self.today)

    def _repr_html_(self) -> str:
        figures = {
            "Median gap": None if self.median_gap is None else in_days(self.median_gap),
            "Mean gap": None if self.mean_gap is None else in_days(self.mean_gap),
            "Longest gap": "".join(
                f"{counted(gap.days, 'day')}, {span(gap.before.day, gap.after.day)}" for gap in self.longest_gaps(1)
            ),
            "Since the last post": None if self.current_gap is None else counted(self.current_gap, "day"),
            "Rhythm": in_words(self.rhythms[-1]) if self.rhythms else None,
            "Next post due": self.next_due and span(*self.next_due),
            "Lately": lately(self.trends),
        }
        rows = [(name, figure) for name, figure in figures.items() if figure]
        recent = latest(self._days, *self.window, self.by, _BARS_SHOWN) if self.window else []
        return html_table(repr(self)[1:-1], (), rows, recent)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        return tuple([post.day for post in self.posts])

    @cached_property
    def _over(self) -> tuple[date, ...]:
        """The periods of the window that are over at its end; today is not over."""
        assert self.window is not None
        end = self.window[1]
        running = end == self.today or end < last_day(self._periods[-1], self.by)
        return self._periods[:-1] if running else self._periods

    @cached_property
    def _periods(self) -> tuple[date, ...]:
        return tuple(self.counts)

    @cached_property
    def _streaks(self) -> tuple[Streak, ...]:
        return streaks(self.counts)

    def _summed(self, amounts: Iterable[tuple[date, int]]) -> Mapping[date, int]:
        return MappingProxyType({} if self.window is None else summed(amounts, *self.window, self.by))

    @cached_property
    def _ascending(self) -> list[int]:
        return sorted(self.gaps)
