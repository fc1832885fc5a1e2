"""How posts and feeds get links and ids: from the site's link, a pattern or a function."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from string import Formatter
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import TypeAdapter, ValidationError

from postindex.errors import InvalidValue
from postindex.models.fields import Link
from postindex.text import XML_FORBIDDEN

_UNSAFE_IN_LINK = re.compile(r'[\s\x00-\x20\x7f<>"\\^`|{}]')
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DATE_FORMAT = re.compile(r"(?:%[Ymd]|[^%{}])*")
_ABSOLUTE_IRI = re.compile(  # RFC 3986, section 4.3
    r'[A-Za-z][A-Za-z0-9+.-]*:(?:[^%\s\x00-\x20\x7f<>"\\^`|{}]|%[0-9A-Fa-f]{2})+'
)
_HOST_AND_PORT = re.compile(r"(.*?)(:[0-9]*)?", re.DOTALL)
_IDNA_2008_LETTER = re.compile("[ßς\u200c\u200d]")
_SAFE_IN_HOST = "[]:%-._~"
_SAFE_IN_URI = "/?@!$&'()*+,;=:%-._~"
_DNS_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"  # RFC 4151, section 2.1
_LINK: TypeAdapter[str] = TypeAdapter(Link)


def permalink_of(site: str, pattern: str, *, slug: str, id: str = "", day: date = date.min) -> str:
    """Return the link that a pattern gives on a site.

    >>> permalink_of("https://example.org/blog?lang=en", "/{slug}/", slug="tea")
    'https://example.org/blog/tea/'
    """
    # An ASCII slug has letters, digits and hyphens alone.
    fields: dict[str, object] = {"slug": slug if slug.isascii() else quote(slug, safe="")}
    if "{id" in pattern:
        fields["id"] = quote(id, safe="")
    if "{published" in pattern:
        fields["published"] = _FormattedDay(day)
    return _join(site, pattern.format_map(fields))


def link_from(place: str, function: Callable[[], object], site: str, name: str) -> str:
    """Return the link that a function gives; a path is resolved on the site.

    `name` is the id of the post or the slug of the tag that the function takes, for messages.
    """
    try:
        link = function()
    except Exception as error:
        raise InvalidValue(place, name, f"gets no link from the function: {type(error).__name__}: {error}") from error
    if isinstance(link, str) and link and not _ABSOLUTE_IRI.match(link):
        link = _join(site, link)
    try:
        return _LINK.validate_python(link, strict=True)
    except ValidationError:
        reason = f"is the function's result for {name!r}; return a path, or an absolute http or https link"
        raise InvalidValue(place, link, reason) from None


def link_to(folder: str, *names: str) -> str:
    """Return the link to a file in a folder on the web, or in a folder below it.

    >>> link_to("https://example.org/blog", "tags", "お茶", "atom.xml")
    'https://example.org/blog/tags/%E3%81%8A%E8%8C%B6/atom.xml'
    """
    return _join(folder, "/".join(quote(name, safe="") for name in names))


def ensure_path(link: str) -> str:
    """Return a link with a path, which an id needs (RFC 4287, section 4.2.6.1).

    >>> ensure_path("https://example.org"), ensure_path("https://example.org/blog")
    ('https://example.org/', 'https://example.org/blog')
    """
    parts = urlsplit(link)
    return link if parts.path else urlunsplit(parts._replace(path="/"))


def uri_of(iri: str) -> str:
    """Return a link as a URI in ASCII, which RSS requires (RFC 3987, section 3.1; the host by IDNA).

    >>> uri_of("https://bücher.example/tee/é?q=ü")
    'https://xn--bcher-kva.example/tee/%C3%A9?q=%C3%BC'
    """
    if iri.isascii() and "[" not in iri and "]" not in iri and "#" not in iri.partition("#")[2]:  # RFC 3986, section 3
        return iri
    try:
        parts = urlsplit(iri)
    except ValueError:  # the host cannot be found, as in `https://[é/`
        return quote(iri, safe=_SAFE_IN_URI)
    user, at, host_and_port = parts.netloc.rpartition("@")
    host, port = _HOST_AND_PORT.fullmatch(host_and_port).groups(default="")  # type: ignore[union-attr]  # it matches all
    try:
        host = _host_in_ascii(host)
    except UnicodeError:  # not a name that IDNA knows; its bytes are still valid in a URI
        host = quote(host, safe=_SAFE_IN_HOST)
    rest = (quote(part, safe=_SAFE_IN_URI) for part in parts[2:])
    return urlunsplit((parts.scheme, f"{quote(user, safe=_SAFE_IN_URI)}{at}{host}{port}", *rest))


def _host_in_ascii(host: str) -> str:
    """Return the name of a host as the network knows it, each label in ASCII.

    Python follows IDNA 2003, in which `faß.de` is `fass.de`, a different site. IDNA 2008 keeps these letters
    (RFC 5894, section 7.2), so the label is put into Punycode without mapping them.
    """
    labels = re.split("[.\u3002\uff0e\uff61]", host)
    if "" in labels[:-1]:
        raise UnicodeError(host)
    return ".".join(
        "xn--" + normalize("NFC", label.lower()).encode("punycode").decode()
        if _IDNA_2008_LETTER.search(label)
        else label.encode("idna").decode()
        for label in labels
    )


def require_link(place: str, link: object) -> str:
    """Return an absolute http or https link; raise `InvalidValue` for anything else."""
    try:
        valid = _LINK.validate_python(link, strict=True)
    except ValidationError:
        raise InvalidValue(place, link, "is not an absolute http or https link") from None
    require_host(place, valid)
    return valid


def require_host(place: str, link: str) -> None:
    """Raise `InvalidValue` for a link whose host or port is invalid."""
    try:
        _ = urlsplit(link).port
    except ValueError as error:
        raise InvalidValue(place, link, f"has an invalid host or port: {error}") from None


def require_pattern(place: str, pattern: object, fields: set[str], *, dated: bool) -> None:
    """Raise `InvalidValue` unless a value is a pattern of links.

    A pattern needs at least one of the fields. `dated` allows a date beside them.
    """
    if not isinstance(pattern, str) or not pattern:
        raise InvalidValue(place, pattern, "is not a pattern; give text such as '/{slug}/'")
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise InvalidValue(place, pattern, f"is not a pattern ({error}); write '/{{slug}}/'") from None
    unsafe = any(
        _UNSAFE_IN_LINK.search(f"{literal}{form or ''}") or _BARE_PERCENT.search(literal)
        for literal, _, form, _ in parts
    )
    if unsafe or XML_FORBIDDEN.search(pattern):
        raise InvalidValue(place, pattern, "has a character that is not allowed in a link; percent-encode it")
    replaced = [(name, form, conversion) for _, name, form, conversion in parts if name is not None]
    known = all(
        conversion is None
        and (bool(_DATE_FORMAT.fullmatch(form or "")) if dated and name == "published" else name in fields and not form)
        for name, form, conversion in replaced
    )
    if not known or not fields.intersection(name for name, *_ in replaced):
        date_field = ", and may have {published:%Y/%m/%d} or a part of it" if dated else ""
        either = " or ".join(f"{{{name}}}" for name in sorted(fields, reverse=True))
        raise InvalidValue(place, pattern, f"needs {either}{date_field}; other fields are not allowed")


@lru_cache(maxsize=64)
def authority_of(link: str) -> str:
    """Return the host of a link as a tag URI's authority: a DNS name, in its ASCII form."""
    try:
        name = _host_in_ascii(urlsplit(link).hostname or "").lower()
    except ValueError:
        name = ""
    if not re.fullmatch(rf"{_DNS_LABEL}(?:\.{_DNS_LABEL})*", name):
        raise InvalidValue("Channel.link", link, "is not an absolute http or https link on a named host")
    return name


