"""The commands, one function each."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal, get_args

import click

from postindex._related import Related, Weighting
from postindex._tags import TagCounts
from postindex.cli.options import (
    Answer,
    Refusal,
    checked,
    echo_json,
    filtered,
    for_channel,
    json_option,
    limited,
    reads_listing,
)
from postindex.cli.tables import echo, highlighted, names, post_row, show
from postindex.errors import UnknownPost
from postindex.index import PostIndex
from postindex.listing import Listing, write_listing
from postindex.models import Author, Post, Tag
from postindex.text import counted, fold

if TYPE_CHECKING:
    from postindex._search import Match

_CANDIDATES = 10  # how many posts a message lists


class _Command(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write_text(self.example)


class _Group(click.Group):
    """Commands in the order of their work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="FILE is the text listing of a blog, or a folder of its pages; - is standard input. Exit status: 0 done, "
    "1 the listing has problems, 2 wrong usage, 3 nothing found.",
)
@click.version_option(package_name="postindex", message="%(prog)s %(version)s")
def postindex() -> None:
    """Read a blog's listing, ask about its posts, write its feeds."""


def _command(name: str, *, example: str) -> Callable[[Answer], click.Command]:
    def register(answer: Answer) -> click.Command:
        return postindex.command(name, cls=_Command, example=example)(reads_listing(answer))

    return register


@_command("check", example="postindex check blog.txt")
@json_option
def check(listing: Listing, *, as_json: bool) -> None:
    """Say what a listing holds, or what is wrong with it."""
    if as_json:
        echo_json(
            {
                "path": listing.path,
                "description": listing.description,
                "declared_count": listing.declared_count,
                "posts": len(listing.posts),
                "problems": [asdict(problem) for problem in listing.problems],
                "omitted": listing.omitted,
            }
        )
    else:
        echo(f"{listing.source}: {_summary(listing)}")


@_command("format", example="postindex format blog.txt")
@click.option("--keep-going", is_flag=True, help="Write what could be read even where the listing has problems.")
def format_listing(listing: Listing, *, keep_going: bool) -> None:
    """Write the listing in its canonical form to standard output."""
    if listing.problems and not keep_going:
        raise click.ClickException("the listing has problems, so nothing was written; mend them or give --keep-going")
    if listing.declared_count is not None:
        listing = listing.model_copy(update={"declared_count": len(listing.posts)})
    click.echo(write_listing(listing).encode(), nl=False)


def _summary(listing: Listing) -> str:
    index = listing.index
    parts = [counted(len(index), "post") + (f" of {listing.path}" if listing.path else "")]
    if index:
        first, last = index[-1].day, index[0].day
        parts += [f"{first}" if first == last else f"{first} to {last}", counted(len(index.tags), "tag")]
    if problems := len(listing.problems) + listing.omitted:
        parts.append(counted(problems, "problem"))
    return ", ".join(parts)


@_command("list", example="postindex list blog.txt --tag postgres --from 2025")
@filtered
@limited()
@json_option
def list_posts(posts: PostIndex, *, limit: int | None, as_json: bool) -> str | None:
    """List the posts, newest first."""
    posts = posts[:limit]
    if as_json:
        echo_json([_plain(post) for post in posts])
    elif posts:
        show(("Published", "Title", "Min", "Tags"), map(post_row, posts))
    return None if posts else "No post matches."


@_command("tags", example="postindex tags blog.txt --from 2025-07")
@click.option(
    "--min-count", type=click.IntRange(min=1), default=1, metavar="N", help="Only tags on at least so many posts."
)
@click.option(
    "--hide",
    "hidden",
    type=checked(Tag.of),
    metavar="TAG",
    multiple=True,
    help="Leave this tag out; repeat it for several.",
)
@click.option("--similar", is_flag=True, help="Show instead the pairs that may be one tag, spelt twice.")
@filtered
@limited()
@json_option
def tags(
    posts: PostIndex, *, min_count: int, hidden: Sequence[str], similar: bool, limit: int | None, as_json: bool
) -> str | None:
    """Count the tags, most used first."""
    counts = posts.tags.filtered(min_count=min_count, hidden=hidden)
    if similar:
        return _similar(counts, limit, as_json=as_json)
    shown = list(counts.items())[:limit]
    if as_json:
        echo_json([_counted(tag, count) for tag, count in shown])
    elif shown:
        show(("Posts", "Tag"), [(str(count), tag.name) for tag, count in shown])
    return None if shown else "No tag was found."


