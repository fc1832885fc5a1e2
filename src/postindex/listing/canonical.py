"""Entries in the canonical form, recognised by one regular expression; other lines are read one by one."""

import re

from postindex.listing.doubts import title_doubt
from postindex.listing.lines import BULLET_MARKS, TEXT, classify, is_plain_text, is_stripped

# An entry in the canonical form that another one follows.
CANONICAL_ENTRY = re.compile(
    r"- ([A-Z][a-z]{2,8}) ([0-9]{1,2}), ([1-9][0-9]{3})(?: ([0-9]{1,4}) min)?\n"
    r"(\S.*+)(?<!\s)\n"
    r"(?:(?!- )(\S.*+)(?<!\s)\n)?"
    r"((?:- /.{1,90}\n)*)"
    r"(?=- [A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}(?: [0-9]{1,4} min)?\n)"
)


def is_plain(minutes: str, title: str, summary: str, run: str) -> bool:
    """Return whether the lines of an entry in the canonical form cannot have another meaning."""
    if not (is_stripped(title) and is_stripped(summary)):
        return False
    if title[0] in BULLET_MARKS and classify(title) is not TEXT:
        return False
    if title_doubt(title, summary, bool(run), bool(minutes)):
        return False
    if not summary:
        return bool(run)  # a title alone may be doubtful
    return is_plain_text(summary) or classify(summary) is TEXT
