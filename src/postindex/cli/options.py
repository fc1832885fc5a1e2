"""What commands share: how they run, the filters, the common options, and the exit status."""

import json
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any, TypeVar, get_args

import click

from postindex.cli.input import How, UsageError, existing, has_errors, known_encoding, print_problems, read_all
from postindex.cli.terminal import print_error, safe_line
from postindex.dates.parsing import parse_period
from postindex.errors import Code, InvalidValue, MissingExtra, PostLeftOut, shorten
from postindex.listing import Listing
from postindex.listing.reading import LayoutOption
from postindex.listing.values import Kind
from postindex.models import Tag
from postindex.sources.front_matter.builders import BuilderName
from postindex.sources.gathering import Untitled

Body = Callable[..., str | None]  # prints its result; returns a message where there is no result
F = TypeVar("F", bound=Callable[..., Any])

_READING = {
    "day_first",
    "encoding",
    "ignored",
    "layout",
    "example",
    "kind",
    "source_url",
    "drafts",
    "untitled",
    "builder",
}  # parameters of every command
HAS_ERRORS, _NOTHING_FOUND = 1, 3  # exit statuses

# Options by the library's arguments, which its errors name.
_OPTION_NAMES = {"query": "QUERY", "folder": "OUT", "path": "--output", "window": "--from and --to"}


def validated_by(check: Callable[[str], object], wanted: str = "") -> Callable[[str], str]:
    """Return the type of an option whose text must pass this check; a failure names the option, and what is wanted."""

    def convert(value: str) -> str:
        try:
            check(value)
        except InvalidValue as error:
            reason = f"is not {wanted}" if wanted else error.reason.removesuffix(", or None")
            raise click.BadParameter(f"{shorten(error.value)} {reason}") from None
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
_PERIOD = validated_by(partial(parse_period, "day"), "a day, month or year, such as 2025-03-01, 2025-03 or 2025")


def _absolute_link(value: str) -> None:
    from postindex.sources.links import join_url

    if join_url(None, value) is None:
        raise InvalidValue("url", value, "is not an absolute http or https link")


_LINK = validated_by(_absolute_link)


