"""HTML in feeds: relative links completed, dangerous markup removed."""

import re
from collections import Counter
from functools import partial
from html import escape, unescape
from importlib.util import find_spec
from urllib.parse import urljoin

from postindex.errors import InvalidValue, MissingExtra
from postindex.text import XML_FORBIDDEN

# Tags as browsers find them (HTML Standard, section 13.2.5). All repetitions are possessive, and each form may end with
# the text, so the time is linear in the length of the text.
_SPACES = r"[\t\n\f\r ]*+"
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_VALUE = r"""(?:"[^"]*+"?|'[^']*+'?|[^\t\n\f\r >]*+)"""
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACES}={_SPACES}{_VALUE})?+)*+"
_TEXT_ELEMENTS = "iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp"  # they hold text, not tags
_MARKUP = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<text_tag>(?P<name>{_TEXT_ELEMENTS})(?=[\t\n\f\r />]){_ATTRIBUTES})"
    rf"(?P<text>.*?(?=</(?P=name)[\t\n\f\r />]|\Z))"
    rf"|(?P<tag>[a-z][^\t\n\f\r />]*+{_ATTRIBUTES})"
    rf"|/(?P<end>[a-z][^\t\n\f\r />]*+){_ATTRIBUTES}"
    rf"|(?P<cdata>!\[CDATA\[[^>]*+)"
    rf"|[!?/][^>]*+)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_TAG_NAME = re.compile(r"[^\t\n\f\r />]+")
_ATTRIBUTE = re.compile(rf"({_NAME})(?:({_SPACES}={_SPACES})({_VALUE}))?+")
_LINK_ATTRIBUTES = {  # and the elements on which they are links; None: on any (HTML Standard, section 4)
    "action": {"form"},
    "background": {"body", "table", "tbody", "td", "tfoot", "th", "thead", "tr"},
    "cite": {"blockquote", "del", "ins", "q"},
    "data": {"object"},
    "formaction": {"button", "input"},
    "href": None,
    "longdesc": {"frame", "iframe", "img"},
    "poster": {"video"},
    "src": None,
    "srcset": {"img", "source"},
    "xlink:href": None,
}
_HYPERLINKS = {"a", "area"}  # here a fragment alone leads into the post; on pictures, to a part of the picture
_CANDIDATE = re.compile(r"([^\t\n\f\r ,](?:[^\t\n\f\r ]*[^\t\n\f\r ,])?)(,++|[^,]*+,?)")  # of a srcset: link and size
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}(?![0-9]);?|#x[0-9a-f]{1,6}(?![0-9a-f]);?|[0-9a-z]++;)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*+:", re.IGNORECASE)
_SPACE_OR_CONTROL = "".join(map(chr, range(0x21)))
_SAFE_SCHEMES = {"http", "https", "mailto", "tel"}

# Limits of what is sanitised. At many tags, the parser of nh3 walks through the elements that are open there: its time
# grows with their number, summed over all tags. After a block that cut off formatting elements, it opens them again:
# its memory grows with their number, summed likewise.
_MAX_CHARACTERS = 1_000_000
_MAX_OPEN = 30_000_000
_MAX_REOPENED = 1_000_000
_FORMATTING = {  # HTML Standard, section 13.2.4.3
    *("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"),
}
_EQUAL_REOPENED = 3  # of formatting elements with the same attributes
_VOID = {"br", "embed", "hr", "img", "meta"}
_VOID_OUTSIDE_SVG = {*_VOID, "area", "base", "col", "frame", "input", "link", "param", "source", "track", "wbr"}


def complete_links(html: str, base: str) -> str:
    """Return HTML with its relative links made absolute; everything else stays the same, byte for byte.

    Links inside styles stay relative.

    >>> complete_links('<a href="/tea">Tea</a> &amp; <a href="#lid">lids</a>', "https://example.org/notes/")
    '<a href="https://example.org/tea">Tea</a> &amp; <a href="https://example.org/notes/#lid">lids</a>'
    """
    return _MARKUP.sub(partial(_complete_tag, base), html)


def sanitize(html: str) -> str:
    """Return HTML without scripts, handlers, styles and frames; links lead to pages, mail and telephones only.

    Raises `InvalidValue` for HTML that is too long, or that has so many tags open at once that parsing takes too long.

    >>> sanitize('<p onclick="steal()">Tea <script>steal()</script><a href="javascript:steal()">more</a></p>')
    '<p>Tea <a rel="noopener noreferrer">more</a></p>'
    """
    from nh3 import clean

    _require_parsable(html)
    return _replace_forbidden(clean(html, url_schemes=_SAFE_SCHEMES, attribute_filter=_safe_attribute))


def require_sanitizer() -> None:
    """Raise `MissingExtra` unless nh3 is installed."""
    if find_spec("nh3") is None:
        raise MissingExtra("sanitize_html", "html")


