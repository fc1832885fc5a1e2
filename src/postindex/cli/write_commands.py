"""The commands that write: `format`, `report`, `feed` and `feeds`."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from postindex.cli.input import Source, UsageError, has_errors
from postindex.cli.measuring import with_measuring
from postindex.cli.options import (
    Body,
    channel_field,
    command,
    limit_option,
    validated_by,
    with_filters,
)
from postindex.cli.tables import progress_bar
from postindex.cli.terminal import print_error, print_line, write_document
from postindex.errors import InvalidValue, shorten
from postindex.index import PostIndex
from postindex.listing import Listing, write_listing
from postindex.models import Author, Post, Tag
from postindex.text import counted

if TYPE_CHECKING:
    from postindex.feeds import Channel
    from postindex.feeds.metadata import Format

_FORMATS = ("atom", "rss", "json")  # those of postindex.feeds, which is slow to import
_USUALLY_RSS = {"feed.xml", "index.xml"}  # as static site generators use these names
_MAX_STALE = 10  # stale files that are listed
_NOT_WRITTEN = "the listing has errors, so nothing was written; fix them or use --keep-going"
_PERMALINK = "/{slug}/"  # that of `Channel`
_NOTHING_TO_WRITE = "No post matches, so nothing was written."

_output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    help="File to write; it is replaced atomically. Default: standard output.",
)
_keep_going = click.option("--keep-going", is_flag=True, help="Write even if the listing has errors.")


@command("format", example="postindex format blog.txt")
@_keep_going
def format_listing(listing: Listing, *, keep_going: bool) -> None:
    """Write the listing to standard output in canonical form."""
    if has_errors(listing) and not keep_going:
        raise click.ClickException(_NOT_WRITTEN)
    if listing.declared_count is not None:
        listing = listing.model_copy(update={"declared_count": len(listing.posts)})
    try:
        text = write_listing(listing)
    except InvalidValue as error:
        raise UsageError(f"{listing.source}: cannot be written as a listing: {error}".replace("Post.", "")) from None
    write_document(text.encode())


@contextmanager
def _os_errors_name(output: str) -> Iterator[None]:
    """Name the output in errors of the operating system."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{output}: {error.strerror}") from None


def _require_other_file(source: Source, output: str, document: str) -> None:
    """Refuse an output that is one of the files that were read."""
    for name in source.names:
        if os.path.exists(name) and os.path.exists(output) and os.path.samefile(name, output):
            raise UsageError(f"{output}: is the listing itself; write the {document} to another file")


@command("report", example="postindex report blog.txt -o report.html --today 2026-04-01")
@_output
@click.option("--title", metavar="TEXT", help="Heading of the page. Default: the listing's path, or Posts.")
@_keep_going
@with_measuring
@click.pass_obj
def report(
    source: Source, /, posts: PostIndex, *, output: str, title: str | None, keep_going: bool, **measuring: Any
) -> str | None:
    """Write an HTML report with pictures and search.

    The page is self-contained: it loads no other files. Requires the extra plots.
    """
    from postindex.report import html, write

    _require_other_file(source, output, "report")
    if has_errors(source.listing) and not keep_going:
        raise click.ClickException(_NOT_WRITTEN)
    if not posts.between(None, measuring["today"]):  # later ones do not count
        return _NOTHING_TO_WRITE
    title = title or source.title or source.listing.path
    if output == "-":
        write_document(html(posts, title=title, **measuring).encode())
        return None
    with _os_errors_name(output):
        write(posts, output, title=title, **measuring)
    return None


def _channel_option(field: str, option: str, metavar: str, help: str, **more: Any) -> Callable[[Any], Any]:
    return click.option(option, field, type=channel_field(field), metavar=metavar, help=help, **more)


_CHANNEL_OPTIONS = [
    _channel_option("link", "--link", "URL", "Address of the site.", required=True),
    _channel_option("title", "--title", "TEXT", "Title of the feed. Required, unless FILE is a JSON Feed."),
    _channel_option("description", "--description", "TEXT", "Description of the feed. Default: the title.", default=""),
    click.option(
        "--author",
        "authors",
        type=validated_by(Author.of),
        metavar="NAME",
        multiple=True,
        help="Author of the posts; repeat it for several.",
    ),
    _channel_option("language", "--language", "CODE", "Language of the posts, such as en or pt-BR."),
    _channel_option("rights", "--rights", "TEXT", "Copyright notice.", default=""),
    _channel_option("hub", "--hub", "URL", "WebSub hub that announces changes."),
    _channel_option(
        "time_zone",
        "--time-zone",
        "NAME",
        "Time zone for posts that have a date but no time (published at noon).",
        default="UTC",
        show_default=True,
    ),
    _channel_option(
        "permalink",
        "--permalink",
        "PATTERN",
        f"Path of a post on the site, made from {{slug}}, {{id}} and {{published:%Y/%m/%d}}. Default: {_PERMALINK}",
    ),
]


def _with_channel(body: Body) -> Body:
    """Give a command the options that describe a feed; its body gets the fields of a `Channel`."""

    @_keep_going
    @wraps(body)
    def run(listing: Listing, /, *, keep_going: bool, title: str | None, **options: Any) -> str | None:
        if has_errors(listing) and not keep_going:
            raise click.ClickException(_NOT_WRITTEN)
        title = title or click.get_current_context().obj.title
        if not title:
            raise UsageError("Missing option '--title': a listing does not tell the title of its blog.")
        fields = {name: options.pop(name) for name in _CHANNEL_FIELDS}
        return body(listing, channel={"title": title, **fields}, **options)

    for option in reversed(_CHANNEL_OPTIONS):
        run = option(run)
    return run


