"""Dates: what names a day, what names a period, and what names neither."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from postindex import InvalidValue
from postindex.dates import HOW_TO_WRITE, meant_as_day, parse_date, period

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


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, 1)), ids=MONTHS)
def test_every_month_in_every_form(number: int, name: str) -> None:
    day = date(2026, number, 9)
    for month in (name, name[:3], f"{name[:3]}.", f"{name}.", name.lower(), name.upper(), name[:3].swapcase()):
        for text in (f"{month} 9, 2026", f"{month} 9 2026", f"{month} 09, 2026"):
            assert parse_date(text) == day
    assert parse_date(f"2026-{number:02}-09") == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sept 9, 2025", date(2025, 9, 9)),
        ("Sept. 9 2025", date(2025, 9, 9)),
        ("February 29, 2024", date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29)),
        ("0001-01-01", date.min),
        ("December 31, 9999", date.max),
    ],
)
def test_other_dates(text: str, expected: date) -> None:
    assert parse_date(text) == expected


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
        "February 30, 2026",
        "February 29, 2025",
        "February 29, 1900",
        "April 31, 2026",
        "March 0, 2026",
        "March 32, 2026",
        "March 22, 0000",
        "2026-00-10",
        "2026-13-10",
        "2026-02-30",
        "0000-01-01",
        "March 22, 26",
        "March 22, 20260",
        "March 022, 2026",
        "March22, 2026",
        "March 22,2026",
        "March  22, 2026",
        "March 22 , 2026",
        "March.. 22, 2026",
        "Marchember 22, 2026",
        "Ma 22, 2026",
        "Smarch 13, 2026",
        "Auguﬆ 9, 2026",
        "Auguſt 9, 2026",
        "März 22, 2026",
        "22 March 2026",
        "22/3/2026",
        "30/2/2026",
        "2026/03/22",
        "2026.03.22",
        "2026-3-22",
        "20260322",
        "2026-W12-7",
        "2026-081",
        "2026-03",
        "2026",
        "+2026-03-22",
        "-2026-03-22",
        "2026-03-22T00:00:00",
        "2026-03-22Z",
        " 2026-03-22",
        "2026-03-22 ",
        "2026-03-22\n",
        "March 22, 2026\n",
        "March 22, 2026 5 min",
        "٢٠٢٦-٠٣-٢٢",
        "March ２２, 2026",
        "2026\u201003\u201022",
        "March 22, ²⁰²⁶",
    ],
    ids=ascii,
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_advice_follows_itself() -> None:
    first, second = HOW_TO_WRITE.removeprefix("write it as ").split(" or ")
    assert parse_date(first) == parse_date(second) == date(2026, 3, 22)


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
    assert period("first", value) == (first, last)
    assert {type(day) for day in period("first", value)} == {date}


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
def test_what_is_no_period(value: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        period("last", value)
    assert (caught.value.place, caught.value.value) == ("last", value)
    assert str(caught.value) == (
        f"last: {value!r} is not a day or period; give a date, or text such as '2025', '2025-03', '2025-03-01'"
    )


def test_a_long_text_is_not_meant_as_a_day() -> None:
    assert not meant_as_day(f"2026-03-22 {'x' * 64}")
