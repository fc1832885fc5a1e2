"""Read posts from a page's structure: dates, the records around them, and the title of each record."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from unicodedata import east_asian_width

from postindex.dates.mentions import Mention, find_mentions, month_number
from postindex.sources.elements import BLOCKS, Element, collapse

LONGEST_TITLE = 250  # characters
_LONGEST_DATE_TEXT = 120  # characters of an element's own text beside its date
_NEAR = 60  # characters around a date that may say that it is of an update
_SIBLINGS = 8  # of a date, that may hold its title
_SEPARATORS = " \t\xa0-–—|·•:,/»›~⋅∙*@"

_HEADING = re.compile(r"h[1-6]")
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:p-name|entry-title|post-title|post__title|title|headline|card-title)(?:$|[\s_-])", re.IGNORECASE)
_VOLATILE_CLASS = re.compile(r"\d|^(?:category|tag|post-tag|status|format|has|type|no|first|last|odd|even|active)(?:-|$)")
_OTHER_PAGE = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|series|users?|label)(?:[/?#]|\.html|$)|^#|^mailto:|^javascript:"
    r"|twitter\.com|facebook\.com/sharer|/feed|\.xml$",
    re.IGNORECASE,
)
MORE = re.compile(
    r"^(?:\W*(?:read|continue)(?:\s+(?:the|this|full|rest|more|on|post|article|reading|entry|story|blog))*\W*"
    r"|(?:learn|show|view|see) more\W*|more\W*|keep reading\W*|view (?:post|article)\W*|full (?:post|story|article)\W*"
    r"|weiterlesen\W*|mehr(?: lesen| erfahren)?\W*|lire la suite\W*|leer m[áa]s\W*|ler mais\W*|leggi\b.{0,12}|czytaj\b.{0,12}"
    r"|lees (?:verder|meer)\W*|читать\b.{0,12}|阅读(?:全文|更多)\W*|閱讀(?:全文|更多)\W*|続きを読む\W*|もっと読む\W*|查看全文\W*"
    r"|permalink|share(?: on)?:?|\d+ comments?|(?:no|leave a) comments?|tags?:?|categor(?:y|ies):?|draft|image)$"
    r"|^\W*(?:read more|continue reading)\b.{0,160}$",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"(?:(?:about|~|≈|approx\.?)\s*)?\b(?P<minutes>\d{1,3})(?:\s?[-–]\s?\d{1,3})?\s?-?(?:min(?:ute)?s?\b\.?|мин\b\.?|minuten\b)"
    r"(?:\s+(?:de\s+)?(?:to\s+)?(?:read(?:ing)?(?:\s+time)?|lesezeit|lecture|lectura|leitura|lesen)\b)?"
    r"|(?P<cjk>\d{1,3})\s?(?:分钟|分鐘|分)(?:で読めます|阅读)?"
    r"|(?:reading time|read time|lesezeit|阅读时长|预计阅读)\s*[:：]\s*(?P<named>\d+)\s?\w*"
    r"|\b\d[\d,.]*k?\s?(?:words\b|字)|less than (?:a|1) minute(?: read)?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?<![A-Za-z])(?:(?:posted|published|written|created|date|publi[ée]e?|ver[öo]ffentlicht|publicado|发表|發表|发布|發佈|创建|撰写|投稿|公開"
    r"|posté)(?:日期|时间)?\s*(?:on|at|am|le|el|in|by|于|於|：|:|日)*\s*|\b(?:on|am|le)\s)$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\w\W+(?:the|for|of|from|vom|du|del|de|am)\s+$", re.IGNORECASE)
_UPDATED_ATTRIBUTE = re.compile(r"updat|modif", re.IGNORECASE)
_YEAR_HEADING = re.compile(
    r"^(?:posts?\s+(?:in|from)\s+|archives?\s+(?:for\s+)?|year\s+|~\s*)?(?P<year>(?:19|20)\d\d)"
    r"\s*(?:年|:|archives?|\(\d+\)|\d{1,3}\s*(?:posts?|篇.*)|posts)?\W*\d{0,3}\W*$",
    re.IGNORECASE,
)
_MONTH_HEADING = re.compile(r"^(?P<name>[^\W\d_]+)\.?,?\s+(?P<year>(?:19|20)\d\d)(?:\s*\(?\d{1,3}\)?(?: posts?)?)?\W*$")
_MONTH_HEADING_YEAR_FIRST = re.compile(r"^(?P<year>(?:19|20)\d\d)\s*(?:[-/年]\s*|\s)(?:(?P<name>[^\W\d_]+)|\d\d?月?)\W*$")
_YEAR_IN_URL = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>\d\d?)(?:/|\.|-|$)")


@dataclass(slots=True, eq=False)
class Dated:
    """An element with a date: the date as a mention in its text, or as the day that an attribute names."""

    element: Element
    text: str
    mention: Mention | None
    day: date | None  # None until the year or the order is known
    alone: bool  # whether the element says little beside the date
    attribute: str = ""


@dataclass(slots=True, eq=False)
class Title:
    """A title, how sure it is, its link, and where it is."""

    score: float
    text: str
    href: str | None
    element: Element


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
    """What the page's structure says: records in document order, and how many dates have no title."""

    records: list[Record]
    score: float
    dates: int
    signature: str = ""
    day_first: bool | None = None
    ambiguous: bool = False  # whether day and month could be swapped
    alternatives: list["Reading"] = field(default_factory=list)