_CHANNEL_FIELDS = ("link", "description", "authors", "language", "rights", "hub", "time_zone", "permalink")


def _channel_for(posts: Iterable[Post], fields: dict[str, Any], **more: Any) -> "Channel":
    """Return the channel of these fields; announce links that rest on the default permalink."""
    from postindex.feeds import Channel

    unlinked = sum(post.url is None for post in posts)
    if fields["permalink"] is None:
        fields = {**fields, "permalink": _PERMALINK}
        if unlinked:
            pattern = fields["link"].rstrip("/") + _PERMALINK
            print_error(f"Note: posts without a link get links such as {pattern}; use --permalink to change them.")
    return Channel(**fields, **more)


def _format_of(output: str) -> "Format":
    from postindex.feeds.documents import format_of

    if output == "-":
        return "atom"
    if os.path.basename(output).lower() in _USUALLY_RSS:
        return "rss"
    try:
        return format_of(output)
    except InvalidValue:
        raise UsageError(f"cannot infer the feed format from {shorten(output)}; use --format") from None


@command("feed", example="postindex feed blog.txt --title Tea --link https://example.org/ -o atom.xml")
@click.option(
    "--format",
    type=click.Choice(_FORMATS),
    help="Format of the feed. Default: inferred from the name of the output, or atom.",
)
@_output
@click.option("--self-url", type=channel_field("atom_url"), metavar="URL", help="Address of the feed itself.")
@_with_channel
@with_filters
@limit_option()
@click.pass_obj
def feed(
    source: Source,
    /,
    posts: PostIndex,
    *,
    limit: int | None,
    output: str,
    format: Any,
    self_url: str | None,
    channel: dict[str, Any],
) -> str | None:
    """Write the posts as an Atom, RSS or JSON feed."""
    from postindex.feeds import write
    from postindex.feeds.documents import document_of

    _require_other_file(source, output, "feed")
    format = format or _format_of(output)
    if not posts:
        return _NOTHING_TO_WRITE
    described = _channel_for(posts[:limit], {**channel, f"{format}_url": self_url}, limit=limit)
    if output == "-":
        write_document(document_of(posts, described, format))
        return None
    with _os_errors_name(output):
        write(posts, described, output, format)
    return None


@command("feeds", words=True, example="postindex feeds blog.txt public/ --title Notes --link https://example.org/")
@click.argument("folder", metavar="OUT", type=click.Path(file_okay=False))
@click.option("--url", type=channel_field("link"), metavar="URL", help="Address of OUT. Default: the link.")
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="Format of the feeds; repeat it for several. Default: all.",
)
@click.option(
    "--tag-permalink",
    type=channel_field("tag_permalink"),
    metavar="PATTERN",
    help="Path of a tag's page on the site, such as /tags/{slug}/.",
)
@click.option(
    "--min-count", type=click.IntRange(min=1), default=1, metavar="N", help="Only tags with at least N posts."
)
@click.option(
    "--hide",
    "hidden",
    type=validated_by(Tag.of),
    metavar="TAG",
    multiple=True,
    help="Write no feed for this tag; repeat it for several.",
)
@click.option("--page-size", type=click.IntRange(min=1), metavar="N", help="Split each feed into pages of N posts.")
@click.option(
    "--archive-size", type=click.IntRange(min=1), metavar="N", help="Move older posts into archives of N posts."
)
@click.option("--remove-stale", is_flag=True, help="Remove stale feeds, such as those of a tag that no longer exists.")
@click.option("--head", is_flag=True, help="Print <link> elements for the head of the site's pages.")
@_with_channel
@with_filters
@limit_option()
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

    Writes the feed of the site, a feed for each tag in tags/TAG/, and feeds.opml, a list of all feeds. Unchanged files
    are not touched.
    """
    from postindex.feeds import write_all

    if folder == "-":
        raise UsageError("OUT: '-' is not a folder; give a folder to write to")
    if options["page_size"] and options["archive_size"]:
        raise UsageError("--page-size and --archive-size cannot be combined; a feed has either pages or archives")
    if not posts:
        return _NOTHING_TO_WRITE
    if formats:
        options["formats"] = formats
    described = _channel_for(posts, channel, limit=limit, tag_permalink=tag_permalink)
    with progress_bar("Writing feeds") as progress:
        try:
            result = write_all(posts, described, folder, progress=progress, **options)
        except InvalidValue as error:
            raise UsageError(_archive_message(error)) from None
    counts = [
        counted(len(result.feeds), "feed"),
        f"{len(result.written)} written",
        f"{len(result.unchanged)} unchanged",
    ]
    print_line(f"{folder}: {', '.join(counts)}")
    for path in result.stale[:_MAX_STALE]:
        print_line(f"{path}: {'removed' if result.removed else 'stale'}")
    if len(result.stale) > _MAX_STALE:
        print_line(f"… and {len(result.stale) - _MAX_STALE:,} more")
    if head:
        for line in result.alternates().split("\n"):
            print_line(line)
    return None


def _archive_message(error: InvalidValue) -> str:
    """Return the message for archives that cannot be continued: the only values that options cannot check."""
    folder, _, name = error.place.partition(": archives")
    name = name.strip("[]") or shorten(error.value)
    return f"{folder}: {name} {error.reason.partition(';')[0]}; restore the archives, or remove all of them"
