"""Text → classified lines: each line is classified on its own."""

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Literal, NamedTuple

from postindex.dates.parsing import (
    DAY,
    HOW_TO_WRITE,
    SPACE,
    Day,
    begins_like_a_day,
    meant_as_day,
    names_a_month,
    nothing_but_a_day,
    read_day,
)
from postindex.errors import Code, InvalidValue
from postindex.listing.navigation import is_navigation
from postindex.listing.unread_dates import unread_date
from postindex.models import Tag
from postindex.models.fields import MAX_INTEGER
from postindex.text import INVISIBLE

BOM = "\ufeff"
MAX_MARK_LENGTH = 100  # characters; a longer line is text, unless it is tags
_MAX_TAGS_LENGTH = 2000
_MAX_SHORT_TEXT = 40
# Most lines: what else begins with a letter is short, tags with a label, or has a digit or a mark of a row.
_PLAIN = re.compile(r"(?![bcdfghlmpstw])[^\W\d_][^0-9|·•→»©\t]*", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")

_BULLET = rf"(?:[-*+•–]|[0-9]{{1,4}}[.)]){SPACE}"
_BULLETED = re.compile(_BULLET)
_LONE_BULLET = re.compile(r"[-*+•–]")
BULLET_MARKS = frozenset("-*+•–0123456789")  # the first characters of lines with bullets

_HEAD = re.compile(rf"({_BULLET})?({DAY})(?:\s*([\s·|—–•/,-])\s*(\S.*))?")
_LONG_HEAD = re.compile(rf"(?:{_BULLET})?(?:{DAY})")
_SENTENCE_BEHIND = re.compile(rf"(?:{DAY})\s*[,\s-]")  # a long line with a comma behind its date is text
_WHITE_SPACE = re.compile(r"\s{2,}")
_MINUS = re.compile(r"\s[-–]\Z")  # in front of a reading time, without a space behind
_FIRST_PLAUSIBLE_YEAR = 1000
_HOURS = r"([0-9]{1,4})[\s-]*(?:hours?|hrs?|h)(?![^\W\d_])\.?"
_MINUTES = r"([0-9]{1,7})[\s-]*(?:minutes?|mins?|m)(?![^\W\d_])\.?"
_READING_TIME = re.compile(
    rf"(\()?(?:{_MINUTES}|{_HOURS}(?:[\s,]*(?:and\s+)?{_MINUTES})?)(?:[\s-]*read(?:ing)?(?:\s+time)?)?(?(1)\))",
    re.IGNORECASE,
)
_MAX_MINUTES = 1_000_000
# Lines intended as the head of an entry that cannot be read as one: an odd date or an odd reading time.
_ODD_MINUTES = re.compile(r"[\s·|•—–-]*\b[0-9]+ *min(?:ute)?s?\b.*", re.IGNORECASE)
_MAYBE_MINUTES = re.compile("[0-9] *[Mm]")  # which is found faster
_MARKED = re.compile(r"\s*[·|•—–]")
_MONTH_AND_DAY = re.compile(r"[^\W\d_]{3,9}\.? [0-9]{1,2}|[0-9]{1,2} [^\W\d_]{3,9}\.?")
_YEAR = re.compile(r"\b[0-9]{4}\b")
_BYLINE = re.compile(
    rf"(?:(?:written|posted|published)\s+)?by:?\s+\S.{{0,60}}?[\s,·|—–•-]+(?:on\s+)?(?:{DAY})\.?", re.IGNORECASE
)
_DATED_END = re.compile(rf"\S\W*\b(?:{DAY})\W*\Z")
_HEAD_PARTS = re.compile(r"\s*[·|—–•]\s*|\s{2,}|\s-\s|\s+by\s+", re.IGNORECASE)
_MAYBE_PARTS = re.compile(r"[·|—–•]|\s(?:\s|-|[Bb])")  # likewise
_MAX_DATE = 48  # characters

TAG_MARKS = ("/", "#")
_GLUED = re.compile(r"[-*+•–][/#][^\W_]\S*")
_BETWEEN = re.compile(r",+(?=\s|$)|\s+(?:[,·|•]+\s+)*|[,·|•]+(?=[/#])")  # tags in one line
_LABEL = re.compile(r"(?:tags?|tagged|topics?)\s*:\s*+(?!\S*//)", re.IGNORECASE)

_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+) posts?")
_RULE = re.compile(r"([-_=*~─—–•·])(?: ?\1){2,}+")
_LAST_OF_SYMBOLS = "\u2600"  # from here on symbols are pictures, which may be a title

