"""A page's text as lines: unwrapped, without what browsers add, each with what it looks like."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from postindex.dates.mentions import Mention, find_mentions, month_number
from postindex.listing.layouts.vocabulary import (
    BYLINE_WORDS,
    MORE,
    MORE_BEFORE_MORE,
    PAGE_PART,
    READING_TIME,
    SEPARATORS,
    TAG_LINE,
    width,
    year_of_heading,
)
from postindex.listing.layouts.wrapping import BULLET, LONGEST, REFERENCE, RULE, Row, join_wrapped

Kind = Literal["text", "heading", "more", "minutes", "image", "tags", "rule", "end"]

_PAGE_END = 9  # empty lines, as which the start and the end of the page count
_LONG = 20  # columns of a text, from which on it is not a label
_OFTEN, _OFTEN_FOR_LONG = 3, 0.7  # times, and times a date: what is written so often is a button or a name
_RARE = 0.1  # of the dates
_SHORTEST_TITLE = 6  # characters of a title that an excerpt may repeat
_SHORTEST_CUT = 12  # characters of a title that is cut by "…"
_SHORTEST_HALF = 4  # characters of a text that is written twice

_IMAGE = re.compile(r"^(?:\[[^\]]*\]\s*)+$")
_IMAGE_NAME = re.compile(r"\[[^\[\]]{1,40}\.(?:png|jpe?g|gif|svg|webp|avif)\]", re.IGNORECASE)
_ALTERNATIVE = re.compile(
    r"^(?:featured image (?:of|for)(?: post)?|permalink (?:to|for)|link to|image for|thumbnail for"
    r"|cover image(?: for| of)?|read more about|read post)\s*:?\s+.{4,}$",
    re.IGNORECASE,
)
_REFERENCES = re.compile(r"^\s*(?:Visible links|1\. )")
_INVISIBLE = re.compile("\\(BUTTON\\)|[\u200b\u200c\u2060\ufeff\u00ad]")
_ESCAPED = re.compile(r"\\([\-.+#*_()\[\]!`>|])")  # Markdown
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")
_MARKDOWN_BOLD = re.compile(r"^\*\*(.+)\*\*$")
_LINK_OUT = re.compile(r"(?:\s+[↗↖⬈🔗]\ufe0f?)+$")  # a picture behind a link to another site
_CUT = re.compile(r"\s*(?:…|\.\.\.)$")
_GLUED_ISO = re.compile(r"((?:19|20)\d\d[-/.]\d\d[-/.]\d\d)(?=\d{1,3} ?(?:min|分))")
_GLUED_BEFORE = re.compile(r"(?<=[a-zà-ÿ0-9])(?=(?P<name>[A-Z][a-zà-ÿ]{2,9})\.? \d{1,2}, (?:19|20)\d\d)")
_GLUED_AFTER = re.compile(r"(?P<name>(?<![A-Za-z])[A-Z][a-zà-ÿ]{2,9})\.? \d{1,2}, (?:19|20)\d\d(?=\w)")
_GLUED_MINUTES = re.compile(r"^(\s*(?:小于|大约|约)\s*\d{1,3}\s*分[钟鐘])(?=\S)")
_WORD = re.compile(r"\w")


@dataclass(slots=True, eq=False)
class Line:
    """A line of the text: its row in the text, its look, and the dates in it."""

    row: int  # from 0, in the text as given
    indent: int
    text: str
    kind: Kind
    bullet: str
    gap: int  # empty lines above
    marked: bool  # a bullet alone, or a rule, on the line above
    mentions: list[Mention] = field(default_factory=list)
    gap_below: int = 0
    doubled: bool = False  # written twice, as a title is beside its picture, or repeated by the excerpt below
    number: int = 0  # among the lines
    width: int = 0  # columns that the text takes
    repeats: bool = False  # as a button or a tag does, that many posts have
    echoes: bool = False  # the page has it once more, as a list of titles beside the posts does

    @property
    def is_date(self) -> bool:
        """Whether it is a date, with a reading time or without, and nothing else."""
        return bool(self.mentions) and not _WORD.search(_without_dates(self))

    @property
    def starts(self) -> bool:
        """Whether a bullet or a rule begins something new here."""
        return bool(self.bullet) or self.marked


def read_lines(text: str) -> list[Line]:
    r"""Return the lines of a page's text that say something.

    >>> page = "# Tea\n\n* 2024-01-29\n  [3]Why tea? [pot.png]\n  Read more\n"
    >>> [(line.row, line.kind, line.text) for line in read_lines(page)]
    [(0, 'text', 'Tea'), (2, 'text', '2024-01-29'), (3, 'text', 'Why tea?'), (4, 'more', 'Read more')]
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbered = [(number, _ESCAPED.sub(r"\1", row[:LONGEST])) for number, row in enumerate(rows)]
    numbered = join_wrapped(_without_references(numbered))
    numbered = [(number, part) for number, row in numbered for part in _cleaned(row)]
    lines = _merged(_classified(_with_buttons_apart(numbered)))
    return _described(lines)


