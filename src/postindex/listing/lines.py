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
from postindex.models import Tag

BOM = "\ufeff"
MAX_MARK_LENGTH = 100  # characters; a longer line is text, unless it is tags
_MAX_TAGS_LENGTH = 2000
_MAX_NAVIGATION_LENGTH = 40
_DIGIT = re.compile("[0-9]")

_BULLET = rf"(?:[-*+•–]|[0-9]{{1,4}}[.)]){SPACE}"
_BULLETED = re.compile(_BULLET)
_LONE_BULLET = re.compile(r"[-*+•–]")
BULLET_MARKS = frozenset("-*+•–0123456789")  # the first characters of lines with bullets

_HEAD = re.compile(rf"({_BULLET})?({DAY})(?:\s*([\s·|—–•/,-])\s*(\S.*))?")
_HOURS = r"([0-9]{1,4})[\s-]*(?:hours?|hrs?|h)(?![^\W\d_])\.?"
_MINUTES = r"([0-9]{1,7})[\s-]*(?:minutes?|mins?|m)(?![^\W\d_])\.?"
_READING_TIME = re.compile(
    rf"(\()?(?:{_MINUTES}|{_HOURS}(?:[\s,]*(?:and\s+)?{_MINUTES})?)(?:[\s-]*read(?:ing)?(?:\s+time)?)?(?(1)\))",
    re.IGNORECASE,
)
_MAX_MINUTES = 1_000_000
# Lines intended as the head of an entry that cannot be read as one: an odd date or an odd reading time.
_ODD_MINUTES = re.compile(r"[\s·|•—–-]*\b[0-9]+ *min(?:ute)?s?\b.*", re.IGNORECASE)
_MARKED = re.compile(r"\s*[·|•—–]")
_MONTH_AND_DAY = re.compile(r"[^\W\d_]{3,9}\.? [0-9]{1,2}|[0-9]{1,2} [^\W\d_]{3,9}\.?")
_YEAR = re.compile(r"\b[0-9]{4}\b")

TAG_MARKS = ("/", "#")
_GLUED = re.compile(r"[-*+•–][/#][^\W_]\S*")
_BETWEEN = re.compile(r",+(?=\s|$)|\s+(?:[,·|•]+\s+)*|[,·|•]+(?=[/#])")  # tags in one line
_LABEL = re.compile(r"(?:tags?|tagged|topics?)\s*:\s*+(?!\S*//)", re.IGNORECASE)

_COUNT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3}|[0-9]{1,9}) posts?")
_RULE = re.compile(r"([-_=*~─—–•·])(?: ?\1){2,}+")
_NUMBERS = r"(?:[0-9]{1,4}|…|\.\.\.)"
_POSTS = r"(?:\s+(?:posts?|pages?|entries|articles))"
_NAVIGATION = re.compile(
    rf"(?:[←«‹<]+\s*)?(?:older|newer|earlier|later|more|all|view\s+all|see\s+all){_POSTS}(?:\s*[→»›>]+)?"
    rf"|(?:[←«‹<]+\s*)?(?:older|newer|previous|prev|next){_POSTS}?(?:\s*[→»›>]+)?"
    rf"|(?:[←«‹<]+\s*)?page\s+[0-9]{{1,6}}(?:\s*(?:of|/)\s*[0-9]{{1,6}})?(?:\s*[→»›>]+)?"
    rf"|[←«‹<→»›>]{{1,3}}|(?:[←«‹<]+\s*)?{_NUMBERS}(?:[\s|·]+{_NUMBERS})+(?:[\s|·]+(?:next|older))?(?:\s*[→»›>]+)?"
    r"|©.*|\(c\)\s+[0-9]{4}.*|copyright\s+(?:©|\(c\)|[0-9]{4}).*|all\s+rights\s+reserved\.?|powered\s+by\s+\S+"
    r"|(?:continue\s+reading|read\s+(?:more|on))(?:\s*(?:…|\.{3}|[→»›>]+))?"
    r"|↓?\s*skip\s+to\s+(?:main\s+)?content|(?:[↑^]\s*)?back\s+to\s+(?:the\s+)?top|rss(?:\s+feed)?|subscribe",
    re.IGNORECASE,
)


class Kind(Enum):
    """The kinds of lines."""

    ENTRY = auto()  # - March 22, 2026 5 min
    TAGS = auto()  # - /fintech
    COUNT = auto()  # 59 posts
    NAVIGATION = auto()  # Older posts →
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


_NOT_A_DATE = f"is not a date; {HOW_TO_WRITE}"
_NOT_A_TIME = "is not a reading time; write it as 5 min, and a title on the next line"
_NOT_ONE_TAG = "is not one tag; write one a line, such as - /tea"
TEXT = Line(Kind.TEXT)
_RULE_LINE = Line(Kind.RULE)
_NAVIGATION_LINE = Line(Kind.NAVIGATION)


