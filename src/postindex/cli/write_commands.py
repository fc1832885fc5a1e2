"""The commands that write: the listing again, a report, a feed, all feeds of a site."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click

from postindex.cli.options import Answer, Refusal, checked, command, filtered, for_channel, limited, measured
from postindex.cli.terminal import echo, progress_bar
from postindex.index import PostIndex
from postindex.listing import Listing, write_listing
from postindex.models import Author, Tag
from postindex.text import counted

_FORMATS = ("atom", "rss", "json")  # those of postindex.feeds, which loads feedgen and lxml: only to write a feed
_SHOWN = 10  # files that no longer belong there
_IN_THE_WAY = "the listing has problems, so nothing was written; mend them or give --keep-going"

_output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    help="The file to write, replaced whole or not at all. Default: standard output.",
)
_keep_going = click.option("--keep-going", is_flag=True, help="Write even where the listing has problems.")


@command("format", example="postindex format blog.txt")
@_keep_going
def format_listing(listing: Listing, *, keep_going: bool) -> None:
    """Write the listing in its canonical form to standard output."""
    if listing.problems and not keep_going:
        raise click.ClickException(_IN_THE_WAY)
    if listing.declared_count is not None:
        listing = listing.model_copy(update={"declared_count": len(listing.posts)})
    click.echo(write_listing(listing).encode(), nl=False)


@contextmanager
def _named(output: str) -> Iterator[None]:
    """Say of what the system refuses that it is about the output."""
    try:
        yield
    except OSError as error:
        raise Refusal(f"{output}: {error.strerror}") from None


def _refuse_itself(listing: Listing, output: str, what: str) -> None:
    source = listing.source or ""
    if os.path.exists(source) and os.path.exists(output) and os.path.samefile(source, output):
        raise Refusal(f"{output}: is the listing itself; write the {what} to another file")


@command("report", example="postindex report blog.txt -o report.html --today 2026-04-01")
@_output
@click.option("--title", metavar="TEXT", help="Default: the listing's description, or its path.")
@_keep_going
@measured
@click.pass_obj  # the listing
def report(
    listing: Listing, /, posts: PostIndex, *, output: str, title: str | None, keep_going: bool, **measuring: Any
) -> str | None:
    """Write a page of HTML about the posts: figures, pictures, tags, and a search that runs in it.

    The page needs nothing beside itself, neither files nor a network. It takes the extra plots.
    """
    from postindex.report import html, write

    _refuse_itself(listing, output, "report")
    if listing.problems and not keep_going:
        raise click.ClickException(_IN_THE_WAY)
    if not posts.between(None, measuring["today"]):  # later ones do not count
        return "No post matches, so nothing was written."
    title = title or _name_of(listing)
    if output == "-":
        click.echo(html(posts, title=title, **measuring).encode(), nl=False)
        return None
    with _named(output):
        write(posts, output, title=title, **measuring)
    return None


def _name_of(listing: Listing) -> str | None:
    return (listing.description or "").removesuffix(".") or listing.path


def _channel_option(field: str, option: str, metavar: str, says: str, **more: Any) -> Callable[[Any], Any]:
    return click.option(option, field, type=for_channel(field), metavar=metavar, help=says, **more)


_CHANNEL = [
    _channel_option("link", "--link", "URL", "The site that the posts stand on.", required=True),
    _channel_option("title", "--title", "TEXT", "Default: the listing's description, or its path."),
    _channel_option("description", "--description", "TEXT", "Default: the title.", default=""),
    click.option(
        "--author", "authors", type=checked(Author.of), metavar="NAME", multiple=True, help="Repeat it for several."
    ),
    _channel_option("language", "--language", "CODE", "Such as en or pt-BR."),
    _channel_option("rights", "--rights", "TEXT", "Who holds which rights.", default=""),
    _channel_option("hub", "--hub", "URL", "The WebSub hub that is told of changes."),
    _channel_option(
        "time_zone",
        "--time-zone",
        "NAME",
        "Where it is noon when a post that knows only its day comes out.",
        default="UTC",
        show_default=True,
    ),
    _channel_option(
        "permalink",
        "--permalink",
        "PATTERN",
        "Where a post stands on the site; it may hold {id} and {published:%Y/%m/%d}.",
        default="/{slug}/",
        show_default=True,
    ),
]


def _with_channel(answer: Answer) -> Answer:
    """Give a command the options of a feed's channel; it gets the fields that they say."""

    @_keep_going
    @wraps(answer)
    def described(listing: Listing, /, *, keep_going: bool, title: str | None, **options: Any) -> str | None:
        if listing.problems and not keep_going:
            raise click.ClickException(_IN_THE_WAY)
        title = title or _name_of(listing)
        if not title:
            raise Refusal("the listing has neither a description nor a path to name the feed by; give --title")
        fields = {name: options.pop(name) for name in _FIELDS}
        return answer(listing, channel={"title": title, **fields}, **options)

    for option in reversed(_CHANNEL):
        described = option(described)
    return described


