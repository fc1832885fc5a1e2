"""The syntax of what stands in a feed: identifiers, dates, media types, languages, e-mail addresses.

Each function takes the text as it stands and says whether it conforms, or returns its parts, and None where it does
not conform.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple

# -- identifiers: RFC 3986 and RFC 3987 -------------------------------------------------------------------------------

_UCS = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_UCS += "\U000e1000-\U000efffd"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PERCENT = "%[0-9A-Fa-f]{2}"
_UNRESERVED = rf"A-Za-z0-9\-._~{_UCS}"
_REGISTERED = rf"(?:[{_UNRESERVED}!$&'()*+,;=]|{_PERCENT})"
_USER = rf"(?:[{_UNRESERVED}!$&'()*+,;=:]|{_PERCENT})"
_CHAR = rf"(?:[{_UNRESERVED}!$&'()*+,;=:@]|{_PERCENT})"
_CHAR_WITHOUT_COLON = rf"(?:[{_UNRESERVED}!$&'()*+,;=@]|{_PERCENT})"
_AUTHORITY = rf"(?:{_USER}*@)?(?:\[[0-9A-Fa-f:.]+\]|{_REGISTERED}*)(?::[0-9]*)?"
_REST = rf"(?:/{_CHAR}*)*"
_QUERY = rf"(?:\?(?:{_CHAR}|[/?{_PRIVATE}])*)?(?:#(?:{_CHAR}|[/?])*)?"
_IRI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://{_AUTHORITY}{_REST}|/?{_CHAR}+{_REST}|/?){_QUERY}")
_RELATIVE = re.compile(rf"(?://{_AUTHORITY}{_REST}|/{_CHAR}+{_REST}|{_CHAR_WITHOUT_COLON}+{_REST}|/?){_QUERY}")
_NAME = re.compile(f"{_CHAR_WITHOUT_COLON}+")  # isegment-nz-nc
_WEB = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_DNS = r"[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?)*"
_TAG = re.compile(
    rf"tag:(?:[A-Za-z0-9\-._]+@)?{_DNS},[0-9]{{4}}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
    r":(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*(?:#(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*)?"
)


def is_iri(text: str) -> bool:
    """Whether this is an IRI with a scheme: `/notes/` and `notes` are references, not IRIs."""
    return _IRI.fullmatch(text) is not None


def is_iri_reference(text: str) -> bool:
    return is_iri(text) or _RELATIVE.fullmatch(text) is not None


def is_url(text: str) -> bool:
    """Whether this is an absolute URL, which is an IRI in ASCII."""
    return text.isascii() and is_iri(text)


def is_web_url(text: str) -> bool:
    """Whether this is an http or https URL with a host."""
    return is_url(text) and _WEB.match(text) is not None


def is_tag_uri(text: str) -> bool:
    """Whether this is a tag URI (RFC 4151, 2.1)."""
    return _TAG.fullmatch(text) is not None


def is_relation(text: str) -> bool:
    """Whether this is a link relation: a simple name or an IRI (RFC 4287, 4.2.7.2)."""
    return _NAME.fullmatch(text) is not None or is_iri(text)


# -- dates ------------------------------------------------------------------------------------------------------------

_RFC_3339 = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]+)?"
    r"(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"
)


def rfc3339(text: str) -> datetime | None:
    """Return the moment that an RFC 3339 date-time with an upper-case T and Z names, or None.

    A leap second is taken for the second before it, and a fraction to the microsecond.
    """
    found = _RFC_3339.fullmatch(text)
    if not found:
        return None
    day, hour, minute, second, fraction, sign, ahead, past = found.groups()
    away = timedelta(hours=int(ahead), minutes=int(past)) if sign else timedelta()
    try:
        clock = time(int(hour), int(minute), 59 if second == "60" else int(second))
        return datetime.combine(date.fromisoformat(day), clock, timezone(-away if sign == "-" else away)).replace(
            microsecond=int(f"{fraction or '.0'}000000"[1:7])
        )
    except ValueError:  # such as February 30, or 24 o'clock
        return None


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SHORT_DAYS = [day[:3] for day in WEEKDAYS]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_ZONES = {"UT": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6} | {
    "PST": -8,
    "PDT": -7,
}
_GAP = r"(?:[ \t]|\([^()]*\))"  # RFC 822 lets comments and more than one blank stand between the parts
_RFC_822 = re.compile(
    rf"{_GAP}*(?:(?P<weekday>[A-Za-z]{{3}}){_GAP}*,{_GAP}*)?(?P<day>[0-9]{{1,2}}){_GAP}+(?P<month>[A-Za-z]{{3}}){_GAP}+"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_GAP}+(?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}}))?"
    rf"{_GAP}+(?P<zone>[A-Za-z]{{1,3}}|[+-][0-9]{{4}}){_GAP}*"
)
_RFC_822_PLAIN = re.compile(r"(?:[A-Z][a-z]{2}, )?[0-9]{1,2} [A-Z][a-z]{2} [0-9]+ [0-9:]+ (?:[A-Z]+|[+-][0-9]{4})")


class Rfc822(NamedTuple):
    """A date-time of RFC 822, section 5, with its year of two or four digits."""

    moment: datetime
    weekday: str | None  # as it stands, such as "Sun"
    year: str
    zone: str
    is_plain: bool  # single spaces, no comments, and capitals as in "Sun, 22 Mar 2026 12:00:00 GMT"

    @property
    def right_weekday(self) -> str:
        return _SHORT_DAYS[self.moment.weekday()]


def rfc822(text: str) -> Rfc822 | None:
    found = _RFC_822.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    month, weekday = part["month"].title(), part["weekday"]
    if month not in _MONTHS or (weekday and weekday.title() not in _SHORT_DAYS):
        return None
    zone = _zone(part["zone"])
    # Two digits were a year of the 20th century when RFC 822 was written; RFC 2822, 4.3, turns at 50.
    year = int(part["year"]) + (0 if len(part["year"]) == 4 else 2000 if int(part["year"]) < 50 else 1900)
    try:
        clock = time(int(part["hour"]), int(part["minute"]), int(part["second"] or 0), tzinfo=zone)
        moment = datetime.combine(date(year, _MONTHS.index(month) + 1, int(part["day"])), clock)
    except ValueError:
        return None
    plain = _RFC_822_PLAIN.fullmatch(text) is not None
    return Rfc822(moment, weekday, part["year"], part["zone"], plain) if zone else None


def _zone(text: str) -> timezone | None:
    if text[0] in "+-":
        away = timedelta(hours=int(text[1:3]), minutes=int(text[3:]))
        fits = away < timedelta(days=1) and int(text[3:]) < 60
        return timezone(-away if text[0] == "-" else away) if fits else None
    if text.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[text.upper()]))
    return UTC if len(text) == 1 and text.upper() != "J" else None  # a military zone: it says nothing that holds


# -- other syntax -----------------------------------------------------------------------------------------------------

_TOKEN = r"[A-Za-z0-9!#$%&'*+\-.^_`{|}~]+"
_RESTRICTED = r"[A-Za-z0-9][A-Za-z0-9!#$&\-^_.+]{0,126}"
_MEDIA_TYPE = re.compile(rf'{_RESTRICTED}/{_RESTRICTED}(?:[ \t]*;[ \t]*{_TOKEN}=(?:{_TOKEN}|"(?:[^"\\]|\\.)*"))*')
_LANGUAGE = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, with extended languages
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"  # extensions, private use
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    r"|sgn-(?:be-fr|be-nl|ch-de)",
    re.IGNORECASE,
)
_ATOM = r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+"
_DOTTED = rf"{_ATOM}(?:\.{_ATOM})*"
_ADDRESS = rf'(?:{_DOTTED}|"(?:[^"\\\r\n]|\\.)*")@(?:{_DOTTED}|\[[^\[\]\\\r\n]*\])'  # addr-spec
_EMAIL = re.compile(_ADDRESS)
_EMAIL_WITH_NAME = re.compile(rf"{_ADDRESS} \([^()]*[^()\s][^()]*\)")


def is_media_type(text: str) -> bool:
    """Whether this is a media type, with parameters or without (RFC 2045, 5.1, and RFC 6838, 4.2)."""
    return _MEDIA_TYPE.fullmatch(text) is not None


def is_language(text: str) -> bool:
    """Whether this is a well-formed language tag (RFC 5646, 2.1). Whether its parts are registered is not looked up."""
    return _LANGUAGE.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Whether this is an e-mail address (RFC 2822, 3.4.1)."""
    return _EMAIL.fullmatch(text) is not None


def has_email(text: str) -> bool:
    """Whether an e-mail address stands anywhere in the text."""
    return _EMAIL.search(text) is not None


def is_email_with_name(text: str) -> bool:
    """Whether this is `username@hostname.tld (Real Name)`."""
    return _EMAIL_WITH_NAME.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Whether this is a row of ASCII digits: `²` is a digit to `str.isdigit`."""
    return text.isascii() and text.isdigit()
