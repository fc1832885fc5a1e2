"""A validator of the feeds that postindex writes. See README.md.

Each function takes the bytes of a document and returns its faults; a valid document has an empty list.

- `atom_faults`: RFC 4287, and RFC 5005 in one document.
- `rss_faults`: RSS 2.0, the RSS Advisory Board's best-practices profile, and RFC 5005, appendix B.
- `json_faults`: JSON Feed 1.1.
- `opml_faults`: OPML 2.0.
- `history_faults`: all documents of one feed, with their links (RFC 5005, and `next_url` in JSON Feed).
- `schema_faults`: the published schemas of Atom, RSS and JSON Feed, where they are present.
"""

from feed_rules.atom import atom_faults
from feed_rules.faults import Fault
from feed_rules.history import history_faults
from feed_rules.json_feed import json_faults
from feed_rules.opml import opml_faults
from feed_rules.rss import rss_faults
from feed_rules.schemas import schema_faults

__all__ = ["Fault", "atom_faults", "history_faults", "json_faults", "opml_faults", "rss_faults", "schema_faults"]
