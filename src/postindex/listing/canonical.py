"""Entries in the canonical form, recognised by regular expressions; others are read line by line."""

import re

from postindex.listing.doubts import title_doubt
from postindex.listing.lines import BULLET_MARKS, TEXT, classify, is_plain_text, is_stripped

CANONICAL_HEAD = re.compile(r"- ([A-Z][a-z]{2,8}) ([0-9]{1,2}), ([1-9][0-9]{3})(?: ([0-9]{1,4}) min)?\n")
# Below a head with a bullet: the title, the summary, the tags and blank lines, above another head.
CANONICAL_BODY = re.compile(
    r"(\S.*+)(?<!\s)\n"
    r"(?:(?!- )(\S.*+)(?<!\s)\n)?"
    r"((?:- [/#].{1,90}\n)*)"
    r"(\n*)(?=- [^/#])"
)


def is_plain(title: str, summary: str, tagged: bool, timed: bool) -> bool:
    """Return whether the text of an entry in the canonical form cannot have another meaning."""
    if not (is_stripped(title) and is_stripped(summary)):
        return False
    if title[0] in BULLET_MARKS and classify(title) is not TEXT:
        return False
    if title_doubt(title, summary, tagged, timed):
        return False
    if not summary:
        return tagged  # a title alone may be doubtful
    return is_plain_text(summary) or classify(summary) is TEXT
