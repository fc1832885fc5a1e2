"""Files, bytes and lines → chunks of text, each of whole lines; what is no text is a problem."""

import os
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE, getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, cast

from postindex.errors import Code, InvalidValue
from postindex.listing.findings import Findings, Numbered
from postindex.listing.lines import BOM
from postindex.text import XML_FORBIDDEN

Source = str | os.PathLike[str] | IO[str] | IO[bytes]

MAX_SIZE = 128 * 2**20
MAX_LINE = 16 * 2**20
CHUNK = 2**16
_BATCH = 1000  # lines
_PIECE = 64 * 2**20
_SNIFFED = 8000  # bytes, as git does
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_BYTE_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_MARKUP = re.compile(r"\ufeff?\s{0,100}(?:<!--|<\?xml\b|<!doctype\s|<(?:html|head|body|rss|feed)[\s>])", re.IGNORECASE)


class NoText(Exception):
    """Nothing more can be read: the problem that says why, and where."""

    def __init__(self, code: Code, message: str, at: Numbered = (1, "")) -> None:
        super().__init__(code, message, at)
        self.code = code
        self.message = message
        self.at = at


class _LongLine(Exception):
    """A line is longer than any line of a listing."""


def text_of(source: Source, max_size: int | None, findings: Findings) -> str:
    """Return the whole text of a file."""
    pieces, size = [], 0
    with _opened(source) as opened:
        try:
            for piece in _pieces(opened, _PIECE if max_size is None else min(_PIECE, max_size + 1)):
                pieces.append(piece)
                size += len(piece)
                if max_size is not None and size > max_size:
                    break
        except UnicodeDecodeError as error:
            raise _undecodable(error) from None
    return decoded(pieces[0][:0].join(pieces) if pieces else "", max_size, findings)


def decoded(content: str | bytes, max_size: int | None, findings: Findings) -> str:
    """Return content as text: at most `max_size` bytes, or characters where it is text already."""
    if max_size is not None and len(content) > max_size:
        unit = "characters" if isinstance(content, str) else "bytes"
        message = f"there are more than {max_size:,} {unit}; raise max_size, or read it with iter_posts"
        raise NoText("too-large", message)
    return Decoder(findings).decode(content, last=True)


def chunks_of(source: Source | Iterable[str] | Iterable[bytes], findings: Findings) -> Iterator[str]:
    r"""Yield a source as it is read, decoded, with `\n` as its only line end, a few lines at a time."""
    if isinstance(source, str | bytes | bytearray | os.PathLike) or hasattr(source, "read"):
        with _opened(cast("Source", source)) as opened:
            yield from _decoded(_whole_lines(_pieces(opened, CHUNK)), findings)
    else:
        yield from _decoded(_batches(iter(source)), findings)


def chunks_of_text(text: str) -> Iterator[str]:
    r"""Yield a text, with `\n` as its only line end, a few lines at a time."""
    text = _unix(text)
    start = 0
    while start < len(text):
        end = text.find("\n", start + CHUNK) + 1 or len(text)
        yield text[start:end]
        start = end


def not_text(content: str | bytes) -> str:
    """Say what content is that is not the text of a page, or nothing."""
    start = content[:_SNIFFED] if isinstance(content, bytes) else content[:_SNIFFED].encode(errors="replace")
    if start.startswith(_MAGIC) or (isinstance(content, bytes) and _is_binary(start)):
        return "is not a text file; save the text of the page, not the page"
    if _MARKUP.match(start.decode(errors="replace")):
        return "is markup; save the text of the page, as a browser's 'save as text' or w3m -dump gives it"
    return ""


class Decoder:
    """Bytes → text, chunk after chunk: what is not UTF-8 is a problem, and read as U+FFFD."""

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
            message = f'the file is {name.upper()}; open it yourself: open("blog.txt", encoding="{name}")'
            raise NoText("bad-encoding", message)
        if message := not_text(content):
            first = content[:_SNIFFED].splitlines()[0]
            raise NoText("not-text", message, (1, first if isinstance(first, str) else first.decode(errors="replace")))

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
        for number, found in enumerate(_BYTE_LINE.finditer(content, bom), self._line):
            try:
                found[0].decode()
            except UnicodeDecodeError as error:
                at = (number, found[0].decode(errors="replace").rstrip("\r\n"))
                column = len(found[0][: error.start].decode())
                offset = self._offset + found.start() + error.start
                # A byte alone may be foreign, unless another character beyond ASCII shows that the text is UTF-8.
                cut = last and found.start() + error.end == len(content) and error.reason == "unexpected end of data"
                if cut and (error.end - error.start > 1 or not content[: found.start() + error.start].isascii()):
                    message = f"the file ends at offset {offset} in the middle of a character; is the rest missing?"
                    self._findings.report(at, column, "cut-file", message)
                else:
                    message = f"byte 0x{found[0][error.start]:02X} at offset {offset} is not UTF-8"
                    self._findings.report(at, column, "bad-encoding", f"{message}; save the file as UTF-8")


