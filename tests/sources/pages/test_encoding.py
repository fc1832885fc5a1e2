"""A page's bytes are decoded by its mark, its meta element or its zeros."""

import pytest

from postindex.sources.pages.encoding import decode_page, is_binary

TEXT = "<p>Käse und Tee</p>"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
)
def test_unicode_is_told_from_the_bytes(content: bytes) -> None:
    assert decode_page(content) == (TEXT, "")
    assert not is_binary(content)


@pytest.mark.parametrize(
    ("named", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("ascii", "cp1252"),
        ("latin1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("windows-874", "cp874"),
        ("koi8-r", "koi8-r"),
        ("utf8", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_a_named_encoding_is_used(named: str, encoding: str) -> None:
    text = f'<meta http-equiv=x content="text/html; charset={named}"><p>'
    assert decode_page(text.encode(encoding)) == (text, "")


@pytest.mark.parametrize("named", ["nonsense", "unicode_escape", "punycode", "base64", "rot13", "utf-7", "idna"])
def test_an_unknown_encoding_is_a_problem(named: str) -> None:
    text, problem = decode_page(f"<meta charset={named}>Tea".encode())
    assert text.endswith("Tea")
    assert problem == f"the page names the unknown encoding {named!r}; save it again as UTF-8"


def test_invalid_bytes_are_replaced_and_reported() -> None:
    assert decode_page(b"<p>caf\xe9") == ("<p>caf\ufffd", "the page is not valid utf-8; save it again as UTF-8")
    assert decode_page(b"<meta charset=euc-jp>\xff").problem == "the page is not valid euc_jp; save it again as UTF-8"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"\0" * 100, b"<p>" + b"\0\1\0\0" * 9]
)
def test_other_files_are_binary(content: bytes) -> None:
    assert is_binary(content)


def test_a_stray_zero_does_not_make_a_page_binary() -> None:
    assert not is_binary(b"<p>Tea" + b" and pots" * 99 + b"\0")
