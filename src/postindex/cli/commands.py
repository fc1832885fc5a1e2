"""The command `postindex`, with its commands in the order of their work."""

import click

from postindex.cli import cadence_command, query_commands, write_commands

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
    """Commands in the order in which they were added, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Group,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="FILE is the text listing of a blog, or a folder of its pages; - is standard input. Exit status: 0 done, "
    "1 the listing has problems, 2 wrong usage, 3 nothing found.",
)
@click.version_option(package_name="postindex", message="%(prog)s %(version)s")
def postindex() -> None:
    """Read a blog's listing, ask about its posts, write its feeds."""
