"""Where titles may be: every rule that gives the dates of a page titles."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from postindex.dates.mentions import Mention, find_mentions
from postindex.listing.layouts.rendered import READING_TIME, SEPARATORS, TAG_LINE, Line, year_of_heading

_FEWEST_WITH_END = 4  # titles, of which
_SHARE_WITH_END = 0.8  # have the same last words, for these not to be theirs
_FARTHEST = 4  # lines between a date and its title, without those that are skipped
_SKIPPED = frozenset({"image", "more", "rule", "minutes"})
_PUBLISHED = re.compile(
    r"(?<![A-Za-z])(?:(?:posted|published|written|created|date|publi[ée]e?|ver[öo]ffentlicht|publicado|发表|發表|发布|發佈|创建|撰写"
    r"|投稿|公開|posté)(?:日期|时间)?\s*(?:on|at|am|le|el|in|by|于|於|：|:|日)*\s*|\b(?:on|am|le)\s)$",
    re.IGNORECASE,
)
OPEN_END = re.compile(r"\w\W+(?:the|for|of|from|vom|du|del|de|am)\s+$", re.IGNORECASE)  # a date is a part of what it ends
_COMMENTS = re.compile(r"^(?:(?:\d+|no|leave a)\s+)?(?:comments?|commentaires?|kommentare?|comentarios?)\b", re.IGNORECASE)
_PLAIN_SEPARATORS = SEPARATORS + "»›"
_YEAR_IN_TEXT = re.compile(r",?\s+(?:19|20)\d\d$")


@dataclass(slots=True, eq=False)
class Anchor:
    """A date in a line: what is before and after it there, and the day once it is known."""

    line: Line
    mention: Mention
    before: str
    after: str
    day: date | None = None

    @property
    def number(self) -> int:
        """The number of its line."""
        return self.line.number


class Pick(NamedTuple):
    """A title: its line and its text."""

    line: Line
    text: str


Picks = dict[int, Pick]  # by the number of the date's line


class Rule(NamedTuple):
    """Where titles are, by name, and what it picks."""

    name: str
    picks: Picks


def find_anchors(lines: Sequence[Line]) -> list[Anchor]:
    """Return every date of a page that may be that of a post."""
    found: list[Anchor] = []
    for line in lines:
        for mention in line.mentions:
            if mention.updated:
                continue
            found.append(_anchor(line, mention))
            year = _YEAR_IN_TEXT.search(line.text[mention.start : mention.end])
            if mention.form == "month-first" and year and "," not in year[0]:
                # "June 21 2021 Annual Survey" under the heading 2022: the title begins with a year
                short = mention._replace(form="month-day", end=mention.end - len(year[0]), year=None)
                found.append(_anchor(line, short))
    return found


def _anchor(line: Line, mention: Mention) -> Anchor:
    before, after = line.text[: mention.start], line.text[mention.end :]
    if OPEN_END.search(before) and not strip_separators(after):
        return Anchor(line, mention, line.text, "")  # "Issue 22 for Monday the 25th of November 2013"
    return Anchor(line, mention, _said(_PUBLISHED.sub("", READING_TIME.sub("", before).rstrip())), _said(READING_TIME.sub("", after)))


def _said(text: str) -> str:
    """Return what a text beside a date says, without separators; empty where it is another date alone."""
    text = strip_separators(" ".join(text.split()))
    mentions = find_mentions(text)
    if mentions and mentions[0].start == 0:  # of an update: "2 June 2020 11 June 2020"
        text = strip_separators(text[mentions[0].end :])
        mentions = find_mentions(text)
    if mentions:
        rest = text
        for mention in reversed(mentions):
            rest = rest[: mention.start] + rest[mention.end :]
        if not re.search(r"\w{2}", _PUBLISHED.sub("", f"{rest.strip()} ")):
            return ""
        if mentions[0].updated and mentions[0].start < 30:  # "Updated on …": what is behind it is the rest
            text = strip_separators(text[mentions[0].end :])
    return "" if TAG_LINE.match(text) or _COMMENTS.match(text) else text


def strip_separators(text: str) -> str:
    """Return a text without separators at its ends, and without a bracket that has no pair."""
    while True:
        before = text
        text = text.strip(_PLAIN_SEPARATORS)
        if text[:1] in "([" and text[-1:] in ")]" and "(" not in text[1:-1] and ")" not in text[1:-1]:
            text = text[1:-1]
        text = text.rstrip("([").lstrip(")]")
        if text.startswith("(") and ")" not in text:
            text = text[1:]
        if text.endswith(")") and "(" not in text:
            text = text[:-1]
        if text == before:
            return text


# -- days --------------------------------------------------------------------------------------------------------------


def dated(anchors: Sequence[Anchor], lines: Sequence[Line]) -> tuple[list[Anchor], bool]:
    """Return the anchors whose day is known, one a line, and whether day and month might be swapped.

    A year that a date lacks is that of the nearest heading above, such as "2024" or "March 2024".
    """
    numbers = [anchor.mention for anchor in anchors if anchor.mention.form == "numbers"]
    day_first, ambiguous = order_of_numbers(numbers) if numbers else (None, False)
    years = [(line.number, year) for line in lines if line.kind == "heading" and (year := year_of_heading(line.text))]
    found: dict[int, Anchor] = {}
    for anchor in anchors:
        year = None
        if anchor.mention.year is None:
            above = [year for number, year in years if number < anchor.number]
            year = above[-1] if above else None
        anchor.day = anchor.mention.to_date(day_first=day_first, year=year)
        if anchor.day is not None:
            found.setdefault(anchor.number, anchor)
    return list(found.values()), ambiguous


def order_of_numbers(numbers: Sequence[Mention]) -> tuple[bool, bool]:
    """Return whether the day comes first in dates of three numbers, and whether that is a guess.

    A number over 12 decides; otherwise the order in which the dates are sorted, as lists of posts are.
    """
    first, second = max(m.first for m in numbers), max(m.second for m in numbers)
    if first > 12 >= second:  # noqa: PLR2004  months
        return True, False
    if second > 12 >= first:  # noqa: PLR2004  months
        return False, False
    day_first = sorted_share([m.to_date(day_first=True) for m in numbers])
    month_first = sorted_share([m.to_date(day_first=False) for m in numbers])
    if day_first != month_first:
        return day_first > month_first, len(numbers) < 4 or abs(day_first - month_first) < 0.3  # noqa: PLR2004
    return False, True


def sorted_share(days: Sequence[date | None]) -> float:
    """Return the share of neighbouring days that are in order, in the better direction."""
    known = [day for day in days if day is not None]
    steps = list(pairwise(known))
    if not steps:
        return 1.0
    return max(sum(a >= b for a, b in steps), sum(a <= b for a, b in steps)) / len(steps)


# -- rules -------------------------------------------------------------------------------------------------------------


def rules_for(group: Sequence[Anchor], lines: Sequence[Line]) -> Iterator[Rule]:
    """Yield every way to choose titles for the dates of a group."""
    yield Rule("after the date", {a.number: Pick(a.line, a.after) for a in group if a.after})
    yield Rule("before the date", _without_common_end({a.number: Pick(a.line, a.before) for a in group if a.before}))
    spans = list(_spans(group, len(lines)))
    for plain in (False, True):
        for distance in range(1, _FARTHEST + 1):
            suffix = " that does not repeat" if plain else ""
            for up in (True, False):
                picks = {
                    a.number: Pick(line, line.text)
                    for a, above, below in spans
                    if (line := _nth(_walk(lines, above if up else below, plain=plain), distance)) is not None
                }
                yield Rule(f"{_ORDINALS[distance]} line {'above' if up else 'below'}{suffix}", picks)
    for name, style in _STYLES.items():
        for up in (True, False):
            picks = {
                a.number: Pick(line, line.text)
                for a, above, below in spans
                if (line := next(filter(style, _walk(lines, above if up else below)), None)) is not None
            }
            yield Rule(f"nearest {name} {'above' if up else 'below'}", picks)
    for name, style in {**_STYLES, "line": lambda _: True}.items():
        yield Rule(f"first {name} of the record", _first_of_record(spans, lines, style))


def _without_common_end(picks: Picks) -> Picks:
    """Return titles without the words that nearly all of them end with: an author's name before the date."""
    words = [pick.text.split() for pick in picks.values()]
    end: list[str] = []
    while len(words) >= _FEWEST_WITH_END:
        ends = Counter(tuple(row[-len(end) - 1 :]) for row in words if len(row) > len(end) + 1)
        common, number = ends.most_common(1)[0] if ends else ((), 0)
        if number < _SHARE_WITH_END * len(words) or common[0][:1].islower() or any(map(str.isdigit, "".join(common))):
            break
        end = list(common)
    tail = " ".join(end)
    return {
        at: pick._replace(text=pick.text.removesuffix(tail).rstrip() if tail and pick.text != tail else pick.text)
        for at, pick in picks.items()
    }


