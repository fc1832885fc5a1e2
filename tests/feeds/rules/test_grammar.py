"""Each line of the grammars of Atom, RSS and OPML finds the document that breaks it."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from lxml import etree

from feed_rules import atom, atom_faults, opml, opml_faults, rss, rss_faults
from feed_rules.examples import ATOM, OPML, RSS
from feed_rules.grammar import Grammar

CASES = [(atom.GRAMMAR, ATOM, atom_faults), (rss.GRAMMAR, RSS, rss_faults), (opml.GRAMMAR, OPML, opml_faults)]
FAULTS = {id(grammar): faults for grammar, _, faults in CASES}
cases = pytest.mark.parametrize(("grammar", "document"), [(grammar, document) for grammar, document, _ in CASES])


def nodes(document: str) -> Iterator[Any]:
    """Yield each element of a document, each from a document that can be changed."""
    for number in range(len(list(etree.fromstring(document.encode()).iter("*")))):
        yield list(etree.fromstring(document.encode()).iter("*"))[number]


def rules(grammar: Grammar, node: Any) -> set[str]:
    return {fault.rule for fault in FAULTS[id(grammar)](etree.tostring(node.getroottree()))}


@cases
def test_the_example_has_every_element_and_attribute_of_the_grammar(grammar: Grammar, document: str) -> None:
    found: dict[str, set[str]] = {key: set() for key in grammar.elements}
    used = set()
    for node in nodes(document):
        key = next(key for key, element in grammar.elements.items() if element is grammar.element(node))
        used.add(key)
        found[key] |= {grammar.name(name) for name in node.attrib}
    assert used == set(grammar.elements)
    for key, element in grammar.elements.items():
        assert found[key] == {name.rstrip("?") for name in element.attributes}


@cases
def test_missing_elements_and_attributes_are_refused(grammar: Grammar, document: str) -> None:
    for node in nodes(document):
        element = grammar.element(node)
        for name in [name for name in element.attributes if not name.endswith("?")]:
            value = node.attrib.pop(name)
            assert rules(grammar, node) == {"missing_attribute"}, (node.tag, name)
            node.set(name, value)
        for position, child in enumerate(node):
            if not element.model[grammar.name(child.tag)]:
                node.remove(child)
                assert rules(grammar, node) == {"missing_element"}, child.tag
                node.insert(position, child)


@cases
def test_repeated_elements_are_refused(grammar: Grammar, document: str) -> None:
    for node in nodes(document):
        if node.getparent() is not None:
            quantifier = grammar.element(node.getparent()).model[grammar.name(node.tag)]
            node.addnext(deepcopy(node))
            assert ("repeated_element" in rules(grammar, node)) == (quantifier in {"", "?"}), node.tag


@cases
def test_blank_values_are_refused(grammar: Grammar, document: str) -> None:
    for node in nodes(document):
        for name, value in node.attrib.items():
            node.set(name, " ")
            assert rules(grammar, node) == {"value"}, (node.tag, name)
            node.set(name, value)
        if grammar.element(node).text:
            node.text = " "
            assert rules(grammar, node) == {"value"}, node.tag


@cases
def test_unknown_elements_attributes_and_text_are_refused(grammar: Grammar, document: str) -> None:
    for node in nodes(document):
        node.set("strange", "")
        assert rules(grammar, node) == {"unknown_attribute"}, node.tag
        del node.attrib["strange"]
        node.insert(0, etree.Element("strange"))
        assert rules(grammar, node) == {"unknown_element"}, node.tag
        del node[0]
        if not grammar.element(node).text:
            node.text = "Tea"
            assert rules(grammar, node) == {"stray_text"}, node.tag


def test_a_subscription_list_has_an_outline() -> None:
    (fault,) = opml_faults(f"{OPML[: OPML.index('<outline')]}</body></opml>".encode())
    assert str(fault) == "opml/body: no outline (OPML 2.0, What is a <body>?; missing_element)"
