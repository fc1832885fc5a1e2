"""What reaches a terminal: lines and documents that it shows and does not obey."""

import sys

import click

# Characters that a terminal obeys: C0 and C1 controls, DEL, and those that change the direction of other text (Unicode
# Standard Annex 9, section 2). Closing the latter is not enough, because a terminal resolves directions line by line.
_UNSAFE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_SAFE_LINE = _UNSAFE | dict.fromkeys(map(ord, "\t\n\r\u2028\u2029"), " ")
_SAFE_LINES = _UNSAFE | {ord("\t"): "\t", ord("\n"): "\n"}


def safe_line(text: str) -> str:
    r"""Return text as one line that a terminal shows and does not obey.

    >>> safe_line("Tea\x1b[31m,\ntwice")
    'Tea\ufffd[31m, twice'
    """
    return text.translate(_SAFE_LINE)


def safe_lines(text: str) -> str:
    """Return text as lines that a terminal shows and does not obey."""
    return text.translate(_SAFE_LINES)


def print_line(text: str) -> None:
    """Print one line to standard output."""
    print_styled(safe_line(text))


def print_error(text: str) -> None:
    """Print lines to standard error."""
    click.echo(safe_lines(text), sys.stderr)


def write_document(document: bytes) -> None:
    """Write a document to standard output: its bytes, or in a terminal its text."""
    if sys.stdout.isatty():
        click.echo(safe_lines(document.decode()), sys.stdout, nl=False)
    else:
        click.echo(document, nl=False)


def print_styled(text: str) -> None:
    """Print lines that are safe for a terminal, with the styles that they have."""
    # Without a file, click writes UTF-8 where the encoding is ASCII. Styles are kept: rich wrote them only if wanted.
    click.echo(text, sys.stdout, color=True)
