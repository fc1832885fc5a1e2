"""HTML in feeds: relative links completed, dangerous markup removed."""

import re
from functools import partial
from html import escape, unescape
from importlib.util import find_spec
from urllib.parse import urljoin

from postindex.errors import MissingExtra
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
    rf"|/[a-z][^\t\n\f\r />]*+{_ATTRIBUTES}"
    rf"|[!?/][^>]*+)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_TAG_NAME = re.compile(r"[^\t\n\f\r />]+")
_ATTRIBUTE = re.compile(rf"({_NAME})(?:({_SPACES}={_SPACES})({_VALUE}))?+")
_LINK_ATTRIBUTES = {  # and the elements on which they are links; None: on any (HTML Standard, section 4)
    "action": {"form"},
    "cite": {"blockquote", "del", "ins", "q"},
    "data": {"object"},
    "formaction": {"button", "input"},
    "href": None,
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


def complete_links(html: str, base: str) -> str:
    """Return HTML with its relative links made absolute; everything else stays the same, byte for byte.

    Links inside styles stay relative.

    >>> complete_links('<a href="/tea">Tea</a> &amp; <a href="#lid">lids</a>', "https://example.org/notes/")
    '<a href="https://example.org/tea">Tea</a> &amp; <a href="https://example.org/notes/#lid">lids</a>'
    """
    return _MARKUP.sub(partial(_complete_tag, base), html)


def sanitize(html: str) -> str:
    """Return HTML without scripts, handlers, styles and frames; links lead to pages, mail and telephones only.

    >>> sanitize('<p onclick="steal()">Tea <script>steal()</script><a href="javascript:steal()">more</a></p>')
    '<p>Tea <a rel="noopener noreferrer">more</a></p>'
    """
    from nh3 import clean

    return _replace_forbidden(clean(html, url_schemes=_SAFE_SCHEMES))


def require_sanitizer() -> None:
    """Raise `MissingExtra` unless nh3 is installed."""
    if find_spec("nh3") is None:
        raise MissingExtra("sanitize_html", "html")


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
    plain = re.sub("[\t\n\r]", "", link.strip(_SPACE_OR_CONTROL))
    if _SCHEME.match(plain):
        return link
    try:
        return urljoin(base, plain)
    except ValueError:  # such as `//[`
        return link


def _replace_forbidden(html: str) -> str:
    """Return HTML with U+FFFD for each character that XML cannot carry, as `&#7;` is once read; a form feed is a space.

    Characters are replaced, not removed: `java&#7;script:` is not a scheme, and would become one.
    """
    return XML_FORBIDDEN.sub("\ufffd", html.replace("\f", " "))
