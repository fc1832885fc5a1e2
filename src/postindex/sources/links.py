"""The addresses of sources, and links made absolute by them."""

import re
from urllib.parse import quote, urljoin, urlsplit

from postindex.errors import InvalidValue

# What browsers encode, what XML cannot carry, and bare percent signs.
_UNSAFE = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}\ufffe\uffff]|%(?![0-9A-Fa-f]{2})")


def join_url(base: str | None, href: str) -> str | None:
    """Return a link as an absolute http or https address; None if it is not one, or not with this base.

    >>> join_url("https://example.org/blog/", "../tea/"), join_url(None, "/tea/")
    ('https://example.org/tea/', None)
    """
    try:
        url = urljoin(base or "", href.strip())
        parts = urlsplit(url)
    except ValueError:  # such as a host in one bracket
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or _UNSAFE.search(parts.netloc):
        return None
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), url)


def require_url(url: object, whose: str) -> None:
    """Raise `InvalidValue` unless `url` is an absolute http or https link, or None; `whose` address it is.

    >>> require_url("a.org", "feed")
    Traceback (most recent call last):
    ...
    postindex.errors.InvalidValue: url: 'a.org' is not an absolute http or https link; give the address of the feed
    """
    if url is not None and (not isinstance(url, str) or join_url(None, url) is None):
        raise InvalidValue("url", url, f"is not an absolute http or https link; give the address of the {whose}")
