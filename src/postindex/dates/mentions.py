"""Find dates anywhere in a text, in many languages: as pages write them, with or without a year."""

import re
import unicodedata
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple

from postindex.dates.calendar_names import MONTHS, WEEKDAYS

Form = Literal["iso", "cjk", "month-first", "day-first", "year-first", "numbers", "month-day", "day-month", "digits"]

FULL: frozenset[Form] = frozenset({"iso", "cjk", "month-first", "day-first", "year-first", "numbers"})  # with a year

_MONTH_NUMBERS = {
    name: number for row in MONTHS.values() for number, names in enumerate(row, 1) for name in names.split()
}
# Words of some language that are a month's short name in another: only a year beside them makes them a date.
_WORDS = frozenset(
    (
        "out",
        "set",
        "led",
        "pro",
        "dub",
        "ago",
        "des",
        "dic",
        "gen",
        "lip",
        "lis",
        "mag",
        "nis",
        "sie",
        "sty",
        "tem",
        "marts",
    )
)
_DAY_NAMES = frozenset(
    chain(
        ("tues", "weds", "thur", "thurs"),
        (name for row in WEEKDAYS.values() for names in row for name in names.split()),
    )
)
_MONTHS, _DAYS = 12, 31
_FIRST_TWO_DIGIT_YEAR = 70  # POSIX: 70 is 1970, 69 is 2069
_LONGEST_LABEL = 40  # characters of "updated on" and the like
_LONGEST_WEEKDAY = 24  # characters, with what follows it

_WEEKDAY_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]+(?:-feira)?)\.?,?\s+(?:de\s+|den\s+|el\s+|le\s+)?$")
_WORD = r"(?P<name>[^\W\d_]{2,14})"
_TIME = (
    r"(?P<time>(?:,?\s+(?:at\s+|um\s+|à\s+|·\s*|-\s*)?|T)\d{1,2}[:h]\d\d(?::\d\d(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:UTC|GMT|Z|[+-]\d\d:?\d\d)(?![A-Za-z]))?)?"
)
# What begins and what ends a date: no letter or digit of a Latin word, as CJK text has no spaces around dates.
_BEFORE = r"(?<![A-Za-z0-9_À-ɏ/.\-])"
_AFTER = r"(?![A-Za-z0-9_À-ɏ]|-\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})"
_ENGLISH_ORDINAL = r"(?:st|nd|rd|th)?"
_ORDINAL = r"(?:st|nd|rd|th|\.|er|º|°)?"
_YEAR_WORD = r"(?:\s?(?:г|р|год|года|року)\b\.?)?"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


_NUMBER_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("iso", _pattern(_BEFORE, _YEAR, r"(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)", _DAY, _TIME, r"(?![0-9_-])")),
    ("cjk", _pattern(_YEAR, r"\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?", _DAY, r"\s?[日일]")),
    (
        "numbers",
        _pattern(
            _BEFORE,
            r"(?P<first>\d{1,2})(?P<mark>[./-])\s?(?P<second>\d{1,2})(?P=mark)\s?(?P<year>(?:19|20)\d\d|\d\d)",
            _TIME,
            r"(?![\w/-])",
        ),
    ),
    ("digits", _pattern(_BEFORE, r"(?P<month>\d\d)(?P<mark>[-/.])(?P<day>\d\d)(?![\w/.:-])")),
    ("digits", _pattern(r"(?<!年)(?P<month>\d{1,2})\s?[月월]\s?", _DAY, r"\s?[日일]")),
)
_NAME_FORMS: tuple[tuple[Form, re.Pattern[str]], ...] = (
    ("month-first", _pattern(_BEFORE, _WORD, r"\.?\s+", _DAY, _ENGLISH_ORDINAL, r",?\s+", _YEAR, _TIME, r"(?![0-9_])")),
    (
        "day-first",
        _pattern(
            *(_BEFORE, _DAY, _ORDINAL, r"[\s-]+(?:of\s+|de\s+)?", _WORD, r"\.?,?[\s-]+(?:de\s+)?", _YEAR, _YEAR_WORD),
            *(_TIME, r"(?![0-9_])"),
        ),
    ),
    ("year-first", _pattern(_BEFORE, _YEAR, r",?[\s-]+", _WORD, r"\.?[\s-]+", _DAY, _AFTER)),
    ("month-day", _pattern(_BEFORE, _WORD, r"\.?\s+", _DAY, _ENGLISH_ORDINAL, r"(?![A-Za-z0-9_:%]|-\d)")),
    ("day-month", _pattern(_BEFORE, _DAY, _ORDINAL, r"[\s-]+", _WORD, r"\.?(?![A-Za-z0-9_À-ɏ])")),
)
_UPDATED = re.compile(
    r"(?:updated?|modified|edited|revised|aktualisiert|ge[äa]ndert|mis à jour|modifi[ée]e?|actualizad[oa]|atualizad[oa]"
    r"|aggiornat[oa]|bijgewerkt|uppdaterad|opdateret|oppdatert|обновлено|更新|修改|最終更新)[日于於]?(?:日期|时间)?"
    r"(?:\s*(?:on|at|am|le|el|em|il|:|：))*\s*$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[^\W\d_]{2,}")
