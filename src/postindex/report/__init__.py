"""A report about a blog as one HTML page: key figures, charts, tags and a search. Needs the extra `plots`.

>>> from datetime import date
>>> from postindex import Post, report
>>> page = report.html([Post(title="Tea, twice", published=date(2026, 3, 22))], title="Notes & more")
>>> page.partition("<h1")[2][:31]
' dir="auto">Notes &amp; more</h'
"""

from postindex.report.document import html, write

__all__ = ["html", "write"]
