"""Laws of posting cadence: what counting day by day would answer, whatever the blog, the window and the calendar."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from itertools import accumulate, groupby, pairwise
from math import ceil, comb, floor, inf
from random import Random
from statistics import mean, median, multimode, quantiles
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import InvalidValue, Post, PostIndex, Tag
from postindex.cadence import Cadence, Gap, Streak, Trend, measure

KEYS: dict[str, Callable[[date], Hashable]] = {
    "day": lambda day: day,
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "year": lambda day: day.year,
}
BY: st.SearchStrategy[Any] = st.sampled_from([*KEYS])
LATEST = date.max.toordinal()
ODD = [date.min, date(2020, 12, 20), date(2024, 2, 20), date(2026, 12, 25), date.max - timedelta(days=90), date.max]


@dataclass(frozen=True)
class End:
    """An end of a window, or a day of today: as it is given, and the days that it names."""

    given: date | str
    first: date
    last: date


@dataclass(frozen=True)
class Blog:
    """Posts, and how they are measured."""

    posts: list[Post]
    by: Any
    begin: End | None
    end: End | None
    today: End | None

    @property
    def cadence(self) -> Cadence:
        ends = tuple(end and end.given for end in (self.begin, self.end))
        window: Any = ends if any(ends) else None
        return measure(self.posts, by=self.by, window=window, today=self.today.given if self.today else None)

    @property
    def within(self) -> list[Post]:
        """The posts that count, oldest first."""
        first = self.begin.first if self.begin else date.min
        last = min(end.last if end else date.max for end in (self.end, self.today))
        return [post for post in reversed(PostIndex(self.posts)) if first <= post.day <= last]

    @property
    def window(self) -> tuple[date, date] | None:
        days = [post.day for post in self.within]
        begins = [self.begin.first] if self.begin else days[:1]
        ends = sorted(end.last for end in (self.end, self.today) if end) or days[-1:]
        return (begins[0], ends[0]) if begins and ends else None

    @property
    def periods(self) -> list[tuple[date, date]]:
        return periods_of(*self.window, self.by) if self.window else []

    @property
    def counted(self) -> list[tuple[date, date, int]]:
        """Each period's first and last day, and how many posts it has."""
        days = [post.day for post in self.within]
        return [(first, last, sum(first <= day <= last for day in days)) for first, last in self.periods]

    @property
    def is_running(self) -> bool:
        """Whether the last period goes on after the window, or after today."""
        if self.window is None:
            return False
        end = self.window[1]
        return self.periods[-1][1] > end or (self.today is not None and self.today.last == end)

    @property
    def whole(self) -> list[tuple[date, date, int]]:
        """The periods that were observed from their first day to their last, and that are over."""
        counted = self.counted[: len(self.counted) - self.is_running]
        return [(first, last, count) for first, last, count in counted if self.window and first >= self.window[0]]


def periods_of(first: date, last: date, by: str) -> list[tuple[date, date]]:
    """Return the first and the last day of each period that these days reach, by walking from day to day."""
    key = KEYS[by]
    begin, end = first.toordinal(), last.toordinal()
    while begin > 1 and key(date.fromordinal(begin - 1)) == key(first):
        begin -= 1
    while end < LATEST and key(date.fromordinal(end + 1)) == key(last):
        end += 1
    runs = [list(days) for _, days in groupby(map(date.fromordinal, range(begin, end + 1)), key)]
    return [(days[0], days[-1]) for days in runs]


def later(day: date, days: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + days, 1), LATEST))


def moment(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), timezone(timedelta(hours=hour - 12)))


@st.composite
def ends(draw: st.DrawFn, start: date) -> End:
    """A day about a blog's own, the month or the year of one, as a date or as text."""
    day = later(start, draw(st.integers(-60, 500)))
    match draw(st.integers(0, 3)):
        case 0:
            return End(day, day, day)
        case 1:
            return End(day.isoformat(), day, day)
        case 2:
            [(first, last)] = periods_of(day, day, "month")
            return End(day.isoformat()[:7], first, last)
    return End(f"{day.year:04}", date(day.year, 1, 1), date(day.year, 12, 31))