def _similar(counts: TagCounts, limit: int | None, *, as_json: bool) -> str | None:
    pairs = counts.near_duplicates()[:limit]
    if as_json:
        echo_json(
            [
                {
                    "alias": _counted(pair.alias, pair.alias_count),
                    "target": _counted(pair.target, pair.target_count),
                    "similarity": pair.similarity,
                }
                for pair in pairs
            ]
        )
    elif pairs:
        rows = [
            (
                f"{pair.similarity:.2f}",
                *(str(pair.alias_count), pair.alias.name),
                *(str(pair.target_count), pair.target.name),
            )
            for pair in pairs
        ]
        show(("Score", "Posts", "Tag", "Posts", "May be"), rows)
    return None if pairs else "No two tags are spelt alike."


def _counted(tag: Tag, count: int) -> dict[str, Any]:
    return {"name": tag.name, "slug": tag.slug, "count": count}


@_command("search", example="postindex search blog.txt kuberntes at home --from 2025")
@click.argument("query", nargs=-1, required=True)
@filtered
@limited(10)
@json_option
def search(posts: PostIndex, *, query: Sequence[str], limit: int, as_json: bool) -> str | None:
    """Find posts by the words of QUERY, best first.

    Words are looked for in titles, tags and summaries. Case and accents do not matter, nor does a typo in a longer
    word, and the last word may be unfinished. A '"quoted phrase"' must stand as written, tag:NAME keeps to the posts
    of a tag, and after a --, -word leaves out the posts that have it.
    """
    asked = " ".join(query)
    hits = posts.search(asked, limit=limit)
    if as_json:
        echo_json(
            [
                {
                    "post": _plain(hit.post),
                    "score": hit.score,
                    "matches": [_plain_match(match) for match in hit.matches],
                }
                for hit in hits
            ]
        )
    elif hits:
        rows = [(f"{hit.score:.2f}", str(hit.post.day), highlighted(hit), ", ".join(hit.words)) for hit in hits]
        show(("Score", "Published", "Title", "Words"), rows)
    return None if hits else f"No post has {asked!r}."


@_command("related", example="postindex related blog.txt 'deleting 31 of our 40 alerts'")
@click.argument("wanted", metavar="POST")
@limited(5)
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Only posts at least so near, 0 to 1.")
@click.option(
    "--weighting",
    type=click.Choice(get_args(Weighting)),
    default="idf",
    show_default=True,
    help="idf: rare tags say more; jaccard: the share of their tags that both carry; overlap: of the fewer tags.",
)
@click.option("--older-only", is_flag=True, help="Only posts that are older than POST.")
@json_option
def related(
    listing: Listing,
    *,
    wanted: str,
    limit: int,
    min_score: float,
    weighting: Weighting,
    older_only: bool,
    as_json: bool,
) -> str | None:
    """Find the posts nearest to POST by the tags they share.

    POST is an id, a slug, or a part of a title that no other title has.
    """
    post = _find(listing.index, wanted)
    found: tuple[Related, ...] = ()
    if isinstance(post, Post):
        found = listing.index.related(
            post, limit=limit, min_score=min_score, weighting=weighting, include_newer=not older_only
        )
    if as_json:
        echo_json(
            [
                {
                    "post": _plain(other.post),
                    "score": other.score,
                    "shared": [tag.name for tag in other.shared],
                    "shares": other.shares,
                }
                for other in found
            ]
        )
    if isinstance(post, str):
        return post
    if found and not as_json:
        rows = [(f"{other.score:.2f}", str(other.post.day), other.post.title, names(other.shared)) for other in found]
        show(("Score", "Published", "Title", "Shared"), rows, above=f"Related to: {post.title}")
    return None if found else f"No post is related to {post.title!r}."