def _safe_attribute(_element: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, or None for a `cite` whose scheme is not safe: nh3 does not check that one."""
    if name != "cite":
        return value
    scheme = _SCHEME.match(_without_controls(value))
    return value if scheme is None or scheme[0][:-1].lower() in _SAFE_SCHEMES else None


def _require_parsable(html: str) -> None:
    """Raise `InvalidValue` for HTML on which the parser of nh3 would take too much time or memory."""
    if len(html) > _MAX_CHARACTERS:
        reason = f"is longer than the {_MAX_CHARACTERS:,} characters that sanitize_html takes; shorten it"
        raise InvalidValue("Post.content_html", html, reason)
    if html.count("<") ** 2 < _MAX_REOPENED:
        return  # of so few tags, neither sum can reach its limit
    tags = _OpenTags(_VOID if re.search("<(?:svg|math)", html, re.IGNORECASE) else _VOID_OUTSIDE_SVG)
    for match in _MARKUP.finditer(html):
        if tag := match["tag"] or match["text_tag"]:
            tags.start(tag)
        elif match["end"]:
            tags.end(match["end"])
        # In SVG, these hold tags, or hide the tags behind them.
        for _ in range((match["text"] or "").count("<") + bool(match["cdata"])):
            tags.push("", "")
    if tags.open_sum > _MAX_OPEN or tags.reopened_sum > _MAX_REOPENED:
        reason = "has too many tags open at once for sanitize_html; close its tags, and nest fewer of them"
        raise InvalidValue("Post.content_html", html, reason)


class _OpenTags:
    """The open tags while HTML is parsed, and their sums over all tags: at least about as many as a browser has open.

    An end tag closes the innermost open tag if that has its name, and is ignored otherwise.
    """

    def __init__(self, void: set[str]) -> None:
        self.open_sum = self.reopened_sum = 0
        self._void = void
        self._open: list[tuple[str, str]] = []
        self._formatting: Counter[str] = Counter()
        self._reopened = 0

    def start(self, tag: str) -> None:
        name = _TAG_NAME.match(tag)[0].lower()  # type: ignore[index]  # every tag has one
        if name not in self._void:
            # A link ends the link before it, whatever its attributes.
            self.push(name, "" if name not in _FORMATTING else name if name == "a" else tag)

    def push(self, name: str, formatting: str) -> None:
        self._open.append((name, formatting))
        if formatting:
            self._formatting[formatting] += 1
            self._reopened += self._formatting[formatting] <= _EQUAL_REOPENED
        self._add()

    def end(self, name: str) -> None:
        if self._open and self._open[-1][0] == name.lower():
            _, formatting = self._open.pop()
            if formatting:
                self._reopened -= self._formatting[formatting] <= _EQUAL_REOPENED
                self._formatting[formatting] -= 1
        self._add()

    def _add(self) -> None:
        self.open_sum += len(self._open)
        self.reopened_sum += self._reopened


def _complete_tag(base: str, match: re.Match[str]) -> str:
    tag = match["tag"] or match["text_tag"]
    if not tag or "=" not in tag:
        return match[0]
    element = _TAG_NAME.match(tag)[0].lower()  # type: ignore[index]  # every tag has one
    return f"<{_ATTRIBUTE.sub(partial(_complete_attribute, base, element), tag)}{match['text'] or ''}"


def _complete_attribute(base: str, element: str, match: re.Match[str]) -> str:
    name, sign, value = match.groups(default="")
    elements = _LINK_ATTRIBUTES.get(name.lower(), set())
    if not sign or not (elements is None or element in elements):
        return match[0]
    unquoted = value.strip(value[:1]) if value[:1] in ("'", '"') else value
    link = _REFERENCE.sub(lambda reference: _replace_forbidden(unescape(reference[0])) or "\ufffd", unquoted)
    if name.lower() == "srcset":  # a comma at the end of a link would separate it from its size
        completed = _CANDIDATE.sub(lambda candidate: _join(base, candidate[1]).rstrip(",") + candidate[2], link)
    elif link.strip(_SPACE_OR_CONTROL)[:1] in ("", "#") and element not in _HYPERLINKS:
        completed = link
    else:
        completed = _join(base, link)
    return match[0] if completed == link else f'{name}{sign}"{escape(completed)}"'


def _join(base: str, link: str) -> str:
    plain = _without_controls(link)
    if _SCHEME.match(plain):
        return link
    try:
        return urljoin(base, plain)
    except ValueError:  # such as `//[`
        return link


def _without_controls(link: str) -> str:
    """Return a link as a browser reads it: without controls and spaces around it, and without line ends in it."""
    return re.sub("[\t\n\r]", "", link.strip(_SPACE_OR_CONTROL))


def _replace_forbidden(html: str) -> str:
    """Return HTML with U+FFFD for each character that XML cannot carry, as `&#7;` is once read; a form feed is a space.

    Characters are replaced, not removed: `java&#7;script:` is not a scheme, and would become one.
    """
    return XML_FORBIDDEN.sub("\ufffd", html.replace("\f", " "))
