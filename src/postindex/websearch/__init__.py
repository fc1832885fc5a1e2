"""The search of an index in a browser: data that Python writes, an engine in JavaScript, and a search box.

>>> import tempfile
>>> from datetime import date
>>> from postindex import Post, websearch
>>> with tempfile.TemporaryDirectory() as folder:
...     len(websearch.write([Post(title="Tea", published=date(2026, 3, 22))], folder))
3
"""

from postindex.websearch.files import write

__all__ = ["write"]
