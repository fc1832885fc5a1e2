"""Dates: what names a day, what names a period, and what names neither."""

import calendar
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, NoReturn

import pytest

from postindex import InvalidValue
from postindex.dates import parse_date, parsing
from postindex.dates.parsing import (
    HOW_TO_WRITE,
    MONTH_NAMES,
    Day,
    begins_like_a_day,
    day_of,
    meant_as_day,
    nothing_but_a_day,
    parse_period,
    read_day,
)

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAY = date(2026, 3, 22)
NO_DATE = Day(wrong="bad-date", reason=f"is not a date; {HOW_TO_WRITE}")

# A text in each form that names the day, and in most of the ways that each may be written.
TEXTS = [
    "March 22, 2026",
    "March 22 2026",
    "Mar 22, 2026",
    "Mar. 22, 2026",
    "Mar. 22nd 2026",
    "March 22nd, 2026",
    "MARCH 22ND, 2026",
    "march 22nd, 2026",
    "mArCh 22Nd, 2026",
    "22 March 2026",
    "22 March, 2026",
    "22 Mar 2026",
    "22 Mar. 2026",
    "22 Mar., 2026",
    "22. March 2026",
    "22nd March 2026",
    "22nd of March, 2026",
    "22 of March 2026",
    "22ND OF MARCH 2026",
    "22. of March 2026",
    "2026-03-22",
    "2026-3-22",
    "2026/03/22",
    "2026/3/22",
    "2026.03.22",
    "2026.3.22",
    "22/03/2026",
    "22/3/2026",
    "22-03-2026",
    "22.3.2026",
    "03/22/2026",
    "3/22/2026",
    "03-22-2026",
    "3.22.2026",
]


@pytest.mark.parametrize("text", TEXTS)
class TestEveryForm:
    def test_names_its_day(self, text: str) -> None:
        assert parse_date(text) == DAY
        assert type(parse_date(text)) is date

    def test_goes_by_any_letter_case(self, text: str) -> None:
        assert parse_date(text.lower()) == parse_date(text.upper()) == parse_date(text.swapcase()) == DAY

    @pytest.mark.parametrize("space", ["  ", "\t", "\xa0", "\u202f", " \xa0\t "], ids=ascii)
    def test_may_have_other_spaces(self, text: str, space: str) -> None:
        assert parse_date(text.replace(" ", space)) == DAY

    @pytest.mark.parametrize("weekday", ["Sunday", "Sun", "Sunday,", "Sun.", "Sun.,", "SUNDAY,", "sun"])
    def test_may_begin_with_its_weekday(self, text: str, weekday: str) -> None:
        assert parse_date(f"{weekday} {text}") == DAY
        assert parse_date(f"{weekday}\xa0{text}") == DAY

    @pytest.mark.parametrize("weekday", [*WEEKDAYS[:-1], "Mon", "tue.", "WED,"])
    def test_begins_with_no_other_weekday(self, text: str, weekday: str) -> None:
        assert parse_date(f"{weekday} {text}") is None
        day = read_day(f"{weekday} {text}", None)
        assert (day.day, day.wrong, day.reason) == (DAY, "implausible-date", "was a Sunday")

    @pytest.mark.parametrize("word", ["Sundae", "Sonntag,", "Suns", "March", "the"])
    def test_begins_with_no_other_word(self, text: str, word: str) -> None:
        assert parse_date(f"{word} {text}") is None
        assert read_day(f"{word} {text}", None) == NO_DATE

    @pytest.mark.parametrize(
        "form",
        [
            " {}",
            "{} ",
            "{}\n",
            "\n{}",
            "- {}",
            "{}.",
            "{},",
            "({})",
            "{} 5 min",
            "on {}",
            "{}T00:00",
            "{}Z",
            "+{}",
            "-{}",
        ],
    )
    def test_has_nothing_before_or_after(self, text: str, form: str) -> None:
        assert parse_date(form.format(text)) is None

    def test_names_the_same_day_in_either_order(self, text: str) -> None:
        numbers = text[0].isdigit() and not text[:4].isdigit() and not any(map(str.isalpha, text))
        for day_first in (True, False):
            meant = text.startswith("22") is day_first
            assert parse_date(text, day_first=day_first) == (DAY if meant or not numbers else None)


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, 1)), ids=MONTHS)
def test_every_month_in_every_form(number: int, name: str) -> None:
    day = date(2026, number, 9)
    for month in (name, name[:3], f"{name[:3]}.", f"{name}.", name.lower(), name.upper(), name[:3].swapcase()):
        for text in (
            f"{month} 9, 2026",
            f"{month} 9 2026",
            f"{month} 09, 2026",
            f"9 {month} 2026",
            f"9th of {month}, 2026",
        ):
            assert parse_date(text) == day
    assert parse_date(f"2026-{number:02}-09") == day
    assert MONTH_NAMES[number - 1] == name


