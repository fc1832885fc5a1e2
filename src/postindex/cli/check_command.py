"""The command `check`."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from postindex.cli.input import How, existing, expand, has_errors, print_problems, read
from postindex.cli.options import HAS_ERRORS, Command, errors_as_usage, reading_options, write_json
from postindex.cli.terminal import print_line
from postindex.dates.labels import span
from postindex.listing import Listing
from postindex.text import counted


@click.command("check", cls=Command, example="postindex check blog.txt")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=existing)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="text: for people; json: for programs; github: annotations for GitHub Actions.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--explain", is_flag=True, help="Explain how a page of another layout was read.")
@reading_options
@click.pass_context
def check(ctx: click.Context, /, files: Sequence[str], *, format: str, as_json: bool, explain: bool, how: How) -> None:
    """Check listings and print their problems."""
    format = "json" if as_json else format
    with errors_as_usage():
        listings = [read(file, how).listing for file in expand(files)]
    if format == "json":
        found = [_listing_as_json(listing) for listing in listings]
        write_json(found[0] if list(files) == expand(files) and len(files) == 1 else found)
    else:
        for listing in listings:
            if format == "github":
                _print_annotations(listing)
            else:
                print_problems(listing)
            print_line(f"{listing.source}: {_summary(listing)}")
            if explain:
                print_line(f"  {listing.layout or 'the listing format'}")
    ctx.exit(HAS_ERRORS if any(map(has_errors, listings)) else 0)


def _listing_as_json(listing: Listing) -> dict[str, Any]:
    return {
        "source": listing.source,
        "path": listing.path,
        "description": listing.description,
        "declared_count": listing.declared_count,
        "posts": len(listing.posts),
        "problems": [{**asdict(problem), "severity": problem.severity} for problem in listing.problems],
        "omitted": listing.omitted,
    }


def _print_annotations(listing: Listing) -> None:
    """Print the problems of a listing as GitHub's workflow commands, one a line.

    Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands.
    """
    for problem in listing.problems:
        place = {"file": problem.source, "line": problem.line, "col": problem.column, "title": problem.code}
        properties = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in place.items() if value)
        print_line(f"::{problem.severity} {properties}::{_escape(problem.message)}")
    if listing.omitted:
        print_line(f"::error::{_escape(str(listing.source))}: {listing.omitted:,} more problems")


def _escape(text: str, more: str = "") -> str:
    """Percent-encode what ends a workflow command or one of its properties."""
    return re.sub(rf"[%\r\n{more}]", lambda found: f"%{ord(found[0]):02X}", text)


def _summary(listing: Listing) -> str:
    index = listing.index
    parts = [counted(len(index), "post") + (f" of {listing.path}" if listing.path else "")]
    if index:
        parts += [span(index[-1].day, index[0].day), counted(len(index.tags), "tag")]
    warnings = sum(problem.severity == "warning" for problem in listing.problems)
    errors = len(listing.problems) - warnings
    if has_errors(listing):
        errors += 0 if warnings else listing.omitted
        parts.append(counted(errors, "problem"))
    if warnings:
        parts.append(counted(warnings + listing.omitted, "warning"))
    return ", ".join(parts)
