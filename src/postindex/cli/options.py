"""What commands share: FILE, the filters, the common options, and the exit status."""

import json
import os
import sys
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, get_args

import click

from postindex.cadence.window import one_day
from postindex.dates.parsing import parse_period
from postindex.dates.periods import By
from postindex.errors import InvalidValue, ListingError, MissingExtra, shorten
from postindex.index import PostIndex
from postindex.listing import Listing, merge, read_listing, read_listings
from postindex.models import Tag

Body = Callable[..., str | None]  # prints its result; returns a message where there is no result
F = TypeVar("F", bound=Callable[..., Any])

_HAS_PROBLEMS, _NOTHING_FOUND = 1, 3  # exit statuses

# Options whose names differ from the library's arguments.
_OPTION_NAMES = {"query": "QUERY", "folder": "OUT", "path": "--output", "window": "--from and --to"}


class UsageError(click.ClickException):
    """Wrong usage that only shows after the command line is parsed."""

    exit_code = 2  # that of click.UsageError


def validated_by(check: Callable[[str], object]) -> Callable[[str], str]:
    """Return the type of an option whose text must pass this check; a failure names the option."""

    def convert(value: str) -> str:
        try:
            check(value)
        except InvalidValue as error:
            raise click.BadParameter(f"{shorten(error.value)} {error.reason}") from None
        return value

    return convert


def channel_field(field: str) -> Callable[[str], str]:
    """Return the type of an option that becomes this field of a feed's channel."""

    def check(value: str) -> None:
        from postindex.feeds import Channel  # loads feedgen and lxml: only for commands that write feeds

        fields: dict[str, Any] = {"title": "-", "link": "https://example.org/", field: value}
        Channel(**fields)

    return validated_by(check)


_TAG = validated_by(Tag.of)
_PERIOD = validated_by(partial(parse_period, "day"))
_DAY = validated_by(partial(one_day, "day"))


def _with_file(body: Body) -> Callable[..., None]:
    """Give a command its FILE, read leniently: problems go to standard error and set the exit status."""

    @click.argument("file", type=click.Path(exists=True, allow_dash=True))
    @click.option("--day-first/--month-first", default=None, help="Order in dates such as 03/04/2026.")
    @click.pass_context
    @wraps(body)
    def run(ctx: click.Context, /, file: str, day_first: bool | None, **options: Any) -> None:
        try:
            ctx.obj = listing = _read(file, day_first)
            if listing.problems:
                click.echo(ListingError(listing.problems, listing.omitted), sys.stderr)
            message = body(listing, **options)
        except InvalidValue as error:
            raise UsageError(_in_terms_of_options(error)) from None
        except MissingExtra as error:
            raise UsageError(str(error)) from None
        except BrokenPipeError:  # click ends quietly
            raise
        except OSError as error:
            raise UsageError(": ".join(filter(None, (error.filename, error.strerror)))) from None
        if message:
            click.echo(message, sys.stderr)
        ctx.exit(_HAS_PROBLEMS if listing.problems else _NOTHING_FOUND if message else 0)

    return run


def _in_terms_of_options(error: InvalidValue) -> str:
    """Return the message of an error that names the option in place of the library's argument."""
    option = _OPTION_NAMES.get(error.place) or f"--{error.place.rpartition('.')[2].replace('_', '-')}"
    return f"{option}: {shorten(error.value)} {error.reason}"


def _read(file: str, day_first: bool | None) -> Listing:
    if os.path.isdir(file):
        pages = read_listings(file, strict=False, day_first=day_first)
        return merge(pages, strict=False).model_copy(update={"source": file})
    if file != "-":
        return read_listing(file, strict=False, day_first=day_first)
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    return read_listing(sys.stdin.buffer, strict=False, day_first=day_first, source="<stdin>")


def with_filters(body: Body) -> Body:
    """Give a command the filter options; its body gets the posts that pass."""

    @_tag_option("--tag", "tags", "Only posts with this tag; repeat it to require several.")
    @_tag_option("--any-tag", "any_tags", "Only posts with this tag; repeat it to accept any of several.")
    @_tag_option("--no-tag", "no_tags", "Only posts without this tag; repeat it to exclude several.")
    @_period_option("--from", "first", "First day, month or year, inclusive: 2025-03-01, 2025-03 or 2025.")
    @_period_option("--to", "last", "Last day, month or year, inclusive.")
    @wraps(body)
    def run(
        listing: Listing,
        *,
        tags: tuple[str, ...],
        any_tags: tuple[str, ...],
        no_tags: tuple[str, ...],
        first: str | None,
        last: str | None,
        **options: Any,
    ) -> str | None:
        posts = listing.index.tagged(*tags, any_of=any_tags, none_of=no_tags)
        try:
            posts = posts.between(first, last)
        except InvalidValue:  # each is valid by itself
            raise UsageError(f"--from {first} is later than --to {last}") from None
        return body(posts, **options)

    return run


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


def _tag_option(option: str, name: str, help: str) -> Callable[[F], F]:
    return click.option(option, name, type=_TAG, metavar="TAG", multiple=True, help=help)


def _period_option(option: str, name: str, help: str) -> Callable[[F], F]:
    return click.option(option, name, type=_PERIOD, metavar="DAY", help=help)


def limit_option(default: int | None = None, help: str = "Maximum number of results.") -> Callable[[F], F]:
    """Return the option `--limit`."""
    shown = default is not None
    return click.option(
        "--limit", type=click.IntRange(min=1), default=default, show_default=shown, metavar="N", help=help
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def write_json(value: object) -> None:
    """Write a value to standard output as JSON, in UTF-8 even where the terminal has another encoding."""
    # UTF-8 cannot carry a lone surrogate; its escape in Python is its escape in JSON.
    click.echo(json.dumps(value, ensure_ascii=False, indent=2).encode(errors="backslashreplace"))


class _Command(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write_text(self.example)


def command(name: str, *, example: str) -> Callable[[Body], click.Command]:
    """Return a decorator that makes a command of this name of its body, and gives it FILE."""

    def make(body: Body) -> click.Command:
        return click.command(name, cls=_Command, example=example)(_with_file(body))

    return make
