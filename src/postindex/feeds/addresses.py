"""How posts get links, ids and moments: from the site's link, patterns, and the IANA time zones."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from importlib.resources import files
from string import Formatter
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from postindex.errors import InvalidValue
from postindex.models import Post
from postindex.models.fields import Link
from postindex.text import XML_FORBIDDEN

_UNSAFE = re.compile(r'[\s\x00-\x20\x7f<>"\\^`|{}]')
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DAY_PARTS = re.compile(r"(?:%[Ymd]|[^%{}])*")
_IRI = re.compile(  # RFC 3986, section 4.3
    r'[A-Za-z][A-Za-z0-9+.-]*:(?:[^%\s\x00-\x20\x7f<>"\\^`|{}]|%[0-9A-Fa-f]{2})+'
)
_HOST_AND_PORT = re.compile(r"(.*?)(:[0-9]*)?", re.DOTALL)
_SINCE_2008 = re.compile("[ßς\u200c\u200d]")
_IN_HOST = "[]:%-._~"
_IN_URI = "/?@!$&'()*+,;=:%-._~"
_IN_NO_URI = re.compile(r"[^\x00-\x7f]|[\[\]]|#.*#", re.DOTALL)  # RFC 3986, section 3: brackets only around an address
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"  # of a DNS name: RFC 4151, section 2.1
_MINUTE = timedelta(minutes=1)
_FARTHEST = timedelta(hours=14)  # XML Schema part 2, section 3.2.7.3
_LINK: TypeAdapter[str] = TypeAdapter(Link)


def permalink_of(site: str, pattern: str, *, slug: str, id: str = "", day: date = date.min) -> str:
    """Return the link that a pattern makes on a site.

    >>> permalink_of("https://example.org/blog?lang=en", "/{slug}/", slug="tea")
    'https://example.org/blog/tea/'
    """
    named = quote(id, safe="") if "{id" in pattern else ""
    slug = slug if slug.isascii() else quote(slug, safe="")  # of ASCII, a slug has letters, digits and hyphens alone
    return _on(site, pattern.format_map({"slug": slug, "id": named, "published": _Day(day)}))


def link_from(permalink: Callable[[Post], str], site: str, post: Post) -> str:
    """Return the link that a function gives a post; a path is one on the site."""
    try:
        link = permalink(post)
    except Exception as error:
        told = f"gets no link from the function: {type(error).__name__}: {error}"
        raise InvalidValue("Channel.permalink", post.id, told) from error
    if isinstance(link, str) and link and not _IRI.match(link):
        link = _on(site, link)
    try:
        return _LINK.validate_python(link, strict=True)
    except ValidationError:
        told = f"is what the function returns for {post.id!r}; return a path, or an absolute http or https link"
        raise InvalidValue("Channel.permalink", link, told) from None


def link_to(folder: str, *names: str) -> str:
    """Return the link to a file in a folder on the web, or in a folder of that.

    >>> link_to("https://example.org/blog", "tags", "お茶", "atom.xml")
    'https://example.org/blog/tags/%E3%81%8A%E8%8C%B6/atom.xml'
    """
    return _on(folder, "/".join(quote(name, safe="") for name in names))


def with_path(link: str) -> str:
    """Return a link that has a path, as an id is to have one (RFC 4287, section 4.2.6.1).

    >>> with_path("https://example.org"), with_path("https://example.org/blog")
    ('https://example.org/', 'https://example.org/blog')
    """
    parts = urlsplit(link)
    return link if parts.path else urlunsplit(parts._replace(path="/"))


def uri_of(iri: str) -> str:
    """Return a link as a URI, in ASCII, as RSS is to have it (RFC 3987, section 3.1; the host by IDNA).

    >>> uri_of("https://bücher.example/tee/é?q=ü")
    'https://xn--bcher-kva.example/tee/%C3%A9?q=%C3%BC'
    """
    if not _IN_NO_URI.search(iri):
        return iri
    try:
        parts = urlsplit(iri)
    except ValueError:  # no host that could be told apart, as of `https://[é/`
        return quote(iri, safe=_IN_URI)
    user, at, place = parts.netloc.rpartition("@")
    host, port = _HOST_AND_PORT.fullmatch(place).groups(default="")  # type: ignore[union-attr]  # it matches all
    try:
        host = _host_in_ascii(host)
    except UnicodeError:  # no name that IDNA knows; as bytes it still is a URI's
        host = quote(host, safe=_IN_HOST)
    rest = (quote(part, safe=_IN_URI) for part in parts[2:])
    return urlunsplit((parts.scheme, f"{quote(user, safe=_IN_URI)}{at}{host}{port}", *rest))


def _host_in_ascii(host: str) -> str:
    """Return the name of a host as the network knows it, each label in ASCII.

    Python follows IDNA of 2003, in which `faß.de` is `fass.de`, somebody else's. Since 2008 these letters are letters
    (RFC 5894, section 7.2), and the label is put into Punycode as it is.
    """
    labels = re.split("[.\u3002\uff0e\uff61]", host)
    if "" in labels[:-1]:
        raise UnicodeError(host)
    return ".".join(
        "xn--" + normalize("NFC", label.lower()).encode("punycode").decode()
        if _SINCE_2008.search(label)
        else label.encode("idna").decode()
        for label in labels
    )


def require_link(place: str, link: object) -> str:
    """Return an absolute http or https link, and refuse anything else."""
    try:
        valid = _LINK.validate_python(link, strict=True)
    except ValidationError:
        raise InvalidValue(place, link, "is not an absolute http or https link") from None
    require_host(place, valid)
    return valid


def require_host(place: str, link: str) -> None:
    """Refuse a link whose host cannot be told apart, or whose port is none."""
    try:
        _ = urlsplit(link).port
    except ValueError as error:
        raise InvalidValue(place, link, f"is no link that leads anywhere: {error}") from None


def require_pattern(place: str, pattern: object, needed: set[str], *, dated: bool) -> None:
    """Refuse what is no pattern of links with one of the fields needed, and with a date where it may have one."""
    if not isinstance(pattern, str) or not pattern:
        raise InvalidValue(place, pattern, "is not a pattern; give text such as '/{slug}/'")
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise InvalidValue(place, pattern, f"is no pattern ({error}); write '/{{slug}}/'") from None
    unsafe = any(
        _UNSAFE.search(f"{literal}{form or ''}") or _BARE_PERCENT.search(literal) for literal, _, form, _ in parts
    )
    if unsafe or XML_FORBIDDEN.search(pattern):
        raise InvalidValue(place, pattern, "has a character that no link may have; percent-encode it")
    fields = [(name, form, conversion) for _, name, form, conversion in parts if name is not None]
    known = all(
        conversion is None
        and (bool(_DAY_PARTS.fullmatch(form or "")) if dated and name == "published" else name in needed and not form)
        for name, form, conversion in fields
    )
    if not known or not needed.intersection(name for name, *_ in fields):
        dates = ", and may have {published:%Y/%m/%d} or a part of it" if dated else ""
        either = " or ".join(f"{{{name}}}" for name in sorted(needed, reverse=True))
        raise InvalidValue(place, pattern, f"needs {either}{dates}; it takes nothing else")


@lru_cache(maxsize=64)
def authority_of(link: str) -> str:
    """Return the host of a link as a tag URI's authority: a DNS name, in its ASCII form."""
    try:
        name = _host_in_ascii(urlsplit(link).hostname or "").lower()
    except ValueError:
        name = ""
    if not re.fullmatch(rf"{_LABEL}(?:\.{_LABEL})*", name):
        raise InvalidValue("Channel.link", link, "is not an absolute http or https link on a named host")
    return name


