"""What a reader is told about a page: why it is refused, what else it names, and how it was read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from postindex.errors import Code
from postindex.listing.values import Layout
from postindex.sources.links import join_url
from postindex.sources.pages.agreement import FEWEST_AGREED, Agreement
from postindex.sources.pages.doubts import relative_dates
from postindex.sources.pages.elements import HEADINGS, LINK, Element
from postindex.sources.pages.head import Head
from postindex.sources.pages.records import Reading, Structure
from postindex.sources.pages.titles import is_address

_SHOWN_TITLE, _SHOWN_DATE = 60, 40  # characters


def why_no_posts(root: Element, head: Head) -> str:
    """Return why no posts were found, and what to do."""
    if relative := relative_dates(root):
        reason = f"the dates of the page are relative, such as {relative[0]!r}, and no attribute has the day"
    else:
        reason = "no date with a title found on the page"
    return f"{reason}; read its feed {head.feeds[0]!r} instead" if head.feeds else reason


def refusal(reading: Reading, agreement: Agreement, doubts: Sequence[str], head: Head) -> str:
    """Return what speaks against a reading, a sample of each reading, and what to do."""
    first = reading.records[0]
    samples = f"by structure the first post is {first.title.text[:_SHOWN_TITLE]!r} of {first.day}"
    if agreement.sample is not None and agreement.share < FEWEST_AGREED:
        samples += f", by its text {agreement.sample[:_SHOWN_TITLE]!r}"
    feed = f", or read its feed {head.feeds[0]!r}" if head.feeds else ""
    return f"{'; '.join(doubts)}; {samples}; check the posts with strict=False{feed}"


def warnings(reading: Reading, head: Head) -> Iterator[tuple[Code, str]]:
    """Yield what the posts lack, and where there are more of them."""
    hrefs = (record.title.href for record in reading.records)
    if head.base is None and any(href and is_address(href) and join_url(None, href) is None for href in hrefs):
        yield "relative-links", "the page does not name its address, so posts have no url; give it with url="
    if head.next_page:
        yield "more-pages", f"the page has a next page, {head.next_page!r}; read it too, and merge the listings"
    if head.feeds:
        yield "feed-named", f"the page names the feed {head.feeds[0]!r}, which may have more of each post"


def layout_of(structure: Structure, agreement: Agreement) -> Layout:
    """Return how the page was read, in words."""
    reading, *others = structure.readings
    first = reading.records[0]
    [(where, _)] = Counter(_where(record.title.element) for record in reading.records).most_common(1)
    rival = next((other for other in others if other.records[0].title.text != first.title.text), None)
    return Layout(
        dates=f"{reading.size} dates such as {first.dated.text[:_SHOWN_DATE]!r}",
        titles=f"the title is {where} {'beside' if first.siblings else 'in'} the element around the date",
        agreed=round(agreement.share * len(reading.records)),
        total=len(reading.records),
        runner_up=f"{rival.records[0].title.text[:_SHOWN_TITLE]!r}" if rival else None,
        distance=round(reading.score - rival.score, 2) if rival else None,
        left_out=reading.size - len(reading.records),
    )


def _where(element: Element) -> str:
    """Return what kind of element a title is."""
    heading = next((each.tag for each in chain((element,), element.ancestors()) if each.tag in HEADINGS), None)
    link = element.tag == "a" or element.holds(LINK)
    if heading is not None:
        return f"the {'link in the ' if link else ''}{heading} heading"
    return "the link" if link else "the first text"
