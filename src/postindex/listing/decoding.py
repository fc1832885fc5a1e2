"""Bytes → text, in UTF-8 or another encoding; what cannot be decoded is a problem."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, getincrementaldecoder, lookup
from collections.abc import Iterator
from itertools import chain
from typing import Any

from postindex.errors import Code, InvalidValue
from postindex.listing.findings import Findings, NumberedLine
from postindex.listing.formats import SNIFFED, other_format
from postindex.listing.lines import BOM

_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_LONGEST_BOM = 4  # bytes


class UnreadableText(Exception):
    """The rest of a source cannot be read; holds the problem to report."""

    def __init__(self, code: Code, message: str, at: NumberedLine = (1, "")) -> None:
        super().__init__(code, message, at)
        self.code = code
        self.message = message
        self.at = at


def decode_whole(content: str | bytes, encoding: str | None) -> str | bytes:
    """Return content as text if it is in another encoding than UTF-8; UTF-8 is left to `Decoder`."""
    pieces = list(decode_pieces(iter([content]), encoding))
    return content[:0].join(pieces) if pieces and isinstance(pieces[0], type(content)) else "".join(pieces)


def decode_pieces(pieces: Iterator[Any], encoding: str | None, *, lines: bool = False) -> Iterator[Any]:
    """Yield pieces of bytes as text if they are in another encoding than UTF-8; other pieces are unchanged.

    None stands for UTF-8, or for UTF-16 and UTF-32 with a byte order mark.
    """
    codec = _codec_of(encoding)
    first = next(pieces, None)
    if isinstance(first, bytes) and codec is None:
        while not lines and len(first) < _LONGEST_BOM and (more := next(pieces, b"")):
            first += more
        codec = next((name for bom, name in _BOMS if first.startswith(bom)), None)
    whole = chain([first], pieces) if first is not None else pieces
    yield from _decode_pieces(whole, codec) if isinstance(first, bytes) and codec else whole


def _codec_of(encoding: str | None) -> str | None:
    """Return the name of an encoding as Python knows it, or None for UTF-8."""
    if encoding is None:
        return None
    try:
        codec = lookup(encoding)
    except (LookupError, ValueError):  # ValueError: a zero in the name
        raise InvalidValue("encoding", encoding, "is not a known encoding; use a name such as 'cp1252'") from None
    if not getattr(codec, "_is_text_encoding", True):
        raise InvalidValue("encoding", encoding, "is not an encoding of text; use a name such as 'cp1252'")
    return None if codec.name in ("utf-8", "utf-8-sig") else codec.name


def _decode_pieces(pieces: Iterator[bytes], codec: str) -> Iterator[str]:
    decoder = getincrementaldecoder(codec)()
    offset = 0
    for piece in chain(pieces, [b""]):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeError as error:
            at = offset - pending + getattr(error, "start", 0)
            message = f"the bytes at offset {at} are not {codec.upper()}; give the encoding of the file"
            raise UnreadableText("bad-encoding", message) from None
        offset += len(piece)
        if text:
            yield text


class Decoder:
    """Decodes chunks of bytes; reports bytes that are not UTF-8 and reads them as U+FFFD."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._line = 1
        self._offset = 0
        self._first = True

    def decode(self, content: str | bytes, *, last: bool) -> str:
        """Return the text of a chunk of whole lines."""
        if self._first:
            self._require_text(content)
        if isinstance(content, bytes):
            content = self._decode(content, last=last)
        if self._first:
            content = content.removeprefix(BOM)
            self._first = False
        return content

    def _require_text(self, content: str | bytes) -> None:
        if message := other_format(content):
            first = content[:SNIFFED].splitlines()[0]
            raise UnreadableText(
                "not-text", message, (1, first if isinstance(first, str) else first.decode(errors="replace"))
            )

    def _decode(self, content: bytes, *, last: bool) -> str:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            self._report(content, last=last)
            text = content.decode(errors="replace")
        if not last:
            self._line += len(_BYTE_LINE.findall(content))
            self._offset += len(content)
        return text

    def _report(self, content: bytes, *, last: bool) -> None:
        bom = len(BOM_UTF8) if self._first and content.startswith(BOM_UTF8) else 0
        for number, match in enumerate(_BYTE_LINE.finditer(content, bom), self._line):
            try:
                match[0].decode()
            except UnicodeDecodeError as error:
                at = (number, match[0].decode(errors="replace").rstrip("\r\n"))
                column = len(match[0][: error.start].decode())
                offset = self._offset + match.start() + error.start
                # A single byte may be of another encoding, unless a character above shows that the text is UTF-8.
                cut = last and match.start() + error.end == len(content) and error.reason == "unexpected end of data"
                if cut and (error.end - error.start > 1 or not content[: match.start() + error.start].isascii()):
                    message = f"the file ends at offset {offset} in the middle of a character; get the rest of the file"
                    self._findings.report(at, column, "cut-file", message)
                else:
                    message = f"byte 0x{match[0][error.start]:02X} at offset {offset} is not UTF-8"
                    self._findings.report(at, column, "bad-encoding", f"{message}; save the file as UTF-8")
