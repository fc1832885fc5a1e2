"""`Channel`: a feed's own data, and the rules by which its posts get links, ids and moments."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from postindex.errors import InvalidValue
from postindex.feeds.addresses import (
    authority_of,
    is_absolute_iri,
    link_from,
    permalink_of,
    require_host,
    require_pattern,
    tag_uri,
)
from postindex.feeds.markup import require_sanitizer
from postindex.feeds.moments import moment_on, require_zone
from postindex.models import Author, Post, Tag
from postindex.models.base import Completed, convert, signature_only
from postindex.models.fields import MAX_INTEGER, VISIBLE, Expected, Language, Link, Name, Text
from postindex.models.post import Authors, derived_id

_NOON = time(12)
_NUMBER = re.compile("-[1-9][0-9]*")
_LINKS = ("link", "icon", "logo", "image", "rss_url", "atom_url", "json_url", "hub", "category_scheme")
# RFC 4151, section 2.1: a DNS name, or an e-mail address at one.
_DNS_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_AUTHORITY_PATTERN = re.compile(rf"(?:[A-Za-z0-9._-]+@)?{_DNS_LABEL}(?:\.{_DNS_LABEL})*")
_ISO_FORMS: dict[str, tuple[str, Callable[[str], date | time]]] = {
    "time_of_day": (r"[0-9]{2}:[0-9]{2}.*", time.fromisoformat),
    "id_start": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
}

Authority = Annotated[
    str,
    StringConstraints(pattern=f"^{_AUTHORITY_PATTERN.pattern}$"),
    Expected("a domain such as 'example.org' or an e-mail address at one"),
]
_PATTERN = Expected("a pattern", "give text such as '/{slug}/'")
Permalink = str | Callable[[Post], str]
TagPermalink = str | Callable[[Tag], str]


class Channel(Completed, frozen=True):
    """A feed's own data, the same for every format.

    Text:

    - `title`: the feed's name.
    - `description`: one sentence about the feed. Default: the title.
    - `subtitle`: for Atom. Default: the description.
    - `language`: a BCP 47 language tag such as `en`, or None.
    - `authors`: `Author` values or names, for each post without authors. Atom requires an author (RFC 4287, section
      4.1.1); without any, the title is used.
    - `rights`: the copyright notice, plain text.
    - `generator`: the program that wrote the feed; empty for none.

    Links, all absolute http or https links:

    - `link`: the site, on a named host.
    - `rss_url`, `atom_url`, `json_url`: the address of the feed itself, in each format.
    - `icon`: a small square picture, Atom's icon and JSON Feed's favicon.
    - `logo`: a larger picture, Atom's logo and JSON Feed's icon. Default: `image`.
    - `image`: RSS's picture, at most 144 pixels wide. Default: `logo`.
    - `hub`: the WebSub hub; it is written into feeds whose own address is known.
    - `category_scheme`: the scheme of the tags (RFC 4287, section 4.2.2.2), or None.
    - `permalink`: the link of a post without a `url`. A pattern is appended to `link`; it needs `{slug}` or `{id}`, and
      may have `{published:%Y/%m/%d}` or a part of it. A function takes the post, and returns a path on the site or a
      link; JSON and pickle cannot carry most functions.
    - `tag_permalink`: the page of a tag: a pattern with `{slug}`, or a function of the `Tag`, as in `permalink`. None:
      tags have no pages.

    Dates, ids and posts:

    - `time_of_day`, `time_zone`: the moment at which posts without a time are dated. Default: noon UTC, which is the
      same day nearly everywhere. The zone is a name of the IANA database.
    - `ids`: what identifies a post (RFC 4287, section 4.2.6). `"own"`: the `id` that the post was given, else its
      `url`, else a tag URI; Atom requires an IRI, so there a given `id` that is not an IRI becomes a tag URI.
      `"permalink"`: its link. `"tag"`: always a tag URI.
    - `id_authority`, `id_start`: the owner of the tag URIs, a domain or an e-mail address, and the day since when (RFC
      4151, section 2.1). Default: the host of `link`, and the post's own day.
    - `limit`: the maximum number of posts in a document, the newest ones; None for all.
    - `sanitize_html`: whether scripts and other dangerous markup are removed from `Post.content_html`. Requires the
      extra `html` (nh3).

    Raises `InvalidValue` for an invalid value, with its field.

    >>> channel = Channel(title="Notes", link="https://example.org/blog", permalink="/{published:%Y}/{slug}/")
    >>> channel.link_of(Post(title="What's new?", published=date(2026, 3, 22)))
    'https://example.org/blog/2026/whats-new/'
    """

    title: Annotated[Name, Expected("a title", VISIBLE)]
    link: Annotated[Link, Expected("an absolute http or https link on a named host")]
    description: Text = ""
    subtitle: Text = ""
    language: Language | None = None
    authors: Authors = ()
    rights: Text = ""
    icon: Link | None = None
    logo: Link | None = None
    image: Link | None = None
    rss_url: Link | None = None
    atom_url: Link | None = None
    json_url: Link | None = None
    hub: Link | None = None
    permalink: Annotated[Permalink, _PATTERN] = "/{slug}/"
    tag_permalink: Annotated[TagPermalink, _PATTERN] | None = None
    category_scheme: Link | None = None
    time_of_day: Annotated[time, Expected("a time of day", "give datetime.time(12), or text '12:00'")] = _NOON
    time_zone: Annotated[str, Expected("a time zone", "give a name such as 'Europe/Berlin'")] = "UTC"
    ids: Annotated[
        Literal["own", "permalink", "tag"], Expected("a way to make ids", "give 'own', 'permalink' or 'tag'")
    ] = "own"
    id_authority: Authority | None = None
    id_start: Annotated[date, Expected("a date", "give datetime.date(2026, 3, 22), or text '2026-03-22'")] | None = None
    limit: (
        Annotated[int, Field(ge=1, le=MAX_INTEGER), Expected("a whole number of posts from 1 to 2**63 - 1")] | None
    ) = None
    generator: Text = "postindex"
    sanitize_html: Annotated[bool, Expected("True or False")] = False

    @signature_only
    def __init__(
        self,
        *,
        title: str,
        link: str,
        description: str = "",
        subtitle: str = "",
        language: str | None = None,
        authors: "Iterable[Author | str]" = (),
        rights: str = "",
        icon: str | None = None,
        logo: str | None = None,
        image: str | None = None,
        rss_url: str | None = None,
        atom_url: str | None = None,
        json_url: str | None = None,
        hub: str | None = None,
        permalink: "str | Callable[[Post], str]" = "/{slug}/",
        tag_permalink: "str | Callable[[Tag], str] | None" = None,
        category_scheme: str | None = None,
        time_of_day: time | str = _NOON,
        time_zone: str = "UTC",
        ids: Literal["own", "permalink", "tag"] = "own",
        id_authority: str | None = None,
        id_start: date | str | None = None,
        limit: int | None = None,
        generator: str = "postindex",
        sanitize_html: bool = False,
    ) -> None: ...

    @classmethod
    def _complete(cls, data: dict[str, Any]) -> dict[str, Any]:
        for field in _LINKS:
            convert(data, field, _checked_link, f"Channel.{field}")
        convert(data, "permalink", _checked_pattern, "Channel.permalink", {"slug", "id"}, dated=True)
        convert(data, "tag_permalink", _checked_pattern, "Channel.tag_permalink", {"slug"}, dated=False)
        for field, (form, parse) in _ISO_FORMS.items():
            convert(data, field, _parsed, form, parse)
        convert(data, "time_of_day", _checked_time)
        convert(data, "time_zone", _checked_zone)
        if data.get("sanitize_html") is True:
            require_sanitizer()
        return data

    def link_of(self, post: Post) -> str:
        """Return a post's own `url`, or the link that `permalink` gives it.

        Raises `InvalidValue` if the function fails, or returns neither a path nor a link.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.link_of(Post(title="Tea", published=date(2026, 3, 22)))
        'https://example.org/tea/'
        """
        if url := post.url:
            return url
        permalink = self.permalink
        if isinstance(permalink, str):
            return permalink_of(self.link, permalink, slug=post.slug, id=post.id, day=post.day)
        return link_from("Channel.permalink", partial(permalink, post), self.link, post.id)

    def tag_link_of(self, tag: Tag | str) -> str:
        """Return the page of a tag, as `tag_permalink` gives it, or the site's link without `tag_permalink`.

        Raises `InvalidValue` if the function fails, or returns neither a path nor a link.

        >>> channel = Channel(title="Notes", link="https://example.org/", tag_permalink="/tags/{slug}/")
        >>> channel.tag_link_of("C++")
        'https://example.org/tags/c-plus-plus/'
        """
        if self.tag_permalink is None:
            return self.link
        tag = Tag.of(tag)
        if isinstance(self.tag_permalink, str):
            return permalink_of(self.link, self.tag_permalink, slug=tag.slug)
        return link_from("Channel.tag_permalink", partial(self.tag_permalink, tag), self.link, tag.slug)

    def id_of(self, post: Post) -> str:
        """Return the id of a post in Atom, an absolute IRI, by the rule that `ids` names.

        A given id that is not an IRI becomes a tag URI, which depends on the id, `id_authority`, `id_start` and `link`.

        >>> channel = Channel(title="Notes", link="https://example.org/", id_start=date(2020, 1, 1))
        >>> channel.id_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2020-01-01:2026-03-22-tea'
        >>> channel.id_of(Post(title="Tea", published=date(2026, 3, 22), id="12 at example.org"))
        'tag:example.org,2020-01-01:12%20at%20example.org'
        """
        if self.ids == "permalink":
            return self.link_of(post)
        if self.ids == "own":
            if is_absolute_iri(post.id):
                return post.id
            if post.url and not _has_given_id(post):
                return post.url
        return self.tag_uri_of(post)

    def guid_of(self, post: Post) -> str:
        """Return the id of a post in RSS and JSON Feed, which take any text: a given id unchanged, else `id_of`.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.guid_of(Post(title="Tea", published=date(2026, 3, 22), id="12 at example.org"))
        '12 at example.org'
        """
        return post.id if keeps_given_id(self, post) else self.id_of(post)

    def tag_uri_of(self, post: Post) -> str:
        """Return a post's tag URI (RFC 4151): authority, date, the path of `link`, and the post's id.

        >>> channel = Channel(title="Notes", link="https://example.org/blog/")
        >>> channel.tag_uri_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2026-03-22:blog/2026-03-22-tea'
        """
        link = self.link
        return tag_uri(self.id_authority or authority_of(link), self.id_start or post.day, link, post.id)

    def moment_of(self, published: date) -> datetime:
        """Return a moment in whole seconds; for a day, the moment at `time_of_day` in `time_zone`.

        Fractions of a second are removed: RSS has none, and newsboat loses the offset of an Atom date with one.
        Offsets are cut to whole minutes and to 14 hours, because feeds cannot carry more; the day stays the same. Noon
        in New York in 1850 was 16:56:02 in Greenwich.

        >>> channel = Channel(title="Notes", link="https://example.org/", time_zone="America/New_York")
        >>> channel.moment_of(date(2026, 3, 22)).isoformat(), channel.moment_of(date(1850, 3, 22)).isoformat()
        ('2026-03-22T12:00:00-04:00', '1850-03-22T12:00:00-04:56')
        """
        if isinstance(published, datetime):
            return published.replace(microsecond=0)
        return moment_on(published, self.time_of_day, self.time_zone)


def keeps_given_id(channel: Channel, post: Post) -> bool:
    """Return whether the id of a post is its guid: if it was given, and not derived or numbered among derived ids."""
    return channel.ids == "own" and _has_given_id(post)


def _has_given_id(post: Post) -> bool:
    id, derived = post.id, derived_id(post.title, post.day.isoformat())
    return id != derived and not (id.startswith(derived) and _NUMBER.fullmatch(id, len(derived)))


def _parsed(text: Any, form: str, parse: Callable[[str], date | time]) -> Any:
    """Return the value of ISO 8601 text; leave any other value to pydantic to refuse."""
    if isinstance(text, str) and re.fullmatch(form, text):
        with suppress(ValueError):
            return parse(text)
    return text


def _checked_link(link: Any, place: str) -> Any:
    if isinstance(link, str):
        require_host(place, link)
        if place == "Channel.link":
            authority_of(link)
    return link


def _checked_pattern(pattern: Any, place: str, fields: set[str], *, dated: bool) -> Any:
    if not callable(pattern):
        require_pattern(place, pattern, fields, dated=dated)
    return pattern


def _checked_time(moment: Any) -> Any:
    if isinstance(moment, time) and moment.tzinfo is not None:
        raise InvalidValue("Channel.time_of_day", moment, "has a time zone; give the zone as time_zone")
    if isinstance(moment, time) and moment.microsecond:
        raise InvalidValue("Channel.time_of_day", moment, "has a fraction of a second; give whole seconds")
    return moment


def _checked_zone(zone: Any) -> Any:
    require_zone(zone)
    return zone