# Zero-width characters mean nothing at the ends of a line. Controls that change the direction of text are kept, because
# they come in pairs; but a line of nothing else is empty.
_ZERO_WIDTH = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
_ENDS = _ZERO_WIDTH + "".join(char for char in map(chr, range(0x3001)) if char.isspace())
_BLANK = re.compile(rf"[\s{INVISIBLE}]*")
_INVISIBLE_CHAR = re.compile(rf"[{INVISIBLE}]")


class Kind(Enum):
    """The kinds of lines."""

    ENTRY = auto()  # - March 22, 2026 5 min
    TAGS = auto()  # - /fintech
    COUNT = auto()  # 59 posts
    NAVIGATION = auto()  # Older posts →, Home | About, © 2026
    RULE = auto()  # ---, or a bullet alone
    TEXT = auto()  # anything else


class Line(NamedTuple):
    """A classified line. In an entry or a line of tags, `wrong` is the part that cannot be read."""

    kind: Kind
    bulleted: bool = False
    day: Day = Day()
    minutes: int | None = None
    tags: tuple[Tag, ...] = ()
    declared: int = 0  # the number of posts that a count declares
    wrong: str = ""
    offset: int = 0  # where the wrong part begins
    reason: str = ""  # why it cannot be read
    code: Code | Literal[""] = ""


NOT_A_DATE = f"is not a date; {HOW_TO_WRITE}"
_TOO_EARLY = "is in the year {}; check that the date was not missing"
_NOT_A_TIME = "is not a reading time; write it as 5 min, and a title on the next line"
_TOO_MANY_TAGS = (
    f"is the beginning of over {_MAX_TAGS_LENGTH:,} characters of tags; write one tag a line, such as - /tea"
)
_NOT_ONE_TAG = "is not one tag; write one a line, such as - /tea"
TEXT = Line(Kind.TEXT)
_RULE_LINE = Line(Kind.RULE)
_NAVIGATION_LINE = Line(Kind.NAVIGATION)


def strip_line(raw: str) -> str:
    r"""Return a line without white space and invisible characters at its ends, such as a byte order mark.

    >>> strip_line("  \ufeff/blog "), strip_line("\u200b\u2060")
    ('/blog', '')
    """
    text = raw.strip()
    if text.isascii():
        return text
    return "" if _BLANK.fullmatch(text) else text.strip(_ENDS)


def is_stripped(text: str) -> bool:
    r"""Return whether a text without white space at its ends has no invisible characters there either.

    >>> is_stripped("Thé"), is_stripped("\u200bThé")
    (True, False)
    """
    return text.isascii() or not (_INVISIBLE_CHAR.match(text) or _INVISIBLE_CHAR.match(text, len(text) - 1))


def is_path(text: str) -> bool:
    """Return whether a stripped line is a path, which heads a page.

    >>> is_path("/blog"), is_path("/etc is a folder")
    (True, False)
    """
    return text.startswith("/") and len(text.split(maxsplit=1)) == 1


def is_bulleted(text: str) -> bool:
    """Return whether a stripped line begins with a bullet or a number.

    >>> is_bulleted("- tea"), is_bulleted("2. pots"), is_bulleted("-1 is a number")
    (True, True, False)
    """
    return _BULLETED.match(text) is not None


def content_of(text: str) -> str:
    """Return a stripped line without its bullet.

    >>> content_of("- tea"), content_of("tea")
    ('tea', 'tea')
    """
    bullet = _BULLETED.match(text)
    return text[bullet.end() :] if bullet else text


