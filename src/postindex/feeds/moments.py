"""A day → the moment at which its post is dated in a feed, in a zone of the IANA database."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from postindex.errors import InvalidValue

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE = timedelta(minutes=1)
_MAX_OFFSET = timedelta(hours=14)  # XML Schema part 2, section 3.2.7.3


def moment_on(day: date, clock: time, zone: str) -> datetime:
    """Return the moment of a day at a local time in a zone, with an offset that a feed can carry."""
    if zone == "UTC":
        return datetime.combine(day, clock, UTC)
    offset = datetime.combine(day, clock, _zone(zone)).utcoffset() or timedelta()
    whole_minutes = offset - offset % _MINUTE if offset > timedelta() else offset + -offset % _MINUTE
    return datetime.combine(day, clock, timezone(max(-_MAX_OFFSET, min(whole_minutes, _MAX_OFFSET))))


def mail_date(moment: datetime) -> str:
    """Return a moment in whole seconds, with an offset of whole minutes, in the form of RFC 5322, as RSS has it.

    `email.utils.format_datetime` returns the same, but takes as long as the rest of an RSS item.

    >>> mail_date(datetime(2026, 3, 22, 12, tzinfo=UTC))
    'Sun, 22 Mar 2026 12:00:00 +0000'
    """
    iso = moment.isoformat()
    weekday, month = _WEEKDAYS[moment.weekday()], _MONTHS[moment.month - 1]
    return f"{weekday}, {iso[8:10]} {month} {iso[:4]} {iso[11:19]} {iso[19:22]}{iso[23:]}"


def require_zone(name: object) -> None:
    """Raise `InvalidValue` unless `name` is a time zone of the IANA database."""
    try:
        known = isinstance(name, str) and _zone(name) is not None
    except (OSError, ValueError):  # a missing file, or one that holds no zone, such as `zone.tab`
        known = False
    if not known:
        raise InvalidValue("Channel.time_zone", name, "is not a time zone; give a name such as 'Europe/Berlin'")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """Return a zone from the package tzdata: the zones of the system differ between machines."""
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", name):  # never outside the folder
        raise ValueError(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)