def absolute_iri(id: str) -> bool:
    """Say whether an id identifies its post on its own, in the whole world.

    >>> absolute_iri("urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"), absolute_iri("2026-03-22-tea")
    (True, False)
    """
    return ":" in id and _IRI.fullmatch(id) is not None


def tag_uri(authority: str, start: date, site: str, id: str) -> str:
    """Return a tag URI (RFC 4151, section 2.1): its specific part is the path of the site, and an id.

    >>> tag_uri("example.org", date(2026, 3, 22), "https://example.org/blog/", "a b")
    'tag:example.org,2026-03-22:blog/a%20b'
    """
    return f"tag:{authority},{start.isoformat()}:{_specific(site)}{quote(id, safe='')}"


def moment_on(day: date, clock: time, zone: str) -> datetime:
    """Return the moment of a day at a wall clock's time in a zone, at an offset that a feed can carry."""
    if zone == "UTC":
        return datetime.combine(day, clock, UTC)
    offset = datetime.combine(day, clock, _zone(zone)).utcoffset() or timedelta()
    whole = offset - offset % _MINUTE if offset > timedelta() else offset + -offset % _MINUTE
    return datetime.combine(day, clock, timezone(max(-_FARTHEST, min(whole, _FARTHEST))))


def require_zone(name: object) -> None:
    """Refuse what is no time zone of the IANA database."""
    try:
        known = isinstance(name, str) and _zone(name) is not None
    except (OSError, ValueError):  # no such file, or one that is no zone, as `zone.tab`
        known = False
    if not known:
        raise InvalidValue("Channel.time_zone", name, "is no time zone; give a name such as 'Europe/Berlin'")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    """Return a zone from the package tzdata: what the system knows of zones differs between machines."""
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*", name):  # never out of the folder
        raise ValueError(name)
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, name)


class _Day(NamedTuple):
    day: date

    def __format__(self, form: str) -> str:
        # By hand: strftime writes the year 1 as '1' or '0001', whichever the platform's C library likes.
        day = self.day
        parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
        return re.sub("%[Ymd]", lambda found: parts[found[0]], form or "%Y-%m-%d")


def _on(site: str, path: str) -> str:
    return f"{_base(site)}/{path.lstrip('/')}"


@lru_cache(maxsize=64)
def _base(site: str) -> str:
    parts = urlsplit(site)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


@lru_cache(maxsize=64)
def _specific(site: str) -> str:
    path = quote(urlsplit(site).path.strip("/"), safe="/%")
    return f"{path}/" if path else ""