_FIELDS = ("link", "description", "authors", "language", "rights", "hub", "time_zone", "permalink")


@command("feed", example="postindex feed blog.txt --link https://example.org/ -o atom.xml")
@click.option("--format", type=click.Choice(_FORMATS), help="Default: what the name of the output says, or atom.")
@_output
@click.option("--self-url", type=for_channel("atom_url"), metavar="URL", help="Where the feed itself will stand.")
@_with_channel
@filtered
@limited()
@click.pass_obj  # the listing
def feed(
    listing: Listing,
    /,
    posts: PostIndex,
    *,
    limit: int | None,
    output: str,
    format: Any,
    self_url: str | None,
    channel: dict[str, Any],
) -> str | None:
    """Write an Atom, RSS or JSON feed of the posts."""
    from postindex.feeds import Channel, write
    from postindex.feeds.documents import document_of, format_of

    _refuse_itself(listing, output, "feed")
    format = format or ("atom" if output == "-" else format_of(output))
    if not posts:
        return "No post matches, so nothing was written."
    made = Channel(**{**channel, "limit": limit, f"{format}_url": self_url})
    if output == "-":
        click.echo(document_of(posts, made, format), nl=False)
        return None
    with _named(output):
        write(posts, made, output, format)
    return None


@command("feeds", example="postindex feeds blog.txt public/ --link https://example.org/ --limit 20")
@click.argument("folder", metavar="OUT", type=click.Path(file_okay=False))
@click.option("--url", type=for_channel("link"), metavar="URL", help="Where OUT itself will stand. Default: the link.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="Repeat it for several. Default: all.",
)
@click.option(
    "--tag-permalink", type=for_channel("tag_permalink"), metavar="PATTERN", help="The page of a tag: /tags/{slug}/."
)
@click.option(
    "--min-count", type=click.IntRange(min=1), default=1, metavar="N", help="Only tags on at least so many posts."
)
@click.option(
    "--hide",
    "hidden",
    type=checked(Tag.of),
    metavar="TAG",
    multiple=True,
    help="No feed of this tag; repeat it for several.",
)
@click.option("--page-size", type=click.IntRange(min=1), metavar="N", help="Cut each feed into pages of so many posts.")
@click.option(
    "--archive-size", type=click.IntRange(min=1), metavar="N", help="Move older posts into archives of so many."
)
@click.option("--remove-stale", is_flag=True, help="Remove feeds that no longer belong there.")
@click.option("--head", is_flag=True, help="Print the lines for the head of the site's pages.")
@_with_channel
@filtered
@limited()
def feeds(
    posts: PostIndex,
    *,
    limit: int | None,
    folder: str,
    formats: Sequence[Any],
    tag_permalink: str | None,
    head: bool,
    channel: dict[str, Any],
    **options: Any,
) -> str | None:
    """Write all feeds of a site into the folder OUT.

    They are the site's own, one for each tag in tags/TAG/, and feeds.opml, the list of them. Files that are as they
    should be are not touched.
    """
    from postindex.feeds import Channel, write_all

    if folder == "-":
        raise Refusal("-: is no folder; feeds are files, name one")
    if not posts:
        return "No post matches, so nothing was written."
    if formats:
        options["formats"] = formats
    made = Channel(**channel, limit=limit, tag_permalink=tag_permalink)
    with progress_bar("Writing feeds") as progress:
        done = write_all(posts, made, folder, progress=progress, **options)
    counts = [counted(len(done.feeds), "feed"), f"{len(done.written)} written", f"{len(done.unchanged)} unchanged"]
    echo(f"{folder}: {', '.join(counts)}")
    for path in done.stale[:_SHOWN]:
        echo(f"{path}: {'removed' if done.removed else 'no longer belongs there'}")
    if len(done.stale) > _SHOWN:
        echo(f"… and {len(done.stale) - _SHOWN:,} more")
    if head:
        echo(done.alternates())
    return None
