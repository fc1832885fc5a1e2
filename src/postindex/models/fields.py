"""The types of fields: text that XML can carry, names, links, media types and languages.

Each carries what a message says about a bad value. A field whose message differs adds an `Expected` to its own type.
"""

from dataclasses import dataclass
from typing import Annotated

from pydantic import FailFast, Field, StringConstraints

from postindex.text import INVISIBLE


@dataclass(frozen=True, slots=True)
class Expected:
    """What a field or a model takes, for messages: `is not {what}; {fix}`."""

    what: str
    fix: str = ""

    def reason(self, *, optional: bool = False) -> str:
        """Return what is wrong with a bad value, and what to do."""
        what = f"{self.what}, or None" if optional else self.what
        return f"is not {what}; {self.fix}" if self.fix else f"is not {what}"


# Constraints run inside pydantic's core, nearly free; Python validators would triple the price of a post.
_CHAR = r"[\t\n\r\x20-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]"  # XML 1.0, section 2.2: Char
Text = Annotated[str, StringConstraints(pattern=rf"^{_CHAR}*$"), Expected("text", "give plain text, possibly empty")]
VISIBLE = "give text with at least one visible character"
_VISIBLE_CHAR = rf"[{_CHAR}&&[^\s{INVISIBLE}]]"
Name = Annotated[
    str,
    StringConstraints(pattern=rf"^{_CHAR}*{_VISIBLE_CHAR}{_CHAR}*$", strip_whitespace=True),
    Expected("a name", VISIBLE),
]
_NO_LINK = r'\s\x00-\x20\x7F"<>\\^`{|}\x{FFFE}\x{FFFF}'  # in no link: RFC 3987, section 2.2, and what XML cannot carry
_LINK_CHAR = rf"(?:[^%{_NO_LINK}]|%[0-9A-Fa-f]{{2}})"  # a percent sign alone is invalid: RFC 3986, section 2.4
_HOST = rf"(?:[^%/?#\[\]{_NO_LINK}]|%[0-9A-Fa-f]{{2}})"
_ADDRESS = r"\[[0-9A-Fa-f:.]+\](?::[0-9]*)?"  # of IPv6, the one thing that has brackets
Link = Annotated[
    str,
    StringConstraints(pattern=rf"^[Hh][Tt][Tt][Pp][Ss]?://(?:{_HOST}+|{_HOST}*{_ADDRESS})(?:[/?#]{_LINK_CHAR}*)?$"),
    Expected("an absolute http or https link"),
]
MediaType = Annotated[  # RFC 6838, section 4.2, with parameters
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(;[\t\x20-\x7E]*)?$"),
    Expected("a media type", "give one such as 'audio/mpeg'"),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
    Expected("a language tag such as 'en' or 'pt-BR'"),
]
# For sequences as long as a document: pydantic's errors take over 1,000 times the memory of their JSON.
FIRST_FAULT = FailFast()
# Python writes no integer of over 4,300 digits; Arrow and databases hold 64 bits.
MAX_INTEGER = 2**63 - 1
ByteCount = Annotated[int, Field(ge=0, le=MAX_INTEGER), Expected("a whole number of bytes from 0 to 2**63 - 1")]