# -- rows --------------------------------------------------------------------------------------------------------------


def _without_references(rows: list[Row]) -> list[Row]:
    """Leave out the list of links that lynx writes below a page."""
    for at, (_, row) in enumerate(rows):
        if row.strip() == "References" and any(_REFERENCES.match(below) for _, below in rows[at : at + 4]):
            return rows[:at]
    return rows


def _cleaned(row: str) -> list[str]:
    """Return a row without what browsers add, in two where a reading time is glued to a title."""
    row = _unglued(_INVISIBLE.sub("", _IMAGE_NAME.sub("", REFERENCE.sub("", row[:LONGEST]))))
    return _GLUED_MINUTES.sub(r"\1\n\n", row).split("\n")


def _unglued(row: str) -> str:
    """Put spaces around dates that a browser wrote without: "annaJune 2, 2024June 5, 2024"."""
    row = _GLUED_ISO.sub(r"\1 ", row)
    row = _GLUED_BEFORE.sub(lambda found: " " if month_number(found["name"]) else "", row)
    return _GLUED_AFTER.sub(lambda found: f"{found[0]} " if month_number(found["name"]) else found[0], row)


def _with_buttons_apart(rows: list[Row]) -> Iterator[Row]:
    """Put a button such as "Read more" on a line of its own, where a browser wrote the next title behind it."""
    found = Counter(match[2].lower() for _, row in rows if (match := MORE_BEFORE_MORE.match(row)))
    for number, row in rows:
        match = MORE_BEFORE_MORE.match(row)
        if match and found[match[2].lower()] >= _OFTEN:  # once or twice may be a title
            yield from ((number, match[1] + match[2]), (number, ""), (number, row[match.end() :]))
        else:
            yield number, row


# -- lines -------------------------------------------------------------------------------------------------------------


def _classified(rows: Iterator[Row]) -> Iterator[Line]:
    gap, marked, last = _PAGE_END, False, None
    for number, row in rows:
        bullet, text = _bullet_and_text(row.strip())
        if not text:
            gap, marked = gap + 1, marked or bool(bullet)
            continue
        line = Line(number, len(row) - len(row.lstrip()), text, _kind(text), bullet, gap, marked)
        if line.kind in ("text", "tags"):
            line.mentions = find_mentions(text)
            if not line.mentions and _is_reading_time(text):
                line.kind = "minutes"
        if last is not None:
            last.gap_below = gap + marked
        yield line
        gap, marked, last = 0, False, line
    if last is not None:
        last.gap_below = _PAGE_END


def _bullet_and_text(row: str) -> tuple[str, str]:
    """Return the bullet or number before a row's text, and the text without marks of Markdown; a rule is a bullet."""
    mark, bullet = "", BULLET.match(row)
    if bullet is None and RULE.match(row):
        return row, ""
    if bullet and (bullet[1] or not find_mentions(row[:14])):  # "10. Dezember 2024" is a date
        mark, row = bullet[0].strip(), row[bullet.end() :]
    text = _MARKDOWN_BOLD.sub(r"\1", _MARKDOWN_HEADING.sub("", row.strip()))
    return mark, _LINK_OUT.sub("", " ".join(text.split()))


