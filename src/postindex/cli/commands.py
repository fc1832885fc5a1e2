"""The command `postindex` and its subcommands, in the order of a user's work."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from postindex.cli.terminal import safe_lines
from postindex.version import __version__

# The module and the function of each command, and the first sentence of its help: to list commands loads none.
_COMMANDS = {
    "check": ("check_command", "check", "Check listings and print their problems."),
    "format": ("write_commands", "format_listing", "Write the listing to standard output in canonical form."),
    "list": ("query_commands", "list_posts", "List the posts, newest first."),
    "tags": ("query_commands", "tags", "List the tags and the number of posts with each, most used first."),
    "search": ("query_commands", "search", "Search titles, tags and summaries for QUERY."),
    "related": ("query_commands", "related", "Rank posts by the tags that they share with POST."),
    "cadence": ("cadence_command", "cadence", "Measure how often the blog publishes."),
    "report": ("write_commands", "report", "Write an HTML report with pictures and search."),
    "feed": ("write_commands", "feed", "Write the posts as an Atom, RSS or JSON feed."),
    "feeds": ("write_commands", "feeds", "Write all feeds of a site into the folder OUT."),
}


class _Listed(click.Group):
    """Commands in the order in which they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


class _Group(_Listed):
    """Commands that load on first use, and errors that are safe for a terminal."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, function, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f"postindex.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Listed(commands=self.commands).format_commands(ctx, formatter)

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
    commands=[click.Command(name, help=sentence) for name, (_, _, sentence) in _COMMANDS.items()],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="FILE holds posts: text or HTML of an index page, a feed, an export of WordPress or Ghost, CSV, JSON that "
    "postindex wrote, a post or a folder of posts with front matter, a folder or a ZIP archive of these, a quoted "
    "glob, or - for standard input. Exit status: 0 success, 1 FILE has errors, 2 wrong usage or a file that cannot be "
    "read or written, 3 nothing found.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def postindex() -> None:
    """Read the listing of a blog, query its posts, and write its feeds."""
