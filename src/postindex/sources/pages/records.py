"""Read posts from a page's structure: groups of dates at like places, the record around each, and its title."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile
from statistics import fmean

from postindex.listing.layouts.anchors import sorted_share
from postindex.sources.pages.dated import Dated, find_dates, is_update
from postindex.sources.pages.elements import ASIDES, Element
from postindex.sources.pages.titles import SURE, Title, best_title, title_beside
from postindex.sources.pages.years import YearHeading, day_of, find_year_headings, number_order

_MOST_GROUPS = 16  # of dates at like places, the largest
_PATHS = {"long": 4, "short": 2}  # elements, from the date's up
_LONGEST_CLASSES = 40  # characters
_VOLATILE_CLASS = re.compile(
    r"\d|^(?:category|tag|post-tag|status|format|has|type|no|first|last|odd|even|active)(?:-|$)"
)
_ONE_POST = frozenset({"article", "li", "section"})  # the record of a date that is alone on its page
_FEW_TITLES = 0.6  # of the dates, so that titles are looked for beside the records
_MOST_SIBLINGS = 9  # beside a date's element, that may belong to its record
_TITLE_SIBLINGS = 3  # of them, that may hold the title
_SIBLING_DISTANCE = 0.1  # off the number of titles found, for each sibling between
_WEAK = 1.3  # a title's score, below which the text beside the date may be the title

# Weights of a reading's score.
_SIZE, _LARGEST, _EACH = 2.0, 12, 0.002
_DISTINCT, _LINKED, _ALONE, _ASIDE = 2.0, 1.2, 0.8, -1.5
_SORTED, _TITLES, _SUREST = 0.8, 0.6, 3.0


@dataclass(slots=True, eq=False)
class Record:
    """A post as the page shows it: the elements that hold it, its date and its title."""

    elements: list[Element]
    dated: Dated
    title: Title
    day: date
    siblings: bool = False  # whether the record is a run of siblings


@dataclass(slots=True, eq=False)
class Reading:
    """Records in document order that one group of dates gives; `size` is the number of the dates."""

    records: list[Record]
    size: int
    ambiguous: bool  # whether day and month could be swapped
    score: float = 0.0


@dataclass(slots=True, eq=False)
class Structure:
    """What the structure of a page gives: its dates, and the readings of their groups, the best first."""

    dates: list[Dated]
    readings: list[Reading] = field(default_factory=list)


def read_structure(root: Element) -> Structure:
    """Return the dates of a page and the readings of their groups."""
    dates = find_dates(root)
    years = find_year_headings(root)
    published = [dated for dated in dates if not is_update(dated)]
    readings = [reading for group in _groups(published) if (reading := _read_group(group, years)).records]
    for reading in readings:
        reading.score = _score(reading)
    return Structure(dates, sorted(readings, key=lambda reading: -reading.score))


def elements_of(record: Record) -> Iterator[Element]:
    """Yield the elements of a record in document order."""
    for root in record.elements:
        yield from root.iter()


def distinct_records(records: Iterable[Record]) -> list[Record]:
    """Return records without those of a day whose link, or whose title if it has no link, came before on that day."""
    distinct: dict[tuple[date, str], Record] = {}
    for record in records:
        distinct.setdefault((record.day, record.title.href or record.title.text), record)
    return list(distinct.values())


# -- groups ------------------------------------------------------------------------------------------------------------


def _groups(dates: Sequence[Dated]) -> list[list[Dated]]:
    """Return dates at like places, by the tags and classes of the element and of those above it; the largest groups."""
    groups: dict[object, list[Dated]] = defaultdict(list)
    for dated in dates:
        for name, length in _PATHS.items():
            groups[name, _path(dated.element, length)].append(dated)
        if dated.element.tag == "time" or stable_classes(dated.element.get("class")):
            groups["element", _path(dated.element, 1)].append(dated)
    distinct = {tuple(dated.element.position for dated in group): group for group in groups.values()}
    return sorted(distinct.values(), key=len, reverse=True)[:_MOST_GROUPS]


def _path(element: Element, length: int) -> tuple[tuple[str, str], ...]:
    path = [(element.tag, stable_classes(element.get("class")))]
    for holder in islice(element.ancestors(), length - 1):
        if holder.tag == "body":
            break
        path.append((holder.tag, stable_classes(holder.get("class"))))
    return tuple(path)


@lru_cache(maxsize=1024)
def stable_classes(classes: str) -> str:
    """Return classes without those that differ from post to post.

    >>> stable_classes("post post-17 category-tea")
    'post'
    """
    return " ".join(sorted(name for name in classes.split() if not _VOLATILE_CLASS.search(name)))[:_LONGEST_CLASSES]


# -- records -----------------------------------------------------------------------------------------------------------


def _read_group(group: Sequence[Dated], years: Sequence[YearHeading]) -> Reading:
    holders = _holders(group)
    titles = [_title_in(holder, dated) for holder, dated in zip(holders, group, strict=True)]
    runs = [[holder] for holder in holders]
    siblings = False
    if len(group) > 1 and _sure(titles) < _FEW_TITLES * len(group):
        siblings, runs, titles = _with_siblings(holders, runs, titles)
    day_first, ambiguous = number_order(group)
    records = [
        Record(run, dated, title, day, siblings)
        for dated, title, run in zip(group, titles, runs, strict=True)
        if title is not None and (day := day_of(dated, title.href, years, day_first)) is not None
    ]
    return Reading(records, len(group), ambiguous)


def _title_in(holder: Element, dated: Dated) -> Title | None:
    title = best_title([holder], dated.element)
    return title if title is not None and title.score >= _WEAK else title_beside(dated) or title


def _holders(group: Sequence[Dated]) -> list[Element]:
    """Return, for each date, the largest element around it that holds no other date of the group."""
    counts = Counter(holder for dated in group for holder in (dated.element, *dated.element.ancestors()))
    return [_holder(dated.element, counts, alone=len(group) == 1) for dated in group]


def _holder(date: Element, counts: Counter[Element], *, alone: bool) -> Element:
    largest = date
    for holder in takewhile(lambda each: each.tag not in ("html", "body") and counts[each] == 1, date.ancestors()):
        largest = holder
        if alone and holder.tag in _ONE_POST:
            break
    return largest


def _with_siblings(
    holders: Sequence[Element], runs: list[list[Element]], titles: list[Title | None]
) -> tuple[bool, list[list[Element]], list[Title | None]]:
    """Return whether the elements below or above the records have more titles, and the better records and titles."""
    around = set(holders)
    choices: list[tuple[float, bool, list[list[Element]], list[Title | None]]] = [(_sure(titles), False, runs, titles)]
    for forward in (True, False):
        beside = [_run(holder, around, forward=forward) for holder in holders]
        found = [best_title(run[:_TITLE_SIBLINGS], None) if run else None for run in beside]
        known = _sure(found) - _SIBLING_DISTANCE * _mean_distance(holders, found)
        choices.append((known, True, [[holder, *run] for holder, run in zip(holders, beside, strict=True)], found))
    _, siblings, runs, titles = max(choices, key=lambda choice: choice[0])
    return siblings, runs, titles


def _run(holder: Element, holders: Collection[Element], *, forward: bool) -> list[Element]:
    """Return the siblings on one side of a record, up to the next record."""
    run: list[Element] = []
    for sibling in islice(holder.siblings(forward=forward), _MOST_SIBLINGS):
        if sibling in holders:
            break
        run.append(sibling)
    return run


def _mean_distance(holders: Sequence[Element], titles: Sequence[Title | None]) -> float:
    """Return how many siblings are between records and their titles, on average."""
    distances = [
        _distance(holder, title.element) for holder, title in zip(holders, titles, strict=True) if title is not None
    ]
    return fmean(distances) if distances else 0.0


def _distance(holder: Element, element: Element) -> int:
    """Return how many siblings away from a record an element is, or the sibling that holds it."""
    above = next((each for each in (element, *element.ancestors()) if each.parent is holder.parent), None)
    return abs(holder.index - above.index) if above is not None else _MOST_SIBLINGS


def _sure(titles: Iterable[Title | None]) -> int:
    return sum(title is not None and title.score > SURE for title in titles)


# -- score -------------------------------------------------------------------------------------------------------------


def _score(reading: Reading) -> float:
    """Return how much a reading looks like a list of posts."""
    records, number = reading.records, len(reading.records)
    distinct = len({record.title.text for record in records}) / number
    linked = fmean(bool(record.title.href) for record in records)
    alone = fmean(record.dated.alone for record in records)
    aside = fmean(is_aside(record.dated.element) for record in records)
    titles = fmean(min(record.title.score, _SUREST) for record in records)
    return (
        _SIZE * min(number, _LARGEST) / _LARGEST
        + _EACH * number
        + _DISTINCT * distinct
        + _LINKED * linked
        + _ALONE * alone
        + _ASIDE * aside
        + _SORTED * sorted_share([record.day for record in records])
        + _TITLES * titles
        + number / reading.size
    )


def is_aside(element: Element) -> bool:
    """Whether an element is in a menu, a footer or beside the content."""
    return any(holder.tag in ASIDES for holder in element.ancestors())