def _without_dates(line: Line) -> str:
    rest = line.text
    for mention in reversed(line.mentions):
        rest = rest[: mention.start] + rest[mention.end :]
    return READING_TIME.sub("", rest)


def _is_reading_time(text: str) -> bool:
    rest, found = READING_TIME.subn("", text)
    return found > 0 and len(rest.strip(SEPARATORS)) < _OFTEN


def _kind(text: str) -> Kind:
    if _IMAGE.match(text) or _ALTERNATIVE.match(text):
        return "image"
    if MORE.match(text):
        return "more"
    if year_of_heading(text):
        return "heading"
    if PAGE_PART.match(text):
        return "end"
    if TAG_LINE.match(text):
        return "tags"
    return "text" if _WORD.search(text) else "rule"


def _merged(lines: Iterator[Line]) -> list[Line]:
    """Merge a line that repeats the one above it: a title beside its picture's alternative text."""
    kept: list[Line] = []
    for line in lines:
        if line.kind == "text" and (half := halved(line.text)) != line.text:
            line.text, line.doubled, line.mentions = half, True, find_mentions(half)
        above = kept[-1] if kept else None
        if above and above.kind == line.kind == "text" and len(line.text) >= _SHORTEST_TITLE and not line.mentions:
            if above.text == line.text or _is_cut(above.text, line.text) or _is_cut(line.text, above.text):
                above.text = max(above.text, line.text, key=len)
                above.doubled, above.gap_below = True, line.gap_below
                continue
            if width(above.text) >= _SHORTEST_TITLE and line.text.startswith(above.text):
                above.doubled = True  # the excerpt begins with the title
        kept.append(line)
    return kept


def _is_cut(text: str, whole: str) -> bool:
    """Return whether a text is the start of another, cut by "…"."""
    start = _CUT.sub("", text)
    return len(start) > _SHORTEST_CUT and start != text and _CUT.sub("", whole).startswith(start)


def halved(text: str) -> str:
    """Return a text that is written twice once.

    >>> halved("Tea at homeTea at home"), halved("Tea Tea")
    ('Tea at home', 'Tea Tea')
    """
    for middle in (len(text) // 2, (len(text) - 1) // 2, len(text) // 2 + 1):
        one, other = text[:middle].strip(), text[middle:].strip()
        if len(one) >= _SHORTEST_HALF and one == other:
            return one
    return text


def _described(lines: list[Line]) -> list[Line]:
    """Number the lines, and note what they share with the rest of the page."""
    counts = Counter(line.text for line in lines)
    dates = sum(1 for line in lines if line.mentions)
    _without_rare_minutes(lines, dates)
    labels = Counter(_label(line) for line in lines if line.kind == "text" and not line.mentions)
    for number, line in enumerate(lines):
        line.number, line.width, count = number, width(line.text), counts[line.text]
        long = line.width >= _LONG or line.text.count(" ") > 1
        line.repeats = count >= _OFTEN and (not long or count >= _OFTEN_FOR_LONG * dates)
        line.echoes = count > 1 and long and not line.repeats
        label = _label(line) if line.kind == "text" and not line.mentions else ""
        if label in BYLINE_WORDS and labels[label] >= max(_OFTEN, dates / 2):
            line.kind = "tags"
    return lines


def _without_rare_minutes(lines: Sequence[Line], dates: int) -> None:
    """Take a reading time that few posts have for a text: "29 minutes" may be a title."""
    minutes = [line for line in lines if line.kind == "minutes"]
    if len(minutes) < _RARE * dates:
        for line in minutes:
            line.kind = "text"


def _label(line: Line) -> str:
    return line.text.split()[0].lower().strip(":")
