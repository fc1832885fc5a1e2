"""Dates in forms that listings do not have."""

import pytest

from postindex.listing.unread_dates import is_loose_date, unread_date

FULL = [
    *(
        "2 April '21",
        "April2,2021",
        "2 de abril de 2021",
        "2021년 4월 2일",
        "２０２１-０４-０２",
        "2021-W13-5",
        "2021W135",
    ),
    *("21. 4. 2.", "2021. 4. 2. (금)", "2. April 2021", "Apr 2, 2021 at 10:30", "le 2 avril 2021", "令和3年4月2日"),
    *("二〇二一年四月二日", "٢ أبريل ٢٠٢١", "22 марта 2021 г.", "20210402", "2021-092", "'21-04-02", "02.04.21"),
    *("2/4/2021", "Fri 2 April 2021", "2nd of April 2021", "2021/4/2", "2 ביולי 2021"),
]
VAGUE = [
    "Yesterday",
    "today",
    "Tomorrow",
    "3 days ago",
    "an hour ago",
    "a few weeks ago",
    "Monday",
    "last Friday",
    "on Sunday",
]
VAGUE += ["last week", "Yesterday at 10:30", "2021-W13", "21. 4.", "4월 2일", "2021년 4월"]
NEITHER = [
    "May",
    "May 10",
    "by May 10",
    "March 2026",
    "2026",
    "2026-03",
    "3.11",
    "1.2.3",
    "1/2",
    "29 minutes of patience",
]
NEITHER += [
    "a knife, 2 candles",
    "Sun",
    "may 1 or 2",
    "Top 10 books of 2021",
    "Room 12, 2026",
    "Tea",
    "9" * 60,
    "2 (2021)*a",
]


@pytest.mark.parametrize(
    ("text", "form"),
    [*((text, "full") for text in FULL), *((text, "vague") for text in VAGUE), *((text, "") for text in NEITHER)],
)
def test_dates_are_recognised(text: str, form: str) -> None:
    assert unread_date(text) == form


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        *((text, True) for text in (*VAGUE[:9], "Apr. 2", "Thu, 2 Apr", "Avril 2021", "2.4.21", "Mon", "Spring 2021")),
        *((text, True) for text in ("Q2 2021", "Published 2 days ago", "2021", "2026-03", "Sunday, April 2", "May")),
        *(
            (text, False)
            for text in ("by May 10", "29 minutes of patience", "of the", "12 cups", "a" * 60, "1 2 3 4 may 5 6")
        ),
    ],
)
def test_loose_dates(text: str, loose: bool) -> None:
    assert is_loose_date(text) == loose
