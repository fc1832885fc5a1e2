"""A page's text as lines: unwrapped, without what browsers add, each with what it looks like."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Literal

from postindex.dates.mentions import Mention, find_mentions, month_number

Kind = Literal["text", "heading", "end", "more", "minutes", "image", "tags", "rule"]

_NARROWEST, _WIDEST = 50, 140  # columns of a text that was wrapped
_LYNX, _TERMINAL = 74, 80  # columns of text by lynx in a terminal, and of the terminal
_PAGE_END = 9  # empty lines, as which the end of the page counts
SEPARATORS = " \t\xa0-–—|·•:,/»›~⋅∙"

_BULLET = re.compile(r"^(?:([*+•◦▪■●○‣∙·o□▶►»\-–—])|(\d{1,4}[.)]))(?:\s+|$)")
_RULE = re.compile(r"^[\W_]{3,}$")
_IMAGE = re.compile(r"^(?:\[[^\]]*\]\s*)+$")
_IMAGE_NAME = re.compile(r"\[[^\[\]]{1,40}\.(?:png|jpe?g|gif|svg|webp|avif)\]", re.IGNORECASE)
_REFERENCE = re.compile(r"\[\d{1,4}\](?=\S)|(?<!\S)\[\d{1,4}\](?=\s*$)")  # lynx numbers its links
_REFERENCES = re.compile(r"^\s*(?:Visible links|1\. )")
_INVISIBLE = re.compile("\\(BUTTON\\)|[\u200b\u200c\u2060\ufeff\u00ad]")
_ESCAPED = re.compile(r"\\([\-.+#*_()\[\]!`>|])")  # Markdown
_GLUED = re.compile(r"((?:19|20)\d\d[-/.]\d\d[-/.]\d\d)(?=\d{1,3} ?(?:min|分))")
_GLUED_NAME_BEFORE = re.compile(r"(?<=[a-zà-ÿ0-9])(?=(?P<name>[A-Z][a-zà-ÿ]{2,9})\.? \d{1,2}, (?:19|20)\d\d)")
_GLUED_NAME_AFTER = re.compile(r"(?P<name>(?<![A-Za-z])[A-Z][a-zà-ÿ]{2,9})\.? \d{1,2}, (?:19|20)\d\d(?=\w)")
_GLUED_MINUTES = re.compile(r"^(\s*(?:小于|大约|约)\s*\d{1,3}\s*分[钟鐘])(?=\S)")
_MORE_PREFIX = re.compile(
    r"^(\s*(?:[*+•] )?)((?:read|continue|view)(?: more| reading| post| article)?|阅读全文|続きを読む)"
    r"(?:\s*[.…→»›>]+|\.\.\.)?\s+(?!more\b|reading\b)(?=\S)",
    re.IGNORECASE,
)
_ALTERNATIVE = re.compile(
    r"^(?:featured image (?:of|for)(?: post)?|permalink (?:to|for)|link to|image for|thumbnail for|cover image(?: for| of)?"
    r"|read more about|read post)\s*:?\s+.{4,}$",
    re.IGNORECASE,
)
MORE = re.compile(
    r"^(?:\W*(?:read|continue)(?:\s+(?:the|this|full|rest|more|on|post|article|reading|entry|story|blog))*\W*"
    r"|(?:learn|show|view|see) more\W*|more\W*|keep reading\W*|view (?:post|article)\W*|full (?:post|story|article)\W*"
    r"|weiterlesen\W*|mehr(?: lesen| erfahren)?\W*|lire la suite\W*|leer m[áa]s\W*|ler mais\W*|leggi\b.{0,12}|czytaj\b.{0,12}"
    r"|lees (?:verder|meer)\W*|читать\b.{0,12}|阅读(?:全文|更多)\W*|閱讀(?:全文|更多)\W*|続きを読む\W*|もっと読む\W*|查看全文\W*"
    r"|permalink|share(?: on)?:?|\d+ comments?|(?:no|leave a) comments?|tags?:?|categor(?:y|ies):?|draft|entwurf|image"
    r"|.{0,60}(?:read more|continue reading|weiterlesen)\W*)$"
    r"|^\W*(?:read more|continue reading)\b.{0,160}$",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"(?:(?:about|~|≈|approx\.?)\s*)?\b(?P<minutes>\d{1,3})(?:\s?[-–]\s?\d{1,3})?\s?-?(?:min(?:ute)?s?\b\.?|мин\b\.?|minuten\b)"
    r"(?:\s+(?:de\s+)?(?:to\s+)?(?:read(?:ing)?(?:\s+time)?|lesezeit|lecture|lectura|leitura|lesen)\b)?"
    r"|(?P<cjk>\d{1,3})\s?(?:分钟|分鐘|分)(?:で読めます|阅读)?"
    r"|(?:reading time|read time|lesezeit|阅读时长|预计阅读)\s*[:：]\s*(?P<named>\d+)\s?\w*"
    r"|\b\d[\d,.]*k?\s?(?:words\b|字)|less than (?:a|1) minute(?: read)?",
    re.IGNORECASE,
)
_YEAR_HEADING = re.compile(
    r"^(?:posts?\s+(?:in|from)\s+|archives?\s+(?:for\s+)?|year\s+|~\s*)?(?P<year>(?:19|20)\d\d)"
    r"\s*(?:年|:|archives?|\(\d+\)|\d{1,3}\s*(?:posts?|篇.*)|posts)?\W*\d{0,3}\W*$",
    re.IGNORECASE,
)
_MONTH_HEADING = re.compile(r"^(?P<name>[^\W\d_]+)\.?,?\s+(?P<year>(?:19|20)\d\d)(?:\s*\(?\d{1,3}\)?(?: posts?)?)?\W*$")
_MONTH_HEADING_YEAR_FIRST = re.compile(r"^(?P<year>(?:19|20)\d\d)\s*(?:[-/年]\s*|\s)(?:(?P<name>[^\W\d_]+)|\d\d?月?)\W*$")
TAG_LINE = re.compile(
    r"^(?:tags?|topics?|categor(?:y|ies)|labels?|filed under|标签|分类|schlagw[öo]rter)\s*[:：]"
    r"|^(?:[#/][\w\-./+&]+(?:[\s,·|]+|$))+$",
    re.IGNORECASE,
)
_BYLINE_WORDS = frozenset(
    "in by posted tagged tags tag category categories written filed under von par por autor author".split()
)
_PAGE_PART = re.compile(  # what is no part of any post: footers and links to other pages of the list
    r"^(?:©|\(c\)\s|copyright\b|powered by\b|all rights reserved|back to top|no matching items|skip to (?:main )?content"
    r"|page \d+(?: of \d+)?\W*$|(?:\W*(?:next|prev(?:ious)?|older|newer|earlier)(?: (?:page|posts?|entries|articles))?\W*)+$"
    r"|(?:\d+\s+){2,}\W*$|load more|subscribe\b.{0,40}$|上一页|下一页|返回顶部|次のページ|前のページ"
    r"|(?:nächste|vorherige|ältere|neuere) (?:seite|beiträge)|page (?:suivante|précédente)|(?:página )?(?:siguiente|anterior|próxima)\W*$)",
    re.IGNORECASE,
)
_LINK_OUT = re.compile(r"(?:\s+[↗↖⬈🔗]\ufe0f?)+$")  # a picture behind a link to another site
_WORD = re.compile(r"\w")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]")
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0902\u093c\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f]")


@dataclass(slots=True, eq=False)
class Line:
    """A line of the text: its number in the file, its look, and the dates in it."""

    row: int  # from 0, in the text as given
    indent: int
    text: str
    kind: Kind
    bullet: str
    gap: int  # empty lines above
    marked: bool  # a bullet alone, or a rule, on the line above
    mentions: list[Mention] = field(default_factory=list)
    gap_below: int = 0
    doubled: bool = False  # written twice, as a title is beside its picture
    count: int = 1  # how often the page has this text
    number: int = 0  # among the lines
    width: int = 0  # columns that the text takes
    repeats: bool = False  # as a button or a tag does, that many posts have
    echoes: bool = False  # the page has it once more, as a list of titles beside the posts does

    @property
    def starts(self) -> bool:
        """Whether a bullet or a rule begins something new here."""
        return bool(self.bullet) or self.marked


def width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for wide characters."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_COMBINING.findall(text))


def year_of_heading(text: str) -> int | None:
    """Return the year of a heading such as "2024", "March 2024" or "2024 (12)"; None for other texts.

    >>> year_of_heading("2024"), year_of_heading("März 2023"), year_of_heading("Tea 2023")
    (2024, 2023, None)
    """
    for pattern in (_YEAR_HEADING, _MONTH_HEADING, _MONTH_HEADING_YEAR_FIRST):
        if found := pattern.match(text):
            name = found.groupdict().get("name")
            if not name or month_number(name):
                return int(found["year"])
    return None


def read_lines(text: str) -> list[Line]:
    """Return the lines of a page's text that say something."""
    rows = list(enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    rows = _without_references(rows)
    rows = [(number, _ESCAPED.sub(r"\1", row)) for number, row in rows]
    rows = _unwrapped(rows)
    rows = [(n, _unglued(_INVISIBLE.sub("", _IMAGE_NAME.sub("", _REFERENCE.sub("", row))))) for n, row in rows]
    rows = [(n, part) for n, row in rows for part in _GLUED_MINUTES.sub(r"\1\n\n", row).split("\n")]
    rows = list(_with_buttons_apart(rows))
    return _numbered(_merged(list(_classified(rows))))


def _unglued(row: str) -> str:
    """Put spaces around dates that a renderer wrote without: "annaJune 2, 2024June 5, 2024"."""
    row = _GLUED.sub(r"\1 ", row)
    row = _GLUED_NAME_BEFORE.sub(lambda found: " " if month_number(found["name"]) else "", row)
    return _GLUED_NAME_AFTER.sub(lambda found: f"{found[0]} " if month_number(found["name"]) else found[0], row)


def _without_references(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Leave out the list of links that lynx writes below a page."""
    for at, (_, row) in enumerate(rows):
        if row.strip() == "References" and any(_REFERENCES.match(below) for _, below in rows[at : at + 4]):
            return rows[:at]
    return rows


def _unwrapped(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Join lines that a browser wrapped: where the next line's first word would not have fit."""
    columns = _columns([width(row.rstrip()) for _, row in rows if not _RULE.match(row.strip())])
    if columns is None:
        return rows
    stars = sum(1 for _, row in rows if re.match(r"\s*[*+o•]\s", row))
    dashes = sum(1 for _, row in rows if re.match(r"\s*[-–]\s", row))
    page = _Wrapping(columns, dash_is_bullet=dashes > stars, date_ends=_dates_end_rows(rows))
    joined: list[list[str | int]] = []
    last = bullet = ""  # the row before, as it was; a bullet alone on a row
    for number, row in rows:
        if joined and page.continues(str(joined[-1][1]), last, row, bullet):
            gap = "" if _is_wide(last.rstrip()[-1:]) and _is_wide(row.strip()[:1]) else " "
            joined[-1][1] = f"{str(joined[-1][1]).rstrip()}{gap}{row.strip()}"
        else:
            bullet = last if _BULLET.fullmatch(last.strip()) else ""
            joined.append([number, row])
        last = row
    return [(int(number), str(row)) for number, row in joined]


def _columns(lengths: list[int]) -> int | None:
    """Return the columns to which a text was wrapped; None for one that was not."""
    lengths = sorted(lengths)
    if not lengths or lengths[-1] > _WIDEST:
        return None
    columns = lengths[ceil(0.995 * (len(lengths) - 1))]
    if columns < _NARROWEST:
        return None
    if _LYNX < columns <= _TERMINAL and sum(length > _LYNX for length in lengths) < 3 <= sum(_LYNX - 5 <= length <= _LYNX for length in lengths):
        columns = _LYNX
    fewest = 1 if _LYNX - 4 <= columns <= _TERMINAL else max(3, 0.03 * len(lengths))
    return columns if sum(length >= columns - 10 for length in lengths) >= fewest else None


def _dates_end_rows(rows: list[tuple[int, str]]) -> bool:
    """Return whether most dates have a text before them on their row: then one at a row's start was wrapped."""
    starts = [found[0].start for _, row in rows if (found := find_mentions(_REFERENCE.sub("", row.strip())))]
    return sum(start >= 8 for start in starts) > 0.5 * len(starts)


@dataclass(frozen=True)
class _Wrapping:
    columns: int
    dash_is_bullet: bool
    date_ends: bool

    def continues(self, block: str, last: str, row: str, bare_bullet: str) -> bool:
        text = row.strip()
        if not text or not last.strip() or _RULE.match(last.strip()) or _RULE.match(text) or width(last.strip()) <= 25:
            return False
        if (bullet := _BULLET.match(text)) and (self.dash_is_bullet or bullet[1] not in ("-", "–")):
            return False
        if not self.date_ends and any(mention.start == 0 for mention in find_mentions(_REFERENCE.sub("", text))):
            return False
        if self.date_ends and any(mention.end == len(last.rstrip()) for mention in find_mentions(last.rstrip())):
            return False
        indent, above = len(row) - len(row.lstrip()), len(block) - len(block.lstrip())
        hanging = _BULLET.match(block.strip())
        allowed = {above, above + (hanging.end() if hanging else 0)}
        if bare_bullet:
            allowed.add(len(bare_bullet.rstrip()) + 1)
        return indent in allowed and width(last.rstrip()) + 1 + width(self._first_word(last, text)) > self.columns

    def _first_word(self, last: str, text: str) -> str:
        """Return what a browser would not break; typesetters keep the last two words of a title together."""
        return text if len(text.split()) == 2 and not find_mentions(last) else _first_word(text)  # noqa: PLR2004


def _first_word(text: str) -> str:
    word = text.split()[0]
    narrow = re.match(r"[^\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+", word)
    return narrow[0] if narrow else word[:1]


def _is_wide(char: str) -> bool:
    return _WIDE.match(char) is not None


def _with_buttons_apart(rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Put a button such as "Read more" on a line of its own, where a browser wrote the next title behind it."""
    found = Counter(match[2].lower() for _, row in rows if (match := _MORE_PREFIX.match(row)))
    for number, row in rows:
        match = _MORE_PREFIX.match(row)
        if match and found[match[2].lower()] >= 3:  # noqa: PLR2004  once or twice may be a title
            yield from ((number, match[1] + match[2]), (number, ""), (number, row[match.end() :]))
        else:
            yield number, row


def _classified(rows: Sequence[tuple[int, str]]) -> Iterator[Line]:
    gap, marked, last = 0, False, None
    for number, row in rows:
        text = row.strip()
        if not text:
            gap += 1
            continue
        bullet = _BULLET.match(text)
        mark = ""
        if bullet and (bullet[1] or not find_mentions(text[:14])):
            mark, text = bullet[0].strip(), text[bullet.end() :].strip()
        text = re.sub(r"^#{1,6}\s+", "", text)
        text = re.sub(r"^\*\*(.+)\*\*$", r"\1", text)
        text = _LINK_OUT.sub("", re.sub(r"\s+", " ", text).strip())
        if (mark and not text) or (not bullet and _RULE.match(text)):
            gap, marked = gap + 1, True
            continue
        line = Line(number, len(row) - len(row.lstrip()), text, _kind(text), mark, gap, marked)
        if line.kind in ("text", "tags"):
            line.mentions = find_mentions(text)
            if not line.mentions and READING_TIME.search(text) and len(READING_TIME.sub("", text).strip(SEPARATORS)) < 3:
                line.kind = "minutes"
        if last is not None:
            last.gap_below = gap + marked
        yield line
        gap, marked, last = 0, False, line
    if last is not None:
        last.gap_below = _PAGE_END


def _kind(text: str) -> Kind:
    if _IMAGE.match(text) or _ALTERNATIVE.match(text):
        return "image"
    if MORE.match(text):
        return "more"
    if year_of_heading(text):
        return "heading"
    if _PAGE_PART.match(text):
        return "end"
    if TAG_LINE.match(text):
        return "tags"
    return "text" if _WORD.search(text) else "rule"


def _merged(lines: list[Line]) -> list[Line]:
    """Merge a line that repeats the one above it: a title beside its picture's alternative text."""
    kept: list[Line] = []
    for line in lines:
        if line.kind == "text" and (half := halved(line.text)) != line.text:
            line.text, line.doubled = half, True
            line.mentions = find_mentions(half)
        above = kept[-1] if kept else None
        if above and above.kind == line.kind == "text" and len(line.text) >= 6 and not line.mentions:  # noqa: PLR2004
            one, other = (re.sub(r"\s*(?:…|\.\.\.)$", "", text) for text in (above.text, line.text))
            cut = (len(one) > 12 and one != above.text and line.text.startswith(one)) or (  # noqa: PLR2004
                len(other) > 12 and other != line.text and above.text.startswith(other)  # noqa: PLR2004
            )
            if above.text == line.text or cut:
                above.text = max(above.text, line.text, key=len)
                above.doubled, above.gap_below = True, line.gap_below
                continue
            if width(above.text) >= 6 and line.text.startswith(above.text):  # noqa: PLR2004  an excerpt that begins with the title
                above.doubled = True
        kept.append(line)
    return kept


def halved(text: str) -> str:
    """Return a text that is written twice once.

    >>> halved("Tea at homeTea at home"), halved("Tea Tea")
    ('Tea at home', 'Tea Tea')
    """
    for middle in (len(text) // 2, (len(text) - 1) // 2, len(text) // 2 + 1):
        one, other = text[:middle].strip(), text[middle:].strip()
        if len(one) >= 4 and one == other:  # noqa: PLR2004
            return one
    return text


def _numbered(lines: list[Line]) -> list[Line]:
    counts = Counter(line.text for line in lines)
    plain = [line for line in lines if line.kind == "text" and not line.mentions]
    first_words = Counter(_label(line) for line in plain)
    dates = sum(1 for line in lines if line.mentions)
    for line in plain:
        label = _label(line)
        if label in _BYLINE_WORDS and first_words[label] >= max(3, 0.5 * dates):
            line.kind = "tags"
    for number, line in enumerate(lines):
        line.number, line.count, line.width = number, counts[line.text], width(line.text)
        long = line.width >= 20 or line.text.count(" ") >= 2  # noqa: PLR2004
        line.repeats = line.count >= 3 and (not long or line.count >= 0.7 * dates)  # noqa: PLR2004
        line.echoes = line.count >= 2 and long and not line.repeats  # noqa: PLR2004
    return lines


def _label(line: Line) -> str:
    return line.text.split()[0].lower().strip(":")
