"""RSS's data types (RSS Profile, 3): character data, dates, e-mail addresses and URLs, wherever they stand."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from feed_rules.markup import Element, local, place, raw_contents, text
from feed_rules.rules import Finding, Rules
from feed_rules.values import Rfc822, has_email, is_email_with_name, is_iri, rfc822


class Written(NamedTuple):
    """A channel, and the bytes of the document that it stands in."""

    channel: Element
    document: bytes


RULES: Rules[Written] = Rules()

_DATES = ("pubDate", "lastBuildDate")
_EMAILS = ("author", "managingEditor", "webMaster")
_URLS = ("comments", "docs", "link", "url")
_PLAIN = {"category", "copyright", "description", "generator", "name", "rating", "source", "title", *_EMAILS}
_SIMPLE = _PLAIN.union(_DATES, _URLS, {"day", "guid", "height", "hour", "language", "ttl", "width"})
# What is written otherwise than as a hexadecimal reference: `&amp;`, `&lt;`, `&gt;`, `&#38;`, `&#60;`, `&#62;`.
_OTHER = re.compile(rb"&(?:amp|lt|gt|#0*(?:38|60|62));")
_CDATA = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def _plain(element: Element) -> bool:
    """Whether an element holds plain text: all that hold text do, but for the description of an item."""
    return element.tag in _PLAIN and (element.tag, element.getparent().tag) != ("description", "item")


@RULES("RSS Profile, 3.1")
def text_children(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_SIMPLE):
        if len(element):
            yield place(element), f"elements inside {local(element)}"


@RULES("RSS Profile, 3.1")
def hexadecimal_references(written: Written) -> Iterator[Finding]:
    root = written.channel.getparent()
    for element, raw in zip(root.iter(), raw_contents(written.document), strict=True):
        if element.getparent() is not None and _plain(element):
            found = [reference.decode() for reference in _OTHER.findall(_CDATA.sub(b"", raw))]
            found += ["CDATA" for section in _CDATA.findall(raw) if re.search(b"[&<]", section)]
            for reference in found:
                yield place(element), f"{reference}, where &#x26;, &#x3C; or &#x3E; is what most readers understand"


# -- dates ------------------------------------------------------------------------------------------------------------


def _dates(written: Written) -> Iterator[tuple[Element, Rfc822]]:
    for element in written.channel.iter(*_DATES):
        if date := rfc822(text(element)):
            yield element, date


@RULES("RSS Profile, 3.2")
def dates(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_DATES):
        if not rfc822(text(element)):
            yield place(element), f"{text(element)!r} is not a date-time of RFC 822"


@RULES("RSS Profile, 3.2")
def date_year(written: Written) -> Iterator[Finding]:
    for element, date in _dates(written):
        if len(date.year) != 4:
            yield place(element), f"the year {date.year} has two digits"


@RULES("RFC 822, 5.2")
def date_weekday(written: Written) -> Iterator[Finding]:
    for element, date in _dates(written):
        if date.weekday and date.weekday.title() != date.right_weekday:
            yield place(element), f"the day is a {date.right_weekday}, not a {date.weekday}"


@RULES("RSS Profile, 3.2")
def date_plain(written: Written) -> Iterator[Finding]:
    for element, date in _dates(written):
        if not date.is_plain:
            yield place(element), f"{text(element)!r} has comments, more than one space, or other capitals than usual"


@RULES("RSS Profile, 3.2")
def date_zone(written: Written) -> Iterator[Finding]:
    for element, date in _dates(written):
        if len(date.zone) == 1 and date.zone.upper() != "Z":
            yield place(element), f"the military zone {date.zone}, which RFC 822 has the wrong way round"


# -- e-mail addresses and URLs ----------------------------------------------------------------------------------------


@RULES("RSS Profile, 4.1.1.12, 4.1.1.19 and 4.1.1.20.1")
def email_present(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_EMAILS):
        if not has_email(text(element)):
            yield place(element), f"no e-mail address in {text(element)!r}; a name alone goes into dc:creator"


@RULES("RSS Profile, 3.3")
def email_form(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_EMAILS):
        if has_email(text(element)) and not is_email_with_name(text(element)):
            yield place(element), f"{text(element)!r} is not of the form username@hostname.tld (Real Name)"


@RULES("RSS Profile, 3.4")
def urls_absolute(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_URLS):
        if not is_iri(text(element).strip()):
            yield place(element), f"{text(element)!r} is not an absolute URL"


@RULES("RSS Profile, 3.4")
def urls_ascii(written: Written) -> Iterator[Finding]:
    for element in written.channel.iter(*_URLS):
        if is_iri(url := text(element).strip()) and not url.isascii():
            yield place(element), f"{url!r} has characters that a URL cannot have; percent-encode them"
