"""XML of any origin → the elements that hold entries, one after another, in bounded memory.

A document cannot make its reader fetch, expand or nest anything without limit: a document type declaration, deep
nesting and a file that is too large are faults. A fault ends the reading; what came before it is kept.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, getincrementaldecoder, lookup
from collections.abc import Collection, Iterator
from copy import copy
from html.entities import html5
from itertools import pairwise
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError, ParserCreate
from xml.parsers.expat.errors import messages

from postindex.errors import Code

MAX_SIZE = 256 << 20  # bytes of a document
MAX_DEPTH = 100  # levels of elements

_CHUNK = 1 << 16  # bytes
_DECLARED = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z][A-Za-z0-9._:-]{0,40})[\"']")
_DECLARATION = 512  # bytes within which a declaration ends
_SPACES = b" \t\r\n"
_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
    (BOM_UTF8, "utf-8"),
)
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_LARGER = {  # as browsers read them: the WHATWG Encoding Standard, section 4.2
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("iso8859-11", "tis-620"), "cp874"),
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
# The one type that feeds are known to declare: that of RSS 0.91. It is not fetched.
_HARMLESS_TYPES = frozenset({"-//Netscape Communications//DTD RSS 0.91//EN"})
_CUT = frozenset({"no element found", "unclosed token", "unclosed CDATA section", "partial character"})
_INVALID = "not well-formed (invalid token)"
_LONGEST_CHARACTER = 4  # bytes in UTF-8


class XmlFault(Exception):
    """The rest of a document cannot be read; holds the problem to report, and its line."""

    def __init__(self, code: Code, line: int, message: str) -> None:
        super().__init__(code, line, message)
        self.code = code
        self.line = line
        self.message = message


class Item(NamedTuple):
    """An element with everything inside it, and the line at which it begins."""

    element: Element
    line: int


class XmlItems:
    r"""Iterates over the elements of a document that have one of these tags, each with its line.

    Tags are as in ElementTree: `{namespace}name`. An element inside another one with such a tag is a part of that.
    `root` is the document's element, with all other elements, but without the items. The
    encoding is that of the byte order mark or of the XML declaration, else UTF-8.

    Raises `XmlFault` at the first fault, after the items before it.

    >>> import io
    >>> document = XmlItems(io.BytesIO(b"<rss><title>Notes</title>\n<item><title>Tea</title></item></rss>"), {"item"})
    >>> [(item.element.findtext("title"), item.line) for item in document], document.root.findtext("title")
    ([('Tea', 2)], 'Notes')
    """

    def __init__(
        self, file: BinaryIO, tags: Collection[str], *, max_size: int = MAX_SIZE, max_depth: int = MAX_DEPTH
    ) -> None:
        self._file = file
        self._builder = _Builder(frozenset(tags), max_depth)
        self._max_size = max_size

    @property
    def root(self) -> Element:
        """The document's element; an element without a tag before it is read."""
        return self._builder.root

    @property
    def head(self) -> Element:
        """What the document has above its first item, once there is one: a copy of its element."""
        return self._builder.head

    def __iter__(self) -> Iterator[Item]:
        builder = self._builder
        try:
            for _ in self._parsed():
                yield from builder.taken()
        except XmlFault:
            yield from builder.taken()
            raise

    def _parsed(self) -> Iterator[None]:
        """Parse the file chunk by chunk, and pause after each."""
        start = _read_at_least(self._file, _DECLARATION)
        encoding, stripped = _encoding_of(start)
        size, length = len(start), _CHUNK
        if encoding == "utf-8":
            # A declaration must come first in XML, but some generators print empty lines before it.
            stripped = stripped.lstrip(_SPACES)
            self._builder.lines_before = start[: len(start) - len(stripped)].count(b"\n")
        document = _Bytes(self._builder) if encoding == "utf-8" else _Encoded(self._builder, _codec_of(encoding))
        chunk = stripped
        while True:
            progress = document.parse(chunk, final=not chunk)
            yield
            if not chunk:
                return
            # A token that does not end is scanned from its start with each chunk: longer chunks keep that linear.
            length = _CHUNK if progress else length * 2
            chunk = self._file.read(min(length, self._max_size + 1 - size))
            size += len(chunk)
            if size > self._max_size:
                message = (
                    f"the file has more than {self._max_size / 2**20:g} MiB, which is the limit; read a part of it"
                )
                raise XmlFault("too-large", self._builder.line, message)


