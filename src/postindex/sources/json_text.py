"""The bytes of a JSON file → its value, or a problem that says why there is none."""

import re
from codecs import BOM_UTF8
from typing import Any

from postindex.errors import InvalidValue, shorten
from postindex.models.jsontext import load_json
from postindex.sources.gathering import Gathering

_LINE = re.compile(r": line ([0-9]+) column ")


def load_file(content: bytes | None, limit: int, gathering: Gathering) -> Any:
    """Return the value of a JSON file; None, and a problem, if it is invalid or, given None, too large."""
    if content is None:
        message = f"the file has more than {limit >> 20} MiB, which is the limit; read a part of it"
        gathering.report("too-large", message)
        return None
    text = content.removeprefix(BOM_UTF8)
    try:
        return load_json("", text)
    except InvalidValue as error:
        found = _LINE.search(error.reason)
        what = "the file" if error.value is text else shorten(error.value)
        gathering.report("bad-file", f"{what} {error.reason}", line=int(found[1]) if found else None)
        return None
