"""What each command is: a function that reads a listing and answers, with an example in its help."""

from collections.abc import Callable
from typing import Any

import click

from postindex.cli.options import Answer, reads_listing


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
