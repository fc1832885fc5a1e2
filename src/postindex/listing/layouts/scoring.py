"""How likely a reading is: figures of what its titles look like and where they are, in a weighted sum."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from postindex.listing.layouts.candidates import Anchor, Picks, Rule, look_of, sorted_share
from postindex.listing.layouts.rendered import MORE, READING_TIME, Line, width

_FULL_STOP = re.compile(r"(?:\.|…|。|\.\.\.)$")
_UNFINISHED = re.compile(r"(?:\.|…|。|\.\.\.|,|;|:)$")
_INITIAL = re.compile(r"\b\w\.\w?\.$")
_LOWER = re.compile(r"[a-zа-я]")
_WORDS = re.compile(r"\w+")
Shape = tuple[object, ...]
_BYLINES = frozenset(
    "in by under posted tagged tags tag category categories von par por author written filed on at comments share with".split()
)

FIGURES = "coverage size order twice distinct likely stop short long length lower list start near margin ends doubled up ordinal reach".split()
WEIGHTS: dict[str, float] = {}


@dataclass(slots=True, eq=False)
class Reading:
    """A rule for the titles of a group of dates, with its figures and their weighted sum."""

    rule: str
    group: list[Anchor]
    picks: Picks
    figures: dict[str, float] = field(default_factory=dict)
    score: float = 0.0
    ambiguous_order: bool = False

    @property
    def posts(self) -> list[tuple[str, str]]:
        return [(self.picks[a.number].text, a.day.isoformat()) for a in self.group if a.number in self.picks]


class Page:
    """What all readings of one group of dates share."""

    def __init__(self, lines: Sequence[Line], group: Sequence[Anchor], largest: int, shapes: Sequence[Shape]) -> None:
        self.lines, self.group, self.largest = lines, group, largest
        self.order = sorted_share([anchor.day for anchor in group])
        self.bullets = _one_bullet_each(group, lines)
        self.reach = _reach(group, shapes)

    def figures(self, rule: Rule) -> dict[str, float]:
        """Return the figures of a rule's titles, each about 0 to 1."""
        picks, lines = rule.picks, self.lines
        same = rule.name.endswith("the date")
        texts = [pick.text for pick in picks.values()]
        chosen = [pick.line for pick in picks.values()]
        number = len(texts)
        figures = {
            "coverage": number / len(self.group),
            "size": min(1, number / max(3, self.largest)),
            "order": self.order,
            "distinct": len(set(texts)) / number,
            "likely": sum(title_likeness(t, repeats=not same and line.repeats) for t, line in zip(texts, chosen, strict=True)) / number,
            "stop": sum(bool(_FULL_STOP.search(text)) for text in texts) / number,
            "short": sum(width(text) < 12 for text in texts) / number,  # noqa: PLR2004
            "long": sum(width(text) > 110 for text in texts) / number,  # noqa: PLR2004
            "length": min(1.0, median(map(width, texts)) / 60),
            "lower": sum(bool(_LOWER.match(text)) for text in texts) / number,
            "list": sum(_is_list(text) for text in texts) / number,
            "novel": _novelty(texts),
            "byline": _byline(texts),
            "same": float(same),
            "after": float(rule.name == "after the date"),
        }
        if same:
            return figures | {"start": 1.0, "near": 1.0, "margin": 0.5, "opens": 1.0, "ends": 1.0, "style": 1.0, "doubled": 0.0, "twice": 0.0, "repeated": 0.0, "up": 0.0, "ordinal": 0.0, "first": 0.0, "reach": 1.0, "regular": 1.0}
        looks = Counter(look_of(line) for line in chosen).most_common(1)
        others = [line for line in lines if line.kind == "text"]
        margin = sum(line.indent == 0 for line in chosen) / number - sum(line.indent == 0 for line in others) / max(1, len(others))
        gaps = [abs(pick.line.number - at) for at, pick in picks.items()]
        figures |= {
            "start": self._starts(picks),
            "near": sum(max(0.0, 1 - 0.12 * (abs(p.line.number - at) - 1) - self._gaps(at, p.line.number)) for at, p in picks.items()) / number,
            "margin": margin,
            "style": looks[0][1] / number,
            "ends": self._ends(picks, looks[0][0]),
            "twice": sum(line.echoes for line in chosen) / number,
            "doubled": sum(line.doubled for line in chosen) / max(number, self.largest),
            "repeated": sum(line.repeats for line in chosen) / number,  # noqa: PLR2004
            "up": float("above" in rule.name or "record" in rule.name),
            "ordinal": float(rule.name.startswith(("2nd", "3rd", "4th"))),
            "first": sum(self._begins(line) for line in chosen) / number,
            "reach": self._within_reach(picks, up="above" in rule.name or "record" in rule.name),
            "opens": self._opens(picks),
            "regular": Counter(gaps).most_common(1)[0][1] / number,
        }
        return figures

    def _starts(self, picks: Picks) -> float:
        """Return how far titles are where something begins: at a bullet, below an empty line or below a date."""
        total = 0.0
        for at, pick in picks.items():
            line, above = pick.line, self.lines[pick.line.number - 1] if pick.line.number else None
            if line.starts:
                total += 1
            elif self.bullets and not self.lines[at].starts:
                total += 0.1
            elif line.gap > 0:
                total += 0.8
            elif above is not None and (above.mentions or above.kind in ("more", "tags", "image")):
                total += 0.75
        return total / len(picks)

    def _gaps(self, one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = self.lines[low + 1 : high + 1]
        return 0.1 * sum(line.gap > 0 for line in between) + 0.5 * any(line.starts for line in between)

    def _ends(self, picks: Picks, look: object) -> float:
        """Return whether the first and the last title look like the others: a shifted rule fails at one end."""

        def end(anchor: Anchor) -> float:
            pick = picks.get(anchor.number)
            return 0.0 if pick is None else 1.0 if look_of(pick.line) == look else 0.3

        return (end(self.group[0]) + end(self.group[-1])) / 2

    def _opens(self, picks: Picks) -> float:
        """Return how far titles are the first line of their record, where the records' extent is known."""
        if self.reach is None:
            return 1.0
        up, total = self.reach[0], 0.0
        dates = [anchor.number for anchor in self.group]
        for before, at in zip([-1, *dates], dates, strict=False):
            if at in picks:
                start = max(before + 1, at - up)
                lines = (self.lines[n] for n in range(start, picks[at].line.number))
                total += 1 / (1 + sum(line.kind == "text" and not line.mentions for line in lines))
        return total / len(picks)

    def _begins(self, line: Line) -> bool:
        above = self.lines[line.number - 1] if line.number else None
        return above is None or bool(above.mentions) or above.kind != "text" or above.repeats or line.gap > 1 or line.starts  # noqa: PLR2004

    def _within_reach(self, picks: Picks, *, up: bool) -> float:
        """Return whether the title at the page's end is within what looks like the other records there."""
        if self.reach is None:
            return 1.0
        anchor = self.group[0] if up else self.group[-1]
        pick = picks.get(anchor.number)
        if pick is None:
            return 0.0
        return max(0.0, 1 - 0.5 * max(0, abs(pick.line.number - anchor.number) - self.reach[0 if up else 1]))


def score_of(figures: dict[str, float]) -> float:
    """Return the weighted sum of figures."""
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in figures.items())


