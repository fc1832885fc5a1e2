"""Lines that a reader takes for a date, in a form that listings do not have: they are reported, never read as text."""

import re
import unicodedata
from typing import Literal

from postindex.dates.calendar_names import MONTHS, WEEKDAYS

_MAX_LENGTH = 48  # characters
_MONTHS = frozenset(name for months in MONTHS.values() for names in months for name in names.split())
_DAYS = frozenset(name for days in WEEKDAYS.values() for names in days for name in names.split())
_SMALL_WORDS = frozenset(
    (
        *("of", "de", "den", "le", "del", "the", "at", "on", "г", "р", "год", "года", "року"),
        *("st", "nd", "rd", "th", "er", "re", "e", "a", "o", "m"),
    )
)
_DATE_WORDS = _MONTHS | _DAYS | _SMALL_WORDS
_WORDS_OF_TIME = (_MONTHS | _DAYS).union(
    ("spring", "summer", "autumn", "fall", "winter", "q", "kw", "yesterday", "today", "tomorrow", "ago"),
    ("year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minutes"),
)
_LOOSE_WORDS = (_WORDS_OF_TIME | _SMALL_WORDS).union(
    ("an", "few", "last", "this", "next", "early", "mid", "late", "posted", "published", "updated", "written"),
)
_MAX_LOOSE_PIECES = 6
_CLOCK = r"[0-9]{1,2}[:.h][0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\.?)?(?:\s?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?"
_TIME = rf"(?:(?:,?\s+(?:at\s+)?|t){_CLOCK})?"
_WEEKDAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_UNIT = "(?:s|sec|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?)"
_RELATIVE = re.compile(
    rf"(?:just\s+now|yesterday|today|tomorrow|(?:(?:last|this|on|next)\s+)?{_WEEKDAY}|(?:last|this|next)\s+(?:week|month|year)"
    rf"|(?:about\s+)?(?:an?|a\s+few|one|two|three|four|five|six|seven|eight|nine|ten|several|[0-9]{{1,4}})\s?{_UNIT}\s+ago)"
    rf"{_TIME}"
)
_CLOCK_BEHIND = re.compile(rf"{_TIME}$")
_MAYBE_CLOCK = re.compile("[0-9][:.h][0-9]")  # which is found faster
_CJK_DAY = r"[0-9]{1,2}\s?[月월]\s?[0-9]{1,2}\s?[日일號号]?"
_CJK_WEEKDAY = r"(?:\.?\s?\(?[월화수목금토일月火水木金土日](?:요일|曜日)?\)?)?"
_FULL = re.compile(
    r"(?:(?:19|20)[0-9]{2}-?w[0-9]{2}-?[1-7]"  # 2021-W13-5
    r"|(?:19|20)[0-9]{2}-[0-9]{3}|(?:19|20)[0-9]{6}"  # 2021-092, 20210402
    r"|(?:19|20)[0-9]{2}\s?([-/.])\s?[0-9]{1,2}\s?\1\s?[0-9]{1,2}"  # 2021. 4. 2.
    r"|[0-9]{1,2}([-/.])\s?[0-9]{1,2}\2\s?(?:['’][0-9]{2}|[0-9]{4})"  # 2. 4. 2021
    r"|[0-9]{1,2}([-/.])\s[0-9]{1,2}\3\s[0-9]{1,2}|['’]?[0-9]{2}([-/.])[0-9]{2}\4[0-9]{2}"  # 21. 4. 2., '21-04-02
    rf"|(?:\w{{2}})?[0-9]{{1,4}}\s?[年년]\s?{_CJK_DAY}"
    r"|[〇零一二三四五六七八九十百千]{1,5}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}[日號号]"
    rf"){_CJK_WEEKDAY}{_TIME}"
)
_VAGUE = re.compile(
    rf"(?:19|20)[0-9]{{2}}-?w[0-9]{{1,2}}|[0-9]{{1,2}}\.\s[0-9]{{1,2}}"
    rf"|(?:[0-9]{{2,4}}\s?[年년]\s?)?(?:{_CJK_DAY}|[0-9]{{1,2}}\s?[月월]){_CJK_WEEKDAY}"
)
_LOOSE_NUMBERS = re.compile(r"['’]?[0-9]{1,4}(?:\s?[./-]\s?[0-9]{1,4}){0,2}\.?")
_MAYBE = re.compile(r"[\d一二三四五六七八九十]|day|ago|now|tomorrow|week|month|year", re.IGNORECASE)
_PIECES = re.compile(r"[0-9]+|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s.,'’‘/\-–º°ª()]*")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SHORT_YEAR = re.compile(r"['’‘][0-9]{2}\b")


def unread_date(text: str) -> Literal["full", "vague", ""]:
    """Return whether a stripped text is only a date: `full` with day, month and year, or `vague`.

    A month and a day in words are not: a summary may have them as an item.

    >>> [unread_date(text) for text in ("2 April '21", "2 de abril de 2021", "2021년 4월 2일", "2021-W13-5")]
    ['full', 'full', 'full', 'full']
    >>> [unread_date(text) for text in ("Yesterday", "Monday", "4월 2일", "May 10", "a knife, 2 candles")]
    ['vague', 'vague', 'vague', '', '']
    """
    if len(text) > _MAX_LENGTH or not _MAYBE.search(text):
        return ""
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
        text = unicodedata.normalize("NFKC", text)
    text = text.casefold().strip(" .,:;*_[]")
    if _FULL.fullmatch(text):
        return "full"
    if _VAGUE.fullmatch(text) or _RELATIVE.fullmatch(text):
        return "vague"
    return _in_words(_CLOCK_BEHIND.sub("", text) if _MAYBE_CLOCK.search(text) else text)


def _in_words(text: str) -> Literal["full", "vague", ""]:
    """Return the same of a date with the name of a month, and with nothing but numbers and small words beside it."""
    pieces = _PIECES.findall(text)
    words = {piece for piece in pieces if not piece.isdigit()}
    if (text.isascii() and not words <= _DATE_WORDS) or _BETWEEN.fullmatch(_PIECES.sub("", text)) is None:
        return ""
    numbers = [piece for piece in pieces if piece.isdigit()]
    year = any(map(_YEAR.fullmatch, numbers)) or _SHORT_YEAR.search(text) is not None
    if len(words) == 1 and not text.isascii() and year and len(numbers) == len("dy"):
        return "full"  # a month in a language of which no names are known
    if words.isdisjoint(_MONTHS) or not words <= _DATE_WORDS or not 1 <= len(numbers) <= len("dmy"):
        return ""
    return "full" if year and len(numbers) > 1 else ""


def is_loose_date(text: str) -> bool:
    """Return whether every word and number of a stripped text may be part of a date: it is one only where one belongs.

    >>> [is_loose_date(text) for text in ("Apr. 2", "Thu, 2 Apr", "Spring 2021", "2.4.21", "Published 2 days ago")]
    [True, True, True, True, True]
    >>> is_loose_date("by May 10"), is_loose_date("a knife, 2 candles")
    (False, False)
    """
    if len(text) > _MAX_LENGTH:
        return False
    text = text.casefold()
    pieces = _PIECES.findall(text)
    words = {piece for piece in pieces if not piece.isdigit()}
    if not words:
        return _LOOSE_NUMBERS.fullmatch(text) is not None
    return len(pieces) <= _MAX_LOOSE_PIECES and words <= _LOOSE_WORDS and not words.isdisjoint(_WORDS_OF_TIME)
