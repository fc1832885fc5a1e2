"""Small HTML tables, as notebooks show them: escaped, and in the colours of the page, dark or light."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import ClassVar, TypeVar

_LEFT = 'style="text-align: left'  # notebooks would set it right
_SHORT = 12  # characters of what is not broken, such as a date
_BAR, _GAP, _HEIGHT = 4, 1, 24  # pixels of a sparkline


T = TypeVar("T")


class Answers(tuple[T, ...]):
    """A tuple that a notebook shows as a table."""

    __slots__ = ()
    columns: ClassVar[tuple[str, ...]]

    @staticmethod
    def row(answer: T) -> Sequence[str]:
        """Return what stands in the columns."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return table(f"{len(self):,} found", self.columns if self else (), map(self.row, self))


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], counts: Sequence[int] = ()) -> str:
    """Return an HTML table; every cell is escaped. Counts stand beside the caption as a sparkline.

    >>> table("Tea & more", ["Post"], [["<b>"]])[-56:]
    'white-space: nowrap">&lt;b&gt;</td></tr></tbody></table>'
    """
    head = "".join(f'<th {_LEFT}">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    says = f"{escape(caption)} {sparkline(counts)}" if any(counts) else escape(caption)
    return (
        f'<table><caption style="white-space: nowrap">{says}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(text: str) -> str:
    return f'<td {_LEFT}{"; white-space: nowrap" if len(text) <= _SHORT else ""}">{escape(text)}</td>'


def sparkline(counts: Sequence[int]) -> str:
    """Return a picture of counts, a bar for each, as inline SVG in the colour of the text around it.

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
    says = escape(f"From {min(counts):,} to {most:,} in {len(counts):,} periods")
    return (
        f'<svg role="img" aria-label="{says}" width="{width}" height="{_HEIGHT}" fill="currentColor" '
        f'style="vertical-align: bottom">{bars}</svg>'
    )