_ORDINALS = {1: "the", 2: "2nd", 3: "3rd", 4: "4th"}
_STYLES: dict[str, Callable[[Line], bool]] = {
    "line at the margin": lambda line: line.indent == 0,
    "bulleted line": lambda line: line.starts,
    "line between empty lines": lambda line: line.gap > 0 and line.gap_below > 0,
    "line below an empty line": lambda line: line.gap > 0,
    "line below two empty lines": lambda line: line.gap > 1,
}


def _spans(group: Sequence[Anchor], size: int) -> Iterator[tuple[Anchor, range, range]]:
    """Yield each anchor with the numbers of the lines above it, nearest first, and below it, up to its neighbours."""
    for at, anchor in enumerate(group):
        above = group[at - 1].number if at else -1
        below = group[at + 1].number if at + 1 < len(group) else size
        yield anchor, range(anchor.number - 1, above, -1), range(anchor.number + 1, below)


def _walk(lines: Sequence[Line], numbers: range, *, plain: bool = False) -> Iterator[Line]:
    for number in numbers:
        line = lines[number]
        if line.kind in ("heading", "end"):
            return
        if line.kind in _SKIPPED or (plain and (line.repeats or line.kind == "tags")):  # noqa: PLR2004
            continue
        yield line


def _nth(found: Iterator[Line], number: int) -> Line | None:
    for _ in range(number - 1):
        next(found, None)
    return next(found, None)


