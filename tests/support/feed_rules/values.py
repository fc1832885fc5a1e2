"""The syntax of values in feeds: identifiers, dates, media types, language tags, e-mail addresses.

A `Value` has a name for error messages and a function that returns a true value if a text conforms.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Value(NamedTuple):
    name: str
    accepts: Callable[[str], object]


def one_of(*texts: str) -> Value:
    return Value(" or ".join(texts), texts.__contains__)


def matching(name: str, pattern: str) -> Value:
    return Value(name, re.compile(pattern).fullmatch)


TEXT = Value("text with a visible character", str.strip)

# -- identifiers: RFC 3986 and RFC 3987 -------------------------------------------------------------------------------

_UCS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr((plane << 16) + (0x1000 if plane == 14 else 0))}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 15)
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PERCENT = "%[0-9A-Fa-f]{2}"
_NAME = rf"(?:[A-Za-z0-9\-._~{_UCS}!$&'()*+,;=]|{_PERCENT})"
_CHAR = rf"(?:{_NAME}|[:@])"
_AUTHORITY = rf"(?:(?:{_NAME}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{_NAME}*)(?::[0-9]*)?"
_QUERY = rf"(?:\?(?:{_CHAR}|[/?{_PRIVATE}])*)?(?:#(?:{_CHAR}|[/?])*)?"
IRI = matching(
    "an absolute IRI (RFC 3987, 2.2)",
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_AUTHORITY}(?:/{_CHAR}*)*|/?{_CHAR}+(?:/{_CHAR}*)*|/?){_QUERY}",
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?"
_SPECIFIC = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
TAG_URI = matching(
    "a tag URI (RFC 4151, 2.1)",
    rf"tag:(?:[A-Za-z0-9\-._]+@)?{_LABEL}(?:\.{_LABEL})*"
    rf",[0-9]{{4}}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?:{_SPECIFIC}(?:#{_SPECIFIC})?",
)


def is_id(text: str) -> bool:
    return bool(IRI.accepts(text) and (not text.startswith("tag:") or TAG_URI.accepts(text)))


def is_link(text: str) -> bool:
    return bool(IRI.accepts(text) and re.match(r"https?://[^/?#]", text, re.IGNORECASE))


ID = Value("an absolute IRI (RFC 3987, 2.2) or a valid tag URI (RFC 4151, 2.1)", is_id)
LINK = Value("an absolute http or https IRI", is_link)
URL = Value("an absolute http or https URL in ASCII", lambda text: text.isascii() and is_link(text))

# -- dates ------------------------------------------------------------------------------------------------------------

_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])"
)
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_RFC_822 = re.compile(
    rf"({'|'.join(_DAYS)}), ([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{4}})"
    r" ([0-9]{2}:[0-9]{2}:[0-9]{2}) (GMT|[+-][0-9]{4})"
)


def rfc3339(text: str) -> datetime | None:
    """Return the moment of an RFC 3339 date-time with upper-case T and Z, or None."""
    try:
        return datetime.fromisoformat(text) if _RFC_3339.fullmatch(text) else None
    except ValueError:  # such as February 30
        return None


def rfc822(text: str) -> datetime | None:
    """Return the moment of an RFC 822 date-time with the right weekday and a four-digit year, or None.

    Only the form that the RSS profile recommends is valid: the zone is GMT or numeric, and comments are not allowed.
    """
    if not (found := _RFC_822.fullmatch(text)):
        return None
    weekday, day, month, year, clock, zone = found.groups()
    zone = "Z" if zone == "GMT" else f"{zone[:3]}:{zone[3:]}"
    moment = rfc3339(f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}T{clock}{zone}")
    return moment if moment and _DAYS[moment.weekday()] == weekday else None


RFC_3339 = Value("an RFC 3339 date-time with upper-case T and Z", rfc3339)
RFC_822 = Value("an RFC 822 date-time such as Sun, 22 Mar 2026 12:00:00 GMT, with the right weekday", rfc822)

# -- other syntax -----------------------------------------------------------------------------------------------------

_TOKEN = r"[A-Za-z0-9!#$%&'*+\-.^_`{|}~]+"
_RESTRICTED = r"[A-Za-z0-9][A-Za-z0-9!#$&\-^_.+]{0,126}"
_ATOM = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+"

MEDIA_TYPE = matching(
    "a media type (RFC 2045, 5.1; RFC 6838, 4.2)",
    rf'{_RESTRICTED}/{_RESTRICTED}(?:[ \t]*;[ \t]*{_TOKEN}=(?:{_TOKEN}|"(?:[^"\\]|\\.)*"))*',
)
LANGUAGE = matching(
    "a well-formed language tag (RFC 5646, 2.1)",
    r"(?i:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, with extended languages
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"  # extensions, private use
    r"|x(?:-[a-z0-9]{1,8})+)",
)
EMAIL = matching("an e-mail address (RFC 2822, 3.4.1)", rf"{_ATOM}(?:\.{_ATOM})*@{_ATOM}(?:\.{_ATOM})*")
NUMBER = matching("a non-negative integer", "[0-9]+")
