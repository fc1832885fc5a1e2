"""Content in another file format than a listing, recognised by its beginning."""

import re
from codecs import getincrementaldecoder

from postindex.listing.lines import starts_with_date

SNIFFED = 8000  # bytes that decide what content is, as in git
_MAX_LINES = 60  # that decide whether a text is Markdown or CSV
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive, as of a Word or EPUB document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
)
_MARKUP = re.compile(
    r"\s{0,100}(?:(?P<xml><\?xml\b[^>]{0,200}>\s*)|<!--.{0,2000}?-->\s*|<!doctype\s[^>]{0,200}>\s*){0,9}"
    r"<(?P<name>[a-z][\w:]*)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP_START = re.compile(r"\s{0,100}(?:<!--|<\?xml\b|<!doctype\s|<(?:html|head|body|rss|feed)[\s>])", re.IGNORECASE)
_FEEDS = {"rss": "an RSS feed", "feed": "an Atom feed", "rdf:rdf": "an RSS feed", "opml": "an OPML file"}
_JSON = re.compile(r'\s{0,100}(?:\{\s*(?:"[^"\n]{0,200}"\s*:|\}\s*\Z)|\[\s*(?:[\[{"]|\]\s*\Z))')
_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*\r?\n(?:[\w-]+[ \t]*[:=].*|[ \t]+.*|- .*|\s*|#.*|\[.*)(?:\r?\n|\r)"
)
_HEADING = re.compile(r"#{1,6}[ \t]+\S|[^\n]+\r?\n(?:={3,}|-{3,})[ \t]*(?:\r?\n|\Z)")
_MARKDOWN = re.compile(
    r"^(?:#{1,6}[ \t]+\S|```|>[ \t]|!\[|\|[ \t]*:?-{3,}|\[[^\]\n]{1,80}\]: )"
    r"|\]\((?:https?:|/|\.|#|mailto:|\w+\.)|\*\*\S|\[[^\]\n]{1,80}\]\[",
    re.MULTILINE,
)
_DATE_COLUMN = re.compile(r"\"?(?:date|day|published|published_at|pub_?date|created|created_at)\"?", re.IGNORECASE)
_COLUMN = re.compile(r"\"?[\w .-]{1,40}\"?")
_ADVICE = "read the text of a page, as w3m -dump or a browser's 'save as text' makes it"


def other_format(content: str | bytes) -> str:
    r"""Return what content is that is not a listing, and what to do, or an empty string if it may be one.

    >>> other_format(b"%PDF-1.7")
    "this is a PDF file, not a listing; read the text of a page, as w3m -dump or a browser's 'save as text' makes it"
    >>> other_format("title,date\nTea,2026-03-22")
    "this is a CSV file, not a listing; read the text of a page, as w3m -dump or a browser's 'save as text' makes it"
    >>> other_format("- 2026-03-22\nTea, twice")
    ''
    """
    if isinstance(content, bytes):
        start = content.removeprefix(b"\xef\xbb\xbf")[:SNIFFED]
        for magic, name in _BINARY:
            if start.startswith(magic):
                return f"this is {name}, not a listing; {_ADVICE}"
        if _is_binary(start):
            return f"this is a binary file, not a listing; {_ADVICE}"
        text = start.decode(errors="replace")
    else:
        text = content[:SNIFFED].removeprefix("\ufeff")
        for magic, name in _BINARY:
            if text.encode(errors="replace").startswith(magic):
                return f"this is {name}, not a listing; {_ADVICE}"
    name = _markup(text) or _text_format(text)
    return f"this is {name}, not a listing; {_ADVICE}" if name else ""


def _is_binary(start: bytes) -> bool:
    """Return whether bytes are binary: they hold zeros, and are not UTF-8 or more than a tenth of them is zero."""
    zeros = start.count(0)
    if not zeros:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(start)  # the last character may be cut
    except UnicodeDecodeError:
        return True
    return zeros * 10 > len(start)


def _markup(text: str) -> str:
    if not _MARKUP_START.match(text):
        return ""
    found = _MARKUP.match(text)
    name = found["name"].lower() if found else ""
    if name in _FEEDS:
        return _FEEDS[name]
    return "an XML file" if found and found["xml"] and name != "html" else "an HTML file"


def _text_format(text: str) -> str:
    text = text.lstrip()
    if _JSON.match(text):
        return "a JSON file"
    lines = text.splitlines()[:_MAX_LINES]
    if _FRONT_MATTER.match(text) and text[:3] in (line.rstrip() for line in lines[1:]):
        return "a Markdown file with front matter"
    if _is_csv(lines):
        return "a CSV file"
    if _HEADING.match(text) and len(_MARKDOWN.findall(text)) > 1 and not any(map(starts_with_date, lines)):
        return "a Markdown file"
    return ""


def _is_csv(lines: list[str]) -> bool:
    """Return whether the first line names columns, one of them a date, and the second has as many."""
    if len(lines) < 2 or len(lines[0]) > SNIFFED // 8:  # noqa: PLR2004  a header and a row
        return False
    for mark in ",;\t|":
        names = [name.strip() for name in lines[0].split(mark)]
        if len(names) > 1 and all(map(_COLUMN.fullmatch, names)) and any(map(_DATE_COLUMN.fullmatch, names)):
            return lines[1].count(mark) >= len(names) - 1
    return False
