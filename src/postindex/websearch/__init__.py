"""The search of an index in a browser: data that Python writes, an engine in JavaScript, and a search box."""

from postindex.websearch.files import write

__all__ = ["write"]
