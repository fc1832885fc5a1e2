"""Files, bytes and lines → chunks of text, each of whole lines."""

import os
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, cast

from postindex.errors import Code, InvalidValue
from postindex.listing.findings import Findings, NumberedLine
from postindex.listing.lines import BOM
from postindex.text import XML_FORBIDDEN

Source = str | os.PathLike[str] | IO[str] | IO[bytes]

MAX_SIZE = 128 * 2**20
MAX_LINE = 16 * 2**20
CHUNK = 2**16
_BATCH = 1000  # lines
_MAX_PIECE = 64 * 2**20
_SNIFFED = 8000  # bytes that decide whether content is binary, as in git
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKUP = re.compile(r"\ufeff?\s{0,100}(?:<!--|<\?xml\b|<!doctype\s|<(?:html|head|body|rss|feed)[\s>])", re.IGNORECASE)


class UnreadableText(Exception):
    """The rest of a source cannot be read; holds the problem to report."""

    def __init__(self, code: Code, message: str, at: NumberedLine = (1, "")) -> None:
        super().__init__(code, message, at)
        self.code = code
        self.message = message
        self.at = at


class _LineTooLong(Exception):
    """A line has more than `MAX_LINE` characters."""


def read_text(source: Source, max_size: int | None, findings: Findings) -> str:
    """Return the whole text of a file."""
    pieces, size = [], 0
    with _open_source(source) as opened:
        try:
            for piece in _read_pieces(opened, _MAX_PIECE if max_size is None else min(_MAX_PIECE, max_size + 1)):
                pieces.append(piece)
                size += len(piece)
                if max_size is not None and size > max_size:
                    break
        except UnicodeDecodeError as error:
            raise _decoding_failure(error) from None
    return decode_text(pieces[0][:0].join(pieces) if pieces else "", max_size, findings)


def decode_text(content: str | bytes, max_size: int | None, findings: Findings) -> str:
    """Return content as text; `max_size` limits the bytes, or the characters of a `str`."""
    if max_size is not None and len(content) > max_size:
        unit = "characters" if isinstance(content, str) else "bytes"
        message = f"the text has more than {max_size:,} {unit}; raise max_size, or use iter_posts"
        raise UnreadableText("too-large", message)
    return Decoder(findings).decode(content, last=True)


def iter_chunks(source: Source | Iterable[str] | Iterable[bytes], findings: Findings) -> Iterator[str]:
    r"""Yield the decoded text of a source in chunks of whole lines that end with `\n`."""
    if isinstance(source, str | bytes | bytearray | os.PathLike) or hasattr(source, "read"):
        with _open_source(cast("Source", source)) as opened:
            yield from _decode_chunks(_whole_lines(_read_pieces(opened, CHUNK)), findings)
    else:
        yield from _decode_chunks(_batch_lines(iter(source)), findings)


def split_chunks(text: str) -> Iterator[str]:
    r"""Yield a text in chunks of whole lines that end with `\n`."""
    text = _normalize_line_ends(text)
    start = 0
    while start < len(text):
        end = text.find("\n", start + CHUNK) + 1 or len(text)
        yield text[start:end]
        start = end


def not_text(content: str | bytes) -> str:
    """Return why content is not the text of a page, or an empty string if it may be."""
    start = content[:_SNIFFED] if isinstance(content, bytes) else content[:_SNIFFED].encode(errors="replace")
    if start.startswith(_MAGIC) or (isinstance(content, bytes) and _is_binary(start)):
        return "the content is not text; save the page as text"
    if _MARKUP.match(start.decode(errors="replace")):
        return "the content is HTML or XML; save the page as text, with a browser's 'save as text' or w3m -dump"
    return ""


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
        if isinstance(content, bytes) and content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            name = "utf-32" if content.startswith(BOM_UTF32_LE) else "utf-16"
            message = f'the file is {name.upper()}; open it with open("blog.txt", encoding="{name}") and read from that'
            raise UnreadableText("bad-encoding", message)
        if message := not_text(content):
            first = content[:_SNIFFED].splitlines()[0]
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