def classify(text: str, day_first: bool | None = None) -> Line:  # noqa: PLR0911  one return a rule
    """Return the kind of a stripped line, and its parts.

    `day_first` decides how to read an ambiguous date such as `03/04/2026`.

    >>> classify("- March 22, 2026 · 5 min read").minutes
    5
    >>> [classify(text).kind.name for text in ("#tea #pots", "1,234 posts", "Page 1 of 5", "* * *", "Tea, twice")]
    ['TAGS', 'COUNT', 'NAVIGATION', 'RULE', 'TEXT']
    """
    if len(text) > MAX_MARK_LENGTH:
        return _classify_tags(text) or _classify_long(text, day_first)
    if len(text) > _MAX_SHORT_TEXT and "  " not in text and _PLAIN.fullmatch(text):
        return TEXT
    if found := _HEAD.fullmatch(text):
        bullet, date_text, separator, rest = found.groups()
        bulleted, day = bullet is not None, read_day(date_text, day_first)
        minutes = reading_time(rest) if rest else None
        if day.day is None and minutes is None and not bulleted and not meant_as_day(date_text):
            return TEXT  # Room 12, 2026
        if day.wrong:
            return Line(Kind.ENTRY, bulleted, day, minutes, (), 0, date_text, found.start(2), day.reason, day.wrong)
        if minutes is not None and _MINUS.search(text, 0, found.start(4)):
            rest, minutes = text[found.start(3) :], None  # March 22, 2026 -5 min
        if rest is None or minutes is not None:
            if day.day and day.day.year < _FIRST_PLAUSIBLE_YEAR:
                reason, start = _TOO_EARLY.format(day.day.year), found.start(2)
                return Line(Kind.ENTRY, bulleted, day, minutes, (), 0, date_text, start, reason, "implausible-year")
            return Line(Kind.ENTRY, bulleted, day, minutes)
        if bulleted or separator.strip() or not rest[0].isalpha():
            return Line(
                Kind.ENTRY, bulleted, day, None, (), 0, rest, len(text) - len(rest), _NOT_A_TIME, "bad-reading-time"
            )
        return TEXT  # March 22, 2026 was a fine day
    return _classify_tags(text) or _classify_short(text)


def is_reading_time(text: str) -> bool:
    """Return whether a line can only be a reading time: `5 min read` is one, `29 minutes` may be a title.

    >>> is_reading_time("5 min read"), is_reading_time("29 minutes")
    (True, False)
    """
    return "read" in text[-len("reading time)") :].lower() and reading_time(text) is not None


def is_plain_text(text: str) -> bool:
    """Return whether a stripped line is plain text for a reason that takes no time to see: it is long.

    >>> is_plain_text("A kettle that is filled to the brim " * 3)
    True
    """
    return (
        len(text) > MAX_MARK_LENGTH
        and text[0].isalpha()
        and text[0] not in "Tt"
        and "  " not in text
        and not _DIGIT.search(text, 0, _MAX_DATE)
    )


def starts_with_date(text: str) -> bool:
    """Return whether a line has a date in front, with a bullet or without.

    >>> starts_with_date("  - March 22, 2026"), starts_with_date("In March")
    (True, False)
    """
    return _LONG_HEAD.match(strip_line(text)) is not None


def ends_with_date(text: str) -> bool:
    """Return whether a stripped line ends with a date behind other text, as in `By Ann · March 22, 2026`.

    >>> ends_with_date("Tea, twice — March 22, 2026"), ends_with_date("March 22, 2026"), ends_with_date("Room 12, 2026")
    (True, False, False)
    """
    if len(text) > MAX_MARK_LENGTH or not (found := _DATED_END.search(text)):
        return False
    return names_a_month(found[0]) or meant_as_day(found[0][1:].strip(" ()—–|·•-:,."))


def is_mark(text: str) -> bool:
    """Return whether a text is only punctuation and symbols; emoji are more than that.

    >>> [is_mark(text) for text in ("---", "•", "→", "🐝", "C")]
    [True, True, True, False, False]
    """
    return len(text) <= MAX_MARK_LENGTH and not any(char.isalnum() or char >= _LAST_OF_SYMBOLS for char in text)


def _classify_long(text: str, day_first: bool | None) -> Line:
    """Classify a long line without tags."""
    if text[0] == text[1] == text[2] == text[-1] and _RULE.fullmatch(text):
        return _RULE_LINE
    if text[0] == "©":
        return _NAVIGATION_LINE
    short = _WHITE_SPACE.sub(" ", text[:_MAX_TAGS_LENGTH])
    whole = len(text) <= _MAX_TAGS_LENGTH and len(short) <= MAX_MARK_LENGTH
    if whole or _LONG_HEAD.match(short) or _is_bulleted_date(short):
        line = classify(short[:MAX_MARK_LENGTH].rstrip(), day_first)
        sentence = not line.bulleted and line.code == "bad-reading-time" and _SENTENCE_BEHIND.match(short)
        if (line.kind is Kind.ENTRY and not sentence) or whole:
            return line._replace(offset=max(0, text.find(line.wrong))) if line.wrong else line
    return TEXT


def _is_bulleted_date(text: str) -> bool:
    bullet = _BULLETED.match(text)
    if not bullet:
        return False
    start = text[bullet.end() : bullet.end() + _MAX_DATE]
    return begins_like_a_day(start) or unread_date(_first_part(start)) == "full"