_NUMERIC = re.compile(r"\d\s?[-/.年년月월]\s?\d")


class Mention(NamedTuple):
    """A date in a text: its span, its form and what it says.

    `month` and `day` are None where three numbers do not say their order: then they are `first` and `second`.
    `updated` is True where the words before it say that something was updated on that day.
    """

    start: int
    end: int
    form: Form
    year: int | None
    month: int | None
    day: int | None
    first: int = 0
    second: int = 0
    updated: bool = False
    time: str = ""

    @property
    def full(self) -> bool:
        """Whether it has a year."""
        return self.form in FULL

    def to_date(self, *, day_first: bool | None = None, year: int | None = None) -> date | None:
        """Return the day; None where the calendar has no such day, or the year or the order is not known."""
        year = self.year or year
        month, day = self.month, self.day
        if self.form == "numbers" and day_first is not None:
            month, day = (self.second, self.first) if day_first else (self.first, self.second)
        if not (year and month and day):
            return None
        try:
            return date(year, month, day)
        except ValueError:
            return None


def find_mentions(text: str) -> list[Mention]:
    """Return the dates in a text, in order; none overlap.

    >>> [(found.form, str(found.to_date())) for found in find_mentions("10. Dezember 2024 · 2 min, 2024年1月29日")]
    [('day-first', '2024-12-10'), ('cjk', '2024-01-29')]
    >>> find_mentions("Version 3.11.2 of May 5th")[0].form
    'month-day'
    """
    if not _DIGIT.search(text):
        return []
    forms = _NUMBER_FORMS if _NUMERIC.search(text) else ()
    if any(map(month_number, _NAME.findall(text))):
        forms = (*forms[:2], *_NAME_FORMS[:3], *forms[2:3], *_NAME_FORMS[3:], *forms[3:])  # those with a year first
    found: list[Mention] = []
    taken = bytearray(len(text) + 1)
    for form, pattern in forms:
        for match in pattern.finditer(text):
            mention = _mention(form, match, text)
            if mention is not None and not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found)


def _mention(form: Form, match: re.Match[str], text: str) -> Mention | None:
    """Return what a match of a form says; None where it is not a date."""
    parts = match.groupdict()
    start, end, year = _with_weekday(text, match.start()), match.end(), _year(parts.get("year"))
    updated = _UPDATED.search(text[max(0, start - _LONGEST_LABEL) : start]) is not None
    time = parts.get("time") or ""
    if form == "numbers":
        first, second = int(parts["first"]), int(parts["second"])
        if not (1 <= min(first, second) <= _MONTHS and max(first, second) <= _DAYS):
            return None
        return Mention(start, end, form, year, None, None, first, second, updated, time)
    name, day = parts.get("name"), int(parts["day"])
    month = int(parts["month"]) if name is None else month_number(name)
    if not (1 <= month <= _MONTHS and 1 <= day <= _DAYS) or (name and not year and _folded(name) in _WORDS):
        return None
    return Mention(start, end, form, year, month, day, 0, 0, updated, time)


def _with_weekday(text: str, start: int) -> int:
    """Return where a date begins with the weekday before it, if there is one."""
    before = text[max(0, start - _LONGEST_WEEKDAY) : start]
    found = _WEEKDAY_BEFORE.search(before)
    return start - len(before) + found.start() if found and found[1].casefold() in _DAY_NAMES else start


def month_number(name: str) -> int:
    """Return the number of a month from its name in any of the languages; 0 for other words.

    >>> month_number("März"), month_number("août"), month_number("Ledger")
    (3, 8, 0)
    """
    return _MONTH_NUMBERS.get(_folded(name), 0)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < _FIRST_TWO_DIGIT_YEAR else 1900)  # noqa: PLR2004
