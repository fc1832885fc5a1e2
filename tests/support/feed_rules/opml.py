"""OPML 2.0 (http://opml.org/spec2.opml): a subscription list. The sections are the headings of the specification."""

from feed_rules.faults import Fault
from feed_rules.grammar import Element, Grammar, validated
from feed_rules.values import RFC_822, TEXT, URL, one_of

GRAMMAR = Grammar(
    "opml",
    {"": ""},
    {
        "opml": Element("OPML 2.0, What is an <opml>?", "head, body", attributes={"version": one_of("2.0")}),
        "head": Element("OPML 2.0, What is a <head>?", "title dateModified? docs"),
        "title": Element("OPML 2.0, What is a <head>?", text=TEXT),
        "dateModified": Element("OPML 2.0, Notes, 1", text=RFC_822),
        "docs": Element("OPML 2.0, What is a <head>?", text=one_of("http://opml.org/spec2.opml")),
        "body": Element("OPML 2.0, What is a <body>?", "outline+"),
        "outline": Element(
            "OPML 2.0, Subscription lists",
            attributes={"text": TEXT, "title": TEXT, "type": one_of("rss"), "xmlUrl": URL, "htmlUrl?": URL},
        ),
    },
)


def opml_faults(document: bytes) -> list[Fault]:
    """Return the rules of OPML 2.0 that a subscription list breaks."""
    return validated(document, GRAMMAR, lambda _: iter(()))
