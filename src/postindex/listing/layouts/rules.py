"""Where titles may be: every rule that gives the dates of a page titles."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from postindex.listing.layouts.anchors import Anchor
from postindex.listing.layouts.rendered import Line

Side = Literal["same", "above", "below"]

_FARTHEST = 4  # lines between a date and its title, without those that are skipped
_SKIPPED = frozenset({"image", "more", "rule", "minutes"})
_BARRIERS = frozenset({"heading", "end"})  # no record goes on behind them
_LONGEST_NAME = 4  # words of an author's name after titles
_FEWEST_NAMED = 4  # titles, of which
_SHARE_NAMED = 0.8  # have the same last words, for these to be a name
_ORDINALS = ("the", "the 2nd", "the 3rd", "the 4th")
_STYLES: dict[str, Callable[[Line], bool]] = {
    "line at the margin": lambda line: line.indent == 0,
    "bulleted line": lambda line: line.starts,
    "line between empty lines": lambda line: line.gap > 0 and line.gap_below > 0,
    "line below an empty line": lambda line: line.gap > 0,
    "line below two empty lines": lambda line: line.gap > 1,
}


class Pick(NamedTuple):
    """A title: its line and its text."""

    line: Line
    text: str


Picks = dict[int, Pick]  # by the number of the date's line


class Rule(NamedTuple):
    """Where titles are, in words that follow "the title is", and what it picks."""

    place: str
    side: Side
    picks: Picks
    ordinal: bool = False  # it counts lines past the nearest


class Span(NamedTuple):
    """A date, and the numbers of the lines above it, nearest first, and below it, up to its neighbours."""

    anchor: Anchor
    above: range
    below: range


def rules_for(group: Sequence[Anchor], lines: Sequence[Line]) -> Iterator[Rule]:
    """Yield every way to choose titles for the dates of a group."""
    after = {anchor.number: Pick(anchor.line, anchor.after) for anchor in group if anchor.after}
    before = {anchor.number: Pick(anchor.line, anchor.before) for anchor in group if anchor.before}
    yield Rule("after the date, on its line", "same", after)
    yield Rule("before the date, on its line", "same", _without_names(before))
    spans = list(_spans(group, len(lines)))
    for side in ("above", "below"):
        for plain in (False, True):
            yield from _counted(spans, lines, side, plain=plain)
        for name, style in _STYLES.items():
            found = ((span, next(filter(style, _walk(lines, span, side)), None)) for span in spans)
            yield Rule(f"the nearest {name} {side} the date", side, _picks(found))
    for name, style in {"line": lambda _: True, **_STYLES}.items():
        yield Rule(f"the first {name} of each post", "above", _first_of_record(spans, lines, style))


def _counted(spans: Sequence[Span], lines: Sequence[Line], side: Side, *, plain: bool) -> Iterator[Rule]:
    """Yield the rules that count lines from the date, all or without those that repeat."""
    near = [list(islice(_walk(lines, span, side, plain=plain), _FARTHEST)) for span in spans]
    for at, ordinal in enumerate(_ORDINALS):
        found = ((span, walk[at] if at < len(walk) else None) for span, walk in zip(spans, near, strict=True))
        place = f"{ordinal} line {side} the date{' that does not repeat' if plain else ''}"
        yield Rule(place, side, _picks(found), ordinal=at > 0)


def _picks(found: Iterator[tuple[Span, Line | None]]) -> Picks:
    return {span.anchor.number: Pick(line, line.text) for span, line in found if line is not None}


def _without_names(picks: Picks) -> Picks:
    """Return titles without the words that nearly all of them end with: an author's name before the date."""
    words = [pick.text.split() for pick in picks.values()]
    name = ""
    for length in range(1, _LONGEST_NAME + 1 if len(words) >= _FEWEST_NAMED else 0):
        ends = Counter(" ".join(row[-length:]) for row in words if len(row) > length)
        common, number = ends.most_common(1)[0] if ends else ("", 0)
        if number < _SHARE_NAMED * len(words) or common[0].islower() or any(map(str.isdigit, common)):
            break
        name = common
    return {at: pick._replace(text=pick.text.removesuffix(f" {name}").rstrip()) for at, pick in picks.items()}


def _spans(group: Sequence[Anchor], size: int) -> Iterator[Span]:
    for at, anchor in enumerate(group):
        above = group[at - 1].number if at else -1
        below = group[at + 1].number if at + 1 < len(group) else size
        yield Span(anchor, range(anchor.number - 1, above, -1), range(anchor.number + 1, below))


def _walk(lines: Sequence[Line], span: Span, side: Side, *, plain: bool = False) -> Iterator[Line]:
    """Yield the lines on a side of a date, nearest first, that may be its title."""
    for number in span.above if side == "above" else span.below:
        line = lines[number]
        if line.kind in _BARRIERS:
            return
        if line.kind not in _SKIPPED and not (plain and (line.repeats or line.kind == "tags")):
            yield line


def _first_of_record(spans: Sequence[Span], lines: Sequence[Line], style: Callable[[Line], bool]) -> Picks:
    """Return the first line of a style between a date and the one before it; for the first date, the like one above."""
    picks: Picks = {}
    distances: list[int] = []
    for span in spans[1:]:
        walk = list(_walk(lines, span, "above"))
        for distance in range(len(walk), 0, -1):
            line = walk[distance - 1]
            if line.kind == "text" and not line.repeats and style(line):
                picks[span.anchor.number] = Pick(line, line.text)
                distances.append(distance)
                break
    if not picks:
        return picks
    first = spans[0].anchor.number
    like = _like(picks, distances, list(islice(_walk(lines, spans[0], "above"), max(distances))))
    return {first: Pick(like, like.text), **picks} if like is not None else picks


def _like(picks: Picks, distances: Sequence[int], walk: Sequence[Line]) -> Line | None:
    """Return the line above the first date that is most like the titles of the others, in look and distance."""
    usual = Counter(distances).most_common(1)[0][0]
    look = Counter(look_of(pick.line) for pick in picks.values()).most_common(1)[0][0]

    def similarity(distance: int) -> float:
        line = walk[distance - 1]
        return 2 * (look_of(line) == look) + 2 * line.doubled - abs(distance - usual) / 2

    best = max(range(min(distances), len(walk) + 1), key=similarity, default=None)
    return walk[best - 1] if best else None


def look_of(line: Line) -> tuple[int, bool, bool]:
    """Return the look of a line: indented, below an empty line, begun by a bullet."""
    return min(line.indent, 1), line.gap > 0, line.starts
