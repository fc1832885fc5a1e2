"""Infer where the posts of a page's text are: the best reading of its dates and lines, and what speaks against it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from postindex.listing.layouts.candidates import Anchor, Rule, dated, find_anchors, rules_for
from postindex.listing.layouts.rendered import Line, read_lines, width
from postindex.listing.layouts.scoring import Page, Reading, score_of, shape_of

_PROSE = 60  # columns of what is beside a date, from which on it is a sentence


def readings_of(lines: Sequence[Line], rows: Collection[int] | None = None) -> list[Reading]:
    """Return every reading of a page, the best first; with `rows`, of the dates in these rows of the text alone."""
    anchors = [anchor for anchor in find_anchors(lines) if rows is None or anchor.line.row in rows]
    groups = [found for group in _groups(anchors) if (found := dated(group, lines))[0]]
    largest = max((len(group) for group, _ in groups), default=0)
    readings: list[Reading] = []
    shapes = [shape_of(line) for line in lines]
    for group, ambiguous in groups:
        for part, rules in _variants(group, lines):
            page = Page(lines, part, largest, shapes)
            for rule in rules:
                if rule.picks:
                    reading = Reading(rule.name, part, rule.picks, page.figures(rule), ambiguous_order=ambiguous)
                    reading.score = score_of(reading.figures)
                    readings.append(reading)
    return sorted(readings, key=lambda reading: -reading.score)


def _groups(anchors: Sequence[Anchor]) -> Iterator[list[Anchor]]:
    """Yield dates that are alike: of one form, with or without text before them; and all of a form; and all."""
    groups: dict[object, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        form = anchor.mention.form
        kind = form if form in ("iso", "numbers", "cjk", "digits") else "names"
        full = anchor.mention.full
        groups[full, kind, bool(anchor.before)].append(anchor)
        groups[full, kind].append(anchor)
        groups[full].append(anchor)
    seen: set[tuple[int, ...]] = set()
    for group in groups.values():
        key = tuple(id(anchor) for anchor in group)
        if key not in seen:
            seen.add(key)
            yield group


def _variants(group: list[Anchor], lines: Sequence[Line]) -> Iterator[tuple[list[Anchor], list[Rule]]]:
    """Yield a group with its rules, without the few dates that are in sentences."""
    after = [anchor for anchor in group if _is_prose(anchor.after)]
    before = [anchor for anchor in group if _is_prose(anchor.before)]
    for out, wanted in (
        ([*after, *(anchor for anchor in before if anchor not in after)], lambda name: not name.endswith("the date")),
        (before, lambda name: name == "after the date"),
        (after, lambda name: name == "before the date"),
    ):
        part = [anchor for anchor in group if anchor not in out] if 0 < len(out) < 0.25 * len(group) else group
        yield part, [rule for rule in rules_for(part, lines) if wanted(rule.name)]


def _is_prose(text: str) -> bool:
    return width(text) > _PROSE and 5 * sum(map(text.count, ",•·")) < len(text.split())


from dataclasses import dataclass, field
from postindex.listing.layouts.proof import doubts_of


@dataclass
class Post:
    title: str
    day: object


@dataclass
class Inference:
    posts: list = field(default_factory=list)
    doubts: list = field(default_factory=list)
    reading: object = None


def conclude(lines, readings, example=None):
    if example:
        readings = [r for r in readings if any(p.text == example for p in r.picks.values())]
    if not readings:
        return Inference(doubts=["no reading"])
    best = readings[0]
    doubts = doubts_of(lines, readings, example)
    return Inference([] if doubts else [Post(best.picks[a.number].text, a.day) for a in best.group if a.number in best.picks], doubts, best)


def infer(text: str) -> list[Reading]:
    """Return the readings of a text, the best first."""
    return readings_of(read_lines(text))
