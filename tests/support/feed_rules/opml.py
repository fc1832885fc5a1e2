"""OPML 2.0 (http://opml.org/spec2.opml). The sections are its headings; the notes are numbered there."""

import re
from collections.abc import Iterator

from feed_rules.markup import Element, children, local, missing, namespace, place, read, text, too_many
from feed_rules.rules import Fault, Finding, Rules
from feed_rules.values import Rfc822, has_email, is_language, is_number, is_web_url, rfc822

RULES: Rules[Element] = Rules()

_HEAD = {"title", "dateCreated", "dateModified", "ownerName", "ownerEmail", "ownerId", "docs", "expansionState"}
_HEAD |= {"vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight"}
_CHILDREN = {"opml": {"head", "body"}, "head": _HEAD, "body": {"outline"}, "outline": {"outline"}}
_FEED = {"xmlUrl", "description", "htmlUrl", "language", "title", "version"}
_OUTLINE = {"text", "type", "isComment", "isBreakpoint", "created", "category", "url"} | _FEED
_NUMBERS = ("vertScrollState", "windowTop", "windowLeft", "windowBottom", "windowRight")
_VERSIONS = {"RSS", "RSS1", "RSS2", "scriptingNews"}


def opml_faults(document: bytes) -> list[Fault]:
    """Return the rules of OPML 2.0 that a document breaks, in the order of the table of rules.

    A document that is not well formed, or is not OPML, has that fault alone.
    """
    root = read(document)
    if isinstance(root, str):
        return [Fault("well_formed", "OPML 2.0, Goals of the OPML format", "document", root)]
    if root.tag != "opml":
        return [Fault("root", "OPML 2.0, What is an <opml>?", place(root), "the document is not an opml")]
    return list(RULES.faults(root))


def _outlines(root: Element) -> Iterator[Element]:
    yield from root.iter("outline")


def _typed(root: Element, *types: str) -> Iterator[Element]:
    for outline in _outlines(root):
        if outline.get("type", "").lower() in types:  # note 3: the case does not matter
            yield outline


def _head(root: Element, *names: str) -> Iterator[tuple[Element, str]]:
    for head in children(root, "head"):
        for element in children(head, *names):
            yield element, text(element)


# -- the document -----------------------------------------------------------------------------------------------------


@RULES("OPML 2.0, What is an <opml>?")
def version(root: Element) -> Iterator[Finding]:
    if root.get("version") != "2.0":
        yield place(root), f"version {root.get('version')!r} is not 2.0"


@RULES("OPML 2.0, What is an <opml>?")
def parts_required(root: Element) -> Iterator[Finding]:
    yield from missing(root, ("head", "body"))


@RULES("OPML 2.0, What is an <opml>?")
def parts_once(root: Element) -> Iterator[Finding]:
    yield from too_many(root, ("head", "body"))


@RULES("OPML 2.0, Extending OPML")
def elements(root: Element) -> Iterator[Finding]:
    for element in root.iter():
        parent = element.getparent()
        if parent is not None and not namespace(element) and not namespace(parent):
            known = _CHILDREN.get(local(parent), set() if local(parent) in _HEAD else None)
            if known is not None and local(element) not in known:
                yield place(element), f"OPML has no {local(element)} in {local(parent)}"


@RULES("OPML 2.0, Extending OPML")
def attributes(root: Element) -> Iterator[Finding]:
    known = {"opml": {"version"}, "outline": _OUTLINE}
    for element in root.iter():
        for name in element.attrib:
            if not namespace(element) and "}" not in name and name not in known.get(local(element), ()):
                yield place(element), f"OPML has no attribute {name} of {local(element)}"


@RULES("OPML 2.0, What is a <body>?")
def body_filled(root: Element) -> Iterator[Finding]:
    for body in children(root, "body"):
        yield from missing(body, ("outline",))


# -- the head ---------------------------------------------------------------------------------------------------------


@RULES("OPML 2.0, Notes, 7")
def head_once(root: Element) -> Iterator[Finding]:
    for head in children(root, "head"):
        yield from too_many(head, sorted(_HEAD))


@RULES("OPML 2.0, What is a <head>?")
def title_text(root: Element) -> Iterator[Finding]:
    for element, value in _head(root, "title", "ownerName"):
        if not value.strip():
            yield place(element), f"an empty {local(element)}"


@RULES("OPML 2.0, What is a <head>?")
def owner_email(root: Element) -> Iterator[Finding]:
    for element, value in _head(root, "ownerEmail"):
        if not has_email(value):
            yield place(element), f"{value!r} has no e-mail address"


@RULES("OPML 2.0, What is a <head>?")
def head_urls(root: Element) -> Iterator[Finding]:
    for element, value in _head(root, "ownerId", "docs"):
        if not is_web_url(value):
            yield place(element), f"{value!r} is not an http address"


@RULES("OPML 2.0, What is a <head>?")
def head_numbers(root: Element) -> Iterator[Finding]:
    for element, value in _head(root, *_NUMBERS):
        if not re.fullmatch("-?[0-9]+", value):
            yield place(element), f"{value!r} is not a number"


@RULES("OPML 2.0, What is a <head>?")
def expansion_state(root: Element) -> Iterator[Finding]:
    for element, value in _head(root, "expansionState"):
        if value.strip() and not all(is_number(number.strip()) for number in value.split(",")):
            yield place(element), f"{value!r} is not a list of line numbers"