def source_name(source: object) -> str | None:
    """Return the name to show in problems: the path, or the name of an open file."""
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return clean_name(name) if isinstance(name, str | os.PathLike) else None


def clean_name(name: str | os.PathLike[str]) -> str:
    """Return a file name as text, with U+FFFD for what XML cannot carry, such as lone surrogates."""
    return XML_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", os.fsdecode(name))


@contextmanager
def _open_source(source: Source) -> Iterator[IO[Any]]:
    if isinstance(source, str) and ("\n" in source or "\0" in source) and not os.path.exists(source):
        raise InvalidValue("file", source, "is not a path; use parse_listing to read a text")
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as opened:
            yield opened
    elif hasattr(source, "read"):
        yield source
    else:
        raise TypeError(
            f"a listing is read from a path or an open file, not {type(source).__name__}; "
            "use parse_listing to read text or bytes"
        )


def _is_binary(start: bytes) -> bool:
    """Return whether bytes are binary: they hold zeros, and are not UTF-8 or more than a tenth of them is zero."""
    zeros = start.count(0)
    if not zeros:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(start)  # the last character may be cut
    except UnicodeDecodeError:
        return True
    return zeros * 10 > len(start)


def _decoding_failure(error: UnicodeDecodeError) -> UnreadableText:
    # The file was opened as text with the wrong encoding.
    return UnreadableText(
        "bad-encoding", f"{error.reason}; open the file with its encoding, or in binary mode if it is UTF-8"
    )


def _read_pieces(opened: IO[Any], size: int) -> Iterator[Any]:
    while True:
        piece = opened.read(size)  # a pipe may return less
        if isinstance(piece, bytearray | memoryview):
            piece = bytes(piece)
        if not isinstance(piece, str | bytes):
            raise TypeError(f"a listing is text or bytes, but the file returned {type(piece).__name__}")
        if not piece:
            return
        yield piece


def _whole_lines(pieces: Iterator[Any]) -> Iterator[Any]:
    """Yield pieces of text or bytes that end at line ends."""
    pending: list[Any] = []
    size = 0
    for piece in pieces:
        newline, cr = ("\n", "\r") if isinstance(piece, str) else (b"\n", b"\r")
        if size and pending[-1].endswith(cr) and not piece.startswith(newline):
            yield piece[:0].join(pending)
            pending, size = [], 0
        end = piece.rfind(newline) + 1 or piece.rfind(cr, 0, -1) + 1  # a \r at the very end may be half of \r\n
        if end:
            yield piece[:0].join([*pending, piece[:end]])
            pending, size = [], 0
        if len(piece) > end:
            pending.append(piece[end:])
            size += len(piece) - end
        if size > MAX_LINE:
            raise _LineTooLong
    if pending:
        yield pending[0][:0].join(pending)


def _batch_lines(lines: Iterator[Any]) -> Iterator[Any]:
    """Yield lines, with or without line ends, joined in batches."""
    while batch := list(islice(lines, _BATCH)):
        for line in batch:
            if not isinstance(line, str | bytes):
                raise TypeError(f"a listing is lines of text or bytes, but one is {type(line).__name__}")
        newline = "\n" if isinstance(batch[0], str) else b"\n"
        yield newline[:0].join([line if line.endswith(newline) else line + newline for line in batch])


def _decode_chunks(chunks: Iterator[Any], findings: Findings) -> Iterator[str]:
    """Decode chunks one step behind, so that the last one is known; raise a failure to read after it."""
    decoder = Decoder(findings)
    failed: UnreadableText | None = None
    previous, line = None, 1
    while True:
        try:
            following = next(chunks, None)
        except UnicodeDecodeError as error:
            following, failed = None, _decoding_failure(error)
        except _LineTooLong:
            following, failed = (
                None,
                UnreadableText(
                    "too-large", f"a line has more than {MAX_LINE:,} characters; check that the file is a listing"
                ),
            )
        if previous is not None:
            text = _normalize_line_ends(decoder.decode(previous, last=following is None))
            line += text.count("\n")
            yield text
        if following is None:
            break
        previous = following
    if failed:
        failed.at = (line, "")
        raise failed


def _normalize_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