def read_records(body: Element) -> Reading | None:
    """Return the best reading of a page; None where no date has a title."""
    dates = [found for found in find_dates(body) if not _is_update(found)]
    years = list(_year_headings(body))
    readings = [
        reading for group in _groups(dates) if (reading := _read_group(group, body, years)) is not None and reading.records
    ]
    readings.sort(key=lambda reading: -reading.score)
    if not readings:
        return None
    readings[0].alternatives = readings[1:]
    return readings[0]


# -- dates -------------------------------------------------------------------------------------------------------------


def find_dates(body: Element) -> list[Dated]:
    """Return the elements that hold a date: `time` elements, then elements whose own text has one."""
    found: list[Dated] = []
    taken: set[Element] = set()
    for element in body.iter():
        if element.tag == "time" and (dated := _dated_time(element)) is not None:
            found.append(dated)
            taken.update(element.iter())
    for element in body.iter():
        if element not in taken and (dated := _dated_text(element)) is not None:
            found.append(dated)
    held = {holder for dated in found for holder in (dated.element, *dated.element.ancestors())}
    for element in body.iter():
        if element not in held and (dated := _dated_block(element)) is not None:
            found.append(dated)
            held.update((dated.element, *dated.element.ancestors()))
    return sorted(found, key=lambda dated: dated.element.position)


def _dated_time(element: Element) -> Dated | None:
    text, attribute = element.text(), element.get("datetime")
    mention = next((mention for mention in find_mentions(text)), None)
    machine = next((mention.to_date() for mention in find_mentions(attribute[:40]) if mention.full), None)
    day = (mention.to_date() if mention else None) or machine  # what is seen wins over the attribute's time zone
    if day is None and mention is None:
        return None
    return Dated(element, text, mention, day, True, attribute)


def _dated_text(element: Element) -> Dated | None:
    text = element.own_text()
    if not text or len(text) > _LONGEST_DATE_TEXT:
        return None
    mentions = find_mentions(text)
    if not mentions and element.elements:  # a date spread over inline elements
        whole = element.text()
        mentions = [m for m in find_mentions(whole[:32]) if m.end - m.start >= len(whole) - 3] if 4 < len(whole) <= 24 else []
        if not mentions or any(find_mentions(child.text()[:64]) for child in element.elements):
            return None
        text = whole
    mentions = [mention for mention in mentions if not mention.updated]
    if not mentions:
        return None
    mention = next((mention for mention in mentions if mention.full), mentions[0])
    rest = text[: mention.start] + text[mention.end :]
    if len(rest) > 70 and mention.start > 15:
        return None
    alone = len(READING_TIME.sub("", rest).strip(_SEPARATORS)) < 14
    return _dated(element, text, mention, alone=alone)


def _dated_block(element: Element) -> Dated | None:
    if element.tag not in ("li", "p", "div", "td", "tr", "dt", "span", "a", "h1", "h2", "h3", "h4"):
        return None
    if any(child.tag in ("li", "p", "div", "ul", "tr") for child in element.iter() if child is not element):
        return None
    text = element.text()
    if not 6 < len(text) <= 200:
        return None
    mentions = [m for m in find_mentions(text) if not m.updated and (m.start < 4 or m.end > len(text) - 4)]
    if len(mentions) != 1:
        return None
    return _dated(element, text, mentions[0], alone=True)


def _dated(element: Element, text: str, mention: Mention, *, alone: bool) -> Dated | None:
    day = mention.to_date()
    if day is None and mention.full and mention.form != "numbers":
        return None  # the calendar has no such day
    return Dated(element, text, mention, day, alone)


