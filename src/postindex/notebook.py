"""Small HTML tables for notebooks: escaped, and in the colours of the page, dark or light."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import accumulate
from typing import ClassVar, TypeVar

from postindex.text import counted

_LEFT = 'style="text-align: left'  # notebooks align to the right
# Text between dollar signs is text: these classes turn off the mathematics of MathJax 2 and 3, and of JupyterLab.
_PLAIN = 'class="tex2jax_ignore mathjax_ignore"'
_SHORT = 12  # characters of a text that is not wrapped, such as a date
_LONGEST = 120  # characters of a title, and of several names
_ROWS = 100  # of results
_BAR, _GAP, _HEIGHT = 4, 1, 24  # pixels of a sparkline


T = TypeVar("T")


class ResultTuple(tuple[T, ...]):
    """A tuple that a notebook shows as a table."""

    __slots__ = ()
    columns: ClassVar[tuple[str, ...]]
    called: ClassVar[str] = "found"  # the word after the number of results

    @staticmethod
    def row(answer: T) -> Sequence[str]:
        """Return the texts of a result's columns."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        found = f"{len(self):,} {self.called}" + (f", the first {_ROWS} shown" if len(self) > _ROWS else "")
        return html_table(found, self.columns if self else (), map(self.row, self[:_ROWS]))


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], counts: Sequence[int] = ()) -> str:
    """Return an HTML table; every cell is escaped. Counts become a sparkline beside the caption.

    Without columns, the first cell of each row is the row's name.

    >>> html_table("Tea & more", ["Post"], [["<b>"]])[-56:]
    'white-space: nowrap">&lt;b&gt;</td></tr></tbody></table>'
    """
    heads = "".join(f'<th scope="col" {_LEFT}">{escape(column)}</th>' for column in columns)
    head = f"<thead><tr>{heads}</tr></thead>" if columns else ""
    body = "".join(f"<tr>{''.join(_cells(row, named=not columns))}</tr>" for row in rows)
    says = f"{escape(caption)} {sparkline(counts)}" if any(counts) else escape(caption)
    return f'<table {_PLAIN}><caption style="white-space: nowrap">{says}</caption>{head}<tbody>{body}</tbody></table>'


def shortened(text: str) -> str:
    """Return a text cut to 120 characters.

    >>> shortened("Tea"), len(shortened("Tea, " * 100)), shortened("Tea, " * 100)[-5:]
    ('Tea', 120, 'Tea,…')
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def join_names(texts: Sequence[str]) -> str:
    """Return names as one text; of many names, the first ones and the number of the others.

    >>> join_names(["tea", "pots"]), join_names(["tea"] * 500)[-23:]
    ('tea, pots', 'tea, tea … and 476 more')
    """
    lengths = accumulate(len(shortened(text)) + len(", ") for text in texts)
    shown = max(1, sum(length <= _LONGEST for length in lengths))
    some = ", ".join(map(shortened, texts[:shown]))
    return f"{some} … and {len(texts) - shown:,} more" if len(texts) > shown else some


def _cells(row: Sequence[str], *, named: bool) -> Iterable[str]:
    for at, text in enumerate(row):
        tag = 'th scope="row"' if named and not at else "td"
        style = f'{_LEFT}{"; white-space: nowrap" if len(text) <= _SHORT else ""}"'
        yield f"<{tag} {style}>{escape(text)}</{tag[:2]}>"


def sparkline(counts: Sequence[int]) -> str:
    """Return counts as bars, an inline SVG in the colour of the text around it.

    >>> sparkline([1, 0, 2]).count("<rect")
    2
    """
    most = max(counts)
    width = len(counts) * (_BAR + _GAP)
    bars = "".join(
        f'<rect x="{at * (_BAR + _GAP)}" y="{_HEIGHT - height}" width="{_BAR}" height="{height}"/>'
        for at, height in enumerate(-(-_HEIGHT * count // most) for count in counts)
        if height
    )
    says = escape(f"From {min(counts):,} to {most:,} in {counted(len(counts), 'period')}")
    return (
        f'<svg role="img" aria-label="{says}" width="{width}" height="{_HEIGHT}" fill="currentColor" '
        f'style="vertical-align: bottom">{bars}</svg>'
    )
