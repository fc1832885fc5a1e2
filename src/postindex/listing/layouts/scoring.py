"""How likely a reading is: figures of what its titles look like and where they are, in a weighted sum."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from postindex.listing.layouts.anchors import Anchor
from postindex.listing.layouts.rendered import Line
from postindex.listing.layouts.rules import Pick, Rule, look_of
from postindex.listing.layouts.vocabulary import MORE, READING_TIME, width

# How much each figure counts. `python tests/fit_layouts.py FOLDER` fits them to pages whose posts are known.
WEIGHTS: dict[str, float] = {
    "coverage": 2.28,  # dates that have a title
    "size": 3.68,  # titles, against the most dates of one form
    "distinct": 7.22,  # titles that no other is equal to
    "likely": 4.12,  # how much titles look like ones: length, no full stop, no text of many posts
    "short": -1.94,  # titles of under 12 columns
    "length": -1.74,  # the median title's columns, of 60
    "list": -4.27,  # titles that are lists: tags, authors
    "echoes": 2.57,  # titles that the page has once more
    "doubled": 8.60,  # titles that are written twice, or begin the text below them
    "start": 2.62,  # titles at bullets, below empty lines and below dates
    "near": 1.85,  # nearness of titles to their dates
    "margin": 2.02,  # titles at the margin, against all lines
    "ends": 2.70,  # whether the first and the last title look like the others
    # whether the page's first or last title is where the record ends, as far as it looks like the others
    "reach": 2.34,
    "above": 0.34,  # whether titles are above their dates
}
FIGURES = tuple(WEIGHTS)
_ON_THE_DATES_LINE = {"start": 1.0, "near": 1.0, "margin": 0.5, "ends": 1.0, "reach": 1.0}

Shape = tuple[object, ...]

_FULL_STOP = re.compile(r"(?:\.|…|。)$")
_UNFINISHED = re.compile(r"[.…。,;:]$")
_INITIAL = re.compile(r"\b\w\.\w?\.$")
_WORD = re.compile(r"\w")
_ADDRESS = re.compile(r"(?:https?:)?//")

_SHORT, _TYPICAL, _LONG = 12, 60, 110  # columns of a title
_FEWEST_DATES = 3  # of a group that counts as one, and to tell how far records reach
_LISTED = 0.3  # commas and dots a word, from which on a text is a list
_BULLET_SHARE = 0.8  # of the records begin at a bullet, for others to be expected there
_MOST_COMPARED, _MOST_OTHERS = 40, 12  # lines of a record, and records, that are compared
_MOST_ALIKE = 0.86  # of the similarity of others, that a line has which is a part of a record


@dataclass(slots=True, eq=False)
class Reading:
    """A rule for the titles of a group of dates, with its figures and their weighted sum."""

    rule: Rule
    group: list[Anchor]
    figures: dict[str, float]
    ambiguous_order: bool = False
    score: float = 0.0

    @property
    def posts(self) -> list[tuple[Anchor, Pick]]:
        """The dates that have a title, and these."""
        return [(anchor, self.rule.picks[anchor.number]) for anchor in self.group if anchor.number in self.rule.picks]


def score_of(figures: dict[str, float]) -> float:
    """Return the weighted sum of figures."""
    return sum(WEIGHTS[name] * value for name, value in figures.items())


class Group:
    """Dates that may be those of all posts, and what all readings of them share."""

    def __init__(
        self, lines: Sequence[Line], shapes: Sequence[Shape], anchors: Sequence[Anchor], most_dates: int
    ) -> None:
        self._lines = lines
        self._anchors = anchors
        self._most_dates = max(_FEWEST_DATES, most_dates)
        self._bullets = _one_bullet_each(anchors, lines)
        self._reach = _reach(anchors, shapes)
        texts = [line for line in lines if line.kind == "text"]
        self._at_margin = sum(line.indent == 0 for line in texts) / max(1, len(texts))

    def figures(self, rule: Rule) -> dict[str, float]:
        """Return the figures of a rule's titles, most of them from 0 to 1, in the order of WEIGHTS."""
        figures = self._of_texts(rule) | (_ON_THE_DATES_LINE if rule.side == "same" else self._of_lines(rule))
        return {name: figures.get(name, 0.0) for name in FIGURES}

    def _of_texts(self, rule: Rule) -> dict[str, float]:
        texts = [pick.text for pick in rule.picks.values()]
        widths = [width(text) for text in texts]
        likely = [_title_similarity(text, columns) for text, columns in zip(texts, widths, strict=True)]
        if rule.side != "same":
            lines = [pick.line for pick in rule.picks.values()]
            likely = [like * _line_similarity(line) for like, line in zip(likely, lines, strict=True)]
        return {
            "coverage": len(texts) / len(self._anchors),
            "size": min(1, len(texts) / self._most_dates),
            "distinct": len(set(texts)) / len(texts),
            "likely": fmean(likely),
            "short": fmean(columns < _SHORT for columns in widths),
            "length": min(1.0, median(widths) / _TYPICAL),
            "list": fmean(map(_is_list, texts)),
        }

    def _of_lines(self, rule: Rule) -> dict[str, float]:
        lines = [pick.line for pick in rule.picks.values()]
        look = Counter(map(look_of, lines)).most_common(1)[0][0]
        return {
            "echoes": fmean(line.echoes for line in lines),
            "doubled": sum(line.doubled for line in lines) / max(len(lines), self._most_dates),
            "start": fmean(self._start(at, pick.line) for at, pick in rule.picks.items()),
            "near": fmean(self._nearness(at, pick.line.number) for at, pick in rule.picks.items()),
            "margin": fmean(line.indent == 0 for line in lines) - self._at_margin,
            "ends": fmean(self._end(rule, at, look) for at in (0, -1)),
            "reach": self._within_reach(rule),
            "above": rule.side == "above",
        }

    def _start(self, at: int, line: Line) -> float:
        """Return how far a title is where something begins: at a bullet, below an empty line or below a date."""
        above = self._lines[line.number - 1] if line.number else None
        if line.starts:
            return 1.0
        if self._bullets and not self._lines[at].starts:
            return 0.1
        if line.gap > 0:
            return 0.8
        return 0.75 if above and (above.mentions or above.kind in ("more", "tags", "image")) else 0.0

    def _nearness(self, at: int, other: int) -> float:
        low, high = sorted((at, other))
        between = self._lines[low + 1 : high + 1]
        gaps = 0.1 * sum(line.gap > 0 for line in between) + 0.5 * any(line.starts for line in between)
        return max(0.0, 1 - 0.12 * (high - low - 1) - gaps)

    def _end(self, rule: Rule, at: int, look: object) -> float:
        """Return whether the title at an end of the page looks like the others: a shifted rule fails at one end."""
        pick = rule.picks.get(self._anchors[at].number)
        if pick is None:
            return 0.0
        looks = {look_of(pick.line)}
        if at == 0 and rule.side == "above":  # there may be an empty line below the header, or none above the page
            indented, _, starts = look_of(pick.line)
            looks |= {(indented, True, starts), (indented, False, starts)}
        return 1.0 if look in looks else 0.3

    def _within_reach(self, rule: Rule) -> float:
        """Return whether the title at the page's end is within what looks like the other records there."""
        if self._reach is None:
            return 1.0
        above = rule.side == "above"
        anchor = self._anchors[0 if above else -1]
        pick = rule.picks.get(anchor.number)
        if pick is None:
            return 0.0
        beyond = abs(pick.line.number - anchor.number) - self._reach[0 if above else 1]
        return max(0.0, 1 - 0.5 * max(0, beyond))


