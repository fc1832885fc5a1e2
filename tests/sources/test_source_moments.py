"""The dates of feeds: moments with their offsets, days, and what is refused."""

from datetime import date, datetime

import pytest

from postindex.sources.moments import read_moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 22 Mar 2026 10:00:00 +0100", "2026-03-22T10:00:00+01:00"),
        ("Sun, 22 Mar 2026 10:00:00 GMT", "2026-03-22T10:00:00+00:00"),
        ("22 Mar 2026 10:00 EST", "2026-03-22T10:00:00-05:00"),
        ("Sun, 22 Mar 2026 10:00:00 PDT", "2026-03-22T10:00:00-07:00"),
        ("Sun, 22 Mar 2026 10:00:00 CEST", "2026-03-22T10:00:00+02:00"),
        ("Sun, 22 Mar 2026 10:00:00 -0000", "2026-03-22T10:00:00+00:00"),
        ("Sun, 22 Mar 2026 10:00:00 Z", "2026-03-22T10:00:00+00:00"),
        ("Sun,22 Mar 2026 10:00:00GMT", "2026-03-22T10:00:00+00:00"),
        ("Sun, 22 Mar 26 10:00:00 UT", "2026-03-22T10:00:00+00:00"),
        ("Sun, 22 Mar 98 10:00:00 UT", "1998-03-22T10:00:00+00:00"),
        ("Mon, 22 Mar 2026 10:00:00 GMT", "2026-03-22T10:00:00+00:00"),
        ("22-Mar-2026 10:00:00 GMT", "2026-03-22T10:00:00+00:00"),
        ("Sunday, March 22nd, 2026 at 10:00 pm CET", "2026-03-22T22:00:00+01:00"),
        ("March 22, 2026 12:05 a.m. UTC", "2026-03-22T00:05:00+00:00"),
        ("Sun Mar 22 10:00:00 UTC 2026", "2026-03-22T10:00:00+00:00"),
        ("Sun Mar 22 2026 10:00:00 GMT+0100 (Central European Time)", "2026-03-22T10:00:00+01:00"),
        ("Mo, 22 Mär 2026 10:00:00 +0100", "2026-03-22T10:00:00+01:00"),
        ("dim., 22 mars 2026 10:00:00 +0100", "2026-03-22T10:00:00+01:00"),
        ("Sun, 22 de marzo de 2026 10:00:00 UTC+1", "2026-03-22T10:00:00+01:00"),
        ("2026년 3월 22일 10:00:00 KST", "2026-03-22T10:00:00+09:00"),
        ("2026-03-22T10:00:00Z", "2026-03-22T10:00:00+00:00"),
        (" 2026-03-22T10:00:00-03:30\n", "2026-03-22T10:00:00-03:30"),
        ("2026-03-22T10:00:00.25+05:30", "2026-03-22T10:00:00.250000+05:30"),
        ("2026-03-22T10:00:00.123456789Z", "2026-03-22T10:00:00.123456+00:00"),
        ("2026-03-22t10:00z", "2026-03-22T10:00:00+00:00"),
        ("2026-03-22 10:00:00,5 +0100", "2026-03-22T10:00:00.500000+01:00"),
        ("2026-3-2 9:05 +8", "2026-03-02T09:05:00+08:00"),
        ("2026/03/22 10:00 GMT", "2026-03-22T10:00:00+00:00"),
        ("20260322T100000Z", "2026-03-22T10:00:00+00:00"),
        ("2026-06-30T23:59:60Z", "2026-07-01T00:00:00+00:00"),
        ("Tue, 30 Jun 2026 23:59:60 +0000", "2026-07-01T00:00:00+00:00"),
        ("22/03/2026 10:00 +14:00", "2026-03-22T10:00:00+14:00"),
    ],
)
def test_moments_keep_their_offset(text: str, moment: str) -> None:
    read = read_moment(text)
    assert isinstance(read.value, datetime)
    assert (read.value.isoformat(), read.fault) == (moment, "")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-22",
        "20260322",
        "20260322T1000",
        "2026-03-22T10:00:00",
        "Sun, 22 Mar 2026",
        "Sun Mar 22 10:00:00 2026",
        "2026年3月22日 10:00",
        "2026.03.22",
        "22.03.2026 10:00",
        "22. März 2026",
    ],
)
def test_a_date_without_a_time_or_a_zone_is_a_day(text: str) -> None:
    assert read_moment(text) == (date(2026, 3, 22), "")


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Sun, 22 Mar 2026 10:00:00 BST", "BST"),
        ("Sun, 22 Mar 2026 10:00:00 A", "A"),
        ("Sun, 22 Mar 2026 10:00:00 +2500", "+2500"),
        ("Sun, 22 Mar 2026 10:00:00 +0160", "+0160"),
        ("2026-03-22T10:00:00+15:00", "+15:00"),
        ("2026-03-22T10:00:00+25:00", "+25:00"),
    ],
)
def test_of_a_zone_that_is_not_known_the_day_is_kept(text: str, zone: str) -> None:
    fault = f"has the unknown time zone {zone!r}; write an offset, such as +0100"
    assert read_moment(text) == (date(2026, 3, 22), fault)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2026", "2026-03", "1774173600", "03/04/2026 10:00", "Sun, 22 Smarch 2026 10:00:00 GMT"),
        *("Mon, 30 Feb 2026 10:00:00 GMT", "Sun, 22 Mar 2026 24:00:00 GMT", "2026-02-30T10:00:00Z", "2026-13-01"),
        *("2026-03-22T10:60:00Z", "2026-03-22T10:00:61Z", "9999-12-31T23:59:60Z", "22 Mar 2026 13:00 PM GMT"),
        *(
            "20260230",
            "2026-03-22T10:00:00 America/New_York",
            "22 Mar 2026 10:00 GMT " * 4,
            "0000-03-22",
            "30 Smo 2026",
        ),
    ],
)
def test_other_texts_are_not_dates(text: str) -> None:
    read = read_moment(text)
    assert read.value is None
    assert read.fault.startswith("is not a date; ")
