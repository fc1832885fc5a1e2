"""The dates of feeds → days and moments with their offsets: RFC 822, RFC 3339, and what generators write instead."""

import re
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from postindex.dates.mentions import month_number
from postindex.dates.parsing import day_of, read_day

_RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_RFC_822 = re.compile(
    r"(?:[A-Z][a-z]{2}, )?([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4}) ([0-9]{2}):([0-9]{2}):([0-9]{2}) (GMT|[+-][0-9]{4})"
)
_BASIC = re.compile(r"[0-9]{8}(?:T[0-9]{4}(?:[0-9]{2})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")  # of ISO 8601
_COMMENT = re.compile(r"\([^()]*\)")
_CLOCK = re.compile(
    r"(?:(?<=[0-9])T|[\s,]+(?:-\s+|at\s+)?|(?<=[日일]))(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,12}))?)?"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>(?:GMT|UTC?)?[+-][0-9]{1,2}(?::?[0-9]{2})?(?![0-9])|[A-Z]{1,5}(?![^\W\d_])))?",
    re.IGNORECASE,
)
_WEEKDAY = r"(?:[^\W\d_]{2,20}[.,]*\s+|[^\W\d_]{1,20},\s*)?"
_NAME = r"(?P<month>[^\W\d_]{2,14})"
_DAY = r"(?P<day>[0-9]{1,2})"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+|de\s+)?{_NAME}[.,]*[\s-]+(?:de\s+)?(?P<year>[0-9]{{4}}|[0-9]{{2}})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}{_NAME}\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}})", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<year>[0-9]{{4}})(?:-(?P<iso>[0-9]{{1,2}})-|/(?P<slash>[0-9]{{1,2}})/|[.](?P<dot>[0-9]{{1,2}})[.]"
    rf"|\s?[年년]\s?(?P<cjk>[0-9]{{1,2}})\s?[月월]\s?){_DAY}\s?[日일]?"
)
_NUMBERS = re.compile(r"[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{4}")
_OFFSET = re.compile(r"(?:GMT|UTC?)?(?P<sign>[+-])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-9]{2})?", re.IGNORECASE)
_ENGLISH = {
    name: number
    for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)  # noqa: SIM905
}
# In hours. RFC 822, section 5.1, has those of North America; the others have one meaning each, unlike BST or IST.
_ZONES = {
    name: hours
    for hours, names in (
        *((-10, "HST"), (-9, "AKST"), (-8, "AKDT PST"), (-7, "PDT MST"), (-6, "MDT CST"), (-5, "CDT EST"), (-4, "EDT")),
        *((0, "Z GMT UT UTC WET"), (1, "WEST CET MEZ"), (2, "CEST MESZ EET"), (3, "EEST MSK"), (8, "HKT")),
        *((9, "JST KST"), (10, "AEST"), (11, "AEDT"), (12, "NZST"), (13, "NZDT")),
    )
    for name in names.split()
}
_LONGEST = 64  # characters
_FARTHEST = timedelta(hours=14)  # from UTC
_PIVOT = 50  # RFC 2822, section 4.3: 50 is 1950, 49 is 2049
_LEAP = "60"  # the number of a leap second
_LEAP_SECOND, _HALF_DAY, _HOURS, _MINUTES = 60, 12, 24, 60


class Moment(NamedTuple):
    """What a text says: a moment with its offset, or a day; and what is wrong, if anything is.

    A moment in a zone that is not known has its day, and a `fault`.
    """

    value: date | None = None
    fault: str = ""


_BAD = Moment(fault="is not a date; write it as Sun, 22 Mar 2026 10:00:00 +0100 or as 2026-03-22T10:00:00+01:00")