@pytest.mark.parametrize(("number", "name"), list(enumerate(WEEKDAYS)), ids=WEEKDAYS)
def test_every_weekday_in_every_form(number: int, name: str) -> None:
    day = date(2026, 3, 16 + number)
    for weekday in (name, name[:3], f"{name[:3]}.", f"{name},", name.upper(), name[:3].lower()):
        assert parse_date(f"{weekday} {day.isoformat()}") == day
        assert read_day(f"{weekday} 2026-03-{15 + number}", None).wrong == "implausible-date"
    assert read_day(f"{name} 2026-03-15", None).reason == ("" if name == "Sunday" else "was a Sunday")


@pytest.mark.parametrize("ordinal", ["st", "nd", "rd", "th", "ST", "Th", "tH"])
@pytest.mark.parametrize("day", [1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 30])
def test_any_ordinal_is_taken(day: int, ordinal: str) -> None:
    assert parse_date(f"March {day}{ordinal}, 2026") == date(2026, 3, day)
    assert parse_date(f"{day:02}{ordinal} March 2026") == date(2026, 3, day)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sept 9, 2025", date(2025, 9, 9)),
        ("Sept. 9 2025", date(2025, 9, 9)),
        ("9. SEPT 2025", date(2025, 9, 9)),
        ("February 29, 2024", date(2024, 2, 29)),
        ("February 29, 2000", date(2000, 2, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("29/2/2024", date(2024, 2, 29)),
        ("0001-01-01", date.min),
        ("January 1, 0001", date.min),
        ("1/1/0001", date.min),
        ("December 31, 9999", date.max),
        ("31 December 9999", date.max),
        ("9999/12/31", date.max),
        ("31.12.9999", date.max),
    ],
)
def test_other_dates(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "February 30, 2026",
        "30 February 2026",
        "30/2/2026",
        "2/30/2026",
        "2026-02-30",
        "2026/2/30",
        "February 29, 2025",
        "29 February 1900",
        "April 31, 2026",
        "31st of April, 2026",
        "March 0, 2026",
        "0 March 2026",
        "March 32, 2026",
        "March 99, 2026",
        "00/03/2026",
        "0/0/2026",
        "13/13/2026",
        "99.99.2026",
        "2026-00-10",
        "2026-13-10",
        "2026-03-00",
        "2026-22-03",
        "March 22, 0000",
        "22 March 0000",
        "0000-01-01",
        "1/1/0000",
        "March 22, 10000",
        "22 March 10000",
        "10000-01-01",
        "1/1/10000",
        "31.12.99999",
        "Smarch 13, 2026",
        "13 Smarch 2026",
        "Marchember 22, 2026",
        "Januar 22, 2026",
        "22. März 2026",
        "22 mars 2026",
        "Auguﬆ 9, 2026",
        "Auguſt 9, 2026",
        "Jun\u0130or 9, 2026",
        "Sunday 30/2/2026",
        "Sunday 22 Sunday 2026",
    ],
    ids=ascii,
)
def test_a_day_missing_from_the_calendar_gives_none(text: str) -> None:
    assert parse_date(text) is None
    assert read_day(text, None) == NO_DATE
    assert parse_date(text, day_first=True) is parse_date(text, day_first=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "10",
        "Sat",
        "29 minutes",
        "May 10",
        "May 2026",
        "today",
        "tomorrow",
        "now",
        "March 22, 26",
        "22 March 26",
        "22/03/26",
        "26-03-22",
        "March 22, 202600",
        "202600-03-22",
        "March 022, 2026",
        "022 March 2026",
        "022/03/2026",
        "2026-003-22",
        "2026-03-022",
        "March22, 2026",
        "March 22,2026",
        "March 22 , 2026",
        "March, 22 2026",
        "March.. 22, 2026",
        "March\n22, 2026",
        "March\u200322, 2026",
        "22March 2026",
        "22. of. March 2026",
        "22 of of March 2026",
        "22th. March 2026",
        "the 22nd of March 2026",
        "March the 22nd 2026",
        "March 22'nd, 2026",
        "Ma 22, 2026",
        "Marchmarchmarch 22, 2026",
        "2026 March 22",
        "2026, March 22",
        "2026-Mar-22",
        "22-Mar-2026",
        "2026-03/22",
        "22/03-2026",
        "22.03/2026",
        "2026 03 22",
        "22 / 03 / 2026",
        "20260322",
        "2026-W12-7",
        "2026-081",
        "2026-03",
        "2026",
        "2026-03-22T00:00:00",
        "2026-03-22 00:00",
        "Sunday",
        "Sunday March 2026",
        "Sun, Sun, March 22, 2026",
        "Sunday;March 22, 2026",
        "Sunday:: March 22, 2026",
        "Sunday-2026-03-22",
        "Sunday2026-03-22",
        "٢٠٢٦-٠٣-٢٢",
        "March ２２, 2026",
        "2026\u201003\u201022",
        "March 22, ²⁰²⁶",
        "2026\u221203\u221222",
    ],
    ids=ascii,
)
def test_invalid_dates_give_none(text: str) -> None:
    assert parse_date(text) is parse_date(text, day_first=True) is parse_date(text, day_first=False) is None


