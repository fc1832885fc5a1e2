"""What stands in Atom's elements and attributes (RFC 4287): texts, people, dates, links, content, categories."""

import base64
import re
from collections.abc import Iterator

from feed_rules.fragments import html_complaints
from feed_rules.markup import ATOM, XHTML, XML, Element, local, missing, namespace, place, text, too_many
from feed_rules.rules import Finding, Rules
from feed_rules.values import (
    is_email,
    is_iri,
    is_iri_reference,
    is_language,
    is_media_type,
    is_number,
    is_relation,
    rfc3339,
)

RULES: Rules[Element] = Rules()

# RFC 4287, RFC 5005, and the others of the IANA registry of link relations that feeds use.
RELATIONS = {"alternate", "enclosure", "related", "self", "via"}
RELATIONS |= {"current", "first", "last", "next", "next-archive", "prev-archive", "previous"}
RELATIONS |= {"author", "canonical", "edit", "edit-media", "hub", "icon", "license", "payment", "replies", "search"}
RELATIONS |= {"bookmark", "copyright", "help", "preview", "service", "shortlink", "up", "webmention"}


def _all(root: Element, *names: str) -> Iterator[Element]:
    yield from root.iter(*(f"{{{ATOM}}}{name}" for name in names))


def _iris(root: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield the IRIs of the document, but for ids, each with its element and the attribute or element that holds it."""
    for element in _all(root, "icon", "logo", "uri"):
        yield element, local(element), text(element)
    attributes = [("link", "href"), ("content", "src"), ("category", "scheme"), ("generator", "uri")]
    for name, attribute in attributes:
        for element in _all(root, name):
            if (iri := element.get(attribute)) is not None:
                yield element, attribute, iri
    for element in root.iter(f"{{{ATOM}}}*"):
        if (iri := element.get(f"{{{XML}}}base")) is not None:
            yield element, "xml:base", iri


# -- attributes of every element --------------------------------------------------------------------------------------


@RULES("RFC 4287, 2")
def xml_lang(root: Element) -> Iterator[Finding]:
    for element in root.iter():
        language = element.get(f"{{{XML}}}lang", "")
        if language and not is_language(language):
            yield place(element), f"xml:lang {language!r} is not a language tag"


@RULES("RFC 4287, 3")
def white_space(root: Element) -> Iterator[Finding]:
    # Many writers break lines inside an element for looks; a date or an IRI is then no date and no IRI.
    simple = ((element, local(element), text(element)) for element in _all(root, "id", "updated", "published"))
    for element, name, value in (*simple, *_iris(root)):
        if re.search(r"\s", value):
            yield place(element), f"white space in {name}: {value!r}"


@RULES("RFC 4287, 3.2, 3.3 and 4.2")
def simple_content(root: Element) -> Iterator[Finding]:
    for element in _all(root, "email", "generator", "icon", "id", "logo", "name", "published", "updated", "uri"):
        if len(element):
            yield place(element), f"elements inside {local(element)}"


@RULES("RFC 4287, 2, 3.2.2 and 4.2")
def iri_references(root: Element) -> Iterator[Finding]:
    for element, name, iri in _iris(root):
        if name != "scheme" and not is_iri_reference(iri) and not re.search(r"\s", iri):
            yield place(element), f"{name} {iri!r} is not an IRI reference"


@RULES("RFC 4287, 3.2.2, 4.2.5 and 4.2.8")
def iri_not_empty(root: Element) -> Iterator[Finding]:
    # An empty reference means this document, which is neither a picture nor a person's page.
    for element in _all(root, "icon", "logo", "uri"):
        if not text(element):
            yield place(element), f"an empty {local(element)}"


# -- texts ------------------------------------------------------------------------------------------------------------

_TEXTS = ("title", "subtitle", "summary", "rights")


@RULES("RFC 4287, 3.1.1")
def text_type(root: Element) -> Iterator[Finding]:
    for element in _all(root, *_TEXTS):
        if element.get("type", "text") not in {"text", "html", "xhtml"}:
            yield place(element), f"type {element.get('type')!r} is not text, html or xhtml"


@RULES("RFC 4287, 3.1.1.1 and 3.1.1.2")
def text_children(root: Element) -> Iterator[Finding]:
    for element in _all(root, *_TEXTS):
        if element.get("type", "text") in {"text", "html"} and len(element):
            yield place(element), "elements inside text: markup must be escaped, or its type is xhtml"


@RULES("RFC 4287, 3.1.1.2 and 4.1.3.3")
def html_fragment(root: Element) -> Iterator[Finding]:
    for element in _all(root, *_TEXTS, "content"):
        if element.get("type") == "html" and not len(element):
            for complaint in html_complaints(text(element)):
                yield place(element), complaint


@RULES("RFC 4287, 3.1.1.3 and 4.1.3.3")
def xhtml_div(root: Element) -> Iterator[Finding]:
    for element in _all(root, *_TEXTS, "content"):
        if element.get("type") == "xhtml" and element.get("src") is None:
            around = "".join([element.text or "", *(child.tail or "" for child in element)])
            if [child.tag for child in element] != [f"{{{XHTML}}}div"] or around.strip():
                yield place(element), "the content is not one div of XHTML"


@RULES("RFC 4287, 3.1.1.3 and 4.1.3.3")
def xhtml_namespace(root: Element) -> Iterator[Finding]:
    for element in _all(root, *_TEXTS, "content"):
        if element.get("type") == "xhtml":
            for div in element.iterchildren(f"{{{XHTML}}}div"):
                for inner in div.iterdescendants():
                    if namespace(inner) in {"", ATOM}:
                        yield place(inner), f"{local(inner)} is not in the namespace of XHTML"


# -- people and dates -------------------------------------------------------------------------------------------------


@RULES("RFC 4287, 3.2.1")
def person_name(root: Element) -> Iterator[Finding]:
    for person in _all(root, "author", "contributor"):
        yield from missing(person, ("name",))


@RULES("RFC 4287, 3.2")
def person_once(root: Element) -> Iterator[Finding]:
    for person in _all(root, "author", "contributor"):
        yield from too_many(person, ("name", "uri", "email"))


@RULES("RFC 4287, 3.2.1")
def name_readable(root: Element) -> Iterator[Finding]:
    for name in _all(root, "name"):
        if not text(name).strip():
            yield place(name), "an empty name"


@RULES("RFC 4287, 3.2.3")
def email(root: Element) -> Iterator[Finding]:
    for element in _all(root, "email"):
        if not is_email(text(element)):
            yield place(element), f"{text(element)!r} is not an e-mail address"


@RULES("RFC 4287, 3.3")
def dates(root: Element) -> Iterator[Finding]:
    for element in _all(root, "updated", "published"):
        if not rfc3339(text(element)) and not re.search(r"\s", text(element)):
            yield place(element), f"{text(element)!r} is not a moment of RFC 3339 with upper-case T and Z"


# -- links, categories, the generator ---------------------------------------------------------------------------------


@RULES("RFC 4287, 4.2.7.1")
def link_href(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if link.get("href") is None:
            yield place(link), "no href"


@RULES("RFC 4287, 4.2.7.2")
def link_rel(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if not is_relation(rel := link.get("rel", "alternate")):
            yield place(link), f"rel {rel!r} is neither a simple name nor an IRI"


@RULES("RFC 4287, 4.2.7.2 and 7.1")
def link_rel_registered(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        rel = link.get("rel", "alternate")
        if is_relation(rel) and not is_iri(rel) and rel not in RELATIONS:
            yield place(link), f"rel {rel!r} is not a registered relation that feeds use"


@RULES("RFC 4287, 4.2.7.2")
def enclosure_length(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if link.get("rel") == "enclosure" and link.get("length") is None:
            yield place(link), "an enclosure should say its length"


@RULES("RFC 4287, 4.2.7.3")
def link_type(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if (media_type := link.get("type")) is not None and not is_media_type(media_type):
            yield place(link), f"type {media_type!r} is not a media type"


@RULES("RFC 4287, 4.2.7.4")
def link_hreflang(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if (language := link.get("hreflang")) is not None and not is_language(language):
            yield place(link), f"hreflang {language!r} is not a language tag"


@RULES("RFC 4287, 4.2.7.6")
def link_length(root: Element) -> Iterator[Finding]:
    for link in _all(root, "link"):
        if (length := link.get("length")) is not None and not is_number(length):
            yield place(link), f"length {length!r} is not a number of octets"


@RULES("RFC 4287, 4.2.2.1")
def category_term(root: Element) -> Iterator[Finding]:
    for category in _all(root, "category"):
        if category.get("term") is None:
            yield place(category), "no term"


@RULES("RFC 4287, 4.2.2.2")
def category_scheme(root: Element) -> Iterator[Finding]:
    for category in _all(root, "category"):
        scheme = category.get("scheme")
        if scheme is not None and not is_iri(scheme) and not re.search(r"\s", scheme):
            yield place(category), f"scheme {scheme!r} is not an absolute IRI"


@RULES("RFC 4287, 4.2.4")
def generator_name(root: Element) -> Iterator[Finding]:
    for generator in _all(root, "generator"):
        if not text(generator).strip():
            yield place(generator), "no name of the generator"


# -- content ----------------------------------------------------------------------------------------------------------

_OTHER_XML = {f"{kind}/xml-external-parsed-entity" for kind in ("application", "text")} | {"application/xml-dtd"}


def content_kind(content: Element) -> str:
    """Return which case of RFC 4287, 4.1.3.3 it is: text, html, xhtml, xml, other text, base64, or none of them."""
    kind: str = content.get("type", "text")
    if kind in {"text", "html", "xhtml"}:
        return kind
    if not is_media_type(kind):
        return "none"
    media_type = kind.partition(";")[0].strip().lower()
    if media_type.endswith(("+xml", "/xml")) or media_type in _OTHER_XML:
        return "xml"
    return "other text" if media_type.startswith("text/") else "base64"


@RULES("RFC 4287, 4.1.3.1")
def content_type(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        kind = content.get("type", "text")
        if kind not in {"text", "html", "xhtml"} and not is_media_type(kind):
            yield place(content), f"type {kind!r} is not text, html, xhtml or a media type"
        elif kind.lower().startswith(("multipart/", "message/")):
            yield place(content), f"type {kind!r} is a composite type"


@RULES("RFC 4287, 4.1.3.2")
def content_elsewhere(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        if content.get("src") is not None and (len(content) or content.text):
            yield place(content), "content with src is not empty"


@RULES("RFC 4287, 4.1.3.2")
def content_elsewhere_type(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        if content.get("src") is not None and content.get("type", "text") in {"text", "html", "xhtml"}:
            yield place(content), "content with src says no media type"


@RULES("RFC 4287, 4.1.3.3")
def content_children(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        kind = content_kind(content)
        if kind in {"text", "html", "other text"} and len(content) and content.get("src") is None:
            yield place(content), f"elements inside {kind}"


@RULES("RFC 4287, 4.1.3.3")
def content_xml(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        if content_kind(content) == "xml" and content.get("src") is None and len(content) != 1:
            yield place(content), f"{len(content)} elements, where the root of an XML document should be"


@RULES("RFC 4287, 4.1.3.3")
def content_base64(root: Element) -> Iterator[Finding]:
    for content in _all(root, "content"):
        if content_kind(content) == "base64" and content.get("src") is None:
            try:
                base64.b64decode(text(content).strip().replace("\n", ""), validate=True)
            except ValueError:
                yield place(content), "the content is not Base64"