class _Bytes:
    """Parses a document in UTF-8."""

    def __init__(self, builder: "_Builder") -> None:
        self._builder = builder
        self._size = 0  # of what is parsed
        self._end = b""  # of it, as a chunk may end within a character

    def parse(self, chunk: bytes, *, final: bool) -> bool:
        """Parse a chunk; return whether any element or text ended in it."""
        parser = self._builder.parser
        before = parser.CurrentByteIndex
        try:
            parser.Parse(chunk, final)
        except ExpatError as error:
            known = self._end + chunk
            rest = known[max(0, parser.ErrorByteIndex - self._size + len(self._end)) :]
            raise self._builder.fault_of(error, rest, final) from None
        self._size += len(chunk)
        self._end = (self._end + chunk[-_LONGEST_CHARACTER:])[-_LONGEST_CHARACTER:]
        return parser.CurrentByteIndex > before


class _Encoded(_Bytes):
    """Parses a document in another encoding."""

    def __init__(self, builder: "_Builder", codec: str) -> None:
        super().__init__(builder)
        self._codec = codec
        self._decoder = getincrementaldecoder(codec)()

    def parse(self, chunk: bytes, *, final: bool) -> bool:
        try:
            text = self._decoder.decode(chunk, final)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._codec, "ignore")
            super().parse(before.encode(errors="replace"), final=False)
            message = (
                f"byte 0x{error.object[error.start]:02X} is not {self._codec.upper()}; "
                "correct the encoding in the XML declaration"
            )
            raise XmlFault("bad-encoding", self._builder.line, message) from None
        return super().parse(text.encode(errors="replace"), final=final)


