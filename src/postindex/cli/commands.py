"""The command `postindex` and its subcommands, in the order of a user's work."""

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
    """Subcommands in the order in which they were added, not in alphabetical order."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Group,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="FILE is the text listing of a blog, a folder of listings, or - for standard input. Exit status: 0 success, "
    "1 the listing has problems, 2 wrong usage or a file that cannot be read or written, 3 nothing found.",
)
@click.version_option(package_name="postindex", message="%(prog)s %(version)s")
def postindex() -> None:
    """Read the listing of a blog, query its posts, and write its feeds."""
