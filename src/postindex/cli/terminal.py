"""What people look at in a terminal: tables without borders, in which nothing is cut, and how far the work has come."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from postindex.models import Post, Tag

if TYPE_CHECKING:
    from postindex.index.search import Hit

_GAP = 2  # between columns
_NARROWEST = 40  # a narrower terminal breaks the lines itself
_LONGEST_BAR = 40
_WIDEST_UNIT = 4  # of a bar, where numbers are small
_EIGHTHS = "▏▎▍▌▋▊▉█"
_RIGHT = {"Min", "Posts", "Score"}  # numbers
_STYLES = {"Score": "green", "Published": "dim", "Min": "dim", "Posts": "green", "Tags": "cyan", "Shared": "cyan"}
# What a title may have and a terminal may obey: XML forbids most controls, but not DEL and C1, nor what ends a line.
_CONTROLS = dict.fromkeys(range(0x7F, 0xA0), "\ufffd") | dict.fromkeys((0x09, 0x0A, 0x0D, 0x2028, 0x2029), " ")

Row = Sequence[str | Text]


def post_row(post: Post) -> Row:
    """Return the cells of a post: published, title, minutes, tags."""
    minutes = "" if post.reading_minutes is None else str(post.reading_minutes)
    return str(post.day), post.title, minutes, tag_names(post.tags)


def tag_names(tags: Iterable[Tag]) -> str:
    """Return the names of tags, as a cell shows them."""
    return ", ".join(tag.name for tag in tags)


def highlighted(hit: "Hit") -> Text:
    """Return the title of a hit, in which the words that were found stand out."""
    text = _text(hit.post.title)
    for match in hit.matches:
        if match.field == "title":
            text.stylize("bold yellow", match.start, match.end)
    return text


def show(columns: Sequence[str], rows: Iterable[Row], *, above: str = "") -> None:
    """Write a table to standard output, and a line above it if there is one.

    Where the terminal is too narrow for the last column, it moves below the title. Where there is no terminal, every
    row is one line.
    """
    console = Console(markup=False, emoji=False, highlight=False)
    cells = [[_text(cell) for cell in row] for row in rows]
    widths = [
        max(len(name), *(cell.cell_len for cell in column)) for name, *column in zip(columns, *cells, strict=True)
    ]
    width = sum(widths) + _GAP * (len(columns) - 1)
    console.width = max(console.width, _NARROWEST) if console.is_terminal else width
    fits = width <= console.width
    if not fits and "Title" in columns:
        columns, cells = _stacked(columns, cells)
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold", show_header=any(columns))
    for name in columns:
        table.add_column(
            name,
            justify="right" if name in _RIGHT else "left",
            style=_STYLES.get(name, ""),
            overflow="fold",
            no_wrap=fits or name in _RIGHT | {"Published"},
        )
    for row in cells:
        table.add_row(*row)
    with console.capture() as captured:
        if above:
            console.print(_text(above), style="bold", soft_wrap=True)
        console.print(table)
    lines = [line.rstrip(" ") for line in captured.get().rstrip("\n").split("\n")]
    echo("\n".join(lines))


def bars(numbers: Sequence[int], beside: int) -> list[str]:
    """Return a bar for each number, one at least, as long as there is room for beside so many characters.

    They are drawn in eighths of a block, or with # where the encoding has no blocks.
    """
    console = Console()
    room = min(_LONGEST_BAR, max(console.width, _NARROWEST) - beside) if console.is_terminal else _LONGEST_BAR
    unit = min(_WIDEST_UNIT, room / max(1, *numbers))
    try:
        _EIGHTHS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ["#" * (number and max(1, round(number * unit))) for number in numbers]
    drawn = []
    for number in numbers:
        whole, part = divmod(number and max(1, round(number * unit * len(_EIGHTHS))), len(_EIGHTHS))
        drawn.append(_EIGHTHS[-1] * whole + (_EIGHTHS[part - 1] if part else ""))
    return drawn


def echo(text: str) -> None:
    """Write text to standard output, as it is and in its own encoding."""
    # click by itself takes ASCII for a mistake and writes UTF-8. Where there are to be no colours, rich has put none.
    click.echo(text, sys.stdout, color=True)


@contextmanager
def progress_bar(says: str) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how much is done, if that is a terminal; leave nothing of it behind."""
    console = Console(stderr=True)
    terminal = console.is_terminal and console.file.isatty()  # FORCE_COLOR wants colours in a file, and no bar
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not terminal) as progress:
        task = progress.add_task(says, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(cell.translate(_CONTROLS))


def _stacked(columns: Sequence[str], rows: Iterable[Sequence[Text]]) -> tuple[Sequence[str], list[list[Text]]]:
    """Move the last column below the title."""
    at = columns.index("Title")
    style = _STYLES.get(columns[-1], "dim")
    stacked = []
    for *row, last in rows:
        last.stylize(style)
        row[at] = Text("\n").join([row[at], last])
        stacked.append(row)
    return columns[:-1], stacked
