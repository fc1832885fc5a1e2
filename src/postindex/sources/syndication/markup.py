"""The text constructs of feeds → HTML and plain text."""

import re
from collections.abc import Iterator
from html import escape
from html.entities import html5
from xml.etree.ElementTree import Element

from postindex.sources.plain_text import plain_text

XML = "{http://www.w3.org/XML/1998/namespace}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_RAW = frozenset(("script", "style"))
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*|/)?>")
_END_TAG = re.compile(r"</[A-Za-z]")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_IN_TITLES = frozenset(
    (
        *(
            "a",
            "abbr",
            "b",
            "big",
            "br",
            "cite",
            "code",
            "del",
            "em",
            "font",
            "i",
            "img",
            "ins",
            "kbd",
            "mark",
            "p",
            "q",
        ),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr"),
    )
)
# A value that begins with neither a scheme nor a number sign: its first character makes the search fast.
_RELATIVE_VALUE = re.compile(r"=\s*+[\"']?+\s*+(?![A-Za-z][A-Za-z0-9+.-]*:|[\"'>#])")
_LINK_NAME = re.compile(r"\b(?:href|src|srcset|poster|data|cite|action|background|longdesc)\s*\Z", re.IGNORECASE)
_LONGEST_NAME = 16  # characters of the name of a link, with spaces behind it
_PARAGRAPHS = re.compile(r"\n\s*\n")


def title_text(text: str) -> str:
    """Return the title of RSS as plain text: it is HTML if it has a reference, or known tags of which one is closed.

    >>> title_text("AT&amp;T <em>now</em>"), title_text("The <title> element"), title_text("a < b")
    ('AT&T now', 'The <title> element', 'a < b')
    """
    return plain_text(text) if is_html_title(text) else " ".join(text.split())


def is_html_title(text: str) -> bool:
    """Return whether a title looks like HTML."""
    if "&" not in text and "</" not in text:
        return False
    if not _END_TAG.search(text) and not any(
        found[0][1] == "#" or found[0][1:] in html5 for found in _REFERENCE.finditer(text)
    ):
        return False
    return all(found[1].lower() in _IN_TITLES for found in _TAG.finditer(text))


def has_tags(html: str) -> bool:
    """Return whether HTML has any element."""
    return "<" in html and _TAG.search(html) is not None


def text_html(text: str) -> str:
    r"""Return the HTML of plain text: a paragraph for each block, and line breaks.

    >>> text_html("Tea & pots.\n\nTwice\na day.")
    '<p>Tea &amp; pots.</p>\n<p>Twice<br>a day.</p>'
    """
    blocks = (block.strip() for block in _PARAGRAPHS.split(text.strip()))
    return "\n".join(f"<p>{escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks)


def has_relative_links(html: str) -> bool:
    """Return whether a link attribute of HTML may be relative."""
    return any(
        _LINK_NAME.search(html[max(0, found.start() - _LONGEST_NAME) : found.start()])
        for found in _RELATIVE_VALUE.finditer(html)
    )


def inner_html(element: Element) -> str:
    """Return what is inside of an element of XHTML, as HTML; a single `div` around it is left out.

    >>> from xml.etree.ElementTree import XML
    >>> inner_html(XML("<content><div>Tea &amp; <b>pots</b><br/></div></content>"))
    'Tea &amp; <b>pots</b><br>'
    """
    if len(element) == 1 and _local_name(element[0].tag) == "div" and not (element.text or "").strip():
        element = element[0]
    return "".join(_inner(element)).strip()


def _inner(element: Element) -> Iterator[str]:
    raw = _local_name(element.tag) in _RAW
    yield _escaped(element.text, raw=raw)
    for child in element:
        name = _local_name(child.tag)
        attributes = "".join(f' {_attribute(key)}="{escape(value)}"' for key, value in child.items())
        yield f"<{name}{attributes}>"
        if name not in _VOID:
            yield from _inner(child)
            yield f"</{name}>"
        yield _escaped(child.tail, raw=False)


def _escaped(text: str | None, *, raw: bool) -> str:
    return (text or "") if raw else escape(text or "", quote=False)


def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(key: str) -> str:
    if key.startswith(_XLINK):
        return f"xlink:{_local_name(key)}"
    return _local_name(key)