def _first_of_record(
    spans: Sequence[tuple[Anchor, range, range]], lines: Sequence[Line], style: Callable[[Line], bool]
) -> Picks:
    """Return the first line of a style between a date and the one before it; for the first date, the like one above."""
    picks: Picks = {}
    distances: list[int] = []
    for anchor, above, _ in spans[1:]:
        for number in reversed(above):
            line = lines[number]
            if line.kind not in ("text",) or line.repeats or not style(line):  # noqa: PLR2004
                continue
            if any(lines[n].kind in ("heading", "end") for n in range(number, anchor.number)):
                continue
            picks[anchor.number] = Pick(line, line.text)
            distances.append(sum(lines[n].kind not in _SKIPPED for n in range(number, anchor.number)))
            break
    if not picks:
        return picks
    usual = Counter(distances).most_common(1)[0][0]
    look = Counter(look_of(pick.line) for pick in picks.values()).most_common(1)[0][0]
    first, above, _ = spans[0]
    best: tuple[float, Line] | None = None
    distance = 0
    for line in _walk(lines, above):
        distance += 1
        if distance > max(distances):
            break
        score = 2 * (look_of(line) == look) + 2 * line.doubled - abs(distance - usual) * 0.5
        if distance >= min(distances) and (best is None or score > best[0]):
            best = (score, line)
    if best is not None:
        picks = {first.number: Pick(best[1], best[1].text), **picks}
    return picks


def look_of(line: Line) -> tuple[int, bool, bool]:
    """Return the look of a line: indented, below an empty line, begun by a bullet."""
    return min(line.indent, 1), line.gap > 0, line.starts
