"""Infer where the posts of a page's text are: the best reading of its dates and lines, and what speaks against it."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from postindex.listing.layouts.anchors import Anchor, dated, find_anchors
from postindex.listing.layouts.proof import doubts_of, rival_of
from postindex.listing.layouts.records import Details, details_of
from postindex.listing.layouts.rendered import Line, read_lines
from postindex.listing.layouts.rules import Pick, Rule, rules_for
from postindex.listing.layouts.scoring import Group, Reading, score_of, shape_of
from postindex.listing.layouts.vocabulary import width
from postindex.text import visible

MOST_ROWS = 100_000
MOST_DATES = 5_000
_LONGEST_SAMPLE = 60  # characters
_PROSE = 60  # columns of what is beside a date, from which on it is a sentence,
_LISTED = 5  # unless it has a comma or dot every five words
_FEW = 0.25  # of the dates may be in sentences, and are left out
_ITEMS = ",•·"
_HASHTAGS = re.compile(r"(?<=\w)(?:\W*\s# ?[^\W\d][\w-]*)+$")  # "#12" is a number of a title
_MOST_TAGGED = 0.5  # of the titles
_WAYS_OUT = "give the first title as example=, or read the page's HTML (sources.read_page) or its feed"


@dataclass(frozen=True, slots=True)
class InferredPost:
    """A post that a page's text lists, with the rows of its title and date, from 0."""

    title: str
    day: date
    title_row: int
    date_row: int
    details: Details


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to read a page: how its dates are written, and where the titles are."""

    date: str  # a date as the page writes it
    place: str  # of the title, in words that follow "the title is"
    titles: tuple[str, ...]
    dates: int  # that it reads

    def __str__(self) -> str:
        title = _sample(self.titles[0])
        return f"the title is {self.place}: '{title}' of '{self.date}', in {len(self.titles)} of {self.dates}"


@dataclass(frozen=True, slots=True)
class Inference:
    """What was inferred from a page's text. The posts are those of the best reading, even where there are doubts."""

    posts: tuple[InferredPost, ...] = ()
    doubts: tuple[str, ...] = ()
    layout: Layout | None = None
    runner_up: Layout | None = None
    distance: float | None = None  # by how much the layout is more likely than the runner-up
    left_out: tuple[int, ...] = ()  # rows above the first and below the last post

    @property
    def proven(self) -> bool:
        """Whether nothing speaks against the posts."""
        return not self.doubts

    def __str__(self) -> str:
        """Return the layout in one line, or why the page is refused, and what to do."""
        if self.layout is None:
            return f"{'; '.join(self.doubts)}; {_WAYS_OUT}"
        if self.doubts:
            other = f"; or {self.runner_up}" if self.runner_up else ""
            return f"{'; '.join(self.doubts)}. Either {self.layout}{other}; {_WAYS_OUT}"
        next_best = f"; runner-up: {self.runner_up.place}, {self.distance:.1f} behind" if self.runner_up else ""
        return f"{self.layout}{next_best}; {_counted(len(self.left_out), 'line')} left out"


def infer_posts(text: str, *, example: str | None = None) -> Inference:
    r"""Infer the posts that a page's text lists, whatever its layout.

    `example` is the title of one of the posts, as the page has it: only readings with that title are compared.
    The inference has doubts where the page could be read in another way, or does not look like a list of posts.

    >>> page = "\n".join(f"* Tea number {day} (2024-01-{day:02})" for day in range(17, 9, -1))
    >>> inferred = infer_posts(f"# Notes\n\n{page}\n")
    >>> inferred.proven, inferred.posts[0].title, str(inferred.posts[0].day), inferred.posts[0].title_row
    (True, 'Tea number 17', '2024-01-17', 2)
    >>> print(inferred)
    the title is before the date, on its line: 'Tea number 17' of '2024-01-17', in 8 of 8; 1 line left out
    >>> infer_posts("Tea is hot.").doubts
    ('the text has no dates',)
    """
    if text.count("\n") + text.count("\r") >= MOST_ROWS:
        return Inference(doubts=(f"the text has more than {MOST_ROWS:,} lines",))
    lines = read_lines(text)
    dates = sum(1 for line in lines if line.mentions)
    if not dates:
        return Inference(doubts=("the text has no dates",))
    if dates > MOST_DATES:
        return Inference(doubts=(f"more than {MOST_DATES:,} lines have dates",))
    return conclude(lines, readings_of(lines), example=example)