def _is_update(dated: Dated) -> bool:
    element = dated.element
    labels = " ".join((element.get("class"), element.get("itemprop"), element.get("title")))
    if _UPDATED_ATTRIBUTE.search(labels) and "publish" not in labels:
        return True
    if dated.mention is not None and dated.mention.updated:
        return True
    holder = element.parent
    if holder is None:
        return False
    if holder.parent is not None and len(holder.text()) < _NEAR:
        holder = holder.parent
    before = "".join(_text_before(holder, element)).rpartition("\n")[2].strip()[-_NEAR:]
    return bool(mentions := find_mentions(f"{before} 2000-01-01")) and mentions[-1].updated


def _text_before(holder: Element, element: Element) -> Iterator[str]:
    stack: list[Element | str] = [holder]
    while stack:
        node = stack.pop()
        if node is element:
            return
        if isinstance(node, str):
            yield node if node == "\n" else f" {collapse(node)} "
        elif node.tag in BLOCKS or node.tag == "br":
            yield "\n"
            stack.append("\n")
            stack.extend(reversed(node.children))
        else:
            stack.extend(reversed(node.children))


# -- groups ------------------------------------------------------------------------------------------------------------


def _classes(element: Element) -> str:
    return " ".join(sorted(name for name in element.get("class").split() if not _VOLATILE_CLASS.search(name)))[:40]


def _path(element: Element, length: int) -> tuple[tuple[str, str], ...]:
    path: list[tuple[str, str]] = []
    for holder in (element, *element.ancestors()):
        if holder.tag == "body" or len(path) == length:
            break
        path.append((holder.tag, _classes(holder)))
    return tuple(path)


def _groups(dates: Sequence[Dated]) -> Iterator[list[Dated]]:
    """Yield dates that are at like places: by the tags and classes of the element and of those above it."""
    groups: dict[object, list[Dated]] = defaultdict(list)
    for dated in dates:
        groups["path", _path(dated.element, 4)].append(dated)
        groups["short", _path(dated.element, 2)].append(dated)
        if dated.element.tag == "time" or _classes(dated.element):
            groups["element", _path(dated.element, 1)].append(dated)
    seen: set[tuple[int, ...]] = set()
    for group in groups.values():
        key = tuple(dated.element.position for dated in group)
        if key not in seen:
            seen.add(key)
            yield group


# -- records -----------------------------------------------------------------------------------------------------------


def _read_group(group: Sequence[Dated], body: Element, years: Sequence[tuple[int, int]]) -> Reading | None:
    holders = _record_elements(group, body)
    titles = [_best_title([holder], dated.element) for holder, dated in zip(holders, group, strict=True)]
    titles = [_title_beside(dated, title) or title for dated, title in zip(group, titles, strict=True)]
    runs = [[holder] for holder in holders]
    siblings = False
    known = _sure(titles)
    if known < 0.6 * len(group) and len(group) > 1:
        choices = [(known, runs, titles)]
        for forward in (True, False):
            near = [_run(holder, set(holders), forward=forward) for holder in holders]
            found = [_best_title(run[:3], None) if run else None for run in near]
            choices.append((_sure(found) - 0.1 * _mean_distance(holders, found), [[h, *run] for h, run in zip(holders, near, strict=True)], found))
        best = max(choices, key=lambda choice: choice[0])
        siblings = best[1] is not runs
        _, runs, titles = best
    day_first, ambiguous = _day_first(group)
    records = []
    for dated, title, run in zip(group, titles, runs, strict=True):
        if title is not None and (day := _day_of(dated, title, years, day_first)) is not None:
            records.append(Record(run, dated, title, day, siblings))
    if not records:
        return None
    reading = Reading(records, 0.0, len(group), str(_path(group[0].element, 2)), day_first, ambiguous)
    reading.score = _score(reading)
    return reading


def _mean_distance(holders: Sequence[Element], titles: Sequence[Title | None]) -> float:
    """Return how many siblings lie between records and their titles, on average."""
    found = [(h, t) for h, t in zip(holders, titles, strict=True) if t is not None]
    return sum(_distance(holder, title.element) for holder, title in found) / max(1, len(found))


def _distance(holder: Element, element: Element) -> int:
    around = holder.parent.elements if holder.parent else []
    above = next((e for e in (element, *element.ancestors()) if e.parent is holder.parent), None)
    return abs(around.index(holder) - around.index(above)) if above is not None else _SIBLINGS


def _sure(titles: Iterable[Title | None]) -> int:
    return sum(title is not None and title.score > 1.2 for title in titles)


