"""The grammar of an XML format: a table of elements with their content model, attributes and values.

A grammar is closed: an element or attribute that it does not have is a fault, even if the specification allows it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias
from xml.parsers import expat

from lxml import etree

from feed_rules.faults import Fault
from feed_rules.values import Value

Node: TypeAlias = Any  # an lxml element; lxml has no types

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XML = "http://www.w3.org/XML/1998/namespace"

# The rules that every grammar checks.
NAMES = {"well_formed", "root", "unknown_element", "missing_element", "repeated_element", "element_order", "stray_text"}
NAMES |= {"unknown_attribute", "missing_attribute", "value"}


@dataclass(frozen=True)
class Element:
    """What an element may hold.

    - `section`: where the specification defines the element.
    - `children`: the content model, as in a DTD: `title` is required, `icon?` optional, `link*` may be repeated, and
      `outline+` may be repeated but not missing. What follows a comma comes after the rest; otherwise any order is
      valid.
    - `text`: the value of an element without children.
    - `attributes`: the value of each attribute by name; `type?` is optional.
    """

    section: str
    children: str = ""
    text: Value | None = None
    attributes: Mapping[str, Value] = field(default_factory=dict)

    @property
    def model(self) -> dict[str, str]:
        """The quantifier of each child by name."""
        return dict(re.findall(r"([^\s,?*+]+)([?*+]?)", self.children))


class Grammar(NamedTuple):
    """`prefixes` are the namespaces of the format; an element is listed under `parent/name` or `name`."""

    root: str
    prefixes: Mapping[str, str]
    elements: Mapping[str, Element]

    def name(self, tag: str) -> str:
        """Return the prefixed name of an element or attribute, or its name as lxml has it."""
        uri, _, local = tag.rpartition("}")
        return f"{self.prefixes[uri[1:]]}{local}" if uri[1:] in self.prefixes else tag

    def element(self, node: Node) -> Element:
        name, parent = self.name(node.tag), node.getparent()
        above = "" if parent is None else self.name(parent.tag)
        return self.elements.get(f"{above}/{name}") or self.elements[name]


def validated(document: bytes, grammar: Grammar, rules: Callable[[Node], Iterator[Fault]]) -> list[Fault]:
    """Return the faults of a document. The rules run only if the document conforms to the grammar."""
    root = read(document)
    if isinstance(root, str):
        return [Fault("well_formed", "XML 1.0, 2.1", "document", root)]
    if grammar.name(root.tag) != grammar.root:
        return [
            Fault(
                "root", grammar.elements[grammar.root].section, place(root), f"the root element is not {grammar.root}"
            )
        ]
    return list(_grammar_faults(root, grammar)) or list(rules(root))


def read(document: bytes) -> Node | str:
    """Return the root of an XML document without comments and processing instructions, or why it is not well formed.

    Two parsers must read it because they follow different editions of XML: libxml2 accepts `<?龦?>`, expat does not.
    """
    parser = etree.XMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        expat.ParserCreate().Parse(document, True)
        root: Node = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, expat.ExpatError, LookupError, ValueError) as error:  # the last two: bad encodings
        return str(error)
    version = root.getroottree().docinfo.xml_version
    return root if version == "1.0" else f"XML {version} instead of XML 1.0"


def place(node: Node) -> str:
    """Return the path of an element, such as feed/entry[2]/link, with numbers where siblings share a name."""
    name = etree.QName(node).localname if node.prefix is None else f"{node.prefix}:{etree.QName(node).localname}"
    parent = node.getparent()
    if parent is None:
        return name
    alike = parent.findall(node.tag)
    number = f"[{alike.index(node) + 1}]" if len(alike) > 1 else ""
    return f"{place(parent)}/{name}{number}"


def _grammar_faults(node: Node, grammar: Grammar) -> Iterator[Fault]:
    element = grammar.element(node)
    for rule, where, message in (*_children(node, element, grammar), *_values(node, element, grammar)):
        yield Fault(rule, element.section, place(where), message)
    for child in node:
        if grammar.name(child.tag) in element.model:
            yield from _grammar_faults(child, grammar)


def _children(node: Node, element: Element, grammar: Grammar) -> Iterator[tuple[str, Node, str]]:
    names = [grammar.name(child.tag) for child in node]
    for child, name in zip(node, names, strict=True):
        if name not in element.model:
            yield "unknown_element", child, f"the grammar has no {name} here"
    counts = Counter(names)
    for name, quantifier in element.model.items():
        if quantifier in {"", "+"} and not counts[name]:
            yield "missing_element", node, f"no {name}"
        if quantifier in {"", "?"} and counts[name] > 1:
            yield "repeated_element", node, f"{counts[name]} {name} elements; only one is allowed"
    if "," in element.children:
        last = {child.rstrip("?*+") for child in element.children.partition(",")[2].split()}
        after = next((at for at, name in enumerate(names) if name in last), len(names))
        for child, name in zip(node[after:], names[after:], strict=True):
            if name not in last and name in element.model:
                yield "element_order", child, f"{name} after {names[after]}"


def _values(node: Node, element: Element, grammar: Grammar) -> Iterator[tuple[str, Node, str]]:
    known = {name.rstrip("?"): value for name, value in element.attributes.items()}
    for tag, text in node.attrib.items():
        name = grammar.name(tag)
        if name not in known:
            yield "unknown_attribute", node, f"the grammar has no attribute {name} here"
        elif not known[name].accepts(text):
            yield "value", node, f"{name} {text!r} is not {known[name].name}"
    for name in element.attributes:
        if not name.endswith("?") and name not in map(grammar.name, node.attrib):
            yield "missing_attribute", node, f"no attribute {name}"
    text = "".join([node.text or "", *(child.tail or "" for child in node)])
    if element.text is None and (text.strip() if element.children else text):
        yield "stray_text", node, f"{text!r} in an element that has no text"
    elif element.text is not None and not len(node) and not element.text.accepts(text):
        yield "value", node, f"{text!r} is not {element.text.name}"