# -- dates ------------------------------------------------------------------------------------------------------------


def _dates(root: Element) -> Iterator[tuple[Element, str, Rfc822 | None]]:
    for element, value in _head(root, "dateCreated", "dateModified"):
        yield element, value, rfc822(value)
    for outline in _outlines(root):
        if (value := outline.get("created")) is not None:
            yield outline, value, rfc822(value)


@RULES("OPML 2.0, Notes, 1")
def dates(root: Element) -> Iterator[Finding]:
    for element, value, date in _dates(root):
        if not date:
            yield place(element), f"{value!r} is not a date-time of RFC 822"


@RULES("OPML 2.0, Notes, 1")
def date_year(root: Element) -> Iterator[Finding]:
    for element, _, date in _dates(root):
        if date and len(date.year) != 4:
            yield place(element), f"the year {date.year} has two digits; four are preferred"


@RULES("RFC 822, 5.2")
def date_weekday(root: Element) -> Iterator[Finding]:
    for element, _, date in _dates(root):
        if date and date.weekday and date.weekday.title() != date.right_weekday:
            yield place(element), f"the day is a {date.right_weekday}, not a {date.weekday}"


# -- outlines ---------------------------------------------------------------------------------------------------------


@RULES("OPML 2.0, Text attribute")
def outline_text(root: Element) -> Iterator[Finding]:
    for outline in _outlines(root):
        if not outline.get("text", "").strip():
            yield place(outline), "no text, which is what an outliner shows"


@RULES("OPML 2.0, What is an outline?")
def outline_empty(root: Element) -> Iterator[Finding]:
    for outline in _outlines(root):
        around = "".join([outline.text or "", *(child.tail or "" for child in outline)])
        if around.strip():
            yield place(outline), "text between the tags, where an outline has attributes only"


@RULES("OPML 2.0, Other special attributes")
def outline_flags(root: Element) -> Iterator[Finding]:
    for outline in _outlines(root):
        for name in ("isComment", "isBreakpoint"):
            if outline.get(name, "true") not in {"true", "false"}:
                yield place(outline), f"{name} {outline.get(name)!r} is neither true nor false"


@RULES("OPML 2.0, Other special attributes")
def outline_category(root: Element) -> Iterator[Finding]:
    for outline in _outlines(root):
        categories = outline.get("category", "none").split(",")
        if not all(all(part.strip() for part in name.strip().removeprefix("/").split("/")) for name in categories):
            yield place(outline), f"category {outline.get('category')!r} has an empty part"


# -- subscriptions and inclusion --------------------------------------------------------------------------------------


@RULES("OPML 2.0, Subscription lists")
def feed_type(root: Element) -> Iterator[Finding]:
    for outline in _outlines(root):
        if outline.get("type") is None and _FEED & set(outline.attrib):
            yield place(outline), f"{', '.join(sorted(_FEED & set(outline.attrib)))} without type rss"


@RULES("OPML 2.0, Subscription lists")
def feed_url(root: Element) -> Iterator[Finding]:
    for outline in _typed(root, "rss"):
        if not is_web_url(url := outline.get("xmlUrl", "")):
            yield place(outline), f"xmlUrl {url!r} is not the http address of a feed"


@RULES("OPML 2.0, Subscription lists")
def feed_title(root: Element) -> Iterator[Finding]:
    for outline in _typed(root, "rss"):
        if not outline.get("title", "").strip():
            yield place(outline), "no title, which should not be left out"


@RULES("OPML 2.0, Subscription lists")
def feed_page(root: Element) -> Iterator[Finding]:
    for outline in _typed(root, "rss"):
        if (url := outline.get("htmlUrl")) is not None and not is_web_url(url):
            yield place(outline), f"htmlUrl {url!r} is not the address of a page"


@RULES("OPML 2.0, Subscription lists")
def feed_language(root: Element) -> Iterator[Finding]:
    for outline in _typed(root, "rss"):
        if (language := outline.get("language")) is not None and not is_language(language):
            yield place(outline), f"language {language!r} is not a language tag"


@RULES("OPML 2.0, Subscription lists")
def feed_version(root: Element) -> Iterator[Finding]:
    # The specification has no value for Atom, and RSS for 2.0; RSS2, which many programs write, is taken too.
    for outline in _typed(root, "rss"):
        if outline.get("version", "RSS") not in _VERSIONS:
            yield place(outline), f"version {outline.get('version')!r} is none of {', '.join(sorted(_VERSIONS))}"


@RULES("OPML 2.0, Subscription lists")
def folder_filled(root: Element) -> Iterator[Finding]:
    if any(True for _ in _typed(root, "rss")):
        for outline in _outlines(root):
            if outline.get("type") is None and outline.get("xmlUrl") is None and not len(outline):
                yield place(outline), "neither a feed nor a folder of feeds, in a list of subscriptions"


@RULES("OPML 2.0, Inclusion")
def inclusion_url(root: Element) -> Iterator[Finding]:
    for outline in _typed(root, "link", "include"):
        if not is_web_url(url := outline.get("url", "")):
            yield place(outline), f"url {url!r} is not an http address"


NAMES = ["well_formed", "root", *RULES.names]