@pytest.mark.parametrize("form", ["{}/{}/{}", "{:02}/{:02}/{}", "{}-{}-{}", "{:02}.{:02}.{}"])
@pytest.mark.parametrize("weekday", ["", "Friday, "])
class TestThreeNumbers:
    def test_that_can_be_read_in_two_ways_are_ambiguous(self, form: str, weekday: str) -> None:
        text = weekday + form.format(3, 4, 2026)
        assert parse_date(text) is None
        assert read_day(text, None) == Day(
            wrong="ambiguous-date",
            reason="is 2026-04-03 or 2026-03-04; say whether the day comes first, or name the month",
        )

    def test_are_read_in_the_order_that_is_said(self, form: str, weekday: str) -> None:
        text = weekday + form.format(3, 4, 2026)
        assert parse_date(text, day_first=True) == date(2026, 4, 3)
        assert read_day(text, True) == Day(date(2026, 4, 3))
        other = read_day(text, False)
        assert (other.day, other.wrong) == (date(2026, 3, 4), "implausible-date" if weekday else "")

    def test_decide_where_they_can_be_read_in_one_way_alone(self, form: str, weekday: str) -> None:
        one, other = weekday + form.format(13, 3, 2026), weekday + form.format(3, 13, 2026)
        assert read_day(one, None) == Day(date(2026, 3, 13), day_first=True)
        assert read_day(other, None) == Day(date(2026, 3, 13), day_first=False)
        assert read_day(one, True).day_first is True
        assert read_day(one, False).wrong == read_day(other, True).wrong == "bad-date"
        assert read_day(one, False).reason == "is not a date with the month first; write it as 2026-03-13"
        assert read_day(other, True).reason == "is not a date with the day first; write it as 2026-03-13"

    def test_of_one_day_in_both_orders_decide_nothing(self, form: str, weekday: str) -> None:
        text = form.format(6, 6, 2026)
        assert read_day(text, None) == read_day(text, True) == read_day(text, False) == Day(date(2026, 6, 6))
        assert read_day(f"Saturday {text}", None) == Day(date(2026, 6, 6))
        if weekday:
            assert read_day(weekday + text, None).reason == "was a Saturday"


@pytest.mark.parametrize("text", ["March 12, 2026", "12 March 2026", "2026-03-12", "2026/3/4"])
def test_what_is_clear_decides_no_order(text: str) -> None:
    assert {read_day(text, day_first).day_first for day_first in (None, True, False)} == {None}
    assert len({read_day(text, day_first).day for day_first in (None, True, False)}) == 1


