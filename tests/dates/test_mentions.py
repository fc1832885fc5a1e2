"""Dates anywhere in a text: forms, languages, and what only looks like a date."""

from datetime import date
from itertools import pairwise

import pytest

from postindex.dates.mentions import FULL, Mention, find_mentions, month_number


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2024-01-29", "iso", "2024-01-29"),
        ("on 2024/1/9 at home", "iso", "2024-01-09"),
        ("2024-01-29T10:20:00Z", "iso", "2024-01-29"),
        ("发表于2024年1月29日", "cjk", "2024-01-29"),
        ("2024년 1월 29일", "cjk", "2024-01-29"),
        ("March 22nd, 2026", "month-first", "2026-03-22"),
        ("Sept. 5 2024 at 10:00 PM", "month-first", "2024-09-05"),
        ("10. Dezember 2024", "day-first", "2024-12-10"),
        ("1er août 2024", "day-first", "2024-08-01"),
        ("5 de marzo de 2024", "day-first", "2024-03-05"),
        ("29 января 2024 г.", "day-first", "2024-01-29"),
        ("29 stycznia 2024", "day-first", "2024-01-29"),
        ("29-Jan-2024", "day-first", "2024-01-29"),
        ("2024 Jan 29", "year-first", "2024-01-29"),
        ("29/01/2024", "numbers", "2024-01-29"),
        ("29.01.24", "numbers", "2024-01-29"),
        ("29.01.98", "numbers", "1998-01-29"),
    ],
)
def test_dates_with_a_year_are_found(text: str, form: str, day: str) -> None:
    [found] = find_mentions(text)
    assert (found.form, str(found.to_date(day_first=True))) == (form, day)
    assert found.full
    assert found.form in FULL


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Jan 5", "month-day"),
        ("5 Mai", "day-month"),
        ("01-29", "digits"),
        ("1月29日", "digits"),
        ("may 5", "month-day"),
    ],
)
def test_dates_without_a_year_take_one(text: str, form: str) -> None:
    [found] = find_mentions(text)
    assert found.form == form
    assert not found.full
    assert found.to_date() is None
    assert found.to_date(year=2024) is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no digit at all",
        "3.11.2",
        "version 1.2.2024-rc",
        "out 5 of them",
        "set 12",
        "March madness",
        "2024-13-45",
        "45 March 2024",
        "31/31/2024",
        "OSCON 2014, July 20-29",
        "May 5: tea",
        "https://example.org/2024-01-29/tea",
    ],
)
def test_other_numbers_and_words_are_not_dates(text: str) -> None:
    assert [found for found in find_mentions(text) if found.to_date(year=2000, day_first=True)] == []


def test_a_weekday_belongs_to_its_date() -> None:
    assert find_mentions("posted Friday, March 22, 2024")[0].start == 7
    assert find_mentions("quarta-feira, 3 de abril de 2024")[0].start == 0
    assert find_mentions("Tea, March 22, 2024")[0].start == 5


def test_updates_are_told_from_publications() -> None:
    assert [found.updated for found in find_mentions("2024-01-29 · Updated: 2024-02-03")] == [False, True]
    assert find_mentions("Zuletzt geändert am 3. Februar 2024")[0].updated
    assert find_mentions("最終更新日：2024年1月29日")[0].updated


def test_three_numbers_do_not_say_their_order() -> None:
    [found] = find_mentions("03/04/2024")
    assert (found.month, found.day, found.first, found.second) == (None, None, 3, 4)
    assert found.to_date() is None
    assert found.to_date(day_first=True) == date(2024, 4, 3)
    assert found.to_date(day_first=False) == date(2024, 3, 4)


def test_dates_do_not_overlap() -> None:
    found = find_mentions("29 Jan 2024, 2024-01-30 Feb 5")
    assert [mention.form for mention in found] == ["day-first", "iso", "month-day"]
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_days_that_no_calendar_has_are_none() -> None:
    assert Mention(0, 9, "iso", 2023, 2, 29).to_date() is None


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("January", 1), ("JAN", 1), ("märz", 3), ("ma\u0308rz", 3), ("février", 2), ("enero", 1), ("março", 3),
        ("gennaio", 1), ("maart", 3), ("styczeń", 1), ("stycznia", 1), ("января", 1), ("січня", 1), ("mars", 3),
        ("marts", 3), ("tammikuu", 1), ("ledna", 1), ("ocak", 1), ("ιανουαρίου", 1), ("tea", 0),
    ],
)  # fmt: skip
def test_months_have_names_in_many_languages(name: str, number: int) -> None:
    assert month_number(name) == number