# -- texts -------------------------------------------------------------------------------------------------------------


def _title_similarity(text: str, columns: int) -> float:
    """Return how much a text looks like a title, 0 to 1: by length and ending."""
    if not _WORD.search(text) or READING_TIME.fullmatch(text) or MORE.match(text) or _ADDRESS.match(text):
        return 0.0
    score = _length_similarity(columns)
    if _UNFINISHED.search(text) and not _INITIAL.search(text):
        return max(0.0, score - 0.3)
    return score


def _line_similarity(line: Line) -> float:
    """Return how likely a line is a title's by what the page says of it: the same in other places, or a date."""
    return 0.0 if line.is_date else 0.65 if line.repeats else 1.0


def _length_similarity(columns: int) -> float:
    steps = ((1, 0.0), (5, 0.5), (9, 0.75), (100, 1.0), (130, 0.75), (180, 0.45))
    return next((similarity for longest, similarity in steps if columns <= longest), 0.1)


def _is_list(text: str) -> bool:
    return sum(map(text.count, ",·|")) >= max(1, _LISTED * len(text.split()))


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a full stop or an ellipsis."""
    return _FULL_STOP.search(text) is not None


# -- records -----------------------------------------------------------------------------------------------------------


def _one_bullet_each(anchors: Sequence[Anchor], lines: Sequence[Line]) -> bool:
    """Return whether there is one bullet between any two dates: then bullets begin records."""
    counts = [sum(line.starts for line in lines[a.number + 1 : b.number + 1]) for a, b in pairwise(anchors)]
    return len(counts) > 1 and counts.count(1) >= _BULLET_SHARE * len(counts)


def _reach(anchors: Sequence[Anchor], shapes: Sequence[Shape]) -> tuple[int, int] | None:
    """Return how many lines above the first date look like those above the others, and below the last likewise."""
    if len(anchors) < _FEWEST_DATES:
        return None
    pairs = list(pairwise(anchor.number for anchor in anchors))
    up = _extent(shapes, anchors[0].number, [(later, earlier) for earlier, later in pairs], -1)
    return up, _extent(shapes, anchors[-1].number, pairs, 1)


def _extent(shapes: Sequence[Shape], start: int, others: Sequence[tuple[int, int]], step: int) -> int:
    others = others[:_MOST_COMPARED]
    for distance in range(1, _MOST_COMPARED + 1):
        at = start + step * distance
        like = [shapes[n + step * distance] for n, limit in others if (limit - n) * step > distance]
        if not 0 <= at < len(shapes) or len(like) < len(others) / 2:
            return distance - 1
        known = like[:_MOST_OTHERS]
        counts = [Counter(values) for values in zip(*known, strict=True)]
        usual = fmean(_agreement(one, counts) for one in known)
        if _agreement(shapes[at], counts) < _MOST_ALIKE * usual:
            return distance - 1
    return _MOST_COMPARED


def _agreement(shape: Shape, counts: Sequence[Counter[object]]) -> int:
    return sum(count[value] for value, count in zip(shape, counts, strict=True))


def shape_of(line: Line) -> Shape:
    """Return what lines at the same place of records have in common; kind and length count twice."""
    size = (line.width >= _SHORT) + (line.width >= _LONG)
    return (
        line.kind,
        line.kind,
        line.gap > 0,
        line.gap_below > 0,
        line.starts,
        min(line.indent, 1),
        size,
        size,
        line.repeats,
        ends_sentence(line.text),
        bool(line.mentions),
    )
