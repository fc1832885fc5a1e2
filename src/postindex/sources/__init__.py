"""Posts from other beginnings than a listing: the HTML of an index page, feeds, front matter.

>>> from postindex import sources
>>> page = b"<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots and cups</a></ul>"
>>> sources.read_page(page).posts[0].title
'Tea, twice'
"""

from postindex.sources.front_matter import read_front_matter
from postindex.sources.ghost import read_ghost
from postindex.sources.our_json import read_json
from postindex.sources.pages import read_page
from postindex.sources.read_any import read
from postindex.sources.syndication import read_feed
from postindex.sources.tables import read_csv, to_csv
from postindex.sources.wordpress import read_wordpress

__all__ = [
    "read",
    "read_csv",
    "read_feed",
    "read_front_matter",
    "read_ghost",
    "read_json",
    "read_page",
    "read_wordpress",
    "to_csv",
]