LONG_YEARS = [year for year in range(1, 9999) if date(year, 12, 28).isocalendar().week == 53]
NEW_YEARS = st.sampled_from(LONG_YEARS).map(lambda year: date(year, 12, 20))
STARTS = st.sampled_from(ODD) | NEW_YEARS | st.dates()


@st.composite
def posts_from(draw: st.DrawFn, start: date, most: int = 12) -> list[Post]:
    """Posts of a year and a bit, several on one day now and then, in no order."""
    drawn = draw(st.lists(st.tuples(st.integers(0, 400), st.integers(-9, 23), st.integers(0, 9)), max_size=most))
    days = [(later(start, days), hour, minutes) for days, hour, minutes in drawn]
    return [
        Post(
            title=f"Tea {number}",
            published=day if hour < 0 else moment(day, hour),
            reading_minutes=minutes or None,
        )
        for number, (day, hour, minutes) in enumerate(days)
    ]


@st.composite
def blogs(draw: st.DrawFn, starts: st.SearchStrategy[date] = STARTS) -> Blog:
    """A blog and a window that is not reversed, with a today that often is the last day of either or of a period."""
    start, by = draw(starts), draw(BY)
    begin, end = sorted((draw(ends(start)), draw(ends(start))), key=lambda end: end.first)
    day = draw(st.sampled_from([later(begin.first, draw(st.integers(0, 500))), end.last]))
    day = draw(st.sampled_from([day, periods_of(day, day, by)[0][1]]))
    today = End(day if draw(st.booleans()) else day.isoformat(), day, day)
    given = (draw(st.sampled_from([each, None])) for each in (begin, end, today))
    return Blog(draw(posts_from(start)), by, *given)


# -- windows and periods ----------------------------------------------------------------------------------------------


@given(blogs())
def test_the_window_and_its_posts(blog: Blog) -> None:
    """Its ends are those asked for, where they are, and it is never longer; all posts in it count, and no other."""
    cadence = blog.cadence
    assert cadence.window == blog.window
    assert list(cadence.posts) == blog.within
    assert cadence.today == (blog.today and blog.today.last)
    if cadence.window:
        first, last = cadence.window
        assert first <= last
        assert blog.begin is None or blog.begin.first <= first
        assert all(last <= end.last for end in (blog.end, blog.today) if end)
        assert all(first <= post.day <= last for post in cadence.posts)


@given(STARTS.flatmap(lambda start: st.tuples(posts_from(start), ends(start), ends(start))), BY)
def test_only_a_reversed_window_is_refused(drawn: tuple[list[Post], End, End], by: Any) -> None:
    """Whatever the precision of its ends: it is reversed where it begins after the last day that it names."""
    posts, begin, end = drawn
    if begin.first > end.last:
        with pytest.raises(InvalidValue, match=r"^window: .* is reversed"):
            measure(posts, by=by, window=(begin.given, end.given))
        with pytest.raises(InvalidValue, match=r"^window\[0\]: .* is after today"):
            measure(posts, by=by, window=(begin.given, None), today=end.last)
    else:
        assert measure(posts, by=by, window=(begin.given, end.given)).window == (begin.first, end.last)


@given(blogs())
def test_counts_equal_counting_day_by_day(blog: Blog) -> None:
    """Every period of the window is there, in order, with the posts and the minutes of its days."""
    cadence = blog.cadence
    assert list(cadence.counts.items()) == [(first, count) for first, _, count in blog.counted]
    minutes = [
        sum(post.reading_minutes or 0 for post in blog.within if first <= post.day <= last)
        for first, last in blog.periods
    ]
    assert list(cadence.reading_minutes) == list(cadence.counts)
    assert list(cadence.reading_minutes.values()) == minutes