def is_absolute_iri(id: str) -> bool:
    """Return whether an id is globally unique without its feed: an absolute IRI.

    >>> is_absolute_iri("urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"), is_absolute_iri("2026-03-22-tea")
    (True, False)
    """
    return ":" in id and _ABSOLUTE_IRI.fullmatch(id) is not None


def tag_uri(authority: str, start: date, site: str, id: str) -> str:
    """Return a tag URI (RFC 4151, section 2.1): its specific part is the path of the site, and an id.

    >>> tag_uri("example.org", date(2026, 3, 22), "https://example.org/blog/", "a b")
    'tag:example.org,2026-03-22:blog/a%20b'
    """
    derived = id.isascii() and id.replace("-", "").isalnum()  # nearly all, of which `quote` changes nothing
    return f"tag:{authority},{start.isoformat()}:{_path_in_tag_uri(site)}{id if derived else quote(id, safe='')}"


class _FormattedDay(NamedTuple):
    day: date

    def __format__(self, form: str) -> str:
        # Not strftime: it writes the year 1 as '1' or '0001', depending on the platform's C library.
        day = self.day
        parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
        return re.sub("%[Ymd]", lambda match: parts[match[0]], form or "%Y-%m-%d")


def _join(site: str, path: str) -> str:
    return f"{_without_query(site)}/{path.lstrip('/')}"


@lru_cache(maxsize=64)
def _without_query(site: str) -> str:
    parts = urlsplit(site)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


@lru_cache(maxsize=64)
def _path_in_tag_uri(site: str) -> str:
    path = quote(urlsplit(site).path.strip("/"), safe="/%")
    return f"{path}/" if path else ""
