"""Date text → `date`: a fixed list of English and ISO forms, anchored, never completed from today or the locale."""

import re
from calendar import monthrange
from datetime import date, datetime

from dateutil.parser import parserinfo

from postindex.errors import InvalidValue

# dateutil's tables, not its parser, which takes 'May', '10' and '29 minutes' for dates and completes them from today.
_MONTHS = {name.lower(): number for number, names in enumerate(parserinfo.MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS = (
    re.compile(rf"(?P<month>{_MONTH})\.? (?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})", re.IGNORECASE | re.ASCII),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
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
    for form in _FORMS:
        if found := form.fullmatch(text):
            month = _MONTHS.get(found["month"].lower()) or int(found["month"])
            try:
                return date(int(found["year"]), month, int(found["day"]))
            except ValueError:
                return None
    return None


def period(place: str, value: object) -> tuple[date, date]:
    """Return the first and the last day of a period: a `date`, a `datetime` (its own calendar day), or text.

    Text is ISO 8601 at one of three precisions: `2025`, `2025-03`, `2025-03-01`. `place` names the argument in the
    `InvalidValue` that anything else raises.

    >>> period("first", "2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    if isinstance(value, datetime):
        return value.date(), value.date()
    if isinstance(value, date):
        return value, value
    if isinstance(value, str) and (found := _PERIOD.fullmatch(value)):
        year, month, day = (int(part) if part else 0 for part in found.group("year", "month", "day"))
        try:
            first = date(year, month or 1, day or 1)
            return first, first if day else date(year, month or 12, monthrange(year, month or 12)[1])
        except ValueError:
            pass  # the calendar has no such day: refused below with everything else
    raise InvalidValue(
        place, value, "is not a day or period; give a date, or text such as '2025', '2025-03', '2025-03-01'"
    )