def read_moment(text: str) -> Moment:
    """Read a date of a feed; a time without a zone leaves its day, and a weekday counts for nothing.

    >>> str(read_moment("Sun, 22 Mar 2026 10:00:00 EST").value), str(read_moment("22. März 2026, 10:00").value)
    ('2026-03-22 10:00:00-05:00', '2026-03-22')
    >>> read_moment("2026-02-30T10:00:00Z").fault.partition(";")[0]
    'is not a date'
    """
    text = text.strip()
    if _RFC_3339.fullmatch(text) or _BASIC.fullmatch(text):
        return _read_iso(text)
    found = _RFC_822.fullmatch(text)
    if found is None:
        return _read_any(text)
    day, name, year, hour, minute, second, offset = found.groups()
    zone = _zone_of(offset)
    if zone is None or name not in _ENGLISH or second == _LEAP:
        return _read_any(text)
    parts = (int(year), _ENGLISH[name], int(day), int(hour), int(minute), int(second))
    try:
        return Moment(datetime(*parts, tzinfo=zone))
    except ValueError:
        return _BAD


def _read_iso(text: str) -> Moment:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _read_any(text)  # it may be a leap second
    offset = moment.utcoffset()
    if offset is None:
        return Moment(moment.date())
    return Moment(moment) if abs(offset) <= _FARTHEST else _unknown_zone(moment.date(), text[-len("+01:00") :])


def _unknown_zone(day: date, name: str) -> Moment:
    return Moment(day, f"has the unknown time zone {name!r}; write an offset, such as +0100")


def _read_any(text: str) -> Moment:
    if len(text) > _LONGEST:
        return _BAD
    text = _COMMENT.sub(" ", text)
    clock = _CLOCK.search(text)
    day = _day_of(f"{text[: clock.start()]} {text[clock.end() :]}" if clock else text)
    if day is None:
        return _BAD
    return _at(day, clock) if clock else Moment(day)


def _day_of(text: str) -> date | None:
    """Return the day of a text, or None if that is not a date, or has two readings."""
    text = " ".join(text.split())
    found = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if found:
        year = int(found["year"])
        if len(found["year"]) == len("26"):
            year += 2000 if year < _PIVOT else 1900
        return day_of(year, month_number(found["month"]), int(found["day"]))
    if found := _YEAR_FIRST.fullmatch(text):
        month = found["iso"] or found["slash"] or found["dot"] or found["cjk"]
        return day_of(int(found["year"]), int(month), int(found["day"]))
    return read_day(text, None).day if _NUMBERS.fullmatch(text) else None


def _at(day: date, clock: re.Match[str]) -> Moment:
    """Return the moment of a day at a clock."""
    hour, minute, second = (int(clock[name] or 0) for name in ("hour", "minute", "second"))
    if clock["half"]:
        if not 1 <= hour <= _HALF_DAY:
            return _BAD
        hour = hour % _HALF_DAY + (_HALF_DAY if clock["half"].lower() == "p" else 0)
    if hour >= _HOURS or minute >= _MINUTES or second > _LEAP_SECOND:
        return _BAD
    if clock["zone"] is None:
        return Moment(day)
    zone = _zone_of(clock["zone"])
    if zone is None:
        return _unknown_zone(day, clock["zone"])
    microsecond = int((clock["fraction"] or "")[:6].ljust(6, "0"))
    moment = datetime(day.year, day.month, day.day, hour, minute, min(second, 59), microsecond, tzinfo=zone)
    try:
        return Moment(moment + timedelta(seconds=second == _LEAP_SECOND))
    except OverflowError:  # the last second of the year 9999
        return _BAD


@lru_cache(maxsize=512)
def _zone_of(name: str) -> timezone | None:
    """Return the zone of an offset, or of a name with one meaning."""
    if (hours := _ZONES.get(name.upper())) is not None:
        return timezone(timedelta(hours=hours))
    found = _OFFSET.fullmatch(name)
    if found is None:
        return None
    minutes = int(found["minutes"] or 0)
    offset = timedelta(hours=int(found["hours"]), minutes=minutes)
    if offset > _FARTHEST or minutes >= _MINUTES:
        return None
    return timezone(-offset if found["sign"] == "-" else offset)
