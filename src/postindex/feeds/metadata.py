"""What one document says about itself: the site's feed, a tag's, or a page of either."""

from dataclasses import dataclass, replace
from typing import Literal, Self

from postindex.feeds.addresses import ensure_path
from postindex.feeds.channel import Channel
from postindex.models import Tag
from postindex.text import close_bidi

Format = Literal["atom", "rss", "json"]
Rel = Literal["first", "last", "previous", "next", "current", "prev-archive", "next-archive"]

MEDIA_TYPES: dict[Format, str] = {
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/feed+json",
}


@dataclass(frozen=True, slots=True)
class FeedMetadata:
    """A document's data besides its channel's.

    `id` is the feed's, the same in all documents of one feed. `url` is the address of this document. `links` lead to
    the feed's other documents (RFC 5005).
    """

    channel: Channel
    format: Format
    title: str
    link: str
    id: str
    description: str
    subtitle: str
    url: str | None
    links: tuple[tuple[Rel, str], ...] = ()
    archived: bool = False

    @classmethod
    def of(cls, channel: Channel, format: Format) -> Self:
        """Return the metadata of the site's feed."""
        description = close_bidi(channel.description) if channel.description.strip() else ""
        return cls(
            channel=channel,
            format=format,
            title=close_bidi(channel.title),
            link=channel.link,
            id=ensure_path(channel.link),
            description=description or close_bidi(channel.title),
            subtitle=close_bidi(channel.subtitle) if channel.subtitle.strip() else description,
            url={"atom": channel.atom_url, "rss": channel.rss_url, "json": channel.json_url}[format],
        )

    @property
    def hub(self) -> str | None:
        """The WebSub hub. It identifies a document by its address (WebSub, section 4), so one without has no hub.

        Archives never change, so they have no hub either.
        """
        return self.channel.hub if self.url and not self.archived else None

    def tagged(self, tag: Tag, id: str) -> Self:
        """Return the metadata of the feed of a tag."""
        name = close_bidi(tag.name)
        return replace(
            self,
            title=f"{self.title}: {name}",
            link=self.channel.tag_link_of(tag),
            id=id,
            description=f"{self.description} ({name})" if self.channel.description.strip() else f"{self.title}: {name}",
            subtitle=f"{self.subtitle} ({name})" if self.subtitle else "",
        )

    def at(self, url: str | None, *links: tuple[Rel, str], archived: bool = False) -> Self:
        """Return the metadata of a document of the same feed at another address."""
        return replace(self, url=url, links=links, archived=archived)