@pytest.mark.parametrize("by", KEYS)
@given(blog=blogs(st.dates(date(1700, 1, 1), date(2250, 1, 1)) | st.sampled_from(ODD[1:4])))
def test_counts_equal_those_of_pandas(by: str, blog: Blog) -> None:
    """`resample` over the posts' days, each 1, and the ends of the window, 0: in the years that pandas knows."""
    cadence = replace(blog, by=by).cadence
    if cadence.window is None:
        return
    first, last = cadence.window
    rule = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}[by]
    days = pd.DatetimeIndex([first, *(post.day for post in cadence.posts), last])
    ones = pd.Series([0, *(1 for _ in cadence.posts), 0], index=days)
    sums = ones.resample(rule, closed="left", label="left").sum()
    assert dict(cadence.counts) == {day.date(): count for day, count in sums.items()}


@given(blogs())
def test_partial_periods_have_days_outside_the_window(blog: Blog) -> None:
    """Or that have today, which is not over. At most two of them, and a window that is a period has none."""
    whole = {first for first, _, _ in blog.whole}
    assert list(blog.cadence.partial) == [first for first, _ in blog.periods if first not in whole]
    if blog.periods:
        first, last = blog.periods[0][0], blog.periods[-1][1]
        assert measure(blog.posts, by=blog.by, window=(first, last)).partial == ()


@given(blogs(), st.integers(1, 8))
def test_the_rate_is_the_average_of_counts(blog: Blog, size: int) -> None:
    """Of so many whole periods."""
    whole = blog.whole
    expected = {
        whole[at][0]: mean(count for _, _, count in whole[at + 1 - size : at + 1]) for at in range(size - 1, len(whole))
    }
    assert dict(blog.cadence.rate(size)) == pytest.approx(expected)
    assert list(blog.cadence.rate(size)) == list(expected)


@given(blogs())
def test_streaks_are_runs_of_periods_with_posts(blog: Blog) -> None:
    """The current one reaches the window's end, or the period before one that is running and has no post yet."""
    runs = [list(run) for used, run in groupby(blog.counted, lambda period: period[2] > 0) if used]
    streaks = [Streak(run[0][0], run[-1][0], len(run)) for run in runs]
    assert blog.cadence.longest_streak == max(streaks, key=lambda streak: streak.periods, default=None)
    counted = blog.counted
    if blog.is_running and not counted[-1][2]:
        counted = counted[:-1]
    goes_on = bool(counted) and counted[-1][2] > 0
    assert blog.cadence.current_streak == (streaks[-1] if goes_on else None)


# -- gaps and profiles ------------------------------------------------------------------------------------------------


@given(blogs())
def test_gaps_are_the_days_between_posts(blog: Blog) -> None:
    """Their figures are the standard library's, to the last bit."""
    cadence, posts = blog.cadence, blog.within
    gaps = [later.day.toordinal() - earlier.day.toordinal() for earlier, later in pairwise(posts)]
    assert list(cadence.gaps) == gaps
    if gaps:
        assert cadence.mean_gap == mean(gaps)
        assert cadence.median_gap == median(gaps)
        assert cadence.p90_gap == (quantiles(gaps, n=10, method="inclusive")[8] if len(gaps) > 1 else gaps[0])
        assert cadence.longest_gap == max(gaps)
        places = sorted(range(len(gaps)), key=lambda at: -gaps[at])
        assert cadence.longest_gaps(3) == tuple(Gap(gaps[at], posts[at], posts[at + 1]) for at in places[:3])
    else:
        assert cadence.mean_gap is cadence.median_gap is cadence.p90_gap is cadence.longest_gap is None
        assert cadence.longest_gaps() == ()
    if posts and blog.today and blog.window and blog.window[1] == blog.today.last:
        assert cadence.current_gap == (blog.today.last - posts[-1].day).days
    else:
        assert cadence.current_gap is None


