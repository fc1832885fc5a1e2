"""HTML in feeds: links made absolute, and what is dangerous taken out."""

import re
from functools import partial
from html import escape, unescape
from importlib.util import find_spec
from urllib.parse import urljoin

from postindex.errors import MissingExtra
from postindex.text import XML_FORBIDDEN

# Tags as browsers find them (HTML Standard, section 13.2.5). No repetition gives back what it took, and each form may
# end with the text: so the time grows with the length of the text alone, whatever stands in it.
_SPACES = r"[\t\n\f\r ]*+"
_NAME = r"[^\t\n\f\r />][^\t\n\f\r />=]*+"
_VALUE = r"""(?:"[^"]*+"?|'[^']*+'?|[^\t\n\f\r >]*+)"""
_ATTRIBUTES = rf"(?:[\t\n\f\r /]++|{_NAME}(?:{_SPACES}={_SPACES}{_VALUE})?+)*+"
_TEXTS = "iframe|noembed|noframes|plaintext|script|style|textarea|title|xmp"  # in these there are no tags but the last
_MARKUP = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|(?P<first>(?P<name>{_TEXTS})(?=[\t\n\f\r />]){_ATTRIBUTES})(?P<text>.*?(?=</(?P=name)[\t\n\f\r />]|\Z))"
    rf"|(?P<tag>[a-z][^\t\n\f\r />]*+{_ATTRIBUTES})"
    rf"|/[a-z][^\t\n\f\r />]*+{_ATTRIBUTES}"
    rf"|[!?/][^>]*+)",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_NAMED = re.compile(r"[^\t\n\f\r />]+")
_ATTRIBUTE = re.compile(rf"({_NAME})(?:({_SPACES}={_SPACES})({_VALUE}))?+")
_LINKS = {  # which attributes are links, on which elements; on any where it does not say (HTML, section 4)
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
_PAGES = {"a", "area"}  # a fragment alone leads from these into the post; in pictures, to a part of them
_CANDIDATE = re.compile(r"([^\t\n\f\r ,](?:[^\t\n\f\r ]*[^\t\n\f\r ,])?)(,++|[^,]*+,?)")  # a link, and its size
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}(?![0-9]);?|#x[0-9a-f]{1,6}(?![0-9a-f]);?|[0-9a-z]++;)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*+:", re.IGNORECASE)
_SPACE_OR_CONTROL = "".join(map(chr, range(0x21)))
_SCHEMES = {"http", "https", "mailto", "tel"}


def absolute(html: str, base: str) -> str:
    """Return HTML with links that lead on from wherever it is read; all else stays as it is, byte for byte.

    Styles stay too, and what they link to.

    >>> absolute('<a href="/tea">Tea</a> &amp; <a href="#lid">lids</a>', "https://example.org/notes/")
    '<a href="https://example.org/tea">Tea</a> &amp; <a href="https://example.org/notes/#lid">lids</a>'
    """
    return _MARKUP.sub(partial(_tag, base), html)


def sanitized(html: str) -> str:
    """Return HTML without scripts, handlers, styles, frames, and links to anything but pages, mail and telephones.

    >>> sanitized('<p onclick="steal()">Tea <script>steal()</script><a href="javascript:steal()">more</a></p>')
    '<p>Tea <a rel="noopener noreferrer">more</a></p>'
    """
    from nh3 import clean

    return _for_xml(clean(html, url_schemes=_SCHEMES))


def require_sanitizer() -> None:
    """Refuse to go on where nh3 is not installed."""
    if find_spec("nh3") is None:
        raise MissingExtra("sanitize_html", "html")


def _tag(base: str, found: re.Match[str]) -> str:
    tag = found["tag"] or found["first"]
    if not tag or "=" not in tag:
        return found[0]
    name = _NAMED.match(tag)[0].lower()  # type: ignore[index]  # every tag has one
    return f"<{_ATTRIBUTE.sub(partial(_attribute, base, name), tag)}{found['text'] or ''}"


def _attribute(base: str, element: str, found: re.Match[str]) -> str:
    name, sign, value = found.groups(default="")
    elements = _LINKS.get(name.lower(), set())
    if not sign or not (elements is None or element in elements):
        return found[0]
    bare = value.strip(value[:1]) if value[:1] in ("'", '"') else value
    read = _REFERENCE.sub(lambda reference: _for_xml(unescape(reference[0])) or "\ufffd", bare)
    if name.lower() == "srcset":  # a comma at the end of a link would part it from its size
        mended = _CANDIDATE.sub(lambda part: _joined(base, part[1]).rstrip(",") + part[2], read)
    elif read.strip(_SPACE_OR_CONTROL)[:1] in ("", "#") and element not in _PAGES:
        mended = read
    else:
        mended = _joined(base, read)
    return found[0] if mended == read else f'{name}{sign}"{escape(mended)}"'


def _joined(base: str, link: str) -> str:
    plain = re.sub("[\t\n\r]", "", link.strip(_SPACE_OR_CONTROL))
    if _SCHEME.match(plain):
        return link
    try:
        return urljoin(base, plain)
    except ValueError:  # such as `//[`
        return link


def _for_xml(html: str) -> str:
    """Return HTML with U+FFFD for what XML cannot carry, as `&#7;` is once it was read; a form feed is a space.

    Nothing is taken out: `java&#7;script:` is no scheme, and would become one.
    """
    return XML_FORBIDDEN.sub("\ufffd", html.replace("\f", " "))