def title_likeness(text: str, *, repeats: bool = False) -> float:
    """Return how much a text looks like a title, 0 to 1: by length, ending and how often the page has it."""
    columns = width(text)
    if text.startswith(("//", "http://", "https://")) or columns < 2 or not _WORDS.search(text) or READING_TIME.fullmatch(text) or MORE.match(text):  # noqa: PLR2004
        return 0.0
    score = 1.0 if 10 <= columns <= 100 else 0.75 if 6 <= columns <= 130 else 0.5 if columns < 6 else 0.45 if columns <= 180 else 0.1  # noqa: PLR2004
    if _UNFINISHED.search(text) and not _INITIAL.search(text):
        score -= 0.3
    if repeats:
        score -= 0.35
    return max(0.0, score)


def _is_list(text: str) -> bool:
    return sum(map(text.count, ",·|")) >= max(1, 0.3 * len(text.split()))


def _novelty(texts: Sequence[str]) -> float:
    """Return the mean share of a text's words that no other has."""
    words = [set(_WORDS.findall(text.lower())) for text in texts]
    counts = Counter(word for found in words for word in found)
    return sum(sum(counts[word] == 1 for word in found) / len(found) if found else 0 for found in words) / len(texts)


def _byline(texts: Sequence[str]) -> float:
    """Return whether most texts begin with one word such as "by" or "in"."""
    firsts = Counter(text.split()[0].lower().strip(":") for text in texts if text.split())
    word, number = firsts.most_common(1)[0] if firsts else ("", 0)
    return float(len(texts) > 1 and word in _BYLINES and number >= 0.7 * len(texts))


def _one_bullet_each(group: Sequence[Anchor], lines: Sequence[Line]) -> bool:
    """Return whether there is one bullet between any two dates: then bullets begin records."""
    counts = [sum(line.starts for line in lines[a.number + 1 : b.number + 1]) for a, b in pairwise(group)]
    return len(counts) > 1 and counts.count(1) >= 0.8 * len(counts)


def _reach(group: Sequence[Anchor], lines: Sequence[Shape]) -> tuple[int, int] | None:
    """Return how many lines above the first date look like those above the others, and below the last likewise."""
    if len(group) < 3:  # noqa: PLR2004
        return None
    numbers = [anchor.number for anchor in group]
    above = list(pairwise(numbers))
    up = _extent(lines, numbers[0], [(later, earlier) for earlier, later in above], -1)
    down = _extent(lines, numbers[-1], above, 1)
    return up, down


def _extent(shapes: Sequence[Shape], start: int, others: Sequence[tuple[int, int]], step: int) -> int:
    others = others[:40]
    for distance in range(1, 41):
        at = start + step * distance
        if not 0 <= at < len(shapes):
            return distance - 1
        like = [shapes[n + step * distance] for n, limit in others if (limit - (n + step * distance)) * step > 0]
        if len(like) < 0.5 * len(others):
            return distance - 1
        known = like[:12]
        total = [Counter(values) for values in zip(*known, strict=True)]
        usual = sum(_agreement(one, total) for one in known) / len(known)
        if _agreement(shapes[at], total) < 0.86 * usual:
            return distance - 1
    return 40


def _agreement(shape: Shape, counts: Sequence[Counter[object]]) -> int:
    return sum(count[value] for value, count in zip(shape, counts, strict=True))


def shape_of(line: Line) -> Shape:
    size = 0 if line.width < 12 else 1 if line.width < 100 else 2  # noqa: PLR2004
    return (
        line.kind,
        line.kind,
        line.gap > 0,
        line.gap_below > 0,
        line.starts,
        min(line.indent, 1),
        size,
        size,
        line.repeats,  # noqa: PLR2004
        bool(_FULL_STOP.search(line.text)),
        bool(line.mentions),
    )