@pytest.mark.parametrize("month", range(1, 13))
def test_the_days_from_13_are_read_in_one_way(month: int) -> None:
    for day in range(1, 29):
        clear = day > 12 or day == month
        expected = date(2026, month, day) if clear else None
        assert parse_date(f"{day}/{month}/2026") == parse_date(f"{month}/{day}/2026") == expected


class Timeless(date):
    """A date that knows no today."""

    @classmethod
    def today(cls) -> NoReturn:
        raise AssertionError("asked for today")


def test_neither_today_nor_the_tongue_of_the_machine_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    read_day.cache_clear()
    monkeypatch.setattr(parsing, "date", Timeless)
    for names in ("month_name", "month_abbr", "day_name", "day_abbr"):
        monkeypatch.setattr(calendar, names, ["Brumaire"] * 13)
    assert {parse_date(text) for text in TEXTS} == {DAY}
    assert {parse_date(text) for text in ("May", "10", "May 10", "Sunday", "today", "Brumaire 10, 2026")} == {None}
    read_day.cache_clear()


def test_the_advice_follows_itself() -> None:
    first, second = HOW_TO_WRITE.removeprefix("write it as ").split(" or ")
    assert parse_date(first) == parse_date(second) == date(2026, 3, 22)


def test_day_of_gives_none_for_days_missing_from_the_calendar() -> None:
    assert day_of(2024, 2, 29) == date(2024, 2, 29)
    assert day_of(2026, 2, 29) is day_of(2026, 0, 1) is day_of(0, 1, 1) is day_of(10000, 1, 1) is None


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        *(f"Monday, {text}" for text in TEXTS if any(map(str.isalpha, text))),
        *(text.upper() for text in TEXTS),
        "February 30, 2026",
        "30/2/2026",
        "99/99/9999",
        "03/04/2026",
        "3/4/26",
        "March 22, 26",
        "22-Mar-26",
        "1.2.2026",
        "2026-03-22 by Ann",
        "2026-03-22T10:00",
        "2026-03-22x",
        "Sunday, 22nd of March 2026",
        "Sunday the 22nd of the fine month of March, 2026",
        "2026, the 22nd of March",
        "2026/Mar/22",
        "22-Mar-2026",
        "March 22nd–ish 2026 22",
        f"2026-03-22 {'x' * 53}",
    ],
)
def test_what_is_meant_as_a_day(text: str) -> None:
    assert meant_as_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Room 12, 2026",
        "18 mars 2026",
        "March",
        "March 22",
        "March 2026",
        "March 22, 26 tea",
        "May 10 and June 12",
        "March twenty-two, 2026",
        "Marching 22, 2026",
        "2026",
        "2026-03",
        "12 2026",
        "3.11.2",
        "1-2-3",
        "1/2",
        "1/2/3/4",
        "1/2/three",
        "10 cups of 2026",
        "on 2026-03-22",
        "**2026-03-22**",
        "March 22, 1234567",
        f"2026-03-22 {'x' * 54}",
        f"March 22, 2026 {'x' * 50}",
    ],
)
def test_what_is_not_meant_as_a_day(text: str) -> None:
    assert not meant_as_day(text)


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "22-Mar-2026",
        "Sat 2026/March/21",
        "February 30, 2026",
        "March 22, 26",
        "30/2/2026",
        "2026-03-22 at 9",
    ],
)
def test_what_is_nothing_but_a_day(text: str) -> None:
    assert nothing_but_a_day(text)


