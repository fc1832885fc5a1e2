"""The search of an index in a browser: data that Python writes, an engine in JavaScript, and a search box."""

from postindex.websearch.data import FIELDS, search_data
from postindex.websearch.files import engine_script, write

__all__ = ["FIELDS", "engine_script", "search_data", "write"]
