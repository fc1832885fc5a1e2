"""The commands that query a listing: `list`, `tags`, `search` and `related`."""

from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, get_args

import click

from postindex.cli.input import UsageError
from postindex.cli.options import (
    Command,
    command,
    json_option,
    limit_option,
    validated_by,
    with_filters,
    write_json,
)
from postindex.cli.tables import highlight_title, post_row, print_table, tag_names
from postindex.errors import UnknownPost
from postindex.index import PostIndex
from postindex.index.related import Related, Weighting
from postindex.index.tags import TagCounts
from postindex.listing import Listing
from postindex.models import Post, Tag
from postindex.text import fold

if TYPE_CHECKING:
    from postindex.index.search import Match

_TYPO = 0.8  # similarity from which an unknown option is taken for a mistyped one
_MAX_CANDIDATES = 10  # posts that a message lists


@command("list", example="postindex list blog.txt --tag postgres --from 2025")
@with_filters
@limit_option()
@json_option
def list_posts(posts: PostIndex, *, limit: int | None, as_json: bool) -> str | None:
    """List the posts, newest first."""
    posts = posts[:limit]
    if as_json:
        write_json([_post_as_json(post) for post in posts])
    elif posts:
        print_table(("Published", "Title", "Min", "Tags"), map(post_row, posts))
    return None if posts else "No post matches."


@command("tags", example="postindex tags blog.txt --from 2025-07")
@click.option(
    "--min-count", type=click.IntRange(min=1), default=1, metavar="N", help="Only tags with at least N posts."
)
@click.option(
    "--hide",
    "hidden",
    type=validated_by(Tag.of),
    metavar="TAG",
    multiple=True,
    help="Leave out this tag; repeat it for several.",
)
@click.option("--similar", is_flag=True, help="List pairs of tags that may be spellings of the same tag.")
@with_filters
@limit_option()
@json_option
def tags(
    posts: PostIndex, *, min_count: int, hidden: Sequence[str], similar: bool, limit: int | None, as_json: bool
) -> str | None:
    """List the tags and the number of posts with each, most used first."""
    counts = posts.tags.filtered(min_count=min_count, hidden=hidden)
    if similar:
        return _list_similar(counts, limit, as_json=as_json)
    shown = list(counts.items())[:limit]
    if as_json:
        write_json([_tag_as_json(tag, count) for tag, count in shown])
    elif shown:
        print_table(("Posts", "Tag"), [(str(count), tag.name) for tag, count in shown])
    return None if shown else "No tag matches."


