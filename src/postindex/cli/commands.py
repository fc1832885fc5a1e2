"""The command `postindex` and its subcommands, in the order of a user's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from postindex.cli import cadence_command, query_commands, write_commands
from postindex.cli.terminal import safe_lines

_COMMANDS = [
    query_commands.check,
    write_commands.format_listing,
    query_commands.list_posts,
    query_commands.tags,
    query_commands.search,
    query_commands.related,
    cadence_command.cadence,
    write_commands.report,
    write_commands.feed,
    write_commands.feeds,
]


class _Group(click.Group):
    """Subcommands in the order in which they were added, and errors that are safe for a terminal."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _safe_messages():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _safe_messages():
            return super().invoke(ctx)


@contextmanager
def _safe_messages() -> Iterator[None]:
    """Make the messages of errors, which repeat what was typed, safe for a terminal."""
    try:
        yield
    except click.ClickException as error:
        error.message = safe_lines(error.message)  # type: ignore[misc]  # final, but nothing else can change it
        raise


@click.group(
    cls=_Group,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="FILE holds posts: text or HTML of an index page, a feed, an export of WordPress or Ghost, CSV, JSON that "
    "postindex wrote, a post or a folder of posts with front matter, a folder or a ZIP archive of these, a quoted "
    "glob, or - for standard input. Exit status: 0 success, 1 FILE has errors, 2 wrong usage or a file that cannot be "
    "read or written, 3 nothing found.",
)
@click.version_option(package_name="postindex", message="%(prog)s %(version)s")
def postindex() -> None:
    """Read the listing of a blog, query its posts, and write its feeds."""
