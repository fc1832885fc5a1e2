"""RSS, RDF, Atom and JSON Feed → a `Listing`."""

from postindex.sources.syndication.reading import read_feed

__all__ = ["read_feed"]