def _find(index: PostIndex, wanted: str) -> Post | str:
    """Return the post that is meant, or the sentence that says that there is none; several are wrong usage."""
    try:
        return index.get(wanted)
    except UnknownPost as error:
        near = f" Did you mean {' or '.join(error.near)}?" if error.near else ""
    part, _ = fold(wanted)
    found = [post for post in index if post.slug == wanted] or [post for post in index if part in fold(post.title)[0]]
    if not found:
        return f"No post has the id or slug {wanted!r}, or that in its title.{near}"
    if len(found) > 1:
        ids = [post.id for post in found[:_CANDIDATES]]
        more = [f"and {len(found) - _CANDIDATES} more"] if len(found) > _CANDIDATES else []
        listed = "\n  ".join(ids + more)
        raise Refusal(f"{wanted!r} may be any of {len(found)} posts; give the id of one:\n  {listed}")
    return found[0]


@_command("feed", example="postindex feed blog.txt --link https://example.org/ -o atom.xml")
@click.option(
    "--format", type=click.Choice(["atom", "rss"]), help="Default: what the name of the output says, or atom."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    default="-",
    help="The file to write, replaced whole or not at all. Default: standard output.",
)
@click.option(
    "--link", type=for_channel("link"), metavar="URL", required=True, help="The site that the posts stand on."
)
@click.option(
    "--title", type=for_channel("title"), metavar="TEXT", help="Default: the listing's description, or its path."
)
@click.option("--description", type=for_channel("description"), metavar="TEXT", default="", help="Default: the title.")
@click.option(
    "--author", "authors", type=checked(Author.of), metavar="NAME", multiple=True, help="Repeat it for several."
)
@click.option("--language", type=for_channel("language"), metavar="CODE", help="Such as en or pt-BR.")
@click.option(
    "--permalink",
    type=for_channel("permalink"),
    metavar="PATTERN",
    default="/{slug}/",
    show_default=True,
    help="Where a post stands on the site; it may hold {id} and {published:%Y/%m/%d}.",
)
@click.option("--keep-going", is_flag=True, help="Write the feed even where the listing has problems.")
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
    format: Literal["atom", "rss"] | None,
    title: str | None,
    keep_going: bool,
    **channel: Any,
) -> str | None:
    """Write an Atom or RSS feed of the posts."""
    from postindex.feeds import Channel, write  # loads feedgen and lxml: only where a feed is asked for
    from postindex.feeds.files import FORMATS, format_of

    source = listing.source or ""
    if os.path.exists(source) and os.path.exists(output) and os.path.samefile(source, output):
        raise Refusal(f"{output}: is the listing itself; write the feed to another file")
    format = format or ("atom" if output == "-" else format_of(output))
    if listing.problems and not keep_going:
        raise click.ClickException("the listing has problems, so nothing was written; mend them or give --keep-going")
    title = title or listing.description or listing.path
    if title is None:
        raise Refusal("the listing has neither a description nor a path to name the feed by; give --title")
    posts = posts[:limit]
    if not posts:
        return "No post matches, so nothing was written."
    made = Channel(title=title, **channel)
    if output == "-":
        click.echo(FORMATS[format](posts, made), nl=False)
        return None
    try:
        write(posts, made, output, format)
    except OSError as error:
        raise Refusal(f"{output}: {error.strerror}") from None
    return None


def _plain(post: Post) -> dict[str, Any]:
    return post.model_dump(mode="json")


def _plain_match(match: "Match") -> dict[str, Any]:
    return {**asdict(match), "tag": match.tag and match.tag.name}
