"""The text of a post → its front matter and its body, by the fences between them."""

import re
from typing import Literal, NamedTuple

Format = Literal["yaml", "toml", "json", "metadata", "docinfo", "comments"]

_FENCES: tuple[tuple[Format, re.Pattern[str], re.Pattern[str]], ...] = (
    ("yaml", re.compile(r"---[ \t]*(?:yaml)?[ \t]*\n"), re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)),
    ("toml", re.compile(r"\+\+\+[ \t]*\n|---[ \t]*toml[ \t]*\n"), re.compile(r"^(?:\+\+\+|---)[ \t]*$", re.MULTILINE)),
    ("json", re.compile(r";;;[ \t]*\n|---[ \t]*json[ \t]*\n"), re.compile(r"^(?:;;;|---)[ \t]*$", re.MULTILINE)),
)
_METADATA = re.compile(r"(?:[A-Za-z][\w-]*:[ \t]+\S.*\n|[A-Za-z][\w-]*:[ \t]*\n|[ \t]{4,}\S.*\n)+")
_HAS_TITLE = re.compile(r"^(?:title|date):", re.IGNORECASE | re.MULTILINE)
_COMMENTS = re.compile(r"(?:<!--[ \t]*\n)?(?:\.\. [a-z_-]+:.*\n)+(?:-->[ \t]*\n)?")
_RULE = r"[=\-`:.'\"~^_*+#]"
_DOCINFO = re.compile(  # a title with a rule below it, and perhaps above it, and fields
    rf"(?:\.\. [^\n]*\n\s*)*(?:(?P<over>{_RULE})(?P=over)+\n)?"
    rf"(?P<title>[^\n]*\S[^\n]*)\n(?P<under>{_RULE})(?P=under)+\n"
    r"(?:[ \t]*\n)*(?P<fields>(?::[\w-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+)"
)


class FrontMatter(NamedTuple):
    """The front matter of a post: its form, its text, the line at which that begins, and the body after it."""

    format: Format
    text: str
    line: int
    body: str
    title: str = ""  # of a reStructuredText document, above its fields


class Unclosed(Exception):
    """A fence opens front matter, and none closes it; holds the fence."""

    def __init__(self, fence: str) -> None:
        super().__init__(fence)
        self.fence = fence


def split(text: str, *, docinfo: bool = False) -> FrontMatter | None:
    r"""Return the front matter of a text with `\n` at its line ends, or None if it has none.

    With `docinfo`, the text is reStructuredText, whose fields are below its title. Raises `Unclosed`.

    >>> split("---\ntitle: Tea\n---\nOn leaves.")
    FrontMatter(format='yaml', text='title: Tea\n', line=2, body='On leaves.', title='')
    >>> split("Title: Tea\nDate: 2026-03-22\n\nOn leaves.").format
    'metadata'
    >>> split("On leaves.") is None
    True
    """
    start = len(text) - len(text.lstrip("\n"))
    above = start + 1  # the line of the first character that counts
    for format, opening, closing in _FENCES:
        if opened := opening.match(text, start):
            closed = closing.search(text, opened.end())
            if closed is None:
                raise Unclosed(opened[0].strip())
            return FrontMatter(
                format, text[opened.end() : closed.start()], above + 1, text[closed.end() :].lstrip("\n")
            )
    if text.startswith("{", start):
        return _json(text, start, above)
    if docinfo and (found := _DOCINFO.match(text, start)):
        line = above + text.count("\n", start, found.start("fields"))
        return FrontMatter("docinfo", found["fields"], line, text[found.end() :], found["title"].strip())
    if found := _COMMENTS.match(text, start):
        return FrontMatter("comments", found[0], above, text[found.end() :])
    if (found := _METADATA.match(text, start)) and _HAS_TITLE.search(found[0]):
        return FrontMatter("metadata", found[0], above, text[found.end() :])
    return None


def _json(text: str, start: int, line: int) -> FrontMatter:
    """Return the front matter of a text that begins with a JSON object, as Hugo has it."""
    closed = re.compile(r"^\}[ \t]*$", re.MULTILINE).search(text, start)
    if closed is None:
        raise Unclosed("{")
    return FrontMatter("json", text[start : closed.end()], line, text[closed.end() :])