def conclude(lines: Sequence[Line], readings: Sequence[Reading], *, example: str | None = None) -> Inference:
    """Return what follows from the readings of a page, of which the best comes first."""
    if not readings:
        return Inference(doubts=("the dates have no year, or no titles beside them",))
    doubts: list[str] = []
    if example is not None:
        title = " ".join(example.split())
        fitting = [reading for reading in readings if any(pick.text == title for _, pick in reading.posts)]
        readings, doubts = (fitting, []) if fitting else (readings, [f"no post can have the title '{_sample(title)}'"])
    best, rival = readings[0], rival_of(readings)
    doubts += doubts_of(lines, readings, by_example=example is not None)
    details = details_of(best.posts, lines)
    posts = [_post(anchor, pick, more) for (anchor, pick), more in zip(best.posts, details, strict=True)]
    posts = without_hashtags(posts)
    return Inference(
        tuple(posts),
        tuple(doubts),
        _layout(best),
        _layout(rival) if rival else None,
        best.score - rival.score if rival else None,
        tuple(_left_out(best, lines)),
    )


def readings_of(lines: Sequence[Line], rows: Collection[int] | None = None) -> list[Reading]:
    """Return every reading of a page, the best first; with `rows`, of the dates in these rows of the text alone."""
    anchors = [anchor for anchor in find_anchors(lines) if rows is None or anchor.line.row in rows]
    groups = [dating for group in _groups(anchors) if (dating := dated(group, lines))[0]]
    most_dates = max((len(group) for group, _ in groups), default=0)
    shapes = [shape_of(line) for line in lines]
    readings: list[Reading] = []
    for whole, ambiguous in groups:
        for anchors, rules in _variants(whole, lines):
            group = Group(lines, shapes, anchors, most_dates)
            found = [
                Reading(rule, anchors, group.figures(rule), ambiguous)
                for rule in map(_with_visible_titles, rules)
                if rule.picks
            ]
            readings += found
    for reading in readings:
        reading.score = score_of(reading.figures)
    return sorted(readings, key=lambda reading: -reading.score)


def _with_visible_titles(rule: Rule) -> Rule:
    picks = {number: pick for number, pick in rule.picks.items() if visible(pick.text).strip()}
    return rule if len(picks) == len(rule.picks) else rule._replace(picks=picks)


def _groups(anchors: Sequence[Anchor]) -> Iterator[list[Anchor]]:
    """Yield dates that are alike: of one form, with or without text before them; and all of a form; and all."""
    groups: dict[object, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        form, full = anchor.mention.form, anchor.mention.full
        kind = form if form in ("iso", "numbers", "cjk", "digits") else "names"
        groups[full, kind, bool(anchor.before)].append(anchor)
        groups[full, kind].append(anchor)
        groups[full].append(anchor)
    yield from {tuple(map(id, group)): group for group in groups.values()}.values()


def _variants(group: list[Anchor], lines: Sequence[Line]) -> Iterator[tuple[list[Anchor], list[Rule]]]:
    """Yield a group with its rules, without the few dates that are in sentences."""
    prose_after = {anchor.number for anchor in group if _is_prose(anchor.after)}
    prose_before = {anchor.number for anchor in group if _is_prose(anchor.before)}
    for out, place in (
        (prose_after | prose_before, None),
        (prose_before, "after the date, on its line"),
        (prose_after, "before the date, on its line"),
    ):
        part = [anchor for anchor in group if anchor.number not in out] if 0 < len(out) < _FEW * len(group) else group
        rules = rules_for(part, lines)
        yield part, [rule for rule in rules if (rule.side != "same" if place is None else rule.place == place)]


def _is_prose(text: str) -> bool:
    return width(text) > _PROSE and _LISTED * sum(map(text.count, _ITEMS)) < len(text.split())


def _post(anchor: Anchor, pick: Pick, details: Details) -> InferredPost:
    assert anchor.day is not None  # anchors of readings are dated
    return InferredPost(pick.text, anchor.day, pick.line.row, anchor.line.row, details)


def without_hashtags(posts: list[InferredPost]) -> list[InferredPost]:
    """Take the words that begin with # at the end of titles as tags, if most titles have some; one may be a title's."""
    found = [_HASHTAGS.search(post.title) for post in posts]
    if sum(match is not None for match in found) < _MOST_TAGGED * len(posts):
        return posts
    return [
        post
        if match is None
        else replace(
            post,
            title=post.title[: match.start()],
            details=post.details._replace(tags=(*match[0].replace("#", " ").split(), *post.details.tags)),
        )
        for post, match in zip(posts, found, strict=True)
    ]


def _layout(reading: Reading) -> Layout:
    titles = tuple(pick.text for _, pick in reading.posts)
    return Layout(reading.group[0].text, reading.rule.place, titles, len(reading.group))


def _left_out(reading: Reading, lines: Sequence[Line]) -> Iterator[int]:
    """Yield the rows of lines above the first and below the last post."""
    first = min(min(anchor.number, pick.line.number) for anchor, pick in reading.posts)
    last = max(max(anchor.number, pick.line.number) for anchor, pick in reading.posts)
    yield from (line.row for line in [*lines[:first], *lines[last + 1 :]])


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sample(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[: _LONGEST_SAMPLE - 1].rstrip()}…"
