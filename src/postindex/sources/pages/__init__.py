"""The HTML of a blog's index page → a `Listing`: read by its structure, and proven by the layout of its text."""

from postindex.sources.pages.reading import read_page

__all__ = ["read_page"]
