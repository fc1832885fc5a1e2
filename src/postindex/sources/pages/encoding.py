"""A page's bytes → its text, by the encoding that the page names."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from contextlib import suppress
from typing import NamedTuple

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_META_SIZE = 4096  # bytes at the start of a page in which it names its encoding; the HTML Standard, 13.2.3.2, has 1024
_MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
# The encodings of the WHATWG Encoding Standard, section 4.2, by their names in Python. Some names mean a larger one.
_KNOWN = frozenset(
    (
        *(
            "utf-8",
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
            "cp866",
            "cp874",
            "cp932",
            "cp949",
            "gb18030",
            "big5",
        ),
        *("euc_jp", "iso2022_jp", "utf-16", "utf-16-be", "utf-16-le"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    )
)
_LARGER = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("iso8859-11", "tis-620", "windows-874"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "x-sjis", "windows-31j"), "cp932"),
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
    "x-mac-cyrillic": "mac-cyrillic",
}
_SAMPLE = 512  # bytes in which every other one of UTF-16 is zero
_ZEROS = 0.3  # of the bytes of Latin text in UTF-16, at least
_MOST_ZEROS = 0.01  # of the bytes of a page: browsers leave out a stray one
_NOT_PAGES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF")


class Encoded(NamedTuple):
    """A page's text, and why its bytes could not be decoded with certainty, if so."""

    text: str
    problem: str = ""


def decode_page(content: bytes) -> Encoded:
    r"""Return a page's text: by its byte order mark, else by its meta element, else as UTF-8.

    >>> decode_page("<p>Käse".encode()).text, decode_page(b"<meta charset=latin-1><p>K\xe4se").text[-4:]
    ('<p>Käse', 'Käse')
    """
    encoding, problem = _encoding_of(content)
    try:
        return Encoded(content.decode(encoding), problem)
    except ValueError:  # of UnicodeDecodeError too
        text = content.decode(encoding, "replace")
        return Encoded(text, problem or f"the page is not valid {encoding}; save it again as UTF-8")


def is_binary(content: bytes) -> bool:
    """Whether the content is a picture, an archive or another file that no browser shows as a page.

    >>> is_binary(b"%PDF-1.7"), is_binary(b"<p>Tea")
    (True, False)
    """
    zeros = content.count(0)
    return content.startswith(_NOT_PAGES) or (zeros > _MOST_ZEROS * len(content) and _utf16(content) is None)


def _encoding_of(content: bytes) -> tuple[str, str]:
    """Return the encoding of a page, and a problem if it names one that is not known."""
    if (utf16 := _utf16(content)) is not None or content.startswith(BOM_UTF8):
        return utf16 or "utf-8-sig", ""
    found = _META_CHARSET.search(content[:_META_SIZE])
    if found is None:
        return "utf-8", ""
    name = found[1].decode("ascii").lower()
    encoding = _python_name(name)
    if encoding not in _KNOWN:
        return "utf-8", f"the page names the unknown encoding {name!r}; save it again as UTF-8"
    # HTML Standard, section 13.2.3.2: a page whose bytes name UTF-16 in ASCII is not in UTF-16.
    return ("utf-8" if encoding.startswith("utf-16") else encoding), ""


def _python_name(name: str) -> str:
    with suppress(LookupError, ValueError):
        name = lookup(name).name
    return _LARGER.get(name, name)


def _utf16(content: bytes) -> str | None:
    """Return which UTF-16 the bytes are in; None if they are not."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if b"\0" in sample and max(even, odd) > _ZEROS * len(sample) and not min(even, odd):
        return "utf-16-be" if even else "utf-16-le"
    return None
