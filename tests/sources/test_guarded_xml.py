"""XML: items with their lines, every encoding, and a fault for whatever is broken or harmful."""

import io
from time import process_time
from typing import BinaryIO
from xml.etree import ElementTree as ET

import pytest

from postindex.sources.guarded_xml import Item, XmlFault, XmlItems

ITEMS = "<r a='1'><t>Notes</t>\n<i>one</i>\n<i n='2'>t<b>w</b>o</i> <u/></r>"


def items_of(document: bytes | BinaryIO, **limits: int) -> tuple[list[Item], XmlFault | None, XmlItems]:
    """Return the items before the fault, and the fault."""
    items = XmlItems(io.BytesIO(document) if isinstance(document, bytes) else document, {"i"}, **limits)
    found = []
    try:
        for item in items:
            found.append(item)  # noqa: PERF402  those before a fault are kept
    except XmlFault as fault:
        return found, fault, items
    return found, None, items


def fault_of(document: bytes, **limits: int) -> tuple[str, int, str]:
    fault = items_of(document, **limits)[1]
    assert fault is not None
    return fault.code, fault.line, fault.message


class Trickle(io.BytesIO):
    """A file that returns three bytes at a time, as a slow pipe."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(3, size or 3))


def shown(element: ET.Element) -> bytes:
    element.tail = None
    return ET.tostring(element)


def test_items_have_their_content_and_line() -> None:
    found, fault, items = items_of(ITEMS.encode())
    assert fault is None
    assert [(shown(element), line) for element, line in found] == [
        (b"<i>one</i>", 2),
        (b'<i n="2">t<b>w</b>o</i>', 3),
    ]
    assert items.root.attrib == {"a": "1"}
    assert [(child.tag, child.text) for child in items.root] == [("t", "Notes"), ("u", None)]


@pytest.mark.parametrize("wrap", [io.BytesIO, Trickle])
def test_the_head_is_what_is_above_the_first_item(wrap: type[io.BytesIO]) -> None:
    found, _, items = items_of(wrap(b"<r a='1'><t/><c b='2'><u/><i/><v/><i/></c><w/></r>"))
    assert len(found) == 2
    assert shown(items.head) == b'<r a="1"><t /><c b="2"><u /></c></r>'
    assert shown(items.root) == b'<r a="1"><t /><c b="2"><u /><v /></c><w /></r>'
    assert items_of(b"<r><t/></r>")[2].head.tag == items_of(b"<i/>")[2].head.tag == ""


def test_an_item_in_another_is_a_part_of_it() -> None:
    found = items_of(b"<r><i>a<i>b</i>c</i></r>")[0]
    assert [shown(item.element) for item in found] == [b"<i>a<i>b</i>c</i>"]


def test_the_document_itself_may_be_an_item() -> None:
    found, _, items = items_of(b"<i>a</i>")
    assert items.root is found[0].element


def test_elements_are_those_of_elementtree() -> None:
    document = (
        b"<i xmlns='urn:a' xmlns:b='urn:b' b:c='1' d='2'>x<!-- no -->y<b:e xml:lang='en'/>z<![CDATA[<&]]>&#65;&amp;"
        b"<?pi no?><f> g </f>\n</i>"
    )
    items = XmlItems(io.BytesIO(document), {"{urn:a}i"})
    assert [shown(item.element) for item in items] == [shown(ET.fromstring(document))]


def test_a_slow_file_gives_the_same() -> None:
    found = items_of(Trickle(ITEMS.encode()))[0]
    assert [item.line for item in found] == [2, 3]


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("UTF8", "utf-8"),
        ("iso-8859-1", "utf-8-sig"),
        ("utf-16", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-16", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("Shift_JIS", "shift_jis"),
        ("gb2312", "gb18030"),
        ("big5", "big5"),
        ("tis-620", "cp874"),
    ],
)
def test_encodings_are_read_by_mark_or_declaration(encoding: str, written: str) -> None:
    text = {
        "cp1252": "café “€”",
        "cp1251": "чай",
        "koi8-r": "чай",
        "shift_jis": "お茶",
        "big5": "茶",
        "cp874": "“ชา”",
    }.get(written, "é茶")
    document = f"<?xml version='1.0' encoding='{encoding}'?>\n<r><i>{text}</i></r>".encode(written)
    found, fault, _ = items_of(document)
    assert fault is None
    assert [(item.element.text, item.line) for item in found] == [(text, 2)]


def test_lines_before_the_declaration_are_counted() -> None:
    found, fault, _ = items_of(b"\r\n \n<?xml version='1.0'?>\n<r><i/></r>")
    assert fault is None
    assert found[0].line == 4
    assert fault_of(b"\n\n<r>\n</s>")[1] == 4


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (b"", ("bad-file", 1, "the file ends without an element; get the rest of the file")),
        (b"<r>\n<i>a", ("bad-file", 2, "the file ends inside <i>; get the rest of the file")),
        (b"<r xmlns='urn:a'>\n<i b='", ("bad-file", 2, "the file ends inside <r>; get the rest of the file")),
        (b"<r>\n<![CDATA[ab", ("bad-file", 2, "the file ends inside <r>; get the rest of the file")),
        (b"<r>\xc3", ("bad-file", 1, "the file ends inside <r>; get the rest of the file")),
        (b"<r>\n</s></r>", ("bad-file", 2, "this is not well-formed XML: mismatched tag; correct the line")),
        (b"<r>&nbsp;</r>", ("bad-file", 1, "this is not well-formed XML: undefined entity; correct the line")),
        (
            b"<r>\n\x07</r>",
            ("bad-file", 2, "this is not well-formed XML: invalid token, such as & instead of &amp;; correct the line"),
        ),
        (
            b"<r>\ncaf\xe9</r>",
            (
                "bad-encoding",
                2,
                "byte 0xE9 is not UTF-8; save the file as UTF-8, or name its encoding in the first line",
            ),
        ),
        (
            b"<?xml version='1.0' encoding='windows-1252'?>\n<r>\x81</r>",
            ("bad-encoding", 2, "byte 0x81 is not CP1252; correct the encoding in the XML declaration"),
        ),
        (
            b"<?xml version='1.0' encoding='klingon'?><r/>",
            (
                "bad-encoding",
                1,
                "'klingon' is not a known encoding; correct the XML declaration, or save the file as UTF-8",
            ),
        ),
        (
            b"<?xml version='1.0' encoding='rot13'?><r/>",
            (
                "bad-encoding",
                1,
                "'rot13' is not a known encoding; correct the XML declaration, or save the file as UTF-8",
            ),
        ),
    ],
)
def test_faults_have_a_line_and_a_way_out(document: bytes, expected: tuple[str, int, str]) -> None:
    assert fault_of(document) == expected


@pytest.mark.parametrize("wrap", [io.BytesIO, Trickle])
def test_a_byte_that_is_not_utf_8_is_named(wrap: type[io.BytesIO]) -> None:
    for length in range(6):
        fault = items_of(wrap(b"<r>" + b"a" * length + b"\xf4\n</r>"))[1]
        assert fault is not None
        assert fault.message.startswith("byte 0xF4 is not UTF-8; ")


@pytest.mark.parametrize(
    "document",
    [
        b"<r>\n<i>one</i><i>",
        b"<r>\n<i>one</i></s>",
        b"<r>\n<i>one</i>\xff",
        b"<?xml version='1.0' encoding='cp1252'?><r>\n<i>one</i>\x81",
        b"<r>\n<i>one</i><s><s><s><s>",
    ],
)
def test_items_before_a_fault_are_kept(document: bytes) -> None:
    found, fault, _ = items_of(document, max_depth=4)
    assert fault is not None
    assert [(item.element.text, item.line) for item in found] == [("one", 2)]


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE r>",
        '<!DOCTYPE r SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE r [<!ENTITY a "tea">]>',
        '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>',
        '<!DOCTYPE r PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "x" [<!ENTITY a "tea">]>',
    ],
)
def test_document_types_are_refused(declaration: str) -> None:
    code, line, message = fault_of(f"<?xml version='1.0'?>\n{declaration}<r><i>&a;</i></r>".encode())
    assert (code, line) == ("bad-file", 2)
    assert message == "a document type declaration (<!DOCTYPE …>) is not read, as it can harm; remove it"


def test_billion_laughs_are_refused_at_once() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 20))
    document = f'<!DOCTYPE r [<!ENTITY a0 "ha">{entities}]><r><i>&a19;</i></r>'.encode()
    begin = process_time()
    assert fault_of(document)[0] == "bad-file"
    assert process_time() - begin < 1


def test_the_document_type_of_old_feeds_is_allowed() -> None:
    document = b'<!DOCTYPE r PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/a.dtd"><r><i/></r>'
    found, fault, _ = items_of(document)
    assert (len(found), fault) == (1, None)


def test_entities_of_html_are_read_where_a_document_type_may_declare_them() -> None:
    doctype = b'<!DOCTYPE r PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/a.dtd">\n'
    found, fault, _ = items_of(doctype + b"<r><i>caf&eacute;&nbsp;<b/>&rarr;</i></r>")
    assert fault is None
    assert shown(found[0].element) == "<i>café\xa0<b />→</i>".encode("ascii", "xmlcharrefreplace")
    assert fault_of(doctype + b"<r>&tea;</r>") == ("bad-file", 2, "&tea; is not a known entity; write the character")


def test_nesting_is_limited() -> None:
    code, line, message = fault_of(b"<i>\n" * 1000)
    assert (code, line, message) == ("bad-file", 101, "elements are nested over 100 levels deep; nest fewer")
    assert items_of(b"<i>" * 100 + b"</i>" * 100)[1] is None


def test_size_is_limited() -> None:
    document = b"<r>" + b"<i>tea</i>\n" * 100_000 + b"</r>"
    found, fault, _ = items_of(document, max_size=1 << 20)
    assert fault is not None
    assert 80_000 < len(found) < 100_000
    assert fault.code == "too-large"
    assert fault.line > 80_000
    assert fault.message == "the file has more than 1 MiB, which is the limit; read a part of it"
    assert items_of(document, max_size=len(document))[1] is None
    assert items_of(document, max_size=len(document) - 1)[1] is not None


def test_a_huge_attribute_takes_linear_time() -> None:
    def time_of(size: int) -> float:
        document = b"<r a='" + b"x" * size + b"'/>"
        begin = process_time()
        assert items_of(document)[1] is None
        return process_time() - begin

    time_of(1 << 20)
    assert time_of(1 << 24) < 1


def test_an_endless_declaration_is_not_searched_for_an_encoding() -> None:
    assert fault_of(b"<?xml " + b"a" * 100_000)[0] == "bad-file"
