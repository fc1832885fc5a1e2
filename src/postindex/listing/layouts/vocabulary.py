"""Words and marks that pages write around titles and dates, in many languages, and the columns of a text."""

import re

from postindex.dates.mentions import month_number

SEPARATORS = " \t\xa0-–—|·•:,/»›~⋅∙"
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd]"
)
_ZERO_WIDTH = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0902\u093c\u20d0-\u20ff\u3099\u309a"
    "\ufe00-\ufe0f]"
)

MORE = re.compile(
    r"^(?:\W*(?:read|continue)(?:\s+(?:the|this|full|rest|more|on|post|article|reading|entry|story|blog))*\W*"
    r"|(?:learn|show|view|see) more\W*|more\W*|keep reading\W*|view (?:post|article)\W*|full (?:post|story|article)\W*"
    r"|weiterlesen\W*|mehr(?: lesen| erfahren)?\W*|lire la suite\W*|leer m[áa]s\W*|ler mais\W*|leggi\b.{0,12}"
    r"|czytaj\b.{0,12}|lees (?:verder|meer)\W*|читать\b.{0,12}|阅读(?:全文|更多)\W*|閱讀(?:全文|更多)\W*|続きを読む\W*"
    r"|もっと読む\W*|查看全文\W*|permalink|share(?: on)?:?|\d+ comments?|(?:no|leave a) comments?|tags?:?"
    r"|categor(?:y|ies):?|draft|entwurf|image|.{0,60}(?:read more|continue reading|weiterlesen)\W*)$"
    r"|^\W*(?:read more|continue reading)\b.{0,160}$",
    re.IGNORECASE,
)
MORE_BEFORE_MORE = re.compile(  # a button, and behind it on its line the next title
    r"^(\s*(?:[*+•] )?)((?:read|continue|view)(?: more| reading| post| article)?|阅读全文|続きを読む)"
    r"(?:\s*[.…→»›>]+|\.\.\.)?\s+(?!more\b|reading\b)(?=\S)",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"(?:(?:about|~|≈|approx\.?)\s*)?\b(?P<minutes>\d{1,3})(?:\s?[-–]\s?\d{1,3})?\s?-?"
    r"(?:min(?:ute)?s?\b\.?|мин\b\.?|minuten\b|минут\w{0,2}\b|perc\b)"
    r"(?:\s+(?:de\s+)?(?:to\s+)?(?:read(?:ing)?(?:\s+time)?|lesezeit|lecture|lectura|leitura|lesen)\b)?"
    r"|(?P<cjk>\d{1,3})\s?(?:分钟|分鐘|分|분)(?:で読めます|阅读)?"
    r"|(?:reading time|read time|lesezeit|阅读时长|预计阅读)\s*[:：]\s*(?P<named>\d{1,3})\s?\w*"
    r"|\b\d[\d,.]{0,8}k?\s?(?:words\b|字)|less than (?:a|1) minute(?: read)?",
    re.IGNORECASE,
)
PUBLISHED = re.compile(
    r"(?<![A-Za-z])(?:(?:posted|published|written|created|date|publi[ée]e?|ver[öo]ffentlicht|publicado"
    r"|发表|發表|发布|發佈|创建|撰写|投稿|公開|posté)(?:日期|时间)?\s*(?:on|at|am|le|el|in|by|于|於|：|:|日)*\s*|\b(?:on|am|le)\s)$",
    re.IGNORECASE,
)
COMMENTS = re.compile(
    r"^(?:(?:\d+|no|leave a)\s+)?(?:comments?|commentaires?|kommentare?|comentarios?)\b", re.IGNORECASE
)
TAG_LINE = re.compile(
    r"^(?:tags?|topics?|categor(?:y|ies)|labels?|filed under|标签|分类|schlagw[öo]rter)\s*[:：]"
    r"|^(?:[#/][\w\-./+&]+(?:[\s,·|]+|$))+$",
    re.IGNORECASE,
)
BYLINE_WORDS = frozenset(
    (
        *("in", "by", "posted", "tagged", "tags", "tag", "category", "categories", "written", "filed", "under"),
        *("von", "par", "por", "autor", "author"),
    )
)
PAGE_PART = re.compile(  # footers, and links to the other pages of a list
    r"^(?:©|\(c\)\s|copyright\b|powered by\b|all rights reserved|back to top|no matching items"
    r"|skip to (?:main )?content"
    r"|page \d+(?: of \d+)?\W*$|\W*(?:next|prev(?:ious)?|older|newer|earlier)(?: (?:page|posts?|entries|articles))?"
    r"(?:\W+(?:next|prev(?:ious)?|older|newer|earlier)(?: (?:page|posts?|entries|articles))?)*\W*$"
    r"|\d+(?:\s+\d+)+\W*$|load more|subscribe\b.{0,40}$|上一页|下一页|返回顶部|次のページ|前のページ"
    r"|(?:nächste|vorherige|ältere|neuere) (?:seite|beiträge)|page (?:suivante|précédente)"
    r"|(?:página )?(?:siguiente|anterior|próxima)\W*$)",
    re.IGNORECASE,
)
OTHER_LISTS = re.compile(  # headings above dated things that are not posts
    r"^(?:(?:my|our|selected|recent|past|upcoming)\s+)?(?:projects?|publications?|papers|talks|presentations"
    r"|releases|release notes|changelog|change log|events|projekte|veröffentlichungen|vorträge|projets|proyectos)$",
    re.IGNORECASE,
)
_YEAR_HEADING = re.compile(
    r"^(?:posts?\s+(?:in|from)\s+|archives?\s+(?:for\s+)?|year\s+|~\s*)?(?P<year>(?:19|20)\d\d)"
    r"\s*(?:年|:|archives?|\(\d+\)|\d{1,3}\s*(?:posts?|篇.*)|posts)?\W*\d{0,3}\W*$",
    re.IGNORECASE,
)
_MONTH_HEADING = re.compile(r"^(?P<name>[^\W\d_]+)\.?,?\s+(?P<year>(?:19|20)\d\d)(?:\s*\(?\d{1,3}\)?(?: posts?)?)?\W*$")
_MONTH_HEADING_YEAR_FIRST = re.compile(
    r"^(?P<year>(?:19|20)\d\d)\s*(?:[-/年]\s*|\s)(?:(?P<name>[^\W\d_]+)|\d\d?月?)\W*$"
)


def width(text: str) -> int:
    r"""Return the columns that a text takes in a terminal: two for wide characters.

    >>> width("tea"), width("茶"), width("cafe\u0301")
    (3, 2, 4)
    """
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_ZERO_WIDTH.findall(text))


def is_wide(char: str) -> bool:
    """Return whether a character takes two columns."""
    return _WIDE.match(char) is not None


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


def minutes_of(text: str) -> int | None:
    """Return the reading time that a text tells, in minutes; None where it tells none.

    >>> minutes_of("March 22, 2026 · 5 min read"), minutes_of("约 3 分钟"), minutes_of("1,200 words")
    (5, 3, None)
    """
    for found in READING_TIME.finditer(text):
        if number := found["minutes"] or found["cjk"] or found["named"]:
            return int(number)
    return None