def reading_options(body: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say how FILE is read; its body gets them as `How`."""

    @click.option("--day-first/--month-first", default=None, help="Order of day and month in dates such as 03/04/2026.")
    @click.option("--encoding", type=known_encoding, metavar="NAME", help="Encoding of FILE. Default: UTF-8.")
    @click.option(
        "--ignore",
        "ignored",
        type=click.Choice(get_args(Code)),
        metavar="CODE",
        multiple=True,
        help="Ignore problems of this code; repeat it for several.",
    )
    @click.option(
        "--layout",
        type=click.Choice(get_args(LayoutOption)),
        default="auto",
        show_default=True,
        help="strict: of text only the listing format; auto: any layout that proves itself.",
    )
    @click.option("--example", metavar="TITLE", help="Title of one of the posts, where the layout is in doubt.")
    @click.option("--kind", type=click.Choice(get_args(Kind)), help="What FILE is. Default: as its content shows.")
    @click.option("--source-url", type=_LINK, metavar="URL", help="Address of FILE, which completes its links.")
    @click.option("--drafts", is_flag=True, help="Keep drafts.")
    @click.option(
        "--untitled",
        type=click.Choice(get_args(Untitled)),
        default="omit",
        show_default=True,
        help="Leave out entries without a title, or title them with their first words.",
    )
    @click.option(
        "--builder", type=click.Choice(sorted(get_args(BuilderName))), help="Site builder of a folder of posts."
    )
    @wraps(body)
    def run(
        *args: Any,
        day_first: bool | None,
        encoding: str | None,
        ignored: Sequence[str],
        layout: LayoutOption,
        example: str | None,
        kind: Kind | None,
        source_url: str | None,
        drafts: bool,
        untitled: Untitled,
        builder: BuilderName | None,
        **options: Any,
    ) -> None:
        if example is not None and (layout != "auto" or not example.strip()):
            raise click.BadParameter("needs --layout auto and a title.", param_hint="'--example'")
        how = How(day_first, encoding, ignored, layout, example, kind, source_url, drafts, builder, untitled)
        body(*args, how=how, **options)

    return run


def _file_arguments(body: Callable[..., None], *, words: bool) -> Callable[..., None]:
    """Give a command its files: all as arguments, or the first one, and the others by an option."""
    if not words:
        return click.argument("files", metavar="FILE...", nargs=-1, required=True, type=existing)(body)

    @click.argument("file", type=existing)
    @click.option("--also", type=existing, metavar="FILE", multiple=True, help="Another FILE; repeat it for several.")
    @wraps(body)
    def run(*args: Any, file: str, also: Sequence[str], **options: Any) -> None:
        body(*args, files=(file, *also), **options)

    return run


def _with_files(body: Body, *, words: bool) -> Callable[..., None]:
    """Give a command its FILE, read leniently: problems go to standard error, and errors set the exit status."""

    @reading_options
    @click.pass_context
    @wraps(body)
    def run(ctx: click.Context, /, files: Sequence[str], how: How, **options: Any) -> None:
        with errors_as_usage():
            ctx.obj = source = read_all(files, how)
            print_problems(source.listing)
            with warnings.catch_warnings():
                warnings.simplefilter("always", PostLeftOut)
                warnings.showwarning = _print_warning
                message = body(source.listing, **options)
        if message:
            print_error(message)
        ctx.exit(HAS_ERRORS if has_errors(source.listing) else _NOTHING_FOUND if message else 0)

    return _file_arguments(run, words=words)


@contextmanager
def errors_as_usage() -> Iterator[None]:
    """Turn errors of the library and of the operating system into messages about options and files."""
    try:
        yield
    except InvalidValue as error:
        raise UsageError(_in_terms_of_options(error)) from None
    except MissingExtra as error:
        raise UsageError(str(error)) from None
    except BrokenPipeError:  # click ends quietly
        raise
    except OSError as error:
        raise UsageError(": ".join(filter(None, (error.filename, error.strerror)))) from None


def _print_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    """Print a warning as one line; `warnings` by itself prints the source code that raised it."""
    if isinstance(message, PostLeftOut):
        message = f"{shorten(message.id)} is not in the feed: {_in_terms_of_options(message.error)}"
    print_error(safe_line(f"Warning: {message}"))


def _in_terms_of_options(error: InvalidValue) -> str:
    """Return the message of an error that names the option in place of the library's argument."""
    option = _OPTION_NAMES.get(error.place) or f"--{error.place.rpartition('.')[2].replace('_', '-')}"
    names = {name for param in click.get_current_context().command.params for name in param.opts}
    known = error.place in _OPTION_NAMES or option in names
    return f"{option}: {shorten(error.value)} {error.reason}" if known else str(error)


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


# JSON escapes C0 controls alone. These reach a terminal too, or end a line of JavaScript; escaped, they lose nothing.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")


def write_json(value: object) -> None:
    """Write a value to standard output as JSON, in UTF-8 even where the terminal has another encoding."""
    text = _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, indent=2))
    # UTF-8 cannot carry a lone surrogate; its escape in Python is its escape in JSON.
    click.echo(text.encode(errors="backslashreplace"))


class Command(click.Command):
    """A command whose help ends with an example."""

    def __init__(self, *args: Any, example: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params.sort(key=lambda param: param.name in _READING)  # last in the help
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Example"):
            formatter.write_text(self.example)


def command(
    name: str, *, example: str, cls: type[Command] = Command, words: bool = False
) -> Callable[[Body], click.Command]:
    """Return a decorator that makes a command of this name of its body, and gives it FILE.

    Others than one that takes `words` after FILE take several files there.
    """

    def make(body: Body) -> click.Command:
        return click.command(name, cls=cls, example=example)(_with_files(body, words=words))

    return make