@given(st.lists(st.integers(0, 400), max_size=20), st.integers(1, 9), st.randoms(use_true_random=False))
def test_regularity_lies_between_bursts_and_equal_gaps(gaps: list[int], times: int, random: Random) -> None:
    """1 says that all gaps are equal, and -1 that all but one are 0; no order of the gaps and no unit shows."""

    def regularity(gaps: list[int]) -> float | None:
        days = accumulate(gaps, initial=date(2000, 1, 3).toordinal())
        return measure(
            Post(title=f"Tea {number}", published=date.fromordinal(day)) for number, day in enumerate(days)
        ).regularity

    found = regularity(gaps)
    if len(gaps) < 2 or not any(gaps):
        assert found is None
    else:
        assert found is not None
        assert -1.0 <= found <= 1.0
        assert (found == 1.0) == (len({*gaps}) == 1)
        assert (found == -1.0) == (sum(gap > 0 for gap in gaps) == 1)
        assert regularity([gap * times for gap in gaps]) == pytest.approx(found, abs=1e-9)
        random.shuffle(gaps)
        assert regularity(gaps) == found


@given(blogs())
def test_profiles_count_each_post_once(blog: Blog) -> None:
    """By its own calendar day and its own clock; posts that know only their day have no hour."""
    cadence = blog.cadence
    weekdays = Counter(post.day.isoweekday() for post in blog.within)
    assert list(cadence.weekdays) == [weekdays[day] for day in range(1, 8)]
    hours = Counter(post.published.hour for post in blog.within if isinstance(post.published, datetime))
    assert cadence.hours == (tuple(hours[hour] for hour in range(24)) if hours else None)


# -- rhythms ----------------------------------------------------------------------------------------------------------


def with_gaps(gaps: list[int], start: date) -> Cadence:
    days = [later(start, days) for days in accumulate(gaps, initial=0)]
    return measure(Post(title=f"Tea {number}", published=day) for number, day in enumerate(days))


def days_apart(cadence: Cadence) -> tuple[list[date], list[int]]:
    """The days that have posts, and how many lie from one to the next."""
    days = sorted({post.day for post in cadence.posts})
    return days, [(after - before).days for before, after in pairwise(days)]


RHYTHMS = st.sampled_from([[7], [14], [7, 14], [7, 21], [14, 28], [1], [0, 7], [1, 2, 3], [28, 30, 31], [91], [5, 40]])
GAPS = st.lists(st.tuples(RHYTHMS, st.integers(0, 14), st.randoms(use_true_random=False)), max_size=4).map(
    lambda drawn: [random.choice(gaps) for gaps, times, random in drawn for _ in range(times)]
)


@given(GAPS, STARTS)
def test_rhythms_are_contiguous(gaps: list[int], start: date) -> None:
    """Each from the day that ended the one before; only a rhythm that is the only one has fewer than five gaps."""
    cadence = with_gaps(gaps, start)
    days, apart = days_apart(cadence)
    bounds = list(accumulate((rhythm.gaps for rhythm in cadence.rhythms), initial=0))
    assert bounds[-1] == len(apart)
    for (begin, end), rhythm in zip(pairwise(bounds), cadence.rhythms, strict=True):
        assert (rhythm.first, rhythm.last) == (days[begin], days[end])
        assert rhythm.median_gap == median(apart[begin:end])
        assert rhythm.gaps >= 5 or len(cadence.rhythms) == 1
        late = [day.weekday() for day in days[begin : end + 1]][-13:]
        weekdays = [weekday for weekday in range(7) if 4 * late.count(weekday) >= 3 * len(late) and len(late) > 3]
        assert rhythm.weekday == next(iter(weekdays), None)
    assert cadence.changes == tuple(days[begin] for begin in bounds[1:-1])


