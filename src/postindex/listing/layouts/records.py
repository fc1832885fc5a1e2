"""What else the lines of a post say: its summary, its tags and its reading time."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from postindex.listing.layouts.anchors import Anchor
from postindex.listing.layouts.rendered import Line
from postindex.listing.layouts.rules import Pick
from postindex.listing.layouts.vocabulary import TAG_LINE, minutes_of

_SHORTEST_SUMMARY = 40  # columns
_LABEL = re.compile(r"^[^:：#/]*[:：]")
_BETWEEN_TAGS = re.compile(r"[,·|、，]|\s(?=[#/])")


class Details(NamedTuple):
    """What a post has beside its title and date; nothing where its lines do not tell it plainly."""

    summary: str | None
    tags: tuple[str, ...]
    minutes: int | None


def details_of(posts: Sequence[tuple[Anchor, Pick]], lines: Sequence[Line]) -> list[Details]:
    """Return the details of each post, from the lines between its first and the first of the next post."""
    starts = [min(anchor.number, pick.line.number) for anchor, pick in posts]
    records = [list(_lines_of(lines, start, end)) for start, end in zip(starts, _ends(starts, len(lines)), strict=True)]
    tags_first = bool(starts) and starts[0] > 0 and _is_tag_line(lines[starts[0] - 1])
    return [
        Details(
            _summary(record, anchor, pick),
            () if tags_first else tuple(tag for line in record if _is_tag_line(line) for tag in _tags(line.text)),
            next((minutes for line in record if (minutes := minutes_of(line.text)) is not None), None),
        )
        for (anchor, pick), record in zip(posts, records, strict=True)
    ]


def _ends(starts: Sequence[int], size: int) -> list[int]:
    """Return the ends of records: where the next begins, and for the last after as many lines as the longest has."""
    longest = max((later - earlier for earlier, later in pairwise(starts)), default=0)
    return [*starts[1:], min(size, starts[-1] + longest)] if starts else []


def _lines_of(lines: Sequence[Line], start: int, end: int) -> Iterator[Line]:
    for line in lines[start:end]:
        if line.kind in ("heading", "end"):
            return
        yield line


def _summary(record: Sequence[Line], anchor: Anchor, pick: Pick) -> str | None:
    own = {anchor.number, pick.line.number}
    prose = [line for line in record if line.kind == "text" and line.number not in own and not line.repeats]
    longest = max((line for line in prose if line.number > pick.line.number), key=lambda line: line.width, default=None)
    return longest.text if longest is not None and longest.width >= _SHORTEST_SUMMARY else None


def _is_tag_line(line: Line) -> bool:
    return line.kind == "tags" and TAG_LINE.match(line.text) is not None


def _tags(text: str) -> Iterator[str]:
    """Yield the tags of a line such as "Tags: tea, pots" or "#tea #pots"."""
    for part in _BETWEEN_TAGS.split(_LABEL.sub("", text)):
        if tag := part.strip().lstrip("#/").strip():
            yield tag