def _record_elements(group: Sequence[Dated], body: Element) -> list[Element]:
    """Return, for each date, the largest element around it that holds no other date of the group."""
    count = Counter(holder for dated in group for holder in (dated.element, *dated.element.ancestors()))
    records = []
    for dated in group:
        record = dated.element
        for holder in dated.element.ancestors():
            if holder is body or holder.tag == "body" or count[holder] > 1:
                break
            record = holder
            if len(group) == 1 and holder.tag in ("article", "li", "section"):
                break
        records.append(record)
    return records


def _run(record: Element, records: set[Element], *, forward: bool) -> list[Element]:
    run: list[Element] = []
    for sibling in record.siblings(forward=forward):
        if sibling in records or len(run) > _SIBLINGS:
            break
        run.append(sibling)
    return run


def _best_title(record: Sequence[Element], dated: Element | None) -> Title | None:
    """Return the best title in a record: a heading with a link, another heading, or the link that repeats."""
    links: list[Element] = []
    headings: list[Element] = []
    for root in record:
        for element in root.iter():
            if element.tag == "a" and element.get("href"):
                links.append(element)
            if _HEADING.fullmatch(element.tag) or (
                element.tag not in ("img", "meta", "link")
                and _TITLE_CLASS.search(f"{element.get('class')} {element.get('itemprop')}")
            ):
                headings.append(element)
    count = Counter(link.get("href") for link in links if link.get("href") != "#")
    holders = {dated, *dated.ancestors()} if dated is not None else set()
    found: list[Title] = []
    for number, heading in enumerate(headings):
        if heading in holders:  # the date is in the heading: its link is the title
            found += [
                Title(3.2, link.text(), link.get("href"), link)
                for link in heading.iter()
                if link.tag == "a" and link.get("href") and link.text() and link not in holders
            ]
            continue
        found.append(_from_heading(heading, number))
    for number, link in enumerate(links):
        text = link.text()
        if text and len(text) <= LONGEST_TITLE and link not in holders:
            score = 1.6 + 0.25 * min(3, count[link.get("href")]) / 3 + 0.25 * min(1, width(text) / 30) - 0.001 * number
            found.append(Title(score - 1.2 * bool(_OTHER_PAGE.search(link.get("href"))), text, link.get("href"), link))
    best = max((title for title in found if _may_be_title(title.text)), key=lambda title: title.score, default=None)
    if best is None:
        best = _from_card(record)
    if best is not None and not best.href:
        targets = [(number, href) for href, number in count.items() if not _OTHER_PAGE.search(href)]
        above = next((holder for holder in best.element.ancestors() if holder.tag == "a" and holder.get("href")), None)
        best.href = above.get("href") if above is not None else max(targets)[1] if targets else None
    return best


def _from_heading(heading: Element, number: int) -> Title:
    link = next((holder for holder in heading.ancestors() if holder.tag == "a"), None) or next(
        (inner for inner in heading.iter() if inner.tag == "a" and inner.get("href") and inner.text()), None
    )
    level = int(heading.tag[1]) if _HEADING.fullmatch(heading.tag) else 4
    href = link.get("href") if link is not None else ""
    score = 3 - 0.05 * level - 0.01 * number - 0.8 * (link is None)
    if href.startswith("#"):
        href = ""
    elif href and _OTHER_PAGE.search(href):
        score -= 1.5
    inner = link is not None and link.parent is not None and heading in link.ancestors()
    return Title(score, link.text() if inner and link is not None else heading.text(), href or None, heading)


def _from_card(record: Sequence[Element]) -> Title | None:
    """Return the first text of a record that is one link, other than its date."""
    for root in record:
        for link in (root, *root.ancestors(), *root.iter()):
            if link.tag == "a" and link.get("href"):
                parts = [part for part in map(collapse, "".join(link.strings()).split("\n")) if part]
                parts = [part for part in parts if _may_be_title(part) and not find_mentions(part)]
                if parts:
                    return Title(1.3, parts[0], link.get("href"), link)
    return None


def _may_be_title(text: str) -> bool:
    if len(text) < 2 or len(text) > LONGEST_TITLE or MORE.match(text) or READING_TIME.fullmatch(text):
        return False
    mentions = find_mentions(text)
    return not mentions or len(text) - sum(mention.end - mention.start for mention in mentions) >= 4


