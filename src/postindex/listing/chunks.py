"""Files, bytes and lines → chunks of text, each of whole lines."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, cast

from postindex.errors import InvalidValue
from postindex.listing.decoding import Decoder, UnreadableText, decode_pieces, decode_whole
from postindex.listing.findings import Findings
from postindex.text import XML_FORBIDDEN

Source = str | os.PathLike[str] | IO[str] | IO[bytes]

MAX_SIZE = 128 * 2**20
MAX_LINE = 16 * 2**20
CHUNK = 2**16
_BATCH = 1000  # lines
_MAX_PIECE = 64 * 2**20


class _LineTooLong(Exception):
    """A line has more than `MAX_LINE` characters."""


def read_text(source: Source, max_size: int | None, encoding: str | None, findings: Findings) -> str:
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
    return decode_text(pieces[0][:0].join(pieces) if pieces else "", max_size, encoding, findings)


def decode_text(content: str | bytes, max_size: int | None, encoding: str | None, findings: Findings) -> str:
    """Return content as text; `max_size` limits the bytes, or the characters of a `str`."""
    if max_size is not None and len(content) > max_size:
        unit = "characters" if isinstance(content, str) else "bytes"
        message = f"the text has more than {max_size:,} {unit}; raise max_size, or use iter_posts"
        raise UnreadableText("too-large", message)
    return Decoder(findings).decode(decode_whole(content, encoding), last=True)


def iter_chunks(
    source: Source | Iterable[str] | Iterable[bytes], encoding: str | None, findings: Findings
) -> Iterator[str]:
    r"""Yield the decoded text of a source in chunks of whole lines that end with `\n`."""
    if isinstance(source, str | bytes | bytearray | os.PathLike) or hasattr(source, "read"):
        with _open_source(cast("Source", source)) as opened:
            pieces = decode_pieces(_read_pieces(opened, CHUNK), encoding)
            yield from _decode_chunks(_whole_lines(pieces), findings)
    else:
        yield from _decode_chunks(_batch_lines(decode_pieces(_checked_lines(source), encoding, lines=True)), findings)


def split_chunks(text: str) -> Iterator[str]:
    r"""Yield a text in chunks of whole lines that end with `\n`."""
    text = _normalize_line_ends(text)
    start = 0
    while start < len(text):
        end = text.find("\n", start + CHUNK) + 1 or len(text)
        yield text[start:end]
        start = end


def source_name(source: object) -> str | None:
    """Return the name to show in problems: the path, or the name of an open file."""
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return clean_source_name(name) if isinstance(name, str | os.PathLike) else None


def clean_source_name(name: str | os.PathLike[str]) -> str:
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


def _checked_lines(lines: Iterable[Any]) -> Iterator[Any]:
    for line in lines:
        if not isinstance(line, str | bytes):
            raise TypeError(f"a listing is lines of text or bytes, but one is {type(line).__name__}")
        yield line


def _batch_lines(lines: Iterator[Any]) -> Iterator[Any]:
    """Yield lines, with or without line ends, joined in batches."""
    while batch := list(islice(lines, _BATCH)):
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
