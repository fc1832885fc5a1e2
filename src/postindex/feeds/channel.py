"""`Channel`: what a feed says about itself, and how its posts get links, ids and moments."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StringConstraints

from postindex.errors import InvalidValue
from postindex.feeds.addresses import (
    absolute_iri,
    authority_of,
    link_from,
    moment_on,
    permalink_of,
    require_host,
    require_pattern,
    require_zone,
    tag_uri,
)
from postindex.feeds.markup import require_sanitizer
from postindex.models import Author, Post, Tag
from postindex.models.arguments import unique_tuple
from postindex.models.base import Completed
from postindex.models.fields import VISIBLE, Expected, Language, Link, Name, Text
from postindex.models.post import Authors

_NOON = time(12)
_LINKS = ("link", "icon", "logo", "image", "rss_url", "atom_url", "json_url", "hub", "category_scheme")
# RFC 4151, section 2.1: a DNS name, or an e-mail address at one.
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_AUTHORITY = re.compile(rf"(?:[A-Za-z0-9._-]+@)?{_NAME}(?:\.{_NAME})*")
_TEXT_IN_JSON: dict[str, tuple[str, Callable[[str], date | time]]] = {
    "time_of_day": (r"[0-9]{2}:[0-9]{2}.*", time.fromisoformat),
    "id_start": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date.fromisoformat),
}

Authority = Annotated[
    str,
    StringConstraints(pattern=f"^{_AUTHORITY.pattern}$"),
    Expected("a domain such as 'example.org' or an e-mail address at one"),
]
_PATTERN = Expected("a pattern", "give text such as '/{slug}/'")
Permalink = str | Callable[[Post], str]


class Channel(Completed, frozen=True):
    """A feed's own data, the same for every format.

    - `title`: the feed's name.
    - `link`: the site, an absolute http or https link on a named host, as every link here is absolute.
    - `description`: one sentence about it; the title where it is left out.
    - `subtitle`: Atom's own; the description where it is left out.
    - `language`: a BCP 47 language tag such as `en`, or None.
    - `authors`: `Author` values or names; of every post that names none itself. Atom requires one (RFC 4287, section
      4.1.1): where nobody is named, it is the title.
    - `rights`: who holds which rights, plain text.
    - `icon`: a small square picture: Atom's icon, JSON Feed's favicon. `logo`: a larger one: Atom's logo, JSON Feed's
      icon. `image`: RSS's, at most 144 pixels wide. Of logo and image, one stands for the other where that is left out.
    - `rss_url`, `atom_url`, `json_url`: where the feed itself will stand, in each format.
    - `hub`: the WebSub hub that is told of changes; it stands in feeds whose own address is known.
    - `permalink`: the link of a post without a `url`. It is appended to `link`, and holds `{slug}` or `{id}`, and may
      hold `{published:%Y/%m/%d}` or a part of that. Or it is a function of the post that returns such a path or a link;
      JSON and pickle cannot carry most functions.
    - `tag_permalink`: the page of a tag, appended to `link`; it holds `{slug}`. None where tags have no pages.
    - `category_scheme`: what the tags are terms of, a link, or None (RFC 4287, section 4.2.2.2).
    - `time_of_day` and `time_zone`: the moment that stands for a day in a feed, which knows no plain days. Noon UTC is
      the same day nearly everywhere. The zone is a name of the IANA database.
    - `ids`: what tells a post from all others (RFC 4287, section 4.2.6). `"own"`: the post's `id` where it is an
      absolute IRI, else its `url`, else a tag URI. `"permalink"`: its link. `"tag"`: always a tag URI.
    - `id_authority`, `id_start`: who mints the tag URIs, a domain or an e-mail address, and since when (RFC 4151,
      section 2.1). Without them, the host of `link` and the post's own day.
    - `limit`: at most so many posts in a document, the newest; None for all.
    - `generator`: the program that wrote it; empty for none.
    - `sanitize_html`: whether `Post.content_html` is freed of scripts and whatever else is dangerous. It needs the
      extra `html` (nh3).

    Whatever is refused raises `InvalidValue`, by field.

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
    tag_permalink: Annotated[str, _PATTERN] | None = None
    category_scheme: Link | None = None
    time_of_day: Annotated[time, Expected("a time of day", "give one such as datetime.time(12)")] = _NOON
    time_zone: str = "UTC"
    ids: Annotated[
        Literal["own", "permalink", "tag"], Expected("a way to make ids", "give 'own', 'permalink' or 'tag'")
    ] = "own"
    id_authority: Authority | None = None
    id_start: Annotated[date, Expected("a date", "give one such as datetime.date(2026, 3, 22)")] | None = None
    limit: Annotated[int, Field(ge=1), Expected("a whole number of posts from 1 up")] | None = None
    generator: Text = "postindex"
    sanitize_html: Annotated[bool, Expected("True or False")] = False

    if TYPE_CHECKING:  # what the fields accept is wider than what they hold

        def __init__(
            self,
            *,
            title: str,
            link: str,
            description: str = "",
            subtitle: str = "",
            language: str | None = None,
            authors: Iterable[Author | str] = (),
            rights: str = "",
            icon: str | None = None,
            logo: str | None = None,
            image: str | None = None,
            rss_url: str | None = None,
            atom_url: str | None = None,
            json_url: str | None = None,
            hub: str | None = None,
            permalink: Permalink = "/{slug}/",
            tag_permalink: str | None = None,
            category_scheme: str | None = None,
            time_of_day: time = _NOON,
            time_zone: str = "UTC",
            ids: Literal["own", "permalink", "tag"] = "own",
            id_authority: str | None = None,
            id_start: date | None = None,
            limit: int | None = None,
            generator: str = "postindex",
            sanitize_html: bool = False,
        ) -> None: ...

    @classmethod
    def _complete(cls, data: dict[str, Any], *, from_json: bool) -> dict[str, Any]:
        if (authors := data.get("authors")) is not None:
            data["authors"] = unique_tuple("Channel.authors", authors, Author.of)
        if from_json:
            data |= {field: _read_from_text(field, data[field]) for field in _TEXT_IN_JSON.keys() & data.keys()}
        for field in _LINKS:
            if isinstance(link := data.get(field), str):
                require_host(f"Channel.{field}", link)
        if isinstance(link := data.get("link"), str):
            authority_of(link)
        _require_permalinks(data)
        if "time_zone" in data:
            require_zone(data["time_zone"])
        if isinstance(moment := data.get("time_of_day"), time) and moment.tzinfo is not None:
            raise InvalidValue("Channel.time_of_day", moment, "has a time zone of its own; say that in time_zone")
        if isinstance(moment, time) and moment.microsecond:
            raise InvalidValue("Channel.time_of_day", moment, "has a fraction of a second; give whole seconds")
        if data.get("sanitize_html") is True:
            require_sanitizer()
        return data

    def link_of(self, post: Post) -> str:
        """Return a post's own `url`, or the link that `permalink` makes for it.

        A function that fails, or that returns what is no link, is an `InvalidValue`.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.link_of(Post(title="Tea", published=date(2026, 3, 22)))
        'https://example.org/tea/'
        """
        if post.url:
            return post.url
        if isinstance(self.permalink, str):
            return permalink_of(self.link, self.permalink, slug=post.slug, id=post.id, day=post.day)
        return link_from(self.permalink, self.link, post)

    def tag_link_of(self, tag: Tag | str) -> str:
        """Return the page of a tag: what `tag_permalink` makes, or the site's link where there is none.

        >>> channel = Channel(title="Notes", link="https://example.org/", tag_permalink="/tags/{slug}/")
        >>> channel.tag_link_of("C++")
        'https://example.org/tags/c-plus-plus/'
        """
        if self.tag_permalink is None:
            return self.link
        return permalink_of(self.link, self.tag_permalink, slug=Tag.of(tag).slug)

    def id_of(self, post: Post) -> str:
        """Return what identifies a post, as `ids` says: an absolute IRI.

        >>> channel = Channel(title="Notes", link="https://example.org/")
        >>> channel.id_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2026-03-22:2026-03-22-tea'
        """
        if self.ids == "own":
            return post.id if absolute_iri(post.id) else post.url or self.tag_uri_of(post)
        return self.link_of(post) if self.ids == "permalink" else self.tag_uri_of(post)

    def tag_uri_of(self, post: Post) -> str:
        """Return a post's tag URI (RFC 4151): authority, date, the path of `link`, and the post's id.

        >>> channel = Channel(title="Notes", link="https://example.org/blog/")
        >>> channel.tag_uri_of(Post(title="Tea", published=date(2026, 3, 22)))
        'tag:example.org,2026-03-22:blog/2026-03-22-tea'
        """
        authority = self.id_authority or authority_of(self.link)
        return tag_uri(authority, self.id_start or post.day, self.link, post.id)

    def moment_of(self, published: date) -> datetime:
        """Return a moment to the second, and for a day the one that stands for it.

        Fractions of a second are cut off: RSS has none, and newsboat loses the offset of a moment in Atom that has.
        Noon in New York in 1850 was 16:56:02 in Greenwich, and a feed can carry neither seconds of an offset nor more
        than 14 hours of it: it is cut to whole minutes and to that, so that the day stays.

        >>> channel = Channel(title="Notes", link="https://example.org/", time_zone="America/New_York")
        >>> channel.moment_of(date(2026, 3, 22)).isoformat(), channel.moment_of(date(1850, 3, 22)).isoformat()
        ('2026-03-22T12:00:00-04:00', '1850-03-22T12:00:00-04:56')
        """
        if isinstance(published, datetime):
            return published.replace(microsecond=0)
        return moment_on(published, self.time_of_day, self.time_zone)


def _read_from_text(field: str, text: Any) -> Any:
    """Return what the text of a field stands for in JSON; what stands for nothing is left to pydantic to refuse."""
    form, read = _TEXT_IN_JSON[field]
    if isinstance(text, str) and re.fullmatch(form, text):
        with suppress(ValueError):
            return read(text)
    return text


def _require_permalinks(data: dict[str, Any]) -> None:
    if "permalink" in data and not callable(permalink := data["permalink"]):
        require_pattern("Channel.permalink", permalink, {"slug", "id"}, dated=True)
    if (permalink := data.get("tag_permalink")) is not None:
        require_pattern("Channel.tag_permalink", permalink, {"slug"}, dated=False)