class _Builder:
    """Makes elements of the events of expat."""

    def __init__(self, tags: frozenset[str], max_depth: int) -> None:
        self.root = self.head = Element("")
        self.lines_before = 0
        self._tags = tags
        self._max_depth = max_depth
        self._names: dict[str, str] = {}
        self._open: list[Element] = []
        self._last: Element | None = None  # the element that was closed last, which text comes after
        self._text: list[str] = []
        self._item = 0  # the depth of the open item
        self._line = 0  # of the open item
        self._done: list[Item] = []
        self.parser = parser = ParserCreate("utf-8", "}")  # whatever the declaration says: it is decoded before
        parser.buffer_text = True
        parser.buffer_size = _CHUNK
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = self._start_doctype
        parser.SkippedEntityHandler = self._skip_entity

    @property
    def line(self) -> int:
        """The line that is parsed."""
        return self.parser.CurrentLineNumber + self.lines_before

    def taken(self) -> list[Item]:
        """Return the items that were finished since the last call."""
        done, self._done = self._done, []
        return done

    def fault_of(self, error: ExpatError, rest: bytes, final: bool) -> XmlFault:
        """Return the fault of an error of expat; `rest` is what was parsed last, from the error on."""
        reason = messages[error.code]
        line = error.lineno + self.lines_before
        if final and reason in _CUT:
            inside = f"inside <{self._open[-1].tag.rpartition('}')[2]}>" if self._open else "without an element"
            return XmlFault("bad-file", line, f"the file ends {inside}; get the rest of the file")
        if reason == _INVALID and rest and not _is_utf8(rest[:_LONGEST_CHARACTER]):
            message = (
                f"byte 0x{rest[0]:02X} is not UTF-8; save the file as UTF-8, or name its encoding in the first line"
            )
            return XmlFault("bad-encoding", line, message)
        if reason == _INVALID:
            reason = "invalid token, such as & instead of &amp;"
        return XmlFault("bad-file", line, f"this is not well-formed XML: {reason}; correct the line")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        text, opened = self._text, self._open
        if text:
            self._flush()
        tag = self._names.get(name) or self._names.setdefault(name, _tag_of(name))
        depth = len(opened)
        if depth >= self._max_depth:
            raise XmlFault("bad-file", self.line, f"elements are nested over {self._max_depth} levels deep; nest fewer")
        for attribute in attributes:
            if "}" in attribute:
                attributes = {_tag_of(each): value for each, value in attributes.items()}
                break
        element = Element(tag, attributes)
        if not self._item and tag in self._tags:
            self._item, self._line = depth + 1, self.line
            if opened and not self.head.tag:
                self._keep_head()
        elif depth:
            opened[-1].append(element)
        if not depth:
            self.root = element
        opened.append(element)
        self._last = None

    def _keep_head(self) -> None:
        """Copy the open elements, with what they have above the first item."""
        copies = [copy(element) for element in self._open]
        for parent, child in pairwise(copies):
            parent[-1] = child
        self.head = copies[0]

    def _end(self, _name: str) -> None:
        if self._text:
            self._flush()
        self._last = element = self._open.pop()
        if self._item and len(self._open) < self._item:
            self._done.append(Item(element, self._line))
            self._item = 0

    def _flush(self) -> None:
        text = self._text[0] if len(self._text) == 1 else "".join(self._text)
        self._text.clear()
        if self._last is None:
            self._open[-1].text = text
        else:
            self._last.tail = text

    def _start_doctype(self, name: str, _system: str | None, public: str | None, has_internal_subset: bool) -> None:
        if name.lower() == "html":
            raise XmlFault("bad-file", self.line, "this is an HTML page; read it with sources.read_page")
        if has_internal_subset or public not in _HARMLESS_TYPES:
            message = "a document type declaration (<!DOCTYPE …>) is not read, as it can harm; remove it"
            raise XmlFault("bad-file", self.line, message)

    def _skip_entity(self, name: str, _is_parameter: bool) -> None:
        """Read an entity that only a document type outside of the document could declare: one of HTML."""
        if f"{name};" not in html5:
            raise XmlFault("bad-file", self.line, f"&{name}; is not a known entity; write the character")
        self._text.append(html5[f"{name};"])


def _tag_of(name: str) -> str:
    """Return the name of an element or attribute as ElementTree has it."""
    return f"{{{name}" if "}" in name else name


def _read_at_least(file: BinaryIO, length: int) -> bytes:
    start = b""
    while len(start) < length and (piece := file.read(_CHUNK)):  # a pipe may return less
        start += piece
    return start


def _encoding_of(start: bytes) -> tuple[str, bytes]:
    """Return the name of a document's encoding, and its start without a byte order mark."""
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name, start.removeprefix(bom)
    for sign, name in _UNMARKED:
        if start.startswith(sign):
            return name, start
    found = _DECLARED.match(start.lstrip(_SPACES))
    name = found[1].decode("ascii").lower() if found else "utf-8"
    return ("utf-8" if name.startswith("utf-16") else name.replace("utf8", "utf-8")), start


def _codec_of(encoding: str) -> str:
    """Return Python's name of an encoding of text."""
    try:
        codec = lookup(encoding)
    except LookupError:
        codec = None
    if codec is None or not getattr(codec, "_is_text_encoding", True):
        message = f"{encoding!r} is not a known encoding; correct the XML declaration, or save the file as UTF-8"
        raise XmlFault("bad-encoding", 1, message)
    return _LARGER.get(codec.name, codec.name)


def _is_utf8(character: bytes) -> bool:
    """Return whether bytes begin with a character of UTF-8, or with a part of one."""
    try:
        getincrementaldecoder("utf-8")().decode(character)
    except UnicodeDecodeError as error:
        return error.start > 0
    return True
