"""What speaks against a reading of a page. It is accepted only if nothing does."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import fmean

from postindex.listing.layouts.anchors import sorted_share
from postindex.listing.layouts.rendered import Line
from postindex.listing.layouts.scoring import Reading, ends_sentence
from postindex.listing.layouts.vocabulary import OTHER_LISTS

FEWEST_POSTS = 2  # that show a layout
_COVERAGE = 0.95  # of the dates have a title
_DISTINCT = 0.9  # of the titles are different
_LIKELY = 0.6  # is the mean of how much titles look like ones
_SENTENCES = 0.35  # of the titles may end with a full stop
_SORTED = 0.6  # of the dates are in order
_ELSEWHERE = 0.4  # of the dates may be again as many in other places
_LONGEST_HEADER = 90  # columns of a line above the posts, from which on it is prose
_HEADER = 4  # lines above the posts, that may say what is listed
_DIFFERENT = 0.1  # of the titles differ in a reading that rivals
_SHARED = 0.5  # of the dates are the same in it
_YEAR = re.compile(r"^(?:19|20)\d\d\b|\b(?:19|20)\d\d$")
_LONGEST_WORD = 12  # columns, by which a broken line is shorter than the longest
_NARROWEST = 60  # columns of lines that a terminal broke
_MOST_BROKEN = 0.9  # of the titles: what nearly all go on with is a summary
# How far the best reading is ahead of the next one, by the number of posts: few posts show little.
_DISTANCES = ((4, 2.7), (19, 0.3), (None, 0.2))
_LESS_BY_EXAMPLE = 3


def doubts_of(lines: Sequence[Line], readings: Sequence[Reading], *, by_example: bool = False) -> list[str]:
    """Return what speaks against the first of some readings, in words; nothing where it is proven."""
    best = readings[0]
    doubts = [*_doubts_of_titles(best), *_doubts_of_dates(best), *_doubts_of_surroundings(best, lines)]
    doubts += [*_doubts_of_breaks(best, lines)]
    rival = rival_of(readings)
    if rival and best.score - rival.score < _distance(len(best.posts), by_example=by_example):
        doubts.append(f"the title may also be {rival.rule.place}")
    return doubts


def rival_of(readings: Sequence[Reading]) -> Reading | None:
    """Return the best of the other readings that gives posts other titles than the first."""
    titles = {anchor.number: pick.text for anchor, pick in readings[0].posts}
    for reading in readings[1:]:
        others = {anchor.number: pick.text for anchor, pick in reading.posts if anchor.number in titles}
        different = sum(text != titles[number] for number, text in others.items())
        if len(others) >= _SHARED * len(titles) and different >= _DIFFERENT * len(others):
            return reading
    return None


def _distance(posts: int, *, by_example: bool) -> float:
    distance = next(distance for most, distance in _DISTANCES if most is None or posts <= most)
    return distance / (_LESS_BY_EXAMPLE if by_example else 1)


def _doubts_of_titles(reading: Reading) -> list[str]:
    doubts, titles = [], [pick.text for _, pick in reading.posts]
    if len(titles) < FEWEST_POSTS:
        doubts.append("one post does not show a layout")
    if reading.figures["coverage"] < _COVERAGE:
        doubts.append(f"{len(reading.group) - len(titles)} of {len(reading.group)} dates have no title")
    if reading.figures["distinct"] < _DISTINCT:
        doubts.append(f"titles repeat, such as '{Counter(titles).most_common(1)[0][0]}'")
    if reading.figures["likely"] < _LIKELY or fmean(map(ends_sentence, titles)) > _SENTENCES:
        doubts.append("the titles look like sentences")
    return doubts


def _doubts_of_dates(reading: Reading) -> list[str]:
    doubts = []
    if reading.ambiguous_order:
        doubts.append("the dates do not show whether the day or the month comes first")
    if sorted_share([anchor.day for anchor in reading.group]) < _SORTED:
        doubts.append("the dates are not in order")
    return doubts


def _doubts_of_surroundings(reading: Reading, lines: Sequence[Line]) -> list[str]:
    doubts = []
    own = {anchor.number for anchor in reading.group}
    first = min(min(anchor.number, pick.line.number) for anchor, pick in reading.posts)
    others = [line for line in lines if line.number not in own and _has_date(line)]
    if len(others) > _ELSEWHERE * len(own):
        doubts.append(f"{len(others)} other lines have dates")
    if strays := [line for line in others if line.number < first and line.width < _LONGEST_HEADER]:
        doubts.append(f"a line above the first post has a date: '{strays[-1].text}'")
    header = [line for line in lines[:first] if line.kind == "text"][-_HEADER:]
    headings = [line.text for line in header if OTHER_LISTS.match(line.text) and not line.bullet and line.gap_below]
    return [*doubts, *(f"the heading '{text}' is not that of a list of posts" for text in headings)]


def _doubts_of_breaks(reading: Reading, lines: Sequence[Line]) -> Iterator[str]:
    """Yield what a terminal may have broken: dates before their year, and titles as long as its lines."""
    years: list[str] = []
    for anchor in reading.group:
        below = lines[anchor.number + 1] if anchor.number + 1 < len(lines) else None
        year = _YEAR.search(below.text) if below and not below.gap and anchor.mention.year is None else None
        if year is None:
            continue
        has_comma = anchor.line.text[anchor.mention.end :].startswith(",")
        if has_comma or year[0] in years:  # the headings of a page's years are different
            yield f"the year of '{anchor.text}' is on the line below it"
            break
        years.append(year[0])
    going_on = list(_titles_going_on(reading, lines))
    longest = max(pick.line.indent + pick.line.width for _, pick in reading.posts)
    full = all(line.indent + line.width > longest - _LONGEST_WORD for line in going_on)
    if going_on and full and longest > _NARROWEST and len(going_on) < _MOST_BROKEN * len(reading.posts):
        yield f"'{going_on[0].text}' may go on in the line below it"


def _titles_going_on(reading: Reading, lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of titles with a shorter one below that may be their rest."""
    own = {anchor.number for anchor in reading.group} | {pick.line.number for _, pick in reading.posts}
    for anchor, pick in reading.posts:
        line, number = pick.line, pick.line.number + 1
        if number >= len(lines) or number in own:
            continue
        below = lines[number]
        beside = reading.rule.side == "same"
        ends = not beside or bool(anchor.after) or anchor.mention.end == len(line.text)
        like = below.kind == "text" and not below.gap and not below.starts and below.width < line.width
        if like and ends and (beside or below.indent == line.indent):
            yield line


def _has_date(line: Line) -> bool:
    return any(mention.full and not mention.updated for mention in line.mentions)
