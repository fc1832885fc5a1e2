"""What commands share: the file they read, the filters, the other options, the exit status."""

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

Answer = Callable[..., str | None]  # shows what it finds, or returns the sentence that says what there is not
F = TypeVar("F", bound=Callable[..., Any])

_PROBLEMS, _NOTHING = 1, 3  # exit statuses


class Refusal(click.ClickException):
    """Wrong usage that the command line's grammar does not show."""

    exit_code = 2  # what click gives the other kind


def checked(check: Callable[[str], object]) -> Callable[[str], str]:
    """Return the type of an option whose text this check accepts; what it refuses is said of the option."""

    def convert(value: str) -> str:
        try:
            check(value)
        except InvalidValue as error:
            raise click.BadParameter(f"{shorten(error.value)} {error.reason}") from None
        return value

    return convert


def for_channel(field: str) -> Callable[[str], str]:
    """Return the type of an option that becomes this field of a feed's channel."""

    def check(value: str) -> None:
        from postindex.feeds import Channel  # loads feedgen and lxml: only where a feed is asked for

        fields: dict[str, Any] = {"title": "-", "link": "https://example.org/", field: value}
        Channel(**fields)

    return checked(check)


_TAG = checked(Tag.of)
_PERIOD = checked(partial(parse_period, "day"))
_DAY = checked(partial(one_day, "day"))


def reads_listing(answer: Answer) -> Callable[..., None]:
    """Give a command its FILE, read leniently: problems go to standard error, and decide the exit status."""

    @click.argument("file", type=click.Path(exists=True, allow_dash=True))
    @click.option("--day-first/--month-first", default=None, help="How a date such as 03/04/2026 is read.")
    @click.pass_context
    @wraps(answer)
    def command(ctx: click.Context, /, file: str, day_first: bool | None, **options: Any) -> None:
        try:
            ctx.obj = listing = _read(file, day_first)
            if listing.problems:
                click.echo(ListingError(listing.problems, listing.omitted), sys.stderr)
            missing = answer(listing, **options)
        except (InvalidValue, MissingExtra) as error:
            raise Refusal(str(error)) from None
        except BrokenPipeError:  # click ends quietly
            raise
        except OSError as error:
            raise Refusal(": ".join(filter(None, (error.filename, error.strerror)))) from None
        if missing:
            click.echo(missing, sys.stderr)
        ctx.exit(_PROBLEMS if listing.problems else _NOTHING if missing else 0)

    return command


def _read(file: str, day_first: bool | None) -> Listing:
    if os.path.isdir(file):
        pages = read_listings(file, strict=False, day_first=day_first)
        return merge(pages, strict=False).model_copy(update={"source": file})
    if file != "-":
        return read_listing(file, strict=False, day_first=day_first)
    if sys.stdin is None:
        raise Refusal("standard input is closed")
    return read_listing(sys.stdin.buffer, strict=False, day_first=day_first, source="<stdin>")


def filtered(answer: Answer) -> Answer:
    """Give a command the filters, and the posts that they leave."""

    @_tags("--tag", "tags", "Only posts with this tag; repeated, with all of them.")
    @_tags("--any-tag", "any_tags", "Only posts with this tag; repeated, with one of them at least.")
    @_tags("--no-tag", "no_tags", "Only posts without this tag; repeated, without any of them.")
    @_period("--from", "first", "Only posts from then on: 2025, 2025-03 or 2025-03-01.")
    @_period("--to", "last", "Only posts up to then, the day, month or year itself included.")
    @wraps(answer)
    def narrowed(
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
        except InvalidValue:  # each alone is known to be good
            raise Refusal(f"--from {first} is later than --to {last}") from None
        return answer(posts, **options)

    return narrowed


def measured(answer: Answer) -> Answer:
    """Give a command the filters, and what `cadence.measure` takes; what --from and --to say is its window."""

    @click.option(
        "--by", type=click.Choice(get_args(By)), default="month", show_default=True, help="What posts are counted by."
    )
    @click.option("--today", type=_DAY, metavar="DAY", help="Count no later post, and the days since the last.")
    @filtered
    @click.pass_context
    @wraps(answer)
    def within(ctx: click.Context, /, posts: PostIndex, *, today: str | None, **options: Any) -> str | None:
        first, last = ctx.params["first"], ctx.params["last"]
        if first and today and parse_period("day", first)[0] > one_day("day", today):
            raise Refusal(f"--from {first} is later than --today {today}")
        window = (first, last) if first or last else None
        return answer(posts, window=window, today=today, **options)

    return within


def _tags(option: str, name: str, says: str) -> Callable[[F], F]:
    return click.option(option, name, type=_TAG, metavar="TAG", multiple=True, help=says)


def _period(option: str, name: str, says: str) -> Callable[[F], F]:
    return click.option(option, name, type=_PERIOD, metavar="DAY", help=says)


def limited(default: int | None = None, says: str = "At most so many.") -> Callable[[F], F]:
    """Give a command `--limit`."""
    shown = default is not None
    return click.option(
        "--limit", type=click.IntRange(min=1), default=default, show_default=shown, metavar="N", help=says
    )


json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


def echo_json(value: object) -> None:
    """Write a value as JSON in UTF-8, whatever the terminal's encoding is."""
    # The one thing that UTF-8 cannot carry is a lone surrogate, and its Python escape is its JSON escape.
    click.echo(json.dumps(value, ensure_ascii=False, indent=2).encode(errors="backslashreplace"))


class _Command(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write_text(self.example)


def command(name: str, *, example: str) -> Callable[[Answer], click.Command]:
    """Make a function that answers about a listing a command of this name."""

    def named(answer: Answer) -> click.Command:
        return click.command(name, cls=_Command, example=example)(reads_listing(answer))

    return named
