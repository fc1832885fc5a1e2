"""An entry in the form that most listings have, recognised as a whole: what is left is read line by line."""

import re

from postindex.listing.lines import BOM, BULLET_MARKS, LONGEST_MARK, TEXT, classify, is_reading_time

# An entry in the canonical form, above the next: nothing in it needs to be looked at twice, nor refused by XML.
ENTRY = re.compile(
    r"- ([A-Z][a-z]{2,8}) ([0-9]{1,2}), ([0-9]{4})(?: ([0-9]{1,4}) min)?\n"
    r"(\S.*+)(?<!\s)\n"
    r"(?:(?!- )(\S.*+)(?<!\s)\n)?"
    r"((?:- /.{1,90}\n)*)"
    r"(?=- [A-Z][a-z]{2,8} [0-9]{1,2}, [0-9]{4}(?: [0-9]{1,4} min)?\n)"
)

_SUSPECT = BULLET_MARKS | {BOM}  # what a title begins with that is not plain at once


def is_plain(minutes: str, title: str, summary: str, run: str) -> bool:
    """Say whether the lines of an entry in the canonical form can only be what they seem to be."""
    if title[0] in _SUSPECT and (title[0] == BOM or classify(title) is not TEXT):
        return False
    if not minutes and is_reading_time(title):
        return False
    if not summary:
        return bool(run)  # a title alone may be in doubt
    if len(summary) > LONGEST_MARK and summary[0].isalpha() and summary[0] not in "Tt":
        return True
    return summary[0] != BOM and classify(summary) is TEXT