@pytest.mark.parametrize(
    "text", ["March 21, 2026 was a fine day", "2026-03-22 and on", "Tea of 22-Mar-2026", "Room 12, 2026", "2026", ""]
)
def test_what_is_more_than_a_day_or_none(text: str) -> None:
    assert not nothing_but_a_day(text)


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "* {}",
        "** {} **",
        "**{}**",
        "[{}](/tea)",
        "({})",
        "— {}",
        "1. {}",
        "12) {}",
        "> {}",
        "{}: Coffee",
        "{} — Coffee",
        "{} 5 min",
        "{} 10:00",
        "{}.",
        "Posted {}",
        "published on {}",
        "POSTED ON {}",
        "Sunday, {}",
        "Sun. {}",
        "posted on Mon {}",
    ],
)
@pytest.mark.parametrize(
    "day",
    [
        "March 22, 2026",
        "March 22 2026",
        "mar. 22nd, 2026",
        "22 March 2026",
        "22. MARCH 2026",
        "22nd of Mar, 2026",
        "Sept 99, 0000",
        "2026-03-22",
        "2026-99-99",
    ],
)
def test_what_begins_like_a_day(day: str, form: str) -> None:
    assert begins_like_a_day(form.format(day))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "March 22, 2026 was a fine day",
        "2026-03-22 was a fine day",
        "Tea on March 22, 2026",
        "The post of 2026-03-22",
        "March 22",
        "March 2026",
        "Room 12, 2026",
        "18 mars 2026",
        "22/03/2026",
        "2026-3-22",
        "2026-03-22x",
        "Marching 22, 2026",
        "************* March 22, 2026",
        f"March 22, 2026: {'x' * 49}",
    ],
)
def test_what_begins_like_no_day(text: str) -> None:
    assert not begins_like_a_day(text)


def test_a_moment_begins_like_a_day_and_so_does_a_text_of_64_characters() -> None:
    assert begins_like_a_day("2026-03-05T10:00")
    assert begins_like_a_day(f"March 22, 2026: {'x' * 48}")


class NotATime(date):
    """A moment without a day, as other libraries have them."""

    @property
    def year(self) -> Any:
        return float("nan")


class Moment(datetime):
    """A moment of another library."""


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2025-03-01", date(2025, 3, 1), date(2025, 3, 1)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("0001", date.min, date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date.max),
        ("9999-12", date(9999, 12, 1), date.max),
        (date(2025, 3, 1), date(2025, 3, 1), date(2025, 3, 1)),
        (datetime(2025, 3, 1, 23, 59), date(2025, 3, 1), date(2025, 3, 1)),  # noqa: DTZ001  its own day is meant
        (Moment(2025, 3, 1, 23, 59, tzinfo=UTC), date(2025, 3, 1), date(2025, 3, 1)),
        (datetime(2025, 3, 1, 23, 59, tzinfo=UTC), date(2025, 3, 1), date(2025, 3, 1)),
        (
            datetime(2025, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=14))),
            date(2025, 3, 1),
            date(2025, 3, 1),
        ),
    ],
    ids=str,
)
def test_period(value: object, first: date, last: date) -> None:
    assert parse_period("first", value) == (first, last)
    assert {type(day) for day in parse_period("first", value)} == {date}


@pytest.mark.parametrize(
    "value",
    [
        "",
        "25",
        "0000",
        "0000-01",
        "2025-0",
        "2025-00",
        "2025-13",
        "2025-3",
        "2025-03-00",
        "2025-00-01",
        "2025-02-29",
        "2025-03-1",
        "2025-03-",
        "2025-",
        "2025-03-01 ",
        "2025\n",
        "20250301",
        "2025-W01",
        "٢٠٢٥",
        "March 22, 2026",
        2025,
        2025.0,
        True,
        None,
        b"2025",
        ("2025", "2026"),
    ],
    ids=ascii,
)
def test_invalid_periods_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        parse_period("last", value)
    assert (caught.value.place, caught.value.value) == ("last", value)
    assert str(caught.value) == (
        f"last: {value!r} is not a day or period; give a date, or text such as '2025', '2025-03', '2025-03-01'"
    )


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_from_its_first_to_its_last_day(month: int) -> None:
    for year in (1, 1900, 2000, 2024, 2025, 9999):
        first, last = parse_period("first", f"{year:04}-{month:02}")
        assert (first, last.month) == (date(year, month, 1), month)
        assert last == date.max or (last + timedelta(days=1)).day == 1


def test_a_moment_without_a_day_is_refused_as_a_period() -> None:
    with pytest.raises(InvalidValue, match=r"^first: .* has no year, month and day; give a date$") as caught:
        parse_period("first", NotATime(2025, 3, 1))
    assert caught.value.__cause__ is None
