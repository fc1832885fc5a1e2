"""Other file formats: content that is not a listing is named."""

import pytest

from postindex import parse_listing
from postindex.listing.formats import other_format

MARKDOWN = "# Tea\n\nSome **bold** tea with [a link](https://tea.example/).\n\n## Pots\n\n> A quote\n"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive, as of a Word or EPUB document"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        ("%PDF-1.7\n", "a PDF file"),
        (b"\0" * 20, "a binary file"),
        (b"\xef\xbb\xbf<html>", "an HTML file"),
        ("<!doctype html>\n<p>", "an HTML file"),
        ("<!-- a --> <html>", "an HTML file"),
        ("<!-- a comment", "an HTML file"),
        ("<?xml version='1.0'?><html>", "an HTML file"),
        ("<?xml version='1.0'?>\n<!-- a -->\n<rss version='2.0'>", "an RSS feed"),
        ("<rdf:RDF>", ""),
        ("<?xml version='1.0'?><rdf:RDF >", "an RSS feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "an Atom feed"),
        ("<?xml version='1.0'?><opml version='2.0'>", "an OPML file"),
        ("<?xml version='1.0'?><urlset>", "an XML file"),
        ("<?xml version='1.0'?>", "an HTML file"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "a JSON file"),
        ('[\n  {"title": "Tea"}\n]', "a JSON file"),
        ("[]", "a JSON file"),
        ("---\ntitle: Tea\ndate: 2026-03-22\ntags:\n  - tea\n---\nTea\n", "a Markdown file with front matter"),
        ('+++\ntitle = "Tea"\n+++\nTea\n', "a Markdown file with front matter"),
        (MARKDOWN, "a Markdown file"),
        ("Tea\n===\n\nSome [tea](/tea) and **pots**.\n", "a Markdown file"),
        ("title,date,tags\nTea,2026-03-22,tea\n", "a CSV file"),
        ("Date;Title\n2026-03-22;Tea\n", "a CSV file"),
        ("id\tpublished_at\n1\t2026-03-22\n", "a CSV file"),
    ],
)
def test_other_formats_are_named(content: str | bytes, name: str) -> None:
    assert other_format(content).startswith(f"this is {name}, not a listing" if name else "")
    if name:
        (problem,) = parse_listing(content, strict=False).problems
        assert (problem.code, problem.line) == ("not-text", 1)
        assert problem.message.startswith(f"this is {name}, not a listing; ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- 2026-03-22\nTea\n",
        "# Tea\n\n- 2026-03-22\nTea **twice**, see [tea](/tea)\n## Pots\n",
        "# Tea\n",
        "---\n- 2026-03-22\nTea\n",
        "---\nTea: twice\n",
        "[Tea]\n- 2026-03-22\nTea\n",
        "{tea}\n",
        "date, and title\nTea\n",
        "title,date\n",
        "title,date\nTea\n",
        "a" * 2000 + ",date\nb,c\n",
        "<tea>\n- 2026-03-22\nTea\n",
        "%P\n",
    ],
)
def test_other_texts_may_be_listings(text: str) -> None:
    assert other_format(text) == other_format(text.encode()) == ""