def _title_beside(dated: Dated, title: Title | None) -> Title | None:
    """Return the text beside a date in one link with it, where the record has no better title."""
    if dated.mention is None or (title is not None and title.score >= 1.3):
        return None
    before, after = dated.text[: dated.mention.start], dated.text[dated.mention.end :]
    rest = _residue(after) or _residue(_PUBLISHED.sub("", before.rstrip()))
    if _OPEN_END.search(before) and not _residue(after):
        rest = dated.text  # the date is a part of the title
    link = next(
        (holder for holder in (dated.element, *dated.element.ancestors(), *dated.element.iter()) if holder.tag == "a" and holder.get("href")),
        None,
    )
    if len(rest) > 3 and link is not None and rest in link.text():
        return Title(2.0, rest, link.get("href"), link)
    return None


def width(text: str) -> int:
    """Return the length of a text, wide characters counted twice."""
    return len(text) if text.isascii() else len(text) + sum(east_asian_width(char) in "WF" for char in text)


def _residue(text: str) -> str:
    return READING_TIME.sub("", text).strip(_SEPARATORS)


# -- days --------------------------------------------------------------------------------------------------------------


def _year_headings(body: Element) -> Iterator[tuple[int, int]]:
    """Yield the position and the year of headings such as "2024" or "March 2024"."""
    for element in body.iter():
        if element.tag != "a" and len(element.own_text()) < 40:
            text = element.text() if len(element.children) < 8 else ""
            if len(text) < 40 and (year := year_of_heading(text)):
                yield element.position, year


def year_of_heading(text: str) -> int | None:
    """Return the year of a heading such as "2024", "March 2024" or "2024 (12)"; None for other texts.

    >>> year_of_heading("2024"), year_of_heading("März 2023"), year_of_heading("Tea 2023")
    (2024, 2023, None)
    """
    for pattern in (_YEAR_HEADING, _MONTH_HEADING, _MONTH_HEADING_YEAR_FIRST):
        if found := pattern.match(text):
            name = found.groupdict().get("name")
            if not name or month_number(name):
                return int(found["year"])
    return None


def _day_of(dated: Dated, title: Title, years: Sequence[tuple[int, int]], day_first: bool | None) -> date | None:
    if dated.day is not None:
        return dated.day
    if dated.mention is None:
        return None
    if dated.mention.form == "numbers":
        return dated.mention.to_date(day_first=day_first)
    above = [year for position, year in years if position < dated.element.position]
    year = above[-1] if above else None
    if year is None and title.href and (found := _YEAR_IN_URL.search(title.href)):
        year = int(found["year"]) if int(found["month"]) == dated.mention.month else None
    return dated.mention.to_date(year=year)


def _day_first(group: Sequence[Dated]) -> tuple[bool | None, bool]:
    """Return whether the day comes first in dates of three numbers, and whether that is a guess."""
    numbers = [dated.mention for dated in group if dated.day is None and dated.mention and dated.mention.form == "numbers"]
    if not numbers:
        return None, False
    return order_of_numbers(numbers)


def order_of_numbers(numbers: Sequence[Mention]) -> tuple[bool, bool]:
    """Return whether the day comes first in dates of three numbers, and whether that is a guess.

    A number over 12 decides; otherwise the order in which the dates are sorted, as lists of posts are.
    """
    first, second = max(m.first for m in numbers), max(m.second for m in numbers)
    if first > 12 >= second:
        return True, False
    if second > 12 >= first:
        return False, False
    day_first = _sorted_share([m.to_date(day_first=True) for m in numbers])
    month_first = _sorted_share([m.to_date(day_first=False) for m in numbers])
    if day_first != month_first:
        return day_first > month_first, len(numbers) < 4 or abs(day_first - month_first) < 0.3
    return False, True


def _sorted_share(days: Sequence[date | None]) -> float:
    known = [day for day in days if day is not None]
    if len(known) < 2:
        return 1.0
    steps = list(pairwise(known))
    return max(sum(a >= b for a, b in steps), sum(a <= b for a, b in steps)) / len(steps)


# -- score -------------------------------------------------------------------------------------------------------------


def _score(reading: Reading) -> float:
    records, number = reading.records, len(reading.records)
    texts = [record.title.text for record in records]
    distinct = len(set(texts)) / number
    linked = sum(bool(record.title.href) for record in records) / number
    alone = sum(record.dated.alone for record in records) / number
    aside = sum(any(h.tag in ("aside", "footer", "nav") for h in r.dated.element.ancestors()) for r in records) / number
    sure = sum(min(record.title.score, 3) for record in records) / number
    return (
        2 * min(number, 12) / 12
        + 0.002 * number
        + 2 * distinct
        + 1.2 * linked
        + 0.8 * alone
        - 1.5 * aside
        + 0.8 * _sorted_share([record.day for record in records])
        + 0.6 * sure
        + number / reading.dates
    )
