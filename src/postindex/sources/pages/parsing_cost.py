"""How long an HTML parser may take for a page, at worst, without parsing it.

Parsers that follow the HTML Standard take quadratic time for deeply nested elements (each start tag looks through the
open elements, section 13.2.4.2) and for tags with very many attributes (each is compared with those before it, section
13.2.5.33), and write formatting elements that are left open again in every block (section 13.2.4.3).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<[!?][^>]*+|</[^a-z>][^>]*+|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?:[\s/]++|{_ATTRIBUTE})*+)",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = re.compile(_ATTRIBUTE)
_SHORT = 200  # characters of a tag whose attributes are not counted
_NOT_NESTED = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_CELLS = frozenset({"td", "th"})
_ROWS = _CELLS | {"tr"}
_ENDS = {  # start tags, and the open elements that need no end tag before them
    **{name: frozenset({name}) for name in ("li", "option", "p")},
    **dict.fromkeys(("dd", "dt"), frozenset({"dd", "dt"})),
    **dict.fromkeys(("rb", "rp", "rt", "rtc"), frozenset({"rb", "rp", "rt", "rtc"})),
    **dict.fromkeys(_CELLS, _CELLS),
    "tr": _ROWS,
    **dict.fromkeys(("tbody", "tfoot", "thead"), _ROWS | {"tbody", "tfoot", "thead"}),
}
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_RAW = {  # whose content has no tags
    name: re.compile(rf"</{name}", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
}
_WRITE_AGAIN = 300  # steps that it takes to write an element again, beside one to look at an open element


class _Tag(NamedTuple):
    name: str
    is_end: bool
    attributes: int


def parsing_cost(html: str) -> int:
    """Return an upper estimate of the steps that parsing takes beyond those that grow with the length.

    >>> parsing_cost("<p>Tea"), parsing_cost("<div>" * 1000) > 100_000
    (0, True)
    """
    cost = formatting = 0
    stack: list[str] = []  # the elements that are open
    for tag in _tags(html):
        cost += len(stack) + _WRITE_AGAIN * formatting + tag.attributes**2
        if tag.name in _NOT_NESTED:
            continue
        _end_elements(stack, tag)
        if not tag.is_end:
            stack.append(tag.name)
            formatting += tag.name in _FORMATTING
        elif stack and stack[-1] == tag.name:
            stack.pop()
            formatting -= tag.name in _FORMATTING
    return cost


def _end_elements(stack: list[str], tag: _Tag) -> None:
    """Take off the open elements that a tag ends although they have no end tag."""
    ended = frozenset({tag.name}) if tag.is_end else _ENDS.get(tag.name, frozenset())
    lowest = size = len(stack)
    while size and stack[size - 1] in _ENDS and not (tag.is_end and stack[size - 1] == tag.name):
        size -= 1
        if stack[size] in ended or tag.is_end:
            lowest = size
    del stack[lowest:]


def _tags(html: str) -> Iterator[_Tag]:
    position = 0
    while (found := _TAG.search(html, position)) is not None:
        position = found.end()
        if found["name"] is None:
            continue  # a comment
        name, rest = found["name"].lower(), found["rest"]
        attributes = sum(1 for _ in _COUNTED.finditer(rest)) if len(rest) > _SHORT else 0
        yield _Tag(name, bool(found["end"]), attributes)
        if name in _RAW and not found["end"]:
            end = _RAW[name].search(html, position)
            position = end.start() if end is not None else len(html)