@given(GAPS, STARTS)
def test_a_name_matches_the_gaps(gaps: list[int], start: date) -> None:
    """By weeks, if they are the median gap and the single most frequent gap; else by three quarters of the gaps.

    Rhythms that follow a rule of the calendar are tested below.
    """
    cadence = with_gaps(gaps, start)
    _, apart = days_apart(cadence)
    end = 0
    for rhythm in cadence.rhythms:
        begin, end = end, end + rhythm.gaps
        some = apart[begin:end]
        if rhythm.on:
            assert (rhythm.weeks, rhythm.months is None) == (None, False)
            continue
        enough = 3 * len(some) if len(some) >= 3 else inf
        whole = 4 * sum(gap % 7 == 0 for gap in some) >= enough
        typical = whole and multimode(some) == [rhythm.median_gap] and rhythm.median_gap % 7 == 0
        assert rhythm.weeks == (rhythm.median_gap // 7 if typical else None)
        kinds = {"daily": {1}, "monthly": {28, 29, 30, 31}, "every 2 months": {59, 60, 61, 62}}
        kinds |= {"quarterly": {89, 90, 91, 92}, "half-yearly": {*range(181, 185)}, "yearly": {365, 366}}
        names = [name for name, kind in kinds.items() if 4 * sum(gap in kind for gap in some) >= enough]
        weeks = {None: None, 1: "weekly", 2: "fortnightly"}.get(rhythm.weeks, f"every {rhythm.weeks} weeks")
        assert rhythm.name == (weeks or next(iter(names), None))


LEVELS = st.tuples(st.sampled_from([1, 2, 4, 7, 14, 30, 90]), st.integers(5, 40))


@given(LEVELS, LEVELS)
def test_a_change_between_two_gaps_is_found_at_its_place(one: tuple[int, int], two: tuple[int, int]) -> None:
    """Half as many days or twice as many, and nothing else changes; equal gaps never change."""
    (gap, times), (other, more) = one, two
    cadence = with_gaps([gap] * times + [other] * more, date(2000, 1, 3))
    assert [rhythm.gaps for rhythm in cadence.rhythms] == ([times, more] if gap != other else [times + more])


@given(st.lists(LEVELS, min_size=1, max_size=5))
def test_only_planted_changes_are_found(pieces: list[tuple[int, int]]) -> None:
    """A short stretch between two longer ones may pass unseen, but none is cut."""
    cadence = with_gaps([gap for gap, times in pieces for _ in range(times)], date(2000, 1, 3))
    planted = {*accumulate((times for _, times in pieces), initial=0)}
    assert {*accumulate(rhythm.gaps for rhythm in cadence.rhythms)} <= planted


@given(GAPS, STARTS)
def test_the_next_post_is_due_after_a_recent_gap(gaps: list[int], start: date) -> None:
    """From the lower to the upper quartile of the last twelve gaps of the last rhythm, moved to its weekdays; or never.

    Days that follow a rule of the calendar are tested below.
    """
    cadence = with_gaps(gaps, start)
    days, apart = days_apart(cadence)
    recent = apart[-min(cadence.rhythms[-1].gaps, 12) :] if cadence.rhythms else []
    if len(recent) < 3:
        assert cadence.next_due is None
        return
    if cadence.rhythms[-1].on:
        return
    last, weekday = cadence.posts[-1].day.toordinal(), cadence.rhythms[-1].weekday
    lower, _, upper = quantiles(recent, n=4, method="inclusive")
    due = [last + floor(lower), last + ceil(upper)]
    late = [day.weekday() for day in days[-13:]]
    kept = {weekday}
    if weekday is None:
        often = sorted(map(late.count, {*late}), reverse=True)
        size = next(size for size in range(1, 8) if 10 * sum(often[:size]) >= 9 * len(late))
        kept = {day for day in late if late.count(day) >= often[size - 1]}
    if weekday is not None or (len(recent) == 12 and len(kept) <= 5):  # an ordinal of 1 is a Monday
        near = [[day for day in range(last + 1, one + 8) if (day - 1) % 7 in kept] for one in due]
        due = [min(some, key=lambda day: abs(day - one)) for some, one in zip(near, due, strict=True)]
    assert cadence.next_due == (tuple(map(date.fromordinal, due)) if due[1] <= LATEST else None)


# -- rules of the calendar --------------------------------------------------------------------------------------------

Choose = Callable[[list[date]], date | None]
STEPS = {1: "monthly", 2: "every 2 months", 3: "quarterly", 4: "every 4 months", 6: "half-yearly", 12: "yearly"}


def days_of_month(number: int) -> list[date]:
    """Return the days of a month, which is a number of months since the year 0."""
    day = date(number // 12, number % 12 + 1, 1)
    [(first, last)] = periods_of(day, day, "month")
    return [date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1)]


@st.composite
def calendar_rules(draw: st.DrawFn) -> Choose:
    """The function that chooses the day of a rule of the calendar from the days of a month."""
    weekday, number = draw(st.integers(0, 6)), draw(st.integers(1, 31))
    match draw(st.integers(0, 4)):
        case 0:
            return lambda days: days[min(number, len(days)) - 1]
        case 1:
            return lambda days: days[number - 1] if number <= len(days) else None
        case 2:
            return lambda days: days[-1]
        case 3:
            return lambda days: [day for day in days if day.weekday() == weekday][-1]
    return lambda days: next((day for day in days[number // 7 * 7 :][:7] if day.weekday() == weekday), None)


@given(calendar_rules(), st.sampled_from([*STEPS]), st.integers(12, 12 * 9995), st.integers(4, 30))
def test_the_next_post_of_a_blog_that_follows_the_calendar_is_due_on_its_day(
    choose: Choose, step: int, start: int, number: int
) -> None:
    """Whatever the rule, the year and the number of posts; thirteen days and more have its name."""
    days: list[date] = []
    for month in range(start, min(start + 100 * step, 12 * 10_000), step):
        day = choose(days_of_month(month))
        if day is None and step > 1:  # such a rule has posts in some years only
            return
        days += [day] if day else []
    published, following = days[:number], days[number:]
    if len(published) < number or not following:
        return
    cadence = measure(Post(title="Tea", published=day) for day in published)
    first, last = cadence.next_due or (date.max, date.min)
    assert first <= following[0] <= last
    [rhythm] = cadence.rhythms
    if number > 12:
        assert (rhythm.months, rhythm.name, rhythm.weeks) == (step, STEPS[step], None)


# -- trends -----------------------------------------------------------------------------------------------------------


@st.composite
def tagged_blogs(draw: st.DrawFn) -> list[Post]:
    """Many posts, of which some tags are on the older or the newer more often."""
    sizes, random = draw(st.tuples(st.integers(0, 60), st.integers(0, 30))), draw(st.randoms(use_true_random=False))
    rates = draw(st.lists(st.tuples(*[st.sampled_from([0.0, 0.05, 0.3, 0.7])] * 2), min_size=5, max_size=5))
    posts = []
    for number in range(sum(sizes)):
        newer = number >= sizes[0]
        tags = [name for name, rate in zip("abcde", rates, strict=True) if random.random() < rate[newer]]
        day = date(2025, 1, 1) + timedelta(days=random.randrange(270, 360) if newer else random.randrange(270))
        posts.append(Post(title=f"Tea {number}", published=day, tags=tags))
    return posts


def chance_of(recent: int, before: int, posts_recent: int, posts_before: int) -> Fraction:
    """Fisher's exact test, of the side that the tag went to: how many of all ways to draw the recent posts."""
    tagged, posts = recent + before, posts_recent + posts_before
    rose = recent * posts > tagged * posts_recent
    side = range(recent, posts_recent + 1) if rose else range(recent + 1)
    ways = sum(comb(tagged, k) * comb(posts - tagged, posts_recent - k) for k in side)
    return Fraction(ways, comb(posts, posts_recent))


def kind_of(recent: int, before: int, posts_recent: int, posts_before: int) -> str:
    if before == 0 and recent >= 2 and posts_before:
        return "new"
    if chance_of(recent, before, posts_recent, posts_before) > Fraction(1, 20):
        return "steady"
    if Fraction(recent, posts_recent) > Fraction(before, posts_before):
        return "rising"
    return "falling" if recent else "dropped"


@given(tagged_blogs())
def test_trends_are_fishers_exact_test(posts: list[Post]) -> None:
    """By whole numbers, of any size; the least likely by chance comes first, then the slug."""
    window = ("2025-01-01", "2025-12-26")  # of 360 days
    cadence = measure(posts, window=window)
    counts: dict[Tag, list[int]] = {}
    parts = [0, 0]
    for post in posts:
        newer = post.day > date(2025, 12, 26) - timedelta(days=90)
        parts[newer] += 1
        for tag in post.tags:
            counts.setdefault(tag, [0, 0])[newer] += 1
    expected = [
        (
            round(float(chance_of(recent, before, parts[1], parts[0])), 9),
            tag.slug,
            Trend(tag, kind_of(recent, before, parts[1], parts[0]), before, recent, *parts),  # type: ignore[arg-type]
        )
        for tag, (before, recent) in counts.items()
    ]
    assert list(cadence.trends) == [trend for _, _, trend in sorted(expected, key=lambda row: row[:2])]


# -- values -----------------------------------------------------------------------------------------------------------

ASKED = sorted({*dir(Cadence)} - {"longest_gaps", "rate", "today"} - {name for name in dir(Cadence) if name[0] == "_"})


@given(st.data(), blogs())
def test_the_order_of_posts_and_of_access_does_not_matter(data: st.DataObject, blog: Blog) -> None:
    """Equal cadences answer everything alike, whatever was asked of them before."""
    shuffled = Blog(data.draw(st.permutations(blog.posts)), blog.by, blog.begin, blog.end, blog.today)
    one, other = blog.cadence, shuffled.cadence
    answers = {name: getattr(one, name) for name in data.draw(st.permutations(ASKED))}
    assert one == other
    assert hash(one) == hash(other)
    assert answers == {name: getattr(other, name) for name in ASKED} == {name: getattr(one, name) for name in ASKED}
    assert one == other


@given(blogs())
def test_a_later_today_only_extends_the_window(blog: Blog) -> None:
    """What was counted up to the last post stays as it is; only the time since it grows."""
    cadence = measure(blog.posts, by=blog.by)
    if cadence.window is None:
        return
    last = cadence.window[1]
    after = measure(blog.posts, by=blog.by, today=later(last, 100))
    assert after.posts == cadence.posts
    assert (after.gaps, after.rhythms, after.next_due) == (cadence.gaps, cadence.rhythms, cadence.next_due)
    assert {day: after.counts[day] for day in cadence.counts} == cadence.counts
    assert not any(count for day, count in after.counts.items() if day > last)
    assert after.current_gap == (later(last, 100) - last).days


@given(blogs())
def test_adjacent_windows_add_up(blog: Blog) -> None:
    """Cut between two periods, nothing is lost and nothing counts twice."""
    whole = blog.cadence
    if whole.window is None:
        return
    first, last = whole.window
    for cut in list(whole.counts)[1:3]:
        before = measure(blog.posts, by=blog.by, window=(first, cut - timedelta(days=1)))
        after = measure(blog.posts, by=blog.by, window=(cut, last))
        assert {**before.counts, **after.counts} == whole.counts
        assert before.posts + after.posts == whole.posts
        assert len(before.counts) + len(after.counts) == len(whole.counts)
