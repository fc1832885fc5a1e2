"""The rules of feed formats, as far as a program can check them on a document without the network.

Each function takes a document's bytes and returns its faults; a good document has none. Every rule is one small
function in a table, beside the section of the specification that it comes from.

- `atom_faults`: RFC 4287, and RFC 5005 in one document.
- `rss_faults`: RSS 2.0, the RSS Advisory Board's best-practices profile, and RFC 5005, appendix B.
- `json_faults`: JSON Feed 1.1.
- `opml_faults`: OPML 2.0.
- `history_faults`: RFC 5005 and JSON Feed's `next_url`, over the documents of one feed.
- `schema_faults`: the schemas of Atom, RSS and JSON Feed.

No program can tell whether an id was ever another's, whether a title is HTML by mistake or a text about HTML, whether
an address leads anywhere, or whether a picture has the size that it should have.
"""

from feed_rules.atom import atom_faults
from feed_rules.history_sets import history_faults
from feed_rules.json_feed import json_faults
from feed_rules.opml import opml_faults
from feed_rules.rss import rss_faults
from feed_rules.rules import Fault
from feed_rules.schemas import schema_faults

__all__ = [
    "Fault",
    "atom_faults",
    "history_faults",
    "json_faults",
    "opml_faults",
    "rss_faults",
    "schema_faults",
]