def strip_bom(raw: str) -> str:
    r"""Return a line without the white space around it and without byte order marks in front.

    >>> strip_bom("  \ufeff/blog ")
    '/blog'
    """
    return raw.strip().lstrip(BOM).lstrip()


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


def classify(text: str, day_first: bool | None = None) -> Line:  # noqa: PLR0911  one return a rule
    """Return the kind of a stripped line, and its parts.

    `day_first` decides how to read an ambiguous date such as `03/04/2026`.

    >>> classify("- March 22, 2026 · 5 min read").minutes
    5
    >>> [classify(text).kind.name for text in ("#tea #pots", "1,234 posts", "Page 1 of 5", "* * *", "Tea, twice")]
    ['TAGS', 'COUNT', 'NAVIGATION', 'RULE', 'TEXT']
    """
    if len(text) > MAX_MARK_LENGTH:
        return _classify_tags(text) or _classify_long(text)
    if len(text) > _MAX_NAVIGATION_LENGTH and text[0].isalpha() and text[0] not in "cCtT" and not _DIGIT.search(text):
        return TEXT  # most lines: others that begin with a letter have a digit, are short, a copyright or labelled tags
    if found := _HEAD.fullmatch(text):
        bullet, date_text, separator, rest = found.groups()
        bulleted, day = bullet is not None, read_day(date_text, day_first)
        minutes = _reading_time(rest) if rest else None
        if day.day is None and minutes is None and not bulleted and not meant_as_day(date_text):
            return TEXT  # Room 12, 2026
        if day.wrong:
            return Line(Kind.ENTRY, bulleted, day, minutes, (), 0, date_text, found.start(2), day.reason, day.wrong)
        if rest is None or minutes is not None:
            return Line(Kind.ENTRY, bulleted, day, minutes)
        if bulleted or separator.strip() or not rest[0].isalpha():
            return Line(Kind.ENTRY, bulleted, day, None, (), 0, rest, found.start(4), _NOT_A_TIME, "bad-reading-time")
        return TEXT  # March 22, 2026 was a fine day
    return _classify_tags(text) or _classify_short(text)


def is_reading_time(text: str) -> bool:
    """Return whether a line can only be a reading time: `5 min read` is one, `29 minutes` may be a title.

    >>> is_reading_time("5 min read"), is_reading_time("29 minutes")
    (True, False)
    """
    return "read" in text[-len("reading time)") :].lower() and _reading_time(text) is not None


def _classify_long(text: str) -> Line:
    """Classify a long line without tags."""
    if text[0] == text[1] == text[2] == text[-1] and _RULE.fullmatch(text):
        return _RULE_LINE
    return _NAVIGATION_LINE if text[0] == "©" else TEXT


def _classify_short(text: str) -> Line:
    """Classify a short line that is neither an entry nor tags."""
    if found := _COUNT.fullmatch(text):
        return Line(Kind.COUNT, declared=int(found[1].replace(",", "")))
    if _LONE_BULLET.fullmatch(text) or _RULE.fullmatch(text):
        return _RULE_LINE
    bullet = _BULLETED.match(text)
    start = bullet.end() if bullet else 0
    content = text[start:]
    if _NAVIGATION.fullmatch(content):
        return _NAVIGATION_LINE
    odd = ""
    if begins_like_a_day(content) or nothing_but_a_day(content) or (bullet and meant_as_day(content)):
        odd = content
    elif minutes := _ODD_MINUTES.search(content):
        day = content[: minutes.start()]
        month = names_a_month(day)
        if bullet and (month or meant_as_day(day) or _YEAR.search(day) or _MARKED.match(minutes[0])):
            odd = day.strip() or content  # - March 22 · 5 min
        elif month and _MONTH_AND_DAY.fullmatch(day):
            odd = day
    if not odd:
        return TEXT
    return Line(Kind.ENTRY, bullet is not None, wrong=odd, offset=start, reason=_NOT_A_DATE, code="bad-date")


@lru_cache(maxsize=256)
def _reading_time(text: str) -> int | None:
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
        return None
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
            tags.append(Tag.of(part))
        except InvalidValue as error:
            wrong.append((part, offset, error.reason))
    if not wrong:
        return Line(Kind.TAGS, bullet is not None, tags=tuple(tags))
    part, offset, reason = wrong[0]
    more = f" ({len(wrong) - 1} more on this line)" if len(wrong) > 1 else ""
    return Line(Kind.TAGS, bullet is not None, Day(), None, tuple(tags), 0, part, offset, reason + more, "bad-tag")
