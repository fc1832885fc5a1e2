"""Output for people: tables without borders in which nothing is cut, bars, and progress."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from postindex.cli.terminal import print_styled, safe_line
from postindex.models import Post, Tag

if TYPE_CHECKING:
    from postindex.index.search import Hit

_GAP = 2  # between columns
_MIN_WIDTH = 40  # of a table; a narrower terminal wraps its lines
_MAX_BAR = 40
_MAX_UNIT = 4  # characters of a bar for one post
_EIGHTHS = "▏▎▍▌▋▊▉█"
_RIGHT_ALIGNED = {"Min", "Posts", "Score"}
_STYLES = {"Score": "green", "Published": "dim", "Min": "dim", "Posts": "green", "Tags": "cyan", "Shared": "cyan"}

Row = Sequence[str | Text]


def post_row(post: Post) -> Row:
    """Return the cells of a post: published, title, minutes, tags."""
    minutes = "" if post.reading_minutes is None else str(post.reading_minutes)
    return str(post.day), post.title, minutes, tag_names(post.tags)


def tag_names(tags: Iterable[Tag]) -> str:
    """Return the names of tags as the text of one cell."""
    return ", ".join(tag.name for tag in tags)


def highlight_title(hit: "Hit") -> Text:
    """Return the title of a hit with its matches highlighted."""
    text = _text(hit.post.title)
    for match in hit.matches:
        if match.field == "title":
            text.stylize("bold yellow", match.start, match.end)
    return text


def print_table(columns: Sequence[str], rows: Iterable[Row], *, caption: str = "") -> None:
    """Print a table to standard output, with a caption above it if one is given.

    In a narrow terminal the last column moves below the title. Without a terminal, each row is one line.
    """
    console = Console(markup=False, emoji=False, highlight=False)
    cells = [[_text(cell) for cell in row] for row in rows]
    widths = [
        max(len(name), *(cell.cell_len for cell in column)) for name, *column in zip(columns, *cells, strict=True)
    ]
    width = sum(widths) + _GAP * (len(columns) - 1)
    console.width = max(console.width, _MIN_WIDTH) if console.is_terminal else width
    fits = width <= console.width
    if not fits and "Title" in columns:
        columns, cells = _move_last_column_below_title(columns, cells)
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold", show_header=any(columns))
    for name in columns:
        table.add_column(
            name,
            justify="right" if name in _RIGHT_ALIGNED else "left",
            style=_STYLES.get(name, ""),
            overflow="fold",
            no_wrap=fits or name in _RIGHT_ALIGNED | {"Published"},
        )
    for row in cells:
        table.add_row(*row)
    with console.capture() as captured:
        if caption:
            console.print(_text(caption), style="bold", soft_wrap=True)
        console.print(table)
    lines = [line.rstrip(" ") for line in captured.get().rstrip("\n").split("\n")]
    print_styled("\n".join(lines))


def render_bars(numbers: Sequence[int], reserved: int) -> list[str]:
    """Return a bar for each number, to a scale that fits the terminal beside `reserved` characters.

    Bars are drawn in eighths of a block, or with # where the encoding has no blocks. A number above 0 always shows.
    """
    console = Console()
    room = min(_MAX_BAR, max(console.width, _MIN_WIDTH) - reserved) if console.is_terminal else _MAX_BAR
    unit = min(_MAX_UNIT, room / max(1, *numbers))
    try:
        _EIGHTHS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return ["#" * (number and max(1, round(number * unit))) for number in numbers]
    bars = []
    for number in numbers:
        blocks, eighths = divmod(number and max(1, round(number * unit * len(_EIGHTHS))), len(_EIGHTHS))
        bars.append(_EIGHTHS[-1] * blocks + (_EIGHTHS[eighths - 1] if eighths else ""))
    return bars


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error if that is a terminal, and remove it at the end."""
    console = Console(stderr=True)
    terminal = console.is_terminal and console.file.isatty()  # FORCE_COLOR asks for colours in a file, not for a bar
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not terminal) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _text(cell: str | Text) -> Text:
    return cell if isinstance(cell, Text) else Text(safe_line(cell))


def _move_last_column_below_title(
    columns: Sequence[str], rows: Iterable[Sequence[Text]]
) -> tuple[Sequence[str], list[list[Text]]]:
    title = columns.index("Title")
    style = _STYLES.get(columns[-1], "dim")
    moved = []
    for *row, last in rows:
        last.stylize(style)
        row[title] = Text("\n").join([row[title], last])
        moved.append(row)
    return columns[:-1], moved
