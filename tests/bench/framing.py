"""Arrow tables beside the data frame that anyone would write first, one of dictionaries: ratios of one run.

The posts are those of a listing, which know their day and little else, and the same with every field. Times are the
processor's, which others on the machine hardly lengthen.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import partial

import pandas as pd
from blogs import listing_text
from feeding import fastest_of_rounds, seconds
from rich.console import Console
from timing import table_of

from postindex import Author, Post, PostIndex, frames, parse_listing

_ROUNDS = 5
_STREAM, _DUMPS, _FRAME = "Arrow stream", "pandas of model_dump", "pandas of the stream"
_TO, _FROM = "to_records", "from_records"


def with_every_field(index: PostIndex) -> PostIndex:
    """The same posts, as a feed or front matter would tell of them."""
    return PostIndex(
        Post(
            title=post.title,
            published=datetime.combine(post.day, time(9, number % 60), UTC),
            summary=post.summary,
            tags=post.tags,
            reading_minutes=post.reading_minutes,
            url=f"https://example.org/{post.slug}/",
            updated=datetime.combine(post.day, time(9), UTC) + timedelta(days=number % 30),
            authors=[Author(f"Writer {number % 9}", email="writer@example.org")],
            language="en",
            content_html=f"<p>{post.summary}</p>",
        )
        for number, post in enumerate(index)
    )


def measure(posts: PostIndex) -> dict[str, float]:
    """The seconds that each way to rows and columns takes, and the way there and back by records."""
    tables = {
        _STREAM: lambda: frames.table(posts).__arrow_c_stream__(),
        _DUMPS: lambda: pd.DataFrame([post.model_dump() for post in posts]),
        _FRAME: lambda: pd.DataFrame.from_arrow(frames.table(posts)),
    }
    times = _least(tables)
    # Only now: what is in memory decides how often Python looks for garbage, and so what dictionaries cost.
    records = posts.to_records()
    return times | _least({_TO: posts.to_records, _FROM: lambda: PostIndex.from_records(records)})


def _least(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    return fastest_of_rounds({name: partial(seconds, work) for name, work in works.items()}, _ROUNDS)


def rows_of(kind: str, sizes: Sequence[int], times: Sequence[dict[str, float]]) -> dict[str, tuple[str, ...]]:
    """What to print of these times: ratios, and what ours takes for each post."""
    rows = {
        f"{kind}: {_DUMPS} ÷ {name}": tuple(f"{time[_DUMPS] / time[name]:.1f}" for time in times)
        for name in (_STREAM, _FRAME)
    }
    for name in (_STREAM, _TO, _FROM):
        per_post = (time[name] / size for time, size in zip(times, sizes, strict=True))
        rows[f"{kind}: {name}, µs a post"] = tuple(f"{one * 1e6:.1f}" for one in per_post)
    return rows


def run(sizes: Sequence[int], console: Console) -> None:
    """Print how fast posts of these numbers become tables and records."""
    rows: dict[str, tuple[str, ...]] = {}
    for kind, made in (("listed", lambda index: index), ("every field", with_every_field)):
        times = [measure(made(parse_listing(listing_text(size)).index)) for size in sizes]
        rows |= rows_of(kind, sizes, times)
    console.print(table_of(["frames, posts", *(f"{size:,}" for size in sizes)], rows), "")
