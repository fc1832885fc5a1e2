"""Entries in the canonical form, recognised by one regular expression; other lines are read one by one."""

import re

from postindex.listing.lines import BOM, BULLET_MARKS, MAX_MARK_LENGTH, TEXT, classify, is_reading_time

# An entry in the canonical form that another one follows.
CANONICAL_ENTRY = re.compile(
    r"- ([A-Z][a-z]{2,8}) ([0-9]{1,2}), ([0-9]{4})(?: ([0-9]{1,4}) min)?\n"
    r"(\S.*+)(?<!\s)\n"
    r"(?:(?!- )(\S.*+)(?<!\s)\n)?"
    r"((?:- /.{1,90}\n)*)"
    r"(?=- [A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}(?: [0-9]{1,4} min)?\n)"
)

_SUSPECT = BULLET_MARKS | {BOM}  # first characters of titles that need a closer look


def is_plain(minutes: str, title: str, summary: str, run: str) -> bool:
    """Return whether the lines of an entry in the canonical form cannot have another meaning."""
    if title[0] in _SUSPECT and (title[0] == BOM or classify(title) is not TEXT):
        return False
    if not minutes and is_reading_time(title):
        return False
    if not summary:
        return bool(run)  # a title alone may be doubtful
    if len(summary) > MAX_MARK_LENGTH and summary[0].isalpha() and summary[0] not in "Tt":
        return True
    return summary[0] != BOM and classify(summary) is TEXT
