"""The commands that ask: one function each."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

import click

from postindex.cli.options import Refusal, checked, command, echo_json, filtered, json_option, limited
from postindex.cli.terminal import echo, highlighted, post_row, show, tag_names
from postindex.dates.labels import span
from postindex.errors import UnknownPost
from postindex.index import PostIndex
from postindex.index.related import Related, Weighting
from postindex.index.tags import TagCounts
from postindex.listing import Listing
from postindex.models import Post, Tag
from postindex.text import counted, fold

if TYPE_CHECKING:
    from postindex.index.search import Match

_CANDIDATES = 10  # how many posts a message lists


@command("check", example="postindex check blog.txt")
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


def _summary(listing: Listing) -> str:
    index = listing.index
    parts = [counted(len(index), "post") + (f" of {listing.path}" if listing.path else "")]
    if index:
        parts += [span(index[-1].day, index[0].day), counted(len(index.tags), "tag")]
    if problems := len(listing.problems) + listing.omitted:
        parts.append(counted(problems, "problem"))
    return ", ".join(parts)


@command("list", example="postindex list blog.txt --tag postgres --from 2025")
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


@command("tags", example="postindex tags blog.txt --from 2025-07")
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


@command("search", example="postindex search blog.txt kuberntes at home --from 2025")
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


@command("related", example="postindex related blog.txt 'deleting 31 of our 40 alerts'")
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
        rows = [
            (f"{other.score:.2f}", str(other.post.day), other.post.title, tag_names(other.shared)) for other in found
        ]
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


def _plain(post: Post) -> dict[str, Any]:
    return post.model_dump(mode="json")


def _plain_match(match: "Match") -> dict[str, Any]:
    return {**asdict(match), "tag": match.tag and match.tag.name}
