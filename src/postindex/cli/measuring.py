"""The options of the commands that measure a cadence: `cadence` and `report`."""

from functools import partial, wraps
from typing import Any, get_args

import click

from postindex.cadence.window import one_day
from postindex.cli.input import UsageError
from postindex.cli.options import Body, validated_by, with_filters
from postindex.dates.parsing import parse_period
from postindex.dates.periods import By
from postindex.index import PostIndex

_DAY = validated_by(partial(one_day, "day"))


def with_measuring(body: Body) -> Body:
    """Give a command the filters and the arguments of `cadence.measure`; --from and --to are its window."""

    @click.option(
        "--by", type=click.Choice(get_args(By)), default="month", show_default=True, help="Period to count posts by."
    )
    @click.option(
        "--today",
        type=_DAY,
        metavar="DAY",
        help="Treat DAY as today: ignore later posts and report the days since the last one.",
    )
    @with_filters
    @click.pass_context
    @wraps(body)
    def run(ctx: click.Context, /, posts: PostIndex, *, today: str | None, **options: Any) -> str | None:
        first, last = ctx.params["first"], ctx.params["last"]
        if first and today and parse_period("day", first)[0] > one_day("day", today):
            raise UsageError(f"--from {first} is later than --today {today}")
        window = (first, last) if first or last else None
        return body(posts, window=window, today=today, **options)

    return run