def _first_part(text: str) -> str:
    """Return a text up to the first mark behind a date, or word that is one."""
    return _HEAD_PARTS.split(text, 1)[0] if _MAYBE_PARTS.search(text) else text


def _classify_short(text: str) -> Line:  # noqa: C901  one rule after another
    """Classify a short line that is neither an entry nor tags."""
    if found := _COUNT.fullmatch(text):
        return Line(Kind.COUNT, declared=min(int(found[1].replace(",", "")), MAX_INTEGER))
    if _LONE_BULLET.fullmatch(text) or _RULE.fullmatch(text):
        return _RULE_LINE
    bullet = _BULLETED.match(text)
    start = bullet.end() if bullet else 0
    content = text[start:]
    if is_navigation(content):
        return _NAVIGATION_LINE
    odd, vague = "", False
    if begins_like_a_day(content) or nothing_but_a_day(content) or (bullet and meant_as_day(content)):
        odd = content
    elif _MAYBE_MINUTES.search(content) and (minutes := _ODD_MINUTES.search(content)):
        day = content[: minutes.start()]
        month = names_a_month(day)
        if bullet and (month or meant_as_day(day) or _YEAR.search(day) or _MARKED.match(minutes[0])):
            odd = day.strip() or content  # - March 22 · 5 min
        elif month and _MONTH_AND_DAY.fullmatch(day):
            odd = day
    if not odd and (form := unread_date(_first_part(content))):
        vague = form == "vague"  # it may be a title, but no part of a summary
        odd = content if not vague or unread_date(content) else ""
    if not odd and _BYLINE.fullmatch(content):
        odd = content
    if not odd:
        return TEXT
    kind = Kind.TEXT if vague else Kind.ENTRY
    return Line(kind, bullet is not None, wrong=odd, offset=start, reason=NOT_A_DATE, code="bad-date")


@lru_cache(maxsize=256)
def reading_time(text: str) -> int | None:
    if not (found := _READING_TIME.fullmatch(text)):
        return None
    _, alone, hours, rest = found.groups(default="0")
    minutes = 60 * int(hours) + int(alone) + int(rest)
    return minutes if minutes <= _MAX_MINUTES else None


def _classify_tags(text: str) -> Line | None:  # noqa: PLR0911  one return a form
    """Return a line of tags, or None for other lines."""
    bullet = _BULLETED.match(text)
    content = text[bullet.end() :] if bullet else text
    if len(content) > _MAX_TAGS_LENGTH:
        return _classify_many_tags(content, bullet)
    if label := _LABEL.match(content):
        parts = [part.strip() for part in content[label.end() :].split(",")]
    elif content[:1] in TAG_MARKS:
        parts = _BETWEEN.split(content)
        if any(part and (part[0] not in TAG_MARKS or (len(part) == 1 and not bullet)) for part in parts):
            if not bullet or content[1:2].isspace():
                return None
            return Line(Kind.TEXT, True, wrong=content, offset=bullet.end(), reason=_NOT_ONE_TAG, code="bad-tag")
    elif _GLUED.match(text):
        return Line(Kind.TEXT, True, wrong=text, reason="has no space after its bullet", code="bad-tag")
    else:
        return None
    tags, wrong, end = [], [], 0
    for part in filter(None, parts):
        offset = text.index(part, end)
        end = offset + len(part)
        try:
            tags.append(Tag.of(strip_line(part)))
        except InvalidValue as error:
            wrong.append((part, offset, error.reason))
    if not wrong:
        return Line(Kind.TAGS, bullet is not None, tags=tuple(tags))
    part, offset, reason = wrong[0]
    more = f" ({len(wrong) - 1} more on this line)" if len(wrong) > 1 else ""
    return Line(Kind.TAGS, bullet is not None, Day(), None, tuple(tags), 0, part, offset, reason + more, "bad-tag")


def _classify_many_tags(content: str, bullet: re.Match[str] | None) -> Line | None:
    """Return a line that begins with very many tags as a wrong one, or None for other lines."""
    if content[0] not in TAG_MARKS and not _LABEL.match(content):
        return None
    start = content[:_MAX_TAGS_LENGTH].rsplit(None, 1)[0]
    parts = start.split()
    if content[0] in TAG_MARKS and (len(parts) == 1 or any(part[0] not in (*TAG_MARKS, *",·|•") for part in parts)):
        return None
    offset = bullet.end() if bullet else 0
    return Line(Kind.TEXT, bullet is not None, wrong=start, offset=offset, reason=_TOO_MANY_TAGS, code="bad-tag")
