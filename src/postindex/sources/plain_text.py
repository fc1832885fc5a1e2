"""HTML → its text, for summaries, reading minutes and first words: in linear time, whatever the HTML is."""

import re
from html import unescape

_UNSEEN = "head|iframe|noembed|noframes|noscript|script|style|template"  # with all that is inside
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s"),
        *("samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
# Tags as browsers find them (HTML Standard, section 13.2.5). All repetitions are possessive, and each form may end with
# the text. Python's HTMLParser takes minutes for 100 kB of tags that do not end.
_SPACES = r"[\t\n\f\r ]*+"
_VALUE = r"""(?:"[^"]*+"?|'[^']*+'?|[^\t\n\f\r >]*+)"""
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_SPACES}={_SPACES}{_VALUE})?+)*+>?"
_MARKUP = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<unseen>{_UNSEEN})(?=[\t\n\f\r />]|\Z){_ATTRIBUTES}.*?(?:</(?P=unseen)(?=[\t\n\f\r />]|\Z)[^>]*+>?|\Z)"
    rf"|/?+(?P<name>[a-z][^\t\n\f\r />]*+){_ATTRIBUTES}"
    rf"|[!?/][^>]*+>?)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}+|[xX][0-9a-fA-F]{7,}+);?")  # of no character; `unescape` may raise


def plain_text(html: str) -> str:
    """Return the text of HTML, with single spaces; blocks and line breaks separate words.

    >>> plain_text("<p>On <em>lea</em>ves &amp; pots.<p>Twice<br>a day.<script>f()</script>")
    'On leaves & pots. Twice a day.'
    """
    return " ".join(resolve_references(_MARKUP.sub(_between, html) if "<" in html else html).split())


def resolve_references(html: str) -> str:
    """Return HTML with its character references resolved.

    >>> resolve_references("Tea &amp; caf&eacute;")
    'Tea & café'
    """
    return unescape(_LONG_REFERENCE.sub("\N{REPLACEMENT CHARACTER}", html)) if "&" in html else html


def _between(tag: re.Match[str]) -> str:
    return "" if (tag["name"] or "").lower() in _INLINE else " "
