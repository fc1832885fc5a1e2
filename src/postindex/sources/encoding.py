"""A page's bytes → its text, by the encoding that the page names."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from typing import NamedTuple

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_META_SIZE = 4096  # bytes at the start of a page in which it names its encoding; the HTML Standard, 13.2.3.2, has 1024
_MARKS = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
_LATIN = frozenset({"ascii", "iso8859-1"})  # which are windows-1252: WHATWG Encoding Standard, section 4.2
_SAMPLE = 512  # bytes in which every other one of UTF-16 is zero
_ZEROS = 0.3  # of the bytes of Latin text in UTF-16, at least
_NOT_PAGES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x7fELF")


class Encoded(NamedTuple):
    """A page's text, and why its bytes could not be decoded with certainty, if so."""

    text: str
    problem: str = ""


def decode_page(content: bytes) -> Encoded:
    """Return a page's text: by its byte order mark, else by its meta element, else as UTF-8.

    >>> decode_page("<p>Käse".encode()).text, decode_page(b"<meta charset=latin-1><p>K\\xe4se").text[-4:]
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
    return content.startswith(_NOT_PAGES) or (b"\0" in content and _utf16(content) is None)


def _encoding_of(content: bytes) -> tuple[str, str]:
    """Return the encoding of a page, and a problem if it names one that is not known."""
    if (utf16 := _utf16(content)) is not None or content.startswith(BOM_UTF8):
        return utf16 or "utf-8-sig", ""
    found = _META_CHARSET.search(content[:_META_SIZE])
    if found is None:
        return "utf-8", ""
    name = found[1].decode("ascii").lower()
    try:
        encoding = lookup(name).name
        b"".decode(encoding)  # raises LookupError for what is no encoding of text, such as base64
    except (LookupError, ValueError):
        return "utf-8", f"the page names the unknown encoding {name!r}; save it again as UTF-8"
    if encoding.startswith("utf-16"):
        return "utf-8", ""  # WHATWG HTML Standard, 13.2.3.2: what names it in ASCII is not in UTF-16
    return ("windows-1252" if encoding in _LATIN else encoding), ""


def _utf16(content: bytes) -> str | None:
    """Return which UTF-16 the bytes are in; None if they are not."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if b"\0" in sample and max(even, odd) > _ZEROS * len(sample) and not min(even, odd):
        return "utf-16-be" if even else "utf-16-le"
    return None
