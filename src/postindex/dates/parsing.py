"""Date text → `date`: a fixed list of English and ISO forms, independent of today and of the locale."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from postindex.dates import calendar_names
from postindex.errors import Code, InvalidValue

MONTHS = {
    form: number
    for number, names in enumerate(calendar_names.MONTHS["en"], 1)
    for name in names.split()
    for form in (name.capitalize(), name)
}
MONTH_NAMES = tuple(names.split()[0].capitalize() for names in calendar_names.MONTHS["en"])  # in full
WEEKDAY_NAMES = tuple(
    names.split()[0].capitalize() for names in calendar_names.WEEKDAYS["en"]
)  # likewise, from Monday on
_WEEKDAYS = {name: number for number, names in enumerate(calendar_names.WEEKDAYS["en"]) for name in names.split()}

SPACE = r"[ \t\xa0\u202f]+"
_WORD = r"[^\W\d_]{3,12}"
_ORDINAL = "(?:[Ss][Tt]|[NnRr][Dd]|[Tt][Hh])?"
_MONTH_FIRST = rf"{_WORD}\.?{SPACE}[0-9]{{1,2}}{_ORDINAL},?{SPACE}[0-9]{{4,5}}"
_DAY_FIRST = rf"[0-9]{{1,2}}(?:{_ORDINAL}|\.){SPACE}(?:[Oo][Ff]{SPACE})?{_WORD}\.?,?{SPACE}[0-9]{{4,5}}"
_YEAR_FIRST = r"[0-9]{4,5}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}"
_NUMBERS = r"[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{4,5}"
# The shape of a date, with or without a weekday. The form of most listings comes first.
_LATIN_MONTH_FIRST = _MONTH_FIRST.replace(_WORD, "[A-Za-z]{3,9}")
_ANY = rf"(?:{_WORD}[.,]{{0,2}}{SPACE})?(?:{_MONTH_FIRST}|{_DAY_FIRST}|{_YEAR_FIRST}|{_NUMBERS})"
DAY = rf"(?:{_LATIN_MONTH_FIRST}|{_ANY})"
_DAY = re.compile(DAY)
_PARTS = re.compile(r"[0-9]+|[^\W\d_]{3,}")  # an ordinal and "of" have two letters

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAYS_OF_WEEK = "|".join(_WEEKDAYS)
_BEGINS = re.compile(
    r"[^\w]{0,8}(?:[0-9]{1,4}[.)]\s+)?(?:\[[0-9]+\]\s*)?(?:(?:posted|published|updated):?\s+(?:on\s+)?)?[^\w]{0,4}"
    rf"(?:(?:{_DAYS_OF_WEEK})\b[.,]?\s+)?"
    rf"(?:(?:{_MONTH})\b\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:{_MONTH})\b\.?,?\s+[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:$|T[0-9]|\s*[^\w\s]|\s+[0-9])",
    re.IGNORECASE,
)
_ISO_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Other forms of dates: 22.03.26, 20260322, 2026年3月22日
_OTHER_FORMS = re.compile(r"[0-9]{2}([./-])[0-9]{2}\1[0-9]{2}|(?:19|20)[0-9]{6}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_SLASHES = re.compile(r"\s*[0-9]+ ?/ ?[0-9]+ ?/ ?[0-9]+\s*")
_NUMBER = re.compile(r"[0-9]{1,6}(?:st|nd|rd|th)?")
_LONGEST_DATE = 64  # characters
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")

HOW_TO_WRITE = "write it as 2026-03-22 or March 22, 2026"


class Day(NamedTuple):
    """The result of reading a date: a `day`, or a code of `Problem` in `wrong` and its `reason`.

    An implausible date has both. `day_first` is the order of three numbers that have only one; it is None for three
    numbers with two orders, and for a month's name.
    """

    day: date | None = None
    day_first: bool | None = None
    wrong: Code | Literal[""] = ""
    reason: str = ""


def parse_date(text: str, *, day_first: bool | None = None) -> date | None:
    """Return the day of a text, or None if the text is not a date, or is ambiguous.

    The whole text must be a date, in any letter case:

    - with an English month, in full or as three letters (`Sept` too): `March 22, 2026`, `Mar. 22nd 2026`,
      `22 March 2026`, `22nd of March, 2026`;
    - with the year first: `2026-03-22`, `2026/3/22`;
    - of three numbers that have one reading (`22/03/2026`); `day_first` gives the order of those that have two;
    - any of these after its weekday; a wrong weekday makes it None.

    >>> parse_date("March 22, 2026")
    datetime.date(2026, 3, 22)
    >>> parse_date("February 30, 2026") is parse_date("03/04/2026") is None
    True
    >>> parse_date("03/04/2026", day_first=True)
    datetime.date(2026, 4, 3)
    """
    read = read_day(text, day_first) if _DAY.fullmatch(text) else Day()
    return None if read.wrong else read.day


@lru_cache(maxsize=4096)  # the posts of a day follow each other
def read_day(text: str, day_first: bool | None) -> Day:
    """Read a text of the shape of `DAY`.

    >>> read_day("22/03/2026", None).day_first, read_day("March 12, 2026", None).day_first
    (True, None)
    >>> read_day("03/04/2026", None).wrong, read_day("Monday, March 22, 2026", None).reason
    ('ambiguous-date', 'was a Sunday')
    """
    parts = _PARTS.findall(text)
    numbers = [int(part) for part in parts if part.isdigit()]
    names = [part.lower() for part in parts if not part.isdigit()]
    only_order = None
    if len(numbers) < len("dmy"):
        month, (day, year) = MONTHS.get(names.pop(), 0), numbers
        day_read = day_of(year, month, day)
    elif len(parts[len(names)]) >= len("2026"):
        day_read = day_of(*numbers)
    else:
        one, two, year = numbers
        orders = {True: day_of(year, two, one), False: day_of(year, one, two)}
        possible = [order for order, reading in orders.items() if reading]
        only_order = possible[0] if len(possible) == 1 else None
        if day_first is None and len({*orders.values()}) == len(possible) == len(orders):
            readings = " or ".join(reading.isoformat() for reading in orders.values() if reading)
            return Day(
                wrong="ambiguous-date", reason=f"is {readings}; say whether the day comes first, or name the month"
            )
        day_read = orders[bool(only_order) if day_first is None else day_first]
        if not day_read and only_order is not None:
            order = "day" if day_first else "month"
            return Day(
                wrong="bad-date", reason=f"is not a date with the {order} first; write it as {orders[only_order]}"
            )
    if not day_read or (names and names[0] not in _WEEKDAYS):
        return Day(wrong="bad-date", reason=f"is not a date; {HOW_TO_WRITE}")
    if names and _WEEKDAYS[names[0]] != day_read.weekday():
        return Day(day_read, only_order, "implausible-date", f"was a {WEEKDAY_NAMES[day_read.weekday()]}")
    return Day(day_read, only_order)


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def meant_as_day(text: str) -> bool:
    """Return whether a text is meant as a date, in any form, valid or not.

    Such a text begins with an ISO day, or has a month's name, a day and a year, or is three numbers with slashes or
    with a year. It has at most 64 characters.

    >>> [meant_as_day(text) for text in ("Sunday, 22nd of March 2026", "30/2/2026", "2026-03-22 by Ann", "3.11.2")]
    [True, True, True, False]
    """
    if len(text) > _LONGEST_DATE:
        return False
    if _OTHER_FORMS.fullmatch(text.strip()):
        return True
    parts = [part for part in re.split(r"[\s,./-]+", text.lower()) if part and part not in _WEEKDAYS]
    numbers = [part for part in parts if _NUMBER.fullmatch(part)]
    has_year = any(len(number) >= len("2026") for number in numbers)
    if not MONTHS.keys().isdisjoint(parts):
        return len(numbers) > 1 and (has_year or len(parts) == len("mdy"))
    all_numbers = len(numbers) == len(parts) == len("ymd")
    return bool(_ISO_START.match(text)) or (all_numbers and (has_year or _SLASHES.fullmatch(text) is not None))


def names_a_month(text: str) -> bool:
    """Return whether a text has the English name of a month.

    >>> names_a_month("March 22"), names_a_month("for a while")
    (True, False)
    """
    return any(word.lower() in MONTHS for word in _PARTS.findall(text))


def nothing_but_a_day(text: str) -> bool:
    """Return whether a text is meant as a date, and has no other words.

    >>> nothing_but_a_day("22-Mar-2026"), nothing_but_a_day("March 21, 2026 was a fine day")
    (True, False)
    """
    words = (found[0].lower() for found in _PARTS.finditer(text) if not found[0].isdigit())
    return all(word in MONTHS or word in _WEEKDAYS for word in words) and meant_as_day(text)


def begins_like_a_day(text: str) -> bool:
    """Return whether a text begins like the head of an entry, after any mark: a date, and no word after it.

    >>> [begins_like_a_day(text) for text in ("* March 5, 2026", "2026-03-05T10:00", "March 5, 2026 was a fine day")]
    [True, True, False]
    """
    return len(text) <= _LONGEST_DATE and _BEGINS.match(text) is not None


def parse_period(place: str, value: object) -> tuple[date, date]:
    """Return the first and last day of a period: a `date`, a `datetime` (its own calendar day), or ISO 8601 text.

    Text has one of three precisions: `2025`, `2025-03`, `2025-03-01`. Anything else raises `InvalidValue`, with
    `place` as the name of the argument.

    >>> parse_period("first", "2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if isinstance(value, date):
        try:
            own = date(value.year, value.month, value.day)
        except (TypeError, ValueError):  # a subclass may have values without a day, such as pandas' NaT
            raise InvalidValue(place, value, "has no year, month and day; give a date") from None
        return own, own
    if isinstance(value, str) and (match := _PERIOD.fullmatch(value)):
        year, month, day = match.groups()
        try:
            first = date(int(year), int(month or "1"), int(day or "1"))
        except ValueError:
            first = None
        if first:
            last_month = first if month else first.replace(month=12)
            length = monthrange(last_month.year, last_month.month)[1]
            return first, first if day else last_month.replace(day=length)
    raise InvalidValue(
        place, value, "is not a day or period; give a date, or text such as '2025', '2025-03', '2025-03-01'"
    )
