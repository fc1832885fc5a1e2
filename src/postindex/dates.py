"""Date text → `date`: a fixed list of English and ISO forms, anchored, never completed from today or the locale."""

import re
from calendar import monthrange
from datetime import date

from dateutil.parser import parserinfo

from postindex.errors import InvalidValue

# dateutil's tables, not its parser, which takes 'May', '10' and '29 minutes' for dates and completes them from today.
_MONTHS = {name.lower(): number for number, names in enumerate(parserinfo.MONTHS, 1) for name in names}

# The two forms as one pattern, for whoever matches a date together with what stands beside it: month, day and year, or
# an ISO day. `day_of` reads its four groups.
DAY = r"(?:([A-Za-z]{3,9})\.? ([0-9]{1,2}),? ([0-9]{4})|([0-9]{4}-[0-9]{2}-[0-9]{2}))"
_DAY = re.compile(DAY)
_NUMBER = re.compile(r"[0-9]{1,6}(?:st|nd|rd|th)?")
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAYS_OF_WEEK = "|".join(name for names in parserinfo.WEEKDAYS for name in names[::-1])
_BEGINS = re.compile(
    r"[^\w]{0,8}(?:[0-9]{1,4}[.)]\s+)?(?:(?:posted|published)\s+(?:on\s+)?)?[^\w]{0,4}"
    rf"(?:(?:{_DAYS_OF_WEEK})\b[.,]?\s+)?"
    rf"(?:(?:{_MONTH})\b\.?\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?:{_MONTH})\b\.?,?\s+[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:$|T[0-9]|\s*[^\w\s]|\s+[0-9])",
    re.IGNORECASE,
)
_ISO_START = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LONGEST_MEANT = 64  # characters
_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")

HOW_TO_WRITE = "write it as 2026-03-22 or March 22, 2026"


def parse_date(text: str) -> date | None:
    """Return the day that a text names, or None where it names none.

    Accepted, as the whole text: `March 22, 2026`, `Mar 22, 2026`, `Mar. 22 2026` (English names in any letter case)
    and ISO 8601's `2026-03-22`. A day that the calendar does not have is no date.

    >>> parse_date("March 22, 2026")
    datetime.date(2026, 3, 22)
    >>> parse_date("February 30, 2026") is None
    True
    """
    found = _DAY.fullmatch(text)
    return day_of(*found.groups()) if found else None


def day_of(month: str, day: str, year: str, iso: str) -> date | None:
    """Return the day that the groups of a match of `DAY` name, or None where the calendar has no such day."""
    try:
        return date.fromisoformat(iso) if iso else date(int(year), _MONTHS.get(month.lower(), 0), int(day))
    except ValueError:
        return None


def meant_as_day(text: str) -> bool:
    """Say whether somebody meant a text as a date, in whatever form and whether or not the calendar has it.

    Such a text begins with an ISO day, or has a month's name, a day and a year, or is three numbers with a slash or a
    year among them. It is at most 64 characters long.

    >>> [meant_as_day(text) for text in ("Sunday, 22nd of March 2026", "30/2/2026", "2026-03-22 by Ann", "3.11.2")]
    [True, True, True, False]
    """
    if len(text) > _LONGEST_MEANT:
        return False
    parts = [part for part in re.split(r"[\s,./-]+", text.lower()) if part]
    numbers = [part for part in parts if _NUMBER.fullmatch(part)]
    has_year = any(len(number) >= len("2026") for number in numbers)
    if not _MONTHS.keys().isdisjoint(parts):
        return has_year and len(numbers) > 1
    all_numbers = len(numbers) == len(parts) == len("ymd")
    return bool(_ISO_START.match(text)) or (all_numbers and (has_year or "/" in text))


def begins_like_a_day(text: str) -> bool:
    """Say whether a text begins as the head of an entry does, under whatever mark: a date, then nothing or no word.

    >>> [begins_like_a_day(text) for text in ("* March 5, 2026", "2026-03-05T10:00", "March 5, 2026 was a fine day")]
    [True, True, False]
    """
    return len(text) <= _LONGEST_MEANT and _BEGINS.match(text) is not None


def period(place: str, value: object) -> tuple[date, date]:
    """Return the first and the last day of a period: a `date`, a `datetime` (its own calendar day), or text.

    Text is ISO 8601 at one of three precisions: `2025`, `2025-03`, `2025-03-01`. `place` names the argument in the
    `InvalidValue` that anything else raises.

    >>> period("first", "2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if isinstance(value, date):
        try:
            own = date(value.year, value.month, value.day)
        except (TypeError, ValueError):  # a subclass may have moments without a day, such as pandas' NaT
            raise InvalidValue(place, value, "is no day") from None
        return own, own
    if isinstance(value, str) and (found := _PERIOD.fullmatch(value)):
        year, month, day = found.groups()
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
