"""RSS 2.0 documents, as the specification and the RSS Advisory Board's best-practices profile want them: the channel.

The numbers are the profile's (https://www.rssboard.org/rss-profile). Where it repeats the specification, its number
stands for both.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from feed_rules import history, rss_items, rss_values
from feed_rules.markup import Element, children, local, missing, namespace, place, read, text, too_many
from feed_rules.rules import Fault, Finding, Rules
from feed_rules.values import WEEKDAYS, is_language, is_number

RULES: Rules[Element] = Rules()

_CHANNEL_ONCE = {"title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"}
_CHANNEL_ONCE |= {"lastBuildDate", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput"}
_CHANNEL_ONCE |= {"skipHours", "skipDays"}
_ITEM_ONCE = {"title", "link", "description", "author", "comments", "enclosure", "guid", "pubDate", "source"}
_IMAGE = {"url", "title", "link", "width", "height", "description"}
_TEXT_INPUT = {"title", "description", "name", "link"}
CHILDREN = {
    "rss": {"channel"},
    "channel": _CHANNEL_ONCE | {"category", "item"},
    "item": _ITEM_ONCE | {"category"},
    "image": _IMAGE,
    "textInput": _TEXT_INPUT,
    "skipHours": {"hour"},
    "skipDays": {"day"},
}
CLOUD = {"domain", "port", "path", "registerProcedure", "protocol"}
ATTRIBUTES = {
    "rss": {"version"},
    "category": {"domain"},
    "cloud": CLOUD,
    "enclosure": {"url", "length", "type"},
    "guid": {"isPermaLink"},
    "source": {"url"},
}
DOCS = "https://www.rssboard.org/rss-specification"


def rss_faults(document: bytes) -> list[Fault]:
    """Return the rules of RSS 2.0, its profile and RFC 5005 that a document breaks, in the order of the tables.

    A document that is not well formed, or is not RSS, has that fault alone.
    """
    root = read(document)
    if isinstance(root, str):
        return [Fault("well_formed", "RSS Profile, 1", "document", root)]
    if root.tag != "rss" or not list(children(root, "channel")):
        return [Fault("root", "RSS Profile, 4.1", place(root), "the document is not an rss with a channel")]
    channel = next(children(root, "channel"))
    items = list(children(channel, "item"))
    return [
        *RULES.faults(channel),
        *rss_items.RULES.faults(channel),
        *rss_values.RULES.faults(rss_values.Written(channel, document)),
        *history.head_faults(channel, [child for child in channel if child.tag != "item"], items),
    ]


# -- the document -----------------------------------------------------------------------------------------------------


@RULES("RSS Profile, 4.1")
def version(channel: Element) -> Iterator[Finding]:
    root = channel.getparent()
    if root.get("version") != "2.0":
        yield place(root), f"version {root.get('version')!r} is not 2.0"


@RULES("RSS Profile, 4.1")
def one_channel(channel: Element) -> Iterator[Finding]:
    yield from too_many(channel.getparent(), ("channel",))


@RULES("RSS Profile, 1")
def elements(channel: Element) -> Iterator[Finding]:
    for element in channel.getparent().iter():
        parent = element.getparent()
        if parent is not None and not namespace(element) and not namespace(parent):
            known = CHILDREN.get(local(parent))  # text elements have no children, which is a rule of its own
            if known is not None and local(element) not in known:
                yield place(element), f"RSS has no {local(element)} in {local(parent)}"


@RULES("RSS 2.0, Extending RSS")
def attributes(channel: Element) -> Iterator[Finding]:
    for element in channel.getparent().iter():
        for name in element.attrib:
            if not namespace(element) and "}" not in name and name not in ATTRIBUTES.get(local(element), ()):
                yield place(element), f"RSS has no attribute {name} of {local(element)}"


# -- how often --------------------------------------------------------------------------------------------------------


@RULES("RSS Profile, 4.1.1")
def channel_required(channel: Element) -> Iterator[Finding]:
    yield from missing(channel, ("title", "link", "description"))


@RULES("RSS Profile, 4.1.1")
def channel_once(channel: Element) -> Iterator[Finding]:
    yield from too_many(channel, sorted(_CHANNEL_ONCE))


@RULES("RSS Profile, 4.1.1")
def items_last(channel: Element) -> Iterator[Finding]:
    first = next(children(channel, "item"), None)
    for element in first.itersiblings() if first is not None else ():
        if element.tag != "item":
            yield place(element), "the channel's own elements should stand before its items"


@RULES("RSS Profile, 4.1.1.20")
def item_title_or_description(channel: Element) -> Iterator[Finding]:
    for item in children(channel, "item"):
        if not list(children(item, "title", "description")):
            yield place(item), "neither a title nor a description"


@RULES("RSS Profile, 4.1.1.20")
def item_once(channel: Element) -> Iterator[Finding]:
    for item in children(channel, "item"):
        yield from too_many(item, sorted(_ITEM_ONCE - {"enclosure"}))


@RULES("RSS Profile, 4.1.1.20.5")
def one_enclosure(channel: Element) -> Iterator[Finding]:
    for item in children(channel, "item"):
        yield from too_many(item, ("enclosure",))


@RULES("RSS Profile, 4.1.1 and 4.1.1.20")
def text_not_empty(channel: Element) -> Iterator[Finding]:
    for element in channel.iter("title", "category", "generator", "copyright", "source"):
        if not text(element).strip():
            yield place(element), f"an empty {local(element)}"
    for element in children(channel, "description"):
        if not text(element).strip():
            yield place(element), "an empty description"


# -- the channel's elements -------------------------------------------------------------------------------------------


def _values(parent: Element, *names: str) -> Iterator[tuple[Element, str]]:
    for element in children(parent, *names):
        yield element, text(element)


@RULES("RSS Profile, 4.1.1.7")
def docs(channel: Element) -> Iterator[Finding]:
    for element, value in _values(channel, "docs"):
        if value != DOCS:
            yield place(element), f"docs should be {DOCS}, not {value!r}"


@RULES("RSS Profile, 4.1.1.10")
def language(channel: Element) -> Iterator[Finding]:
    # The codes of RSS and of HTML begin with a language of ISO 639, of two letters or three.
    for element, value in _values(channel, "language"):
        if not is_language(value) or not re.match(r"[A-Za-z]{2,3}(?:-|$)", value):
            yield place(element), f"{value!r} is not a language code"


@RULES("RSS Profile, 4.1.1.14")
def rating(channel: Element) -> Iterator[Finding]:
    for element, value in _values(channel, "rating"):
        if not re.fullmatch(r"\(PICS-1\.[0-9]\s.*\)", value.strip(), re.DOTALL):
            yield place(element), f"{value!r} is not a PICS label"


@RULES("RSS Profile, 4.1.1.18")
def ttl(channel: Element) -> Iterator[Finding]:
    for element, value in _values(channel, "ttl"):
        if not is_number(value) or int(value) == 0:
            yield place(element), f"{value!r} is not a number of minutes"


@RULES("RSS Profile, 4.1.1.5")
def cloud(channel: Element) -> Iterator[Finding]:
    for element in children(channel, "cloud"):
        for name in sorted(CLOUD - set(element.attrib)):
            yield place(element), f"no attribute {name}"
        if element.get("protocol", "soap") not in {"xml-rpc", "soap", "http-post"}:
            yield place(element), f"protocol {element.get('protocol')!r} is none of RssCloud"
        if not is_number(port := element.get("port", "80")) or not 0 < int(port) < 1 << 16:
            yield place(element), f"port {port!r} is not a port"
        if text(element).strip():
            yield place(element), "cloud is an empty element"


class _Skipped(NamedTuple):
    name: str
    part: str
    allowed: list[str]


_SKIPPED = (_Skipped("skipDays", "day", WEEKDAYS), _Skipped("skipHours", "hour", [str(hour) for hour in range(24)]))


@RULES("RSS Profile, 4.1.1.15.1 and 4.1.1.16.1")
def skipped(channel: Element) -> Iterator[Finding]:
    for skip in _SKIPPED:
        for parent in children(channel, skip.name):
            values = [value for _, value in _values(parent, skip.part)]
            if not values:
                yield place(parent), f"no {skip.part}"
            for element, value in _values(parent, skip.part):
                if value not in skip.allowed:
                    yield place(element), f"{value!r} is not a {skip.part} from {skip.allowed[0]} to {skip.allowed[-1]}"
            if len(set(values)) < len(values):
                yield place(parent), f"a {skip.part} stands here twice"


# -- the image and the form -------------------------------------------------------------------------------------------


@RULES("RSS Profile, 4.1.1.9")
def image_required(channel: Element) -> Iterator[Finding]:
    for image in children(channel, "image"):
        yield from missing(image, ("link", "title", "url"))


@RULES("RSS Profile, 4.1.1.9")
def image_once(channel: Element) -> Iterator[Finding]:
    for image in children(channel, "image"):
        yield from too_many(image, sorted(_IMAGE))


@RULES("RSS Profile, 4.1.1.9.1 and 4.1.1.9.2")
def image_matches_channel(channel: Element) -> Iterator[Finding]:
    for image in children(channel, "image"):
        for name in ("link", "title"):
            own = [value for _, value in _values(channel, name)]
            for element, value in _values(image, name):
                if own and value != own[0]:
                    yield place(element), f"{value!r} should be the channel's {name}, {own[0]!r}"


@RULES("RSS Profile, 4.1.1.9.3")
def image_format(channel: Element) -> Iterator[Finding]:
    # An address without a suffix may be a picture of any format; one that ends in .svg or .webp is of none of these.
    for image in children(channel, "image"):
        for element, value in _values(image, "url"):
            suffix = re.search(r"/[^/?#]+\.([A-Za-z]{3,4})(?:[?#]|$)", value)
            if suffix and suffix[1].lower() not in {"gif", "jpeg", "jpg", "png"}:
                yield place(element), f"{suffix[1]} is not GIF, JPEG or PNG"


@RULES("RSS Profile, 4.1.1.9.5 and 4.1.1.9.6")
def image_size(channel: Element) -> Iterator[Finding]:
    for image in children(channel, "image"):
        for name, most in (("height", 400), ("width", 144)):
            for element, value in _values(image, name):
                if not is_number(value) or not 0 < int(value) <= most:
                    yield place(element), f"{value!r} is not from 1 to {most} pixels"


@RULES("RSS Profile, 4.1.1.17")
def form_required(channel: Element) -> Iterator[Finding]:
    for form in children(channel, "textInput"):
        yield from missing(form, sorted(_TEXT_INPUT))


@RULES("RSS Profile, 4.1.1.17")
def form_once(channel: Element) -> Iterator[Finding]:
    for form in children(channel, "textInput"):
        yield from too_many(form, sorted(_TEXT_INPUT))


@RULES("RSS Profile, 4.1.1.17.3")
def form_name(channel: Element) -> Iterator[Finding]:
    for form in children(channel, "textInput"):
        for element, value in _values(form, "name"):
            if not re.fullmatch(r"[A-Za-z][A-Za-z0-9:\-._]*", value):
                yield place(element), f"{value!r} is not the name of a form's part"


NAMES = ["well_formed", "root", *RULES.names, *rss_items.RULES.names, *rss_values.RULES.names, *history.RULES.names]
