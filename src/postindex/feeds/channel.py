"""`Channel`: what a feed says about itself, and how its posts get links, ids and moments."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from string import Formatter
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import StringConstraints

from postindex._value import Completed, Language, Link, Name, Text, several
from postindex.errors import InvalidValue
from postindex.models import Author, Post
from postindex.text import XML_FORBIDDEN

# Noon UTC is the same day everywhere from UTC-12 to UTC+11. Midnight UTC would be yesterday in all of America.
_NOON = time(12, tzinfo=UTC)
_UNSAFE = re.compile(r'[\s\x00-\x20\x7f<>"\\^`|{}]')
_DAY_PARTS = re.compile(r"(?:%[Ymd]|[^%{}])*")


class Channel(Completed, frozen=True):
    """A feed's own data, the same for every format.

    - `title`: the feed's name.
    - `link`: the site, an absolute http or https link on a named host.
    - `description`: one sentence about it; the title where it is left out.
    - `authors`: `Author` values or names; of every post that names none itself. Atom requires one (RFC 4287, section
      4.1.1): where nobody is named, it is the title.
    - `language`: a BCP 47 language tag such as `en`, or None.
    - `permalink`: the link of a post without a `url`, appended to `link`. It holds `{slug}` or `{id}`, and may hold
      `{published:%Y/%m/%d}` or a part of that.

    Whatever is refused raises `InvalidValue`, by field.

    >>> channel = Channel(title="Notes", link="https://example.org/blog", permalink="/{published:%Y}/{slug}/")
    >>> channel.link_of(Post(title="What's new?", published=date(2026, 3, 22)))
    'https://example.org/blog/2026/whats-new/'
    """

    title: Name
    link: Link
    description: Text = ""
    authors: tuple[Author, ...] = ()
    language: Language | None = None
    permalink: Annotated[str, StringConstraints(min_length=1)] = "/{slug}/"

    if TYPE_CHECKING:  # what the fields accept is wider than what they hold

        def __init__(
            self,
            *,
            title: str,
            link: str,
            description: str = "",
            authors: Iterable[Author | str] = (),
            language: str | None = None,
            permalink: str = "/{slug}/",
        ) -> None: ...

    @classmethod
    def _complete(cls, data: dict[str, Any], *, from_json: bool) -> dict[str, Any]:
        if (authors := data.get("authors")) is not None:
            data["authors"] = several("Channel.authors", authors, Author.of)
        if isinstance(link := data.get("link"), str):
            _authority(link)
        if isinstance(permalink := data.get("permalink"), str):
            _require_pattern(permalink)
        return data

    def link_of(self, post: Post) -> str:
        """Return a post's own `url`, or the link that `permalink` makes for it.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.link_of(Post(title="Tea", published=date(2026, 3, 22)))
        'https://example.org/tea/'
        """
        if post.url:
            return post.url
        parts = {"slug": quote(post.slug, safe=""), "id": quote(post.id, safe=""), "published": _Day(post.day)}
        path = self.permalink.format_map(parts)
        site = urlsplit(self.link)
        return urlunsplit((site.scheme, site.netloc, f"{site.path.rstrip('/')}/{path.lstrip('/')}", "", ""))

    def id_of(self, post: Post) -> str:
        """Return a post's `url`, or else its tag URI.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.id_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2026-03-22:2026-03-22-tea'
        """
        return post.url or self.tag_uri_of(post)

    def tag_uri_of(self, post: Post) -> str:
        """Return a post's tag URI (RFC 4151): the host of `link`, the post's day, the path of `link`, and its id.

        >>> channel = Channel(title="Notes", link="https://example.org/blog/")
        >>> channel.tag_uri_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2026-03-22:blog/2026-03-22-tea'
        """
        path = quote(urlsplit(self.link).path.strip("/"), safe="/%")
        specific = f"{path}/{quote(post.id, safe='')}".lstrip("/")
        return f"tag:{_authority(self.link)},{post.day.isoformat()}:{specific}"


def moment_of(published: date) -> datetime:
    """Return the moment that stands for a date in a feed, which knows no plain days: noon UTC.

    >>> moment_of(date(2026, 3, 22)).isoformat()
    '2026-03-22T12:00:00+00:00'
    """
    return published if isinstance(published, datetime) else datetime.combine(published, _NOON)


class _Day(NamedTuple):
    day: date

    def __format__(self, form: str) -> str:
        # By hand: strftime writes the year 1 as '1' or '0001', whichever the platform's C library likes.
        day = self.day
        parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
        return re.sub("%[Ymd]", lambda found: parts[found[0]], form or "%Y-%m-%d")


def _authority(link: str) -> str:
    """Return the host of a link as a tag URI's authority: a DNS name, in its ASCII form."""
    try:
        host = urlsplit(link).hostname or ""
        name = host.encode("idna").decode("ascii").lower()
    except ValueError:
        name = ""
    if not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*", name):
        raise InvalidValue("Channel.link", link, "is not an absolute http or https link on a named host")
    return name


def _require_pattern(permalink: str) -> None:
    try:
        parts = list(Formatter().parse(permalink))
    except ValueError as error:
        raise InvalidValue("Channel.permalink", permalink, f"is no pattern ({error}); write '/{{slug}}/'") from None
    if _UNSAFE.search("".join(f"{literal}{form or ''}" for literal, _, form, _ in parts)) or XML_FORBIDDEN.search(
        permalink
    ):
        raise InvalidValue("Channel.permalink", permalink, "has a character that no link may have; percent-encode it")
    fields = [(name, form, conversion) for _, name, form, conversion in parts if name is not None]
    known = all(
        conversion is None
        and (_DAY_PARTS.fullmatch(form or "") if name == "published" else name in {"slug", "id"} and not form)
        for name, form, conversion in fields
    )
    if not known or not {"slug", "id"}.intersection(name for name, *_ in fields):
        reason = "needs {slug} or {id}, and may have {published:%Y/%m/%d} or a part of it; it takes nothing else"
        raise InvalidValue("Channel.permalink", permalink, reason)