def _list_similar(counts: TagCounts, limit: int | None, *, as_json: bool) -> str | None:
    pairs = counts.near_duplicates()[:limit]
    if as_json:
        write_json(
            [
                {
                    "alias": _tag_as_json(pair.alias, pair.alias_count),
                    "target": _tag_as_json(pair.target, pair.target_count),
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
        print_table(("Score", "Posts", "Tag", "Posts", "Similar to"), rows)
    return None if pairs else "No similar tags found."


def _tag_as_json(tag: Tag, count: int) -> dict[str, Any]:
    return {"name": tag.name, "slug": tag.slug, "count": count}


class _SearchCommand(Command):
    """A command that takes unknown options as words of the query, such as those of `git commit --amend`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: not param.is_flag
            for param in self.get_params(ctx)
            if isinstance(param, click.Option)
            for name in (*param.opts, *param.secondary_opts)
        }
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            name, equals, _ = arg.partition("=")
            if arg == "--":
                words += rest
            elif name in takes_value:
                options += [arg, *islice(rest, takes_value[name] and not equals)]
            elif arg.startswith("--") and (near := get_close_matches(name, takes_value, cutoff=_TYPO)):
                hint = "To search for it, put -- in front of FILE."
                raise click.UsageError(f"No such option {name!r}. Did you mean {near[0]!r}? {hint}", ctx)
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])


@command("search", cls=_SearchCommand, words=True, example="postindex search blog.txt kuberntes at home --from 2025")
@click.argument("query", nargs=-1, required=True)
@with_filters
@limit_option(10)
@json_option
def search(posts: PostIndex, *, query: Sequence[str], limit: int, as_json: bool) -> str | None:
    """Search titles, tags and summaries for QUERY.

    The best match comes first. Search ignores case and accents, tolerates typos in longer words, and completes the
    last word. A '"quoted phrase"' matches exactly, tag:NAME requires a tag, and -word excludes posts that have the
    word. Unknown options, such as --amend, are words of QUERY.
    """
    text = " ".join(query)
    hits = posts.search(text, limit=limit)
    if as_json:
        write_json(
            [
                {
                    "post": _post_as_json(hit.post),
                    "score": hit.score,
                    "matches": [_match_as_json(match) for match in hit.matches],
                }
                for hit in hits
            ]
        )
    elif hits:
        rows = [(f"{hit.score:.2f}", str(hit.post.day), highlight_title(hit), ", ".join(hit.words)) for hit in hits]
        print_table(("Score", "Published", "Title", "Matched"), rows)
    return None if hits else f"No post matches {text!r}."


@command("related", words=True, example="postindex related blog.txt 'deleting 31 of our 40 alerts'")
@click.argument("wanted", metavar="POST")
@limit_option(5)
@click.option("--min-score", type=click.FloatRange(0, 1), default=0.0, help="Minimum score, 0 to 1.")
@click.option(
    "--weighting",
    type=click.Choice(get_args(Weighting)),
    default="idf",
    show_default=True,
    help="idf: rare tags count more; jaccard: shared tags / all tags of both; overlap: shared tags / tags of the post "
    "that has fewer.",
)
@click.option("--older-only", is_flag=True, help="Only posts older than POST.")
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
    """Rank posts by the tags that they share with POST.

    POST is an id, a slug, or a part of a title that occurs in no other title.
    """
    post = _find(listing.index, wanted)
    ranked: tuple[Related, ...] = ()
    if isinstance(post, Post):
        ranked = listing.index.related(
            post, limit=limit, min_score=min_score, weighting=weighting, include_newer=not older_only
        )
    if as_json:
        write_json(
            [
                {
                    "post": _post_as_json(near.post),
                    "score": near.score,
                    "shared": [tag.name for tag in near.shared],
                    "shares": near.shares,
                }
                for near in ranked
            ]
        )
    if isinstance(post, str):
        return post
    if ranked and not as_json:
        rows = [(f"{near.score:.2f}", str(near.post.day), near.post.title, tag_names(near.shared)) for near in ranked]
        print_table(("Score", "Published", "Title", "Shared"), rows, caption=f"Related to: {post.title}")
    return None if ranked else f"No post is related to {post.title!r}."


def _find(index: PostIndex, wanted: str) -> Post | str:
    """Return the post that matches, or a message where none does; several matches are a usage error."""
    try:
        return index.get(wanted)
    except UnknownPost as error:
        suggestion = f" Did you mean {' or '.join(error.near)}?" if error.near else ""
    part, _ = fold(wanted)
    matches = [post for post in index if post.slug == wanted] or [post for post in index if part in fold(post.title)[0]]
    if not matches:
        return f"No post has the id or slug {wanted!r}, or a title that contains it.{suggestion}"
    if len(matches) > 1:
        ids = [post.id for post in matches[:_MAX_CANDIDATES]]
        more = [f"and {len(matches) - _MAX_CANDIDATES} more"] if len(matches) > _MAX_CANDIDATES else []
        listed = "\n  ".join(ids + more)
        raise UsageError(f"{wanted!r} matches {len(matches)} posts; give the id of one:\n  {listed}")
    return matches[0]


def _post_as_json(post: Post) -> dict[str, Any]:
    return post.model_dump(mode="json")


def _match_as_json(match: "Match") -> dict[str, Any]:
    return {**asdict(match), "tag": match.tag and match.tag.name}