def name_of(source: object) -> str | None:
    """Return the name that problems carry: of a path, or of an open file that has one."""
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return clean_name(name) if isinstance(name, str | os.PathLike) else None


def clean_name(name: str | os.PathLike[str]) -> str:
    """Return a name as text: a file's may hold bytes of another encoding, as lone surrogates."""
    return XML_FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", os.fsdecode(name))


@contextmanager
def _opened(source: Source) -> Iterator[IO[Any]]:
    if isinstance(source, str) and ("\n" in source or "\0" in source) and not os.path.exists(source):
        raise InvalidValue("file", source, "is a text and no path; for a text there is parse_listing")
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as opened:
            yield opened
    elif hasattr(source, "read"):
        yield source
    else:
        raise TypeError(
            f"a listing is read from a path or an open file, not {type(source).__name__}; "
            "for a text and its bytes there is parse_listing"
        )


def _is_binary(start: bytes) -> bool:
    """Say whether bytes are no text: they have zeros, and are either no UTF-8 or a tenth of them is zero."""
    zeros = start.count(0)
    if not zeros:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(start)  # the last character may be cut
    except UnicodeDecodeError:
        return True
    return zeros * 10 > len(start)


def _undecodable(error: UnicodeDecodeError) -> NoText:
    # The file was opened as text in an encoding that is not its own.
    return NoText("bad-encoding", f"{error.reason}; open the file in the encoding it has, or in binary to read UTF-8")


def _pieces(opened: IO[Any], size: int) -> Iterator[Any]:
    while True:
        piece = opened.read(size)  # which may give less than it was asked for, as a pipe does
        if isinstance(piece, bytearray | memoryview):
            piece = bytes(piece)
        if not isinstance(piece, str | bytes):
            raise TypeError(f"a listing is text or bytes, and the file gave {type(piece).__name__}")
        if not piece:
            return
        yield piece


def _whole_lines(pieces: Iterator[Any]) -> Iterator[Any]:
    """Cut pieces of text or bytes anew, at the ends of lines."""
    carried: list[Any] = []
    size = 0
    for piece in pieces:
        newline, cr = ("\n", "\r") if isinstance(piece, str) else (b"\n", b"\r")
        if size and carried[-1].endswith(cr) and not piece.startswith(newline):
            yield piece[:0].join(carried)
            carried, size = [], 0
        end = piece.rfind(newline) + 1 or piece.rfind(cr, 0, -1) + 1  # a \r at the very end may be half of \r\n
        if end:
            yield piece[:0].join([*carried, piece[:end]])
            carried, size = [], 0
        if len(piece) > end:
            carried.append(piece[end:])
            size += len(piece) - end
        if size > MAX_LINE:
            raise _LongLine
    if carried:
        yield carried[0][:0].join(carried)


def _batches(lines: Iterator[Any]) -> Iterator[Any]:
    """Put lines together, each with its line end or without."""
    while batch := list(islice(lines, _BATCH)):
        for line in batch:
            if not isinstance(line, str | bytes):
                raise TypeError(f"a listing is lines of text or bytes, and one is {type(line).__name__}")
        newline = "\n" if isinstance(batch[0], str) else b"\n"
        yield newline[:0].join([line if line.endswith(newline) else line + newline for line in batch])


def _decoded(chunks: Iterator[Any], findings: Findings) -> Iterator[str]:
    """Decode chunks, one behind: the last one is decoded as such, and a failure to read on comes after it."""
    decoder = Decoder(findings)
    failed: NoText | None = None
    held, line = None, 1
    while True:
        try:
            following = next(chunks, None)
        except UnicodeDecodeError as error:
            following, failed = None, _undecodable(error)
        except _LongLine:
            following, failed = None, NoText("too-large", f"a line has over {MAX_LINE:,} characters; is it a listing?")
        if held is not None:
            text = _unix(decoder.decode(held, last=following is None))
            line += text.count("\n")
            yield text
        if following is None:
            break
        held = following
    if failed:
        failed.at = (line, "")
        raise failed


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
